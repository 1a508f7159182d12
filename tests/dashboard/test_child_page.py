"""The page of a child without a browser: both languages, what is chosen, the way back, scales and hostile names."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.chosen import Chosen
from dashboard.components.network import _content
from dashboard.tables.picture import picture
from graph.assemble import network_of
from graph.records import Adult, Child, Support
from graph.stores import open_store
from graph.verdicts import verdicts
from tests.dashboard import world
from tests.dashboard.test_pages import drawn, opened

WORDS = {
    "sv": (
        "Nätverket runt barnet",
        "Bara det som rör Bo Lind",
        "Visa allt",
        "Tidslinje",
        "Stabil vuxen utanför systemet",
    ),
    "en": (
        "The network round the child",
        "Only what concerns Bo Lind",
        "Show everything",
        "Timeline",
        "A lasting adult",
    ),
}


def sent(app: AppTest, name: str) -> dict[str, Any]:
    """What a part of the page was given to draw."""
    for element in app.get("bidi_component"):
        if element.proto.component_name == f"stodnat.{name}":
            data: dict[str, Any] = json.loads(element.proto.json)
            return data
    raise AssertionError(name)


def button(app: AppTest, key: str) -> Any:  # noqa: ANN401 - a button of AppTest
    return next(one for one in app.button if one.key == key)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_point_that_is_chosen_narrows_the_page_and_there_is_a_way_back(
    language: str,
    town: Path,
    monkeypatch: pytest.MonkeyPatch,  # noqa: F811 - the fixture of that name
) -> None:
    network, only, back, line, strength = WORDS[language]
    app = opened("barn", town, monkeypatch, language=language, child="c0")
    assert [error.value for error in app.exception] == []
    text = drawn(app)
    assert network in text
    assert line in text
    assert strength in text
    assert only not in text
    whole = sent(app, "timeline")
    app.session_state["chosen"] = Chosen("c0", "person p2", None, ("person p2",), 3)
    app.run()
    assert [error.value for error in app.exception] == []
    assert drawn(app).count(only) == 3
    assert strength not in drawn(app)
    narrow = sent(app, "timeline")
    assert 0 < len(narrow["rows"]) < len(whole["rows"])
    assert sent(app, "network")["chosen"] == ["person p2"]
    found = button(app, "all-beside")
    assert found.label == back
    found.click().run()
    assert only not in drawn(app)
    assert sent(app, "network")["command"] == {"count": 4, "ids": []}
    assert sent(app, "timeline") == whole


def test_a_finding_is_shown_in_the_picture_by_a_command(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    app = opened("barn", town, monkeypatch, child="c0")
    before = sent(app, "network")
    shows = [one for one in app.button if str(one.key).startswith("show-")]
    assert shows
    shows[0].click().run()
    after = sent(app, "network")
    assert after["command"]["count"] == before["command"]["count"] + 1
    assert after["command"]["ids"]
    assert set(after["command"]["ids"]) <= {node["id"] for node in after["nodes"]}
    assert {name: after[name] for name in ("nodes", "lines", "words")} == {
        name: before[name] for name in ("nodes", "lines", "words")
    }
    assert "Visas i bilden" in drawn(app)


def test_what_is_chosen_is_let_go_where_the_picture_has_it_no_more(
    town: Path,
    monkeypatch: pytest.MonkeyPatch,  # noqa: F811
) -> None:
    gone = Chosen("c0", "person nobody", None, ("person nobody",), 7)
    app = opened("barn", town, monkeypatch, child="c0", chosen=gone)
    assert [error.value for error in app.exception] == []
    assert "Bara det som rör" not in drawn(app)
    assert sent(app, "network")["command"] == {"count": 8, "ids": []}
    assert "Tidslinje" in drawn(app)


def test_another_child_starts_with_everything(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    app = opened("barn", town, monkeypatch, child="c0", chosen=Chosen("c1", "person p2", None, ("person p2",), 7))
    assert "Bara det som rör" not in drawn(app)
    assert sent(app, "network")["command"] == {"count": 7, "ids": []}


def test_the_scale_of_the_timeline_is_chosen(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    app = opened("barn", town, monkeypatch, child="c0")
    long = sent(app, "timeline")
    app.session_state["span"] = "quarter"
    app.run()
    short = sent(app, "timeline")
    assert short["last"] - short["first"] < 200 < long["last"] - long["first"]
    assert short["ticks"][0]["words"].startswith("v. ")


def test_hostile_names_are_text_in_pictures_and_whole_in_tables(
    town: Path,
    monkeypatch: pytest.MonkeyPatch,  # noqa: F811
) -> None:
    app = opened("barn", town, monkeypatch, child="c4")
    nodes = sent(app, "network")["nodes"]
    assert any(node["text"].startswith("<script>") for node in nodes)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in drawn(app)
    assert "<script>alert" not in drawn(app)
    names = ["x" * 200, "{{name}}", "a\u202eb\u200fc", "\U0001f469\u200d\U0001f467 Ada"]
    records = [Child(id="c1", name="Barn"), *(Adult(id=f"v{at}", name=name) for at, name in enumerate(names))]
    records += [Support(person=f"v{at}", child="c1", role="trusted_adult") for at in range(len(names))]
    content = _content(picture(network_of(records), world.AS_OF, "barnkontakt", []))
    rows = {node["id"]: node["text"].split("\n")[0] for node in content["nodes"]}
    assert rows["person v0"] == "x" * 16 + "…"
    assert rows["person v1"] == "{{name}}"
    assert rows["person v2"] == "abc"
    assert rows["person v3"] == names[3]


def judged(app: AppTest, key: str, judgement: str, note: str) -> AppTest:
    app.session_state[f"fold judge {key}"] = True
    app.run()
    app.text_input(key=f"verdict name {key}").set_value("Karin").run()
    app.segmented_control(key=f"judgement {key}").set_value(judgement)
    app.text_area(key=f"note {key}").set_value(note)
    submit = next(one for one in app.button if one.key and f"verdict form {key}" in one.key)
    app = submit.click().run()
    assert [error.value for error in app.exception] == []
    return app


def keys_of(app: AppTest) -> list[str]:
    """The findings that can be judged, in the order of the page."""
    ids = [str(one.proto.id) for one in app.expander]
    return [one.split("fold judge ")[-1] for one in ids if "fold judge " in one]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_finding_on_a_child_is_decided_there_and_leaves_the_work_lists(
    language: str,
    town: Path,
    monkeypatch: pytest.MonkeyPatch,  # noqa: F811 - the fixture of that name
) -> None:
    app = opened("barn", town, monkeypatch, language=language, child="c0")
    every = keys_of(app)
    first = every[0]
    app = judged(app, first, "complementary", "Vi ses ändå")
    with open_store(str(town)) as store:
        assert verdicts(store).judgement(first) == "complementary"
    assert keys_of(app)[-1] == first  # the decided one stands last
    assert ("Bedömt" if language == "sv" else "Has a verdict") in drawn(app)
    assert "Vi ses ändå" in drawn(app)
    for key in every[1:]:
        app = judged(app, key, "required", "")
    assert [name for name in children_of(opened("barn", town, monkeypatch, language=language)) if "Tuva" in name] == []
    app.toggle(key="only_found").set_value(False).run()
    assert [name for name in children_of(app) if "Tuva" in name] != []


def children_of(app: AppTest) -> list[str]:
    """The children that can be chosen."""
    return next(list(one.options) for one in app.selectbox if one.key != "district")


def test_a_pair_of_meetings_is_decided_on_the_page_of_forums(
    town: Path,
    monkeypatch: pytest.MonkeyPatch,  # noqa: F811 - the fixture of that name
) -> None:
    app = opened("forum", town, monkeypatch)
    text = drawn(app)
    assert "Vilka möten kan vara ett och samma?" in text
    assert "Tuva" not in text
    before = keys_of(app)
    key = before[-1]
    app = judged(app, key, "duplicate", "Räcker med ett")
    with open_store(str(town)) as store:
        assert verdicts(store).judgement(key) == "duplicate"
    assert len(keys_of(app)) == len(before) - 1
    assert key not in keys_of(app)
    app.toggle(key="judged duplicate_meetings").set_value(True).run()
    assert key in keys_of(app)
    assert "Dubblett" in drawn(app)
