"""Which handovers were rejected or revoked, with no new one in their place?"""

import math

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.findings import Answer, Count, Finding, RuleSet, detector, key_of
from graph.links import handed, others, with_handovers
from graph.meetings import one_of, without_zeros
from graph.network import Ints, Network
from graph.sets import Mask
from graph.tenures import left
from graph.values import HANDOVER_STATE, OPEN, UNKNOWN


class OrphanedRules(RuleSet):
    past_days: Count = 365


KINDS = {
    "rejected": "Mottagaren tackade nej och det finns ingen ny överlämning.",
    "revoked": "Överlämningen återkallades och det finns ingen ny.",
}
ENDED = [HANDOVER_STATE.choices.index(word) for word in KINDS]
TAKEN = [HANDOVER_STATE.choices.index(word) for word in ("accepted", "done")]
ALIVE = [HANDOVER_STATE.choices.index(word) for word in ("planned", "offered")]


@detector(order=8, kinds=KINDS, rules=OrphanedRules, ready=with_handovers)
def orphaned_handovers(network: Network, day: int, rules: OrphanedRules) -> Answer:
    """Handovers that were rejected or revoked and that no other has followed.

    One finding per handover. Not run: no handover. Handovers whose child is known, in groups of the same child and
    role (unknown role is a role of its own), are ordered by due (unknown last), then id. Found is the last of a
    group if its state is rejected or revoked, none of the group is planned or offered, none from the same known
    sender is accepted or done and due after its own due − past_days (both dues known: the sender has passed the
    role on already, on an earlier day), and its due is unknown or after D − past_days. Kinds: `rejected`,
    `revoked`. start = due or null. evidence: handover, sender, receiver. numbers: days = due − D or null; covered =
    true if the child has on D a contact with the handover's role (tenures with that role; false where the role is
    unknown). About: the handover. Earliest due first, unknown last. skipped: `no_child` rejected or revoked without
    a known child. Default: past_days 365.
    """
    state, due = network.ints("handover", "state"), network.ints("handover", "due").astype(np.int64)
    child = one_of(network, "handover_about_child", len(state))
    recent = (due == UNKNOWN) | (due > day - rules.past_days) | (rules.past_days == 0)
    group = _groups(network, child)
    last = _last(group, state, due)
    last = last[np.isin(state[last], ENDED) & recent[last]]
    rows = last[~_passed_on(network, last, group, state, due, rules.past_days)]
    children, evidence = others(network, "handover_about_child", rows), handed(network, rows)
    dues = [None if on == UNKNOWN else on for on in due[rows].tolist()]
    kinds, covered = [HANDOVER_STATE.choices[code] for code in state[rows]], _covered(network, rows, child, day)
    found = [
        Finding(
            "orphaned_handovers",
            kinds[i],
            key_of("orphaned_handovers", *evidence[i]["handover"]),
            children[i],
            on,
            None,
            evidence[i],
            {"days": None if on is None else on - day, "covered": bool(covered[i])},
            (math.inf if on is None else on,),
        )
        for i, on in enumerate(dues)
    ]
    return Answer(found, without_zeros(no_child=int((np.isin(state, ENDED) & (child < 0)).sum())))


def _groups(network: Network, child: Ints) -> Ints:
    """A number for each handover, the same for those of one child and role; -1 where the child is not known."""
    role = _codes(network.texts("handover", "role"), network.texts("handover", "role"))
    codes = np.unique(child.astype(np.int64) << 32 | (role + 1), return_inverse=True)[1].ravel()
    return np.where(child < 0, -1, codes)


def _last(group: Ints, state: Ints, due: Ints) -> Ints:
    """The last handover of each child and role, of those where none is planned or offered."""
    rows = np.flatnonzero(group >= 0)
    rows = rows[np.lexsort((rows, np.where(due == UNKNOWN, OPEN, due)[rows], group[rows]))]
    of = group[rows]
    ends = np.append(of[1:] != of[:-1], True)[: len(of)]
    return rows[ends & ~np.isin(of, of[np.isin(state[rows], ALIVE)])]


def _passed_on(network: Network, rows: Ints, group: Ints, state: Ints, due: Ints, past: int) -> Mask:
    """Whether the sender of each handover has passed the role on already, not long before it was due."""
    sender = one_of(network, "handover_sender_professional", len(state))
    key = group << 32 | (sender + 1)
    done = np.flatnonzero(np.isin(state, TAKEN) & (group >= 0) & (sender >= 0) & (due != UNKNOWN))
    done = done[np.lexsort((due[done], key[done]))]
    at = np.searchsorted(key[done], key[rows], "right") - 1
    if not done.size:
        return np.zeros(len(rows), bool)
    one = done[at]
    found: Mask = (at >= 0) & (key[one] == key[rows]) & (due[rows] != UNKNOWN)
    return found & ((due[one] > due[rows] - past) | (past == 0))


def _codes(texts: pa.StringArray, known: pa.StringArray) -> Ints:
    """A number for each text that is among the known ones, -1 for another and for none."""
    found: Ints = pc.fill_null(pc.index_in(texts, pc.drop_null(pc.unique(known)), skip_nulls=True), -1).to_numpy(
        zero_copy_only=False
    )
    return found.astype(np.int64)


def _covered(network: Network, rows: Ints, child: Ints, day: int) -> Mask:
    """Whether the child of each handover has somebody on the day with the handover's role."""
    roles = network.texts("handover", "role")
    wanted = _codes(roles, roles)[rows]
    asked = np.zeros(network.count("child"), bool)
    asked[child[rows]] = True
    there = [_present(network, kind, roles, day, asked) for kind in ("professional", "adult")]
    known: Mask = np.isin(child[rows].astype(np.int64) << 32 | (wanted + 1), np.concatenate(there))
    return known & (wanted >= 0)


def _present(network: Network, kind: str, roles: pa.StringArray, day: int, asked: Mask) -> Ints:
    """Child and role, packed, of the children asked for: of those who have it on the day and have not left."""
    table = f"{kind}_supports_child"
    gone = left(network) if kind == "professional" else np.full(network.count(kind), OPEN, np.int64)
    row = np.flatnonzero(asked[network.ints(table, "target")])
    end = np.minimum(network.ints(table, "end")[row], gone[network.ints(table, "source")[row]])
    row = row[(network.ints(table, "start")[row] <= day) & (day < end)]
    child = network.ints(table, "target")[row].astype(np.int64)
    return child << 32 | (_codes(network.texts(table, "role").take(pa.array(row)), roles) + 1)
