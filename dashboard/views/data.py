"""Data: what is in the store, what came in, what was refused and why; and made-up data to try with."""

import streamlit as st

from dashboard import data
from dashboard.components import forms, frame, store_box, work
from dashboard.components.html import heading, show, tag
from dashboard.jobs import jobs
from dashboard.texts import t

now = frame.scene()
frame.heading(t("Data"), now)
url, last = data.url(), jobs(data.url()).last
busy = bool(last and not last.done)
show(
    heading(
        2,
        t("Läs in och skapa"),
        t("Samma fil två gånger ändrar ingenting. Påhittade och andra uppgifter blandas aldrig."),
    )
)
left, right = st.columns([3, 2])
with left.container(border=True):
    forms.load(url, busy)
    if busy:
        work.progress()
with right.container(border=True):
    forms.generate(url, now, busy)
if last and not busy:
    work.outcome(last, now.network if now else None)
show(heading(2, t("Lager"), t("Det som alla sidor läser ur.")))
if now:
    left, right = st.columns([3, 1])
    with left:
        show(store_box.contents(url, now.network, now.key.version, data.size(url)))
    with right.container(border=True):
        forms.export(now, busy)
elif words := frame.trouble():
    frame.alert(words)
else:
    show(tag("p", t("Lagret är tomt eller finns inte än.")))
show(heading(2, t("Logg över inläsningar"), t("De som ändrade lagret. Visar antal, aldrig innehåll.")))
log = data.loads(url) if now else []
show(store_box.log(log) if log else tag("p", t("Inget har lästs in än.")))
