"""Vega-Lite specifications: plain dictionaries, made from what the tables give, drawn in the browser."""

from collections.abc import Sequence
from typing import Any

from dashboard import texts
from dashboard.tables.forums import Cell, Forums
from dashboard.texts import MEASURES, t

Spec = dict[str, Any]
CONFIG: Spec = {
    "font": "Source Sans",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 13,
        "labelColor": "#1e293b",
        "domain": False,
        "ticks": False,
        "grid": False,
        "title": None,
    },
    "background": "#ffffff",
}
ROOMY = 12
"""Up to so many forums the numbers stand in the cells."""


def heatmap(forums: Forums, cells: Sequence[Cell], members: Sequence[int], measure: str, chosen: str | None) -> Spec:
    """The pairs of forums as a triangle of cells, darker the more they share."""
    values = [_cell(forums, cell, chosen) for cell in cells]
    most = max([value["share"] for value in values if value["share"] is not None], default=0.0) or 0.01
    for value in values:
        value["light"] = value["share"] is not None and value["share"] > 0.5 * most
        value["fill"] = "#f3f5f9" if value["share"] is None else shade(value["share"] / most)
    names = [forums.names[member] for member in members]
    said = t("Andel gemensamma av alla i två forum: {measure}.", measure=texts.word(MEASURES, measure))
    roomy = len(members) <= ROOMY
    axis = {"labelLimit": 190, "labelOverlap": False}
    x = {
        "field": "column",
        "type": "nominal",
        "sort": names[:-1],
        "axis": {**axis, "labelAngle": -38 if roomy else -90, "orient": "top"},
    }
    y = {"field": "row", "type": "nominal", "sort": names[1:], "axis": axis}
    layers: list[Spec] = [_squares()]
    if roomy:
        layers += [_numbers("text", -6, 13, "bold"), _numbers("sub", 10, 12, "normal")]
    return {
        "description": said,
        "data": {"values": values},
        "encoding": {"x": x, "y": y},
        "layer": layers,
        "width": "container",
        "height": {"step": 46 if roomy else 24},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": CONFIG,
    }


def _cell(forums: Forums, cell: Cell, chosen: str | None) -> Spec:
    share, hidden = cell.share, not cell.comparable or cell.share.hidden
    part = None if hidden or not share.whole else share.part / share.whole
    pair = f"{cell.one} {cell.other}"
    text = "–" if not cell.comparable else share.per_cent or (f"<{texts.LEAST}" if share.hidden else "–")
    sub = share.words if part is not None else ""
    row, column = forums.names[cell.one], forums.names[cell.other]
    found = t("uppfyller en regel") if cell.found else ""
    return {
        "row": row,
        "column": column,
        "pair": pair,
        "share": part,
        "text": text,
        "sub": sub.replace(" av ", "/").replace(" of ", "/"),
        "said": ", ".join(word for word in (row, column, text, sub, found) if word),
        "edge": "#1565b8" if pair == chosen else "#111827" if cell.found else "#ffffff",
        "thick": 5 if pair == chosen else 2.5 if cell.found else 1,
    }


def shade(strength: float) -> str:
    """A colour between pale (0) and the purple of forums (1)."""
    ends = zip((0xF3, 0xEA, 0xF4), (0x6F, 0x24, 0x73), strict=True)
    return "#" + "".join(f"{round(pale + (full - pale) * strength):02x}" for pale, full in ends)


def _squares() -> Spec:
    return {
        "mark": {"type": "rect", "cornerRadius": 3, "cursor": "pointer"},
        "params": [{"name": "cell", "select": {"type": "point", "fields": ["pair"]}}],
        "encoding": {
            "fill": _as_is("fill"),
            "stroke": {"field": "edge", "type": "nominal", "legend": None, "scale": None},
            "strokeWidth": {"field": "thick", "type": "quantitative", "legend": None, "scale": None},
            "description": {"field": "said"},
            "tooltip": {"field": "said"},
        },
    }


def _numbers(field: str, down: int, size: int, weight: str) -> Spec:
    return {
        "mark": {
            "type": "text",
            "dy": down,
            "fontSize": size,
            "fontWeight": weight,
            "aria": False,
            "interactive": False,
        },
        "encoding": {
            "text": {"field": field},
            "color": {"condition": {"test": "datum.light", "value": "#ffffff"}, "value": "#1e293b"},
        },
    }


def fitting(label: str, days: int, whole: int, width: int = 780) -> str:
    """A label that fits in a bar, shortened or left out."""
    room = int(days / max(whole, 1) * width / 7) - 1
    return label if len(label) <= room else label[: room - 1] + "…" if room > 5 else ""


def days_of(start: int, end: int, since_ever: bool = False, open_end: bool = False) -> str:
    """From when to when, in words."""
    first = t("sedan alltid") if since_ever else texts.day(start)
    return (
        t("{first} till vidare", first=first)
        if open_end
        else t("{first} till {last}", first=first, last=texts.day(end))
    )


def _as_is(field: str) -> Spec:
    """A colour that stands in the data."""
    return {"field": field, "type": "nominal", "legend": None, "scale": None}
