"""The colours: enough contrast in light and in dark, and none that has no name."""

import re
from pathlib import Path

import pytest

import dashboard
from dashboard.charts import is_strong, shade
from dashboard.serve import SETTINGS

HERE = Path(dashboard.__file__).parent
NAMES = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(
        r"--sn-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", (HERE / "components/palette.css").read_text("utf-8")
    )
}
TEXT = {
    "ground": "ink label soft mute navy forum alert watch good",
    "pale": "ink label soft mute",
    "tint": "ink label soft mute navy",
    "empty": "ink label soft",
    "alert-pale": "ink alert",
    "watch-pale": "ink watch",
    "good-pale": "ink good",
    "strength-pale": "ink navy",
    "quiet-pale": "ink soft mute",
    "forum-pale": "ink forum",
    "professional-pale": "ink",
    "trusted-pale": "ink",
    "agency-pale": "ink",
    "blue": "on",
    "other": "on",
    "forum": "on",
    "ink": "ground",
}
MARKS = "edge tie blue other child trusted professional agency forum meeting red mute"


def _light(colour: tuple[float, ...]) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _parts(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    dim, bright = sorted((_light(one), _light(other)))
    return (bright + 0.05) / (dim + 0.05)


def _named(name: str, scheme: str) -> tuple[float, ...]:
    return _parts(NAMES[name][scheme])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_marks_stand_out(scheme: str) -> None:
    text = [(words, back, 4.5) for back, names in TEXT.items() for words in names.split()]
    marks = [(mark, "ground", 3.0) for mark in MARKS.split()]
    signs = [("on", mark, 3.0) for mark in "child trusted professional agency forum meeting".split()]
    ring = [("red", "alert-pale", 3.0)]
    weak = {
        (one, other): round(found, 2)
        for one, other, least in text + marks + signs + ring
        if (found := _contrast(_named(one, scheme), _named(other, scheme))) < least
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["forum", "navy"])
def test_numbers_in_cells_are_read_whatever_the_shade(scheme: str, name: str) -> None:
    for step in range(101):
        said = shade(step / 100, name)
        found = re.fullmatch(r"color-mix\(in srgb, var\(--sn-(\w+)\) ([\d.]+)%, var\(--sn-([\w-]+)\)\)", said)
        assert found
        much = float(found[2]) / 100
        pairs = zip(_named(found[1], scheme), _named(found[3], scheme), strict=True)
        cell = tuple(full * much + pale * (1 - much) for full, pale in pairs)
        ink = _named("on" if is_strong(step / 100) else "ink", scheme)
        assert _contrast(cell, ink) >= 4.5, step


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_streamlit_has_the_same_colours(scheme: str) -> None:
    def told(name: str) -> str:
        return str(SETTINGS[f"theme.{scheme}.{name}"])

    assert (told("backgroundColor"), told("textColor")) == (NAMES["ground"][scheme], NAMES["ink"][scheme])
    assert (told("borderColor"), told("linkColor")) == (NAMES["line"][scheme], NAMES["navy"][scheme])
    back = [told(name) for name in ("backgroundColor", "secondaryBackgroundColor")]
    back += [told(f"sidebar.{name}") for name in ("backgroundColor", "secondaryBackgroundColor")]
    for one in back:
        for name in ("ink", "soft", "mute"):
            assert _contrast(_named(name, scheme), _parts(one)) >= 4.5, (name, one)
        assert _contrast(_parts(told("primaryColor")), _parts(one)) >= 3
    assert _contrast(_parts(told("primaryColor")), _named("on", scheme)) >= 4.5


def test_every_colour_has_a_name_that_is_known() -> None:
    files = [*HERE.rglob("*.py"), *HERE.rglob("*.css"), *HERE.glob("components/assets/*.js")]
    for file in files:
        if "brief" in file.parts or file.name in ("palette.css", "serve.py"):
            continue
        text = file.read_text("utf-8")
        assert set(re.findall(r"var\(--sn-([\w-]+)\)", text)) <= {*NAMES}, file.name
        assert [found for found in re.findall(r"#[0-9a-fA-F]{6}\b", text) if found not in FIXED] == [], file.name


FIXED = {"#0f172a", "#ffffff", "#c3cedd", "#0e4a86", "#eef2f8"}
"""The same in light and dark (a note over the timeline), or what stands in where Streamlit tells no colour."""
