"""What people have decided about findings: a verdict hangs on the key of a finding, and every one is kept."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.journal import Entry
from graph.store import Store, StoreError

KIND = "verdict"
Judgement = Literal["duplicate", "complementary", "required", "unclear", "withdrawn"]
JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)
"""Withdrawn takes back what was said before."""
FINAL = ("duplicate", "complementary", "required")
"""Those after which a finding is not raised again."""
NOTE, NAME = 1000, 100
"""The most characters of a note, and of the name of the one who judges."""
_IDENTITY = re.compile(
    r"(?<!\d)(?:\d{2})?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])\s?[-+–−‐‑]?\s?[\dT]\d{3}(?!\d)"
    r"|(?<!\d)\d{4}[-./ ](?:0[1-9]|1[0-2])[-./ ](?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])[-+–−‐‑][\dT]\d{3}(?!\d)",
    re.IGNORECASE,
)


class VerdictError(StoreError):
    """A verdict that cannot be recorded; a sentence for the user, without what was written."""


class Verdict(BaseModel):
    """What somebody decided about a finding, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(min_length=1, max_length=100)
    judgement: Judgement
    by: str = Field(min_length=1, max_length=NAME)
    note: str = Field(default="", max_length=NOTE)


@dataclass(frozen=True)
class Recorded:
    """A verdict with its place in the journal."""

    number: int
    at: dt.datetime
    verdict: Verdict

    @property
    def judgement(self) -> str:
        return self.verdict.judgement


@dataclass(frozen=True)
class Verdicts:
    """All verdicts there are: of each finding the whole history, oldest first."""

    history: dict[str, list[Recorded]]

    def of(self, key: str) -> Recorded | None:
        """The verdict in force, or nothing where there is none or it was taken back."""
        last = self.history.get(key, [])[-1:]
        return last[0] if last and last[0].judgement != "withdrawn" else None

    def judgement(self, key: str) -> str | None:
        """What the verdict in force says."""
        found = self.of(key)
        return found.judgement if found else None

    @property
    def decided(self) -> frozenset[str]:
        """The findings that are not raised again."""
        return frozenset(key for key in self.history if self.judgement(key) in FINAL)


def verdicts(store: Store) -> Verdicts:
    """The verdicts that a store keeps."""
    return gathered(store.entries(KIND))


def gathered(entries: Iterable[Entry]) -> Verdicts:
    """The verdicts among the entries of a journal, by finding; what another version wrote and this cannot read is
    left out."""
    found: dict[str, list[Recorded]] = {}
    for one in entries:
        try:
            verdict = Verdict.model_validate(one.content)
        except ValidationError:
            continue
        found.setdefault(verdict.key, []).append(Recorded(one.number, one.at, verdict))
    return Verdicts(found)


def record(store: Store, key: str, judgement: str, *, by: str, note: str = "") -> Recorded:
    """Keep what somebody decided about the finding with a key."""
    verdict = checked(key, judgement, by=by, note=note)
    if verdict.judgement == "withdrawn" and verdicts(store).of(key) is None:
        raise VerdictError("There is no verdict to take back.")
    entry = store.append(KIND, verdict.model_dump())
    return Recorded(entry.number, entry.at, verdict)


def checked(key: str, judgement: str, *, by: str, note: str = "") -> Verdict:
    """A verdict that can be recorded; an error says what is wrong with it."""
    if judgement not in JUDGEMENTS:
        raise VerdictError(f"A verdict is one of {', '.join(JUDGEMENTS)}.")
    name, words = " ".join(_clean(by).split()), _clean(note).strip()
    if not name:
        raise VerdictError("Say who judges: a name is missing.")
    if len(name) > NAME:
        raise VerdictError(f"The name is longer than {NAME} characters.")
    if len(words) > NOTE:
        raise VerdictError(f"The note is longer than {NOTE} characters.")
    if names_a_person(name) or names_a_person(words):
        raise VerdictError("That looks like a personal identity number; write nothing about single children.")
    return Verdict.model_validate({"key": key, "judgement": judgement, "by": name, "note": words})


def names_a_person(words: str) -> bool:
    """Whether a text holds what looks like a personal identity number."""
    return _IDENTITY.search(unicodedata.normalize("NFKC", words)) is not None


def _clean(words: str) -> str:
    """A text without signs that are not seen; lines stay."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join("".join(sign for sign in line if sign.isprintable()) for line in lines)
