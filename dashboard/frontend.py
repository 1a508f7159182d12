"""The files that Streamlit's pages are made of in the browser: sent from memory, and asked for in time.

A page is drawn by about 120 small files, half of which the browser would ask for only when it meets a part that needs
them. What the pages here need is named in the page itself, so that all are on their way before the data are.
"""

import gzip
import re
from functools import cached_property
from pathlib import Path

Headers = list[tuple[bytes, bytes]]
PARTS = (
    "BidiComponent",
    "Button",
    "ButtonGroup",
    "DateInput",
    "DownloadButton",
    "Expander",
    "Html",
    "PageLink",
    "Selectbox",
    "TextInput",
    "purify",
)
"""What the pages are drawn with, by the names that Streamlit's files begin with."""
CHARTS = ("ArrowVegaLiteChart", "embed", "vega-interpreter")
DRAWN = ("/", "/forum", "/verksamheter")
"""What charts are drawn with, and the pages that have one from the start: large, and no use to the others."""
SIGNS = "static/media/MaterialSymbols-Rounded."
"""The font of the signs on buttons and in the menu."""
KEPT = "public, immutable, max-age=31536000"
"""A file's name tells its content, so that a browser never has to ask for it twice."""
_IMPORTED = re.compile(r"""(?:from|import)\s*["']\./([\w.$-]+\.js)["']""")
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".ttf": "font/ttf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
"""What each file is, said here, since computers differ in what they believe a script to be."""


class Files:
    """The files under `static/static` of Streamlit, read once each; small ones for who is far away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[tuple[str, bool], bytes | None] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """The files that there are, by their paths below the folder."""
        return frozenset(
            one.relative_to(self.folder).as_posix() for one in self.folder.glob("static/*/*") if one.is_file()
        )

    def answer(self, path: str, packed: bool) -> tuple[Headers, bytes] | None:
        """The headers and content of a file by the path of its address, or nothing if it is none of these."""
        name = path.lstrip("/")
        kind = KINDS.get(Path(name).suffix, "")
        if not kind or name not in self.names:
            return None
        packed = packed and kind.startswith("text/")
        content = self._content(name, packed)
        headers = [
            (b"content-type", kind.encode()),
            (b"content-length", str(len(content)).encode()),
            (b"cache-control", KEPT.encode()),
            (b"vary", b"accept-encoding"),
        ]
        return headers + ([(b"content-encoding", b"gzip")] if packed else []), content

    def _content(self, name: str, packed: bool) -> bytes:
        known = self._read.get((name, packed))
        if known is None:
            plain = (self.folder / name).read_bytes()
            known = self._read[name, packed] = gzip.compress(plain, 6, mtime=0) if packed else plain
        return known

    @cached_property
    def soon(self) -> dict[bool, list[str]]:
        """The scripts that pages need without and with charts."""
        return {False: self._needed(PARTS), True: self._needed((*PARTS, *CHARTS))}

    def _needed(self, parts: tuple[str, ...]) -> list[str]:
        """The scripts of some parts, and all that these need."""
        scripts = sorted(name.rsplit("/", 1)[1] for name in self.names if name.startswith("static/js/"))
        wanted = [name for part in parts for name in scripts if name.split(".")[0] == part]
        found: dict[str, None] = {}
        while wanted:
            name = wanted.pop(0)
            if name not in found and f"static/js/{name}" in self.names:
                found[name] = None
                wanted += _IMPORTED.findall(self._content(f"static/js/{name}", False).decode("utf-8"))
        return [f"./static/js/{name}" for name in found]

    def hinted(self, page: str, path: str) -> str:
        """The page of an address, with the scripts named that it will need beside those that it names itself."""
        more = [name for name in self.soon[path in DRAWN] if name not in page]
        links = "".join(f'<link rel="modulepreload" fetchpriority="low" crossorigin href="{name}">' for name in more)
        signs = [name for name in sorted(self.names) if name.startswith(SIGNS)]
        links += "".join(
            f'<link rel="preload" href="./{name}" as="font" type="font/woff2" crossorigin>' for name in signs
        )
        return page.replace("</head>", links + "</head>", 1)
