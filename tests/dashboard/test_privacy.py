"""A reader of several pages at once tries to work out a count that is hidden: by adding what they show."""

import csv
import io
import random
import re
import zipfile
from pathlib import Path

import pytest

from dashboard import data, texts
from dashboard.components import handovers, overview, overview_files
from dashboard.components import trend as pictures
from dashboard.tables import agencies, decisions, indicators, measures, trend
from dashboard.tables import overview as overview_tables
from dashboard.tables.scene import Scene
from dashboard.tables.trend import Place, Shown
from dashboard.texts import LEAST
from graph.assemble import network_of
from graph.network import Network
from graph.records import Agency, Child, Meeting, MeetingChild, Professional, Record, Support
from tests.dashboard import world

DAY = world.AS_OF
MANY = 10**6
STATES = {
    "current": [("2024-01-01", "2026-02-01")],
    "never": [],
    "ending": [("2024-01-01", "2026-05-01")],
    "gap": [("2024-01-01", "2025-08-01"), ("2025-08-20", "")],
    "well": [("2024-01-01", "")],
}
"""When a child of each state has had a barnkontakt; all are in support the whole time."""


def town(seed: int) -> Network:
    """Districts with so few children of each state that much must be hidden."""
    chance = random.Random(seed)
    rows: list[Record] = [
        Agency(id="a1", name="Skolan", kind="skola"),
        Professional(id="p1", agency="a1", start="2020-01-01"),
        Professional(id="p2", agency="a1", start="2020-01-01"),
    ]
    number = 0
    for district in ("Bromma", "Farsta", "Älvsjö")[: chance.randint(1, 3)] + (None,):
        for tenures in STATES.values():
            for _ in range(chance.choice((0, 0, 1, 3, 4, 4, 5, 6, 9))):
                number += 1
                rows += _child(f"c{number}", district, tenures)
    return network_of(rows)


def _child(node: str, district: str | None, tenures: list[tuple[str, str]]) -> list[Record]:
    return [
        Child(id=node, district=district, protected="no" if district else "yes", born="2016-01-01"),
        Support(person="p2", child=node, role="caseworker", start="2020-01-01"),
        Meeting(id=f"m{node}", start="2026-03-01"),
        MeetingChild(meeting=f"m{node}", child=node),
        *(Support(person="p1", child=node, role="barnkontakt", start=start, end=end) for start, end in tenures),
    ]


Cell = tuple[Place, str]
Bounds = dict[Cell, tuple[int, int]]


def read(words: str) -> tuple[int, int]:
    """What a reader knows of a number that is shown, `<5` or hidden."""
    plain = words.replace("\u202f", "")
    return (int(plain), int(plain)) if plain.isdigit() else (0, LEAST - 1) if plain == f"<{LEAST}" else (0, MANY)


def learn(known: Bounds, cell: Cell, low: int, high: int) -> None:
    before = known.get(cell, (0, MANY))
    known[cell] = max(before[0], low), min(before[1], high)


def seen(now: Scene) -> Bounds:
    """All that the two pages, their files and the data of their pictures tell about children without a contact."""
    known: Bounds = {}
    there = [place for place in trend.places(now.network).names if place]
    for place in (None, *there):
        for code, kind, one in decisions.rows(now, "responsible", place):
            if code == "handover_gaps" and one:
                learn(known, (place, kind or "without"), *read(one.part_words))
        _told(known, place, trend.figure(now, "no_contact", DAY, place)[1])
        tiles = re.findall(r'sn-label">([^<]+)<.*?sn-big">([^<]+(?:&lt;5)?)<', str(handovers.counts(now, place)))
        assert len(tiles) >= 3
        for title, words in tiles:
            kind = next((k for k, v in texts.KINDS.items() if v == title and k in STATES), "without")
            learn(known, (place, kind), *read(words.replace("&lt;", "<")))
    for kind in handovers.MEASURED:
        for name, one in handovers.districts(now, kind).items():
            if kind == "without":
                _told(known, name, one)
            else:
                learn(known, (name, kind), *read(one.part_words))
    _chart(known, now)
    whole = overview._in_support(now).removeprefix("varav ").removesuffix(" i stöd den dagen")
    learn(known, (None, "support"), *read(whole))
    return known


def _told(known: Bounds, place: Place, one: Shown | None) -> None:
    assert one is not None
    learn(known, (place, "without"), *read(one.part_words))
    learn(known, (place, "support"), *read(one.whole_words))


def _chart(known: Bounds, now: Scene) -> None:
    """What the chart's own data tell: shares, and the most that few can be."""
    there, (_, today) = now.table(trend.districts, "no_contact"), trend.figure(now, "no_contact", DAY, None)
    assert today is not None
    rows = pictures.district_spec("x", there, today)["layer"][1]["data"]["values"]
    for name, row in zip(there, rows, strict=True):
        support = known[name, "support"]
        if row["share"] is not None and support[0] == support[1]:
            learn(known, (name, "without"), *[round(row["share"] * support[0])] * 2)
        if row["most"]:  # four of the whole, or the whole itself
            learn(known, (name, "without"), 0, LEAST - 1)


def deduce(known: Bounds, places: list[Place]) -> Bounds:
    """The least and the most of each count, by adding up districts and kinds until nothing more follows."""
    kinds = ("without", "ending", "gap", "support")
    sums: list[tuple[Cell, list[Cell]]] = [((None, kind), [(place, kind) for place in places]) for kind in kinds]
    sums += [((place, "without"), [(place, "current"), (place, "never")]) for place in (None, *places)]
    low = {cell: known.get(cell, (0, MANY))[0] for total, parts in sums for cell in (total, *parts)}
    high = {cell: known.get(cell, (0, MANY))[1] for cell in low}
    before: list[int] = []
    while before != (state := [*low.values(), *high.values()]):
        before = state
        for total, parts in sums:
            low[total] = max(low[total], sum(low[part] for part in parts))
            high[total] = min(high[total], sum(high[part] for part in parts))
            for part in parts:
                rest = [other for other in parts if other != part]
                low[part] = max(low[part], low[total] - sum(high[other] for other in rest))
                high[part] = min(high[part], high[total] - sum(low[other] for other in rest))
    return {cell: (low[cell], high[cell]) for cell in low}


def truth(now: Scene) -> dict[Cell, int]:
    found: dict[Cell, int] = {}
    there, _ = measures.in_support(now.network, DAY, now.report.rules)
    for place, inside in trend.places(now.network).masks().items():
        kinds = {kind: decisions.found(now, "handover_gaps", (kind,)) for kind in ("current", "never", "ending", "gap")}
        kinds["without"], kinds["support"] = kinds["current"] | kinds["never"], there
        found |= {(place, kind): int((mask & inside).sum()) for kind, mask in kinds.items()}
    return found


@pytest.mark.parametrize("seed", range(40))
def test_no_count_under_five_follows_from_both_pages_their_files_and_pictures(seed: int) -> None:
    now = world.scene(town(seed))
    places: list[Place] = [*trend.places(now.network).names]
    bounds, true = deduce(seen(now), places), truth(now)
    assert {cell: (n, bounds[cell]) for cell, n in true.items() if not bounds[cell][0] <= n <= bounds[cell][1]} == {}
    told = {cell: n for cell, n in true.items() if n < LEAST and len(set(bounds[cell])) == 1}
    assert told == {}


def test_the_reader_would_succeed_if_nothing_more_were_hidden() -> None:
    known: Bounds = {(None, "gap"): (14, 14), ("Bromma", "gap"): (9, 9), ("Farsta", "gap"): (0, 4), ("", "gap"): (2, 2)}
    assert deduce(known, ["Bromma", "Farsta", ""])["Farsta", "gap"] == (3, 3)


@pytest.mark.parametrize("seed", range(8))
def test_indicators_of_districts_do_not_tell_each_other(seed: int) -> None:
    now = world.scene(town(seed))
    names = [name for name in trend.places(now.network).names if name]
    whole = indicators.rows(indicators.Counted(now.network, now.report), None)
    each = {name: indicators.rows(indicators.Counted(now.network, now.report), name) for name in names}
    masks = trend.places(now.network).masks()
    for number, one in enumerate(whole):
        if one.population is None or not one.population.value or one.population.few:
            continue
        left = one.population.value
        secret = [mask for name, mask in masks.items() if name == "" or name in names and _secret(each[name][number])]
        for name in names:
            if not _secret(each[name][number]):
                shown = each[name][number].population
                assert shown is not None
                assert (shown.value or 0) >= LEAST
                left -= shown.value or 0
        assert not (len(secret) == 1 and 0 < left < LEAST)


def _secret(row: indicators.Row) -> bool:
    return row.population is None


def test_questions_about_children_do_not_add_up_their_findings() -> None:
    now = world.scene(town(1))
    told = {one.code: overview._means(one) for one in overview_tables.questions(now.report) if one.state == "run"}
    assert "handover_gaps" in told
    assert [code for code, words in told.items() if "Fynd" in words and code not in decisions.OF_FORUMS] == []


def test_what_waits_at_an_agency_is_hidden_alike_in_every_district() -> None:
    rows: list[Record] = []
    for number, (district, many) in enumerate([("Bromma", 7), ("Bromma", 3), ("Farsta", 6)]):
        rows += [Agency(id=f"a{number}", name=f"Skola {number}", kind="skola", district=district)]
        rows += [Professional(id=f"p{number}", agency=f"a{number}", start="2020-01-01")]
        for one in range(many):
            node = f"c{number}-{one}"
            rows += [Child(id=node, district=district, born="2016-01-01"), Meeting(id=f"m{node}", start="2026-03-01")]
            rows += [MeetingChild(meeting=f"m{node}", child=node)]
            rows += [Support(person=f"p{number}", child=node, role="barnkontakt", start="2024-01-01", end="2026-02-01")]
    now = world.scene(network_of(rows))
    whole = {one.name: one.counts["current"] for one in now.table(agencies.waiting, None)}
    assert whole == {"Skola 0": "5–9", "Skola 1": "<5", "Skola 2": "dolt"}
    apart = [one for place in ("Bromma", "Farsta") for one in now.table(agencies.waiting, place)]
    assert {one.name: one.counts["current"] for one in apart} == whole


def test_what_waits_at_agencies_tells_no_few_of_a_sum_that_the_overview_tells() -> None:
    """Four and four of eight, and six open ones of seven: the overview tells the eight and the seven."""
    for many, secret, said in (((4, 4), 0, {"dolt"}), ((6,), 1, {"5–9"})):
        rows: list[Record] = []
        for number, children in enumerate(many):
            rows += [Agency(id=f"a{number}", name=f"Skola {number}", district="Bromma")]
            rows += [Professional(id=f"p{number}", agency=f"a{number}", start="2020-01-01")]
            for one in range(children + secret):
                node = f"c{number}-{one}"
                marked = "yes" if one >= children else "no"
                rows += [Child(id=node, district="Bromma", born="2016-01-01", protected=marked)]
                rows += [Meeting(id=f"m{node}", start="2026-03-01"), MeetingChild(meeting=f"m{node}", child=node)]
                ends = {"start": "2024-01-01", "end": "2026-03-20"}
                rows += [Support(person=f"p{number}", child=node, role="caseworker", start="2020-01-01")]
                rows += [Support(person=f"p{number}", child=node, role="barnkontakt", **ends)]
        now = world.scene(network_of(rows))
        assert {one.counts["ending"] for one in now.table(agencies.waiting, None)} == said


def rows_of(now: Scene) -> list[indicators.Row]:
    return indicators.rows(indicators.Counted(now.network, now.report), "Bromma")


PAGE_TABLES = ("nyckeltal.csv", "vantar.csv", "horts-per-omrade.csv", "matt.csv")


def test_the_files_of_the_overview_hold_what_the_page_shows() -> None:
    now = world.scene(town(3))
    made = overview_files.content(now, now, "Bromma", DAY - 100, "sv")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        held = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    assert set(held) == {*PAGE_TABLES, *(f"utveckling-{code}.csv" for code in measures.MEASURES)}
    row = next(line for line in held["vantar.csv"].splitlines() if "Uppdraget slutar snart" in line)
    assert row.endswith(";<5")
    told = list(csv.reader(io.StringIO(held["matt.csv"]), delimiter=";"))
    assert [line[2] for line in told[1:]] == [one.value.replace("–", "Inget att räkna") for one in rows_of(now)]
    assert {line[-1] for line in told[1:]} <= {"0", "<5"}
    heard = list(csv.reader(io.StringIO(held["horts-per-omrade.csv"]), delimiter=";"))
    assert [line[0] for line in heard[:2]] == ["Område", "Hela kommunen"]
    assert {cell for line in heard[1:] for cell in line[1:]} <= {"<5", "dolt", "Kördes inte"}
    assert made == overview_files.content(now, now, "Bromma", DAY - 100, "sv")


def test_the_files_of_the_overview_hold_the_pairs_of_forums(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STODNAT_STORE", f"sqlite:///{tmp_path / 'town.db'}")
    world.keep(str(tmp_path / "town.db"), world.network())
    now = data.current(world.AS_OF)
    assert now is not None
    with zipfile.ZipFile(io.BytesIO(overview_files.content(now, now, None, DAY - 100, "sv"))) as archive:
        (head, *rows) = csv.reader(io.StringIO(archive.read("forumpar.csv").decode("utf-8-sig")), delimiter=";")
    assert head[:2] == ["Forum", "Lika i"]
    assert len([row for row in rows if "SIP" in row[0]]) == 1
