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
