"""What `stodnat handover` prints: for a terminal of 80 columns, or as JSON."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

from dashboard.handover_words import ITEMS, REASONS, STATES
from dashboard.output import finding_dict, printable, wrapped
from dashboard.tables.child import people
from dashboard.tables.plan import Ahead, Coming, Person
from dashboard.texts import KINDS, ROLES, day, finding_text, language, mark, t, word
from graph.handovers import HandoverState, Next, Step, handovers_of, next_step
from graph.network import Network
from graph.phases import Model, Phase
from graph.values import NO_SECOND, OPEN, SWEDEN, UNKNOWN, iso

NEXT = {
    "offer": mark("erbjud den till mottagaren"),
    "answer": mark("mottagaren svarar"),
    "answer_late": mark("mottagaren skulle ha svarat"),
    "wait": mark("vänta till dagen"),
    "complete": mark("markera som genomförd"),
    "plan_again": mark("planera en ny överlämning"),
    "follow_up": mark("följ upp"),
    "nothing": mark("inget mer"),
    "unknown": mark("läget är okänt"),
}
OPEN_ONES = mark("Öppna överlämningar")
ENDED = {
    "rejected": mark("Nekade och återtagna överlämningar"),
    "revoked": mark("Nekade och återtagna överlämningar"),
    "done": mark("Genomförda överlämningar"),
}
"""Headings of handovers that are not open."""
MISSING = {
    "born": mark("födelsedag, och med den livsfaserna"),
    "contact": mark("barnkontakt i dag"),
    "trusted_adult": mark("trygg vuxen"),
    "handover": mark("planerad överlämning"),
    "receiver": mark("mottagare"),
    "due": mark("dag för överlämningen"),
    "words": mark("barnets egna ord"),
    "consent": mark("samtycke eller annan grund"),
}


def view(network: Network, told: Coming, phases: Model, form: str, only: str | None) -> str:
    """What is coming for a child; `only` names one handover, whatever its state."""
    handovers = handovers_of(network, told.child)
    if form == "json":
        return json.dumps(_view_json(network, told, phases, handovers, only), ensure_ascii=False)
    shown = [one for one in told.open if only in (None, one.handover.id)]
    shown = shown or [Ahead(one, next_step(one, told.as_of)) for one in handovers if one.id == only]
    return "\n".join(printable(line) for line in _lines(network, told, shown))


def step(network: Network, found: HandoverState, as_of: int, form: str) -> str:
    """How a handover stands after a step."""
    ahead = Ahead(found, next_step(found, as_of))
    if form == "json":
        return json.dumps(_handover_json(ahead), ensure_ascii=False)
    return "\n".join(printable(line) for line in _handover(network, ahead))


# For a terminal.


def _lines(network: Network, told: Coming, shown: Sequence[Ahead]) -> Iterable[str]:
    yield f"{told.name or t('Barn')} · {told.child} · {t('Läget {day}', day=iso(told.as_of))}"
    if network.generated:
        yield t("Påhittade uppgifter: inga verkliga barn, personer eller verksamheter.")
    phase = [t("Nu: {phase}", phase=_phase(told.phase))] if told.phase else []
    boundaries = [f"{_phase(one)} {iso(begin)}" for one, begin in told.boundaries]
    yield from _section(t("Livsfaser inom tolv månader"), [*phase, *boundaries])
    yield from _section(t("Barnkontakt i dag"), [_person(one) for one in told.contacts])
    for title, part in _by_state(shown).items():
        yield ""
        yield title
        for ahead in part:
            yield from _handover(network, ahead)
        if not part:
            yield "  " + t("Ingen.")
    yield from _section(
        t("Vad frågorna hittar"), [_found(one.kind, finding_text(one, language())) for one in told.findings]
    )
    yield from _section(t("Vilka som finns kvar"), [_person(one) for one in told.stays])
    yield from _section(
        t("Det som saknas i uppgifterna, checklistan för sig"), [word(MISSING, one) for one in told.missing]
    )


def _by_state(shown: Sequence[Ahead]) -> dict[str, list[Ahead]]:
    """Handovers under the words for how they stand, those that are open first."""
    titles = [t(ENDED.get(one.handover.state or "", OPEN_ONES)) for one in shown] or [t(OPEN_ONES)]
    order = sorted(dict.fromkeys(titles), key=lambda title: title != t(OPEN_ONES))
    return {title: [one for one, said in zip(shown, titles, strict=False) if said == title] for title in order}


def _section(title: str, lines: Sequence[str]) -> Iterable[str]:
    yield ""
    yield title
    for line in lines or [t("Ingen.")]:
        yield from wrapped(line)


def _phase(phase: Phase) -> str:
    return phase.sv if language() == "sv" else phase.en


def _person(one: Person) -> str:
    since = t("sedan {day}", day=day(one.start)) if one.start != UNKNOWN else t("sedan alltid")
    until = t("sista dag {day}", day=day(one.end - 1)) if one.end != OPEN else t("tills vidare")
    return f"{one.name} ({one.id}), {word(ROLES, one.role)}, {since}, {until}"


def _found(kind: str, text: str) -> str:
    return f"{word(KINDS, kind)}: {text}"


def _handover(network: Network, ahead: Ahead) -> Iterable[str]:
    """One handover: from whom to whom, its state, its next step, its checklist."""
    one, following = ahead.handover, ahead.next
    sender, receiver = (_name(network, who) for who in (one.sender, one.receiver))
    yield from wrapped(f"{one.id}: {word(STATES, one.state) or t('okänt')}, {day(one.due)}")
    reason = [word(REASONS, one.reason)] if one.reason else []
    yield from wrapped(", ".join([t("från {sender} till {receiver}", sender=sender, receiver=receiver), *reason]), 4)
    due = f" ({day(following.day)})" if following.day is not None else ""
    step = word(NEXT, following.code)
    if following.code in ("answer", "answer_late") and one.answer_by is None and due:
        step = t("{step} senast dagen för bytet", step=step)
    yield from wrapped(t("Nästa steg: {step}", step=step) + due, 4)
    if note := next((step.note for step in reversed(one.changes) if step.state and step.item != "words"), None):
        yield from wrapped(t("Anteckning: {note}", note=note), 4)
    done = len(one.items) - len(one.missing)
    yield from wrapped(t("Checklista, {n} av {all} klara", n=done, all=len(one.items)), 4)
    if one.missing:
        yield from wrapped(
            t("Inte klart i checklistan: {items}", items=", ".join(word(ITEMS, item) for item in one.missing)), 4
        )
    if one.words and one.agreed is False:
        yield from wrapped(t("Barnet vill inte att orden visas."), 4)
    elif one.words:
        yield from wrapped(t("Barnets ord: {words}", words=one.words), 4)


def _name(network: Network, who: str | None) -> str:
    return t("okänt") if who is None else f"{people(network, [who])[0]} ({who})"


# For programs.


def _view_json(
    network: Network, told: Coming, phases: Model, handovers: Sequence[HandoverState], only: str | None
) -> dict[str, Any]:
    unfinished = [one.handover.id for one in told.open]
    return {
        "child": told.child,
        "name": told.name,
        "as_of": iso(told.as_of),
        "generated": network.generated,
        "model": phases.model,
        "phase": told.phase.phase if told.phase else None,
        "boundaries": [{"phase": one.phase, "name": _phase(one), "day": iso(begin)} for one, begin in told.boundaries],
        "contacts": [_person_json(one) for one in told.contacts],
        "handovers": [
            _handover_json(Ahead(one, next_step(one, told.as_of))) | {"open": one.id in unfinished}
            for one in handovers
            if only in (None, one.id)
        ],
        "findings": [finding_dict(one, language()) for one in told.findings],
        "stays": [_person_json(one) for one in told.stays],
        "missing": list(told.missing),
    }


def _person_json(one: Person) -> dict[str, Any]:
    return {"person": one.id, "name": one.name, "role": one.role, "start": iso(one.start), "end": iso(one.end)}


def _handover_json(ahead: Ahead) -> dict[str, Any]:
    one = ahead.handover
    return {
        "id": one.id,
        "child": one.child,
        "role": one.role,
        "sender": one.sender,
        "receiver": one.receiver,
        "due": iso(one.due),
        "state": one.state,
        "reason": one.reason,
        "answer_by": iso(one.answer_by),
        "follow_up": iso(one.follow_up),
        "words": None if one.agreed is False else one.words,
        "words_agreed": one.agreed,
        "agreements": list(one.agreements),
        "consent": one.consent,
        "next": _next_json(ahead.next),
        "checklist": {
            "done": len(one.items) - len(one.missing),
            "of": len(one.items),
            "missing": one.missing,
            "items": dict(one.items),
        },
        "changes": [_change_json(change, shown=_may_be_shown(one, change)) for change in one.changes],
    }


def _may_be_shown(one: HandoverState, change: Step) -> bool:
    """Whether the note of a step may be shown: words that the child does not want to be shown may not."""
    if change.item != "words":
        return True
    return one.agreed is not False and change.done is not False and (change.done is True or change.note == one.words)


def _next_json(following: Next) -> dict[str, Any]:
    return {"step": following.code, "person": following.person, "day": iso(following.day)}


def _change_json(change: Step, *, shown: bool) -> dict[str, Any]:
    return {
        "id": change.id,
        "person": change.person,
        "at": _at(change),
        "state": change.state,
        "item": change.item,
        "done": change.done,
        "note": change.note if shown else None,
    }


def _at(change: Step) -> str | None:
    if change.at.second == NO_SECOND:
        return iso(change.at.day)
    return dt.datetime.fromtimestamp(change.at.second, SWEDEN).isoformat()
