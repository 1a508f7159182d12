"""Tillgänglighet: what everybody can use here, what not yet, and how that is known."""

from dashboard.components import frame, statement
from dashboard.texts import t

frame.heading(t("Tillgänglighet"), frame.scene())
statement.show_all()
