"""Forum: which forums on the same level resemble each other, and what if they were merged?"""

import streamlit as st

from dashboard import charts, data
from dashboard.components import forums as look
from dashboard.components import frame, meetings, overview, pairs, save, tried, whatif
from dashboard.components.html import card, heading, show
from dashboard.tables import forums as tables
from dashboard.texts import t

usual = frame.needs_data(t("Forum"), look.where)
entry = usual.report.entry("forum_overlap")
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
now, known, district = tried.rules(usual), data.judged(usual.key.url), frame.district()
levels = tables.levels(now.forums, district)
level, measure = pairs.measure(levels)
members = levels.get(level, [])
listed = now.table(overview.alike_of, district)
every = tables.findings_of(listed, now.forums, members)
found = [one for some in tables.by_verdict(every, known) for one in some]
drawn = tables.drawn(now.forums, members, pairs.seen(every, known), pairs.extra(now.forums, members))
here = pairs.chosen(now.forums, members, found)
drawn = pairs.zoomed(now.forums, drawn, here, measure)
left, right = st.columns([8, 5])
with left, st.container(border=True, key="all-pairs"):
    cells = tables.cells(now.forums, drawn, measure, found, known)
    show(look.how_many(cells))
    pairs.heatmap(charts.heatmap(now.forums, cells, drawn, measure, here), f"{level} {measure}")
    show(look.legend(measure, charts.most_shared(cells)))
    save.buttons("all-pairs", "forumpar", t("Alla par"))
    pairs.twin(now, cells)
with right, st.container(border=True, height=720, key="found-pairs"):
    show(heading(3, t("Par som uppfyller en regel"), look.scope()))
    pairs.ranked(now.forums, found, known, measure, here)
    pairs.elsewhere(tables.elsewhere(listed, now.forums, members))
frame.download(t("Hämta paren (CSV)"), lambda: pairs.as_csv(now, found, known), "forumpar.csv", "forum_csv")
if here:
    pairs.details(now, found, here, known)
whatif.what_if(now, here)
show(
    heading(
        2,
        t("Möten som kan vara dubbletter, per forumpar"),
        t("Varje mötes timmar räknas en gång. Det som är bedömt är inte med."),
    )
)
show(card(look.hours(now, data.waiting(now, known).table(overview.groups_of, district)[:15])))
meetings.meetings(now, district, known)
