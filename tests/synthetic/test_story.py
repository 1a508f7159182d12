"""The two children of the demo's story: there on every day, and found as the README tells it."""

import pytest

from graph.analysis import Report, analyse
from graph.assemble import assemble
from graph.questions import rules_of
from graph.values import HANDOVER_STATE, UNKNOWN, parse_day
from synthetic.reference import checklist
from synthetic.town import Town, generate
from tests.synthetic.conftest import AS_OF, Rows

GOOD, GAP = "demo-c-story-good", "demo-c-story-gap"
DAYS = ("2024-02-29", "2025-12-31", "2026-03-10", "2026-06-19", "2026-07-20", "2026-08-15", "2026-08-16", "2026-09-20")


def found(report: Report, child: str) -> set[tuple[str, str]]:
    return {(one.detector, one.kind) for one in report.findings if child in one.children}


def of_child(town: Town, file: str, child: str) -> list[dict[str, object]]:
    return [row for row in Rows(town.rows[file]).batch.to_pylist() if row["child"] == child]


@pytest.mark.parametrize("day", DAYS)
def test_both_are_told_on_any_day(day: str) -> None:
    as_of = parse_day(day)
    town = generate(100, 4, as_of)
    report = analyse(assemble(town.rows).network, as_of, rules_of())
    assert found(report, GAP) >= {("handover_gaps", "current"), ("orphaned_handovers", "rejected")}
    assert not found(report, GOOD)


def test_the_one_that_went_well(town: Town) -> None:
    (handover,) = of_child(town, "handovers", GOOD)
    assert handover["id"] == "demo-h-story-good"
    assert handover["state"] == HANDOVER_STATE.choices.index("done")
    assert all(handover[item] == 1 for item in checklist())
    assert str(handover["words"]).startswith("Jag vill visa")
    assert handover["consent"] == "demo-s-story-good"
    assert UNKNOWN not in (handover["due"], handover["answer_by"], handover["follow_up"])
    nurse, head = (
        next(
            row for row in of_child(town, "supports", GOOD) if row["role"] == "barnkontakt" and row["person"] == person
        )
        for person in (handover["sender"], handover["receiver"])
    )
    assert 7 <= nurse["end"] - head["start"] <= 30  # type: ignore[operator]
    changes = [row for row in town.rows["handover_changes"].to_pylist() if row["handover"] == handover["id"]]
    changes.sort(key=lambda row: row["id"])
    states = [HANDOVER_STATE.choices[row["state"]] for row in changes if row["state"] >= 0]
    assert states == ["planned", "offered", "accepted", "done"]
    assert [row["at"] for row in changes] == sorted(row["at"] for row in changes)
    assert {row["item"] for row in changes} - {None} == {*checklist(), "words"}


def test_the_one_that_nobody_took_over(town: Town) -> None:
    (handover,) = of_child(town, "handovers", GAP)
    assert handover["state"] == HANDOVER_STATE.choices.index("rejected")
    contacts = [row for row in of_child(town, "supports", GAP) if row["role"] == "barnkontakt"]
    assert [row["person"] for row in contacts] == [handover["sender"]]
    assert contacts[0]["end"] == handover["due"]
    assert contacts[0]["end"] < AS_OF  # type: ignore[operator]


def test_the_story_has_the_same_ids_in_other_towns(town: Town) -> None:
    other = generate(61, 9, AS_OF)
    for one in (town, other):
        ids = one.rows["children"].column("id").to_pylist()
        assert {GOOD, GAP} <= set(ids)
        assert len(ids) == len(set(ids))
    small = generate(60, 9, AS_OF)
    assert GOOD not in small.rows["children"].column("id").to_pylist()
