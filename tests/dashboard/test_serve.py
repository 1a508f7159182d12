"""The server answers its own pages only."""

import asyncio
import gzip
import re
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from dashboard.serve import Guard, at_home, policy


def headers(host: str, origin: str | None = None) -> list[tuple[bytes, bytes]]:
    return [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin else [])


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "[::1]:8501", "127.0.0.1", "LOCALHOST:1"])
def test_its_own_pages_are_answered(host: str) -> None:
    assert at_home(headers(host), "127.0.0.1")
    assert at_home(headers(host, f"http://{host}"), "127.0.0.1")


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("127.0.0.1:8501", "http://evil.example"),
        ("127.0.0.1:8501", "null"),
        ("127.0.0.1:8501", "http://127.0.0.1:9999"),
        ("evil.example:8501", None),
        ("evil.example:8501", "http://evil.example:8501"),
        ("", None),
    ],
)
def test_pages_from_elsewhere_are_not(host: str, origin: str | None) -> None:
    assert not at_home(headers(host, origin), "127.0.0.1")


def test_what_is_refused_tells_nothing_and_can_load_nothing() -> None:
    status, headers, content = answers("/", host="evil.example")
    assert (status, content) == (403, b"Not from here.")
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_who_opens_the_server_to_a_network_may_use_its_names_but_not_other_pages() -> None:
    assert at_home(headers("barn.kommun.example:8501", "https://barn.kommun.example:8501"), "0.0.0.0")
    assert not at_home(headers("barn.kommun.example:8501", "https://evil.example"), "0.0.0.0")


def test_the_policy_names_no_other_place_and_lets_no_text_be_run_as_a_script() -> None:
    said = dict(
        part.split(" ", 1) for part in policy("<script>one()</script><script src='two.js'></script>").split("; ")
    )
    allowed = {source for sources in said.values() for source in sources.split()}
    assert {one for one in allowed if not one.startswith("'")} == {"blob:", "data:"}
    assert not {"'unsafe-eval'", "'wasm-unsafe-eval'", "*"} & allowed
    assert [name for name, sources in said.items() if "'unsafe-inline'" in sources] == ["style-src"]
    assert said["script-src"].count("'sha256-") == 1
    assert said["default-src"] == said["connect-src"] == "'self'"


def answers(path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """What the server sends before Streamlit is asked, or from it: status, headers and content."""
    sent: list[Any] = []

    async def streamlit(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - an ASGI app
        page = (Path(st.__file__).parent / "static" / "index.html").read_bytes()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.body", "body": page})

    async def send(message: Any) -> None:  # noqa: ANN401 - an ASGI message
        sent.append(message)

    told = {"host": "localhost"} | headers
    known = [(name.encode(), value.encode()) for name, value in told.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": known}
    asyncio.run(Guard(streamlit, "127.0.0.1")(scope, None, send))  # type: ignore[arg-type]
    start, body = sent
    return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body["body"]


def test_the_page_names_what_it_will_need_and_each_of_it_is_there() -> None:
    _, _, page = answers("/forum")
    named = re.findall(r'<link rel="(?:modulepreload|preload)"[^>]*href="\./([^"]+)"', page.decode())
    assert len(named) == len(set(named)) > 60
    assert {name.split("/")[-1].split(".")[0] for name in named} >= {
        "Html",
        "ArrowVegaLiteChart",
        "MaterialSymbols-Rounded",
    }
    _, _, other = answers("/overlamningar")
    assert b"/Html." in other
    assert b"ArrowVegaLiteChart" not in other  # large, and that page has no chart from the start
    for name in named:
        status, headers, content = answers(f"/{name}")
        assert status == 200
        assert content == (Path(st.__file__).parent / "static" / name).read_bytes()
        assert "immutable" in headers["cache-control"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("/oversikt", "/"),
        ("/Översikt", "/"),
        ("/O\u0308versikt", "/"),
        ("/överlämningar/", "/overlamningar"),
        ("/FORUM", "/forum"),
        ("/Tillgänglighet", "/tillganglighet"),
        ("/handovers", "/overlamningar"),
    ],
)
def test_an_address_as_somebody_types_it_leads_to_the_page(typed: str, address: str) -> None:
    status, headers, _ = answers(typed)
    assert (status, headers["location"]) == (307, address)
    assert "default-src 'self'" in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/forum", "/forum/", "/finns-inte", "//evil.example/forum", "/_stcore/health"])
def test_other_addresses_are_left_to_the_pages(path: str) -> None:
    assert "location" not in answers(path)[1]


def test_every_page_can_be_typed_as_it_is_called() -> None:
    from dashboard import addresses, texts
    from tests.dashboard.test_pages import PAGES

    for address, title in PAGES.items():
        for language in ("sv", "en"):
            name = f"/{texts.translate(title, language).split()[0]}"
            assert addresses.meant(name) == (f"/{address}" if address != "oversikt" else "/")


def test_a_script_is_sent_small_to_who_can_read_it_so() -> None:
    name = next(one.name for one in (Path(st.__file__).parent / "static/static/js").glob("Html.*.js"))
    _, plain, content = answers(f"/static/js/{name}")
    _, packed, small = answers(f"/static/js/{name}", **{"accept-encoding": "gzip, br"})
    assert "content-encoding" not in plain
    assert packed["content-encoding"] == "gzip"
    assert packed["content-type"].startswith("text/javascript")
    assert len(small) < len(content)
    assert gzip.decompress(small) == content
    assert answers("/static/js/../../index.html")[1]["content-type"] == "text/html"
