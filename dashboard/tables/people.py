"""Who may not be shown: a protected child's guardians, in whatever other role they stand too."""

import unicodedata

import numpy as np
import pyarrow as pa

from graph.network import Network

GUARDIANS = ("guardian", "vårdnadshavare")
"""What a guardian is called, in small letters."""


def is_guardian(role: str | None) -> bool:
    """Whether a role is that of a guardian, in Swedish or English and in any case of letters."""
    return unicodedata.normalize("NFC", role or "").strip().casefold() in GUARDIANS


def hidden_guardians(network: Network, child: int) -> frozenset[str]:
    """The ids of those who may not be shown for the child in a row: the guardians, ever, of a protected one."""
    if network.ints("child", "protected")[child] != 1:
        return frozenset()
    found: set[str] = set()
    for kind in ("adult", "professional"):
        table = f"{kind}_supports_child"
        own = np.flatnonzero(network.ints(table, "target") == child)
        roles = network.texts(table, "role").take(pa.array(own)).to_pylist()
        rows = network.ints(table, "source")[own]
        ids = network.ids(kind).take(pa.array(rows)).to_pylist()
        found |= {node for node, role in zip(ids, roles, strict=True) if is_guardian(role)}
    return frozenset(found)
