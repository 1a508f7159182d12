"""Life phases: who is a child's contact from which day of its life on, as a model has it.

A model is a file of phases in TOML; those that come with the product stand in `graph/reference/models/`, and a
municipality may write its own. A file is checked when it is read, and refused in one sentence.
"""

import csv
import datetime as dt
import io
import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StringConstraints, ValidationError
from pydantic import model_validator as checked

from graph.network import Ints
from graph.tenures import birthdays
from graph.values import UNKNOWN, to_day

LARGEST = 100_000
"""Longest file of a model, in bytes."""
LAST_DAY = to_day(dt.date.max)
WRONG = {
    "missing": "is missing",
    "extra_forbidden": "is not a known key",
    "int_type": "should be a whole number",
    "int_from_float": "should be a whole number",
    "greater_than_equal": "should be {ge} or more",
    "less_than_equal": "should be {le} or less",
    "string_type": "should be a text in quotes",
    "string_too_short": "should not be empty",
    "string_too_long": "should be at most {max_length} characters long",
    "string_pattern_mismatch": "should be small letters a to z, digits and _, and begin with a letter",
    "bool_type": "should be true or false",
    "tuple_type": "should be a list",
    "too_short": "should not be empty",
    "too_long": "should have at most {max_length} entries",
    "dict_type": "should be a table",
    "mapping_type": "should be a table",
    "model_type": "should be a table",
    "model_attributes_type": "should be a table",
}
"""What is wrong with a cell of a file, in words of its own for each kind of mistake."""


class ModelError(ValueError):
    """A model that does not exist or a file that is none; a sentence for the user."""


def _date_of_every_year(text: str) -> str:
    try:
        if not re.fullmatch(r"\d{2}-\d{2}", text, re.ASCII):
            raise ValueError
        dt.date(2001, int(text[:2]), int(text[3:]))
    except ValueError:
        raise ValueError("should be a date that every year has, as MM-DD") from None
    return text


Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Several = Annotated[tuple[Name, ...], Field(min_length=1, max_length=100)]
Age = Annotated[int, Field(strict=True, ge=0, le=100)]
Turned = Annotated[int, Field(strict=True, ge=1, le=100)]
MonthDay = Annotated[str, AfterValidator(_date_of_every_year)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(_Part):
    """What something is called in Swedish and in English."""

    sv: Name
    en: Name


class Turn(_Part):
    """A day in a child's life: a birthday (0: the birth), or a date in the year in which it turns an age."""

    age: Age | None = None
    turning: Turned | None = None
    day: MonthDay | None = None

    @checked(mode="after")
    def _one_rule(self) -> "Turn":
        if self.age is not None and (self.turning is not None or self.day is not None):
            raise ValueError("has both age and turning")
        if (self.turning is None) != (self.day is None):
            raise ValueError("has only one of turning and day")
        return self

    @property
    def given(self) -> bool:
        """Whether there is a rule at all."""
        return self.age is not None or self.turning is not None

    def after(self, other: "Turn") -> bool:
        """Whether this day comes after another, whenever the child is born."""
        mine, others = self._year, other._year
        same_year = mine == others and self.day is not None and other.day is not None and self.day > other.day
        return mine > others or same_year

    @property
    def _year(self) -> int:
        """How many years after that of the birth; no rule is before every year."""
        return next((years for years in (self.age, self.turning) if years is not None), -1)

    def of(self, born: Ints) -> Ints:
        """The day for each birth, `UNKNOWN` where that is; without a rule since ever for all."""
        if self.day is None:
            days = birthdays(born, self.age) if self.age is not None else np.full(len(born), UNKNOWN, np.int64)
        else:
            dates = np.where(born == UNKNOWN, 0, born).astype("datetime64[D]")
            years = dates.astype("datetime64[Y]") + np.timedelta64(self._year, "Y")
            months = years.astype("datetime64[M]") + np.timedelta64(int(self.day[:2]) - 1, "M")
            days = months.astype("datetime64[D]").astype(np.int64) + (int(self.day[3:]) - 1)
        return np.where((born == UNKNOWN) | (days > LAST_DAY), UNKNOWN, days)


class Phase(Turn):
    """A phase of life, its first day, and who is contact in it: titles of persons and kinds of agencies.

    `other_unit`: entering it always means another unit, such as another school. `conditional`: only some enter it.
    """

    phase: Code
    sv: Name
    en: Name
    contact_role: Code
    titles: Several
    agency_kinds: Several
    other_unit: StrictBool = False
    conditional: StrictBool = False
    ends: Turn | None = None


class Model(_Part):
    """The phases of life in their order, the words for roles, and the words of others for the same needs."""

    model: Code
    sv: Name
    en: Name
    phases: Annotated[tuple[Phase, ...], Field(min_length=1, max_length=50)]
    roles: Mapping[Code, Names] = Field(min_length=1)
    crosswalk: Mapping[Code, Mapping[Code, Name]] = {}

    @checked(mode="after")
    def _whole(self) -> "Model":
        for names in zip(*((phase.phase, phase.sv, phase.en) for phase in self.phases), strict=True):
            if twice := next((name for name in names if names.count(name) > 1), None):
                raise ValueError(f"two phases are called {twice}")
        for before, phase in zip(self.phases, self.phases[1:], strict=False):
            _need(phase.given, phase, "says neither age nor turning and day")
            _need(phase.after(before), phase, f"does not begin after {before.phase} for every date of birth")
            _need(before.ends is None, before, f"has an end, which is the beginning of {phase.phase}")
        last = self.phases[-1]
        _need(last.ends is not None and last.ends.given, last, "has no end, and is the last")
        _need(last.ends is not None and last.ends.after(last), last, "does not end after it begins")
        for phase in self.phases:
            _need(phase.contact_role in self.roles, phase, f"has the role {phase.contact_role}, not named under roles")
        if strange := next((need for need in self.crosswalk if need not in _needs()), None):
            raise ValueError(f"crosswalk: there is no need {strange}")
        return self

    def begins(self, born: Ints) -> list[Ints]:
        """The first day of each phase for each birth; `UNKNOWN` where the birth is, and for since ever."""
        return [phase.of(born) for phase in self.phases]

    def end(self, born: Ints) -> Ints:
        """The day after the last phase for each birth; `UNKNOWN` where the birth is."""
        return (self.phases[-1].ends or Turn()).of(born)

    def boundaries(self, born: int | None, since: int, until: int) -> list[tuple[Phase, int]]:
        """The phases other than the first that a child enters in [since, until), each with the day."""
        days = [int(begin[0]) for begin in self.begins(_single(born))]
        entered = zip(self.phases[1:], days[1:], strict=True)
        return [(phase, day) for phase, day in entered if day != UNKNOWN and since <= day < until]

    def phase_on(self, born: int | None, day: int) -> Phase | None:
        """The phase that a child is in on a day; nothing where its birth is unknown, before and after all phases."""
        one = _single(born)
        if one[0] == UNKNOWN or int(self.end(one)[0]) <= day:
            return None
        begun = [phase for phase, begin in zip(self.phases, self.begins(one), strict=True) if begin[0] <= day]
        return begun[-1] if begun else None


def _single(born: int | None) -> Ints:
    return np.array([UNKNOWN if born is None else born], np.int64)


def _need(holds: bool, phase: Phase, wrong: str) -> None:
    if not holds:
        raise ValueError(f"phase {phase.phase} {wrong}")


@cache
def _needs() -> frozenset[str]:
    text = files("graph").joinpath("reference", "needs.csv").read_text(encoding="utf-8")
    return frozenset(row["need"] for row in csv.DictReader(io.StringIO(text)))


@cache
def models() -> dict[str, Model]:
    """The models that come with the product, by code."""
    folder = files("graph").joinpath("reference", "models")
    texts = {file.name: file.read_bytes() for file in folder.iterdir() if file.name.endswith(".toml")}
    found = [read_model(texts[name], name) for name in sorted(texts)]
    return {one.model: one for one in found}


def model(name_or_path: str) -> Model:
    """The model of a code, or that of a file."""
    if found := models().get(name_or_path):
        return found
    try:
        path = Path(name_or_path)
        if not path.is_file():
            raise ModelError(f"there is no model and no file {name_or_path}; the models are {', '.join(models())}")
        seen = path.stat()
        return _of_file(path.absolute(), seen.st_mtime_ns, seen.st_size)
    except OSError:
        raise ModelError(f"{name_or_path} cannot be read") from None


@lru_cache(maxsize=16)
def _of_file(path: Path, _changed: int, _size: int) -> Model:
    with path.open("rb") as file:
        return read_model(file.read(LARGEST + 1), path.name)


def read_model(content: bytes, name: str) -> Model:
    """The model that a file holds, whose name is for the sentence that says what is wrong with it."""
    if len(content) > LARGEST:
        raise ModelError(f"{name} is no model of phases: it is larger than {LARGEST} bytes")
    try:
        told = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except (ValueError, RecursionError):  # also a number of more digits than Python reads
        raise ModelError(f"{name} is no model of phases: it is not TOML in UTF-8") from None
    try:
        return Model.model_validate(told)
    except ValidationError as error:
        raise ModelError(f"{name} is no model of phases: {_wrong(error, told)}") from None


def _wrong(error: ValidationError, told: Mapping[str, Any]) -> str:
    """The first thing that is wrong: where, and what."""
    first = error.errors()[0]
    what = WRONG.get(first["type"], "").format(**first.get("ctx", {})) or first["msg"].removeprefix("Value error, ")
    place = [str(part) for part in first["loc"] if part != "[key]"]
    if place[:1] == ["phases"] and len(place) > 1:
        number = int(place[1])
        named = told["phases"][number].get("phase") if isinstance(told["phases"][number], dict) else None
        place = [f"phase {named if isinstance(named, str) and named else number + 1}", *place[2:]]
    return " ".join([*place[:1], ".".join(place[1:]), what]).replace("  ", " ").strip()
