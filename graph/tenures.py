"""Who had a role for which child from when to when, and what follows: unbroken runs of days, birthdays.

Days are whole and intervals half-open; `UNKNOWN` as a start is since ever, `OPEN` as an end until further notice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.clocks import months_later
from graph.findings import NotRun
from graph.network import Ints, Network
from graph.sets import Mask, distinct, expand, ordered
from graph.values import OPEN, UNKNOWN

SUPPORTERS = ("professional", "adult")


def with_role(network: Network, role: str) -> None:
    """The question needs somebody with the role."""
    if not any(mask.any() for mask in network.once(_WithRole(role)).values()):
        raise NotRun("no supports row with the role")


@dataclass(frozen=True)
class _WithRole:
    """Which supports rows of professionals and of adults are of a role."""

    role: str

    def __call__(self, network: Network) -> dict[str, Mask]:
        return {kind: _equal(network.texts(f"{kind}_supports_child", "role"), self.role) for kind in SUPPORTERS}


@dataclass(frozen=True)
class Runs:
    """Unbroken runs of covered days, by child and then in time; none touch."""

    child: Ints
    start: Ints
    end: Ints

    @classmethod
    def of(cls, child: Ints, start: Ints, end: Ints) -> "Runs":
        """The union of intervals of days, child by child."""
        if not len(child):
            return cls(child, start, end)
        packed = child_day(child, start)
        order = np.argsort(packed)
        child, start, end = child[order].astype(np.int64), start[order], end[order]
        reach = np.maximum.accumulate(child_day(child, end))
        fresh = np.ones(len(child), bool)
        fresh[1:] = packed[order][1:] > reach[:-1]
        last = np.append(np.flatnonzero(fresh)[1:], len(child)) - 1
        return cls(child[fresh], start[fresh], _day(reach[last]))

    def before(self, child: Ints, day: Ints) -> tuple[Ints, Mask]:
        """For each child its last run that starts before a day: its number, and whether there is one."""
        at = np.searchsorted(child_day(self.child, self.start), child_day(child, day)) - 1
        if not len(self.child):
            return at, np.zeros(len(at), bool)
        return at, (at >= 0) & (self.child[at] == child)

    def touch(self, child: Ints, start: Ints, end: Ints) -> Mask:
        """Whether a run of the child covers a day of [start, end)."""
        at, there = self.before(child, end)
        if there.any():
            there &= self.end[at] > start
        return there & (start < end)

    def following(self, number: Ints) -> Ints:
        """The start of the run of the same child after each, or `UNKNOWN`."""
        child, start = np.append(self.child, -1), np.append(self.start, UNKNOWN)
        same = child[number + 1] == child[number]
        return np.where(same, start[number + 1], UNKNOWN)


def child_day(child: Ints, day: Ints) -> Ints:
    """A child and a day as one number, which sorts by child and then by day."""
    packed: Ints = child.astype(np.int64) << 32 | (day.astype(np.int64) + 2**31)
    return packed


def _day(packed: Ints) -> Ints:
    day: Ints = (packed & 0xFFFFFFFF) - 2**31
    return day


@dataclass(frozen=True)
class Tenures:
    """Who had the role for which child from when to when; `cut`: ended because the person left."""

    child: Ints
    person: Ints
    start: Ints
    end: Ints
    cut: Mask
    names: pa.StringArray

    def touching(self, child: Ints, day: Ints, side: Ints) -> tuple[Ints, Ints]:
        """The tenures whose `side` (start or end) is the day: positions in `child`, and numbers."""
        asked = np.zeros(max(self.child.max(initial=0), child.max(initial=0)) + 1, bool)
        asked[child] = True
        number = np.flatnonzero(asked[self.child])
        packed = child_day(self.child[number], side[number])
        order = np.argsort(packed, kind="stable")
        wanted, here = child_day(child, day), packed[order]
        return expand(np.searchsorted(here, wanted), np.searchsorted(here, wanted, "right"), number[order])


@dataclass(frozen=True)
class Spells:
    """Unbroken runs of days in which one person has tenures for one child, by child, then start, then person.

    A `person` is a row of the professionals, or from `professionals` on of the adults; `names` are their ids.
    """

    child: Ints
    person: Ints
    start: Ints
    end: Ints
    names: pa.StringArray
    professionals: int

    @classmethod
    def of(cls, tenures: Tenures, professionals: int) -> "Spells":
        """The union of each person's tenures for each child, touching ones joined."""
        packed = tenures.child << 32 | tenures.person
        pair = distinct(packed)
        runs = Runs.of(np.searchsorted(pair, packed), tenures.start, tenures.end)
        child, person = pair[runs.child] >> 32, pair[runs.child] & 0xFFFFFFFF
        order = ordered(child, runs.start)
        start, end = runs.start[order], runs.end[order]
        return cls(child[order], person[order], start, end, tenures.names, professionals)

    def only(self, keep: Mask) -> "Spells":
        """The spells that are kept."""
        child, person, start, end = self.child[keep], self.person[keep], self.start[keep], self.end[keep]
        return Spells(child, person, start, end, self.names, self.professionals)

    def on(self, day: int) -> "Spells":
        """The spells that cover a day: the contacts on it."""
        return self.only((self.start <= day) & (day < self.end))

    def of_children(self, child: Ints) -> tuple[Ints, Ints]:
        """The spells for each child: positions in `child`, and numbers."""
        low, high = np.searchsorted(self.child, child), np.searchsorted(self.child, child, "right")
        return expand(low, high, np.arange(len(self.child)))

    def pairs(self) -> Iterator[tuple[Ints, Ints]]:
        """All pairs of spells for one child, the one that stands first first: neighbours, then those further apart."""
        first, step = np.arange(len(self.child)), 1
        while (first := first[first < len(self.child) - step]).size:
            first = first[self.child[first + step] == self.child[first]]
            yield first, first + step
            step += 1

    def ids(self, numbers: Ints) -> list[str]:
        """The id of the person of each of the spells."""
        found: list[str] = self.names.take(pa.array(self.person[numbers])).to_pylist()
        return found


def spells_of(network: Network, role: str) -> Spells:
    """Who had the role for which child from when to when, each person's tenures for a child joined."""
    return network.once(_SpellsOf(role))


@dataclass(frozen=True)
class _SpellsOf:
    role: str

    def __call__(self, network: Network) -> Spells:
        return Spells.of(tenures_of(network, self.role), network.count("professional"))


def tenures_of(network: Network, role: str) -> Tenures:
    """The supports rows with the role, cut where the professional left, those that cover a day."""
    return network.once(_TenuresOf(role))


@dataclass(frozen=True)
class _TenuresOf:
    role: str

    def __call__(self, network: Network) -> Tenures:
        return _tenures(network, network.once(_WithRole(self.role)))


def _tenures(network: Network, of_role: Mapping[str, Mask]) -> Tenures:
    last = left(network)
    parts, before = [], 0
    for kind, with_it in of_role.items():
        table = f"{kind}_supports_child"
        person = network.ints(table, "source")[with_it].astype(np.int64)
        end = network.ints(table, "end")[with_it].astype(np.int64)
        gone = last[person] if kind == "professional" else np.full(len(person), OPEN)
        start = network.ints(table, "start")[with_it].astype(np.int64)
        child = network.ints(table, "target")[with_it].astype(np.int64)
        parts.append((child, person + before, start, np.minimum(end, gone), gone < end))
        before += network.count(kind)
    child, person, start, end, cut = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    days = start < end
    names = pa.concat_arrays([network.ids("professional"), network.ids("adult")])
    found = Tenures(child[days], person[days], start[days], end[days], cut[days], names)
    for column in (found.child, found.person, found.start, found.end, found.cut):
        column.flags.writeable = False  # it is kept with the Network
    return found


def _equal(texts: pa.StringArray, word: str) -> Mask:
    found: Mask = pc.fill_null(pc.equal(texts, word), False).to_numpy(zero_copy_only=False)
    return found


def left(network: Network) -> Ints:
    """The last end of each professional's employments; `OPEN` where one has no end or there is none."""
    return network.once(_last_ends)


def until(network: Network, kind: str) -> Ints:
    """The day after the last of each support by professionals or adults: a row of one who has left ends with them."""
    table = f"{kind}_supports_child"
    end = network.ints(table, "end").astype(np.int64)
    return np.minimum(end, left(network)[network.ints(table, "source")]) if kind == "professional" else end


def _last_ends(network: Network) -> Ints:
    last = np.full(network.count("professional"), UNKNOWN, np.int64)
    table = "professional_works_at_agency"
    np.maximum.at(last, network.ints(table, "source"), network.ints(table, "end"))
    employed = np.zeros(len(last), bool)
    employed[network.ints(table, "source")] = True
    found: Ints = np.where(employed, last, OPEN)
    found.flags.writeable = False  # it is kept with the Network
    return found


def birthdays(born: Ints, age: int) -> Ints:
    """The day on which each child turns an age; born on 29 February: 28 February in other years."""
    known = born != UNKNOWN
    return np.where(known, months_later(np.where(known, born, 0), 12 * age), np.iinfo(np.int64).max)


def grown_up(network: Network, age: int) -> Ints:
    """The day on which each child of the Network turns an age."""
    return network.once(_GrownUp(age))


@dataclass(frozen=True)
class _GrownUp:
    age: int

    def __call__(self, network: Network) -> Ints:
        return birthdays(network.ints("child", "born"), self.age)
