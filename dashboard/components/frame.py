"""What stands round every page: title, as-of day and district in words, and the mark of made-up data."""

import datetime as dt
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import clock, data, errors, texts
from dashboard.components import html
from dashboard.components.html import badge, icon, join, show, tag
from dashboard.tables.counts import districts
from dashboard.tables.scene import Scene
from dashboard.texts import LANGUAGES, MADE_UP, t
from graph.store import StoreError
from graph.values import to_day

HERE = Path(__file__).parent
_page = st.components.v2.component("stodnat_page", html="<span></span>", js=(HERE / "page.js").read_text("utf-8"))


Found = tuple[Scene | None, str]
_found: ContextVar[Found | None] = ContextVar("found", default=None)
"""What is shown while one page is drawn: all its parts show the same version of the store."""


def choices() -> None:
    """What was chosen in the sidebar, also where a button led to this page: Streamlit then drops what fields held."""
    for name, value in st.session_state.get("choices", {}).items():
        st.session_state.setdefault(name, value)
    texts.speak(st.session_state.setdefault("language", "sv") or "sv")


def sidebar(page: str) -> None:
    """The choices that every page follows: day, district and language. `page` is the address of the page."""
    _found.set(None)
    with st.sidebar:
        today = clock.now().date()
        if st.session_state.setdefault("today", today) != today:  # a page that stands open over midnight
            if st.session_state.get("as_of") == st.session_state["today"]:
                st.session_state["as_of"] = today
            st.session_state["today"] = today
        span = {"min_value": dt.date(1990, 1, 1), "max_value": dt.date(today.year + 20, 12, 31)}
        st.session_state.setdefault("as_of", today)
        st.date_input(t("Läget per"), key="as_of", format="YYYY-MM-DD", **span)
        _found.set(_scene_or_trouble())
        now = scene()
        names = now.table(_districts) if now else []
        if st.session_state.get("district") not in names:
            st.session_state["district"] = None
        st.selectbox(t("Område"), names, index=None, key="district", placeholder=t("Alla områden"))
        st.segmented_control(
            t("Språk / Language"),
            list(LANGUAGES),
            format_func=lambda code: LANGUAGES[code],
            key="language",
        )
        st.session_state["choices"] = {name: st.session_state[name] for name in ("as_of", "district", "language")}
        if now and now.network.generated:
            words = t("Inga verkliga barn, personer eller verksamheter.")
            show(
                tag(
                    "div",
                    icon("made_up"),
                    " ",
                    tag("strong", t(MADE_UP) + "."),
                    " ",
                    words,
                    class_="sn-badge sn-quiet sn-aside",
                )
            )
        with st.container(key="foot"):
            st.page_link("views/tillganglighet.py", label=t("Tillgänglighet"), icon=":material/accessibility_new:")
        _page(data={"language": texts.language(), "page": page}, key="spoken")


def _districts(scene: Scene) -> list[str]:
    return districts(scene.network)


def stop() -> NoReturn:
    """Draw no more of this page."""
    st.stop()
    raise AssertionError


def as_of() -> int:
    """The as-of day that is chosen."""
    chosen = st.session_state.get("as_of")
    return to_day(chosen) if isinstance(chosen, dt.date) else clock.today()


def district() -> str | None:
    """The district that is chosen, or nothing for all."""
    chosen = st.session_state.get("district")
    return chosen or None


def scene() -> Scene | None:
    """What is in the store on the day that is chosen; nothing where there is no store, nothing in it, or trouble."""
    return _scene_or_trouble()[0]


def trouble() -> str:
    """Why the store cannot be read, in a sentence; nothing where it can, or where there is none yet."""
    return _scene_or_trouble()[1]


def _scene_or_trouble() -> Found:
    if before := _found.get():
        return before
    try:
        with st.spinner(t("Räknar …"), show_time=False):
            found = data.current(as_of())
    except StoreError as error:
        return None, errors.told(str(error))
    return (found if found and found.network.origins else None), ""


def alert(words: str) -> None:
    """What is wrong with the store, where a page would have its content."""
    show(html.card(html.badge("alert", t("Lagret kan inte läsas")), tag("p", words, role="alert")))


def heading(title: str, now: Scene | None, *where: str) -> None:
    """The title of a page, and under it the day and the place that its numbers are of."""
    words = []
    if now:
        words = [t("Läget {day}", day=texts.long_day(now.as_of)), district() or t("alla områden"), *where]
    made_up = badge("quiet", t(MADE_UP), "made_up") if now and now.network.generated else ""
    line = tag("p", join(words, " · "), " ", made_up, class_="sn-where") if now else ""
    show(tag("h1", title, class_="sn-h1"), line)


def needs_data(title: str, where: Callable[[Scene], Sequence[str]] = lambda now: ()) -> Scene:
    """The heading and what there is to show; a page without data says so and stops."""
    now = scene()
    heading(title, now, *(where(now) if now else ()))
    if words := trouble():
        alert(words)
        stop()
    if now is None:
        show(
            html.card(
                html.badge("quiet", t("Inget att visa"), "stop"),
                tag(
                    "p", t("Lagret är tomt eller finns inte än. Läs in filer eller skapa påhittade data på sidan Data.")
                ),
                look="sn-dashed",
            )
        )
        st.page_link("views/data.py", label=t("Gå till Data"))
        stop()
    return now


def _made(make: Callable[[], bytes], language: str) -> bytes:
    with texts.spoken(language):
        return make()


def twin(key: str, about: str) -> DeltaGenerator | None:
    """The fold that holds the table of a picture; `about` says which picture: it is heard, not seen."""
    return fold(html.heard(t("Visa som tabell"), about), key)


def fold(words: str, key: str, icon: str | None = None, small: bool = False) -> DeltaGenerator | None:
    """A fold whose content is made when somebody opens it: what is folded would else take time from each page.

    No popover does this: it shuts when one clicks beside it, and telling that would undo a click on the menu.
    """
    box = st.expander(words, key=f"fold {key}", icon=icon, type="compact" if small else "default", on_change="rerun")
    return box if box.open else None


def download_table(about: str, content: bytes | Callable[[], bytes], name: str, key: str) -> None:
    """A button that gives a table as a file; `about` says which table: it is heard, not seen."""
    download(html.heard(t("Hämta tabell (CSV)"), about), content, name, key)


def download(words: str, content: bytes | Callable[[], bytes], name: str, key: str) -> None:
    """A button that gives a file, where it is long to make only when asked for; its name says if data are made up."""
    now = scene()
    name = texts.file_name(name, bool(now and now.network.generated))
    made = content if isinstance(content, bytes) else partial(_made, content, texts.language())
    st.download_button(words, made, name, "text/csv", key=key, on_click="ignore")
