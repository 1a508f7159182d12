"""A Network as rows in SQLite: one table for each kind of node and of edge, for one child and for anyone's SQL.

Every node has a number `k` that it keeps for as long as it is stored; edges name the `k` of their ends, 0
where an employment names no agency. Days are counted from 1970-01-01. The start and end of an interval are
numbers also where they are open, so that they can be compared; all else that is unknown is NULL (a role that
is part of an edge's identity: an empty text). Words stand for choices, 1 and 0 for yes and no.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import values
from graph.difference import Difference, rows_of, with_last
from graph.network import EDGES, EMPTY, NODES, SCHEMAS, Edge, Ints, Network
from graph.values import Cell

Keys = Mapping[str, Ints]
"""By kind of node: the `k` of each row of the Network."""
Row = tuple[Any, ...]
CHUNK = 100_000
"""Rows that are Python values at the same time."""
PARAMETERS = 900
"""Values in one statement; every SQLite takes 999."""


@dataclass(frozen=True)
class Column:
    """How one column of numbers or texts is written in rows, and read back."""

    name: str
    type: pa.DataType
    unknown: int | str | None = None
    words: tuple[object, ...] = ()

    @property
    def declared(self) -> str:
        text = pa.types.is_string(self.type) or any(isinstance(word, str) for word in self.words)
        return f'"{self.name}" {"TEXT" if text else "INTEGER"}'

    def outward(self, array: pa.Array) -> list[Any]:
        """The values as a row holds them."""
        if pa.types.is_string(self.type):
            texts = pc.fill_null(array, self.unknown) if self.unknown is not None else array
            return list(texts.to_numpy(zero_copy_only=False))
        numbers = array.to_numpy()
        if self.words:
            return list(np.array([None, *self.words], object)[numbers + 1])
        if self.unknown is None:
            return list(numbers.tolist())
        found = numbers.astype(object)
        found[numbers == self.unknown] = None
        return list(found)

    def inward(self, found: list[Any]) -> pa.Array:
        """The values of rows as a column of the Network."""
        if self.words:
            number = {None: -1} | {word: at for at, word in enumerate(self.words)}
            return pa.array([number[value] for value in found], self.type)
        if pa.types.is_string(self.type):
            return pa.array([None if value == self.unknown else value for value in found], self.type)
        return pa.array([self.unknown if value is None else value for value in found], self.type)


def _columns(cells: Mapping[str, Cell], identity: tuple[str, ...] = ()) -> list[Column]:
    found = []
    for name, cell in cells.items():
        if cell.choices or cell is values.FLAG:
            found.append(Column(name, cell.arrow, words=cell.choices or (0, 1)))
        elif pa.types.is_string(cell.arrow):
            found.append(Column(name, cell.arrow, "" if name in identity else None))
        else:
            whole = cell is values.START or cell is values.END
            found.append(Column(name, cell.arrow, None if whole else values.UNKNOWN))
        if cell is values.MOMENT:
            found.append(Column(name + "_second", pa.int64(), values.NO_SECOND))
    return found


COLUMNS = {kind: [Column("id", pa.string()), *_columns(file.node_cells)] for kind, file in NODES.items()} | {
    table: _columns(edge.cells, edge.identity) for table, edge in EDGES.items()
}
GROWS = (
    *("about", "supports", "attended", "held_by", "responsible", "changed"),
    *("made_by", "sender", "receiver", "reported_by", "covers", "works_at"),
)
"""Edges that lead from a child to what is around it, in this order; the others only join what is there."""


def _key(edge: Edge) -> tuple[str, ...]:
    near = edge.near
    return (near, "source" if near == "target" else "target", *edge.identity)


def _quoted(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _names(table: str) -> list[str]:
    return [*(("k",) if table in NODES else ("source", "target")), *(column.name for column in COLUMNS[table])]


def layout() -> str:
    """All tables and columns and how values are written, as one text."""
    columns = {
        table: [(column.name, str(column.type), column.unknown, column.words) for column in found]
        for table, found in COLUMNS.items()
    }
    return repr((columns, {table: _key(edge) for table, edge in EDGES.items()}))


def create(db: sqlite3.Connection) -> None:
    """Make the empty tables."""
    for table in SCHEMAS:
        _create_table(db, table, table)


def _create_table(db: sqlite3.Connection, table: str, name: str) -> None:
    """Make an empty table for one of the Network's, under a name."""
    if table in NODES:
        cells = ", ".join(column.declared for column in COLUMNS[table][1:])
        db.execute(f'CREATE TABLE "{name}" (k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, {cells})')
        return
    edge = EDGES[table]
    cells = "".join(
        f", {column.declared}{' NOT NULL' if column.name in edge.identity else ''}" for column in COLUMNS[table]
    )
    db.execute(
        f'CREATE TABLE "{name}" (source INTEGER NOT NULL, target INTEGER NOT NULL{cells}, '
        f"PRIMARY KEY ({_quoted(_key(edge))})) WITHOUT ROWID"
    )


# Writing: only what differs.


def new_keys(keys: Keys, moved: Keys, new: Network) -> dict[str, Ints]:
    """The numbers of the new Network's nodes: those that were there keep theirs."""
    return {kind: _numbered(keys[kind], moved[kind], new.count(kind)) for kind in NODES}


def _numbered(keys: Ints, moved: Ints, count: int) -> Ints:
    found = np.zeros(count, np.int32)
    stays = moved >= 0
    found[moved[stays]] = keys[stays]
    fresh = np.flatnonzero(found == 0)
    found[fresh] = np.arange(len(fresh)) + 1 + keys.max(initial=0)
    return found


def remove(db: sqlite3.Connection, change: Difference, old: Network, keys: Keys, told: Callable[[int], None]) -> None:
    """Delete the rows that go."""
    names = ("k",) if change.table in NODES else _key(EDGES[change.table])
    where = " AND ".join(f'"{name}" = ?' for name in names)
    statement = f'DELETE FROM "{change.table}" WHERE {where}'
    for rows in _parts(change.gone):
        columns = _outward(change.table, rows, old, keys)
        db.executemany(statement, zip(*(columns[name]() for name in names), strict=True))
        told(len(rows))


def insert(db: sqlite3.Connection, change: Difference, new: Network, keys: Keys, told: Callable[[int], None]) -> None:
    """Insert the rows that come, in the order in which they lie."""
    names = _names(change.table)
    rows = change.come
    if change.table in EDGES and EDGES[change.table].near == "source":
        rows = rows[np.argsort(new.ints(change.table, "source")[rows], kind="stable")]
    for part in _parts(rows):
        columns = _outward(change.table, part, new, keys)
        cells: list[Any] = [None] * (len(names) * len(part))
        for place, name in enumerate(names):
            cells[place :: len(names)] = columns[name]()
        _insert_cells(db, change.table, names, cells)
        told(len(part))


def _insert_cells(db: sqlite3.Connection, table: str, names: list[str], cells: list[Any]) -> None:
    """Insert rows whose cells stand one after the other: many rows with each statement, twice as fast as one."""
    width, start = len(names), 0
    row = f"({', '.join('?' * width)})"
    for count in (PARAMETERS // width, 1):
        step = count * width
        stop = start + (len(cells) - start) // step * step
        statement = f'INSERT INTO "{table}" ({_quoted(names)}) VALUES {", ".join([row] * count)}'
        db.executemany(statement, (cells[at : at + step] for at in range(start, stop, step)))
        start = stop


def scrub(db: sqlite3.Connection, change: Difference) -> None:
    """Write a table of texts anew after something went from it.

    Where SQLite moves a row from page to page it leaves a copy behind in what is then unused space, and
    `secure_delete` does not clear it when the row is deleted.
    """
    if not change.gone.size or not any(pa.types.is_string(column.type) for column in COLUMNS[change.table]):
        return
    table, copy = f'"{change.table}"', f'"{change.table}_copy"'
    _create_table(db, change.table, f"{change.table}_copy")
    db.execute(f"INSERT INTO {copy} SELECT * FROM {table}")
    db.execute(f"DELETE FROM {table}")
    db.execute(f"INSERT INTO {table} SELECT * FROM {copy}")
    db.execute(f"DROP TABLE {copy}")


def _parts(rows: Ints) -> Iterator[Ints]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _outward(table: str, rows: Ints, network: Network, keys: Keys) -> dict[str, Callable[[], list[Any]]]:
    """How each column of some rows of a table is had as Python values."""
    batch = rows_of(network[table], rows)
    found: dict[str, Callable[[], list[Any]]] = {
        column.name: partial(column.outward, batch.column(column.name)) for column in COLUMNS[table]
    }
    if table in NODES:
        found["k"] = keys[table][rows].tolist
        return found
    for end in ("source", "target"):
        of_kind = with_last(keys[getattr(EDGES[table], end)], 0, np.int32)
        found[end] = partial(_numbers, of_kind, batch.column(end))
    return found


def _numbers(keys: Ints, rows: pa.Array) -> list[int]:
    return list(keys[rows.to_numpy()].tolist())


# Reading: what is around one child, a few indexed steps.


def around(db: sqlite3.Connection, child: str) -> Network | None:
    """The Network around one child, or nothing for an unknown id."""
    known = db.execute("SELECT k FROM child WHERE id = ?", [child]).fetchone()
    if known is None:
        return None
    kept: dict[str, set[int]] = {kind: set() for kind in NODES}
    kept["child"] = {known[0]}
    found = {table: _step(db, EDGES[table], kept) for table in _TRAVEL}
    tables: dict[str, pa.RecordBatch] = {}
    row_of: dict[str, dict[int, int]] = {}
    for kind in NODES:
        rows = _nodes(db, kind, kept[kind])
        row_of[kind] = {row[0]: at for at, row in enumerate(rows)} | {0: -1}
        tables[kind] = batch_of(kind, [row[1:] for row in rows])
    for table, rows in found.items():
        tables[table] = edge_batch(EDGES[table], rows, row_of)
    return Network(tables)


_TRAVEL = sorted(EDGES, key=lambda table: GROWS.index(EDGES[table].edge) if EDGES[table].edge in GROWS else 99)
_SELECT = {
    table: f'SELECT {_quoted(_names(table))} FROM "{table}" WHERE "{near}" IN (SELECT value FROM json_each(?))'
    for table, near in [(kind, "k") for kind in NODES] + [(table, edge.near) for table, edge in EDGES.items()]
}


def _step(db: sqlite3.Connection, edge: Edge, kept: dict[str, set[int]]) -> list[Row]:
    """The edges of one kind from the nodes that are kept; keeps their other ends too if the kind grows."""
    near, far = _key(edge)[:2]
    if not kept[getattr(edge, near)]:
        return []
    at, kind = ("source", "target").index(far), getattr(edge, far)
    rows: list[Row] = db.execute(_SELECT[edge.table], [json.dumps(list(kept[getattr(edge, near)]))]).fetchall()
    if edge.edge in GROWS and kind != "child":
        kept[kind].update(row[at] for row in rows if row[at])
        return rows
    return [row for row in rows if row[at] in kept[kind]]


def _nodes(db: sqlite3.Connection, kind: str, keys: set[int]) -> list[Row]:
    if not keys:
        return []
    rows = db.execute(_SELECT[kind], [json.dumps(list(keys))]).fetchall()
    return sorted(rows, key=lambda row: row[1])


def batch_of(kind: str, rows: list[Row]) -> pa.RecordBatch:
    """Rows of nodes, sorted by id and without their `k`, as columns."""
    if not rows:
        return EMPTY[kind]
    found = zip(COLUMNS[kind], zip(*rows, strict=True), strict=True)
    return pa.RecordBatch.from_arrays([column.inward(list(cells)) for column, cells in found], schema=SCHEMAS[kind])


def edge_batch(edge: Edge, rows: list[Row], row_of: Mapping[str, Mapping[int, int]]) -> pa.RecordBatch:
    """Rows of edges as columns, in the order of a Network."""
    if not rows:
        return EMPTY[edge.table]
    source, target = row_of[edge.source], row_of[edge.target]
    names = _names(edge.table)
    places = [names.index(name) for name in edge.identity]
    placed = [(source[row[0]], target[row[1]], *row[2:]) for row in rows]
    placed.sort(key=lambda row: (row[1], row[0], *(row[place] for place in places)))
    cells = [list(column) for column in zip(*placed, strict=True)]
    arrays = [pa.array(cells[0], pa.int32()), pa.array(cells[1], pa.int32())]
    arrays += [column.inward(found) for column, found in zip(COLUMNS[edge.table], cells[2:], strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMAS[edge.table])


def network_of_rows(db: sqlite3.Connection) -> Network:
    """The whole Network from its rows alone: slow, and equal to what the columns say."""
    tables: dict[str, pa.RecordBatch] = {}
    row_of: dict[str, dict[int, int]] = {}
    for kind in NODES:
        rows = db.execute(f'SELECT {_quoted(_names(kind))} FROM "{kind}" ORDER BY id').fetchall()
        row_of[kind] = {row[0]: at for at, row in enumerate(rows)} | {0: -1}
        tables[kind] = batch_of(kind, [row[1:] for row in rows])
    for table, edge in EDGES.items():
        rows = db.execute(f'SELECT {_quoted(_names(table))} FROM "{table}"').fetchall()
        tables[table] = edge_batch(edge, rows, row_of)
    return Network(tables)
