"""Översikt: what needs a decision, and can the figures be trusted?"""

import streamlit as st

from dashboard import data, texts
from dashboard.components import frame, heard, indicators, overview, overview_files, trend
from dashboard.components.html import heading, show
from dashboard.texts import t

now = frame.needs_data(t("Översikt"))
waiting = data.waiting(now, data.judged(now.key.url))
district = frame.district()
show(heading(2, t("Vad bilden bygger på"), t("En fråga som inte kördes betyder inte att allt är i ordning.")))
overview.bases(now)
left, right = st.columns([4, 1], vertical_alignment="bottom")
with right:
    baseline = trend.baseline(now.as_of)
words = t(
    "Hur många av hur många, och varifrån. Jämfört med {day}, räknat på samma uppgifter.", day=texts.day(baseline)
)
with left:
    show(heading(2, t("Nyckeltal"), words))
overview.figures(now, district, baseline)
overview_files.buttons(now, waiting, district, baseline)
words = t(
    "Grupperat efter vad som ska bestämmas. Inga barn visas här. Det som är bedömt tas inte upp igen, men barn utan "
    "barnkontakt och nya livsfaser räknas alla, som i nyckeltalen."
)
show(heading(2, t("Väntar på beslut"), words))
overview.waiting(waiting, district, heard.button)
heard.by_district(waiting, district)
overview.besides(waiting)
show(heading(2, t("Utveckling och områden"), t("Välj ett mått. Båda bilderna följer valet.")))
trend.pictures(now, trend.measure(), district, baseline)
show(heading(2, t("Hur går överlämningarna?"), t("De är inga mål och säger inte hur ett barn mår.")))
indicators.indicators(now, district)
