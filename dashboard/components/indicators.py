"""How the indicators look: a table with each value, what it is of what, for whom, and whence the measure comes."""

from dataclasses import dataclass

from dashboard.components.html import Html, card, table, tag, two_lines
from dashboard.data import Scene
from dashboard.tables import indicators as tables
from dashboard.tables.indicators import Row
from dashboard.texts import mark, t


@dataclass(frozen=True)
class Words:
    """What an indicator, its numerator, its denominator and its population are called, and its source."""

    title: str
    numerator: str
    denominator: str
    population: str
    source: str


DUE = mark("{n:överlämning|överlämningar} som skulle ha skett")
PASSINGS = mark("{n:byte|byten} av barnkontakt")
CONTACTS = mark("{n:barn|barn} som träffat en professionell på ett möte")
PRIMERO = "UNICEF Primero, NICE QS140"
WORDS = {
    "gap_days": Words(
        mark("Dagar utan barnkontakt"),
        mark("{n:dag|dagar} utan barnkontakt"),
        mark("{n:barn|barn}"),
        mark("{n:barn|barn} i stöd som haft barnkontakt"),
        mark("eget mått"),
    ),
    "cuts": Words(
        mark("Byten utan överlapp"),
        mark("{n:byte|byten} samma dag"),
        mark("{n:byte|byten}"),
        PASSINGS,
        "NICE QS140",
    ),
    "joint_meetings": Words(
        mark("Byten med gemensamt möte"),
        mark("{n:byte|byten} med gemensamt möte"),
        mark("{n:byte|byten} med känd närvaro"),
        PASSINGS,
        "NICE QS140",
    ),
    "accepted": Words(
        mark("Mottagaren har tackat ja"),
        mark("{n:accepterad eller genomförd|accepterade eller genomförda}"),
        mark("{n:överlämning|överlämningar} med känt läge"),
        DUE,
        PRIMERO,
    ),
    "lead_time": Words(
        mark("Från planerad till accepterad"),
        mark("{n:dag|dagar} i mitten av raden"),
        mark("{n:värde|värden} i mitten"),
        mark("{n:överlämning|överlämningar} som accepterades"),
        mark("eget mått"),
    ),
    "tenure_length": Words(
        mark("Så länge varar ett uppdrag"),
        mark("{n:dag|dagar} i mitten av raden"),
        mark("{n:värde|värden} i mitten"),
        mark("{n:uppdrag|uppdrag} som slutade"),
        mark("eget mått"),
    ),
    "upc": Words(
        mark("Möten med den vanligaste personen (UPC)"),
        mark("{n:kontakt|kontakter} med den vanligaste"),
        mark("{n:kontakt|kontakter}"),
        CONTACTS,
        "UPC",
    ),
    "coci": Words(
        mark("Samma person igen (COCI)"),
        mark("{n:par|par} av kontakter med samma person"),
        mark("{n:par|par} av kontakter"),
        CONTACTS,
        "Bice–Boxerman",
    ),
    "secon": Words(
        mark("Samma person på nästa möte (SECON)"),
        mark("{n:möte|möten} med någon från mötet före"),
        mark("{n:möte|möten} efter ett annat"),
        CONTACTS,
        "SECON",
    ),
    "checklist": Words(
        mark("Checklistan är gjord"),
        mark("{n:punkt|punkter} gjorda"),
        mark("{n:känd punkt|kända punkter}"),
        mark("{n:punkt|punkter} i överlämningar som skulle ha skett"),
        PRIMERO,
    ),
}


def indicators(now: Scene, district: str | None) -> Html:
    """Every indicator with its parts."""
    head = [t("Mått"), t("Värde"), t("Täljare"), t("Nämnare"), t("Av vilka")]
    days = now.report.rules["handover_gaps"].shown()["past_days"]
    note = t(
        "Ett år bakåt om inget annat är valt ({days} dagar). Median: hälften är kortare, hälften längre.", days=days
    )
    body = table(head, [_row(one) for one in now.table(_rows, district)])
    return card(tag("div", body, class_="sn-parts"), tag("p", note, class_="sn-source"))


def _rows(now: Scene, district: str | None) -> list[Row]:
    return tables.rows(now.network, now.report, district)


def _row(one: Row) -> list[object]:
    words = WORDS[one.code]
    hidden = "–" if one.value == "–" else t("dolt")
    numerator = t(words.numerator, n=one.numerator) if one.numerator is not None else hidden
    denominator = t(words.denominator, n=one.denominator) if one.denominator is not None else hidden
    population = t(words.population, n=one.population)
    if one.unknown.value:
        population = two_lines(population, t("okänt för {n}", n=one.unknown))
    value = t("Inget att räkna") if one.value == "–" else one.value
    title = two_lines(t(words.title), t("Källa: {source}", source=t(words.source)))
    return [title, tag("strong", value), numerator, denominator, population]
