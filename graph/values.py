"""How one cell of text becomes a value: days, moments, yes and no, lists, words from a fixed list.

Each kind of cell is a `Cell`: it parses text, says which rule a text breaks that it cannot read,
and tells how a column of it is stored. Records (pydantic) and columns (Arrow) use the same cells, so
that one row and a million rows are judged alike.

Days are whole days since 1970-01-01. An interval `[start, end)` covers `start` and not `end`.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pyarrow as pa

UNKNOWN = -(2**31)
"""An unknown day or number; as the start of an interval it means: since ever."""
OPEN = 2**31 - 1
"""The end of an interval that runs until further notice."""
NO_SECOND = -(2**63)
"""The time of day of a moment that is only a day."""
MAX_TEXT = 10_000
"""Longest cell, in characters."""

SWEDEN = ZoneInfo("Europe/Stockholm")
EPOCH = dt.date(1970, 1, 1).toordinal()


class Moment(NamedTuple):
    """A day in Sweden and, where a time was given, the instant in seconds since 1970 (UTC)."""

    day: int = UNKNOWN
    second: int = NO_SECOND


class Unreadable(ValueError):
    """A text that breaks a rule; carries the rule's name and never the text."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True)
class Cell:
    """One kind of cell: its name, its rule, how it is read and what stands for unknown."""

    name: str
    rule: str
    parse: Callable[[str], object]
    arrow: pa.DataType
    unknown: object
    choices: tuple[str, ...] = ()


_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{4})(\d{2})(\d{2})", re.ASCII)
_SWEDISH_DAY = re.compile(r"(\d{1,2})(?:/(\d{1,2}) +|\.(\d{1,2})\.|/(\d{1,2})/)(\d{4})", re.ASCII)
_TIMED = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII | re.IGNORECASE
)


def to_day(date: dt.date) -> int:
    """The day number of a date."""
    return date.toordinal() - EPOCH


def to_date(day: int) -> dt.date:
    """The date of a day number between year 1 and year 9999."""
    return dt.date.fromordinal(day + EPOCH)


@lru_cache(maxsize=2**16)
def iso(day: int | None) -> str | None:
    """A day as YYYY-MM-DD; nothing for an unknown or open one."""
    return None if day is None or day in (UNKNOWN, OPEN) else to_date(day).isoformat()


def parse_day(text: str) -> int:
    """Read a date, ISO or Swedish, or the Swedish day of a date with time."""
    return parse_moment(text).day


def parse_moment(text: str) -> Moment:
    """Read a date with or without a time; a time without offset is Swedish."""
    try:
        if timed := _TIMED.fullmatch(text):
            date, hour, minute, second, offset = timed.groups()
            zone = _offset(offset) if offset else SWEDEN
            clock = dt.time(int(hour), int(minute), int(second or 0), tzinfo=zone)
            at = dt.datetime.combine(dt.date.fromisoformat(date), clock)
            return Moment(to_day(at.astimezone(SWEDEN).date()), int(at.timestamp()))
        if iso_day := _DAY.fullmatch(text):
            year, month, day = (int(part) for part in iso_day.groups() if part is not None)
        elif swedish := _SWEDISH_DAY.fullmatch(text):
            day, month, year = (int(part) for part in swedish.groups() if part is not None)
        else:
            raise Unreadable("bad_date")
        return Moment(to_day(dt.date(year, month, day)))
    except (ValueError, OverflowError):
        raise Unreadable("bad_date") from None


@lru_cache(maxsize=256)
def _offset(text: str) -> dt.timezone:
    if text in "Zz":
        return dt.UTC
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if minutes > 59:
        raise ValueError
    delta = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-delta if text[0] == "-" else delta)


def parse_flag(text: str) -> int:
    """Read yes (1) or no (0), in Swedish or English."""
    word = text.casefold()
    if word in ("yes", "ja", "true", "1"):
        return 1
    if word in ("no", "nej", "false", "0"):
        return 0
    raise Unreadable("bad_value")


def parse_number(text: str) -> int:
    """Read a whole number of at most nine digits."""
    if not re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII):
        raise Unreadable("bad_number")
    return int(text)


def parse_text(text: str) -> str:
    """Any text of at most `MAX_TEXT` characters."""
    if len(text) > MAX_TEXT:
        raise Unreadable("too_long")
    return text


def parse_items(text: str) -> str:
    """Read a list with `;` between: trimmed, empty and repeated items dropped, order kept."""
    return ";".join(dict.fromkeys(item for part in parse_text(text).split(";") if (item := part.strip())))


def items(text: str | None) -> tuple[str, ...]:
    """The items of a list cell as `parse_items` wrote it."""
    return tuple(text.split(";")) if text else ()


def _choice(*words: str) -> Cell:
    def parse(text: str) -> int:
        try:
            return words.index(text.casefold())
        except ValueError:
            raise Unreadable("bad_value") from None

    return Cell("choice", "bad_value", parse, pa.int8(), -1, words)


TEXT = Cell("text", "too_long", parse_text, pa.string(), None)
LIST = Cell("list", "too_long", parse_items, pa.string(), None)
DAY = Cell("day", "bad_date", parse_day, pa.int32(), UNKNOWN)
START = Cell("start", "bad_date", parse_day, pa.int32(), UNKNOWN)
END = Cell("end", "bad_date", parse_day, pa.int32(), OPEN)
MOMENT = Cell("moment", "bad_date", parse_moment, pa.int32(), Moment())
NUMBER = Cell("number", "bad_number", parse_number, pa.int32(), UNKNOWN)
FLAG = Cell("flag", "bad_value", parse_flag, pa.int8(), -1)
LEVEL = _choice("child", "management", "strategic", "arena", "programme")
FORUM_STATUS = _choice("running", "pilot", "proposed", "closed")
MEETING_STATUS = _choice("planned", "held", "cancelled")
ATTENDANCE = _choice("present", "absent", "declined")
HANDOVER_STATE = _choice("planned", "offered", "accepted", "rejected", "done", "revoked")
HANDOVER_REASON = _choice("phase_boundary", "staff_leaves", "move", "school_change")
