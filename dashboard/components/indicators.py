"""How the indicators look: a table with each value, what it is of what, for whom, and whence the measure comes."""

from dataclasses import dataclass

from dashboard.components import frame
from dashboard.components.html import card, show, table, tag, two_lines
from dashboard.tables import indicators as tables
from dashboard.tables.indicators import Row
from dashboard.tables.loading import csv_file
from dashboard.tables.scene import Scene
from dashboard.texts import mark, t


@dataclass(frozen=True)
class Words:
    """What an indicator is called, what it is counted on, its population, and what it means, with its source."""

    title: str
    counted: str
    population: str
    means: str


DUE = mark("{n:överlämning|överlämningar} som skulle ha skett")
PASSINGS = mark("{n:byte|byten} av barnkontakt")
CONTACTS = mark("{n:barn|barn} som träffat en professionell på ett möte")
MIDDLE = mark("det mittersta av {known:värde|värden}: hälften är kortare, hälften längre")
WORDS = {
    "gap_days": Words(
        mark("Dagar utan barnkontakt, för barn i stöd"),
        mark("{part:dag|dagar} utan barnkontakt, delat på {whole:barn|barn}"),
        mark("{n:barn|barn} i stöd som haft barnkontakt"),
        mark("Hur länge barn i genomsnitt har stått utan någon ansvarig. Eget mått."),
    ),
    "cuts": Words(
        mark("Byten utan någon tid tillsammans"),
        mark("{part} av {whole:byte|byten} skedde på en dag"),
        PASSINGS,
        mark("Den gamla slutar samma dag som den nya börjar. Källa: NICE QS140."),
    ),
    "joint_meetings": Words(
        mark("Byten med gemensamt möte"),
        mark("{part} av {whole:byte|byten} med känd närvaro"),
        PASSINGS,
        mark("Den gamla, den nya och barnets möte på samma gång. Källa: NICE QS140."),
    ),
    "accepted": Words(
        mark("Mottagaren har tackat ja"),
        mark("{part} av {whole:överlämning|överlämningar} med känt läge"),
        DUE,
        mark("Accepterade eller genomförda. Källa: UNICEF Primero, NICE QS140."),
    ),
    "lead_time": Words(
        mark("Tid från plan till ja"),
        MIDDLE,
        mark("{n:överlämning|överlämningar} som accepterades"),
        mark("Median från planerad till accepterad. Eget mått."),
    ),
    "tenure_length": Words(
        mark("Så länge varar ett uppdrag som barnkontakt"),
        MIDDLE,
        mark("{n:uppdrag|uppdrag} som slutade"),
        mark("Median. Eget mått."),
    ),
    "upc": Words(
        mark("Samma person på de flesta mötena"),
        mark("{part} av {whole:kontakt|kontakter} var med den som barnet träffar oftast"),
        CONTACTS,
        mark("Högt tal: en person är nästan alltid med. Kallas UPC, usual provider continuity."),
    ),
    "coci": Words(
        mark("Få eller många olika personer"),
        mark("{part} av {whole:par|par} av kontakter var med samma person"),
        CONTACTS,
        mark("Högt tal: få personer möter barnet. Kallas COCI, av Bice och Boxerman."),
    ),
    "secon": Words(
        mark("Någon från förra mötet är med igen"),
        mark("{part} av {whole:möte|möten} som följde på ett annat"),
        CONTACTS,
        mark("Högt tal: mötena hakar i varandra. Kallas SECON, sequential continuity."),
    ),
    "checklist": Words(
        mark("Checklistan är gjord"),
        mark("{part} av {whole:känd punkt|kända punkter}"),
        mark("{n:punkt|punkter} i överlämningar som skulle ha skett"),
        mark("Gjorda punkter av de kända. Källa: UNICEF Primero, NICE QS140."),
    ),
}


def indicators(now: Scene, district: str | None) -> None:
    """Every indicator with what it is counted on, to be downloaded too."""
    head = [t("Mått"), t("Värde"), t("Räknat på"), t("Av vilka")]
    days = now.report.rules["handover_gaps"].shown()["past_days"]
    note = t("Ett år bakåt om inget annat är valt ({days} dagar).", days=days)
    body = table(head, [_row(one) for one in now.table(_rows, district)], said=t("Hur går överlämningarna?"))
    show(card(tag("div", body, class_="sn-parts"), tag("p", note, class_="sn-source")))
    frame.download(t("Hämta måtten (CSV)"), lambda: as_csv(now, district), "matt.csv", "indicators_csv")


def as_csv(now: Scene, district: str | None) -> bytes:
    """The indicators as a file, hidden where the page hides them."""
    head = [t("Mått"), t("Område"), t("Värde"), t("Räknat på"), t("Av vilka"), t("Okänt för")]
    rows = [_cells(one, district or t("hela kommunen")) for one in now.table(_rows, district)]
    return csv_file(head, rows, now.network.generated)


def _cells(one: Row, where: str) -> list[object]:
    words = WORDS[one.code]
    population = t(words.population, n=one.population) if one.population else t("dolt")
    value = t("Inget att räkna") if one.value == "–" else one.value
    return [t(words.title), where, value, _counted(one, words), population, f"{one.unknown}"]


def _rows(now: Scene, district: str | None) -> list[Row]:
    return tables.rows(now.table(_counted_of), district)


def _counted_of(now: Scene) -> tables.Counted:
    return tables.Counted(now.network, now.report)


def _row(one: Row) -> list[object]:
    words = WORDS[one.code]
    population = t(words.population, n=one.population) if one.population else t("dolt")
    if one.unknown.value:
        population = two_lines(population, t("okänt för {n}", n=one.unknown))
    value = t("Inget att räkna") if one.value == "–" else one.value
    return [two_lines(t(words.title), t(words.means)), tag("strong", value), _counted(one, words), population]


def _counted(one: Row, words: Words) -> str:
    """What the value is counted on, in a sentence."""
    if one.numerator is None or one.denominator is None:
        return "–" if one.value == "–" else t("dolt")
    return t(words.counted, part=one.numerator, whole=one.denominator, known=one.known)
