"""The handover brief as a PDF: one A4, tagged (PDF/UA-1), the same bytes for the same facts and moment.

Facts reach the template as JSON and are never read as markup; the fonts are those beside it, whatever a computer has.
"""

import json
from functools import cache
from pathlib import Path

import typst

from dashboard.brief.content import Brief
from dashboard.brief.glyphs import FONTS
from dashboard.brief.words import document
from dashboard.texts import spoken

TEMPLATE = Path(__file__).parent / "brief.typ"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def pdf(brief: Brief, lang: str) -> bytes:
    """The brief in a language."""
    with spoken(lang):
        data = json.dumps(document(brief), ensure_ascii=True)
    return typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
        timestamp=int(brief.now.timestamp()),
    )
