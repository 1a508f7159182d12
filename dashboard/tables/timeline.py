"""The timeline of one child: who was responsible when, supports, plans, meetings, life phases and what is coming."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from babel.dates import format_date

from dashboard import texts
from dashboard.tables.child import (
    Support,
    called,
    doubles,
    forum_names,
    key,
    people,
    places_of,
    points_of_meetings,
    supports,
)
from dashboard.tables.counts import YEAR, protected
from dashboard.tables.people import hidden_guardians
from dashboard.texts import PLANS, ROLES, mark, t, word
from graph.findings import Finding
from graph.meetings import Meetings
from graph.network import Network
from graph.phases import Model
from graph.tenures import Tenures, tenures_of
from graph.values import OPEN, UNKNOWN, to_date, to_day

SPANS = {
    "quarter": mark("3 månader"),
    "year": mark("1 år"),
    "three": mark("3 år"),
    "all": mark("Hela barndomen"),
}
"""The scales that can be chosen."""
BACK = {"quarter": 91, "year": YEAR, "three": 3 * YEAR, "all": 18 * 366}
AHEAD = {"quarter": 91}
LOOKS = {
    "contact": mark("barnkontakt"),
    "gap": mark("glapp"),
    "nobody": mark("tid utan barnkontakt, inget fynd"),
    "support": mark("stöd"),
    "adult": mark("vuxen i barnets liv"),
    "plan": mark("plan"),
    "forum": mark("forum"),
}
"""The kinds of bars."""


@dataclass(frozen=True)
class Bar:
    """Something that runs for a while, on a row. `look`: a word of `LOOKS`; `points` of the picture it is about."""

    row: str
    label: str
    start: int
    end: int
    look: str
    points: frozenset[str] = frozenset()
    since_ever: bool = False
    open_end: bool = False


@dataclass(frozen=True)
class Mark:
    """A meeting on a row; `label` is its day in words."""

    row: str
    day: int
    double: bool
    label: str
    id: str = ""
    points: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Span:
    """A phase of life, as far as it is drawn."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Timeline:
    """Bars and marks between two days, row by row; `pairs` are meetings that may be duplicates of each other.

    `ahead` are the phases of life that begin in the coming twelve months; `ticks` are days with their words.
    """

    rows: list[str]
    bars: list[Bar]
    marks: list[Mark]
    first: int
    last: int
    pairs: list[tuple[str, str]]
    phases: list[Span]
    ahead: list[tuple[str, int]]
    ticks: list[tuple[int, str]]

    def only(self, point: str) -> "Timeline":
        """What has to do with one point of the picture."""
        bars = [bar for bar in self.bars if point in bar.points]
        marks = [mark for mark in self.marks if point in mark.points]
        kept = {*(bar.row for bar in bars), *(one.row for one in marks)}
        return replace(self, rows=[row for row in self.rows if row in kept], bars=bars, marks=marks)


def timeline(
    network: Network, as_of: int, role: str, found: Sequence[Finding], model: Model, span: str = "all"
) -> Timeline:
    """The tenures and the gaps that were found, then other supports and plans, then the meetings by forum."""
    hidden = bool(protected(network)[0])
    others = [one for one in supports(network, hidden) if one.role not in (role, "guardian")]
    tenures, born = tenures_of(network, role), int(network.ints("child", "born")[0])
    last = as_of + AHEAD.get(span, YEAR) + 1
    first = as_of - BACK[span]
    if span == "all":
        first = max(min([as_of - YEAR, born if born != UNKNOWN else as_of, *_known(network, tenures, others)]), first)
    contact = texts.word(ROLES, role)
    contact = contact[:1].upper() + contact[1:]
    held = _tenure_bars(network, tenures, contact)
    nobody = gaps(found, contact, as_of)
    held += [*nobody, *_between(held, nobody)]
    places = {} if hidden else places_of(network)
    lanes = [*_lanes(held), *_lanes([_support_bar(one, places) for one in others] + plans(network))]
    marks = _marks(network, first, last, set(doubles(found)), hidden)
    bars = [_clip(bar, first, last) for bar in [*lanes, *_forum_bars(marks)] if bar.end > first and bar.start < last]
    bars = [bar for bar in bars if bar.start < bar.end]
    return Timeline(
        list(dict.fromkeys([contact, *(bar.row for bar in bars), *(mark.row for mark in marks)])),
        bars,
        marks,
        first,
        last,
        _pairs(found),
        _phases(model, born, first, last),
        [(called(phase), day) for phase, day in model.boundaries(born, as_of + 1, as_of + YEAR + 1)],
        ticks(first, last),
    )


def _known(network: Network, tenures: Tenures, others: list[Support]) -> list[int]:
    starts = [*tenures.start.tolist(), *(one.start for one in others), *network.ints("plan", "start").tolist()]
    return [day for day in starts if day != UNKNOWN]


def _tenure_bars(network: Network, tenures: Tenures, row: str) -> list[Bar]:
    ids = tenures.names.take(pa.array(tenures.person)).to_pylist()
    rows = zip(ids, people(network, ids), tenures.start.tolist(), tenures.end.tolist(), strict=True)
    unseen = hidden_guardians(network, 0)
    return [
        Bar(row, t("dolt"), start, end, "contact")
        if node in unseen
        else Bar(row, name, start, end, "contact", frozenset({key("person", node)}))
        for node, name, start, end in rows
    ]


def gaps(found: Sequence[Finding], row: str, as_of: int) -> list[Bar]:
    """The findings of days without the role."""
    bars = [
        Bar(
            row,
            gap_label(one.start, one.end, as_of),
            one.start,
            OPEN if one.end is None else one.end,
            "gap",
            frozenset({key("seat", one.key), *(key("person", who) for end in one.evidence.values() for who in end)}),
        )
        for one in found
        if one.detector == "handover_gaps" and one.start is not None
    ]
    return sorted(bars, key=lambda bar: bar.start)


def _between(held: Sequence[Bar], found: Sequence[Bar]) -> list[Bar]:
    """The days between those who had the role on which nobody had it, and of which there is no finding.

    They may be as they should be: the child was in no support then, or it was long ago.
    """
    bars, until = list[Bar](), None
    for one in sorted(held, key=lambda bar: bar.start):
        told = until is not None and any(gap.start < one.start and until < gap.end for gap in found)
        if until is not None and until < one.start and not told:
            label = t("utan barnkontakt {days:dag|dagar}", days=texts.Amount(one.start - until))
            bars.append(Bar(one.row, label, until, one.start, "nobody"))
        until = one.end if until is None else max(until, one.end)
    return bars


def gap_label(start: int | None, end: int | None, as_of: int) -> str:
    """How long nobody has the role, or from when."""
    if start is None:
        return t("ingen barnkontakt hittills")
    if end is None:
        return t("ingen barnkontakt från {day}", day=texts.day(start, as_of))
    return t("glapp {days:dag|dagar}", days=texts.Amount(end - start))


def _support_bar(one: Support, places: dict[str, list[str]]) -> Bar:
    role = word(ROLES, one.role)
    label = f"{one.name}, {one.agency}" if one.agency else one.name
    points = frozenset({key("person", one.person), *places.get(one.person, ())})
    look = "adult" if one.kind == "adult" else "support"
    return Bar(role[:1].upper() + role[1:], label, one.start, one.end, look, points)


def plans(network: Network) -> list[Bar]:
    """The plans for the child."""
    kinds = network.texts("plan", "kind").to_pylist()
    days = network.ints("plan", "start").tolist(), network.ints("plan", "end").tolist()
    return [
        Bar(t("Plan"), word(PLANS, kind) or t("plan"), start, end, "plan")
        for kind, start, end in zip(kinds, *days, strict=True)
    ]


def _lanes(bars: list[Bar]) -> list[Bar]:
    """Bars of one name that overlap, on rows of their own."""
    free: dict[str, list[int]] = {}
    found = []
    for bar in sorted(bars, key=lambda one: (one.start, one.end)):
        lanes = free.setdefault(bar.row, [])
        at = next((i for i, until in enumerate(lanes) if until <= bar.start), len(lanes))
        lanes[at : at + 1] = [bar.end]
        found.append(replace(bar, row=bar.row if at == 0 else f"{bar.row} ({at + 1})"))
    return found


def _clip(bar: Bar, first: int, last: int) -> Bar:
    return replace(
        bar,
        start=max(bar.start, first),
        end=min(bar.end, last),
        since_ever=bar.start == UNKNOWN,
        open_end=bar.end == OPEN,
    )


def _marks(network: Network, first: int, last: int, double: set[str], hidden: bool) -> list[Mark]:
    """The meetings, those of a forum with a possible duplicate first, then of the forum that met most."""
    told, points = network.once(Meetings), points_of_meetings(network)
    names = [*forum_names(network, hidden), t("Möte utan forum")]
    ids = network.ids("meeting").to_pylist()
    shown = np.flatnonzero(told.usable & (told.day >= first) & (told.day < last)).tolist()
    marks = [
        Mark(
            names[told.forum[i]],
            int(told.day[i]),
            ids[i] in double,
            texts.day(int(told.day[i])),
            key("meeting", ids[i]),
            points[i],
        )
        for i in shown
    ]
    often: dict[str, tuple[bool, int]] = {}
    for one in marks:
        known = often.get(one.row, (False, 0))
        often[one.row] = (known[0] or one.double, known[1] + 1)
    return sorted(marks, key=lambda one: (not often[one.row][0], -often[one.row][1], one.row, one.day))


def _forum_bars(marks: list[Mark]) -> list[Bar]:
    """From the first to the last meeting of each forum that is drawn."""
    days: dict[str, list[Mark]] = {}
    for one in marks:
        days.setdefault(one.row, []).append(one)
    return [
        Bar(row, "", own[0].day, own[-1].day + 1, "forum", frozenset[str]().union(*(one.points for one in own)))
        for row, own in days.items()
        if len(own) > 1
    ]


def _pairs(found: Sequence[Finding]) -> list[tuple[str, str]]:
    pairs = [
        [key("meeting", meeting) for meeting in one.evidence["meeting"]]
        for meetings in doubles(found).values()
        for one in meetings
    ]
    return sorted({(pair[0], pair[1]) for pair in pairs})


def _phases(model: Model, born: int, first: int, last: int) -> list[Span]:
    """The phases of life that touch the days that are drawn."""
    if born == UNKNOWN:
        return []
    births = np.array([born], np.int64)
    begins = [int(day[0]) for day in model.begins(births)]
    ends = [*begins[1:], int(model.end(births)[0])]
    spans = zip(model.phases, begins, ends, strict=True)
    return [
        Span(called(phase), max(begin, first), min(end, last))
        for phase, begin, end in spans
        if begin < last and end > first
    ]


def ticks(first: int, last: int) -> list[tuple[int, str]]:
    """Days along the timeline with their words: weeks, months or years, as there is room for."""
    days = last - first
    if days < 250:
        monday = first + (-to_date(first).weekday()) % 7
        weeks = range(monday, last, 14)
        return [(day, t("v. {week}", week=to_date(day).isocalendar().week)) for day in weeks]
    every = 2 if days < 900 else 6 if days < 2000 else 12 if days < 14 * 366 else 24
    return [(day, _month(day, every)) for day in _months(first, last, every)]


def _months(first: int, last: int, every: int) -> Iterable[int]:
    start = to_date(first)
    for month in range(0, 12 * (to_date(last).year - start.year + 1), every):
        year = start.year - (start.year % 2 if every == 24 else 0) + month // 12
        day = to_day(dt.date(year, month % 12 + 1, 1))
        if first <= day < last:
            yield day


def _month(day: int, every: int) -> str:
    date = to_date(day)
    if date.month == 1 or every >= 12:
        return str(date.year)
    return str(format_date(date, "MMM", locale=texts.language())).replace(".", "")
