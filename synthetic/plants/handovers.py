"""Handover gaps: a child in support without a barnkontakt, and handovers that are as they should be."""

from synthetic.plants.cases import YEARS_AGO, Case, Kinds, Pattern, Told, stage_kinds
from synthetic.stage import CONTACTS, MEETINGS, PLANS, Actor, Stage

CODE = "handover_gaps"
OWN = (CONTACTS, MEETINGS, PLANS)
"""What of these children's lives no other pattern may say anything about."""


def stage_all(stage: Stage) -> None:
    """Plants and near misses; the persons before and after are what a finding is about."""

    def child(note: str) -> Actor:
        if note in BIRTHDAYS:
            return stage.grown_up(stage.as_of + BIRTHDAYS[note], *OWN)
        return stage.child(4, 16, *OWN)

    stage_kinds(stage, CODE, KINDS, child)


def _never(start: int, end: int | None = None) -> Pattern:
    def pattern(case: Case) -> Told:
        case.support(start, end)
        return None, []

    return pattern


def _never_by_plan(case: Case) -> Told:
    case.stage.plan(case.child, case.today - 200)
    return None, []


def _never_by_meeting(case: Case) -> Told:
    """One meeting, on a working day of the last ninety."""
    day = next(case.stage.free_days(case.today - 60, case.today - 10), None)
    people = [case.stage.person(kind, case.child.district) for kind in ("socialtjanst", "bup")]
    case.stage.meeting([case.child], day or case.today, 600, people, title="Första samtal")
    return None, []


def _from(start: int, then: int) -> Pattern:
    def pattern(case: Case) -> Told:
        case.support(start)
        case.contact(0, case.today + then)
        return None, []

    return pattern


def _only_teacher(case: Case) -> Told:
    case.teacher()
    return None, []


def _ended(days: int, support: tuple[int, int | None] = (-700, None), then: int | None = None) -> Pattern:
    """The last barnkontakt ended so many days from today, the next begins so many days from today."""

    def pattern(case: Case) -> Told:
        end = case.today + days
        case.support(*support)
        persons = [case.contact(0, end - YEARS_AGO, end)]
        if then is not None:
            persons.append(case.contact(1, case.today + then))
        return end, persons

    return pattern


def _left(days: int) -> Pattern:
    """The barnkontakt left, or is going to leave, so many days from today; nobody closed the row."""

    def pattern(case: Case) -> Told:
        case.support()
        return case.today + days, [case.left(case.today + days - YEARS_AGO, case.today + days)]

    return pattern


def _still_employed(days: int) -> Pattern:
    """Left one of two employments: no end of the tenure."""

    def pattern(case: Case) -> Told:
        case.support()
        person = case.left(case.today + days - YEARS_AGO, case.today + days)
        other = case.stage.agency("halso_sjukvard", case.child.district)
        case.stage.employ(person, other, case.today - 400)
        return case.today + days, [person]

    return pattern


def _gap(end: int, days: int, support: tuple[int, int | None] = (-700, None)) -> Pattern:
    """Nobody for so many days, until the next begins so many days from today."""

    def pattern(case: Case) -> Told:
        start = case.today + end - days
        case.support(*support)
        persons = [case.contact(0, start - YEARS_AGO, start), case.contact(1, case.today + end)]
        return start, persons

    return pattern


def _gap_left(end: int, days: int) -> Pattern:
    """The first left without closing the row."""

    def pattern(case: Case) -> Told:
        start = case.today + end - days
        case.support()
        return start, [case.left(start - YEARS_AGO, start), case.contact(1, case.today + end)]

    return pattern


def _bridged(end: int, days: int) -> Pattern:
    """A third person stood in between."""

    def pattern(case: Case) -> Told:
        told = _gap(end, days)(case)
        case.contact(2, case.today + end - days, case.today + end)
        return told

    return pattern


BIRTHDAYS = {"18 years old today": 0, "18 years old when it ends": 60, "18 years old the day before it ended": -31}
"""Near misses in which the child comes of age, and the birthday counted from today."""
KINDS: Kinds = {
    "never": (
        (
            ("a caseworker and nobody as barnkontakt", _never(-200)),
            ("support ended on the first of the last ninety days", _never(-300, -88)),
            ("a plan", _never_by_plan),
            ("a meeting", _never_by_meeting),
            ("the first begins tomorrow", _from(-100, 1)),
        ),
        (
            ("support ended one day too long ago", _never(-300, -89)),
            ("the first begins today", _from(-100, 0)),
            ("nobody but a teacher", _only_teacher),
            ("18 years old today", _never(-200)),
        ),
    ),
    "current": (
        (
            ("ended yesterday", _ended(-1)),
            ("ended today", _ended(0)),
            ("ended two months ago, the next is known", _ended(-60, then=20)),
            ("left two weeks ago, the row is open", _left(-14)),
            ("ended seven months ago", _ended(-210)),
        ),
        (
            ("a handover without a gap", _ended(-20, then=-20)),
            ("support ended with the barnkontakt", _ended(-40, (-700, -40))),
            ("support ended one day too long ago", _ended(-200, (-700, -89))),
            ("left one of two employments", _still_employed(-30)),
            ("18 years old the day before it ended", _ended(-30)),
            ("the next begins today", _ended(-1, then=0)),
        ),
    ),
    "ending": (
        (
            ("ends tomorrow", _ended(1)),
            ("ends on the last day of the horizon", _ended(180)),
            ("a gap of five days ahead", _ended(40, then=45)),
            ("is leaving, the row is open", _left(30)),
        ),
        (
            ("ends one day after the horizon", _ended(181)),
            ("the next begins the same day", _ended(50, then=50)),
            ("support ends with the barnkontakt", _ended(45, (-700, 45))),
            ("leaves one of two employments", _still_employed(60)),
            ("18 years old when it ends", _ended(60)),
        ),
    ),
    "gap": (
        (
            ("three days, the fewest that count", _gap(-100, 3)),
            ("the next began today", _gap(0, 12)),
            ("the next began 364 days ago", _gap(-364, 30)),
            ("left without closing the row", _gap_left(-50, 21)),
            ("support on one day of the gap", _gap(-120, 14, (-700, -133))),
        ),
        (
            ("a weekend", _gap(-90, 2)),
            ("the next began 365 days ago", _gap(-365, 30)),
            ("a third person stood in", _bridged(-60, 25)),
            ("support ended with the first", _gap(-70, 20, (-700, -90))),
            ("support began with the second", _gap(-80, 20, (-80, None))),
        ),
    ),
}
