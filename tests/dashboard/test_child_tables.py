"""A child's picture, timeline and cards as pure functions: where points stand, what a choice leaves, names cut."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components import timeline as drawn_line
from dashboard.tables import child, child_cards, child_page
from dashboard.tables.child import key
from dashboard.tables.layout import ACROSS, NEAREST, ROW, SHAPE, WIDE, Layout, Spot, placed
from dashboard.tables.picture import ARENAS, picture, points_of, rows_of
from dashboard.tables.timeline import SPANS, ticks, timeline
from dashboard.texts import shown, t
from graph.analysis import Report, analyse
from graph.assemble import network_of
from graph.findings import Finding
from graph.phases import model
from graph.questions import rules_of
from graph.records import Agency, Attendance, Child, Meeting, MeetingChild, Professional, Record, Support
from graph.values import parse_day
from tests.benchmarks.crowd import crowd
from tests.dashboard import world
from tests.dashboard.test_tables import one_child

MODEL = model("backa_barnet")
SECTORS = list(ARENAS)


@pytest.fixture(scope="module")
def report() -> Report:
    return analyse(world.network(), world.AS_OF, rules_of())


def findings(report: Report, node: str) -> list[Finding]:
    return [one for one in report.findings if node in one.children and one.detector != "forum_overlap"]


def apart(layout: Layout, rows: dict[str, int]) -> list[tuple[str, str]]:
    """Points whose names lie on each other."""
    found = []
    places = sorted(layout.places.items())
    for at, (one, (x, y)) in enumerate(places):
        for other, (u, v) in places[:at]:
            upper, lower = (one, other) if y < v else (other, one)
            if abs(x - u) < ACROSS - 0.2 and abs(y - v) < SHAPE + ROW * rows[upper] - 0.2:
                found.append((upper, lower))
    return found


SPOTS = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from(SECTORS), st.integers(1, 3)), min_size=1, max_size=60
).map(
    lambda many: [Spot(f"n{at}", ring, sector, (f"n{at // 2}",), rows) for at, (ring, sector, rows) in enumerate(many)]
)


@given(SPOTS)
def test_every_point_stands_in_its_ring_and_sector_and_no_name_on_another(spots: list[Spot]) -> None:
    layout = placed(spots, SECTORS)
    assert set(layout.places) == {spot.id for spot in spots}
    assert apart(layout, {spot.id: spot.rows for spot in spots}) == []
    for spot in spots:
        x, y = layout.places[spot.id]
        radius = math.hypot(x / WIDE, y)
        turn = (math.atan2(y, x / WIDE) + math.pi * 0.95) % (2 * math.pi)
        low, high = layout.angles[spot.sector]
        assert low - 0.01 <= turn <= high + 0.01
        assert radius >= layout.rings[spot.ring] - 0.2 >= NEAREST - 0.2
        outer = [start for ring, start in layout.rings.items() if ring > spot.ring]
        assert all(radius < start for start in outer)


@given(SPOTS)
def test_the_same_points_always_stand_in_the_same_places(spots: list[Spot]) -> None:
    assert placed(spots, SECTORS) == placed(spots, SECTORS)
    assert placed(spots[::-1], SECTORS).places == placed(spots, SECTORS).places


def test_a_crowd_of_300_finds_room() -> None:
    drawn = picture(crowd(), world.AS_OF, "barnkontakt", [])
    assert len(drawn.nodes) >= 290
    rows = {node.id: len(node.rows) for node in drawn.nodes.values()}
    assert apart(drawn.layout, rows) == []


def test_a_child_alone_has_a_picture() -> None:
    alone: list[Record] = [Child(id="c1", name="Saga")]
    drawn = picture(network_of(alone), world.AS_OF, "barnkontakt", [])
    assert list(drawn.nodes) == ["child"]
    assert drawn.layout.places == {}


def test_names_are_cut_in_pictures_and_lose_what_has_no_shape() -> None:
    assert rows_of("Anna") == ["Anna"]
    assert rows_of("Samverkan skola socialtjänst polis fritid") == ["Samverkan skola", "socialtjänst …"]
    assert rows_of("x" * 200) == ["x" * 16 + "…"]
    assert shown("a\u202eb\x07c\u200fd") == "ab cd"
    assert shown("<script>{{x}}</script>") == "<script>{{x}}</script>"
    assert all(len(row) <= 18 for row in rows_of("ord " * 80))
    assert len(rows_of("ord " * 80)) == 2


def test_a_missing_tenure_is_an_empty_seat(report: Report) -> None:
    found = findings(report, "c0")
    drawn = picture(one_child("c0"), world.AS_OF, "barnkontakt", found)
    gaps = [one for one in found if one.detector == "handover_gaps"]
    seats = [node for node in drawn.nodes.values() if node.kind == "seat"]
    assert [seat.id for seat in seats] == [key("seat", one.key) for one in gaps]
    assert {line.look for line in drawn.lines if line.other == seats[0].id} == {"gap"}
    assert all(key("seat", one.key) in points_of(one, drawn) for one in gaps)


def test_ties_that_ended_are_dashed_and_pairs_are_joined(report: Report) -> None:
    drawn = picture(one_child("c0"), world.AS_OF, "barnkontakt", findings(report, "c0"))
    assert [line.words for line in drawn.lines if line.look == "double"] == ["kan vara dubbletter"]
    ended = network_of(
        [
            Child(id="c1", born="2016-05-01"),
            Professional(id="p1", name="Bo"),
            Support(person="p1", child="c1", role="teacher", start="2024-01-01", end="2026-01-10"),
        ]
    )
    (line,) = picture(ended, world.AS_OF, "barnkontakt", []).lines
    assert (line.look, line.words) == ("ended", "lärare, till 10 jan 2026")


def whole(report: Report, node: str = "c0") -> child_page.Page:
    class Asked:
        as_of, role = world.AS_OF, "barnkontakt"
        by_child = {node: findings(report, node)}

    asked = Asked()
    asked.report = report  # type: ignore[attr-defined]
    return child_page.gathered(asked, one_child(node), node, MODEL)  # type: ignore[arg-type]


def test_a_point_narrows_cards_meetings_and_timeline(report: Report) -> None:
    page = whole(report)
    point = key("meeting", "m0")
    only = page.only(point)
    assert [one.id for one in only.met] == ["m0"]
    assert 0 < len(only.cards) < len(page.cards)
    assert all(point in card.points for card in only.cards)
    line = page.line("all", point)
    assert [mark.id for mark in line.marks] == [point]
    assert line.rows == list(dict.fromkeys([*(bar.row for bar in line.bars), *(mark.row for mark in line.marks)]))
    assert page.only(None) == page
    assert page.line("all", None).rows[0] == "Barnkontakt"
    person = page.line("all", key("person", "p2"))
    assert {bar.row for bar in person.bars if bar.look != "forum"} == {"Socialsekreterare"}
    agency = page.line("all", key("agency", "a2"))
    assert [bar.label for bar in agency.bars if bar.look == "support"] == ["Bo Lind, Socialtjänsten Bromma"]


def test_the_gravest_card_is_first_and_what_holds_is_last(report: Report) -> None:
    looks = [card.look for card in whole(report).cards]
    assert looks[0] == "alert"
    assert looks == sorted(looks, key=["alert", "watch", "strength"].index) or looks[-1] == "strength"
    (held,) = [card for card in whole(report).cards if card.look == "strength"]
    assert held.text == "Håkan Ek har funnits sedan 1 jan 2023, genom 2 byten av barnkontakt."
    assert held.points == (key("person", "v2"),)


def test_forums_that_are_alike_are_the_childs_only_if_both_met_about_it(report: Report) -> None:
    around, found = one_child("c0"), report.entry("forum_overlap").findings
    assert len(child_cards.overlaps(around, found, world.AS_OF)) == 1
    assert child_cards.overlaps(around, found, world.AS_OF - 400) == []
    strange = [one._replace(evidence={**one.evidence, "forum": ["f1", "f3"]}) for one in found]
    assert child_cards.overlaps(around, strange, world.AS_OF) == []


@pytest.mark.parametrize("span", SPANS)
def test_each_scale_looks_ahead_and_holds_what_it_shows(report: Report, span: str) -> None:
    line = timeline(one_child("c0"), world.AS_OF, "barnkontakt", findings(report, "c0"), MODEL, span)
    assert line.first < world.AS_OF < line.last
    assert line.last == world.AS_OF + (92 if span == "quarter" else 366)
    assert all(line.first <= bar.start < bar.end <= line.last for bar in line.bars)
    assert all(line.first <= day < line.last for day, _ in line.ticks)
    assert [name for name, _ in line.ahead] == ["Årskurs 4 till 6"]
    assert all(line.first <= phase.start < phase.end <= line.last for phase in line.phases)
    assert (line.first == parse_day("2016-05-01")) == (span == "all")


def test_the_pairs_of_the_timeline_are_drawn_meetings(report: Report) -> None:
    line = timeline(one_child("c0"), world.AS_OF, "barnkontakt", findings(report, "c0"), MODEL)
    assert line.pairs == [("meeting m0", "meeting n0")]
    assert {mark.id for mark in line.marks} == {"meeting m0", "meeting n0"}


def test_ticks_are_weeks_months_and_years() -> None:
    day = world.AS_OF
    assert [words for _, words in ticks(day, day + 30)] == ["v. 12", "v. 14"]
    assert [words for _, words in ticks(day, day + 365)] == ["maj", "juli", "sep", "nov", "2027", "mars"]
    assert [words for _, words in ticks(day, day + 6 * 366)] == [str(year) for year in range(2027, 2033)]
    assert t("v. {week}", week=1) == "v. 1"


def test_a_protected_child_has_no_school_and_no_place(report: Report) -> None:
    page = whole(report, "c9")
    assert (page.facts.hidden, page.facts.school, page.facts.district) == (True, "", None)
    assert "agency" not in {node.kind for node in page.drawn.nodes.values()}
    said = " ".join(f"{bar.row} {bar.label}" for bar in page.line("all", None).bars)
    assert [word for word in ("Bromma", "Åsgårdens", "Siv Berg") if word in said] == []


def test_the_facts_of_the_head(report: Report) -> None:
    facts = whole(report).facts
    assert facts.phase == "Förskoleklass till årskurs 3"
    assert facts.boundary == ("Årskurs 4 till 6", parse_day("2026-08-15"))
    assert (facts.adults, facts.adults_before) == (1, 1)


def test_a_guardian_of_a_protected_child_is_nowhere_on_the_page() -> None:
    hidden = network_of(
        [
            Child(id="c1", born="2016-05-01", protected="yes"),
            Professional(id="p1", name="Siv Berg"),
            Support(person="p1", child="c1", role="guardian"),
            Support(person="p1", child="c1", role="barnkontakt", start="2024-01-01"),
        ]
    )
    assert child.facts(hidden, world.AS_OF, "barnkontakt", MODEL).contacts == ["dolt"]
    line = timeline(hidden, world.AS_OF, "barnkontakt", [], MODEL)
    assert [(bar.label, bar.points) for bar in line.bars] == [("dolt", frozenset())]
    assert list(picture(hidden, world.AS_OF, "barnkontakt", []).nodes) == ["child"]


def test_who_alone_holds_others_together_is_told_with_role_and_what_is_lost() -> None:
    rows: list[Record] = [Child(id="c1", name="Tuva", born="2015-01-01")]
    rows += [Professional(id=f"p{n}", name=name) for n, name in enumerate(("Cia", "Bo", "Ann", "Eva"))]
    rows += [Support(person=f"p{n}", child="c1", role="caseworker", start="2025-01-01") for n in range(4)]
    for number, people in enumerate((("p0", "p1"), ("p0", "p2"), ("p2", "p3"), ("p0", "p3"))):
        rows += [Meeting(id=f"m{number}", start="2026-02-01"), MeetingChild(meeting=f"m{number}", child="c1")]
        rows += [Attendance(meeting=f"m{number}", person=person) for person in people]
    network = network_of(rows)
    drawn = picture(network, world.AS_OF, "barnkontakt", [])
    (one,) = child_cards.single(network, "c1", world.AS_OF, drawn)
    assert (one.title, one.about) == ("Allt hänger på en person", "Cia, socialsekreterare")
    assert one.text == "Utan länken har Bo varken möte eller verksamhet gemensam med de andra."
    assert one.keys == ()
    secret = network_of([Child(id="c1", protected="yes"), *rows[1:]])
    assert child_cards.single(secret, "c1", world.AS_OF, picture(secret, world.AS_OF, "barnkontakt", [])) == []


def test_a_timeline_says_which_rows_it_leaves_out() -> None:
    rows: list[Record] = [Child(id="c1", born="2015-01-01")]
    for number in range(40):
        rows += [Professional(id=f"p{number}", name=f"P {number}")]
        rows += [Support(person=f"p{number}", child="c1", role="caseworker", start="2025-01-01")]
    line = timeline(network_of(rows), world.AS_OF, "barnkontakt", [], MODEL)
    assert f"26 av {len(line.rows)} rader" in drawn_line.left_out(line)
    assert drawn_line.left_out(replace(line, rows=line.rows[:26])) == ""


def test_a_professional_who_has_left_is_of_the_past() -> None:
    rows = [
        Child(id="kid", name="Tuva"),
        Agency(id="a"),
        Professional(id="p", name="Bo", agency="a", end="2025-12-01"),
        Support(person="p", child="kid", role="barnkontakt", start="2024-01-01"),
        Support(person="p", child="kid", role="mentor", start="2026-01-01"),
    ]
    (found,) = child.supports(network_of(rows), hidden=False)
    assert (found.role, found.end) == ("barnkontakt", parse_day("2025-12-01"))
    assert child.facts(network_of(rows), world.AS_OF, "barnkontakt", MODEL).professionals == 0
