"""Helper processes for the tests of the store: load without end until killed, or read until told to stop.

`python -m tests.graph.kill_loader load STORE`: for each line on stdin starts a process that loads town 2 over
town 1 and back again and again, and prints its number; the caller kills it. `... read STORE`: reads until
stdin ends, and prints how often it saw town 1, town 2, and anything else.
"""

import os
import select
import sys
from collections import Counter

from graph import sqlite_store
from graph.network import Network
from graph.sqlite_store import SqliteStore
from tests.graph.networks import random_network

CHILDREN = 100


def towns() -> tuple[Network, Network]:
    """Two networks of some ten thousand rows that have most ids and few edges in common."""
    return random_network(CHILDREN, 1), random_network(CHILDREN + 20, 2)


def say(what: str) -> None:
    """Tell the caller."""
    sys.stdout.write(what + "\n")
    sys.stdout.flush()


def load(path: str) -> None:
    """Start an endless loader for each line, and wait for it to be killed."""
    one, two = towns()
    sqlite_store.CACHE = 64  # so that much is written to the file before the commit
    say("ready")
    for _ in sys.stdin:
        loader = os.fork()
        if not loader:
            with SqliteStore(path, create=False) as store:
                say(str(os.getpid()))
                while True:
                    store.update(lambda old: two if old == one else one)
        os.waitpid(loader, 0)
        say("killed")


def _met(network: Network) -> set[str]:
    """The children that a meeting is about."""
    rows = network.ints("meeting_about_child", "target")
    return set(network.ids("child").take(rows).to_pylist())


def read(path: str) -> None:
    """Count what is seen until stdin ends."""
    one, two = towns()
    child = min(_met(one) & _met(two))
    seen = Counter[str]()
    say("ready")
    with SqliteStore(path, create=False) as store:
        while not select.select([sys.stdin], [], [], 0)[0]:
            network = store.network()
            seen["one" if network == one else "two" if network == two else "other"] += 1
            around = store.around(child)
            seen["around" if around is not None and around.count("meeting") else "other"] += 1
    say(f"{seen['one']} {seen['two']} {seen['other']}")


if __name__ == "__main__":
    {"load": load, "read": read}[sys.argv[1]](sys.argv[2])
