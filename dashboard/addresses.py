"""The addresses of the pages, also as somebody would type them: with å, ä and ö, with capitals, in English."""

import unicodedata

PAGES = {
    "oversikt": "",
    "forum": "forum",
    "verksamheter": "verksamheter",
    "barn": "barn",
    "overlamningar": "overlamningar",
    "data": "data",
    "tillganglighet": "tillganglighet",
    "overview": "",
    "forums": "forum",
    "agencies": "verksamheter",
    "child": "barn",
    "children": "barn",
    "handovers": "overlamningar",
    "accessibility": "tillganglighet",
}
"""Where each name leads, written without accents and capitals; the first page has no name in its address."""


def meant(path: str) -> str | None:
    """The address that was meant by another; nothing where it is the right one, or none of a page."""
    typed = path.strip("/")
    letters = unicodedata.normalize("NFKD", typed.casefold())
    address = PAGES.get("".join(letter for letter in letters if not unicodedata.combining(letter)))
    return None if address is None or address == typed else f"/{address}"
