"""The brief: what it says and leaves out, one tagged page of it whatever the data hold, and the same bytes again."""

import datetime as dt
import os
import re
import subprocess
import zlib
from dataclasses import replace
from shutil import which
from typing import Any

import pytest
import typst

from dashboard import texts
from dashboard.brief import glyphs, lists
from dashboard.brief.content import Brief
from dashboard.brief.facts import brief_of
from dashboard.brief.glyphs import drawable, has, short
from dashboard.brief.ics import calendar
from dashboard.brief.pdf import TEMPLATE, pdf
from dashboard.brief.portrait import portrait
from dashboard.brief.words import LENGTHS, document
from dashboard.tables.plan import coming
from graph.analysis import analyse
from graph.assemble import network_of
from graph.handovers import say
from graph.phases import model
from graph.questions import rules_of
from graph.records import (
    Adult,
    Agency,
    Attendance,
    Child,
    Forum,
    Handover,
    Meeting,
    MeetingChild,
    Plan,
    Professional,
    Support,
)
from graph.values import parse_day, parse_moment
from tests.dashboard.brief_world import AGREED, AS_OF, NOW, WORDS, brief, consent, handover, people, records, town

HOSTILE = (
    "#import",
    '#panic("x")',
    "$x$ *b* _c_ `d`",
    "<script>alert(1)</script>",
    "\\ \\u{41} \\n",
    "@ref <label>",
    "![x](http://evil.example/p.png) http://evil.example",
    "= rubrik",
    "- lista\n+ lista\n/ a: b",
    "\u202eomvänd\u202c \u200f\u2066x\u2069",
    "A" * 200,
    "ord " * 60,
    "\U0001f600 \u2764\ufe0f \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f44d\U0001f3fd \U0001f1f8\U0001f1ea",
    "日本語 \u0645\u062d\u0645\u062f \u05d0",
    "a\nb\r\nc\u2028d\te\x00\x07",
    "e\u0301 Ö\u0308 å",
    "// kommentar /* mer */",
    '"]})#{[',
    "\ufeff\u00ad",
)


def pages(content: bytes) -> int:
    """How many pages a PDF has."""
    found = re.findall(rb"/Type\s*/Pages\b.*?/Count\s+(\d+)|/Count\s+(\d+).*?/Type\s*/Pages\b", content, re.DOTALL)
    return max(int(one or other) for one, other in found)


def objects(content: bytes) -> bytes:
    """A PDF with its streams unpacked."""
    found = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)


def said(one: Brief, language: str = "sv") -> str:
    """All text of the fullest page."""
    with texts.spoken(language):
        page = document(one)
    return repr(page | {"levels": page["levels"][0]}).replace("\\xa0", " ").replace("\u200b", "")


def test_the_head_says_who_hands_over_to_whom_and_when() -> None:
    page = document(brief(town()))
    assert page["name"] == "Tuva Berglund"
    assert page["line"] == "9 år · förskoleklass till årskurs 3 · byte av barnkontakt inför årskurs 4 till 6"
    plain = {side: " ".join((page[side]["name"] + ", " + page[side]["rest"]).split()) for side in ("from", "to")}
    assert plain["from"] == "Cia Öhman, biträdande rektor, Åsgårdens skola, sista dag 9 juni 2026"
    assert plain["to"] == "Åke Sjöström, rektor, Åsgårdens skola, från 17 augusti 2026, har inte svarat"


def test_the_childs_own_words_come_with_who_wrote_them_down_and_when() -> None:
    words = brief(town()).words
    assert words is not None
    assert (words.text, words.by, words.day) == (WORDS, "Cia Öhman", parse_day("2026-03-02"))
    page = document(brief(town()))["levels"][0]["words"]
    assert len(page["lines"]) == 2
    assert page["lines"][0].startswith("”Jag vill att Håkan")
    assert " ".join(page["note"].split()) == (
        "Nedskrivet av Cia Öhman 2 mars 2026. Om barnet vill att orden visas är inte känt."
    )


@pytest.mark.parametrize(
    ("agreed", "note"),
    [(True, "Barnet har sagt ja till att orden visas."), (False, "Barnet vill inte att orden visas.")],
)
def test_words_that_the_child_does_not_want_to_be_shown_are_not_on_the_page(agreed: bool, note: str) -> None:
    at = parse_moment("2026-03-09 09:00")
    network = say(town(), "h1", "Jag är rädd för lunchen.", by="cia", at=at, agreed=agreed)
    said = document(brief(network))
    page = said["levels"][0]["words"]
    assert page["note"].endswith(note)
    assert len(page["lines"]) == int(agreed)
    assert ("lunchen" in repr(said)) is agreed


def test_no_later_words_are_on_the_page_after_a_no() -> None:
    at = parse_moment("2026-03-05 09:00")
    network = say(town(), "h1", "Jag är rädd för lunchen.", by="cia", at=at, agreed=False)
    for words in ("Jag är rädd för lunchen.", "Jag är rädd för rasten."):
        network = say(network, "h1", words, by="cia", at=at)
        page = document(brief(network))
        assert "rädd" not in repr(page)
        assert page["levels"][0]["words"]["lines"] == []
        assert "Barnet vill inte att orden visas." in page["levels"][0]["words"]["note"]


def test_words_that_nobody_is_known_to_have_written_down_say_so() -> None:
    one = brief(town(words="Något helt annat"))
    assert one.words is not None
    assert one.words.by is None
    assert "Vem som skrev ner orden, och när, är inte känt." in said(one)
    assert "Barnets egna ord är inte nedskrivna än." in said(brief(town(words=None)))


def test_the_people_stay_change_or_leave_and_trusted_adults_come_first() -> None:
    found = [(one.id, one.fate) for one in brief(town()).people]
    assert found == [
        ("siv", "stays"),
        ("hakan", "stays"),
        ("jorgen", "stays"),
        ("lena", "stays"),
        ("bjork", "stays"),
        ("osten", "stays"),
        ("ulla", "stays"),
        ("cia", "changes"),
        ("marta", "ends"),
        ("ivar", "ends"),
    ]


@pytest.mark.parametrize(
    ("end", "fate"),
    [("2026-03-10", None), ("2026-03-11", "ends"), ("2026-09-17", "ends"), ("2026-09-18", "stays"), (None, "stays")],
)
def test_a_support_ends_with_the_change_up_to_a_month_after_it(end: str | None, fate: str | None) -> None:
    rows = [*records(), Professional(id="q", agency="skola"), Support(person="q", child="tuva", role="coach", end=end)]
    assert next((one.fate for one in brief(network_of(rows)).people if one.id == "q"), None) == fate


def test_what_runs_tells_meetings_so_far_and_the_next() -> None:
    found = {one.what: one for one in brief(town()).running}
    assert set(found) == {
        "sip",
        "teacher",
        "school_counsellor",
        "caseworker",
        "SIP-grupp",
        "Nätverksmöte",
        "Elevhälsoteam",
    }
    assert (found["SIP-grupp"].meetings, found["SIP-grupp"].next) == (2, parse_day("2026-04-14"))
    assert found["sip"].responsible == "Socialtjänsten Bromma"


def test_what_the_ground_does_not_cover_is_nowhere() -> None:
    for one in (brief(town()), brief(town(consent=None)), brief(town(), handover_id="h1")):
        assert "Hemlig" not in said(one)
        assert "BUP Brommaplan" not in said(one)
        assert "vårdplan" not in said(one)


def test_without_a_ground_only_what_sender_and_receiver_know_is_told_and_the_brief_says_so() -> None:
    one = brief(town(consent=None))
    assert [who.id for who in one.people if not who.adult] == ["osten", "cia", "marta", "ivar"]
    assert one.ground is None
    page = said(one)
    assert "ingen är registrerad. Därför saknas här det som andra verksamheter vet" in page
    assert "Ulla" not in page
    assert "Björk" not in page


def test_a_ground_that_is_no_longer_in_force_covers_nothing() -> None:
    rows = [row for row in records() if getattr(row, "id", "") != "k1"]
    one = brief(network_of([*rows, consent("tuva", end="2026-03-10")]))
    assert one.ground is not None
    assert not one.ground.in_force
    assert "Ulla" not in said(one)
    assert "gäller inte 10 mars 2026. Därför saknas" in said(one)
    kept = brief(network_of([*rows, consent("tuva", end="2026-03-11")]))
    assert "Ulla" in said(kept)


def test_a_consent_that_the_handover_does_not_rest_on_is_no_ground_for_it() -> None:
    assert brief(town(consent=None)).ground is None
    rows = [row for row in records() if not isinstance(row, Handover) and getattr(row, "handover", None) is None]
    without = brief(network_of(rows))
    assert without.handover is None
    assert without.ground is not None


def test_a_gap_between_sender_and_receiver_is_found_before_the_receiver_has_accepted() -> None:
    one = brief(town())
    assert one.gap == (parse_day("2026-06-10"), parse_day("2026-08-17"))
    rows = document(one)["levels"][0]["findings"]["rows"]
    assert rows[0]["title"] == "Glapp 68 dagar, 10 juni till 16 aug."
    assert rows[0]["look"] == "alert"
    assert brief(town(due="2026-06-10")).gap is None
    assert brief(town(receiver=None)).gap is None


def test_findings_of_meetings_are_told_once_for_each_pair_of_forums() -> None:
    found = [one for one in brief(town()).findings if one.finding.detector == "duplicate_meetings"]
    assert [one.forums for one in found] == [("Nätverksmöte", "SIP-grupp")]
    assert len(found[0].days) == 4


def test_the_days_ahead_are_in_order() -> None:
    assert [(one.kind, one.day) for one in brief(town()).dates] == [
        ("answer", parse_day("2026-03-18")),
        ("joint_meeting", parse_day("2026-04-15")),
        ("last_day", parse_day("2026-06-09")),
        ("phase", parse_day("2026-08-15")),
        ("takes_over", parse_day("2026-08-17")),
        ("follow_up", parse_day("2027-02-17")),
    ]


def test_the_checklist_counts_only_what_is_done_and_names_the_unknown() -> None:
    page = document(brief(town()))["levels"][0]["checklist"]
    assert page["heading"] == "Checklista, 4 av 9 klara"
    assert [row["says"] for row in page["rows"]].count("okänt") == 3
    assert "Gemensamt möte hållet (okänt)" in [row["text"] for row in page["rows"]]


@pytest.mark.parametrize("state", ["planned", "offered", "rejected", "revoked", "accepted", "done", None])
def test_it_is_a_draft_until_the_receiver_has_accepted(state: str | None) -> None:
    one = brief(town(state=state), handover_id="h1")
    assert one.draft == (state not in ("accepted", "done"))
    assert ("Utkast" in said(one)) == one.draft


def test_a_handover_that_is_over_is_not_the_one_under_way() -> None:
    assert brief(town(state="revoked")).handover is None
    old = parse_day("2025-03-10")
    assert brief(town(state="done", due=old), handover_id="h1").handover is not None
    assert brief(town(state="done", due=old + 1)).handover is not None
    assert "Ingen mottagare är utsedd" in said(brief(town(state="done", due=old)))
    with pytest.raises(KeyError):
        brief(town(), handover_id="h2")
    with pytest.raises(KeyError):
        brief(town(), child="nobody")


def test_a_protected_child_has_no_agency_district_guardian_or_reason() -> None:
    one = brief(town({"protected": "yes"}, reason="move"))
    page = said(one)
    assert one.protected
    for hidden in (
        "Åsgården",
        "Bromma",
        "Barnmottagningen",
        "Lena",
        "Jörgen",
        "båda vårdnadshavarna",
        "flytt",
        "SIP-grupp",
    ):
        assert hidden not in page.replace("Tuva Berglund", ""), hidden
    for shown in ("Tuva Berglund", "Cia Öhman", "Siv Berg", "Skyddade personuppgifter", "samtycke"):
        assert shown in page, shown
    assert "flytt" in said(brief(town(reason="move")))


def test_made_up_data_are_marked() -> None:
    assert document(brief(town()))["watermark"] == ""
    made_up = document(brief(network_of([*records(), Adult(id="demo-v-1")])))
    assert made_up["watermark"] == "PÅHITTADE UPPGIFTER"
    assert "Påhittade uppgifter" in [mark["text"] for mark in made_up["marks"]]


def test_little_known_is_told_as_unknown() -> None:
    one = brief(network_of([Child(id="tuva")]))
    page = said(one)
    assert one.phase is None
    for shown in ("ålder okänd", "Ingen är barnkontakt", "Ingen mottagare är utsedd", "Ingen är registrerad."):
        assert shown in page, shown
    assert pages(pdf(one, "sv")) == 1


def test_it_speaks_english_and_leaves_the_language_of_the_page() -> None:
    page = said(brief(town()), "en")
    for shown in ("Age 9", "Handover brief", "This is important to me", "Checklist, 4 of 9 done", "Gap of 68 days"):
        assert shown in page, shown
    assert b"/Lang(en)" in pdf(brief(town()), "en").replace(b"/Lang (", b"/Lang(")
    assert texts.language() == "sv"


def test_the_pdf_is_tagged_and_names_its_language_and_title() -> None:
    content = pdf(brief(town()), "sv")
    inside = objects(content)
    assert pages(content) == 1
    for part in (
        rb"/StructTreeRoot",
        rb"/Marked\s+true",
        rb"/Lang\s*\(sv\)",
        rb"/DisplayDocTitle\s+true",
        rb"pdfuaid:part",
    ):
        assert re.search(part, inside), part
    for tag in (b"/H1", b"/H2", b"/Table", b"/TH", b"/Figure", b"/L", b"/Alt"):
        assert re.search(tag + rb"\b", inside), tag
    assert "Överlämningsunderlag: Tuva Berglund".encode() in inside


def test_the_picture_is_told_in_words() -> None:
    alt = document(brief(town()))["levels"][0]["portrait"]["alt"]
    assert alt.startswith("Tuva Berglund i mitten. Runt om: Siv Berg (består)")
    assert "Cia Öhman (byts)" in alt


def test_names_too_long_for_the_picture_are_cut_short() -> None:
    rows = [row.model_copy(update={"name": "W" * 200}) if "Cia" in repr(row) else row for row in people()]
    others = [row for row in records({"name": "M" * 200}) if row not in people()]
    picture = document(brief(network_of([*rows, *others])))["levels"][0]["portrait"]
    labels = {point["label"] for point in picture["points"]}
    assert "WWWWWW…" in labels
    assert "Östen" in labels
    assert max(map(len, labels)) <= 11
    assert picture["name"] == "MMMMMM…"


def test_equal_facts_give_equal_bytes() -> None:
    assert pdf(brief(town()), "sv") == pdf(brief(town()), "sv")
    later = brief(town(), now=NOW + dt.timedelta(minutes=1))
    assert pdf(later, "sv") != pdf(brief(town()), "sv")


def hostile(text: str) -> list[Any]:
    """A child all of whose texts are one and the same."""
    rows = [row for row in people() if not hasattr(row, "agency")]
    return [
        *rows,
        Child(id="c", name=text, born="2016-05-01"),
        Agency(id="a", name=text, kind=text),
        *(Professional(id=who, name=text, title=text, agency="a") for who in ("cia", "ake", "osten")),
        *(Support(person=who, child="c", role=text, needs=text) for who in ("cia", "osten", "siv")),
        Meeting(id="m", start="2026-03-01 10:00", title=text),
        MeetingChild(meeting="m", child="c"),
        Attendance(meeting="m", person="cia"),
        consent("c", ground=text, giver=text, agencies="a"),
        handover("c", words=text, agreements=text, reason=None),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_the_data_is_never_markup_and_never_stops_the_brief(text: str) -> None:
    network = network_of(hostile(text))
    for language in ("sv", "en"):
        content = pdf(brief(network, "c"), language)
        assert pages(content) == 1
        assert b"/URI" not in objects(content)


@pytest.mark.skipif(not (which("pdftotext") or os.environ.get("STODNAT_REQUIRE")), reason="pdftotext is not here")
def test_markup_in_a_name_is_printed_as_it_is() -> None:
    content = pdf(brief(network_of(hostile("#panic() $x$ *b* @ref")), "c"), "sv")
    printed = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    assert "#panic() $x$ *b* @ref" in printed


def crowd(count: int) -> Brief:
    """A child with very many of everything."""
    many = [
        *records(words="Ett ord. " * 900, agreements=";".join(f"{number} {AGREED[0] * 3}" for number in range(40))),
        *(Adult(id=f"v{i}", name=f"Vuxen {i} med ett rätt så långt efternamn") for i in range(count)),
        *(
            Professional(id=f"q{i}", name=f"Namn {i} Efternamnsson", title="Utredare", agency="soc")
            for i in range(count)
        ),
        *(Support(person=f"v{i}", child="tuva", role="trusted_adult") for i in range(count)),
        *(Support(person=f"q{i}", child="tuva", role="family_worker", needs="safety;health") for i in range(count)),
    ]
    return brief(network_of(many))


@pytest.mark.parametrize("count", [1, 4, 8, 15, 60])
def test_it_is_one_page_however_many_there_are(count: int) -> None:
    one = crowd(count)
    assert pages(pdf(one, "sv")) == 1
    level = document(one)["levels"][0]["people"]
    shown, left = len(level["rows"]), re.search(r"\d+", level["more"])
    assert shown + (int(left[0]) if left else 0) == len(one.people)


def test_what_changes_and_what_meets_is_kept_when_a_list_is_cut() -> None:
    for level in document(crowd(60))["levels"]:
        names = [row["name"] for row in level["people"]["rows"]]
        assert [fate for fate in ("changes", "ends") if fate in {row["fate"] for row in level["people"]["rows"]}]
        assert "Cia Öhman" in names
        assert "plan" in [row["look"] for row in level["running"]["rows"]]
    fullest = document(crowd(60))["levels"][0]
    assert [row["look"] for row in fullest["running"]["rows"]].count("forum") == 3


def test_a_box_on_the_page_is_explained_at_its_foot() -> None:
    assert "□: tecken som typsnittet saknar" in document(brief(town({"name": "日本"})))["foot"]
    assert "□" not in document(brief(town()))["foot"]


def test_the_shortest_page_fits_whatever_is_in_it() -> None:
    data = document(crowd(60))
    longest = [len(level["people"]["rows"]) for level in data["levels"]]
    assert longest == sorted(longest, reverse=True)
    assert longest == [length.people for length in LENGTHS]
    both = {row["look"] for row in data["levels"][-1]["people"]["rows"]}
    assert both == {"adult", "professional"}


def test_the_fonts_hold_every_character_that_is_said_to_be_there() -> None:
    lines = (glyphs.FONTS / "characters.txt").read_text("ascii").split()
    known = [
        chr(code) for line in lines for code in range(int(line[: line.index("-")], 16), int(line.split("-")[1], 16) + 1)
    ]
    assert all(has(character) for character in known)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[glyphs.FONTS])
    families = re.findall(r"#set text\(font: (\(.*?\))", TEMPLATE.read_text("utf-8"))
    source = f'#set document(title: "t")\n#set text(font: {families[0]}, fallback: false)\n#sys.inputs.all'
    for weight in ("", "#set text(weight: 600)\n"):
        inputs = {"all": " ".join(known)}
        content = typst.compile((weight + source).encode(), font_paths=fonts, sys_inputs=inputs, pdf_standards=["ua-1"])
        assert content.startswith(b"%PDF")


def test_what_no_font_has_is_a_box_and_what_hides_or_turns_text_is_gone() -> None:
    assert drawable("日本 å") == "□□ å"
    assert drawable("a\u202eb\u200fc\x00\u00add") == "abcd"
    assert drawable("\u2764\ufe0f \U0001f44d\U0001f3fd") == "\u2764 \U0001f44d"
    assert drawable("A\u030a e\u0301") == "Å é"
    assert drawable(" a\n\nb\t c ") == "a b c"
    assert drawable("x" * 30).replace("\u200b", "") == "x" * 30
    assert "\u200b" in drawable("x" * 30)
    assert short("ett två tre fyra", 10) == "ett två…"
    assert short("ett", 10) == "ett"


def test_the_portrait_keeps_adults_nearer_and_nobody_on_another() -> None:
    points = portrait([True] * 5 + [False] * 8)
    assert len(set(points)) == 13
    far = [point.x**2 + point.y**2 for point in points]
    assert max(far[:5]) < min(far[5:])
    assert portrait([]) == []


def test_the_template_takes_no_file_package_or_address() -> None:
    source = TEMPLATE.read_text("utf-8")
    for word in ("#import", "#include", "read(", "http://", "eval("):
        assert word not in source.replace("http://www.w3.org/2000/svg", ""), word


def test_the_as_of_day_is_the_days_of_the_page() -> None:
    assert brief(town()).as_of == AS_OF
    assert "läget 10 mars 2026" in said(brief(town()))


SECRET = "rektor Hemligskolan"


def kept_secret(role: str = "vårdnadshavare") -> list[Any]:
    """A protected child whose titles, roles, needs, plans and forums all tell where it goes to school."""
    rows = [row for row in records({"protected": "yes"}) if getattr(row, "person", None) != "lena"]
    for number, row in enumerate(rows):
        if isinstance(row, Professional):
            rows[number] = row.model_copy(update={"title": SECRET})
        if isinstance(row, Plan | Forum):
            rows[number] = row.model_copy(update={"kind": SECRET})
        if getattr(row, "person", None) == "osten" and isinstance(row, Support):
            rows[number] = row.model_copy(update={"role": SECRET, "needs": f"belonging;{SECRET}"})
    also = [Support(person="lena", child="tuva", role=one) for one in (role, "trusted_adult", "barnkontakt")]
    return [*rows, *also, consent("tuva", ground=SECRET).model_copy(update={"id": "k2"})]


@pytest.mark.parametrize("role", ["guardian", "Guardian", "VÅRDNADSHAVARE", " vårdnadshavare "])
def test_a_guardian_of_a_protected_child_is_shown_in_no_other_role(role: str) -> None:
    network = network_of(kept_secret(role))
    for one in (brief(network), brief(network, handover_id="h1")):
        assert {"lena", "jorgen"}.isdisjoint(who.id for who in one.people)
        assert "hakan" in [who.id for who in one.people]
        for language in ("sv", "en"):
            everything = repr(document(one)) if language == "sv" else said(one, language)
            assert "Lena" not in everything
            assert "Lena" not in calendar(one, language).decode()
    told = coming(network, "tuva", AS_OF, model("backa_barnet"), [])
    assert "lena" not in [one.id for one in (*told.stays, *told.contacts)]
    assert "hakan" in [one.id for one in told.stays]


def test_nothing_tells_which_school_a_protected_child_goes_to() -> None:
    one = brief(network_of(kept_secret()))
    assert (one.age, one.phase, one.next_phase, one.boundary) == (None, None, None, None)
    assert "phase" not in [date.kind for date in one.dates]
    for language in ("sv", "en"):
        page = said(one, language)
        for hidden in ("Hemligskolan", "årskurs", "grade", "9 år", "Age 9", "livsfas", "SIP", "rektor"):
            assert hidden not in page, hidden
    assert "Cia Öhman" in said(one)


def test_findings_are_those_of_the_whole_network_by_the_rules_in_force() -> None:
    network = town()
    about = [one for one in analyse(network, AS_OF, rules_of()).findings if "tuva" in one.children]
    told = brief_of(network, "tuva", None, AS_OF, model("backa_barnet"), NOW, about[:1])
    assert [one.finding for one in told.findings] == about[:1]
    assert brief_of(network, "tuva", None, AS_OF, model("backa_barnet"), NOW, []).findings == ()


def test_a_phase_that_only_some_enter_or_that_comes_after_a_move_is_not_ahead() -> None:
    for moved, boundary in (("2026-08-15", False), ("2026-08-16", True)):
        one = brief(town({"moved": moved}))
        assert (one.boundary is not None) == boundary
        assert ("phase" in [date.kind for date in one.dates]) == boundary
    whole = model("backa_barnet")
    some = [phase.model_copy(update={"conditional": True}) for phase in whole.phases]
    chosen = whole.model_copy(update={"phases": tuple(some)})
    told = brief_of(town(), "tuva", None, AS_OF, chosen, NOW, [])
    assert (told.boundary, told.next_phase) == (None, None)


def test_a_brief_without_days_ahead_says_so_and_not_that_none_were_set() -> None:
    old = {"state": "done", "due": "2025-08-17", "follow_up": "2026-02-17", "answer_by": None}
    page = document(brief(town({"born": None}, **old)))["levels"][0]["dates"]
    assert page["none"] == "Inga datum framåt."


def test_only_what_is_printed_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    one = brief(town())
    many = replace(one, findings=one.findings * 500)
    drawn: list[str] = []

    def two(_: object, language: str) -> str:
        drawn.append(language)
        return "En. Två."

    monkeypatch.setattr(lists, "finding_text", two)
    page = document(many)
    assert len(drawn) <= sum(length.findings for length in LENGTHS)
    assert "996" in page["levels"][0]["findings"]["more"]


@pytest.mark.parametrize(("name", "other"), [("שרה כהן", "Sara"), ("علي حسن", "Ali"), ("Ali علي Åberg", "x")])
def test_names_in_hebrew_and_arabic_are_drawn(name: str, other: str) -> None:
    assert drawable(name) == name
    page = document(brief(town({"name": name})))
    assert name in page["name"]
    assert "□" not in page["foot"]
    content = pdf(brief(town({"name": name})), "sv")
    fonts = set(re.findall(rb"/FontName ?/[A-Z]+\+(\w+)", content)) | set(re.findall(rb"NotoSans\w+", content))
    wanted = b"NotoSansHebrew" if "\u05d0" <= max(name) <= "\u05ff" else b"NotoSansArabic"
    assert any(font.startswith(wanted) for font in fonts)
    assert pdf(brief(town({"name": other})), "sv") != content
