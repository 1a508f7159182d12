"""What every store must do, tried on each kind of store there is."""

import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import handovers
from graph.assemble import assemble, network_of, rows_of
from graph.neo4j_store import Neo4jStore
from graph.network import EDGES, EMPTY, NODES, SCHEMAS, Network
from graph.records import (
    FILES,
    Agency,
    Attendance,
    Child,
    FileKind,
    Meeting,
    MeetingChild,
    Professional,
    Record,
    Support,
)
from graph.sqlite_store import SqliteStore
from graph.store import Store
from graph.values import Cell, parse_moment
from tests.neo4j import server

Opener = Callable[[], Store]
"""Opens the same store each time."""


def sqlite(folder: Path) -> Opener:
    return lambda: SqliteStore(str(folder / "contract.db"), create=True)


def neo4j(folder: Path) -> Opener:
    url = f"neo4j://{server.address()}"
    server.wipe()
    return lambda: Neo4jStore(url, create=True)


STORES: dict[str, Callable[[Path], Opener]] = {"sqlite": sqlite, "neo4j": neo4j}
HISTORIES = {"sqlite": 40, "neo4j": 6}
"""How many random histories each store is put through: a server takes longer."""

TEXTS = ("a", "Å ö", 'it\'s "so"', "two\nlines", "x\0y", "🙂", "1", "NULL")
CELLS: dict[str, Sequence[str]] = {
    "text": TEXTS,
    "list": ("a", "a;b", "Å;b;c"),
    "number": ("0", "7", "-3", "999999999"),
    "flag": ("ja", "no"),
    "moment": ("2026-01-02", "2026-01-02 10:30", "1969-12-31T23:59:59Z", "2026-03-29"),
    **dict.fromkeys(("day", "start", "end"), ("2025-12-31", "2026-01-01", "2026-02-28", "1900-01-01")),
}


def random_records(random: Random, least: int = 0, most: int = 5) -> list[Record]:
    """A few rows of every file; some name what is not there."""
    return [_random_record(random, kind) for kind in FILES.values() for _ in range(random.randint(least, most))]


def _random_record(random: Random, kind: FileKind) -> Record:
    cells: dict[str, str] = {}
    for column, cell in kind.cells.items():
        if column == "id":
            cells[column] = _random_id(random, str(kind.node))
        elif column in kind.refs:
            named = [_random_id(random, random.choice(kind.refs[column].kinds)) for _ in range(random.randint(1, 2))]
            cells[column] = ";".join(named) if kind.refs[column].many else named[0]
        else:
            cells[column] = random.choice(_texts(cell))
        if column not in kind.required and random.random() < 0.4:
            cells[column] = ""
    return kind.record(**cells)


def _texts(cell: Cell) -> Sequence[str]:
    return cell.choices or CELLS[cell.name]


def _random_id(random: Random, kind: str) -> str:
    return f"{kind} {random.choice(('a', 'B', 'å', '10', '9'))}"


def replay(store: Store, seed: int, steps: int, after: Callable[[Store, Network], None]) -> None:
    """A history of upserts, replacements and deletions; `after` each the store holds what a plain Network would."""
    random = Random(seed)
    held, known = EMPTY, []
    for _ in range(steps):
        fresh = random_records(random)
        if random.random() < 0.5:
            known += fresh
            model = assemble(rows_of(fresh), held).network
            changed = store.update(lambda old, fresh=fresh: assemble(rows_of(fresh), old).network)
        else:
            known = [record for record in known if random.random() < 0.7]
            model = network_of(known)
            changed = store.update(lambda old, model=model: model)
        assert changed == (model != held)
        held = model
        after(store, held)


@pytest.fixture(params=STORES)
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    return STORES[request.param](tmp_path)


@pytest.fixture
def store(opener: Opener) -> Iterator[Store]:
    with opener() as opened:
        yield opened


def a_town(seed: int = 1) -> Network:
    return network_of(random_records(Random(seed), 4, 12))


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.network() == EMPTY
    assert store.around("c1") is None


def test_what_is_written_is_read_back(store: Store, opener: Opener) -> None:
    town = a_town()
    assert all(town.count(table) for table in NODES)
    assert store.update(lambda old: town)
    assert store.network() == town
    with opener() as other:
        assert other.network() == town


@pytest.mark.parametrize("kind", STORES)
def test_a_history_of_updates_equals_a_plain_network(kind: str) -> None:
    def after(store: Store, held: Network) -> None:
        assert store.network() == held

    @given(seed=st.integers(0, 2**32))
    @settings(max_examples=HISTORIES[kind])
    def histories(seed: int) -> None:
        with tempfile.TemporaryDirectory() as folder, STORES[kind](Path(folder))() as store:
            replay(store, seed, 5, after)

    histories()


def test_the_version_changes_when_the_content_does_and_only_then(store: Store) -> None:
    seen = [store.version()]
    for town in (a_town(1), a_town(1), a_town(2), a_town(2), a_town(1)):
        changed = store.update(lambda old, town=town: town)
        seen.append(store.version())
        assert changed == (seen[-1] != seen[-2])
    assert len(set(seen)) == 4


def test_every_single_value_counts(store: Store) -> None:
    """Content that differs in one cell is other content, whatever the cell: each value becomes the next one."""
    for kind in FILES.values():
        if kind.node and not kind.link:
            cells = [(column, text) for column, cell in kind.node_cells.items() for text in ("", *_texts(cell))]
            for turn in (0, 1):
                rows = []
                for at, (column, _) in enumerate(cells):
                    same = [text for name, text in cells if name == column]
                    place = at - next(first for first, cell in enumerate(cells) if cell[0] == column)
                    needed = {name: f"{kind.node} {at}" for name in kind.required}
                    rows.append(kind.record(**{**needed, column: same[(place + turn) % len(same)]}))
                network = network_of(rows)
                store.update(lambda old, network=network: network)
                assert store.network() == network, kind.name


def test_the_change_is_given_what_is_there(store: Store) -> None:
    store.update(lambda old: a_town())
    given_network: list[Network] = []
    store.update(lambda old: given_network.append(old) or old)  # type: ignore[func-returns-value]
    assert given_network == [a_town()]


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_change_that_fails_leaves_everything_as_it_was(store: Store, failure: type[BaseException]) -> None:
    store.update(lambda old: a_town())
    before = store.version()

    def change(old: Network) -> Network:
        raise failure

    with pytest.raises(failure):
        store.update(change)
    assert (store.version(), store.network()) == (before, a_town())
    assert store.update(lambda old: a_town(2))


def test_a_load_that_fails_while_writing_leaves_everything_as_it_was(store: Store) -> None:
    store.update(lambda old: a_town())
    before, told = store.version(), []
    store_steps = count_steps(store, a_town(2), a_town())
    for step in range(0, store_steps, 5):

        def fail(what: str, share: float, step: int = step) -> None:
            told.append(share)
            if len(told) > step:
                raise RuntimeError

        told.clear()
        version = store.version()
        with pytest.raises(RuntimeError):
            store.update(lambda old: a_town(2), fail)
        assert (store.version(), store.network()) == (version, a_town())
    assert store.version() != before


def count_steps(store: Store, there: Network, back: Network) -> int:
    """How many times a load from `back` to `there` tells of its progress before it is done."""
    steps: list[float] = []
    store.update(lambda old: there, lambda what, share: steps.append(share))
    store.update(lambda old: back)
    assert steps == sorted(steps)
    assert 0 <= steps[0] <= steps[-1] == 1
    return len(steps) - 1


@pytest.mark.parametrize("seed", range(12))
def test_around_is_the_same_part_of_the_whole(store: Store, seed: int) -> None:
    town = a_town(seed)
    store.update(lambda old: a_town(seed + 100))
    store.update(lambda old: town)
    for child in town.ids("child").to_pylist():
        found = store.around(child)
        assert found is not None
        assert found == cut(town, child)


def test_around_a_child_are_no_other_children(store: Store) -> None:
    store.update(lambda old: siblings())
    found = store.around("c1")
    assert found is not None
    assert found.ids("child").to_pylist() == ["c1"]
    assert found.ids("meeting").to_pylist() == ["both", "one"]
    assert found.ids("professional").to_pylist() == ["p1", "p2"]
    assert found.ids("agency").to_pylist() == ["a1", "a2"]
    assert found.count("meeting_about_child") == 2


def siblings() -> Network:
    """Two children in one meeting, and one meeting each."""
    meetings = [("one", "c1", "p1"), ("both", "c1", "p2"), ("both", "c2", "p2"), ("other", "c2", "p3")]
    records: list[Record] = [Child(id="c1"), Child(id="c2")]
    records += [Meeting(id=meeting) for meeting in ("one", "both", "other")]
    records += [Professional(id=f"p{n}", agency=f"a{n}") for n in (1, 2, 3)]
    records += [Agency(id=f"a{n}") for n in (1, 2, 3)]
    records += [MeetingChild(meeting=meeting, child=child) for meeting, child, _ in meetings]
    records += [Attendance(meeting=meeting, person=person) for meeting, _, person in meetings]
    records += [Attendance(meeting="other", person="c1"), Attendance(meeting="both", person="c2")]
    return network_of([*records, Support(person="p1", child="c1", role="teacher")])


def test_texts_come_back_as_they_were(store: Store) -> None:
    town = network_of([Child(id=f"{n}", name=text, district=text) for n, text in enumerate(TEXTS)])
    store.update(lambda old: town)
    found = store.around("3")
    assert found is not None
    assert found.texts("child", "name").to_pylist() == ["two\nlines"]
    assert store.network().texts("child", "name").to_pylist() == list(TEXTS)


def test_a_handover_is_the_same_in_every_store_and_accepted_once(store: Store) -> None:
    """Each step through the store is that on a plain Network; of two who accept at once one is refused."""
    when = parse_moment("2026-03-10T10:00")
    people = [Child(id="c"), Professional(id="a"), Professional(id="b")]
    plain = network_of([*people, Support(person="a", child="c", role="barnkontakt", start="2024-01-01")])
    store.update(lambda old: plain)

    def take(step: Callable[[Network], Network]) -> None:
        nonlocal plain
        plain = step(plain)
        store.update(step)
        assert store.network() == plain

    take(lambda network: handovers.plan(network, "c", by="a", receiver="b", due=when.day + 30, at=when))
    number = handovers.handovers_of(plain, "c")[0].id
    take(lambda network: handovers.offer(network, number, by="a", at=when))
    refused: list[str] = []

    def accept() -> None:
        try:
            store.update(lambda network: handovers.accept(network, number, by="b", at=when))
        except handovers.HandoverError as error:
            refused.append(error.code)

    both = [threading.Thread(target=accept) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(refused) == 1
    plain = handovers.accept(plain, number, by="b", at=when)
    assert store.network() == plain
    later = parse_moment("2026-05-02T10:00")
    take(lambda network: handovers.complete(network, number, by="b", at=later))
    around = store.around("c")
    assert around is not None
    assert around.count("change") == 4


# The part of a Network around one child, written down plainly.

Plain = dict[str, list[dict[str, Any]]]


def cut(network: Network, child: str) -> Network:
    """What `around` means, from lists of ids."""
    plain = plainly(network)
    keep: dict[str, set[str]] = {kind: set() for kind in NODES}
    keep["child"] = {child}

    def add(kind: str, table: str, end: str, other: str, among: set[str]) -> None:
        keep[kind] |= {row[end] for row in plain[table] if row[other] in among and row[end] is not None}

    for kind in ("meeting", "plan", "handover", "concern", "consent"):
        add(kind, f"{kind}_about_child", "source", "target", {child})
    for kind in ("professional", "adult"):
        add(kind, f"{kind}_supports_child", "source", "target", {child})
        add(kind, f"{kind}_attended_meeting", "source", "target", keep["meeting"])
    add("professional", "handover_sender_professional", "target", "source", keep["handover"])
    add("professional", "handover_receiver_professional", "target", "source", keep["handover"])
    add("change", "change_changed_handover", "source", "target", keep["handover"])
    add("professional", "change_made_by_professional", "target", "source", keep["change"])
    add("forum", "meeting_held_by_forum", "target", "source", keep["meeting"])
    for kind in ("agency", "forum"):
        add(kind, f"{kind}_responsible_plan", "source", "target", keep["plan"])
    add("agency", "concern_reported_by_agency", "target", "source", keep["concern"])
    add("agency", "consent_covers_agency", "target", "source", keep["consent"])
    add("agency", "professional_works_at_agency", "target", "source", keep["professional"])
    for table, edge in EDGES.items():
        plain[table] = [
            row
            for row in plain[table]
            if row["source"] in keep[edge.source] and (row["target"] is None or row["target"] in keep[edge.target])
        ]
    for kind in NODES:
        plain[kind] = [row for row in plain[kind] if row["id"] in keep[kind]]
    return from_plain(plain)


def plainly(network: Network) -> Plain:
    """Rows as dicts, edges with ids."""
    plain = {table: network[table].to_pylist() for table in SCHEMAS}
    for table, edge in EDGES.items():
        for row in plain[table]:
            row["source"] = plain[edge.source][row["source"]]["id"]
            row["target"] = None if row["target"] < 0 else plain[edge.target][row["target"]]["id"]
    return plain


def from_plain(plain: Plain) -> Network:
    row_of = {kind: {row["id"]: at for at, row in enumerate(plain[kind])} | {None: -1} for kind in NODES}
    for table, edge in EDGES.items():
        for row in plain[table]:
            row["source"], row["target"] = row_of[edge.source][row["source"]], row_of[edge.target][row["target"]]
    return Network({table: pa.RecordBatch.from_pylist(plain[table], columns) for table, columns in SCHEMAS.items()})


def test_the_plain_cut_itself() -> None:
    town = siblings()
    assert cut(town, "c1").ids("meeting").to_pylist() == ["both", "one"]
    assert cut(town, "c2").ids("professional").to_pylist() == ["p2", "p3"]
