"""Scenes: two meetings about one child within some days, apart from everything else that happens to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from synthetic.stage import MEETINGS, Actor, Stage

WINDOWS = {"past": ((-345, -262), (-225, -145), (-105, -25)), "ahead": ((12, 55),), "old": ((-425, -380),)}
"""Days before and after the as-of day on which a scene begins; a child takes part in each at most once."""
AGES = ((13, 15), (3, 4))
TEENS = ("socialtjanst", "skola", "polis", "fritid", "bup", "halso_sjukvard", "habilitering")
SMALL = ("socialtjanst", "forskola", "bvc", "bup", "halso_sjukvard", "habilitering", "barnmedicin")
FORUMS = (
    ("sip", "sspf", "skolsociala_team", "islandsmodellen", "bob"),
    ("sip", "tvarprof_sma_barn", "islandsmodellen"),
)


@dataclass(frozen=True)
class Scene:
    """A child, the days on which the scene may begin, and who could take part."""

    stage: Stage
    child: Actor
    low: int
    high: int
    small: bool

    def day(self, *apart: int) -> int:
        """A working day to begin on, such that the days so much later are working days too."""
        return self.stage.free_day(self.low, self.high, *apart)

    def forum(self, number: int) -> str:
        """One of the forums for a child of this age; other numbers are other forums."""
        kinds = FORUMS[self.small]
        forums = self.stage.setting.forums
        kind = kinds[number % len(kinds)]
        return forums.ids[int(forums.by_district(kind, len(self.stage.setting.places.districts))[self.child.district])]

    def people(self, kinds: Sequence[int], number: int = 0) -> list[str]:
        """Professionals from different agencies, by number of their kind; another number is other people."""
        words = SMALL if self.small else TEENS
        return [self.stage.person(words[kind % len(words)], self.child.district, number) for kind in kinds]


class Scenes:
    """Hands out scenes: each child is in several, far apart in time."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._open: dict[str, list[tuple[Actor, bool, tuple[int, int]]]] = {when: [] for when in WINDOWS}
        self._small = False

    def next(self, when: str = "past") -> Scene:
        """A scene in the past year, ahead, or longer ago than that."""
        if not self._open[when]:
            self._add()
        child, small, (low, high) = self._open[when].pop(0)
        return Scene(self._stage, child, self._stage.as_of + low, self._stage.as_of + high, small)

    def _add(self) -> None:
        child = self._stage.child(*AGES[self._small], MEETINGS)
        for when, windows in WINDOWS.items():
            self._open[when] += [(child, self._small, window) for window in windows]
        self._small = not self._small
