"""The six key figures as measures of any day: what is counted, of what, and for which child each is counted.

A measure gives units (children, boundaries, meetings, reports), each for every child that it is about: whether
the measure is known of it, and whether it holds. From that follow the municipality, its districts and the past.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graph.detectors.duplicates import DuplicateRules, similar
from graph.detectors.handovers import HandoverRules, support_of
from graph.detectors.overlap import running_forums
from graph.detectors.phase_boundaries import PhaseRules, boundaries
from graph.findings import NotRun
from graph.meetings import Meetings
from graph.network import Ints, Network
from graph.questions import Rules, rules_in
from graph.sets import Mask, Sets
from graph.tenures import Runs, birthdays, spells_of, tenures_of, with_role
from graph.values import LEVEL, UNKNOWN

YEAR = 365
"""The last year, in days: what the pages count of meetings where no rule of a question says how far back."""
LONG = 2 * YEAR
"""So long with the same contact is a strength."""


Counts = tuple[int, int, int]
"""How many hold, of how many it is known, and of how many it is not."""


@dataclass(frozen=True)
class Units:
    """What a measure counts: the child and the number of each unit, whether it holds, whether that is known.

    `few` says that the units are children or tell about single ones, so that small counts are hidden; `rest` that
    those that do not hold are counted somewhere too, so that they are hidden when they are few.
    """

    child: Ints
    unit: Ints
    hit: Mask
    known: Mask
    few: bool = True
    rest: bool = False

    @classmethod
    def children(cls, hit: Mask, known: Mask) -> "Units":
        """Units that are the children themselves."""
        every = np.arange(len(hit))
        return cls(every, every, hit, known)

    def known_only(self) -> "Units":
        """Only the units of which it is known: where the others are of no interest."""
        return Units(self.child[self.known], self.unit[self.known], self.hit[self.known], self.known[self.known])

    def in_places(self, place: Ints, places: int) -> list[Counts]:
        """The counts of each place, by the place of each child; last those of all together."""
        held, known, unknown = (
            self._distinct(place, places, which) for which in (self.hit & self.known, self.known, ~self.known)
        )
        return [*zip(held, known, unknown, strict=True)]

    def _distinct(self, place: Ints, places: int, which: Mask) -> list[int]:
        """How many distinct units of those chosen each place has; last all together."""
        seen = np.zeros((places, int(self.unit.max(initial=-1)) + 1), bool)
        seen[place[self.child[which]], self.unit[which]] = True
        return [*seen.sum(axis=1).tolist(), int(seen.any(axis=0).sum())]


Measure = Callable[[Network, int, Rules], Units]


@dataclass(frozen=True)
class _Support:
    """When each child is in support and when it has somebody with the role, made once for each Network."""

    rules: HandoverRules

    def __call__(self, network: Network) -> tuple[Runs | None, Runs]:
        everyone = np.ones(network.count("child"), bool)
        support = support_of(network, self.rules, everyone) if self.rules.policy == "in_support" else None
        tenures = tenures_of(network, self.rules.role)
        return support, Runs.of(tenures.child, tenures.start, tenures.end)


def in_support(network: Network, day: int, rules: Rules) -> tuple[Mask, Mask]:
    """The children in support on a day, under the age of the rules; and those of all who have a contact.

    Of a child without a contact support counts since the last one ended, as in the question of gaps.
    """
    rule = rules_in(rules, HandoverRules)
    support, runs = network.once(_Support(rule))
    child = np.arange(network.count("child"))
    today = np.full(len(child), day, np.int64)
    last, begun = runs.before(child, today + 1)
    end = np.where(begun, np.append(runs.end, UNKNOWN)[last], UNKNOWN)
    covered = begun & (end > day)
    since = np.maximum(np.where(covered, UNKNOWN, end), day + 1 - rule.support_days)
    young = day < birthdays(network.ints("child", "born"), rule.max_age)
    there = young if support is None else young & support.touch(child, since, today + 1)
    return there, covered


def no_contact(network: Network, day: int, rules: Rules) -> Units:
    """Children in support on the day; those without anybody in the role."""
    with_role(network, rules_in(rules, HandoverRules).role)
    there, covered = in_support(network, day, rules)
    return Units.children(~covered, there).known_only()


def passage(network: Network, day: int, rules: Rules) -> Units:
    """Boundaries of life phases ahead that need a handover; those that nobody has accepted."""
    rule = rules_in(rules, PhaseRules)
    with_role(network, rule.role)
    child, settled = boundaries(network, spells_of(network, rule.role), day, rule)
    return Units(child, np.arange(len(child)), ~settled, np.ones(len(child), bool))


def window(network: Network, day: int, past_days: int) -> Mask:
    """The meetings, not cancelled, of so many days up to a day; 0 is no limit backwards."""
    meetings = network.once(Meetings)
    found: Mask = meetings.usable & (meetings.day <= day)
    if past_days:
        found &= meetings.day > day - past_days
    return found


def forums_per_child(network: Network, as_of: int) -> Ints:
    """In how many running forums on level child each child was discussed in the last year."""
    meetings = network.once(Meetings)
    there = running_forums(network) & (network.ints("forum", "level") == LEVEL.choices.index("child"))
    counted = window(network, as_of, YEAR) & np.append(there, False)[meetings.forum]
    meeting, child = network.ints("meeting_about_child", "source"), network.ints("meeting_about_child", "target")
    keep = counted[meeting]
    return Sets.of(child[keep], meetings.forum[meeting[keep]], network.count("child")).sizes


def forums(network: Network, day: int, rules: Rules) -> Units:
    """Children discussed in a forum on level child within a year; those in three or more."""
    if not network.count("meeting_held_by_forum"):
        raise NotRun("no meetings in a forum")
    many = forums_per_child(network, day)
    return Units.children(many >= 3, many >= 1).known_only()


@dataclass(frozen=True)
class _Doubles:
    """Which meetings are in a pair that may be duplicates, for each child: made once for each Network."""

    rules: DuplicateRules

    def __call__(self, network: Network) -> Ints:
        pairs, _, _ = similar(network, None, self.rules)
        position, child = pairs.children.expand(np.arange(len(pairs.one)))
        both = np.concatenate([pairs.one[position], pairs.other[position]])
        return np.unique(np.concatenate([child, child]).astype(np.int64) << 32 | both)


def duplicates(network: Network, day: int, rules: Rules) -> Units:
    """Meetings about a child within the days of the question; those in a pair that may be duplicates."""
    rule = rules_in(rules, DuplicateRules)
    if not network.count("meeting_about_child"):
        raise NotRun("no meetings about a child")
    child, meeting = _about(network, window(network, day, rule.past_days))
    hit = np.isin(child.astype(np.int64) << 32 | meeting, network.once(_Doubles(rule)))
    return Units(child, meeting, hit, np.ones(len(hit), bool), few=False)


def _about(network: Network, counted: Mask) -> tuple[Ints, Ints]:
    """Child and meeting, for the meetings that count."""
    meeting, child = network.ints("meeting_about_child", "source"), network.ints("meeting_about_child", "target")
    keep = counted[meeting]
    return child[keep], meeting[keep]


def heard(network: Network, day: int, rules: Rules) -> Units:
    """Meetings about a child within a year that say whether the child was heard; those where it was."""
    if not (network.ints("meeting", "child_heard") >= 0).any():
        raise NotRun("nothing about the child being heard")
    child, meeting = _about(network, window(network, day, YEAR))
    said = network.ints("meeting", "child_heard")[meeting]
    return Units(child, meeting, said == 1, said >= 0, few=False)


def feedback(network: Network, day: int, rules: Rules) -> Units:
    """Reports of concern of the last year that asked for feedback and say if it came; those where it did."""
    if not network.count("concern"):
        raise NotRun("no concerns")
    concern, child = network.ints("concern_about_child", "source"), network.ints("concern_about_child", "target")
    received = network.ints("concern", "received").astype(np.int64)[concern]
    asked = network.ints("concern", "feedback_requested")[concern] == 1
    keep = asked & (received != UNKNOWN) & (received <= day) & (received > day - YEAR)
    given = network.ints("concern", "feedback_given")[concern[keep]]
    return Units(child[keep], concern[keep], given == 1, given >= 0, rest=True)


MEASURES: dict[str, Measure] = {
    "no_contact": no_contact,
    "passage": passage,
    "forums": forums,
    "duplicates": duplicates,
    "heard": heard,
    "feedback": feedback,
}
"""The key figures, in the order of the page."""


def units_of(code: str, network: Network, day: int, rules: Rules) -> Units:
    """The units of a measure on a day. Raises `NotRun` where its data are not there."""
    return MEASURES[code](network, day, rules)


def long_contact(network: Network, day: int, rules: Rules) -> tuple[int, int]:
    """How many of the children in support have had the same contact for two years at least; and how many they are."""
    there, covered = in_support(network, day, rules)
    spells = spells_of(network, rules_in(rules, HandoverRules).role).on(day)
    long = np.zeros(len(there), bool)
    long[spells.child[spells.start <= day - LONG]] = True
    return int((there & covered & long).sum()), int(there.sum())
