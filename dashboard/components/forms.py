"""The two forms of the data page: load files, and make a town."""

import datetime as dt
from pathlib import Path

import streamlit as st

from dashboard import data
from dashboard.components import work
from dashboard.components.html import badge, heading, show
from dashboard.data import Scene
from dashboard.texts import mark, t
from graph.values import SWEDEN, to_day


def load(url: str, busy: bool) -> None:
    """Files from the browser, or a folder where the browser is on the same computer."""
    show(heading(3, t("Läs in filer"), t("CSV med kanoniska namn, till exempel children.csv.")))
    given = st.file_uploader(t("Filer"), accept_multiple_files=True, type="csv", key="files")
    folder = (
        st.text_input(t("Eller en mapp på den här datorn"), key="folder", placeholder=t("Sökväg till mappen"))
        if data.is_local()
        else ""
    )
    strict = st.toggle(
        t("Allt eller inget"), key="strict", help=t("Av: rader som inte går att läsa nekas, resten sparas.")
    )
    if st.button(t("Läs in"), disabled=busy or not (given or folder), icon=":material/upload:", key="load"):
        files = [work.Uploaded(one.name, one.getvalue()) for one in given]
        work.start(mark("Läser in"), work.load_into(url, files, Path(folder) if folder and not files else None, strict))
        st.rerun()


def generate(url: str, now: Scene | None, busy: bool) -> None:
    """A made-up town, into a store that is empty or made up."""
    show(
        heading(
            3,
            t("Skapa påhittade data"),
            t("Samma antal, frö och dag ger samma kommun. Ersätter påhittade data som finns."),
        )
    )
    one, other = st.columns(2)
    children = one.number_input(t("Antal barn"), 1, 250_000, 2_000, 100, key="children")
    seed = other.number_input(t("Frö"), 0, 1_000_000, 1, key="seed")
    day = st.date_input(t("Läget per"), dt.datetime.now(SWEDEN).date(), format="YYYY-MM-DD", key="day")
    real = now is not None and "other" in now.network.origins
    if st.button(t("Skapa i lagret"), disabled=busy or real, icon=":material/science:", key="generate"):
        work.start(mark("Skapar"), work.generate_into(url, children, seed, to_day(day)))
        st.rerun()
    if real:
        show(badge("quiet", t("Lagret har andra uppgifter. Skapa i ett annat lager."), "stop"))
