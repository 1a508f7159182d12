"""The brief in words, at several lengths: every text of the page, ready to be set."""

from dashboard import texts
from dashboard.brief.content import Brief, Party
from dashboard.brief.glyphs import MISSING, drawable, short
from dashboard.brief.lists import Length, Page, lists
from dashboard.brief.phrases import agreement, child_name, in_language, long_date, lowered, names_of
from dashboard.handover_words import GROUNDS, REASONS
from dashboard.texts import MADE_UP, ROLES, mark, t, word
from graph.values import OPEN, UNKNOWN

STATES = {
    "planned": mark("är inte tillfrågad än"),
    "offered": mark("har inte svarat"),
    "accepted": mark("har tackat ja"),
    "rejected": mark("har tackat nej"),
    "done": mark("har tagit över"),
    "revoked": mark("överlämningen är återtagen"),
}
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
    page: Page = {
        "lang": texts.language(),
        "title": t("Överlämningsunderlag: {name}", name=drawable(short(name, 80))),
        "kicker": t("Överlämningsunderlag"),
        "name": drawable(short(name, 60)),
        "line": drawable(short(" · ".join(_head(brief)), 160)),
        "marks": [{"icon": icon, "look": look, "text": words} for icon, look, words in marks],
        "from": _sender(brief),
        "to": _receiver(brief),
        "watermark": t(MADE_UP).upper() if brief.made_up else "",
        "foot": t("Stödnät · skapat {now} · läget {day}", now=texts.moment(brief.now), day=long_date(brief.as_of)),
        "levels": [_level(brief, length) for length in LENGTHS],
    }
    if MISSING in repr(page):
        page["foot"] = f"{page['foot']} · {t('{box}: tecken som typsnittet saknar', box=MISSING)}"
    return page


def _head(brief: Brief) -> list[str]:
    """Who the child is and what happens, piece by piece."""
    unknown = t("skyddade uppgifter") if brief.protected else t("ålder okänd")
    parts = [t("{age} år", age=brief.age) if brief.age is not None else unknown]
    if brief.phase:
        parts.append(in_language(brief.phase.sv, brief.phase.en))
    handover, role = brief.handover, word(ROLES, brief.role) or t("Ansvarig").lower()
    if handover is None:
        return [*parts, t("inget byte av {role} är planerat", role=role)]
    if brief.next_phase:
        next_phase = in_language(brief.next_phase.sv, brief.next_phase.en)
        parts.append(t("byte av {role} inför {phase}", role=role, phase=next_phase))
    elif brief.day is not None:
        parts.append(t("byte av {role} {day}", role=role, day=long_date(brief.day)))
    else:
        parts.append(t("byte av {role}, dag okänd", role=role))
    reason = handover.reason
    return [*parts, word(REASONS, reason)] if reason and reason != "phase_boundary" and not brief.protected else parts


def _sender(brief: Brief) -> Page:
    if not brief.senders:
        return {"label": t("Från"), "name": t("Ingen är barnkontakt"), "rest": ""}
    rests = [_place(one) for one in brief.senders]
    first = brief.senders[0]
    last = [t("sista dag {day}", day=long_date(first.day - 1))] if first.day is not None else []
    rest = [*rests[0], *last] if len(brief.senders) == 1 else last
    return {"label": t("Från"), "name": names_of(brief.senders), "rest": drawable(short(", ".join(rest), 110))}


def _place(one: Party) -> list[str]:
    return [part for part in (lowered(one.title or ""), one.agency) if part]


def _receiver(brief: Brief) -> Page:
    one, handover = brief.receiver, brief.handover
    if one is None:
        return {"label": t("Till"), "name": t("Ingen mottagare är utsedd"), "rest": ""}
    rest = _place(one)
    rest += [t("från {day}", day=long_date(one.day))] if one.day is not None else []
    rest += [word(STATES, handover.state)] if handover and handover.state else []
    return {"label": t("Till"), "name": names_of([one]), "rest": drawable(short(", ".join(rest), 110))}


def _level(brief: Brief, length: Length) -> Page:
    """The parts of the page at one length."""
    return {
        "words": _words(brief, length),
        **lists(brief, length),
        "ground": {"label": t("Rättslig grund för att dela:"), "text": drawable(_ground(brief))},
    }


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
    return {"heading": heading, "lines": lines, "note": f"{note} {agreement(brief.words)}"}


def _quoted(line: str) -> str:
    if line[:1] in "”“\"'»":
        return line
    return f"”{line}”" if texts.language() == "sv" else f"“{line}”"


def _ground(brief: Brief) -> str:
    """On what ground the page may be shared, and what is therefore not on it."""
    left_out = t("Därför saknas här det som andra verksamheter vet: deras professionella, planer och möten.")
    ground = brief.ground
    if ground is None:
        return t("ingen är registrerad.") + " " + left_out
    told = ground.ground in GROUNDS or not brief.protected
    named = short((word(GROUNDS, ground.ground) if told else "") or t("grund utan namn"), 60)
    said = t("{ground} från {giver}", ground=named, giver=short(ground.giver, 60)) if ground.giver else named
    since = t(", {day}", day=long_date(ground.start)) if ground.start != UNKNOWN else ""
    until = t("gäller tills vidare") if ground.end == OPEN else t("gäller till och med {day}", day=_last(ground.end))
    if not ground.in_force:
        return t("{ground} gäller inte {day}.", ground=said, day=long_date(brief.as_of)) + " " + left_out
    covers = t("Omfattar det som {agencies} vet.", agencies=short(texts.joined(list(ground.agencies)), 180))
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
