"""A child's page in a real browser: the picture by click and by key, what is saved, phones, and no fault of axe."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from tests.benchmarks.crowd import FIND
from tests.browser import Watched, served, watched
from tests.dashboard import world

PLACES = f"""() => Object.fromEntries(({FIND})()._cyreg.cy.nodes('.point').map(
    (node) => [node.id(), [node.renderedPosition('x'), node.renderedPosition('y')]]))"""
LOOKS = f"(look) => ({FIND})()._cyreg.cy.nodes('.' + look).map((node) => node.id())"
ZOOM = f"() => ({FIND})()._cyreg.cy.zoom()"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(world.network(), tmp_path_factory.mktemp("child")) as address:
        yield address


@pytest.fixture
def seen(chromium: Browser, base: str) -> Iterator[Watched]:
    with watched(chromium, base) as seen:
        seen.open("barn")
        seen.day(world.AS_OF)
        _child(seen, "c0")
        yield seen


def _child(seen: Watched, node: str) -> None:
    """Choose a child, and wait until its picture is drawn."""
    field = seen.page.locator(".st-key-words input")
    field.fill(node)
    field.press("Enter")
    _drawn(seen)


def _drawn(seen: Watched) -> None:
    """Wait until the picture stands still."""
    seen.settle()
    seen.until(f"({FIND})()?._cyreg?.cy.nodes('.point').length > 3")
    seen.page.wait_for_timeout(500)


def _click(seen: Watched, node: str) -> None:
    """Click on a point of the picture."""
    stage = seen.page.locator(".sn-network .stage")
    stage.scroll_into_view_if_needed()
    x, y = seen.page.evaluate(PLACES)[node]
    stage.click(position={"x": x, "y": y})
    seen.settle()


def _lit(seen: Watched, look: str) -> list[str]:
    return [str(node) for node in seen.page.evaluate(LOOKS, look)]


def test_a_click_opens_a_card_and_narrows_the_page(seen: Watched) -> None:
    page = seen.page
    rows = page.locator(".sn-timeline svg text[text-anchor=end]").count()
    before = page.locator(".sn-network .stage").bounding_box()
    _click(seen, "person p2")
    page.wait_for_selector("caption:has-text('Kopplingar:')")
    assert _lit(seen, "chosen") == ["person p2"]
    assert page.locator("h3.sn-h3:has-text('Bo Lind')").count() == 1
    assert page.get_by_text("Bara det som rör Bo Lind").count() == 3
    assert 0 < page.locator(".sn-timeline svg text[text-anchor=end]").count() < rows
    assert page.url.endswith("/barn")
    assert before
    page.get_by_role("button", name="Visa allt").first.click()
    page.wait_for_selector("text=Bara det som rör Bo Lind", state="detached")
    seen.settle()
    assert _lit(seen, "chosen") == _lit(seen, "faded") == []
    _click(seen, "person p2")
    assert _lit(seen, "chosen") == ["person p2"]


def test_the_picture_is_read_and_chosen_in_by_keys(seen: Watched) -> None:
    page = seen.page
    stage, live = page.locator(".sn-network .stage"), page.locator(".sn-network .live")
    stage.focus()
    assert live.inner_text().startswith("Barnet: Tuva")
    visited = {live.inner_text()}
    for press in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight"):
        page.keyboard.press(press)
        visited.add(live.inner_text())
    assert len(visited) > 3
    (here,) = _lit(seen, "here")
    page.keyboard.press("Enter")
    page.wait_for_selector("caption:has-text('Kopplingar:')")
    seen.settle()
    assert _lit(seen, "chosen") == [here]
    assert live.inner_text().startswith("Vald:")
    stage.focus()
    page.keyboard.press("Escape")
    seen.settle()
    assert _lit(seen, "chosen") == []
    assert live.inner_text() == "Hela nätverket visas."
    page.keyboard.press("Escape")
    assert page.evaluate(f"({FIND})().getRootNode().activeElement") is None


def test_zoom_and_fit(seen: Watched) -> None:
    page, first = seen.page, seen.page.evaluate(ZOOM)
    page.get_by_role("button", name="Zooma in").click()
    assert page.evaluate(ZOOM) == pytest.approx(first * 1.25)
    page.get_by_role("button", name="Zooma ut").click()
    assert page.evaluate(ZOOM) == pytest.approx(first)
    for _ in range(4):
        page.get_by_role("button", name="Zooma in").click()
    page.get_by_role("button", name="Visa hela nätverket").click()
    box = page.locator(".sn-network .stage").bounding_box()
    assert box
    assert all(0 < x < box["width"] and 0 < y < box["height"] for x, y in page.evaluate(PLACES).values())


def test_it_says_when_more_lies_outside_the_picture(seen: Watched) -> None:
    page, more = seen.page, seen.page.locator(".sn-network .more")
    page.get_by_role("button", name="Visa hela nätverket").click()
    page.wait_for_timeout(200)
    assert not more.is_visible()
    for _ in range(8):
        page.get_by_role("button", name="Zooma in").click()
    page.wait_for_timeout(200)
    assert more.inner_text().startswith("Mer finns utanför.")


@pytest.mark.parametrize("picture", ["network", "timeline"])
def test_a_picture_is_saved(seen: Watched, picture: str, tmp_path: Path) -> None:
    part, name = seen.page.locator(f".sn-{picture}"), {"network": "natverk", "timeline": "tidslinje"}[picture]
    with seen.page.expect_download() as download:
        part.get_by_role("button", name="Ladda ned bilden som PNG").click()
    download.value.save_as(tmp_path / "saved.png")
    assert download.value.suggested_filename == f"{name}.png"
    content = (tmp_path / "saved.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20]) > 1000
    with seen.page.expect_download() as download:
        part.get_by_role("button", name="Ladda ned bilden som SVG").click()
    download.value.save_as(tmp_path / "saved.svg")
    root = ElementTree.parse(tmp_path / "saved.svg").getroot()
    words = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Professionell", "Tom plats"} <= words if picture == "network" else {"barnkontakt", "glapp"} <= words
    assert any("Tuva" in (text or "") for text in words)
    assert "href" not in (tmp_path / "saved.svg").read_text()


def test_a_finding_is_shown_in_the_picture(seen: Watched) -> None:
    seen.page.get_by_role("button", name="Visa i nätverket").first.click()
    seen.page.wait_for_selector("caption:has-text('Visas i bilden:')")
    seen.settle()
    seen.keep("path-child-finding")
    assert _lit(seen, "chosen")
    assert _lit(seen, "faded")


def test_the_timeline_is_read_by_pointer_and_keys(seen: Watched) -> None:
    page, tip = seen.page, seen.page.locator(".sn-timeline .tip")
    page.locator(".sn-timeline .item[tabindex='0']").focus()
    first = tip.inner_text()
    assert first.startswith("Barnkontakt: Cia Öhman, ")
    page.keyboard.press("ArrowRight")
    assert tip.inner_text() != first
    page.keyboard.press("ArrowDown")
    assert not tip.inner_text().startswith("Barnkontakt:")
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.locator(".sn-timeline .item[aria-label*='kan vara dubblett']").first.hover()
    assert "kan vara dubblett" in tip.inner_text()
    page.get_by_text("3 månader", exact=True).click()
    page.wait_for_selector(".sn-timeline svg text:has-text('v. ')")


def test_hostile_names_are_text(seen: Watched) -> None:
    _child(seen, "c4")
    _click(seen, "person p3")
    page = seen.page
    assert page.locator("h3.sn-h3:has-text('<script>alert(1)</script>')").count() == 1
    assert page.locator("a[href*='evil.example'], img[src*='evil.example']").count() == 0


@pytest.mark.parametrize("width", [1400, 320])
@pytest.mark.parametrize("language", ["Svenska", "English"])
def test_no_fault_of_accessibility_and_nothing_sideways(seen: Watched, language: str, width: int) -> None:
    page = seen.page
    page.get_by_text(language, exact=True).click()
    page.wait_for_selector(f"h1:has-text('{'Barn' if language == 'Svenska' else 'Children'}')")
    _drawn(seen)
    _click(seen, "person p2")
    assert seen.wide(width) <= width
    assert seen.faults() == []


def test_the_picture_follows_the_page_into_the_dark(seen: Watched) -> None:
    def ink() -> str:
        return str(seen.page.evaluate(f"({FIND})()._cyreg.cy.$id('person p2').style('color')"))

    assert ink() == "rgb(15,23,42)"
    seen.page.emulate_media(color_scheme="dark")
    _drawn(seen)
    assert ink() == "rgb(241,245,250)"
    seen.keep("path-child-dark")
