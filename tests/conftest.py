"""Hypothesis runs the same way everywhere: same examples each time, no clock. Ctrl-C is heard."""

import signal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from graph import neo4j_store

settings.register_profile(
    "steady", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what it runs in the background ignore it


class Forgetful(dict[Any, Any]):
    """Keeps nothing."""

    def __setitem__(self, key: object, value: object) -> None:
        """Forget it."""


@pytest.fixture(autouse=True)
def read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test reads from a server comes from the server, not from what this process has written there."""
    monkeypatch.setattr(neo4j_store, "_held", Forgetful())
