"""What only the server store has to withstand: wrong addresses and passwords, foreign content, two loads at once."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from neo4j import Driver, Session, Transaction
from neo4j.exceptions import SessionExpired

from dashboard.cli import main
from graph import neo4j_model, neo4j_rows, neo4j_store
from graph.assemble import assemble, network_of, rows_of
from graph.neo4j_store import Neo4jStore
from graph.network import EMPTY, Network
from graph.records import Adult, Child, Meeting, Plan, Professional, Support
from graph.sqlite_store import SqliteStore
from graph.store import StoreError
from graph.stores import open_store
from tests.graph.test_store_contract import a_town, random_records
from tests.neo4j import server

NAMES = (
    "'}) DETACH DELETE n //",
    "`) MATCH (n) DETACH DELETE n",
    "$id",
    "\\u0027",
    '"; DROP',
    "\\",
    "{x}",
    "// x",
    "Å\u200b🙂",
)


@pytest.fixture
def url() -> str:
    address = server.address()
    server.wipe()
    return f"neo4j://{address}"


@pytest.fixture
def driver(url: str) -> Iterator[Driver]:
    with server.connected(server.address()) as opened:
        yield opened


def sentence(step: Callable[[], object]) -> str:
    """The one sentence with which something fails."""
    with pytest.raises(StoreError) as caught:
        step()
    text = str(caught.value)
    assert text.endswith(".")
    assert "\n" not in text
    assert server.PASSWORD not in text
    return text


def put(url: str, network: Network) -> None:
    with Neo4jStore(url, create=True) as store:
        store.update(lambda old: network)


def content(url: str) -> Network:
    with open_store(url) as store:
        return store.network()


# A graph that people can read.


def test_people_can_read_the_graph(url: str, driver: Driver) -> None:
    put(
        url,
        network_of(
            [
                Child(id="c1", name="Ada", born="2015-03-01", protected="ja"),
                Adult(id="a1", name="Bo"),
                Professional(id="p1", start="2020-01-01"),
                Meeting(id="m1", title="Avstämning", start="2026-03-29T10:00"),
                Plan(id="s1", child="c1", kind="SIP", needs="tal;hälsa"),
                Support(person="a1", child="c1", role="guardian", start="2020-01-01"),
            ]
        ),
    )
    child, support, meeting, plan, work = driver.execute_query(
        """MATCH (c:Child)<-[s:SUPPORTS]-(:Adult), (m:Meeting), (c)<-[:IS_ABOUT]-(p:Plan),
           (:Professional)-[w:EMPLOYED]->(:Professional) RETURN c, s, m, p, w"""
    ).records[0]
    assert dict(child) == {"id": "c1", "name": "Ada", "born": date(2015, 3, 1), "protected": True}
    assert dict(support) == {"role": "guardian", "start": date(2020, 1, 1)}
    assert meeting["start"] == date(2026, 3, 29)
    assert meeting["start_time"].iso_format() == "2026-03-29T10:00:00.000000000+02:00"
    assert dict(plan) == {"id": "s1", "name": "SIP", "kind": "SIP", "needs": ["tal", "hälsa"]}
    assert dict(work) == {"start": date(2020, 1, 1)}


def test_constraints_and_indexes_are_there_once(url: str, driver: Driver) -> None:
    for _ in range(2):
        put(url, a_town())
    unique = driver.execute_query("SHOW CONSTRAINTS YIELD name, labelsOrTypes RETURN labelsOrTypes[0] AS label").records
    assert {*neo4j_model.LABELS.values()} <= {record["label"] for record in unique}
    indexes = driver.execute_query("SHOW INDEXES YIELD name, state RETURN name, state").records
    assert set(neo4j_model.indexes()) <= {record["name"] for record in indexes}
    assert {record["state"] for record in indexes} == {"ONLINE"}


def test_what_users_add_stays(url: str, driver: Driver) -> None:
    put(url, network_of([Child(id="c1"), Child(id="c2")]))
    driver.execute_query("MATCH (c:Child {id: 'c1'}) SET c.mine = 1 CREATE (c)<-[:ON]-(:Note {text: 'x'})")
    put(url, network_of([Child(id="c1", name="Ada")]))
    assert content(url) == network_of([Child(id="c1", name="Ada")])
    assert driver.execute_query("MATCH (n:Note)-[:ON]->(c {mine: 1}) RETURN c.name AS name").records[0]["name"] == "Ada"


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_only_names(url: str, name: str) -> None:
    town = network_of([Child(id=name, name=name), Adult(id="a", name=name), Support(person="a", child=name, role=name)])
    put(url, town)
    with open_store(url) as store:
        assert store.network() == store.around(name) == town
        store.update(lambda old: EMPTY)
        assert store.network() == EMPTY


def test_no_statement_is_made_of_values() -> None:
    """What is written differs in the parameters only, whatever the values are."""
    towns = [network_of(random_records(Random(seed), 2, 6)) for seed in range(20)]
    texts = {step.query for town in towns for step in neo4j_rows.batches(EMPTY, town)}
    again = {step.query for step in neo4j_rows.batches(EMPTY, a_town(99))}
    assert again <= texts


# Addresses, passwords, servers.


def test_addresses_that_cannot_be_one() -> None:
    for url in ("neo4j://", "neo4j://host/a/b", "neo4j://host?x=1", "bolt:///db"):
        assert "neo4j://host:port" in sentence(lambda url=url: open_store(url))
    assert "not from the URL" in sentence(lambda: open_store("neo4j://me:secret@host"))
    assert "neo4j://host:port" in sentence(lambda: open_store("http://host"))


def test_every_scheme_without_certificates(url: str) -> None:
    put(url, a_town())
    assert content(url.replace("neo4j://", "bolt://")) == a_town()
    for scheme in ("neo4j+s", "neo4j+ssc", "bolt+s", "bolt+ssc"):
        assert "does not answer" in sentence(lambda scheme=scheme: content(url.replace("neo4j", scheme)))


def test_without_or_with_wrong_credentials(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", "nobody")
    monkeypatch.setenv("NEO4J_PASSWORD", "wrong-as-can-be")
    assert "does not accept" in sentence(lambda: open_store(url))
    monkeypatch.delenv("NEO4J_USERNAME")
    assert "NEO4J_USERNAME" in sentence(lambda: open_store(url))


def test_databases(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(f"{url}/neo4j", a_town())
    assert content(url) == content(f"{url}/neo4j") == a_town()
    assert "no database nowhere" in sentence(lambda: open_store(f"{url}/nowhere"))
    monkeypatch.setenv("NEO4J_DATABASE", "elsewhere")
    assert "no database elsewhere" in sentence(lambda: open_store(url))
    assert content(f"{url}/neo4j") == a_town()


def test_a_server_that_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    server.address()
    monkeypatch.setattr(neo4j_store, "RETRY", 0.5)
    (port,) = server.free_ports(1)
    for scheme in ("neo4j", "bolt"):
        says = sentence(lambda scheme=scheme: open_store(f"{scheme}://127.0.0.1:{port}"))
        assert "does not answer" in says


def test_a_server_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the connection and says nothing."""
    server.address()
    monkeypatch.setattr(neo4j_store, "CONNECT", 1.0)
    monkeypatch.setattr(neo4j_store, "RETRY", 0.5)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        port = silent.getsockname()[1]
        assert "does not answer" in sentence(lambda: open_store(f"bolt://127.0.0.1:{port}"))


def test_a_server_that_falls_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """It hangs in the middle; it said itself after how long a silence that is so."""
    monkeypatch.setattr(neo4j_store, "RETRY", 0.5)
    server.address()
    one = server.own()
    one.configure("server.bolt.connection_keep_alive=1s", "server.bolt.connection_keep_alive_probes=2")
    one.start()
    try:
        with open_store(f"bolt://{one.address}", create=True) as store:
            store.update(lambda old: a_town())
            one.pause()
            assert "does not answer" in sentence(store.network)
            one.resume()
            assert store.network() == a_town()
    finally:
        one.resume()
        one.stop()


@pytest.mark.parametrize("url", ["neo4j://a..b:1", f"neo4j://{'x' * 300}", "neo4j://host/system", "bolt://host/System"])
def test_an_address_that_is_none(url: str) -> None:
    assert sentence(lambda: open_store(url)).startswith("A store on a server is neo4j://")


@pytest.mark.parametrize(("agent", "fits"), [("Neo4j/4.4.40", False), ("Neo4j/5.25.1", False), ("Neo4j/5.26.25", True)])
def test_a_server_that_is_too_old(agent: str, fits: bool) -> None:
    if fits:
        neo4j_store._not_too_old(agent, "host")
    else:
        assert "needs 5.26" in sentence(lambda: neo4j_store._not_too_old(agent, "host"))


def test_a_calendar_version_is_new() -> None:
    neo4j_store._not_too_old("Neo4j/2026.07.1", "host")


# Foreign content.


def test_nothing_is_there(url: str) -> None:
    assert "load files first" in sentence(lambda: open_store(url))


def test_a_database_that_holds_something_else_is_left_alone(url: str, driver: Driver) -> None:
    driver.execute_query("CREATE (:Film {title: 'x'})")
    for create in (False, True):
        assert "holds something else" in sentence(lambda create=create: open_store(url, create=create))
    assert driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"] == 1
    with open_store(url, create=True, into_existing=True) as store:
        store.update(lambda old: a_town())
    assert content(url) == a_town()
    put(url, EMPTY)
    assert driver.execute_query("MATCH (n:Film) RETURN count(n) AS n").records[0]["n"] == 1


def test_labels_of_others_are_never_mixed_with(url: str, driver: Driver) -> None:
    driver.execute_query("CREATE (:Child {name: 'x'})")
    assert "labels" in sentence(lambda: open_store(url, create=True, into_existing=True))


def test_another_version_is_left_alone(url: str, driver: Driver) -> None:
    put(url, a_town())
    driver.execute_query("MATCH (s:Stodnat) SET s.format = 1")
    assert "another version" in sentence(lambda: open_store(url, create=True))


def test_a_store_that_is_removed_while_open(url: str) -> None:
    with Neo4jStore(url, create=True) as store:
        server.wipe()
        assert "was removed" in sentence(store.version)


# Loads.


def test_one_load_at_a_time(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_store, "PATIENCE", 1.0)
    put(url, a_town())
    said: list[str] = []

    def change(old: Network) -> Network:
        said.append(sentence(lambda: put(url, EMPTY)))
        return a_town(2)

    with open_store(url) as store:
        assert store.update(change)
        assert "Another load" in said[0]
        assert store.network() == a_town(2)


def test_what_is_held_is_not_read_again(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    held: dict[tuple[str, str | None], tuple[int, Network]] = {}
    monkeypatch.setattr(neo4j_store, "_held", held)
    read: list[object] = []
    whole = neo4j_rows.network

    def reading(run: neo4j_rows.Run) -> Network:
        read.append(run)
        return whole(run)

    monkeypatch.setattr(neo4j_rows, "network", reading)
    put(url, a_town())
    held.clear()
    read.clear()
    with open_store(url) as store:
        known = store.network()
        assert len(read) == 1
        assert store.update(lambda old: a_town(2) if old is known else EMPTY)
        assert store.network() == a_town(2)
        assert len(read) == 1
        mine = dict(held)
        assert store.update(lambda old: a_town(3) if old == a_town(2) else EMPTY)
        held.update(mine)  # as in a process that did not write this
        assert store.network() == a_town(3)
        assert len(read) == 2
        held.clear()
        assert store.network() == a_town(3)


def test_what_is_held_is_read_again_where_another_program_changed_it(
    url: str, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_store, "_held", {})
    put(url, a_town())
    with open_store(url) as store:
        driver.execute_query("MATCH ()-[r:SUPPORTS]->() DELETE r")
        with pytest.raises(StoreError, match="was changed by another program"):
            store.update(lambda old: EMPTY)
        assert store.network() != a_town()
        assert store.update(lambda old: EMPTY)
        assert store.network() == EMPTY


def before_taking(monkeypatch: pytest.MonkeyPatch, step: Callable[[], object]) -> None:
    """Do something at the moment at which a load has been promised the lock and does not have it yet."""
    begin = Session.begin_transaction
    done: list[bool] = []

    def begun(session: Session, **settings: float | None) -> Transaction:
        if "timeout" not in settings and not done:
            done.append(True)
            step()
        return begin(session, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(Session, "begin_transaction", begun)


def test_nobody_comes_between_the_promise_of_the_lock_and_the_lock(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_store, "PATIENCE", 0.5)
    put(url, a_town())
    said: list[str] = []
    with open_store(url) as store, open_store(url) as other:
        before_taking(monkeypatch, lambda: said.append(sentence(lambda: other.update(lambda old: EMPTY))))
        assert store.update(lambda old: a_town(2))
        assert "Another load" in said[0]
        assert store.network() == a_town(2)
        assert other.update(lambda old: a_town(3))


def test_who_was_promised_the_lock_and_comes_too_late_says_so_at_once(
    url: str, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(url, a_town())
    lose = "MATCH (k:StodnatLock) SET k.token = 'of another'"
    before_taking(monkeypatch, lambda: driver.execute_query(lose))
    with open_store(url) as store:
        assert "Another load" in sentence(lambda: store.update(lambda old: EMPTY))
        assert store.network() == a_town()


def test_a_promise_of_the_lock_that_was_never_taken_up_is_forgotten(
    url: str, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_store, "PATIENCE", 0.5)
    promise = "MATCH (k:StodnatLock) SET k.token = 'of another', k.announced = timestamp() - $age"
    with Neo4jStore(url, create=True) as store:
        driver.execute_query(promise, age=0)
        begun = time.monotonic()
        assert "Another load" in sentence(lambda: store.update(lambda old: a_town()))
        assert time.monotonic() - begun < 2 * neo4j_store.PROMISE / 1000
        driver.execute_query(promise, age=neo4j_store.PROMISE + 1)
        assert store.update(lambda old: a_town())
        left = driver.execute_query("MATCH (k:StodnatLock) RETURN k.token AS token, k.announced AS at").records[0]
        assert (left["token"], left["at"]) == (None, None)


def test_a_load_in_batches_is_told_until_it_is_complete(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(url, a_town())
    monkeypatch.setattr(neo4j_store, "ATOMIC", 10)
    monkeypatch.setattr(neo4j_rows, "BATCH", 7)
    fresh = random_records(Random(7), 6, 12)
    wanted = assemble(rows_of(fresh), a_town()).network

    def broken(what: str, share: float) -> None:
        if share > 0.5:
            raise RuntimeError

    with open_store(url) as store:
        before = store.version()
        with pytest.raises(RuntimeError):
            store.update(lambda old: assemble(rows_of(fresh), old).network, broken)
        for step in (store.network, store.version, lambda: store.around("x")):
            assert "unfinished" in sentence(step)
        assert "another load" in sentence(lambda: store.update(lambda old: a_town(5)))
        assert store.update(lambda old: assemble(rows_of(fresh), old).network)
        assert store.network() == wanted
        assert store.version() != before
        assert not store.update(lambda old: assemble(rows_of(fresh), old).network)


def test_an_unfinished_load_may_be_emptied(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_store, "ATOMIC", 10)
    monkeypatch.setattr(neo4j_rows, "BATCH", 7)

    def broken(what: str, share: float) -> None:
        if share > 0.5:
            raise RuntimeError

    with Neo4jStore(url, create=True) as store:
        with pytest.raises(RuntimeError):
            store.update(lambda old: a_town(), broken)
        store.update(lambda old: EMPTY)
        assert store.network() == EMPTY


def test_a_copy_that_was_cut_off_is_completed_by_the_same_copy(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(neo4j_store, "ATOMIC", 10)
    monkeypatch.setattr(neo4j_rows, "BATCH", 7)
    files = [tmp_path / "one.db", tmp_path / "two.db"]
    for seed, file in enumerate(files, 1):
        with SqliteStore(str(file), create=True) as local:
            local.update(lambda old, seed=seed: a_town(seed))

    def broken(what: str, share: float) -> None:
        if share > 0.5:
            raise RuntimeError

    with Neo4jStore(url, create=True) as server_store, pytest.raises(RuntimeError):
        server_store.update(lambda old: a_town(1), broken)
    assert main(["copy", "--from", str(files[1]), "--to", url]) == 2
    assert "another load" in capsys.readouterr().err
    assert main(["copy", "--from", str(files[0]), "--to", url]) == 0
    with open_store(url) as store:
        assert store.network() == a_town(1)
    assert main(["copy", "--from", str(files[1]), "--to", url]) == 2
    assert "--replace" in capsys.readouterr().err


@pytest.mark.parametrize(
    "bad", ["bolt://[::1", "neo4j://a:b:c", "neo4j://local\nhost", "bolt://host:99999", "neo4j://"]
)
def test_an_address_that_is_none_is_told(bad: str) -> None:
    assert "A store on a server is" in sentence(lambda: open_store(bad))


def test_readers_see_whole_loads_only(url: str) -> None:
    towns = [a_town(1), a_town(2)]
    put(url, towns[0])
    stop, wrong = threading.Event(), []

    def read() -> None:
        with open_store(url) as store:
            while not stop.is_set():
                if store.network() not in towns:
                    wrong.append("half")

    reader = threading.Thread(target=read)
    reader.start()
    with open_store(url) as store:
        for turn in range(6):
            store.update(lambda old, turn=turn: towns[(turn + 1) % 2])
    stop.set()
    reader.join()
    assert not wrong


def test_a_writer_sees_its_own_writes_and_one_driver_serves_all(url: str) -> None:
    with open_store(url, create=True) as one, open_store(url) as other:
        assert one._driver is other._driver  # type: ignore[attr-defined]
        one.update(lambda old: a_town())
        assert other.network() == a_town()
        driver = one._driver  # type: ignore[attr-defined]
    with open_store(url) as later:
        assert later._driver is driver  # type: ignore[attr-defined]
        assert later._driver.execute_query_bookmark_manager.get_bookmarks()  # type: ignore[attr-defined]
    assert os.environ["NEO4J_PASSWORD"] not in repr(neo4j_store._drivers)


def test_many_threads_share_one_driver(url: str) -> None:
    put(url, a_town())
    with ThreadPoolExecutor(8) as pool:
        drivers = set(pool.map(lambda _: _driver_of(url), range(40)))
    assert len(drivers) == 1


def _driver_of(url: str) -> object:
    with open_store(url) as store:
        assert store.version()
        return store._driver  # type: ignore[attr-defined]


def test_a_commit_that_never_came_is_waited_for_once(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(url, a_town())
    with open_store(url) as store:
        store._announce(1)  # type: ignore[attr-defined]
        store._driver.execute_query("MATCH (s:Stodnat) SET s.announced = s.announced - 60000")  # type: ignore[attr-defined]
        begun = time.monotonic()
        assert store.network() == a_town()
        assert time.monotonic() - begun < neo4j_store.PATIENCE
        assert store.update(lambda old: a_town(2))
        found = store._driver.execute_query("MATCH (s:Stodnat) RETURN s.next AS next").records  # type: ignore[attr-defined]
        assert found[0]["next"] is None


def test_long_names_are_kept_and_too_long_ids_refused(url: str) -> None:
    long = network_of([Child(id="c1", name="å" * 10_000), Meeting(id="m1", title="x" * 10_000)])
    put(url, long)
    assert content(url) == long
    with open_store(url) as store:
        for records in (
            [Child(id="c" * 8_001)],
            [Child(id="c1"), Adult(id="a1"), Support(person="a1", child="c1", role="r" * 8_001)],
        ):
            network = network_of(records)
            assert "8,000 bytes" in sentence(lambda network=network: store.update(lambda old: network))
        assert store.network() == long


def test_what_another_program_wrote_is_told_without_its_value(url: str, driver: Driver) -> None:
    put(url, network_of([Child(id="c1", born="2015-03-01")]))
    driver.execute_query("MATCH (c:Child) SET c.born = 'hemligt'")
    said = sentence(lambda: content(url))
    assert "hemligt" not in said
    assert "another program" in said


def test_a_step_in_half_a_load_is_told_of_the_load(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(url, a_town())
    with open_store(url) as store:
        mark = {"token": "t", "target": "x", "rows": 1, "host": "h"}
        with store._driver.session() as session:  # type: ignore[attr-defined]
            session.execute_write(lambda tx: tx.run(neo4j_store._MARK, {"load": mark}).consume())

        def step(old: Network) -> Network:
            raise KeyError("a child that is not there yet")

        assert "is unfinished" in sentence(lambda: store.update(step))


# Moving and commands.


def test_everything_moves_both_ways(url: str, tmp_path: Path) -> None:
    with SqliteStore(str(tmp_path / "a.db"), create=True) as file, Neo4jStore(url, create=True) as graph:
        file.update(lambda old: a_town(3))
        graph.update(lambda old: file.network())
        file.update(lambda old: EMPTY)
        file.update(lambda old: graph.network())
        assert file.network() == graph.network() == a_town(3)


def test_commands_work_on_a_server(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(tmp_path / "files"), "--children", "40"]) == 0
    answers = []
    for store in (url, str(tmp_path / "town.db")):
        assert main(["load", str(tmp_path / "files"), "--store", store, "--rejects", str(tmp_path / "r.csv")]) == 0
        capsys.readouterr()
        assert main(["find", "--store", store, "--as-of", "2026-01-01", "--format", "json"]) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]
    assert content(url).counts()["child"] == 40


def test_a_command_says_one_sentence(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", "nobody")
    assert main(["find", "--store", url]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "NEO4J_PASSWORD" in said
    assert os.environ["NEO4J_PASSWORD"] not in said
    assert urlsplit(url).netloc in said


def test_the_version_of_another_write_is_not_taken_for_ones_own(
    url: str, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: dict[Any, Any] = {}
    monkeypatch.setattr(neo4j_store, "_held", held)
    with Neo4jStore(url, create=True) as store:
        store.update(lambda old: a_town())
        announce, told = Neo4jStore._announce, list[int | None]()

        def another(self: Neo4jStore, version: int | None) -> None:
            announce(self, version)
            told.append(version)
            if len(told) == 1:
                driver.execute_query(f"MATCH (s:{neo4j_model.STORE}) SET s.version = s.version + 1, s.by = 'another'")
                raise SessionExpired("the leader is another")

        monkeypatch.setattr(Neo4jStore, "_announce", another)
        with pytest.raises(StoreError, match="was changed by another program"):
            store.update(lambda old: a_town(2))
        assert told == [told[0], None]
        assert store.network() == a_town()
