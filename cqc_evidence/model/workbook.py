"""The round-trip workbook: what was read of it, and what a person changed in it."""

from __future__ import annotations

from pydantic import Field

from cqc_evidence.model.base import Noun
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Item


class WorkbookRow(Noun):
    """A row below the titles."""

    number: int
    """As Excel counts it, from 1."""
    cells: dict[str, str]
    """Column key → text; a cell that could not be taken in is absent, an empty one is empty."""

    def text(self, key: str) -> str:
        """Return a cell's text without blanks around it; empty when there is none."""
        return self.cells.get(key, "").strip()


class WorkbookSheet(Noun):
    """One sheet with rows of items, tags, figures or actions."""

    name: str
    columns: dict[str, int]
    """Column key → where it stands now, from 0."""
    rows: tuple[WorkbookRow, ...] = ()


class ExportedItem(Noun):
    """What the workbook remembers of an item as it was exported."""

    sha256: str
    """Of everything the item held."""
    cells: dict[str, str] = Field(default_factory=dict)
    """Column key, or the name of a list such as `tags` → first 8 hex digits of the sha256; empty ones are absent."""


class WorkbookRead(Noun):
    """A workbook as it stands, before it is compared with the project."""

    file: str
    items: WorkbookSheet | None = None
    children: dict[str, WorkbookSheet] = Field(default_factory=dict)
    """`tags`, `figures`, `actions` → the sheet; one that cannot be read is absent."""
    exported: dict[str, ExportedItem] = Field(default_factory=dict)
    not_exported: frozenset[str] = frozenset()
    """Ids of items that were left out of the workbook because they are personal."""
    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Name of a list, such as `statements` → the words that were allowed at export."""
    dates: frozenset[str] = frozenset()
    """Cells, such as "Items!F12", that hold a date of Excel's own and not a text."""
    notes: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


class FieldChange(Noun):
    """One field with its old and its new value, as the workbook shows them."""

    field: str
    """A column's key, such as `permission.until`, or `tags 2: says`, or `tags 3` for one that is new or gone."""
    old: str = ""
    """Empty for a personal item, and so is `new`: its words are never printed."""
    new: str = ""


class EditedItem(Noun):
    """An item that was changed in the workbook."""

    item: Item
    """As it shall be; its location is that of its file."""
    changed: tuple[FieldChange, ...]


class Clash(Noun):
    """Something that was changed in the workbook and in the project, each in its own way; the project's stays."""

    item: str
    field: str
    """Empty when the whole item is meant."""
    in_workbook: str = ""
    """Empty for a personal item, and so is `in_project`."""
    in_project: str = ""
    place: str = ""
    """Where it stands in the workbook, such as "Items!F12"."""


class WorkbookChanges(Noun):
    """What a person did to the items in the workbook."""

    edited: tuple[EditedItem, ...] = ()
    new: tuple[Item, ...] = ()
    deleted: tuple[str, ...] = ()
    """Ids whose row is gone: each a proposal to withdraw the item, never more."""
    clashes: tuple[Clash, ...] = ()
    unchanged: int = 0
    """How many items stand in the workbook and stay as they are."""
    notes: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
