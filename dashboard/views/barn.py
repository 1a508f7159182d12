"""Barn: who is round this child, who was responsible when, and what does somebody need to look at?"""

import streamlit as st

from dashboard import charts, data
from dashboard.components import cards, choose, frame, network
from dashboard.components import child as look
from dashboard.components.html import heading, show
from dashboard.tables import child as tables
from dashboard.tables.picture import picture
from dashboard.texts import t

now = frame.needs_data(t("Barn"))
node = choose.child(now, frame.district())
around = data.around(now.key.url, now.key.version, node) if node else None
if node is None or around is None:
    frame.stop()
found = now.by_child.get(node, [])
facts = tables.facts(around, now.as_of, now.role)
show(look.head(facts), look.numbers(facts, found))
show(heading(2, t("Det här behöver någon titta på"), "" if found else t("Inget fynd för barnet den här dagen.")))
drawn = picture(around, now.as_of, found)
focus, count = cards.findings(found, drawn)
show(
    heading(
        2,
        t("Nätverket runt barnet"),
        t("Närmare i bilden är närmare i livet. De närmaste mötena är med, och de som kan vara dubbletter."),
    )
)
left, right = st.columns([4, 1])
with left.container(border=True):
    alt = t(
        "Nätverket runt barnet: {points} figurer, {lines} kopplingar.", points=len(drawn.nodes), lines=len(drawn.lines)
    )
    point = network.network(drawn, alt, focus, count, key=f"network {node}")
    show(look.legend())
with right.container(border=True):
    show(look.connections(drawn, point))
with st.expander(t("Visa som tabell")):
    show(look.people(drawn))
show(heading(2, t("Tidslinje")))
line = tables.timeline(around, now.as_of, now.role, found)
with st.container(border=True):
    st.vega_lite_chart(charts.timeline(line, now.as_of), theme=None, width="stretch", key=f"timeline {node}")
    show(look.timeline_legend())
with st.expander(t("Visa som tabell")):
    show(look.periods(line))
show(heading(2, t("Möten"), t("Nyaste först. Möten som kan vara dubbletter är märkta.")))
met = tables.meetings(around, found)
shown = st.session_state.get("meetings_shown", 20)
show(look.meetings(met[:shown], now.as_of))
if len(met) > shown and st.button(t("Visa alla möten")):
    st.session_state["meetings_shown"] = len(met)
    st.rerun()
