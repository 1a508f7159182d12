"""What can be fetched of the plan for a child: the brief as PDF, the days as a calendar."""

from functools import partial

import streamlit as st

from dashboard import texts
from dashboard.brief import ics, pdf
from dashboard.components import handover_desk
from dashboard.data import Scene
from dashboard.texts import t


def buttons(now: Scene, child: str, handover: str | None) -> None:
    """The brief and the calendar, made when somebody asks for them; of a handover, or of what is coming."""
    language, made_up = texts.language(), now.network.generated
    st.download_button(
        t("Underlag (PDF)"),
        partial(_brief, now, child, handover, language),
        texts.file_name("underlag.pdf", made_up),
        "application/pdf",
        key=f"pdf {handover or child}",
        type="primary",
        icon=":material/picture_as_pdf:",
        on_click="ignore",
    )
    st.download_button(
        t("Kalender (ICS)"),
        partial(_calendar, now, child, handover, language),
        texts.file_name("overlamning.ics", made_up),
        "text/calendar",
        key=f"ics {handover or child}",
        icon=":material/event:",
        on_click="ignore",
    )


def _brief(now: Scene, child: str, handover: str | None, language: str) -> bytes:
    told = handover_desk.brief(now, child, handover)
    return pdf.pdf(told, language) if told else b""


def _calendar(now: Scene, child: str, handover: str | None, language: str) -> bytes:
    told = handover_desk.brief(now, child, handover)
    return ics.calendar(told, language) if told else b""
