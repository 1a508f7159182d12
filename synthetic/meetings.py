"""Meetings: which series a child has, on which days they meet, and what becomes of each meeting."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.network import Ints
from graph.values import MEETING_STATUS
from synthetic.care import Care
from synthetic.columns import Batches, Mask, Rng, batch, between, chance, ids, texts
from synthetic.days import YEAR, Calendar, age
from synthetic.forums import Forums
from synthetic.people import People
from synthetic.places import Places

HISTORY = 3 * YEAR
"""How far back meetings go."""
AHEAD = 75
"""How far ahead meetings are booked."""
CANCELLED = 0.06
HEARD = 0.25
MINUTES = np.array([30, 45, 60, 60, 60, 90])
PLANNED, HELD, CALLED_OFF = (MEETING_STATUS.choices.index(word) for word in ("planned", "held", "cancelled"))


@dataclass(frozen=True)
class Habit:
    """How meetings of one kind go: their titles, the days between two, who comes, and for how long a series runs.

    `slots` are places round a child (see `teams`); for a forum of the register its parties come, and each of
    `also` to every other series.
    """

    titles: tuple[str, ...]
    every: tuple[int, int]
    slots: tuple[str, ...] = ()
    guardian: float = 0.75
    most: int = 10_000
    also: tuple[str, ...] = ()


_FAMILY_TEAM = ("socialtjanst", "familjebehandlare", "samordnare")
HABITS = {
    "sip": Habit(("SIP-möte", "SIP uppföljning"), (26, 48), also=("bup", "habilitering")),
    "sspf": Habit(("SSPF-möte",), (24, 42), guardian=0.5),
    "bob": Habit(("Bob-råd",), (40, 80), guardian=0.1),
    "sig": Habit(("SIG-möte", "SIG uppföljning"), (26, 46), guardian=0.5, also=("larare",)),
    "islandsmodellen": Habit(("Akut samordning enligt Islandsmodellen",), (1, 3), guardian=0.2, most=2),
    "skolsociala_team": Habit(
        ("Skolsocialt team, kartläggning", "Skolsocialt team, uppföljning"), (22, 40), also=("skolskoterska",)
    ),
    "tvarprof_sma_barn": Habit(("Tvärprofessionellt team",), (26, 48)),
    "kronobarn": Habit(("Kronobarnsmöte", "Välmåendehjulet"), (28, 50)),
    "insats": Habit(("Uppföljning av insats", "Möte med familjen"), (18, 32), _FAMILY_TEAM, 0.95),
    "skola": Habit(("Elevhälsomöte", "Möte i skolan"), (45, 90), ("larare", "rektor", "skolskoterska"), 0.8),
    "samtal": Habit(("Utvecklingssamtal",), (160, 200), ("larare",), 0.98, 2),
    "familjecentral": Habit(("Öppen förskola", "Föräldraträff"), (14, 60), ("bvc", "familjebehandlare"), 1.0, 8),
    "hembesok": Habit(("Utökat hembesök",), (40, 60), ("bvc", "familjebehandlare"), 1.0, 6),
    "foraldraskapsstod": Habit(("Föräldraskapsstöd", "Föräldrakurs"), (7, 15), ("familjebehandlare",), 0.95, 8),
    "stodgrupp": Habit(("Stödgrupp",), (7, 8), ("civilsamhalle", "familjebehandlare"), 0.0, 12),
}
KINDS = list(HABITS)
NUMBER = {kind: number for number, kind in enumerate(KINDS)}
OPEN_TO_ALL = (("familjecentral", 0.06, 0, 5), ("hembesok", 0.12, 0, 1), ("foraldraskapsstod", 0.03, 0, 16))
"""Arenas and programmes: which share of all children, from and to which age in years."""


@dataclass
class Series:
    """Meetings that return: about whom, of which habit and forum (-1: none), in which plan, from when to when."""

    child: Ints
    habit: Ints
    forum: Ints
    plan: Ints
    start: Ints
    end: Ints


@dataclass
class Meetings:
    """Every meeting about a child: the series it is of, its day and minutes, and what became of it."""

    series: Series
    of: Ints
    day: Ints
    minute: Ints
    minutes: Ints
    status: Ints
    heard: Ints

    @property
    def child(self) -> Ints:
        return self.series.child[self.of]

    @property
    def habit(self) -> Ints:
        return self.series.habit[self.of]


def make_series(
    rng: Rng, people: People, places: Places, forums: Forums, care: Care, as_of: int, apart: Mask
) -> Series:
    """Forum, support and school meetings for children in support, arenas and programmes for some others."""
    habit_of = np.array([NUMBER.get(kind, -1) for kind in forums.kind])
    sip = np.isin(np.arange(len(habit_of)), forums.of("sip"))
    none = np.full(len(care.child), -1)
    parts = []
    for forum in (care.forum, care.second):
        plan = np.where(sip[forum] & (forum >= 0), care.sip, -1)
        parts.append((care, np.where(forum < 0, -1, habit_of[forum]), forum, plan, forum >= 0))
    parts.append((care, none + 1 + NUMBER["insats"], none, care.plan, chance(rng, len(none), 0.95)))
    parts.append((care, none + 1 + NUMBER["skola"], none, none, chance(rng, len(none), 0.9)))
    found = [
        Series(care.child[has], habit[has], forum[has], plan[has], care.start[has], care.end[has])
        for care, habit, forum, plan, has in parts
    ]
    for kind, share, first, last in OPEN_TO_ALL:
        where = forums.by_district(kind, len(places.districts))
        child = np.flatnonzero(chance(rng, people.count, share) & ~apart & (where[people.district] >= 0))
        begin = people.born[child] + between(rng, first * YEAR + 20, last * YEAR + 60, len(child))
        found.append(_plain(kind, child, where[people.district[child]], begin, begin + YEAR))
    group = np.flatnonzero(chance(rng, len(care.child), 0.08))
    where = forums.by_district("stodgrupp", len(places.districts))[people.district[care.child[group]]]
    group, where = group[where >= 0], where[where >= 0]
    found.append(_plain("stodgrupp", care.child[group], where, care.start[group] + 60, care.start[group] + YEAR))
    calm = ~apart
    calm[care.child] = False
    talks = np.flatnonzero(calm & chance(rng, people.count, 0.12) & (people.born < as_of - 2 * YEAR))
    begin = as_of - between(rng, 0, 500, len(talks))
    found.append(_plain("samtal", talks, np.full(len(talks), -1), begin, begin + YEAR))
    names = ("child", "habit", "forum", "plan", "start", "end")
    return Series(*(np.concatenate([getattr(part, name) for part in found]) for name in names))


def _plain(kind: str, child: Ints, forum: Ints, start: Ints, end: Ints) -> Series:
    return Series(child, np.full(len(child), NUMBER[kind]), forum, np.full(len(child), -1), start, end)


def make_meetings(rng: Rng, series: Series, people: People, forums: Forums, calendar: Calendar) -> Meetings:
    """The meetings of all series on working days, as long as the child is of the forum's age."""
    as_of = calendar.as_of
    every = np.array([habit.every for habit in HABITS.values()])[series.habit]
    step = rng.integers(every[:, 0], every[:, 1])
    most = np.array([habit.most for habit in HABITS.values()])[series.habit]
    skipped = np.maximum(-(-(as_of - HISTORY - series.start) // step), 0)
    first = np.where(most < 100, series.start + 5, series.start + skipped * step + 7)
    last = np.minimum(series.end, as_of + AHEAD)
    count = np.clip(-(-(last - first) // step), 0, most)
    of = np.repeat(np.arange(len(count)), count)
    within = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    jitter = np.where(step[of] > 20, rng.integers(-5, 6, len(of)), 0)
    wanted = np.clip(first[of] + within * step[of] + jitter, as_of - HISTORY - 30, as_of + AHEAD)
    after_holidays = calendar.workday(wanted) - wanted > 4
    wanted += np.where(after_holidays, calendar.workday(wanted) - wanted + rng.integers(0, 15, len(of)), 0)
    day = calendar.workday(wanted)
    kept = (wanted > as_of - HISTORY - 30) & (day <= as_of + AHEAD) & _of_age(people, forums, series, of, day)
    of, day = of[kept], day[kept]
    order = np.lexsort((day, of))
    of, day = of[order], day[order]
    apart = np.ones(len(of), bool)
    apart[1:] = (of[1:] != of[:-1]) | (day[1:] - day[:-1] >= np.minimum(step[of[1:]], 12))
    of, day = of[apart], day[apart]
    minutes = MINUTES[rng.integers(0, len(MINUTES), len(of))]
    minute = 480 + 30 * between(rng, 0, 16, len(of))
    status = np.where(day > as_of, PLANNED, HELD)
    status = np.where(chance(rng, len(of), CANCELLED), CALLED_OFF, status)
    heard = np.where(chance(rng, len(of), HEARD), 1, np.where(chance(rng, len(of), 0.12), -1, 0))
    return Meetings(series, of, day, minute, minutes, status, np.where(status == HELD, heard, -1))


def _of_age(people: People, forums: Forums, series: Series, of: Ints, day: Ints) -> Mask:
    """Whether each meeting's child is of the age its forum is for, and still under 18."""
    born, forum = people.born[series.child[of]], series.forum[of]
    years = age(born, day)
    fits: Mask = (years >= forums.youngest[forum]) & (years <= forums.oldest[forum])
    return ((forum < 0) | fits) & (years < 18) & (day > born)


def meeting_rows(rng: Rng, meetings: Meetings, forums: Forums, calendar: Calendar, plans: pa.Array) -> Batches:
    """The rows of meetings about children, and which child each is about."""
    count = len(meetings.of)
    series = meetings.series
    titles = [title for habit in HABITS.values() for title in habit.titles]
    several = np.array([len(habit.titles) for habit in HABITS.values()])
    first = np.searchsorted(meetings.of, meetings.of) == np.arange(count)
    second = np.where(series.forum[meetings.of] < 0, meetings.of % 2 == 0, ~first)
    title = (np.cumsum(several) - several)[meetings.habit] + (second & (several[meetings.habit] > 1))
    names = ids("m", count)
    uid = pc.binary_join_element_wise(pc.replace_substring(names, "demo-", ""), "example.org", "@")
    columns = {
        "id": names,
        "forum": texts(forums.ids, series.forum[meetings.of]),
        "start": meetings.day,
        "start_second": calendar.second(meetings.day, meetings.minute),
        "end": meetings.day,
        "end_second": calendar.second(meetings.day, meetings.minute + meetings.minutes),
        "title": texts(titles, title),
        "status": meetings.status.astype(np.int8),
        "child_heard": meetings.heard.astype(np.int8),
        "plan": texts(plans, series.plan[meetings.of]),
        "uid": pc.if_else(pa.array(chance(rng, count, 0.8)), uid, None),
    }
    return {"meetings": batch("meetings", count, **columns)}


def about_rows(rng: Rng, meetings: Meetings, names: pa.Array, people: People, forums: Forums, apart: Mask) -> Batches:
    """Which children each meeting is about: one, and now and then a sibling of the right age."""
    sibling = people.sibling(meetings.child)
    joins = (sibling >= 0) & chance(rng, len(sibling), 0.06) & ~apart[sibling]
    forum = meetings.series.forum[meetings.of]
    years = age(people.born[np.maximum(sibling, 0)], meetings.day)
    joins &= (forum < 0) | ((years >= forums.youngest[forum]) & (years <= forums.oldest[forum]))
    joins &= (years >= 0) & (years < 18) & (people.born[np.maximum(sibling, 0)] < meetings.day)
    meeting = np.concatenate([np.arange(len(sibling)), np.flatnonzero(joins)])
    child = np.concatenate([meetings.child, sibling[joins]])
    order = np.argsort(meeting, kind="stable")
    columns = {"meeting": texts(names, meeting[order]), "child": texts(people.ids, child[order])}
    return {"meeting_children": batch("meeting_children", len(order), **columns)}
