"""The opened handover: state, from and to, days without anybody, the child's own words, who stays, the checklist."""

import streamlit as st

from dashboard import texts
from dashboard.brief.facts import Brief
from dashboard.brief.phrases import agreement
from dashboard.components import handover_acts as acts
from dashboard.components import handover_desk as desk
from dashboard.components import plan_files
from dashboard.components.choose import open_child
from dashboard.components.handover_list import meter, state_badge
from dashboard.components.html import Html, badge, heading, icon, join, show, tag
from dashboard.handover_words import ITEMS, REASONS, STATES
from dashboard.tables.counts import names_of
from dashboard.tables.scene import Scene
from dashboard.tables.work_list import Bar, Case
from dashboard.texts import ROLES, mark, t, word
from graph.handovers import ROLE, HandoverState, allowed, checklist, may_plan

STEPS = ("planned", "offered", "accepted", "done")
ENDED = ("rejected", "revoked")
TO_COME = {"offered": mark("Ska erbjudas"), "accepted": mark("Ska accepteras"), "done": mark("Ska genomföras")}
SHOWS = {"accepted": "receiver_accepted"}
"""The row of the checklist that a state fulfils."""
CLOSED = ("accept", "reject")
"""The steps of somebody to whom the child is not open."""


def show_case(now: Scene, me: str, case: Case) -> None:
    """One child beside the list: all that may be seen of it, and what can be done now."""
    given = desk.handover(now, case.child, case.handover)
    lock = badge("quiet", t("Skyddade uppgifter"), "lock") if case.hidden else ""
    show(tag("div", tag("h3", case.name, class_="sn-h2"), join([lock, state_badge(case.state)]), class_="sn-top"))
    show(tag("p", case.line, class_="sn-second"))
    if given is None:
        _unplanned(now, me, case)
        return
    show(_stepper(given, now.as_of), _ends(now, me, case, given))
    verbs = _verbs(now, me, given)
    if not case.full:
        if given.live:
            show(tag("p", t("Resten öppnas när du har tackat ja."), class_="sn-note"))
        acts.buttons(now, me, given, [verb for verb in verbs if verb in CLOSED])
        return
    told = now.table(desk.brief, case.child, given.id)
    _files(now, given)
    acts.buttons(now, me, given, verbs)
    _replan(now, me, case, given)
    if case.gaps:
        show(_gaps(case))
        if "change" in verbs and given.state != "accepted":
            acts.new_day(now, me, given)
    show(_words(told), _stays(told, given.role or ROLE))
    if not case.hidden and given.reason:
        show(tag("p", t("Skäl: {reason}", reason=word(REASONS, given.reason)), class_="sn-second"))
    _checklist(now, me, given, "tick" in verbs)


def _verbs(now: Scene, me: str, given: HandoverState) -> tuple[str, ...]:
    """What the one at the desk may do; who is neither sender nor receiver only what falls to a child's contact."""
    named = me in (given.sender, given.receiver)
    if not named and not may_plan(now.network, given.child, me, now.as_of, given.role or ROLE):
        return ()
    return allowed(given, me, now.as_of)


def _unplanned(now: Scene, me: str, case: Case) -> None:
    """A child with a boundary or a gap ahead and no handover."""
    ahead = [t("{name} börjar {day}", name=name, day=texts.day(day, now.as_of)) for name, day in case.phases]
    show(_gaps(case), tag("p", ". ".join(ahead)) if ahead else "")
    if may_plan(now.network, case.child, me, now.as_of, now.role):
        acts.plan_form(now, me, [case], "open", primary=True)
    else:
        show(_who_may_plan(now, case))


def _replan(now: Scene, me: str, case: Case, given: HandoverState) -> None:
    if given.live:
        return
    if may_plan(now.network, case.child, me, now.as_of, now.role):
        acts.plan_form(now, me, [case], "open", primary=False)
    elif given.state in ENDED:
        show(_who_may_plan(now, case))


def _who_may_plan(now: Scene, case: Case) -> Html:
    """Who can plan a handover where the one at the desk cannot."""
    if any(bar.start <= now.as_of for bar in case.gaps):
        words = t("Ingen är barnkontakt i dag. Den som är anställd kan planera överlämningen: stodnat handover.")
    else:
        words = t("Den som är barnkontakt i dag kan planera överlämningen.")
    return tag("p", words, class_="sn-note")


def _stepper(given: HandoverState, as_of: int) -> Html:
    """The steps that a handover takes, with the days on which they were taken."""
    state = given.state or ""
    days = {step.state: step.at.day for step in given.changes if step.state}
    steps = STEPS if state not in ENDED else (*(one for one in STEPS if one in days), state)
    at = steps.index(state) if state in steps else -1
    ahead = {"accepted": given.answer_by, "done": given.due}
    parts = []
    for number, step in enumerate(steps):
        coming = number > at
        day = ahead.get(step) if coming else days.get(step)
        words = texts.day(day, as_of) if day is not None else ""
        if coming and day is not None:
            said = t("svar senast {day}", day=words) if step == "accepted" else t("ska ske {day}", day=words)
            words = desk.until_words(said, day, as_of)
        parts.append(
            tag(
                "li",
                icon("good") if number < at else "",
                " ",
                word(TO_COME if coming else STATES, step),
                tag("span", words, class_="sn-second"),
                class_="sn-past" if number <= at else None,
                aria_current="step" if number == at else None,
            )
        )
    return tag("ol", *parts, class_="sn-steps", aria_label=t("Steg"))


def _ends(now: Scene, me: str, case: Case, given: HandoverState) -> Html:
    """From whom, to whom, and from which day."""
    due = t("från {day}", day=texts.day(given.due, now.as_of)) if given.due is not None else t("utan datum")
    if given.live:
        due = desk.until_words(due, given.due, now.as_of)
    until = t("till {day}", day=texts.day(case.until, now.as_of)) if case.until is not None else ""
    sides = [(t("Från"), given.sender, until), (t("Till"), given.receiver, due)]
    boxes = [
        tag(
            "div",
            tag("p", label, class_="sn-second"),
            tag("p", tag("strong", _name(now, me, case, person))),
            tag("p", words, class_="sn-second") if words else "",
        )
        for label, person, words in sides
    ]
    return tag("div", boxes[0], icon("next"), boxes[1], class_="sn-ends")


def _name(now: Scene, me: str, case: Case, person: str | None) -> str:
    if person is None:
        return t("ingen utsedd")
    if case.hidden and person != me:
        return t("någon annan")
    return names_of(now.network, "professional", [person])[0]


def _gaps(case: Case) -> Html:
    """The days without a barnkontakt, if there are any."""
    return join(_gap(bar) for bar in case.gaps)


def _gap(bar: Bar) -> Html:
    words = tag("strong", bar.label[:1].upper() + bar.label[1:], ".")
    return tag("div", icon("nobody"), " ", words, " ", t("Ingen är barnkontakt de dagarna."), class_="sn-box sn-alert")


def _words(told: Brief | None) -> Html:
    """What the child says, with who wrote it down and when."""
    words = told.words if told else None
    if words is None:
        return tag("div", tag("p", t("Barnets egna ord är inte nedskrivna än.")), class_="sn-box sn-quiet")
    by = t("Vem som skrev ner orden, och när, är inte känt.")
    if words.by is not None and words.day is not None:
        by = t("Nedskrivet av {name} {day}.", name=words.by, day=texts.day(words.day, told.as_of if told else None))
    said = tag("blockquote", words.text) if words.text else ""
    by = f"{by} {agreement(words)}"
    return tag("div", icon("quote"), said, tag("p", by, class_="sn-second"), class_="sn-box sn-said")


def _stays(told: Brief | None, role: str) -> Html:
    """Who stays through the change; not who has the role that is handed over."""
    staying = [one for one in told.people if one.fate == "stays" and role not in one.roles] if told else []
    if not staying:
        return Html("")
    names = [" ".join([*(word(ROLES, role) for role in one.roles[:1]), one.name or t("namn okänt")]) for one in staying]
    sentence = t("{names} finns kvar genom bytet.", names=texts.joined(names))
    return tag(
        "div", icon("strength"), " ", tag("strong", t("Det här består:")), " ", sentence, class_="sn-box sn-strength"
    )


def _files(now: Scene, given: HandoverState) -> None:
    """What can be fetched, and the way to the child's page."""
    with st.container(horizontal=True):
        plan_files.buttons(now, given.child, given.id)
        plan_files.for_former(now, given)
        if st.button(t("Visa nätverket"), key=f"network {given.id}", icon=":material/hub:"):
            open_child(given.child)
            st.switch_page("views/barn.py")


def _checklist(now: Scene, me: str, given: HandoverState, mine: bool) -> None:
    """The checklist: one's own rows can be ticked, those of the other have a clock."""
    done = sum(value is True for value in given.items.values())
    show(tag("div", heading(3, t("Checklista")), meter(done), class_="sn-top"))
    for item, line in checklist().items():
        mark = line.who == "both" or line.who == ("receiver" if me == given.receiver else "sender")
        mark = mark and (me in (given.sender, given.receiver) or mine)
        whose = t("båda") if line.who == "both" else t("du") if mark else _other(line.who)
        value = given.items[item]
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
            if mine and mark:
                acts.tick_box(now, me, given, item, value is True)
            else:
                look = icon("good" if value else "clock")
                said = t("klart") if value else t("väntar")
                row = tag("span", word(ITEMS, item), " ", tag("span", f"({said})", class_="sn-whose"))
                show(tag("div", look, row, class_="sn-other"), width="content")
            show(tag("span", _told_of(given, me, item, whose, now.as_of), class_="sn-whose"), width="content")
    if mine:
        show(tag("p", t("Du bockar av dina rader. Rader med klocka bockar den andra av."), class_="sn-note"))


def _told_of(given: HandoverState, me: str, item: str, whose: str, as_of: int) -> str:
    """Whose a row of the checklist is, or who has done it, on which day; unknown where somebody has made it so."""
    steps = [one for one in given.changes if item in (one.item, SHOWS.get(one.state or ""))]
    if not steps:
        return whose
    last, value = steps[-1], given.items[item]
    said = [_doer(given, me, last.person) if value and last.person else whose, texts.day(last.at.day, as_of)]
    return " · ".join([*said, *([t("okänt")] if value is None else [])])


def _doer(given: HandoverState, me: str, person: str) -> str:
    """Who took a step: oneself, the receiver, the sender, or somebody else, who is not named."""
    if person == me:
        return t("du")
    return (
        _other("receiver")
        if person == given.receiver
        else _other("sender")
        if person == given.sender
        else t("någon annan")
    )


def _other(who: str) -> str:
    return t("mottagaren") if who == "receiver" else t("den som lämnar över")
