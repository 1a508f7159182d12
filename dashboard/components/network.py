"""The picture of a child's network: what `assets/network.js` draws, with every word that stands in it."""

from typing import Any

import streamlit as st

from dashboard import texts
from dashboard.components import chosen, packaged
from dashboard.components.chosen import Chosen
from dashboard.tables.layout import WIDE
from dashboard.tables.picture import ARENAS, KINDS, STROKES, Node, Picture
from dashboard.texts import MADE_UP, shown, t


def network(drawn: Picture, name: str, look: Chosen, made_up: bool) -> None:
    """Draw a picture; a point that is chosen in it is in the session when the page is drawn again."""
    key = f"network {look.child}"

    def picked() -> None:
        told = (st.session_state[key].get("chosen") or {}).get("id")
        chosen.point(look.child, told if told in drawn.nodes else None)

    packaged.part("network")(
        data={
            **_content(drawn),
            "legend": [{"kind": kind, "words": t(words)} for kind, words in KINDS.items()],
            "strokes": [{"look": look, "words": t(words)} for look, words in STROKES.items()],
            "words": _words(drawn, shown(name), made_up),
            "file": texts.file_name(t("natverk"), made_up),
            "command": {"count": look.count, "ids": list(look.points)},
            "chosen": list(look.points),
        },
        key=key,
        on_chosen_change=picked,
    )


def _content(drawn: Picture) -> dict[str, Any]:
    nodes = list(drawn.nodes.values())
    rings = drawn.layout.rings.values()
    return {
        "nodes": [_node(node, len(drawn.around(node.id))) for node in nodes],
        "lines": [vars(line) for line in drawn.lines],
        "arenas": [{"words": t(ARENAS[name]), "x": x, "y": y} for name, (x, y) in drawn.layout.sectors.items()],
        "rings": [{"x": round(WIDE * (radius - 22), 1), "y": round(radius - 22, 1)} for radius in [*rings][1:]],
        "high": max((node.y for node in nodes), default=0) - min((node.y for node in nodes), default=0) + 190,
    }


def _node(node: Node, ties: int) -> dict[str, Any]:
    said = ", ".join(shown(part) for part in (f"{t(KINDS[node.kind])}: {node.label}", node.note) if part)
    said = f"{said}. {t(ARENAS[node.arena])}. " if node.kind != "child" else f"{said}. "
    return {
        "id": node.id,
        "kind": node.kind,
        "x": node.x,
        "y": node.y,
        "text": "\n".join(node.rows),
        "said": said + t("Kopplingar: {n}", n=ties),
    }


def _words(drawn: Picture, name: str, made_up: bool) -> dict[str, str]:
    points, lines = len(drawn.nodes), len(drawn.lines)
    return {
        "title": t("Nätverket runt {name}", name=name),
        "alt": t("Nätverket runt barnet: {points} figurer, {lines} kopplingar.", points=points, lines=lines),
        "mark": t(MADE_UP) if made_up else "",
        "help": t(
            "Piltangenter går mellan figurer, Retur väljer, Escape visar allt och lämnar bilden, plus och minus zoomar."
        ),
        "all": t("Hela nätverket visas."),
        "chosen": t("Vald:"),
        "tools": t("Bildens verktyg"),
        "nearer": t("Zooma in"),
        "farther": t("Zooma ut"),
        "fit": t("Visa hela nätverket"),
        "more": t("Mer finns utanför. Dra i bilden, eller visa hela nätverket med ⤢."),
        "png": t("Ladda ned bilden som PNG"),
        "svg": t("Ladda ned bilden som SVG"),
    }
