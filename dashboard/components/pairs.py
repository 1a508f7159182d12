"""Choosing a pair of forums: by a cell, or from the list; and all that is known about the chosen one."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard import texts
from dashboard.components import forums as look
from dashboard.components import overview
from dashboard.components.html import badge, card, grid, heading, plain, show, tag
from dashboard.data import Scene
from dashboard.tables.forums import MOST, Forums, finding_of
from dashboard.tables.loading import csv_file
from dashboard.texts import LEVELS, MEASURES, finding_text, t, word
from graph.detectors.overlap import SETS
from graph.findings import Finding

FIRST = 8


def chosen() -> str | None:
    """The pair that is chosen, as two row numbers."""
    pair = st.session_state.get("pair")
    return pair if isinstance(pair, str) else None


def choose(pair: str) -> None:
    """Choose a pair."""
    st.session_state["pair"] = pair


def measure(levels: Mapping[str, Sequence[int]]) -> tuple[str, str]:
    """The level and the measure that are chosen."""
    left, right = st.columns(2)
    first = next(iter(levels), "")
    level = left.segmented_control(
        t("Nivå"),
        list(levels),
        format_func=lambda code: f"{word(LEVELS, code)} ({len(levels[code])})",
        default=first or None,
        key="level",
    )
    shared = right.segmented_control(
        t("Visa gemensamma"), list(MEASURES), format_func=partial(word, MEASURES), default="children", key="shared"
    )
    return level or first, shared or "children"


def extra(forums: Forums, members: Sequence[int]) -> list[int]:
    """Further forums to draw, where a level has too many to draw them all."""
    if len(members) <= MOST:
        return []
    show(
        tag(
            "p",
            t("Nivån har {n} forum. De som finns i ett fynd ritas; lägg till fler här.", n=texts.number(len(members))),
            class_="sn-note",
        )
    )
    picked: list[int] = st.multiselect(
        t("Lägg till forum"),
        list(members),
        format_func=lambda forum: forums.names[forum],
        key="extra",
        max_selections=MOST,
        placeholder=t("Välj forum"),
    )
    return picked


def heatmap(spec: dict[str, Any], key: str) -> None:
    """The heatmap; a click chooses a pair."""
    event = st.vega_lite_chart(
        spec, on_select="rerun", selection_mode="cell", key=f"heatmap {key}", theme=None, width="stretch"
    )
    picked = event.selection.get("cell") if event else None
    pair = picked[0].get("pair") if picked else None
    if pair and pair != st.session_state.get("picked"):
        st.session_state["picked"] = pair
        choose(pair)
        st.rerun()


def pair_of(forums: Forums, finding: Finding) -> str:
    """The row numbers of the first two forums of a finding."""
    rows = {node: row for row, node in enumerate(forums.ids)}
    one, other = (rows[node] for node in finding.evidence["forum"][:2])
    return f"{one} {other}"


def ranked(forums: Forums, found: Sequence[Finding]) -> None:
    """The findings, each a box with a button; ten first, then more."""
    if not found:
        show(tag("p", t("Inget par på nivån uppfyller en regel.")))
    more = st.session_state.get("more_pairs", FIRST)
    for one in found[:more]:
        with st.container(border=True, key=f"pair-{one.key}", gap="small"):
            names = [forums.names[row] for row in _rows(forums, one)]
            pair = pair_of(forums, one)
            here = chosen() is not None and set((chosen() or "").split()) == set(pair.split())
            st.button(
                plain(texts.joined(names)), key=f"choose-{one.key}", type="tertiary", on_click=choose, args=(pair,)
            )
            mark = badge("strength", t("Valt"), "good") if here else ""
            show(
                mark,
                look.badges(one),
                *(tag("span", look.pair_line(one, name), class_="sn-second") for name in look.measures(one)),
            )
    if len(found) > more:
        st.button(t("Visa fler"), on_click=_more, key="more", args=(more,))


def _more(now: int) -> None:
    st.session_state["more_pairs"] = now + FIRST


def _rows(forums: Forums, finding: Finding) -> list[int]:
    rows = {node: row for row, node in enumerate(forums.ids)}
    return [rows[node] for node in finding.evidence["forum"]]


def details(now: Scene, found: Sequence[Finding], members: Sequence[int]) -> None:
    """All that is known about the pair that is chosen on the level, or about the first one."""
    pair = chosen()
    if pair is None or not set(members) & {int(row) for row in pair.split()}:
        pair = pair_of(now.forums, found[0]) if found else None
    if pair is None:
        return
    one, other = (int(row) for row in pair.split())
    names = texts.joined([now.forums.names[one], now.forums.names[other]])
    finding = finding_of(list(found), now.forums, one, other)
    show(heading(2, t("Valt par: {names}", names=names)))
    if finding:
        show(look.badges(finding), tag("p", finding_text(finding, texts.language(), careful=True)))
        if finding.kind == "equal":
            group = texts.joined([now.forums.names[row] for row in _rows(now.forums, finding)])
            show(tag("p", t("Gruppen har samma barn och samma professionella: {forums}.", forums=group)))
    else:
        show(tag("p", t("Paret uppfyller ingen regel.")))
    told = [
        group
        for group in now.table(overview.groups_of, None)
        if set(group.forums) == {now.forums.ids[one], now.forums.ids[other]}
    ]
    boxes = [card(look.register(now.forums, one, other)), card(look.evidence(now.forums, now.forums.pair(one, other)))]
    show(grid([*boxes, *(look.together(now, group) for group in told)], 400))


def as_csv(now: Scene, found: Sequence[Finding]) -> bytes:
    """The pairs and groups that meet a rule, as a file; children under five hidden."""
    head = ["forum", "kinds", *(f"{name}_{part}" for name in SETS for part in ("shared", "union", "smaller"))]
    rows = [
        [
            overview.forums_of(now, one.evidence["forum"]),
            overview.kinds_of(one),
            *(_number(one, column) for column in head[2:]),
        ]
        for one in found
    ]
    return csv_file(head, rows, now.network.generated)


def _number(finding: Finding, column: str) -> str:
    value = int(str(finding.numbers[column]))
    return texts.children(value) if column.startswith("children") else str(value)
