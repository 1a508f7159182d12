"""Planted patterns: for each detector what must be found, and what comes close and must not be."""

from synthetic.plants import double_entries, duplicates, handovers, overlap
from synthetic.setting import Setting
from synthetic.stage import Planted, Stage

KINDS_EACH = 33
"""How many plants and how many near misses of each kind there are in a town of this many children or more:"""
TOWN = 2000


def plant(setting: Setting) -> Planted:
    """All patterns; fewer in a small town, none where there are hardly any children."""
    want = min(KINDS_EACH, setting.people.count * KINDS_EACH // TOWN)
    stage = Stage(setting, want)
    if want:
        for pattern in (handovers, duplicates, double_entries, overlap):
            pattern.stage_all(stage)
    return stage.planted()
