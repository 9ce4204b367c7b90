"""What the reader of a workbook's values does not tell: errors, formulas never worked out, and cells far away from the rest."""

from __future__ import annotations

import io
import posixpath
import re
from typing import NamedTuple
from xml.parsers import expat
from zipfile import ZipFile

from cqc_evidence.data.cells import NO_RESULT
from cqc_evidence.intake.safety.contents import attributes_of
from cqc_evidence.intake.tables.sheets import letters

_CHUNK = 256 * 1024
_LETTERS = 26
_REF = re.compile(r"([A-Z]{1,9})(\d{1,9})", re.ASCII)
_LONGEST_REF = 18
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
"""How far a sheet of Excel goes."""
_MOST_PLACES = 10_000_000
"""Places that are kept without a question: some 400 MB."""
_SPARSE = 4
"""So many places for each cell that is filled are too many."""
_RELATIONS = "xl/_rels/workbook.xml.rels"
Place = tuple[int, int]
"""Row and column, from 1."""


class Odd(NamedTuple):
    """What is odd in a sheet."""

    words: dict[Place, str]
    """Cells with a word in place of a value: `#N/A`, or `NO_RESULT`. The reader of values gives both as empty cells."""
    far: str = ""
    """A cell that stands so far away that the reader of values must not see the sheet, such as `XFD1048576`.

    It keeps a place for every cell up to the furthest, and ends the whole program where it gets no memory for them.
    """


def odd_cells(data: bytes, sheet: str) -> Odd:
    """Return what is odd in a sheet of an .xlsx file; it is read a stretch at a time and never held whole.

    Raises:
        zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, zlib.error, xml.parsers.expat.ExpatError: when the
            workbook is damaged.
    """
    with ZipFile(io.BytesIO(data)) as package:
        reader = _Reader()
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
        parser.CharacterDataHandler = reader.text
        with package.open(_part(package, sheet)) as source:
            while chunk := source.read(_CHUNK):
                parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003  # expat takes it by position only
    rows, columns = reader.rows, reader.columns
    is_far = rows > _MOST_ROWS or columns > _MOST_COLUMNS or rows * columns > max(_MOST_PLACES, _SPARSE * reader.filled)
    return Odd(reader.odd, f"{letters(columns)}{rows}" if is_far else "")


def _part(package: ZipFile, sheet: str) -> str:
    names = {name.lower(): name for name in package.namelist()}
    targets = {
        row.get("Id", ""): posixpath.normpath(posixpath.join("/xl", row.get("Target", ""))).lstrip("/").lower()
        for row in attributes_of(package.read(names[_RELATIONS]), "Relationship")
    }
    for row in attributes_of(package.read(names["xl/workbook.xml"]), "sheet"):
        if row.get("name", "") == sheet:
            return names[targets[row.get("id", "")]]
    raise KeyError(sheet)


class _Reader:
    """Follows the cells of a sheet; one that does not say where it stands follows the one before."""

    def __init__(self) -> None:
        self.rows = self.columns = self.filled = 0
        self.odd: dict[Place, str] = {}
        self._row = self._column = 0
        self._sort = ""
        self._formula = self._inside = False
        self._value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the start of an element."""
        local = name.rpartition(" ")[2]
        if local == "row":
            self._row, self._column = int(attributes.get("r") or self._row + 1), 0
        elif local == "c":
            self._row, self._column = _place(attributes.get("r", "")) or (self._row, self._column + 1)
            self._sort, self._formula, self._value = attributes.get("t", ""), False, []
        elif local == "f":
            self._formula = True
        elif local in ("v", "t"):
            self._inside = True

    def text(self, text: str) -> None:
        """Take in a stretch of text."""
        if self._inside:
            self._value.append(text)

    def end(self, name: str) -> None:
        """Take in the end of an element."""
        local = name.rpartition(" ")[2]
        if local in ("v", "t"):
            self._inside = False
        elif local == "c":
            self._close("".join(self._value))

    def _close(self, value: str) -> None:
        if not value and not self._formula:
            return
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
        self.filled += 1
        if self._sort == "e":
            self.odd[self._row, self._column] = value or NO_RESULT
        elif self._formula and not value and self._sort != "str":
            # A formula whose result is an empty text has the sort "str": that cell is empty, as the person sees it.
            self.odd[self._row, self._column] = NO_RESULT


def _place(ref: str) -> Place | None:
    """Return a cell's place, or `None` where it does not say it.

    Raises:
        ValueError: when it is longer than any place can be.

    >>> _place("AB7"), _place("")
    ((7, 28), None)
    """
    if len(ref) > _LONGEST_REF:
        raise ValueError(ref)
    if not (found := _REF.fullmatch(ref)):
        return None
    number = 0
    for letter in found[1]:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return int(found[2]), number
