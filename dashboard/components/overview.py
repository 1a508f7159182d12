"""How the overview looks: tiles, cards and tables of what `tables.overview` counted."""

from collections.abc import Callable, Sequence

from dashboard import texts
from dashboard.components.html import Html, badge, card, grid, icon, join, table, tag
from dashboard.data import Scene
from dashboard.tables import overview
from dashboard.tables.counts import Share, living_in, suppressed
from dashboard.tables.duplicates import Together, together, total_hours
from dashboard.tables.overview import Figure, Question
from dashboard.texts import ADVICE, KINDS, TITLES, mark, t, word
from graph.findings import Finding

FIGURES = {
    "no_contact": (
        mark("Barn i stöd utan barnkontakt"),
        mark("{share} barn som har eller saknar en barnkontakt i dag"),
        mark("Källa: stöd och roller, i dag"),
    ),
    "ending": (
        mark("Barn vars barnkontakt slutar inom {days} dagar"),
        mark("{share} barn som har barnkontakt i dag"),
        mark("Källa: stöd och roller, framåt"),
    ),
    "forums": (
        mark("Barn i tre eller fler forum"),
        mark("{share} barn i minst ett forum"),
        mark("Källa: möten, forum på barnnivå, 365 dagar"),
    ),
    "duplicates": (
        mark("Möten som kan vara dubbletter"),
        mark("{share} möten om ett barn"),
        mark("Källa: möten och närvaro, 365 dagar och framåt"),
    ),
    "heard": (
        mark("Möten där barnet hördes"),
        mark("{share} möten med uppgift"),
        mark("Källa: möten, 365 dagar. Okänt för {unknown} möten"),
    ),
    "feedback": (
        mark("Återkoppling till den som anmält oro"),
        mark("{share} som bad om återkoppling"),
        mark("Källa: orosanmälningar"),
    ),
}
STATES = {
    "not_run": ("alert", "stop", mark("Kördes inte")),
    "loss": ("watch", "loss", mark("Med bortfall")),
    "run": ("good", "good", mark("Kördes")),
}
DECISIONS: dict[str, tuple[str, ...]] = {
    mark("Vem ansvarar"): ("handover_gaps", "departing_staff", "phase_boundaries", "orphaned_handovers"),
    mark("Hur ansvaret lämnas över"): (
        "stalled_handovers",
        "no_joint_meeting",
        "double_contacts",
        "too_many_handovers",
    ),
    mark("Vem som blivit hörd och fått svar"): ("unanswered_concerns", "child_not_heard"),
    mark("Vilka möten och forum som behövs"): ("forum_overlap", "duplicate_meetings", "double_entries"),
}
"""The questions by what there is to decide."""
ABOUT = {
    "phase_boundaries": mark("Barn som snart går in i en ny livsfas, där ingen som passar den har tagit över."),
    "no_joint_meeting": mark("Barn vars barnkontakt byttes utan att de två möttes om barnet."),
    "stalled_handovers": mark("Barn med en överlämning vars dag är nära eller passerad, och ingen har tackat ja."),
    "orphaned_handovers": mark("Barn med en överlämning som avslogs eller återkallades, och ingen ny i stället."),
    "double_contacts": mark("Barn som länge har haft två barnkontakter samtidigt."),
    "departing_staff": mark("Barn vars barnkontakt slutar sin anställning, utan någon annan den dagen."),
    "too_many_handovers": mark("Barn som har bytt barnkontakt många gånger."),
    "unanswered_concerns": mark("Barn vars anmälan inte bedömdes, utreddes eller besvarades i tid, eller kom igen."),
    "child_not_heard": mark("Barn som enligt uppgifterna inte hördes. Där det är okänt är det inget fynd."),
}
SERIOUS = ("handover_gaps", "departing_staff", "orphaned_handovers", "unanswered_concerns", "child_not_heard")
MEANS = {
    "not_run": mark("Går inte att säga något om"),
    "loss": mark("Talet kan vara för lågt"),
    "run": "",
}


def figures(now: Scene, district: str | None) -> Html:
    """The key figures: how many of how many, and from what."""
    rules = now.report.rules["handover_gaps"]
    days = texts.number(getattr(rules, "horizon_days", 180))
    return grid((_tile(one, days) for one in now.table(_figures, district)), 290)


def _figures(now: Scene, district: str | None) -> list[Figure]:
    return overview.figures(now.network, now.report, now.covered, district)


def _tile(one: Figure, days: str) -> Html:
    title, words, source = FIGURES[one.code]
    top = tag("h3", t(title, days=days), class_="sn-h3")
    if one.share is None or not one.share.whole:
        why = texts.reason(one.reason) if one.reason else t("Inget att räkna: {words}", words=t(words, share="0"))
        return card(
            top,
            tag("p", t("Kan inte räknas"), class_="sn-big"),
            tag("p", why),
            badge("alert", t("Kördes inte"), "stop") if one.reason else "",
            tag("p", t("Administratören läser in på sidan Data"), class_="sn-source"),
            look="sn-dashed",
        )
    big = one.share.per_cent or texts.children(one.share.part)
    return card(
        top,
        tag("p", big, class_="sn-big"),
        tag("p", t(words, share=one.share.words)),
        tag("p", t(source, unknown=texts.number(one.unknown)), class_="sn-source"),
    )


def questions(now: Scene) -> Html:
    """Which questions were run, with what loss, and which were not and why."""
    head = [t("Läge"), t("Fråga"), t("Orsak"), t("Betyder")]
    return card(table(head, [_question(one) for one in overview.questions(now.report)]))


def _question(one: Question) -> list[object]:
    look, symbol, words = STATES[one.state]
    left = {name: texts.left_out(one.code, name) for name in (*one.skipped, *one.assumed)}
    lost = [f"{texts.number(n)} {left[name]}" for name, n in one.skipped.items() if name != "not_in_support"]
    told = [left[name] + (f": {texts.number(n)}" if isinstance(n, int) else "") for name, n in one.assumed.items()]
    why = texts.reason(one.reason) if one.reason is not None else "; ".join([*lost, *told])
    means = t(MEANS[one.state]) if MEANS[one.state] else t("Fynd: {n}", n=_number_of(one))
    return [badge(look, t(words), symbol), tag("strong", word(TITLES, one.code)), why or "–", means]


def _number_of(one: Question) -> str:
    """How many findings there are; of children under five only that there are some."""
    of_meetings = one.code in ("duplicate_meetings", "double_entries", "forum_overlap")
    return texts.number(one.findings) if of_meetings or not one.findings else texts.children(one.findings)


def handovers(now: Scene, district: str | None) -> Html:
    """How many children each kind of gap is about."""
    counts = now.table(_kinds, "handover_gaps", district)
    shown = suppressed({kind: counts.get(kind, 0) for kind in ("current", "never")}) | {
        kind: texts.children(counts.get(kind, 0)) for kind in ("ending", "gap")
    }
    rows = [[word(KINDS, kind), count] for kind, count in shown.items()]
    return _card(
        "handover_gaps",
        "alert",
        t("Barn som är i stöd och saknar, snart saknar eller har saknat barnkontakt."),
        table([t("Läge"), t("Barn")], rows, [1]),
    )


def _kinds(now: Scene, code: str, district: str | None) -> dict[str, int]:
    findings = now.report.entry(code).findings
    return overview.by_kind(now.network, findings, living_in(now.network, district))


def per_kind(now: Scene, code: str, district: str | None) -> Html:
    """How many children each kind of finding of a question is about."""
    counts = now.table(_kinds, code, district)
    kinds = now.report.entry(code).detector.kinds
    shown = suppressed({kind: counts.get(kind, 0) for kind in kinds})
    rows = [[word(KINDS, kind), shown[kind]] for kind in kinds]
    look = "alert" if code in SERIOUS else "watch"
    return _card(code, look, word(ABOUT, code), table([t("Läge"), t("Barn")], rows, [1]))


def overlaps(now: Scene, most: int = 5) -> Html:
    """The pairs and groups of forums that meet a rule, first the most alike."""
    found = now.report.entry("forum_overlap").findings
    rows = [[forums_of(now, one.evidence["forum"]), kinds_of(one)] for one in found[:most]]
    words = t(
        "Forum eller grupper av forum som uppfyller en regel: {n}. Överlapp är inte slöseri: paret kan vara rätt.",
        n=texts.number(len(found)),
    )
    return _card("forum_overlap", "watch", words, table([t("Par"), t("Likhet")], rows))


def kinds_of(finding: Finding) -> str:
    """In what the forums of a finding are alike."""
    kinds = finding.numbers["kinds"]
    return ", ".join(word(KINDS, kind) for kind in kinds) if isinstance(kinds, list) else ""


def forums_of(now: Scene, ids: Sequence[str]) -> str:
    """The names of the forums of a pair; a meeting may be outside every forum."""
    rows = {node: row for row, node in enumerate(now.forums.ids)}
    names = [now.forums.names[rows[node]] for node in ids]
    if len(names) == 1:
        return t("{forum} och möten utan forum", forum=names[0])
    return texts.joined(names) if names else t("Möten utan forum")


def duplicates(now: Scene, district: str | None, most: int = 5) -> Html:
    """Pairs of meetings by pair of forums, with person-hours."""
    groups = now.table(groups_of, district)
    rows = [[forums_of(now, one.forums), texts.number(one.pairs), texts.number(one.total)] for one in groups[:most]]
    pairs = sum(one.pairs for one in groups)
    words = t(
        "Samma människor möttes om samma barn inom kort tid: {pairs} mötespar, {hours} persontimmar. "
        "Varje möte räknas en gång.",
        pairs=texts.number(pairs),
        hours=texts.number(total_hours(groups)),
    )
    return _card("duplicate_meetings", "watch", words, table([t("Mellan"), t("Par"), t("Persontimmar")], rows, [1, 2]))


def groups_of(now: Scene, district: str | None) -> list[Together]:
    """Duplicate meetings about children of a district by pair of forums."""
    findings = now.report.entry("duplicate_meetings").findings
    return together(now.network, overview.about(now.network, findings, living_in(now.network, district)))


def doubles(now: Scene, district: str | None) -> Html:
    """Meetings written down twice, by what gives them away."""
    counts = now.table(_doubles, district)
    rows = [[word(KINDS, kind), texts.number(count)] for kind, count in counts.items()]
    words = t("Mötespar som börjar samtidigt och kan vara samma möte: {n}.", n=texts.number(sum(counts.values())))
    return _card("double_entries", "watch", words, table([t("Likhet"), t("Par")], rows, [1]))


def _doubles(now: Scene, district: str | None) -> dict[str, int]:
    findings = now.report.entry("double_entries").findings
    return overview.kinds_of(overview.about(now.network, findings, living_in(now.network, district)))


def _card(code: str, look: str, words: str, body: Html) -> Html:
    labels = {"alert": t("Allvarlig"), "watch": t("Bevaka")}
    top = tag("div", tag("h4", word(TITLES, code), class_="sn-h3"), badge(look, labels[look]), class_="sn-top")
    step = tag("div", icon("next"), tag("span", word(ADVICE, code)), class_="sn-step")
    return card(top, tag("p", words), body, step)


def not_run(code: str, reason: str | None, level: int = 3) -> Html:
    """A question that was not asked: why, and what to do."""
    return card(
        tag(f"h{level}", word(TITLES, code), class_="sn-h3"),
        badge("alert", t("Kördes inte"), "stop"),
        tag("p", texts.reason(reason)),
        tag("p", t("Administratören läser in på sidan Data"), class_="sn-source"),
        look="sn-dashed",
    )


def districts(shares: dict[str, Share]) -> Html:
    """How many of how many children in each district, as bars and numbers."""
    shown = suppressed({name: share.part for name, share in shares.items()})
    most = max([s.part / s.whole for name, s in shares.items() if not s.hidden and s.whole], default=0.01) or 0.01
    rows = [_district(name, share, shown[name], most) for name, share in shares.items()]
    return table([t("Område"), t("Andel"), t("Barn"), t("Andel i procent")], rows, [2, 3])


def _district(name: str, share: Share, shown: str, most: float) -> list[object]:
    open_ = shown == texts.number(share.part)
    wide = 100 * share.part / share.whole / most if open_ else 100 * min(4, share.whole) / share.whole / most
    bar = tag(
        "div",
        class_="sn-bar" if open_ else "sn-bar sn-hidden",
        style=f"width:{min(wide, 100):.0f}%",
        role="presentation",
    )
    words = t("{part} av {whole}", part=shown, whole=texts.children(share.whole))
    return [name or t("Utan område*"), bar, words, share.per_cent if open_ and share.per_cent else "–"]


def decisions(now: Scene, district: str | None) -> Html:
    """The cards of findings by what there is to decide, a dashed one for each question that was not run."""
    known = {code for codes in DECISIONS.values() for code in codes}
    rest = tuple(entry.detector.code for entry in now.report.entries if entry.detector.code not in known)
    groups = [(t(title), codes) for title, codes in DECISIONS.items()]
    return join(
        join([tag("h3", title, class_="sn-group"), grid((_piece(now, code, district) for code in codes), 330)])
        for title, codes in [*groups, *([(t("Annat"), rest)] if rest else [])]
    )


def _piece(now: Scene, code: str, district: str | None) -> Html:
    entry = now.report.entry(code)
    if entry.reason is not None:
        return not_run(code, entry.reason, 4)
    drawn: dict[str, Callable[[], Html]] = {
        "handover_gaps": lambda: handovers(now, district),
        "forum_overlap": lambda: overlaps(now),
        "duplicate_meetings": lambda: duplicates(now, district),
        "double_entries": lambda: doubles(now, district),
    }
    return drawn[code]() if code in drawn else per_kind(now, code, district)
