"""How fluently a child's network of 300 points moves in a browser, and how long Python takes to place it.

`python -m tests.benchmarks.crowd`; needs Chromium.
"""

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page

from dashboard.tables.picture import picture
from graph.assemble import network_of
from graph.network import Network
from graph.records import Adult, Agency, Attendance, Child, Forum, Meeting, MeetingChild, Professional, Record, Support
from tests.benchmarks.timing import DAY, Line, best, printed
from tests.browser import launched, served

KINDS = ("skola", "socialtjanst", "bup", "fritid", "polis")
FIND = "() => [...document.querySelectorAll('*')].map(e => e.shadowRoot?.querySelector('.canvas')).find(Boolean)"
"""The part of the page that the picture is drawn in."""


def crowd(adults: int = 50, professionals: int = 150, agencies: int = 40, forums: int = 50) -> Network:
    """One child with so many around it."""
    made: list[Record] = [Child(id="c1", name="Barn 17", born="2016-05-01")]
    made += [Agency(id=f"a{i}", name=f"Verksamhet {i}", kind=KINDS[i % len(KINDS)]) for i in range(agencies)]
    for i in range(adults):
        made += [Adult(id=f"v{i}", name=f"Vuxen Nära {i}")]
        made += [Support(person=f"v{i}", child="c1", role="trusted_adult", start="2024-01-01")]
    for i in range(professionals):
        made += [Professional(id=f"p{i}", name=f"Person Efternamn {i}", agency=f"a{i % agencies}")]
        made += [Support(person=f"p{i}", child="c1", role="teacher", start="2024-01-01")]
    for i in range(forums):
        made += [Forum(id=f"f{i}", name=f"Forum {i}", level="child", status="running")]
        made += [Meeting(id=f"m{i}", forum=f"f{i}", start=f"2025-{i % 9 + 4:02d}-{i % 27 + 1:02d}")]
        made += [MeetingChild(meeting=f"m{i}", child="c1"), Attendance(meeting=f"m{i}", person=f"p{i}")]
    return network_of(made)


def frames(page: Page, seconds: float = 4.0) -> float:
    """Frames a second while the whole picture is dragged about."""
    page.locator(".sn-network .stage").scroll_into_view_if_needed()
    page.get_by_role("button", name="Visa hela nätverket").click()
    box = page.locator(".sn-network .stage").bounding_box()
    assert box
    page.evaluate(f"window.seen = 0; ({FIND})()._cyreg.cy.on('render', () => window.seen++)")
    x, y = box["x"] + 12, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    start, before, step = time.perf_counter(), page.evaluate("window.seen"), 0
    while time.perf_counter() - start < seconds:
        step += 1
        page.mouse.move(x + 3 * (step % 60), y + 2 * (step % 40))
    taken = time.perf_counter() - start
    page.mouse.up()
    return float((page.evaluate("window.seen") - before) / taken)


def lines() -> list[Line]:
    """The two lines of the table."""
    network = crowd()
    drawn = picture(network, DAY, "barnkontakt", [])
    place = best(lambda: picture(network, DAY, "barnkontakt", []))
    found = [Line(f"place a network of {len(drawn.nodes)} points, {len(drawn.lines)} lines", place)]
    with tempfile.TemporaryDirectory() as name, served(network, Path(name)) as base, launched() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(f"{base}/barn")
        page.locator("label", has_text="Bara barn med fynd").click()
        page.wait_for_selector(".sn-network canvas", timeout=60_000)
        page.wait_for_timeout(1500)
        points = page.evaluate(f"({FIND})()._cyreg.cy.nodes('.point').length")
        rate = frames(page)
    return [*found, Line(f"one frame while {points} points are dragged", 1 / rate, f"{rate:.0f} frames a second")]


if __name__ == "__main__":
    printed("**A child's network**", lines())
