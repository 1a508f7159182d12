"""What the forum page shows: how much each pair of forums has in common, and which pairs meet a rule."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.tables.counts import Share
from dashboard.texts import LEAST
from graph.analysis import Report
from graph.detectors.overlap import SETS, ForumSets, forum_sets, running_forums, shared_counts
from graph.findings import Finding
from graph.meetings import inside, linked
from graph.network import Ints, Network
from graph.values import LEVEL, OPEN, UNKNOWN

MOST = 25
"""More forums than this on a level are not drawn at once."""


@dataclass(frozen=True)
class Pair:
    """Two forums and what they have in common in each of the five sets."""

    one: int
    other: int
    shared: dict[str, int]
    union: dict[str, int]
    smaller: dict[str, int]
    only: dict[str, tuple[int, int]]

    def of_all(self, measure: str) -> Share:
        """The shared of all that are in either (Jaccard)."""
        return Share(self.shared[measure], self.union[measure], measure == "children")

    def of_smaller(self, measure: str) -> Share:
        """The shared of the smaller of the two (containment)."""
        return Share(self.shared[measure], self.smaller[measure], measure == "children", rest=measure == "children")


@dataclass(frozen=True)
class Forums:
    """The forums that are running, and how much each two of them share."""

    network: Network
    gathered: ForumSets

    @cached_property
    def ids(self) -> list[str]:
        ids: list[str] = self.network.ids("forum").to_pylist()
        return ids

    @cached_property
    def names(self) -> list[str]:
        names = self.network.texts("forum", "name").to_pylist()
        return [name or node for name, node in zip(names, self.ids, strict=True)]

    @cached_property
    def level(self) -> list[str]:
        words = (*LEVEL.choices, "unknown")
        return [words[level] for level in self.network.ints("forum", "level").tolist()]

    @cached_property
    def shared(self) -> dict[str, Ints]:
        return {name: shared_counts(self.gathered.sets[name]).toarray() for name in SETS}

    @cached_property
    def district(self) -> list[str | None]:
        names: list[str | None] = self.network.texts("forum", "district").to_pylist()
        return names

    def flag(self, column: str, forum: int) -> bool | None:
        """Whether the register says yes to something, or nothing where it is not known."""
        value = int(self.network.ints("forum", column)[forum])
        return None if value < 0 else bool(value)

    def pair(self, one: int, other: int) -> Pair:
        """What two forums have in common."""
        sizes = {name: self.gathered.sets[name].sizes for name in SETS}
        shared = {name: int(self.shared[name][one, other]) for name in SETS}
        first, second = ({name: int(sizes[name][at]) for name in SETS} for at in (one, other))
        return Pair(
            one,
            other,
            shared,
            {name: first[name] + second[name] - shared[name] for name in SETS},
            {name: min(first[name], second[name]) for name in SETS},
            {name: (first[name] - shared[name], second[name] - shared[name]) for name in SETS},
        )


def gathered(network: Network, as_of: int, past_days: int) -> Forums:
    """What the running forums gathered up to a day."""
    return Forums(network, forum_sets(network, as_of, past_days, running_forums(network)))


def levels(forums: Forums, district: str | None) -> dict[str, list[int]]:
    """The running forums of a district (and those of no district) by level, in the order of the levels."""
    running = np.flatnonzero(running_forums(forums.network)).tolist()
    there = [f for f in running if district is None or forums.district[f] in (None, district)]
    found = {word: [f for f in there if forums.level[f] == word] for word in (*LEVEL.choices, "unknown")}
    return {word: members for word, members in found.items() if members}


def findings_of(report: Report, forums: Forums, members: list[int]) -> list[Finding]:
    """The findings about a forum of a level, the most alike first; those about too few children to show last."""
    there = {forums.ids[member] for member in members}
    found = [one for one in report.entry("forum_overlap").findings if there & set(one.evidence["forum"])]
    return sorted(found, key=_hidden)


def _hidden(finding: Finding) -> bool:
    """Whether the number that the finding rests on may not be shown."""
    return finding.kind == "same_children" and len(finding.children) < LEAST


def drawn(forums: Forums, members: list[int], findings: list[Finding], extra: list[int]) -> list[int]:
    """The forums of a level to draw: all of a few; of many those with a finding and those asked for."""
    if len(members) <= MOST:
        return sorted(members, key=lambda forum: forums.names[forum].casefold())
    rows = {forums.ids[forum]: forum for forum in members}
    named = dict.fromkeys(node for one in findings for node in one.evidence["forum"] if node in rows)
    wanted = [rows[node] for node in named][:MOST]
    return sorted({*wanted, *extra}, key=lambda forum: forums.names[forum].casefold())


def apart(network: Network, one: Ints, other: Ints) -> list[str]:
    """Why two forums are not compared: one is a `part` of the other, or their `ages` do not meet; or nothing."""
    low, high = network.ints("forum", "age_min"), network.ints("forum", "age_max")
    high = np.where(high == UNKNOWN, OPEN, high)
    ages = np.maximum(low[one], low[other]) > np.minimum(high[one], high[other])
    reasons: list[str] = np.select([linked(inside(network), one, other), ages], ["part", "ages"], "").tolist()
    return reasons


@dataclass(frozen=True)
class Cell:
    """One pair in the heatmap: its share, why the two are not compared (`apart`), whether it meets a rule."""

    one: int
    other: int
    share: Share
    apart: str
    found: bool

    @property
    def comparable(self) -> bool:
        """Whether the two are compared; equal forums are, whatever their ages."""
        return self.found or not self.apart


def cells(forums: Forums, members: list[int], measure: str, findings: list[Finding]) -> list[Cell]:
    """The lower triangle of pairs, row by row."""
    pairs = {two for one in findings for two in _twos(one.evidence["forum"])}
    row, column = np.tril_indices(len(members), -1)
    one, other = np.array(members, np.int64)[row], np.array(members, np.int64)[column]
    rows = zip(one.tolist(), other.tolist(), apart(forums.network, one, other), strict=True)
    return [
        Cell(a, b, forums.pair(a, b).of_all(measure), why, tuple(sorted((forums.ids[a], forums.ids[b]))) in pairs)
        for a, b, why in rows
    ]


def _twos(ids: list[str]) -> list[tuple[str, str]]:
    ids = sorted(ids)
    return [(a, b) for i, a in enumerate(ids) for b in ids[i + 1 :]]


def finding_of(findings: list[Finding], forums: Forums, one: int, other: int) -> Finding | None:
    """The finding about two forums, if there is one."""
    wanted = {forums.ids[one], forums.ids[other]}
    return next((found for found in findings if wanted <= set(found.evidence["forum"])), None)
