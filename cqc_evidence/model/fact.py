"""A field of framework data with where it was read."""

from __future__ import annotations

from cqc_evidence.model.base import Id, Noun
from cqc_evidence.model.dates import Period


class Fact(Noun):
    """A field of the framework with where it was read; an empty unverified text is a slot to fill."""

    text: str = ""
    source_url: str = ""
    checked_on: Period | None = None
    verified: bool = False
    derived: bool = False
    """Worked out by us from the source, not printed there."""
    note: str = ""


class NamedFact(Fact):
    """A fact that items point at by id."""

    id: Id
