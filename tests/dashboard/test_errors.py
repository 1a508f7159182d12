"""Every sentence of a store, a load or made-up data that a page can show has its Swedish."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import errors, texts
from graph import neo4j_store, sqlite_store

ROOT = Path(__file__).parents[2]
FILES = [
    "graph/sqlite_store.py",
    "graph/neo4j_store.py",
    "graph/stores.py",
    "graph/verdicts.py",
    "loaders/tabular.py",
    "loaders/report.py",
    "loaders/mapping.py",
]
FILES += ["synthetic/town.py", "dashboard/components/work.py"]
RAISED = {"StoreError", "NoStoreError", "UnfinishedError", "LoadError", "GenerateError", "VerdictError"}


def sentences() -> Iterator[str]:
    """The sentences that the code raises, with X for what varies."""
    for name in FILES:
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED and node.args:
                said = node.args[0]
                parts = said.values if isinstance(said, ast.JoinedStr) else [said]
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in parts)
    told = neo4j_store._told_of({"rows": 7, "begun": "2026-03-10T10:00", "host": "X", "done": 3})
    yield f"{told} in X is unfinished; run the same load again to complete it."
    yield from (f"X {sentence}" for sentence in sqlite_store._SENTENCES.values())
    yield from (f"X {sentence}" for _, sentence in neo4j_store._SENTENCES)
    yield from (f"X {neo4j_store.NO_PROTOCOL}", f"X {neo4j_store.REFUSES} X.")


BUILT = {"X X", "X in X is unfinished; run the same load again to complete it."}
BUILT |= {"X in X is unfinished, and this is another load; nothing was changed. Run that one again first."}
"""Sentences of which a part is built elsewhere; the built ones are among those above."""


@pytest.mark.parametrize("english", sorted({*sentences()} - BUILT))
def test_every_sentence_has_its_swedish(english: str) -> None:
    assert errors.told(english) != english
    texts.speak("en")
    assert errors.told(english) == english


def test_what_varies_is_kept() -> None:
    assert errors.told("There is no store at a {b} c; load files first.").startswith(
        "Det finns inget lager på a {b} c."
    )
    assert errors.told("Nobody knows.") == "Nobody knows."
