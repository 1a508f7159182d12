"""The server store: a Network in Neo4j, as a graph that people can read and ask.

A load that fits in one transaction is atomic. A larger one runs in batches behind a marker; until it is complete
every reading says that a load is unfinished, and the same load run again completes it. While a load runs it holds
on to one node, so that there is one load at a time; who dies lets go.
"""

import atexit
import hashlib
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

import pyarrow as pa
import pyarrow.compute as pc
from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    Driver,
    GraphDatabase,
    ManagedTransaction,
    NotificationMinimumSeverity,
    Session,
    Transaction,
)
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    UnsupportedServerProduct,
)

from graph import journal, neo4j_rows
from graph import neo4j_model as model
from graph.journal import Content, Entry
from graph.neo4j_rows import Batch, Unexpected
from graph.network import EDGES, EMPTY, NODES, Network
from graph.store import NoStoreError, Progress, StoreError, UnfinishedError, silent

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what goes wrong is told once, in a sentence
T = TypeVar("T")
SCHEMES = ("neo4j", "bolt", "neo4j+s", "neo4j+ssc", "bolt+s", "bolt+ssc")
OLDEST = (5, 26)
"""The oldest server that the statements are written for: the long-term one."""
ATOMIC = 50_000
"""The most rows that are written in one transaction; more would need more memory than a small server has."""
CONNECT = 15.0
"""Seconds to wait for a connection."""
RETRY = 30.0
"""Seconds during which a transaction is tried again when the server fails or elects another leader."""
PATIENCE = 3.0
"""Seconds to wait for another load."""
PROMISE = 2_000
"""Milliseconds after which the lock may be promised to another: less than `PATIENCE`."""
COMMIT = 30_000
"""Milliseconds in which a commit that was announced is over: readers wait so long for it, and no longer."""
LONGEST = 8_000
"""The most bytes of an id or a role: the server's indexes take no longer ones."""
WARN = NotificationMinimumSeverity.OFF
"""Which notifications of the server become warnings; the tests want them all."""


@dataclass(frozen=True)
class State:
    """What the store says of itself: its version and the token of the write that made it, the next version if it is
    just being committed, and any load that is not complete."""

    version: int
    by: str | None
    format: int
    next: int | None
    load: Mapping[str, Any] | None


class Neo4jStore:
    """Keeps a Network in a database of a Neo4j server. May be used by several threads and processes at once."""

    def __init__(self, url: str, *, create: bool, into_existing: bool = False) -> None:
        self.url, self._address, self._database = _parsed(url)
        self._host = self._address.partition("://")[2]
        with self._told():
            self._driver = _driver(self._address)
            self._check(create, into_existing)

    def update(self, change: Callable[[Network], Network], progress: Progress = silent) -> bool:
        """Replace the Network by `change` of it, while no other process writes."""
        with self._told(writing=True), self._alone():
            state, old = self._whole(self._unfinished)
            new = self._changed(change, old, state)
            if new == old and state.load is None:
                return False
            self._not_too_long(new)
            if state.next is not None:
                self._announce(None)
            steps = neo4j_rows.batches(old, new)
            token = secrets.token_hex(8)
            if state.load is None and sum(step.rows for step in steps) <= ATOMIC:
                self._write_at_once(state, token, steps, progress)
            else:
                self._write_in_batches(state, token, steps, neo4j_rows.digest(new), new == EMPTY, progress)
            self._hold((state.version + 1, token), new)
        progress("done", 1.0)
        return True

    def network(self) -> Network:
        """All there is, as columns."""
        with self._told():
            return self._whole(self._complete)[1]

    def around(self, child: str) -> Network | None:
        """The child and those around it; nothing for an unknown id."""
        with self._told():
            found = self._settled(self._complete, lambda run: run(neo4j_rows.AROUND, {"child": child}))[1]
        with self._foreign():
            return neo4j_rows.around(found) if found else None

    def version(self) -> int:
        """A number that changes when the content does."""
        with self._told():
            return self._complete(self._read(_state)).version

    def append(self, kind: str, content: Content) -> Entry:
        """Add an entry to the journal, with the next number."""
        token, new = secrets.token_hex(8), journal.fresh(kind, content)
        fields = dict(zip(("kind", "at", "content"), new, strict=True)) | {"token": token}

        def work(tx: ManagedTransaction) -> int:
            run = _run(tx)
            _hold_journal(run)
            written = run(_WRITTEN, {"token": token})["number"]  # by a try whose commit was not heard of
            return int(written if written is not None else run(_ENTER, {"fields": fields})["number"])

        with self._told(), self._session(WRITE_ACCESS) as session:
            return journal.entry(session.execute_write(work), *new)

    def entries(self, kind: str | None = None) -> list[Entry]:
        """The journal, or its entries of one kind, by number."""
        with self._told():
            return [one for one in self._read(_journal) if kind in (None, one.kind)]

    def rewrite(self, change: Callable[[list[Entry]], list[Entry]]) -> bool:
        """Replace the whole journal, all or nothing."""

        def work(tx: ManagedTransaction) -> bool:
            run = _run(tx)
            _hold_journal(run)
            old = _journal(run)
            new = change(old)
            if new == old:
                return False
            names = ("id", "kind", "at", "content")
            rows = [dict(zip(names, row, strict=True)) for row in journal.in_order(new)]
            run(_FORGET_JOURNAL, {})
            run(_ENTER_ALL, {"rows": rows})
            return True

        with self._told(), self._session(WRITE_ACCESS) as session:
            return bool(session.execute_write(work))

    def size(self) -> int | None:
        """Nothing: a server does not tell its users."""
        return None

    def close(self) -> None:
        """Nothing: the driver stays for the next store of this process, which closes it at its end."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # What is there.

    def _check(self, create: bool, into_existing: bool) -> None:
        """Raise unless the database holds a store, or nothing and one is to be made."""
        _not_too_old(self._driver.get_server_info().agent, self._host)
        labels = self._read(lambda run: run("CALL db.labels() YIELD label RETURN collect(label) AS labels", {}))
        found = self._read(_state_or_nothing) if model.STORE in labels["labels"] else None
        if found is not None:
            if found.format != model.layout():
                raise StoreError(f"{self.url} was made by another version of Stödnät; load its files into a new store.")
            return
        self._not_foreign(into_existing)
        if not create:
            raise NoStoreError(f"There is no store at {self.url}; load files first.")
        self._create()

    def _not_foreign(self, into_existing: bool) -> None:
        """Raise where the database holds something else that may not, or cannot, be kept beside a store."""
        if not self._read(lambda run: run("MATCH (n) RETURN count(n) AS nodes", {}))["nodes"]:
            return
        if not into_existing:
            raise StoreError(
                f"{self.url} holds something else; nothing was changed. --into-existing puts a store beside it."
            )
        query = "MATCH (n) WHERE any(label IN labels(n) WHERE label IN $labels) RETURN count(n) AS nodes"
        if self._read(lambda run: run(query, {"labels": list(model.LABELS.values())}))["nodes"]:
            raise StoreError(f"{self.url} holds nodes of others with labels that Stödnät uses; nothing was changed.")

    def _create(self) -> None:
        """Make names, constraints, indexes and the node that says what this is; what is there already stays."""
        with self._session(WRITE_ACCESS) as session:
            run = _run(session)  # each statement does nothing where it was done before
            for procedure, names in (
                ("db.createLabel", [*model.LABELS.values(), model.STORE, model.LOAD, model.LOCK, model.ENTRY]),
                ("db.createRelationshipType", [*model.TYPES.values(), model.EMPLOYED]),
                ("db.createProperty", model.property_names()),
            ):
                for name in names:
                    run(f"CALL {procedure}($name)", {"name": name})
            there = set(run("SHOW CONSTRAINTS YIELD name RETURN collect(name) AS names", {})["names"])
            there |= set(run("SHOW INDEXES YIELD name RETURN collect(name) AS names", {})["names"])
            for name, statement in (model.constraints() | model.indexes()).items():
                if name not in there:
                    run(statement, {})
            run("CALL db.awaitIndexes(300)", {})
            session.execute_write(lambda tx: _run(tx)(_FOUND_STORE, _store_parameters()))

    # Reading.

    def _session(self, mode: str) -> Session:
        """A session that sees what this process has written, also in a cluster."""
        bookmarks = self._driver.execute_query_bookmark_manager
        return self._driver.session(database=self._database, default_access_mode=mode, bookmark_manager=bookmarks)

    def _read(self, work: Callable[[neo4j_rows.Run], T]) -> T:
        with self._session(READ_ACCESS) as session:
            return session.execute_read(lambda tx: work(_run(tx)))

    def _settled(self, allowed: Callable[[State], State], what: Callable[[neo4j_rows.Run], T]) -> tuple[State, T]:
        """What there was between two loads: it is read again if a load was committed meanwhile."""
        while True:
            before, found, after = self._read(lambda run: (allowed(_state(run)), what(run), _state(run)))
            after = after if after.next is None else self._quiet()
            if after.version == before.version and (after.load is None) == (before.load is None):
                return before, found
            allowed(after)

    def _quiet(self) -> State:
        """The state at a moment at which nothing is being committed."""
        while (state := self._read(_state)).next is not None:
            time.sleep(0.02)
        return state

    def _complete(self, state: State) -> State:
        """The state, if no load is unfinished."""
        if state.load is not None:
            raise UnfinishedError(
                f"{_told_of(state.load)} in {self.url} is unfinished; run the same load again to complete it."
            )
        return state

    def _unfinished(self, state: State) -> State:
        return state

    def _whole(self, allowed: Callable[[State], State]) -> tuple[State, Network]:
        """All there is: what this process holds already if it is of that version, else read now."""
        state = self._read(_state)
        known, held = _held.get((self._address, self._database), (None, EMPTY))
        if known == (state.version, state.by) and state.load is None and state.next is None:
            return state, held
        with self._foreign():
            state, found = self._settled(allowed, neo4j_rows.network)
        if state.load is None:
            self._hold((state.version, state.by), found)
        return state, found

    def _hold(self, version: tuple[int, str | None], network: Network) -> None:
        """Keep what was read or written: a page that follows a step of a handover asks for it at once."""
        _held[self._address, self._database] = version, network

    # Writing.

    def _changed(self, change: Callable[[Network], Network], old: Network, state: State) -> Network:
        """What the change makes of the Network; where it cannot be made of half a load, that is what is told."""
        try:
            return change(old)
        except Exception:
            self._complete(state)
            raise

    def _not_too_long(self, network: Network) -> None:
        """Raise for an id or a role that no index of the server takes."""
        columns = [network.ids(kind) for kind in NODES]
        columns += [network.texts(table, "role") for table, edge in EDGES.items() if edge.edge == "supports"]
        longest = max(pc.max(pc.binary_length(column)).as_py() or 0 for column in columns)
        if longest > LONGEST:
            raise StoreError(
                f"{self.url} cannot keep an id or a role of more than {LONGEST:,} bytes; nothing was changed."
            )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While no other load runs: a transaction holds the write lock of one node until the end."""
        with self._session(WRITE_ACCESS) as session:
            held = self._locked(session)
            try:
                yield
            finally:
                with suppress(Neo4jError, DriverError):
                    held.commit()

    def _locked(self, session: Session) -> Transaction:
        """The lock: promised in a transaction that may not wait long, then taken in one that may last.

        Nobody else takes a lock that is promised, so that the second waits for nothing. A promise that its process
        did not live to take up is forgotten.
        """
        token, until = secrets.token_hex(8), time.monotonic() + PATIENCE
        while not self._promised(session, token, max(until - time.monotonic(), 0.1)):
            if time.monotonic() > until:
                raise self._another()
            time.sleep(0.05)
        tx = session.begin_transaction()
        try:
            if _holding(tx, _TAKE, token):
                return tx
            raise self._another()
        except BaseException:
            with suppress(Neo4jError, DriverError):
                tx.close()
            raise

    def _promised(self, session: Session, token: str, patience: float) -> bool:
        """Promise the lock to a token; false if it is another's. Who has it makes this transaction wait."""
        try:
            with session.begin_transaction(timeout=patience) as tx:
                promised = _holding(tx, _PROMISE, token)
                tx.commit()
        except Neo4jError as error:
            if any(part in (error.code or "") for part in ("TimedOut", "LockClientStopped")):
                raise self._another() from None
            raise
        return promised

    def _another(self) -> StoreError:
        return StoreError(f"Another load into {self.url} is running; nothing was changed.")

    def _write_at_once(self, state: State, token: str, steps: list[Batch], progress: Progress) -> None:
        """All batches and the new version in one transaction; its token tells if an earlier try was committed."""
        total = sum(step.rows for step in steps) or 1
        next_version = state.version + 1

        def work(tx: ManagedTransaction) -> None:
            run = _run(tx)
            now = _state(run)
            if (now.version, now.by) == (next_version, token):
                return
            if now.version != state.version:
                raise Unexpected
            done = 0
            for step in steps:
                progress("rows", done / total)
                step.write(run)
                done += step.rows
            progress("commit", 1.0)
            self._announce(next_version)
            if not run(_NEXT_VERSION, {"version": state.version, "token": token})["rows"]:
                raise Unexpected

        with self._session(WRITE_ACCESS) as session:
            try:
                session.execute_write(work)
            except BaseException:
                with suppress(Neo4jError, DriverError, StoreError):
                    self._announce(None)
                raise

    def _announce(self, version: int | None) -> None:
        """Tell readers that a commit is about to be: what they read at that moment may be half of it."""
        with self._session(WRITE_ACCESS) as session:
            session.execute_write(lambda tx: _run(tx)(_ANNOUNCE, {"version": version}))

    def _write_in_batches(
        self, state: State, token: str, steps: list[Batch], target: str, anew: bool, progress: Progress
    ) -> None:
        """Each batch in a transaction of its own, behind a marker that goes with the last."""
        if state.load is not None and state.load["target"] != target and not anew:
            raise StoreError(
                f"{_told_of(state.load)} in {self.url} is unfinished, and this is another load; nothing was changed. "
                "Run that one again first."
            )
        total = sum(step.rows for step in steps)
        marker = {"token": token, "target": target, "rows": total, "host": socket.gethostname()}
        progress("rows", 0.0)
        with self._session(WRITE_ACCESS) as session:
            session.execute_write(lambda tx: _run(tx)(_MARK, {"load": marker}))
            done = 0
            for number, step in enumerate(steps):
                session.execute_write(_fenced(token, number, step, done + step.rows))
                done += step.rows
                progress("rows", done / (total + 1))
            session.execute_write(_finish(token, state.version))

    # What goes wrong.

    @contextmanager
    def _foreign(self) -> Iterator[None]:
        """Turn values that no store wrote into one sentence, without them."""
        try:
            yield
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            raise StoreError(f"{self.url} holds what another program wrote; it cannot be read.") from None

    @contextmanager
    def _told(self, writing: bool = False) -> Iterator[None]:
        """Turn what goes wrong at the server into one sentence; anything else is a bug and stays what it is."""
        try:
            yield
        except (Neo4jError, DriverError, OSError) as error:
            if (sentence := _sentence(error, self._database)) is None:
                raise
            if writing and sentence == UNANSWERED:
                sentence = "does not answer; a load that was cut off is marked as unfinished or has changed nothing."
            raise StoreError(f"{self._host} {sentence}") from None
        except Unexpected:
            _held.pop((self._address, self._database), None)  # what is held is not what is there: the next try reads
            raise StoreError(f"{self.url} was changed by another program while it was written; try again.") from None


# Addresses, credentials and drivers.


def is_server(url: str) -> bool:
    """Whether a URL names a Neo4j server."""
    return url.partition(":")[0].lower() in SCHEMES


def _malformed() -> StoreError:
    return StoreError("A store on a server is neo4j://host:port or neo4j://host:port/database.")


def _split(url: str) -> SplitResult:
    try:
        if url.isprintable() and urlsplit(url).port != 0:
            return urlsplit(url)
    except ValueError:
        pass
    raise _malformed()


def _parsed(url: str) -> tuple[str, str, str | None]:
    """The URL as it is shown, the server's address, and the database if one is named."""
    parts = _split(url)
    try:
        (parts.hostname or "").encode("idna")
    except UnicodeError:
        raise _malformed() from None
    if "@" in parts.netloc:
        raise StoreError("User and password are read from NEO4J_USERNAME and NEO4J_PASSWORD, not from the URL.")
    database = unquote(parts.path.strip("/"))
    if not parts.hostname or "/" in database or database.lower() == "system" or parts.query or parts.fragment:
        raise _malformed()
    address = f"{parts.scheme}://{parts.netloc}"
    return url, address, database or os.environ.get("NEO4J_DATABASE") or None


_held: dict[tuple[str, str | None], tuple[tuple[int, str | None], Network]] = {}
"""The version, who wrote it, and the Network that this process read from or wrote to each database last."""
_drivers: dict[tuple[str, str, str, int], Driver] = {}
_lock = threading.Lock()


def _driver(address: str) -> Driver:
    """The driver of this process for a server, which remembers what was written: made once, closed at the end."""
    user, password = os.environ.get("NEO4J_USERNAME"), os.environ.get("NEO4J_PASSWORD")
    if not user or password is None:
        raise StoreError("User and password of the Neo4j server are read from NEO4J_USERNAME and NEO4J_PASSWORD.")
    key = (address, user, hashlib.blake2b(password.encode(), digest_size=16).hexdigest(), os.getpid())
    with _lock:
        if key not in _drivers:
            _drivers[key] = _connect(address, user, password)
        return _drivers[key]


@atexit.register
def _close() -> None:
    """Let go of all servers."""
    for (*_, process), driver in _drivers.items():
        if process == os.getpid():
            driver.close()
    _drivers.clear()


def _connect(address: str, user: str, password: str) -> Driver:
    return GraphDatabase.driver(
        address,
        auth=(user, password),
        user_agent="stodnat",
        connection_timeout=CONNECT,
        connection_acquisition_timeout=CONNECT,
        max_transaction_retry_time=RETRY,
        warn_notification_severity=WARN,
    )


def _not_too_old(agent: str, host: str) -> None:
    """Raise for a server that the statements are not written for; calendar versions are newer than all others."""
    numbers = agent.rpartition("/")[2].split(".")
    if not all(part.isdigit() for part in numbers[:2]) or len(numbers) < 2:
        return
    if (int(numbers[0]), int(numbers[1])) < OLDEST:
        raise StoreError(f"{host} is Neo4j {'.'.join(numbers[:2])}; Stödnät needs 5.26 or later.")


# Statements of the store's own nodes.


_FOUND_STORE: str = (
    f"MERGE (s:{model.STORE} {{id: 1}}) ON CREATE SET s.name = 'Stödnät', s.version = $version, s.format = $format "
    f"MERGE (k:{model.LOCK} {{id: 1}}) RETURN s.version AS version"
)
_STATE: str = (
    f"MATCH (s:{model.STORE} {{id: 1}}) OPTIONAL MATCH (l:{model.LOAD}) "
    f"RETURN s.version AS version, s.by AS by, s.format AS format, CASE WHEN s.announced > timestamp() - {COMMIT} "
    "THEN s.next ELSE NULL END AS next, "
    "CASE WHEN l IS NULL THEN NULL ELSE l {.token, .target, .rows, .done, .host, begun: toString(l.begun)} END AS load"
)
_HOLD_LOCK: str = f"MERGE (k:{model.LOCK} {{id: 1}}) SET k.held = $at RETURN count(k) AS rows"
_PROMISE: str = (
    f"MATCH (k:{model.LOCK} {{id: 1}}) WHERE k.token IS NULL OR k.announced < timestamp() - {PROMISE} "
    "SET k.token = $token, k.announced = timestamp() RETURN count(k) AS rows"
)
_TAKE: str = (
    f"MATCH (k:{model.LOCK} {{id: 1}}) WHERE k.token = $token REMOVE k.token, k.announced RETURN count(k) AS rows"
)
_NEXT_VERSION: str = (
    f"MATCH (s:{model.STORE} {{id: 1}}) WHERE s.version = $version AND NOT EXISTS {{ (:{model.LOAD}) }} "
    "SET s.version = $version + 1, s.by = $token REMOVE s.next RETURN count(s) AS rows"
)
_ANNOUNCE: str = (
    f"MATCH (s:{model.STORE} {{id: 1}}) SET s.next = $version, s.announced = timestamp() RETURN count(s) AS rows"
)
_MARK: str = (
    f"MERGE (l:{model.LOAD} {{id: 1}}) ON CREATE SET l.begun = datetime(), l.name = 'Unfinished load' "
    "SET l += $load, l.step = 0, l.done = 0 RETURN l.step AS step"
)
_STEP: str = (
    f"MATCH (l:{model.LOAD} {{id: 1}}) WHERE l.token = $token AND l.step = $step "
    "SET l.step = $step + 1, l.done = $done RETURN count(l) AS rows"
)
_STEPS: str = f"MATCH (l:{model.LOAD} {{id: 1}}) WHERE l.token = $token RETURN max(l.step) AS step"
_FINISH: str = (
    f"MATCH (l:{model.LOAD} {{id: 1}}) WHERE l.token = $token DELETE l "
    f"WITH count(*) AS loads MATCH (s:{model.STORE} {{id: 1}}) WHERE loads = 1 "
    "SET s.version = $version + 1, s.by = $token REMOVE s.next RETURN count(s) AS rows"
)


_HOLD: str = f"MATCH (s:{model.STORE} {{id: 1}}) SET s.noted = $at RETURN count(s) AS rows"
_WRITTEN: str = f"MATCH (e:{model.ENTRY} {{token: $token}}) RETURN max(e.id) AS number"
_ENTER: str = (
    f"OPTIONAL MATCH (e:{model.ENTRY}) WITH coalesce(max(e.id), 0) + 1 AS number "
    f"CREATE (e:{model.ENTRY} {{id: number}}) SET e += $fields, e.name = e.kind + ' ' + toString(number) "
    "RETURN number"
)
_JOURNAL: str = f"MATCH (e:{model.ENTRY}) WITH e ORDER BY e.id RETURN collect([e.id, e.kind, e.at, e.content]) AS rows"
_FORGET_JOURNAL: str = f"MATCH (e:{model.ENTRY}) DELETE e RETURN count(*) AS rows"
_ENTER_ALL: str = (
    f"UNWIND $rows AS row CREATE (e:{model.ENTRY}) SET e = row, e.name = e.kind + ' ' + toString(e.id) "
    "RETURN count(*) AS rows"
)


def _holding(tx: Transaction, query: str, token: str) -> bool:
    """Hold the lock until the end of the transaction, and what the query says of its token then: read after that."""
    run = _run(tx)
    run(_HOLD_LOCK, {"at": time.time()})
    return bool(run(query, {"token": token})["rows"])


def _hold_journal(run: neo4j_rows.Run) -> None:
    """Let nobody else add an entry until the end of the transaction: a node that is written to is locked."""
    if not run(_HOLD, {"at": time.time()})["rows"]:
        _state(run)


def _journal(run: neo4j_rows.Run) -> list[Entry]:
    return [journal.entry(*row) for row in run(_JOURNAL, {})["rows"]]


def _store_parameters() -> model.Params:
    return {"version": secrets.randbits(40), "format": model.layout()}


def _run(where: ManagedTransaction | Transaction | Session) -> neo4j_rows.Run:
    """Statements in a transaction; in a session those that cannot be part of a larger one.

    Each gives its single record by name; as it came, for `data()` looks at every value of a list anew.
    """

    def run(query: str, parameters: model.Params) -> Mapping[str, Any]:
        record = where.run(query, parameters).single()
        return dict(zip(record.keys(), record.values(), strict=True)) if record is not None else {}

    return run


def _state_or_nothing(run: neo4j_rows.Run) -> State | None:
    record = run(_STATE, {})
    return State(**record) if record else None


def _state(run: neo4j_rows.Run) -> State:
    state = _state_or_nothing(run)
    if state is None:
        raise StoreError("The store was removed from the server while it was open; load files first.")
    return state


def _fenced(token: str, number: int, step: Batch, done: int) -> Callable[[ManagedTransaction], None]:
    """A batch that is written exactly once, even if its commit was not heard of, and by one load only."""

    def work(tx: ManagedTransaction) -> None:
        run = _run(tx)
        if run(_STEP, {"token": token, "step": number, "done": done})["rows"]:
            step.write(run)
        elif run(_STEPS, {"token": token})["step"] != number + 1:
            raise StoreError("Another load took over; what this one wrote is marked as unfinished.")

    return work


def _finish(token: str, version: int) -> Callable[[ManagedTransaction], None]:
    """The marker goes and the version is the next; done before if a commit was not heard of."""

    def work(tx: ManagedTransaction) -> None:
        run = _run(tx)
        if run(_FINISH, {"token": token, "version": version})["rows"]:
            return
        now = _state(run)
        if (now.version, now.by) != (version + 1, token):
            raise StoreError("Another load took over; what this one wrote is marked as unfinished.")

    return work


def _told_of(load: Mapping[str, Any]) -> str:
    """Which load: when it began, from where, and how far it came."""
    begun = str(load["begun"])[:16].replace("T", " ")
    return f"The load of {load['rows']:,} rows begun {begun} UTC from {load['host']} ({load['done']:,} written)"


UNANSWERED = "does not answer."
NO_PROTOCOL = "speaks no protocol that Stödnät knows; it needs Neo4j 5.26 or later."
REFUSES = "refuses that, and may hold what another program wrote:"
_SENTENCES = (
    ("Security.AuthenticationRateLimit", "has had too many wrong passwords; wait a little."),
    ("Security.CredentialsExpired", "wants the password changed before it is used."),
    ("Security.Unauthorized", "does not accept the user and password in NEO4J_USERNAME and NEO4J_PASSWORD."),
    ("Security.Forbidden", "does not let this user do that; nothing was changed."),
    ("ReadOnly", "may not be written to; nothing was changed."),
    ("AccessMode", "may not be written to; nothing was changed."),
    ("Database.DatabaseNotFound", "has no database {database}."),
    ("Database.DatabaseUnavailable", "has its database {database} not running."),
    ("OutOfMemory", "has too little memory for this; what was written is marked if it is not complete."),
    ("OutOfDisk", "has its disk full; what was written is marked if it is not complete."),
    ("LockClientStopped", "takes longer than it may; try again."),
    ("TransientError", "is too busy; try again."),
    ("TransactionTimedOut", "takes longer than it may; try again."),
    ("ConstraintValidationFailed", "holds something else under the same ids; nothing was changed."),
)


def _sentence(error: Neo4jError | DriverError | OSError, database: str | None) -> str | None:
    """What is wrong, for the user; nothing for what is a bug."""
    if isinstance(error, Neo4jError):
        code = error.code or ""
        for part, sentence in _SENTENCES:
            if part in code:
                return sentence.format(database=database or "of that name")
        if isinstance(error, AuthError) and not isinstance(error, ClientError):
            return _SENTENCES[2][1]
        return f"{REFUSES} {code}."
    if isinstance(error, UnsupportedServerProduct):
        return NO_PROTOCOL
    if isinstance(error, ConfigurationError):
        return "cannot be reached in this way: neo4j+s:// is for certificates that are trusted, +ssc for others."
    if isinstance(error, ServiceUnavailable | SessionExpired | OSError):
        return UNANSWERED
    return None
