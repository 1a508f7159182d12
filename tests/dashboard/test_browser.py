"""The pages in a real browser: nothing in the console, nothing from elsewhere, the main path by clicks."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser

from dashboard.texts import translate
from tests.browser import Watched, watched
from tests.dashboard import world

PAGES = {
    "": "Översikt",
    "forum": "Forum",
    "verksamheter": "Verksamheter",
    "barn": "Barn",
    "overlamningar": "Överlämningar",
    "data": "Data",
    "tillganglighet": "Tillgänglighet",
}


@pytest.fixture
def seen(chromium: Browser, town_site: str) -> Iterator[Watched]:
    with watched(chromium, town_site) as seen:
        yield seen


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_by_its_address(seen: Watched, name: str) -> None:
    seen.open(name)
    seen.day(world.AS_OF)
    assert seen.page.evaluate("document.documentElement.lang") == "sv"
    assert seen.page.locator("[data-testid=stException]").count() == 0
    assert seen.page.locator("text=Påhittade uppgifter").count() >= 2
    levels = seen.page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(h => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(levels, levels[1:], strict=False))
    seen.keep(f"page-{name or 'oversikt'}")


def test_the_way_through_the_pages(seen: Watched) -> None:
    page = seen.page
    seen.open("")
    seen.day(world.AS_OF)
    page.get_by_role("link", name="Forum", exact=True).click()
    page.wait_for_selector("h1:has-text('Forum')")
    seen.settle()
    rows = page.locator("[class*='st-key-choose-'] button")
    name = rows.nth(1).inner_text()
    rows.nth(1).click()
    seen.settle()
    assert page.locator(f"h2:has-text('{name}')").count() == 1
    cell = page.locator("[data-testid=stVegaLiteChart] svg .mark-rect path, [data-testid=stVegaLiteChart] canvas").first
    assert cell.count() == 1
    page.get_by_role("link", name="Barn", exact=True).click()
    page.wait_for_selector("h1:has-text('Barn')")
    seen.settle()
    chosen = page.locator("h2.sn-h2").first.inner_text()
    page.get_by_label("Välj barn").click()
    page.locator("[role=option]").nth(3).click()
    seen.settle()
    assert page.locator("h2.sn-h2").first.inner_text() != chosen
    stage = page.locator(".sn-network .stage")
    stage.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("caption:has-text('Kopplingar:')")
    seen.settle()
    stage.focus()
    page.keyboard.press("Escape")
    page.wait_for_selector("caption:has-text('Kopplingar:')", state="detached")
    seen.settle()
    assert "demo-" not in page.url
    seen.keep("path-child")
    page.get_by_role("link", name="Överlämningar").click()
    page.wait_for_selector("h1:has-text('Överlämningar')")
    seen.settle()
    page.get_by_text("English", exact=True).click()
    page.wait_for_selector("h1:has-text('Handovers')")
    seen.settle()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_hostile_names_fetch_nothing_and_run_nothing(chromium: Browser, hostile_site: str) -> None:
    with watched(chromium, hostile_site) as seen:
        seen.open("")
        seen.day(world.AS_OF)
        for name in ("Forum", "Verksamheter", "Barn", "Överlämningar", "Data", "Översikt"):
            seen.go(name)
            assert seen.page.locator("a[href*='evil.example'], img[src*='evil.example']").count() == 0


@pytest.mark.parametrize(("scheme", "language"), [("light", "sv"), ("light", "en"), ("dark", "sv")])
def test_no_fault_of_accessibility_at_full_height_or_on_a_phone(
    chromium: Browser, town_site: str, language: str, scheme: Literal["light", "dark"]
) -> None:
    with watched(chromium, town_site, scheme=scheme) as seen:
        seen.open("")
        seen.day(world.AS_OF)
        if language == "en":
            seen.page.get_by_text("English", exact=True).click()
        found = {name: _faults(seen, translate(name, language)) for name in PAGES.values()}
    assert found == dict.fromkeys(PAGES.values(), [])


def _faults(seen: Watched, name: str) -> list[str]:
    """What is wrong with a page, wide and narrow, with every fold open."""
    seen.go(name)
    seen.unfold()
    seen.keep(f"page-{name.lower()}")
    found = []
    for width in (320, 1400):
        if (wide := seen.wide(width)) > width:
            found.append(f"{wide} wide at {width}")
        found += seen.faults()
    return found
