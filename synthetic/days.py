"""Days as people live them: working days, birthdays, the start of the school year, the clock in Sweden."""

import datetime as dt

import numpy as np

from graph.network import Ints
from graph.values import SWEDEN, to_date, to_day
from synthetic.columns import Mask

YEAR = 365
SCHOOL_START = 17
"""Days from 1 August to the first day of school."""


def months(day: Ints) -> Ints:
    """Months since January 1970 of each day."""
    found: Ints = np.asarray(day).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return found


def month_start(month: Ints) -> Ints:
    """The first day of each month, counted since January 1970."""
    found: Ints = np.asarray(month).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return found


def months_later(day: int, later: int) -> int:
    """The same day so many months later, or the last of that month if it has no such day."""
    first = month_start(months(np.array([day])) + np.array([0, later, later + 1]))
    return int(min(first[1] + day - first[0], first[2] - 1))


def birthday(born: Ints, years: int) -> Ints:
    """The day somebody becomes so many years old; nobody here is born on 29 February."""
    month = months(born)
    return month_start(month + 12 * years) + (born - month_start(month))


def age(born: Ints, day: Ints) -> Ints:
    """Whole years of age on a day."""
    month = months(born)
    years: Ints = (months(day) - month) // 12
    whole: Ints = years - (month_start(month + 12 * years) + (born - month_start(month)) > day)
    return whole


def autumn(born: Ints, years: int) -> Ints:
    """The first day of school in the year somebody turns so many years."""
    return month_start((months(born) // 12 + years) * 12 + 7) + SCHOOL_START


def no_leap_day(day: Ints) -> Ints:
    """The day, or the day before if it is 29 February."""
    leap = (months(day) % 12 == 1) & (day - month_start(months(day)) == 28)
    earlier: Ints = day - leap
    return earlier


def _easter(year: int) -> dt.date:
    """Easter Sunday, by the anonymous Gregorian rule."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return dt.date(year, f // 31, f % 31 + 1)


def _holidays(year: int) -> list[int]:
    """Days off of a Swedish year: public holidays, and the weeks round Christmas."""
    easter = to_day(_easter(year))
    fixed = [(5, 1), (6, 6), *((1, day) for day in range(1, 7)), *((12, day) for day in range(22, 32))]
    midsummer = next(day for day in range(to_day(dt.date(year, 6, 19)), to_day(dt.date(year, 6, 26))) if day % 7 == 1)
    return [to_day(dt.date(year, *day)) for day in fixed] + [easter - 2, easter + 1, easter + 39, midsummer]


class Calendar:
    """The days around a day: which of them people meet on, and when their clocks show what."""

    def __init__(self, as_of: int, back: int = 8 * YEAR, ahead: int = 2 * YEAR) -> None:
        self.as_of = as_of
        self.first = as_of - back
        days = np.arange(self.first, as_of + ahead)
        years = range(to_date(self.first).year, to_date(as_of + ahead).year + 1)
        free = np.concatenate([_holidays(year) for year in years])
        self.work: Mask = ((days + 3) % 7 < 5) & (months(days) % 12 != 6) & ~np.isin(days, free)
        ahead_of = np.where(self.work, days, np.iinfo(np.int64).max)
        self._next: Ints = np.minimum.accumulate(ahead_of[::-1])[::-1]
        noons = (dt.datetime.combine(to_date(int(day)), dt.time(12), tzinfo=SWEDEN) for day in days)
        self._offset = np.array([int(noon.timestamp()) for noon in noons]) - days * 86400 - 12 * 3600

    def works(self, day: int) -> bool:
        """Whether people meet on a day."""
        return bool(self.work[day - self.first])

    def workday(self, day: Ints) -> Ints:
        """The first day from a day on that people meet on."""
        return self._next[day - self.first]

    def second(self, day: Ints, minute: Ints) -> Ints:
        """The instant at which clocks in Sweden show so many minutes since midnight, in daytime."""
        return day * 86400 + minute * 60 + self._offset[day - self.first]
