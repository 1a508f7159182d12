"""What time it is in Sweden."""

import datetime as dt

from graph.values import SWEDEN, to_day


def now() -> dt.datetime:
    """This moment in Sweden."""
    return dt.datetime.now(SWEDEN)


def today() -> int:
    """This day in Sweden."""
    return to_day(now().date())
