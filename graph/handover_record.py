"""How a handover stands in a Network: the record with its steps, the tenures it moves, and how they are written."""

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from graph.assemble import assemble, rows_of
from graph.network import Network
from graph.records import Change, Handover, Record, Support
from graph.tenures import left
from graph.values import (
    HANDOVER_REASON,
    HANDOVER_STATE,
    MAX_TEXT,
    NO_SECOND,
    OPEN,
    SWEDEN,
    UNKNOWN,
    Moment,
    items,
    parse_moment,
    to_date,
)

ROLE = "barnkontakt"
"""The role that a handover passes on where it names none."""
LIVE = ("planned", "offered", "accepted")
"""The states of a handover that is under way."""
FORMER = "former_receiver"
"""The item of the change that tells who was to receive before another was named."""
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The years in which a step can be taken."""
SUPPORTS = "professional_supports_child"
CHECKLIST = Path(__file__).parent / "reference" / "handover_checklist.csv"


class HandoverError(Exception):
    """A step that cannot be taken; `code` names the sentence that says why (in the texts of the dashboard)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Item:
    """A line of the checklist: its name, its Swedish words, and whose it is (sender, receiver or both)."""

    name: str
    sv: str
    who: str


@dataclass(frozen=True)
class Step:
    """One change as it was made: a new state, an item of the checklist, or a field with its new value in the note."""

    id: str
    person: str | None
    at: Moment
    state: str | None
    item: str | None
    done: bool | None
    note: str | None


@dataclass(frozen=True)
class HandoverState:
    """A handover as it stands, with every step that led to it; days are day numbers, unknown is nothing.

    `sender_until` is the first day on which the sender is employed nowhere any more.
    """

    id: str
    child: str
    role: str | None
    sender: str | None
    receiver: str | None
    due: int | None
    state: str | None
    reason: str | None
    answer_by: int | None
    follow_up: int | None
    words: str | None
    agreements: tuple[str, ...]
    consent: str | None
    items: Mapping[str, bool | None]
    changes: tuple[Step, ...]
    sender_until: int = OPEN

    @property
    def live(self) -> bool:
        """Whether it is under way."""
        return self.state in LIVE

    @property
    def said(self) -> Step | None:
        """The step that wrote the child's words as they stand."""
        last = next((step for step in reversed(self.changes) if step.item == "words"), None)
        return last if last and last.note == self.words else None

    @property
    def agreed(self) -> bool | None:
        """Whether the child wants its words to be shown: a no stands until a yes; a yes is for the very words."""
        told = [step.done for step in self.changes if step.item == "words" and step.done is not None]
        if told and not told[-1]:
            return False
        return self.said.done if self.said else None

    @property
    def former_receivers(self) -> tuple[str, ...]:
        """Who was to receive before somebody else was named, in the order in which they were."""
        told = (step.note for step in self.changes if step.item == FORMER)
        return tuple(dict.fromkeys(one for one in told if one and one != self.receiver))

    @property
    def missing(self) -> list[str]:
        """The items of the checklist that are not done, or not known to be."""
        return [item for item, done in self.items.items() if not done]


@cache
def checklist() -> dict[str, Item]:
    """The items of the checklist, in their order."""
    with CHECKLIST.open(encoding="utf-8", newline="") as file:
        return {row["item"]: Item(row["item"], row["sv"], row["who"]) for row in csv.DictReader(file)}


def moment_of(at: dt.datetime) -> Moment:
    """A moment as steps keep it, between 1900 and 2200; a time without zone is Swedish."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise HandoverError("out_of_time")
    return parse_moment((at.astimezone(SWEDEN) if at.tzinfo else at).isoformat(timespec="seconds"))


def handovers_of(network: Network, child: str) -> list[HandoverState]:
    """All handovers about a child, first due first; those without a day last."""
    row = network.row("child", child)
    if row is None:
        return []
    about = network.ints("handover_about_child", "source")[network.ints("handover_about_child", "target") == row]
    found = [_state(network, int(one), child) for one in about]
    return sorted(found, key=lambda one: (one.due is None, one.due or 0, one.id))


def kept_text(text: str | None) -> str | None:
    """A text that can be kept."""
    try:
        too_long = text is not None and len(text.encode("utf-8").decode()) > MAX_TEXT
    except UnicodeEncodeError:
        raise HandoverError("unreadable_text") from None
    if too_long:
        raise HandoverError("too_long")
    return text


def row_of(network: Network, kind: str, node: str) -> int:
    """The row of an id that has to be there."""
    row = network.row(kind, node)
    if row is None:
        raise HandoverError(f"unknown_{kind}")
    return row


def _target(network: Network, table: str, row: int) -> str | None:
    """The id at the other end of the edge of a row, if it has one."""
    kind = table.rsplit("_", 1)[1]
    ends = network.ints(table, "target")[network.ints(table, "source") == row]
    return str(network.ids(kind)[int(ends[0])].as_py()) if len(ends) else None


def _cells(network: Network, kind: str, row: int) -> dict[str, Any]:
    """The values of one row as they are kept."""
    batch = network[kind]
    return {name: batch.column(name)[row].as_py() for name in batch.schema.names}


def find(network: Network, handover: str) -> tuple[Handover, HandoverState]:
    """A handover as a row of its file and as it stands."""
    row = row_of(network, "handover", handover)
    child = _target(network, "handover_about_child", row)
    if child is None:
        raise HandoverError("unknown_child")
    return _record(network, row, child), _state(network, row, child)


def _record(network: Network, row: int, child: str) -> Handover:
    """A handover as a row of its file."""
    return Handover(
        **_cells(network, "handover", row),
        child=child,
        sender=_target(network, "handover_sender_professional", row),
        receiver=_target(network, "handover_receiver_professional", row),
        consent=_target(network, "handover_rests_on_consent", row),
    )


def _state(network: Network, row: int, child: str) -> HandoverState:
    record = _record(network, row, child)
    sender = None if record.sender is None else network.row("professional", record.sender)
    return HandoverState(
        record.id,
        child,
        record.role,
        record.sender,
        record.receiver,
        known(record.due),
        _word(HANDOVER_STATE.choices, record.state),
        _word(HANDOVER_REASON.choices, record.reason),
        known(record.answer_by),
        known(record.follow_up),
        record.words,
        items(record.agreements),
        record.consent,
        {item: _flag(getattr(record, item)) for item in checklist()},
        _steps(network, row),
        OPEN if sender is None else int(left(network)[sender]),
    )


def _steps(network: Network, row: int) -> tuple[Step, ...]:
    """The changes of a handover, in the order of time."""
    changes = network.ints("change_changed_handover", "source")[
        network.ints("change_changed_handover", "target") == row
    ]
    found = []
    for one in changes.tolist():
        cells = _cells(network, "change", one)
        at = Moment(cells["at"], cells["at_second"])
        person = _target(network, "change_made_by_professional", one)
        state = _word(HANDOVER_STATE.choices, cells["state"])
        found.append(Step(cells["id"], person, at, state, cells["item"], _flag(cells["done"]), cells["note"]))
    return tuple(sorted(found, key=lambda step: (step.at, len(step.id), step.id)))


def known(day: int | None) -> int | None:
    """A day, or nothing where it is unknown."""
    return None if day == UNKNOWN else day


def _word(words: tuple[str, ...], number: int | None) -> str | None:
    return None if number is None or number < 0 else words[number]


def _flag(value: int | None) -> bool | None:
    return None if value is None or value < 0 else bool(value)


def written(network: Network, record: Handover, by: str, at: Moment, steps: list[dict[str, Any]]) -> Network:
    """The Network with a handover as it is now, and the changes that made it so.

    A step of the same day as another comes after it, if need be by a second: the day may be one that was chosen, the
    time is the clock's, and a file may tell of a later one.
    """
    row = network.row("handover", record.id)
    before = () if row is None else _steps(network, row)
    at = _after(at, (step.at for step in before))
    # among steps of one second the longer id stands last
    wide = max([1, *(len(step.id) - len(record.id) for step in before if step.at == at)])
    names = (f"{record.id}-{number:0{max(wide, 1)}d}" for number in count(len(before) + 1))
    free = (name for name in names if network.row("change", name) is None)
    changes = [
        Change(
            id=kept_text(next(free)),
            handover=record.id,
            person=by,
            at=at,
            **step | {"note": kept_text(step.get("note"))},
        )
        for step in steps
    ]
    return with_rows(network, [record, *changes])


def _after(at: Moment, others: Iterable[Moment]) -> Moment:
    """The moment, or the second after the last of others on its day; at the end of the day, with that."""
    last = max((one.second for one in others if one.day == at.day), default=NO_SECOND)
    if last == NO_SECOND or last < at.second:
        return at
    later = dt.datetime.fromtimestamp(last + 1, SWEDEN)
    return moment_of(later) if later.date() == to_date(at.day) else Moment(at.day, last)


def with_rows(network: Network, records: Iterable[Record]) -> Network:
    """The Network with rows in it."""
    return assemble(rows_of(records), network).network


@dataclass(frozen=True)
class Tenure:
    """A supports row with the role of a handover, and where it stands."""

    row: int
    start: int
    end: int
    needs: str | None


def tenures(network: Network, state: HandoverState, person: str) -> list[Tenure]:
    """The tenures of a person for the child, in the role of the handover, first start first."""
    table = network[SUPPORTS]
    source, target = (network.ints(SUPPORTS, end) for end in ("source", "target"))
    own = (source == row_of(network, "professional", person)) & (target == row_of(network, "child", state.child))
    found = [{"row": row} | table.slice(row, 1).to_pylist()[0] for row in np.flatnonzero(own).tolist()]
    return [
        Tenure(one["row"], one["start"], one["end"], one["needs"])
        for one in sorted(found, key=lambda one: one["start"])
        if one["role"] == (state.role or ROLE)
    ]


def ended(network: Network, state: HandoverState, person: str, tenures: Iterable[Tenure], day: int) -> Network:
    """The Network in which tenures end on a day; those that had not begun before it are gone."""
    gone = np.isin(np.arange(network.count(SUPPORTS)), [one.row for one in tenures if one.start >= day])
    kept = Network(network.tables | {SUPPORTS: network[SUPPORTS].filter(pa.array(~gone))}) if gone.any() else network
    role = state.role or ROLE
    shorter = [
        Support(person=person, child=state.child, role=role, start=one.start, end=day, needs=one.needs)
        for one in tenures
        if one.start < day
    ]
    return with_rows(kept, shorter)
