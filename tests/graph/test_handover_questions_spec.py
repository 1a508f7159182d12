# ruff: noqa: E501 - a table is read better wide than broken
"""The questions about handovers, contacts, concerns and the child's voice: just inside a limit, and just outside."""

from pathlib import Path

import pytest

from graph.analysis import Entry
from graph.findings import Finding
from graph.records import Child, Record
from graph.values import iso
from tests.graph.test_detectors_spec import ask, found, kinds, settings, table
from tests.worlds import town_of


def skipped(entry: Entry) -> str:
    """What a question left out, as `reason number`."""
    assert entry.answer is not None
    return " ".join(f"{reason} {number}" for reason, number in entry.answer.skipped.items()) or "-"


def dated(finding: Finding, number: str = "days") -> str:
    """A finding as `kind start end number`."""
    days = [iso(day) or "-" for day in (finding.start, finding.end)]
    return " ".join([finding.kind, *days, str(finding.numbers[number])])


def told(entry: Entry, number: str = "days") -> str:
    """All findings in their order."""
    return ", ".join(dated(finding, number) for finding in found(entry)) or "-"


def rows(text: str, columns: int) -> str:
    """Rows of a table from `a b c, ...`; `-` is an empty cell."""
    cells = [row.split() for row in text.split(",") if row.strip()]
    assert all(len(row) == columns for row in cells)
    return "\n".join(" | ".join("" if cell == "-" else cell for cell in row) for row in cells)


def without_child(records: list[Record], child: str) -> list[Record]:
    """The town without the row of a child that other rows name."""
    return [row for row in records if not (isinstance(row, Child) and row.id == child)]


# --- phase_boundaries -------------------------------------------------------------------------------------

MODEL = """
model = "two"
sv = "Två faser"
en = "Two phases"

[[phases]]
phase = "small"
sv = "liten"
en = "small"
contact_role = "nurse"
titles = ["Nurse"]
agency_kinds = ["bvc"]

[[phases]]
phase = "school"
sv = "skola"
en = "school"
BEGINS
contact_role = "head"
titles = ["Head Teacher"]
agency_kinds = ["School"]
FLAGS
ends = { age = 18 }

[roles]
nurse = { sv = "sköterska", en = "nurse" }
head = { sv = "rektor", en = "head teacher" }
"""


def boundaries(
    folder: Path, case: dict[str, str], begins: str = "age = 6", flags: str = "", today: str = "2026-03-01"
) -> Entry:
    """A child of six on a day, with one contact of a title at an agency of a kind, and handovers `role due state`."""
    path = folder / "two.toml"
    path.write_text(MODEL.replace("BEGINS", begins).replace("FLAGS", flags), encoding="utf-8")
    handovers = [f"h{n} {row} c1" for n, row in enumerate(case.get("handovers", "").split(",")) if row.strip()]
    town = f"""
    children
    id | born | moved
    c1 | {case.get("born", "2020-03-11")} | {case.get("moved", "")}
    c2 | 2000-01-01 |

    agencies
    id | kind
    a1 | {case.get("kind", "bvc")}

    professionals
    id | title | agency
    p1 | {case.get("title", "Nurse")} | a1
    p2 | {case.get("title 2", "Nurse")} |

    adults
    id
    x1

    handovers
    id | role | due | state | child
    {rows(",".join(handovers), 5) or "h9 | | | | c2"}

    supports
    person | child | role | start | end
    {case.get("contact", "p1")} | c1 | barnkontakt | 2020-01-01 |
    p9 | c2 | barnkontakt | |
    """
    return ask("phase_boundaries", town, f"model={path}", *settings(case), today=today)


@table("""
    what                      | born       | moved      | rules            | found
    in ten days               | 2020-03-11 |            |                  | no_handover 2026-03-11 - 10
    tomorrow                  | 2020-03-02 |            |                  | no_handover 2026-03-02 - 1
    today                     | 2020-03-01 |            |                  | -
    in 180 days               | 2020-08-28 |            |                  | no_handover 2026-08-28 - 180
    in 181 days               | 2020-08-29 |            |                  | -
    the horizon is tomorrow   | 2020-03-02 |            | horizon_days=1   | no_handover 2026-03-02 - 1
    the horizon is today      | 2020-03-02 |            | horizon_days=0   | -
    moves after it            | 2020-03-11 | 2026-03-12 |                  | no_handover 2026-03-11 - 10
    moves on the day          | 2020-03-11 | 2026-03-11 |                  | -
    has moved                 | 2020-03-11 | 2020-05-01 |                  | -
    unknown birth             |            |            |                  | -
""")
def test_boundaries_ahead(case: dict[str, str], tmp_path: Path) -> None:
    assert told(boundaries(tmp_path, case)) == case["found"]


@table("""
    what                          | born       | begins                      | flags             | today      | found
    born on 29 February           | 2020-02-29 | age = 6                     |                   | 2026-02-01 | no_handover 2026-02-28 - 27
    in the autumn of six          | 2020-12-31 | turning = 6; day = "08-15"  |                   | 2026-08-01 | no_handover 2026-08-15 - 14
    of the year, not the birthday | 2020-01-01 | turning = 6; day = "08-15"  |                   | 2026-08-01 | no_handover 2026-08-15 - 14
    another year                  | 2021-01-01 | turning = 6; day = "08-15"  |                   | 2026-08-01 | -
    before birth                  | 2026-03-10 | age = 0                     |                   | 2026-03-01 | no_handover 2026-03-10 - 9
    not for everybody             | 2020-03-11 | age = 6                     | conditional = true | 2026-03-01 | -
    another unit                  | 2020-03-11 | age = 6                     | other_unit = true | 2026-03-01 | no_handover 2026-03-11 - 10
""")
def test_when_a_phase_begins(case: dict[str, str], tmp_path: Path) -> None:
    entry = boundaries(tmp_path, case, case["begins"].replace("; ", "\n"), case["flags"], case["today"])
    assert told(entry) == case["found"]


@table("""
    what                              | contact | title          | kind     | flags             | found       | skipped
    title and kind are others         | p1      | Nurse          | bvc      |                   | no_handover | -
    title and kind fit                | p1      | Head Teacher   | School   |                   | -           | -
    in other letters and spaces       | p1      | HEAD   teacher | SCHOOL   |                   | -           | -
    the title fits, the kind does not | p1      | Head teacher   | bvc      |                   | no_handover | -
    the kind fits, the title does not | p1      | Nurse          | school   |                   | no_handover | -
    the title fits, kind unknown      | p1      | Head teacher   |          |                   | -           | -
    the kind fits, title unknown      | p1      |                | school   |                   | -           | -
    another kind, title unknown       | p1      |                | bvc      |                   | no_handover | -
    neither is known                  | p1      |                |          |                   | -           | unknown_contact 1
    an adult                          | x1      |                |          |                   | -           | unknown_contact 1
    another unit, all fits            | p1      | Head teacher   | school   | other_unit = true | no_handover | -
    another unit, nothing is known    | p1      |                |          | other_unit = true | no_handover | -
    another unit, an adult            | x1      |                |          | other_unit = true | no_handover | -
""")
def test_who_fits_a_phase(case: dict[str, str], tmp_path: Path) -> None:
    entry = boundaries(tmp_path, case, flags=case["flags"])
    assert kinds(entry) == case["found"]
    assert skipped(entry) == case["skipped"]


@table("""
    what                             | handovers                                                     | found
    accepted                         | barnkontakt 2026-03-11 accepted                               | -
    done                             | barnkontakt 2026-03-11 done                                   | -
    of unknown role                  | - 2026-03-11 accepted                                         | -
    of another role                  | caseworker 2026-03-11 accepted                                | no_handover
    30 days before                   | barnkontakt 2026-02-09 accepted                               | -
    31 days before                   | barnkontakt 2026-02-08 accepted                               | no_handover
    30 days after                    | barnkontakt 2026-04-10 accepted                               | -
    31 days after                    | barnkontakt 2026-04-11 accepted                               | no_handover
    without day                      | barnkontakt - accepted                                        | no_handover
    planned                          | barnkontakt 2026-03-11 planned                                | not_accepted
    offered                          | - 2026-03-11 offered                                          | not_accepted
    rejected                         | barnkontakt 2026-03-11 rejected                               | no_handover
    of unknown state                 | barnkontakt 2026-03-11 -                                      | no_handover
    one offered, another accepted    | barnkontakt 2026-03-11 offered, barnkontakt 2026-03-12 accepted | -
    offered too far off              | barnkontakt 2026-05-11 offered                                | no_handover
""")
def test_handovers_at_a_boundary(case: dict[str, str], tmp_path: Path) -> None:
    assert kinds(boundaries(tmp_path, case)) == case["found"]


def test_all_that_a_boundary_says(tmp_path: Path) -> None:
    case = {"handovers": "barnkontakt 2026-03-11 planned, - 2026-03-20 offered, barnkontakt 2026-03-11 revoked"}
    (one,) = found(boundaries(tmp_path, case))
    assert one.children == ["c1"]
    assert one.evidence == {"before": ["p1"], "handover": ["h0", "h1"], "phase": ["school"]}
    assert one.numbers == {"days": 10}


def test_a_birth_that_is_not_known_is_told(tmp_path: Path) -> None:
    assert skipped(boundaries(tmp_path, {"born": ""})) == "no_born 1"


# --- no_joint_meeting -------------------------------------------------------------------------------------


def passings(contacts: str, meetings: str = "2024-01-01", there: str = "p1 p2", *rules: str, status: str = "") -> Entry:
    """One child's contacts `person start end, ...` and a meeting on a day with some people there."""
    town = f"""
    meetings
    id | start | status | children | there
    m1 | {meetings} | {status} | c1 | {there}
    m2 | 2020-01-01 | | c2 | p1

    supports
    person | start | end | child | role
    {rows(",".join(f"{row} c1 barnkontakt" for row in contacts.split(",")), 5)}
    """
    return ask("no_joint_meeting", town, *rules)


@table("""
    what                                   | contacts                                                | found
    one after another                      | p1 2024-01-01 2026-02-01, p2 2026-02-01 -               | no_joint_meeting 2026-02-01 - 0
    from today                             | p1 2024-01-01 2026-03-01, p2 2026-03-01 -               | no_joint_meeting 2026-03-01 - 0
    from tomorrow                          | p1 2024-01-01 2026-03-02, p2 2026-03-02 -               | -
    the day after D - 365                  | p1 2024-01-01 2025-03-02, p2 2025-03-02 -               | no_joint_meeting 2025-03-02 - 0
    on D - 365                             | p1 2024-01-01 2025-03-01, p2 2025-03-01 -               | -
    30 days between                        | p1 2024-01-01 2026-01-02, p2 2026-02-01 -               | no_joint_meeting 2026-02-01 - 30
    31 days between                        | p1 2024-01-01 2026-01-01, p2 2026-02-01 -               | -
    60 days together                       | p1 2024-01-01 2026-02-28, p2 2025-12-30 -               | no_joint_meeting 2025-12-30 - -60
    61 days together                       | p1 2024-01-01 2026-02-28, p2 2025-12-29 -               | -
    since ever                             | p1 - 2026-02-01, p2 2026-02-01 -                        | no_joint_meeting 2026-02-01 - 0
    the other since ever                   | p1 2026-01-01 2026-02-01, p2 - -                        | -
    both from the same day                 | p1 2026-01-20 2026-02-01, p2 2026-01-20 -               | -
    the first stays                        | p1 2024-01-01 -, p2 2026-02-01 -                        | -
    both end on the same day               | p1 2024-01-01 2026-02-10, p2 2026-02-01 2026-02-10      | -
    the first ends a day before            | p1 2024-01-01 2026-02-09, p2 2026-02-01 2026-02-10      | no_joint_meeting 2026-02-01 - -8
    the same person again                  | p1 2024-01-01 2026-01-30, p1 2026-02-01 -               | -
    only the one that ended last           | p3 2024-01-01 2026-01-31, p1 2024-01-01 2026-02-01, p2 2026-02-01 - | no_joint_meeting 2026-02-01 - 0
    two that ended on the same day         | p3 2024-01-01 2026-02-01, p1 2024-01-01 2026-02-01, p2 2026-02-01 - | no_joint_meeting 2026-02-01 - 0, no_joint_meeting 2026-02-01 - 0
    rows that touch are one spell          | p1 2024-01-01 2026-02-01, p2 2025-01-01 2026-02-01, p2 2026-02-01 - | -
""")
def test_passings(case: dict[str, str]) -> None:
    assert told(passings(case["contacts"])) == case["found"]


@table("""
    what                         | meeting    | there | status    | found            | skipped
    60 days before               | 2025-12-03 | p1 p2 |           | -                | -
    61 days before               | 2025-12-02 | p1 p2 |           | no_joint_meeting | -
    30 days after                | 2026-03-03 | p1 p2 |           | -                | -
    31 days after                | 2026-03-04 | p1 p2 |           | no_joint_meeting | -
    only one of them             | 2026-02-01 | p1 p3 |           | no_joint_meeting | -
    called off                   | 2026-02-01 | p1 p2 | cancelled | no_joint_meeting | -
    planned                      | 2026-02-01 | p1 p2 | planned   | -                | -
    nobody is known              | 2026-02-01 |       |           | -                | no_attendance 1
    only the child               | 2026-02-01 | c1    |           | -                | no_attendance 1
    nobody known, called off     | 2026-02-01 |       | cancelled | no_joint_meeting | -
    nobody known, another time   | 2025-01-01 |       |           | no_joint_meeting | -
""")
def test_joint_meetings(case: dict[str, str]) -> None:
    contacts = "p1 2024-01-01 2026-02-01, p2 2026-02-01 -"
    entry = passings(contacts, case["meeting"], case["there"], status=case["status"])
    assert kinds(entry) == case["found"]
    assert skipped(entry) == case["skipped"]


def test_an_adult_and_a_professional_can_meet() -> None:
    contacts = "x1 2024-01-01 2026-02-01, p2 2026-02-01 -"
    assert kinds(passings(contacts, "2026-02-01", "x1 p2")) == "-"
    assert kinds(passings(contacts, "2026-02-01", "p2")) == "no_joint_meeting"


def test_all_that_a_passing_says() -> None:
    (one,) = found(passings("p1 2024-01-01 2026-01-30, p2 2026-02-01 -", "2026-02-10", "p1"))
    assert one.evidence == {"before": ["p1"], "after": ["p2"], "meeting": ["m1"]}
    assert one.numbers == {"days": 2, "days_left": 2}
    assert one.children == ["c1"]


def test_days_that_are_left_are_never_below_none() -> None:
    (one,) = found(passings("p1 2024-01-01 2026-01-01, p2 2026-01-01 -"))
    assert one.numbers["days_left"] == 0


@pytest.mark.parametrize(
    "town",
    [
        "supports\nperson | child | role\np1 | c1 | barnkontakt",
        "supports\nperson | child | role\np1 | c1 | barnkontakt\n\nmeetings\nid | children | there\nm1 | c1 |",
        "meetings\nid | children | there\nm1 | c1 | p1",
    ],
)
def test_without_meetings_attendance_or_contacts_nothing_is_asked(town: str) -> None:
    assert ask("no_joint_meeting", town).reason


# --- stalled_handovers and orphaned_handovers -------------------------------------------------------------


def steps(code: str, handovers: str, *rules: str, contacts: str = "") -> Entry:
    """Handovers `id child role due state, ...`."""
    town = f"""
    handovers
    id | child | role | due | state
    {rows(handovers, 5)}

    supports
    person | child | role | start | end
    {rows(contacts, 5) or "p9 | c9 | teacher | |"}
    """
    return ask(code, town, *rules)


@table("""
    what                | handovers                   | rules       | found                    | skipped
    passed              | h1 c1 - 2026-02-28 planned  |             | passed 2026-02-28 - -1   | -
    today               | h1 c1 - 2026-03-01 offered  |             | soon 2026-03-01 - 0      | -
    in 14 days          | h1 c1 - 2026-03-15 offered  |             | soon 2026-03-15 - 14     | -
    in 15 days          | h1 c1 - 2026-03-16 offered  |             | -                        | -
    only today is soon  | h1 c1 - 2026-03-02 offered  | soon_days=0 | -                        | -
    accepted            | h1 c1 - 2026-02-28 accepted |             | -                        | -
    done                | h1 c1 - 2026-02-28 done     |             | -                        | -
    rejected            | h1 c1 - 2026-02-28 rejected |             | -                        | -
    revoked             | h1 c1 - 2026-02-28 revoked  |             | -                        | -
    of unknown state    | h1 c1 - 2026-02-28 -        |             | -                        | no_state 1
    of no day           | h1 c1 - - planned           |             | -                        | no_due 1
    accepted, of no day | h1 c1 - - accepted          |             | -                        | -
    the oldest first    | h1 c1 - 2026-02-28 planned, h2 c1 - 2026-01-28 planned, h3 c1 - 2026-03-02 offered | | passed 2026-01-28 - -32, passed 2026-02-28 - -1, soon 2026-03-02 - 1 | -
""")
def test_handovers_that_stand_still(case: dict[str, str]) -> None:
    entry = steps("stalled_handovers", case["handovers"], *settings(case))
    assert told(entry) == case["found"]
    assert skipped(entry) == case["skipped"]


def test_all_that_a_stalled_handover_says() -> None:
    town = "handovers\nid | child | sender | receiver | due | state\nh1 | c1 | p1 | x1 | 2026-03-01 | offered"
    (one,) = found(ask("stalled_handovers", without_child(town_of(town), "c1")))
    assert one.children == []
    assert one.evidence == {"handover": ["h1"], "sender": ["p1"], "receiver": [], "state": ["offered"]}


@table("""
    what                                | handovers                                                     | found                    | skipped
    rejected                            | h1 c1 r 2026-02-01 rejected                                   | rejected 2026-02-01 - -28 | -
    revoked, due ahead                  | h1 c1 r 2026-04-01 revoked                                    | revoked 2026-04-01 - 31  | -
    the day after D - 365               | h1 c1 r 2025-03-02 rejected                                   | rejected 2025-03-02 - -364 | -
    on D - 365                          | h1 c1 r 2025-03-01 rejected                                   | -                        | -
    of no day                           | h1 c1 r - rejected                                            | rejected - - None        | -
    another is offered                  | h1 c1 r 2026-02-01 rejected, h2 c1 r 2026-01-01 offered       | -                        | -
    another is planned, of no day       | h1 c1 r 2026-02-01 rejected, h2 c1 r - planned                | -                        | -
    an older one was accepted           | h1 c1 r 2026-02-01 rejected, h2 c1 r 2024-01-01 accepted      | rejected 2026-02-01 - -28 | -
    a later one is accepted             | h1 c1 r 2026-02-01 rejected, h2 c1 r 2026-03-01 accepted      | -                        | -
    another was done before             | h1 c1 r 2026-02-01 rejected, h2 c1 r 2024-01-01 done          | rejected 2026-02-01 - -28 | -
    another was done after              | h1 c1 r 2026-02-01 rejected, h2 c1 r 2026-02-02 done          | -                        | -
    another of unknown state after      | h1 c1 r 2026-02-01 rejected, h2 c1 r 2026-02-02 -             | -                        | -
    of no day is the last               | h1 c1 r - rejected, h2 c1 r 2026-02-02 done                   | rejected - - None        | -
    the same day, the greater id        | h1 c1 r 2026-02-01 rejected, h2 c1 r 2026-02-01 done          | -                        | -
    the same day, the lesser id         | h2 c1 r 2026-02-01 rejected, h1 c1 r 2026-02-01 done          | rejected 2026-02-01 - -28 | -
    another of another role             | h1 c1 r 2026-02-01 rejected, h2 c1 q 2026-02-01 offered       | rejected 2026-02-01 - -28 | -
    another of unknown role             | h1 c1 r 2026-02-01 rejected, h2 c1 - 2026-02-01 offered       | rejected 2026-02-01 - -28 | -
    another of another child            | h1 c1 r 2026-02-01 rejected, h2 c2 r 2026-02-01 offered       | rejected 2026-02-01 - -28 | -
    two, only the last                  | h1 c1 r 2026-02-01 rejected, h2 c1 r 2026-02-02 revoked       | revoked 2026-02-02 - -27 | -
    by day, of no day last              | h1 c1 r - rejected, h2 c2 r 2026-04-01 rejected, h3 c3 r 2026-02-01 rejected | rejected 2026-02-01 - -28, rejected 2026-04-01 - 31, rejected - - None | -
""")
def test_handovers_that_came_to_nothing(case: dict[str, str]) -> None:
    entry = steps("orphaned_handovers", case["handovers"])
    assert told(entry) == case["found"]
    assert skipped(entry) == case["skipped"]


@table("""
    what                              | handovers                                                                      | rules        | found
    its sender had passed it on       | h1 c1 r 2026-02-01 rejected p1, h2 c1 r 2026-01-01 done p1                     |              | -
    its sender has passed it on       | h1 c1 r 2026-02-01 rejected p1, h2 c1 r 2026-01-01 accepted p1                 |              | -
    364 days before it was due        | h1 c1 r 2026-02-01 rejected p1, h2 c1 r 2025-02-02 done p1                     |              | -
    365 days before it was due        | h1 c1 r 2026-02-01 rejected p1, h2 c1 r 2025-02-01 done p1                     |              | rejected
    long before, without a limit      | h1 c1 r 2026-02-01 rejected p1, h2 c1 r 2020-01-01 done p1                     | past_days=0  | -
    the day before, a limit of two    | h1 c1 r 2026-03-01 rejected p1, h2 c1 r 2026-02-28 done p1                     | past_days=2  | -
    two days before, a limit of two   | h1 c1 r 2026-03-01 rejected p1, h2 c1 r 2026-02-27 done p1                     | past_days=2  | rejected
    the same day, the lesser id       | h2 c1 r 2026-02-01 rejected p1, h1 c1 r 2026-02-01 done p1                     |              | -
    done by somebody else             | h1 c1 r 2026-02-01 rejected p1, h2 c1 r 2026-01-01 done p2                     |              | rejected
    by whom is not known              | h1 c1 r 2026-02-01 rejected -, h2 c1 r 2026-01-01 done -                       |              | rejected
    the day of the one is not known   | h1 c1 r - rejected p1, h2 c1 r 2026-01-01 done p1                              |              | rejected
    another role                      | h1 c1 r 2026-02-01 rejected p1, h2 c1 q 2026-01-01 done p1                     |              | rejected
    another child                     | h1 c1 r 2026-02-01 rejected p1, h2 c2 r 2026-01-01 done p1                     |              | rejected
    rejected before as well           | h1 c1 r 2026-02-01 rejected p1, h2 c1 r 2026-01-01 rejected p1                 |              | rejected
    the newest of two that were done  | h1 c1 r 2026-02-01 revoked p1, h2 c1 r 2026-01-01 done p1, h3 c1 r 2024-01-01 done p1 | | -
""")
def test_a_sender_who_has_passed_the_role_on_leaves_no_orphan(case: dict[str, str]) -> None:
    town = f"""
    handovers
    id | child | role | due | state | sender
    {rows(case["handovers"], 6)}
    """
    assert kinds(ask("orphaned_handovers", town, *settings(case))) == case["found"]


@table("""
    what                       | role | contacts                        | covered
    somebody has the role      | r    | p1 c1 r - -                     | True
    from tomorrow              | r    | p1 c1 r 2026-03-02 -            | False
    until today                | r    | p1 c1 r - 2026-03-01            | False
    an adult has it            | r    | x1 c1 r - -                     | True
    somebody has another role  | r    | p1 c1 q - -                     | False
    another child's            | r    | p1 c2 r - -                     | False
    the role is unknown        | -    | p1 c1 r - -                     | False
""")
def test_whether_somebody_is_there_after_all(case: dict[str, str]) -> None:
    (one,) = found(steps("orphaned_handovers", f"h1 c1 {case['role']} 2026-02-01 rejected", contacts=case["contacts"]))
    assert str(one.numbers["covered"]) == case["covered"]


def test_a_rejected_handover_of_nobody_is_counted() -> None:
    town = "handovers\nid | child | due | state\nh1 | c1 | 2020-01-01 | rejected\nh2 | c1 | | done"
    entry = ask("orphaned_handovers", without_child(town_of(town), "c1"))
    assert (kinds(entry), skipped(entry)) == ("-", "no_child 1")


@pytest.mark.parametrize("code", ["stalled_handovers", "orphaned_handovers"])
def test_without_handovers_nothing_is_asked(code: str) -> None:
    assert ask(code, "children\nid\nc1").reason


# --- double_contacts --------------------------------------------------------------------------------------


def contacts(code: str, supports: str, *rules: str, work: str = "", born: str = "") -> Entry:
    """Contacts `person child start end, ...`, employments `person agency start end, ...`, a birthday of c1."""
    town = f"""
    children
    id | born
    c1 | {born}

    professionals
    id | agency | start | end
    {rows(work, 4) or "p9 | | |"}

    supports
    person | child | start | end | role
    {rows(",".join(f"{row} barnkontakt" for row in supports.split(",")), 5)}
    """
    return ask(code, town, *rules)


@table("""
    what                              | supports                                                | rules          | found
    61 days, today the last           | p1 c1 2025-12-31 -, p2 c1 2024-01-01 -                  |                | now 2025-12-31 - 61
    60 days                           | p1 c1 2026-01-01 -, p2 c1 2024-01-01 -                  |                | -
    over since tomorrow               | p1 c1 2025-12-31 2026-03-02, p2 c1 - -                  |                | now 2025-12-31 2026-03-02 61
    over since today                  | p1 c1 2025-12-30 2026-03-01, p2 c1 - -                  |                | past 2025-12-30 2026-03-01 61
    days ahead do not count           | p1 c1 2026-02-01 2027-03-01, p2 c1 - -                  |                | -
    over the day after D - 365        | p1 c1 2024-01-01 2025-03-02, p2 c1 2024-01-01 2025-03-02 |               | past 2024-01-01 2025-03-02 426
    over on D - 365                   | p1 c1 2024-01-01 2025-03-01, p2 c1 2024-01-01 2025-03-01 |               | -
    since ever                        | p1 c1 - -, p2 c1 - 2026-03-01                           |                | past - 2026-03-01 None
    since ever meets every limit      | p1 c1 - -, p2 c1 - -                                    | overlap_days=9999999 | now - - None
    begins tomorrow                   | p1 c1 2026-03-02 -, p2 c1 - -                           | overlap_days=0 | -
    begins today                      | p1 c1 2026-03-01 -, p2 c1 - -                           | overlap_days=0 | now 2026-03-01 - 1
    one day to the next               | p1 c1 2024-01-01 2026-02-01, p2 c1 2026-02-01 -         | overlap_days=0 | -
    the same person twice             | p1 c1 2024-01-01 -, p1 c1 2024-02-01 -                  |                | -
    for two children                  | p1 c1 2024-01-01 -, p2 c2 2024-02-01 -                  |                | -
    rows that touch are one spell     | p1 c1 2025-12-01 2026-01-15, p1 c1 2026-01-15 -, p2 c1 - - |             | now 2025-12-01 - 91
    three                             | p1 c1 - -, p2 c1 2025-01-01 -, x1 c1 2025-02-01 -       |                | now 2025-01-01 - 425, now 2025-02-01 - 394, now 2025-02-01 - 394
    the unknown first, then the longest | p1 c1 2025-01-01 -, p2 c1 2024-01-01 -, p3 c2 - -, p4 c2 - - |           | now - - None, now 2025-01-01 - 425
""")
def test_two_at_a_time(case: dict[str, str]) -> None:
    assert told(contacts("double_contacts", case["supports"], *settings(case))) == case["found"]


def test_one_who_has_left_is_no_second_contact() -> None:
    left = contacts("double_contacts", "p1 c1 2025-12-01 -, p2 c1 - -", work="p1 - - 2026-02-01")
    stays = contacts("double_contacts", "p1 c1 2025-12-01 -, p2 c1 - -", work="p1 - - -")
    assert (kinds(left), kinds(stays)) == ("past", "now")
    (one,) = found(left)
    assert (dated(one), one.evidence) == ("past 2025-12-01 2026-02-01 62", {"contact": ["p1", "p2"]})


# --- departing_staff --------------------------------------------------------------------------------------


@table("""
    what                            | work                                      | supports                                    | found
    leaves in ten days              | p1 a1 - 2026-03-11                        | p1 c1 - -                                   | departing 2026-03-11 - 10
    leaves tomorrow                 | p1 a1 - 2026-03-02                        | p1 c1 - -                                   | departing 2026-03-02 - 1
    left today                      | p1 a1 - 2026-03-01                        | p1 c1 - -                                   | -
    leaves in 180 days              | p1 a1 - 2026-08-28                        | p1 c1 - -                                   | departing 2026-08-28 - 180
    leaves in 181 days              | p1 a1 - 2026-08-29                        | p1 c1 - -                                   | -
    one employment stays            | p1 a1 - 2026-03-11, p1 a2 - -             | p1 c1 - -                                   | -
    the last one counts             | p1 a1 - 2026-03-11, p1 a2 - 2026-03-15    | p1 c1 - -                                   | departing 2026-03-15 - 14
    without agency                  | p1 - - 2026-03-11                         | p1 c1 - -                                   | departing 2026-03-11 - 10
    the contact ends that day anyway | p1 a1 - 2026-03-11                       | p1 c1 - 2026-03-11                          | departing 2026-03-11 - 10
    the contact ends the day before | p1 a1 - 2026-03-11                        | p1 c1 - 2026-03-10                          | -
    begins before that day          | p1 a1 - 2026-03-11                        | p1 c1 2026-03-10 -                          | departing 2026-03-11 - 10
    would begin that day            | p1 a1 - 2026-03-11                        | p1 c1 2026-03-11 -                          | -
    another is there that day       | p1 a1 - 2026-03-11                        | p1 c1 - -, p2 c1 2026-03-11 -               | -
    another until that day          | p1 a1 - 2026-03-11                        | p1 c1 - -, p2 c1 - 2026-03-11               | departing 2026-03-11 - 10
    another the day after           | p1 a1 - 2026-03-11                        | p1 c1 - -, x1 c1 2026-03-12 -               | departing 2026-03-11 - 10
    another who leaves too          | p1 a1 - 2026-03-11, p2 a1 - 2026-03-11    | p1 c1 - -, p2 c1 - -                        | departing 2026-03-11 - 10, departing 2026-03-11 - 10
""")
def test_those_who_leave(case: dict[str, str]) -> None:
    assert told(contacts("departing_staff", case["supports"], work=case["work"])) == case["found"]


@table("""
    what                         | born       | found
    unknown                      |            | departing
    eighteen the day after       | 2008-03-12 | departing
    eighteen that day            | 2008-03-11 | -
""")
def test_children_of_those_who_leave(case: dict[str, str]) -> None:
    entry = contacts("departing_staff", "p1 c1 - -", work="p1 a1 - 2026-03-11", born=case["born"])
    assert kinds(entry) == case["found"]


def test_all_that_is_said_of_one_who_leaves() -> None:
    work = "p1 a1 - 2026-03-11, p1 a2 2020-01-01 2026-03-01, p2 - - 2026-03-11, p3 - - 2026-03-05"
    supports = "p1 c1 - -, p1 c2 - -, p2 c3 - -, p3 c4 - -"
    findings = found(contacts("departing_staff", supports, work=work))
    assert [one.evidence["professional"] for one in findings] == [["p3"], ["p1"], ["p2"]]
    assert findings[1].children == ["c1", "c2"]
    assert findings[1].evidence == {"professional": ["p1"], "agency": ["a1"]}
    assert findings[1].numbers == {"days": 10, "children": 2}


# --- too_many_handovers -----------------------------------------------------------------------------------


@table("""
    what                                | supports                                                                                                            | rules         | found
    three changes                       | p1 c1 2025-01-01 2025-02-01, p2 c1 2025-02-01 2025-03-01, p3 c1 2025-03-01 2025-04-01, p4 c1 2025-04-01 -           |               | changes 2025-02-01 2025-04-01 3
    two changes                         | p1 c1 2025-01-01 2025-02-01, p2 c1 2025-02-01 2025-03-01, p3 c1 2025-03-01 -                                        |               | -
    two are enough                      | p1 c1 2025-01-01 2025-02-01, p2 c1 2025-02-01 2025-03-01, p3 c1 2025-03-01 -                                        | min_changes=2 | changes 2025-02-01 2025-03-01 2
    the first is no change              | p1 c1 2025-01-01 -                                                                                                  | min_changes=1 | -
    since ever is the first             | p1 c1 - 2025-02-01, p2 c1 2025-02-01 -                                                                              | min_changes=1 | changes 2025-02-01 2025-02-01 1
    two since ever begin together       | p1 c1 - 2025-02-01, p2 c1 - -                                                                                       | min_changes=1 | -
    the same person again               | p1 c1 2025-01-01 2025-02-01, p1 c1 2025-03-01 -                                                                     | min_changes=1 | -
    there and back                      | p1 c1 2025-01-01 2025-02-01, p2 c1 2025-02-01 2025-03-01, p1 c1 2025-03-01 -                                        | min_changes=2 | changes 2025-02-01 2025-03-01 2
    one of two comes again              | p1 c1 2025-01-01 2025-02-01, p2 c1 2025-01-01 -, p1 c1 2025-03-01 -                                                 | min_changes=1 | -
    comes again with another            | p1 c1 2025-01-01 2025-02-01, p1 c1 2025-03-01 -, p2 c1 2025-03-01 -                                                 | min_changes=1 | changes 2025-03-01 2025-03-01 1
    the day after D - 730               | p1 c1 2024-01-01 2024-03-02, p2 c1 2024-03-02 -                                                                     | min_changes=1 | changes 2024-03-02 2024-03-02 1
    on D - 730                          | p1 c1 2024-01-01 2024-03-01, p2 c1 2024-03-01 -                                                                     | min_changes=1 | -
    on D - 730 without limit            | p1 c1 2024-01-01 2024-03-01, p2 c1 2024-03-01 -                                                                     | min_changes=1 past_days=0 | changes 2024-03-01 2024-03-01 1
    today                               | p1 c1 2024-01-01 2026-03-01, p2 c1 2026-03-01 -                                                                     | min_changes=1 | changes 2026-03-01 2026-03-01 1
    tomorrow                            | p1 c1 2024-01-01 2026-03-02, p2 c1 2026-03-02 -                                                                     | min_changes=1 | -
    rows that touch are one spell       | p1 c1 2025-01-01 2025-02-01, p2 c1 2025-01-15 2025-02-15, p1 c1 2025-02-01 -                                        | min_changes=2 | -
""")
def test_many_changes(case: dict[str, str]) -> None:
    assert told(contacts("too_many_handovers", case["supports"], *settings(case)), "changes") == case["found"]


@pytest.mark.parametrize(("born", "expected"), [("", "changes"), ("2008-03-02", "changes"), ("2008-03-01", "-")])
def test_changes_of_children_under_age(born: str, expected: str) -> None:
    supports = "p1 c1 2025-01-01 2025-02-01, p2 c1 2025-02-01 -"
    assert kinds(contacts("too_many_handovers", supports, "min_changes=1", born=born)) == expected


def test_who_came_with_the_changes() -> None:
    supports = "p1 c1 2025-01-01 -, p2 c1 2025-02-01 -, p3 c1 2025-02-01 -, x1 c1 2025-03-01 -, p4 c2 - -"
    (one,) = found(contacts("too_many_handovers", supports, "min_changes=2"))
    assert (one.evidence, one.children) == ({"contact": ["p2", "p3", "x1"]}, ["c1"])


@pytest.mark.parametrize("code", ["phase_boundaries", "double_contacts", "departing_staff", "too_many_handovers"])
def test_without_any_contact_nothing_is_asked(code: str) -> None:
    assert ask(code, "supports\nperson | child | role\np1 | c1 | Barnkontakt").reason


# --- unanswered_concerns ----------------------------------------------------------------------------------


def concerns(case: dict[str, str], *more: str) -> Entry:
    """One concern as a row tells it, beside one that was decided and closed at once."""
    town = f"""
    concerns
    id | child | received | decided | opened | closed | feedback_requested | feedback_given
    k1 | c1 | {case.get("received", "2026-01-01")} | {case.get("decided", "")} | {case.get("opened", "")} | {case.get("closed", "")} | {case.get("requested", "")} | {case.get("given", "")}
    {case.get("beside", "k9 | c9 | 2026-01-01 | 2026-01-01 | yes | 2026-01-02 | |")}
    {chr(10).join(more)}
    """
    return ask("unanswered_concerns", town, *settings(case))


@table("""
    what                            | received   | decided    | found
    decided on the last day         | 2026-01-01 | 2026-01-15 | -
    decided a day late              | 2026-01-01 | 2026-01-16 | assessment 2026-01-01 2026-01-15 1 False
    today is the last day           | 2026-02-15 |            | -
    yesterday was                   | 2026-02-14 |            | assessment 2026-02-14 2026-02-28 1 True
    decided tomorrow is not known   | 2026-02-14 | 2026-03-02 | assessment 2026-02-14 2026-02-28 1 True
    decided today, a day late       | 2026-02-14 | 2026-03-01 | assessment 2026-02-14 2026-02-28 1 False
    received tomorrow               | 2026-03-02 |            | -
    the day after D - 365           | 2025-03-02 |            | assessment 2025-03-02 2025-03-16 350 True
    on D - 365                      | 2025-03-01 |            | -
""")
def test_assessments(case: dict[str, str]) -> None:
    assert opened(concerns(case)) == case["found"]


def opened(entry: Entry) -> str:
    """All findings in their order, and whether they are still open."""
    return ", ".join(f"{dated(one)} {one.numbers['open']}" for one in found(entry)) or "-"


@table("""
    what                                | decided    | opened | closed     | rules                 | found
    closed on the last day              | 2025-07-10 | yes    | 2025-11-10 |                       | -
    closed a day late                   | 2025-07-10 | yes    | 2025-11-11 |                       | investigation 2025-07-10 2025-11-10 1 False
    still open after it                 | 2025-10-31 | yes    |            |                       | investigation 2025-10-31 2026-02-28 1 True
    today is the last day               | 2025-11-01 | yes    |            |                       | -
    closed tomorrow is not known        | 2025-10-31 | yes    | 2026-03-02 |                       | investigation 2025-10-31 2026-02-28 1 True
    not opened                          | 2025-07-10 | no     |            |                       | -
    not known whether opened            | 2025-07-10 |        |            |                       | -
    the end of a month that is shorter  | 2025-08-31 | yes    | 2025-09-30 | investigation_months=1 | -
    a day after the end of that month   | 2025-08-31 | yes    | 2025-10-01 | investigation_months=1 | investigation 2025-08-31 2025-09-30 1 False
    over the new year                   | 2025-10-15 | yes    | 2026-02-16 |                       | investigation 2025-10-15 2026-02-15 1 False
""")
def test_investigations(case: dict[str, str]) -> None:
    assert opened(concerns(case | {"received": case["decided"]})) == case["found"]


@table("""
    what                     | requested | given | found                   | skipped
    asked for, not given     | yes       | no    | feedback 2026-02-25 - 4 | -
    given                    | yes       | yes   | -                       | -
    not known whether given  | yes       |       | -                       | no_feedback 1
    not asked for            | no        | no    | -                       | -
    not known whether asked  |           | no    | -                       | -
""")
def test_feedback(case: dict[str, str]) -> None:
    entry = concerns(case | {"received": "2026-02-25"})
    assert told(entry) == case["found"]
    assert skipped(entry) == case["skipped"]


@table("""
    what                              | received   | others                                        | found
    a year before to the day          | 2026-02-01 | k2 c1 2025-02-01                              | rereport 2025-02-01 2026-02-01 365
    a year and a day before           | 2026-02-01 | k2 c1 2025-01-31                              | -
    on the same day                   | 2026-02-01 | k2 c1 2026-02-01                              | -
    a day before                      | 2026-02-01 | k2 c1 2026-01-31                              | rereport 2026-01-31 2026-02-01 1
    about another child               | 2026-02-01 | k2 c2 2026-01-31                              | -
    only the latest                   | 2026-02-01 | k2 c1 2026-01-01, k3 c1 2025-01-02            | rereport 2025-01-02 2026-01-01 364, rereport 2026-01-01 2026-02-01 31
""")
def test_reports_that_come_again(case: dict[str, str]) -> None:
    others = [
        f"{concern} | {child} | {day} | {day} | no | | |"
        for concern, child, day in (one.split() for one in case["others"].split(","))
    ]
    entry = concerns({"received": case["received"], "decided": case["received"]}, *others)
    wanted = sorted(case["found"].split(", "), key=lambda one: int(one.split()[-1]) if one != "-" else 0)
    assert told(entry) == ", ".join(wanted)


def test_of_several_on_the_day_before_the_greatest_id_came_again() -> None:
    earlier = [f"{one} | c1 | 2026-01-31 | 2026-01-31 | no | | |" for one in ("k3", "k5", "k4")]
    (one,) = found(concerns({"received": "2026-02-01", "decided": "2026-02-01"}, *earlier))
    assert one.evidence == {"concern": ["k1", "k5"], "agency": []}


def test_what_comes_again_is_the_same_finding_whatever_came_before() -> None:
    case = {"received": "2026-02-01", "decided": "2026-02-01"}
    (one,) = found(concerns(case, "k2 | c1 | 2025-12-01 | 2025-12-01 | no | | |"))
    both = found(concerns(case, *(f"{k} | c1 | 2025-12-0{k[1]} | 2025-12-05 | no | | |" for k in ("k2", "k3"))))
    (other,) = [again for again in both if "k1" in again.evidence["concern"]]
    assert (one.evidence["concern"], other.evidence["concern"]) == (["k1", "k2"], ["k1", "k3"])
    assert one.key == other.key


def test_the_year_before_29_february_begins_on_the_28th() -> None:
    town = "concerns\nid | child | received | decided\nk1 | c1 | 2024-02-29 | 2024-02-29\nk2 | c1 | {} | 2023-03-01"
    for day, expected in (("2023-02-28", "rereport"), ("2023-02-27", "-")):
        assert kinds(ask("unanswered_concerns", town.format(day), today="2024-03-01")) == expected


def test_where_nothing_is_ever_decided_its_absence_says_nothing() -> None:
    beside = "k9 | c9 | | 2026-03-02 | yes | 2026-03-02 | |"
    entry = concerns({"received": "2026-01-01", "beside": beside})
    assert (kinds(entry), skipped(entry)) == ("-", "no_decided 1 no_received 1")


def test_where_nothing_is_ever_closed_its_absence_says_nothing() -> None:
    beside = "k9 | c9 | 2025-12-01 | 2025-12-02 | no | 2026-03-02 | |"
    entry = concerns({"received": "2025-08-01", "decided": "2025-08-02", "opened": "yes", "beside": beside})
    assert (kinds(entry), skipped(entry)) == ("-", "no_closed 1")


def test_all_that_a_concern_says() -> None:
    town = """
    concerns
    id | child | received   | decided    | reporter_agency | feedback_requested | feedback_given
    k1 | c1    | 2026-01-01 | 2026-02-01 | a1              | yes                | no
    """
    late, unanswered = found(ask("unanswered_concerns", without_child(town_of(town), "c1")))
    assert (late.kind, unanswered.kind) == ("assessment", "feedback")
    assert late.evidence == unanswered.evidence == {"concern": ["k1"], "agency": ["a1"]}
    assert late.children == unanswered.children == []
    assert late.numbers == {"days": 17, "open": False}
    assert unanswered.numbers == {"days": 59}


def test_without_concerns_nothing_is_asked() -> None:
    assert ask("unanswered_concerns", "children\nid\nc1").reason


# --- child_not_heard --------------------------------------------------------------------------------------


def meetings(case: dict[str, str]) -> Entry:
    """Meetings about one child: `day heard forum status, ...`."""
    numbered = [f"m{n} {row} c1" for n, row in enumerate(case["meetings"].split(","))]
    town = f"""
    forums
    id | level
    f1 | child
    f2 |
    f3 | management

    meetings
    id | start | child_heard | forum | status | children
    {rows(",".join(numbered), 6)}
    """
    return ask("child_not_heard", town, *settings(case))


@table("""
    what                        | meetings                                                                    | found                            | skipped
    three without               | 2026-01-01 no - -, 2026-01-02 no f1 -, 2026-01-03 no f2 held                | meetings 2026-01-01 2026-01-03 3 | -
    two without                 | 2026-01-01 no - -, 2026-01-02 no f1 -                                       | -                                | -
    heard in one                | 2026-01-01 no - -, 2026-01-02 no - -, 2026-01-03 no - -, 2026-01-04 yes - - | -                                | -
    one of which is not known   | 2026-01-01 no - -, 2026-01-02 no - -, 2026-01-03 - - -                      | -                                | unknown_meeting 1
    and one of which it is      | 2026-01-01 no - -, 2026-01-02 no - -, 2026-01-03 no - -, 2026-01-04 - - -   | meetings 2026-01-01 2026-01-03 3 | unknown_meeting 1
    one called off              | 2026-01-01 no - -, 2026-01-02 no - -, 2026-01-03 no - cancelled             | -                                | -
    one of managers             | 2026-01-01 no - -, 2026-01-02 no - -, 2026-01-03 no f3 -                    | -                                | -
    one today                   | 2026-01-01 no - -, 2026-01-02 no - -, 2026-03-01 no - -                     | meetings 2026-01-01 2026-03-01 3 | -
    one tomorrow                | 2026-01-01 no - -, 2026-01-02 no - -, 2026-03-02 no - -                     | -                                | -
    the day after D - 365       | 2025-03-02 no - -, 2026-01-02 no - -, 2026-01-03 no - -                     | meetings 2025-03-02 2026-01-03 3 | -
    on D - 365                  | 2025-03-01 no - -, 2026-01-02 no - -, 2026-01-03 no - -                     | -                                | -
    heard on D - 365            | 2025-03-01 yes - -, 2026-01-01 no - -, 2026-01-02 no - -, 2026-01-03 no - - | meetings 2026-01-01 2026-01-03 3 | -
""")
def test_meetings_without_the_child(case: dict[str, str]) -> None:
    entry = meetings(case)
    assert told(entry, "meetings") == case["found"]
    assert skipped(entry) == case["skipped"]


def test_all_that_meetings_say() -> None:
    (one,) = found(meetings({"meetings": "2026-01-01 no - -, 2026-01-02 - - -", "rules": "min_meetings=1"}))
    assert one.children == ["c1"]
    assert one.evidence == {"meeting": ["m0"]}
    assert one.numbers == {"meetings": 1, "unknown": 1}


def test_a_meeting_about_two_children_is_counted_once() -> None:
    entry = ask("child_not_heard", "meetings\nid | start | children\nm1 | 2026-01-01 | c1 c2\nm2 | 2026-01-01 |")
    assert skipped(entry) == "unknown_meeting 1"


@table("""
    what              | start      | end        | heard | found                      | skipped
    until further     | 2026-01-01 |            | no    | plan 2026-01-01 -          | -
    since ever        |            | 2026-03-02 | no    | plan - 2026-03-02          | -
    over today        | 2026-01-01 | 2026-03-01 | no    | -                          | -
    from today        | 2026-03-01 |            | no    | plan 2026-03-01 -          | -
    from tomorrow     | 2026-03-02 |            | no    | -                          | -
    heard             | 2026-01-01 |            | yes   | -                          | -
    not known         | 2026-01-01 |            |       | -                          | unknown_plan 1
    not known, over   | 2026-01-01 | 2026-03-01 |       | -                          | -
""")
def test_plans_without_the_child(case: dict[str, str]) -> None:
    town = f"plans\nid | child | start | end | child_heard\ns1 | c1 | {case['start']} | {case['end']} | {case['heard']}"
    entry = ask("child_not_heard", town)
    assert " ".join(f"{one.kind} {iso(one.start) or '-'} {iso(one.end) or '-'}" for one in found(entry)) == (
        case["found"] if case["found"] != "-" else ""
    )
    assert skipped(entry) == case["skipped"]


@table("""
    what                   | due        | state    | heard | found    | skipped
    accepted               | 2026-02-01 | accepted | no    | handover | -
    done                   | 2026-02-01 | done     | no    | handover | -
    offered                | 2026-02-01 | offered  | no    | -        | -
    of unknown state       | 2026-02-01 |          | no    | -        | -
    heard                  | 2026-02-01 | done     | yes   | -        | -
    not known              | 2026-02-01 | done     |       | -        | unknown_handover 1
    of no day              |            | done     | no    | -        | -
    the day after D - 365  | 2025-03-02 | done     | no    | handover | -
    on D - 365             | 2025-03-01 | done     |       | -        | -
    in 180 days            | 2026-08-28 | accepted | no    | handover | -
    in 181 days            | 2026-08-29 | accepted |       | -        | -
""")
def test_handovers_without_the_child(case: dict[str, str]) -> None:
    row = f"h1 | c1 | {case['due']} | {case['state']} | {case['heard']}"
    entry = ask("child_not_heard", f"handovers\nid | child | due | state | child_view_recorded\n{row}")
    assert kinds(entry) == case["found"]
    assert skipped(entry) == case["skipped"]


def test_a_plan_and_a_handover_of_one_id_are_two_things() -> None:
    town = """
    plans
    id | child | child_heard
    z1 | c1    | no

    handovers
    id | child | child_view_recorded | state | due
    z1 | c1    | no                  | done  | 2026-02-01
    """
    plan, handover = found(ask("child_not_heard", town))
    assert plan.key != handover.key
    assert (plan.evidence, handover.evidence) == ({"plan": ["z1"]}, {"handover": ["z1"]})


def test_without_meetings_plans_and_handovers_nothing_is_asked() -> None:
    assert ask("child_not_heard", "meetings\nid | start | children\nm1 | 2026-01-01 |").reason
