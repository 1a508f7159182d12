"""Planted patterns: for each detector what must be found, and what comes close and must not be."""

from synthetic.plants import (
    boundaries,
    changes,
    concerns,
    departing,
    double_contacts,
    double_entries,
    duplicates,
    handovers,
    joint_meetings,
    orphaned,
    overlap,
    stalled,
    story,
    unheard,
)
from synthetic.setting import Setting
from synthetic.stage import Planted, Stage

KINDS_EACH = 33
"""How many plants and how many near misses of each kind there are in a town of this many children or more:"""
TOWN = 2000

OF_THEIR_OWN = (handovers, duplicates, double_entries, overlap, story, boundaries)
"""Patterns about children that no other pattern is about in the same way; the others share children."""
SHARING = (joint_meetings, double_contacts, departing, changes, orphaned, stalled, concerns, unheard)


def plant(setting: Setting) -> Planted:
    """All patterns; fewer in a small town, none where there are hardly any children."""
    want = min(KINDS_EACH, setting.people.count * KINDS_EACH // TOWN)
    stage = Stage(setting, want)
    if want:
        for pattern in (*OF_THEIR_OWN, *SHARING):
            pattern.stage_all(stage)
    return stage.planted()
