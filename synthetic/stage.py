"""The stage for planted patterns: children set apart for them, people of their own, meetings, and the truth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from graph.assemble import rows_of
from graph.network import DEMO
from graph.records import Attendance, Forum, Meeting, MeetingChild, Plan, Professional, Record, Support
from graph.values import ATTENDANCE, MEETING_STATUS, OPEN, Moment
from synthetic.columns import Batches, Mask
from synthetic.days import age, birthday, no_leap_day
from synthetic.setting import Setting
from synthetic.truth import NEAR_MISS, PLANTED, Truth

LONG_AGO = 3000
CONTACTS, HANDOVERS, MEETINGS, PLANS, CONCERNS = "contacts", "handovers", "meetings", "plans", "concerns"
"""What of a child's life a pattern says everything about: others may share the child, not that part of its life."""
TITLES = {
    "socialtjanst": "Socialsekreterare",
    "skola": "Skolkurator",
    "forskola": "Specialpedagog",
    "bvc": "BVC-sjuksköterska",
    "halso_sjukvard": "Kurator",
    "fritid": "Fritidsledare",
    "bup": "Psykolog BUP",
    "polis": "Områdespolis",
    "habilitering": "Arbetsterapeut",
    "barnmedicin": "Barnsjuksköterska",
}


class Unstaged(Exception):
    """There is no child left for a pattern: a town too small for it."""


@dataclass(frozen=True)
class Actor:
    """A child set apart for patterns."""

    number: int
    id: str
    district: int
    years: int


@dataclass(frozen=True)
class Planted:
    """The rows of all patterns, their truth, and the children that ordinary life leaves alone."""

    rows: Batches
    truth: list[Truth]
    apart: Mask
    without_contact: Mask
    finished: Batches
    """Rows to which nothing is to be added."""


@dataclass
class Stage:
    """Gathers the rows and the truth of patterns; `want` is how many of each kind there should be."""

    setting: Setting
    want: int
    records: list[Record] = field(default_factory=list)
    truth: list[Truth] = field(default_factory=list)
    finished: list[Record] = field(default_factory=list)

    def __post_init__(self) -> None:
        people = self.setting.people
        self.rng = self.setting.rng["plants"]
        self.as_of = self.setting.as_of
        self.calendar = self.setting.calendar
        self.apart = np.zeros(people.count, bool)
        self.without_contact = np.zeros(people.count, bool)
        queue = self.rng.permutation(people.count)[:6000]
        years = age(people.born[queue], np.full(len(queue), self.as_of)).tolist()
        self._free: dict[int, list[int]] = {year: [] for year in range(18)}
        for number, year in zip(queue.tolist(), years, strict=True):
            self._free[year].append(number)
        self._cast: list[tuple[Actor, set[str]]] = []
        self._seen: dict[tuple[object, ...], int] = {}
        self._pool: dict[tuple[int, int], str] = {}
        self._count: dict[str, int] = {}
        self._days: dict[str, int] = {}

    def child(self, youngest: int, oldest: int, *parts: str) -> Actor:
        """A child of an age (both years included) that no other pattern and no ordinary support is about.

        `parts` of its life are this pattern's own; with its contacts told, it has no ordinary ones.
        """
        year = max(range(youngest, oldest + 1), key=lambda year: (len(self._free[year]), year))
        if not self._free[year]:
            raise Unstaged
        number = self._free[year].pop()
        self.apart[number] = True
        people = self.setting.people
        actor = Actor(number, people.ids[number].as_py(), int(people.district[number]), year)
        self._cast.append((actor, set()))
        return self._given(len(self._cast) - 1, parts)

    def sharing(self, youngest: int, oldest: int, *parts: str) -> Actor:
        """A child that other patterns may be about, but none about these parts of its life."""
        wanted = (youngest, oldest, *parts)
        for at in range(self._seen.get(wanted, 0), len(self._cast)):
            actor, taken = self._cast[at]
            if youngest <= actor.years <= oldest and taken.isdisjoint(parts):
                self._seen[wanted] = at + 1
                return self._given(at, parts)
        self._seen[wanted] = len(self._cast)
        return self.child(youngest, oldest, *parts)

    def _given(self, at: int, parts: Sequence[str]) -> Actor:
        actor, taken = self._cast[at]
        taken.update(parts)
        self.without_contact[actor.number] |= CONTACTS in parts
        return actor

    def claim(self, actor: Actor, part: str) -> None:
        """Keep a part of a child's life from the patterns that come later."""
        next(taken for one, taken in self._cast if one.number == actor.number).add(part)

    def grown_up(self, day: int, *parts: str) -> Actor:
        """A child whose 18th birthday is on a day, within a year of now."""
        actor = self.child(16, 17, *parts)
        self.born(actor, int(birthday(no_leap_day(np.array([day])), -18)[0]))
        return actor

    def born(self, actor: Actor, day: int) -> None:
        """Let a child be born on a day."""
        self.setting.people.born[actor.number] = day

    def next_id(self, word: str) -> str:
        """A new id."""
        return f"{DEMO}{word}-{self.next_number(word):05d}"

    def next_number(self, word: str) -> int:
        """1, 2, 3 … for each word."""
        self._count[word] = self._count.get(word, 0) + 1
        return self._count[word]

    def second(self, day: int, minute: int) -> int:
        """The instant of so many minutes since midnight."""
        return int(self.calendar.second(np.array([day]), np.array([minute]))[0])

    def workday(self, day: int) -> int:
        """The first day from a day on that people work on."""
        return int(self.calendar.workday(np.array([day]))[0])

    def guardian(self, child: Actor) -> str:
        """An adult who is the child's guardian."""
        people = self.setting.people
        adult: str = people.adults[int(people.guardians[0][child.number])].as_py()
        return adult

    def person(self, kind: str, district: int, number: int = 0, title: str | None = None) -> str:
        """A professional of the patterns at the agency of a kind for a district; the same for the same number."""
        agency = self.setting.places.serving(kind, district)[0]
        if (agency, number) not in self._pool:
            self._pool[agency, number] = self.newcomer(kind, district, title=title)
        return self._pool[agency, number]

    def newcomer(self, kind: str, district: int, end: int = OPEN, title: str | None = None) -> str:
        """A professional of one pattern only."""
        agency = self.setting.places.serving(kind, district)[0]
        name_id = self.next_id("pp")
        name = self.setting.names.strangers(self.rng, 1)[0].as_py()
        start = self.as_of - LONG_AGO - int(self.rng.integers(0, 700))
        mail = f"{name_id.removeprefix(DEMO)}@example.se"
        self.employ(name_id, agency, start, end, name=name, title=title or TITLES[kind], email=mail)
        return name_id

    def employ(self, person: str, agency: int, start: int, end: int = OPEN, **more: str | None) -> None:
        """An employment."""
        place = self.setting.places.ids[agency]
        self.records.append(Professional(id=person, agency=place, start=start, end=end, **more))

    def agency(self, kind: str, district: int) -> int:
        """The agency that professionals of a kind and district are employed at."""
        return self.setting.places.serving(kind, district)[0]

    def support(self, person: str, child: Actor, role: str, start: int | None, end: int = OPEN) -> None:
        self.records.append(Support(person=person, child=child.id, role=role, start=start, end=end))

    def latest_contact(self, child: Actor) -> str | None:
        """The barnkontakt of a child that was told of last."""
        told = (row for row in reversed(self.records) if isinstance(row, Support))
        return next((row.person for row in told if (row.child, row.role) == (child.id, "barnkontakt")), None)

    def plan(
        self,
        child: Actor,
        start: int | None,
        end: int = OPEN,
        kind: str = "genomforandeplan",
        heard: int | None = None,
    ) -> str:
        plan = self.next_id("pl")
        agency = self.setting.places.ids[self.agency("socialtjanst", child.district)]
        self.records.append(
            Plan(id=plan, child=child.id, kind=kind, responsible=agency, start=start, end=end, child_heard=heard)
        )
        return plan

    def forum(self, word: str, **columns: str | int | None) -> str:
        """A local forum of the patterns."""
        forum = self.next_id(word)
        self.records.append(Forum(id=forum, **columns))
        return forum

    def meeting(
        self,
        children: Sequence[Actor],
        day: int,
        minute: int | None,
        people: Sequence[tuple[str, str] | str],
        *,
        minutes: int = 60,
        forum: str | None = None,
        title: str | None = None,
        status: str | None = None,
        plan: str | None = None,
        uid: str | None = None,
        heard: int | None = None,
    ) -> str:
        """A meeting with everyone present, unless a person comes with another status; without a minute: all day.

        Whether the child was heard (-1: unknown) is drawn where it is not told.
        """
        meeting = self.next_id("pm")
        begins, ends = Moment(day), Moment(day)
        if minute is not None:
            begins, ends = Moment(day, self.second(day, minute)), Moment(day, self.second(day, minute + minutes))
        outcome = status or ("planned" if day > self.as_of else "held")
        self.records.append(
            Meeting(
                id=meeting,
                forum=forum,
                start=begins,
                end=ends if minute is not None else None,
                title=title,
                status=MEETING_STATUS.choices.index(outcome),
                child_heard=self._heard(outcome) if heard is None else heard,
                plan=plan,
                uid=uid,
            )
        )
        self._days[meeting] = day
        self.records += [MeetingChild(meeting=meeting, child=child.id) for child in children]
        for entry in people:
            person, came = entry if isinstance(entry, tuple) else (entry, "present")
            unknown = outcome != "held" and came == "present"
            status_code = None if unknown else ATTENDANCE.choices.index(came)
            self.records.append(Attendance(meeting=meeting, person=person, status=status_code))
        return meeting

    def day_of(self, meeting: str) -> int:
        """The day of a meeting that has been staged."""
        return self._days[meeting]

    def _heard(self, outcome: str) -> int | None:
        return int(self.rng.random() < 0.25) if outcome == "held" else None

    def minute(self) -> int:
        """A time to begin a meeting."""
        return 480 + 30 * int(self.rng.integers(0, 14))

    def tell(
        self,
        detector: str,
        kind: str,
        found: bool,
        children: Sequence[Actor],
        evidence: Sequence[str],
        start: int | None,
        note: str,
    ) -> None:
        """Write down what has been planted."""
        label = PLANTED if found else NEAR_MISS
        ids = tuple(sorted(child.id for child in children))
        self.truth.append(Truth(detector, kind, label, ids, tuple(sorted(evidence)), start, note))

    def free_day(self, low: int, high: int, *apart: int) -> int:
        """A working day from low to high such that the days so much later are working days too."""
        found = next(self.free_days(low, high, *apart), None)
        if found is None:
            raise Unstaged
        return found

    def free_days(self, low: int, high: int, *apart: int) -> Iterator[int]:
        """Days from low to high, from a random one on, that are working days as are those so many days later."""
        span = high - low + 1
        first = int(self.rng.integers(0, span))
        for step in range(span):
            day = low + (first + step) % span
            if all(self.calendar.works(day + later) for later in (0, *apart)):
                yield day

    def planted(self) -> Planted:
        """Everything that has been planted."""
        finished = rows_of(self.finished)
        return Planted(rows_of(self.records), self.truth, self.apart, self.without_contact, finished)
