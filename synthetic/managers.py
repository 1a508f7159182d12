"""Meetings of forums on the level of managers: no child, the members come."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.values import ATTENDANCE
from synthetic.columns import Batches, Mask, Rng, batch, between, chance, texts
from synthetic.days import Calendar
from synthetic.forums import Forums
from synthetic.meetings import CALLED_OFF, CANCELLED, HELD, HISTORY, PLANNED

EVERY = {"bus": 70, "sok": 180, "sspf_steering": 90, "bob_regional": 90, "god_nara_vard": 120}
"""Days between two meetings of a forum of managers."""


def manager_rows(rng: Rng, forums: Forums, members: pa.RecordBatch, calendar: Calendar) -> Batches:
    """The meetings of forums of managers, attended by those who were members on the day."""
    forum, day = [], []
    for number, kind in enumerate(forums.kind):
        if kind in EVERY:
            first = calendar.as_of - HISTORY + int(rng.integers(0, EVERY[kind]))
            days = np.arange(first, calendar.as_of + 60, EVERY[kind])
            forum.append(np.full(len(days), number))
            day.append(calendar.workday(days))
    of, on = np.concatenate(forum), np.concatenate(day)
    minute = 480 + 30 * between(rng, 0, 15, len(of))
    status = np.where(chance(rng, len(of), CANCELLED), CALLED_OFF, np.where(on > calendar.as_of, PLANNED, HELD))
    numbers = pc.utf8_lpad(pc.cast(pa.array(np.arange(1, len(of) + 1)), pa.string()), 6, "0")
    names = pc.binary_join_element_wise("demo-mm-", numbers, "")
    meetings = batch(
        "meetings",
        len(of),
        id=names,
        forum=texts(forums.ids, of),
        start=on,
        start_second=calendar.second(on, minute),
        end=on,
        end_second=calendar.second(on, minute + 90),
        title=texts(["Samverkansmöte"], np.zeros(len(of), np.int64)),
        status=status.astype(np.int8),
    )
    who = members.filter(pc.starts_with(members.column("member"), "demo-p-"))
    group = pc.index_in(who.column("forum"), pa.array(forums.ids)).to_numpy()
    start, end = who.column("start").to_numpy(), who.column("end").to_numpy()
    there: Mask = (of[:, None] == group) & (start <= on[:, None]) & (on[:, None] < end)
    meeting, member = np.nonzero(there & (rng.random(there.shape) < 0.9))
    absent, present = (ATTENDANCE.choices.index(word) for word in ("absent", "present"))
    came = np.where(chance(rng, len(meeting), 0.12), absent, present)
    attendance = batch(
        "attendance",
        len(meeting),
        meeting=texts(names, meeting),
        person=who.column("member").take(pa.array(member)),
        status=np.where(status[meeting] == HELD, came, -1).astype(np.int8),
    )
    return {"meetings": meetings, "attendance": attendance}
