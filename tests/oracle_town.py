"""What the slow answers are made of: the records by what is asked of them, who was a child's contact, ages.

Plain Python over records. It shares no code with the detectors.
"""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.records import (
    Adult,
    Agency,
    Attendance,
    Child,
    Concern,
    Forum,
    ForumMember,
    Handover,
    Meeting,
    MeetingChild,
    Plan,
    Professional,
    Record,
    Support,
)
from graph.values import MEETING_STATUS, OPEN, UNKNOWN, to_date, to_day

Rules = Mapping[str, Any]
Found = dict[str, Any]
DAYS_OF_400_YEARS = 146_097


@dataclass
class Told:
    """What one question found, skipped and assumed; or why it was not run."""

    findings: list[Found] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    assumed: dict[str, object] = field(default_factory=dict)
    reason: str | None = None


class Town:
    """The records by what is asked of them."""

    def __init__(self, records: Iterable[Record]) -> None:
        rows: dict[type[Record], list[Any]] = defaultdict(list)
        for record in records:
            rows[type(record)].append(record)
        self.children: list[Child] = rows[Child]
        self.child_ids = {row.id for row in rows[Child]}
        self.professionals = {row.id for row in rows[Professional]}
        self.employments: list[Professional] = rows[Professional]
        self.forums: dict[str, Forum] = {row.id: row for row in rows[Forum]}
        self.members: list[ForumMember] = rows[ForumMember]
        self.meetings: list[Meeting] = rows[Meeting]
        self.about: set[tuple[str, str]] = {(row.meeting, row.child) for row in rows[MeetingChild]}
        self.attendance: list[Attendance] = rows[Attendance]
        self.supports: list[Support] = _ending_last(rows[Support])
        self.plans: list[Plan] = rows[Plan]
        self.handovers: list[Handover] = rows[Handover]
        self.concerns: list[Concern] = rows[Concern]
        self.adults = {row.id for row in rows[Adult]}
        self.agencies: dict[str, Agency] = {row.id: row for row in rows[Agency]}

    def children_at(self, meeting: Meeting) -> set[str]:
        """The children a meeting is about."""
        return {child for of, child in self.about if of == meeting.id}

    def there(self, meeting: Meeting) -> set[str]:
        """The professionals in attendance whose status is neither absent nor declined."""
        return {
            row.person
            for row in self.attendance
            if row.meeting == meeting.id and row.person in self.professionals and (row.status == -1 or row.status == 0)
        }

    def agencies_of(self, people: Collection[str], day: int) -> set[str]:
        """Where any of these people are employed on a day."""
        return {
            row.agency for row in self.employments if row.id in people and row.agency is not None and covers(row, day)
        }

    def inside(self, inner: str, outer: str) -> bool:
        """Whether one forum is a part of another, however deep."""
        passed: list[str] = []
        part_of = self.forums[inner].part_of
        while part_of is not None and part_of not in passed:
            if part_of == outer:
                return True
            passed.append(part_of)
            part_of = self.forums[part_of].part_of
        return False


def _ending_last(supports: list[Support]) -> list[Support]:
    """Of rows with the same ids, role and start the one that ends last."""
    stays: dict[tuple[object, ...], Support] = {}
    for row in sorted(supports, key=lambda row: row.end or 0):
        stays[row.person, row.child, row.role, row.start] = row
    return list(stays.values())


def covers(row: Any, day: int) -> bool:  # noqa: ANN401 - anything with a start and an end
    return bool(row.start <= day < row.end)


def recent(day: int, as_of: int, past_days: int) -> bool:
    """Whether a day is later than the limit; 0 is no limit."""
    return past_days == 0 or day > as_of - past_days


def cancelled(meeting: Meeting) -> bool:
    return meeting.status == MEETING_STATUS.choices.index("cancelled")


def started(meeting: Meeting) -> bool:
    return meeting.start is not None and meeting.start.day != UNKNOWN


def day_of(meeting: Meeting) -> int:
    assert meeting.start is not None
    return meeting.start.day


def level_of(town: Town, forum: str | None) -> int:
    level = -1 if forum is None else town.forums[forum].level
    assert level is not None
    return level


@dataclass(frozen=True)
class Tenure:
    """The days [start, end) on which a person was a child's contact."""

    person: str
    start: int
    end: int
    cut: bool


def tenures_of(town: Town, child: str, role: str) -> list[Tenure]:
    """The child's contacts, cut where a professional has left; those that cover no day are dropped."""
    tenures = []
    for row in town.supports:
        if row.child != child or row.role != role:
            continue
        assert row.start is not None
        assert row.end is not None
        left = left_on(town, row.person)
        tenures.append(Tenure(row.person, row.start, min(row.end, left), left < row.end))
    return [tenure for tenure in tenures if tenure.start < tenure.end]


def left_on(town: Town, person: str) -> int:
    """The last end of a professional's employments; open where one has none."""
    ends = [work.end for work in town.employments if work.id == person and work.end is not None]
    return max(ends) if ends else OPEN


def runs_of(tenures: list[Tenure]) -> list[tuple[int, int]]:
    """The stretches of covered days, in order."""
    runs: list[tuple[int, int]] = []
    for tenure in sorted(tenures, key=lambda tenure: tenure.start):
        if runs and tenure.start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], tenure.end))
        else:
            runs.append((tenure.start, tenure.end))
    return runs


def under_age(child: Child, day: int, years: int) -> bool:
    """Whether a child has not reached an age on a day; one whose birth is unknown has not."""
    if child.born == UNKNOWN or child.born is None:
        return True
    return day < birthday(child.born, years)


def birthday(born: int, years: int) -> int:
    """The day on which one turns an age; born on 29 February: 28 February in other years."""
    return months_later(born, 12 * years)


def months_later(day: int, months: int) -> int:
    """The same day so many months later (or earlier), or the last of that month if it has no such day."""
    date = to_date(day)
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    cycles = (year - 2000) // 400
    year -= 400 * cycles  # the calendar is the same every 400 years, and dates know no year 10000
    last = calendar.monthrange(year, month + 1)[1]
    return to_day(dt.date(year, month + 1, min(date.day, last))) + cycles * DAYS_OF_400_YEARS
