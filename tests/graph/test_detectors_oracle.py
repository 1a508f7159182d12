"""The fast detectors answer exactly as the brute force does, on thousands of small random towns."""

import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis import analyse
from graph.assemble import network_of
from graph.network import Network
from graph.questions import rules_of
from graph.records import (
    Adult,
    Agency,
    Attendance,
    Child,
    Concern,
    Forum,
    ForumMember,
    Handover,
    Meeting,
    MeetingChild,
    Plan,
    Professional,
    Record,
    Support,
)
from graph.values import HANDOVER_STATE, NO_SECOND, OPEN, UNKNOWN, Moment, iso, to_date
from tests.oracle import DEFAULTS, KINDS, oracle
from tests.worlds import ASKED, MOST, PHASE_TITLES, RULES, SHAPES, World, judged, smallest, world

Answers = dict[str, dict[str, Any]]


def answered(world: World, network: Network) -> Answers:
    """What the detectors say of a world, in the form that the oracle gives."""
    report = analyse(network, world.as_of, rules_of(world.settings), world.asked)
    return {code: _answer(report.entry(code)) for code in world.asked}


def wanted_of(world: World) -> Answers:
    """What they have to say."""
    return oracle(world.records, world.as_of, world.rules, world.asked)


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


def differences(given: Answers, wanted: Answers) -> list[str]:
    """Where answers are not what the oracle says; the order counts, except among findings of equal rank."""
    found = []
    for code, right in wanted.items():
        got = given[code]
        for part in ("status", "skipped", "assumed"):
            if got.get(part) != right.get(part):
                found.append(f"{code} {part}: {got.get(part)} instead of {right.get(part)}")
        found += _in_order(code, got.get("findings", []), right.get("findings", []))
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


def problems(world: World, network: Network | None = None) -> list[str]:
    """Where the detectors differ from the oracle on a world, or how they fail."""
    wanted = wanted_of(world)
    try:
        return differences(answered(world, network or network_of(world.records)), wanted)
    except Exception as error:  # a detector that fails is as wrong as one that lies; told with its town
        return [f"{type(error).__name__} in {traceback.extract_tb(error.__traceback__)[-1]}: {error}"]


def agree(judgements: list[World]) -> None:
    """Fail, with the smallest town that shows it, where detectors and oracle differ on one town."""
    network = network_of(judgements[0].records)
    for judgement in judgements:
        if problems(judgement, network):
            small = smallest(judgement, lambda less: bool(problems(less)))
            pytest.fail(told(small, problems(small)), pytrace=False)


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "whole"])
@settings(max_examples=80)
@given(seed=st.integers(0, 2**64 - 1))
def test_detectors_agree_with_the_oracle(shape: str, seed: int) -> None:
    agree(judged(shape, seed, 10))


@settings(max_examples=50)
@given(st.integers(0, 2**64 - 1))
def test_whole_towns(seed: int) -> None:
    agree(judged("whole", seed, 4))


@cache
def prepared(shape: str, seed: int) -> tuple[World, Network, Answers]:
    """The town of a seed, and what has to be said of it."""
    town = world(shape, seed)
    return town, network_of(town.records), wanted_of(town)


def caught(shape: str, wrong: Callable[[World], World], most: int = 1000) -> bool:
    """Whether a detector that sees or does something else than it should is told from the oracle."""
    for seed in range(most):
        town, network, wanted = prepared(shape, seed)
        mutant = wrong(town)
        if mutant == town:
            continue
        seen = network if mutant.records is town.records else network_of(mutant.records)
        if differences(answered(mutant, seen), wanted):
            return True
    return False


COUNTS = [key for key, values in RULES.items() if isinstance(values[0], int) and not key.endswith("group_equal")]
RATIOS = [key for key, values in RULES.items() if isinstance(values[0], Fraction)]
OTHER_RULES: dict[str, object] = {
    "forum_overlap.group_equal": 0,
    "handover_gaps.policy": "everyone",
    "handover_gaps.role": "caseworker",
    "handover_gaps.universal_roles": ("nobody",),
    "phase_boundaries.model": "kronoberg",
    "phase_boundaries.role": "caseworker",
    "no_joint_meeting.role": "caseworker",
    "double_contacts.role": "caseworker",
    "departing_staff.role": "caseworker",
    "too_many_handovers.role": "caseworker",
}


def _shape(key: str) -> str:
    return next(shape for shape, codes in ASKED.items() if key.split(".")[0] in codes)


def _with(town: World, key: str, value: object) -> World:
    return replace(town, rules={**town.rules, key: value})


def _one_more(town: World, key: str) -> World:
    count = {**DEFAULTS, **town.rules}[key]
    return town if count == MOST else _with(town, key, count + 1)


@pytest.mark.parametrize("key", COUNTS)
def test_a_threshold_one_too_high_is_caught(key: str) -> None:
    assert caught(_shape(key), lambda town: _one_more(town, key))


@pytest.mark.parametrize("key", RATIOS)
def test_a_ratio_that_is_not_met_when_equal_is_caught(key: str) -> None:
    barely = Fraction(1, 10**6)
    assert caught(_shape(key), lambda town: _with(town, key, {**DEFAULTS, **town.rules}[key] + barely))


@pytest.mark.parametrize("key", OTHER_RULES)
def test_a_rule_that_is_not_heard_is_caught(key: str) -> None:
    assert caught(_shape(key), lambda town: _with(town, key, OTHER_RULES[key]))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_wrong_today_is_caught(shape: str) -> None:
    assert caught(shape, lambda town: replace(town, as_of=town.as_of + 1))


def test_every_rule_is_varied() -> None:
    assert {*COUNTS, *RATIOS, *OTHER_RULES} == set(DEFAULTS) == set(RULES)


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_of_finding_comes_up(code: str) -> None:
    missing = set(KINDS[code])
    for seed in range(600):
        missing -= {one["kind"] for one in _findings(prepared(_shape(code), seed)[2], code)}
        if not missing:
            return
    pytest.fail(f"no {missing}")


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


def _a_day_later(day: int) -> int:
    return day if day in (UNKNOWN, OPEN) else day + 1


def _as(wrong: int, right: int) -> Callable[[int], int]:
    """One choice read as another."""
    return lambda value: right if value == wrong else value


def _state(wrong: str | None, right: str) -> Callable[[World], World]:
    """One state of handovers read as another."""
    states = HANDOVER_STATE.choices
    return seen_as(Handover, state=_as(-1 if wrong is None else states.index(wrong), states.index(right)))


def _known_ahead(town: World) -> World:
    """What has not happened yet is known."""
    today = {"decided": lambda day: min(day, town.as_of), "closed": lambda day: min(day, town.as_of)}
    return seen_as(Concern, **today)(town)


def _one_child(town: World) -> World:
    """All concerns are about one child."""
    child = next(row.id for row in town.records if isinstance(row, Child))
    return seen_as(Concern, child=lambda _: child)(town)


def _unseen_adults(town: World) -> World:
    """The attendance of adults is not read."""
    adults = {row.id for row in town.records if isinstance(row, Adult)}
    return replace(
        town, records=[row for row in town.records if not (isinstance(row, Attendance) and row.person in adults)]
    )


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
    "titles are not read": ("phases", seen_as(Professional, title=lambda _: None)),
    "titles are read as written": (
        "phases",
        seen_as(Professional, title=lambda t: t if t is None or t in PHASE_TITLES else "x" + t),
    ),
    "kinds of agencies are not read": ("phases", seen_as(Agency, kind=lambda _: None)),
    "kinds are read as written": (
        "phases",
        seen_as(Agency, kind=lambda k: k if k in (None, "bvc", "Skola", "mvc") else "x" + k),
    ),
    "adults are no contacts": ("phases", unseen(Adult)),
    "who has moved stays": ("phases", seen_as(Child, moved=lambda _: UNKNOWN)),
    "who moves on the day stays": ("phases", seen_as(Child, moved=_a_day_later)),
    "births are later, in phases": ("phases", seen_as(Child, born=_a_day_later)),
    "the role of a handover is not looked at": ("phases", seen_as(Handover, role=lambda _: None)),
    "a handover of unknown role is of another": ("phases", seen_as(Handover, role=lambda r: r or "other")),
    "a handover that is done is not accepted": ("phases", _state("done", "rejected")),
    "a rejected handover is accepted": ("phases", _state("rejected", "accepted")),
    "an offered handover is not under way": ("phases", _state("offered", "rejected")),
    "a planned handover is accepted": ("phases", _state("planned", "accepted")),
    "the absent met": ("passings", seen_as(Attendance, status=_as(1, 0))),
    "those who declined met": ("passings", seen_as(Attendance, status=_as(2, 0))),
    "an empty status is absent, in passings": ("passings", seen_as(Attendance, status=_as(-1, 1))),
    "adults do not meet": ("passings", _unseen_adults),
    "cancelled meetings were held": ("passings", seen_as(Meeting, status=lambda _: -1)),
    "planned meetings are none": ("passings", seen_as(Meeting, status=_as(0, 2))),
    "the last day counts, in passings": ("passings", seen_as(Support, end=_a_day_longer)),
    "those who left go on, in passings": ("passings", seen_as(Professional, end=lambda _: OPEN)),
    "the last day counts, of two": ("contacts", seen_as(Support, end=_a_day_longer)),
    "two since ever began once": ("contacts", seen_as(Support, start=lambda d: -50_000 if d == UNKNOWN else d)),
    "two until further notice end": ("contacts", seen_as(Support, end=lambda d: 50_000 if d == OPEN else d)),
    "nobody leaves": ("contacts", seen_as(Professional, end=lambda _: OPEN)),
    "one leaves a day later": ("contacts", seen_as(Professional, end=_a_day_longer)),
    "only an agency can be left": ("contacts", unseen(Professional, agency=None)),
    "those who leave are of age": ("contacts", seen_as(Child, born=lambda _: UNKNOWN)),
    "roles without case": ("contacts", seen_as(Support, role=str.casefold)),
    "offered is not planned": ("steps", _state("offered", "accepted")),
    "accepted is not final": ("steps", _state("accepted", "offered")),
    "done is open": ("steps", _state("done", "planned")),
    "an unknown state is planned": ("steps", _state(None, "planned")),
    "an unknown state is rejected": ("steps", _state(None, "rejected")),
    "revoked is rejected": ("steps", _state("revoked", "rejected")),
    "due a day later": ("steps", seen_as(Handover, due=_a_day_later)),
    "an unknown due is long ago": ("steps", seen_as(Handover, due=lambda d: -50_000 if d == UNKNOWN else d)),
    "an unknown role is a contact's": ("steps", seen_as(Handover, role=lambda r: r or "barnkontakt")),
    "roles of handovers without case": ("steps", seen_as(Handover, role=lambda r: r and r.casefold())),
    "senders are not read": ("steps", seen_as(Handover, sender=lambda _: None)),
    "receivers are not read": ("steps", seen_as(Handover, receiver=lambda _: None)),
    "an orphan's contacts are not cut": ("steps", seen_as(Professional, end=lambda _: OPEN)),
    "received a day later": ("concerns", seen_as(Concern, received=_a_day_later)),
    "decided a day later": ("concerns", seen_as(Concern, decided=_a_day_later)),
    "closed a day later": ("concerns", seen_as(Concern, closed=_a_day_later)),
    "what is to come is known": ("concerns", _known_ahead),
    "an unknown decision to open is one": ("concerns", seen_as(Concern, opened=_as(-1, 1))),
    "feedback of which nothing is known was not given": ("concerns", seen_as(Concern, feedback_given=_as(-1, 0))),
    "feedback was asked for by all": ("concerns", seen_as(Concern, feedback_requested=_as(-1, 1))),
    "reporters are not read": ("concerns", seen_as(Concern, reporter_agency=lambda _: None)),
    "children of concerns are not told apart": ("concerns", _one_child),
    "an unheard child is one of whom nothing is known": ("voices", seen_as(Meeting, child_heard=_as(-1, 0))),
    "of a plan too": ("voices", seen_as(Plan, child_heard=_as(-1, 0))),
    "of a handover too": ("voices", seen_as(Handover, child_view_recorded=_as(-1, 0))),
    "a done handover is over": ("voices", _state("done", "rejected")),
    "an offered handover is accepted": ("voices", _state("offered", "accepted")),
    "every meeting is about a child": ("voices", seen_as(Forum, level=lambda _: -1)),
    "no level is no child's level": ("voices", seen_as(Forum, level=_as(-1, 1))),
    "cancelled meetings are silent": ("voices", seen_as(Meeting, status=lambda _: -1)),
    "the last day of a plan counts": ("voices", seen_as(Plan, end=_a_day_longer)),
    "due a day later, unheard": ("voices", seen_as(Handover, due=_a_day_later)),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_detector_that_misreads_is_caught(mistake: str) -> None:
    shape, wrong = WRONG[mistake]
    assert caught(shape, wrong)


def test_a_lost_or_misplaced_finding_is_caught() -> None:
    towns = [prepared("meetings", seed) for seed in range(60)]
    many = [(town, net, right) for town, net, right in towns if len(_findings(right, "duplicate_meetings")) > 1]
    for town, network, wanted in many:
        given = answered(town, network)
        duplicates = given["duplicate_meetings"]
        assert not differences(given, wanted)
        fewer = duplicates | {"findings": duplicates["findings"][1:]}
        assert differences(given | {"duplicate_meetings": fewer}, wanted)
    assert many


def _findings(answers: Answers, code: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answers[code].get("findings", [])
    return found
