"""HTML of small pieces, with every text of the data escaped.

Streamlit reads Markdown in nearly every text it draws, so that a name could become a link, a picture
fetched from elsewhere or a formula. What is data is therefore drawn as HTML made here, where a plain
`str` is always escaped and only `Html` is not; `plain` escapes what must stand in a widget's label.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import streamlit as st

from dashboard.texts import JOINER

ICONS = {
    "alert": '<circle cx="8" cy="8" r="6.2"/><path d="M8 4.6v4M8 10.9v.6"/>',
    "watch": '<path d="M1.4 8Q4 3.6 8 3.6T14.6 8Q12 12.4 8 12.4T1.4 8z"/><circle cx="8" cy="8" r="1.9"/>',
    "good": '<path d="M2.8 8.6l3.4 3.4 7-7.6"/>',
    "strength": '<path d="M8 13.4S2 9.8 2 5.9A3.1 3.1 0 0 1 8 4.8 3.1 3.1 0 0 1 14 5.9C14 9.8 8 13.4 8 13.4z"/>',
    "stop": '<circle cx="8" cy="8" r="6.2"/><path d="M3.8 3.8l8.4 8.4"/>',
    "loss": '<path d="M1.8 4.4h7M1.8 8h4.4M1.8 11.6h7M10.6 6l3.6 4M14.2 6l-3.6 4"/>',
    "made_up": '<path d="M6.2 1.8h3.6M7 1.8v4.4L3 13.2a.8.8 0 0 0 .7 1.2h8.6a.8.8 0 0 0 .7-1.2L9 6.2V1.8M5 10h6"/>',
    "next": '<path d="M2.4 8h10.8M9.2 4l4 4-4 4"/>',
    "up": '<path d="M8 13.6V2.6M3.6 7L8 2.6 12.4 7"/>',
    "down": '<path d="M8 2.4v11M3.6 9L8 13.4 12.4 9"/>',
    "same": '<path d="M3 8h10"/>',
    "required": '<path d="M2 14h7M4.2 5.4l4.4 4.4M6 3.6L2.4 7.2M10.4 8L6.8 11.6M7.5 7.6L13.6 13.2"/>',
    "acute": '<path d="M9 1.4L3.6 9h3.6L6.6 14.6 12.4 6.8H8.6z"/>',
    "builds_on": '<rect x="1.6" y="6" width="7" height="4" rx="2"/><rect x="7.4" y="6" width="7" height="4" rx="2"/>',
    "double": '<rect x="2" y="4.6" width="8.6" height="9.6" rx="1"/><path d="M5 4.4V2h9v9.6h-3.2"/>',
    "lock": '<rect x="3" y="7" width="10" height="7" rx="1"/><path d="M5.2 7V4.8a2.8 2.8 0 0 1 5.6 0V7"/>',
    "info": '<circle cx="8" cy="8" r="6.2"/><path d="M8 7.2v4.2M8 4.6v.6"/>',
    "planned": '<circle cx="8" cy="8" r="5.6"/>',
    "offered": '<path d="M2.4 2.6L14 8 2.4 13.4 3.8 8zM3.8 8h5"/>',
    "rejected": '<circle cx="8" cy="8" r="6.2"/><path d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8"/>',
    "done": '<path d="M1 8.8l3 3 6-6.6M7.6 11l1 .9 6.2-6.8"/>',
    "unclear": '<circle cx="8" cy="8" r="6.2"/><path d="M6 6.2a2 2 0 1 1 2.8 1.9Q8 8.5 8 9.4M8 11.2v.4"/>',
    "complementary": '<path d="M8 2.2l6 3.2-6 3.2-6-3.2zM2 9.4l6 3.2 6-3.2"/>',
    "clock": '<circle cx="8" cy="8" r="6.2"/><path d="M8 4.4V8l2.6 1.6"/>',
    "nobody": '<circle cx="8" cy="5" r="2.8"/><path d="M2.8 14a5.2 5.2 0 0 1 10.4 0M2 2l12 12"/>',
    "quote": '<path d="M6.6 4H3v4.4h3.6V4c0 4-1 7-3.2 8M13 4H9.4v4.4H13V4c0 4-1 7-3.2 8"/>',
}
"""Paths on a grid of 16 by 16, drawn with the colour of the text."""
_LINES = "fill='none' stroke='black' stroke-width='1.5' stroke-linecap='round' stroke-linejoin='round'"


def _mask(path: str) -> str:
    """A path as the mask of an element: Streamlit lets no drawing through in HTML."""
    drawing = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' {_LINES}>{path}</svg>".replace('"', "'")
    return f'url("data:image/svg+xml,{quote(drawing)}")'


STYLE = "".join((Path(__file__).parent / name).read_text("utf-8") for name in ("palette.css", "style.css")) + "".join(
    f".sn-i-{name} {{ -webkit-mask-image: {_mask(path)}; mask-image: {_mask(path)}; }}\n"
    for name, path in ICONS.items()
)
_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")


class Html(str):
    """Text that is HTML already."""


def text(value: object) -> Html:
    """A value as HTML."""
    return value if isinstance(value, Html) else Html(escape(str(value)))


def tag(name: str, *children: object, **attributes: str | None) -> Html:
    """An element; a trailing underscore in an attribute's name is dropped, others become hyphens."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{said}>{''.join(text(child) for child in children)}</{name}>")


def join(parts: Iterable[object], between: str = "") -> Html:
    """Pieces after each other."""
    return Html(text(between).join(text(part) for part in parts))


def icon(name: str) -> Html:
    """A small picture beside a word that says the same."""
    return tag("span", class_=f"sn-icon sn-i-{name}", aria_hidden="true")


def badge(look: str, words: str, symbol: str | None = None) -> Html:
    """A word with an icon; `look` is alert, watch, good, strength, quiet or forum."""
    return tag(
        "span",
        icon(symbol or look) if symbol or look in ICONS else "",
        tag("span", words),
        class_=f"sn-badge sn-{look}",
    )


def plain(value: object) -> str:
    """Data in the label of a widget: shown as text, whatever it looks like.

    Emoji and icon codes, links and addresses are also found in escaped text, hence the invisible joiner.
    """
    words = re.sub(r"\s+", " ", str(value))
    words = re.sub(r"([:@]|www(?=\.))", r"\1" + JOINER, words, flags=re.IGNORECASE)
    return _MARKDOWN.sub(r"\\\1", words)


def heard(words: str, about: object) -> str:
    """The label of a widget with what it is about: that is heard and not seen, for the eye sees where it stands."""
    return f"{words} *{plain(about)}*"


def heading(level: int, words: str, note: str = "") -> Html:
    """A heading, with a line under it."""
    return join([tag(f"h{level}", words, class_=f"sn-h{level}"), tag("p", note, class_="sn-note") if note else ""])


def card(*children: object, look: str = "") -> Html:
    """A box with a border."""
    return tag("div", *children, class_=f"sn-card {look}".strip())


def grid(cards: Iterable[Html], least: int = 230) -> Html:
    """Boxes beside each other, as many as there is room for."""
    return tag("div", *cards, class_="sn-grid", style=f"--least:{least}px")


def table(
    head: Sequence[object],
    rows: Iterable[Sequence[object]],
    numbers: Sequence[int] = (),
    caption: str = "",
    chosen: int | None = None,
    stacked: bool = False,
    said: str = "",
) -> Html:
    """A table whose first column names its rows; `numbers` are the columns that stand to the right, `chosen` is the
    row that the page is about. One that is `stacked` has its cells under each other on a phone. Where no caption is
    needed to see what it is, `said` is its name for who cannot see."""
    looks = ["sn-number" if column in numbers else None for column in range(len(head))]
    top = tag("tr", *(tag("th", cell, scope="col", class_=look) for cell, look in zip(head, looks, strict=True)))
    body = [
        tag(
            "tr",
            tag("th", row[0], scope="row", class_=looks[0]),
            *(
                tag("td", cell, class_=look, data_head=str(name) if stacked else None)
                for cell, look, name in zip(row[1:], looks[1:], head[1:], strict=True)
            ),
            class_="sn-row-chosen" if place == chosen else None,
        )
        for place, row in enumerate(rows)
    ]
    name = tag("caption", caption) if caption else ""
    look = "sn-table sn-stacked" if stacked else "sn-table"
    return tag("div", tag("table", name, tag("thead", top), tag("tbody", *body), aria_label=said or None), class_=look)


def two_lines(first: object, second: object) -> Html:
    """A line and a smaller one under it."""
    return join([first, tag("span", second, class_="sn-second")])


def show(*pieces: object, width: Literal["stretch", "content"] = "stretch") -> None:
    """Draw pieces on the page."""
    st.html(join(pieces), width=width)
