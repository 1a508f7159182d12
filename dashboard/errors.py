"""What goes wrong, in Swedish: the sentences of stores, loads and generated data as the pages say them.

The code writes its sentences in English, for the command line; each has its Swedish here, with `{}` for what varies.
"""

import re
from collections.abc import Mapping
from functools import cache

from dashboard import texts

SWEDISH: Mapping[str, str] = {
    "A seed is 0 or a positive whole number.": "Ett frö är 0 eller ett positivt heltal.",
    "A store is sqlite:///file.db, a path that ends in .db, or neo4j://host:port.": (
        "Ett lager är sqlite:///fil.db, en sökväg som slutar på .db, eller neo4j://värd:port."
    ),
    "A store on a server is neo4j://host:port or neo4j://host:port/database.": (
        "Ett lager på en server är neo4j://värd:port eller neo4j://värd:port/databas."
    ),
    "A town has from 1 to {} children.": "En ort har från 1 till {} barn.",
    "Another load into {} is running; nothing was changed.": "En annan inläsning till {} pågår. Inget är ändrat.",
    "Another load is running; nothing was changed.": "En annan inläsning pågår. Inget är ändrat.",
    "Another load took over; what this one wrote is marked as unfinished.": (
        "En annan inläsning tog över. Det som den här skrev är märkt som inte klart."
    ),
    "Nothing was loaded: generated and other data would be mixed. Use another store, or --mix.": (
        "Inget lästes in: påhittade och andra uppgifter skulle blandas. Använd ett annat lager."
    ),
    "Nothing was loaded: {} of {} rows are refused.": (
        "Inget lästes in: {} av {} rader nekas, och allt eller inget är valt."
    ),
    "The mapping gives two kinds of files the same file name.": "Mappningen ger två slags filer samma filnamn.",
    "The day of a town lies between 1950 and 2200.": "Ortens dag ligger mellan 1950 och 2200.",
    "The list of refused rows cannot be written ({}).": "Listan över nekade rader kan inte skrivas ({}).",
    "The store holds data that are not made up: use another store.": (
        "Lagret har uppgifter som inte är påhittade. Använd ett annat lager."
    ),
    "The store was removed from the server while it was open; load files first.": (
        "Lagret togs bort från servern medan det var öppet. Läs in filer först."
    ),
    "A verdict is one of {}.": "En bedömning är en av {}.",
    "Say who judges: a name is missing.": "Skriv ditt namn: det saknas.",
    "The name is longer than {} characters.": "Namnet är längre än {} tecken.",
    "The note is longer than {} characters.": "Texten är längre än {} tecken.",
    "That looks like a personal identity number; write nothing about single children.": (
        "Det där ser ut som ett personnummer. Skriv inget om enskilda barn."
    ),
    "--by names no professional of the store.": "--by nämner ingen professionell i lagret.",
    "--receiver names no professional of the store.": "--receiver nämner ingen professionell i lagret.",
    "An argument has signs that cannot be read.": "Ett argument har tecken som inte går att läsa.",
    "Nobody else was to receive before.": "Ingen annan har varit tänkt som mottagare.",
    "The child has no handover under way, or several: name one with --handover.": (
        "Barnet har ingen överlämning på gång, eller flera: nämn en med --handover."
    ),
    "The child has no handover whose days could be written or cancelled.": (
        "Barnet har ingen överlämning vars dagar kan skrivas eller avbokas."
    ),
    "The child has no handover with that id.": "Barnet har ingen överlämning med det id:t.",
    "The step change needs one of {}.": "Steget change behöver en av {}.",
    "The step {} does not take {}.": "Steget {} tar inte {}.",
    "The step {} needs {}.": "Steget {} behöver {}.",
    "The view of what is coming does not take {}.": "Översikten över det som kommer tar inte {}.",
    "There is no child with that id in the store.": "Det finns inget barn med det id:t i lagret.",
    "{} names a folder.": "{} nämner en mapp.",
    "{} names the store, the model or the other file.": "{} nämner lagret, modellen eller den andra filen.",
    "{} takes a date such as 2026-03-10.": "{} tar ett datum, som 2026-03-10.",
    "--model takes {} or a file of phases; there is no model and no file {}; the models are {}.": (
        "--model tar {} eller en fil med livsfaser. Det finns ingen modell och ingen fil {}."
    ),
    "--model takes {} or a file of phases; {} cannot be read.": (
        "--model tar {} eller en fil med livsfaser. {} kan inte läsas."
    ),
    "--model takes {} or a file of phases; {} is no model of phases: {}.": (
        "--model tar {} eller en fil med livsfaser. {} är ingen modell av livsfaser: {}."
    ),
    "Somebody else has judged this meanwhile; read it and try again.": (
        "Någon annan har bedömt det här under tiden. Läs den bedömningen och försök igen."
    ),
    "There is no verdict to take back.": "Det finns ingen bedömning att ta tillbaka.",
    "The store changes while it is read; try again.": "Lagret ändras medan det läses. Försök igen.",
    "There is no store at {}; load files first.": "Det finns inget lager på {}. Läs in filer först.",
    "There is none of the files that can be loaded: {}.": "Där finns ingen av de filer som kan läsas in: {}.",
    "There is no file or folder {}.": "Det finns ingen fil eller mapp {}.",
    "User and password are read from NEO4J_USERNAME and NEO4J_PASSWORD, not from the URL.": (
        "Användare och lösenord läses från NEO4J_USERNAME och NEO4J_PASSWORD, inte från adressen."
    ),
    "User and password of the Neo4j server are read from NEO4J_USERNAME and NEO4J_PASSWORD.": (
        "Användare och lösenord till Neo4j-servern läses från NEO4J_USERNAME och NEO4J_PASSWORD."
    ),
    "The load of {} rows begun {} UTC from {} ({} written) in {} is unfinished, and this is another load; "
    "nothing was changed. Run that one again first.": (
        "Inläsningen av {} rader som började {} UTC från {} ({} skrivna) i {} är inte klar, och det här är en annan. "
        "Inget är ändrat. Kör den först igen."
    ),
    "The load of {} rows begun {} UTC from {} ({} written) in {} is unfinished; "
    "run the same load again to complete it.": (
        "Inläsningen av {} rader som började {} UTC från {} ({} skrivna) i {} är inte klar. "
        "Kör samma inläsning igen, så blir den klar."
    ),
    "Other files were left: {}.": "Andra filer lämnades: {}.",
    "Unknown columns in {} were left: {}.": "Okända kolumner i {} lämnades: {}.",
    "{} has no column {}: all its rows are refused.": "{} saknar kolumnen {}: alla dess rader nekas.",
    "The mapping file cannot be read ({}).": "Mappningen kan inte läsas ({}).",
    "The mapping file is not TOML that can be read.": "Mappningen är inte TOML som går att läsa.",
    "The mapping names a kind of file that there is not; there are {}.": (
        "Mappningen nämner en sorts fil som inte finns. De som finns är {}."
    ),
    "In the mapping, [{}] has a key or value that cannot be: {}.": (
        "I mappningen har [{}] en nyckel eller ett värde som inte kan vara: {}."
    ),
    "In the mapping, [{}] date_format is not a format of dates such as %d.%m.%Y.": (
        "I mappningen är date_format i [{}] inte ett format för datum, som %d.%m.%Y."
    ),
    "In the mapping, [{}] names a column that there is not; there are {}.": (
        "I mappningen nämner [{}] en kolumn som inte finns. De som finns är {}."
    ),
    "{} is Neo4j {}; Stödnät needs 5.26 or later.": "{} är Neo4j {}. Stödnät behöver 5.26 eller senare.",
    "{} is not one of the files that can be loaded: {}.": "{} är inte en av de filer som kan läsas in: {}.",
    "{} cannot be read ({}).": "{} kan inte läsas ({}).",
    "{} cannot be made: its folder is not there or may not be written to.": (
        "{} kan inte skapas: mappen finns inte eller får inte skrivas till."
    ),
    "{} is a folder, not a store.": "{} är en mapp, inte ett lager.",
    "{} is empty; load files first.": "{} är tomt. Läs in filer först.",
    "{} is in use, or a load was cut off, in a folder that may not be written to.": (
        "{} används, eller en inläsning bröts, i en mapp som inte får skrivas till."
    ),
    "{} is not a store: another program made it.": "{} är inte ett lager: ett annat program har gjort den.",
    "{} is not a store.": "{} är inte ett lager.",
    "{} is not there any more.": "{} finns inte längre.",
    "{} may not be read.": "{} får inte läsas.",
    "{} may not be read or written.": "{} får inte läsas eller skrivas.",
    "{} may not be written to.": "{} får inte skrivas till.",
    "{} may not be written to; nothing was changed.": "{} får inte skrivas till. Inget är ändrat.",
    "{} cannot be opened.": "{} kan inte öppnas.",
    "{} cannot be written: the disk is full. Nothing was changed.": (
        "{} kan inte skrivas: disken är full. Inget är ändrat."
    ),
    "{} cannot be read or written: the disk is full or broken.": (
        "{} kan inte läsas eller skrivas: disken är full eller trasig."
    ),
    "{} is locked by another program.": "{} är låst av ett annat program.",
    "{} is damaged.": "{} är skadat.",
    "{} was made by another version of Stödnät; load its files into a new store.": (
        "{} är gjort av en annan version av Stödnät. Läs in filerna i ett nytt lager."
    ),
    "{} was written to while it was read; try again.": "{} skrevs medan det lästes. Försök igen.",
    "{} was changed by another program while it was written; try again.": (
        "{} ändrades av ett annat program medan det skrevs. Försök igen."
    ),
    "{} holds what another program wrote; it cannot be read.": (
        "{} har något som ett annat program har skrivit, och kan inte läsas."
    ),
    "{} holds nodes of others with labels that Stödnät uses; nothing was changed.": (
        "{} har andras noder med etiketter som Stödnät använder. Inget är ändrat."
    ),
    "{} holds something else; nothing was changed. --into-existing puts a store beside it.": (
        "{} har något annat. Inget är ändrat."
    ),
    "{} does not answer.": "{} svarar inte.",
    "{} does not answer; a load that was cut off is marked as unfinished or has changed nothing.": (
        "{} svarar inte. En inläsning som bröts är märkt som inte klar, eller har inte ändrat något."
    ),
    "{} cannot be reached in this way: neo4j+s:// is for certificates that are trusted, +ssc for others.": (
        "{} kan inte nås så: neo4j+s:// är för certifikat som är betrodda, +ssc för andra."
    ),
    "{} has had too many wrong passwords; wait a little.": "{} har fått för många fel lösenord. Vänta lite.",
    "{} wants the password changed before it is used.": "{} vill att lösenordet byts innan det används.",
    "{} does not accept the user and password in NEO4J_USERNAME and NEO4J_PASSWORD.": (
        "{} godtar inte användaren och lösenordet i NEO4J_USERNAME och NEO4J_PASSWORD."
    ),
    "{} does not let this user do that; nothing was changed.": (
        "{} låter inte den här användaren göra det. Inget är ändrat."
    ),
    "{} has no database {}.": "{} har ingen databas {}.",
    "{} has its database {} not running.": "{} har databasen {} avstängd.",
    "{} has too little memory for this; what was written is marked if it is not complete.": (
        "{} har för lite minne för det här. Det som skrevs är märkt om det inte är klart."
    ),
    "{} cannot keep an id or a role of more than {} bytes; nothing was changed.": (
        "{} kan inte ha ett id eller en roll på mer än {} byte. Inget är ändrat."
    ),
    "{} speaks no protocol that Stödnät knows; it needs Neo4j 5.26 or later.": (
        "{} talar inget protokoll som Stödnät kan. Det behövs Neo4j 5.26 eller senare."
    ),
    "{} refuses that, and may hold what another program wrote: {}.": (
        "{} vägrar det, och har kanske något som ett annat program har skrivit: {}."
    ),
    "{} has its disk full; what was written is marked if it is not complete.": (
        "{} har full disk. Det som skrevs är märkt om det inte är klart."
    ),
    "{} takes longer than it may; try again.": "{} tar längre tid än det får. Försök igen.",
    "{} is too busy; try again.": "{} är upptagen. Försök igen.",
    "{} holds something else under the same ids; nothing was changed.": (
        "{} har något annat med samma id. Inget är ändrat."
    ),
}


def told(words: str) -> str:
    """What went wrong, in the language of the page."""
    if texts.language() != "sv":
        return words
    for pattern, swedish in _patterns():
        if found := pattern.fullmatch(words):
            return swedish.format(*found.groups())
    return words


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The sentences as patterns, the most particular first."""
    ordered = sorted(SWEDISH.items(), key=lambda entry: -len(entry[0].replace("{}", "")))
    return [
        (re.compile(re.escape(english).replace(r"\{\}", "(.*)"), re.DOTALL), swedish) for english, swedish in ordered
    ]
