"""What somebody who plans a handover can choose from: who takes over, and the ground on which things are shared."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard import texts
from dashboard.handover_words import GROUNDS
from dashboard.tables.counts import names_of, swedish
from dashboard.tables.work_list import COLUMNS, Ground, contacts
from dashboard.texts import t, word
from graph.network import Ints, Network
from graph.phases import Phase
from graph.sets import Mask
from graph.tenures import left
from graph.values import OPEN, UNKNOWN

TITLE, AGENCY, HAVING, REST = range(4)
"""How likely somebody is to take over a child: the title fits, the agency fits, has children already, the rest."""


def receivers(ground: Ground, words: str, me: str, child: str | None = None, most: int = 50) -> list[str]:
    """Professionals who are employed and whose name or title holds the words, the likeliest first.

    First those whose title is that of the child's next contact, then those at an agency of its kind, then those who
    have children, then the rest.
    """
    network = ground.network
    keep = left(network) > ground.as_of
    for part in words.split():
        hits = [pc.match_substring(network.texts("professional", c), part, ignore_case=True) for c in COLUMNS[1:]]
        keep &= pc.or_(*(pc.fill_null(hit, False) for hit in hits)).to_numpy(zero_copy_only=False)
    own = network.row("professional", me)
    if own is not None:
        keep[own] = False
    rank = _likely(ground, child)
    found: list[str] = []
    for place in range(REST + 1):
        if len(found) < most:
            found += _by_name(network, np.flatnonzero(keep & (rank == place)))
    return found[:most]


def _by_name(network: Network, rows: Ints) -> list[str]:
    """The ids of professionals, in the order of their names."""
    ids = network.ids("professional").take(pa.array(rows)).to_pylist()
    named = zip(names_of(network, "professional", ids), ids, strict=True)
    return [node for _, node in sorted(named, key=lambda pair: (swedish(pair[0]), pair[1]))]


def _likely(ground: Ground, child: str | None) -> Ints:
    """How likely each professional is to take over a child: by title, by agency, by having children, or not."""
    network, table = ground.network, "professional_works_at_agency"
    rank = np.full(network.count("professional"), REST, np.int64)
    rank[contacts(ground)] = HAVING
    phase = _next_phase(ground, child)
    if phase is None:
        return rank
    kinds = _among(network.texts("agency", "kind"), phase.agency_kinds)
    source, target = network.ints(table, "source"), network.ints(table, "target")
    now = (network.ints(table, "start") <= ground.as_of) & (network.ints(table, "end") > ground.as_of) & (target >= 0)
    rank[source[now][kinds[target[now]]]] = AGENCY
    rank[_among(network.texts("professional", "title"), phase.titles)] = TITLE
    return rank


def _among(column: pa.StringArray, words: Sequence[str]) -> Mask:
    """Which cells hold one of the words, whatever the case of the letters."""
    lowered = pc.utf8_lower(pc.utf8_trim_whitespace(column))
    held: Mask = pc.is_in(lowered, value_set=pa.array([word.lower() for word in words])).to_numpy(zero_copy_only=False)
    return held


def _next_phase(ground: Ground, child: str | None) -> Phase | None:
    """The phase that a child enters within the year, else the one that it is in."""
    row = None if child is None else ground.network.row("child", child)
    if row is None:
        return None
    day = int(ground.network.ints("child", "born")[row])
    born = None if day == UNKNOWN else day
    ahead = ground.model.boundaries(born, ground.as_of + 1, ground.last)
    entered = [phase for phase, _ in ahead if not phase.conditional]
    return entered[0] if entered else ground.model.phase_on(born, ground.as_of)


def described(ground: Ground, ids: Sequence[str]) -> dict[str, str]:
    """Name, title and workplace of professionals by id; those who are called the same are told apart by their ids."""
    network, table = ground.network, "professional_works_at_agency"
    rows = [-1 if (row := network.row("professional", node)) is None else row for node in ids]
    source, end = network.ints(table, "source"), network.ints(table, "end")
    own = np.flatnonzero(np.isin(source, rows) & (end > ground.as_of) & (network.ints(table, "target") >= 0))
    agencies = network.ids("agency").take(pa.array(network.ints(table, "target")[own])).to_pylist()
    works: dict[int, list[str]] = {}
    for row, name in zip(source[own].tolist(), names_of(network, "agency", agencies), strict=True):
        works.setdefault(row, []).append(name)
    known = network.texts("professional", "title").take(pa.array(rows, pa.int64(), mask=np.array(rows, int) < 0))
    parts = zip(names_of(network, "professional", ids), known.to_pylist(), rows, strict=True)
    said = [
        " · ".join([name, *([title] if title else []), *dict.fromkeys(works.get(row, []))])
        for name, title, row in parts
    ]
    return {
        node: words if said.count(words) == 1 else f"{words} · {node}" for node, words in zip(ids, said, strict=True)
    }


def grounds(network: Network, child: str, day: int, before: str | None) -> dict[str, str]:
    """The grounds about a child that are in force on a day, and the one that is chosen, in words: which, since when."""
    row = network.row("child", child)
    own = network.ints("consent_about_child", "source")[network.ints("consent_about_child", "target") == row]
    found = {}
    for one in own.tolist():
        start, end = (int(network.ints("consent", column)[one]) for column in ("start", "end"))
        node = str(network.ids("consent")[one].as_py())
        if not start <= day < end and node != before:
            continue
        parts = [word(GROUNDS, network.texts("consent", "ground")[one].as_py() or "") or t("grund utan namn")]
        parts += [t("från {day}", day=texts.day(start))] if start != UNKNOWN else []
        parts += [t("till {day}", day=texts.day(end))] if end != OPEN else []
        found[node] = " ".join(parts)
    return found
