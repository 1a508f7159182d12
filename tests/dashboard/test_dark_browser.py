"""The pages in the dark: no fault of accessibility, nothing sideways, the menu's choice followed, files on white."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dashboard import world
from tests.dashboard.test_browser import PAGES, RULES, Watched, _watch, chromium, playwright, town

__all__ = ["chromium", "town"]
GROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
INK = "getComputedStyle(document.querySelector('.sn-where')).color"


@pytest.fixture
def dark(chromium: "playwright.Browser", town: str) -> Iterator[Watched]:  # noqa: F811
    watched = _watch(chromium, town, scheme="dark")
    yield watched
    watched.page.close()
    assert watched.wrong == []


@pytest.mark.parametrize("name", PAGES)
def test_no_fault_of_accessibility_in_the_dark_and_nothing_sideways(dark: Watched, name: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = dark.page
    dark.open(name)
    dark.day(world.AS_OF)
    assert page.evaluate(GROUND) == "rgb(16, 22, 31)"
    for width in (1400, 320):
        page.set_viewport_size({"width": width, "height": 7000})
        page.wait_for_timeout(1000)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
        found = axe.Axe().run(page, options=RULES).response["violations"]
        assert [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]] == []
        page.set_viewport_size({"width": width, "height": 1000})
        dark.keep(f"dark-{name or 'oversikt'}-{width}")


def test_the_menu_chooses_light_or_dark(dark: Watched) -> None:
    page = dark.page
    dark.open("barn")
    shown = {page.evaluate(INK)}
    page.get_by_role("button", name="Main menu").click()
    page.get_by_role("menuitemradio", name="Light").click()
    page.wait_for_function(f"{GROUND} === 'rgb(255, 255, 255)'")
    dark.settle()
    shown.add(page.evaluate(INK))
    assert shown == {"rgb(203, 213, 225)", "rgb(51, 65, 85)"}
    assert page.evaluate("document.documentElement.style.colorScheme") == "light"


def test_what_is_saved_is_on_white_and_without_names_of_colours(dark: Watched, tmp_path: Path) -> None:
    dark.open("")
    dark.day(world.AS_OF)
    for kind in ("SVG", "PNG"):
        with dark.page.expect_download() as waiting:
            dark.page.get_by_role("button", name=f"Hämta bild ({kind})").first.click()
        waiting.value.save_as(tmp_path / kind)
    written = (tmp_path / "SVG").read_text("utf-8")
    assert "var(" not in written
    assert "color-mix" not in written
    assert "#1e293b" in written
    assert "background-color: #ffffff" in written[:600]
    assert _first_pixel((tmp_path / "PNG").read_bytes()) == (255, 255, 255)


def _first_pixel(png: bytes) -> tuple[int, ...]:
    """The colour of the upper left point; whatever the filter of the first row, nothing is before that point."""
    parts, at = b"", 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            parts += png[at + 8 : at + 8 + size]
        at += 12 + size
    return tuple(zlib.decompress(parts)[1:4])
