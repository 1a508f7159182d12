"""What the overview shows: key figures, how each question went, and findings in groups."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from dashboard.tables.counts import YEAR, Share, living_in, protected, rows_of, swedish
from graph.analysis import Entry, Report
from graph.detectors.duplicates import DuplicateRules
from graph.findings import Finding
from graph.meetings import Meetings
from graph.network import Ints, Network
from graph.questions import rules_in
from graph.sets import Mask, Sets
from graph.values import LEVEL


@dataclass(frozen=True)
class Figure:
    """One key figure: how many of how many, or why it cannot be counted; and for how many it is unknown."""

    code: str
    share: Share | None
    reason: str | None = None
    unknown: int = 0


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
        return "loss" if {"no_start", "no_child", "no_level"} & set(self.skipped) or self.assumed else "run"


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


def figures(network: Network, report: Report, covered: Mask, district: str | None) -> list[Figure]:
    """The six key figures; `covered` are the children with a barnkontakt on the as-of day."""
    inside = living_in(network, district)
    return [
        *_contact(network, report, covered, inside),
        _forums(network, report, inside),
        _duplicates(network, report, inside),
        _heard(network, report, inside),
        _feedback(network, inside),
    ]


def _contact(network: Network, report: Report, covered: Mask, inside: Mask) -> list[Figure]:
    entry = report.entry("handover_gaps")
    if entry.reason is not None:
        return [Figure(code, None, entry.reason) for code in ("no_contact", "ending")]
    without = children_in(network, entry.findings, ("current", "never")) & inside
    ending = children_in(network, entry.findings, ("ending",)) & inside
    either, now = int((without | covered & inside).sum()), int((covered & inside).sum())
    return [
        Figure("no_contact", Share(int(without.sum()), either)),
        Figure("ending", Share(int(ending.sum()), now)),
    ]


def _since(meetings: Meetings, as_of: int, past_days: int) -> Mask:
    """The meetings since so many days ago, and those ahead; 0 is no limit."""
    if not past_days:
        return meetings.usable
    found: Mask = meetings.usable & (meetings.day > as_of - past_days)
    return found


def _about(network: Network, inside: Mask) -> Mask:
    """The meetings about a child of the district."""
    found = np.zeros(network.count("meeting"), bool)
    found[network.ints("meeting_about_child", "source")[inside[network.ints("meeting_about_child", "target")]]] = True
    return found


def forums_per_child(network: Network, as_of: int) -> Ints:
    """In how many forums on level child each child was discussed in the last year."""
    meetings = network.once(Meetings)
    level = np.append(network.ints("forum", "level"), -1)[meetings.forum]
    counted = _since(meetings, as_of, YEAR) & (meetings.day <= as_of)
    counted &= level == LEVEL.choices.index("child")
    meeting, child = network.ints("meeting_about_child", "source"), network.ints("meeting_about_child", "target")
    keep = counted[meeting]
    return Sets.of(child[keep], meetings.forum[meeting[keep]], network.count("child")).sizes


def _forums(network: Network, report: Report, inside: Mask) -> Figure:
    if not network.count("meeting_held_by_forum"):
        return Figure("forums", None, "no meetings in a forum")
    forums = forums_per_child(network, report.as_of)[inside]
    return Figure("forums", Share(int((forums >= 3).sum()), int((forums >= 1).sum())))


def _duplicates(network: Network, report: Report, inside: Mask) -> Figure:
    entry = report.entry("duplicate_meetings")
    if entry.reason is not None:
        return Figure("duplicates", None, entry.reason)
    found = {meeting for one in about(network, entry.findings, inside) for meeting in one.evidence["meeting"]}
    past_days = rules_in(report.rules, DuplicateRules).past_days
    counted = _since(network.once(Meetings), report.as_of, past_days) & _about(network, inside)
    counted[rows_of(network, "meeting", sorted(found))] = True
    return Figure("duplicates", Share(len(found), int(counted.sum()), few=False))


def _heard(network: Network, report: Report, inside: Mask) -> Figure:
    meetings = network.once(Meetings)
    counted = _since(meetings, report.as_of, YEAR) & (meetings.day <= report.as_of) & _about(network, inside)
    heard = network.ints("meeting", "child_heard")[counted]
    if not (heard >= 0).any():
        return Figure("heard", None, "nothing about the child being heard")
    return Figure(
        "heard", Share(int((heard == 1).sum()), int((heard >= 0).sum()), few=False), unknown=int((heard < 0).sum())
    )


def _feedback(network: Network, inside: Mask) -> Figure:
    if not network.count("concern"):
        return Figure("feedback", None, "no concerns")
    concern = network.ints("concern_about_child", "source")[inside[network.ints("concern_about_child", "target")]]
    asked = network.ints("concern", "feedback_requested")[concern] == 1
    given = network.ints("concern", "feedback_given")[concern] == 1
    return Figure("feedback", Share(int((asked & given).sum()), int(asked.sum())))


def by_kind(network: Network, findings: list[Finding], inside: Mask) -> dict[str, int]:
    """Of each kind of finding the number of children it is about."""
    kinds = dict.fromkeys(one.kind for one in findings)
    return {kind: int((children_in(network, findings, (kind,)) & inside).sum()) for kind in kinds}


def kinds_of(findings: list[Finding]) -> dict[str, int]:
    """Of each kind the number of findings, most first."""
    return dict(Counter(one.kind for one in findings).most_common())


def per_district(network: Network, counted: Mask, population: Mask) -> dict[str, Share]:
    """A count of children for each district in alphabetical order; last those who belong to none (empty name)."""
    names = network.texts("child", "district").dictionary_encode()
    code = names.indices.fill_null(len(names.dictionary)).to_numpy(zero_copy_only=False).copy()
    code[protected(network)] = len(names.dictionary)
    part = np.bincount(code[counted & population], minlength=len(names.dictionary) + 1).tolist()
    whole = np.bincount(code[population], minlength=len(names.dictionary) + 1).tolist()
    shares = {name: Share(part[i], whole[i]) for i, name in enumerate([*names.dictionary.to_pylist(), ""])}
    ordered = sorted((name for name in shares if name and shares[name].whole), key=swedish)
    return {name: shares[name] for name in [*ordered, *([""] if shares[""].whole else [])]}
