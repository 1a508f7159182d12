"""Double entries: one meeting written down twice, and two meetings that only look like one."""

from collections.abc import Callable

from synthetic.plants.scenes import Scene, Scenes
from synthetic.stage import MEETINGS, Actor, Stage, Unstaged

CODE = "double_entries"
Pattern = Callable[[Scene], tuple[int, list[str], list[Actor]]]
"""Puts two meetings on stage; tells the day, both ids and the children that they share."""


def stage_all(stage: Stage) -> None:
    """As many plants and near misses of each kind as wanted, in turn through all variants."""
    scenes = Scenes(stage)
    for kind, (planted, near) in KINDS.items():
        for found, patterns in ((True, planted), (False, near)):
            for number in range(stage.want):
                note, pattern = patterns[number % len(patterns)]
                try:
                    scene = scenes.next("ahead" if number % 4 == 3 else "past")
                    day, meetings, children = pattern(scene)
                except Unstaged:
                    continue
                stage.tell(CODE, kind, found, children, meetings, day, note)


class _Two:
    """Two entries that differ only in what is said of them."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.stage = scene.stage
        self.at = scene.stage.minute()
        self.day = scene.day(1)
        self.meetings: list[str] = []

    def enter(
        self,
        people: list[tuple[str, str] | str] | list[str],
        *,
        forum: int | None = None,
        title: str | None = None,
        uid: str | None = None,
        later: int | None = 0,
        next_day: bool = False,
        status: str | None = None,
        child: Actor | None = None,
    ) -> "_Two":
        """One entry; `later`: minutes after the other, or without a time."""
        meeting = self.stage.meeting(
            [child or self.scene.child],
            self.day + next_day,
            None if later is None else self.at + later,
            people,
            forum=None if forum is None else self.scene.forum(forum),
            title=title,
            status=status,
            uid=uid,
        )
        self.meetings.append(meeting)
        return self

    @property
    def told(self) -> tuple[int, list[str], list[Actor]]:
        return self.day, self.meetings, [self.scene.child]


def _uid(stage: Stage) -> str:
    return f"{stage.next_id('u').removeprefix('demo-')}@example.org"


def _uid_pair(later: int | None = 0, next_day: bool = False, status: str | None = None, same: bool = True) -> Pattern:
    def pattern(scene: Scene) -> tuple[int, list[str], list[Actor]]:
        two, uid = _Two(scene), _uid(scene.stage)
        two.enter(scene.people([0, 1]), forum=0, title="SIP-möte", uid=uid)
        other = uid if same else _uid(scene.stage)
        return two.enter(
            scene.people([2]), forum=1, title="Samråd", uid=other, later=later, next_day=next_day, status=status
        ).told

    return pattern


def _forum_pair(later: int | None = 0, next_day: bool = False, status: str | None = None, same: bool = True) -> Pattern:
    def pattern(scene: Scene) -> tuple[int, list[str], list[Actor]]:
        two = _Two(scene).enter(scene.people([0, 1]), forum=1, title="Kartläggning")
        return two.enter(
            scene.people([0, 2]), forum=1 if same else 2, title="Möte", later=later, next_day=next_day, status=status
        ).told

    return pattern


def _forum_of_another(scene: Scene) -> tuple[int, list[str], list[Actor]]:
    """The same forum at the same time about another child."""
    two = _Two(scene).enter(scene.people([0, 1]), forum=0, title="SIP-möte")
    other = scene.stage.child(6, 15, MEETINGS)
    two.enter(scene.people([0, 1]), forum=0, title="SIP-möte", child=other)
    return two.day, two.meetings, [scene.child]


def _title_pair(
    title: str = "Nätverksmöte hemma",
    forum: int | None = None,
    later: int | None = 0,
    next_day: bool = False,
    status: str | None = None,
    known: int | None = None,
) -> Pattern:
    def pattern(scene: Scene) -> tuple[int, list[str], list[Actor]]:
        two = _Two(scene).enter(scene.people([0, 1]), forum=known, title="Nätverksmöte hemma")
        return two.enter(
            scene.people([2, 3]), forum=forum, title=title, later=later, next_day=next_day, status=status
        ).told

    return pattern


def _people_pair(
    shared: int = 2, came: str = "present", forums: tuple[int | None, int | None] = (0, 1), later: int | None = 0
) -> Pattern:
    def pattern(scene: Scene) -> tuple[int, list[str], list[Actor]]:
        both = scene.people(range(shared))
        two = _Two(scene).enter([*both, *scene.people([4])], forum=forums[0], title="Samråd")
        again: list[tuple[str, str] | str] = [*both[:-1], (both[-1], came), *scene.people([5])]
        return two.enter(again, forum=forums[1], title="Uppföljning", later=later).told

    return pattern


KINDS: dict[str, tuple[tuple[tuple[str, Pattern], ...], tuple[tuple[str, Pattern], ...]]] = {
    "same_uid": (
        (("the same calendar entry in two forums", _uid_pair()), ("one without a time", _uid_pair(later=None))),
        (
            ("a quarter of an hour later", _uid_pair(later=15)),
            ("the day after", _uid_pair(next_day=True)),
            ("one is cancelled", _uid_pair(status="cancelled")),
            ("another calendar entry", _uid_pair(same=False)),
        ),
    ),
    "same_forum": (
        (("the same forum twice", _forum_pair()), ("one without a time", _forum_pair(later=None))),
        (
            ("half an hour later", _forum_pair(later=30)),
            ("the day after", _forum_pair(next_day=True)),
            ("one is cancelled", _forum_pair(status="cancelled")),
            ("about another child", _forum_of_another),
            ("another forum, one person shared", _forum_pair(same=False)),
        ),
    ),
    "same_title": (
        (
            ("the same title", _title_pair()),
            ("the same title in other letters and spaces", _title_pair("nätverksmöte  HEMMA")),
            ("one without a forum", _title_pair(forum=0)),
            ("one without a time", _title_pair(later=None)),
        ),
        (
            ("one word more", _title_pair("Nätverksmöte hemma igen")),
            ("two different forums", _title_pair(forum=1, known=0)),
            ("half an hour later", _title_pair(later=30)),
            ("the day after", _title_pair(next_day=True)),
            ("one is cancelled", _title_pair(status="cancelled")),
        ),
    ),
    "same_people": (
        (
            ("two people in two forums", _people_pair()),
            ("three people, one without a forum", _people_pair(3, forums=(0, None))),
            ("two people, two titles", _people_pair(forums=(None, None))),
        ),
        (
            ("one person too few", _people_pair(1)),
            ("one of two was absent", _people_pair(came="absent")),
            ("one of two declined", _people_pair(came="declined")),
            ("one without a time", _people_pair(later=None)),
            ("a quarter of an hour later", _people_pair(later=15)),
        ),
    ),
}
