"""How a cell is read: every form of a date the contract names, and nothing else."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import values
from graph.values import (
    MAX_TEXT,
    NO_SECOND,
    OPEN,
    UNKNOWN,
    Cell,
    Moment,
    Unreadable,
    iso,
    items,
    parse_day,
    parse_flag,
    parse_items,
    parse_moment,
    parse_number,
    parse_text,
    to_date,
    to_day,
)

MARCH_FIRST = to_day(dt.date(2026, 3, 1))


def refused(cell: Cell, text: str) -> str:
    """The rule that a text breaks."""
    with pytest.raises(Unreadable) as caught:
        cell.parse(text)
    assert text not in str(caught.value) or not text
    return caught.value.rule


@pytest.mark.parametrize(
    "text", ["2026-03-01", "20260301", "1/3 2026", "01/03 2026", "1.3.2026", "01.03.2026", "1/3/2026", "01/03/2026"]
)
def test_a_date_is_iso_or_swedish(text: str) -> None:
    assert parse_moment(text) == Moment(MARCH_FIRST, NO_SECOND)
    assert parse_day(text) == MARCH_FIRST


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29",
        "2026-13-01",
        "2026-3-1",
        "20261301",
        "260301",
        "2026",
        "2026-03",
        "31/4 2026",
        "1/3",
        "1/32026",
        "1.3 2026",
        "1-3-2026",
        "0000-01-01",
        "2026-03-01 ",
        "2026-03-01T",
        "2026-03-01 10",
        "2026-03-01 24:00",
        "2026-03-01 10:60",
        "2026-03-01 10:00:60",
        "2026-03-01 10:00 CET",
        "2026-03-01T10:00+24:00",
        "2026-03-01T10:00+01:60",
        "20260301T10:00",
        "1/3 2026 10:00",
        "٢٠٢٦-٠٣-٠١",
        "2026-03-01\n",
        "i morgon",
        "46082",
        "-",
    ],
)
def test_anything_else_is_no_date(text: str) -> None:
    assert refused(values.MOMENT, text) == "bad_date"
    assert refused(values.DAY, text) == "bad_date"


@pytest.mark.parametrize(
    ("text", "day", "utc"),
    [
        ("2026-03-01T10:00", "2026-03-01", "2026-03-01T09:00"),
        ("2026-03-01 10:00", "2026-03-01", "2026-03-01T09:00"),
        ("2026-03-01 10:00:30", "2026-03-01", "2026-03-01T09:00:30"),
        ("2026-07-01 10:00", "2026-07-01", "2026-07-01T08:00"),
        ("2026-03-01T10:00Z", "2026-03-01", "2026-03-01T10:00"),
        ("2026-03-01t10:00z", "2026-03-01", "2026-03-01T10:00"),
        ("2026-03-01T10:00+01:00", "2026-03-01", "2026-03-01T09:00"),
        ("2026-03-01T10:00+0100", "2026-03-01", "2026-03-01T09:00"),
        ("2026-03-01T10:00-05:00", "2026-03-01", "2026-03-01T15:00"),
        ("2026-03-01T23:30Z", "2026-03-02", "2026-03-01T23:30"),
        ("2026-03-01T22:59Z", "2026-03-01", "2026-03-01T22:59"),
        ("2026-03-01T23:00Z", "2026-03-02", "2026-03-01T23:00"),
        ("2026-07-01T22:00Z", "2026-07-02", "2026-07-01T22:00"),
        ("2026-07-01T21:59Z", "2026-07-01", "2026-07-01T21:59"),
        ("2026-03-01T00:30+05:00", "2026-02-28", "2026-02-28T19:30"),
        ("2026-03-29T01:59", "2026-03-29", "2026-03-29T00:59"),
        ("2026-03-29T03:00", "2026-03-29", "2026-03-29T01:00"),
        ("2025-10-26T01:30", "2025-10-26", "2025-10-25T23:30"),
        ("2025-10-26T02:30+02:00", "2025-10-26", "2025-10-26T00:30"),
        ("2025-10-26T02:30+01:00", "2025-10-26", "2025-10-26T01:30"),
        ("2025-10-26T03:30", "2025-10-26", "2025-10-26T02:30"),
    ],
)
def test_a_time_is_swedish_and_its_day_is_the_day_there(text: str, day: str, utc: str) -> None:
    instant = dt.datetime.fromisoformat(utc + "+00:00").timestamp()
    assert parse_moment(text) == Moment(to_day(dt.date.fromisoformat(day)), int(instant))
    assert iso(parse_day(text)) == day


@given(st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)))
def test_a_day_and_back(date: dt.date) -> None:
    day = to_day(date)
    assert to_date(day) == date
    assert iso(day) == date.isoformat()
    forms = (f"{date:%d}/{date.month} {date.year:04}", f"{date.day}.{date.month}.{date.year:04}")
    for text in (date.isoformat(), date.isoformat().replace("-", ""), *forms):
        assert parse_day(text) == day


@given(st.integers(315_532_800, 4_102_444_800))
def test_an_instant_is_the_same_however_it_is_told(second: int) -> None:
    at = dt.datetime.fromtimestamp(second, values.SWEDEN)
    told = {at.astimezone(zone).isoformat() for zone in (dt.UTC, values.SWEDEN, dt.timezone(dt.timedelta(hours=-9)))}
    assert {parse_moment(text) for text in told} == {Moment(to_day(at.date()), second)}


def test_the_epoch_and_what_is_not_a_day() -> None:
    assert to_day(dt.date(1970, 1, 1)) == 0
    assert [iso(day) for day in (None, UNKNOWN, OPEN)] == [None, None, None]


@pytest.mark.parametrize("text", ["yes", "ja", "true", "1", "JA", "Yes", "TRUE"])
def test_yes(text: str) -> None:
    assert parse_flag(text) == 1


@pytest.mark.parametrize("text", ["no", "nej", "false", "0", "NEJ", "No"])
def test_no(text: str) -> None:
    assert parse_flag(text) == 0


@pytest.mark.parametrize("text", ["2", "j", "y", "n", "sant", "-", "kanske", "1.0"])
def test_neither_yes_nor_no(text: str) -> None:
    assert refused(values.FLAG, text) == "bad_value"


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("18", 18), ("-3", -3), ("+7", 7), ("007", 7)])
def test_a_number(text: str, number: int) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["1.5", "1 000", "ett", "1e3", "9999999999", "१८", "0x10", "--1"])
def test_no_number(text: str) -> None:
    assert refused(values.NUMBER, text) == "bad_number"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("skola;bup", ("skola", "bup")),
        (" skola ; bup ", ("skola", "bup")),
        ("skola;;bup;", ("skola", "bup")),
        ("skola;bup;skola", ("skola", "bup")),
        ("skola, bup", ("skola, bup",)),
        (";", ()),
    ],
)
def test_a_list_is_trimmed_and_says_nothing_twice(text: str, expected: tuple[str, ...]) -> None:
    assert items(parse_items(text)) == expected


def test_no_list_has_no_items() -> None:
    assert items(None) == ()
    assert items("") == ()


def test_a_cell_may_be_ten_thousand_characters() -> None:
    assert parse_text("å" * MAX_TEXT) == "å" * MAX_TEXT
    assert refused(values.TEXT, "å" * (MAX_TEXT + 1)) == "too_long"
    assert refused(values.LIST, "å" * (MAX_TEXT + 1)) == "too_long"


CHOICES = {
    values.LEVEL: "child management strategic arena programme",
    values.FORUM_STATUS: "running pilot proposed closed",
    values.MEETING_STATUS: "planned held cancelled",
    values.ATTENDANCE: "present absent declined",
    values.HANDOVER_STATE: "planned offered accepted rejected done revoked",
}


@pytest.mark.parametrize(("cell", "words"), CHOICES.items())
def test_a_word_from_a_list_in_any_case(cell: Cell, words: str) -> None:
    assert cell.choices == tuple(words.split())
    for number, word in enumerate(words.split()):
        assert cell.parse(word) == cell.parse(word.upper()) == number
    assert refused(cell, "annat") == "bad_value"


def test_the_rule_is_told_and_never_the_text() -> None:
    with pytest.raises(Unreadable) as caught:
        parse_moment("Anna Andersson 19")
    assert str(caught.value) == "bad_date"
    assert caught.value.__cause__ is None
