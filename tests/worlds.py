"""Small random towns and rules, drawn so that every boundary of the definitions is met often.

All days lie within a few days of the as-of day, thresholds are small, and people, forums and titles are
few: equal instants, touching intervals, shares exactly at the limit and ties come up all the time.
Hypothesis chooses the seed of each town; `smallest` then leaves out what a failure does not need.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from graph.records import (
    FILES,
    Adult,
    Agency,
    Attendance,
    Child,
    Forum,
    ForumMember,
    Meeting,
    MeetingChild,
    Plan,
    Professional,
    Record,
    Support,
)
from graph.values import iso, items, to_date, to_day

AS_OF = tuple(
    to_day(dt.date.fromisoformat(day))
    for day in ("2026-03-01", "2024-02-29", "2025-02-28", "2026-03-29", "2025-10-26", "2026-01-01")
)
"""Ordinary days, both ends of February, a leap day, and the days on which the clock is moved."""

ROLES = (*["barnkontakt"] * 6, *["caseworker"] * 2, "teacher", "guardian", "Barnkontakt")
TITLES = (None, "Avstämning", " avstämning ", "AVSTÄMNING", "Stora  mötet", "stora\tmötet", "Straße", "STRASSE")
CLOCKS = (None, None, "00:00", "01:30", "02:30", "10:00", "10:00", "10:00", "10:30", "23:59", "09:00Z", "23:30Z")
LASTS = (None, 0, 10, 20, 45, 60, 90)
SHARES = tuple(Fraction(share) for share in ("0", "1/4", "1/3", "1/2", "1/2", "2/3", "3/4", "1", "3/2"))

RULES: dict[str, tuple[object, ...]] = {
    "duplicate_meetings.window_days": (0, 1, 2, 3, 14),
    "duplicate_meetings.past_days": (0, 1, 2, 4, 365),
    "duplicate_meetings.min_shared_people": (0, 1, 2, 3),
    "duplicate_meetings.min_share_people": SHARES,
    "duplicate_meetings.min_shared_agencies": (0, 1, 2),
    "duplicate_meetings.min_jaccard_agencies": SHARES,
    "forum_overlap.past_days": (0, 1, 3, 365),
    "forum_overlap.min_shared_children": (0, 1, 2, 3),
    "forum_overlap.min_shared_professionals": (0, 1, 2, 3),
    "forum_overlap.min_jaccard": SHARES,
    "forum_overlap.min_containment": SHARES,
    "forum_overlap.min_jaccard_mandate": SHARES,
    "forum_overlap.group_equal": (1, 1, 0),
    "handover_gaps.role": ("barnkontakt", "barnkontakt", "barnkontakt", "caseworker", "guardian"),
    "handover_gaps.past_days": (0, 1, 2, 4, 365),
    "handover_gaps.horizon_days": (0, 1, 2, 4, 180),
    "handover_gaps.support_days": (0, 1, 2, 4, 90),
    "handover_gaps.min_days": (0, 1, 2, 3),
    "handover_gaps.max_age": (0, 1, 4, 18, 18, 18, 99999),
    "handover_gaps.policy": ("in_support", "in_support", "everyone"),
    "handover_gaps.universal_roles": (("guardian", "teacher"), ("teacher",), ()),
}


@dataclass(frozen=True)
class World:
    """A town on a day, and the rules to judge it by."""

    records: list[Record]
    as_of: int
    rules: dict[str, object]

    @property
    def settings(self) -> list[str]:
        """The rules as `--set` takes them."""
        return settings_of(self.rules)


def settings_of(rules: Mapping[str, object]) -> list[str]:
    """Rules as `--set` takes them."""
    return [f"{key}={','.join(value) if isinstance(value, tuple) else value}" for key, value in rules.items()]


def smallest(world: World, fails: Callable[[World], bool]) -> World:
    """The world without the records and rules that it can do without and still fail."""
    at = 0
    while at < len(world.records):
        less = replace(world, records=world.records[:at] + world.records[at + 1 :])
        world, at = (less, 0) if _still(fails, less) else (world, at + 1)
    for key in list(world.rules):
        less = replace(world, rules={rule: value for rule, value in world.rules.items() if rule != key})
        world = less if _still(fails, less) else world
    return world


def _still(fails: Callable[[World], bool], world: World) -> bool:
    ids = {row.id for row in world.records if hasattr(row, "id")}
    return all(_named(row) <= ids for row in world.records) and fails(world)


def _named(row: Record) -> set[str]:
    """The ids that a row names."""
    kind = next(kind for kind in FILES.values() if isinstance(row, kind.record))
    return {one for column in kind.refs for one in items(getattr(row, column))}


SHAPES: dict[str, Callable[["_Maker"], World]] = {
    "meetings": lambda make: make.world("duplicate_meetings", forums=(0, 3), meetings=(2, 7)),
    "forums": lambda make: make.world("forum_overlap", forums=(2, 5), meetings=(0, 7), members=True),
    "handovers": lambda make: make.world("handover_gaps", forums=(0, 2), meetings=(0, 2), supports=(2, 10)),
    "whole": lambda make: make.world("", forums=(0, 4), meetings=(0, 8), members=True, supports=(0, 8)),
}
"""Kinds of towns: with meetings close to one another; with forums that share children, people and mandates;
with contacts who come and go; with a little of everything, or of nothing."""


def world(shape: str, seed: int) -> World:
    """The town of a seed."""
    return SHAPES[shape](_Maker(Random(seed)))


def worlds(shape: str) -> st.SearchStrategy[World]:
    """Towns of a kind."""
    return st.integers(0, 2**64 - 1).map(lambda seed: world(shape, seed))


class _Maker:
    """Makes one town with one random generator."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.as_of = random.choice(AS_OF)
        self.bounded = random.choice([0.6, 0.95, 1.0])
        self.leaving = random.choice([0.0, 0.2, 0.6])

    def world(
        self,
        rules_of: str,
        forums: tuple[int, int],
        meetings: tuple[int, int],
        supports: tuple[int, int] = (0, 0),
        members: bool = False,
    ) -> World:
        """A town with so many forums, meetings and supports, its rows in any order."""
        self.children = self.names("c", 1, 4)
        self.professionals = self.names("p", 1, 5)
        self.adults = self.names("x", 0, 1)
        self.agencies = self.names("a", 0, 4)
        self.forums = self.names("f", *forums)
        self.meetings = self.names("m", *meetings)
        self.plans = self.names("s", 0, self.random.choice([0, 2]))
        found = [*self.people(), *self.registers(), *self.occasions(), *self.supported(*supports)]
        found += self.memberships() if members else []
        self.random.shuffle(found)
        return World(found, self.as_of, self.rules(rules_of))

    def rules(self, detector: str) -> dict[str, object]:
        """Some rules of one detector, or of all."""
        keys = [key for key in RULES if key.startswith(detector)]
        often = self.random.choice([0.3, 0.8])
        return {key: self.random.choice(RULES[key]) for key in keys if self.chance(often)}

    def names(self, letter: str, least: int, most: int) -> list[str]:
        """So many ids; the order of the ids is not that of any other thing."""
        numbers = self.random.sample(range(10), self.random.randint(least, most))
        return [f"{letter}{number}" for number in numbers]

    def chance(self, share: float) -> bool:
        """Yes, with a probability."""
        return self.random.random() < share

    def some(self, among: Sequence[str], share: float = 0.5) -> list[str]:
        """Any of them."""
        return [one for one in among if self.chance(share)]

    def one(self, among: Sequence[str], share: float = 1.0) -> str | None:
        """One of them, or nothing."""
        return self.random.choice(among) if among and self.chance(share) else None

    def interval(self) -> dict[str, str | None]:
        """Days close to the as-of day; open, empty, touching and overlapping ones are common."""
        start, length = self.random.randint(-8, 5), self.random.choice([0, 1, 1, 2, 2, 3, 4, 6])
        return {
            "start": iso(self.as_of + start) if self.chance(self.bounded) else None,
            "end": iso(self.as_of + start + length) if self.chance(self.bounded) else None,
        }

    def people(self) -> list[Record]:
        """Children, adults, agencies, and professionals with one employment or several."""
        found: list[Record] = [Adult(id=adult) for adult in self.adults]
        found += [Agency(id=agency) for agency in self.agencies]
        found += [Child(id=child, born=self.born()) for child in self.children]
        for person in self.professionals:
            rows = {}
            for _ in range(self.random.choice([1, 1, 1, 2, 3])):
                times = self.interval() if self.chance(self.leaving) else {}
                row = Professional(id=person, agency=self.one(self.agencies, 0.8), **times)
                rows[row.agency, row.start] = row
            found += rows.values()
        return found

    def born(self) -> str | None:
        """A birthday near the as-of day, on a leap day or not known; of an age near each limit of the rules."""
        how = self.random.choice(["unknown", "small", "near", "near", "leap"])
        if how == "unknown":
            return None
        if how == "small":
            return iso(self.as_of - 1000)
        if how == "leap":
            return self.random.choice(["2008-02-29", "2024-02-29", "2020-02-29"])
        day = to_date(self.as_of + self.random.randint(-7, 7))
        return f"{day.year - self.random.choice([18, 18, 1, 4])}-{day.month:02}-{min(day.day, 28):02}"

    def registers(self) -> list[Record]:
        """Forums; some are parts of one another, even in a circle."""
        choice = self.random.choice
        statuses = ("", "running", "running", "running", "pilot", "proposed", "closed")
        alike = self.chance(0.5)
        return [
            Forum(
                id=forum,
                level="child" if alike else choice([None, "child", "child", "management"]),
                status=choice(statuses) if self.chance(0.5) else None,
                part_of=self.one(self.forums, 0.2),
                builds_on=";".join(self.some(self.forums, 0.2)),
                required=choice(["", "yes", "no", "no"]),
                acute=choice(["", "yes", "no", "no"]),
                parties=choice(["", "skola", "skola;bup", "skola;bup;polis", "polis"]),
                needs=choice(["", "safety", "safety;health", "safety;health;care", "leisure"]),
                age_min=choice(["", "", "0", "6", "7"]),
                age_max=choice(["", "", "18", "6", "5"]),
                district=choice([None, None, "Enskede", "Farsta"]),
            )
            for forum in self.forums
        ]

    def memberships(self) -> list[Record]:
        """Professionals and agencies that belong to a forum, for a while or for good."""
        everyone = self.chance(0.3)
        share = self.random.choice([0.2, 0.5, 0.8])
        return [
            ForumMember(forum=forum, member=member, **(self.interval() if self.chance(0.3) else {}))
            for forum in self.forums
            for member in [*self.professionals, *self.agencies]
            if everyone or self.chance(share)
        ]

    def occasions(self) -> list[Record]:
        """Meetings on few days, some at the very same time, with their children and those who were there."""
        found: list[Record] = [Plan(id=plan, child=self.children[0], **self.interval()) for plan in self.plans]
        days = self.random.choice([(0, 0, -1), (-4, -3, -2, -1, 0, 1, 2), (-2, -1, 0, 0, 1, 5)])
        there = self.random.choice([0.3, 0.6, 0.9])
        for meeting in self.meetings:
            found.append(self.meeting(meeting, days))
            share = self.random.choice([0, 0.5, 0.9, 1, 1])
            found += [MeetingChild(meeting=meeting, child=child) for child in self.some(self.children, share)]
            found += [self.attendance(meeting, person) for person in self.some(self.present(), there)]
        return found

    def present(self) -> list[str]:
        return [*self.professionals, *self.adults, *self.children[:1]]

    def attendance(self, meeting: str, person: str) -> Attendance:
        """A row of someone who was there, or was not."""
        statuses = (None, "present", "present", "present", "present", "absent", "declined")
        return Attendance(meeting=meeting, person=person, status=self.random.choice(statuses))

    def meeting(self, meeting: str, days: Sequence[int]) -> Meeting:
        """A meeting on one of these days, counted from the as-of day."""
        choice = self.random.choice
        start, end = _times(iso(self.as_of + choice(days)), choice(CLOCKS), choice(LASTS))
        return Meeting(
            id=meeting,
            forum=self.one(self.forums, 0.8),
            start=start if self.chance(0.95) else None,
            end=end,
            title=choice(TITLES),
            status=choice([None, "planned", "held", "held", "held", "held", "cancelled"]),
            plan=self.one(self.plans, 0.3),
            uid=choice([None, None, None, None, "uid1", "uid2"]),
        )

    def supported(self, least: int, most: int) -> list[Record]:
        """Who is what for each child, and when: contacts above all."""
        rows = self.random.randint(least, most)
        children = self.children[: self.random.randint(1, 2)]
        people = [*self.professionals, *self.adults]
        roles = ROLES if self.chance(0.7) else ("barnkontakt", "teacher")
        found = [
            Support(
                person=self.random.choice(people),
                child=self.random.choice(children),
                role=self.random.choice(roles),
                **self.interval(),
            )
            for _ in range(rows)
        ]
        return list({(row.person, row.child, row.role, row.start, row.end): row for row in found}.values())


def _times(day: str | None, clock: str | None, lasts: int | None) -> tuple[str | None, str | None]:
    """The start and end of a meeting as text; an end has a time where the start has one."""
    if clock is None:
        return day, day if lasts else None
    start = dt.datetime.fromisoformat(f"{day}T{clock.replace('Z', '+00:00')}")
    end = None if lasts is None else (start + dt.timedelta(minutes=lasts)).isoformat()
    return f"{day}T{clock}", end


LETTERS = {"c": Child, "x": Adult, "p": Professional, "a": Agency, "f": Forum}
"""What an id is an id of, where no row says so."""


def town_of(text: str) -> list[Record]:
    """A town from tables: the name of a file, its columns, its rows; an empty line between tables.

    Who is named and has no row gets an empty one. Meetings may have the columns `children` and `there`.
    """
    found: list[Record] = []
    for table in re.split(r"\n{2,}", "\n".join(line.strip() for line in text.strip().splitlines())):
        name, header, *rows = table.splitlines()
        columns = [column.strip() for column in header.split("|")]
        for row in rows:
            cells = dict(zip(columns, (cell.strip() for cell in row.split("|")), strict=True))
            for kind, column in ((MeetingChild, "child"), (Attendance, "person")):
                plural = "children" if kind is MeetingChild else "there"
                found += [kind(**{"meeting": cells["id"], column: one}) for one in cells.pop(plural, "").split()]
            found.append(FILES[name.strip()].record(**cells))
    known = {row.id for row in found if hasattr(row, "id")}
    missing = sorted({one for row in found for one in _named(row)} - known)
    return found + [LETTERS[one[0]](id=one) for one in missing]


def cases(text: str) -> list[dict[str, str]]:
    """The rows of one table; the first column says what each is about."""
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(header, row, strict=True)) for row in rows]
