"""The steps that somebody can take with a handover: each a button, with a confirmation where it cannot be undone."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from zlib import crc32

import streamlit as st

from dashboard import errors
from dashboard.components import handover_desk as desk
from dashboard.components.html import badge, card, show, tag
from dashboard.handover_words import ITEMS, OTHER, REASONS, REFUSED
from dashboard.tables.child import calendar_date
from dashboard.tables.plan_choices import described, grounds, receivers
from dashboard.tables.scene import Scene
from dashboard.tables.work_list import Case
from dashboard.texts import mark, t, word
from graph import handovers as verbs
from graph.handovers import HandoverState
from graph.network import Network
from graph.values import HANDOVER_REASON, to_day

Verb = Callable[..., Network]
DONE = {
    "offer": mark("Överlämningen är erbjuden."),
    "accept": mark("Du har tackat ja."),
    "reject": mark("Du har tackat nej."),
    "revoke": mark("Överlämningen är återtagen."),
    "done": mark("Överlämningen är genomförd."),
    "change": mark("Ändringen är sparad."),
    "say": mark("Barnets ord är sparade."),
    "tick": mark("Checklistan är sparad."),
    "plan": mark("Överlämningen är planerad."),
}
AGREED = {"yes": mark("Ja"), "no": mark("Nej"), "unknown": mark("Inte frågat")}
FIRST, LAST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
"""Days that can be chosen; a day that is stored already can be outside."""


def told() -> None:
    """What came of the last step, once."""
    kind, words = st.session_state.pop("told", ("", ""))
    if kind == "done":
        show(tag("p", badge("good", t(words)), role="status"))
    elif kind:
        said = word(REFUSED, words) if words in REFUSED else t(OTHER) if kind == "refused" else errors.told(words)
        show(card(badge("alert", t("Det gick inte")), tag("p", said, role="alert")))


def _act(
    now: Scene,
    me: str,
    verb: str,
    function: Verb,
    *about: object,
    seen: HandoverState | None = None,
    **how: object,
) -> None:
    if verb == "reject":
        st.session_state["declined"] = about[0]
    if verb == "plan":
        st.session_state["open_child"] = about[0]
    desk.take(now, function, *about, done=DONE[verb], seen=seen, by=me, at=desk.moment(now), **how)


def _typed(key: str) -> str | None:
    text = st.session_state.get(key)
    return text.strip() or None if isinstance(text, str) else None


def _with_note(now: Scene, me: str, verb: str, function: Verb, given: HandoverState, key: str) -> None:
    _act(now, me, verb, function, given.id, seen=given, note=_typed(key))


def buttons(now: Scene, me: str, given: HandoverState, may: Sequence[str]) -> None:
    """What may be done now, by the one at the desk."""
    answer = "accept" in may
    with st.container(horizontal=True):
        if answer:
            _answer(now, me, given)
        if "offer" in may:
            st.button(
                t("Erbjud"),
                key=f"offer {given.id}",
                icon=":material/send:",
                on_click=_act,
                args=(now, me, "offer", verbs.offer, given.id),
                kwargs={"seen": given},
            )
        if "done" in may:
            words = t(
                "Överlämningen är klar, och uppdraget för den som lämnar över slutar i dag. Det går inte att ångra."
            )
            _confirmed(now, me, given, "done", verbs.complete, t("Genomförd"), words)
        if "change" in may:
            _change(now, me, given)
        if "say" in may and not answer and (me != given.receiver or not _kept(given)):
            _say(now, me, given)
        if "revoke" in may:
            words = t("Överlämningen tas tillbaka och kan inte fortsätta. En ny kan planeras.")
            _confirmed(now, me, given, "revoke", verbs.revoke, t("Återta"), words)


def _confirmed(now: Scene, me: str, given: HandoverState, verb: str, function: Verb, label: str, words: str) -> None:
    with st.popover(label, key=f"ask {verb} {given.id}"):
        show(tag("p", words))
        key = f"note {verb} {given.id}"
        st.text_input(t("Anteckning"), key=key, placeholder=t("Frivillig"))
        st.button(
            t("Ja, {step}", step=label.lower()),
            key=f"{verb} {given.id}",
            on_click=_with_note,
            args=(now, me, verb, function, given, key),
        )


def _answer(now: Scene, me: str, given: HandoverState) -> None:
    """Yes, or no with a reason."""
    with st.popover(t("Svara"), type="primary", icon=":material/chat:", key=f"ask answer {given.id}"):
        show(
            tag("p", t("Tackar du ja blir du barnkontakt från dagen för överlämningen, och får se hela barnets sida."))
        )
        st.button(
            t("Tacka ja"),
            key=f"accept {given.id}",
            icon=":material/check:",
            on_click=_act,
            args=(now, me, "accept", verbs.accept, given.id),
            kwargs={"seen": given},
        )
        key = f"note reject {given.id}"
        why = st.text_input(t("Varför du tackar nej"), key=key, placeholder=t("Behövs för att tacka nej"))
        show(tag("p", t("Ett nej går inte att ångra. En ny mottagare behöver utses."), class_="sn-note"))
        st.button(
            t("Tacka nej"),
            key=f"reject {given.id}",
            icon=":material/close:",
            disabled=not (why or "").strip(),
            on_click=_with_note,
            args=(now, me, "reject", verbs.reject, given, key),
        )


def _kept(given: HandoverState) -> bool:
    """Whether the child does not want its words to be shown to the receiver."""
    return given.agreed is False


def _say(now: Scene, me: str, given: HandoverState) -> None:
    """The child's own words."""
    with st.popover(t("Barnets ord"), key=f"ask say {given.id}"):
        key = f"words {given.id} {len(given.changes)}"  # a new form for new words: an answer is for the very words
        st.text_area(t("Det barnet säger, med barnets egna ord"), value=given.words or "", key=key)
        st.radio(
            t("Vill barnet att orden visas för mottagaren?"),
            list(AGREED),
            index=list(AGREED).index("no") if _kept(given) else len(AGREED) - 1,
            format_func=partial(word, AGREED),
            key=f"agreed {key}",
            horizontal=True,
        )
        st.button(t("Spara orden"), key=f"say {given.id}", on_click=_save_words, args=(now, me, given, key))


def _save_words(now: Scene, me: str, given: HandoverState, key: str) -> None:
    agreed = {"yes": True, "no": False}.get(str(st.session_state.get(f"agreed {key}")))
    _act(now, me, "say", verbs.say, given.id, _typed(key) or "", seen=given, agreed=agreed)


def _form_of(given: HandoverState) -> str:
    """A handover with a mark of what it holds: a new form for new content, as a field keeps what stood in it."""
    held = (given.due, given.answer_by, given.follow_up, given.receiver, given.reason, given.agreements, given.consent)
    return f"{given.id} {crc32(repr(held).encode()):08x}"


def _change(now: Scene, me: str, given: HandoverState) -> None:
    """Day, receiver and reason until it is answered; follow-up, agreements and legal ground while it is live."""
    key = _form_of(given)
    with st.popover(t("Ändra"), key=f"ask change {given.id}"):
        fields: dict[str, int | str | None] = {"follow_up": _day(t("Uppföljning"), f"follow {key}", given.follow_up)}
        if given.state != "accepted":
            fields["due"] = _day(t("Gäller från"), f"due {key}", given.due)
            fields["answer_by"] = _day(t("Svar senast"), f"answer {key}", given.answer_by)
            fields["receiver"] = receiver(now, me, f"change {key}", given.child, given.receiver)
            fields["reason"] = _reason(f"reason {key}", given.reason)
        agreed = st.text_area(t("Det ni har kommit överens om"), ";".join(given.agreements), key=f"agreed {key}")
        if agreed != ";".join(given.agreements):
            fields["agreements"] = agreed
        fields["consent"] = _ground(now, given.child, f"ground {key}", given.consent)
        before = vars(given)
        st.button(
            t("Spara ändringen"),
            key=f"change {given.id}",
            on_click=_act,
            args=(now, me, "change", verbs.change, given.id),
            kwargs={name: value for name, value in fields.items() if value != before[name]} | {"seen": given},
        )
        show(tag("p", t("Skilj flera överenskommelser åt med semikolon."), class_="sn-note"))
        if given.state == "offered":
            show(tag("p", t("Med en ny mottagare blir överlämningen planerad igen."), class_="sn-note"))


def _reason(key: str, before: str | None = None) -> str | None:
    """Why a child is handed over."""
    chosen: str | None = st.selectbox(
        t("Skäl"),
        HANDOVER_REASON.choices,
        index=HANDOVER_REASON.choices.index(before) if before else None,
        format_func=partial(word, REASONS),
        key=key,
        placeholder=t("Välj skäl"),
    )
    return chosen


def _ground(now: Scene, child: str, key: str, before: str | None = None) -> str | None:
    """The legal ground on which things are shared: one of those that are kept about the child."""
    known = grounds(now.network, child, now.as_of, before)
    if not known:
        words = t("Inget samtycke och ingen annan grund som gäller i dag finns inläst för barnet.")
        show(tag("p", words, class_="sn-note"))
        return before
    options = list(known)
    chosen: str | None = st.selectbox(
        t("Rättslig grund"),
        options,
        index=options.index(before) if before in options else None,
        format_func=lambda node: known[node],
        key=key,
        placeholder=t("Välj grund"),
    )
    return chosen


def new_day(now: Scene, me: str, given: HandoverState) -> None:
    """Another day for a handover that leaves days without anybody."""
    with st.popover(t("Ändra datum"), icon=":material/edit_calendar:", key=f"ask day {given.id}"):
        due = _day(t("Gäller från"), f"new due {_form_of(given)}", given.due)
        st.button(
            t("Spara datum"),
            key=f"day {given.id}",
            on_click=_act,
            args=(now, me, "change", verbs.change, given.id),
            kwargs={"due": due, "seen": given},
        )


def _day(label: str, key: str, day: int | None) -> int | None:
    """A day that is chosen, or none."""
    value = calendar_date(day)
    span = {"min_value": min(FIRST, value or FIRST), "max_value": max(LAST, value or LAST)}
    chosen = st.date_input(label, value=value, key=key, format="YYYY-MM-DD", **span)
    return to_day(chosen) if isinstance(chosen, dt.date) else None


def receiver(now: Scene, me: str, key: str, child: str, before: str | None = None) -> str | None:
    """A professional, found by name or title; those who fit the child's next phase of life stand first."""
    words = st.text_input(t("Sök mottagare"), key=f"find {key}", placeholder=t("Namn eller titel"))
    found = receivers(now.table(desk.ground_of), words.strip(), me, child)  # no cache keeps what somebody looks for
    options = [before, *(node for node in found if node != before)] if before else found
    named = described(now.table(desk.ground_of), options)
    chosen: str | None = st.selectbox(
        t("Mottagare"),
        options,
        index=0 if before else None,
        format_func=lambda node: named[node],
        key=f"receiver {key} {words.strip()}",
        placeholder=t("Välj mottagare"),
    )
    return chosen


def plan_form(now: Scene, me: str, cases: Sequence[Case], key: str, *, primary: bool) -> None:
    """Plan a handover of a child: to whom, from which day, why, on which ground. Closed again once it is planned."""
    look: Any = "primary" if primary else "secondary"
    tries = st.session_state.get("tries", 0)
    with st.popover(t("Planera överlämning"), type=look, icon=":material/add:", key=f"ask plan {key} {tries}"):
        names = {case.child: case.name for case in cases}
        child = cases[0].child
        if len(cases) > 1:
            child = st.selectbox(t("Barn"), list(names), format_func=lambda node: names[node], key=f"plan child {key}")
        else:
            show(tag("p", t("Barn"), ": ", tag("strong", names[child])))
        case = next(one for one in cases if one.child == child)
        who = receiver(now, me, f"plan {key} {child}", child)
        first, last = st.columns(2)
        with first:
            due = _day(t("Gäller från"), f"plan due {key} {child}", case.begins(now.as_of))
        with last:
            answer = _day(t("Svar senast"), f"plan answer {key} {child}", None)
        reason = _reason(f"plan reason {key} {child}")
        ground = _ground(now, child, f"plan ground {key} {child}")
        if lacks := _lacking(who, due):
            show(tag("p", lacks, class_="sn-note"))
        st.button(
            t("Planera"),
            key=f"plan {key}",
            disabled=who is None or due is None,
            on_click=_act,
            args=(now, me, "plan", verbs.plan, child),
            kwargs={
                "receiver": who,
                "due": due,
                "answer_by": answer,
                "reason": reason,
                "consent": ground,
                "role": now.role,
            },
        )


def _lacking(who: str | None, due: int | None) -> str:
    """What has to be chosen before a handover can be planned."""
    if who is None:
        return t("Välj mottagare och dag.") if due is None else t("Välj mottagare.")
    return t("Välj dag.") if due is None else ""


def tick_box(now: Scene, me: str, given: HandoverState, item: str, done: bool) -> None:
    """A row of the checklist that can be ticked."""
    st.checkbox(
        word(ITEMS, item),
        value=done,
        key=f"tick {given.id} {item} {now.key.version} {st.session_state.get('tries', 0)}",
        on_change=_act,
        args=(now, me, "tick", verbs.tick, given.id, item, not done),
    )
