"""Departing staff: a professional leaves soon, and nobody is barnkontakt of some child from then on."""

from graph.values import OPEN
from synthetic.plants.cases import YEARS_AGO, Case, Kinds, Pattern, Told, stage_kinds
from synthetic.stage import CONTACTS, Actor, Stage

CODE = "departing_staff"
BIRTHDAYS = {"the child comes of age that day": 70}
"""Near misses in which the child comes of age, and the birthday counted from today."""


def stage_all(stage: Stage) -> None:
    """Plants and near misses."""

    def child(note: str) -> Actor:
        if note in BIRTHDAYS:
            return stage.grown_up(stage.as_of + BIRTHDAYS[note], CONTACTS)
        return stage.sharing(1, 15, CONTACTS)

    stage_kinds(stage, CODE, KINDS, child)


def _leaves(days: int, closed: bool = False, other: tuple[int, int | None] | None = None) -> Pattern:
    """Leaves so many days from today, and somebody else is there from and to so many days from then."""

    def pattern(case: Case) -> Told:
        last = case.today + days
        person = case.left(last - YEARS_AGO, last, closed)
        if other:
            start, end = other
            case.contact(3, last + start, OPEN if end is None else last + end)
        return last, [person]

    return pattern


def _two_jobs(open_end: bool) -> Pattern:
    """Two employments, of which one ends later than the other or goes on."""

    def pattern(case: Case) -> Told:
        last = case.today + 50
        person = case.leaving(last - 30)
        agency = case.stage.agency("halso_sjukvard", case.child.district)
        case.stage.employ(person, agency, case.today - 400, OPEN if open_end else last)
        case.again(person, last - YEARS_AGO, last if open_end else OPEN)
        return last, [person]

    return pattern


def _two_children(case: Case) -> Told:
    """Both children stand without a barnkontakt."""
    last = case.today + 90
    person = case.left(last - YEARS_AGO, last)
    other = case.stage.sharing(1, 15, CONTACTS)
    case.others.append(other)
    Case(case.stage, other).again(person, last - YEARS_AGO)
    return last, [person]


def _ended_before(case: Case) -> Told:
    """No longer the child's barnkontakt when leaving."""
    last = case.today + 60
    person = case.leaving(last)
    return last, [case.again(person, last - YEARS_AGO, last - 1)]


def _teacher(case: Case) -> Told:
    """Leaves, but was never barnkontakt."""
    last = case.today + 60
    person = case.leaving(last)
    case.stage.support(person, case.child, "teacher", last - 300, last)
    return last, [person]


KINDS: Kinds = {
    "departing": (
        (
            ("leaves in a month, the row is open", _leaves(30)),
            ("leaves tomorrow", _leaves(1)),
            ("leaves on the last day of the horizon", _leaves(180)),
            ("the row was closed for that day", _leaves(45, closed=True)),
            ("the later of two employments ends", _two_jobs(False)),
            ("two children", _two_children),
            ("the other ends the same day", _leaves(100, other=(-50, 0))),
            ("the next begins the day after", _leaves(20, other=(1, None))),
        ),
        (
            ("leaves one day after the horizon", _leaves(181)),
            ("left today", _leaves(0)),
            ("the next begins that day", _leaves(40, other=(0, None))),
            ("another is there", _leaves(80, other=(-200, 30))),
            ("not barnkontakt since the day before", _ended_before),
            ("leaves one of two employments", _two_jobs(True)),
            ("the child comes of age that day", _leaves(70)),
            ("was never barnkontakt", _teacher),
        ),
    )
}
