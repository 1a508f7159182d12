"""Överlämningar: which children stand, stood or will stand without a barnkontakt?"""

import streamlit as st

from dashboard import texts
from dashboard.components import choose, frame, overview
from dashboard.components import handovers as look
from dashboard.components.html import card, heading, show, tag
from dashboard.tables.handovers import KINDS, in_order
from dashboard.texts import t, word

now = frame.needs_data(t("Överlämningar"))
district = frame.district()
entry = now.report.entry("handover_gaps")
if entry.reason is not None:
    show(overview.not_run("handover_gaps", entry.reason))
    frame.stop()
show(look.counts(now, district))
show(heading(2, t("Vilka barn gäller det?"), t("Klicka på en rad för att öppna barnet, på en kolumn för att sortera.")))
kind = (
    st.segmented_control(
        t("Lista"), KINDS, format_func=lambda kind: word(texts.KINDS, kind), default="current", key="kind"
    )
    or "current"
)
rows = look.of_kind(now, kind, district)
if not rows:
    show(card(tag("p", t("Inget barn i listan."))))
else:
    child = look.grid_of(rows, kind)
    if child:
        choose.open_child(child)
        st.switch_page("views/barn.py")
    with st.expander(t("Visa som tabell")):
        names = look.heads(kind)
        left, middle, right = st.columns(3, vertical_alignment="bottom")
        by = left.selectbox(
            t("Sortera efter"),
            list(names),
            format_func=lambda name: names[name],
            index=list(names).index("days") if "days" in names else 0,
            key=f"by {kind}",
        )
        falling = middle.toggle(t("Störst först"), value=kind != "ending", key=f"falling {kind}")
        pages = max(1, -(-len(rows) // look.PER_PAGE))
        page = right.number_input(t("Sida av {n}", n=texts.number(pages)), 1, pages, 1, key=f"page {kind} {district}")
        part = in_order(rows, by, falling)[(page - 1) * look.PER_PAGE : page * look.PER_PAGE]
        show(look.twin(part, kind, now.as_of))
    frame.download(
        t("Hämta listan (CSV)"), look.as_csv(rows, kind, now.network.generated), "overlamningar.csv", "handover_csv"
    )
show(heading(2, t("Områden"), t("I bokstavsordning. Skillnader på några få barn kan vara slump.")))
foot = t("* Barn med skyddade uppgifter räknas i kommunen men aldrig i ett område. Ett dolt tal går inte att räkna ut.")
show(card(look.districts(now, kind), tag("p", foot, class_="sn-source")))
