"""The desk of a barnkontakt in a real browser: by keyboard, on a phone, and without faults of accessibility."""

from collections.abc import Iterator

import pytest

from tests.dashboard import desk, world
from tests.dashboard.test_browser import Watched, _server, _watch, chromium, playwright

__all__ = ["chromium"]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("desk")
    world.keep(str(folder / "desk.db"), desk.network())
    process, address = _server(f"sqlite:///{folder / 'desk.db'}", folder)
    yield address
    process.terminate()
    process.wait(10)
    assert "Traceback" not in (folder / "server.log").read_text()


@pytest.fixture
def seen(chromium: "playwright.Browser", base: str) -> Iterator[Watched]:  # noqa: F811 - the fixture of that name
    watched = _watch(chromium, base)
    watched.page.on("dialog", lambda dialog: watched.wrong.append("a script ran"))
    watched.open("overlamningar")
    watched.day(world.AS_OF)
    watched.page.get_by_role("combobox", name="Jag är").click()
    watched.page.keyboard.type("Cia")
    watched.page.wait_for_timeout(300)
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_selector("h2:has-text('Arbetslista')")
    watched.settle()
    yield watched
    watched.page.close()
    assert watched.wrong == []


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
    assert seen.page.locator("a[href*='evil.example'], img[src*='evil.example']").count() == 0


@pytest.mark.parametrize("child", ["Idris Haddad", "Tuva Berglund", "Barn 42", "Ville Norén"])
@pytest.mark.parametrize("width", [1400, 320])
def test_no_fault_of_accessibility_and_nothing_sideways(seen: Watched, child: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = seen.page
    page.get_by_role("button", name=child).click()
    page.wait_for_selector(f"h3.sn-h2:has-text('{child}')")
    page.set_viewport_size({"width": width, "height": 6000})
    page.wait_for_timeout(800)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    found = axe.Axe().run(page, options=rules).response["violations"]
    faults = [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(800)
    found = axe.Axe().run(page, options=rules).response["violations"]
    faults += [f"dark, {one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
    assert faults == []
    seen.keep(f"dark-desk-{width}")
