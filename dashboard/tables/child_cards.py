"""What somebody needs to look at on a child's page: findings as cards, the gravest first, and what holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import texts
from dashboard.tables.child import DOUBLES, Support, key, supports
from dashboard.tables.counts import YEAR, protected
from dashboard.tables.picture import Picture, points_of
from dashboard.texts import ADVICE, ROLES, TITLES, Amount, finding_text, language, t, word
from graph.findings import Finding
from graph.measures import Person, held_together
from graph.meetings import Meetings
from graph.network import Network
from graph.tenures import tenures_of

ALERT = ("never", "current", "passed", "rejected", "same_uid", "same_forum", "same_title")
"""Kinds of findings that cannot wait."""
OWN = ("trusted_adult", "contact_person", "coach")
"""Roles of adults in the child's own life."""


@dataclass(frozen=True)
class Card:
    """One card. `look`: alert, watch or strength; `points`: of the picture, that it is about; `about`: their names;
    `keys`: of the findings on it, which somebody can decide about, and `decided` whether somebody has."""

    key: str
    look: str
    title: str
    text: str
    step: str
    about: str = ""
    when: str = ""
    points: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    decided: bool = False


def cards(found: Sequence[Finding], drawn: Picture, decided: frozenset[str] = frozenset()) -> list[Card]:
    """The findings, those that are about the same forums on one card, the gravest first and the decided ones last."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for one in found:
        groups.setdefault((one.key in decided, *_group(one)), []).append(one)
    made = [_card(own, drawn, own[0].key in decided) for own in groups.values()]
    return sorted(made, key=lambda card: (card.decided, card.look))


def _group(one: Finding) -> tuple[str, ...]:
    return (one.detector, one.kind, *one.evidence.get("forum", [])) if one.detector in DOUBLES else (one.key,)


def _card(own: Sequence[Finding], drawn: Picture, decided: bool) -> Card:
    first = own[0]
    points = tuple(dict.fromkeys(point for one in own for point in points_of(one, drawn)))
    named = [point for point in points if drawn.nodes[point].kind not in ("seat", "meeting")]
    if first.evidence.get("forum"):
        named = [point for point in named if drawn.nodes[point].kind == "forum"]
    more = t("Så är det med {n:par|par} till.", n=Amount(len(own) - 1)) if len(own) > 1 else ""
    return Card(
        first.key,
        "alert" if first.kind in ALERT else "watch",
        word(TITLES, first.detector),
        " ".join(filter(None, [finding_text(first, language(), careful=True), more])),
        word(ADVICE, first.detector),
        texts.joined([drawn.nodes[point].label for point in named[:4]]),
        "" if len(own) > 1 else _when(first),
        points,
        tuple(one.key for one in own),
        decided,
    )


def _when(one: Finding) -> str:
    if one.detector not in DOUBLES or one.start is None or one.end is None:
        return ""
    if one.start == one.end:
        return t("Den {day}", day=texts.day(one.start))
    return t("Den {first} och {last}", first=texts.day(one.start), last=texts.day(one.end))


def overlaps(network: Network, found: Sequence[Finding], as_of: int) -> list[Finding]:
    """The pairs of similar forums that both have met about the child in a year."""
    told = network.once(Meetings)
    year = told.usable & (told.day > as_of - YEAR) & (told.day <= as_of) & (told.forum >= 0)
    ids = network.ids("forum").to_pylist()
    own = {ids[at] for at in told.forum[year].tolist()}
    return [one for one in found if one.detector == "forum_overlap" and len(own & set(one.evidence["forum"])) > 1]


MOST_SINGLE = 2
"""So many people on whom all hangs are told, those first without whom most are lost."""


def single(network: Network, node: str, as_of: int, drawn: Picture) -> list[Card]:
    """The people without whom those round the child fall apart; of a protected child nobody is told."""
    if bool(protected(network)[0]):
        return []
    held = sorted(held_together(network, node, as_of), key=lambda one: (-len(one[1]), one[0].id))
    roles = {one.person: one.role for one in supports(network, hidden=False) if one.runs(as_of)}
    return [_single(one, others, roles, drawn) for one, others in held[:MOST_SINGLE]]


def _single(one: Person, others: Sequence[Person], roles: dict[str, str], drawn: Picture) -> Card:
    lost = [other.name for other in others]
    shown = [*lost[:3], *([t("{n} till", n=len(lost) - 3)] if len(lost) > 3 else [])]
    points = (key("person", person.id) for person in (one, *others))
    return Card(
        f"single {one.id}",
        "watch",
        t("Allt hänger på en person"),
        t("Utan länken har {lost} varken möte eller verksamhet gemensam med de andra.", lost=texts.joined(shown)),
        t("Bestäm tillsammans vem mer som ska känna alla."),
        f"{one.name}, {word(ROLES, roles[one.id])}" if one.id in roles else one.name,
        points=tuple(point for point in points if point in drawn.nodes),
    )


def strength(network: Network, as_of: int, role: str) -> Card | None:
    """An adult of the child's own who has been there for more than a year: the one who has been there longest."""
    hidden = bool(protected(network)[0])
    there = [one for one in supports(network, hidden) if one.role in OWN and one.runs(as_of)]
    lasting = [one for one in there if one.start <= as_of - YEAR]
    return _strength(network, lasting[0], as_of, role) if lasting else None


def _strength(network: Network, one: Support, as_of: int, role: str) -> Card:
    begun = tenures_of(network, role).start
    changes = int(((begun > one.start) & (begun <= as_of)).sum())
    since = t("{name} har funnits sedan {day}.", name=one.name, day=texts.day(one.start))
    if changes:
        since = t(
            "{name} har funnits sedan {day}, genom {n:byte|byten} av barnkontakt.",
            name=one.name,
            day=texts.day(one.start),
            n=Amount(changes),
        )
    return Card(
        "strength",
        "strength",
        t("Stabil vuxen utanför systemet"),
        since,
        t("Fråga barnet om personen ska bjudas in."),
        points=(key("person", one.person),),
    )
