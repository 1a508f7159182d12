"""Planned changes of barnkontakt: how far each has come, what is said and agreed, and what of the checklist is done."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.network import Ints
from graph.values import HANDOVER_REASON, HANDOVER_STATE, OPEN, UNKNOWN
from synthetic import words
from synthetic.columns import Batches, Mask, Rng, batch, between, chance, ids, texts, weighted
from synthetic.days import YEAR, Calendar, age
from synthetic.people import People
from synthetic.reference import checklist
from synthetic.staff import Staff
from synthetic.supports import Spans
from synthetic.teams import Teams

PAST, AHEAD = 365, 180
SOON = 75
"""How many days ahead a joint meeting is booked."""
STATE = {word: number for number, word in enumerate(HANDOVER_STATE.choices)}
REASON = {word: number for number, word in enumerate(HANDOVER_REASON.choices)}
DONE_SHARE = {"planned": 0.2, "offered": 0.3, "accepted": 0.6, "rejected": 0.25, "done": 0.85, "revoked": 0.2}
"""Share of the checklist that is done in each state."""
ANSWERED = ("accepted", "rejected", "done")
TALKS_FROM = 4
"""The age from which a child's own words are written down."""


@dataclass
class Passings:
    """Handovers as columns: about whom, from whom to whom and when, and how far each has come.

    `met`: the day of the joint meeting, unknown without one. `view`: whether the child's own view is in it.
    """

    ids: pa.StringArray
    child: Ints
    role: pa.StringArray
    sender: pa.StringArray
    receiver: pa.StringArray
    due: Ints
    state: Ints
    reason: Ints
    view: Ints
    met: Ints

    @property
    def count(self) -> int:
        return len(self.child)

    def has(self, *states: str) -> Mask:
        """Which have one of these states."""
        return np.isin(self.state, [STATE[state] for state in states])

    def and_planted(self, rng: Rng, rows: pa.RecordBatch | None, people: People) -> "Passings":
        """These and the planted ones, of which only the main things have been told."""
        if rows is None:
            return self
        count = rows.num_rows
        child = pc.index_in(rows.column("child"), people.ids).to_numpy().astype(np.int64)
        numbers = {name: rows.column(name).to_numpy().astype(np.int64) for name in ("due", "state")}
        view = rows.column("child_view_recorded").to_numpy()
        drawn = (child, numbers["due"], numbers["state"], _reason(rng, count), view, np.full(count, UNKNOWN))
        mine = (self.child, self.due, self.state, self.reason, self.view, self.met)
        named = ("id", "role", "sender", "receiver")
        names = (self.ids, self.role, self.sender, self.receiver)
        told = [pa.concat_arrays([one, rows.column(name)]) for one, name in zip(names, named, strict=True)]
        both = [np.concatenate(pair) for pair in zip(mine, drawn, strict=True)]
        return Passings(told[0], both[0], *told[1:], *both[1:])


@dataclass
class Passed:
    """The ordinary handovers with the numbers of those who hand over and take over, and who then has the role."""

    passings: Passings
    sender: Ints
    receiver: Ints
    contacts: Spans


def make_passings(
    rng: Rng, contacts: Spans, people: People, staff: Staff, teams: Teams, calendar: Calendar, apart: Mask
) -> Passed:
    """A handover for most changes of barnkontakt in the past year and the half year ahead, of children not set apart.

    Nobody has the role because it was planned or offered: whoever has not said yes has no time with it, and nobody is
    to come without a handover.
    """
    as_of = calendar.as_of
    contacts = _next_only(contacts, as_of)
    child, person, start = contacts.child, contacts.person, contacts.start
    follows = ~apart[child[1:]] & (child[1:] == child[:-1]) & (person[1:] != person[:-1])
    follows &= (start[1:] > as_of - PAST) & (start[1:] <= as_of + AHEAD) & chance(rng, len(follows), 0.8)
    at = np.flatnonzero(follows) + 1
    last = np.append(child[1:] != child[:-1], True)[at]
    child, sender, receiver, begins = child[at], person[at - 1], person[at], start[at]
    count = len(at)
    due = begins - between(rng, 0, 5, count)
    state = np.where(last, _state(rng, begins, as_of), STATE["done"])
    phase = np.any([np.abs(begins - teams.autumns[years][child]) <= 75 for years in (6, 16)], axis=0)
    reason = np.where(phase, REASON["phase_boundary"], _reason(rng, count))
    agreed = np.isin(state, [STATE["accepted"], STATE["done"]])
    view = np.where(chance(rng, count, 0.12), -1, rng.random(count) < np.where(agreed, 0.5, 0.25))
    met = _joint(rng, begins, sender, receiver, staff, calendar)
    met = np.where(agreed & chance(rng, count, 0.85) & (met > people.born[child]), met, UNKNOWN)
    named = np.where(chance(rng, count, 0.04) & ~agreed, -1, receiver)
    found = Passings(
        ids("h", count),
        child,
        texts(["barnkontakt"], np.zeros(count, np.int64)),
        texts(staff.ids, sender),
        texts(staff.ids, named),
        due,
        state,
        reason,
        view,
        met,
    )
    has = start <= as_of
    has[at] = agreed
    return Passed(found, sender, receiver, contacts.only(has))


def _next_only(contacts: Spans, as_of: int) -> Spans:
    """Contacts child by child in the order in which they begin; of those who are to come only the next one."""
    ordered = contacts.only(np.lexsort((contacts.start, contacts.child)))
    child, coming = ordered.child, ordered.start > as_of
    later = np.append(False, (child[1:] == child[:-1]) & coming[:-1])
    return ordered.only(~later)


def _joint(rng: Rng, begins: Ints, sender: Ints, receiver: Ints, staff: Staff, calendar: Calendar) -> Ints:
    """A day for both to meet, before the second begins or soon after; unknown where they are never there together."""
    found = np.full(len(begins), UNKNOWN)
    for low, high in ((1, 8), (-30, -2)):
        day = calendar.workday(begins + between(rng, low, high, len(begins)))
        both = staff.employed(sender, day) & staff.employed(receiver, day)
        found = np.where(both & (day <= calendar.as_of + SOON), day, found)
    return found


def _reason(rng: Rng, count: int) -> Ints:
    weights = {"phase_boundary": 30, "staff_leaves": 50, "move": 8, "school_change": 12}
    return weighted(rng, count, [weights[word] for word in HANDOVER_REASON.choices])


def _state(rng: Rng, begins: Ints, as_of: int) -> Ints:
    """Most of what is past is done, some stalled; what lies ahead is planned, offered or accepted."""
    drawn = rng.random(len(begins))
    names = ("done", "accepted", "rejected", "revoked", "offered", "planned")
    past = np.searchsorted((0.86, 0.91, 0.93, 0.95, 0.98), drawn, "right")
    soon = np.clip(1 - (begins - as_of) / AHEAD, 0.0, 1.0)
    future = np.select([drawn < 0.02, drawn < 0.25 + 0.5 * soon, drawn < 0.55 + 0.4 * soon], [2, 1, 4], 5)
    found: Ints = np.array([STATE[name] for name in names])[np.where(begins > as_of, future, past)]
    return found


@dataclass
class Course:
    """When each handover was planned and offered, answered and ended; days that are not yet known are today's."""

    planned: Ints
    offered: Ints
    answered: Ints
    ended: Ints


def make_course(rng: Rng, passings: Passings, calendar: Calendar) -> Course:
    """The days on which the handovers took their steps, up to today."""
    as_of, count = calendar.as_of, passings.count
    due = np.where(passings.due == UNKNOWN, as_of + between(rng, -60, 60, count), passings.due)
    finished = passings.has("done", "revoked")
    last = np.where(passings.has("done"), due + between(rng, 0, 4, count), due - between(rng, 14, 40, count))
    last = np.minimum(last, as_of - np.where(finished & (due < as_of), 0, between(rng, 0, 12, count)))
    took = between(rng, 24, 70, count)
    steps = [last - took, last - took * 3 // 4, last - np.where(finished, took * 2 // 5, 0), last]
    days = [np.minimum(calendar.workday(day), as_of) for day in steps]
    return Course(*days)


def handover_rows(
    rng: Rng, passings: Passings, course: Course, people: People, consents: pa.RecordBatch, as_of: int
) -> Batches:
    """The rows of the handovers."""
    count = passings.count
    share = np.append([DONE_SHARE[word] for word in HANDOVER_STATE.choices], 0.2)[passings.state]
    items = {}
    for item in checklist():
        done = rng.random(count) < share
        items[item] = np.where(chance(rng, count, 0.1), -1, done).astype(np.int8)
    ground = pc.index_in(people.ids.take(pa.array(passings.child)), consents.column("child"))
    rests = pc.and_(pc.is_valid(ground), pa.array(chance(rng, count, 0.8))).to_numpy(zero_copy_only=False)
    ground = np.where(rests, pc.fill_null(ground, -1).to_numpy(), -1)
    items["receiver_accepted"] = passings.has("accepted", "done").astype(np.int8)
    items["receiver_named"] = pc.is_valid(passings.receiver).to_numpy(zero_copy_only=False).astype(np.int8)
    items["joint_meeting_held"] = ((passings.met != UNKNOWN) & (passings.met <= as_of)).astype(np.int8)
    items["child_view_recorded"] = passings.view.astype(np.int8)
    items["ground_recorded"] = np.where(rests, 1, items["ground_recorded"]).astype(np.int8)
    asked = ~passings.has("planned") & (passings.state >= 0)
    before_due = np.where(passings.due == UNKNOWN, OPEN, passings.due - 2)
    answer_by = np.minimum(course.offered + between(rng, 10, 28, count), before_due)
    answer_by = np.maximum(answer_by, course.offered + 1)
    after = np.where(passings.due == UNKNOWN, course.ended, passings.due) + between(rng, 30, 120, count)
    columns = {
        "id": passings.ids,
        "child": people.ids.take(pa.array(passings.child)),
        "role": passings.role,
        "sender": passings.sender,
        "receiver": passings.receiver,
        "due": passings.due,
        "state": passings.state.astype(np.int8),
        "reason": passings.reason.astype(np.int8),
        "answer_by": np.where(asked, answer_by, UNKNOWN),
        "follow_up": np.where(items["follow_up_dated"] == 1, after, UNKNOWN),
        "words": _words(rng, passings, people),
        "agreements": _agreements(rng, passings),
        "consent": texts(consents.column("id"), ground),
    }
    return {"handovers": batch("handovers", count, **columns, **items)}


def _words(rng: Rng, passings: Passings, people: People) -> pa.StringArray:
    """The child's own words where its view is in the handover: one sentence or two, fit for its age."""
    day = np.where(passings.due == UNKNOWN, people.born[passings.child] + 10 * YEAR, passings.due)
    years = age(people.born[passings.child], day)
    lists = (words.LITTLE, words.SCHOOL, words.TEENS)
    first = np.cumsum([0, *map(len, lists)])
    band = np.searchsorted((6, 13), years, "right")
    low, high = first[band], first[band + 1]
    said = low + (rng.random(passings.count) * (high - low)).astype(np.int64)
    said = np.where((passings.view == 1) & (years >= TALKS_FROM), said, -1)
    more = np.where(chance(rng, passings.count, 0.6), between(rng, 0, len(words.ALSO), passings.count), -1)
    one = texts([sentence for group in lists for sentence in group], said)
    both = pc.binary_join_element_wise(one, texts(words.ALSO, more), " ")
    return pc.coalesce(both, one)


def _agreements(rng: Rng, passings: Passings) -> pa.StringArray:
    """What was agreed where somebody was asked: one thing or two."""
    count, many = passings.count, len(words.AGREEMENTS)
    some = passings.has("offered", *ANSWERED) & chance(rng, count, 0.6)
    one = between(rng, 0, many, count)
    other = (one + between(rng, 1, many, count)) % many
    first = texts(words.AGREEMENTS, np.where(some, one, -1))
    second = texts(words.AGREEMENTS, np.where(chance(rng, count, 0.5), other, -1))
    return pc.coalesce(pc.binary_join_element_wise(first, second, ";"), first)
