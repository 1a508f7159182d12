"""The questions answered the slow and obvious way: the reference that the fast detectors are held to.

Written from the definitions alone, over plain records: every meeting is compared with every other, every
forum with every other, and nothing is clever. It shares no code with the detectors. The questions about
handovers, contacts, concerns and the child's voice stand in `oracle_handovers`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

from graph.records import (
    Child,
    Forum,
    Meeting,
    Record,
)
from graph.values import FORUM_STATUS, LEVEL, NO_SECOND, OPEN, UNKNOWN, items
from tests.oracle_handovers import HANDOVER_DEFAULTS, HANDOVER_KINDS, HANDOVER_QUESTIONS
from tests.oracle_town import (
    Found,
    Rules,
    Told,
    Town,
    cancelled,
    covers,
    day_of,
    level_of,
    recent,
    runs_of,
    started,
    tenures_of,
    under_age,
)

DEFAULTS: dict[str, Any] = {
    "duplicate_meetings.window_days": 14,
    "duplicate_meetings.past_days": 365,
    "duplicate_meetings.min_shared_people": 2,
    "duplicate_meetings.min_share_people": Fraction(1, 2),
    "duplicate_meetings.min_shared_agencies": 2,
    "duplicate_meetings.min_jaccard_agencies": Fraction(3, 4),
    "forum_overlap.past_days": 365,
    "forum_overlap.min_shared_children": 3,
    "forum_overlap.min_shared_professionals": 2,
    "forum_overlap.min_jaccard": Fraction(1, 4),
    "forum_overlap.min_containment": Fraction(1, 2),
    "forum_overlap.min_jaccard_mandate": Fraction(1, 2),
    "forum_overlap.group_equal": 1,
    "handover_gaps.role": "barnkontakt",
    "handover_gaps.past_days": 365,
    "handover_gaps.horizon_days": 180,
    "handover_gaps.support_days": 90,
    "handover_gaps.min_days": 3,
    "handover_gaps.max_age": 18,
    "handover_gaps.policy": "in_support",
    "handover_gaps.universal_roles": (
        "guardian",
        "trusted_adult",
        "teacher",
        "mentor",
        "head_teacher",
        "preschool_teacher",
        "school_nurse",
        "child_health_nurse",
        "midwife",
    ),
    **HANDOVER_DEFAULTS,
}

KINDS = {
    "duplicate_meetings": ("same_people", "same_agencies"),
    "double_entries": ("same_uid", "same_forum", "same_title", "same_people"),
    "forum_overlap": ("same_children", "same_professionals", "same_mandate", "equal"),
    "handover_gaps": ("never", "current", "ending", "gap"),
    **HANDOVER_KINDS,
}

NOBODY: frozenset[str] = frozenset()


def oracle(
    records: Iterable[Record], as_of_day: int, rules: Mapping[str, object], only: Collection[str] = ()
) -> dict[str, dict[str, Any]]:
    """What each detector (or those named) has to answer: its status, what it skipped and assumed, its findings."""
    town, in_force = Town(records), {**DEFAULTS, **rules}
    return {code: _answer(code, QUESTIONS[code](town, as_of_day, in_force)) for code in only or QUESTIONS}


def _answer(code: str, told: Told) -> dict[str, Any]:
    if told.reason:
        return {"status": "not_run", "reason": told.reason}
    told.findings.sort(key=lambda found: (KINDS[code].index(found["kind"]), found["rank"]))
    skipped = {reason: number for reason, number in told.skipped.items() if number}
    return {"status": "run", "skipped": skipped, "assumed": told.assumed, "findings": told.findings}


def _title(meeting: Meeting) -> str:
    """Trimmed, case-folded, with inner white space collapsed; empty if there is none."""
    return " ".join((meeting.title or "").casefold().split())


def _enough(shared: int, least: int) -> bool:
    """A number is enough when it is equal; nothing never is."""
    return shared > 0 and shared >= least


def _share(shared: int, whole: int, least: Fraction) -> bool:
    """A share is enough when it is equal; nothing never is."""
    return shared > 0 and Fraction(shared, whole) >= least


def _any_of(flags: Iterable[int | None]) -> bool | None:
    """True if one is, else nothing if that is unknown for one, else false."""
    known = list(flags)
    if 1 in known:
        return True
    return None if -1 in known or None in known else False


def _skipped_meetings(town: Town) -> dict[str, int]:
    skipped = {"no_start": 0, "no_child": 0}
    for meeting in town.meetings:
        if cancelled(meeting):
            continue
        if not started(meeting):
            skipped["no_start"] += 1
        elif not town.children_at(meeting):
            skipped["no_child"] += 1
    return skipped


def _pairs(town: Town) -> list[tuple[Meeting, Meeting]]:
    """All pairs of meetings with a start, not cancelled, with a child in common."""
    held = [meeting for meeting in town.meetings if started(meeting) and not cancelled(meeting)]
    return [(a, b) for a, b in combinations(held, 2) if town.children_at(a) & town.children_at(b)]


# --- double_entries ---------------------------------------------------------------------------------------


def double_entries(town: Town, as_of: int, rules: Rules) -> Told:
    """The same meeting written down twice."""
    if not town.about:
        return Told(reason="no meeting about a child")
    told = Told(skipped=_skipped_meetings(town))
    for a, b in _pairs(town):
        kind = _double_entry(town, a, b)
        if kind:
            told.findings.append(
                {
                    "kind": kind,
                    "children": sorted(town.children_at(a) & town.children_at(b)),
                    "start": day_of(a),
                    "end": day_of(a),
                    "evidence": {"meeting": sorted([a.id, b.id])},
                    "numbers": {},
                    "rank": (-day_of(a),),
                }
            )
    return told


def _double_entry(town: Town, a: Meeting, b: Meeting) -> str | None:
    assert a.start is not None
    assert b.start is not None
    timed = a.start.second != NO_SECOND and b.start.second != NO_SECOND
    if a.start.second != b.start.second if timed else a.start.day != b.start.day:
        return None
    if a.uid is not None and a.uid == b.uid:
        return "same_uid"
    if a.forum is not None and a.forum == b.forum:
        return "same_forum"
    forums_differ = a.forum is not None and b.forum is not None and a.forum != b.forum
    if _title(a) and _title(a) == _title(b) and not forums_differ:
        return "same_title"
    if timed and len(town.there(a) & town.there(b)) >= 2:
        return "same_people"
    return None


# --- duplicate_meetings -----------------------------------------------------------------------------------


def duplicate_meetings(town: Town, as_of: int, rules: Rules) -> Told:
    """Two meetings about the same child, close in time, with the same people or agencies."""
    if not town.about:
        return Told(reason="no meeting about a child")
    told = Told(skipped=_skipped_meetings(town))
    for pair in _pairs(town):
        a, b = sorted(pair, key=lambda meeting: (day_of(meeting), meeting.id))
        if (
            recent(day_of(b), as_of, rules["duplicate_meetings.past_days"])
            and day_of(b) - day_of(a) <= rules["duplicate_meetings.window_days"]
            and _different_series(town, a, b)
            and _same_level(level_of(town, a.forum), level_of(town, b.forum))
            and not (a.plan is not None and a.plan == b.plan)
            and _double_entry(town, a, b) is None
        ):
            told.findings += _duplicate(town, a, b, rules)
    return told


def _same_level(one: int, other: int) -> bool:
    return one == other or -1 in (one, other)


def _different_series(town: Town, a: Meeting, b: Meeting) -> bool:
    if a.forum is not None and b.forum is not None:
        return a.forum != b.forum and not town.inside(a.forum, b.forum) and not town.inside(b.forum, a.forum)
    if a.forum is None and b.forum is None:
        return bool(_title(a) and _title(b) and _title(a) != _title(b))
    return True


def _duplicate(town: Town, a: Meeting, b: Meeting, rules: Rules) -> list[Found]:
    people_a, people_b = town.there(a), town.there(b)
    agencies_a, agencies_b = town.agencies_of(people_a, day_of(a)), town.agencies_of(people_b, day_of(b))
    people, agencies = people_a & people_b, agencies_a & agencies_b
    smaller, union = min(len(people_a), len(people_b)), agencies_a | agencies_b
    if _enough(len(people), rules["duplicate_meetings.min_shared_people"]) and _share(
        len(people), smaller, rules["duplicate_meetings.min_share_people"]
    ):
        kind = "same_people"
    elif _enough(len(agencies), rules["duplicate_meetings.min_shared_agencies"]) and _share(
        len(agencies), len(union), rules["duplicate_meetings.min_jaccard_agencies"]
    ):
        kind = "same_agencies"
    else:
        return []
    forums = [town.forums[meeting.forum] if meeting.forum is not None else None for meeting in (a, b)]
    return [
        {
            "kind": kind,
            "children": sorted(town.children_at(a) & town.children_at(b)),
            "start": day_of(a),
            "end": day_of(b),
            "evidence": {
                "meeting": sorted([a.id, b.id]),
                "forum": sorted(forum.id for forum in forums if forum),
                "professional": sorted(people),
                "agency": sorted(agencies),
            },
            "numbers": {
                "days_apart": day_of(b) - day_of(a),
                "shared_people": len(people),
                "smaller_group": smaller,
                "shared_agencies": len(agencies),
                "union_agencies": len(union),
                "hours": _hours(len(people), a, b),
                "builds_on": _builds_on([forum for forum in forums if forum]),
                "required": _any_of(forum.required if forum else None for forum in forums),
                "acute": _any_of(forum.acute if forum else None for forum in forums),
            },
            "rank": (-len(people), day_of(b) - day_of(a)),
        }
    ]


def _hours(people: int, a: Meeting, b: Meeting) -> float | None:
    """People times the shorter duration, of the meetings that have a time at both ends."""
    seconds = [
        meeting.end.second - meeting.start.second
        for meeting in (a, b)
        if meeting.start and meeting.end and NO_SECOND not in (meeting.start.second, meeting.end.second)
    ]
    return round(people * min(seconds) / 3600, 2) if seconds else None


def _builds_on(forums: list[Forum]) -> bool:
    """Whether one of the forums names another of them."""
    return any(one.id != other.id and other.id in items(one.builds_on) for one in forums for other in forums)


# --- forum_overlap ----------------------------------------------------------------------------------------

SETS = ("children", "professionals", "agencies", "parties", "needs")


def forum_overlap(town: Town, as_of: int, rules: Rules) -> Told:
    """Two forums with the same children, the same professionals or the same mandate."""
    if not town.forums:
        return Told(reason="no forums")
    told = Told()
    running = [forum for forum in town.forums.values() if _running(forum)]
    told.skipped["not_running"] = len(town.forums) - len(running)
    told.skipped["no_level"] = sum(forum.level == -1 for forum in running)
    sets = {forum.id: _sets(town, forum, as_of, rules) for forum in running}
    groups = _equal_groups(running, sets, rules) if rules["forum_overlap.group_equal"] else []
    told.findings += [_overlap(group, sets, ["equal"]) for group in groups]
    for a, b in combinations(running, 2):
        if any(a in group and b in group for group in groups):
            continue
        if _comparable(town, a, b):
            kinds = _overlap_kinds(a, b, sets, rules)
            told.findings += [_overlap([a, b], sets, kinds)] if kinds else []
    return told


def _running(forum: Forum) -> bool:
    return forum.status in (-1, FORUM_STATUS.choices.index("running"), FORUM_STATUS.choices.index("pilot"))


def _sets(town: Town, forum: Forum, as_of: int, rules: Rules) -> dict[str, set[str]]:
    meetings = [
        meeting
        for meeting in town.meetings
        if meeting.forum == forum.id
        and not cancelled(meeting)
        and started(meeting)
        and day_of(meeting) <= as_of
        and recent(day_of(meeting), as_of, rules["forum_overlap.past_days"])
    ]
    members = {row.member for row in town.members if row.forum == forum.id and covers(row, as_of)}
    professionals = {person for meeting in meetings for person in town.there(meeting)}
    professionals |= members & town.professionals
    return {
        "children": {child for meeting in meetings for child in town.children_at(meeting)},
        "professionals": professionals,
        "agencies": town.agencies_of(professionals, as_of) | (members - town.professionals),
        "parties": set(items(forum.parties)),
        "needs": set(items(forum.needs)),
    }


def _comparable(town: Town, a: Forum, b: Forum) -> bool:
    assert a.level is not None
    assert b.level is not None
    return (
        _same_level(a.level, b.level)
        and _ages_meet(a, b)
        and not town.inside(a.id, b.id)
        and not town.inside(b.id, a.id)
    )


def _ages_meet(a: Forum, b: Forum) -> bool:
    """Whether there is a year of age that both take; an unknown limit is none."""
    ends = [forum.age_max for forum in (a, b) if forum.age_max is not None and forum.age_max != UNKNOWN]
    starts = [forum.age_min for forum in (a, b) if forum.age_min is not None]
    return not ends or max(starts) <= min(ends)


def _overlap_kinds(a: Forum, b: Forum, sets: Mapping[str, dict[str, set[str]]], rules: Rules) -> list[str]:
    kinds = []
    for name, least in (("children", "min_shared_children"), ("professionals", "min_shared_professionals")):
        one, other = sets[a.id][name], sets[b.id][name]
        shared = len(one & other)
        if _enough(shared, rules[f"forum_overlap.{least}"]) and (
            _share(shared, len(one | other), rules["forum_overlap.min_jaccard"])
            or _share(shared, min(len(one), len(other)), rules["forum_overlap.min_containment"])
        ):
            kinds.append("same_" + name)
    same_district = a.district == b.district or a.district is None or b.district is None
    if same_district and all(
        _share(
            len(sets[a.id][name] & sets[b.id][name]),
            len(sets[a.id][name] | sets[b.id][name]),
            rules["forum_overlap.min_jaccard_mandate"],
        )
        for name in ("parties", "needs")
    ):
        kinds.append("same_mandate")
    return kinds


def _equal_groups(running: list[Forum], sets: Mapping[str, dict[str, set[str]]], rules: Rules) -> list[list[Forum]]:
    """Forums of the same level with the same children and the same professionals, enough of one of them."""
    groups: list[list[Forum]] = []
    for forum in running:
        children, professionals = sets[forum.id]["children"], sets[forum.id]["professionals"]
        if not (
            _enough(len(children), rules["forum_overlap.min_shared_children"])
            or _enough(len(professionals), rules["forum_overlap.min_shared_professionals"])
        ):
            continue
        for group in groups:
            like = group[0]
            if (
                like.level == forum.level
                and sets[like.id]["children"] == children
                and sets[like.id]["professionals"] == professionals
            ):
                group.append(forum)
                break
        else:
            groups.append([forum])
    return [group for group in groups if len(group) > 1]


def _overlap(forums: list[Forum], sets: Mapping[str, dict[str, set[str]]], kinds: list[str]) -> Found:
    each = {name: [sets[forum.id][name] for forum in forums] for name in SETS}
    shared = {name: set.intersection(*each[name]) for name in SETS}
    numbers: dict[str, object] = {"kinds": kinds}
    for name in SETS:
        numbers[f"{name}_shared"] = len(shared[name])
        numbers[f"{name}_union"] = len(set.union(*each[name]))
        numbers[f"{name}_smaller"] = min(len(one) for one in each[name])
    numbers["builds_on"] = _builds_on(forums)
    numbers["required"] = _any_of(forum.required for forum in forums)
    numbers["acute"] = _any_of(forum.acute for forum in forums)
    named = {"same_children": ["children"], "same_professionals": ["professionals"]}
    named |= {"same_mandate": ["parties", "needs"], "equal": []}
    shares = [Fraction(len(shared[name]), min(map(len, each[name]))) for name in named[kinds[0]]]
    return {
        "kind": kinds[0],
        "children": sorted(shared["children"]),
        "start": None,
        "end": None,
        "evidence": {
            "forum": sorted(forum.id for forum in forums),
            "child": sorted(shared["children"]),
            "professional": sorted(shared["professionals"]),
            "agency": sorted(shared["agencies"]),
            "parties": sorted(shared["parties"]),
            "needs": sorted(shared["needs"]),
        },
        "numbers": numbers,
        "rank": (-min(shares),) if shares else (),
    }


# --- handover_gaps ----------------------------------------------------------------------------------------


def handover_gaps(town: Town, as_of: int, rules: Rules) -> Told:
    """Children without a contact: never, at present, soon, or between two."""
    role = rules["handover_gaps.role"]
    if not any(row.role == role for row in town.supports):
        return Told(reason=f"no supports with role {role}")
    told = Told()
    open_starts = sum(row.role == role and row.start == UNKNOWN for row in town.supports)
    if open_starts:
        told.assumed["open_start"] = open_starts
    everyone = rules["handover_gaps.policy"] == "everyone"
    if not everyone and not any(_signs(town, child.id, rules) for child in town.children):
        everyone = True
        told.assumed["policy"] = "everyone"
    for child in town.children:
        for found, support in _candidates(town, child, as_of, rules):
            if found["kind"] == "gap" and found["numbers"]["days"] < rules["handover_gaps.min_days"]:
                told.skipped["short"] += 1
            elif not everyone and not _in_support(town, child.id, *support, rules):
                told.skipped["not_in_support"] += 1
            else:
                told.findings.append(found)
    return told


def _candidates(town: Town, child: Child, as_of: int, rules: Rules) -> list[tuple[Found, tuple[int, int]]]:
    """What a child of the right age has, each with the days on which it must be in support to count."""
    tenures = tenures_of(town, child.id, rules["handover_gaps.role"])
    runs = runs_of(tenures)
    support_days, tomorrow = rules["handover_gaps.support_days"], as_of + 1
    found: list[tuple[Found, tuple[int, int]]] = []

    def add(kind: str, start: int | None, end: int | None, days: int | None, on: int, support: tuple[int, int]) -> None:
        if not under_age(child, on, rules["handover_gaps.max_age"]):
            return
        evidence = {
            "before": sorted({tenure.person for tenure in tenures if tenure.end == start}),
            "after": sorted({tenure.person for tenure in tenures if tenure.start == end}),
        }
        left = any(tenure.cut and tenure.end == start for tenure in tenures)
        rank = 0 if days is None else days if kind == "ending" else -days
        entry = {"kind": kind, "children": [child.id], "start": start, "end": end, "evidence": evidence}
        found.append((entry | {"numbers": {"days": days, "left": left}, "rank": (rank,)}, support))

    past = [run for run in runs if run[1] <= as_of]
    ahead = [run for run in runs if run[0] > as_of]
    now = [run for run in runs if run[0] <= as_of < run[1]]
    following = ahead[0][0] if ahead else None
    if not past and not now:
        add("never", None, following, None, as_of, (tomorrow - support_days, tomorrow))
    if past and not now:
        ended = past[-1][1]
        support = (max(ended, tomorrow - support_days), tomorrow)
        add("current", ended, following, as_of - ended, as_of, support)
    if now and now[0][1] != OPEN and now[0][1] <= as_of + rules["handover_gaps.horizon_days"]:
        ends = now[0][1]
        add("ending", ends, following, ends - as_of, ends, (ends, ends + support_days))
    for (_, ended), (begun, _) in zip(runs, runs[1:], strict=False):
        if begun <= as_of and recent(begun, as_of, rules["handover_gaps.past_days"]):
            add("gap", ended, begun, begun - ended, ended, (ended, begun))
    return found


def _signs(town: Town, child: str, rules: Rules) -> list[tuple[int, int]]:
    """The days on which something shows that a child is in support."""
    contact = {rules["handover_gaps.role"], *rules["handover_gaps.universal_roles"]}
    rows = [
        row
        for row in town.supports
        if row.child == child and row.person in town.professionals and row.role not in contact
    ]
    plans = [plan for plan in town.plans if plan.child == child]
    meetings = [
        meeting
        for meeting in town.meetings
        if child in town.children_at(meeting)
        and started(meeting)
        and not cancelled(meeting)
        and level_of(town, meeting.forum) in (-1, LEVEL.choices.index("child"))
    ]
    told: list[Any] = [*rows, *plans]
    intervals = [(row.start, row.end) for row in told]
    return intervals + [(day_of(meeting), day_of(meeting) + 1) for meeting in meetings]


def _in_support(town: Town, child: str, start: int, end: int, rules: Rules) -> bool:
    return any(max(start, a) < min(end, b) for a, b in _signs(town, child, rules))


QUESTIONS: dict[str, Callable[[Town, int, Rules], Told]] = {
    "duplicate_meetings": duplicate_meetings,
    "double_entries": double_entries,
    "forum_overlap": forum_overlap,
    "handover_gaps": handover_gaps,
    **HANDOVER_QUESTIONS,
}
