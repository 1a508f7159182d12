"""Orphaned handovers: rejected or revoked, and nobody else has been asked; or somebody has."""

from synthetic.plants.cases import Case, Kinds, Pattern, Told, Variants, stage_kinds
from synthetic.stage import HANDOVERS, Stage

CODE = "orphaned_handovers"
SENDER = 4
"""Who sends a handover of a case, unless another is named."""


def stage_all(stage: Stage) -> None:
    """Plants and near misses."""
    stage_kinds(stage, CODE, KINDS, lambda note: stage.sharing(1, 17, HANDOVERS))


def _ended(
    state: str, due: int | None, *others: tuple[str | None, int | None], role: str = "barnkontakt", sender: int = 3
) -> Pattern:
    """A handover that came to nothing, and the child's others, each with its day from today; theirs are later ids."""

    def pattern(case: Case) -> Told:
        about = case.handover(state, due)
        for other, day in others:
            case.handover(other, day, role=role, sender=sender)
        return None if due is None else case.today + due, [about]

    return pattern


def _after(state: str, due: int, other: str) -> Pattern:
    """A handover due on the same day whose id comes before."""

    def pattern(case: Case) -> Told:
        case.handover(other, due, sender=3)
        return case.today + due, [case.handover(state, due)]

    return pattern


def _planted(state: str) -> Variants:
    return (
        ("a month ago", _ended(state, -30)),
        ("due in two months", _ended(state, 60)),
        ("without a day, another is done", _ended(state, None, ("done", -20))),
        ("due 364 days ago", _ended(state, -364)),
        ("an earlier one was done by somebody else", _ended(state, -40, ("done", -300))),
        ("its sender had passed the role on 365 days before", _ended(state, -40, ("done", -405), sender=SENDER)),
        ("done the same day, an id before", _after(state, -15, "done")),
        ("another role has been accepted", _ended(state, -25, ("accepted", 5), role="stodsamordnare")),
    )


def _near(state: str) -> Variants:
    return (
        ("somebody else has accepted", _ended(state, -30, ("accepted", -10))),
        ("another is planned without a day", _ended(state, -60, ("planned", None))),
        ("another was offered before", _ended(state, -5, ("offered", -50))),
        ("a later one was done", _ended(state, -90, ("done", -60))),
        ("its sender had passed the role on 364 days before", _ended(state, -40, ("done", -404), sender=SENDER)),
        ("due 365 days ago", _ended(state, -365)),
        ("done the same day, an id after", _ended(state, -15, ("done", -15))),
        ("another without a day has an unknown state", _ended(state, -45, (None, None))),
    )


KINDS: Kinds = {state: (_planted(state), _near(state)) for state in ("rejected", "revoked")}
