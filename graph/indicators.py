"""How handovers go, in numbers: each with what is counted, of what, for whom, and for how many it is unknown.

An indicator is a function of a Network, a day and the rules in force; `children` narrows it to some children. It
is a share or a mean, numerator by denominator, exact; or a median, the middle value (of an even number the two
middle ones added, by 2). Nothing here says how a child fares, and none is a target.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

import numpy as np
import pyarrow.compute as pc

from graph.continuity import Share, contacts_of, in_sequence, same_again, usual_provider
from graph.detectors.handovers import HandoverRules, support_of
from graph.detectors.no_joint_meeting import JointRules, Passings, met, passings_of
from graph.findings import RuleSet
from graph.meetings import one_of
from graph.network import Ints, Network
from graph.questions import Rules, rules_in
from graph.records import Handover
from graph.sets import Mask
from graph.tenures import Runs, birthdays, spells_of, tenures_of
from graph.values import FLAG, HANDOVER_STATE, OPEN, UNKNOWN

R = TypeVar("R", bound=RuleSet)


@dataclass(frozen=True)
class Indicator:
    """One number: `numerator` by `denominator` in `unit`, of a `population`; for `unknown` of these it is not known."""

    code: str
    numerator: int
    denominator: int
    population: int
    unit: str
    unknown: int = 0

    @property
    def value(self) -> Fraction | None:
        """The number, or nothing where there is nothing to divide by."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def counted(self) -> int:
        """Of how many it is known."""
        return self.population - self.unknown


Measure = Callable[[Network, int, Rules, Mask], Indicator]


@dataclass(frozen=True)
class Definition:
    """What an indicator counts, of what, for whom, in which unit and where the measure comes from."""

    measure: Measure
    numerator: str
    denominator: str
    population: str
    unit: str
    source: str


def indicators(network: Network, day: int, rules: Rules, children: Mask | None = None) -> list[Indicator]:
    """All indicators as of a day, for some children or all; a handover of an unknown child counts for all only."""
    chosen = np.ones(network.count("child"), bool) if children is None else children
    return [definition.measure(network, day, rules, chosen) for definition in DEFINITIONS.values()]


def _since(day: int, past_days: int) -> int:
    """The first day looked at."""
    return day + 1 - past_days if past_days else UNKNOWN


def gap_days(network: Network, day: int, rules: Rules, children: Mask) -> Indicator:
    """Days without the role after somebody had it, per child in support who had somebody.

    Counted are children under max_age on D, with a tenure that began on or before D, in support on a day of
    D - past_days < day <= D; and of those days the ones between two runs of tenures, or after the last, when
    the child was in support on a day between the two (role, past_days, max_age, policy: those of handover_gaps).
    """
    rule = rules_in(rules, HandoverRules)
    tenures, first = tenures_of(network, rule.role), _since(day, rule.past_days)
    runs = Runs.of(tenures.child, tenures.start, tenures.end)
    begun = np.zeros(len(children), bool)
    begun[runs.child[runs.start <= day]] = True
    wanted = begun & children & (day < birthdays(network.ints("child", "born"), rule.max_age))
    following = runs.following(np.arange(len(runs.child)))
    start = np.maximum(runs.end, first)
    end = np.minimum(np.where(following == UNKNOWN, OPEN, following), day + 1)
    kept = wanted[runs.child] & (start < end)
    child, start, end = runs.child[kept], start[kept], end[kept]
    support = network.once(_Support(rule)) if rule.policy == "in_support" else None
    if support is not None:
        rows, within = np.arange(len(children)), support.touch(child, start, end)
        span = np.full(len(children), first, np.int64), np.full(len(children), day + 1, np.int64)
        wanted, start, end = wanted & support.touch(rows, *span), start[within], end[within]
    many = int(wanted.sum())
    return Indicator("gap_days", int((end - start).sum()), many, many, "days per child")


@dataclass(frozen=True)
class _Support:
    """When each child is in support, or nothing where nothing could show it; gathered once for each Network."""

    rules: HandoverRules

    def __call__(self, network: Network) -> Runs | None:
        return support_of(network, self.rules, np.ones(network.count("child"), bool))


@dataclass(frozen=True)
class _Passed:
    """The passings up to a day, whether each had a joint meeting and whether that is unknown; once for each Network."""

    day: int
    rules: JointRules

    def __call__(self, network: Network) -> tuple[Passings, Mask, Mask]:
        passings = passings_of(spells_of(network, self.rules.role), self.day, self.rules)
        return passings, *met(network, passings, self.rules)


def cuts(network: Network, day: int, rules: Rules, children: Mask) -> Indicator:
    """Passings of the role from one person to another where one ends on the day the other begins: no day together."""
    every, _, _ = network.once(_Passed(day, rules_in(rules, JointRules)))
    passings = every.only(children[every.child])
    days = passings.start - passings.spells.end[passings.before]
    return Indicator("cuts", int((days == 0).sum()), len(days), len(days), "share")


def joint_meetings(network: Network, day: int, rules: Rules, children: Mask) -> Indicator:
    """Passings of the role with a meeting about the child where both were; unknown where attendance may be missing."""
    passings, joint, unsaid = network.once(_Passed(day, rules_in(rules, JointRules)))
    there = children[passings.child]
    joint, unsaid = joint[there], unsaid[there]
    known = len(joint) - int(unsaid.sum())
    return Indicator("joint_meetings", int(joint.sum()), known, len(joint), "share", int(unsaid.sum()))


def _of_children(network: Network, children: Mask, role: str) -> Mask:
    """The handovers of the role, or of none, about some children; with all of them also those about unknown ones."""
    child = one_of(network, "handover_about_child", network.count("handover"))
    fits = pc.fill_null(pc.equal(network.texts("handover", "role"), role), True).to_numpy(zero_copy_only=False)
    found: Mask = np.append(children, children.all())[child] & fits
    return found


def _due(network: Network, day: int, rules: Rules, children: Mask) -> Ints:
    """The handovers with D - past_days < due <= D that were not revoked."""
    rule = rules_in(rules, HandoverRules)
    due = network.ints("handover", "due").astype(np.int64)
    counted = _of_children(network, children, rule.role) & (due != UNKNOWN) & (due <= day)
    counted &= due >= _since(day, rule.past_days)
    return np.flatnonzero(counted & (network.ints("handover", "state") != HANDOVER_STATE.choices.index("revoked")))


def accepted(network: Network, day: int, rules: Rules, children: Mask) -> Indicator:
    """Handovers due whose receiver has accepted: their state is accepted or done."""
    state = network.ints("handover", "state")[_due(network, day, rules, children)]
    yes = np.isin(state, [HANDOVER_STATE.choices.index(word) for word in ("accepted", "done")])
    known = int((state >= 0).sum())
    return Indicator("accepted", int(yes.sum()), known, len(state), "share", len(state) - known)


def lead_time(network: Network, day: int, rules: Rules, children: Mask) -> Indicator:
    """Days from planned to accepted: the median of the handovers first accepted in D - past_days < day <= D.

    The days are those of the first changes to each state; a handover of which it is not known that it was planned
    on or before the day of its acceptance is unknown.
    """
    rule = rules_in(rules, HandoverRules)
    planned, agreed = (_first(network, word) for word in ("planned", "accepted"))
    counted = _of_children(network, children, rule.role) & (agreed <= day) & (agreed >= _since(day, rule.past_days))
    known = counted & (planned <= agreed)
    return _median("lead_time", (agreed - planned)[known], int(counted.sum()))


def _first(network: Network, state: str) -> Ints:
    """The first day on which each handover came into a state; `OPEN` if it is not known to have."""
    change, handover = (network.ints("change_changed_handover", end) for end in ("source", "target"))
    at = network.ints("change", "at").astype(np.int64)[change]
    told = (network.ints("change", "state")[change] == HANDOVER_STATE.choices.index(state)) & (at != UNKNOWN)
    first = np.full(network.count("handover"), OPEN, np.int64)
    np.minimum.at(first, handover[told], at[told])
    return first


def tenure_length(network: Network, day: int, rules: Rules, children: Mask) -> Indicator:
    """How long one person has the role for a child: the median of the spells that ended in D - past_days < day <= D."""
    rule = rules_in(rules, HandoverRules)
    spells = spells_of(network, rule.role)
    ended = children[spells.child] & (spells.end <= day) & (spells.end >= _since(day, rule.past_days))
    known = ended & (spells.start != UNKNOWN)
    return _median("tenure_length", (spells.end - spells.start)[known], int(ended.sum()))


def _median(code: str, values: Ints, population: int) -> Indicator:
    """The middle value; of an even number the two middle ones, added, by 2."""
    ordered = np.sort(values)
    middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1] if len(ordered) else ordered
    return Indicator(code, int(middle.sum()), len(middle), population, "median days", population - len(values))


def _continuity(code: str, share: Share) -> Indicator:
    return Indicator(code, share.part, share.whole, share.known + share.unknown, "share", share.unknown)


def upc(network: Network, day: int, rules: Rules, children: Mask) -> Indicator:
    """Contacts with each child's most usual professional, of all contacts; unknown with fewer than four contacts."""
    return _continuity(
        "upc", usual_provider(contacts_of(network, day, rules_in(rules, HandoverRules).past_days, children))
    )


def coci(network: Network, day: int, rules: Rules, children: Mask) -> Indicator:
    """Pairs of a child's contacts with the same professional, of all its pairs; unknown with under four contacts."""
    return _continuity(
        "coci", same_again(contacts_of(network, day, rules_in(rules, HandoverRules).past_days, children))
    )


def secon(network: Network, day: int, rules: Rules, children: Mask) -> Indicator:
    """Consecutive meetings with a professional of the one before; unknown with under four contacts or one meeting."""
    contacts = contacts_of(network, day, rules_in(rules, HandoverRules).past_days, children)
    return _continuity("secon", in_sequence(network, contacts))


ITEMS = tuple(Handover.model_fields)[-9:]
"""The items of the checklist."""


def checklist(network: Network, day: int, rules: Rules, children: Mask) -> Indicator:
    """Items of the checklist that are done, of those of which it is known, of the handovers due."""
    rows = _due(network, day, rules, children)
    cells = np.concatenate([network.ints("handover", item)[rows] for item in ITEMS])
    unknown = int((cells == FLAG.unknown).sum())
    return Indicator("checklist", int((cells == 1).sum()), len(cells) - unknown, len(cells), "share", unknown)


PASSINGS = "passings of the role as in no_joint_meeting"
DUE = "handovers due within past_days, not revoked"
SOME = "children with a contact within past_days: a professional at a meeting"
OWN = "own measure"
GOOD = "UNICEF Primero; NICE QS140"
DEFINITIONS: dict[str, Definition] = {
    "gap_days": Definition(
        gap_days,
        "days without the role after somebody had it",
        "those children",
        "children in support within past_days who had somebody",
        "days per child",
        OWN,
    ),
    "cuts": Definition(
        cuts, "those without overlap: one ends on the day the other begins", "passings", PASSINGS, "share", "NICE QS140"
    ),
    "joint_meetings": Definition(
        joint_meetings, "those with a joint meeting", "passings with known attendance", PASSINGS, "share", "NICE QS140"
    ),
    "accepted": Definition(accepted, "those accepted or done", "handovers with a known state", DUE, "share", GOOD),
    "lead_time": Definition(
        lead_time,
        "days from planned to accepted, the middle one (of an even number the two in the middle)",
        "1 (of an even number 2)",
        "handovers first accepted within past_days",
        "median days",
        OWN,
    ),
    "tenure_length": Definition(
        tenure_length,
        "days from start to end, the middle one (of an even number the two in the middle)",
        "1 (of an even number 2)",
        "spells that ended within past_days",
        "median days",
        OWN,
    ),
    "upc": Definition(
        upc,
        "contacts with each child's most usual professional",
        "contacts of children with at least four",
        SOME,
        "share",
        "usual provider continuity",
    ),
    "coci": Definition(
        coci,
        "ordered pairs of a child's contacts with the same professional: Σn² − N",
        "ordered pairs of its contacts: N (N − 1), of children with at least four",
        SOME,
        "share",
        "Bice–Boxerman",
    ),
    "secon": Definition(
        secon,
        "those where a professional of the first is there again",
        "consecutive meetings of children with at least four contacts",
        SOME,
        "share",
        "sequential continuity",
    ),
    "checklist": Definition(checklist, "items done", "items known", f"items of the checklists of {DUE}", "share", GOOD),
}
"""Every indicator, in the order of the pages."""
