"""How long each page takes in a browser: from the address to the first content and to the last, and one click.

`python -m tests.benchmarks.pages [CHILDREN]`; needs Chromium, and says loudly that nothing was measured without it.
The data are warm: every page has been open once in another session. A click goes from the press of the button until
the script has run and the browser has drawn; the address goes from the start of the navigation.
"""

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from graph.assemble import assemble
from graph.values import SWEDEN, to_day
from synthetic.town import generate
from tests.benchmarks.timing import Line, printed
from tests.browser import CHROMIUM, launched, served
from tests.dashboard import world

FIRST_PAINT, CLICK = 1.5, 1.0
"""The aims, in seconds, on two cores with nothing else to do."""
REPEATS = 3
PATIENCE = 60

OPENED = """
(() => {
  const look = setInterval(() => {
    const app = document.querySelector('[data-testid=stApp]');
    if (!document.querySelector('h1.sn-h1')) return;
    window.first ??= performance.now();
    if (app.dataset.testScriptState !== 'notRunning') return;
    clearInterval(look);
    requestAnimationFrame(() => setTimeout(() => { window.last = performance.now(); }));
  }, 10);
})()
"""
"""Notes when the title of the page is there, and when all of it is."""
CLICKED = """
() => {
  const app = document.querySelector('[data-testid=stApp]');
  const title = () => document.querySelector('h1.sn-h1')?.textContent, before = title();
  let pressed = 0, ran = false;
  window.taken = null;
  addEventListener('pointerdown', () => { pressed = performance.now(); }, { capture: true, once: true });
  const look = new MutationObserver(() => {
    const state = app.dataset.testScriptState;
    ran ||= pressed > 0 && (state === 'running' || title() && title() !== before);
    if (!ran || state !== 'notRunning') return;
    look.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.taken = performance.now() - pressed; }));
  });
  look.observe(app, { attributes: true, childList: true, subtree: true });
}
"""
"""Notes how long it takes from the next press until the script has run and all is drawn; one that is so quick that it
is never seen to run, by the new title."""


def _nth(selector: str) -> Callable[[Page, int], Locator]:
    return lambda page, turn: page.locator(selector).nth(turn % 2 + 1)


def _point(page: Page, turn: int) -> Locator:
    return page.locator(".st-key-only_found label, label:has-text('Bara barn med fynd')").first


CLICKS: dict[str, tuple[str, Callable[[Page, int], Locator]]] = {
    "oversikt": ("another measure", _nth(".st-key-measure button")),
    "forum": ("another pair", _nth("[class*='st-key-choose-'] button")),
    "verksamheter": ("something else in common", _nth(".st-key-in_common button")),
    "barn": ("another child", _point),
    "overlamningar": ("from Översikt by the menu", lambda page, turn: page.get_by_role("link", name="Överlämningar")),
    "data": ("from Översikt by the menu", lambda page, turn: page.get_by_role("link", name="Data", exact=True)),
}
"""What is clicked on each page."""


def noted(page: Page, name: str) -> float:
    """A time that the page notes, in milliseconds, once it is there; asked for so, as the page lets no text be run."""
    end = time.monotonic() + PATIENCE
    while not (found := page.evaluate(f"window.{name}")):
        if time.monotonic() > end:
            raise TimeoutError(f"nothing in {PATIENCE} seconds: {page.url}")
        page.wait_for_timeout(50)
    return float(found)


def opened(browser: Browser, address: str) -> tuple[Page, float, float]:
    """A page in a new session and a browser that has never been here: the seconds to its title and to all of it."""
    return opened_in(browser.new_context(viewport={"width": 1400, "height": 1000}), address)


def opened_in(context: BrowserContext, address: str) -> tuple[Page, float, float]:
    """A page in a new session, and the seconds to its title and to all of it."""
    page = context.new_page()
    page.add_init_script(OPENED)
    page.goto(address)
    last = noted(page, "last")
    first = page.evaluate("window.first")
    return page, first / 1000, last / 1000


def again(browser: Browser, address: str) -> float:
    """The seconds to the title in a browser that has the files of the pages, as it has from the second time on."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    times = [opened_in(context, address)[1] for _ in range(REPEATS + 1)]
    context.close()
    return median(times[1:])


def clicked(page: Page, what: Locator) -> float:
    """The seconds that a click takes."""
    what.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    page.evaluate(CLICKED)
    what.click()
    return noted(page, "taken") / 1000


def _clicks(page: Page, base: str, name: str) -> list[float]:
    found = []
    for turn in range(REPEATS):
        if "menu" in CLICKS[name][0] and turn:
            page.get_by_role("link", name="Översikt", exact=True).click()
            page.wait_for_selector("h1:has-text('Översikt')")
            page.wait_for_selector("[data-test-script-state=notRunning]")
        found.append(clicked(page, CLICKS[name][1](page, turn)))
    return found


def page_lines(browser: Browser, base: str) -> Iterator[Line]:
    """Two lines for each page."""
    for name, (what, _) in CLICKS.items():
        address = base if name == "oversikt" else f"{base}/{name}"
        opened(browser, address)[0].context.close()
        times = []
        for _ in range(REPEATS):
            page, first, last = opened(browser, address)
            times.append((last, first))
            page.context.close()
        last, first = sorted(times)[REPEATS // 2]
        known = f"all of it {last:.2f} s; next time {again(browser, address):.2f} s; aim {FIRST_PAINT} s"
        yield Line(f"{name}: first paint", first, known)
        menu = "menu" in what
        page, _, _ = opened(browser, base if menu else address)
        page.wait_for_timeout(500)
        yield Line(f"{name}: a click", median(_clicks(page, base, name)), f"{what}; aim {CLICK} s")
        page.context.close()


def has_browser() -> bool:
    """Whether there is a browser; says loudly what is not measured without one."""
    if CHROMIUM is None:
        print("\nNO PAGE WAS MEASURED IN A BROWSER: Chromium is not installed\n", flush=True)
    return CHROMIUM is not None


def lines(path: Path) -> list[Line]:
    """The lines for a store."""
    with tempfile.TemporaryDirectory() as name, served(path, Path(name)) as base, launched() as browser:
        return list(page_lines(browser, base))


def town(children: int, path: Path) -> Path:
    """A made-up municipality of today in a store, for the pages show today."""
    today = to_day(dt.datetime.now(SWEDEN).date())
    world.keep(str(path), assemble(generate(children, 1, today).rows).network)
    return path


def main(children: int) -> None:
    """Print the table for one size of town."""
    if not has_browser():
        return
    with tempfile.TemporaryDirectory() as name:
        printed(f"**The pages in a browser, {children:,} children**", lines(town(children, Path(name) / "town.db")))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
