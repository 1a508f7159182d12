"""Who is at the desk, and what the pages of a barnkontakt are made from."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard import clock, data, texts
from dashboard.brief.facts import Brief, brief_of
from dashboard.tables import work_list as tables
from dashboard.tables.scene import Scene
from dashboard.tables.work_list import Desk, Ground
from dashboard.texts import t
from graph.handovers import HandoverError, HandoverState, handovers_of, moment_of, not_ahead, unchanged
from graph.network import Network
from graph.phases import Model, model
from graph.store import StoreError
from graph.stores import open_store
from graph.values import SWEDEN, Moment, to_date, to_day

EVERYONE = ""
MODEL = "backa_barnet"


def who(now: Scene) -> str:
    """The professional at the desk, chosen in the sidebar; `EVERYONE` for a coordinator."""
    known = now.table(_titles)
    before = st.session_state.get("me", EVERYONE)
    chosen = st.sidebar.selectbox(
        t("Jag är"),
        list(known),
        index=list(known).index(before) if before in known else 0,
        format_func=lambda node: known[node],
        key=f"who {now.key.url}",
        placeholder=t("Alla (samordnare)"),
    )
    st.session_state["me"] = chosen
    return str(chosen)


def _titles(now: Scene) -> dict[str, str]:
    ground = now.table(ground_of)
    rows = tables.contacts(ground)
    ids = [str(now.network.ids("professional")[row].as_py()) for row in rows]
    named = dict(zip(ids, tables.titles(now.network, rows), strict=True))
    return {EVERYONE: t("Alla (samordnare)")} | named


def title_of(now: Scene, me: str) -> str:
    """Who is at the desk, in words."""
    return now.table(_titles)[me]


def phases_of(now: Scene) -> Model:
    """The model of life phases that is in force."""
    rules = now.report.rules.get("phase_boundaries")
    return model(str(getattr(rules, "model", MODEL)))


def ground_of(now: Scene) -> Ground:
    """What all work lists of the day are made from."""
    return tables.ground(now.network, now.as_of, now.role, phases_of(now))


def desk_of(now: Scene, me: str, declined: str | None = None) -> Desk:
    """The work list of one barnkontakt; `declined`: the handover that was just declined."""
    row = now.network.row("professional", me)
    return tables.desk(now.table(ground_of), -1 if row is None else row, declined)


def handover(now: Scene, child: str, node: str | None) -> HandoverState | None:
    """One handover of a child."""
    return next((one for one in handovers_of(now.network, child) if one.id == node), None)


def brief(now: Scene, child: str, node: str | None) -> Brief | None:
    """The brief of a handover, from what is around its child."""
    around = data.around(now.key.url, now.key.version, child)
    if around is None:
        return None
    found = now.by_child.get(child, [])
    return brief_of(around, child, node, now.as_of, phases_of(now), clock.now(), found)


def moment(now: Scene) -> Moment:
    """When a step is taken: the day that the page shows, at this time of day; now, where that was today when drawn."""
    at, drawn = clock.now(), st.session_state.get("today")
    if drawn is not None and to_day(drawn) == now.as_of:
        return moment_of(at)
    return moment_of(dt.datetime.combine(to_date(now.as_of), at.time(), SWEDEN))


def take(
    now: Scene,
    verb: Callable[..., Network],
    *about: object,
    done: str,
    seen: HandoverState | None = None,
    **how: object,
) -> None:
    """Take a step and keep it, if the handover still is what was `seen`; what came of it is told next."""
    change = partial(_step, verb=verb, about=about, seen=seen, how=how)
    try:
        not_ahead(moment(now), clock.today())
        with open_store(now.key.url) as store:
            changed = store.update(change)
        st.session_state["told"] = ("done", done if changed else texts.mark("Inget är ändrat."))
    except HandoverError as error:
        st.session_state["told"] = ("refused", error.code)
    except StoreError as error:
        st.session_state["told"] = ("store", str(error))
    st.session_state["tries"] = st.session_state.get("tries", 0) + 1


def _step(
    network: Network,
    verb: Callable[..., Network],
    about: tuple[object, ...],
    seen: HandoverState | None,
    how: dict[str, object],
) -> Network:
    if seen is not None:
        unchanged(network, seen)
    return verb(network, *about, **how)


def day_words(day: int | None, as_of: int) -> str:
    """A day, or that it is not known."""
    return texts.day(day, as_of) if day is not None else t("utan datum")


def until_words(words: str, day: int | None, as_of: int) -> str:
    """What is to be done by a day, with a word for a day that has passed."""
    return t("{what} (försenat)", what=words) if day is not None and day < as_of else words


def written_on(now: Scene) -> str:
    """That steps are written with the day of the page, where that is not today."""
    if now.as_of == clock.today():
        return ""
    if now.as_of > clock.today():
        return t("Du ser på en dag framåt. Välj dagens datum för att ta ett steg.")
    return t("Steg som du tar skrivs med den valda dagen, {day}, inte med dagens datum.", day=texts.day(now.as_of))
