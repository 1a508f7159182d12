"""How agencies look: what they share as a picture, the load of each, and what rests on a single one."""

import json
from collections.abc import Sequence

import streamlit as st

from dashboard import texts
from dashboard.charts import CONFIG, NARROW, Spec, is_strong, key, keyed, shade
from dashboard.components import frame, save
from dashboard.components.html import Html, badge, card, heading, show, table, tag, two_lines
from dashboard.tables import agencies as tables
from dashboard.tables.agencies import MOST, Cell, Groups
from dashboard.tables.scene import Scene
from dashboard.texts import MEASURES, PARTIES, Amount, mark, t, word

SIGN = "◆"
"""Stands before the names of agencies that something rests on alone."""
SHARED = {
    "children": MEASURES["children"],
    "professionals": MEASURES["professionals"],
    "meetings": mark("Möten"),
    "forums": mark("Forum"),
}
MEANS = {
    "children": mark("Barn som båda har: stöd den dagen, eller möten det senaste året."),
    "professionals": mark("Professionella som är anställda på båda den dagen."),
    "meetings": mark("Möten det senaste året där någon från var och en var med."),
    "forums": mark("Forum i drift där båda är med."),
}
KINDS_OF = {
    **PARTIES,
    "stadsdelsforvaltning": mark("stadsdelsförvaltning"),
    "kaa": mark("aktivitetsansvar"),
    "kommun": mark("kommun"),
    "region": mark("region"),
    "stat": mark("stat"),
    "": mark("okänt slag"),
}
FIRST = 10


def choices(now: Scene, district: str | None) -> tuple[Groups | None, str]:
    """The agencies to draw, by kind or each for itself, and what is looked at."""
    found = now.table(tables.around)
    words = {kind: word(KINDS_OF, kind) for kind in found.kinds}
    left, middle, right = st.columns([2, 2, 3], vertical_alignment="bottom")
    how = {"kind": t("Slag"), "each": t("Verksamheter")}
    by = left.segmented_control(t("Visa"), list(how), format_func=lambda one: how[one], default="kind", key="by")
    kind = None
    if by == "each":
        kinds = [one for one in tables.kinds_in(found) if now.table(tables.chosen_of, district, one)]
        kind = middle.selectbox(
            t("Slag av verksamhet"),
            kinds,
            index=None,
            format_func=lambda one: words[one],
            placeholder=t("Alla slag"),
            key="kind_of_agency",
        )
    measure = right.segmented_control(
        t("Gemensamma"), list(SHARED), format_func=lambda one: word(SHARED, one), default="children", key="in_common"
    )
    rows = now.table(tables.chosen_of, district, kind)
    if by == "each" and len(rows) > MOST:
        words_ = t("{n} verksamheter är för många att rita. Välj ett slag, eller ett område i sidofältet.", n=len(rows))
        show(card(badge("quiet", t("För många att rita"), "info"), tag("p", words_), look="sn-dashed"))
        return None, measure or "children"
    return tables.grouped(found, rows, by != "each", words, district), measure or "children"


def picture(now: Scene, groups: Groups, measure: str) -> None:
    """What each two groups have in common, as a matrix with a table beside it."""
    title = t("Gemensamma: {what}", what=word(SHARED, measure).lower())
    show(heading(3, title, t(MEANS[measure])))
    found = tables.cells(groups, measure)
    if not found:
        show(tag("p", t("Det behövs minst två verksamheter för att jämföra.")))
        return
    alone = now.table(tables.fragile)
    signed = [name for name, row in zip(groups.names, groups.keys, strict=True) if row in alone]
    spec = matrix(groups, found, measure, signed)
    st.vega_lite_chart(spec, theme=None, width="stretch", key=f"matrix {measure}")
    show(_legend(measure, bool(signed)))
    save.buttons("picture-agencies", "gemensamt", title)
    if box := frame.twin("agencies", title):
        with box:
            show(_twin(groups, found, measure))
            frame.download_table(title, lambda: tables.pairs_csv(now, groups), "gemensamt.csv", "pairs_csv")


def frame_picture(now: Scene, groups: Groups, measure: str) -> None:
    """The picture in its box."""
    with st.container(border=True, key="picture-agencies"):
        picture(now, groups, measure)


def _legend(measure: str, signed: bool) -> Html:
    parts = [[tag("span", class_="sn-swatch sn-blues"), t("fler gemensamma har starkare färg")]]
    if measure == "children":
        dashed = tag("span", class_="sn-swatch", style="border-style:dashed")
        parts.append([dashed, t("<5: noll till fyra barn")])
        parts.append([t("antal barn i klasser, så att inget barn går att räkna ut")])
    else:
        parts.append([tag("span", class_="sn-swatch"), t("inga gemensamma")])
    if signed:
        parts.append([t("{sign}: en enda länk, eller med genom en enda person", sign=SIGN)])
    return tag("div", *(tag("span", *part) for part in parts), class_="sn-legend")


def _twin(groups: Groups, found: Sequence[Cell], measure: str) -> Html:
    """The pairs that have anything in common, as a table."""
    some = [cell for cell in found if cell.strength is not None]
    rows = [[groups.names[cell.one], groups.names[cell.other], cell.words] for cell in some]
    head = [t("En verksamhet"), t("En annan"), word(SHARED, measure)]
    left = len(found) - len(some)
    rest = (
        t("{n} par har färre än fem gemensamma barn.", n=left)
        if measure == "children"
        else t("{n} par har inga.", n=left)
    )
    return tag("div", table(head, rows, [2], t("Gemensamma")), tag("p", rest, class_="sn-source"))


def matrix(groups: Groups, found: Sequence[Cell], measure: str, signed: Sequence[str] = ()) -> Spec:
    """The pairs as a triangle of cells, darker the more they share; a sign before the names of some."""
    values = [_cell(groups, cell) for cell in found]
    roomy = len(groups.names) <= 20
    sign = f"indexof({json.dumps(keyed(signed))}, datum.value) < 0 ? '' : '{SIGN} '"
    axis = {
        "labelExpr": f"({sign}) + slice(datum.value, 1)",
        "labelLimit": {"expr": f"{NARROW} ? 100 : 190"},
        "labelOverlap": False,
    }
    x = {
        "field": "column",
        "type": "nominal",
        "scale": {"domain": keyed(groups.names[:-1])},
        "axis": {**axis, "labelAngle": {"expr": f"{NARROW} ? -90 : -55"}, "orient": "top", "labelAlign": "left"}
        | {"labelFontSize": {"expr": f"{NARROW} ? 11 : 13"}},
    }
    y = {"field": "row", "type": "nominal", "scale": {"domain": keyed(groups.names[1:])}, "axis": axis}
    layers: list[Spec] = [_squares()]
    if roomy:
        layers.append(_numbers())
    title = t("Gemensamma: {what}, för varje par av verksamheter.", what=word(SHARED, measure).lower())
    return {
        "description": title,
        "data": {"values": values},
        "encoding": {"x": x, "y": y},
        "layer": layers,
        "width": "container",
        "height": {"step": 30 if roomy else 24},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": CONFIG,
    }


def _cell(groups: Groups, cell: Cell) -> Spec:
    row, column = groups.names[cell.one], groups.names[cell.other]
    few = cell.strength is None and cell.words != "0"
    return {
        "row": key(row),
        "column": key(column),
        "text": cell.words if cell.words != "0" else "",
        "said": f"{row}, {column}: {cell.words}",
        "fill": "var(--sn-pale)" if cell.strength is None else shade(cell.strength, "navy"),
        "edge": "var(--sn-edge)" if few else "var(--sn-ground)",
        "light": is_strong(cell.strength or 0),
    }


def _squares() -> Spec:
    return {
        "mark": {"type": "rect", "cornerRadius": 3, "strokeWidth": 1, "strokeDash": [3, 3]},
        "encoding": {
            "fill": {"field": "fill", "type": "nominal", "legend": None, "scale": None},
            "stroke": {"field": "edge", "type": "nominal", "legend": None, "scale": None},
            "description": {"field": "said"},
            "tooltip": {"field": "said"},
        },
    }


def _numbers() -> Spec:
    light = {"condition": {"test": "datum.light", "value": "var(--sn-on)"}, "value": "var(--sn-ink)"}
    return {
        "mark": {"type": "text", "fontSize": 12, "aria": False, "interactive": False}
        | {"opacity": {"expr": "bandwidth('x') < 26 ? 0 : 1"}},
        "encoding": {"text": {"field": "text"}, "color": light},
    }


def loads(now: Scene, groups: Groups) -> None:
    """What each group has to do with, in alphabetical order."""
    listed = tables.loads(now, groups)
    head = [t("Verksamhet"), t("Barn"), t("Barn bara här"), t("Professionella"), t("Möten"), t("Forum")]
    rows = [
        [one.name, one.children, one.alone, *map(texts.number, (one.professionals, one.meetings, one.forums))]
        for one in listed
    ]
    note = t(
        "Bara här: barn som ingen annan verksamhet har, i stöd eller på möten. Barn med skyddade uppgifter räknas inte."
    )
    show(
        card(
            table(head, rows, [1, 2, 3, 4, 5], stacked=True, said=t("Hur mycket har var och en?")),
            tag("p", note, class_="sn-source"),
        )
    )
    frame.download(t("Hämta tabell (CSV)"), lambda: tables.loads_csv(now, listed), "verksamheter.csv", "loads_csv")


def singles(now: Scene, district: str | None) -> None:
    """The forums in which an agency is through one person; and what alone holds others together."""
    people = now.table(tables.people_of, district)
    head = [t("Forum"), t("Verksamhet"), t("Genom")]
    rows = [[one.forum, one.agency, _person(one.title)] for one in people]
    words = t(
        "{n:gång|gånger} är en verksamhet med i ett forum genom en enda person. Slutar "
        "personen är verksamheten inte längre med.",
        n=Amount(len(people)),
    )
    left, right = st.columns(2)
    with left.container(border=True):
        show(heading(3, t("En enda person"), words))
        _some(head, rows, "people", t("En enda person"))
        frame.download_table(t("En enda person"), lambda: tables.people_csv(now, people), "en-person.csv", "single_csv")
    with right.container(border=True):
        _bridges(now)


def _person(title: str) -> str:
    return t("en person, {title}", title=title.lower()) if title else t("en person")


def _bridges(now: Scene) -> None:
    bridges = now.table(tables.bridges)
    note = t(
        "Utan den har de som står till höger inget forum eller ingen verksamhet gemensam med de andra, i hela kommunen."
    )
    show(heading(3, t("En enda länk"), note))
    names = {"agency": t("verksamhet"), "forum": t("forum")}
    rows = [[two_lines(one.name, names[one.kind]), _others(one.others)] for one in bridges]
    _some([t("Länk"), t("Håller ihop")], rows, "bridges", t("En enda länk"))
    frame.download_table(t("En enda länk"), lambda: tables.bridges_csv(now, bridges), "en-lank.csv", "bridges_csv")


def _others(names: Sequence[str], most: int = 3) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (" " + t("och {n} till", n=rest) if rest > 0 else "")


def _some(
    head: Sequence[str], rows: Sequence[Sequence[object]], key: str, said: str, numbers: Sequence[int] = ()
) -> None:
    """The first rows of a table, and the others under a line that opens; `said` is its name for who cannot see."""
    if not rows:
        show(tag("p", t("Ingen.")))
        return
    show(table(head, rows[:FIRST], numbers, stacked=True, said=said))
    if len(rows) > FIRST and (box := frame.fold(t("Visa {n} till", n=len(rows) - FIRST), key)):
        box.html(table(head, rows[FIRST:], numbers, stacked=True, said=said))


WAITS = {
    "passage": mark("Snart ny livsfas, utan ja"),
    "stalled": mark("Överlämning som står stilla"),
    "orphaned": mark("Överlämning utan mottagare"),
    "departing": mark("Barnkontakten slutar"),
    "current": mark("Utan barnkontakt, senast här"),
    "ending": mark("Uppdraget slutar snart"),
}
"""The columns of what waits."""


def waiting(now: Scene, district: str | None) -> None:
    """What waits for a decision, by agency: both groups, or the one that was opened from the overview."""
    listed, group = now.table(tables.waiting, district), st.session_state.get("waiting_group")
    every = now.table(tables.columns)
    groups = {tables.COLUMNS[name].group for name in every}
    names = {name: word(WAITS, name) for name in every if group not in groups or tables.COLUMNS[name].group == group}
    rows = [[one.name, *(one.counts[name] for name in names)] for one in listed]
    title = t("Vad väntar på beslut, per verksamhet?")
    note = t(
        "Antal barn. Verksamheten är den där barnkontakten, eller den som ska lämna över, är anställd; för barn utan "
        "barnkontakt den där den förra var anställd sista dagen. Den som är anställd på flera ställen räknas på alla."
    )
    with st.container(border=True, key="agencies-waiting"):
        if group == "responsible":
            show(
                tag("p", t("Barn som aldrig har haft en barnkontakt hör till ingen verksamhet här."), class_="sn-note")
            )
        _some([t("Verksamhet"), *names.values()], rows, "waiting", title, range(1, len(names) + 1))
        show(tag("p", note, class_="sn-source"))
    if len(names) < len(every):
        st.button(t("Visa båda grupperna"), key="both_groups", on_click=_both, icon=":material/undo:")
    frame.download_table(title, lambda: tables.waiting_csv(now, listed, names), "vantar.csv", "waiting_csv")


def _both() -> None:
    st.session_state["waiting_group"] = None
