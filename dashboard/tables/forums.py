"""What the forum page shows: how much each pair of forums has in common, and which pairs meet a rule."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from dashboard import texts
from dashboard.tables.counts import Share
from dashboard.texts import LEAST, t
from graph.analysis import Report
from graph.detectors.overlap import SETS, ForumSets, forum_sets, running_forums, shared_counts
from graph.findings import Finding, key_of
from graph.meetings import inside, linked
from graph.network import Ints, Network
from graph.sets import Mask
from graph.values import LEVEL, OPEN, UNKNOWN
from graph.verdicts import Verdicts

NO_VERDICTS = Verdicts({})
MOST = 25
"""More forums than this on a level are not drawn at once."""


@dataclass(frozen=True)
class Pair:
    """Two forums and what they have in common in each of the five sets.

    `nested`: of each whether nearly all its children are in some other forum. The number of children of such a forum is
    nowhere shown: less those in common with the other, which is shown, it would tell the few who are not.
    """

    one: int
    other: int
    shared: dict[str, int]
    union: dict[str, int]
    smaller: dict[str, int]
    only: dict[str, tuple[int, int]]
    nested: tuple[bool, bool] = (False, False)

    def of_all(self, measure: str) -> Share:
        """The shared of all that are in either (Jaccard)."""
        told = any(self.nested) or min(self.only[measure]) < LEAST
        secret = self._few(measure) and (self.shared[measure] < LEAST or told)
        return Share(self.shared[measure], self.union[measure], self._few(measure), secret=secret)

    def of_smaller(self, measure: str) -> Share:
        """The shared of the smaller of the two (containment)."""
        few, alone = self._few(measure), self.only[measure]
        told = any(hidden for hidden, rest in zip(self.nested, alone, strict=True) if rest == min(alone))
        secret = few and (self.shared[measure] < LEAST or told)
        return Share(self.shared[measure], self.smaller[measure], few, rest=few, secret=secret)

    def split(self, measure: str) -> list["Part"]:
        """Those only in the one, in both, only in the other; so that nothing that is hidden can be worked out."""
        left, right = self.only[measure]
        both = self.shared[measure]
        if not self._few(measure):
            return [Part(texts.number(n), n) for n in (left, both, right)]
        alone = both < LEAST or min(left, right) < LEAST
        return [_part(left, alone or self.nested[0]), _part(both, False), _part(right, alone or self.nested[1])]

    def _few(self, measure: str) -> bool:
        return measure == "children"


@dataclass(frozen=True)
class Part:
    """A part of a bar: its words, and how long it is drawn; a hidden one as long as what it may be."""

    words: str
    size: int
    hidden: bool = False


def _part(children: int, secret: bool) -> Part:
    if children < LEAST:
        return Part(texts.children(children), LEAST - 1, hidden=True)
    return Part(t("dolt"), LEAST - 1, hidden=True) if secret else Part(texts.children(children), children)


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
        """What each forum is called; two of the same name are told apart by district or id."""
        plain, places = (
            [texts.shown(word or "") or node for word, node in zip(column, self.ids, strict=True)]
            for column in (self._column("name"), self.district)
        )
        return _apart(_apart(plain, places), self.ids)

    @cached_property
    def level(self) -> list[str]:
        words = (*LEVEL.choices, "unknown")
        return [words[level] for level in self.network.ints("forum", "level").tolist()]

    @cached_property
    def shared(self) -> dict[str, Ints]:
        return {name: shared_counts(self.gathered.sets[name]).toarray() for name in SETS}

    @cached_property
    def nested(self) -> Mask:
        """The forums of which fewer than five children are outside some other forum that has five of theirs or more."""
        shared, sizes = self.shared["children"], self.gathered.sets["children"].sizes
        close = (shared >= LEAST) & (sizes[:, None] - shared < LEAST) & ~np.eye(len(sizes), dtype=bool)
        return np.asarray(close.any(axis=1))

    @cached_property
    def district(self) -> list[str | None]:
        return self._column("district")

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each forum by its id."""
        return {node: row for row, node in enumerate(self.ids)}

    def name_of(self, node: str) -> str:
        """What the forum of an id is called."""
        return self.names[self.rows[node]]

    def _column(self, name: str) -> list[str | None]:
        found: list[str | None] = self.network.texts("forum", name).to_pylist()
        return found

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
            (bool(self.nested[one]), bool(self.nested[other])),
        )


def _apart(names: list[str], more: list[str]) -> list[str]:
    """Names where those that stand there twice have something more."""
    times = Counter(names)
    return [f"{name} ({extra})" if times[name] > 1 else name for name, extra in zip(names, more, strict=True)]


def gathered(network: Network, as_of: int, past_days: int) -> Forums:
    """What the running forums gathered up to a day."""
    return Forums(network, forum_sets(network, as_of, past_days, running_forums(network)))


def levels(forums: Forums, district: str | None) -> dict[str, list[int]]:
    """The running forums of a district (and those of no district) by level, in the order of the levels."""
    running = np.flatnonzero(running_forums(forums.network)).tolist()
    there = [f for f in running if district is None or forums.district[f] in (None, district)]
    found = {word: [f for f in there if forums.level[f] == word] for word in (*LEVEL.choices, "unknown")}
    return {word: members for word, members in found.items() if members}


def findings_of(findings: list[Finding], forums: Forums, members: list[int]) -> list[Finding]:
    """The findings about a forum of a level, in the same order."""
    there = {forums.ids[member] for member in members}
    return [one for one in findings if there & set(one.evidence["forum"])]


def of_district(report: Report, forums: Forums, district: str | None) -> list[Finding]:
    """The findings about forums of a district (and those of no district): the most alike first, by name those whose
    numbers may not be shown, for their place would tell them."""
    findings = report.entry("forum_overlap").findings
    findings = sorted(findings, key=lambda one: _names(forums, one) if hidden(forums, one) else [])
    if district is None:
        return findings
    near = {node for node, place in zip(forums.ids, forums.district, strict=True) if place in (None, district)}
    return [one for one in findings if set(one.evidence["forum"]) <= near]


def hidden(forums: Forums, finding: Finding) -> bool:
    """Whether a number of children that the finding rests on may not be shown."""
    one, other, *_ = (forums.rows[node] for node in finding.evidence["forum"])
    pair = forums.pair(one, other)
    return pair.of_all("children").hidden or pair.of_smaller("children").hidden


def _names(forums: Forums, finding: Finding) -> list[str]:
    return [forums.names[forums.rows[node]] for node in finding.evidence["forum"]]


def drawn(forums: Forums, members: list[int], findings: list[Finding], extra: list[int]) -> list[int]:
    """The forums of a level to draw: all of a few; of many those with a finding and those asked for."""
    if len(members) <= MOST:
        return sorted(members, key=lambda forum: forums.names[forum].casefold())
    rows = {forums.ids[forum]: forum for forum in members}
    named = dict.fromkeys(node for one in findings for node in one.evidence["forum"] if node in rows)
    wanted = [rows[node] for node in named][:MOST]
    return sorted({*wanted, *extra}, key=lambda forum: forums.names[forum].casefold())


def near(forums: Forums, members: list[int], here: Sequence[int], measure: str, most: int) -> list[int]:
    """Some forums and those of the drawn ones that share the most with any of them, in the same order."""
    there = [member for member in members if member not in here]
    shares = {member: max(_shared(forums.pair(one, member), measure) for one in here) for member in there}
    nearest = sorted(there, key=lambda member: shares[member], reverse=True)[: max(most - len(here), 0)]
    return [member for member in members if member in here or member in nearest]


def _shared(pair: Pair, measure: str) -> tuple[float, int]:
    """The share and the number as the cells draw them: none where they may not be shown."""
    share = pair.of_all(measure)
    told = 0.0 if share.hidden or not share.whole else share.part / share.whole
    return told, share.part if not share.few or share.part >= LEAST else 0


def apart(network: Network, one: Ints, other: Ints) -> list[str]:
    """Why two forums are not compared: one is a `part` of the other, or their `ages` do not meet; or nothing."""
    low, high = network.ints("forum", "age_min"), network.ints("forum", "age_max")
    high = np.where(high == UNKNOWN, OPEN, high)
    ages = np.maximum(low[one], low[other]) > np.minimum(high[one], high[other])
    reasons: list[str] = np.select([linked(inside(network), one, other), ages], ["part", "ages"], "").tolist()
    return reasons


@dataclass(frozen=True)
class Cell:
    """One pair in the heatmap: its share, why the two are not compared (`apart`), whether it meets a rule, and the
    verdict on it."""

    one: int
    other: int
    share: Share
    apart: str
    found: bool
    verdict: str | None = None

    @property
    def comparable(self) -> bool:
        """Whether the two are compared; equal forums are, whatever their ages."""
        return self.found or not self.apart


def cells(
    forums: Forums, members: list[int], measure: str, findings: list[Finding], verdicts: Verdicts = NO_VERDICTS
) -> list[Cell]:
    """The lower triangle of pairs, row by row."""
    keys = {two: one.key for one in findings for two in combinations(sorted(one.evidence["forum"]), 2)}
    row, column = np.tril_indices(len(members), -1)
    one, other = np.array(members, np.int64)[row], np.array(members, np.int64)[column]
    found = []
    for a, b, why in zip(one.tolist(), other.tolist(), apart(forums.network, one, other), strict=True):
        two = (min(forums.ids[a], forums.ids[b]), max(forums.ids[a], forums.ids[b]))
        verdict = verdicts.judgement(keys.get(two) or key_of("forum_overlap", *two))
        found.append(Cell(a, b, forums.pair(a, b).of_all(measure), why, two in keys, verdict))
    return found


def by_verdict(findings: list[Finding], verdicts: Verdicts) -> tuple[list[Finding], list[Finding]]:
    """The findings that wait for a verdict, and those that have one."""
    decided = verdicts.decided
    return (
        [one for one in findings if one.key not in decided],
        [one for one in findings if one.key in decided],
    )


def elsewhere(findings: list[Finding], forums: Forums, members: list[int]) -> dict[str, int]:
    """How many findings there are on other levels, by level."""
    here = {forums.ids[member] for member in members}
    others = [one for one in findings if not here & set(one.evidence["forum"])]
    return dict(Counter(forums.level[forums.rows[one.evidence["forum"][0]]] for one in others))


def finding_of(findings: list[Finding], forums: Forums, one: int, other: int) -> Finding | None:
    """The finding about two forums, if there is one."""
    wanted = {forums.ids[one], forums.ids[other]}
    return next((found for found in findings if wanted <= set(found.evidence["forum"])), None)
