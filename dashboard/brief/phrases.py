"""What the brief and the calendar call people and days."""

from collections.abc import Sequence

from babel.dates import format_date

from dashboard import texts
from dashboard.brief.content import Brief, Party, Person, Words
from dashboard.brief.glyphs import drawable, short, visible
from dashboard.tables.child import clock
from dashboard.texts import t
from graph.values import NO_SECOND, to_date


def agreement(words: Words) -> str:
    """Whether the child has agreed that its words are shown."""
    if words.agreed is None:
        return t("Om barnet vill att orden visas är inte känt.")
    return t("Barnet har sagt ja till att orden visas.") if words.agreed else t("Barnet vill inte att orden visas.")


def child_name(brief: Brief) -> str:
    """What the child is called on the page."""
    return visible(brief.name) or t("Barnet")


def name_of(one: Party | Person) -> str:
    """The name of a person, or that it is not known."""
    return visible(one.name) or t("namn okänt")


def names_of(parties: Sequence[Party]) -> str:
    """The names of several, in a row."""
    return drawable(short(texts.joined([name_of(one) for one in parties]), 60))


def lowered(title: str) -> str:
    """A title inside a sentence: rektor, but BVC-sjuksköterska."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def long_date(day: int) -> str:
    """A day such as 10 mars 2026."""
    return together(format_date(to_date(day), "d MMMM y", locale=texts.language()))


def month(day: int) -> str:
    """A month such as sep 2023."""
    return together(format_date(to_date(day), "MMM y", locale=texts.language())).replace(".", "")


def together(words: object) -> str:
    """Words that stay on one line."""
    return str(words).replace(" ", "\xa0")


def in_language(sv: str, en: str) -> str:
    """That of two texts which is in the language of the page."""
    return sv if texts.language() == "sv" else en


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
        return t("{phase} börjar", phase=in_language(phase.sv, phase.en)) if phase else t("ny livsfas börjar")
    sentences = {
        "answer": t("{name} svarar senast", name=receiver),
        "last_day": t("sista dag för {name}", name=sender),
        "takes_over": t("{name} tar över", name=receiver),
        "follow_up": t("uppföljning"),
    }
    return sentences[kind]
