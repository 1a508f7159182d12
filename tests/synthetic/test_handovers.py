"""Handovers of the town: their steps, words and ground agree with each other, and children are heard as told."""

import itertools
from typing import Any

import numpy as np
import pytest

from graph.assemble import assemble
from graph.network import DEMO
from graph.records import Handover
from graph.values import HANDOVER_STATE, OPEN, UNKNOWN, items
from synthetic import words
from synthetic.days import months_later
from synthetic.reference import checklist
from synthetic.town import Town, generate
from tests.synthetic.conftest import AS_OF, Rows

AllRows = dict[str, Rows]
STATE = {word: number for number, word in enumerate(HANDOVER_STATE.choices)}
COURSES = {
    "planned": ["planned"],
    "offered": ["planned", "offered"],
    "accepted": ["planned", "offered", "accepted"],
    "rejected": ["planned", "offered", "rejected"],
    "done": ["planned", "offered", "accepted", "done"],
    "revoked": ["planned", "offered", "revoked"],
}


def by_handover(rows: AllRows) -> dict[str, list[dict[str, Any]]]:
    """The steps of each handover in the order in which they were taken."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in rows["handovers"]["id"]}
    for row in rows["handover_changes"].batch.to_pylist():
        found[row["handover"]].append(row)
    return {name: sorted(steps, key=lambda row: (row["at"], row["at_second"])) for name, steps in found.items()}


def test_each_state_was_reached_by_its_steps(rows: AllRows) -> None:
    steps = by_handover(rows)
    seen = set()
    for row in rows["handovers"].batch.to_pylist():
        states = [step for step in steps[row["id"]] if step["state"] >= 0]
        if row["state"] < 0:
            assert not steps[row["id"]]
            continue
        state = HANDOVER_STATE.choices[row["state"]]
        seen.add(state)
        reached = [HANDOVER_STATE.choices[step["state"]] for step in states]
        story = row["id"].startswith(f"{DEMO}h-story")
        assert reached == COURSES[state] or story
        for step in states:
            answers = HANDOVER_STATE.choices[step["state"]] in ("accepted", "rejected")
            assert step["person"] == row["receiver" if answers else "sender"]
    assert seen == set(STATE)
    assert rows["handover_changes"]["at"].max() <= AS_OF
    assert len(rows["handover_changes"]["id"]) == len(set(rows["handover_changes"]["id"]))


def test_ticks_are_the_checklist(rows: AllRows) -> None:
    assert set(checklist()) <= set(Handover.model_fields)
    steps = by_handover(rows)
    for row in rows["handovers"].batch.to_pylist():
        ticks = [step for step in steps[row["id"]] if step["item"] not in (None, "words")]
        ticked = {step["item"] for step in ticks}
        assert all(step["done"] == 1 for step in ticks)
        if row["state"] >= 0:
            assert ticked == {item for item in checklist() if row[item] == 1}


def test_notes_tell_why(rows: AllRows) -> None:
    notes = rows["handover_changes"].batch.to_pylist()
    declined = [row["note"] for row in notes if row["state"] == STATE["rejected"]]
    assert None not in declined
    assert len(set(declined)) >= len(words.DECLINED)


def test_a_step_wrote_the_words_and_whether_they_may_be_shown(rows: AllRows) -> None:
    steps = by_handover(rows)
    agreed = []
    for row in rows["handovers"].batch.to_pylist():
        wrote = [step for step in steps[row["id"]] if step["item"] == "words"]
        if row["words"] is None or row["state"] < 0:
            assert wrote == []
            continue
        (step,) = wrote
        assert (step["note"], step["person"]) == (row["words"], row["sender"])
        agreed.append(step["done"])
    assert set(agreed) == {1, 0, -1}
    assert 0.7 < agreed.count(1) / len(agreed) < 0.95


def test_words_are_the_childs_own(rows: AllRows) -> None:
    handovers, children = rows["handovers"], rows["children"]
    said = handovers["words"]
    told = np.array([text is not None for text in said])
    assert told.sum() > 60
    assert (handovers["child_view_recorded"][told] == 1).all()
    assert len(set(said[told])) > 50
    age = (AS_OF - children.at(handovers["child"][told], "born")) / 365.25
    assert age.min() > 3
    for sentence in (*words.LITTLE, *words.SCHOOL, *words.TEENS):
        assert sentence.startswith("Jag ")
        assert sentence.endswith(".")
    assert all(2 < len(text) < 250 for text in said[told])


def test_agreements_consents_and_days(rows: AllRows) -> None:
    handovers = rows["handovers"]
    of = dict(zip(rows["consents"]["id"], rows["consents"]["child"], strict=True))
    rests = [(c, child) for c, child in zip(handovers["consent"], handovers["child"], strict=True) if c]
    assert len(rests) > 15
    assert all(of[consent] == child for consent, child in rests)
    assert max(len(items(text)) for text in handovers["agreements"]) == 2
    due, follow = handovers["due"], handovers["follow_up"]
    both = (due != UNKNOWN) & (follow != UNKNOWN)
    assert both.sum() > 100
    assert (follow[both] > due[both]).all()
    assert ((handovers["follow_up_dated"] == 1) == (follow != UNKNOWN)).all()
    assert (handovers["answer_by"][handovers["state"] == STATE["planned"]] == UNKNOWN).all()
    assert set(handovers["reason"]) == {0, 1, 2, 3}
    answered = np.isin(handovers["state"], [STATE["done"], STATE["accepted"]]) & (due != UNKNOWN)
    assert (handovers["answer_by"][answered] <= due[answered]).mean() > 0.95


def test_a_joint_meeting_had_both_there(rows: AllRows) -> None:
    """The two are in attendance of a meeting about the child, in the days round the handover."""
    handovers = rows["handovers"]
    there: dict[str, set[str]] = {}
    for meeting, person in zip(rows["attendance"]["meeting"], rows["attendance"]["person"], strict=True):
        there.setdefault(meeting, set()).add(person)
    about: dict[str, list[str]] = {}
    for meeting, child in zip(rows["meeting_children"]["meeting"], rows["meeting_children"]["child"], strict=True):
        about.setdefault(child, []).append(meeting)
    held = 0
    for row in handovers.batch.to_pylist():
        both = {row["sender"], row["receiver"]}
        if row["joint_meeting_held"] == 1:
            held += 1
            assert any(both <= there.get(meeting, set()) for meeting in about[row["child"]])
    assert held > 60


def test_many_are_not_heard(rows: AllRows) -> None:
    heard = rows["plans"]["child_heard"][[name.startswith("demo-plan-") for name in rows["plans"]["id"]]]
    assert 0.25 < (heard[heard >= 0] == 1).mean() < 0.5
    assert 0.05 < (heard < 0).mean() < 0.2
    view = rows["handovers"]["child_view_recorded"]
    assert 0.15 < (view == 1).mean() < 0.5
    assert (view < 0).any()


def test_investigations_mostly_end_within_four_months() -> None:
    concerns = Rows(generate(4000, 3, AS_OF).rows["concerns"])
    ordinary = np.array([name.startswith("demo-k-") for name in concerns["id"]])
    opened = ordinary & (concerns["opened"] == 1)
    assert not (concerns["closed"][ordinary & ~opened] != UNKNOWN).any()
    done = opened & (concerns["closed"] != UNKNOWN)
    assert (concerns["closed"][done] > concerns["decided"][done]).all()
    assert concerns["closed"][done].max() <= AS_OF
    limit = np.array([months_later(int(day), 4) for day in concerns["decided"][done]])
    assert 0.75 < (concerns["closed"][done] <= limit).mean() < 0.97


def test_those_who_moved_away_have_nobody_here_any_more(rows: AllRows) -> None:
    children, supports = rows["children"], rows["supports"]
    moved = children["moved"] != UNKNOWN
    assert 5 < moved.sum() < 60
    last = children.at(supports["child"], "moved")
    staff = np.array([person.startswith("demo-p-") for person in supports["person"]])
    gone = staff & (last != UNKNOWN) & (last <= AS_OF)
    assert gone.sum() > 20
    assert (supports["end"][gone] <= last[gone]).all()
    assert (children["moved"] > AS_OF).any()


def test_many_meet_the_next_before_the_former_leaves(rows: AllRows) -> None:
    """Contacts of ordinary children follow each other with some days together, more often than with a gap."""
    supports = rows["supports"]
    mine = (supports["role"] == "barnkontakt") & np.array([p.startswith("demo-p-") for p in supports["person"]])
    order = np.lexsort((supports["start"][mine], supports["child"][mine]))
    child, start, end = (supports[name][mine][order] for name in ("child", "start", "end"))
    next_to = (child[1:] == child[:-1]) & (end[:-1] != OPEN)
    between = (start[1:] - end[:-1])[next_to]
    assert (between < 0).mean() > 0.2
    assert -60 < np.quantile(between, 0.01)
    assert (between > 0).mean() < 0.3


def test_every_step_belongs_to_a_handover(town: Town) -> None:
    result = assemble(town.rows)
    assert not len(result.unknown.get("handover_changes", {}).get("handover", ()))
    both = itertools.pairwise(sorted(town.rows["handovers"].column("id").to_pylist()))
    assert all(one != other for one, other in both)


def test_the_same_day_months_later() -> None:
    october = (np.datetime64("2025-10-31") - np.datetime64("1970-01-01")).astype(int)
    for later, day in (
        (4, "2026-02-28"),
        (-2, "2025-08-31"),
        (-12, "2024-10-31"),
        (1, "2025-11-30"),
        (0, "2025-10-31"),
    ):
        assert np.datetime64(months_later(int(october), later), "D") == np.datetime64(day)


@pytest.mark.parametrize(("seed", "later"), [(1, 0), (2, 132), (3, 250)])
def test_nobody_is_to_come_without_having_accepted(seed: int, later: int) -> None:
    """Whoever has the role from a later day on has said yes, and nobody has it who has not answered or has declined."""
    as_of = AS_OF + later
    rows = {name: Rows(batch) for name, batch in generate(2000, seed, as_of).rows.items()}
    told = rows["handovers"].batch.to_pylist()
    agreed = {(row["child"], row["receiver"]) for row in told if row["state"] in (STATE["accepted"], STATE["done"])}
    mine = rows["supports"]["role"] == "barnkontakt"
    contacts = list(zip(*(rows["supports"][name][mine] for name in ("child", "person", "start")), strict=True))
    coming = {(child, person) for child, person, start in contacts if start > as_of}
    assert len(coming) > 40
    assert coming <= agreed
    ordinary = [row for row in told if row["id"].startswith(f"{DEMO}h-0")]
    asked = {(row["child"], row["receiver"]) for row in ordinary} - agreed
    assert len(asked) >= 15
    assert not asked & {(child, person) for child, person, _ in contacts}
    done = {(row["child"], row["receiver"]) for row in ordinary if row["state"] == STATE["done"]}
    assert done <= {(child, person) for child, person, start in contacts if start <= as_of}
