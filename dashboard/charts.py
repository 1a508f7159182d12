"""Vega-Lite specifications: plain dictionaries, made from what the tables give, drawn in the browser."""

from collections.abc import Sequence
from typing import Any

from dashboard import texts
from dashboard.tables.child import Timeline
from dashboard.tables.forums import Cell, Forums
from dashboard.texts import MEASURES, t
from graph.values import iso

Spec = dict[str, Any]
FONT = {"font": "Source Sans", "labelFont": "Source Sans", "titleFont": "Source Sans"}
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
    names = [forums.names[member] for member in members]
    said = t("Andel gemensamma av alla i två forum: {measure}.", measure=texts.word(MEASURES, measure))
    axis = {"labelLimit": 170, "labelOverlap": False}
    x = {"field": "column", "type": "nominal", "sort": names[:-1], "axis": {**axis, "labelAngle": -38, "orient": "top"}}
    y = {"field": "row", "type": "nominal", "sort": names[1:], "axis": axis}
    layers: list[Spec] = [_squares(most)]
    if len(members) <= ROOMY:
        layers += [_numbers("text", -6, 13, "bold"), _numbers("sub", 10, 12, "normal")]
    return {
        "description": said,
        "data": {"values": values},
        "encoding": {"x": x, "y": y},
        "layer": layers,
        "width": "container",
        "height": {"step": 46 if len(members) <= ROOMY else 24},
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
        "edge": "chosen" if pair == chosen else "found" if cell.found else "none",
    }


def _squares(most: float) -> Spec:
    edge = {"domain": ["none", "found", "chosen"]}
    return {
        "mark": {"type": "rect", "cornerRadius": 3, "cursor": "pointer"},
        "params": [{"name": "cell", "select": {"type": "point", "fields": ["pair"]}}],
        "encoding": {
            "color": {
                "condition": {"test": "datum.share === null", "value": "#f6f8fb"},
                "field": "share",
                "type": "quantitative",
                "legend": None,
                "scale": {"domain": [0, most], "range": ["#f3eaf4", "#6f2473"]},
            },
            "stroke": {
                "field": "edge",
                "type": "nominal",
                "legend": None,
                "scale": {**edge, "range": ["#ffffff", "#111827", "#1565b8"]},
            },
            "strokeWidth": {
                "field": "edge",
                "type": "nominal",
                "legend": None,
                "scale": {**edge, "range": [2, 2.5, 5]},
            },
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


LOOKS = {
    "contact": ("#1565b8", "#1565b8", "#ffffff"),
    "gap": ("#fbe9e9", "#b3141d", "#97141b"),
    "support": ("#dcebfb", "#318fe4", "#0f172a"),
    "adult": ("#ddf0e6", "#16663e", "#0f172a"),
    "plan": ("#edf1f6", "#7e8692", "#0f172a"),
}
"""Fill, outline and text of each kind of bar."""


def timeline(line: Timeline, as_of: int) -> Spec:
    """Bars and meetings on rows, gaps with a dashed outline, and a line for the as-of day."""
    bars = [
        {
            "row": bar.row,
            "start": iso(bar.start),
            "end": iso(bar.end),
            "look": bar.look,
            "label": fitting(bar.label, bar.end - bar.start, line.last - line.first),
            "said": f"{bar.row}: {bar.label}, {days_of(bar.start, bar.end, bar.since_ever, bar.open_end)}",
        }
        for bar in line.bars
    ]
    marks = [
        {
            "row": mark.row,
            "day": iso(mark.day),
            "look": "double" if mark.double else "meeting",
            "said": _met(mark.double, mark.label),
        }
        for mark in line.marks
    ]
    y = {"field": "row", "type": "nominal", "sort": line.rows, "axis": {"labelLimit": 150, "labelPadding": 8}}
    wide = (line.last - line.first) > 1000
    x = {
        "field": "start",
        "type": "temporal",
        "scale": {"type": "utc", "domain": [iso(line.first), iso(line.last)], "nice": False},
        "axis": {
            "format": "%Y" if wide else "%Y-%m",
            "tickCount": "year" if wide else 8,
            "grid": True,
            "gridColor": "#eef2f7",
        },
    }
    return {
        "description": t("Tidslinje: uppdrag som barnkontakt med glapp, andra stöd, planer och möten."),
        "encoding": {"y": y},
        "layer": [_bars(bars, x), _labels(bars, x), _meetings(marks, line), *_today(as_of, line)],
        "width": "container",
        "height": {"step": 32},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": CONFIG,
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


def _met(double: bool, label: str) -> str:
    return t("Möte {day}, kan vara dubblett", day=label) if double else t("Möte {day}", day=label)


def _bars(values: list[Spec], x: Spec) -> Spec:
    looks = list(LOOKS)
    return {
        "data": {"values": values},
        "mark": {"type": "bar", "height": 20, "cornerRadius": 4, "strokeWidth": 1.4},
        "encoding": {
            "x": x,
            "x2": {"field": "end"},
            "color": _scale("look", looks, [LOOKS[look][0] for look in looks]),
            "stroke": _scale("look", looks, [LOOKS[look][1] for look in looks]),
            "strokeDash": _scale("look", looks, [[4, 3] if look == "gap" else [1, 0] for look in looks]),
            "description": {"field": "said"},
            "tooltip": {"field": "said"},
        },
    }


def _scale(field: str, domain: Sequence[str], values: Sequence[Any]) -> Spec:
    scale = {"domain": list(domain), "range": list(values)}
    return {"field": field, "type": "nominal", "legend": None, "scale": scale}


def _labels(values: list[Spec], x: Spec) -> Spec:
    looks = list(LOOKS)
    return {
        "data": {"values": values},
        "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "aria": False, "fontWeight": 600},
        "encoding": {
            "x": x,
            "text": {"field": "label"},
            "color": _scale("look", looks, [LOOKS[look][2] for look in looks]),
        },
        "resolve": {"scale": {"color": "independent"}},
    }


def _meetings(values: list[Spec], line: Timeline) -> Spec:
    return {
        "data": {"values": values},
        "mark": {"type": "point", "shape": "diamond", "size": 90, "filled": True, "strokeWidth": 1.6, "opacity": 1},
        "encoding": {
            "x": {"field": "day", "type": "temporal"},
            "fill": _scale("look", ["meeting", "double"], ["#ffffff", "#b3141d"]),
            "stroke": _scale("look", ["meeting", "double"], ["#ae5505", "#7a0d13"]),
            "description": {"field": "said"},
            "tooltip": {"field": "said"},
        },
    }


def _today(as_of: int, line: Timeline) -> list[Spec]:
    data = {"values": [{"day": iso(as_of), "said": texts.day(as_of)}]}
    x = {"field": "day", "type": "temporal"}
    rule = {"type": "rule", "strokeDash": [5, 4], "strokeWidth": 1.6, "color": "#0f172a"}
    return [{"data": data, "mark": rule, "encoding": {"x": x, "y": None, "description": {"field": "said"}}}]
