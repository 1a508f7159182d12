"""What the page shows of the indicators: each number with its parts, hidden where it is of under five children."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dashboard.tables.counts import Share, living_in
from dashboard.tables.trend import places
from dashboard.texts import LEAST, Amount, t
from graph.analysis import Report
from graph.indicators import ITEMS, Indicator, indicators
from graph.network import Network
from graph.sets import Mask


@dataclass(frozen=True)
class Row:
    """One indicator: its value in words, and the numbers it is made of; nothing for those that may not be shown."""

    code: str
    value: str
    numerator: Amount | None
    denominator: Amount | None
    population: Amount | None
    unknown: Amount
    known: Amount


@dataclass(frozen=True)
class Counted:
    """The indicators of a day, for all and for each place: counted when they are asked for, and once."""

    network: Network
    report: Report

    @cached_property
    def whole(self) -> list[Indicator]:
        """Those of all children."""
        return indicators(self.network, self.report.as_of, self.report.rules)

    @cached_property
    def each(self) -> dict[str, list[Indicator]]:
        """Those of each place; of children of no district under no name."""
        masks = {str(place): inside for place, inside in places(self.network).masks().items() if place is not None}
        return {place: self.of(inside) for place, inside in masks.items()}

    def of(self, children: Mask) -> list[Indicator]:
        """Those of some children."""
        return indicators(self.network, self.report.as_of, self.report.rules, children)


def rows(counted: Counted, district: str | None) -> list[Row]:
    """The indicators of the children of a district, or of all.

    A district's are hidden as a whole where one of its counts is few, and where its counts and the municipality's
    would tell those of another district.
    """
    whole = counted.whole
    if district is None:
        return [_row(one) for one in whole]
    each = {**counted.each}
    if district not in each:  # all that live there are protected
        each[district] = counted.of(living_in(counted.network, district))
    shown = []
    for number, (one, all_) in enumerate(zip(each[district], whole, strict=True)):
        secret = all_.population and district in hidden({name: found[number] for name, found in each.items()})
        shown.append(_secret(one) if secret else _row(one, told=False))
    return shown


def hidden(there: Mapping[str, Indicator]) -> set[str]:
    """The districts whose numbers are not shown: those of few, and more until none of these can be worked out.

    Children of no district are a place without a name, which is never shown.
    """
    least = {name: _least(one) for name, one in there.items()}
    counts = [dict(zip(there, family, strict=True)) for family in zip(*map(_counted, there.values()), strict=True)]
    found = {name for family in counts for name, count in family.items() if count < least[name] or not name}
    while told := [family for family in counts if _told(family, found, least)]:
        more = [name for name in there if name not in found]
        if not more:
            break
        found.add(min(more, key=lambda name: (told[0][name], name)))
    return found


def _counted(one: Indicator) -> tuple[int, ...]:
    """The counts of children, passings or handovers that a row shows."""
    return (one.population, one.counted, *([one.numerator] if one.code in FEW else []))


def _least(one: Indicator) -> int:
    return LEAST * (len(ITEMS) if one.code == "checklist" else 1)


def _told(family: Mapping[str, int], found: set[str], least: Mapping[str, int]) -> bool:
    """Whether the sum of all, less what is shown, leaves one number for a few count."""
    few = any(family[name] < least[name] for name in found)
    return few and (len(found) == 1 or not sum(family[name] for name in found))


def _secret(one: Indicator) -> Row:
    nothing = Amount(0)
    return Row(one.code, t("dolt"), None, None, None, nothing, nothing)


def _row(one: Indicator, told: bool = True) -> Row:
    """An indicator as it may be shown; of how many children it is unknown is `told` for the municipality only."""
    of_children = one.code in OF_CHILDREN
    unknown = Amount(one.unknown if told or not of_children else 0, few=one.unknown > 0 and of_children)
    known = Amount(one.counted, few=True)
    if not one.population or not one.denominator:
        return Row(one.code, "–", None, None, Amount(one.population, few=one.population > 0), unknown, known)
    if _of_few(one):
        return Row(one.code, t("dolt"), None, None, Amount(one.population, few=True), unknown, known)
    return Row(
        one.code,
        _value(one),
        Amount(one.numerator, few=one.code in FEW),
        Amount(one.denominator),
        Amount(one.population),
        unknown,
        known,
    )


FEW = ("cuts", "joint_meetings", "accepted")
"""Shares whose parts are each of a child."""
OF_CHILDREN = ("upc", "coci", "secon")
"""Those that are unknown for some children."""


def _of_few(one: Indicator) -> bool:
    """Whether the number is of under five children, passings or handovers."""
    return one.counted < _least(one)


def _value(one: Indicator) -> str:
    value = float(one.value or 0)
    if one.unit == "share":
        share = Share(one.numerator, one.denominator, few=one.code in FEW)
        return share.per_cent or t("dolt")
    if one.unit == "median days":
        return t("{n:dag|dagar}", n=Amount(value))
    return t("{n:dag|dagar} per barn", n=Amount(round(value, 1)))
