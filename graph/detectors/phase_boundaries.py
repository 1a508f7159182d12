"""Which children enter a new phase of life soon, with a contact of the old one and no handover accepted?"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import AfterValidator

from graph.findings import Answer, Count, Finding, RuleSet, detector, key_of
from graph.meetings import employed_at, plain, split, text_codes, without_zeros
from graph.network import Ints, Network
from graph.phases import Model, ModelError, model, models
from graph.sets import Mask, distinct, expand
from graph.tenures import Spells, spells_of, with_role
from graph.values import HANDOVER_STATE, UNKNOWN, iso


def _known_model(name: str) -> str:
    try:
        model(name.strip())
    except ModelError as error:
        raise ValueError(f"{', '.join(models())} or a file of phases; {error}") from None
    return name.strip()


class PhaseRules(RuleSet):
    model: Annotated[str, AfterValidator(_known_model)] = "backa_barnet"
    role: str = "barnkontakt"
    horizon_days: Count = 180
    accept_days: Count = 30


KINDS = {
    "no_handover": "Barnet går in i en ny livsfas {start}, om {days:dag|dagar}, och ingen överlämning är på gång.",
    "not_accepted": "Barnet går in i en ny livsfas {start}, om {days:dag|dagar}, och överlämningen är inte accepterad.",
}


def _ready(network: Network, rules: PhaseRules) -> None:
    with_role(network, rules.role)


@dataclass(frozen=True)
class _Boundaries:
    """Children, the number of the phase that each is to enter, and on which day."""

    child: Ints
    phase: Ints
    day: Ints

    def only(self, keep: Mask) -> "_Boundaries":
        return _Boundaries(self.child[keep], self.phase[keep], self.day[keep])


@detector(order=5, kinds=KINDS, rules=PhaseRules, ready=_ready)
def phase_boundaries(network: Network, day: int, rules: PhaseRules) -> Answer:
    """Children who enter a new phase of life soon, with another kind of contact and no accepted handover.

    One finding per child and boundary. Not run: no supports row with the role. A model (`--model`, a file of
    phases) gives for a child of known birth the day on which each phase begins: `age = n` the nth birthday (0: the
    birth; before the first phase of a model a child is in none), `turning = n, day = "MM-DD"` that date in the year
    in which the child turns n. A *boundary* B is the day on which a phase other than the model's first begins; it
    is looked at if D < B ≤ D + horizon_days, the phase is not `conditional`, and the child has not moved (`moved`
    unknown or after B). Only children with at least one contact on D. A contact *fits* the phase if it is a
    professional, the phase does not say `other_unit`, its title (trimmed, case-folded, inner white space collapsed)
    is unknown or among the phase's titles (in the same form), the kinds (same normal form) of the agencies where it
    is employed on D are none known or one of them is among the phase's agency_kinds, and a title or a kind is
    known. Nothing is found if a contact fits; nor if, the phase not saying `other_unit`, none fits and one of them
    is an adult or a professional of whom neither title nor kind is known (skipped `unknown_contact`, once for each
    boundary, whatever handovers there are); nor if a near handover is accepted or done. A handover is *near* if it
    is about the child, its role is `role` or unknown, and its due day is known and at most accept_days before or
    after B (both included), whoever sends or receives it; one near handover counts for every boundary that it is
    near. Kinds: `not_accepted` if a near handover is planned or offered, else `no_handover` (also where the near
    ones are rejected, revoked or of unknown state); these come in the order `no_handover`, `not_accepted`. start =
    B. evidence: before (all contacts on D), handover (the near ones that are planned or offered; none with
    `no_handover`), phase (its code). numbers: days = B − D. About: child, phase, B. Fewest days first. skipped:
    `no_born` children, moved or not, with a contact on D and unknown birth; `unknown_contact`. Defaults: model
    backa_barnet, role barnkontakt, horizon_days 180, accept_days 30.
    """
    chosen = model(rules.model)
    contacts = spells_of(network, rules.role).on(day)
    children = distinct(contacts.child)
    near, unknown = _to_hand_over(network, chosen, contacts, day, rules)
    settled, position, handover = _handovers(network, near, rules)
    pending = np.bincount(position, minlength=len(near.child)) > 0
    who, spell = contacts.of_children(near.child)
    before = split(contacts.ids(spell), who, len(near.child))
    under_way = split(network.ids("handover").take(pa.array(handover)).to_pylist(), position, len(near.child))
    child = network.ids("child").take(pa.array(near.child)).to_pylist()
    phases, days = [chosen.phases[number].phase for number in near.phase.tolist()], near.day.tolist()
    found = [
        Finding(
            "phase_boundaries",
            "not_accepted" if pending[i] else "no_handover",
            key_of("phase_boundaries", child[i], phases[i], iso(days[i])),
            [child[i]],
            days[i],
            None,
            {"before": sorted(before[i]), "handover": sorted(under_way[i]), "phase": [phases[i]]},
            {"days": days[i] - day},
            (days[i] - day,),
        )
        for i in np.flatnonzero(~settled).tolist()
    ]
    no_born = int((network.ints("child", "born")[children] == UNKNOWN).sum())
    return Answer(found, without_zeros(no_born=no_born, unknown_contact=unknown))


def boundaries(network: Network, spells: Spells, day: int, rules: PhaseRules) -> tuple[Ints, Mask]:
    """The child of each boundary ahead that needs a handover, and whether one is accepted or done."""
    near, _ = _to_hand_over(network, model(rules.model), spells.on(day), day, rules)
    return near.child, _handovers(network, near, rules)[0]


def _to_hand_over(
    network: Network, chosen: Model, contacts: Spells, day: int, rules: PhaseRules
) -> tuple[_Boundaries, int]:
    """The boundaries ahead that no contact fits, and of how many more it is unknown if one does."""
    near = _ahead(network, chosen, distinct(contacts.child), day, rules.horizon_days)
    fits, unclear = _fitting(network, chosen, contacts, near, day)
    unknown = unclear & ~fits
    return near.only(~fits & ~unknown), int(unknown.sum())


def _ahead(network: Network, chosen: Model, child: Ints, day: int, horizon: int) -> _Boundaries:
    """The boundaries that the children are to pass within the horizon."""
    born, moved = network.ints("child", "born")[child], network.ints("child", "moved")[child]
    parts = [_Boundaries(child[:0], child[:0], child[:0])]
    for number, begin in enumerate(chosen.begins(born)):
        if number and not chosen.phases[number].conditional:
            soon = (begin > day) & (begin <= day + horizon) & ((moved == UNKNOWN) | (moved > begin))
            parts.append(_Boundaries(child, np.full(len(child), number), begin).only(soon))
    return _Boundaries(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("child", "phase", "day")))


def _fitting(network: Network, chosen: Model, contacts: Spells, near: _Boundaries, day: int) -> tuple[Mask, Mask]:
    """Of each boundary: whether a contact fits the phase, and whether it is unknown of one if it does."""
    position, spell = contacts.of_children(near.child)
    adult = contacts.person[spell] >= contacts.professionals
    asked, person = position[~adult], contacts.person[spell[~adult]]
    phase = near.phase[asked]
    titled, title = _among(network.texts("professional", "title"), [one.titles for one in chosen.phases], phase, person)
    number = np.arange(len(person))
    owner, agency = employed_at(network, number, person, np.full(len(person), day))
    kinds = [one.agency_kinds for one in chosen.phases]
    known, fitting = _among(network.texts("agency", "kind"), kinds, phase[owner], agency)
    placed, place = _any(owner[known], len(person)), _any(owner[fitting], len(person))
    same_unit = ~np.array([one.other_unit for one in chosen.phases])
    fits = same_unit[phase] & (title | ~titled) & (place | ~placed) & (titled | placed)
    unclear = np.concatenate([asked[~titled & ~placed], position[adult]])
    return _any(asked[fits], len(near.child)), _any(unclear, len(near.child)) & same_unit[near.phase]


def _any(position: Ints, count: int) -> Mask:
    found: Mask = np.bincount(position, minlength=count) > 0
    return found


def _among(texts: pa.StringArray, lists: list[tuple[str, ...]], which: Ints, row: Ints) -> tuple[Mask, Mask]:
    """For each row of texts whether there is one, and whether it is in the list named beside it, case aside."""
    words = [word for listed in lists for word in listed]
    codes = text_codes(pa.concat_arrays([pa.array(words, pa.string()), texts]), plain)
    listed = np.zeros((len(lists), int(codes.max()) + 2), bool)
    listed[np.repeat(np.arange(len(lists)), [len(one) for one in lists]), codes[: len(words)]] = True
    code = codes[len(words) :][row]
    return code >= 0, (code >= 0) & listed[which, code]


def _handovers(network: Network, near: _Boundaries, rules: PhaseRules) -> tuple[Mask, Ints, Ints]:
    """Which boundaries have a handover accepted or done near them; and those planned or offered: where, and which."""
    source, target = (network.ints("handover_about_child", end) for end in ("source", "target"))
    of_role = pc.fill_null(pc.equal(network.texts("handover", "role"), rules.role), True)
    dated = of_role.to_numpy(zero_copy_only=False) & (network.ints("handover", "due") != UNKNOWN)
    source, target = source[dated[source]], target[dated[source]]
    low, high = np.searchsorted(target, near.child), np.searchsorted(target, near.child, "right")
    position, handover = expand(low, high, source)
    close = np.abs(network.ints("handover", "due")[handover] - near.day[position]) <= rules.accept_days
    position, handover = position[close], handover[close]
    state = network.ints("handover", "state")[handover]
    pending = np.isin(state, [HANDOVER_STATE.choices.index(word) for word in ("planned", "offered")])
    settled = np.isin(state, [HANDOVER_STATE.choices.index(word) for word in ("accepted", "done")])
    return _any(position[settled], len(near.child)), position[pending], handover[pending]
