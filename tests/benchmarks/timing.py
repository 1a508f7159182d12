"""How steps are timed, and how what they took is printed."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from graph.values import parse_day

T = TypeVar("T")
DAY = parse_day("2026-03-10")


@dataclass(frozen=True)
class Line:
    """One line of the table: what, how long, and what that means."""

    what: str
    seconds: float
    remark: str = ""


def best(step: Callable[[], object], repeats: int = 5) -> float:
    """The shortest of several runs, in seconds; the first warms up."""
    return min(timed(step)[0] for _ in range(repeats))


def timed(step: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = step()
    return time.perf_counter() - start, result


def printed(title: str, lines: Iterable[Line]) -> None:
    """Print the lines as they come."""
    print(f"\n{title}\n")
    print("| step | seconds | |\n|---|---:|---|")
    for line in lines:
        print(f"| {line.what} | {line.seconds:.4f} | {line.remark} |", flush=True)
