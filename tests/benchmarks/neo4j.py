"""The server store beside the plain way, and the questions as Cypher beside the detectors, on one server in one run.

`python -m tests.benchmarks.neo4j [CHILDREN]` starts the pinned server (STODNAT_NEO4J says which) unless NEO4J_URI
names one, which must be empty or hold a store: its content is replaced.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from neo4j import Driver, NotificationMinimumSeverity

from graph import neo4j_store
from graph.analysis import analyse
from graph.neo4j_model import LABELS, PROPERTIES, pattern
from graph.neo4j_store import Neo4jStore
from graph.network import EDGES, EMPTY, NODES, SCHEMAS, Network
from graph.questions import detectors, rules_of
from graph.sqlite_store import SqliteStore
from loaders.tabular import load
from synthetic.files import write
from synthetic.town import generate
from tests.benchmarks.timing import DAY, Line, best, printed, timed
from tests.neo4j import server
from tests.neo4j.test_cypher import asked, comparable, parameters

REPEATS = 3
PATIENCE = 10.0
"""A question that takes longer than so many seconds is asked once."""


def plain(driver: Driver) -> int:
    """All nodes and relationships by the plain collected lists: one statement for each table, ids and properties."""
    values = 0
    for kind in NODES:
        values += _pulled(driver, f"MATCH (n:{LABELS[kind]})", ["n.id", *(p.read("n") for p in PROPERTIES[kind])])
    for table, edge in EDGES.items():
        match = pattern(edge, f"(a:{LABELS[edge.source]})", f"(b:{LABELS[edge.target]})")
        values += _pulled(driver, f"MATCH {match}", ["a.id", "b.id", *(p.read("r") for p in PROPERTIES[table])])
    return values


def _pulled(driver: Driver, match: str, columns: list[str]) -> int:
    lists = ", ".join(f"collect({column}) AS c{number}" for number, column in enumerate(columns))
    record = driver.execute_query(f"{match} RETURN {lists}").records[0]
    return sum(len(column) for column in record)


def store_lines(store: Neo4jStore, network: Network, driver: Driver) -> Iterator[Line]:
    """Loading, what is around a child, and all columns out."""
    rows = sum(network.count(table) for table in SCHEMAS)
    store.update(lambda old: EMPTY)
    seconds = timed(lambda: store.update(lambda old: network))[0]
    yield Line("load into Neo4j", seconds, f"{rows:,} rows, {rows / seconds:,.0f} rows/s")
    children = network.ids("child")
    some = [children[int(at)].as_py() for at in np.linspace(0, len(children) - 1, 200)]
    # before everything is read: the server clears up after that for seconds
    for child in some:
        _around(store, child)
    each = sorted(_around(store, child) for child in some)
    yield Line("around one child, median of 200, warm", each[100], f"slowest {each[-1] * 1000:.1f} ms")
    assert _read(store) == network
    out, base = best(partial(_read, store), REPEATS), best(lambda: plain(driver), REPEATS)
    yield Line("columns out of Neo4j", out, f"{out / base:.2f} × the plain collected lists")


def _read(store: Neo4jStore) -> Network:
    """All columns from the server, not what this process holds of them."""
    neo4j_store._held.clear()
    return store.network()


def _around(store: Neo4jStore, child: str) -> float:
    begun = time.perf_counter()
    store.around(child)
    return time.perf_counter() - begun


def question_lines(network: Network, driver: Driver) -> Iterator[Line]:
    """Each detector on columns, beside the same question in Cypher; nothing is kept from one run to the next."""
    sums = [0.0, 0.0]
    reports = [analyse(Network(network.tables), DAY, rules_of()) for _ in range(5)]
    for code in detectors():
        entry = reports[0].entry(code)
        ours = min(report.entry(code).seconds for report in reports)
        params = parameters(code, DAY, rules_of())
        seconds, answer = timed(lambda code=code, params=params: asked(driver, code, params))
        if seconds < PATIENCE:
            seconds = min(seconds, best(partial(asked, driver, code, params), REPEATS - 1))
        same = _sorted(answer) == _sorted([comparable(found) for found in entry.findings])
        assert same, f"{code} has another answer in Cypher"
        told = f"the same answer, detector {ours:.4f} s, {seconds / ours:.0f} × faster"
        yield Line(f"{code} in Cypher", seconds, told)
        sums = [sums[0] + seconds, sums[1] + ours]
    yield Line("all questions in Cypher", sums[0], f"detectors {sums[0] / sums[1]:.0f} × faster")


def _sorted(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(repr(sorted(row.items())) for row in rows)


def measure(children: int, address: str) -> Iterator[Line]:
    """All lines for one size of town, on the server at an address."""
    with tempfile.TemporaryDirectory() as name:
        files, path = Path(name) / "town", Path(name) / "town.db"
        write(generate(children, 1, DAY), files)
        with SqliteStore(str(path), create=True) as embedded:
            load([files], embedded)
            network = embedded.network()
    with Neo4jStore(f"neo4j://{address}", create=True) as store, server.connected(address) as driver:
        yield from store_lines(store, network, driver)
        yield from question_lines(network, driver)


def main(children: int) -> None:
    """Print a table for one size of town, or why there is none."""
    found = server.started(quick=False) if not os.environ.get("NEO4J_URI") else None
    if isinstance(found, str):
        print(f"\nNOT MEASURED IN NEO4J: there is no {found}", flush=True)
        if "neo4j" in os.environ.get("STODNAT_REQUIRE", ""):
            sys.exit(1)
        return
    address = server.address(quick=False)
    neo4j_store.WARN = NotificationMinimumSeverity.OFF  # as users have it: tests look for where each statement stands
    with server.connected(address) as driver:
        agent = driver.get_server_info().agent
    printed(f"**{children:,} children**, {agent}", measure(children, address))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
