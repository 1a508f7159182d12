"""Children in families, the adults around them, and the schools and clinics they belong to."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.network import Ints
from graph.values import UNKNOWN
from synthetic.columns import Batches, Mask, Rng, batch, between, chance, ids, texts, weighted
from synthetic.days import YEAR, no_leap_day
from synthetic.names import Names

FAMILY_SIZES = (0.25, 0.48, 0.20, 0.07)
OLDEST = 18 * YEAR
MOVED = 0.012
"""Share of the children who leave the municipality within some two years."""
DISTRICT_WEIGHTS = (8, 10, 6, 13, 7, 10, 5, 12, 5, 4, 10)
WOMEN = ("mormor", "farmor", "moster", "storasyster")
MEN = ("morfar", "farfar", "farbror")
RELATIVES = (*WOMEN, *MEN)
OTHERS = ("fotbollstränare", "simtränare", "granne", "kompisförälder", "ledare i scoutkåren", "körledare", "fadder")


@dataclass
class People:
    """Children and adults as columns; a child's guardians are adults of its family, -1 where there is none."""

    ids: pa.StringArray
    born: Ints
    district: Ints
    family: Ints
    guardians: tuple[Ints, Ints]
    relative: Ints
    other: Ints
    adults: pa.StringArray
    words: pa.StringArray
    """What each adult is to the child, if not its guardian."""
    adult_family: Ints
    """The family of each adult; -1 of one who is no family."""
    moved: Ints
    """The day on which each child left the municipality; unknown of most."""

    @property
    def count(self) -> int:
        return len(self.born)

    def rename(self, child: int, name_id: str) -> None:
        """Give a child another id."""
        before, after = self.ids.slice(0, child), self.ids.slice(child + 1)
        self.ids = pa.concat_arrays([before, pa.array([name_id]), after])

    def sibling(self, child: Ints) -> Ints:
        """The next younger or older child of the same family; -1 for an only child."""
        after = np.minimum(child + 1, self.count - 1)
        before = np.maximum(child - 1, 0)
        younger = (self.family[after] == self.family[child]) & (after != child)
        older = (self.family[before] == self.family[child]) & (before != child)
        found: Ints = np.where(younger, after, np.where(older, before, -1))
        return found


def make_people(rng: Rng, count: int, as_of: int) -> People:
    """So many children under 18 on a day, with siblings, guardians and other adults."""
    sizes = weighted(rng, count, FAMILY_SIZES) + 1
    family = np.repeat(np.arange(count), sizes)[:count]
    families = int(family[-1]) + 1
    born = as_of - _ages(rng, family)
    district = weighted(rng, families, DISTRICT_WEIGHTS)[family]
    both, kin = chance(rng, families, 0.78), chance(rng, families, 0.45)
    friend = chance(rng, count, 0.3)
    first = np.arange(families)
    second = np.where(both, families + np.cumsum(both) - 1, -1)
    relative = np.where(kin, families + both.sum() + np.cumsum(kin) - 1, -1)
    other = np.where(friend, families + both.sum() + kin.sum() + np.cumsum(friend) - 1, -1)
    total = families + int(both.sum() + kin.sum() + friend.sum())
    words = np.full(total, -1)
    words[relative[kin]] = rng.integers(0, len(RELATIVES), int(kin.sum()))
    words[other[friend]] = rng.integers(len(RELATIVES), len(RELATIVES) + len(OTHERS), int(friend.sum()))
    adult_family = np.concatenate([first, np.flatnonzero(both), np.flatnonzero(kin), np.full(int(friend.sum()), -1)])
    return People(
        ids("c", count),
        no_leap_day(born),
        district,
        family,
        (first[family], second[family]),
        relative[family],
        other,
        ids("v", total),
        texts([*RELATIVES, *OTHERS], words),
        adult_family,
        np.full(count, UNKNOWN, np.int64),
    )


def move_some(rng: Rng, people: People, as_of: int, apart: Mask) -> Mask:
    """Let a few children leave the municipality, in the past two years or soon; tells those who have left."""
    goes = chance(rng, people.count, MOVED) & ~apart
    day = as_of + between(rng, -700, 60, people.count)
    goes &= day > people.born + 30
    people.moved[goes] = day[goes]
    return goes & (day <= as_of)


def _ages(rng: Rng, family: Ints) -> Ints:
    """Ages in days: siblings a year or more apart, nobody 18 yet."""
    apart = between(rng, 400, 1500, len(family))
    first = np.searchsorted(family, family)
    total = np.cumsum(apart)
    older = total - total[first]
    last = np.searchsorted(family, family, "right") - 1
    youngest = (rng.random(len(family))[first] * (OLDEST - 1 - older[last])).astype(np.int64)
    ages: Ints = 1 + youngest + older[last] - older
    return ages


def people_rows(rng: Rng, people: People, names: Names, districts: list[str]) -> Batches:
    """The rows of the children and of the adults."""
    families = int(people.family[-1]) + 1
    surname = rng.integers(0, len(names.last), families)
    protected = chance(rng, people.count, 0.004)
    protected[rng.integers(0, people.count, 2)] = people.count >= 100
    children = batch(
        "children",
        people.count,
        id=people.ids,
        name=names.full(rng, surname[people.family]),
        born=people.born,
        district=texts(districts, people.district),
        protected=protected.astype(np.int8),
        moved=people.moved,
    )
    strange = (people.adult_family < 0) | chance(rng, len(people.adults), 0.3)
    own = rng.integers(0, len(names.last), len(people.adults))
    word = pc.fill_null(people.words, "")
    woman, man = (pc.is_in(word, pa.array(words)).to_numpy(zero_copy_only=False) for words in (WOMEN, MEN))
    name = names.full(rng, np.where(strange, own, surname[people.adult_family]), woman, man)
    told = pc.binary_join_element_wise(name, pc.binary_join_element_wise("(", people.words, ")", ""), " ")
    adults = batch("adults", len(people.adults), id=people.adults, name=pc.coalesce(told, name))
    return {"children": children, "adults": adults}
