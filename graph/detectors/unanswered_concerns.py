"""Which reports of concern were not assessed, investigated or answered in time, and which came again?"""

from dataclasses import dataclass

import numpy as np

from graph.clocks import in_force, months_later
from graph.findings import Answer, Count, Finding, NotRun, RuleSet, detector, key_of
from graph.links import ids_at, others
from graph.meetings import one_of, without_zeros
from graph.network import Ints, Network
from graph.values import UNKNOWN


class ConcernRules(RuleSet):
    past_days: Count = 365
    assessment_days: Count = in_force("assessment", "day")
    investigation_months: Count = in_force("investigation", "month")
    rereport_months: Count = in_force("rereport", "month")


KINDS = {
    "assessment": "Förhandsbedömningen skulle vara klar {end}: {days:dag|dagar} över tiden.",
    "investigation": "Utredningen skulle vara klar {end}: {days:dag|dagar} över tiden.",
    "feedback": "Den som anmälde {start} bad om återkoppling och har inte fått den, efter {days:dag|dagar}.",
    "rereport": "En ny anmälan kom {end}, {days:dag|dagar} efter den förra.",
}


def _ready(network: Network, rules: object) -> None:
    if not network.count("concern"):
        raise NotRun("no concerns")


@dataclass(frozen=True)
class _Places:
    """Concerns with a finding of one kind: from when to when, how many days, and what else belongs to it."""

    kind: str
    rows: Ints
    start: Ints
    end: Ints
    days: Ints
    open: Ints | None = None
    """1 where it is not done yet."""
    before: Ints | None = None
    """The earlier concern."""


@detector(order=12, kinds=KINDS, rules=ConcernRules, ready=_ready)
def unanswered_concerns(network: Network, day: int, rules: ConcernRules) -> Answer:
    """Concerns whose time for a decision ran out, whose reporter waits for an answer, or that came again.

    One finding per concern, kind by kind. Not run: no concern. Only concerns with received known and D − past_days
    < received ≤ D; a `decided` or `closed` after D is not yet known. Kinds: `assessment`: last day = received +
    assessment_days; decided is after it, or unknown and D is after it; start = received, end = last day; numbers:
    days = (decided or D) − last day, open = true if decided is unknown. `investigation`: opened is yes and decided
    known; last day = the day of decided in the month investigation_months later (the last of that month if it has
    no such day); closed is after it, or unknown and D is after it; start = decided, end = last day; numbers: days =
    (closed or D) − last day, open = true if closed is unknown. `feedback`: feedback_requested is yes and
    feedback_given is no; start = received; numbers: days = D − received. `rereport`: the latest concern about the
    same child received on an earlier day (of several on that day the one with the greatest id), whenever it was,
    was received on or after the same day rereport_months earlier (the last of that month if it has no such day);
    start = that one's received, end = this one's; numbers: days = the difference. evidence: concern (of rereport
    both), agency (the reporter of this concern, if known). About: kind, the concern. Most days first (rereport:
    fewest). Where no concern in the store has a `decided` (up to D), its absence says nothing: there is no
    `assessment` without decided, and skipped `no_decided` counts what would else be found; so too `no_closed` and
    `investigation`. skipped further: `no_received` concerns without received; `no_feedback` those looked at with
    feedback_requested yes and feedback_given unknown. Each rule is one number, for all concerns whatever their day.
    Defaults: past_days 365, assessment_days 14, investigation_months 4, rereport_months 12 (the rows without an end
    in `graph/reference/legal_clocks.csv`; the rows before them have the same numbers).
    """
    received = network.ints("concern", "received").astype(np.int64)
    past = (received > day - rules.past_days) | (rules.past_days == 0)
    rows = np.flatnonzero((received != UNKNOWN) & past & (received <= day))
    decided, closed = (_up_to(network, column, day) for column in ("decided", "closed"))
    opened = rows[(network.ints("concern", "opened")[rows] == 1) & (decided[rows] != UNKNOWN)]
    limit = months_later(decided[opened], rules.investigation_months)
    places = {
        "no_decided": _late("assessment", rows, received[rows], received[rows] + rules.assessment_days, decided, day),
        "no_closed": _late("investigation", opened, decided[opened], limit, closed, day),
    }
    silent = {"no_decided": not (decided != UNKNOWN).any(), "no_closed": not (closed != UNKNOWN).any()}
    asked = rows[network.ints("concern", "feedback_requested")[rows] == 1]
    given = network.ints("concern", "feedback_given")[asked]
    found = [finding for name, place in places.items() if not silent[name] for finding in _findings(network, place)]
    found += _findings(network, _unanswered(asked[given == 0], received, day))
    found += _findings(network, _again(network, rows, received, rules.rereport_months))
    skipped = {name: len(place.rows) for name, place in places.items() if silent[name]}
    skipped |= {"no_received": int((received == UNKNOWN).sum()), "no_feedback": int((given < 0).sum())}
    return Answer(found, without_zeros(**skipped))


def _up_to(network: Network, column: str, day: int) -> Ints:
    """A day of each concern, as far as it is known on the as-of day."""
    known = network.ints("concern", column).astype(np.int64)
    return np.where(known > day, UNKNOWN, known)


def _late(kind: str, rows: Ints, start: Ints, last: Ints, done: Ints, day: int) -> _Places:
    """What was done after its last day, or is not done and the last day has passed."""
    ongoing = (done[rows] == UNKNOWN).astype(np.int64)
    days = np.where(ongoing, day, done[rows]) - last
    late = days > 0
    return _Places(kind, rows[late], start[late], last[late], days[late], ongoing[late])


def _unanswered(rows: Ints, received: Ints, day: int) -> _Places:
    """Reporters who asked for feedback and did not get it."""
    return _Places("feedback", rows, received[rows], np.full(len(rows), UNKNOWN, np.int64), day - received[rows])


def _again(network: Network, rows: Ints, received: Ints, months: int) -> _Places:
    """Concerns about a child of whom there was another concern on an earlier day, not too long ago."""
    child = one_of(network, "concern_about_child", len(received)).astype(np.int64)
    known = np.flatnonzero((child >= 0) & (received != UNKNOWN))
    known = known[np.lexsort((known, received[known], child[known]))]
    packed = child[known] << 32 | (received[known] - UNKNOWN)
    rows = rows[child[rows] >= 0]
    at = np.searchsorted(packed, child[rows] << 32 | (received[rows] - UNKNOWN)) - 1
    rows, at = rows[at >= 0], at[at >= 0]
    before = known[at]
    near = (child[before] == child[rows]) & (received[before] >= months_later(received[rows], -months))
    rows, before = rows[near], before[near]
    return _Places("rereport", rows, received[before], received[rows], received[rows] - received[before], before=before)


def _findings(network: Network, place: _Places) -> list[Finding]:
    concern, children = ids_at(network, "concern", place.rows), others(network, "concern_about_child", place.rows)
    agency = others(network, "concern_reported_by_agency", place.rows)
    before = ids_at(network, "concern", place.before) if place.before is not None else [[] for _ in concern]
    ongoing = (
        [{"open": bool(flag)} for flag in place.open.tolist()] if place.open is not None else [{} for _ in concern]
    )
    start, end, days = place.start.tolist(), place.end.tolist(), place.days.tolist()
    sign = 1 if place.kind == "rereport" else -1
    return [
        Finding(
            "unanswered_concerns",
            place.kind,
            key_of("unanswered_concerns", place.kind, *concern[i]),
            children[i],
            start[i],
            None if end[i] == UNKNOWN else end[i],
            {"concern": sorted(concern[i] + before[i]), "agency": agency[i]},
            {"days": days[i], **ongoing[i]},
            (sign * days[i],),
        )
        for i in range(len(concern))
    ]
