"""What every store does with its journal: nothing is lost, whoever writes and whatever happens to the Network."""

import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from dashboard.cli import main
from graph import journal
from graph.journal import Entry
from graph.network import EMPTY
from graph.sqlite_store import SqliteStore
from graph.store import Store, StoreError
from graph.stores import open_store
from tests.graph.test_store_contract import STORES, TEXTS, Opener, a_town

ADDER = """
import sys
from graph.stores import open_store
with open_store(sys.argv[1]) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(sys.argv[3])):
        store.append("verdict", {"who": sys.argv[2], "number": number})
        print(number, flush=True)
"""


@pytest.fixture(params=STORES)
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    return STORES[request.param](tmp_path)


@pytest.fixture
def store(opener: Opener) -> Iterator[Store]:
    with opener() as opened:
        yield opened


def said(entries: list[Entry]) -> list[object]:
    return [one.content.get("n") for one in entries]


def test_entries_come_back_in_order_by_kind(store: Store, opener: Opener) -> None:
    assert store.entries() == []
    made = [store.append("load" if n == 1 else "verdict", {"n": n}) for n in range(4)]
    assert [one.number for one in made] == [1, 2, 3, 4]
    assert store.entries() == made
    assert said(store.entries("verdict")) == [0, 2, 3]
    assert said(store.entries("load")) == [1]
    assert store.entries("other") == []
    assert all(one.at.utcoffset() == dt.timedelta(0) for one in made)
    with opener() as other:
        assert other.entries() == made


def test_what_an_entry_says_comes_back_as_it_was(store: Store) -> None:
    content: journal.Content = {
        "texts": [*TEXTS, "\ud800", "'; DROP TABLE journal"],
        "numbers": [0, -1, 2**53, 0.1],
        "none": None,
        "deep": {"yes": True, "": {}},
    }
    store.append("verdict", content)
    assert store.entries()[0].content == content


@pytest.mark.parametrize("kind", ["", "Verdict", "a b", "1", "x" * 41])
def test_a_kind_is_a_word(store: Store, kind: str) -> None:
    with pytest.raises(ValidationError):
        store.append(kind, {})
    assert store.entries() == []


@pytest.mark.parametrize("content", [{"x": object()}, {"x": float("nan")}, {1: 2}, ["x"]])
def test_a_content_is_json(store: Store, content: journal.Content) -> None:
    with pytest.raises(ValueError, match=r"."):
        store.append("verdict", content)
    assert store.entries() == []


def test_an_entry_leaves_the_network_and_its_version_alone(store: Store) -> None:
    store.update(lambda old: a_town())
    before = store.version()
    store.append("verdict", {"n": 1})
    assert (store.version(), store.network()) == (before, a_town())


def test_no_load_touches_the_journal(store: Store) -> None:
    made = []
    for number, town in enumerate((a_town(1), a_town(2), EMPTY, a_town(1))):
        made.append(store.append("verdict", {"n": number}))
        store.update(lambda old, town=town: town)
        assert store.entries() == made

    def fail(old: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.update(fail)  # type: ignore[arg-type]
    assert store.entries() == made


def test_a_journal_is_replaced_as_a_whole(store: Store) -> None:
    made = [store.append("verdict", {"n": n}) for n in range(5)]
    assert not store.rewrite(lambda old: old)
    assert store.rewrite(lambda old: [old[1], old[4]])
    assert store.entries() == [made[1], made[4]]
    assert store.append("verdict", {"n": 9}).number == 6
    kept = store.entries()
    with pytest.raises(ValueError, match="rise"):
        store.rewrite(lambda old: [old[0], old[0]])
    assert store.entries() == kept


def test_threads_that_add_at_once_lose_nothing(opener: Opener) -> None:
    opener().close()

    def add(who: int) -> None:
        with opener() as store:
            for number in range(8):
                store.append("verdict", {"who": who, "n": number})

    threads = [threading.Thread(target=add, args=(who,)) for who in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with opener() as store:
        found = store.entries()
    assert [one.number for one in found] == list(range(1, 33))
    for who in range(4):
        assert [one.content["n"] for one in found if one.content["who"] == who] == list(range(8))


def adder(url: str, who: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ADDER, url, who, str(count)]
    started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ)
    assert started.stdout
    assert started.stdout.readline() == "ready\n"
    return started


def test_processes_that_add_at_once_lose_nothing(store: Store) -> None:
    adders = [adder(store.url, who, 20) for who in "ab"]
    for one in adders:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in adders:
        one.communicate(timeout=60)
        assert one.returncode == 0
    found = store.entries()
    assert [one.number for one in found] == list(range(1, 41))
    for who in "ab":
        assert [one.content["number"] for one in found if one.content["who"] == who] == list(range(20))


def test_what_was_told_to_be_kept_survives_a_kill(store: Store) -> None:
    for turn in range(3):
        one = adder(store.url, str(turn), 100_000)
        assert one.stdin
        assert one.stdout
        one.stdin.write("go\n")
        one.stdin.flush()
        told = [int(one.stdout.readline()) for _ in range(5 + turn)]
        one.send_signal(signal.SIGKILL)
        told += [int(line) for line in one.communicate()[0].splitlines()]
        kept = [entry.content["number"] for entry in store.entries() if entry.content["who"] == str(turn)]
        assert kept == list(range(len(kept)))
        assert len(told) <= len(kept) <= len(told) + 1


def test_a_copy_has_the_same_journal(opener: Opener, tmp_path: Path) -> None:
    with opener() as store:
        store.update(lambda old: a_town())
        made = [store.append("verdict", {"n": n}) for n in range(3)]
        url = store.url
    target = f"sqlite:///{tmp_path / 'copy.db'}"
    copy = ["copy", "--from", url, "--to", target]
    assert main(copy) == 0
    with open_store(target) as copied:
        assert (copied.entries(), copied.network()) == (made, a_town())
    with opener() as store:
        made.append(store.append("load", {"n": 3}))
    assert main(copy) == 0
    with open_store(target) as copied:
        assert copied.entries() == made
        copied.append("verdict", {"n": "of the copy"})
    assert main(copy) == 2
    assert main([*copy, "--replace"]) == 0
    with open_store(target) as copied:
        assert copied.entries() == made


def test_a_copy_is_refused_before_anything_is_written(
    opener: Opener, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opener() as store:
        store.update(lambda old: a_town())
        url = store.url
    target = f"sqlite:///{tmp_path / 'own.db'}"
    with open_store(target, create=True) as own:
        own.append("verdict", {"n": 1})
    assert main(["copy", "--from", url, "--to", target]) == 2
    assert "--replace puts this in its place" in capsys.readouterr().err
    with open_store(target) as own:
        assert (said(own.entries()), own.network()) == ([1], EMPTY)


# What only a file has to withstand.


def test_a_file_from_before_there_was_a_journal_is_opened(tmp_path: Path) -> None:
    path = str(tmp_path / "old.db")
    with SqliteStore(path, create=True) as store:
        store.update(lambda old: a_town())
    tables = sqlite3.connect(path)
    assert not tables.execute("SELECT 1 FROM sqlite_master WHERE name = 'journal'").fetchone()
    tables.close()
    with SqliteStore(path, create=False) as store:
        assert store.entries() == []
        store.append("verdict", {"n": 1})
        assert said(store.entries()) == [1]
        assert store.network() == a_town()


def test_a_journal_that_another_program_wrote_in_is_damaged(tmp_path: Path) -> None:
    path = str(tmp_path / "damaged.db")
    with SqliteStore(path, create=True) as store:
        store.append("verdict", {"n": 1})
        broken = sqlite3.connect(path)
        broken.execute("UPDATE journal SET content = 'x'")
        broken.commit()
        broken.close()
        with pytest.raises(StoreError, match="is damaged"):
            store.entries()


def test_an_entry_waits_for_a_load_and_then_says_why_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.sqlite_store.PATIENCE", 0.2)
    path = str(tmp_path / "busy.db")
    with SqliteStore(path, create=True) as store, SqliteStore(path, create=False) as other:

        def change(old: object) -> object:
            with pytest.raises(StoreError, match="nothing was changed"):
                other.append("verdict", {"n": 1})
            return old

        store.update(change)  # type: ignore[arg-type]
        assert store.entries() == []
        assert other.append("verdict", {"n": 2}).number == 1
