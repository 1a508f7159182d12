"""What the legal ground of a handover lets through: whose knowledge may stand in the brief."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.brief.content import Ground
from dashboard.tables.child import agencies_at
from graph.handovers import HandoverState
from graph.network import Ints, Network


@dataclass(frozen=True)
class Scope:
    """The agencies whose knowledge may be told of (rows), and the professionals of these."""

    agencies: frozenset[int]
    people: Ints
    ids: frozenset[str]
    agency_of: dict[str, str]

    def covers(self, person: str) -> bool:
        """Whether what a professional does for the child may be told."""
        return person in self.ids


def consent_of(network: Network, child: int, handover: HandoverState | None, as_of: int) -> int | None:
    """The row of the ground: the one that the handover rests on; without a handover the latest one in force."""
    if handover is not None:
        return network.row("consent", handover.consent) if handover.consent else None
    about = network.ints("consent_about_child", "source")[network.ints("consent_about_child", "target") == child]
    start = network.ints("consent", "start")
    valid = [one for one in about.tolist() if _in_force(network, one, as_of)]
    return max(valid, key=lambda one: (int(start[one]), one), default=None)


def _in_force(network: Network, consent: int, day: int) -> bool:
    return bool(network.ints("consent", "start")[consent] <= day < network.ints("consent", "end")[consent])


def ground_of(network: Network, consent: int | None, as_of: int, hidden: bool) -> Ground | None:
    """The ground as the brief tells of it; of a protected child neither its giver nor agencies."""
    if consent is None:
        return None
    names, ids = network.texts("agency", "name"), network.ids("agency")
    agencies = tuple(names[one].as_py() or ids[one].as_py() for one in sorted(_covered(network, consent)))
    return Ground(
        network.texts("consent", "ground")[consent].as_py(),
        None if hidden else network.texts("consent", "giver")[consent].as_py(),
        () if hidden else agencies,
        int(network.ints("consent", "start")[consent]),
        int(network.ints("consent", "end")[consent]),
        _in_force(network, consent, as_of),
    )


def _covered(network: Network, consent: int) -> set[int]:
    table = "consent_covers_agency"
    return set(network.ints(table, "target")[network.ints(table, "source") == consent].tolist())


def scope_of(network: Network, own: Sequence[str], consent: int | None, as_of: int) -> Scope:
    """What sender and receiver (`own`) know at their agencies, and what a ground in force covers."""
    agencies = _covered(network, consent) if consent is not None and _in_force(network, consent, as_of) else set()
    mine = [row for row in (network.row("professional", one) for one in own) if row is not None]
    table = "professional_works_at_agency"
    who, where, end = (network.ints(table, column) for column in ("source", "target", "end"))
    now = (end > as_of) & (where >= 0)
    agencies |= set(where[now & (network.ints(table, "start") <= as_of) & np.isin(who, mine)].tolist())
    people = np.union1d(who[now & np.isin(where, sorted(agencies))], np.array(mine, np.int32))
    ids = network.ids("professional")
    return Scope(frozenset(agencies), people, frozenset(ids[int(i)].as_py() for i in people), agencies_at(network))
