"""Översikt, Verksamheter and Data in a real browser: no fault of accessibility, nothing sideways, by keyboard."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import Watched, served, watched
from tests.dashboard import world


@pytest.fixture
def seen(chromium: Browser, town_site: str) -> Iterator[Watched]:
    with watched(chromium, town_site) as seen:
        yield seen


def test_one_choice_steers_both_pictures_and_a_group_leads_on(seen: Watched, tmp_path: Path) -> None:
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


@pytest.mark.parametrize("width", [1400, 320])
def test_the_months_stand_under_the_line(width: int, seen: Watched) -> None:
    seen.open("")
    seen.day(world.AS_OF)
    seen.wide(width, 6_000)
    axis = seen.page.locator(".st-key-picture-trend svg .role-axis-label").first
    drawn = [one.text_content() for one in axis.locator("text").all() if one.get_attribute("opacity") != "0"]
    assert {"mars2026"} <= set(drawn) if width == 320 else {"mars", "jan2026", "nov"} <= set(drawn)


def test_the_store_is_exported_from_the_page(seen: Watched, tmp_path: Path) -> None:
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


def test_a_load_is_reported_and_its_report_fetched(chromium: Browser, tmp_path: Path) -> None:
    with served(world.network(), tmp_path, "Hemlig") as base, watched(chromium, base) as seen:
        _load(seen, tmp_path)


def _load(seen: Watched, tmp_path: Path) -> None:
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
