"""Text of the data as the fonts of the brief can draw it: a character they lack must not stop the brief."""

import re
import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
MISSING = "□"
"""Stands for a character that no font has; the foot of the brief says so."""
LONGEST = 24
"""A word longer than this, in characters, may be broken anywhere."""
BREAK = "\u200b"
SPACE = re.compile("[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
"""What parts words and lines; a space that keeps words together is not among it."""
_VARIANTS = (*range(0x1F3FB, 0x1F400), *range(0xFE00, 0xFE10))
"""Skin tones and variants of the character before, which the fonts draw in one way only."""
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")


@cache
def _ranges() -> tuple[list[int], list[int]]:
    """The first and last characters of each range that the fonts hold."""
    lines = (FONTS / "characters.txt").read_text("ascii").split()
    return [int(line.split("-")[0], 16) for line in lines], [int(line.split("-")[1], 16) for line in lines]


def has(character: str) -> bool:
    """Whether a font has the character."""
    first, last = _ranges()
    at = bisect_right(first, ord(character)) - 1
    return at >= 0 and ord(character) <= last[at]


def drawable(text: str) -> str:
    """A text on one line, without marks that turn or hide other text; what no font has is a box."""
    words = SPACE.sub(" ", unicodedata.normalize("NFC", text)).split(" ")
    return " ".join(drawn for word in words if (drawn := _breakable("".join(_drawn(one) for one in word))))


@lru_cache(maxsize=4096)
def _drawn(character: str) -> str:
    if has(character) and ord(character) not in _VARIANTS:
        return character
    hidden = ord(character) in _VARIANTS or unicodedata.category(character) in (*_INVISIBLE, "Mn", "Me")
    return "" if hidden else MISSING


def _breakable(word: str) -> str:
    if len(word) <= LONGEST:
        return word
    return BREAK.join(word[i : i + LONGEST // 3] for i in range(0, len(word), LONGEST // 3))


def short(text: str, most: int) -> str:
    """A text of at most so many characters, cut at a word where there is one."""
    text = SPACE.sub(" ", text).strip()
    if len(text) <= most:
        return text
    head = text[: most - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > most // 2 else head).rstrip(" ,.;") + "…"


def visible(text: str | None) -> str:
    """A text, or nothing where there would be nothing to see of it."""
    return text if text and drawable(text).strip(BREAK + "\xa0") else ""
