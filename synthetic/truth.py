"""What was planted in a generated town: written with each pattern, never worked out from the data."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from graph.values import Unreadable, iso, parse_day
from synthetic.errors import GenerateError

COLUMNS = ("detector", "kind", "label", "children", "evidence", "start", "note")
FILE = "truth.csv"
PLANTED = "planted"
NEAR_MISS = "near_miss"


@dataclass(frozen=True, slots=True)
class Truth:
    """One pattern: planted (must be found) or a near miss (must not be).

    `evidence` holds the ids of what a finding would be about: two meetings, or forums; for a handover the
    persons before and after.
    """

    detector: str
    kind: str
    label: str
    children: tuple[str, ...]
    evidence: tuple[str, ...]
    start: int | None
    note: str

    @property
    def planted(self) -> bool:
        return self.label == PLANTED


def truth_text(truth: list[Truth]) -> str:
    """The text of a truth.csv."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in truth:
        row = (one.detector, one.kind, one.label, ";".join(one.children), ";".join(one.evidence))
        writer.writerow((*row, iso(one.start) or "", one.note))
    return out.getvalue()


def read_truth(path: Path | str) -> list[Truth]:
    """Read a truth.csv; a cell that cannot be understood is an error that names its line and column."""
    name = Path(path).name
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GenerateError(f"{name} cannot be read: {error.strerror or 'no such file'}.") from None
    except UnicodeDecodeError:
        raise GenerateError(f"{name} is not UTF-8 text.") from None
    first = text.split("\n", 1)[0]
    delimiter = next((mark for mark in (",", ";", "\t") if mark in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [column.strip().casefold() for column in next(reader, [])]
        missing = [column for column in COLUMNS[:5] if column not in header]
        if missing:
            raise GenerateError(f"{name}, line 1: the column {missing[0]} is missing.")
        found = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(_truth(f"{name}, line {reader.line_num}", header, cells))
        return found
    except csv.Error:
        raise GenerateError(f"{name}, line {reader.line_num}: not a row of a CSV file.") from None


def _truth(where: str, header: list[str], cells: list[str]) -> Truth:
    if len(cells) > len(header):
        raise GenerateError(f"{where}: more cells than columns.")
    row = {column: cell.strip() for column, cell in zip(header, cells, strict=False)}
    label = row.get("label", "").casefold().replace(" ", "_").replace("-", "_")
    if label not in (PLANTED, NEAR_MISS):
        raise GenerateError(f"{where}, column label: neither {PLANTED} nor {NEAR_MISS}.")
    for column in ("detector", "kind"):
        if not row.get(column):
            raise GenerateError(f"{where}, column {column}: empty.")
    try:
        start = parse_day(row["start"]) if row.get("start") else None
    except Unreadable:
        raise GenerateError(f"{where}, column start: not a date.") from None
    detector, kind = row["detector"].casefold(), row["kind"].casefold()
    children, evidence = _ids(row.get("children")), _ids(row.get("evidence"))
    return Truth(detector, kind, label, children, evidence, start, row.get("note", ""))


def _ids(cell: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for item in (cell or "").split(";") if (part := item.strip())))
