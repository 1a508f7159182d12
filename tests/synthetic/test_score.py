"""The score: found, missed, raised, others, and truth files that others wrote."""

from pathlib import Path

import pytest

from graph.findings import Finding
from synthetic.errors import GenerateError
from synthetic.score import Score, read_truth, score
from synthetic.truth import NEAR_MISS, PLANTED, Truth


def pair(kind: str, *meetings: str, detector: str = "duplicate_meetings", **numbers: list[str]) -> Finding:
    named = "forum" if detector == "forum_overlap" else "meeting"
    return Finding(detector, kind, "k", [], None, None, {named: sorted(meetings)}, dict(numbers))


def gap(kind: str, child: str, start: int | None) -> Finding:
    return Finding("handover_gaps", kind, "k", [child], start, None, {}, {})


def told(
    kind: str,
    label: str,
    *evidence: str,
    detector: str = "duplicate_meetings",
    child: str = "",
    start: int | None = None,
) -> Truth:
    return Truth(detector, kind, label, (child,) if child else (), evidence, start, "")


def test_pairs() -> None:
    truth = [
        told("same_people", PLANTED, "b", "a"),
        told("same_people", PLANTED, "c", "d"),
        told("same_agencies", PLANTED, "e", "f"),
        told("same_people", NEAR_MISS, "g", "h"),
        told("same_people", NEAR_MISS, "i", "j"),
    ]
    findings = [
        pair("same_people", "a", "b"),
        pair("same_people", "e", "f"),
        pair("same_agencies", "g", "h"),
        pair("same_people", "x", "y"),
        pair("same_people", "a", "b", detector="double_entries"),
    ]
    one, other = score(findings, truth)
    assert one == Score("duplicate_meetings", 3, 1, 2, 2, 1, 2)
    assert one.recall == pytest.approx(1 / 3)
    assert one.precision == pytest.approx(1 / 2)
    assert other == Score("double_entries", 0, 0, 0, 0, 0, 1)
    assert other.recall is None
    assert other.precision is None


def test_forums_count_for_each_of_their_kinds() -> None:
    truth = [told("same_mandate", PLANTED, "a", "b", detector="forum_overlap")]
    finding = pair("same_children", "a", "b", detector="forum_overlap", kinds=["same_children", "same_mandate"])
    assert score([finding], truth)[0] == Score("forum_overlap", 1, 1, 0, 0, 0, 0)
    truth = [told("equal", NEAR_MISS, "a", "b", "c", detector="forum_overlap")]
    assert score([finding], truth)[0].raised == 0


def test_handovers_go_by_child_kind_and_start() -> None:
    def case(kind: str, label: str, child: str, start: int | None) -> Truth:
        return told(kind, label, detector="handover_gaps", child=child, start=start)

    truth = [
        case("gap", PLANTED, "c1", 100),
        case("gap", PLANTED, "c2", 100),
        case("never", PLANTED, "c3", None),
        case("ending", NEAR_MISS, "c4", None),
        case("ending", NEAR_MISS, "c5", 7),
    ]
    findings = [
        gap("gap", "c1", 100),
        gap("gap", "c2", 101),
        gap("never", "c3", None),
        gap("ending", "c4", 5),
        gap("ending", "c5", 8),
    ]
    assert score(findings, truth) == [Score("handover_gaps", 3, 2, 1, 2, 1, 2)]


def finding(detector: str, kind: str, child: str = "", start: int | None = None, **evidence: list[str]) -> Finding:
    return Finding(detector, kind, "k", [child] if child else [], start, None, evidence, {})


CASES = [
    ("phase_boundaries", "no_handover", ["c1"], [], 7, {"before": ["p1"]}),
    ("no_joint_meeting", "no_joint_meeting", ["c1"], ["p1", "p2"], 7, {"before": ["p2"], "after": ["p1"]}),
    ("stalled_handovers", "soon", ["c1"], ["h1"], 7, {"handover": ["h1"], "sender": ["p1"]}),
    ("orphaned_handovers", "revoked", ["c1"], ["h1"], 7, {"handover": ["h1"], "receiver": ["p1"]}),
    ("double_contacts", "now", ["c1"], ["p1", "p2"], 7, {"contact": ["p1", "p2"]}),
    ("departing_staff", "departing", ["c1"], ["p1"], 7, {"professional": ["p1"], "agency": ["a1"]}),
    ("too_many_handovers", "changes", ["c1"], [], 7, {"contact": ["p1", "p2"]}),
    ("unanswered_concerns", "feedback", ["c1"], ["k1"], 7, {"concern": ["k1"], "agency": ["a1"]}),
    ("unanswered_concerns", "rereport", ["c1"], ["k1", "k2"], 7, {"concern": ["k2", "k1"]}),
    ("child_not_heard", "meetings", ["c1"], ["m1", "m2"], 7, {"meeting": ["m2", "m3"]}),
    ("child_not_heard", "plan", ["c1"], ["pl1"], 7, {"plan": ["pl1"]}),
    ("child_not_heard", "handover", ["c1"], ["h1"], 7, {"handover": ["h1"]}),
]
BY_START = ("phase_boundaries", "no_joint_meeting", "too_many_handovers")


@pytest.mark.parametrize(("detector", "kind", "children", "about", "start", "evidence"), CASES)
@pytest.mark.parametrize("label", [PLANTED, NEAR_MISS])
def test_a_pattern_meets_its_finding_and_no_other(
    detector: str,
    kind: str,
    children: list[str],
    about: list[str],
    start: int,
    evidence: dict[str, list[str]],
    label: str,
) -> None:
    one = Truth(detector, kind, label, tuple(children), tuple(about), start, "")

    def met(*findings: Finding) -> bool:
        (scored,) = score(findings, [one])
        return bool(scored.found + scored.raised)

    assert met(finding(detector, kind, "c1", start, **evidence))
    assert not met(finding(detector, kind, "c1", start + 1, **evidence)) or detector not in BY_START
    others = {name: ["x", *ids[1:]] for name, ids in evidence.items()}
    assert not met(finding(detector, kind, "c2", start, **others))
    of_another_kind = met(finding(detector, "another", "c1", start, **evidence))
    whatever_kind = label == NEAR_MISS and detector not in ("unanswered_concerns", "child_not_heard")
    assert of_another_kind == whatever_kind


def test_nothing_found() -> None:
    assert score([], []) == []
    (one,) = score([], [told("same_people", PLANTED, "a", "b")])
    assert (one.recall, one.precision, one.missed) == (0.0, None, 1)


def test_truth_of_others(tmp_path: Path) -> None:
    path = tmp_path / "truth.csv"
    path.write_text(
        "\ufeffKind;Detector;label;children;evidence;start;note\n"
        'same_people;duplicate_meetings; Planted ;c1; "b ; a;a";3/2 2025;x\n'
        "\n"
        "gap;handover_gaps;Near miss;c2;;;\n",
        encoding="utf-8",
    )
    path.write_text(path.read_text(encoding="utf-8").replace('; "b ; a;a";', ';"b ; a;a";'), encoding="utf-8")
    one, other = read_truth(path)
    assert one == Truth("duplicate_meetings", "same_people", PLANTED, ("c1",), ("b", "a"), 20122, "x")
    assert other == Truth("handover_gaps", "gap", NEAR_MISS, ("c2",), (), None, "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1"),
        ("detector,kind\n", "column label"),
        ("detector,kind,label,children,evidence,start,note\nd,k,maybe,,,,\n", "line 2, column label"),
        ("detector,kind,label,children,evidence,start,note\nd,,planted,,,,\n", "line 2, column kind"),
        ("detector,kind,label,children,evidence,start,note\n\nd,k,planted,,,never,\n", "line 3, column start"),
        ("detector,kind,label,children,evidence,start,note\nd,k,planted,,,,,,\n", "line 2"),
    ],
)
def test_bad_truth_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "truth.csv"
    path.write_text(text)
    with pytest.raises(GenerateError) as error:
        read_truth(path)
    assert all(part in str(error.value) for part in says.split(", "))
    assert "maybe" not in str(error.value)
    assert "never" not in str(error.value)


def test_unreadable_truth(tmp_path: Path) -> None:
    (tmp_path / "bytes.csv").write_bytes(b"detector\xff\xfe")
    for name in ("none.csv", "bytes.csv", "."):
        with pytest.raises(GenerateError):
            read_truth(tmp_path / name)
