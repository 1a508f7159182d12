"""A child's timeline: what `assets/timeline.js` draws, with every word that stands in it, its legend and its rows."""

import streamlit as st

from dashboard import clock, texts
from dashboard.charts import days_of
from dashboard.components import packaged
from dashboard.components.html import Html, tag
from dashboard.tables.timeline import LOOKS, SPANS, Bar, Mark, Timeline
from dashboard.texts import MADE_UP, mark, shown, t, word

MOST = 26
"""The most rows that are drawn; the table has all."""
MEETINGS = {"meeting": mark("möte"), "double": mark("möte som kan vara dubblett")}
SWATCHES = {
    "contact": "background:var(--sn-blue)",
    "gap": "background:var(--sn-alert-pale);border:1px dashed var(--sn-red)",
    "nobody": "background:var(--sn-ground);border:1px dashed var(--sn-mute)",
    "support": "background:var(--sn-professional-pale);border-color:var(--sn-professional)",
    "adult": "background:var(--sn-trusted-pale);border-color:var(--sn-trusted)",
    "plan": "background:var(--sn-agency-pale)",
    "forum": "background:var(--sn-forum-pale);border-color:var(--sn-forum)",
}


def span() -> str:
    """The scale that is chosen: from weeks to the whole childhood."""
    chosen = st.segmented_control(
        t("Tid som visas"), list(SPANS), format_func=lambda code: word(SPANS, code), default="all", key="span"
    )
    return str(chosen or "all")


def timeline(line: Timeline, as_of: int, name: str, made_up: bool, key: str) -> None:
    """Draw a timeline; what does not fit in the rows that are drawn is left to the table."""
    row = {one: at for at, one in enumerate(line.rows[:MOST])}
    packaged.part("timeline")(
        data={
            "rows": [shown(one) for one in row],
            "bars": [_bar(one, row[one.row]) for one in line.bars if one.row in row],
            "marks": [_mark(one, row[one.row]) for one in line.marks if one.row in row],
            "pairs": line.pairs,
            "phases": [vars(phase) for phase in line.phases],
            "ahead": [{"name": phase, "day": day} for phase, day in line.ahead],
            "ticks": [{"day": day, "words": words} for day, words in line.ticks],
            "first": line.first,
            "last": line.last,
            "today": as_of,
            "legend": [{"look": look, "words": t(words)} for look, words in (LOOKS | MEETINGS).items()],
            "file": texts.file_name(t("tidslinje"), made_up),
            "words": {
                "today": t("i dag") if as_of == clock.today() else texts.day(as_of),
                "title": t("Tidslinje för {name}", name=shown(name)),
                "mark": t(MADE_UP) if made_up else "",
                "alt": t("Tidslinje: uppdrag som barnkontakt med glapp, andra stöd, planer och möten."),
                "tools": t("Bildens verktyg"),
                "png": t("Ladda ned bilden som PNG"),
                "svg": t("Ladda ned bilden som SVG"),
            },
        },
        key=key,
    )


def left_out(line: Timeline) -> str:
    """That the picture does not draw every row, and where all of them are; nothing where it does."""
    if len(line.rows) <= MOST:
        return ""
    return t(
        "Bilden visar {drawn} av {n} rader. Alla finns i tabellen under bilden, ”Visa som tabell”.",
        drawn=MOST,
        n=len(line.rows),
    )


def _bar(one: Bar, row: int) -> dict[str, object]:
    said = ": ".join(filter(None, [one.row, one.label]))
    return {
        "row": row,
        "label": shown(one.label),
        "start": one.start,
        "end": one.end,
        "look": one.look,
        "said": shown(f"{said}, {days_of(one.start, one.end, one.since_ever, one.open_end)}"),
    }


def _mark(one: Mark, row: int) -> dict[str, object]:
    return {
        "id": one.id,
        "row": row,
        "day": one.day,
        "double": one.double,
        "said": shown(f"{one.row}: {met(one)}"),
    }


def met(one: Mark) -> str:
    """A meeting in words."""
    return t("Möte {day}, kan vara dubblett", day=one.label) if one.double else t("Möte {day}", day=one.label)


def legend(line: Timeline) -> Html:
    """What the colours and signs mean, of those that are there; and what is coming."""
    there = {bar.look for bar in line.bars}
    swatches = [
        tag("span", tag("span", class_="sn-swatch", style=style), t(LOOKS[look]))
        for look, style in SWATCHES.items()
        if look in there
    ]
    signs = {"meeting": "", "double": " sn-double"}
    diamonds = [
        tag("span", tag("span", class_=f"sn-diamond{signs[look]}"), t(words)) for look, words in MEETINGS.items()
    ]
    today = tag("span", tag("span", class_="sn-stroke sn-ended"), t("streckad linje: läget"))
    ahead = tag("span", tag("span", class_="sn-stroke sn-ahead"), t("prickad linje: ny livsfas")) if line.ahead else ""
    return tag("div", *swatches, *diamonds, today, ahead, class_="sn-legend")


def coming(line: Timeline) -> str:
    """What is known of the coming twelve months, in a sentence."""
    known = [t("{phase} {day}", phase=name, day=texts.day(day)) for name, day in line.ahead]
    if not known:
        return t("Ingen ny livsfas börjar inom tolv månader.")
    return t("Kommande tolv månader: {phases}.", phases=texts.joined(known))


def rows(line: Timeline) -> list[list[str]]:
    """The timeline as rows: bars, meetings, phases."""
    bars = [
        [
            bar.row,
            bar.label or t(LOOKS[bar.look]),
            t("sedan alltid") if bar.since_ever else texts.day(bar.start),
            t("till vidare") if bar.open_end else texts.day(bar.end),
        ]
        for bar in line.bars
    ]
    marks = [[one.row, met(one), one.label, one.label] for one in line.marks]
    phases = [[t("Livsfas"), phase.name, texts.day(phase.start), texts.day(phase.end)] for phase in line.phases]
    return bars + marks + phases
