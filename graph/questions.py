"""The questions there are and the rules they are asked by: every file under `graph/detectors/`."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeVar

from pydantic import ValidationError

import graph.detectors
from graph.findings import Detector, RuleSet, registry

R = TypeVar("R", bound=RuleSet)


class RuleError(Exception):
    """A rule that does not exist or a value that cannot be one; a sentence for the user."""


@cache
def detectors() -> dict[str, Detector]:
    """All detectors there are, in their order: every file under `graph/detectors/`."""
    for module in pkgutil.iter_modules(graph.detectors.__path__):
        importlib.import_module(f"graph.detectors.{module.name}")
    return dict(sorted(registry.items(), key=lambda entry: entry[1].order))


Rules = Mapping[str, RuleSet]
"""The rules in force, by detector."""


def rules_in(rules: Rules, kind: type[R]) -> R:
    """The rules of a kind, such as `OverlapRules`, among those in force."""
    return next(found for found in rules.values() if isinstance(found, kind))


def rules_of(settings: Iterable[str] = ()) -> Rules:
    """The default rules, with settings such as `duplicate_meetings.window_days=7` in their place."""
    chosen: dict[str, dict[str, str]] = {code: {} for code in detectors()}
    known = [f"{entry.code}.{rule}" for entry in detectors().values() for rule in entry.rules.model_fields]
    for setting in settings:
        key, equals, value = setting.partition("=")
        code, _, name = key.strip().partition(".")
        if not equals or f"{code}.{name}" not in known:
            raise RuleError("--set takes KEY=VALUE with one of these keys: " + ", ".join(known))
        chosen[code][name] = value
    return {code: _built(entry, chosen[code]) for code, entry in detectors().items()}


def _built(entry: Detector, chosen: dict[str, str]) -> RuleSet:
    try:
        return entry.rules(**chosen)
    except ValidationError as error:
        first = error.errors()[0]
        wants = first["msg"].removeprefix("Value error, ").replace("Input should be", "one of")
        raise RuleError(f"--set {entry.code}.{first['loc'][0]} takes {wants}") from None
