"""The questions about handovers, contacts, concerns and the child's voice, answered the slow and obvious way.

Written from the definitions alone, over plain records. It shares no code with the detectors.
"""

import datetime as dt
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import graph
from graph.records import Child, Concern, Handover, Meeting
from graph.values import HANDOVER_STATE, LEVEL, OPEN, UNKNOWN, to_date, to_day
from tests.oracle_town import (
    Found,
    Rules,
    Told,
    Town,
    birthday,
    cancelled,
    covers,
    day_of,
    left_on,
    level_of,
    months_later,
    recent,
    runs_of,
    started,
    tenures_of,
    under_age,
)

HANDOVER_DEFAULTS: dict[str, Any] = {
    "phase_boundaries.model": "backa_barnet",
    "phase_boundaries.role": "barnkontakt",
    "phase_boundaries.horizon_days": 180,
    "phase_boundaries.accept_days": 30,
    "no_joint_meeting.role": "barnkontakt",
    "no_joint_meeting.past_days": 365,
    "no_joint_meeting.gap_days": 30,
    "no_joint_meeting.overlap_days": 60,
    "no_joint_meeting.before_days": 60,
    "no_joint_meeting.after_days": 30,
    "stalled_handovers.soon_days": 14,
    "orphaned_handovers.past_days": 365,
    "double_contacts.role": "barnkontakt",
    "double_contacts.past_days": 365,
    "double_contacts.overlap_days": 60,
    "departing_staff.role": "barnkontakt",
    "departing_staff.horizon_days": 180,
    "departing_staff.max_age": 18,
    "too_many_handovers.role": "barnkontakt",
    "too_many_handovers.past_days": 730,
    "too_many_handovers.min_changes": 3,
    "too_many_handovers.max_age": 18,
    "unanswered_concerns.past_days": 365,
    "unanswered_concerns.assessment_days": 14,
    "unanswered_concerns.investigation_months": 4,
    "unanswered_concerns.rereport_months": 12,
    "child_not_heard.past_days": 365,
    "child_not_heard.horizon_days": 180,
    "child_not_heard.min_meetings": 3,
}

HANDOVER_KINDS = {
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

YES, NO, NOT_KNOWN = 1, 0, -1
SINCE_EVER = float("-inf")


# --- what they have in common -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Spell:
    """An unbroken run of days in which one person is a child's contact."""

    person: str
    start: int
    end: int


def spells_of(town: Town, child: str, role: str) -> list[Spell]:
    """The spells of all persons for one child."""
    tenures = tenures_of(town, child, role)
    return [
        Spell(person, start, end)
        for person in sorted({tenure.person for tenure in tenures})
        for start, end in runs_of([tenure for tenure in tenures if tenure.person == person])
    ]


def contacts_on(town: Town, child: str, role: str, day: int) -> set[str]:
    """The persons with a spell that covers a day."""
    return {spell.person for spell in spells_of(town, child, role) if covers(spell, day)}


def _without_role(town: Town, role: str) -> str | None:
    """Why a question about contacts is not asked, if it is not."""
    return None if any(row.role == role for row in town.supports) else f"no supports with role {role}"


def _known_child(town: Town, child: str) -> list[str]:
    return [child] if child in town.child_ids else []


def _state(handover: Handover) -> str | None:
    return None if handover.state in (None, -1) else HANDOVER_STATE.choices[handover.state]


def _due(handover: Handover) -> int | None:
    return None if handover.due == UNKNOWN else handover.due


def _professional(town: Town, person: str | None) -> list[str]:
    return [person] if person in town.professionals else []  # type: ignore[list-item]


def _known(day: int | None) -> int | None:
    return None if day in (UNKNOWN, OPEN) else day


def _found(
    kind: str,
    children: Iterable[str],
    start: int | None,
    end: int | None,
    rank: tuple[float, ...],
    evidence: Mapping[str, Iterable[str]],
    /,
    **numbers: object,
) -> Found:
    return {
        "kind": kind,
        "children": sorted(children),
        "start": start,
        "end": end,
        "evidence": {name: sorted(set(ids)) for name, ids in evidence.items()},
        "numbers": numbers,
        "rank": rank,
    }


# --- phase_boundaries -------------------------------------------------------------------------------------

Phase = dict[str, Any]


@cache
def phases_of(model: str) -> list[Phase]:
    """The phases of a model, by name or by path, in order."""
    path = Path(model)
    if path.suffix != ".toml":
        path = Path(graph.__file__).parent / "reference" / "models" / f"{model}.toml"
    phases: list[Phase] = tomllib.loads(path.read_text(encoding="utf-8"))["phases"]
    return phases


def begins(phase: Phase, born: int) -> int:
    """The day on which a phase begins for a child."""
    if "age" in phase:
        return birthday(born, phase["age"])
    month, day = map(int, phase["day"].split("-"))
    return to_day(dt.date(to_date(born).year + phase["turning"], month, day))


def phase_boundaries(town: Town, as_of: int, rules: Rules) -> Told:
    """Children who come into a new phase with nobody to receive them."""
    role = rules["phase_boundaries.role"]
    told = Told(reason=_without_role(town, role))
    if told.reason:
        return told
    for child in town.children:
        contacts = contacts_on(town, child.id, role, as_of)
        if not contacts:
            continue
        if child.born == UNKNOWN:
            told.skipped["no_born"] += 1
            continue
        for phase in phases_of(rules["phase_boundaries.model"])[1:]:
            _boundary(town, child, contacts, phase, as_of, rules, told)
    return told


def _boundary(town: Town, child: Child, contacts: set[str], phase: Phase, as_of: int, rules: Rules, told: Told) -> None:
    assert child.born is not None
    at = begins(phase, child.born)
    moved = _known(child.moved)
    if not as_of < at <= as_of + rules["phase_boundaries.horizon_days"]:
        return
    if phase.get("conditional", False) or (moved is not None and moved <= at):
        return
    if any(_fits(town, person, phase, as_of) for person in contacts):
        return
    if not phase.get("other_unit", False) and any(_nothing_known(town, person, as_of) for person in contacts):
        told.skipped["unknown_contact"] += 1
        return
    near = [
        row
        for row in town.handovers
        if row.child == child.id
        and row.role in (None, rules["phase_boundaries.role"])
        and (due := _due(row)) is not None
        and abs(due - at) <= rules["phase_boundaries.accept_days"]
    ]
    if any(_state(row) in ("accepted", "done") for row in near):
        return
    under_way = [row.id for row in near if _state(row) in ("planned", "offered")]
    told.findings.append(
        _found(
            "not_accepted" if under_way else "no_handover",
            [child.id],
            at,
            None,
            (at - as_of,),
            {"before": contacts, "handover": under_way, "phase": [phase["phase"]]},
            days=at - as_of,
        )
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _title(town: Town, person: str) -> str | None:
    titles = [row.title for row in town.employments if row.id == person and row.title is not None]
    return _plain(titles[0]) if titles else None


def _kinds(town: Town, person: str, day: int) -> set[str]:
    """The known kinds of the agencies where a professional is employed on a day."""
    agencies = town.agencies_of([person], day) & set(town.agencies)
    return {_plain(kind) for agency in agencies if (kind := town.agencies[agency].kind) is not None}


def _fits(town: Town, person: str, phase: Phase, day: int) -> bool:
    if person not in town.professionals or phase.get("other_unit", False):
        return False
    title, kinds = _title(town, person), _kinds(town, person, day)
    right_title = title is None or title in map(_plain, phase.get("titles", []))
    right_kind = not kinds or bool(kinds & set(map(_plain, phase.get("agency_kinds", []))))
    return right_title and right_kind and (title is not None or bool(kinds))


def _nothing_known(town: Town, person: str, day: int) -> bool:
    return person in town.adults or (_title(town, person) is None and not _kinds(town, person, day))


# --- no_joint_meeting -------------------------------------------------------------------------------------


def no_joint_meeting(town: Town, as_of: int, rules: Rules) -> Told:
    """Passings of the role from one to another without a meeting of both."""
    role = rules["no_joint_meeting.role"]
    if not town.about:
        return Told(reason="no meeting about a child")
    if not any(_grown_ups(town, meeting) for meeting in town.meetings):
        return Told(reason="no attendance")
    told = Told(reason=_without_role(town, role))
    if told.reason:
        return told
    for child in town.children:
        spells = spells_of(town, child.id, role)
        for spell in spells:
            if spell.start == UNKNOWN or spell.start > as_of:
                continue
            if recent(spell.start, as_of, rules["no_joint_meeting.past_days"]):
                for before in _predecessors(spell, spells):
                    _passing(town, child.id, before, spell, as_of, rules, told)
    return told


def _predecessors(spell: Spell, spells: list[Spell]) -> list[Spell]:
    earlier = [
        one
        for one in spells
        if one.person != spell.person and one.start < spell.start and one.end != OPEN and one.end < spell.end
    ]
    return [one for one in earlier if one.end == max(other.end for other in earlier)]


def _passing(town: Town, child: str, before: Spell, after: Spell, as_of: int, rules: Rules, told: Told) -> None:
    days = after.start - before.end
    if days > rules["no_joint_meeting.gap_days"] or -days > rules["no_joint_meeting.overlap_days"]:
        return
    first = after.start - rules["no_joint_meeting.before_days"]
    last = after.start + rules["no_joint_meeting.after_days"]
    meetings = [
        meeting
        for meeting in town.meetings
        if child in town.children_at(meeting)
        and not cancelled(meeting)
        and started(meeting)
        and first <= day_of(meeting) <= last
    ]
    if any({before.person, after.person} <= _there(town, meeting) for meeting in meetings):
        return
    if any(not _grown_ups(town, meeting) for meeting in meetings):
        told.skipped["no_attendance"] += 1
        return
    told.findings.append(
        _found(
            "no_joint_meeting",
            [child],
            after.start,
            None,
            (-after.start,),
            {
                "before": [before.person],
                "after": [after.person],
                "meeting": [meeting.id for meeting in meetings],
            },
            days=days,
            days_left=max(last - as_of, 0),
        )
    )


def _grown_ups(town: Town, meeting: Meeting) -> dict[str, int | None]:
    """The status of each professional and adult in attendance."""
    grown_up = town.professionals | town.adults
    return {row.person: row.status for row in town.attendance if row.meeting == meeting.id and row.person in grown_up}


def _there(town: Town, meeting: Meeting) -> set[str]:
    """The professionals and adults in attendance whose status is neither absent nor declined."""
    return {person for person, status in _grown_ups(town, meeting).items() if status in (NOT_KNOWN, 0)}


# --- stalled_handovers and orphaned_handovers -------------------------------------------------------------


def _ends(town: Town, handover: Handover) -> dict[str, list[str]]:
    return {
        "handover": [handover.id],
        "sender": _professional(town, handover.sender),
        "receiver": _professional(town, handover.receiver),
    }


def stalled_handovers(town: Town, as_of: int, rules: Rules) -> Told:
    """Handovers that are not accepted though their day has come or is near."""
    if not town.handovers:
        return Told(reason="no handover")
    told = Told()
    for row in town.handovers:
        state, due = _state(row), _due(row)
        if state is None:
            told.skipped["no_state"] += 1
        elif state not in ("planned", "offered"):
            continue
        elif due is None:
            told.skipped["no_due"] += 1
        elif due <= as_of + rules["stalled_handovers.soon_days"]:
            kind, days = "passed" if due < as_of else "soon", due - as_of
            evidence = _ends(town, row) | {"state": [state]}
            children = _known_child(town, row.child)
            told.findings.append(_found(kind, children, due, None, (days,), evidence, days=days))
    return told


def orphaned_handovers(town: Town, as_of: int, rules: Rules) -> Told:
    """Handovers that came to nothing and that no other one followed."""
    if not town.handovers:
        return Told(reason="no handover")
    told = Told()
    groups: dict[tuple[str, str | None], list[Handover]] = {}
    for row in town.handovers:
        if row.child in town.child_ids:
            groups.setdefault((row.child, row.role), []).append(row)
        elif _state(row) in ("rejected", "revoked"):
            told.skipped["no_child"] += 1
    for (child, role), group in groups.items():
        last = max(group, key=lambda row: (_due(row) is None, _due(row) or 0, row.id))
        kind, due = _state(last), _due(last)
        if kind not in ("rejected", "revoked"):
            continue
        if any(_state(row) in ("planned", "offered") for row in group):
            continue
        past = rules["orphaned_handovers.past_days"]
        if due is not None and not recent(due, as_of, past):
            continue
        sender = _professional(town, last.sender)
        if due is not None and sender:
            taken = [row for row in group if _state(row) in ("accepted", "done")]
            dues = [_due(row) for row in taken if _professional(town, row.sender) == sender]
            if any(other is not None and recent(other, due, past) for other in dues):
                continue
        told.findings.append(
            _found(
                kind,
                [child],
                due,
                None,
                (due is None, due or 0),
                _ends(town, last),
                days=None if due is None else due - as_of,
                covered=role is not None and bool(contacts_on(town, child, role, as_of)),
            )
        )
    return told


# --- double_contacts --------------------------------------------------------------------------------------


def double_contacts(town: Town, as_of: int, rules: Rules) -> Told:
    """Two persons who have been a child's contact at the same time for long."""
    role = rules["double_contacts.role"]
    told = Told(reason=_without_role(town, role))
    if told.reason:
        return told
    for child in town.children:
        for one, other in combinations(spells_of(town, child.id, role), 2):
            start, end = max(one.start, other.start), min(one.end, other.end)
            if one.person == other.person or start > as_of:
                continue
            if not recent(end, as_of, rules["double_contacts.past_days"]):
                continue
            days = None if start == UNKNOWN else min(end, as_of + 1) - start
            if days is not None and days <= rules["double_contacts.overlap_days"]:
                continue
            told.findings.append(
                _found(
                    "now" if end > as_of else "past",
                    [child.id],
                    _known(start),
                    _known(end),
                    (SINCE_EVER if days is None else -days,),
                    {"contact": [one.person, other.person]},
                    days=days,
                )
            )
    return told


# --- departing_staff --------------------------------------------------------------------------------------


def departing_staff(town: Town, as_of: int, rules: Rules) -> Told:
    """Professionals who leave soon, and the children whom nobody else is the contact of then."""
    role = rules["departing_staff.role"]
    told = Told(reason=_without_role(town, role))
    if told.reason:
        return told
    for person in town.professionals:
        last = left_on(town, person)
        if last == OPEN or not as_of < last <= as_of + rules["departing_staff.horizon_days"]:
            continue
        children = [
            child.id
            for child in town.children
            if under_age(child, last, rules["departing_staff.max_age"])
            and any(tenure.person == person and tenure.end == last for tenure in tenures_of(town, child.id, role))
            and not contacts_on(town, child.id, role, last) - {person}
        ]
        if children:
            told.findings.append(
                _found(
                    "departing",
                    children,
                    last,
                    None,
                    (last - as_of, -len(children)),
                    {"professional": [person], "agency": town.agencies_of([person], as_of) & set(town.agencies)},
                    days=last - as_of,
                    children=len(children),
                )
            )
    return told


# --- too_many_handovers -----------------------------------------------------------------------------------


def too_many_handovers(town: Town, as_of: int, rules: Rules) -> Told:
    """Children whose contact has changed many times."""
    role = rules["too_many_handovers.role"]
    told = Told(reason=_without_role(town, role))
    if told.reason:
        return told
    for child in town.children:
        if not under_age(child, as_of, rules["too_many_handovers.max_age"]):
            continue
        begin: dict[int, set[str]] = {}
        for spell in spells_of(town, child.id, role):
            begin.setdefault(spell.start, set()).add(spell.person)
        days = sorted(begin)
        changes = [
            day
            for before, day in zip(days, days[1:], strict=False)
            if begin[day] - begin[before] and day <= as_of and recent(day, as_of, rules["too_many_handovers.past_days"])
        ]
        if changes and len(changes) >= rules["too_many_handovers.min_changes"]:
            told.findings.append(
                _found(
                    "changes",
                    [child.id],
                    changes[0],
                    changes[-1],
                    (-len(changes),),
                    {"contact": [person for day in changes for person in begin[day]]},
                    changes=len(changes),
                )
            )
    return told


# --- unanswered_concerns ----------------------------------------------------------------------------------


def unanswered_concerns(town: Town, as_of: int, rules: Rules) -> Told:
    """Concerns that were assessed or investigated too late or not at all, not answered, or reported again."""
    if not town.concerns:
        return Told(reason="no concern")
    told = Told()
    decided_is_kept = any(_by(row.decided, as_of) is not None for row in town.concerns)
    closed_is_kept = any(_by(row.closed, as_of) is not None for row in town.concerns)
    for row in town.concerns:
        if row.received == UNKNOWN:
            told.skipped["no_received"] += 1
            continue
        assert row.received is not None
        if row.received > as_of or not recent(row.received, as_of, rules["unanswered_concerns.past_days"]):
            continue
        late = _assessed_late(town, row, as_of, rules)
        if late and late["numbers"]["open"] and not decided_is_kept:
            told.skipped["no_decided"] += 1
        elif late:
            told.findings.append(late)
        late = _investigated_late(town, row, as_of, rules)
        if late and late["numbers"]["open"] and not closed_is_kept:
            told.skipped["no_closed"] += 1
        elif late:
            told.findings.append(late)
        if row.feedback_requested == YES and row.feedback_given == NOT_KNOWN:
            told.skipped["no_feedback"] += 1
        if row.feedback_requested == YES and row.feedback_given == NO:
            days = as_of - row.received
            told.findings.append(_concern(town, "feedback", [row], row.received, None, (-days,), days=days))
        told.findings += _reported_again(town, row, rules)
    return told


def _by(day: int | None, as_of: int) -> int | None:
    """A day, if it has come."""
    return None if day is None or day == UNKNOWN or day > as_of else day


def _concern(
    town: Town,
    kind: str,
    concerns: list[Concern],
    start: int,
    end: int | None,
    rank: tuple[float, ...],
    **numbers: object,
) -> Found:
    """A finding about the first of these concerns."""
    row = concerns[0]
    agency = [row.reporter_agency] if row.reporter_agency in town.agencies else []
    evidence = {"concern": [one.id for one in concerns], "agency": agency}
    return _found(kind, _known_child(town, row.child), start, end, rank, evidence, **numbers)


def _assessed_late(town: Town, row: Concern, as_of: int, rules: Rules) -> Found | None:
    assert row.received is not None
    last = row.received + rules["unanswered_concerns.assessment_days"]
    decided = _by(row.decided, as_of)
    days = (as_of if decided is None else decided) - last
    if days <= 0:
        return None
    return _concern(town, "assessment", [row], row.received, last, (-days,), days=days, open=decided is None)


def _investigated_late(town: Town, row: Concern, as_of: int, rules: Rules) -> Found | None:
    decided, closed = _by(row.decided, as_of), _by(row.closed, as_of)
    if row.opened != YES or decided is None:
        return None
    last = months_later(decided, rules["unanswered_concerns.investigation_months"])
    days = (as_of if closed is None else closed) - last
    if days <= 0:
        return None
    return _concern(town, "investigation", [row], decided, last, (-days,), days=days, open=closed is None)


def _reported_again(town: Town, row: Concern, rules: Rules) -> list[Found]:
    assert row.received is not None
    earlier = [
        (one.received, one.id, one)
        for one in town.concerns
        if one.child == row.child
        and row.child in town.child_ids
        and one.received is not None
        and UNKNOWN < one.received < row.received
    ]
    if not earlier:
        return []
    received, _, before = max(earlier, key=lambda one: one[:2])
    if received < months_later(row.received, -rules["unanswered_concerns.rereport_months"]):
        return []
    days = row.received - received
    return [_concern(town, "rereport", [row, before], received, row.received, (days,), days=days)]


# --- child_not_heard --------------------------------------------------------------------------------------


def child_not_heard(town: Town, as_of: int, rules: Rules) -> Told:
    """Children who were not heard in any of many meetings, in a plan or in a handover."""
    if not (town.about or town.plans or town.handovers):
        return Told(reason="no meeting about a child, no plan, no handover")
    told = Told()
    past_days = rules["child_not_heard.past_days"]
    looked_at = [
        meeting
        for meeting in town.meetings
        if not cancelled(meeting)
        and started(meeting)
        and day_of(meeting) <= as_of
        and recent(day_of(meeting), as_of, past_days)
        and level_of(town, meeting.forum) in (-1, LEVEL.choices.index("child"))
    ]
    told.skipped["unknown_meeting"] = sum(
        meeting.child_heard == NOT_KNOWN and bool(town.children_at(meeting)) for meeting in looked_at
    )
    for child in town.children:
        told.findings += _meetings_without_voice(town, child, looked_at, rules)
    for plan in town.plans:
        if plan.child not in town.child_ids or not covers(plan, as_of):
            continue
        if plan.child_heard == NOT_KNOWN:
            told.skipped["unknown_plan"] += 1
        elif plan.child_heard == NO:
            start, end = _known(plan.start), _known(plan.end)
            rank = (SINCE_EVER if start is None else start,)
            told.findings.append(_found("plan", [plan.child], start, end, rank, {"plan": [plan.id]}))
    for row in town.handovers:
        due = _due(row)
        if _state(row) not in ("accepted", "done") or due is None or not recent(due, as_of, past_days):
            continue
        if due > as_of + rules["child_not_heard.horizon_days"]:
            continue
        if row.child_view_recorded == NOT_KNOWN:
            told.skipped["unknown_handover"] += 1
        elif row.child_view_recorded == NO:
            children = _known_child(town, row.child)
            told.findings.append(_found("handover", children, due, None, (due,), {"handover": [row.id]}))
    return told


def _meetings_without_voice(town: Town, child: Child, looked_at: list[Meeting], rules: Rules) -> list[Found]:
    own = [meeting for meeting in looked_at if child.id in town.children_at(meeting)]
    known = [meeting for meeting in own if meeting.child_heard != NOT_KNOWN]
    if not known or len(known) < rules["child_not_heard.min_meetings"]:
        return []
    if any(meeting.child_heard == YES for meeting in known):
        return []
    days = [day_of(meeting) for meeting in known]
    evidence = {"meeting": [meeting.id for meeting in known]}
    unknown = len(own) - len(known)
    return [
        _found(
            "meetings",
            [child.id],
            min(days),
            max(days),
            (-len(known),),
            evidence,
            meetings=len(known),
            unknown=unknown,
        )
    ]


HANDOVER_QUESTIONS: dict[str, Callable[[Town, int, Rules], Told]] = {
    "phase_boundaries": phase_boundaries,
    "no_joint_meeting": no_joint_meeting,
    "stalled_handovers": stalled_handovers,
    "orphaned_handovers": orphaned_handovers,
    "double_contacts": double_contacts,
    "departing_staff": departing_staff,
    "too_many_handovers": too_many_handovers,
    "unanswered_concerns": unanswered_concerns,
    "child_not_heard": child_not_heard,
}
