"""Three forums and 22 children whose numbers are worked out by hand; see the tests."""

from graph.assemble import network_of
from graph.network import Network
from graph.records import Attendance, Child, Forum, Meeting, MeetingChild, Professional, Record
from graph.values import parse_day

AS_OF = parse_day("2026-03-10")
IN = {"A": [*range(1, 13)], "B": [*range(1, 7), *range(13, 21)], "C": [1, 2, 3, 4, 5, 21, 22]}
"""Which children each forum meets about."""
NAMES = {"A": "Alfa", "B": "=Beta <b>*x*</b>", "C": "Gamma"}
TIMES = {
    ("A", 1): ("2026-02-02 10:00", "2026-02-02 11:00", "p1 p2 p3"),
    ("B", 1): ("2026-02-05 10:00", "2026-02-05 12:00", "p1 p2"),
    ("A", 2): ("2025-11-10", "", "p1 p2"),
    ("B", 2): ("2025-11-12", "", "p1 p2"),
    ("A", 3): ("2026-01-30 10:00", "2026-01-30 10:30", "p1 p2 p3"),
    ("B", 3): ("2026-02-03 13:00", "2026-02-03 15:00", "p1 p2 p3"),
}
"""Three pairs of meetings close to each other: 2 × 1 hours, unknown, and 3 × ½ hours; the later ones in February."""


def records() -> list[Record]:
    """Everything."""
    found: list[Record] = [Professional(id=f"p{n}", name=f"P {n}") for n in (1, 2, 3)]
    found += [Child(id=f"k{n}", name=f"Barn{n}", born="2014-05-01", district="Bromma") for n in range(1, 23)]
    found += [
        Forum(id=node, name=name, level="child", parties="skola;polis", needs="safety", required=required)
        for (node, name), required in zip(NAMES.items(), ("yes", "no", ""), strict=True)
    ]
    found.append(Forum(id="D", name="Styrgrupp", level="management"))
    for forum, children in IN.items():
        for child in children:
            start, end, people = TIMES.get((forum, child), ("2025-08-20", "", ""))
            node = f"{forum}{child}"
            found += [
                Meeting(id=node, forum=forum, start=start, end=end),
                MeetingChild(meeting=node, child=f"k{child}"),
            ]
            found += [Attendance(meeting=node, person=person) for person in people.split()]
    return found


def network() -> Network:
    """All of it."""
    return network_of(records())
