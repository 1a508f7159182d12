"""Graphs and measures for pages, against answers worked out by hand."""

import networkx as nx

from graph.assemble import network_of
from graph.measures import (
    forum_agency_graph,
    only_links,
    people_graph,
)
from graph.network import Network
from graph.records import (
    Adult,
    Agency,
    Attendance,
    Child,
    Forum,
    ForumMember,
    Meeting,
    MeetingChild,
    Professional,
    Record,
    Support,
)
from graph.values import parse_day

DAY = parse_day("2026-01-01")


def town(meetings: dict[str, str], *more: Record, child: str = "kid") -> Network:
    """A child with meetings, `start: people`; each person `x1` works at agency `x`."""
    records: list[Record] = [Child(id=child, name="Ada")]
    people = sorted({person for there in meetings.values() for person in there.split()})
    records += [Agency(id=agency) for agency in sorted({person[0] for person in people})]
    records += [Professional(id=person, agency=person[0]) for person in people]
    for number, (start, there) in enumerate(meetings.items()):
        records += [Meeting(id=f"m{number}", start=start), MeetingChild(meeting=f"m{number}", child=child)]
        records += [Attendance(meeting=f"m{number}", person=person) for person in there.split()]
    return network_of([*records, *more])


def test_who_holds_the_network_together() -> None:
    """a1 - b1 - c1 in a row of meetings; d1 is a colleague of nobody and only supports; c2 works with c1."""
    network = town(
        {"2025-03-01": "a1 b1", "2025-04-01": "b1 c1"},
        Professional(id="c2", agency="c"),
        Professional(id="d1"),
        Adult(id="gran", name="Rut"),
        *(Support(person=person, child="kid", role="x") for person in ("c2", "d1", "gran")),
        Support(person="c1", child="kid", role="old", end="2025-06-01"),
    )
    graph = people_graph(network, "kid", DAY)
    assert sorted(graph.edges) == [
        ("professional/a1", "professional/b1"),
        ("professional/b1", "professional/c1"),
        ("professional/c1", "professional/c2"),
    ]
    assert graph.nodes["adult/gran"] == {"kind": "adult", "id": "gran", "label": "Rut"}
    assert graph.degree["professional/d1"] == 0
    assert single_points(graph) == ["professional/b1", "professional/c1"]
    assert single_points(people_graph(network, "kid", parse_day("2027-01-01"))) == []


def test_nobody_is_a_single_point_in_a_ring() -> None:
    ring = {"2025-03-01": "a1 b1", "2025-03-02": "b1 c1", "2025-03-03": "c1 d1", "2025-03-04": "d1 a1"}
    assert single_points(people_graph(town(ring), "kid", DAY)) == []
    assert single_points(people_graph(town({}), "kid", DAY)) == []


def single_points(graph: nx.Graph) -> list[str]:
    """The people without whom others lose touch."""
    return [one.node for one in only_links(graph)]


def test_forums_and_their_agencies() -> None:
    network = network_of(
        [
            *(Agency(id=agency, name=f"Agency {agency}") for agency in "abcde"),
            *(Professional(id=f"{agency}1", agency=agency) for agency in "abcd"),
            *(Forum(id=forum) for forum in ("f", "g")),
            ForumMember(forum="f", member="a"),
            ForumMember(forum="f", member="e", end="2026-01-01"),
            ForumMember(forum="f", member="b1"),
            Meeting(id="m1", forum="f", start="2025-01-02"),
            Meeting(id="m2", forum="f", start="2026-01-01"),
            Meeting(id="old", forum="f", start="2025-01-01"),
            Meeting(id="ahead", forum="f", start="2026-01-02"),
            Meeting(id="off", forum="f", start="2025-05-05", status="cancelled"),
            *(Attendance(meeting=meeting, person="c1") for meeting in ("m1", "m2", "old", "ahead")),
            *(Attendance(meeting=meeting, person="d1") for meeting in ("old", "ahead", "off")),
            Attendance(meeting="m1", person="d1", status="absent"),
            Attendance(meeting="m1", person="a1"),
        ]
    )
    graph = forum_agency_graph(network, DAY)
    assert {other: graph.edges["forum/f", other] for other in graph["forum/f"]} == {
        "agency/a": {"member": True, "meetings": 1},
        "agency/b": {"member": False, "meetings": 0},
        "agency/c": {"member": False, "meetings": 2},
    }
    assert graph.degree["forum/g"] == 0
    assert graph.nodes["agency/e"] == {"kind": "agency", "id": "e", "label": "Agency e", "bipartite": 1}
    assert nx.is_bipartite(graph)
