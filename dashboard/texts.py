"""Every word that a user reads: Swedish in the code, English from a catalogue; numbers and dates as each writes them.

`t("svensk text")` gives the text in the language of the page. Nothing here knows Streamlit: the command
line uses it too.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path

from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from graph.findings import Finding, Number
from graph.questions import detectors
from graph.values import OPEN, SWEDEN, UNKNOWN, to_date

LANGUAGES = {"sv": "Svenska", "en": "English"}
CATALOGUE = Path(__file__).parent / "locale" / "en" / "LC_MESSAGES" / "stodnat.po"
LEAST = 5
"""Counts of children under this are not shown."""
MADE_UP = "Påhittade uppgifter"

_language: ContextVar[str] = ContextVar("language", default="sv")


def speak(language: str) -> None:
    """Choose the language of what is drawn from here on."""
    _language.set(language if language in LANGUAGES else "sv")


def language() -> str:
    """The language in force."""
    return _language.get()


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """A language for what is made in between, whatever the page speaks."""
    before = _language.set(language if language in LANGUAGES else "sv")
    try:
        yield
    finally:
        _language.reset(before)


def mark(text: str) -> str:
    """A text that is translated where it is shown."""
    return text


@cache
def catalogue() -> Mapping[str, str]:
    """The English of every Swedish text."""
    with CATALOGUE.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, "en") if entry.id}


def translate(text: str, language: str) -> str:
    """A text of the code in a language."""
    return text if language == "sv" else catalogue().get(text) or text


class Amount:
    """A number in a sentence: `{days}` is 1 234 and `{days:dag|dagar}` is 1 dag or 2 dagar.

    With a word it is never below 0, for the sentence says which way. `few` hides a count of children under five.
    """

    def __init__(self, value: float | None, few: bool = False) -> None:
        self.value, self.few = value, few

    def __format__(self, words: str) -> str:
        one, _, many = words.partition("|")
        if self.value is None:
            return f"{t('okänt antal')} {many}" if words else t("okänt")
        value = abs(self.value) if words else self.value
        shown = children(int(value)) if self.few else number(value, 2)
        return f"{shown} {one if value == 1 and shown == number(1) else many}" if words else shown


def t(text: str, **values: object) -> str:
    """A text in the language of the page, with values in its braces."""
    found = translate(text, language())
    return found.format(**values) if values else found


def number(value: float, digits: int = 1) -> str:
    """A number with thin groups of thousands and the decimal sign of the language."""
    return _number(round(value, digits) or 0, language())


@lru_cache(4096)
def _number(value: float, language: str) -> str:
    return str(format_decimal(value, locale=language)).replace("\xa0", "\u202f")


TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of what stands after them."""
JOINER = "\u2060"
"""Is not seen, and parts what would else be read together."""
NOTHING = frozenset("\u00ad\u200b\u2060\ufeff")
"""Signs that are not seen."""


def shown(words: str) -> str:
    """A text of the data without what has no shape: control characters, and marks that turn the direction of others."""
    kept = "".join(" " if unicodedata.category(one) == "Cc" else one for one in words if one not in TURNS | NOTHING)
    return " ".join(kept.split())


def percent(part: int, whole: int) -> str:
    """A share in per cent: one decimal, none where it is whole."""
    pattern = "#,##0.# %" if language() == "sv" else "#,##0.#%"
    return (
        str(format_percent(part / whole, pattern, locale=language())).replace("\xa0", "\u202f").replace(" ", "\u202f")
    )


def children(count: int) -> str:
    """A count of children as it may be shown: nothing under five."""
    return number(count) if count >= LEAST else f"<{LEAST}"


def day(value: int | None, as_of: int | None = None) -> str:
    """A day such as 17 aug, with the year unless it is that of the as-of day."""
    if value is None or value in (UNKNOWN, OPEN):
        return "–"
    date = to_date(value)
    near = as_of is not None and to_date(as_of).year == date.year
    return _date_words(date, "d MMM" if near else "d MMM y", language()).replace(".", "")


@lru_cache(4096)
def _date_words(date: dt.date, pattern: str, language: str) -> str:
    return str(format_date(date, pattern, locale=language))


def month(year: int, number: int) -> str:
    """A month such as aug."""
    text = format_date(dt.date(year, number, 1), "LLL", locale=language())
    return str(text).replace(".", "")


def long_day(value: int) -> str:
    """A day in words: tisdag 10 mars 2026."""
    return str(format_date(to_date(value), "EEEE d MMMM y", locale=language()))


def moment(at: dt.datetime) -> str:
    """A moment in Swedish time: 10 mars 2026 16.42."""
    return str(format_datetime(at.astimezone(SWEDEN), "d MMMM y HH.mm", locale=language()))


def file_name(name: str, made_up: bool) -> str:
    """What a file that is fetched is called, which says so if the data are made up."""
    return f"pahittade-uppgifter-{name}" if made_up else name


def joined(parts: list[str]) -> str:
    """Words in a row: a, b och c."""
    head, last = ", ".join(parts[:-1]), parts[-1] if parts else ""
    return f"{head} {t('och')} {last}" if head else last


TOO_LATE = {
    "no_joint_meeting": mark(
        "Rollen gick över {start} utan att de två möttes om barnet. "
        "Tiden för ett gemensamt möte har gått ut, eller går ut i dag."
    )
}
"""What findings say that have no days left."""


def finding_text(finding: Finding, language: str, *, careful: bool = False) -> str:
    """What a finding says, in a sentence; `careful` hides counts of children under five, and what would tell them."""
    before = _language.set(language)
    try:
        values = {
            name: _shown(value, careful and name.startswith("children")) for name, value in finding.numbers.items()
        }
        if careful and "children_smaller" in finding.numbers:  # with what other pairs tell it would tell a few
            values["children_smaller"] = t("ett dolt antal")
        values |= {"start": _date(finding.start), "end": _date(finding.end)}
        sentence = detectors()[finding.detector].kinds[finding.kind]
        if finding.numbers.get("days_left") == 0:
            sentence = TOO_LATE.get(finding.kind, sentence)
        return translate(sentence, language).format(**values)
    finally:
        _language.reset(before)


def _date(value: int | None) -> str:
    return t("okänt datum") if value is None else day(value)


def _shown(value: Number, few: bool) -> object:
    if isinstance(value, bool):
        return t("ja") if value else t("nej")
    return joined(value) if isinstance(value, list) else Amount(value, few)


TITLES = {
    "duplicate_meetings": mark("Möten som kan vara dubbletter"),
    "double_entries": mark("Möten som kan vara inskrivna två gånger"),
    "forum_overlap": mark("Forum som liknar varandra"),
    "handover_gaps": mark("Glapp i ansvaret som barnkontakt"),
    "phase_boundaries": mark("Nya livsfaser utan överlämning"),
    "no_joint_meeting": mark("Byten utan gemensamt möte"),
    "stalled_handovers": mark("Överlämningar som står stilla"),
    "orphaned_handovers": mark("Överlämningar utan mottagare"),
    "double_contacts": mark("Två barnkontakter samtidigt"),
    "departing_staff": mark("Professionella som slutar"),
    "too_many_handovers": mark("Många byten av barnkontakt"),
    "unanswered_concerns": mark("Orosanmälningar som väntar eller kom igen"),
    "child_not_heard": mark("Barn som inte hördes"),
}
KINDS = {
    "same_people": mark("samma personer"),
    "same_agencies": mark("samma verksamheter"),
    "same_uid": mark("samma kalenderpost"),
    "same_forum": mark("samma forum"),
    "same_title": mark("samma rubrik"),
    "same_children": mark("samma barn"),
    "same_professionals": mark("samma professionella"),
    "same_mandate": mark("samma uppdrag"),
    "equal": mark("samma barn och professionella"),
    "current": mark("Ingen är barnkontakt i dag"),
    "never": mark("Har aldrig haft barnkontakt"),
    "ending": mark("Uppdraget slutar snart"),
    "gap": mark("Glapp som varit"),
    "no_handover": mark("Ingen överlämning på gång"),
    "not_accepted": mark("Överlämningen är inte accepterad"),
    "no_joint_meeting": mark("Inget gemensamt möte"),
    "passed": mark("Dagen har passerat"),
    "soon": mark("Dagen är nära"),
    "rejected": mark("Mottagaren tackade nej"),
    "revoked": mark("Återkallad"),
    "now": mark("Pågår"),
    "past": mark("Har varit"),
    "departing": mark("Slutar snart"),
    "changes": mark("Många byten"),
    "assessment": mark("Förhandsbedömning över tiden"),
    "investigation": mark("Utredning över tiden"),
    "feedback": mark("Återkoppling saknas"),
    "rereport": mark("Ny anmälan"),
    "meetings": mark("På möten"),
    "plan": mark("I en plan"),
    "handover": mark("Inför en överlämning"),
}
ADVICE = {
    "duplicate_meetings": mark("Fråga dem som möttes om ett möte räcker."),
    "double_entries": mark("Ta bort den ena raden om det är samma möte."),
    "forum_overlap": mark("Bedöm tillsammans med parterna. Paret kan vara rätt."),
    "handover_gaps": mark("Fråga verksamheten som hade barnet senast vem som tar över."),
    "phase_boundaries": mark("Planera överlämningen med barnet och den som tar över."),
    "no_joint_meeting": mark("Bjud in båda till ett möte med barnet."),
    "stalled_handovers": mark("Fråga mottagaren, eller bestäm en ny dag."),
    "orphaned_handovers": mark("Bestäm en ny mottagare, eller skriv att ingen behövs."),
    "double_contacts": mark("Fråga de två vem som är barnkontakt."),
    "departing_staff": mark("Bestäm vem som tar över varje barn innan personen slutar."),
    "too_many_handovers": mark("Fråga verksamheterna varför, och barnet hur det har varit."),
    "unanswered_concerns": mark("Fråga mottagningen vad som har hänt och skriv in det."),
    "child_not_heard": mark("Fråga barnet, och skriv in vad det säger."),
}
REASONS = {
    "no forums": mark("Det finns inga forum i lagret."),
    "no meetings about a child": mark("Det finns inga möten om ett barn i lagret."),
    "no supports row with the role": mark("Ingen rad i filen med stöd har rollen barnkontakt."),
    "no attendance": mark("Inget möte säger vilka som var där."),
    "no handovers": mark("Det finns inga överlämningar i lagret."),
    "no meetings about a child, plans or handovers": mark(
        "Det finns varken möten om ett barn, planer eller överlämningar i lagret."
    ),
    "no concerns": mark("Orosanmälningar är inte inlästa."),
    "no meetings in a forum": mark("Inget möte har ett forum."),
    "nothing about the child being heard": mark("Inget möte säger om barnet hördes."),
    "not asked for": mark("Frågan ställdes inte."),
}
SKIPPED = {
    "no_start": mark("möten utan datum"),
    "no_child": mark("möten utan barn"),
    "not_running": mark("forum som inte är i drift"),
    "no_level": mark("forum utan nivå, jämförda med alla nivåer"),
    "short": mark("glapp kortare än gränsen"),
    "not_in_support": mark("glapp när barnet inte hade stöd"),
    "no_born": mark("barn utan födelsedatum"),
    "unknown_contact": mark("livsfaser där det är okänt om barnkontakten är rätt"),
    "no_attendance": mark("byten med ett möte där närvaron är okänd"),
    "no_state": mark("överlämningar utan läge"),
    "no_due": mark("överlämningar utan dag"),
    "orphaned_handovers.no_child": mark("överlämningar utan barn"),
    "no_received": mark("anmälningar utan dag"),
    "no_decided": mark("anmälningar där inget beslut någonsin är inskrivet"),
    "no_closed": mark("utredningar där inget avslut någonsin är inskrivet"),
    "no_feedback": mark("anmälningar där återkopplingen är okänd"),
    "unknown_meeting": mark("möten där det är okänt om barnet hördes"),
    "unknown_plan": mark("planer där det är okänt om barnet hördes"),
    "unknown_handover": mark("överlämningar där det är okänt om barnet hördes"),
    "open_start": mark("uppdrag utan startdatum, räknade som sedan alltid"),
    "policy": mark("inget visar vilka barn som är i stöd: alla räknas"),
}
VERDICTS = {
    "duplicate": mark("Dubblett"),
    "complementary": mark("Kompletterar varandra"),
    "required": mark("Krävs i lag"),
    "unclear": mark("Oklart"),
    "none": mark("Inte bedömt"),
    "withdrawn": mark("Bedömningen togs tillbaka"),
}
"""What people decide about a finding; `none` where nobody has."""
LEVELS = {
    "child": mark("Barn"),
    "management": mark("Ledning"),
    "strategic": mark("Strategisk"),
    "arena": mark("Plats"),
    "programme": mark("Program"),
    "unknown": mark("Okänd"),
}
MEASURES = {
    "children": mark("Barn"),
    "professionals": mark("Professionella"),
    "agencies": mark("Verksamheter"),
    "parties": mark("Parter"),
    "needs": mark("Behov"),
}
STATUS = {
    "planned": mark("planerat"),
    "held": mark("hållet"),
    "cancelled": mark("inställt"),
    "unknown": mark("okänt"),
    "running": mark("i drift"),
    "pilot": mark("på prov"),
    "proposed": mark("föreslaget"),
    "closed": mark("avslutat"),
}
ROLES = {
    "barnkontakt": mark("barnkontakt"),
    "stodsamordnare": mark("stödsamordnare"),
    "guardian": mark("vårdnadshavare"),
    "trusted_adult": mark("trygg vuxen"),
    "caseworker": mark("socialsekreterare"),
    "teacher": mark("lärare"),
    "mentor": mark("mentor"),
    "school_nurse": mark("skolsköterska"),
    "child_health_nurse": mark("BVC-sjuksköterska"),
    "midwife": mark("barnmorska"),
    "head_teacher": mark("rektor"),
    "preschool_teacher": mark("förskollärare"),
    "school_counsellor": mark("skolkurator"),
    "family_worker": mark("familjebehandlare"),
    "bup": mark("behandlare på BUP"),
    "habilitation": mark("behandlare på habiliteringen"),
    "contact_person": mark("kontaktperson"),
    "coach": mark("tränare"),
}
NEEDS = {
    "safety": mark("trygghet"),
    "health": mark("hälsa"),
    "development": mark("utveckling"),
    "care": mark("omsorg"),
    "leisure": mark("fritid"),
    "respect": mark("respekteras"),
    "responsibility": mark("ta ansvar"),
    "belonging": mark("tillhörighet"),
}
PARTIES = {
    "skola": mark("skola"),
    "forskola": mark("förskola"),
    "socialtjanst": mark("socialtjänst"),
    "halso_sjukvard": mark("hälso- och sjukvård"),
    "polis": mark("polis"),
    "fritid": mark("fritid"),
    "bup": mark("BUP"),
    "bvc": mark("BVC"),
    "mvc": mark("MVC"),
    "habilitering": mark("habilitering"),
    "barnmedicin": mark("barnmedicin"),
    "kriminalvard": mark("kriminalvård"),
    "aklagare": mark("åklagare"),
    "civilsamhalle": mark("civilsamhälle"),
}
PLANS = {
    "sip": mark("SIP"),
    "genomforandeplan": mark("genomförandeplan"),
    "atgardsprogram": mark("åtgärdsprogram"),
}
CONSENTS = {
    "individual": mark("för varje barn"),
    "written": mark("skriftligt"),
    "voluntary": mark("frivilligt"),
    "open": mark("öppet"),
    "none": mark("behövs inte"),
    "protection": mark("skydd av barnet"),
    "secrecy exception": mark("undantag från sekretess"),
}
TABLES = {
    "child": mark("Barn"),
    "adult": mark("Vuxna"),
    "professional": mark("Professionella"),
    "agency": mark("Verksamheter"),
    "forum": mark("Forum"),
    "meeting": mark("Möten"),
    "plan": mark("Planer"),
    "handover": mark("Överlämningar"),
    "change": mark("Steg i överlämningar"),
    "concern": mark("Orosanmälningar"),
    "consent": mark("Samtycken"),
}
RULES = {
    "missing_id": mark("Id saknas"),
    "missing_value": mark("Obligatorisk cell är tom"),
    "missing_column": mark("Obligatorisk kolumn saknas"),
    "bad_date": mark("Datum går inte att läsa"),
    "bad_number": mark("Tal går inte att läsa"),
    "bad_value": mark("Värde utanför listan"),
    "end_before_start": mark("Slut före start"),
    "duplicate_id": mark("Samma id, annat innehåll"),
    "ambiguous_id": mark("Samma id för två sorter"),
    "unknown_reference": mark("Pekar på något som inte finns"),
    "ragged_row": mark("Fler celler än kolumner"),
    "undecodable": mark("Tecken som inte går att läsa"),
    "too_long": mark("För lång cell"),
}


def word(words: Mapping[str, str], code: str | None) -> str:
    """The word for a code of the data; the code itself where there is none."""
    if code is None:
        return ""
    return t(words[code]) if code in words else code


def left_out(detector: str, code: str) -> str:
    """What a question left out or had to assume; the same code may be of other things in another question."""
    own = f"{detector}.{code}"
    return word(SKIPPED, own if own in SKIPPED else code)


def reason(code: str | None) -> str:
    """Why a question was not asked, in a sentence."""
    return word(REASONS, code)
