"""Hide small counts of children so that none can be worked out from the others and their sums.

A count under five is *few* and shown as `<5`. Where counts add up to one another, the reader can subtract: then one
more is *hidden*, and another, until every few count could still be more than one number.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dashboard.texts import LEAST

K = TypeVar("K", bound=Hashable)
MANY = 2**62


@dataclass(frozen=True)
class Sum(Generic[K]):
    """A count that is the sum of others; all of them may be on a page somewhere."""

    total: K
    parts: tuple[K, ...]


def protect(counts: Mapping[K, int], sums: Sequence[Sum[K]]) -> frozenset[K]:
    """The counts that are hidden besides the few ones: the smallest that will do, totals last.

    The sums form a tree: a count is a part of one sum at most, and may be the total of another.
    """
    hidden: set[K] = set()
    while told := _told(counts, sums, hidden):
        more = _next(counts, sums, hidden, told)
        if not more:
            break
        hidden |= more
    return frozenset(hidden)


def _next(counts: Mapping[K, int], sums: Sequence[Sum[K]], hidden: set[K], told: set[K]) -> set[K]:
    """The smallest count that stands open in a sum with one that is told, or in a sum next to that one."""
    reach, near = set(told), list[Sum[K]]()
    while wider := [one for one in sums if one not in near and reach & {one.total, *one.parts}]:
        near += wider
        reach |= {key for one in near for key in (one.total, *one.parts)}
        for candidates in ({key for one in near for key in one.parts}, {one.total for one in near}):
            open_ = [key for key in candidates if counts[key] >= LEAST and key not in hidden]
            if open_:
                return {min(open_, key=lambda key: (counts[key], repr(key)))}
    return set()


def _told(counts: Mapping[K, int], sums: Sequence[Sum[K]], hidden: set[K]) -> set[K]:
    """The few counts that a reader can work out: with what is shown, only one number is left for them."""
    low, high = bounds(counts, sums, hidden)
    return {key for key, count in counts.items() if count < LEAST and low[key] == high[key]}


def bounds(
    counts: Mapping[K, int], sums: Sequence[Sum[K]], hidden: set[K] | frozenset[K]
) -> tuple[dict[K, int], dict[K, int]]:
    """The least and the most that each count can be for a reader who knows the rules and can add."""
    low = {key: (LEAST if key in hidden else 0 if n < LEAST else n) for key, n in counts.items()}
    high = {key: (MANY if key in hidden else LEAST - 1 if n < LEAST else n) for key, n in counts.items()}
    before = None
    while before != (state := (tuple(low.values()), tuple(high.values()))):
        before = state
        for one in sums:
            _narrow(one, low, high)
    return low, high


def _narrow(one: Sum[K], low: dict[K, int], high: dict[K, int]) -> None:
    """What a sum says about its total and each of its parts."""
    least, most = sum(low[key] for key in one.parts), sum(high[key] for key in one.parts)
    low[one.total] = max(low[one.total], least)
    high[one.total] = min(high[one.total], most)
    for key in one.parts:
        was_low, was_high = low[key], high[key]
        low[key] = max(was_low, low[one.total] - (most - was_high))
        high[key] = min(was_high, high[one.total] - (least - was_low))
        least, most = least + low[key] - was_low, most + high[key] - was_high
