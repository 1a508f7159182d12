"""What a handover brief says, read from the child's own Network (what `Store.around` gives).

What other agencies know is left out unless the legal ground of the handover covers them; of a protected child no
agency, forum, district, guardian, title, age, phase or reason is here.
"""

import datetime as dt
from collections.abc import Sequence

from dashboard.brief.around import YEAR, findings, people, running
from dashboard.brief.content import Brief, Date, Words
from dashboard.brief.source import Source
from dashboard.tables.child import age
from dashboard.texts import ROLES
from graph.findings import Finding
from graph.handovers import LIVE, ROLE, HandoverState, handovers_of
from graph.network import Network
from graph.phases import Model, Phase
from graph.values import NO_SECOND, UNKNOWN, Moment

__all__ = ["Brief", "brief_of", "called_off"]
NEVER = Moment(UNKNOWN, NO_SECOND)


def called_off(network: Network, child: str, as_of: int, *, last: bool) -> list[str]:
    """The handovers that came to nothing and whose days may stand in a calendar; at least the last, if wanted."""
    off = [one for one in handovers_of(network, child) if one.state in ("rejected", "revoked")]
    ahead = [one for one in off if any(day is not None and day >= as_of for day in (one.due, one.follow_up))]
    latest = max(off, key=lambda one: max((step.at for step in one.changes), default=NEVER), default=None)
    return [one.id for one in off if one in ahead or (last and one is latest)]


def brief_of(
    network: Network,
    child: str,
    handover_id: str | None,
    as_of: int,
    model: Model,
    now: dt.datetime,
    found: Sequence[Finding],
) -> Brief:
    """The brief of a handover: the one named, else one under way or done within a year, else without receiver.

    `found` are the findings about the child among those of all children, by the rules that are in force.
    """
    row = network.row("child", child)
    if row is None:
        raise KeyError("an id that is no child")
    handover = _chosen(network, child, handover_id, as_of)
    role = (handover.role if handover else None) or ROLE
    source = Source(network, row, handover, role, as_of)
    day = int(network.ints("child", "born")[row])
    born = None if day == UNKNOWN else day
    phase = model.phase_on(born, as_of)
    ahead = _ahead(source, model, born)
    entered = model.phase_on(born, max(source.day, as_of)) if source.day is not None else None
    known = entered is not None and entered != phase and not (entered.conditional or _moved(source, source.day))
    return Brief(
        as_of=as_of,
        now=now,
        made_up=network.generated,
        name=network.texts("child", "name")[row].as_py(),
        protected=source.hidden,
        age=None if source.hidden else age(day, as_of),
        phase=None if source.hidden else phase,
        next_phase=entered if known and not source.hidden else None,
        boundary=ahead[0] if ahead else None,
        role=source.told(role, ROLES),
        handover=handover,
        senders=source.senders,
        receiver=source.receiver,
        day=source.day,
        words=_words(source),
        people=tuple(people(source)),
        running=tuple(running(source)),
        findings=tuple(findings(source, found)),
        joint=source.joint,
        called_off=source.called_off,
        dates=tuple(_dates(source, ahead[1] if ahead else None)),
        ground=source.ground,
    )


def _chosen(network: Network, child: str, handover_id: str | None, as_of: int) -> HandoverState | None:
    """The handover that is named; without a name the one under way, else the last that was done within a year."""
    found = handovers_of(network, child)
    if handover_id is None:
        done = [one for one in found if one.state == "done" and (one.due or 0) > as_of - YEAR]
        return next((one for one in found if one.state in LIVE), done[-1] if done else None)
    chosen = next((one for one in found if one.id == handover_id), None)
    if chosen is None:
        raise KeyError("an id that is no handover of the child")
    return chosen


def _ahead(source: Source, model: Model, born: int | None) -> tuple[Phase, int] | None:
    """The phase that the child enters within a year and the day of it, unless only some enter it or it has moved."""
    found = model.boundaries(born, source.as_of + 1, source.as_of + YEAR)
    known = [(one, day) for one, day in found if not (one.conditional or source.hidden or _moved(source, day))]
    return known[0] if known else None


def _moved(source: Source, day: int | None) -> bool:
    """Whether the child has moved away by a day."""
    moved = int(source.network.ints("child", "moved")[source.row])
    return day is not None and moved != UNKNOWN and moved <= day


def _words(source: Source) -> Words | None:
    """The child's own words, and the last step that wrote them; no words that the child does not want to be shown."""
    handover = source.handover
    if handover is None or not (handover.words or "").strip():
        return None
    last = handover.said
    day = last.at.day if last and last.at.day != UNKNOWN else None
    text = "" if handover.agreed is False else handover.words or ""
    return Words(text, source.name(last.person) if last and last.person else None, day, handover.agreed)


def _dates(source: Source, boundary: int | None) -> list[Date]:
    """The days ahead, in order; what a handover that is over had planned is not ahead."""
    handover, receiver = source.handover, source.receiver
    live = handover is not None and handover.live
    last = [one.day - 1 for one in source.senders if one.day is not None]
    days = {
        "answer": handover.answer_by if handover and handover.state == "offered" else None,
        "joint_meeting": source.joint.day if source.joint and live else None,
        "last_day": max(last) if last else None,
        "takes_over": (receiver.day if receiver else source.day) if live else None,
        "phase": boundary,
        "follow_up": handover.follow_up if handover and (live or handover.state == "done") else None,
    }
    known = [Date(kind, day) for kind, day in days.items() if day is not None and day >= source.as_of]
    return sorted(known, key=lambda one: one.day)
