"""What the page of one child shows: who is there, who was responsible when, which meetings there were."""

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard import texts
from dashboard.tables.counts import YEAR, found_rows, names_of, protected, swedish
from dashboard.tables.people import is_guardian
from dashboard.texts import PLANS, ROLES, STATUS, t, word
from graph.findings import Finding
from graph.meetings import Meetings
from graph.network import Network
from graph.sets import Mask
from graph.tenures import Tenures, tenures_of
from graph.values import ATTENDANCE, MEETING_STATUS, NO_SECOND, OPEN, SWEDEN, UNKNOWN, to_date

FAMILY = ("guardian", "trusted_adult", "contact_person", "coach")


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
    rows = np.flatnonzero(keep)
    if len(rows) > 20 * most:
        rows = rows[: 20 * most]
    shown = zip(rows.tolist(), names.take(pa.array(rows)).to_pylist(), strict=True)
    return [row for row, name in sorted(shown, key=lambda pair: (swedish(pair[1] or "~"), pair[0]))][:most]


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
        columns = [network.ints(table, "start").tolist(), network.ints(table, "end").tolist()]
        rows = zip(who, names_of(network, kind, who), network.texts(table, "role").to_pylist(), *columns, strict=True)
        found += [Support(node, name, kind, role, start, end, "") for node, name, role, start, end in rows]
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


def facts(network: Network, as_of: int, role: str) -> Facts:
    """Who the child is and how many are around it on a day."""
    hidden = bool(protected(network)[0])
    around = supports(network, hidden=False)
    now = [one for one in around if one.runs(as_of)]
    contact_ids = contacts_on(network, role, as_of)
    meetings = network.once(Meetings)
    recent = meetings.usable & (meetings.day > as_of - 90) & (meetings.day <= as_of)
    year = meetings.usable & (meetings.day > as_of - YEAR) & (meetings.day <= as_of) & (meetings.forum >= 0)
    begun = tenures_of(network, role)
    return Facts(
        network.texts("child", "name")[0].as_py() or t("Barn"),
        hidden,
        age(int(network.ints("child", "born")[0]), as_of),
        None if hidden else network.texts("child", "district")[0].as_py(),
        contact_ids,
        len({one.person for one in now if one.role == "trusted_adult"}),
        len({one.person for one in now if one.kind == "professional"}),
        len(np.unique(meetings.forum[year])),
        int(recent.sum()),
        int((begun.start <= as_of).sum()),
    )


def contacts_on(network: Network, role: str, day: int) -> list[str]:
    """The names of those who have the role on a day."""
    tenures = tenures_of(network, role)
    on = (tenures.start <= day) & (day < tenures.end)
    return people(network, tenures.names.take(pa.array(tenures.person[on])).to_pylist())


def people(network: Network, ids: list[str]) -> list[str]:
    """The names of professionals and other adults."""
    adults = names_of(network, "adult", ids)
    employed = found_rows(network, "professional", ids).tolist()
    named = names_of(network, "professional", ids)
    return [name if row >= 0 else adult for row, name, adult in zip(employed, named, adults, strict=True)]


@dataclass(frozen=True)
class Bar:
    """Something that runs for a while, on a row of the timeline. `look`: contact, gap, support, adult or plan."""

    row: str
    label: str
    start: int
    end: int
    look: str
    since_ever: bool = False
    open_end: bool = False


@dataclass(frozen=True)
class Mark:
    """A meeting on a row of the timeline."""

    row: str
    day: int
    double: bool
    label: str


@dataclass(frozen=True)
class Timeline:
    """Bars and marks between two days, row by row."""

    rows: list[str]
    bars: list[Bar]
    marks: list[Mark]
    first: int
    last: int


def timeline(network: Network, as_of: int, role: str, found: list[Finding], most: int = 16) -> Timeline:
    """The tenures and the gaps that were found, then other supports and plans, then the meetings by forum."""
    hidden = bool(protected(network)[0])
    others = [one for one in supports(network, hidden) if one.role not in (role, "guardian")]
    tenures = tenures_of(network, role)
    days = _known_days(network, tenures, others)
    first = max(min([as_of - YEAR, *days]), as_of - 18 * 366)
    last = as_of + 270
    contact = t("Barnkontakt")
    bars = [_clip(bar, first, last) for bar in [*_tenure_bars(network, tenures, contact), *gaps(found, contact, as_of)]]
    lanes = _lanes([_support_bar(one) for one in others] + plans(network))
    shown = [_clip(bar, first, last) for bar in lanes if bar.end > first and bar.start < last]
    marks = _marks(network, first, last, _doubles(found), hidden)
    rows = list(dict.fromkeys([contact, *(bar.row for bar in shown), *(mark.row for mark in marks)]))[:most]
    return Timeline(
        rows,
        [bar for bar in [*bars, *shown] if bar.row in rows and bar.start < bar.end],
        [mark for mark in marks if mark.row in rows],
        first,
        last,
    )


def _known_days(network: Network, tenures: Tenures, others: list[Support]) -> list[int]:
    starts = [*tenures.start.tolist(), *(one.start for one in others), *network.ints("plan", "start").tolist()]
    return [day for day in starts if day != UNKNOWN]


def _tenure_bars(network: Network, tenures: Tenures, row: str) -> list[Bar]:
    names = people(network, tenures.names.take(pa.array(tenures.person)).to_pylist())
    rows = zip(names, tenures.start.tolist(), tenures.end.tolist(), strict=True)
    return [Bar(row, name, start, end, "contact") for name, start, end in rows]


def gaps(found: list[Finding], row: str, as_of: int) -> list[Bar]:
    """The findings of days without the role; other days without it stand empty, for they may be as they should."""
    bars = [
        Bar(row, _gap_label(one.start, one.end, as_of), one.start, OPEN if one.end is None else one.end, "gap")
        for one in found
        if one.detector == "handover_gaps" and one.start is not None
    ]
    return sorted(bars, key=lambda bar: bar.start)


def _gap_label(start: int, end: int | None, as_of: int) -> str:
    if end is None:
        return t("ingen barnkontakt från {day}", day=texts.day(start, as_of))
    return t("glapp {days:dag|dagar}", days=texts.Amount(end - start))


def _support_bar(one: Support) -> Bar:
    role = word(ROLES, one.role)
    return Bar(
        role[:1].upper() + role[1:],
        one.agency or one.name,
        one.start,
        one.end,
        "adult" if one.kind == "adult" else "support",
    )


def plans(network: Network) -> list[Bar]:
    """The plans for the child."""
    kinds = network.texts("plan", "kind").to_pylist()
    days = network.ints("plan", "start").tolist(), network.ints("plan", "end").tolist()
    return [
        Bar(t("Plan"), word(PLANS, kind) or t("plan"), start, end, "plan")
        for kind, start, end in zip(kinds, *days, strict=True)
    ]


def _lanes(bars: list[Bar]) -> list[Bar]:
    """Bars of one name that overlap, on rows of their own."""
    free: dict[str, list[int]] = {}
    found = []
    for bar in sorted(bars, key=lambda one: (one.start, one.end)):
        lanes = free.setdefault(bar.row, [])
        at = next((i for i, until in enumerate(lanes) if until <= bar.start), len(lanes))
        lanes[at : at + 1] = [bar.end]
        found.append(replace(bar, row=bar.row if at == 0 else f"{bar.row} ({at + 1})"))
    return found


def _clip(bar: Bar, first: int, last: int) -> Bar:
    return replace(
        bar,
        start=max(bar.start, first),
        end=min(bar.end, last),
        since_ever=bar.start == UNKNOWN,
        open_end=bar.end == OPEN,
    )


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


def forum_names(network: Network, hidden: bool) -> list[str]:
    """The names of the forums; of a protected child only their kind, for a name may tell where it lives."""
    names, kinds = network.texts("forum", "name").to_pylist(), network.texts("forum", "kind").to_pylist()
    if hidden:
        return [kind or t("Forum") for kind in kinds]
    return [name or kind or t("Forum") for name, kind in zip(names, kinds, strict=True)]


def _doubles(found: list[Finding]) -> dict[str, list[Finding]]:
    listed: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.detector in ("duplicate_meetings", "double_entries"):
            for meeting in finding.evidence["meeting"]:
                listed.setdefault(meeting, []).append(finding)
    return listed


def meetings(network: Network, found: list[Finding]) -> list[Meeting]:
    """The meetings of the child, newest first; those without a day last."""
    hidden = bool(protected(network)[0])
    told = network.once(Meetings)
    names = [*forum_names(network, hidden), ""]
    doubles = _doubles(found)
    ids, titles = network.ids("meeting").to_pylist(), network.texts("meeting", "title").to_pylist()
    status = [(*MEETING_STATUS.choices, "unknown")[code] for code in network.ints("meeting", "status").tolist()]
    there, heard = told.there.sizes.tolist(), network.ints("meeting", "child_heard").tolist()
    order = np.argsort(-told.day, kind="stable").tolist()
    return [
        Meeting(
            ids[i],
            int(told.day[i]),
            clock(int(told.second[i])),
            names[told.forum[i]],
            "" if hidden else titles[i] or "",
            status[i],
            there[i],
            heard[i],
            doubles.get(ids[i], []),
        )
        for i in order
    ]


def clock(second: int) -> str:
    """The time of day in Sweden, or nothing where only the day is known."""
    if second == NO_SECOND:
        return ""
    return dt.datetime.fromtimestamp(second, SWEDEN).strftime("%H.%M")


def _marks(network: Network, first: int, last: int, doubles: dict[str, list[Finding]], hidden: bool) -> list[Mark]:
    told = network.once(Meetings)
    names = [*forum_names(network, hidden), t("Möte utan forum")]
    ids = network.ids("meeting").to_pylist()
    shown = np.flatnonzero(told.usable & (told.day >= first) & (told.day < last)).tolist()
    marks = [
        Mark(names[told.forum[i]], int(told.day[i]), ids[i] in doubles, texts.day(int(told.day[i]))) for i in shown
    ]
    often: dict[str, int] = {}
    for mark in marks:
        often[mark.row] = often.get(mark.row, 0) + 1
    return sorted(marks, key=lambda mark: (-often[mark.row], mark.row, mark.day))


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
