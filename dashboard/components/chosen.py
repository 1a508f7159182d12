"""What somebody looks at on a child's page: a point of the picture or a finding. The rest of the page follows."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.tables.picture import CHILD


@dataclass(frozen=True)
class Chosen:
    """A point that was chosen in the picture, or the points of a finding. `count` goes up with each command to it."""

    child: str = ""
    point: str | None = None
    finding: str | None = None
    points: tuple[str, ...] = ()
    count: int = 0

    @property
    def filter(self) -> str | None:
        """The point that the rest of the page is narrowed to; the child itself narrows nothing."""
        return None if self.point == CHILD else self.point


def of(child: str) -> Chosen:
    """What is chosen for a child; nothing when another child was looked at."""
    now: Chosen = st.session_state.get("chosen", Chosen())
    if now.child != child:
        now = st.session_state["chosen"] = Chosen(child, count=now.count)
    return now


def among(child: str, there: Container[str]) -> Chosen:
    """What is chosen for a child, of what its picture has: on another day, or of newer data, it may be gone."""
    now = of(child)
    if all(one in there for one in now.points):
        return now
    nothing(child)
    return of(child)


def point(child: str, node: str | None) -> None:
    """A point was chosen in the picture, which knows it already."""
    st.session_state["chosen"] = Chosen(child, node, None, (node,) if node else (), of(child).count)


def finding(child: str, key: str, points: Sequence[str]) -> None:
    """A finding was chosen: the picture is told to show its points."""
    st.session_state["chosen"] = Chosen(child, None, key, tuple(points), of(child).count + 1)


def nothing(child: str) -> None:
    """All is shown again, in the picture too."""
    st.session_state["chosen"] = replace(Chosen(child), count=of(child).count + 1)
