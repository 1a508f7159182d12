"""What the overview rests on: what the store holds, how each question went, and findings by kind and district."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from dashboard.tables.counts import rows_of
from graph.analysis import Entry, Report
from graph.findings import Finding
from graph.network import EDGES, Network
from graph.records import FILES
from graph.sets import Mask

LIMITS = ("short", "not_in_support", "not_running")
"""What a question leaves out because its rules say so; all else that it leaves out is a loss of data."""
WHOLES = {
    "no_start": "meeting",
    "no_child": "meeting",
    "unknown_meeting": "meeting",
    "no_level": "forum",
    "no_born": "child",
    "no_state": "handover",
    "no_due": "handover",
    "unknown_handover": "handover",
    "no_received": "concern",
    "no_decided": "concern",
    "no_closed": "concern",
    "no_feedback": "concern",
    "unknown_plan": "plan",
}
"""Of what those that are left out are a part."""
OPEN_COUNTS = ("no_start", "no_child", "unknown_meeting", "not_running", "no_level", "open_start")
"""Those that count meetings, forums or assignments; the others tell about children, and small counts are hidden."""


@dataclass(frozen=True)
class Question:
    """How one question went: run, run with loss, or not run and why."""

    code: str
    reason: str | None
    findings: int
    skipped: dict[str, int]
    assumed: dict[str, int | str]

    @property
    def state(self) -> str:
        if self.reason is not None:
            return "not_run"
        return "loss" if self.lost or self.assumed else "run"

    @property
    def lost(self) -> dict[str, int]:
        """What was left out for want of data."""
        return {why: count for why, count in self.skipped.items() if why not in LIMITS}

    @property
    def limited(self) -> dict[str, int]:
        """What was left out because the rules say so."""
        return {why: count for why, count in self.skipped.items() if why in LIMITS}


def questions(report: Report) -> list[Question]:
    """How each question went, those not run first."""
    found = [_question(entry) for entry in report.entries]
    return sorted(found, key=lambda one: ("not_run", "loss", "run").index(one.state))


def _question(entry: Entry) -> Question:
    answer = entry.answer
    return Question(
        entry.detector.code,
        entry.reason,
        len(entry.findings),
        dict(answer.skipped) if answer else {},
        dict(answer.assumed) if answer else {},
    )


def about(network: Network, findings: list[Finding], inside: Mask) -> list[Finding]:
    """The findings about a child of the district."""
    if inside.all():
        return findings
    owner = np.repeat(np.arange(len(findings)), [len(one.children) for one in findings])
    child = rows_of(network, "child", [child for one in findings for child in one.children])
    kept = np.zeros(len(findings), bool)
    kept[owner[inside[child]]] = True
    return [one for one, keep in zip(findings, kept.tolist(), strict=True) if keep]


def children_in(network: Network, findings: list[Finding], kinds: tuple[str, ...]) -> Mask:
    """Which children have a finding of one of the kinds."""
    rows = rows_of(network, "child", [child for one in findings if one.kind in kinds for child in one.children])
    found = np.zeros(network.count("child"), bool)
    found[rows] = True
    return found


def kinds_of(findings: list[Finding]) -> dict[str, int]:
    """Of each kind the number of findings, most first."""
    return dict(Counter(one.kind for one in findings).most_common())


def rows_in_files(network: Network) -> dict[str, int]:
    """How many rows each kind of file would have, if the store were written out."""
    found = {}
    for kind in FILES.values():
        own = [
            edge.table for edge in EDGES.values() if edge.owner is None and kind.link and edge.edge == kind.link.edge
        ]
        found[kind.file] = sum(network.count(table) for table in own) if kind.link else network.count(str(kind.node))
    return found
