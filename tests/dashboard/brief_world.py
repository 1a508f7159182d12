"""A child in grade 3 whose barnkontakt hands over to grade 4: everything that a brief may say."""

import datetime as dt
from typing import Any

from dashboard.brief.facts import Brief, brief_of
from graph.analysis import analyse
from graph.assemble import network_of
from graph.network import Network
from graph.phases import model
from graph.questions import rules_of
from graph.records import (
    Adult,
    Agency,
    Attendance,
    Change,
    Child,
    Consent,
    Forum,
    Handover,
    Meeting,
    MeetingChild,
    Plan,
    Professional,
    Record,
    Support,
)
from graph.values import parse_day

AS_OF = parse_day("2026-03-10")
NOW = dt.datetime(2026, 3, 10, 13, 5, 30, tzinfo=dt.UTC)
WORDS = (
    "Jag vill att Håkan får vara med. Och jag vill inte behöva berätta allt en gång till.\n"
    "Matte är roligt. Rasten är svårast när det är många. Fråga mig när vi är själva, inte i klassrummet."
)
AGREED = (
    "Östen Ljung är kurator för Tuva också i åk 4.",
    "Åke läser det här före första mötet, så att Tuva slipper berätta igen.",
    "Håkan bjuds in till mötet 15 april om Tuva vill.",
)


def people() -> list[Record]:
    """Those of the school, of the social services, of health care, and Tuva's own."""
    return [
        Agency(id="skola", name="Åsgårdens skola", kind="skola", district="Bromma"),
        Agency(id="soc", name="Socialtjänsten Bromma", kind="socialtjanst", district="Bromma"),
        Agency(id="bup", name="BUP Brommaplan", kind="bup"),
        Agency(id="barnmott", name="Barnmottagningen", kind="halso_sjukvard"),
        Professional(id="cia", name="Cia Öhman", title="Biträdande rektor", agency="skola"),
        Professional(id="ake", name="Åke Sjöström", title="Rektor", agency="skola"),
        Professional(id="osten", name="Östen Ljung", title="Kurator", agency="skola"),
        Professional(id="marta", name="Märta Bäck", title="Lärare", agency="skola"),
        Professional(id="ivar", name="Ivar Lö", title="Fritidspedagog", agency="skola", end="2026-08-10"),
        Professional(id="ulla", name="Ulla Krok", title="Socialsekreterare", agency="soc"),
        Professional(id="bjork", name="Dr Björk", title="Barnläkare", agency="barnmott"),
        Professional(id="bo", name="Bo Hemlig", title="Psykolog", agency="bup"),
        Adult(id="siv", name="Siv Berg"),
        Adult(id="lena", name="Lena Berglund"),
        Adult(id="jorgen", name="Jörgen Berglund"),
        Adult(id="hakan", name="Håkan Ek"),
    ]


def supports(child: str) -> list[Record]:
    """Who stays, who changes, who leaves."""
    rows = {
        "siv": ("trusted_adult", "2018-01-01", None, None),
        "hakan": ("trusted_adult", "2021-04-01", None, None),
        "lena": ("guardian", None, None, None),
        "jorgen": ("guardian", None, None, None),
        "cia": ("barnkontakt", "2023-05-15", "2026-06-10", None),
        "osten": ("school_counsellor", "2023-09-01", None, "belonging"),
        "marta": ("teacher", "2023-08-15", "2026-08-17", "development"),
        "ivar": ("mentor", "2024-08-15", None, None),
        "ulla": ("caseworker", "2024-02-01", None, "safety;care"),
        "bjork": ("nurse", "2022-02-01", None, None),
        "bo": ("bup", "2025-02-01", None, "health"),
    }
    return [
        Support(person=who, child=child, role=role, start=start, end=end, needs=needs)
        for who, (role, start, end, needs) in rows.items()
    ]


def forums(child: str) -> list[Record]:
    """Three forums with their meetings, one of them a meeting that sender and receiver will share."""
    found: list[Record] = [
        Forum(id="sip", name="SIP-grupp", kind="sip", level="child"),
        Forum(id="net", name="Nätverksmöte", kind="team", level="child"),
        Forum(id="eht", name="Elevhälsoteam", kind="eht", level="child"),
        Plan(id="plan", child=child, kind="sip", responsible="soc", start="2024-02-10", end="2026-12-31"),
        Plan(id="secret", child=child, kind="vårdplan", responsible="bup", start="2025-03-01"),
    ]
    days = {
        "sip": ("2025-10-01", "2026-03-03", "2026-04-14"),
        "net": ("2025-11-03", "2026-03-05", "2026-04-16"),
        "eht": ("2025-09-02", "2026-01-13", "2026-04-21"),
    }
    for forum, held in days.items():
        for number, day in enumerate(held):
            meeting = f"{forum}{number}"
            there = ("osten", "marta") if forum == "eht" else ("cia", "ulla", "osten")
            found += [
                Meeting(id=meeting, forum=forum, start=f"{day} 10:00", end=f"{day} 11:00", child_heard="yes"),
                MeetingChild(meeting=meeting, child=child),
                *(Attendance(meeting=meeting, person=who) for who in there),
            ]
    joint = Meeting(id="joint", start="2026-04-15 13:00", end="2026-04-15 14:00", status="planned", child_heard="yes")
    both = [Attendance(meeting="joint", person=who) for who in ("cia", "ake")]
    return [*found, joint, MeetingChild(meeting="joint", child=child), *both]


def handover(child: str, **cells: Any) -> Handover:  # noqa: ANN401 - cells of a record
    """The handover from Cia to Åke."""
    given: dict[str, Any] = {
        "id": "h1",
        "child": child,
        "role": "barnkontakt",
        "sender": "cia",
        "receiver": "ake",
        "due": "2026-08-17",
        "state": "offered",
        "reason": "phase_boundary",
        "answer_by": "2026-03-18",
        "follow_up": "2027-02-17",
        "words": WORDS,
        "agreements": ";".join(AGREED),
        "consent": "k1",
        "receiver_named": "yes",
        "receiver_accepted": "no",
        "child_view_recorded": "yes",
        "guardian_informed": "yes",
        "ground_recorded": "yes",
        "plan_transferred": "no",
    }
    return Handover(**(given | cells))


def consent(child: str, **cells: str) -> Consent:
    """The consent of both guardians, for what social services and health care know, not BUP."""
    given = {"ground": "consent", "giver": "båda vårdnadshavarna", "agencies": "soc;barnmott"}
    return Consent(id="k1", child=child, **(given | {"start": "2026-03-03", "end": "2027-01-01"} | cells))


def changes() -> list[Record]:
    """Three steps: planned, the words written down, offered."""
    return [
        Change(id="x1", handover="h1", person="cia", at="2026-03-01 09:00", state="planned"),
        Change(id="x2", handover="h1", person="cia", at="2026-03-02 09:00", item="words", note=WORDS),
        Change(id="x3", handover="h1", person="cia", at="2026-03-03 09:00", state="offered"),
    ]


def records(child: dict[str, Any] | None = None, **cells: Any) -> list[Record]:  # noqa: ANN401 - cells of a record
    """Tuva and all around her; `child` changes her own row, `cells` those of the handover."""
    own = {"id": "tuva", "name": "Tuva Berglund", "born": "2016-05-01", "district": "Bromma"} | (child or {})
    node = own["id"]
    return [
        Child(**own),
        *people(),
        *supports(node),
        *forums(node),
        consent(node),
        handover(node, **cells),
        *changes(),
    ]


def town(child: dict[str, Any] | None = None, **cells: Any) -> Network:  # noqa: ANN401 - cells of a record
    """All of it as a Network."""
    return network_of(records(child, **cells))


def brief(network: Network, child: str = "tuva", handover_id: str | None = None, now: dt.datetime = NOW) -> Brief:
    """The brief on the as-of day, with what the default rules find."""
    found = [one for one in analyse(network, AS_OF, rules_of()).findings if child in one.children]
    return brief_of(network, child, handover_id, AS_OF, model("backa_barnet"), now, found)
