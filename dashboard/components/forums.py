"""How the forum page looks: badges, the evidence of a pair, hours."""

from collections.abc import Sequence

from dashboard import texts
from dashboard.components.html import Html, badge, card, heading, join, table, tag, two_lines
from dashboard.components.overview import forums_of
from dashboard.data import Scene
from dashboard.tables.counts import Share
from dashboard.tables.duplicates import Together
from dashboard.tables.forums import Cell, Forums, Pair
from dashboard.texts import CONSENTS, KINDS, LEAST, LEVELS, MEASURES, NEEDS, PARTIES, STATUS, t, word
from graph.detectors.overlap import SETS
from graph.findings import Finding
from graph.values import FORUM_STATUS, UNKNOWN, items


def badges(finding: Finding) -> Html:
    """In what the forums are alike, and what speaks for having both."""
    kinds = finding.numbers["kinds"]
    shown = [badge("forum", word(KINDS, kind), "good") for kind in kinds] if isinstance(kinds, list) else []
    return join([*shown, exceptions(finding.numbers)])


def exceptions(numbers: object) -> Html:
    """Required by law, acute, builds on each other."""
    said = numbers if isinstance(numbers, dict) else {}
    words = {"required": t("krävs i lag"), "acute": t("akut"), "builds_on": t("bygger på varandra")}
    return join(badge("strength", text, code) for code, text in words.items() if said.get(code))


def measures(finding: Finding) -> list[str]:
    """The sets that a finding is about."""
    by_kind = {
        "same_children": ["children"],
        "same_professionals": ["professionals"],
        "same_mandate": ["parties", "needs"],
        "equal": ["children", "professionals"],
    }
    kinds = finding.numbers["kinds"]
    return [name for kind in (kinds if isinstance(kinds, list) else []) for name in by_kind.get(kind, [])]


def pair_line(finding: Finding, measure: str) -> str:
    """How much two forums share, in numbers."""
    shared, union, smaller = (finding.numbers[f"{measure}_{part}"] for part in ("shared", "union", "smaller"))
    few = measure == "children"
    of_all = Share(int(str(shared)), int(str(union)), few)
    of_smaller = Share(int(str(shared)), int(str(smaller)), few, rest=True)
    return t(
        "{measure}: {all} av alla, {smaller} av den mindre",
        measure=word(MEASURES, measure),
        all=_said(of_all),
        smaller=_said(of_smaller),
    )


def _said(share: Share) -> str:
    return f"{share.words} ({share.per_cent})" if share.per_cent else share.words


def how_many(cells: Sequence[Cell]) -> Html:
    """The heading of the heatmap, with how many pairs it has."""
    words = t(
        "Par: {n}, varav {rule} uppfyller en regel. Klicka på en ruta för att se paret.",
        n=texts.number(len(cells)),
        rule=texts.number(sum(cell.found for cell in cells)),
    )
    return heading(3, t("Alla par"), words)


def legend() -> Html:
    """What the colours, edges and signs of the heatmap mean."""
    parts = [
        [tag("span", class_="sn-swatch sn-ramp"), t("större andel gemensamma är mörkare")],
        [tag("span", class_="sn-swatch", style="border:2px solid #111827"), t("uppfyller en regel")],
        [tag("span", class_="sn-swatch", style="border:3px solid #1565b8"), t("valt par")],
        [t("<5: färre än fem barn")],
        [t("–: åldrarna möts inte, eller inget att jämföra")],
    ]
    return tag("div", *(tag("span", *part) for part in parts), class_="sn-legend")


def twin(forums: Forums, cells: Sequence[Cell]) -> Html:
    """The heatmap as a table."""
    head = [t("Ett forum"), t("Ett annat"), t("Gemensamma"), t("Andel"), t("Regel")]
    rows = [_twin(forums, cell) for cell in cells]
    return table(head, rows, [2, 3], t("Alla par på nivån"))


def _twin(forums: Forums, cell: Cell) -> list[object]:
    names = [forums.names[cell.one], forums.names[cell.other]]
    if not cell.comparable:
        why = t("det ena är en del av det andra") if cell.apart == "part" else t("åldrarna möts inte")
        return [*names, why, "–", "–"]
    return [*names, cell.share.words, cell.share.per_cent or "–", t("ja") if cell.found else "–"]


def register(forums: Forums, one: int, other: int) -> Html:
    """What the register says about two forums, side by side."""
    columns = [_facts(forums, forum) for forum in (one, other)]
    head = [t("Ur forumregistret"), forums.names[one], forums.names[other]]
    return table(head, [[name, columns[0][name], columns[1][name]] for name in columns[0]])


def _facts(forums: Forums, forum: int) -> dict[str, str]:
    network = forums.network
    said = {True: t("ja"), False: t("nej"), None: t("okänt")}
    status = int(network.ints("forum", "status")[forum])

    def words(column: str) -> str:
        return network.texts("forum", column)[forum].as_py() or "–"

    def listed(column: str, known: dict[str, str]) -> str:
        return ", ".join(word(known, item) for item in items(network.texts("forum", column)[forum].as_py())) or "–"

    return {
        t("Nivå"): word(LEVELS, forums.level[forum]),
        t("Läge"): word(STATUS, FORUM_STATUS.choices[status]) if status >= 0 else t("okänt"),
        t("Ålder"): _ages(int(network.ints("forum", "age_min")[forum]), int(network.ints("forum", "age_max")[forum])),
        t("Område"): forums.district[forum] or t("alla områden"),
        t("Rytm"): words("cadence"),
        t("Samtycke"): listed("consent", CONSENTS),
        t("Grund"): words("basis"),
        t("Krävs i lag"): said[forums.flag("required", forum)],
        t("Akut"): said[forums.flag("acute", forum)],
        t("Parter"): listed("parties", PARTIES),
        t("Behov"): listed("needs", NEEDS),
    }


def _ages(low: int, high: int) -> str:
    shown = ["…" if age == UNKNOWN else str(age) for age in (low, high)]
    return t("{low}–{high} år", low=shown[0], high=shown[1])


def evidence(forums: Forums, pair: Pair) -> Html:
    """What two forums share of each set: of all, and of the smaller."""
    names = forums.names[pair.one], forums.names[pair.other]
    head = [
        t("Det gemensamma"),
        t("bara {one} · båda · bara {other}", one=names[0], other=names[1]),
        t("av alla"),
        t("av den mindre"),
    ]
    rows = [
        [word(MEASURES, name), _split(pair, name), _two(pair.of_all(name)), _two(pair.of_smaller(name))]
        for name in SETS
    ]
    return join(
        [
            table(head, rows, [2, 3]),
            tag(
                "p",
                t(
                    "Av alla: gemensamma delat med alla i något av forumen (Jaccard). "
                    "Av den mindre: gemensamma delat med den mindre gruppen."
                ),
                class_="sn-source",
            ),
        ]
    )


def _two(share: Share) -> Html:
    return two_lines(tag("strong", share.per_cent or "–"), share.words)


def _split(pair: Pair, name: str) -> Html:
    left, right = pair.only[name]
    both = pair.shared[name]
    few = name == "children"
    shown = [texts.children(n) if few else texts.number(n) for n in (left, both, right)]
    if few and (left < LEAST) != (right < LEAST):  # the union is told, and with it the one that is hidden
        shown[0 if right < LEAST else 2] = t("dolt")
    sizes = [max(n, 4) if few else n for n in (left, both, right)]
    if not sum(sizes):
        return text_dash()
    looks = [None, "sn-both", None]
    parts = [
        tag("span", words, class_=look, style=f"flex:{size} 1 auto")
        for words, size, look in zip(shown, sizes, looks, strict=True)
        if size
    ]
    return tag("div", *parts, class_="sn-split")


def text_dash() -> Html:
    """What stands where there is nothing to show."""
    return Html("–")


def together(now: Scene, one: Together) -> Html:
    """The meetings of two forums that lie close to each other."""
    unknown = t("{n} par saknar sluttid och ingår inte i timmarna.", n=texts.number(one.unknown)) if one.unknown else ""
    return card(
        tag("h3", t("Möten tätt inpå varandra"), class_="sn-h3"),
        tag(
            "div",
            tag("span", tag("strong", texts.number(one.pairs)), t("mötespar")),
            tag("span", tag("strong", texts.number(one.total)), t("persontimmar")),
            class_="sn-sumline",
        ),
        tag(
            "p",
            t("Gemensamma deltagare gånger det kortare mötets längd. Varje mötes timmar räknas en gång."),
            " ",
            unknown,
            class_="sn-source",
        ),
    )


def hours(now: Scene, groups: Sequence[Together]) -> Html:
    """Duplicate meetings of all pairs of forums."""
    head = [t("Mellan"), t("Mötespar"), t("Persontimmar"), t("Utan sluttid"), t("Kan vara rätt")]
    rows = [
        [
            forums_of(now, one.forums),
            texts.number(one.pairs),
            texts.number(one.total),
            texts.number(one.unknown),
            exceptions({"required": one.required, "acute": one.acute}) or "–",
        ]
        for one in groups
    ]
    return table(head, rows, [1, 2, 3])
