"""A real Neo4j for the tests: the one that NEO4J_URI names, else one from Maven's jars on free ports.

STODNAT_NEO4J says which of the pinned versions is started: `5` (the long-term one, Java 17) or `current`
(Java 21 or later). Without Java and Maven the tests are skipped; where STODNAT_REQUIRE names neo4j they fail.
"""

import atexit
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase, NotificationMinimumSeverity
from neo4j.exceptions import DriverError, Neo4jError

from graph import neo4j_store

HERE = Path(__file__).parent
PASSWORD = "only-for-tests"
WAIT = 120.0
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]
"""What makes a server start and plan sooner, and run slower: good for tests, not for measuring."""
OPENS = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch")]
CONF = """server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
dbms.usage_report.enabled=false
dbms.security.auth_max_failed_attempts=0
server.memory.pagecache.size=512m
dbms.cypher.min_replan_interval=1h
{more}
"""


class Missing(Exception):
    """What is needed to start a server and is not here."""


class Server:
    """A server in a folder of its own, with authentication; may be killed and started again."""

    def __init__(self, version: str, heap: str = "1g", quick: bool = True) -> None:
        self.version, self.heap, self.quick = version, heap, quick
        self.java, self.jars = java_for(version), jars(version)
        self.home = Path(tempfile.mkdtemp(prefix="stodnat-neo4j-"))
        self.bolt, self.http = free_ports(2)
        self._process: subprocess.Popen[bytes] | None = None
        (self.home / "conf").mkdir()
        self.configure()
        self._run("org.neo4j.cli.AdminTool", "dbms", "set-initial-password", PASSWORD)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.bolt}"

    def configure(self, *settings: str) -> None:
        """Write the configuration, with some more settings; takes hold at the next start."""
        text = CONF.format(bolt=self.bolt, http=self.http, more="\n".join(settings))
        (self.home / "conf" / "neo4j.conf").write_text(text)

    def start(self) -> None:
        """Start it and wait until it answers."""
        entry = "org.neo4j.server.CommunityEntryPoint" if self.version == "5" else "org.neo4j.server.Neo4jCommunity"
        folders = (f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}")
        with (self.home / "out.log").open("ab") as log:
            self._process = subprocess.Popen(self._command(entry, *folders), stdout=log, stderr=log)
        until = time.monotonic() + WAIT
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"Neo4j did not start: {(self.home / 'out.log').read_text()[-2000:]}")
            time.sleep(0.1)

    def answers(self) -> bool:
        """Whether a user can ask it something."""
        try:
            socket.create_connection(("127.0.0.1", self.bolt), 0.2).close()
            with GraphDatabase.driver(f"bolt://{self.address}", auth=("neo4j", PASSWORD)) as driver:
                driver.execute_query("RETURN 1")
        except (OSError, Neo4jError, DriverError):
            return False
        return True

    def pause(self) -> None:
        """Let it hang: connections stay and nothing answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it at once, without a word (kill -9)."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it and remove its folder."""
        self._end(signal.SIGTERM)
        shutil.rmtree(self.home, ignore_errors=True)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(WAIT)
            self._process = None

    def _command(self, entry: str, *arguments: str) -> list[str]:
        flags = [*OPENS, *([] if self.version == "5" else ["--enable-native-access=ALL-UNNAMED"])]
        flags += QUICK if self.quick else []
        memory = [f"-Xmx{self.heap}", f"-Xms{self.heap}"] if "server" in entry else []
        return [self.java, *memory, *flags, "-cp", f"{self.jars}/*", entry, *arguments]

    def _run(self, entry: str, *arguments: str) -> None:
        where = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        subprocess.run(self._command(entry, *arguments), check=True, capture_output=True, env=os.environ | where)


def free_ports(count: int) -> list[int]:
    """Ports on which nothing listens."""
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in held]
    for one in held:
        one.close()
    return ports


def java_for(version: str) -> str:
    """A Java that the version runs on."""
    fits = (lambda number: 17 <= number <= 21) if version == "5" else (lambda number: number >= 21)
    homes = [os.environ.get("JAVA_HOME"), *map(str, sorted(Path("/usr/lib/jvm").glob("*")))]
    candidates = [shutil.which("java"), *(shutil.which("java", path=f"{home}/bin") for home in homes if home)]
    for java in candidates:
        if java and fits(_java_version(java)):
            return java
    raise Missing(f"Java {'17 to 21' if version == '5' else '21 or later'}")


def _java_version(java: str) -> int:
    told = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


def jars(version: str) -> Path:
    """The folder with the server's jars; Maven fetches them the first time."""
    pom = HERE / version / "pom.xml"
    number = re.search(r"<neo4j.version>(.*)</neo4j.version>", pom.read_text())
    assert number
    cached = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cached / "stodnat" / f"neo4j-{number[1]}"
    if folder.exists():
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise Missing("Maven")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        fetch = [maven, "-q", "-B", "-f", str(pom), "dependency:copy-dependencies", "-DincludeScope=runtime"]
        told = subprocess.run([*fetch, f"-DoutputDirectory={name}/lib"], capture_output=True, text=True)
        if told.returncode:
            raise Missing(f"Maven's jars of Neo4j: {told.stdout[-500:]}")
        (Path(name) / "lib").rename(folder)
    return folder


def version() -> str:
    """Which of the pinned servers is meant, or `none`."""
    return os.environ.get("STODNAT_NEO4J") or "5"


@cache
def started(quick: bool = True) -> Server | str:
    """A server for the whole run, or what is missing for one."""
    if version() == "none":
        return "server asked for (STODNAT_NEO4J is none)"
    try:
        server = Server(version(), "1g" if quick else "2g", quick)
    except Missing as missing:
        return str(missing)
    atexit.register(server.stop)
    server.start()
    return server


def missing(what: str) -> None:
    """Skip, or fail where the tests have to be run."""
    if "neo4j" in os.environ.get("STODNAT_REQUIRE", ""):
        pytest.fail(f"STODNAT_REQUIRE says neo4j, and there is no {what}", pytrace=False)
    pytest.skip(f"NOT TESTED ON NEO4J: there is no {what}")


def address(quick: bool = True) -> str:
    """Where a server is, as host and port; credentials for it are set in the environment.

    Every notification of the server becomes a warning from now on, and so a failure.
    """
    neo4j_store.WARN = NotificationMinimumSeverity.INFORMATION
    if uri := os.environ.get("NEO4J_URI"):
        where = uri.partition("://")[2]
        if not _ours(where):
            pytest.fail("NEO4J_URI names a database with other content, which the tests would empty", pytrace=False)
        return where
    server = started(quick=quick)
    if isinstance(server, str):
        missing(server)
        raise AssertionError
    os.environ.update(NEO4J_USERNAME="neo4j", NEO4J_PASSWORD=PASSWORD)
    return server.address


@cache
def _ours(where: str) -> bool:
    """Whether a database holds nothing, or a store of Stödnät, before the first test."""
    with connected(where) as driver:
        query = "RETURN NOT EXISTS { (n) } OR EXISTS { (n) WHERE 'Stodnat' IN labels(n) } AS ours"
        return bool(driver.execute_query(query).records[0]["ours"])


def own(heap: str = "1g") -> Server:
    """A server of its own for a test that kills it; not yet started."""
    try:
        return Server(version(), heap)
    except Missing as what:
        missing(str(what))
        raise


def connected(where: str, warn: NotificationMinimumSeverity = NotificationMinimumSeverity.OFF) -> Driver:
    """A connection beside the store's own."""
    auth = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    return GraphDatabase.driver(f"bolt://{where}", auth=auth, warn_notification_severity=warn)


def wipe() -> None:
    """Remove all content of the server's database."""
    with connected(address()) as driver, driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()
