"""The README tells the truth, and the tree says nothing it should not."""

import re
import subprocess
from pathlib import Path

import pytest

from graph.indicators import DEFINITIONS
from graph.neo4j_model import TYPES
from graph.network import EDGE_ENDS
from graph.questions import detectors, rules_of
from graph.records import FILES, Handover

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def table(name: str) -> list[list[str]]:
    """The cells of a table of the README, without its head."""
    section = re.search(rf"<!-- {name} -->\n(.*?)<!-- end -->", README, re.DOTALL)
    assert section, name
    rows = [line.strip("|").split("|") for line in section[1].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_the_table_of_files_is_the_records() -> None:
    def columns(kind: str) -> str:
        known = FILES[kind]
        return ", ".join(f"**{name}**" if name in known.required else name for name in known.cells)

    assert table("files") == [[kind.file, columns(kind.name)] for kind in FILES.values()]


def test_the_table_of_the_schema_is_the_schema() -> None:
    assert table("schema") == [
        [edge, TYPES[edge], ", ".join(f"{one} → {other}" for one, other in ends)] for edge, ends in EDGE_ENDS.items()
    ]


def test_the_table_of_detectors_is_the_registry() -> None:
    def question(code: str) -> str:
        return (__import__(detectors()[code].ask.__module__, fromlist=["x"]).__doc__ or "").strip()

    assert table("detectors") == [[code, question(code), ", ".join(entry.kinds)] for code, entry in detectors().items()]


def test_the_table_of_rules_is_what_is_in_force() -> None:
    rules = {
        f"{code}.{name}": value for code, rule_set in rules_of().items() for name, value in rule_set.shown().items()
    }
    assert dict(table("rules")) == rules


def test_the_table_of_indicators_is_what_is_counted() -> None:
    assert table("indicators") == [
        [code, known.numerator, known.denominator, known.population] for code, known in DEFINITIONS.items()
    ]


def test_every_rule_of_loading_is_explained() -> None:
    source = "".join(path.read_text() for path in [*ROOT.glob("loaders/*.py"), ROOT / "graph/values.py"])
    raised = set(
        re.findall(r'"((?:missing|bad|end|duplicate|ambiguous|unknown|ragged)_[a-z_]+|undecodable|too_long)"', source)
    )
    told = {rule.strip() for row in table("load rules") for rule in row[0].split(",")}
    assert told == raised


def test_every_word_of_the_glossary_is_used() -> None:
    source = "".join(
        path.read_text(encoding="utf-8") for path in ROOT.glob("graph/**/*.*") if path.suffix in (".py", ".csv")
    )
    source += "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("synthetic/**/*.py"))
    words = [row[0] for row in table("glossary")]
    assert len(words) > 8
    assert [word for word in words if not re.search(rf"\b{word}\b", source)] == []


def test_the_checklist_of_the_record_is_the_reference() -> None:
    lines = (ROOT / "graph/reference/handover_checklist.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == list(Handover.model_fields)[-len(lines) :]


def test_the_commands_of_the_readme_are_there() -> None:
    make = (ROOT / "Makefile").read_text()
    for target in re.findall(r"`make ([a-z]+)`", README):
        assert f"\n{target}:" in make, target


DEFINED = tuple(detectors())
"""The questions whose exact definitions stand in the README."""


@pytest.mark.parametrize("code", DEFINED)
def test_the_definition_in_the_readme_is_the_docstring(code: str) -> None:
    section = README.split("### Exact definitions")[1].split("\n##")[0]
    assert re.findall(r"^\*\*(\w+)\*\* — ", section, re.MULTILINE) == list(DEFINED)
    paragraph = re.search(rf"^\*\*{code}\*\* — (.*?)\n\n", section + "\n\n", re.MULTILINE | re.DOTALL)
    assert paragraph
    assert " ".join(paragraph[1].split()) == " ".join(detectors()[code].doc.split())


def test_every_detector_says_what_it_does() -> None:
    for entry in detectors().values():
        assert len(entry.doc) > 200, entry.code
        for rule in entry.rules.model_fields:
            if rule not in ("past_days", "role", "max_age", "policy", "group_equal", "universal_roles"):
                assert rule in entry.doc, (entry.code, rule)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.fail("git cannot list the files of the project")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_speaks_of_the_machine_it_was_made_on() -> None:
    forbidden = re.compile("|".join(["/wo" + "rk/", "/ro" + "ot/", "index-" + "url", r"\.lib" + "rary"]))
    for path in tracked():
        if path.suffix in (".png", ".svg", ".woff2"):
            continue
        found = forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
        assert not found, f"{path.name}: {found and found[0]}"


def test_no_file_holds_a_personal_identity_number() -> None:
    number = re.compile(
        r"(?<![\d.\w-])(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|[678]\d|9[01])[-+]\d{4}(?![\d-])"
    )
    for path in tracked():
        if path.suffix in (".py", ".csv", ".md", ".po", ".toml"):
            assert not number.search(path.read_text(encoding="utf-8")), path.name


def test_the_readme_says_everything_once() -> None:
    headings = re.findall(r"^##? .*$", README, re.MULTILINE)
    assert len(headings) > 8
    assert sorted(set(headings)) == sorted(headings)
    tables = re.findall(r"^<!-- (?!end)\w+ -->$", README, re.MULTILINE)
    assert sorted(set(tables)) == sorted(tables)
