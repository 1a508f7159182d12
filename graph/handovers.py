"""A handover as it is planned, offered, accepted and done: who may take which step, and what each step writes.

Each verb makes one Network of another, for `store.update(lambda network: accept(network, ...))`: all of a step is
written, or nothing. A step that cannot be taken raises `HandoverError`. Days are Swedish days; the clock is the
caller's, who gives each step its moment.

planned -> offered -> accepted -> done; an offered one may be rejected by its receiver, one that is not yet answered
or done revoked by its sender, an accepted one by its receiver too. rejected, done and revoked are final.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.handover_record import (
    FORMER,
    LIVE,
    ROLE,
    HandoverError,
    HandoverState,
    Item,
    Step,
    Tenure,
    checklist,
    ended,
    find,
    handovers_of,
    kept_text,
    known,
    moment_of,
    row_of,
    tenures,
    with_rows,
    written,
)
from graph.network import DEMO, Network
from graph.records import Handover, Support
from graph.tenures import birthdays, tenures_of
from graph.values import HANDOVER_REASON, HANDOVER_STATE, OPEN, UNKNOWN, Moment, iso, parse_items

__all__ = [
    "LIVE",
    "MAY",
    "ROLE",
    "TENURE",
    "HandoverError",
    "HandoverState",
    "Item",
    "Next",
    "Step",
    "accept",
    "allowed",
    "change",
    "checklist",
    "complete",
    "handovers_of",
    "may_plan",
    "moment_of",
    "new_id",
    "next_step",
    "not_ahead",
    "offer",
    "plan",
    "reject",
    "revoke",
    "say",
    "tick",
    "unchanged",
]

MAY: Mapping[str, Mapping[str, str]] = {
    "offer": {"planned": "sender"},
    "accept": {"offered": "receiver"},
    "reject": {"offered": "receiver"},
    "done": {"accepted": "both"},
    "tick": dict.fromkeys((*LIVE, "done"), "both"),
    "say": dict.fromkeys((*LIVE, "done"), "both"),
    "change": {"planned": "sender", "offered": "sender", "accepted": "both"},
    "revoke": {"planned": "sender", "offered": "sender", "accepted": "both"},
}
"""Who may take which step with a handover in which state."""
SHOWN = {
    "receiver_named": "receiver",
    "ground_recorded": "consent",
    "follow_up_dated": "follow_up",
    "child_view_recorded": "words",
}
"""The items of the checklist that are done as soon as a column says something."""
YEARS_AHEAD = 20
ADULT = 18
TENURE = "tenure"
"""The item of the change with which somebody accepted, done if acceptance wrote a tenure."""
EMPLOYMENTS = "professional_works_at_agency"
ABOUT_RECEIVER = ("receiver_accepted", "joint_meeting_held", "child_met_receiver")
"""What is no longer known when somebody else is to receive."""


@dataclass(frozen=True)
class Next:
    """What is to be done next, by whom and until when.

    Codes: offer, answer, answer_late, wait, complete, plan_again, follow_up, nothing, unknown.
    """

    code: str
    person: str | None = None
    day: int | None = None


# Reading.


def next_step(state: HandoverState, day: int) -> Next:
    """What is to be done next with a handover, seen from a day."""
    if state.state == "planned":
        return Next("offer", state.sender, state.due)
    if state.state == "offered":
        until = state.answer_by if state.answer_by is not None else state.due
        return Next("answer_late" if until is not None and until < day else "answer", state.receiver, until)
    if state.state == "accepted":
        waits = state.due is not None and day < state.due
        return Next("wait" if waits else "complete", None if waits else state.receiver, state.due)
    if state.state == "done":
        ahead = state.follow_up is not None and state.follow_up >= day
        return Next("follow_up", state.receiver, state.follow_up) if ahead else Next("nothing")
    return Next("plan_again", state.sender) if state.state else Next("unknown")


def allowed(state: HandoverState, person: str, day: int | None = None) -> tuple[str, ...]:
    """The verbs that a person may take, in the order of the steps.

    With a day: `done` only from the due day on, and others may act where the sender is no longer employed; a verb then
    refuses those who could not plan the handover (`may_plan`, in its role).
    """
    return tuple(
        verb
        for verb, states in MAY.items()
        if _is(state, person, states.get(state.state or "", ""), day) and (verb != "done" or _due_by(state, day))
    )


def may_plan(network: Network, child: str, person: str, day: int, role: str = ROLE) -> bool:
    """Whether a person may hand a child over: its contact on the day, else the last one, else anybody employed."""
    row, own = network.row("child", child), network.row("professional", person)
    if row is None or own is None or not _employed(network, own, day):
        return False
    having = tenures_of(network, role)
    ours = (having.child == row) & (having.person < network.count("professional")) & (having.start <= day)
    now = set(having.person[ours & (day < having.end)].tolist())
    if now:
        return own in now
    ends = having.end[ours]
    last = set(having.person[ours & (having.end == ends.max())].tolist()) if len(ends) else set()
    return own in last or not any(_employed(network, one, day) for one in last)


# The verbs.


def plan(
    network: Network,
    child: str,
    *,
    by: str,
    receiver: str,
    due: int | None,
    at: Moment,
    role: str = ROLE,
    reason: str | None = None,
    answer_by: int | None = None,
    follow_up: int | None = None,
    consent: str | None = None,
    note: str | None = None,
) -> Network:
    """Plan to hand a child over on a day; whoever plans it is the sender."""
    role = (kept_text(role) or "").strip() or ROLE
    row_of(network, "child", child)
    own = network.row("professional", by)
    if own is None:
        raise HandoverError("unknown_sender")
    if not _employed(network, own, at.day):
        raise HandoverError("sender_not_employed")
    if not may_plan(network, child, by, at.day, role):
        raise HandoverError("not_contact")
    if any(one.live and (one.role or ROLE) == role for one in handovers_of(network, child)):
        raise HandoverError("already_live")
    _check(network, child, by, receiver, due, at.day)
    _check_answer(answer_by, at.day)
    _check_days(due, answer_by, follow_up, at.day)
    record = Handover(
        id=new_id(network, child),
        child=child,
        role=role,
        sender=by,
        receiver=receiver,
        due=due,
        state=HANDOVER_STATE.choices.index("planned"),
        reason=_reason(reason),
        answer_by=answer_by,
        follow_up=follow_up,
        consent=_consent(network, child, consent, at.day),
    )
    shown = _shown(record, SHOWN.values())
    steps: list[dict[str, Any]] = [{"item": item, "done": 1} for item in shown]
    steps[0] |= {"state": "planned", "note": note}
    return written(network, record.model_copy(update=dict.fromkeys(shown, 1)), by, at, steps)


def offer(network: Network, handover: str, *, by: str, at: Moment, note: str | None = None) -> Network:
    """Ask the receiver to take over."""
    record, state = _taken(network, handover, "offer", by, at)
    _check(network, state.child, by, state.receiver, state.due, at.day)
    return written(network, _in(record, "offered", sender=by), by, at, [{"state": "offered", "note": note}])


def accept(network: Network, handover: str, *, by: str, at: Moment, note: str | None = None) -> Network:
    """Say yes: from the later of due and today, the receiver has the role until further notice."""
    record, state = _taken(network, handover, "accept", by, at)
    _check(network, state.child, state.sender, by, state.due, at.day)
    start = _begins(state, at.day)
    if not _employed(network, row_of(network, "professional", by), start):
        raise HandoverError("receiver_not_employed")
    for tenure in tenures(network, state, by):
        start = max(start, tenure.end) if tenure.start <= start else start
    step = {"state": "accepted", "item": TENURE, "done": int(start < OPEN), "note": note}
    network = written(network, _in(record, "accepted", receiver_accepted=1), by, at, [step])
    new = Support(person=by, child=state.child, role=state.role or ROLE, start=start, end=OPEN)
    return with_rows(network, [new] if start < OPEN else [])


def reject(network: Network, handover: str, *, by: str, at: Moment, note: str | None = None) -> Network:
    """Say no; the note tells why."""
    record, _ = _taken(network, handover, "reject", by, at)
    record = _in(record, "rejected", receiver_accepted=0)
    return written(network, record, by, at, [{"state": "rejected", "note": note}])


def revoke(network: Network, handover: str, *, by: str, at: Moment, note: str | None = None) -> Network:
    """Take a handover back; the tenure that its acceptance wrote ends today, or never was if it has not begun."""
    record, state = _taken(network, handover, "revoke", by, at)
    network = written(network, _in(record, "revoked"), by, at, [{"state": "revoked", "note": note}])
    if state.state != "accepted" or state.receiver is None:
        return network
    return ended(network, state, state.receiver, _wrote(network, state, state.receiver), at.day)


def _wrote(network: Network, state: HandoverState, receiver: str) -> list[Tenure]:
    """The tenure that acceptance wrote; where no step says whether it did, one that begins as it would have."""
    accepted = [step for step in state.changes if step.state == "accepted"]
    wrote = accepted[-1].done if accepted else None
    since = _begins(state, accepted[-1].at.day if accepted else UNKNOWN)
    later = [one for one in tenures(network, state, receiver) if one.end == OPEN and one.start >= since]
    return [one for one in later[:1] if wrote or (wrote is None and one.start == since)]


def complete(network: Network, handover: str, *, by: str, at: Moment, note: str | None = None) -> Network:
    """The handover is done, now that the receiver has the role: the sender's unbroken time with it ends today."""
    record, state = _taken(network, handover, "done", by, at)
    if not _due_by(state, at.day):
        raise HandoverError("before_due")
    if not _takes_over(network, state, at.day):
        raise HandoverError("receiver_without_role")
    network = written(network, _in(record, "done"), by, at, [{"state": "done", "note": note}])
    if state.sender is None:
        return network
    reach, lasting = at.day, []
    for tenure in tenures(network, state, state.sender):
        if tenure.start <= reach and tenure.end > at.day:
            lasting.append(tenure)
            reach = max(reach, tenure.end)
    return ended(network, state, state.sender, lasting, at.day)


def tick(
    network: Network, handover: str, item: str, done: bool | None, *, by: str, at: Moment, note: str | None = None
) -> Network:
    """Say of an item of the checklist that it is done, is not, or is not known."""
    if item not in checklist():
        raise HandoverError("unknown_item")
    record, state = _taken(network, handover, "tick", by, at)
    if not _is(state, by, checklist()[item].who, at.day):
        raise HandoverError("not_your_item")
    if item == "receiver_accepted" and state.state in ("planned", "offered"):
        raise HandoverError("not_accepted")
    cell = -1 if done is None else int(done)
    step = {"item": item, "done": cell, "note": note}
    return written(network, record.model_copy(update={item: cell}), by, at, [step])


def say(network: Network, handover: str, words: str, *, by: str, at: Moment, agreed: bool | None = None) -> Network:
    """Note what the child says, in the child's words, which is its view; earlier words stay among the changes.

    `agreed`: whether the child has said yes to them being shown, as far as that is known.
    """
    record, state = _taken(network, handover, "say", by, at)
    words = (kept_text(words) or "").strip()
    record = record.model_copy(update={"words": words or None})
    shown = _shown(record, ["words"], state)
    steps: list[dict[str, Any]] = [{"item": "words", "note": words, "done": -1 if agreed is None else int(agreed)}]
    steps += [{"item": item, "done": 1} for item in shown]
    return written(network, record.model_copy(update=dict.fromkeys(shown, 1)), by, at, steps)


def change(
    network: Network,
    handover: str,
    *,
    by: str,
    at: Moment,
    due: int | None = None,
    receiver: str | None = None,
    answer_by: int | None = None,
    reason: str | None = None,
    follow_up: int | None = None,
    agreements: str | None = None,
    consent: str | None = None,
    note: str | None = None,
) -> Network:
    """Change what is given: due, receiver, answer_by and reason until it is answered, the rest while it is live.

    What is offered to somebody else is planned again.
    """
    record, state = _taken(network, handover, "change", by, at)
    new: dict[str, Any] = {
        "due": due,
        "receiver": receiver,
        "answer_by": answer_by,
        "reason": _reason(reason),
        "follow_up": follow_up,
        "agreements": None if agreements is None else parse_items(kept_text(agreements) or ""),
        "consent": _consent(network, state.child, consent, at.day),
    }
    new = {name: value for name, value in new.items() if value is not None and value != getattr(record, name)}
    if state.state == "accepted" and new.keys() & {"due", "receiver", "answer_by", "reason"}:
        raise HandoverError("already_accepted")
    if "consent" in new and not _sends(state, by, at.day):
        raise HandoverError("not_sender")
    day = state.due if due is None else due
    if new.keys() & {"due", "receiver"}:
        _check(network, state.child, state.sender, receiver or state.receiver, day, at.day)
    _check_answer(new.get("answer_by"), at.day)
    answer = known(record.model_copy(update=new).answer_by) if new.keys() & {"due", "answer_by"} else None
    follow = known(record.model_copy(update=new).follow_up) if new.keys() & {"due", "follow_up"} else None
    _check_days(day, answer, follow, at.day)
    before = [{"item": FORMER, "note": state.receiver}] if "receiver" in new and state.receiver else []
    steps: list[dict[str, Any]] = [*before]
    steps += [{"item": name, "note": _told(name, value, note)} for name, value in new.items()]
    if "receiver" in new:
        if state.state == "offered":
            new["state"] = HANDOVER_STATE.choices.index("planned")
            steps.append({"state": "planned"})
        gone = [item for item in ABOUT_RECEIVER if state.items[item] is not None]
        steps += [{"item": item} for item in gone]
        new |= dict.fromkeys(gone, -1)
    record = record.model_copy(update=new)
    shown = _shown(record, new, state)
    steps += [{"item": item, "done": 1} for item in shown]
    return written(network, record.model_copy(update=dict.fromkeys(shown, 1)), by, at, steps) if steps else network


def _told(name: str, value: object, note: str | None) -> str:
    """A new value as a note, with what was said of it."""
    if isinstance(value, int):
        value = HANDOVER_REASON.choices[value] if name == "reason" else iso(value)
    return f"{value}: {note}" if note else str(value)


# What a step has to fulfil.


def not_ahead(at: Moment, today: int) -> None:
    """Raise for a step that is dated after today: nobody could take the next one until then."""
    if at.day > today:
        raise HandoverError("in_future")


def unchanged(network: Network, seen: HandoverState) -> None:
    """Raise if a handover is no longer what somebody saw: who, when, why, what is said and agreed, on which ground."""
    state = find(network, seen.id)[1]
    people, days = ("sender", "receiver", "role"), ("due", "answer_by", "follow_up")
    told = ("reason", "words", "agreed", "agreements", "consent")
    if any(getattr(state, name) != getattr(seen, name) for name in (*people, *days, *told)):
        raise HandoverError("changed_meanwhile")


def _taken(network: Network, handover: str, verb: str, by: str, at: Moment) -> tuple[Handover, HandoverState]:
    """The handover, if this person may take this step with it now."""
    record, state = find(network, handover)
    if state.state not in MAY[verb]:
        raise HandoverError(_unavailable(verb, state))
    who = MAY[verb][state.state or ""]
    if not _is(state, by, who, at.day):
        raise HandoverError(f"not_{who}")
    if by not in (state.sender, state.receiver) and not may_plan(network, state.child, by, at.day, state.role or ROLE):
        raise HandoverError("not_successor")
    if any(at.day < step.at.day for step in state.changes):
        raise HandoverError("before_last_step")
    return record, state


def _unavailable(verb: str, state: HandoverState) -> str:
    """Why nobody can take a step with a handover in this state."""
    if state.state not in LIVE:
        return f"is_{state.state}" if state.state else "unknown_state"
    if verb == "done":
        return "not_accepted"
    return "not_offered" if state.state == "planned" else f"already_{state.state}"


def _is(state: HandoverState, person: str, who: str, day: int | None) -> bool:
    """Whether a person is the sender, the receiver, or one of both."""
    sends, receives = _sends(state, person, day), person == state.receiver
    return {"sender": sends, "receiver": receives, "both": sends or receives}.get(who, False)


def _check(network: Network, child: str, sender: str | None, receiver: str | None, due: int | None, day: int) -> None:
    """Whether a child can be handed over to a receiver on the due day, or on the day of the step if that is later."""
    row = row_of(network, "child", child)
    other = None if receiver is None else network.row("professional", receiver)
    born, moved = (int(network.ints("child", column)[row]) for column in ("born", "moved"))
    if due is None:
        raise HandoverError("no_due")
    then = max(due, day)
    if born != UNKNOWN and due < born:
        raise HandoverError("before_birth")
    if due > _birthday(day, YEARS_AHEAD):
        raise HandoverError("too_far")
    if then >= _birthday(born, ADULT):
        raise HandoverError("adult")
    if moved != UNKNOWN and moved <= then:
        raise HandoverError("moved")
    if other is None:
        raise HandoverError("unknown_receiver")
    if receiver == sender:
        raise HandoverError("to_oneself")
    if not _employed(network, other, then):
        raise HandoverError("receiver_not_employed")


def _check_days(due: int | None, answer_by: int | None, follow_up: int | None, day: int) -> None:
    """Whether a handover can be answered by one day and followed up on another."""
    if any(one is not None and one > _birthday(day, YEARS_AHEAD) for one in (answer_by, follow_up)):
        raise HandoverError("too_far")
    if due is not None and answer_by is not None and answer_by > due:
        raise HandoverError("answer_after_due")
    if due is not None and follow_up is not None and follow_up < due:
        raise HandoverError("follow_up_before_due")


def _check_answer(answer_by: int | None, day: int) -> None:
    """Whether there is still time to answer by a day that is being set."""
    if answer_by is not None and answer_by < day:
        raise HandoverError("answer_passed")


def _birthday(born: int, age: int) -> int:
    return int(birthdays(np.array([born], np.int64), age)[0])


def _employed(network: Network, person: int, day: int) -> bool:
    """Whether a professional is employed on a day; one of whom no employment is known may be."""
    own = network.ints(EMPLOYMENTS, "source") == person
    start, end = (network.ints(EMPLOYMENTS, column)[own] for column in ("start", "end"))
    return not own.any() or bool(((start <= day) & (day < end)).any())


def _sends(state: HandoverState, person: str, day: int | None) -> bool:
    """Whether a person may act as the sender: it is, or nobody is, or the sender has left."""
    if person == state.sender:
        return True
    gone = state.sender is None or (day is not None and state.sender_until <= day)
    return gone and person != state.receiver


def _takes_over(network: Network, state: HandoverState, day: int) -> bool:
    """Whether the receiver has the role for the child on a day, and has not left."""
    having = tenures_of(network, state.role or ROLE)
    ours = (having.child == network.row("child", state.child)) & (having.start <= day) & (day < having.end)
    own = None if state.receiver is None else network.row("professional", state.receiver)
    return own is not None and own in having.person[ours].tolist()


def _due_by(state: HandoverState, day: int | None) -> bool:
    return day is None or (state.due is not None and state.due <= day)


def _begins(state: HandoverState, day: int) -> int:
    """When what is accepted on a day begins."""
    return day if state.due is None else max(state.due, day)


def _reason(reason: str | None) -> int | None:
    if reason is None:
        return None
    if reason not in HANDOVER_REASON.choices:
        raise HandoverError("unknown_reason")
    return HANDOVER_REASON.choices.index(reason)


def _consent(network: Network, child: str, consent: str | None, day: int) -> str | None:
    """The id of a consent about the child, which is in force on the day."""
    if consent is None:
        return None
    row = network.row("consent", consent)
    about = network.ints("consent_about_child", "target")[network.ints("consent_about_child", "source") == row]
    if row is None or network.row("child", child) not in about.tolist():
        raise HandoverError("unknown_consent")
    if not network.ints("consent", "start")[row] <= day < network.ints("consent", "end")[row]:
        raise HandoverError("consent_not_in_force")
    return consent


def new_id(network: Network, child: str) -> str:
    """The id that the next handover about a child gets: says nothing about the child but its number."""
    mark = hashlib.blake2b(child.encode(), digest_size=5).hexdigest()
    stem = f"{DEMO if child.startswith(DEMO) else ''}handover-{mark}"
    number = len(handovers_of(network, child)) + 1
    while network.row("handover", f"{stem}-{number}") is not None:
        number += 1
    return f"{stem}-{number}"


def _shown(record: Handover, columns: Iterable[str], before: HandoverState | None = None) -> list[str]:
    """The items of the checklist that are done now that these columns say something, and were not before."""
    said = [column for column in columns if getattr(record, column) not in (None, UNKNOWN)]
    return [item for item, column in SHOWN.items() if column in said and not (before and before.items[item])]


def _in(record: Handover, state: str, **columns: Any) -> Handover:  # noqa: ANN401 - columns of the record
    """A handover in another state."""
    return record.model_copy(update=columns | {"state": HANDOVER_STATE.choices.index(state)})
