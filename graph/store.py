"""Where a Network is kept: one protocol, and `open_store` that tells a URL's kind of store."""

import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from graph.network import Network

Progress = Callable[[str, float], None]
"""Told what is being done and which share of it is done, 0 to 1."""


def silent(what: str, share: float) -> None:
    """Tell nobody."""


class StoreError(Exception):
    """A store that cannot be used; a sentence for the user, without any value of a record."""


class Store(Protocol):
    """Keeps one Network. Every method raises `StoreError` if the store cannot be used."""

    url: str

    def update(self, change: Callable[[Network], Network], progress: Progress = silent) -> bool:
        """Replace the Network by `change` of it, all or nothing, while no other process writes.

        True if anything is different afterwards; `version` then is another. If `change` raises, or the
        process dies, everything is as before.
        """
        ...

    def network(self) -> Network:
        """All there is, as columns."""
        ...

    def around(self, child: str) -> Network | None:
        """The child, its people, plans, handovers, concerns and consents, its meetings with their people and
        forums, and the agencies of all these; never another child. Nothing for an unknown id."""
        ...

    def version(self) -> int:
        """A number that changes when the content does."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def default_url() -> str:
    """The store that is meant where none is named."""
    return os.environ.get("STODNAT_STORE") or "stodnat.db"


def store_file(url: str) -> Path | None:
    """The file that a URL means, or nothing if it is not a file."""
    path = url.removeprefix("sqlite:///")
    return Path(path) if path != url or url.endswith(".db") else None


def open_store(url: str, *, create: bool = False) -> Store:
    """Open the store at a URL: `sqlite:///file.db` or a path that ends in `.db`.

    Without `create` a store that does not exist is an error.
    """
    from graph.sqlite_store import SqliteStore

    file = store_file(url)
    if file is None:
        raise StoreError("A store is sqlite:///file.db or a path that ends in .db.")
    return SqliteStore(str(file), create=create)
