"""The council's own list of what CQC's information return asks for → numbers and questions, in any numbering."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cqc_evidence.intake.tables.sheets import Grid, Grids, read_csv_grid, read_workbook_grids
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location

PAGES = {
    "ir-list": """Something about the council's list of the information return that people should know.

A number that stands twice is told with both places, and the first is kept. A row without a number is told and kept under
its first words, so that nothing is lost; so is a number that asks for nothing.""",
}
"""Rule → its page for `cqc-evidence explain`; the first line is its summary."""
_ANY = r"(?:(?:ir|cqc|item|request|question|document|evidence|line|list)\s+)*"
_NUMBERS = (
    re.compile(
        rf"{_ANY}(?:ref(?:erence)?|no|num|number|id|#)\.?(?:\s*(?:no|number|id))?\.?(?:\s*\(.*\))?", re.IGNORECASE
    ),
    re.compile(r"ir|item|ir item", re.IGNORECASE),
)
"""What heads the column of numbers, surest first."""
_WANTED = r"(?:required|requested|needed|asked for|sought)"
_ASKS = (
    re.compile(
        rf".*\b(?:evidence|information|documents?|data|items?)\s+{_WANTED}.*|.*\basks?\b.*|.*\basked for\b.*",
        re.IGNORECASE,
    ),
    re.compile(r".*\b(?:requests?|requirements?|description|questions?)\b.*", re.IGNORECASE),
    re.compile(r".*\b(?:evidence|information|documents?|title|details?|items?)\b.*", re.IGNORECASE),
)
"""What heads the column that says what is asked for, surest first."""
_ELSE = re.compile(
    r".*\b(?:date|day|due|deadline|received|owner|lead|responsible|status|rag|link|url|location|folder|comments?|notes|format|"
    r"provided|supplied|uploaded|statement|theme|by|from|numbers?|no|ref|reference)\b.*",
    re.IGNORECASE,
)
"""What heads a column of something else, although it may speak of evidence: “Evidence owner”, “Date requested”."""
_OWNERS = (re.compile(r".*\b(?:owner|lead|responsible)\b.*", re.IGNORECASE),)
_STATEMENTS = (
    re.compile(r".*\b(?:quality statements?|qs)\b.*", re.IGNORECASE),
    re.compile(r".*\b(?:statement|theme)s?\b.*", re.IGNORECASE),
)
_TRACKING = re.compile(
    r"\bcase[- ]?(?:track(?:ing|er)|lists?|files?|records?|audit list)\b|\blists? of (?:cases|people)\b", re.IGNORECASE
)
_PART = re.compile(r"(?:theme|section|part)\b.*", re.IGNORECASE)
"""A row that heads the rows below it."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DECIMAL = re.compile(r"\d+\.\d")
_LONGEST = 24
"""Letters of the longest number anybody gives; anything longer, where nothing is asked for, heads the rows below it."""
_FIRST_WORDS = 40
_LOOKED_AT = 30
"""Rows among which the headings are looked for."""


class Asked(NamedTuple):
    """One row of the list."""

    number: str
    asks: str
    owner: str
    statement: str
    """As the list has it; not yet an id."""
    place: str


class IrList(NamedTuple):
    """What the list asks for, with every problem of it."""

    asked: tuple[Asked, ...]
    problems: tuple[Diagnostic, ...]


class _Columns(NamedTuple):
    number: int
    asks: int
    owner: int = -1
    statement: int = -1


def read_ir_list(data: bytes, file: str, number: str = "", asks: str = "") -> IrList:
    """Return what a list asks for, in its order, from all its sheets; of two rows with one number the first.

    Args:
        data: an Excel or CSV file that was found safe to open.
        file: its name.
        number: the heading of the column with the numbers, where it is not told by its words.
        asks: the heading of the column that says what is asked for, likewise.
    """
    grids: Grids = read_csv_grid(data, file) if file.lower().endswith(".csv") else read_workbook_grids(data, file)
    list_ = _List(file)
    without = []
    for grid in grids.grids:
        found = _header(grid.rows, number, asks)
        if found is not None:
            list_.read(grid, *found)
        elif any(map(any, grid.rows)):
            without.append(grid.sheet)
    if len(without) == len(grids.grids):
        without = []
        if not grids.problems or grids.grids:
            headings = "no column of numbers and of what is asked for was found"
            help_ = "name them: --number “Ref” --asks “Evidence required”, as the headings stand in the list"
            list_.tell("", headings, help_, Severity.ERROR)
    for note in grids.notes:
        list_.tell(
            "", note, "look whether it asks for anything, and make it an ordinary sheet if it does", Severity.NOTE
        )
    for sheet in without:
        told = f"the sheet “{sheet}” was passed over: no column of numbers and of what is asked for was found"
        list_.tell("", told, "give it the same headings as the others, if it asks for anything", Severity.NOTE)
    return IrList(tuple(list_.asked.values()), (*grids.problems, *list_.problems))


def _problem(file: str, place: str, message: str, help_: str, severity: Severity = Severity.WARNING) -> Diagnostic:
    return Diagnostic(
        rule="ir-list", severity=severity, message=message, help=help_,
        because="each thing that CQC asks for has one number, so that evidence can be pointed at it",
        location=Location(file=file, place=place or "the list"),
    )  # fmt: skip


def _header(rows: Sequence[tuple[str, ...]], number: str, asks: str) -> tuple[int, _Columns] | None:
    """Return the row of the headings and the columns; titles and blank rows may stand above it."""
    for place, row in enumerate(rows[:_LOOKED_AT]):
        cells = [" ".join(cell.split()) for cell in row]
        numbers = _column(cells, number, _NUMBERS, set())
        asked = _column(cells, asks, _ASKS, {numbers}, _ELSE)
        if numbers >= 0 and asked >= 0:
            owner = _column(cells, "", _OWNERS, {numbers, asked})
            return place, _Columns(numbers, asked, owner, _column(cells, "", _STATEMENTS, {numbers, asked, owner}))
    return None


def _column(
    cells: Sequence[str],
    named: str,
    patterns: Sequence[re.Pattern[str]],
    taken: set[int],
    other: re.Pattern[str] | None = None,
) -> int:
    """Return the column that was named, else the first that the surest words tell; -1 where there is none."""
    free = [(at, cell) for at, cell in enumerate(cells) if cell and at not in taken]
    if named:
        return next((at for at, cell in free if cell.casefold() == " ".join(named.split()).casefold()), -1)
    for pattern in patterns:
        for at, cell in free:
            if pattern.fullmatch(cell) and not (other and other.fullmatch(cell)):
                return at
    return -1


class _List:
    """Collects what the sheets of a list ask for."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.asked: dict[str, Asked] = {}
        """Number, in small letters → the first row that has it."""
        self.problems: list[Diagnostic] = []
        self.part = ""

    def tell(self, place: str, message: str, help_: str, severity: Severity = Severity.WARNING) -> None:
        self.problems.append(_problem(self.file, place, message, help_, severity))

    def read(self, grid: Grid, header: int, columns: _Columns) -> None:
        """Read the rows below the headings."""
        self.part = grid.sheet
        for at, row in enumerate(grid.rows[header + 1 :], header + 2):
            cells = [" ".join(cell.split()) for cell in row]
            if not any(cells) or row == grid.rows[header]:
                continue
            place = grid.place(at, columns.number + 1)
            self._row(place, _cell(cells, columns.number), _cell(cells, columns.asks), cells, columns)

    def _row(self, place: str, number: str, asks: str, cells: Sequence[str], columns: _Columns) -> None:
        alone = sum(map(bool, cells)) == 1
        if alone and (_PART.fullmatch(number or asks) or (number and len(number) > _LONGEST)):
            self.part = number or asks
            return
        if not number and not asks:
            return  # an owner or a note without a question
        if not number:
            self.tell(
                place, f"this row has no number: “{asks[:60]}”", "give it one in the list, and take the list in again"
            )
            number = f"no number: {asks[:_FIRST_WORDS].strip()}"
        elif not asks:
            self.tell(place, f"{number} asks for nothing", "write what is asked for beside the number")
        elif _DAY.fullmatch(number):
            told = "if Excel made a day of a number such as 1.2, format the column as Text and type the number again"
            self.tell(place, f"the number is a day: {number}", told)
        if (first := self.asked.get(number.casefold())) is not None:
            self._again(place, number, first)
            return
        if _TRACKING.search(asks):
            told = f"{number} asks for people's records: keep that list out of this project"
            self.tell(place, told, "send it by the way that CQC names for it", Severity.NOTE)
        statement = _cell(cells, columns.statement) or self.part
        self.asked[number.casefold()] = Asked(number, asks, _cell(cells, columns.owner), statement, place)

    def _again(self, place: str, number: str, first: Asked) -> None:
        help_ = "give one of them another number; the first was taken in"
        if _DECIMAL.fullmatch(number):
            help_ += (
                f". If one of them is {number}0, Excel dropped its nought: format the column as Text and type it again"
            )
        self.tell(place, f"the number {number} stands here and at {first.place}", help_)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if 0 <= at < len(cells) else ""


def statement_of(text: str, titles: Sequence[tuple[str, str]]) -> str:
    """Return the id of the quality statement that a cell names: by its title, an alias or its number (`QS3`, `3`).

    >>> statement_of("Quality statement 9: Learning", [("learning", "Learning")])
    'learning'
    """
    flat = " ".join(text.casefold().split())
    short = re.sub(r"^(?:(?:quality )?statement )?(?:qs ?)?\d*[.:)–-]* *", "", flat)
    for ident, title in titles:
        if flat and title.casefold() in (flat, short, flat.replace(" ", "")):
            return ident
    return ""
