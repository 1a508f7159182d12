"""What the questions about meetings have in common: which count, who was there, which are close in time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from graph.findings import NotRun
from graph.network import Ints, Network
from graph.sets import Mask, Sets, distinct, ordered
from graph.values import ATTENDANCE, MEETING_STATUS, NO_SECOND, UNKNOWN

DOUBLE_KINDS = ("same_uid", "same_forum", "same_title", "same_people")
"""Why two meetings at the same time are the same one, in the order in which it is tried."""


class Meetings:
    """The meetings of a Network, one array entry a meeting. Made once: `network.once(Meetings)`."""

    def __init__(self, network: Network) -> None:
        self.count = network.count("meeting")
        self.day = network.ints("meeting", "start").astype(np.int64)
        self.second = network.ints("meeting", "start_second")
        self.forum = one_of(network, "meeting_held_by_forum", self.count)
        self.plan = one_of(network, "meeting_in_plan_plan", self.count)
        self.held = network.ints("meeting", "status") != MEETING_STATUS.choices.index("cancelled")
        self.dated = self.day != UNKNOWN
        self.has_child = np.zeros(self.count, bool)
        self.has_child[network.ints("meeting_about_child", "source")] = True
        self._network = network

    @property
    def usable(self) -> Mask:
        """Meetings that were not cancelled and whose day is known."""
        found: Mask = self.held & self.dated
        return found

    def skipped(self) -> dict[str, int]:
        """How many meetings that were not cancelled no day and no child are known for."""
        return without_zeros(
            no_start=int((self.held & ~self.dated).sum()), no_child=int((self.usable & ~self.has_child).sum())
        )

    @cached_property
    def there(self) -> Sets:
        """The professionals who were at each meeting: in attendance, not absent and not declined."""
        status = self._network.ints("professional_attended_meeting", "status")
        there = (status != ATTENDANCE.choices.index("absent")) & (status != ATTENDANCE.choices.index("declined"))
        source = self._network.ints("professional_attended_meeting", "source")[there]
        return Sets.of(self._network.ints("professional_attended_meeting", "target")[there], source, self.count)

    def same_text(self, column: str, one: Ints, other: Ints, normal: Callable[[str], str] = str) -> tuple[Mask, Mask]:
        """For each pair of meetings: whether a text is known for both, and whether it is the same."""
        texts = self._network.texts("meeting", column).take(pa.array(np.concatenate([one, other])))
        codes = text_codes(texts, normal)
        a, b = codes[: len(one)], codes[len(one) :]
        known = (a >= 0) & (b >= 0)
        return known, known & (a == b)


@dataclass(frozen=True)
class Held:
    """The meetings about each child, not cancelled and with a day: by child, then day, then meeting."""

    child: Ints
    day: Ints
    meeting: Ints

    def only(self, keep: Mask) -> "Held":
        """Those that are kept, in the same order."""
        return Held(self.child[keep], self.day[keep], self.meeting[keep])


def held(network: Network) -> Held:
    """The meetings about each child, in the order of time: made once."""
    return network.once(_held)


def _held(network: Network) -> Held:
    meetings = network.once(Meetings)
    meeting, child = (network.ints("meeting_about_child", end) for end in ("source", "target"))
    usable = meetings.usable[meeting]
    meeting, child = meeting[usable], child[usable].astype(np.int64)
    day = meetings.day[meeting]
    order = ordered(child, day, meeting)
    return Held(child[order], day[order], meeting[order])


def about_children(network: Network, rules: object) -> None:
    """The question needs a meeting about a child."""
    if not network.count("meeting_about_child"):
        raise NotRun("no meetings about a child")


def plain(title: str) -> str:
    """A title without differences in case and white space."""
    return " ".join(title.split()).casefold()


@dataclass(frozen=True)
class Pairs:
    """Pairs of meetings, the first the earlier row; `children` are those that each pair shares."""

    one: Ints
    other: Ints
    children: Sets

    def only(self, keep: Mask) -> "Pairs":
        """The pairs that are kept."""
        position, child = self.children.expand(np.flatnonzero(keep))
        return Pairs(self.one[keep], self.other[keep], Sets.of(position, child, int(keep.sum())))


def without_zeros(**counts: int) -> dict[str, int]:
    """The counts that are not zero."""
    return {name: count for name, count in counts.items() if count}


def one_of(network: Network, table: str, count: int) -> Ints:
    """Of an edge that a source has at most once: the target of each source, -1 where there is none."""
    target = np.full(count, -1, np.int32)
    target[network.ints(table, "source")] = network.ints(table, "target")
    return target


def text_codes(texts: pa.StringArray, normal: Callable[[str], str]) -> Ints:
    """A number for each text, the same where the normal forms are; -1 for no or an empty text."""
    encoded = texts.dictionary_encode()
    known: dict[str, int] = {"": -1}
    codes = [known.setdefault(normal(text), len(known)) for text in encoded.dictionary.to_pylist()]
    indices = encoded.indices.fill_null(len(codes)).to_numpy(zero_copy_only=False)
    found: Ints = np.array([*codes, -1], np.int32)[indices]
    return found


def close_pairs(network: Network, window: int, after: int | None, keep: Callable[[Ints, Ints], Mask]) -> Pairs:
    """Pairs of usable meetings about a common child, at most `window` days apart and kept by `keep`.

    The later one is after the day `after`, if one is given. Sorted by (child, day), the partners of a
    meeting stand right behind it: it is held against the next, then the one after that, as long as they are near.
    """
    near = held(network)
    if after is not None:
        near = near.only(near.day > after - window)
    meeting, child, day = near.meeting, near.child, near.day
    found: list[tuple[Ints, Ints, Ints]] = []
    first = np.arange(len(meeting))
    step = 1
    while (first := first[first < len(meeting) - step]).size:
        second = first + step
        first = first[(child[second] == child[first]) & (day[second] - day[first] <= window)]
        late = first if after is None else first[day[first + step] > after]
        one, other = meeting[late], meeting[late + step]
        kept = keep(one, other)
        found.append((one[kept], other[kept], child[late][kept]))
        step += 1
    return _grouped(found)


def _grouped(found: list[tuple[Ints, Ints, Ints]]) -> Pairs:
    """Each pair once, with all the children that it shares."""
    one, other, child = (
        np.concatenate([part[number] for part in found]) if found else np.empty(0, np.int64) for number in range(3)
    )
    packed = np.minimum(one, other).astype(np.int64) << 32 | np.maximum(one, other)
    pair = distinct(packed)
    children = Sets.of(np.searchsorted(pair, packed), child, len(pair))
    return Pairs(pair >> 32, pair & 0xFFFFFFFF, children)


def same_time(meetings: Meetings, one: Ints, other: Ints) -> Mask:
    """Whether two meetings begin at the same instant, or on the same day where one has no time."""
    timed = (meetings.second[one] != NO_SECOND) & (meetings.second[other] != NO_SECOND)
    same_second = meetings.second[one] == meetings.second[other]
    found: Mask = np.where(timed, same_second, meetings.day[one] == meetings.day[other])
    return found


def double_kind(meetings: Meetings, one: Ints, other: Ints) -> Ints:
    """Why two meetings are the same one written down twice: a number in `DOUBLE_KINDS`, -1 if they are not."""
    kind = np.full(len(one), -1, np.int8)
    near = np.flatnonzero(same_time(meetings, one, other))
    a, b = one[near], other[near]
    forum_a, forum_b = meetings.forum[a], meetings.forum[b]
    timed = (meetings.second[a] != NO_SECOND) & (meetings.second[b] != NO_SECOND)
    shared = np.bincount(meetings.there.shared(a, b)[0], minlength=len(near))
    other_forum = (forum_a >= 0) & (forum_b >= 0) & (forum_a != forum_b)
    holds = (
        meetings.same_text("uid", a, b)[1],
        (forum_a == forum_b) & (forum_a >= 0),
        meetings.same_text("title", a, b, plain)[1] & ~other_forum,
        timed & (shared >= 2),
    )
    kind[near] = np.select(holds, range(len(holds)), -1)
    return kind


def _employments(network: Network) -> Sets:
    """The rows of each professional's employments."""
    source = network.ints("professional_works_at_agency", "source")
    return Sets.of(source, np.arange(len(source)), network.count("professional"))


def employed_at(network: Network, owner: Ints, professional: Ints, day: Ints) -> tuple[Ints, Ints]:
    """The agencies where professionals are employed on a day, each with the owner beside it.

    All three arrays are of one length: whom the professional is counted for, who it is, and which day.
    """
    table = "professional_works_at_agency"
    position, employment = network.once(_employments).expand(professional)
    agency = network.ints(table, "target")[employment]
    start, end = network.ints(table, "start")[employment], network.ints(table, "end")[employment]
    there = (agency >= 0) & (start <= day[position]) & (day[position] < end)
    return owner[position[there]], agency[there]


def inside(network: Network) -> Ints:
    """Every pair (forum, forum that it is part of, however deep), packed and sorted."""
    count = network.count("forum")
    parent = one_of(network, "forum_part_of_forum", count)
    part, whole = np.arange(count), parent.copy()
    found = np.empty(0, np.int64)
    while (part := part[whole >= 0]).size:
        whole = whole[whole >= 0]
        new = np.setdiff1d(part << 32 | whole, found)
        found = np.union1d(found, new)
        part, whole = new >> 32, parent[new & 0xFFFFFFFF]
    return found


def linked(packed: Ints, one: Ints, other: Ints) -> Mask:
    """Whether a pair stands among the packed ones, in either direction."""
    one, other = one.astype(np.int64), other.astype(np.int64)
    found: Mask = np.isin(one << 32 | other, packed) | np.isin(other << 32 | one, packed)
    return found


def builds_on(network: Network) -> Ints:
    """Every pair (forum, forum that it builds on), packed."""
    source = network.ints("forum_builds_on_forum", "source").astype(np.int64)
    packed: Ints = source << 32 | network.ints("forum_builds_on_forum", "target")
    return packed


def any_true(flags: Iterable[int]) -> bool | None:
    """True if one of the flags is, else unknown if one is (-1), else false."""
    known = set(flags)
    return True if 1 in known else None if -1 in known else False


def split(values: list[str], position: Ints, count: int) -> list[list[str]]:
    """Values in groups: those at position 0, those at position 1, and so on. Positions ascend."""
    offsets = np.searchsorted(position, np.arange(count + 1)).tolist()
    return [values[offsets[i] : offsets[i + 1]] for i in range(count)]
