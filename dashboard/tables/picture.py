"""The network round one child as points and lines: closer to the child is closer in life, sectors are arenas."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from dashboard import texts
from dashboard.tables.child import FAMILY, employments, forum_names, supports, there
from dashboard.tables.counts import YEAR, names_of, protected
from dashboard.texts import ROLES, mark, t, word
from graph.findings import Finding
from graph.meetings import Meetings
from graph.network import Network

ARENAS = {
    "family": mark("Familj"),
    "leisure": mark("Fritid"),
    "school": mark("Skola"),
    "health": mark("Vård"),
    "social": mark("Socialtjänst"),
    "other": mark("Övrigt"),
}
KINDS = {
    "child": mark("Barnet"),
    "trusted": mark("Vuxen i barnets liv"),
    "professional": mark("Professionell"),
    "agency": mark("Verksamhet"),
    "forum": mark("Samverkansforum"),
    "meeting": mark("Möte"),
}
WORDS = {
    "school": ("skol", "school", "forskol", "förskol", "gymnas", "elevh", "kaa"),
    "health": ("bvc", "mvc", "halso", "hälso", "health", "vård", "vard", "region", "bup", "habil", "sjuk", "klinik"),
    "social": ("social", "familje"),
    "leisure": ("fritid", "idrott", "förening", "civil", "kultur", "leisure", "club", "sport"),
}
RINGS = {"child": 0, "trusted": 118, "professional": 172, "forum": 235, "meeting": 282, "agency": 328}
CHILD = "child"
WIDE = 1.3
"""The picture is wider than it is high."""
RECENT = 183
"""Supports that ended longer ago, in days, are not drawn; the timeline has them."""


@dataclass
class Node:
    """A point: what it is, its name, and where it stands."""

    id: str
    kind: str
    label: str
    note: str = ""
    arena: str = "other"
    near: bool = False
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True)
class Line:
    """A connection: how the one is tied to the other, and whether it runs. `look`: runs, ended or double."""

    one: str
    other: str
    words: str
    look: str


@dataclass
class Picture:
    """Points and lines, and the words at the edge."""

    nodes: dict[str, Node] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    arenas: list[tuple[str, float, float]] = field(default_factory=list)

    def add(self, node: Node) -> None:
        self.nodes.setdefault(node.id, node)

    def tie(self, line: Line) -> None:
        if line.one in self.nodes and line.other in self.nodes and line not in self.lines:
            self.lines.append(line)

    def around(self, node: str) -> list[tuple[Node, str]]:
        """The connections of one point: the other end, and how."""
        ends = [
            (line.other if line.one == node else line.one, line.words)
            for line in self.lines
            if node in (line.one, line.other)
        ]
        return [(self.nodes[other], words) for other, words in ends]


def key(kind: str, node: str) -> str:
    """What a point is known by: ids of different kinds may be equal."""
    return f"{kind} {node}"


def arena_of(kind: str | None) -> str:
    """The part of life that a kind of agency belongs to."""
    text = (kind or "").casefold()
    return next((arena for arena, words in WORDS.items() if any(part in text for part in words)), "other")


def picture(network: Network, as_of: int, found: list[Finding], most: int = 7) -> Picture:
    """The child, those who support it, their agencies, its forums of a year and its nearest meetings."""
    drawn = Picture()
    hidden = bool(protected(network)[0])
    drawn.add(Node(CHILD, "child", network.texts("child", "name")[0].as_py() or t("Barn")))
    _people(drawn, network, as_of, hidden)
    _meetings(drawn, network, as_of, found, most, hidden)
    if not hidden:
        _agencies(drawn, network, as_of)
    for finding in found:
        if finding.detector in ("duplicate_meetings", "double_entries"):
            one, other = finding.evidence["meeting"]
            drawn.tie(Line(key("meeting", one), key("meeting", other), t("kan vara dubbletter"), "double"))
    return _placed(drawn)


def _people(drawn: Picture, network: Network, as_of: int, hidden: bool) -> None:
    arenas = _arenas(network)
    for one in supports(network, hidden):
        if one.end <= as_of - RECENT:
            continue
        kind = "professional" if one.kind == "professional" else "trusted"
        arena = "family" if kind == "trusted" else arenas.get(one.person, "other")
        if one.role in FAMILY and one.role not in ("guardian", "trusted_adult"):
            arena = "leisure"
        drawn.add(
            Node(
                key("person", one.person),
                kind,
                one.name,
                word(ROLES, one.role),
                arena,
                one.role == "barnkontakt" and one.runs(as_of),
            )
        )
        look = "runs" if one.runs(as_of) else "ended"
        said = word(ROLES, one.role)
        if look == "ended":
            said = (
                t("{role}, till {day}", role=said, day=texts.day(one.end))
                if one.end <= as_of
                else t("{role}, från {day}", role=said, day=texts.day(one.start))
            )
        drawn.tie(Line(CHILD, key("person", one.person), said, look))


def _arenas(network: Network) -> dict[str, str]:
    """The part of life that each professional works in, by the employment that ends last."""
    kinds = _kinds(network)
    return {person: arena_of(kinds[agency]) for person, agency in zip(*employments(network), strict=True)}


def _kinds(network: Network) -> dict[str, str | None]:
    return dict(zip(network.ids("agency").to_pylist(), network.texts("agency", "kind").to_pylist(), strict=True))


def _meetings(drawn: Picture, network: Network, as_of: int, found: list[Finding], most: int, hidden: bool) -> None:
    told = network.once(Meetings)
    ids, names = network.ids("meeting").to_pylist(), forum_names(network, hidden)
    forums = network.ids("forum").to_pylist()
    wanted = {
        meeting
        for one in found
        if one.detector in ("duplicate_meetings", "double_entries")
        for meeting in one.evidence["meeting"]
    }
    near = np.flatnonzero(told.usable & (told.day > as_of - YEAR)).tolist()
    near.sort(key=lambda i: (ids[i] not in wanted, abs(int(told.day[i]) - as_of)))
    shown = set(near[:most])
    arenas = _forum_arenas(network, told)
    for i in near:
        forum = int(told.forum[i])
        if forum >= 0:
            drawn.add(Node(key("forum", forums[forum]), "forum", names[forum], "", arenas.get(forum, "other")))
        if i in shown:
            day = texts.day(int(told.day[i]), as_of)
            drawn.add(
                Node(
                    key("meeting", ids[i]),
                    "meeting",
                    day,
                    names[forum] if forum >= 0 else t("Möte utan forum"),
                    arenas.get(forum, "other"),
                )
            )
            drawn.tie(Line(CHILD, key("meeting", ids[i]), t("mötet gällde barnet"), "runs"))
            if forum >= 0:
                drawn.tie(Line(key("meeting", ids[i]), key("forum", forums[forum]), t("möte i forumet"), "runs"))
        elif forum >= 0:
            drawn.tie(Line(CHILD, key("forum", forums[forum]), t("barnet har tagits upp i forumet"), "runs"))
    _attendance(drawn, network)


def _forum_arenas(network: Network, told: Meetings) -> dict[int, str]:
    """The arena that most of those who came to each forum work in."""
    arenas, votes = _arenas(network), defaultdict[int, Counter[str]](Counter)
    people = network.ids("professional").to_pylist()
    table = "professional_attended_meeting"
    for person, meeting in zip(
        network.ints(table, "source").tolist(), network.ints(table, "target").tolist(), strict=True
    ):
        votes[int(told.forum[meeting])][arenas.get(people[person], "other")] += 1
    return {forum: count.most_common(1)[0][0] for forum, count in votes.items()}


def _attendance(drawn: Picture, network: Network) -> None:
    table = "professional_attended_meeting"
    was = there(network)
    people = network.ids("professional").take(pa.array(network.ints(table, "source")[was])).to_pylist()
    meetings = network.ids("meeting").take(pa.array(network.ints(table, "target")[was])).to_pylist()
    arenas = _arenas(network)
    titles = dict(
        zip(network.ids("professional").to_pylist(), network.texts("professional", "title").to_pylist(), strict=True)
    )
    hidden = bool(protected(network)[0])
    for person, name, meeting in zip(people, names_of(network, "professional", people), meetings, strict=True):
        if key("meeting", meeting) in drawn.nodes:
            note = "" if hidden else titles[person] or ""
            drawn.add(Node(key("person", person), "professional", name, note, arenas.get(person, "other")))
            drawn.tie(Line(key("person", person), key("meeting", meeting), t("var med på mötet"), "runs"))


def _agencies(drawn: Picture, network: Network, as_of: int) -> None:
    kinds = _kinds(network)
    people, agencies = employments(network, as_of)
    for person, agency, name in zip(people, agencies, names_of(network, "agency", agencies), strict=True):
        if key("person", person) in drawn.nodes:
            drawn.add(Node(key("agency", agency), "agency", name, "", arena_of(kinds[agency])))
            drawn.tie(Line(key("person", person), key("agency", agency), t("arbetar här"), "runs"))


def _placed(drawn: Picture) -> Picture:
    """Each point on the ring of its kind, in the sector of its arena; sectors as wide as what is in them."""
    members = {arena: [n for n in drawn.nodes.values() if n.arena == arena and n.kind != "child"] for arena in ARENAS}
    members = {arena: nodes for arena, nodes in members.items() if nodes}
    weights = {arena: 1.5 + _crowd(nodes) for arena, nodes in members.items()}
    total, angle = sum(weights.values()) or 1.0, -math.pi * 0.95
    for arena, nodes in members.items():
        width = 2 * math.pi * weights[arena] / total
        _sector(drawn, nodes, angle, width)
        middle = angle + width / 2
        drawn.arenas.append((arena, 385 * WIDE * math.cos(middle), 375 * math.sin(middle)))
        angle += width
    _apart(list(drawn.nodes.values()))
    return drawn


def _apart(nodes: list[Node], wide: float = 104.0, high: float = 66.0, rounds: int = 80) -> None:
    """Points whose names would lie on each other, moved apart a little at a time; the child stays."""
    for _ in range(rounds):
        for i, one in enumerate(nodes):
            for other in nodes[i + 1 :]:
                across, down = other.x - one.x, other.y - one.y
                over = wide - abs(across), high - abs(down)
                if min(over) > 0:
                    _push(one, other, across, down, over)
    for node in nodes:
        node.x, node.y = round(node.x, 1), round(node.y, 1)


def _push(one: Node, other: Node, across: float, down: float, over: tuple[float, float]) -> None:
    """Move two points half of what they lie over each other, the shorter way."""
    sideways = over[0] < over[1]
    step = math.copysign(over[0 if sideways else 1] / 2 + 0.5, (across if sideways else down) or 1.0)
    for node, way in ((one, -step), (other, step)):
        if node.kind != "child":
            node.x += way if sideways else 0.0
            node.y += 0.0 if sideways else way


def _crowd(nodes: list[Node]) -> int:
    return max(Counter(_ring(node) for node in nodes).values())


def _ring(node: Node) -> int:
    return 95 if node.near else RINGS[node.kind]


def _sector(drawn: Picture, nodes: list[Node], angle: float, width: float) -> None:
    """Ring by ring from within, each point near those that it is tied to."""
    rings: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        rings[_ring(node)].append(node)
    for ring, members in sorted(rings.items()):
        members.sort(key=lambda node: _beside(drawn, node, angle + width / 2))
        step = width / (len(members) + 1)
        crowded = step * ring < 105
        for i, node in enumerate(members, 1):
            away = ring + (26 * (i % 2 * 2 - 1) if crowded else 0)
            node.x = round(away * WIDE * math.cos(angle + step * i), 1)
            node.y = round(away * math.sin(angle + step * i), 1)


def _beside(drawn: Picture, node: Node, middle: float) -> float:
    """Where round the child those stand that a point is tied to, from the middle of its sector."""
    ties = [other for other, _ in drawn.around(node.id) if other.x or other.y]
    turns = [(math.atan2(other.y, other.x / WIDE) - middle + math.pi) % (2 * math.pi) - math.pi for other in ties]
    return sum(turns) / len(turns) if turns else 0.0
