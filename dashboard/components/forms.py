"""The forms of the data page: load files, make a town, export the store."""

import datetime as dt
from pathlib import Path

import streamlit as st

from dashboard import clock, data, texts
from dashboard.components import work
from dashboard.components.html import badge, heading, show, tag
from dashboard.tables.scene import Scene
from dashboard.texts import t
from graph.values import to_day


def load(url: str, busy: bool) -> None:
    """Files from the browser, or a folder where the browser is on the same computer."""
    show(heading(3, t("Läs in filer"), t("CSV med kanoniska namn, till exempel children.csv.")))
    given = st.file_uploader(t("Filer"), accept_multiple_files=True, type="csv", key="files")
    folder = (
        st.text_input(t("Eller en mapp på den här datorn"), key="folder", placeholder=t("Sökväg till mappen"))
        if data.is_local()
        else ""
    )
    with st.expander(t("Mappning, om filerna heter eller skriver annorlunda")):
        mapping = st.file_uploader(t("Mappning (TOML)"), type="toml", key="mapping")
    strict = st.toggle(
        t("Allt eller inget"), key="strict", help=t("Av: rader som inte går att läsa nekas, resten sparas.")
    )
    if st.button(t("Läs in"), disabled=busy or not (given or folder), icon=":material/upload:", key="load"):
        files = [work.Uploaded(one.name, one.getvalue()) for one in given]
        how = work.Uploaded(mapping.name, mapping.getvalue()) if mapping else None
        work.start(
            work.LOADING, work.load_into(url, files, Path(folder) if folder and not files else None, strict, how)
        )
        st.rerun()


def generate(url: str, now: Scene | None, busy: bool) -> None:
    """A made-up town, into a store that is empty or made up, or as files."""
    note = t("Samma antal, frö och dag ger samma kommun. Facit (truth.csv) följer med filerna. Inga personnummer.")
    show(heading(3, t("Skapa påhittade data"), note))
    one, other = st.columns(2)
    children = one.number_input(t("Antal barn"), 1, 250_000, 2_000, 100, key="children")
    seed = other.number_input(t("Frö"), 0, 1_000_000, 1, key="seed")
    chosen = st.date_input(t("Läget per"), clock.now().date(), format="YYYY-MM-DD", key="day")
    day = to_day(chosen) if isinstance(chosen, dt.date) else clock.today()
    real = now is not None and "other" in now.network.origins
    with st.container(horizontal=True):
        into = st.button(t("Skapa i lagret"), disabled=busy or real, icon=":material/science:", key="generate")
        files = st.button(t("Skapa filer"), disabled=busy, icon=":material/folder_zip:", key="generate_files")
    if into and now is None:
        _begin(url, children, seed, day)
    st.session_state["replacing"] = (into or st.session_state.get("replacing", False)) and not (busy or real)
    if now is not None and st.session_state["replacing"]:
        _ask(url, now, children, seed, day)
    if files:
        work.start(work.FILING, work.generate_files(children, seed, day))
        st.rerun()
    if real:
        show(badge("quiet", t("Lagret har andra uppgifter. Skapa i ett annat lager."), "stop"))


def _ask(url: str, now: Scene, children: int, seed: int, day: int) -> None:
    """Ask before what is in the store is replaced."""
    with st.container(border=True):
        words = t("Ersätta de påhittade uppgifterna i lagret, {n} barn?", n=texts.number(now.network.count("child")))
        show(tag("p", words, role="alert"))
        with st.container(horizontal=True):
            yes = st.button(t("Ja, ersätt"), key="replace", icon=":material/check:")
            no = st.button(t("Nej, behåll"), key="keep")
    if yes:
        _begin(url, children, seed, day)
    if no:
        st.session_state["replacing"] = False
        st.rerun()


def _begin(url: str, children: int, seed: int, day: int) -> None:
    st.session_state["replacing"] = False
    work.start(work.GENERATING, work.generate_into(url, children, seed, day))
    st.rerun()


def export(now: Scene, busy: bool) -> None:
    """All that is in the store as files."""
    words = t("Alla rader som kanoniska CSV-filer i en ZIP. De innehåller personuppgifter om lagret gör det.")
    show(heading(3, t("Åtgärder"), words))
    if st.button(t("Exportera lagret"), disabled=busy, icon=":material/download:", key="export"):
        work.start(work.EXPORTING, work.export(now.key.url, now.key.version))
        st.rerun()
