"""Graphs and measures for pages, against answers worked out by hand."""

from fractions import Fraction

import networkx as nx
import pytest

from graph.assemble import network_of
from graph.measures import (
    child_graph,
    forum_agency_graph,
    meeting_load,
    only_links,
    people_graph,
)
from graph.network import Network
from graph.records import (
    Adult,
    Agency,
    Attendance,
    Child,
    Consent,
    Forum,
    ForumMember,
    Meeting,
    MeetingChild,
    Plan,
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


def test_meeting_load_worked_out_by_hand() -> None:
    """Agency a is known from before the period; b is new in m1, c in m3: the story is told twice in it."""
    network = town(
        {
            "2024-01-01": "a1",
            "2025-03-01": "a1 b1",
            "2025-04-01": "a2 b2",
            "2025-04-01 10:00": "b1 c1",
            "2025-05-01": "",
        }
    )
    load = meeting_load(network, "kid", DAY)
    assert (load.meetings, load.professionals, load.retold) == (4, 5, 2)
    assert load.per_30_days == Fraction(120, 365)
    assert meeting_load(network, "kid", DAY, days=100).meetings == 0
    assert meeting_load(network, "kid", parse_day("2025-03-30"), days=30).per_30_days == 1


def test_the_order_of_a_day_is_by_time() -> None:
    """b comes at nine and again at ten: new at nine only, whatever the ids of the meetings."""
    network = town({"2025-03-01 10:00": "b1", "2025-03-01 09:00": "b1"})
    assert meeting_load(network, "kid", DAY).retold == 1
    assert meeting_load(network, "kid", parse_day("2025-03-01")).retold == 1


def test_the_agency_is_that_of_the_meetings_day() -> None:
    network = network_of(
        [
            Child(id="kid"),
            *(Agency(id=agency) for agency in "ab"),
            Professional(id="p", agency="a", end="2025-03-02"),
            Professional(id="p", agency="b", start="2025-03-02"),
            *(Meeting(id=f"m{n}", start=f"2025-03-0{n}") for n in (1, 2, 3)),
            *(MeetingChild(meeting=f"m{n}", child="kid") for n in (1, 2, 3)),
            *(Attendance(meeting=f"m{n}", person="p") for n in (1, 2, 3)),
        ]
    )
    assert meeting_load(network, "kid", DAY).retold == 2


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


@pytest.fixture
def graph() -> nx.Graph:
    return child_graph(
        town(
            {"2025-03-01": "a1", "2024-12-31": "b1", "2026-05-01": "a1"},
            Child(id="c2"),
            Adult(id="gran", name="Rut"),
            Support(person="gran", child="kid", role="trusted_adult", start="2020-01-01"),
            Support(person="gran", child="kid", role="guardian", end="2021-01-01"),
            Support(person="b1", child="kid", role="teacher", end="2026-01-01"),
            Plan(id="pl", child="kid", kind="sip", end="2025-12-31"),
            Consent(id="co", child="kid", agencies="a;b", start="2025-12-31"),
            Meeting(id="off", status="cancelled", start="2025-05-05"),
            MeetingChild(meeting="off", child="kid"),
        ),
        "kid",
        DAY,
    )


def test_the_graph_of_a_child_has_every_kind_with_a_label(graph: nx.Graph) -> None:
    assert graph.nodes["child/kid"] == {"kind": "child", "id": "kid", "label": "Ada"}
    assert graph.nodes["plan/pl"]["label"] == "sip"
    assert graph.nodes["meeting/m0"]["label"] == "m0"
    assert "meeting/off" not in graph
    assert "child/c2" not in graph


@pytest.mark.parametrize(
    ("one", "other", "relation", "current"),
    [
        ("adult/gran", "child/kid", "guardian, trusted_adult", True),
        ("professional/b1", "child/kid", "teacher", False),
        ("plan/pl", "child/kid", "about", False),
        ("consent/co", "agency/b", "covers", True),
        ("meeting/m0", "child/kid", "about", True),
        ("meeting/m1", "child/kid", "about", False),
        ("professional/b1", "meeting/m1", "attended", False),
        ("meeting/m2", "child/kid", "about", True),
        ("professional/a1", "agency/a", "works_at", True),
    ],
)
def test_an_edge_is_current_or_ended(graph: nx.Graph, one: str, other: str, relation: str, current: bool) -> None:
    assert graph.edges[one, other] == {"relation": relation, "current": current}


def test_the_graph_of_a_child_can_be_written_as_graphml(graph: nx.Graph) -> None:
    assert "trusted_adult" in "".join(nx.generate_graphml(graph))


def test_an_employment_without_agency_is_no_edge() -> None:
    network = network_of([Child(id="kid"), Professional(id="p1"), Agency(id="z")])
    assert list(child_graph(network, "kid", DAY).edges) == []


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
