"""What must stay true of every town: names, order, calendars and strangers change nothing in what is found."""

from collections.abc import Callable, Container
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.analysis import Report, analyse
from graph.assemble import network_of
from graph.findings import Finding
from graph.questions import rules_of
from graph.records import (
    FILES,
    Attendance,
    Child,
    Concern,
    Forum,
    Handover,
    Meeting,
    MeetingChild,
    Plan,
    Professional,
    Record,
    Support,
)
from graph.values import DAY, END, MOMENT, NO_SECOND, OPEN, START, UNKNOWN, Moment, iso, items, to_date
from tests.oracle import DEFAULTS
from tests.worlds import World, worlds

FOUR_YEARS = 1461
GREGORIAN_CYCLE = 146_097
some = settings(max_examples=80)
WORDS = ("parties", "needs", "phase", "state")
"""What evidence lists that is no id."""
BY_CALENDAR = ("investigation", "rereport")
"""Kinds of findings that count in months."""
any_seed = st.integers(0, 2**32)


def report_of(world: World) -> Report:
    return analyse(network_of(world.records), world.as_of, rules_of(world.settings))


def content(finding: Finding, moved: int = 0, name: Callable[[str], str] = str) -> tuple[object, ...]:
    """A finding with its days moved and its ids renamed."""
    evidence = {kind: sorted(found if kind in WORDS else map(name, found)) for kind, found in finding.evidence.items()}
    days = [day if day is None else day + moved for day in (finding.start, finding.end)]
    children = sorted(map(name, finding.children))
    return (finding.detector, finding.kind, children, *days, sorted(evidence.items()), sorted(finding.numbers.items()))


def contents(report: Report, moved: int = 0, name: Callable[[str], str] = str, but: Container[str] = ()) -> list[str]:
    """All findings of a report but those of some kinds, in no order."""
    return sorted(repr(content(finding, moved, name)) for finding in report.findings if finding.kind not in but)


def counted(report: Report) -> list[object]:
    """What each question skipped and assumed, or that it was not asked."""
    return [(one.answer.skipped, one.answer.assumed) if one.answer else None for one in report.entries]


def any_world(*shapes: str) -> st.SearchStrategy[World]:
    """Towns of some kinds."""
    return st.one_of(*(worlds(shape) for shape in shapes))


def without_births(world: World) -> World:
    """The same town where no birth is known."""
    unknown = {"born": UNKNOWN}
    records = [row.model_copy(update=unknown) if isinstance(row, Child) else row for row in world.records]
    return replace(world, records=records)


def moved(world: World, days: int) -> World:
    """The same town so many days later."""
    return replace(world, records=[_moved(row, days) for row in world.records], as_of=world.as_of + days)


def _moved(row: Record, days: int) -> Record:
    kind = next(kind for kind in FILES.values() if isinstance(row, kind.record))
    changed: dict[str, object] = {}
    for column, cell in kind.cells.items():
        value: Any = getattr(row, column)
        if cell in (DAY, START, END) and value not in (UNKNOWN, OPEN):
            changed[column] = value + days
        if cell is MOMENT and value.day != UNKNOWN:
            second = value.second if value.second == NO_SECOND else value.second + days * 86_400
            changed[column] = Moment(value.day + days, second)
    return row.model_copy(update=changed)


def renamed(world: World, name: Callable[[str], str]) -> World:
    """The same town under other ids."""
    return replace(world, records=[_renamed(row, name) for row in world.records])


def _renamed(row: Record, name: Callable[[str], str]) -> Record:
    kind = next(kind for kind in FILES.values() if isinstance(row, kind.record))
    changed: dict[str, object] = {"id": name(row.id)} if kind.node else {}  # type: ignore[attr-defined]
    for column in kind.refs:
        if getattr(row, column) is not None:
            changed[column] = ";".join(name(one) for one in items(getattr(row, column)))
    return row.model_copy(update=changed)


@some
@given(worlds("whole"), any_seed)
def test_new_names_change_nothing_but_names(world: World, seed: int) -> None:
    numbers = Random(seed).sample(range(100, 1000), 200)

    def name(one: str) -> str:
        if one[0] in "hk":  # of handovers and concerns of one day the id decides which is the last
            return f"{one[0]}-{one[1]}-{seed}"
        return f"{one[0]}-{numbers[ord(one[0]) % 20 * 10 + int(one[1])]}"

    before, after = report_of(world), report_of(renamed(world, name))
    assert contents(before, name=name) == contents(after)
    assert [(one.detector, one.kind, one.rank) for one in before.findings] == [
        (one.detector, one.kind, one.rank) for one in after.findings
    ]
    assert counted(before) == counted(after)


@some
@given(worlds("whole"), any_seed)
def test_the_order_of_rows_changes_nothing(world: World, seed: int) -> None:
    shuffled = list(world.records)
    Random(seed).shuffle(shuffled)
    assert network_of(shuffled) == network_of(world.records)
    assert report_of(replace(world, records=shuffled)).findings == report_of(world).findings


@some
@given(worlds("whole"), st.integers(-10_000, 100_000))
def test_any_other_day_changes_nothing_but_days(world: World, days: int) -> None:
    world = without_births(world)
    before, after = report_of(world), report_of(moved(world, days))
    assert contents(before, moved=days, but=BY_CALENDAR) == contents(after, but=BY_CALENDAR)
    calendar = [entry.detector.code for entry in before.entries].index("unanswered_concerns")
    assert counted(before)[:calendar] == counted(after)[:calendar]
    assert counted(before)[calendar + 1 :] == counted(after)[calendar + 1 :]


@some
@given(
    any_world("handovers", "phases", "contacts", "concerns", "whole"),
    st.sampled_from([*(k * FOUR_YEARS for k in range(-10, 11)), GREGORIAN_CYCLE]),
)
def test_years_of_the_same_calendar_change_nothing_but_days(world: World, days: int) -> None:
    before, after = report_of(world), report_of(moved(world, days))
    assert contents(before, moved=days) == contents(after)
    assert counted(before) == counted(after)


ABOUT: dict[str, Callable[[Finding], tuple[object, ...]]] = {
    "duplicate_meetings": lambda one: tuple(one.evidence["meeting"]),
    "double_entries": lambda one: tuple(one.evidence["meeting"]),
    "forum_overlap": lambda one: tuple(one.evidence["forum"]),
    "handover_gaps": lambda one: (*one.children, one.kind, one.start),
    "phase_boundaries": lambda one: (*one.children, *one.evidence["phase"], one.start),
    "no_joint_meeting": lambda one: (*one.children, *one.evidence["before"], *one.evidence["after"], one.start),
    "stalled_handovers": lambda one: tuple(one.evidence["handover"]),
    "orphaned_handovers": lambda one: tuple(one.evidence["handover"]),
    "double_contacts": lambda one: (*one.children, *one.evidence["contact"], one.start),
    "departing_staff": lambda one: (*one.evidence["professional"], one.start),
    "too_many_handovers": lambda one: tuple(one.children),
    "unanswered_concerns": lambda one: (one.kind, *one.evidence["concern"]),
    "child_not_heard": lambda one: (one.kind, *(one.children if one.kind == "meetings" else one.evidence[one.kind])),
}


def about(finding: Finding) -> tuple[object, ...]:
    """What a finding is about, and so what its key may depend on."""
    return (finding.detector, *ABOUT[finding.detector](finding))


@some
@given(worlds("whole"), worlds("whole"), st.integers(-3, 3))
def test_a_key_depends_on_what_a_finding_is_about_alone(world: World, other: World, days: int) -> None:
    reports = [world, replace(world, as_of=world.as_of + days), replace(world, rules=other.rules), other]
    keys: dict[tuple[object, ...], str] = {}
    for report in map(report_of, reports):
        assert len({one.key for one in report.findings}) == len(report.findings)
        for one in report.findings:
            if one.kind == "rereport":
                continue  # it names two concerns and is about one of them
            assert keys.setdefault(about(one), one.key) == one.key
    assert len(set(keys.values())) == len(keys)


@some
@given(worlds("whole"))
def test_equal_findings_are_in_the_order_of_their_keys(world: World) -> None:
    report = report_of(world)
    for entry in report.entries:
        order = [(list(entry.detector.kinds).index(one.kind), one.rank, one.key) for one in entry.findings]
        assert order == sorted(order)


def stranger(world: World) -> list[Record]:
    """A child that shares nobody and nothing with anyone."""
    day, before, after = (iso(world.as_of + days) for days in (0, -1, 1))
    return [
        Child(id="c-new", born=day),
        Professional(id="p-new", end=after),
        Professional(id="p-new2"),
        Forum(id="f-new", level="management"),
        Meeting(id="m-new", forum="f-new", start=day, title="Ny"),
        Meeting(id="m-new2", start=day, title="Nyare", child_heard="no"),
        *(MeetingChild(meeting=meeting, child="c-new") for meeting in ("m-new", "m-new2")),
        *(Attendance(meeting=m, person=p) for m in ("m-new", "m-new2") for p in ("p-new", "p-new2")),
        Support(person="p-new", child="c-new", role="barnkontakt", end=before),
        Support(person="p-new", child="c-new", role="barnkontakt", start=day),
        Support(person="p-new2", child="c-new", role="barnkontakt", start=before, end=day),
        Support(person="p-new2", child="c-new", role="caseworker"),
        Plan(id="s-new", child="c-new", child_heard="no"),
        Handover(id="h-new", child="c-new", sender="p-new", receiver="p-new2", due=day, state="offered"),
        Handover(id="h-new2", child="c-new", role="other", due=day, state="revoked"),
        Concern(id="k-new", child="c-new", received=before, feedback_requested="yes", feedback_given="no"),
    ]


@some
@given(worlds("whole"))
def test_an_unrelated_child_adds_no_finding_about_others(world: World) -> None:
    before, after = report_of(world), report_of(replace(world, records=world.records + stranger(world)))
    for old, new in zip(before.entries, after.entries, strict=True):
        if old.answer is None or "policy" in old.answer.assumed:
            continue  # a question that was not asked, or was asked of everyone for want of data
        others = [one for one in new.findings if one.children != ["c-new"]]
        assert sorted(map(repr, others)) == sorted(map(repr, old.findings))


@some
@given(worlds("meetings"))
def test_one_more_who_was_at_both_never_removes_a_duplicate(world: World) -> None:
    before = [one for one in report_of(world).entry("duplicate_meetings").findings if one.kind == "same_people"]
    for one in before[:3]:
        there = [Attendance(meeting=meeting, person="p-new") for meeting in one.evidence["meeting"]]
        more = replace(world, records=[*world.records, Professional(id="p-new"), *there])
        after = [(two.key, two.kind) for two in report_of(more).entry("duplicate_meetings").findings]
        double = [two.evidence["meeting"] for two in report_of(more).entry("double_entries").findings]
        assert (one.key, "same_people") in after or one.evidence["meeting"] in double


def in_company(world: World) -> World:
    """The town with another child in it about whom there is something of each, so that every question can be asked."""
    in_force = {**DEFAULTS, **world.rules}
    roles = {str(in_force[key]) for key in in_force if key.endswith(".role")}
    day = iso(world.as_of)
    more = [
        Child(id="c-new"),
        Professional(id="p-new"),
        *(Support(person="p-new", child="c-new", role=role) for role in sorted({*roles, "sign of support"})),
        Meeting(id="m-new", start=day, status="cancelled"),
        MeetingChild(meeting="m-new", child="c-new"),
        Attendance(meeting="m-new", person="p-new"),
        Handover(id="h-new", child="c-new", state="done"),
        Concern(id="k-new", child="c-new", decided=day, closed=day),
    ]
    return replace(world, records=world.records + more)


ABOUT_A_CHILD = (MeetingChild, Support, Handover, Concern)
"""Rows that only the child they name needs; a plan can be that of meetings about others too."""


@some
@given(worlds("whole"))
def test_child_by_child_is_the_whole(world: World) -> None:
    world = in_company(world)
    children = [row.id for row in world.records if isinstance(row, Child)]
    whole = [one for one in report_of(world).findings if one.detector != "forum_overlap" and one.children]
    parts: dict[str, tuple[set[str], Finding]] = {}
    for child in children:
        rows = [row for row in world.records if not isinstance(row, ABOUT_A_CHILD) or row.child in (child, "c-new")]
        for one in report_of(replace(world, records=rows)).findings:
            if one.detector != "forum_overlap" and child in one.children:
                parts.setdefault(one.key, (set(), one))[0].update(one.children)
    assert {one.key: one.children for one in whole} == {key: sorted(of) for key, (of, _) in parts.items()}
    for one in whole:
        assert alone(parts[one.key][1], one.children) == alone(one, one.children)


def alone(finding: Finding, children: list[str]) -> Finding:
    """A finding about these children, without how many they are."""
    if finding.detector != "departing_staff":
        return finding._replace(children=children)
    numbers = {name: number for name, number in finding.numbers.items() if name != "children"}
    return finding._replace(children=children, numbers=numbers, rank=finding.rank[:1])


@some
@given(worlds("whole"))
def test_every_finding_is_well_formed(world: World) -> None:
    report = report_of(world)
    ids = {row.id for row in world.records if hasattr(row, "id")}
    children = {row.id for row in world.records if isinstance(row, Child)}
    for one in report.findings:
        assert set(one.children) <= children
        named = [found for kind, found in one.evidence.items() if kind not in WORDS]
        assert {name for found in named for name in found} <= ids
        assert all(found == sorted(set(found)) for found in [one.children, *one.evidence.values()])
        assert one.start is None or one.end is None or one.start <= one.end
        assert all(day is None or to_date(day) for day in (one.start, one.end))


@some
@given(worlds("meetings"))
def test_a_meeting_called_off_takes_its_findings_with_it(world: World) -> None:
    assume(any(isinstance(row, Meeting) for row in world.records))
    gone = next(row for row in world.records if isinstance(row, Meeting))
    off = [row.model_copy(update={"status": 2}) if row is gone else row for row in world.records]
    before, after = report_of(world), report_of(replace(world, records=off))
    for code in ("duplicate_meetings", "double_entries"):
        rest = [one for one in before.entry(code).findings if gone.id not in one.evidence["meeting"]]
        assert after.entry(code).findings == rest
