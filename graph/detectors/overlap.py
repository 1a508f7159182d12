"""Which forums resemble each other: the same children, the same professionals, the same mandate?"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy import sparse

from graph.findings import Answer, Count, Finding, NotRun, Number, Ratio, RuleSet, Yes, detector, key_of
from graph.meetings import (
    Meetings,
    any_true,
    builds_on,
    employed_at,
    inside,
    linked,
    split,
    text_codes,
    without_zeros,
)
from graph.network import Ints, Network
from graph.sets import Mask, Sets, meets
from graph.values import FORUM_STATUS, OPEN, UNKNOWN, items


class OverlapRules(RuleSet):
    past_days: Count = 365
    min_shared_children: Count = 3
    min_shared_professionals: Count = 2
    min_jaccard: Ratio = Fraction(1, 4)
    min_containment: Ratio = Fraction(1, 2)
    min_jaccard_mandate: Ratio = Fraction(1, 2)
    group_equal: Yes = 1


KINDS = {
    "same_children": "{children_shared:gemensamt barn|gemensamma barn}, av {children_smaller} i det mindre forumet. "
    "Överlapp är inte slöseri: paret kan vara rätt.",
    "same_professionals": "{professionals_shared:gemensam professionell|gemensamma professionella}, "
    "av {professionals_smaller} i det mindre forumet. Överlapp är inte slöseri: paret kan vara rätt.",
    "same_mandate": "Samma uppdrag: {parties_shared} av {parties_union:part|parter} och "
    "{needs_shared} av {needs_union:behov|behov} är gemensamma.",
    "equal": "Forumen har alla sina barn ({children_shared}) och professionella ({professionals_shared}) gemensamma.",
}
SETS = ("children", "professionals", "agencies", "parties", "needs")
EVIDENCE = ("child", "professional", "agency", "parties", "needs")


Products = dict[str, sparse.csr_array]
"""How many members each two forums share, by the name of the set."""


def any_forum(network: Network, rules: object) -> None:
    """The question needs a forum."""
    if not network.count("forum"):
        raise NotRun("no forums")


@dataclass(frozen=True)
class ForumSets:
    """What each forum gathers: five sets per forum, with a name for each member."""

    sets: dict[str, Sets]
    names: dict[str, list[str] | None]

    def named(self, network: Network, name: str, members: Ints) -> list[str]:
        """The ids (or words) of members of one of the sets."""
        words = self.names[name]
        if words is not None:
            return [words[member] for member in members]
        kind = {"children": "child", "professionals": "professional", "agencies": "agency"}[name]
        ids: list[str] = network.ids(kind).take(members).to_pylist()
        return ids


@detector(order=3, kinds=KINDS, rules=OverlapRules, ready=any_forum)
def forum_overlap(network: Network, day: int, rules: OverlapRules) -> Answer:
    """Pairs of forums that gather the same children, professionals or mandate; and forums that are equal.

    Two forums whose status is running or pilot (empty = running), on the same level or one unknown, ages
    intersecting, neither inside the other by part_of. Children: of its meetings that are not cancelled with
    D - past_days < day <= D; professionals: who were there, and its members on D; agencies of these on D, and
    its member agencies on D; parties and needs of the register. `same_children`: shared >=
    min_shared_children and (Jaccard >= min_jaccard or containment >= min_containment); `same_professionals`:
    the same with min_shared_professionals; `same_mandate`: Jaccard of parties and of needs >=
    min_jaccard_mandate, both known, and the districts equal or one empty. `equal`: running forums of the same level
    (unknown is a level of its own) with equal children and equal professionals, at least min_shared_children of the
    one or min_shared_professionals of the other: one finding, whatever part_of and ages say, and no pairs among them;
    none with group_equal = 0. past_days 0 is no limit; nothing shared meets no threshold.
    """
    running = running_forums(network)
    gathered = forum_sets(network, day, rules.past_days, running)
    groups = _equal_groups(network, gathered, running, rules) if rules.group_equal else []
    products = {name: shared_counts(gathered.sets[name]) for name in SETS if name != "agencies"}
    one, other = _comparable(network, products, running, groups)
    holds = _kinds(network, gathered, products, one, other, rules)
    hit = np.logical_or.reduce(list(holds.values()))
    found = [(group, ["equal"]) for group in groups]
    for i in np.flatnonzero(hit):
        found.append((np.array([one[i], other[i]]), [kind for kind, mask in holds.items() if mask[i]]))
    no_level = int((running & (network.ints("forum", "level") < 0)).sum())
    skipped = without_zeros(not_running=int((~running).sum()), no_level=no_level)
    return Answer(_findings(network, gathered, found), skipped)


def running_forums(network: Network) -> Mask:
    """Which forums are running or on trial; an empty status is running."""
    status = network.ints("forum", "status")
    found: Mask = np.isin(status, [-1, FORUM_STATUS.choices.index("running"), FORUM_STATUS.choices.index("pilot")])
    return found


def forum_sets(network: Network, day: int, past_days: int, running: Mask) -> ForumSets:
    """The children, professionals, agencies, parties and needs of each forum that is running."""
    meetings, count = network.once(Meetings), network.count("forum")
    first = day - past_days if past_days else UNKNOWN
    counted = meetings.usable & (meetings.forum >= 0) & (meetings.day > first) & (meetings.day <= day)
    counted &= running[meetings.forum]
    about = counted[network.ints("meeting_about_child", "source")]
    child = network.ints("meeting_about_child", "target")[about]
    children = Sets.of(meetings.forum[network.ints("meeting_about_child", "source")[about]], child, count)
    which = np.flatnonzero(counted)
    position, person = meetings.there.expand(which)
    attending = Sets.of(meetings.forum[which][position], person, count)
    owner, professional = attending.expand(np.arange(count))
    members = _members(network, "professional", day)
    people = Sets.of(np.concatenate([owner, members[0]]), np.concatenate([professional, members[1]]), count)
    owner, professional = people.expand(np.arange(count))
    employed = employed_at(network, owner, professional, np.full(len(owner), day))
    member = _members(network, "agency", day)
    agencies = Sets.of(np.concatenate([employed[0], member[0]]), np.concatenate([employed[1], member[1]]), count)
    parties, needs = _word_sets(network, "parties"), _word_sets(network, "needs")
    return ForumSets(
        dict(zip(SETS, (children, people, agencies, parties[0], needs[0]), strict=True)),
        dict(zip(SETS, (None, None, None, parties[1], needs[1]), strict=True)),
    )


def _members(network: Network, kind: str, day: int) -> tuple[Ints, Ints]:
    """The forums and their members of one kind on a day."""
    table = f"{kind}_member_of_forum"
    on = (network.ints(table, "start") <= day) & (day < network.ints(table, "end"))
    return network.ints(table, "target")[on], network.ints(table, "source")[on]


def _word_sets(network: Network, column: str) -> tuple[Sets, list[str]]:
    """The words in a list column of the register as sets, and the words in alphabetical order."""
    lists = [items(text) for text in network.texts("forum", column).to_pylist()]
    words = sorted({word for words in lists for word in words})
    number = {word: i for i, word in enumerate(words)}
    owner = np.repeat(np.arange(len(lists)), [len(words) for words in lists])
    return Sets.of(owner, np.array([number[word] for words in lists for word in words], np.int64), len(lists)), words


def shared_counts(sets: Sets) -> sparse.csr_array:
    """How many members each two owners share: owners x owners."""
    width = int(sets.members.max()) + 1 if sets.members.size else 1
    ones = np.ones(len(sets.members), np.int32)
    matrix = sparse.csr_array((ones, sets.members, sets.offsets), shape=(len(sets.sizes), width))
    return matrix @ matrix.T


def _comparable(network: Network, products: Products, running: Mask, groups: list[Ints]) -> tuple[Ints, Ints]:
    """The pairs that may be compared and have anything in common."""
    mandate = products["parties"].multiply(products["needs"])
    touching = products["children"] + products["professionals"] + mandate
    one, other = sparse.triu(touching, 1).nonzero()
    level = network.ints("forum", "level")
    low = network.ints("forum", "age_min")
    high = network.ints("forum", "age_max")
    high = np.where(high == UNKNOWN, OPEN, high)
    keep = running[one] & running[other]
    keep &= (level[one] == level[other]) | (level[one] < 0) | (level[other] < 0)
    keep &= np.maximum(low[one], low[other]) <= np.minimum(high[one], high[other])
    keep &= ~linked(inside(network), one, other)
    group = np.arange(-1, -1 - len(level), -1)
    for number, members in enumerate(groups, 1):
        group[members] = number
    keep &= group[one] != group[other]
    return one[keep], other[keep]


@dataclass(frozen=True)
class _Shared:
    """How much each pair has in common in one of the sets."""

    shared: Ints
    union: Ints
    smaller: Ints


def _shared(sets: Sets, product: sparse.csr_array, one: Ints, other: Ints) -> _Shared:
    shared = np.asarray(product[one, other]).ravel().astype(np.int64) if len(one) else one
    sizes = sets.sizes
    return _Shared(shared, sizes[one] + sizes[other] - shared, np.minimum(sizes[one], sizes[other]))


def _kinds(
    network: Network, gathered: ForumSets, products: Products, one: Ints, other: Ints, rules: OverlapRules
) -> dict[str, Mask]:
    """Which kinds of finding hold for each pair."""
    shared = {name: _shared(gathered.sets[name], product, one, other) for name, product in products.items()}
    district = text_codes(network.texts("forum", "district"), str)
    near = (district[one] == district[other]) | (district[one] < 0) | (district[other] < 0)
    return {
        "same_children": _alike(shared["children"], rules.min_shared_children, rules),
        "same_professionals": _alike(shared["professionals"], rules.min_shared_professionals, rules),
        "same_mandate": near
        & meets(shared["parties"].shared, shared["parties"].union, rules.min_jaccard_mandate)
        & meets(shared["needs"].shared, shared["needs"].union, rules.min_jaccard_mandate),
    }


def _alike(of: _Shared, least: int, rules: OverlapRules) -> Mask:
    enough = meets(of.shared, of.union, rules.min_jaccard) | meets(of.shared, of.smaller, rules.min_containment)
    return enough & (of.shared >= least)


def _equal_groups(network: Network, gathered: ForumSets, running: Mask, rules: OverlapRules) -> list[Ints]:
    """Forums of one level with equal children and equal professionals, and enough of one of them."""
    children, people = gathered.sets["children"], gathered.sets["professionals"]
    enough = children.sizes >= max(rules.min_shared_children, 1)
    enough |= people.sizes >= max(rules.min_shared_professionals, 1)
    level = network.ints("forum", "level")
    alike: dict[tuple[int, bytes, bytes], list[int]] = {}
    for forum in np.flatnonzero(running & enough).tolist():
        key = (int(level[forum]), children.members_of(forum).tobytes(), people.members_of(forum).tobytes())
        alike.setdefault(key, []).append(forum)
    return [np.array(group) for group in alike.values() if len(group) > 1]


def _findings(network: Network, gathered: ForumSets, found: list[tuple[Ints, list[str]]]) -> list[Finding]:
    """What two forums, or a group of equal ones, have in common: shared by all, union of all, the smallest."""
    common = {name: _common(network, gathered, name, [forums for forums, _ in found]) for name in SETS}
    forum_ids = network.ids("forum").to_pylist()
    builds = set(builds_on(network).tolist())
    required, acute = (network.ints("forum", flag).tolist() for flag in ("required", "acute"))
    findings = []
    for i, (forums, kinds) in enumerate(found):
        members = forums.tolist()
        numbers: dict[str, Number] = {"kinds": list(kinds)}
        for name in SETS:
            numbers |= {f"{name}_{what}": count for what, count in common[name].counts[i].items()}
        evidence = {"forum": [forum_ids[forum] for forum in members]}
        evidence |= {word: common[name].shared[i] for name, word in zip(SETS, EVIDENCE, strict=True)}
        numbers["builds_on"] = any(one << 32 | other in builds for one in members for other in members if one != other)
        numbers["required"] = any_true(required[forum] for forum in members)
        numbers["acute"] = any_true(acute[forum] for forum in members)
        rank = tuple(-min(common[name].share(i) for name in RANKED[kind]) for kind in kinds[:1] if kind in RANKED)
        key = key_of("forum_overlap", *evidence["forum"])
        children = evidence["child"]
        findings.append(Finding("forum_overlap", kinds[0], key, children, None, None, evidence, numbers, rank))
    return findings


RANKED = {
    "same_children": ("children",),
    "same_professionals": ("professionals",),
    "same_mandate": ("parties", "needs"),
}
"""The sets that tell which finding of a kind comes first: the largest share of the smaller set."""


@dataclass(frozen=True)
class _Common:
    """What each company of forums has in common in one of the sets: the ids, and how many of how many."""

    shared: list[list[str]]
    counts: list[dict[str, int]]

    def share(self, number: int) -> float:
        """Shared of the smaller. Equal shares are equal floats, and others differ: counts are far below 2**26."""
        count = self.counts[number]
        return count["shared"] / (count["smaller"] or 1)


def _common(network: Network, gathered: ForumSets, name: str, companies: list[Ints]) -> _Common:
    """Each member of a company's forums is counted: shared are those that all have, the union is each once."""
    sets = gathered.sets[name]
    company = np.repeat(np.arange(len(companies)), [len(forums) for forums in companies])
    forum = np.concatenate(companies) if companies else company
    position, member = sets.expand(forum)
    packed = np.sort(company[position] << 32 | member)
    first = np.flatnonzero(np.diff(packed, prepend=-1))
    times, owner = np.diff(np.append(first, len(packed))), packed[first] >> 32
    many = np.bincount(company, minlength=len(companies))
    common = times == many[owner]
    smaller = np.full(len(companies), len(sets.members))
    np.minimum.at(smaller, company, sets.sizes[forum])
    shared, union = (np.bincount(of, minlength=len(companies)) for of in (owner[common], owner))
    columns = zip(shared.tolist(), union.tolist(), smaller.tolist(), strict=True)
    counts = [{"shared": both, "union": whole, "smaller": least} for both, whole, least in columns]
    ids = gathered.named(network, name, packed[first][common] & 0xFFFFFFFF)
    return _Common(split(ids, owner[common], len(companies)), counts)
