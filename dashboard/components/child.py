"""How the page of a child looks: who it is, five numbers, what is chosen, and the tables beside the pictures."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard import texts
from dashboard.components import chosen, frame
from dashboard.components.cards import said
from dashboard.components.chosen import Chosen
from dashboard.components.html import Html, badge, card, grid, icon, join, show, table, tag, two_lines
from dashboard.tables.child import Facts, Meeting, other_meeting, status_word
from dashboard.tables.child_cards import Card
from dashboard.tables.loading import csv_file
from dashboard.tables.picture import ARENAS, CHILD, KINDS, STROKES, Picture
from dashboard.tables.scene import Scene
from dashboard.texts import Amount, t
from graph.findings import Finding
from graph.values import UNKNOWN


def head(facts: Facts, as_of: int) -> Html:
    """Who the child is, in one line."""
    old = t("{age} år", age=facts.age) if facts.age is not None else t("ålder okänd")
    where = badge("quiet", t("Skyddade uppgifter"), "lock") if facts.hidden else facts.district or t("område okänt")
    if facts.contacts:
        contact = badge("good", t("Barnkontakt: {names}", names=texts.joined(facts.contacts)))
    else:
        contact = badge("alert", t("Ingen är barnkontakt"))
    ahead = ""
    if facts.boundary:
        phase, day = facts.boundary
        words = t("{phase} om {days:dag|dagar}", phase=phase, days=Amount(day - as_of))
        ahead = badge("watch", words, "builds_on")
    told = facts.district and facts.school.endswith(f", {facts.district}")  # the school's name tells it
    line = join([one for one in (old, facts.phase, facts.school, "" if told else where) if one], " · ")
    return join([tag("h2", facts.name, class_="sn-h2"), tag("p", line, " ", contact, ahead, class_="sn-where")])


def numbers(facts: Facts, found: Sequence[Finding], met: Sequence[Meeting], as_of: int) -> Html:
    """Five counts round the child, each with what there is to say about it."""
    fewer = facts.adults - facts.adults_before
    change = ""
    if fewer:
        words = t("{n} färre än för ett halvår sedan") if fewer < 0 else t("{n} fler än för ett halvår sedan")
        change = badge("quiet", words.format(n=abs(fewer)))
    gaps = [one for one in found if one.detector == "handover_gaps"]
    days = [one.end - one.start for one in gaps if one.start is not None and one.end is not None]
    missing = t("{n:glapp eller slut|glapp eller slut}", n=Amount(len(gaps)))
    if len(days) == len(gaps) == 1:
        missing = t("1 glapp på {days:dag|dagar}", days=Amount(days[0]))
    similar = sum(one.detector == "forum_overlap" for one in found)
    double = sum(bool(one.doubles) and as_of - 90 < one.day <= as_of for one in met)
    places = t("{n:verksamhet|verksamheter}", n=Amount(facts.agencies))
    tiles = [
        (t("Trygga vuxna"), facts.adults, change),
        (t("Professionella"), facts.professionals, "" if facts.hidden else badge("quiet", places)),
        (t("Forum senaste året"), facts.forums, _alert(similar, t("{n:par liknar varandra|par liknar varandra}"))),
        (t("Möten senaste 90 dagar"), facts.meetings, _alert(double, t("{n:kan vara dubblett|kan vara dubbletter}"))),
        (t("Barnkontakter sedan start"), facts.tenures, badge("alert", missing) if gaps else ""),
    ]
    return grid((_tile(*one) for one in tiles), 150)


def _alert(count: int, words: str) -> Html | str:
    return badge("alert", words.format(n=Amount(count)), "double") if count else ""


def _tile(name: str, count: int, note: Html | str) -> Html:
    return card(tag("p", name, class_="sn-label"), tag("p", texts.number(count), class_="sn-big"), note)


def way_back(look: Chosen, drawn: Picture, where: str) -> None:
    """Where only a part is shown: of what, and the way back to all of it."""
    if look.filter is None:
        return
    name = drawn.nodes[look.filter].label
    with st.container(horizontal=True, vertical_alignment="center", key=f"only-{where}"):
        words = t("Bara det som rör {name}", name=name)
        show(tag("p", badge("strength", tag("bdi", words), "watch"), class_="sn-note"))
        st.button(
            t("Visa allt"), key=f"all-{where}", icon=":material/undo:", on_click=chosen.nothing, args=(look.child,)
        )


def _all(look: Chosen, where: str) -> None:
    st.button(t("Visa allt"), key=f"all-{where}", icon=":material/undo:", on_click=chosen.nothing, args=(look.child,))


def legend() -> Html:
    """What the kinds of points and lines of the picture mean."""
    forms = {kind: "hexagon" if kind == "forum" else kind for kind in KINDS}
    shapes = [tag("span", tag("span", class_=f"sn-form sn-{form}"), t(KINDS[kind])) for kind, form in forms.items()]
    strokes = {"runs": "", "ended": " sn-ended", "double": " sn-double", "gap": " sn-missing"}
    lines = [tag("span", tag("span", class_=f"sn-stroke{strokes[look]}"), t(said)) for look, said in STROKES.items()]
    return tag("div", *shapes, *lines, class_="sn-legend")


def beside(drawn: Picture, look: Chosen, shown: Sequence[Card]) -> None:
    """The card beside the picture: of the point or the finding that is chosen, or how to choose."""
    one = next((one for one in shown if one.key == look.finding), None)
    if look.point in drawn.nodes:
        show(_point(drawn, str(look.point), shown))
    elif one is not None:
        rows = [[drawn.nodes[point].label, t(KINDS[drawn.nodes[point].kind])] for point in one.points]
        show(said(one), table([t("Namn"), t("Sort")], rows, (), t("Visas i bilden: {n}", n=len(rows))))
    else:
        show(_how_to())
        return
    _all(look, "beside")


def _how_to() -> Html:
    words = t(
        "Klicka på en figur i bilden, eller gå dit med Tabb och piltangenter och välj med Retur. Resten av sidan visar "
        "då bara det som rör den. Escape visar allt."
    )
    return join([tag("h3", t("Kopplingar"), class_="sn-h3"), tag("p", words)])


def _point(drawn: Picture, point: str, shown: Sequence[Card]) -> Html:
    """A point of the picture: what it is, the findings about it, and its connections."""
    node, ties = drawn.nodes[point], drawn.around(point)
    warned = [one for one in shown if point in one.points and one.look != "strength"] if point != CHILD else []
    boxes = [tag("div", icon("alert"), " ", tag("bdi", one.text), class_=f"sn-box sn-{one.look}") for one in warned[:3]]
    rows = [[two_lines(other.label, other.note), words] for other, words in ties]
    return join(
        [
            tag("p", t(KINDS[node.kind]), class_="sn-label"),
            tag("h3", tag("bdi", node.label), class_="sn-h3"),
            tag("p", tag("bdi", node.note)) if node.note else "",
            *boxes,
            table([t("Namn"), t("Koppling")], rows, (), t("Kopplingar: {n}", n=len(ties))),
        ]
    )


HEADS = {
    "network": lambda: [t("Från"), t("Sort"), t("Koppling"), t("Till"), t("Sort"), t("Del av livet")],
    "timeline": lambda: [t("Rad"), t("Vem eller vad"), t("Från"), t("Till")],
}


def people(drawn: Picture) -> list[list[str]]:
    """The picture as rows: every connection."""
    rows = []
    for line in drawn.lines:
        one, other = drawn.nodes[line.one], drawn.nodes[line.other]
        kinds = t(KINDS[one.kind]), t(KINDS[other.kind])
        rows.append([one.label, kinds[0], line.words, other.label, kinds[1], t(ARENAS[other.arena])])
    return rows


def twin(now: Scene, rows: Sequence[Sequence[str]], what: str, caption: str) -> None:
    """What a picture shows as a table, to be opened and to be downloaded."""
    columns = HEADS[what]()
    made = partial(csv_file, columns, rows, now.network.generated)
    name = {"network": "natverk.csv", "timeline": "tidslinje.csv"}[what]
    if box := frame.twin(what, caption):
        with box:
            show(table(columns, rows, (), caption))
            frame.download_table(caption, made, name, f"{what}_csv")


FIRST = 20
"""How many meetings are shown before somebody asks for all."""


def meetings(child: str, met: Sequence[Meeting], as_of: int) -> None:
    """The meetings, those that may be duplicates marked; the first of them until all are asked for."""
    every = st.session_state.get("all_meetings") == child
    show(_meetings(met if every else met[:FIRST], met, as_of))
    if len(met) > FIRST and not every and st.button(t("Visa alla möten ({n})", n=len(met))):
        st.session_state["all_meetings"] = child
        st.rerun()


def _meetings(rows: Sequence[Meeting], every: Sequence[Meeting], as_of: int) -> Html:
    if not rows:
        return tag("p", t("Inga möten att visa."))
    days = {one.id: one.day for one in every}
    columns = [t("Dag"), t("Forum"), t("Läge"), t("Märkning")]
    heard = {1: t("barnet hördes"), 0: t("barnet hördes inte")}
    body = [
        [
            f"{texts.day(one.day, as_of)} {one.clock}".strip(),
            two_lines(tag("bdi", one.forum or t("Möte utan forum")), tag("bdi", one.title)),
            two_lines(
                status_word(one),
                join(
                    [
                        t("{n:professionell|professionella}", n=Amount(one.people)),
                        heard.get(one.heard, t("okänt om barnet hördes")),
                    ],
                    ", ",
                ),
            ),
            join(_mark(finding, one, days) for finding in one.doubles) or "–",
        ]
        for one in rows
    ]
    return tag("div", table(columns, body, said=t("Möten")), class_="sn-parts")


def _mark(finding: Finding, one: Meeting, days: dict[str, int]) -> Html:
    other = other_meeting(finding, one.id, days)
    when = texts.day(other if other is not None else UNKNOWN)
    if finding.detector == "double_entries":
        return badge("alert", t("inskrivet två gånger"), "double")
    return badge("alert", t("kan vara dubblett av {day}", day=when), "double")
