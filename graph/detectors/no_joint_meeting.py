"""Where did the role pass from one person to another without a meeting about the child with both of them?"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from graph.findings import Answer, Count, Finding, NotRun, RuleSet, detector, key_of
from graph.meetings import about_children, held, split, without_zeros
from graph.network import Ints, Network
from graph.sets import Mask, expand
from graph.tenures import Spells, child_day, spells_of, with_role
from graph.values import ATTENDANCE, OPEN, UNKNOWN, iso


class JointRules(RuleSet):
    role: str = "barnkontakt"
    past_days: Count = 365
    gap_days: Count = 30
    overlap_days: Count = 60
    before_days: Count = 60
    after_days: Count = 30


KINDS = {
    "no_joint_meeting": "Rollen gick över {start} utan att de två möttes om barnet. "
    "Dagar kvar för ett gemensamt möte: {days_left}."
}
KINDS_OF_PERSONS = ("professional", "adult")


def _ready(network: Network, rules: JointRules) -> None:
    about_children(network, rules)
    if not any(network.count(f"{kind}_attended_meeting") for kind in KINDS_OF_PERSONS):
        raise NotRun("no attendance")
    with_role(network, rules.role)


@dataclass(frozen=True)
class Passings:
    """Passings of the role: the numbers of the spells that end and of those that begin."""

    spells: Spells
    before: Ints
    after: Ints

    @property
    def child(self) -> Ints:
        return self.spells.child[self.after]

    @property
    def start(self) -> Ints:
        return self.spells.start[self.after]

    def only(self, keep: Mask) -> "Passings":
        return Passings(self.spells, self.before[keep], self.after[keep])


@detector(order=6, kinds=KINDS, rules=JointRules, ready=_ready)
def no_joint_meeting(network: Network, day: int, rules: JointRules) -> Answer:
    """Changes of the person who has the role without a meeting at which both were.

    One finding per passing of the role from one person to another. Not run: no meeting about a child; no attendance
    of a professional or an adult; no supports row with the role. For each spell S of person Q with a known start, D
    − past_days < S.start ≤ D: of the same child's spells of other persons with start before S.start (since ever is
    before every day) and end known and before S.end (any known day is before until further notice), those that end
    last are its predecessors R (several if they end on the same day), each a passing if S.start − R.end ≤ gap_days
    and R.end − S.start ≤ overlap_days. Joint meeting: a meeting about the child, not cancelled, its day from
    S.start − before_days to S.start + after_days, both included, with both persons in attendance with a status
    other than absent or declined (unknown counts as there). A meeting that is planned, also for a day after D,
    counts as one that was held, and so does one of unknown status. Found if there is none; a meeting without a day
    is not looked at. If a meeting about the child, not cancelled, within those days has no attendance at all of
    professionals or adults, it is not found but skipped `no_attendance`. Kind `no_joint_meeting`; start = S.start.
    evidence: before (R's person), after (Q), meeting (those about the child, not cancelled, within those days).
    numbers: days = S.start − R.end (below 0: days together), days_left = S.start + after_days − D if that is above
    0, else 0. About: child, R's person, Q, S.start. Latest start first. Defaults: role barnkontakt, past_days 365,
    gap_days 30, overlap_days 60, before_days 60, after_days 30.
    """
    passings = passings_of(spells_of(network, rules.role), day, rules)
    position, meeting = _meetings_near(network, passings, rules)
    joint, unsaid = _met(network, passings, position, meeting)
    count = len(passings.before)
    held = split(network.ids("meeting").take(pa.array(meeting)).to_pylist(), position, count)
    child = network.ids("child").take(pa.array(passings.child)).to_pylist()
    before, after = passings.spells.ids(passings.before), passings.spells.ids(passings.after)
    start, days = passings.start.tolist(), (passings.start - passings.spells.end[passings.before]).tolist()
    found = [
        Finding(
            "no_joint_meeting",
            "no_joint_meeting",
            key_of("no_joint_meeting", child[i], before[i], after[i], iso(start[i])),
            [child[i]],
            start[i],
            None,
            {"before": [before[i]], "after": [after[i]], "meeting": sorted(held[i])},
            {"days": days[i], "days_left": max(start[i] + rules.after_days - day, 0)},
            (-start[i],),
        )
        for i in np.flatnonzero(~joint & ~unsaid).tolist()
    ]
    return Answer(found, without_zeros(no_attendance=int(unsaid.sum())))


def passings_of(spells: Spells, day: int, rules: JointRules) -> Passings:
    """The spells that begin within the time looked at, each with those that ended last of the ones before it."""
    recent = (spells.start != UNKNOWN) & (spells.start <= day)
    recent &= (spells.start > day - rules.past_days) | (rules.past_days == 0)
    last = np.full(len(spells.child), UNKNOWN, np.int64)
    found = [Passings(spells, last[:0], last[:0])]
    for one, other in spells.pairs():
        earlier = recent[other] & (spells.person[one] != spells.person[other])
        earlier &= (spells.start[one] < spells.start[other]) & (spells.end[one] < spells.end[other])
        kept = Passings(spells, one, other).only(earlier & (spells.end[one] != OPEN))
        last[kept.after] = np.maximum(last[kept.after], spells.end[kept.before])
        found.append(kept)
    before, after = (np.concatenate([getattr(part, side) for part in found]) for side in ("before", "after"))
    between = spells.start[after] - spells.end[before]
    near = (between <= rules.gap_days) & (-between <= rules.overlap_days)
    return Passings(spells, before, after).only(near & (spells.end[before] == last[after]))


def _meetings_near(network: Network, passings: Passings, rules: JointRules) -> tuple[Ints, Ints]:
    """The meetings about the child around each passing: positions of the passings, and the meetings."""
    known = held(network)
    packed = child_day(known.child, known.day)
    low = np.searchsorted(packed, child_day(passings.child, passings.start - rules.before_days))
    high = np.searchsorted(packed, child_day(passings.child, passings.start + rules.after_days), "right")
    return expand(low, high, known.meeting)


def met(network: Network, passings: Passings, rules: JointRules) -> tuple[Mask, Mask]:
    """Whether each passing had a joint meeting, and else whether the attendance of a meeting near it is unknown."""
    return _met(network, passings, *_meetings_near(network, passings, rules))


def _met(network: Network, passings: Passings, position: Ints, meeting: Ints) -> tuple[Mask, Mask]:
    count = len(passings.before)
    both, silent = _both_there(network, passings, position, meeting)
    joint = np.bincount(position[both], minlength=count) > 0
    return joint, (np.bincount(position[silent], minlength=count) > 0) & ~joint


def _both_there(network: Network, passings: Passings, position: Ints, meeting: Ints) -> tuple[Mask, Mask]:
    """Of each passing and meeting near it: whether both persons were there, and whether nothing tells who was."""
    asked = [passings.spells.person[side[position]] for side in (passings.before, passings.after)]
    there = [np.zeros(len(meeting), bool) for _ in asked]
    told = np.zeros(len(meeting), bool)
    for kind, first in zip(KINDS_OF_PERSONS, (0, passings.spells.professionals), strict=True):
        table = f"{kind}_attended_meeting"
        person, where, status = (network.ints(table, column) for column in ("source", "target", "status"))
        low, high = np.searchsorted(where, meeting), np.searchsorted(where, meeting, "right")
        number, row = expand(low, high, np.arange(len(where)))
        told |= high > low
        came = (status[row] != ATTENDANCE.choices.index("absent")) & (
            status[row] != ATTENDANCE.choices.index("declined")
        )
        number, present = number[came], person[row[came]] + first
        for one, who in zip(there, asked, strict=True):
            one[number[present == who[number]]] = True
    return there[0] & there[1], ~told
