"""How long the law gives for what is done about a concern, as dated reference data, and months of the calendar."""

import csv
from functools import cache
from importlib.resources import files

import numpy as np

from graph.network import Ints


@cache
def clocks() -> tuple[dict[str, str], ...]:
    """The rows of `reference/legal_clocks.csv`: clock, number and unit, from and until when, and the source."""
    text = files("graph").joinpath("reference", "legal_clocks.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def in_force(clock: str, unit: str) -> int:
    """The number of a clock, in a unit, from the row that is in force without an end."""
    (number,) = (row["number"] for row in clocks() if (row["clock"], row["unit"], row["until"]) == (clock, unit, ""))
    return int(number)


def months_later(day: Ints, months: int) -> Ints:
    """The same day so many months later (or earlier, below 0): the last of that month if it has no such day."""
    dates = day.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    in_month = (dates - month).astype(np.int64)
    then = month + np.timedelta64(months, "M")
    first = then.astype("datetime64[D]").astype(np.int64)
    length = (then + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64) - first
    later: Ints = first + np.minimum(in_month, length - 1)
    return later
