"""Which meetings about the same child gather the same people, or the same agencies, within a short time?"""

from fractions import Fraction

import numpy as np

from graph.findings import Answer, Count, Finding, Ratio, RuleSet, detector, key_of
from graph.meetings import (
    Meetings,
    Pairs,
    about_children,
    any_true,
    builds_on,
    close_pairs,
    double_kind,
    employed_at,
    inside,
    linked,
    plain,
    split,
)
from graph.network import Ints, Network
from graph.sets import Mask, Sets, distinct, meets
from graph.values import NO_SECOND


class DuplicateRules(RuleSet):
    window_days: Count = 14
    past_days: Count = 365
    min_shared_people: Count = 2
    min_share_people: Ratio = Fraction(1, 2)
    min_shared_agencies: Count = 2
    min_jaccard_agencies: Ratio = Fraction(3, 4)


KINDS = {
    "same_people": "{shared_people} av {smaller_group:person|personer} var med på båda mötena, "
    "{days_apart:dag|dagar} isär. Mötena kan vara dubbletter.",
    "same_agencies": "{shared_agencies} av {union_agencies:verksamhet|verksamheter} var med på båda mötena, "
    "{days_apart:dag|dagar} isär. Mötena kan vara dubbletter.",
}


@detector(order=1, kinds=KINDS, rules=DuplicateRules, ready=about_children)
def duplicate_meetings(network: Network, day: int, rules: DuplicateRules) -> Answer:
    """Pairs of meetings of different series about the same child that may be duplicates of each other.

    Two meetings with a start, neither cancelled, at least one child in common, later start > D - past_days
    (and ahead without limit); at most window_days apart; of different series (two forums, neither the other
    nor inside it; or one has a forum and the other none; or neither has and their titles are known and
    differ); their forums' levels equal or one unknown; not both in the same plan; not a double entry.
    Who was there: professionals in attendance, not absent and not declined; agencies: where these are
    employed on the meeting's day. `same_people`: shared >= min_shared_people and shared / smaller group >=
    min_share_people; else `same_agencies`: shared >= min_shared_agencies and Jaccard >= min_jaccard_agencies.
    """
    meetings = network.once(Meetings)
    pairs, same_people, agencies = similar(network, day - rules.past_days if rules.past_days else None, rules)
    kinds = np.where(same_people, "same_people", "same_agencies").tolist()
    return Answer(_findings(network, meetings, meetings.there, agencies, pairs, kinds), meetings.skipped())


def similar(network: Network, after: int | None, rules: DuplicateRules) -> tuple[Pairs, Mask, Sets]:
    """The pairs that are found, the later after a day if one is given: whether by people; and who was where."""
    meetings = network.once(Meetings)
    there = meetings.there
    pairs = close_pairs(network, rules.window_days, after, _DifferentSeries(network, meetings))
    pairs = pairs.only(double_kind(meetings, pairs.one, pairs.other) < 0)
    people = there.shared(pairs.one, pairs.other)
    shared = np.bincount(people[0], minlength=len(pairs.one))
    smaller = np.minimum(there.sizes[pairs.one], there.sizes[pairs.other])
    same_people = (shared >= rules.min_shared_people) & meets(shared, smaller, rules.min_share_people)
    agencies = _agencies(network, meetings, there, pairs)
    both = np.bincount(agencies.shared(pairs.one, pairs.other)[0], minlength=len(pairs.one))
    union = agencies.sizes[pairs.one] + agencies.sizes[pairs.other] - both
    same_agencies = (both >= rules.min_shared_agencies) & meets(both, union, rules.min_jaccard_agencies)
    hit = same_people | same_agencies
    return pairs.only(hit), same_people[hit], agencies


class _DifferentSeries:
    """Whether two meetings are of different series, on levels that can be compared, and of different plans."""

    def __init__(self, network: Network, meetings: Meetings) -> None:
        self.meetings, self.inside = meetings, inside(network)
        self.level = np.append(network.ints("forum", "level"), -1)[meetings.forum]

    def __call__(self, one: Ints, other: Ints) -> Mask:
        forum_a, forum_b = self.meetings.forum[one], self.meetings.forum[other]
        neither = (forum_a < 0) & (forum_b < 0)
        series = (forum_a != forum_b) | neither
        level_a, level_b = self.level[one], self.level[other]
        series &= (level_a == level_b) | (level_a < 0) | (level_b < 0)
        plan_a, plan_b = self.meetings.plan[one], self.meetings.plan[other]
        series &= (plan_a != plan_b) | (plan_a < 0)
        if self.inside.size:
            series &= ~linked(self.inside, forum_a, forum_b)
        titled = np.flatnonzero(series & neither)  # texts come last: they take longest
        known, same = self.meetings.same_text("title", one[titled], other[titled], plain)
        series[titled] = known & ~same
        found: Mask = series
        return found


def _agencies(network: Network, meetings: Meetings, there: Sets, pairs: Pairs) -> Sets:
    """The agencies at each meeting of a pair, on its day."""
    these = distinct(np.concatenate([pairs.one, pairs.other]))
    position, professional = there.expand(these)
    meeting = these[position]
    owner, agency = employed_at(network, meeting, professional, meetings.day[meeting])
    return Sets.of(owner, agency, meetings.count)


def _findings(
    network: Network, meetings: Meetings, there: Sets, agencies: Sets, pairs: Pairs, kinds: list[str]
) -> list[Finding]:
    count, one, other = len(pairs.one), pairs.one, pairs.other
    ids = [network.ids("meeting").take(side).to_pylist() for side in (one, other)]
    names = [*network.ids("forum").to_pylist(), None]
    forums = [[names[forum] for forum in meetings.forum[side]] for side in (one, other)]
    children = _named(network, "child", pairs.children.expand(np.arange(count)), count)
    people = _named(network, "professional", there.shared(one, other), count)
    shared_agencies = _named(network, "agency", agencies.shared(one, other), count)
    union = agencies.sizes[one] + agencies.sizes[other]
    smaller = np.minimum(there.sizes[one], there.sizes[other]).tolist()
    days = np.sort(np.stack([meetings.day[one], meetings.day[other]]), axis=0).tolist()
    shorter = _shorter(network, one, other)
    forum_a, forum_b = meetings.forum[one], meetings.forum[other]
    builds = linked(builds_on(network), forum_a, forum_b).tolist()
    required = _flags(network, "required", forum_a, forum_b)
    acute = _flags(network, "acute", forum_a, forum_b)
    found = []
    for i in range(count):
        apart, shared, at = days[1][i] - days[0][i], people[i], shared_agencies[i]
        pair = [ids[0][i], ids[1][i]]
        evidence = {
            "meeting": pair,
            "forum": sorted({forum for forum in (forums[0][i], forums[1][i]) if forum}),
            "professional": shared,
            "agency": at,
        }
        numbers = {
            "days_apart": apart,
            "shared_people": len(shared),
            "smaller_group": smaller[i],
            "shared_agencies": len(at),
            "union_agencies": int(union[i]) - len(at),
            "hours": _hours(len(shared), shorter[i]),
            "builds_on": builds[i],
            "required": any_true(required[i]),
            "acute": any_true(acute[i]),
        }
        key = key_of("duplicate_meetings", *pair)
        rank = (-len(shared), apart)
        found.append(
            Finding(
                "duplicate_meetings",
                kinds[i],
                key,
                children[i],
                days[0][i],
                days[1][i],
                evidence,
                numbers,
                rank,
            )
        )
    return found


def _named(network: Network, kind: str, members: tuple[Ints, Ints], count: int) -> list[list[str]]:
    """The ids of the members at each position."""
    return split(network.ids(kind).take(members[1]).to_pylist(), members[0], count)


def _flags(network: Network, column: str, one: Ints, other: Ints) -> list[list[int]]:
    """A flag of the two forums of each pair, -1 where it is unknown or there is no forum."""
    flags = np.append(network.ints("forum", column), -1)
    both: list[list[int]] = np.stack([flags[one], flags[other]], 1).tolist()
    return both


def _hours(people: int, seconds: int | None) -> float | None:
    return None if seconds is None else round(people * seconds / 3600, 2)


def _shorter(network: Network, one: Ints, other: Ints) -> list[int | None]:
    """Seconds of the shorter of two meetings, of those with a time at both ends; nothing if neither has."""
    start, end = network.ints("meeting", "start_second"), network.ints("meeting", "end_second")
    timed = (start != NO_SECOND) & (end != NO_SECOND)
    seconds = np.where(timed, np.where(timed, end, 0) - np.where(timed, start, 0), np.iinfo(np.int64).max)
    shorter = np.minimum(seconds[one], seconds[other]).tolist()
    known = (timed[one] | timed[other]).tolist()
    return [value if ok else None for value, ok in zip(shorter, known, strict=True)]
