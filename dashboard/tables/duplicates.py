"""Pairs of meetings that may be duplicates, added up by pair of forums so that no meeting counts twice."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from dashboard.tables.counts import rows_of
from graph.findings import Finding
from graph.meetings import Meetings, employed_at
from graph.network import Network
from graph.values import NO_SECOND, Moment, to_date

Pair = tuple[str, ...]
"""The forums of a pair of meetings: two, one and a meeting without forum, or none."""


@dataclass
class Together:
    """The meetings of one pair of forums that may be duplicates.

    `hours` holds for each meeting that may be the second of two the person-hours it ties up: a meeting that
    is the second of several pairs, or about several children, counts once. `days` says when each of them is, and
    `unknown` on which two days the pairs were whose hours are not known, since no end is.
    """

    forums: Pair
    pairs: int = 0
    meetings: set[str] = field(default_factory=set)
    hours: dict[str, float] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)
    unknown: list[tuple[int, int]] = field(default_factory=list)
    required: bool = False
    acute: bool = False

    @property
    def total(self) -> float:
        """Person-hours in all."""
        return round(sum(self.hours.values()), 2)


def together(network: Network, findings: Iterable[Finding]) -> list[Together]:
    """The findings of duplicate meetings by pair of forums, most person-hours first."""
    listed = list(findings)
    later = _later(network, listed)
    found: dict[Pair, Together] = {}
    for one, meeting in zip(listed, later, strict=True):
        forums = tuple(one.evidence["forum"])
        group = found.setdefault(forums, Together(forums))
        _add(group, one, meeting)
    return sorted(found.values(), key=lambda group: (-group.total, -group.pairs, group.forums))


def _add(group: Together, one: Finding, later: str) -> None:
    group.pairs += 1
    group.meetings.update(one.evidence["meeting"])
    group.required |= bool(one.numbers["required"])
    group.acute |= bool(one.numbers["acute"])
    hours = one.numbers["hours"]
    if isinstance(hours, int | float):
        group.hours[later] = max(group.hours.get(later, 0.0), float(hours))
        group.days[later] = one.end or 0
    else:
        group.unknown.append((one.start or 0, one.end or 0))


@dataclass(frozen=True)
class Month:
    """Person-hours of one month."""

    year: int
    month: int
    hours: float


def by_month(group: Together, as_of: int, past_days: int) -> list[Month]:
    """Person-hours of each month that is counted, those without any too."""
    found: dict[tuple[int, int], float] = {}
    for meeting, hours in group.hours.items():
        date = to_date(group.days[meeting])
        found[date.year, date.month] = found.get((date.year, date.month), 0.0) + hours
    first = to_date(as_of - past_days + 1) if past_days else None
    ends = [(date.year, date.month) for date in (first, to_date(as_of)) if date] + list(found)
    return [
        Month(year, month, round(found.get((year, month), 0.0), 2)) for year, month in _months(min(ends), max(ends))
    ]


def _months(first: tuple[int, int], last: tuple[int, int]) -> list[tuple[int, int]]:
    start, stop = (year * 12 + month - 1 for year, month in (first, last))
    return [(number // 12, number % 12 + 1) for number in range(start, stop + 1)]


def total_hours(groups: Iterable[Together]) -> float:
    """Person-hours of all groups, each meeting once."""
    most: dict[str, float] = {}
    for group in groups:
        for meeting, hours in group.hours.items():
            most[meeting] = max(most.get(meeting, 0.0), hours)
    return round(sum(most.values()), 2)


def _later(network: Network, findings: list[Finding]) -> list[str]:
    """Of each pair the meeting that begins last."""
    ids = [meeting for one in findings for meeting in one.evidence["meeting"]]
    rows = rows_of(network, "meeting", ids)
    day = network.ints("meeting", "start")[rows].tolist() if ids else []
    second = network.ints("meeting", "start_second")[rows].tolist() if ids else []
    begins = [(d, s if s != NO_SECOND else 0, meeting) for d, s, meeting in zip(day, second, ids, strict=True)]
    return [max(begins[i], begins[i + 1])[2] for i in range(0, len(begins), 2)]


@dataclass(frozen=True)
class Met:
    """One meeting as it is compared with another: when it began, and the kinds of agencies of those who were there.

    Neither its title nor the names of agencies, which could tell whose meeting it was.
    """

    id: str
    at: Moment
    kinds: list[str]
    people: int


def met(network: Network, meeting: str) -> Met:
    """What may be told of a meeting where its child is not shown."""
    told, row = network.once(Meetings), rows_of(network, "meeting", [meeting])[0]
    people = told.there.members_of(row)
    day = int(told.day[row])
    _, agency = employed_at(network, people, people, np.full(len(people), day))
    kinds = network.texts("agency", "kind").take(pa.array(np.unique(agency))).to_pylist()
    return Met(meeting, Moment(day, int(told.second[row])), sorted({kind for kind in kinds if kind}), len(people))


def titles_in_common(network: Network, one: str, other: str) -> list[str]:
    """The titles of the professionals who were at both of two meetings, each once; the empty word for unknown ones."""
    told, rows = network.once(Meetings), rows_of(network, "meeting", [one, other])
    both = np.intersect1d(told.there.members_of(rows[0]), told.there.members_of(rows[1]))
    titles = network.texts("professional", "title").take(pa.array(both)).to_pylist()
    return sorted({title or "" for title in titles})
