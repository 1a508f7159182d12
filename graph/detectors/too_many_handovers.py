"""Which children have had many changes of contact?"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from graph.findings import Answer, Count, Finding, RuleSet, detector, key_of
from graph.meetings import split
from graph.network import Ints, Network
from graph.sets import Mask, among, expand
from graph.tenures import Spells, grown_up, spells_of, with_role


class ManyRules(RuleSet):
    role: str = "barnkontakt"
    past_days: Count = 730
    min_changes: Count = 3
    max_age: Count = 18


KINDS = {"changes": "{changes:byte|byten} av barnkontakt från {start} till {end}."}


def _ready(network: Network, rules: ManyRules) -> None:
    with_role(network, rules.role)


@dataclass(frozen=True)
class _Beginnings:
    """The days on which spells of a child begin, by child and then in time; `first` is the first spell of each."""

    first: Ints
    change: Mask


@detector(order=11, kinds=KINDS, rules=ManyRules, ready=_ready)
def too_many_handovers(network: Network, day: int, rules: ManyRules) -> Answer:
    """Children for whom the person who has the role changed many times.

    One finding per child. Not run: no supports row with the role. Take the days on which spells of the child begin,
    each day once, in order; all spells without a start begin on one day before all others. The first of these days
    is no change, whatever the role was before. Each later one is a *change*, one however many begin on it, if at
    least one person whose spell begins on it has no spell that begins on the day before it in this order; when
    spells end does not matter, so that one who comes back after a pause with nobody else in between is no change.
    Found if at least min_changes changes, and at least one, lie in D − past_days < day ≤ D (24 months are 730 days,
    not calendar months), and the child is under max_age on D. Kind `changes`. start = the first of those changes,
    end = the last. evidence: contact (all persons whose spells begin on the days of those changes). numbers:
    changes. About: the child. Most changes first. Defaults: role barnkontakt, past_days 730, min_changes 3, max_age
    18.
    """
    spells = spells_of(network, rules.role)
    begun = _beginnings(spells)
    start = spells.start[begun.first]
    counted = begun.change & (start <= day) & ((start > day - rules.past_days) | (rules.past_days == 0))
    counted &= day < grown_up(network, rules.max_age)[spells.child[begun.first]]
    changes = np.flatnonzero(counted)
    owner = spells.child[begun.first[changes]]
    many = np.flatnonzero(np.bincount(owner) >= max(rules.min_changes, 1))
    low, high = np.searchsorted(owner, many), np.searchsorted(owner, many, "right")
    who = _who(spells, begun, changes, low, high)
    child = network.ids("child").take(pa.array(many)).to_pylist()
    days = start[changes]
    since, until, count = days[low].tolist(), days[high - 1].tolist(), (high - low).tolist()
    found = [
        Finding(
            "too_many_handovers",
            "changes",
            key_of("too_many_handovers", child[i]),
            [child[i]],
            since[i],
            until[i],
            {"contact": sorted(set(who[i]))},
            {"changes": count[i]},
            (-count[i],),
        )
        for i in range(len(child))
    ]
    return Answer(found)


def _beginnings(spells: Spells) -> _Beginnings:
    """The days on which spells begin, and whether somebody does who did not on the day before it in the order."""
    fresh, heads = np.ones(len(spells.child), bool), np.ones(len(spells.child), bool)
    heads[1:] = spells.child[1:] != spells.child[:-1]
    fresh[1:] = heads[1:] | (spells.start[1:] != spells.start[:-1])
    number, first = np.cumsum(fresh) - 1, np.flatnonzero(fresh)
    again = among(number - 1 << 32 | spells.person, number << 32 | spells.person)
    newcomers = np.bincount(number[~again], minlength=len(first)) > 0
    return _Beginnings(first, newcomers & ~heads[first])


def _who(spells: Spells, begun: _Beginnings, changes: Ints, low: Ints, high: Ints) -> list[list[str]]:
    """The persons whose spells begin on the changes of each child: those numbered from low to high."""
    position, change = expand(low, high, changes)
    stop = np.append(begun.first, len(spells.child))
    within, spell = expand(stop[change], stop[change + 1], np.arange(len(spells.child)))
    return split(spells.ids(spell), position[within], len(low))
