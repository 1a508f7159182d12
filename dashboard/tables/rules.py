"""The rules that were in force when the questions were asked."""

from typing import TypeVar

from graph.analysis import Report
from graph.findings import RuleSet

R = TypeVar("R", bound=RuleSet)
YEAR = 365
"""The last year, in days: what the pages count of meetings where no rule of a question says how far back."""


def rules_in(report: Report, kind: type[R]) -> R:
    """The rules of a kind, such as `OverlapRules`, that were in force."""
    return next(rules for rules in report.rules.values() if isinstance(rules, kind))
