"""What the page of handovers shows: gaps and endings, child by child and by district."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.tables.child import calendar_date, people
from dashboard.tables.counts import Share, living_in, names_of, protected, rows_of
from dashboard.tables.overview import children_in, per_district
from graph.findings import Finding
from graph.network import Network

KINDS = ("current", "never", "ending", "gap")


@dataclass(frozen=True)
class Row:
    """One child and place in time without a barnkontakt."""

    child: str
    name: str
    district: str | None
    hidden: bool
    start: dt.date | None
    end: dt.date | None
    days: int | None
    before: str
    after: str
    left: bool


def of_kind(network: Network, findings: Sequence[Finding], kind: str, district: str | None) -> list[Row]:
    """The findings of one kind about children of a district, worst first."""
    wanted = [one for one in findings if one.kind == kind]
    children = [one.children[0] for one in wanted]
    rows = rows_of(network, "child", children)
    inside, hidden = living_in(network, district)[rows].tolist(), protected(network)[rows].tolist()
    where = network.texts("child", "district").take(rows).to_pylist()
    names = names_of(network, "child", children)
    before, after = (_people(network, [one.evidence[end] for one in wanted]) for end in ("before", "after"))
    return [
        Row(
            child,
            names[i],
            None if hidden[i] else where[i],
            hidden[i],
            calendar_date(wanted[i].start),
            calendar_date(wanted[i].end),
            _whole(wanted[i].numbers["days"]),
            before[i],
            after[i],
            bool(wanted[i].numbers["left"]),
        )
        for i, child in enumerate(children)
        if inside[i]
    ]


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _people(network: Network, groups: list[list[str]]) -> list[str]:
    """The names of each group of people, in a row."""
    ids = [person for group in groups for person in group]
    names = iter(people(network, ids))
    return [", ".join(next(names) for _ in group) for group in groups]


def summary(network: Network, findings: list[Finding], district: str | None) -> dict[str, int]:
    """How many children each kind is about."""
    inside = living_in(network, district)
    return {kind: int((children_in(network, findings, (kind,)) & inside).sum()) for kind in KINDS}


def districts(network: Network, findings: list[Finding], kind: str) -> dict[str, Share]:
    """How many children of each district a kind is about."""
    everyone = np.ones(network.count("child"), bool)
    return per_district(network, children_in(network, findings, (kind,)), everyone)


def in_order(rows: list[Row], by: str, falling: bool) -> list[Row]:
    """Rows sorted by a column, those without a value last."""
    known = [row for row in rows if getattr(row, by) not in (None, "")]
    unknown = [row for row in rows if getattr(row, by) in (None, "")]
    return sorted(known, key=lambda row: (getattr(row, by), row.child), reverse=falling) + unknown
