"""Data: what is in the store, what came in, what was refused and why; and made-up data to try with."""

import streamlit as st

from dashboard import data
from dashboard.components import forms, frame, work
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
with right.container(border=True):
    forms.generate(url, now, busy)
if busy:
    work.progress()
elif last:
    work.outcome(last, bool(now and now.network.generated))
show(heading(2, t("Lager"), t("Det som alla sidor läser ur.")))
if now:
    show(work.contents(url, now.network))
elif words := frame.trouble():
    frame.alert(words)
else:
    show(tag("p", t("Lagret är tomt eller finns inte än.")))
