"""Overlap of forums: local groups of each district that gather the same children, people or mandate."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.records import ForumMember
from graph.values import FORUM_STATUS, LEVEL, OPEN
from synthetic.reference import needs
from synthetic.stage import MEETINGS, Actor, Stage, Unstaged

CODE = "forum_overlap"
EACH = 3
"""Plants of a kind in each district: the pairs of three groups."""
GROUPS = ("Nätverket", "Resursteamet", "Samrådet", "Barngruppen", "Trygghetsgruppen", "Närteamet", "Fältgruppen")
PARTIES = ("skola", "socialtjanst", "fritid", "polis")


@dataclass
class Local:
    """The groups of one district: makes forums and remembers who and what was planted."""

    stage: Stage
    district: int
    made: int = 0
    people: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.stage.setting.places.districts[self.district]

    def forum(
        self,
        level: str = "child",
        parties: str | None = None,
        need: str | None = None,
        status: str = "running",
        part_of: str | None = None,
        ages: tuple[int, int] = (0, 18),
    ) -> str:
        """A local group."""
        word = GROUPS[self.made % len(GROUPS)]
        self.made += 1
        return self.stage.forum(
            "lokal",
            name=f"{word} {self.made}, {self.name}",
            kind="lokal_samverkan",
            level=LEVEL.choices.index(level),
            status=FORUM_STATUS.choices.index(status),
            parties=parties,
            needs=need,
            age_min=ages[0],
            age_max=ages[1],
            required=0,
            acute=0,
            purpose="Lokal samverkan i stadsdelen",
            part_of=part_of,
            district=self.name,
        )

    def person(self) -> str:
        """Somebody who takes part in these patterns only."""
        kinds = ("skola", "socialtjanst", "fritid", "bup")
        self.people.append(self.stage.newcomer(kinds[len(self.people) % len(kinds)], self.district))
        return self.people[-1]

    def persons(self, count: int) -> list[str]:
        return [self.person() for _ in range(count)]

    def member(self, forum: str, person: str, end: int = OPEN) -> None:
        """Membership since a year and a half, until a day."""
        start = self.stage.as_of - 550
        row = ForumMember(forum=forum, member=person, role="ledamot", start=start, end=end)
        self.stage.records.append(row)

    def meet(
        self, forum: str, children: Sequence[Actor], people: Sequence[str], turn: int = 0, status: str | None = None
    ) -> None:
        """A meeting about each of the children, in a part of the year that is the group's own."""
        for child in children:
            low = self.stage.as_of - 330 + turn * 64
            day = next(self.stage.free_days(low, low + 34), None)
            if day is None:
                raise Unstaged
            self.stage.meeting([child], day, self.stage.minute(), people, forum=forum, title="Gruppmöte", status=status)

    def tell(self, kind: str, found: bool, children: Sequence[Actor], forums: Sequence[str], note: str) -> None:
        self.stage.tell(CODE, kind, found, children, forums, None, note)


def stage_all(stage: Stage) -> None:
    """The patterns of each district, as many districts as give the plants wanted."""
    districts = min(-(-stage.want // EACH), len(stage.setting.places.districts))
    mandates: list[tuple[str, list[str]]] = []
    for district in range(districts):
        local = Local(stage, district)
        try:
            _same_children(local)
            _same_professionals(local)
            mandates.append(_same_mandate(local))
            _equal(local)
        except Unstaged:
            return
    _same_mandate_elsewhere(stage, mandates)


def _pairs(forums: Sequence[str]) -> list[tuple[str, str]]:
    return [(one, other) for number, one in enumerate(forums) for other in forums[number + 1 :]]


def _same_children(local: Local) -> None:
    """Three groups that discuss the same three children, and two more that come close."""
    stage = local.stage
    common = [stage.child(8, 15, MEETINGS) for _ in range(3)]
    own = local.district % 3
    groups = [local.forum(need=need) for need in needs()[:3]]
    for turn, group in enumerate(groups):
        more = [stage.child(8, 15, MEETINGS) for _ in range(own if own < 2 else 3)]
        local.meet(group, [*common, *more], local.persons(1), turn)
    note = ("the same three children", "three of four children", "three of six children, exactly half")[own]
    for pair in _pairs(groups):
        local.tell("same_children", True, common, pair, note)
    fewer = local.forum(need=needs()[3])
    local.meet(fewer, [*common[:2], stage.child(8, 15, MEETINGS)], local.persons(1), 3)
    for group in groups:
        local.tell("same_children", False, common[:2], (fewer, group), "one child too few")
    _near_children(local, common, groups)


def _near_children(local: Local, common: list[Actor], groups: list[str]) -> None:
    """One more group with the same children that is an exception, another one in each district."""
    need, case = needs()[4], local.district % 4
    if case == 0:
        near, note = local.forum(need=need, status="proposed"), "one is only proposed"
    elif case == 1:
        near, note = local.forum("programme", need=need), "different levels"
    elif case == 2:
        near, note = local.forum(need=need), "the meetings are cancelled"
    else:
        near, note = local.forum(need=need, part_of=groups[0]), "a part of the other"
    local.meet(near, common, local.persons(1), 4, "cancelled" if case == 2 else None)
    for group in groups:
        found = case == 3 and group != groups[0]
        told = "the same three children" if found else note
        local.tell("same_children", found, common, (near, group), told)


def _same_professionals(local: Local) -> None:
    """Three groups of managers with two people in common, and two more that come close."""
    common, case = local.persons(2), local.district % 3
    sizes = ((1, 1, 1), (2, 2, 2), (3, 3, 3))[case]
    note = ("two of three people", "two of four people, exactly half", "two of eight people, exactly a quarter")[case]
    groups = [local.forum("management") for _ in range(3)]
    for turn, (group, size) in enumerate(zip(groups, sizes, strict=True)):
        everyone = [*common, *local.persons(size)]
        local.member(group, everyone[0])
        _managers_meet(local, group, everyone, turn)
    for pair in _pairs(groups):
        local.tell("same_professionals", True, [], pair, note)
    fewer = local.forum("management")
    share = case == 2
    _managers_meet(local, fewer, [*common[: 1 + share], *local.persons(4)], 3)
    for group in groups:
        told = "two of nine people, under a quarter" if share else "one person too few"
        local.tell("same_professionals", False, [], (fewer, group), told)
    _near_professionals(local, common, groups)


def _managers_meet(local: Local, forum: str, people: Sequence[str], turn: int) -> None:
    """A meeting without a child."""
    low = local.stage.as_of - 340 + turn * 60
    day = next(local.stage.free_days(low, low + 50), None)
    if day is None:
        raise Unstaged
    local.stage.meeting([], day, local.stage.minute(), people, forum=forum, title="Samverkansmöte")


def _near_professionals(local: Local, common: list[str], groups: list[str]) -> None:
    """One more group with the same people that is an exception, another one in each district."""
    case = local.district % 5
    if case == 0:
        near, note = local.forum("management", status="closed"), "one is closed"
    elif case == 1:
        near, note = local.forum("strategic"), "different levels"
    elif case == 2:
        near, note = local.forum("management", ages=(19, 20)), "for other ages"
    else:
        near, note = local.forum("management"), "membership ended today" if case == 3 else "longer ago than a year"
    if case == 4:
        day = local.stage.as_of - 365
        while not local.stage.calendar.works(day):
            day -= 1
        local.stage.meeting([], day, 600, common, forum=near, title="Samverkansmöte")
    for person in common if case < 4 else ():
        local.member(near, person, local.stage.as_of if case == 3 else OPEN)
    for group in groups:
        local.tell("same_professionals", False, [], (near, group), note)


def _same_mandate(local: Local) -> tuple[str, list[str]]:
    """Three programmes with the same parties for the same needs, and one that comes close."""
    level = "arena" if local.district == 0 else "programme"
    wanted = needs()[:4]
    groups = [local.forum(level, ";".join(PARTIES[:size]), ";".join(wanted[:size])) for size in (2, 3, 4)]
    for one, other in _pairs(groups):
        half = (one, other) == (groups[0], groups[2])
        note = "two of four parties and needs, exactly half" if half else "parties and needs"
        local.tell("same_mandate", True, [], (one, other), note)
    case = local.district % 4
    if case == 0:
        near = local.forum(level, ";".join((*PARTIES[:2], "bup", "habilitering", "mvc")), ";".join(wanted))
        note = "parties under half"
    elif case == 1:
        near, note = local.forum(level, ";".join(PARTIES)), "needs unknown"
    elif case == 2:
        near, note = local.forum(level, ";".join(PARTIES), "leisure;respect;safety"), "needs under half"
    else:
        near, note = local.forum(level, ";".join(PARTIES), ";".join(wanted), "proposed"), "one is only proposed"
    for group in groups:
        local.tell("same_mandate", False, [], (near, group), note)
    return level, groups


def _same_mandate_elsewhere(stage: Stage, mandates: list[tuple[str, list[str]]]) -> None:
    """The same programme in the next district is not the same programme."""
    for (level, one), (next_level, other) in zip(mandates, mandates[1:], strict=False):
        note = "another district" if level == next_level else "another district and level"
        for pair in zip(one, other, strict=True):
            stage.tell(CODE, "same_mandate", False, [], pair, None, note)


def _equal(local: Local) -> None:
    """Three sets of groups that are the same group under several names, each with a near miss."""
    _equal_children(local)
    _equal_professionals(local, "management", part=True)
    _equal_professionals(local, "strategic", part=False)


def _equal_children(local: Local) -> None:
    """Two groups with the same three children and the same person; a third one meets nobody else but two of them."""
    stage, person = local.stage, local.persons(1)
    children = [stage.child(8, 15, MEETINGS) for _ in range(3)]
    groups = [local.forum(), local.forum()]
    for turn, group in enumerate(groups):
        local.meet(group, children, person, turn * 2)
    local.tell("equal", True, children, groups, "the same three children and the same person")
    closed = local.forum(status="closed")
    local.meet(closed, children, person, 4)
    local.tell("equal", False, children, [*groups, closed], "one of three is closed")


def _equal_professionals(local: Local, level: str, part: bool) -> None:
    """Groups without children and with the same two people, whatever part of and ages say."""
    people = local.persons(2)
    first = local.forum(level, ages=(0, 6))
    second = local.forum(level, ages=(7, 18), part_of=first if part else None)
    groups = [first, second]
    for turn, group in enumerate(groups):
        _managers_meet(local, group, people, turn)
    local.tell("equal", True, [], groups, "the same two people, other ages" + (", one a part" if part else ""))
    if part:
        other = local.forum("strategic")
        _managers_meet(local, other, people, 2)
        local.tell("equal", False, [], [*groups, other], "one of three is of another level")
    else:
        alone = [local.forum(level), local.forum(level)]
        person = local.persons(1)
        for turn, group in enumerate(alone):
            _managers_meet(local, group, person, turn + 2)
        local.tell("equal", False, [], alone, "one person too few")
