"""Översikt: what needs a decision, and can the figures be trusted?"""

import streamlit as st

from dashboard import data
from dashboard.components import frame, indicators, overview
from dashboard.components.html import card, heading, show, tag
from dashboard.data import Scene
from dashboard.tables.counts import Share
from dashboard.tables.handovers import districts
from dashboard.texts import KINDS, t, word

now = frame.needs_data(t("Översikt"))
district = frame.district()


def by_district(now: Scene, kind: str) -> dict[str, Share]:
    """Children of each district with one kind of gap."""
    return districts(now.network, now.report.entry("handover_gaps").findings, kind)


show(heading(2, t("Vad bilden bygger på"), t("En fråga som inte kördes betyder inte att allt är i ordning.")))
show(overview.questions(now))
show(heading(2, t("Nyckeltal"), t("Hur många av hur många, och varifrån. Tal under fem barn visas som <5.")))
show(overview.figures(now, district))
show(
    heading(
        2,
        t("Väntar på beslut"),
        t("Grupperat efter vad som ska bestämmas. Inga barn visas här. Det som är bedömt tas inte upp igen."),
    )
)
show(overview.decisions(data.waiting(now), district))
with st.container(horizontal=True):
    st.page_link("views/forum.py", label=t("Visa forumparen"), icon=":material/grid_view:")
    st.page_link("views/overlamningar.py", label=t("Visa överlämningar"), icon=":material/swap_horiz:")
show(heading(2, t("Indikatorer"), t("Hur överlämningar går, i tal. De är inga mål och säger inte hur ett barn mår.")))
show(indicators.indicators(now, district))
show(heading(2, t("Områden"), t("I bokstavsordning. Skillnader på några få barn kan vara slump.")))
if now.report.entry("handover_gaps").reason is None:
    kind = st.segmented_control(
        t("Mått"),
        ["current", "never", "ending", "gap"],
        format_func=lambda kind: word(KINDS, kind),
        default="current",
        key="measure",
    )
    foot = t(
        "* Barn med skyddade uppgifter räknas i kommunen men aldrig i ett område. Ett dolt tal går inte att räkna ut."
    )
    show(card(overview.districts(now.table(by_district, kind or "current")), tag("p", foot, class_="sn-source")))
else:
    show(overview.not_run("handover_gaps", now.report.entry("handover_gaps").reason))
