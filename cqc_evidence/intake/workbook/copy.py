"""A workbook as a person left it → a copy in which each problem stands where it belongs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cqc_evidence.intake.workbook.columns import ABOUT, GUIDE, LISTS, PROBLEM, PROBLEMS, SHEETS
from cqc_evidence.intake.workbook.long import beginning
from cqc_evidence.intake.workbook.paint import Grid, Spot, paint
from cqc_evidence.intake.workbook.read import head_of, raw_sheets
from cqc_evidence.model.diagnostic import Diagnostic

_PLACE = re.compile(r"(.+)!([A-Z]{1,3})(\d+)", re.ASCII | re.DOTALL)
_KNOWN = {name.casefold(): name for name in (GUIDE, *SHEETS, LISTS, ABOUT)}
_MADE = date(2000, 1, 1)
"""The copy is made of the person's file alone: the same file gives the same copy."""
_MOST = 2_000
_LETTERS = 26


def problem_copy(data: bytes, problems: Iterable[Diagnostic]) -> bytes:
    """Return the workbook with every bad cell red, its problem in the row, and all of them in a sheet of their own.

    The values are as the person left them; the copy can be corrected and imported itself. Formulas
    are there as the values they last showed. A file that cannot be read comes back as it is.
    """
    try:
        raw = raw_sheets(data).sheets
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a damaged file makes the reader raise almost anything
        return data
    found = tuple(problems)
    sheets = {_KNOWN.get(name.strip().casefold(), name): rows for name, rows in raw.items()}
    sheets.pop(PROBLEMS, None)
    spots = _spots(found, sheets)
    grids = [_grid(name, rows, spots) for name, rows in sheets.items()]
    return paint([_list_of(found), *grids], "Evidence items, with problems", _MADE, frozenset(spots))


def _spots(problems: Iterable[Diagnostic], sheets: Iterable[str]) -> dict[Spot, list[Diagnostic]]:
    """Return the problems of each cell that has any."""
    known = {name.casefold(): name for name in sheets}
    found: dict[Spot, list[Diagnostic]] = defaultdict(list)
    for problem in problems:
        cell = _PLACE.fullmatch(problem.location.place)
        name = known.get(cell[1].strip().casefold()) if cell else None
        if cell and name:
            found[name, int(cell[3]) - 1, _number(cell[2])].append(problem)
    return dict(found)


def _number(letters: str) -> int:
    """Return a column's number, from 0.

    >>> _number("A"), _number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def _grid(name: str, rows: Sequence[Sequence[str]], spots: Mapping[Spot, list[Diagnostic]]) -> Grid:
    head = (head_of(rows, SHEETS[name]) if name in SHEETS else 0) or 0
    of_rows: dict[int, list[Diagnostic]] = defaultdict(list)
    for (sheet, row, _), found in spots.items():
        if sheet == name:
            of_rows[row].extend(found)
    if name not in SHEETS or not rows:
        return Grid(name, rows, head)
    old = next((at for at, title in enumerate(rows[head]) if title == PROBLEM.title), None)
    if not of_rows and old is None:
        return Grid(name, rows, head)
    column = len(rows[head]) if old is None else old
    return Grid(name, [_with_problem(row, column, head - at, of_rows.get(at, [])) for at, row in enumerate(rows)], head)


def _with_problem(row: Sequence[str], column: int, above: int, problems: Sequence[Diagnostic]) -> list[str]:
    """Return a row with its problems in a column; the titles' row gets the column's title."""
    words = "\n".join(f"{one.message}: {one.help}" for one in problems)
    cells = [*row, *[""] * (column + 1 - len(row))]
    cells[column] = PROBLEM.title if above == 0 else beginning(words, _MOST, "…")
    return cells


def _list_of(problems: Iterable[Diagnostic]) -> Grid:
    rows = [["Where", "What is wrong", "Why it matters", "What to do"]]
    rows.extend(
        [
            beginning(text, _MOST, "…")
            for text in (one.location.place or one.location.file, one.message, one.because, one.help)
        ]
        for one in problems
    )
    return Grid(PROBLEMS, rows)
