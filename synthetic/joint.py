"""Joint meetings of handovers: the one who leaves and the one who comes, with the child and its guardians."""

import numpy as np
import pyarrow as pa

from graph.network import Ints
from graph.values import ATTENDANCE, UNKNOWN
from synthetic.columns import Batches, Rng, batch, between, chance, ids, texts
from synthetic.days import Calendar, age
from synthetic.handovers import Passings
from synthetic.meetings import HELD, PLANNED
from synthetic.people import People
from synthetic.staff import Staff

TITLE = "Överlämningsmöte"
PRESENT = ATTENDANCE.choices.index("present")
HEARD = 0.35
MORNING = 480
"""Minutes from midnight to the time at which people begin to meet."""


def joint_rows(
    rng: Rng, passings: Passings, sender: Ints, receiver: Ints, people: People, staff: Staff, calendar: Calendar
) -> Batches:
    """The rows of the joint meetings: about one child each, without a forum."""
    which = np.flatnonzero(passings.met != UNKNOWN)
    count, child, day = len(which), passings.child[which], passings.met[which]
    minute = MORNING + 30 * between(rng, 0, 14, count)
    held = day <= calendar.as_of
    heard = np.where(held, chance(rng, count, HEARD), -1)
    names = ids("hm", count)
    meetings = batch(
        "meetings",
        count,
        id=names,
        start=day,
        start_second=calendar.second(day, minute),
        end=day,
        end_second=calendar.second(day, minute + 60),
        title=texts([TITLE], np.zeros(count, np.int64)),
        status=np.where(held, HELD, PLANNED).astype(np.int8),
        child_heard=heard.astype(np.int8),
    )
    about = batch("meeting_children", count, meeting=names, child=texts(people.ids, child))
    everyone = pa.concat_arrays([staff.ids, people.adults, people.ids])
    adult, itself = len(staff.ids), len(staff.ids) + len(people.adults)
    comes = np.flatnonzero((people.guardians[0][child] >= 0) & chance(rng, count, 0.85))
    there = np.flatnonzero((age(people.born[child], day) >= 5) & ((heard == 1) | chance(rng, count, 0.3)))
    number = np.arange(count)
    meeting = np.concatenate([number, number, comes, there])
    guardian = people.guardians[0][child[comes]]
    person = np.concatenate([sender[which], receiver[which], guardian + adult, child[there] + itself])
    order = np.lexsort((person, meeting))
    status = np.where(held[meeting], PRESENT, -1)[order].astype(np.int8)
    rows = {"meeting": texts(names, meeting[order]), "person": texts(everyone, person[order]), "status": status}
    attendance = batch("attendance", len(order), **rows)
    return {"meetings": meetings, "meeting_children": about, "attendance": attendance}
