"""Commands and pages on a server, with the same answer as on a file; reads as reads, and after what was written."""

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from neo4j import READ_ACCESS, Driver, Session
from neo4j.api import BookmarkManager
from streamlit.testing.v1 import AppTest

from dashboard import texts
from dashboard.cli import main
from graph.neo4j_store import Neo4jStore
from graph.network import EMPTY, Network
from graph.store import StoreError
from graph.stores import open_store
from graph.tenures import spells_of
from graph.values import parse_day, to_date
from tests.dashboard import world
from tests.dashboard.test_pages import APP, PAGES, drawn
from tests.graph.test_store_contract import a_town
from tests.neo4j import server

DAY = "2026-03-10"
CHANGING = re.compile(r"(handover|change)-[0-9a-f]+|T\d\d:\d\d[^\s\"]*| kl\.? \d\d:\d\d| \d\d:\d\d(?!\d)")
"""What each run makes anew: the ids of handovers and their changes, and the time of the day."""


@pytest.fixture
def url() -> str:
    address = server.address()
    server.wipe()
    return f"neo4j://{address}"


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    texts.speak("sv")
    st.cache_resource.clear()


# Commands.


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    assert main(["generate", str(folder / "files"), "--children", "60", "--as-of", DAY]) == 0
    return folder / "files"


@pytest.fixture
def stores(url: str, files: Path, tmp_path: Path) -> list[str]:
    """A file and a server with the same town."""
    stores = [str(tmp_path / "town.db"), url]
    for store in stores:
        assert main(["load", str(files), "--store", store, "--rejects", str(tmp_path / "rejected.csv")]) == 0
    return stores


def same(stores: list[str], capsys: pytest.CaptureFixture[str], *command: str) -> str:
    """What a command prints on a file, which is what it prints on a server."""
    told = []
    for store in stores:
        capsys.readouterr()
        assert main([*command, "--store", store, "--as-of", DAY]) == 0
        told.append(CHANGING.sub("…", capsys.readouterr().out.replace(store, "STORE")))
    assert told[0] == told[1]
    return told[0]


def test_findings_scores_and_verdicts_are_the_same(
    stores: list[str], files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for format_ in ("table", "csv", "json"):
        found = same(stores, capsys, "find", "--format", format_)
    findings = json.loads(found)["findings"]
    assert len(findings) > 20
    assert '"recall"' in same(stores, capsys, "score", str(files / "truth.csv"), "--format", "json")
    key = findings[0]["key"]
    same(stores, capsys, "verdict", key, "--verdict", "unclear", "--by", "Karin Ålund", "--note", "Fråga '}) DELETE")
    told = json.loads(same(stores, capsys, "verdict", "--format", "json"))["verdicts"]
    assert [(one["key"], one["verdict"]) for one in told] == [(key, "unclear")]


def test_a_handover_goes_its_way_as_on_a_file(stores: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with open_store(stores[0]) as store:
        child, sender, receiver = _who_hands_over(store.network())
    plan = ("--by", sender, "--receiver", receiver, "--due", DAY, "--follow-up", "2026-05-01")
    for step, by in (("plan", plan), ("offer", plan[:2]), ("accept", ("--by", receiver)), ("done", ("--by", receiver))):
        told = json.loads(same(stores, capsys, "handover", child, step, *by, "--format", "json"))
    assert told["state"] == "done"
    shown = same(stores, capsys, "handover", child)
    assert receiver in shown
    found = json.loads(same(stores, capsys, "find", "--child", child, "--format", "json"))
    assert found["network"]["handover"] > 0


def _who_hands_over(network: Network) -> tuple[str, str, str]:
    """A child that no handover is about, who has the role for it, and another professional."""
    spells = spells_of(network, "barnkontakt").on(parse_day(DAY))
    handed = set(network.ints("handover_about_child", "target").tolist())
    for child, person in zip(spells.child.tolist(), spells.person.tolist(), strict=True):
        if child not in handed and person < spells.professionals:
            ids = network.ids("professional")
            return network.ids("child")[child].as_py(), ids[person].as_py(), ids[person - 1].as_py()
    raise AssertionError


def test_a_copy_is_the_same_in_both_directions(
    stores: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, url = stores
    back = str(tmp_path / "back.db")
    said = []
    for source, target in ((url, back), (file, str(tmp_path / "other.db"))):
        capsys.readouterr()
        assert main(["copy", "--from", source, "--to", target]) == 0
        said.append(capsys.readouterr().out.replace(source, "FROM").replace(target, "TO"))
    assert said[0] == said[1]
    server.wipe()
    assert main(["copy", "--from", back, "--to", url]) == 0
    with open_store(file) as one, open_store(url) as other:
        assert one.network() == other.network()


# Pages.


def page(store: str, name: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A page of a store, as of the day of the small municipality."""
    monkeypatch.setenv("STODNAT_STORE", store)
    app = AppTest.from_file(APP, default_timeout=60)
    app.session_state["as_of"] = to_date(world.AS_OF)
    app.run()
    return app if name == "oversikt" else app.switch_page(f"views/{name}.py").run()


def test_every_page_shows_what_it_shows_on_a_file(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = str(tmp_path / "town.db")
    world.keep(file, world.network())
    world.keep(url, world.network())
    for name, title in PAGES.items():
        shown = []
        for store in (file, url):
            app = page(store, name, monkeypatch)
            assert [error.value for error in app.exception] == []
            assert "Inget att visa" not in drawn(app)
            shown.append(_without_place(drawn(app)))
        assert f'<h1 class="sn-h1">{title}</h1>' in shown[1]
        assert shown[0] == shown[1], name


def _without_place(html: str) -> str:
    """The page without where it is kept, and without the store's version, which begins anywhere."""
    return re.sub(r"(SQLite, en fil: [^<]*|Neo4j, en server|Version \d+)", "…", html)


# Reads and writes.


def test_reads_are_reads(url: str, driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    with Neo4jStore(url, create=True) as store:
        store.update(lambda old: a_town())
        modes: list[str] = []
        session = type(store._driver).session

        def opened(self: Driver, **settings: Any) -> Session:  # noqa: ANN401 - the driver's own
            modes.append(str(settings["default_access_mode"]))
            return session(self, **settings)

        monkeypatch.setattr(type(store._driver), "session", opened)
        child = a_town().ids("child")[0].as_py()
        for step in (store.network, store.version, store.entries, lambda: store.around(child)):
            step()
        assert len(modes) >= 4
        assert set(modes) == {READ_ACCESS}
        with pytest.raises(StoreError, match="may not be written to"), store._told():
            store._read(lambda run: run("CREATE (c:Child {id: 'new'}) RETURN c.id AS id", {}))
    assert driver.execute_query("MATCH (c:Child {id: 'new'}) RETURN count(c) AS n").records[0]["n"] == 0


@pytest.fixture
def driver(url: str) -> Iterator[Driver]:
    with server.connected(server.address()) as opened:
        yield opened


def test_a_reader_is_given_the_bookmarks_of_what_was_written(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Neo4jStore(url, create=True) as writer, open_store(url) as reader:
        manager = writer._driver.execute_query_bookmark_manager
        seen: list[set[str]] = []
        given = type(manager).get_bookmarks

        def told(self: BookmarkManager) -> Collection[str]:
            seen.append(set(found := given(self)))
            return found

        monkeypatch.setattr(type(manager), "get_bookmarks", told)
        before = set(given(manager))
        for change in (lambda: writer.update(lambda old: a_town()), lambda: writer.append("note", {"a": 1})):
            change()
            written = set(given(manager))
            assert written
            assert written != before
            seen.clear()
            reader.network()
            assert seen[0] == written
            before = set(given(manager))
        assert writer.update(lambda old: EMPTY)
