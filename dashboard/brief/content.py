"""What a handover brief holds: facts without words, ready to be said in any language.

Days are day numbers and intervals half-open. Nothing is here that the brief may not say.
"""

import datetime as dt
from dataclasses import dataclass

from graph.findings import Finding
from graph.handovers import HandoverState
from graph.phases import Phase

FATES = ("stays", "begins", "changes", "ends")
"""What becomes of somebody when the child is handed over, in the order in which it is told."""


@dataclass(frozen=True)
class Person:
    """Somebody around the child: who, as what, since when, until when, and what becomes of them."""

    id: str
    name: str | None
    adult: bool
    roles: tuple[str, ...]
    title: str | None
    agency: str | None
    start: int
    end: int
    fate: str

    @property
    def trusted(self) -> bool:
        """Whether the child itself trusts them."""
        return "trusted_adult" in self.roles


@dataclass(frozen=True)
class Party:
    """Sender or receiver; `day`: the first without the sender, the first with the receiver."""

    id: str
    name: str | None
    title: str | None
    agency: str | None
    day: int | None


@dataclass(frozen=True)
class Running:
    """Something that runs: a plan, a support with needs or a forum, whose next meeting is `next`."""

    look: str
    what: str | None
    responsible: str | None
    needs: tuple[str, ...]
    start: int
    end: int
    meetings: int = 0
    next: int | None = None


@dataclass(frozen=True)
class Words:
    """What the child says, and who wrote it down when, as far as that is known.

    `agreed`: whether the child has said yes to it being shown; where it has said no there is no text.
    """

    text: str
    by: str | None
    day: int | None
    agreed: bool | None = None


@dataclass(frozen=True)
class Joint:
    """A meeting ahead where both sender and receiver are expected; seconds since 1970 where a time is known."""

    day: int
    start: int | None
    end: int | None


@dataclass(frozen=True)
class Date:
    """A day ahead and what happens then: answer, joint_meeting, last_day, takes_over, phase or follow_up."""

    kind: str
    day: int


@dataclass(frozen=True)
class Open:
    """An open finding; of meetings with the names of their forums and the days of all pairs of these forums."""

    finding: Finding
    forums: tuple[str, ...] = ()
    days: tuple[int, ...] = ()


@dataclass(frozen=True)
class Ground:
    """The legal ground on which the brief is shared; without agencies it covers nobody's knowledge but one's own."""

    ground: str | None
    giver: str | None
    agencies: tuple[str, ...]
    start: int
    end: int
    in_force: bool


@dataclass(frozen=True)
class Brief:
    """All that one brief says. `day` is that of the change: due, else the first without the sender.

    `called_off`: the joint meeting ahead that will not be, or was to be with a former receiver, where no other is
    planned.
    `next_phase`: the phase on that day, where it is another; `boundary`: the phase that begins within a year.
    """

    as_of: int
    now: dt.datetime
    made_up: bool
    name: str | None
    protected: bool
    age: int | None
    phase: Phase | None
    next_phase: Phase | None
    boundary: Phase | None
    role: str
    handover: HandoverState | None
    senders: tuple[Party, ...]
    receiver: Party | None
    day: int | None
    words: Words | None
    people: tuple[Person, ...]
    running: tuple[Running, ...]
    findings: tuple[Open, ...]
    joint: Joint | None
    called_off: Joint | None
    dates: tuple[Date, ...]
    ground: Ground | None

    @property
    def draft(self) -> bool:
        """Whether the receiver has not accepted."""
        return self.handover is None or self.handover.state not in ("accepted", "done")

    @property
    def gap(self) -> tuple[int, int] | None:
        """The days on which nobody has the role between sender and receiver: the first, and the first after."""
        ends = [one.day for one in self.senders]
        begins = self.receiver.day if self.receiver else None
        if self.handover is None or not self.handover.live or not ends or None in ends or begins is None:
            return None
        last = max(day for day in ends if day is not None)
        return (last, begins) if last < begins else None
