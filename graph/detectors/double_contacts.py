"""Which children have, or had, two persons with the role at once for long?"""

import numpy as np
import pyarrow as pa

from graph.findings import Answer, Count, Finding, RuleSet, detector, key_of
from graph.network import Ints, Network
from graph.tenures import Spells, spells_of, with_role
from graph.values import OPEN, UNKNOWN, iso


class DoubleContactRules(RuleSet):
    role: str = "barnkontakt"
    past_days: Count = 365
    overlap_days: Count = 60


KINDS = {
    "now": "Två personer är barnkontakt samtidigt. Sedan: {start}. Dagar hittills: {days}.",
    "past": "Två personer var barnkontakt samtidigt. Från: {start}. Till: {end}. Dagar: {days}.",
}


def _ready(network: Network, rules: DoubleContactRules) -> None:
    with_role(network, rules.role)


@detector(order=9, kinds=KINDS, rules=DoubleContactRules, ready=_ready)
def double_contacts(network: Network, day: int, rules: DoubleContactRules) -> Answer:
    """Two persons who have the role for one child at once, for longer than a handover needs.

    One finding per pair of spells. Not run: no supports row with the role. Two spells of different persons for one
    child; both cover the days from the later start s to the earlier end e. Found if s ≤ D (or unknown), e > D −
    past_days, and min(e, D + 1) − s > overlap_days (an unknown s meets every limit). Kinds: `now` e > D; `past`.
    start = s or null; end = e, null if open. evidence: contact (the two). numbers: days = min(e, D + 1) − s, null
    if s is unknown. About: child, the two ids in order, s. Null first, then most days. Defaults: role barnkontakt,
    past_days 365, overlap_days 60.
    """
    spells = spells_of(network, rules.role)
    one, other = _pairs(spells, day, rules)
    start = np.maximum(spells.start[one], spells.start[other]).tolist()
    end = np.minimum(spells.end[one], spells.end[other]).tolist()
    child = network.ids("child").take(pa.array(spells.child[one])).to_pylist()
    persons = [sorted(two) for two in zip(spells.ids(one), spells.ids(other), strict=True)]
    return Answer([_finding(child[i], persons[i], start[i], end[i], day) for i in range(len(child))])


def _pairs(spells: Spells, day: int, rules: DoubleContactRules) -> tuple[Ints, Ints]:
    """The numbers of two spells that are at once for longer than the limit."""
    found = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for one, other in spells.pairs():
        start = np.maximum(spells.start[one], spells.start[other])
        end = np.minimum(spells.end[one], spells.end[other])
        at_once = (spells.person[one] != spells.person[other]) & (start <= day)
        at_once &= (start == UNKNOWN) | (np.minimum(end, day + 1) - start > rules.overlap_days)
        at_once &= (end > day - rules.past_days) | (rules.past_days == 0)
        found.append((one[at_once], other[at_once]))
    one, other = (np.concatenate(side) for side in zip(*found, strict=True))
    return one, other


def _finding(child: str, persons: list[str], start: int, end: int, day: int) -> Finding:
    since = None if start == UNKNOWN else start
    days = None if since is None else min(end, day + 1) - since
    return Finding(
        "double_contacts",
        "now" if end > day else "past",
        key_of("double_contacts", child, *persons, iso(since)),
        [child],
        since,
        None if end == OPEN else end,
        {"contact": persons},
        {"days": days},
        (0, 0) if days is None else (1, -days),
    )
