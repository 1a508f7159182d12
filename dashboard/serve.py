"""Start the pages: this computer only unless asked, nothing from elsewhere, no name of anyone in the log."""

import base64
import hashlib
import logging
import os
import re
import traceback
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit import net_util

from dashboard.addresses import meant
from dashboard.frontend import Files, Headers

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
Asgi = Callable[[Message, Receive, Send], Awaitable[None]]

SETTINGS: dict[str, Any] = {
    "browser.gatherUsageStats": False,
    "client.disableDataExport": True,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "global.developmentMode": False,
    "logger.enableRich": False,  # it would print what went wrong past the log, with what stood in the record
    "logger.hideWelcomeMessage": True,
    "runner.postScriptGC": False,  # to look through all findings of a city after each click took longer than the page
    "server.enableAgentApi": False,
    "server.enableStaticServing": False,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxUploadSize": 2000,
    "server.runOnSave": False,
    "theme.light.primaryColor": "#0e4a86",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#eef2f8",
    "theme.light.textColor": "#0f172a",
    "theme.light.linkColor": "#0e4a86",
    "theme.light.borderColor": "#d0d9e5",
    "theme.light.sidebar.backgroundColor": "#f3f6fb",
    "theme.light.sidebar.secondaryBackgroundColor": "#e4eaf3",
    "theme.dark.primaryColor": "#4595ea",
    "theme.dark.backgroundColor": "#10161f",
    "theme.dark.secondaryBackgroundColor": "#1d2735",
    "theme.dark.textColor": "#f1f5fa",
    "theme.dark.linkColor": "#92c6fc",
    "theme.dark.borderColor": "#3a4658",
    "theme.dark.sidebar.backgroundColor": "#151d29",
    "theme.dark.sidebar.secondaryBackgroundColor": "#222d3d",
    "theme.baseRadius": "8px",
    "theme.fontFaces": [],
}


SOURCES = {
    "default-src": "'self'",
    "script-src": "'self' blob: {prints}",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'none'",
    "frame-src": "'none'",
    "media-src": "'none'",
    "manifest-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
"""What the page may load, and why more than `'self'` where it is more.

Scripts: by fingerprint the two that stand in the page itself; `blob:` since Streamlit runs the small scripts of
components from memory. There is no `'unsafe-eval'`: Vega draws by its own interpreter. Styles: Streamlit makes its own
in the page; a style can fetch nothing, as pictures and fonts come from here. Pictures: `data:` the icons in the styles,
`blob:` a picture that is saved as PNG. Fonts: `data:` one that Streamlit carries in its styles. Nothing may show the
page inside another, send a form, or move its base.
"""


def policy(page: str) -> str:
    """What the page may load: only from this server; its own scripts in the page by their fingerprint."""
    inline = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    prints = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'" for code in inline
    )
    return "; ".join(f"{name} {sources.format(prints=prints).strip()}" for name, sources in SOURCES.items())


BASE = "<script>window.__streamlit = {BACKEND_BASE_URL: location.origin}</script>"
"""Where the server is: else the page looks for it under every part of its address, and fails aloud."""


def changed(page: str) -> str:
    """The page as Streamlit ships it, said to be in Swedish, told where its server is, and not shown to agents."""
    page = page.replace("<head>", "<head>" + BASE, 1)
    page = page.replace('<html lang="en">', '<html lang="sv">').replace(
        "<title>Streamlit</title>", "<title>Stödnät</title>"
    )
    return re.sub(r'<link rel="service-desc"[^>]*>', "", page)


LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")


def at_home(headers: Iterable[tuple[bytes, bytes]], address: str) -> bool:
    """Whether a request names this server as its host, and comes from a page of this server or from none.

    A page elsewhere could else read the data: by its own address, or by a name that it has pointed at this computer.
    Who opens the server to a network has names for it that are not known here: only the page is then looked at.
    """
    known = {name.lower(): value.decode("latin-1").lower() for name, value in headers}
    host = known.get(b"host", "")
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    if address in LOOPBACK and name not in (*LOOPBACK, address):
        return False
    origin = known.get(b"origin")
    return origin is None or origin.split("://", 1)[-1] == host


class Guard:
    """Adds the headers that keep the page offline, and corrects the language of the page."""

    def __init__(self, app: Asgi, address: str) -> None:
        self.app = app
        self.address = address
        folder = Path(st.__file__).parent / "static"
        self.files = Files(folder)
        self.policy = policy(changed((folder / "index.html").read_text("utf-8")))

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not at_home(scope["headers"], self.address):
            await self._refused(scope["type"], send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        known = dict(scope["headers"])
        if scope["method"] in ("GET", "HEAD") and b"range" not in known:
            if address := meant(scope["path"]):
                await self._elsewhere(address, send)
                return
            through = known.keys() & {b"forwarded", b"x-forwarded-for"}
            far = bool(through) or (scope.get("client") or ("",))[0] not in LOOPBACK  # within a computer nothing is won
            if file := self.files.answer(scope["path"], far and b"gzip" in known.get(b"accept-encoding", b"")):
                await self._file(*file, scope["method"] == "HEAD", send)
                return
        scope = {**scope, "headers": [h for h in scope["headers"] if h[0] != b"accept-encoding"]}
        started: list[Message] = []
        body = bytearray()

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [h for h in message["headers"] if h[0].lower() != b"content-security-policy"]
                headers += self._safe()
                message = {**message, "headers": headers}
                if any(h[0].lower() == b"content-type" and h[1].startswith(b"text/html") for h in headers):
                    started.append(message)
                    return
            elif started:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await self._page(started.pop(), bytes(body), scope["path"], send)
                return
            await send(message)

        await self.app(scope, receive, guarded)

    def _safe(self) -> Headers:
        """The headers of all that is sent."""
        return [
            (b"content-security-policy", self.policy.encode()),
            (b"referrer-policy", b"no-referrer"),
            (b"x-content-type-options", b"nosniff"),
        ]

    async def _refused(self, kind: str, send: Send) -> None:
        if kind == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = [(b"content-type", b"text/plain"), *self._safe()]
        await send({"type": "http.response.start", "status": 403, "headers": headers})
        await send({"type": "http.response.body", "body": b"Not from here."})

    async def _file(self, headers: Headers, content: bytes, only_headers: bool, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers + self._safe()})
        await send({"type": "http.response.body", "body": b"" if only_headers else content})

    async def _elsewhere(self, address: str, send: Send) -> None:
        headers = [(b"location", address.encode()), (b"content-length", b"0"), *self._safe()]
        await send({"type": "http.response.start", "status": 307, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def _page(self, start: Message, body: bytes, path: str, send: Send) -> None:
        page = self.files.hinted(changed(body.decode("utf-8")), path).encode() if start["status"] == 200 else body
        headers = [h for h in start["headers"] if h[0].lower() not in (b"content-length", b"etag")]
        headers.append((b"content-length", str(len(page)).encode()))
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": page})


def report(error: Exception) -> None:
    """Where a bug happened; not what it says, for that could be a value of a record."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in reversed(frames[-6:]))
    logging.getLogger("dashboard").error("%s: %s", type(error).__name__, places)


def _quiet(record: logging.LogRecord) -> bool:
    """Keep a bug's words out of the log: `report` has told where it happened."""
    record.exc_info = None
    record.exc_text = None
    return True


def serve(url: str, port: int, address: str) -> None:
    """Show the store at a URL to those who reach an address of this computer, until stopped."""
    os.environ["STODNAT_STORE"] = url
    net_util.get_external_ip = lambda: None  # Streamlit would ask a server elsewhere for it
    for name in ("streamlit.error_util", "streamlit.runtime.scriptrunner.exec_code"):
        logging.getLogger(name).addFilter(_quiet)
    app = st.App(
        Path(__file__).with_name("app.py"), middleware=[Middleware(Guard, address=address)], on_script_error=report
    )
    where = {"server.address": address, "server.port": port, "browser.serverAddress": address}
    app.run(config=SETTINGS | where)
