"""What the person wishes of an import, as the importers are told it."""

from __future__ import annotations

from pydantic import Field

from cqc_evidence.model.base import Noun
from cqc_evidence.model.intake import ColumnMap


class ReadOptions(Noun):
    """How one file is to be read."""

    columns: dict[str, ColumnMap] = Field(default_factory=dict)
    """Hash of a header row → what its columns hold, as it was remembered."""
    keep: tuple[str, ...] = ()
    """Titles of columns to keep although they tell who answered."""
    kind: str = ""
    """The kind of evidence that the person named; empty leaves it to the document."""
    before: bool = False
    """Whether the document speaks of the time before the new way of working."""
