"""Life phases: on which day a child enters which, and files of models that are refused."""

import os
import re
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.phases import LARGEST, Model, ModelError, Turn, model, models, read_model
from graph.questions import RuleError, rules_of
from graph.values import UNKNOWN, iso, parse_day

GOOD = """
model = "own"
sv = "Egen"
en = "Own"

[[phases]]
phase = "small"
sv = "liten"
en = "small"
age = 0
contact_role = "nurse"
titles = ["Nurse"]
agency_kinds = ["bvc"]

[[phases]]
phase = "school"
sv = "skola"
en = "school"
turning = 6
day = "08-15"
contact_role = "head"
titles = ["Head"]
agency_kinds = ["skola"]
ends = { age = 18 }

[roles]
nurse = { sv = "sköterska", en = "nurse" }
head = { sv = "rektor", en = "head teacher" }

[crosswalk]
safety = { bbic = "Säkerhet" }
"""


def days(dates: str) -> np.ndarray:
    """Births in a column; `-` is unknown."""
    return np.array([UNKNOWN if date == "-" else parse_day(date) for date in dates.split()], np.int32)


def dated(column: np.ndarray) -> str:
    return " ".join(iso(day) or "-" for day in column.tolist())


def refused(text: str | bytes) -> str:
    """The sentence about a file."""
    with pytest.raises(ModelError) as caught:
        read_model(text if isinstance(text, bytes) else text.encode(), "own.toml")
    said = str(caught.value)
    assert said.startswith("own.toml is no model of phases: ")
    assert "\n" not in said
    return said.removeprefix("own.toml is no model of phases: ")


# --- the days ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"age": 0}, "2020-02-29 2020-02-28 2019-12-31 2020-01-01 -"),
        ({"age": 1}, "2021-02-28 2021-02-28 2020-12-31 2021-01-01 -"),
        ({"age": 4}, "2024-02-29 2024-02-28 2023-12-31 2024-01-01 -"),
        ({"turning": 6, "day": "08-15"}, "2026-08-15 2026-08-15 2025-08-15 2026-08-15 -"),
        ({"turning": 4, "day": "02-28"}, "2024-02-28 2024-02-28 2023-02-28 2024-02-28 -"),
        ({"turning": 1, "day": "12-31"}, "2021-12-31 2021-12-31 2020-12-31 2021-12-31 -"),
        ({"turning": 1, "day": "03-01"}, "2021-03-01 2021-03-01 2020-03-01 2021-03-01 -"),
    ],
)
def test_a_rule_gives_a_day_for_each_birth(rule: dict[str, object], expected: str) -> None:
    born = days("2020-02-29 2020-02-28 2019-12-31 2020-01-01 -")
    assert dated(Turn.model_validate(rule).of(born)) == expected


def test_a_day_beyond_every_calendar_is_unknown() -> None:
    born = days("9990-05-01 9981-12-31")
    assert dated(Turn(age=18).of(born)) == "- 9999-12-31"
    assert dated(Turn(turning=18, day="12-31").of(born)) == "- 9999-12-31"


def test_without_a_rule_it_is_since_ever() -> None:
    assert Turn().of(days("2020-02-29 -")).tolist() == [UNKNOWN, UNKNOWN]


turns = st.one_of(
    st.builds(Turn, age=st.integers(0, 4)),
    st.builds(Turn, turning=st.integers(1, 4), day=st.sampled_from(["01-01", "02-28", "03-01", "08-15", "12-31"])),
)


@given(turns, turns)
def test_one_day_is_after_another_exactly_if_it_is_for_every_birth(one: Turn, other: Turn) -> None:
    born = np.arange(parse_day("1895-01-01"), parse_day("1909-01-01"))
    assert one.after(other) == bool((one.of(born) > other.of(born)).all())


# --- the models that come with the product ------------------------------------------------------------------


def test_the_models_are_those_of_the_reference() -> None:
    assert list(models()) == ["backa_barnet", "girfec", "kronoberg"]
    assert {code for code, one in models().items() if one.phases[0].given} == {"backa_barnet"}
    assert all(code == one.model for code, one in models().items())


def test_the_models_hold_the_chain_of_the_public_papers() -> None:
    lines = files("graph").joinpath("reference", "life_phases.csv").read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        code, _, _, _, _, role, kind, *_ = re.split(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", line)
        assert any(phase.contact_role == role and kind in phase.agency_kinds for phase in models()[code].phases), line


def test_the_roles_and_the_words_for_needs_are_there_in_every_model() -> None:
    needs = files("graph").joinpath("reference", "needs.csv").read_text(encoding="utf-8").splitlines()[1:]
    english = {line.split(",")[0]: line.split(",")[3] for line in needs}
    for one in models().values():
        assert {"barnkontakt", "stodsamordnare", "trusted_adult"} < set(one.roles)
        assert {need: words["girfec"] for need, words in one.crosswalk.items()} == english
        assert one.crosswalk == models()["girfec"].crosswalk


@pytest.mark.parametrize(
    ("code", "born", "expected"),
    [
        ("backa_barnet", "2020-02-29", "forskoleklass 2026-08-15 school_4 2030-08-15 school_7 2033-08-15 "
         "gymnasium 2036-08-15"),
        ("girfec", "2020-12-31", "infancy 2020-12-31 primary 2025-08-15 secondary 2032-08-15"),
        ("kronoberg", "2008-02-29", "infancy_preschool 2008-02-29 forskoleklass 2014-08-15 school_4 2018-08-15 "
         "school_7 2021-08-15 gymnasium 2024-08-15 outside_gymnasium 2026-02-28"),
    ],
)  # fmt: skip
def test_the_boundaries_of_a_childhood(code: str, born: str, expected: str) -> None:
    found = model(code).boundaries(parse_day(born), parse_day("1990-01-01"), parse_day("2050-01-01"))
    assert " ".join(f"{phase.phase} {iso(day)}" for phase, day in found) == expected


def test_boundaries_are_within_half_open_days() -> None:
    at, born = parse_day("2026-08-15"), parse_day("2020-05-05")
    chosen = model("backa_barnet")
    assert [phase.phase for phase, _ in chosen.boundaries(born, at, at + 1)] == ["forskoleklass"]
    assert chosen.boundaries(born, at + 1, at + 100) == []
    assert chosen.boundaries(born, at - 100, at) == []
    assert chosen.boundaries(None, at - 9999, at + 9999) == []
    assert chosen.boundaries(UNKNOWN, at - 9999, at + 9999) == []


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("kronoberg", "2008-02-28", "unborn"),
        ("kronoberg", "1900-01-01", "unborn"),
        ("kronoberg", "2008-02-29", "infancy_preschool"),
        ("kronoberg", "2014-08-14", "infancy_preschool"),
        ("kronoberg", "2014-08-15", "forskoleklass"),
        ("kronoberg", "2026-02-27", "gymnasium"),
        ("kronoberg", "2026-02-28", "outside_gymnasium"),
        ("kronoberg", "2028-02-28", "outside_gymnasium"),
        ("kronoberg", "2028-02-29", None),
        ("backa_barnet", "2008-02-28", None),
        ("backa_barnet", "2026-02-27", "gymnasium"),
        ("backa_barnet", "2026-02-28", None),
    ],
)
def test_the_phase_on_a_day(code: str, day: str, expected: str | None) -> None:
    found = model(code).phase_on(parse_day("2008-02-29"), parse_day(day))
    assert (found.phase if found else None) == expected
    assert model(code).phase_on(None, parse_day(day)) is None
    assert model(code).phase_on(UNKNOWN, parse_day(day)) is None


@given(st.sampled_from(sorted(models())), st.integers(parse_day("1996-01-01"), parse_day("2012-12-31")))
def test_columns_and_single_children_say_the_same(code: str, born: int) -> None:
    chosen = model(code)
    begins = [int(begin[0]) for begin in chosen.begins(np.array([born, UNKNOWN]))]
    assert begins == sorted(set(begins))
    expected = [(phase, day) for phase, day in zip(chosen.phases[1:], begins[1:], strict=True)]
    assert chosen.boundaries(born, born - 1, born + 40_000) == expected
    for phase, begin in zip(chosen.phases, begins, strict=True):
        assert begin == UNKNOWN or chosen.phase_on(born, begin) == phase
    assert chosen.phase_on(born, int(chosen.end(np.array([born]))[0])) is None


# --- files of one's own -------------------------------------------------------------------------------------


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert model(str(file)).sv == "Egen"
    assert model(str(file)) is model(str(file))
    file.write_text(GOOD.replace('"Egen"', '"En annan"'), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert model(str(file)).sv == "En annan"


def test_a_model_of_the_product_goes_before_a_file_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "girfec").write_text("nothing", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert model("girfec") is models()["girfec"]


def swap(old: str, new: str) -> Callable[[], str]:
    """The good file with something else in the place of what it says."""

    def changed() -> str:
        assert old in GOOD
        return GOOD.replace(old, new, 1)

    return changed


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (swap('model = "own"\n', ""), "model is missing"),
        (swap('sv = "Egen"\n', ""), "sv is missing"),
        (swap('model = "own"', 'model = "My own"'), "model should be small letters a to z"),
        (swap('model = "own"', 'model = "own"\ncolour = 1'), "colour is not a known key"),
        (swap('titles = ["Nurse"]\n', ""), "phase small titles is missing"),
        (swap('titles = ["Nurse"]', "titles = []"), "phase small titles should not be empty"),
        (swap('titles = ["Nurse"]', 'titles = "Nurse"'), "phase small titles should be a list"),
        (swap('titles = ["Nurse"]', 'titles = [" "]'), "phase small titles.0 should not be empty"),
        (swap('titles = ["Nurse"]', "titles = [1]"), "phase small titles.0"),
        (swap("age = 0", "age = 0\nshoes = 1"), "phase small shoes is not a known key"),
        (swap("age = 0", "age = -1"), "phase small age should be 0 or more"),
        (swap("age = 0", "age = 101"), "phase small age should be 100 or less"),
        (swap("age = 0", 'age = "0"'), "phase small age should be a whole number"),
        (swap("age = 0", "age = 0.5"), "phase small age should be a whole number"),
        (swap("age = 0", "age = true"), "phase small age should be a whole number"),
        (swap("age = 0", 'age = 0\nday = "08-15"'), "phase small has both age and turning"),
        (swap("age = 0", 'age = 0\nturning = 6\nday = "08-15"'), "phase small has both age and turning"),
        (swap("turning = 6\n", ""), "phase school has only one of turning and day"),
        (swap('day = "08-15"\n', ""), "phase school has only one of turning and day"),
        (swap('turning = 6\nday = "08-15"\n', ""), "phase school says neither age nor turning and day"),
        (swap('"08-15"', '"02-29"'), "phase school day should be a date that every year has, as MM-DD"),
        (swap('"08-15"', '"02-30"'), "phase school day should be a date"),
        (swap('"08-15"', '"13-01"'), "phase school day should be a date"),
        (swap('"08-15"', '"8-15"'), "phase school day should be a date"),
        (swap('"08-15"', '"2026-08-15"'), "phase school day should be a date"),
        (swap('"08-15"', '"०८-१५"'), "phase school day should be a date"),
        (swap('"08-15"', "2026-08-15"), "phase school day should be a text in quotes"),
        (swap("turning = 6", "turning = 0"), "phase school turning"),
        (swap("age = 0", "age = 6"), "phase school does not begin after small for every date of birth"),
        (swap("age = 0", "age = 7"), "phase school does not begin after small"),
        (swap("age = 0", 'turning = 6\nday = "08-15"'), "phase school does not begin after small"),
        (swap("age = 0", 'turning = 6\nday = "08-16"'), "phase school does not begin after small"),
        (swap("age = 0", "age = 0\nends = { age = 5 }"), "phase small has an end, which is the beginning of school"),
        (swap("ends = { age = 18 }\n", ""), "phase school has no end, and is the last"),
        (swap("ends = { age = 18 }", "ends = {}"), "phase school has no end, and is the last"),
        (swap("ends = { age = 18 }", "ends = 18"), "phase school ends should be a table"),
        (swap("ends = { age = 18 }", "ends = { years = 18 }"), "phase school ends.years is not a known key"),
        (swap("ends = { age = 18 }", "ends = { age = 6 }"), "phase school does not end after it begins"),
        (swap("age = 18 }", 'turning = 6, day = "08-15" }'), "phase school does not end after it begins"),
        (swap("ends = { age = 18 }", 'other_unit = "yes"'), "phase school other_unit"),
        (swap("ends = { age = 18 }", "conditional = 1"), "phase school conditional should be true or false"),
        (swap('phase = "school"', 'phase = "small"'), "two phases are called small"),
        (swap('phase = "school"', "phase = 7"), "phase 2 phase should be a text in quotes"),
        (swap('phase = "school"\n', ""), "phase 2 phase is missing"),
        (swap('sv = "skola"', 'sv = "liten"'), "two phases are called liten"),
        (swap('en = "school"', 'en = "small"'), "two phases are called small"),
        (swap('contact_role = "head"', 'contact_role = "chief"'), "phase school has the role chief, not named"),
        (swap('"sköterska", en = "nurse" }', '"sköterska" }'), "roles nurse.en is missing"),
        (swap('nurse = { sv = "sköterska", en = "nurse" }', "nurse = 1"), "roles nurse should be a table"),
        (swap("safety =", "money ="), "crosswalk: there is no need money"),
        (swap("safety = {", 'safety = "x" #'), "crosswalk safety should be a table"),
        (swap("[[phases]]", "[[phase]]"), "phase is not a known key"),
        (lambda: 'model = "own"\nsv = "e"\nen = "o"\nphases = []\n[roles]\na = {sv = "a", en = "a"}', "phases"),
        (lambda: 'model = "own"\nsv = "e"\nen = "o"\nphases = [1]\n[roles]\na = {sv = "a", en = "a"}', "phase 1"),
        (lambda: 'model = "own"\nsv = "e"\nen = "o"\nphases = 1\n[roles]\na = {sv = "a", en = "a"}', "phases"),
        (lambda: "", "model is missing"),
        (lambda: "phases: none", "it is not TOML in UTF-8"),
        (lambda: "a = " + "[" * 5000, "it is not TOML in UTF-8"),
        (lambda: GOOD + "#" * LARGEST, f"it is larger than {LARGEST} bytes"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_in_one_sentence(text: Callable[[], str], wrong: str) -> None:
    said = refused(text())
    assert wrong in said
    assert not [word for word in ("Input", "valid ", "pydantic", "type=", "instance") if word in said]


def test_a_file_in_another_encoding_is_refused() -> None:
    assert refused(GOOD.encode("utf-16")) == "it is not TOML in UTF-8"
    assert refused(GOOD.encode("cp1252")) == "it is not TOML in UTF-8"


plain = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
keys = st.sampled_from(["phase", "sv", "en", "age", "titles", "ends", "x"])
anything = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)


@given(anything)
def test_whatever_stands_where_the_phases_should_there_is_one_sentence(value: object) -> None:
    told = tomllib.loads(GOOD) | {"phases": value}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.phases.tomllib.loads", lambda text: told)
        with pytest.raises(ModelError, match=r"^own\.toml is no model of phases: \S"):
            read_model(b"", "own.toml")


@pytest.mark.parametrize("name", ["", "nobody", "no/such/file.toml", ".", "x\0y", "x" * 5000])
def test_a_model_that_is_not_there(name: str) -> None:
    with pytest.raises(ModelError):
        model(name)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "own.toml"
    file.write_text(GOOD, encoding="utf-8")

    def closed(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(ModelError, match="own.toml cannot be read"):
        model(str(file))


# --- the rule of the question -------------------------------------------------------------------------------


def test_the_rule_takes_a_model_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(GOOD, encoding="utf-8")
    for name in ("kronoberg", f" {file} "):
        assert rules_of([f"phase_boundaries.model={name}"])["phase_boundaries"].shown()["model"] == name.strip()


def test_the_rule_says_in_one_sentence_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(GOOD.replace("age = 0", "age = 6"), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        rules_of([f"phase_boundaries.model={file}"])
    assert str(caught.value) == (
        "--set phase_boundaries.model takes backa_barnet, girfec, kronoberg or a file of phases; "
        "own.toml is no model of phases: phase school does not begin after small for every date of birth"
    )
    with pytest.raises(RuleError, match="there is no model and no file nobody; the models are backa_barnet"):
        rules_of(["phase_boundaries.model=nobody"])


def test_a_model_is_never_changed() -> None:
    assert isinstance(model("girfec"), Model)
    with pytest.raises(ValueError, match="frozen"):
        model("girfec").sv = "x"
