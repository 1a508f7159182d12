"""Joint meetings: a new barnkontakt began, and the two never met about the child; or they did."""

from collections.abc import Callable
from dataclasses import dataclass

from graph.values import OPEN
from synthetic.plants.cases import YEARS_AGO, Case, Kinds, Pattern, Told, stage_kinds
from synthetic.stage import CONTACTS, MEETINGS, Stage

CODE = "no_joint_meeting"
ABSENT, DECLINED, CANCELLED = "absent", "declined", "cancelled"


@dataclass(frozen=True)
class Passing:
    """The role passed from one to the other; the other began on a day."""

    case: Case
    before: str
    after: str
    start: int

    def meeting(self, days: int, *, second: bool = True, came: str = "present", status: str | None = None) -> None:
        """A meeting about the child so many days after the other began, with the first and perhaps the second."""
        stage = self.case.stage
        third = stage.person("socialtjanst", self.case.child.district, 10)
        other = (self.after, came) if second else third
        stage.meeting([self.case.child], self.start + days, 600, [self.before, other], title=TITLE, status=status)

    def unattended(self) -> None:
        """A meeting of which nobody wrote down who came."""
        self.case.stage.meeting([self.case.child], self.start, 600, [], title=TITLE)


TITLE = "Överlämningsmöte"
Then = Callable[[Passing], None]


def stage_all(stage: Stage) -> None:
    """Plants and near misses."""
    stage_kinds(stage, CODE, KINDS, lambda note: stage.sharing(1, 15, CONTACTS, MEETINGS))


def _nothing(passing: Passing) -> None:
    """No meeting at all."""


def _on(ago: int, apart: int = 0, then: Then = _nothing) -> Pattern:
    """Another began exactly so many days ago, the first having ended so many days before that."""
    return lambda case: _passed(case, case.today - ago, apart, then)


def _within(days: tuple[int, ...] = (), then: Then = _nothing, apart: int = 0, until: int = 40) -> Pattern:
    """Another began on a day of the past year such that people work on it and so many days later."""

    def pattern(case: Case) -> Told:
        start = case.stage.free_day(case.today - 340, case.today - until, *days)
        return _passed(case, start, apart, then)

    return pattern


def _passed(case: Case, start: int, apart: int, then: Then) -> Told:
    before = case.contact(6, start - YEARS_AGO, start - apart)
    passing = Passing(case, before, case.contact(7, start), start)
    then(passing)
    return start, [passing.before, passing.after]


def _met(days: int, second: bool = True, came: str = "present", status: str | None = None) -> Pattern:
    """A meeting so many days after the other began."""
    return _within((days,), lambda passing: passing.meeting(days, second=second, came=came, status=status))


def _ahead(case: Case) -> Told:
    """The other began last week; they are going to meet."""
    start = case.today - 5
    day = case.stage.free_day(case.today + 1, case.today + 25)
    return _passed(case, start, 0, lambda passing: passing.meeting(day - start))


def _came_back(case: Case) -> Told:
    """The same person, after a pause."""
    start = case.today - 100
    case.contact(6, start - YEARS_AGO, start - 20)
    return start, [case.contact(6, start)]


def _another_between(case: Case) -> Told:
    """Somebody else stood in between and met the one who began."""
    start = case.stage.free_day(case.today - 300, case.today - 40)
    first = case.contact(8, start - YEARS_AGO, start - 20)
    _passed(case, start, 0, lambda passing: passing.meeting(0))
    return start, [first, case.person(7)]


def _other_stays(case: Case) -> Told:
    """The first stays longer than the one who began."""
    start = case.today - 200
    first = case.contact(6, start - YEARS_AGO, OPEN)
    return start, [first, case.contact(7, start, start + 30)]


KINDS: Kinds = {
    "no_joint_meeting": (
        (
            ("no meeting", _on(100)),
            ("a meeting without the one who began", _met(5, second=False)),
            ("one was absent", _met(0, came=ABSENT)),
            ("one declined", _met(7, came=DECLINED)),
            ("they met one day too early", _met(-61)),
            ("they met one day too late", _met(31)),
            ("the meeting was cancelled", _met(-7, status=CANCELLED)),
            ("thirty days between them, the most that count", _on(150, 30)),
            ("sixty days together, the most that count", _on(250, -60)),
            ("began today", _on(0)),
            ("began 364 days ago", _on(364)),
        ),
        (
            ("they met on the first day that counts", _met(-60)),
            ("they met on the last day that counts", _met(30)),
            ("31 days between them", _on(120, 31)),
            ("61 days together", _on(220, -61)),
            ("began 365 days ago", _on(365)),
            ("begins tomorrow", _on(-1)),
            ("they are going to meet", _ahead),
            ("the same person came back", _came_back),
            ("nobody wrote down who came", _within((0,), Passing.unattended)),
            ("another stood in between", _another_between),
            ("the first stays", _other_stays),
        ),
    )
}
