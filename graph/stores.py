"""The stores there are, and how a URL tells which is meant."""

import os
from pathlib import Path

from graph.neo4j_store import Neo4jStore, is_server
from graph.sqlite_store import SqliteStore
from graph.store import Store, StoreError


def default_url() -> str:
    """The store that is meant where none is named."""
    return os.environ.get("STODNAT_STORE") or "stodnat.db"


def store_file(url: str) -> Path | None:
    """The file that a URL means, or nothing if it is not a file."""
    path = url.removeprefix("sqlite:///")
    return Path(path) if path != url or url.endswith(".db") else None


def open_store(url: str, *, create: bool = False, into_existing: bool = False) -> Store:
    """Open the store at a URL: `sqlite:///file.db`, a path that ends in `.db`, or `neo4j://host:port`.

    Without `create` a store that does not exist is an error; with `into_existing` one may be made in a database
    that holds something else.
    """
    if is_server(url):
        return Neo4jStore(url, create=create, into_existing=into_existing)
    file = store_file(url)
    if file is None:
        raise StoreError("A store is sqlite:///file.db, a path that ends in .db, or neo4j://host:port.")
    return SqliteStore(str(file), create=create)
