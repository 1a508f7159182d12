"""A coordinator's way in a real browser: from the overview to a pair, a verdict that stays, and no obstacle."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.stores import open_store
from graph.verdicts import record, verdicts
from tests.dashboard import forum_world, world
from tests.dashboard.test_browser import Watched, _server, _watch, chromium, playwright

__all__ = ["chromium"]
NOTE = "Olika skede <img src=x> ![x](http://evil.example/p.png)"


@pytest.fixture
def store(tmp_path: Path) -> str:
    where = str(tmp_path / "forums.db")
    world.keep(where, forum_world.network())
    return where


@pytest.fixture
def base(store: str, tmp_path: Path) -> Iterator[str]:
    process, address = _server(f"sqlite:///{store}", tmp_path)
    yield address
    process.terminate()
    process.wait(10)
    log = (tmp_path / "server.log").read_text()
    assert "Traceback" not in log
    assert "Karin" not in log


@pytest.fixture
def seen(chromium: "playwright.Browser", base: str) -> Iterator[Watched]:
    watched = _watch(chromium, base)
    yield watched
    watched.page.close()
    assert watched.wrong == []


def forum(seen: Watched) -> None:
    seen.open("forum")
    seen.day(world.AS_OF)


def test_a_coordinator_judges_a_pair_and_finds_it_after_a_reload(seen: Watched, store: str) -> None:
    page = seen.page
    seen.open("")
    seen.day(world.AS_OF)
    page.get_by_role("link", name="Bedöm i Forum").click()
    page.wait_for_selector("h1:has-text('Forum')")
    seen.settle()
    row = page.locator("[class*='st-key-choose-'] button").nth(1)
    name = row.inner_text()
    row.focus()
    page.keyboard.press("Enter")
    seen.settle()
    assert page.locator(f"h2:has-text('{name.split(' och ')[0]}')").count() == 1
    page.get_by_label("Ditt namn").fill("Karin Ålund")
    page.get_by_role("radio", name="Kompletterar varandra").click()
    page.get_by_label("Varför", exact=True).fill(NOTE)
    page.get_by_role("button", name="Spara").click()
    page.wait_for_selector("[role=status]:has-text('Bedömningen är sparad.')")
    seen.settle()
    seen.keep("path-forum-verdict")
    forum(seen)
    assert page.locator("h4:has-text('Bedömda: 1')").count() == 1
    judged = page.locator("[class*='st-key-choose-'] button").last
    assert judged.inner_text() == name
    judged.click()
    page.wait_for_selector("h2:has-text('Valt par')")
    seen.settle()
    assert page.locator("p.sn-quote").inner_text() == f"”{NOTE}”"
    assert page.locator("img[src*='evil'], a[href*='evil'], img[src='x']").count() == 0
    page.get_by_text("Dölj bedömda par").click()
    seen.settle()
    assert page.locator("h4:has-text('Bedömda')").count() == 0
    assert page.locator("[class*='st-key-choose-'] button").count() == 2
    with open_store(store) as kept:
        (history,) = verdicts(kept).history.values()
    assert [(one.judgement, one.verdict.by) for one in history] == [("complementary", "Karin Ålund")]


def test_a_cell_chooses_its_pair(seen: Watched) -> None:
    forum(seen)
    page = seen.page
    cells = page.locator(".st-key-all-pairs [data-testid=stVegaLiteChart] svg .mark-rect path")
    words = [cells.nth(place).get_attribute("aria-label") or "" for place in range(cells.count())]
    assert len(words) == 3
    place = next(number for number, said in enumerate(words) if said.startswith("Gamma, Alfa"))
    cells.nth(place).click()
    page.wait_for_selector("h2:has-text('Valt par: Alfa och Gamma')")
    seen.settle()


def open_all(seen: Watched) -> None:
    """Open what is folded, so that nothing hides from the check."""
    closed = seen.page.locator("details:not([open]) summary")
    for _ in range(closed.count()):
        closed.first.click()
        seen.page.wait_for_timeout(150)
    seen.settle()


@pytest.mark.parametrize("width", [1400, 320])
@pytest.mark.parametrize("language", ["Svenska", "English"])
def test_no_fault_of_accessibility_at_full_height(
    width: int, language: str, chromium: "playwright.Browser", base: str, store: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    with open_store(store) as kept:
        record(kept, "k", "unclear", by="Karin")
    seen = _watch(chromium, base)
    forum(seen)
    seen.page.get_by_text(language, exact=True).click()
    seen.settle()
    open_all(seen)
    seen.page.set_viewport_size({"width": width, "height": 1000})
    seen.page.wait_for_timeout(500)
    high = seen.page.evaluate("document.querySelector('[data-testid=stMain] .block-container').scrollHeight")
    seen.page.set_viewport_size({"width": width, "height": min(int(high) + 100, 12_000)})
    seen.page.wait_for_timeout(700)
    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    found = axe.Axe().run(seen.page, options=rules).response["violations"]
    faults = [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
    wide = seen.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    seen.page.close()
    assert faults == []
    assert wide <= width
    assert seen.wrong == []
