"""Which handovers are due, or soon will be, and not accepted?"""

import numpy as np

from graph.findings import Answer, Count, Finding, RuleSet, detector, key_of
from graph.links import handed, others, with_handovers
from graph.meetings import without_zeros
from graph.network import Network
from graph.values import HANDOVER_STATE, UNKNOWN


class StalledRules(RuleSet):
    soon_days: Count = 14


KINDS = {
    "passed": "Överlämningen skulle ha skett {start}, för {days:dag|dagar} sedan, och ingen har tackat ja.",
    "soon": "Överlämningen ska ske {start}, om {days:dag|dagar}, och ingen har tackat ja.",
}
PENDING = [HANDOVER_STATE.choices.index(word) for word in ("planned", "offered")]


@detector(order=7, kinds=KINDS, rules=StalledRules, ready=with_handovers)
def stalled_handovers(network: Network, day: int, rules: StalledRules) -> Answer:
    """Handovers that are planned or offered, and soon due or past it.

    One finding per handover. Not run: no handover. State planned or offered, due known and due ≤ D + soon_days.
    Kinds: `passed` due < D; `soon` otherwise. start = due. evidence: handover, sender, receiver, state. numbers:
    days = due − D. About: the handover. Fewest days first. skipped: `no_state` state unknown, whatever its due;
    `no_due` planned or offered without due. Default: soon_days 14.
    """
    state, due = network.ints("handover", "state"), network.ints("handover", "due").astype(np.int64)
    pending, dated = np.isin(state, PENDING), due != UNKNOWN
    rows = np.flatnonzero(pending & dated & (due <= day + rules.soon_days))
    children, evidence = others(network, "handover_about_child", rows), handed(network, rows)
    dues, states = due[rows].tolist(), [HANDOVER_STATE.choices[code] for code in state[rows]]
    found = [
        Finding(
            "stalled_handovers",
            "passed" if dues[i] < day else "soon",
            key_of("stalled_handovers", *evidence[i]["handover"]),
            children[i],
            dues[i],
            None,
            evidence[i] | {"state": [states[i]]},
            {"days": dues[i] - day},
            (dues[i] - day,),
        )
        for i in range(len(rows))
    ]
    return Answer(found, without_zeros(no_state=int((state < 0).sum()), no_due=int((pending & ~dated).sum())))
