"""What agencies have in common and what rests on a single one: children, professionals, meetings, forums.

An agency *has* a child if somebody employed there supports it on the as-of day, or was at a meeting about it in the
last year while employed there. Protected children are left out: an agency can be a school. No agency, person or
child is ranked; all stands in alphabetical order.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import count

import numpy as np
import pyarrow as pa

from dashboard import texts
from dashboard.tables.counts import found_rows, protected, swedish
from dashboard.tables.loading import csv_file
from dashboard.tables.measures import YEAR, window
from dashboard.tables.scene import Scene
from dashboard.tables.suppress import Sum, protect
from dashboard.tables.trend import figure
from dashboard.texts import LEAST, t
from graph.detectors.overlap import running_forums, shared_counts
from graph.measures import Graph, OnlyLink, forum_agency_graph, node_key, only_links
from graph.meetings import Meetings, employed_at
from graph.network import Ints, Network
from graph.sets import Sets

SETS = ("children", "professionals", "meetings", "forums")
MOST = 25
"""More agencies than this are not drawn at once."""
CLASSES = (5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000)
"""Where one class of children ends and the next begins: a picture of one place and that of all, of kinds and of
single agencies, could else be subtracted."""


@dataclass(frozen=True)
class Around:
    """What each agency has: sets of children, professionals, meetings and forums."""

    network: Network
    day: int
    sets: dict[str, Sets]
    carried: tuple[Ints, Ints, Ints]
    """Forum, agency and person: who of the agency was at the forum, or is a member of it."""

    @cached_property
    def names(self) -> list[str]:
        names = self.network.texts("agency", "name").to_pylist()
        ids = self.network.ids("agency").to_pylist()
        return [texts.shown(name or "") or node for name, node in zip(names, ids, strict=True)]

    @cached_property
    def kinds(self) -> list[str]:
        """The kind of each agency; the empty word where it is not known."""
        return [kind or "" for kind in self.network.texts("agency", "kind").to_pylist()]


def around(now: Scene) -> Around:
    """What each agency has on the as-of day."""
    network, day = now.network, now.as_of
    count, forum = network.count("agency"), Forums.of(network, day)
    meetings = _at_meetings(network, day)
    sets = {
        "children": _children(network, day, meetings),
        "professionals": _employed(network, day),
        "meetings": Sets.of(meetings[1], meetings[0], count),
        "forums": Sets.of(forum.agency, forum.forum, count),
    }
    return Around(network, day, sets, _carried(network, day))


@dataclass(frozen=True)
class Forums:
    """Running forums and the agencies in them, as pairs of rows."""

    forum: Ints
    agency: Ints

    @classmethod
    def of(cls, network: Network, day: int) -> "Forums":
        """Every pair of the graph of forums and agencies whose forum is running."""
        forums = {node_key("forum", node): row for row, node in enumerate(network.ids("forum").to_pylist())}
        agencies = {node_key("agency", node): row for row, node in enumerate(network.ids("agency").to_pylist())}
        edges = [sorted(edge, key=lambda key: key in agencies) for edge in _graph(network, day).edges]
        pairs = np.array([(forums[one], agencies[two]) for one, two in edges], np.int64).reshape(-1, 2)
        return cls(pairs[:, 0], pairs[:, 1])


@dataclass(frozen=True)
class _GraphOn:
    """The graph of running forums and agencies of a day, made once for each Network."""

    day: int

    def __call__(self, network: Network) -> Graph:
        graph = forum_agency_graph(network, self.day)
        running = running_forums(network)
        ids = network.ids("forum").to_pylist()
        graph.remove_nodes_from([node_key("forum", ids[row]) for row in np.flatnonzero(~running)])
        return graph


def _graph(network: Network, day: int) -> Graph:
    return network.once(_GraphOn(day))


def _at_meetings(network: Network, day: int) -> tuple[Ints, Ints]:
    """Meeting and agency, once for each meeting of the last year that somebody employed there was at."""
    meetings = network.once(Meetings)
    which = np.flatnonzero(window(network, day, YEAR))
    position, person = meetings.there.expand(which)
    meeting, agency = employed_at(network, which[position], person, meetings.day[which[position]])
    once = np.unique(meeting.astype(np.int64) << 32 | agency)
    return once >> 32, once & 0xFFFFFFFF


def _employed(network: Network, day: int) -> Sets:
    """The professionals employed at each agency on the day."""
    every = np.arange(network.count("professional"))
    person, agency = employed_at(network, every, every, np.full(len(every), day))
    return Sets.of(agency, person, network.count("agency"))


def _children(network: Network, day: int, meetings: tuple[Ints, Ints]) -> Sets:
    """The children that each agency has; none that is protected."""
    table = "professional_supports_child"
    on = (network.ints(table, "start") <= day) & (day < network.ints(table, "end"))
    child, person = network.ints(table, "target")[on], network.ints(table, "source")[on]
    supported, supporter = employed_at(network, child, person, np.full(len(child), day))
    about = Sets.of(
        network.ints("meeting_about_child", "source"),
        network.ints("meeting_about_child", "target"),
        network.count("meeting"),
    )
    position, met = about.expand(meetings[0])
    child = np.concatenate([supported, met])
    agency = np.concatenate([supporter, meetings[1][position]])
    open_ = ~protected(network)[child]
    return Sets.of(agency[open_], child[open_], network.count("agency"))


def _carried(network: Network, day: int) -> tuple[Ints, Ints, Ints]:
    """Running forum, agency and person: who was at its meetings in the last year, or is a member on the day."""
    meetings, running = network.once(Meetings), running_forums(network)
    which = np.flatnonzero(window(network, day, YEAR) & (meetings.forum >= 0))
    which = which[running[meetings.forum[which]]]
    position, person = meetings.there.expand(which)
    table = "professional_member_of_forum"
    on = (network.ints(table, "start") <= day) & (day < network.ints(table, "end"))
    on &= running[network.ints(table, "target")]
    forum = np.concatenate([meetings.forum[which[position]], network.ints(table, "target")[on]])
    person = np.concatenate([person, network.ints(table, "source")[on]])
    days = np.concatenate([meetings.day[which[position]], np.full(int(on.sum()), day)])
    number, agency = employed_at(network, np.arange(len(forum)), person, days)
    packed = np.unique(np.stack([forum[number], agency, person[number]]), axis=1)
    return packed[0], packed[1], packed[2]


# Groups: agencies as they are, or by kind.


@dataclass(frozen=True)
class Groups:
    """The agencies that are drawn, each for itself or by kind, with what each group has."""

    names: list[str]
    keys: list["Key"]
    sets: dict[str, Sets]

    def shared(self, name: str) -> Ints:
        """How much each two groups have in common: groups x groups."""
        found: Ints = np.asarray(shared_counts(self.sets[name]).todense())
        return found


def chosen(found: Around, district: str | None, kind: str | None) -> list[int]:
    """The agencies of a district and a kind, in alphabetical order."""
    places = found.network.texts("agency", "district").to_pylist()
    rows = [
        row
        for row, place in enumerate(places)
        if district in (None, place) and kind in (None, found.kinds[row]) and _active(found, row)
    ]
    return sorted(rows, key=lambda row: (swedish(found.names[row]), row))


def chosen_of(now: Scene, district: str | None, kind: str | None) -> list[int]:
    """The agencies of a district and a kind, kept with the scene."""
    return chosen(now.table(around), district, kind)


def people_of(now: Scene, district: str | None) -> list["Single"]:
    """The single persons of the agencies of a district, kept with the scene."""
    return single_people(now.table(around), now.table(chosen_of, district, None))


def _active(found: Around, row: int) -> bool:
    """Whether there is anything to tell about an agency: not of a mere principal that has others under it."""
    return any(int(found.sets[name].sizes[row]) for name in SETS)


def grouped(
    found: Around, rows: list[int], by_kind: bool, word_of: dict[str, str], district: str | None = None
) -> Groups:
    """The agencies as they are, or by kind in alphabetical order of its word."""
    if not by_kind:
        names = _distinct([found.names[row] for row in rows])
        return Groups(names, [*rows], {name: _taken(one, rows) for name, one in found.sets.items()})
    codes = sorted({found.kinds[row] for row in rows}, key=lambda code: swedish(word_of[code]))
    group = {code: number for number, code in enumerate(codes)}
    owner = np.array([group[found.kinds[row]] for row in rows], np.int64)
    sets = {}
    for name, one in found.sets.items():
        position, member = one.expand(np.array(rows, np.int64))
        sets[name] = Sets.of(owner[position], member, len(codes))
    return Groups([word_of[code] for code in codes], [(code, district) for code in codes], sets)


def _distinct(names: list[str]) -> list[str]:
    """Names that a picture can tell apart."""
    made: list[str] = []
    for name in names:
        more = (f"{name} ({number})" for number in count(1))
        made.append(name if names.count(name) == 1 else next(one for one in more if one not in (*names, *made)))
    return made


def _taken(one: Sets, rows: list[int]) -> Sets:
    position, member = one.expand(np.array(rows, np.int64))
    return Sets.of(position, member, len(rows))


@dataclass(frozen=True)
class Cell:
    """What two groups have in common, as it may be shown; `strength` is 0 to 1, nothing where nothing is drawn."""

    one: int
    other: int
    words: str
    strength: float | None


def cells(groups: Groups, name: str) -> list[Cell]:
    """The lower triangle of pairs, row by row."""
    shared = groups.shared(name)
    row, column = np.tril_indices(len(groups.names), -1)
    numbers = shared[row, column].tolist()
    few = name == "children"
    most = max(numbers, default=0) or 1
    return [
        Cell(one, other, amount(number, few), _strength(number, most, few))
        for one, other, number in zip(row.tolist(), column.tolist(), numbers, strict=True)
    ]


def amount(number: int, few: bool) -> str:
    """A number that is shared; of children few are hidden, and else only a class is told."""
    if not few or number < LEAST:
        return texts.children(number) if few else texts.number(number)
    low = _class(number)
    above = [edge for edge in CLASSES if edge > number]
    return f"{texts.number(low)}–{texts.number(above[0] - 1)}" if above else t("{n} eller fler", n=texts.number(low))


def _strength(number: int, most: int, few: bool) -> float | None:
    if number == 0 or few and number < LEAST:
        return None
    return _class(number) / _class(max(most, LEAST)) if few else number / most


def _class(number: int) -> int:
    """Where the class of a number begins."""
    return max(edge for edge in CLASSES if edge <= number)


@dataclass(frozen=True)
class Load:
    """What one group has to do with: children as they may be shown, the rest as it is."""

    name: str
    children: str
    alone: str
    professionals: int
    meetings: int
    forums: int


Key = tuple[str, str | None] | int
"""An agency by its row; or a kind of agencies, in a district or in all."""


def told(now: Scene) -> tuple[dict[Key, str], dict[Key, str]]:
    """How many children each agency and each kind has, and how many only it has; hidden so that none can be worked out.

    They are told by class, and hidden as if the agencies of a kind had no child in common, so that they would add up.
    """
    found = now.table(around)
    children = found.sets["children"]
    alone, rows = _single(children), _rows(found)
    hidden = _hidden(rows, children)
    return (
        {key: t("dolt") if key in hidden else amount(_united(children, listed), True) for key, listed in rows.items()},
        {key: amount(_united(alone, listed), True) for key, listed in rows.items()},
    )


def _united(sets: Sets, rows: list[int]) -> int:
    return len(np.unique(sets.expand(np.array(rows, np.int64))[1]))


def _single(children: Sets) -> Sets:
    """The children that one agency only has, by that agency."""
    owner = np.repeat(np.arange(len(children.sizes)), children.sizes)
    once = np.bincount(children.members)[children.members] == 1 if children.members.size else owner < 0
    return Sets.of(owner[once], children.members[once], len(children.sizes))


def _rows(found: Around) -> dict[Key, list[int]]:
    """The agencies of each key: of an agency itself, of a kind in a district, of a kind."""
    places = found.network.texts("agency", "district").to_pylist()
    rows: dict[Key, list[int]] = {}
    for row in range(len(found.kinds)):
        if _active(found, row):
            for key in (row, (found.kinds[row], places[row] or ""), (found.kinds[row], None)):
                rows.setdefault(key, []).append(row)
    return rows


def _hidden(rows: dict[Key, list[int]], children: Sets) -> frozenset[Key]:
    """The keys whose numbers could be worked out, were they to add up: agencies to a place, places to a kind."""
    parts: dict[Key, list[Key]] = {}
    for key, listed in rows.items():
        if isinstance(key, tuple) and key[1] is not None:
            parts[key] = [*listed]
            parts.setdefault((key[0], None), []).append(key)
    added = {key: int(sum(children.sizes[row] for row in listed)) for key, listed in rows.items()}
    return protect(added, [Sum(total, tuple(listed)) for total, listed in parts.items()])


def loads(now: Scene, groups: Groups) -> list[Load]:
    """The load of each group; children hidden where one could be worked out from the others."""
    children, alone = now.table(told)
    rest = [groups.sets[name].sizes.tolist() for name in SETS[1:]]
    return [
        Load(name, children[key], alone[key], *(sizes[n] for sizes in rest))
        for n, (name, key) in enumerate(zip(groups.names, groups.keys, strict=True))
    ]


def _protected(counts: dict[int, int]) -> dict[int, str]:
    """Counts of children by class, hidden where they add up to something that may be known: the overview tells the
    sum with protected children, and the district's without."""
    total = -1
    hidden = protect({**counts, total: sum(counts.values())}, [Sum(total, tuple(counts))])
    return {key: t("dolt") if hidden & {key, total} else amount(count_, few=True) for key, count_ in counts.items()}


# What rests on a single one.


@dataclass(frozen=True)
class Single:
    """An agency that is in a forum through one person only, told by title."""

    forum: str
    agency: str
    title: str


def single_people(found: Around, rows: list[int]) -> list[Single]:
    """The forums in which an agency is through one person only, by forum and agency."""
    forum, agency, person = found.carried
    network = found.network
    single = _single_carriers(found)
    keep = single[np.isin(agency[single], rows)]
    names, titles = (
        _forum_names(network),
        network.texts("professional", "title").take(pa.array(person[keep])).to_pylist(),
    )
    told = [
        Single(names[f], found.names[a], title or "")
        for f, a, title in zip(forum[keep].tolist(), agency[keep].tolist(), titles, strict=True)
    ]
    return sorted(told, key=lambda one: (swedish(one.forum), swedish(one.agency)))


def _forum_names(network: Network) -> list[str]:
    names = zip(network.texts("forum", "name").to_pylist(), network.ids("forum").to_pylist(), strict=True)
    return [texts.shown(name or "") or node for name, node in names]


@dataclass(frozen=True)
class Bridge:
    """An agency or a forum without which others have nothing in common with the rest any more."""

    kind: str
    name: str
    others: list[str]


def bridges(now: Scene) -> list[Bridge]:
    """The agencies and forums that alone hold others to the rest, in alphabetical order."""
    graph = _graph(now.network, now.as_of)
    label = {key: str(data["label"]) for key, data in graph.nodes(data=True)}
    found = [_bridge(one, label) for one in now.table(_links)]
    return sorted(found, key=lambda one: (one.kind, swedish(one.name)))


def _bridge(one: OnlyLink, label: dict[str, str]) -> Bridge:
    kind = one.node.partition("/")[0]
    return Bridge(kind, label[one.node], sorted((label[key] for key in one.others), key=swedish))


def fragile(now: Scene) -> frozenset[int]:
    """The agencies that alone hold others to the rest, or are in a forum through one person only."""
    found = now.table(around)
    _, agency, _ = found.carried
    nodes = [one.node.partition("/") for one in now.table(_links)]
    alone = found_rows(now.network, "agency", [node for kind, _, node in nodes if kind == "agency"])
    return frozenset([*agency[_single_carriers(found)].tolist(), *alone.tolist()])


def _single_carriers(found: Around) -> Ints:
    """Where in `carried` somebody is alone in a forum for an agency, by forum and agency."""
    forum, agency, _ = found.carried
    _, first, many = np.unique(forum.astype(np.int64) << 32 | agency, return_index=True, return_counts=True)
    single: Ints = first[many == 1]
    return single


def _links(now: Scene) -> list[OnlyLink]:
    return only_links(_graph(now.network, now.as_of))


# What waits for a decision, by the agency where the contact works or worked last.


@dataclass(frozen=True)
class Column:
    """Children of findings, counted where the persons that their evidence names are employed on the as-of day.

    `left`: where they were on the last day before the finding began, for they may have left.
    """

    group: str
    code: str
    who: str
    kinds: tuple[str, ...] = ()
    left: bool = False


COLUMNS = {
    "passage": Column("takes_over", "phase_boundaries", "before", ("no_handover", "not_accepted")),
    "stalled": Column("takes_over", "stalled_handovers", "sender"),
    "orphaned": Column("takes_over", "orphaned_handovers", "sender"),
    "departing": Column("takes_over", "departing_staff", "professional"),
    "current": Column("responsible", "handover_gaps", "before", ("current",), left=True),
    "ending": Column("responsible", "handover_gaps", "before", ("ending",)),
}
"""What waits, by the groups of the overview."""


@dataclass(frozen=True)
class Waiting:
    """One agency, and of how many children there is something to decide, by column."""

    name: str
    counts: dict[str, str]


def columns(now: Scene) -> list[str]:
    """The columns whose question was asked; not the one of new phases of life where the municipality has none."""
    reason, passage = figure(now, "passage", now.as_of, None)
    none = reason is None and passage is not None and passage.nothing
    asked = [name for name, one in COLUMNS.items() if now.report.entry(one.code).reason is None]
    return [name for name in asked if not (name == "passage" and none)]


def waiting(now: Scene, district: str | None) -> list[Waiting]:
    """The agencies of a district that have something to decide on, in alphabetical order; open children only.

    What is hidden is the same whatever district is chosen: else one view would tell what another hides.
    """
    found = now.table(around)
    rows = set(now.table(chosen_of, district, None))
    there = {name: _here(now, COLUMNS[name]) for name in columns(now)}
    every = sorted(set().union(*there.values()))
    shown = {name: _protected({row: len(counts.get(row, ())) for row in every}) for name, counts in there.items()}
    named = sorted(rows.intersection(every), key=lambda row: (swedish(found.names[row]), row))
    return [Waiting(found.names[row], {name: counts[row] for name, counts in shown.items()}) for row in named]


def _here(now: Scene, column: Column) -> dict[int, set[str]]:
    """The children of a column by agency; none that is protected."""
    network = now.network
    hidden = set(network.ids("child").filter(pa.array(protected(network))).to_pylist())
    listed = [one for one in now.report.entry(column.code).findings if one.kind in column.kinds or not column.kinds]
    pairs = [(number, person) for number, one in enumerate(listed) for person in one.evidence[column.who]]
    rows = found_rows(network, "professional", [person for _, person in pairs])
    known = rows >= 0
    owner = np.array([number for number, _ in pairs], np.int64)[known]
    days = np.array([(one.start or now.as_of) - 1 if column.left else now.as_of for one in listed], np.int64)
    number, agency = employed_at(network, owner, rows[known], days[owner] if len(owner) else owner)
    told: dict[int, set[str]] = {}
    for which, row in zip(number.tolist(), agency.tolist(), strict=True):
        if children := set(listed[which].children) - hidden:
            told.setdefault(row, set()).update(children)
    return told


def kinds_in(found: Around) -> list[str]:
    """The kinds of agencies there are."""
    return sorted({kind for row, kind in enumerate(found.kinds) if _active(found, row)})


def pairs_csv(now: Scene, groups: Groups) -> bytes:
    """What each two groups have in common as a file."""
    head = [t("En verksamhet"), t("En annan"), t("Barn"), t("Professionella"), t("Möten"), t("Forum")]
    made = [cells(groups, name) for name in SETS]
    rows = [
        [groups.names[row[0].one], groups.names[row[0].other], *(c.words for c in row)]
        for row in zip(*made, strict=True)
    ]
    return csv_file(head, rows, now.network.generated)


def loads_csv(now: Scene, listed: list[Load]) -> bytes:
    """The load of each group as a file."""
    head = [t("Verksamhet"), t("Barn"), t("Barn bara här"), t("Professionella"), t("Möten"), t("Forum")]
    rows = [[one.name, one.children, one.alone, one.professionals, one.meetings, one.forums] for one in listed]
    return csv_file(head, rows, now.network.generated)


def people_csv(now: Scene, listed: list[Single]) -> bytes:
    """The single persons as a file."""
    rows = [[one.forum, one.agency, one.title] for one in listed]
    return csv_file([t("Forum"), t("Verksamhet"), t("Genom")], rows, now.network.generated)


def bridges_csv(now: Scene, listed: list[Bridge]) -> bytes:
    """The single links as a file."""
    rows = [[one.name, other] for one in listed for other in one.others]
    return csv_file([t("Länk"), t("Håller ihop")], rows, now.network.generated)


def waiting_csv(now: Scene, listed: list[Waiting], names: dict[str, str]) -> bytes:
    """What waits for a decision by agency as a file; `names` says what its columns are called."""
    rows = [[one.name, *(one.counts[name] for name in names)] for one in listed]
    return csv_file([t("Verksamhet"), *names.values()], rows, now.network.generated)
