"""Who was at each meeting: the professionals of the child's team on that day, guardians, and the child."""

import numpy as np
import pyarrow as pa

from graph.network import Ints
from graph.sets import distinct, expand
from graph.values import ATTENDANCE
from synthetic.columns import Batches, Mask, Rng, batch, chance, texts
from synthetic.forums import Forums
from synthetic.meetings import HABITS, HELD, Meetings
from synthetic.people import People
from synthetic.staff import Staff
from synthetic.teams import BY_AGE, BY_FAMILY, Teams

SLOTS = [*BY_FAMILY, *(slot for slot in BY_AGE if slot not in BY_FAMILY)]
PRESENT, ABSENT, DECLINED = (ATTENDANCE.choices.index(word) for word in ("present", "absent", "declined"))


def attendance_rows(
    rng: Rng, meetings: Meetings, names: pa.Array, people: People, staff: Staff, teams: Teams, forums: Forums
) -> Batches:
    """The rows of everyone invited to the meetings about children."""
    meeting, professional = _professionals(rng, meetings, staff, teams, forums)
    offset = people.count + len(people.adults)
    parts = [(meeting, professional + offset)]
    for guardian, share in zip(people.guardians, (1.0, 0.7), strict=True):
        likely = np.array([habit.guardian for habit in HABITS.values()])[meetings.habit] * share
        comes = np.flatnonzero((rng.random(len(likely)) < likely) & (guardian[meetings.child] >= 0))
        parts.append((comes, guardian[meetings.child[comes]] + people.count))
    itself = np.flatnonzero(rng.random(len(meetings.of)) < np.where(meetings.heard == 1, 0.7, 0.08))
    itself = itself[meetings.day[itself] - people.born[meetings.child[itself]] > 5 * 365]
    parts.append((itself, meetings.child[itself]))
    meeting, person = (np.concatenate(column) for column in zip(*parts, strict=True))
    packed = distinct(meeting << 32 | person)
    meeting, person = packed >> 32, packed & 0xFFFFFFFF
    everyone = pa.concat_arrays([people.ids, people.adults, staff.ids])
    columns = {
        "meeting": texts(names, meeting),
        "person": texts(everyone, person),
        "status": _status(rng, meetings.status[meeting], person < people.count),
    }
    return {"attendance": batch("attendance", len(meeting), **columns)}


def _professionals(rng: Rng, meetings: Meetings, staff: Staff, teams: Teams, forums: Forums) -> tuple[Ints, Ints]:
    """Meetings and the professionals who hold the invited posts on their day."""
    offsets, slots = _invited(forums)
    forum = meetings.series.forum[meetings.of]
    group = np.where(forum < 0, len(forums.ids) + meetings.habit, forum)
    meeting, slot = expand(offsets[group], offsets[group + 1], slots)
    extra = slot >= len(SLOTS)
    slot = np.where(extra, slot - len(SLOTS), slot)
    comes = chance(rng, len(meeting), 0.93) & (~extra | ((meetings.of[meeting] + slot) % 2 == 0))
    meeting, slot = meeting[comes], slot[comes]
    child, day = meetings.child[meeting], meetings.day[meeting]
    person = np.full(len(meeting), -1)
    for number, word in enumerate(SLOTS):
        here = np.flatnonzero(slot == number)
        person[here] = staff.holder(teams.post(word, child[here], day[here]), day[here])
    return meeting[person >= 0], person[person >= 0]


def _invited(forums: Forums) -> tuple[Ints, Ints]:
    """The places round a child that each forum, and after them each habit, calls to its meetings.

    Those that only every other series calls have a number beyond all others.
    """
    groups: list[list[int]] = []
    for kind, parties in zip(forums.kind, forums.parties, strict=True):
        habit = HABITS.get(kind)
        own, also = (habit.slots or parties, habit.also) if habit else (parties, ())
        groups.append([*map(SLOTS.index, own), *(len(SLOTS) + SLOTS.index(slot) for slot in also)])
    groups += [[SLOTS.index(slot) for slot in habit.slots] for habit in HABITS.values()]
    numbers = [number for group in groups for number in group]
    return np.concatenate([[0], np.cumsum([len(group) for group in groups])]), np.array(numbers)


def _status(rng: Rng, meeting_status: Ints, child: Mask) -> Ints:
    """Present, absent or declined where the meeting was held; otherwise unknown, now and then declined."""
    drawn = rng.random(len(meeting_status))
    held = np.where((drawn < 0.07) & ~child, ABSENT, np.where(drawn > 0.97, DECLINED, PRESENT))
    ahead = np.where(drawn > 0.97, DECLINED, -1)
    found: Ints = np.where(meeting_status == HELD, held, ahead).astype(np.int8)
    return found
