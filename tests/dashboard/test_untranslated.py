"""No text reaches a page past the translation: what is not marked as translated is data, a number or a date."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from babel.dates import get_day_names, get_month_names
from streamlit.testing.v1 import AppTest

from dashboard import texts
from graph.network import NODES, Network
from graph.phases import model
from tests.dashboard import desk, world
from tests.dashboard.test_pages import PAGES, opened

OPEN, SHUT = "⟦", "⟧"
WIDGETS = (
    "button",
    "checkbox",
    "date_input",
    "download_button",
    "expander",
    "file_uploader",
    "multiselect",
    "number_input",
    "page_link",
    "popover",
    "segmented_control",
    "selectbox",
    "text_area",
    "text_input",
    "toggle",
)
FOLDS = ("pairs", "trend", "what-if", "hours", "network", "timeline", "agencies", "year")
TOLD = ("description", "said", "text", "label", "words", "state", "line", "alt", "help", "title")
"""The fields of pictures that somebody reads or hears."""
SAME = {"stödnät", "svenska", "english", "språk", "language", "csv", "json", "pdf", "zip", "xyz"}
"""Words that are the same in every language."""


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every translated text stands between two signs."""
    english = texts.catalogue()
    monkeypatch.setattr(texts, "translate", lambda text, language: f"{OPEN}{english.get(text, text)}{SHUT}")


def untold(text: str) -> str:
    """What of a text does not stand between the signs, which may stand in each other."""
    left, depth = [], 0
    for sign in text:
        depth += (sign == OPEN) - (sign == SHUT)
        left.append(sign if depth == 0 and sign not in (OPEN, SHUT) else " ")
    return "".join(left)


def of_html(body: str) -> Iterator[str]:
    """What is seen and what is heard of a piece of HTML."""
    body = re.sub(r"<style>.*?</style>", " ", body, flags=re.DOTALL)
    for heard in re.findall(r'(?:aria-label|alt|title|data-head|placeholder)="([^"]*)"', body):
        yield unescape(heard)
    yield unescape(re.sub(r"<[^>]*>", " ", body))


def of_spec(value: Any, name: str = "") -> Iterator[str]:  # noqa: ANN401 - JSON
    """What is read or heard of a picture."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from of_spec(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from of_spec(inner, name)
    elif isinstance(value, str) and name in TOLD:
        yield value


def of_page(app: AppTest) -> Iterator[str]:
    """Every text of a page."""
    for element in app.get("html"):
        yield from of_html(element.proto.body)
    for kind in WIDGETS:
        for element in app.get(kind):
            proto = element.proto
            yield from (str(getattr(proto, name)) for name in ("label", "help", "placeholder") if hasattr(proto, name))
            yield from (str(getattr(one, "content", one)) for one in getattr(proto, "options", ()))
    for element in app.get("vega_lite_chart") + app.get("arrow_vega_lite_chart"):
        yield from of_spec(json.loads(element.proto.spec))
    for element in app.get("bidi_component"):
        if element.proto.json:
            yield from of_spec(json.loads(element.proto.json))


def words(text: str) -> set[str]:
    """The words of three letters and more."""
    return set(re.findall(r"[^\W\d_]{3,}", text.casefold()))


def data(network: Network) -> set[str]:
    """The words that stand in the data."""
    found = words(" ".join(name for kind in NODES for name in network.ids(kind).to_pylist()))
    for batch in network.tables.values():
        for column in batch.schema.names:
            cells = batch.column(column)
            if str(cells.type) in ("string", "large_string"):
                found |= words(" ".join(cell for cell in cells.to_pylist() if cell))
    return found


def dates() -> set[str]:
    """The names of days and months."""
    names = [get_month_names(width, locale="en") for width in ("wide", "abbreviated")]
    names += [get_day_names(width, locale="en") for width in ("wide", "abbreviated")]
    return words(" ".join(name for some in names for name in some.values()))


def phases() -> set[str]:
    """The names of the phases of life, which come with their model."""
    return words(" ".join(phase.en for phase in model("backa_barnet").phases))


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("page", PAGES)
def test_no_text_reaches_a_page_untranslated(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = desk.network() if page == "overlamningar" else world.network()
    world.keep(str(tmp_path / "town.db"), network)
    state: dict[str, object] = {f"fold {name}": True for name in FOLDS}
    state |= {"me": desk.ME} if page == "overlamningar" else {"child": "c0"}
    app = opened(page, tmp_path / "town.db", monkeypatch, language="en", **state)
    assert [error.value for error in app.exception] == []
    told = [*of_page(app)]
    assert sum(OPEN in text for text in told) >= 10
    known = data(network) | dates() | phases() | SAME
    wrong = {(word, " ".join(text.split())[:160]) for text in told for word in words(untold(text)) - known}
    assert sorted(wrong) == [], wrong
