"""The questions as Cypher files give what the detectors give: on boundary cases, and on a generated town."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver, NotificationMinimumSeverity

import graph
from graph.analysis import Report, analyse
from graph.assemble import network_of
from graph.findings import Finding
from graph.neo4j_store import Neo4jStore
from graph.network import Network
from graph.phases import Model, model
from graph.questions import Rules, detectors, rules_of
from graph.values import parse_day, to_date
from synthetic.town import generate
from tests.graph.test_detectors_properties import renamed
from tests.neo4j import server
from tests.worlds import ASKED, SHAPES, World, judged, world

FOLDER = Path(graph.__file__).parent / "cypher"
DRAWN = {"child_surroundings", "forums_sharing_children"}
"""Files that draw a part of the graph, and ask what no detector asks."""
DAYS = (parse_day("2024-02-29"), parse_day("2025-10-31"))
"""The days of the boundary towns: those of the first are looked at on it, those of the second on days close by."""
TOWNS, FEWER = 20, {"meetings": 10, "forums": 6, "handovers": 10, "whole": 3}
"""Boundary towns of each kind on each of the days; fewer where asking takes longer."""
ALONE, TIMES = 1, 3
"""How many towns of each kind are asked about alone too, and by how many sets of rules."""
RARE = {("double_entries", "same_people")}
"""Kinds of findings that the generated town has, and boundary towns seldom."""
OF_PHASE = {"phase", "age", "turning", "day", "titles", "agency_kinds", "other_unit", "conditional"}
"""What a file takes from a phase of a model."""
COLUMNS = {
    "duplicate_meetings": "kind meetings children start end professionals agencies days_apart smaller_group "
    "union_agencies",
    "double_entries": "kind meetings children day",
    "forum_overlap": "kind kinds forums children professionals parties needs",
    "handover_gaps": "kind child start end days before after",
    "phase_boundaries": "kind child start before handovers phase days",
    "no_joint_meeting": "kind child start before after meetings days days_left",
    "stalled_handovers": "kind child start handover sender receiver state days",
    "orphaned_handovers": "kind child start handover sender receiver days covered",
    "double_contacts": "kind child start end contacts days",
    "departing_staff": "kind professional start children agencies days",
    "too_many_handovers": "kind child start end contacts changes",
    "unanswered_concerns": "kind child start end concerns agency days open",
    "child_not_heard": "kind child start end meetings plan handover unknown",
}
"""The columns of each file's answer, named after what a finding says."""
LISTS = {"before", "after", "parties", "needs"}
"""Evidence that is a list under its own name; of other evidence `agencies` is the list and `agency` the only one."""


@cache
def text_of(question: str) -> str:
    return (FOLDER / f"{question}.cypher").read_text()


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    with server.connected(server.address(), NotificationMinimumSeverity.INFORMATION) as opened:
        yield opened


@pytest.fixture(scope="module")
def store() -> Iterator[Neo4jStore]:
    url = f"neo4j://{server.address()}"
    server.wipe()
    with Neo4jStore(url, create=True) as opened:
        yield opened


def parameters(question: str, as_of: int, rules: Rules) -> dict[str, Any]:
    """The rules of a detector as the parameters of its file: ratios as two whole numbers, a model as its phases."""
    found = {name: _plain(value) for name, value in rules[question]}
    if "model" in found:
        found["phases"] = _phases(model(found.pop("model")))
    return found | ({"as_of": to_date(as_of)} if question != "double_entries" else {})


def _phases(chosen: Model) -> list[dict[str, Any]]:
    """The phases of a model, as far as its file says something of them."""
    return [phase.model_dump(mode="json", include=OF_PHASE, exclude_defaults=True) for phase in chosen.phases]


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a rule is
    if isinstance(value, Fraction):
        return [value.numerator, value.denominator]
    return list(value) if isinstance(value, tuple) else value


def comparable(finding: Finding) -> dict[str, Any]:
    """What a row of the detector's file says, from its finding."""
    start, end = (None if day is None else to_date(day) for day in (finding.start, finding.end))
    said: dict[str, Any] = finding.numbers | {"kind": finding.kind, "start": start, "day": start, "end": end}
    for name, ids in finding.evidence.items():
        said |= {f"{name}s".replace("ys", "ies"): ids, name: ids if name in LISTS else _only(ids)}
    said |= {"children": finding.children, "child": _only(finding.children)}
    return {column: said.get(column) for column in COLUMNS[finding.detector].split()}


def _only(ids: list[str]) -> str | None:
    return ids[0] if ids else None


def asked(driver: Driver, question: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    records = driver.execute_query(text_of(question), dict(params)).records
    return [{name: _python(value) for name, value in record.items()} for record in records]


def _python(value: Any) -> Any:  # noqa: ANN401 - whatever Cypher gives
    return value.to_native() if hasattr(value, "to_native") else value


def differing(driver: Driver, report: Report, questions: Iterable[str] = COLUMNS) -> Iterator[str]:
    """The questions whose file gives something else than the detector."""
    for code in questions:
        entry = report.entry(code)
        if entry.answer is None:
            continue
        params = parameters(code, report.as_of, report.rules)
        got, wanted = asked(driver, code, params), [comparable(found) for found in entry.findings]
        if sorted(map(_line, got)) != sorted(map(_line, wanted)):
            extra, lost = [row for row in got if row not in wanted], [row for row in wanted if row not in got]
            yield f"{code} with {params}: too many {extra}; missing {lost}"


def _line(row: Mapping[str, Any]) -> str:
    return repr(sorted(row.items()))


def keep(store: Neo4jStore, towns: Iterable[World]) -> Network:
    """The only content of the store from now on: these towns, each with ids of its own."""
    named = [renamed(town, f"{{}}-{number}".format) for number, town in enumerate(towns)]
    network = network_of(row for town in named for row in town.records)
    store.update(lambda old: network)
    return network


def seeds_of(shape: str, day: int) -> list[int]:
    """Seeds of boundary towns of a kind that are looked at on the same day."""
    found = (seed for seed in count() if world(shape, seed).as_of == day)
    return list(islice(found, FEWER.get(shape, TOWNS)))


@pytest.mark.parametrize("shape", SHAPES)
def test_files_and_detectors_agree_on_boundary_cases(driver: Driver, store: Neo4jStore, shape: str) -> None:
    """All towns of a day at once, by the rules of each; and some alone, where what is never said tells something."""
    asked_of = []
    for number, day in enumerate(DAYS):
        twice = [judged(shape, seed, 2) for seed in seeds_of(shape, day)]
        asked_of.append(([town for town, _ in twice], [looked_at[number] for looked_at in twice]))
    asked_of += [([towns[0]], towns) for towns in (judged(shape, seed, TIMES) for seed in range(ALONE))]
    kinds = set()
    for towns, judges in asked_of:
        network = keep(store, towns)
        for judge in judges:
            report = analyse(network, judge.as_of, rules_of(judge.settings), judge.asked)
            assert list(differing(driver, report, judge.asked)) == []
            kinds |= {(found.detector, found.kind) for found in report.findings}
    assert shape == "whole" or kinds | RARE >= kinds_of(ASKED[shape])


def kinds_of(questions: Iterable[str]) -> set[tuple[str, str]]:
    """All kinds of findings of some questions."""
    return {(code, kind) for code in questions for kind in detectors()[code].kinds}


@pytest.fixture(scope="module")
def town(store: Neo4jStore, tmp_path_factory: pytest.TempPathFactory) -> Network:
    from graph.sqlite_store import SqliteStore
    from loaders.tabular import load
    from synthetic.files import write

    folder = tmp_path_factory.mktemp("town")
    write(generate(150, 3, parse_day("2026-03-10")), folder / "files")
    with SqliteStore(str(folder / "town.db"), create=True) as other:
        load([folder / "files"], other)
        found = other.network()
    store.update(lambda old: found)
    return found


def test_files_and_detectors_agree_on_a_generated_town(driver: Driver, town: Network) -> None:
    report = analyse(town, parse_day("2026-03-10"), rules_of())
    assert {(found.detector, found.kind) for found in report.findings} == kinds_of(COLUMNS)
    assert list(differing(driver, report)) == []


def test_every_detector_has_a_file_that_says_how_to_ask() -> None:
    """A heading with a sentence, and whoever uses a parameter names it there."""
    assert {file.stem for file in FOLDER.glob("*.cypher")} == {*detectors(), *DRAWN}
    assert COLUMNS.keys() == detectors().keys()
    for file in FOLDER.glob("*.cypher"):
        assert re.match(r"// [A-Z]", file.read_text()), file.stem
        assert ("$" in _body(file.stem)) == (":param " in text_of(file.stem)), file.stem


def _body(question: str) -> str:
    """A file without its heading."""
    return re.sub(r"\A(//.*\n)+", "", text_of(question))


@pytest.mark.parametrize("code", [code for code in COLUMNS if code != "double_entries"])
def test_the_heading_gives_the_default_rules(driver: Driver, code: str) -> None:
    """What the heading offers to paste is, read by the server, what the default rules are, and all of it is used."""
    told = re.findall(r"^// :param (\w+) => (.*)$", text_of(code), re.MULTILINE)
    whole = ", ".join(f"{name}: {value}" for name, value in told)
    given = driver.execute_query(f"RETURN {{{whole}}} AS given").records[0]["given"]
    rules = parameters(code, parse_day("2026-03-10"), rules_of())
    assert {name: _python(value) for name, value in given.items()} == rules
    assert set(re.findall(r"\$(\w+)", _body(code))) == rules.keys()


@pytest.mark.parametrize("place", range(0, 200, 8))
def test_a_childs_surroundings_are_drawn(driver: Driver, store: Neo4jStore, town: Network, place: int) -> None:
    child = town.ids("child")[place % town.count("child")].as_py()
    drawn = driver.execute_query(text_of("child_surroundings"), child=child).records
    paths = [path for record in drawn for path in record.values()[1:] if path is not None]
    nodes = {(*node.labels, node["id"]) for path in paths for node in path.nodes}
    nodes |= {(*record["c"].labels, record["c"]["id"]) for record in drawn}
    around = store.around(child)
    assert around is not None
    assert {one for one in nodes if one[0] == "Child"} == {("Child", child)}
    wanted = {(kind.capitalize(), node) for kind in around.counts() for node in around.ids(kind).to_pylist()}
    assert nodes == wanted


def test_forums_that_share_children_are_drawn(driver: Driver, town: Network) -> None:
    params = {"as_of": date(2026, 3, 10), "past_days": 365, "least": 3}
    drawn = driver.execute_query(text_of("forums_sharing_children"), params).records
    pairs = {tuple(path.start_node["id"] for path in record.values()) for record in drawn}
    report = analyse(town, parse_day("2026-03-10"), rules_of(["forum_overlap.group_equal=0"]))
    shared = {
        tuple(f.evidence["forum"]) for f in report.entry("forum_overlap").findings if len(f.evidence["child"]) >= 3
    }
    assert shared
    assert shared <= pairs
