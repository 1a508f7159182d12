"""Too many handovers: a child gets a new barnkontakt again and again."""

from collections.abc import Sequence

from synthetic.plants.cases import Case, Kinds, Pattern, Told, stage_kinds
from synthetic.stage import CONTACTS, Actor, Stage

CODE = "too_many_handovers"
BIRTHDAYS = {"18 years old today": 0}
"""Near misses in which the child comes of age, and the birthday counted from today."""
A, B, C, D = range(4)


def stage_all(stage: Stage) -> None:
    """Plants and near misses; what a finding is about is the child alone."""

    def child(note: str) -> Actor:
        if note in BIRTHDAYS:
            return stage.grown_up(stage.as_of + BIRTHDAYS[note], CONTACTS)
        return stage.sharing(3, 15, CONTACTS)

    stage_kinds(stage, CODE, KINDS, child)


def _row(days: Sequence[int | None], persons: Sequence[int], first: int = 1, pause: int = 0) -> Pattern:
    """One after the other begins so many days from today; the change of a number is the first that counts.

    `pause`: how many days nobody is there before each change.
    """

    def pattern(case: Case) -> Told:
        starts = [None if day is None else case.today + day for day in days]
        for number, person in enumerate(persons[:-1]):
            after = starts[number + 1]
            assert after is not None
            case.contact(person, starts[number], after - pause)
        case.contact(persons[-1], starts[-1])
        return starts[first], []

    return pattern


def _same_day(case: Case) -> Told:
    """Two new ones on one day are one change."""
    told = _row((-1500, -500, -100), (A, B, C))(case)
    case.contact(D, case.today - 100, case.today - 50)
    return told


KINDS: Kinds = {
    "changes": (
        (
            ("three in two years", _row((-1200, -600, -400, -100), (A, B, C, D))),
            ("the first 729 days ago", _row((-1500, -729, -400, -100), (A, B, C, D))),
            ("the last today", _row((-1500, -700, -300, 0), (A, B, C, D))),
            ("back and forth between two", _row((-1500, -600, -400, -200), (A, B, A, B))),
            ("since ever, then three", _row((None, -500, -300, -150), (A, B, C, D))),
            ("with nobody in between", _row((-1400, -650, -350, -50), (A, B, C, D), pause=20)),
            ("four, the first too long ago", _row((-1500, -731, -500, -300, -100), (A, B, C, D, A), first=2)),
        ),
        (
            ("two", _row((-1500, -500, -100), (A, B, C))),
            ("the first 730 days ago", _row((-1500, -730, -400, -100), (A, B, C, D))),
            ("the last is tomorrow", _row((-1500, -700, -300, 1), (A, B, C, D))),
            ("one of three came back after a pause", _row((-1500, -600, -400, -100), (A, B, C, C), pause=15)),
            ("two of three on one day", _same_day),
            ("18 years old today", _row((-1500, -600, -400, -100), (A, B, C, D))),
        ),
    )
}
