"""The difference of two Networks as batches of Cypher, and a Network out of the graph's columns.

Every value is a parameter. A batch names each node at its edges once and finds it once; columns come as
collected lists, page by page, because one record for each row takes fourteen times as long.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import values
from graph.assemble import ranks
from graph.difference import Difference, Moved, differences, moved_rows
from graph.meetings import plain
from graph.neo4j_model import (
    CAPTIONS,
    EMPLOYED,
    LABELS,
    PLAIN_TITLE,
    PROPERTIES,
    TYPES,
    Params,
    Property,
    parameters,
    pattern,
)
from graph.network import EDGES, EMPTY, NODES, SCHEMAS, Edge, Ints, Network

BATCH = 20_000
"""Rows written by one statement."""
PAGE = 50_000
"""Nodes whose properties or edges come in one record."""


class Run(Protocol):
    """Runs one statement and gives its single record, by name."""

    def __call__(self, query: str, parameters: Params) -> Mapping[str, Any]: ...


class Unexpected(Exception):
    """The graph does not hold what the Network that was read from it said."""


@dataclass(frozen=True)
class Batch:
    """One statement with a part of the rows that go or come; `rows` of them."""

    query: str
    parameters: Callable[[], Params]
    rows: int

    def write(self, run: Run) -> None:
        """Write the rows, all of them."""
        if run(self.query, self.parameters())["rows"] != self.rows:
            raise Unexpected


# Writing: only what differs.


def batches(old: Network, new: Network) -> list[Batch]:
    """What leads from the old to the new Network: edges go, nodes go, nodes come, edges come."""
    moved = moved_rows(old, new)
    found = list(differences(old, new, moved))
    nodes = [change for change in found if change.table in NODES]
    edges = [_without_same(change, old, new, moved) for change in found if change.table in EDGES]
    ordered: list[Batch] = []
    for change in edges:
        ordered += _edge_batches(EDGES[change.table], change.gone, old, _unlink)
    for change in nodes:
        ordered += _node_batches(change.table, change.gone[moved[change.table][change.gone] < 0], old, _delete)
    for change in nodes:
        ordered += _node_batches(change.table, change.come, new, _merge)
    for change in edges:
        ordered += _edge_batches(EDGES[change.table], change.come, new, _link)
    return ordered


def _without_same(change: Difference, old: Network, new: Network, moved: Moved) -> Difference:
    """The edges that go and come, without those that say the same: a load that is cut off loses none of these."""
    if not (change.gone.size and change.come.size):
        return change
    edge, before = EDGES[change.table], old[change.table].take(pa.array(change.gone))
    after = new[change.table].take(pa.array(change.come))
    ends = []
    for end, kind in (("source", edge.source), ("target", edge.target)):
        rows = before.column(end).to_numpy()
        here = np.append(moved[kind], -1)[rows]
        ends.append(np.concatenate([np.where((here < 0) & (rows >= 0), -2, here), after.column(end).to_numpy()]))
    cells = {prop.column: _codes(before, after, prop.column) for prop in PROPERTIES[change.table]}
    keys = np.stack([*ends, *(cells[name] for name in edge.identity)], 1)
    codes = np.unique(keys, axis=0, return_inverse=True)[1].ravel()
    count = len(change.gone)
    _, one, other = np.intersect1d(codes[:count], codes[count:], return_indices=True)
    same = np.ones(len(one), bool)
    for column in cells.values():
        same &= column[one] == column[other + count]
    return Difference(change.table, np.delete(change.gone, one[same]), np.delete(change.come, other[same]))


def _codes(before: pa.RecordBatch, after: pa.RecordBatch, column: str) -> Ints:
    """A number for each value of a column in both, the same where the values are."""
    whole = pa.concat_arrays([before.column(column), after.column(column)])
    codes: Ints = pc.fill_null(whole.dictionary_encode().indices, -1).to_numpy()
    return codes.astype(np.int64)


def _parts(rows: Ints) -> Iterator[Ints]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _node_batches(kind: str, rows: Ints, network: Network, query: Callable[[str], str]) -> Iterator[Batch]:
    """Nodes are told by their ids."""

    def params(part: Ints) -> Params:
        batch = network[kind].take(pa.array(part))
        found = {"id": batch.column("id").to_pylist()} | parameters(PROPERTIES[kind], batch)
        if kind == "meeting":
            found[PLAIN_TITLE] = [(title and plain(title)) or None for title in found["title"]]
        return found

    for part in _parts(rows):
        yield Batch(query(kind), partial(params, part), len(part))


def _edge_batches(edge: Edge, rows: Ints, network: Network, queries: Callable[[Edge, bool], str]) -> Iterator[Batch]:
    """Edges are told by their ends and their identity; those without a target are loops."""
    target = network.ints(edge.table, "target")[rows]
    for loop in (False, True):
        for part in _parts(rows[(target < 0) == loop]):
            params = partial(_edge_parameters, edge, part, network, loop)
            yield Batch(queries(edge, loop), params, len(part))


def _edge_parameters(edge: Edge, rows: Ints, network: Network, loop: bool) -> Params:
    batch = network[edge.table].take(pa.array(rows))
    found = parameters(PROPERTIES[edge.table], batch)
    for end, kind in (("source", edge.source), ("target", edge.target)):
        if end == "target" and loop:
            continue
        named = batch.column(end).dictionary_encode()
        found[end] = named.indices.to_pylist()
        found[end + "s"] = network.ids(kind).take(named.dictionary).to_pylist()
    return found


def _merge(kind: str) -> str:
    cells = {prop.name: prop.write for prop in PROPERTIES[kind]}
    if kind in CAPTIONS:
        cells["name"] = CAPTIONS[kind]
    if kind == "meeting":
        cells[PLAIN_TITLE] = f"${PLAIN_TITLE}[i]"
    return (
        f"UNWIND range(0, size($id) - 1) AS i MERGE (n:{LABELS[kind]} {{id: $id[i]}}) "
        f"SET n += {_map(cells)} RETURN count(*) AS rows"
    )


def _delete(kind: str) -> str:
    return f"UNWIND $id AS id {_by_id(kind)} WHERE n.id = id DETACH DELETE n RETURN count(*) AS rows"


def _by_id(kind: str) -> str:
    """Nodes by the index of their ids, also where the plan was made when there were few."""
    return f"MATCH (n:{LABELS[kind]}) USING INDEX n:{LABELS[kind]}(id)"


def _map(cells: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in cells.items()) + "}"


def _found(end: str, kind: str) -> str:
    """All nodes that a batch names, each found once, in the order in which they are named."""
    return (
        f"UNWIND range(0, size(${end}s) - 1) AS at {_by_id(kind)} WHERE n.id = ${end}s[at] "
        "WITH {before} n, at ORDER BY at WITH {before} collect(n) AS " + f"{end}s "
    )


def _ends(edge: Edge, loop: bool) -> str:
    """The two ends of row number i, as a and b; no rows at all if one of the nodes is not there."""
    query = _found("source", edge.source).replace("{before} ", "")
    if loop:
        query += "WITH sources WHERE size(sources) = size($sources) UNWIND range(0, size($source) - 1) AS i "
        return query + "WITH i, sources[$source[i]] AS a "
    query += _found("target", edge.target).replace("{before}", "sources,")
    query += "WITH sources, targets WHERE size(sources) = size($sources) AND size(targets) = size($targets) "
    return query + "UNWIND range(0, size($source) - 1) AS i WITH i, sources[$source[i]] AS a, targets[$target[i]] AS b "


def _link(edge: Edge, loop: bool) -> str:
    cells = _map({prop.name: prop.write for prop in PROPERTIES[edge.table]})
    pattern_of = f"(a)-[:{EMPLOYED} {cells}]->(a)" if loop else f"(a)-[:{TYPES[edge.edge]} {cells}]->(b)"
    return f"{_ends(edge, loop)}CREATE {pattern_of} RETURN count(*) AS rows"


def _unlink(edge: Edge, loop: bool) -> str:
    same = [prop.same for prop in PROPERTIES[edge.table] if prop.column in edge.identity]
    match = f"(a)-[r:{EMPLOYED}]->(a)" if loop else pattern(edge)
    where = f" WHERE {' AND '.join(same)}" if same else ""
    return f"{_ends(edge, loop)}MATCH {match}{where} DELETE r RETURN count(*) AS rows"


def digest(network: Network) -> str:
    """A short text for the content of a Network: the same content, the same text."""
    found = hashlib.blake2b(digest_size=16)
    for table, schema in SCHEMAS.items():
        found.update(f"{table} {network.count(table)} ".encode())
        for name in schema.names:
            for array in _plain(network[table].column(name)):
                found.update(np.ascontiguousarray(array).data)
    return found.hexdigest()


def _plain(column: pa.Array) -> Iterator[np.ndarray[Any, Any]]:
    """The numbers or bytes of a column, whatever lies around them in memory."""
    if not pa.types.is_string(column.type):
        yield column.to_numpy()
        return
    lengths = pc.fill_null(pc.binary_length(column), -1)
    yield lengths.to_numpy()
    known = pc.drop_null(column)
    if len(known):
        offsets = np.frombuffer(known.buffers()[1], np.int32)[known.offset : known.offset + len(known) + 1]
        yield np.frombuffer(known.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]]


# Reading: columns as collected lists, page by page.


_COUNTS = "RETURN " + ", ".join(
    [f"COUNT {{ (:{LABELS[kind]}) }} AS {kind}" for kind in NODES]
    + [f"COUNT {{ ()-[:{name}]->() }} AS {name}" for name in (*TYPES.values(), EMPLOYED)]
)


def network(run: Run) -> Network:
    """The whole Network; what there is nothing of is not asked for.

    While the server looks for the next edges, a thread makes columns of the last.
    """
    nodes: dict[str, pa.RecordBatch] = {}
    pages: dict[str, list[tuple[str, str]]] = {}
    there = run(_COUNTS, {})
    for kind in NODES:
        nodes[kind], pages[kind] = _nodes(run, kind) if there[kind] else (EMPTY[kind], [])
    with ThreadPoolExecutor(1) as beside:
        edges: dict[str, Future[pa.RecordBatch]] = {}
        for table, edge in EDGES.items():
            loops = [False] * bool(there[TYPES[edge.edge]]) + [True] * bool(edge.edge == "works_at" and there[EMPLOYED])
            found = _edges(run, edge, pages[getattr(edge, edge.near)], loops)
            edges[table] = beside.submit(edge_batch, edge, nodes, *found)
        return Network(nodes | {table: made.result() for table, made in edges.items()})


def _nodes(run: Run, kind: str) -> tuple[pa.RecordBatch, list[tuple[str, str]]]:
    """All nodes of a kind, and between which ids the pages lie."""
    columns: dict[str, list[pa.Array]] = {name: [] for name in SCHEMAS[kind].names}
    pages: list[tuple[str, str]] = []
    after = ""
    while True:
        record = run(_NODES[kind], {"after": after, "page": PAGE})
        ids = record["id"]
        if ids:
            pages.append((after, ids[-1]))
            after = ids[-1]
            columns["id"].append(pa.array(ids, pa.string()))
            for prop in PROPERTIES[kind]:
                columns[prop.column].append(prop.inward(record[prop.column]))
        if len(ids) < PAGE:
            return _node_batch(kind, columns), pages


def _node_batch(kind: str, columns: Mapping[str, list[pa.Array]]) -> pa.RecordBatch:
    if not columns["id"]:
        return EMPTY[kind]
    whole = [pa.concat_arrays(parts) for parts in columns.values()]
    batch = pa.RecordBatch.from_arrays(whole, schema=SCHEMAS[kind])
    ids = batch.column("id")
    ascending = len(ids) < 2 or pc.all(pc.less(ids[:-1], ids[1:])).as_py()
    return batch if ascending else batch.take(pc.sort_indices(ids))


def _collected(prop: Property, of: str) -> str:
    """The values of a property of all that a page has; `collect` alone would leave out what is unknown."""
    if prop.cell is values.FLAG or (pa.types.is_string(prop.arrow) and not prop.words):
        return f"[{of} IN collect({of}) | {prop.read(of)}]"
    unknown = "''" if prop.words else prop.unknown
    return f"collect(coalesce({prop.read(of)}, {unknown}))"


def _node_query(kind: str) -> str:
    columns = "".join(f", {_collected(prop, 'n')} AS {prop.column}" for prop in PROPERTIES[kind])
    return f"{_by_id(kind)} WHERE n.id > $after WITH n ORDER BY n.id LIMIT $page RETURN collect(n.id) AS id{columns}"


_NODES = {kind: _node_query(kind) for kind in NODES}


Edges = tuple[list[Any], list[Any], dict[str, list[Any]]]
"""Edges of a kind: the ids of the sources, of the targets, and the values of each property."""


def _edges(run: Run, edge: Edge, pages: list[tuple[str, str]], loops: list[bool]) -> Edges:
    """All edges of a kind, page by page of the nodes at the near end."""
    near, far = list[Any](), list[Any]()
    columns: dict[str, list[Any]] = {prop.column: [] for prop in PROPERTIES[edge.table]}
    for after, upto in pages:
        for loop in loops:
            record = run(_EDGES[edge.table, loop], {"after": after, "upto": upto})
            near += record["near"]
            far += record["far"]
            for prop in PROPERTIES[edge.table]:
                columns[prop.column] += record[prop.column]
    return (near, far, columns) if edge.near == "source" else (far, near, columns)


def _edge_query(edge: Edge, loop: bool) -> str:
    kind, other = (edge.source, edge.target) if edge.near == "source" else (edge.target, edge.source)
    match = pattern(edge, "(n)", "(m)") if edge.near == "source" else pattern(edge, "(m)", "(n)")
    far = "collect(m.id)"
    if loop:
        match, far = f"(n)-[r:{EMPLOYED}]->(m)", "[r IN collect(r) | NULL]"
    columns = "".join(f", {_collected(prop, 'r')} AS {prop.column}" for prop in PROPERTIES[edge.table])
    return (
        f"{_by_id(kind)} WHERE $after < n.id <= $upto WITH n MATCH {match} WHERE m:{LABELS[kind if loop else other]} "
        f"RETURN collect(n.id) AS near, {far} AS far{columns}"
    )


_EDGES = {(table, loop): _edge_query(edge, loop) for table, edge in EDGES.items() for loop in (False, True)}


def edge_batch(
    edge: Edge,
    tables: Mapping[str, pa.RecordBatch],
    source: list[Any],
    target: list[Any],
    cells: Mapping[str, list[Any]],
) -> pa.RecordBatch:
    """Edges between ids as columns, in the order of a Network; no target is -1."""
    if not source:
        return EMPTY[edge.table]
    ends = [_rows(source, tables[edge.source]), _rows(target, tables[edge.target])]
    columns = {prop.column: prop.inward(cells[prop.column]) for prop in PROPERTIES[edge.table]}
    identity = [ranks(columns[name]) for name in reversed(edge.identity)]
    order = pa.array(np.lexsort((*identity, ends[0], ends[1])))
    arrays = [pa.array(end, pa.int32()) for end in ends] + list(columns.values())
    return pa.RecordBatch.from_arrays([array.take(order) for array in arrays], schema=SCHEMAS[edge.table])


def _rows(ids: list[Any], nodes: pa.RecordBatch) -> Ints:
    found = pc.index_in(pa.array(ids, pa.string()), nodes.column("id"), skip_nulls=True)
    rows: Ints = pc.fill_null(found, -1).to_numpy(zero_copy_only=False)
    return rows


# Around one child, in one statement.


def _cells(properties: list[Property], variable: str) -> str:
    return "".join(f", {prop.read(variable)}" for prop in properties)


def _around_query() -> str:
    """Bounded by kind of step: a person's other children and meetings are never looked at."""
    by_type = {edge.edge: table for table, edge in EDGES.items()}
    nodes = ", ".join(
        f"[n IN nodes WHERE n:{LABELS[kind]} | [elementId(n), n.id{_cells(PROPERTIES[kind], 'n')}]] AS {kind}"
        for kind in NODES
    )
    edges = ", ".join(
        f"[r IN links WHERE type(r) {'IN' if name == 'works_at' else '='} "
        f"{_typed(name)} | [elementId(startNode(r)), elementId(endNode(r))"
        f"{_cells(PROPERTIES[table], 'r')}, type(r)]] AS {name}"
        for name, table in by_type.items()
    )
    return f"""MATCH (c:Child) USING INDEX c:Child(id) WHERE c.id = $child
WITH c, COLLECT {{ MATCH (c)<-[r:IS_ABOUT|SUPPORTS]-() RETURN r }} AS own
WITH c, own, [r IN own | startNode(r)] AS first
WITH c, own, first, COLLECT {{
  UNWIND [n IN first WHERE n:Meeting OR n:Plan OR n:Handover] AS n
  MATCH (n)<-[r:ATTENDED|RESPONSIBLE_FOR|CHANGED]-(m) WHERE NOT m:Child OR m = c RETURN r }} AS present, COLLECT {{
  UNWIND [n IN first WHERE n:Meeting OR n:Handover OR n:Concern OR n:Consent] AS n
  MATCH (n)-[r:HELD_BY|SENT_BY|RECEIVED_BY|REPORTED_BY|COVERS]->() RETURN r }} AS directly
WITH c, own, first, present, directly + COLLECT {{
  UNWIND [r IN present | startNode(r)] AS n MATCH (n:Change)-[r:MADE_BY]->() RETURN DISTINCT r }} AS named
WITH c, own + present + named AS links, first + [r IN present | startNode(r)] + [r IN named | endNode(r)] AS nodes
WITH c, links, COLLECT {{ UNWIND nodes AS n RETURN DISTINCT n }} AS nodes
WITH c, links, nodes, COLLECT {{
  UNWIND [n IN nodes WHERE n:Professional] AS n MATCH (n)-[r:WORKS_AT|EMPLOYED]->() RETURN r }} AS work
WITH c, links + work AS links, nodes + [r IN work | endNode(r)] + [c] AS nodes
WITH links, COLLECT {{ UNWIND nodes AS n RETURN DISTINCT n }} AS nodes
WITH nodes, links + COLLECT {{
  UNWIND [n IN nodes WHERE n:Meeting OR n:Forum OR n:Agency OR n:Professional OR n:Handover] AS n
  MATCH (n)-[r:PART_OF|BUILDS_ON|MEMBER_OF|FOLLOWS|RESTS_ON]->(m) WHERE m IN nodes RETURN r }} AS links
RETURN {nodes}, {edges}"""


def _typed(name: str) -> str:
    return f"['WORKS_AT', '{EMPLOYED}']" if name == "works_at" else f"'{TYPES[name]}'"


AROUND = _around_query()


def around(record: Mapping[str, Any]) -> Network:
    """The Network of what `AROUND` found."""
    kind_of = {row[0]: (kind, row[1]) for kind in NODES for row in record[kind]}
    tables: dict[str, pa.RecordBatch] = {}
    for kind in NODES:
        tables[kind] = EMPTY[kind]
        if record[kind]:
            _, ids, *found = (list(column) for column in zip(*record[kind], strict=True))
            columns = {"id": [pa.array(ids, pa.string())]}
            columns |= {prop.column: [prop.inward(of)] for prop, of in zip(PROPERTIES[kind], found, strict=True)}
            tables[kind] = _node_batch(kind, columns)
    rows: dict[str, list[list[Any]]] = {table: [] for table in EDGES}
    for name in TYPES:
        for source, target, *cells_of, kind in record[name]:
            one = kind_of.get(source, ("", None))
            other = ("agency", None) if kind == EMPLOYED else kind_of.get(target, ("", None))
            if (table := f"{one[0]}_{name}_{other[0]}") in rows:
                rows[table].append([one[1], other[1], *cells_of])
    for table, edge in EDGES.items():
        source, target, *found = (
            (list(column) for column in zip(*rows[table], strict=True)) if rows[table] else ([], [])
        )
        names = [prop.column for prop in PROPERTIES[table]]
        tables[table] = edge_batch(edge, tables, source, target, dict(zip(names, found, strict=bool(found))))
    return Network(tables)
