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
from graph.network import Network
from graph.tenures import left
from graph.values import OPEN, UNKNOWN


def receivers(ground: Ground, words: str, me: str, most: int = 50) -> list[str]:
    """Professionals who are employed and whose name or title holds the words; without words those with children."""
    network = ground.network
    if words.strip():
        keep = np.ones(network.count("professional"), bool)
        for part in words.split():
            hits = [pc.match_substring(network.texts("professional", c), part, ignore_case=True) for c in COLUMNS[1:]]
            keep &= pc.or_(*(pc.fill_null(hit, False) for hit in hits)).to_numpy(zero_copy_only=False)
        rows = np.flatnonzero(keep)
    else:
        rows = np.array(contacts(ground), np.int64)
    rows = rows[left(network)[rows] > ground.as_of]
    ids = network.ids("professional").take(pa.array(rows)).to_pylist()
    names = names_of(network, "professional", ids)
    found = sorted(zip(names, ids, strict=True), key=lambda pair: (swedish(pair[0]), pair[1]))
    return [node for _, node in found if node != me][:most]


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
