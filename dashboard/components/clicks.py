"""A chart whose marks can be clicked: a pair of forums in the heatmap, a child's row in the year."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard.charts import Spec


def chart(spec: Spec, mark: str, field: str, take: Callable[[str], None], key: str) -> None:
    """Draw a chart with a selection `mark`; a click on a mark takes the value that its data have in a field."""
    name = f"{key} {st.session_state.get(_turn(mark), 0)}"
    taken = partial(_taken, name, mark, field, take)
    st.vega_lite_chart(spec, on_select=taken, selection_mode=mark, key=name, theme=None, width="stretch")


def anew(mark: str) -> None:
    """Something was chosen elsewhere: the browser forgets what was clicked last, or a click on it would be no news."""
    st.session_state[_turn(mark)] = st.session_state.get(_turn(mark), 0) + 1


def _turn(mark: str) -> str:
    return f"turn of {mark}"


def _taken(name: str, mark: str, field: str, take: Callable[[str], None]) -> None:
    picked = st.session_state[name].selection.get(mark)
    if picked:
        take(str(picked[0][field]))
