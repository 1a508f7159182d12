"""The only cached calls of the pages: what is in the store, and what the questions answered.

Everything is kept by (store, version, as-of day, rules), so that a page is quick after the first analysis
and never shows what is no longer so. The caches are shared by all who use the server.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from dashboard.tables import child_page as pages
from dashboard.tables.forums import hidden
from dashboard.tables.scene import Key, Scene
from dashboard.texts import language
from graph.analysis import analyse, without
from graph.findings import Finding
from graph.network import Network
from graph.phases import Model
from graph.questions import rules_of
from graph.store import NoStoreError, Store, StoreError
from graph.stores import default_url, open_store
from graph.verdicts import Verdicts, verdicts
from loaders import log
from loaders.log import Load

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])


FORUM_QUESTIONS = ("forum_overlap", "duplicate_meetings")


def kept(entries: int) -> Callable[[F], F]:
    """A function whose last answers are kept for all who use the server."""
    found: Callable[[F], F] = st.cache_resource(max_entries=entries, show_spinner=False)
    return found


def url() -> str:
    """The store that the pages show."""
    return default_url()


def version(where: str) -> int | None:
    """The version of the store, or nothing where there is none."""
    try:
        with open_store(where) as store:
            return store.version()
    except NoStoreError:
        return None


class ChangedError(StoreError):
    """The store changed while it was read: what was read is not of the version that was asked for."""

    def __init__(self) -> None:
        super().__init__("The store changes while it is read; try again.")


def read(where: str, version: int, what: Callable[[Store], T]) -> T:
    """What is in the store at a version; an error, which no cache keeps, if it is no longer that version."""
    with open_store(where) as store:
        content = what(store)
        if store.version() != version:
            raise ChangedError
        return content


@kept(2)
def network(where: str, version: int) -> Network:
    """All there is in the store, read once for each version."""
    return read(where, version, lambda store: store.network())


def size(where: str) -> int | None:
    """How many bytes the store takes, if it can tell."""
    with open_store(where) as store:
        return store.size()


@kept(6)
def scene(key: Key) -> Scene:
    """The answers for one day, asked once."""
    everything = network(key.url, key.version)
    return Scene(key, everything, analyse(everything, key.as_of, rules_of(key.settings)))


@kept(4)
def tried(key: Key) -> Scene:
    """The answers to the questions about forums by other rules, which only the session that tries them sees."""
    everything = network(key.url, key.version)
    return Scene(key, everything, analyse(everything, key.as_of, rules_of(key.settings), FORUM_QUESTIONS))


def by(now: Scene, settings: tuple[str, ...]) -> Scene:
    """A scene by other rules; the scene itself where there are none.

    Pairs of forums whose numbers are hidden stay as they are by the usual rules: limits that are tried one after the
    other would tell their numbers.
    """
    return _with_closed(now.key, settings) if settings else now


@kept(12)
def _with_closed(key: Key, settings: tuple[str, ...]) -> Scene:
    now, other = scene(key), tried(replace(key, settings=settings))
    entry, usual = other.report.entry("forum_overlap"), now.report.entry("forum_overlap")
    if entry.answer is None or usual.answer is None:
        return other
    closed = [one for one in usual.answer.findings if hidden(now.forums, one)]
    open_ = [one for one in entry.answer.findings if not hidden(now.forums, one)]
    told = replace(entry, answer=replace(entry.answer, findings=[*open_, *closed]))
    entries = [told if one is entry else one for one in other.report.entries]
    return replace(other, report=replace(other.report, entries=entries))


def judged(where: str) -> Verdicts:
    """What people have decided about findings: read each time, so that what one records all others see."""
    with open_store(where) as store:
        return verdicts(store)


def waiting(now: Scene, known: Verdicts) -> Scene:
    """The same scene without the findings that somebody has decided about."""
    decided = known.decided & now.keys
    if not decided:
        return now
    last = now.derived.get("waiting")
    if not isinstance(last, tuple) or last[0] != decided:
        last = (decided, replace(now, report=without(now.report, decided)))
        now.derived["waiting"] = last
    left: Scene = last[1]
    return left


def loads(where: str) -> list[tuple[int, dt.datetime, Load]]:
    """What changed the store and when, the latest first."""
    with open_store(where) as store:
        return log.loads(store)


@kept(64)
def _around(where: str, version: int, child: str) -> Network | None:
    return read(where, version, lambda store: store.around(child))


def around(where: str, version: int, child: str) -> Network | None:
    """Everything within two steps of one child; the page is drawn anew if the store is no longer that version."""
    try:
        return _around(where, version, child)
    except ChangedError:
        st.rerun()
        raise


@kept(64)
def _child_page(
    key: Key, child: str, decided: frozenset[str], language: str, _now: Scene, _around: Network, _phases: Model
) -> pages.Page:
    return pages.gathered(_now, _around, child, _phases, decided)


def child_page(now: Scene, around: Network, child: str, phases: Model, decided: frozenset[str]) -> pages.Page:
    """All that the page of one child shows, its picture laid out: made once for a day and what is decided then."""
    mine = decided & {finding.key for finding in now.report.findings if _about(finding, now, child)}
    return _child_page(now.key, child, mine, language(), now, around, phases)


def _about(finding: Finding, now: Scene, child: str) -> bool:
    return finding.detector == "forum_overlap" or child in finding.children


def current(as_of: int, tries: int = 3) -> Scene | None:
    """What the pages show on a day, or nothing where there is no store; read again if it changed meanwhile."""
    now = version(url())
    if now is None:
        return None
    try:
        return scene(Key(url(), now, as_of))
    except ChangedError:
        if tries == 1:
            raise
        return current(as_of, tries - 1)


def create(where: str) -> Store:
    """The store, made if it is not there."""
    return open_store(where, create=True)


def is_local() -> bool:
    """Whether only people at this computer can reach the pages."""
    return st.get_option("server.address") in ("127.0.0.1", "::1", "localhost")
