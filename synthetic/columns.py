"""Columns of a generated file: ids, weighted choices, texts by number, and a batch of them all."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph import values
from graph.assemble import row_schema
from graph.network import DEMO, Ints
from graph.records import FILES

Mask = npt.NDArray[np.bool_]
Rng = np.random.Generator
Column = Any
"""An Arrow array, or numbers that become one."""
Batches = dict[str, pa.RecordBatch]


def ids(word: str, count: int, width: int = 7) -> pa.StringArray:
    """`demo-word-0000001` and so on: as many ids as asked for."""
    numbers = pc.utf8_lpad(pc.cast(pa.array(np.arange(1, count + 1)), pa.string()), width, "0")
    return pc.binary_join_element_wise(f"{DEMO}{word}-", numbers, "")


def chance(rng: Rng, count: int, share: float) -> Mask:
    """Yes for about a share of many."""
    hit: Mask = rng.random(count) < share
    return hit


def weighted(rng: Rng, count: int, weights: Sequence[float]) -> Ints:
    """Numbers 0, 1, 2 … drawn with weights."""
    steps = np.cumsum(weights) / np.sum(weights)
    drawn: Ints = np.searchsorted(steps[:-1], rng.random(count), "right")
    return drawn


def between(rng: Rng, low: float, high: float, count: int) -> Ints:
    """Whole numbers from low, up to but not including high."""
    drawn: Ints = rng.integers(int(low), int(high), count)
    return drawn


def texts(words: Sequence[str | None] | pa.Array, number: Ints) -> pa.StringArray:
    """The word of each number; none where the number is negative."""
    column = words if isinstance(words, pa.Array) else pa.array(words, pa.string())
    return column.take(pa.array(number, mask=number < 0))


def batch(file: str, rows: int, /, **columns: Column) -> pa.RecordBatch:
    """Rows of one file; the columns that are not given are unknown."""
    schema = row_schema(FILES[file])
    unknown = {name: cell.unknown for name, cell in FILES[file].cells.items()}
    arrays = []
    for field in schema:
        if field.name in columns:
            column = columns[field.name]
            arrays.append(column if isinstance(column, pa.Array) else pa.array(column, field.type))
        elif pa.types.is_string(field.type):
            arrays.append(pa.nulls(rows, pa.string()))
        else:
            missing = values.NO_SECOND if field.name.endswith("_second") else unknown[field.name]
            missing = missing if isinstance(missing, int) else values.UNKNOWN
            arrays.append(pa.array(np.full(rows, missing), field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def joined(parts: Sequence[Batches]) -> Batches:
    """The rows of several parts of a town, file by file; every file there is, even if empty."""
    found: Batches = {}
    for name in FILES:
        batches = [part[name] for part in parts if name in part and part[name].num_rows]
        found[name] = pa.concat_batches(batches) if batches else batch(name, 0)
    return found
