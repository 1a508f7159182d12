"""Forum: which forums on the same level resemble each other?"""

import streamlit as st

from dashboard import charts
from dashboard.components import forums as look
from dashboard.components import frame, overview, pairs
from dashboard.components.html import card, heading, show
from dashboard.tables import forums as tables
from dashboard.texts import t

now = frame.needs_data(t("Forum"))
entry = now.report.entry("forum_overlap")
show(
    heading(
        2,
        t("Vilka forum på samma nivå liknar varandra?"),
        t(
            "Överlapp är inte slöseri: ett par kan vara lagkrav, akut stöd eller komplettera varandra. "
            "Därför bedöms varje par av en människa."
        ),
    )
)
if entry.reason is not None:
    show(overview.not_run("forum_overlap", entry.reason))
    frame.stop()
levels = tables.levels(now.forums, frame.district())
level, measure = pairs.measure(levels)
members = levels.get(level, [])
found = tables.findings_of(now.report, now.forums, members)
extra = pairs.extra(now.forums, members)
drawn = tables.drawn(now.forums, members, found, extra)
left, right = st.columns([8, 5])
with left, st.container(border=True):
    cells = tables.cells(now.forums, drawn, measure, found)
    show(look.how_many(cells))
    pairs.heatmap(charts.heatmap(now.forums, cells, drawn, measure, pairs.chosen()), f"{level} {measure}")
    show(look.legend())
    with st.expander(t("Visa som tabell")):
        show(look.twin(now.forums, cells))
with right, st.container(border=True, height=720):
    show(heading(3, t("Par som uppfyller en regel"), t("De mest lika först.")))
    pairs.ranked(now.forums, found)
pairs.details(now, found, members)
show(heading(2, t("Möten som kan vara dubbletter, per forumpar"), t("Varje mötes timmar räknas en gång.")))
groups = now.table(overview.groups_of, frame.district())
show(card(look.hours(now, groups[:15])))
frame.download(t("Hämta tabell (CSV)"), pairs.as_csv(now, found), "forumpar.csv", "forum_csv")
