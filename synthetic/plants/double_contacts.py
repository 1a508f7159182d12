"""Double contacts: two are barnkontakt of one child for longer than a handover takes."""

from graph.values import OPEN
from synthetic.plants.cases import YEARS_AGO, Case, Kinds, Pattern, Told, stage_kinds
from synthetic.stage import CONTACTS, Stage

CODE = "double_contacts"


def stage_all(stage: Stage) -> None:
    """Plants and near misses."""
    stage_kinds(stage, CODE, KINDS, lambda note: stage.sharing(1, 15, CONTACTS))


def _both(start: int, end: int | None = None) -> Pattern:
    """The second began so many days from today, the first ended so many days from today or goes on."""

    def pattern(case: Case) -> Told:
        day = case.today + start
        until = OPEN if end is None else case.today + end
        return day, [case.contact(0, day - YEARS_AGO, until), case.contact(1, day)]

    return pattern


def _since_ever(case: Case) -> Told:
    return None, [case.contact(0, None), case.contact(1, None)]


def _in_two_parts(case: Case) -> Told:
    """The first was renewed without a break while the second was there."""
    day = case.today - 150
    case.contact(0, day - YEARS_AGO, day + 40)
    return day, [case.contact(0, day + 40, day + 90), case.contact(1, day)]


def _left(start: int, end: int) -> Pattern:
    """The first left so many days from today; nobody closed the row."""

    def pattern(case: Case) -> Told:
        day = case.today + start
        return day, [case.left(day - YEARS_AGO, case.today + end), case.contact(1, day)]

    return pattern


def _same_person(case: Case) -> Told:
    """One person, written down twice."""
    day = case.today - 200
    case.contact(0, day - YEARS_AGO, case.today - 50)
    return day, [case.contact(0, day)]


def _another_role(case: Case) -> Told:
    other = case.stage.person("socialtjanst", case.child.district, 10)
    day = case.today - 300
    case.stage.support(other, case.child, "stodsamordnare", day)
    return day, [case.contact(0, day), other]


KINDS: Kinds = {
    "now": (
        (
            ("61 days up to today, the fewest that count", _both(-60)),
            ("for a year and more", _both(-500)),
            ("the first ends in a month", _both(-90, 30)),
            ("both since ever", _since_ever),
            ("the first ends tomorrow", _both(-61, 1)),
        ),
        (
            ("60 days up to today", _both(-59)),
            ("the first ends in a month, 40 days so far", _both(-39, 30)),
            ("the second begins tomorrow", _both(1)),
            ("another role", _another_role),
            ("the same person twice", _same_person),
        ),
    ),
    "past": (
        (
            ("61 days, the fewest that count", _both(-200, -139)),
            ("ended 364 days ago", _both(-450, -364)),
            ("ended today", _both(-100, 0)),
            ("renewed while the other was there", _in_two_parts),
            ("left after 80 days, the row is open", _left(-180, -100)),
        ),
        (
            ("60 days", _both(-200, -140)),
            ("ended 365 days ago", _both(-450, -365)),
            ("left after 60 days, the row is open", _left(-180, -120)),
            ("a handover without days together", _both(-100, -100)),
        ),
    ),
}
