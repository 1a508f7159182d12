"""The other end of edges that a row has at most one of: whose handover, from whom, to whom."""

import pyarrow as pa

from graph.findings import NotRun
from graph.meetings import one_of
from graph.network import EDGES, Ints, Network


def ids_at(network: Network, kind: str, rows: Ints) -> list[list[str]]:
    """For each row its id as a list; an empty one for the row -1."""
    ids = network.ids(kind).take(pa.array(rows, mask=rows < 0)).to_pylist()
    return [[] if node is None else [node] for node in ids]


def others(network: Network, table: str, rows: Ints) -> list[list[str]]:
    """For each row what its edge in the table leads to: an id, or nothing."""
    edge = EDGES[table]
    return ids_at(network, edge.target, one_of(network, table, network.count(edge.source))[rows])


def handed(network: Network, rows: Ints) -> list[dict[str, list[str]]]:
    """The evidence of each handover: itself, its sender and its receiver, as far as they are known."""
    columns = {
        "handover": ids_at(network, "handover", rows),
        "sender": others(network, "handover_sender_professional", rows),
        "receiver": others(network, "handover_receiver_professional", rows),
    }
    return [{name: column[i] for name, column in columns.items()} for i in range(len(rows))]


def with_handovers(network: Network, rules: object) -> None:
    """The question needs a handover."""
    if not network.count("handover"):
        raise NotRun("no handovers")
