"""Rows become one Network: an upsert that says nothing twice and forgets nothing that it was not told."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.assemble import Assembly, assemble, network_of, rows_of
from graph.network import EDGES, EMPTY, SCHEMAS, Network
from graph.records import Record
from graph.values import OPEN, UNKNOWN, iso
from tests.worlds import World, town_of, worlds


def put(text: str, base: Network = EMPTY) -> Assembly:
    """A base with the rows of some tables in it, and no row that the tables do not have."""
    named = {row.id for row in town_of(text) if hasattr(row, "id") and row.model_fields_set != {"id"}}
    listed = {line.split("|")[0].strip() for line in text.splitlines()}
    rows = [row for row in town_of(text) if not hasattr(row, "id") or row.id in named or row.id in listed]
    return assemble(rows_of(rows), base)


def links(network: Network, table: str, *columns: str) -> list[tuple[object, ...]]:
    """The edges of a table by the ids at their ends, with some of their columns."""
    edge = EDGES[table]
    ids = {kind: network.ids(kind).to_pylist() for kind in (edge.source, edge.target)}
    return [
        (
            ids[edge.source][row["source"]],
            ids[edge.target][row["target"]] if row["target"] >= 0 else None,
            *(iso(row[column]) if column in ("start", "end") else row[column] for column in columns),
        )
        for row in network[table].to_pylist()
    ]


def column(network: Network, kind: str, name: str) -> dict[str, object]:
    """A column of nodes by their ids."""
    return {row["id"]: row[name] for row in network[kind].to_pylist()}


PEOPLE = """
    children
    id | name | born
    c1 | Anna | 2015-01-01
    c2 | Bo   |

    professionals
    id | name | agency | start      | end
    p1 | Pia  | a1     | 2024-01-01 |
    p2 | Per  |        |            | 2025-01-01

    agencies
    id | name
    a1 | Skolan
    a2 | BUP
    """


def test_nodes_are_sorted_and_replaced_by_id() -> None:
    base = put(PEOPLE).network
    after = put("children\nid | name\nc2 | Bosse\nc0 | Eva", base).network
    assert after.ids("child").to_pylist() == ["c0", "c1", "c2"]
    assert column(after, "child", "name") == {"c0": "Eva", "c1": "Anna", "c2": "Bosse"}
    assert base.ids("child").to_pylist() == ["c1", "c2"]
    assert links(after, "professional_works_at_agency") == links(base, "professional_works_at_agency")


def test_a_row_that_is_replaced_loses_what_it_no_longer_says() -> None:
    base = put("children\nid | name | district | protected\nc1 | Anna | Farsta | ja").network
    after = put("children\nid | name\nc1 | Anna", base).network
    assert column(after, "child", "district") == {"c1": None}
    assert column(after, "child", "protected") == {"c1": -1}


MEETINGS = """
    forums
    id | name | part_of | builds_on
    f1 | SIP  |         |
    f2 | SSPF | f1      | f1;f3
    f3 | BUS  |         |

    children
    id | name
    c1 | Anna
    c2 | Bo

    plans
    id | child | responsible
    s1 | c1    | f1

    meetings
    id | forum | plan | title | children
    m1 | f1    | s1   | Ett   | c1 c2
    m2 | f2    |      | Två   | c1
    """


def test_edges_of_a_row_are_replaced_with_it_and_other_edges_stay() -> None:
    base = put(MEETINGS).network
    after = put("meetings\nid | forum | title\nm1 | f3 | Ett", base).network
    assert links(after, "meeting_held_by_forum") == [("m2", "f2"), ("m1", "f3")]
    assert links(after, "meeting_in_plan_plan") == []
    assert links(after, "meeting_about_child") == links(base, "meeting_about_child")
    assert links(after, "forum_builds_on_forum") == [("f2", "f1"), ("f2", "f3")]
    less = put("forums\nid | name | builds_on\nf2 | SSPF | f3", after).network
    assert links(less, "forum_builds_on_forum") == [("f2", "f3")]
    assert links(less, "forum_part_of_forum") == []
    assert links(less, "meeting_held_by_forum") == [("m2", "f2"), ("m1", "f3")]


def test_an_edge_that_runs_to_the_row_is_its_own_too() -> None:
    base = put(MEETINGS).network
    assert links(base, "forum_responsible_plan") == [("f1", "s1")]
    after = put("plans\nid | child | responsible\ns1 | c2 | f3", base).network
    assert links(after, "forum_responsible_plan") == [("f3", "s1")]
    assert links(after, "plan_about_child") == [("s1", "c2")]


def test_new_rows_in_the_middle_keep_edges_on_their_own() -> None:
    base = put(MEETINGS).network
    after = put("forums\nid | name\nf0 | Noll\nf15 | Mitt\n\nchildren\nid | name\nc0 | Eva\nc11 | Mia", base).network
    for table in ("meeting_held_by_forum", "meeting_about_child", "forum_part_of_forum", "forum_responsible_plan"):
        assert sorted(map(str, links(after, table))) == sorted(map(str, links(base, table)))


SUPPORT = """
    children
    id | name
    c1 | Anna

    professionals
    id | name
    p1 | Pia

    supports
    person | child | role        | start      | end
    p1     | c1    | barnkontakt | 2025-01-01 | 2025-06-01
    """


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("barnkontakt | 2025-01-01 | 2025-06-01", ["barnkontakt 2025-01-01 2025-06-01"]),
        ("barnkontakt | 2025-01-01 | 2025-09-01", ["barnkontakt 2025-01-01 2025-09-01"]),
        ("barnkontakt | 2025-01-01 | ", ["barnkontakt 2025-01-01 None"]),
        ("teacher | 2025-01-01 | 2025-06-01", ["barnkontakt 2025-01-01 2025-06-01", "teacher 2025-01-01 2025-06-01"]),
        ("barnkontakt |  | 2025-06-01", ["barnkontakt None 2025-06-01", "barnkontakt 2025-01-01 2025-06-01"]),
        (
            "barnkontakt | 2025-02-01 | 2025-06-01",
            ["barnkontakt 2025-01-01 2025-06-01", "barnkontakt 2025-02-01 2025-06-01"],
        ),
    ],
)
def test_a_link_is_known_by_its_ids_role_and_start(row: str, expected: list[str]) -> None:
    base = put(SUPPORT).network
    after = put(f"supports\nperson | child | role | start | end\np1 | c1 | {row}", base).network
    found = links(after, "professional_supports_child", "role", "start", "end")
    assert [" ".join(map(str, one[2:])) for one in found] == expected


def test_of_two_rows_of_a_load_the_one_that_ends_last_stays_and_the_other_is_told() -> None:
    for order in ("2025-06-01 2025-09-01", "2025-09-01 2025-06-01"):
        rows = "\n".join(f"p1 | c1 | barnkontakt | 2025-01-01 | {end}" for end in order.split())
        people = SUPPORT.split("supports")[0]
        found = put(f"{people}supports\nperson | child | role | start | end\n{rows}")
        assert links(found.network, "professional_supports_child", "end") == [("p1", "c1", "2025-09-01")]
        assert found.clashes["supports"].tolist() == [order.split().index("2025-06-01")]


def test_of_two_ends_an_open_one_is_last() -> None:
    rows = "p1 | c1 | x | | 2030-01-01\np1 | c1 | x | |"
    found = put(f"{SUPPORT.split('supports')[0]}supports\nperson | child | role | start | end\n{rows}")
    assert found.network.ints("professional_supports_child", "end").tolist() == [OPEN]
    assert found.network.ints("professional_supports_child", "start").tolist() == [UNKNOWN]
    assert found.clashes["supports"].tolist() == [0]


def test_an_equal_row_is_no_clash() -> None:
    rows = "p1 | c1 | x | 2025-01-01 | 2030-01-01\np1 | c1 | x | 2025-01-01 | 2030-01-01"
    found = put(f"{SUPPORT.split('supports')[0]}supports\nperson | child | role | start | end\n{rows}")
    assert found.clashes.get("supports", np.empty(0)).size == 0
    assert found.network.count("professional_supports_child") == 1


def test_a_professional_is_one_person_with_every_employment() -> None:
    text = """
    agencies
    id | name
    a1 | Skolan
    a2 | BUP

    professionals
    id | name | title   | agency | start      | end
    p1 |      | Kurator | a1     | 2024-01-01 | 2025-01-01
    p1 | Pia  | Lärare  | a2     | 2025-01-01 |
    p1 | Per  |         |        |            | 2020-01-01
    """
    network = put(text).network
    assert column(network, "professional", "name") == {"p1": "Pia"}
    assert column(network, "professional", "title") == {"p1": "Kurator"}
    assert sorted(map(str, links(network, "professional_works_at_agency", "start", "end"))) == sorted(
        map(
            str,
            [
                ("p1", None, None, "2020-01-01"),
                ("p1", "a1", "2024-01-01", "2025-01-01"),
                ("p1", "a2", "2025-01-01", None),
            ],
        )
    )


def test_an_employment_more_leaves_the_others() -> None:
    base = put(PEOPLE).network
    after = put("professionals\nid | agency | start\np1 | a2 | 2025-01-01", base).network
    assert column(after, "professional", "name") == {"p1": "Pia", "p2": "Per"}
    assert links(after, "professional_works_at_agency", "start") == [
        ("p2", None, None),
        ("p1", "a1", "2024-01-01"),
        ("p1", "a2", "2025-01-01"),
    ]


def test_a_name_that_nobody_has_is_told_and_makes_no_edge() -> None:
    text = """
    meetings
    id | forum | title
    m1 | f9    | Ett

    meeting_children
    meeting | child
    m1      | c9

    attendance
    meeting | person
    m1      | p9
    """
    found = put(text)
    told = {name: {ref: rows.tolist() for ref, rows in of.items() if rows.size} for name, of in found.unknown.items()}
    assert told["meetings"] == {"forum": [0]}
    assert told["meeting_children"] == {"child": [0]}
    assert told["attendance"] == {"person": [0]}
    assert sum(found.network.count(table) for table in EDGES) == 0
    assert found.network.ids("meeting").to_pylist() == ["m1"]


def test_a_person_may_be_a_child_an_adult_or_a_professional() -> None:
    text = """
    meetings
    id | children | there
    m1 | c1       | c1 x1 p1
    """
    network = network_of(town_of(text))
    tables = [f"{kind}_attended_meeting" for kind in ("child", "adult", "professional")]
    assert [network.count(table) for table in tables] == [1, 1, 1]


def test_an_empty_network_has_every_table() -> None:
    assert set(EMPTY.tables) == set(SCHEMAS)
    assert network_of([]) == EMPTY
    assert all(EMPTY[table].schema == columns for table, columns in SCHEMAS.items())


@settings(max_examples=100)
@given(worlds("whole"))
def test_rows_put_in_twice_change_nothing(world: World) -> None:
    network = network_of(world.records)
    assert assemble(rows_of(world.records), network).network == network


@settings(max_examples=100)
@given(worlds("whole"), st.integers(0, 2**32))
def test_the_order_of_rows_and_loads_does_not_matter(world: World, seed: int) -> None:
    random = Random(seed)
    nodes: list[Record] = [row for row in world.records if hasattr(row, "id")]
    edges: list[Record] = [row for row in world.records if not hasattr(row, "id")]
    random.shuffle(edges)
    whole = network_of(world.records)
    assert network_of(edges + nodes) == whole
    cut = random.randint(0, len(edges))
    base = network_of([*nodes, *_latest(edges)[:cut]])
    assert assemble(rows_of(_latest(edges)[cut:]), base).network == whole


def _latest(rows: list[Record]) -> list[Record]:
    """Links so that of those with one identity the one that ends last comes last: a later load replaces."""
    return sorted(rows, key=lambda row: getattr(row, "end", 0))


@settings(max_examples=100)
@given(worlds("whole"))
def test_edges_hold_rows_that_exist_in_a_fixed_order(world: World) -> None:
    network = network_of(world.records)
    for table, edge in EDGES.items():
        source, target = network.ints(table, "source"), network.ints(table, "target")
        assert ((source >= 0) & (source < network.count(edge.source))).all()
        assert ((target >= -1) & (target < network.count(edge.target))).all()
        ends = list(zip(target.tolist(), source.tolist(), strict=True))
        assert ends == sorted(ends)
        whole = [tuple(row.values()) for row in network[table].select(["source", "target", *edge.identity]).to_pylist()]
        assert len(set(whole)) == len(whole)
