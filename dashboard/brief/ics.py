"""The days of a handover as a calendar file (iCalendar, RFC 5545), for the calendars of sender and receiver.

An event keeps its UID, and its SEQUENCE grows with every step of the handover, so that a calendar replaces what it has.
A handover that is called off cancels its events (METHOD:CANCEL, as RFC 5546 has it for what was published), a joint
meeting that is called off, or was to be with a former receiver, its own. Where another is to receive, the next file
tells those who go on of it; a file for the former receiver cancels all events that theirs may hold.
"""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from uuid import UUID, uuid5

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from dashboard.brief.content import Brief
from dashboard.brief.glyphs import short
from dashboard.brief.phrases import child_name, happening
from dashboard.texts import MADE_UP, TURNS, spoken, t
from graph.handovers import HandoverState
from graph.values import SWEDEN, to_date, to_day

OWN = UUID("5b1e7d0a-6f0e-5c52-9c1c-2f6f0a3b7d41")
"""The name space of the events of Stödnät."""
KINDS = ("answer", "joint_meeting", "last_day", "takes_over", "follow_up")
HOUR = dt.timedelta(hours=1)
CALLED_OFF = ("rejected", "revoked")
LAST_DAY = to_day(dt.date.max)
"""Has no day after it, and so no event."""
Happening = tuple[str, dt.date, dt.date]


def calendar(brief: Brief, lang: str) -> bytes:
    """The events of the brief's handover in a language; none where there is no handover."""
    return calendars([brief], lang)


def calendars(briefs: Sequence[Brief], lang: str) -> bytes:
    """The events of several handovers in one file."""
    about = [(brief, brief.handover) for brief in briefs if brief.handover]
    off = [handover.state in CALLED_OFF for _, handover in about]
    made = _file("CANCEL" if off and all(off) else "PUBLISH")
    days = [(brief, handover, one) for brief, handover in about for one in _days(brief, handover)]
    if any(isinstance(start, dt.datetime) for _, _, (_, start, _) in days):
        made.add_component(_sweden())
    with spoken(lang):
        for brief, handover, one in days:
            made.add_component(_event(brief, handover, one))
    return bytes(made.to_ical())


def cancelled(brief: Brief, lang: str) -> bytes:
    """For a former receiver: every event of the handover is cancelled, and nothing is said of what it is now."""
    made, handover = _file("CANCEL"), brief.handover
    if handover is None:
        return bytes(made.to_ical())
    day = brief.as_of if brief.day is None or brief.day >= LAST_DAY else brief.day
    with spoken(lang):
        said = t("Överlämning: du är inte längre mottagare")
        for kind in KINDS:
            made.add_component(_entry(brief, handover, _whole(kind, day), said, "CANCELLED"))
    return bytes(made.to_ical())


def _file(method: str) -> Calendar:
    """A calendar file without events."""
    made = Calendar()
    made.add("prodid", "-//Stödnät//Stödnät//SV")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    return made


def _days(brief: Brief, handover: HandoverState) -> list[Happening]:
    """What happens when: whole days, and the meeting at its time, both with their ends."""
    last = [one.day for one in brief.senders if one.day is not None]
    begins = brief.receiver.day if brief.receiver and brief.receiver.day is not None else brief.day
    days = {
        "answer": handover.answer_by,
        "last_day": max(last) - 1 if last else None,
        "takes_over": begins,
        "follow_up": handover.follow_up,
    }
    found = [_whole(kind, day) for kind, day in days.items() if day is not None and day < LAST_DAY]
    return sorted([*found, *_meeting(brief)], key=lambda one: KINDS.index(one[0]))


def _whole(kind: str, day: int) -> Happening:
    return kind, to_date(day), to_date(day + 1)


def _meeting(brief: Brief) -> list[Happening]:
    """The joint meeting that is planned or called off, an hour long where its end is not known."""
    joint = brief.joint or brief.called_off
    if joint is None or joint.day >= LAST_DAY:
        return []
    if joint.start is None:
        return [_whole("joint_meeting", joint.day)]
    start = dt.datetime.fromtimestamp(joint.start, SWEDEN)
    end = dt.datetime.fromtimestamp(joint.end, SWEDEN) if joint.end is not None else _later(start)
    return [("joint_meeting", start, end)]


def _called_off(brief: Brief, handover: HandoverState, kind: str) -> bool:
    """Whether an event will not be: what is called off, or an answer that was given."""
    if kind == "answer" and handover.state in ("accepted", "done"):
        return True
    return handover.state in CALLED_OFF or (kind == "joint_meeting" and brief.joint is None)


def _later(start: dt.datetime) -> dt.datetime:
    """An hour after, by the clock of the world and not that of the wall."""
    return (start.astimezone(dt.UTC) + HOUR).astimezone(SWEDEN)


def _event(brief: Brief, handover: HandoverState, what: Happening) -> Event:
    off = _called_off(brief, handover, what[0])
    status = "CANCELLED" if off else "TENTATIVE" if brief.draft else "CONFIRMED"
    return _entry(brief, handover, what, _summary(brief, what[0]), status)


def _entry(brief: Brief, handover: HandoverState, what: Happening, summary: str, status: str) -> Event:
    kind, start, end = what
    event = Event()
    event.add("uid", f"{uuid5(OWN, handover.id + ':' + kind)}@stodnat")
    event.add("sequence", len(handover.changes))
    event.add("dtstamp", brief.now.astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", _plain(summary))
    if brief.made_up:
        event.add("description", t(MADE_UP))
    event.add("status", status)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if isinstance(start, dt.datetime) else "TRANSPARENT")
    return event


def _summary(brief: Brief, kind: str) -> str:
    """What happens, and with which child; a protected child has no name here."""
    about = t("Överlämning") if brief.protected else t("Överlämning, {name}", name=child_name(brief))
    return f"{short(about, 80)}: {short(happening(brief, kind), 120)}"


def _plain(text: str) -> str:
    """A text without characters that steer: neither lines nor the direction of what follows."""
    return "".join(one for one in text if unicodedata.category(one) not in ("Cc", "Cs") and one not in TURNS)


def _sweden() -> Timezone:
    """Europe/Stockholm by the rule of the European Union since 1996."""
    zone = Timezone()
    zone.add("tzid", SWEDEN.key)
    summer, winter = dt.timedelta(hours=2), dt.timedelta(hours=1)
    for part, month, hour, before, after in (
        (TimezoneDaylight(), 3, 2, winter, summer),
        (TimezoneStandard(), 10, 3, summer, winter),
    ):
        part.add("dtstart", dt.datetime(1996, month, 31 if month == 3 else 27, hour))  # noqa: DTZ001 - local by nature
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", "CEST" if after == summer else "CET")
        zone.add_component(part)
    return zone
