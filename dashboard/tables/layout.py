"""Where the points of a picture stand: rings round the child by closeness, sectors by part of life.

The same points always stand in the same places. No two names lie on each other: each point takes the free place that
is nearest to where it would stand if it were alone, inside its own sector and not nearer the middle than its ring.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
K = TypeVar("K", int, str)
WIDE = 1.12
"""The picture is wider than it is high."""
ACROSS, SHAPE, ROW = 116.0, 44.0, 17.0
"""The room of a point: across, down without its name, and down for each row of its name."""
MOST_ROWS = 3
NEAREST, BETWEEN, STEP = 90.0, 34.0, 9.0
"""How far from the child the first ring is, how far rings are apart at least, and how fine places are tried."""
FIRST = -math.pi * 0.95
"""Where the first sector begins: on the left, and on with the clock."""


@dataclass(frozen=True)
class Spot:
    """A point to be placed: its ring and sector, those that it is tied to, and how many rows its name has."""

    id: str
    ring: int
    sector: str
    ties: tuple[str, ...] = ()
    rows: int = MOST_ROWS


@dataclass(frozen=True)
class Layout:
    """Where each point stands, how far out each ring begins, and where the name of each sector stands."""

    places: Mapping[str, tuple[float, float]]
    rings: Mapping[int, float]
    sectors: Mapping[str, tuple[float, float]]
    angles: Mapping[str, tuple[float, float]]


class _Field:
    """All places that can be taken, with those that are still free."""

    def __init__(self, reach: float) -> None:
        radii = np.arange(NEAREST, reach, STEP)
        turns = [np.arange(int(2 * math.pi * radius / STEP)) * STEP / radius for radius in radii]
        self.radius: Floats = np.repeat(radii, [len(turn) for turn in turns])
        self.turn: Floats = np.concatenate(turns)
        self.x = WIDE * self.radius * np.cos(self.turn + FIRST)
        self.y = self.radius * np.sin(self.turn + FIRST)
        self.free = [np.ones(len(self.x), bool) for _ in range(MOST_ROWS + 1)]
        self.take(0.0, 0.0, 1, 1.1)

    def take(self, x: float, y: float, rows: int, room: float = 1.0) -> None:
        """Nobody else may stand so near: `free` has the places for names of each number of rows."""
        beside = np.abs(self.x - x) >= ACROSS * room
        under = self.y - y >= (SHAPE + ROW * rows) * room
        for own, free in enumerate(self.free):
            free &= beside | under | (y - self.y >= (SHAPE + ROW * own) * room)

    def nearest(self, rows: int, radius: float, turn: float, low: float, high: float) -> int | None:
        """The free place nearest to a wish, not nearer the middle than it and between two angles."""
        inside = (self.radius >= radius - 1e-6) & (self.turn >= low) & (self.turn <= high)
        here = np.flatnonzero(self.free[rows] & inside)
        if not len(here):
            return None
        x, y = WIDE * radius * math.cos(turn + FIRST), radius * math.sin(turn + FIRST)
        away = (self.x[here] - x) ** 2 + (self.y[here] - y) ** 2
        return int(here[np.argmin(np.round(away, 3))])


def placed(spots: Sequence[Spot], order: Sequence[str]) -> Layout:
    """A place for each point; sectors stand in the given order, as wide as what is in them."""
    reach = 260.0 + 52.0 * math.sqrt(len(spots))
    while (found := _tried(spots, order, reach)) is None:
        reach *= 1.5
    return found


def _tried(spots: Sequence[Spot], order: Sequence[str], reach: float) -> Layout | None:
    field = _Field(reach)
    angles = _angles(spots, [name for name in order if any(spot.sector == name for spot in spots)])
    places: dict[str, tuple[float, float]] = {}
    turns: dict[str, float] = {}
    rings: dict[int, float] = {}
    outermost = {name: NEAREST for name in angles}
    radius = NEAREST
    for ring, members in _by(spots, lambda spot: spot.ring):
        rings[ring] = radius
        used = radius
        for sector, own in _by(members, lambda spot: spot.sector):
            low, high = angles[sector]
            for spot, turn in _wishes(own, turns, low, high):
                at = field.nearest(spot.rows, radius, turn, low, high)
                if at is None:
                    return None
                places[spot.id] = (round(float(field.x[at]), 1), round(float(field.y[at]), 1))
                turns[spot.id] = float(field.turn[at])
                field.take(float(field.x[at]), float(field.y[at]), spot.rows)
                used = max(used, float(field.radius[at]))
                outermost[sector] = max(outermost[sector], float(field.radius[at]))
        radius = used + BETWEEN
    return Layout(places, rings, _names(angles, outermost, field), angles)


def _by(spots: Iterable[Spot], what: Callable[[Spot], K]) -> list[tuple[K, list[Spot]]]:
    groups: dict[K, list[Spot]] = defaultdict(list)
    for spot in spots:
        groups[what(spot)].append(spot)
    return sorted(groups.items())


def _angles(spots: Sequence[Spot], order: Sequence[str]) -> dict[str, tuple[float, float]]:
    """From where to where each sector goes, in radians from the first."""
    weights = {name: 1 + sum((1 + spot.ring) ** -0.5 for spot in spots if spot.sector == name) for name in order}
    whole, at, found = sum(weights.values()), 0.0, {}
    for name in order:
        wide = 2 * math.pi * weights[name] / whole
        margin = min(0.06, wide / 10)
        found[name] = (at + margin, at + wide - margin)
        at += wide
    return found


def _wishes(own: Sequence[Spot], turns: Mapping[str, float], low: float, high: float) -> list[tuple[Spot, float]]:
    """Where each of a ring in a sector would stand: side by side, in the order of those that they are tied to."""
    middle = (low + high) / 2

    def beside(spot: Spot) -> tuple[float, str]:
        known = [turns[other] for other in spot.ties if other in turns]
        return (sum(known) / len(known) if known else middle), spot.id

    ordered = sorted(own, key=beside)
    return [(spot, low + (high - low) * (at + 0.5) / len(ordered)) for at, spot in enumerate(ordered)]


def _names(
    angles: Mapping[str, tuple[float, float]], outermost: Mapping[str, float], field: _Field
) -> dict[str, tuple[float, float]]:
    """A place for the name of each sector, outside what is in it."""
    found = {}
    for name, (low, high) in angles.items():
        radius = outermost[name] + SHAPE
        at = field.nearest(1, radius, (low + high) / 2, low, high)
        turn = (low + high) / 2 + FIRST
        x, y = WIDE * radius * math.cos(turn), radius * math.sin(turn)
        if at is not None:
            x, y = float(field.x[at]), float(field.y[at])
            field.take(x, y, 1)
        found[name] = (round(x, 1), round(y, 1))
    return found
