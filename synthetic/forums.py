"""The register's forums in this municipality: some for all of it, some for each district, with their members."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from graph.assemble import rows_of
from graph.network import DEMO, Ints
from graph.records import Forum, ForumMember
from graph.values import OPEN, items
from synthetic.columns import Batches, Rng, batch, texts
from synthetic.days import YEAR
from synthetic.places import Places
from synthetic.reference import register, slug
from synthetic.staff import Staff

LOCAL = {
    "bus": 1.0,
    "sspf": 1.0,
    "sig": 1.0,
    "skolsociala_team": 1.0,
    "familjecentral": 0.8,
    "hembesok": 0.5,
    "foraldraskapsstod": 1.0,
    "tvarprof_sma_barn": 1.0,
    "sok": 1.0,
    "stodgrupp": 0.6,
}
"""Kinds of forums that districts have of their own, and in which share of the districts there is one."""
PILOT, PILOT_DISTRICT, PILOT_AREAS = "kronobarn", "Järva", ("Tensta", "Hjulsta")
OFFICER = {
    "socialtjanst": "socialsekreterare",
    "skola": "kurator",
    "forskola": "forskollarare",
    "bvc": "bvc_sjukskoterska",
    "mvc": "barnmorska",
    "halso_sjukvard": "vardkontakt",
    "fritid": "fritidsledare",
    "bup": "bup_behandlare",
    "polis": "polis",
    "habilitering": "habiliterare",
    "barnmedicin": "barnlakare",
    "kriminalvard": "frivard",
    "aklagare": "aklagare",
    "civilsamhalle": "gruppledare",
}
"""Who speaks for a party of a forum where a single child is concerned; managers speak elsewhere."""


@dataclass
class Forums:
    """All forums as columns, in the order of their rows."""

    rows: Batches
    ids: list[str]
    kind: list[str]
    level: list[str]
    district: list[int]
    """The district of each forum; -1 of those for the whole municipality."""
    parties: list[tuple[str, ...]]
    youngest: Ints
    oldest: Ints

    def of(self, kind: str) -> list[int]:
        """The forums of a kind."""
        return [number for number, entry in enumerate(self.kind) if entry == kind]

    def by_district(self, kind: str, districts: int) -> Ints:
        """The forum of a kind that each district turns to; -1 where there is none."""
        found = np.full(districts, -1)
        for number in self.of(kind):
            if self.district[number] < 0:
                found[found < 0] = number
            else:
                found[self.district[number]] = number
        return found


def make_forums(rng: Rng, places: Places) -> Forums:
    """The register's forums: all its kinds, the local ones in the districts that have them."""
    rows: list[dict[str, str]] = []
    for entry in register():
        if entry["kind"] == PILOT:
            rows += _pilot(entry)
        elif entry["kind"] in LOCAL:
            rows += _local(rng, entry, places.districts)
        else:
            rows.append(entry | {"id": _id(entry["id"])})
    for row in rows:
        row["builds_on"] = ";".join(_twin(rows, other, row) for other in items(row["builds_on"]))
    names = {name: number for number, name in enumerate(places.districts)}
    return Forums(
        rows_of([Forum.model_validate(row) for row in rows]),
        [row["id"] for row in rows],
        [row["kind"] for row in rows],
        [row["level"] for row in rows],
        [names.get(row.get("district", ""), -1) for row in rows],
        [items(row["parties"]) for row in rows],
        np.array([int(row["age_min"]) for row in rows]),
        np.array([int(row["age_max"]) for row in rows]),
    )


def _id(word: str) -> str:
    return DEMO + word.replace("_", "-")


def _local(rng: Rng, entry: dict[str, str], districts: list[str]) -> list[dict[str, str]]:
    """A forum in as many districts as have it, drawn by lot."""
    count = round(LOCAL[entry["kind"]] * len(districts))
    chosen = sorted(rng.permutation(len(districts))[:count].tolist())
    return [
        entry
        | {
            "id": f"{_id(entry['id'])}-{slug(districts[number])}",
            "name": f"{entry['name']}, {districts[number]}",
            "district": districts[number],
        }
        for number in chosen
    ]


def _pilot(entry: dict[str, str]) -> list[dict[str, str]]:
    """A pilot in one district, with a group for each of its areas."""
    whole = entry | {"id": _id(entry["id"]), "district": PILOT_DISTRICT}
    areas = [
        whole | {"id": f"{whole['id']}-{slug(area)}", "name": f"Kronobarn {area}", "part_of": whole["id"]}
        for area in PILOT_AREAS
    ]
    return [whole, *areas]


def _twin(rows: list[dict[str, str]], other: str, row: dict[str, str]) -> str:
    """The forum here that a register id stands for: the one of the same district, or the first."""
    found = [entry for entry in rows if entry["id"].startswith(_id(other))]
    same = [entry for entry in found if entry.get("district") == row.get("district")]
    return (same or found)[0]["id"]


def member_rows(rng: Rng, forums: Forums, staff: Staff, as_of: int) -> Batches:
    """The members of each forum: agencies of its parties, and the professionals who speak for them."""
    places = staff.places
    agencies: list[ForumMember] = []
    posts: dict[tuple[int, int], None] = {}
    for number, parties in enumerate(forums.parties):
        district = forums.district[number]
        for place in [district] if district >= 0 else [0, 4, 8]:
            for party in parties:
                agency = places.serving(party, place)[0]
                agencies.append(ForumMember(forum=forums.ids[number], member=places.ids[agency], role="part"))
                managed = forums.level[number] in ("management", "strategic")
                role = f"chef_{party}" if managed else OFFICER[party]
                posts[number, int(staff.pick(rng, role, np.array([agency]), agency=True)[0])] = None
    unique = {(row.forum, row.member): row for row in agencies}
    forum, post = np.array(list(posts)).T
    start = as_of - 4 * YEAR + rng.integers(0, 2 * YEAR, len(post))
    spells = staff.spells(post, start, np.full(len(post), OPEN))
    people = batch(
        "forum_members",
        len(spells.row),
        forum=texts(forums.ids, forum[spells.row]),
        member=texts(staff.ids, spells.person),
        role=texts(["ledamot"], np.zeros(len(spells.row), np.int64)),
        start=spells.start,
        end=spells.end,
    )
    return {"forum_members": pa.concat_batches([rows_of(unique.values())["forum_members"], people])}
