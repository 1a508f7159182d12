"""Vega-Lite specifications: plain dictionaries, made from what the tables give, drawn in the browser."""

from collections.abc import Sequence
from typing import Any

from dashboard import texts
from dashboard.tables.child import Timeline
from dashboard.tables.forums import Cell, Forums
from dashboard.texts import MEASURES, t
from graph.values import iso

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
            **dict(zip(("fill", "edge", "ink"), LOOKS[bar.look], strict=True)),
            "label": fitting(bar.label, bar.end - bar.start, line.last - line.first),
            "said": f"{bar.row}: {bar.label}, {days_of(bar.start, bar.end, bar.since_ever, bar.open_end)}",
        }
        for bar in line.bars
    ]
    marks = [
        {
            "row": mark.row,
            "day": iso(mark.day),
            "fill": "#b3141d" if mark.double else "#ffffff",
            "edge": "#7a0d13" if mark.double else "#ae5505",
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
    plain = {"field": "start", "type": "temporal"}
    looks: tuple[tuple[str, Spec], ...] = (("solid", {}), ("gap", {"strokeDash": [4, 3]}))
    parts = [([bar for bar in bars if (bar["look"] == "gap") == (look == "gap")], dash) for look, dash in looks]
    drawn = [(part, dash) for part, dash in parts if part] or parts[
        :1
    ]  # an empty layer would be a picture without a name
    return {
        "description": t("Tidslinje: uppdrag som barnkontakt med glapp, andra stöd, planer och möten."),
        "encoding": {"y": y},
        "layer": [
            *(_bars(part, plain if at else x, dash) for at, (part, dash) in enumerate(drawn)),
            _labels(bars, plain),
            *([_meetings(marks)] if marks else []),
            _today(as_of),
        ],
        "width": "container",
        "height": {"step": 34},
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


def _bars(values: list[Spec], x: Spec, how: Spec) -> Spec:
    return {
        "data": {"values": values},
        "mark": {"type": "bar", "height": 21, "cornerRadius": 4, "strokeWidth": 1.4, **how},
        "encoding": {
            "x": x,
            "x2": {"field": "end"},
            "fill": _as_is("fill"),
            "stroke": _as_is("edge"),
            "description": {"field": "said"},
            "tooltip": {"field": "said"},
        },
    }


def _as_is(field: str) -> Spec:
    """A colour that stands in the data."""
    return {"field": field, "type": "nominal", "legend": None, "scale": None}


def _labels(values: list[Spec], x: Spec) -> Spec:
    return {
        "data": {"values": [value for value in values if value["label"]]},
        "mark": {
            "type": "text",
            "align": "left",
            "dx": 6,
            "fontSize": 12,
            "aria": False,
            "fontWeight": 600,
            "tooltip": None,
        },
        "encoding": {"x": x, "text": {"field": "label"}, "fill": _as_is("ink")},
    }


def _meetings(values: list[Spec]) -> Spec:
    return {
        "data": {"values": values},
        "mark": {"type": "point", "shape": "diamond", "size": 100, "filled": True, "strokeWidth": 1.6, "opacity": 1},
        "encoding": {
            "x": {"field": "day", "type": "temporal"},
            "fill": _as_is("fill"),
            "stroke": _as_is("edge"),
            "description": {"field": "said"},
            "tooltip": {"field": "said"},
        },
    }


def _today(as_of: int) -> Spec:
    data = {"values": [{"day": iso(as_of), "said": texts.day(as_of)}]}
    x = {"field": "day", "type": "temporal"}
    rule = {"type": "rule", "strokeDash": [5, 4], "strokeWidth": 1.6, "color": "#0f172a"}
    return {"data": data, "mark": rule, "encoding": {"x": x, "y": None, "description": {"field": "said"}}}
