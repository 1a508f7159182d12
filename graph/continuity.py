"""Whether children meet the same professionals again: UPC, COCI and SECON over all children with enough contacts."""

from dataclasses import dataclass

import numpy as np

from graph.meetings import Meetings
from graph.network import Ints, Network
from graph.sets import Mask, distinct

FEWEST_CONTACTS = 4
"""With fewer contacts continuity is unknown."""


@dataclass(frozen=True)
class Contacts:
    """Meetings of children with a professional there, and who: the columns of `meeting` by child, then in time."""

    child: Ints
    meeting: Ints
    providers: Ints
    """Child and professional, packed; each once."""
    times: Ints
    """How often each of them met."""
    number: Ints
    """How many contacts each child has; 0 for all children without one."""


def contacts_of(network: Network, day: int, past_days: int, children: Mask) -> Contacts:
    """The contacts of some children with D - past_days < day <= D: one professional at one meeting, not cancelled."""
    meetings = network.once(Meetings)
    counted = meetings.usable & (meetings.day <= day) & (meetings.there.sizes > 0)
    if past_days:
        counted &= meetings.day > day - past_days
    meeting, child = (network.ints("meeting_about_child", end) for end in ("source", "target"))
    keep = counted[meeting] & children[child]
    meeting, child = meeting[keep], child[keep].astype(np.int64)
    order = np.lexsort((meeting, meetings.second[meeting], meetings.day[meeting], child))
    meeting, child = meeting[order], child[order]
    position, person = meetings.there.expand(meeting)
    providers, times = np.unique(child[position] << 32 | person, return_counts=True)
    number = np.bincount(child[position], minlength=len(children))
    return Contacts(child, meeting, providers, times.astype(np.int64), number)


@dataclass(frozen=True)
class Share:
    """A share of all children's contacts taken together, of how many children it is, and of how many unknown."""

    part: int
    whole: int
    known: int
    unknown: int


def usual_provider(contacts: Contacts) -> Share:
    """UPC: the contacts with each child's most usual professional, of all contacts."""
    enough = contacts.number >= FEWEST_CONTACTS
    most = np.zeros(len(enough), np.int64)
    np.maximum.at(most, contacts.providers >> 32, contacts.times)
    return _share(most, contacts.number, enough, contacts)


def same_again(contacts: Contacts) -> Share:
    """COCI: the pairs of a child's contacts that are with the same professional, (sum n² - N) of N (N - 1)."""
    enough = contacts.number >= FEWEST_CONTACTS
    pairs = np.zeros(len(enough), np.int64)
    np.add.at(pairs, contacts.providers >> 32, contacts.times * (contacts.times - 1))
    return _share(pairs, contacts.number * (contacts.number - 1), enough, contacts)


def in_sequence(network: Network, contacts: Contacts) -> Share:
    """SECON: the consecutive meetings of a child where one of the professionals of the first is there again."""
    first = np.flatnonzero(contacts.child[1:] == contacts.child[:-1])
    position, _ = network.once(Meetings).there.shared(contacts.meeting[first], contacts.meeting[first + 1])
    size = len(contacts.number)
    again = np.bincount(contacts.child[first[distinct(position)]], minlength=size)
    pairs = np.bincount(contacts.child[first], minlength=size)
    return _share(again, pairs, (contacts.number >= FEWEST_CONTACTS) & (pairs > 0), contacts)


def _share(part: Ints, whole: Ints, enough: Mask, contacts: Contacts) -> Share:
    few = int(((contacts.number > 0) & ~enough).sum())
    return Share(int(part[enough].sum()), int(whole[enough].sum()), int(enough.sum()), few)
