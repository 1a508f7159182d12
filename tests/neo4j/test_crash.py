"""A server of its own that is killed, stopped and starved: what was loaded is whole, marked, or not there."""

import tempfile
from collections.abc import Iterator
from random import Random
from threading import Timer

import pytest

from graph import neo4j_rows, neo4j_store
from graph.assemble import assemble, rows_of
from graph.neo4j_store import Neo4jStore
from graph.network import EMPTY, Network
from graph.records import Agency, Child, Meeting, MeetingChild, Professional, Support
from graph.sqlite_store import SqliteStore
from graph.store import StoreError
from tests.graph.test_store_contract import random_records
from tests.neo4j import server
from tests.neo4j.server import PASSWORD, Server
from tests.neo4j.test_server_store import sentence

KILLS = 10


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    made = server.own("512m")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def url(own: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("NEO4J_USERNAME", "neo4j")
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    monkeypatch.setattr(neo4j_store, "RETRY", 1.0)
    monkeypatch.setattr(neo4j_store, "CONNECT", 5.0)
    with Neo4jStore(f"neo4j://{own.address}", create=True) as store:
        store.update(lambda old: EMPTY)
    return f"neo4j://{own.address}"


KINDS = (Child, Professional, Agency, Meeting, MeetingChild, Support)
FRESH = [record for record in random_records(Random(5), 20, 30) if isinstance(record, KINDS)]
"""The rows of the load that is cut off: of few kinds, for a server just started takes its time over each statement."""


def upsert(old: Network) -> Network:
    return assemble(rows_of(FRESH), old).network


@pytest.fixture(scope="module")
def town() -> Network:
    """What SQLite holds after the same load."""
    with tempfile.TemporaryDirectory() as folder, SqliteStore(f"{folder}/town.db", create=True) as store:
        store.update(upsert)
        return store.network()


def test_a_load_during_which_the_server_is_killed_ten_times(
    own: Server, url: str, town: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time it is started again and the same load repeated: at the end the Network is that of SQLite."""
    monkeypatch.setattr(neo4j_store, "ATOMIC", 20)
    monkeypatch.setattr(neo4j_rows, "BATCH", 3)
    monkeypatch.setattr(neo4j_store, "RETRY", 0.2)
    random, killed, unfinished, said = Random(1), 0, 0, list[str]()
    while killed < KILLS:
        timer = Timer(random.uniform(0.2, 2.5), own.kill)
        timer.start()
        try:
            with Neo4jStore(url, create=True) as store:
                while not timer.finished.is_set():
                    store.update(upsert)
                    store.update(lambda old: EMPTY)
        except StoreError as error:
            said.append(str(error))
        timer.join()
        killed += 1
        own.start()
        unfinished += _is_told(url)
        with Neo4jStore(url, create=True) as store:
            _completed(store)
            assert store.network() == town
    assert unfinished
    assert said
    assert all("\n" not in sentence for sentence in said)


def _is_told(url: str) -> bool:
    """Whether the store says that a load is unfinished."""
    try:
        with Neo4jStore(url, create=True) as store:
            store.network()
    except StoreError as error:
        if "unfinished" not in str(error):
            raise
        return True
    return False


def _completed(store: Neo4jStore) -> None:
    """The same load again; what was cut off may have been the emptying, which then comes first."""
    try:
        store.update(upsert)
    except StoreError as error:
        if "another load" not in str(error):
            raise
        store.update(lambda old: EMPTY)
        store.update(upsert)


def test_a_server_that_goes_down_under_an_open_store(
    own: Server, url: str, town: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Neo4jStore(url, create=True) as store:
        store.update(lambda old: town)
        own.kill()
        for step in (store.version, store.network, lambda: store.around("x"), lambda: store.update(lambda old: EMPTY)):
            assert "does not answer" in sentence(step)
        own.start()
        assert store.network() == town


def test_a_load_goes_on_when_the_server_comes_back(
    own: Server, url: str, town: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Managed transactions are tried again, and no batch is written twice."""
    monkeypatch.setattr(neo4j_store, "RETRY", 60.0)
    monkeypatch.setattr(neo4j_store, "ATOMIC", 20)
    monkeypatch.setattr(neo4j_rows, "BATCH", 20)
    killed: list[float] = []

    def kill_once(what: str, share: float) -> None:
        if share > 0.5 and not killed:
            killed.append(share)
            own.kill()
            own.start()

    with Neo4jStore(url, create=True) as store:
        store.update(lambda old: town, kill_once)
        assert killed
        assert store.network() == town


def test_a_server_that_may_only_be_read(own: Server, url: str, town: Network) -> None:
    with Neo4jStore(url, create=True) as store:
        store.update(lambda old: town)
    own.kill()
    own.configure("server.databases.default_to_read_only=true")
    own.start()
    try:
        with Neo4jStore(url, create=True) as store:
            assert store.network() == town
            assert "may not be written to" in sentence(lambda: store.update(lambda old: EMPTY))
            assert store.network() == town
    finally:
        own.kill()
        own.configure()
        own.start()
