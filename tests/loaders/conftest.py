"""A store in a folder of its own, and a quick way to load files written on the spot."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.store import Store
from graph.stores import open_store
from loaders.report import LoadReport
from loaders.tabular import load

Load = Callable[..., LoadReport]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "test.db"), create=True) as opened:
        yield opened


@pytest.fixture
def loaded(store: Store, tmp_path: Path) -> Load:
    """Load files given as `children="id,name\\n..."`, each time from a new folder."""
    number = 0

    def run(
        *, strict: bool = False, mix: bool = False, mapping: Path | None = None, **files: str | bytes
    ) -> LoadReport:
        nonlocal number
        number += 1
        folder = tmp_path / f"files{number}"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        return load([folder], store, strict=strict, mix=mix, mapping=mapping, rejects=tmp_path / "rejected.csv")

    return run
