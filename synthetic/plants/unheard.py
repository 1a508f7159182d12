"""Children who were not heard: in their meetings, in a plan, in a handover."""

from collections.abc import Sequence
from functools import partial

from graph.values import OPEN
from synthetic.plants.cases import NO, YES, Case, Kinds, Pattern, Told, stage_kinds
from synthetic.stage import HANDOVERS, MEETINGS, PLANS, Actor, Stage

CODE = "child_not_heard"
UNKNOWN = -1
PAST = (-300, -230), (-200, -130), (-100, -30)
"""Three times of the past year, in days from today, far from each other."""


def stage_all(stage: Stage) -> None:
    """Plants and near misses of each kind, about different parts of the children's lives."""
    parts = {"meetings": MEETINGS, "plan": PLANS, "handover": HANDOVERS}
    for kind, variants in KINDS.items():
        stage_kinds(stage, CODE, {kind: variants}, partial(_child, stage, parts[kind]))


def _child(stage: Stage, part: str, note: str) -> Actor:
    return stage.sharing(2, 16, part)


def _meet(case: Case, low: int, high: int, heard: int, forum: str | None = None, status: str | None = None) -> str:
    """A meeting on a working day of some days from today."""
    stage = case.stage
    day = stage.free_day(case.today + low, case.today + high)
    people = [stage.person(kind, case.child.district, 10) for kind in ("socialtjanst", "halso_sjukvard")]
    where = _forum(case, forum)
    return stage.meeting([case.child], day, 600, people, forum=where, title="Nätverksmöte", heard=heard, status=status)


def _forum(case: Case, kind: str | None) -> str | None:
    if kind is None:
        return None
    forums, places = case.stage.setting.forums, case.stage.setting.places
    return forums.ids[int(forums.by_district(kind, len(places.districts))[case.child.district])]


def _meetings(heard: Sequence[int], kinds: Sequence[str | None] = (None, None, None)) -> Pattern:
    """Three meetings and what is known of whether the child was heard."""

    def pattern(case: Case) -> Told:
        held = [_meet(case, *when, said, kind) for when, said, kind in zip(PAST, heard, kinds, strict=True)]
        return _first(case, held), held

    return pattern


def _first(case: Case, meetings: Sequence[str]) -> int:
    """The day of the first of the meetings, as it was staged."""
    return case.stage.day_of(meetings[0])


def _also(pattern: Pattern, *more: tuple[int, int, int, str | None, str | None]) -> Pattern:
    """The same with more meetings, which do not count."""

    def both(case: Case) -> Told:
        told = pattern(case)
        for low, high, heard, forum, status in more:
            _meet(case, low, high, heard, forum, status)
        return told

    return both


def _two(*more: tuple[int, int, int, str | None, str | None]) -> Pattern:
    """Two meetings in which the child was not heard, and one more."""

    def pattern(case: Case) -> Told:
        held = [_meet(case, *when, NO) for when in PAST[:2]]
        held += [_meet(case, low, high, heard, forum, status) for low, high, heard, forum, status in more]
        return _first(case, held), held

    return pattern


def _plan(start: int | None, end: int | None, heard: int | None) -> Pattern:
    """A plan from and to so many days from today."""

    def pattern(case: Case) -> Told:
        day = None if start is None else case.today + start
        until = OPEN if end is None else case.today + end
        return day, [case.stage.plan(case.child, day, until, heard=heard)]

    return pattern


def _handover(state: str, due: int | None, view: int | None) -> Pattern:
    """A handover that is due so many days from today, with or without the child's own view."""
    return lambda case: (None if due is None else case.today + due, [case.handover(state, due, view)])


KINDS: Kinds = {
    "meetings": (
        (
            ("three meetings", _meetings((NO, NO, NO))),
            ("three in forums about one child", _meetings((NO, NO, NO), ("sip", None, "islandsmodellen"))),
            ("of a fourth it is unknown", _also(_meetings((NO, NO, NO)), (-25, -5, UNKNOWN, None, None))),
            (
                "heard in a fourth, which was cancelled",
                _also(_meetings((NO, NO, NO)), (-25, -5, YES, None, "cancelled")),
            ),
            ("heard longer ago than a year", _also(_meetings((NO, NO, NO)), (-380, -365, YES, None, None))),
            (
                "heard in a course for parents",
                _also(_meetings((NO, NO, NO)), (-25, -5, YES, "foraldraskapsstod", None)),
            ),
        ),
        (
            ("heard in one", _meetings((NO, YES, NO))),
            ("of one it is unknown", _meetings((NO, NO, UNKNOWN))),
            ("one was cancelled", _two((-100, -30, NO, None, "cancelled"))),
            ("one longer ago than a year", _two((-380, -365, NO, None, None))),
            ("one is a course for parents", _two((-100, -30, NO, "foraldraskapsstod", None))),
            ("one lies ahead", _two((1, 30, NO, None, None))),
        ),
    ),
    "plan": (
        (
            ("the plan goes on", _plan(-200, None, NO)),
            ("the plan ends tomorrow", _plan(-300, 1, NO)),
            ("the plan begins today", _plan(0, 200, NO)),
            ("it is not known since when", _plan(None, 100, NO)),
        ),
        (
            ("the child was heard", _plan(-200, None, YES)),
            ("it is unknown", _plan(-200, None, None)),
            ("the plan ended today", _plan(-300, 0, NO)),
            ("the plan begins tomorrow", _plan(1, 200, NO)),
        ),
    ),
    "handover": (
        (
            ("accepted, due in a month", _handover("accepted", 30, NO)),
            ("done 364 days ago", _handover("done", -364, NO)),
            ("accepted, on the last day of the horizon", _handover("accepted", 180, NO)),
            ("done today", _handover("done", 0, NO)),
        ),
        (
            ("the child's view is in it", _handover("done", -30, YES)),
            ("it is unknown", _handover("accepted", 20, None)),
            ("done 365 days ago", _handover("done", -365, NO)),
            ("accepted, one day after the horizon", _handover("accepted", 181, NO)),
            ("only offered", _handover("offered", 25, NO)),
            ("without a day", _handover("accepted", None, NO)),
        ),
    ),
}
