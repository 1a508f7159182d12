"""What if forums were merged, removed or added: the proposals beside each other, and a picture of one."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import charts, texts
from dashboard.components import frame, save
from dashboard.components.html import Html, heading, show, table, tag
from dashboard.tables import whatif
from dashboard.tables.forums import Forums
from dashboard.tables.loading import csv_file
from dashboard.tables.scene import Scene
from dashboard.tables.whatif import GROUPS, Load, Proposal, Row, Verb
from dashboard.texts import mark, t, word

VERBS = {"merge": mark("Slå ihop"), "remove": mark("Ta bort"), "add": mark("Lägg till")}
SIGNS = {"merge": ":material/call_merge:", "remove": ":material/remove:", "add": ":material/add:"}
MOST = 6
"""So many forums can be tried at once."""


def what_if(now: Scene, rows: Sequence[int]) -> None:
    """The choices, the table of proposals and the picture of the one that is asked for."""
    note = t("Pröva ett förslag innan det blir beslut. Inget sparas i forumregistret. Räknat på barn i hela kommunen.")
    show(heading(2, t("Vad händer om …"), note))
    found = now.table(_load)
    with st.container(border=True, key="what-if"):
        if not found.children:
            show(tag("p", t("Inget barn är i ett forum på barnnivå. Det finns inget att pröva.")))
            return
        if found.children < texts.LEAST:
            show(tag("p", t("Färre än fem barn är i ett forum på barnnivå här: för få för att visa.")))
            return
        verb, offered = _choices(now.forums, found, rows)
        asked = whatif.asked(verb, offered)
        left, right = st.columns([4, 3])
        with left:
            _table(now, found, offered, asked)
        with right.container(key="what-if-picture"):
            _picture(now.forums, found, asked)


def _load(now: Scene) -> Load:
    return whatif.load(now.forums)


def _choices(forums: Forums, found: Load, rows: Sequence[int]) -> tuple[Verb, list[Proposal]]:
    """What is asked, and the proposals that are compared."""
    left, right = st.columns([3, 4])
    verb: Verb = (
        left.segmented_control(
            t("Förslag"),
            list(VERBS),
            format_func=lambda code: f"{SIGNS[code]} {word(VERBS, code)}",
            default="merge",
            key="what-if verb",
        )
        or "merge"
    )
    every = [forums.ids[row] for row in sorted(found.rows, key=lambda row: forums.names[row].casefold())]
    first = [forums.ids[row] for row in rows if row in found.rows]
    picked = _picked(right, t("Forum"), forums, every, first, f"what-if forums {' '.join(first)}", t("Välj forum"))
    name, within = st.session_state.get("what-if kept", ("", []))
    if verb == "add":
        name = left.text_input(t("Det nya forumets namn"), value=name or t("Ett nytt forum"), max_chars=60)
        gone = [node for node in within if node not in every]
        picked_in = _picked(right, t("För barn i"), forums, every, within, "what-if within", t("Alla barn i ett forum"))
        if gone and not picked_in:  # a proposal for some children must not become one for all
            right.warning(t("Det forum som förslaget gällde finns inte längre. Välj ett annat."))
            return verb, whatif.proposals(verb, [forums.rows[node] for node in picked], "", [])
        within = picked_in
        st.session_state["what-if kept"] = (name, within)
    in_these = [forums.rows[node] for node in within if node in every]
    return verb, whatif.proposals(verb, [forums.rows[node] for node in picked], name or t("Ett nytt forum"), in_these)


def _picked(
    where: DeltaGenerator, label: str, forums: Forums, every: list[str], first: Sequence[str], key: str, empty: str
) -> list[str]:
    """Forums by their ids: new data may give a row to another."""
    picked: list[str] = where.multiselect(
        label,
        every,
        default=[node for node in first if node in every][:MOST],
        format_func=forums.name_of,
        key=key,
        max_selections=MOST,
        placeholder=empty,
    )
    return picked


def _table(now: Scene, found: Load, offered: Sequence[Proposal], asked: Proposal) -> None:
    rows = whatif.rows(found, offered)
    population = t(
        "Gäller {n:barn|barn} som är i minst ett forum på barnnivå.", n=texts.Amount(found.children, few=True)
    )
    head, shown = _twin(now.forums, rows)
    show(
        tag("p", population, class_="sn-note"),
        table(head, shown, [1, 2, 3, 4], chosen=list(offered).index(asked), stacked=True, said=t("Vad händer om …")),
        tag("p", compared(now.forums, rows)),
        tag("p", t("Räknar forum per barn. Säger inget om stödet blir bättre eller sämre."), class_="sn-source"),
        tag(
            "p", t("Förslagens tal är avrundade till fem, så att inget enskilt barn kan räknas ut."), class_="sn-source"
        ),
    )
    content = csv_file([str(cell) for cell in head], shown, now.network.generated)
    frame.download(t("Hämta underlag till barnkonsekvensanalys (CSV)"), content, "vad-hander-om.csv", "what_if_csv")


def _twin(forums: Forums, rows: Sequence[Row]) -> tuple[list[str], list[list[object]]]:
    """The proposals as a table: its head and its rows."""
    head = [
        t("Förslag"),
        t("Median"),
        t("Nio av tio har högst (p90)"),
        t("Barn i tre eller fler"),
        t("Barn utan forum"),
    ]
    return head, [
        [
            named(forums, row.outcome.proposal),
            _beside(row.outcome.median, row.today.median, row),
            _beside(row.outcome.p90, row.today.p90, row),
            _count(row, "3"),
            row.outcome.shown["0"],
        ]
        for row in rows
    ]


def named(forums: Forums, one: Proposal) -> str:
    """A proposal in words."""
    names = texts.joined([forums.names[row] for row in one.forums])
    if one.verb == "add":
        within = t("för barn i {forums}", forums=names) if names else t("för alla")
        return t("Lägg till ”{name}”, {within}", name=one.name, within=within)
    words = {
        "today": t("I dag"),
        "merge": t("Slå ihop {forums}", forums=names),
        "remove": t("Ta bort {forums}", forums=names),
    }
    return words[one.verb]


def _beside(value: float | None, today: float | None, row: Row) -> str:
    if value is None or today is None:
        return "–"
    return texts.number(value) + ("" if row.outcome.proposal.verb == "today" else _signed(value - today))


def _count(row: Row, name: str) -> str:
    changed = row.changed(name)
    first = row.outcome.proposal.verb == "today"
    if first or changed is None:
        return row.outcome.shown[name]
    return row.outcome.shown[name] + (_signed(changed) if changed else f" ({t('ungefär som i dag')})")


def _signed(change: float) -> str:
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    return f" ({sign}{texts.number(abs(change))})"


def compared(forums: Forums, rows: Sequence[Row]) -> str:
    """What tells merging from removing, where the load of both is the same."""
    merged = next((row for row in rows if row.outcome.proposal.verb == "merge"), None)
    for row in rows:
        if merged and row.outcome.proposal.verb == "remove" and _same(merged, row):
            without = texts.joined([forums.names[forum] for forum in row.outcome.proposal.forums])
            return t(
                "Att slå ihop dem, eller att ta bort {forum}, ger samma tal här. "
                "Skillnaden: tas {forum} bort kan {n} barn stå utan forum på barnnivå.",
                forum=without,
                n=row.outcome.shown["0"],
            )
    return ""


def _same(one: Row, other: Row) -> bool:
    def told(row: Row) -> tuple[object, ...]:
        return row.outcome.median, row.outcome.p90, row.outcome.shown["3"]

    return told(one) == told(other)


def _picture(forums: Forums, found: Load, asked: Proposal) -> None:
    today, after = found.under(whatif.TODAY), found.under(asked)
    groups = {"1": "1", "2": "2", "3": t("3 eller fler"), "0": t("inget")}
    words = {name: groups[name] for name in GROUPS if name in today.possible or name in after.possible}
    spec = charts.loads(today, after, words)
    show(tag("h3", named(forums, asked), class_="sn-h3"), _legend())
    st.vega_lite_chart(spec, theme=None, width="stretch", key=f"what-if {asked}")
    save.buttons("what-if-picture", "vad-hander-om", named(forums, asked))
    if box := frame.twin("what-if", named(forums, asked)):
        with box:
            show(_groups(groups, today, after))


def _groups(groups: dict[str, str], today: whatif.Outcome, after: whatif.Outcome) -> Html:
    head = [t("Forum per barn"), t("Barn i dag"), t("Barn efter")]
    return table(
        head,
        [[words, today.shown[name], after.shown[name]] for name, words in groups.items()],
        [1, 2],
        said=t("Forum per barn"),
    )


def _legend() -> Html:
    outline, full = f"background:var(--sn-ground);border:2px solid {charts.PURPLE}", f"background:{charts.PURPLE}"
    hidden = "background:var(--sn-pale);border:1px dashed var(--sn-edge)"
    parts = [(outline, t("i dag")), (full, t("efter")), (hidden, t("under fem eller dolt"))]
    swatches = [tag("span", tag("span", class_="sn-swatch", style=style), words) for style, words in parts]
    return tag("div", *swatches, tag("span", t("antal barn efter forum på barnnivå")), class_="sn-legend")
