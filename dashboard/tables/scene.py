"""What a page shows: one version of a store as it is on a day, with the answers, and the tables made from it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from dashboard.tables.child import covered_children
from dashboard.tables.forums import Forums, gathered
from dashboard.texts import language
from graph.analysis import Report
from graph.detectors.handovers import HandoverRules
from graph.detectors.overlap import OverlapRules
from graph.findings import Finding
from graph.network import Network
from graph.questions import rules_in
from graph.sets import Mask

T = TypeVar("T")


@dataclass(frozen=True)
class Key:
    """What the caches go by."""

    url: str
    version: int
    as_of: int
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """What a page shows: one version of the store, as it is on a day, with the answers."""

    key: Key
    network: Network
    report: Report

    @property
    def as_of(self) -> int:
        return self.key.as_of

    @property
    def role(self) -> str:
        """The role that is responsible for a child."""
        return rules_in(self.report.rules, HandoverRules).role

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all findings."""
        return frozenset(finding.key for finding in self.report.findings)

    @cached_property
    def by_child(self) -> dict[str, list[Finding]]:
        """The findings about each child."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.report.findings:
            if finding.detector != "forum_overlap":
                for child in finding.children:
                    found[child].append(finding)
        return dict(found)

    @cached_property
    def forums(self) -> Forums:
        """What the running forums have in common."""
        return gathered(self.network, self.as_of, rules_in(self.report.rules, OverlapRules).past_days)

    @cached_property
    def covered(self) -> Mask:
        """Who has a barnkontakt on the as-of day."""
        return covered_children(self.network, self.as_of, self.role)

    @cached_property
    def derived(self) -> dict[object, object]:
        """Tables made from this scene, by what they show."""
        return {}

    def table(self, make: Callable[..., T], *choices: object) -> T:
        """A table of this scene, made once for each choice and language."""
        key = (make.__module__, make.__qualname__, choices, language())
        if key not in self.derived:
            self.derived[key] = make(self, *choices)
        return self.derived[key]  # type: ignore[return-value]
