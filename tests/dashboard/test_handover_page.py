"""Överlämningar as the desk of a barnkontakt: who sees what, each step by a click, and what is refused."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Widget

import dashboard
from dashboard import texts
from dashboard.components import handover_open
from dashboard.components.handover_year import year
from dashboard.handover_words import ITEMS, REASONS, REFUSED, STATES
from dashboard.tables import plan_choices, work_list
from graph.assemble import assemble, network_of, rows_of
from graph.handovers import LIVE, accept, change, checklist, handovers_of, moment_of, say
from graph.network import Network
from graph.phases import model
from graph.records import Change, Child, Consent, Handover, Professional, Record, Support
from graph.stores import open_store
from graph.values import HANDOVER_REASON, HANDOVER_STATE, SWEDEN, iso, parse_day, parse_moment, to_date
from tests.dashboard import desk, world

APP = str(Path(dashboard.__file__).with_name("app.py"))
Field = TypeVar("Field", bound=Widget)
CLOCK = dt.datetime(2026, 3, 10, 9, tzinfo=SWEDEN)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    where = tmp_path / "desk.db"
    world.keep(str(where), desk.network())
    return where


def opened(where: Path, monkeypatch: pytest.MonkeyPatch, **state: object) -> AppTest:
    """The page of a store, drawn as of the day of the small municipality."""
    monkeypatch.setenv("STODNAT_STORE", f"sqlite:///{where}")
    texts.speak(str(state.get("language", "sv")))
    app = AppTest.from_file(APP, default_timeout=60)
    app.session_state["as_of"] = to_date(world.AS_OF)
    for name, value in state.items():
        app.session_state[name] = value
    app.run()
    app.switch_page("views/overlamningar.py").run()
    assert [error.value for error in app.exception] == []
    return app


def drawn(app: AppTest) -> str:
    """All HTML on the page."""
    assert [error.value for error in app.exception] == []
    return "".join(element.proto.body for element in app.get("html"))


def kept(where: Path) -> Network:
    """What is in the store."""
    with open_store(str(where)) as there:
        return there.network()


def state_of(where: Path, child: str) -> list[str | None]:
    """The states of the handovers of a child."""
    return [one.state for one in handovers_of(kept(where), child)]


def ground(network: Network) -> work_list.Ground:
    return work_list.ground(network, desk.AS_OF, "barnkontakt", model("backa_barnet"))


def desk_of(person: str) -> work_list.Desk:
    network = desk.network()
    row = network.row("professional", person)
    assert row is not None
    return work_list.desk(ground(network), row)


# The tables.


def test_the_work_list_is_sorted_by_the_day_of_the_next_step() -> None:
    found = desk_of(desk.ME)
    days = [case.day for case in found.cases]
    assert days == sorted(days, key=lambda day: day or 0)
    assert [case.child for case in found.cases] == ["c1", "c2", "c3", "c5", "c10", "c4", "c7", "c6", "c9", "c8"]
    assert [case.name for case in found.calm] == ["Ebba Lund", "Otto Lund"]


def test_the_key_figures_of_a_desk() -> None:
    found = desk_of(desk.ME)
    assert (found.now, found.toward("from"), found.toward("to")) == (8, 5, 3)
    assert [case.child for case in found.asked] == ["c1", "c3"]
    assert found.gaps(desk.AS_OF) == (1, 3)
    assert found.leaving == 5


def test_a_gap_ends_where_somebody_is_asked_to_take_over() -> None:
    gaps = {case.child: case.gap for case in desk_of(desk.ME).cases}
    assert gaps["c2"] is not None
    assert (gaps["c2"].start, gaps["c2"].end) == (parse_day("2026-06-10"), parse_day("2026-08-17"))
    assert gaps["c2"].label == "glapp 68 dagar"
    assert gaps["c1"] is not None
    assert gaps["c1"].label == "glapp pågår, 10 dagar i dag"
    assert gaps["c4"] is not None
    assert gaps["c4"].label == "ingen barnkontakt från 10 juni"
    assert [gaps[child] for child in ("c3", "c6", "c7", "c8", "c10")] == [None] * 5


def test_who_has_not_said_yes_is_dashed_and_two_at_once_stand_under_each_other() -> None:
    bars = {case.child: [(bar.look, bar.lower, bar.together) for bar in case.bars] for case in desk_of(desk.ME).cases}
    assert bars["c2"] == [("mine", False, 0), ("asked", False, 0), ("gap", False, 0)]
    assert bars["c3"] == [("other", False, 0), ("asked_mine", False, 0)]
    assert bars["c6"] == [("other", False, 0), ("mine", True, 28)]
    assert bars["c7"] == [("mine", False, 0), ("other", True, 14)]


def test_an_offered_child_shows_name_phase_and_sender_only() -> None:
    case = next(case for case in desk_of(desk.ME).cases if case.child == "c1")
    assert not case.full
    assert case.line == "Från Maj Holm · Späd- och förskoletid"
    assert {bar.label for bar in case.bars if bar.look != "gap"} == {"Maj Holm", "Cia Öhman?"}


def test_a_protected_child_shows_name_and_days_only() -> None:
    case = next(case for case in desk_of(desk.ME).cases if case.child == "c8")
    assert (case.name, case.line, case.phases) == ("Barn 42", "skyddade uppgifter", [])
    assert [bar.label for bar in case.bars] == ["Cia Öhman", "Mottagare utsedd"]


def test_what_is_planned_for_somebody_is_not_yet_theirs_to_see() -> None:
    assert [case.child for case in desk_of(desk.OTHER).cases] == ["c2", "c7"]


def test_somebody_without_children_has_an_empty_desk() -> None:
    found = desk_of(desk.IDLE)
    assert (found.cases, found.calm, found.now) == ([], [], 0)


def test_a_desk_lists_those_who_have_or_will_have_children_and_those_who_are_asked() -> None:
    network = desk.network()
    rows = work_list.contacts(ground(network))
    ids = [network.ids("professional")[row].as_py() for row in rows]
    assert set(ids) == {"p1", "p2", "p3", "p4"}
    assert work_list.titles(network, rows)[0] == "Cia Öhman · Rektor"


def test_receivers_are_employed_and_found_by_name_or_title() -> None:
    here = ground(desk.network())
    assert plan_choices.receivers(here, "", desk.ME) == ["p3", "p4", "p2", "p5", "p9", "p6"]
    assert plan_choices.receivers(here, "kurator", desk.ME) == ["p6"]
    assert plan_choices.receivers(here, "nobody", desk.ME) == []


def test_receivers_who_fit_the_next_phase_of_the_child_stand_first() -> None:
    here = ground(desk.network())
    enters_grade_4, in_preschool = "c2", "c13"
    assert plan_choices.receivers(here, "", desk.ME, enters_grade_4) == ["p4", "p9", "p2", "p5", "p6", "p3"]
    young = assemble(rows_of([Child(id="c14", born="2024-01-01")]), desk.network()).network
    assert plan_choices.receivers(ground(young), "", desk.ME, "c14")[0] == "p3"
    assert plan_choices.receivers(here, "", desk.ME, in_preschool, most=2) == ["p4", "p9"]
    assert plan_choices.receivers(here, "kurator", desk.ME, enters_grade_4) == ["p6"]


def test_the_form_says_what_has_to_be_chosen(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c10")
    assert "Välj mottagare." in drawn(app)
    box = next(one for one in app.selectbox if str(one.key).startswith("receiver plan open"))
    box.set_value(desk.OTHER).run()
    said = [one for one in app.button if one.key == "plan open"]
    assert [one.disabled for one in said] == [False]


def test_an_answer_without_a_last_day_is_due_by_the_day_of_the_change() -> None:
    given = Handover(id="h-c2", child="c2", sender=desk.ME, receiver=desk.OTHER, due="2026-08-17", state="offered")
    network = network_of([one for one in desk.records() if one != desk_handover("c2")] + [given])
    for person, words in ((desk.ME, "Åke Sjöström svarar"), (desk.OTHER, "Svara om du kan ta över")):
        row = network.row("professional", person)
        assert row is not None
        case = next(one for one in work_list.desk(ground(network), row).cases if one.child == "c2")
        assert (case.step, case.day) == (f"{words} senast dagen för bytet", parse_day("2026-08-17"))
    asked = next(one for one in desk_of(desk.ME).cases if one.child == "c2")
    assert asked.step == "Åke Sjöström svarar"


def desk_handover(child: str) -> Record:
    """The handover of a child of the desk."""
    return next(one for one in desk.records() if isinstance(one, Handover) and one.child == child)


def test_a_row_of_the_checklist_says_who_did_it_and_when() -> None:
    network = accept(desk.network(), "h-c3", by=desk.ME, at=moment_of(CLOCK))
    network = say(network, "h-c3", "Jag vill leka.", by=desk.ME, at=moment_of(CLOCK))
    given = next(one for one in handovers_of(network, "c3") if one.id == "h-c3")

    def told(item: str, me: str, whose: str) -> str:
        return handover_open._told_of(given, me, item, whose, desk.AS_OF)

    assert told("receiver_accepted", desk.ME, "du") == "du · 10 mars"
    assert told("child_view_recorded", desk.NURSE, "du") == "mottagaren · 10 mars"
    assert told("child_view_recorded", "p4", "den som lämnar över") == "mottagaren · 10 mars"
    assert told("guardian_informed", desk.NURSE, "du") == "du"
    again = change(desk.network(), "h-c2", receiver="p4", by=desk.ME, at=moment_of(CLOCK))
    given = next(one for one in handovers_of(again, "c2") if one.id == "h-c2")
    assert told("joint_meeting_held", desk.ME, "båda") == "båda"


def test_two_of_one_name_are_told_apart() -> None:
    people = [Professional(id="x1", name="Bo"), Professional(id="x2", name="Bo")]
    assert work_list.titles(network_of(people), [0, 1]) == ["Bo · x1", "Bo · x2"]


def test_the_picture_holds_a_row_a_child_and_marks_the_chosen_one() -> None:
    cases = desk_of(desk.ME).cases
    spec = year(cases, desk.AS_OF, "c2")
    rows = spec["layer"][0]["data"]["values"]
    assert [row["child"] for row in rows] == [case.child for case in cases]
    assert [row["child"] for row in rows if row["back"] != "var(--sn-ground)"] == ["c2"]
    assert "glapp 68 dagar" in next(row["said"] for row in rows if row["child"] == "c2")


def kim(*more: Record, me: str = desk.ME, **about: str) -> list[work_list.Case]:
    """The work list of somebody whose only child is Kim, with these tenures and handovers."""
    network = network_of([*desk.people(), Child(id="k", name="Kim", born="2016-05-01", **about), *more])
    row = network.row("professional", me)
    assert row is not None
    return work_list.desk(ground(network), row).cases


def has(person: str, start: str, end: str = "") -> Record:
    """Somebody is Kim's barnkontakt."""
    return Support(person=person, child="k", role="barnkontakt", start=start, end=end)


def test_who_is_asked_too_late_stands_over_the_days_without_anybody() -> None:
    late = desk.handover("k", "p4", desk.ME, "2026-02-20", "offered")
    (case,) = kim(has("p4", "2024-01-01", "2026-02-10"), late)
    assert [(bar.look, bar.lower) for bar in case.bars if bar.look != "other"] == [("asked_mine", False), ("gap", True)]
    ahead = desk.handover("k", desk.ME, desk.OTHER, "2026-08-17", "offered")
    (case,) = kim(has(desk.ME, "2024-01-01", "2026-06-10"), ahead)
    assert [(bar.look, bar.lower) for bar in case.bars] == [("mine", False), ("asked", False), ("gap", False)]


def test_texts_of_the_year_do_not_run_into_each_other() -> None:
    held = (has("p6", "2024-01-01"), has("p4", "2026-05-01"), has(desk.ME, "2026-07-01"))
    (case,) = kim(*held)
    spec = year([replace(case, phases=[("Ett", desk.AS_OF + 30), ("Två", desk.AS_OF + 50)])], desk.AS_OF, None)
    layers = [layer for layer in spec["layer"] if layer["mark"]["type"] == "text" and "limit" in layer["mark"]]
    told = {row["label"]: row["room"] for layer in layers for row in layer["data"]["values"] if "room" in row}
    assert told["Ett"] == 20
    assert told["Två"] > 300
    rows = [row for layer in layers for row in layer["data"]["values"] if "over" in row]
    for one in rows:
        after = [o["day"] for o in rows if o["over"] == one["over"] and o["day"] > one["day"]]
        assert all(parse_day(one["day"]) + one["room"] <= parse_day(day) for day in after)
    assert len({row["over"] for row in rows}) < len(rows)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2027-01-15", ["2027", "2028"]),
        ("2026-12-20", ["2027"]),
        ("2026-03-10", ["2026", "2027"]),
    ],
)
def test_two_years_are_not_written_into_each_other(day: str, shown: list[str]) -> None:
    spec = year([], parse_day(day), None)
    years = [row["year"] for layer in spec["layer"][1:2] for row in layer["data"]["values"] if row["year"]]
    assert years == shown
    assert len(spec["layer"][1]["data"]["values"]) in (13, 14)


def test_the_senders_time_ends_with_their_own_last_day() -> None:
    (case,) = kim(
        has(desk.OTHER, "2020-01-01", "2026-04-01"),
        has(desk.ME, "2023-01-01", "2026-06-10"),
        desk.handover("k", desk.ME, "p4", "2026-06-10", "planned"),
    )
    assert case.until == parse_day("2026-06-10")
    (case,) = kim(has(desk.ME, "2023-01-01"), desk.handover("k", desk.ME, "p4", "2026-06-10", "planned"))
    assert case.until is None


def test_days_together_are_those_of_two_who_have_said_yes() -> None:
    has_it = [has(desk.ME, "2020-01-01", "2026-05-01"), has(desk.NURSE, "2026-04-21")]
    (case,) = kim(*has_it, desk.handover("k", desk.ME, desk.OTHER, "2026-03-20", "offered"))
    assert [(bar.look, bar.together) for bar in case.bars] == [("mine", 0), ("asked", 0), ("other", 10)]


def test_one_person_is_never_together_with_themselves() -> None:
    (case,) = kim(has(desk.ME, "2023-01-01", "2026-09-30"), has(desk.ME, "2026-03-10", ""))
    assert [(bar.look, bar.lower, bar.together) for bar in case.bars] == [("mine", False, 0)]


@pytest.mark.parametrize("state", ["planned", "offered"])
def test_a_child_with_a_time_to_come_is_closed_until_it_is_accepted(state: str) -> None:
    given = desk.handover("k", desk.NURSE, desk.ME, "2026-08-17", state, words="Hemligt", reason="move")
    held = (has(desk.NURSE, "2021-01-01", "2026-08-17"), has("p4", "2021-01-01"), has(desk.ME, "2026-08-17"))
    (case,) = kim(*held, given)
    assert not case.full
    assert case.line == "Från Maj Holm · Förskoleklass till årskurs 3"
    assert {bar.label for bar in case.bars} == {"Maj Holm", "Cia Öhman?"}
    (case,) = kim(*held, desk.handover("k", desk.NURSE, desk.ME, "2026-08-17", "accepted"))
    assert case.full


def test_what_is_planned_for_one_with_a_time_to_come_shows_no_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = desk.handover("k", desk.NURSE, desk.ME, "2026-08-17", "planned", words="Hemligt", reason="move")
    held = (has(desk.NURSE, "2021-01-01", "2026-08-17"), has(desk.ME, "2026-08-17"))
    where = tmp_path / "planned.db"
    world.keep(str(where), network_of([*desk.people(), Child(id="k", name="Kim", born="2016-05-01"), *held, given]))
    app = opened(where, monkeypatch, me=desk.ME)
    assert "Hemligt" not in drawn(app) + "".join(str(area.value) for area in app.text_area)
    assert "Resten öppnas när du har tackat ja." in drawn(app)
    assert len(app.checkbox) == 0


def test_every_stretch_without_a_contact_counts_also_without_support() -> None:
    held = (has(desk.ME, "2024-01-01", "2026-05-01"), has("p4", "2026-06-01", "2026-09-01"))
    (case,) = kim(*held, has(desk.ME, "2026-10-01", "2026-12-01"))
    assert [bar.label for bar in case.gaps] == ["glapp 31 dagar", "glapp 30 dagar", "ingen barnkontakt från 1 dec"]
    assert (case.gaps[-1].start, case.gaps[-1].end) == (parse_day("2026-12-01"), desk.AS_OF + work_list.AHEAD)
    network = network_of([*desk.people(), Child(id="k", name="Kim", born="2016-05-01"), *held])
    row = network.row("professional", desk.ME)
    assert row is not None
    assert work_list.desk(ground(network), row).gaps(desk.AS_OF) == (0, 2)


def test_nobody_has_to_follow_where_the_child_turns_18_or_moves() -> None:
    held = has(desk.ME, "2024-01-01", "2026-06-01")
    (case,) = kim(held, moved="2026-07-01")
    assert [(bar.start, bar.end) for bar in case.gaps] == [(parse_day("2026-06-01"), parse_day("2026-07-01"))]
    assert [bar for case in kim(held, moved="2026-06-01") for bar in case.gaps] == []


def test_a_receiver_whose_own_time_ends_too_leaves_days_without_anybody() -> None:
    held = (has(desk.ME, "2024-01-01", "2026-06-10"), has(desk.OTHER, "2024-01-01", "2026-06-10"))
    (case,) = kim(*held, desk.handover("k", desk.ME, desk.OTHER, "2026-06-01", "offered"))
    assert [bar.label for bar in case.gaps] == ["ingen barnkontakt från 10 juni"]
    (case,) = kim(*held, desk.handover("k", desk.ME, desk.OTHER, "2026-08-17", "offered"))
    assert [bar.label for bar in case.gaps] == ["glapp 68 dagar"]
    assert [bar.look for bar in case.bars] == ["mine", "other", "asked", "gap"]


@pytest.mark.parametrize("state", ["rejected", "revoked"])
@pytest.mark.parametrize("due", ["2024-08-17", "2026-08-17"])
def test_what_came_to_nothing_stays_with_its_sender_until_there_is_a_newer_one(state: str, due: str) -> None:
    others = has("p4", "2026-01-01")
    refused = desk.handover("k", desk.ME, desk.OTHER, due, state)
    steps = [Change(id="s1", handover="h-k", person=desk.OTHER, at="2026-02-01 09:00", state=state)]
    (case,) = kim(others, refused, *steps)
    assert (case.state, case.toward, case.step) == (state, "from", "Utse en ny mottagare")
    assert year([case], desk.AS_OF, None)["layer"][0]["data"]["values"][0]["ink"] == "var(--sn-alert)"
    assert kim(others, refused, *steps, me="p6") == []
    newer = Handover(id="h2", child="k", sender="p4", receiver="p6", due="2026-03-01", state="done")
    done = Change(id="s2", handover="h2", person="p4", at="2026-03-01 09:00", state="done")
    assert kim(others, refused, *steps, newer, done) == []
    live = Handover(id="h2", child="k", sender="p4", receiver="p6", due="2026-09-01", state="planned")
    assert [case.state for case in kim(others, refused, *steps, live) if case.toward] == []


def test_a_new_plan_begins_when_the_present_contact_leaves() -> None:
    def proposed(until: str, *more: Record) -> str | None:
        (case,) = kim(has(desk.ME, "2024-01-01", until), *more)
        return iso(case.begins(desk.AS_OF))

    late = desk.handover("k", desk.ME, desk.OTHER, "2026-08-17", "rejected")
    assert proposed("2026-06-01", late) == "2026-06-01"
    assert proposed("2026-06-01") == "2026-06-01"
    assert proposed("2026-09-01", late) == "2026-08-17"
    passed = desk.handover("k", desk.ME, desk.OTHER, "2026-03-01", "rejected")
    assert proposed("2026-06-01", passed) == "2026-06-01"
    assert proposed("2026-02-01", passed) == iso(desk.AS_OF)


def test_receivers_are_shown_with_title_and_workplace() -> None:
    twin = Professional(id="x", name="Åke Sjöström", title="Rektor", agency="a1")
    here = ground(network_of([*desk.records(), twin]))
    assert plan_choices.described(here, [desk.NURSE]) == {desk.NURSE: "Maj Holm · BVC-sjuksköterska · Brommas BVC"}
    assert plan_choices.described(here, [desk.OTHER, "x", "gone"]) == {
        desk.OTHER: "Åke Sjöström · Rektor · Åsgårdens skola · p2",
        "x": "Åke Sjöström · Rektor · Åsgårdens skola · x",
        "gone": "gone",
    }


def test_words_for_every_state_reason_and_item() -> None:
    assert set(STATES) == {*HANDOVER_STATE.choices, "none"}
    assert set(REASONS) == set(HANDOVER_REASON.choices)
    assert {item: line.sv for item, line in checklist().items()} == ITEMS
    assert {f"already_{state}" for state in LIVE[1:]} <= set(REFUSED)


# The page.


def test_a_coordinator_sees_what_the_handovers_wait_for(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = drawn(opened(store, monkeypatch)).split("Vad väntar överlämningarna på?")[1].split("Hur är det i varje")[0]
    for title in (
        "Nya livsfaser utan överlämning",
        "Överlämningar som står stilla",
        "Överlämningar utan mottagare",
        "Professionella som slutar",
        "Två barnkontakter samtidigt",
    ):
        assert text.count(title) == 1
    shown = re.findall(r'class="sn-big">([^<]*)<', text)
    assert len(shown) == 5
    assert all(one == "&lt;5" or int(one) >= 5 for one in shown)
    assert "Kördes inte" not in text


def test_what_was_not_asked_is_told_and_no_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = tmp_path / "bare.db"
    rows = [row for row in desk.records() if not isinstance(row, Handover | Change)]
    world.keep(str(where), network_of(rows))
    text = drawn(opened(where, monkeypatch)).split("Vad väntar överlämningarna på?")[1].split("Hur är det i varje")[0]
    assert text.count("Kördes inte") == 2
    assert len(re.findall(r'class="sn-big">', text)) == 3
    world.keep(str(tmp_path / "none.db"), network_of([row for row in rows if not isinstance(row, Support)]))
    text = drawn(opened(tmp_path / "none.db", monkeypatch))
    assert text.count("Kördes inte") == 6
    assert "Hur är det i varje område?" not in text


def test_a_coordinator_sees_counts_and_no_child(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch)
    text = drawn(app)
    assert "Samordnaren ser antal" in text
    assert [name for name in ("Tuva", "Idris", "Barn 42", ">c2<") if name in text] == []
    assert [button.label for button in app.button] == []
    assert app.get("download_button") == []


@pytest.mark.parametrize(
    ("language", "title", "state"), [("sv", "Arbetslista", "Erbjuden"), ("en", "Work list", "Offered")]
)
def test_choosing_who_one_is_opens_the_desk(
    language: str, title: str, state: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(store, monkeypatch, language=language)
    who = next(box for box in app.sidebar.selectbox if str(box.key).startswith("who "))
    text = drawn(who.select(desk.ME).run())
    assert title in text
    assert state in text
    assert "Tuva Berglund" in [button.label for button in app.button]
    assert "Hemliga Holger" not in text
    assert app.session_state["me"] == desk.ME
    assert app.query_params == {}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("child", [f"c{number}" for number in range(1, 11)])
def test_every_handover_opens(child: str, language: str, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child=child, language=language)
    text = drawn(app)
    assert "{" not in text.split("</style>")[-1]


def test_an_open_handover_shows_words_gap_and_who_stays(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME)
    app.session_state["fold year"] = True
    app.button(key="choose-c2").click().run()
    text = drawn(app)
    assert '<h3 class="sn-h2">Tuva Berglund</h3>' in text
    assert "Jag vill att Håkan får vara med" in text
    assert "Glapp 68 dagar" in text
    assert "Det här består:" in text
    assert "Håkan Ek" in text
    assert "Skäl: ny livsfas" in text
    assert 'aria-current="step"' in text
    assert len(app.checkbox) == 7
    there = {str(button.key) for button in app.get("download_button")}
    assert there == {"all ics", "pdf h-c2", "ics h-c2", "handover_csv"}


def test_an_offered_child_is_closed_until_accepted(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c1")
    text = drawn(app)
    assert "Resten öppnas när du har tackat ja." in text
    assert "Det här består:" not in text
    assert len(app.checkbox) == 0
    files = {str(button.key) for button in app.get("download_button")}
    assert not {key for key in files if key.startswith(("pdf", "ics"))}
    app.button(key="accept h-c1").click().run()
    assert "Du har tackat ja." in drawn(app)
    assert state_of(store, "c1") == ["accepted"]
    network = kept(store)
    mine = network["professional_supports_child"].to_pylist()
    rows = (network.row("professional", desk.ME), network.row("child", "c1"))
    assert [one["start"] for one in mine if (one["source"], one["target"]) == rows] == [parse_day("2026-08-17")]
    assert len(app.checkbox) > 0
    assert '<h3 class="sn-h2">Idris Haddad</h3>' in drawn(app)


def test_the_first_handover_stays_open_when_it_is_accepted(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME)
    app.button(key="accept h-c1").click().run()
    assert '<h3 class="sn-h2">Idris Haddad</h3>' in drawn(app)


def test_a_day_that_has_passed_says_so(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c1")
    assert "Svara senast 17 mars<" in drawn(app)
    assert "(försenat)" not in drawn(app)
    app = opened(store, monkeypatch, me=desk.ME, open_child="c1", as_of=to_date(parse_day("2026-03-19")))
    app.session_state["fold year"] = True
    text = drawn(app.run())
    assert "Svara senast 17 mars (försenat)" in text
    assert "svar senast 17 mars (försenat)" in text
    assert "17 mars (försenat)" in text.split("<table")[1]


def test_steps_to_come_do_not_say_that_they_are_done(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (
        drawn(opened(store, monkeypatch, me=desk.ME, open_child="c2"))
        .split('<ol class="sn-steps"')[1]
        .split("</ol>")[0]
    )
    assert "ska ske 17 aug" in steps
    assert "Ska accepteras" in steps
    assert [word for word in ("Genomförd", "Accepterad") if word in steps] == []


def test_the_page_says_with_which_day_steps_are_written(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "Steg som du tar skrivs med den valda dagen"
    assert f"{said}, 10 mars 2026," in drawn(opened(store, monkeypatch, me=desk.ME))
    today = dt.datetime.now(SWEDEN).date()
    assert said not in drawn(opened(store, monkeypatch, me=desk.ME, as_of=today))


def test_a_receiver_is_chosen_by_title_and_workplace(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c10")
    box = next(box for box in app.selectbox if str(box.key).startswith("receiver plan open"))
    assert "Åke Sjöström · Rektor · Åsgårdens skola" in box.options


def test_the_open_handover_tells_the_senders_end_and_what_a_gap_is(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = drawn(opened(store, monkeypatch, me=desk.ME, open_child="c7"))
    assert "till 31 aug" in text.split('<div class="sn-ends"')[1]
    assert "Glapp räknar varje sammanhängande tid utan barnkontakt" in text


def test_a_no_takes_a_reason_and_closes_the_child(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c3")
    assert app.button(key="reject h-c3").disabled
    app.text_input(key="note reject h-c3").set_value("Fullt hos oss").run()
    app.button(key="reject h-c3").click().run()
    assert "Du har tackat nej." in drawn(app)
    (found,) = handovers_of(kept(store), "c3")
    assert found.state == "rejected"
    assert found.changes[-1].note == "Fullt hos oss"
    assert "choose-c3" not in [button.key for button in app.button]
    text = drawn(app).split('<h3 class="sn-h2">')[1]
    assert text.startswith("Nils Öberg")
    assert "Nekad" in text
    assert "Det här består:" not in text
    app.button(key="choose-c2").click().run()
    assert "Nils Öberg" not in drawn(app)


def test_a_row_of_the_checklist_is_ticked(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c2")
    box = next(box for box in app.checkbox if "plan_transferred" in str(box.key))
    box.check().run()
    assert "Checklistan är sparad." in drawn(app)
    assert handovers_of(kept(store), "c2")[0].items["plan_transferred"] is True
    box = next(box for box in app.checkbox if "plan_transferred" in str(box.key))
    assert box.value
    box.uncheck().run()
    assert handovers_of(kept(store), "c2")[0].items["plan_transferred"] is False
    assert [box for box in app.checkbox if "child_met_receiver" in str(box.key)] == []


def test_words_of_the_child_are_written_down(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c7")
    _words(app).set_value("Jag vill ha kvar min bänk").run()
    app.button(key="say h-c7").click().run()
    assert "Jag vill ha kvar min bänk" in drawn(app)
    assert "Nedskrivet av Cia Öhman" in drawn(app)
    assert "Om barnet vill att orden visas är inte känt." in drawn(app)
    _agreed(app).set_value("yes").run()
    app.button(key="say h-c7").click().run()
    assert "Barnet har sagt ja till att orden visas." in drawn(app)
    _words(app).set_value("Jag vill ha en ny bänk").run()
    app.button(key="say h-c7").click().run()
    assert "Om barnet vill att orden visas är inte känt." in drawn(app)  # the yes was for other words


def test_a_no_that_came_meanwhile_is_not_overwritten(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c7")
    _words(app).set_value("Jag sover bra").run()
    _agreed(app).set_value("yes").run()
    (given,) = handovers_of(kept(store), "c7")
    with open_store(str(store)) as there:
        at = parse_moment("2026-03-10 09:00")
        there.update(lambda old: say(old, given.id, "Jag sover illa", by=desk.ME, at=at, agreed=False))
    app.button(key="say h-c7").click().run()
    assert "Barnet vill inte att orden visas." in drawn(app)
    (given,) = handovers_of(kept(store), "c7")
    assert (given.words, given.agreed) == ("Jag sover illa", False)


def _words(app: AppTest) -> Any:  # noqa: ANN401 - a widget
    return next(area for area in app.text_area if str(area.key).startswith("words h-c7"))


def _agreed(app: AppTest) -> Any:  # noqa: ANN401 - a widget
    return next(radio for radio in app.radio if str(radio.key).startswith("agreed words h-c7"))


def test_words_that_the_child_keeps_to_itself_are_not_shown_to_the_receiver(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (given,) = handovers_of(kept(store), "c7")
    assert given.receiver
    with open_store(str(store)) as there:
        at = parse_moment("2026-03-09 09:00")
        there.update(lambda old: say(old, given.id, "Jag sover bra", by=desk.ME, at=at, agreed=False))
        there.update(lambda old: say(old, given.id, "Jag sover illa", by=desk.ME, at=at))
    for who in (given.sender, given.receiver):
        app = opened(store, monkeypatch, me=who, open_child="c7")
        assert "Barnet vill inte att orden visas." in drawn(app)
        assert "Jag sover illa" not in drawn(app)
        shown = [area.value for area in app.text_area if "words" in str(area.key)]
        assert shown == (["Jag sover illa"] if who == given.sender else [])


def test_a_handover_is_planned_offered_changed_and_taken_back(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c10")
    assert app.button(key="plan open").disabled
    who = next(box for box in app.selectbox if str(box.key).startswith("receiver plan open"))
    who.select(desk.OTHER).run()
    app.button(key="plan open").click().run()
    assert "Överlämningen är planerad." in drawn(app)
    (planned,) = handovers_of(kept(store), "c10")
    assert (planned.state, planned.sender, planned.receiver) == ("planned", desk.ME, desk.OTHER)
    assert planned.due == parse_day("2026-08-15")
    app.button(key=f"offer {planned.id}").click().run()
    assert state_of(store, "c10") == ["offered"]
    of_form(app.date_input, f"due {planned.id} ").set_value(to_date(parse_day("2026-09-01"))).run()
    app.button(key=f"change {planned.id}").click().run()
    assert handovers_of(kept(store), "c10")[0].due == parse_day("2026-09-01")
    app.button(key=f"revoke {planned.id}").click().run()
    assert "Överlämningen är återtagen." in drawn(app)
    assert state_of(store, "c10") == ["revoked"]


def test_a_refused_step_is_told_in_a_sentence_and_changes_nothing(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c10")
    before = kept(store)
    next(box for box in app.selectbox if str(box.key).startswith("receiver plan open")).select(desk.OTHER).run()
    app.date_input(key="plan due open c10").set_value(to_date(parse_day("2040-01-01"))).run()
    app.button(key="plan open").click().run()
    assert REFUSED["adult"] in drawn(app)
    assert kept(store) == before
    app.button(key="choose-c2").click().run()
    assert REFUSED["adult"] not in drawn(app)


def test_what_somebody_else_did_meanwhile_is_refused(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from graph import handovers as verbs
    from graph.values import Moment

    app = opened(store, monkeypatch, me=desk.ME, open_child="c1")
    with open_store(str(store)) as there:
        there.update(lambda network: verbs.revoke(network, "h-c1", by=desk.NURSE, at=Moment(desk.AS_OF, 0)))
    app.button(key="accept h-c1").click().run()
    assert "Det gick inte" in drawn(app)
    assert state_of(store, "c1") == ["revoked"]


def test_nobody_says_yes_to_terms_that_they_have_not_seen(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from graph import handovers as verbs
    from graph.values import Moment

    app = opened(store, monkeypatch, me=desk.ME, open_child="c1")
    (seen,) = handovers_of(kept(store), "c1")
    assert seen.due is not None
    later = seen.due + 7
    with open_store(str(store)) as there:
        there.update(lambda net: verbs.change(net, "h-c1", by=desk.NURSE, at=Moment(desk.AS_OF, 0), due=later))
    app.button(key="accept h-c1").click().run()
    assert REFUSED["changed_meanwhile"] in drawn(app)
    assert state_of(store, "c1") == ["offered"]
    app.button(key="accept h-c1").click().run()
    assert state_of(store, "c1") == ["accepted"]


def test_a_gap_is_closed_by_another_day(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c2")
    assert "glapp" in drawn(app)
    of_form(app.date_input, "new due h-c2 ").set_value(to_date(parse_day("2026-06-10"))).run()
    app.button(key="day h-c2").click().run()
    assert "Ändringen är sparad." in drawn(app)
    assert handovers_of(kept(store), "c2")[0].due == parse_day("2026-06-10")
    assert not [button for button in app.button if button.key == "day h-c2"]


def test_what_is_agreed_the_ground_and_the_reason_are_kept(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ground = Consent(id="g2", child="c2", ground="consent", start="2026-01-01")
    with open_store(str(store)) as there:
        there.update(lambda network: assemble(rows_of([ground]), network).network)
    app = opened(store, monkeypatch, me=desk.ME, open_child="c2")
    of_form(app.text_area, "agreed h-c2 ").set_value("Möte varje vecka;Ring mormor").run()
    of_form(app.selectbox, "ground h-c2 ").select("g2").run()
    of_form(app.selectbox, "reason h-c2 ").select("move").run()
    app.button(key="change h-c2").click().run()
    (kept_one,) = handovers_of(kept(store), "c2")
    assert (kept_one.agreements, kept_one.consent, kept_one.reason) == (
        ("Möte varje vecka", "Ring mormor"),
        "g2",
        "move",
    )
    assert kept_one.items["ground_recorded"] is True


def test_a_change_writes_only_what_was_changed(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c2")
    of_form(app.date_input, "follow h-c2 ").set_value(to_date(parse_day("2027-01-15"))).run()
    app.button(key="change h-c2").click().run()
    (kept_one,) = handovers_of(kept(store), "c2")
    assert [step.item for step in kept_one.changes[-2:]] == ["follow_up", "follow_up_dated"]
    assert kept_one.items["follow_up_dated"] is True


def test_a_form_holds_what_the_handover_holds_after_each_change(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c2")
    of_form(app.date_input, "new due h-c2 ").set_value(to_date(parse_day("2026-06-10"))).run()
    app.button(key="day h-c2").click().run()
    of_form(app.date_input, "follow h-c2 ").set_value(to_date(parse_day("2027-01-15"))).run()
    app.button(key="change h-c2").click().run()
    (kept_one,) = handovers_of(kept(store), "c2")
    assert (kept_one.due, kept_one.follow_up) == (parse_day("2026-06-10"), parse_day("2027-01-15"))
    with open_store(str(store)) as other:
        other.update(lambda old: change(old, "h-c2", by=desk.ME, at=kept_one.changes[-1].at, agreements="Andras ord"))
    app.run()
    app.button(key="change h-c2").click().run()
    assert handovers_of(kept(store), "c2")[0].agreements == ("Andras ord",)
    assert "Inget är ändrat." in drawn(app)


def test_a_child_with_nothing_ahead_can_be_handed_over_too(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME)
    choice = app.selectbox(key="plan child top")
    assert "Ebba Lund" in choice.options
    choice.select_index(choice.options.index("Ebba Lund")).run()
    child = str(app.selectbox(key="plan child top").value)
    receiver = of_form(app.selectbox, f"receiver plan top {child}")
    receiver.select(receiver.options and desk.OTHER).run()
    of_form(app.date_input, f"plan due top {child}").set_value(to_date(parse_day("2027-03-01"))).run()
    app.button(key="plan top").click().run()
    (planned,) = handovers_of(kept(store), child)
    assert (planned.state, planned.receiver, planned.due) == ("planned", desk.OTHER, parse_day("2027-03-01"))


def test_an_ended_handover_shows_every_step_it_took(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(str(store)) as kept_:
        for state, at in (("offered", "2026-03-02"), ("accepted", "2026-03-04"), ("revoked", "2026-03-06")):
            step = Change(id=f"h-c2-{at}", handover="h-c2", person=desk.ME, at=f"{at} 09:00", state=state)
            kept_.update(lambda old, step=step: assemble(rows_of([step]), old).network)
        kept_.update(
            lambda old: (
                assemble(rows_of([desk.handover("c2", desk.ME, desk.OTHER, "2026-08-17", "revoked")]), old).network
            )
        )
    text = drawn(opened(store, monkeypatch, me=desk.ME, open_child="c2"))
    assert re.findall(r"<li[^>]*>.*?(Erbjuden|Accepterad|Återtagen)", text)[:3] == [
        "Erbjuden",
        "Accepterad",
        "Återtagen",
    ]


def of_form(found: Sequence[Field], key: str) -> Field:
    """The field of the form as it is now, by the beginning of its key."""
    return next(one for one in found if str(one.key).startswith(key))


def test_the_last_contact_of_a_child_that_nobody_has_is_at_a_desk() -> None:
    tenure = has(desk.NURSE, "2020-01-01", "2026-02-01")
    refused = desk.handover("k", desk.NURSE, desk.OTHER, "2026-02-01", "rejected")
    network = network_of([*desk.people(), Child(id="k", name="Kim", born="2016-05-01"), tenure, refused])
    ids = [network.ids("professional")[row].as_py() for row in work_list.contacts(ground(network))]
    assert ids == [desk.NURSE]
    (case,) = kim(tenure, refused, me=desk.NURSE)
    assert (case.state, case.full, [bar.look for bar in case.gaps]) == ("rejected", True, ["gap"])
    (case,) = kim(tenure, me=desk.NURSE)
    assert (case.state, case.step) == ("none", "Planera överlämning")


def test_a_handover_of_others_is_not_shown_to_one_who_comes_after() -> None:
    times = [has(desk.NURSE, "2020-01-01", "2026-06-01"), has(desk.ME, "2026-06-01")]
    (case,) = kim(*times, desk.handover("k", desk.NURSE, desk.OTHER, "2026-06-01", "accepted"))
    assert (case.handover, case.state) == (None, "none")


def test_the_network_of_a_child_is_one_click_away(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c2")
    app.button(key="network h-c2").click().run()
    assert app.session_state["child"] == "c2"


def test_a_handover_is_done_from_its_day_on(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c7")
    assert "done h-c7" not in [button.key for button in app.button]
    app = opened(store, monkeypatch, me=desk.ME, open_child="c7", as_of=to_date(parse_day("2026-08-20")))
    app.button(key="done h-c7").click().run()
    assert "Överlämningen är genomförd." in drawn(app)
    assert state_of(store, "c7") == ["done"]


def test_a_protected_child_hides_everything_but_its_name(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c8")
    text = drawn(app).split('<h3 class="sn-h2">Barn 42')[1]
    hidden = ("Bromma", "Åsgårdens", "Siv Berg", "Åke Sjöström", "ny skola", "år ·")
    assert [word for word in hidden if word in text] == []


def test_who_has_no_children_is_told_so(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = [Handover(id="h", child="k", sender="x", receiver="y", due="2026-09-01", state="planned")]
    people = [Professional(id="x", name="X"), Professional(id="y", name="Y"), Child(id="k", name="K")]
    where = store.with_name("alone.db")
    world.keep(str(where), network_of([*people, *alone]))
    assert "Du har inga barn och inga överlämningar den här dagen." in drawn(opened(where, monkeypatch, me="y"))


def test_a_store_without_handovers_has_a_desk(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = store.with_name("none.db")
    records = [
        Professional(id="x", name="X"),
        Child(id="k", name="Kim", born="2016-05-01"),
        Support(person="x", child="k", role="barnkontakt", start="2025-01-01"),
    ]
    world.keep(str(where), network_of(records))
    text = drawn(opened(where, monkeypatch, me="x"))
    assert "Inte planerad" in text
    assert "Årskurs 4 till 6 börjar 15 aug" in text


def test_an_empty_store_points_to_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(tmp_path / "none.db", monkeypatch, me=desk.ME)
    assert "Inget att visa" in drawn(app)


def test_somebody_who_is_no_longer_there_is_a_coordinator(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Samordnaren ser antal" in drawn(opened(store, monkeypatch, me="gone"))


def test_hostile_names_stay_text(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c10")
    said = [element.value for kind in ("markdown", "caption") for element in app.get(kind)]
    labels = [button.label for button in app.button]
    assert [text for text in said + labels if "evil.example" in text and "](" in text.replace("\\", "·")] == []
    text = drawn(app)
    assert "<script>" not in text
    assert "<img" not in text


def test_who_was_to_receive_before_gets_a_calendar_that_cancels(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, monkeypatch, me=desk.ME, open_child="c2")
    assert "former h-c2" not in {str(button.key) for button in app.get("download_button")}
    with open_store(f"sqlite:///{store}") as kept:
        given = next(one for one in handovers_of(kept.network(), "c2") if one.live)
        other = next(p for p in ("p2", "p4", "p6") if p != given.receiver)
        at = moment_of(dt.datetime(2026, 3, 10, 9, tzinfo=SWEDEN))
        kept.update(lambda old: change(old, given.id, by=str(given.sender), at=at, receiver=other))
    app = opened(store, monkeypatch, me=desk.ME, open_child="c2")
    assert "former h-c2" in {str(button.key) for button in app.get("download_button")}
