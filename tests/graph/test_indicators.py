"""Indicators: worked out by hand, and computed again the slow way on random worlds."""

import random
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np
import pytest

from graph.assemble import network_of
from graph.indicators import DEFINITIONS, ITEMS, Indicator, indicators
from graph.network import Network
from graph.questions import rules_of
from graph.records import (
    Adult,
    Attendance,
    Change,
    Child,
    Forum,
    Handover,
    Meeting,
    MeetingChild,
    Plan,
    Professional,
    Record,
    Support,
)
from graph.values import iso, parse_day

DAY = parse_day("2026-03-10")
PEOPLE = [Child(id="c"), Child(id="d"), *(Professional(id=p) for p in "pqrs")]


def told(records: Sequence[Record], code: str, *settings: str, children: list[bool] | None = None) -> tuple[int, ...]:
    """Numerator, denominator, population and unknown of one indicator."""
    chosen = None if children is None else np.array(children)
    found = indicators(network_of([*PEOPLE, *records]), DAY, rules_of(settings), chosen)
    (one,) = [one for one in found if one.code == code]
    assert one.unit == DEFINITIONS[code].unit
    return one.numerator, one.denominator, one.population, one.unknown


def contact(person: str, start: str | None, end: str | None = None, child: str = "c") -> Support:
    return Support(person=person, child=child, role="barnkontakt", start=start, end=end)


def met(node: str, day: str, people: str, child: str = "c", **more: Any) -> list[Record]:  # noqa: ANN401
    there = [Attendance(meeting=node, person=person) for person in people.split()]
    return [Meeting(id=node, start=day, **more), MeetingChild(meeting=node, child=child), *there]


def test_days_without_the_role_per_child_in_support() -> None:
    """Four days between p and q, three since q; the days of d, who had nobody, and of 2024 are not counted."""
    records: list[Record] = [
        contact("p", "2024-06-01", "2024-07-01"),
        contact("p", "2024-08-01", "2026-02-01"),
        contact("q", "2026-02-05", "2026-03-08"),
        Plan(id="a", child="c"),
        Plan(id="b", child="d"),
    ]
    assert told(records, "gap_days") == (4 + 3, 1, 1, 0)
    assert told(records, "gap_days", "handover_gaps.past_days=0") == (31 + 4 + 3, 1, 1, 0)
    records[3] = Plan(id="a", child="c", end="2026-02-02")
    assert told(records, "gap_days") == (4, 1, 1, 0)
    assert told(records, "gap_days", "handover_gaps.policy=everyone") == (7, 1, 1, 0)


PASSED = [contact("p", None, "2026-02-01"), contact("q", "2026-02-01"), contact("r", "2026-02-01")]


def test_passings_without_a_day_together() -> None:
    """p passes the role to q and to r on the day it ends; for d, s has it ten days more."""
    other = [contact("s", "2025-01-01", "2026-02-11", "d"), contact("p", "2026-02-01", child="d")]
    assert told([*PASSED, *other], "cuts") == (2, 3, 3, 0)
    assert told([*PASSED, *other], "cuts", children=[False, True]) == (0, 1, 1, 0)


def test_passings_with_a_joint_meeting() -> None:
    assert told([*PASSED, *met("m", "2026-02-03", "p q")], "joint_meetings") == (1, 2, 2, 0)
    silent = met("n", "2026-02-04", "")
    assert told([*PASSED, *met("m", "2026-02-03", "p q"), *silent], "joint_meetings") == (1, 1, 2, 1)


def handover(node: str, state: str | None, due: str | None = "2026-03-01", **more: str | None) -> Handover:
    return Handover(**{"id": node, "child": "c", "role": "barnkontakt", "state": state, "due": due} | more)


DUE = [
    handover("h1", "accepted"),
    handover("h2", "done", "2025-03-11", role=None),
    handover("h3", "rejected", "2026-03-10"),
    handover("h4", "revoked"),
    handover("h5", "planned", "2026-03-11"),
    handover("h6", None),
    handover("h7", "done", None),
    handover("h8", "done", role="mentor"),
    handover("h9", "planned", child="nobody"),
]


def test_handovers_due_that_were_accepted() -> None:
    assert told(DUE, "accepted") == (2, 4, 5, 1)
    assert told(DUE, "accepted", children=[True, False]) == (2, 3, 4, 1)


def test_the_checklist_of_handovers_due() -> None:
    first = handover("h1", "done", receiver_named="yes", child_met_receiver="no", joint_meeting_held="yes")
    assert told([first, handover("h2", "revoked", receiver_named="yes")], "checklist") == (2, 3, 9, 6)
    assert len(ITEMS) == 9


def step(number: int, handover: str, state: str | None, at: str | None) -> Change:
    return Change(id=f"s{number}", handover=handover, state=state, at=at)


def test_the_lead_time_is_the_median_of_those_known() -> None:
    records = [
        *(handover(f"h{i}", "accepted") for i in range(4)),
        step(1, "h0", "planned", "2026-01-01 10:00"),
        step(2, "h0", "accepted", "2026-01-11"),
        step(3, "h0", "accepted", "2026-02-11"),
        step(4, "h1", "planned", "2026-01-01"),
        step(5, "h1", "accepted", "2026-01-04"),
        step(6, "h2", "accepted", "2026-01-04"),
        step(7, "h3", "planned", "2026-01-01"),
        step(8, "h3", "accepted", "2025-03-10"),
    ]
    assert told(records, "lead_time") == (10 + 3, 2, 3, 1)


def test_the_length_of_a_tenure() -> None:
    """Joined: p has it 31 days; s 5; q has it still; of r it is not known since when."""
    records = [
        contact("p", "2026-01-01", "2026-01-11"),
        contact("p", "2026-01-11", "2026-02-01"),
        contact("s", "2026-01-01", "2026-01-06"),
        contact("q", "2026-01-01"),
        contact("r", None, "2026-01-01"),
        contact("s", "2024-01-01", "2025-03-10"),
    ]
    assert told(records, "tenure_length") == (31 + 5, 2, 3, 1)


def test_continuity_worked_out_by_hand() -> None:
    """p three times, q twice, r once: 3 of 6; (9 + 4 + 1 - 6) of 30; p q | p | r | p q: one of three."""
    days = {"2025-03-11": "p q", "2025-06-01": "p", "2025-07-01": "r", "2026-03-10": "p q"}
    records = [record for i, (day, people) in enumerate(days.items()) for record in met(f"m{i}", day, people)]
    few = met("few", "2026-01-01", "p q r", "d")
    outside = [*met("old", "2025-03-10", "p"), *met("off", "2026-01-01", "p", status="cancelled")]
    outside += met("ahead", "2026-03-11", "p")
    everything = [*records, *few, *outside, Attendance(meeting="m1", person="s", status="absent")]
    assert told(everything, "upc") == (3, 6, 2, 1)
    assert told(everything, "coci") == (8, 30, 2, 1)
    assert told(everything, "secon") == (1, 3, 2, 1)
    assert told(everything, "upc", children=[False, True]) == (0, 0, 1, 1)


def test_of_one_meeting_nothing_follows() -> None:
    assert told(met("m", "2026-01-01", "p q r s"), "secon") == (0, 0, 1, 1)
    assert told(met("m", "2026-01-01", "p q r s"), "coci") == (0, 12, 1, 0)


def test_nothing_is_not_zero() -> None:
    found = indicators(network_of([]), DAY, rules_of())
    assert [one.code for one in found] == list(DEFINITIONS)
    assert {one.value for one in found} == {None}
    assert Indicator("x", 1, 3, 4, "share", 1).value == Fraction(1, 3)
    assert Indicator("x", 1, 3, 4, "share", 1).counted == 3


PAST = 60
SETTINGS = [f"{code}.past_days={PAST}" for code in ("handover_gaps", "no_joint_meeting")]


class World:
    """A few random records, and what the indicators are of them when every day is looked at by itself."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.children = {f"c{i}": self.pick([None, DAY - 3000, DAY - 18 * 366, DAY - 100]) for i in range(4)}
        self.leaves = {f"p{i}": self.pick([None, None, DAY - 20]) for i in range(4)}
        self.supports = [self.span(self.pick(["barnkontakt"] * 4 + ["caseworker", "mentor"])) for _ in range(14)]
        self.plans = [self.span("plan") for _ in range(self.random.randrange(3))]
        self.meetings = [self.meeting(i) for i in range(self.random.randrange(14))]
        self.handovers = [self.handover(i) for i in range(6)]

    def pick(self, among: list[Any]) -> Any:  # noqa: ANN401
        return self.random.choice(among)

    def span(self, role: str) -> dict[str, Any]:
        start = DAY - 5 * self.random.randrange(-2, 22)
        person = self.pick([*self.leaves, "v"])
        end = start + 5 * self.random.randrange(1, 12)
        child = self.pick(list(self.children))
        starts, ends = self.pick([None, *[start] * 5]), self.pick([None, *[end] * 4])
        return {"person": person, "child": child, "role": role, "start": starts, "end": ends}

    def meeting(self, number: int) -> dict[str, Any]:
        there = {p: self.pick([None, "present", "absent"]) for p in [*self.leaves, "v"] if self.random.random() < 0.5}
        day, forum = DAY - self.random.randrange(-5, 90), self.pick([None, "f", "chiefs"])
        status, child = self.pick([None, None, "held", "cancelled"]), self.pick(list(self.children))
        return {"id": f"m{number}", "day": day, "forum": forum, "status": status, "child": child, "there": there}

    def handover(self, number: int) -> dict[str, Any]:
        steps = [(self.pick(["planned", "accepted"]), DAY - self.random.randrange(-3, 80)) for _ in range(3)]
        return {
            "id": f"h{number}",
            "child": self.pick([*self.children, "nobody"]),
            "role": self.pick([None, "barnkontakt", "mentor"]),
            "state": self.pick([None, "planned", "offered", "accepted", "rejected", "done", "revoked"]),
            "due": self.pick([None, DAY - self.random.randrange(-5, 70)]),
            "items": {item: self.pick([None, "yes", "no"]) for item in ITEMS},
            "steps": steps,
        }

    @property
    def network(self) -> Network:
        records: list[Record] = [Forum(id="f", level="child"), Forum(id="chiefs", level="management"), Adult(id="v")]
        records += [Child(id=child, born=iso(born)) for child, born in self.children.items()]
        records += [Professional(id=person, end=iso(end)) for person, end in self.leaves.items()]
        records += [Support(**one | {"start": iso(one["start"]), "end": iso(one["end"])}) for one in self.supports]
        for i, plan in enumerate(self.plans):
            records.append(Plan(id=f"plan{i}", child=plan["child"], start=iso(plan["start"]), end=iso(plan["end"])))
        for one in self.meetings:
            records += [Meeting(id=one["id"], forum=one["forum"], start=iso(one["day"]), status=one["status"])]
            records += [MeetingChild(meeting=one["id"], child=one["child"])]
            records += [Attendance(meeting=one["id"], person=p, status=status) for p, status in one["there"].items()]
        for one in self.handovers:
            columns = {name: one[name] for name in ("id", "child", "role", "state")} | one["items"]
            records.append(Handover(**columns, due=iso(one["due"])))
            for i, (state, at) in enumerate(one["steps"]):
                records.append(Change(id=f"{one['id']}-{i}", handover=one["id"], state=state, at=iso(at)))
        return network_of(records)

    @property
    def window(self) -> range:
        return range(DAY - PAST + 1, DAY + 1)

    def tenures(self) -> list[tuple[str, str, int, int]]:
        """Child, person, start and end; since ever and until further notice are far away."""
        far = 10**6
        found = []
        for one in self.supports:
            start = -far if one["start"] is None else one["start"]
            ends = [far if one["end"] is None else one["end"], self.leaves.get(one["person"]) or far]
            if one["role"] == "barnkontakt" and start < min(ends):
                found.append((one["child"], one["person"], start, min(ends)))
        return found

    def spells(self) -> list[tuple[str, str, int, int]]:
        found: list[tuple[str, str, int, int]] = []
        for child, person, start, end in sorted(self.tenures()):
            if found and found[-1][:2] == (child, person) and start <= found[-1][3]:
                found[-1] = (child, person, found[-1][2], max(end, found[-1][3]))
            else:
                found.append((child, person, start, end))
        return found

    def supported(self, child: str, day: int) -> bool:
        shown = [one for one in self.supports if one["role"] == "caseworker" and one["person"] != "v"]
        held = [one for one in self.meetings if one["status"] != "cancelled" and one["forum"] != "chiefs"]
        if not shown and not self.plans and not held:
            return True
        covers = any(
            one["child"] == child
            and (one["start"] is None or one["start"] <= day)
            and (one["end"] is None or day < one["end"])
            for one in [*shown, *self.plans]
        )
        return covers or any((one["child"], one["day"]) == (child, day) for one in held)

    def gap_days(self) -> tuple[int, ...]:
        days = population = 0
        for child, born in self.children.items():
            mine = [one for one in self.tenures() if one[0] == child]
            if born == DAY - 18 * 366 or not any(start <= DAY for _, _, start, _ in mine):
                continue
            if not any(self.supported(child, day) for day in self.window):
                continue
            population += 1
            stretch: list[int] = []
            for day in [*self.window, DAY + 1]:
                without = not any(start <= day < end for _, _, start, end in mine)
                if day <= DAY and without and any(end <= day for _, _, _, end in mine):
                    stretch.append(day)
                else:
                    days += len(stretch) if any(self.supported(child, on) for on in stretch) else 0
                    stretch = []
        return days, population, population, 0

    def passings(self) -> list[tuple[str, str, str, int, int]]:
        found, spells = [], self.spells()
        for child, after, start, end in spells:
            if start not in self.window:
                continue
            before = [one for one in spells if one[0] == child and one[1] != after and one[2] < start and one[3] < end]
            last = max((one[3] for one in before), default=0)
            for one in before:
                if one[3] == last and start - last <= 30 and last - start <= 60:
                    found.append((child, one[1], after, start, start - last))
        return found

    def cuts(self) -> tuple[int, ...]:
        days = [days for *_, days in self.passings()]
        return days.count(0), len(days), len(days), 0

    def joint_meetings(self) -> tuple[int, ...]:
        joint = unsaid = 0
        for child, before, after, start, _ in self.passings():
            near = [
                one["there"]
                for one in self.meetings
                if one["child"] == child and one["status"] != "cancelled" and start - 60 <= one["day"] <= start + 30
            ]
            both = any(all(there.get(p, "absent") != "absent" for p in (before, after)) for there in near)
            joint += both
            unsaid += not both and {} in near
        return joint, len(self.passings()) - unsaid, len(self.passings()), unsaid

    def due(self) -> list[dict[str, Any]]:
        return [
            one
            for one in self.handovers
            if one["role"] != "mentor" and one["due"] in self.window and one["state"] != "revoked"
        ]

    def accepted(self) -> tuple[int, ...]:
        states = [one["state"] for one in self.due()]
        yes, unknown = states.count("accepted") + states.count("done"), states.count(None)
        return yes, len(states) - unknown, len(states), unknown

    def checklist(self) -> tuple[int, ...]:
        cells = Counter(cell for one in self.due() for cell in one["items"].values())
        return cells["yes"], cells["yes"] + cells["no"], cells.total(), cells[None]

    def lead_time(self) -> tuple[int, ...]:
        known, population = [], 0
        for one in self.handovers:
            first = {state: min((at for told, at in one["steps"] if told == state), default=None) for state in STATES}
            if one["role"] != "mentor" and first["accepted"] in self.window:
                population += 1
                if first["planned"] is not None and first["planned"] <= first["accepted"]:
                    known.append(first["accepted"] - first["planned"])
        return middle(known, population)

    def tenure_length(self) -> tuple[int, ...]:
        ended = [(start, end) for _, _, start, end in self.spells() if end in self.window]
        return middle([end - start for start, end in ended if start > -(10**6)], len(ended))

    def continuity(self) -> dict[str, tuple[int, ...]]:
        sums: Counter[str] = Counter()
        for child in self.children:
            mine = [
                [p for p, status in one["there"].items() if status != "absent" and p != "v"]
                for one in sorted(self.meetings, key=lambda one: (one["day"], one["id"]))
                if one["child"] == child and one["status"] != "cancelled" and one["day"] in self.window
            ]
            mine = [there for there in mine if there]
            each = Counter(person for there in mine for person in there)
            n, pairs = each.total(), list(pairwise(mine))
            sums["population"] += n > 0
            sums["few"] += 0 < n < 4
            sums["lone"] += 0 < n < 4 or (n >= 4 and not pairs)
            if n >= 4:
                sums["most"] += max(each.values())
                sums["all"] += n
                sums["same"] += sum(k * k for k in each.values()) - n
                sums["pairs"] += n * (n - 1)
                sums["again"] += sum(bool({*one} & {*other}) for one, other in pairs)
                sums["steps"] += len(pairs)
        names = {"upc": ("most", "all", "few"), "coci": ("same", "pairs", "few"), "secon": ("again", "steps", "lone")}
        return {code: (sums[a], sums[b], sums["population"], sums[few]) for code, (a, b, few) in names.items()}


STATES = ("planned", "accepted")


def middle(values: list[int], population: int) -> tuple[int, ...]:
    if not values:
        return 0, 0, population, population
    even = 1 + (len(values) % 2 == 0)
    return int(median(values) * even), even, population, population - len(values)


@pytest.mark.parametrize("seed", range(120))
def test_the_slow_way_gives_the_same(seed: int) -> None:
    world = World(seed)
    slow = {code: getattr(world, code)() for code in DEFINITIONS if code not in ("upc", "coci", "secon")}
    slow |= world.continuity()
    found = indicators(world.network, DAY, rules_of(SETTINGS))
    assert {one.code: (one.numerator, one.denominator, one.population, one.unknown) for one in found} == slow


def test_the_random_worlds_have_something_of_everything() -> None:
    found = [one for seed in range(120) for one in indicators(World(seed).network, DAY, rules_of(SETTINGS))]
    for code in DEFINITIONS:
        assert sum(one.numerator for one in found if one.code == code) > 10, code
