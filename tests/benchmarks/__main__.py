"""What Stödnät takes, in seconds and beside the plain way in the same run: `make bench`, `make bench BENCH=220000`.

For each size (children; 2,000 and 20,000 unless told) a town is generated and written, then every step is measured;
up to a city also in Neo4j, where there is one, and on the pages: in a browser, and by twenty sessions at once. A
ratio says how many times the baseline of its line took, so that a busy machine does not decide.
"""

import datetime as dt
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pyarrow as pa

from graph.analysis import Report, analyse
from graph.network import EDGES, Network
from graph.questions import detectors, rules_of
from graph.sqlite_store import SqliteStore
from synthetic.files import write
from synthetic.town import generate
from tests.benchmarks import crowd, neo4j, pages, sessions
from tests.benchmarks.sql import QUESTIONS, RULES, ask, comparable
from tests.benchmarks.timing import DAY, Line, best, printed, timed

MOST_IN_NEO4J = 50_000
"""The most children that the server and the pages are measured with too: a nation takes them an hour."""
FEW = 5_000
"""Up to so many children the sessions click for ten seconds only: what CI runs is short."""
PEAK = """
import resource, sys
from dashboard.cli import main
code = main(["load", sys.argv[1], "--store", sys.argv[2]])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


def load_lines(folder: Path, path: Path) -> list[Line]:
    """Files into an empty store, by the command in a process of its own."""
    start = time.perf_counter()
    arguments = [sys.executable, "-c", PEAK, str(folder), str(path)]
    run = subprocess.run(arguments, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    rows = int(next(line for line in run.stdout.splitlines() if line.startswith("total")).split()[1])
    peak = int(run.stderr.splitlines()[-1]) / 2**20
    per = f"{rows:,} rows, {rows / seconds:,.0f} rows/s, at most {peak:.1f} GiB"
    again = timed(lambda: subprocess.run(arguments, check=True, capture_output=True))[0]
    return [Line("load", seconds, per), Line("load the same again", again)]


def column_lines(path: Path) -> tuple[list[Line], Network]:
    """All columns out of the file, beside fetching the largest table row by row."""
    with closing(SqliteStore(str(path), create=False)) as store:
        seconds = best(store.network)
        network = store.network()
        children = network.ids("child")
        some = [children[int(at)].as_py() for at in np.linspace(0, len(children) - 1, 200)]
        store.around(some[0])
        each = sorted(timed(lambda child=child: store.around(child))[0] for child in some)
    largest = max(EDGES, key=network.count)
    with closing(sqlite3.connect(path)) as db:
        plain = timed(lambda: np.array(db.execute(f'SELECT source, target FROM "{largest}"').fetchall(), np.int32))[0]
    times = f"{plain / seconds:.0f} × faster than two columns of {largest} by fetchall"
    around = Line("around one child, median of 200", each[100], f"slowest {each[-1] * 1000:.1f} ms")
    return [Line("columns out of SQLite", seconds, times), around], network


def detector_lines(network: Network) -> list[Line]:
    """All detectors, warm, beside reading the number columns once."""
    reports: list[Report] = []
    total = best(lambda: reports.append(analyse(network, DAY, rules_of())))
    read = best(lambda: [_read(column) for batch in network.tables.values() for column in batch.columns])
    lines = []
    for code in detectors():
        entries = [report.entry(code) for report in reports]
        lines.append(Line(code, min(entry.seconds for entry in entries), f"{len(entries[0].findings)} findings"))
    return [*lines, Line("all detectors", total, f"{total / read:.0f} × reading all number columns from memory once")]


def _read(column: pa.Array) -> object:
    return column.to_numpy().sum() if pa.types.is_integer(column.type) else None


def sql_lines(network: Network, path: Path) -> list[Line]:
    """The same answers by SQL on the same file."""
    rules = rules_of(RULES)
    reports: list[Report] = []
    best(lambda: reports.append(analyse(network, DAY, rules)))
    lines, sums = [], [0.0, 0.0]
    for question in QUESTIONS:
        ours = min(report.entry(question).seconds for report in reports)
        seconds, answer = timed(lambda question=question: ask(path, question, DAY))
        if answer != comparable(reports[0].entry(question).findings):
            raise AssertionError(f"SQL has another answer to {question}")
        lines.append(Line(f"{question} in SQL", seconds, f"the same answer, detector {seconds / ours:.0f} × faster"))
        sums = [sums[0] + seconds, sums[1] + ours]
    return [*lines, Line("the three in SQL", sums[0], f"detectors {sums[0] / sums[1]:.0f} × faster")]


def measure(children: int) -> list[Line]:
    """All lines for one size of town."""
    with tempfile.TemporaryDirectory() as name:
        folder, path = Path(name) / "town", Path(name) / "town.db"
        lines = [Line("generate and write files", timed(lambda: write(generate(children, 1, DAY), folder))[0])]
        lines += load_lines(folder, path)
        columns, network = column_lines(path)
        return [*lines, *columns, *detector_lines(network), *sql_lines(network, path)]


def page_tables(children: int) -> None:
    """The pages on a town of today, for they open on today: in a browser, and by many at once."""
    with tempfile.TemporaryDirectory() as name:
        path = pages.town(children, Path(name) / "town.db")
        if pages.has_browser():
            printed(f"**The pages in a browser, {children:,} children**", pages.lines(path))
        seconds = 10.0 if children <= FEW else sessions.SECONDS
        printed(
            f"**{sessions.SESSIONS} sessions at once, {children:,} children**", sessions.lines(path, seconds=seconds)
        )


def main(sizes: list[int]) -> None:
    """Print a table for each size."""
    python = f"Python {platform.python_version()}, numpy {np.__version__}, pyarrow {pa.__version__}"
    for children in sizes:
        printed(f"**{children:,} children**, {dt.datetime.now(dt.UTC).date()}, {python}", measure(children))
        if children <= MOST_IN_NEO4J:
            page_tables(children)
            neo4j.main(children)
    if pages.has_browser():
        printed("**A child's network of 300 points**", crowd.lines())


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [2_000, 20_000])
