"""The pages in the dark: from the start, by the menu's choice, and files on white."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import Watched, watched
from tests.dashboard import world

GROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
INK = "getComputedStyle(document.querySelector('.sn-where')).color"


@pytest.fixture
def dark(chromium: Browser, town_site: str) -> Iterator[Watched]:
    with watched(chromium, town_site, scheme="dark") as seen:
        yield seen


def test_the_pages_are_dark_from_the_start(dark: Watched) -> None:
    dark.open("")
    assert dark.page.evaluate(GROUND) == "rgb(16, 22, 31)"


def test_the_menu_chooses_light_or_dark(dark: Watched) -> None:
    page = dark.page
    dark.open("barn")
    shown = {page.evaluate(INK)}
    page.get_by_role("button", name="Main menu").click()
    page.get_by_role("menuitemradio", name="Light").click()
    dark.until(f"{GROUND} === 'rgb(255, 255, 255)'")
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
