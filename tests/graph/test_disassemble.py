"""A Network written out as rows and put together again is the same Network."""

from pathlib import Path

from graph.assemble import assemble, network_of
from graph.disassemble import disassemble
from graph.network import EMPTY
from graph.records import Agency, Child, Consent, Forum, ForumMember, Plan, Professional
from graph.stores import open_store
from graph.values import parse_day
from loaders.tabular import load
from synthetic.files import write_rows
from synthetic.town import generate
from tests.dashboard import world

DAY = parse_day("2026-03-10")


def test_a_town_comes_back_as_it_was() -> None:
    town = assemble(generate(200, 2, DAY).rows).network
    assert assemble(disassemble(town)).network == town


def test_lists_employments_and_open_ends_come_back() -> None:
    made = network_of(
        [
            Agency(id="a1"),
            Agency(id="a2", part_of="a1"),
            Professional(id="p1", name="Cia", agency="a1", end="2026-01-01"),
            Professional(id="p1", agency="a2", start="2026-02-01"),
            Professional(id="p2"),
            Forum(id="f1"),
            Forum(id="f2", builds_on="f1;f3"),
            Forum(id="f3"),
            ForumMember(forum="f1", member="a1"),
            ForumMember(forum="f1", member="p1", role="ordförande"),
            Child(id="c1", name='Å "b"; c'),
            Consent(id="s1", child="c1", agencies="a2;a1"),
            Plan(id="l1", child="c1", responsible="f2"),
        ]
    )
    assert assemble(disassemble(made)).network == made
    assert disassemble(EMPTY) == {}


def test_the_files_of_a_store_load_into_the_same_store(tmp_path: Path) -> None:
    made = world.network()
    folder = tmp_path / "out"
    folder.mkdir()
    write_rows(disassemble(made), folder)
    with open_store(str(tmp_path / "again.db"), create=True) as store:
        report = load([folder], store)
        assert (report.refused, report.incomplete) == (0, 0)
        assert store.network() == made
