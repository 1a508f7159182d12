"""The key figures of a day, in the municipality and its districts, as they may be shown; and how they went.

Each point of a trend is the key figure of that day, counted on what the store holds today.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from dashboard import texts
from dashboard.tables.counts import protected, swedish
from dashboard.tables.loading import csv_file
from dashboard.tables.measures import YEAR, Counts, Units, long_contact, units_of
from dashboard.tables.scene import Scene
from dashboard.tables.suppress import Sum, protect
from dashboard.texts import LEAST, t
from graph.findings import NotRun
from graph.network import Ints, Network
from graph.sets import Mask
from graph.values import iso, to_date, to_day

MONTHS = 12
SCHOOL_YEAR = (9, 1)
"""Month and day from which a year is followed, where nobody has chosen another day."""
LEAST_DAYS = 60
"""So long ago a day to compare with is at least."""

Place = str | None
"""A district by its name; the empty name is none; nothing stands for the whole municipality."""


@dataclass(frozen=True)
class Shown:
    """How many of how many, as it may be shown: nothing for a number that may not be."""

    part: int | None
    whole: int | None
    few: bool = False
    whole_few: bool = False
    unknown: int = 0

    @property
    def part_words(self) -> str:
        return _words(self.part, self.few)

    @property
    def whole_words(self) -> str:
        return _words(self.whole, self.whole_few)

    @property
    def words(self) -> str:
        """The part and the whole in words."""
        return t("{part} av {whole}", part=self.part_words, whole=self.whole_words)

    @property
    def share(self) -> float | None:
        """The share, where both numbers may be shown."""
        return self.part / self.whole if self.part is not None and self.whole else None

    @property
    def most(self) -> float | None:
        """The largest share that a few children can be, where the whole may be shown."""
        return min(LEAST - 1, self.whole) / self.whole if self.few and self.whole else None

    @property
    def per_cent(self) -> str | None:
        """The share in words."""
        return texts.percent(self.part, self.whole) if self.part is not None and self.whole else None

    @property
    def nothing(self) -> bool:
        """Whether it is known that there is nothing to count."""
        return self.whole == 0


def _words(number: int | None, few: bool) -> str:
    return texts.number(number) if number is not None else f"<{LEAST}" if few else t("dolt")


@dataclass(frozen=True)
class Measured:
    """One measure of a day in every place, or why it cannot be counted."""

    reason: str | None
    places: dict[Place, Shown]


@dataclass(frozen=True)
class _Places:
    """The districts of children in alphabetical order, and which each child belongs to; the last is none."""

    names: list[str]
    code: Ints

    def masks(self) -> dict[Place, Mask]:
        """The children of each place."""
        found: dict[Place, Mask] = {None: np.ones(len(self.code), bool)}
        found |= {name: self.code == number for number, name in enumerate(self.names)}
        return found


def _places(network: Network) -> _Places:
    names = network.texts("child", "district").dictionary_encode()
    known = names.dictionary.to_pylist()
    code = names.indices.fill_null(len(known)).to_numpy(zero_copy_only=False).copy()
    code[protected(network)] = len(known)
    used = np.unique(code)
    order = sorted((number for number in used.tolist() if number < len(known)), key=lambda n: swedish(known[n]))
    order += [len(known)] if len(known) in used else []
    place = np.zeros(len(known) + 1, np.int64)
    place[order] = np.arange(len(order))
    return _Places([known[number] if number < len(known) else "" for number in order], place[code])


def places(network: Network) -> _Places:
    """The districts of children, and whose child belongs to which; protected children belong to none."""
    return network.once(_places)


def districts_of(network: Network) -> list[str]:
    """The districts where children live who are counted there, in alphabetical order."""
    return [name for name in places(network).names if name]


def measured(network: Network, units: Units) -> dict[Place, Shown]:
    """A measure in the municipality and in each district, with small counts hidden where they are of children."""
    there = places(network)
    each = units.in_places(there.code, len(there.names))
    counts: dict[Place, Counts] = dict(zip([*there.names, None], each, strict=True))
    parts = {place: count[0] for place, count in counts.items()}
    wholes = {place: count[1] for place, count in counts.items()}
    if not wholes[None]:  # that there is nothing at all to count may be said, and then there is none in any place
        return {place: Shown(0, 0, unknown=count[2]) for place, count in counts.items()}
    if not units.few:
        return {place: Shown(parts[place], wholes[place], unknown=counts[place][2]) for place in counts}
    open_parts, open_wholes = opened(parts), opened(wholes)
    others = opened({place: wholes[place] - parts[place] for place in counts}) if units.rest else open_wholes
    return {
        place: Shown(
            open_parts[place] if others[place] is not None else None,
            open_wholes[place],
            parts[place] < LEAST,
            wholes[place] < LEAST,
            counts[place][2],
        )
        for place in counts
    }


def opened(counts: dict[Place, int]) -> dict[Place, int | None]:
    """The counts of children that may be shown, where those of the districts add up to the municipality's."""
    hidden = protect(counts, [Sum(None, tuple(place for place in counts if place is not None))])
    return {place: n if n >= LEAST and place not in hidden else None for place, n in counts.items()}


def on_day(now: Scene, code: str, day: int) -> Measured:
    """One measure as of a day, in every place."""
    try:
        units = units_of(code, now.network, day, now.report.rules)
    except NotRun as why:
        return Measured(str(why), {})
    return Measured(None, measured(now.network, units))


def figure(now: Scene, code: str, day: int, place: Place) -> tuple[str | None, Shown | None]:
    """One measure as of a day in a place: why it cannot be counted, or how many of how many."""
    found = now.table(on_day, code, day)
    return found.reason, found.places.get(place)


def month_ends(as_of: int, months: int = MONTHS) -> list[int]:
    """The last days of the months before a day, and the day itself."""
    first = to_date(as_of).replace(day=1)
    found = [as_of]
    for _ in range(months):
        last = first - dt.timedelta(days=1)
        found.append(to_day(last))
        first = last.replace(day=1)
    return sorted(set(found))


def usual_baseline(as_of: int) -> int:
    """The day to compare with where none is chosen: when the school year began, at least two months ago."""
    latest = to_date(as_of) - dt.timedelta(days=LEAST_DAYS)
    start = latest.replace(month=SCHOOL_YEAR[0], day=SCHOOL_YEAR[1])
    return to_day(start if start <= latest else start.replace(year=start.year - 1))


def baseline_span(as_of: int) -> tuple[dt.date, dt.date, dt.date]:
    """The usual day to compare with, and the first and last that may be chosen."""
    return to_date(usual_baseline(as_of)), to_date(as_of - 5 * YEAR), to_date(as_of - 1)


@dataclass(frozen=True)
class Point:
    """The measure on one day."""

    day: int
    shown: Shown


def points(now: Scene, code: str, place: Place, baseline: int) -> list[Point]:
    """The measure at the end of each month, on the day to compare with and on the as-of day."""
    days = sorted({*month_ends(now.as_of), *([baseline] if baseline < now.as_of else [])})
    if now.table(on_day, code, now.as_of).reason is not None:
        return []
    found = [(day, figure(now, code, day, place)[1]) for day in days if day >= min(baseline, days[0])]
    return [Point(day, shown) for day, shown in found if shown is not None and not shown.nothing]


def districts(now: Scene, code: str) -> dict[str, Shown]:
    """The measure on the as-of day in each district in alphabetical order; last those who belong to none."""
    return {place: one for place, one in now.table(on_day, code, now.as_of).places.items() if place is not None}


def change(now: Shown, before: Shown) -> float | None:
    """How many percentage points more than before, where both shares may be shown."""
    if now.share is None or before.share is None:
        return None
    return round(100 * now.share, 1) - round(100 * before.share, 1)


def trend_csv(now: Scene, title: str, found: list[Point], there: dict[str, Shown]) -> bytes:
    """Trend and districts of a measure as a file."""
    head = [t("Mått"), t("Dag"), t("Område"), t("Täljare"), t("Nämnare"), t("Andel i procent")]
    rows = [[title, iso(one.day), t("hela kommunen"), *_cells(one.shown)] for one in found]
    rows += [[title, iso(now.as_of), name or t("Utan område"), *_cells(one)] for name, one in there.items()]
    return csv_file(head, rows, now.network.generated)


def _cells(one: Shown) -> list[object]:
    part = one.part if one.part is not None else one.part_words
    whole = one.whole if one.whole is not None else one.whole_words
    return [part, whole, None if one.share is None else round(100 * one.share, 1)]


def supported(now: Scene) -> tuple[int, int] | None:
    """How many children in support have had the same contact for long, of how many; nothing where it cannot be told."""
    if now.report.entry("handover_gaps").reason is not None:
        return None
    return long_contact(now.network, now.as_of, now.report.rules)
