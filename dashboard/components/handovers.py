"""The page of handovers: counts for a coordinator, and the desk of a barnkontakt."""

from functools import partial

import streamlit as st

from dashboard import texts
from dashboard.components import clicks, frame, overview, plan_files
from dashboard.components import handover_acts as acts
from dashboard.components import handover_desk as desks
from dashboard.components import handover_list as listed
from dashboard.components import handover_open as opened
from dashboard.components.handover_year import year
from dashboard.components.html import Html, badge, card, grid, heading, show, tag
from dashboard.tables import decisions, trend
from dashboard.tables.scene import Scene
from dashboard.tables.trend import Shown
from dashboard.tables.work_list import Case, Desk
from dashboard.texts import t, word
from graph.handovers import may_plan

STYLE = (frame.HERE / "handover_style.css").read_text("utf-8")
WITHOUT = "without"
"""Those who have nobody, whether they had somebody before or never: told apart where enough children are of each."""
MEASURED = (WITHOUT, "ending", "gap")
WAITING = {
    "takes_over": ("phase_boundaries", "stalled_handovers", "orphaned_handovers", "departing_staff"),
    "responsible": ("double_contacts",),
}
"""The questions about handovers that a coordinator follows, by their group in the overview."""
LOOKS = {WITHOUT: "alert", "current": "alert", "never": "alert", "ending": "watch", "gap": "quiet"}


def style() -> None:
    """The looks of this page."""
    show(Html(f"<style>{STYLE}</style>"))


# A coordinator: counts, no child.


def coordinator(now: Scene, district: str | None) -> None:
    """How many children stand, will stand or stood without a barnkontakt, and where."""
    entry = now.report.entry("handover_gaps")
    show(tag("p", t("Samordnaren ser antal. Välj i sidofältet vem du är för att se dina barn."), class_="sn-note"))
    if entry.reason is None:
        show(counts(now, district))
    else:
        show(overview.not_run("handover_gaps", entry.reason))
    note = t("Antal barn, som i översikten. Ett barn kan stå i flera rutor.")
    show(heading(2, t("Vad väntar överlämningarna på?"), note), waiting(now, district))
    if entry.reason is None:
        _by_district(now)


def _by_district(now: Scene) -> None:
    note = t("I bokstavsordning. Skillnader på några få barn kan vara slump.")
    show(heading(2, t("Hur är det i varje område?"), note))
    kind = st.segmented_control(t("Mått"), list(MEASURED), format_func=_title, default=WITHOUT, key="kind")
    foot = t(
        "* Barn med skyddade uppgifter räknas i kommunen men aldrig i ett område. Ett dolt tal går inte att räkna ut."
    )
    show(card(overview.districts(districts(now, kind or WITHOUT)), tag("p", foot, class_="sn-source")))


def counts(now: Scene, district: str | None) -> Html:
    """How many children each kind is about: the same numbers as in the overview."""
    rows = decisions.rows(now, "responsible", district)
    shown = [(kind or WITHOUT, one) for code, kind, one in rows if code == "handover_gaps" and one]
    return grid((_tile(kind, one.part_words, notes(now)[kind]) for kind, one in shown), 200)


def waiting(now: Scene, district: str | None) -> Html:
    """How many children the questions about handovers are about: the same numbers as in the overview."""
    rows = [row for group in WAITING for row in decisions.rows(now, group, district) if row[0] in WAITING[group]]
    return grid((_waiting(now, *row) for row in rows), 200)


def _waiting(now: Scene, code: str, kind: str, count: Shown | None) -> Html:
    if count is None:
        return overview.not_run(code, now.report.entry(code).reason)
    look = "quiet" if count.nothing else "watch"
    return _card(overview.line(code, kind), str(overview.count(count)), look, _within(now, code))


def _within(now: Scene, code: str) -> str:
    """What a question looks at, under the rules in force."""
    rules = now.report.rules[code].shown()
    said = {
        "phase_boundaries": t("inom {days} dagar", days=rules.get("horizon_days")),
        "stalled_handovers": t("inom {days} dagar, eller försenade", days=rules.get("soon_days")),
        "orphaned_handovers": t("nekade eller återtagna, ingen ny"),
        "departing_staff": t("inom {days} dagar, ingen efter", days=rules.get("horizon_days")),
        "double_contacts": t("mer än {days} dagar tillsammans", days=rules.get("overlap_days")),
    }
    return said[code]


def districts(now: Scene, kind: str) -> dict[str, Shown]:
    """How many children of each district a kind is about: the same numbers as in the overview."""
    if kind == WITHOUT:
        return now.table(trend.districts, "no_contact")
    found = now.table(decisions.per_place, "handover_gaps", (kind,))
    return {place: one for place, one in found.items() if place is not None}


def _title(kind: str) -> str:
    return t("Utan barnkontakt") if kind == WITHOUT else word(texts.KINDS, kind)


def notes(now: Scene) -> dict[str, str]:
    """What each kind means under the rules in force."""
    rules = now.report.rules["handover_gaps"].shown()
    return {
        WITHOUT: t("i stöd de senaste {days} dagarna", days=rules["support_days"]),
        "current": t("i stöd de senaste {days} dagarna", days=rules["support_days"]),
        "never": t("i stöd de senaste {days} dagarna", days=rules["support_days"]),
        "ending": t("inom {days} dagar", days=rules["horizon_days"]),
        "gap": t("minst {least} dagar, slut inom {days} dagar bakåt", least=rules["min_days"], days=rules["past_days"]),
    }


def _tile(kind: str, count: str, note: str) -> Html:
    return _card(_title(kind), count, LOOKS[kind], note)


def _card(title: str, count: str, look: str, note: str) -> Html:
    return card(
        tag("p", title, class_="sn-label"),
        tag("p", count, class_="sn-big"),
        badge(look, {"alert": t("Allvarlig"), "watch": t("Bevaka"), "quiet": t("Inget nu")}[look]),
        tag("span", note, class_="sn-source"),
    )


# A barnkontakt: their own children.


def own(now: Scene, me: str) -> None:
    """The desk: counts, the year, the work list and the opened handover."""
    desk = now.table(desks.desk_of, me, st.session_state.get("declined"))
    _top(now, me, desk)
    acts.told()
    show(listed.figures(desk, now.as_of))
    if not desk.now and not desk.cases and not desk.calm:
        show(card(tag("p", t("Du har inga barn och inga överlämningar den här dagen."))))
    chosen = listed.opened([*desk.cases, *([desk.declined] if desk.declined else [])])
    if desk.cases:
        _year(now, desk, chosen)
    if chosen:
        listed.choose(chosen.child)
        _work(now, me, desk, chosen)
    listed.calm([case.name for case in desk.calm])


def _top(now: Scene, me: str, desk: Desk) -> None:
    """Who is at the desk, and a way to plan a handover of any of their children."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        show(tag("p", desks.title_of(now, me), class_="sn-where"), width="content")
        if free := plannable(now, me, desk):
            acts.plan_form(now, me, free, "top", primary=False)
    if words := desks.written_on(now):
        show(tag("p", words, class_="sn-note"))


def _year(now: Scene, desk: Desk, chosen: Case | None) -> None:
    title = t("Mina barn, kommande tolv månader")
    show(heading(2, title, t("Klicka på en rad för att öppna överlämningen. Samma ordning som i arbetslistan.")))
    shown = desk.cases[: st.session_state.get("more_handovers", listed.FIRST)]
    with st.container(border=True):
        spec = year(shown, now.as_of, chosen.child if chosen else None)
        clicks.chart(spec, "row", "child", listed.choose, f"year {len(shown)}")
        show(listed.legend())
    if box := frame.twin("year", title):
        with box:
            show(listed.twin(desk.cases, now.as_of))
            made = partial(listed.as_csv, desk.cases, now.as_of, now.network.generated)
            frame.download(t("Hämta listan (CSV)"), made, "overlamningar.csv", "handover_csv")


def _work(now: Scene, me: str, desk: Desk, chosen: Case) -> None:
    show(
        heading(
            2, t("Arbetslista"), t("Ett barn som erbjuds dig visas med namn, fas och avsändare tills du tackat ja.")
        )
    )
    left, right = st.columns([5, 6])
    with left, st.container(border=True):
        show(heading(3, t("Nästa att göra"), t("Det som ska göras först står överst.")))
        _all_days(now, desk)
        listed.rows(desk.cases, now.as_of, chosen.child)
    with right, st.container(border=True):
        opened.show_case(now, me, chosen)


def _all_days(now: Scene, desk: Desk) -> None:
    """The days of all handovers that are open to the one at the desk, in one calendar file."""
    mine = [(case.child, case.handover) for case in desk.cases if case.full and case.handover]
    if mine:
        plan_files.for_all(now, mine)


def plannable(now: Scene, me: str, desk: Desk) -> list[Case]:
    """The children that the one at the desk can plan a handover of now."""
    free = [case for case in (*desk.cases, *desk.calm) if case.state not in ("planned", "offered", "accepted")]
    return [case for case in free if may_plan(now.network, case.child, me, now.as_of, now.role)]
