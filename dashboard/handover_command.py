"""`stodnat handover`: what is coming for a child, and the steps of a handover from plan to done."""

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard import handover_output as output
from dashboard.brief.facts import Brief, brief_of, called_off
from dashboard.clock import now, today
from dashboard.command import (
    Commands,
    UsageError,
    add_command,
    as_of_option,
    day,
    model_option,
    model_setting,
    put,
    store_option,
)
from dashboard.errors import told
from dashboard.handover_words import OTHER, REFUSED
from dashboard.tables.plan import coming
from dashboard.texts import LANGUAGES, speak, t
from graph import handovers as verbs
from graph.analysis import analyse, without
from graph.detectors.phase_boundaries import PhaseRules
from graph.findings import Finding
from graph.handovers import ROLE, HandoverError, HandoverState, checklist, handovers_of, moment_of, not_ahead
from graph.network import Network
from graph.phases import Model, model, models
from graph.questions import rules_of
from graph.store import Store, StoreError
from graph.stores import open_store, store_file
from graph.values import HANDOVER_REASON, SWEDEN, Moment, to_date
from graph.verdicts import verdicts

DAYS = ("due", "answer_by", "follow_up")
TERMS = ("receiver", "due", "answer_by", "follow_up", "reason", "agreements", "consent")
FILES = {
    "pdf": "the handover brief, one A4",
    "ics": "the days of the handover, for a calendar",
    "ics_former": "a calendar file that cancels them, for whoever was to receive before",
}
STANDARD_OUTPUT = Path("-")
SHOWS = (*FILES, "model")
"""Options of the view, which no step takes."""


@dataclass(frozen=True)
class Verb:
    """A step: what makes it, the options that it needs, and those that it may have beside them."""

    function: Callable[..., Network]
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ("note",)


VERBS = {
    "plan": Verb(verbs.plan, ("receiver", "due"), ("reason", "role", "answer_by", "follow_up", "consent", "note")),
    "offer": Verb(verbs.offer),
    "accept": Verb(verbs.accept),
    "reject": Verb(verbs.reject),
    "revoke": Verb(verbs.revoke),
    "done": Verb(verbs.complete),
    "tick": Verb(verbs.tick, ("item", "done")),
    "say": Verb(verbs.say, ("note",), ("done",)),
    "change": Verb(verbs.change, (), (*TERMS, "note")),
}
OPTIONS = {
    "handover": "ID",
    "by": "P",
    "receiver": "P",
    "due": "DATE",
    "answer_by": "DATE",
    "follow_up": "DATE",
    "reason": "R",
    "role": "R",
    "agreements": "TEXT",
    "consent": "ID",
    "item": "ITEM",
    "note": "TEXT",
}
HELP = {
    "handover": "which handover; without it the only one under way",
    "by": "who takes the step: the id of a professional",
    "receiver": "who is to take over: the id of a professional",
    "due": "the first day of the receiver",
    "answer_by": "the last day for an answer",
    "follow_up": "the day on which it is followed up",
    "reason": " ".join(HANDOVER_REASON.choices),
    "role": f"the role that is handed over ({ROLE})",
    "agreements": "what is agreed, with ; between",
    "consent": "the id of the consent that it rests on",
    "item": "an item of the checklist: " + " ".join(checklist()),
    "note": "what is to be remembered of the step; with say: the child's own words",
}


MEANS = {"yes": "the child wants its words to be shown", "no": "the child does not want that"}


def add_options(commands: Commands, run: Callable[[argparse.Namespace], int]) -> None:
    """The command with its help."""
    parser = add_command(
        commands,
        "handover",
        "Show what is coming for a child: phases of life, contacts, open handovers, who stays and what is missing; "
        "or take a step with a handover.",
        "steps: plan, offer, revoke (by the sender), accept, reject (by the receiver), done, tick, say, change\n\n"
        "examples:\n  stodnat handover c1 --pdf brief.pdf\n"
        "  stodnat handover c1 plan --by p1 --receiver p2 --due 2026-08-15 --reason phase_boundary\n"
        "  stodnat handover c1 tick --by p1 --item guardian_informed --yes",
    )
    parser.add_argument("child", metavar="CHILD", help="the id of a child")
    parser.add_argument("verb", nargs="?", choices=tuple(VERBS), metavar="STEP", help=", ".join(VERBS))
    store_option(parser)
    as_of_option(parser)
    model_option(parser)
    parser.add_argument("--format", choices=("table", "json"), default="table", help="of the answer (table)")
    parser.add_argument("--lang", choices=tuple(LANGUAGES), default="sv", help="language of the answer (sv)")
    for name, what in FILES.items():
        parser.add_argument(_option(name), type=Path, metavar="FILE", help=f"write {what} (- for standard output)")
    for name, value in OPTIONS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", metavar=value, help=HELP[name].replace("%", "%%"))
    answer = parser.add_mutually_exclusive_group()
    for name, done in (("yes", True), ("no", False)):
        answer.add_argument(
            f"--{name}",
            dest="done",
            action="store_const",
            const=done,
            help=f"of --item: {name}; with say: {MEANS[name]}",
        )
    parser.set_defaults(run=run)


def answer(options: argparse.Namespace) -> str:
    """What the command prints; the store is changed if a step is named."""
    speak(options.lang)
    try:
        _check(options)
        with open_store(options.store) as store:
            return _step(store, options) if options.verb else _view(store, options)
    except HandoverError as error:
        raise UsageError(t(REFUSED.get(error.code, OTHER))) from None
    except (UsageError, StoreError) as error:
        raise UsageError(told(str(error))) from None


def _check(options: argparse.Namespace) -> None:
    """Refuse options that the step lacks, or does not have."""
    given = {name for name in (*OPTIONS, "done", *SHOWS) if getattr(options, name) is not None}
    for name in given & {*OPTIONS}:
        _readable(getattr(options, name))
    _readable(options.child)
    if options.verb is None:
        needs, may = set[str](), {"handover", *SHOWS}
    else:
        verb = VERBS[options.verb]
        needs = {"by", *verb.needs}
        may = needs | {*verb.may} | ({"handover"} if options.verb != "plan" else set())
    shown = {"done": t("--yes eller --no")}
    if lacks := sorted(needs - given):
        raise UsageError(f"The step {options.verb} needs {', '.join(shown.get(one, _option(one)) for one in lacks)}.")
    if extra := sorted(given - may):
        what = f"The step {options.verb}" if options.verb else "The view of what is coming"
        raise UsageError(f"{what} does not take {', '.join(shown.get(one, _option(one)) for one in extra)}.")
    if options.verb == "change" and not given & {*TERMS}:
        raise UsageError(f"The step change needs one of {', '.join(map(_option, TERMS))}.")


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _readable(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UsageError("An argument has signs that cannot be read.") from None


def _step(store: Store, options: argparse.Namespace) -> str:
    """Take a step, and tell how the handover then stands."""
    verb, at = VERBS[options.verb], _moment(options.as_of)
    how = {name: getattr(options, name) for name in (*verb.needs, *verb.may) if getattr(options, name) is not None}
    given = how | {"by": options.by}
    how |= {name: day(how[name], _option(name)) for name in DAYS if name in how}
    if options.verb == "say":
        how["words"] = how.pop("note")
        how |= {"agreed": how.pop("done")} if "done" in how else {}
    taken = ""

    def change(network: Network) -> Network:
        nonlocal taken
        _known(network, options.child)
        for name in ("by", "receiver"):
            if name in given and network.row("professional", given[name]) is None:
                raise UsageError(f"--{name} names no professional of the store.")
        if options.verb == "plan":
            taken = verbs.new_id(network, options.child)
            return verb.function(network, options.child, by=options.by, at=at, **how)
        taken = _chosen(network, options).id
        return verb.function(network, taken, by=options.by, at=at, **how)

    not_ahead(at, today())
    store.update(change)
    network = store.network()
    found = next(one for one in handovers_of(network, options.child) if one.id == taken)
    return output.step(network, found, at.day, options.format)


def _moment(as_of: str | None) -> Moment:
    """When the step is taken: now, or at this time of another day."""
    clock = now()
    if as_of is not None:
        clock = dt.datetime.combine(to_date(day(as_of)), clock.time(), SWEDEN)
    return moment_of(clock)


def _known(network: Network, child: str) -> None:
    if network.row("child", child) is None:
        raise UsageError("There is no child with that id in the store.")


def _chosen(network: Network, options: argparse.Namespace) -> HandoverState:
    """The handover that is named, else the only one under way."""
    found = handovers_of(network, options.child)
    if options.handover is None:
        live = [one for one in found if one.live]
        if len(live) == 1:
            return live[0]
        raise UsageError("The child has no handover under way, or several: name one with --handover.")
    chosen = next((one for one in found if one.id == options.handover), None)
    if chosen is None:
        raise UsageError("The child has no handover with that id.")
    return chosen


def _view(store: Store, options: argparse.Namespace) -> str:
    """What is coming for the child; the brief and the calendar are written if they are asked for."""
    rules, as_of = rules_of(model_setting(options)), day(options.as_of)
    phases = rules["phase_boundaries"]
    assert isinstance(phases, PhaseRules)
    chosen = model(phases.model)
    network = store.network()
    _known(network, options.child)
    if options.handover is not None:
        _chosen(network, options)
    report = without(analyse(network, as_of, rules), verdicts(store).decided)
    findings = [one for one in report.findings if options.child in one.children]
    ahead = coming(network, options.child, as_of, chosen, findings)
    _write_files(store, options, as_of, chosen, findings)
    if STANDARD_OUTPUT in (getattr(options, name) for name in FILES):
        return ""
    return output.view(network, ahead, chosen, options.format, options.handover)


def _paths(options: argparse.Namespace) -> dict[str, Path]:
    """Where each file that is asked for is to be written; none in the place of what is to be kept."""
    wanted = {name: path for name in FILES if (path := getattr(options, name)) is not None}
    kept = store_file(options.store)
    taken = [kept.with_name(kept.name + end).resolve() for end in ("", "-wal", "-shm")] if kept else []
    if options.model is not None and options.model not in models():
        taken.append(Path(options.model).resolve())
    for name, path in wanted.items():
        if path.is_dir():
            raise UsageError(f"{_option(name)} names a folder.")
        place = path if path == STANDARD_OUTPUT else path.resolve()
        if place in taken:
            raise UsageError(f"{_option(name)} names the store, the model or the other file.")
        taken.append(place)
    return wanted


def _write_files(
    store: Store, options: argparse.Namespace, as_of: int, phases: Model, found: Sequence[Finding]
) -> None:
    """The brief and the calendar files, all made before the first is written."""
    wanted = _paths(options)
    if not wanted:
        return
    from dashboard.brief.ics import calendars, cancelled
    from dashboard.brief.pdf import pdf

    around = store.around(options.child)
    if around is None:
        raise UsageError("There is no child with that id in the store.")

    def brief(handover: str | None) -> Brief:
        assert around is not None
        return brief_of(around, options.child, handover, as_of, phases, now(), found)

    chosen, contents = brief(options.handover), {}
    if "pdf" in wanted:
        contents["pdf"] = pdf(chosen, options.lang)
    if "ics" in wanted:
        off = () if options.handover else called_off(around, options.child, as_of, last=chosen.handover is None)
        dated = [one for one in (chosen, *map(brief, off)) if one.handover]
        if not dated:
            raise UsageError("The child has no handover whose days could be written or cancelled.")
        contents["ics"] = calendars(dated, options.lang)
    if "ics_former" in wanted:
        if not (chosen.handover and chosen.handover.former_receivers):
            raise UsageError("Nobody else was to receive before.")
        contents["ics_former"] = cancelled(chosen, options.lang)
    for name, content in contents.items():
        _put(wanted[name], content)


def _put(path: Path, content: bytes) -> None:
    if path == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        put(path, content)
