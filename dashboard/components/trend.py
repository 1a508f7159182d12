"""One measure at a time: how it went month by month, and how it is in each district; two pictures with a table."""

import datetime as dt
import json
from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard import texts
from dashboard.charts import CONFIG, Spec, key
from dashboard.components import frame, overview, save
from dashboard.components.html import Html, heading, show, table, tag
from dashboard.tables import trend
from dashboard.tables.measures import MEASURES
from dashboard.tables.scene import Scene
from dashboard.tables.trend import Place, Point, Shown
from dashboard.texts import mark, t, word
from graph.values import to_date, to_day

TABS = {
    "no_contact": mark("Utan barnkontakt"),
    "passage": mark("Övergång utan ja"),
    "forums": mark("Tre eller fler forum"),
    "duplicates": mark("Dubbla möten"),
    "heard": mark("Barnet hördes"),
    "feedback": mark("Återkoppling"),
}
ROOM = 240
"""The pixels that every other month's name needs beside each other."""
BLUE, INK, PALE = "var(--sn-blue)", "var(--sn-ink)", "var(--sn-pale)"


def baseline(as_of: int) -> int:
    """The day to compare with."""
    usual, first, last = trend.baseline_span(as_of)
    with st.container(width=220):
        chosen = st.date_input(
            t("Jämför med"), usual, min_value=first, max_value=last, format="YYYY-MM-DD", key=f"baseline {as_of}"
        )
    return to_day(chosen if isinstance(chosen, dt.date) else usual)


def measure() -> str:
    """The measure that is chosen, for both pictures."""
    chosen = st.segmented_control(
        t("Mått"), list(MEASURES), format_func=lambda code: word(TABS, code), default="no_contact", key="measure"
    )
    return chosen or "no_contact"


def pictures(now: Scene, code: str, place: Place, baseline: int) -> None:
    """Trend and districts of a measure beside each other, and under them the same as a table."""
    reason, today = trend.figure(now, code, now.as_of, None)
    if reason is not None or today is None:
        show(overview.uncounted(t(overview.FIGURES[code][0]), texts.reason(reason)))
        return
    found, there = now.table(trend.points, code, place, baseline), now.table(trend.districts, code)
    left, right = st.columns([4, 5])
    with left.container(border=True, key="picture-trend"):
        _trend(now, code, place, found, baseline)
    with right.container(border=True, key="picture-districts"):
        _districts(code, there, today)
    show(
        tag(
            "p",
            t(
                "* Barn med skyddade uppgifter räknas i kommunen men aldrig i ett område. Tal "
                "under fem visas som <5 och utan andel."
            ),
            class_="sn-source",
        )
    )
    title = t(overview.FIGURES[code][0])
    if box := frame.twin("trend", title):
        with box:
            show(twin(found, baseline), twin_districts(there))
            made = partial(trend.trend_csv, now, title, found, there)
            frame.download_table(title, made, "utveckling.csv", "trend_csv")


def _trend(now: Scene, code: str, place: Place, found: Sequence[Point], baseline: int) -> None:
    note = t("Räknat för varje dag på de uppgifter som finns i lagret i dag. Visar förändring, inte orsak.")
    title = t("{place} mot baslinjen", place=place or t("Hela kommunen"))
    show(heading(3, title, note))
    if len(found) < 2:
        show(tag("p", t("För få dagar med uppgifter för att rita en linje.")))
        return
    spec = trend_spec(t(overview.FIGURES[code][0]), found, now.as_of, baseline)
    st.vega_lite_chart(spec, theme=None, width="stretch", key=f"trend {code} {place} {baseline}")
    few = any(one.shown.share is None for one in found)
    show(_legend([(BLUE, "", t("andel"))], few, t("baslinjen {day}", day=texts.day(baseline))))
    save.buttons("picture-trend", "utveckling", title)


def _districts(code: str, there: dict[str, Shown], today: Shown) -> None:
    title = t("Områden den här dagen")
    show(heading(3, title, t("I bokstavsordning. Skillnader på några få barn kan vara slump.")))
    if not there:
        show(tag("p", t("Inget barn har ett område.")))
        return
    st.vega_lite_chart(
        district_spec(t(overview.FIGURES[code][0]), there, today), theme=None, width="stretch", key=f"districts {code}"
    )
    whole = t("hela kommunen {share}", share=today.per_cent or today.part_words)
    show(_legend([(BLUE, "", t("andel"))], any(one.most for one in there.values()), whole))
    save.buttons("picture-districts", "omraden", title)


def _legend(parts: list[tuple[str, str, str]], few: bool, line: str) -> Html:
    shown = [
        tag("span", tag("span", class_="sn-swatch", style=f"background:{fill}"), words) for fill, _, words in parts
    ]
    if few:
        dashed = tag("span", class_="sn-swatch", style="border-style:dashed")
        shown.append(tag("span", dashed, t("0–4 barn, exakt tal visas inte")))
    shown.append(tag("span", tag("span", class_="sn-stroke sn-ended"), line))
    return tag("div", *shown, class_="sn-legend")


def twin(found: Sequence[Point], baseline: int) -> Html:
    """The trend as a table."""
    head = [t("Dag"), t("Antal"), t("Andel")]
    rows = [
        [
            texts.day(one.day) + (" · " + t("baslinje") if one.day == baseline else ""),
            one.shown.words,
            one.shown.per_cent or "–",
        ]
        for one in found
    ]
    return table(head, rows, [1, 2], t("Utveckling"))


def twin_districts(there: dict[str, Shown]) -> Html:
    """The districts as a table."""
    rows = [[name or t("Utan område*"), one.words, one.per_cent or "–"] for name, one in there.items()]
    return table([t("Område"), t("Antal"), t("Andel")], rows, [1, 2], t("Områden"))


def _per_cent(most: float, upto: float = 1.0) -> Spec:
    """An axis of shares with room for the largest; beyond `upto` it has neither words nor lines."""
    sign = "\u202f%" if texts.language() == "sv" else "%"
    number = f"format(100 * datum.value, '{'.0f' if most > 0.05 else '.1f'}')"
    told = f"replace({number}, '.', ',')" if texts.language() == "sv" else number
    beyond = f"datum.value > {upto}"
    return {
        "labelExpr": f"{beyond} ? '' : {told} + '{sign}'",
        "tickCount": 5,
        "grid": True,
        "gridColor": {"condition": {"test": beyond, "value": "transparent"}, "value": "var(--sn-hair)"},
    }


def trend_spec(title: str, found: Sequence[Point], as_of: int, baseline: int) -> Spec:
    """The shares as a line, the day to compare with as a dashed one; few children as the whole range they can be."""
    values = [_point(one, as_of, baseline) for one in found if one.shown.share is not None]
    ranges = [_range(one) for one in found if one.shown.most]
    most = max([v["share"] for v in [*values, *ranges]], default=0.0) or 0.01
    x = {
        "field": "day",
        "type": "quantitative",
        "scale": {"zero": False, "nice": False},
        "axis": _months([one.day for one in found if one.day != baseline or one.day == as_of]),
    }
    y = {"field": "share", "type": "quantitative", "axis": _per_cent(most), "scale": {"domain": [0, most * 1.25]}}
    named = [value for value in values if value["label"]]
    start = [value for value in values if value["base"]]
    layers: list[Spec] = [
        {"data": {"values": values}, "mark": {"type": "line", "color": BLUE, "strokeWidth": 2.5, "aria": False}},
        _dots(values),
    ]
    if ranges:
        layers.append(_ranges(ranges))
    if start:
        rule = {"type": "rule", "strokeDash": [5, 4], "strokeWidth": 1.6, "color": INK, "aria": False}
        layers.append({"data": {"values": start}, "mark": rule, "encoding": {"x": None}})
    if named:
        layers += [_labels(named, last) for last in (False, True)]
    return {
        "description": t("{title}: andel vid varje månads slut.", title=title),
        "encoding": {"x": x, "y": y},
        "layer": layers,
        "width": "container",
        "height": 300,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 5, "right": 62, "top": 8, "bottom": 5},
        "config": CONFIG,
    }


def _point(one: Point, as_of: int, baseline: int) -> Spec:
    last, first = one.day == as_of, one.day == baseline
    per_cent = one.shown.per_cent or ""
    return {
        "day": one.day,
        "share": one.shown.share,
        "said": f"{texts.day(one.day)}: {one.shown.words} ({per_cent})",
        "label": per_cent if last or first else "",
        "base": first,
        "last": last,
        "fill": BLUE if last else INK if first else "var(--sn-ground)",
    }


def _range(one: Point) -> Spec:
    return {"day": one.day, "share": one.shown.most, "none": 0, "said": f"{texts.day(one.day)}: {one.shown.words}"}


def _dots(values: list[Spec]) -> Spec:
    return {
        "data": {"values": values},
        "mark": {"type": "point", "filled": True, "size": 70, "stroke": BLUE, "strokeWidth": 2, "opacity": 1},
        "encoding": {
            "fill": {"field": "fill", "type": "nominal", "scale": None, "legend": None},
            "description": {"field": "said"},
            "tooltip": {"field": "said"},
        },
    }


def _ranges(values: list[Spec]) -> Spec:
    return {
        "data": {"values": values},
        "mark": {
            "type": "bar",
            "width": 12,
            "fill": PALE,
            "stroke": "var(--sn-edge)",
            "strokeDash": [3, 3],
            "cornerRadius": 3,
        },
        "encoding": {"y2": {"field": "none"}, "description": {"field": "said"}, "tooltip": {"field": "said"}},
    }


def _months(days: Sequence[int]) -> Spec:
    """An axis with every other month's name, the year under the first and where it is new; on a phone three of them,
    each with its year."""
    shown = sorted(days)[::-1][::2][::-1]
    labels: dict[int, list[str]] = {}
    year = ""
    for day in shown:
        label = _month(day)
        labels[day] = label[:1] if label[1] == year else label
        year = label[1]
    few = {day: _month(day) for day in (shown[0], shown[len(shown) // 2], shown[-1])}
    said = f"(width < {ROOM} ? {json.dumps(few)} : {json.dumps(labels)})[datum.value] || ''"
    return {"values": shown, "labelExpr": said, "labelFlush": False, "offset": 8, "labelOverlap": "greedy"}


def _month(day: int) -> list[str]:
    date = to_date(day)
    return [texts.month(date.year, date.month), str(date.year)]


def _labels(values: list[Spec], last: bool) -> Spec:
    """The numbers of the first day and the last, that of the last beside its point, where no line is."""
    place: Spec = {"align": "left", "dx": 10} if last else {"dy": -14}
    return {
        "data": {"values": [value for value in values if value["last"] == last]},
        "mark": {"type": "text", "fontSize": 13, "fontWeight": "bold", "color": INK, "aria": False, **place},
        "encoding": {"text": {"field": "label"}},
    }


def district_spec(title: str, there: dict[str, Shown], today: Shown) -> Spec:
    """A bar for each district with its numbers; few children as the whole range they can be."""
    rows = [_district(name, one) for name, one in there.items()]
    most = max([row["share"] or row["most"] or 0.0 for row in rows] + [today.share or 0.0]) or 0.01
    names = [row["name"] for row in rows]
    told = {"labelExpr": "slice(datum.value, 1)", "labelLimit": 150, "labelPadding": 6}
    y = {"field": "name", "type": "nominal", "scale": {"domain": names}, "axis": told}
    x = {
        "field": "share",
        "type": "quantitative",
        "axis": {
            **_per_cent(most, most * 1.02),
            "orient": "top",
            "tickCount": 4,
        },
        "scale": {"domain": [0, most / 0.52], "nice": False},
    }
    layers: list[Spec] = [
        _bars([row for row in rows if row["share"] is not None], {"fill": BLUE}),
        _side(rows, "count", "width - 58", "normal", least=260),
        _side(rows, "per_cent", "width", "bold"),
        _head(t("antal"), "width - 58", least=260),
        _head(t("andel"), "width"),
    ]
    if untold := [row for row in rows if row["untold"]]:
        layers.append(_untold(untold))
    if hidden := [row for row in rows if row["most"]]:
        look = {"fill": PALE, "stroke": "var(--sn-edge)", "strokeDash": [3, 3], "strokeWidth": 1.2}
        layers.append(_bars([{**row, "share": row["most"]} for row in hidden], look))
    if today.share is not None:
        rule = {"type": "rule", "strokeDash": [5, 4], "strokeWidth": 1.6, "color": INK, "aria": False}
        layers.append({"data": {"values": [{"share": today.share}]}, "mark": rule, "encoding": {"y": None}})
    return {
        "description": t("{title}: andel i varje område, i bokstavsordning.", title=title),
        "encoding": {"x": x, "y": y},
        "layer": layers,
        "width": "container",
        "height": {"step": 27},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": CONFIG,
    }


def _district(name: str, one: Shown) -> Spec:
    shown = name or t("Utan område*")
    return {
        "name": key(shown),
        "share": one.share,
        "most": one.most if one.share is None else None,
        "untold": one.share is None and one.most is None and not one.nothing,
        "count": one.words,
        "per_cent": one.per_cent or "–",
        "said": f"{shown}: {one.words}" + (f" ({one.per_cent})" if one.per_cent else ""),
    }


def _bars(values: list[Spec], look: Spec) -> Spec:
    return {
        "data": {"values": values},
        "mark": {"type": "bar", "height": 14, "cornerRadius": 2, **look},
        "encoding": {"description": {"field": "said"}, "tooltip": {"field": "said"}},
    }


def _untold(values: list[Spec]) -> Spec:
    """Words where neither a bar nor a range may be drawn: else it would look like none."""
    look = {"type": "text", "align": "left", "dx": 4, "fontSize": 12, "color": "var(--sn-mute)", "aria": False}
    return {
        "data": {"values": values},
        "mark": look,
        "encoding": {"x": {"value": 0}, "text": {"value": t("visas inte")}},
    }


def _head(words: str, at: str, least: int = 0) -> Spec:
    """What stands over a column of text."""
    look = {"type": "text", "align": "right", "fontSize": 12, "color": "var(--sn-mute)", "aria": False}
    return {
        "data": {"values": [{}]},
        "mark": look | {"opacity": {"expr": f"width < {least} ? 0 : 1"}},
        "encoding": {"x": {"value": {"expr": at}}, "y": {"value": -11}, "text": {"value": words}},
    }


def _side(values: list[Spec], field: str, at: str, weight: str, least: int = 0) -> Spec:
    """A column of text to the right of the bars; none where the picture is narrower than it needs."""
    return {
        "data": {"values": values},
        "mark": {"type": "text", "align": "right", "fontSize": 13, "fontWeight": weight, "color": INK, "aria": False}
        | {"opacity": {"expr": f"width < {least} ? 0 : 1"}},
        "encoding": {"x": {"value": {"expr": at}}, "text": {"field": field}},
    }
