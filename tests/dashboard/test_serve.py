"""The server answers its own pages only."""

import pytest

from dashboard.serve import at_home, policy


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
