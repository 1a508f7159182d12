"""What only the embedded store has to withstand: kills, full disks, foreign files, other processes."""

import itertools
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import sqlite_rows, sqlite_store
from graph.assemble import network_of
from graph.network import EMPTY, Network
from graph.records import Adult, Child, Support
from graph.sqlite_store import SqliteStore
from graph.store import StoreError
from graph.stores import open_store
from tests.graph import kill_loader, networks
from tests.graph.test_store_contract import a_town, replay

ROOT = Path(__file__).parents[2]
KILLS = 50


def put(path: Path, network: Network) -> None:
    with SqliteStore(str(path), create=True) as store:
        store.update(lambda old: network)


def content(path: Path) -> Network:
    with SqliteStore(str(path), create=False) as store:
        return store.network()


def rows(path: Path) -> Network:
    with closing(sqlite3.connect(path)) as db:
        return sqlite_rows.network_of_rows(db)


def files(path: Path) -> dict[str, bytes]:
    """The bytes of the store and of what SQLite keeps beside it."""
    return {file.name: file.read_bytes() for file in sorted(path.parent.glob(path.name + "*"))}


def sentence(step: Callable[[], object]) -> str:
    """The one sentence with which something fails."""
    with pytest.raises(StoreError) as caught:
        step()
    text = str(caught.value)
    assert text.endswith(".")
    assert "\n" not in text
    return text


# Rows and columns.


@given(seed=st.integers(0, 2**32))
@settings(max_examples=30)
def test_rows_and_columns_say_the_same(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "town.db"

        def after(_: object, held: Network) -> None:
            assert rows(path) == held

        with SqliteStore(str(path), create=True) as store:
            replay(store, seed, 5, after)


def test_people_can_ask_the_rows(tmp_path: Path) -> None:
    """Words, not codes; NULL for unknown; open intervals can be compared."""
    path = tmp_path / "town.db"
    put(
        path,
        network_of(
            [
                Child(id="c1", name="Ada", born="2015-03-01", protected="ja"),
                Child(id="c2"),
                Adult(id="a1"),
                Support(person="a1", child="c1", role="guardian", start="2020-01-01"),
            ]
        ),
    )
    with closing(sqlite3.connect(path)) as db:
        children = db.execute("SELECT id, date(born * 86400, 'unixepoch'), protected FROM child ORDER BY id")
        assert children.fetchall() == [("c1", "2015-03-01", 1), ("c2", None, None)]
        now = db.execute(
            "SELECT role FROM adult_supports_child JOIN child ON k = target WHERE start <= 20000 AND 20000 < end"
        )
        assert now.fetchall() == [("guardian",)]


def test_a_node_keeps_its_number(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    put(path, network_of([Child(id="b"), Child(id="d")]))
    put(path, network_of([Child(id="a"), Child(id="c"), Child(id="d", name="new")]))
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT k, id FROM child ORDER BY id").fetchall() == [(3, "a"), (4, "c"), (2, "d")]


def test_long_columns_are_cut_into_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_store, "PART", 1000)
    path = tmp_path / "town.db"
    town = networks.random_network(50)
    put(path, town)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT max(part) FROM columns_meeting").fetchone()[0] > 11
    assert content(path) == town


def test_an_update_rewrites_only_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    town = networks.random_network(100)
    put(path, town)
    with closing(sqlite3.connect(path)) as db:
        changed = []
        for table in ("child", "meeting", "professional_attended_meeting"):
            for event in ("INSERT", "DELETE", "UPDATE"):
                db.execute(
                    f'CREATE TRIGGER "{table}{event}" AFTER {event} ON "{table}" '
                    f"BEGIN INSERT INTO seen VALUES ('{table}'); END"
                )
        db.execute("CREATE TABLE seen (name TEXT)")
        put(path, networks.without_first_child(town))
        changed = db.execute("SELECT name FROM seen").fetchall()
    assert set(changed) == {("child",)}


def test_the_format_changes_with_the_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file made with other columns or other words for choices is not read as if it were the same."""
    before = sqlite_rows.layout()
    assert before == sqlite_rows.layout()
    monkeypatch.setitem(sqlite_rows.COLUMNS, "child", sqlite_rows.COLUMNS["child"][:-1])
    assert sqlite_rows.layout() != before


# Other files.


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    assert "no store" in sentence(lambda: SqliteStore(str(tmp_path / "none.db"), create=False))
    assert list(tmp_path.iterdir()) == []
    assert "folder" in sentence(lambda: SqliteStore(str(tmp_path / "no" / "none.db"), create=True))
    for create in (True, False):
        assert "folder" in sentence(lambda create=create: SqliteStore(str(tmp_path), create=create))


def test_an_empty_file_becomes_a_store_only_by_loading(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    assert "is empty" in sentence(lambda: SqliteStore(str(path), create=False))
    assert path.read_bytes() == b""
    put(path, a_town())
    assert content(path) == a_town()


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("junk", [b"id;name\nc1;Ada\n", b"\0" * 5000, b"SQLite format 3\0" + b"x" * 4080, b"x"])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, junk: bytes, create: bool) -> None:
    path = tmp_path / "junk.db"
    path.write_bytes(junk)
    assert "is not a store" in sentence(lambda: SqliteStore(str(path), create=create))
    assert files(path) == {"junk.db": junk}


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("application_id = 4711", "another program"),
        ("user_version = 1", "another program"),
        ("application_id = 0", "another program"),
        (f"application_id = {sqlite_store.APPLICATION}", "another version"),
    ],
)
def test_another_programs_database_is_left_alone(tmp_path: Path, setting: str, says: str, create: bool) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE other (x)")
        db.execute(f"PRAGMA {setting}")
        db.commit()
    before = files(path)
    assert says in sentence(lambda: SqliteStore(str(path), create=create))
    assert files(path) == before


def test_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    put(path, a_town())
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {sqlite_store.FORMAT + 1}")
    before = files(path)
    for create in (True, False):
        says = sentence(lambda create=create: SqliteStore(str(path), create=create))
        assert "another version" in says
    assert files(path) == before


def test_damage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    put(path, a_town())
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE columns_child SET data = zeroblob(100)")
        db.commit()
    assert "damaged" in sentence(lambda: content(path))
    put(tmp_path / "whole.db", networks.random_network(100))
    whole = bytearray((tmp_path / "whole.db").read_bytes())
    middle = len(whole) // 3 // 8192 * 8192
    whole[middle:] = b"\xff" * (len(whole) - middle)
    path.write_bytes(whole)
    assert "damaged" in sentence(lambda: content(path))


def test_odd_names_of_files(tmp_path: Path) -> None:
    for name in ("å ö.db", "100%.db", "a?mode=memory.db", "a#b.db", "it's.db"):
        put(tmp_path / name, a_town())
        assert content(tmp_path / name) == a_town()
        with open_store(f"sqlite:///{tmp_path / name}") as store:
            assert store.network() == a_town()
    assert len(list(tmp_path.iterdir())) == 5


def test_only_its_owner_may_read_a_new_store(tmp_path: Path) -> None:
    put(tmp_path / "town.db", a_town())
    assert (tmp_path / "town.db").stat().st_mode & 0o777 == 0o600


def test_a_store_that_is_made_anew_while_open(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    put(path, a_town(1))
    with SqliteStore(str(path), create=False) as store:
        version = store.version()
        assert store.network() == a_town(1)
        path.unlink()
        assert "not there any more" in sentence(store.network)
        put(path, a_town(2))
        assert store.network() == a_town(2)
        assert store.version() != version
        path.unlink()
        path.touch()
        assert "is empty" in sentence(store.network)
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE other (x)")
        before = files(path)
        for step in (store.network, store.version, lambda: store.update(lambda old: EMPTY)):
            assert "another program" in sentence(step)
        assert files(path) == before


# What may not be written, and full disks.


@contextmanager
def nobody_special() -> Iterator[None]:
    """Without the rights of root, where the tests run with them."""
    if os.geteuid():
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that everybody may enter, and only its owner write to."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


@pytest.mark.parametrize("folder_mode", [0o555, 0o777])
def test_a_store_that_may_only_be_read(public_folder: Path, folder_mode: int) -> None:
    path = public_folder / "town.db"
    put(path, a_town())
    path.chmod(0o444)
    public_folder.chmod(folder_mode)
    before = path.read_bytes()
    with nobody_special(), SqliteStore(str(path), create=False) as store:
        assert store.network() == a_town()
        child = a_town().ids("child")[0].as_py()
        assert store.around(child) is not None
        assert "may not be written to" in sentence(lambda: store.update(lambda old: EMPTY))
        assert store.network() == a_town()
        assert store.version()
    assert path.read_bytes() == before


def test_a_store_read_while_it_is_loaded_where_nothing_may_be_written(public_folder: Path) -> None:
    """Without the log beside it the file is not the whole truth: better to say so."""
    path = public_folder / "town.db"
    put(path, a_town())
    path.chmod(0o644)
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE state SET version = version + 1")
        db.commit()
        kept = files(path)
    (public_folder / "town.db-wal").write_bytes(kept["town.db-wal"])
    (public_folder / "town.db-wal").chmod(0o644)
    public_folder.chmod(0o555)
    with nobody_special():
        assert "in use" in sentence(lambda: SqliteStore(str(path), create=False))


def test_a_frozen_store_follows_the_file(public_folder: Path) -> None:
    path = public_folder / "town.db"
    put(path, a_town())
    path.chmod(0o444)
    public_folder.chmod(0o555)
    with nobody_special():
        store = SqliteStore(str(path), create=False)
        assert store.network() == a_town()
    public_folder.chmod(0o755)
    path.chmod(0o644)
    put(path, a_town(2))
    path.chmod(0o444)
    public_folder.chmod(0o555)
    with nobody_special(), store:
        assert store.network() == a_town(2)


def test_a_store_that_may_not_be_read(public_folder: Path) -> None:
    path = public_folder / "town.db"
    put(path, a_town())
    path.chmod(0)
    public_folder.chmod(0o555)
    with nobody_special():
        assert "may not be read" in sentence(lambda: SqliteStore(str(path), create=False))
        assert "may not be written" in sentence(lambda: SqliteStore(str(public_folder / "b.db"), create=True))


class Tight(SqliteStore):
    """A store in a file that may not grow any more."""

    def _connect(self) -> sqlite3.Connection:
        db = super()._connect()
        db.execute("PRAGMA max_page_count = 1").fetchall()
        return db


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    put(path, a_town())
    with Tight(str(path), create=False) as store:
        version = store.version()
        says = sentence(lambda: store.update(lambda old: networks.random_network(300)))
        assert "disk is full" in says
        assert (store.version(), store.network()) == (version, a_town())
    assert rows(path) == a_town()


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A file system of 3 MB where one can be had, else a limit to how long files may grow."""
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True)
    if made.returncode == 0:
        try:
            yield
        finally:
            subprocess.run(["umount", str(folder)], check=True)
        return
    with limited_files():
        yield


@contextmanager
def limited_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3 * 2**20, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("disk", ["small", "limited"])
def test_a_full_disk(tmp_path: Path, disk: str) -> None:
    path = tmp_path / "town.db"
    large = networks.random_network(2000)
    with small_disk(tmp_path) if disk == "small" else limited_files():
        put(path, a_town())
        with SqliteStore(str(path), create=False) as store:
            version = store.version()
            for _ in range(2):
                assert "disk is full" in sentence(lambda: store.update(lambda old: large))
            assert (store.version(), store.network()) == (version, a_town())
            assert store.update(lambda old: a_town(2))
        assert content(path) == rows(path) == a_town(2)


# Other processes.


def test_a_second_load_waits_and_then_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "town.db"
    put(path, a_town())
    monkeypatch.setattr(sqlite_store, "PATIENCE", 0.2)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        with SqliteStore(str(path), create=False) as store:
            started = time.monotonic()
            assert "Another load" in sentence(lambda: store.update(lambda old: EMPTY))
            assert time.monotonic() - started >= 0.2
            assert store.network() == a_town()
            db.execute("ROLLBACK")
            assert store.update(lambda old: EMPTY)


def test_a_store_that_is_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "town.db"
    put(path, a_town())
    monkeypatch.setattr(sqlite_store, "PATIENCE", 0.2)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
        db.execute("UPDATE state SET version = version")
        for create in (True, False):
            says = sentence(lambda create=create: SqliteStore(str(path), create=create))
            assert "locked" in says
    assert content(path) == a_town()


def test_two_make_the_same_store_at_once(tmp_path: Path) -> None:
    for attempt in range(10):
        path = tmp_path / f"{attempt}.db"
        together(lambda path=path: SqliteStore(str(path), create=True).close(), 4)
        assert content(path) == EMPTY


def test_threads_share_a_store(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    put(path, a_town(1))
    towns = (a_town(1), a_town(2))
    with SqliteStore(str(path), create=False) as store:
        turn = itertools.count()

        def work() -> None:
            for _ in range(20):
                if next(turn) % 4 == 0:
                    store.update(lambda old: towns[old == towns[0]])
                assert store.network() in towns

        together(work, 4)


def together(work: Callable[[], None], count: int) -> None:
    """Do the same in several threads; fails if one of them fails."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised again below
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@contextmanager
def helper(what: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of `kill_loader`, ready; it ends with its stdin."""
    command = [sys.executable, "-m", "tests.graph.kill_loader", what, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert said(process) == "ready"
        yield process


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_readers_see_the_old_or_the_new_while_a_third_loads(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    one, two = kill_loader.towns()
    put(path, one)
    with helper("read", path) as reader, helper("read", path) as other, SqliteStore(str(path), create=False) as store:
        for _ in range(40):
            assert store.update(lambda old: two if old == one else one)
        for process in (reader, other):
            tell(process)
        for process in (reader, other):
            saw_one, saw_two, saw_other = map(int, said(process).split())
            assert saw_one > 0
            assert saw_two > 0
            assert saw_other == 0


def test_a_killed_load_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    """Killed at any moment, the store opens whole: what was committed is there, and nothing of what was not."""
    path = tmp_path / "town.db"
    one, two = kill_loader.towns()
    put(path, one)
    with SqliteStore(str(path), create=False) as store:
        started = time.monotonic()
        store.update(lambda old: two)
        store.update(lambda old: one)
        cycle = time.monotonic() - started
    random = Random(7)
    seen = {"one": 0, "two": 0, "log left": 0}
    with helper("load", path) as loader:
        for _ in range(KILLS):
            tell(loader)
            number = int(said(loader))
            time.sleep(random.uniform(0, 1.5 * cycle))
            os.kill(number, signal.SIGKILL)
            assert said(loader) == "killed"
            log = path.with_name("town.db-wal")
            seen["log left"] += log.exists() and log.stat().st_size > 0
            found = content(path)
            assert found in (one, two)
            seen["one" if found == one else "two"] += 1
            with closing(sqlite3.connect(path)) as db:
                assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert sqlite_rows.network_of_rows(db) == found
    assert all(count >= 5 for count in seen.values()), seen


def test_ctrl_c_in_the_middle_of_a_load(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    put(path, a_town())
    for stop in range(1, 60, 7):
        steps = itertools.count()

        def interrupt(what: str, share: float, stop: int = stop, steps: Iterator[int] = steps) -> None:
            if next(steps) == stop:
                signal.raise_signal(signal.SIGINT)

        with SqliteStore(str(path), create=False) as store, pytest.raises(KeyboardInterrupt):
            store.update(lambda old: a_town(2), interrupt)
        assert content(path) == rows(path) == a_town()


# Nothing is left of what was removed.


def test_no_byte_stays_of_a_child_that_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    names = {f"child-{n:04d}": f"Hemlig{n:04d}Namnsson" for n in range(3000)}
    random = Random(3)
    order = sorted(names, key=lambda _: random.random())
    with SqliteStore(str(path), create=True) as store:
        for count in (700, 1800, 3000, 2999, 1500, 20):
            kept = order[:count]
            store.update(lambda old, kept=kept: of_names(names, kept))
            found = b"".join(files(path).values())
            gone = [name for name in order[count:] if name.encode() in found or names[name].encode() in found]
            assert gone == [], count


def of_names(names: dict[str, str], kept: list[str]) -> Network:
    people = [Child(id=child, name=names[child]) for child in kept]
    return network_of([*people, Adult(id="a1"), *(Support(person="a1", child=child, role="x") for child in kept)])


def test_no_byte_stays_of_columns_that_are_replaced(tmp_path: Path) -> None:
    """Compressed columns hold names that no search for the name would find: look for the bytes themselves."""
    path = tmp_path / "town.db"
    one, two = networks.random_network(400, 1), network_of([Child(id="c1", name="Ada")])
    with SqliteStore(str(path), create=True) as store:
        store.update(lambda old: one)
        with closing(sqlite3.connect(path)) as db:
            old = [bytes(data) for (data,) in db.execute("SELECT data FROM columns_child")]
        assert any(data[1000:1032] in found for data in old for found in files(path).values())
        store.update(lambda old: two)
        found = b"".join(files(path).values())
        pieces = [data[at : at + 32] for data in old for at in range(0, len(data) - 32, 32)]
        assert [piece for piece in pieces if len(set(piece)) > 16 and piece in found] == []


def test_what_a_reader_holds_up_is_cleared_by_the_next_load(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    put(path, network_of([Child(id="c1", name="Hemlig Namnsson"), Child(id="c2")]))
    with closing(sqlite3.connect(path, isolation_level=None)) as reader, SqliteStore(str(path), create=False) as store:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM state").fetchall()
        assert store.update(lambda old: network_of([Child(id="c2")]))
        reader.execute("ROLLBACK")
        assert store.update(lambda old: network_of([Child(id="c3")]))
        assert b"Hemlig" not in b"".join(files(path).values())


def test_size_is_that_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    with SqliteStore(str(path), create=True) as store:
        store.update(lambda old: a_town())
        assert store.size() == path.stat().st_size


def test_closing_twice_is_no_harm(tmp_path: Path) -> None:
    store = SqliteStore(str(tmp_path / "town.db"), create=True)
    store.close()
    with suppress(StoreError):
        store.close()
    assert list(tmp_path.iterdir()) == [tmp_path / "town.db"]
