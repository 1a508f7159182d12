"""Where the people around a child stand in the small picture of the brief."""

import math
from collections.abc import Sequence
from typing import NamedTuple

INNER, OUTER = (0.52, 0.50), (0.88, 0.86)
"""How far adults and professionals stand from the child, across and down; 1 is the edge."""


class Point(NamedTuple):
    """A place, from -1 to 1 across and down; the child is at 0, 0."""

    x: float
    y: float


def portrait(adults: Sequence[bool]) -> list[Point]:
    """A place for each person: adults nearer than professionals, all of them evenly round the child."""
    order = _mixed(adults)
    step = 2 * math.pi / max(len(adults), 1)
    places = {person: _on(-math.pi / 2 + step * (i + 0.5), adults[person]) for i, person in enumerate(order)}
    return [places[person] for person in range(len(adults))]


def _mixed(adults: Sequence[bool]) -> list[int]:
    """Adults and professionals in turn, as evenly as their numbers allow: near ones between far ones."""
    sides = [[i for i, adult in enumerate(adults) if adult is side] for side in (True, False)]
    spread = [((k + 0.5) / len(side), i) for side in sides for k, i in enumerate(side)]
    return [i for _, i in sorted(spread)]


def _on(angle: float, adult: bool) -> Point:
    across, down = INNER if adult else OUTER
    return Point(round(across * math.cos(angle), 4), round(down * math.sin(angle), 4))
