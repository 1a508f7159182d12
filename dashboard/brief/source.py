"""A child's Network as the brief reads it: who sends, who receives, and which meetings may be told of."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from dashboard.brief.content import Ground, Joint, Party
from dashboard.brief.scope import Scope, consent_of, ground_of, scope_of
from dashboard.tables.people import hidden_guardians
from dashboard.texts import NEEDS
from graph.handovers import HandoverState
from graph.meetings import Meetings
from graph.network import Network
from graph.sets import Mask
from graph.tenures import tenures_of
from graph.values import NO_SECOND, OPEN, UNKNOWN, items


class Source:
    """What is known of one child on a day, and of one handover of it."""

    def __init__(self, network: Network, row: int, handover: HandoverState | None, role: str, as_of: int) -> None:
        self.network, self.row = network, row
        self.handover, self.role, self.as_of = handover, role, as_of
        self.hidden = bool(network.ints("child", "protected")[row] == 1)
        self.not_shown = hidden_guardians(network, row)
        """The guardians of a protected child, who are not shown in any role."""
        self.meetings = network.once(Meetings)
        about = network.ints("meeting_about_child", "target") == row
        self.about: list[int] = network.ints("meeting_about_child", "source")[about].tolist()
        """The meetings about the child."""

    def told(self, code: str, known: Mapping[str, str]) -> str:
        """A code of the data; of a protected child none that is no known one, for it may name a place."""
        return "" if self.hidden and code not in known else code

    def needs(self, cell: str | None) -> tuple[str, ...]:
        """The needs in a cell, those that may be told."""
        return tuple(one for need in items(cell) if (one := self.told(need, NEEDS)))

    @cached_property
    def contacts(self) -> list[tuple[str, int, int]]:
        """Who has, had or will have the role, from when to when."""
        tenures = tenures_of(self.network, self.role)
        own = np.flatnonzero(tenures.child == self.row).tolist()
        people = [tenures.names[int(tenures.person[i])].as_py() for i in own]
        return [(one, int(tenures.start[i]), int(tenures.end[i])) for one, i in zip(people, own, strict=True)]

    @cached_property
    def sender_ids(self) -> list[str]:
        """Who hands over: the sender of the handover, else those who have the role."""
        if self.handover is not None:
            return [self.handover.sender] if self.handover.sender else []
        return list(dict.fromkeys(person for person, start, end in self.contacts if start <= self.as_of < end))

    @property
    def receiver_ids(self) -> list[str]:
        return [self.handover.receiver] if self.handover and self.handover.receiver else []

    @cached_property
    def senders(self) -> tuple[Party, ...]:
        return tuple(self._party(one, self._until(one)) for one in self.sender_ids)

    @cached_property
    def receiver(self) -> Party | None:
        """Who is to have the child, from the day that was agreed; without one, that on which their time begins."""
        if not self.receiver_ids:
            return None
        chosen = self.receiver_ids[0]
        if self.handover is not None and self.handover.due is not None:
            return self._party(chosen, self._taken_over(chosen, self.handover.due))
        starts = [start for who, start, end in self.contacts if who == chosen and end > self.as_of and start != UNKNOWN]
        return self._party(chosen, min(starts) if starts else self.day)

    def _taken_over(self, person: str, due: int) -> int:
        """The day that was agreed, or the later one on which the time of who said yes too late begins."""
        times = [(start, end) for who, start, end in self.contacts if who == person]
        later = [start for start, _ in times if start > due]
        return min(later) if later and not any(start <= due < end for start, end in times) else due

    @cached_property
    def day(self) -> int | None:
        """The day of the change."""
        if self.handover is not None and self.handover.due is not None:
            return self.handover.due
        until = [self._until(one) for one in self.sender_ids]
        return max((day for day in until if day is not None), default=None)

    def _until(self, person: str) -> int | None:
        """The first day on which somebody no longer has the role; nothing while it is not known."""
        ends = [end for who, _, end in self.contacts if who == person]
        return max(ends) if ends and OPEN not in ends else None

    def _party(self, person: str, day: int | None) -> Party:
        agency = None if self.hidden else self.scope.agency_of.get(person)
        return Party(person, self.name(person), self.title(person), agency, day)

    def name(self, person: str) -> str | None:
        """What a professional or another adult is called; nothing for a guardian who is not shown."""
        if person in self.not_shown:
            return None
        rows = ((kind, self.network.row(kind, person)) for kind in ("professional", "adult"))
        found = [self.network.texts(kind, "name")[row].as_py() for kind, row in rows if row is not None]
        return found[0] if found else None

    def title(self, person: str) -> str | None:
        """A professional's title; of a protected child none, for it may name the school."""
        row = None if self.hidden else self.network.row("professional", person)
        return None if row is None else self.network.texts("professional", "title")[row].as_py()

    @cached_property
    def _consent(self) -> int | None:
        return consent_of(self.network, self.row, self.handover, self.as_of)

    @cached_property
    def ground(self) -> Ground | None:
        return ground_of(self.network, self._consent, self.as_of, self.hidden)

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.network, [*self.sender_ids, *self.receiver_ids], self._consent, self.as_of)

    @cached_property
    def seen(self) -> Mask:
        """The meetings about the child that may be told of: a professional of the scope was or will be there."""
        found = np.zeros(self.meetings.count, bool)
        there = self.meetings.there
        found[self.about] = [bool(np.isin(there.members_of(one), self.scope.people).any()) for one in self.about]
        return found & self.meetings.usable

    @cached_property
    def joint(self) -> Joint | None:
        """The first meeting ahead where both sender and receiver are expected."""
        return self._first([i for i in self.about if self.seen[i]])

    @cached_property
    def called_off(self) -> Joint | None:
        """The first meeting ahead that is no longer theirs, where no other is planned.

        It was called off, or was to be with somebody who was to receive before.
        """
        if self.joint:
            return None
        told = self.meetings
        off = self._first([i for i in self.about if told.dated[i] and not told.held[i]])
        dated = [i for i in self.about if told.dated[i]]
        former = self.handover.former_receivers if self.handover else ()
        found = [off, *(self._first(dated, [one]) for one in former)]
        return min((one for one in found if one), key=lambda one: (one.day, one.start or 0), default=None)

    def _first(self, meetings: list[int], receivers: Sequence[str] | None = None) -> Joint | None:
        """The first of some meetings that is ahead and has both sender and receiver."""
        others = self.receiver_ids if receivers is None else receivers
        both = {self.network.row("professional", one) for one in (*self.sender_ids, *others)}
        if len(both) < 2 or not others or None in both:
            return None
        told = self.meetings
        ahead = [i for i in meetings if told.day[i] >= self.as_of and both <= set(told.there.members_of(i).tolist())]
        return self._joint(min(ahead, key=lambda i: (int(told.day[i]), int(told.second[i]), i))) if ahead else None

    def _joint(self, meeting: int) -> Joint:
        start = int(self.meetings.second[meeting])
        end = int(self.network.ints("meeting", "end_second")[meeting])
        timed = start != NO_SECOND
        return Joint(int(self.meetings.day[meeting]), start if timed else None, end if timed and end > start else None)
