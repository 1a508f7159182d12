"""The command line as a user meets it: a process of its own, its exit codes, its two streams."""

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.questions import detectors

REGISTER = Path(__file__).parents[1] / "graph" / "reference" / "forums.csv"
PAIRS = {
    ("sig", "sspf"),
    ("bob_lokal", "sspf"),
    ("bob_lokal", "sig"),
    ("kronobarn_jarva", "sip"),
    ("kronobarn_jarva", "sspf"),
    ("sok_lokal", "sspf_styr"),
    ("foraldraskapsstod", "hembesok"),
}


def stodnat(*arguments: object, cwd: Path, code: int = 0, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command and check its exit code; errors are one sentence and never a traceback."""
    run = subprocess.run(
        [sys.executable, "-m", "dashboard.start", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(REGISTER.parents[2]), "PYTHONWARNINGS": "error"} | env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == code, run.stderr
    assert "Traceback" not in run.stderr
    if code == 2:
        assert run.stdout == ""
        assert run.stderr.startswith("stodnat: ")
        assert run.stderr.count("\n") == 1
    return run


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with a small made-up town, and its truth."""
    stodnat("generate", tmp_path / "town", "--children", 200, "--as-of", "2026-03-10", cwd=tmp_path)
    stodnat("load", tmp_path / "town", "--store", tmp_path / "town.db", cwd=tmp_path)
    return tmp_path / "town.db"


def test_the_real_forums_give_the_seven_pairs_with_the_same_mandate(tmp_path: Path) -> None:
    stodnat("load", REGISTER, cwd=tmp_path)
    run = stodnat("find", "forum_overlap", "--format", "json", "--as-of", "2026-01-01", cwd=tmp_path)
    found = json.loads(run.stdout)
    assert {tuple(f["evidence"]["forum"]) for f in found["findings"]} == PAIRS
    assert {f["kind"] for f in found["findings"]} == {"same_mandate"}
    assert all(f["start"] is None and f["children"] == [] for f in found["findings"])
    assert found["network"]["forum"] == 18
    others = {entry["code"]: entry for entry in found["detectors"]}
    assert others["forum_overlap"] == {
        "code": "forum_overlap",
        "status": "run",
        "findings": 7,
        "skipped": {"not_running": 1},
    }
    for code in ("duplicate_meetings", "double_entries", "handover_gaps"):
        assert others[code]["status"] == "not_run"
        assert others[code]["reason"]


def test_the_same_input_gives_the_same_bytes(store: Path, tmp_path: Path) -> None:
    for form in ("json", "csv", "table"):
        at = ("--store", store, "--as-of", "2026-03-10", "--format", form)
        runs = [stodnat("find", *at, cwd=tmp_path) for _ in range(2)]
        assert runs[0].stdout == runs[1].stdout
        assert runs[0].stdout.strip()


def test_csv_has_a_row_for_each_finding_and_says_that_data_are_made_up(store: Path, tmp_path: Path) -> None:
    at = ("--store", store, "--as-of", "2026-03-10")
    findings = json.loads(stodnat("find", *at, "--format", "json", cwd=tmp_path).stdout)["findings"]
    rows = list(csv.DictReader(io.StringIO(stodnat("find", *at, "--format", "csv", cwd=tmp_path).stdout)))
    assert [row["key"] for row in rows] == [finding["key"] for finding in findings]
    assert {row["generated"] for row in rows} == {"yes"}


def test_a_table_fits_in_80_columns(store: Path, tmp_path: Path) -> None:
    for language in ("sv", "en"):
        text = stodnat("find", "--store", store, "--as-of", "2026-03-10", "--lang", language, cwd=tmp_path).stdout
        assert max(map(len, text.splitlines())) <= 80
    assert "made-up" in text.casefold()


def test_rules_can_be_set_and_are_told(store: Path, tmp_path: Path) -> None:
    setting = "duplicate_meetings.min_share_people=0.75"
    run = stodnat("find", "--store", store, "--set", setting, "--format", "json", cwd=tmp_path)
    assert json.loads(run.stdout)["rules"]["duplicate_meetings.min_share_people"] == "3/4"
    wrong = stodnat("find", "--store", store, "--set", "duplicate_meetings.windw=1", cwd=tmp_path, code=2)
    assert "duplicate_meetings.window_days" in wrong.stderr


def test_timing_is_one_line_of_json_on_standard_error(store: Path, tmp_path: Path) -> None:
    run = stodnat("find", "--store", store, "--timing", cwd=tmp_path)
    timing = json.loads(run.stderr)
    assert set(timing) == {"read_s", "analyse_s", "total_s"}
    assert list(timing["analyse_s"]) == list(detectors())


def test_one_childs_findings(store: Path, tmp_path: Path) -> None:
    at = ("--store", store, "--as-of", "2026-03-10", "--format", "json")
    findings = json.loads(stodnat("find", *at, cwd=tmp_path).stdout)["findings"]
    child = findings[0]["children"][0]
    of_child = json.loads(stodnat("find", *at, "--child", child, cwd=tmp_path).stdout)
    assert of_child["findings"] == [finding for finding in findings if child in finding["children"]]
    assert sum(entry["findings"] for entry in of_child["detectors"]) == len(of_child["findings"])


def test_every_planted_pattern_is_found_and_no_near_miss(store: Path, tmp_path: Path) -> None:
    truth = tmp_path / "town" / "truth.csv"
    run = stodnat("score", truth, "--store", store, "--as-of", "2026-03-10", "--format", "json", cwd=tmp_path)
    scores = json.loads(run.stdout)["detectors"]
    assert {score["detector"] for score in scores} >= {"duplicate_meetings", "forum_overlap", "handover_gaps"}
    assert all(score["planted"] > 0 for score in scores)
    assert all((score["missed"], score["raised"]) == (0, 0) for score in scores), scores
    assert "recall" in stodnat("score", truth, "--store", store, "--as-of", "2026-03-10", cwd=tmp_path).stdout


def test_generating_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        stodnat("generate", name, "--children", 60, "--seed", seed, "--as-of", "2026-03-10", cwd=tmp_path)
    one, two, three = ({f.name: f.read_bytes() for f in (tmp_path / name).iterdir()} for name in "abc")
    assert one == two
    assert one != three


def test_a_load_with_refused_rows_ends_with_3_and_lists_them_beside_the_store(tmp_path: Path) -> None:
    (tmp_path / "children.csv").write_text("id,name\nc1,Hemlig Person\n,Hemlig Person\n")
    (tmp_path / "db").mkdir()
    run = stodnat("load", "children.csv", "--store", "db/x.db", "--format", "json", cwd=tmp_path, code=3)
    report = json.loads(run.stdout)
    assert (report["rows"], report["loaded"], report["refused"], report["changed"]) == (2, 1, 1, True)
    assert (tmp_path / "db" / "rejected.csv").read_text() == (
        "file,line,column,rule,effect\nchildren.csv,3,id,missing_id,refused\n"
    )
    assert "Hemlig" not in run.stdout + run.stderr


def test_the_store_may_be_named_by_url_path_or_variable(tmp_path: Path) -> None:
    stodnat("load", REGISTER, "--store", f"sqlite:///{tmp_path}/x.db", cwd=tmp_path)
    stodnat("find", "--store", "x.db", cwd=tmp_path)
    stodnat("find", cwd=tmp_path, STODNAT_STORE="x.db")
    stodnat("find", cwd=tmp_path, code=2)


WRONG = [
    (),
    ("fnd",),
    ("find", "gaps"),
    ("find", "--as-of", "2026-02-30"),
    ("find", "--set", "x"),
    ("find", "--set", "duplicate_meetings.window_days=-1"),
    ("find", "--set", "duplicate_meetings.min_share_people=1/0"),
    ("find", "--set", "handover_gaps.policy=all"),
    ("find", "--child", "nobody"),
    ("find", "--store", "missing.db"),
    ("find", "--store", "text.db"),
    ("find", "--store", "mysql://x"),
    ("find", "--store", "folder.db"),
    ("load", "nothing"),
    ("load", "empty"),
    ("load", "forums.txt"),
    ("load", "forums.csv", "--store", "missing/folder/x.db"),
    ("load", "forums.csv", "--store", "text.db"),
    ("load", "forums.csv", "--mapping", "missing.toml"),
    ("load", "bad.csv"),
    ("load", "forums.csv", "--rejects", "missing/rejected.csv"),
    ("load", "children.csv", "demo/children.csv"),
    ("load", "forums.csv", "--strict", "--mapping", "same.toml"),
    ("generate", "full", "--children", "10"),
    ("generate", "new", "--children", "0"),
    ("generate", "new", "--children", "ten"),
    ("generate", "new", "--children", "10", "--as-of", "x"),
    ("score", "missing.csv"),
    ("score", "text.db"),
    ("serve", "--port", "70000"),
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_use_is_one_sentence_and_changes_nothing(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    stodnat("load", REGISTER, cwd=tmp_path)
    (tmp_path / "text.db").write_text("this is not a database " * 100)
    (tmp_path / "folder.db").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "children.csv").write_text("id\ndemo-c\n")
    (tmp_path / "children.csv").write_text("id\nc\n")
    (tmp_path / "same.toml").write_text("[supports]\nfile = 'plans.csv'\n")
    (tmp_path / "bad.csv").write_text("id\nf\n")
    (tmp_path / "forums.csv").write_text("id\nf\n")
    (tmp_path / "forums.txt").write_text("id\nf\n")
    (tmp_path / "rejected.csv").unlink()
    before = {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    stodnat(*arguments, cwd=tmp_path, code=2)
    after = {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before


def test_ctrl_c_in_the_middle_of_a_load_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    stodnat("load", REGISTER, cwd=tmp_path)
    before = stodnat("find", "--format", "json", cwd=tmp_path).stdout
    rows = "".join(f"c{number},Namn {number},2015-01-01\n" for number in range(400_000))
    (tmp_path / "children.csv").write_text("id,name,born\n" + rows)
    rejected = tmp_path / "rejected.csv"
    rejected.unlink()
    load = subprocess.Popen(
        [sys.executable, "-m", "dashboard.start", "load", "children.csv"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(REGISTER.parents[2])},
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + 60
    while not rejected.exists() and time.monotonic() < end:
        time.sleep(0.01)
    load.send_signal(signal.SIGINT)
    _, errors = load.communicate(timeout=30)
    assert load.returncode == 2
    assert errors == "stodnat: Stopped; nothing has changed, or a large load into a server is unfinished.\n"
    assert stodnat("find", "--format", "json", cwd=tmp_path).stdout == before


def test_names_in_data_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "forums.csv").write_text("id,parties,needs\n\x1b[31mf1,a,b\n\x1b]0;x\x07f2,a,b\n", encoding="utf-8")
    stodnat("load", "forums.csv", cwd=tmp_path)
    shown = stodnat("find", cwd=tmp_path).stdout
    assert "?[31mf1" in shown
    assert "\x1b" not in shown


def test_a_strict_load_that_fails_keeps_nothing_and_lists_why(tmp_path: Path) -> None:
    (tmp_path / "children.csv").write_text('id\nc1\n""\n')
    stodnat("load", "children.csv", "--strict", cwd=tmp_path, code=2)
    assert "children.csv,3,id,missing_id,refused" in (tmp_path / "rejected.csv").read_text()
    assert json.loads(stodnat("find", "--format", "json", cwd=tmp_path).stdout)["network"]["child"] == 0


def test_a_load_whose_reader_goes_away_is_done_all_the_same(tmp_path: Path) -> None:
    command = f"{sys.executable} -m dashboard.start load {REGISTER} | true"
    environment = os.environ | {"PYTHONPATH": str(REGISTER.parents[2])}
    run = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], cwd=tmp_path, env=environment, check=False)
    assert run.returncode == 0
    assert json.loads(stodnat("find", "--format", "json", cwd=tmp_path).stdout)["network"]["forum"] == 18


def test_a_copy_is_equal_and_replaces_nothing_unless_told(store: Path, tmp_path: Path) -> None:
    stodnat("copy", "--from", store, "--to", "other.db", cwd=tmp_path)
    shown = [stodnat("find", "--store", url, "--format", "json", cwd=tmp_path).stdout for url in (store, "other.db")]
    assert shown[0] == shown[1]
    assert stodnat("copy", "--from", store, "--to", "other.db", cwd=tmp_path).stdout == "Nothing has changed.\n"
    stodnat("load", REGISTER, "--store", "register.db", cwd=tmp_path)
    stodnat("copy", "--from", "register.db", "--to", "other.db", cwd=tmp_path, code=2)
    stodnat("copy", "--from", "register.db", "--to", "other.db", "--replace", cwd=tmp_path)
    assert (
        json.loads(stodnat("find", "--store", "other.db", "--format", "json", cwd=tmp_path).stdout)["network"]["forum"]
        == 18
    )


def test_a_port_that_is_taken_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for command in (["demo"], ["serve", "--store", "none.db"]):
            run = stodnat(*command, "--port", port, cwd=tmp_path, code=2)
            assert run.stderr.startswith(f"stodnat: Port {port} at 127.0.0.1 cannot be used")
    assert list(tmp_path.iterdir()) == []
