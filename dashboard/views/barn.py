"""Barn: who is round this child, who was responsible when, and what does somebody need to look at?"""

import streamlit as st

from dashboard import data
from dashboard.components import cards, choose, chosen, frame, handover_desk, network, plan_files, timeline
from dashboard.components import child as look
from dashboard.components.html import badge, heading, show, tag
from dashboard.texts import t

now = frame.needs_data(t("Barn"))
known = data.judged(now.key.url)
waiting = data.waiting(now, known)
node = choose.child(waiting, frame.district())
around = data.around(now.key.url, now.key.version, node) if node else None
if node is None or around is None:
    frame.stop()
page = data.child_page(now, around, node, handover_desk.phases_of(now), known.decided)
made_up = now.network.generated
choice = chosen.among(node, page.drawn.nodes)
left, right = st.columns([5, 3], vertical_alignment="bottom")
with left:
    show(look.head(page.facts, now.as_of))
with right, st.container(horizontal=True, horizontal_alignment="right"):
    plan_files.buttons(waiting, node, None)
show(look.numbers(page.facts, page.found, page.met, now.as_of))

shown = page.only(choice.filter)
show(heading(2, t("Det här behöver någon titta på"), "" if page.found else t("Inget fynd för barnet den här dagen.")))
look.way_back(choice, page.drawn, "cards")
cards.cards(node, shown.cards, known)

note = t("Närmare i bilden är närmare i livet. De närmaste mötena är med, och de som kan vara dubbletter.")
show(heading(2, t("Nätverket runt barnet"), note))
left, right = st.columns([11, 4])
with left.container(border=True):
    network.network(page.drawn, page.facts.name, choice, made_up)
    show(look.legend())
with right.container(border=True):
    look.beside(page.drawn, choice, page.cards)
look.twin(now, look.people(page.drawn), "network", t("Alla kopplingar i bilden"))

show(heading(2, t("Tidslinje")))
line = page.line(timeline.span(), choice.filter)
show(tag("p", timeline.coming(line), class_="sn-note"))
look.way_back(choice, page.drawn, "line")
with st.container(border=True):
    if words := timeline.left_out(line):
        show(tag("p", badge("watch", words, "info"), class_="sn-note"))
    timeline.timeline(line, now.as_of, page.facts.name, made_up, f"timeline {node}")
    show(timeline.legend(line))
look.twin(now, timeline.rows(line), "timeline", t("Tidslinjen som tabell"))

show(heading(2, t("Möten"), t("Nyaste först. Möten som kan vara dubbletter är märkta.")))
look.way_back(choice, page.drawn, "meetings")
look.meetings(node, shown.met, now.as_of)
