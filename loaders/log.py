"""The log of loads: what changed a store and when, in counts; kept in the store's journal.

A load that changed nothing leaves no trace, not even here.
"""

import datetime as dt

from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from graph.journal import Entry
from graph.store import Store
from loaders.report import LoadReport

KIND = "load"


class Load(BaseModel):
    """What came in: files, or a made-up town of so many children from a seed; and what became of its rows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: NonNegativeInt | None = None
    children: NonNegativeInt | None = None
    seed: int | None = None
    rows: NonNegativeInt
    loaded: NonNegativeInt
    incomplete: NonNegativeInt = 0
    refused: NonNegativeInt = 0

    @classmethod
    def of(cls, report: LoadReport) -> "Load":
        """A load of files."""
        return cls(
            files=len(report.files),
            rows=report.rows,
            loaded=report.loaded,
            incomplete=report.incomplete,
            refused=report.refused,
        )


def note(store: Store, load: Load) -> None:
    """Add a load to the log of a store."""
    store.append(KIND, load.model_dump(exclude_none=True))


def loads(store: Store) -> list[tuple[int, dt.datetime, Load]]:
    """All loads of a store with their number and moment, the latest first.

    What another version wrote and this cannot read is left out, and keeps its number.
    """
    found = [(number, entry.at, _read(entry)) for number, entry in enumerate(store.entries(KIND), 1)]
    return [(number, at, load) for number, at, load in reversed(found) if load]


def _read(entry: Entry) -> Load | None:
    try:
        return Load.model_validate(entry.content)
    except ValidationError:
        return None
