"""Which professionals leave soon, and which children then have no contact?"""

import numpy as np
import pyarrow as pa

from graph.findings import Answer, Count, Finding, RuleSet, detector, key_of
from graph.meetings import employed_at, split
from graph.network import Ints, Network
from graph.sets import Sets, distinct
from graph.tenures import Runs, Tenures, grown_up, left, tenures_of, with_role
from graph.values import iso


class DepartingRules(RuleSet):
    role: str = "barnkontakt"
    horizon_days: Count = 180
    max_age: Count = 18


KINDS = {
    "departing": "En professionell slutar {start}, om {days:dag|dagar}. "
    "Barn utan barnkontakt från den dagen: {children}."
}


def _ready(network: Network, rules: DepartingRules) -> None:
    with_role(network, rules.role)


@detector(order=10, kinds=KINDS, rules=DepartingRules, ready=_ready)
def departing_staff(network: Network, day: int, rules: DepartingRules) -> Answer:
    """Professionals who leave soon, and the children who have nobody after them.

    One finding per professional. Not run: no supports row with the role. A professional whose employments all have
    an end, the last of these being L, D < L ≤ D + horizon_days. Their children: those under max_age on L for whom a
    tenure of theirs, as cut or by its own row, ends on L and no other person is contact on L. Found if there is
    one. Kind `departing`. start = L. children: all of them. evidence: professional, agency (where they are employed
    on D). numbers: days = L − D, children = how many. About: the professional, L. Fewest days first, then most
    children. Defaults: role barnkontakt, horizon_days 180, max_age 18.
    """
    last = left(network).astype(np.int64)
    leaving = np.append((last > day) & (last <= day + rules.horizon_days), False)
    person, children = _left_alone(network, tenures_of(network, rules.role), leaving, last, rules)
    professional = network.ids("professional").take(pa.array(person)).to_pylist()
    position, child = children.expand(person)
    ids = split(network.ids("child").take(pa.array(child)).to_pylist(), position, len(person))
    position, agency = employed_at(network, np.arange(len(person)), person, np.full(len(person), day))
    order = np.lexsort((agency, position))
    names = network.ids("agency").take(pa.array(agency[order])).to_pylist()
    agencies = split(names, position[order], len(person))
    ends = last[person].tolist()
    found = [
        Finding(
            "departing_staff",
            "departing",
            key_of("departing_staff", professional[i], iso(ends[i])),
            ids[i],
            ends[i],
            None,
            {"professional": [professional[i]], "agency": sorted(set(agencies[i]))},
            {"days": ends[i] - day, "children": len(ids[i])},
            (ends[i] - day, -len(ids[i])),
        )
        for i in range(len(person))
    ]
    return Answer(found)


def _left_alone(
    network: Network, tenures: Tenures, leaving: Ints, last: Ints, rules: DepartingRules
) -> tuple[Ints, Sets]:
    """The professionals who leave children without a contact, and by professional these children."""
    professionals = len(last)
    number = np.flatnonzero(leaving[np.minimum(tenures.person, professionals)])
    number = number[tenures.end[number] == last[tenures.person[number]]]
    child, person, end = tenures.child[number], tenures.person[number], tenures.end[number]
    young = end < grown_up(network, rules.max_age)[child]
    alone = young & ~Runs.of(tenures.child, tenures.start, tenures.end).touch(child, end, end + 1)
    return distinct(person[alone]), Sets.of(person[alone], child[alone], professionals)
