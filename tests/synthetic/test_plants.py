"""What is planted: enough of every kind, apart from ordinary life, and found by the detectors as told."""

from collections import Counter

import numpy as np
import pytest

from graph.analysis import Report, analyse
from graph.assemble import assemble
from graph.questions import detectors, rules_of
from graph.values import parse_day
from synthetic.score import score
from synthetic.town import Town, generate
from synthetic.truth import NEAR_MISS, PLANTED
from tests.synthetic.conftest import AS_OF, Rows

KINDS = {
    "duplicate_meetings": ("same_people", "same_agencies"),
    "double_entries": ("same_uid", "same_forum", "same_title", "same_people"),
    "forum_overlap": ("same_children", "same_professionals", "same_mandate", "equal"),
    "handover_gaps": ("never", "current", "ending", "gap"),
    "phase_boundaries": ("no_handover", "not_accepted"),
    "no_joint_meeting": ("no_joint_meeting",),
    "stalled_handovers": ("passed", "soon"),
    "orphaned_handovers": ("rejected", "revoked"),
    "double_contacts": ("now", "past"),
    "departing_staff": ("departing",),
    "too_many_handovers": ("changes",),
    "unanswered_concerns": ("assessment", "investigation", "feedback", "rereport"),
    "child_not_heard": ("meetings", "plan", "handover"),
}
BY_CHILD = ("phase_boundaries", "too_many_handovers")
"""Whose findings are about a child and a day alone."""


def test_thirty_of_each_kind_and_label(town: Town) -> None:
    counts = Counter((one.detector, one.kind, one.label) for one in town.truth)
    wanted = {(code, kind, label) for code, kinds in KINDS.items() for kind in kinds for label in (PLANTED, NEAR_MISS)}
    assert set(counts) == wanted
    assert min(counts.values()) >= 30


def test_the_kinds_are_those_of_the_detectors() -> None:
    assert {code: tuple(entry.kinds) for code, entry in detectors().items()} == KINDS


def test_truth_names_what_exists(town: Town, rows: dict[str, Rows]) -> None:
    files = ("children", "forums", "meetings", "professionals", "handovers", "plans", "concerns")
    known = {name for file in files for name in rows[file]["id"]}
    pairs = ("duplicate_meetings", "double_entries", "forum_overlap")
    for one in town.truth:
        assert set(one.children) | set(one.evidence) <= known
        assert one.detector not in pairs or len(one.evidence) >= 2
        assert one.detector in (*BY_CHILD, "handover_gaps") or one.evidence
        assert one.note


def test_truth_is_about_different_things(town: Town) -> None:
    things = [(one.detector, one.kind, one.children, one.evidence, one.start) for one in town.truth]
    assert len(things) == len(set(things))


def test_planted_children_have_no_ordinary_meetings(town: Town, rows: dict[str, Rows]) -> None:
    planted = {child for one in town.truth for child in one.children}
    links = rows["meeting_children"]
    theirs = np.isin(links["child"], list(planted))
    assert {name[:8] for name in links["meeting"][theirs]} == {"demo-pm-"}
    contacts = rows["supports"]["role"] == "barnkontakt"
    of_detector = {"handover_gaps", "double_contacts", "too_many_handovers", "no_joint_meeting", "phase_boundaries"}
    own = {child for one in town.truth if one.detector in of_detector for child in one.children}
    theirs = contacts & np.isin(rows["supports"]["child"], list(own))
    assert not any(person.startswith("demo-p-") for person in rows["supports"]["person"][theirs])
    written = {"concerns": "unanswered_concerns", "plans": "child_not_heard", "handovers": "orphaned_handovers"}
    for file, code in written.items():
        told = {child for one in town.truth if one.detector == code for child in one.children}
        theirs = rows[file]["id"][np.isin(rows[file]["child"], list(told))]
        assert {name.rsplit("-", 1)[0] for name in theirs} <= {"demo-pk", "demo-pl", "demo-ph", "demo-h-story"}


def test_most_of_a_town_is_ordinary(town: Town, rows: dict[str, Rows]) -> None:
    planted = {child for one in town.truth for child in one.children}
    assert len(planted) < 0.42 * 2000
    local = [kind for kind in rows["forums"]["kind"] if kind in ("lokal_samverkan", "arbetsgrupp")]
    assert len(local) <= 290


def test_the_town_is_found_as_told(town: Town, report: Report) -> None:
    scores = {one.detector: one for one in score(report.findings, town.truth)}
    assert set(scores) == set(KINDS)
    for one in scores.values():
        assert (one.recall, one.precision, one.missed, one.raised) == (1.0, 1.0, 0, 0), one


DAYS = (
    (2000, 2, "2024-02-29"),
    (600, 5, "2026-06-19"),
    (2500, 8, "2025-12-31"),
    (300, 3, "2026-03-14"),
    (300, 4, "2026-08-14"),
    (300, 5, "2026-08-15"),
)
"""Leap day, midsummer, the end of a year, a Saturday, the day before school begins and that day."""


@pytest.mark.parametrize(("children", "seed", "day"), DAYS)
def test_detectors_find_every_plant_and_no_near_miss(children: int, seed: int, day: str) -> None:
    as_of = parse_day(day)
    town = generate(children, seed, as_of)
    report = analyse(assemble(town.rows).network, as_of, rules_of())
    scores = {one.detector: one for one in score(report.findings, town.truth)}
    assert set(scores) == set(KINDS)
    for one in scores.values():
        assert (one.missed, one.raised) == (0, 0), one
        assert one.found or (one.detector == "phase_boundaries" and day in ("2025-12-31", "2026-08-15"))


def test_before_the_half_year_no_phase_begins_soon_enough() -> None:
    (early,) = {one.label for one in generate(200, 1, parse_day("2026-02-15")).truth if one.detector == BY_CHILD[0]}
    assert early == NEAR_MISS
    assert PLANTED in {one.label for one in generate(200, 1, parse_day("2026-02-16")).truth if one.detector in BY_CHILD}


MOVED = {
    "duplicate_meetings.window_days": (15, 5),
    "handover_gaps.min_days": (2, 5),
    "handover_gaps.past_days": (366, 5),
    "phase_boundaries.accept_days": (9, 6),
    "no_joint_meeting.before_days": (59, 3),
    "no_joint_meeting.after_days": (29, 3),
    "no_joint_meeting.gap_days": (31, 3),
    "no_joint_meeting.overlap_days": (61, 3),
    "no_joint_meeting.past_days": (366, 3),
    "stalled_handovers.soon_days": (15, 8),
    "orphaned_handovers.past_days": (366, 8),
    "double_contacts.overlap_days": (59, 20),
    "double_contacts.past_days": (366, 8),
    "departing_staff.horizon_days": (181, 4),
    "departing_staff.max_age": (19, 4),
    "too_many_handovers.past_days": (731, 5),
    "too_many_handovers.min_changes": (2, 20),
    "too_many_handovers.max_age": (19, 5),
    "unanswered_concerns.past_days": (366, 20),
    "unanswered_concerns.assessment_days": (13, 16),
    "unanswered_concerns.investigation_months": (3, 15),
    "unanswered_concerns.rereport_months": (13, 8),
    "child_not_heard.past_days": (400, 8),
    "child_not_heard.horizon_days": (181, 5),
    "child_not_heard.min_meetings": (2, 25),
}
"""Rules moved past a limit, and how many near misses are then raised at least."""


def test_rules_moved_by_one_find_the_near_misses_at_the_limit(town: Town) -> None:
    network = assemble(town.rows).network
    for rule, (value, fewest) in MOVED.items():
        code = rule.partition(".")[0]
        findings = analyse(network, AS_OF, rules_of([f"{rule}={value}"]), [code]).findings
        raised = {one.detector: one.raised for one in score(findings, town.truth)}
        assert raised[code] >= fewest, rule


ORDINARY = {
    "handover_gaps": (5, 60),
    "phase_boundaries": (50, 220),
    "no_joint_meeting": (100, 600),
    "stalled_handovers": (3, 60),
    "orphaned_handovers": (5, 60),
    "double_contacts": (0, 60),
    "departing_staff": (0, 40),
    "too_many_handovers": (0, 120),
    "unanswered_concerns": (40, 200),
    "child_not_heard": (100, 500),
}
"""How many findings ordinary life in a town of 2,000 children gives rise to."""


def test_ordinary_life_gives_findings_in_plausible_numbers(town: Town, report: Report) -> None:
    others = {one.detector: one.others for one in score(report.findings, town.truth)}
    for code, (low, high) in ORDINARY.items():
        assert low <= others[code] <= high, (code, others[code])
