"""How well findings agree with what was planted: found, missed, raised by mistake, and what else there is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.findings import Finding
from synthetic.truth import Truth, read_truth

__all__ = ["Score", "read_truth", "score"]


@dataclass(frozen=True, slots=True)
class About:
    """What a finding and a pattern are recognised by.

    `evidence`: the kinds of evidence whose ids say what it is about. `child`, `start`: whether it is about a child,
    and about a place in time (a near miss without a start: whatever the start). `kind`: whether a near miss is one of
    its own kind only.
    """

    evidence: tuple[str, ...] = ()
    child: bool = False
    start: bool = False
    kind: bool = False


PAIR, PLACE, HANDOVER = About(("meeting",)), About(child=True, start=True, kind=True), About(("handover",))
ABOUT = {
    "duplicate_meetings": PAIR,
    "double_entries": PAIR,
    "forum_overlap": About(("forum",)),
    "handover_gaps": PLACE,
    "phase_boundaries": About(child=True, start=True),
    "no_joint_meeting": About(("before", "after"), child=True, start=True),
    "stalled_handovers": HANDOVER,
    "orphaned_handovers": HANDOVER,
    "double_contacts": About(("contact",), child=True),
    "departing_staff": About(("professional",)),
    "too_many_handovers": About(child=True, start=True),
    "unanswered_concerns": About(("concern",), kind=True),
    "child_not_heard": About(("plan", "handover"), child=True, kind=True),
}


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
    """All descriptions of the truth that a finding answers to: of its kind or of any, and with its start or without."""
    about = ABOUT.get(finding.detector, PAIR)
    ids = frozenset(one for kind in about.evidence for one in finding.evidence.get(kind, ()))
    child = finding.children[0] if about.child and finding.children else None
    kinds = finding.numbers.get("kinds")
    also = kinds if isinstance(kinds, list) else []
    starts = dict.fromkeys((finding.start, None)) if about.start else (None,)
    return ((kind, child, ids, start) for kind in dict.fromkeys((finding.kind, *also, None)) for start in starts)


def _sought(one: Truth) -> Thing:
    """What a pattern is looked up by: a plant by its kind, a near miss whatever the kind where that says nothing."""
    about = ABOUT.get(one.detector, PAIR)
    ids = frozenset(one.evidence) if about.evidence and not _by_child(one) else frozenset()
    child = one.children[0] if about.child and one.children else None
    return (one.kind if one.planted or about.kind else None, child, ids, one.start if about.start else None)


def _by_child(one: Truth) -> bool:
    """Meetings in which a child was not heard are told by the child: which of its meetings count is the finding's."""
    return one.detector == "child_not_heard" and one.kind == "meetings"
