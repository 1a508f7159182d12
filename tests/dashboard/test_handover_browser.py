"""The desk of a barnkontakt in a real browser: by keyboard, on a phone, and without faults of accessibility."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import Watched, served, watched
from tests.dashboard import desk, world


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(desk.network(), tmp_path_factory.mktemp("desk")) as address:
        yield address


@pytest.fixture
def seen(chromium: Browser, base: str) -> Iterator[Watched]:
    with watched(chromium, base) as seen:
        seen.open("overlamningar")
        seen.day(world.AS_OF)
        seen.page.get_by_role("combobox", name="Jag är").click()
        seen.page.keyboard.type("Cia")
        seen.page.wait_for_timeout(300)
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_selector("h2:has-text('Arbetslista')")
        seen.settle()
        yield seen


def test_a_handover_is_opened_and_answered_by_keyboard(seen: Watched) -> None:
    page = seen.page
    page.get_by_role("button", name="Nils Öberg").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("h3.sn-h2:has-text('Nils Öberg')")
    seen.settle()
    seen.keep("path-handover-opened")
    page.get_by_role("button", name="Svara").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Tacka ja").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Du har tackat ja.")
    seen.settle()
    seen.keep("path-handover-accepted")
    assert "c3" not in page.url


def test_a_row_of_the_picture_opens_its_handover(seen: Watched) -> None:
    rows = seen.page.locator("[data-testid=stVegaLiteChart] svg [aria-label^='Leo Strand:']")
    assert rows.count() == 1
    rows.first.click(position={"x": 20, "y": 20})
    seen.page.wait_for_selector("h3.sn-h2:has-text('Leo Strand')")
    seen.settle()
    seen.page.get_by_role("button", name="Nils Öberg").click()
    seen.page.wait_for_selector("h3.sn-h2:has-text('Nils Öberg')")
    seen.settle()
    rows.first.click(position={"x": 20, "y": 20})
    seen.page.wait_for_selector("h3.sn-h2:has-text('Leo Strand')")
    assert seen.page.locator("a[href*='evil.example'], img[src*='evil.example']").count() == 0


def test_the_button_that_plans_is_reached_in_a_low_window(seen: Watched) -> None:
    page = seen.page
    page.set_viewport_size({"width": 1400, "height": 900})
    page.get_by_role("button", name="Planera överlämning").first.click()
    button = page.get_by_role("button", name="Planera", exact=True)
    button.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    body, place = page.locator("[data-testid=stPopoverBody]").bounding_box(), button.bounding_box()
    assert body
    assert place
    assert body["y"] >= 0
    assert place["y"] + place["height"] <= min(900, body["y"] + body["height"])
    assert page.get_by_text("Välj mottagare.", exact=True).is_visible()


@pytest.mark.parametrize("child", ["Idris Haddad", "Tuva Berglund", "Barn 42", "Ville Norén"])
@pytest.mark.parametrize("width", [1400, 320])
def test_no_fault_of_accessibility_and_nothing_sideways(seen: Watched, child: str, width: int) -> None:
    page = seen.page
    page.get_by_role("button", name=child).click()
    page.wait_for_selector(f"h3.sn-h2:has-text('{child}')")
    assert seen.wide(width) <= width
    assert seen.faults() == []
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(800)
    assert seen.faults() == []
    seen.keep(f"dark-desk-{width}")
