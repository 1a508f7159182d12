"""The bytes of a delimited file become columns of text: encoding, delimiter, lines, cells.

A file in UTF-8 without blank lines, rows of another width or quotes within cells is split by Arrow; any other by the
csv module, line by line. Both give the same table.
"""

import codecs
import csv
import re
from collections.abc import Collection, Generator, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv

from graph.network import Ints
from graph.values import MAX_TEXT

csv.field_size_limit(2**31 - 1)
_UNREADABLE = "stodnat.unreadable"
codecs.register_error(_UNREADABLE, lambda error: ("\udc81", getattr(error, "end", 0)))
"""Broken UTF-16 becomes a byte that neither UTF-8 nor Windows' western code page can read."""
_DELIMITERS = (";", ",", "\t")
_NAMED = 20
"""How many unknown columns are named."""
_NAME = re.compile(r"[\w .\-]{1,40}")


@dataclass
class Split:
    """The cells of one file as text, `""` where empty or missing.

    `texts` holds the known columns; `line` the line on which each row begins; `broken` rows that could not be
    split (rule by row number); `unknown` columns that are not known, as they may be named.
    """

    rows: int
    texts: dict[str, pa.StringArray]
    line: Ints
    broken: dict[int, str]
    unknown: list[str]


def split(data: bytes, known: Collection[str], renamed: Mapping[str, str] | None = None) -> Split:
    """Split a file's bytes; `known` are the canonical columns, `renamed` tells foreign names of columns."""
    text = _utf8(data)
    del data
    end = text.find(b"\n")
    first = text if end < 0 else text[:end]
    header, delimiter = _header(_decoded(first)[0], text[:4096], known, renamed or {})
    wanted = [name in known and name not in header[:number] for number, name in enumerate(header)]
    named = {name: number for number, name in enumerate(header) if wanted[number]}
    unknown = _nameable(header, wanted, bool(named))
    fast = _by_arrow(text, len(header), delimiter, named)
    rows, columns, line, broken = fast or _by_line(text, len(header), delimiter, named)
    return Split(rows, columns, line, broken, unknown)


def _utf8(data: bytes) -> bytes:
    """The bytes without byte-order mark and with `\\n` only; UTF-16 as UTF-8, anything else as it is."""
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", _UNREADABLE).encode("utf-8", "surrogateescape")
    elif (zeros := data[:400].count(0)) * 3 > min(len(data), 400) and zeros:
        order = "utf-16-le" if data[1:400:2].count(0) >= data[0:400:2].count(0) else "utf-16-be"
        data = data.decode(order, _UNREADABLE).encode("utf-8", "surrogateescape")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data if data.isascii() or _MANY_BYTES.search(data) else _western(data)


_MANY_BYTES = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
"""What a sign of several bytes in UTF-8 begins with."""


def _western(data: bytes) -> bytes:
    """Bytes that are nowhere UTF-8, read as Windows' western code page; as they are where that cannot be."""
    try:
        return data.decode("cp1252").encode()
    except UnicodeDecodeError:
        return data


def _decoded(line: bytes) -> tuple[str, bool]:
    """A line as text, and whether its bytes could be read: UTF-8, else Windows' western code page."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding), True
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1"), False


def _header(line: str, sample: bytes, known: Collection[str], renamed: Mapping[str, str]) -> tuple[list[str], str]:
    """The canonical names of the columns, and the delimiter that gives the most that are known.

    Where that does not decide (a single column), the one that the file begins with most often.
    """
    foreign = {name.strip().casefold(): canonical for canonical, name in renamed.items()}

    def names(delimiter: str) -> list[str]:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        plain = [cell.strip().casefold() for cell in cells]
        return [foreign.get(name, name) for name in plain]

    def fit(delimiter: str) -> tuple[int, int, int]:
        columns = names(delimiter)
        return sum(column in known for column in columns), len(columns), sample.count(delimiter.encode())

    best = max(_DELIMITERS, key=fit)
    return names(best), best


def _nameable(header: list[str], wanted: list[bool], any_known: bool) -> list[str]:
    """The columns to leave; those that might be somebody's data are told by their place."""
    if not any_known:
        return []
    left = [
        name if _NAME.fullmatch(name) and not any(sign.isdigit() for sign in name) else f"column {number}"
        for number, (name, known) in enumerate(zip(header, wanted, strict=True), 1)
        if not known and name
    ]
    return left[:_NAMED] + ([f"and {len(left) - _NAMED} more"] if len(left) > _NAMED else [])


_Cells = tuple[int, dict[str, pa.StringArray], Ints, dict[int, str]]


def _by_arrow(text: bytes, width: int, delimiter: str, named: Mapping[str, int]) -> _Cells | None:
    """The cells of a file without anything unusual, or nothing."""
    lines = text.count(b"\n") - text.endswith(b"\n")
    if lines < 1 or width < 2 or not _plainly_quoted(text, delimiter):
        return None
    names = [str(number) for number in range(width)]
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(text),
            pa.csv.ReadOptions(column_names=names, skip_rows=1, block_size=1 << 24),
            pa.csv.ParseOptions(delimiter=delimiter),
            pa.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != lines or any(_longest(table.column(name)) > MAX_TEXT for name in names):
        return None
    columns = {name: table.column(str(number)).combine_chunks() for name, number in named.items()}
    return lines, columns, np.arange(2, lines + 2), {}


def _plainly_quoted(text: bytes, delimiter: str) -> bool:
    """Whether each quote opens a cell at its beginning or closes it at its end, and none stands within."""
    if b'"' not in text:
        return True
    signs = np.frombuffer(text, np.uint8)
    quotes = np.flatnonzero(signs == ord('"'))
    if len(quotes) % 2 or quotes[0] == 0:
        return False
    edges = [ord(delimiter), ord("\n")]
    opened = np.isin(signs[quotes[::2] - 1], edges)
    after = quotes[1::2] + 1
    closed = np.isin(signs[np.minimum(after, len(signs) - 1)], edges) | (after == len(signs))
    return bool(opened.all() and closed.all())


def _longest(column: pa.ChunkedArray) -> int:
    return int(pa.compute.max(pa.compute.binary_length(column)).as_py() or 0)


def _by_line(text: bytes, width: int, delimiter: str, named: Mapping[str, int]) -> _Cells:
    """The cells of any file, row by row."""
    columns: dict[str, list[str]] = {name: [] for name in named}
    line: list[int] = []
    broken: dict[int, str] = {}
    for at, cells, rule in _records(text, delimiter):
        rule = rule or _rule(cells, width)
        if rule:
            broken[len(line)] = rule
        for name, number in named.items():
            columns[name].append("" if rule or number >= len(cells) else cells[number])
        line.append(at)
    return len(line), {n: pa.array(v, pa.string()) for n, v in columns.items()}, np.array(line, np.int64), broken


def _rule(cells: list[str], width: int) -> str | None:
    if len(cells) > width:
        return "ragged_row"
    return "too_long" if max(map(len, cells), default=0) > MAX_TEXT else None


def _records(text: bytes, delimiter: str) -> Iterator[tuple[int, list[str], str | None]]:
    """Each row after the header: the line it begins on, its cells, and the rule that its bytes break.

    A quote that is never closed would swallow what follows, to the next quote or to the end: the row it stands in is
    refused, and from there on a quoted cell ends with its line.
    """
    raw = text.split(b"\n")
    if not raw[-1]:
        raw.pop()
    unclosed = yield from _run(raw, 1, len(raw), delimiter)
    if unclosed is not None:
        for number in range(unclosed + 1, len(raw)):
            yield from _run(raw, number, number + 1, delimiter)


def _run(
    raw: list[bytes], start: int, stop: int, delimiter: str
) -> Generator[tuple[int, list[str], str | None], None, int | None]:
    """The rows on some of the lines; returns the line on which a quote is opened and not closed, if there is one."""
    unreadable: set[int] = set()
    reader = csv.reader(_lines(raw, start, stop, unreadable), delimiter=delimiter)
    at = start
    for cells in reader:
        if cells and cells[-1].endswith(_END):
            break
        after = start + reader.line_num
        if after - at > 1 and not _closed_at_edges(raw[at:after], delimiter):
            break
        if raw[at].strip():
            yield at + 1, cells, "undecodable" if not unreadable.isdisjoint(range(at, after)) else None
        at = after
    if at >= stop:
        return None
    yield at + 1, [], "ragged_row"
    return at


def _closed_at_edges(lines: list[bytes], delimiter: str) -> bool:
    """Whether in a row over several lines each quoted cell is closed where the cell ends."""
    try:
        rows = list(csv.reader([_decoded(line)[0] + "\n" for line in lines], delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return len(rows) == 1


_END = "\x00end of file\x00"


def _lines(raw: list[bytes], start: int, stop: int, unreadable: set[int]) -> Iterator[str]:
    """The lines as text, with a mark behind the last that shows whether a quote is still open there."""
    for number in range(start, stop):
        line, readable = _decoded(raw[number])
        if not readable:
            unreadable.add(number)
        yield line + "\n"
    yield _END
