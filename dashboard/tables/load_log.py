"""One row of the log of loads: what was loaded when and how it went. Counts only, never content."""

import datetime as dt
from typing import NamedTuple


class Entry(NamedTuple):
    """One load: `outcome` is saved, same (nothing changed), stopped or failed; no counts where nothing was counted."""

    number: int
    at: dt.datetime
    what: str
    rows: int | None
    loaded: int | None
    incomplete: int | None
    refused: int | None
    outcome: str
