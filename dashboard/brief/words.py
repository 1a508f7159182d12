"""The brief in words, at several lengths: every text of the page, ready to be set."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.dates import format_date

from dashboard import texts
from dashboard.brief.content import Brief, Open, Party, Person, Running
from dashboard.brief.glyphs import MISSING, drawable, short, visible
from dashboard.brief.portrait import portrait
from dashboard.components.handover_words import ITEMS, REASONS
from dashboard.tables.child import clock
from dashboard.texts import ADVICE, MADE_UP, NEEDS, PLANS, ROLES, finding_text, mark, t, word
from graph.findings import Finding
from graph.values import NO_SECOND, OPEN, UNKNOWN, to_date

Page = dict[str, Any]
STATES = {
    "planned": mark("är inte tillfrågad än"),
    "offered": mark("har inte svarat"),
    "accepted": mark("har tackat ja"),
    "rejected": mark("har tackat nej"),
    "done": mark("har tagit över"),
    "revoked": mark("överlämningen är återtagen"),
}
GROUNDS = {
    "consent": mark("samtycke"),
    "necessary_disclosure": mark("nödvändigt utlämnande"),
    "general_clause": mark("generalklausulen"),
    "duty_in_law": mark("uppgiftsskyldighet i lag"),
    "social_services_and_health_care": mark("socialtjänst och hälso- och sjukvård för ett barn"),
}
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


LENGTHS = (
    Length(13, 10, 6, 5, 900, 110),
    Length(11, 8, 5, 4, 650, 100),
    Length(10, 7, 5, 3, 500, 90),
    Length(9, 6, 4, 3, 400, 80),
    Length(8, 5, 4, 3, 320, 70),
    Length(7, 4, 3, 2, 260, 60),
    Length(6, 4, 3, 2, 220, 50),
    Length(5, 3, 2, 2, 180, 40),
    Length(4, 2, 2, 1, 120, 30),
)
"""From the fullest page to the shortest; the first that fits is printed."""


def document(brief: Brief) -> Page:
    """Everything that the template sets."""
    name = child_name(brief)
    marks = [("flask", "quiet", t(MADE_UP))] if brief.made_up else []
    marks += [("lock", "alert", t("Skyddade personuppgifter"))] if brief.protected else []
    marks.append(("lock", "alert", t("Sekretess, får inte spridas vidare")))
    marks += [("pencil", "watch", t("Utkast, lämnas när mottagaren har tackat ja"))] if brief.draft else []
    return {
        "lang": texts.language(),
        "title": t("Överlämningsunderlag: {name}", name=drawable(short(name, 80))),
        "kicker": t("Överlämningsunderlag"),
        "name": drawable(short(name, 60)),
        "line": drawable(short(" · ".join(_head(brief)), 160)),
        "marks": [{"icon": icon, "look": look, "text": words} for icon, look, words in marks],
        "from": _sender(brief),
        "to": _receiver(brief),
        "watermark": t(MADE_UP).upper() if brief.made_up else "",
        "foot": t("Stödnät · skapat {now} · läget {day}", now=_moment(brief), day=long_date(brief.as_of)),
        "missing": t("{box}: tecken som typsnittet saknar", box=MISSING),
        "box": MISSING,
        "levels": [_level(brief, length) for length in LENGTHS],
    }


def child_name(brief: Brief) -> str:
    """What the child is called on the page."""
    return visible(brief.name) or t("Barnet")


def long_date(day: int) -> str:
    """A day such as 10 mars 2026."""
    return _together(format_date(to_date(day), "d MMMM y", locale=texts.language()))


def month(day: int) -> str:
    """A month such as sep 2023."""
    return _together(format_date(to_date(day), "MMM y", locale=texts.language())).replace(".", "")


def _together(date: object) -> str:
    """A date that stays on one line."""
    return str(date).replace(" ", "\xa0")


def _moment(brief: Brief) -> str:
    return texts.moment(brief.now)


def _head(brief: Brief) -> list[str]:
    """Who the child is and what happens, piece by piece."""
    parts = [t("{age} år", age=brief.age) if brief.age is not None else t("ålder okänd")]
    if brief.phase:
        parts.append(_in_language(brief.phase.sv, brief.phase.en))
    handover, role = brief.handover, word(ROLES, brief.role)
    if handover is None:
        return [*parts, t("inget byte av {role} är planerat", role=role)]
    if brief.next_phase:
        next_phase = _in_language(brief.next_phase.sv, brief.next_phase.en)
        parts.append(t("byte av {role} inför {phase}", role=role, phase=next_phase))
    elif brief.day is not None:
        parts.append(t("byte av {role} {day}", role=role, day=long_date(brief.day)))
    else:
        parts.append(t("byte av {role}, dag okänd", role=role))
    reason = handover.reason
    return [*parts, word(REASONS, reason)] if reason and reason != "phase_boundary" and not brief.protected else parts


def _in_language(sv: str, en: str) -> str:
    return sv if texts.language() == "sv" else en


def _sender(brief: Brief) -> Page:
    if not brief.senders:
        return {"label": t("Från"), "name": t("Ingen är barnkontakt"), "rest": ""}
    rests = [_place(one) for one in brief.senders]
    first = brief.senders[0]
    last = [t("sista dag {day}", day=long_date(first.day - 1))] if first.day is not None else []
    rest = [*rests[0], *last] if len(brief.senders) == 1 else last
    return {"label": t("Från"), "name": _names(brief.senders), "rest": drawable(short(", ".join(rest), 110))}


def _names(parties: Sequence[Party]) -> str:
    return drawable(short(texts.joined([name_of(one) for one in parties]), 60))


def name_of(one: Party | Person) -> str:
    """The name of a person, or that it is not known."""
    return visible(one.name) or t("namn okänt")


def _place(one: Party) -> list[str]:
    return [part for part in (lowered(one.title or ""), one.agency) if part]


def lowered(title: str) -> str:
    """A title inside a sentence: rektor, but BVC-sjuksköterska."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _receiver(brief: Brief) -> Page:
    one, handover = brief.receiver, brief.handover
    if one is None:
        return {"label": t("Till"), "name": t("Ingen mottagare är utsedd"), "rest": ""}
    rest = _place(one)
    rest += [t("från {day}", day=long_date(one.day))] if one.day is not None else []
    rest += [word(STATES, handover.state)] if handover and handover.state else []
    return {"label": t("Till"), "name": _names([one]), "rest": drawable(short(", ".join(rest), 110))}


def _level(brief: Brief, length: Length) -> Page:
    """The parts of the page at one length."""
    shown = _by_side(brief.people, length.people)
    return {
        "words": _words(brief, length),
        "people": {
            "heading": t("Vem finns runt {name}, och vad händer vid bytet", name=_first(brief)),
            "head": [t("Vem"), t("Vid bytet")],
            "rows": [_person(one, brief.as_of, length) for one in shown],
            "more": _more(len(brief.people) - len(shown)),
            "none": t("Ingen är registrerad."),
        },
        "portrait": _portrait(brief, shown),
        "running": _running(brief, length),
        "agreements": _agreements(brief, length),
        "checklist": _checklist(brief),
        "findings": _findings(brief, length),
        "dates": _dates(brief, length),
        "ground": {"label": t("Rättslig grund för att dela:"), "text": drawable(short(_ground(brief), 520))},
    }


def _first(brief: Brief) -> str:
    return drawable(short(child_name(brief).split(" ")[0], 24))


def _by_side(people: Sequence[Person], most: int) -> list[Person]:
    """The first of each side, so that a long list of relatives does not hide all professionals."""
    adults = [one for one in people if one.adult]
    others = [one for one in people if not one.adult]
    own = min(len(adults), max(most // 2, most - len(others)))
    return adults[:own] + others[: most - own]


def _more(count: int) -> str:
    return t("och {n} till, som finns i Stödnät", n=count) if count > 0 else ""


def _words(brief: Brief, length: Length) -> Page:
    heading = t("Det här är viktigt för mig")
    if brief.words is None:
        return {"heading": heading, "lines": [], "note": t("Barnets egna ord är inte nedskrivna än.")}
    said, by, day = brief.words.text, brief.words.by, brief.words.day
    lines, left = [], length.words
    for line in (one for one in said.splitlines() if one.strip()):
        lines.append(_quoted(drawable(short(line, max(left, 20)))))
        left -= len(line) + 40
        if left <= 0:
            break
    if by is None or day is None:
        note = t("Vem som skrev ner orden, och när, är inte känt.")
    else:
        note = t("Nedskrivet av {name} {day}.", name=drawable(short(by, 60)), day=long_date(day))
    return {"heading": heading, "lines": lines, "note": note}


def _quoted(line: str) -> str:
    if line[:1] in "”“\"'»":
        return line
    return f"”{line}”" if texts.language() == "sv" else f"“{line}”"


def _person(one: Person, as_of: int, length: Length) -> Page:
    said = [word(ROLES, role) for role in one.roles if one.title is None or role in LEADING]
    said += [lowered(one.title)] if one.title else []
    said += [one.agency] if one.agency else []
    said += [t("sedan {month}", month=month(one.start))] if one.fate != "begins" and one.start != UNKNOWN else []
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
            "label": drawable(short(_called(name_of(one)), 11)),
        }
        for one, point in zip(shown, portrait([one.adult for one in shown]), strict=True)
    ]
    return {
        "alt": drawable(alt),
        "name": drawable(short(_first(brief), 14)),
        "points": points,
        "caption": t("Streckad ram: slutar eller byts"),
    }


def _called(name: str) -> str:
    """The first name, or the first two words where the first is a short one: Dr Björk."""
    words = name.split()
    return " ".join(words[: 1 if len(words[0]) > 2 else 2]) if words else ""


def _running(brief: Brief, length: Length) -> Page:
    return {
        "heading": t("Det som pågår"),
        "head": [t("Vad"), t("Ansvarig"), t("Hittills"), t("Framåt")],
        "rows": [_runs(one, brief, length) for one in brief.running[: length.running]],
        "more": _more(len(brief.running) - length.running),
        "none": t("Inget pågår som får visas här."),
    }


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
            drawable(short(one.responsible, 32)) if one.responsible else "–",
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
        "more": _more(len(agreed) - length.agreements),
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
    rows += [_finding(one, brief.as_of) for one in found]
    return {
        "heading": t("Öppna fynd per {day}", day=long_date(brief.as_of)),
        "rows": rows[: length.findings],
        "more": _more(len(rows) - length.findings),
        "none": t("Inget fynd om barnet den här dagen."),
    }


def _same_gap(one: Finding, gap: tuple[int, int]) -> bool:
    """Whether a finding tells of the same days without a barnkontakt."""
    return one.detector == "handover_gaps" and one.start == gap[0]


def _gap(gap: tuple[int, int], as_of: int) -> Page:
    """The days between sender and receiver, which only the handover knows before the receiver has accepted."""
    start, end = gap
    title = t("Glapp {n} dagar, {first} till {last}.", n=end - start, **_span(start, end - 1, as_of))
    return {"look": "alert", "icon": "gap", "title": title, "text": t("Ingen är barnkontakt då. Se över datumen.")}


def _span(first: int, last: int, as_of: int) -> dict[str, str]:
    return {"first": texts.day(first, as_of), "last": texts.day(last, as_of)}


def _finding(one: Open, as_of: int) -> Page:
    """What was found, and when or what to do."""
    finding = one.finding
    first, dot, rest = finding_text(finding, texts.language()).partition(". ")
    where = texts.joined(list(one.forums)) or t("Möten")
    days = texts.joined([texts.day(day, as_of) for day in one.days])
    when = t("{where}: {days}.", where=where, days=days) if days else word(ADVICE, finding.detector)
    return {
        "look": "alert" if finding.kind in ALERT else "watch",
        "icon": "double" if days else "gap",
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
    return {"heading": t("Datum"), "head": head, "rows": rows, "none": t("Inga datum är satta.")}


def happening(brief: Brief, kind: str) -> str:
    """What happens on one of the days of a handover."""
    receiver = name_of(brief.receiver) if brief.receiver else t("mottagaren")
    sender = texts.joined([name_of(one) for one in brief.senders]) or t("avsändaren")
    if kind == "joint_meeting":
        start = brief.joint.start if brief.joint else None
        at = clock(start if start is not None else NO_SECOND)
        return t("gemensamt möte kl. {time}", time=at) if at else t("gemensamt möte")
    if kind == "phase":
        phase = brief.boundary
        return t("{phase} börjar", phase=_in_language(phase.sv, phase.en)) if phase else t("ny livsfas börjar")
    sentences = {
        "answer": t("{name} svarar senast", name=receiver),
        "last_day": t("sista dag för {name}", name=sender),
        "takes_over": t("{name} tar över", name=receiver),
        "follow_up": t("uppföljning"),
    }
    return sentences[kind]


def _ground(brief: Brief) -> str:
    """On what ground the page may be shared, and what is therefore not on it."""
    left_out = t("Därför saknas här det som andra verksamheter vet: deras professionella, planer och möten.")
    ground = brief.ground
    if ground is None:
        return t("ingen är registrerad.") + " " + left_out
    named = word(GROUNDS, ground.ground) or t("grund utan namn")
    said = t("{ground} från {giver}", ground=named, giver=ground.giver) if ground.giver else named
    since = t(", {day}", day=long_date(ground.start)) if ground.start != UNKNOWN else ""
    until = t("gäller tills vidare") if ground.end == OPEN else t("gäller till och med {day}", day=_last(ground.end))
    if not ground.in_force:
        return t("{ground} gäller inte {day}.", ground=said, day=long_date(brief.as_of)) + " " + left_out
    covers = t("Omfattar det som {agencies} vet.", agencies=texts.joined(list(ground.agencies)))
    taken = t("Kan tas tillbaka när som helst.") if ground.ground == "consent" else ""
    parts = [
        f"{said}{since}, {until}.",
        covers if ground.agencies else "",
        t("Inte journaler eller utredningar."),
        taken,
    ]
    return " ".join(part for part in parts if part)


def _last(end: int) -> str:
    return long_date(end - 1)
