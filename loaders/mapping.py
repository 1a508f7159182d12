"""A mapping file (TOML) tells how a foreign export is read, so that nobody has to edit it.

One table for each kind of file, all keys optional:

    [supports]
    file = "uppdrag.csv"
    columns = { person = "Handläggare", child = "Barn" }
    date_format = "%d.%m.%y"
    end_inclusive = true
"""

import datetime as dt
import re
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.records import FILES
from loaders.columns import Reading
from loaders.report import LoadError


class FileMapping(BaseModel):
    """How one kind of file is read: its file name, its names of columns, its dates."""

    model_config = ConfigDict(extra="forbid", strict=True)
    file: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    date_format: str | None = None
    end_inclusive: bool = False

    @property
    def reading(self) -> Reading:
        return Reading(self.date_format, self.end_inclusive)


def read_mapping(path: Path | None) -> dict[str, FileMapping]:
    """The mapping of each kind of file; kinds that are not named are canonical."""
    if path is None:
        return {}
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise LoadError(f"The mapping file cannot be read ({error.strerror}).") from None
    except (ValueError, RecursionError):
        raise LoadError("The mapping file is not TOML that can be read.") from None
    return {name: _checked(name, table) for name, table in tables.items()}


def _checked(name: str, table: object) -> FileMapping:
    if name not in FILES:
        raise LoadError(f"The mapping names a kind of file that there is not; there are {', '.join(FILES)}.")
    try:
        mapping = FileMapping.model_validate(table)
    except ValidationError as error:
        raise LoadError(f"In the mapping, [{name}] has a key or value that cannot be: {_first(error)}.") from None
    if mapping.date_format is not None and not _usable(mapping.date_format):
        raise LoadError(f"In the mapping, [{name}] date_format is not a format of dates such as %d.%m.%Y.")
    for column in mapping.columns:
        if column not in FILES[name].cells:
            known = ", ".join(FILES[name].cells)
            raise LoadError(f"In the mapping, [{name}] names a column that there is not; there are {known}.")
    return mapping


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{first['loc'][0]}, {first['msg'][:1].lower()}{first['msg'][1:]}"


def _usable(date_format: str) -> bool:
    """Whether a day written in a format is the same day when it is read back."""
    day = dt.datetime(2024, 2, 29, 13, 45, tzinfo=dt.UTC)
    try:
        return dt.datetime.strptime(day.strftime(date_format), date_format).date() == day.date()  # noqa: DTZ007
    except (ValueError, re.error):
        return False
