"""Överlämningar: what does a barnkontakt do next, for which child; and for a coordinator, how many are without?"""

from dashboard import data
from dashboard.components import frame, handover_desk
from dashboard.components import handovers as look
from dashboard.texts import t

every = frame.needs_data(t("Överlämningar"))
now = data.waiting(every, data.judged(every.key.url))
look.style()
me = handover_desk.who(now)
if me == handover_desk.EVERYONE:
    look.coordinator(now, frame.district())
else:
    look.own(now, me)
