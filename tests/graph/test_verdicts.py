"""Verdicts on findings: what may be written, what is in force, and that nothing is forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.network import EMPTY
from graph.sqlite_store import SqliteStore
from graph.store import Store
from graph.verdicts import FINAL, JUDGEMENTS, VerdictError, checked, gathered, names_a_person, record, verdicts
from tests.graph.test_store_contract import a_town


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with SqliteStore(str(tmp_path / "v.db"), create=True) as opened:
        yield opened


def test_the_last_verdict_is_in_force_and_all_are_kept(store: Store) -> None:
    record(store, "k1", "unclear", by="Karin", note="Fråga polisen")
    record(store, "k1", "duplicate", by="  Bo \n Ek ", note="Samma\r\nungdomar ")
    record(store, "k2", "required", by="Bo")
    known = verdicts(store)
    first, second = known.history["k1"]
    assert (first.judgement, first.verdict.by, first.verdict.note) == ("unclear", "Karin", "Fråga polisen")
    assert (second.judgement, second.verdict.by, second.verdict.note) == ("duplicate", "Bo Ek", "Samma\nungdomar")
    assert first.number < second.number
    assert first.at <= second.at
    assert known.judgement("k1") == "duplicate"
    assert known.judgement("k3") is None
    assert known.decided == {"k1", "k2"}


def test_unclear_still_waits(store: Store) -> None:
    record(store, "k", "unclear", by="Karin")
    assert verdicts(store).of("k") is not None
    assert verdicts(store).decided == set()


def test_a_verdict_is_taken_back_and_stays_in_the_history(store: Store) -> None:
    with pytest.raises(VerdictError, match="no verdict to take back"):
        record(store, "k", "withdrawn", by="Karin")
    record(store, "k", "duplicate", by="Karin")
    record(store, "k", "withdrawn", by="Bo")
    known = verdicts(store)
    assert known.of("k") is None
    assert known.decided == set()
    assert [one.judgement for one in known.history["k"]] == ["duplicate", "withdrawn"]
    with pytest.raises(VerdictError, match="no verdict to take back"):
        record(store, "k", "withdrawn", by="Karin")
    record(store, "k", "required", by="Karin")
    assert verdicts(store).decided == {"k"}


def test_verdicts_survive_new_data(store: Store) -> None:
    record(store, "k", "duplicate", by="Karin")
    for town in (a_town(1), EMPTY, a_town(2)):
        store.update(lambda old, town=town: town)
    assert verdicts(store).decided == {"k"}


@pytest.mark.parametrize(
    ("judgement", "by", "note", "words"),
    [
        ("maybe", "Karin", "", "one of duplicate"),
        ("duplicate", "", "", "name is missing"),
        ("duplicate", " \n\u200b ", "", "name is missing"),
        ("duplicate", "K" * 101, "", "longer than 100"),
        ("duplicate", "Karin", "x" * 1001, "longer than 1000"),
        ("duplicate", "Karin", "rör 20120317" + "-1234", "personal identity number"),
        ("duplicate", "120317" + "-1234", "", "personal identity number"),
    ],
)
def test_what_may_not_be_recorded(store: Store, judgement: str, by: str, note: str, words: str) -> None:
    with pytest.raises(VerdictError, match=words) as caught:
        record(store, "k", judgement, by=by, note=note)
    assert "1234" not in str(caught.value)
    assert store.entries() == []


@pytest.mark.parametrize("between", ["-", "", " ", "+", "–", " - "])
@pytest.mark.parametrize("date", ["120317", "20120317", "990131", "120377"])
def test_what_looks_like_an_identity_number_is_seen(date: str, between: str) -> None:
    for number in (f"{date}{between}1234", f"{date}{between}T123"):
        assert names_a_person(number)
        assert names_a_person(f"Barnet ({number}) är med.")
    assert names_a_person(f"{date}{between}１２３４")
    assert names_a_person("2012-03-17" + "-1234")


@pytest.mark.parametrize(
    "words",
    [
        "Stämmer av den 1 april 2026 kl. 14.00.",
        "Möte 2026-03-10, 12 barn och 1234 kr",
        "Dnr 2024/508-2006",
        "dnr 0585/2006, SOF 2023/605",
        "tel 08-508 25 000",
        "991332-1234",
        "1234567890123456",
    ],
)
def test_other_numbers_are_not_taken_for_one(words: str) -> None:
    assert not names_a_person(words)


def test_what_another_version_wrote_is_left_out(store: Store) -> None:
    store.append("verdict", {"key": "k", "judgement": "perhaps", "by": "x"})
    store.append("load", {"key": "k", "judgement": "duplicate", "by": "x"})
    record(store, "k", "required", by="Karin")
    assert [one.judgement for one in verdicts(store).history["k"]] == ["required"]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(JUDGEMENTS))))
def test_what_is_decided_is_what_was_said_last(said: list[tuple[str, str]]) -> None:
    from graph.journal import Entry

    contents = [checked(key, judgement, by="x").model_dump() for key, judgement in said]
    moment = "2026-03-10T10:00:00+00:00"
    entries = [
        Entry.model_validate({"number": n, "kind": "verdict", "at": moment, "content": content})
        for n, content in enumerate(contents, 1)
    ]
    known = gathered(entries)
    last = dict(said)
    assert known.decided == {key for key, judgement in last.items() if judgement in FINAL}
    assert sum(len(history) for history in known.history.values()) == len(said)
