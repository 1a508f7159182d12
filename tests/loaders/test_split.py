"""Bytes become cells: encodings, delimiters, lines, broken rows."""

import codecs

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import split as module
from loaders.split import Split, split

KNOWN = ("id", "name", "born")


def cells(data: bytes) -> dict[str, list[str]]:
    return {name: column.to_pylist() for name, column in split(data, KNOWN).texts.items()}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_delimiter_and_newline_gives_the_same_cells(delimiter: str, newline: str, encoding: str) -> None:
    text = newline.join([delimiter.join(row) for row in [["ID", "Name", "born"], ["c1", "Åsa Öberg", "2015-01-02"]]])
    assert cells((text + newline).encode(encoding)) == {"id": ["c1"], "name": ["Åsa Öberg"], "born": ["2015-01-02"]}


def test_blank_lines_are_not_rows_but_count_as_lines() -> None:
    found = split(b"id,name\n\na,x\n   \nb,y\n\n", KNOWN)
    assert found.rows == 2
    assert found.line.tolist() == [3, 5]


def test_a_row_of_empty_cells_is_a_row() -> None:
    assert split(b"id,name\n,\n", KNOWN).rows == 1


def test_a_quoted_cell_may_hold_delimiters_quotes_and_newlines() -> None:
    found = split(b'id,name\na,"x, ""y""\nz"\nb,w\n', KNOWN)
    assert found.texts["name"].to_pylist() == ['x, "y"\nz', "w"]
    assert found.line.tolist() == [2, 4]


def test_a_quote_that_is_never_closed_costs_its_own_row_only() -> None:
    found = split(b'id,name\na,x\nb,"y\nc,z\nd,w', KNOWN)
    assert found.texts["id"].to_pylist() == ["a", "", "c", "d"]
    assert found.broken == {1: "ragged_row"}


def test_more_cells_than_columns_is_ragged_and_fewer_are_empty() -> None:
    found = split(b"id,name,born\na,x,1,2\nb\n", KNOWN)
    assert found.broken == {0: "ragged_row"}
    assert found.texts["born"].to_pylist() == ["", ""]


def test_bytes_that_no_encoding_reads_refuse_their_row_only() -> None:
    found = split(b"id,name\na,\x81\nb,\xe5\nc,\xc3\xa5\n", KNOWN)
    assert found.broken == {0: "undecodable"}
    assert found.texts["name"].to_pylist() == ["", "å", "å"]


def test_broken_utf16_refuses_its_row_only() -> None:
    data = bytearray("id,name\na,x\nb,y\n".encode("utf-16-le"))
    data[2 * len("id,name\na,") : 2 * len("id,name\na,") + 2] = b"\x00\xd8"
    found = split(codecs.BOM_UTF16_LE + bytes(data), KNOWN)
    assert found.broken == {0: "undecodable"}
    assert found.texts["id"].to_pylist() == ["", "b"]


def test_too_long_counts_characters_not_bytes() -> None:
    assert split(("id,name\na," + "å" * 10_000).encode(), KNOWN).broken == {}
    assert split(("id,name\na," + "å" * 10_001).encode(), KNOWN).broken == {0: "too_long"}


def test_a_long_cell_in_an_unknown_column_refuses_the_row_too() -> None:
    assert split(("id,note\na," + "x" * 10_001).encode(), KNOWN).broken == {0: "too_long"}


def test_columns_that_might_be_data_are_not_named() -> None:
    assert split(b"id,room,19900101,Anna 2\na,b,c,d\n", KNOWN).unknown == ["room", "column 3", "column 4"]
    assert split(b"c1,Anna Svensson\nc2,Bo Ek\n", KNOWN).unknown == []


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"id", b"\xff\xfe", b"\x00\x00\x00", b'"', b'id,"name\n', b"\xef\xbb\xbf"]
)
def test_next_to_nothing_is_no_row(data: bytes) -> None:
    assert split(data, KNOWN).rows == 0


def same(one: Split, other: Split) -> bool:
    texts = {name: column.to_pylist() for name, column in one.texts.items()}
    return (
        texts == {name: column.to_pylist() for name, column in other.texts.items()}
        and np.array_equal(one.line, other.line)
        and one.broken == other.broken
    )


LINE = st.text(st.sampled_from('ab,;" \tåé\r\x00�1'), max_size=12)


QUOTED = st.lists(st.sampled_from(["a", "", '"a"', '"a,b"', '""', '"a""b"', 'a"b', '" x "', '"é"', '"a"b']), max_size=4)


@given(st.lists(st.one_of(LINE, QUOTED.map(",".join)), max_size=8))
def test_arrow_and_the_csv_module_split_alike(lines: list[str]) -> None:
    data = "\n".join(["id,name,born", *lines]).encode()
    quick = split(data, KNOWN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_by_arrow", lambda *_: None)
        assert same(quick, split(data, KNOWN))


@given(st.binary(max_size=200))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    found = split(b"id,name,born\n" + data, KNOWN)
    assert all(len(column) == found.rows for column in found.texts.values())
    assert len(found.line) == found.rows


def test_quotes_that_never_close_cost_no_more_than_their_lines() -> None:
    found = split(b"id,name\n" + b'x","y\n' * 100_001, KNOWN)
    assert found.rows > 50_000


def test_a_western_file_is_split_as_fast_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_by_line", None)
    assert split("id,name\na,Åsa\n".encode("cp1252"), KNOWN).texts["name"].to_pylist() == ["Åsa"]


def test_a_quote_closed_by_the_next_rows_quote_costs_its_own_row_only() -> None:
    found = split(b'id,name\nc1,"abc\nc2,"b"\nc3,c\n', KNOWN)
    assert found.texts["id"].to_pylist() == ["", "c2", "c3"]
    assert found.broken == {0: "ragged_row"}
