"""A Network becomes rows again: the files that, loaded into an empty store, give the same Network."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.assemble import Rows, row_schema
from graph.network import EDGES, Ints, Network
from graph.records import FILES, FileKind


def disassemble(network: Network) -> Rows:
    """The rows of each kind of file that has any."""
    found = {name: _of_nodes(network, kind) if kind.node else _of_links(network, kind) for name, kind in FILES.items()}
    return {name: batch for name, batch in found.items() if batch.num_rows}


def _of_nodes(network: Network, kind: FileKind) -> pa.RecordBatch:
    """One row a node; of a professional one for each employment."""
    nodes = network[str(kind.node)]
    columns = {name: nodes.column(name) for name in nodes.schema.names}
    columns |= {
        name: _references(network, kind, name) for name in kind.refs if not (kind.link and name == kind.link.target)
    }
    if kind.link:
        table = next(edge.table for edge in EDGES.values() if edge.edge == kind.link.edge and edge.source == kind.node)
        rows = pa.array(network.ints(table, "source"))
        columns = {name: column.take(rows) for name, column in columns.items()}
        columns |= _link_cells(network, table) | {kind.link.target: _ids(network, table, "target")}
    return _batch(columns, kind)


def _of_links(network: Network, kind: FileKind) -> pa.RecordBatch:
    """One row an edge, of every kind of ends."""
    assert kind.link
    ends = {kind.link.source: "source", kind.link.target: "target"}
    batches = []
    for edge in EDGES.values():
        if edge.owner is None and edge.edge == kind.link.edge and _is_of(kind, edge.source, edge.target):
            columns = {name: _ids(network, edge.table, end) for name, end in ends.items()}
            batches.append(_batch(columns | _link_cells(network, edge.table), kind))
    return pa.concat_batches(batches)


def _is_of(kind: FileKind, source: str, target: str) -> bool:
    assert kind.link
    return source in kind.refs[kind.link.source].kinds and target in kind.refs[kind.link.target].kinds


def _link_cells(network: Network, table: str) -> dict[str, pa.Array]:
    batch = network[table]
    return {name: batch.column(name) for name in batch.schema.names[2:]}


def _ids(network: Network, table: str, end: str) -> pa.Array:
    """The id at one end of each edge; null where there is none."""
    rows = network.ints(table, end)
    return network.ids(getattr(EDGES[table], end)).take(pa.array(rows, mask=rows < 0))


def _references(network: Network, kind: FileKind, column: str) -> pa.Array:
    """What the rows of a kind name in one column: an id, several with `;` between, or nothing."""
    ref = kind.refs[column]
    owner, named = np.empty(0, np.int64), [pa.array([], pa.string())]
    for other in ref.kinds:
        ends = (other, kind.node) if ref.flip else (kind.node, other)
        table = f"{ends[0]}_{ref.edge}_{ends[1]}"
        owner = np.concatenate([owner, network.ints(table, "target" if ref.flip else "source")])
        named.append(_ids(network, table, "source" if ref.flip else "target"))
    return _joined(owner, pa.concat_arrays(named), network.count(str(kind.node)))


def _joined(owner: Ints, named: pa.Array, count: int) -> pa.Array:
    """The texts of each owner with `;` between; null where there is none."""
    order = np.argsort(owner, kind="stable")
    offsets = np.searchsorted(owner[order], np.arange(count + 1)).astype(np.int32)
    lists = pa.ListArray.from_arrays(pa.array(offsets), named.take(pa.array(order)))
    return pc.if_else(pa.array(np.diff(offsets) > 0), pc.binary_join(lists, ";"), pa.scalar(None, pa.string()))


def _batch(columns: Mapping[str, pa.Array], kind: FileKind) -> pa.RecordBatch:
    schema = row_schema(kind)
    return pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)
