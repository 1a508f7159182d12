"""Choosing a child: by name or id, among all or only those with findings; never in the address of the page."""

import numpy as np
import streamlit as st

from dashboard.tables import child as tables
from dashboard.tables.counts import living_in, rows_of
from dashboard.tables.scene import Scene
from dashboard.texts import t
from graph.sets import Mask

MOST = 50


def child(now: Scene, district: str | None) -> str | None:
    """The id of the child that is chosen, or nothing while none fits."""
    left, middle, right = st.columns([2, 3, 2], vertical_alignment="bottom")
    words = left.text_input(t("Sök på namn eller id"), key="words", placeholder=t("Minst en bokstav"))
    only = right.toggle(t("Bara barn med fynd"), value=True, key="only_found")
    rows = _found(now, words.strip(), only, district)  # no cache keeps what somebody looks for
    chosen = _chosen(now, rows, (words.strip(), only, district))
    if not rows:
        middle.info(t("Inget barn passar."))
    if chosen is None:
        return None
    options = rows if chosen in rows else [chosen, *rows]
    row = middle.selectbox(
        t("Välj barn") if len(rows) < MOST else t("Välj barn (de {n} första visas, sök för fler)", n=MOST),
        options,
        index=options.index(chosen),
        format_func=lambda row: tables.label(now.network, row),
    )
    picked: str = now.network.ids("child")[row].as_py()
    st.session_state["child"] = picked
    return picked


def open_child(node: str) -> None:
    """Choose a child from another page."""
    st.session_state["child"], st.session_state["asked"] = node, None


def _chosen(now: Scene, rows: list[int], asked: tuple[object, ...]) -> int | None:
    """The child that was chosen, unless another search has others: then the first of these."""
    before = st.session_state.get("asked")
    st.session_state["asked"] = asked
    wanted = st.session_state.get("child")
    chosen = now.network.row("child", wanted) if isinstance(wanted, str) else None
    if chosen is not None and (chosen in rows or not rows or before in (None, asked)):
        return chosen
    return rows[0] if rows else None


def _found(now: Scene, words: str, only: bool, district: str | None) -> list[int]:
    among = living_in(now.network, district)
    if only:
        among = among & now.table(_with_findings)
    return tables.search(now.network, words, among, MOST)


def _with_findings(now: Scene) -> Mask:
    found = np.zeros(now.network.count("child"), bool)
    found[rows_of(now.network, "child", list(now.by_child))] = True
    return found
