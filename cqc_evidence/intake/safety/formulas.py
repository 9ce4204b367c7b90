"""Which cells of a workbook hold a formula: the reader of its values cannot tell."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from xml.parsers import expat
from zipfile import ZipFile

from cqc_evidence.intake.safety.contents import attributes_of

_CHUNK = 256 * 1024
_MOST_SPREAD = 10_000
"""Cells of one array formula that are told apart; no sheet made by a person has more."""
_REF = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.ASCII)
_LETTERS = 26


def formula_cells(data: bytes) -> dict[str, frozenset[str]]:
    """Return the cells with a formula, such as "C14", by the title of their sheet; sheets without any are left out.

    Every cell that an array formula fills counts.

    Raises:
        zipfile.BadZipFile, KeyError, xml.parsers.expat.ExpatError: when the workbook is damaged.
    """
    found: dict[str, frozenset[str]] = {}
    with ZipFile(io.BytesIO(data)) as package:
        for title, part in _sheets(package):
            if cells := _cells(package, part):
                found[title] = frozenset(cells)
    return found


def _sheets(package: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield each sheet's title and part, in the workbook's order."""
    names = {name.lower(): name for name in package.namelist()}
    book = next(
        (target for sort, target in _targets(package, "_rels/.rels", "").values() if sort == "officeDocument"),
        "xl/workbook.xml",
    )
    folder, _, name = book.rpartition("/")
    parts = _targets(package, f"{folder}/_rels/{name}.rels".lstrip("/"), folder)
    for row in attributes_of(package.read(names[book.lower()]), "sheet"):
        _, target = parts.get(row.get("id", ""), ("", ""))
        if part := names.get(target.lower()):
            yield row.get("name", ""), part


def _targets(package: ZipFile, rels: str, folder: str) -> dict[str, tuple[str, str]]:
    """Return relationship id → its sort and the part that it leads to."""
    rows = attributes_of(package.read(rels), "Relationship")
    return {
        row.get("Id", ""): (
            row.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, row.get("Target", ""))).lstrip("/"),
        )
        for row in rows
        if row.get("TargetMode", "") != "External"
    }


def _cells(package: ZipFile, part: str) -> set[str]:
    """Return a sheet's cells with a formula, read a stretch at a time."""
    sheet = _Sheet()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = sheet.start
    with package.open(part) as source:
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk)
    parser.Parse(b"", True)  # noqa: FBT003  # expat takes it by position only
    return sheet.found


class _Sheet:
    """Follows the cells of a sheet; one that does not say where it stands follows the one before."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._row = 0
        self._column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the start of an element."""
        local = name.rpartition(" ")[2]
        if local == "c":
            at = _REF.fullmatch(attributes.get("r", ""))
            self._column, self._row = (_number(at[1]), int(at[2])) if at else (self._column + 1, self._row)
        elif local == "row":
            self._row, self._column = int(attributes.get("r") or self._row + 1), 0
        elif local == "f":
            self.found.add(f"{_letters(self._column)}{self._row}")
            self.found.update(
                _spread(attributes.get("ref", "")) if attributes.get("t") in {"array", "dataTable"} else ()
            )


def _spread(ref: str) -> Iterator[str]:
    """Yield the cells of a range such as "B2:C9"; a range beyond all reason gives its first cells."""
    first, _, last = ref.partition(":")
    one, two = _REF.fullmatch(first), _REF.fullmatch(last or first)
    if not one or not two:
        return
    left = _MOST_SPREAD
    for row in range(int(one[2]), int(two[2]) + 1):
        for column in range(_number(one[1]), _number(two[1]) + 1):
            yield f"{_letters(column)}{row}"
            left -= 1
            if not left:
                return


def _number(letters: str) -> int:
    """Return a column's number, from 1.

    >>> _number("AB")
    28
    """
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    """Return a column's letters.

    >>> _letters(28)
    'AB'
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
