"""Every page with no store, an empty one, one with only forums, a small municipality, and hostile names."""

import datetime as dt
import re
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import texts
from graph.assemble import network_of
from graph.network import EMPTY, Network
from graph.stores import open_store
from graph.values import to_date
from tests.dashboard import world

APP = str(Path(dashboard.__file__).with_name("app.py"))
PAGES = {
    "oversikt": "Översikt",
    "forum": "Forum",
    "verksamheter": "Verksamheter",
    "barn": "Barn",
    "overlamningar": "Överlämningar",
    "data": "Data",
    "tillganglighet": "Tillgänglighet",
}
STORES: dict[str, Network | None] = {
    "no store": None,
    "empty store": EMPTY,
    "only forums": network_of(world.forums("Bromma")),
    "municipality": world.network(),
}


def opened(page: str, where: Path, monkeypatch: pytest.MonkeyPatch, **state: object) -> AppTest:
    """A page of a store, drawn as of the day of the small municipality."""
    monkeypatch.setenv("STODNAT_STORE", f"sqlite:///{where}")
    texts.speak(str(state.get("language", "sv")))
    app = AppTest.from_file(APP, default_timeout=60)
    app.session_state["as_of"] = to_date(world.AS_OF)
    for name, value in state.items():
        app.session_state[name] = value
    app.run()
    return app if page == "oversikt" else app.switch_page(f"views/{page}.py").run()


def drawn(app: AppTest) -> str:
    """All HTML on the page."""
    return "".join(element.proto.body for element in app.get("html"))


@pytest.fixture(params=STORES)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    where, content = tmp_path / "town.db", STORES[request.param]
    if content is not None:
        world.keep(str(where), content)
    return where


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws_whatever_the_store(
    page: str, language: str, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(page, kept, monkeypatch, language=language)
    assert [error.value for error in app.exception] == []
    assert f'<h1 class="sn-h1">{texts.translate(PAGES[page], language)}</h1>' in drawn(app)


@pytest.mark.parametrize("page", ["oversikt", "forum", "verksamheter", "barn", "overlamningar"])
def test_a_page_without_a_store_points_to_data(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(page, tmp_path / "none.db", monkeypatch)
    assert "Inget att visa" in drawn(app)
    assert [link.proto.page for link in app.main.get("page_link")] == ["data"]
    assert [link.proto.page for link in app.sidebar.get("page_link")] == ["tillganglighet"]
    assert not (tmp_path / "none.db").exists()


def test_a_question_that_was_not_run_is_no_zero(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = tmp_path / "forums.db"
    world.keep(str(where), network_of(world.forums()))
    text = drawn(opened("oversikt", where, monkeypatch))
    assert "Det finns inga möten om ett barn i lagret." in text
    assert text.count("Kan inte räknas") == 7  # the six figures, and the one whose trend is chosen
    text = drawn(opened("overlamningar", where, monkeypatch))
    assert "Ingen rad i filen med stöd har rollen barnkontakt." in text


@pytest.mark.parametrize("page", ["oversikt", "forum", "verksamheter"])
def test_a_page_for_coordinators_names_no_child(page: str, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = drawn(opened(page, town, monkeypatch))
    assert [name for name in ("Tuva", "Nils", "Ville", "Siv Berg", ">c0<") if name in text] == []


def test_a_district_is_said_in_words_and_holds_no_protected_child(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = drawn(opened("oversikt", town, monkeypatch, district="Bromma"))
    assert "Läget tisdag 10 mars 2026 · Bromma" in text
    assert "6 av 6" in text
    app = opened("overlamningar", town, monkeypatch, district="Bromma")
    assert "Ville" not in drawn(app)


def test_hostile_names_reach_no_markdown(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for page in PAGES:
        app = opened(page, town, monkeypatch)
        assert [error.value for error in app.exception] == []
        said = [
            element.value
            for kind in ("markdown", "caption", "title", "header", "subheader")
            for element in app.get(kind)
        ]
        labels = [button.label for button in app.button]
        assert [text for text in said + labels if "evil.example" in text and "](" in text.replace("\\", "·")] == []
        assert "<script>alert" not in drawn(app)
        assert "<img" not in drawn(app)


def test_a_child_is_found_and_stays_chosen(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("barn", town, monkeypatch)
    app.text_input(key="words").set_value("saga").run()
    assert '<h2 class="sn-h2">Saga</h2>' in drawn(app)
    assert app.session_state["child"] == "c5"
    assert app.query_params == {}
    app.text_input(key="words").set_value("nobody").run()
    assert '<h2 class="sn-h2">Saga</h2>' in drawn(app)
    assert [error.value for error in app.exception] == []


def test_the_page_of_a_protected_child_hides_where_it_is(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = drawn(opened("barn", town, monkeypatch, child="c9"))
    assert '<h2 class="sn-h2">Ville</h2>' in text
    assert "Skyddade uppgifter" in text
    assert [word for word in ("Bromma", "Åsgårdens", "Siv Berg", "Rektor<") if word in text] == []


def test_a_pair_is_chosen_from_the_list(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("forum", town, monkeypatch)
    buttons = [button for button in app.button if str(button.key).startswith("choose-")]
    assert len(buttons) == 1
    buttons[0].click().run()
    assert set(app.session_state["pair"]) == {"f1", "f2"}
    text = drawn(app)
    assert "Överlapp är inte slöseri" in text
    assert "7 gemensamma barn" in text
    assert "7 av dolt" in text
    assert "7 av 7" not in text
    assert "krävs i lag" in text


def settle(app: AppTest) -> AppTest:
    """Wait until the work on the store is done, and draw the page again."""
    from dashboard import data
    from dashboard.jobs import jobs

    end = time.monotonic() + 60
    while (last := jobs(data.url()).last) is None or not last.done:
        assert time.monotonic() < end
        time.sleep(0.05)
    return app.run()


def test_a_town_is_made_from_the_page_and_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = tmp_path / "made.db"
    app = opened("data", where, monkeypatch)
    app.number_input(key="children").set_value(60)
    app.date_input(key="day").set_value(dt.date(2026, 3, 10))
    app.button(key="generate").click().run()
    text = drawn(settle(app))
    assert "Klart: påhittade data finns i lagret." in text
    assert text.count("Påhittade uppgifter") >= 2
    with open_store(str(where)) as store:
        assert store.network().count("child") >= 60


def test_made_up_and_other_data_are_not_mixed(town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("data", town, monkeypatch)
    assert app.button(key="generate").disabled
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "children.csv").write_text("id,name\ndemo-1,Anna\n", "utf-8")
    monkeypatch.setattr("dashboard.data.is_local", lambda: True)
    app = opened("data", town, monkeypatch)
    app.text_input(key="folder").set_value(str(folder)).run()
    app.button(key="load").click().run()
    text = drawn(settle(app))
    assert "påhittade och andra uppgifter skulle blandas" in text


def test_a_load_tells_what_was_refused_and_never_what_stood_there(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "children.csv").write_text("id,name,born\nk1,Anna,2016-01-01\nk2,Hemliga Eva,i fjol\n,Bo,\n", "utf-8")
    monkeypatch.setattr("dashboard.data.is_local", lambda: True)
    app = opened("data", town, monkeypatch)
    app.text_input(key="folder").set_value(str(folder)).run()
    app.button(key="load").click().run()
    text = drawn(settle(app))
    assert "<strong>3</strong>rader i filerna" in text
    assert "<strong>2</strong>inlästa, varav 1 ofullständig<" in text
    assert "Id saknas" in text
    assert "Datum går inte att läsa" in text
    assert "Hemliga Eva" not in text
    assert "i fjol" not in text


def test_the_statement_says_what_is_not_met_and_how_to_tell(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = drawn(opened("tillganglighet", town, monkeypatch, language="en"))
    assert "WCAG 2.1 level AA" in text
    assert "Nobody with a screen reader" in text
    assert "What is still lacking" in text
    assert "Do you find a fault?" in text


def test_who_has_been_heard_is_shown_by_district_on_the_same_page(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("oversikt", town, monkeypatch)
    assert "Vem har hörts och fått svar? Per område" not in drawn(app)
    app.button(key="open-heard").click().run()
    table = drawn(app).split("Vem har hörts och fått svar? Per område</h3>")[1].split("</table>")[0]
    assert '<th scope="row">Hela kommunen</th>' in table
    assert '<th scope="row">Bromma</th>' in table
    assert "Oro utan återkoppling" in table or "återkoppling" in table
    app.button(key="open-heard").click().run()
    assert "Vem har hörts och fått svar? Per område" not in drawn(app)
    assert [error.value for error in app.exception] == []


@pytest.mark.parametrize("page", [*PAGES])
def test_every_table_has_a_name_for_who_cannot_see_it(page: str, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = drawn(opened(page, town, monkeypatch))
    assert re.findall(r"<table>(?!<caption>).{0,200}", text) == []
