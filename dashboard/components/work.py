"""Loading, generating and exporting from the page: the work itself, its progress, and what became of it."""

import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard import data, errors, texts
from dashboard.components import load_report
from dashboard.components.html import badge, card, plain, show, tag
from dashboard.jobs import Job, jobs
from dashboard.texts import mark, t, word
from graph.assemble import assemble
from graph.disassemble import disassemble
from graph.neo4j_store import is_server
from graph.network import Network
from graph.store import Progress, StoreError, silent
from loaders.log import Load, note
from loaders.report import LoadError, LoadReport
from loaders.tabular import load
from synthetic.errors import GenerateError
from synthetic.files import write, write_rows
from synthetic.town import generate

STEPS = {
    "people": mark("Skapar människor och verksamheter"),
    "patterns": mark("Skapar mönster att hitta"),
    "support": mark("Skapar stöd"),
    "meetings": mark("Skapar möten"),
    "attendance": mark("Skapar närvaro"),
    "rows": mark("Sparar rader"),
    "columns": mark("Sparar kolumner"),
    "commit": mark("Gör allt synligt"),
    "done": mark("Sparat"),
    "read": mark("Läser lagret"),
    "zip": mark("Packar filerna"),
}
SAVING = ("rows", "columns", "commit", "done")
LOADING, GENERATING = mark("Läser in"), mark("Skapar")
EXPORTING, FILING = mark("Exporterar lagret"), mark("Skapar filer")


@dataclass(frozen=True)
class Uploaded:
    """A file from the browser: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Packed:
    """Files in a ZIP, made by some work."""

    name: str
    content: bytes


MADE = object()
"""What becomes of making a town in the store."""


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
            if store.update(change, halves(progress)):
                rows = sum(batch.num_rows for batch in town.rows.values())
                note(store, Load(children=children, seed=seed, rows=rows, loaded=rows))
        return MADE

    return work


def generate_files(children: int, seed: int, as_of: int) -> Callable[[Progress], object]:
    """Work that makes a town as files in a ZIP, with what is hidden in it to be found."""

    def work(progress: Progress) -> object:
        town = generate(children, seed, as_of, lambda what, share: progress(what, 0.5 * share))
        with tempfile.TemporaryDirectory() as place:
            write(town, Path(place), lambda what, share: progress(what, 0.5 + 0.4 * share))
            progress("zip", 0.9)
            return Packed(texts.file_name("filer.zip", made_up=True), zipped(Path(place)))

    return work


def export(url: str, version: int) -> Callable[[Progress], object]:
    """Work that writes all that is in the store as canonical files in a ZIP; loaded again they give the same store."""

    def work(progress: Progress) -> object:
        progress("read", 0.0)
        network = data.network(url, version)
        with tempfile.TemporaryDirectory() as place:
            write_rows(disassemble(network), Path(place), lambda what, share: progress(what, 0.1 + 0.5 * share))
            progress("zip", 0.6)
            packed = zipped(Path(place), lambda what, share: progress(what, 0.6 + 0.39 * share))
            return Packed(texts.file_name("lager.zip", network.generated), packed)

    return work


def zipped(folder: Path, progress: Progress = silent) -> bytes:
    """All files of a folder in a ZIP."""
    content, files = io.BytesIO(), sorted(folder.iterdir())
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for number, file in enumerate(files):
            progress(file.name, number / len(files))
            archive.write(file, file.name)
    return content.getvalue()


def load_into(
    url: str, files: Sequence[Uploaded], folder: Path | None, strict: bool, mapping: Uploaded | None = None
) -> Callable[[Progress], object]:
    """Work that loads files from the browser, or a folder of this computer; with a mapping if one is given."""

    def work(progress: Progress) -> object:
        with tempfile.TemporaryDirectory() as place, data.create(url) as store:
            for number, one in enumerate(files):
                path = Path(place) / str(number) / Path(one.name).name
                path.parent.mkdir()
                path.write_bytes(one.content)
            # as folders: what else was picked beside the files is named and left
            paths = sorted(Path(place).iterdir()) if folder is None else [folder]
            how = Path(place) / "mapping.toml" if mapping else None
            if how and mapping:
                how.write_bytes(mapping.content)
            return load(paths, store, strict=strict, mapping=how, progress=halves(progress))

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
    left, right = st.columns([4, 1], vertical_alignment="center")
    share = t("{n} procent", n=round(100 * job.share))
    words = t("{title}. Steg {step}: {what}", title=t(job.title), step=max(job.steps, 1), what=word(STEPS, job.what))
    left.progress(job.share, text=plain(f"{words}, {share}"))
    right.button(t("Avbryt"), on_click=job.stop, key="stop", icon=":material/stop:")
    note = t("Inget syns för andra förrän allt är klart. Avbryter du ändras ingenting.")
    if is_server(data.url()):
        note = t("Avbryts en stor inläsning på servern är den ofullständig tills samma inläsning körs igen.")
    show(tag("p", note, class_="sn-note"))


def outcome(job: Job, now: Network | None) -> None:
    """What became of the last piece of work."""
    if job.stopped:
        show(card(badge("watch", t("Avbrutet")), tag("p", _left())))
    elif job.error is not None:
        words = errors.told(job.error) if job.error else f"{t('Något gick fel.')} {_left()}"
        show(card(badge("alert", t("Det gick inte")), tag("p", words, role="alert")))
    elif isinstance(job.result, LoadReport):
        load_report.report(job.result, now)
    elif isinstance(job.result, Packed):
        _packed(job.result)
    elif job.result is MADE:
        show(card(badge("good", t("Klart: påhittade data finns i lagret."))))


def _left() -> str:
    """What work that came to no end left behind: nothing, or a load that is marked as unfinished."""
    try:
        data.version(data.url())
    except StoreError as error:
        return errors.told(str(error))
    return t("Inget är ändrat.")


def _packed(made: Packed) -> None:
    """Files that are ready to be fetched."""
    with st.container(border=True):
        size = texts.number(len(made.content) / 1_000_000)
        show(badge("good", t("Filerna är klara, {n} MB.", n=size)))
        note = t(
            "Kanoniska CSV-filer precis som lagret har dem. Läs in dem igen i ett tomt lager, så blir det samma lager."
        )
        show(tag("p", note, class_="sn-note"))
        st.download_button(
            t("Hämta filerna (ZIP)"),
            made.content,
            made.name,
            "application/zip",
            type="primary",
            on_click="ignore",
            key="zip",
        )
