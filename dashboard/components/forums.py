"""How the forum page looks: badges, the evidence of a pair, hours."""

from collections.abc import Sequence

from dashboard import texts
from dashboard.components import frame
from dashboard.components.html import Html, badge, heading, icon, join, table, tag, two_lines
from dashboard.components.overview import forums_of
from dashboard.tables.counts import Share
from dashboard.tables.duplicates import Month, Together
from dashboard.tables.forums import Cell, Forums, Pair, Part, levels
from dashboard.tables.scene import Scene
from dashboard.texts import CONSENTS, LEVELS, MEASURES, NEEDS, PARTIES, STATUS, VERDICTS, mark, t, word
from graph.detectors.overlap import SETS, OverlapRules
from graph.findings import Finding
from graph.questions import rules_in
from graph.values import FORUM_STATUS, UNKNOWN, items


def where(now: Scene) -> list[str]:
    """What the page is of: the meetings that count, and how many forums."""
    days = rules_in(now.report.rules, OverlapRules).past_days
    running = sum(len(rows) for rows in levels(now.forums, frame.district()).values())
    return [
        t("möten under {n} dagar", n=texts.number(days)) if days else t("alla möten"),
        t("{n} forum i drift eller på prov", n=texts.number(running)),
    ]


LIKE = {
    "same_children": mark("barn"),
    "same_professionals": mark("professionella"),
    "same_mandate": mark("uppdrag"),
    "equal": mark("barn och professionella"),
}
"""In what the forums of a finding are alike, after "lika i"."""
RULED = {
    "same_children": ("children",),
    "same_professionals": ("professionals",),
    "same_mandate": ("parties", "needs"),
    "equal": ("children", "professionals"),
}
"""The sets whose rule a kind of finding meets."""
LOOKS = {
    "duplicate": ("watch", "double"),
    "complementary": ("good", "complementary"),
    "required": ("strength", "required"),
    "unclear": ("watch", "unclear"),
    "none": ("quiet", "planned"),
    "withdrawn": ("quiet", "planned"),
}
"""How each verdict looks: the colour and the sign."""


def verdict_badge(judgement: str | None) -> Html:
    """What was decided, or that nothing is."""
    look, symbol = LOOKS[judgement or "none"]
    return badge(look, word(VERDICTS, judgement or "none"), symbol)


def kinds(finding: Finding) -> list[str]:
    """The kinds that hold of a finding."""
    found = finding.numbers["kinds"]
    return found if isinstance(found, list) else []


def alike(finding: Finding) -> str:
    """In what the forums of a finding are alike, in words."""
    return t("Lika i {what}", what=texts.joined([word(LIKE, kind) for kind in kinds(finding)]))


def badges(finding: Finding | None, judgement: str | None) -> Html:
    """What was decided, in what the forums are alike, and what speaks for having both."""
    if finding is None:
        return join([verdict_badge(judgement) if judgement else "", badge("quiet", t("Uppfyller ingen regel"), "info")])
    return join([verdict_badge(judgement), badge("forum", alike(finding), "good"), exceptions(finding.numbers)])


def exceptions(numbers: object) -> Html:
    """Required by law, acute, builds on each other."""
    said = numbers if isinstance(numbers, dict) else {}
    words = {"required": t("krävs i lag"), "acute": t("akut"), "builds_on": t("bygger på varandra")}
    return join(badge("strength", text, code) for code, text in words.items() if said.get(code))


def shared_line(pair: Pair, measure: str) -> str:
    """How much two forums share, in a line."""
    share, name = pair.of_all(measure), word(MEASURES, measure).lower()
    if share.per_cent:
        return t("{share} {measure} ({per_cent})", share=share.words, measure=name, per_cent=share.per_cent)
    count = texts.children if share.few else texts.number
    return t("{n} gemensamma {measure}", n=count(share.part), measure=name)


def how_many(cells: Sequence[Cell]) -> Html:
    """The heading of the heatmap, with how many pairs it has."""
    words = t(
        "{comparable} av {n:par|par} går att jämföra, {rule} uppfyller en regel. Klicka på en ruta för att se paret.",
        comparable=texts.number(sum(cell.comparable for cell in cells)),
        n=texts.Amount(len(cells)),
        rule=texts.number(sum(cell.found for cell in cells)),
    )
    return heading(3, t("Alla par"), words)


def scope() -> str:
    """What the list counts, beside what the heatmap and the overview count."""
    return t(
        "Hela den valda nivån, det som väntar på bedömning först. Bilden räknar bara forumen som ritas, Översikt alla "
        "nivåer."
    )


def legend(measure: str, most: float) -> Html:
    """What the colours, edges and signs of the heatmap mean."""
    ramp = t("andel gemensamma: {measure}, 0–{most}", measure=word(MEASURES, measure).lower(), most=_whole(most))
    parts = [
        *([[tag("span", class_="sn-swatch sn-ramp"), ramp]] if most else []),
        [tag("span", class_="sn-swatch", style="border:2px solid var(--sn-child)"), t("uppfyller en regel")],
        [tag("span", class_="sn-swatch", style="border:3px solid var(--sn-blue)"), t("valt par")],
        [t("<5: färre än fem barn")],
        *([[t("tal utan andel: så många barn, andelen visas inte")]] if measure == "children" else []),
        [t("–: åldrarna möts inte, eller inget att jämföra")],
    ]
    names: list[list[object]] = [
        [t("Vid namnet:")],
        [icon("required"), t("krävs i lag")],
        [icon("acute"), t("akut")],
    ]
    codes = ("none", "unclear", "complementary", "required", "duplicate")
    corner = [[t("I hörnet:")], *([icon(LOOKS[code][1]), word(VERDICTS, code).lower()] for code in codes)]
    lines = [tag("div", *(tag("span", *part) for part in line), class_="sn-legend") for line in (parts, names, corner)]
    return join(lines)


def _whole(share: float) -> str:
    return texts.percent(round(100 * share), 100)


def twin_rows(forums: Forums, cells: Sequence[Cell]) -> tuple[list[str], list[list[object]]]:
    """The heatmap as a table: its head and its rows."""
    head = [t("Ett forum"), t("Ett annat"), t("Gemensamma"), t("Andel"), t("Regel"), t("Bedömning")]
    return head, [_twin(forums, cell) for cell in cells]


def twin(forums: Forums, cells: Sequence[Cell]) -> Html:
    """The heatmap as a table."""
    head, rows = twin_rows(forums, cells)
    return table(head, rows, [2, 3], t("Alla par på nivån"))


def _twin(forums: Forums, cell: Cell) -> list[object]:
    names = [forums.names[cell.one], forums.names[cell.other]]
    judged = word(VERDICTS, cell.verdict or "none") if cell.found or cell.verdict else "–"
    if not cell.comparable:
        why = t("det ena är en del av det andra") if cell.apart == "part" else t("åldrarna möts inte")
        return [*names, why, "–", "–", judged]
    return [*names, cell.share.words, cell.share.per_cent or "–", t("ja") if cell.found else "–", judged]


def register(forums: Forums, members: Sequence[int]) -> Html:
    """What the register says about some forums, side by side; what not all of them have is bold."""
    columns = [_facts(forums, forum) for forum in members]
    listed = {name: [_listed(forums, forum, *how) for forum in members] for name, how in _lists().items()}
    head = [t("Ur forumregistret"), *(forums.names[forum] for forum in members)]
    rows: list[list[object]] = [[name, *(column[name] for column in columns)] for name in columns[0]]
    for name, words in listed.items():
        everyone = set.intersection(*(set(one) for one in words))
        rows.append([name, *(_with_own(one, everyone) for one in words)])
    return table(head, rows, stacked=True, said=t("Ur forumregistret"))


def _lists() -> dict[str, tuple[str, dict[str, str]]]:
    return {t("Parter"): ("parties", PARTIES), t("Behov"): ("needs", NEEDS)}


def _listed(forums: Forums, forum: int, column: str, known: dict[str, str]) -> list[str]:
    return [word(known, item) for item in items(forums.network.texts("forum", column)[forum].as_py())]


def _with_own(words: list[str], everyone: set[str]) -> Html:
    return join((one if one in everyone else tag("strong", one) for one in words), ", ") or Html("–")


def _facts(forums: Forums, forum: int) -> dict[str, str]:
    network = forums.network
    said = {True: t("ja"), False: t("nej"), None: t("okänt")}
    status = int(network.ints("forum", "status")[forum])

    def words(column: str) -> str:
        return network.texts("forum", column)[forum].as_py() or "–"

    return {
        t("Nivå"): word(LEVELS, forums.level[forum]),
        t("Läge"): word(STATUS, FORUM_STATUS.choices[status]) if status >= 0 else t("okänt"),
        t("Ålder"): _ages(int(network.ints("forum", "age_min")[forum]), int(network.ints("forum", "age_max")[forum])),
        t("Område"): forums.district[forum] or t("alla områden"),
        t("Rytm"): words("cadence"),
        t("Samtycke"): ", ".join(_listed(forums, forum, "consent", CONSENTS)) or "–",
        t("Grund"): words("basis"),
        t("Krävs i lag"): said[forums.flag("required", forum)],
        t("Akut"): said[forums.flag("acute", forum)],
    }


def _ages(low: int, high: int) -> str:
    if low == high == UNKNOWN:
        return "–"
    shown = ["…" if age == UNKNOWN else str(age) for age in (low, high)]
    return t("{low}–{high} år", low=shown[0], high=shown[1])


def evidence(forums: Forums, pair: Pair, finding: Finding | None) -> Html:
    """What two forums share of each set: of all, of the smaller, and whether that meets a rule."""
    ruled = {name for kind in (kinds(finding) if finding else []) for name in RULED[kind]}
    names = forums.names[pair.one], forums.names[pair.other]
    head = [
        t("Det gemensamma"),
        t("bara {one} · båda · bara {other}", one=names[0], other=names[1]),
        t("av alla"),
        t("av den mindre"),
        t("Regel"),
    ]
    return join(
        [
            table(
                head,
                [_shared(pair, name, name in ruled) for name in SETS],
                [2, 3],
                stacked=True,
                said=t("Det gemensamma"),
            ),
            tag("p", _explained(), class_="sn-source"),
        ]
    )


def _shared(pair: Pair, name: str, ruled: bool) -> list[object]:
    rule = badge("good", t("uppfylld"), "good") if ruled else "–"
    bar = _split(pair, name)
    return [word(MEASURES, name), bar, _two(pair.of_all(name)), _two(pair.of_smaller(name)), rule]


def _explained() -> str:
    return t(
        "Av alla: gemensamma delat med alla i något av forumen (Jaccard). "
        "Av den mindre: gemensamma delat med den mindre gruppen."
    )


def _two(share: Share) -> Html:
    return two_lines(tag("strong", share.per_cent or "–"), share.words)


def _split(pair: Pair, name: str) -> Html:
    parts = pair.split(name)
    if not sum(part.size for part in parts):
        return text_dash()
    drawn = [
        tag("span", part.words, class_=_look(part, place == 1), style=f"flex:{part.size} 1 auto")
        for place, part in enumerate(parts)
        if part.size
    ]
    return tag("div", *drawn, class_="sn-split")


def _look(part: Part, both: bool) -> str | None:
    return "sn-part-hidden" if part.hidden else "sn-both" if both else None


def text_dash() -> Html:
    """What stands where there is nothing to show."""
    return Html("–")


def together(one: Together, past_days: int) -> Html:
    """How many meetings of two forums lie close to each other, and the hours that they tie up."""
    about = t(
        "Gemensamma deltagare gånger det kortare mötets längd, {days}. Varje möte räknas en gång.",
        days=_since(past_days),
    )
    lost = t(
        "{n} av {all:par|par} saknar sluttid och ingår inte.",
        n=texts.number(len(one.unknown)),
        all=texts.Amount(one.pairs),
    )
    return join(
        [
            tag(
                "div",
                tag("span", t("Möjliga dubbletter"), tag("strong", t("{n} par", n=texts.number(one.pairs)))),
                tag("span", t("Bundna persontimmar"), tag("strong", texts.number(one.total))),
                class_="sn-sumline",
            ),
            tag("p", about, " ", lost if one.unknown else "", class_="sn-source"),
        ]
    )


def _since(past_days: int) -> str:
    words = t("{n} dagar bakåt och det som är inplanerat", n=texts.number(past_days))
    return words if past_days else t("utan gräns bakåt")


def by_month(found: Sequence[Month]) -> tuple[list[str], list[list[object]]]:
    """Person-hours of each month as a table: its head and its rows."""
    return [t("Månad"), t("Persontimmar")], [
        [f"{texts.month(one.year, one.month)} {one.year}", texts.number(one.hours, 2)] for one in found
    ]


def unknown(one: Together) -> Html:
    """The pairs of meetings whose hours are not known, by their days."""
    rows = [[texts.day(start), texts.day(end)] for start, end in sorted(one.unknown)]
    return table([t("Ett möte"), t("Det andra")], rows, caption=t("Mötespar utan sluttid: timmarna är okända"))


def hours(now: Scene, groups: Sequence[Together]) -> Html:
    """Duplicate meetings of all pairs of forums."""
    if not groups:
        return tag("p", t("Inga möten ligger så tätt att de kan vara dubbletter."))
    head = [t("Mellan"), t("Mötespar"), t("Persontimmar"), t("Utan sluttid"), t("Kan vara rätt")]
    rows = [
        [
            forums_of(now, one.forums),
            texts.number(one.pairs),
            texts.number(one.total),
            texts.number(len(one.unknown)),
            exceptions({"required": one.required, "acute": one.acute}) or "–",
        ]
        for one in groups
    ]
    return table(head, rows, [1, 2, 3], stacked=True, said=t("Möten som kan vara dubbletter, per forumpar"))
