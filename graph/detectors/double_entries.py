"""Which meetings were written down twice?"""

import numpy as np

from graph.findings import Answer, Finding, RuleSet, detector, key_of
from graph.meetings import DOUBLE_KINDS, Meetings, about_children, close_pairs, double_kind, same_time, split
from graph.network import Network


class DoubleRules(RuleSet):
    """This question has no rules."""


KINDS = {
    "same_uid": "Två möten har samma nummer i kalendern och börjar samtidigt. De kan vara samma möte.",
    "same_forum": "Två möten i samma forum börjar samtidigt. De kan vara samma möte.",
    "same_title": "Två möten med samma rubrik börjar samtidigt. De kan vara samma möte.",
    "same_people": "Två möten med samma personer börjar samtidigt. De kan vara samma möte.",
}


@detector(order=2, kinds=KINDS, rules=DoubleRules, ready=about_children)
def double_entries(network: Network, day: int, rules: DoubleRules) -> Answer:
    """The same meeting written down twice.

    Two meetings with a start, not cancelled, at least one child in common, that begin at the same time (the
    same instant when both have a time, otherwise the same day), and the first of these that holds:
    `same_uid` the same calendar UID; `same_forum` the same known forum; `same_title` equal titles (trimmed,
    case-folded, inner white space collapsed, not empty), unless both forums are known and differ;
    `same_people` both have a time and at least two of the same professionals were there.
    """
    meetings = network.once(Meetings)
    pairs = close_pairs(network, 0, None, lambda one, other: same_time(meetings, one, other))
    kind = double_kind(meetings, pairs.one, pairs.other)
    pairs, kind = pairs.only(kind >= 0), kind[kind >= 0]
    count = len(pairs.one)
    one = network.ids("meeting").take(pairs.one).to_pylist()
    other = network.ids("meeting").take(pairs.other).to_pylist()
    position, child = pairs.children.expand(np.arange(count))
    children = split(network.ids("child").take(child).to_pylist(), position, count)
    days = meetings.day[pairs.one].tolist()
    found = [
        Finding(
            "double_entries",
            DOUBLE_KINDS[kind[i]],
            key_of("double_entries", one[i], other[i]),
            children[i],
            days[i],
            days[i],
            {"meeting": [one[i], other[i]]},
            {},
            (-days[i],),
        )
        for i in range(count)
    ]
    return Answer(found, meetings.skipped())
