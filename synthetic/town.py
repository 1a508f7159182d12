"""A generated municipality: the same arguments give the same town, row by row."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from graph.store import Progress, silent
from graph.values import to_date
from synthetic.attendance import attendance_rows
from synthetic.care import concern_rows, consent_rows, make_care, plan_rows
from synthetic.columns import Batches, joined
from synthetic.days import YEAR, Calendar
from synthetic.errors import GenerateError
from synthetic.forums import make_forums, member_rows
from synthetic.handovers import Passed, handover_rows, make_course, make_passings
from synthetic.joint import joint_rows
from synthetic.managers import manager_rows
from synthetic.meetings import about_rows, make_meetings, make_series, meeting_rows
from synthetic.names import Names
from synthetic.people import make_people, move_some, people_rows
from synthetic.places import make_places
from synthetic.plants import plant
from synthetic.setting import Setting
from synthetic.staff import make_staff, staff_rows
from synthetic.stage import Planted
from synthetic.steps import change_rows
from synthetic.supports import (
    Spans,
    care_spans,
    contact_spans,
    family_spans,
    school_spans,
    support_rows,
)
from synthetic.teams import make_teams
from synthetic.truth import Truth

REGISTER_YEARS = 5
"""For how many years back the generated registers hold employments and supports."""
MOST_CHILDREN = 2_000_000
STREAMS = ("people", "places", "staff", "plants", "care", "meetings", "attendance", "rows", "handovers")


@dataclass(frozen=True)
class Town:
    """The rows of every canonical file, as `assemble` takes them, and what was planted among them."""

    rows: dict[str, pa.RecordBatch]
    truth: list[Truth]


def generate(children: int, seed: int, as_of: int, progress: Progress = silent) -> Town:
    """Make a town of so many children as it is known on a day."""
    if not 1 <= children <= MOST_CHILDREN:
        raise GenerateError(f"A town has from 1 to {MOST_CHILDREN} children.")
    if seed < 0:
        raise GenerateError("A seed is 0 or a positive whole number.")
    if not 1950 <= _year(as_of) <= 2200:
        raise GenerateError("The day of a town lies between 1950 and 2200.")
    progress("people", 0.0)
    setting = _setting(children, seed, as_of)
    progress("patterns", 0.15)
    planted = plant(setting)
    progress("support", 0.2)
    others = {name: rows for name, rows in planted.rows.items() if name != "handovers"}
    parts = [setting.base, others, planted.finished, *_life(setting, planted, progress)]
    progress("meetings", 1.0)
    return Town(joined(parts), planted.truth)


def _year(day: int) -> int:
    try:
        return to_date(day).year
    except (ValueError, OverflowError):
        return 0


def _setting(children: int, seed: int, as_of: int) -> Setting:
    """People, places and staff: what everything else refers to."""
    rngs = {stream: np.random.default_rng([seed, number]) for number, stream in enumerate(STREAMS)}
    names = Names.drawn(seed)
    people = make_people(rngs["people"], children, as_of)
    count = np.bincount(people.district, minlength=11)
    places = make_places(count)
    forums = make_forums(rngs["places"], places)
    since = as_of - REGISTER_YEARS * YEAR
    staff = make_staff(rngs["staff"], places, as_of, since)
    setting = Setting(as_of, since, Calendar(as_of), rngs, names, people, places, forums, staff)
    members = member_rows(rngs["places"], forums, staff, as_of)
    setting.base = joined([places.rows, forums.rows, members, staff_rows(rngs["staff"], staff, names)])
    return setting


def _life(setting: Setting, planted: Planted, progress: Progress) -> list[Batches]:
    """Ordinary life: everything about the children who are not set apart for planted patterns."""
    people, places, forums, staff = setting.people, setting.places, setting.forums, setting.staff
    as_of, since, rng = setting.as_of, setting.since, setting.rng
    teams = make_teams(rng["staff"], people, staff)
    agency_of = staff.agency
    apart = planted.apart | move_some(rng["handovers"], people, as_of, planted.apart)
    care = make_care(rng["care"], people, places, forums, as_of, apart)
    plans = plan_rows(rng["care"], care, people, teams, agency_of, places)
    contacts = contact_spans(rng["care"], teams, people, staff, as_of, since, planted.without_contact)
    passed = make_passings(
        rng["handovers"], contacts.until(people.moved), people, staff, teams, setting.calendar, planted.apart
    )
    professionals = Spans.joined(
        [
            school_spans(rng["care"], teams, people, staff, as_of, since),
            passed.contacts,
            care_spans(rng["care"], teams, people, staff, care, as_of, since),
        ]
    ).until(people.moved)
    consents = consent_rows(rng["care"], care, people, teams, agency_of, places)
    parts = [
        people_rows(rng["rows"], people, setting.names, places.districts),
        support_rows(people, staff, family_spans(rng["care"], people, as_of), professionals),
        plans,
        concern_rows(rng["care"], care, people, teams, agency_of, places, as_of, apart),
        consents,
        *_handovers(setting, planted, passed, consents["consents"]),
        manager_rows(rng["meetings"], forums, setting.base["forum_members"], setting.calendar),
    ]
    progress("meetings", 0.4)
    series = make_series(rng["meetings"], people, places, forums, care, as_of, apart)
    meetings = make_meetings(rng["meetings"], series, people, forums, setting.calendar)
    rows = meeting_rows(rng["rows"], meetings, forums, setting.calendar, plans["plans"].column("id"))
    names = rows["meetings"].column("id")
    parts += [rows, about_rows(rng["meetings"], meetings, names, people, forums, apart)]
    progress("attendance", 0.6)
    return [*parts, attendance_rows(rng["attendance"], meetings, names, people, staff, teams, forums)]


def _handovers(setting: Setting, planted: Planted, passed: Passed, consents: pa.RecordBatch) -> list[Batches]:
    """Handovers, ordinary and planted, their steps, and the joint meetings of the ordinary ones."""
    rng, people, calendar = setting.rng["handovers"], setting.people, setting.calendar
    joint = joint_rows(rng, passed.passings, passed.sender, passed.receiver, people, setting.staff, calendar)
    passings = passed.passings.and_planted(rng, planted.rows.get("handovers"), people)
    course = make_course(rng, passings, calendar)
    rows = handover_rows(rng, passings, course, people, consents, calendar.as_of)
    return [joint, rows, change_rows(rng, passings, course, rows["handovers"], calendar)]
