"""A verdict on a pair of forums: what was decided, by whom and why; and the form for one more."""

from collections.abc import Sequence

import streamlit as st

from dashboard import data, errors, texts
from dashboard.components import forums as look
from dashboard.components.html import Html, badge, heading, show, table, tag
from dashboard.texts import VERDICTS, t, word
from graph.store import StoreError
from graph.stores import open_store
from graph.verdicts import NAME, NOTE, Recorded, Verdicts, record

CHOICES = ("duplicate", "complementary", "required", "unclear")
ICONS = {
    "duplicate": ":material/content_copy:",
    "complementary": ":material/layers:",
    "required": ":material/gavel:",
    "unclear": ":material/help:",
}
ME, TROUBLE, SAVED, NAME_FIELD = "verdict_by", "verdict_trouble", "verdict_saved", "verdict name"
"""Where the session keeps the name, what went wrong, that something was saved, and the field of the name."""


def verdict(key: str, forums: Sequence[str], known: Verdicts, may: bool) -> None:
    """What was decided about a pair, and the form where it `may` be judged: a pair that meets no rule need not be."""
    show(heading(3, t("Bedömning")), in_force(known.of(key)))
    _told()
    history = known.history.get(key, [])
    if may or history:
        _form(key, forums)
    if known.of(key) is not None:
        st.button(t("Ta tillbaka bedömningen"), key=f"withdraw-{key}", on_click=_withdraw, args=(key,))
    if history:
        with st.expander(t("Alla bedömningar av paret: {n}", n=texts.number(len(history)))):
            show(past(history))


def in_force(one: Recorded | None) -> Html:
    """The verdict in force with its note, or that there is none."""
    if one is None:
        return tag("p", look.verdict_badge(None))
    when = t("{when} · {who}", when=texts.moment(one.at), who=one.verdict.by)
    note = tag("p", f"”{one.verdict.note}”", class_="sn-quote") if one.verdict.note else ""
    return tag("div", look.verdict_badge(one.judgement), when, note)


def past(history: Sequence[Recorded]) -> Html:
    """Every verdict on a finding, newest first."""
    head = [t("När"), t("Vem"), t("Bedömning"), t("Varför")]
    return table(head, [_past(one) for one in reversed(history)])


def _past(one: Recorded) -> list[object]:
    told = one.verdict
    return [texts.moment(one.at), told.by, word(VERDICTS, told.judgement), told.note or "–"]


def _told() -> None:
    """What became of the last try, said once."""
    if trouble := st.session_state.pop(TROUBLE, ""):
        show(tag("p", badge("alert", errors.told(trouble)), role="alert"))
    if saved := st.session_state.pop(SAVED, ""):
        show(tag("p", badge("good", t(saved)), role="status"))


def _form(key: str, forums: Sequence[str]) -> None:
    if NAME_FIELD not in st.session_state:  # Streamlit drops it while another page is shown
        st.session_state[NAME_FIELD] = st.session_state.get(ME, "")
    st.text_input(t("Ditt namn"), key=NAME_FIELD, max_chars=NAME, on_change=_named)
    with st.form(f"verdict form {key}", border=False):
        st.segmented_control(
            t("Ny bedömning"),
            CHOICES,
            format_func=lambda code: f"{ICONS[code]} {word(VERDICTS, code)}",
            key=f"judgement {key}",
        )
        st.text_area(
            t("Varför"), key=f"note {key}", max_chars=NOTE, height=90, placeholder=t("Skriv inget om enskilda barn")
        )
        foot = t("Sparas med ditt namn och datum. Bedömda par tas inte upp igen. Skriv inget om enskilda barn.")
        show(tag("p", foot, class_="sn-source"))
        st.form_submit_button(t("Spara"), icon=":material/check:", on_click=_save, args=(key, forums))


def _named() -> None:
    st.session_state[ME] = st.session_state[NAME_FIELD]


def _save(key: str, forums: Sequence[str]) -> None:
    choice = st.session_state.get(f"judgement {key}")
    if choice is None:
        st.session_state[TROUBLE] = t("Välj en bedömning.")
        return
    if _recorded(key, choice, str(st.session_state.get(f"note {key}") or "")):
        st.session_state[SAVED] = texts.mark("Bedömningen är sparad.")
        st.session_state["pair"] = tuple(forums)  # the pair stays chosen, wherever it now stands in the list
        st.session_state[f"judgement {key}"] = None
        st.session_state[f"note {key}"] = ""


def _withdraw(key: str) -> None:
    if _recorded(key, "withdrawn", ""):
        st.session_state[SAVED] = texts.mark("Bedömningen är tillbakatagen. Den finns kvar i listan.")


def _recorded(key: str, judgement: str, note: str) -> bool:
    try:
        with open_store(data.url()) as store:
            record(store, key, judgement, by=st.session_state.get(ME, ""), note=note)
    except StoreError as error:
        st.session_state[TROUBLE] = str(error)
        return False
    return True
