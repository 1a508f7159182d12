"""The embedded store: one SQLite file that other processes may read while it is written.

The file says everything twice, in one transaction: as columns (Arrow, for the whole Network at memory speed)
and as rows (`sqlite_rows`, for one child and for anyone's SQL). Only Python's own SQLite opens the file: a
second copy of the library in the process would drop the locks of the first.
"""

import os
import secrets
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa

from graph import difference, journal, sqlite_rows
from graph.journal import Content, Entry
from graph.network import EDGES, NODES, SCHEMAS, Edge, Ints, Network
from graph.sqlite_rows import Keys
from graph.store import NoStoreError, Progress, StoreError, silent

APPLICATION = 0x53744E74
"""What the file's header says that it is: `StNt`."""
FORMAT = zlib.crc32(f"1 {sqlite_rows.layout()}".encode()) & 0x7FFFFFFF
"""Which tables the file has: another number as soon as the records, or how they are kept, change."""
PATIENCE = 10.0
"""Seconds to wait for another process."""
PAGE = 8192
CACHE = 64 * 1024
"""KiB of pages that a load keeps in memory before it writes them to the log."""
PART = 64 * 2**20
"""The most bytes of columns in one row: a blob is copied as a whole."""

Stamp = tuple[int, ...]


class SqliteStore:
    """Keeps a Network in a file. May be used by several threads and processes at once."""

    def __init__(self, path: str, *, create: bool) -> None:
        self.url = f"sqlite:///{path}"
        self._path = Path(path).absolute()
        self._frozen = False
        self._checked: Stamp = ()
        self._idle: list[tuple[sqlite3.Connection, Stamp]] = []
        if self._path.is_dir():
            raise StoreError(f"{self._path} is a folder, not a store.")
        if create:
            _touch(self._path)
        elif not self._path.exists():
            raise NoStoreError(f"There is no store at {self._path}; load files first.")
        with _told(self._path):
            if self._blank():
                if not create:
                    raise NoStoreError(f"{self._path} is empty; load files first.")
                self._initialise()

    def update(self, change: Callable[[Network], Network], progress: Progress = silent) -> bool:
        """Replace the Network by `change` of it, all or nothing, while no other process writes."""
        with _told(self._path), self._writing() as db:
            for setting in ("synchronous = FULL", "secure_delete = ON", f"cache_size = -{CACHE}"):
                db.execute(f"PRAGMA {setting}").fetchall()
            with _transaction(db):
                old, keys = _read(db)
                new = change(old)
                if new == old:
                    return False
                _write(db, old, keys, new, progress)
                db.execute("UPDATE state SET version = version + 1")
            _checkpoint(db)
        progress("done", 1.0)
        return True

    def network(self) -> Network:
        """All there is, as columns."""
        with self._reading() as db:
            return _read(db)[0]

    def around(self, child: str) -> Network | None:
        """The child and those around it; nothing for an unknown id."""
        with self._reading() as db:
            return sqlite_rows.around(db, child)

    def version(self) -> int:
        """A number that changes when the content does, also when the file is made anew."""
        with self._reading() as db:
            return int(db.execute("SELECT version FROM state").fetchone()[0])

    def append(self, kind: str, content: Content) -> Entry:
        """Add an entry to the journal, with the next number."""
        new = journal.fresh(kind, content)
        with _told(self._path), self._writing() as db, _transaction(db):
            db.execute(_JOURNAL)
            number = db.execute("SELECT coalesce(max(number), 0) + 1 FROM journal").fetchone()[0]
            db.execute("INSERT INTO journal VALUES (?, ?, ?, ?)", [number, *new])
        return journal.entry(number, *new)

    def entries(self, kind: str | None = None) -> list[Entry]:
        """The journal, or its entries of one kind, by number."""
        with self._reading() as db:
            return [one for one in _entries(db) if kind in (None, one.kind)]

    def rewrite(self, change: Callable[[list[Entry]], list[Entry]]) -> bool:
        """Replace the whole journal, all or nothing."""
        with _told(self._path), self._writing() as db:
            db.execute("PRAGMA secure_delete = ON").fetchall()
            with _transaction(db):
                old = _entries(db)
                new = change(old)
                if new == old:
                    return False
                db.execute(_JOURNAL)
                db.execute("DELETE FROM journal")
                db.executemany("INSERT INTO journal VALUES (?, ?, ?, ?)", journal.in_order(new))
            _checkpoint(db)
        return True

    def size(self) -> int:
        """The bytes that the store takes."""
        with _told(self._path):
            return sum(file.stat().st_size for file in (self._path, _beside(self._path, "-wal")) if file.exists())

    def close(self) -> None:
        """Let go of the file."""
        while self._idle:
            self._idle.pop()[0].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _blank(self) -> bool:
        """True for a file without anything in it; raises for one that is not a store."""
        self._frozen = False
        try:
            application, version, tables = self._header()
        except sqlite3.OperationalError as error:
            if _code(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
            self._frozen = self._may_be_frozen()
            application, version, tables = self._header()
        if (application, version, tables) == (0, 0, 0) and self._path.stat().st_size not in range(1, 512):
            return True
        if application != APPLICATION:
            raise StoreError(f"{self._path} is not a store: another program made it.")
        if version != FORMAT:
            raise StoreError(f"{self._path} was made by another version of Stödnät; load its files into a new store.")
        return False

    def _header(self) -> tuple[int, int, int]:
        """What the file says that it is, without changing it."""
        with closing(self._connect()) as db, _snapshot(db):
            return (
                db.execute("PRAGMA application_id").fetchone()[0],
                db.execute("PRAGMA user_version").fetchone()[0],
                db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0],
            )

    def _may_be_frozen(self) -> bool:
        """True for a file where nothing may be written beside it; raises if it is not complete alone."""
        if not os.access(self._path, os.R_OK) or os.access(self._path.parent, os.W_OK):
            raise StoreError(f"{self._path} may not be read.")
        log = _beside(self._path, "-wal")
        if log.exists() and log.stat().st_size:
            raise StoreError(f"{self._path} is in use, or a load was cut off, in a folder that may not be written to.")
        return True

    def _initialise(self) -> None:
        with closing(self._connect()) as db:
            _patiently(lambda: db.execute(f"PRAGMA page_size = {PAGE}"))
            _patiently(lambda: db.execute("PRAGMA journal_mode = WAL").fetchall())
            with _transaction(db):
                if not db.execute("PRAGMA application_id").fetchone()[0]:
                    _create(db)

    def _connect(self) -> sqlite3.Connection:
        how = "immutable=1" if self._frozen else "mode=rw"
        return sqlite3.connect(
            f"{self._path.as_uri()}?{how}",
            uri=True,
            timeout=PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )

    def _stamp(self) -> Stamp:
        """Which file is meant by the path: a store may be deleted and made anew while it is open."""
        try:
            stat = self._path.stat()
        except OSError:
            raise StoreError(f"{self._path} is not there any more.") from None
        which = (stat.st_dev, stat.st_ino)
        return (*which, stat.st_mtime_ns, stat.st_size) if self._frozen else which

    def _meant(self) -> Stamp:
        """The stamp of the file, which is looked at again if it is another than before."""
        if (stamp := self._stamp()) == self._checked:
            return stamp
        if self._blank():
            raise NoStoreError(f"{self._path} is empty; load files first.")
        self._checked = self._stamp()
        return self._checked

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._meant()
        with closing(self._connect()) as db:
            yield db

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the content, whatever others write meanwhile."""
        with _told(self._path):
            stamp = self._meant()
            db = self._taken(stamp)
            try:
                with _snapshot(db):
                    yield db
                if self._frozen and self._stamp() != stamp:
                    raise StoreError(f"{self._path} was written to while it was read; try again.")
            except BaseException:
                db.close()
                raise
            self._idle.append((db, stamp))

    def _taken(self, stamp: Stamp) -> sqlite3.Connection:
        while True:
            try:
                db, known = self._idle.pop()
            except IndexError:
                return self._connect()
            if known == stamp:
                return db
            db.close()


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _touch(path: Path) -> None:
    """Make an empty file that only its owner may read, unless there is one."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        pass
    except OSError:
        raise StoreError(f"{path} cannot be made: its folder is not there or may not be written to.") from None


def _create(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE state (version INTEGER NOT NULL)")
    db.execute("INSERT INTO state VALUES (?)", [secrets.randbits(40)])
    for table in SCHEMAS:
        _create_columns(db, table)
    sqlite_rows.create(db)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {FORMAT}")


def _patiently(step: Callable[[], object]) -> None:
    """SQLite does not wait where the journal mode changes."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            step()
            return
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


@contextmanager
def _snapshot(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN")
    try:
        yield
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, by one writer at a time."""
    try:
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if _code(error) != sqlite3.SQLITE_BUSY:
            raise
        raise StoreError("Another load is running; nothing was changed.") from None
    try:
        yield
        if db.in_transaction:
            db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _checkpoint(db: sqlite3.Connection) -> None:
    """Bring the log into the file and empty it, so that nothing that was removed stays in it.

    What is committed is safe without; readers may be in the way, then the next load or close does it.
    """
    try:
        db.execute("PRAGMA busy_timeout = 2000").fetchall()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.OperationalError:
        pass


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


_SENTENCES = {
    sqlite3.SQLITE_BUSY: "is locked by another program.",
    sqlite3.SQLITE_LOCKED: "is locked by another program.",
    sqlite3.SQLITE_READONLY: "may not be written to.",
    sqlite3.SQLITE_PERM: "may not be read or written.",
    sqlite3.SQLITE_AUTH: "may not be read or written.",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened.",
    sqlite3.SQLITE_FULL: "cannot be written: the disk is full. Nothing was changed.",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk is full or broken.",
    sqlite3.SQLITE_NOTADB: "is not a store.",
    sqlite3.SQLITE_CORRUPT: "is damaged.",
}


class _Damaged(Exception):
    """The file is whole for SQLite, and what is in it is not what this module wrote."""


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what goes wrong with the file into one sentence; anything else is a bug and stays what it is."""
    try:
        yield
    except sqlite3.Error as error:
        if (sentence := _SENTENCES.get(_code(error))) is None:
            raise
        raise StoreError(f"{path} {sentence}") from None
    except _Damaged:
        raise StoreError(f"{path} is damaged.") from None


# The journal: a table that older stores get with their first entry.

_JOURNAL = (
    "CREATE TABLE IF NOT EXISTS journal (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, "
    "content TEXT NOT NULL)"
)


def _entries(db: sqlite3.Connection) -> list[Entry]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'journal'").fetchone():
        return []
    try:
        rows = db.execute("SELECT number, kind, at, content FROM journal ORDER BY number")
        return [journal.entry(*row) for row in rows]
    except (ValueError, TypeError):
        raise _Damaged from None


# Columns: each table of the Network as one Arrow stream, cut into parts; nodes with their `k`.


def _create_columns(db: sqlite3.Connection, table: str) -> None:
    db.execute(f'CREATE TABLE "columns_{table}" (part INTEGER PRIMARY KEY, data BLOB NOT NULL)')


def _read(db: sqlite3.Connection) -> tuple[Network, Keys]:
    """The Network from its columns, and the numbers of its nodes in the rows."""
    tables = {}
    keys: dict[str, Ints] = {kind: np.empty(0, np.int32) for kind in NODES}
    for table, schema in SCHEMAS.items():
        parts = _parts(db, table)
        if not parts:
            continue
        batch = _unpacked(parts[0] if len(parts) == 1 else b"".join(parts))
        if table in keys and "k" in batch.schema.names:
            keys[table] = batch.column("k").to_numpy()
            batch = batch.select(schema.names)
        if batch.schema != schema:
            raise _Damaged
        tables[table] = batch
    network = Network(tables)
    if not all(_ends_within(network, edge) for edge in EDGES.values()):
        raise _Damaged
    return network, keys


def _parts(db: sqlite3.Connection, table: str) -> list[bytes]:
    try:
        found = db.execute(f'SELECT data FROM "columns_{table}" ORDER BY part').fetchall()
    except sqlite3.OperationalError as error:
        if _code(error) == sqlite3.SQLITE_ERROR:  # no such table
            raise _Damaged from None
        raise
    if not all(isinstance(data, bytes) for (data,) in found):
        raise _Damaged
    return [data for (data,) in found]


def _ends_within(network: Network, edge: Edge) -> bool:
    """Whether all ends of edges are rows that there are."""
    source, target = (network.ints(edge.table, end) for end in ("source", "target"))
    return not len(source) or (
        bool(source.min() >= 0)
        and int(source.max()) < network.count(edge.source)
        and int(target.max()) < network.count(edge.target)
    )


def _unpacked(data: bytes) -> pa.RecordBatch:
    try:
        return pa.ipc.open_stream(pa.py_buffer(data)).read_next_batch()
    except (pa.ArrowInvalid, OSError, StopIteration):
        raise _Damaged from None


def _packed(batch: pa.RecordBatch) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as stream:
        stream.write_batch(batch)
    return sink.getvalue()


def _write_columns(db: sqlite3.Connection, table: str, new: Network, keys: Keys) -> None:
    if not new.count(table):
        return
    batch = new[table].append_column("k", pa.array(keys[table])) if table in NODES else new[table]
    data = memoryview(_packed(batch))
    for part, start in enumerate(range(0, len(data), PART)):
        db.execute(f'INSERT INTO "columns_{table}" VALUES (?, ?)', [part, data[start : start + PART]])


def _write(db: sqlite3.Connection, old: Network, keys: Keys, new: Network, progress: Progress) -> None:
    """Bring rows and columns from the old to the new Network: all that goes before all that comes, so that
    what comes takes the place of what goes. Columns are dropped as a table, which clears every page of it."""
    moved = difference.moved_rows(old, new)
    numbers = sqlite_rows.new_keys(keys, moved, new)
    changes = list(difference.differences(old, new, moved))
    told = _counter(sum(len(change.gone) + len(change.come) for change in changes), progress)
    columns = [table for table in SCHEMAS if not old[table].equals(new[table])]
    for table in columns:
        db.execute(f'DROP TABLE "columns_{table}"')
        _create_columns(db, table)
    for change in changes:
        sqlite_rows.remove(db, change, old, keys, told)
    for change in changes:
        sqlite_rows.insert(db, change, new, numbers, told)
        sqlite_rows.scrub(db, change)
    for done, table in enumerate(columns):
        progress("columns", 0.9 + 0.1 * done / len(columns))
        _write_columns(db, table, new, numbers)


def _counter(total: int, progress: Progress) -> Callable[[int], None]:
    done = 0

    def told(rows: int) -> None:
        nonlocal done
        done += rows
        progress("rows", 0.9 * (done / total))

    return told
