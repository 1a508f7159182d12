"""Columns of text become columns of values, judged by the rules of the contract.

Each distinct text of a column is read once, by the same cells that read single records.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import values
from graph.assemble import row_schema
from graph.network import Ints
from graph.records import FileKind
from graph.sets import Mask
from graph.values import NO_SECOND, OPEN, UNKNOWN, Moment, Unreadable

DATES = (values.DAY, values.START, values.END, values.MOMENT)


class Judged:
    """The rows of one file, or of all files of a kind, as values, and what was wrong with them.

    `why` gives for each row the number of the first reason to refuse it, 0 for none; `reasons` tells column and
    rule of each. `incomplete` lists cells that are left unknown: rows, column, rule.
    """

    def __init__(self, kind: FileKind, rows: int) -> None:
        self.kind = kind
        self.batch = pa.RecordBatch.from_pylist([], row_schema(kind))
        self.why = np.zeros(rows, np.int16)
        self.reasons: list[tuple[str, str]] = [("", "")]
        self.incomplete: list[tuple[Ints, str, str]] = []

    def refuse(self, rows: Ints, column: str, rule: str) -> None:
        """Refuse rows; the first reason that is given for a row stays."""
        if not len(rows):
            return
        if (column, rule) not in self.reasons:
            self.reasons.append((column, rule))
        fresh = rows[self.why[rows] == 0]
        self.why[fresh] = self.reasons.index((column, rule))

    def leave(self, rows: Ints, column: str, rule: str) -> None:
        """Leave a cell of these rows unknown."""
        if len(rows):
            self.incomplete.append((rows, column, rule))

    def copy(self) -> "Judged":
        """The same rows, to be judged further."""
        other = Judged(self.kind, 0)
        other.batch, other.why = self.batch, self.why.copy()
        other.reasons, other.incomplete = [*self.reasons], [*self.incomplete]
        return other

    @property
    def accepted(self) -> Mask:
        """Which rows are not refused."""
        found: Mask = self.why == 0
        return found


def together(kind: FileKind, parts: Sequence[Judged]) -> Judged:
    """The rows of several files of one kind, one after the other."""
    result = Judged(kind, sum(len(part.why) for part in parts))
    before = 0
    for part in parts:
        for number, (column, rule) in enumerate(part.reasons[1:], 1):
            result.refuse(np.flatnonzero(part.why == number) + before, column, rule)
        for rows, column, rule in part.incomplete:
            result.leave(rows + before, column, rule)
        before += len(part.why)
    result.batch = pa.concat_batches([part.batch for part in parts]) if parts else result.batch
    return result


@dataclass(frozen=True)
class Reading:
    """How a mapping changes the reading of a file: a format of dates, and whether ends are the last day."""

    date_format: str | None = None
    end_inclusive: bool = False


def judge(
    kind: FileKind, texts: Mapping[str, pa.StringArray], rows: int, broken: Mapping[int, str], reading: Reading
) -> Judged:
    """Judge the cells of one file, row by row but column after column."""
    result = Judged(kind, rows)
    for rule in sorted(set(broken.values())):
        result.refuse(np.array([row for row, why in broken.items() if why == rule]), "", rule)
    columns: dict[str, pa.Array] = {}
    for name, cell in kind.cells.items():
        text = pc.utf8_trim_whitespace(texts[name]) if name in texts else pa.repeat(pa.scalar(""), rows)
        if name in kind.required:
            result.refuse(where(pc.equal(text, "")), name, "missing_id" if name == "id" else "missing_value")
        if cell is values.TEXT:
            columns[name] = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
        else:
            columns |= _read(result, name, cell, text, reading)
    _intervals(result, columns, reading)
    result.batch = pa.RecordBatch.from_pydict(columns, row_schema(kind))
    return result


def where(mask: pa.BooleanArray) -> Ints:
    """The positions that hold."""
    return np.flatnonzero(mask.to_numpy(zero_copy_only=False))


def _read(result: Judged, name: str, cell: values.Cell, text: pa.StringArray, reading: Reading) -> dict[str, pa.Array]:
    """One column of values; the cells that cannot be read are noted."""
    encoded = text.dictionary_encode()
    parse = _parser(cell, reading)
    read: list[object] = []
    bad: list[int] = []
    for number, distinct in enumerate(encoded.dictionary.to_pylist()):
        try:
            read.append(parse(distinct) if distinct else cell.unknown)
        except Unreadable:
            read.append(cell.unknown)
            bad.append(number)
    if bad:
        rows = where(pc.is_in(encoded.indices, pa.array(bad, pa.int32())))
        if cell in (values.START, values.END):
            result.refuse(rows, name, cell.rule)
        else:
            result.leave(rows, name, cell.rule)
    if cell is not values.MOMENT:
        return {name: pa.array(read, cell.arrow).take(encoded.indices)}
    moments = [moment for moment in read if isinstance(moment, Moment)]
    days = pa.array([moment.day for moment in moments], pa.int32())
    seconds = pa.array([moment.second for moment in moments], pa.int64())
    return {name: days.take(encoded.indices), name + "_second": seconds.take(encoded.indices)}


def _parser(cell: values.Cell, reading: Reading) -> Callable[[str], object]:
    if reading.date_format is None or cell not in DATES:
        return cell.parse
    return partial(_formatted, reading.date_format, cell is values.MOMENT)


def _formatted(date_format: str, moment: bool, text: str) -> object:
    """Read a date in the format that a mapping gives; a time is Swedish."""
    try:
        at = dt.datetime.strptime(text, date_format)  # noqa: DTZ007 - the offset, if any, is read by parse_moment
    except ValueError:
        raise Unreadable("bad_date") from None
    timed = any(sign in date_format for sign in ("%H", "%I", "%T", "%R", "%X", "%c"))
    read = values.parse_moment(at.isoformat() if timed else at.date().isoformat())
    return read if moment else read.day


def _intervals(result: Judged, columns: dict[str, pa.Array], reading: Reading) -> None:
    """Refuse rows that end before they start; equal is allowed: such an interval covers no day."""
    cells = result.kind.cells
    if "end" not in cells:
        return
    start, end = (columns[name].to_numpy(zero_copy_only=False).astype(np.int64) for name in ("start", "end"))
    if cells["end"] is values.MOMENT:
        first, last = (columns[n + "_second"].to_numpy(zero_copy_only=False) for n in ("start", "end"))
        timed = (first != NO_SECOND) & (last != NO_SECOND)
        known = (start != UNKNOWN) & (end != UNKNOWN)
        backwards = np.where(timed, last < first, known & (end < start))
    else:
        backwards = end < start
        if reading.end_inclusive:
            columns["end"] = pa.array(np.where(end == OPEN, end, end + 1).astype(np.int32))
    result.refuse(np.flatnonzero(backwards), "end", "end_before_start")
