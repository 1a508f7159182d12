"""Where does, did or will a child in support stand without a barnkontakt?"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.findings import Answer, Count, Finding, RuleSet, Words, detector, key_of
from graph.meetings import Meetings, split, without_zeros
from graph.network import Ints, Network
from graph.sets import Mask
from graph.tenures import Runs, Tenures, grown_up, tenures_of, with_role
from graph.values import LEVEL, UNKNOWN, iso


class HandoverRules(RuleSet):
    role: str = "barnkontakt"
    past_days: Count = 365
    horizon_days: Count = 180
    support_days: Count = 90
    min_days: Count = 3
    max_age: Count = 18
    policy: Literal["in_support", "everyone"] = "in_support"
    universal_roles: Words = (
        "guardian",
        "trusted_adult",
        "teacher",
        "mentor",
        "head_teacher",
        "preschool_teacher",
        "school_nurse",
        "child_health_nurse",
        "midwife",
    )


KINDS = {
    "never": "Barnet är i stöd och ingen har varit barnkontakt.",
    "current": "Ingen är barnkontakt sedan {start}, {days:dag|dagar}.",
    "ending": "Uppdraget som barnkontakt slutar {start}, om {days:dag|dagar}.",
    "gap": "Ingen var barnkontakt från {start} till {end}, {days:dag|dagar}.",
}


def _ready(network: Network, rules: HandoverRules) -> None:
    with_role(network, rules.role)


@dataclass(frozen=True)
class _Found:
    """Places in time of one kind: start, end and days, `UNKNOWN` for none.

    The child has to be in support in [`since`, `until`) and young enough on the day `aged`.
    """

    kind: str
    child: Ints
    start: Ints
    end: Ints
    days: Ints
    since: Ints
    until: Ints
    aged: Ints

    def only(self, keep: Mask) -> "_Found":
        columns = (self.child, self.start, self.end, self.days, self.since, self.until, self.aged)
        return _Found(self.kind, *(column[keep] for column in columns))


@detector(order=4, kinds=KINDS, rules=HandoverRules, ready=_ready)
def handover_gaps(network: Network, day: int, rules: HandoverRules) -> Answer:
    """Children in support without a barnkontakt: never had one, have none now, will have none, had none.

    A tenure is a supports row with the role; that of a professional whose employments all have an end is cut
    at the last of these; tenures that then cover no day are dropped; the union of the rest is a sequence of
    runs. A child is in support in [s, e) when a supports row by a professional with another and not universal
    role, a plan, or a meeting (not cancelled, its forum on level child, without level or none) touches it.
    `never`: no run starts on or before D, in support in [D + 1 - support_days, D + 1). `current`: D not
    covered, start = end of the last run, in support in [max(start, D + 1 - support_days), D + 1), days =
    D - start. `ending`: D covered by a run with end <= D + horizon_days, start = its end, in support in
    [start, start + support_days), days = start - D. `gap`: runs R, S in a row with D - past_days < S.start <=
    D, start = R.end, end = S.start, days >= min_days, in support in [start, end). Only children under max_age:
    on D for never and current, on start for ending and gap. universal_roles are those that every child has. With
    policy everyone, and where nothing in the store could show it, every child always is in support.
    """
    tenures = tenures_of(network, rules.role)
    places = _places(network, Runs.of(tenures.child, tenures.start, tenures.end), day, rules)
    young = grown_up(network, rules.max_age)
    places = [place.only(place.aged < young[place.child]) for place in places]
    short = sum(int(((place.kind == "gap") & (place.days < rules.min_days)).sum()) for place in places)
    places = [place.only((place.kind != "gap") | (place.days >= rules.min_days)) for place in places]
    support, assumed = support_of(network, rules, _with_a_place(network, places)), {}
    if rules.policy == "in_support" and support is None:
        assumed["policy"] = "everyone"
    if rules.policy == "in_support" and support is not None:
        within = [place.only(support.touch(place.child, place.since, place.until)) for place in places]
    else:
        within = places
    outside = sum(len(place.child) for place in places) - sum(len(place.child) for place in within)
    open_start = int((tenures.start == UNKNOWN).sum())
    found = [finding for place in within for finding in _findings(network, tenures, place)]
    return Answer(
        found,
        without_zeros(short=short, not_in_support=outside),
        assumed | without_zeros(open_start=open_start),
    )


def _places(network: Network, runs: Runs, day: int, rules: HandoverRules) -> list[_Found]:
    """All places in time of the four kinds, whatever the child's age and support."""
    child = np.arange(network.count("child"))
    today = np.full(len(child), day, np.int64)
    last, begun = runs.before(child, today + 1)
    end = np.append(runs.end, UNKNOWN)[last]
    following = runs.following(last) if len(runs.child) else np.full(len(child), UNKNOWN)
    first = np.full(len(child) + 1, UNKNOWN, np.int64)
    heads = np.flatnonzero(np.diff(runs.child, prepend=-1))
    first[runs.child[heads]] = runs.start[heads]
    recent = today + 1 - rules.support_days
    none = np.full(len(child), UNKNOWN, np.int64)
    never = _Found("never", child, none, first[:-1], none, recent, today + 1, today)
    current = _Found("current", child, end, following, today - end, np.maximum(end, recent), today + 1, today)
    ending = _Found("ending", child, end, following, end - today, end, end + rules.support_days, end)
    start, stop = runs.end[:-1], runs.start[1:]
    gap = _Found("gap", runs.child[:-1], start, stop, stop - start, start, stop, start)
    past = (stop > day - rules.past_days) if rules.past_days else np.ones(len(stop), bool)
    return [
        never.only(~begun),
        current.only(begun & (end <= day)),
        ending.only(begun & (end > day) & (end <= day + rules.horizon_days)),
        gap.only((runs.child[:-1] == runs.child[1:]) & (stop <= day) & past),
    ]


def _with_a_place(network: Network, places: list[_Found]) -> Mask:
    wanted = np.zeros(network.count("child"), bool)
    for place in places:
        wanted[place.child] = True
    return wanted


def support_of(network: Network, rules: HandoverRules, wanted: Mask) -> Runs | None:
    """When each wanted child is in support, or nothing where the store holds nothing that could show it."""
    table = "professional_supports_child"
    ordinary = pc.is_in(network.texts(table, "role"), pa.array([rules.role, *rules.universal_roles], pa.string()))
    shown = ~ordinary.to_numpy(zero_copy_only=False)
    meetings = network.once(Meetings)
    level = np.append(network.ints("forum", "level"), -1)[meetings.forum]
    counted = meetings.usable & ((level < 0) | (level == LEVEL.choices.index("child")))
    meeting, about = (network.ints("meeting_about_child", end) for end in ("source", "target"))
    plan, planned = (network.ints("plan_about_child", end) for end in ("source", "target"))
    held = counted[meeting]
    if not (shown.any() or plan.size or held.any()):
        return None
    supported = network.ints(table, "target")
    shown, held, plans = shown & wanted[supported], held & wanted[about], wanted[planned]
    day = meetings.day[meeting[held]]
    child = np.concatenate([supported[shown], planned[plans], about[held]])
    start = np.concatenate([network.ints(table, "start")[shown], network.ints("plan", "start")[plan[plans]], day])
    end = np.concatenate([network.ints(table, "end")[shown], network.ints("plan", "end")[plan[plans]], day + 1])
    days = start < end
    return Runs.of(child[days], start[days], end[days])


def _findings(network: Network, tenures: Tenures, place: _Found) -> list[Finding]:
    count = len(place.child)
    children = network.ids("child").take(pa.array(place.child)).to_pylist()
    gone, before = tenures.touching(place.child, place.start, tenures.end)
    came, after = tenures.touching(place.child, place.end, tenures.start)
    known = place.end[came] != UNKNOWN
    came, after = came[known], after[known]
    left = np.bincount(gone, tenures.cut[before], count) > 0
    who_before = split(tenures.names.take(tenures.person[before]).to_pylist(), gone, count)
    who_after = split(tenures.names.take(tenures.person[after]).to_pylist(), came, count)
    start, end, days = (_known(column) for column in (place.start, place.end, place.days))
    return [
        Finding(
            "handover_gaps",
            place.kind,
            key_of("handover_gaps", children[i], place.kind, iso(start[i])),
            [children[i]],
            start[i],
            end[i],
            {"before": sorted(set(who_before[i])), "after": sorted(set(who_after[i]))},
            {"days": days[i], "left": bool(left[i])},
            _rank(place.kind, days[i]),
        )
        for i in range(count)
    ]


def _rank(kind: str, days: int | None) -> tuple[int, ...]:
    return () if days is None else (days if kind == "ending" else -days,)


def _known(days: Ints) -> list[int | None]:
    return [None if day == UNKNOWN else day for day in days.tolist()]
