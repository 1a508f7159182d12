"""How fast the embedded store is: loading, columns out, one child; each beside the plain way in the same run.

`measure(network, folder)` gives the rows of a table. Run as a program it makes a random network first:
`python -m tests.benchmarks.bench_store [CHILDREN]`.
"""

import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from graph import values
from graph.assemble import assemble, row_schema
from graph.network import EDGES, Ints, Network
from graph.records import FILES
from graph.sqlite_store import SqliteStore


@dataclass(frozen=True)
class Timing:
    """One thing that was measured; `rows` is how many it handled in the seconds."""

    name: str
    seconds: float
    rows: int

    @property
    def rows_per_second(self) -> int:
        return round(self.rows / self.seconds) if self.seconds else 0


def measure(network: Network, folder: Path) -> list[Timing]:
    """The store and its baselines on one network."""
    return [*store_timings(network, folder / "bench.db"), *baseline_timings(network, folder / "bare.db")]


def store_timings(network: Network, path: Path) -> list[Timing]:
    """Load, load the same again, change one node, columns out, the version, and 200 children."""
    rows = size(network)
    children = network.ids("child")
    some = [children[int(at)].as_py() for at in np.linspace(0, len(children) - 1, 200)]
    with closing(SqliteStore(str(path), create=True)) as store:
        found = [_timed("store: load", rows, lambda: store.update(lambda old: network))]
        found.append(_timed("store: load the same", rows, lambda: store.update(lambda old: network)))
        smaller = without_first_child(network)
        found.append(_timed("store: one child changed", rows, lambda: store.update(lambda old: smaller)))
        found.append(_timed("store: columns out", rows, store.network))
        each = [_timed("", 1, lambda child=child: store.around(child)).seconds for child in some]  # type: ignore[misc]
        found.append(Timing("store: one child, median of 200", sorted(each)[100], 1))
        found.append(Timing("store: one child, slowest of 200", max(each), 1))
        found.append(_timed("store: version", 1, store.version))
    return found


def baseline_timings(network: Network, path: Path) -> list[Timing]:
    """The largest edge table by `executemany` into a bare table, and out again by `fetchall`."""
    table = max(EDGES, key=network.count)
    source, target = network.ints(table, "source"), network.ints(table, "target")
    rows = len(source)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL").fetchall()
        db.execute("CREATE TABLE bare (source INTEGER, target INTEGER)")

        def load() -> None:
            db.execute("BEGIN")
            for start in range(0, rows, 100_000):
                part = slice(start, start + 100_000)
                pairs = zip(source[part].tolist(), target[part].tolist(), strict=True)
                db.executemany("INSERT INTO bare VALUES (?, ?)", pairs)
            db.execute("COMMIT")

        def out() -> None:
            np.array(db.execute("SELECT source, target FROM bare").fetchall(), np.int32)

        return [
            _timed(f"baseline: executemany of {table}", rows, load),
            _timed(f"baseline: fetchall of {table}", rows, out),
        ]


def _timed(name: str, rows: int, step: Callable[[], object]) -> Timing:
    start = time.perf_counter()
    step()
    return Timing(name, time.perf_counter() - start, rows)


def size(network: Network) -> int:
    """All rows of all tables."""
    return sum(batch.num_rows for batch in network.tables.values())


def without_first_child(network: Network) -> Network:
    """The network with the name of its first child taken away."""
    batch = network["child"]
    names = pa.concat_arrays([pa.nulls(1, pa.string()), batch.column("name")[1:]])
    return Network(network.tables | {"child": batch.set_column(1, batch.schema.field(1), names)})


def random_network(children: int, seed: int = 1) -> Network:
    """Rows without any meaning, in the numbers that a municipality has for so many children in support."""
    rng = np.random.default_rng(seed)
    return assemble({name: batch for name, batch in _random_rows(children, rng)}).network


def _random_rows(children: int, rng: np.random.Generator) -> Iterator[tuple[str, pa.RecordBatch]]:
    meetings, staff, agencies, forums = children * 12, children // 4 + 20, children // 100 + 5, children // 400 + 5
    child, person = _ids("child", children), _ids("person", staff)
    agency, forum, meeting = _ids("agency", agencies), _ids("forum", forums), _ids("meeting", meetings)
    adult = _ids("adult", children * 2)
    day = rng.integers(19_000, 20_500, meetings).astype(np.int32)
    of = rng.integers(0, children, meetings)
    yield "children", _batch("children", id=child, name=_ids("name", children), born=day[:children] - 5000)
    yield "adults", _batch("adults", id=adult, name=_ids("name", len(adult)))
    works = _some(rng, agency, staff)
    yield "professionals", _batch("professionals", id=person, agency=works, start=day[:staff] - 500)
    yield "agencies", _batch("agencies", id=agency)
    yield "forums", _batch("forums", id=forum)
    yield (
        "meetings",
        _batch(
            "meetings",
            id=meeting,
            forum=_some(rng, forum, meetings),
            start=day,
            start_second=day.astype(np.int64) * 86_400 + 36_000,
            title=_some(rng, _ids("Samverkan", 50), meetings),
            status=rng.integers(0, 3, meetings).astype(np.int8),
        ),
    )
    yield "meeting_children", _batch("meeting_children", meeting=meeting, child=child.take(pa.array(of)))
    # A meeting's people are near its child, as in life: so the people around one child are few.
    near = (np.repeat(of, 5) // 4 + rng.integers(0, 12, meetings * 5)) % staff
    yield (
        "attendance",
        _batch(
            "attendance",
            meeting=meeting.take(pa.array(np.repeat(np.arange(meetings), 5))),
            person=person.take(pa.array(near)),
            status=rng.integers(-1, 2, meetings * 5).astype(np.int8),
        ),
    )
    yield "supports", _supports(children, child, person, adult, rng)


def _supports(
    children: int, child: pa.Array, person: pa.Array, adult: pa.Array, rng: np.random.Generator
) -> pa.RecordBatch:
    of = np.repeat(np.arange(children), 10)
    near = (of // 4 + rng.integers(0, 12, len(of))) % len(person)
    return _batch(
        "supports",
        person=pa.concat_arrays([person.take(pa.array(near)), adult]),
        child=child.take(pa.array(np.concatenate([of, np.arange(len(adult)) // 2]))),
        role=_some(rng, pa.array(["barnkontakt", "teacher", "caseworker"]), len(of) + len(adult)),
        start=rng.integers(18_500, 20_000, len(of) + len(adult)).astype(np.int32),
    )


def _ids(word: str, count: int) -> pa.Array:
    return pa.array([f"demo-{word}-{number:08d}" for number in range(count)])


def _some(rng: np.random.Generator, texts: pa.Array, count: int) -> pa.Array:
    return texts.take(pa.array(rng.integers(0, len(texts), count)))


def _batch(name: str, /, **given: pa.Array | Ints) -> pa.RecordBatch:
    """Rows of a file with unknown in every column that is not given."""
    schema = row_schema(FILES[name])
    count = len(next(iter(given.values())))
    columns = []
    for field in schema:
        if field.name in given:
            columns.append(pa.array(given[field.name], field.type))
        elif pa.types.is_string(field.type):
            columns.append(pa.nulls(count, field.type))
        else:
            columns.append(pa.array(np.full(count, _unknown(name, field.name), field.type.to_pandas_dtype())))
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _unknown(name: str, column: str) -> int:
    if column.endswith("_second"):
        return values.NO_SECOND
    unknown = FILES[name].cells[column].unknown
    return unknown.day if isinstance(unknown, values.Moment) else int(str(unknown))


def main(children: int = 2000) -> None:
    """Print the table for a random network of so many children."""
    network = random_network(children)
    print(f"{children} children, {size(network)} rows")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        for timing in measure(network, Path(folder)):
            print(f"{timing.name:60} {timing.seconds:10.4f} s {timing.rows_per_second:14,} rows/s")
        print(f"file {(Path(folder) / 'bench.db').stat().st_size / 2**20:.0f} MiB")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"most memory {before / 1024:.0f} MiB before, {after / 1024:.0f} MiB in all")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
