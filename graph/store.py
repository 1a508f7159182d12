"""Where a Network is kept: what every store does."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from graph.journal import Content, Entry
from graph.network import Network

Progress = Callable[[str, float], None]
"""Told what is being done and which share of it is done, 0 to 1."""


def silent(what: str, share: float) -> None:
    """Tell nobody."""


class StoreError(Exception):
    """A store that cannot be used; a sentence for the user, without any value of a record."""


class NoStoreError(StoreError):
    """There is no store yet: nothing was loaded."""


class UnfinishedError(StoreError):
    """A load was cut off: nothing is read until the same load was run again."""


class Store(Protocol):
    """Keeps one Network, and a journal beside it. Every method raises `StoreError` if the store cannot be used."""

    url: str

    def update(self, change: Callable[[Network], Network], progress: Progress = silent) -> bool:
        """Replace the Network by `change` of it, all or nothing, while no other process writes.

        True if anything is different afterwards; `version` then is another. If `change` raises, or the
        process dies, everything is as before; but a large one into a server that is cut off is marked, and
        every method raises `UnfinishedError` until the same one, or an empty Network, was written.
        """
        ...

    def network(self) -> Network:
        """All there is, as columns."""
        ...

    def around(self, child: str) -> Network | None:
        """The child, its people, plans, handovers with their changes, concerns and consents, the meetings about it
        with their people and forums, and the agencies of all these; never another child. Nothing for an unknown id."""
        ...

    def version(self) -> int:
        """A number that changes when the content does."""
        ...

    def append(self, kind: str, content: Content) -> Entry:
        """Add an entry to the journal, with the next number; it is kept for good when this returns.

        Neither the Network nor `version` changes. Of two who add at once both entries are kept.
        """
        ...

    def entries(self, kind: str | None = None) -> list[Entry]:
        """The journal, or its entries of one kind, by number."""
        ...

    def rewrite(self, change: Callable[[list[Entry]], list[Entry]]) -> bool:
        """Replace the whole journal, all or nothing: only for a copy, which has the entries of another store.

        True if it is different afterwards.
        """
        ...

    def size(self) -> int | None:
        """How many bytes the store takes, if it can tell."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
