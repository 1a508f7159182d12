"""What the page of one child shows: who is there, who was responsible when, which meetings there were."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard import texts
from dashboard.tables.counts import YEAR, found_rows, names_of, protected, swedish
from dashboard.tables.people import hidden_guardians, is_guardian
from dashboard.texts import STATUS, t, word
from graph.findings import Finding
from graph.meetings import Meetings
from graph.network import Ints, Network
from graph.phases import Model, Phase
from graph.sets import Mask
from graph.tenures import tenures_of, until
from graph.values import ATTENDANCE, MEETING_STATUS, NO_SECOND, OPEN, SWEDEN, UNKNOWN, to_date

DOUBLES = ("duplicate_meetings", "double_entries")
"""The questions that pair meetings."""
SCHOOL = ("head_teacher", "mentor", "teacher", "preschool_teacher", "school_nurse", "school_counsellor")
"""Roles of those who work where the child goes to school or preschool."""
FAMILY = ("guardian", "trusted_adult", "contact_person", "coach")


def key(kind: str, node: str) -> str:
    """What a point of the picture is known by: ids of different kinds may be equal."""
    return f"{kind} {node}"


def covered_children(network: Network, day: int, role: str) -> Mask:
    """Which children have somebody in the role on a day."""
    tenures = tenures_of(network, role)
    on = (tenures.start <= day) & (day < tenures.end)
    found = np.zeros(network.count("child"), bool)
    found[tenures.child[on]] = True
    return found


def label(network: Network, row: int) -> str:
    """A child in a list to choose from: name and id, and whether the child is protected."""
    name, node = (network.texts("child", column)[row].as_py() for column in ("name", "id"))
    lock = " · " + t("skyddade uppgifter") if protected(network)[row] else ""
    return f"{name or t('Barn')} · {node}{lock}"


def search(network: Network, words: str, among: Mask | None, most: int = 50) -> list[int]:
    """The children whose name or id holds the words, by name; `among` narrows it to some."""
    names, ids = network.texts("child", "name"), network.ids("child")
    keep = np.ones(len(ids), bool) if among is None else among.copy()
    for part in words.split():
        hit = pc.or_kleene(
            pc.match_substring(names, part, ignore_case=True), pc.match_substring(ids, part, ignore_case=True)
        )
        keep &= pc.fill_null(hit, False).to_numpy(zero_copy_only=False)
    order = network.once(_by_name)
    found: list[int] = order[keep[order]][:most].tolist()
    return found


def _by_name(network: Network) -> Ints:
    """The rows of all children by name, those without one last."""
    names = [swedish(name or "~") for name in network.texts("child", "name").to_pylist()]
    return np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)


@dataclass(frozen=True)
class Support:
    """One who supports the child: who, in which role, from when to when, employed where."""

    person: str
    name: str
    kind: str
    role: str
    start: int
    end: int
    agency: str

    def runs(self, day: int) -> bool:
        """Whether it runs on a day."""
        return self.start <= day < self.end


def supports(network: Network, hidden: bool) -> list[Support]:
    """Those who support the child, first those who have done it longest; `hidden` leaves out where and guardians."""
    found = []
    for kind in ("professional", "adult"):
        table = f"{kind}_supports_child"
        who = network.ids(kind).take(pa.array(network.ints(table, "source"))).to_pylist()
        start, end = network.ints(table, "start"), until(network, kind)
        there = ((start < end) | (end == network.ints(table, "end"))).tolist()  # not one who left before it began
        columns = [start.tolist(), end.tolist(), there]
        rows = zip(who, names_of(network, kind, who), network.texts(table, "role").to_pylist(), *columns, strict=True)
        found += [
            Support(node, name, kind, role, begin, over, "") for node, name, role, begin, over, here in rows if here
        ]
    if hidden:
        guardians = {one.person for one in found if is_guardian(one.role)}
        return sorted((one for one in found if one.person not in guardians), key=lambda one: (one.start, one.role))
    at = agencies_at(network)
    placed = [replace(one, agency=at.get(one.person, "")) for one in found]
    return sorted(placed, key=lambda one: (one.start, one.role, one.person))


def agencies_at(network: Network) -> dict[str, str]:
    """The agency where each professional was employed last."""
    people, agencies = employments(network)
    return dict(zip(people, names_of(network, "agency", agencies), strict=True))


def employments(network: Network, day: int | None = None) -> tuple[list[str], list[str]]:
    """Who is employed where, on a day or ever, the last to end last; employments without agency are left out."""
    table = "professional_works_at_agency"
    start, end, target = (network.ints(table, column) for column in ("start", "end", "target"))
    keep = target >= 0
    if day is not None:
        keep &= (start <= day) & (day < end)
    rows = np.flatnonzero(keep)
    rows = rows[np.argsort(end[rows], kind="stable")]
    people: list[str] = network.ids("professional").take(pa.array(network.ints(table, "source")[rows])).to_pylist()
    agencies: list[str] = network.ids("agency").take(pa.array(target[rows])).to_pylist()
    return people, agencies


def age(born: int, on: int) -> int | None:
    """Whole years on a day; nothing where the birth is unknown or ahead."""
    if born == UNKNOWN or born > on:
        return None
    one, other = to_date(born), to_date(on)
    return other.year - one.year - ((other.month, other.day) < (one.month, one.day))


@dataclass(frozen=True)
class Facts:
    """The head of the page."""

    name: str
    hidden: bool
    age: int | None
    district: str | None
    contacts: list[str]
    adults: int
    professionals: int
    forums: int
    meetings: int
    tenures: int
    adults_before: int = 0
    agencies: int = 0
    phase: str = ""
    school: str = ""
    boundary: tuple[str, int] | None = None


BEFORE = 182
"""How many days back the number of trusted adults is compared with."""


def facts(network: Network, as_of: int, role: str, model: Model) -> Facts:
    """Who the child is and how many are around it on a day."""
    hidden = bool(protected(network)[0])
    around = supports(network, hidden=False)
    now = [one for one in around if one.runs(as_of)]
    contact_ids = contacts_on(network, role, as_of)
    meetings = network.once(Meetings)
    recent = meetings.usable & (meetings.day > as_of - 90) & (meetings.day <= as_of)
    year = meetings.usable & (meetings.day > as_of - YEAR) & (meetings.day <= as_of) & (meetings.forum >= 0)
    begun = tenures_of(network, role)
    born = int(network.ints("child", "born")[0])
    phase = model.phase_on(born, as_of)
    return Facts(
        network.texts("child", "name")[0].as_py() or t("Barn"),
        hidden,
        age(born, as_of),
        None if hidden else network.texts("child", "district")[0].as_py(),
        contact_ids,
        _trusted(around, as_of),
        len({one.person for one in now if one.kind == "professional"}),
        len(np.unique(meetings.forum[year])),
        int(recent.sum()),
        len(np.unique(begun.person[begun.start <= as_of])),
        _trusted(around, as_of - BEFORE),
        len({one.agency for one in now if one.agency}),
        called(phase) if phase else "",
        "" if hidden else _school(now),
        next(((called(one), day) for one, day in model.boundaries(born, as_of + 1, as_of + YEAR + 1)), None),
    )


def _school(now: Sequence[Support]) -> str:
    """Where the child goes: where those of a school work, the first of `SCHOOL` before others, the latest before."""
    there = [one for one in now if one.role in SCHOOL and one.agency]
    return min(there, key=lambda one: (SCHOOL.index(one.role), -one.start)).agency if there else ""


def _trusted(around: Sequence[Support], day: int) -> int:
    return len({one.person for one in around if one.role == "trusted_adult" and one.runs(day)})


def called(phase: Phase) -> str:
    """The name of a phase of life, in the language of the page."""
    name = phase.sv if texts.language() == "sv" else phase.en
    return name[:1].upper() + name[1:]


def contacts_on(network: Network, role: str, day: int) -> list[str]:
    """The names of those who have the role on a day."""
    tenures = tenures_of(network, role)
    on = (tenures.start <= day) & (day < tenures.end)
    unseen = hidden_guardians(network, 0)
    ids = tenures.names.take(pa.array(tenures.person[on])).to_pylist()
    return [t("dolt") if node in unseen else name for node, name in zip(ids, people(network, ids), strict=True)]


def people(network: Network, ids: list[str]) -> list[str]:
    """The names of professionals and other adults."""
    adults = names_of(network, "adult", ids)
    employed = found_rows(network, "professional", ids).tolist()
    named = names_of(network, "professional", ids)
    return [name if row >= 0 else adult for row, name, adult in zip(employed, named, adults, strict=True)]


@dataclass(frozen=True)
class Meeting:
    """One meeting of the child, as the page shows it."""

    id: str
    day: int
    clock: str
    forum: str
    title: str
    status: str
    people: int
    heard: int
    doubles: list[Finding]
    points: frozenset[str] = frozenset()


def forum_names(network: Network, hidden: bool) -> list[str]:
    """The names of the forums; of a protected child only their kind, for a name may tell where it lives."""
    names, kinds = network.texts("forum", "name").to_pylist(), network.texts("forum", "kind").to_pylist()
    if hidden:
        return [kind or t("Forum") for kind in kinds]
    return [name or kind or t("Forum") for name, kind in zip(names, kinds, strict=True)]


def doubles(found: Sequence[Finding]) -> dict[str, list[Finding]]:
    """The findings that each meeting is in, of those that say it may be a duplicate."""
    listed: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.detector in DOUBLES:
            for meeting in finding.evidence["meeting"]:
                listed.setdefault(meeting, []).append(finding)
    return listed


def points_of_meetings(network: Network) -> list[frozenset[str]]:
    """For each meeting the points of the picture that it is about: itself, its forum, who was there, from where."""
    told = network.once(Meetings)
    ids, forums = network.ids("meeting").to_pylist(), network.ids("forum").to_pylist()
    points = [{key("meeting", node)} for node in ids]
    for at, forum in enumerate(told.forum.tolist()):
        if forum >= 0:
            points[at].add(key("forum", forums[forum]))
    table = "professional_attended_meeting"
    was = there(network)
    people = network.ids("professional").take(pa.array(network.ints(table, "source")[was])).to_pylist()
    places = places_of(network)
    for person, at in zip(people, network.ints(table, "target")[was].tolist(), strict=True):
        points[at] |= {key("person", person), *places.get(person, ())}
    return [frozenset(one) for one in points]


def places_of(network: Network) -> dict[str, list[str]]:
    """The points of the picture where each professional is or was employed."""
    found: dict[str, list[str]] = {}
    for person, agency in zip(*employments(network), strict=True):
        found.setdefault(person, []).append(key("agency", agency))
    return found


def meetings(network: Network, found: Sequence[Finding]) -> list[Meeting]:
    """The meetings of the child, newest first; those without a day last."""
    hidden = bool(protected(network)[0])
    told = network.once(Meetings)
    names = [*forum_names(network, hidden), ""]
    marked, points = doubles(found), points_of_meetings(network)
    ids, titles = network.ids("meeting").to_pylist(), network.texts("meeting", "title").to_pylist()
    status = [(*MEETING_STATUS.choices, "unknown")[code] for code in network.ints("meeting", "status").tolist()]
    met, heard = told.there.sizes.tolist(), network.ints("meeting", "child_heard").tolist()
    order = np.argsort(-told.day, kind="stable").tolist()
    return [
        Meeting(
            ids[i],
            int(told.day[i]),
            clock(int(told.second[i])),
            names[told.forum[i]],
            "" if hidden else titles[i] or "",
            status[i],
            met[i],
            heard[i],
            marked.get(ids[i], []),
            points[i],
        )
        for i in order
    ]


def clock(second: int) -> str:
    """The time of day in Sweden, or nothing where only the day is known."""
    if second == NO_SECOND:
        return ""
    return dt.datetime.fromtimestamp(second, SWEDEN).strftime("%H.%M")


def other_meeting(finding: Finding, meeting: str, days: dict[str, int]) -> int | None:
    """The day of the other meeting of a pair."""
    return next((days[other] for other in finding.evidence["meeting"] if other != meeting and other in days), None)


def status_word(meeting: Meeting) -> str:
    """A meeting's status in a word."""
    return word(STATUS, meeting.status)


def there(network: Network) -> Mask:
    """Which attendances of professionals count as having been there."""
    status = network.ints("professional_attended_meeting", "status")
    found: Mask = ~np.isin(status, [ATTENDANCE.choices.index(word) for word in ("absent", "declined")])
    return found


def calendar_date(day: int | None) -> dt.date | None:
    """A day as a date of the calendar, or nothing."""
    return None if day is None or day in (UNKNOWN, OPEN) else to_date(day)
