"""The pictures of the README: `make screenshots` draws them anew, of a made-up town that is the same each time.

The product runs on a free port of this computer while they are taken; needs Chromium. They land in docs/, or in another
folder: `python -m tests.screenshots FOLDER`.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pyarrow as pa
from PIL import Image

from graph.assemble import assemble
from synthetic.town import generate
from tests.browser import Watched, launched, served
from tests.dashboard import world

CHILDREN, SEED = 2000, 1
WIDE, HIGH = 1480, 1100
PAGES = {
    "": "oversikt",
    "forum": "forum",
    "barn": "barn",
    "overlamningar": "overlamningar",
    "verksamheter": "verksamheter",
}
MOST = 250_000
"""The most bytes of a picture."""


def take(folder: Path) -> list[Path]:
    """Start the product, take the pictures, stop it."""
    rows = generate(CHILDREN, SEED, world.AS_OF).rows
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as place,
        served(assemble(rows).network, Path(place)) as base,
        launched() as browser,
    ):
        seen = Watched(browser.new_page(viewport={"width": WIDE, "height": HIGH}), base)
        return [_picture(seen, page, busiest(rows), folder / f"{name}.png") for page, name in PAGES.items()]


def busiest(rows: Mapping[str, pa.RecordBatch]) -> str:
    """The name of who is barnkontakt for most children and leaves some of them: a desk with something on it."""
    handovers, people = rows["handovers"], rows["professionals"]
    leaving = zip(handovers.column("sender").to_pylist(), handovers.column("due").to_pylist(), strict=True)
    senders = {who for who, due in leaving if who and world.AS_OF < due < world.AS_OF + 180}
    ties = (rows["supports"].column(name).to_pylist() for name in ("person", "role", "start", "end"))
    count = Counter(
        who
        for who, role, start, end in zip(*ties, strict=True)
        if role == "barnkontakt" and who in senders and start <= world.AS_OF < end
    )
    first = min(count, key=lambda who: (-count[who], who))
    names = dict(zip(people.column("id").to_pylist(), people.column("name").to_pylist(), strict=True))
    return str(names[first])


def _picture(seen: Watched, page: str, who: str, path: Path) -> Path:
    seen.open(page)
    seen.day(world.AS_OF)
    if page == "overlamningar":
        seen.page.get_by_role("combobox", name="Jag är").click()
        seen.page.keyboard.type(who)
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_selector("h2:has-text('Arbetslista')")
        seen.settle()
    seen.page.wait_for_timeout(1500)
    path.write_bytes(small(seen.page.screenshot()))
    return path


def small(png: bytes) -> bytes:
    """The same picture in at most 256 colours, which is enough for these pages."""
    made = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    assert len(made.getvalue()) < MOST, f"a picture takes {len(made.getvalue())} bytes"
    return made.getvalue()


if __name__ == "__main__":
    for taken in take(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "docs"):
        sys.stdout.write(f"{taken}\n")
