"""A small municipality made by hand: two forums that overlap, a gap, a duplicate, a protected child, hostile names."""

from dashboard.tables.scene import Key, Scene
from graph.analysis import analyse
from graph.assemble import network_of
from graph.network import Network
from graph.questions import rules_of
from graph.records import (
    Adult,
    Agency,
    Attendance,
    Child,
    Concern,
    Forum,
    Meeting,
    MeetingChild,
    Plan,
    Professional,
    Record,
    Support,
)
from graph.stores import open_store
from graph.values import parse_day

AS_OF = parse_day("2026-03-10")
HOSTILE = (
    "![x](http://evil.example/p.png)",
    "<script>alert(1)</script>",
    "$\\alpha$ :material/delete: :red[x]",
    "<img src=http://evil.example/q.png>",
    "[a](http://evil.example) www.evil.example a@evil.example :smile:",
)


def people() -> list[Record]:
    """Two professionals with a job, one who has left, one employed by no known agency, a guardian and a coach."""
    return [
        Agency(id="a1", name="Åsgårdens skola", kind="skola", district="Bromma"),
        Agency(id="a2", name="Socialtjänsten Bromma", kind="socialtjanst", district="Bromma"),
        Professional(id="p1", name="Cia Öhman", title="Rektor", agency="a1"),
        Professional(id="p2", name="Bo Lind", title="Socialsekreterare", agency="a2"),
        Professional(id="p3", name=HOSTILE[1], title=HOSTILE[2], agency="a1", end="2025-12-01"),
        Professional(id="p4", name="Mia Frisk", title="Psykolog", start="2024-02-01"),
        Adult(id="v1", name="Siv Berg"),
        Adult(id="v2", name="Håkan Ek"),
    ]


def forums(district: str | None = None) -> list[Record]:
    """Two forums for children in need of the same."""
    same = {"level": "child", "status": "running", "parties": "skola;socialtjanst", "needs": "safety;health"}
    return [
        Forum(id="f1", name="SIP", kind="sip", required="yes", district=district, **same),
        Forum(id="f2", name=HOSTILE[0], kind="team", district=district, **same),
        Forum(id="f3", name="Styrgrupp", level="management", age_min="10", age_max="18"),
    ]


def child(number: int, name: str, **more: str) -> list[Record]:
    """A child whose barnkontakt left, with a caseworker, a coach, and two meetings within a week."""
    node = f"c{number}"
    return [
        Child(id=node, name=name, born="2016-05-01", district="Bromma", **more),
        Support(person="p1", child=node, role="barnkontakt", start="2024-01-01", end="2025-08-01"),
        Support(person="p3", child=node, role="barnkontakt", start="2025-08-11"),
        Support(person="p2", child=node, role="caseworker", start="2025-01-01"),
        Support(person="p4", child=node, role="mentor", start="2025-03-01"),
        Support(person="v1", child=node, role="guardian"),
        Support(person="v2", child=node, role="trusted_adult", start="2023-01-01"),
        Plan(id=f"plan{number}", child=node, kind="sip", start="2025-01-01"),
        Meeting(id=f"m{number}", forum="f1", start="2026-03-02 10:00", end="2026-03-02 11:00", child_heard="yes"),
        Meeting(id=f"n{number}", forum="f2", start="2026-03-05 10:00", end="2026-03-05 12:00", title=HOSTILE[3]),
        MeetingChild(meeting=f"m{number}", child=node),
        MeetingChild(meeting=f"n{number}", child=node),
        *(Attendance(meeting=f"{m}{number}", person=p) for m in "mn" for p in ("p1", "p2")),
    ]


def records() -> list[Record]:
    """Six open children and a protected one."""
    names = ["Tuva", "Nils", "Leo", HOSTILE[4], HOSTILE[1], "Saga"]
    children = [record for number, name in enumerate(names) for record in child(number, name)]
    hidden = child(9, "Ville", protected="yes")
    concern = Concern(id="o1", child="c0", received="2026-01-01", feedback_requested="yes", feedback_given="no")
    return [*people(), *forums(), *children, *hidden, concern]


def network() -> Network:
    """All of it."""
    return network_of(records())


def keep(url: str, content: Network) -> None:
    """Put a Network in a new store."""
    with open_store(url, create=True) as store:
        store.update(lambda _: content)


def scene(content: Network) -> Scene:
    """What the pages show of a Network on the day."""
    return Scene(Key("town", 1, AS_OF), content, analyse(content, AS_OF, rules_of()))
