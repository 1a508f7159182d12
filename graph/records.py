"""One pydantic record per kind of row a file can hold, and the schema that follows from them.

A record's fields are the columns of its file. A field is either a value (a `Cell`) or a reference to
another row (with a `Ref`), which becomes an edge. The whole schema is derived from `FILES`.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from graph import values
from graph.values import Cell, Moment, Unreadable


@dataclass(frozen=True)
class Ref:
    """A field that names rows of other kinds by id, and the edge that it becomes.

    The first of `kinds` that holds the id is meant. `many`: the cell is a list of ids. `flip`: the edge
    runs from the named row to this one.
    """

    edge: str
    kinds: tuple[str, ...]
    many: bool = False
    flip: bool = False


def _reader(cell: Cell, missing: str | None = None) -> BeforeValidator:
    def read(value: Any) -> Any:  # noqa: ANN401 - what a form or a file gives
        text = value.strip() if isinstance(value, str) else value
        if text is None or text == "":
            if missing:
                raise PydanticCustomError("missing", "{rule}", {"rule": missing})
            return cell.unknown
        if not isinstance(text, str):
            return text
        try:
            return cell.parse(text)
        except Unreadable as error:
            raise PydanticCustomError("unreadable", "{rule}", {"rule": error.rule}) from None

    return BeforeValidator(read)


Id = Annotated[str, _reader(values.TEXT, "missing_id"), values.TEXT]
Named = Annotated[str, _reader(values.TEXT, "missing_value"), values.TEXT]
Text = Annotated[str | None, _reader(values.TEXT), values.TEXT]
Items = Annotated[str | None, _reader(values.LIST), values.LIST]
Day = Annotated[int | None, _reader(values.DAY), values.DAY]
Start = Annotated[int | None, _reader(values.START), values.START]
End = Annotated[int | None, _reader(values.END), values.END]
When = Annotated[Moment | None, _reader(values.MOMENT), values.MOMENT]
Number = Annotated[int | None, _reader(values.NUMBER), values.NUMBER]
Flag = Annotated[int | None, _reader(values.FLAG), values.FLAG]
Level = Annotated[int | None, _reader(values.LEVEL), values.LEVEL]
ForumStatus = Annotated[int | None, _reader(values.FORUM_STATUS), values.FORUM_STATUS]
MeetingStatus = Annotated[int | None, _reader(values.MEETING_STATUS), values.MEETING_STATUS]
Attended = Annotated[int | None, _reader(values.ATTENDANCE), values.ATTENDANCE]
State = Annotated[int | None, _reader(values.HANDOVER_STATE), values.HANDOVER_STATE]
Reason = Annotated[int | None, _reader(values.HANDOVER_REASON), values.HANDOVER_REASON]
AboutChild = Annotated[Named, Ref("about", ("child",))]


class Record(BaseModel):
    """One row: text in, values out; a cell that is not given is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


class Child(Record):
    id: Id
    name: Text = None
    born: Day = None
    district: Text = None
    protected: Flag = None
    moved: Day = None


class Adult(Record):
    id: Id
    name: Text = None


class Professional(Record):
    """One employment; a professional may stand on several rows."""

    id: Id
    name: Text = None
    title: Text = None
    agency: Annotated[Text, Ref("works_at", ("agency",))] = None
    start: Start = None
    end: End = None
    email: Text = None


class Agency(Record):
    id: Id
    name: Text = None
    kind: Text = None
    principal: Text = None
    district: Text = None
    part_of: Annotated[Text, Ref("part_of", ("agency",))] = None


class Forum(Record):
    id: Id
    name: Text = None
    kind: Text = None
    level: Level = None
    status: ForumStatus = None
    parties: Items = None
    age_min: Number = None
    age_max: Number = None
    needs: Items = None
    purpose: Text = None
    cadence: Text = None
    required: Flag = None
    acute: Flag = None
    consent: Text = None
    basis: Text = None
    builds_on: Annotated[Items, Ref("builds_on", ("forum",), many=True)] = None
    part_of: Annotated[Text, Ref("part_of", ("forum",))] = None
    district: Text = None
    source: Text = None


class ForumMember(Record):
    forum: Annotated[Named, Ref("member_of", ("forum",))]
    member: Annotated[Named, Ref("member_of", ("agency", "professional"))]
    role: Text = None
    start: Start = None
    end: End = None


class Meeting(Record):
    id: Id
    forum: Annotated[Text, Ref("held_by", ("forum",))] = None
    start: When = None
    end: When = None
    title: Text = None
    status: MeetingStatus = None
    child_heard: Flag = None
    plan: Annotated[Text, Ref("in_plan", ("plan",))] = None
    uid: Text = None


class MeetingChild(Record):
    meeting: Annotated[Named, Ref("about", ("meeting",))]
    child: AboutChild


class Attendance(Record):
    meeting: Annotated[Named, Ref("attended", ("meeting",))]
    person: Annotated[Named, Ref("attended", ("child", "adult", "professional"))]
    status: Attended = None


class Support(Record):
    person: Annotated[Named, Ref("supports", ("professional", "adult"))]
    child: Annotated[Named, Ref("supports", ("child",))]
    role: Named
    start: Start = None
    end: End = None
    needs: Items = None


class Plan(Record):
    id: Id
    child: AboutChild
    kind: Text = None
    responsible: Annotated[Text, Ref("responsible", ("agency", "forum"), flip=True)] = None
    start: Start = None
    end: End = None
    needs: Items = None
    child_heard: Flag = None


class Handover(Record):
    """A planned change of barnkontakt; the last nine are its checklist (reference/handover_checklist.csv)."""

    id: Id
    child: AboutChild
    role: Text = None
    sender: Annotated[Text, Ref("sender", ("professional",))] = None
    receiver: Annotated[Text, Ref("receiver", ("professional",))] = None
    due: Day = None
    state: State = None
    reason: Reason = None
    answer_by: Day = None
    follow_up: Day = None
    words: Text = None
    agreements: Items = None
    consent: Annotated[Text, Ref("rests_on", ("consent",))] = None
    receiver_named: Flag = None
    receiver_accepted: Flag = None
    joint_meeting_held: Flag = None
    child_met_receiver: Flag = None
    child_view_recorded: Flag = None
    guardian_informed: Flag = None
    ground_recorded: Flag = None
    plan_transferred: Flag = None
    follow_up_dated: Flag = None


class Change(Record):
    """One step of a handover, kept as it was taken: a new state, or an item of the checklist; who and when."""

    id: Id
    handover: Annotated[Named, Ref("changed", ("handover",))]
    person: Annotated[Text, Ref("made_by", ("professional",))] = None
    at: When = None
    state: State = None
    item: Text = None
    done: Flag = None
    note: Text = None


class Concern(Record):
    id: Id
    child: AboutChild
    received: Day = None
    reporter_agency: Annotated[Text, Ref("reported_by", ("agency",))] = None
    decided: Day = None
    opened: Flag = None
    child_heard: Flag = None
    feedback_requested: Flag = None
    feedback_given: Flag = None
    remaining_concern: Flag = None
    closed: Day = None


class Consent(Record):
    id: Id
    child: AboutChild
    ground: Text = None
    giver: Text = None
    agencies: Annotated[Items, Ref("covers", ("agency",), many=True)] = None
    start: Start = None
    end: End = None


@dataclass(frozen=True)
class Link:
    """The edge that a row is, with the columns at its two ends."""

    edge: str
    source: str
    target: str


class FileKind:
    """A canonical file: what a row of it is (a node, a link, or both: an employment) and how it is read."""

    def __init__(self, name: str, record: type[Record], link: Link | None = None) -> None:
        self.name = name
        self.file = name + ".csv"
        self.record = record
        self.link = link
        fields = record.model_fields
        self.cells: dict[str, Cell] = {
            column: entry for column, field in fields.items() for entry in field.metadata if isinstance(entry, Cell)
        }
        self.refs: dict[str, Ref] = {
            column: entry for column, field in fields.items() for entry in field.metadata if isinstance(entry, Ref)
        }
        self.required = tuple(column for column, field in fields.items() if field.is_required())
        self.node = record.__name__.lower() if "id" in fields else None
        """The kind of node that a row describes; none where a row is only a link."""
        on_link = ("start", "end") if self.node and link else ()
        values_only = {column: cell for column, cell in self.cells.items() if column not in self.refs}
        self.node_cells = {c: cell for c, cell in values_only.items() if c != "id" and c not in on_link}
        self.link_cells = {c: cell for c, cell in values_only.items() if not self.node or c in on_link}


FILES = {
    kind.name: kind
    for kind in (
        FileKind("children", Child),
        FileKind("adults", Adult),
        FileKind("professionals", Professional, Link("works_at", "id", "agency")),
        FileKind("agencies", Agency),
        FileKind("forums", Forum),
        FileKind("forum_members", ForumMember, Link("member_of", "member", "forum")),
        FileKind("meetings", Meeting),
        FileKind("meeting_children", MeetingChild, Link("about", "meeting", "child")),
        FileKind("attendance", Attendance, Link("attended", "person", "meeting")),
        FileKind("supports", Support, Link("supports", "person", "child")),
        FileKind("plans", Plan),
        FileKind("handovers", Handover),
        FileKind("handover_changes", Change),
        FileKind("concerns", Concern),
        FileKind("consents", Consent),
    )
}
