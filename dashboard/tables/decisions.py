"""What waits for a decision, in four groups: how many children each kind of finding is about, as it may be shown."""

from dataclasses import dataclass

import numpy as np

from dashboard.tables import trend
from dashboard.tables.overview import children_in
from dashboard.tables.scene import Scene
from dashboard.tables.trend import Place, Shown, opened, places
from dashboard.texts import LEAST
from graph.sets import Mask


@dataclass(frozen=True)
class Line:
    """One row of a group: the findings of some kinds of a question, as children.

    `measure`: the kinds add up to the measure of that name. They are told apart for the municipality only, and only
    where each of them is of enough children.
    """

    code: str
    kinds: tuple[str, ...] = ()
    measure: str | None = None


GROUPS: dict[str, tuple[Line, ...]] = {
    "takes_over": (
        Line("phase_boundaries", ("no_handover", "not_accepted"), "passage"),
        Line("stalled_handovers"),
        Line("orphaned_handovers"),
        Line("departing_staff"),
    ),
    "responsible": (
        Line("handover_gaps", ("current", "never"), "no_contact"),
        Line("handover_gaps", ("ending",)),
        Line("handover_gaps", ("gap",)),
        Line("no_joint_meeting"),
        Line("double_contacts"),
        Line("too_many_handovers"),
    ),
    "heard": (
        Line("child_not_heard", ("meetings",)),
        Line("child_not_heard", ("plan",)),
        Line("child_not_heard", ("handover",)),
        Line("unanswered_concerns", ("assessment",)),
        Line("unanswered_concerns", ("investigation",)),
        Line("unanswered_concerns", ("feedback",)),
        Line("unanswered_concerns", ("rereport",)),
    ),
}
"""The rows of the groups that are about children; the fourth is about forums and meetings."""
OF_FORUMS = ("forum_overlap", "duplicate_meetings", "double_entries")


def found(now: Scene, code: str, kinds: tuple[str, ...]) -> Mask:
    """The children that the findings of a question are about; of all its kinds where none is named."""
    entry = now.report.entry(code)
    return children_in(now.network, entry.findings, kinds or tuple(entry.detector.kinds))


def per_place(now: Scene, code: str, kinds: tuple[str, ...]) -> dict[Place, Shown]:
    """How many children in the municipality and in each district."""
    hit = found(now, code, kinds)
    counts = {place: int((hit & inside).sum()) for place, inside in places(now.network).masks().items()}
    return {place: Shown(shown, None, counts[place] < LEAST) for place, shown in opened(counts).items()}


def rows(now: Scene, group: str, place: Place) -> list[tuple[str, str, Shown | None]]:
    """Question, kind and children of each row of a group; no number where the question was not asked."""
    listed: list[tuple[str, str, Shown | None]] = []
    for line in GROUPS[group]:
        if now.report.entry(line.code).reason is not None:
            if (line.code, "", None) not in listed:
                listed.append((line.code, "", None))
        elif line.measure:
            whole = (line.code, "", trend.figure(now, line.measure, now.as_of, place)[1])
            listed += (_apart(now, line) if place is None else []) or [whole]
        else:
            kind = line.kinds[0] if line.kinds else ""
            listed.append((line.code, kind, now.table(per_place, line.code, line.kinds).get(place)))
    return listed


def _apart(now: Scene, line: Line) -> list[tuple[str, str, Shown | None]]:
    """The kinds of a row for the whole municipality; nothing where one of them, or their sum, may not be shown."""
    counts = {kind: int(found(now, line.code, (kind,)).sum()) for kind in line.kinds}
    _, total = trend.figure(now, str(line.measure), now.as_of, None)
    if total is None or total.part is None or min(counts.values()) < LEAST:
        return []
    return [(line.code, kind, Shown(n, None)) for kind, n in counts.items()]


def others(now: Scene) -> list[str]:
    """The questions that belong to no group."""
    known = {line.code for lines in GROUPS.values() for line in lines} | {*OF_FORUMS}
    return [entry.detector.code for entry in now.report.entries if entry.detector.code not in known]


def median_gap(now: Scene) -> float | None:
    """How many days the gaps of today have lasted, the middle one; nothing for few."""
    gaps = [one.numbers["days"] for one in now.report.entry("handover_gaps").findings if one.kind == "current"]
    days = [float(day) for day in gaps if isinstance(day, int)]
    return float(np.median(days)) if len(days) >= LEAST else None
