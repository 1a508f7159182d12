"""The files of a town: the same bytes, readable by anyone, and never over somebody else's files."""

import csv
import filecmp
from pathlib import Path

import pyarrow as pa
import pytest

from graph.assemble import assemble, row_schema, rows_of
from graph.records import FILES, Child, Forum, Meeting
from graph.stores import open_store
from loaders.tabular import load
from synthetic.errors import GenerateError
from synthetic.files import write, write_rows
from synthetic.town import Town, generate
from synthetic.truth import read_truth
from tests.synthetic.conftest import AS_OF

NAMES = sorted([kind.file for kind in FILES.values()] + ["truth.csv"])


def test_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write(generate(200, 7, AS_OF), tmp_path / folder)
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == NAMES
    same, different, odd = filecmp.cmpfiles(tmp_path / "one", tmp_path / "two", NAMES, shallow=False)
    assert (len(same), different, odd) == (len(NAMES), [], [])


def test_every_row_reads_back_as_a_record(town: Town, tmp_path: Path) -> None:
    write(town, tmp_path / "town")
    for name, kind in FILES.items():
        with (tmp_path / "town" / kind.file).open(encoding="utf-8", newline="") as lines:
            read = list(csv.DictReader(lines))
        some = read[:: max(1, len(read) // 300)]
        records = [kind.record(**row) for row in some]
        batch = town.rows[name]
        assert len(read) == batch.num_rows
        there = batch.take(pa.array(range(0, len(read), max(1, len(read) // 300))))
        assert rows_of(records)[name].equals(there), name


def test_loading_the_files_gives_the_same_network(town: Town, tmp_path: Path) -> None:
    write(town, tmp_path / "town")
    with open_store(str(tmp_path / "town.db"), create=True) as store:
        report = load([tmp_path / "town"], store, rejects=tmp_path / "rejected.csv")
        assert report.refused == 0
        assert report.incomplete == 0
        assert store.network() == assemble(town.rows).network


def test_truth_reads_back(town: Town, tmp_path: Path) -> None:
    write(town, tmp_path / "town")
    assert read_truth(tmp_path / "town" / "truth.csv") == town.truth


def test_a_town_may_be_written_over_a_town(tmp_path: Path) -> None:
    write(generate(80, 1, AS_OF), tmp_path)
    (tmp_path / "stodnat.db").write_text("kept")
    write(generate(90, 2, AS_OF), tmp_path)
    assert len((tmp_path / "children.csv").read_text().splitlines()) == 91
    assert (tmp_path / "stodnat.db").read_text() == "kept"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    "files",
    [
        {"notes.txt": "mine"},
        {"children.csv": "id,name\nc1,Anna\n"},
        {"truth.csv": "something,else\n"},
        {
            "truth.csv": "detector,kind,label,children,evidence,start,note\n",
            "Children.csv": "id,name\nc1,Anna\n",
        },
    ],
)
def test_other_folders_are_left_alone(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(GenerateError):
        write(generate(5, 1, AS_OF), tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == files


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "place").write_text("")
    for folder in (tmp_path / "place", tmp_path / "place" / "town"):
        with pytest.raises(GenerateError):
            write(generate(5, 1, AS_OF), folder)


def test_awkward_cells(tmp_path: Path) -> None:
    records = [
        Child(id='demo-"1"', name='A, "B";\nC', born="2020-02-29", protected="yes"),
        Forum(id="demo-f", age_min="0", level="management", status="closed", builds_on="demo-a;demo-b", acute="no"),
        Meeting(id="demo-m1", start="2025-10-26T02:30+02:00", end="2025-10-26T02:30+01:00"),
        Meeting(id="demo-m2", start="2025-06-01T23:15:07", end="2025-06-02"),
        Meeting(id="demo-m3", start="1955-06-01T12:15"),
        Meeting(id="demo-m4"),
    ]
    rows = rows_of(records)
    write_rows(rows, tmp_path)
    for name, batch in rows.items():
        with (tmp_path / FILES[name].file).open(encoding="utf-8", newline="") as lines:
            read = [FILES[name].record(**row) for row in csv.DictReader(lines)]
        expected = [record for record in records if isinstance(record, FILES[name].record)]
        if name != "children":
            assert read == expected
        assert batch.num_rows == len(read)
    text = (tmp_path / "children.csv").read_text()
    assert '"demo-""1""","A, ""B"";\nC",2020-02-29,,yes,\n' in text


def test_an_empty_file_has_its_header(tmp_path: Path) -> None:
    write_rows({"plans": pa.RecordBatch.from_pylist([], row_schema(FILES["plans"]))}, tmp_path)
    assert (tmp_path / "plans.csv").read_text() == "id,child,kind,responsible,start,end,needs,child_heard\n"
