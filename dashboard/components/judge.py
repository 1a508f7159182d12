"""A verdict on a finding: what was decided, by whom and why; and the form for one more, large or small."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import streamlit as st

from dashboard import data, errors, texts
from dashboard.components import forums as look
from dashboard.components import frame
from dashboard.components.html import Html, badge, heading, heard, show, table, tag
from dashboard.texts import VERDICTS, t, word
from graph.store import StoreError
from graph.stores import open_store
from graph.verdicts import NAME, NOTE, Recorded, VerdictError, Verdicts, record, verdicts

CHOICES = ("duplicate", "complementary", "required", "unclear")
ICONS = {
    "duplicate": ":material/content_copy:",
    "complementary": ":material/layers:",
    "required": ":material/gavel:",
    "unclear": ":material/help:",
}
Seen = Mapping[str, Recorded | None]
"""Findings by key, each with the verdict in force when the form was drawn."""
ME, TROUBLE, UNSEEN, SAVED = "verdict_by", "verdict_trouble", "verdict_unseen", "verdict_saved"
"""Where the session keeps the name, what went wrong, what others said meanwhile, and that something was saved."""
NAME_FIELD = "verdict name"


def verdict(key: str, forums: Sequence[str], known: Verdicts, may: bool) -> None:
    """What was decided about a pair, and the form where it `may` be judged: a pair that meets no rule need not be."""
    show(heading(3, t("Bedömning")), in_force(known.of(key)))
    told("pair")
    history = known.history.get(key, [])
    if may or history:
        _form((key,), "pair", NAME_FIELD, forums, known)
        _take_back((key,), "pair", NAME_FIELD, known)
    if history:
        with st.expander(t("Alla bedömningar av paret: {n}", n=texts.number(len(history)))):
            show(past(history))


def small(
    keys: Sequence[str], where: str, known: Verdicts, about: str, evidence: Callable[[], Html] | None = None
) -> None:
    """What was decided about a finding, or about several that are shown as one; and a form that unfolds.

    `evidence` is made when it does, to judge by.
    """
    first, forces = keys[0], _distinct(known.of(key) for key in keys)
    history = sorted(_distinct(one for key in keys for one in known.history.get(key, [])), key=lambda one: one.number)
    with st.container(key=f"verdict-{first}", gap="small"):
        show(*map(look.verdict_badge, dict.fromkeys(known.judgement(key) for key in keys)))
        box = frame.fold(heard(t("Bedöm"), about), f"judge {first}", ":material/gavel:", small=True)
    if box is not None:
        with box:
            if evidence:
                show(evidence())
            if forces:
                show(*map(in_force, forces))
            name = f"{NAME_FIELD} {first}"
            _form(keys, where, name, (), known)
            _take_back(keys, where, name, known)
            if history:
                show(*(_line(one) for one in reversed(history)))


def _distinct(found: Iterable[Recorded | None]) -> list[Recorded]:
    """Verdicts, each once: what is said of several findings at once stands in the journal for each."""

    def said(one: Recorded) -> tuple[object, ...]:
        return one.judgement, one.verdict.by, one.verdict.note, one.at.replace(second=0, microsecond=0)

    return list({said(one): one for one in found if one}.values())


def _line(one: Recorded) -> Html:
    """A verdict of the past where there is no room for a table."""
    told = one.verdict
    when = t("{when} · {who}", when=texts.moment(one.at), who=told.by)
    note = tag("span", f"”{told.note}”", class_="sn-second") if told.note else ""
    return tag("p", when, ": ", word(VERDICTS, told.judgement), note, class_="sn-source")


def _take_back(keys: Sequence[str], where: str, name: str, known: Verdicts) -> None:
    if seen := {key: known.of(key) for key in keys if known.of(key)}:
        words = t("Ta tillbaka bedömningen")
        st.button(words, key=f"withdraw-{keys[0]}", on_click=_withdraw, args=(seen, where, name))


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
    return table(head, [_past(one) for one in reversed(history)], said=t("Bedömning"))


def _past(one: Recorded) -> list[object]:
    told = one.verdict
    return [texts.moment(one.at), told.by, word(VERDICTS, told.judgement), told.note or "–"]


def told(where: str) -> None:
    """What became of the last try in this part of the page, said once."""
    if trouble := st.session_state.pop(f"{TROUBLE} {where}", ""):
        unseen = st.session_state.pop(f"{UNSEEN} {where}", [])
        show(tag("div", badge("alert", errors.told(trouble)), *map(in_force, unseen), role="alert"))
    if saved := st.session_state.pop(f"{SAVED} {where}", ""):
        show(tag("p", badge("good", t(saved)), role="status"))


def _form(keys: Sequence[str], where: str, name: str, forums: Sequence[str], known: Verdicts) -> None:
    key, seen = keys[0], {one: known.of(one) for one in keys}
    if not st.session_state.get(name):  # Streamlit drops it while another page is shown
        st.session_state[name] = st.session_state.get(ME, "")
    st.text_input(t("Ditt namn"), key=name, max_chars=NAME, on_change=_named, args=(name,))
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
        foot = t("Sparas med ditt namn och datum. Det som är bedömt tas inte upp igen. Skriv inget om enskilda barn.")
        show(tag("p", foot, class_="sn-source"))
        st.form_submit_button(t("Spara"), icon=":material/check:", on_click=_save, args=(seen, where, name, forums))


def _named(name: str) -> None:
    st.session_state[ME] = st.session_state[name]


def _save(seen: Seen, where: str, name: str, forums: Sequence[str]) -> None:
    key = next(iter(seen))
    choice = st.session_state.get(f"judgement {key}")
    if choice is None:
        st.session_state[f"{TROUBLE} {where}"] = t("Välj en bedömning.")
        return
    if forums:
        st.session_state["pair"] = tuple(forums)  # the pair stays chosen, wherever it now stands in the list
    if _recorded(seen, where, name, choice, str(st.session_state.get(f"note {key}") or "")):
        st.session_state[f"{SAVED} {where}"] = texts.mark("Bedömningen är sparad.")
        st.session_state[f"judgement {key}"] = None
        st.session_state[f"note {key}"] = ""


def _withdraw(seen: Seen, where: str, name: str) -> None:
    if _recorded(seen, where, name, "withdrawn", ""):
        st.session_state[f"{SAVED} {where}"] = texts.mark("Bedömningen är tillbakatagen. Den finns kvar i listan.")


def _recorded(seen: Seen, where: str, name: str, judgement: str, note: str) -> bool:
    """Whether all was recorded, by the name in the form's own field; not over a verdict that was not `seen` in it."""
    try:
        with open_store(data.url()) as store:
            known = verdicts(store)
            if any(known.of(key) != one for key, one in seen.items()):
                st.session_state[f"{UNSEEN} {where}"] = _distinct(known.of(key) for key in seen)
                raise VerdictError("Somebody else has judged this meanwhile; read it and try again.")
            for key in seen:
                record(store, key, judgement, by=str(st.session_state.get(name) or ""), note=note)
    except StoreError as error:
        st.session_state[f"{TROUBLE} {where}"] = str(error)
        return False
    return True
