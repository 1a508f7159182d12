"""What is written in handovers: what children say in their own words, what is agreed, and why somebody declines."""

LITTLE = (
    "Jag vill leka med klossarna när vi ses.",
    "Jag vill att mamma är med första gången.",
    "Jag tycker om att rita, mest dinosaurier.",
    "Jag vill visa min nalle för den nya.",
    "Jag är lite rädd för nya rum.",
    "Jag vill veta var kapprummet är.",
    "Jag vill att pappa läser för mig innan jag går in.",
    "Jag tycker inte om när det är många som pratar samtidigt.",
    "Jag vill gå dit med Saga från förskolan.",
    "Jag kan hoppa på ett ben nästan tio gånger.",
)
SCHOOL = (
    "Jag vill att vi ses efter lunch, för då är jag inte trött.",
    "Jag vill fortsätta på fotbollen på tisdagar.",
    "Jag vill sitta bredvid någon jag känner.",
    "Jag har berättat om bråken på rasten och vill inte göra det igen.",
    "Jag tycker bäst om bild och idrott.",
    "Jag vill att fröken säger till innan något ändras.",
    "Jag sover bättre nu än i höstas.",
    "Jag vill att ni frågar mig och inte bara mamma.",
    "Jag vill ha kvar samma tid för läxhjälpen.",
    "Jag har fått en kompis i min nya grupp.",
    "Jag vill veta vem jag går till om jag blir ledsen.",
    "Jag vill inte bli hämtad mitt i lektionen.",
)
TEENS = (
    "Jag vill veta vad ni skriver om mig.",
    "Jag vill själv berätta för min mentor.",
    "Jag orkar inte börja om med en ny person en gång till.",
    "Jag vill helst skriva, inte ringa.",
    "Jag vill ha hjälp att komma igång på morgonen.",
    "Jag vill fortsätta med dansen även om schemat ändras.",
    "Jag vill att pappa får veta samma sak som mamma.",
    "Jag tycker att mötena ska vara kortare.",
    "Jag vill ha någon med mig första dagen på gymnasiet.",
    "Jag kan prata om skolan men inte om hemma just nu.",
    "Jag litar på kuratorn och vill att hon är kvar.",
    "Jag vill söka sommarjobb och behöver hjälp med det.",
)
ALSO = (
    "Jag vill träffa den nya innan vi byter.",
    "Det är bra att vi säger hej då ordentligt.",
    "Jag vill att den nya vet att jag tycker om djur.",
    "Jag vill veta när vi ses nästa gång.",
    "Det känns okej.",
    "Jag är mest nyfiken.",
    "Jag vill inte att alla ska veta allt.",
    "Jag vill bli kallad vid mitt smeknamn.",
    "Jag är glad att min storasyster också går där.",
    "Om jag blir arg vill jag få gå ut en stund.",
)
AGREEMENTS = (
    "Mottagaren ringer familjen första veckan",
    "Barnet visas runt innan bytet",
    "Samma tid varje vecka den första månaden",
    "Avlämnaren är med på det första mötet",
    "Planen gås igenom tillsammans med vårdnadshavarna",
    "Skolan får veta vem som är ny kontakt",
    "Tolk bokas till uppföljningen",
    "Barnet får mottagarens telefonnummer",
    "Fritids informeras av mottagaren",
    "Avlämnaren går att nå i två månader",
)
DECLINED = (
    "Har inte utrymme att ta emot fler barn nu.",
    "Barnet byter skola, fråga den nya skolan.",
    "Är sjukskriven under våren.",
    "Saknar underlag för att ta emot.",
)
WITHDRAWN = (
    "Familjen vill vänta med bytet.",
    "Avlämnaren blir kvar.",
    "Fel mottagare.",
)
