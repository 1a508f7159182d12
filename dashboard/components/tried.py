"""Trying other rules on the page: what would be found then, in this session only."""

from collections.abc import Mapping
from fractions import Fraction

import streamlit as st

from dashboard import data, texts
from dashboard.components import frame
from dashboard.components.html import badge, card, show, table, tag
from dashboard.data import FORUM_QUESTIONS
from dashboard.tables.scene import Scene
from dashboard.texts import TITLES, mark, t, word
from graph.findings import RuleSet
from graph.questions import detectors

KEPT = "tried rules"
WORDS = {
    "forum_overlap.past_days": mark("Möten så många dagar bakåt (0: alla)"),
    "forum_overlap.min_shared_children": mark("Minst så många gemensamma barn"),
    "forum_overlap.min_shared_professionals": mark("Minst så många gemensamma professionella"),
    "forum_overlap.min_jaccard": mark("Minst så många procent av alla"),
    "forum_overlap.min_containment": mark("Eller minst så många procent av den mindre"),
    "forum_overlap.min_jaccard_mandate": mark("Uppdrag: minst så många procent av parter och behov"),
    "forum_overlap.group_equal": mark("Lika forum som en grupp (1) eller som par (0)"),
    "duplicate_meetings.window_days": mark("Högst så många dagar mellan mötena"),
    "duplicate_meetings.past_days": mark("Möten så många dagar bakåt (0: alla)"),
    "duplicate_meetings.min_shared_people": mark("Minst så många gemensamma personer"),
    "duplicate_meetings.min_share_people": mark("Och minst så många procent av den mindre gruppen"),
    "duplicate_meetings.min_shared_agencies": mark("Eller minst så många gemensamma verksamheter"),
    "duplicate_meetings.min_jaccard_agencies": mark("Och minst så många procent av alla verksamheter"),
}
"""Each rule of the two questions, as a label."""


def rules(now: Scene) -> Scene:
    """The form with the rules; the scene by those that are tried, or the scene itself."""
    settings: tuple[str, ...] = st.session_state.get(KEPT, ())
    shown = data.by(now, settings)
    if box := frame.fold(t("Pröva andra gränser"), "rules"):
        note = t("Gäller bara här och nu, för dig. Ingen annan ser det, och inget sparas.")
        with box:
            show(tag("p", note, class_="sn-note"))
            _form(shown)
    if settings:
        show(_before_and_after(now, shown))
        st.button(t("Återställ gränserna"), key="reset rules", on_click=_reset)
    return shown


def _form(shown: Scene) -> None:
    with st.form("rules", border=False):
        for code in FORUM_QUESTIONS:
            show(tag("h3", word(TITLES, code), class_="sn-h3"))
            columns = st.columns(3)
            for place, (name, value) in enumerate(_values(shown.report.rules[code]).items()):
                key = f"{code}.{name}"
                most = 100 if isinstance(getattr(shown.report.rules[code], name), Fraction) else _most(name)
                columns[place % 3].number_input(t(WORDS[key]), 0, most, value, key=f"rule {key} {value}")
        st.form_submit_button(t("Pröva"), on_click=_try, args=(shown.report.rules,))


def _most(name: str) -> int:
    return 1 if name == "group_equal" else 9_999


def _values(rules: RuleSet) -> dict[str, int]:
    """Each rule as a whole number: shares in per cent."""
    values = {name: getattr(rules, name) for name in type(rules).model_fields}
    return {name: round(value * 100) if isinstance(value, Fraction) else int(value) for name, value in values.items()}


def _try(in_force: Mapping[str, RuleSet]) -> None:
    chosen = []
    for code in FORUM_QUESTIONS:
        default = detectors()[code].rules()
        for name, value in _values(in_force[code]).items():
            entered = st.session_state.get(f"rule {code}.{name} {value}", value)
            share = isinstance(getattr(default, name), Fraction)
            if entered != _values(default)[name]:
                chosen.append(f"{code}.{name}={entered}/100" if share else f"{code}.{name}={entered}")
    st.session_state[KEPT] = tuple(chosen)


def _reset() -> None:
    st.session_state[KEPT] = ()


def _before_and_after(now: Scene, shown: Scene) -> object:
    """How many findings there are by the usual rules and by those that are tried."""
    head = [t("Fråga"), t("Fynd med de vanliga gränserna"), t("Fynd med de prövade")]
    rows = [[word(TITLES, code), _findings(now, code), _findings(shown, code)] for code in FORUM_QUESTIONS]
    changed = [
        t("{rule}: {value}", rule=word(WORDS, key), value=value.removesuffix("/100"))
        for key, _, value in (setting.partition("=") for setting in shown.key.settings)
    ]
    return card(
        badge("watch", t("Andra gränser prövas, bara hos dig")),
        tag("p", "; ".join(changed), class_="sn-source"),
        table(head, rows, [1, 2], stacked=True, said=t("Andra gränser prövas, bara hos dig")),
    )


def _findings(scene: Scene, code: str) -> str:
    entry = scene.report.entry(code)
    return t("kördes inte") if entry.reason is not None else texts.number(len(entry.findings))
