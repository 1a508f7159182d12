"""The calendar file: one event a day of the handover, replaced by the next file, without a protected child's name."""

import datetime as dt
import re
from typing import Any

import pytest
from icalendar import Calendar

from dashboard import texts
from dashboard.brief.ics import calendar, calendars, cancelled
from graph.assemble import assemble, network_of, rows_of
from graph.handovers import change
from graph.network import Network
from graph.records import Adult, Attendance, Change, Meeting, MeetingChild
from graph.values import MEETING_STATUS, SWEDEN, parse_day, parse_moment
from tests.dashboard.brief_world import NOW, brief, records, town


def read(network: Network, language: str = "sv", handover_id: str | None = "h1", **more: Any) -> Any:  # noqa: ANN401
    """The calendar as a calendar program reads it."""
    found = Calendar.from_ical(calendar(brief(network, handover_id=handover_id, **more), language))
    assert isinstance(found, Calendar)
    return found


def events(made: Calendar) -> dict[str, Any]:
    """The events by what they say after the colon."""
    return {str(event["summary"]).split(": ", 1)[1]: event for event in made.walk("VEVENT")}


def moved(day: str, clock: str = "13:00", until: str | None = "14:00") -> Network:
    """The joint meeting on another day."""
    rows = [row for row in records() if getattr(row, "id", None) != "joint"]
    joint = next(row for row in records() if getattr(row, "id", None) == "joint")
    cells = {"id": "joint", "start": f"{day} {clock}".strip(), "end": until and f"{day} {until}", "child_heard": "yes"}
    return network_of([*rows, type(joint)(**cells)])


def test_each_day_of_the_handover_is_an_event() -> None:
    found = events(read(town()))
    days = {what: (event["dtstart"].dt, event["dtend"].dt) for what, event in found.items()}
    assert days == {
        "Åke Sjöström svarar senast": (dt.date(2026, 3, 18), dt.date(2026, 3, 19)),
        "gemensamt möte kl. 13.00": (
            dt.datetime(2026, 4, 15, 13, tzinfo=SWEDEN),
            dt.datetime(2026, 4, 15, 14, tzinfo=SWEDEN),
        ),
        "sista dag för Cia Öhman": (dt.date(2026, 6, 9), dt.date(2026, 6, 10)),
        "Åke Sjöström tar över": (dt.date(2026, 8, 17), dt.date(2026, 8, 18)),
        "uppföljning": (dt.date(2027, 2, 17), dt.date(2027, 2, 18)),
    }
    assert {str(event["dtstart"].params.get("VALUE")) for what, event in found.items() if "möte" not in what} == {
        "DATE"
    }


def test_it_is_published_with_all_that_a_calendar_needs() -> None:
    made = read(town())
    assert (str(made["version"]), str(made["method"])) == ("2.0", "PUBLISH")
    assert made["prodid"]
    for event in events(made).values():
        assert event["dtstamp"].dt == NOW
        assert event["dtstamp"].dt.tzinfo is not None
        assert {"uid", "sequence", "summary", "status"} <= {name.lower() for name in event}
        assert str(event["class"]) == "PRIVATE"
    assert len({str(event["uid"]) for event in made.walk("VEVENT")}) == 5


def test_the_next_file_replaces_this_one() -> None:
    before = events(read(town()))
    step = Change(id="x4", handover="h1", person="cia", at="2026-03-09 09:00", item="due")
    later = read(network_of([*records(due="2026-08-24", follow_up="2027-03-01"), step]))
    after = events(later)
    assert {what: str(event["uid"]) for what, event in before.items()} == {
        what: str(event["uid"]) for what, event in after.items()
    }
    assert {int(event["sequence"]) for event in before.values()} == {3}
    assert {int(event["sequence"]) for event in after.values()} == {4}
    assert after["Åke Sjöström tar över"]["dtstart"].dt == dt.date(2026, 8, 24)


def test_uids_are_those_of_the_handover_and_tell_no_id() -> None:
    one = {str(event["uid"]) for event in read(town()).walk("VEVENT")}
    other = {str(event["uid"]) for event in read(town(id="h2"), handover_id="h2").walk("VEVENT")}
    assert not one & other
    assert not [uid for uid in one if "h1" in uid.split("@")[0].split("-") or "tuva" in uid]


@pytest.mark.parametrize("state", ["rejected", "revoked"])
def test_a_handover_that_is_called_off_cancels_its_events(state: str) -> None:
    rows = [*records(state=state), Change(id="x4", handover="h1", person="ake", at="2026-03-09 09:00", state=state)]
    made = read(network_of(rows))
    assert str(made["method"]) == "CANCEL"
    assert {str(event["status"]) for event in made.walk("VEVENT")} == {"CANCELLED"}
    assert {int(event["sequence"]) for event in made.walk("VEVENT")} == {4}
    live = {str(event["uid"]) for event in read(town()).walk("VEVENT")}
    assert {str(event["uid"]) for event in made.walk("VEVENT")} == live


@pytest.mark.parametrize(
    ("state", "status"),
    [("planned", "TENTATIVE"), ("offered", "TENTATIVE"), ("accepted", "CONFIRMED"), ("done", "CONFIRMED")],
)
def test_events_are_tentative_until_the_receiver_has_accepted(state: str, status: str) -> None:
    found = events(read(town(state=state)))
    answer = str(found.pop("Åke Sjöström svarar senast")["status"])
    assert {str(event["status"]) for event in found.values()} == {status}
    assert answer == ("CANCELLED" if status == "CONFIRMED" else status)  # it was given


def test_a_protected_child_has_no_name_in_it() -> None:
    network = town({"protected": "yes"})
    for language in ("sv", "en"):
        content = calendar(brief(network), language).decode()
        unfolded = content.replace("\r\n ", "")
        for word in ("Tuva", "Berglund", "Bromma", "Åsgården", "tuva"):
            assert word not in unfolded, word
        assert "Cia Öhman" in unfolded
    assert "Tuva Berglund" in calendar(brief(town()), "sv").decode().replace("\r\n ", "")


@pytest.mark.parametrize(
    ("day", "clock", "offset"),
    [
        ("2026-03-27", "13:00", 1),
        ("2026-03-29", "13:00", 2),
        ("2026-03-29", "01:30", 1),
        ("2026-03-29", "03:30", 2),
        ("2026-10-24", "13:00", 2),
        ("2026-10-25", "13:00", 1),
        ("2026-10-25", "01:30", 2),
    ],
)
def test_a_meeting_is_at_its_time_on_both_sides_of_a_clock_change(day: str, clock: str, offset: int) -> None:
    event = events(read(moved(day, clock, None)))[f"gemensamt möte kl. {clock.replace(':', '.')}"]
    start = event["dtstart"].dt
    assert start.utcoffset() == dt.timedelta(hours=offset)
    assert start.isoformat()[:16] == f"{day}T{clock}"
    assert event["dtstart"].params["TZID"] == "Europe/Stockholm"
    assert event["dtend"].dt.timestamp() - start.timestamp() == 3600


def test_the_zone_in_the_file_is_that_of_sweden() -> None:
    zones: list[Any] = [part for part in read(town()).walk("VTIMEZONE")]
    assert [str(zone["tzid"]) for zone in zones] == ["Europe/Stockholm"]
    zone = zones[0].to_tz()
    for year in range(2024, 2038):
        for month, day in ((1, 15), (3, 24), (4, 2), (7, 1), (10, 23), (11, 2)):
            clock = dt.datetime(year, month, day, 12)  # noqa: DTZ001 - the same wall clock in both zones
            assert clock.replace(tzinfo=zone).utcoffset() == clock.replace(tzinfo=SWEDEN).utcoffset(), clock


def test_a_meeting_without_a_time_is_a_whole_day_and_needs_no_zone() -> None:
    made = read(moved("2026-04-15", "", None))
    event = events(made)["gemensamt möte"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (dt.date(2026, 4, 15), dt.date(2026, 4, 16))
    assert not made.walk("VTIMEZONE")


@pytest.mark.parametrize(
    "name",
    [
        "Tuva\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x",
        'a;b,c\\n:d"e',
        "x" * 300,
        "å ä ö Å Ä Ö é ß",
        "\x00\x07\x1b[31m",
        "\u2028\u2029\x85\x0b",
        "ATTACH:http://evil.example",
        "\U0001f600",
    ],
)
def test_text_of_the_data_is_never_a_line_of_its_own(name: str) -> None:
    network = network_of(
        [row for row in records({"name": name}) if getattr(row, "id", None) != "ake"]
        + [next(row for row in records() if getattr(row, "id", None) == "ake").model_copy(update={"name": name})]
    )
    content = calendar(brief(network), "sv")
    made: Any = Calendar.from_ical(content)
    assert isinstance(made, Calendar)
    assert len(made.walk("VEVENT")) == 5
    assert {"ATTACH", "URL", "ATTENDEE"}.isdisjoint(key for event in made.walk("VEVENT") for key in event)
    lines = content.split(b"\r\n")
    assert content.count(b"\nBEGIN:VEVENT\r") == 5
    assert max(len(line) for line in lines) <= 75
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", content)
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_swedish_letters_come_back() -> None:
    summaries = [str(event["summary"]) for event in read(town()).walk("VEVENT")]
    assert "Överlämning, Tuva Berglund: Åke Sjöström tar över" in summaries


def test_it_speaks_english_and_leaves_the_language_of_the_page() -> None:
    found = events(read(town(), "en"))
    assert set(found) == {
        "Åke Sjöström answers at the latest",
        "joint meeting at 13.00",
        "last day of Cia Öhman",
        "Åke Sjöström takes over",
        "follow-up",
    }
    assert texts.language() == "sv"


def test_made_up_data_are_marked() -> None:
    made = read(network_of([*records(), Adult(id="demo-v-1")]))
    assert {str(event["description"]) for event in made.walk("VEVENT")} == {"Påhittade uppgifter"}
    assert not [event for event in read(town()).walk("VEVENT") if "description" in event]


def test_equal_facts_give_equal_bytes() -> None:
    assert calendar(brief(town()), "sv") == calendar(brief(town()), "sv")


def test_without_a_handover_there_is_no_event() -> None:
    rows = [row for row in records() if getattr(row, "handover", None) is None and getattr(row, "id", "") != "h1"]
    made = read(network_of(rows), handover_id=None)
    assert made.walk("VEVENT") == []


def test_what_is_not_known_is_no_event() -> None:
    made = events(read(town(answer_by=None, follow_up=None, receiver=None, due=None)))
    assert set(made) == {"sista dag för Cia Öhman", "mottagaren tar över"}


def test_the_last_day_of_all_has_no_day_after_it_and_is_left_out() -> None:
    last = "9999-12-31"
    assert "uppföljning" not in events(read(town(follow_up=last, due=last)))
    assert "uppföljning" in events(read(town(follow_up="9999-12-30")))
    assert not [what for what in events(read(moved(last, "23:30", None))) if "möte" in what]
    assert not [what for what in events(read(moved(last, "", None))) if "möte" in what]


def test_a_joint_meeting_that_is_called_off_is_cancelled_and_nothing_else() -> None:
    rows = [row for row in records() if getattr(row, "id", None) != "joint"]
    joint = next(row for row in records() if getattr(row, "id", None) == "joint")
    off = joint.model_copy(update={"status": MEETING_STATUS.choices.index("cancelled")})
    before, after = (read(network) for network in (town(), network_of([*rows, off])))
    assert str(after["method"]) == "PUBLISH"
    assert {str(event["uid"]) for event in before.walk("VEVENT")} == {str(e["uid"]) for e in after.walk("VEVENT")}
    cancelled = [event for event in after.walk("VEVENT") if str(event["status"]) == "CANCELLED"]
    assert [event["dtstart"].dt for event in cancelled] == [dt.datetime(2026, 4, 15, 13, tzinfo=SWEDEN)]


def test_one_that_is_called_off_is_not_told_of_where_another_is_planned() -> None:
    rows = [row for row in records() if getattr(row, "id", None) != "joint"]
    joint = next(row for row in records() if getattr(row, "id", None) == "joint")
    off = joint.model_copy(update={"id": "off", "status": MEETING_STATUS.choices.index("cancelled")})
    there = [Attendance(meeting="off", person=who) for who in ("cia", "ake")]
    made = read(network_of([*rows, joint, off, MeetingChild(meeting="off", child="tuva"), *there]))
    assert "CANCELLED" not in {str(event["status"]) for event in made.walk("VEVENT")}


def test_several_handovers_stand_in_one_file() -> None:
    one, other = brief(town(), handover_id="h1"), brief(town(state="revoked"), handover_id="h1")
    made = Calendar.from_ical(calendars([one, other], "sv"))
    assert isinstance(made, Calendar)
    said = [str(event["status"]) for event in made.walk("VEVENT")]
    assert said.count("CANCELLED") == said.count("TENTATIVE") == len(said) / 2 > 0
    assert (str(made["method"]), len(made.walk("VTIMEZONE"))) == ("PUBLISH", 1)


def handed_to_another() -> Network:
    """Märta instead of Åke, after Åke's file was made; the meeting with Åke still stands in the data."""
    at = parse_moment("2026-03-09 09:00")
    return change(town(), "h1", by="cia", at=at, receiver="marta", due=parse_day("2026-08-10"))


def test_another_receiver_updates_the_events_and_cancels_the_meeting_with_the_former() -> None:
    before = {str(event["uid"]): event for event in read(town()).walk("VEVENT")}
    after = read(handed_to_another())
    assert str(after["method"]) == "PUBLISH"
    assert {str(event["uid"]) for event in after.walk("VEVENT")} == set(before)
    for event in after.walk("VEVENT"):
        assert int(event["sequence"]) > int(before[str(event["uid"])]["sequence"])
        meets = "möte" in str(event["summary"])
        assert str(event["status"]) == ("CANCELLED" if meets else "TENTATIVE")
        assert event["dtstart"].dt == before[str(event["uid"])]["dtstart"].dt or not meets
    found = events(after)
    assert found["Märta Bäck tar över"]["dtstart"].dt == dt.date(2026, 8, 10)
    assert not [what for what in found if "Åke" in what]


def test_a_meeting_with_the_new_receiver_takes_the_place_of_that_with_the_former() -> None:
    rows = [
        Meeting(id="new", start="2026-05-05 09:00", end="2026-05-05 10:00", status="planned"),
        MeetingChild(meeting="new", child="tuva"),
        *(Attendance(meeting="new", person=who) for who in ("cia", "marta")),
    ]
    network = assemble(rows_of(rows), handed_to_another()).network
    (event,) = [one for one in read(network).walk("VEVENT") if "möte" in str(one["summary"])]
    old = events(read(town()))["gemensamt möte kl. 13.00"]
    assert (str(event["uid"]), str(event["status"])) == (str(old["uid"]), "TENTATIVE")
    assert event["dtstart"].dt == dt.datetime(2026, 5, 5, 9, tzinfo=SWEDEN)


def test_the_former_receiver_gets_a_file_that_cancels_all_and_tells_nothing() -> None:
    network = handed_to_another()
    content = cancelled(brief(network, handover_id="h1"), "sv")
    made: Any = Calendar.from_ical(content)
    old = {str(event["uid"]): int(event["sequence"]) for event in read(town()).walk("VEVENT")}
    new = {str(event["uid"]): int(event["sequence"]) for event in made.walk("VEVENT")}
    assert str(made["method"]) == "CANCEL"
    assert new.keys() == old.keys()
    assert all(new[uid] > old[uid] for uid in old)
    assert {str(event["status"]) for event in made.walk("VEVENT")} == {"CANCELLED"}
    told = content.decode().replace("\r\n ", "")
    assert not [word for word in ("Tuva", "Märta", "Åke", "Cia", "marta") if word in told]


def test_who_was_to_receive_comes_back_and_is_no_former_receiver() -> None:
    at = parse_moment("2026-03-09 10:00")
    network = change(handed_to_another(), "h1", by="cia", at=at, receiver="ake")
    told = brief(network, handover_id="h1")
    assert told.handover is not None
    assert told.handover.former_receivers == ("marta",)
    (event,) = [one for one in read(network).walk("VEVENT") if "möte" in str(one["summary"])]
    assert str(event["status"]) == "TENTATIVE"
