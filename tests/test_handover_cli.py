"""`stodnat handover` as a user meets it: what is coming for a child, the steps, the files, and every refusal."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from dashboard import texts
from dashboard.cli import main
from dashboard.command import put
from graph.assemble import assemble, network_of, rows_of
from graph.records import (
    Adult,
    Child,
    Consent,
    Forum,
    Handover,
    Meeting,
    MeetingChild,
    Professional,
    Record,
    Support,
)
from graph.sqlite_store import SqliteStore

ROOT = Path(__file__).parents[1]
AS_OF = "2026-03-10"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a child that begins school in August, its contact and those around it."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "town.db"
    world = network_of(
        [
            Child(id="c1", name="Ada Lind", born="2020-05-05"),
            Child(id="c2", name="Bo Ek"),
            Child(id="c3", name="Cilla Ås", born="2019-01-01", protected="ja"),
            Adult(id="x1", name="Farmor Lind"),
            Professional(id="p1", name="Ann Berg", title="BVC-sjuksköterska"),
            Professional(id="p2", name="Per Åkesson", title="Rektor"),
            Professional(id="p3", name="Eva \x1b[31mRöd", title="Rektor"),
            Professional(id="p4", name="Lo Dahl", end="2026-06-01"),
            Support(person="p1", child="c1", role="barnkontakt", start="2021-01-01"),
            Support(person="p4", child="c1", role="teacher", start="2021-01-01"),
            Support(person="x1", child="c1", role="trusted_adult", start="2021-01-01"),
            Support(person="x1", child="c3", role="guardian"),
            Consent(id="k1", child="c1", ground="consent"),
        ]
    )
    with SqliteStore(str(file), create=True) as made:
        made.update(lambda old: world)
    return file


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    yield
    texts.speak("sv")


class Run:
    """Runs commands on one store, and checks their exit codes and streams."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store, self.capsys = store, capsys

    def __call__(self, *arguments: str, code: int = 0) -> str:
        """What a command prints; what it says on standard error where it is refused."""
        given = ["handover", *arguments, "--store", str(self.store), *([] if "--as-of" in arguments else NOW)]
        try:
            found = main(given)
        except SystemExit as stop:
            found = int(stop.code or 0)
        out, err = self.capsys.readouterr()
        assert found == code, err
        if code:
            assert out == ""
            assert err.startswith("stodnat: ")
            assert err.count("\n") == 1
        return err if code else out

    def json(self, *arguments: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        return json.loads(self(*arguments, "--format", "json"))

    def version(self) -> int:
        with SqliteStore(str(self.store), create=False) as store:
            return store.version()

    def refused(self, *arguments: str) -> str:
        """Why a command is refused, with nothing changed."""
        before = self.version()
        said = self(*arguments, code=2)
        assert self.version() == before
        return said.removeprefix("stodnat: ").strip()


NOW = ["--as-of", AS_OF]
TWO_FORUMS: list[Record] = [
    *(Forum(id=f, name=f, level="child") for f in ("f1", "f2")),
    *(Child(id=f"d{i}") for i in range(6)),
    *(Meeting(id=f"{f}-m", forum=f, start="2026-02-01") for f in ("f1", "f2")),
    *(MeetingChild(meeting=f"{f}-m", child=c) for f in ("f1", "f2") for c in ("c1", *(f"d{i}" for i in range(6)))),
]
PLAN = ("c1", "plan", "--by", "p1", "--receiver", "p2", "--due", "2026-08-15")


@pytest.fixture
def run(store: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(store, capsys)


def test_what_is_coming_for_a_child(run: Run) -> None:
    found = run.json("c1")
    assert (found["child"], found["name"], found["as_of"], found["generated"]) == ("c1", "Ada Lind", AS_OF, False)
    assert found["model"] == "backa_barnet"
    assert [one["day"] for one in found["boundaries"]] == ["2026-08-15"]
    assert found["contacts"] == [
        {"person": "p1", "name": "Ann Berg", "role": "barnkontakt", "start": "2021-01-01", "end": None}
    ]
    assert [one["detector"] for one in found["findings"]] == ["phase_boundaries"]
    assert [(one["person"], one["role"]) for one in found["stays"]] == [("x1", "trusted_adult")]
    assert found["missing"] == ["handover"]
    assert found["handovers"] == []


def test_the_same_for_people_in_both_languages(run: Run) -> None:
    run(*PLAN, "--reason", "phase_boundary")
    shown = run("c1")
    for words in ("Ada Lind · c1", "2026-08-15", "Ann Berg (p1)", "sedan 1 jan 2021", "tills vidare", "Farmor Lind"):
        assert words in shown
    for words in (
        "Planerad",
        "från Ann Berg (p1) till Per Åkesson (p2)",
        "Nästa steg: erbjud",
        "1 av 9",
        "Det som saknas",
    ):
        assert words in shown
    assert all(len(line) <= 80 for line in shown.splitlines())
    english = run("c1", "--lang", "en")
    for words in ("Next step: offer it to the receiver", "Who stays", "What is missing", "the child's own words"):
        assert words in english
    assert "\x1b" not in run("c1", "change", "--by", "p1", "--receiver", "p3")


def test_from_plan_to_done(run: Run) -> None:
    made = run.json(*PLAN, "--reason", "phase_boundary", "--answer-by", "2026-04-01", "--consent", "k1")
    id_ = made["id"]
    assert id_.startswith("handover-")
    assert (made["state"], made["next"]) == ("planned", {"step": "offer", "person": "p1", "day": "2026-08-15"})
    assert made["checklist"]["done"] == 2
    assert made["changes"][0]["at"].startswith(f"{AS_OF}T")
    assert run.json("c1", "offer", "--by", "p1", "--note", "Kan du?")["next"]["day"] == "2026-04-01"
    assert run.json("c1", "tick", "--by", "p1", "--item", "guardian_informed", "--yes")["checklist"]["done"] == 3
    assert run.json("c1", "tick", "--by", "p1", "--item", "guardian_informed", "--no")["checklist"]["done"] == 2
    assert run.json("c1", "say", "--by", "p1", "--note", "Jag vill ha Ann.")["words"] == "Jag vill ha Ann."
    agreed = run.json("c1", "say", "--by", "p1", "--note", "Jag vill ha Ann.", "--yes")["changes"][-1]
    assert (agreed["item"], agreed["done"]) == ("words", True)
    assert (
        run.json("c1", "change", "--by", "p1", "--due", "17/8 2026", "--follow-up", "2026-10-01")["due"] == "2026-08-17"
    )
    assert run.json("c1", "accept", "--handover", id_, "--by", "p2")["state"] == "accepted"
    found = run.json("c1")
    assert [one["detector"] for one in found["findings"]] == []
    assert found["missing"] == []
    done = run.json("c1", "done", "--by", "p2", "--as-of", "2026-08-17")
    assert (done["state"], done["next"]["step"], done["next"]["day"]) == ("done", "follow_up", "2026-10-01")
    later = run.json("c1", "--as-of", "2026-09-01")
    assert [one["person"] for one in later["contacts"]] == ["p2"]
    assert [one["open"] for one in later["handovers"]] == [False]


def test_rejected_and_revoked(run: Run) -> None:
    run(*PLAN)
    run("c1", "offer", "--by", "p1")
    assert run.json("c1", "reject", "--by", "p2", "--note", "Hinner inte")["changes"][-1]["note"] == "Hinner inte"
    found = run.json("c1")
    assert [(one["state"], one["open"], one["next"]["step"]) for one in found["handovers"]] == [
        ("rejected", True, "plan_again")
    ]
    assert "handover" in found["missing"]
    assert [one["detector"] for one in found["findings"]] == ["phase_boundaries", "orphaned_handovers"]
    assert "Anteckning: Hinner inte" in run("c1")
    second = run.json(*PLAN)["id"]
    assert [one["open"] for one in run.json("c1")["handovers"]] == [False, True]
    assert [one["id"] for one in run.json("c1", "--handover", second)["handovers"]] == [second]
    assert run.json("c1", "revoke", "--by", "p1")["state"] == "revoked"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody",), "There is no child with that id in the store."),
        (("nobody", *PLAN[1:]), "There is no child with that id in the store."),
        (("c1", "accept", "--by", "p2"), "The child has no handover under way, or several: name one with --handover."),
        (("c1", "accept", "--by", "p2", "--handover", "h9"), "The child has no handover with that id."),
        (("c1", "--handover", "h9"), "The child has no handover with that id."),
        (("c1", "plan", "--by", "p1"), "The step plan needs --due, --receiver."),
        (("c1", "offer"), "The step offer needs --by."),
        (("c1", "tick", "--by", "p1", "--item", "receiver_named"), "The step tick needs --yes or --no."),
        (("c1", "say", "--by", "p1"), "The step say needs --note."),
        (("c1", "change", "--by", "p1"), "The step change needs one of --receiver, --due, --answer-by, "),
        (("c1", "offer", "--by", "p1", "--due", "2026-01-01"), "The step offer does not take --due."),
        (("c1", "--by", "p1"), "The view of what is coming does not take --by."),
        ((*PLAN, "--pdf", "b.pdf"), "The step plan does not take --pdf."),
        ((*PLAN[:-1], "soon"), "--due takes a date such as 2026-03-10."),
        ((*PLAN, "--answer-by", "2026-02-30"), "--answer-by takes a date such as 2026-03-10."),
        ((*PLAN[:-1], "2040-01-01"), ""),
        (("c1", "plan", "--by", "p1", "--receiver", "p1", "--due", "2026-08-15"), ""),
        (("c1", "plan", "--by", "p1", "--receiver", "p4", "--due", "2026-08-15"), ""),
        (("c1", "plan", "--by", "p2", "--receiver", "p3", "--due", "2026-08-15"), ""),
        ((*PLAN, "--reason", "boredom"), "The reason is not one of those there are."),
        ((*PLAN, "--note", "x" * 10_001), ""),
        (("c1", "say", "--by", "p1", "--note", "\udce5"), "An argument has signs that cannot be read."),
        (("c1", "--model", "mars"), "--model takes "),
        ((*PLAN[:3], "x1", *PLAN[4:]), "--by names no professional of the store."),
        ((*PLAN[:5], "c1", *PLAN[6:]), "--receiver names no professional of the store."),
        (("c1", "jump"), "Argument STEP: invalid choice"),
        (("c1", "--pdf", "."), "--pdf names a folder."),
        (("c1", "--pdf", "town.db"), "--pdf names the store, the model or the other file."),
        (("c1", "--pdf", "a", "--ics", "a"), "--ics names the store, the model or the other file."),
        (
            ("c1", "--ics", "a.ics"),
            "The child has no handover whose days could be written or cancelled.",
        ),
        ((*PLAN, "--as-of", "0001-01-01"), "A step can only be taken on a day between the years 1900 and 2200."),
        ((*PLAN, "--as-of", "1878-12-31"), "A step can only be taken on a day between the years 1900 and 2200."),
        ((*PLAN, "--as-of", "1899-12-31"), "A step can only be taken on a day between the years 1900 and 2200."),
        ((*PLAN, "--as-of", "2201-01-01"), "A step can only be taken on a day between the years 1900 and 2200."),
        ((*PLAN, "--as-of", "9999-12-31"), "A step can only be taken on a day between the years 1900 and 2200."),
        ((*PLAN, "--answer-by", "2026-08-16"), "The last day for an answer cannot be after the day from which "),
        ((*PLAN, "--follow-up", "2026-08-14"), "The follow-up cannot be before the day from which "),
        ((*PLAN, "--follow-up", "9999-12-31"), ""),
        (("c1", "--as-of", "now"), "--as-of takes a date such as 2026-03-10."),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(run: Run, arguments: tuple[str, ...], said: str) -> None:
    found = run.refused(*arguments, "--lang", "en")
    assert found == said if said.endswith(".") else found.startswith(said)
    assert "Lind" not in found


def test_a_refusal_speaks_the_language_that_is_asked_for(run: Run) -> None:
    run(*PLAN)
    swedish = run.refused("c1", "accept", "--by", "p2")
    english = run.refused("c1", "accept", "--by", "p2", "--lang", "en")
    assert swedish == "Överlämningen är inte erbjuden än."
    assert english == texts.translate(swedish, "en")
    assert run.refused(*PLAN) == "Det finns redan en överlämning på gång för barnet."


SAME = {"sv": "tar", "en": "takes"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody",), "Det finns inget barn med det id:t i lagret."),
        (("c1", "accept", "--by", "p2"), "Barnet har ingen överlämning på gång, eller flera: nämn en med --handover."),
        (("c1", "--handover", "h9"), "Barnet har ingen överlämning med det id:t."),
        (("c1", "plan", "--by", "p1"), "Steget plan behöver --due, --receiver."),
        (("c1", "tick", "--by", "p1", "--item", "receiver_named"), "Steget tick behöver --yes eller --no."),
        (("c1", "offer", "--by", "p1", "--due", "2026-01-01"), "Steget offer tar inte --due."),
        (("c1", "change", "--by", "p1"), "Steget change behöver en av --receiver, --due, --answer-by, --follow-up, "),
        (("c1", "--by", "p1"), "Översikten över det som kommer tar inte --by."),
        ((*PLAN[:-1], "snart"), "--due tar ett datum, som 2026-03-10."),
        ((*PLAN[:3], "x1", *PLAN[4:]), "--by nämner ingen professionell i lagret."),
        ((*PLAN[:5], "c1", *PLAN[6:]), "--receiver nämner ingen professionell i lagret."),
        (("c1", "--pdf", "."), "--pdf nämner en mapp."),
        (("c1", "--ics", "a.ics"), "Barnet har ingen överlämning vars dagar kan skrivas eller avbokas."),
        (("c1", "say", "--by", "p1", "--note", "\udce5"), "Ett argument har tecken som inte går att läsa."),
    ],
)
def test_the_commands_own_refusals_are_swedish_too(run: Run, arguments: tuple[str, ...], said: str) -> None:
    assert run.refused(*arguments).startswith(said)


@pytest.mark.parametrize("language", SAME)
def test_a_model_that_is_none_is_told_by_the_option_that_was_given(
    run: Run, tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.toml").write_text("model = 1")
    for model in ("mars", "bad.toml"):
        said = run.refused("c1", "--model", model, "--lang", language)
        assert said.startswith(f"--model {SAME[language]} ")
        assert model in said
        assert "--set" not in said
    assert main(["find", "--store", str(run.store), "--model", "mars"]) == 2
    assert capsys.readouterr().err.startswith("stodnat: --model takes ")


def test_a_store_that_is_not_there_is_told_in_the_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for language, words in (("sv", "Det finns inget lager på"), ("en", "There is no store at")):
        assert main(["handover", "c1", "--store", str(tmp_path / "no.db"), "--lang", language]) == 2
        assert capsys.readouterr().err.startswith(f"stodnat: {words}")


def test_each_handover_stands_under_its_own_heading(run: Run) -> None:
    assert "Öppna överlämningar\n  Ingen." in run("c1")
    run(*PLAN)
    run("c1", "offer", "--by", "p1")
    assert "mottagaren svarar senast dagen för bytet (15 aug 2026)" in run("c1")
    run("c1", "reject", "--by", "p2", "--note", "Hinner inte")
    refused = run("c1")
    assert "Nekade och återtagna överlämningar\n  handover-" in refused
    assert "Öppna överlämningar" not in refused
    run(*PLAN)
    assert "Öppna överlämningar\n  handover-" in run("c1")


def test_pairs_of_forums_are_no_concern_of_a_handover(run: Run) -> None:
    with SqliteStore(str(run.store), create=False) as store:
        store.update(lambda old: assemble(rows_of(TWO_FORUMS), old).network)
    assert main(["find", "forum_overlap", "--store", str(run.store), *NOW, "--child", "c1", "--format", "json"]) == 0
    asked = {one["code"]: one for one in json.loads(run.capsys.readouterr().out)["detectors"]}
    assert asked["forum_overlap"]["findings"] == 1
    assert "forum_overlap" not in [one["detector"] for one in run.json("c1")["findings"]]


def test_words_are_never_shown_after_a_no(run: Run, tmp_path: Path) -> None:
    id_ = run.json(*PLAN)["id"]
    run("c1", "say", "--by", "p1", "--note", "HEMLIGT ETT", "--yes")
    assert "HEMLIGT ETT" in run("c1")
    told = run("c1", "say", "--by", "p1", "--note", "HEMLIGT ETT", "--no")
    told += run("c1", "say", "--by", "p1", "--note", "HEMLIGT TVÅ")
    rows = f"id,child,role,sender,receiver,due,state,words\n{id_},c1,barnkontakt,p1,p2,2026-08-15,planned,HEMLIGT TRE\n"
    (tmp_path / "handovers.csv").write_text(rows, "utf-8")
    assert main(["load", "handovers.csv", "--store", str(run.store)]) == 0
    run.capsys.readouterr()
    told += run("c1", "offer", "--by", "p1") + run("c1", "--pdf", "brief.pdf") + run("c1", "--handover", id_)
    told += run("c1", "--format", "json") + run("c1", "--handover", id_, "--format", "json", "--lang", "en")
    told += run("c1", "reject", "--by", "p2", "--note", "Hinner inte", "--format", "json") + run("c1")
    assert "Barnet vill inte att orden visas." in told
    assert "HEMLIGT" not in told


def test_a_handover_of_another_child_is_not_one_of_this(run: Run) -> None:
    id_ = run.json(*PLAN)["id"]
    assert run.refused("c2", "offer", "--by", "p1", "--handover", id_)
    assert run.refused("c2", "--handover", id_)


def test_a_child_of_whom_little_is_known(run: Run) -> None:
    found = run.json("c2")
    assert (found["phase"], found["boundaries"], found["contacts"], found["stays"]) == (None, [], [], [])
    assert found["missing"] == ["born", "contact", "trusted_adult", "handover"]
    assert "Ingen." in run("c2")


def test_of_a_protected_child_no_guardian_is_told(run: Run) -> None:
    assert run.json("c3")["stays"] == []
    assert "Farmor" not in run("c3")


def test_the_model_can_be_another(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    kronoberg = run.json("c1", "--model", "kronoberg")
    assert kronoberg["model"] == "kronoberg"
    for model in ("kronoberg", "backa_barnet"):
        given = ["find", "phase_boundaries", "--store", str(run.store), *NOW, "--model", model, "--format", "json"]
        assert main(given) == 0
        assert json.loads(capsys.readouterr().out)["rules"]["phase_boundaries.model"] == model


def test_the_model_is_not_written_over(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes((ROOT / "graph" / "reference" / "models" / "kronoberg.toml").read_bytes())
    before = own.read_bytes()
    (tmp_path / "link.toml").symlink_to(own)
    for model in ("own.toml", "link.toml", str(own)):
        for kind in ("pdf", "ics"):
            said = run.refused("c1", "--model", model, f"--{kind}", "own.toml", "--lang", "en")
            assert said == f"--{kind} names the store, the model or the other file."
    assert own.read_bytes() == before
    run("c1", "--model", "kronoberg", "--pdf", "kronoberg")


def test_no_step_is_dated_before_the_last(run: Run) -> None:
    run(*PLAN)
    early = run.refused("c1", "offer", "--by", "p1", "--as-of", "2026-03-09")
    assert early == "Steget är daterat före den senaste ändringen av överlämningen."


def test_the_brief_and_the_calendar_are_written_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    run(*PLAN, "--answer-by", "2026-04-01")
    pdf, ics = tmp_path / "b.pdf", tmp_path / "b.ics"
    pdf.write_bytes(b"old")
    shown = run("c1", "--pdf", str(pdf), "--ics", str(ics))
    assert "Ada Lind" in shown
    assert pdf.read_bytes().startswith(b"%PDF-")
    events = [one for one in Calendar.from_ical(ics.read_bytes()).walk("VEVENT")]
    assert events
    assert "Kan inte" not in run.refused("c1", "--pdf", str(tmp_path / "no" / "b.pdf"))
    assert sorted(one.name for one in tmp_path.iterdir() if not one.name.startswith("town.db")) == ["b.ics", "b.pdf"]
    assert pdf.stat().st_mode & 0o777 == 0o666 & ~umask()


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_loaded_handover_of_unknown_state_is_shown(run: Run) -> None:
    loaded = rows_of([Handover(id="h1", child="c2")])
    with SqliteStore(str(run.store), create=False) as store:
        store.update(lambda old: assemble(loaded, old).network)
    shown = run.json("c2")["handovers"]
    assert [(one["state"], one["open"], one["next"]["step"]) for one in shown] == [(None, True, "unknown")]
    assert "läget är okänt" in run("c2")


def test_as_a_process_of_its_own(store: Path, tmp_path: Path) -> None:
    def stodnat(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "dashboard.start", "handover", *arguments, "--store", str(store)],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"},
            capture_output=True,
            text=True,
            check=False,
        )

    made = stodnat("c1", "plan", "--by", "p1", "--receiver", "p2", "--due", "2027-01-01", "--format", "json")
    assert (made.returncode, made.stderr) == (0, "")
    assert json.loads(made.stdout)["state"] == "planned"
    again = stodnat("c1", "plan", "--by", "p1", "--receiver", "p2", "--due", "2027-01-01")
    assert (again.returncode, again.stdout, again.stderr.count("\n")) == (2, "", 1)


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    link, pipe, file = tmp_path / "link.pdf", tmp_path / "pipe", tmp_path / "file.pdf"
    file.write_bytes(b"before")
    link.symlink_to(file)
    put(link, b"after")
    assert (link.is_symlink(), file.read_bytes()) == (True, b"after")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    put(pipe, b"through")
    assert (os.read(reader, 100), pipe.is_fifo()) == (b"through", True)
    os.close(reader)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file.pdf", "link.pdf", "pipe"]


def test_the_brief_goes_to_standard_output(store: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    given = ["handover", "c1", "--store", str(store), *NOW]
    assert main(["handover", *PLAN, "--store", str(store), *NOW]) == 0
    capfdbinary.readouterr()
    assert main([*given, "--pdf", "-"]) == 0
    said = capfdbinary.readouterr()
    assert said.out.startswith(b"%PDF-")
    assert said.out.rstrip().endswith(b"%%EOF")
    assert main([*given, "--ics", "-"]) == 0
    assert capfdbinary.readouterr().out.endswith(b"END:VCALENDAR\r\n")
    assert main([*given, "--pdf", "-", "--ics", "-"]) == 2
    assert not Path("-").exists()


def test_a_former_receiver_gets_a_file_of_their_own(run: Run, tmp_path: Path) -> None:
    run(*PLAN)
    assert run.refused("c1", "--ics-former", "former.ics") == "Ingen annan har varit tänkt som mottagare."
    run("c1", "change", "--by", "p1", "--receiver", "p3")
    run("c1", "--ics-former", "former.ics", "--ics", "now.ics")
    former, now = (Calendar.from_ical((tmp_path / f"{name}.ics").read_bytes()) for name in ("former", "now"))
    assert (str(former["method"]), str(now["method"])) == ("CANCEL", "PUBLISH")
    uids = [{str(one["uid"]) for one in made.walk("VEVENT")} for made in (former, now)]
    assert uids[1] <= uids[0]


def test_the_next_try_cancels_what_the_one_before_had_in_the_calendar(run: Run, tmp_path: Path) -> None:
    first = run.json(*PLAN)["id"]
    run("c1", "--ics", "a.ics")
    run("c1", "revoke", "--by", "p1")
    second = run.json(*PLAN)["id"]
    assert first != second
    run("c1", "--ics", "b.ics")
    old, new = (Calendar.from_ical((tmp_path / f"{name}.ics").read_bytes()) for name in ("a", "b"))
    status = {str(one["uid"]): str(one["status"]) for one in new.walk("VEVENT")}
    assert str(new["method"]) == "PUBLISH"
    assert {status[str(one["uid"])] for one in old.walk("VEVENT")} == {"CANCELLED"}
    assert set(status.values()) == {"CANCELLED", "TENTATIVE"}
