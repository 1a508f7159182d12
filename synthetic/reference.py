"""Reference data as a town needs it: the districts, and the register's forums."""

import csv
import io
import unicodedata
from functools import cache
from importlib.resources import files


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    text = files("graph").joinpath("reference", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))


def districts() -> list[str]:
    """The names of the districts."""
    return [row["district"] for row in _table("districts.csv")]


def register() -> list[dict[str, str]]:
    """The forums of the register, as rows of forums.csv."""
    return [dict(row) for row in _table("forums.csv")]


def needs() -> list[str]:
    """The areas of need."""
    return [row["need"] for row in _table("needs.csv")]


def checklist() -> list[str]:
    """What belongs to a good handover."""
    return [row["item"] for row in _table("handover_checklist.csv")]


def slug(text: str) -> str:
    """A name as part of an id: small ASCII letters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain.casefold()).split())
