"""Översikt, Verksamheter and Data in a real browser: no fault of accessibility, nothing sideways, by keyboard."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.dashboard import world
from tests.dashboard.test_browser import Watched, _watch, chromium, hostile, playwright, seen, town

__all__ = ["chromium", "hostile", "seen", "town"]
PAGES = ["", "verksamheter", "data"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1400, 320])
def test_no_fault_of_accessibility_and_nothing_sideways(seen: Watched, name: str, width: int) -> None:  # noqa: F811
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = seen.page
    seen.open(name)
    seen.day(world.AS_OF)
    if name != "data":
        page.get_by_text("Visa som tabell").first.click()
    page.set_viewport_size({"width": width, "height": 12000})
    page.wait_for_timeout(1500)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    found = axe.Axe().run(page, options=rules).response["violations"]
    assert [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]] == []


def test_one_choice_steers_both_pictures_and_a_group_leads_on(seen: Watched, tmp_path: Path) -> None:  # noqa: F811
    page = seen.page
    seen.open("")
    seen.day(world.AS_OF)
    before = page.locator("[data-testid=stVegaLiteChart] [aria-label*='av']").first.get_attribute("aria-label")
    page.get_by_role("radio", name="Barnet hördes").focus()
    page.keyboard.press("Space")
    seen.settle()
    page.wait_for_timeout(800)
    marks = page.locator("[data-testid=stVegaLiteChart] [aria-label*='av']")
    assert marks.first.get_attribute("aria-label") != before
    assert page.locator("a:has-text('Open in Vega Editor')").count() == 0
    for kind, start in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"Hämta bild ({kind})").first.click()
        file = tmp_path / kind
        waiting.value.save_as(file)
        assert waiting.value.suggested_filename == f"pahittade-uppgifter-utveckling.{kind.lower()}"
        assert file.read_bytes().startswith(start)
    page.get_by_text("Visa alla 13 frågor").press("Enter")
    assert page.locator("details[open]").count() >= 1
    page.get_by_role("button", name="Visa per verksamhet").first.click()
    page.wait_for_selector("h1:has-text('Verksamheter')")
    seen.settle()
    assert "demo-" not in page.url


def test_the_store_is_exported_from_the_page(seen: Watched, tmp_path: Path) -> None:  # noqa: F811
    page = seen.page
    seen.open("data")
    page.get_by_role("button", name="Exportera lagret").click()
    page.wait_for_selector("text=Filerna är klara", timeout=60_000)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Hämta filerna (ZIP)").click()
    file = tmp_path / "out.zip"
    waiting.value.save_as(file)
    assert waiting.value.suggested_filename == "pahittade-uppgifter-lager.zip"
    with zipfile.ZipFile(file) as archive:
        assert "children.csv" in archive.namelist()
        assert archive.read("children.csv").startswith(b"id,name,born")


def test_a_load_is_reported_and_its_report_fetched(
    chromium: "playwright.Browser",  # noqa: F811
    hostile: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    seen = _watch(chromium, hostile)
    seen.open("data")
    file = tmp_path / "children.csv"
    file.write_text("id,name,rum\nk1,Anna,x\n,Hemlig,y\n", "utf-8")
    seen.page.locator("input[type=file]").first.set_input_files(file)
    seen.settle()
    seen.page.get_by_role("button", name="Läs in", exact=True).click()
    seen.page.wait_for_selector("h2:has-text('Senaste rapport')", timeout=60_000)
    seen.settle()
    seen.keep("path-data-report")
    assert seen.page.locator("text=Okända kolumner i children.csv lämnades: rum.").count() == 1
    with seen.page.expect_download() as waiting:
        seen.page.get_by_role("button", name="Hämta rapporten (JSON)").click()
    waiting.value.save_as(tmp_path / "report.json")
    told = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert (told["rows"], told["loaded"], told["refused"]) == (2, 1, 1)
    assert "Hemlig" not in json.dumps(told)
    assert seen.page.locator("text=children.csv").count() >= 2
    seen.page.close()
    assert seen.wrong == []
