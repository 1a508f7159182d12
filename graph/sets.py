"""Many small sets of row numbers in two arrays, and what two of them share: the workhorse of the detectors.

A `Sets` holds for each owner (a meeting, a forum) its members (people, agencies, children), sorted, each
once. Everything works on whole columns: a million pairs of sets take no loop.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from graph.network import Ints

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Sets:
    """`members[offsets[i]:offsets[i + 1]]` are the members of owner i, ascending."""

    offsets: Ints
    members: Ints

    @classmethod
    def of(cls, owner: Ints, member: Ints, owners: int) -> "Sets":
        """The sets of pairs (owner, member), in any order and said as often as you like."""
        packed = owner.astype(np.int64) << 32 | member
        if not (packed[1:] > packed[:-1]).all():
            packed = distinct(packed)
        sizes = np.bincount(packed >> 32, minlength=owners)
        return cls(np.concatenate([[0], np.cumsum(sizes)]), (packed & 0xFFFFFFFF).astype(np.int32))

    @cached_property
    def sizes(self) -> Ints:
        return np.diff(self.offsets)

    def members_of(self, owner: int) -> Ints:
        """The members of one owner."""
        return self.members[self.offsets[owner] : self.offsets[owner + 1]]

    def expand(self, owners: Ints) -> tuple[Ints, Ints]:
        """All members of each of the owners: positions in `owners`, and the members."""
        return expand(self.offsets[owners], self.offsets[owners + 1], self.members)

    def shared(self, one: Ints, other: Ints) -> tuple[Ints, Ints]:
        """What the sets of each pair of owners have in common: positions of the pairs, and the members.

        The members of both sides are sorted pair by pair; those that stand there twice are shared.
        """
        found = [np.empty(0, np.int64)]
        for low, high in chunks(self.sizes[one] + self.sizes[other]):
            sides = [self.expand(side[low:high]) for side in (one, other)]
            packed = np.concatenate([(pair + low) << 32 | member for pair, member in sides])
            packed.sort()
            found.append(packed[1:][packed[1:] == packed[:-1]])
        both = np.concatenate(found)
        return both >> 32, both & 0xFFFFFFFF


def distinct(values: Ints) -> Ints:
    """The values in ascending order, each once."""
    ascending = np.sort(values)
    fresh = np.ones(len(ascending), bool)
    fresh[1:] = ascending[1:] != ascending[:-1]
    return ascending[fresh]


def among(values: Ints, ascending: Ints) -> Mask:
    """Whether each value is among others, which ascend."""
    if not len(ascending):
        return np.zeros(len(values), bool)
    at = np.searchsorted(ascending, values)
    found: Mask = ascending[np.minimum(at, len(ascending) - 1)] == values
    return found


def ordered(*columns: Ints) -> Ints:
    """The order of rows by several columns, the first first; rows that are equal stay as they stand.

    Packed into one number where they fit, the row number last, because such numbers are sorted many times faster.
    """
    count = len(columns[0])
    bits = count.bit_length()
    packed = np.arange(count)
    for column in reversed(columns):
        low, high = (int(column.min()), int(column.max())) if count else (0, 0)
        if bits + (high - low).bit_length() > 62:
            return np.lexsort(columns[::-1])
        packed |= (column.astype(np.int64) - low) << bits
        bits += (high - low).bit_length()
    packed.sort()
    return packed & ((1 << count.bit_length()) - 1)


def expand(start: Ints, stop: Ints, values: Ints) -> tuple[Ints, Ints]:
    """`values[start:stop]` of each range after the other: the number of the range, and the value."""
    sizes = stop - start
    position = np.repeat(np.arange(len(sizes)), sizes)
    at = np.arange(len(position))
    at += np.repeat(start - np.cumsum(sizes) + sizes, sizes)
    return position, values[at]


def meets(shared: Ints, whole: Ints, ratio: Fraction) -> Mask:
    """Whether shared / whole is at least the ratio, exactly; nothing shared never is."""
    most = max(1, *(int(side.max(initial=0)) for side in (shared, whole)))
    number = np.int64 if most * max(ratio.numerator, ratio.denominator) < 2**62 else object
    enough = shared.astype(number) * ratio.denominator >= whole.astype(number) * ratio.numerator
    found: Mask = enough.astype(bool) & (shared > 0)
    return found


def chunks(sizes: Ints, most: int = 4_000_000) -> Iterator[tuple[int, int]]:
    """Ranges of positions whose sizes add up to about `most`, so that no step needs more memory than that."""
    total = np.concatenate([[0], np.cumsum(sizes)])
    start = 0
    while start < len(sizes):
        stop = max(int(np.searchsorted(total, total[start] + most, "right")) - 1, start + 1)
        yield start, stop
        start = stop
