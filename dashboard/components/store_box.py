"""The store on the data page: what it holds, and the log of what was loaded into it."""

from collections.abc import Sequence
from pathlib import Path

from dashboard import texts
from dashboard.components.html import Html, badge, card, grid, join, table, tag
from dashboard.tables.load_log import Entry
from dashboard.texts import MADE_UP, TABLES, mark, t, word
from graph.network import NODES, Network

OUTCOMES = {
    "saved": ("good", "good", mark("Sparat")),
    "same": ("quiet", "same", mark("Samma innehåll, inget ändrat")),
    "stopped": ("watch", "stop", mark("Avbrutet, inget ändrat")),
    "failed": ("alert", "stop", mark("Inget sparat")),
}


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
        table([total, t("Antal")], nodes[:half], [1]),
        table([t("Fler noder"), t("Antal")], nodes[half:], [1]),
        table([t("De största kopplingarna"), t("Antal")], ties, [1]),
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


def log(entries: Sequence[Entry]) -> Html:
    """What was loaded and when, the latest first; counts, never content."""
    head = [t("Nr"), t("När"), t("Vad"), t("Rader"), t("Inlästa"), t("Ofullständiga"), t("Nekade"), t("Utfall")]
    body = table(head, [_entry(one) for one in entries], [3, 4, 5, 6])
    return card(tag("div", body, class_="sn-parts"))


def _entry(one: Entry) -> list[object]:
    look, symbol, words = OUTCOMES[one.outcome]
    counts = [texts.number(n) if n is not None else "–" for n in (one.rows, one.loaded, one.incomplete, one.refused)]
    return [one.number, texts.moment(one.at), one.what, *counts, badge(look, t(words), symbol)]


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
}
