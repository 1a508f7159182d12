"""What differs between two Networks, table by table: what a store has to write, and nothing else.

A node is told by its id, an edge by its ends and its identity; whose counterpart says something else goes and comes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.network import EDGES, NODES, SCHEMAS, Edge, Ints, Network

Moved = Mapping[str, Ints]
"""By kind of node: where each row of the old Network is in the new, -1 where it is gone."""


@dataclass(frozen=True)
class Difference:
    """The rows of one table that go, by their place in the old Network, and that come, in the new."""

    table: str
    gone: Ints
    come: Ints


def moved_rows(old: Network, new: Network) -> dict[str, Ints]:
    """By kind of node: where each row of the old Network is in the new, -1 where it is gone."""
    return {kind: _moved(old.ids(kind), new.ids(kind)) for kind in NODES}


def _moved(old: pa.StringArray, new: pa.StringArray) -> Ints:
    if old.equals(new):
        return np.arange(len(old), dtype=np.int32)
    found: Ints = pc.fill_null(pc.index_in(old, new), -1).to_numpy()
    return found


def differences(old: Network, new: Network, moved: Moved) -> Iterator[Difference]:
    """What differs, table by table."""
    for table in SCHEMAS:
        if table in NODES:
            if not old[table].equals(new[table]):
                yield _differing(table, moved[table], old, new)
        elif not _same_edges(EDGES[table], old, new):
            pairs = _edge_pairs(EDGES[table], old, new, moved)
            difference = _differing(table, pairs, old, new)
            if difference.gone.size or difference.come.size:
                yield difference


def _same_edges(edge: Edge, old: Network, new: Network) -> bool:
    """True where neither the edges nor the nodes that they join are others: what most loads leave as it is."""
    ends = (edge.source, edge.target)
    return old[edge.table].equals(new[edge.table]) and all(old.ids(kind).equals(new.ids(kind)) for kind in ends)


def _differing(table: str, moved: Ints, old: Network, new: Network) -> Difference:
    """Rows without a counterpart, and those whose counterpart says something else."""
    before = np.flatnonzero(moved >= 0)
    after = moved[before]
    names = SCHEMAS[table].names if table in NODES else SCHEMAS[table].names[2:]  # the ends are told by `moved`
    unlike = _unlike(rows_of(old[table], before), rows_of(new[table], after), names)
    gone = moved < 0
    gone[before[unlike]] = True
    come = np.ones(new.count(table), bool)
    come[after[~unlike]] = False
    return Difference(table, *(np.flatnonzero(rows).astype(np.int32) for rows in (gone, come)))


def rows_of(batch: pa.RecordBatch, rows: Ints) -> pa.RecordBatch:
    """Some rows of a table; those that lie side by side without copying."""
    if len(rows) and len(rows) == rows[-1] - rows[0] + 1 and (rows[1:] > rows[:-1]).all():
        return batch.slice(int(rows[0]), len(rows))
    return batch.take(pa.array(rows))


def _unlike(one: pa.RecordBatch, other: pa.RecordBatch, names: list[str]) -> npt.NDArray[np.bool_]:
    found = np.zeros(one.num_rows, bool)
    for name in names:
        a, b = one.column(name), other.column(name)
        if not a.equals(b):
            differs = pc.fill_null(pc.not_equal(a, b), False)
            found |= pc.or_(differs, pc.xor(pc.is_null(a), pc.is_null(b))).to_numpy(zero_copy_only=False)
    return found


def _edge_pairs(edge: Edge, old: Network, new: Network, moved: Moved) -> Ints:
    """The row in the new Network of each old edge, -1 where it has none.

    Both are sorted by their ends. Of several edges between the same ends the first goes with the first.
    """
    table = edge.table
    if not old.count(table):
        return np.empty(0, np.int64)
    source = moved[edge.source][old.ints(table, "source")]
    target = with_last(moved[edge.target], -1, np.int64)[old.ints(table, "target")]
    lost = (source < 0) | ((target < 0) & (old.ints(table, "target") >= 0))
    kept = np.flatnonzero(~lost)
    mine = _packed(source[kept], target[kept])
    theirs = _packed(new.ints(table, "source"), new.ints(table, "target"))
    at = np.searchsorted(theirs, mine) + np.arange(len(mine)) - np.searchsorted(mine, mine)
    pairs = np.full(old.count(table), -1)
    if len(theirs):
        hit = theirs[np.minimum(at, len(theirs) - 1)] == mine
        hit &= at < len(theirs)
        pairs[kept[hit]] = at[hit]
    return pairs


def with_last(numbers: Ints, last: int, kind: type[np.signedinteger]) -> Ints:
    """The numbers, and one more that row -1 stands for."""
    return np.append(numbers, last).astype(kind)


def _packed(source: Ints, target: Ints) -> Ints:
    packed: Ints = (target.astype(np.int64) + 1) << 32 | source
    return packed
