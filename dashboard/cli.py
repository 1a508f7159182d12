"""The command line: `stodnat demo | generate | load | find | verdict | handover | score | serve | copy`."""

import argparse
import io
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dashboard import handover_command, output, verdict_command
from dashboard.clock import today
from dashboard.command import (
    WRONG,
    Commands,
    Parser,
    UsageError,
    add_command,
    as_of_option,
    day,
    model_option,
    model_setting,
    store_option,
)
from dashboard.texts import LANGUAGES
from graph.analysis import Report, analyse
from graph.journal import Entry
from graph.network import EMPTY, Network
from graph.questions import RuleError, detectors, rules_of
from graph.store import Progress, Store, StoreError, UnfinishedError, silent
from graph.stores import open_store, store_file
from loaders.report import LoadError, LoadReport
from loaders.tabular import load, read
from synthetic.errors import GenerateError

REFUSED = 3
"""Exit code of a load that was done while some rows were refused."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 done, 2 wrong use, 3 some rows refused."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except (UsageError, LoadError, StoreError, RuleError, GenerateError) as error:
        print(f"stodnat: {output.printable(str(error))}", file=sys.stderr)
    except BrokenPipeError:  # who reads has seen enough; what was to be done is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"stodnat: A file, folder or the output cannot be used ({error.strerror}).", file=sys.stderr)
    return WRONG


def _demo(options: argparse.Namespace) -> int:
    """Make a town, load it, ask the questions, show the dashboard."""
    _must_be_free("127.0.0.1", options.port)
    folder = Path("demo")
    url = str(folder / "stodnat.db")
    if Path(url).exists() and "other" in _network(url).origins:
        raise UsageError("The store in demo/ holds data that are not generated; move it away.")
    _make(folder, options.children, options.seed, today())
    with open_store(url, create=True) as store, _bar() as progress:
        store.update(lambda old: EMPTY)
        report = load([folder], store, progress=progress)
        found = analyse(store.network(), today(), rules_of())
    print(output.load_table(report))
    print()
    print(output.columns(("question", "findings"), [(e.detector.code, len(e.findings)) for e in found.entries]))
    return _served(url, options.port, "127.0.0.1")


def _generate(options: argparse.Namespace) -> int:
    _make(options.folder, options.children, options.seed, day(options.as_of))
    return 0


def _make(folder: Path, children: int, seed: int, as_of: int) -> None:
    from synthetic.files import write
    from synthetic.town import generate

    with _bar() as progress:
        write(generate(children, seed, as_of, progress), folder, progress)


def _load(options: argparse.Namespace) -> int:
    file = store_file(options.store)
    rejects = options.rejects or (file.parent if file else Path()) / "rejected.csv"
    with _bar() as progress:
        files = read(options.paths, options.mapping, progress)
        _unused(rejects, [*files.paths, options.mapping, *_store_files(file)])
        with open_store(options.store, create=True, into_existing=options.into_existing) as store:
            report = files.into(store, strict=options.strict, mix=options.mix, rejects=rejects, progress=progress)
    for note in report.notes:
        print(output.printable(note), file=sys.stderr)
    print(json.dumps(report.as_dict(), ensure_ascii=False) if options.format == "json" else output.load_table(report))
    return _refused(report, rejects)


def _refused(report: LoadReport, rejects: Path) -> int:
    if report.rejects:
        print(f"{rejects} lists the cells and rows that broke a rule.", file=sys.stderr)
    return REFUSED if report.refused else 0


def _store_files(file: Path | None) -> list[Path]:
    return [file.with_name(file.name + suffix) for suffix in ("", "-wal", "-shm")] if file else []


def _unused(rejects: Path, others: Sequence[Path | None]) -> None:
    """The list of refused rows must not be written over a file that is read or kept."""
    if rejects.resolve() in [other.resolve() for other in others if other]:
        raise UsageError("--rejects names a file that the load reads or the store itself.")


def _find(options: argparse.Namespace) -> int:
    unknown = [code for code in options.detectors if code not in detectors()]
    if unknown:
        raise UsageError(f"There is no detector of that name; there are {', '.join(detectors())}.")
    rules, as_of = rules_of([*options.set, *model_setting(options)]), day(options.as_of)
    start = time.perf_counter()
    network = _network(options.store)
    read = time.perf_counter() - start
    if options.child is not None and network.row("child", options.child) is None:
        raise UsageError("There is no child with that id in the store.")
    report = analyse(network, as_of, rules, options.detectors)
    found = output.everything(report) if options.child is None else output.only_child(report, options.child)
    shown = {"json": output.report_json, "csv": output.report_csv, "table": output.report_table}[options.format]
    print(shown(report, found, options.lang))
    if options.timing:
        print(_timing(report, read, time.perf_counter() - start), file=sys.stderr)
    return 0


def _handover(options: argparse.Namespace) -> int:
    if said := handover_command.answer(options):
        print(said)
    return 0


def _verdict(options: argparse.Namespace) -> int:
    print(verdict_command.answer(options))
    return 0


def _timing(report: Report, read: float, total: float) -> str:
    spent = {entry.detector.code: round(entry.seconds, 6) for entry in report.entries if entry.answer}
    return json.dumps({"read_s": round(read, 6), "analyse_s": spent, "total_s": round(total, 6)})


def _network(url: str) -> Network:
    with open_store(url) as store:
        return store.network()


def _score(options: argparse.Namespace) -> int:
    from synthetic.score import read_truth, score

    truth = read_truth(options.truth)
    if any(one.detector not in detectors() for one in truth):
        raise UsageError(f"The truth names a detector that there is not; there are {', '.join(detectors())}.")
    report = analyse(_network(options.store), day(options.as_of), rules_of())
    scores = score(report.findings, truth, detectors())
    print(output.score_json(scores) if options.format == "json" else output.score_table(scores))
    return 0


def _serve(options: argparse.Namespace) -> int:
    return _served(options.store, options.port, options.address)


def _copy(options: argparse.Namespace) -> int:
    """Make one store hold what another holds, its journal too."""
    with open_store(options.source) as source:
        network, journal = source.network(), source.entries()
    with open_store(options.target, create=True, into_existing=options.into_existing) as target, _bar() as progress:
        again = _unfinished(target)

        def change(old: Network) -> Network:
            _may_replace(options.replace or (again and _unfinished(target)) or old in (EMPTY, network))
            return network

        def entries(old: list[Entry]) -> list[Entry]:
            _may_replace(options.replace or old == journal[: len(old)])
            return journal

        entries(target.entries())
        if again and options.replace:
            target.update(lambda old: EMPTY)  # gives up the load that was cut off
        changed = target.update(change, progress)
        changed |= target.rewrite(entries)
    print("The store has changed." if changed else "Nothing has changed.")
    return 0


def _may_replace(allowed: bool) -> None:
    if not allowed:
        raise UsageError("The store to copy to holds something else; --replace puts this in its place.")


def _unfinished(store: Store) -> bool:
    """Whether a load was cut off there; then the store itself sees to it that only the same is run again."""
    try:
        store.version()
    except UnfinishedError:
        return True
    return False


def _served(url: str, port: int, address: str) -> int:
    """Show the pages until somebody stops them."""
    _must_be_free(address, port)
    from dashboard.serve import serve

    print(f"The dashboard is at http://{address}:{port} (Ctrl-C stops it).", file=sys.stderr)
    try:
        serve(url, port, address)
    except KeyboardInterrupt:
        pass
    return 0


def _must_be_free(address: str, port: int) -> None:
    """Raise where the pages cannot be shown: another program answers there, or it is no address of this computer."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            place.bind((address, port))
        except OSError as error:
            raise UsageError(
                f"Port {port} at {address} cannot be used ({error.strerror}): name another --port."
            ) from None


@contextmanager
def _bar() -> Iterator[Progress]:
    """A progress bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield silent
        return

    def show(what: str, share: float) -> None:
        full = round(30 * share)
        print(f"\r{'█' * full}{'░' * (30 - full)} {share:4.0%} {what[:40]:40}", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        print(f"\r{'':80}\r", end="", file=sys.stderr, flush=True)


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"takes a whole number from {least} to {most}")
        return int(text)

    return read


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="stodnat",
        description="A graph of the people and forums around children: where forums overlap, meetings are held "
        "twice, and no one is responsible.",
        epilog="Try 'stodnat demo' for a made-up municipality in your browser, or 'stodnat load FOLDER' followed by "
        "'stodnat find'.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _demo_options(commands)
    _generate_options(commands)
    _load_options(commands)
    _find_options(commands)
    verdict_command.add_options(commands, _verdict)
    handover_command.add_options(commands, _handover)
    _score_options(commands)
    _serve_options(commands)
    _copy_options(commands)
    return parser


def _demo_options(commands: Commands) -> None:
    parser = add_command(
        commands, "demo", "Generate a municipality, analyse it and show the dashboard. Everything lands in ./demo/."
    )
    parser.add_argument("--children", type=_number(1, 1_000_000), default=2000, help="how many (2000)")
    parser.add_argument("--seed", type=_number(0, 2**31 - 1), default=1, help="another number, another town (1)")
    parser.add_argument("--port", type=_number(0, 65535), default=8501, help="where the dashboard listens (8501)")
    parser.set_defaults(run=_demo)


def _generate_options(commands: Commands) -> None:
    parser = add_command(
        commands,
        "generate",
        "Write a made-up municipality as CSV files, with truth.csv: what is hidden in it to be found.",
        "example:\n  stodnat generate town --children 2000 --as-of 2026-03-10",
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="an empty or new folder, or one generated before")
    parser.add_argument("--children", type=_number(1, 1_000_000), required=True, help="how many")
    parser.add_argument("--seed", type=_number(0, 2**31 - 1), default=1, help="another number, another town (1)")
    as_of_option(parser)
    parser.set_defaults(run=_generate)


def _load_options(commands: Commands) -> None:
    parser = add_command(
        commands,
        "load",
        "Load CSV files into the store: all accepted rows in one step, or nothing. Doing it twice changes nothing.",
        "A row is loaded, loaded with an unknown cell, or refused; rejected.csv tells which rule it broke.\n"
        "exit codes: 0 all rows loaded, 2 nothing loaded, 3 loaded and some rows refused\n\n"
        "example:\n  stodnat load export/ --store city.db",
    )
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a folder, or files by their canonical names"
    )
    store_option(parser)
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="TOML that renames columns and sets dates")
    parser.add_argument("--rejects", type=Path, metavar="FILE", help="where to list refused rows (beside the store)")
    parser.add_argument("--strict", action="store_true", help="load nothing if one row is refused")
    parser.add_argument("--mix", action="store_true", help="let generated and other data come together")
    _into_existing_option(parser)
    parser.add_argument("--format", choices=("table", "json"), default="table", help="of the report (table)")
    parser.set_defaults(run=_load)


def _find_options(commands: Commands) -> None:
    names = "\n".join(f"  {code}" for code in detectors())
    parser = add_command(
        commands,
        "find",
        "Ask the questions of the store and show what they find, and which could not be asked and why.",
        f"detectors:\n{names}\n\nexample:\n  stodnat find handover_gaps --as-of 2026-03-10 "
        "--set handover_gaps.min_days=14",
    )
    parser.add_argument("detectors", nargs="*", metavar="DETECTOR", help="which questions; without it all")
    store_option(parser)
    as_of_option(parser)
    parser.add_argument("--child", metavar="ID", help="only what concerns this child")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a rule; may be repeated")
    model_option(parser)
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="of the findings (table)")
    parser.add_argument("--lang", choices=tuple(LANGUAGES), default="sv", help="language of the findings (sv)")
    parser.add_argument("--timing", action="store_true", help="print seconds as JSON on standard error")
    parser.set_defaults(run=_find)


def _score_options(commands: Commands) -> None:
    parser = add_command(commands, "score", "Compare what is found with what was planted in a generated municipality.")
    parser.add_argument("truth", type=Path, metavar="TRUTH.csv", help="the truth.csv that generate wrote")
    store_option(parser)
    as_of_option(parser)
    parser.add_argument("--format", choices=("table", "json"), default="table", help="of the scores (table)")
    parser.set_defaults(run=_score)


def _serve_options(commands: Commands) -> None:
    parser = add_command(commands, "serve", "Show the dashboard in a browser. It listens on this machine alone.")
    store_option(parser)
    parser.add_argument("--port", type=_number(0, 65535), default=8501, help="8501")
    parser.add_argument("--address", default="127.0.0.1", help="127.0.0.1; another opens it to the network")
    parser.set_defaults(run=_serve)


def _copy_options(commands: Commands) -> None:
    parser = add_command(
        commands,
        "copy",
        "Make one store hold what another holds, between any two kinds of stores.",
        "example:\n  stodnat copy --from city.db --to neo4j://localhost",
    )
    parser.add_argument("--from", dest="source", required=True, metavar="URL", help="the store to read")
    parser.add_argument("--to", dest="target", required=True, metavar="URL", help="the store to write")
    parser.add_argument("--replace", action="store_true", help="put it in the place of what is there")
    _into_existing_option(parser)
    parser.set_defaults(run=_copy)


def _into_existing_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--into-existing", action="store_true", help="make the store in a Neo4j database that holds something else"
    )
