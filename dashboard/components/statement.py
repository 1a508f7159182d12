"""The accessibility statement: what is met, how it was checked, what Streamlit lacks, and how to tell about faults."""

from dashboard.components.html import Html, card, heading, show, tag
from dashboard.texts import mark, t

MET = [
    mark("Allt går att göra med tangentbord, och det som har fokus syns."),
    mark("Varje bild har en beskrivning, en förklaring av tecknen och en tabell med samma uppgifter."),
    mark("Färg är aldrig ensam om att säga något: det finns ett tecken eller ett ord också."),
    mark("Text har minst kontrasten 4,5:1 och tecken minst 3:1, i ljust och i mörkt läge."),
    mark("Sidorna går att läsa i ett fönster som är 320 punkter brett, utan att rulla i sidled."),
    mark("Skärmläsare får veta vilket språk sidan är på."),
]
CHECKED = [
    mark("Programmet axe letar efter brott mot WCAG 2.1 A och AA på varje sida, i ljust och i mörkt läge: inga kvar."),
    mark("Automatiska prov går vägarna genom sidorna med tangentbord, och mäter sidorna på 320 punkters bredd."),
    mark("Färgernas kontrast räknas ut av ett prov, par för par."),
    mark(
        "Ingen människa med skärmläsare, förstoring eller talstyrning har prövat sidorna än. Gör det innan ni börjar."
    ),
]
LACKING = [
    mark(
        "Några ord är på engelska fast sidan är på svenska: Upload, menyn uppe till höger, filväljarens text, "
        "kalendern, och det en skärmläsare får höra om datumfält, listor och hjälptexter."
    ),
    mark("Listor att välja ur läses olika bra av olika skärmläsare."),
    mark("Nätverket är en ritad yta: piltangenterna läser upp det figur för figur, och tabellen under säger detsamma."),
    mark("Kalenderns veckor börjar på en söndag."),
    mark("Sidan ritas om efter ett val; fokus stannar då oftast kvar, men inte alltid."),
    mark("En utskrift i mörkt läge kan få mörka partier i bilden av nätverket. Välj ljust läge i menyn först."),
]


def show_all() -> None:
    """The statement, in four parts."""
    note = t("Vi siktar på WCAG 2.1 nivå AA. Det här är vår egen bedömning; ingen utomstående har granskat.")
    show(tag("p", note))
    show(_part(t("Det här är uppfyllt"), MET), _part(t("Så är det kontrollerat"), CHECKED))
    show(_part(t("Det här saknas än, mest i Streamlit som sidorna är byggda med"), LACKING))
    told = t(
        "Berätta för den som driver Stödnät hos er: vilken sida, vad du gjorde, vad som hände och vilket hjälpmedel du "
        "har. Skriv inget om enskilda barn. Får du inget svar kan du vända dig till Myndigheten för digital "
        "förvaltning."
    )
    show(heading(2, t("Hittar du ett fel?")), card(tag("p", told)))


def _part(title: str, lines: list[str]) -> Html:
    return tag("section", heading(2, title), card(tag("ul", *(tag("li", t(line)) for line in lines))))
