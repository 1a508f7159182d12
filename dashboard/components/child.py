"""How the page of a child looks: facts, cards of findings, tables beside each picture."""

from collections.abc import Sequence

from dashboard import texts
from dashboard.components.html import Html, badge, card, grid, icon, join, table, tag, two_lines
from dashboard.tables.child import Facts, Meeting, Timeline, other_meeting, status_word
from dashboard.tables.picture import ARENAS, KINDS, Picture, key
from dashboard.texts import ADVICE, TITLES, finding_text, t, word
from graph.findings import Finding
from graph.values import UNKNOWN

LOOKS = {
    "never": "alert",
    "current": "alert",
    "ending": "watch",
    "gap": "watch",
    "same_people": "watch",
    "same_agencies": "watch",
}


def head(facts: Facts) -> Html:
    """Who the child is, in one line."""
    old = t("{age} år", age=facts.age) if facts.age is not None else t("ålder okänd")
    where = badge("quiet", t("Skyddade uppgifter"), "lock") if facts.hidden else facts.district or t("område okänt")
    if facts.contacts:
        contact = badge("good", t("Barnkontakt: {names}", names=texts.joined(facts.contacts)))
    else:
        contact = badge("alert", t("Ingen är barnkontakt"))
    return join(
        [tag("h2", facts.name, class_="sn-h2"), tag("p", join([old, where], " · "), " ", contact, class_="sn-where")]
    )


def numbers(facts: Facts, found: Sequence[Finding]) -> Html:
    """Five counts round the child."""
    doubles = sum(one.detector in ("duplicate_meetings", "double_entries") for one in found)
    gaps = sum(one.detector == "handover_gaps" for one in found)
    tiles = [
        (t("Trygga vuxna"), facts.adults, None),
        (t("Professionella"), facts.professionals, None),
        (t("Forum senaste året"), facts.forums, None),
        (t("Möten senaste 90 dagar"), facts.meetings, t("Möjliga dubbletter: {n}", n=doubles) if doubles else None),
        (t("Barnkontakter sedan start"), facts.tenures, t("Glapp eller slut: {n}", n=gaps) if gaps else None),
    ]
    return grid((_tile(*one) for one in tiles), 150)


def _tile(name: str, count: int, note: str | None) -> Html:
    return card(
        tag("p", name, class_="sn-label"),
        tag("p", texts.number(count), class_="sn-big"),
        badge("watch", note) if note else "",
    )


def finding(one: Finding) -> Html:
    """One finding: what was found, and what to do."""
    look = LOOKS.get(one.kind, "watch")
    labels = {"alert": t("Allvarlig"), "watch": t("Bevaka")}
    when = _when(one)
    return join(
        [
            badge(look, labels[look]),
            tag("h3", word(TITLES, one.detector), class_="sn-h3"),
            tag("p", finding_text(one, texts.language())),
            tag("p", when, class_="sn-source") if when else "",
            tag("div", icon("next"), tag("span", word(ADVICE, one.detector)), class_="sn-step"),
        ]
    )


def _when(one: Finding) -> str:
    if one.detector == "handover_gaps" or one.start is None or one.end is None:
        return ""
    if one.start == one.end:
        return t("Den {day}", day=texts.day(one.start))
    return t("Den {first} och {last}", first=texts.day(one.start), last=texts.day(one.end))


def about(one: Finding, drawn: Picture) -> list[str]:
    """The points of the picture that a finding is about."""
    people = [person for end in ("before", "after", "professional") for person in one.evidence.get(end, [])]
    points = [key("person", person) for person in people]
    points += [key("meeting", meeting) for meeting in one.evidence.get("meeting", [])]
    points += [key("forum", forum) for forum in one.evidence.get("forum", [])]
    return [point for point in points if point in drawn.nodes]


def legend() -> Html:
    """What the shapes, colours and lines of the picture mean."""
    forms = {kind: "hexagon" if kind == "forum" else kind for kind in KINDS}
    shapes = [tag("span", tag("span", class_=f"sn-form sn-{form}"), t(KINDS[kind])) for kind, form in forms.items()]
    strokes = {"": t("pågår"), " sn-ended": t("avslutad eller framåt"), " sn-double": t("kan vara dubbletter")}
    lines = [tag("span", tag("span", class_=f"sn-stroke{look}"), words) for look, words in strokes.items()]
    return tag("div", *shapes, *lines, class_="sn-legend")


def connections(drawn: Picture, node: str | None) -> Html:
    """The connections of the point that is chosen."""
    if node is None:
        return join(
            [
                tag("h3", t("Kopplingar"), class_="sn-h3"),
                tag(
                    "p",
                    t(
                        "Klicka på en figur i bilden, eller gå dit med Tabb och piltangenter och välj med Retur. "
                        "Escape visar allt."
                    ),
                ),
            ]
        )
    chosen, ties = drawn.nodes[node], drawn.around(node)
    rows = [[other.label, words] for other, words in ties]
    return join(
        [
            tag("p", t(KINDS[chosen.kind]), class_="sn-label"),
            tag("h3", chosen.label, class_="sn-h3"),
            tag("p", chosen.note) if chosen.note else "",
            table([t("Namn"), t("Koppling")], rows, (), t("Kopplingar: {n}", n=len(ties))),
        ]
    )


def people(drawn: Picture) -> Html:
    """The picture as a table: every connection."""
    rows = [
        [
            two_lines(drawn.nodes[line.one].label, t(KINDS[drawn.nodes[line.one].kind])),
            line.words,
            two_lines(drawn.nodes[line.other].label, t(KINDS[drawn.nodes[line.other].kind])),
            t(ARENAS[drawn.nodes[line.other].arena]),
        ]
        for line in drawn.lines
    ]
    return table([t("Från"), t("Koppling"), t("Till"), t("Del av livet")], rows, (), t("Alla kopplingar i bilden"))


def periods(line: Timeline) -> Html:
    """The timeline as a table."""
    rows = [
        [
            bar.row,
            bar.label,
            _since(bar.since_ever, bar.start),
            t("till vidare") if bar.open_end else texts.day(bar.end),
        ]
        for bar in line.bars
    ]
    return table([t("Rad"), t("Vem eller vad"), t("Från"), t("Till")], rows, (), t("Tidslinjen som tabell"))


def _since(ever: bool, start: int) -> str:
    return t("sedan alltid") if ever else texts.day(start)


def timeline_legend() -> Html:
    """What the colours of the timeline mean."""
    styles = {
        t("barnkontakt"): "background:#1565b8",
        t("glapp"): "background:#fbe9e9;border:1px dashed #b3141d",
        t("stöd"): "background:#dcebfb;border-color:#318fe4",
        t("vuxen i barnets liv"): "background:#ddf0e6;border-color:#16663e",
        t("plan"): "background:#edf1f6",
    }
    swatches = [tag("span", tag("span", class_="sn-swatch", style=style), words) for words, style in styles.items()]
    signs = {"": t("möte"), " sn-double": t("möte som kan vara dubblett")}
    diamonds = [tag("span", tag("span", class_=f"sn-diamond{look}"), words) for look, words in signs.items()]
    return tag("div", *swatches, *diamonds, tag("span", t("streckad linje: läget")), class_="sn-legend")


def meetings(rows: Sequence[Meeting], as_of: int) -> Html:
    """The meetings, those that may be duplicates marked."""
    if not rows:
        return tag("p", t("Inga möten är inlästa om barnet."))
    days = {one.id: one.day for one in rows}
    head = [t("Dag"), t("I forum"), t("Rubrik"), t("Läge"), t("Professionella"), t("Barnet hört"), t("Märkning")]
    heard = {1: t("ja"), 0: t("nej")}
    body = [
        [
            f"{texts.day(one.day, as_of)} {one.clock}".strip(),
            one.forum or t("utan forum"),
            one.title or "–",
            status_word(one),
            texts.number(one.people),
            heard.get(one.heard, t("okänt")),
            join(_mark(finding, one, days) for finding in one.doubles) or "–",
        ]
        for one in rows
    ]
    return table(head, body, [4])


def _mark(finding: Finding, one: Meeting, days: dict[str, int]) -> Html:
    other = other_meeting(finding, one.id, days)
    when = texts.day(other if other is not None else UNKNOWN)
    if finding.detector == "double_entries":
        return badge("alert", t("inskrivet två gånger"), "double")
    return badge("alert", t("kan vara dubblett av {day}", day=when), "double")
