"""What is planted: enough of every kind, apart from ordinary life, and found by the detectors as told."""

from collections import Counter

import numpy as np
import pytest

from graph.analysis import analyse
from graph.assemble import assemble
from graph.questions import rules_of
from synthetic.score import score
from synthetic.town import Town, generate
from synthetic.truth import NEAR_MISS, PLANTED
from tests.synthetic.conftest import AS_OF, Rows

KINDS = {
    "duplicate_meetings": ("same_people", "same_agencies"),
    "double_entries": ("same_uid", "same_forum", "same_title", "same_people"),
    "forum_overlap": ("same_children", "same_professionals", "same_mandate", "equal"),
    "handover_gaps": ("never", "current", "ending", "gap"),
}


def test_thirty_of_each_kind_and_label(town: Town) -> None:
    counts = Counter((one.detector, one.kind, one.label) for one in town.truth)
    wanted = {(code, kind, label) for code, kinds in KINDS.items() for kind in kinds for label in (PLANTED, NEAR_MISS)}
    assert set(counts) == wanted
    assert min(counts.values()) >= 30


def test_truth_names_what_exists(town: Town, rows: dict[str, Rows]) -> None:
    known = {name for file in ("children", "forums", "meetings", "professionals") for name in rows[file]["id"]}
    for one in town.truth:
        assert set(one.children) | set(one.evidence) <= known
        assert one.detector == "handover_gaps" or len(one.evidence) >= 2
        assert one.note


def test_truth_is_about_different_things(town: Town) -> None:
    things = [(one.detector, one.children, one.evidence, one.start) for one in town.truth]
    assert len(things) == len(set(things))


def test_planted_children_have_no_ordinary_meetings(town: Town, rows: dict[str, Rows]) -> None:
    planted = {child for one in town.truth for child in one.children}
    links = rows["meeting_children"]
    theirs = np.isin(links["child"], list(planted))
    assert {name[:8] for name in links["meeting"][theirs]} == {"demo-pm-"}


def test_most_of_a_town_is_ordinary(town: Town, rows: dict[str, Rows]) -> None:
    planted = {child for one in town.truth for child in one.children}
    assert len(planted) < 0.3 * 2000
    local = [kind for kind in rows["forums"]["kind"] if kind in ("lokal_samverkan", "arbetsgrupp")]
    assert len(local) <= 290


@pytest.mark.parametrize(
    ("children", "seed", "as_of"),
    [(2000, 1, AS_OF), (2000, 2, AS_OF + 59), (600, 5, AS_OF + 200), (2500, 8, AS_OF - 672)],
)
def test_detectors_find_every_plant_and_no_near_miss(children: int, seed: int, as_of: int) -> None:
    town = generate(children, seed, as_of)
    report = analyse(assemble(town.rows).network, as_of, rules_of())
    scores = {one.detector: one for one in score(report.findings, town.truth)}
    assert set(scores) == set(KINDS)
    for one in scores.values():
        assert (one.recall, one.precision, one.missed, one.raised) == (1.0, 1.0, 0, 0), one


def test_a_rule_moved_by_one_finds_the_near_misses_at_the_limit(town: Town) -> None:
    rules = rules_of(["duplicate_meetings.window_days=15", "handover_gaps.min_days=2", "handover_gaps.past_days=366"])
    report = analyse(assemble(town.rows).network, AS_OF, rules)
    raised = {one.detector: one.raised for one in score(report.findings, town.truth)}
    assert raised["duplicate_meetings"] >= 5
    assert raised["handover_gaps"] >= 5
