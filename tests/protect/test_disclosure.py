"""The public edition: no small count is shown, and none can be worked out from what is."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from cqc_evidence.measure.statistics import wilson
from cqc_evidence.protect.disclosure import PublicShare, Shown, hide_series, hide_small, public_share

QUICK = settings(deadline=None, max_examples=200)
SLOW = settings(deadline=None, max_examples=60)
Table = list[list[int]]


def with_totals(rows: Table, *, across: bool, down: bool) -> Table:
    """Return the rows with a last column and a last row of totals."""
    table = [[*row, sum(row)] if across else list(row) for row in rows]
    return [*table, [sum(column) for column in zip(*table, strict=True)]] if down else table


def seen(rows: Table, *, across: bool = True, down: bool = True, below: int = 8, to: int = 5) -> str:
    """Return a table as it is printed; s is small, b is hidden beside it."""
    signs = {"small": "s", "beside a small one": "b", "no number": "-"}
    table = hide_small(rows, row_totals=across, column_totals=down, hide_below=below, round_to=to)
    return " | ".join(" ".join(str(cell.number) if not cell.why else signs[cell.why] for cell in row) for row in table)


@st.composite
def tables(draw: st.DrawFn, *, most: int = 12, rows: int = 4, columns: int = 4) -> tuple[Table, bool, bool]:
    """Return a table with its totals, and whether rows and columns have them."""
    across, down = draw(st.sampled_from([(True, False), (False, True), (True, True)]))
    wide = draw(st.integers(1, columns))
    inner = draw(st.lists(st.lists(st.integers(0, most), min_size=wide, max_size=wide), min_size=1, max_size=rows))
    return with_totals(inner, across=across, down=down), across, down


# What is shown


def test_counts_from_one_to_seven_are_hidden_nought_stays_and_the_rest_is_rounded():
    assert hide_series([0, 1, 7, 8, 12, 13, None]) == (
        Shown(0), Shown(None, "small"), Shown(None, "small"), Shown(10), Shown(10), Shown(15), Shown(None, "no number"),
    )  # fmt: skip
    assert [cell.hidden for cell in hide_series([0, 1, None])] == [False, True, False]


@pytest.mark.parametrize(("counts", "below", "to", "numbers"), [
    ([1, 2, 9], 1, 1, [1, 2, 9]), ([5, 6, 14, 15], 6, 10, [None, 10, 10, 20]), ([1, 2, 3], 1, 5, [5, 5, 5]), ([9, 10], 10, 5, [None, 10]),
])  # fmt: skip
def test_both_limits_can_be_changed_and_nothing_is_rounded_away_to_nought(counts, below, to, numbers):
    assert [cell.number for cell in hide_series(counts, hide_below=below, round_to=to)] == numbers


def test_a_series_without_a_total_hides_only_what_is_small():
    assert [cell.number for cell in hide_series([30, 4, 30])] == [30, None, 30]


def test_one_small_count_beside_a_total_takes_the_smallest_other_with_it():
    assert seen([[3, 41, 60, 104]], down=False) == "s b 60 105"


def test_nought_stays_while_there_is_anything_else_to_hide():
    assert seen([[3, 0, 41, 44]], down=False) == "s 0 b 45"
    assert seen([[3, 0, 3]], down=False) == "s 0 s"
    assert seen([[3, 0, 12]], down=False, below=4) == "s 0 b", "a total that counts more than the parts shows"
    assert seen([[3, 0, 0]], down=False) == "s b 0", "nothing else is left"
    assert seen([[0, 3], [0, 0]], across=False, down=False) == "0 s | 0 0"


def test_two_small_counts_that_can_only_be_one_and_one_get_company():
    assert seen([[1, 1, 50, 30, 82]], down=False) == "s s 50 b 80"
    assert seen([[1, 2, 50, 30, 83]], down=False) == "s s 50 30 85"


def test_ones_everywhere_are_told_by_a_total_of_totals_so_that_goes_too():
    """Four people in four cells, none of which is 0, can only be one in each."""
    assert seen(with_totals([[1, 1], [1, 1]], across=True, down=True), below=3) == "s s s | s s s | s s b"


def test_a_total_hidden_with_its_only_part_is_company_enough():
    assert seen([[1, 0, 1]], down=False) == "s 0 s"


def test_a_table_with_both_totals_is_safe_across_and_down():
    rows = with_totals([[3, 40, 50], [20, 30, 60], [70, 80, 90]], across=True, down=True)
    assert seen(rows) == "s b 50 95 | b b 60 110 | 70 80 90 240 | 95 150 200 445"


def test_a_small_count_between_two_hidden_squares_gets_company():
    """Each row and column has two hidden cells, yet the 5 is what the first two rows have over the first two columns."""
    rows = with_totals([[2, 3, 90, 90], [3, 2, 5, 90], [90, 90, 3, 2], [90, 90, 2, 3]], across=True, down=True)
    assert seen(rows) == "s s b 90 185 | s s s 90 100 | 90 90 s s 185 | 90 90 s s 185 | 185 185 100 185 655"


def test_a_total_that_is_small_is_hidden_and_counts_as_company():
    assert seen([[0, 3, 3], [40, 20, 60]], down=False) == "0 s s | 40 20 60"
    assert seen(with_totals([[2, 40], [3, 50]], across=False, down=True), across=False) == "s 40 | s 50 | s 90"


def test_where_there_is_no_number_there_is_no_protection_and_no_total_to_protect_from():
    assert seen([[3, None, 41, 44]], down=False) == "s - b 45"
    assert seen([[3, 41, None]], down=False) == "s 40 -"
    assert seen([[3, None, None]], down=False) == "s - -"
    assert seen([[None, 3]], down=False) == "- s"


@pytest.mark.parametrize("rows", [[], [[]], [[], []]])
def test_an_empty_table_stays_empty(rows):
    assert hide_small(rows, row_totals=True, column_totals=True) == tuple(() for _ in rows)


def test_rounded_parts_need_not_add_up_to_the_rounded_total():
    assert seen([[12, 12, 12, 36]], down=False) == "10 10 10 35"


@pytest.mark.parametrize(("rows", "below", "to", "words"), [
    ([[1, 2], [3]], 8, 5, "equally long"), ([[-1]], 8, 5, "0 or more"), ([[1]], 0, 5, "1 or more"), ([[1]], 8, 0, "1 or more"),
])  # fmt: skip
def test_what_is_no_table_of_counts_is_refused(rows, below, to, words):
    with pytest.raises(ValueError, match=words):
        hide_small(rows, row_totals=True, column_totals=False, hide_below=below, round_to=to)


# What can be worked out from it


def lines_of(table: Table, *, across: bool, down: bool) -> list[list[tuple[int, int]]]:
    """Return the cells of each row and column that has a total, the total last."""
    rows, columns = range(len(table)), range(len(table[0]))
    return [[(at, place) for place in columns] for at in rows if across] + [
        [(at, place) for at in rows] for place in columns if down
    ]


@QUICK
@given(tables(most=30))
def test_every_small_count_is_hidden_and_what_shows_is_true(found):
    table, across, down = found
    for row, shown in zip(table, hide_small(table, row_totals=across, column_totals=down, round_to=1), strict=True):
        for count, cell in zip(row, shown, strict=True):
            assert (cell.why == "small") == (0 < count < 8)
            assert cell.hidden or cell.number == count


@QUICK
@given(tables(most=30))
def test_no_row_or_column_with_a_total_has_just_one_hidden_cell(found):
    table, across, down = found
    shown = hide_small(table, row_totals=across, column_totals=down)
    for line in lines_of(table, across=across, down=down):
        assert sum(shown[at][place].hidden for at, place in line) != 1


@SLOW
@given(tables(most=4, rows=2, columns=2))
def test_trying_every_table_that_fits_leaves_each_small_count_two_values_at_least(found):
    """By brute force: counts 1 and 2 are hidden, and every table of 0 to 7 is held against what shows."""
    table, across, down = found
    shown = hide_small(table, row_totals=across, column_totals=down, hide_below=3, round_to=1)
    inner = [row[: len(row) - across] for row in shown[: len(shown) - down]]
    wide = len(inner[0])
    choices = [range(1, 8) if cell.hidden else [cell.number] for row in inner for cell in row]
    values: dict[tuple[int, int], set[int]] = {}
    for picked in product(*choices):
        guess = with_totals(
            [list(picked[at : at + wide]) for at in range(0, len(picked), wide)], across=across, down=down
        )
        cells = [(at, place, cell) for at, row in enumerate(shown) for place, cell in enumerate(row)]
        if all(guess[at][place] > 0 if cell.hidden else guess[at][place] == cell.number for at, place, cell in cells):
            for at, place, _ in cells:
                values.setdefault((at, place), set()).add(guess[at][place])
    for at, row in enumerate(shown):
        for place, cell in enumerate(row):
            assert cell.why != "small" or len(values[at, place]) >= 2


@SLOW
@given(tables(most=12))
def test_solving_the_table_leaves_each_small_count_a_range(found):
    """By linear programming: the least and the most that each hidden small count can be, all hidden ones being 1 or more."""
    table, across, down = found
    shown = hide_small(table, row_totals=across, column_totals=down, round_to=1)
    hidden = [(at, place) for at, row in enumerate(shown) for place, cell in enumerate(row) if cell.hidden]
    sums, knowns = [], []
    for line in lines_of(table, across=across, down=down):
        signs = [1] * (len(line) - 1) + [-1]
        sums.append([sum(sign for cell, sign in zip(line, signs, strict=True) if cell == one) for one in hidden])
        knowns.append(
            -sum(
                sign * table[at][place]
                for (at, place), sign in zip(line, signs, strict=True)
                if (at, place) not in hidden
            )
        )
    least = [min(1, table[at][place]) for at, place in hidden]
    for one, (at, place) in enumerate(hidden):
        if shown[at][place].why == "small":
            aim = np.eye(len(hidden))[one]
            bounds = [(low, 10_000) for low in least]
            ends = [linprog(sign * aim, A_eq=sums, b_eq=knowns, bounds=bounds).fun * sign for sign in (1, -1)]
            assert ends[1] - ends[0] >= 1 - 1e-6


# Shares


def test_a_share_is_shown_from_rounded_counts_to_whole_per_cent():
    assert public_share(22, 388, interval=wilson) == PublicShare(20, 390, 0.05, (0.03, 0.08))
    assert public_share(20, 388) == PublicShare(20, 390, 0.05)
    assert public_share(49, 388, round_to=1) == PublicShare(49, 388, 0.13)


@pytest.mark.parametrize(
    ("numerator", "denominator"), [(1, 388), (7, 388), (381, 388), (387, 388), (0, 7), (7, 7), (3, 5)]
)
def test_a_share_is_hidden_where_some_or_the_others_or_all_are_few(numerator, denominator):
    assert public_share(numerator, denominator, interval=wilson) == PublicShare(
        hidden="a count from 1 to 7 is not shown in public"
    )


def test_nobody_and_everybody_are_shown_and_a_share_of_nobody_is_none():
    assert public_share(0, 40).share == 0
    assert public_share(40, 40).share == 1
    assert public_share(0, 0) == PublicShare(hidden="there was nobody to count")
    assert public_share(3, 5, hide_below=2, round_to=1).share == 0.6


@pytest.mark.parametrize(("numerator", "denominator"), [(9, 8), (-1, 8), (1, 0)])
def test_what_is_no_share_is_refused(numerator, denominator):
    with pytest.raises(ValueError, match="no more than its whole"):
        public_share(numerator, denominator)


@QUICK
@given(st.integers(0, 3000), st.integers(0, 3000))
def test_many_true_shares_look_alike_in_public(some, others):
    """Every count that rounds to the same is shown alike, so that the true one is not told."""
    found = public_share(some, some + others, interval=wilson)
    if not found.hidden:
        again = public_share(found.numerator or 0, found.denominator or 0, interval=wilson, hide_below=1)
        assert again == found
        assert 0 <= (found.share or 0) <= 1
        assert abs((found.share or 0) - some / (some + others)) < 0.01 + 5 / (some + others)
