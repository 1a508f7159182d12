"""The five questions about who had the role and when: on each limit, and one day past it."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph.analysis import Entry, analyse
from graph.assemble import network_of
from graph.questions import detectors, rules_of
from graph.records import (
    Adult,
    Agency,
    Attendance,
    Child,
    Handover,
    Meeting,
    MeetingChild,
    Professional,
    Record,
    Support,
)
from graph.tenures import spells_of
from graph.values import iso, parse_day

TODAY = "2026-03-10"
MINE = ("phase_boundaries", "no_joint_meeting", "double_contacts", "departing_staff", "too_many_handovers")
CHILD = Child(id="c1", born="2015-06-01")


def ask(code: str, records: list[Record], *settings: str, today: str = TODAY) -> Entry:
    """What one detector says of a town."""
    rules = rules_of(f"{code}.{setting}" for setting in settings)
    return analyse(network_of(records), parse_day(today), rules, [code]).entry(code)


def kinds(entry: Entry) -> list[str]:
    assert entry.reason is None
    return [finding.kind for finding in entry.findings]


def skipped(entry: Entry) -> dict[str, int]:
    assert entry.answer is not None
    return entry.answer.skipped


def contact(person: str, start: str = "", end: str = "", child: str = "c1", role: str = "barnkontakt") -> Support:
    return Support(person=person, child=child, role=role, start=start, end=end)


def people(*ids: str) -> list[Record]:
    """Professionals of whom nothing is known but their ids."""
    return [Professional(id=one) for one in ids]


@pytest.mark.parametrize("code", MINE)
def test_the_definition_is_that_of_the_readme(code: str) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    told = re.search(rf"^\*\*{code}\*\* — (.*?)\n\n", readme, re.DOTALL | re.MULTILINE)
    assert told
    assert detectors()[code].doc.split() == told[1].split()


@pytest.mark.parametrize("code", MINE)
def test_without_the_role_the_question_is_not_asked(code: str) -> None:
    meeting = [Meeting(id="m1"), MeetingChild(meeting="m1", child="c1"), Attendance(meeting="m1", person="p1")]
    records = [CHILD, *people("p1"), contact("p1", role="mentor"), *meeting]
    assert ask(code, records).reason == "no supports row with the role"
    assert ask(code, records, "role=mentor").reason is None
    if code != "no_joint_meeting":
        assert ask(code, []).reason == "no supports row with the role"


@pytest.mark.parametrize("code", MINE)
def test_contacts_of_a_child_of_whom_nothing_is_known_are_no_error(code: str) -> None:
    meeting = [Meeting(id="m1"), MeetingChild(meeting="m1", child="c1"), Attendance(meeting="m1", person="a1")]
    entry = ask(code, [Child(id="c1"), Adult(id="a1"), contact("a1"), *meeting])
    assert (kinds(entry), entry.reason) == ([], None)


def test_tenures_of_one_person_that_touch_or_overlap_are_one_spell() -> None:
    rows = [
        contact("p1", "2025-01-01", "2025-02-01"),
        contact("p1", "2025-02-01", "2025-03-01"),
        contact("p1", "2025-02-15", "2025-04-01"),
        contact("p1", "2025-04-02"),
        contact("a1", "", "2025-01-15"),
        contact("p1", "2025-04-01", "2025-05-01", child="c2"),
        contact("p1", "2025-01-01", "2025-02-01", role="mentor"),
    ]
    network = network_of([CHILD, Child(id="c2"), Adult(id="a1"), *people("p1"), *rows])
    spells = spells_of(network, "barnkontakt")
    told = zip(spells.child, spells.ids(np.arange(4)), map(iso, spells.start), map(iso, spells.end), strict=True)
    assert list(told) == [
        (0, "a1", None, "2025-01-15"),
        (0, "p1", "2025-01-01", "2025-04-01"),
        (0, "p1", "2025-04-02", None),
        (1, "p1", "2025-04-01", "2025-05-01"),
    ]
    pairs = [pair for one, other in spells.pairs() for pair in zip(one.tolist(), other.tolist(), strict=True)]
    assert pairs == [(0, 1), (1, 2), (0, 2)]
    assert spells.on(parse_day("2025-04-01")).child.tolist() == [1]


# --- phase_boundaries -------------------------------------------------------------------------------------

BVC = [Agency(id="g1", kind=" BVC "), Professional(id="p1", title="bvc-SJUKSKÖTERSKA", agency="g1")]
SIX = Child(id="c1", born="2020-05-05")
"""Enters förskoleklass on 2026-08-15."""


def boundary(*more: Record, child: Child = SIX, who: str = "p1", **settings: Any) -> Entry:  # noqa: ANN401
    today = settings.pop("today", "2026-06-01")
    return ask(
        "phase_boundaries", [child, *BVC, contact(who), *more], *(f"{k}={v}" for k, v in settings.items()), today=today
    )


@pytest.mark.parametrize(
    ("today", "found"),
    [("2026-02-15", []), ("2026-02-16", ["no_handover"]), ("2026-08-14", ["no_handover"]), ("2026-08-15", [])],
)
def test_a_boundary_is_looked_at_within_the_horizon(today: str, found: list[str]) -> None:
    assert kinds(boundary(today=today)) == found


def test_what_is_told_of_a_boundary() -> None:
    (finding,) = boundary(Handover(id="h1", child="c1", due="2026-08-01", state="offered")).findings
    assert (finding.kind, iso(finding.start), finding.end, finding.children) == (
        "not_accepted",
        "2026-08-15",
        None,
        ["c1"],
    )
    assert finding.evidence == {"before": ["p1"], "handover": ["h1"], "phase": ["forskoleklass"]}
    assert finding.numbers == {"days": 75}


@pytest.mark.parametrize(
    ("title", "kind", "found", "unknown"),
    [
        ("Rektor", "skola", [], 0),
        ("  REKTOR ", "Skola", [], 0),
        ("Rektor", None, [], 0),
        (None, "skola", [], 0),
        ("Rektor", "forskola", ["no_handover"], 0),
        ("Lärare", "skola", ["no_handover"], 0),
        ("Lärare", None, ["no_handover"], 0),
        (None, "bvc", ["no_handover"], 0),
        (None, None, [], 1),
    ],
)
def test_a_contact_fits_by_title_and_kind(title: str | None, kind: str | None, found: list[str], unknown: int) -> None:
    place = [Agency(id="g2", kind=kind)] if kind else []
    person = Professional(id="p2", title=title, agency="g2" if kind else None)
    entry = boundary(*place, person, who="p2")
    assert (kinds(entry), skipped(entry).get("unknown_contact", 0)) == (found, unknown)


def test_the_kind_of_an_agency_that_one_has_left_is_not_known() -> None:
    school, clinic = Agency(id="g2", kind="skola"), Agency(id="g3", kind="bvc")
    jobs = [
        Professional(id="p2", agency="g2", end="2026-06-01"),
        Professional(id="p2", agency="g3", start="2026-06-02"),
    ]
    entry = boundary(school, clinic, *jobs, who="p2")
    assert (kinds(entry), skipped(entry)) == ([], {"unknown_contact": 1})
    assert kinds(boundary(school, clinic, *jobs, who="p2", today="2026-05-31")) == []
    assert kinds(boundary(school, clinic, *jobs, who="p2", today="2026-06-02")) == ["no_handover"]


def test_one_who_fits_is_enough_and_one_who_is_unknown_silences() -> None:
    head = [Agency(id="g2", kind="skola"), Professional(id="p2", title="Rektor", agency="g2")]
    assert kinds(boundary(*head, contact("p2"))) == []
    assert kinds(boundary(*head, contact("p2", end="2026-06-01"))) == ["no_handover"]
    silenced = boundary(Adult(id="a1"), contact("a1"))
    assert (kinds(silenced), skipped(silenced)) == ([], {"unknown_contact": 1})
    fitting = boundary(Adult(id="a1"), contact("a1"), *head, contact("p2"))
    assert (kinds(fitting), skipped(fitting)) == ([], {})


def test_into_another_unit_nobody_fits() -> None:
    child = Child(id="c1", born="2010-01-01")
    head = [Agency(id="g2", kind="skola"), Professional(id="p2", title="Rektor", agency="g2")]
    (finding,) = boundary(*head, child=child, who="p2").findings
    assert finding.evidence["phase"] == ["gymnasium"]
    assert kinds(boundary(Adult(id="a1"), child=child, who="a1")) == ["no_handover"]
    middle = Child(id="c1", born="2013-01-01")
    assert kinds(boundary(*head, child=middle, who="p2")) == []


@pytest.mark.parametrize(
    ("state", "due", "role", "found"),
    [
        ("accepted", "2026-07-16", "", []),
        ("accepted", "2026-07-15", "", ["no_handover"]),
        ("done", "2026-09-14", "barnkontakt", []),
        ("done", "2026-09-15", "barnkontakt", ["no_handover"]),
        ("accepted", "2026-08-15", "mentor", ["no_handover"]),
        ("accepted", "", "", ["no_handover"]),
        ("planned", "2026-07-16", "", ["not_accepted"]),
        ("planned", "2026-07-15", "", ["no_handover"]),
        ("offered", "2026-09-14", "", ["not_accepted"]),
        ("rejected", "2026-08-15", "", ["no_handover"]),
        ("revoked", "2026-08-15", "", ["no_handover"]),
        ("", "2026-08-15", "", ["no_handover"]),
    ],
)
def test_a_handover_near_the_boundary(state: str, due: str, role: str, found: list[str]) -> None:
    assert kinds(boundary(Handover(id="h1", child="c1", due=due, state=state, role=role))) == found


@pytest.mark.parametrize(
    ("moved", "found"), [("", 1), ("2026-08-16", 1), ("2026-08-15", 0), ("2026-08-14", 0), ("2020-01-01", 0)]
)
def test_a_child_that_has_moved_by_then_is_not_looked_at(moved: str, found: int) -> None:
    assert len(kinds(boundary(child=Child(id="c1", born="2020-05-05", moved=moved)))) == found


def test_only_children_with_a_contact_and_a_birth() -> None:
    assert kinds(ask("phase_boundaries", [SIX, *BVC, contact("p1", end=TODAY)])) == []
    unborn = boundary(Child(id="c2"), child=Child(id="c1"))
    assert (kinds(unborn), skipped(unborn)) == ([], {"no_born": 1})


def test_a_conditional_phase_is_no_boundary_and_the_first_is_none() -> None:
    grown = Child(id="c1", born="2008-07-01")
    assert kinds(boundary(child=grown, model="kronoberg")) == []
    expected = Child(id="c1", born="2026-07-01")
    assert kinds(boundary(child=expected)) == []
    midwife = [Agency(id="g2", kind="mvc"), Professional(id="p2", title="Barnmorska", agency="g2")]
    (finding,) = boundary(*midwife, child=expected, who="p2", model="kronoberg").findings
    assert (finding.evidence["phase"], iso(finding.start)) == (["infancy_preschool"], "2026-07-01")
    assert kinds(boundary(child=expected, model="kronoberg")) == []


def test_without_a_handover_comes_first_then_fewest_days() -> None:
    births = {"c2": "2026-07-01", "c3": "2026-06-20", "c4": "2021-07-02"}
    midwife = [Agency(id="g2", kind="mvc"), Professional(id="p2", title="Barnmorska", agency="g2")]
    children = [Child(id=child, born=born) for child, born in births.items()]
    rows = [contact("p2", child=child) for child in births]
    planned = Handover(id="h1", child="c3", due="2026-06-20", state="planned")
    entry = boundary(*children, *midwife, *rows, planned, child=Child(id="c1"), model="girfec")
    assert [(finding.kind, finding.children, finding.numbers) for finding in entry.findings] == [
        ("no_handover", ["c2"], {"days": 30}),
        ("no_handover", ["c4"], {"days": 75}),
        ("not_accepted", ["c3"], {"days": 19}),
    ]


# --- no_joint_meeting -------------------------------------------------------------------------------------


def passing(*more: Record, gone: str = "2026-02-01", came: str = "2026-02-01", **settings: Any) -> Entry:  # noqa: ANN401
    """p1 has the role until one day, p2 from another on; a cancelled meeting and its attendance are there."""
    today = settings.pop("today", TODAY)
    told = [
        Meeting(id="m0", status="cancelled", start="2026-02-01"),
        MeetingChild(meeting="m0", child="c1"),
        Attendance(meeting="m0", person="p1"),
        Attendance(meeting="m0", person="p2"),
    ]
    records = [CHILD, *people("p1", "p2"), contact("p1", "2020-01-01", gone), contact("p2", came), *told, *more]
    return ask("no_joint_meeting", records, *(f"{k}={v}" for k, v in settings.items()), today=today)


def meeting(day: str, *there: str, status: str = "") -> list[Record]:
    attended = [Attendance(meeting="m1", person=person) for person in there]
    return [Meeting(id="m1", start=day, status=status), MeetingChild(meeting="m1", child="c1"), *attended]


def test_what_is_told_of_a_passing() -> None:
    entry = passing(*meeting("2026-02-20", "p2"), gone="2026-01-20")
    (finding,) = entry.findings
    assert (finding.kind, finding.children, iso(finding.start)) == ("no_joint_meeting", ["c1"], "2026-02-01")
    assert finding.evidence == {"before": ["p1"], "after": ["p2"], "meeting": ["m1"]}
    assert finding.numbers == {"days": 12, "days_left": 0}
    assert finding.end is None
    assert passing(today="2026-02-10").findings[0].numbers == {"days": 0, "days_left": 21}


@pytest.mark.parametrize(
    ("gone", "came", "found"),
    [
        ("2026-01-02", "2026-02-01", 1),
        ("2026-01-01", "2026-02-01", 0),
        ("2026-04-02", "2026-02-01", 1),
        ("2026-04-03", "2026-02-01", 0),
        ("2026-02-01", "2026-03-10", 0),
        ("2026-02-08", "2026-03-10", 1),
        ("2026-03-01", "2026-03-11", 0),
        ("2025-03-11", "2025-03-11", 1),
        ("2025-03-10", "2025-03-10", 0),
    ],
)
def test_a_passing_within_its_days(gone: str, came: str, found: int) -> None:
    assert len(passing(gone=gone, came=came).findings) == found


def test_without_a_limit_of_past_days_all_are_looked_at() -> None:
    assert len(passing(gone="2021-03-10", came="2021-03-10", past_days=0).findings) == 1


@pytest.mark.parametrize(
    ("day", "there", "found"),
    [
        ("2025-12-03", ("p1", "p2"), 0),
        ("2025-12-02", ("p1", "p2"), 1),
        ("2026-03-03", ("p1", "p2"), 0),
        ("2026-03-04", ("p1", "p2"), 1),
        ("2026-02-01", ("p1",), 1),
        ("2026-02-01", ("p2",), 1),
        ("2026-02-01", ("c1", "p1", "p2"), 0),
    ],
)
def test_a_joint_meeting_within_its_days(day: str, there: tuple[str, ...], found: int) -> None:
    assert len(passing(*meeting(day, *there)).findings) == found


@pytest.mark.parametrize(("status", "found"), [("", 0), ("present", 0), ("absent", 1), ("declined", 1)])
def test_who_was_not_there_did_not_meet(status: str, found: int) -> None:
    entry = passing(*meeting("2026-02-01", "p1"), Attendance(meeting="m1", person="p2", status=status))
    assert len(entry.findings) == found


def test_a_meeting_of_which_nobody_told_who_was_there_silences() -> None:
    entry = passing(*meeting("2026-02-01"))
    assert (kinds(entry), skipped(entry)) == ([], {"no_attendance": 1})
    entry = passing(*meeting("2026-02-01", "c1"))
    assert (kinds(entry), skipped(entry)) == ([], {"no_attendance": 1})
    entry = passing(*meeting("2026-02-01", "p3"), *people("p3"))
    assert (len(kinds(entry)), skipped(entry)) == (1, {})
    entry = passing(*meeting("2026-02-01"), Attendance(meeting="m1", person="p3", status="absent"), *people("p3"))
    assert (len(kinds(entry)), skipped(entry)) == (1, {})
    joint = [Meeting(id="m2", start="2026-02-02"), MeetingChild(meeting="m2", child="c1")]
    joint += [Attendance(meeting="m2", person=one) for one in ("p1", "p2")]
    entry = passing(*meeting("2026-02-01"), *joint)
    assert (kinds(entry), skipped(entry)) == ([], {})


def test_adults_pass_the_role_on_too() -> None:
    tenures = [contact("a1", "", "2026-02-01"), contact("a2", "2026-02-01")]
    records = [CHILD, Adult(id="a1"), Adult(id="a2"), *people("a0"), *tenures, *meeting("2026-02-01", "a1")]
    assert len(ask("no_joint_meeting", records).findings) == 1
    assert ask("no_joint_meeting", [*records, Attendance(meeting="m1", person="a2")]).findings == []


def before(entry: Entry) -> list[tuple[str, str]]:
    """Who passed the role on to whom."""
    return sorted((finding.evidence["before"][0], finding.evidence["after"][0]) for finding in entry.findings)


def test_the_predecessors_are_those_who_ended_last() -> None:
    both = [*people("p3", "p4"), contact("p3", "2021-01-01", "2026-01-31"), contact("p4", "", "2026-02-01")]
    assert before(passing(*both)) == [("p1", "p2"), ("p4", "p2")]
    later = [*people("p3"), contact("p3", "2021-01-01", "2026-02-10")]
    assert before(passing(*later)) == [("p3", "p2")]
    until_too_late = [*people("p3"), contact("p3", "2021-01-01", "2026-04-03")]
    assert before(passing(*until_too_late)) == []
    staying = [*people("p3"), contact("p3", "2021-01-01")]
    assert before(passing(*staying)) == [("p1", "p2")]


def test_who_begins_on_the_same_day_or_ends_no_sooner_is_no_predecessor() -> None:
    same_day = [*people("p3"), contact("p3", "2026-02-01", "2026-02-03")]
    assert before(passing(*same_day)) == [("p1", "p2"), ("p1", "p3")]
    outlived = [*people("p3"), contact("p3", "2026-01-10", "2026-01-20")]
    assert before(passing(*outlived)) == [("p1", "p2")]
    outlived = [*people("p3"), contact("p3", "2026-01-10", "2026-02-01")]
    assert before(passing(*outlived)) == [("p1", "p2"), ("p3", "p2")]


def test_back_to_the_same_person_is_no_passing() -> None:
    rows = [contact("p1", "2025-01-01", "2026-02-01"), contact("p1", "2026-02-05")]
    records = [CHILD, *people("p1"), *rows, *meeting("2020-01-01", "p1")]
    assert kinds(ask("no_joint_meeting", records)) == []


def test_without_meetings_or_attendance_the_question_is_not_asked() -> None:
    records = [CHILD, *people("p1", "p2"), contact("p1")]
    assert ask("no_joint_meeting", records).reason == "no meetings about a child"
    held: list[Record] = [*records, Meeting(id="m1"), MeetingChild(meeting="m1", child="c1")]
    assert ask("no_joint_meeting", held).reason == "no attendance"
    assert ask("no_joint_meeting", [*held, Attendance(meeting="m1", person="c1")]).reason == "no attendance"
    assert ask("no_joint_meeting", [*held, Attendance(meeting="m1", person="p1")]).reason is None


# --- double_contacts --------------------------------------------------------------------------------------


def double(one: tuple[str, str], other: tuple[str, str], *settings: str) -> Entry:
    tenures = [contact("p1", *one), contact("a1", *other)]
    return ask("double_contacts", [CHILD, *people("p1"), Adult(id="a1"), *tenures], *settings)


@pytest.mark.parametrize(
    ("one", "other", "kind", "days"),
    [
        (("2020-01-01", ""), ("2026-01-09", ""), ["now"], 61),
        (("2020-01-01", ""), ("2026-01-10", ""), [], 0),
        (("2020-01-01", "2026-01-10"), ("2025-11-10", ""), ["past"], 61),
        (("2020-01-01", "2026-01-09"), ("2025-11-10", ""), [], 0),
        (("2020-01-01", "2026-03-10"), ("2025-11-10", ""), ["past"], 120),
        (("2020-01-01", "2026-03-11"), ("2025-11-10", ""), ["now"], 121),
        (("2020-01-01", "2025-03-11"), ("2020-01-01", ""), ["past"], 1896),
        (("2020-01-01", "2025-03-10"), ("2020-01-01", ""), [], 0),
        (("2020-01-01", ""), ("2026-03-11", ""), [], 0),
        (("", ""), ("", ""), ["now"], None),
        (("", "2025-03-11"), ("", ""), ["past"], None),
        (("", "2025-03-10"), ("", ""), [], None),
        (("", ""), ("2026-01-09", ""), ["now"], 61),
    ],
)
def test_two_contacts_at_once(one: tuple[str, str], other: tuple[str, str], kind: list[str], days: int | None) -> None:
    entry = double(one, other)
    assert kinds(entry) == kind == kinds(double(other, one))
    assert [finding.numbers["days"] for finding in entry.findings] == [days] * len(kind)


def test_what_is_told_of_two_contacts() -> None:
    (finding,) = double(("2020-01-01", "2026-03-20"), ("2025-03-10", "")).findings
    assert (iso(finding.start), iso(finding.end)) == ("2025-03-10", "2026-03-20")
    assert finding.evidence == {"contact": ["a1", "p1"]}
    (finding,) = double(("", ""), ("", "")).findings
    assert (finding.start, finding.end) == (None, None)


def test_one_day_is_enough_without_a_limit_and_none_is_not() -> None:
    assert kinds(double(("", "2026-01-02"), ("2026-01-01", ""), "overlap_days=0")) == ["past"]
    assert kinds(double(("", "2026-01-01"), ("2026-01-01", ""), "overlap_days=0")) == []
    assert kinds(double(("", "2010-01-01"), ("2000-01-01", ""), "past_days=0")) == ["past"]


def test_every_two_of_three_and_the_unknown_first() -> None:
    records = [CHILD, *people("p1", "p2", "p3"), contact("p1"), contact("p2"), contact("p3", "2025-01-01")]
    entry = ask("double_contacts", records)
    assert [finding.evidence["contact"] for finding in entry.findings][0] == ["p1", "p2"]
    assert [finding.numbers["days"] for finding in entry.findings] == [None, 434, 434]
    assert len({finding.key for finding in entry.findings}) == 3


def test_two_rows_of_one_person_are_not_two_contacts() -> None:
    rows = [contact("p1", "2020-01-01"), contact("p1", "2021-01-01", "2026-01-01")]
    assert kinds(ask("double_contacts", [CHILD, *people("p1"), *rows])) == []


# --- departing_staff --------------------------------------------------------------------------------------


def departing(*more: Record, end: str = "2026-05-01", child: Child = CHILD, row_end: str = "") -> Entry:
    job = Professional(id="p1", agency="g1", end=end)
    return ask("departing_staff", [child, Agency(id="g1"), job, contact("p1", "2020-01-01", row_end), *more])


@pytest.mark.parametrize(
    ("end", "found"), [("2026-03-10", 0), ("2026-03-11", 1), ("2026-09-06", 1), ("2026-09-07", 0), ("", 0)]
)
def test_a_professional_leaves_within_the_horizon(end: str, found: int) -> None:
    assert len(departing(end=end).findings) == found


def test_what_is_told_of_one_who_leaves() -> None:
    others = [Child(id="c0"), contact("p1", child="c0"), Child(id="c2"), contact("p1", child="c2", end="2026-04-30")]
    second = Professional(id="p1", agency="g0", end="2026-04-01")
    (finding,) = departing(*others, Agency(id="g0"), second).findings
    assert (finding.kind, finding.children, iso(finding.start), finding.end) == (
        "departing",
        ["c0", "c1"],
        "2026-05-01",
        None,
    )
    assert finding.evidence == {"professional": ["p1"], "agency": ["g0", "g1"]}
    assert finding.numbers == {"days": 52, "children": 2}


def test_the_tenure_ends_with_the_last_employment() -> None:
    assert len(departing(row_end="2026-05-01").findings) == 1
    assert len(departing(row_end="2026-05-02").findings) == 1
    assert len(departing(row_end="2026-04-30").findings) == 0
    assert len(departing(Professional(id="p1", agency="g1", start="2026-05-01")).findings) == 0
    longer = Professional(id="p1", start="2026-04-01", end="2026-06-01")
    assert [iso(finding.start) for finding in departing(longer).findings] == ["2026-06-01"]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [("2026-05-01", "", 0), ("2026-05-02", "", 1), ("", "2026-05-02", 0), ("", "2026-05-01", 1), ("", "", 0)],
)
def test_a_child_with_another_contact_on_the_day_is_not_left(start: str, end: str, found: int) -> None:
    assert len(departing(Adult(id="a1"), contact("a1", start, end)).findings) == found


@pytest.mark.parametrize(("born", "found"), [("2008-05-01", 0), ("2008-05-02", 1), ("", 1), ("2007-01-01", 0)])
def test_who_is_grown_up_by_then_is_not_left(born: str, found: int) -> None:
    assert len(departing(child=Child(id="c1", born=born)).findings) == found


def test_those_who_leave_first_come_first_then_those_of_most_children() -> None:
    jobs = [Professional(id=f"p{n}", end=end) for n, end in ((2, "2026-05-01"), (3, "2026-04-01"))]
    rows = [contact("p2", child=f"c{n}") for n in (4, 5)] + [contact("p3", child="c6")]
    entry = departing(*(Child(id=f"c{n}") for n in (4, 5, 6)), *jobs, *rows)
    assert [finding.evidence["professional"] for finding in entry.findings] == [["p3"], ["p2"], ["p1"]]
    assert entry.findings[1].evidence["agency"] == []


# --- too_many_handovers -----------------------------------------------------------------------------------

WHO = ("p1", "p2", "p3", "p4", "p5")


def changes(*rows: Support, child: Child = CHILD, settings: tuple[str, ...] = ()) -> Entry:
    return ask("too_many_handovers", [child, *people(*WHO), *rows], *settings)


FOUR = (
    contact("p1", "", "2024-06-01"),
    contact("p2", "2024-06-01", "2025-01-01"),
    contact("p3", "2025-01-01", "2025-06-01"),
    contact("p4", "2025-06-01"),
)


def test_what_is_told_of_many_changes() -> None:
    (finding,) = changes(*FOUR).findings
    assert (finding.kind, finding.children) == ("changes", ["c1"])
    assert (iso(finding.start), iso(finding.end)) == ("2024-06-01", "2025-06-01")
    assert finding.evidence == {"contact": ["p2", "p3", "p4"]}
    assert finding.numbers == {"changes": 3}


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2024-03-11", "2026-03-10", 1),
        ("2024-03-10", "2026-03-10", 0),
        ("2024-03-11", "2026-03-11", 0),
    ],
)
def test_changes_within_the_time_looked_at(first: str, last: str, found: int) -> None:
    rows = [contact("p1"), contact("p2", first), contact("p3", "2025-01-01"), contact("p4", last)]
    assert len(changes(*rows).findings) == found
    assert len(changes(*rows, settings=("past_days=0",)).findings) == (last == "2026-03-10")


def test_who_begins_twice_in_a_row_is_no_change() -> None:
    back = [contact("p1", "2024-05-01", "2024-06-01"), contact("p1", "2024-07-01", "2024-08-01")]
    back += [contact("p2", "2024-09-01", "2024-10-01"), contact("p1", "2024-11-01")]
    assert kinds(changes(*back)) == []
    (finding,) = changes(*back, settings=("min_changes=2",)).findings
    assert finding.evidence == {"contact": ["p1", "p2"]}
    assert (iso(finding.start), iso(finding.end)) == ("2024-09-01", "2024-11-01")


def test_several_who_begin_on_one_day_are_one_change() -> None:
    rows = [contact("p1", "2024-05-01", "2024-06-01"), contact("p1", "2024-07-01"), contact("p2", "2024-07-01")]
    rows += [contact("p3", "2024-08-01"), contact("p4", "2024-08-01"), contact("p5", "2024-09-01")]
    (finding,) = changes(*rows).findings
    assert finding.numbers == {"changes": 3}
    assert finding.evidence == {"contact": ["p1", "p2", "p3", "p4", "p5"]}


def test_those_without_a_start_are_first_and_no_change() -> None:
    rows = [contact("p1"), contact("p2"), contact("p3"), contact("p4", "2025-01-01")]
    assert kinds(changes(*rows, settings=("min_changes=2", "past_days=0"))) == []
    assert kinds(changes(*rows, settings=("min_changes=1", "past_days=0"))) == ["changes"]


def test_no_limit_of_changes_still_wants_one() -> None:
    assert kinds(changes(contact("p1"), settings=("min_changes=0",))) == []
    assert kinds(changes(*FOUR[:2], settings=("min_changes=0",))) == ["changes"]


@pytest.mark.parametrize(("born", "found"), [("2008-03-10", 0), ("2008-03-11", 1), ("", 1)])
def test_only_while_young(born: str, found: int) -> None:
    assert len(changes(*FOUR, child=Child(id="c1", born=born)).findings) == found


def test_most_changes_come_first() -> None:
    more = [contact(who, f"2025-0{n}-01", child="c2") for n, who in enumerate(WHO, 1)]
    entry = changes(*FOUR, Child(id="c2"), *more)  # type: ignore[arg-type]
    assert [finding.numbers["changes"] for finding in entry.findings] == [4, 3]
