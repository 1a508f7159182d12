"""Pairs of meetings that may be one: a work list for a coordinator, with days and forums and no child."""

from collections.abc import Sequence
from functools import partial

import pyarrow as pa
import streamlit as st

from dashboard import texts
from dashboard.components import judge
from dashboard.components.html import Html, heading, join, show, table, tag
from dashboard.tables.child import clock
from dashboard.tables.counts import living_in, protected
from dashboard.tables.duplicates import met, titles_in_common
from dashboard.tables.forums import by_verdict
from dashboard.tables.overview import about
from dashboard.tables.scene import Scene
from dashboard.texts import TITLES, Amount, t, word
from graph.findings import Finding
from graph.verdicts import Verdicts

FIRST = 10
OF_MEETINGS = ("duplicate_meetings", "double_entries")


def meetings(now: Scene, district: str | None, known: Verdicts) -> None:
    """The pairs of meetings that wait for a verdict, and those that have one."""
    note = t(
        "Varje rad är två möten om samma barn. Barnet visas inte här. Möten om barn med skyddade uppgifter är inte med."
    )
    show(heading(2, t("Vilka möten kan vara ett och samma?"), note))
    judge.told("meetings")
    columns = st.columns(2)
    for code, column in zip(OF_MEETINGS, columns, strict=True):
        with column.container(border=True, key=f"found-{code}"):
            show(heading(3, word(TITLES, code)))
            entry = now.report.entry(code)
            if entry.reason is not None:
                show(tag("p", texts.reason(entry.reason)))
            else:
                _listed(now, code, now.table(_found, code, district), known)


def _found(now: Scene, code: str, district: str | None) -> list[Finding]:
    """The pairs about an open child: one that no district lists would else be known to be about a protected one."""
    open_ = living_in(now.network, district) & ~protected(now.network)
    return about(now.network, now.report.entry(code).findings, open_)


def _listed(now: Scene, code: str, found: Sequence[Finding], known: Verdicts) -> None:
    waiting, judged = by_verdict(list(found), known)
    _some(now, code, waiting, t("Väntar på bedömning: {n}", n=texts.number(len(waiting))), known)
    if judged and st.toggle(t("Visa bedömda: {n}", n=texts.number(len(judged))), key=f"judged {code}"):
        _some(now, f"judged {code}", judged, t("Bedömda: {n}", n=texts.number(len(judged))), known)


def _some(now: Scene, name: str, listed: Sequence[Finding], title: str, known: Verdicts) -> None:
    show(tag("h4", title, class_="sn-group"))
    most = st.session_state.get(f"more {name}", FIRST)
    for one in listed[:most]:
        with st.container(border=True, key=f"meetings-{one.key}", gap="small"):
            show(tag("strong", _days(one)), tag("span", said(now, one), class_="sn-second"))
            judge.small((one.key,), "meetings", known, f"{_days(one)} {said(now, one)}", partial(_beside, now, one))
    if len(listed) > most:
        st.button(t("Visa fler"), key=f"show more {name}", on_click=_more, args=(name, most))


def _beside(now: Scene, one: Finding) -> Html:
    """The two meetings beside each other, without the child and without their titles, which could name it."""
    held = now.table(_held)
    told = sorted((met(now.network, meeting) for meeting in one.evidence["meeting"]), key=lambda two: two.at)
    ids = [two.id for two in told]
    rows = [
        [t("När"), *(" ".join(filter(None, (texts.day(two.at.day), clock(two.at.second)))) for two in told)],
        [t("Forum"), *(held.get(meeting, t("utan forum")) for meeting in ids)],
        [t("Professionella"), *(texts.number(two.people) for two in told)],
        [t("Verksamheter"), *(texts.joined([word(texts.PARTIES, kind) for kind in two.kinds]) or "–" for two in told)],
    ]
    titles = [title.lower() if title else t("titel okänd") for title in titles_in_common(now.network, *ids)]
    both = t("På båda: {titles}.", titles=texts.joined(titles)) if titles else t("Ingen professionell var på båda.")
    note = t("Mötenas rubriker visas inte här, för de kan nämna barnet.")
    head = [t("Av mötena"), t("Det ena"), t("Det andra")]
    return join(
        [
            table(head, rows, said=t("De två mötena")),
            tag("p", both, class_="sn-about"),
            tag("p", note, class_="sn-source"),
        ]
    )


def _more(name: str, now: int) -> None:
    st.session_state[f"more {name}"] = now + FIRST


def _days(one: Finding) -> str:
    if one.start == one.end:
        return texts.day(one.start)
    return t("{first} och {last}", first=texts.day(one.start), last=texts.day(one.end))


def said(now: Scene, one: Finding) -> str:
    """The forums of two meetings, and what they have in common."""
    held = now.table(_held)
    names = [held.get(meeting, t("utan forum")) for meeting in one.evidence["meeting"]]
    where = texts.joined(list(dict.fromkeys(names)))
    if one.detector == "double_entries":
        return t("{where}: {what}", where=where, what=word(texts.KINDS, one.kind))
    shared = t("{n:person|personer} var på båda", n=Amount(_number(one, "shared_people")))
    hours = _number(one, "hours")
    if hours is None:
        return t("{where}: {shared}", where=where, shared=shared)
    return t("{where}: {shared}, {hours} persontimmar", where=where, shared=shared, hours=texts.number(hours, 2))


def _number(one: Finding, name: str) -> float | None:
    value = one.numbers[name]
    return None if isinstance(value, bool | list) or value is None else float(value)


def _held(now: Scene) -> dict[str, str]:
    """What the forum of each meeting is called, of those that have one."""
    table = "meeting_held_by_forum"
    meetings = now.network.ids("meeting").take(pa.array(now.network.ints(table, "source"))).to_pylist()
    return {
        meeting: now.forums.names[forum]
        for meeting, forum in zip(meetings, now.network.ints(table, "target").tolist(), strict=True)
    }
