# ruff: noqa: E501 - a table is read better wide than broken
"""Each sentence of each definition as a small table: what is found just inside a limit, and not just outside."""

from datetime import date

import pytest

from graph.analysis import Entry, analyse
from graph.assemble import network_of
from graph.findings import Finding
from graph.questions import rules_of
from graph.records import Record
from graph.values import iso, to_day
from tests.worlds import cases, town_of

TODAY = "2026-03-01"


def ask(code: str, town: str | list[Record], *settings: str, today: str = TODAY) -> Entry:
    """What one detector says of a town."""
    records = town_of(town) if isinstance(town, str) else town
    rules = rules_of(f"{code}.{setting}" for setting in settings)
    return analyse(network_of(records), to_day(date.fromisoformat(today)), rules, [code]).entry(code)


def found(entry: Entry) -> list[Finding]:
    """Its findings; it must have been run."""
    assert entry.reason is None
    return entry.findings


def kinds(entry: Entry) -> str:
    """The kinds of its findings, in order; `-` for none."""
    return " ".join(finding.kind for finding in found(entry)) or "-"


def table(text: str) -> pytest.MarkDecorator:
    """Each row of a table is a test."""
    rows = cases(text)
    first = next(iter(rows[0]))
    return pytest.mark.parametrize("case", rows, ids=[row[first].replace(" ", "_") for row in rows])


def settings(case: dict[str, str]) -> list[str]:
    """The rules that a row of a table sets."""
    return case.get("rules", "").split()


# --- duplicate_meetings -----------------------------------------------------------------------------------

TWO_FORUMS = """
    forums
    id | level
    f1 | child
    f2 | child

    """


def duplicates(case: dict[str, str]) -> Entry:
    """Two meetings as a row tells them, in two forums about one child with the same two people if it does not."""
    first = [case.get(name, default) for name, default in FIRST.items()]
    second = [case.get(name, default) for name, default in SECOND.items()]
    forums = f"""
    forums
    id | level            | part_of          | builds_on       | required         | acute
    f1 | {case.get("level 1", "child")} | {case.get("part_of 1", "")} | {case.get("builds_on 1", "")} | {case.get("required 1", "")} | {case.get("acute 1", "")}
    f2 | {case.get("level 2", "child")} | {case.get("part_of 2", "")} | {case.get("builds_on 2", "")} | {case.get("required 2", "")} | {case.get("acute 2", "")}
    f3 | {case.get("level 1", "child")} | f1 | | |

    plans
    id | child
    s1 | c1
    s2 | c1

    meetings
    id | start | end | forum | title | status | plan | children | there
    m1 | {" | ".join(first)}
    m2 | {" | ".join(second)}
    """
    return ask("duplicate_meetings", forums, *settings(case), today=case.get("today", TODAY))


FIRST = {
    "start 1": "2026-02-10",
    "end 1": "",
    "forum 1": "f1",
    "title 1": "",
    "status 1": "held",
    "plan 1": "",
    "children 1": "c1",
    "there 1": "p1 p2",
}
SECOND = {name.replace("1", "2"): value.replace("f1", "f2").replace("-10", "-12") for name, value in FIRST.items()}
SECOND |= {"children 2": "c1", "there 2": "p1 p2"}


@table("""
    what                                   | start 1          | start 2                | today      | rules          | found
    the same day                           | 2026-02-10       | 2026-02-10             | 2026-03-01 |                | same_people
    14 days apart                          | 2026-02-10       | 2026-02-24             | 2026-03-01 |                | same_people
    15 days apart                          | 2026-02-10       | 2026-02-25             | 2026-03-01 |                | -
    14 days apart, the later first         | 2026-02-24       | 2026-02-10             | 2026-03-01 |                | same_people
    window 0, same day                     | 2026-02-10       | 2026-02-10             | 2026-03-01 | window_days=0  | same_people
    window 0, next day                     | 2026-02-10       | 2026-02-11             | 2026-03-01 | window_days=0  | -
    window 0, minutes apart over midnight  | 2026-02-10 23:59 | 2026-02-11 00:01       | 2026-03-01 | window_days=0  | -
    days are Swedish: 22:30Z in June is 00:30 | 2026-06-10    | 2026-06-09T22:30Z      | 2026-06-30 | window_days=0  | same_people
    days are Swedish: 22:30Z in January is 23:30 | 2026-01-10 | 2026-01-09T22:30Z      | 2026-01-30 | window_days=0  | -
    the later is after D - 365             | 2025-02-25       | 2025-03-02             | 2026-03-01 |                | same_people
    the later is on D - 365                | 2025-02-25       | 2025-03-01             | 2026-03-01 |                | -
    no limit                               | 1999-01-01       | 1999-01-02             | 2026-03-01 | past_days=0    | same_people
    far ahead                              | 2031-01-01       | 2031-01-02             | 2026-03-01 | past_days=1    | same_people
    one has no start                       |                  | 2026-02-10             | 2026-03-01 |                | -
""")
def test_duplicates_are_close_in_time(case: dict[str, str]) -> None:
    assert kinds(duplicates(case)) == case["found"]


@table("""
    what                                  | forum 1 | forum 2 | title 1 | title 2    | level 1 | level 2    | part_of 1 | part_of 2 | found
    two forums                            | f1      | f2      |         |            | child   | child      |           |           | same_people
    two forums, the same title            | f1      | f2      | A       | A          | child   | child      |           |           | same_people
    one forum                             | f1      | f1      | A       | B          | child   | child      |           |           | -
    inside the other                      | f1      | f2      |         |            | child   | child      | f2        |           | -
    the other inside it                   | f1      | f2      |         |            | child   | child      |           | f1        | -
    inside a part of the other            | f3      | f2      |         |            | child   | child      | f2        |           | -
    two parts of one whole                | f3      | f2      |         |            | child   | child      |           | f1        | same_people
    a part of itself                      | f1      | f2      |         |            | child   | child      | f1        |           | same_people
    one has a forum, the other none       | f1      |         |         |            | child   | child      |           |           | same_people
    so too with the same title            | f1      |         | A       | a          | child   | child      |           |           | same_people
    no forums, titles differ              |         |         | A       | B          | child   | child      |           |           | same_people
    no forums, titles differ only in case |         |         | Två ord | TVÅ  ORD   | child   | child      |           |           | -
    no forums, one title unknown          |         |         | A       |            | child   | child      |           |           | -
    no forums, no titles                  |         |         |         |            | child   | child      |           |           | -
    levels differ                         | f1      | f2      |         |            | child   | management |           |           | -
    one level unknown                     | f1      | f2      |         |            | child   |            |           |           | same_people
    both levels unknown                   | f1      | f2      |         |            |         |            |           |           | same_people
""")
def test_duplicates_are_of_different_series_on_one_level(case: dict[str, str]) -> None:
    assert kinds(duplicates(case)) == case["found"]


@table("""
    what                        | status 1 | status 2  | plan 1 | plan 2 | children 1 | children 2 | found
    held and planned            | held     | planned   |        |        | c1         | c1         | same_people
    status unknown              |          |           |        |        | c1         | c1         | same_people
    one cancelled               | held     | cancelled |        |        | c1         | c1         | -
    the same plan               | held     | held      | s1     | s1     | c1         | c1         | -
    two plans                   | held     | held      | s1     | s2     | c1         | c1         | same_people
    one without plan            | held     | held      | s1     |        | c1         | c1         | same_people
    no child in common          | held     | held      |        |        | c1         | c2         | -
    one child of two in common  | held     | held      |        |        | c1 c2      | c2 c3      | same_people
    one without children        | held     | held      |        |        | c1         |            | -
""")
def test_duplicates_are_about_a_child_and_not_called_off(case: dict[str, str]) -> None:
    assert kinds(duplicates(case)) == case["found"]


@table("""
    what                             | there 1     | there 2        | rules                                     | found
    two of two                       | p1 p2       | p1 p2          |                                           | same_people
    one of one                       | p1          | p1             |                                           | -
    two of four are half             | p1 p2 p3 p4 | p1 p2 p5 p6    |                                           | same_people
    two of five are less             | p1 p2 p3 p4 p7 | p1 p2 p5 p6 p8 |                                        | -
    the smaller group counts         | p1 p2 p3 p4 | p1 p2 p5 p6 p7 p8 p9 |                                     | same_people
    a third of three, asked for 1/3  | p1 p2 p3    | p1 p4 p5       | min_shared_people=1 min_share_people=1/3  | same_people
    a third of three, asked for 0.34 | p1 p2 p3    | p1 p4 p5       | min_shared_people=1 min_share_people=0.34 | -
    nothing shared meets nothing     | p1          | p2             | min_shared_people=0 min_share_people=0    | -
    nobody there meets nothing       |             |                | min_shared_people=0 min_share_people=0    | -
    adults do not count              | p1 x1       | p1 x1          |                                           | -
    children do not count            | p1 c1       | p1 c1          |                                           | -
""")
def test_duplicates_share_people(case: dict[str, str]) -> None:
    assert kinds(duplicates(case)) == case["found"]


MEETINGS = """
    meetings
    id | start            | end              | forum | children | there
    m1 | 2026-02-10       |                  | f1    | c1       | p1
    m2 | 2026-02-12       |                  | f2    | c1       | p1
    """


@pytest.mark.parametrize(("status", "expected"), [("present", "same_people"), ("", "same_people")])
def test_someone_of_unknown_attendance_was_there(status: str, expected: str) -> None:
    assert kinds(ask("duplicate_meetings", _attended(status))) == expected


@pytest.mark.parametrize("status", ["absent", "declined"])
def test_someone_absent_was_not_there(status: str) -> None:
    assert kinds(ask("duplicate_meetings", _attended(status))) == "-"


def _attended(status: str) -> str:
    return f"""{TWO_FORUMS}{MEETINGS}
    attendance
    meeting | person | status
    m1      | p2     | present
    m2      | p2     | {status}
    """


@table("""
    what                                | employments                                              | rules | found
    two agencies, no person in common   | p1 a1 - -, p2 a2 - -, p3 a1 - -, p4 a2 - -               |       | same_agencies
    one agency in common                | p1 a1 - -, p2 a1 - -, p3 a1 - -, p4 a1 - -               |       | -
    one agency, one is enough           | p1 a1 - -, p2 a1 - -, p3 a1 - -, p4 a1 - -               | min_shared_agencies=1 | same_agencies
    three of four                       | p1 a1 - -, p1 a2 - -, p2 a3 - -, p3 a1 - -, p3 a2 - -, p4 a3 - -, p4 a4 - - | | same_agencies
    two of three                        | p1 a1 - -, p2 a2 - -, p3 a1 - -, p3 a2 - -, p4 a3 - -    |       | -
    two of three, asked for 2/3         | p1 a1 - -, p2 a2 - -, p3 a1 - -, p3 a2 - -, p4 a3 - -    | min_jaccard_agencies=2/3 | same_agencies
    begins on the meeting's day         | p1 a1 2026-02-10 -, p2 a2 - -, p3 a1 - -, p4 a2 - -      |       | same_agencies
    begins the day after                | p1 a1 2026-02-11 -, p2 a2 - -, p3 a1 - -, p4 a2 - -      |       | -
    ends the day after                  | p1 a1 - 2026-02-11, p2 a2 - -, p3 a1 - -, p4 a2 - -      |       | same_agencies
    ends on the meeting's day           | p1 a1 - 2026-02-10, p2 a2 - -, p3 a1 - -, p4 a2 - -      |       | -
    nothing shared meets nothing        | p1 a1 - -, p2 a1 - -, p3 a2 - -, p4 a2 - -               | min_shared_agencies=0 min_jaccard_agencies=0 | -
    nobody employed anywhere            | p1 - - -, p2 - - -, p3 - - -, p4 - - -                   | min_shared_agencies=0 min_jaccard_agencies=0 | -
""")
def test_duplicates_share_agencies(case: dict[str, str]) -> None:
    rows = [row.strip().replace(" ", "|").replace("|-", "|") for row in case["employments"].split(",")]
    town = f"""
    professionals
    id | agency | start | end
    {chr(10).join(rows)}

    {TWO_FORUMS.strip()}

    meetings
    id | start      | forum | children | there
    m1 | 2026-02-10 | f1    | c1       | p1 p2
    m2 | 2026-02-12 | f2    | c1       | p3 p4
    """
    assert kinds(ask("duplicate_meetings", town, *settings(case))) == case["found"]


@table("""
    what                          | start 1          | end 1            | start 2          | end 2            | hours
    the shorter of two            | 2026-02-10 10:00 | 2026-02-10 11:00 | 2026-02-12 10:00 | 2026-02-12 10:45 | 1.5
    only one has both times       | 2026-02-10 10:00 | 2026-02-10 11:00 | 2026-02-12 10:00 |                  | 2.0
    a day is no time              | 2026-02-10 10:00 | 2026-02-10       | 2026-02-12       | 2026-02-12 10:45 | None
    none has any                  | 2026-02-10       |                  | 2026-02-12       |                  | None
    to two decimals               | 2026-02-10 10:00 | 2026-02-10 10:10 | 2026-02-12       |                  | 0.33
    no time at all                | 2026-02-10 10:00 | 2026-02-10 10:00 | 2026-02-12       |                  | 0.0
    the night the clock goes ahead | 2026-03-29 01:00 | 2026-03-29 04:00 | 2026-03-30      |                  | 4.0
    the night it goes back        | 2025-10-26 01:00 | 2025-10-26 04:00 | 2025-10-27       |                  | 8.0
""")
def test_hours_of_a_duplicate(case: dict[str, str]) -> None:
    (one,) = found(duplicates(case))
    assert str(one.numbers["hours"]) == case["hours"]


@table("""
    what                          | required 1 | required 2 | acute 1 | acute 2 | forum 2 | builds_on 1 | builds_on 2 | required | acute | builds_on
    one is, the other is not      | yes        | no         | no      | ja      | f2      |             |             | True     | True  | False
    one is, the other is unknown  | yes        |            |         | 1       | f2      | f3          |             | True     | True  | False
    unknown and not               |            | no         | no      |         | f2      | f3;f2       |             | None     | None  | True
    neither is                    | no         | no         | no      | no      | f2      |             | f1          | False    | False | True
    no forum is unknown           | no         |            | no      |         |         |             |             | None     | None  | False
    no forum, the other is        | yes        |            | yes     |         |         | f1          |             | True     | True  | False
""")
def test_what_is_said_of_the_forums_of_a_duplicate(case: dict[str, str]) -> None:
    (one,) = found(duplicates(case))
    for name in ("required", "acute", "builds_on"):
        assert str(one.numbers[name]) == case[name], name


def test_all_that_a_duplicate_says() -> None:
    town = """
    professionals
    id | agency
    p1 | a1
    p2 | a2
    p3 | a3
    p4 |

    forums
    id | level | required | acute
    fz | child | no       | no
    fb | child | no       | no

    meetings
    id | start            | end              | forum | children | there
    m2 | 2026-02-10 10:00 | 2026-02-10 11:00 | fz    | c3 c1 c2 | p1 p2 p3
    m1 | 2026-02-12 10:00 | 2026-02-12 12:00 | fb    | c1 c3 c4 | p2 p1 p4 x1
    """
    (one,) = found(ask("duplicate_meetings", town))
    assert one.kind == "same_people"
    assert one.children == ["c1", "c3"]
    assert (iso(one.start), iso(one.end)) == ("2026-02-10", "2026-02-12")
    assert one.evidence == {
        "meeting": ["m1", "m2"],
        "forum": ["fb", "fz"],
        "professional": ["p1", "p2"],
        "agency": ["a1", "a2"],
    }
    assert one.numbers == {
        "days_apart": 2,
        "shared_people": 2,
        "smaller_group": 3,
        "shared_agencies": 2,
        "union_agencies": 3,
        "hours": 2.0,
        "builds_on": False,
        "required": False,
        "acute": False,
    }


def test_the_worst_duplicates_come_first() -> None:
    town = f"""{TWO_FORUMS}
    meetings
    id | start      | forum | children | there
    m1 | 2026-02-10 | f1    | c1       | p1 p2
    m2 | 2026-02-12 | f2    | c1       | p1 p2
    m3 | 2026-02-10 | f1    | c2       | p1 p2
    m4 | 2026-02-11 | f2    | c2       | p1 p2
    m5 | 2026-02-10 | f1    | c3       | p1 p2 p3
    m6 | 2026-02-20 | f2    | c3       | p1 p2 p3
    """
    pairs = [one.evidence["meeting"] for one in found(ask("duplicate_meetings", town))]
    assert pairs == [["m5", "m6"], ["m3", "m4"], ["m1", "m2"]]


def test_a_double_entry_is_no_duplicate() -> None:
    town = f"""{TWO_FORUMS}
    meetings
    id | start            | forum | children | there | uid
    m1 | 2026-02-10 10:00 | f1    | c1       | p1 p2 |
    m2 | 2026-02-10 10:00 | f2    | c1       | p1 p2 |
    m3 | 2026-02-20       | f1    | c1       | p1 p2 | u1
    m4 | 2026-02-20       | f2    | c1       | p1 p2 | u1
    """
    assert [one.evidence["meeting"] for one in found(ask("double_entries", town))] == [["m3", "m4"], ["m1", "m2"]]
    pairs = [one.evidence["meeting"] for one in found(ask("duplicate_meetings", town))]
    assert sorted(pairs) == [["m1", "m4"], ["m2", "m3"]]


@pytest.mark.parametrize("code", ["duplicate_meetings", "double_entries"])
def test_meetings_without_start_or_child_are_counted_once(code: str) -> None:
    town = """
    meetings
    id | start      | status    | children
    m1 |            | held      | c1
    m2 |            | held      |
    m3 | 2026-02-10 | held      |
    m4 |            | cancelled |
    m5 | 2026-02-10 | held      | c1
    """
    entry = ask(code, town)
    assert entry.answer is not None
    assert entry.answer.skipped == {"no_start": 2, "no_child": 1}
    assert entry.answer.findings == []


@pytest.mark.parametrize("code", ["duplicate_meetings", "double_entries"])
def test_without_a_meeting_about_a_child_nothing_is_asked(code: str) -> None:
    entry = ask(code, "meetings\nid | start\nm1 | 2026-02-10\nm2 | 2026-02-10")
    assert entry.answer is None
    assert entry.reason


# --- double_entries ---------------------------------------------------------------------------------------


@table("""
    what                                      | start 1           | start 2                | forum 1 | forum 2 | title 1 | title 2 | uid 1 | uid 2 | there | found
    the same uid                              | 2026-02-10 10:00  | 2026-02-10 10:00       | f1      | f2      | A       | B       | u1    | u1    |       | same_uid
    uids differ                               | 2026-02-10 10:00  | 2026-02-10 10:00       |         |         |         |         | u1    | u2    |       | -
    uids unknown                              | 2026-02-10 10:00  | 2026-02-10 10:00       |         |         |         |         |       |       |       | -
    the same forum                            | 2026-02-10 10:00  | 2026-02-10 10:00       | f1      | f1      | A       | B       | u1    | u2    |       | same_forum
    no forums are not the same forum          | 2026-02-10 10:00  | 2026-02-10 10:00       |         |         | A       | B       |       |       |       | -
    the same title                            | 2026-02-10 10:00  | 2026-02-10 10:00       |         |         | Stora mötet | STORA  mötet |  |    |       | same_title
    the same title, one forum                 | 2026-02-10 10:00  | 2026-02-10 10:00       | f1      |         | A       | a       |       |       |       | same_title
    the same title, two forums                | 2026-02-10 10:00  | 2026-02-10 10:00       | f1      | f2      | A       | a       |       |       |       | -
    two people                                | 2026-02-10 10:00  | 2026-02-10 10:00       | f1      | f2      |         |         |       |       | p1 p2 | same_people
    one person                                | 2026-02-10 10:00  | 2026-02-10 10:00       | f1      | f2      |         |         |       |       | p1    | -
    two people, one without time              | 2026-02-10 10:00  | 2026-02-10             | f1      | f2      |         |         |       |       | p1 p2 | -
    a minute later                            | 2026-02-10 10:00  | 2026-02-10 10:01       | f1      | f1      |         |         | u1    | u1    | p1 p2 | -
    one without time, same day                | 2026-02-10 10:00  | 2026-02-10             | f1      | f1      |         |         |       |       |       | same_forum
    none with time, same day                  | 2026-02-10        | 2026-02-10             | f1      | f1      |         |         |       |       |       | same_forum
    the day after                             | 2026-02-10        | 2026-02-11             | f1      | f1      |         |         | u1    | u1    |       | -
    the same instant, told by offsets         | 2026-02-10 10:00  | 2026-02-10T09:00Z      | f1      | f1      |         |         |       |       |       | same_forum
    the same clock, another instant           | 2026-02-10 10:00  | 2026-02-10T10:00Z      | f1      | f1      |         |         |       |       |       | -
    summer time                               | 2026-07-10 10:00  | 2026-07-10T10:00+02:00 | f1      | f1      |         |         |       |       |       | same_forum
    the hour that comes twice                 | 2025-10-26T02:30+02:00 | 2025-10-26T02:30+01:00 | f1 | f1      |         |         |       |       |       | -
    a day of a time is Swedish                | 2026-02-10T23:30Z | 2026-02-11             | f1      | f1      |         |         |       |       |       | same_forum
""")
def test_double_entries_begin_at_the_same_time_and_say_the_same(case: dict[str, str]) -> None:
    town = f"""
    meetings
    id | start             | forum             | title             | uid             | children | there
    m1 | {case["start 1"]} | {case["forum 1"]} | {case["title 1"]} | {case["uid 1"]} | c1 | {case["there"]}
    m2 | {case["start 2"]} | {case["forum 2"]} | {case["title 2"]} | {case["uid 2"]} | c1 c2 | {case["there"]}
    """
    assert kinds(ask("double_entries", town)) == case["found"]


def test_double_entries_of_any_time_the_latest_first() -> None:
    town = """
    meetings
    id | start            | forum | children | status
    m1 | 1999-02-10       | f1    | c1       |
    m2 | 1999-02-10       | f1    | c1       |
    m3 | 2031-02-10       | f1    | c1 c2    |
    m4 | 2031-02-10 09:00 | f1    | c2 c1    |
    m5 | 2031-02-10       | f1    | c1       | cancelled
    m6 | 2031-02-10       | f1    | c3       |
    """
    first, second = found(ask("double_entries", town))
    assert (iso(first.start), iso(first.end), first.children) == ("2031-02-10", "2031-02-10", ["c1", "c2"])
    assert first.evidence == {"meeting": ["m3", "m4"]}
    assert first.numbers == {}
    assert second.evidence == {"meeting": ["m1", "m2"]}


# --- forum_overlap ----------------------------------------------------------------------------------------

FORUM = {"level": "child", "status": "", "part_of": "", "age_min": "", "age_max": "", "district": ""}
FORUM |= {"parties": "", "needs": "", "required": "", "acute": "", "builds_on": ""}


def overlap(case: dict[str, str], more: str = "") -> Entry:
    """Two forums as a row tells them, with the same two members and an agency of the first if it does not."""
    rows = [
        " | ".join([f"f{number}", *(case.get(f"{name} {number}", value) for name, value in FORUM.items())])
        for number in (1, 2)
    ]
    members = "\n".join(
        f"f{number} | {member}"
        for number, default in ((1, "p1 p2 a1"), (2, "p1 p2"))
        for member in case.get(f"members {number}", default).split()
    )
    town = f"""
    forums
    id | {" | ".join(FORUM)}
    {rows[0]}
    {rows[1]}
    f3 |{"|" * (len(FORUM) - 1)}

    forum_members
    forum | member
    {members}
    """
    town = town.replace("f3 |||", f"f3 | programme | closed | {case.get('part_of 3', '')}")
    return ask("forum_overlap", town + more, "group_equal=0", *settings(case))


@table("""
    what                        | level 1 | level 2    | status 1 | status 2 | part_of 1 | part_of 2 | part_of 3 | found
    running                     | child   | child      |          | running  |           |           |           | same_professionals
    pilot                       | child   | child      | pilot    |          |           |           |           | same_professionals
    proposed                    | child   | child      | proposed |          |           |           |           | -
    closed                      | child   | child      |          | closed   |           |           |           | -
    levels differ               | child   | management |          |          |           |           |           | -
    one level unknown           | child   |            |          |          |           |           |           | same_professionals
    inside the other            | child   | child      |          |          | f2        |           |           | -
    the other inside it         | child   | child      |          |          |           | f1        |           | -
    inside a part of the other  | child   | child      |          |          | f3        |           | f2        | -
    two parts of one whole      | child   | child      |          |          | f3        | f3        |           | same_professionals
    a circle                    | child   | child      |          |          | f3        |           | f1        | same_professionals
""")
def test_forums_that_are_compared(case: dict[str, str]) -> None:
    assert kinds(overlap(case)) == case["found"]


@table("""
    what                    | age_min 1 | age_max 1 | age_min 2 | age_max 2 | found
    a year in common        | 0         | 6         | 6         | 18        | same_professionals
    one ends the year before | 0        | 5         | 6         | 18        | -
    the other way round     | 6         | 18        | 0         | 5         | -
    open                    |           |           | 6         | 18        | same_professionals
    open at one end         | 7         |           |           | 6         | -
    open at one end, equal  | 6         |           |           | 6         | same_professionals
""")
def test_forums_for_the_same_ages(case: dict[str, str]) -> None:
    assert kinds(overlap(case)) == case["found"]


@table("""
    what                               | members 1         | members 2                     | rules | found
    two of two                         | p1 p2             | p1 p2                         |       | same_professionals
    one of one                         | p1                | p1                            |       | -
    contained by half                  | p1 p2 p3 p4       | p1 p2 p5 p6 p7 p8 p9 p10 p11 p12 |    | same_professionals
    a quarter of the union             | p1 p2 p3 p4 p5    | p1 p2 p6 p7 p8                | min_containment=1 | same_professionals
    less than half, less than a quarter | p1 p2 p3 p4 p5   | p1 p2 p6 p7 p8 p9             |       | -
    asked for one and nothing          | p1                | p1 p2                         | min_shared_professionals=1 min_jaccard=1 | same_professionals
    nothing shared meets nothing       | p1                | p2                            | min_shared_professionals=0 min_jaccard=0 min_containment=0 | -
    nobody meets nothing               |                   |                               | min_shared_professionals=0 min_jaccard=0 min_containment=0 | -
    agencies alone are no overlap      | a1 a2 a3          | a1 a2 a3                      |       | -
""")
def test_forums_with_the_same_professionals(case: dict[str, str]) -> None:
    assert kinds(overlap(case)) == case["found"]


@table("""
    what                   | start      | end        | found
    from today             | 2026-03-01 |            | same_professionals
    from tomorrow          | 2026-03-02 |            | -
    until tomorrow         |            | 2026-03-02 | same_professionals
    until today            |            | 2026-03-01 | -
    a day that is no day   | 2026-03-01 | 2026-03-01 | -
""")
def test_members_are_those_of_today(case: dict[str, str]) -> None:
    town = f"""
    forum_members
    forum | member | start | end
    f1    | p1     |       |
    f1    | p2     |       |
    f2    | p1     |       |
    f2    | p2     | {case["start"]} | {case["end"]}
    """
    assert kinds(ask("forum_overlap", town, "group_equal=0")) == case["found"]


@table("""
    what                           | day        | status    | rules        | found
    today                          | 2026-03-01 |           |              | same_children
    a time today                   | 2026-03-01 23:59 |     |              | same_children
    tomorrow                       | 2026-03-02 |           |              | -
    the day after D - 365          | 2025-03-02 |           |              | same_children
    on D - 365                     | 2025-03-01 |           |              | -
    long ago without limit         | 1999-03-01 |           | past_days=0  | same_children
    tomorrow without limit         | 2026-03-02 |           | past_days=0  | -
    planned                        | 2026-02-01 | planned   |              | same_children
    cancelled                      | 2026-02-01 | cancelled |              | -
    no day                         |            |           | past_days=0  | -
""")
def test_forums_with_the_same_children(case: dict[str, str]) -> None:
    town = f"""
    meetings
    id | start         | forum | status           | children
    m1 | 2026-02-01    | f1    |                  | c1 c2
    m2 | 2026-02-02    | f1    |                  | c2 c3
    m3 | 2026-02-01    | f2    |                  | c1 c2
    m4 | {case["day"]} | f2    | {case["status"]} | c3
    """
    assert kinds(ask("forum_overlap", town, "group_equal=0", *settings(case))) == case["found"]


@table("""
    what                                | parties 1       | parties 2     | needs 1 | needs 2 | district 1 | district 2 | found
    the same                            | skola;bup       | bup;skola     | safety  | safety  |            |            | same_mandate
    half of the parties                 | skola;bup       | skola         | safety  | safety  |            |            | same_mandate
    a third of the parties              | skola;bup;polis | skola         | safety  | safety  |            |            | -
    a third of the needs                | skola           | skola         | a;b;c   | c       |            |            | -
    parties unknown                     |                 | skola         | safety  | safety  |            |            | -
    needs unknown                       | skola           | skola         |         |         |            |            | -
    one district                        | skola           | skola         | safety  | safety  | Farsta     | Farsta     | same_mandate
    two districts                       | skola           | skola         | safety  | safety  | Farsta     | Älvsjö     | -
    one district empty                  | skola           | skola         | safety  | safety  | Farsta     |            | same_mandate
""")
def test_forums_with_the_same_mandate(case: dict[str, str]) -> None:
    assert kinds(overlap(case | {"members 1": "p1", "members 2": "p2"})) == case["found"]


def test_a_mandate_in_two_districts_does_not_hide_shared_people() -> None:
    entry = overlap({"district 1": "Farsta", "district 2": "Älvsjö"})
    assert kinds(entry) == "same_professionals"


ALL_OF_AN_OVERLAP = """
    professionals
    id | agency | start      | end
    p1 | a1     |            | 2026-03-01
    p1 | a2     | 2026-03-01 |
    p2 | a3     |            |
    p3 |        |            |

    forums
    id | level | parties   | needs    | required | acute | builds_on
    f1 | child | skola;bup | safety;x | no       |       |
    f2 | child | skola     | safety   | no       | no    | f1

    forum_members
    forum | member
    f1    | p1
    f2    | p1
    f2    | p3
    f1    | a9
    f2    | a9

    meetings
    id | start      | forum | children    | there
    m1 | 2026-02-01 | f1    | c4 c3 c2 c1 | p2
    m2 | 2026-02-01 | f2    | c1 c2 c3    | p2
    """


def test_all_that_an_overlap_says() -> None:
    (one,) = found(ask("forum_overlap", ALL_OF_AN_OVERLAP))
    assert (one.kind, one.start, one.end) == ("same_children", None, None)
    assert one.children == ["c1", "c2", "c3"]
    assert one.evidence == {
        "forum": ["f1", "f2"],
        "child": ["c1", "c2", "c3"],
        "professional": ["p1", "p2"],
        "agency": ["a2", "a3", "a9"],
        "parties": ["skola"],
        "needs": ["safety"],
    }
    sizes = {"children": (3, 4, 3), "professionals": (2, 3, 2), "agencies": (3, 3, 3)}
    sizes |= {"parties": (1, 2, 1), "needs": (1, 2, 1)}
    flat = {
        f"{name}_{which}": size
        for name, three in sizes.items()
        for which, size in zip(("shared", "union", "smaller"), three, strict=True)
    }
    said = {"builds_on": True, "required": False, "acute": None}
    assert one.numbers == {"kinds": ["same_children", "same_professionals", "same_mandate"]} | flat | said


def test_the_largest_share_comes_first() -> None:
    town = """
    forums
    id | level
    f1 | child
    f2 | child
    f3 | arena
    f4 | arena

    forum_members
    forum | member
    f1    | p1
    f1    | p2
    f1    | p3
    f2    | p1
    f2    | p2
    f2    | p4
    f3    | p1
    f3    | p2
    f4    | p1
    f4    | p2
    f4    | p5
    """
    pairs = [one.evidence["forum"] for one in found(ask("forum_overlap", town))]
    assert pairs == [["f3", "f4"], ["f1", "f2"]]


EQUAL = """
    forums
    id | level | status | part_of | age_min | age_max
    f1 | child |        |         | 0       | 5
    f2 | child | pilot  | f1      | 6       | 18
    f3 | child |        |         |         |
    f4 |       |        |         |         |
    f5 |       |        |         |         |
    f6 | child | closed |         |         |

    forum_members
    forum | member
    f1    | p1
    f1    | p2
    f2    | p1
    f2    | p2
    f3    | p1
    f3    | p2
    f4    | p1
    f4    | p2
    f5    | p1
    f5    | p2
    f6    | p1
    f6    | p2
    """


def test_forums_that_are_equal_are_one_finding_a_level() -> None:
    findings = found(ask("forum_overlap", EQUAL))
    groups = [one.evidence["forum"] for one in findings if one.kind == "equal"]
    pairs = [one.evidence["forum"] for one in findings if one.kind != "equal"]
    assert sorted(groups) == [["f1", "f2", "f3"], ["f4", "f5"]]
    assert sorted(pairs) == [[one, other] for one in ("f1", "f2", "f3") for other in ("f4", "f5")]
    assert [one.kind for one in findings][-2:] == ["equal", "equal"]
    assert all(one.numbers["kinds"] == ["equal"] for one in findings[-2:])


def test_without_groups_the_pairs_are_told_as_ever() -> None:
    pairs = [one.evidence["forum"] for one in found(ask("forum_overlap", EQUAL, "group_equal=0"))]
    apart = (["f1", "f2"],)
    every = [[f"f{a}", f"f{b}"] for a in range(1, 6) for b in range(a + 1, 6)]
    assert sorted(pairs) == [pair for pair in every if pair not in apart]


@table("""
    what                           | rules                                              | found
    too few of either              | min_shared_professionals=3                         | -
    enough professionals           | min_shared_professionals=2                         | equal equal
    nothing is needed, some shared | min_shared_professionals=0                         | equal equal
""")
def test_equal_forums_share_enough(case: dict[str, str]) -> None:
    text = " ".join(kind for kind in kinds(ask("forum_overlap", EQUAL, *settings(case))).split() if kind == "equal")
    assert (text or "-") == case["found"]


def test_empty_forums_are_not_equal() -> None:
    town = "forums\nid | level\nf1 | child\nf2 | child"
    assert kinds(ask("forum_overlap", town, "min_shared_children=0", "min_shared_professionals=0")) == "-"


def test_forums_that_are_not_compared_or_without_level_are_counted() -> None:
    town = "forums\nid | level | status\nf1 | | closed\nf2 | | running\nf3 | child | proposed\nf4 | arena |"
    entry = ask("forum_overlap", town)
    assert entry.answer is not None
    assert entry.answer.skipped == {"not_running": 2, "no_level": 1}


def test_without_forums_nothing_is_asked() -> None:
    entry = ask("forum_overlap", "meetings\nid | children\nm1 | c1")
    assert entry.answer is None
    assert entry.reason


# --- handover_gaps ----------------------------------------------------------------------------------------


def handovers(
    contacts: str, *rules: str, help: str = "2020-01-01 -", born: str = "", work: str = "", today: str = TODAY
) -> Entry:
    """A child whose contacts are `person start end, ...`, with a caseworker from and until, of a birthday."""
    rows = [f"{_cells(row)} | c1 | barnkontakt" for row in contacts.split(",") if row.strip()]
    worked = [f"{_cells(row)}" for row in work.split(",") if row.strip()]
    helped = f"p9 | {_cells(help)} | c1 | caseworker" if help else "p9 | | | c1 | teacher"
    town = f"""
    children
    id | born
    c1 | {born}
    c2 |

    professionals
    id | start | end
    p8 | |
    {chr(10).join(worked) or "p7 | |"}

    supports
    person | start | end | child | role
    {helped}
    p8 | 2020-01-01 | | c2 | caseworker
    p8 | 2020-01-01 | | c2 | barnkontakt
    {chr(10).join(rows)}
    """
    return ask("handover_gaps", town, *rules, today=today)


def _cells(row: str) -> str:
    return " | ".join("" if cell == "-" else cell for cell in row.split())


def told(entry: Entry) -> str:
    """Its findings as `kind start end days`."""
    return (
        ", ".join(
            f"{one.kind} {iso(one.start) or '-'} {iso(one.end) or '-'} {'-' if (n := one.numbers['days']) is None else n}"
            for one in found(entry)
        )
        or "-"
    )


@table("""
    what                              | contacts                                               | found
    none at all                       |                                                        | never - - -
    the first one tomorrow            | p1 2026-03-02 -                                        | never - 2026-03-02 -
    the first of two to come          | p2 2026-05-01 -, p1 2026-04-01 -                       | never - 2026-04-01 -
    from today                        | p1 2026-03-01 -                                        | -
    only a day that is no day         | p1 2026-02-01 2026-02-01                               | never - - -
    ends tomorrow                     | p1 2025-01-01 2026-03-02                               | ending 2026-03-02 - 1
    ends today                        | p1 2025-01-01 2026-03-01                               | current 2026-03-01 - 0
    ended, another to come            | p1 2025-01-01 2026-02-20, p2 2026-03-05 -              | current 2026-02-20 2026-03-05 9
    the last end counts               | p1 2025-01-01 2026-02-20, p2 2024-01-01 2026-02-25     | current 2026-02-25 - 4
    ends in 180 days                  | p1 2025-01-01 2026-08-28                               | ending 2026-08-28 - 180
    ends in 181 days                  | p1 2025-01-01 2026-08-29                               | -
    ends, another follows at once     | p1 2025-01-01 2026-03-10, p2 2026-03-10 -              | -
    ends, another a day later         | p1 2025-01-01 2026-03-10, p2 2026-03-11 -              | ending 2026-03-10 2026-03-11 9
    two in a row that end             | p1 2025-01-01 2026-03-05, p2 2026-03-05 2026-03-10     | ending 2026-03-10 - 9
    since ever                        | p1 - -                                                 | -
    since ever until yesterday        | p1 - 2026-02-28                                        | current 2026-02-28 - 1
    a gap of three days               | p1 2025-01-01 2026-02-01, p2 2026-02-04 -              | gap 2026-02-01 2026-02-04 3
    a weekend                         | p1 2025-01-01 2026-02-01, p2 2026-02-03 -              | -
    one day to the next               | p1 2025-01-01 2026-02-01, p2 2026-02-01 -              | -
    overlap                           | p1 2025-01-01 2026-02-10, p2 2026-02-01 -              | -
    a gap that a third one covers     | p1 2025-01-01 2026-02-01, p2 2026-02-10 -, p3 2026-01-01 2026-02-10 | -
    a gap that a third one half covers | p1 2025-01-01 2026-02-01, p2 2026-02-10 -, p3 2026-01-01 2026-02-05 | gap 2026-02-05 2026-02-10 5
    a gap that ends today             | p1 2025-01-01 2026-02-01, p2 2026-03-01 -              | gap 2026-02-01 2026-03-01 28
    a gap that ends tomorrow          | p1 2025-01-01 2026-02-01, p2 2026-03-02 -              | current 2026-02-01 2026-03-02 28
    the summer                        | p1 2024-08-20 2025-06-12, p2 2025-08-20 -              | gap 2025-06-12 2025-08-20 69
    ended the day after D - 365       | p1 2024-01-01 2025-02-01, p2 2025-03-02 -              | gap 2025-02-01 2025-03-02 29
    ended on D - 365                  | p1 2024-01-01 2025-02-01, p2 2025-03-01 -              | -
    the longest gap first             | p1 2025-05-01 2025-06-01, p2 2025-06-05 2025-07-01, p3 2025-07-10 - | gap 2025-07-01 2025-07-10 9, gap 2025-06-01 2025-06-05 4
    a gap, and none now               | p1 2025-05-01 2025-06-01, p2 2025-06-05 2025-07-01     | current 2025-07-01 - 243, gap 2025-06-01 2025-06-05 4
""")
def test_days_without_a_contact(case: dict[str, str]) -> None:
    assert told(handovers(case["contacts"])) == case["found"]


@table("""
    what                                    | contacts                                  | rules                  | found
    a weekend when one day is enough        | p1 2025-01-01 2026-02-01, p2 2026-02-02 - | min_days=1             | gap 2026-02-01 2026-02-02 1
    no gap of no days                       | p1 2025-01-01 2026-02-01, p2 2026-02-01 - | min_days=0             | -
    an old gap without limit                | p1 1999-01-01 2000-01-01, p2 2001-01-01 - | past_days=0 policy=everyone | gap 2000-01-01 2001-01-01 366
    the horizon is today                    | p1 2025-01-01 2026-03-02                  | horizon_days=0         | -
    the horizon is tomorrow                 | p1 2025-01-01 2026-03-02                  | horizon_days=1         | ending 2026-03-02 - 1
    no days of support                      | p1 2025-01-01 2026-02-01                  | support_days=0         | -
    no days of support, everyone            | p1 2025-01-01 2026-02-01                  | support_days=0 policy=everyone | current 2026-02-01 - 28
""")
def test_rules_of_days_without_a_contact(case: dict[str, str]) -> None:
    assert told(handovers(case["contacts"], *settings(case))) == case["found"]


@table("""
    what                                        | contacts                                  | help                  | found
    never, help until today is over             |                                           | 2020-01-01 2025-12-02 | -
    never, help on the first of the 90 days     |                                           | 2020-01-01 2025-12-03 | never - - -
    never, help from today                      |                                           | 2026-03-01 -          | never - - -
    never, help from tomorrow                   |                                           | 2026-03-02 -          | -
    never, help that covers no day              |                                           | 2026-02-01 2026-02-01 | -
    now, help before it ended                   | p1 2025-01-01 2026-02-01                  | 2020-01-01 2026-02-01 | -
    now, help on its first day                  | p1 2025-01-01 2026-02-01                  | 2020-01-01 2026-02-02 | current 2026-02-01 - 28
    now, long ago, help 90 days ago             | p1 2024-01-01 2025-02-01                  | 2020-01-01 2025-12-02 | -
    now, long ago, help 89 days ago             | p1 2024-01-01 2025-02-01                  | 2020-01-01 2025-12-03 | current 2025-02-01 - 393
    now, help today                             | p1 2025-01-01 2026-03-01                  | 2026-03-01 -          | current 2026-03-01 - 0
    ending, help until then                     | p1 2025-01-01 2026-03-10                  | 2020-01-01 2026-03-10 | -
    ending, help that day                       | p1 2025-01-01 2026-03-10                  | 2020-01-01 2026-03-11 | ending 2026-03-10 - 9
    ending, help from the 90th day              | p1 2025-01-01 2026-03-10                  | 2026-06-07 -          | ending 2026-03-10 - 9
    ending, help from the day after             | p1 2025-01-01 2026-03-10                  | 2026-06-08 -          | -
    gap, help until it began                    | p1 2025-01-01 2026-02-01, p2 2026-02-11 - | 2020-01-01 2026-02-01 | -
    gap, help on its last day                   | p1 2025-01-01 2026-02-01, p2 2026-02-11 - | 2026-02-10 -          | gap 2026-02-01 2026-02-11 10
    gap, help from its end                      | p1 2025-01-01 2026-02-01, p2 2026-02-11 - | 2026-02-11 -          | -
    help since ever until further notice        | p1 2025-01-01 2026-02-01                  | - -                   | current 2026-02-01 - 28
""")
def test_only_children_in_support(case: dict[str, str]) -> None:
    assert told(handovers(case["contacts"], help=case["help"])) == case["found"]


@table("""
    what                           | signs                                                                         | found
    nothing                        | supports person child role = p1 c2 caseworker                                 | -
    a caseworker                   | supports person child role = p1 c1 caseworker                                 | never
    a teacher is universal         | supports person child role = p1 c1 teacher                                    | -
    the contact is not a sign      | supports person child role start = p1 c1 barnkontakt 2027-01-01               | -
    an adult is not a professional | supports person child role = x1 c1 caseworker                                 | -
    a plan                         | plans id child = s1 c1                                                        | never
    a plan that is over            | plans id child end = s1 c1 2025-01-01                                         | -
    a meeting without forum        | meetings id start children = m1 2026-02-01 c1                                 | never
    a meeting on level child       | meetings id start children forum = m1 2026-02-01 c1 f1                        | never
    a meeting without level        | meetings id start children forum = m1 2026-02-01 c1 f2                        | never
    a meeting of managers          | meetings id start children forum = m1 2026-02-01 c1 f3                        | -
    a meeting that was cancelled   | meetings id start children status = m1 2026-02-01 c1 cancelled                | -
    a meeting of no day            | meetings id children = m1 c1                                                  | -
    a meeting today                | meetings id start children = m1 2026-03-01 c1                                 | never
    a meeting tomorrow             | meetings id start children = m1 2026-03-02 c1                                 | -
    a meeting on the first day     | meetings id start children = m1 2025-12-02 c1                                 | never
    a meeting the day before       | meetings id start children = m1 2025-12-01 c1                                 | -
""")
def test_what_shows_that_a_child_is_in_support(case: dict[str, str]) -> None:
    header, row = case["signs"].split(" = ")
    name, *columns = header.split()
    town = f"""
    forums
    id | level
    f1 | child
    f2 |
    f3 | management

    children
    id
    c1
    c2

    supports
    person | child | role
    p2     | c2    | caseworker
    p2     | c2    | barnkontakt

    {name}
    {" | ".join(columns)}
    {" | ".join(row.split())}
    """
    assert kinds(ask("handover_gaps", town)) == case["found"]


@table("""
    what                                    | born       | contacts                                  | today      | found
    unknown                                 |            |                                           | 2026-03-01 | never
    eighteen tomorrow                       | 2008-03-02 |                                           | 2026-03-01 | never
    eighteen today                          | 2008-03-01 |                                           | 2026-03-01 | -
    now, eighteen tomorrow                  | 2008-03-02 | p1 2025-01-01 2026-02-01                  | 2026-03-01 | current
    now, eighteen today                     | 2008-03-01 | p1 2025-01-01 2026-02-01                  | 2026-03-01 | -
    ending the day before eighteen          | 2008-03-11 | p1 2025-01-01 2026-03-10                  | 2026-03-01 | ending
    ending on the day of eighteen           | 2008-03-10 | p1 2025-01-01 2026-03-10                  | 2026-03-01 | -
    a gap that began before eighteen        | 2008-02-02 | p1 2025-01-01 2026-02-01, p2 2026-02-11 - | 2026-03-01 | gap
    a gap that began at eighteen            | 2008-02-01 | p1 2025-01-01 2026-02-01, p2 2026-02-11 - | 2026-03-01 | -
    a leap day, the day before              | 2008-02-29 |                                           | 2026-02-27 | never
    a leap day, 28 February                 | 2008-02-29 |                                           | 2026-02-28 | -
    a leap day in a leap year               | 2006-02-28 |                                           | 2024-02-28 | -
""")
def test_only_children_under_age(case: dict[str, str]) -> None:
    assert kinds(handovers(case["contacts"], born=case["born"], today=case["today"])) == case["found"]


@pytest.mark.parametrize(("today", "expected"), [("2024-02-28", "never"), ("2024-02-29", "-")])
def test_a_leap_day_is_a_birthday_in_a_leap_year(today: str, expected: str) -> None:
    entry = handovers("", "max_age=4", "policy=everyone", born="2020-02-29", today=today)
    assert kinds(entry) == expected


@table("""
    what                            | contacts                                  | work                                   | found                                   | left
    still employed                  | p1 2025-01-01 -                           | p1 - -                                 | -                                       |
    left                            | p1 2025-01-01 -                           | p1 - 2026-02-01                        | current 2026-02-01 - 28                 | True
    left one of two places          | p1 2025-01-01 -                           | p1 - 2026-02-01, p1 2026-01-01 -       | -                                       |
    left both                       | p1 2025-01-01 -                           | p1 - 2026-02-01, p1 2025-01-01 2026-01-01 | current 2026-02-01 - 28              | True
    between two employments         | p1 2025-01-01 -                           | p1 - 2026-01-01, p1 2026-02-01 2027-01-01 | -                                    |
    leaves soon                     | p1 2025-01-01 -                           | p1 - 2026-03-10                        | ending 2026-03-10 - 9                   | True
    the row ended before            | p1 2025-01-01 2026-01-15                  | p1 - 2026-02-01                        | current 2026-01-15 - 45                 | False
    the row ended the same day      | p1 2025-01-01 2026-02-01                  | p1 - 2026-02-01                        | current 2026-02-01 - 28                 | False
    left before it began            | p1 2026-01-01 -                           | p1 - 2025-02-01                        | never - - -                             | False
    left on the day it began        | p1 2026-01-01 -                           | p1 - 2026-01-01                        | never - - -                             | False
    left, another came              | p1 2025-01-01 -, p2 2026-02-11 -          | p1 - 2026-02-01                        | gap 2026-02-01 2026-02-11 10            | True
    an adult is not employed        | x1 2025-01-01 -                           |                                        | -                                       |
""")
def test_those_who_have_left(case: dict[str, str]) -> None:
    entry = handovers(case["contacts"], work=case["work"])
    assert told(entry) == case["found"]
    assert "".join(str(one.numbers["left"]) for one in found(entry)) == case["left"]


def test_who_was_before_and_who_came_after() -> None:
    contacts = """p1 2025-01-01 2026-02-01, p2 2025-06-01 2026-02-01, p3 2025-06-01 2026-01-01,
        p4 2026-02-10 -, x1 2026-02-10 2026-02-20, p5 2026-02-11 -"""
    (gap,) = found(handovers(contacts.replace("\n", " ")))
    assert gap.evidence == {"before": ["p1", "p2"], "after": ["p4", "x1"]}
    assert gap.children == ["c1"]
    assert gap.numbers == {"days": 9, "left": False}


def test_nobody_is_before_never() -> None:
    (never,) = found(handovers("p1 2026-04-01 -"))
    assert never.evidence == {"before": [], "after": ["p1"]}
    assert never.numbers == {"days": None, "left": False}


def test_the_worst_gaps_come_first_and_the_next_to_end() -> None:
    town = """
    supports
    person | child | role        | start      | end
    p1     | c1    | barnkontakt | 2025-01-01 | 2026-02-01
    p1     | c2    | barnkontakt | 2025-01-01 | 2026-01-01
    p1     | c3    | barnkontakt | 2025-01-01 | 2026-05-01
    p1     | c4    | barnkontakt | 2025-01-01 | 2026-04-01
    p1     | c5    | barnkontakt | 2027-01-01 |
    """
    findings = found(ask("handover_gaps", town, "policy=everyone"))
    assert [(one.kind, *one.children) for one in findings] == [
        ("never", "c5"),
        ("current", "c2"),
        ("current", "c1"),
        ("ending", "c4"),
        ("ending", "c3"),
    ]


def test_where_nothing_can_show_support_everyone_is_meant() -> None:
    town = """
    forums
    id | level
    f1 | management

    meetings
    id | start      | status    | forum | children
    m1 | 2026-02-01 | cancelled |       | c1
    m2 | 2026-02-01 |           | f1    | c1
    m3 | 2026-02-01 |           |       |

    supports
    person | child | role        | start      | end
    p1     | c1    | barnkontakt |            | 2026-02-01
    p2     | c1    | teacher     |            |
    x1     | c1    | caseworker  |            |
    """
    entry = ask("handover_gaps", town)
    assert told(entry) == "current 2026-02-01 - 28"
    assert entry.answer is not None
    assert entry.answer.assumed == {"policy": "everyone", "open_start": 1}
    asked_for = ask("handover_gaps", town, "policy=everyone")
    assert asked_for.answer is not None
    assert asked_for.answer.assumed == {"open_start": 1}
    assert asked_for.findings == entry.findings


def test_a_sign_about_any_child_is_enough_to_ask_for_support() -> None:
    town = """
    plans
    id | child
    s1 | c2

    supports
    person | child | role        | start      | end
    p1     | c1    | barnkontakt | 2025-01-01 | 2026-02-01
    p1     | c2    | barnkontakt | 2025-01-01 |
    """
    entry = ask("handover_gaps", town)
    assert entry.answer is not None
    assert (entry.findings, entry.answer.assumed) == ([], {})
    assert entry.answer.skipped == {"not_in_support": 1}


def test_what_is_left_out_is_counted_at_the_first_reason() -> None:
    town = """
    children
    id | born
    c1 |
    c2 |
    c3 | 1990-01-01
    c4 |

    supports
    person | child | role        | start      | end
    p1     | c1    | barnkontakt | 2025-01-01 | 2026-02-01
    p1     | c1    | barnkontakt | 2026-02-02 | 2026-02-10
    p2     | c1    | barnkontakt | 2026-02-11 |
    p1     | c2    | barnkontakt | 2025-01-01 | 2026-02-01
    p1     | c3    | barnkontakt | 2025-01-01 | 2026-02-01
    p3     | c4    | caseworker  |            |
    """
    entry = ask("handover_gaps", town)
    assert entry.answer is not None
    assert entry.answer.skipped == {"short": 2, "not_in_support": 1}
    assert kinds(entry) == "never"


def test_roles_can_be_chosen() -> None:
    town = """
    supports
    person | child | role            | start      | end
    p1     | c1    | stodsamordnare  | 2025-01-01 | 2026-02-01
    p2     | c1    | barnkontakt     |            |
    p3     | c2    | coach           |            |
    """
    assert told(ask("handover_gaps", town, "role=stodsamordnare")) == "never - - -, current 2026-02-01 - 28"
    only_contact = ask("handover_gaps", town, "role=stodsamordnare", "universal_roles=coach;barnkontakt")
    assert only_contact.answer is not None
    assert only_contact.answer.assumed["policy"] == "everyone"


@pytest.mark.parametrize("role", ["caseworker", "Barnkontakt"])
def test_without_any_contact_in_the_store_nothing_is_asked(role: str) -> None:
    entry = ask("handover_gaps", f"supports\nperson | child | role\np1 | c1 | {role}")
    assert entry.answer is None
    assert entry.reason


def test_where_every_contact_covers_no_day_every_child_is_without() -> None:
    town = "supports\nperson | child | role | start | end\np1 | c1 | barnkontakt | 2026-01-01 | 2026-01-01"
    assert kinds(ask("handover_gaps", town)) == "never"
