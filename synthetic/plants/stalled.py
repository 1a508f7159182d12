"""Stalled handovers: their day is soon or has passed, and nobody has accepted."""

from synthetic.plants.cases import Kinds, Pattern, stage_kinds
from synthetic.stage import HANDOVERS, Stage

CODE = "stalled_handovers"


def stage_all(stage: Stage) -> None:
    """Plants and near misses."""
    stage_kinds(stage, CODE, KINDS, lambda note: stage.sharing(1, 17, HANDOVERS))


def _due(state: str | None, days: int | None) -> Pattern:
    """A handover of a state that is due so many days from today."""
    return lambda case: (None if days is None else case.today + days, [case.handover(state, days)])


KINDS: Kinds = {
    "passed": (
        (
            ("planned, due yesterday", _due("planned", -1)),
            ("offered, due a month ago", _due("offered", -30)),
            ("planned, due more than a year ago", _due("planned", -400)),
        ),
        (
            ("accepted, due yesterday", _due("accepted", -1)),
            ("done", _due("done", -20)),
            ("rejected", _due("rejected", -10)),
            ("the state is unknown", _due(None, -5)),
        ),
    ),
    "soon": (
        (
            ("planned, due today", _due("planned", 0)),
            ("offered, due in fourteen days, the last that counts", _due("offered", 14)),
            ("offered, due tomorrow", _due("offered", 1)),
        ),
        (
            ("due in fifteen days", _due("planned", 15)),
            ("accepted, due tomorrow", _due("accepted", 1)),
            ("revoked, due tomorrow", _due("revoked", 1)),
            ("without a day", _due("offered", None)),
        ),
    ),
}
