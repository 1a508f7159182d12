"""What the page shows of the indicators: each number with its parts, hidden where it is of under five children."""

from dataclasses import dataclass

from dashboard.tables.counts import Share, living_in
from dashboard.texts import LEAST, Amount, t
from graph.analysis import Report
from graph.indicators import ITEMS, Indicator, indicators
from graph.network import Network


@dataclass(frozen=True)
class Row:
    """One indicator: its value in words, and the numbers it is made of; nothing for those that may not be shown."""

    code: str
    value: str
    numerator: Amount | None
    denominator: Amount | None
    population: Amount
    unknown: Amount
    known: Amount


def rows(network: Network, report: Report, district: str | None) -> list[Row]:
    """The indicators of the children of a district, or of all."""
    inside = None if district is None else living_in(network, district)
    return [_row(one) for one in indicators(network, report.as_of, report.rules, inside)]


def _row(one: Indicator) -> Row:
    unknown = Amount(one.unknown, few=one.unknown > 0 and one.code in OF_CHILDREN)
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
    return one.counted < LEAST * (len(ITEMS) if one.code == "checklist" else 1)


def _value(one: Indicator) -> str:
    value = float(one.value or 0)
    if one.unit == "share":
        share = Share(one.numerator, one.denominator, few=one.code in FEW)
        return share.per_cent or t("dolt")
    if one.unit == "median days":
        return t("{n:dag|dagar}", n=Amount(value))
    return t("{n:dag|dagar} per barn", n=Amount(round(value, 1)))
