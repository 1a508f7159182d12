"""Unanswered concerns: assessed or investigated too late, no feedback to the reporter, reported again."""

from synthetic.days import months_later
from synthetic.plants.cases import NO, YES, Case, Kinds, Pattern, Told, stage_kinds
from synthetic.stage import CONCERNS, Stage

CODE = "unanswered_concerns"
DAYS, MONTHS, AGAIN = 14, 4, 12
"""The days of a preliminary assessment, the months of an investigation, and within how many one is reported again."""


def stage_all(stage: Stage) -> None:
    """Plants and near misses; each child has the concerns of one pattern."""
    stage_kinds(stage, CODE, KINDS, lambda note: stage.sharing(2, 17, CONCERNS))


def _assessed(received: int, took: int | None) -> Pattern:
    """Received so many days from today; decided after so many days, or not yet."""

    def pattern(case: Case) -> Told:
        day = case.today + received
        decided = None if took is None else day + took
        opened = {} if decided is None else {"opened": NO}
        return day, [case.concern(day, decided=decided, feedback_requested=NO, **opened)]

    return pattern


def _last_day(decided: int) -> int:
    return months_later(decided, MONTHS)


def _investigated(decided: int, late: int | None, opened: int | None = YES, received: int = 10) -> Pattern:
    """Decided so many days from today; closed so many days after the last day, or not yet."""

    def pattern(case: Case) -> Told:
        day = case.today + decided
        return _opened(case, day, None if late is None else _last_day(day) + late, opened, received)

    return pattern


def _opened(case: Case, day: int, closed: int | None, opened: int | None = YES, received: int = 10) -> Told:
    told = {} if opened is None else {"opened": opened}
    concern = case.concern(day - received, decided=day, closed=closed, feedback_requested=NO, **told)
    return day, [concern]


def _ends(late: bool) -> Pattern:
    """Not closed, and its last day is yesterday or as soon before as there is one; or today, or as soon after."""

    def pattern(case: Case) -> Told:
        days = range(case.today - 140, case.today - 100)
        over = [day for day in days if _last_day(day) < case.today]
        return _opened(case, over[-1] if late else over[-1] + 1, None)

    return pattern


def _end_of_month(late: int) -> Pattern:
    """Decided on the last of a month, to end with a shorter month; closed so many days after that."""

    def pattern(case: Case) -> Told:
        days = range(case.today - 345, case.today - 128)
        day = next(day for day in days if months_later(_last_day(day), -MONTHS) != day)
        return _opened(case, day, _last_day(day) + late)

    return pattern


def _feedback(received: int, asked: int | None, given: int | None) -> Pattern:
    """Received so many days from today; whether feedback was asked for, and given."""

    def pattern(case: Case) -> Told:
        day = case.today + received
        flags = {"feedback_requested": asked, "feedback_given": given}
        told = {name: flag for name, flag in flags.items() if flag is not None}
        return day, [case.concern(day, decided=_known(case, day + 3), opened=NO, **told)]

    return pattern


def _known(case: Case, day: int) -> int | None:
    """A day if it is known by now."""
    return day if day <= case.today else None


def _again(received: int, before: int | None, early: int = 0, third: int | None = None) -> Pattern:
    """Received so many days from today, and the one before so many days before that.

    Without `before`: on the same day a year earlier, or so many days before that day. `third`: another so many
    days before the first.
    """

    def pattern(case: Case) -> Told:
        last = case.today + received
        first = months_later(last, -AGAIN) - early if before is None else last - before
        if third is not None:
            _short(case, first - third)
        pair = [_short(case, first), _short(case, last)]
        return first, pair

    return pattern


def _short(case: Case, day: int) -> str:
    """A concern that was dealt with as it should be."""
    return case.concern(day, decided=_known(case, day + 7), opened=NO, feedback_requested=NO)


KINDS: Kinds = {
    "assessment": (
        (
            ("decided one day too late", _assessed(-100, DAYS + 1)),
            ("not decided, the last day was yesterday", _assessed(-DAYS - 1, None)),
            ("received 364 days ago", _assessed(-364, 40)),
            ("not decided for two months", _assessed(-60, None)),
        ),
        (
            ("decided on the last day", _assessed(-100, DAYS)),
            ("not decided, the last day is today", _assessed(-DAYS, None)),
            ("received 365 days ago", _assessed(-365, 40)),
            ("received today", _assessed(0, None)),
        ),
    ),
    "investigation": (
        (
            ("closed one day too late", _investigated(-200, 1)),
            ("not closed, the last day was yesterday", _ends(late=True)),
            ("closed one day after the end of a shorter month", _end_of_month(1)),
            ("not closed, received 364 days ago", _investigated(-354, None)),
        ),
        (
            ("closed on the last day", _investigated(-200, 0)),
            ("not closed, the last day is today", _ends(late=False)),
            ("closed at the end of a shorter month", _end_of_month(0)),
            ("not opened", _investigated(-200, None, opened=NO)),
            ("not known whether opened", _investigated(-200, None, opened=None)),
            ("received 365 days ago", _investigated(-355, None)),
        ),
    ),
    "feedback": (
        (
            ("asked for and not given", _feedback(-50, YES, NO)),
            ("received today", _feedback(0, YES, NO)),
            ("received 364 days ago", _feedback(-364, YES, NO)),
        ),
        (
            ("given", _feedback(-50, YES, YES)),
            ("not asked for", _feedback(-50, NO, NO)),
            ("not known whether given", _feedback(-50, YES, None)),
            ("not known whether asked for", _feedback(-50, None, NO)),
            ("received 365 days ago", _feedback(-365, YES, NO)),
        ),
    ),
    "rereport": (
        (
            ("a month later", _again(-50, 30)),
            ("the day after", _again(-120, 1)),
            ("twelve months later to the day", _again(-20, None)),
            ("the first longer ago than a year", _again(-300, 200)),
            ("the third, ten months after the second", _again(-10, 300, third=500)),
            ("received today", _again(0, 90)),
        ),
        (
            ("twelve months and a day later", _again(-20, None, early=1)),
            ("both on one day", _again(-60, 0)),
            ("the later one 365 days ago", _again(-365, 50)),
            ("two years later", _again(-30, 730)),
        ),
    ),
}
