"""What the page of handovers shows a coordinator: how many children stand without a barnkontakt, by district."""

import numpy as np

from dashboard.tables.counts import Share, living_in
from dashboard.tables.overview import children_in, per_district
from graph.findings import Finding
from graph.network import Network

KINDS = ("current", "never", "ending", "gap")


def summary(network: Network, findings: list[Finding], district: str | None) -> dict[str, int]:
    """How many children each kind is about."""
    inside = living_in(network, district)
    return {kind: int((children_in(network, findings, (kind,)) & inside).sum()) for kind in KINDS}


def districts(network: Network, findings: list[Finding], kind: str) -> dict[str, Share]:
    """How many children of each district a kind is about."""
    everyone = np.ones(network.count("child"), bool)
    return per_district(network, children_in(network, findings, (kind,)), everyone)
