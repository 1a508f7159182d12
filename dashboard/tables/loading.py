"""What the data page shows of a load: rows per file and per rule, and files to download."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.texts import MADE_UP, language, t
from graph.network import Network
from graph.records import FILES
from loaders.report import LoadReport, Reject

FIRST = 3
"""So many lines of a file are told on the page; all stand in the file to download."""


@dataclass(frozen=True)
class Rule:
    """How many cells or rows broke one rule, and in which columns of which files; `lines` are the first of each,
    one more than are told.
    """

    rule: str
    effect: str
    places: dict[str, int]
    lines: dict[str, list[int]]

    @property
    def total(self) -> int:
        return sum(self.places.values())


def rules(rejects: Iterable[Reject], effect: str) -> list[Rule]:
    """The rules that rows broke, most often first."""
    found: dict[str, Counter[str]] = {}
    lines: dict[str, dict[str, list[int]]] = {}
    for one in rejects:
        if one.effect == effect:
            place = one.file.removesuffix(".csv") + (f".{one.column}" if one.column else "")
            found.setdefault(one.rule, Counter())[place] += 1
            first = lines.setdefault(one.rule, {}).setdefault(place, [])
            if len(first) <= FIRST and one.line not in first:
                first.append(one.line)
    listed = [Rule(rule, effect, dict(places.most_common()), lines[rule]) for rule, places in found.items()]
    return sorted(listed, key=lambda rule: (-rule.total, rule.rule))


def per_file(report: LoadReport) -> list[tuple[str, int, int, int, int]]:
    """File, rows, loaded, incomplete and refused of each file."""
    return [(one.file, one.rows, one.loaded, one.incomplete, one.refused) for one in report.files]


FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Signs that make a spreadsheet take a cell for a formula, the wide ones too."""


def csv_file(head: Sequence[str], rows: Iterable[Sequence[object]], made_up: bool, between: str = ";") -> bytes:
    """A table as a CSV file that Excel reads; every row says so if the data are made up.

    A cell that a spreadsheet would take for a formula gets an apostrophe; in Swedish a number has a decimal comma, and
    in no language are its thousands apart.
    """
    text, comma = io.StringIO(), language() == "sv"
    writer = csv.writer(text, delimiter=between, lineterminator="\r\n")
    extra = [t("märkning")] if made_up else []
    writer.writerow([*extra, *head])
    for row in rows:
        writer.writerow([*([t(MADE_UP)] if made_up else []), *(_cell(value, comma) for value in row)])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object, comma: bool) -> object:
    if isinstance(value, str) and value[:1] in FORMULA:
        return "'" + value
    if isinstance(value, str) and (digits := value.replace("\u202f" if comma else ",", "")).isdigit():
        return digits
    if isinstance(value, float) and comma:
        return str(value).replace(".", ",")
    return "" if value is None else value


def rejected_csv(rejects: Sequence[Reject], made_up: bool) -> bytes:
    """The list of refused and incomplete rows: never what stood in a cell."""
    return csv_file(Reject._fields, rejects, made_up, ",")


def missing(report: LoadReport, network: Network | None) -> list[str]:
    """The files that the load did not have, and of which the store holds nothing."""
    loaded = {one.kind for one in report.files}
    return [kind.file for kind in FILES.values() if kind.name not in loaded and not _holds(network, kind.name)]


def _holds(network: Network | None, name: str) -> bool:
    """Whether the store has a row of a kind of file."""
    if network is None:
        return False
    kind = FILES[name]
    link = kind.link
    tables = (
        [f"{s}_{link.edge}_{o}" for s in kind.refs[link.source].kinds for o in kind.refs[link.target].kinds]
        if (link and not kind.node)
        else [str(kind.node)]
    )
    return any(network.count(table) for table in tables)


def report_json(report: LoadReport) -> bytes:
    """The report of a load as `load --format json` gives it, with counts by rule; never what stood in a cell."""
    by_rule = [
        {"rule": one.rule, "effect": one.effect, "rows": one.total, "places": one.places}
        for effect in ("refused", "incomplete")
        for one in rules(report.rejects, effect)
    ]
    told = {**report.as_dict(), "rules": by_rule, "notes": report.notes}
    return json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8")
