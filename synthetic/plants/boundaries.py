"""Phase boundaries: children who soon enter a phase of life for which nobody has taken over as barnkontakt."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from graph.phases import Phase, model
from graph.values import OPEN, to_date, to_day
from synthetic.plants.cases import Case
from synthetic.stage import CONTACTS, HANDOVERS, Stage, Unstaged

CODE = "phase_boundaries"
MODEL = "backa_barnet"
HORIZON = 180
NURSE, HEAD, WORKER = "bvc", "skola", "socialtjanst"
TITLES = {HEAD: "Rektor"}
FIRST_SCHOOL_YEAR, GRADE_4, GRADE_7, GYMNASIUM = 1, 2, 3, 4
"""The phases of the model that children enter, in their order."""


@dataclass(frozen=True)
class Change:
    """A child that soon enters a phase, the day on which it does, and those who are there for it."""

    case: Case
    day: int

    def contact(self, kind: str, end: int = OPEN) -> None:
        """A barnkontakt from an agency of a kind."""
        district = self.case.child.district
        person = self.case.stage.person(kind, district, 18, TITLES.get(kind))
        self.case.again(person, self.case.today - 400, end)

    def handover(self, state: str, days: int | None = 0, role: str | None = "barnkontakt") -> None:
        """A handover of the child so many days from the boundary, or without a day."""
        self.case.handover(state, None if days is None else self.day + days - self.case.today, role=role)

    def moves(self, days: int) -> None:
        """The child moves away so many days from the boundary."""
        self.case.stage.setting.people.moved[self.case.child.number] = self.day + days


Pattern = Callable[[Change], None]


def stage_all(stage: Stage) -> None:
    """Plants and near misses, if a boundary lies within the horizon; otherwise those who are too far from one."""
    for kind, (planted, near) in KINDS.items():
        for found, variants in ((True, planted), (False, near)):
            for number in range(stage.want):
                note, phase, pattern = variants[number % len(variants)]
                try:
                    change = _change(stage, model(MODEL).phases[phase])
                except Unstaged:
                    continue
                pattern(change)
                soon = change.day <= stage.as_of + HORIZON
                told = note if soon or not found else "the boundary lies beyond the horizon"
                stage.tell(CODE, kind, found and soon, [change.case.child], [], change.day, told)


def _change(stage: Stage, phase: Phase) -> Change:
    """A child of its own that is next to enter a phase."""
    years = phase.turning or 0
    day = next_turn(stage.as_of, phase)
    child = stage.child(years - 1, years, CONTACTS, HANDOVERS)
    born = to_date(int(stage.setting.people.born[child.number]))
    stage.born(child, to_day(born.replace(year=to_date(day).year - years)))
    return Change(Case(stage, child), day)


def next_turn(today: int, phase: Phase) -> int:
    """The next day after today on which children enter a phase."""
    month, day = (int(part) for part in (phase.day or "01-01").split("-"))
    year = to_date(today).year
    return next(turn for later in (0, 1) if (turn := to_day(dt.date(year + later, month, day))) > today)


def _only(kind: str, end: int = OPEN) -> Pattern:
    """A barnkontakt from an agency of a kind and no handover."""
    return lambda change: change.contact(kind, end)


def _handed(kind: str, state: str, days: int | None = 0, role: str | None = "barnkontakt") -> Pattern:
    """A barnkontakt, and a handover so many days from the boundary."""

    def pattern(change: Change) -> None:
        change.contact(kind)
        change.handover(state, days, role)

    return pattern


def _moving(kind: str, days: int, state: str | None = None) -> Pattern:
    """The child moves so many days from the boundary."""

    def pattern(change: Change) -> None:
        change.contact(kind)
        change.moves(days)
        if state:
            change.handover(state)

    return pattern


def _both(state: str | None = None) -> Pattern:
    """The head teacher is barnkontakt already, beside the nurse."""

    def pattern(change: Change) -> None:
        change.contact(NURSE)
        change.contact(HEAD)
        if state:
            change.handover(state)

    return pattern


def _accepted_too(change: Change) -> None:
    change.contact(NURSE)
    change.handover("planned")
    change.handover("accepted")


def _nobody(change: Change) -> None:
    change.contact(NURSE, change.case.today)


def _relative(change: Change) -> None:
    """A grown-up of the family is barnkontakt: whether they go on is not to be known from a title."""
    change.case.again(change.case.stage.guardian(change.case.child), change.case.today - 400)


Variants = tuple[tuple[str, int, Pattern], ...]
KINDS: dict[str, tuple[Variants, Variants]] = {
    "no_handover": (
        (
            ("the nurse, and school begins", FIRST_SCHOOL_YEAR, _only(NURSE)),
            ("the head teacher, and another school begins", GYMNASIUM, _only(HEAD)),
            ("a social worker, and grade 4 begins", GRADE_4, _only(WORKER)),
            ("a social worker, and grade 7 begins", GRADE_7, _only(WORKER)),
            ("accepted, but 31 days before", FIRST_SCHOOL_YEAR, _handed(NURSE, "accepted", -31)),
            ("accepted for another role", FIRST_SCHOOL_YEAR, _handed(NURSE, "accepted", 0, "stodsamordnare")),
            ("rejected", GYMNASIUM, _handed(HEAD, "rejected")),
            ("accepted without a day", GRADE_4, _handed(WORKER, "accepted", None)),
            ("moves away the day after", GRADE_7, _moving(WORKER, 1)),
        ),
        (
            ("accepted for the day", FIRST_SCHOOL_YEAR, _handed(NURSE, "accepted")),
            ("the head teacher stays", GRADE_4, _only(HEAD)),
            ("the head teacher stays", GRADE_7, _only(HEAD)),
            ("accepted for thirty days before, the first that counts", GYMNASIUM, _handed(HEAD, "accepted", -30)),
            ("accepted for thirty days later, the last that counts", GRADE_7, _handed(WORKER, "accepted", 30)),
            ("done, of an unknown role", FIRST_SCHOOL_YEAR, _handed(NURSE, "done", -10, None)),
            ("the head teacher is there already", FIRST_SCHOOL_YEAR, _both()),
            ("moves away on the day", GYMNASIUM, _moving(HEAD, 0)),
            ("the last barnkontakt ended today", FIRST_SCHOOL_YEAR, _nobody),
            ("a relative is barnkontakt", GRADE_4, _relative),
        ),
    ),
    "not_accepted": (
        (
            ("planned", FIRST_SCHOOL_YEAR, _handed(NURSE, "planned")),
            ("offered, thirty days before", GYMNASIUM, _handed(HEAD, "offered", -30)),
            ("offered", GRADE_4, _handed(WORKER, "offered")),
            ("planned, of an unknown role", GRADE_7, _handed(WORKER, "planned", 0, None)),
        ),
        (
            ("another handover is accepted", FIRST_SCHOOL_YEAR, _accepted_too),
            ("moves away a week before", GYMNASIUM, _moving(HEAD, -7, "planned")),
            ("planned, and the head teacher stays", GRADE_4, _handed(HEAD, "planned")),
            ("the head teacher is there already", FIRST_SCHOOL_YEAR, _both("offered")),
            ("offered, and the head teacher stays", GRADE_7, _handed(HEAD, "offered")),
        ),
    ),
}
