"""The fast detectors answer exactly as the brute force does, on thousands of small random towns."""

import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from graph.analysis import Report, analyse
from graph.assemble import network_of
from graph.questions import rules_of
from graph.records import (
    Attendance,
    Child,
    Forum,
    ForumMember,
    Meeting,
    MeetingChild,
    Plan,
    Professional,
    Record,
    Support,
)
from graph.values import NO_SECOND, OPEN, UNKNOWN, Moment, iso, to_date
from tests.oracle import DEFAULTS, oracle
from tests.worlds import RULES, World, smallest, world, worlds

Answers = dict[str, dict[str, Any]]


def report_of(world: World) -> Report:
    """What the detectors say of a world."""
    return analyse(network_of(world.records), world.as_of, rules_of(world.settings))


def answers(report: Report) -> Answers:
    """A report in the form that the oracle gives."""
    return {entry.detector.code: _answer(entry) for entry in report.entries}


def _answer(entry: Any) -> dict[str, Any]:  # noqa: ANN401 - an entry of a report
    if entry.answer is None:
        return {"status": "not_run"}
    fields = ("kind", "children", "start", "end", "evidence", "numbers")
    return {
        "status": "run",
        "skipped": entry.answer.skipped,
        "assumed": entry.answer.assumed,
        "findings": [{name: getattr(found, name) for name in fields} for found in entry.findings],
    }


def differences(world: World, answered: Answers) -> list[str]:
    """Where answers are not what the oracle says; the order counts, except among findings of equal rank."""
    found = []
    for code, wanted in oracle(world.records, world.as_of, world.rules).items():
        got = answered[code]
        for part in ("status", "skipped", "assumed"):
            if got.get(part) != wanted.get(part):
                found.append(f"{code} {part}: {got.get(part)} instead of {wanted.get(part)}")
        found += _in_order(code, got.get("findings", []), wanted.get("findings", []))
    return found


def _in_order(code: str, got: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> Iterable[str]:
    if len(got) != len(wanted):
        yield f"{code}: {_brief(got)} instead of {_brief(wanted)}"
        return
    ranks = [(found["kind"], found["rank"]) for found in wanted]
    plain = [{name: value for name, value in found.items() if name != "rank"} for found in wanted]
    at = 0
    while at < len(ranks):
        ties = ranks.count(ranks[at])
        if Counter(map(_exact, got[at : at + ties])) != Counter(map(_exact, plain[at : at + ties])):
            yield f"{code}: {got[at : at + ties]} instead of {plain[at : at + ties]}"
        at += ties


def _exact(found: dict[str, Any]) -> str:
    """A finding as text that tells 1 from true and 0 from 0.0, whatever the order of its parts."""
    return repr(
        [(name, sorted(value.items()) if isinstance(value, dict) else value) for name, value in sorted(found.items())]
    )


def _brief(found: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    return [(one["kind"], one["start"], one["end"], one["evidence"]) for one in found]


def told(world: World, problems: list[str]) -> str:
    """A small town for a person to read."""
    rows = [f"  {type(row).__name__}({_cells(row)})" for row in world.records]
    return "\n".join([*problems, f"as of {to_date(world.as_of)} with {world.settings}", *rows])


def _cells(row: Record) -> str:
    given = {name: getattr(row, name) for name in row.model_fields_set}
    return ", ".join(f"{name}={_cell(name, value)}" for name, value in given.items())


def _cell(name: str, value: object) -> object:
    return iso(value) if isinstance(value, int) and name in ("start", "end", "born") else value


def problems(world: World) -> list[str]:
    """Where the detectors differ from the oracle on a world, or how they fail."""
    try:
        return differences(world, answers(report_of(world)))
    except Exception as error:  # a detector that fails is as wrong as one that lies; told with its town
        return [f"{type(error).__name__} in {traceback.extract_tb(error.__traceback__)[-1]}: {error}"]


def agrees(world: World) -> None:
    """Fail, with the smallest town that shows it, where detectors and oracle differ."""
    if problems(world):
        small = smallest(world, lambda less: bool(problems(less)))
        pytest.fail(told(small, problems(small)), pytrace=False)


@settings(max_examples=1000)
@given(worlds("meetings"))
def test_pairs_of_meetings(town: World) -> None:
    agrees(town)


@settings(max_examples=1000)
@given(worlds("forums"))
def test_pairs_of_forums(town: World) -> None:
    agrees(town)


@settings(max_examples=1000)
@given(worlds("handovers"))
def test_contacts_of_children(town: World) -> None:
    agrees(town)


@settings(max_examples=1000)
@given(worlds("whole"))
def test_whole_towns(town: World) -> None:
    agrees(town)


def caught(shape: str, wrong: Callable[[World], World], most: int = 600) -> bool:
    """Whether a detector that sees or does something else than it should is told from the oracle."""
    for seed in range(most):
        town = world(shape, seed)
        mutant = wrong(town)
        if mutant != town and differences(town, answers(report_of(mutant))):
            return True
    return False


COUNTS = [key for key, values in RULES.items() if isinstance(values[0], int) and not key.endswith("group_equal")]
RATIOS = [key for key, values in RULES.items() if isinstance(values[0], Fraction)]
OTHER_RULES: dict[str, object] = {
    "forum_overlap.group_equal": 0,
    "handover_gaps.policy": "everyone",
    "handover_gaps.role": "caseworker",
    "handover_gaps.universal_roles": ("nobody",),
}


def _shape(key: str) -> str:
    return {"duplicate_meetings": "meetings", "forum_overlap": "forums"}.get(key.split(".")[0], "handovers")


def _with(town: World, key: str, value: object) -> World:
    return replace(town, rules={**town.rules, key: value})


@pytest.mark.parametrize("key", COUNTS)
def test_a_threshold_one_too_high_is_caught(key: str) -> None:
    assert caught(_shape(key), lambda town: _with(town, key, {**DEFAULTS, **town.rules}[key] + 1))


@pytest.mark.parametrize("key", RATIOS)
def test_a_ratio_that_is_not_met_when_equal_is_caught(key: str) -> None:
    barely = Fraction(1, 10**6)
    assert caught(_shape(key), lambda town: _with(town, key, {**DEFAULTS, **town.rules}[key] + barely))


@pytest.mark.parametrize("key", OTHER_RULES)
def test_a_rule_that_is_not_heard_is_caught(key: str) -> None:
    assert caught(_shape(key), lambda town: _with(town, key, OTHER_RULES[key]))


def test_a_wrong_today_is_caught() -> None:
    for shape in ("meetings", "forums", "handovers"):
        assert caught(shape, lambda town: replace(town, as_of=town.as_of + 1))


def seen_as(record: type[Record], **columns: Callable[[Any], object]) -> Callable[[World], World]:
    """A world of which a detector reads some columns wrongly."""

    def tampered(row: Record) -> Record:
        if not isinstance(row, record):
            return row
        return row.model_copy(update={column: wrong(getattr(row, column)) for column, wrong in columns.items()})

    return lambda town: replace(town, records=[tampered(row) for row in town.records])


def unseen(record: type[Record], **only: object) -> Callable[[World], World]:
    """A world of which a detector does not read some rows."""

    def kept(row: Record) -> bool:
        return not isinstance(row, record) or any(getattr(row, name) != value for name, value in only.items())

    return lambda town: replace(town, records=[row for row in town.records if kept(row)])


def _a_day_longer(end: int) -> int:
    return end if end == OPEN else end + 1


def _whole_day(at: Moment) -> Moment:
    return Moment(at.day)


def _clock_as_utc(at: Moment) -> Moment:
    """The day that UTC has at an instant."""
    return at if at.second == NO_SECOND else Moment(at.second // 86400, at.second)


WRONG: dict[str, tuple[str, Callable[[World], World]]] = {
    "cancelled meetings count": ("meetings", seen_as(Meeting, status=lambda _: -1)),
    "planned meetings do not count": ("meetings", seen_as(Meeting, status=lambda s: 2 if s == 0 else s)),
    "the absent were there": ("meetings", seen_as(Attendance, status=lambda _: 0)),
    "an empty status is absent": ("meetings", seen_as(Attendance, status=lambda s: 1 if s == -1 else s)),
    "parts are compared with their wholes": ("meetings", seen_as(Forum, part_of=lambda _: None)),
    "levels are not looked at": ("meetings", seen_as(Forum, level=lambda _: -1)),
    "an unknown level is a level": ("meetings", seen_as(Forum, level=lambda v: 4 if v == -1 else v)),
    "plans are not looked at": ("meetings", seen_as(Meeting, plan=lambda _: None)),
    "titles are compared as written": ("meetings", seen_as(Meeting, title=lambda t: t and f"{len(t)}{t}")),
    "calendar ids are not looked at": ("meetings", seen_as(Meeting, uid=lambda _: None)),
    "times are not looked at": ("meetings", seen_as(Meeting, start=_whole_day, end=_whole_day)),
    "days are those of UTC": ("meetings", seen_as(Meeting, start=_clock_as_utc)),
    "employments never end": ("meetings", seen_as(Professional, end=lambda _: OPEN)),
    "the last day of an employment counts": ("meetings", seen_as(Professional, end=_a_day_longer)),
    "an unknown flag is no": ("meetings", seen_as(Forum, required=lambda f: 0 if f == -1 else f)),
    "builds_on is not read": ("meetings", seen_as(Forum, builds_on=lambda _: None)),
    "closed forums run": ("forums", seen_as(Forum, status=lambda _: 0)),
    "pilots do not run": ("forums", seen_as(Forum, status=lambda s: 3 if s == 1 else s)),
    "ages are not looked at": ("forums", seen_as(Forum, age_min=lambda _: UNKNOWN)),
    "ages are half-open": ("forums", seen_as(Forum, age_max=lambda a: a - 1 if a != UNKNOWN else a)),
    "districts are not looked at": ("forums", seen_as(Forum, district=lambda _: None)),
    "an empty district is a district": ("forums", seen_as(Forum, district=lambda d: d or "empty")),
    "the last day of a membership counts": ("forums", seen_as(ForumMember, end=_a_day_longer)),
    "members are not looked at": ("forums", unseen(ForumMember)),
    "parties are not looked at": ("forums", seen_as(Forum, parties=lambda _: None)),
    "the last day of a contact counts": ("handovers", seen_as(Support, end=_a_day_longer)),
    "those who have left stay": ("handovers", seen_as(Professional, end=lambda _: OPEN)),
    "only employments at an agency end": ("handovers", unseen(Professional, agency=None)),
    "children never come of age": ("handovers", seen_as(Child, born=lambda _: UNKNOWN)),
    "births are a day later": ("handovers", seen_as(Child, born=lambda b: b + 1 if b != UNKNOWN else b)),
    "plans do not show support": ("handovers", unseen(Plan)),
    "meetings do not show support": ("handovers", unseen(MeetingChild)),
    "every meeting shows support": ("handovers", seen_as(Forum, level=lambda _: -1)),
    "cancelled meetings show support": ("handovers", seen_as(Meeting, status=lambda _: -1)),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_detector_that_misreads_is_caught(mistake: str) -> None:
    shape, wrong = WRONG[mistake]
    assert caught(shape, wrong)


def test_a_lost_or_misplaced_finding_is_caught() -> None:
    towns = [(town, answers(report_of(town))) for town in (world("meetings", seed) for seed in range(60))]
    many = [(town, told) for town, told in towns if len(told["duplicate_meetings"]["findings"] or []) > 1]
    for town, told in many:
        findings = told["duplicate_meetings"]["findings"]
        assert not differences(town, told)
        assert differences(town, told | {"duplicate_meetings": told["duplicate_meetings"] | {"findings": findings[1:]}})
    assert many
