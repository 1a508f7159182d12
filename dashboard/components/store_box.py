"""The store on the data page: what it holds, and the log of what was loaded into it."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from dashboard import texts
from dashboard.components.html import Html, badge, card, grid, join, table, tag
from dashboard.texts import MADE_UP, TABLES, Amount, mark, t, word
from graph.network import NODES, Network
from loaders.log import Load


def contents(url: str, network: Network, version: int, size: int | None) -> Html:
    """What is in the store."""
    nodes = [[word(TABLES, kind), texts.number(network.count(kind))] for kind in NODES]
    half = (len(nodes) + 1) // 2
    largest = sorted((name for name in network.tables if name not in NODES), key=lambda name: -network.count(name))[:6]
    ties = [[word(EDGES, name), texts.number(network.count(name))] for name in largest if network.count(name)]
    origin = (
        badge("quiet", t(MADE_UP), "made_up") if network.generated else badge("quiet", t("Inlästa uppgifter"), "info")
    )
    top = tag("div", tag("h3", _name(url, size), class_="sn-h3"), tag("span", _state(version), origin), class_="sn-top")
    total = t("Noder, {n}", n=texts.number(sum(network.count(kind) for kind in NODES)))
    columns = [
        table([total, t("Antal")], nodes[:half], [1], said=total),
        table([t("Fler noder"), t("Antal")], nodes[half:], [1], said=t("Fler noder")),
        table([t("De största kopplingarna"), t("Antal")], ties, [1], said=t("De största kopplingarna")),
    ]
    return card(top, grid(columns, 220))


def _name(url: str, size: int | None) -> str:
    """What the store is, and how large."""
    if not url.startswith(("neo4j", "bolt")):
        name = t("SQLite, en fil: {name}", name=Path(url.removeprefix("sqlite:///")).name)
    else:
        name = t("Neo4j, en server")
    return f"{name}, {texts.number(size / 1_000_000)} MB" if size else name


def _state(version: int) -> Html:
    return join([badge("good", t("Läst utan fel")), badge("quiet", t("Version {n}", n=version), "clock")])


def log(found: Sequence[tuple[int, dt.datetime, Load]]) -> Html:
    """What was loaded and when, the latest first; counts, never content."""
    head = [t("Nr"), t("När"), t("Vad"), t("Rader"), t("Inlästa"), t("Ofullständiga"), t("Nekade")]
    body = table(
        head,
        [_load(number, at, load) for number, at, load in found],
        [3, 4, 5, 6],
        stacked=True,
        said=t("Logg över inläsningar"),
    )
    return card(body)


def _load(number: int, at: dt.datetime, load: Load) -> list[object]:
    if load.files is not None:
        what = t("{n:fil|filer}", n=Amount(load.files))
    else:
        what = t("Påhittat, {n} barn, frö {seed}", n=texts.number(load.children or 0), seed=load.seed)
    counts = [texts.number(n) for n in (load.rows, load.loaded, load.incomplete, load.refused)]
    return [number, texts.moment(at), what, *counts]


EDGES = {
    "professional_attended_meeting": mark("Professionella på möten"),
    "adult_attended_meeting": mark("Vuxna på möten"),
    "child_attended_meeting": mark("Barn på möten"),
    "meeting_about_child": mark("Möten om barn"),
    "meeting_held_by_forum": mark("Möten i forum"),
    "professional_supports_child": mark("Professionellas stöd till barn"),
    "adult_supports_child": mark("Vuxna i barns liv"),
    "professional_works_at_agency": mark("Anställningar"),
    "agency_member_of_forum": mark("Verksamheter i forum"),
    "professional_member_of_forum": mark("Professionella i forum"),
    "meeting_in_plan_plan": mark("Möten i en plan"),
    "plan_about_child": mark("Planer för barn"),
    "agency_part_of_agency": mark("Verksamheter i en annan"),
    "forum_builds_on_forum": mark("Forum som bygger på ett annat"),
    "forum_part_of_forum": mark("Forum i ett annat"),
    "agency_responsible_plan": mark("Verksamheter som ansvarar för planer"),
    "forum_responsible_plan": mark("Forum som ansvarar för planer"),
    "handover_about_child": mark("Överlämningar av barn"),
    "handover_sender_professional": mark("Avlämnare i överlämningar"),
    "handover_receiver_professional": mark("Mottagare i överlämningar"),
    "handover_rests_on_consent": mark("Överlämningar med samtycke"),
    "change_changed_handover": mark("Steg i överlämningar"),
    "change_made_by_professional": mark("Steg som någon har tagit"),
    "concern_about_child": mark("Orosanmälningar om barn"),
    "concern_reported_by_agency": mark("Orosanmälningar från verksamheter"),
    "consent_about_child": mark("Samtycken om barn"),
    "consent_covers_agency": mark("Verksamheter i samtycken"),
}
