"""`stodnat verdict`: what people have decided about findings, and to record one more decision."""

import argparse
import json
from collections.abc import Callable, Iterable

from dashboard import output
from dashboard.command import (
    Commands,
    UsageError,
    add_command,
    as_of_option,
    day,
    model_option,
    model_setting,
    store_option,
)
from dashboard.texts import LANGUAGES, TITLES, VERDICTS, moment, speak, t, word
from graph.analysis import analyse
from graph.findings import Finding
from graph.questions import rules_of
from graph.store import Store
from graph.stores import open_store
from graph.verdicts import JUDGEMENTS, Recorded, Verdicts, record, verdicts


def add_options(commands: Commands, run: Callable[[argparse.Namespace], int]) -> None:
    """The command with its help."""
    parser = add_command(
        commands,
        "verdict",
        "Show what people have decided about findings, or record a decision. The key of a finding is in "
        "'stodnat find --format json'; what was said before is kept.",
        "verdicts: duplicate, complementary, required (by law): the finding is not raised again; unclear: it still "
        "waits; withdrawn: takes back what was said\n\n"
        "examples:\n  stodnat verdict\n"
        '  stodnat verdict 1f0c --verdict required --by "Karin Ålund" --note "Båda krävs i lag"',
    )
    parser.add_argument("key", nargs="?", metavar="KEY", help="a finding; without it all that were judged")
    parser.add_argument("--verdict", choices=JUDGEMENTS, metavar="V", help=", ".join(JUDGEMENTS))
    parser.add_argument("--note", metavar="TEXT", help="why; nothing about single children")
    parser.add_argument("--by", metavar="NAME", help="who judges")
    store_option(parser)
    as_of_option(parser)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a rule; may be repeated")
    model_option(parser)
    parser.add_argument("--format", choices=("table", "json"), default="table", help="of the answer (table)")
    parser.add_argument("--lang", choices=tuple(LANGUAGES), default="sv", help="language of the answer (sv)")
    parser.set_defaults(run=run)


def answer(options: argparse.Namespace) -> str:
    """Record the verdict that is given, and show what has been decided."""
    if options.verdict is None and (options.note is not None or options.by is not None):
        raise UsageError("--note and --by go with --verdict.")
    if options.verdict is not None and options.key is None:
        raise UsageError("--verdict needs the KEY of a finding.")
    with open_store(options.store) as store:
        found, known = _findings(options, store), verdicts(store)
        if options.key is not None and options.key not in found and options.key not in known.history:
            raise UsageError("There is no finding with that key on that day, and none was judged before.")
        if options.verdict is not None:
            record(store, options.key, options.verdict, by=options.by or "", note=options.note or "")
            known = verdicts(store)
    speak(options.lang)
    keys = [options.key] if options.key is not None else _newest_first(known)
    return (_json if options.format == "json" else _table)(keys, known, found)


def _findings(options: argparse.Namespace, store: Store) -> dict[str, Finding]:
    rules = rules_of([*options.set, *model_setting(options)])
    report = analyse(store.network(), day(options.as_of), rules)
    return {finding.key: finding for finding in report.findings}


def _newest_first(known: Verdicts) -> list[str]:
    return sorted(known.history, key=lambda key: -known.history[key][-1].number)


def _json(keys: list[str], known: Verdicts, found: dict[str, Finding]) -> str:
    shown = [
        {
            "key": key,
            "verdict": known.judgement(key),
            "detector": found[key].detector if key in found else None,
            "kind": found[key].kind if key in found else None,
            "history": [_recorded(one) for one in known.history.get(key, [])],
        }
        for key in keys
    ]
    return json.dumps({"verdicts": shown}, ensure_ascii=False)


def _recorded(one: Recorded) -> dict[str, object]:
    told = one.verdict
    return {"verdict": told.judgement, "by": told.by, "note": told.note, "at": one.at.isoformat(), "number": one.number}


def _table(keys: list[str], known: Verdicts, found: dict[str, Finding]) -> str:
    return "\n".join(line for key in keys for line in _lines(key, known, found)) or t("Inget fynd är bedömt än.")


def _lines(key: str, known: Verdicts, found: dict[str, Finding]) -> Iterable[str]:
    about = word(TITLES, found[key].detector) if key in found else t("finns inte i fynden den dagen")
    yield output.printable(f"{key}  {word(VERDICTS, known.judgement(key) or 'none')}  ({about})")
    for one in reversed(known.history.get(key, [])):
        told = one.verdict
        yield from output.wrapped(output.printable(f"{moment(one.at)}  {word(VERDICTS, told.judgement)}  {told.by}"))
        for line in told.note.splitlines():
            yield from output.wrapped(output.printable(line), 4)
