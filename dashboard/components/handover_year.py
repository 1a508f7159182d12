"""The picture of the year: twelve months of a barnkontakt's children on one axis, a row a child.

Beside a table that says the same; a click on a row opens its handover. Where the picture is narrow the names stand over
the bars, and what does not fit there is left to the table.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from babel.dates import format_date

from dashboard import texts
from dashboard.charts import CONFIG, Spec, days_of, fitting
from dashboard.handover_words import STATES
from dashboard.tables.work_list import AHEAD, BACK, Bar, Case
from dashboard.texts import Amount, t, word
from graph.values import iso, to_date, to_day

TOP, ROW = 62, 56
"""Pixels above the first row, and of each row."""
NARROW = "width < 560"
LEAST = 26
"""Pixels under which a text says nothing."""
LOOKS = {
    "mine": ("var(--sn-blue)", "var(--sn-blue)", "var(--sn-on)"),
    "other": ("var(--sn-other)", "var(--sn-other)", "var(--sn-on)"),
    "asked_mine": ("var(--sn-ground)", "var(--sn-blue)", "var(--sn-ink)"),
    "asked": ("var(--sn-ground)", "var(--sn-mute)", "var(--sn-ink)"),
    "gap": ("var(--sn-alert-pale)", "var(--sn-red)", "var(--sn-alert)"),
}
"""Fill, outline and text of each kind of bar."""
SIGNS = {
    "planned": ("var(--sn-quiet-pale)", "var(--sn-soft)", "M0,-1A1,1,0,1,1,0,1A1,1,0,1,1,0,-1Z"),
    "offered": ("var(--sn-watch-pale)", "var(--sn-watch)", "M-1,-1L1.2,0L-1,1L-0.6,0ZM-0.6,0L0.2,0"),
    "accepted": ("var(--sn-good-pale)", "var(--sn-good)", "M-1,0.1L-0.3,0.8L1,-0.7L-0.3,0.8Z"),
    "rejected": (
        "var(--sn-alert-pale)",
        "var(--sn-alert)",
        "M0,-1A1,1,0,1,1,0,1A1,1,0,1,1,0,-1ZM-0.4,-0.4L0.4,0.4M0.4,-0.4L-0.4,0.4",
    ),
    "done": (
        "var(--sn-strength-pale)",
        "var(--sn-navy)",
        "M-1.3,0.1L-0.7,0.7L0.3,-0.7L-0.7,0.7ZM-0.1,0.4L0.2,0.7L1.3,-0.7L0.2,0.7Z",
    ),
    "revoked": ("var(--sn-alert-pale)", "var(--sn-alert)", "M-0.8,-0.8L0.8,-0.8L0.8,0.8L-0.8,0.8Z"),
    "none": ("var(--sn-pale)", "var(--sn-soft)", "M-1,0L1,0M0,-1L0,1"),
}
"""Fill, ink and sign of each state."""
BADGE = "M-1,-0.17Q-1,-0.22,-0.95,-0.22L0.95,-0.22Q1,-0.22,1,-0.17L1,0.17Q1,0.22,0.95,0.22L-0.95,0.22Q-1,0.22,-1,0.17Z"


def _either(narrow: str | float, wide: str | float) -> Any:  # noqa: ANN401 - a value of Vega-Lite
    return {"expr": f"{NARROW} ? {narrow} : {wide}"}


def _within(beside: int) -> Spec:
    """A text that ends where its room of days does, at any width of the picture, and is left out if that is too little.

    `beside`: the pixels of the room that are not for the text.
    """
    room = f"(width - 318) * datum.room / {AHEAD + BACK} - {beside}"
    return {"limit": {"expr": f"max(1, {room})"}, "opacity": {"expr": f"{NARROW} || {room} < {LEAST} ? 0 : 1"}}


def year(cases: Sequence[Case], as_of: int, chosen: str | None) -> Spec:
    """The picture as a Vega-Lite specification."""
    height = TOP + ROW * len(cases)
    rows = [_row(number, case, chosen) for number, case in enumerate(cases)]
    bars = [
        _bar(number, bar, as_of, _room(bar, case.bars), alone=not any(one.lower for one in case.bars))
        for number, case in enumerate(cases)
        for bar in case.bars
        if bar.start < bar.end
    ]
    phases = [one for number, case in enumerate(cases) for one in _phases(number, case, as_of)]
    return {
        "description": t(
            "Tolv månader framåt, en rad för varje barn: vem som är barnkontakt, glapp och livsfasgränser."
        ),
        "height": height,
        "width": "container",
        "autosize": {"type": "fit-x", "contains": "padding"},
        "encoding": {"y": _down("y", height)},
        "layer": [
            _stripes(rows, height),
            *_months(as_of, height),
            *_shapes(bars, height),
            _nobody([TOP + ROW * number + 34 for number, case in enumerate(cases) if not case.bars], as_of),
            *_diamonds(phases),
            *_words(rows),
            *_today(as_of, height),
        ],
        "config": CONFIG,
    }


def _down(field: str, height: int) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, height], "range": [0, height]},
        "axis": None,
    }


def _across(as_of: int, field: str = "day") -> Spec:
    return {
        "field": field,
        "type": "temporal",
        "scale": {
            "type": "utc",
            "domain": [iso(as_of - BACK), iso(as_of + AHEAD)],
            "range": [_either(1, 196), _either("width - 1", "width - 122")],
            "nice": False,
        },
        "axis": None,
    }


def _plain(field: str = "day") -> Spec:
    return {"field": field, "type": "temporal"}


def _paint(field: str) -> Spec:
    return {"field": field, "type": "nominal", "legend": None, "scale": None}


def _quiet(kind: str, **how: object) -> Spec:
    """A mark that is seen and neither clicked nor read out: the row says it all."""
    return {"type": kind, "aria": False, "interactive": False, "clip": False, **how}


def _row(number: int, case: Case, chosen: str | None) -> Spec:
    fill, ink, sign = SIGNS.get(case.state, SIGNS["none"])
    top, state = TOP + ROW * number, word(STATES, case.state)
    bars = [f"{bar.label}, {days_of(bar.start, bar.end)}" for bar in case.bars] or [t("ingen barnkontakt känd")]
    phases = [f"{name} {texts.day(day)}" for name, day in case.phases]
    return {
        "child": case.child,
        "top": top,
        "bottom": top + ROW,
        "y": top + ROW / 2,
        "name": case.name,
        "line": case.line,
        "state": state,
        "fill": fill,
        "ink": ink,
        "sign": sign,
        "back": "var(--sn-tint)" if case.child == chosen else "var(--sn-ground)",
        "said": "; ".join([f"{case.name}: {state}", *bars, *phases]),
    }


def _nobody(rows: list[int], as_of: int) -> Spec:
    """Words in the rows of children of whom no contact is known, ahead or now."""
    values = [{"y": y, "day": iso(as_of), "label": t("ingen barnkontakt känd")} for y in rows]
    return {
        "data": {"values": values},
        "mark": _quiet("text", align="left", dx=6, fontSize=12, color="var(--sn-mute)"),
        "encoding": {"x": _across(as_of), "text": {"field": "label"}},
    }


def _room(bar: Bar, bars: Sequence[Bar]) -> int:
    """The day up to which a bar has its lane to itself: the next one there is drawn over it."""
    return min([bar.end, *(one.start for one in bars if one.lower == bar.lower and one.start > bar.start)])


def _bar(number: int, bar: Bar, as_of: int, until: int, alone: bool) -> Spec:
    """A bar in the middle of its row, or in one of two lanes where two have the child at once."""
    fill, edge, ink = LOOKS[bar.look]
    middle = TOP + ROW * number + (34 if alone else 47 if bar.lower else 30)
    half = 9.5 if alone else 7.5
    label = bar.label
    if bar.together > 0:
        label = t("{name}, {days:dag|dagar} tillsammans", name=bar.label, days=Amount(bar.together))
    since = as_of if bar.start < as_of < until else bar.start
    short = fitting(label, until - since, AHEAD + BACK, 660)
    return {
        "y": middle,
        "over": middle - half,
        "under": middle + half,
        "start": iso(bar.start),
        "day": iso(since),
        "end": iso(bar.end),
        "fill": fill,
        "edge": edge,
        "ink": ink,
        "dash": bar.look in ("gap", "asked", "asked_mine"),
        "apart": "var(--sn-ground)" if bar.lower else edge,
        "label": short if len(short) > 3 else "",
        "room": until - since,
    }


def _phases(number: int, case: Case, as_of: int) -> list[Spec]:
    """The boundaries of a child, each with the days up to the next, for its name not to run into that one."""
    ends = [*(day for _, day in case.phases), as_of + AHEAD + BACK][1:]
    return [
        {"y": TOP + ROW * number + 14, "day": iso(day), "label": name, "room": end - day}
        for (name, day), end in zip(case.phases, ends, strict=True)
    ]


def _stripes(rows: list[Spec], height: int) -> Spec:
    """The rows: what is clicked, and what a screen reader reads."""
    return {
        "data": {"values": rows},
        "mark": {"type": "rect", "cursor": "pointer", "cornerRadius": 6},
        "params": [{"name": "row", "select": {"type": "point", "fields": ["child"]}}],
        "encoding": {
            "x": {"value": 0},
            "x2": {"value": "width"},
            "y": _down("top", height),
            "y2": {"field": "bottom"},
            "fill": _paint("back"),
            "stroke": {"value": "var(--sn-hair)"},
            "description": {"field": "said"},
            "tooltip": {"field": "said"},
        },
    }


def _months(as_of: int, height: int) -> list[Spec]:
    first, last = to_date(as_of - BACK), to_date(as_of + AHEAD)
    starts = [dt.date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    values = [
        {
            "day": iso(to_day(start)),
            "label": str(format_date(start, "LLL", locale=texts.language())).replace(".", ""),
            "year": str(start.year) if start.month == 1 or (number == 0 and start.month < 12) else "",
            "y": TOP - 8,
            "over": TOP - 26,
            "low": height,
            "every": number % 3 == 0,
        }
        for number, start in enumerate(start for start in starts if first <= start < last)
    ]
    text = _quiet("text", align="left", dx=2, fontSize=12, color="var(--sn-mute)")
    return [
        {
            "data": {"values": values},
            "mark": _quiet("rule", color="var(--sn-hair)"),
            "encoding": {"x": _across(as_of), "y": {"field": "y"}, "y2": {"field": "low"}},
        },
        {
            "data": {"values": values},
            "mark": {**text, "opacity": {"expr": f"!({NARROW}) || datum.every ? 1 : 0"}},
            "encoding": {"x": _plain(), "text": {"field": "label"}},
        },
        {
            "data": {"values": values},
            "mark": {**text, "fontWeight": 600, "color": "var(--sn-label)"},
            "encoding": {"x": _plain(), "y": {"field": "over"}, "text": {"field": "year"}},
        },
    ]


def _shapes(bars: list[Spec], height: int) -> list[Spec]:
    found: list[Spec] = []
    for dash in (False, True):
        found.append(
            {
                "data": {"values": [bar for bar in bars if bar["dash"] == dash]},
                "mark": _quiet("rect", cornerRadius=3, strokeWidth=1.4, **({"strokeDash": [4, 3]} if dash else {})),
                "encoding": {
                    "x": _plain("start"),
                    "x2": {"field": "end"},
                    "y": _down("over", height),
                    "y2": {"field": "under"},
                    "fill": _paint("fill"),
                    "stroke": _paint("edge" if dash else "apart"),
                },
            }
        )
    label = _quiet("text", align="left", dx=6, fontSize=12, fontWeight=600, **_within(8))
    found.append(
        {
            "data": {"values": [bar for bar in bars if bar["label"]]},
            "mark": label,
            "encoding": {"x": _plain(), "text": {"field": "label"}, "fill": _paint("ink")},
        }
    )
    return found


def _diamonds(phases: list[Spec]) -> list[Spec]:
    return [
        {
            "data": {"values": phases},
            "mark": _quiet(
                "point", shape="diamond", size=80, filled=True, color="var(--sn-ink)", opacity=1, yOffset=_either(20, 0)
            ),
            "encoding": {"x": _plain()},
        },
        {
            "data": {"values": phases},
            "mark": _quiet(
                "text", align="left", dx=9, fontSize=12, fontWeight=600, color="var(--sn-ink)", **_within(18)
            ),
            "encoding": {"x": _plain(), "text": {"field": "label"}},
        },
    ]


def _words(rows: list[Spec]) -> list[Spec]:
    """Name and phase to the left, the state to the right."""
    data = {"values": rows}
    name = _quiet("text", align="left", fontSize=14, fontWeight=700, color="var(--sn-ink)", dy=_either(-16, -9))
    line = _quiet("text", align="left", fontSize=12, color="var(--sn-mute)", dy=10, opacity=_either(0, 1), limit=186)
    back = _quiet("point", shape=BADGE, size=12_100, filled=True, opacity=1, yOffset=_either(-16, 6))
    sign = _quiet("point", size=110, filled=False, strokeWidth=1.4, opacity=1, yOffset=_either(-16, 6))
    state = _quiet("text", align="left", fontSize=12, fontWeight=600, dy=_either(-16, 6), limit=90)
    right = {"value": {"expr": "width - 57"}}
    return [
        {
            "data": data,
            "mark": {**name, "limit": _either("width - 130", 186)},
            "encoding": {"x": {"value": 6}, "text": {"field": "name"}},
        },
        {"data": data, "mark": line, "encoding": {"x": {"value": 6}, "text": {"field": "line"}}},
        {"data": data, "mark": back, "encoding": {"x": right, "fill": _paint("fill")}},
        {
            "data": data,
            "mark": sign,
            "encoding": {
                "x": {"value": {"expr": "width - 100"}},
                "stroke": _paint("ink"),
                "shape": {"field": "sign", "type": "nominal", "scale": None, "legend": None},
            },
        },
        {
            "data": data,
            "mark": state,
            "encoding": {"x": {"value": {"expr": "width - 88"}}, "text": {"field": "state"}, "fill": _paint("ink")},
        },
    ]


def _today(as_of: int, height: int) -> list[Spec]:
    values = [{"day": iso(as_of), "y": TOP - 4, "low": height, "over": TOP - 48, "label": t("i dag")}]
    box = "M-1,-0.36L1,-0.36L1,0.36L-1,0.36Z"
    return [
        {
            "data": {"values": values},
            "mark": _quiet("rule", strokeDash=[5, 4], strokeWidth=1.6, color="var(--sn-ink)"),
            "encoding": {"x": _plain(), "y": {"field": "y"}, "y2": {"field": "low"}},
        },
        {
            "data": {"values": values},
            "mark": _quiet("point", shape=box, size=1500, filled=True, color="var(--sn-ink)", opacity=1),
            "encoding": {"x": _plain(), "y": {"field": "over"}},
        },
        {
            "data": {"values": values},
            "mark": _quiet("text", fontSize=12, fontWeight=700, color="var(--sn-on)"),
            "encoding": {"x": _plain(), "y": {"field": "over"}, "text": {"field": "label"}},
        },
    ]
