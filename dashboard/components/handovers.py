"""How the page of handovers looks: counts, lists and their tables."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import texts
from dashboard.components.html import Html, badge, card, grid, table, tag
from dashboard.components.overview import districts as bars
from dashboard.data import Scene
from dashboard.tables import handovers as tables
from dashboard.tables.counts import suppressed
from dashboard.tables.handovers import KINDS, Row
from dashboard.tables.loading import csv_file
from dashboard.texts import t, word
from graph.values import to_day

PER_PAGE = 20
LOOKS = {"current": "alert", "never": "alert", "ending": "watch", "gap": "quiet"}


def counts(now: Scene, district: str | None) -> Html:
    """How many children each kind is about."""
    found = now.table(_summary, district)
    shown = suppressed({kind: found[kind] for kind in ("current", "never")})
    shown |= {kind: texts.children(found[kind]) for kind in ("ending", "gap")}
    return grid((_tile(kind, shown[kind], notes(now)[kind]) for kind in KINDS), 200)


def _summary(now: Scene, district: str | None) -> dict[str, int]:
    return tables.summary(now.network, now.report.entry("handover_gaps").findings, district)


def notes(now: Scene) -> dict[str, str]:
    """What each kind means under the rules in force."""
    rules = now.report.rules["handover_gaps"].shown()
    return {
        "current": t("i stöd de senaste {days} dagarna", days=rules["support_days"]),
        "never": t("i stöd de senaste {days} dagarna", days=rules["support_days"]),
        "ending": t("inom {days} dagar", days=rules["horizon_days"]),
        "gap": t("minst {least} dagar, slut inom {days} dagar bakåt", least=rules["min_days"], days=rules["past_days"]),
    }


def _tile(kind: str, count: str, note: str) -> Html:
    return card(
        tag("p", word(texts.KINDS, kind), class_="sn-label"),
        tag("p", count, class_="sn-big"),
        badge(LOOKS[kind], t("barn"), "watch" if LOOKS[kind] == "quiet" else None),
        tag("span", note, class_="sn-source"),
    )


def of_kind(now: Scene, kind: str, district: str | None) -> list[Row]:
    """The list of one kind, made once."""
    return now.table(_rows, kind, district)


def _rows(now: Scene, kind: str, district: str | None) -> list[Row]:
    return tables.of_kind(now.network, now.report.entry("handover_gaps").findings, kind, district)


def heads(kind: str) -> dict[str, str]:
    """The columns of a list, by what they hold."""
    columns = {
        "name": t("Barnets namn"),
        "district": t("Område"),
        "start": {"ending": t("Slutar"), "gap": t("Från")}.get(kind, t("Utan sedan")),
        "end": {"gap": t("Till")}.get(kind, t("Nästa börjar")),
        "days": t("Dagar"),
        "before": t("Hade ansvaret"),
        "after": t("Tar över"),
        "left": t("Slutat sin anställning"),
    }
    unused = {"never": ("start", "days", "before", "left")}.get(kind, ())
    return {name: words for name, words in columns.items() if name not in unused}


def grid_of(rows: Sequence[Row], kind: str) -> str | None:
    """The list as a grid that sorts by a click on a column; gives the child of the row that is chosen."""
    columns = {name: [getattr(row, name) for row in rows] for name in heads(kind)}
    config: dict[str, Any] = {name: words for name, words in heads(kind).items()}
    for name in ("start", "end"):
        if name in config:
            config[name] = st.column_config.DateColumn(config[name], format="YYYY-MM-DD")
    event = st.dataframe(
        columns,
        column_config=config,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"grid {kind} {len(rows)}",
        placeholder="–",
    )
    chosen = event.selection.rows
    return rows[chosen[0]].child if chosen and chosen[0] < len(rows) else None


def twin(rows: Sequence[Row], kind: str, as_of: int) -> Html:
    """A part of the list as a table."""
    names = heads(kind)
    numbers = [number for number, name in enumerate(names) if name == "days"]
    return table(list(names.values()), [[_cell(row, name, as_of) for name in names] for row in rows], numbers)


def _cell(row: Row, name: str, as_of: int) -> object:
    value = getattr(row, name)
    if name == "name" and row.hidden:
        return Html(f"{tag('span', value)} {badge('quiet', t('Skyddade uppgifter'), 'lock')}")
    if name in ("start", "end"):
        return texts.day(to_day(value), as_of) if value else "–"
    if name == "left":
        return t("ja") if value else t("nej")
    return texts.number(value) if isinstance(value, int) else value or "–"


def as_csv(rows: Sequence[Row], kind: str, made_up: bool) -> bytes:
    """The list as a file."""
    names = heads(kind)
    return csv_file(list(names.values()), [[_plain(getattr(row, name)) for name in names] for row in rows], made_up)


def _plain(value: object) -> object:
    return (t("ja") if value else t("nej")) if isinstance(value, bool) else value


def districts(now: Scene, kind: str) -> Html:
    """The counts of one kind by district."""
    return bars(now.table(_districts, kind))


def _districts(now: Scene, kind: str) -> Any:  # noqa: ANN401 - a table of `tables.handovers.districts`
    return tables.districts(now.network, now.report.entry("handover_gaps").findings, kind)
