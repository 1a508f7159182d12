"""Small counts cannot be worked out: a reader who knows the rules and can add tries every number they could be."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.tables.suppress import Sum, bounds, protect
from dashboard.texts import LEAST

COUNTS = st.lists(st.integers(0, 9), min_size=2, max_size=4)


def possible(
    counts: dict[str, int], sums: list[Sum[str]], hidden: frozenset[str], most: int = 14
) -> dict[str, set[int]]:
    """Every number that each count can be, if all that is shown is true and everything adds up."""
    total = {one.total for one in sums}
    parts = [key for key in counts if key not in total]

    def may(key: str, number: int) -> bool:
        if key in hidden:
            return number >= LEAST
        return number < LEAST if counts[key] < LEAST else number == counts[key]

    choices = [[n for n in range(most) if may(key, n)] for key in parts]
    found: dict[str, set[int]] = {key: set() for key in counts}
    for numbers in product(*choices):
        known = dict(zip(parts, numbers, strict=True))
        for one in sums:
            known[one.total] = sum(known[key] for key in one.parts)
        if all(may(key, known[key]) for key in total):
            for key, number in known.items():
                found[key].add(number)
    return found


def district_table(numbers: list[int]) -> tuple[dict[str, int], list[Sum[str]]]:
    parts = {f"d{number}": count for number, count in enumerate(numbers)}
    return {**parts, "all": sum(numbers)}, [Sum("all", tuple(parts))]


@given(COUNTS)
@settings(max_examples=200, deadline=None)
def test_no_few_count_can_be_worked_out_from_the_others_and_their_sum(numbers: list[int]) -> None:
    counts, sums = district_table(numbers)
    found = possible(counts, sums, protect(counts, sums), most=max(sum(numbers) + 1, 14))
    assert [key for key, count in counts.items() if count < LEAST and len(found[key]) == 1] == []


@given(st.lists(st.integers(0, 8), min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_nor_where_sums_add_up_to_other_sums(numbers: list[int]) -> None:
    a, b, c, d = numbers
    counts = {"a": a, "b": b, "c": c, "d": d, "one": a + b, "other": c + d, "all": sum(numbers)}
    sums = [Sum("one", ("a", "b")), Sum("other", ("c", "d")), Sum("all", ("one", "other"))]
    found = possible(counts, sums, protect(counts, sums), most=33)
    assert [key for key, count in counts.items() if count < LEAST and len(found[key]) == 1] == []


def test_the_reader_would_succeed_without_protection() -> None:
    counts, sums = district_table([9, 3, 7])
    assert possible(counts, sums, frozenset(), most=20)["d1"] == {3}
    assert possible(counts, sums, protect(counts, sums), most=20)["d1"] == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ([9, 3, 7], {"d2"}),  # the smallest of the others goes too
        ([9, 3, 2], set()),  # two few ones hide each other
        ([9, 0, 0], {"d0"}),  # none and none: nine would say so
        ([9, 8], set()),
        ([0, 2], set()),  # the sum itself is few
    ],
)
def test_no_more_is_hidden_than_must_be(numbers: list[int], hidden: set[str]) -> None:
    counts, sums = district_table(numbers)
    assert protect(counts, sums) == hidden


def test_a_total_that_is_called_nothing_is_hidden_like_any_other() -> None:
    assert protect({"a": 4, "b": 4, None: 8}, [Sum(None, ("a", "b"))]) == {None}


def test_bounds_are_what_addition_tells() -> None:
    counts, sums = district_table([9, 3, 7])
    low, high = bounds(counts, sums, frozenset({"d2"}))
    assert (low["d1"], high["d1"]) == (0, 4)
    assert (low["d2"], high["d2"]) == (6, 10)
