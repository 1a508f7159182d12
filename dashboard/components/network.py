"""The picture of a network: drawn in the browser by `network.js`, without anything from elsewhere."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.tables.picture import ARENAS, KINDS, Picture
from dashboard.texts import t

_HERE = Path(__file__).parent
_draw = st.components.v2.component(
    "stodnat_network",
    html='<div class="sn-network"></div>',
    css=(_HERE / "network.css").read_text("utf-8"),
    js=(_HERE / "network.js").read_text("utf-8"),
)


def network(drawn: Picture, alt: str, focus: Sequence[str], count: int, key: str) -> str | None:
    """Draw a picture and give the point that is chosen; `count` goes up with each new `focus`."""
    result = _draw(
        data={
            "nodes": [_node(node) for node in drawn.nodes.values()],
            "lines": [vars(line) for line in drawn.lines],
            "arenas": [{"words": t(ARENAS[arena]), "x": x, "y": y} for arena, x, y in drawn.arenas],
            "words": {"alt": alt, "ties": t("Kopplingar: {n}"), "all": t("Hela nätverket visas.")},
            "focus": {"ids": list(focus), "count": count},
        },
        key=key,
        on_node_change=lambda: None,
    )
    chosen = result.node
    return chosen if chosen in drawn.nodes else None


def _node(node: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a Node as JSON
    names = ("id", "kind", "label", "note", "x", "y")
    return {name: getattr(node, name) for name in names} | {"kindWords": t(KINDS[node.kind])}
