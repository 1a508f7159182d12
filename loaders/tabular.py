"""Load a folder or single files of canonical CSV into a store: all accepted rows in one step, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.assemble import Assembly, assemble, differing
from graph.network import Ints, Network
from graph.records import FILES, FileKind
from graph.store import Progress, Store, silent
from loaders.columns import Judged, judge, together, where
from loaders.log import Load, note
from loaders.mapping import FileMapping, read_mapping
from loaders.report import FileReport, LoadError, LoadReport, Reject, write_rejects
from loaders.split import split

AMBIGUOUS = {
    "children": ((), ("professional", "adult")),
    "professionals": (("children",), ("child", "adult", "agency")),
    "adults": (("children", "professionals"), ("child", "professional")),
    "agencies": (("professionals",), ("professional",)),
}
"""Whose ids a row must not have, as an id tells who is meant: files of the same load, kinds of nodes in the store.

A file stands behind those that it is held against.
"""


@dataclass(frozen=True)
class _Source:
    """One file: where its rows stand among those of its kind, and on which lines they begin."""

    file: str
    start: int
    rows: int
    line: Ints
    missing: tuple[str, ...]


@dataclass
class _Kind:
    """All files of one kind."""

    judged: Judged
    sources: list[_Source]


@dataclass(frozen=True)
class Files:
    """Files that were read and judged by themselves; what they mean beside the store's content is still open."""

    kinds: dict[str, _Kind]
    paths: list[Path]
    notes: list[str]

    def into(
        self,
        store: Store,
        *,
        strict: bool = False,
        mix: bool = False,
        rejects: Path | None = None,
        progress: Progress = silent,
    ) -> LoadReport:
        """Load them into a store, all accepted rows in one step; see `load`."""
        report = LoadReport(notes=self.notes)

        def change(base: Network) -> Network:
            kinds = {name: _Kind(kind.judged.copy(), kind.sources) for name, kind in self.kinds.items()}
            network = _assembled(kinds, base)
            _gather(kinds, report)
            if not mix and len(network.origins) > 1 and len(base.origins) < 2:
                raise LoadError(
                    "Nothing was loaded: generated and other data would be mixed. Use another store, or --mix."
                )
            if rejects is not None:
                write_rejects(report.rejects, rejects)
            if strict and report.refused:
                raise LoadError(f"Nothing was loaded: {report.refused} of {report.rows} rows are refused.")
            return network

        report.changed = store.update(change, progress)
        if report.changed:
            note(store, Load.of(report))
        return report


def load(
    paths: Sequence[Path],
    store: Store,
    *,
    strict: bool = False,
    mix: bool = False,
    rejects: Path | None = None,
    mapping: Path | None = None,
    progress: Progress = silent,
) -> LoadReport:
    """Load files into a store, and tell what became of each row.

    `strict`: one refused row refuses the load. `mix`: generated and other data may come together. `rejects`:
    where the list of refused and incomplete rows is written. Raises `LoadError` or `StoreError` with nothing
    changed.
    """
    files = read(paths, mapping, progress)
    return files.into(store, strict=strict, mix=mix, rejects=rejects, progress=progress)


def read(paths: Sequence[Path], mapping: Path | None = None, progress: Progress = silent) -> Files:
    """Read and judge files, without a store. Raises `LoadError`."""
    mappings = read_mapping(mapping)
    notes: list[str] = []
    files = _files(paths, mappings, notes)
    return Files(_read(files, mappings, notes, progress), [path for found in files.values() for path in found], notes)


def _files(paths: Sequence[Path], mappings: Mapping[str, FileMapping], notes: list[str]) -> dict[str, list[Path]]:
    """The files to load by kind, each once; other files in a folder are noted."""
    names = {(mappings[kind].file if kind in mappings else None) or FILES[kind].file: kind for kind in FILES}
    if len(names) < len(FILES):
        raise LoadError("The mapping gives two kinds of files the same file name.")
    kinds = {name.casefold(): kind for name, kind in names.items()}
    found: dict[str, list[Path]] = {kind: [] for kind in FILES}
    others = []
    for path in paths:
        for file in _listed(path):
            kind = kinds.get(file.name.casefold())
            if kind and file.resolve() not in [one.resolve() for one in found[kind]]:
                found[kind].append(file)
            elif not kind and file == path:
                raise LoadError(f"{file.name} is not one of the files that can be loaded: {', '.join(names)}.")
            elif not kind:
                others.append(file.name)
    if not any(found.values()):
        raise LoadError(f"There is none of the files that can be loaded: {', '.join(names)}.")
    if others:
        notes.append(f"Other files were left: {', '.join(sorted(set(others)))}.")
    return {kind: files for kind, files in found.items() if files}


def _listed(path: Path) -> list[Path]:
    try:
        if not path.exists():
            raise LoadError(f"There is no file or folder {path}.")
        if not path.is_dir():
            return [path]
        return sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
    except OSError as error:
        raise LoadError(f"{path.name} cannot be read ({error.strerror}).") from None


def _read(
    files: Mapping[str, list[Path]], mappings: Mapping[str, FileMapping], notes: list[str], progress: Progress
) -> dict[str, _Kind]:
    """Split and judge all files."""
    sizes = {file: _size(file) for paths in files.values() for file in paths}
    total, done = sum(sizes.values()) or 1, 0
    kinds = {}
    for name, paths in files.items():
        parts, sources, start = [], [], 0
        for file in paths:
            progress(file.name, done / total)
            part, source = _one(FILES[name], file, mappings.get(name, FileMapping()), start, notes)
            parts.append(part)
            sources.append(source)
            start += len(part.why)
            done += sizes[file]
        kinds[name] = _Kind(together(FILES[name], parts), sources)
    return kinds


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError as error:
        raise LoadError(f"{file.name} cannot be read ({error.strerror}).") from None


def _one(kind: FileKind, file: Path, mapping: FileMapping, start: int, notes: list[str]) -> tuple[Judged, _Source]:
    """One file: its rows, judged; none of them where a required column is missing."""
    try:
        cells = split(file.read_bytes(), kind.cells, mapping.columns)
    except OSError as error:
        raise LoadError(f"{file.name} cannot be read ({error.strerror}).") from None
    missing = tuple(column for column in kind.required if column not in cells.texts)
    if cells.unknown and not missing:
        notes.append(f"Unknown columns in {file.name} were left: {', '.join(cells.unknown)}.")
    if missing:
        notes.append(f"{file.name} has no column {', '.join(missing)}: all its rows are refused.")
        return Judged(kind, 0), _Source(file.name, start, cells.rows, cells.line, missing)
    judged = judge(kind, cells.texts, cells.rows, cells.broken, mapping.reading)
    return judged, _Source(file.name, start, cells.rows, cells.line, ())


def _assembled(kinds: Mapping[str, _Kind], base: Network) -> Network:
    """The base with all accepted rows in it; what assembly finds wrong with a row is noted."""
    rows, numbers = {}, {}
    for name in [*(name for name in AMBIGUOUS if name in kinds), *(name for name in kinds if name not in AMBIGUOUS)]:
        judged = kinds[name].judged
        _refuse_namesakes(judged, kinds, base)
        accepted = judged.accepted
        numbers[name] = np.flatnonzero(accepted)
        rows[name] = judged.batch if accepted.all() else judged.batch.filter(pa.array(accepted))
    result = assemble(rows, base)
    for name, kind in kinds.items():
        _note(kind.judged, result, name, numbers[name])
    return result.network


def _refuse_namesakes(judged: Judged, kinds: Mapping[str, _Kind], base: Network) -> None:
    """Refuse rows whose id is that of somebody else, or came earlier with other content."""
    if not judged.kind.node:
        return
    ids = judged.batch.column("id")
    files, nodes = AMBIGUOUS.get(judged.kind.name, ((), ()))
    taken = [base.ids(node) for node in nodes]
    for other in (kinds[name].judged for name in files if name in kinds):
        taken.append(other.batch.column("id").filter(pa.array(other.accepted)))
    for others in taken:
        if len(others):
            judged.refuse(where(pc.is_in(ids, others)), "id", "ambiguous_id")
    if not judged.kind.link:
        rows = np.flatnonzero(judged.accepted)
        encoded = ids.take(pa.array(rows)).dictionary_encode()
        if len(encoded.dictionary) < len(rows):
            _, first, which = np.unique(encoded.indices.to_numpy(), return_index=True, return_inverse=True)
            judged.refuse(rows[differing(judged.batch, rows, rows[first[which]])], "id", "duplicate_id")


def _note(judged: Judged, result: Assembly, name: str, numbers: Ints) -> None:
    """What assembly could not use: a link to nobody is refused, an attribute is left unknown."""
    for column, cells in result.unknown[name].items():
        note = judged.refuse if judged.kind.node is None else judged.leave
        note(numbers[cells], column, "unknown_reference")
    if name in result.clashes:
        judged.refuse(numbers[result.clashes[name]], "", "duplicate_id")


def _gather(kinds: Mapping[str, _Kind], report: LoadReport) -> None:
    """The numbers of each file, and each row or cell that broke a rule."""
    report.files, report.rejects = [], []
    for name, kind in kinds.items():
        judged = kind.judged
        incomplete = [(rows[judged.why[rows] == 0], column, rule) for rows, column, rule in judged.incomplete]
        cells = np.zeros(len(judged.why), bool)
        for rows, _, _ in incomplete:
            cells[rows] = True
        for source in kind.sources:
            report.rejects += [Reject(source.file, 1, column, "missing_column", "refused") for column in source.missing]
            if source.missing:
                report.files.append(FileReport(source.file, name, source.rows, 0, source.rows))
                continue
            here = slice(source.start, source.start + source.rows)
            refused = int((judged.why[here] > 0).sum())
            report.files.append(FileReport(source.file, name, source.rows, int(cells[here].sum()), refused))
            report.rejects += sorted(_rejects(judged, source, incomplete))


def _rejects(judged: Judged, source: _Source, incomplete: list[tuple[Ints, str, str]]) -> list[Reject]:
    """The rows and cells of one file that broke a rule."""
    start, stop = source.start, source.start + source.rows
    refused = np.flatnonzero(judged.why[start:stop])
    found = []
    for line, why in zip(source.line[refused].tolist(), judged.why[start:stop][refused].tolist(), strict=True):
        column, rule = judged.reasons[why]
        found.append(Reject(source.file, line, column, rule, "refused"))
    for rows, column, rule in incomplete:
        here = rows[(rows >= start) & (rows < stop)] - start
        found += [Reject(source.file, line, column, rule, "incomplete") for line in source.line[here].tolist()]
    return found
