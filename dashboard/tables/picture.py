"""The network round one child as points and lines: closer to the child is closer in life, sectors are arenas."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pyarrow as pa

from dashboard import texts
from dashboard.tables.child import DOUBLES, FAMILY, employments, forum_names, key, supports, there
from dashboard.tables.counts import YEAR, names_of, protected
from dashboard.tables.layout import Layout, Spot, placed
from dashboard.tables.people import hidden_guardians
from dashboard.tables.timeline import gap_label
from dashboard.texts import KINDS as FINDING_KINDS
from dashboard.texts import ROLES, mark, shown, t, word
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
    "seat": mark("Tom plats"),
}
STROKES = {
    "runs": mark("pågår"),
    "ended": mark("avslutad eller framåt"),
    "double": mark("kan vara dubbletter eller liknar varandra"),
    "gap": mark("ingen har rollen"),
}
"""The kinds of lines."""
WORDS = {
    "school": ("skol", "school", "forskol", "förskol", "gymnas", "elevh", "kaa"),
    "health": ("bvc", "mvc", "halso", "hälso", "health", "vård", "vard", "region", "bup", "habil", "sjuk", "klinik"),
    "social": ("social", "familje"),
    "leisure": ("fritid", "idrott", "förening", "civil", "kultur", "leisure", "club", "sport"),
}
NEAR, WITH, MET, AROUND = 1, 2, 3, 4
"""The rings: in the child's life, working with the child, where the child is met or spoken of, and what lies behind."""
RINGS = {"trusted": NEAR, "seat": NEAR, "professional": MET, "forum": MET, "meeting": AROUND, "agency": AROUND}
CHILD = "child"
MOST_DOUBLES = 24
"""The most meetings that are drawn because they may be duplicates; the list of meetings has all."""
RECENT = 183
"""Supports that ended longer ago, in days, are not drawn; the timeline has them."""

LETTERS, ROWS = 17, 2
"""How long a row of a name may be in the picture, and how many rows there may be."""


def rows_of(words: str, most: int = ROWS) -> list[str]:
    """A text in short rows, cut where there are too many."""
    rows: list[str] = []
    for one in shown(words).split():
        piece = one if len(one) <= LETTERS else one[: LETTERS - 1] + "…"
        if rows and len(rows[-1]) + 1 + len(piece) <= LETTERS:
            rows[-1] += " " + piece
        else:
            rows.append(piece)
    if len(rows) > most:
        rows = [*rows[: most - 1], rows[most - 1][: LETTERS - 2].rstrip("… ") + " …"]
    return rows


@dataclass
class Node:
    """A point: what it is, its name, and where it stands."""

    id: str
    kind: str
    label: str
    note: str = ""
    arena: str = "other"
    ring: int = 0
    x: float = 0.0
    y: float = 0.0

    @property
    def rows(self) -> list[str]:
        """What stands under it: its name, cut if it is long, and the note."""
        return rows_of(self.label) + rows_of(self.note, 1)


@dataclass(frozen=True)
class Line:
    """A connection: how the one is tied to the other. `look`: runs, ended, double or gap."""

    one: str
    other: str
    words: str
    look: str


@dataclass
class Picture:
    """Points and lines, and where they stand."""

    nodes: dict[str, Node] = field(default_factory=dict)
    lines: dict[Line, None] = field(default_factory=dict)
    layout: Layout = field(default_factory=lambda: Layout({}, {}, {}, {}))

    def add(self, node: Node) -> None:
        """A point, unless it is there: then only nearer than it was."""
        node.ring = node.ring or RINGS.get(node.kind, 0)
        known = self.nodes.setdefault(node.id, node)
        known.ring = min(known.ring, node.ring)

    def tie(self, line: Line) -> None:
        """A connection between two points that are there."""
        if line.one in self.nodes and line.other in self.nodes:
            self.lines[line] = None

    def around(self, node: str) -> list[tuple[Node, str]]:
        """The connections of one point: the other end, and how."""
        ends = [
            (line.other if line.one == node else line.one, line.words)
            for line in self.lines
            if node in (line.one, line.other)
        ]
        return [(self.nodes[other], words) for other, words in ends]


def arena_of(kind: str | None) -> str:
    """The part of life that a kind of agency belongs to."""
    text = (kind or "").casefold()
    return next((arena for arena, words in WORDS.items() if any(part in text for part in words)), "other")


def picture(network: Network, as_of: int, role: str, found: Sequence[Finding], most: int = 7) -> Picture:
    """The child, those who support it, their agencies, its forums of a year and its nearest meetings."""
    drawn = Picture()
    hidden = bool(protected(network)[0])
    drawn.add(Node(CHILD, "child", network.texts("child", "name")[0].as_py() or t("Barn")))
    _people(drawn, network, as_of, role, hidden)
    _meetings(drawn, network, as_of, found, most, hidden)
    if not hidden:
        _agencies(drawn, network, as_of)
    for finding in found:
        if finding.detector in DOUBLES:
            _pair(drawn, "meeting", finding, t("kan vara dubbletter"))
        elif finding.detector == "forum_overlap":
            _pair(drawn, "forum", finding, t("liknar varandra"))
        elif finding.detector == "handover_gaps":
            _seat(drawn, finding, as_of)
    return _placed(drawn)


def _pair(drawn: Picture, kind: str, finding: Finding, words: str) -> None:
    for one, other in pairwise(finding.evidence[kind]):
        drawn.tie(Line(key(kind, one), key(kind, other), words, "double"))


def _seat(drawn: Picture, finding: Finding, as_of: int) -> None:
    """A place where somebody with the role is missing, beside those who came before and after."""
    node = key("seat", finding.key)
    known = [drawn.nodes[key("person", one)] for one in _before_and_after(finding) if key("person", one) in drawn.nodes]
    note = gap_label(finding.start, finding.end, as_of)
    drawn.add(Node(node, "seat", word(FINDING_KINDS, finding.kind), note, known[0].arena if known else "other"))
    drawn.tie(Line(CHILD, node, note, "gap"))
    for person in known:
        drawn.tie(Line(node, person.id, t("före eller efter glappet"), "gap"))


def _before_and_after(finding: Finding) -> list[str]:
    return [*finding.evidence.get("before", []), *finding.evidence.get("after", [])]


PERSONS = ("before", "after", "professional", "contact", "sender", "receiver")


def points_of(finding: Finding, drawn: Picture) -> list[str]:
    """The points of the picture that a finding is about."""
    people = [person for end in PERSONS for person in finding.evidence.get(end, [])]
    points = [key("seat", finding.key), *(key("person", person) for person in people)]
    points += [key(kind, node) for kind in ("meeting", "forum") for node in finding.evidence.get(kind, [])]
    return [point for point in dict.fromkeys(points) if point in drawn.nodes]


def _people(drawn: Picture, network: Network, as_of: int, role: str, hidden: bool) -> None:
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
                NEAR if kind == "trusted" or one.role == role and one.runs(as_of) else WITH,
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


def _meetings(drawn: Picture, network: Network, as_of: int, found: Sequence[Finding], most: int, hidden: bool) -> None:
    told = network.once(Meetings)
    ids, names = network.ids("meeting").to_pylist(), forum_names(network, hidden)
    forums = network.ids("forum").to_pylist()
    wanted = {meeting for one in found if one.detector in DOUBLES for meeting in one.evidence["meeting"]}
    near = np.flatnonzero(told.usable & (told.day > as_of - YEAR)).tolist()
    near.sort(key=lambda i: (ids[i] not in wanted, abs(int(told.day[i]) - as_of)))
    shown = set(near[: max(most, min(len(wanted), MOST_DOUBLES))])
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
    unseen = hidden_guardians(network, 0)
    for person, name, meeting in zip(people, names_of(network, "professional", people), meetings, strict=True):
        if key("meeting", meeting) in drawn.nodes and person not in unseen:
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
    """Each point on its ring, in the sector of its arena; sectors as wide as what is in them."""
    ties: dict[str, list[str]] = defaultdict(list)
    for line in drawn.lines:
        ties[line.one].append(line.other)
        ties[line.other].append(line.one)
    around = [node for node in drawn.nodes.values() if node.kind != "child"]
    spots = [Spot(node.id, node.ring, node.arena, tuple(ties[node.id]), len(node.rows)) for node in around]
    drawn.layout = placed(spots, list(ARENAS))
    for node in around:
        node.x, node.y = drawn.layout.places[node.id]
    return drawn
