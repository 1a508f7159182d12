"""Where children have not been heard or reports not answered: the counts of the overview for each district."""

import streamlit as st

from dashboard.components import frame, overview
from dashboard.components.html import Html, heading, show, table, tag
from dashboard.tables import decisions
from dashboard.tables.loading import csv_file
from dashboard.tables.scene import Scene
from dashboard.tables.trend import Place, districts_of
from dashboard.texts import t

OPEN = "heard_open"
"""Where the session keeps that the table is shown."""


def button() -> None:
    """Opens the table, or closes it."""
    is_open = bool(st.session_state.get(OPEN))
    words = t("Dölj tabellen per område") if is_open else t("Visa per område")
    st.button(words, key="open-heard", type="tertiary", icon=":material/table_rows:", on_click=_turned)


def _turned() -> None:
    st.session_state[OPEN] = not st.session_state.get(OPEN)


def by_district(now: Scene, place: Place) -> None:
    """The table, where somebody has opened it; the chosen district is marked."""
    if not st.session_state.get(OPEN):
        return
    head, rows = counted(now)
    here = next((number for number, row in enumerate(rows) if place and row[0] == place), None)
    title = t("Vem har hörts och fått svar? Per område")
    note = t("Antal barn. Ett barn kan stå i flera kolumner. Barn med skyddade uppgifter räknas bara i kommunen.")
    with st.container(border=True, key="heard-table"):
        show(heading(3, title, note))
        show(_drawn(head, rows, here, title))
        frame.download(
            t("Hämta tabell (CSV)"), lambda: csv_file(head, rows, now.network.generated), "horts.csv", "heard_csv"
        )


def _drawn(head: list[str], rows: list[list[str]], here: int | None, title: str) -> Html:
    numbers = list(range(1, len(head)))
    return tag("div", table(head, rows, numbers, chosen=here, stacked=True, said=title), class_="sn-parts")


def counted(now: Scene) -> tuple[list[str], list[list[str]]]:
    """The head and the rows: all together first, then the districts in alphabetical order."""
    places: list[Place] = [None, *districts_of(now.network)]
    lines = decisions.rows(now, "heard", None)
    head = [t("Område"), *(overview.line(code, kind) for code, kind, _ in lines)]
    columns = [[one for _, _, one in decisions.rows(now, "heard", place)] for place in places]
    return head, [
        [place or t("Hela kommunen"), *(one.part_words if one else t("Kördes inte") for one in counts)]
        for place, counts in zip(places, columns, strict=True)
    ]
