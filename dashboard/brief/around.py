"""Who is around the child and what runs: what the receiver must not drop, as far as the ground covers it."""

from collections.abc import Iterator, Sequence

import numpy as np

from dashboard.brief.content import FATES, Open, Person, Running
from dashboard.brief.source import Source
from dashboard.tables.child import forum_names
from dashboard.texts import ROLES
from graph.findings import Finding
from graph.network import Network
from graph.tenures import until
from graph.values import OPEN

YEAR = 365
RECENT = 90
"""Findings of what was over longer ago, in days, are no longer open."""
NOT_HERE = ("forum_overlap", "unanswered_concerns")
"""Findings that do not go with the child: about forums, and about reports of concern."""
PHASES = "phase_boundaries"
"""Findings that tell when a child begins another phase of life, and so how old it is."""
MEETINGS = ("duplicate_meetings", "double_entries")
SOON = 31
"""What ends within so many days after the change ends with it: school years and tasks seldom end on the very day."""
GOES_ON = ("current", "now", "rejected", "revoked")
"""Kinds of findings that stay open however long ago they began."""
Span = tuple[str, int, int]


def people(source: Source) -> list[Person]:
    """Those around the child now or soon: trusted adults, others of its own, then professionals by what happens."""
    found: dict[tuple[bool, str], list[Span]] = {}
    for adult, person, span in _supports(source):
        if span[2] > source.as_of and (adult or source.scope.covers(person)):
            found.setdefault((adult, person), []).append(span)
    around = [_person(source, adult, person, spans) for (adult, person), spans in found.items()]
    return sorted(around, key=lambda one: (not one.adult, not one.trusted, FATES.index(one.fate), one.start, one.id))


def _supports(source: Source) -> Iterator[tuple[bool, str, Span]]:
    """Who supports the child as what, cut where a professional leaves; of a protected child no guardian at all."""
    network = source.network
    for kind in ("professional", "adult"):
        table = f"{kind}_supports_child"
        ids, roles = network.ids(kind), network.texts(table, "role")
        who, start, end = network.ints(table, "source"), network.ints(table, "start"), until(network, kind)
        for i in np.flatnonzero(network.ints(table, "target") == source.row).tolist():
            role, person = roles[i].as_py(), ids[int(who[i])].as_py()
            if start[i] < end[i] and person not in source.not_shown:
                yield kind == "adult", person, (role, int(start[i]), int(end[i]))


def _person(source: Source, adult: bool, person: str, spans: list[Span]) -> Person:
    """Somebody with all their roles, since when in the one that is told first, and until when in any."""
    first = sorted(spans, key=lambda one: (one[0] != source.role, one[1], one[0]))
    start, end = min(one[1] for one in spans if one[0] == first[0][0]), max(one[2] for one in spans)
    return Person(
        person,
        source.name(person),
        adult,
        tuple(role for role in dict.fromkeys(one[0] for one in first) if source.told(role, ROLES)),
        None if adult else source.title(person),
        None if adult or source.hidden else source.scope.agency_of.get(person),
        start,
        end,
        _fate(source, person, spans),
    )


def _fate(source: Source, person: str, spans: list[Span]) -> str:
    """What becomes of somebody on the day of the change; one who hands over changes, whatever else they do."""
    handover = source.handover
    gone = source.day + SOON if source.day is not None else source.as_of + YEAR
    end = max(one[2] for one in spans)
    hands_over = person in source.sender_ids and any(role == source.role for role, _, _ in spans)
    if hands_over and (end <= gone or (handover is not None and handover.live)):
        return "changes"
    if min(one[1] for one in spans) > source.as_of:
        return "begins"
    return "ends" if end <= gone else "stays"


def running(source: Source) -> list[Running]:
    """Plans, then supports with needs, then forums."""
    return [*_plans(source), *_needed(source), *_forums(source)]


def _plans(source: Source) -> Iterator[Running]:
    """The plans that run and whose responsible agency or forum may be told of."""
    network = source.network
    about = _ends(network, "plan_about_child", "source", source.row)
    start, end = network.ints("plan", "start"), network.ints("plan", "end")
    kinds, needs = network.texts("plan", "kind"), network.texts("plan", "needs")
    for i in sorted(about, key=lambda i: (int(start[i]), i)):
        covered, who = _responsible(source, i)
        if covered and start[i] <= source.as_of < end[i]:
            kind, asked = None if source.hidden else kinds[i].as_py(), source.needs(needs[i].as_py())
            yield Running("plan", kind, who, asked, int(start[i]), int(end[i]))


def _responsible(source: Source, plan: int) -> tuple[bool, str | None]:
    """Whether who is responsible for a plan is covered, and their name."""
    network = source.network
    for agency in _ends(network, "agency_responsible_plan", "source", plan):
        name = network.texts("agency", "name")[agency].as_py()
        return agency in source.scope.agencies, None if source.hidden else name
    for forum in _ends(network, "forum_responsible_plan", "source", plan):
        name = None if source.hidden else forum_names(network, False)[forum]
        return forum in source.meetings.forum[source.seen], name
    return False, None


def _ends(network: Network, table: str, side: str, target: int) -> list[int]:
    found: list[int] = network.ints(table, side)[network.ints(table, "target") == target].tolist()
    return found


def _needed(source: Source) -> Iterator[Running]:
    """The supports by professionals that say which needs they are for."""
    network, table = source.network, "professional_supports_child"
    who, start, end = network.ints(table, "source"), network.ints(table, "start"), until(network, "professional")
    ids = network.ids("professional")
    for i in np.flatnonzero(network.ints(table, "target") == source.row).tolist():
        person, needs = ids[int(who[i])].as_py(), source.needs(network.texts(table, "needs")[i].as_py())
        shown = source.scope.covers(person) and person not in source.not_shown
        if needs and shown and start[i] <= source.as_of < end[i]:
            role = source.told(network.texts(table, "role")[i].as_py(), ROLES)
            yield Running("support", role, source.name(person), needs, int(start[i]), int(end[i]))


def _forums(source: Source) -> list[Running]:
    """The forums that met about the child in the past year or will, with their meetings so far and the next."""
    told, names = source.meetings, forum_names(source.network, False)
    shown = source.seen & (told.forum >= 0)
    found = []
    for forum in np.unique(told.forum[shown & (told.day > source.as_of - YEAR)]).tolist():
        days = np.sort(told.day[shown & (told.forum == forum)])
        ahead = days[days > source.as_of]
        coming = int(ahead[0]) if len(ahead) else None
        name = None if source.hidden else names[forum]
        found.append(Running("forum", name, None, (), int(days[0]), OPEN, len(days) - len(ahead), coming))
    return sorted(found, key=lambda one: (one.next is None, one.next or 0, -one.meetings, one.what or ""))


def findings(source: Source, found: Sequence[Finding]) -> list[Open]:
    """Those of the findings about the child that are open and may be told: first those about who is responsible."""
    left_out = (*NOT_HERE, PHASES) if source.hidden else NOT_HERE
    about = [one for one in found if one.detector not in left_out]
    shown = [one for one in about if _open(one, source.as_of) and _covered(source, one)]
    others = [Open(one) for one in shown if one.detector not in MEETINGS]
    return [*others, *_by_forums(source, [one for one in shown if one.detector in MEETINGS])]


def _by_forums(source: Source, found: list[Finding]) -> list[Open]:
    """Findings of pairs of meetings, one for each kind and pair of forums, with the days of all its pairs."""
    names = dict(zip(source.network.ids("forum").to_pylist(), forum_names(source.network, False), strict=True))
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for one in found:
        groups.setdefault((one.detector, *one.evidence.get("forum", [])), []).append(one)
    return [
        Open(
            group[0],
            () if source.hidden else tuple(dict.fromkeys(names[one] for one in group[0].evidence.get("forum", []))),
            tuple(sorted({day for one in group for day in (one.start, one.end) if day is not None})),
        )
        for group in groups.values()
    ]


def _open(one: Finding, as_of: int) -> bool:
    """Whether a finding is of what is ahead, goes on, or was not long ago."""
    last = one.end if one.end is not None else one.start
    return last is None or last > as_of - RECENT or one.kind in GOES_ON


def _covered(source: Source, one: Finding) -> bool:
    """Whether the meetings and forums that a finding is about may be told of."""
    rows = [source.network.row("meeting", each) for each in one.evidence.get("meeting", [])]
    return one.detector not in MEETINGS or all(row is not None and bool(source.seen[row]) for row in rows)
