"""Duplicate meetings: two forums that gather much the same people about the same child within two weeks."""

from collections.abc import Callable, Sequence

from graph.values import FORUM_STATUS, LEVEL
from synthetic.plants.scenes import Scene, Scenes
from synthetic.stage import Stage, Unstaged

CODE = "duplicate_meetings"
Pattern = Callable[[Scene], tuple[int, list[str]]]
"""Puts two meetings on stage; tells the day of the first and both ids."""


def stage_all(stage: Stage) -> None:
    """As many plants and near misses of both kinds as wanted, in turn through all variants."""
    scenes = Scenes(stage)
    for kind, found, patterns in (
        ("same_people", True, SAME_PEOPLE),
        ("same_people", False, NOT_SAME_PEOPLE),
        ("same_agencies", True, SAME_AGENCIES),
        ("same_agencies", False, NOT_SAME_AGENCIES),
    ):
        for number in range(stage.want):
            note, when, pattern = patterns[number % len(patterns)]
            try:
                scene = scenes.next(when)
                day, meetings = pattern(scene)
            except Unstaged:
                continue
            stage.tell(CODE, kind, found, [scene.child], meetings, day, note)


def _pair(
    scene: Scene,
    apart: int,
    one: Sequence[tuple[str, str] | str],
    other: Sequence[tuple[str, str] | str],
    forums: tuple[int | None, int | None] = (0, 1),
    status: str | None = None,
) -> tuple[int, list[str]]:
    """Two meetings so many days apart, with their people and forums; without a forum a title tells them apart."""
    stage, day = scene.stage, scene.day(apart)
    titles = ("Nätverksmöte", "Uppföljningsmöte")
    first = stage.minute()
    meetings = []
    for number, (people, forum) in enumerate(zip((one, other), forums, strict=True)):
        minute = first if not number or apart else (first + 150 if first < 720 else first - 150)
        meetings.append(
            stage.meeting(
                [scene.child],
                day + number * apart,
                minute,
                people,
                forum=None if forum is None else scene.forum(forum),
                title=titles[number],
                status=status if number else None,
            )
        )
    return day, meetings


def _half(scene: Scene) -> tuple[int, list[str]]:
    both = scene.people([0, 1])
    return _pair(scene, 3, both + scene.people([2, 3]), both + scene.people([4, 5]))


def _late(scene: Scene) -> tuple[int, list[str]]:
    both = scene.people([0, 1, 2])
    return _pair(scene, 14, both, both)


def _forumless(scene: Scene) -> tuple[int, list[str]]:
    both = scene.people([0, 1, 2])
    return _pair(scene, 7, both, both + scene.people([3]), (0, None))


def _titles(scene: Scene) -> tuple[int, list[str]]:
    both = scene.people([1, 2])
    return _pair(scene, 1, both, both, (None, None))


def _same_day(scene: Scene) -> tuple[int, list[str]]:
    both = scene.people([0, 3])
    return _pair(scene, 0, both, both + scene.people([4]))


def _ahead(scene: Scene) -> tuple[int, list[str]]:
    both = scene.people([0, 1, 4])
    return _pair(scene, 6, both, both)


def _too_late(scene: Scene) -> tuple[int, list[str]]:
    both = scene.people([0, 1, 2])
    return _pair(scene, 15, both, both)


def _one_person(scene: Scene) -> tuple[int, list[str]]:
    both = scene.people([0])
    return _pair(scene, 2, both + scene.people([1, 2]), both + scene.people([3, 4]))


def _under_half(scene: Scene) -> tuple[int, list[str]]:
    """Two of five: the others of each meeting come from different agencies."""
    both = scene.people([0, 1])
    more = [scene.people([2])[0], scene.people([2], 1)[0], scene.people([2], 2)[0]]
    others = [scene.people([3])[0], scene.people([3], 1)[0], scene.people([4])[0]]
    return _pair(scene, 4, both + more, both + others)


def _called_off(scene: Scene) -> tuple[int, list[str]]:
    both = scene.people([0, 1, 2])
    return _pair(scene, 5, both, both, status="cancelled")


def _same_series(scene: Scene) -> tuple[int, list[str]]:
    both = scene.people([0, 1, 2])
    return _pair(scene, 7, both, both, (1, 1))


def _same_title(scene: Scene) -> tuple[int, list[str]]:
    stage, day, both = scene.stage, scene.day(7), scene.people([0, 1, 2])
    one = stage.meeting([scene.child], day, 600, both, title="Uppföljning hemma")
    other = stage.meeting([scene.child], day + 7, 600, both, title="uppföljning  Hemma")
    return day, [one, other]


def _part(scene: Scene) -> tuple[int, list[str]]:
    """A forum and a working group that is part of it."""
    stage, day, both = scene.stage, scene.day(9), scene.people([0, 1, 2])
    whole, name = scene.forum(1), stage.setting.places.districts[scene.child.district]
    part = stage.forum(
        "arbetsgrupp",
        name=f"Arbetsgruppen, {name}",
        kind="arbetsgrupp",
        level=LEVEL.choices.index("child"),
        status=FORUM_STATUS.choices.index("running"),
        part_of=whole,
        district=name,
    )
    one = stage.meeting([scene.child], day, 540, both, forum=part, title="Arbetsgrupp")
    other = stage.meeting([scene.child], day + 9, 540, both, forum=whole, title="Möte")
    return day, [one, other]


def _same_plan(scene: Scene) -> tuple[int, list[str]]:
    stage, day, both = scene.stage, scene.day(10), scene.people([0, 1, 2])
    plan = stage.plan(scene.child, day - 60)
    one = stage.meeting([scene.child], day, 600, both, forum=scene.forum(0), title="SIP-möte", plan=plan)
    other = stage.meeting([scene.child], day + 10, 600, both, title="Uppföljning av insats", plan=plan)
    return day, [one, other]


def _did_not_come(scene: Scene) -> tuple[int, list[str]]:
    one, two = scene.people([0, 1])
    other: list[tuple[str, str] | str] = [one, (two, "absent")]
    return _pair(scene, 3, [one, two], other)


def _declined(scene: Scene) -> tuple[int, list[str]]:
    one, two = scene.people([2, 1])
    first: list[tuple[str, str] | str] = [one, (two, "declined")]
    return _pair(scene, 2, first, [one, two], (1, None))


def _level(scene: Scene) -> tuple[int, list[str]]:
    """A course for parents is a programme, not a meeting about the child as a SIP is."""
    stage, day, both = scene.stage, scene.day(6), scene.people([0, 1])
    forums = stage.setting.forums
    course = forums.by_district("foraldraskapsstod", len(stage.setting.places.districts))[scene.child.district]
    one = stage.meeting([scene.child], day, 600, both, forum=scene.forum(0), title="SIP-möte")
    other = stage.meeting([scene.child], day + 6, 960, both, forum=forums.ids[int(course)], title="Föräldrastöd")
    return day, [one, other]


def _long_ago(scene: Scene) -> tuple[int, list[str]]:
    both = scene.people([0, 1, 2])
    return _pair(scene, 8, both, both)


def _colleagues(scene: Scene) -> tuple[int, list[str]]:
    return _pair(scene, 4, scene.people([0, 1]), scene.people([0, 1], 1))


def _colleagues_late(scene: Scene) -> tuple[int, list[str]]:
    return _pair(scene, 14, scene.people([0, 1, 2]), scene.people([0, 1, 2], 1), (1, 2))


def _three_of_four(scene: Scene) -> tuple[int, list[str]]:
    return _pair(scene, 2, scene.people([0, 1, 2]), scene.people([0, 1, 2, 3], 1), (0, None))


def _one_and_colleagues(scene: Scene) -> tuple[int, list[str]]:
    one = scene.people([0])
    return _pair(scene, 9, one + scene.people([1, 2]), one + scene.people([1, 2], 1), (None, 2))


def _colleagues_ahead(scene: Scene) -> tuple[int, list[str]]:
    return _pair(scene, 11, scene.people([0, 1, 4]), scene.people([0, 1, 4], 1))


def _colleagues_too_late(scene: Scene) -> tuple[int, list[str]]:
    return _pair(scene, 15, scene.people([0, 1, 2]), scene.people([0, 1, 2], 1))


def _one_agency(scene: Scene) -> tuple[int, list[str]]:
    return _pair(scene, 3, scene.people([0]), scene.people([0], 1))


def _two_of_three(scene: Scene) -> tuple[int, list[str]]:
    return _pair(scene, 5, scene.people([0, 1]), scene.people([0, 1, 3], 1), (0, None))


def _colleagues_called_off(scene: Scene) -> tuple[int, list[str]]:
    return _pair(scene, 5, scene.people([0, 1, 2]), scene.people([0, 1, 2], 1), status="cancelled")


def _moved_on(scene: Scene) -> tuple[int, list[str]]:
    """One came from the same agency once, but works elsewhere since the day of the meeting."""
    stage, day, apart = scene.stage, scene.day(6), 6
    kind = "forskola" if scene.small else "skola"
    mover = stage.newcomer(kind, scene.child.district, end=day + apart)
    stage.employ(mover, stage.agency("mvc", scene.child.district), day + apart, 2**31 - 1)
    one = stage.meeting([scene.child], day, 600, scene.people([0, 1]), forum=scene.forum(0))
    people = [*scene.people([0], 1), mover]
    other = stage.meeting([scene.child], day + apart, 600, people, forum=scene.forum(1))
    return day, [one, other]


SAME_PEOPLE: tuple[tuple[str, str, Pattern], ...] = (
    ("two of four people, exactly half", "past", _half),
    ("fourteen days apart, the last that counts", "past", _late),
    ("a forum and a meeting without one", "past", _forumless),
    ("no forum, two titles", "past", _titles),
    ("same day, another time", "past", _same_day),
    ("both still ahead", "ahead", _ahead),
)
NOT_SAME_PEOPLE: tuple[tuple[str, str, Pattern], ...] = (
    ("one day too far apart", "past", _too_late),
    ("one person too few", "past", _one_person),
    ("two of five people, under half", "past", _under_half),
    ("one is cancelled", "past", _called_off),
    ("the same forum", "past", _same_series),
    ("no forum, the same title", "past", _same_title),
    ("a forum and its part", "past", _part),
    ("both in the same plan", "past", _same_plan),
    ("one of two was absent", "past", _did_not_come),
    ("one of two declined", "past", _declined),
    ("different levels", "past", _level),
    ("longer ago than a year", "old", _long_ago),
)
SAME_AGENCIES: tuple[tuple[str, str, Pattern], ...] = (
    ("two agencies, other people", "past", _colleagues),
    ("three agencies, fourteen days apart", "past", _colleagues_late),
    ("three of four agencies, exactly the limit", "past", _three_of_four),
    ("one person shared, the others colleagues", "past", _one_and_colleagues),
    ("both still ahead", "ahead", _colleagues_ahead),
)
NOT_SAME_AGENCIES: tuple[tuple[str, str, Pattern], ...] = (
    ("one day too far apart", "past", _colleagues_too_late),
    ("one agency too few", "past", _one_agency),
    ("two of three agencies, under the limit", "past", _two_of_three),
    ("one is cancelled", "past", _colleagues_called_off),
    ("one works elsewhere since that day", "past", _moved_on),
)
