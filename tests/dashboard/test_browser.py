"""The pages in a real browser: nothing in the console, nothing from elsewhere, the main path by clicks."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

from dashboard import texts
from graph.assemble import assemble
from graph.values import to_date
from synthetic.town import generate
from tests.dashboard import world

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SHOTS = os.environ.get("STODNAT_SHOTS")
REQUIRED = "browser" in os.environ.get("STODNAT_REQUIRE", "")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run"]
PAGES = ["", "forum", "verksamheter", "barn", "overlamningar", "data", "tillganglighet"]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}

if CHROMIUM is None and not REQUIRED:
    pytest.skip("NO BROWSER TEST WAS RUN: Chromium is not installed", allow_module_level=True)


@dataclass
class Watched:
    """A browser page, and all that should not have happened on it."""

    page: "playwright.Page"
    base: str
    wrong: list[str] = field(default_factory=list)

    def open(self, name: str) -> None:
        """Go to a page and wait until it is drawn."""
        self.page.goto(f"{self.base}/{name}")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing runs."""
        self.page.wait_for_selector("h1.sn-h1", timeout=60_000)
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
        self.page.wait_for_timeout(400)

    def keep(self, name: str) -> None:
        """Keep a picture of the page, where the variable STODNAT_SHOTS says a folder."""
        if not SHOTS or not self.page.viewport_size:
            return
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        size = dict(self.page.viewport_size)
        high = self.page.evaluate("document.querySelector('[data-testid=stMain] .block-container').scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": min(int(high) + 60, 6000)})
        self.page.wait_for_timeout(700)
        self.page.screenshot(path=Path(SHOTS) / f"{name}.png")
        self.page.set_viewport_size({"width": size["width"], "height": size["height"]})
        self.page.wait_for_timeout(300)

    def day(self, day: int) -> None:
        """Choose the as-of day."""
        field = self.page.locator("[data-testid=stSidebar] [data-testid=stDateInput]")
        for number, part in enumerate(to_date(day).strftime("%Y %m %d").split()):
            field.locator("[role=spinbutton]").nth(number).press_sequentially(part)
        self.page.locator("h1.sn-h1").click()
        self.page.wait_for_selector(f"p.sn-where:has-text('{texts.long_day(day)}')")
        self.settle()


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def _server(url: str, folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    port = _free_port()
    code = f"from dashboard.serve import serve; serve({url!r}, {port}, '127.0.0.1')"
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-c", code], cwd=folder, stdout=log, stderr=log)
    base, end = f"http://127.0.0.1:{port}", time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{base}/_stcore/health", timeout=1):
                return process, base
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError((folder / "server.log").read_text())


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("town")
    world.keep(str(folder / "town.db"), assemble(generate(300, 1, world.AS_OF).rows).network)
    process, base = _server(f"sqlite:///{folder / 'town.db'}", folder)
    yield base
    process.terminate()
    process.wait(10)
    log = (folder / "server.log").read_text()
    assert "Traceback" not in log
    assert "demo-" not in log


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    world.keep(str(folder / "town.db"), world.network())
    process, base = _server(f"sqlite:///{folder / 'town.db'}", folder)
    yield base
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="module")
def chromium() -> Iterator["playwright.Browser"]:
    assert CHROMIUM, "STODNAT_REQUIRE says browser, and Chromium is not installed"
    with playwright.sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def _watch(
    chromium: "playwright.Browser", base: str, width: int = 1400, scheme: Literal["light", "dark"] = "light"
) -> Watched:
    page = chromium.new_page(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    watched = Watched(page, base)
    inside = (base, base.replace("http:", "ws:"), "data:", "blob:")

    def said(message: "playwright.ConsoleMessage") -> None:
        if message.type == "error":
            watched.wrong.append(f"console: {message.text}")

    def asked(request: "playwright.Request") -> None:
        if not request.url.startswith(inside):
            watched.wrong.append(f"outside: {request.url}")

    page.on("console", said)
    page.on("pageerror", lambda error: watched.wrong.append(f"error: {error}"))
    page.on("request", asked)
    page.on("websocket", lambda socket: None if socket.url.startswith(inside) else watched.wrong.append(socket.url))
    return watched


@pytest.fixture
def seen(chromium: "playwright.Browser", town: str) -> Iterator[Watched]:
    watched = _watch(chromium, town)
    yield watched
    watched.page.close()
    assert watched.wrong == []


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


def test_hostile_names_fetch_nothing_and_run_nothing(chromium: "playwright.Browser", hostile: str) -> None:
    seen = _watch(chromium, hostile)
    seen.page.on("dialog", lambda dialog: seen.wrong.append("a script ran"))
    seen.open("")
    seen.day(world.AS_OF)
    for name in ("Forum", "Verksamheter", "Barn", "Överlämningar", "Data", "Översikt"):
        seen.page.get_by_role("link", name=name, exact=True).click()
        seen.page.wait_for_selector(f"h1:has-text('{name}')")
        seen.settle()
        assert seen.page.locator("a[href*='evil.example'], img[src*='evil.example']").count() == 0
    seen.page.close()
    assert seen.wrong == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_a_phone(chromium: "playwright.Browser", town: str, name: str) -> None:
    seen = _watch(chromium, town, width=320)
    seen.open(name)
    wide = seen.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    seen.page.close()
    assert wide <= 320
    assert seen.wrong == []


@pytest.mark.parametrize("name", PAGES)
def test_no_serious_fault_of_accessibility(seen: Watched, name: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    seen.open(name)
    seen.day(world.AS_OF)
    high = seen.page.evaluate("document.querySelector('[data-testid=stMain] .block-container').scrollHeight")
    seen.page.set_viewport_size({"width": 1400, "height": min(int(high) + 100, 8000)})
    seen.page.wait_for_timeout(500)
    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    found = axe.Axe().run(seen.page, options=rules).response["violations"]
    faults = [
        f"{one['id']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
    assert faults == []
