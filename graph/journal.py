"""What a store keeps beside the Network: entries that are added one after the other and never changed.

An entry is of a kind (`verdict`, …), has the next number, a moment and a content of its own. No load touches the
journal, and adding an entry changes nothing of the Network: `version` stays, `Store.entries` tells what is new.
"""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

Content = dict[str, JsonValue]
Kind = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]


class Entry(BaseModel):
    """One entry: when it was made, of which kind, and what it says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Field(ge=1)
    kind: Kind
    at: AwareDatetime
    content: Content

    @property
    def row(self) -> tuple[int, str, str, str]:
        """The entry as a store writes it."""
        return self.number, self.kind, stamp(self.at), packed(self.content)


def entry(number: int, kind: str, at: str, content: str) -> Entry:
    """The entry that a store has written."""
    return Entry(number=number, kind=kind, at=dt.datetime.fromisoformat(at), content=json.loads(content))


def fresh(kind: str, content: Content, at: dt.datetime | None = None) -> tuple[str, str, str]:
    """What a new entry is, checked, before it has a number: its kind, moment and content as they are written."""
    _, *rest = Entry(number=1, kind=kind, at=at or dt.datetime.now(dt.UTC), content=content).row
    return rest[0], rest[1], rest[2]


def stamp(at: dt.datetime) -> str:
    """A moment as it is written, in universal time."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def packed(content: Content) -> str:
    """A content as it is written: JSON in plain ASCII, which no store can garble."""
    return json.dumps(content, allow_nan=False)


def in_order(entries: Sequence[Entry]) -> list[tuple[Any, ...]]:
    """The rows of a whole journal; one whose numbers do not rise is a fault of the program."""
    numbers = [one.number for one in entries]
    if numbers != sorted(set(numbers)):
        raise ValueError("the numbers of a journal rise")
    return [one.row for one in entries]
