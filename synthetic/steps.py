"""The steps of each handover as they were written down: who planned, offered, accepted, and ticked what, and when."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.network import Ints
from synthetic import words
from synthetic.columns import Batches, Rng, batch, between, ids, texts
from synthetic.days import Calendar
from synthetic.handovers import STATE, Course, Passings
from synthetic.reference import checklist

SENDER, RECEIVER = 0, 1
TICKED_BY_RECEIVER = ("receiver_accepted", "child_met_receiver")
MORNING = 480
WORDS = len(checklist())
"""The number of the child's own words, after the items of the checklist."""
AGREED = 0.85, 0.97
"""Shares of children: that want their words to be shown; those and the ones of which it is unknown. The rest say no."""


def change_rows(rng: Rng, passings: Passings, course: Course, handovers: pa.RecordBatch, calendar: Calendar) -> Batches:
    """A row for each state that a handover has had, and for each item of the checklist that is done."""
    parts = [*_states(passings, course), *_items(rng, passings, course, handovers, calendar.as_of)]
    parts.append(_said(rng, passings, course, handovers, calendar.as_of))
    columns = [np.concatenate([part[number] for part in parts]) for number in range(6)]
    order = np.lexsort((columns[3], columns[2], columns[1]))
    _, handover, day, minute, state, item = (column[order] for column in columns)
    who = columns[0][order]
    count = len(order)
    person = np.where(who == SENDER, handover, handover + passings.count)
    rows = {
        "id": ids("hc", count),
        "handover": passings.ids.take(pa.array(handover)),
        "person": pa.concat_arrays([passings.sender, passings.receiver]).take(pa.array(person)),
        "at": day,
        "at_second": calendar.second(day, MORNING + minute),
        "state": state.astype(np.int8),
        "item": texts((*checklist(), "words"), item),
        "done": np.where(item >= 0, np.where(item == WORDS, _agreed(rng, count), 1), -1).astype(np.int8),
        "note": pc.if_else(
            pa.array(item == WORDS), handovers.column("words").take(pa.array(handover)), _notes(rng, state)
        ),
    }
    return {"handover_changes": batch("handover_changes", count, **rows)}


Part = tuple[Ints, Ints, Ints, Ints, Ints, Ints]
"""Who, which handover, on which day and minute, the new state or -1, the item or -1."""


def _part(who: int, handover: Ints, day: Ints, minute: Ints | int, state: int, item: int) -> Part:
    full = [np.full(len(handover), number) for number in (who, state, item)]
    return full[0], handover, day[handover], np.broadcast_to(minute, len(handover)), full[1], full[2]


def _states(passings: Passings, course: Course) -> list[Part]:
    """The states up to the present one: planned, offered, answered, ended."""
    steps = (
        (SENDER, "planned", ("planned", "offered", "accepted", "rejected", "done", "revoked"), course.planned, 0),
        (SENDER, "offered", ("offered", "accepted", "rejected", "done", "revoked"), course.offered, 120),
        (RECEIVER, "accepted", ("accepted", "done"), course.answered, 240),
        (RECEIVER, "rejected", ("rejected",), course.answered, 240),
        (SENDER, "done", ("done",), course.ended, 360),
        (SENDER, "revoked", ("revoked",), course.ended, 360),
    )
    return [
        _part(who, np.flatnonzero(passings.has(*those)), day, minute, STATE[state], -1)
        for who, state, those, day, minute in steps
    ]


def _items(rng: Rng, passings: Passings, course: Course, handovers: pa.RecordBatch, as_of: int) -> list[Part]:
    """The ticks: what belongs to a step on its day, the joint meeting on its own, the rest in between."""
    between_days = course.ended - course.planned + 1
    fixed = {
        "receiver_named": course.planned,
        "receiver_accepted": course.answered,
        "joint_meeting_held": np.where(passings.met > course.planned, np.minimum(passings.met, as_of), course.ended),
    }
    known = passings.state >= 0
    parts = []
    for number, item in enumerate(checklist()):
        drawn = course.planned + (rng.random(passings.count) * between_days).astype(np.int64)
        day = fixed.get(item, np.minimum(drawn, as_of))
        ticked = np.flatnonzero(known & (handovers.column(item).to_numpy() == 1))
        who = RECEIVER if item in TICKED_BY_RECEIVER else SENDER
        minute = 245 if item == "receiver_accepted" else between(rng, 250, 355, len(ticked))
        parts.append(_part(who, ticked, day, minute, -1, number))
    return parts


def _said(rng: Rng, passings: Passings, course: Course, handovers: pa.RecordBatch, as_of: int) -> Part:
    """The child's words as they were written down, some day between the plan and the end."""
    written = handovers.column("words").is_valid().to_numpy(zero_copy_only=False)
    told = np.flatnonzero(written & (passings.state >= 0))
    days = course.planned + (rng.random(passings.count) * (course.ended - course.planned + 1)).astype(np.int64)
    return _part(SENDER, told, np.minimum(days, as_of), between(rng, 250, 355, len(told)), -1, WORDS)


def _agreed(rng: Rng, count: int) -> Ints:
    """Whether children want their words to be shown: yes, not known, no."""
    return np.array([1, -1, 0])[np.searchsorted(AGREED, rng.random(count), "right")]


def _notes(rng: Rng, state: Ints) -> pa.StringArray:
    """Why somebody declined or withdrew."""
    reasons = (*words.DECLINED, *words.WITHDRAWN)
    declined = between(rng, 0, len(words.DECLINED), len(state))
    withdrawn = len(words.DECLINED) + between(rng, 0, len(words.WITHDRAWN), len(state))
    note = np.select([state == STATE["rejected"], state == STATE["revoked"]], [declined, withdrawn], -1)
    return texts(reasons, note)
