"""Every page in both languages, every fold open and every name hostile: nothing leaves, nothing runs, all is text."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard.texts import translate
from graph.assemble import network_of
from graph.network import Network
from graph.records import Agency, Change, Forum, Professional, Record
from tests.browser import Watched, served, watched
from tests.dashboard import desk, forum_world, world

PAGES = ("Översikt", "Forum", "Verksamheter", "Barn", "Överlämningar", "Data")
LONG = "Lång " + "å" * 195
NAMES = (
    *world.HOSTILE,
    "{{constructor.constructor('alert(1)')()}}",
    '=HYPERLINK("http://evil.example/h","x")',
    "\u202egnp.exe\u202c Ali",
    "👩‍👧 Åsa 🧒",
    LONG,
    '"><svg onload=alert(1)>',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "toString",
    "rad\u2028bruten\u2029ett\x85två",
    "constructor",
    "__proto__",
    "${alert(1)} `x` <% 1 %> &lt;b&gt;",
)
NAMED = ("name", "title", "words", "agreements", "note", "district", "kind", "principal", "parties")
"""The fields whose text people write."""
HEARD = """
addEventListener('securitypolicyviolation', (seen) => {
  if (seen.blockedURI !== 'wasm-eval') console.error(`policy: ${seen.violatedDirective} ${seen.blockedURI}`);
})
"""
"""Tells of what the policy stopped, also where a script takes no notice; Streamlit's own code asks once whether it may
compile WebAssembly, is told no, and does without."""
FETCHED = "[src*='evil.example'], [href*='evil.example'], [srcset*='evil.example'], [style*='evil.example']"
RUNS = "svg[onload], img[src='http://evil.example/q.png'], main script, iframe"


def everywhere() -> Network:
    """A small municipality where every text is hostile, with handovers under way."""
    records: list[Record] = [
        *world.records(),
        desk.handover("c0", "p3", "p1", "2026-08-17", "offered", "receiver_named", words="x", agreements="x"),
        desk.handover("c1", "p3", None, "2026-05-01", "planned"),
        Change(id="s1", handover="h-c0", person="p3", at="2026-02-20 09:00", state="offered", note="x"),
    ]
    names = cycle(NAMES)
    return network_of([_renamed(record, names) for record in records])


def _renamed(record: Record, names: Iterator[str]) -> Record:
    texts = {field: next(names) for field in NAMED if getattr(record, field, None)}
    return record.model_copy(update=texts)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(everywhere(), tmp_path_factory.mktemp("offline"), "evil") as address:
        yield address


@pytest.fixture(params=["sv", "en"])
def seen(request: pytest.FixtureRequest, chromium: Browser, base: str) -> Iterator[Watched]:
    with watched(chromium, base) as seen:
        seen.page.add_init_script(HEARD)
        seen.open("")
        seen.day(world.AS_OF)
        if request.param == "en":
            seen.page.get_by_text("English", exact=True).click()
            seen.page.wait_for_selector("h1:has-text('Overview')")
            seen.settle()
        yield seen


def _language(seen: Watched) -> str:
    return str(seen.page.evaluate("document.documentElement.lang"))


def _go(seen: Watched, name: str) -> None:
    said = translate(name, _language(seen))
    seen.go(said)


def _folds(seen: Watched) -> None:
    """Open every fold, and every popover for a moment."""
    seen.unfold()
    popovers = seen.page.locator("[data-testid=stMain] [data-testid=stPopover] button:visible")
    for at in range(min(popovers.count(), 12)):
        popovers.nth(at).click()
        seen.page.wait_for_timeout(150)
        _harmless(seen)
        seen.page.keyboard.press("Escape")
        seen.page.wait_for_timeout(60)


def _harmless(seen: Watched) -> None:
    assert seen.page.locator(FETCHED).count() == 0
    assert seen.page.locator(RUNS).count() == 0
    assert seen.page.locator("[data-testid=stException]").count() == 0


def _files(seen: Watched) -> None:
    """Get every file of the page that is a table: no cell of it is a formula."""
    buttons = seen.page.locator("[data-testid=stMain] [data-testid=stDownloadButton] button:visible")
    for at in range(buttons.count()):
        with seen.page.expect_download() as got:
            buttons.nth(at).click()
        where = Path(got.value.path())
        if got.value.suggested_filename.endswith(".csv"):
            rows = csv.reader(io.StringIO(where.read_text("utf-8-sig")), delimiter=";")
            assert [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and not _number(cell)] == []


def _number(cell: str) -> bool:
    return not cell or cell.replace("-", "", 1).replace(",", "").replace(".", "").isdigit()


def test_every_page_with_all_folds_open_asks_nobody_and_runs_nothing(seen: Watched) -> None:
    for name in PAGES:
        _go(seen, name)
        _folds(seen)
        seen.settle()
        _hover(seen)
        _harmless(seen)
        _files(seen)
    _at_the_desk(seen)
    _folds(seen)
    _files(seen)


def _hover(seen: Watched) -> None:
    """Let each chart show its facts."""
    charts = seen.page.locator("[data-testid=stMain] [data-testid=stVegaLiteChart]:visible")
    for at in range(charts.count()):
        charts.nth(at).hover()
        seen.page.wait_for_timeout(60)


def _at_the_desk(seen: Watched) -> None:
    """Be a barnkontakt: the second that can be chosen in the sidebar."""
    _go(seen, "Överlämningar")
    seen.page.locator("[data-testid=stSidebar] [class*='st-key-who'] input").click()
    seen.page.locator("[role=option]").nth(1).click()
    seen.page.wait_for_selector("[class*='st-key-choose-'], [class*='st-key-ask']")
    seen.settle()
    _harmless(seen)


@pytest.mark.parametrize("seen", ["sv"], indirect=True)
def test_hostile_names_are_shown_as_they_are_written(seen: Watched) -> None:
    page = seen.page
    _go(seen, "Forum")
    _folds(seen)
    text = page.locator("[data-testid=stMain]").inner_text()
    forums = [one for one in _texts("forum", "name") if one != LONG]
    assert [one for one in forums[:2] if one not in text.replace("\u2060", "")] == []
    _go(seen, "Barn")
    children = _texts("child", "name")
    for node in ("c0", "c3", "c4"):
        field = page.locator(".st-key-words input")
        field.fill(node)
        field.press("Enter")
        page.wait_for_selector(".sn-network .stage")
        seen.settle()
        name = children[everywhere().ids("child").to_pylist().index(node)]
        assert name in page.locator("h2.sn-h2").first.inner_text()
        _harmless(seen)


def _texts(kind: str, column: str) -> list[str]:
    return [str(one) for one in everywhere().texts(kind, column).to_pylist()]


def test_a_long_name_widens_no_page(chromium: Browser, base: str) -> None:
    with watched(chromium, base) as seen:
        seen.open("")
        seen.day(world.AS_OF)
        for name in PAGES:
            seen.go(name)
            seen.unfold()
            assert {width: seen.wide(width) <= width for width in (320, 1400)} == {320: True, 1400: True}, name


def test_what_a_bug_says_is_not_in_the_log_and_where_it_happened_is(chromium: Browser, tmp_path: Path) -> None:
    bug = "from dashboard import clock\ndef now(): raise ValueError('Ada' + ' Hemlig')\nclock.now = now"
    with served(everywhere(), tmp_path, "Ada Hemlig", "' Hemlig'", first=bug) as base:
        page = chromium.new_page()
        page.goto(base)
        page.wait_for_selector("[data-testid=stException]")
        assert "Hemlig" not in page.inner_text("body")
        page.close()
    assert re.search(r"ValueError: .*frame\.py:\d+ sidebar", (tmp_path / "server.log").read_text())


def test_a_chart_draws_whatever_its_names_are_to_the_library_that_draws_it(chromium: Browser, tmp_path: Path) -> None:
    names = cycle(["constructor", "toString", "__proto__", "valueOf"])
    rows: list[Record] = [
        record.model_copy(update={"name": next(names)} if isinstance(record, Forum) else {})
        for record in forum_world.records()
    ]
    rows += [Agency(id=f"a{number}", name=next(names), kind=next(names)) for number in range(1, 4)]
    rows += [Professional(id=f"p{number}", agency=f"a{number}", start="2020-01-01") for number in range(1, 4)]
    with served(network_of(rows), tmp_path) as base, watched(chromium, base) as seen:
        seen.open("")
        seen.day(forum_world.AS_OF)
        for name, least in (("Forum", 3), ("Verksamheter", 1)):
            seen.go(name)
            charts = seen.page.locator("[data-testid=stVegaLiteChart]")
            drawn = "document.querySelectorAll('[data-testid=stVegaLiteChart] svg.marks').length"
            seen.until(f"{drawn} >= {least}")
            assert charts.count() == seen.page.evaluate(drawn) == least
        seen.page.get_by_role("radio", name="Verksamheter").click()
        seen.page.wait_for_timeout(500)
        seen.settle()
        seen.until("document.querySelectorAll('[data-testid=stVegaLiteChart] svg.marks').length == 1")
