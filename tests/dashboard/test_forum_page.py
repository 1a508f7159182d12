"""The forum page as a coordinator uses it: choose, judge, take back, try rules, ask what if."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import texts
from graph.analysis import analyse
from graph.findings import Finding
from graph.handover_record import with_rows
from graph.network import EMPTY, Network
from graph.questions import rules_of
from graph.records import Forum, Meeting, MeetingChild
from graph.stores import open_store
from graph.verdicts import record, verdicts
from tests.dashboard import forum_world, world
from tests.dashboard.test_pages import drawn, opened


@pytest.fixture
def town(tmp_path: Path) -> Path:
    where = tmp_path / "forums.db"
    world.keep(str(where), forum_world.network())
    return where


def found(network: Network, code: str) -> list[Finding]:
    return analyse(network, world.AS_OF, rules_of(())).entry(code).findings


def rows(app: AppTest) -> list[str]:
    return [str(button.key) for button in app.button if str(button.key).startswith("choose-")]


def key_of(app: AppTest) -> str:
    """The key of the finding that is chosen."""
    (form,) = [one for one in app.text_area if str(one.key).startswith("note ")]
    return str(form.key).removeprefix("note ")


def judge(app: AppTest, judgement: str | None, note: str = "", name: str | None = None) -> AppTest:
    key = key_of(app)
    if name is not None:
        app.text_input(key="verdict name").set_value(name).run()
    if judgement:
        app.segmented_control(key=f"judgement {key}").set_value(judgement)
    app.text_area(key=f"note {key}").set_value(note)
    (save,) = [one for one in app.button if one.label == texts.translate("Spara", texts.language())]
    save.click().run()
    assert [error.value for error in app.exception] == []
    return app


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_verdict_is_kept_and_leaves_the_work_lists(
    language: str, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("forum", town, monkeypatch, language=language)
    first, key = rows(app)[0], key_of(app)
    assert first == f"choose-{key}"
    judge(app, "complementary", "Olika skede <b>x</b>", "Karin Ålund")
    said = drawn(app)
    assert texts.translate("Bedömningen är sparad.", language) in said
    assert "Olika skede &lt;b&gt;x&lt;/b&gt;" in said
    assert "Karin Ålund" in said
    assert rows(app)[-1] == first
    with open_store(str(town)) as store:
        assert verdicts(store).judgement(key) == "complementary"
        before = store.version()
    again = opened("forum", town, monkeypatch, language=language)
    assert rows(again)[-1] == first
    assert len(rows(again)) == 3
    again.toggle(key="hide_judged").set_value(True).run()
    assert first not in rows(again)
    assert len(rows(again)) == 2
    overview = drawn(opened("oversikt", town, monkeypatch, language=language))
    words = (
        "2 par eller grupper av forum uppfyller en regel." if language == "sv" else "2 pairs or groups of forums meet"
    )
    assert words in overview
    with open_store(str(town)) as store:
        assert store.version() == before


def test_what_one_records_another_sees_without_a_new_analysis(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = opened("forum", town, monkeypatch)
    key = key_of(mine)
    monkeypatch.setattr("dashboard.data.analyse", None)
    with open_store(str(town)) as store:
        record(store, key, "unclear", by="Bo Ek", note="Frågar polisen")
    text = drawn(mine.run())
    assert "Frågar polisen" in text
    assert "Bo Ek" in text
    assert [error.value for error in mine.exception] == []


def test_a_verdict_is_taken_back_with_its_history(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = judge(opened("forum", town, monkeypatch), "duplicate", "Samma barn", "Karin")
    first = rows(app)[-1].removeprefix("choose-")
    app.button(key=f"choose-{first}").click().run()
    app.button(key=f"withdraw-{first}").click().run()
    text = drawn(app)
    assert "Bedömningen är tillbakatagen." in text
    assert "Bedömningen togs tillbaka" in text
    assert "Samma barn" in text
    assert not [button for button in app.button if str(button.key).startswith("withdraw-")]
    with open_store(str(town)) as store:
        assert [one.judgement for one in verdicts(store).history[first]] == ["duplicate", "withdrawn"]


@pytest.mark.parametrize(
    ("judgement", "note", "name", "words"),
    [
        (None, "", "Karin", "Välj en bedömning."),
        ("duplicate", "", "", "Skriv ditt namn: det saknas."),
        ("duplicate", "rör 20120317" + "-1234", "Karin", "ser ut som ett personnummer"),
    ],
)
def test_what_cannot_be_saved_says_why_and_is_not_lost(
    judgement: str | None, note: str, name: str, words: str, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = judge(opened("forum", town, monkeypatch), judgement, note, name)
    assert words in drawn(app)
    assert app.text_area(key=f"note {key_of(app)}").value == note
    with open_store(str(town)) as store:
        assert store.entries() == []


def test_the_name_is_typed_once_in_a_session(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = judge(opened("forum", town, monkeypatch), "unclear", "", "Karin")
    app.switch_page("views/oversikt.py").run()
    app.switch_page("views/forum.py").run()
    assert app.text_input(key="verdict name").value == "Karin"
    judge(app, "required")
    with open_store(str(town)) as store:
        assert [one.verdict.by for history in verdicts(store).history.values() for one in history] == ["Karin"] * 2


def test_a_verdict_is_by_the_name_in_its_own_form(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("forum", town, monkeypatch)
    key = key_of(app)
    app.text_input(key="verdict name").set_value("Anna Ett").run()
    app.session_state["verdict_by"] = "Bo Två"  # typed in another form of the page since
    judge(app, "unclear")
    with open_store(str(town)) as store:
        assert [one.verdict.by for one in verdicts(store).history[key]] == ["Anna Ett"]


def test_a_verdict_is_not_put_over_one_that_the_form_did_not_show(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("forum", town, monkeypatch)
    key = key_of(app)
    app.text_input(key="verdict name").set_value("Anna Ett").run()
    with open_store(str(town)) as store:
        record(store, key, "required", by="Bo Två")
    app.segmented_control(key=f"judgement {key}").set_value("duplicate")
    (save,) = [one for one in app.button if one.label == "Spara"]
    save.click().run()
    assert "Någon annan har bedömt det här under tiden." in drawn(app)
    assert "Bo Två" in drawn(app)
    with open_store(str(town)) as store:
        assert [one.judgement for one in verdicts(store).history[key]] == ["required"]
    judge(app, "duplicate")
    with open_store(str(town)) as store:
        assert [one.judgement for one in verdicts(store).history[key]] == ["required", "duplicate"]


def test_two_meetings_stand_beside_each_other_to_be_judged(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("forum", town, monkeypatch)
    with open_store(str(town)) as store:
        network = store.network()
    pairs = {tuple(sorted(one.evidence["meeting"])): one.key for one in found(network, "duplicate_meetings")}
    opened_fold(app, f"judge {pairs['A1', 'B1']}")
    text = drawn(app)
    assert "<td>2 feb 2026 10.00</td><td>5 feb 2026 10.00</td>" in text
    assert "<td>Alfa</td>" in text
    assert "<td>3</td><td>2</td>" in text
    assert "På båda: titel okänd." in text
    assert "Barn1" not in text


def test_the_overview_counts_the_forums_of_the_district_and_leads_to_a_pair(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(str(town)) as store:
        store.update(lambda old: with_rows(old, [Forum(id=node, district="Farsta") for node in "AB"]))
    text = drawn(opened("oversikt", town, monkeypatch))
    assert "3 par eller grupper av forum uppfyller en regel." in text
    app = opened("oversikt", town, monkeypatch, district="Bromma")
    assert "0 par eller grupper av forum uppfyller en regel." in drawn(app)
    assert "1 forum i drift" not in drawn(app)
    app = opened("oversikt", town, monkeypatch)
    next(one for one in app.button if str(one.key) == "pair A B").click().run()
    assert "Valt par: " in drawn(app)
    assert set(app.session_state["pair"]) == {"A", "B"}


def opened_fold(app: AppTest, name: str) -> None:
    """Open a fold of the page, whose content is made then."""
    app.session_state[f"fold {name}"] = True
    app.run()


def test_the_table_of_all_pairs_is_made_when_it_is_opened(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("forum", town, monkeypatch)
    assert "Alla par på nivån" not in drawn(app)
    opened_fold(app, "pairs")
    assert "Alla par på nivån" in drawn(app)
    assert [error.value for error in app.exception] == []


def test_a_verdict_survives_new_data_and_other_rules(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = judge(opened("forum", town, monkeypatch), "required", "Lagkrav", "Karin")
    with open_store(str(town)) as store:
        store.update(lambda old: EMPTY)
        store.update(lambda old: forum_world.network())
    app = opened("forum", town, monkeypatch)
    assert "Bedömda: 1" in drawn(app)
    opened_fold(app, "rules")
    app.number_input(key="rule forum_overlap.min_shared_children 3").set_value(6)
    app.number_input(key="rule forum_overlap.min_jaccard_mandate 50").set_value(100)
    (attempt,) = [one for one in app.button if one.label == "Pröva"]
    attempt.click().run()
    assert [error.value for error in app.exception] == []
    assert "Bedömda: 1" in drawn(app)


def test_rules_are_tried_in_one_session_only(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = opened("forum", town, monkeypatch)
    assert len(rows(mine)) == 3
    opened_fold(mine, "rules")
    mine.number_input(key="rule duplicate_meetings.window_days 14").set_value(1)
    mine.number_input(key="rule forum_overlap.min_shared_children 3").set_value(6)
    (attempt,) = [one for one in mine.button if one.label == "Pröva"]
    attempt.click().run()
    text = drawn(mine)
    assert "Andra gränser prövas, bara hos dig" in text
    assert "Högst så många dagar mellan mötena: 1" in text
    assert '<tr><th scope="row">Möten som kan vara dubbletter</th>' in text
    cells = text.split("Möten som kan vara dubbletter</th>")[1].split("</tr>")[0]
    assert re.findall(r">(\d+)</td>", cells) == ["3", "0"]
    other = opened("forum", town, monkeypatch)
    assert "Andra gränser prövas" not in drawn(other)
    mine.button(key="reset rules").click().run()
    assert "Andra gränser prövas" not in drawn(mine)
    assert [error.value for error in mine.exception] == []


@pytest.mark.parametrize("measure", ["children", "professionals", "agencies", "parties", "needs"])
def test_every_measure_redraws(measure: str, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("forum", town, monkeypatch)
    app.segmented_control(key="shared").set_value(measure).run()
    assert [error.value for error in app.exception] == []
    assert len(rows(app)) == 3
    app.segmented_control(key="level").set_value("management").run()
    assert [error.value for error in app.exception] == []
    assert "Inget par på nivån uppfyller en regel." in drawn(app)
    assert "Fler par finns på nivån Barn (3)." in drawn(app)


@pytest.mark.parametrize(("verb", "asked"), [("merge", "Slå ihop"), ("remove", "Ta bort"), ("add", "Lägg till")])
def test_what_if_is_asked_of_the_chosen_pair(
    verb: str, asked: str, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("forum", town, monkeypatch)
    app.segmented_control(key="what-if verb").set_value(verb).run()
    assert [error.value for error in app.exception] == []
    text = drawn(app)
    assert "Gäller 22 barn som är i minst ett forum på barnnivå." in text
    assert f'<tr class="sn-row-chosen"><th scope="row">{asked}' in text
    with open_store(str(town)) as store:
        assert store.network() == forum_world.network()


def test_forums_that_are_tried_stay_the_same_when_the_data_change(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("forum", town, monkeypatch)
    app.segmented_control(key="what-if verb").set_value("add").run()
    app.multiselect(key="what-if within").set_value(["C"]).run()
    assert "för barn i Gamma" in drawn(app)
    records = [Forum(id="0", name="Först av alla", level="child"), Meeting(id="m0", forum="0", start="2025-08-20")]
    with open_store(str(town)) as store:
        store.update(lambda old: with_rows(old, [*records, MeetingChild(meeting="m0", child="k1")]))
    app.run()
    assert [error.value for error in app.exception] == []
    assert "Först av alla" in str([box.options for box in app.multiselect])
    assert app.multiselect(key="what-if within").value == ["C"]
    assert "för barn i Gamma" in drawn(app)


def test_hours_and_pairs_without_an_end_are_told(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("forum", town, monkeypatch, pair=("A", "B"))
    text = drawn(app)
    assert "<strong>3 par</strong>" in text
    assert "<strong>3,5</strong>" in text
    assert "1 av 3 par saknar sluttid och ingår inte." in text
    assert "10 nov 2025" in text


def test_no_name_of_a_forum_is_markup(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("forum", town, monkeypatch, pair=("A", "B"))
    assert "<b>*x*</b>" not in drawn(app)
    labels = [str(button.label) for button in app.button]
    assert [label for label in labels if "<b>" in label.replace("\\<", "")] == []
    assert [label for label in labels if "*x*" in label.replace("\\*", "")] == []
