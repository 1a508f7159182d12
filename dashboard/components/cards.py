"""The cards of a child's page, each with a way to the points of the picture that it is about."""

from collections.abc import Sequence

import streamlit as st

from dashboard.components import chosen, judge
from dashboard.components.html import Html, badge, heard, icon, join, show, tag
from dashboard.tables.child_cards import Card
from dashboard.texts import mark, t
from graph.verdicts import Verdicts

BESIDE, FIRST = 4, 8
"""How many cards stand beside each other, and how many are shown before somebody asks for more."""
LABELS = {"alert": mark("Allvarlig"), "watch": mark("Bevaka"), "strength": mark("Styrka")}


def cards(child: str, shown: Sequence[Card], known: Verdicts) -> None:
    """Draw the cards, in rows, each with what was decided about it."""
    judge.told("cards")
    every = st.session_state.get("all_cards") == child
    for start in range(0, len(shown) if every else min(len(shown), FIRST), BESIDE):
        columns = st.columns(BESIDE)
        for one, column in zip(shown[start : start + BESIDE], columns, strict=False):
            with column.container(border=True, height="stretch"):
                _card(child, one)
                if one.keys:
                    judge.small(one.keys, "cards", known, _name(one))
    if len(shown) > FIRST and not every and st.button(t("Visa alla fynd ({n})", n=len(shown))):
        st.session_state["all_cards"] = child
        st.rerun()


def _card(child: str, one: Card) -> None:
    show(said(one))
    if one.points:
        st.button(
            heard(t("Visa i nätverket"), _name(one)),
            key=f"show-{one.key}",
            icon=":material/hub:",
            type="tertiary",
            on_click=chosen.finding,
            args=(child, one.key, one.points),
        )


def _name(one: Card) -> str:
    """What tells a card from the others."""
    return " ".join(filter(None, (one.title, one.about, one.when)))


def said(one: Card) -> Html:
    """What a card says: how grave, what, about whom, and what to do."""
    return join(
        [
            badge("quiet", t("Bedömt"), "done") if one.decided else badge(one.look, t(LABELS[one.look])),
            tag("h3", one.title, class_="sn-h3"),
            tag(
                "p",
                tag("strong", tag("bdi", one.about), ". ") if one.about else "",
                tag("bdi", one.text),
                class_="sn-about",
            ),
            tag("p", one.when, class_="sn-source") if one.when else "",
            tag("div", icon("next"), tag("span", one.step), class_="sn-step"),
        ]
    )
