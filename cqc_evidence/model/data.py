"""Tables for metrics: what a table of `evidence/data/` may hold, and what was found there."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from cqc_evidence.model.base import Noun
from cqc_evidence.model.dates import Period
from cqc_evidence.model.location import Location

ColumnType = Literal["text", "whole number", "number", "date", "period", "choice", "yes or no", "person"]
"""`person` is an identifier: it is hashed when it is read and never shown."""
TABLES = ("conversations", "requests", "reviews", "packages", "cld", "aggregate")
"""The tables there are; a file's name begins with one: `reviews.csv`, `aggregate-2020.xlsx`."""
AGGREGATE = "aggregate"
"""The table that holds totals; all others hold rows about people."""
DATA_URL = "CQC_EVIDENCE_DATA_URL"
"""Environment variable that names a database of the council's own; no file of a project ever does."""
Value = str | int | float | bool | date | Period | None
"""A cell as its column's type reads it; `None` when it is empty."""


class Column(Noun):
    """One column of a table: the one definition behind checks, template, documents and schema."""

    name: str
    type: ColumnType
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    """What a `choice` may be; other spellings of the same words are understood."""
    example: str = ""
    aliases: tuple[str, ...] = ()
    """Other headings that mean the same."""


class Contract(Noun):
    """A table: what one row is, and its columns."""

    name: str
    title: str
    row: str
    """What one row stands for."""
    columns: tuple[Column, ...]
    source: str = ""

    def column(self, name: str) -> Column | None:
        """Return a column by its name, or `None`."""
        return next((found for found in self.columns if found.name == name), None)


class DataFile(Noun):
    """A file of `evidence/data/`, not opened yet."""

    file: str
    """The path from the project's folder: `evidence/data/aggregate-reviews.csv`."""
    table: str
    """The contract its name begins with; empty when it begins with none."""
    sha256: str
    size: int
    """In bytes."""


class Row(Noun):
    """One row of a table with its place."""

    number: int = Field(ge=1)
    """The row as Excel counts it: the header is row 1."""
    values: dict[str, Value]


class DataTable(Noun):
    """A table that was read: typed values by row, with the place of every cell."""

    file: DataFile
    sheet: str = ""
    columns: tuple[str, ...]
    """The contract's columns that the file has, in the file's order."""
    letters: dict[str, str] = Field(default_factory=dict)
    """Column name → its letter in Excel."""
    rows: tuple[Row, ...] = ()

    def where(self, row: int, column: str = "") -> Location:
        """Return the place of a cell, or of a row: `evidence/data/reviews.csv > row 7, column end`."""
        if self.sheet and column in self.letters:
            return Location(file=self.file.file, place=f"{self.sheet}!{self.letters[column]}{row}")
        return Location(file=self.file.file, place=f"row {row}, column {column}" if column else f"row {row}")


class Observation(Noun):
    """One number as a table gives it, or as it was counted from rows: what every metric is worked out from."""

    metric: str
    group: str = "all"
    """Who is meant: a site, a team, a council, the old way of working."""
    breakdown: str = ""
    """A part of the group, such as `people with Covid`; results add the parts up."""
    period: Period
    part: str = ""
    """Which part of a whole this is: `increase`, `still going on`, `total`."""
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    """A value without its counts: a share from 0 to 1 when the unit is percent."""
    low: float | None = None
    high: float | None = None
    """Ends of the value's 95 % interval where it was worked out with the rows (middle values)."""
    printed: str = ""
    """The value as the source prints it, such as `5.6 %`."""
    rounded_to: int = 0
    """Official tables round each cell to this; 0 for local, unrounded tables."""
    compared_with: str = ""
    """The group, or the earlier period, this is set beside."""
    item: str = ""
    """The evidence item that the numbers belong to."""
    source: str = ""
    locator: str = ""
    note: str = ""
    location: Location = Location(file="")
