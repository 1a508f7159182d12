"""The story of the demo: a handover that went well from nurse to head teacher, and one that nobody took over."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from graph.network import DEMO
from graph.records import Change, Consent, Handover
from graph.values import HANDOVER_REASON, HANDOVER_STATE, OPEN, Moment, to_date, to_day
from synthetic.days import YEAR
from synthetic.plants.cases import Case
from synthetic.reference import checklist
from synthetic.stage import CONCERNS, CONTACTS, HANDOVERS, MEETINGS, PLANS, Stage, Unstaged

SCHOOL_BEGINS = (8, 15)
TOO_LONG_AGO = 340
"""Days after which the start of school is no longer told of; the story then takes place two months ago."""
STARTS_SCHOOL = 6
PHASE_BOUNDARY = HANDOVER_REASON.choices.index("phase_boundary")
WORDS = "Jag vill visa rektorn hur högt jag kan bygga. Jag vill att sköterskan på BVC är med första gången."
AGREEMENTS = "Avlämnaren är med på det första mötet;Barnet visas runt innan bytet"


@dataclass(frozen=True)
class Tale:
    """One of the two children, its nurse and its head teacher, and the day on which the role is to pass."""

    case: Case
    word: str
    day: int
    nurse: str
    head: str

    @property
    def handover(self) -> str:
        return f"{DEMO}h-story-{self.word}"

    def born_and_nursed(self, until: int) -> None:
        """The nurse is barnkontakt since birth."""
        child = self.case.child
        born = int(self.case.stage.setting.people.born[child.number])
        self.case.again(self.nurse, born, until)
        self.case.stage.support(self.nurse, child, "child_health_nurse", born, until)

    def told(self, state: str, items: Collection[str], **more: str | int) -> None:
        """The handover, with what of the checklist is done."""
        row: dict[str, str | int] = {item: int(item in items) for item in checklist()}
        row |= {"id": self.handover, "child": self.case.child.id, "sender": self.nurse, "receiver": self.head}
        row |= {"role": "barnkontakt", "due": self.day, "answer_by": self.day - 65}
        row |= {"state": HANDOVER_STATE.choices.index(state), "reason": PHASE_BOUNDARY}
        self.case.stage.finished.append(Handover.model_validate(row | more))

    def step(self, days: int, person: str, state: str | None = None, item: str | None = None, note: str = "") -> None:
        """Something done about the handover, on a working day so many days from its day."""
        stage = self.case.stage
        at = stage.workday(self.day + days)
        self.case.stage.finished.append(
            Change(
                id=f"{DEMO}hc-story-{self.word}-{stage.next_number(self.word):02d}",
                handover=self.handover,
                person=person,
                at=Moment(at, stage.second(at, 540)),
                state=None if state is None else HANDOVER_STATE.choices.index(state),
                item=item,
                done=1 if item else None,
                note=note or None,
            )
        )


def stage_all(stage: Stage) -> None:
    """Both children, with the same ids in every town that is large enough for patterns."""
    for tell in (_good, _gap):
        try:
            tell(stage)
        except Unstaged:
            continue


def _tale(stage: Stage, word: str) -> Tale:
    day = _day(stage.as_of)
    child = stage.child(5, 7, CONTACTS, HANDOVERS, MEETINGS, PLANS, CONCERNS)
    child = replace(child, id=f"{DEMO}c-story-{word}")
    stage.setting.people.rename(child.number, child.id)
    born = to_date(int(stage.setting.people.born[child.number]))
    stage.born(child, to_day(born.replace(year=to_date(day).year - STARTS_SCHOOL)))
    nurse = stage.newcomer("bvc", child.district)
    head = stage.newcomer("skola", child.district, title="Rektor")
    return Tale(Case(stage, child), word, day, nurse, head)


def _day(today: int) -> int:
    """The last start of school, three weeks or longer ago."""
    year = to_date(today).year
    starts = (to_day(dt.date(year - back, *SCHOOL_BEGINS)) for back in (0, 1))
    day = next(start for start in starts if start <= today - 21)
    return day if day > today - TOO_LONG_AGO else today - 60


def _good(stage: Stage) -> None:
    """Offered, accepted, a joint meeting, two weeks together, the whole checklist and the child's words."""
    tale = _tale(stage, "good")
    child, day = tale.case.child, tale.day
    tale.born_and_nursed(day + 10)
    begins = day - 4
    tale.case.again(tale.head, begins)
    stage.support(tale.head, child, "head_teacher", begins)
    consent = _consent(stage, tale)
    met = stage.free_day(day - 45, day - 2)
    guardian = stage.guardian(child)
    people = [tale.nurse, tale.head, guardian, child.id]
    stage.meeting([child], met, 600, people, title="Överlämningsmöte", heard=1)
    tale.told("done", checklist(), follow_up=day + 60, words=WORDS, agreements=AGREEMENTS, consent=consent)
    _steps(tale, met - day)
    stage.tell("no_joint_meeting", "no_joint_meeting", False, [child], [tale.nurse, tale.head], begins, "the story")
    stage.tell("handover_gaps", "gap", False, [child], [tale.nurse, tale.head], day + 10, "the story")


def _steps(tale: Tale, met: int) -> None:
    nurse, head = tale.nurse, tale.head
    tale.step(-100, nurse, "planned")
    named: Sequence[tuple[int, str, str]] = (
        (-100, nurse, "receiver_named"),
        (-95, nurse, "guardian_informed"),
        (-91, nurse, "ground_recorded"),
    )
    for days, person, item in named:
        tale.step(days, person, item=item)
    tale.step(-89, nurse, "offered")
    tale.step(-75, head, "accepted", note="Välkommen till oss.")
    tale.step(-75, head, item="receiver_accepted")
    for person, item in ((nurse, "joint_meeting_held"), (head, "child_met_receiver"), (nurse, "child_view_recorded")):
        tale.step(met, person, item=item)
    tale.step(met, nurse, item="words", note=WORDS)
    tale.step(-1, nurse, item="plan_transferred")
    tale.step(0, head, item="follow_up_dated")
    tale.step(0, nurse, "done")


def _consent(stage: Stage, tale: Tale) -> str:
    """The guardians agree that the clinic and the school share what they know."""
    consent, district = f"{DEMO}s-story-{tale.word}", tale.case.child.district
    agencies = [stage.setting.places.ids[stage.agency(kind, district)] for kind in ("bvc", "skola")]
    stage.records.append(
        Consent(
            id=consent,
            child=tale.case.child.id,
            ground="consent",
            giver="båda vårdnadshavarna",
            agencies=";".join(agencies),
            start=tale.day - 98,
            end=tale.day + YEAR,
        )
    )
    return consent


def _gap(stage: Stage) -> None:
    """The nurse has left off, the head teacher declined, nobody else was asked, and the child is in support."""
    tale = _tale(stage, "gap")
    child, day = tale.case.child, tale.day
    tale.born_and_nursed(day)
    tale.case.support()
    stage.plan(child, day - 140, OPEN, heard=0)
    tale.told("rejected", ("receiver_named", "guardian_informed"))
    tale.step(-100, tale.nurse, "planned")
    tale.step(-100, tale.nurse, item="receiver_named")
    tale.step(-96, tale.nurse, "offered")
    tale.step(-93, tale.nurse, item="guardian_informed")
    tale.step(-72, tale.head, "rejected", note="Barnet har sökt en annan skola, fråga den.")
    stage.tell("handover_gaps", "current", True, [child], [tale.nurse], day, "the story")
    stage.tell("orphaned_handovers", "rejected", True, [child], [tale.handover], day, "the story")
