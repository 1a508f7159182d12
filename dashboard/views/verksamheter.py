"""Verksamheter: what do agencies have in common, and what rests on a single one?"""

import streamlit as st

from dashboard import data
from dashboard.components import agencies, frame, overview
from dashboard.components.html import heading, show
from dashboard.texts import t

now = frame.needs_data(t("Verksamheter"))
waiting = data.waiting(now, data.judged(now.key.url))
district, group = frame.district(), st.session_state.get("waiting_group")
if group in overview.BY_AGENCY:
    show(heading(2, t("{group} Per verksamhet", group=t(overview.TITLE_OF[group]))))
    agencies.waiting(waiting, district)
show(
    heading(
        2,
        t("Vilka verksamheter har barn, möten och forum gemensamt?"),
        t("I bokstavsordning. Att dela många barn är varken bra eller dåligt: det visar var samordning behövs."),
    )
)
groups, measure = agencies.choices(now, district)
if groups:
    agencies.frame_picture(now, groups, measure)
    show(heading(2, t("Hur mycket har var och en?"), t("Stöd den dagen och möten det senaste året.")))
    agencies.loads(now, groups)
show(
    heading(2, t("Vad hänger på en enda?"), t("En länk som är ensam är sårbar. Det säger inget om den som är länken."))
)
agencies.singles(now, district)
if group not in overview.BY_AGENCY:
    show(heading(2, t("Vad väntar på beslut, per verksamhet?"), t("Barnkontakterna ser själva vilka barn det gäller.")))
    agencies.waiting(waiting, district)
