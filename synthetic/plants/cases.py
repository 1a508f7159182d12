"""A case: one child of a pattern, those who are or were its barnkontakt, and what is written about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.records import Concern, Handover
from graph.values import HANDOVER_STATE, OPEN
from synthetic.stage import HANDOVERS, Actor, Stage, Unstaged

YEARS_AGO = 900
"""Days since the earlier barnkontakt of a pattern began."""
YES, NO = 1, 0
FIRST = 10
"""The professionals of patterns up to this number come to meetings; from it on they are barnkontakt."""


@dataclass(frozen=True)
class Case:
    """One child, its barnkontakts and its support; and others, where a finding is about several children."""

    stage: Stage
    child: Actor
    others: list[Actor] = field(default_factory=list)

    @property
    def today(self) -> int:
        return self.stage.as_of

    @property
    def kind(self) -> str:
        """The kind of agency at which a child of this age has its barnkontakt."""
        return "bvc" if self.child.years < 6 else "skola"

    @property
    def _title(self) -> str | None:
        return "Rektor" if self.kind == "skola" else None

    def person(self, number: int) -> str:
        """The professional of a number who is barnkontakt here."""
        return self.stage.person(self.kind, self.child.district, FIRST + number, self._title)

    def contact(self, number: int, start: int | None, end: int = OPEN) -> str:
        """The barnkontakt of a number, from a day to a day."""
        return self.again(self.person(number), start, end)

    def again(self, person: str, start: int | None, end: int = OPEN) -> str:
        """Somebody is barnkontakt from a day to a day; who is to come has accepted a handover."""
        if start is not None and start > self.today:
            self.stage.claim(self.child, HANDOVERS)
            self._handed(self.stage.latest_contact(self.child), person, start, "accepted", "barnkontakt", None)
        self.stage.support(person, self.child, "barnkontakt", start, end)
        return person

    def left(self, start: int, end: int, closed: bool = False) -> str:
        """A barnkontakt who left on a day, in a row that nobody closed."""
        person = self.leaving(end)
        return self.again(person, start, end if closed else OPEN)

    def leaving(self, end: int) -> str:
        """Somebody of this case only, employed until a day."""
        return self.stage.newcomer(self.kind, self.child.district, end, self._title)

    def support(self, start: int = -700, end: int | None = None) -> None:
        """In support from a day to a day, counted from today; until further notice without an end."""
        worker = self.stage.person("socialtjanst", self.child.district, FIRST)
        until = OPEN if end is None else self.today + end
        self.stage.support(worker, self.child, "caseworker", self.today + start, until)

    def teacher(self) -> None:
        """Somebody whom every child has: no support."""
        kind = "forskola" if self.child.years < 6 else "skola"
        person = self.stage.person(kind, self.child.district, 20, "Lärare" if kind == "skola" else "Förskollärare")
        role = "teacher" if kind == "skola" else "preschool_teacher"
        self.stage.support(person, self.child, role, self.today - 300, OPEN)

    def handover(
        self,
        state: str | None,
        due: int | None,
        view: int | None = None,
        role: str | None = "barnkontakt",
        sender: int = 4,
    ) -> str:
        """A handover with its day counted from today; `view`: whether the child's own view is in it."""
        day = None if due is None else self.today + due
        return self._handed(self.person(sender), self.person(5), day, state, role, view)

    def _handed(
        self, sender: str | None, receiver: str, due: int | None, state: str | None, role: str | None, view: int | None
    ) -> str:
        handover = self.stage.next_id("ph")
        record = Handover(
            id=handover,
            child=self.child.id,
            role=role,
            sender=sender,
            receiver=receiver,
            due=due,
            state=None if state is None else HANDOVER_STATE.choices.index(state),
            child_view_recorded=view,
        )
        self.stage.records.append(record)
        return handover

    def concern(self, received: int, *, decided: int | None = None, closed: int | None = None, **flags: int) -> str:
        """A concern with its days; of its flags those that are told."""
        concern = self.stage.next_id("pk")
        agency = self.stage.setting.places.ids[self.stage.agency("skola", self.child.district)]
        days = {"received": received, "decided": decided, "closed": closed}
        self.stage.records.append(Concern(id=concern, child=self.child.id, reporter_agency=agency, **days, **flags))
        return concern


Told = tuple[int | None, Sequence[str]]
"""The start of a finding, and the ids that it is about."""
Pattern = Callable[[Case], Told]
"""Puts a case on stage and tells what there is to find."""
Variants = tuple[tuple[str, Pattern], ...]
Kinds = Mapping[str, tuple[Variants, Variants]]
"""Of each kind of finding the patterns to be found and those that come close."""


def stage_kinds(stage: Stage, code: str, kinds: Kinds, child: Callable[[str], Actor]) -> None:
    """As many plants and near misses of each kind as wanted, in turn through all variants."""
    for kind, (planted, near) in kinds.items():
        for found, patterns in ((True, planted), (False, near)):
            for number in range(stage.want):
                note, pattern = patterns[number % len(patterns)]
                try:
                    case = Case(stage, child(note))
                    start, about = pattern(case)
                except Unstaged:
                    continue
                stage.tell(code, kind, found, [case.child, *case.others], about, start, note)
