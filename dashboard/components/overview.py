"""How the overview looks: what it rests on, key figures, and what waits for a decision."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard import texts
from dashboard.components.html import Html, badge, card, grid, icon, join, plain, show, table, tag
from dashboard.tables import decisions, overview, trend
from dashboard.tables.counts import Share, living_in
from dashboard.tables.duplicates import Together, together, total_hours
from dashboard.tables.forums import of_district
from dashboard.tables.measures import MEASURES, in_support
from dashboard.tables.overview import OPEN_COUNTS, WHOLES, Question
from dashboard.tables.scene import Scene
from dashboard.tables.trend import Place, Shown
from dashboard.texts import KINDS, LEAST, TABLES, TITLES, Amount, mark, t, word
from graph.findings import Finding

FIGURES = {
    "no_contact": (
        mark("Barn i stöd utan barnkontakt"),
        mark("{share} barn i stöd"),
        mark("Källa: stöd och roller, den dagen"),
    ),
    "passage": (
        mark("Övergång utan ja från mottagare"),
        mark("{share} övergångar inom {days} dagar"),
        mark("Källa: livsfaser och överlämningar, framåt"),
    ),
    "forums": (
        mark("Barn i tre eller fler forum"),
        mark("{share} barn i minst ett forum"),
        mark("Källa: möten, forum på barnnivå, 365 dagar"),
    ),
    "duplicates": (
        mark("Möten som kan vara dubbletter"),
        mark("{share} möten om ett barn"),
        mark("Källa: möten och närvaro, {past} dagar"),
    ),
    "heard": (
        mark("Möten där barnet hördes"),
        mark("{share} möten med uppgift"),
        mark("Källa: möten, 365 dagar. Okänt för {unknown} möten"),
    ),
    "feedback": (
        mark("Återkoppling till den som anmält oro"),
        mark("{share} som bad om återkoppling"),
        mark("Källa: orosanmälningar, 365 dagar"),
    ),
}
"""Of each key figure its title, its numbers in words, and where they come from."""
PLAIN = ("phase_boundaries", "handover_gaps")
"""The questions whose kinds say enough by themselves."""
STATES = {
    "not_run": ("alert", "stop", mark("Kördes inte")),
    "loss": ("watch", "loss", mark("Med bortfall")),
    "run": ("good", "good", mark("Kördes")),
}
MEANS = {
    "not_run": mark("Går inte att säga något om"),
    "loss": mark("Talet kan vara för lågt"),
    "assumed": mark("Räknat med ett antagande"),
}
TITLE_OF = {
    "takes_over": mark("Vem tar över?"),
    "responsible": mark("Vem ansvarar?"),
    "forums": mark("Vilka forum och möten behövs?"),
    "heard": mark("Vem har hörts och fått svar?"),
}
"""The groups by what there is to decide."""
BY_AGENCY = ("takes_over", "responsible")
"""The groups of which Verksamheter has a table."""
ADVICE_OF = {
    "takes_over": mark("Be verksamheterna utse mottagare i god tid. Barnkontakterna ser själva vilka barn det gäller."),
    "responsible": mark("Fråga verksamheten som hade barnet senast. Barnkontakterna ser själva vilka barn det gäller."),
    "forums": mark("Bedöm tillsammans med parterna. Börja med forum som återkommer."),
    "heard": mark("Fråga verksamheterna vad som har hänt, och be dem skriva in det."),
}


def bases(now: Scene) -> None:
    """What the picture rests on: how many questions, files, rows and children; and which questions lack something."""
    asked = overview.questions(now.report)
    lacking = [one for one in asked if one.state != "run"]
    every = tag(
        "details", tag("summary", t("Visa alla {n} frågor", n=len(asked))), _questions(now, asked), class_="sn-more"
    )
    first = _questions(now, lacking) if lacking else tag("p", t("Alla frågor kördes, på alla rader."))
    show(card(tag("div", *now.table(_sums), class_="sn-sumline sn-wide"), first, every))


def _sums(now: Scene) -> list[Html]:
    asked = overview.questions(now.report)
    states = {state: sum(one.state == state for one in asked) for state in STATES}
    files = overview.rows_in_files(now.network)
    filled, rows, children = sum(n > 0 for n in files.values()), sum(files.values()), now.network.count("child")
    parts = [
        (
            t("{n} av {all} frågor besvarade", n=len(asked) - states["not_run"], all=len(asked)),
            t(
                "{none} kördes inte, {loss} med bortfall, {all} på alla rader",
                none=states["not_run"],
                loss=states["loss"],
                all=states["run"],
            ),
        ),
        (t("{n} av {all} filer inlästa", n=filled, all=len(files)), _without(files)),
        (t("{n:rad|rader}", n=Amount(rows)), t("i alla filer tillsammans")),
        (
            t("{n} barn", n=texts.children(children)),
            _in_support(now),
        ),
    ]
    return [tag("span", tag("strong", first), tag("span", second, class_="sn-second")) for first, second in parts]


def _in_support(now: Scene) -> str:
    """How many children are in support, as the key figure that counts them says it."""
    reason, one = trend.figure(now, "no_contact", now.as_of, None)
    if reason is None and one is not None:
        return t("varav {n} i stöd den dagen", n=one.whole_words)
    there, _ = in_support(now.network, now.as_of, now.report.rules)
    return t("varav {n} i stöd den dagen", n=texts.children(int(there.sum())))


def _without(files: dict[str, int]) -> str:
    """Which files have no row in the store."""
    empty = [name for name, rows in files.items() if not rows]
    if not empty:
        return t("alla har rader i lagret")
    return t("utan rader: {files}", files=texts.joined(empty) if len(empty) <= 3 else t("{n} filer", n=len(empty)))


def _questions(now: Scene, asked: Sequence[Question]) -> Html:
    head = [t("Läge"), t("Fråga"), t("Orsak"), t("Betyder")]
    rows = [_question(now, one) for one in asked]
    return tag("div", table(head, rows, said=t("Frågor och vad som saknas")), class_="sn-parts")


def _question(now: Scene, one: Question) -> list[object]:
    look, symbol, words = STATES[one.state]
    return [badge(look, t(words), symbol), tag("strong", word(TITLES, one.code)), _why(now, one), _means(one)]


def _why(now: Scene, one: Question) -> str:
    """Why a question was not run, or what it had to leave out or assume."""
    if one.reason is not None:
        return texts.reason(one.reason)
    told = [_left(now, one, why, count) for why, count in (*one.lost.items(), *one.assumed.items())]
    told += [f"{_count(why, count)} {texts.left_out(one.code, why)}" for why, count in one.limited.items()]
    return ". ".join(told) or "–"


def _left(now: Scene, one: Question, why: str, count: int | str) -> str:
    words = texts.left_out(one.code, why)
    if not isinstance(count, int):
        return words[:1].upper() + words[1:]
    shown = _count(why, count)
    kind = WHOLES.get(why)
    if kind is None or shown != texts.number(count):
        return f"{shown} {words}"
    whole = now.network.count(kind)
    all_ = f"{texts.number(whole)} {word(TABLES, kind).lower()}"
    return t("{n} {words} ({share} av {all})", n=shown, words=words, share=texts.percent(count, whole), all=all_)


def _count(why: str, count: int) -> str:
    return texts.number(count) if why in OPEN_COUNTS else texts.children(count)


def _means(one: Question) -> str:
    """What follows for the answer."""
    if one.state == "run":
        if one.code in decisions.OF_FORUMS:
            return t("Fynd: {n}", n=texts.number(one.findings))
        return t("Se antalen nedan")  # findings of several kinds, added up, would tell the few of one kind
    return t(MEANS[one.state if one.reason is not None or one.lost else "assumed"])


def figures(now: Scene, place: Place, baseline: int) -> None:
    """The key figures: how many of how many, from what, and how they were on the day to compare with."""
    show(grid((tile(now, code, place, baseline) for code in MEASURES), 290))


def tile(now: Scene, code: str, place: Place, baseline: int) -> Html:
    """One key figure; a dashed one where it cannot be counted."""
    reason, one = trend.figure(now, code, now.as_of, place)
    title, words, source = FIGURES[code]
    top = tag("h3", t(title), class_="sn-label")
    if reason is not None or one is None or one.nothing:
        why = texts.reason(reason) if reason else t("Inget att räkna: {words}", words=_of(now, words, "0"))
        return uncounted(t(title), why, bool(reason))
    return card(
        top,
        tag("p", one.per_cent or one.part_words, class_="sn-big"),
        tag("p", _of(now, words, one.words)),
        difference(now, code, place, baseline, one),
        tag(
            "p",
            t(source, unknown=texts.number(one.unknown), past=_rule(now, "duplicate_meetings", "past_days")),
            class_="sn-source",
        ),
    )


def uncounted(title: str, why: str, missing: bool = True) -> Html:
    """A figure that cannot be counted: why, and what to do where data are missing."""
    remedy = [badge("alert", t("Kördes inte"), "stop")] if missing else []
    remedy += [tag("p", t("Administratören läser in på sidan Data"), class_="sn-source")] if missing else []
    top = tag("h3", title, class_="sn-label")
    return card(top, tag("p", t("Kan inte räknas"), class_="sn-big"), tag("p", why), *remedy, look="sn-dashed")


def _of(now: Scene, words: str, share: str) -> str:
    return t(words, share=share, days=_rule(now, "phase_boundaries", "horizon_days"))


def _rule(now: Scene, code: str, name: str) -> str:
    return now.report.rules[code].shown()[name]


def difference(now: Scene, code: str, place: Place, baseline: int, one: Shown) -> Html:
    """How the figure was on the day to compare with: an arrow and words, without a judgement."""
    _, before = trend.figure(now, code, baseline, place)
    if before is None or before.nothing:
        return badge("quiet", t("Ingen baslinje: inget att räkna {day}", day=texts.day(baseline)), "same")
    points = trend.change(one, before)
    if points is None:
        return badge("quiet", t("Ingen jämförelse: för få barn"), "same")
    if abs(points) < 0.05:
        return badge("quiet", t("Samma som baslinjen"), "same")
    said = texts.number(abs(points))
    if points > 0:
        return badge("quiet", t("{n} procentenheter högre än baslinjen", n=said), "up")
    return badge("quiet", t("{n} procentenheter lägre än baslinjen", n=said), "down")


# What waits for a decision.


def waiting(now: Scene, place: Place, more: Callable[[], None]) -> None:
    """Four groups of findings by what there is to decide, each with a way on: to agencies, to forums, or `more`."""
    drawn = {"takes_over": _takes_over, "responsible": _responsible, "forums": _forums, "heard": _heard}
    for pair in (("takes_over", "responsible"), ("forums", "heard")):
        for column, group in zip(st.columns(2), pair, strict=True):
            with column.container(border=True, key=f"group-{group}", height="stretch"):
                show(drawn[group](now, place))
                if group in BY_AGENCY:
                    label, symbol = t("Visa per verksamhet"), ":material/domain:"
                    if st.button(label, icon=symbol, key=f"open-{group}", type="tertiary"):
                        st.session_state["waiting_group"] = group
                        st.switch_page("views/verksamheter.py")
                elif group == "forums":
                    _ways(now, place)
                    st.page_link("views/forum.py", label=t("Bedöm i Forum"), icon=":material/grid_view:")
                else:
                    more()


def _ways(now: Scene, place: Place) -> None:
    """A way from each pair of forums that is shown to its evidence."""
    for pair in now.table(_foremost, place)[:FOREMOST]:
        if len(pair) > 1 and st.button(
            t("Öppna {forums}", forums=plain(forums_of(now, pair))),
            key=f"pair {' '.join(pair)}",
            type="tertiary",
            icon=":material/arrow_forward:",
        ):
            st.session_state["pair"], st.session_state["level"] = pair, now.forums.level[now.forums.rows[pair[0]]]
            st.switch_page("views/forum.py")


def besides(now: Scene) -> None:
    """What belongs to no group, and what is strong."""
    for piece in (*(_other(now, code) for code in decisions.others(now)), strength(now)):
        if piece:
            show(piece)


def _group(group: str, look: str, words: str, body: Html) -> Html:
    labels = {"alert": t("Allvarlig"), "watch": t("Bevaka"), "quiet": t("Inget nu")}
    top = tag("div", tag("h3", t(TITLE_OF[group]), class_="sn-h3"), badge(look, labels[look]), class_="sn-top")
    step = tag("div", icon("next"), tag("span", t(ADVICE_OF[group])), class_="sn-step")
    return join([top, tag("p", words, class_="sn-lead"), body, step])


def _look(now: Scene, group: str, place: Place) -> str:
    """Red only where there is something to decide on."""
    rows = decisions.rows(now, group, place)
    return "alert" if any(one is not None and not one.few and not one.nothing for _, _, one in rows) else "quiet"


def _lines(now: Scene, group: str, place: Place) -> Html:
    rows = [[line(code, kind), count(one)] for code, kind, one in decisions.rows(now, group, place)]
    return tag("div", table([t("Läge"), t("Barn")], rows, [1], said=t(TITLE_OF[group])), class_="sn-lines")


def line(code: str, kind: str) -> str:
    """What a row of a group is about."""
    if kind and code in PLAIN:
        return word(KINDS, kind)
    return f"{word(TITLES, code)}: {word(KINDS, kind).lower()}" if kind else word(TITLES, code)


def count(one: Shown | None) -> Html | str:
    """A number of children of a row: a dash where there is none to count."""
    if one is None:
        return badge("alert", t("Kördes inte"), "stop")
    return "–" if one.nothing else one.part_words


def _takes_over(now: Scene, place: Place) -> Html:
    reason, one = trend.figure(now, "passage", now.as_of, place)
    if reason is not None or one is None:
        words = texts.reason(reason)
    elif one.nothing:
        words = t(
            "Inget barn går in i en ny livsfas inom {days} dagar.", days=_rule(now, "phase_boundaries", "horizon_days")
        )
        if _look(now, "takes_over", place) == "alert":
            words += " " + t("Raderna gäller överlämningar på väg och barnkontakter som slutar.")
    else:
        words = t(
            "{share} övergångar till en ny livsfas inom {days} dagar saknar en mottagare som har tackat ja.",
            share=one.words,
            days=_rule(now, "phase_boundaries", "horizon_days"),
        )
    return _group("takes_over", _look(now, "takes_over", place), words, _lines(now, "takes_over", place))


def _responsible(now: Scene, place: Place) -> Html:
    reason, one = trend.figure(now, "no_contact", now.as_of, place)
    if reason is not None or one is None:
        return _group("responsible", "quiet", texts.reason(reason), _lines(now, "responsible", place))
    words = t("{share} barn i stöd har ingen barnkontakt den här dagen.", share=one.words)
    days = decisions.median_gap(now) if place is None else None
    if days is not None:
        words += " " + t("Hälften av glappen har varat längre än {n:dag|dagar}.", n=Amount(days))
    return _group("responsible", _look(now, "responsible", place), words, _lines(now, "responsible", place))


def _heard(now: Scene, place: Place) -> Html:
    reason, one = trend.figure(now, "heard", now.as_of, place)
    words = (
        texts.reason(reason)
        if reason or one is None
        else t(
            "Barnet hördes på {share} möten där det finns uppgift. Där det är okänt är det inget fynd.", share=one.words
        )
    )
    return _group("heard", "watch", words, _lines(now, "heard", place))


def _forums(now: Scene, place: Place) -> Html:
    reasons = {code: now.report.entry(code).reason for code in decisions.OF_FORUMS}
    groups = now.table(groups_of, place)
    alike = now.table(alike_of, place)
    said = {
        "forum_overlap": t("{n:par eller grupp|par eller grupper} av forum uppfyller en regel.", n=Amount(len(alike))),
        "duplicate_meetings": t(
            "{n:mötespar|mötespar} kan vara dubbletter och binder {hours} persontimmar.",
            n=Amount(sum(one.pairs for one in groups)),
            hours=texts.number(total_hours(groups)),
        ),
        "double_entries": t(
            "{n:mötespar|mötespar} kan vara samma möte inskrivet två gånger.",
            n=Amount(sum(now.table(_doubles, place).values())),
        ),
    }
    words = [
        said[code] if why is None else f"{word(TITLES, code)}: {texts.reason(why)}" for code, why in reasons.items()
    ]
    words.append(t("Överlapp är inte slöseri: paret kan vara rätt."))
    head = [t("Mellan"), t("Lika i"), t("Mötespar"), t("Timmar")]
    listed = table(head, now.table(_pairs, place), [2, 3], stacked=True, said=t(TITLE_OF["forums"]))
    return _group("forums", "watch", " ".join(words), listed)


FOREMOST = 4
"""How many pairs of forums are shown one by one."""


def _foremost(now: Scene, place: Place) -> list[tuple[str, ...]]:
    """Pairs of forums that are alike or meet twice: first those with most hours, then the most alike."""
    groups, alike = now.table(_by_pair, place)
    return [*dict.fromkeys([*(pair for pair in groups if pair in alike), *groups, *alike])]


def _by_pair(now: Scene, place: Place) -> tuple[dict[tuple[str, ...], Together], dict[tuple[str, ...], Finding]]:
    """The meetings close to each other, and the findings, of each pair of forums."""
    groups = {tuple(sorted(one.forums)): one for one in now.table(groups_of, place)}
    return groups, {tuple(sorted(one.evidence["forum"])): one for one in now.table(alike_of, place)}


def _pairs(now: Scene, place: Place) -> list[list[object]]:
    """The foremost pairs, and what is left in one row."""
    groups, alike = now.table(_by_pair, place)
    shown = now.table(_foremost, place)
    rows = [_pair(now, pair, groups.get(pair), alike.get(pair)) for pair in shown[:FOREMOST]]
    rest = shown[FOREMOST:]
    if rest:
        pairs = sum(groups[pair].pairs for pair in rest if pair in groups)
        hours = round(sum(groups[pair].total for pair in rest if pair in groups), 1)
        name = t("{n:annan kombination|andra kombinationer}", n=Amount(len(rest)))
        rows.append([name, "–", texts.number(pairs), texts.number(hours)])
    return rows


def _pair(now: Scene, pair: tuple[str, ...], group: Together | None, alike: Finding | None) -> list[object]:
    numbers = [texts.number(group.pairs), texts.number(group.total)] if group else ["–", "–"]
    return [forums_of(now, pair), kinds_of(alike) if alike else "–", *numbers]


def _other(now: Scene, code: str) -> Html:
    """A question that belongs to no group: how many children each kind of finding is about."""
    entry = now.report.entry(code)
    if entry.reason is not None:
        return not_run(code, entry.reason)
    rows = [
        [word(KINDS, kind), count(now.table(decisions.per_place, code, (kind,))[None])] for kind in entry.detector.kinds
    ]
    return card(
        tag("h3", word(TITLES, code), class_="sn-h3"), table([t("Läge"), t("Barn")], rows, [1], said=word(TITLES, code))
    )


def strength(now: Scene) -> Html:
    """What goes well: how many children have had the same contact for two years."""
    found, whole = now.table(trend.supported), trend.figure(now, "no_contact", now.as_of, None)[1]
    if not found or whole is None or not whole.whole:
        return Html("")
    share = Share(*found)
    told = tag(
        "strong", t("{share} barn i stöd", share=f"{share.words} ({share.per_cent})" if share.per_cent else share.words)
    )
    words = t("har haft samma barnkontakt i minst två år.")
    return card(badge("strength", t("Styrka")), " ", told, " ", words, look="sn-line")


# Words and tables that other pages use too.


def kinds_of(finding: Finding) -> str:
    """In what the forums of a finding are alike."""
    kinds = finding.numbers["kinds"]
    return ", ".join(word(KINDS, kind) for kind in kinds) if isinstance(kinds, list) else ""


def forums_of(now: Scene, ids: Sequence[str]) -> str:
    """The names of the forums of a pair; a meeting may be outside every forum."""
    names = [now.forums.name_of(node) for node in ids]
    if len(names) == 1:
        return t("{forum} och möten utan forum", forum=names[0])
    return texts.joined(names) if names else t("Möten utan forum")


def alike_of(now: Scene, district: str | None) -> list[Finding]:
    """The findings about forums of a district, in the order in which they are shown."""
    return of_district(now.report, now.forums, district)


def groups_of(now: Scene, district: str | None) -> list[Together]:
    """Duplicate meetings about children of a district by pair of forums."""
    findings = now.report.entry("duplicate_meetings").findings
    return together(now.network, overview.about(now.network, findings, living_in(now.network, district)))


def _doubles(now: Scene, district: str | None) -> dict[str, int]:
    findings = now.report.entry("double_entries").findings
    return overview.kinds_of(overview.about(now.network, findings, living_in(now.network, district)))


def not_run(code: str, reason: str | None, level: int = 3) -> Html:
    """A question that was not asked: why, and what to do."""
    return card(
        tag(f"h{level}", word(TITLES, code), class_="sn-h3"),
        badge("alert", t("Kördes inte"), "stop"),
        tag("p", texts.reason(reason)),
        tag("p", t("Administratören läser in på sidan Data"), class_="sn-source"),
        look="sn-dashed",
    )


def districts(there: Mapping[str, Shown]) -> Html:
    """How many children in each district, of how many where that is counted, as bars and numbers."""
    most = max([_length(one) for one in there.values() if one.part is not None], default=0.0)
    shares = any(one.whole is not None for one in there.values())
    longest = most or max(map(_length, there.values()), default=0.0)
    rows = [_district(name, one, longest, shares) for name, one in there.items()]
    head = [t("Område"), t("Andel") if shares else t("Antal"), t("Barn"), *([t("Andel i procent")] if shares else [])]
    return table(head, [row[: len(head)] for row in rows], [2, 3][: len(head) - 2], said=t("Områden den här dagen"))


def _length(one: Shown) -> float:
    """How long a bar is: the share where there is one, else the children; of few the most that they can be."""
    if one.whole:
        return one.share or one.most or 0.0
    return float(one.part if one.part is not None else LEAST - 1 if one.few else 0)


def _district(name: str, one: Shown, most: float, shares: bool) -> list[object]:
    bar = tag(
        "div",
        class_="sn-bar sn-hidden" if one.part is None else "sn-bar",
        style=f"width:{min(100 * _length(one) / (most or 1), 100):.0f}%",
        role="presentation",
    )
    return [name or t("Utan område*"), bar, one.words if shares else one.part_words, one.per_cent or "–"]
