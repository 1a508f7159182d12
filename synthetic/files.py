"""Write rows as canonical CSV files: the same rows give the same bytes."""

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph import values
from graph.network import DEMO, Ints
from graph.records import FILES, FileKind
from graph.store import Progress, silent
from graph.values import Cell
from synthetic.errors import GenerateError
from synthetic.town import Town
from synthetic.truth import COLUMNS, FILE, truth_text

ROWS_AT_ONCE = 500_000
FLAGS = ("no", "yes")


def write(town: Town, folder: Path | str, progress: Progress = silent) -> None:
    """Write a town into a new or empty folder, or over a town that was generated earlier."""
    path = Path(folder)
    check_folder(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
        texts = {FILE: truth_text(town.truth).encode()}
        write_rows(town.rows, path, progress, texts)
    except OSError as error:
        raise GenerateError(f"The folder cannot be written: {error.strerror or 'unknown reason'}.") from None


def check_folder(path: Path) -> None:
    """Refuse a folder that holds anything but an earlier generated town."""
    if not path.exists():
        return
    if not path.is_dir():
        raise GenerateError("The place for the town is a file, not a folder.")
    try:
        inside = list(path.iterdir())
        if inside and not _generated(path):
            raise GenerateError("The folder holds something else than a generated town; name a new or an empty folder.")
    except OSError as error:
        raise GenerateError(f"The folder cannot be read: {error.strerror or 'unknown reason'}.") from None


def _generated(path: Path) -> bool:
    """Whether a folder has a truth.csv of ours, and every row of every canonical file in it is generated."""
    truth = path / FILE
    if not truth.is_file() or not truth.read_bytes().startswith(",".join(COLUMNS).encode()):
        return False
    ours = {kind.file: kind for kind in FILES.values()}
    names = {entry: entry.name.casefold().removesuffix(".part") for entry in path.iterdir()}
    return all(entry.is_file() and _made_up(entry, ours[name]) for entry, name in names.items() if name in ours)


def _made_up(path: Path, kind: FileKind) -> bool:
    """Whether a file has the header that `write` gives it, and a generated id at the beginning of each line."""
    content = path.read_bytes()
    head = ",".join(kind.cells).encode() + b"\n"
    return content.startswith(head) and content.count(b"\n") == content.count(b"\n" + DEMO.encode()) + 1


def write_rows(
    rows: Mapping[str, pa.RecordBatch],
    folder: Path,
    progress: Progress = silent,
    texts: Mapping[str, bytes] | None = None,
) -> None:
    """Write the rows of files into a folder; each file appears under its name only when all are complete."""
    made: list[Path] = []
    try:
        total, done = sum(batch.num_rows for batch in rows.values()) or 1, 0
        for name, batch in rows.items():
            progress(FILES[name].file, done / total)
            made.append(folder / f"{FILES[name].file}.part")
            _write_file(made[-1], FILES[name], batch)
            done += batch.num_rows
        for file, content in (texts or {}).items():
            made.append(folder / f"{file}.part")
            made[-1].write_bytes(content)
        for part in made:
            os.replace(part, part.with_suffix(""))
        progress("files", 1.0)
    finally:
        for part in made:
            part.unlink(missing_ok=True)


def _write_file(path: Path, kind: FileKind, batch: pa.RecordBatch) -> None:
    with path.open("wb") as out:
        out.write((",".join(kind.cells) + "\n").encode())
        for start in range(0, batch.num_rows, ROWS_AT_ONCE):
            out.write(_lines(kind, batch.slice(start, ROWS_AT_ONCE)))


def _lines(kind: FileKind, batch: pa.RecordBatch) -> memoryview:
    """The lines of rows as bytes: one column after the other, never row by row."""
    cells = [pc.fill_null(_cell_texts(cell, batch, name), "") for name, cell in kind.cells.items()]
    cells[-1] = pc.binary_join_element_wise(cells[-1], "\n", "")
    lines = pc.cast(pc.binary_join_element_wise(*cells, ","), pa.large_string())
    lines = pa.concat_arrays([lines])
    offsets = np.frombuffer(lines.buffers()[1], np.int64, len(lines) + 1, lines.offset * 8)
    return memoryview(lines.buffers()[2])[int(offsets[0]) : int(offsets[-1])]


def _cell_texts(cell: Cell, batch: pa.RecordBatch, name: str) -> pa.Array:
    column = batch.column(name)
    if pa.types.is_string(column.type):
        return _quoted(column)
    if cell is values.MOMENT:
        return _moments(column.to_numpy(), batch.column(name + "_second").to_numpy())
    if cell.choices or cell is values.FLAG:
        words = cell.choices or FLAGS
        return pa.array(words).take(pa.array(column.to_numpy(), mask=column.to_numpy() < 0))
    if cell is values.NUMBER:
        known = pc.not_equal(column, values.UNKNOWN)
        return pc.if_else(known, pc.cast(column, pa.string()), None)
    return _days(column.to_numpy())


def _quoted(column: pa.Array) -> pa.Array:
    """Texts with quotes round those that need them."""
    special = pc.match_substring_regex(column, '[",\\r\\n;\\t]|^\\s|\\s$')
    if not pc.any(special).as_py():
        return column
    doubled = pc.replace_substring(column, '"', '""')
    return pc.if_else(special, pc.binary_join_element_wise('"', doubled, '"', ""), column)


def _days(days: Ints) -> pa.Array:
    """Days as YYYY-MM-DD; each distinct day is written out once."""
    distinct, inverse = np.unique(days, return_inverse=True)
    return pa.array([values.iso(int(day)) for day in distinct], pa.string()).take(pa.array(inverse))


def _moments(days: Ints, seconds: Ints) -> pa.Array:
    """Moments as the clock in Sweden shows them; each distinct hour is worked out once."""
    timed = seconds != values.NO_SECOND
    hours, inverse = np.unique(np.where(timed, seconds // 3600, 0), return_inverse=True)
    begins, offsets = zip(*(_hour(int(hour)) for hour in hours), strict=True) if len(hours) else ((), ())
    rest = np.where(timed, seconds % 3600, 0)
    clocks, clock = np.unique(rest, return_inverse=True)
    minutes = pa.array([f":{part // 60:02d}" + (f":{part % 60:02d}" if part % 60 else "") for part in clocks.tolist()])
    text = pc.binary_join_element_wise(
        pa.array(begins, pa.string()).take(pa.array(inverse)),
        minutes.take(pa.array(clock)) if len(clocks) else pa.array([], pa.string()),
        pa.array(offsets, pa.string()).take(pa.array(inverse)),
        "",
    )
    return pc.if_else(pa.array(timed), text, _days(days))


def _hour(hour: int) -> tuple[str, str]:
    """The Swedish day and hour of an hour since 1970, and the offset where the clock shows it twice."""
    at = dt.datetime.fromtimestamp(hour * 3600, values.SWEDEN)
    twice = at.replace(fold=1 - at.fold).utcoffset() != at.utcoffset()
    offset = at.strftime("%z") if twice else ""
    return at.strftime("%Y-%m-%dT%H"), offset and f"{offset[:3]}:{offset[3:]}"
