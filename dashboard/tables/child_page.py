"""All that the page of one child shows, gathered once for each time it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from dashboard.tables import child, child_cards
from dashboard.tables.child import Facts, Meeting
from dashboard.tables.child_cards import Card
from dashboard.tables.picture import Picture, picture
from dashboard.tables.timeline import Timeline, timeline
from graph.analysis import Report
from graph.findings import Finding
from graph.network import Network
from graph.phases import Model


class Asked(Protocol):
    """What the pages of a day are made from, as far as one child needs it."""

    @property
    def report(self) -> Report: ...
    @property
    def by_child(self) -> dict[str, list[Finding]]: ...
    @property
    def as_of(self) -> int: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True)
class Page:
    """Who the child is, what was found, the cards, the picture and the meetings."""

    around: Network
    as_of: int
    role: str
    phases: Model
    facts: Facts
    found: Sequence[Finding]
    drawn: Picture
    cards: Sequence[Card]
    met: Sequence[Meeting]

    def only(self, point: str | None) -> "Page":
        """The cards and meetings that have to do with one point of the picture; all of them without one."""
        if point is None:
            return self
        return replace(
            self,
            cards=[card for card in self.cards if point in card.points],
            met=[one for one in self.met if point in one.points],
        )

    def line(self, span: str, point: str | None) -> Timeline:
        """The timeline on a scale, narrowed to one point of the picture if there is one."""
        whole = timeline(self.around, self.as_of, self.role, self.found, self.phases, span)
        return whole if point is None else whole.only(point)


def gathered(now: Asked, around: Network, node: str, phases: Model, decided: frozenset[str] = frozenset()) -> Page:
    """All of it, from what is around the child; of the findings some are `decided` about."""
    found = [
        *now.by_child.get(node, []),
        *child_cards.overlaps(around, now.report.entry("forum_overlap").findings, now.as_of),
    ]
    drawn = picture(around, now.as_of, now.role, found)
    strength = child_cards.strength(around, now.as_of, now.role)
    return Page(
        around,
        now.as_of,
        now.role,
        phases,
        child.facts(around, now.as_of, now.role, phases),
        found,
        drawn,
        [
            *child_cards.cards(found, drawn, decided),
            *child_cards.single(around, node, now.as_of, drawn),
            *([strength] if strength else []),
        ],
        child.meetings(around, found),
    )
