"""What a barnkontakt has to do: which children are theirs, twelve months ahead, and the next step for each.

A child is theirs in full while they have or will have the role for it, hand it over, or have accepted it. Of a child
that is only offered to them nothing is here but name, phase and sender. Of a protected child: name and days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa

from dashboard import texts
from dashboard.tables.child import age, called
from dashboard.tables.counts import names_of, protected, swedish
from dashboard.texts import Amount, t
from graph.handovers import ADULT, HandoverState, allowed, handovers_of, next_step
from graph.meetings import one_of
from graph.network import Ints, Network
from graph.phases import Model
from graph.sets import Mask
from graph.tenures import Runs, Spells, birthdays, spells_of
from graph.values import OPEN, UNKNOWN

BACK, AHEAD = 31, 365
"""How many days of the year behind and ahead are drawn."""
COLUMNS = ("id", "name", "title")
PLANNED, OFFERED, ACCEPTED, REJECTED, DONE, REVOKED = range(6)


@dataclass(frozen=True)
class Ground:
    """What the work lists of one day are made from: who has the role for whom, and the ends of handovers.

    `about`, `sender` and `receiver` are the rows of each handover's child and professionals, -1 for none.
    """

    network: Network
    as_of: int
    role: str
    tenures: Spells
    about: Ints
    sender: Ints
    receiver: Ints
    counts: Mask
    model: Model
    names: Mapping[str, str]

    @property
    def first(self) -> int:
        """The first day that is drawn."""
        return self.as_of - BACK

    @property
    def last(self) -> int:
        """The day after the last that is drawn."""
        return self.as_of + AHEAD

    @cached_property
    def forsaken(self) -> Mask:
        """The last time with a child that ended within a year, where nobody has the child now or later."""
        told = self.tenures
        last = np.full(self.network.count("child"), UNKNOWN, np.int64)
        np.maximum.at(last, told.child, told.end)
        found: Mask = (told.end == last[told.child]) & (told.end <= self.as_of) & (told.end > self.as_of - AHEAD)
        return found


def ground(network: Network, as_of: int, role: str, model: Model) -> Ground:
    """What the work lists of one day are made from."""
    ends = ("handover_about_child", "handover_sender_professional", "handover_receiver_professional")
    about, sender, receiver = (one_of(network, table, network.count("handover")) for table in ends)
    roles = network.texts("handover", "role").to_pylist()
    ids = network.ids("professional").to_pylist()
    names = {
        node: name or node for node, name in zip(ids, network.texts("professional", "name").to_pylist(), strict=True)
    }
    counts = np.array([word in (None, role) for word in roles], bool) & (about >= 0)
    return Ground(network, as_of, role, spells_of(network, role), about, sender, receiver, counts, model, names)


def contacts(ground: Ground) -> list[int]:
    """The professionals who have or will have a child, had one that nobody has now, or stand in a handover that asks
    for something, by name."""
    mine = ground.tenures.person[(ground.tenures.end > ground.as_of) | ground.forsaken]
    state, due = (ground.network.ints("handover", column) for column in ("state", "due"))
    live = ground.counts & (state >= PLANNED) & (state <= ACCEPTED)
    recent = (due > ground.as_of - AHEAD) | (due == UNKNOWN)
    again = ground.counts & ((state == REJECTED) | (state == REVOKED)) & recent
    rows = np.unique(np.concatenate([mine, ground.sender[live | again], ground.receiver[live]]))
    rows = rows[(rows >= 0) & (rows < ground.network.count("professional"))]
    names = ground.network.texts("professional", "name").take(pa.array(rows)).to_pylist()
    ids = ground.network.ids("professional").take(pa.array(rows)).to_pylist()
    order = sorted(range(len(rows)), key=lambda i: (swedish(names[i] or ids[i]), ids[i]))
    return [int(rows[i]) for i in order]


def titles(network: Network, rows: Sequence[int]) -> list[str]:
    """Name and title of professionals; those who are called the same are told apart by their ids."""
    ids, names, held = (network["professional"].column(c).take(pa.array(rows, pa.int64())).to_pylist() for c in COLUMNS)
    said = [
        " · ".join([name or node, *([title] if title else [])])
        for node, name, title in zip(ids, names, held, strict=True)
    ]
    return [words if said.count(words) == 1 else f"{words} · {node}" for words, node in zip(said, ids, strict=True)]


@dataclass(frozen=True)
class Bar:
    """Days of one person, or of nobody. `look`: mine, other, asked_mine, asked or gap; `lower`: beside another."""

    look: str
    label: str
    start: int
    end: int
    lower: bool = False
    together: int = 0


@dataclass(frozen=True)
class Case:
    """One child of a work list: how much may be seen of it, its handover, its year and its next step.

    `state` is that of the handover, `none` where there is none. `toward`: from me, to me, or neither. `day` is that
    of the next step, `until` the end of the sender's time. Where the child is not theirs in full, `full` is false.
    """

    child: str
    name: str
    line: str
    hidden: bool
    full: bool
    handover: str | None
    state: str
    toward: str
    step: str
    day: int | None
    done: int
    bars: list[Bar]
    phases: list[tuple[str, int]]
    until: int | None = None

    @property
    def gaps(self) -> list[Bar]:
        """All stretches of days without a barnkontakt."""
        return [bar for bar in self.bars if bar.look == "gap"]

    @property
    def gap(self) -> Bar | None:
        """The first days without a barnkontakt."""
        return next(iter(self.gaps), None)

    def begins(self, as_of: int) -> int | None:
        """The day on which a new contact is needed: when the present one leaves, if that is before the next step."""
        gaps = [max(bar.start, as_of) for bar in self.gaps]
        days = [self.day] if self.day is not None and self.day >= as_of else []
        return min([*gaps, *days], default=self.day)

    def late(self, as_of: int) -> bool:
        """Whether the day of the next step has passed."""
        return self.state != "done" and self.day is not None and self.day < as_of


@dataclass(frozen=True)
class Desk:
    """The work list of one barnkontakt: what lies ahead, the day of the next step first, and who has nothing ahead.

    `declined`: the child that they have just said no to, which is no longer in the list.
    """

    person: str
    now: int
    leaving: int
    cases: list[Case]
    calm: list[Case]
    declined: Case | None = None

    def toward(self, side: str) -> int:
        """How many handovers are on their way from me or to me."""
        return sum(case.toward == side and case.state not in ("none", "done", "revoked") for case in self.cases)

    @property
    def asked(self) -> list[Case]:
        """Those that wait for my answer."""
        return [case for case in self.cases if case.toward == "to" and case.state == "offered"]

    def gaps(self, as_of: int) -> tuple[int, int]:
        """How many stretches of days without a barnkontakt there are now, and how many begin later."""
        starts = [bar.start for case in self.cases for bar in case.gaps]
        return sum(start <= as_of for start in starts), sum(start > as_of for start in starts)


def desk(ground: Ground, person: int, declined: str | None = None) -> Desk:
    """The work list of the professional in a row of the network; `declined`: a handover they have just said no to."""
    tenures = ground.tenures
    own = (tenures.person == person) & (tenures.end > ground.as_of) & (tenures.start < ground.last)
    own |= (tenures.person == person) & ground.forsaken
    on = own & (tenures.start <= ground.as_of) & (tenures.end > ground.as_of)
    mine = set(tenures.child[own].tolist())
    children = sorted(mine | set(ground.about[_named(ground, person)].tolist()))
    at = np.isin(tenures.child, children)
    held: dict[int, list[int]] = {}
    for number in np.flatnonzero(at).tolist():
        held.setdefault(int(tenures.child[number]), []).append(number)
    now = set(tenures.child[on].tolist())
    near = Near(ground, person, mine, now, held, gaps(tenures.only(at)), narrowed(ground.network, children), declined)
    cases = [case for child in children if (case := near.case(child))]
    refused = next((one for one in cases if one.handover == declined and not one.full), None) if declined else None
    cases = [case for case in cases if case is not refused]
    ahead = [case for case in cases if case.handover or case.gap or case.phases]
    calm = [case for case in cases if not (case.handover or case.gap or case.phases)]
    calm.sort(key=lambda case: (swedish(case.name), case.child))
    ahead.sort(key=lambda case: (case.day is None, case.day or 0, swedish(case.name), case.child))
    going = set(tenures.child[on & (tenures.end < ground.last)].tolist())
    going |= {near.row(case.child) for case in ahead if case.toward == "from" and case.state != "done"}
    node = str(ground.network.ids("professional")[person].as_py())
    return Desk(node, len(now), len(now & going), ahead, calm, refused)


def _named(ground: Ground, person: int) -> Mask:
    """The handovers that name a professional and may still ask something of them."""
    state, due, later = (ground.network.ints("handover", column) for column in ("state", "due", "follow_up"))
    named: Mask = ground.counts & ((ground.sender == person) | (ground.receiver == person))
    again = (ground.sender == person) & np.isin(state, (REJECTED, REVOKED))
    named &= (state <= ACCEPTED) | (due > ground.as_of - AHEAD) | (due == UNKNOWN) | (later >= ground.as_of) | again
    return named


def gaps(spells: Spells) -> dict[int, list[tuple[int, int]]]:
    """Of each child the days after a contact ends and before the next begins, `OPEN` where nobody follows."""
    runs = Runs.of(spells.child, spells.start, spells.end)
    later = runs.following(np.arange(len(runs.child)))
    found: dict[int, list[tuple[int, int]]] = {}
    for child, start, end in zip(runs.child.tolist(), runs.end.tolist(), later.tolist(), strict=True):
        if start < OPEN:
            found.setdefault(child, []).append((start, OPEN if end == UNKNOWN else end))
    return found


def narrowed(network: Network, children: Sequence[int]) -> Network:
    """The same nodes with only the edges of the handovers about some children, so that each is read at once."""
    about = network.ints("handover_about_child", "source")
    wanted = about[np.isin(network.ints("handover_about_child", "target"), children)]
    changes = network.ints("change_changed_handover", "source")
    changed = changes[np.isin(network.ints("change_changed_handover", "target"), wanted)]
    senders = network.ints("handover_sender_professional", "source")
    people = network.ints("handover_sender_professional", "target")[np.isin(senders, wanted)]
    by = {name: wanted for name in network.tables if name.startswith("handover_")}
    by |= {name: changed for name in network.tables if name.startswith("change_")}
    by["professional_works_at_agency"] = people
    kept = {name: pa.array(np.isin(network.ints(name, "source"), rows)) for name, rows in by.items()}
    return Network(network.tables | {name: network[name].filter(keep) for name, keep in kept.items()})


@dataclass(frozen=True)
class Near:
    """The children of one barnkontakt, who has or had them, and the days on which nobody has them.

    `mine` are those they have, will have, or were the last to have; `now` those they have on the day.
    """

    ground: Ground
    person: int
    mine: set[int]
    now: set[int]
    tenures: Mapping[int, Sequence[int]]
    gaps: Mapping[int, Sequence[tuple[int, int]]]
    narrow: Network
    declined: str | None

    def row(self, child: str) -> int:
        """The row of a child."""
        row = self.ground.network.row("child", child)
        return -1 if row is None else row

    def case(self, child: int) -> Case | None:
        """One child; nothing where it is no concern of theirs."""
        ground, network = self.ground, self.ground.network
        node, me = str(network.ids("child")[child].as_py()), str(network.ids("professional")[self.person].as_py())
        held = self.tenures.get(child, ())
        covered = any(ground.tenures.start[i] <= ground.as_of < ground.tenures.end[i] for i in held)
        told = Told(ground, child, None, me, full=True)
        given = current(handovers_of(self.narrow, node), me, ground, child in self.mine, self.declined)
        if given and not given.live and given.state != "done" and child not in self.mine:
            given = self._again(given, me, covered=covered, over=told.leaves <= ground.as_of)
        theirs = given is not None and me in (given.sender, given.receiver)
        if given is not None and not theirs and child not in self.now and covered:
            given = None
        if child not in self.mine and not theirs:
            return None
        asked = given is not None and given.receiver == me and given.state in ("planned", "offered", "rejected")
        told = replace(told, given=given, full=child in self.now or not asked)
        bars = told.bars(held, self.gaps.get(child, ()))
        phases = told.phases
        step, day = told.step(bars)
        toward = "" if given is None else "from" if given.sender == me else "to" if given.receiver == me else ""
        items = [] if given is None else list(given.items.values())
        return Case(
            node,
            told.name,
            told.line,
            told.hidden,
            told.full,
            given.id if given else None,
            (given.state or "none") if given else "none",
            toward,
            step,
            day,
            sum(done is True for done in items),
            bars,
            phases,
            told.until(held),
        )

    def _again(self, given: HandoverState, me: str, *, covered: bool, over: bool) -> HandoverState | None:
        """One that was declined or taken back, while it asks something of somebody who does not have the child."""
        if given.id == self.declined:
            return given
        if given.sender == me:
            return None if over else given
        return None if covered else given


def current(
    found: Sequence[HandoverState], me: str, ground: Ground, own: bool, declined: str | None
) -> HandoverState | None:
    """The handover of a child that somebody has to do something about, as far as it is a concern of theirs.

    One under way, else the newest: one that is done until its follow-up, one that its sender has to plan again. `own`:
    they have or will have the child.
    """
    found = [one for one in found if one.role in (None, ground.role)]
    planned = [one for one in found if one.state == "planned" and one.receiver == me != one.sender and not own]
    live = [one for one in found if one.live and one not in planned]
    if live or not found:
        return live[0] if live else None
    last = max(found, key=_begun)
    if last.state in ("rejected", "revoked"):
        if me == last.sender or last.id == declined:
            return last
        recent = last.due is None or last.due > ground.as_of - AHEAD
        return last if last.state == "rejected" and recent and last.receiver != me else None
    until = last.follow_up if last.follow_up is not None else (last.due or UNKNOWN) + BACK
    return last if last.state == "done" and until >= ground.as_of else None


def _begun(one: HandoverState) -> tuple[int, int]:
    """When a handover began: its first step, else its day; those without steps are from before there were any."""
    return (min((step.at.day for step in one.changes), default=UNKNOWN), one.due or UNKNOWN)


@dataclass(frozen=True)
class Told:
    """What may be told to somebody of one child: all that a work list shows, or only what an offer shows."""

    ground: Ground
    child: int
    given: HandoverState | None
    me: str
    full: bool

    @property
    def hidden(self) -> bool:
        """Whether the child is protected."""
        return bool(protected(self.ground.network)[self.child])

    @property
    def born(self) -> int:
        """The day of birth."""
        return int(self.ground.network.ints("child", "born")[self.child])

    @property
    def leaves(self) -> int:
        """The day on which the child turns 18 or moves, from which nobody has to be its contact."""
        moved = int(self.ground.network.ints("child", "moved")[self.child])
        grown = int(birthdays(np.array([self.born], np.int64), ADULT)[0])
        return min(grown, OPEN if moved == UNKNOWN else moved)

    def until(self, held: Sequence[int]) -> int | None:
        """The end of the sender's time with the child: of that which covers the day, else the last, else the next."""
        tenures, as_of = self.ground.tenures, self.ground.as_of
        own = [i for i in held if self.given and tenures.names[int(tenures.person[i])].as_py() == self.given.sender]
        begun = [int(tenures.end[i]) for i in own if tenures.start[i] <= as_of]
        end = max(begun, default=min((int(tenures.end[i]) for i in own), default=OPEN))
        return None if end == OPEN else end

    @property
    def name(self) -> str:
        """The name or alias of the child."""
        return self.ground.network.texts("child", "name")[self.child].as_py() or t("Barn")

    @property
    def phases(self) -> list[tuple[str, int]]:
        """The boundaries of life that lie ahead, those of a protected child without their names."""
        ground = self.ground
        moved = int(ground.network.ints("child", "moved")[self.child])
        until = ground.last if moved == UNKNOWN else min(ground.last, moved)
        found = ground.model.boundaries(self.born, ground.as_of + 1, until)
        return [(t("Byte") if self.hidden else called(phase), day) for phase, day in found if not phase.conditional]

    @property
    def line(self) -> str:
        """How old the child is and in which phase of life; of an offered one the phase and the sender."""
        if self.hidden:
            return t("skyddade uppgifter")
        phase = self.ground.model.phase_on(self.born, self.ground.as_of)
        parts = [called(phase)] if phase else []
        if not self.full:
            return " · ".join([t("Från {name}", name=self.who(self.given.sender if self.given else None)), *parts])
        years = age(self.born, self.ground.as_of)
        return " · ".join([t("{age} år", age=years) if years is not None else t("ålder okänd"), *parts])

    def who(self, person: str | None, unknown: str = "") -> str:
        """The name of a professional; of a protected child only that there is one, unless it is oneself."""
        if person is None:
            return unknown or t("okänt")
        if self.hidden and person != self.me:
            return t("någon annan")
        return self.ground.names.get(person, person)

    def step(self, bars: Sequence[Bar]) -> tuple[str, int | None]:
        """What is to be done next, and until when."""
        if self.given is None:
            days = [max(bar.start, self.ground.as_of) for bar in bars if bar.look == "gap"]
            days += [day for _, day in self.phases]
            return t("Planera överlämning"), min(days, default=None)
        given, found = self.given, next_step(self.given, self.ground.as_of)
        receiver = self.who(given.receiver)
        if found.code in ("answer", "answer_late"):
            mine = given.receiver == self.me
            said = (
                t("Svara om du kan ta över") if mine else t("{name} svarar", name=receiver[:1].upper() + receiver[1:])
            )
            by_due = given.answer_by is None and found.day is not None
            return (t("{step} senast dagen för bytet", step=said) if by_due else said), found.day
        words = {
            "offer": t("Erbjud överlämningen") if given.receiver else t("Utse en mottagare"),
            "wait": t("Överlämningen börjar gälla"),
            "complete": t("Markera som genomförd"),
            "plan_again": t("Utse en ny mottagare"),
            "follow_up": t("Uppföljning"),
        }
        day = found.day if found.day is not None or found.code == "offer" else given.due
        said = words.get(found.code, t("Följ upp överlämningen"))
        verb = {"offer": "change", "complete": "done"}.get(found.code)
        if verb is None or verb in allowed(given, self.me, self.ground.as_of):
            return said, day
        return t("{name} har nästa steg: {step}", name=self.who(given.sender), step=said[:1].lower() + said[1:]), day

    def bars(self, held: Sequence[int], gaps: Sequence[tuple[int, int]]) -> list[Bar]:
        """The year of the child: who has it, who is asked, and the days on which nobody has it."""
        first, last, asked = self.ground.first, self.ground.last, self._asked(held)
        found = [bar for number in held if (bar := self._tenure(number))] + ([asked] if asked else [])
        found = [bar for bar in found if bar.end > first and bar.start < last]
        found = _lanes([replace(bar, start=max(bar.start, first), end=min(bar.end, last)) for bar in found])
        begins = asked.start if asked and asked.start > self.ground.as_of else OPEN
        nobody = [bar for start, end in gaps if (bar := self._gap(start, min(end, begins)))]
        return [*found, *(replace(bar, lower=any(_over(one, bar) for one in found)) for bar in nobody)]

    def _asked(self, held: Sequence[int]) -> Bar | None:
        """The receiver of a handover that is under way, from its day on, unless they have the child by then."""
        given, as_of = self.given, self.ground.as_of
        if given is None or not given.live or given.receiver is None or given.due is None:
            return None
        if (given.state == "accepted" and given.due <= as_of) or self._taken(held, given.receiver, given.due):
            return None
        return Bar(self._look(given.receiver), self._label(given.receiver), given.due, max(self.ground.last, given.due))

    def _open(self, person: str | None) -> bool:
        """Whether somebody is to receive the child and has not said yes."""
        given = self.given
        return given is not None and given.state in ("planned", "offered") and given.receiver == person

    def _look(self, person: str | None) -> str:
        look = "mine" if person == self.me else "other"
        return {"mine": "asked_mine", "other": "asked"}[look] if self._open(person) else look

    def _label(self, person: str | None) -> str:
        if self._open(person):
            kept = self.hidden and person not in (None, self.me)
            return t("Mottagare utsedd") if kept else f"{self.who(person, t('mottagare saknas'))}?"
        return self.who(person)

    def _tenure(self, number: int) -> Bar | None:
        tenures, ground = self.ground.tenures, self.ground
        person = str(tenures.names[int(tenures.person[number])].as_py())
        start, end = int(tenures.start[number]), int(tenures.end[number])
        if not self.full and person not in (self.me, self.given and self.given.sender):
            return None
        if tenures.person[number] >= ground.network.count("professional"):
            name = t("någon annan") if self.hidden else names_of(ground.network, "adult", [person])[0]
            return Bar("other", name, start, end)
        if start <= ground.as_of:
            return Bar("mine" if person == self.me else "other", self.who(person), start, end)
        return Bar(self._look(person), self._label(person), start, end)

    def _taken(self, held: Sequence[int], receiver: str, due: int) -> bool:
        """Whether the receiver stands among those who have or will have the child after the day it is due."""
        tenures, day = self.ground.tenures, max(due, self.ground.as_of)
        return receiver in [tenures.names[int(tenures.person[i])].as_py() for i in held if tenures.end[i] > day]

    def _gap(self, start: int, end: int) -> Bar | None:
        """Days without anybody, until the next who has the child or is asked to take it."""
        as_of, last, leaves = self.ground.as_of, self.ground.last, self.leaves
        stop = min(end, leaves, last)
        if start >= stop or stop <= as_of:
            return None
        if start <= as_of:
            label = t("glapp pågår, {days:dag|dagar} i dag", days=Amount(as_of - start))
        elif end == OPEN:
            label = t("ingen barnkontakt från {day}", day=texts.day(start, as_of))
        else:
            label = t("glapp {days:dag|dagar}", days=Amount(min(end, leaves) - start))
        return Bar("gap", label, max(start, self.ground.first), stop)


def _over(one: Bar, other: Bar) -> bool:
    """Whether a bar of the upper lane has days in common with another."""
    return not one.lower and one.start < other.end and other.start < one.end


def _lanes(bars: list[Bar]) -> list[Bar]:
    """Bars in the order of time, those that begin before another ends under it, with the days they have together."""
    found: list[Bar] = []
    reach = sure = UNKNOWN
    for bar in sorted(bars, key=lambda one: (one.start, one.end)):
        agreed = bar.look in ("mine", "other")
        both = min(sure, bar.end) - bar.start if agreed and bar.start < sure else 0
        found.append(replace(bar, lower=bool(found) and bar.start < reach and not found[-1].lower, together=both))
        reach = max(reach, bar.end)
        sure = max(sure, bar.end) if agreed else sure
    return found
