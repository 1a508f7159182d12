"""Every word in two languages, numbers and dates as each writes them."""

import ast
import re
from pathlib import Path

import pytest

import dashboard
from dashboard import texts
from graph.findings import Finding
from graph.questions import detectors
from graph.values import OPEN, UNKNOWN, parse_day

SOURCES = sorted(Path(dashboard.__file__).parent.rglob("*.py"))


def said() -> set[str]:
    """Every text of the code that a user reads."""
    calls = [node for file in SOURCES for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    found = {texts.MADE_UP} | {sentence for entry in detectors().values() for sentence in entry.kinds.values()}
    for node in calls:
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in ("t", "mark", "translate") and isinstance(node.args[0], ast.Constant):
            found.add(str(node.args[0].value))
    return found


def test_every_text_is_translated_and_no_translation_is_unused() -> None:
    assert set(texts.catalogue()) == said()
    assert all(texts.catalogue().values())


def test_translations_have_the_same_braces() -> None:
    def braces(text: str) -> set[str]:
        return {part.split("}")[0].split(":")[0] for part in text.split("{")[1:]}

    assert [text for text, english in texts.catalogue().items() if braces(text) != braces(english)] == []


def test_numbers_and_dates_follow_the_language() -> None:
    day = parse_day("2026-08-17")
    assert texts.number(12345.5) == "12\u202f345,5"
    assert texts.percent(1, 8) == "12,5\u202f%"
    assert texts.day(day, day) == "17 aug"
    assert texts.day(day, parse_day("2025-01-01")) == "17 aug 2026"
    assert texts.long_day(parse_day("2026-03-10")) == "tisdag 10 mars 2026"
    assert [texts.day(UNKNOWN), texts.day(OPEN), texts.day(None)] == ["–"] * 3
    texts.speak("en")
    assert texts.number(12345.5) == "12,345.5"
    assert texts.percent(1, 8) == "12.5%"
    assert texts.t("Översikt") == "Overview"


def test_few_children_are_hidden() -> None:
    assert [texts.children(n) for n in (0, 4, 5, 1000)] == ["<5", "<5", "5", "1\u202f000"]


def sample(detector: str, kind: str, each: int = 3) -> Finding:
    """A finding whose sentence may use any number of its detector."""
    numbers = {
        name: each
        for name in (
            "shared_people smaller_group days_apart shared_agencies union_agencies days children_shared "
            "children_smaller professionals_shared professionals_smaller parties_shared parties_union needs_shared "
            "needs_union days_left children changes meetings"
        ).split()
    }
    start, end = parse_day("2026-01-01"), parse_day("2026-01-04")
    return Finding(detector, kind, "k", ["c1"], start, end, {}, {**numbers, "hours": None, "required": True})


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_of_finding_has_a_sentence(language: str) -> None:
    for entry in detectors().values():
        for kind in entry.kinds:
            sentence = texts.finding_text(sample(entry.code, kind), language)
            assert sentence
            assert "{" not in sentence
    assert texts.language() == "sv"


def test_one_of_something_is_said_in_the_singular() -> None:
    words = [sentence for entry in detectors().values() for sentence in entry.kinds.values()]
    words += [texts.catalogue()[sentence] for sentence in words]
    counted = [found for sentence in words for found in re.findall(r"\{(?!start|end)\w+\} (\w+)", sentence)]
    assert set(counted) <= {"av", "of", "i", "in", "och", "and"}
    one, many = sample("handover_gaps", "gap", 1), sample("handover_gaps", "gap")
    assert texts.finding_text(one, "sv") == "Ingen var barnkontakt från 1 jan 2026 till 4 jan 2026, 1 dag."
    assert texts.finding_text(many, "en") == "Nobody was barnkontakt from 1 Jan 2026 to 4 Jan 2026, 3 days."


def test_an_amount_follows_its_word() -> None:
    def said(value: float | None, few: bool = False) -> str:
        return texts.t("{n} är {n:dag|dagar}", n=texts.Amount(value, few))

    assert [said(n) for n in (0, 1, 2)] == ["0 är 0 dagar", "1 är 1 dag", "2 är 2 dagar"]
    assert said(-1) == "-1 är 1 dag"
    assert said(1234) == "1\u202f234 är 1\u202f234 dagar"
    assert said(1, few=True) == "<5 är <5 dagar"
    assert said(None) == "okänt är okänt antal dagar"


def test_the_same_reason_may_be_of_other_things_in_another_question() -> None:
    assert texts.left_out("orphaned_handovers", "no_child") == "överlämningar utan barn"
    assert texts.left_out("duplicate_meetings", "no_child") == "möten utan barn"


def test_every_question_and_kind_has_words() -> None:
    codes = detectors()
    assert set(codes) == set(texts.TITLES) == set(texts.ADVICE)
    assert {kind for entry in codes.values() for kind in entry.kinds} == set(texts.KINDS)


def test_a_careful_sentence_hides_few_children_and_nothing_else() -> None:
    finding = sample("forum_overlap", "equal")
    assert texts.finding_text(finding, "en") == (
        "The forums have all their children (3) and professionals (3) in common."
    )
    assert "children (<5) and professionals (3)" in texts.finding_text(finding, "en", careful=True)


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert texts.word(texts.ROLES, "zookeeper") == "zookeeper"
    assert texts.word(texts.ROLES, None) == ""
    assert texts.reason("no forums") == "Det finns inga forum i lagret."


@pytest.mark.parametrize(("days", "said"), [(0, "har gått ut, eller går ut i dag."), (2, "gemensamt möte: 2.")])
def test_no_days_left_is_said_in_words(days: int, said: str) -> None:
    start = parse_day("2026-01-10")
    finding = Finding("no_joint_meeting", "no_joint_meeting", "k", ["c1"], start, None, {}, {"days_left": days})
    assert texts.finding_text(finding, "sv").endswith(said)
