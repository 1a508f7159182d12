"""How a Network looks as a graph in Neo4j: labels, relationship types, properties, and how each is written and read.

Every kind of node is a label with a unique `id`; every kind of edge is a verb. Days are dates, moments with a
time also a datetime (`start` and `start_time`), yes and no are booleans, lists are lists, choices are words. What
is not known is not there: an interval without `start` began nobody knows when, one without `end` still runs.
An employment that names no agency is a loop EMPLOYED at the professional.
"""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import values
from graph.network import EDGES, NODES, Edge
from graph.values import Cell, to_date

Params = dict[str, Any]
TYPES = {
    "works_at": "WORKS_AT",
    "part_of": "PART_OF",
    "member_of": "MEMBER_OF",
    "builds_on": "BUILDS_ON",
    "supports": "SUPPORTS",
    "about": "IS_ABOUT",
    "held_by": "HELD_BY",
    "attended": "ATTENDED",
    "in_plan": "FOLLOWS",
    "responsible": "RESPONSIBLE_FOR",
    "sender": "SENT_BY",
    "receiver": "RECEIVED_BY",
    "rests_on": "RESTS_ON",
    "changed": "CHANGED",
    "made_by": "MADE_BY",
    "reported_by": "REPORTED_BY",
    "covers": "COVERS",
}
"""The verb of each kind of edge."""
EMPLOYED = "EMPLOYED"
"""The loop of a professional whose employment names no agency."""
LABELS = {kind: kind.capitalize() for kind in NODES}
CAPTIONS = {
    "plan": "coalesce($kind[i], 'Plan')",
    "handover": "coalesce($role[i], 'Handover') + coalesce(' ' + toString($days[$due[i]]), '')",
    "change": "coalesce($state[i], $item[i], 'Change')",
    "concern": "'Concern' + coalesce(' ' + toString($days[$received[i]]), '')",
    "consent": "coalesce($ground[i], 'Consent')",
}
"""What is written under a node that has neither name nor title: its property `name`, which is not read back."""
PLAIN_TITLE = "plain_title"
"""A meeting's title without differences in case and white space: what questions compare; not read back."""
INDEXES = {
    "meeting_start": "FOR (n:Meeting) ON (n.start)",
    "supports_role": "FOR ()-[r:SUPPORTS]-() ON (r.role)",
}
"""Indexes beside those of the ids, which the questions need."""
NAMES = "FOR (n:Child|Adult|Professional|Agency|Forum) ON EACH [n.name]"
"""What people search for in Browser and Bloom: words of a name, however long it is."""
STORE, LOAD, LOCK, ENTRY = "Stodnat", "StodnatLoad", "StodnatLock", "StodnatEntry"
"""Nodes of the store itself: what it is and its version; a load that is not complete; what a load holds on to; an
entry of its journal."""
EPOCH = "date('1970-01-01')"


@dataclass(frozen=True)
class Property:
    """One column of a table as a property: `read` is what Cypher makes of `{}`, `write` of row number `i`."""

    column: str
    cell: Cell
    second: bool = False

    @property
    def name(self) -> str:
        return self.column.removesuffix("_second") + "_time" if self.second else self.column

    @property
    def day(self) -> bool:
        return not self.second and self.cell in (values.DAY, values.START, values.END, values.MOMENT)

    @property
    def write(self) -> str:
        value = f"${self.column}[i]"
        if self.second:
            at = f"datetime({{epochSeconds: {value}, timezone: 'Europe/Stockholm'}})"
            return f"CASE WHEN {value} IS NULL THEN NULL ELSE {at} END"
        return f"$days[{value}]" if self.day else value

    def read(self, variable: str) -> str:
        """The Cypher that gives the value of a node or relationship as `inward` takes it."""
        value = f"{variable}.{self.name}"
        if self.second:
            return f"{value}.epochSeconds"
        return f"duration.inDays({EPOCH}, {value}).days" if self.day else value

    @property
    def same(self) -> str:
        """The Cypher that tells whether the property of `r` is that of row number `i`."""
        return f"(r.{self.name} = {self.write} OR (r.{self.name} IS NULL AND ${self.column}[i] IS NULL))"

    @property
    def arrow(self) -> pa.DataType:
        return pa.int64() if self.second else self.cell.arrow

    @property
    def unknown(self) -> int:
        """The number that stands for what is not there."""
        if self.second:
            return values.NO_SECOND
        return values.OPEN if self.cell is values.END else -1 if self.words else values.UNKNOWN

    @property
    def words(self) -> tuple[object, ...]:
        return (False, True) if self.cell is values.FLAG else self.cell.choices

    def outward(self, array: pa.Array) -> list[Any]:
        """The values as parameters; days still as numbers."""
        if self.cell is values.LIST:
            return [None if text is None else text.split(";") if text else [] for text in array.to_pylist()]
        if pa.types.is_string(self.arrow):
            return list(array.to_numpy(zero_copy_only=False))
        if self.words:
            return list(np.array([None, *self.words], object)[array.to_numpy() + 1])
        return list(pc.if_else(pc.equal(array, self.unknown), None, array).to_pylist())

    def inward(self, found: list[Any]) -> pa.Array:
        """What `read` gave as a column of the Network."""
        if self.cell is values.LIST:
            return pa.array([None if words is None else ";".join(words) for words in found], pa.string())
        if self.cell is values.FLAG:
            return pc.fill_null(pa.array(found, pa.bool_()).cast(pa.int8()), -1)
        if self.words:
            return pc.fill_null(pc.index_in(pa.array(found, pa.string()), pa.array(self.words)), -1).cast(pa.int8())
        column = pa.array(found, self.arrow)
        return column if pa.types.is_string(self.arrow) else pc.fill_null(column, self.unknown)


def _properties(cells: Mapping[str, Cell]) -> list[Property]:
    found = []
    for name, cell in cells.items():
        found.append(Property(name, cell))
        if cell is values.MOMENT:
            found.append(Property(name + "_second", cell, second=True))
    return found


PROPERTIES = {kind: _properties(file.node_cells) for kind, file in NODES.items()} | {
    table: _properties(edge.cells) for table, edge in EDGES.items()
}
"""The properties of each table of the Network, without ids and ends."""


def parameters(properties: Iterable[Property], batch: pa.RecordBatch) -> Params:
    """Columns as parameters; each day once, under `days`, and where it stands in the columns."""
    found: Params = {prop.column: prop.outward(batch.column(prop.column)) for prop in properties}
    dated = [prop.column for prop in properties if prop.day]
    days = sorted({day for column in dated for day in found[column] if day is not None})
    at = {day: number for number, day in enumerate(days)} | {None: None}
    found.update({column: [at[day] for day in found[column]] for column in dated})
    return found | ({"days": [to_date(day) for day in days]} if dated else {})


def pattern(edge: Edge, source: str = "(a)", target: str = "(b)") -> str:
    """An edge as a pattern of Cypher."""
    return f"{source}-[r:{TYPES[edge.edge]}]->{target}"


def constraints() -> dict[str, str]:
    """The statements that make ids unique, by name."""
    labels = [*LABELS.values(), STORE, LOAD, LOCK, ENTRY]
    return {
        f"stodnat_{label.lower()}_id": f"CREATE CONSTRAINT stodnat_{label.lower()}_id IF NOT EXISTS "
        f"FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in labels
    }


def indexes() -> dict[str, str]:
    """The statements that make the other indexes, by name."""
    made = {f"stodnat_{name}": f"CREATE INDEX stodnat_{name} IF NOT EXISTS {on}" for name, on in INDEXES.items()}
    return made | {"stodnat_names": f"CREATE FULLTEXT INDEX stodnat_names IF NOT EXISTS {NAMES}"}


def property_names() -> list[str]:
    """Every name that a property can have, those of the store's own nodes included."""
    own = [
        "id",
        "name",
        "version",
        "format",
        "by",
        "next",
        "announced",
        "token",
        "step",
        "target",
        "rows",
        "done",
        "begun",
        "host",
        "held",
        "noted",
        "kind",
        "at",
        "content",
    ]
    return sorted({*own, *(prop.name for found in PROPERTIES.values() for prop in found)})


def layout() -> int:
    """A number for how content is written: another as soon as that, or the records, change."""
    columns = {
        table: [(prop.name, prop.cell.name, prop.words) for prop in found] for table, found in PROPERTIES.items()
    }
    return zlib.crc32(repr((1, columns, TYPES, LABELS, CAPTIONS, EMPLOYED, PLAIN_TITLE)).encode())
