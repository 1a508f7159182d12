"""The product in a real browser, for tests, measurements and screenshots: served, watched, looked at by axe."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from dashboard import texts
from graph.network import Network
from graph.values import to_date
from tests.dashboard import world

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REQUIRED = "browser" in os.environ.get("STODNAT_REQUIRE", "")
SHOTS = os.environ.get("STODNAT_SHOTS")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run"]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
PATIENCE = 60
"""Seconds to wait for the server, or for a page."""


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium; who has none is told that nothing was tested, or fails where a browser is required."""
    if CHROMIUM is None and not REQUIRED:
        pytest.skip("NO BROWSER TEST WAS RUN: Chromium is not installed")
    assert CHROMIUM, "STODNAT_REQUIRE says browser, and Chromium is not installed"
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(content: Network | Path, folder: Path, *never: str, first: str = "") -> Iterator[str]:
    """The product on a network or a store of SQLite; its address. Its log holds no error and nothing of `never`.

    `first` is code that runs before it in the same process.
    """
    path = content if isinstance(content, Path) else folder / "town.db"
    if isinstance(content, Network):
        world.keep(str(path), content)
    written = folder / "server.log"
    process, base = _started(f"sqlite:///{path}", written, first)
    try:
        yield base
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
    log = written.read_text()
    assert [word for word in ("Traceback", *never) if word in log] == []


def _started(url: str, written: Path, first: str) -> tuple[subprocess.Popen[bytes], str]:
    port = _free_port()
    code = f"{first}\nfrom dashboard.serve import serve; serve({url!r}, {port}, '127.0.0.1')"
    with written.open("wb") as log:
        process = subprocess.Popen([sys.executable, "-c", code], cwd=written.parent, stdout=log, stderr=log)
    base, end = f"http://127.0.0.1:{port}", time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{base}/_stcore/health", timeout=1):
                return process, base
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError(written.read_text())


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


@dataclass
class Watched:
    """A browser page, and all that should not have happened on it."""

    page: Page
    base: str
    wrong: list[str] = field(default_factory=list)

    def open(self, name: str) -> None:
        """Go to a page and wait until it is drawn."""
        self.page.goto(f"{self.base}/{name}")
        self.settle()

    def go(self, name: str) -> None:
        """Go to a page by its link at the speed of a hand: a field that is left tells what it holds first."""
        self.page.get_by_role("link", name=name, exact=True).first.click(delay=90)
        self.page.wait_for_selector(f"h1:has-text('{name}')", timeout=1000 * PATIENCE)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing runs."""
        self.page.wait_for_selector("h1.sn-h1", timeout=1000 * PATIENCE)
        drawn = "[data-testid=stApp][data-test-script-state=notRunning]"
        self.page.wait_for_selector(drawn, timeout=1000 * PATIENCE)
        self.page.wait_for_timeout(400)

    def until(self, expression: str) -> None:
        """Wait until something holds; asked from outside, for the page lets no text be run as a script."""
        end = time.monotonic() + PATIENCE
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, expression
            self.page.wait_for_timeout(50)

    def keep(self, name: str) -> None:
        """Keep a picture of the page, where the variable STODNAT_SHOTS says a folder."""
        size = self.page.viewport_size
        if not SHOTS or not size:
            return
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        self.page.set_viewport_size({"width": size["width"], "height": min(self.high() + 60, 6000)})
        self.page.wait_for_timeout(700)
        self.page.screenshot(path=Path(SHOTS) / f"{name}.png")
        self.page.set_viewport_size(size)
        self.page.wait_for_timeout(300)

    def day(self, day: int) -> None:
        """Choose the as-of day."""
        field = self.page.locator("[data-testid=stSidebar] [data-testid=stDateInput]")
        for number, part in enumerate(to_date(day).strftime("%Y %m %d").split()):
            field.locator("[role=spinbutton]").nth(number).press_sequentially(part)
        self.page.locator("h1.sn-h1").click()
        self.page.wait_for_selector(f"p.sn-where:has-text('{texts.long_day(day)}')")
        self.settle()

    def unfold(self) -> None:
        """Open what is folded, so that nothing hides."""
        shut = self.page.locator("[data-testid=stMain] details:not([open]) > summary")
        for _ in range(60):
            if not shut.count():
                break
            shut.first.click()
            self.page.wait_for_timeout(60)
        assert shut.count() == 0
        self.settle()

    def high(self) -> int:
        """How high the page is, in points."""
        found = "document.querySelector('[data-testid=stMain] .block-container').scrollHeight"
        return int(self.page.evaluate(found))

    def wide(self, width: int, height: int = 7000) -> int:
        """Make the window so large that all can be seen; how wide the page then is."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_timeout(1000)
        return int(self.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth"))

    def faults(self) -> list[str]:
        """What breaks a rule of WCAG 2.1 A or AA in what can be seen now."""
        found = Axe().run(self.page, options=RULES).response["violations"]
        return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@contextmanager
def watched(
    browser: Browser, base: str, width: int = 1400, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Watched]:
    """A new page of which at the end is seen that no script failed or ran that should not, and nothing left."""
    page = browser.new_page(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    seen = Watched(page, base)
    inside = (base, base.replace("http:", "ws:"), "data:", "blob:")

    def said(message: ConsoleMessage) -> None:
        if message.type == "error":
            seen.wrong.append(f"console: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith(inside):
            seen.wrong.append(f"outside: {request.url}")

    page.on("console", said)
    page.on("dialog", lambda dialog: seen.wrong.append("a script ran"))
    page.on("pageerror", lambda error: seen.wrong.append(f"error: {error}"))
    page.on("request", asked)
    page.on("websocket", lambda socket: None if socket.url.startswith(inside) else seen.wrong.append(socket.url))
    try:
        yield seen
    finally:
        page.close()
        sys.stderr.writelines(f"{one}\n" for one in seen.wrong)  # why a test failed, if it did
    assert seen.wrong == []
