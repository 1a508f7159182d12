"""What became of each row of a load, in numbers and by rule; never a value of a record."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class LoadError(Exception):
    """A load that cannot be done; a sentence for the user. Nothing has changed."""


class Reject(NamedTuple):
    """One cell or row that broke a rule: `refused` (the row is not loaded) or `incomplete` (the cell is unknown)."""

    file: str
    line: int
    column: str
    rule: str
    effect: str


@dataclass
class FileReport:
    """One file: every row of it is loaded (perhaps incomplete) or refused."""

    file: str
    kind: str
    rows: int = 0
    incomplete: int = 0
    refused: int = 0

    @property
    def loaded(self) -> int:
        return self.rows - self.refused


@dataclass
class LoadReport:
    """A whole load; `notes` are sentences about files and columns that were left."""

    files: list[FileReport] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changed: bool = False

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def loaded(self) -> int:
        return sum(file.loaded for file in self.files)

    @property
    def incomplete(self) -> int:
        return sum(file.incomplete for file in self.files)

    @property
    def refused(self) -> int:
        return sum(file.refused for file in self.files)

    def as_dict(self) -> dict[str, object]:
        """The report as `load --format json` prints it."""
        names = ("file", "kind", "rows", "loaded", "incomplete", "refused")
        return {
            "files": [{name: getattr(file, name) for name in names} for file in self.files],
            **{name: getattr(self, name) for name in names[2:]},
            "changed": self.changed,
        }


def write_rejects(rejects: Iterable[Reject], path: Path) -> None:
    """Write `rejected.csv`; an `OSError` becomes a `LoadError`."""
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(Reject._fields)
            writer.writerows(rejects)
    except OSError as error:
        raise LoadError(f"The list of refused rows cannot be written ({error.strerror}).") from None
