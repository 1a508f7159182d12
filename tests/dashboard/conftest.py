"""What the tests of the pages share: Swedish and nothing kept from before, a browser, and towns to look at in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Browser

from dashboard import texts
from graph.assemble import assemble
from synthetic.town import generate
from tests.browser import launched, served
from tests.dashboard import world


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Each test begins in Swedish, and with nothing that another one has worked out."""
    st.cache_resource.clear()
    texts.speak("sv")
    yield
    texts.speak("sv")


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """The small municipality in a store."""
    where = tmp_path / "small.db"
    world.keep(str(where), world.network())
    return where


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def town_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a generated town of 300 children."""
    made = assemble(generate(300, 1, world.AS_OF).rows).network
    with served(made, tmp_path_factory.mktemp("town"), "demo-") as base:
        yield base


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the small municipality with hostile names."""
    with served(world.network(), tmp_path_factory.mktemp("hostile"), "evil") as base:
        yield base
