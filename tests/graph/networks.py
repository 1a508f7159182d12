"""Networks of some size for tests of stores: small made-up towns."""

from functools import cache

import pyarrow as pa

from graph.assemble import assemble
from graph.network import Network
from graph.values import parse_day
from synthetic.town import generate


@cache
def random_network(children: int, seed: int = 1) -> Network:
    """A made-up town with so many children."""
    return assemble(generate(children, seed, parse_day("2026-03-10")).rows).network


def without_first_child(network: Network) -> Network:
    """The network with the name of its first child taken away."""
    batch = network["child"]
    names = pa.concat_arrays([pa.nulls(1, pa.string()), batch.column("name")[1:]])
    return Network(network.tables | {"child": batch.set_column(1, batch.schema.field(1), names)})
