"""Ask the questions of a Network and gather the answers in one Report."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from graph.findings import Answer, Detector, Finding, NotRun
from graph.network import Network
from graph.questions import Rules, detectors


@dataclass(frozen=True)
class Entry:
    """How one question went: its answer, or the reason why it was not asked; and the seconds it took."""

    detector: Detector
    answer: Answer | None
    reason: str | None
    seconds: float

    @property
    def findings(self) -> list[Finding]:
        return self.answer.findings if self.answer else []


@dataclass(frozen=True)
class Report:
    """All answers for one as-of day, with the rules that were in force and what was read."""

    as_of: int
    rules: Rules
    counts: dict[str, int]
    generated: bool
    entries: list[Entry]

    @property
    def findings(self) -> list[Finding]:
        """All findings: by detector, then kind, then worst first, then key."""
        return [finding for entry in self.entries for finding in entry.findings]

    def entry(self, code: str) -> Entry:
        return next(entry for entry in self.entries if entry.detector.code == code)


def analyse(
    network: Network,
    as_of: int,
    rules: Rules,
    only: Collection[str] = (),
    progress: Callable[[str], None] = lambda code: None,
) -> Report:
    """Ask each question (or those named) of the network as it was known on a day."""
    entries = []
    for entry in detectors().values():
        progress(entry.code)
        entries.append(_asked(entry, network, as_of, rules, not only or entry.code in only))
    return Report(as_of, rules, network.counts(), network.generated, entries)


def without(report: Report, keys: Collection[str]) -> Report:
    """The report without some findings, told by their keys."""

    def left(entry: Entry) -> Entry:
        if entry.answer is None:
            return entry
        findings = [one for one in entry.answer.findings if one.key not in keys]
        return replace(entry, answer=replace(entry.answer, findings=findings))

    return replace(report, entries=[left(entry) for entry in report.entries])


def _asked(entry: Detector, network: Network, as_of: int, rules: Rules, wanted: bool) -> Entry:
    start = time.perf_counter()
    reason = _unready(entry, network, rules) or ("" if wanted else "not asked for")
    if reason:
        return Entry(entry, None, reason, time.perf_counter() - start)
    answer = entry.ask(network, as_of, rules[entry.code])
    order = {kind: number for number, kind in enumerate(entry.kinds)}
    answer.findings.sort(key=lambda found: (order[found.kind], found.rank, found.key))
    return Entry(entry, answer, None, time.perf_counter() - start)


def _unready(entry: Detector, network: Network, rules: Rules) -> str:
    """Why a question cannot be asked, or nothing."""
    try:
        entry.ready(network, rules[entry.code])
    except NotRun as why:
        return str(why)
    return ""
