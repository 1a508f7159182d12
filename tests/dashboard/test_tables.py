"""What the pages show, as pure functions of a small municipality."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from random import Random

import numpy as np
import pytest
import streamlit as st

from dashboard import data, texts
from dashboard.components import html, pairs
from dashboard.components.indicators import WORDS
from dashboard.tables import (
    child,
    counts,
    duplicates,
    forums,
    indicators,
    loading,
    measures,
    overview,
    trend,
)
from dashboard.tables import timeline as lines
from dashboard.tables.picture import arena_of, picture
from dashboard.tables.scene import Key, Scene
from dashboard.tables.timeline import timeline
from graph.analysis import Report, analyse
from graph.assemble import network_of
from graph.findings import Finding, NotRun
from graph.indicators import DEFINITIONS, Indicator
from graph.meetings import Meetings
from graph.network import EMPTY, Network
from graph.phases import model
from graph.questions import rules_of
from graph.records import Child, Forum, Meeting, Record
from graph.store import StoreError
from graph.values import OPEN, UNKNOWN, parse_day
from graph.verdicts import Recorded, Verdict, Verdicts
from loaders.report import Reject
from tests.dashboard import world

MODEL = model("backa_barnet")


@pytest.fixture(scope="module")
def network() -> Network:
    return world.network()


@pytest.fixture(scope="module")
def report(network: Network) -> Report:
    return analyse(network, world.AS_OF, rules_of())


def one_child(node: str) -> Network:
    """What is known of one child and those around it."""
    number = node[1:]
    kept = [r for r in world.records() if not (isinstance(r, Child) and r.id != node)]
    return network_of(r for r in kept if _about(r, node, number))


def _about(record: Record, node: str, number: str) -> bool:
    if getattr(record, "child", node) not in (node, None):
        return False
    meeting = getattr(record, "meeting", None) or (record.id if isinstance(record, Meeting) else None)
    return meeting is None or meeting[1:] == number


def findings(report: Report, node: str) -> list[Finding]:
    return [one for one in report.findings if node in one.children and one.detector != "forum_overlap"]


def test_a_share_of_few_children_is_not_shown() -> None:
    few, many, meetings = counts.Share(4, 50), counts.Share(5, 50), counts.Share(0, 50, few=False)
    assert (few.per_cent, few.words) == (None, "<5 av 50")
    assert (many.per_cent, many.words) == ("10\u202f%", "5 av 50")
    assert (meetings.per_cent, meetings.words) == ("0\u202f%", "0 av 50")
    assert counts.Share(0, 0, few=False).per_cent is None


def test_protected_children_belong_to_no_district(network: Network) -> None:
    assert counts.living_in(network, "Bromma").sum() == 6
    assert counts.living_in(network, None).sum() == 7
    masks = trend.places(network).masks()
    assert {place: int(inside.sum()) for place, inside in masks.items()} == {None: 7, "Bromma": 6, "": 1}


def test_districts_are_in_swedish_order() -> None:
    names = ["Östermalm", "Älvsjö", "Årsta", "Zinken", "Bromma"]
    made = network_of(Child(id=str(i), district=name) for i, name in enumerate(names))
    assert counts.districts(made) == ["Bromma", "Zinken", "Årsta", "Älvsjö", "Östermalm"]
    assert counts.districts(network_of([Child(id="1", district="Hemlig", protected="ja")])) == []


def test_an_unknown_id_is_never_taken_for_the_last(network: Network, report: Report) -> None:
    assert counts.rows_of(network, "child", ["c9", "c0"]).tolist() == [6, 0]
    assert counts.found_rows(network, "child", ["c9", "x"]).tolist() == [6, -1]
    assert counts.names_of(network, "child", ["c9", "x"]) == ["Ville", "x"]
    assert counts.names_of(EMPTY, "child", ["x"]) == ["x"]
    strange = [report.entry("handover_gaps").findings[0]._replace(kind="gap", children=["x"])]
    only_bromma = counts.living_in(network, "Bromma")
    with pytest.raises(KeyError, match="no child"):
        overview.children_in(network, strange, ("gap",))
    with pytest.raises(KeyError, match="no child"):
        overview.about(network, strange, only_bromma)


def scene_of(network: Network, report: Report, version: int = 1) -> Scene:
    return Scene(Key("town", version, report.as_of), network, report)


def figures(network: Network, report: Report, place: str | None = None) -> dict[str, tuple[int, int, int] | str]:
    """Of each key figure how many hold, of how many, unknown for how many; or why it cannot be counted."""
    found: dict[str, tuple[int, int, int] | str] = {}
    there = trend.places(network)
    at = [*there.names, None].index(place)
    for code in measures.MEASURES:
        try:
            found[code] = measures.units_of(code, network, report.as_of, report.rules).in_places(
                there.code, len(there.names)
            )[at]
        except NotRun as why:
            found[code] = str(why)
    return found


def test_key_figures_have_part_and_whole(network: Network, report: Report) -> None:
    assert figures(network, report) == {
        "no_contact": (7, 7, 0),
        "passage": (0, 0, 0),
        "forums": (0, 7, 0),
        "duplicates": (14, 14, 0),
        "heard": (7, 7, 7),
        "feedback": (0, 1, 0),
    }
    there = figures(network, report, "Bromma")
    assert there["no_contact"] == (6, 6, 0)
    assert there["duplicates"] == (12, 12, 0)


def test_key_figures_go_by_the_rules_in_force(network: Network) -> None:
    asked = ["duplicate_meetings.past_days=1", "forum_overlap.past_days=1", "handover_gaps.role=caseworker"]
    strict = analyse(network, world.AS_OF, rules_of(asked))
    found = figures(network, strict)
    assert found["duplicates"] == (0, 0, 0)
    assert found["no_contact"] == (0, 7, 0)
    scene = scene_of(network, strict)
    assert scene.role == "caseworker"
    assert scene.covered.all()
    assert scene.forums.pair(0, 1).shared["children"] == 0
    asked = ["duplicate_meetings.past_days=0", "forum_overlap.past_days=0"]
    later = analyse(network, world.AS_OF + 4000, rules_of(asked))
    found = figures(network, later)
    assert found["duplicates"] == (14, 14, 0)
    assert found["heard"] == (0, 0, 0)


def test_the_meetings_of_a_network_are_gathered_once(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    told = analyse(network, world.AS_OF, rules_of())
    monkeypatch.setattr(Meetings, "__init__", None)
    assert len(figures(network, told)) == 6


def test_a_figure_without_data_says_why() -> None:
    lone = network_of([Child(id="c1")])
    told = analyse(lone, world.AS_OF, rules_of())
    assert all(isinstance(why, str) for why in figures(lone, told).values())
    states = [one.state for one in overview.questions(told)]
    assert states == ["not_run"] * len(states)


def test_hours_of_a_meeting_count_once(network: Network, report: Report) -> None:
    (found,) = duplicates.together(network, report.entry("duplicate_meetings").findings)
    assert (found.forums, found.pairs, found.required) == (("f1", "f2"), 7, True)
    assert found.total == 14.0
    first = report.entry("duplicate_meetings").findings[0]
    more = [
        first,
        first._replace(key="x", children=["c1"]),
        first._replace(key="y", numbers={**first.numbers, "hours": None}),
    ]
    (again,) = duplicates.together(network, more)
    assert (again.total, again.pairs, again.unknown) == (2.0, 3, [(first.start, first.end)])
    assert duplicates.total_hours([again, found]) == 14.0
    assert duplicates.together(network, []) == []


def test_pairs_of_forums_share_what_they_share(network: Network, report: Report) -> None:
    made = forums.gathered(network, world.AS_OF, 365)
    assert {level: len(rows) for level, rows in forums.levels(made, None).items()} == {"child": 2, "management": 1}
    pair = made.pair(0, 1)
    assert (pair.shared["children"], pair.union["children"]) == (7, 7)
    assert pair.of_smaller("professionals") == counts.Share(2, 2, few=False)
    found = forums.findings_of(forums.of_district(report, made, None), made, [0, 1])
    (cell,) = forums.cells(made, [0, 1], "children", found)
    assert cell.found
    assert cell.comparable
    assert forums.finding_of(found, made, 0, 1) is found[0]
    assert forums.finding_of(found, made, 0, 2) is None


def test_forums_that_are_closed_or_only_proposed_are_not_shown() -> None:
    words = ["running", "pilot", "proposed", "closed", None]
    many = network_of(Forum(id=f"f{i}", level="child", status=word) for i, word in enumerate(words))
    assert forums.levels(forums.gathered(many, world.AS_OF, 365), None) == {"child": [0, 1, 4]}


def test_forums_are_compared_as_the_detector_does() -> None:
    ages = network_of([Forum(id="a", age_max="5"), Forum(id="b", age_min="6"), Forum(id="c")])
    one, other = np.array([0, 0, 1]), np.array([1, 2, 2])
    assert forums.apart(ages, one, other) == ["ages", "", ""]
    parts = network_of([Forum(id="a"), Forum(id="b", part_of="a"), Forum(id="c", part_of="b")])
    assert forums.apart(parts, one, other) == ["part", "part", "part"]
    made = forums.gathered(parts, world.AS_OF, 365)
    assert [cell.comparable for cell in forums.cells(made, [0, 1, 2], "children", [])] == [False] * 3


def test_equal_forums_are_compared_though_one_is_a_part_of_the_other(report: Report) -> None:
    (first, *_) = report.entry("forum_overlap").findings
    parts = network_of([Forum(id="f1"), Forum(id="f2", part_of="f1"), Forum(id="f3")])
    made = forums.gathered(parts, world.AS_OF, 365)
    found = [first._replace(kind="equal", evidence={**first.evidence, "forum": ["f1", "f2"]})]
    drawn = forums.cells(made, [0, 1, 2], "children", found)
    assert [(cell.one, cell.other) for cell in drawn] == [(1, 0), (2, 0), (2, 1)]
    assert [(cell.comparable, cell.found) for cell in drawn] == [(True, True), (True, False), (True, False)]


def test_of_many_forums_those_in_a_finding_are_drawn(network: Network, report: Report) -> None:
    many = network_of([Forum(id=f"f{i}", level="child") for i in range(40)])
    made = forums.gathered(many, world.AS_OF, 365)
    found = report.entry("forum_overlap").findings
    assert [made.ids[row] for row in forums.drawn(made, list(range(40)), found, [])] == ["f1", "f2"]
    assert len(forums.drawn(made, list(range(40)), found, [3, 4])) == 4
    assert len(forums.drawn(made, list(range(20)), [], [])) == 20


def test_a_judged_pair_is_drawn_until_it_is_hidden(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    found = report.entry("forum_overlap").findings
    said = Verdict(key=found[0].key, judgement="duplicate", by="Karin")
    known = Verdicts({said.key: [Recorded(1, dt.datetime.now(dt.UTC), said)]})
    monkeypatch.setattr(st, "session_state", {})
    assert pairs.seen(found, known) == found
    monkeypatch.setattr(st, "session_state", {"hide_judged": True})
    assert pairs.seen(found, known) == found[1:]


@pytest.mark.parametrize(("language", "number"), [("sv", "2,7"), ("en", "2.7")])
def test_a_file_has_the_decimal_sign_of_its_language(language: str, number: str) -> None:
    texts.speak(language)
    assert loading.csv_file(["a", "b"], [[2.7, 3]], False).decode("utf-8-sig") == f"a;b\r\n{number};3\r\n"


def test_the_timeline_marks_gaps_and_duplicates(report: Report) -> None:
    line = timeline(one_child("c0"), world.AS_OF, "barnkontakt", findings(report, "c0"), MODEL)
    gaps = [(bar.start, bar.end, bar.label) for bar in line.bars if bar.look == "gap"]
    assert gaps[0] == (parse_day("2025-08-01"), parse_day("2025-08-11"), "glapp 10 dagar")
    assert gaps[1][:2] == (parse_day("2025-12-01"), line.last)
    assert sorted(mark.double for mark in line.marks) == [True, True]
    assert line.rows[0] == "Barnkontakt"
    assert all(line.first <= bar.start < bar.end <= line.last for bar in line.bars)


def test_only_a_gap_that_was_found_is_drawn_as_one(report: Report) -> None:
    found = [one for one in findings(report, "c0") if one.kind != "gap"]
    line = timeline(one_child("c0"), world.AS_OF, "barnkontakt", found, MODEL)
    assert [bar.label for bar in line.bars if bar.look == "gap"] == ["ingen barnkontakt från 1 dec 2025"]
    assert [bar.look for bar in line.bars if bar.row == "Barnkontakt"] == [
        "contact",
        "nobody",  # ten days of last summer: drawn, and no finding
        "contact",
        "gap",
    ]
    never = [one._replace(kind="never", start=None) for one in found if one.kind == "current"]
    assert lines.gaps(never, "Barnkontakt", world.AS_OF) == []


def test_time_without_a_contact_is_what_no_day_of_any_tenure_covers() -> None:
    for seed in range(300):
        random = Random(seed)
        starts = [random.randint(0, 30) for _ in range(random.randint(1, 5))]
        ends = [random.choice((one + random.randint(1, 12), OPEN)) for one in starts]
        held = [lines.Bar("x", "", *days, "contact") for days in zip(starts, ends, strict=True)]
        found = lines._between(held, [])
        covered = {day for bar in held for day in range(bar.start, min(bar.end, 60))}
        last = max(bar.start for bar in held)
        bare = [day for day in range(min(starts), last) if day not in covered]
        assert [day for bar in found for day in range(bar.start, bar.end)] == bare


def test_meetings_are_listed_newest_first_with_their_double(report: Report) -> None:
    listed = child.meetings(one_child("c0"), findings(report, "c0"))
    assert [one.id for one in listed] == ["n0", "m0"]
    assert [len(one.doubles) for one in listed] == [1, 1]
    assert listed[1].clock == "10.00"
    assert child.other_meeting(listed[0].doubles[0], "n0", {"m0": 7, "n0": 8}) == 7


def test_a_protected_child_shows_no_place_and_no_guardian(report: Report) -> None:
    hidden, open_ = one_child("c9"), one_child("c0")
    assert child.facts(hidden, world.AS_OF, "barnkontakt", MODEL).district is None
    assert child.facts(open_, world.AS_OF, "barnkontakt", MODEL).district == "Bromma"
    around = child.supports(hidden, hidden=True)
    assert {one.role for one in around} == {"barnkontakt", "caseworker", "mentor", "trusted_adult"}
    assert {one.agency for one in around} == {""}
    drawn = picture(hidden, world.AS_OF, "barnkontakt", findings(report, "c9"))
    assert {node.kind for node in drawn.nodes.values()} == {
        "child",
        "professional",
        "trusted",
        "forum",
        "meeting",
        "seat",
    }
    assert "Siv Berg" not in {node.label for node in drawn.nodes.values()}
    assert {one.title for one in child.meetings(hidden, [])} == {""}
    assert {one.forum for one in child.meetings(hidden, [])} == {"sip", "team"}


def test_the_picture_ties_each_to_the_child(report: Report) -> None:
    drawn = picture(one_child("c0"), world.AS_OF, "barnkontakt", findings(report, "c0"))
    assert drawn.nodes["child"].x == drawn.nodes["child"].y == 0
    assert all(line.one in drawn.nodes and line.other in drawn.nodes for line in drawn.lines)
    assert any(line.look == "double" for line in drawn.lines)
    assert "agency a1" in drawn.nodes
    assert ("arbetar här") in {words for _, words in drawn.around("agency a1")}
    nodes = list(drawn.nodes.values())
    close = [
        (a.id, b.id) for i, a in enumerate(nodes) for b in nodes[:i] if abs(a.x - b.x) < 100 and abs(a.y - b.y) < 58
    ]
    assert close == []


def test_an_employment_without_agency_is_nowhere() -> None:
    around = one_child("c0")
    table = "professional_works_at_agency"
    assert -1 in around.ints(table, "target").tolist()
    assert {one.person: one.agency for one in child.supports(around, hidden=False)}["p4"] == ""
    assert "p4" not in child.employments(around, world.AS_OF)[0]
    drawn = picture(around, world.AS_OF, "barnkontakt", [])
    assert drawn.nodes["person p4"].arena == "other"
    assert {words for _, words in drawn.around("person p4")} == {"mentor"}


def test_arenas_are_told_by_kinds_of_agency() -> None:
    kinds = ["skola", "förskola", "bvc", "socialtjanst", "idrott", "polis", None]
    assert [arena_of(kind) for kind in kinds] == ["school", "school", "health", "social", "leisure", "other", "other"]


def test_children_are_found_by_part_of_name_or_id(network: Network) -> None:
    everyone = child.search(network, "", None)
    assert len(everyone) == 7
    assert [child.label(network, row) for row in child.search(network, "vill", None)] == [
        "Ville · c9 · skyddade uppgifter"
    ]
    assert len(child.search(network, "c", None, most=3)) == 3
    assert child.search(network, "tuva", np.zeros(7, bool)) == []
    assert child.search(network, ".*", None) == []


def test_age_in_whole_years() -> None:
    born = parse_day("2016-05-01")
    assert [child.age(born, parse_day(day)) for day in ("2026-04-30", "2026-05-01", "2016-04-30")] == [9, 10, None]
    assert child.age(UNKNOWN, born) is None


def test_the_first_day_of_1970_is_a_day() -> None:
    assert child.calendar_date(0) == dt.date(1970, 1, 1)
    assert [child.calendar_date(day) for day in (None, UNKNOWN, OPEN)] == [None, None, None]


def test_refused_rows_are_added_up_by_rule() -> None:
    rejects = [
        Reject("meetings.csv", 2, "start", "bad_date", "incomplete"),
        Reject("meetings.csv", 3, "start", "bad_date", "incomplete"),
        Reject("adults.csv", 9, "", "ragged_row", "refused"),
    ]
    (rule,) = loading.rules(rejects, "incomplete")
    assert (rule.rule, rule.total, rule.places) == ("bad_date", 2, {"meetings.start": 2})
    assert rule.lines == {"meetings.start": [2, 3]}
    assert [one.rule for one in loading.rules(rejects, "refused")] == ["ragged_row"]
    rejects = [Reject("meetings.csv", line, "start", "bad_date", "incomplete") for line in (5, 5, 6, 8, 9, 10)]
    (rule,) = loading.rules(rejects, "incomplete")
    assert (rule.total, rule.lines) == (6, {"meetings.start": [5, 6, 8, 9]})


def test_a_download_of_made_up_data_says_so_on_every_row_and_holds_no_formula() -> None:
    rows = list(
        csv.reader(io.StringIO(loading.csv_file(["a"], [["=1+1"], [None]], True).decode("utf-8-sig")), delimiter=";")
    )
    assert rows == [["märkning", "a"], ["Påhittade uppgifter", "'=1+1"], ["Påhittade uppgifter", ""]]
    assert loading.csv_file(["a"], [[1]], False).decode("utf-8-sig") == "a\r\n1\r\n"


@pytest.mark.parametrize("name", world.HOSTILE)
def test_hostile_names_are_text(name: str) -> None:
    drawn = html.table(["x"], [[name]])
    assert "<script" not in drawn
    assert "<img" not in drawn
    label = html.plain(name)
    assert ":material/" not in label
    assert "](" not in label
    assert "http:/" not in label
    assert "<s" not in label.replace("\\<", "")


class Restless:
    """A store that somebody writes to, now and then while it is read."""

    def __init__(self, changes: int) -> None:
        self.changes, self.number = changes, 1

    def __call__(self, where: str) -> "Restless":
        return self

    def __enter__(self) -> "Restless":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def version(self) -> int:
        return self.number

    def network(self) -> Network:
        if self.changes:
            self.changes, self.number = self.changes - 1, self.number + 1
        return network_of([Child(id=f"c{self.number}")])

    def around(self, child: str) -> Network:
        return self.network()


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    yield
    st.cache_resource.clear()


def restless(monkeypatch: pytest.MonkeyPatch, changes: int) -> Restless:
    store = Restless(changes)
    st.cache_resource.clear()
    monkeypatch.setattr(data, "open_store", store)
    return store


@pytest.mark.usefixtures("nothing_kept")
def test_content_is_never_kept_under_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    restless(monkeypatch, 2)
    now = data.current(world.AS_OF)
    assert now is not None
    assert now.key.version == 3
    assert now.network.ids("child").to_pylist() == ["c3"]
    with pytest.raises(StoreError, match="changes while it is read"):
        data.network(data.url(), 1)
    restless(monkeypatch, 3)
    with pytest.raises(StoreError, match="changes while it is read"):
        data.current(world.AS_OF)


@pytest.mark.usefixtures("nothing_kept")
def test_a_child_of_another_version_draws_the_page_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    class Rerun(Exception):
        pass

    def rerun() -> None:
        raise Rerun

    monkeypatch.setattr(st, "rerun", rerun)
    store = restless(monkeypatch, 1)
    with pytest.raises(Rerun):
        data.around("town", 1, "c1")
    found = data.around("town", store.version(), "c1")
    assert found is not None
    assert found.ids("child").to_pylist() == ["c2"]


def test_a_table_is_made_once_for_each_language(network: Network, report: Report) -> None:
    scene = scene_of(network, report)
    made: list[str] = []

    def word(now: Scene) -> str:
        made.append(texts.language())
        return texts.t("ja")

    try:
        said = []
        for language in ("sv", "en", "sv"):
            texts.speak(language)
            said.append(scene.table(word))
    finally:
        texts.speak("sv")
    assert said == ["ja", "yes", "ja"]
    assert made == ["sv", "en"]


def test_nothing_breaks_on_nothing() -> None:
    told = analyse(EMPTY, world.AS_OF, rules_of())
    assert {one.reason is not None for one in told.entries} == {True}
    assert child.search(EMPTY, "x", None) == []
    assert forums.levels(forums.gathered(EMPTY, world.AS_OF, 365), None) == {}


def test_the_rest_of_a_smaller_forum_is_not_told_where_it_is_under_five() -> None:
    assert counts.Share(6, 6, rest=True).per_cent is None
    assert counts.Share(6, 10, rest=True).words == "6 av dolt"
    assert counts.Share(6, 11, rest=True).words == "6 av 11"


def test_indicators_of_few_children_are_not_shown() -> None:
    few = indicators._row(Indicator("upc", 3, 4, 5, "share", 1))
    assert (few.value, few.numerator, f"{few.population:barn|barn}", f"{few.unknown}") == (
        "dolt",
        None,
        "5 barn",
        "<5",
    )
    shown = indicators._row(Indicator("upc", 30, 40, 5, "share"))
    assert (shown.value, f"{shown.numerator}", f"{shown.denominator}") == ("75\u202f%", "30", "40")
    part = indicators._row(Indicator("cuts", 4, 40, 40, "share"))
    assert (part.value, f"{part.numerator}") == ("dolt", "<5")
    assert indicators._row(Indicator("tenure_length", 61, 2, 9, "median days")).value == "30,5 dagar"
    assert indicators._row(Indicator("tenure_length", 1, 1, 9, "median days")).value == "1 dag"
    assert indicators._row(Indicator("gap_days", 61, 9, 9, "days per child")).value == "6,8 dagar per barn"
    assert indicators._row(Indicator("gap_days", 0, 0, 0, "days per child")).value == "–"
    assert indicators._row(Indicator("checklist", 9, 36, 36, "share")).value == "dolt"


def test_indicators_of_a_town(network: Network, report: Report) -> None:
    found = {one.code: one for one in indicators.rows(indicators.Counted(network, report), None)}
    assert list(found) == list(WORDS) == list(DEFINITIONS)
    assert found["gap_days"].value == "110 dagar per barn"
    assert f"{found['gap_days'].population}" == "7"
    (first, *_) = indicators.rows(indicators.Counted(network, report), "Bromma")
    assert (first.value, first.population) == ("dolt", None)  # seven in all, less six, would be the protected one


def indicated(**counts: int) -> dict[str, Indicator]:
    return {place: Indicator("gap_days", 10, count, count, "days per child") for place, count in counts.items()}


@pytest.mark.parametrize(
    ("there", "hidden"),
    [
        (indicated(a=9, b=8), set()),
        (indicated(a=9, b=3, c=7), {"b", "c"}),  # the smallest of the others goes too
        (indicated(a=9, b=3, c=2), {"b", "c"}),
        (indicated(a=9, b=0, c=0, d=6), {"b", "c", "d"}),  # none and none would be told
        ({**indicated(a=9, b=8), "": indicated(x=1)["x"]}, {"", "b"}),  # the protected one, who has no district
        ({**indicated(a=9, b=8), "": indicated(x=7)["x"]}, {""}),
    ],
)
def test_districts_whose_indicators_would_tell_another_are_hidden(
    there: dict[str, Indicator], hidden: set[str]
) -> None:
    assert indicators.hidden(there) == hidden
