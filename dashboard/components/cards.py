"""The findings about a child as cards, each with a way to the points of the picture that it is about."""

from collections.abc import Sequence

import streamlit as st

from dashboard.components import child as look
from dashboard.components.html import show, tag
from dashboard.tables.picture import Picture
from dashboard.texts import t
from graph.findings import Finding

MOST = 9


def findings(found: Sequence[Finding], drawn: Picture) -> tuple[Sequence[str], int]:
    """Draw the cards, and give the points to light up, with a number that goes up with each press."""
    focus, count = st.session_state.get("focus", ((), 0))
    columns = st.columns(min(len(found), 3) or 1)
    for number, one in enumerate(found[:MOST]):
        with columns[number % 3].container(border=True):
            show(look.finding(one))
            points = look.about(one, drawn)
            if points and st.button(t("Visa i nätverket"), key=f"show-{one.key}", icon=":material/hub:"):
                focus, count = st.session_state["focus"] = (points, count + 1)
    if len(found) > MOST:
        show(tag("p", t("Fynd utöver de nio första: {n}", n=len(found) - MOST), class_="sn-note"))
    return focus, count
