"""Handovers, concerns and the child's voice: boundary days, months of different lengths, leap days."""

import numpy as np
import pytest

from graph.analysis import analyse
from graph.assemble import network_of
from graph.clocks import clocks, in_force, months_later
from graph.findings import Finding
from graph.questions import rules_of
from graph.records import (
    Adult,
    Agency,
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
from graph.values import iso, parse_day

DAY = parse_day("2026-03-10")
PEOPLE = [Child(id="c"), Child(id="d"), Professional(id="p"), Professional(id="q"), Agency(id="a")]


def asked(code: str, records: list[Record], *settings: str, day: int = DAY) -> tuple[list[Finding], dict[str, int]]:
    """What a question finds and skips."""
    entry = analyse(network_of([*PEOPLE, *records]), day, rules_of([f"{code}.{s}" for s in settings])).entry(code)
    assert entry.answer is not None, entry.reason
    return entry.findings, entry.answer.skipped


def reason(code: str, records: list[Record]) -> str | None:
    return analyse(network_of(records), DAY, rules_of()).entry(code).reason


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2025-10-31", 4, "2026-02-28"),
        ("2023-10-31", 4, "2024-02-29"),
        ("2025-12-31", 4, "2026-04-30"),
        ("2025-12-30", 4, "2026-04-30"),
        ("2025-05-31", -12, "2024-05-31"),
        ("2024-02-29", -12, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("1969-12-31", 2, "1970-02-28"),
        ("2026-03-10", 0, "2026-03-10"),
    ],
)
def test_months_end_where_the_month_does(day: str, months: int, later: str) -> None:
    assert iso(int(months_later(np.array([parse_day(day)]), months)[0])) == later


def test_the_clocks_are_dated_and_have_a_source() -> None:
    assert [in_force("assessment", "day"), in_force("investigation", "month"), in_force("rereport", "month")] == [
        14,
        4,
        12,
    ]
    assert all(row["source"] and set(row) == set(clocks()[0]) for row in clocks())
    assert all(not row["until"] or parse_day(row["until"]) for row in clocks())


def test_each_clock_has_had_one_number_so_that_one_rule_serves_all_days() -> None:
    """Where a row comes with another number, the rules have to go by the day of the event: see the definition."""
    numbers: dict[tuple[str, str], set[str]] = {}
    for row in clocks():
        numbers.setdefault((row["clock"], row["unit"]), set()).add(row["number"])
    assert {clock: len(found) for clock, found in numbers.items()} == dict.fromkeys(numbers, 1)


def handover(node: str, state: str | None = "planned", due: str | None = None, **more: str) -> Handover:
    return Handover(**{"id": node, "child": "c", "state": state, "due": due} | more)


def test_stalled_up_to_the_last_soon_day() -> None:
    found, skipped = asked(
        "stalled_handovers",
        [
            handover("h1", "planned", "2026-03-24"),
            handover("h2", "offered", "2026-03-25"),
            handover("h3", "offered", "2026-03-10", sender="p", receiver="q"),
            handover("h4", "planned", "2026-03-09"),
            handover("h5", "accepted", "2026-03-01"),
            handover("h6", "planned"),
            handover("h7", None, "2026-03-01"),
            handover("h8", None),
        ],
    )
    told = [(one.kind, one.evidence["handover"], one.numbers["days"]) for one in found]
    assert told == [("passed", ["h4"], -1), ("soon", ["h3"], 0), ("soon", ["h1"], 14)]
    assert found[1].evidence == {"handover": ["h3"], "sender": ["p"], "receiver": ["q"], "state": ["offered"]}
    assert (found[1].children, found[1].start, found[1].end) == (["c"], DAY, None)
    assert found[0].evidence["receiver"] == []
    assert skipped == {"no_state": 2, "no_due": 1}


def test_the_key_of_a_handover_outlives_the_day() -> None:
    records: list[Record] = [handover("h1", due="2026-03-12")]
    soon, _ = asked("stalled_handovers", records)
    passed, _ = asked("stalled_handovers", records, day=DAY + 9)
    assert (soon[0].kind, passed[0].kind) == ("soon", "passed")
    assert soon[0].key == passed[0].key


def test_a_handover_of_an_unknown_child_has_no_child() -> None:
    found, _ = asked("stalled_handovers", [handover("h1", due="2026-03-10", child="nobody")])
    assert [one.children for one in found] == [[]]
    found, skipped = asked("orphaned_handovers", [handover("h1", "rejected", "2026-03-10", child="nobody")])
    assert (found, skipped) == ([], {"no_child": 1})


def test_orphaned_is_the_last_of_its_child_and_role() -> None:
    found, _ = asked(
        "orphaned_handovers",
        [
            handover("h1", "rejected", "2025-12-01", role="barnkontakt"),
            handover("h2", "revoked", "2025-12-01", role="barnkontakt"),
            handover("h3", "rejected", "2026-06-01", role="mentor"),
            handover("h4", "rejected", "2026-02-01"),
            handover("h5", "rejected", child="d", role="mentor"),
            handover("h6", "done", "2026-01-01", child="d", role="mentor"),
            handover("h7", "rejected", "2026-01-01", child="d"),
            handover("h8", "accepted", "2020-01-01", child="d"),
            handover("h9", "revoked", "2026-01-01", child="d", role="x"),
            handover("h91", None, "2026-01-02", child="d", role="x"),
            Support(person="q", child="c", role="barnkontakt", start="2026-03-10"),
            Support(person="p", child="d", role="mentor", end="2026-03-10"),
        ],
    )
    told = [(one.kind, one.evidence["handover"][0], one.numbers["days"], one.numbers["covered"]) for one in found]
    assert told == [
        ("rejected", "h7", -68, False),
        ("rejected", "h4", -37, False),
        ("rejected", "h3", 83, False),
        ("rejected", "h5", None, False),
        ("revoked", "h2", -99, True),
    ]
    assert [one.start for one in found if one.evidence["handover"] == ["h5"]] == [None]


@pytest.mark.parametrize(("due", "setting", "count"), [("2025-03-11", "365", 1), ("2025-03-10", "365", 0)])
def test_an_orphan_is_told_for_a_year(due: str, setting: str, count: int) -> None:
    records: list[Record] = [handover("h1", "rejected", due)]
    assert len(asked("orphaned_handovers", records, f"past_days={setting}")[0]) == count
    assert len(asked("orphaned_handovers", records, "past_days=0")[0]) == 1


@pytest.mark.parametrize(
    ("support", "covered"),
    [
        (Support(person="q", child="c", role="kontakt", start="2026-03-10", end="2026-03-11"), True),
        (Support(person="q", child="c", role="kontakt", start="2026-03-11"), False),
        (Support(person="q", child="c", role="kontakt", end="2026-03-10"), False),
        (Support(person="q", child="c", role="Kontakt"), False),
        (Support(person="q", child="d", role="kontakt"), False),
        (Support(person="v", child="c", role="kontakt"), True),
        (Support(person="gone", child="c", role="kontakt"), False),
    ],
)
def test_covered_by_a_contact_on_the_day(support: Support, covered: bool) -> None:
    gone = Professional(id="gone", agency="a", end="2026-03-10")
    records = [handover("h1", "revoked", "2026-03-01", role="kontakt"), Adult(id="v"), gone, support]
    found, _ = asked("orphaned_handovers", records)
    assert [one.numbers["covered"] for one in found] == [covered]


def concern(node: str, received: str | None, child: str = "c", **more: str) -> Concern:
    return Concern(**{"id": node, "child": child, "received": received} | more)


def told(found: list[Finding], kind: str) -> dict[str, object]:
    return {one.evidence["concern"][-1]: one.numbers for one in found if one.kind == kind}


def test_an_assessment_is_late_from_the_day_after_its_last() -> None:
    found, skipped = asked(
        "unanswered_concerns",
        [
            concern("o1", "2026-02-24"),
            concern("o2", "2026-02-23", "d"),
            concern("o3", "2026-01-01", "d", decided="2026-01-15"),
            concern("o4", "2026-01-01", "c", decided="2026-01-16"),
            concern("o5", "2026-02-01", "c", decided="2026-03-11"),
            concern("o6", None),
            concern("o7", "2026-03-11"),
        ],
    )
    assert told(found, "assessment") == {
        "o5": {"days": 23, "open": True},
        "o2": {"days": 1, "open": True},
        "o4": {"days": 1, "open": False},
    }
    assert skipped == {"no_received": 1}
    (late,) = [one for one in found if one.kind == "assessment" and one.evidence["concern"] == ["o2"]]
    assert (late.start, late.end) == (parse_day("2026-02-23"), parse_day("2026-03-09"))


def test_silence_about_decisions_is_no_finding() -> None:
    found, skipped = asked(
        "unanswered_concerns", [concern("o1", "2026-01-01"), concern("o2", "2026-02-01", "d", decided="2026-03-11")]
    )
    assert [one for one in found if one.kind == "assessment"] == []
    assert skipped == {"no_decided": 2}


@pytest.mark.parametrize(
    ("decided", "closed", "days"),
    [
        ("2025-10-31", "2026-02-28", None),
        ("2025-10-31", "2026-03-01", 1),
        ("2025-11-10", None, None),
        ("2025-11-09", None, 1),
        ("2025-10-30", "2026-03-11", 10),
    ],
)
def test_an_investigation_has_months_of_the_calendar(decided: str, closed: str | None, days: int | None) -> None:
    more = {"closed": closed} if closed else {}
    done = concern("o9", "2025-09-01", "d", decided="2025-09-02", opened="no", closed="2025-09-02")
    found, _ = asked("unanswered_concerns", [concern("o1", "2025-10-01", decided=decided, opened="yes", **more), done])
    expected = {} if days is None else {"o1": {"days": days, "open": closed is None or closed > "2026-03-10"}}
    assert told(found, "investigation") == expected


def test_an_investigation_ends_on_a_leap_day() -> None:
    records: list[Record] = [concern("o1", "2023-10-30", decided="2023-10-31", opened="yes", closed="2024-03-01")]
    found, _ = asked("unanswered_concerns", records, day=parse_day("2024-03-05"))
    (late,) = [one for one in found if one.kind == "investigation"]
    assert (iso(late.end), late.numbers) == ("2024-02-29", {"days": 1, "open": False})


def test_silence_about_closing_is_no_finding() -> None:
    found, skipped = asked(
        "unanswered_concerns",
        [
            concern("o1", "2025-06-01", decided="2025-06-05", opened="yes"),
            concern("o2", "2025-06-01", "d", decided="2025-06-05", opened="no"),
        ],
    )
    assert (found, skipped) == ([], {"no_closed": 1})


def test_feedback_asked_for_and_not_given() -> None:
    found, skipped = asked(
        "unanswered_concerns",
        [
            concern("o1", "2025-03-11", feedback_requested="yes", feedback_given="no", reporter_agency="a"),
            concern("o2", "2025-03-10", "d", feedback_requested="yes", feedback_given="no"),
            concern("o3", "2026-03-10", "d", feedback_requested="yes"),
            concern("o4", "2026-03-10", "d", feedback_given="no"),
            concern("o5", "2026-03-10", "d", feedback_requested="yes", feedback_given="yes"),
        ],
    )
    assert told(found, "feedback") == {"o1": {"days": 364}}
    (one,) = [one for one in found if one.kind == "feedback"]
    assert (one.evidence["agency"], one.end) == (["a"], None)
    assert skipped == {"no_decided": 1, "no_feedback": 1}


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        ("2025-03-10", "2026-03-10", 365),
        ("2025-03-09", "2026-03-10", None),
        ("2026-03-10", "2026-03-10", None),
        ("2026-03-09", "2026-03-10", 1),
    ],
)
def test_a_report_comes_again_within_a_year(before: str, after: str, days: int | None) -> None:
    found, _ = asked("unanswered_concerns", [concern("o1", before), concern("o2", after), concern("x", before, "d")])
    assert told(found, "rereport") == ({} if days is None else {"o2": {"days": days}})


def test_a_report_comes_again_after_a_leap_day() -> None:
    """A year before 29 February is 28 February."""
    records: list[Record] = [concern("o1", "2023-02-28"), concern("o2", "2024-02-29")]
    found, _ = asked("unanswered_concerns", records, day=parse_day("2024-03-05"))
    assert told(found, "rereport") == {"o2": {"days": 366}}


def test_the_report_before_is_the_latest_of_an_earlier_day() -> None:
    found, _ = asked(
        "unanswered_concerns",
        [
            concern("o1", "2025-12-01"),
            concern("o2", "2026-01-01"),
            concern("o3", "2026-01-01"),
            concern("o4", "2026-02-01"),
        ],
    )
    again = [one for one in found if one.kind == "rereport"]
    assert [(one.evidence["concern"], one.numbers["days"]) for one in again if "o4" in one.evidence["concern"]] == [
        (["o3", "o4"], 31)
    ]
    assert len(again) == 3
    assert sorted(int(str(one.numbers["days"])) for one in again) == [one.numbers["days"] for one in again]


def meeting(node: str, day: str, heard: str | None, forum: str | None = None, child: str = "c") -> list[Record]:
    return [Meeting(id=node, start=day, child_heard=heard, forum=forum), MeetingChild(meeting=node, child=child)]


def test_a_child_that_was_never_heard() -> None:
    forums = [Forum(id="f", level="child"), Forum(id="g"), Forum(id="chiefs", level="management")]
    records: list[Record] = [
        *forums,
        *meeting("m1", "2025-03-11", "no", "f"),
        *meeting("m2", "2025-06-01 10:00", "no", "g"),
        *meeting("m3", "2026-03-10", "no"),
        *meeting("m4", "2026-03-10", None),
        *meeting("old", "2025-03-10", "yes"),
        *meeting("ahead", "2026-03-11", "yes"),
        *meeting("chiefs", "2026-01-01", "yes", "chiefs"),
        Meeting(id="off", start="2026-01-01", child_heard="yes", status="cancelled"),
        MeetingChild(meeting="off", child="c"),
        *meeting("n1", "2026-01-01", "no", child="d"),
        *meeting("n2", "2026-01-02", "no", child="d"),
    ]
    found, skipped = asked("child_not_heard", records)
    assert [(one.children, one.evidence, one.numbers) for one in found] == [
        (["c"], {"meeting": ["m1", "m2", "m3"]}, {"meetings": 3, "unknown": 1})
    ]
    assert (iso(found[0].start), iso(found[0].end)) == ("2025-03-11", "2026-03-10")
    assert skipped == {"unknown_meeting": 1}
    assert [one.children for one in asked("child_not_heard", records, "min_meetings=2")[0]] == [["c"], ["d"]]
    records += meeting("m5", "2026-02-01", "yes")
    assert asked("child_not_heard", records)[0] == []


def test_a_meeting_about_two_is_unknown_once() -> None:
    records = [*meeting("m1", "2026-01-01", None), MeetingChild(meeting="m1", child="d")]
    assert asked("child_not_heard", records) == ([], {"unknown_meeting": 1})


def test_plans_that_cover_the_day() -> None:
    found, skipped = asked(
        "child_not_heard",
        [
            Plan(id="p1", child="c", start="2026-03-10", end="2026-03-11", child_heard="no"),
            Plan(id="p2", child="c", child_heard="no"),
            Plan(id="p3", child="c", start="2026-03-11", child_heard="no"),
            Plan(id="p4", child="c", end="2026-03-10", child_heard="no"),
            Plan(id="p5", child="nobody", child_heard="no"),
            Plan(id="p6", child="d"),
            Plan(id="p7", child="d", child_heard="yes"),
        ],
    )
    assert [(one.evidence["plan"], one.start, one.end) for one in found] == [
        (["p2"], None, None),
        (["p1"], DAY, DAY + 1),
    ]
    assert skipped == {"unknown_plan": 1}


def test_handovers_without_the_view_of_the_child() -> None:
    found, skipped = asked(
        "child_not_heard",
        [
            handover("h1", "done", "2025-03-11", child_view_recorded="no"),
            handover("h2", "done", "2025-03-10", child_view_recorded="no"),
            handover("h3", "accepted", "2026-09-06", child_view_recorded="no", child="nobody"),
            handover("h4", "accepted", "2026-09-07", child_view_recorded="no"),
            handover("h5", "accepted", "2026-03-10"),
            handover("h6", "planned", "2026-03-10", child_view_recorded="no"),
            handover("h7", "done", child_view_recorded="no"),
        ],
    )
    assert [(one.evidence["handover"], one.children) for one in found] == [(["h1"], ["c"]), (["h3"], [])]
    assert skipped == {"unknown_handover": 1}


def test_a_plan_and_a_handover_of_one_id_are_told_apart() -> None:
    same = [Plan(id="1", child="c", child_heard="no"), handover("1", "done", "2026-03-01", child_view_recorded="no")]
    found, _ = asked("child_not_heard", same)
    assert len({one.key for one in found}) == 2


def test_without_data_the_questions_are_not_run() -> None:
    assert reason("stalled_handovers", []) == reason("orphaned_handovers", []) == "no handovers"
    assert reason("unanswered_concerns", []) == "no concerns"
    assert reason("child_not_heard", [Meeting(id="m")]) == "no meetings about a child, plans or handovers"
    assert reason("child_not_heard", [Plan(id="p", child="nobody")]) is None
