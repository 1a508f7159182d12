"""Which posts a child belongs to: its nurse, its teachers, its caseworker, its police officer."""

from dataclasses import dataclass

import numpy as np

from graph.network import Ints
from synthetic.columns import Rng
from synthetic.days import autumn, birthday
from synthetic.people import People
from synthetic.staff import Staff

BY_FAMILY = {
    "bvc": "bvc_sjukskoterska",
    "mvc": "barnmorska",
    "socialtjanst": "socialsekreterare",
    "samordnare": "socialsekreterare",
    "familjebehandlare": "familjebehandlare",
    "halso_sjukvard": "vardkontakt",
    "bup": "bup_behandlare",
    "habilitering": "habiliterare",
    "barnmedicin": "barnlakare",
    "polis": "polis",
    "fritid": "fritidsledare",
    "kriminalvard": "frivard",
    "aklagare": "aklagare",
    "civilsamhalle": "gruppledare",
}
"""Posts that serve a whole family, and the role of each."""
AT_SCHOOL = {
    "preschool_head": ("preschool", "chef_forskola"),
    "preschool_teacher": ("preschool", "forskollarare"),
    "school_head": ("school", "chef_skola"),
    "school_nurse": ("school", "skolskoterska"),
    "school_counsellor": ("school", "kurator"),
    "teacher_6": ("school", "larare"),
    "teacher_10": ("school", "larare"),
    "teacher_13": ("school", "larare"),
    "gymnasium_head": ("gymnasium", "chef_gymnasium"),
    "gymnasium_nurse": ("gymnasium", "gymnasieskoterska"),
    "gymnasium_counsellor": ("gymnasium", "gymnasiekurator"),
    "mentor": ("gymnasium", "mentor"),
}
"""Posts at the child's own preschool, school or gymnasium, and the role of each."""
BY_AGE = {
    "skola": ((0, "preschool_head"), (6, "school_counsellor"), (16, "gymnasium_counsellor")),
    "forskola": ((0, "preschool_teacher"), (6, "")),
    "bvc": ((0, "bvc"), (6, "")),
    "larare": ((0, "preschool_teacher"), (6, "teacher_6"), (10, "teacher_10"), (13, "teacher_13"), (16, "mentor")),
    "skolskoterska": ((0, ""), (6, "school_nurse"), (16, "gymnasium_nurse")),
    "rektor": ((0, "preschool_head"), (6, "school_head"), (16, "gymnasium_head")),
}
"""Posts that change in the autumn of the year a child turns so many years."""


@dataclass
class Teams:
    """The post of each child by word; `autumns`: the first school day of the year it turns so many years."""

    posts: dict[str, Ints]
    autumns: dict[int, Ints]
    adult_day: Ints

    def post(self, slot: str, child: Ints, day: Ints) -> Ints:
        """The post that fills a place round each child on a day; -1 where there is none at its age."""
        if slot not in BY_AGE:
            return self.posts[slot][child]
        found = np.full(len(child), -1)
        for years, word in BY_AGE[slot]:
            begun = self.autumns[years][child] <= day if years else np.ones(len(child), bool)
            found[begun] = self.posts[word][child[begun]] if word else -1
        return found


def make_teams(rng: Rng, people: People, staff: Staff) -> Teams:
    """Posts for every child, at agencies that serve its district; siblings share most of them."""
    first = np.searchsorted(people.family, people.family)
    posts = {word: staff.pick(rng, role, people.district)[first] for word, role in BY_FAMILY.items()}
    heads = {word: role for word, (_, role) in AT_SCHOOL.items() if word.endswith("_head")}
    schools = {word[:-5]: staff.agency[staff.pick(rng, role, people.district)[first]] for word, role in heads.items()}
    for word, (school, role) in AT_SCHOOL.items():
        posts[word] = staff.pick(rng, role, schools[school], agency=True)
    autumns = {years: autumn(people.born, years) for years in (6, 10, 13, 16)}
    return Teams(posts, autumns, birthday(people.born, 18))
