"""Small random towns and rules, drawn so that every boundary of the definitions is met often.

All days lie within a few days of the as-of day, thresholds are small, and people, forums and titles are
few: equal instants, touching intervals, shares exactly at the limit and ties come up all the time. Where a rule
counts in months or years, days lie about so many of them from the as-of day.
Hypothesis chooses the seed of each town; `smallest` then leaves out what a failure does not need.
"""

import atexit
import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st

from graph.records import (
    FILES,
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
from graph.values import HANDOVER_STATE, MEETING_STATUS, iso, items, to_date, to_day
from tests.oracle import DEFAULTS, KINDS
from tests.oracle_town import months_later

AS_OF = tuple(
    to_day(dt.date.fromisoformat(day))
    for day in ("2026-03-01", "2024-02-29", "2025-02-28", "2026-03-29", "2025-10-26", "2026-01-01", "2025-10-31")
)
"""Ordinary days, both ends of February, a leap day, the days on which the clock is moved, the end of a month."""

ROLES = (*["barnkontakt"] * 6, *["caseworker"] * 2, "teacher", "guardian", "Barnkontakt")
CHAINED = (*["barnkontakt"] * 8, "caseworker")
TITLES = (None, "Avstämning", " avstämning ", "AVSTÄMNING", "Stora  mötet", "stora\tmötet", "Straße", "STRASSE")
CLOCKS = (None, None, "00:00", "01:30", "02:30", "10:00", "10:00", "10:00", "10:30", "23:59", "09:00Z", "23:30Z")
LASTS = (None, 0, 10, 20, 45, 60, 90)
JOBS = (
    None,
    "BVC-sjuksköterska",
    " bvc-SJUKSKÖTERSKA",
    "Rektor",
    "rektor ",
    "Head\t teacher",
    "Straße",
    "Kurator",
)
PHASE_TITLES = ("Bvc-Sjuksköterska", "REKTOR", "head teacher", "STRASSE")
AGENCY_KINDS = (None, "bvc", "BVC", "Skola", "skola ", "socialtjänst")
SHARES = tuple(Fraction(share) for share in ("0", "1/4", "1/3", "1/2", "1/2", "2/3", "3/4", "1", "3/2"))
MOST = 9_999_999
"""The greatest number that a rule takes."""


@cache
def _folder() -> Path:
    """Where models of life phases are written; it is gone when the tests end."""
    folder = tempfile.mkdtemp(prefix="stodnat-models-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def model_file(name: str, text: str) -> str:
    """The path of a model of life phases with this text."""
    path = _folder() / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def _model(number: int) -> str:
    """A model of a few phases, most of which begin near the as-of day of the same number for children of some age."""
    random = Random(number)
    name, near = f"model{number}", AS_OF[number % len(AS_OF)]
    phases = []
    ages = sorted(random.sample([0, 1, 4, 18], random.choice([2, 3, 3, 4])))
    for age in ages:
        titles = random.sample(PHASE_TITLES, random.choice([1, 1, 2, 3]))
        kinds = random.sample(("bvc", "Skola", "mvc"), random.choice([1, 1, 2]))
        lines = [f'phase = "phase{age}"', f'sv = "fas {age}"', f'en = "phase {age}"', 'contact_role = "rektor"']
        lines += [f"titles = {_texts(titles)}", f"agency_kinds = {_texts(kinds)}"]
        if age != ages[0] or random.random() < 0.5:
            lines.append(_begins(random, age, near))
        lines += [f"{flag} = true" for flag in ("other_unit", "conditional") if random.random() < 0.2]
        phases.append("\n".join(["[[phases]]", *lines]))
    ends = random.choice(["ends = { age = 30 }", 'ends = { turning = 20, day = "06-15" }'])
    roles = (
        '[roles]\nrektor = { sv = "rektor", en = "head teacher" }\nbarnkontakt = { sv = "barnkontakt", en = "contact" }'
    )
    head = f'model = "{name}"\nsv = "Modell {number}"\nen = "Model {number}"'
    return model_file(name, "\n\n".join([head, "\n".join([*phases, ends]), roles, ""]))


def _texts(words: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def _begins(random: Random, age: int, near: int) -> str:
    """When a phase begins: on a birthday, or on a day near the as-of day in the year of one."""
    if not age or random.random() < 0.5:
        return f"age = {age}"
    day = to_date(near + random.choice([0, 1, 2, 3, 5, 100]))
    return f'turning = {age}\nday = "{day.month:02}-{min(day.day, 28):02}"'


@cache
def _ages(model: str) -> list[int]:
    """The ages at which phases of a model begin."""
    text = Path(model).read_text(encoding="utf-8") if model.endswith(".toml") else ""
    return [int(age) for age in re.findall(r"^(?:age|turning) = (\d+)", text, re.MULTILINE)]


MODELS = tuple(_model(number) for number in range(6 * len(AS_OF)))
"""Models of life phases; every seventh has boundaries near the same as-of day."""

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
    "phase_boundaries.model": (*MODELS, "backa_barnet", "girfec", "kronoberg"),
    "phase_boundaries.role": (*["barnkontakt"] * 7, "caseworker"),
    "phase_boundaries.horizon_days": (0, 1, 2, 5, 5, 6, 180, 180, MOST),
    "phase_boundaries.accept_days": (0, 1, 1, 2, 2, 3, 3, 30, MOST),
    "no_joint_meeting.role": ("barnkontakt", "barnkontakt", "barnkontakt", "caseworker"),
    "no_joint_meeting.past_days": (0, 1, 2, 4, 365, MOST),
    "no_joint_meeting.gap_days": (0, 1, 2, 30, MOST),
    "no_joint_meeting.overlap_days": (0, 1, 2, 60, MOST),
    "no_joint_meeting.before_days": (0, 1, 2, 60, MOST),
    "no_joint_meeting.after_days": (0, 1, 2, 30, MOST),
    "stalled_handovers.soon_days": (0, 1, 2, 4, 14, MOST),
    "orphaned_handovers.past_days": (0, 1, 2, 4, 365, MOST),
    "double_contacts.role": ("barnkontakt", "barnkontakt", "barnkontakt", "caseworker"),
    "double_contacts.past_days": (0, 1, 2, 4, 365, MOST),
    "double_contacts.overlap_days": (0, 0, 1, 2, 3, 60, MOST),
    "departing_staff.role": ("barnkontakt", "barnkontakt", "barnkontakt", "caseworker"),
    "departing_staff.horizon_days": (0, 1, 2, 3, 3, 4, 180, MOST),
    "departing_staff.max_age": (0, 1, 4, 18, 18, 18, 99999),
    "too_many_handovers.role": ("barnkontakt", "barnkontakt", "barnkontakt", "caseworker"),
    "too_many_handovers.past_days": (0, 1, 2, 4, 6, 730, MOST),
    "too_many_handovers.min_changes": (1, 2, 2, 3, 4, 0),
    "too_many_handovers.max_age": (0, 1, 4, 18, 18, 18, 99999),
    "unanswered_concerns.past_days": (0, 1, 2, 4, 60, 365, 365, MOST),
    "unanswered_concerns.assessment_days": (0, 1, 2, 14, MOST),
    "unanswered_concerns.investigation_months": (0, 1, 2, 2, 4, MOST),
    "unanswered_concerns.rereport_months": (0, 1, 2, 4, 12, MOST),
    "child_not_heard.past_days": (0, 1, 2, 4, 365, MOST),
    "child_not_heard.horizon_days": (0, 1, 2, 4, 180, MOST),
    "child_not_heard.min_meetings": (1, 1, 2, 3, 0),
}


@dataclass(frozen=True)
class World:
    """A town on a day, the rules to judge it by, and the questions it is made for."""

    records: list[Record]
    as_of: int
    rules: dict[str, Any]
    asked: tuple[str, ...] = tuple(KINDS)

    @property
    def settings(self) -> list[str]:
        """The rules as `--set` takes them."""
        return settings_of(self.rules)


def settings_of(rules: Mapping[str, object]) -> list[str]:
    """Rules as `--set` takes them."""
    return [f"{key}={','.join(value) if isinstance(value, tuple) else value}" for key, value in rules.items()]


def smallest(world: World, fails: Callable[[World], bool]) -> World:
    """The world without the records and rules that it can do without and still fail."""
    at, nobody = 0, _missing(world)
    while at < len(world.records):
        less = replace(world, records=world.records[:at] + world.records[at + 1 :])
        world, at = (less, 0) if _missing(less) <= nobody and fails(less) else (world, at + 1)
    for key in list(world.rules):
        less = replace(world, rules={rule: value for rule, value in world.rules.items() if rule != key})
        world = less if fails(less) else world
    return world


def _missing(world: World) -> set[str]:
    """The ids that rows name and nobody has."""
    ids = {row.id for row in world.records if hasattr(row, "id")}
    return {one for row in world.records for one in _named(row)} - ids


def _named(row: Record) -> set[str]:
    """The ids that a row names."""
    kind = next(kind for kind in FILES.values() if isinstance(row, kind.record))
    return {one for column in kind.refs for one in items(getattr(row, column))}


ASKED: dict[str, tuple[str, ...]] = {
    "meetings": ("duplicate_meetings", "double_entries"),
    "forums": ("forum_overlap",),
    "handovers": ("handover_gaps",),
    "phases": ("phase_boundaries",),
    "passings": ("no_joint_meeting",),
    "contacts": ("double_contacts", "departing_staff", "too_many_handovers"),
    "steps": ("stalled_handovers", "orphaned_handovers"),
    "concerns": ("unanswered_concerns",),
    "voices": ("child_not_heard",),
    "whole": tuple(KINDS),
}
"""The questions that each kind of town is made for."""

SHAPES: dict[str, Callable[["_Maker"], World]] = {
    "meetings": lambda make: make.world("meetings", forums=(0, 3), meetings=(2, 7)),
    "forums": lambda make: make.world("forums", forums=(2, 5), meetings=(0, 7), members=True),
    "handovers": lambda make: make.world("handovers", forums=(0, 2), meetings=(0, 2), supports=(2, 10)),
    "phases": lambda make: make.world(
        "phases", supports=(5, 10), handovers=(0, 6), children=(2, 2), steady=0.95, birthdays=8
    ),
    "passings": lambda make: make.world("passings", meetings=(1, 5), supports=(2, 7)),
    "contacts": lambda make: make.world("contacts", supports=(3, 14), children=(1, 2), leaving=0.7, birthdays=4),
    "steps": lambda make: make.world("steps", supports=(0, 4), handovers=(0, 8)),
    "concerns": lambda make: make.world("concerns", concerns=(0, 7)),
    "voices": lambda make: make.world("voices", forums=(0, 2), meetings=(0, 6), handovers=(0, 4)),
    "whole": lambda make: make.world(
        "whole",
        forums=(0, 4),
        meetings=(0, 8),
        members=True,
        supports=(0, 8),
        handovers=(0, 4),
        concerns=(0, 4),
    ),
}
"""Kinds of towns: with meetings close to one another; with forums that share children, people and mandates;
with contacts who come and go, before a new phase of life, with and without a meeting; with planned handovers;
with concerns; with and without the child's voice; with a little of everything, or of nothing."""


def world(shape: str, seed: int) -> World:
    """The town of a seed."""
    return SHAPES[shape](_Maker(Random(seed)))


def judged(shape: str, seed: int, times: int) -> list[World]:
    """The town of a seed under so many sets of rules, on its day and on days close by."""
    make = _Maker(Random(seed))
    first = SHAPES[shape](make)
    days = [first.as_of + make.random.choice([-2, -1, 0, 0, 1, 2]) for _ in range(times - 1)]
    return [first, *(replace(first, as_of=day, rules=make.rules(first.asked)) for day in days)]


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
        self.passing_on = random.choice([0.0, 0.5, 1.0])
        self.steady = random.choice([0.0, 0.0, 0.5])

    def world(
        self,
        shape: str,
        forums: tuple[int, int] = (0, 0),
        meetings: tuple[int, int] = (0, 0),
        supports: tuple[int, int] = (0, 0),
        members: bool = False,
        handovers: tuple[int, int] = (0, 0),
        concerns: tuple[int, int] = (0, 0),
        steady: float = 0.0,
        leaving: float = 0.0,
        birthdays: int = 0,
        children: tuple[int, int] = (1, 4),
    ) -> World:
        """A town with so many forums, meetings, supports and so on, its rows in any order."""
        self.children = self.names("c", *children)
        self.professionals = self.names("p", 1, 5)
        self.adults = self.names("x", 0, 1)
        self.agencies = self.names("a", 0, 4)
        self.forums = self.names("f", *forums)
        self.meetings = self.names("m", *meetings)
        self.plans = self.names("s", 0, self.random.choice([0, 2]))
        self.handovers = self.names("h", *handovers)
        self.steady, self.birthdays = max(self.steady, steady), birthdays
        self.leaving = max(self.leaving, leaving)
        self.concerns = self.names("k", *concerns)
        rules = self.rules(ASKED[shape])
        self.in_force = {**DEFAULTS, **rules}
        limits = [self.in_force[f"{code}.max_age"] for code in ASKED[shape] if f"{code}.max_age" in DEFAULTS]
        coming = [int(str(limit)) for limit in limits if limit != 99999]
        self.ages = _ages(str(rules.get("phase_boundaries.model", ""))) or coming or [18]
        found = [*self.people(), *self.registers(), *self.occasions(), *self.supported(*supports)]
        found += self.memberships() if members else []
        found += [*self.passed_on(), *self.reported()]
        self.random.shuffle(found)
        return World(found, self.as_of, rules, ASKED[shape])

    def rules(self, detectors: tuple[str, ...]) -> dict[str, object]:
        """Some rules of some detectors; a model of phases has its boundaries near the as-of day."""
        keys = [key for key in RULES if key.startswith(detectors)]
        often = self.random.choice([0.3, 0.8])
        chosen = {key: self.random.choice(RULES[key]) for key in keys if self.chance(often)}
        if "phase_boundaries" in detectors and self.chance(0.9):
            near = MODELS[AS_OF.index(self.as_of) :: len(AS_OF)]
            chosen["phase_boundaries.model"] = self.random.choice(near)
        return chosen

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
        if self.chance(0.03):
            start, length = -40_000, self.random.choice([39_999, 40_001, 50_000])
        if self.chance(self.steady):
            start, length = -self.random.randint(0, 3), self.random.choice([4, 5, 6, 20_000])
        return {
            "start": iso(self.as_of + start) if self.chance(self.bounded) else None,
            "end": iso(self.as_of + start + length) if self.chance(self.bounded) else None,
        }

    def people(self) -> list[Record]:
        """Children, adults, agencies, and professionals with one employment or several, one title each."""
        choice = self.random.choice
        found: list[Record] = [Adult(id=adult) for adult in self.adults]
        found += [Agency(id=agency, kind=choice(AGENCY_KINDS)) for agency in self.agencies]
        found += [
            Child(id=child, born=self.born(), moved=self.soon(0.2 if self.birthdays else 0.1))
            for child in self.children
        ]
        for person in self.professionals:
            rows, title = {}, choice(JOBS)
            for _ in range(choice([1, 1, 1, 2, 3])):
                times = self.interval() if self.chance(self.leaving) else {}
                given = title if self.chance(0.85) else None
                row = Professional(id=person, title=given, agency=self.one(self.agencies, 0.8), **times)
                rows[row.agency, row.start] = row
            found += rows.values()
        return found

    def soon(self, share: float = 1.0) -> str | None:
        """A day near the as-of day, or none."""
        return iso(self.as_of + self.random.randint(-6, 6)) if self.chance(share) else None

    def born(self) -> str | None:
        """A birthday near the as-of day, on a leap day or not known; of an age near each limit of the rules."""
        how = self.random.choice(
            ["unknown", "small", "near", "near", "near", "leap", "newborn", *["near"] * self.birthdays]
        )
        if how == "unknown":
            return None
        if how == "small":
            return iso(self.as_of - 1000)
        if how == "leap":
            return self.random.choice(["2008-02-29", "2024-02-29", "2020-02-29"])
        day = to_date(self.as_of + self.random.randint(-1 if self.birthdays else -7, 7))
        if how == "newborn":
            return day.isoformat()
        return f"{day.year - self.random.choice(self.ages)}-{day.month:02}-{min(day.day, 28):02}"

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
        found: list[Record] = [self.plan(plan) for plan in self.plans]
        days = self.random.choice([(0, 0, -1), (-4, -3, -2, -1, 0, 1, 2), (-2, -1, 0, 0, 1, 5)])
        there = self.random.choice([0.3, 0.6, 0.9])
        for meeting in self.meetings:
            found.append(self.meeting(meeting, days))
            share = self.random.choice([0, 0.5, 0.9, 1, 1])
            found += [MeetingChild(meeting=meeting, child=child) for child in self.some(self.children, share)]
            present = self.present() if self.chance(0.85) else self.children[:1]
            found += [self.attendance(meeting, person) for person in self.some(present, there)]
        return found

    def plan(self, plan: str) -> Plan:
        """A plan for a child, or for one whom nobody knows."""
        heard = self.random.choice([None, "yes", "no", "no"])
        return Plan(id=plan, child=self.somebody(), child_heard=heard, **self.interval())

    def somebody(self) -> str:
        """A child, seldom one of whom there is no row."""
        nobody = next(f"c{number}" for number in range(10) if f"c{number}" not in self.children)
        return nobody if self.chance(0.1) else self.random.choice(self.children)

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
            status=choice([None, *MEETING_STATUS.choices, "held", "held", "held"]),
            child_heard=choice([None, "yes", "no", "no", "no"]),
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
        if rows and self.chance(self.passing_on):
            found = [*found[: rows // 2], *self.chain(people, children[0])]
        return list({(row.person, row.child, row.role, row.start, row.end): row for row in found}.values())

    def chain(self, people: Sequence[str], child: str) -> list[Support]:
        """Contacts one after another: with some days between, at once, or together for some days."""
        found, start, role = [], self.as_of - self.random.randint(0, 9), self.random.choice(CHAINED)
        for person in self.random.choices(people, k=self.random.randint(2, 4)):
            end = start + self.random.randint(1, 5)
            times = {"start": iso(start), "end": iso(end) if self.chance(0.8) else None}
            found.append(Support(person=person, child=child, role=role, **times))
            start = end + self.random.choice([-3, -2, -1, 0, 0, 1, 2])
        return found

    def passed_on(self) -> list[Record]:
        """Handovers in every state, near the as-of day or at no day, by and to whom it may be."""
        people = [*self.professionals, *self.adults]
        roles = (None, "barnkontakt", "barnkontakt", "barnkontakt", "caseworker", "Barnkontakt")
        states = (None, *HANDOVER_STATE.choices, *self.random.choice([(), ("rejected", "revoked") * 4]))
        return [
            Handover(
                id=handover,
                child=self.somebody(),
                role=self.random.choice(roles),
                sender=self.one(people, 0.8),
                receiver=self.one(people, 0.8),
                due=self.soon(0.85),
                state=self.random.choice(states),
                child_view_recorded=self.random.choice([None, "yes", "no", "no"]),
            )
            for handover in self.handovers
        ]

    def reported(self) -> list[Record]:
        """Concerns on few days, some so many months before others; decided and closed at their last days or never."""
        rule = {key.split(".")[1]: value for key, value in self.in_force.items() if key.startswith("unanswered")}
        months = [rule["rereport_months"], rule["investigation_months"], 1, 2, 12]
        days = [self.as_of + self.random.randint(-6, 2) for _ in range(2)]
        days += [self.earlier(self.random.choice(days), self.random.choice(months)) for _ in range(2)]
        days.append(self.earlier(days[0], rule["investigation_months"]) - min(rule["assessment_days"], 100))
        decided, closed = self.random.choice([0.7, 0.7, 0.0]), self.random.choice([0.7, 0.7, 0.0])
        found: list[Record] = []
        for concern in self.concerns:
            received = self.random.choice(days)
            last = min(received + rule["assessment_days"], self.as_of + 3)
            done = last + self.random.randint(-1, 2) if self.chance(decided) else None
            late = self.as_of if done is None else min(months_later(done, rule["investigation_months"]), self.as_of + 3)
            over = late + self.random.randint(-1, 2) if self.chance(closed) else None
            found.append(self.concern(concern, received if self.chance(0.9) else None, done, over))
        return found

    def earlier(self, day: int, months: int) -> int:
        """About so many months before a day, as far as there are dates."""
        return months_later(day, -months) + self.random.randint(-1, 1) if months < 1000 else day

    def concern(self, concern: str, received: int | None, decided: int | None, closed: int | None) -> Concern:
        choice = self.random.choice
        return Concern(
            id=concern,
            child=self.somebody(),
            received=iso(received),
            reporter_agency=self.one(self.agencies, 0.7),
            decided=iso(decided),
            opened=choice([None, "yes", "yes", "yes", "no"]),
            feedback_requested=choice([None, "yes", "yes", "no"]),
            feedback_given=choice([None, "yes", "no", "no"]),
            closed=iso(closed),
        )


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
