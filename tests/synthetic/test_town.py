"""The generated town: the same every time, and one that a social worker would recognise."""

import csv
import re
from importlib.resources import files

import numpy as np
import pytest

from graph.assemble import assemble, row_schema
from graph.network import DEMO
from graph.records import FILES
from graph.values import ATTENDANCE, MEETING_STATUS, OPEN, UNKNOWN, items, to_date, to_day
from synthetic.days import age, autumn, birthday
from synthetic.errors import GenerateError
from synthetic.town import Town, generate
from tests.synthetic.conftest import AS_OF, Array, Rows

AllRows = dict[str, Rows]
CANCELLED = MEETING_STATUS.choices.index("cancelled")
HELD = MEETING_STATUS.choices.index("held")


def register() -> list[dict[str, str]]:
    text = files("graph").joinpath("reference", "forums.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def share(part: Array, whole: Array, low: float, high: float, at_least: int) -> None:
    """The share of a part lies within bounds, and there are enough of the whole to say so."""
    assert whole.sum() >= at_least
    assert low <= (part & whole).sum() / whole.sum() <= high


def test_rows_have_the_schema_and_all_references_resolve(town: Town) -> None:
    for name, kind in FILES.items():
        assert town.rows[name].schema == row_schema(kind)
        assert town.rows[name].num_rows
    result = assemble(town.rows)
    unknown = {n: c for n, columns in result.unknown.items() for c, numbers in columns.items() if len(numbers)}
    assert not unknown
    assert not result.clashes
    assert result.network.origins == {"generated"}
    assert result.network.count("child") == 2000


def test_same_arguments_same_rows(town: Town) -> None:
    again = generate(2000, 1, AS_OF)
    assert again.truth == town.truth
    assert all(again.rows[name].equals(batch) for name, batch in town.rows.items())


@pytest.mark.parametrize(("children", "seed", "later"), [(300, 2, 0), (300, 1, 1), (301, 1, 0)])
def test_other_arguments_another_town(children: int, seed: int, later: int) -> None:
    one, other = generate(300, 1, AS_OF), generate(children, seed, AS_OF + later)
    assert not one.rows["children"].equals(other.rows["children"])
    assert not one.rows["meetings"].equals(other.rows["meetings"])


@pytest.mark.parametrize("children", [1, 2, 7, 60, 61, 150])
def test_small_towns(children: int) -> None:
    town = generate(children, 3, AS_OF)
    assert town.rows["children"].num_rows == children
    assert not any(len(n) for columns in assemble(town.rows).unknown.values() for n in columns.values())


@pytest.mark.parametrize("day", ["2024-02-29", "2026-07-15", "2025-12-31", "1960-05-01", "2099-10-25"])
def test_any_day(day: str) -> None:
    as_of = to_day(np.datetime64(day).astype(object))
    assert generate(400, 1, as_of).truth


@pytest.mark.parametrize(("children", "seed", "day"), [(0, 1, AS_OF), (10**8, 1, AS_OF), (5, -1, AS_OF), (5, 1, 2**31)])
def test_impossible_towns_are_refused(children: int, seed: int, day: int) -> None:
    with pytest.raises(GenerateError):
        generate(children, seed, day)


def test_ids_say_demo(rows: AllRows) -> None:
    for name, kind in FILES.items():
        for column in [*(["id"] if kind.node else []), *kind.refs]:
            cells = [cell for cell in rows[name][column] if cell is not None]
            assert all(part.startswith(DEMO) for cell in cells for part in items(cell)), (name, column)


def test_ids_of_people_are_distinct(rows: AllRows) -> None:
    people = [set(rows[name]["id"]) for name in ("children", "adults", "professionals", "agencies", "forums")]
    assert sum(map(len, people)) == len(set().union(*people))


def test_no_personal_identity_number_no_phone_and_no_real_address(town: Town) -> None:
    for name, batch in town.rows.items():
        for field in batch.schema:
            if field.name in batch.schema.names and str(field.type) == "string":
                text = "\n".join(cell for cell in batch.column(field.name).to_pylist() if cell)
                assert not re.search(r"\d{6}\s*[-+]\s*\d{4}|\d{9,}", text), (name, field.name)
                assert not re.search(r"@(?!example\.(org|se)\b)", text), (name, field.name)


def test_children_are_under_eighteen_with_siblings_and_guardians(rows: AllRows) -> None:
    children, supports = rows["children"], rows["supports"]
    years = age(children["born"], np.full(2000, AS_OF))
    assert (children["born"] <= AS_OF).all()
    assert (years <= 18).all()
    assert (years == 18).sum() <= 25
    for low in range(0, 18, 3):
        assert 0.09 < ((years >= low) & (years < low + 3)).mean() < 0.25
    guardian = supports["role"] == "guardian"
    assert set(supports["child"][guardian]) == set(children["id"])
    of: dict[str, int] = {}
    for adult in supports["person"][guardian]:
        of[adult] = of.get(adult, 0) + 1
    assert max(of.values()) <= 4
    assert 0.3 < np.mean([count > 1 for count in of.values()]) < 0.8
    assert 1 <= (children["protected"] == 1).sum() <= 30


def test_all_forum_kinds_and_all_agency_kinds_of_the_register(rows: AllRows) -> None:
    kinds = {row["kind"] for row in register()}
    assert len(kinds) == 18
    assert kinds <= set(rows["forums"]["kind"])
    parties = {party for row in register() for party in items(row["parties"])}
    assert parties | {"kaa"} <= set(rows["agencies"]["kind"])
    assert len(set(rows["children"]["district"])) == 11
    for district in set(rows["children"]["district"]):
        here = set(rows["agencies"]["kind"][rows["agencies"]["district"] == district])
        assert {"skola", "forskola", "bvc", "socialtjanst"} <= here


def test_nobody_is_discussed_in_a_forum_for_another_age(rows: AllRows) -> None:
    meetings, children, forums = rows["meetings"], rows["children"], rows["forums"]
    meeting, child = rows["meeting_children"]["meeting"], rows["meeting_children"]["child"]
    forum, day, born = meetings.at(meeting, "forum"), meetings.at(meeting, "start"), children.at(child, "born")
    years = age(born, day)
    assert (years >= 0).all()
    assert (day >= born).all()
    known = np.array([name is not None for name in forum])
    low, high = forums.at(forum[known], "age_min"), forums.at(forum[known], "age_max")
    assert (years[known] >= low).all()
    assert ((years[known] <= high) | (high == UNKNOWN)).all()
    sspf = np.array([name is not None and name.startswith("demo-sspf-") for name in forum])
    assert sspf.sum() > 50
    assert years[sspf].min() >= 10


def test_meetings_are_on_working_days_in_office_hours(rows: AllRows) -> None:
    meetings = rows["meetings"]
    day = meetings["start"]
    assert ((day + 3) % 7 < 5).all()
    assert not any(to_date(int(d)).month == 7 for d in np.unique(day))
    assert not any((to_date(int(d)).month, to_date(int(d)).day) in ((1, 1), (12, 24), (6, 6)) for d in np.unique(day))
    timed = meetings["start_second"] > 0
    assert timed.mean() > 0.99
    length = (meetings["end_second"] - meetings["start_second"])[timed] // 60
    assert length.min() >= 30
    assert length.max() <= 90
    clock = (meetings["start_second"][timed] - day[timed] * 86400) // 3600
    assert clock.min() >= 6
    assert clock.max() <= 16


def test_what_became_of_meetings(rows: AllRows) -> None:
    meetings = rows["meetings"]
    ahead = meetings["start"] > AS_OF
    assert ahead.sum() > 100
    assert not (ahead & (meetings["status"] == HELD)).any()
    assert not (~ahead & (meetings["status"] == MEETING_STATUS.choices.index("planned"))).any()
    everything = np.ones(len(ahead), bool)
    share(meetings["status"] == CANCELLED, everything, 0.04, 0.08, 5000)
    share(meetings["child_heard"] == 1, meetings["child_heard"] >= 0, 0.22, 0.31, 2000)
    status = rows["attendance"]["status"]
    told = status >= 0
    share(status == ATTENDANCE.choices.index("present"), told, 0.85, 0.95, 10_000)
    for word in ("absent", "declined"):
        share(status == ATTENDANCE.choices.index(word), told, 0.01, 0.1, 10_000)
    several = np.unique(rows["meeting_children"]["meeting"], return_counts=True)[1]
    assert 0.001 < (several > 1).mean() < 0.1
    assert 3 < len(status) / len(ahead) < 7


def test_managers_meet_without_children(rows: AllRows) -> None:
    forums, meetings = rows["forums"], rows["meetings"]
    level = dict(zip(forums["id"], forums["level"], strict=True))
    about = set(rows["meeting_children"]["meeting"])
    managed = [m for m, f in zip(meetings["id"], meetings["forum"], strict=True) if f and level[f] in (1, 2)]
    assert len(managed) > 100
    assert not about & set(managed)


def test_concerns_have_the_figures_of_the_papers() -> None:
    concerns = Rows(generate(20_000, 1, AS_OF).rows["concerns"])
    decided = concerns["decided"] != UNKNOWN
    share(concerns["child_heard"] == 1, decided, 0.23, 0.27, 2000)
    share(concerns["feedback_given"] == 1, decided & (concerns["feedback_requested"] == 1), 0.63, 0.69, 1000)
    share(concerns["remaining_concern"] == 1, decided & (concerns["opened"] == 0), 0.17, 0.23, 1000)
    child, received = concerns["child"], concerns["received"]
    first: dict[str, int] = {}
    for one, day in zip(child, received, strict=True):
        first[one] = min(day, first.get(one, day))
    before = 1 - len(first) / len(child)
    assert 0.34 <= before <= 0.40
    assert (received <= AS_OF).all()
    assert (concerns["decided"][decided] > received[decided]).all()


def test_a_share_of_the_children_is_in_support() -> None:
    rows = {name: Rows(batch) for name, batch in generate(20_000, 2, AS_OF).rows.items()}
    supports = rows["supports"]
    helped = set(supports["child"][supports["role"] == "caseworker"])
    assert 0.15 <= len(helped) / 20_000 <= 0.27
    count = sum(len(entry.batch) for entry in rows.values())
    assert 80 <= count / 20_000 <= 105
    assert 9 <= len(rows["meetings"].batch) / 20_000 <= 13


def test_barnkontakt_follows_the_life_phases(rows: AllRows) -> None:
    supports, children = rows["supports"], rows["children"]
    agency: dict[str, str] = {}
    for person, place in zip(rows["professionals"]["id"], rows["professionals"]["agency"], strict=True):
        agency.setdefault(person, place)
    kind = dict(zip(rows["agencies"]["id"], rows["agencies"]["kind"], strict=True))
    contact = supports["role"] == "barnkontakt"
    ordinary = contact & np.array([person.startswith("demo-p-") for person in supports["person"]])
    assert ordinary.sum() > 2500
    started = supports["start"][ordinary]
    begins = autumn(children.at(supports["child"][ordinary], "born"), 6)
    kinds = np.array([kind[agency[person]] for person in supports["person"][ordinary]])
    assert set(kinds) == {"bvc", "skola"}
    assert (kinds[started < begins] == "bvc").all()
    assert (kinds[started >= begins] == "skola").all()


def test_nobody_works_before_or_after_the_job(rows: AllRows) -> None:
    """Supports and presence lie within employments, but for the few rows that nobody closed."""
    jobs = rows["professionals"]
    spans: dict[str, list[tuple[int, int]]] = {}
    for person, start, end in zip(jobs["id"], jobs["start"], jobs["end"], strict=True):
        spans.setdefault(person, []).append((start, end))
    assert max(len(jobs) for jobs in spans.values()) >= 2
    meetings = dict(zip(rows["meetings"]["id"], rows["meetings"]["start"], strict=True))
    attendance = zip(rows["attendance"]["meeting"], rows["attendance"]["person"], strict=True)
    for meeting, person in attendance:
        if person in spans:
            assert any(start <= meetings[meeting] < end for start, end in spans[person])
    supports = rows["supports"]
    late = [
        person
        for person, end in zip(supports["person"], supports["end"], strict=True)
        if person in spans and end > max(last for _, last in spans[person])
    ]
    assert 0 < len(late) < 0.01 * len(supports["end"])


def test_intervals_are_in_order(rows: AllRows) -> None:
    for name in ("professionals", "forum_members", "supports", "plans", "consents"):
        assert (rows[name]["start"] < rows[name]["end"]).all(), name
    assert (rows["supports"]["end"] == OPEN).sum() > 1000


def test_birthdays_and_school_years() -> None:
    born = np.array([to_day(np.datetime64("2019-12-31").astype(object))])
    assert to_date(int(birthday(born, 18)[0])).isoformat() == "2037-12-31"
    assert to_date(int(autumn(born, 6)[0])).isoformat() == "2025-08-18"
    assert age(born, born + 365).tolist() == [0]
    assert age(born, born + 366).tolist() == [1]


@pytest.mark.parametrize("children", [2000, 8000])
def test_nobody_is_barnkontakt_for_a_whole_school(children: int) -> None:
    """A head teacher is the contact of about as many as a nurse at BVC, in a small town and in a larger one."""
    rows = {name: Rows(batch) for name, batch in generate(children, 1, AS_OF).rows.items()}
    supports, jobs = rows["supports"], rows["professionals"]
    now = (supports["role"] == "barnkontakt") & (supports["start"] <= AS_OF) & (supports["end"] > AS_OF)
    title = dict(zip(jobs["id"], jobs["title"], strict=True))
    person, count = np.unique(supports["person"][now], return_counts=True)
    head = np.array([title.get(one) == "Rektor" and one.startswith("demo-p-") for one in person])
    assert head.sum() > 20
    assert count[head].max() <= 90
    assert np.median(count[head]) >= 5
    assert count.max() <= 130
