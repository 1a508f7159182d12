"""Children in support: who, when and in which forums; their plans, concerns and consents."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.network import Ints
from graph.values import OPEN, UNKNOWN
from synthetic.columns import Batches, Mask, Rng, batch, between, chance, ids, texts, weighted
from synthetic.days import age
from synthetic.forums import PILOT, PILOT_DISTRICT, Forums
from synthetic.people import People
from synthetic.places import Places
from synthetic.teams import Teams

IN_SUPPORT = ((6, 0.17), (10, 0.24), (13, 0.29), (18, 0.32))
"""Share of children in support, below each age."""
FORUMS = (
    (6, {"tvarprof_sma_barn": 50, "sip": 40, "islandsmodellen": 10}),
    (10, {"sip": 78, "islandsmodellen": 10, "": 12}),
    (12, {"sip": 46, "skolsociala_team": 32, "sspf": 12, "islandsmodellen": 10}),
    (16, {"sip": 34, "skolsociala_team": 28, "sspf": 19, "sig": 10, "bob": 2, "islandsmodellen": 7}),
    (18, {"sip": 42, "sspf": 30, "sig": 20, "bob": 4, "": 4}),
)
"""Below each age: in which forums a child's support is co-ordinated, with weights."""
GROUNDS = ("consent", "necessary_disclosure", "general_clause", "duty_in_law", "social_services_and_health_care")
GIVERS = ("vårdnadshavare", "båda vårdnadshavarna", "barnet")
KNOWN_BEFORE = 0.37
PLANS = ("sip", "genomforandeplan", "atgardsprogram")


@dataclass
class Care:
    """Periods of support: the child, from when to when, and its forums (-1 for none) by number."""

    child: Ints
    start: Ints
    end: Ints
    forum: Ints
    second: Ints
    sip: Ints
    """Number of the SIP plan of each period, -1 for none; likewise the plan of social services."""
    plan: Ints


def make_care(rng: Rng, people: People, places: Places, forums: Forums, as_of: int, apart: Mask) -> Care:
    """Who is in support and how it is co-ordinated; children set apart have none."""
    years = np.minimum(age(people.born, np.full(people.count, as_of)), 17)
    share = np.array([entry for _, entry in IN_SUPPORT])[
        np.searchsorted([top for top, _ in IN_SUPPORT], years, "right")
    ]
    child = np.flatnonzero((rng.random(people.count) < share) & ~apart)
    count = len(child)
    start = np.maximum(as_of - between(rng, 40, 1400, count), people.born[child] + 20)
    start = np.minimum(start, as_of - 1)
    end = start + between(rng, 365, 1300, count)
    end = np.where(end > as_of + 60, OPEN, end)
    forum = _forums(rng, people, places, forums, child, start)
    extra = _forums(rng, people, places, forums, child, np.minimum(start + 200, as_of))
    pilots = forums.of(PILOT)
    other = (extra != forum) & ~(np.isin(extra, pilots) & np.isin(forum, pilots))
    second = np.where(chance(rng, count, 0.25) & other, extra, -1)
    is_sip = np.isin(forum, forums.of("sip")) | np.isin(second, forums.of("sip"))
    sip = np.where(is_sip, np.cumsum(is_sip) - 1, -1)
    has_plan = chance(rng, count, 0.7)
    plan = np.where(has_plan, is_sip.sum() + np.cumsum(has_plan) - 1, -1)
    return Care(child, start, end, forum, second, sip, plan)


def _forums(rng: Rng, people: People, places: Places, forums: Forums, child: Ints, day: Ints) -> Ints:
    """A forum for each child that suits its age on a day and its district."""
    found = np.full(len(child), -1)
    band = np.searchsorted([top for top, _ in FORUMS], age(people.born[child], day), "right")
    for number, (_, weights) in enumerate(FORUMS):
        here = np.flatnonzero(band == number)
        drawn = weighted(rng, len(here), list(weights.values()))
        for choice, kind in enumerate(weights):
            some = here[drawn == choice]
            if kind:
                found[some] = forums.by_district(kind, len(places.districts))[people.district[child[some]]]
    pilot = np.array(forums.of(PILOT))
    there = people.district[child] == places.districts.index(PILOT_DISTRICT)
    joins = np.flatnonzero(there & chance(rng, len(child), 0.3))
    found[joins] = pilot[rng.integers(0, len(pilot), len(joins))]
    return found


def plan_rows(rng: Rng, care: Care, people: People, teams: Teams, agency_of: Ints, places: Places) -> Batches:
    """The plans of children in support; `agency_of` is the agency of each post."""
    school = np.flatnonzero(chance(rng, len(care.child), 0.25) & (teams.autumns[6][care.child] < care.start))
    periods = [np.flatnonzero(care.sip >= 0), np.flatnonzero(care.plan >= 0), school]
    period = np.concatenate(periods)
    kind = np.repeat(np.arange(3), [len(part) for part in periods])
    child = care.child[period]
    at_school = teams.post("skola", child, care.start[period])
    agency = agency_of[np.where(kind == 2, at_school, teams.posts["socialtjanst"][child])]
    start = care.start[period] + between(rng, 5, 60, len(period))
    end = np.where(care.end[period] == OPEN, OPEN, np.maximum(care.end[period], start + 30))
    needs = ("safety;health;development", "safety;care", "development;belonging")
    columns = {
        "id": ids("plan", len(period)),
        "child": texts(people.ids, child),
        "kind": texts(PLANS, kind),
        "responsible": texts(places.ids, agency),
        "start": start,
        "end": end,
        "needs": texts(needs, kind),
        "child_heard": np.where(chance(rng, len(period), 0.12), -1, chance(rng, len(period), 0.38)).astype(np.int8),
    }
    return {"plans": batch("plans", len(period), **columns)}


def concern_rows(
    rng: Rng, care: Care, people: People, teams: Teams, agency_of: Ints, places: Places, as_of: int, apart: Mask
) -> Batches:
    """Concerns: one before most support, and others that were not opened; many about children known before."""
    opened_for = np.flatnonzero(chance(rng, len(care.child), 0.75))
    calm = ~apart
    calm[care.child] = False
    other = np.flatnonzero(calm & chance(rng, people.count, 0.07))
    first_child = np.concatenate([care.child[opened_for], other])
    last = np.concatenate([care.start[opened_for] - between(rng, 10, 90, len(opened_for)), np.full(len(other), -1)])
    last = np.where(last < 0, as_of - between(rng, 1, 900, len(last)), last)
    reports = rng.geometric(1 - KNOWN_BEFORE, len(first_child))
    which = np.repeat(np.arange(len(first_child)), reports)
    back = np.repeat(np.cumsum(reports), reports) - 1 - np.arange(len(which))
    child = first_child[which]
    received = last[which] - back * between(rng, 30, 200, len(which))
    earliest = people.born[child] + 1
    received = np.where(received < earliest, earliest + back % 5, received)
    received = np.minimum(received, as_of)
    opened = (back == 0) & (which < len(opened_for))
    columns = _assessed(rng, received, opened, as_of)
    reporter = _reporter(rng, teams, child, received)
    columns["reporter_agency"] = texts(places.ids, np.where(reporter < 0, -1, agency_of[reporter]))
    order = np.lexsort((received, child))
    rows = batch("concerns", len(which), id=ids("k", len(which)), child=texts(people.ids, child), **columns)
    sorted_rows = rows.take(pa.array(order))
    return {"concerns": sorted_rows.set_column(0, "id", rows.column("id"))}


def _assessed(rng: Rng, received: Ints, opened: Mask, as_of: int) -> dict[str, pa.Array | Ints]:
    """How each concern was dealt with: in the figures of the reviewed assessments."""
    count = len(received)
    took = np.where(chance(rng, count, 0.85), between(rng, 1, 15, count), between(rng, 15, 40, count))
    decided = np.where(received + took > as_of, UNKNOWN, received + took)
    done = decided != UNKNOWN
    asked = chance(rng, count, 0.5)
    given = np.where(asked & done, chance(rng, count, 0.66), -1)
    lasted = np.where(chance(rng, count, 0.88), between(rng, 45, 119, count), between(rng, 119, 190, count))
    closed = np.where(done & opened, decided + lasted, UNKNOWN)
    return {
        "received": received,
        "decided": decided,
        "opened": np.where(done, opened, -1).astype(np.int8),
        "child_heard": np.where(done, chance(rng, count, 0.25), -1).astype(np.int8),
        "feedback_requested": asked.astype(np.int8),
        "feedback_given": given.astype(np.int8),
        "closed": np.where(closed > as_of, UNKNOWN, closed),
        "remaining_concern": np.where(done & ~opened, chance(rng, count, 0.2), -1).astype(np.int8),
    }


def _reporter(rng: Rng, teams: Teams, child: Ints, day: Ints) -> Ints:
    """A post at the agency that reported: school or preschool, the police, health care; -1 for a private person."""
    source = weighted(rng, len(child), (45, 20, 12, 8, 15))
    choices = [teams.post(slot, child, day) for slot in ("larare", "polis", "halso_sjukvard", "bup")]
    return np.select([source == number for number in range(4)], choices, -1)


def consent_rows(rng: Rng, care: Care, people: People, teams: Teams, agency_of: Ints, places: Places) -> Batches:
    """On which ground agencies may share what they know of a child; some consents are withdrawn."""
    period = np.flatnonzero(chance(rng, len(care.child), 0.7))
    child, start = care.child[period], care.start[period] + between(rng, 0, 30, len(period))
    posts = (
        teams.posts["socialtjanst"][child],
        teams.post("skola", child, start),
        teams.posts["halso_sjukvard"][child],
    )
    words = [texts(places.ids, agency_of[post]) for post in posts]
    ground = weighted(rng, len(period), (72, 8, 4, 6, 10))
    withdrawn = chance(rng, len(period), 0.06)
    until = np.where(withdrawn, start + between(rng, 20, 300, len(period)), care.end[period])
    giver = weighted(rng, len(period), (55, 40, 5))
    giver = np.where((giver == 2) & (age(people.born[child], start) < 12), 0, giver)
    columns = {
        "id": ids("s", len(period)),
        "child": texts(people.ids, child),
        "ground": texts(GROUNDS, ground),
        "giver": texts(GIVERS, np.where(ground == 0, giver, -1)),
        "agencies": pc.binary_join_element_wise(*words, ";"),
        "start": start,
        "end": np.maximum(until, start + 1),
    }
    return {"consents": batch("consents", len(period), **columns)}
