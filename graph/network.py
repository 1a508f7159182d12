"""The Network: one table of columns per kind of node and per kind of edge between two kinds of nodes.

Nodes are sorted by id and edges by (target, source, start, role), so that equal content is an equal
Network, however it came to be. Edges hold int32 row numbers into the node tables. All tables are Arrow
record batches without nulls in number columns: `UNKNOWN`, `OPEN` and -1 stand for what is not known.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph import values
from graph.records import FILES, FileKind
from graph.values import Cell

T = TypeVar("T")
Ints = npt.NDArray[np.signedinteger]
DEMO = "demo-"
"""Every id of generated data begins with this word."""


@dataclass(frozen=True)
class Edge:
    """Edges of one kind from one kind of node to another.

    `owner` tells whether an edge belongs to the row of its source or target and is replaced with it; an
    edge without owner is a row of its own, known by its ends and its `identity`.
    """

    edge: str
    source: str
    target: str
    cells: Mapping[str, Cell]
    owner: str | None

    @property
    def table(self) -> str:
        return f"{self.source}_{self.edge}_{self.target}"

    @property
    def identity(self) -> tuple[str, ...]:
        return tuple(name for name in ("start", "role") if name in self.cells)

    @property
    def near(self) -> str:
        """The end at which a node has few edges of the kind: they are looked up and lie together by it."""
        return "target" if self.edge in ("about", "supports", "attended", "responsible", "changed") else "source"


def node_kinds() -> dict[str, FileKind]:
    """The file that describes each kind of node."""
    return {kind.node: kind for kind in FILES.values() if kind.node}


def _edges() -> dict[str, Edge]:
    found = []
    for kind in FILES.values():
        if link := kind.link:
            sources = kind.refs[link.source].kinds if link.source in kind.refs else (kind.node or "",)
            ends = [(s, t) for s in sources for t in kind.refs[link.target].kinds]
            found += [Edge(link.edge, s, t, kind.link_cells, None) for s, t in ends]
        for column, ref in kind.refs.items():
            if kind.node and not (kind.link and column == kind.link.target):
                ends = [(other, kind.node) if ref.flip else (kind.node, other) for other in ref.kinds]
                owner = "target" if ref.flip else "source"
                found += [Edge(ref.edge, s, t, {}, owner) for s, t in ends]
    return {edge.table: edge for edge in found}


NODES = node_kinds()
EDGES = _edges()
EDGE_ENDS = {
    name: tuple((edge.source, edge.target) for edge in EDGES.values() if edge.edge == name)
    for name in dict.fromkeys(edge.edge for edge in EDGES.values())
}
"""Which kinds of nodes each kind of edge may run between: the whole schema in one table."""


def stored(cells: Mapping[str, Cell]) -> dict[str, pa.DataType]:
    """The columns that cells are kept in; a moment takes two: its day and its second."""
    columns: dict[str, pa.DataType] = {}
    for name, cell in cells.items():
        columns[name] = cell.arrow
        if cell is values.MOMENT:
            columns[name + "_second"] = pa.int64()
    return columns


def schema(table: str) -> pa.Schema:
    """The columns of one table of a Network."""
    if table in NODES:
        return pa.schema({"id": pa.string()} | stored(NODES[table].node_cells))
    return pa.schema({"source": pa.int32(), "target": pa.int32()} | stored(EDGES[table].cells))


SCHEMAS: dict[str, pa.Schema] = {table: schema(table) for table in (*NODES, *EDGES)}


class Network:
    """All that is known of children and those around them, as columns. Never changed once made."""

    def __init__(self, tables: Mapping[str, pa.RecordBatch]) -> None:
        self.tables: dict[str, pa.RecordBatch] = {
            name: tables[name] if name in tables else pa.RecordBatch.from_pylist([], columns)
            for name, columns in SCHEMAS.items()
        }
        self._made: dict[object, Any] = {}

    def __getitem__(self, table: str) -> pa.RecordBatch:
        return self.tables[table]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Network) and all(mine.equals(other.tables[name]) for name, mine in self.tables.items())

    __hash__ = None  # type: ignore[assignment]

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.tables[table].num_rows)

    def ints(self, table: str, column: str) -> Ints:
        """A number column, without copying."""
        array: Ints = self.tables[table].column(column).to_numpy(zero_copy_only=True)
        return array

    def texts(self, table: str, column: str) -> pa.StringArray:
        """A text column; null where unknown."""
        return self.tables[table].column(column)

    def ids(self, kind: str) -> pa.StringArray:
        """The ids of a kind of node, sorted."""
        return self.tables[kind].column("id")

    def row(self, kind: str, node: str) -> int | None:
        """The row of an id, or nothing."""
        found = pc.index(self.ids(kind), node).as_py()
        return None if found < 0 else int(found)

    def once(self, make: Callable[["Network"], T]) -> T:
        """What `make` makes of this Network: made the first time it is asked for and then kept."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def counts(self) -> dict[str, int]:
        """How many nodes there are of each kind."""
        return {kind: self.count(kind) for kind in NODES}

    @cached_property
    def origins(self) -> frozenset[str]:
        """Where the nodes come from: `generated`, `other`, both, or nothing at all."""
        found = set()
        for kind in NODES:
            demo = pc.sum(pc.starts_with(self.ids(kind), DEMO)).as_py() or 0
            found |= {"generated"} if demo else set()
            found |= {"other"} if demo < self.count(kind) else set()
        return frozenset(found)

    @property
    def generated(self) -> bool:
        """True if any of it is made up."""
        return "generated" in self.origins


EMPTY = Network({})
