"""Who is there for each child: family and trusted adults, school and clinic, and those who help in support."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from graph.network import Ints
from graph.values import OPEN, UNKNOWN
from synthetic.care import Care
from synthetic.columns import Batches, Mask, Rng, batch, chance, texts
from synthetic.days import YEAR
from synthetic.people import People
from synthetic.staff import Spells, Staff
from synthetic.teams import Teams

ROLES = {
    "guardian": "care;safety",
    "trusted_adult": "belonging",
    "child_health_nurse": "health",
    "midwife": "health",
    "preschool_teacher": "development",
    "teacher": "development",
    "mentor": "development",
    "head_teacher": "development",
    "school_nurse": "health",
    "barnkontakt": None,
    "caseworker": "safety;care",
    "stodsamordnare": None,
    "family_worker": "care;respect",
    "bup": "health",
    "habilitation": "health;development",
    "school_counsellor": "belonging;development",
}
"""Roles of supports and the needs that they are about."""
NUMBER = {role: number for number, role in enumerate(ROLES)}
SCHOOL = (
    ("child_health_nurse", "bvc", 0, 6),
    ("preschool_teacher", "preschool_teacher", 0, 6),
    ("teacher", "teacher_6", 6, 10),
    ("teacher", "teacher_10", 10, 13),
    ("teacher", "teacher_13", 13, 16),
    ("mentor", "mentor", 16, 18),
    ("head_teacher", "school_head", 6, 16),
    ("head_teacher", "gymnasium_head", 16, 18),
    ("school_nurse", "school_nurse", 6, 16),
    ("school_nurse", "gymnasium_nurse", 16, 18),
)
"""Role, post, and from the autumn of which year of life to the autumn of which other."""
IN_SUPPORT = (
    ("caseworker", "socialtjanst", 1.0, 0),
    ("family_worker", "familjebehandlare", 0.5, 0),
    ("stodsamordnare", "samordnare", 0.2, 0),
    ("bup", "bup", 0.25, 5),
    ("habilitation", "habilitering", 0.12, 0),
    ("school_counsellor", "school_counsellor", 0.35, 6),
)
"""Role, post, share of the children in support who have one, and from which age."""
BARNKONTAKT = (("bvc", 0, 6), ("school_head", 6, 16), ("gymnasium_head", 16, 18))
"""The life phases: who is barnkontakt, and between which ages."""
HORIZON = 180
"""How many days ahead the next barnkontakt is planned."""
UNCLOSED = 0.03
"""Share of rows that nobody closes when a professional leaves."""


@dataclass
class Spans:
    """Somebody for a child in a role from day to day; the person is an adult or a professional by number."""

    role: Ints
    person: Ints
    child: Ints
    start: Ints
    end: Ints

    @classmethod
    def joined(cls, parts: "list[Spans]") -> "Spans":
        columns = ("role", "person", "child", "start", "end")
        return cls(*(np.concatenate([getattr(part, column) for part in parts]) for column in columns))

    def until(self, moved: Ints) -> "Spans":
        """The same, ended on the day on which the child moved away, if it did."""
        last = moved[self.child]
        end = np.where(last == UNKNOWN, self.end, np.minimum(self.end, last))
        ended = Spans(self.role, self.person, self.child, self.start, end)
        return ended.only(self.start < end)

    def only(self, rows: Ints | Mask) -> "Spans":
        """Some of these, by number or by mask."""
        return Spans(self.role[rows], self.person[rows], self.child[rows], self.start[rows], self.end[rows])


def family_spans(rng: Rng, people: People, as_of: int) -> Spans:
    """Guardians since birth, and relatives and others whom the child trusts since some day."""
    child = np.arange(people.count)
    teens = people.born < as_of - 5 * YEAR
    who = [*people.guardians, people.relative, np.where(teens, people.other, -1)]
    roles = [NUMBER["guardian"]] * 2 + [NUMBER["trusted_adult"]] * 2
    parts = []
    for adult, role, since in zip(who, roles, (0, 0, 0, 4 * YEAR), strict=True):
        there = np.flatnonzero(adult >= 0)
        lived = as_of - people.born[there]
        later = since + (rng.random(len(there)) * (lived - since)).astype(np.int64)
        known = 0 if role == NUMBER["guardian"] else later
        start = people.born[there] + known
        parts.append(_spans(role, adult[there], child[there], start, np.full(len(there), OPEN)))
    return Spans.joined(parts)


def school_spans(rng: Rng, teams: Teams, people: People, staff: Staff, as_of: int, since: int) -> Spans:
    """Nurses, teachers and head teachers as children grow up, and the midwife before birth."""
    parts = []
    for role, post, first, last in SCHOOL:
        late = 450 if role == "preschool_teacher" else 0
        start = teams.autumns[first] if first else people.born + late
        end = teams.autumns[last] if last in teams.autumns else teams.adult_day
        parts.append(_held(staff, NUMBER[role], teams.posts[post], start, end, since, as_of)[0])
    new = people.born > since
    midwife = _held(
        staff,
        NUMBER["midwife"],
        teams.posts["mvc"],
        np.where(new, people.born - 210, as_of + 1),
        people.born + 60,
        since,
        as_of,
    )[0]
    teacher = parts[2]
    trusted = chance(rng, len(teacher.role), 0.04)
    also = _spans(
        NUMBER["trusted_adult"],
        teacher.person[trusted],
        teacher.child[trusted],
        teacher.start[trusted],
        teacher.end[trusted],
    )
    return Spans.joined([*parts, midwife, also])


def contact_spans(rng: Rng, teams: Teams, people: People, staff: Staff, as_of: int, since: int, without: Mask) -> Spans:
    """Barnkontakt along the life phases: mostly without a gap, some over a summer, some never."""
    none = without | chance(rng, people.count, 0.03)
    parts = []
    for post, first, last in BARNKONTAKT:
        start = teams.autumns[first] if first else people.born
        end = teams.autumns[last] if last in teams.autumns else teams.adult_day
        summer = chance(rng, people.count, 0.06) & (last < 18)
        unplanned = chance(rng, people.count, 0.12) & (start > as_of)
        begins = np.where(none | unplanned, OPEN, start)
        spans, left = _held(
            staff, NUMBER["barnkontakt"], teams.posts[post], begins, end - 66 * summer, since, as_of + HORIZON
        )
        forgotten = left & chance(rng, len(left), UNCLOSED)
        spans.end[forgotten] = OPEN
        parts.append(spans)
    return Spans.joined(parts)


def care_spans(rng: Rng, teams: Teams, people: People, staff: Staff, care: Care, as_of: int, since: int) -> Spans:
    """Those who help a child while it is in support."""
    parts = []
    for role, post, share, age in IN_SUPPORT:
        has = chance(rng, len(care.child), share) & (care.start - people.born[care.child] > age * YEAR)
        child = care.child[has]
        spans, left = _held(staff, NUMBER[role], teams.posts[post][child], care.start[has], care.end[has], since, as_of)
        spans.end[left & chance(rng, len(left), UNCLOSED)] = OPEN
        spans.child = child[spans.child]
        parts.append(spans)
    return Spans.joined(parts)


def _held(staff: Staff, role: int, post: Ints, start: Ints, end: Ints, since: int, until: int) -> tuple[Spans, Mask]:
    """A post held for each child from start to end: since the register began, and as far ahead as is known."""
    begun = np.flatnonzero((np.maximum(start, since) < end) & (start <= until))
    known = np.where(end[begun] > until + HORIZON, OPEN, end[begun])
    spells: Spells = staff.spells(post[begun], np.maximum(start[begun], since), known)
    return _spans(role, spells.person, begun[spells.row], spells.start, spells.end), spells.left.astype(bool)


def _spans(role: int, person: Ints, child: Ints, start: Ints, end: Ints) -> Spans:
    return Spans(np.full(len(person), role), person, child, start, end)


def support_rows(people: People, staff: Staff, adults: Spans, professionals: Spans) -> Batches:
    """The rows of all supports, child by child."""
    both = Spans.joined([adults, professionals])
    person = both.person.copy()
    person[len(adults.person) :] += len(people.adults)
    order = np.lexsort((both.start, person, both.role, both.child))
    role = both.role[order]
    columns = {
        "person": texts(pa.concat_arrays([people.adults, staff.ids]), person[order]),
        "child": texts(people.ids, both.child[order]),
        "role": texts(list(ROLES), role),
        "start": both.start[order],
        "end": both.end[order],
        "needs": texts(list(ROLES.values()), role),
    }
    return {"supports": batch("supports", len(order), **columns)}
