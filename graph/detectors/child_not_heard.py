"""Where was the child not heard: at its meetings, in a plan, before a handover?"""

import numpy as np

from graph.findings import Answer, Count, Finding, NotRun, RuleSet, detector, key_of
from graph.links import ids_at, others
from graph.meetings import Meetings, held, one_of, split, without_zeros
from graph.network import Ints, Network
from graph.sets import Mask
from graph.values import HANDOVER_STATE, LEVEL, OPEN, UNKNOWN


class HeardRules(RuleSet):
    past_days: Count = 365
    horizon_days: Count = 180
    min_meetings: Count = 3


KINDS = {
    "meetings": "Barnet hördes inte på något av {meetings:möte|möten} från {start} till {end}.",
    "plan": "En plan som gäller sedan {start} säger att barnet inte hördes.",
    "handover": "Barnets egen åsikt finns inte med i överlämningen {start}.",
}
SETTLED = [HANDOVER_STATE.choices.index(word) for word in ("accepted", "done")]


def _ready(network: Network, rules: object) -> None:
    if not any(network.count(table) for table in ("meeting_about_child", "plan", "handover")):
        raise NotRun("no meetings about a child, plans or handovers")


@detector(order=13, kinds=KINDS, rules=HeardRules, ready=_ready)
def child_not_heard(network: Network, day: int, rules: HeardRules) -> Answer:
    """Meetings, plans and handovers of which it is noted that the child was not heard.

    Meetings per child, plans and handovers one by one. Not run: no meeting about a child, no plan and no handover.
    Kinds: `meetings`: those looked at are a child's meetings with a known day, D − past_days < day ≤ D, that are
    not cancelled (a meeting of unknown status is looked at) and whose forum is on level child or of unknown level,
    or that have no known forum. Of these, the *known* are those whose child_heard is yes or no. Found if at least
    min_meetings, and at least one, are known, and none of them is yes: one with unknown child_heard neither counts
    nor hinders. start = the day of the first known, end = that of the last; evidence: meeting (the known); numbers:
    meetings = how many are known, unknown = how many of those looked at have unknown child_heard. About:
    `meetings`, the child. Most meetings first. `plan`: looked at are plans with a known child that cover D (unknown
    start: since ever; no end: until further notice); found if child_heard is no; start, end = the plan's (null:
    unknown, open); evidence: plan; no numbers. About: `plan`, the plan. Earliest start first, unknown before all.
    `handover`: looked at are handovers whose state is accepted or done (an unknown state is neither) and whose due
    is known, D − past_days < due ≤ D + horizon_days, also where the id of the child was not known; found if
    child_view_recorded is no; start = due; evidence: handover; no numbers. About: `handover`, the handover.
    Earliest due first. skipped: `unknown_meeting`, `unknown_plan`, `unknown_handover`: of the meetings (each once,
    however many children), plans and handovers looked at those whose child_heard, or child_view_recorded, is
    unknown. Defaults: past_days 365, horizon_days 180, min_meetings 3.
    """
    met = _meetings(network, day, rules.past_days)
    heard = network.ints("meeting", "child_heard")
    plan, planned = _plans(network, day), network.ints("plan", "child_heard")
    handover, view = _handovers(network, day, rules), network.ints("handover", "child_view_recorded")
    found = [
        *_of_meetings(network, met, rules.min_meetings),
        *_of_plans(network, plan[planned[plan] == 0]),
        *_of_handovers(network, handover[view[handover] == 0]),
    ]
    about = np.zeros(len(heard), bool)
    about[network.ints("meeting_about_child", "source")] = True
    return Answer(
        found,
        without_zeros(
            unknown_meeting=int((met & about & (heard < 0)).sum()),
            unknown_plan=int((planned[plan] < 0).sum()),
            unknown_handover=int((view[handover] < 0).sum()),
        ),
    )


def _meetings(network: Network, day: int, past_days: int) -> Mask:
    """The meetings of the time that children are to be heard at: in a forum for single children, or in none."""
    meetings = network.once(Meetings)
    level = np.append(network.ints("forum", "level"), -1)[meetings.forum]
    recent = (meetings.day > day - past_days) | (past_days == 0)
    counted = meetings.usable & recent & (meetings.day <= day)
    found: Mask = counted & ((level < 0) | (level == LEVEL.choices.index("child")))
    return found


def _of_meetings(network: Network, counted: Mask, least: int) -> list[Finding]:
    """Children with enough meetings of which it is known, and never heard."""
    those = held(network)
    those = those.only(counted[those.meeting])
    heard = network.ints("meeting", "child_heard")[those.meeting]
    count = network.count("child")
    unknown, yes, told = (
        np.bincount(those.child[mask], minlength=count) for mask in (heard < 0, heard == 1, heard >= 0)
    )
    silent_in = (yes == 0) & (told >= max(least, 1))
    rows = np.flatnonzero(silent_in)
    those = those.only((heard >= 0) & silent_in[those.child])
    meeting, position = those.meeting, np.searchsorted(rows, those.child)
    groups = split(network.ids("meeting").take(meeting).to_pylist(), position, len(rows))
    first, last = (np.searchsorted(position, np.arange(len(rows)) + after) - after for after in (0, 1))
    start, end = (those.day[side].tolist() for side in (first, last))
    children, silent = ids_at(network, "child", rows), unknown[rows].tolist()
    return [
        Finding(
            "child_not_heard",
            "meetings",
            key_of("child_not_heard", "meetings", *children[i]),
            children[i],
            start[i],
            end[i],
            {"meeting": sorted(group)},
            {"meetings": len(group), "unknown": silent[i]},
            (-len(group),),
        )
        for i, group in enumerate(groups)
    ]


def _plans(network: Network, day: int) -> Ints:
    """The plans for a known child that cover the day."""
    child = one_of(network, "plan_about_child", network.count("plan"))
    return np.flatnonzero((child >= 0) & (network.ints("plan", "start") <= day) & (day < network.ints("plan", "end")))


def _of_plans(network: Network, rows: Ints) -> list[Finding]:
    start, end = (network.ints("plan", side)[rows].tolist() for side in ("start", "end"))
    plans, children = ids_at(network, "plan", rows), others(network, "plan_about_child", rows)
    return [
        Finding(
            "child_not_heard",
            "plan",
            key_of("child_not_heard", "plan", *plan),
            children[i],
            None if start[i] == UNKNOWN else start[i],
            None if end[i] == OPEN else end[i],
            {"plan": plan},
            {},
            (start[i],),
        )
        for i, plan in enumerate(plans)
    ]


def _handovers(network: Network, day: int, rules: HeardRules) -> Ints:
    """The handovers of the time that are accepted or done."""
    state, due = network.ints("handover", "state"), network.ints("handover", "due").astype(np.int64)
    recent = (due > day - rules.past_days) | (rules.past_days == 0)
    return np.flatnonzero(np.isin(state, SETTLED) & (due != UNKNOWN) & recent & (due <= day + rules.horizon_days))


def _of_handovers(network: Network, rows: Ints) -> list[Finding]:
    due = network.ints("handover", "due")[rows].tolist()
    handovers, children = ids_at(network, "handover", rows), others(network, "handover_about_child", rows)
    return [
        Finding(
            "child_not_heard",
            "handover",
            key_of("child_not_heard", "handover", *handover),
            children[i],
            due[i],
            None,
            {"handover": handover},
            {},
            (due[i],),
        )
        for i, handover in enumerate(handovers)
    ]
