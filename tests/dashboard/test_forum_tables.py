"""What the forum page counts: numbers by hand, and the same by plain lists."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, product
from math import ceil
from random import Random
from statistics import median

import pytest

from dashboard import charts, data
from dashboard.components import pairs
from dashboard.components.whatif import compared, named
from dashboard.tables import duplicates, forums, measures, whatif
from dashboard.tables.counts import Share
from dashboard.tables.scene import Scene
from dashboard.tables.whatif import TODAY, Load, Outcome, Proposal, Verb
from dashboard.texts import LEAST
from graph.analysis import analyse
from graph.assemble import assemble, network_of
from graph.network import Network
from graph.questions import rules_of
from graph.records import Child, Forum, Meeting, MeetingChild, Record
from graph.values import NO_SECOND, parse_day, to_date
from graph.verdicts import Verdicts, gathered
from synthetic.town import generate
from tests.dashboard import forum_world, world


@pytest.fixture(scope="module")
def now() -> Scene:
    return world.scene(forum_world.network())


A, B, C = 0, 1, 2


@pytest.fixture(scope="module")
def load(now: Scene) -> Load:
    return whatif.load(now.forums)


def counted(outcome: Outcome) -> tuple[int, int, int, int]:
    one, two, more, none = (outcome.groups[name] for name in ("1", "2", "3", "0"))
    return one, two, more, none


# What if.


@pytest.mark.parametrize(
    ("proposal", "groups", "middle", "p90", "shown"),
    [
        (TODAY, (16, 1, 5, 0), 1, 3, "dolt <5 5 –"),
        (Proposal("merge", (A, B)), (17, 5, 0, 0), 1, 2, "ca 15 ca 5 <5 –"),
        (Proposal("remove", (B,)), (9, 5, 0, 8), 1, 2, "ca 10 ca 5 <5 ca 10"),
        (Proposal("remove", (C,)), (14, 6, 0, 2), 1, 2, "ca 15 ca 5 <5 <5"),
        (Proposal("remove", (A, B, C)), (0, 0, 0, 22), 0, 0, "<5 <5 <5 ca 20"),
        (Proposal("add", (), "Ny"), (0, 16, 6, 0), 2, 4, "– ca 15 ca 5 –"),
        (Proposal("add", (C,), "Ny"), (14, 3, 5, 0), 1, 4, "ca 15 <5 ca 5 –"),
    ],
)
def test_what_if_by_hand(
    load: Load, proposal: Proposal, groups: tuple[int, ...], middle: float, p90: int, shown: str
) -> None:
    outcome = load.under(proposal)
    assert load.children == outcome.children == 22
    assert counted(outcome) == groups
    assert (outcome.median, outcome.p90) == (middle, p90)
    assert " ".join(outcome.shown[name] for name in ("1", "2", "3", "0")) == shown


def test_merging_and_removing_are_told_apart_only_by_who_is_left_without(now: Scene, load: Load) -> None:
    offered = whatif.proposals("merge", [A, B], "Ny", [])
    assert [one.verb for one in offered] == ["today", "merge", "remove", "remove", "add"]
    rows = whatif.rows(load, offered)
    said = compared(now.forums, rows)
    assert said.startswith(
        "Att slå ihop dem, eller att ta bort Alfa, ger samma tal här. Skillnaden: tas Alfa bort kan ca 5 barn stå"
    )
    assert rows[1].changed("3") is None
    assert rows[4].changed("3") == 0  # one more, in fives
    assert named(now.forums, offered[1]) == "Slå ihop Alfa och =Beta <b>*x*</b>"
    assert compared(now.forums, rows[:2]) == ""


def test_the_proposal_that_is_asked_for_is_among_those_compared() -> None:
    both = whatif.proposals("remove", [A, B], "", [])
    assert whatif.asked("remove", both) == Proposal("remove", (A, B))
    assert whatif.asked("merge", whatif.proposals("merge", [A], "", [])) == TODAY
    assert whatif.asked("add", whatif.proposals("add", [], "Ny", [C])) == Proposal("add", (C,), "Ny")


def random_town(random: Random) -> tuple[Network, dict[str, set[str]]]:
    """Children in forums at random; some protected, some elsewhere, forums on other levels and closed ones."""
    children = [f"c{n}" for n in range(random.randint(0, 30))]
    found: list[Record] = []
    for node in children:
        place, secret = random.choice(("Bromma", "Farsta", "")), random.choice(("yes", "no", ""))
        found.append(Child(id=node, district=place, protected=secret))
    member: dict[str, set[str]] = {}
    for number in range(random.randint(1, 6)):
        forum = f"f{number}"
        level, status = random.choice(("child", "child", "arena")), random.choice(("running", "pilot", "", "closed"))
        found.append(Forum(id=forum, level=level, status=status))
        inside = {node for node in children if random.random() < 0.4}
        for node in inside:
            day = random.choice(("2025-03-11", "2025-03-10", "2026-03-10", "2026-03-11"))
            found += [
                Meeting(id=f"{forum}{node}", forum=forum, start=day),
                MeetingChild(meeting=f"{forum}{node}", child=node),
            ]
            if level == "child" and status != "closed" and day in ("2025-03-11", "2026-03-10"):
                member.setdefault(node, set()).add(forum)
    return network_of(found), member


def plainly(loads: list[int]) -> tuple[tuple[int, ...], float | None, int | None]:
    groups = (
        sum(n == 1 for n in loads),
        sum(n == 2 for n in loads),
        sum(n > 2 for n in loads),
        sum(n == 0 for n in loads),
    )
    if not loads:
        return groups, None, None
    least = next(k for k in range(100) if sum(n <= k for n in loads) >= ceil(Fraction(9, 10) * len(loads)))
    return groups, float(median(loads)), least


@pytest.mark.parametrize("seed", range(40))
def test_what_if_is_what_plain_sets_give(seed: int) -> None:
    random = Random(seed)
    network, member = random_town(random)
    made = forums.gathered(network, world.AS_OF, 365)
    people = list(member)
    load = whatif.load(made)
    chosen = random.sample(range(len(made.ids)), random.randint(0, min(3, len(made.ids))))
    ids_chosen = {made.ids[row] for row in chosen}
    for verb in ("today", "merge", "remove", "add"):
        loads = []
        for one in people:
            has = set(member[one])
            if verb == "remove":
                has -= ids_chosen
            if verb == "merge" and has & ids_chosen:
                has = has - ids_chosen | {"merged"}
            if verb == "add" and (not ids_chosen or has & ids_chosen):
                has |= {"new"}
            loads.append(len(has))
        told: Verb = verb
        outcome = load.under(Proposal(told, tuple(chosen), "new"))
        if verb == "add" and chosen and not set(chosen) & set(load.rows):
            continue  # for the children of forums that nobody is in
        assert (counted(outcome), outcome.median, outcome.p90) == plainly(loads), verb


@pytest.mark.parametrize("seed", range(60))
def test_no_hidden_group_can_be_worked_out_from_the_others(seed: int) -> None:
    random = Random(seed)
    groups = {name: random.choice((0, 2, 4, 5, 9, 30)) for name in ("1", "2", "3", "0")}
    outcome = Outcome(TODAY, groups, 1.0, 1)
    shown = outcome.shown
    few = [name for name in outcome.possible if shown[name] == "<5"]
    more = [name for name in outcome.possible if shown[name] == "dolt"]
    assert few == [name for name in outcome.possible if groups[name] < LEAST]
    assert all(shown[name] == str(groups[name]) for name in outcome.possible if name not in (*few, *more))
    total = sum(groups[name] for name in (*few, *more))
    ranges = [range(LEAST)] * len(few) + [range(LEAST, 80)] * len(more)
    fits = [values for values in product(*ranges) if sum(values) == total] if len(ranges) < 4 else []
    for place in range(len(few) if fits and len(ranges) < len(outcome.possible) else 0):
        assert len({values[place] for values in fits}) > 1


@pytest.mark.parametrize("children", range(60))
def test_a_proposal_tells_fives_only(children: int) -> None:
    outcome = Outcome(Proposal("remove", (A,)), dict.fromkeys(("1", "2", "3", "0"), children), 1.0, 1)
    today = Outcome(TODAY, {"1": 30, "2": 30, "3": 30, "0": 0}, 1.0, 1)
    assert outcome.shown["3"] == ("<5" if children < LEAST else f"ca {LEAST * round(children / LEAST)}")
    changed = whatif.Row(outcome, today).changed("3")
    assert changed is None if children < LEAST else changed is not None and changed % LEAST == 0


# What two forums share.


def test_what_two_forums_share_by_hand(now: Scene) -> None:
    pair = now.forums.pair(A, B)
    assert (pair.of_all("children").words, pair.of_all("children").per_cent) == ("6 av 20", "30\u202f%")
    assert (pair.of_smaller("children").words, pair.of_smaller("children").per_cent) == ("6 av 12", "50\u202f%")
    assert [part.words for part in pair.split("children")] == ["6", "6", "8"]
    few = now.forums.pair(A, C)
    assert few.of_all("children").words == "5 av dolt"
    assert few.of_smaller("children").words == "5 av dolt"
    assert [(part.words, part.size) for part in few.split("children")] == [("dolt", 4), ("5", 5), ("<5", 4)]


@pytest.mark.parametrize("left", [0, 4, 5, 8])
@pytest.mark.parametrize("right", [0, 4, 5, 8])
@pytest.mark.parametrize("both", [0, 4, 5, 9])
def test_no_hidden_part_of_a_pair_can_be_worked_out(left: int, both: int, right: int) -> None:
    """All that is shown is put together: no part under five is left with a single value that fits."""
    union, smaller = left + both + right, both + min(left, right)
    names = ("children",)
    pair = forums.Pair(
        0,
        1,
        dict.fromkeys(names, both),
        dict.fromkeys(names, union),
        dict.fromkeys(names, smaller),
        {"children": (left, right)},
    )
    words = [part.words for part in pair.split("children")]
    of_all, of_smaller = pair.of_all("children"), pair.of_smaller("children")

    def shown_by(a: int, b: int, c: int) -> object:
        other = forums.Pair(
            0, 1, {"children": b}, {"children": a + b + c}, {"children": b + min(a, c)}, {"children": (a, c)}
        )
        every = other.of_all("children"), other.of_smaller("children")
        return [part.words for part in other.split("children")], [(one.words, one.per_cent) for one in every]

    told = words, [(one.words, one.per_cent) for one in (of_all, of_smaller)]
    fits = [three for three in _threes(22) if shown_by(*three) == told]
    assert (left, both, right) in fits
    for place, count in enumerate((left, both, right)):
        if count < LEAST:
            assert len({three[place] for three in fits}) > 1
    if words == [str(left), str(both), str(right)]:
        assert min(left, both, right) >= LEAST


def _threes(most: int) -> list[tuple[int, int, int]]:
    return [(a, b, c) for a in range(most) for b in range(11) for c in range(most)]


def test_a_secret_whole_is_never_said() -> None:
    share = Share(4, 50, secret=True)
    assert (share.words, share.whole_words, share.per_cent, share.hidden) == ("<5", "dolt", None, True)
    assert Share(4, 50, few=False, secret=True).words == "4 av 50"


def test_forums_of_one_name_are_told_apart() -> None:
    same = [Forum(id="a", name="SIP", district="Bromma"), Forum(id="b", name="SIP"), Forum(id="c", name="Lots")]
    twice = [Forum(id="d", name="X", district="Farsta"), Forum(id="e", name="X", district="Farsta")]
    made = forums.gathered(network_of([*same, *twice]), world.AS_OF, 365)
    assert made.names == ["SIP (Bromma)", "SIP (b)", "Lots", "X (Farsta) (d)", "X (Farsta) (e)"]


# Verdicts.


def known(**said: str) -> Verdicts:
    from graph.journal import Entry

    rows = [
        {
            "number": n,
            "kind": "verdict",
            "at": "2026-03-01T10:00:00Z",
            "content": {"key": key, "judgement": what, "by": "K"},
        }
        for n, (key, what) in enumerate(said.items(), 1)
    ]
    return gathered(Entry.model_validate(row) for row in rows)


def test_those_that_wait_come_first_and_cells_have_their_verdict(now: Scene) -> None:
    found = forums.findings_of(forums.of_district(now.report, now.forums, None), now.forums, [A, B, C])
    assert len(found) == 3
    first, second, third = (one.key for one in found)
    said = known(**{first: "duplicate", second: "unclear"})
    waiting, judged = forums.by_verdict(found, said)
    assert ([one.key for one in waiting], [one.key for one in judged]) == ([second, third], [first])
    cells = forums.cells(now.forums, [A, B, C], "children", found, said)
    by_pair = {frozenset((now.forums.ids[one.one], now.forums.ids[one.other])): one.verdict for one in cells}
    expected = {frozenset(one.evidence["forum"]): said.judgement(one.key) for one in found}
    assert by_pair == expected


def test_what_is_decided_is_not_raised_again(now: Scene) -> None:
    entry = now.report.entry("forum_overlap")
    key = entry.findings[0].key
    said = known(**{key: "required", "of another day": "duplicate"})
    left = data.waiting(now, said)
    assert [one.key for one in left.report.entry("forum_overlap").findings] == [one.key for one in entry.findings[1:]]
    assert left.report.entry("duplicate_meetings").findings == now.report.entry("duplicate_meetings").findings
    assert data.waiting(now, said) is left
    assert data.waiting(now, known(**{key: "unclear"})) is now


def test_the_file_of_pairs_holds_no_formula_and_no_hidden_number(now: Scene) -> None:
    found = forums.findings_of(forums.of_district(now.report, now.forums, None), now.forums, [A, B, C])
    said = known(**{found[0].key: "duplicate"})
    content = pairs.as_csv(now, found, said).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    by_forum = {row["Forum"]: row for row in rows}
    assert len(by_forum) == 3
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]
    few = next(row for name, row in by_forum.items() if "Gamma" in name and "Alfa" in name)
    assert tuple(few[f"Barn: {part}"] for part in ("gemensamma", "av alla", "av den mindre")) == ("5", "dolt", "dolt")
    assert {row["Bedömning"] for row in rows} == {"Dubblett", ""}


# Pictures.


def test_the_heatmap_says_every_pair_in_words(now: Scene) -> None:
    found = forums.findings_of(forums.of_district(now.report, now.forums, None), now.forums, [A, B, C])
    cells = forums.cells(now.forums, [A, B, C], "children", found, known(**{found[0].key: "duplicate"}))
    spec = charts.heatmap(now.forums, cells, [A, B, C], "children", [A, B])
    values = {value["pair"]: value for value in spec["data"]["values"]}
    chosen = values['["B", "A"]']
    assert chosen["said"].startswith("=Beta <b>*x*</b>, Alfa, 30\u202f%, 6 av 20, uppfyller en regel, ")
    assert chosen["edge"] == charts.BLUE
    assert spec["encoding"]["y"]["scale"]["domain"] == ["==Beta <b>*x*</b>", "=Gamma"]
    assert charts.most_shared(cells) == pytest.approx(6 / 20)
    verdicts = {value["verdict"] for value in values.values()}
    assert verdicts == {"duplicate", "none"}


def test_a_hidden_group_is_drawn_as_the_range_that_it_may_be(load: Load) -> None:
    words = {"1": "1", "2": "2", "3": "3 eller fler"}
    spec = charts.loads(load.under(TODAY), load.under(Proposal("remove", (C,))), words)
    heights = {(value["group"], value["side"]): (value["children"], value["text"]) for value in spec["data"]["values"]}
    assert heights["1", "a"] == (4, "dolt")
    assert heights["2", "a"] == (4, "<5")
    assert heights["1", "b"] == (15, "ca 15")
    assert heights["3 eller fler", "a"] == (5, "5")


@pytest.mark.parametrize(
    "name", ["", "Ett", "Islandsmodellen", "Samverkansgruppen för små barn i Hässelby-Vällingby", "x" * 60]
)
def test_a_name_on_few_short_lines(name: str) -> None:
    found = charts.lines(name)
    assert 1 <= len(found) <= 3
    assert all(len(line) <= 12 for line in found)


def test_a_long_word_is_cut_with_a_hyphen() -> None:
    assert charts.lines("Islandsmodellen") == ["Islandsm-", "odellen"]
    assert charts.lines("Sociala insatsgrupper, Järva") == ["Sociala", "insatsgr-", "upper, Järva"]


# Person-hours.


def test_person_hours_by_hand(now: Scene) -> None:
    (group,) = duplicates.together(now.network, now.report.entry("duplicate_meetings").findings)
    assert (group.forums, group.pairs, group.total) == (("A", "B"), 3, 3.5)
    assert group.unknown == [(parse_day("2025-11-10"), parse_day("2025-11-12"))]
    months = duplicates.by_month(group, world.AS_OF, 365)
    assert [(one.year, one.month) for one in (months[0], months[-1])] == [(2025, 3), (2026, 3)]
    assert len(months) == 13
    assert {(one.year, one.month): one.hours for one in months if one.hours} == {(2026, 2): 3.5}
    bars = charts.months(months)
    assert [one["text"] for one in bars["data"]["values"] if one["hours"]] == ["3,5"]
    assert bars["data"]["values"][-1]["label"][1:] == ["2026"]
    everything = duplicates.by_month(group, world.AS_OF, 0)
    assert [(one.year, one.month, one.hours) for one in everything] == [(2026, 2, 3.5), (2026, 3, 0.0)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_person_hours_are_what_plain_lists_give(seed: int) -> None:
    network = assemble(generate(400, seed, world.AS_OF).rows).network
    findings = analyse(network, world.AS_OF, rules_of(), ["duplicate_meetings"]).entry("duplicate_meetings").findings
    ids, meeting = network.ids("meeting").to_pylist(), network["meeting"].to_pydict()
    row = {node: place for place, node in enumerate(ids)}
    table = network["professional_attended_meeting"].to_pydict()
    there: dict[int, set[int]] = {}
    for person, place, status in zip(table["source"], table["target"], table["status"], strict=True):
        if status not in (1, 2):  # absent, declined
            there.setdefault(place, set()).add(person)

    def seconds(place: int) -> int | None:
        ends = meeting["start_second"][place], meeting["end_second"][place]
        return None if NO_SECOND in ends else ends[1] - ends[0]

    expected: dict[tuple[str, ...], dict[str, float]] = {}
    unknown = Counter[tuple[str, ...]]()
    for one in findings:
        pair = [row[node] for node in one.evidence["meeting"]]
        lengths = [length for place in pair if (length := seconds(place)) is not None]
        forum = tuple(one.evidence["forum"])
        hours = expected.setdefault(forum, {})
        if not lengths:
            unknown[forum] += 1
            continue
        each = round(len(there.get(pair[0], set()) & there.get(pair[1], set())) * min(lengths) / 3600, 2)

        def begins(place: int) -> tuple[int, int, str]:
            second = meeting["start_second"][place]
            return meeting["start"][place], second if second != NO_SECOND else 0, ids[place]

        last = max(pair, key=begins)
        hours[ids[last]] = max(hours.get(ids[last], 0.0), each)
    found = duplicates.together(network, findings)
    assert len(findings) > 5
    assert {one.forums: one.total for one in found} == {
        forum: round(sum(hours.values()), 2) for forum, hours in expected.items()
    }
    assert {one.forums: len(one.unknown) for one in found if one.unknown} == dict(unknown)
    for group in found:
        by_month = {(m.year, m.month): m.hours for m in duplicates.by_month(group, world.AS_OF, 365) if m.hours}
        plain: dict[tuple[int, int], float] = {}
        for node, hours_of in group.hours.items():
            date = to_date(meeting["start"][row[node]])
            plain[date.year, date.month] = plain.get((date.year, date.month), 0.0) + hours_of
        assert by_month == {month: round(total, 2) for month, total in plain.items() if total}


def test_zooming_keeps_the_chosen_pair_and_those_that_share_the_most_with_it() -> None:
    network = forum_world.network()
    there = forums.gathered(network, world.AS_OF, 365)
    (members, *_) = forums.levels(there, None).values()
    for measure in ("children", "professionals"):
        for here in combinations(members, 2):
            few = forums.near(there, members, here, measure, 3)
            assert set(here) <= set(few)
            assert few == [member for member in members if member in few]
            assert len(few) == min(3, len(members))
            (more,) = set(few) - set(here)
            best = [max(there.pair(one, two).shared[measure] for one in here) for two in members if two not in here]
            assert forums._shared(there.pair(here[0], more), measure) <= (1, 60)
            assert max(there.pair(one, more).shared[measure] for one in here) > 0 or max(best) < LEAST


def test_names_that_are_cut_keep_what_tells_them_apart() -> None:
    names = ["Samverkan skola socialtjänst polis fritid, Järva", "Samverkan skola socialtjänst polis fritid, Farsta"]
    assert [charts.short(name, 26) for name in names] == ["Samverkan skola so…, Järva", "Samverkan skola s…, Farsta"]
    assert [len(charts.short(name, 14)) for name in names] == [14, 14]
    assert charts.short("SIP, Järva", 26) == "SIP, Järva"
    assert charts.short("En, Enskede-Årsta-Vantör", 14) == "En, Enskede-…"


def nests(seed: int) -> Network:
    """Forums whose children are nearly all in another one, and that share some with a third."""
    random, before = Random(seed), set[int]()
    rows: list[Record] = [Child(id=f"c{n}") for n in range(60)]
    for forum in range(9):
        whom = set(random.sample(range(60), random.randint(6, 40)))
        if forum % 2:
            whom = set(random.sample(sorted(before), min(len(before), random.randint(6, 14))))
            whom |= set(random.sample(range(60), random.randint(0, 4)))
        before = whom
        rows += [Forum(id=f"f{forum}", level="child"), Meeting(id=f"m{forum}", forum=f"f{forum}", start="2026-01-10")]
        rows += [MeetingChild(meeting=f"m{forum}", child=f"c{n}") for n in whom]
    return network_of(rows)


@pytest.mark.parametrize("seed", [1, 11, *range(100, 130)])
def test_what_pairs_tell_together_gives_no_few_children_away(seed: int) -> None:
    town = nests(seed) if seed >= 100 else assemble(generate(2000, seed, world.AS_OF).rows).network
    there = forums.gathered(town, world.AS_OF, 365)
    pairs = [there.pair(one, other) for one, other in combinations(range(len(there.ids)), 2)]
    sizes, told = _sizes_that_follow(pairs)
    few = [pair for pair in pairs if told(pair) is not None and 0 <= min(pair.only["children"]) < LEAST]
    assert few  # else there is nothing to hide
    for pair in few:
        for forum, alone in zip((pair.one, pair.other), pair.only["children"], strict=True):
            assert alone >= LEAST or forum not in sizes


def _sizes_that_follow(pairs: list[forums.Pair]) -> tuple[dict[int, int], Callable[[forums.Pair], int | None]]:
    """How many children a reader knows each forum to have, by adding and subtracting what all pairs show."""

    def number(words: str) -> int | None:
        return int(words) if words.isdigit() else None

    def told(pair: forums.Pair) -> int | None:
        return pair.shared["children"] if pair.shared["children"] >= LEAST else None

    known: dict[int, int] = {}
    before = -1
    while before != len(known):
        before = len(known)
        for pair in pairs:
            both, union = told(pair), number(pair.of_all("children").whole_words)
            left, shown, right = (number(part.words) for part in pair.split("children"))
            assert shown == both
            if both is None:
                continue
            for forum, alone in ((pair.one, left), (pair.other, right)):
                if alone is not None:
                    known[forum] = alone + both
            for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
                if union is not None and one in known:
                    known.setdefault(other, union - known[one] + both)
    return known, told


def test_the_overview_and_the_proposals_count_the_same_children() -> None:
    for seed in (3, 11):
        network = assemble(generate(600, seed, world.AS_OF).rows).network
        now = whatif.load(forums.gathered(network, world.AS_OF, measures.YEAR))
        many = measures.forums_per_child(network, world.AS_OF)
        assert sorted(now.matrix.sum(axis=1).tolist()) == sorted(many[many > 0].tolist())
        assert (many >= 3).sum() > 3


@pytest.mark.parametrize("seed", [1, 11])
def test_no_hidden_number_is_told_by_the_place_of_its_pair_or_by_trying_limits(seed: int) -> None:
    network = assemble(generate(2000, seed, world.AS_OF).rows).network
    now = world.scene(network)
    listed = forums.of_district(now.report, now.forums, None)
    closed = [forums.hidden(now.forums, one) for one in listed]
    assert 0 < sum(closed) < len(closed)
    assert closed == sorted(closed)
    assert sorted(one.key for one in listed) == sorted(one.key for one in now.report.entry("forum_overlap").findings)
    names = [[now.forums.names[now.forums.rows[node]] for node in one.evidence["forum"]] for one in listed]
    assert [name for name, shut in zip(names, closed, strict=True) if shut] == sorted(names[closed.index(True) :])
