"""A report as JSON, CSV or text for a terminal of 80 columns."""

import csv
import io
import json
import textwrap
from collections.abc import Iterable, Sequence

from dashboard.texts import KINDS, TABLES, TITLES, finding_text, left_out, number, reason, speak, t, word
from graph.analysis import Entry, Report
from graph.findings import Finding
from graph.values import iso
from loaders.report import LoadReport
from synthetic.score import Score

WIDTH = 80
SHOWN = 5
"""How many findings of a kind the table shows; CSV and JSON have all."""


def only_child(report: Report, child: str) -> dict[str, list[Finding]]:
    """The findings that concern one child, by detector."""
    return {
        entry.detector.code: [finding for finding in entry.findings if child in finding.children]
        for entry in report.entries
    }


def everything(report: Report) -> dict[str, list[Finding]]:
    """All findings, by detector."""
    return {entry.detector.code: entry.findings for entry in report.entries}


def report_json(report: Report, findings: dict[str, list[Finding]], language: str) -> str:
    """The report as the contract has it."""
    rules = {
        f"{code}.{name}": value for code, rule_set in report.rules.items() for name, value in rule_set.shown().items()
    }
    return json.dumps(
        {
            "as_of": iso(report.as_of),
            "generated": report.generated,
            "rules": rules,
            "network": report.counts,
            "detectors": [_entry(entry, findings[entry.detector.code]) for entry in report.entries],
            "findings": [finding_dict(finding, language) for found in findings.values() for finding in found],
        },
        ensure_ascii=False,
    )


def _entry(entry: Entry, findings: list[Finding]) -> dict[str, object]:
    if entry.answer is None:
        return {"code": entry.detector.code, "status": "not_run", "reason": entry.reason}
    shown: dict[str, object] = {"code": entry.detector.code, "status": "run", "findings": len(findings)}
    shown["skipped"] = entry.answer.skipped
    if entry.answer.assumed:
        shown["assumed"] = entry.answer.assumed
    return shown


def finding_dict(finding: Finding, language: str) -> dict[str, object]:
    """A finding for programs."""
    return {
        "detector": finding.detector,
        "kind": finding.kind,
        "key": finding.key,
        "children": finding.children,
        "start": iso(finding.start),
        "end": iso(finding.end),
        "evidence": finding.evidence,
        "numbers": finding.numbers,
        "text": finding_text(finding, language),
    }


def report_csv(report: Report, findings: dict[str, list[Finding]], language: str) -> str:
    """One row per finding; a column for each kind of evidence and each number that occurs."""
    rows = [finding for found in findings.values() for finding in found]
    evidence = list(dict.fromkeys(name for finding in rows for name in finding.evidence))
    numbers = list(dict.fromkeys(name for finding in rows for name in finding.numbers))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["detector", "kind", "key", "children", "start", "end", *evidence, *numbers, "text", "generated"])
    for finding in rows:
        writer.writerow(
            [finding.detector, finding.kind, finding.key, ";".join(finding.children)]
            + [iso(finding.start), iso(finding.end)]
            + [";".join(finding.evidence.get(name, [])) for name in evidence]
            + [_cell(finding.numbers.get(name)) for name in numbers]
            + [finding_text(finding, language), _cell(report.generated)]
        )
    return out.getvalue().removesuffix("\n")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else ";".join(value) if isinstance(value, list) else str(value)


def report_table(report: Report, findings: dict[str, list[Finding]], language: str) -> str:
    """The report for a terminal: each question with its worst findings, or why it was not asked.

    CSV and JSON have all findings.
    """
    speak(language)
    lines = [t("Läget {day}", day=iso(report.as_of))]
    lines += wrapped(", ".join(f"{t(word)} {number(report.counts[kind])}" for kind, word in TABLES.items()), 0)
    if report.generated:
        lines.append(t("Påhittade uppgifter: inga verkliga barn, personer eller verksamheter."))
    for entry in report.entries:
        lines += ["", *_section(entry, findings[entry.detector.code], language)]
    return "\n".join(lines)


def _section(entry: Entry, findings: list[Finding], language: str) -> Iterable[str]:
    title = t(TITLES.get(entry.detector.code, entry.detector.code))
    if entry.answer is None:
        yield f"{title}: {t('kördes inte')}"
        yield from wrapped(reason(entry.reason or ""))
        return
    yield f"{title}: {number(len(findings))}"
    for name, count in (entry.answer.skipped | entry.answer.assumed).items():
        yield from wrapped(
            left_out(entry.detector.code, name) + (f": {number(count)}" if isinstance(count, int) else "")
        )
    for kind in entry.detector.kinds:
        yield from _kind(kind, [finding for finding in findings if finding.kind == kind], language)


def _kind(kind: str, findings: list[Finding], language: str) -> Iterable[str]:
    """The worst findings of one kind."""
    if findings:
        yield f"  {word(KINDS, kind)}: {number(len(findings))}"
    for finding in findings[:SHOWN]:
        yield from textwrap.wrap(
            printable(_about(finding)), WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False
        )
        yield from wrapped(finding_text(finding, language), 4)
    if len(findings) > SHOWN:
        yield f"    {t('och {count} till', count=number(len(findings) - SHOWN))}"


ABOUT = {
    "duplicate_meetings": "meeting",
    "double_entries": "meeting",
    "forum_overlap": "forum",
    "stalled_handovers": "handover",
    "orphaned_handovers": "handover",
    "departing_staff": "professional",
    "unanswered_concerns": "concern",
}
"""By which evidence a finding is known, where not by its child."""


def _about(finding: Finding) -> str:
    evidence = finding.evidence.get(ABOUT.get(finding.detector, ""), [])
    about = " + ".join(evidence) or ", ".join(finding.children)
    days = " – ".join(day for day in dict.fromkeys((iso(finding.start), iso(finding.end))) if day)
    return f"{about} ({days})" if days else about


def wrapped(text: str, indent: int = 2) -> list[str]:
    """A text as lines of a terminal."""
    return textwrap.wrap(text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent)


def printable(text: str) -> str:
    """A text without signs that steer a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def columns(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with the first column to the left and numbers to the right."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[number]) for row in cells) for number in range(len(head))]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]).rstrip()
        for row in cells
    )


def load_table(report: LoadReport) -> str:
    """What became of the rows of each file."""
    head = ("file", "rows", "loaded", "incomplete", "refused")
    rows = [(printable(file.file), file.rows, file.loaded, file.incomplete, file.refused) for file in report.files]
    total = ("total", report.rows, report.loaded, report.incomplete, report.refused)
    changed = "The store has changed." if report.changed else "Nothing has changed."
    return columns(head, [*rows, total]) + "\n" + changed


def score_table(scores: Iterable[Score]) -> str:
    """Found and missed, detector by detector."""
    head = ("detector", "planted", "found", "missed", "near", "raised", "others", "recall", "precision")
    rows = [
        (s.detector, s.planted, s.found, s.missed, s.near_misses, s.raised, s.others)
        + tuple("-" if share is None else f"{share:.3f}" for share in (s.recall, s.precision))
        for s in scores
    ]
    return columns(head, rows)


def score_json(scores: Iterable[Score]) -> str:
    """The same for programs."""
    names = ("detector", "planted", "found", "missed", "near_misses", "raised", "others", "recall", "precision")
    return json.dumps({"detectors": [{name: getattr(score, name) for name in names} for score in scores]})
