"""The contract's rules of loading, one by one."""

import csv
from pathlib import Path

import pytest

from graph.network import Network
from graph.store import Store
from graph.values import OPEN, iso
from loaders.report import LoadError
from loaders.tabular import load
from tests.loaders.conftest import Load

PEOPLE = {
    "children": "id\nc1\nc2\n",
    "professionals": "id,agency,start,end\np1,a1,2020-01-01,\np2,a1,,\n",
    "agencies": "id\na1\n",
    "adults": "id\nw1\n",
    "forums": "id\nf1\n",
    "meetings": "id,start\nm1,2024-01-10\n",
    "plans": "id,child\nq1,c1\n",
}

REFUSED = [
    ("children", "id,name\n,Anna", "missing_id", "id"),
    ("adults", "id\n' '".replace("'", '"'), "missing_id", "id"),
    ("meeting_children", "meeting,child\nm1,", "missing_value", "child"),
    ("meeting_children", "meeting,child\n,c1", "missing_value", "meeting"),
    ("attendance", "meeting,person\nm1,", "missing_value", "person"),
    ("forum_members", "forum,member\n,p1", "missing_value", "forum"),
    ("supports", "person,child,role\np1,c1,", "missing_value", "role"),
    ("supports", "person,child,role\n,c1,x", "missing_value", "person"),
    ("plans", "id,child\nq2,", "missing_value", "child"),
    ("handovers", "id,child\nh1,", "missing_value", "child"),
    ("concerns", "id,child\nk1,", "missing_value", "child"),
    ("consents", "id,child\ns1,", "missing_value", "child"),
    ("supports", "person,child,role,start\np1,c1,x,2024-02-30", "bad_date", "start"),
    ("supports", "person,child,role,end\np1,c1,x,soon", "bad_date", "end"),
    ("professionals", "id,start\np3,2024-13-01", "bad_date", "start"),
    ("forum_members", "forum,member,end\nf1,p1,?", "bad_date", "end"),
    ("plans", "id,child,start\nq2,c1,1/13 2024", "bad_date", "start"),
    ("consents", "id,child,end\ns1,c1,2024-1-5", "bad_date", "end"),
    ("supports", "person,child,role,start,end\np1,c1,x,2024-01-02,2024-01-01", "end_before_start", "end"),
    ("meetings", "id,start,end\nm2,2024-01-02T10:00,2024-01-02T09:59", "end_before_start", "end"),
    ("meetings", "id,start,end\nm2,2024-01-02T10:00+00:00,2024-01-02T10:59", "end_before_start", "end"),
    ("meetings", "id,start,end\nm2,2024-01-02T10:00,2024-01-01", "end_before_start", "end"),
    ("children", "id,name\nc9,a\nc9,b", "duplicate_id", "id"),
    ("attendance", "meeting,person,status\nm1,p1,present\nm1,p1,absent", "duplicate_id", ""),
    ("supports", "person,child,role,needs\np1,c1,x,care\np1,c1,x,health", "duplicate_id", ""),
    ("professionals", "id\nc1", "ambiguous_id", "id"),
    ("adults", "id\nc1", "ambiguous_id", "id"),
    ("adults", "id\np1", "ambiguous_id", "id"),
    ("agencies", "id\np1", "ambiguous_id", "id"),
    ("meeting_children", "meeting,child\nm9,c1", "unknown_reference", "meeting"),
    ("attendance", "meeting,person\nm1,nobody", "unknown_reference", "person"),
    ("supports", "person,child,role\np1,c9,x", "unknown_reference", "child"),
    ("supports", "person,child,role\nc1,c1,x", "unknown_reference", "person"),
    ("forum_members", "forum,member\nf1,c1", "unknown_reference", "member"),
    ("children", "id\nc9,x", "ragged_row", ""),
    ("children", "id,name\nc9," + "x" * 10_001, "too_long", ""),
]

INCOMPLETE = [
    ("children", "id,born\nc9,2024-02-30", "bad_date", "born"),
    ("meetings", "id,start\nm2,2024-01-01T25:00", "bad_date", "start"),
    ("meetings", "id,start,end\nm2,2024-01-01,later", "bad_date", "end"),
    ("handovers", "id,child,due\nh1,c1,-", "bad_date", "due"),
    ("concerns", "id,child,received\nk1,c1,0", "bad_date", "received"),
    ("forums", "id,age_min\nf2,six", "bad_number", "age_min"),
    ("forums", "id,age_max\nf2,6.5", "bad_number", "age_max"),
    ("forums", "id,level\nf2,kommun", "bad_value", "level"),
    ("forums", "id,status\nf2,maybe", "bad_value", "status"),
    ("forums", "id,required\nf2,kanske", "bad_value", "required"),
    ("meetings", "id,status\nm2,postponed", "bad_value", "status"),
    ("attendance", "meeting,person,status\nm1,p1,late", "bad_value", "status"),
    ("meetings", "id,forum\nm2,f9", "unknown_reference", "forum"),
    ("meetings", "id,plan\nm2,q9", "unknown_reference", "plan"),
    ("forums", "id,part_of\nf2,f9", "unknown_reference", "part_of"),
    ("forums", "id,builds_on\nf2,f1;f9", "unknown_reference", "builds_on"),
    ("professionals", "id,agency\np3,a9", "unknown_reference", "agency"),
    ("agencies", "id,part_of\na2,a9", "unknown_reference", "part_of"),
    ("plans", "id,child\nq2,c9", "unknown_reference", "child"),
    ("plans", "id,child,responsible\nq2,c1,c1", "unknown_reference", "responsible"),
    ("handovers", "id,child,sender\nh1,c1,w1", "unknown_reference", "sender"),
    ("concerns", "id,child,reporter_agency\nk1,c1,a9", "unknown_reference", "reporter_agency"),
    ("consents", "id,child,agencies\ns1,c1,a1;a9", "unknown_reference", "agencies"),
]


@pytest.mark.parametrize(("file", "text", "rule", "column"), REFUSED)
def test_a_row_that_breaks_a_rule_is_refused(
    loaded: Load, store: Store, file: str, text: str, rule: str, column: str
) -> None:
    loaded(**PEOPLE)
    before = store.network()
    report = loaded(**{file: text})
    assert [(r.column, r.rule, r.effect) for r in report.rejects] == [(column, rule, "refused")]
    assert (report.refused, report.incomplete) == (1, 0)
    assert report.rows == report.loaded + report.refused
    if report.rows == 1:
        assert store.network() == before
        assert not report.changed


@pytest.mark.parametrize(("file", "text", "rule", "column"), INCOMPLETE)
def test_a_cell_that_cannot_be_used_is_left_unknown(loaded: Load, file: str, text: str, rule: str, column: str) -> None:
    loaded(**PEOPLE)
    report = loaded(**{file: text})
    assert [(r.column, r.rule, r.effect) for r in report.rejects] == [(column, rule, "incomplete")]
    assert (report.loaded, report.refused, report.incomplete) == (1, 0, 1)


def test_a_missing_column_refuses_the_file_and_is_named_once(loaded: Load, store: Store, tmp_path: Path) -> None:
    report = loaded(children="name\nAnna\nBo\n", adults="id\nw1\n")
    assert [(f.file, f.rows, f.loaded, f.refused) for f in report.files] == [
        ("children.csv", 2, 0, 2),
        ("adults.csv", 1, 1, 0),
    ]
    assert [tuple(r) for r in report.rejects] == [("children.csv", 1, "id", "missing_column", "refused")]
    assert store.network().counts()["adult"] == 1


def test_rejected_csv_tells_file_line_column_rule_and_effect_and_no_value(loaded: Load, tmp_path: Path) -> None:
    loaded(children="id,born\nc1,2015-01-01\n\nc2,hemligt\n,x\n", adults="id\nw1\n")
    with (tmp_path / "rejected.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["file", "line", "column", "rule", "effect"],
            ["children.csv", "4", "born", "bad_date", "incomplete"],
            ["children.csv", "5", "id", "missing_id", "refused"],
        ]


def test_loading_twice_changes_nothing(loaded: Load, store: Store) -> None:
    assert loaded(**PEOPLE).changed
    version, before = store.version(), store.network()
    again = loaded(**PEOPLE)
    assert not again.changed
    assert (store.version(), store.network()) == (version, before)
    assert (again.rows, again.loaded) == (9, 9)


def test_an_identical_row_is_loaded_once_and_counted(loaded: Load, store: Store) -> None:
    report = loaded(children="id,born\nc1,2015-01-02\nc1,2/1 2015\n")
    assert (report.loaded, report.refused) == (2, 0)
    assert store.network().counts()["child"] == 1


def test_of_a_link_said_twice_the_one_that_ends_last_stays(loaded: Load, store: Store) -> None:
    loaded(**PEOPLE)
    ends = ["2021-01-01", "", "2023-01-01"]
    report = loaded(supports="person,child,role,start,end\n" + "".join(f"p1,c1,x,2020-01-01,{end}\n" for end in ends))
    assert [r.line for r in report.rejects] == [2, 4]
    assert store.network().ints("professional_supports_child", "end").tolist() == [OPEN]


def test_of_an_employment_said_twice_the_one_that_ends_last_stays(loaded: Load, store: Store) -> None:
    text = "id,name,agency,start,end\np1,,a1,2020-01-01,2021-01-01\np1,Eva,a1,2020-01-01,2022-01-01\np1,Bo,,,\n"
    report = loaded(agencies="id\na1", professionals=text)
    assert [(r.line, r.rule) for r in report.rejects] == [(2, "duplicate_id")]
    network = store.network()
    assert network.texts("professional", "name").to_pylist() == ["Eva"]
    assert [iso(day) for day in network.ints("professional_works_at_agency", "end").tolist()] == [None, "2022-01-01"]


def test_a_later_load_replaces_a_node_and_its_own_edges(loaded: Load, store: Store) -> None:
    loaded(forums="id\nf1\nf2\n", meetings="id,forum,title\nm1,f1,Gammalt\n")
    loaded(meetings="id,forum\nm1,f2\n")
    network = store.network()
    assert network.texts("meeting", "title").to_pylist() == [None]
    assert network.ints("meeting_held_by_forum", "target").tolist() == [1]


def test_a_later_load_replaces_the_end_of_a_link(loaded: Load, store: Store) -> None:
    loaded(**PEOPLE, supports="person,child,role,start,end\np1,c1,x,2020-01-01,\n")
    report = loaded(supports="person,child,role,start,end\np1,c1,x,2020-01-01,2021-01-01\n")
    assert report.refused == 0
    assert [iso(day) for day in store.network().ints("professional_supports_child", "end").tolist()] == ["2021-01-01"]


def test_a_person_keeps_a_name_that_a_later_employment_does_not_give(loaded: Load, store: Store) -> None:
    loaded(professionals="id,name,start\np1,Eva,2020-01-01\n")
    loaded(professionals="id,start\np1,2022-01-01\n")
    network = store.network()
    assert network.texts("professional", "name").to_pylist() == ["Eva"]
    assert network.count("professional_works_at_agency") == 2


def test_a_link_may_name_what_only_the_store_has(loaded: Load) -> None:
    loaded(**PEOPLE)
    assert loaded(attendance="meeting,person\nm1,p1\nm1,w1\nm1,c1\n").refused == 0


def test_a_link_to_a_refused_row_is_refused(loaded: Load) -> None:
    report = loaded(
        children="id\nc1", meetings="id,start,end\nm1,2024-01-02,2024-01-01", meeting_children="meeting,child\nm1,c1"
    )
    assert [r.rule for r in report.rejects] == ["end_before_start", "unknown_reference"]


def test_strict_refuses_the_whole_load(loaded: Load, store: Store, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="1 of 2 rows are refused"):
        loaded(strict=True, children="id\nc1\n", adults="name,id\nx,\n")
    assert store.network().counts()["child"] == 0
    assert "missing_id" in (tmp_path / "rejected.csv").read_text()


def test_strict_lets_incomplete_rows_in(loaded: Load) -> None:
    assert loaded(strict=True, children="id,born\nc1,x\n").incomplete == 1


def test_generated_and_other_data_are_not_mixed_unless_told(loaded: Load, store: Store) -> None:
    loaded(children="id\ndemo-c-1\n")
    with pytest.raises(LoadError, match="mixed"):
        loaded(children="id\nc1\n")
    with pytest.raises(LoadError, match="mixed"):
        loaded(adults="id\nw1\ndemo-w-1\n")
    assert store.network().counts()["child"] == 1
    loaded(children="id\nc1\n", mix=True)
    assert store.network().origins == {"generated", "other"}
    assert loaded(children="id\nc2\n").changed


def test_empty_files_and_headers_alone_are_no_rows(loaded: Load) -> None:
    report = loaded(children="", adults="id,name\n")
    assert [(f.file, f.rows) for f in report.files] == [("children.csv", 0), ("adults.csv", 0)]


def test_names_in_any_letter_case_and_other_files_are_noted(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "CHILDREN.CSV").write_text("ID\nc1\n")
    (folder / "notes.txt").write_text("x")
    (folder / "truth.csv").write_text("x")
    report = load([folder], store)
    assert report.rows == 1
    assert report.notes == ["Other files were left: notes.txt, truth.csv."]


def test_the_same_file_named_twice_is_read_once(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "children.csv"
    file.write_text("id\nc1\n")
    assert load([file, tmp_path, file], store).rows == 1


@pytest.mark.parametrize("make", ["nothing", "empty", "other"])
def test_without_files_to_load_nothing_happens(store: Store, tmp_path: Path, make: str) -> None:
    folder = tmp_path / "in"
    if make != "nothing":
        folder.mkdir()
    if make == "other":
        (folder / "x.txt").write_text("x")
    version = store.version()
    with pytest.raises(LoadError):
        load([folder], store)
    assert store.version() == version


def test_a_headerless_file_names_none_of_its_cells(loaded: Load) -> None:
    report = loaded(children="c1;Anna Svensson;2015-01-01\nc2;Bo Ek;2016-01-01\n")
    assert (report.rows, report.refused) == (1, 1)
    assert not any("Anna" in note for note in report.notes)


def test_a_mapping_reads_a_foreign_export(store: Store, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(
        '[supports]\nfile = "uppdrag.csv"\ncolumns = {person = "Handläggare", '
        'child = "Barn", start = "Från", end = "Till"}\n'
        'date_format = "%d-%m-%y"\nend_inclusive = true\n',
        encoding="utf-8",
    )
    (tmp_path / "children.csv").write_text("id\nc1\n")
    (tmp_path / "professionals.csv").write_text("id\np1\n")
    (tmp_path / "uppdrag.csv").write_text(
        "Handläggare;Barn;role;Från;Till\np1;c1;barnkontakt;02-01-24;31-01-24\np1;c1;x;;\n", encoding="cp1252"
    )
    report = load([tmp_path], store, mapping=tmp_path / "map.toml")
    assert report.refused == 0
    network: Network = store.network()
    assert [iso(day) for day in network.ints("professional_supports_child", "start").tolist()] == [None, "2024-01-02"]
    assert [iso(day) for day in network.ints("professional_supports_child", "end").tolist()] == [None, "2024-02-01"]


@pytest.mark.parametrize(
    "text",
    [
        "[people]\n",
        "[supports]\nfil = 'x'\n",
        "[supports.columns]\nwho = 'x'\n",
        "x = ",
        "[supports]\nend_inclusive = 'ja'\n",
    ],
)
def test_a_wrong_mapping_is_one_sentence(store: Store, tmp_path: Path, text: str) -> None:
    (tmp_path / "map.toml").write_text(text)
    (tmp_path / "children.csv").write_text("id\nc1\n")
    with pytest.raises(LoadError):
        load([tmp_path], store, mapping=tmp_path / "map.toml")
