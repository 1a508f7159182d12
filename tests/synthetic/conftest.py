"""A town of 2,000 children, made once, and ways to look at its rows."""

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from graph.analysis import Report, analyse
from graph.assemble import assemble
from graph.questions import rules_of
from graph.values import to_day
from synthetic.town import Town, generate

Array = npt.NDArray[Any]
AS_OF = to_day(dt.date(2026, 3, 10))


@pytest.fixture(scope="session")
def town() -> Town:
    return generate(2000, 1, AS_OF)


@pytest.fixture(scope="session")
def report(town: Town) -> Report:
    """What the questions answer about the town."""
    return analyse(assemble(town.rows).network, AS_OF, rules_of())


class Rows:
    """Columns of one file as numpy arrays, and joins by id."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.batch = batch

    def __getitem__(self, column: str) -> Array:
        cells: Array = self.batch.column(column).to_numpy(zero_copy_only=False)
        return cells

    def at(self, ids: Array, column: str) -> Array:
        """The values of a column in the rows with these ids."""
        number = {name: row for row, name in enumerate(self["id"])}
        found: Array = self[column][np.array([number[name] for name in ids], np.int64)]
        return found


@pytest.fixture(scope="session")
def rows(town: Town) -> dict[str, Rows]:
    return {name: Rows(batch) for name, batch in town.rows.items()}
