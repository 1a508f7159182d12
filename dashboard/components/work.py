"""Generating and loading from the page: the work itself, its progress, and the report of a load."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard import data, errors, texts
from dashboard.components.html import Html, badge, card, grid, heading, join, plain, show, table, tag, two_lines
from dashboard.jobs import Job, jobs
from dashboard.tables import loading
from dashboard.texts import MADE_UP, RULES, TABLES, mark, t, word
from graph.assemble import assemble
from graph.network import NODES, Network
from graph.store import Progress, StoreError
from loaders.report import LoadError, LoadReport
from loaders.tabular import load
from synthetic.errors import GenerateError
from synthetic.town import generate

STEPS = {
    "people": mark("Skapar människor och verksamheter"),
    "patterns": mark("Skapar mönster att hitta"),
    "support": mark("Skapar stöd"),
    "meetings": mark("Skapar möten"),
    "attendance": mark("Skapar närvaro"),
    "rows": mark("Sparar rader"),
    "columns": mark("Sparar kolumner"),
    "done": mark("Sparat"),
}
SAVING = ("rows", "columns", "done")
MOST_FILES = 40


@dataclass(frozen=True)
class Uploaded:
    """A file from the browser: its name and its bytes."""

    name: str
    content: bytes


def halves(progress: Progress) -> Progress:
    """Two steps as one: the first half is reading or making, the second is saving."""
    return lambda what, share: progress(what, 0.5 + 0.5 * share if what in SAVING else 0.499 * share)


def generate_into(url: str, children: int, seed: int, as_of: int) -> Callable[[Progress], object]:
    """Work that makes a town and puts it in the store in place of an earlier one."""

    def work(progress: Progress) -> object:
        town = generate(children, seed, as_of, halves(progress))

        def change(base: Network) -> Network:
            if "other" in base.origins:
                raise GenerateError("The store holds data that are not made up: use another store.")
            return assemble(town.rows).network

        with data.create(url) as store:
            store.update(change, halves(progress))
        return None

    return work


def load_into(url: str, files: Sequence[Uploaded], folder: Path | None, strict: bool) -> Callable[[Progress], object]:
    """Work that loads files from the browser, or a folder of this computer."""

    def work(progress: Progress) -> object:
        with tempfile.TemporaryDirectory() as place, data.create(url) as store:
            for number, one in enumerate(files):
                path = Path(place) / str(number) / Path(one.name).name
                path.parent.mkdir()
                path.write_bytes(one.content)
            paths = sorted(Path(place).glob("*/*")) if folder is None else [folder]
            return load(paths, store, strict=strict, progress=halves(progress))

    return work


def start(title: str, work: Callable[[Progress], object]) -> None:
    """Begin some work on the store, or say that other work is under way."""
    if not jobs(data.url()).start(title, work, (LoadError, GenerateError, StoreError)):
        st.toast(t("Något annat pågår redan."))


def progress() -> None:
    """How far the work is, drawn anew twice a second."""
    st.fragment(_progress, run_every=0.5)()


def _progress() -> None:
    """How far the work is, twice a second; the page is drawn anew when it is done."""
    texts.speak(st.session_state.get("language") or "sv")
    job = jobs(data.url()).last
    if job is None:
        return
    if job.done:
        st.rerun()
    words = word(STEPS, job.what)
    st.progress(job.share, text=plain(f"{t(job.title)}. {words}"))
    st.button(t("Avbryt"), on_click=job.stop, key="stop", icon=":material/stop:")
    show(tag("p", t("Inget syns för andra förrän allt är klart. Avbryter du ändras ingenting."), class_="sn-note"))


def outcome(job: Job, made_up: bool) -> None:
    """What became of the last piece of work."""
    if job.stopped:
        show(card(badge("watch", t("Avbrutet. Inget är ändrat."))))
    elif job.error is not None:
        words = errors.told(job.error) if job.error else t("Något gick fel. Inget är ändrat.")
        show(card(badge("alert", t("Det gick inte")), tag("p", words, role="alert")))
    elif isinstance(job.result, LoadReport):
        report(job.result, made_up)
    else:
        show(card(badge("good", t("Klart: påhittade data finns i lagret."))))


def report(told: LoadReport, made_up: bool) -> None:
    """The report of a load: rows = loaded + refused, per file and per rule."""
    show(heading(2, t("Senaste rapport")))
    sums = [
        (texts.number(told.rows), t("rader i filerna"), "="),
        (texts.number(told.loaded), t("inlästa, varav {n} ofullständiga", n=texts.number(told.incomplete)), "+"),
        (texts.number(told.refused), t("nekade"), ""),
    ]
    parts = [join([tag("span", tag("strong", n), words), tag("span", sign) if sign else ""]) for n, words, sign in sums]
    saved = badge("good", t("Sparat")) if told.changed else badge("quiet", t("Samma innehåll, inget ändrat"), "good")
    notes = [tag("p", note, class_="sn-source") for note in told.notes]
    show(card(tag("div", *parts, class_="sn-sumline"), tag("p", saved), *notes))
    if told.rejects:
        show(
            tag(
                "p",
                t("Filen rejected.csv visar fil, rad, kolumn, regel och följd. Aldrig vad som stod i cellen."),
                class_="sn-note",
            )
        )
        content = loading.rejected_csv(told.rejects, made_up)
        st.download_button(
            t("Hämta nekade rader (CSV)"), content, "rejected.csv", "text/csv", type="primary", on_click="ignore"
        )
    show(
        grid(
            [_per_file(told), tag("div", _per_rule(told, "refused"), _per_rule(told, "incomplete"), class_="sn-stack")],
            380,
        )
    )


def _per_file(told: LoadReport) -> Html:
    rows = [
        [name, *(texts.number(n) if n else "–" for n in counts)]
        for name, *counts in loading.per_file(told)[:MOST_FILES]
    ]
    sums = [tag("strong", texts.number(n)) for n in (told.rows, told.loaded, told.incomplete, told.refused)]
    total = [tag("strong", t("Filer: {n}", n=len(told.files))), *sums]
    head = [t("Fil"), t("Rader"), t("Inlästa"), t("Varav ofullständiga"), t("Nekade")]
    return card(tag("h3", t("Per fil"), class_="sn-h3"), table(head, [*rows, total], [1, 2, 3, 4]))


def _per_rule(told: LoadReport, effect: str) -> Html:
    looks = {"refused": ("alert", "stop", t("Nekad")), "incomplete": ("watch", "loss", t("Ofullständig"))}
    look, symbol, words = looks[effect]
    found = loading.rules(told.rejects, effect)
    rows = [
        [
            two_lines(word(RULES, one.rule), one.rule),
            ", ".join(f"{place} {texts.number(n)}" for place, n in one.places.items()),
            texts.number(one.total),
        ]
        for one in found
    ]
    body = table([t("Regel"), t("Var"), t("Antal")], rows, [2]) if rows else tag("p", t("Ingen."))
    return card(tag("h3", t("Per regel"), class_="sn-h3"), badge(look, words, symbol), body)


def contents(url: str, network: Network) -> Html:
    """What is in the store."""
    rows = [[word(TABLES, kind), texts.number(network.count(kind))] for kind in NODES]
    largest = sorted((name for name in network.tables if name not in NODES), key=lambda name: -network.count(name))[:6]
    ties = [[word(EDGES, name), texts.number(network.count(name))] for name in largest if network.count(name)]
    origin = (
        badge("quiet", t(MADE_UP), "made_up") if network.generated else badge("quiet", t("Inlästa uppgifter"), "info")
    )
    name = Path(url.removeprefix("sqlite:///")).name
    top = tag("div", tag("h3", name, class_="sn-h3"), origin, class_="sn-top")
    return card(
        top,
        grid(
            [table([t("Sort"), t("Antal")], rows, [1]), table([t("De största kopplingarna"), t("Antal")], ties, [1])],
            260,
        ),
    )


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
