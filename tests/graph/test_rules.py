"""Rules: their defaults, what `--set` takes, and what it answers to a mistake."""

from fractions import Fraction

import pytest

from graph.findings import key_of
from graph.questions import RuleError, detectors, rules_of
from tests.oracle import DEFAULTS, KINDS
from tests.worlds import RULES


def value(setting: str) -> object:
    """The value that a rule has after a setting."""
    code, name = setting.partition("=")[0].strip().split(".")
    return getattr(rules_of([setting])[code], name)


def test_the_rules_and_their_defaults_are_those_of_the_contract() -> None:
    in_force = {f"{code}.{name}": getattr(rule, name) for code, rule in rules_of().items() for name in rule.shown()}
    assert in_force == DEFAULTS
    assert set(RULES) == set(DEFAULTS)


def test_the_questions_and_their_kinds_are_in_the_order_of_the_contract() -> None:
    assert {code: tuple(entry.kinds) for code, entry in detectors().items()} == KINDS
    assert list(detectors()) == list(KINDS)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("duplicate_meetings.window_days=7", 7),
        ("duplicate_meetings.window_days= 7 ", 7),
        (" duplicate_meetings.window_days =7", 7),
        ("duplicate_meetings.window_days=0", 0),
        ("duplicate_meetings.past_days=9999999", 9_999_999),
        ("duplicate_meetings.min_share_people=1/2", Fraction(1, 2)),
        ("duplicate_meetings.min_share_people=0.5", Fraction(1, 2)),
        ("duplicate_meetings.min_share_people=2/4", Fraction(1, 2)),
        ("duplicate_meetings.min_share_people=0.1", Fraction(1, 10)),
        ("duplicate_meetings.min_share_people=1/3", Fraction(1, 3)),
        ("duplicate_meetings.min_share_people=1", Fraction(1)),
        ("duplicate_meetings.min_share_people=0", Fraction(0)),
        ("forum_overlap.group_equal=0", 0),
        ("forum_overlap.group_equal=1", 1),
        ("handover_gaps.role=mentor", "mentor"),
        ("handover_gaps.policy=everyone", "everyone"),
        ("handover_gaps.policy=in_support", "in_support"),
        ("handover_gaps.universal_roles=a,b", ("a", "b")),
        ("handover_gaps.universal_roles=a;b", ("a", "b")),
        ("handover_gaps.universal_roles= a , b;c ", ("a", "b", "c")),
        ("handover_gaps.universal_roles=", ()),
    ],
)
def test_a_setting_is_read(setting: str, expected: object) -> None:
    assert value(setting) == expected


@pytest.mark.parametrize(
    "setting",
    [
        "duplicate_meetings.window_days=-1",
        "duplicate_meetings.window_days=1.5",
        "duplicate_meetings.window_days=",
        "duplicate_meetings.window_days=en vecka",
        "duplicate_meetings.window_days=99999999",
        "duplicate_meetings.window_days=१४",
        "duplicate_meetings.min_share_people=1/0",
        "duplicate_meetings.min_share_people=-1/2",
        "duplicate_meetings.min_share_people=half",
        "duplicate_meetings.min_share_people=nan",
        "duplicate_meetings.min_share_people=",
        "forum_overlap.group_equal=2",
        "forum_overlap.group_equal=yes",
        "handover_gaps.policy=some",
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(setting: str) -> None:
    with pytest.raises(RuleError) as caught:
        rules_of([setting])
    assert setting.partition("=")[0] in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "setting",
    ["window_days=7", "duplicate_meetings.window=7", "nobody.window_days=7", "duplicate_meetings.window_days", "", "="],
)
def test_an_unknown_key_lists_the_known_ones(setting: str) -> None:
    with pytest.raises(RuleError) as caught:
        rules_of([setting])
    for key in DEFAULTS:
        assert key in str(caught.value)


def test_the_last_of_two_settings_is_in_force() -> None:
    rules = rules_of(["duplicate_meetings.window_days=7", "duplicate_meetings.window_days=8"])
    assert rules["duplicate_meetings"].shown()["window_days"] == "8"


def test_rules_are_shown_as_they_are_set() -> None:
    shown = {f"{code}.{name}": text for code, rule in rules_of().items() for name, text in rule.shown().items()}
    assert shown["duplicate_meetings.window_days"] == "14"
    assert shown["duplicate_meetings.min_jaccard_agencies"] == "3/4"
    assert shown["handover_gaps.universal_roles"].startswith("guardian,trusted_adult,")
    again = rules_of(f"{key}={text}" for key, text in shown.items())
    assert again == rules_of()


def test_a_key_tells_one_thing_from_another() -> None:
    keys = [key_of("a", "m1", "m2"), key_of("a", "m1m2"), key_of("b", "m1", "m2"), key_of("a", "m2", "m1")]
    assert len(set(keys)) == 4
    assert key_of("a", "m1", "m2") == keys[0]
