"""What agencies share and what rests on one: against plain loops over a small town, and by hand."""

from collections import defaultdict

import networkx as nx
import pytest

from dashboard import texts
from dashboard.tables import agencies
from graph.assemble import assemble, network_of
from graph.measures import forum_agency_graph, only_links
from graph.network import Network
from graph.records import Agency, Attendance, Child, Forum, Meeting, MeetingChild, Professional, Record, Support
from synthetic.town import generate
from tests.dashboard import world

DAY = world.AS_OF


@pytest.fixture(scope="module")
def town() -> Network:
    return assemble(generate(200, 5, DAY).rows).network


def plain(network: Network) -> tuple[dict[int, set[int]], dict[int, set[int]], dict[int, set[int]]]:
    """Children, meetings and professionals of each agency, one row at a time."""
    works = network["professional_works_at_agency"].to_pylist()

    def at(person: int, day: int) -> set[int]:
        return {
            w["target"] for w in works if w["source"] == person and w["start"] <= day < w["end"] and w["target"] >= 0
        }

    people: dict[int, set[int]] = defaultdict(set)
    for person in range(network.count("professional")):
        for agency in at(person, DAY):
            people[agency].add(person)
    meetings, kept = network["meeting"].to_pylist(), defaultdict(set)
    recent = {row for row, one in enumerate(meetings) if one["status"] != 2 and DAY - 365 < one["start"] <= DAY}
    for row in network["professional_attended_meeting"].to_pylist():
        if row["target"] in recent and row["status"] not in (1, 2):
            for agency in at(row["source"], meetings[row["target"]]["start"]):
                kept[agency].add(row["target"])
    hidden = {row for row, one in enumerate(network["child"].to_pylist()) if one["protected"] == 1}
    about = defaultdict(set)
    for row in network["meeting_about_child"].to_pylist():
        about[row["source"]].add(row["target"])
    children: dict[int, set[int]] = defaultdict(set)
    for agency, met in kept.items():
        children[agency] |= set().union(*(about[one] for one in met)) - hidden
    for row in network["professional_supports_child"].to_pylist():
        if row["start"] <= DAY < row["end"] and row["target"] not in hidden:
            for agency in at(row["source"], DAY):
                children[agency].add(row["target"])
    return children, kept, people


def test_what_each_agency_has_is_what_a_plain_loop_finds(town: Network) -> None:
    found = agencies.around(world.scene(town))
    for name, expected in zip(("children", "meetings", "professionals"), plain(town), strict=True):
        got = {row: set(found.sets[name].members_of(row).tolist()) for row in range(town.count("agency"))}
        assert {row: members for row, members in got.items() if members} == {k: v for k, v in expected.items() if v}


@pytest.mark.parametrize("by_kind", [True, False])
def test_what_two_share_is_the_intersection(town: Network, by_kind: bool) -> None:
    now = world.scene(town)
    found = now.table(agencies.around)
    rows = agencies.chosen(found, None if by_kind else "Bromma", None)
    words = {kind: kind for kind in found.kinds}
    groups = agencies.grouped(found, rows, by_kind, words)
    children, _, people = plain(town)
    member: dict[str, dict[int, set[int]]] = {"children": defaultdict(set), "professionals": defaultdict(set)}
    for row in rows:
        at = groups.names.index(found.kinds[row]) if by_kind else rows.index(row)
        member["children"][at] |= children[row]
        member["professionals"][at] |= people[row]
    for name, sets in member.items():
        shared = groups.shared(name)
        for one in range(len(groups.names)):
            for other in range(one):
                assert shared[one, other] == len(sets[one] & sets[other])


def test_single_links_are_those_whose_removal_cuts_others_off(town: Network) -> None:
    graph = forum_agency_graph(town, DAY)
    found = {one.node: one.others for one in only_links(graph)}
    parts = nx.number_connected_components(graph)
    for node in graph.nodes:
        without = graph.copy()
        without.remove_node(node)
        alone = graph.degree(node) == 0
        cuts = nx.number_connected_components(without) > parts and not alone
        assert cuts == (node in found)
        if cuts:
            assert found[node]
            rest = set(nx.node_connected_component(graph, node)) - {node} - set(found[node])
            assert all(not (set(nx.node_connected_component(without, other)) & rest) for other in found[node])


def small(*more: Record) -> list[Record]:
    """Two agencies that share seven children through one meeting each; only Bo comes from the second."""
    rows: list[Record] = [
        Agency(id="a1", name="Skolan", kind="skola", district="Bromma"),
        Agency(id="a2", name="<script>Mottagningen", kind="bup"),
        Professional(id="p1", name="Cia Öhman", title="Rektor", agency="a1"),
        Professional(id="p2", name="Ann Ek", title="Lärare", agency="a1"),
        Professional(id="p3", name="Bo Lind", title="Psykolog", agency="a2"),
        Forum(id="f1", name="SIP", level="child"),
    ]
    for number in range(8):
        rows += [
            Child(id=f"c{number}", protected="yes" if number == 7 else "no", district="Bromma"),
            Meeting(id=f"m{number}", forum="f1", start="2026-02-01"),
            MeetingChild(meeting=f"m{number}", child=f"c{number}"),
            *(Attendance(meeting=f"m{number}", person=p) for p in ("p1", "p2", "p3")),
        ]
    return [*rows, *more]


def test_a_single_person_is_told_by_title_and_agency_only() -> None:
    now = world.scene(network_of(small()))
    (one,) = now.table(agencies.people_of, None)
    assert one == agencies.Single("SIP", "<script>Mottagningen", "Psykolog")
    assert now.table(agencies.people_of, "Bromma") == []
    assert b"Bo Lind" not in agencies.people_csv(now, [one])
    (bridge,) = now.table(agencies.bridges)
    assert (bridge.kind, bridge.name, bridge.others) == ("forum", "SIP", ["<script>Mottagningen"])


def test_a_protected_child_counts_for_no_agency() -> None:
    now = world.scene(network_of(small(Support(person="p1", child="c7", role="mentor"))))
    found = now.table(agencies.around)
    groups = agencies.grouped(found, agencies.chosen(found, None, None), True, {"skola": "skola", "bup": "BUP"})
    assert [(one.name, one.children, one.alone) for one in agencies.loads(now, groups)] == [
        ("BUP", "5–9", "<5"),
        ("skola", "5–9", "<5"),
    ]
    (cell,) = agencies.cells(groups, "children")
    assert cell.words == "5–9"


def test_agencies_share_classes_of_children_and_no_exact_number() -> None:
    shown = [agencies.amount(n, few=True) for n in (0, 4, 5, 9, 10, 24, 499, 500, 999)]
    assert shown == ["<5", "<5", "5–9", "5–9", "10–24", "10–24", "250–499", "500–999", "500–999"]
    assert agencies.amount(25_000, few=True) == f"{texts.number(25_000)} eller fler"
    assert agencies.amount(3, few=False) == "3"


def test_one_few_agency_of_a_kind_hides_one_more(town: Network) -> None:
    now = world.scene(town)
    found = now.table(agencies.around)
    for number, told in enumerate(now.table(agencies.told)):
        kinds = defaultdict(list)
        for row in range(len(found.kinds)):
            if row in told:
                kinds[found.kinds[row]].append(told[row])
        for kind, shown in kinds.items():
            few = [words for words in shown if words == "<5"]
            open_total = told[(kind, None)] not in ("<5", "dolt")
            assert not (len(few) == 1 and "dolt" not in shown and len(shown) > 1 and open_total), (number, kind)


def test_no_column_tells_exactly_how_many_children() -> None:
    for shared in range(12):
        records: list[Record] = [Child(id=f"c{n}") for n in range(40)]
        for row, first in enumerate((0, 20 - shared)):
            records += [Agency(id=f"a{row}", kind="skola"), Professional(id=f"p{row}", agency=f"a{row}")]
            records += [Support(person=f"p{row}", child=f"c{n}", role="mentor") for n in range(first, first + 20)]
        children, alone = world.scene(network_of(records)).table(agencies.told)
        assert (children[0], alone[0]) == ("10–24", "10–24" if shared <= 10 else "5–9")
        assert children[("skola", None)] == "25–49"
        assert alone[("skola", None)] == ("25–49" if shared <= 7 else "10–24")


def test_files_hold_no_formula() -> None:
    rows = [Agency(id="a1", name="=1+1", kind="x"), Professional(id="p1", agency="a1", title="+2")]
    now = world.scene(network_of([*rows, Child(id="c1"), Support(person="p1", child="c1", role="mentor")]))
    found = now.table(agencies.around)
    groups = agencies.grouped(found, agencies.chosen(found, None, None), False, {})
    assert "'=1+1" in agencies.loads_csv(now, agencies.loads(now, groups)).decode("utf-8-sig")


def test_what_waits_is_told_by_the_agency_of_the_last_day() -> None:
    now = world.scene(world.network())
    listed = now.table(agencies.waiting, None)
    assert [(one.name, one.counts["current"]) for one in listed] == [("Åsgårdens skola", "5–9")]
    assert "passage" not in now.table(agencies.columns)  # there is none in the municipality
