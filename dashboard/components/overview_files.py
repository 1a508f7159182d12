"""The tables of the overview as files in one ZIP: what the page shows, hidden where the page hides it."""

import io
import zipfile
from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard import data, texts
from dashboard.components import frame, heard, indicators, overview, pairs
from dashboard.tables import decisions, trend
from dashboard.tables.loading import csv_file
from dashboard.tables.measures import MEASURES
from dashboard.tables.scene import Scene
from dashboard.tables.trend import Place
from dashboard.texts import t
from graph.values import iso

Rows = Sequence[Sequence[object]]
MADE = (1980, 1, 1, 0, 0, 0)
"""The time in every ZIP: the same tables give the same bytes."""


def buttons(now: Scene, waiting: Scene, place: Place, baseline: int) -> None:
    """Buttons that give the key figures, and all tables of the page; they are made when somebody asks for them."""
    made_up = now.network.generated
    with st.container(horizontal=True):
        frame.download(
            t("Hämta nyckeltal (CSV)"),
            lambda: csv_file(*figures(now, place, baseline), made_up),
            "nyckeltal.csv",
            "figures_csv",
        )
        st.download_button(
            t("Hämta tabeller (ZIP)"),
            partial(content, now, waiting, place, baseline, texts.language()),
            texts.file_name("oversikt.zip", made_up),
            "application/zip",
            key="tables_zip",
            icon=":material/download:",
            on_click="ignore",
        )


def content(now: Scene, waiting: Scene, place: Place, baseline: int, language: str) -> bytes:
    """The ZIP: key figures, what waits for a decision, forums that are alike, each measure and the indicators."""
    with texts.spoken(language):
        made = {
            "nyckeltal.csv": csv_file(*figures(now, place, baseline), now.network.generated),
            "vantar.csv": csv_file(*lines(waiting, place), now.network.generated),
        }
        made["horts-per-omrade.csv"] = csv_file(*heard.counted(waiting), now.network.generated)
        made["matt.csv"] = indicators.as_csv(now, place)
        if now.report.entry("forum_overlap").reason is None:
            alike = now.table(overview.alike_of, place)
            made["forumpar.csv"] = pairs.as_csv(now, alike, data.judged(now.key.url))
        for code in MEASURES:
            title, there = t(overview.FIGURES[code][0]), now.table(trend.districts, code)
            found = now.table(trend.points, code, place, baseline)
            made[f"utveckling-{code}.csv"] = trend.trend_csv(now, title, found, there)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in made.items():
            archive.writestr(zipfile.ZipInfo(name, MADE), table)
    return held.getvalue()


def figures(now: Scene, place: Place, baseline: int) -> tuple[list[str], Rows]:
    """The key figures on the as-of day and on the day to compare with."""
    rows: list[list[object]] = []
    for code in MEASURES:
        for day in (now.as_of, baseline):
            reason, one = trend.figure(now, code, day, place)
            told = [texts.reason(reason), "", ""] if one is None else [one.part_words, one.whole_words, one.per_cent]
            rows.append([t(overview.FIGURES[code][0]), iso(day), place or t("hela kommunen"), *told])
    return [t("Mått"), t("Dag"), t("Område"), t("Täljare"), t("Nämnare"), t("Andel")], rows


def lines(now: Scene, place: Place) -> tuple[list[str], Rows]:
    """The groups of what waits for a decision about children."""
    rows: list[list[object]] = []
    for group in decisions.GROUPS:
        for code, kind, one in decisions.rows(now, group, place):
            told = one.part_words if one else t("Kördes inte")
            rows.append([t(overview.TITLE_OF[group]), overview.line(code, kind), told])
    return [t("Fråga"), t("Läge"), t("Barn")], rows
