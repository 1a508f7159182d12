"""Graphs to look at and measures to read beside them: one child's network, and forums with their agencies.

Everything about a child takes the Network around it (`Store.around`): small enough for objects. Nothing here
says how a child fares: it says how many people and places there are to coordinate.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import networkx as nx
import numpy as np

from graph.meetings import Meetings, employed_at
from graph.network import Ints, Network
from graph.values import ATTENDANCE

RECENT_DAYS = 365
"""A meeting belongs to the present for so many days: D - 365 < day <= D."""

Graph: TypeAlias = nx.Graph
"""Nodes by `node_key`, as objects: for what is small enough to look at."""


def node_key(kind: str, node: str) -> str:
    """How a node is called in a graph: kinds do not share ids, so the kind comes first."""
    return f"{kind}/{node}"


def _labels(network: Network, kind: str) -> list[str]:
    columns = [name for name in ("name", "title", "kind") if name in network[kind].schema.names]
    texts = [network.texts(kind, name).to_pylist() for name in columns]
    return [next(filter(None, found)) for found in zip(*texts, network.ids(kind).to_pylist(), strict=True)]


def _covers(network: Network, table: str, day: int) -> list[bool]:
    covered = (network.ints(table, "start") <= day) & (day < network.ints(table, "end"))
    return list(covered.tolist())


def forum_agency_graph(network: Network, day: int) -> Graph:
    """Forums and the agencies in them, as a graph with two sides, as of a day.

    An agency is in a forum if it is a member on the day, if a member professional is employed there on the
    day, or if a professional who is employed there was at a meeting of the forum, not cancelled, with
    D - 365 < day of the meeting <= D; the employment is that of the meeting's day. Nodes have `kind`, `id`,
    `label` and `bipartite` (0 forum, 1 agency), also those without edges; edges have `member` (true of a
    member agency) and `meetings` (at how many of those meetings it was).
    """
    graph = nx.Graph()
    for side, kind in enumerate(("forum", "agency")):
        for node, label in zip(network.ids(kind).to_pylist(), _labels(network, kind), strict=True):
            graph.add_node(node_key(kind, node), kind=kind, id=node, label=label, bipartite=side)
    members = _pairs(*_member_agencies(network, day))
    meetings = Counter(_pairs(*_meeting_agencies(network, day)))
    through = _pairs(*_agencies_of_members(network, day))
    forums, agencies = network.ids("forum").to_pylist(), network.ids("agency").to_pylist()
    for pair in {*members, *meetings, *through}:
        one, other = node_key("forum", forums[pair[0]]), node_key("agency", agencies[pair[1]])
        graph.add_edge(one, other, member=pair in members, meetings=meetings[pair])
    return graph


@dataclass(frozen=True)
class OnlyLink:
    """A node that alone holds parts of a graph together, and the nodes of the smaller parts that it holds."""

    node: str
    others: list[str]


def only_links(graph: Graph) -> list[OnlyLink]:
    """The nodes without which others lose touch with the rest: articulation points, by key, with whom they hold.

    Those who lose touch are all but the largest of the parts that are left; of equal ones the first by key stays.
    """
    found = []
    for part in nx.connected_components(graph):
        inside = graph.subgraph(part)
        for node in nx.articulation_points(inside):
            left = sorted(map(sorted, nx.connected_components(inside.subgraph(part - {node}))))
            left.sort(key=len, reverse=True)
            found.append(OnlyLink(node, sorted(key for smaller in left[1:] for key in smaller)))
    return sorted(found, key=lambda one: one.node)


def _pairs(forum: Ints, agency: Ints) -> list[tuple[int, int]]:
    return list(zip(forum.tolist(), agency.tolist(), strict=True))


def _member_agencies(network: Network, day: int) -> tuple[Ints, Ints]:
    table = "agency_member_of_forum"
    on = np.array(_covers(network, table, day), bool)
    return network.ints(table, "target")[on], network.ints(table, "source")[on]


def _agencies_of_members(network: Network, day: int) -> tuple[Ints, Ints]:
    table = "professional_member_of_forum"
    on = np.array(_covers(network, table, day), bool)
    forum, professional = network.ints(table, "target")[on], network.ints(table, "source")[on]
    return employed_at(network, forum, professional, np.full(len(forum), day))


def _meeting_agencies(network: Network, day: int) -> tuple[Ints, Ints]:
    """Forum and agency, once for each recent meeting of the forum that the agency was at."""
    meetings = network.once(Meetings)
    recent = meetings.usable & (meetings.forum >= 0) & (meetings.day > day - RECENT_DAYS) & (meetings.day <= day)
    which = np.flatnonzero(recent)
    position, person = meetings.there.expand(which)
    meeting, agency = employed_at(network, which[position], person, meetings.day[which[position]])
    once = np.unique(meeting.astype(np.int64) << 32 | agency)
    return meetings.forum[once >> 32], once & 0xFFFFFFFF


def people_graph(network: Network, child: str, day: int) -> Graph:
    """The adults round a child who know of each other, as of a day; the child itself is not in it.

    Nodes: professionals and adults with a support of the child that covers the day, and who were at a meeting about
    the child, not cancelled, with D - 365 < day <= D. Two are joined if they were at the same such meeting,
    or are employed at the same agency on the day.
    """
    groups = [*_at_recent_meetings(network, child, day)]
    present = {person for group in groups for person in group} | _supporting(network, child, day)
    graph = nx.Graph()
    for key in sorted(present):
        kind, _, node = key.partition("/")
        graph.add_node(key, kind=kind, id=node, label=_labels(network, kind)[network.row(kind, node) or 0])
    groups += [group & present for group in _colleagues(network, day)]
    for group in groups:
        graph.add_edges_from(combinations(sorted(group), 2))
    return graph


@dataclass(frozen=True)
class Person:
    """Somebody round a child: id and name."""

    id: str
    name: str


def held_together(network: Network, child: str, day: int) -> list[tuple[Person, list[Person]]]:
    """The people without whom those round a child fall apart, each with those who would then lose touch."""
    graph = people_graph(network, child, day)

    def person(key: str) -> Person:
        return Person(str(graph.nodes[key]["id"]), str(graph.nodes[key]["label"]))

    return [(person(one.node), [person(other) for other in one.others]) for one in only_links(graph)]


def _supporting(network: Network, child: str, day: int) -> set[str]:
    row, found = network.row("child", child), set()
    for kind in ("professional", "adult"):
        table = f"{kind}_supports_child"
        on = np.array(_covers(network, table, day), bool) & (network.ints(table, "target") == row)
        found |= _keys(network, kind, network.ints(table, "source")[on])
    return found


def _keys(network: Network, kind: str, rows: Ints) -> set[str]:
    return {node_key(kind, node) for node in network.ids(kind).take(rows).to_pylist()}


def _at_recent_meetings(network: Network, child: str, day: int) -> list[set[str]]:
    """For each recent meeting about the child, who was there."""
    meetings, row = Meetings(network), network.row("child", child)
    about = network.ints("meeting_about_child", "source")[network.ints("meeting_about_child", "target") == row]
    recent = meetings.usable[about] & (meetings.day[about] > day - RECENT_DAYS) & (meetings.day[about] <= day)
    return [
        set[str]().union(*(_there(network, kind, meeting) for kind in ("professional", "adult")))
        for meeting in about[recent]
    ]


def _there(network: Network, kind: str, meeting: int) -> set[str]:
    table = f"{kind}_attended_meeting"
    missing = [ATTENDANCE.choices.index(word) for word in ("absent", "declined")]
    there = (network.ints(table, "target") == meeting) & ~np.isin(network.ints(table, "status"), missing)
    return _keys(network, kind, network.ints(table, "source")[there])


def _colleagues(network: Network, day: int) -> list[set[str]]:
    """For each agency, who is employed there on the day."""
    every = np.arange(network.count("professional"))
    person, agency = employed_at(network, every, every, np.full(len(every), day))
    return [_keys(network, "professional", person[agency == place]) for place in np.unique(agency)]
