"""Choosing a pair of forums: by a cell, or from the list; and all that is known about the chosen one."""

import json
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from dashboard import charts, texts
from dashboard.charts import Spec
from dashboard.components import clicks, frame, judge, overview, save
from dashboard.components import forums as look
from dashboard.components.html import badge, card, heading, plain, show, table, tag
from dashboard.tables import duplicates
from dashboard.tables.forums import MOST, Cell, Forums, by_verdict, finding_of, near
from dashboard.tables.loading import csv_file
from dashboard.tables.scene import Scene
from dashboard.texts import LEVELS, MEASURES, VERDICTS, t, word
from graph.detectors.duplicates import DuplicateRules
from graph.detectors.overlap import SETS
from graph.findings import Finding, key_of
from graph.questions import rules_in
from graph.verdicts import Recorded, Verdicts

MOST_BESIDE = 4
"""So many forums of a group stand beside each other."""
FIRST = 10


def chosen(forums: Forums, members: Sequence[int], found: Sequence[Finding]) -> list[int]:
    """The forums that are chosen on the level, as rows; else those of the first finding, or none."""
    ids = st.session_state.get("pair") or ()
    rows = [forums.rows[node] for node in ids if node in forums.rows]
    if len(rows) < 2 or not set(members) & set(rows):
        rows = [forums.rows[node] for node in found[0].evidence["forum"]] if found else []
    return rows


def choose(ids: Sequence[str]) -> None:
    """Choose two forums, or a group of equal ones, by their ids."""
    st.session_state["pair"] = tuple(ids)
    clicks.anew("cell")


def _clicked(pair: str) -> None:
    st.session_state["pair"] = tuple(json.loads(pair))


def measure(levels: Mapping[str, Sequence[int]]) -> tuple[str, str]:
    """The level and the measure that are chosen."""
    left, right = st.columns(2)
    first = next(iter(levels), "")
    if st.session_state.get("level") not in levels:
        st.session_state["level"] = first or None
    level = left.segmented_control(
        t("Nivå"),
        list(levels),
        format_func=lambda code: f"{word(LEVELS, code)} ({len(levels[code])})",
        key="level",
    )
    shared = right.segmented_control(
        t("Visa gemensamma"), list(MEASURES), format_func=partial(word, MEASURES), default="children", key="shared"
    )
    return level or first, shared or "children"


def extra(forums: Forums, members: Sequence[int]) -> list[int]:
    """Further forums to draw, where a level has too many to draw them all."""
    if len(members) <= MOST:
        return []
    show(
        tag(
            "p",
            t("Nivån har {n} forum. De som finns i ett fynd ritas; lägg till fler här.", n=texts.number(len(members))),
            class_="sn-note",
        )
    )
    picked: list[str] = st.multiselect(
        t("Lägg till forum"),
        [forums.ids[row] for row in members],
        format_func=forums.name_of,
        key="extra",
        max_selections=MOST,
        placeholder=t("Välj forum"),
    )
    return [forums.rows[node] for node in picked]


def zoomed(forums: Forums, drawn: list[int], here: Sequence[int], measure: str) -> list[int]:
    """The forums to draw: all, or, where they are too many for numbers in the cells, those round the chosen pair."""
    if len(drawn) <= charts.CROWDED or not set(here) & set(drawn):
        return drawn
    words = t("Förstora runt valt par: {n} forum, med tal i rutorna", n=charts.ROOMY)
    help_ = t("Visar de forum som har mest gemensamt med det valda paret.")
    if not st.toggle(words, True, key="zoomed", help=help_):
        return drawn
    return near(forums, drawn, [row for row in here if row in drawn][: charts.ROOMY], measure, charts.ROOMY)


def heatmap(spec: Spec, key: str) -> None:
    """The heatmap; a click chooses a pair."""
    clicks.chart(spec, "cell", "pair", _clicked, f"heatmap {key}")


def ranked(forums: Forums, found: Sequence[Finding], known: Verdicts, measure: str, here: Sequence[int]) -> None:
    """The findings, each a box with a button: those that wait for a verdict first, those that have one if wanted."""
    if not found:
        show(tag("p", t("Inget par på nivån uppfyller en regel.")))
        return
    hide = st.toggle(t("Dölj bedömda par"), key="hide_judged")
    waiting, judged = by_verdict(list(found), known)
    ids = {forums.ids[row] for row in here}
    groups = [(t("Väntar på bedömning: {n}", n=texts.number(len(waiting))), waiting, "waiting")]
    if judged and not hide:
        groups.append((t("Bedömda: {n}", n=texts.number(len(judged))), judged, "judged"))
    for title, listed, name in groups:
        show(tag("h4", title, class_="sn-group"))
        more = st.session_state.get(f"more {name}", FIRST)
        for one in listed[:more]:
            _row(forums, one, known, measure, set(one.evidence["forum"]) == ids)
        if len(listed) > more:
            st.button(t("Visa fler"), on_click=_more, key=f"show more {name}", args=(name, more))


def seen(found: list[Finding], known: Verdicts) -> list[Finding]:
    """The findings whose forums are drawn, in their own order: a judged pair stays until what is judged is hidden."""
    return by_verdict(found, known)[0] if st.session_state.get("hide_judged") else found


def _more(name: str, now: int) -> None:
    st.session_state[f"more {name}"] = now + FIRST


def _row(forums: Forums, one: Finding, known: Verdicts, measure: str, here: bool) -> None:
    rows = [forums.rows[node] for node in one.evidence["forum"]]
    names = texts.joined([forums.names[row] for row in rows])
    with st.container(border=True, key=f"pair-{'on-' if here else ''}{one.key}", gap="small"):
        st.button(
            plain(names), key=f"choose-{one.key}", type="tertiary", on_click=choose, args=(one.evidence["forum"],)
        )
        shared = look.shared_line(forums.pair(*rows[:2]), measure)
        show(
            tag("span", look.alike(one), class_="sn-second"),
            tag("div", tag("span", shared), look.verdict_badge(known.judgement(one.key)), class_="sn-top"),
            badge("strength", t("Valt"), "good") if here else "",
        )


def elsewhere(counts: Mapping[str, int]) -> None:
    """That there are findings on other levels."""
    if counts:
        levels = texts.joined([f"{word(LEVELS, level)} ({texts.number(n)})" for level, n in counts.items()])
        show(tag("p", t("Fler par finns på nivån {levels}.", levels=levels), class_="sn-source"))


def details(now: Scene, found: Sequence[Finding], rows: Sequence[int], known: Verdicts) -> None:
    """All that is known about the forums that are chosen: register, what is shared, verdict, meetings close by."""
    forums = now.forums
    finding = finding_of(list(found), forums, *rows[:2])
    if finding:
        rows = [forums.rows[node] for node in finding.evidence["forum"]]
    ids = sorted(forums.ids[row] for row in rows)
    key = finding.key if finding else key_of("forum_overlap", *ids)
    names = texts.joined([forums.names[row] for row in rows])
    show(heading(2, t("Valt par: {names}", names=names)), look.badges(finding, known.judgement(key)))
    if finding and finding.kind == "equal":
        show(tag("p", t("Gruppen har samma barn och samma professionella: {forums}.", forums=names)))
    left, right = st.columns([2, 3])
    left.html(card(look.register(forums, rows[:MOST_BESIDE])))
    right.html(card(look.evidence(forums, forums.pair(rows[0], rows[1]), finding)))
    left, right = st.columns([3, 2])
    with left, st.container(border=True, key="verdict"):
        judge.verdict(key, ids, known, may=finding is not None)
    with right, st.container(border=True, key="together"):
        _together(now, ids)


def _together(now: Scene, ids: Sequence[str]) -> None:
    """The meetings of two forums that lie close to each other, and their hours by month."""
    title = t("Möten tätt inpå varandra")
    show(heading(3, title))
    entry = now.report.entry("duplicate_meetings")
    if entry.reason is not None:
        show(overview.not_run("duplicate_meetings", entry.reason, 4))
        return
    group = next((one for one in now.table(overview.groups_of, frame.district()) if set(one.forums) == set(ids)), None)
    if group is None:
        show(tag("p", t("Inga möten i de två forumen ligger så tätt att de kan vara dubbletter.")))
        return
    past_days = rules_in(now.report.rules, DuplicateRules).past_days
    show(look.together(group, past_days))
    months = duplicates.by_month(group, now.as_of, past_days)
    st.vega_lite_chart(charts.months(months), theme=None, width="stretch", key=f"months {' '.join(ids)}")
    swatch = tag("span", class_="sn-swatch", style=f"background:{charts.ORANGE}")
    show(tag("div", tag("span", swatch, t("persontimmar, efter det senare mötets månad")), class_="sn-legend"))
    save.buttons("together", "persontimmar", title)
    if box := frame.twin("hours", title):
        head, rows = look.by_month(months)
        made = partial(csv_file, head, rows, now.network.generated)
        with box:
            show(
                table(head, rows, [1], said=t("Persontimmar per månad, staplar.")),
                look.unknown(group) if group.unknown else "",
            )
            frame.download_table(title, made, "persontimmar.csv", "hours")


def as_csv(now: Scene, found: Sequence[Finding], known: Verdicts) -> bytes:
    """The pairs and groups that meet a rule, with their verdicts, as a file; children under five hidden."""
    head = [t("Forum"), t("Lika i"), t("Bedömning"), t("Bedömt av"), t("Tid"), t("Anteckning")]
    parts = (t("gemensamma"), t("av alla"), t("av den mindre"))
    head += [f"{word(MEASURES, name)}: {part}" for name in SETS for part in parts]
    return csv_file(head, [_csv_row(now, one, known.of(one.key)) for one in found], now.network.generated)


def _csv_row(now: Scene, finding: Finding, one: Recorded | None) -> list[object]:
    rows = [now.forums.rows[node] for node in finding.evidence["forum"]]
    pair = now.forums.pair(rows[0], rows[1])
    said = (
        [word(VERDICTS, one.judgement), one.verdict.by, texts.moment(one.at), one.verdict.note]
        if one
        else ["", "", "", ""]
    )
    numbers = []
    for name in SETS:
        of_all, of_smaller = pair.of_all(name), pair.of_smaller(name)
        shared = texts.children(of_all.part) if of_all.few else str(of_all.part)
        numbers += [shared, of_all.whole_words, of_smaller.whole_words]
    return [overview.forums_of(now, finding.evidence["forum"]), overview.kinds_of(finding), *said, *numbers]


def twin(now: Scene, cells: Sequence[Cell]) -> None:
    """The heatmap as a table, to be opened and to be downloaded."""
    title = t("Alla par")
    if box := frame.twin("pairs", title):
        with box:
            show(look.twin(now.forums, cells))
            frame.download_table(title, lambda: twin_csv(now, cells), "alla-par.csv", "pairs_csv")


def twin_csv(now: Scene, cells: Sequence[Cell]) -> bytes:
    """The table of the heatmap as a file."""
    head, rows = look.twin_rows(now.forums, cells)
    return csv_file(head, rows, now.network.generated)
