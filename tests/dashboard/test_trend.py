"""The key figures of any day: each against a count by hand and against the question that it comes from."""

import numpy as np
import pytest

from dashboard import texts
from dashboard.components import overview
from dashboard.components import trend as look
from dashboard.tables import measures, trend
from dashboard.tables.counts import living_in
from dashboard.tables.overview import children_in
from graph.analysis import analyse
from graph.assemble import assemble, network_of
from graph.network import Network
from graph.questions import detectors, rules_of
from graph.records import Child, Concern, Meeting, MeetingChild, Professional, Record, Support
from graph.values import iso, parse_day
from synthetic.town import generate
from tests.dashboard import world

DAY = world.AS_OF


@pytest.fixture(scope="module")
def town() -> Network:
    return assemble(generate(300, 3, DAY).rows).network


def counts(network: Network, code: str, day: int) -> dict[trend.Place, measures.Counts]:
    there = trend.places(network)
    each = measures.units_of(code, network, day, rules_of()).in_places(there.code, len(there.names))
    return dict(zip([*there.names, None], each, strict=True))


DAYS = ["2025-04-30", "2025-09-01", "2025-12-31", "2026-03-10"]


@pytest.mark.parametrize("day", DAYS)
def test_each_point_is_what_the_questions_find_on_that_day(town: Network, day: str) -> None:
    at = parse_day(day)
    report = analyse(town, at, rules_of())
    for place in (None, "Bromma", "Farsta"):
        inside = living_in(town, place)
        gaps = children_in(town, report.entry("handover_gaps").findings, ("current", "never")) & inside
        assert counts(town, "no_contact", at)[place][0] == int(gaps.sum())
        passing = [
            one for one in report.entry("phase_boundaries").findings if inside[town.row("child", one.children[0])]
        ]
        assert counts(town, "passage", at)[place][0] == len(passing)


@pytest.mark.parametrize("day", DAYS)
def test_meetings_of_each_point_are_counted_one_by_one(town: Network, day: str) -> None:
    at = parse_day(day)
    rules = rules_of(["duplicate_meetings.past_days=0"])["duplicate_meetings"]
    pairs = detectors()["duplicate_meetings"].ask(town, at, rules).findings
    found = {(child, meeting) for one in pairs for child in one.children for meeting in one.evidence["meeting"]}
    meetings, children = town["meeting"].to_pylist(), town["child"].to_pylist()
    about = list(
        zip(town.ints("meeting_about_child", "source"), town.ints("meeting_about_child", "target"), strict=True)
    )
    for place in (None, "Bromma"):
        inside = living_in(town, place)
        recent = [
            (children[c]["id"], meetings[m])
            for m, c in about
            if inside[c] and at - 365 < meetings[m]["start"] <= at and meetings[m]["status"] != 2
        ]
        whole = {meeting["id"] for _, meeting in recent}
        part = {meeting["id"] for child, meeting in recent if (child, meeting["id"]) in found}
        assert counts(town, "duplicates", at)[place] == (len(part), len(whole), 0)
        said = {meeting["id"]: meeting["child_heard"] for _, meeting in recent}
        heard = [value for value in said.values() if value == 1]
        known = [value for value in said.values() if value >= 0]
        assert counts(town, "heard", at)[place] == (len(heard), len(known), len(said) - len(known))


def report_of(number: int, received: str, asked: str, given: str | None) -> list[Record]:
    child = Child(id=f"c{number}", district="Bromma")
    return [
        child,
        Concern(id=f"o{number}", child=child.id, received=received, feedback_requested=asked, feedback_given=given),
    ]


def test_feedback_that_is_unknown_is_not_a_no() -> None:
    rows = [
        *report_of(1, "2026-01-01", "yes", "yes"),
        *report_of(2, "2026-01-01", "yes", "no"),
        *report_of(3, "2026-01-01", "yes", None),
        *report_of(4, "2026-01-01", "no", None),
        *report_of(5, "2025-03-10", "yes", "yes"),  # a day too long ago
        *report_of(6, "2026-03-11", "yes", "yes"),  # tomorrow
    ]
    assert counts(network_of(rows), "feedback", DAY)[None] == (1, 2, 1)


def test_children_in_support_and_who_has_nobody() -> None:
    who = Professional(id="p1", name="Cia", start="2020-01-01")
    rows: list[Record] = [who]
    for number, (start, end, met) in enumerate(
        [
            ("2024-01-01", None, "2026-03-01"),  # has somebody, in support
            ("2024-01-01", None, "2025-01-01"),  # has somebody, no support of late
            ("2024-01-01", "2026-02-01", "2026-03-01"),  # nobody now, support since then
            ("2024-01-01", "2026-03-05", "2026-03-01"),  # nobody now, no support since then
        ]
    ):
        node = f"c{number}"
        rows += [
            Child(id=node, born="2016-01-01"),
            Support(person="p1", child=node, role="barnkontakt", start=start, end=end),
            Meeting(id=f"m{number}", start=met),
            MeetingChild(meeting=f"m{number}", child=node),
        ]
    made = network_of(rows)
    assert counts(made, "no_contact", DAY)[None] == (1, 2, 0)
    assert measures.long_contact(made, DAY, rules_of()) == (1, 2)
    assert measures.long_contact(made, parse_day("2025-12-30") - 729, rules_of()) == (0, 0)


def test_the_points_are_month_ends_the_baseline_and_the_day() -> None:
    assert [iso(day) for day in trend.month_ends(DAY, 3)] == ["2025-12-31", "2026-01-31", "2026-02-28", "2026-03-10"]
    assert iso(trend.usual_baseline(DAY)) == "2025-09-01"
    assert iso(trend.usual_baseline(parse_day("2025-10-30"))) == "2024-09-01"
    assert iso(trend.usual_baseline(parse_day("2025-10-31"))) == "2025-09-01"


def test_a_trend_is_the_key_figure_of_each_day(town: Network) -> None:
    now = world.scene(town)
    baseline = trend.usual_baseline(DAY)
    found = trend.points(now, "heard", None, baseline)
    assert found[-1].day == DAY
    assert baseline in [one.day for one in found]
    for one in found:
        part, whole, unknown = counts(town, "heard", one.day)[None]
        assert (one.shown.part, one.shown.whole, one.shown.unknown) == (part, whole, unknown)


def test_what_is_shown_of_districts_hides_the_few(town: Network) -> None:
    now = world.scene(town)
    for code in ("no_contact", "passage", "forums", "feedback"):
        true, shown = counts(town, code, DAY), now.table(trend.on_day, code, DAY).places
        assert shown.keys() == true.keys()
        for place, one in shown.items():
            part, whole, _ = true[place]
            assert one.part in (None, part)
            assert one.whole in (None, whole) or (one.whole == 0 and place is None)
            assert part >= 5 or one.part is None
            assert (one.share is not None) == (one.part is not None and bool(one.whole))
        hidden = [place for place, one in shown.items() if one.part is None and place is not None]
        assert len(hidden) != 1 or shown[None].part is None
        spec = look.district_spec("x", {k: v for k, v in shown.items() if k is not None}, shown[None])
        drawn = str(spec)
        for place, one in shown.items():
            if one.few and place and one.whole:
                assert f"'count': '<5 av {texts.number(one.whole)}'" in drawn


def test_a_change_is_in_points_of_what_may_be_shown() -> None:
    one, other, few = trend.Shown(45, 1000), trend.Shown(59, 1000), trend.Shown(None, 1000, few=True)
    assert trend.change(one, other) == pytest.approx(-1.4)
    assert trend.change(one, few) is None
    assert few.most == 4 / 1000
    assert (few.words, few.per_cent, few.share) == ("<5 av 1\u202f000", None, None)
    assert trend.Shown(None, None).words == "dolt av dolt"


def test_a_file_of_the_trend_says_no_more_than_the_page(town: Network) -> None:
    now = world.scene(town)
    found, there = trend.points(now, "no_contact", None, trend.usual_baseline(DAY)), trend.districts(now, "no_contact")
    lines = trend.trend_csv(now, "=Mått", found, there).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(found) + len(there)
    assert all("'=Mått" in line for line in lines[1:])
    assert sum("<5" in line for line in lines) >= sum(one.few for one in there.values())


def test_protected_children_are_in_no_district() -> None:
    there = trend.places(world.network())
    assert there.names == ["Bromma", ""]
    assert np.bincount(there.code).tolist() == [6, 1]


def test_a_dash_stands_where_no_count_can_arise() -> None:
    assert overview.count(trend.Shown(None, 0, few=True)) == "–"
    assert overview.count(trend.Shown(None, 9, few=True)) == "<5"
