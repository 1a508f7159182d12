"""A handover from plan to done: what each step writes, who may take it, and what is refused with nothing changed."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from graph.analysis import analyse
from graph.assemble import assemble, network_of, rows_of
from graph.handovers import (
    MAY,
    HandoverError,
    HandoverState,
    accept,
    allowed,
    change,
    checklist,
    complete,
    handovers_of,
    may_plan,
    moment_of,
    new_id,
    next_step,
    offer,
    plan,
    reject,
    revoke,
    say,
    tick,
)
from graph.network import Network
from graph.questions import rules_of
from graph.records import Adult, Change, Child, Consent, Handover, Plan, Professional, Record, Support
from graph.sqlite_store import SqliteStore
from graph.values import SWEDEN, UNKNOWN, Moment, iso, parse_day, parse_moment
from tests.graph import networks

ROOT = Path(__file__).parents[2]
ROLE = "barnkontakt"
DUE = "2026-05-01"
CHILD = "demo-c1"


def day(text: str) -> int:
    return parse_day(text)


def at(text: str, clock: str = "10:00") -> Moment:
    return parse_moment(f"{text}T{clock}")


NOW = at("2026-03-10")


def world(*more: Record, end: str | None = None, born: str | None = "2016-03-01") -> Network:
    """A child with a contact, and colleagues; `end` is when the contact's tenure ends."""
    return network_of(
        [
            Child(id=CHILD, name="Ada Lind", born=born),
            Child(id="c2"),
            Adult(id="x"),
            Professional(id="ann"),
            Professional(id="bo"),
            Professional(id="eva"),
            Professional(id="gone", start="2020-01-01", end="2026-02-01"),
            Professional(id="leaving", start="2020-01-01", end="2026-05-01"),
            Support(person="ann", child=CHILD, role=ROLE, start="2024-01-01", end=end),
            Support(person="ann", child=CHILD, role="teacher", start="2024-01-01"),
            Consent(id="k1", child=CHILD, ground="consent"),
            Consent(id="k2", child="c2", ground="consent"),
            Consent(id="k4", child=CHILD, ground="consent", end="2026-03-10"),
            Consent(id="k5", child=CHILD, ground="consent", start="2026-03-11"),
            Consent(id="k6", child=CHILD, ground="consent", start="2026-03-10", end="2026-03-11"),
            *more,
        ]
    )


def planned(network: Network | None = None, due: str = DUE, receiver: str = "bo", when: Moment = NOW) -> Network:
    return plan(network or world(), CHILD, by="ann", receiver=receiver, due=day(due), at=when)


def state(network: Network) -> HandoverState:
    """The one handover there is."""
    (found,) = handovers_of(network, CHILD)
    return found


def offered(network: Network | None = None, when: Moment = NOW, due: str = DUE) -> Network:
    network = planned(network, due, when=when)
    return offer(network, state(network).id, by="ann", at=when)


def accepted(network: Network | None = None, when: Moment = NOW, due: str = DUE) -> Network:
    network = offered(network, when, due)
    return accept(network, state(network).id, by="bo", at=when)


def done(network: Network | None = None, when: str = DUE) -> Network:
    network = accepted(network)
    return complete(network, state(network).id, by="ann", at=at(when))


def tenures(network: Network, person: str, role: str = ROLE) -> list[tuple[str | None, str | None]]:
    """When a person has the role for the child."""
    table = network["professional_supports_child"].to_pylist()
    own = [one for one in table if network.ids("professional")[one["source"]].as_py() == person]
    return [(iso(one["start"]), iso(one["end"])) for one in own if one["role"] == role]


def refused(step: Callable[[], object]) -> str:
    """Why a step cannot be taken."""
    with pytest.raises(HandoverError) as caught:
        step()
    return caught.value.code


def gaps(network: Network, as_of: str) -> list[str]:
    report = analyse(network, day(as_of), rules_of(["handover_gaps.policy=everyone"]), ["handover_gaps"])
    return [one.kind for one in report.findings if one.children == [CHILD]]


def found(network: Network, detector: str, as_of: str) -> list[str]:
    report = analyse(network, day(as_of), rules_of(), [detector])
    return [one.kind for one in report.findings if one.children == [CHILD]]


# The steps.


def test_from_plan_to_done_every_step_is_kept() -> None:
    network = planned()
    id_ = state(network).id
    network = offer(network, id_, by="ann", at=at("2026-03-11"), note="Kan du ta över?")
    network = accept(network, id_, by="bo", at=at("2026-03-12"))
    network = complete(network, id_, by="bo", at=at("2026-05-01", "00:00"), note="klart")
    seen = state(network)
    assert [step.state for step in seen.changes] == ["planned", "offered", "accepted", "done"]
    assert [step.person for step in seen.changes] == ["ann", "ann", "bo", "bo"]
    assert [step.id for step in seen.changes] == [f"{id_}-{n}" for n in range(1, 5)]
    assert [step.note for step in seen.changes] == [None, "Kan du ta över?", None, "klart"]
    assert seen.changes[1].at == parse_moment("2026-03-11T10:00+01:00")
    assert (seen.sender, seen.receiver, iso(seen.due), seen.role, seen.state) == ("ann", "bo", DUE, ROLE, "done")
    assert tenures(network, "ann") == [("2024-01-01", "2026-05-01")]
    assert tenures(network, "ann", "teacher") == [("2024-01-01", None)]
    assert tenures(network, "bo") == [("2026-05-01", None)]


def test_the_id_says_nothing_of_the_child_but_that_it_is_made_up() -> None:
    network = reject_of(offered())
    network = plan(network, CHILD, by="ann", receiver="eva", due=day(DUE), at=NOW)
    ids = [one.id for one in handovers_of(network, CHILD)]
    assert ids[0].removesuffix("-1") == ids[1].removesuffix("-2")
    assert all(one.startswith("demo-handover-") and "c1" not in one and "Ada" not in one for one in ids)
    assert not new_id(network, "c2").startswith("demo-")
    assert new_id(network, "c2").endswith("-1")


def reject_of(network: Network) -> Network:
    return reject(network, state(network).id, by="bo", at=NOW, note="Hinner inte.")


def test_what_is_rejected_is_planned_anew() -> None:
    network = reject_of(offered())
    assert (state(network).state, state(network).changes[-1].note) == ("rejected", "Hinner inte.")
    assert state(network).items["receiver_accepted"] is False
    assert tenures(network, "bo") == []
    for verb in (offer, accept, reject, revoke, complete):
        assert refused(lambda verb=verb: verb(network, state(network).id, by="ann", at=NOW)) == "is_rejected"
    assert len(handovers_of(planned(network, receiver="eva"), CHILD)) == 2


@pytest.mark.parametrize(
    ("final", "code"), [("rejected", "is_rejected"), ("revoked", "is_revoked"), ("done", "is_done")]
)
def test_what_is_over_is_accepted_by_nobody(final: str, code: str) -> None:
    network = {"rejected": lambda: reject_of(offered()), "revoked": revoked, "done": done}[final]()
    id_ = state(network).id
    assert refused(lambda: accept(network, id_, by="bo", at=NOW)) == code
    assert refused(lambda: change(network, id_, by="ann", due=day(DUE), at=NOW)) == code


def revoked() -> Network:
    network = offered()
    return revoke(network, state(network).id, by="ann", at=NOW)


def test_only_the_receiver_answers_and_only_what_is_offered() -> None:
    network = planned()
    id_ = state(network).id
    assert refused(lambda: accept(network, id_, by="bo", at=NOW)) == "not_offered"
    assert refused(lambda: reject(network, id_, by="bo", at=NOW)) == "not_offered"
    assert refused(lambda: complete(network, id_, by="bo", at=NOW)) == "not_accepted"
    network = offered()
    for person in ("ann", "eva", "nobody", CHILD, ""):
        assert refused(lambda person=person: accept(network, id_, by=person, at=NOW)) == "not_receiver"
        assert refused(lambda person=person: reject(network, id_, by=person, at=NOW)) == "not_receiver"
    assert refused(lambda: offer(network, id_, by="ann", at=NOW)) == "already_offered"
    network = accept(network, id_, by="bo", at=NOW)
    assert refused(lambda: accept(network, id_, by="bo", at=NOW)) == "already_accepted"
    assert refused(lambda: offer(network, id_, by="ann", at=NOW)) == "already_accepted"


def test_done_is_not_before_the_due_day() -> None:
    network = accepted()
    id_ = state(network).id
    assert refused(lambda: complete(network, id_, by="ann", at=at("2026-04-30", "23:59"))) == "before_due"
    assert "done" not in allowed(state(network), "ann", day("2026-04-30"))
    assert "done" in allowed(state(network), "ann", day(DUE))
    # 22:30 UTC on 30 April is 00:30 on 1 May in Sweden
    late = complete(network, id_, by="ann", at=moment_of(dt.datetime(2026, 4, 30, 22, 30, tzinfo=dt.UTC)))
    assert tenures(late, "ann") == [("2024-01-01", DUE)]


def test_accepted_late_begins_on_the_day_of_acceptance() -> None:
    network = accepted(when=at("2026-03-10"), due="2026-03-01")
    assert tenures(network, "bo") == [("2026-03-10", None)]


def test_a_tenure_that_covers_it_is_not_written_again_nor_taken_away() -> None:
    for start in ("2020-01-01", DUE, None):
        before = world(Support(person="bo", child=CHILD, role=ROLE, start=start))
        network = accepted(before)
        assert tenures(network, "bo") == [(start, None)]
        network = revoke(network, state(network).id, by="bo", at=NOW)
        assert tenures(network, "bo") == [(start, None)]


def test_a_tenure_that_ends_is_gone_on_with() -> None:
    before = world(Support(person="bo", child=CHILD, role=ROLE, start=DUE, end="2026-06-01", needs="care"))
    network = accepted(before)
    assert tenures(network, "bo") == [(DUE, "2026-06-01"), ("2026-06-01", None)]
    network = revoke(network, state(network).id, by="ann", at=NOW)
    assert tenures(network, "bo") == [(DUE, "2026-06-01")]


@pytest.mark.parametrize(
    ("when", "left"),
    [("2026-04-30", []), (DUE, []), ("2026-05-02", [(DUE, "2026-05-02")]), ("2026-06-10", [(DUE, "2026-06-10")])],
)
@pytest.mark.parametrize("by", ["ann", "bo"])
def test_revoking_what_is_accepted_ends_its_tenure(when: str, left: list[tuple[str, str]], by: str) -> None:
    network = accepted()
    network = revoke(network, state(network).id, by=by, at=at(when))
    assert tenures(network, "bo") == left
    assert tenures(network, "ann") == [("2024-01-01", None)]
    assert state(network).state == "revoked"


@pytest.mark.parametrize(("start", "left"), [(DUE, []), ("2026-05-02", [("2026-05-02", None)])])
def test_revoking_what_was_loaded_ends_the_tenure_that_begins_with_it(start: str, left: list[tuple[str, None]]) -> None:
    network = world(
        Handover(id="h1", child=CHILD, sender="ann", receiver="bo", due=DUE, state="accepted"),
        Support(person="bo", child=CHILD, role=ROLE, start=start),
    )
    assert tenures(revoke(network, "h1", by="bo", at=NOW), "bo") == left


def test_the_receiver_revokes_only_what_it_accepted() -> None:
    network = offered()
    assert refused(lambda: revoke(network, state(network).id, by="bo", at=NOW)) == "not_sender"


def test_done_ends_the_unbroken_time_and_no_later_one() -> None:
    network = world(
        Support(person="ann", child=CHILD, role=ROLE, start="2026-04-01", end="2026-07-01"),
        Support(person="ann", child=CHILD, role=ROLE, start="2026-07-01", end="2026-08-01"),
        Support(person="ann", child=CHILD, role=ROLE, start="2026-10-01", needs="care"),
        end="2026-04-15",
    )
    network = done(network, "2026-05-04")
    assert tenures(network, "ann") == [
        ("2024-01-01", "2026-04-15"),
        ("2026-04-01", "2026-05-04"),
        ("2026-10-01", None),
    ]


@pytest.mark.parametrize(
    "news",
    [
        Professional(id="bo", end="2026-05-03"),
        Support(person="bo", child=CHILD, role=ROLE, start=DUE, end="2026-05-03"),
    ],
)
def test_done_leaves_no_child_without_contact(news: Record) -> None:
    network = accepted()
    network = assemble(rows_of([news]), network).network
    id_ = state(network).id
    assert refused(lambda: complete(network, id_, by="ann", at=at("2026-05-03"))) == "receiver_without_role"
    assert state(complete(network, id_, by="ann", at=at("2026-05-02"))).state == "done"


@pytest.mark.parametrize("receiver", ["bo", None])
def test_what_was_loaded_is_done_once_the_receiver_has_begun(receiver: str | None) -> None:
    network = world(
        Handover(id="h1", child=CHILD, sender="ann", receiver=receiver, due=DUE, state="accepted"),
        Support(person="bo", child=CHILD, role=ROLE, start="2026-05-10"),
        Support(person="bo", child=CHILD, role="teacher", start="2026-01-01"),
    )
    assert refused(lambda: complete(network, "h1", by="ann", at=at("2026-05-09"))) == "receiver_without_role"
    if receiver:
        assert tenures(complete(network, "h1", by="ann", at=at("2026-05-10")), "ann") == [("2024-01-01", "2026-05-10")]


def test_a_tenure_that_had_ended_is_not_made_longer() -> None:
    assert tenures(done(world(end="2026-04-01")), "ann") == [("2024-01-01", "2026-04-01")]


def test_a_handed_over_child_has_no_gap_and_no_open_boundary() -> None:
    before = world(Plan(id="s1", child=CHILD, start="2024-01-01"), end=DUE)
    assert gaps(before, "2026-03-10") == ["ending"]
    assert gaps(accepted(before), "2026-03-10") == []
    assert gaps(done(before), "2026-06-10") == []
    assert gaps(before, "2026-06-10") == ["current"]


def test_a_boundary_is_met_by_what_is_accepted() -> None:
    network = world(Professional(id="ann", title="BVC-sjuksköterska"), born="2020-03-01")
    assert "phase_boundaries" in rules_of()
    assert found(network, "phase_boundaries", "2026-03-10") == ["no_handover"]
    network = planned(network, due="2026-08-01")
    assert found(network, "phase_boundaries", "2026-03-10") == ["not_accepted"]
    network = offer(network, state(network).id, by="ann", at=NOW)
    assert found(network, "phase_boundaries", "2026-03-10") == ["not_accepted"]
    network = accept(network, state(network).id, by="bo", at=NOW)
    assert found(network, "phase_boundaries", "2026-03-10") == []


# Checklist, words, changes.


def test_each_item_is_ticked_by_whose_it_is() -> None:
    network = accepted()
    id_ = state(network).id
    for item in checklist().values():
        for person, whose in (("ann", "sender"), ("bo", "receiver")):
            if item.who in (whose, "both"):
                ticked = tick(network, id_, item.name, True, by=person, at=NOW, note="så här")
                assert state(ticked).items[item.name] is True
                last = state(ticked).changes[-1]
                assert (last.item, last.done, last.person, last.note) == (item.name, True, person, "så här")
                assert state(tick(ticked, id_, item.name, False, by=person, at=NOW)).items[item.name] is False
                assert state(tick(ticked, id_, item.name, None, by=person, at=NOW)).items[item.name] is None
            else:
                code = refused(lambda item=item, p=person: tick(network, id_, item.name, True, by=p, at=NOW))
                assert code == "not_your_item"
    assert refused(lambda: tick(network, id_, "due", True, by="ann", at=NOW)) == "unknown_item"
    assert refused(lambda: tick(network, id_, "follow_up_dated", True, by="eva", at=NOW)) == "not_both"


def test_the_record_itself_shows_some_items() -> None:
    assert state(planned()).missing == [item for item in checklist() if item != "receiver_named"]
    network = accepted()
    network = change(network, state(network).id, by="ann", at=NOW, consent="k1", follow_up=day("2026-06-01"))
    shown = {item for item, yes in state(network).items.items() if yes}
    assert shown == {"receiver_named", "receiver_accepted", "ground_recorded", "follow_up_dated"}


def test_the_childs_words_are_kept_with_those_before() -> None:
    network = offered()
    id_, later = state(network).id, at("2026-04-01")
    network = say(network, id_, "Jag vill att Ann är kvar.", by="ann", at=NOW)
    network = say(network, id_, "  Bo är snäll; «också».\n", by="bo", at=later)
    seen = state(network)
    assert seen.words == "Bo är snäll; «också»."
    assert [(one.person, one.note) for one in seen.changes if one.item == "words"] == [
        ("ann", "Jag vill att Ann är kvar."),
        ("bo", "Bo är snäll; «också»."),
    ]
    assert refused(lambda: say(network, id_, "x" * 10_001, by="bo", at=later)) == "too_long"
    assert len(state(say(network, id_, "ä" * 10_000, by="bo", at=later)).words or "") == 10_000
    assert refused(lambda: say(network, id_, "\udce5", by="bo", at=later)) == "unreadable_text"


def test_whether_the_child_wants_its_words_to_be_shown_is_kept_with_them() -> None:
    network = offered()
    id_ = state(network).id
    assert state(network).said is None
    for agreed in (True, False, None):
        seen = state(say(network, id_, "Jag vill ha Ann.", by="ann", at=NOW, agreed=agreed))
        assert seen.said is not None
        assert (seen.said.done, seen.said.note, seen.said.person) == (agreed, "Jag vill ha Ann.", "ann")
    network = say(network, id_, "Jag vill ha Ann.", by="ann", at=NOW, agreed=True)
    seen = state(say(network, id_, "Jag vill ha Bo.", by="ann", at=NOW))
    assert seen.said is not None
    assert seen.said.done is None


def reloaded(network: Network, words: str) -> Network:
    """The Network after a file of handovers with these words was loaded, which says nothing of any step."""
    before = state(network)
    row = Handover(
        id=before.id,
        child=CHILD,
        role=ROLE,
        sender=before.sender,
        receiver=before.receiver,
        due=DUE,
        state=before.state,
        words=words,
    )
    return assemble(rows_of([row]), network).network


def test_a_no_stands_until_the_child_says_yes() -> None:
    network = offered()
    id_ = state(network).id
    network = say(network, id_, "Jag sover illa.", by="ann", at=NOW, agreed=False)
    for words in ("Jag sover illa.", "Jag sover  illa!", "Något helt annat.", ""):
        network = say(network, id_, words, by="ann", at=NOW)
        assert state(network).agreed is False
        assert state(reloaded(network, "Ord ur en fil.")).agreed is False
        assert state(reloaded(network, "Jag sover illa.")).agreed is False
    network = reloaded(network, "Ord ur en fil.")
    assert state(network).words == "Ord ur en fil."
    network = accept(network, id_, by="bo", at=NOW)
    assert state(network).agreed is False
    network = say(network, id_, "Jag vill ha Bo.", by="bo", at=NOW, agreed=True)
    assert state(network).agreed is True
    assert state(say(network, id_, "Jag vill ha Bo.", by="bo", at=NOW, agreed=False)).agreed is False


def test_a_yes_is_for_the_very_words() -> None:
    network = offered()
    id_ = state(network).id
    assert state(network).agreed is None
    network = say(network, id_, "Jag vill ha Ann.", by="ann", at=NOW, agreed=True)
    assert state(network).agreed is True
    assert state(say(network, id_, "Jag vill ha Bo.", by="ann", at=NOW)).agreed is None
    assert state(reloaded(network, "Jag vill ha Bo.")).agreed is None
    assert state(reloaded(network, "Jag vill ha Ann.")).agreed is True


def test_another_receiver_has_to_be_asked_again() -> None:
    network = offered()
    id_ = state(network).id
    network = tick(network, id_, "joint_meeting_held", True, by="ann", at=NOW)
    network = change(network, id_, by="ann", at=NOW, receiver="eva", note="Bo är sjuk")
    seen = state(network)
    assert (seen.state, seen.receiver, seen.items["joint_meeting_held"]) == ("planned", "eva", None)
    assert [(one.item, one.state, one.note) for one in seen.changes[-3:]] == [
        ("receiver", None, "eva: Bo är sjuk"),
        (None, "planned", None),
        ("joint_meeting_held", None, None),
    ]
    assert refused(lambda: accept(network, id_, by="bo", at=NOW)) == "not_offered"
    assert change(network, id_, by="ann", at=NOW, receiver="eva") == network
    assert state(change(offered(), id_, by="ann", at=NOW, receiver="bo")).state == "offered"


def test_what_may_be_changed_when() -> None:
    network = offered()
    id_ = state(network).id
    network = change(network, id_, by="ann", at=NOW, due=day("2026-05-08"), answer_by=day("2026-04-01"), reason="move")
    seen = state(network)
    assert (iso(seen.due), iso(seen.answer_by), seen.reason, seen.state) == (
        "2026-05-08",
        "2026-04-01",
        "move",
        "offered",
    )
    assert [(one.item, one.note) for one in seen.changes[-3:]] == [
        ("due", "2026-05-08"),
        ("answer_by", "2026-04-01"),
        ("reason", "move"),
    ]
    assert refused(lambda: change(network, id_, by="bo", at=NOW, due=day(DUE))) == "not_sender"
    network = accept(network, id_, by="bo", at=NOW)
    assert refused(lambda: change(network, id_, by="ann", at=NOW, due=day(DUE))) == "already_accepted"
    network = change(network, id_, by="bo", at=NOW, agreements="Möte i juni; ring mamma ;", follow_up=day("2026-06-01"))
    assert state(network).agreements == ("Möte i juni", "ring mamma")
    assert refused(lambda: change(network, id_, by="bo", at=NOW, consent="k1")) == "not_sender"
    for consent in ("k2", "k3"):
        assert refused(lambda c=consent: change(network, id_, by="ann", at=NOW, consent=c)) == "unknown_consent"
    for consent in ("k4", "k5"):
        assert refused(lambda c=consent: change(network, id_, by="ann", at=NOW, consent=c)) == "consent_not_in_force"
    assert state(change(network, id_, by="ann", at=NOW, consent="k6")).items["ground_recorded"] is True
    assert refused(lambda: change(network, id_, by="ann", at=NOW, reason="boredom")) == "unknown_reason"


def test_the_days_of_a_handover_stay_in_order() -> None:
    network = plan(
        world(), CHILD, by="ann", receiver="bo", due=day(DUE), at=NOW, answer_by=day(DUE), follow_up=day(DUE)
    )
    id_ = state(network).id
    for name, text, code in (
        ("answer_by", "2026-05-02", "answer_after_due"),
        ("answer_by", "2046-03-11", "too_far"),
        ("follow_up", "2026-04-30", "follow_up_before_due"),
        ("follow_up", "2046-03-11", "too_far"),
        ("due", "2026-04-30", "answer_after_due"),
        ("due", "2026-05-02", "follow_up_before_due"),
    ):
        wanted = {name: day(text)}
        assert refused(lambda wanted=wanted: change(network, id_, by="ann", at=NOW, **wanted)) == code
    later = day("2026-05-02")
    moved = state(change(network, id_, by="ann", at=NOW, due=later, follow_up=later))
    assert (moved.due, moved.answer_by, moved.follow_up) == (later, day(DUE), later)


def test_an_answer_is_asked_for_by_a_day_between_today_and_the_due_day() -> None:
    def asked(text: str) -> Network:
        return plan(world(), CHILD, by="ann", receiver="bo", due=day(DUE), at=NOW, answer_by=day(text))

    assert refused(lambda: asked("2026-03-09")) == "answer_passed"
    assert refused(lambda: asked("1999-01-01")) == "answer_passed"
    assert state(asked("2026-03-10")).answer_by == NOW.day
    assert state(asked(DUE)).answer_by == day(DUE)
    assert refused(lambda: asked("2026-05-02")) == "answer_after_due"
    network, later = asked("2026-03-12"), at("2026-03-20")
    id_ = state(network).id
    assert refused(lambda: change(network, id_, by="ann", at=later, answer_by=day("2026-03-19"))) == "answer_passed"
    assert state(change(network, id_, by="ann", at=later, answer_by=day("2026-03-20"))).answer_by == later.day
    assert state(change(network, id_, by="ann", at=later, due=day("2026-05-04"))).answer_by == day("2026-03-12")


def test_loaded_days_in_disorder_do_not_hinder_what_is_not_about_them() -> None:
    network = world(
        Handover(id="h1", child=CHILD, sender="ann", receiver="bo", due=DUE, state="offered", answer_by="2026-06-01")
    )
    assert state(change(network, "h1", by="ann", at=NOW, follow_up=day("2026-06-01"))).follow_up == day("2026-06-01")


def test_no_step_is_dated_before_the_last() -> None:
    network = planned(when=at("2026-03-10", "10:00"))
    id_ = state(network).id
    steps: list[Callable[[Moment], Network]] = [
        lambda when: offer(network, id_, by="ann", at=when),
        lambda when: tick(network, id_, "guardian_informed", True, by="ann", at=when),
        lambda when: say(network, id_, "Hej", by="ann", at=when),
        lambda when: change(network, id_, by="ann", at=when, reason="move"),
        lambda when: revoke(network, id_, by="ann", at=when),
    ]
    for step in steps:
        for early in (at("2026-03-09", "23:00"), Moment(day("2026-03-09"))):
            assert refused(lambda step=step, early=early: step(early)) == "before_last_step"
        for same in (at("2026-03-10", "10:00"), at("2026-03-10", "09:59"), Moment(day("2026-03-10"))):
            first, *later = state(step(same)).changes
            assert later
            assert {one.at for one in later} == {Moment(first.at.day, first.at.second + 1)}


@pytest.mark.parametrize("name", ["a", "h1-10", "change-of-a-file-with-a-long-id"])
@pytest.mark.parametrize(("told", "taken"), [("15:00", "15:00:01"), ("23:59:59", "23:59:59"), ("08:30", "09:00")])
def test_a_step_stands_after_what_a_file_told_of_the_same_day(told: str, taken: str, name: str) -> None:
    network = world(
        Handover(id="h1", child=CHILD, sender="ann", receiver="bo", due=DUE, state="planned"),
        Change(id=name, handover="h1", person="ann", at=f"2026-03-10 {told}", state="planned"),
        Change(id="change-of-a-file-1", handover="h1", person="ann", at="2026-03-09 12:00", item="words", note="Hej"),
    )
    network = offer(network, "h1", by="ann", at=at("2026-03-10", "09:00"))
    last = state(network).changes[-1]
    assert (last.state, last.at) == ("offered", parse_moment(f"2026-03-10 {taken}"))


def test_a_change_without_time_counts_by_its_day() -> None:
    network = world(
        Handover(id="h1", child=CHILD, sender="ann", receiver="bo", due=DUE, state="planned"),
        Change(id="h1-1", handover="h1", at="2026-03-10", state="planned"),
        Change(id="h1-2", handover="h1", item="due"),
    )
    assert refused(lambda: offer(network, "h1", by="ann", at=at("2026-03-09", "23:59"))) == "before_last_step"
    assert state(offer(network, "h1", by="ann", at=at("2026-03-10", "00:00"))).state == "offered"


# Refused.


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("to_oneself", {"receiver": "ann"}),
        ("unknown_receiver", {"receiver": "nobody"}),
        ("unknown_receiver", {"receiver": "x"}),
        ("unknown_receiver", {"receiver": CHILD}),
        ("receiver_not_employed", {"receiver": "gone"}),
        ("receiver_not_employed", {"receiver": "leaving"}),
        ("unknown_sender", {"by": "x"}),
        ("unknown_sender", {"by": "nobody"}),
        ("sender_not_employed", {"by": "gone"}),
        ("not_contact", {"by": "eva"}),
        ("unknown_child", {"child": "nobody"}),
        ("no_due", {"due": None}),
        ("before_birth", {"due": "2016-02-29"}),
        ("adult", {"due": "2034-03-01"}),
        ("too_far", {"due": "2046-03-11"}),
        ("too_far", {"follow_up": "2046-03-11"}),
        ("too_far", {"answer_by": "2046-03-11"}),
        ("answer_after_due", {"answer_by": "2026-05-02"}),
        ("follow_up_before_due", {"follow_up": "2026-04-30"}),
        ("unknown_reason", {"reason": "because"}),
        ("unknown_consent", {"consent": "k2"}),
        ("too_long", {"note": "x" * 10_001}),
        ("too_long", {"role": "x" * 10_001}),
    ],
)
def test_what_cannot_be_planned(code: str, wanted: dict[str, str | None]) -> None:
    given = {"child": CHILD, "by": "ann", "receiver": "bo", "due": DUE} | wanted
    child = str(given.pop("child"))
    days = {name: text and day(text) for name, text in given.items() if name in ("due", "answer_by", "follow_up")}
    step = given | days | {"at": NOW}
    network = world()
    assert refused(lambda: plan(network, child, **step)) == code  # type: ignore[arg-type]
    assert network == world()


def test_a_day_nearer_may_be_planned() -> None:
    assert state(planned(due="2034-02-28")).due == day("2034-02-28")
    assert state(planned(due="2016-03-01")).due == day("2016-03-01")
    assert state(planned(world(born=None), due="2046-03-10")).state == "planned"
    assert state(planned(receiver="leaving", due="2026-04-30")).receiver == "leaving"


def test_a_child_that_moves_is_handed_over_before() -> None:
    network = world(Child(id="c3", moved=DUE))
    for due in (DUE, "2026-05-02"):
        assert refused(lambda d=due: plan(network, "c3", by="ann", receiver="bo", due=day(d), at=NOW)) == "moved"
    assert handovers_of(plan(network, "c3", by="ann", receiver="bo", due=day("2026-04-30"), at=NOW), "c3")


def test_one_handover_at_a_time_for_a_role() -> None:
    for network in (planned(), offered(), accepted()):
        assert refused(lambda n=network: planned(n, receiver="eva")) == "already_live"
        other = plan(network, CHILD, by="eva", receiver="bo", due=day(DUE), at=NOW, role="stodsamordnare")
        assert [one.role for one in handovers_of(other, CHILD) if one.live].count("stodsamordnare") == 1
    assert handovers_of(plan(done(), CHILD, by="bo", receiver="ann", due=day("2026-07-01"), at=at(DUE)), CHILD)


def test_a_handover_without_role_is_that_of_the_barnkontakt() -> None:
    network = world(Handover(id="h1", child=CHILD, sender="ann", receiver="bo", due=DUE, state="offered"))
    assert refused(lambda: planned(network)) == "already_live"
    network = accept(network, "h1", by="bo", at=NOW)
    assert tenures(network, "bo") == [(DUE, None)]


def test_who_may_plan_where_nobody_is_contact() -> None:
    ended = world(end="2026-03-01")
    assert refused(lambda: plan(ended, CHILD, by="eva", receiver="bo", due=day(DUE), at=NOW)) == "not_contact"
    assert state(planned(ended)).sender == "ann"
    last_left = network_of(
        [
            Child(id=CHILD),
            Professional(id="bo"),
            Professional(id="eva"),
            Professional(id="gone", end="2026-02-01"),
            Support(person="gone", child=CHILD, role=ROLE, start="2020-01-01"),
        ]
    )
    assert state(plan(last_left, CHILD, by="eva", receiver="bo", due=day(DUE), at=NOW)).sender == "eva"
    never = network_of([Child(id=CHILD), Professional(id="bo"), Professional(id="eva")])
    assert state(plan(never, CHILD, by="eva", receiver="bo", due=day(DUE), at=NOW)).sender == "eva"


def test_a_sender_who_has_left_blocks_nobody() -> None:
    network = world(
        Support(person="leaving", child=CHILD, role=ROLE, start="2026-01-01"),
        end="2026-02-01",
    )
    network = plan(network, CHILD, by="leaving", receiver="bo", due=day(DUE), at=NOW)
    id_ = state(network).id
    assert refused(lambda: offer(network, id_, by="eva", at=NOW)) == "not_sender"
    after = at("2026-05-02")
    back = assemble(rows_of([Support(person="ann", child=CHILD, role=ROLE, start="2026-05-01")]), network).network
    assert refused(lambda: offer(back, id_, by="eva", at=after)) == "not_successor"
    assert "offer" in allowed(state(network), "eva", after.day)
    network = offer(network, id_, by="eva", at=after)
    assert (state(network).sender, state(network).state) == ("eva", "offered")


def test_loaded_handovers_that_say_too_little() -> None:
    network = world(
        Handover(id="h1", child=CHILD, sender="ann", receiver="bo"),
        Handover(id="h2", child=CHILD, sender="ann", receiver="bo", state="offered"),
        Handover(id="h3", child="c2", due=DUE, state="offered", receiver="bo"),
        Handover(id="h4", child=CHILD, sender="ann", state="planned", due=DUE),
    )
    assert refused(lambda: accept(network, "h1", by="bo", at=NOW)) == "unknown_state"
    assert refused(lambda: accept(network, "h2", by="bo", at=NOW)) == "no_due"
    assert refused(lambda: accept(network, "h9", by="bo", at=NOW)) == "unknown_handover"
    assert refused(lambda: offer(network, "h4", by="ann", at=NOW)) == "unknown_receiver"
    unsent = accept(network, "h3", by="bo", at=NOW)
    assert handovers_of(complete(unsent, "h3", by="bo", at=at(DUE)), "c2")[0].state == "done"
    lost = assemble(rows_of([Handover(id="h5", child="c9", state="offered", receiver="bo", due=DUE)]), network).network
    assert refused(lambda: accept(lost, "h5", by="bo", at=NOW)) == "unknown_child"


@pytest.mark.parametrize(
    ("news", "code"),
    [
        (Child(id=CHILD, moved="2026-03-01"), "moved"),
        (Child(id=CHILD, moved="2026-03-10"), "moved"),
        (Child(id=CHILD, born="2008-03-10"), "adult"),
        (Professional(id="bo", end="2026-03-10"), "receiver_not_employed"),
    ],
)
def test_a_due_day_that_has_passed_hides_nothing(news: Record, code: str) -> None:
    later = assemble(rows_of([news]), world()).network
    plan_it = lambda: plan(later, CHILD, by="ann", receiver="bo", due=day("2026-02-20"), at=at("2026-03-10"))  # noqa: E731
    assert refused(plan_it) == code


def test_an_item_that_a_step_shows_to_be_done_is_among_the_changes() -> None:
    network = planned()
    id_ = state(network).id
    assert [(one.state, one.item, one.done) for one in state(network).changes] == [("planned", "receiver_named", True)]
    network = tick(network, id_, "receiver_named", False, by="ann", at=at("2026-03-11"))
    network = change(network, id_, by="ann", at=at("2026-03-12"), reason="move")
    assert state(network).items["receiver_named"] is False
    network = change(network, id_, by="ann", at=at("2026-03-13"), follow_up=day("2026-12-01"))
    assert state(network).items["follow_up_dated"] is True
    assert [(one.item, one.done) for one in state(network).changes[-2:]] == [
        ("follow_up", None),
        ("follow_up_dated", True),
    ]


def test_nobody_ticks_that_the_receiver_has_accepted_before_they_have() -> None:
    network = offered()
    tick_it = lambda: tick(network, state(network).id, "receiver_accepted", True, by="bo", at=NOW)  # noqa: E731
    assert refused(tick_it) == "not_accepted"


def test_what_changed_since_the_offer_is_looked_at_again() -> None:
    network = offered()
    id_ = state(network).id
    for news, code in (
        (Child(id=CHILD, moved="2026-04-01"), "moved"),
        (Child(id=CHILD, born="2008-05-01"), "adult"),
        (Professional(id="bo", end="2026-04-01"), "receiver_not_employed"),
    ):
        later = assemble(rows_of([news]), network).network
        assert refused(lambda later=later: accept(later, id_, by="bo", at=NOW)) == code


# Days.


@pytest.mark.parametrize(
    ("clock", "swedish"),
    [
        (dt.datetime(2026, 3, 28, 22, 59, tzinfo=dt.UTC), "2026-03-28"),
        (dt.datetime(2026, 3, 28, 23, 0, tzinfo=dt.UTC), "2026-03-29"),
        (dt.datetime(2026, 3, 29, 21, 59, tzinfo=dt.UTC), "2026-03-29"),
        (dt.datetime(2026, 3, 29, 22, 0, tzinfo=dt.UTC), "2026-03-30"),
        (dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), "2026-10-25"),
        (dt.datetime(2026, 10, 25, 22, 59, tzinfo=dt.UTC), "2026-10-25"),
        (dt.datetime(2026, 10, 25, 23, 0, tzinfo=dt.UTC), "2026-10-26"),
        (dt.datetime(2028, 2, 28, 23, 30, tzinfo=dt.UTC), "2028-02-29"),
    ],
)
def test_a_step_is_taken_on_the_swedish_day(clock: dt.datetime, swedish: str) -> None:
    when = moment_of(clock)
    assert (iso(when.day), when.second) == (swedish, int(clock.timestamp()))
    assert moment_of(clock.astimezone(SWEDEN)) == when
    network = accepted(when=when, due="2026-01-01")
    assert tenures(network, "bo") == [(swedish, None)]


@pytest.mark.parametrize("year", [1, 1878, 1899, 2201, 9999])
def test_a_step_is_taken_between_1900_and_2200(year: int) -> None:
    for zone in (SWEDEN, dt.UTC, None):
        assert refused(lambda z=zone: moment_of(dt.datetime(year, 12, 31, 23, 59, 59, tzinfo=z))) == "out_of_time"


def test_both_instants_of_the_hour_that_comes_twice_are_kept_in_order() -> None:
    first = moment_of(dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC))
    second = moment_of(dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC))
    network = planned(when=first, due="2026-11-01")
    network = offer(network, state(network).id, by="ann", at=second)
    assert [one.at for one in state(network).changes] == [first, second]
    assert second.second - first.second == 3600


@pytest.mark.parametrize(
    ("born", "last"), [("2016-02-29", "2034-02-27"), ("2012-02-29", "2030-02-27"), ("2010-02-28", "2028-02-27")]
)
def test_born_on_a_leap_day_one_is_grown_up_on_28_february(born: str, last: str) -> None:
    assert state(planned(world(born=born), due=last)).due == day(last)
    with pytest.raises(HandoverError, match="adult"):
        planned(world(born=born), due=iso(day(last) + 1) or "")


def test_twenty_years_from_a_leap_day() -> None:
    leap = at("2028-02-29")
    assert state(planned(world(born=None), due="2048-02-29", when=leap)).due == day("2048-02-29")
    with pytest.raises(HandoverError, match="too_far"):
        planned(world(born=None), due="2048-03-01", when=leap)


def test_a_tenure_may_begin_on_a_leap_day() -> None:
    network = accepted(due="2028-02-29")
    assert tenures(network, "bo") == [("2028-02-29", None)]
    network = complete(network, state(network).id, by="bo", at=at("2028-02-29"))
    assert tenures(network, "ann") == [("2024-01-01", "2028-02-29")]


# What is next, and who may.


def test_what_is_next() -> None:
    network = planned()
    id_ = state(network).id
    today = NOW.day
    assert next_step(state(network), today).code == "offer"
    network = change(network, id_, by="ann", at=NOW, answer_by=day("2026-03-20"), follow_up=day("2026-06-01"))
    network = offer(network, id_, by="ann", at=NOW)
    step = next_step(state(network), day("2026-03-20"))
    assert (step.code, step.person, step.day) == ("answer", "bo", day("2026-03-20"))
    assert next_step(state(network), day("2026-03-21")).code == "answer_late"
    network = accept(network, id_, by="bo", at=NOW)
    assert next_step(state(network), day("2026-04-30")).code == "wait"
    assert next_step(state(network), day(DUE)).code == "complete"
    network = complete(network, id_, by="bo", at=at(DUE))
    assert next_step(state(network), day("2026-06-01")).code == "follow_up"
    assert next_step(state(network), day("2026-06-02")).code == "nothing"
    assert next_step(state(revoked()), today).code == "plan_again"
    unknown = world(Handover(id="h1", child=CHILD))
    assert next_step(state(unknown), today).code == "unknown"


def test_allowed_says_what_the_verbs_do() -> None:
    """Whoever may take a step can take it, and nobody else."""
    steps: dict[str, Callable[[Network, str, str], object]] = {
        "offer": lambda n, h, p: offer(n, h, by=p, at=at(DUE)),
        "accept": lambda n, h, p: accept(n, h, by=p, at=at(DUE)),
        "reject": lambda n, h, p: reject(n, h, by=p, at=at(DUE)),
        "done": lambda n, h, p: complete(n, h, by=p, at=at(DUE)),
        "tick": lambda n, h, p: tick(n, h, "follow_up_dated", True, by=p, at=at(DUE)),
        "say": lambda n, h, p: say(n, h, "Hej", by=p, at=at(DUE)),
        "change": lambda n, h, p: change(n, h, by=p, at=at(DUE), follow_up=day("2026-06-01")),
        "revoke": lambda n, h, p: revoke(n, h, by=p, at=at(DUE)),
    }
    assert steps.keys() == MAY.keys()
    for network in (planned(), offered(), accepted(), done(), revoked(), reject_of(offered())):
        seen = state(network)
        for person in ("ann", "bo", "eva"):
            for verb, step in steps.items():
                may = verb in allowed(seen, person, day(DUE))
                with suppress(HandoverError):
                    step(network, seen.id, person)
                    assert may, (verb, person, seen.state)
                    may = False
                assert not may, (verb, person, seen.state)


# Stores.


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a handover that two could accept."""
    file = tmp_path / "town.db"
    with SqliteStore(str(file), create=True) as store:
        store.update(lambda old: offered())
    return file


def take(file: str, wait: Callable[[], object]) -> str:
    """Accept the handover of the store, and say how it went."""
    with SqliteStore(file, create=False) as store:
        wait()
        try:
            store.update(lambda old: accept(old, state(old).id, by="bo", at=NOW))
        except HandoverError as error:
            return error.code
    return "done"


def content(path: Path) -> Network:
    with SqliteStore(str(path), create=False) as store:
        return store.network()


def once(outcome: list[str], path: Path) -> None:
    assert sorted(outcome) == ["already_accepted", "done"]
    assert content(path) == accepted()


def test_of_two_threads_one_accepts(path: Path) -> None:
    barrier, outcome = threading.Barrier(2), []
    threads = [
        threading.Thread(target=lambda: outcome.append(take(str(path), lambda: barrier.wait(30)))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    once(outcome, path)


TAKER = """
import sys
from tests.graph.test_handovers import take
def wait():
    sys.stdout.write("ready\\n")
    sys.stdout.flush()
    sys.stdin.readline()
sys.stdout.write(take(sys.argv[1], wait))
"""


def started(script: str, path: Path) -> "subprocess.Popen[str]":
    """A process of its own that works on the store."""
    return subprocess.Popen(
        [sys.executable, "-c", script, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def ready(run: "subprocess.Popen[str]") -> None:
    assert run.stdout
    assert run.stdout.readline() == "ready\n"


def test_of_two_processes_one_accepts(path: Path) -> None:
    with started(TAKER, path) as one, started(TAKER, path) as other:
        for run in (one, other):
            ready(run)
        for run in (one, other):
            assert run.stdin
            run.stdin.write("now\n")
            run.stdin.flush()
        once([run.communicate(timeout=60)[0] for run in (one, other)], path)


ENDLESS = """
import sys
from graph.handovers import accept, handovers_of, revoke
from graph.sqlite_store import SqliteStore
from tests.graph.test_handovers import CHILD, NOW, accepted, offered
one, two = networks = offered(), accepted()
with SqliteStore(sys.argv[1], create=False) as store:
    sys.stdout.write("ready\\n")
    sys.stdout.flush()
    while True:
        step = lambda old: accept(old, handovers_of(old, CHILD)[0].id, by="bo", at=NOW)
        store.update(lambda old: step(old) if old == one else one)
"""


def test_a_killed_step_leaves_what_was_or_what_is(path: Path) -> None:
    for number in range(5):
        with started(ENDLESS, path) as run:
            ready(run)
            with suppress(subprocess.TimeoutExpired):
                run.wait(0.006 * number)
            run.send_signal(signal.SIGKILL)
        assert content(path) in (offered(), accepted())


def test_a_refused_step_changes_nothing_in_the_store(path: Path) -> None:
    with SqliteStore(str(path), create=False) as store:
        version = store.version()
        with pytest.raises(HandoverError, match="not_receiver"):
            store.update(lambda old: accept(old, state(old).id, by="eva", at=NOW))
        assert store.version() == version
        assert store.network() == offered()
        assert store.update(lambda old: accept(old, state(old).id, by="bo", at=NOW))
        around = store.around(CHILD)
        assert around is not None
        assert handovers_of(around, CHILD) == handovers_of(accepted(), CHILD)


def test_in_a_town_nothing_else_changes() -> None:
    town = networks.random_network(60)
    people, children = town.ids("professional").to_pylist(), town.ids("child").to_pylist()
    due = day("2026-05-01")
    child, sender = next(
        (child, one)
        for child in children
        for one in people
        if may_plan(town, child, one, NOW.day) and not any(found.live for found in handovers_of(town, child))
        if gone_on(town, child, due)
    )
    receiver = next(one for one in people if one != sender and gone_on(town, one, due))
    before = {one.id for one in handovers_of(town, child)}
    network = plan(town, child, by=sender, receiver=receiver, due=due, at=NOW)
    (new,) = (one.id for one in handovers_of(network, child) if one.id not in before)
    network = accept(offer(network, new, by=sender, at=NOW), new, by=receiver, at=NOW)
    told = {table for table in town.tables if network[table].num_rows != town[table].num_rows}
    ends = {"handover_about_child", "handover_sender_professional", "handover_receiver_professional"}
    ends |= {"change_changed_handover", "change_made_by_professional"}
    assert told == {"handover", "change", "professional_supports_child"} | ends
    assert all(network[table].equals(town[table]) for table in town.tables if not table.startswith(tuple(told)))


def gone_on(town: Network, node: str, when: int) -> bool:
    """Whether a child is one who neither moves nor grows up before a day, or a professional is still employed."""
    row = town.row("child", node)
    if row is not None:
        return bool(town.ints("child", "moved")[row] == UNKNOWN and town.ints("child", "born")[row] > when - 15 * 366)
    own = town.ints("professional_works_at_agency", "source") == town.row("professional", node)
    return bool((town.ints("professional_works_at_agency", "end")[own] > when).all() and own.any())


def test_the_steps_of_the_readme_are_those_there_are() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.split("<!-- steps -->\n")[1].split("<!-- end -->")[0].splitlines()[2:]
    told = {cells[1].strip(): cells[2].split("→")[0].split(", from")[0] for cells in (row.split("|") for row in table)}
    assert list(told) == ["plan", *MAY]
    for step, states in MAY.items():
        assert [state.strip() for state in told[step].split(",")] == list(states), step
