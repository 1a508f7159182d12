"""The work list: key figures, a row a child, and the table and file that say the same as the picture."""

from collections.abc import Sequence

import streamlit as st

from dashboard import texts
from dashboard.components import clicks
from dashboard.components.handover_desk import day_words, until_words
from dashboard.components.html import Html, badge, card, grid, icon, join, plain, show, table, tag, two_lines
from dashboard.handover_words import STATES
from dashboard.tables.loading import csv_file
from dashboard.tables.work_list import Case, Desk
from dashboard.texts import Amount, t, word
from graph.handovers import checklist

FIRST = 10
LOOKS = {
    "planned": ("quiet", "planned"),
    "offered": ("watch", "offered"),
    "accepted": ("good", "good"),
    "rejected": ("alert", "rejected"),
    "done": ("strength", "done"),
    "revoked": ("alert", "stop"),
    "none": ("quiet", "watch"),
}


def state_badge(state: str) -> Html:
    """The state of a handover."""
    look, symbol = LOOKS.get(state, LOOKS["none"])
    return badge(look, word(STATES, state), symbol)


def figures(desk: Desk, as_of: int) -> Html:
    """Four counts of one's own children."""
    away, to_me = desk.toward("from"), desk.toward("to")
    days = [case.day for case in desk.asked if case.day is not None]
    late = bool(days) and min(days) < as_of
    answer = t("Svara senast {day}", day=texts.day(min(days), as_of)) if days else t("inget svar väntar")
    answer = until_words(answer, min(days, default=None), as_of)
    current, later = desk.gaps(as_of)
    plan = sum(case.handover is None for case in desk.cases)
    ways = t("{away} från dig, {to} till dig, {plan} att planera", away=away, to=to_me, plan=plan)
    return grid(
        [
            _tile(
                t("Barn du är barnkontakt för"),
                desk.now,
                badge("quiet", t("{n} lämnar dig inom 12 månader", n=texts.number(desk.leaving)), "next"),
            ),
            _tile(
                t("Kommande överlämningar"),
                away + to_me,
                badge("quiet", ways, "next"),
            ),
            _tile(
                t("Väntar på ditt svar"),
                len(desk.asked),
                badge("alert" if late else "watch" if desk.asked else "quiet", answer, "clock"),
            ),
            _tile(
                t("Glapp"),
                current + later,
                badge(
                    "alert" if current + later else "quiet",
                    t("{current} pågår, {later} väntar", current=current, later=later),
                    "nobody",
                ),
            ),
        ],
        210,
    )


def _tile(name: str, count: int, note: Html) -> Html:
    return card(tag("p", name, class_="sn-label"), tag("p", texts.number(count), class_="sn-big"), note)


def legend() -> Html:
    """What the colours, lines and signs of the picture mean."""
    swatches = {
        t("du är barnkontakt"): "background:var(--sn-blue)",
        t("någon annan"): "background:var(--sn-other)",
        t("har inte tackat ja"): "background:var(--sn-ground);border:1px dashed var(--sn-mute)",
        t("glapp"): "background:var(--sn-alert-pale);border:1px dashed var(--sn-red)",
    }
    parts = [tag("span", tag("span", class_="sn-swatch", style=style), words) for words, style in swatches.items()]
    parts.append(tag("span", tag("span", class_="sn-phase"), t("livsfasgräns")))
    parts.append(tag("span", t("streckad linje: läget")))
    counted = t(
        "Glapp räknar varje sammanhängande tid utan barnkontakt som pågår eller börjar inom tolv månader, sedan en"
        " barnkontakt slutat, också för barn som inte räknas som i stöd."
    )
    return join([tag("div", *parts, class_="sn-legend"), tag("p", counted, class_="sn-note")])


def meter(done: int) -> Html:
    """How much of the checklist is done."""
    whole = len(checklist())
    bar = tag("span", tag("span", style=f"width:{100 * done // whole}%"), class_="sn-track", aria_hidden="true")
    return tag("span", bar, t("{part} av {whole}", part=done, whole=whole), class_="sn-meter")


def side(case: Case) -> str:
    """From me or to me."""
    return {"from": t("Från dig"), "to": t("Till dig")}.get(case.toward, "")


def rows(cases: Sequence[Case], as_of: int, chosen: str | None) -> None:
    """The children, the day of the next step first: ten, then more."""
    more = st.session_state.get("more_handovers", FIRST)
    for number, case in enumerate(cases[:more]):
        here = case.child == chosen
        with st.container(border=True, key=f"{'open' if here else 'closed'}-row-{number}", gap="small"):
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                st.button(
                    plain(case.name),
                    key=f"choose-{case.child}",
                    type="tertiary",
                    on_click=_pressed,
                    args=(case.child,),
                )
                show(join([_chosen(here), _lock(case), state_badge(case.state)]), width="content")
            show(*_lines(case, as_of))
    if len(cases) > more:
        st.button(t("Visa fler"), key="more_handovers_button", on_click=_more, args=(more,))


def _lines(case: Case, as_of: int) -> list[Html]:
    line = " · ".join(part for part in (side(case), case.line) if part)
    step = tag("span", icon("next"), " ", case.step, ", ", tag("strong", day_words(case.day, as_of)))
    late = badge("alert", t("försenat"), "clock") if case.late(as_of) else ""
    progress = meter(case.done) if case.handover and case.full else ""
    return [tag("p", line, class_="sn-second"), tag("div", step, late, progress, class_="sn-line")]


def _chosen(here: bool) -> Html:
    return badge("strength", t("Öppnad"), "next") if here else Html("")


def _lock(case: Case) -> Html:
    return badge("quiet", t("Skyddade uppgifter"), "lock") if case.hidden else Html("")


def choose(child: str) -> None:
    """Open the handover of a child."""
    st.session_state["open_child"] = child


def _pressed(child: str) -> None:
    choose(child)
    clicks.anew("row")


def _more(now: int) -> None:
    st.session_state["more_handovers"] = now + FIRST


def opened(cases: Sequence[Case]) -> Case | None:
    """The child whose handover is open: the one that was chosen, else the first."""
    wanted = st.session_state.get("open_child")
    return next((case for case in cases if case.child == wanted), cases[0] if cases else None)


def heads() -> list[str]:
    """The columns of the table and the file."""
    return [
        t("Barn"),
        t("Livsfas"),
        t("Läge"),
        t("Riktning"),
        t("Nästa steg"),
        t("Dag"),
        t("Barnkontakt"),
        t("Glapp"),
        t("Livsfasgräns"),
        t("Checklista"),
    ]


def cells(case: Case, as_of: int) -> list[str]:
    """What the picture and the list say of one child."""
    return [
        case.name,
        case.line,
        word(STATES, case.state),
        side(case),
        case.step,
        until_words(day_words(case.day, as_of), case.day if case.late(as_of) else None, as_of),
        "; ".join(f"{bar.label} {_span(bar.start, bar.end, as_of)}" for bar in case.bars if bar.look != "gap"),
        "; ".join(f"{bar.label} {_span(bar.start, bar.end, as_of)}" for bar in case.bars if bar.look == "gap"),
        "; ".join(f"{name} {texts.day(day, as_of)}" for name, day in case.phases),
        t("{part} av {whole}", part=case.done, whole=len(checklist())) if case.handover and case.full else "–",
    ]


def _span(start: int, end: int, as_of: int) -> str:
    return f"({texts.day(start, as_of)} – {texts.day(end, as_of)})"


def twin(cases: Sequence[Case], as_of: int) -> Html:
    """The picture as a table."""
    said = [cells(case, as_of) for case in cases]
    body = [
        [
            two_lines(one[0], one[1]),
            two_lines(one[2], one[3]),
            two_lines(one[4], one[5]),
            *(part or "–" for part in one[6:]),
        ]
        for one in said
    ]
    names = heads()
    head = [names[0], names[2], names[4], *names[6:]]
    return table(head, body, (), t("Mina barn, kommande tolv månader"))


def as_csv(cases: Sequence[Case], as_of: int, made_up: bool) -> bytes:
    """The picture as a file."""
    return csv_file(heads(), [cells(case, as_of) for case in cases], made_up)


def calm(names: Sequence[str]) -> None:
    """The children with nothing ahead, in one line that opens."""
    if names:
        words = t(
            "{n:barn|barn} har ingen livsfasgräns och inget glapp de närmaste tolv månaderna.", n=Amount(len(names))
        )
        with st.expander(words):
            show(tag("p", texts.joined(list(names))))
