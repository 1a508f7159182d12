"""What can be fetched of the plan for a child: the brief as PDF, the days as a calendar."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from dashboard import texts
from dashboard.brief import ics, pdf
from dashboard.brief.facts import called_off
from dashboard.components import handover_desk
from dashboard.tables.scene import Scene
from dashboard.texts import t
from graph.handovers import HandoverState


def buttons(now: Scene, child: str, handover: str | None) -> None:
    """The brief and the calendar, made when somebody asks for them; of a handover, or of what is coming."""
    language = texts.language()
    st.download_button(
        t("Underlag (PDF)"),
        partial(_brief, now, child, handover, language),
        texts.file_name("underlag.pdf", now.network.generated),
        "application/pdf",
        key=f"pdf {handover or child}",
        type="primary",
        icon=":material/picture_as_pdf:",
        on_click="ignore",
    )
    made = partial(calendar_of, now, [(child, handover)], language)
    _calendar(now, t("Kalender (ICS)"), made, "overlamning.ics", f"ics {handover or child}")


def for_former(now: Scene, given: HandoverState) -> None:
    """The calendar that cancels the days for whoever was to receive before, if somebody was."""
    if given.former_receivers:
        made = partial(_cancelled, now, given.child, given.id, texts.language())
        words = t("Avbokning till tidigare mottagare (ICS)")
        _calendar(now, words, made, "avbokning.ics", f"former {given.id}", ":material/event_busy:")


def for_all(now: Scene, wanted: Sequence[tuple[str, str | None]]) -> None:
    """The days of several handovers in one file."""
    made = partial(calendar_of, now, wanted, texts.language())
    _calendar(now, t("Alla i kalendern (ICS)"), made, "overlamningar.ics", "all ics")


def _calendar(
    now: Scene, words: str, made: Callable[[], bytes], name: str, key: str, icon: str = ":material/event:"
) -> None:
    name = texts.file_name(name, now.network.generated)
    st.download_button(words, made, name, "text/calendar", key=key, icon=icon, on_click="ignore")


def _brief(now: Scene, child: str, handover: str | None, language: str) -> bytes:
    told = handover_desk.brief(now, child, handover)
    return pdf.pdf(told, language) if told else b""


def calendar_of(now: Scene, wanted: Sequence[tuple[str, str | None]], language: str) -> bytes:
    """The days of handovers of children, and of those that were called off and may stand in a calendar."""
    found = []
    for child, handover in wanted:
        told = handover_desk.brief(now, child, handover)
        none = told is None or told.handover is None
        off = called_off(now.network, child, now.as_of, last=none)
        found += [told, *(handover_desk.brief(now, child, one) for one in off if one != handover)]
    return ics.calendars([one for one in found if one], language)


def _cancelled(now: Scene, child: str, handover: str, language: str) -> bytes:
    told = handover_desk.brief(now, child, handover)
    return ics.cancelled(told, language) if told else b""
