"""What the commands share: their errors, the day they look from, options that several have."""

import argparse
import os
import tempfile
from pathlib import Path
from typing import NoReturn, TypeAlias

from dashboard.clock import today
from graph.phases import ModelError, model, models
from graph.stores import default_url
from graph.values import Unreadable, parse_day

WRONG = 2
"""Exit code of wrong use, or of a file or store that cannot be used; nothing has changed."""


class UsageError(Exception):
    """A wrong argument; a sentence for the user."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG, f"stodnat: {message[:1].upper()}{message[1:]}; see '{self.prog} --help'.\n")


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def add_command(
    commands: Commands,
    name: str,
    help: str,
    epilog: str = "",  # noqa: A002
) -> argparse.ArgumentParser:
    """A command with its help."""
    return commands.add_parser(
        name, help=help, description=help, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def store_option(parser: argparse.ArgumentParser) -> None:
    """Which store is meant."""
    parser.add_argument(
        "--store",
        default=default_url(),
        metavar="URL",
        help="sqlite:///file.db, a path that ends in .db, or neo4j://host:port (user and password from NEO4J_USERNAME "
        "and NEO4J_PASSWORD); without it $STODNAT_STORE, else stodnat.db",
    )


def as_of_option(parser: argparse.ArgumentParser) -> None:
    """From which day things are looked at."""
    parser.add_argument("--as-of", metavar="DATE", help="the day to look at things from; without it today")


def model_option(parser: argparse.ArgumentParser) -> None:
    """By which model a child's life has phases."""
    parser.add_argument(
        "--model", metavar="NAME|FILE", help="the model of life phases; short for --set phase_boundaries.model=…"
    )


def model_setting(options: argparse.Namespace) -> list[str]:
    """The model as a rule, if one is named."""
    if options.model is None:
        return []
    try:
        model(options.model.strip())
    except ModelError as error:
        raise UsageError(f"--model takes {', '.join(models())} or a file of phases; {error}.") from None
    return [f"phase_boundaries.model={options.model}"]


def day(text: str | None, option: str = "--as-of") -> int:
    """The day that an option names, else today."""
    if text is None:
        return today()
    try:
        return parse_day(text.strip())
    except Unreadable:
        raise UsageError(f"{option} takes a date such as 2026-03-10.") from None


def put(path: Path, content: bytes) -> None:
    """Write a file as a whole, or leave what was there; into what is no file (a pipe, a device) it is just written."""
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), 0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
