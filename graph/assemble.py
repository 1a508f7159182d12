"""Rows become a Network: ids become row numbers, links are sorted, what is said twice is said once.

`assemble(rows, base)` is an upsert: a row whose id the base holds replaces it, with the edges that belong to
it; a link is known by its ends, role and start. The base is not changed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph import values
from graph.network import EDGES, EMPTY, NODES, SCHEMAS, Edge, Ints, Network, stored
from graph.records import FILES, FileKind, Record, Ref

Rows = Mapping[str, pa.RecordBatch]
"""Rows of files by name of their kind; columns as in `row_schema`."""


def row_schema(kind: FileKind) -> pa.Schema:
    """The columns of the rows of one file: values as they are kept, references as ids."""
    return pa.schema(stored(kind.cells))


@dataclass
class Assembly:
    """A Network, and what of the rows could not become part of it, by kind of file.

    `unknown`: for each reference column the rows that name an id which nobody has. `clashes`: rows of links
    that say something else than the row of the same identity that stays.
    """

    network: Network
    unknown: dict[str, dict[str, Ints]] = field(default_factory=dict)
    clashes: dict[str, Ints] = field(default_factory=dict)


@dataclass(frozen=True)
class _Ends:
    """What the cells of one reference column name: which of the kinds (-1: nobody) and which row."""

    cell: Ints
    which: Ints
    row: Ints


@dataclass(frozen=True)
class _Links:
    """New edges for one edge table: their ends, the rows of a file that they come from, and those rows."""

    file: str
    source: Ints
    target: Ints
    origin: Ints
    batch: pa.RecordBatch


def network_of(records: Iterable[Record]) -> Network:
    """A Network of single records: for forms, messages and tests."""
    return assemble(rows_of(records)).network


def rows_of(records: Iterable[Record]) -> dict[str, pa.RecordBatch]:
    """Single records as rows of columns."""
    by_type: dict[type[Record], list[Record]] = {}
    for record in records:
        by_type.setdefault(type(record), []).append(record)
    return {kind.name: _batch(kind, by_type[kind.record]) for kind in FILES.values() if kind.record in by_type}


def _batch(kind: FileKind, records: list[Record]) -> pa.RecordBatch:
    columns: dict[str, list[object]] = {name: [] for name in row_schema(kind).names}
    for record in records:
        for name, cell in kind.cells.items():
            value = getattr(record, name)
            if cell is values.MOMENT:
                columns[name].append(value.day)
                columns[name + "_second"].append(value.second)
            else:
                columns[name].append(value)
    return pa.RecordBatch.from_pydict(columns, row_schema(kind))


def assemble(rows: Rows, base: Network = EMPTY) -> Assembly:
    """The base with the rows in it."""
    tables = {kind: _nodes(rows.get(file.name), base[kind], file) for kind, file in NODES.items()}
    same = {kind for kind in NODES if tables[kind] is base[kind]}
    moved = {kind: _positions(base.ids(kind), tables[kind].column("id")) for kind in NODES if kind not in same}
    result = Assembly(EMPTY)
    links: dict[str, list[_Links]] = {}
    for name, batch in rows.items():
        ends = {column: _resolve(batch.column(column), ref, tables) for column, ref in FILES[name].refs.items()}
        result.unknown[name] = {column: np.unique(end.cell[end.which < 0]) for column, end in ends.items()}
        for table, found in _links(FILES[name], batch, ends, tables):
            links.setdefault(table, []).append(found)
    replaced = {kind: _replaced(rows.get(NODES[kind].name), tables[kind]) for kind in NODES}
    for table, edge in EDGES.items():
        if same >= {edge.source, edge.target} and not any(len(found.source) for found in links.get(table, [])):
            tables[table] = base[table]
            continue
        old = _kept(base, edge, moved, replaced)
        tables[table], clashes = _edge_table(edge, old, links.get(table, []))
        if clashes.size:
            name = links[table][0].file
            result.clashes[name] = np.union1d(result.clashes.get(name, clashes), clashes)
    result.network = Network(tables)
    return result


def _nodes(new: pa.RecordBatch | None, old: pa.RecordBatch, kind: FileKind) -> pa.RecordBatch:
    """The nodes of one kind, sorted by id: the old ones, with the new ones in the place of their namesakes."""
    if new is None or not new.num_rows:
        return old
    new = (_employed if kind.link else _first)(new.select(old.schema.names), old)
    if old.num_rows:
        new = _concat([old.filter(pc.invert(pc.is_in(old.column("id"), new.column("id")))), new])
    ids = new.column("id")
    ascending = len(ids) < 2 or pc.all(pc.less(ids[:-1], ids[1:])).as_py()
    return new if ascending else new.take(pc.sort_indices(ids))


def _first(new: pa.RecordBatch, _old: pa.RecordBatch) -> pa.RecordBatch:
    """Of rows with the same id the first."""
    ids = pc.unique(new.column("id"))
    return new if len(ids) == new.num_rows else new.take(pc.index_in(ids, new.column("id")))


def _employed(new: pa.RecordBatch, old: pa.RecordBatch) -> pa.RecordBatch:
    """One node a person: each attribute from the first row that gives it, else as it was."""
    ids = pc.unique(new.column("id"))
    columns = {"id": ids}
    for name in new.schema.names[1:]:
        given = _concat([new.filter(pc.is_valid(new.column(name))), old])
        columns[name] = given.column(name).take(pc.index_in(ids, given.column("id")))
    return pa.RecordBatch.from_pydict(columns, new.schema)


def _concat(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    return pa.concat_batches(batches)


def _positions(ids: pa.StringArray, among: pa.StringArray) -> Ints:
    """The row of each id, -1 where it is not (or is not given)."""
    found: Ints = pc.fill_null(pc.index_in(ids, among, skip_nulls=True), -1).to_numpy(zero_copy_only=False)
    return found


def _resolve(cells: pa.StringArray, ref: Ref, nodes: Mapping[str, pa.RecordBatch]) -> _Ends:
    """What each reference names; a cell with a list names several, an empty one nothing."""
    if ref.many:
        lists = pc.split_pattern(pc.drop_null(cells), ";")
        cell = np.flatnonzero(pc.is_valid(cells).to_numpy(zero_copy_only=False))
        cell = cell[pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)]
        ids = pc.list_flatten(lists)
    elif cells.null_count:
        cell = np.flatnonzero(pc.is_valid(cells).to_numpy(zero_copy_only=False))
        ids = pc.drop_null(cells)
    else:
        cell, ids = np.arange(len(cells)), cells
    which = np.full(len(ids), -1, np.int8)
    row = np.full(len(ids), -1, np.int32)
    for number, kind in enumerate(ref.kinds):
        found = _positions(ids, nodes[kind].column("id"))
        new = (which < 0) & (found >= 0)
        which[new], row[new] = number, found[new]
    return _Ends(cell, which, row)


def _links(
    kind: FileKind, batch: pa.RecordBatch, ends: Mapping[str, _Ends], nodes: Mapping[str, pa.RecordBatch]
) -> Iterable[tuple[str, _Links]]:
    """The edges that the rows of one file are or have, table by table."""
    own = _positions(batch.column("id"), nodes[kind.node].column("id")) if kind.node else None
    for column, ref in kind.refs.items():
        if own is None or (kind.link and column == kind.link.target):
            continue
        for number, other in enumerate(ref.kinds):
            hit = ends[column].which == number
            cell, row = ends[column].cell[hit], ends[column].row[hit]
            source, target = (row, own[cell]) if ref.flip else (own[cell], row)
            names = (other, kind.node) if ref.flip else (kind.node, other)
            yield f"{names[0]}_{ref.edge}_{names[1]}", _Links(kind.name, source, target, cell, batch)
    if kind.link and own is not None:
        target = np.full(batch.num_rows, -1, np.int32)
        target[ends[kind.link.target].cell] = ends[kind.link.target].row
        table = f"{kind.node}_{kind.link.edge}_{kind.refs[kind.link.target].kinds[0]}"
        yield table, _Links(kind.name, own, target, np.arange(batch.num_rows), batch)
    elif kind.link:
        source, target_end = ends[kind.link.source], ends[kind.link.target]
        for a, one in enumerate(kind.refs[kind.link.source].kinds):
            for b, two in enumerate(kind.refs[kind.link.target].kinds):
                hit = (source.which == a) & (target_end.which == b)
                links = _Links(kind.name, source.row[hit], target_end.row[hit], np.flatnonzero(hit), batch)
                yield f"{one}_{kind.link.edge}_{two}", links


def _replaced(new: pa.RecordBatch | None, nodes: pa.RecordBatch) -> Ints:
    """The rows of the nodes whose row is new, and with it the edges that belong to it."""
    return np.empty(0, np.int32) if new is None else _positions(new.column("id"), nodes.column("id"))


def _kept(
    base: Network, edge: Edge, moved: Mapping[str, Ints], replaced: Mapping[str, Ints]
) -> tuple[Ints, Ints, pa.RecordBatch]:
    """The edges of the base that stay, with their ends where these now are; nodes that are not in `moved` stay."""
    old = base[edge.table]
    if not old.num_rows:
        return np.empty(0, np.int32), np.empty(0, np.int32), old
    source, target = base.ints(edge.table, "source"), base.ints(edge.table, "target")
    if edge.source in moved:
        source = moved[edge.source][source]
    if edge.target in moved and base.count(edge.target):
        target = np.where(target < 0, -1, moved[edge.target][target])
    if edge.owner and replaced[getattr(edge, edge.owner)].size:
        stays = ~np.isin(source if edge.owner == "source" else target, replaced[getattr(edge, edge.owner)])
        source, target, old = source[stays], target[stays], old.filter(pa.array(stays))
    return source, target, old


def _edge_table(edge: Edge, old: tuple[Ints, Ints, pa.RecordBatch], new: list[_Links]) -> tuple[pa.RecordBatch, Ints]:
    """The edges of one table, sorted, each identity once; and the new rows that lost to another new row."""
    names = SCHEMAS[edge.table].names[2:]
    source = np.concatenate([*(links.source for links in new), old[0]]).astype(np.int32)
    target = np.concatenate([*(links.target for links in new), old[1]]).astype(np.int32)
    origin = np.concatenate([*(links.origin for links in new), np.full(len(old[0]), -1)])
    cells = _concat([*(_cells(links, names) for links in new), old[2].select(names)]) if names else None
    order, first = _sorted(edge, source, target, origin, cells)
    kept = order[first]
    columns = {"source": pa.array(source[kept]), "target": pa.array(target[kept])}
    if cells is not None:
        columns |= _taken(cells, kept)
    lost = _differing(order, first, cells) if cells is not None and not first.all() else kept[:0]
    return pa.RecordBatch.from_pydict(columns, SCHEMAS[edge.table]), origin[lost][origin[lost] >= 0]


def _cells(links: _Links, names: list[str]) -> pa.RecordBatch:
    batch = links.batch.select(names)
    return batch if len(links.origin) == batch.num_rows else batch.take(pa.array(links.origin))


def _taken(cells: pa.RecordBatch, rows: Ints) -> dict[str, pa.Array]:
    if len(rows) == cells.num_rows and (rows[1:] > rows[:-1]).all():
        return dict(zip(cells.schema.names, cells.columns, strict=True))
    return {name: cells.column(name).take(pa.array(rows)) for name in cells.schema.names}


def _sorted(
    edge: Edge, source: Ints, target: Ints, origin: Ints, cells: pa.RecordBatch | None
) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """The order of the edges, and which are the first of their identity: new before old, later end first."""
    key = (target.astype(np.int64) + 1) << 32 | source  # an employment without agency has the target -1
    if (key[1:] > key[:-1]).all():
        return np.arange(len(key)), np.ones(len(key), bool)
    identity = [ranks(cells.column(name)) for name in edge.identity] if cells is not None else []
    if identity and cells is not None:
        ends_last = -cells.column("end").to_numpy().astype(np.int64)
        order = np.lexsort((ends_last, origin < 0, *reversed(identity), key))
    else:
        order = np.argsort(key, kind="stable")
    first = np.ones(len(order), bool)
    same = np.ones(max(len(order) - 1, 0), bool)
    for column in (key, *identity):
        same &= column[order[1:]] == column[order[:-1]]
    first[1:] = ~same
    return order, first


def ranks(column: pa.Array) -> Ints:
    """Numbers that sort as the values do."""
    if pa.types.is_string(column.type):
        column = pc.rank(pc.fill_null(column, ""), tiebreaker="dense")
    found: Ints = column.to_numpy()
    return found


def _differing(order: Ints, first: npt.NDArray[np.bool_], cells: pa.RecordBatch) -> Ints:
    """Of the edges that are not the first of their identity, those that say something else than it."""
    lost, winner = order[~first], order[first][np.cumsum(first)[~first] - 1]
    return lost[differing(cells, lost, winner)]


def differing(batch: pa.RecordBatch, one: Ints, other: Ints) -> npt.NDArray[np.bool_]:
    """Whether the rows of each pair of row numbers differ in any column."""
    differs = np.zeros(len(one), bool)
    for column in batch.columns:
        column = pc.fill_null(column, "") if column.null_count else column
        differs |= pc.not_equal(column.take(pa.array(one)), column.take(pa.array(other))).to_numpy(False)
    return differs
