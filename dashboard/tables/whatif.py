"""What a change of forums would do to the children: how many forums each is in, before and after. Nothing is written.

The population is the same before and after: the children who are in at least one forum on level child today. So a
proposal that takes the last forum from a child shows, in the column of children without any.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from dashboard import texts
from dashboard.tables.forums import Forums
from dashboard.texts import LEAST, t
from graph.network import Ints
from graph.sets import Mask
from graph.values import LEVEL

Verb = Literal["today", "merge", "remove", "add"]
GROUPS = ("1", "2", "3", "0")
"""Children by how many forums they are in: one, two, three or more, none."""


@dataclass(frozen=True)
class Proposal:
    """A change: forums that are merged into one or removed; or a new one, for the children of some forums or all."""

    verb: Verb
    forums: tuple[int, ...] = ()
    name: str = ""


TODAY = Proposal("today")


@dataclass(frozen=True)
class Outcome:
    """How many forums the children are in under a proposal."""

    proposal: Proposal
    groups: dict[str, int]
    median: float | None
    p90: int | None

    @property
    def children(self) -> int:
        return sum(self.groups.values())

    @property
    def possible(self) -> list[str]:
        """The groups that can arise: only removing leaves a child without; a new forum for all leaves none with one."""
        for_all = self.proposal.verb == "add" and not self.proposal.forums
        return [
            name for name in GROUPS if not (name == "0" and self.proposal.verb != "remove" or name == "1" and for_all)
        ]

    @property
    def shown(self) -> dict[str, str]:
        """The children of each group as they may be shown; a dash where there can be none.

        Today's add up to the population, which is shown: so where a few are hidden others are too, rather one or two
        forums than the groups that proposals are compared by, until what is hidden cannot be worked out. Those of a
        proposal are rounded to fives: today's less theirs would tell how many children two forums have in common.
        """
        if self.proposal.verb != "today":
            return {name: self._about(name) if name in self.possible else "–" for name in GROUPS}
        few = [name for name in self.possible if self.groups[name] < LEAST]
        rest = [name for name in self.possible if name not in few]
        rest.sort(key=lambda name: (name not in ("1", "2"), self.groups[name]))
        more: list[str] = []
        while rest and few and not self._kept(few, more):
            more.append(rest.pop(0))
        found = {name: texts.children(self.groups[name]) if name in self.possible else "–" for name in GROUPS}
        return found | dict.fromkeys(more, t("dolt"))

    def _about(self, name: str) -> str:
        size = self.size(name)
        return texts.children(self.groups[name]) if size is None else t("ca {n}", n=texts.number(size))

    def size(self, name: str) -> int | None:
        """The children of a group as a number that may be shown; nothing where it is hidden."""
        children = self.groups[name]
        if self.proposal.verb == "today":
            return children if self.shown[name] == texts.children(children) and children >= LEAST else None
        return LEAST * round(children / LEAST) if children >= LEAST else None

    def _kept(self, few: list[str], more: list[str]) -> bool:
        """Whether the sum of what is hidden leaves more than one number for each of the few."""
        hidden = sum(self.groups[name] for name in (*few, *more))
        if more:
            return hidden > LEAST * len(more)
        return 0 < hidden < (LEAST - 1) * len(few) and len(few) > 1


@dataclass(frozen=True)
class Load:
    """Which children are in which forums on level child: a row for each child of the population."""

    rows: dict[int, int]
    matrix: npt.NDArray[np.bool_] = field(repr=False)

    @property
    def children(self) -> int:
        return len(self.matrix)

    def under(self, proposal: Proposal) -> Outcome:
        """The outcome of a proposal for the same children."""
        return _outcome(proposal, self._counts(proposal))

    def _counts(self, proposal: Proposal) -> Ints:
        each: Ints = self.matrix.sum(axis=1)
        columns = [self.rows[forum] for forum in proposal.forums if forum in self.rows]
        of_these: Ints = self.matrix[:, columns].sum(axis=1)
        if proposal.verb == "merge":
            return each - np.maximum(of_these - 1, 0)
        if proposal.verb == "remove":
            return each - of_these
        if proposal.verb == "add":
            return each + (of_these > 0 if proposal.forums else 1)
        return each


def load(forums: Forums) -> Load:
    """The children and the running forums on level child that had a meeting about them."""
    level = forums.network.ints("forum", "level") == LEVEL.choices.index("child")
    sets = forums.gathered.sets["children"]
    members = np.flatnonzero(level & (sets.sizes > 0)).tolist()
    there: Mask = np.zeros((forums.network.count("child"), len(members)), bool)
    for column, forum in enumerate(members):
        there[sets.members_of(forum), column] = True
    return Load({forum: column for column, forum in enumerate(members)}, there[there.any(axis=1)])


def _outcome(proposal: Proposal, counts: Ints) -> Outcome:
    groups = {"1": counts == 1, "2": counts == 2, "3": counts >= 3, "0": counts == 0}
    ordered = np.sort(counts).tolist()
    median = float(np.median(counts)) if ordered else None
    p90 = ordered[-(-9 * len(ordered) // 10) - 1] if ordered else None
    return Outcome(proposal, {name: int(mask.sum()) for name, mask in groups.items()}, median, p90)


def proposals(verb: Verb, forums: Sequence[int], name: str, within: Sequence[int]) -> list[Proposal]:
    """Today, and beside each other what can be done with the same forums; the one that is asked for among them."""
    chosen = tuple(forums)
    found = [TODAY]
    if len(chosen) > 1:
        found.append(Proposal("merge", chosen))
    found += [Proposal("remove", (forum,)) for forum in chosen]
    if verb == "remove" and len(chosen) > 1:
        found.append(Proposal("remove", chosen))
    if name:
        found.append(Proposal("add", tuple(within), name))
    return found


def asked(verb: Verb, offered: Sequence[Proposal]) -> Proposal:
    """The proposal that the choice is about: the last one with its verb, or today where there is none yet."""
    return next((one for one in reversed(offered) if one.verb == verb), TODAY)


@dataclass(frozen=True)
class Row:
    """An outcome beside today's."""

    outcome: Outcome
    today: Outcome

    def changed(self, name: str) -> int | None:
        """About how many more children are in a group than today, in fives; nothing where one of the two is hidden."""
        now, then = self.outcome.size(name), self.today.size(name)
        return None if now is None or then is None else LEAST * round((now - then) / LEAST)


def rows(found: Load, offered: Sequence[Proposal]) -> list[Row]:
    """The outcome of each proposal beside today's."""
    today = found.under(TODAY)
    return [Row(found.under(one), today) for one in offered]
