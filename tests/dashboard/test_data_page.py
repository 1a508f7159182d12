"""The data page: asks before it replaces, can be stopped, exports what loads again, and keeps a log."""

import io
import json
import threading
import zipfile
from pathlib import Path

import pytest

from dashboard import data, texts
from dashboard.components import store_box, work
from dashboard.jobs import Jobs, jobs
from dashboard.tables import loading
from graph.assemble import assemble
from graph.journal import Content
from graph.network import EDGES
from graph.store import Progress
from graph.stores import open_store
from loaders import log
from loaders.report import FileReport, LoadError, LoadReport, Reject
from loaders.tabular import load
from synthetic.town import generate
from tests.dashboard import world
from tests.dashboard.test_pages import drawn, opened, settle


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    where = tmp_path / "made.db"
    world.keep(str(where), assemble(generate(60, 1, world.AS_OF).rows).network)
    return where


def test_made_up_data_are_replaced_only_after_a_yes(made_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = data.version(str(made_up))
    app = opened("data", made_up, monkeypatch)
    app.number_input(key="children").set_value(61)
    app.button(key="generate").click().run()
    assert "Ersätta de påhittade uppgifterna i lagret" in drawn(app)
    app.button(key="keep").click().run()
    assert "Ersätta de påhittade" not in drawn(app)
    assert data.version(str(made_up)) == before
    app.button(key="generate").click().run()
    app.button(key="replace").click().run()
    text = drawn(settle(app))
    assert "Klart: påhittade data finns i lagret." in text
    assert "Påhittat, 61 barn, frö 1" in text
    assert data.version(str(made_up)) != before


def test_the_log_leaves_out_what_it_cannot_read(made_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known: Content = {"children": 60, "seed": 1, "rows": 5, "loaded": 5}
    with open_store(str(made_up)) as store:
        store.append("load", known | {"of another version": 1})
        store.append("load", known)
        assert [(number, load.children) for number, _, load in log.loads(store)] == [(2, 60)]
    app = opened("data", made_up, monkeypatch)
    assert [error.value for error in app.exception] == []
    assert "Påhittat, 60 barn, frö 1" in drawn(app)


def test_what_else_was_picked_beside_the_files_is_named_and_left(tmp_path: Path) -> None:
    where = str(tmp_path / "own.db")
    files = [work.Uploaded("children.csv", b"id,name\nc1,Ada\n"), work.Uploaded("barn_lista.csv", b"a,b\n1,2\n")]
    told = work.load_into(where, files, None, strict=False)(lambda what, share: None)
    assert isinstance(told, LoadReport)
    assert (told.rows, told.loaded) == (1, 1)
    assert any("barn_lista.csv" in note for note in told.notes)
    with pytest.raises(LoadError):
        work.load_into(where, files[1:], None, strict=False)(lambda what, share: None)


def test_an_export_loads_into_the_same_store(made_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("data", made_up, monkeypatch)
    app.button(key="export").click().run()
    assert "Filerna är klara" in drawn(settle(app))
    last = jobs(data.url()).last
    assert last
    assert isinstance(last.result, work.Packed)
    assert last.result.name == "pahittade-uppgifter-lager.zip"
    folder = tmp_path / "files"
    zipfile.ZipFile(io.BytesIO(last.result.content)).extractall(folder)
    with open_store(str(made_up)) as one, open_store(str(tmp_path / "two.db"), create=True) as two:
        load([folder], two)
        assert one.network() == two.network()


def test_made_up_files_come_with_what_is_hidden_in_them() -> None:
    made = work.generate_files(60, 1, world.AS_OF)(lambda what, share: None)
    assert isinstance(made, work.Packed)
    names = zipfile.ZipFile(io.BytesIO(made.content)).namelist()
    assert {"truth.csv", "children.csv", "meetings.csv"} <= set(names)


def test_work_that_is_stopped_changes_nothing(made_up: Path) -> None:
    before = data.version(str(made_up))
    told, go_on = threading.Event(), threading.Event()

    def slow(progress: Progress) -> object:
        def careful(what: str, share: float) -> None:
            told.set()
            assert go_on.wait(30)
            progress(what, share)

        return work.generate_into(str(made_up), 60, 2, world.AS_OF)(careful)

    many = Jobs()
    assert many.start("x", slow, ())
    assert not many.start("y", slow, ())
    assert told.wait(30)
    assert many.last
    many.last.stop()
    go_on.set()
    while not many.last.done:
        threading.Event().wait(0.02)
    assert many.last.stopped
    assert many.last.error is None
    assert data.version(str(made_up)) == before


def test_a_report_tells_files_that_are_nowhere() -> None:
    told = LoadReport(
        [FileReport("children.csv", "children", 2, 0, 1)], [Reject("children.csv", 3, "id", "missing_id", "refused")]
    )
    missing = loading.missing(told, world.network())
    assert missing == ["forum_members.csv", "handovers.csv", "handover_changes.csv", "consents.csv"]
    assert "children.csv" not in loading.missing(told, None)
    made = json.loads(loading.report_json(told))
    assert made["rules"] == [{"rule": "missing_id", "effect": "refused", "rows": 1, "places": {"children.id": 1}}]
    assert made["rows"] == made["loaded"] + made["refused"]


def test_a_mapping_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "barn.csv").write_text("Nr,Namn\nk1,Anna\n", "utf-8")
    mapping = work.Uploaded("m.toml", b'[children]\nfile = "barn.csv"\ncolumns = { id = "Nr", name = "Namn" }\n')
    where = str(tmp_path / "mapped.db")
    told = work.load_into(where, [], folder, False, mapping)(lambda what, share: None)
    assert isinstance(told, LoadReport)
    assert (told.rows, told.refused) == (1, 0)
    with open_store(where) as store:
        assert store.network().ids("child").to_pylist() == ["k1"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_log_tells_counts_and_no_content(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "children.csv").write_text("id,name\nk1,Hemliga Eva\n,Bo\n", "utf-8")
    monkeypatch.setattr("dashboard.data.is_local", lambda: True)
    app = opened("data", tmp_path / "log.db", monkeypatch, language=language)
    for _ in range(2):
        app.text_input(key="folder").set_value(str(folder)).run()
        app.button(key="load").click().run()
        settle(app)
    ((number, _, load),) = data.loads(data.url())
    assert (number, load.files, load.rows, load.loaded, load.refused) == (1, 1, 2, 1, 1)
    text = drawn(app)
    assert texts.translate("Logg över inläsningar", language) in text
    assert "Hemliga" not in text


def test_every_table_of_edges_has_a_word() -> None:
    assert set(store_box.EDGES) == set(EDGES)
