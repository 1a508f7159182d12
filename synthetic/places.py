"""Where people work: the districts of a municipality and agencies of every kind in the register."""

from dataclasses import dataclass, field

import numpy as np

from graph.assemble import rows_of
from graph.network import DEMO, Ints
from graph.records import Agency
from synthetic.columns import Batches
from synthetic.reference import districts, slug


@dataclass(frozen=True)
class Kind:
    """A kind of agency: how many districts share one area of it and how many children one unit is for."""

    code: str
    name: str
    principal: str
    span: int
    capacity: int
    word: str = ""

    @property
    def local(self) -> bool:
        return self.span == 1


_SCHOOLS = ("Björk", "Ek", "Sjövik", "Lilje", "Kvarn", "Solhems", "Ängs", "Berg", "Tall", "Lönn", "Norr", "Ås", "Back")
_PRESCHOOLS = ("Blåsippan", "Humlan", "Månstenen", "Vitsippan", "Ekorren", "Skatan", "Solstrålen", "Grodan", "Lärkan")

KINDS = (
    Kind("socialtjanst", "Socialtjänsten barn och unga", "municipality", 1, 6000),
    Kind("skola", "skolan", "municipality", 1, 700),
    Kind("forskola", "Förskolan", "municipality", 1, 300),
    Kind("bvc", "BVC", "region", 1, 3000),
    Kind("mvc", "Barnmorskemottagningen", "region", 1, 6000),
    Kind("halso_sjukvard", "Vårdcentralen", "region", 1, 5000),
    Kind("fritid", "Fritidsgården", "municipality", 1, 4000),
    Kind("bup", "BUP", "region", 3, 20000, "område"),
    Kind("polis", "Lokalpolisområde", "state", 2, 20000, "område"),
    Kind("habilitering", "Habiliteringscenter", "region", 4, 30000, "område"),
    Kind("barnmedicin", "Barn- och ungdomsmedicin", "region", 4, 30000, "område"),
    Kind("kriminalvard", "Frivården", "state", 11, 100000),
    Kind("aklagare", "Åklagarkammaren", "state", 11, 100000),
    Kind("civilsamhalle", "Föreningen Trygg Barndom", "private", 3, 10000, "lokalavdelning"),
    Kind("kaa", "Kommunens aktivitetsansvar", "municipality", 11, 60000),
    Kind("gymnasium", "gymnasium", "municipality", 3, 4000),
)
NUMBER = {kind.code: number for number, kind in enumerate(KINDS)}
PARENTS = {"municipality": "kommun", "region": "region", "state": "stat"}


@dataclass
class Places:
    """All agencies as columns: kind and area of each, and the districts that it serves."""

    districts: list[str]
    rows: Batches
    ids: list[str]
    kind: Ints
    area: Ints
    children: Ints
    """About how many children each agency is for."""
    _by_area: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def serving(self, code: str, district: int) -> list[int]:
        """The agencies of a kind for a district."""
        number = NUMBER[code]
        area = district // KINDS[number].span
        if (number, area) not in self._by_area:
            self._by_area[number, area] = np.flatnonzero((self.kind == number) & (self.area == area)).tolist()
        return self._by_area[number, area]


def make_places(children_of_district: Ints) -> Places:
    """Agencies for the children there are in each district."""
    names = districts()
    records = _parents(names)
    ids: list[str] = []
    kind, area, served = [], [], []
    for number, entry in enumerate(KINDS):
        for place in range(-(-len(names) // entry.span)):
            covered = range(place * entry.span, min((place + 1) * entry.span, len(names)))
            here = int(children_of_district[list(covered)].sum())
            units = max(1, round(here / entry.capacity))
            for unit in range(units):
                ids.append(f"{DEMO}a-{len(ids) + 1:05d}")
                records.append(_agency(ids[-1], entry, [names[d] for d in covered], place, unit, units))
                kind.append(number)
                area.append(place)
                served.append(-(-here // units))
    return Places(names, rows_of(records), ids, np.array(kind), np.array(area), np.array(served))


def _parents(names: list[str]) -> list[Agency]:
    top = [
        Agency(id=f"{DEMO}a-kommun", name="Demokommunen", kind="kommun", principal="municipality"),
        Agency(id=f"{DEMO}a-region", name="Region Demo", kind="region", principal="region"),
        Agency(id=f"{DEMO}a-stat", name="Staten", kind="stat", principal="state"),
    ]
    local = [
        Agency(
            id=f"{DEMO}a-{slug(name)}",
            name=f"{name} stadsdelsförvaltning",
            kind="stadsdelsforvaltning",
            principal="municipality",
            district=name,
            part_of=f"{DEMO}a-kommun",
        )
        for name in names
    ]
    return top + local


def _agency(name_id: str, kind: Kind, covered: list[str], place: int, unit: int, units: int) -> Agency:
    local = kind.local and kind.principal == "municipality"
    parent = slug(covered[0]) if local else PARENTS.get(kind.principal)
    return Agency(
        id=name_id,
        name=_name(kind, covered, place, unit, units),
        kind="skola" if kind.code == "gymnasium" else kind.code,
        principal=kind.principal,
        district=covered[0] if kind.local else None,
        part_of=f"{DEMO}a-{parent}" if parent else None,
    )


def _name(kind: Kind, covered: list[str], place: int, unit: int, units: int) -> str:
    if kind.code in ("skola", "gymnasium"):
        word, lap = _word(_SCHOOLS, unit + place)
        return f"{word}{kind.name}{lap}, {covered[0]}"
    if kind.code == "forskola":
        word, lap = _word(_PRESCHOOLS, unit + place)
        return f"{kind.name} {word}{lap}, {covered[0]}"
    where = f" {covered[0]}" if kind.local else f" {kind.word} {place + 1}" if kind.word else ""
    return f"{kind.name}{where}" + (f" enhet {unit + 1}" if units > 1 else "")


def _word(words: tuple[str, ...], number: int) -> tuple[str, str]:
    """The words in turn, and a number from the second round on."""
    lap, at = divmod(number, len(words))
    return words[at], f" {lap + 1}" if lap else ""
