"""The lists of the brief in words, each as long as there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import texts
from dashboard.brief.content import Brief, Open, Person, Running
from dashboard.brief.glyphs import drawable, short
from dashboard.brief.phrases import child_name, happening, long_date, lowered, month, name_of, together
from dashboard.brief.portrait import portrait
from dashboard.handover_words import ITEMS
from dashboard.texts import ADVICE, NEEDS, PLANS, ROLES, finding_text, t, word
from graph.findings import Finding
from graph.values import OPEN, UNKNOWN

Page = dict[str, Any]
MOST = 60
"""So many days fill more than the cell of a finding."""
CUT = 7
"""So long is a name in the picture that is too long for it, in characters."""
LEADING = ("barnkontakt", "stodsamordnare")
"""Roles that are told beside a title; of others the title says it."""
ALERT = ("current", "never", "no_handover", "passed", "rejected", "revoked")
"""Kinds of findings in red: nobody is or will be responsible."""


@dataclass(frozen=True)
class Length:
    """How much of each list there is room for, and of each text, in characters."""

    people: int
    running: int
    agreements: int
    findings: int
    words: int
    cell: int


def lists(brief: Brief, length: Length) -> Page:
    """All lists of the page at one length."""
    shown = _by_side(brief.people, length.people)
    return {
        "people": {
            "heading": t("Vem finns runt {name}, och vad händer vid bytet", name=first_name(brief)),
            "head": [t("Vem"), t("Vid bytet")],
            "rows": [_person(one, brief.as_of, length) for one in shown],
            "more": more(len(brief.people) - len(shown)),
            "none": t("Ingen är registrerad."),
        },
        "portrait": _portrait(brief, shown),
        "running": _running(brief, length),
        "agreements": _agreements(brief, length),
        "checklist": _checklist(brief),
        "findings": _findings(brief, length),
        "dates": _dates(brief, length),
    }


def _by_side(people: Sequence[Person], most: int) -> list[Person]:
    """So many of both sides, so that many relatives do not hide all professionals; first those with whom it changes."""
    adults = sum(one.adult for one in people)
    own = min(adults, max(most // 2, most - (len(people) - adults)))
    room = {True: own, False: most - own}
    first = sorted(people, key=lambda one: one.fate == "stays")
    chosen = {one.id for side, count in room.items() for one in [who for who in first if who.adult is side][:count]}
    return [one for one in people if one.id in chosen]


def first_name(brief: Brief) -> str:
    return drawable(short(child_name(brief).split(" ")[0], 24))


def more(count: int) -> str:
    return t("och {n} till, som finns i Stödnät", n=count) if count > 0 else ""


def _person(one: Person, as_of: int, length: Length) -> Page:
    said = [word(ROLES, role) for role in one.roles if one.title is None or role in LEADING]
    said += [lowered(one.title)] if one.title else []
    said += [one.agency] if one.agency else []
    said += (
        [together(t("sedan {month}", month=month(one.start)))] if one.fate != "begins" and one.start != UNKNOWN else []
    )
    return {
        "look": "adult" if one.adult else "professional",
        "kind": t("Vuxen i barnets liv") if one.adult else t("Professionell"),
        "name": drawable(short(name_of(one), length.cell // 2)),
        "rest": drawable(short(", ".join(said), length.cell)),
        "fate": one.fate,
        "says": _fate(one, as_of),
    }


def _fate(one: Person, as_of: int) -> str:
    if one.fate == "begins":
        return t("börjar {day}", day=texts.day(one.start, as_of))
    if one.fate == "changes":
        return t("byts")
    if one.fate == "ends":
        return t("slutar {day}", day=texts.day(one.end - 1, as_of))
    return t("består") if one.end == OPEN else t("består till {day}", day=texts.day(one.end - 1, as_of))


def _portrait(brief: Brief, shown: Sequence[Person]) -> Page:
    """The people as a picture, and the same in words."""
    told = [f"{name_of(one)} ({_fate(one, brief.as_of)})" for one in shown]
    name = child_name(brief)
    alt = t("{name} i mitten. Runt om: {people}.", name=name, people=texts.joined(told)) if told else name
    points = [
        {
            "x": point.x,
            "y": point.y,
            "look": "adult" if one.adult else "professional",
            "going": one.fate in ("changes", "ends"),
            "label": _in_ring(_called(name_of(one)), 11),
        }
        for one, point in zip(shown, portrait([one.adult for one in shown]), strict=True)
    ]
    return {
        "alt": drawable(alt),
        "name": _in_ring(child_name(brief).split(" ")[0], 14),
        "points": points,
        "caption": t("Streckad ram: slutar eller byts"),
    }


def _in_ring(name: str, room: int) -> str:
    """A name for the picture; one without room is cut so short that it stands on no other."""
    return drawable(name if len(name) <= room else short(name, CUT))


def _called(name: str) -> str:
    """The first name, or the first two words where the first is a short one: Dr Björk."""
    words = name.split()
    return " ".join(words[: 1 if len(words[0]) > 2 else 2]) if words else ""


def _running(brief: Brief, length: Length) -> Page:
    return {
        "heading": t("Det som pågår"),
        "head": [t("Vad"), t("Ansvarig"), t("Hittills"), t("Framåt")],
        "rows": [_runs(one, brief, length) for one in _first_running(brief.running, length.running)],
        "more": more(len(brief.running) - length.running),
        "none": t("Inget pågår som får visas här."),
    }


def _first_running(running: Sequence[Running], most: int) -> list[Running]:
    """So many, in their order: supports are the first to be left out, for their people are told of above."""
    others = sum(one.look != "support" for one in running)
    supports = [one for one in running if one.look == "support"][: max(most - others, 0)]
    return [one for one in running if one.look != "support" or one in supports][:most]


def _runs(one: Running, brief: Brief, length: Length) -> Page:
    kinds = {"plan": t("plan"), "support": t("stöd"), "forum": t("forum")}
    named = {"plan": PLANS, "support": ROLES, "forum": {}}[one.look]
    what = word(named, one.what) or kinds[one.look]
    rest = [kinds[one.look]] if one.look != "support" else []
    rest += [texts.joined([word(NEEDS, need) for need in one.needs])] if one.needs else []
    return {
        "look": one.look,
        "what": drawable(short(what[:1].upper() + what[1:], length.cell // 2 + 10)),
        "rest": drawable(short(", ".join(rest), length.cell // 2 + 10)),
        "cells": [
            drawable(short(one.responsible, 44)) if one.responsible else "–",
            _so_far(one),
            _ahead(one, brief.as_of),
        ],
    }


def _so_far(one: Running) -> str:
    if one.look == "forum":
        return t("1 möte") if one.meetings == 1 else t("{n} möten", n=one.meetings)
    return t("sedan {month}", month=month(one.start)) if one.start != UNKNOWN else t("start okänd")


def _ahead(one: Running, as_of: int) -> str:
    if one.look == "forum":
        return t("nästa {day}", day=texts.day(one.next, as_of)) if one.next is not None else t("inget möte bokat")
    return t("tills vidare") if one.end == OPEN else t("till {day}", day=texts.day(one.end - 1, as_of))


def _agreements(brief: Brief, length: Length) -> Page:
    agreed = brief.handover.agreements if brief.handover else ()
    return {
        "heading": t("Det vi har kommit överens om"),
        "rows": [drawable(short(one, length.cell + 60)) for one in agreed[: length.agreements]],
        "more": more(len(agreed) - length.agreements),
        "none": t("Inget är nedskrivet än."),
    }


def _checklist(brief: Brief) -> Page:
    done = brief.handover.items if brief.handover else {}
    count = sum(bool(state) for state in done.values())
    says = {True: t("klart"), False: t("inte klart"), None: t("okänt")}
    rows = [{"done": state is True, "says": says[state], "text": word(ITEMS, item)} for item, state in done.items()]
    rows = [row | {"text": f"{row['text']} ({t('okänt')})"} if row["says"] == says[None] else row for row in rows]
    return {
        "heading": t("Checklista, {n} av {all} klara", n=count, all=len(done)) if done else t("Checklista"),
        "rows": rows,
        "none": t("Ingen överlämning är planerad."),
    }


def _findings(brief: Brief, length: Length) -> Page:
    gap = brief.gap
    found = [one for one in brief.findings if gap is None or not _same_gap(one.finding, gap)]
    rows = [_gap(gap, brief.as_of)] if gap else []
    count = len(rows) + len(found)
    rows += [_finding(one, brief.as_of) for one in found[: length.findings]]
    return {
        "heading": t("Öppna fynd per {day}", day=long_date(brief.as_of)),
        "rows": rows[: length.findings],
        "more": more(count - length.findings),
        "none": t("Inget fynd om barnet den här dagen."),
    }


def _same_gap(one: Finding, gap: tuple[int, int]) -> bool:
    """Whether a finding tells of the same days without a barnkontakt."""
    return one.detector == "handover_gaps" and one.start == gap[0]


def _gap(gap: tuple[int, int], as_of: int) -> Page:
    """The days between sender and receiver, which only the handover knows before the receiver has accepted."""
    start, end = gap
    title = t("Glapp {n} dagar, {first} till {last}.", n=end - start, **_span(start, end - 1, as_of))
    return {"look": "alert", "icon": "alert", "title": title, "text": t("Ingen är barnkontakt då. Se över datumen.")}


def _span(first: int, last: int, as_of: int) -> dict[str, str]:
    return {"first": texts.day(first, as_of), "last": texts.day(last, as_of)}


def _finding(one: Open, as_of: int) -> Page:
    """What was found, and when or what to do."""
    finding = one.finding
    first, dot, rest = finding_text(finding, texts.language()).partition(". ")
    where = texts.joined(list(one.forums)) or t("Möten")
    days = texts.joined([texts.day(day, as_of) for day in one.days[:MOST]])
    step = t("Glappet är över. Fråga barnet hur det var.") if finding.kind == "gap" else word(ADVICE, finding.detector)
    when = t("{where}: {days}.", where=where, days=days) if days else step
    look = "alert" if finding.kind in ALERT else "watch"
    return {
        "look": look,
        "icon": "double" if days else {"alert": "alert", "watch": "gap"}[look],
        "title": drawable(first + dot.strip()),
        "text": drawable(short(f"{rest} {when}", 200)),
    }


def _dates(brief: Brief, length: Length) -> Page:
    rows = [
        {"day": texts.day(one.day, brief.as_of), "text": drawable(short(happening(brief, one.kind), length.cell))}
        for one in brief.dates
    ]
    if brief.handover and brief.handover.live and brief.handover.follow_up is None:
        rows.append({"day": "–", "text": t("uppföljning, inte bokad")})
    head = [t("Dag"), t("Vad")]
    return {"heading": t("Datum"), "head": head, "rows": rows, "none": t("Inga datum framåt.")}
