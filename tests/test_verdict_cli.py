"""`stodnat verdict`: list and record, with errors that say what is wrong and change nothing."""

import json
from pathlib import Path

import pytest

from dashboard.cli import main
from graph.stores import open_store
from graph.verdicts import verdicts
from tests.dashboard import forum_world, world

DAY = ["--as-of", "2026-03-10"]


@pytest.fixture
def url(tmp_path: Path) -> str:
    where = str(tmp_path / "town.db")
    world.keep(where, forum_world.network())
    return where


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def found(capsys: pytest.CaptureFixture[str], url: str, *more: str) -> str:
    return answer(capsys, "find", "--store", url, *DAY, "--format", "json", *more)


@pytest.fixture
def key(url: str, capsys: pytest.CaptureFixture[str]) -> str:
    findings = json.loads(found(capsys, url, "forum_overlap"))["findings"]
    return str(findings[0]["key"])


def test_a_verdict_is_recorded_and_listed(url: str, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Inget fynd är bedömt än." in answer(capsys, "verdict", "--store", url, *DAY)
    give = ["verdict", key, "--verdict", "unclear", "--by", "Karin Ålund", "--note", "Fråga\npolisen", "--store", url]
    assert "Oklart" in answer(capsys, *give, *DAY)
    answer(capsys, "verdict", key, "--verdict", "required", "--by", "Bo", "--store", url, *DAY)
    told = json.loads(answer(capsys, "verdict", "--store", url, *DAY, "--format", "json"))["verdicts"]
    assert [(one["key"], one["verdict"], one["detector"]) for one in told] == [(key, "required", "forum_overlap")]
    assert [(one["verdict"], one["by"], one["note"]) for one in told[0]["history"]] == [
        ("unclear", "Karin Ålund", "Fråga\npolisen"),
        ("required", "Bo", ""),
    ]
    table = answer(capsys, "verdict", key, "--store", url, *DAY, "--lang", "en")
    assert "Required by law" in table.splitlines()[0]
    assert "Karin Ålund" in table
    answer(capsys, "verdict", key, "--verdict", "withdrawn", "--by", "Bo", "--store", url, *DAY)
    with open_store(url) as store:
        assert verdicts(store).of(key) is None


def test_find_is_the_same_to_the_byte_whatever_was_judged(
    url: str, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = found(capsys, url)
    answer(capsys, "verdict", key, "--verdict", "duplicate", "--by", "Karin", "--store", url, *DAY)
    assert found(capsys, url) == before


def test_what_was_judged_is_known_when_it_is_found_no_more(
    url: str, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(capsys, "verdict", key, "--verdict", "duplicate", "--by", "Karin", "--store", url, *DAY)
    far = ["--store", url, "--as-of", "2010-01-01", "--set", "forum_overlap.min_jaccard_mandate=1"]
    told = answer(capsys, "verdict", key, *far, "--set", "forum_overlap.group_equal=0")
    assert "Dubblett" in told


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["nokey", "--verdict", "duplicate", "--by", "K"], "no finding with that key"),
        (["nokey"], "no finding with that key"),
        (["KEY", "--verdict", "duplicate"], "a name is missing"),
        (["KEY", "--verdict", "duplicate", "--by", " "], "a name is missing"),
        (["KEY", "--verdict", "duplicate", "--by", "K", "--note", "x" * 1001], "longer than 1000"),
        (["KEY", "--verdict", "duplicate", "--by", "K", "--note", "20120317" + "-1234"], "personal identity number"),
        (["KEY", "--verdict", "withdrawn", "--by", "K"], "no verdict to take back"),
        (["KEY", "--by", "K"], "go with --verdict"),
        (["--verdict", "duplicate", "--by", "K"], "needs the KEY"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    more: list[str], words: str, url: str, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [key if word == "KEY" else word for word in more]
    assert main(["verdict", *arguments, "--store", url, *DAY]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1
    with open_store(url) as store:
        assert store.entries() == []


def test_an_unknown_verdict_is_wrong_use(url: str, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["verdict", key, "--verdict", "maybe", "--by", "K", "--store", url])
    assert caught.value.code == 2
    assert "withdrawn" in capsys.readouterr().err


def test_no_store_is_made_by_asking(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verdict", "--store", str(tmp_path / "none.db")]) == 2
    assert not (tmp_path / "none.db").exists()
    assert "no store" in capsys.readouterr().err
