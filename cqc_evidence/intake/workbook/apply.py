"""Cells of one row → values → the noun with those values; each bad cell is a problem and changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from cqc_evidence.intake.problems import at, bad_cell
from cqc_evidence.intake.workbook.columns import Child, Column
from cqc_evidence.intake.workbook.owners import ChildRow
from cqc_evidence.intake.workbook.read import place
from cqc_evidence.intake.workbook.values import WrongError, value_of
from cqc_evidence.model.base import Noun
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import ReportedBack
from cqc_evidence.model.workbook import WorkbookRead, WorkbookRow, WorkbookSheet

NounT = TypeVar("NounT", bound=Noun)
Path = tuple[str, ...]


class Applied(NamedTuple):
    """What the cells of one row came to."""

    values: dict[Path, Any]
    problems: tuple[Diagnostic, ...]
    notes: tuple[str, ...]
    sound: bool
    """Whether everything is there that a new noun needs."""


class Row(NamedTuple):
    """A row with the sheet it stands in."""

    read: WorkbookRead
    sheet: WorkbookSheet
    row: WorkbookRow

    def problem(self, key: str, what: str, advice: str) -> Diagnostic:
        """Return a problem at one of the row's cells."""
        return bad_cell(at(self.read.file, self.where(key)), what, advice)

    def where(self, key: str) -> str:
        """Return one of the row's cells as people name it."""
        return place(self.sheet, self.row.number, key)


def same_date(row: Row, key: str, text: str, before: str) -> bool:
    """Return whether a date of Excel's own is the month or year that stood there: Excel adds the first day by itself."""
    return (
        text != before
        and row.where(key) in row.read.dates
        and len(before) in (len("2019"), len("2019-07"))
        and text == f"{before}-01-01"[: len("2019-07-01")]
    )


def apply_row(
    row: Row, columns: Sequence[Column], noun: type[Noun], cells: Mapping[str, str], before: Mapping[str, str]
) -> Applied:
    """Return the values of some cells of a row.

    Args:
        row: where they stand.
        columns: the columns of the sheet.
        noun: what the row is.
        cells: the cells that were changed, or all of a new row.
        before: what stood in them; empty for a new row.
    """
    values: dict[Path, Any] = {}
    problems: list[Diagnostic] = []
    notes: list[str] = []
    sound = True
    for column in columns:
        text = cells.get(column.key)
        if text is None or (not before and not text and not column.needed):
            sound = sound and not (text is None and column.needed)
            continue
        try:
            if not text.strip() and (column.needed or column.guard):
                _refuse_empty(column)
            values[column.path] = value_of(column, noun, text, row.read.words, before.get(column.key, ""))
            notes.extend(_perhaps_sharper(row, column, text))
        except WrongError as error:
            problems.append(row.problem(column.key, *error.wrong))
            sound = sound and not (column.needed or column.guard)
    return Applied(values, tuple(problems), tuple(notes), sound)


def _perhaps_sharper(row: Row, column: Column, text: str) -> Iterable[str]:
    """Yield a note where Excel may have made a day of a month that the person wrote."""
    where = row.where(column.key)
    if column.shape == "period" and text.endswith("-01") and where in row.read.dates:
        yield f"{where} holds a date of Excel's own and was read as {text}; if only the month is known, write {text[:-3]}"


def _refuse_empty(column: Column) -> None:
    message = f'"{column.title}" is empty'
    raise WrongError(message, "choose a word from the list" if column.words else "fill it in; what stood there is kept")


def with_values(noun: NounT, values: Mapping[Path, Any]) -> NounT:
    """Return a noun with some values, each of which was checked."""
    update: dict[str, Any] = {path[0]: value for path, value in values.items() if len(path) == 1}
    inner = _inner(values)
    if (told := inner.pop("reported_back", None)) is not None:
        update["reported_back"] = _told(getattr(noun, "reported_back", None), told)
    update |= {step: with_values(getattr(noun, step), found) for step, found in inner.items()}
    return noun.model_copy(update=update)


def _inner(values: Mapping[Path, Any]) -> dict[str, dict[Path, Any]]:
    """Return the values that lie deeper, by their first step."""
    inner: dict[str, dict[Path, Any]] = defaultdict(dict)
    for path, value in values.items():
        if len(path) > 1:
            inner[path[0]][path[1:]] = value
    return dict(inner)


def _told(before: ReportedBack | None, values: Mapping[Path, Any]) -> ReportedBack | None:
    """Return who was told, or nothing when neither a person nor a date is left."""
    to = values.get(("to",), before.to if before else None)
    date = values.get(("date",), before.date if before else None)
    return None if to is None and date is None else ReportedBack(to=to or "", date=date)


def made(noun: type[NounT], values: Mapping[Path, Any], **more: object) -> NounT:
    """Return a new noun of checked values."""
    shape: dict[str, Any] = {path[0]: value for path, value in values.items() if len(path) == 1}
    inner = _inner(values)
    if (told := inner.pop("reported_back", None)) is not None:
        shape["reported_back"] = _told(None, told)
    shape |= {step: {path[0]: value for path, value in found.items()} for step, found in inner.items()}
    return noun.model_validate({**shape, **more})


class AppliedChildren(NamedTuple):
    """An item's tags, figures or actions as the workbook has them."""

    nouns: tuple[Noun, ...]
    numbers: tuple[int | None, ...]
    """Which one of the item each was at export, from 1."""
    problems: tuple[Diagnostic, ...]
    notes: tuple[str, ...]


def filled(read: WorkbookRead, child: Child, one: ChildRow, before: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the text of each cell of a row: where a cell cannot be taken in, what stood there."""
    sheet = read.children[child.field]
    old = _old(one, before)
    cells = {column.key: one.row.cells.get(column.key, old.get(column.key, "")) for column in child.columns}
    row = Row(read, sheet, one.row)
    return {
        key: old[key] if key in old and same_date(row, key, text, old[key]) else text for key, text in cells.items()
    }


def _old(one: ChildRow, before: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    return before[one.number - 1] if one.number and one.number <= len(before) else {}


def apply_children(
    read: WorkbookRead,
    child: Child,
    rows: Sequence[ChildRow],
    nouns: Sequence[Noun],
    before: Sequence[Mapping[str, str]],
) -> AppliedChildren:
    """Return the nouns of an item's rows: old ones with their changes, new ones that are whole."""
    found: list[tuple[Noun, int | None]] = []
    problems: list[Diagnostic] = []
    notes: list[str] = []
    for one in rows:
        row = Row(read, read.children[child.field], one.row)
        old = _old(one, before)
        cells = filled(read, child, one, before)
        changed = {key: text for key, text in cells.items() if not old or text != old[key]}
        done = apply_row(row, child.columns, child.noun, changed, old)
        problems.extend(done.problems)
        notes.extend(done.notes)
        if old and one.number:
            found.append((with_values(nouns[one.number - 1], done.values), one.number))
        elif done.sound:
            found.append((made(child.noun, done.values), None))
    nouns_now, numbers = tuple(noun for noun, _ in found), tuple(number for _, number in found)
    return AppliedChildren(nouns_now, numbers, tuple(problems), tuple(notes))
