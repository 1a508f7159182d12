"""A mapping file (TOML) tells how a foreign export is read, so that nobody has to edit it.

One table for each kind of file, all keys optional:

    [supports]
    file = "uppdrag.csv"
    columns = { person = "Handläggare", child = "Barn" }
    date_format = "%d.%m.%y"
    end_inclusive = true
"""

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
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LoadError(f"The mapping file is not TOML: {error}.") from None
    return {name: _checked(name, table) for name, table in tables.items()}


def _checked(name: str, table: object) -> FileMapping:
    if name not in FILES:
        raise LoadError(f"The mapping names [{name}]; kinds of files are {', '.join(FILES)}.")
    try:
        mapping = FileMapping.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        raise LoadError(f"In the mapping, [{name}] {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None
    for column in mapping.columns:
        if column not in FILES[name].cells:
            known = ", ".join(FILES[name].cells)
            raise LoadError(f"In the mapping, [{name}] has no column {column}; its columns are {known}.")
    return mapping
