"""What is coming for one child: phases, contacts and until when, open handovers, who stays, what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard.tables.child import people
from dashboard.tables.people import hidden_guardians
from graph.findings import Finding
from graph.handovers import ROLE, HandoverState, Next, handovers_of, next_step
from graph.network import Network
from graph.phases import Model, Phase
from graph.tenures import birthdays, spells_of, until
from graph.values import UNKNOWN

MISSING = ("born", "contact", "trusted_adult", "handover", "receiver", "due", "words", "consent")
"""What can be missing, in the order in which it is told."""

OF_FORUMS = ("forum_overlap",)
"""Questions about forums, which no handover changes."""


@dataclass(frozen=True)
class Person:
    """Somebody with a role for the child from `start` to the day before `end`."""

    id: str
    name: str
    role: str
    start: int
    end: int


@dataclass(frozen=True)
class Ahead:
    """A handover with its next step."""

    handover: HandoverState
    next: Next


@dataclass(frozen=True)
class Coming:
    """All that is coming for a child, seen from a day.

    `open`: the handovers that are under way, and those that came to nothing and that no other has followed; `missing`:
    words of `MISSING`. Of a protected child no guardian is here.
    """

    child: str
    name: str | None
    as_of: int
    phase: Phase | None
    boundaries: tuple[tuple[Phase, int], ...]
    contacts: tuple[Person, ...]
    open: tuple[Ahead, ...]
    findings: tuple[Finding, ...]
    stays: tuple[Person, ...]
    missing: tuple[str, ...]


def coming(network: Network, child: str, as_of: int, model: Model, findings: Sequence[Finding]) -> Coming:
    """What is coming for a child of the network; `findings` are those about it, of which those on forums are left."""
    row = network.row("child", child)
    if row is None:
        raise KeyError("an id that is no child")
    day = int(network.ints("child", "born")[row])
    born = None if day == UNKNOWN else day
    year = int(birthdays(np.array([as_of], np.int64), 1)[0])
    boundaries = tuple(model.boundaries(born, as_of + 1, year + 1))
    contacts = _contacts(network, row, as_of)
    asking = unfinished_of(handovers_of(network, child), findings)
    unfinished = tuple(Ahead(one, next_step(one, as_of)) for one in asking)
    days = [one.handover.due for one in unfinished if one.handover.live] + [begin for _, begin in boundaries]
    change = min((one for one in days if one is not None and one > as_of), default=as_of)
    around = _supports(network, row, as_of)
    hidden = hidden_guardians(network, row)
    ends = any(one.end <= year for one in contacts) and not any(one.end > year for one in contacts)
    return Coming(
        child,
        network.texts("child", "name")[row].as_py(),
        as_of,
        model.phase_on(born, as_of),
        boundaries,
        tuple(one for one in contacts if one.id not in hidden),
        unfinished,
        tuple(one for one in findings if one.detector not in OF_FORUMS),
        tuple(one for one in around if one.id not in hidden and one.role != ROLE and one.end > change),
        tuple(_missing(born, contacts, around, unfinished, bool(boundaries) or ends or not contacts)),
    )


def unfinished_of(handovers: Iterable[HandoverState], findings: Iterable[Finding]) -> list[HandoverState]:
    """The handovers that ask for something: those under way, of unknown state, and those that are found to be orphans.

    `findings` are those about the child.
    """
    found = [one for one in findings if one.detector == "orphaned_handovers"]
    orphans = {node for one in found for node in one.evidence["handover"]}
    return [one for one in handovers if one.live or one.state is None or one.id in orphans]


def _contacts(network: Network, row: int, as_of: int) -> tuple[Person, ...]:
    """Who is contact on the day, and from when to when without a break."""
    spells = spells_of(network, ROLE)
    now = spells.only((spells.child == row) & (spells.start <= as_of) & (as_of < spells.end))
    ids = now.ids(np.arange(len(now.child)))
    found = zip(ids, people(network, ids), now.start.tolist(), now.end.tolist(), strict=True)
    return tuple(Person(node, name, ROLE, start, end) for node, name, start, end in found)


def _supports(network: Network, row: int, as_of: int) -> list[Person]:
    """Who supports the child on the day: trusted adults first, then other adults, then professionals."""
    found = []
    for kind in ("adult", "professional"):
        table = f"{kind}_supports_child"
        own = np.flatnonzero(network.ints(table, "target") == row)
        source, start = (network.ints(table, column)[own] for column in ("source", "start"))
        end = until(network, kind)[own]
        ids = network.ids(kind).take(pa.array(source)).to_pylist()
        roles = network.texts(table, "role").take(pa.array(own)).to_pylist()
        rows = zip(ids, people(network, ids), roles, start.tolist(), end.tolist(), strict=True)
        found += sorted(
            (Person(*one) for one in rows), key=lambda one: (one.role != "trusted_adult", one.start, one.id)
        )
    return [one for one in found if one.start <= as_of < one.end]


def _missing(
    born: int | None, contacts: Sequence[Person], around: Sequence[Person], unfinished: Sequence[Ahead], change: bool
) -> Iterable[str]:
    """What nobody has said yet; `change`: the contact ends or a phase begins within the year, or there is none."""
    live = [one.handover for one in unfinished if one.handover.live]
    lacks = {
        "born": born is None,
        "contact": not contacts,
        "trusted_adult": not any(one.role == "trusted_adult" for one in around),
        "handover": change and not live,
        "receiver": any(one.receiver is None for one in live),
        "due": any(one.due is None for one in live),
        "words": any(not one.words for one in live),
        "consent": any(one.consent is None for one in live),
    }
    return (name for name in MISSING if lacks[name])
