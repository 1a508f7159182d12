"""No input gives a traceback, rows always add up, and what is loaded twice changes nothing."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.journal import Content
from graph.network import EDGES, EMPTY, Network
from graph.records import FILES
from graph.store import Progress, silent
from loaders.report import LoadError, LoadReport
from loaders.tabular import load


class MemoryStore:
    """Keeps a Network in memory: what a store does, without a file."""

    url = "memory"

    def __init__(self) -> None:
        self.kept = EMPTY

    def update(self, change: Callable[[Network], Network], progress: Progress = silent) -> bool:
        before, self.kept = self.kept, change(self.kept)
        return self.kept != before

    def append(self, kind: str, content: Content) -> None:
        """The journal is of no concern here."""


CELLS = st.sampled_from(
    ["", "c1", "c2", "p1", "a1", "f1", "m1", "q1", "demo-c1", "2024-01-01", "1/2 2024", "2024-01-01T10:00", "31.2.2024"]
    + [
        "yes",
        "nej",
        "child",
        "held",
        "7",
        "-1",
        "x;y;;x",
        '"',
        "åäö",
        " c1 ",
        "barnkontakt",
        "\x00",
        "\ufeff",
        "=1+1",
        "'",
    ]
)


@st.composite
def table(draw: st.DrawFn, kind: str) -> bytes:
    columns = draw(st.permutations([*FILES[kind].cells, "other"]))
    columns = columns[: draw(st.integers(0, len(columns)))]
    rows = draw(st.lists(st.lists(CELLS, max_size=len(columns) + 1), max_size=6))
    delimiter = draw(st.sampled_from(",;\t"))
    text = "\n".join(delimiter.join(row) for row in [columns, *rows])
    data = text.encode(draw(st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-8-sig"])), "replace")
    cut = draw(st.integers(0, len(data)))
    return data[:cut] if draw(st.booleans()) else data


@st.composite
def folders(draw: st.DrawFn) -> dict[str, bytes]:
    kinds = draw(st.lists(st.sampled_from(sorted(FILES)), min_size=1, max_size=6, unique=True))
    return {kind: draw(st.one_of(table(kind), table(kind), st.binary(max_size=60))) for kind in kinds}


def _load(files: dict[str, bytes], store: MemoryStore, mix: bool) -> LoadReport:
    with tempfile.TemporaryDirectory() as folder:
        for kind, data in files.items():
            (Path(folder) / f"{kind}.csv").write_bytes(data)
        return load([Path(folder)], store, mix=mix, rejects=Path(folder) / "rejected.csv")  # type: ignore[arg-type]


def _holds_what_was_loaded(network: Network, kind: str, loaded: int) -> None:
    """Nodes and links there are at least one if a row was loaded; the network never has what no row gave."""
    node, link = FILES[kind].node, FILES[kind].link
    tables = [node] if node else [t for t, edge in EDGES.items() if link and link.edge == edge.edge and not edge.owner]
    if loaded:
        assert sum(network.count(table) for table in tables) > 0


@settings(max_examples=400)
@given(st.lists(folders(), min_size=1, max_size=3), st.booleans())
def test_rows_add_up_whatever_the_files_hold(loads: list[dict[str, bytes]], mix: bool) -> None:
    store = MemoryStore()
    for files in loads:
        try:
            report = _load(files, store, mix)
        except LoadError:
            assert not mix
            continue
        assert len(report.files) == len(files)
        for file in report.files:
            assert file.rows == file.loaded + file.refused
            assert 0 <= file.incomplete <= file.loaded
            whole = [r for r in report.rejects if r.file == file.file and r.rule == "missing_column"]
            refused = [r for r in report.rejects if r.file == file.file and r.effect == "refused"]
            assert file.refused == (file.rows if whole else len(refused))
            assert len({r.line for r in refused}) == len(refused) or whole
            _holds_what_was_loaded(store.kept, file.kind, sum(f.loaded for f in report.files if f.kind == file.kind))
        again = _load(files, store, True)
        assert not again.changed


@settings(max_examples=150)
@given(folders())
def test_the_order_of_the_files_rows_does_not_matter_to_what_is_whole(files: dict[str, bytes]) -> None:
    once, twice = MemoryStore(), MemoryStore()
    _load(files, once, True)
    for kind, data in files.items():
        _load({kind: data}, twice, True)
    for kind, data in files.items():
        _load({kind: data}, twice, True)
    for kind in ("child", "forum", "meeting", "plan", "handover", "concern", "consent"):
        assert set(once.kept.ids(kind).to_pylist()) == set(twice.kept.ids(kind).to_pylist())


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(["c1", "c2", "c3", "", " ", "x" * 10_001]), st.sampled_from(["", "A", "B"]))))
def test_every_row_of_a_file_is_in_the_store_or_among_the_refused(rows: list[tuple[str, str]]) -> None:
    store = MemoryStore()
    text = "id,name\n" + "".join(f"{one},{name}\n" for one, name in rows)
    report = _load({"children": text.encode()}, store, False)
    first: dict[str, str] = {}
    kept = [first.setdefault(one.strip(), name) == name for one, name in rows if one.strip() and len(one) < 100]
    assert report.rows == len(rows)
    assert report.loaded == sum(kept)
    assert dict(zip(*(store.kept.texts("child", c).to_pylist() for c in ("id", "name")), strict=True)) == {
        one: name or None for one, name in first.items()
    }
