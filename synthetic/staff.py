"""Who works where and when: posts at agencies, and the professionals who hold them one after the other."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.network import Ints
from graph.sets import expand
from graph.values import OPEN
from synthetic.columns import Batches, Mask, Rng, batch, chance, ids, texts
from synthetic.days import YEAR, month_start, months
from synthetic.names import Names
from synthetic.places import KINDS, NUMBER, Places

NOTICE = 90
"""How many days ahead it is known that somebody leaves; a successor is known two thirds of that time."""


@dataclass(frozen=True)
class Role:
    """A kind of post: at which kind of agency, its title, and for how long it is held.

    `children`: for how many children there is one; 0: one for each agency.
    """

    code: str
    kind: str
    title: str
    children: int
    years: float


PER_HEAD = {"skola": 100, "gymnasium": 500}
"""How many children of all ages live in the area of a school for each of its head teachers: one answers for a stage."""
ROLES = (
    *(Role(f"chef_{kind.code}", kind.code, "Enhetschef", PER_HEAD.get(kind.code, 0), 5) for kind in KINDS),
    Role("larare", "skola", "Lärare", 45, 5),
    Role("skolskoterska", "skola", "Skolsköterska", 700, 5),
    Role("kurator", "skola", "Skolkurator", 400, 4),
    Role("mentor", "gymnasium", "Lärare och mentor", 120, 5),
    Role("gymnasieskoterska", "gymnasium", "Skolsköterska", 4000, 5),
    Role("gymnasiekurator", "gymnasium", "Skolkurator", 4000, 4),
    Role("forskollarare", "forskola", "Förskollärare", 45, 5),
    Role("bvc_sjukskoterska", "bvc", "BVC-sjuksköterska", 250, 5),
    Role("barnmorska", "mvc", "Barnmorska", 1500, 6),
    Role("socialsekreterare", "socialtjanst", "Socialsekreterare", 60, 2.5),
    Role("familjebehandlare", "socialtjanst", "Familjebehandlare", 90, 4),
    Role("bup_behandlare", "bup", "Kurator BUP", 700, 3),
    Role("habiliterare", "habilitering", "Kurator habiliteringen", 1500, 5),
    Role("barnlakare", "barnmedicin", "Barnläkare", 2500, 6),
    Role("vardkontakt", "halso_sjukvard", "Distriktssköterska", 1500, 5),
    Role("polis", "polis", "Områdespolis", 1500, 3),
    Role("fritidsledare", "fritid", "Fritidsledare", 900, 3),
    Role("frivard", "kriminalvard", "Frivårdsinspektör", 8000, 4),
    Role("aklagare", "aklagare", "Åklagare", 8000, 4),
    Role("gruppledare", "civilsamhalle", "Gruppledare", 2000, 3),
    Role("kaa", "kaa", "Handläggare KAA", 5000, 4),
)
ROLE = {role.code: number for number, role in enumerate(ROLES)}
CONTACTS = ("bvc_sjukskoterska", "chef_skola", "chef_gymnasium")
"""The posts whose holders are barnkontakt."""
HEAD_TEACHERS = ("chef_skola", "chef_forskola", "chef_gymnasium")


@dataclass
class Spells:
    """Who holds posts during intervals: `row` tells which interval each spell is part of.

    `left` is true where the spell ends because the professional left.
    """

    row: Ints
    person: Ints
    start: Ints
    end: Ints
    left: Ints


@dataclass
class Staff:
    """Posts, and their holders sorted by post and start. A person may hold several posts, one at a time."""

    places: Places
    agency: Ints
    role: Ints
    post: Ints
    start: Ints
    end: Ints
    person: Ints
    ids: pa.StringArray

    def __post_init__(self) -> None:
        self._base = int(self.start.min())
        self._key: Ints = self.post << 32 | (self.start - self._base)

    def holder(self, post: Ints, day: Ints) -> Ints:
        """The person who holds each post on a day; -1 where it is vacant or there is no post."""
        at = np.searchsorted(self._key, post.astype(np.int64) << 32 | (day - self._base), "right") - 1
        here = (at >= 0) & (post >= 0) & (self.post[at] == post) & (day < self.end[at])
        found: Ints = np.where(here, self.person[at], -1)
        return found

    def employed(self, person: Ints, day: Ints) -> Mask:
        """Whether each person is employed on a day."""
        order = np.lexsort((self.start, self.person))
        key = self.person[order].astype(np.int64) << 32 | (self.start[order] - self._base)
        at = np.searchsorted(key, person.astype(np.int64) << 32 | np.maximum(day - self._base, 0), "right") - 1
        row = order[np.maximum(at, 0)]
        found: Mask = (at >= 0) & (self.person[row] == person) & (day < self.end[row])
        return found

    def spells(self, post: Ints, start: Ints, end: Ints) -> Spells:
        """Everyone who holds each post during its interval, with the days that they do."""
        packed = post.astype(np.int64) << 32
        low = np.maximum(np.searchsorted(self._key, packed | np.maximum(start - self._base, 0), "right") - 1, 0)
        low += (self.post[low] != post) | (self.end[low] <= start)
        high = np.maximum(np.searchsorted(self._key, packed | (end - self._base), "left"), low)
        row, holder = expand(low, high, np.arange(len(self.post)))
        begins, ends = np.maximum(start[row], self.start[holder]), np.minimum(end[row], self.end[holder])
        left = (self.end[holder] < end[row]) & (self.end[holder] != OPEN)
        return Spells(row, self.person[holder], begins, ends, left)

    def pick(self, rng: Rng, role: str, place: Ints, agency: bool = False) -> Ints:
        """A post of a role for each place: a district (of those the agency serves), or an agency by number."""
        posts = np.flatnonzero(self.role == ROLE[role])
        kind = KINDS[NUMBER[ROLES[ROLE[role]].kind]]
        key = self.agency[posts] if agency else self.places.area[self.agency[posts]]
        wanted = place if agency else place // kind.span
        posts = posts[np.argsort(key, kind="stable")]
        key = np.sort(key)
        low, high = np.searchsorted(key, wanted, "left"), np.searchsorted(key, wanted, "right")
        chosen: Ints = posts[low + (rng.random(len(place)) * (high - low)).astype(np.int64)]
        return chosen


def make_staff(rng: Rng, places: Places, as_of: int, since: int) -> Staff:
    """Posts for the children of each agency and everyone who held them since a day."""
    agency, role = _posts(places)
    post, start, end = _holders(rng, role, as_of, since)
    person, people = _persons(rng, agency[post], role[post], start, end)
    return Staff(places, agency, role, post, start, end, person, ids("p", people))


def _posts(places: Places) -> tuple[Ints, Ints]:
    agency, role = [], []
    for number, entry in enumerate(ROLES):
        units = np.flatnonzero(places.kind == NUMBER[entry.kind])
        need = np.maximum(-(-places.children[units] // entry.children), 1) if entry.children else np.ones(len(units))
        agency.append(np.repeat(units, need.astype(np.int64)))
        role.append(np.full(len(agency[-1]), number))
    return np.concatenate(agency), np.concatenate(role)


def _holders(rng: Rng, role: Ints, as_of: int, since: int) -> tuple[Ints, Ints, Ints]:
    """Holders of each post since a day: most posts pass on without a gap, some stay vacant for weeks.

    Where somebody is barnkontakt the next one often comes some days before the former leaves.
    """
    mean = np.array([entry.years for entry in ROLES])[role] * YEAR
    met = np.isin(role, [ROLE[code] for code in CONTACTS]) & chance(rng, len(role), 0.85)
    together = np.where(met, rng.integers(7, 21, len(role)), 0)
    post = np.arange(len(role))
    start = since - (rng.random(len(role)) * mean).astype(np.int64)
    found = []
    while len(post):
        stays = np.maximum(rng.exponential(mean[post]), 250).astype(np.int64)
        end = month_start(months(start + stays))
        known = np.where(end > as_of + NOTICE, OPEN, end)
        found.append((post, start, known))
        vacancy = np.where(rng.random(len(post)) < 0.2, rng.integers(5, 60, len(post)), -together[post])
        goes_on = known != OPEN
        post, start = post[goes_on], (end + vacancy)[goes_on]
        announced = start <= as_of + 2 * NOTICE // 3
        post, start = post[announced], start[announced]
    post, start, end = (np.concatenate(column) for column in zip(*found, strict=True))
    stays_known = end > since
    post, start, end = post[stays_known], start[stays_known], end[stays_known]
    order = np.lexsort((start, post))
    return post[order], start[order], end[order]


def _persons(rng: Rng, agency: Ints, role: Ints, start: Ints, end: Ints) -> tuple[Ints, int]:
    """A person for each holder; some who leave a post take the same kind of post elsewhere within months."""
    earlier = np.arange(len(start))
    for number in range(len(ROLES)):
        leavers = np.flatnonzero((role == number) & (end != OPEN) & chance(rng, len(start), 0.3))
        joiners = np.flatnonzero(role == number)
        joiners = joiners[np.argsort(start[joiners], kind="stable")]
        at = np.searchsorted(start[joiners], end[leavers])
        leavers, at = leavers[at < len(joiners)], at[at < len(joiners)]
        after = joiners[at]
        fits = (start[after] - end[leavers] < NOTICE) & (agency[after] != agency[leavers])
        after, first = np.unique(after[fits], return_index=True)
        earlier[after] = leavers[fits][first]
    while (earlier != earlier[earlier]).any():
        earlier = earlier[earlier]
    _, person = np.unique(earlier, return_inverse=True)
    return person, int(person.max()) + 1


def staff_rows(rng: Rng, staff: Staff, names: Names) -> Batches:
    """One row an employment."""
    order = np.lexsort((staff.start, staff.person))
    person, post = staff.person[order], staff.post[order]
    titles = [("Rektor" if role.code in HEAD_TEACHERS else role.title) for role in ROLES]
    mail = pc.binary_join_element_wise(pc.replace_substring(staff.ids, "demo-", ""), "example.se", "@")
    columns = {
        "id": texts(staff.ids, person),
        "name": texts(names.strangers(rng, len(staff.ids)), person),
        "title": texts(titles, staff.role[post]),
        "agency": texts(staff.places.ids, staff.agency[post]),
        "start": staff.start[order],
        "end": staff.end[order],
        "email": texts(mail, person),
    }
    return {"professionals": batch("professionals", len(order), **columns)}
