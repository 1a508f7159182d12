"""The report of a load: rows = loaded + refused, per file and per rule, and what was not there or not known."""

import streamlit as st

from dashboard import errors, texts
from dashboard.components.html import Html, badge, card, heading, join, show, table, tag, two_lines
from dashboard.tables import loading
from dashboard.texts import RULES, Amount, t, word
from graph.network import Network
from loaders.report import LoadReport

MOST_FILES = 40


def report(told: LoadReport, now: Network | None) -> None:
    """All that is known about a load, and never what stood in a cell."""
    made_up = bool(now and now.generated)
    show(heading(2, t("Senaste rapport"), t("Allt som lästes in är sparat.") if told.changed else ""))
    with st.container(border=True):
        left, right = st.columns([3, 2], vertical_alignment="center")
        with left:
            show(_sum(told))
        with right, st.container(horizontal=True, horizontal_alignment="right"):
            _downloads(told, made_up)
        saved = (
            badge("good", t("Sparat")) if told.changed else badge("quiet", t("Samma innehåll, inget ändrat"), "same")
        )
        words = t(
            "Filen rejected.csv visar fil, rad, kolumn, regel och följd. Aldrig vad som stod i cellen. "
            "Rätta i källan och läs in igen; samma rad läses aldrig in två gånger."
        )
        show(saved, tag("p", words, class_="sn-source"))
    left, right = st.columns(2)
    with left:
        show(_per_file(told), _missing(told, now), _notes(told))
    with right:
        show(tag("div", _per_rule(told, "refused"), _per_rule(told, "incomplete"), class_="sn-stack"))


def _sum(told: LoadReport) -> Html:
    """Rows = loaded + refused."""
    sums = [
        (told.rows, t("rader i filerna"), "="),
        (told.loaded, t("inlästa, varav {n:ofullständig|ofullständiga}", n=Amount(told.incomplete)), "+"),
        (told.refused, t("nekade"), ""),
    ]
    parts = [
        join([tag("span", tag("strong", texts.number(n)), words), tag("span", sign, class_="sn-sign") if sign else ""])
        for n, words, sign in sums
    ]
    return tag("div", *parts, class_="sn-sumline")


def _downloads(told: LoadReport, made_up: bool) -> None:
    st.download_button(
        t("Hämta rapporten (JSON)"),
        loading.report_json(told),
        texts.file_name("rapport.json", made_up),
        "application/json",
        on_click="ignore",
        key="report_json",
    )
    if told.rejects:
        words = t("Hämta {n:nekad rad|nekade rader} (CSV)", n=Amount(told.refused))
        words = words if told.refused else t("Hämta ofullständiga rader (CSV)")
        content = loading.rejected_csv(told.rejects, made_up)
        st.download_button(
            words, content, "rejected.csv", "text/csv", type="primary", on_click="ignore", key="rejected"
        )


def _missing(told: LoadReport, now: Network | None) -> Html:
    """The files that neither the load nor the store has."""
    missing = loading.missing(told, now)
    if not missing:
        return Html("")
    words = t(
        "{n:fil|filer} saknas både i inläsningen och i lagret: {files}.",
        n=Amount(len(missing)),
        files=texts.joined(missing),
    )
    rest = t("De frågor som bygger på dem körs inte eller kan missa något.")
    return tag("p", badge("watch", words, "loss"), " ", rest, class_="sn-notice")


def _notes(told: LoadReport) -> Html:
    """Files and columns that were left."""
    return join(tag("p", badge("quiet", errors.told(note), "info"), class_="sn-notice") for note in told.notes)


def _per_file(told: LoadReport) -> Html:
    rows = [
        [name, *(texts.number(n) if n else "–" for n in counts)]
        for name, *counts in loading.per_file(told)[:MOST_FILES]
    ]
    sums = [tag("strong", texts.number(n)) for n in (told.rows, told.loaded, told.incomplete, told.refused)]
    total = [tag("strong", t("{n:fil|filer}", n=Amount(len(told.files)))), *sums]
    head = [t("Fil"), t("Rader"), t("Inlästa"), t("Varav ofullständiga"), t("Nekade")]
    return card(tag("h3", t("Per fil"), class_="sn-h3"), table(head, [*rows, total], [1, 2, 3, 4], said=t("Per fil")))


def _per_rule(told: LoadReport, effect: str) -> Html:
    looks = {"refused": ("alert", "stop", t("Nekad")), "incomplete": ("watch", "loss", t("Ofullständig"))}
    look, symbol, words = looks[effect]
    found = loading.rules(told.rejects, effect)
    rows = [
        [
            two_lines(word(RULES, one.rule), one.rule),
            join(tag("div", _place(one, place)) for place in one.places),
            texts.number(one.total),
        ]
        for one in found
    ]
    body = table([t("Regel"), t("Var"), t("Antal")], rows, [2], said=t("Per regel")) if rows else tag("p", t("Ingen."))
    return card(tag("h3", t("Per regel"), class_="sn-h3"), badge(look, words, symbol), body)


def _place(rule: loading.Rule, place: str) -> str:
    """A column of a file, how often it broke the rule, and on which lines first."""
    many, lines = rule.places[place], rule.lines[place]
    told = ", ".join(map(str, lines[: loading.FIRST])) + (" …" if len(lines) > loading.FIRST else "")
    return t("{place}: {n} (rad {lines})", place=place, n=texts.number(many), lines=told)
