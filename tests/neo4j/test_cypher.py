"""The questions as Cypher files give what the detectors give: on boundary cases, and on a generated town."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver, NotificationMinimumSeverity

import graph
from graph.analysis import analyse
from graph.assemble import network_of
from graph.findings import Finding
from graph.neo4j_store import Neo4jStore
from graph.network import Network
from graph.questions import detectors, rules_of
from graph.values import parse_day, to_date
from synthetic.town import generate
from tests.neo4j import server
from tests.worlds import SHAPES, World, world

FOLDER = Path(graph.__file__).parent / "cypher"
CODES = [code for code in detectors() if (FOLDER / f"{code}.cypher").exists()]
"""The questions that have a file."""
WORLDS = 15
"""Boundary worlds of each kind that all questions are asked of."""


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


def parameters(question: str, as_of: int, settings: list[str]) -> dict[str, Any]:
    """The rules of a detector as the parameters of its file: ratios as two whole numbers."""
    rules = rules_of(settings)[question]
    found = {name: _plain(getattr(rules, name)) for name in type(rules).model_fields}
    return found | {"as_of": to_date(as_of)}


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return [value.numerator, value.denominator]
    return list(value) if isinstance(value, tuple) else value


def comparable(finding: Finding) -> dict[str, Any]:
    """What a row of the detector's file says, from its finding."""
    evidence, numbers = finding.evidence, finding.numbers
    start, end = (None if day is None else to_date(day) for day in (finding.start, finding.end))
    if finding.detector == "forum_overlap":
        words = {name: evidence[name] for name in ("parties", "needs")}
        people = {"children": evidence["child"], "professionals": evidence["professional"]}
        return {"kind": finding.kind, "kinds": numbers["kinds"], "forums": evidence["forum"], **people, **words}
    if finding.detector == "handover_gaps":
        who = {"before": evidence["before"], "after": evidence["after"]}
        return {
            "kind": finding.kind,
            "child": finding.children[0],
            "start": start,
            "end": end,
            "days": numbers["days"],
        } | who
    found = {"kind": finding.kind, "meetings": evidence["meeting"], "children": finding.children}
    if finding.detector == "double_entries":
        return found | {"day": start}
    counts = {name: numbers[name] for name in ("days_apart", "smaller_group", "union_agencies")}
    return found | {
        "start": start,
        "end": end,
        "professionals": evidence["professional"],
        "agencies": evidence["agency"],
        **counts,
    }


def asked(driver: Driver, question: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    records = driver.execute_query(text_of(question), dict(params)).records  # type: ignore[arg-type]
    return [{name: _python(value) for name, value in record.items()} for record in records]


def _python(value: Any) -> Any:  # noqa: ANN401 - whatever Cypher gives
    return value.to_native() if hasattr(value, "to_native") else value


def differing(driver: Driver, network: Network, as_of: int, settings: list[str]) -> Iterator[str]:
    """The questions whose file gives something else than the detector."""
    report = analyse(network, as_of, rules_of(settings))
    for code in CODES:
        entry = report.entry(code)
        if entry.answer is None:
            continue
        got = sorted(map(repr, asked(driver, code, parameters(code, as_of, settings))))
        wanted = sorted(repr(comparable(found)) for found in entry.findings)
        if got != wanted:
            extra, lost = [row for row in got if row not in wanted], [row for row in wanted if row not in got]
            yield f"{code} with {settings}: too many {extra}; missing {lost}"


@pytest.mark.parametrize("shape", SHAPES)
def test_files_and_detectors_agree_on_boundary_cases(driver: Driver, store: Neo4jStore, shape: str) -> None:
    found = 0
    for seed in range(WORLDS):
        town: World = world(shape, seed)
        network = network_of(town.records)
        store.update(lambda old, network=network: network)  # type: ignore[misc]
        assert list(differing(driver, network, town.as_of, town.settings)) == [], seed
        found += len(analyse(network, town.as_of, rules_of(town.settings)).findings)
    assert found


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
    assert all(report.entry(code).findings for code in CODES)
    assert list(differing(driver, town, parse_day("2026-03-10"), [])) == []


def test_every_detector_has_a_file_that_says_how_to_ask() -> None:
    """A heading, and the parameters with the rules' defaults, ready for Browser."""
    assert {file.stem for file in FOLDER.glob("*.cypher")} == {
        *CODES,
        "child_surroundings",
        "forums_sharing_children",
    }
    for file in FOLDER.glob("*.cypher"):
        text = file.read_text()
        assert text.startswith("// ")
        heading = re.match(r"(//.*\n)+", text)
        assert heading
        used = set(re.findall(r"\$(\w+)", text[heading.end() :]))
        assert used == set(re.findall(r"[{ ](\w+): ", (re.search(r":params (.*)", heading[0]) or [""])[0]))


@pytest.mark.parametrize("code", ["duplicate_meetings", "forum_overlap", "handover_gaps"])
def test_the_heading_gives_the_default_rules(code: str) -> None:
    told = re.search(r":params {as_of: date\('([\d-]+)'\), (.*)}", text_of(code))
    assert told
    rules = parameters(code, parse_day("2026-03-10"), [])
    assert rules.pop("as_of") == date.fromisoformat(told[1])
    assert told[2] == ", ".join(f"{name}: {value!r}" for name, value in rules.items())


def test_a_childs_surroundings_are_drawn(driver: Driver, store: Neo4jStore, town: Network) -> None:
    child = town.ids("child")[5].as_py()
    drawn = driver.execute_query(text_of("child_surroundings"), child=child).records  # type: ignore[arg-type]
    paths = [path for record in drawn for path in record.values()[1:] if path is not None]
    nodes = {(*node.labels, node["id"]) for path in paths for node in path.nodes}
    around = store.around(child)
    assert around is not None
    assert {one for one in nodes if one[0] == "Child"} == {("Child", child)}
    wanted = {(kind.capitalize(), node) for kind in around.counts() for node in around.ids(kind).to_pylist()}
    assert nodes == wanted


def test_forums_that_share_children_are_drawn(driver: Driver, town: Network) -> None:
    params = {"as_of": date(2026, 3, 10), "past_days": 365, "least": 3}
    drawn = driver.execute_query(text_of("forums_sharing_children"), params).records  # type: ignore[arg-type]
    pairs = {tuple(path.start_node["id"] for path in record.values()) for record in drawn}
    report = analyse(town, parse_day("2026-03-10"), rules_of(["forum_overlap.group_equal=0"]))
    shared = {
        tuple(f.evidence["forum"]) for f in report.entry("forum_overlap").findings if len(f.evidence["child"]) >= 3
    }
    assert shared
    assert shared <= pairs
