"""Planned changes of barnkontakt, with how far each has come and what of the checklist is done."""

import numpy as np

from graph.network import Ints
from graph.values import HANDOVER_STATE
from synthetic.columns import Batches, Mask, Rng, batch, between, chance, ids, texts
from synthetic.people import People
from synthetic.reference import checklist
from synthetic.staff import Staff
from synthetic.supports import Spans

PAST, AHEAD = 365, 180
STATE = {word: number for number, word in enumerate(HANDOVER_STATE.choices)}
DONE_SHARE = {"planned": 0.2, "offered": 0.3, "accepted": 0.6, "rejected": 0.25, "done": 0.85, "revoked": 0.2}
"""Share of the checklist that is done in each state."""


def handover_rows(rng: Rng, contacts: Spans, people: People, staff: Staff, as_of: int) -> Batches:
    """A handover for most changes of barnkontakt in the past year and the half year ahead."""
    order = np.lexsort((contacts.start, contacts.child))
    child, person, start = contacts.child[order], contacts.person[order], contacts.start[order]
    follows = (child[1:] == child[:-1]) & (person[1:] != person[:-1])
    follows &= (start[1:] > as_of - PAST) & (start[1:] <= as_of + AHEAD) & chance(rng, len(follows), 0.7)
    at = np.flatnonzero(follows)
    due = start[at + 1]
    state = _state(rng, due > as_of)
    count = len(at)
    share = np.array([DONE_SHARE[word] for word in HANDOVER_STATE.choices])[state]
    items = {}
    for item in checklist():
        done = rng.random(count) < share
        items[item] = np.where(chance(rng, count, 0.1), -1, done).astype(np.int8)
    items["receiver_accepted"] = np.isin(state, [STATE["accepted"], STATE["done"]]).astype(np.int8)
    receiver = np.where(chance(rng, count, 0.04), -1, person[at + 1])
    items["receiver_named"] = (receiver >= 0).astype(np.int8)
    columns = {
        "id": ids("h", count),
        "child": texts(people.ids, child[at]),
        "role": texts(["barnkontakt"], np.zeros(count, np.int64)),
        "sender": texts(staff.ids, person[at]),
        "receiver": texts(staff.ids, receiver),
        "due": due - between(rng, 0, 5, count),
        "state": state.astype(np.int8),
    }
    return {"handovers": batch("handovers", count, **columns, **items)}


def _state(rng: Rng, ahead: Mask) -> Ints:
    """Most of what is past is done; what lies ahead is planned, offered or accepted."""
    drawn = rng.random(len(ahead))
    past = np.select(
        [drawn < 0.88, drawn < 0.93, drawn < 0.96],
        [STATE["done"], STATE["accepted"], STATE["rejected"]],
        STATE["revoked"],
    )
    future = np.select(
        [drawn < 0.5, drawn < 0.75, drawn < 0.96],
        [STATE["planned"], STATE["offered"], STATE["accepted"]],
        STATE["rejected"],
    )
    found: Ints = np.where(ahead, future, past)
    return found
