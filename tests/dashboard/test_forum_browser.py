"""A coordinator's way in a real browser: from the overview to a pair, a verdict that stays, and no obstacle."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from graph.stores import open_store
from graph.verdicts import record, verdicts
from tests.browser import Watched, served, watched
from tests.dashboard import forum_world, world

NOTE = "Olika skede <img src=x> ![x](http://evil.example/p.png)"


@pytest.fixture
def store(tmp_path: Path) -> str:
    where = str(tmp_path / "forums.db")
    world.keep(where, forum_world.network())
    return where


@pytest.fixture
def base(store: str, tmp_path: Path) -> Iterator[str]:
    with served(Path(store), tmp_path, "Karin") as address:
        yield address


@pytest.fixture
def seen(chromium: Browser, base: str) -> Iterator[Watched]:
    with watched(chromium, base) as seen:
        yield seen


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
    page.locator("[class*='st-key-choose-'] button", has_text="Beta").first.click()
    page.wait_for_selector("h2:has-text('Valt par: Alfa och =Beta')")
    seen.settle()
    cells.nth(place).click()  # the one that was clicked last, while another was chosen from the list
    page.wait_for_selector("h2:has-text('Valt par: Alfa och Gamma')")
    seen.settle()


def test_what_is_chosen_in_the_sidebar_goes_along_to_the_pair_that_is_opened(seen: Watched) -> None:
    page = seen.page
    seen.open("")
    seen.day(world.AS_OF)
    page.get_by_text("English", exact=True).click()
    page.wait_for_selector("h1:has-text('Overview')")
    seen.settle()
    page.get_by_role("button", name="Open Alfa").first.click()
    page.wait_for_selector("h2:has-text('Chosen pair')")
    seen.settle()
    assert "10 March 2026" in page.inner_text("p.sn-where")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0


@pytest.mark.parametrize("width", [1400, 320])
@pytest.mark.parametrize("language", ["Svenska", "English"])
def test_no_fault_of_accessibility_at_full_height(width: int, language: str, seen: Watched, store: str) -> None:
    with open_store(store) as kept:
        record(kept, "k", "unclear", by="Karin")
    forum(seen)
    seen.page.get_by_text(language, exact=True).click()
    seen.settle()
    seen.unfold()
    assert seen.wide(width, 12_000) <= width
    assert seen.faults() == []


def test_the_menu_works_while_a_form_for_a_verdict_stands_open(seen: Watched, store: str) -> None:
    page = seen.page
    forum(seen)
    judge = page.locator("[data-testid=stMain] summary:visible", has_text="Bedöm").first
    judge.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Ditt namn").last.fill("Karin Ålund")
    seen.settle()
    seen.go("Barn")
    assert page.url.endswith("/barn")
    page.wait_for_timeout(1500)
    seen.settle()
    assert page.locator("h1").all_inner_texts() == ["Barn"]
