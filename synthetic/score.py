"""How well findings agree with what was planted: found, missed, raised by mistake, and what else there is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.findings import Finding
from synthetic.truth import Truth, read_truth

__all__ = ["Score", "read_truth", "score"]

HANDOVERS = "handover_gaps"
ABOUT = {"duplicate_meetings": "meeting", "double_entries": "meeting", "forum_overlap": "forum"}
"""Which evidence says what a finding is about."""


@dataclass(frozen=True, slots=True)
class Score:
    """One detector against the truth. Without plants there is no recall, without anything raised no precision."""

    detector: str
    planted: int
    found: int
    missed: int
    near_misses: int
    raised: int
    others: int

    @property
    def recall(self) -> float | None:
        """Share of the planted patterns that were found."""
        return self.found / self.planted if self.planted else None

    @property
    def precision(self) -> float | None:
        """Found patterns among found patterns and near misses that were raised."""
        return self.found / (self.found + self.raised) if self.found + self.raised else None


Thing = tuple[object, ...]


def score(findings: Iterable[Finding], truth: Sequence[Truth], detectors: Iterable[str] = ()) -> list[Score]:
    """Compare findings with the truth, detector by detector: those named, then others in the order of the truth."""
    order = [*detectors, *(one.detector for one in truth)]
    by_detector: dict[str, tuple[list[Truth], list[Finding]]] = {detector: ([], []) for detector in order}
    for one in truth:
        by_detector[one.detector][0].append(one)
    for finding in findings:
        by_detector.setdefault(finding.detector, ([], []))[1].append(finding)
    return [_scored(detector, *both) for detector, both in by_detector.items()]


def _scored(detector: str, truth: list[Truth], findings: list[Finding]) -> Score:
    index: dict[Thing, set[int]] = {}
    for number, finding in enumerate(findings):
        for thing in _things(finding):
            index.setdefault(thing, set()).add(number)
    met = [(one, index.get(_sought(one), set())) for one in truth]
    planted = [numbers for one, numbers in met if one.planted]
    near = [numbers for one, numbers in met if not one.planted]
    known: set[int] = set().union(*planted, *near)
    found = sum(1 for numbers in planted if numbers)
    raised = sum(1 for numbers in near if numbers)
    others = len(findings) - len(known)
    return Score(detector, len(planted), found, len(planted) - found, len(near), raised, others)


def _things(finding: Finding) -> Iterable[Thing]:
    """All descriptions of the truth that a finding answers to: by its kind, and by what it is about alone."""
    if finding.detector == HANDOVERS:
        child = finding.children[0] if finding.children else None
        return ((finding.kind, child, finding.start), (finding.kind, child, None))
    about = frozenset(finding.evidence.get(ABOUT.get(finding.detector, ""), ()))
    kinds = finding.numbers.get("kinds")
    also = kinds if isinstance(kinds, list) else []
    return ((kind, about) for kind in dict.fromkeys((finding.kind, *also, None)))


def _sought(one: Truth) -> Thing:
    """What a pattern is looked up by: a plant by its kind, a near miss whatever the kind."""
    if one.detector == HANDOVERS:
        return (one.kind, one.children[0] if one.children else None, one.start)
    return (one.kind if one.planted else None, frozenset(one.evidence))
