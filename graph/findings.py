"""What a question answers: findings, what was left out, and why a question was not asked.

A detector is one function in one file under `graph/detectors/` with `@detector` above it: it reads a
Network, the as-of day and its own rules, and gives an `Answer`. It does no input or output and reads no
clock. A detector whose data are not there is not run and says why: not run is not clean.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict

from graph.network import Network

Number = int | float | bool | None | list[str]


class Finding(NamedTuple):
    """One thing found: of which kind, about whom, when, and by what evidence.

    `start` and `end` are day numbers, half-open. `evidence` lists ids (or words) by kind, sorted. `rank`
    sorts findings of one kind, worst first, smallest number first. `key` is the same between runs.
    """

    detector: str
    kind: str
    key: str
    children: list[str]
    start: int | None
    end: int | None
    evidence: dict[str, list[str]]
    numbers: dict[str, Number]
    rank: tuple[float, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The findings of one detector, and by reason how much the definition left out or had to assume."""

    findings: list[Finding]
    skipped: dict[str, int] = field(default_factory=dict)
    assumed: dict[str, int | str] = field(default_factory=dict)


class NotRun(Exception):
    """The data that a question needs are not there; carries the reason."""


def _count(value: object) -> object:
    if isinstance(value, str):
        if not (value.strip().isascii() and value.strip().isdigit() and len(value.strip()) <= 7):
            raise ValueError("a whole number from 0 to 9999999")
        return int(value)
    return value


def _ratio(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"\d{1,18}(\.\d{1,18}|/0*[1-9]\d{0,17})?", value.strip(), re.ASCII):
        raise ValueError("a ratio such as 1/2 or 0.5")
    return Fraction(value.strip())


def _words(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(word for part in value.replace(",", ";").split(";") if (word := part.strip()))


def _yes(value: object) -> object:
    if isinstance(value, str) and value.strip().casefold() not in ("0", "1"):
        raise ValueError("0 or 1")
    return int(value) if isinstance(value, str) else value


Count = Annotated[int, BeforeValidator(_count)]
Ratio = Annotated[Fraction, BeforeValidator(_ratio)]
Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Yes = Annotated[int, BeforeValidator(_yes)]


class RuleSet(BaseModel):
    """The rules of one detector, each with its default."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    def shown(self) -> dict[str, str]:
        """Each rule as the text that `--set` takes."""
        return {name: _shown(getattr(self, name)) for name in type(self).model_fields}


def _shown(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


Ask = Callable[[Network, int, Any], Answer]


@dataclass(frozen=True)
class Detector:
    """A question, the rules it knows, and a sentence for each kind of finding.

    `kinds` says what a finding means, in Swedish, with its numbers in braces; the order is the order of
    findings. `doc` is the exact definition.
    """

    code: str
    order: int
    kinds: Mapping[str, str]
    rules: type[RuleSet]
    ready: Callable[[Network, Any], None]
    ask: Ask

    @property
    def doc(self) -> str:
        return (self.ask.__doc__ or "").strip()


registry: dict[str, Detector] = {}
"""The detectors whose files have been imported; `graph.questions.detectors` imports them all."""


def detector(
    order: int, kinds: Mapping[str, str], rules: type[RuleSet], ready: Callable[[Network, Any], None]
) -> Callable[[Ask], Ask]:
    """Make a function a detector, by its own name; `ready` raises `NotRun` where its data are not there."""

    def register(ask: Ask) -> Ask:
        registry[ask.__name__] = Detector(ask.__name__, order, kinds, rules, ready, ask)
        return ask

    return register


def key_of(detector: str, *about: str | None) -> str:
    """The key of a finding: depends on the detector and on what the finding is about, on nothing else."""
    return hashlib.blake2b(repr((detector, *about)).encode(), digest_size=10).hexdigest()
