"""The desk of one barnkontakt made by hand: nine children in every state a handover can be in, and two quiet ones."""

from graph.assemble import network_of
from graph.network import Network
from graph.records import Adult, Agency, Change, Child, Handover, Meeting, MeetingChild, Professional, Record, Support
from tests.dashboard.world import AS_OF, HOSTILE

ME, OTHER, NURSE, IDLE = "p1", "p2", "p3", "p9"
YES = ("receiver_named", "child_view_recorded", "guardian_informed", "ground_recorded")


def people() -> list[Record]:
    """A head teacher, the one who takes over, a nurse who hands over, one who leaves, and one without children."""
    return [
        Agency(id="a1", name="Åsgårdens skola", kind="skola", district="Bromma"),
        Agency(id="a2", name="Brommas BVC", kind="bvc", district="Bromma"),
        Professional(id=ME, name="Cia Öhman", title="Rektor", agency="a1"),
        Professional(id=OTHER, name="Åke Sjöström", title="Rektor", agency="a1"),
        Professional(id=NURSE, name="Maj Holm", title="BVC-sjuksköterska", agency="a2"),
        Professional(id="p4", name="Petra Sköld", title="Rektor", agency="a1"),
        Professional(id="p5", name=HOSTILE[1], title=HOSTILE[0], agency="a1"),
        Professional(id="p6", name="Östen Ljung", title="Kurator", agency="a1"),
        Professional(id=IDLE, name="Ylva Tom", title="Rektor", agency="a1", end="2026-04-01"),
        Adult(id="v1", name="Håkan Ek"),
        Adult(id="v2", name="Siv Berg"),
    ]


def child(node: str, name: str, born: str, *tenures: tuple[str, str, str], **more: str) -> list[Record]:
    """A child in support with those who were, are or will be its barnkontakt."""
    return [
        Child(id=node, name=name, born=born, district="Bromma", **more),
        *(Support(person=p, child=node, role="barnkontakt", start=start, end=end) for p, start, end in tenures),
        Support(person="p6", child=node, role="school_counsellor", start="2024-01-01"),
        Meeting(id=f"m-{node}", start="2026-03-02", child_heard="yes"),
        MeetingChild(meeting=f"m-{node}", child=node),
    ]


def handover(node: str, sender: str, receiver: str | None, due: str, state: str, *done: str, **more: str) -> Record:
    """A handover with some of its checklist done."""
    return Handover(
        id=f"h-{node}",
        child=node,
        role="barnkontakt",
        sender=sender,
        receiver=receiver,
        due=due,
        state=state,
        **dict.fromkeys(done, "yes"),
        **more,
    )


def records() -> list[Record]:
    """The children of the picture of this page, and two who have nothing ahead."""
    said = "”Jag vill att Håkan får vara med. Och jag vill inte behöva berätta allt en gång till.”"
    return [
        *people(),
        *child("c1", "Idris Haddad", "2020-05-02", (NURSE, "2021-01-01", "2026-02-28")),
        handover("c1", NURSE, ME, "2026-08-17", "offered", "receiver_named", answer_by="2026-03-17"),
        *child("c2", "Tuva Berglund", "2016-09-14", (ME, "2023-08-15", "2026-06-10")),
        Support(person="v1", child="c2", role="trusted_adult", start="2024-01-01"),
        handover(
            "c2",
            ME,
            OTHER,
            "2026-08-17",
            "offered",
            *YES,
            answer_by="2026-03-18",
            words=said,
            reason="phase_boundary",
        ),
        Change(id="s1", handover="h-c2", person=ME, at="2026-02-20 09:00", state="planned"),
        Change(id="s2", handover="h-c2", person=ME, at="2026-03-02 09:00", item="words", note=said),
        Change(id="s3", handover="h-c2", person=ME, at="2026-03-04 09:00", state="offered"),
        *child("c3", "Nils Öberg", "2020-11-01", (NURSE, "2021-01-01", "2026-08-17")),
        handover("c3", NURSE, ME, "2026-08-17", "offered", "receiver_named", answer_by="2026-03-20"),
        *child("c4", "Amina Yusuf", "2016-04-09", (ME, "2023-08-15", "2026-06-10")),
        handover("c4", ME, OTHER, "2026-08-17", "rejected", "receiver_named"),
        *child("c5", "Leo Strand", "2017-06-30", (ME, "2023-08-15", "2026-05-01")),
        handover("c5", ME, None, "2026-05-01", "planned", "guardian_informed", reason="move"),
        *child("c6", "Saga Lindmark", "2020-02-11", (NURSE, "2021-01-01", "2026-09-14"), (ME, "2026-08-17", "")),
        handover("c6", NURSE, ME, "2026-08-17", "accepted", *YES, "receiver_accepted", "joint_meeting_held"),
        *child("c7", "Milo Hedlund", "2016-01-20", (ME, "2023-08-15", "2026-08-31"), (OTHER, "2026-08-17", "")),
        handover("c7", ME, OTHER, "2026-08-17", "accepted", *YES, "receiver_accepted"),
        *child("c8", "Barn 42", "2015-03-03", (ME, "2023-08-15", "2026-12-14"), protected="yes"),
        handover("c8", ME, OTHER, "2026-12-14", "planned", "receiver_named", reason="school_change"),
        Support(person="v2", child="c8", role="guardian"),
        *child("c9", "Ville Norén", "2015-05-05", (ME, "2022-08-15", "2026-03-02"), ("p4", "2026-03-02", "")),
        handover("c9", ME, "p4", "2026-03-02", "done", *YES, follow_up="2026-09-02"),
        *child("c10", HOSTILE[4], "2016-08-01", (ME, "2023-08-15", ""), (ME, "2020-01-01", "2022-01-01")),
        *child("c11", "Ebba Lund", "2018-01-01", (ME, "2024-08-15", "")),
        *child("c12", "Otto Lund", "2018-02-01", (ME, "2024-08-15", "")),
        *child("c13", "Hemliga Holger", "2017-02-01", (NURSE, "2024-08-15", "")),
    ]


def network() -> Network:
    """All of it."""
    return network_of(records())


__all__ = ["AS_OF", "IDLE", "ME", "NURSE", "OTHER", "network", "records"]
