"""Vega-Lite specifications: plain dictionaries, made from what the tables give, drawn in the browser."""

import json
import textwrap
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from dashboard import texts
from dashboard.tables.duplicates import Month
from dashboard.tables.forums import Cell, Forums
from dashboard.tables.whatif import Outcome
from dashboard.texts import JOINER, MEASURES, VERDICTS, t

Spec = dict[str, Any]
CONFIG: Spec = {
    "font": "Source Sans",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 13,
        "labelColor": "var(--sn-label)",
        "domain": False,
        "ticks": False,
        "grid": False,
        "title": None,
        "aria": False,  # Vega would tell of an axis in English, and of days as numbers; the marks say what they show
    },
    "background": "var(--sn-ground)",
}
ROOMY = 12
"""Up to so many forums the numbers stand in the cells."""
CROWDED = 15
"""More forums than this are first shown a few at a time."""
WRAPPED = 9
"""Up to so many forums their names stand upright over the columns, on several lines."""
NARROW = "containerSize()[0] < 420"
"""The page is on a phone: names of columns then stand on end."""
SMALL = "bandwidth('x') < 32"
"""The cells have no room for numbers."""
INK, PURPLE, ORANGE, BLUE = "var(--sn-ink)", "var(--sn-forum)", "var(--sn-meeting)", "var(--sn-blue)"
SHAPES = {
    "duplicate": "M-0.75,-0.2L0.2,-0.2L0.2,0.75L-0.75,0.75ZM-0.25,-0.3L-0.25,-0.75L0.75,-0.75L0.75,0.25L0.3,0.25",
    "complementary": "M0,-0.75L0.8,-0.3L0,0.15L-0.8,-0.3ZM-0.8,0.25L0,0.7L0.8,0.25",
    "required": "M-0.8,0.8L0.2,0.8M-0.5,-0.3L0.1,0.3M-0.25,-0.6L-0.75,-0.1M0.4,0L-0.1,0.5M-0.1,-0.1L0.8,0.7",
    "unclear": "M-0.38,-0.35Q-0.35,-0.75,0.02,-0.75Q0.4,-0.72,0.4,-0.38Q0.38,-0.1,0,0.05L0,0.35M0,0.68L0,0.75",
    "acute": "M0.15,-0.9L-0.55,0.15L-0.05,0.15L-0.15,0.9L0.55,-0.25L0.05,-0.25Z",
    "none": "M0,0",
}
"""Signs as paths between -1 and 1, as Vega takes them: a chart has no fonts of icons."""


def heatmap(
    forums: Forums, cells: Sequence[Cell], members: Sequence[int], measure: str, chosen: Collection[int]
) -> Spec:
    """The pairs of forums as a triangle of cells, darker the more they share; signs say what was decided."""
    values = [_cell(forums, cell, {cell.one, cell.other} <= set(chosen)) for cell in cells]
    most = most_shared(cells) or 0.01
    for value in values:
        value["light"] = is_strong((value["share"] or 0) / most)
        value["fill"] = "var(--sn-pale)" if value["share"] is None else shade(value["share"] / most, "forum")
    values.sort(key=lambda value: value["thick"])  # who is drawn last is not covered
    names = [forums.names[member] for member in members]
    wrapped, roomy = len(members) <= WRAPPED, len(members) <= ROOMY
    shown = names[1:] if wrapped else names
    rows, columns = _marked(forums, members[-len(shown) :]), _marked(forums, members[:-1]) if wrapped else []
    x = {
        "field": "column",
        "type": "nominal",
        "scale": {"domain": keyed(names[:-1]), "paddingInner": 0.05, "paddingOuter": 0.02},
        "axis": {"orient": "top", "labelFontSize": 12, **(_over(names, columns) if wrapped else _numbered(names))},
    }
    y = {
        "field": "row",
        "type": "nominal",
        "scale": {"domain": keyed(shown), "paddingInner": 0.08, "paddingOuter": 0.04},
        "axis": {
            **_beside(names, numbered=not wrapped, tall=roomy),
            "labelFontSize": 12,
            "labelOverlap": False,
            "labelPadding": 26 if rows else 6,
        },
    }
    layers = [_squares(), *([*_numbers()] if roomy else [])]
    layers += [_signs(rows, {"y": _named(shown), "x": {"value": -14}})] if rows else []
    layers += [_signs(columns, {"x": _named(names[:-1]), "y": {"value": -11}})] if columns else []
    judged = [value for value in values if value["verdict"] and (roomy or value["verdict"] != "none")]
    if judged:
        disc, sign = ({"expr": f"{SMALL} ? {small} : {large}"} for large, small in ((190, 60), (48, 14)))
        place = {"x": {**_bare(x), "bandPosition": 0.97}, "y": {**_bare(y), "bandPosition": 0.06}}
        layers += [
            _corner(judged, place, disc, {"shape": "circle", "fill": "var(--sn-ground)"}),
            _corner(judged, place, sign),
        ]
    return {
        "description": t("Andel gemensamma av alla i två forum: {measure}.", measure=texts.word(MEASURES, measure)),
        "data": {"values": values},
        "encoding": {"x": x, "y": y},
        "layer": layers,
        "width": "container",
        "height": {"step": 46 if roomy else 24},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": CONFIG,
    }


def _over(names: Sequence[str], marked: Sequence[Spec]) -> Spec:
    """Names over the columns: upright on several lines, on a phone on end."""
    upright = {name: lines(name) for name in names}
    on_end = _said({name: short(name, 14) for name in names})
    return {
        "labelAngle": {"expr": f"{NARROW} ? -90 : 0"},
        "labelAlign": {"expr": f"{NARROW} ? 'left' : 'center'"},
        "labelBaseline": {"expr": f"{NARROW} ? 'middle' : 'bottom'"},
        "labelExpr": f"{NARROW} ? {on_end} : {_said(upright)}",
        "labelLimit": 170,
        "labelOverlap": False,
        "labelPadding": {"expr": f"{NARROW} ? 20 : {_room(upright, marked)}"},
    }


def _numbered(names: Sequence[str]) -> Spec:
    """Numbers over the columns, where their names would take the room of the cells: the rows say whose they are."""
    numbers = {name: str(number) for number, name in enumerate(names, 1)}
    return {"labelAngle": 0, "labelExpr": _said(numbers), "labelOverlap": "greedy", "labelPadding": 6}


def _beside(names: Sequence[str], *, numbered: bool, tall: bool) -> Spec:
    """Names beside the rows, on several lines where those are tall; with numbers where those stand over the columns."""
    told = {name: f"{number}  " if numbered else "" for number, name in enumerate(names, 1)}
    wide, narrow = (
        {
            name: lines(told[name] + short(name, 2 * width), width, 3) if tall else [told[name] + short(name, width)]
            for name in names
        }
        for width in (28, 14)
    )
    up_wide, up_narrow = (
        _said({name: -7 * (len(found) - 1) for name, found in shown.items()}) for shown in (wide, narrow)
    )
    return {
        "labelExpr": f"{NARROW} ? {_said(narrow)} : {_said(wide)}",
        "labelLimit": {"expr": f"{NARROW} ? 100 : 200"},
        "labelOffset": {"expr": f"{NARROW} ? {up_narrow} : {up_wide}"},
    }


def most_shared(cells: Sequence[Cell]) -> float:
    """The largest share that is drawn."""
    return max([share for cell in cells if (share := _share(cell)) is not None], default=0.0)


def _share(cell: Cell) -> float | None:
    hidden = not cell.comparable or cell.share.hidden or not cell.share.whole
    return None if hidden else cell.share.part / cell.share.whole


def _said(words: Mapping[str, object]) -> str:
    """An expression that gives the words for a name that is a value of the data (`key`)."""
    return f"({json.dumps({key(name): _literal(said) for name, said in words.items()})})[datum.value]"


def _literal(said: object) -> object:
    """Words of an expression, with a sign that is not seen: one that is `constructor` alone would break it."""
    if isinstance(said, str):
        return said + JOINER
    return [_literal(one) for one in said] if isinstance(said, list) else said


def key(name: str) -> str:
    """A name as a value of the data: Vega looks values up among its own words, and a name may be `toString`."""
    return f"={name}"


def keyed(names: Sequence[str]) -> list[str]:
    """Names as values of the data, to draw them in this order."""
    return [key(name) for name in names]


def _cell(forums: Forums, cell: Cell, chosen: bool) -> Spec:
    share, part = cell.share, _share(cell)
    told = share.few and share.part >= texts.LEAST  # the count may be shown, and the share not
    hidden = texts.children(share.part) if told else f"<{texts.LEAST}"
    text = "–" if not cell.comparable else share.per_cent or (hidden if share.hidden else "–")
    sub = f"{texts.number(share.part)}/{texts.number(share.whole)}" if part is not None else ""
    row, column = forums.names[cell.one], forums.names[cell.other]
    verdict = cell.verdict or ("none" if cell.found else "")
    words = t("uppfyller en regel") if cell.found else ""
    judged = texts.word(VERDICTS, verdict) if verdict else ""
    return {
        "row": key(row),
        "column": key(column),
        "pair": json.dumps([forums.ids[cell.one], forums.ids[cell.other]]),
        "share": part,
        "text": text,
        "sub": sub,
        "verdict": verdict,
        "shape": SHAPES.get(verdict, SHAPES["none"]),
        "said": ", ".join(
            word for word in (row, column, text, share.words if part is not None else "", words, judged) if word
        ),
        "edge": BLUE if chosen else INK if cell.found else "var(--sn-line)",
        "thick": 5 if chosen else 2.5 if cell.found else 1,
    }


def short(name: str, most: int) -> str:
    """A name that is too long for its place: both what stands before its last comma and after it tell it from others,
    so that neither is cut to less than half."""
    first, comma, last = name.rpartition(", ")
    if len(name) <= most or not comma:
        return name
    half = (most - 4) // 2
    room = max(half, most - 4 - len(first))
    last = last if len(last) <= room + 1 else f"{last[:room].rstrip()}…"
    left = most - 3 - len(last)
    return f"{first if len(first) <= left + 1 else first[:left].rstrip() + '…'}, {last}"


def lines(name: str, width: int = 12, most: int = 3) -> list[str]:
    """A name on a few short lines; a long word is cut with a hyphen."""
    words = [part for word in name.split() for part in _cut(word, width)]
    found = textwrap.wrap(" ".join(words), width, break_on_hyphens=False) or [name]
    return found if len(found) <= most else [*found[: most - 1], found[most - 1][: width - 1] + "…"]


def _cut(word: str, width: int) -> list[str]:
    if len(word) <= width:
        return [word]
    half = max(len(word) // 2, width - 4) if len(word) < 2 * width - 2 else width - 1
    return [word[:half] + "-", *_cut(word[half:], width)]


def _room(upright: Mapping[str, list[str]], marked: Sequence[Spec]) -> int:
    """How far above the columns their names begin, so that the last line stands over its sign."""
    return (22 if marked else 6) + 14 * (max(len(found) for found in upright.values()) - 1)


def _marked(forums: Forums, members: Sequence[int]) -> list[Spec]:
    """The signs beside names: required by law, acute."""
    found = []
    for member in members:
        flags = [flag for flag in ("required", "acute") if forums.flag(flag, member)]
        found += [
            {"name": key(forums.names[member]), "shape": SHAPES[flag], "at": place} for place, flag in enumerate(flags)
        ]
    return found


def _named(names: list[str]) -> Spec:
    return {"field": "name", "type": "nominal", "scale": {"domain": keyed(names)}}


def _bare(axis: Spec) -> Spec:
    """The field of an axis as it is for all layers."""
    return {name: axis[name] for name in ("field", "type", "scale")}


def _signs(values: list[Spec], place: Spec) -> Spec:
    return {
        "data": {"values": values},
        "mark": {"type": "point", "size": 130, "strokeWidth": 1.5, "stroke": INK, "fill": None, "aria": False},
        "encoding": {**place, "shape": {"field": "shape", "type": "nominal", "scale": None, "legend": None}},
    }


def _corner(values: list[Spec], place: Spec, size: Spec, look: Spec | None = None) -> Spec:
    """What was decided, in the upper right corner of the cell: a disc, or the sign on it."""
    mark: Spec = {"type": "point", "size": size, "fill": None, "stroke": INK, "strokeWidth": 1.3, "opacity": 1}
    sign = {} if look else {"shape": {"field": "shape", "type": "nominal", "scale": None, "legend": None}}
    mark |= {"aria": False, "tooltip": None, **(look or {})}
    return {"data": {"values": values}, "mark": mark, "encoding": {**place, **sign}}


def shade(strength: float, name: str) -> str:
    """A colour between the pale one (0) and the full one (1) of a name.

    None is from the middle, where neither the text of the page nor that of strong colours could be read.
    """
    much = 0.44 + 0.56 * strength if is_strong(strength) else strength
    return f"color-mix(in srgb, var(--sn-{name}) {100 * much:.1f}%, var(--sn-{name}-pale))"


def is_strong(strength: float) -> bool:
    """Whether the text on a colour is that of strong colours."""
    return strength > 0.5


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


def _numbers() -> list[Spec]:
    """The share and under it the counts; alone in the middle where there are none."""
    return [
        _number("text", "datum.sub != ''", -7, 13, "bold"),
        _number("sub", "datum.sub != ''", 10, 11, "normal"),
        _number("text", "datum.sub == ''", 0, 12, "normal"),
    ]


def _number(field: str, which: str, down: int, size: int, weight: str) -> Spec:
    mark = {"type": "text", "dy": down, "fontSize": size, "fontWeight": weight, "aria": False, "interactive": False}
    return {
        "transform": [{"filter": which}],
        "mark": {**mark, "opacity": {"expr": f"{SMALL} ? 0 : 1"}},
        "encoding": {
            "text": {"field": field},
            "color": {"condition": {"test": "datum.light", "value": "var(--sn-on)"}, "value": "var(--sn-ink)"},
        },
    }


def months(found: Sequence[Month]) -> Spec:
    """Person-hours of each month as bars with their numbers."""
    values: list[Spec] = []
    for place, one in enumerate(found):
        name = texts.month(one.year, one.month)
        year = [str(one.year)] if place in (0, len(found) - 1) or one.month == 1 else []
        said = f"{name} {one.year}: {t('{n} persontimmar', n=texts.number(one.hours))}"
        shown = {"place": key(f"{one.year}-{one.month:02}"), "label": [name, *year], "hours": one.hours}
        values.append({**shown, "text": texts.number(one.hours, 1), "said": said})
    labels = _said({value["place"][1:]: value["label"] for value in values})
    axis = {"labelExpr": labels, "labelAngle": 0, "labelFontSize": 12, "labelOverlap": True}
    encoding = {
        "x": {"field": "place", "type": "ordinal", "axis": axis, "scale": {"paddingInner": 0.35}},
        "y": {"field": "hours", "type": "quantitative", "axis": None},
    }
    bar = {"type": "bar", "color": ORANGE, "cornerRadiusEnd": 2}
    words = {"description": {"field": "said"}, "tooltip": {"field": "said"}}
    return _plot(
        t("Persontimmar per månad, staplar."),
        values,
        encoding,
        [{"mark": bar, "encoding": words}, _above("text")],
        170,
    )


def _above(field: str) -> Spec:
    """The number over a bar."""
    mark = {"type": "text", "dy": -8, "fontSize": 12, "color": "var(--sn-label)", "aria": False}
    return {"mark": mark, "encoding": {"text": {"field": field}}}


def _plot(said: str, values: list[Spec], encoding: Spec, layers: list[Spec], height: int) -> Spec:
    return {
        "description": said,
        "data": {"values": values},
        "encoding": encoding,
        "layer": layers,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": CONFIG,
    }


def loads(before: Outcome, after: Outcome, groups: Mapping[str, str]) -> Spec:
    """Children by how many forums they are in: outlined today, filled afterwards; dashed where it is hidden."""
    values: list[Spec] = []
    for side, outcome in (("a", before), ("b", after)) if after is not before else (("a", before),):
        for name, words in groups.items():
            shown = outcome.shown[name]
            if shown == "–":
                continue
            size = outcome.size(name)
            open_ = size is not None
            who = t("i dag") if side == "a" else t("efter")
            look = {"fill": "var(--sn-ground)" if side == "a" else PURPLE, "edge": PURPLE}
            values.append(
                {
                    "group": words,
                    "side": side,
                    "children": texts.LEAST - 1 if size is None else size,
                    "text": shown,
                    "said": f"{words}, {who}: {shown}",
                    "open": open_,
                    **(look if open_ else {"fill": "var(--sn-pale)", "edge": "var(--sn-edge)"}),
                }
            )
    encoding = {
        "x": {
            "field": "group",
            "type": "nominal",
            "sort": list(groups.values()),
            "axis": {"labelAngle": 0, "labelLimit": 120},
            "scale": {"paddingInner": 0.3},
        },
        "xOffset": {"field": "side", "type": "nominal", "sort": ["a", "b"], "scale": {"paddingInner": 0.08}},
        "y": {"field": "children", "type": "quantitative", "axis": None},
    }
    layers = [_side(values, open_) for open_ in (True, False) if any(value["open"] == open_ for value in values)]
    return _plot(
        t("Barn efter hur många forum de är i, i dag och efter."), values, encoding, [*layers, _above("text")], 210
    )


def _side(values: list[Spec], open_: bool) -> Spec:
    dash: Spec = {} if open_ else {"strokeDash": [4, 3]}
    return {
        "data": {"values": [value for value in values if value["open"] == open_]},
        "mark": {"type": "bar", "strokeWidth": 1.6, "cornerRadiusEnd": 2, **dash},
        "encoding": {
            "fill": _as_is("fill"),
            "stroke": _as_is("edge"),
            "description": {"field": "said"},
            "tooltip": {"field": "said"},
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
