"""Counts of children as they may be shown, and who belongs to a district."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard import texts
from dashboard.texts import LEAST, t
from graph.network import Ints, Network
from graph.sets import Mask

YEAR = 365
"""The last year, in days: what the pages count of meetings where no rule of a question says how far back."""


def protected(network: Network) -> Mask:
    """The children whose district, school and guardians are never shown."""
    found: Mask = network.ints("child", "protected") == 1
    return found


def districts(network: Network) -> list[str]:
    """The districts of children, agencies and forums, in alphabetical order."""
    open_children = network["child"].filter(pa.array(~protected(network)))
    columns = [
        open_children.column("district"),
        network.texts("agency", "district"),
        network.texts("forum", "district"),
    ]
    found = {name for column in columns for name in pc.unique(column).to_pylist() if name}
    return sorted(found, key=swedish)


def swedish(name: str) -> str:
    """A key that sorts å, ä and ö last."""
    return name.casefold().translate({ord("å"): "{", ord("ä"): "|", ord("ö"): "}"})


def living_in(network: Network, district: str | None) -> Mask:
    """The children of a district, or all; protected children belong to none."""
    if district is None:
        return np.ones(network.count("child"), bool)
    there = pc.fill_null(pc.equal(network.texts("child", "district"), district), False)
    found: Mask = there.to_numpy(zero_copy_only=False) & ~protected(network)
    return found


def rows_of(network: Network, kind: str, ids: Sequence[str]) -> Ints:
    """The row of each id; an id that is not there is a fault of the program."""
    rows = found_rows(network, kind, ids)
    if (rows < 0).any():
        raise KeyError(f"an id that is no {kind}")
    return rows


def found_rows(network: Network, kind: str, ids: Sequence[str]) -> Ints:
    """The row of each id, -1 for one that is not there."""
    found: Ints = pc.fill_null(pc.index_in(pa.array(ids, pa.string()), network.ids(kind)), -1).to_numpy(
        zero_copy_only=False
    )
    return found


def names_of(network: Network, kind: str, ids: Sequence[str]) -> list[str]:
    """The name of each id, the id itself where there is none."""
    known = found_rows(network, kind, ids)
    names = network.texts(kind, "name").take(pa.array(known, mask=known < 0)).to_pylist()
    return [name or node for node, name in zip(ids, names, strict=True)]


@dataclass(frozen=True)
class Share:
    """How many of how many; `few` says that the counts are of children, and hides those under five.

    `rest` hides the whole too where the rest of it is under five, for part and whole together would tell it;
    `secret` always does, where the whole and something else that is shown would.
    """

    part: int
    whole: int
    few: bool = True
    rest: bool = False
    secret: bool = False

    @property
    def hidden(self) -> bool:
        """Whether the part must not be shown."""
        return self.few and (self.part < LEAST or self._told)

    @property
    def _told(self) -> bool:
        return self.few and (self.secret or self.rest and self.whole - self.part < LEAST)

    @property
    def per_cent(self) -> str | None:
        """The share, where it may be shown and there is one."""
        return None if self.hidden or not self.whole else texts.percent(self.part, self.whole)

    @property
    def words(self) -> str:
        """The part and the whole in words."""
        shown = texts.children if self.few else texts.number
        if self.few and self.secret and self.part < LEAST:
            return shown(self.part)
        return t("{part} av {whole}", part=shown(self.part), whole=self.whole_words)

    @property
    def whole_words(self) -> str:
        """The whole as it may be shown."""
        return t("dolt") if self._told else texts.children(self.whole) if self.few else texts.number(self.whole)
