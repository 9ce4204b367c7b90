"""What the council says about a statement, claim by claim."""

from __future__ import annotations

from typing import Literal

from cqc_evidence.model.base import Id, Noun
from cqc_evidence.model.location import Location

Confidence = Literal["strong", "partial", "low"]


class Citation(Noun):
    """A claim's pointer at an item, in pandoc's form `[@id, p. 4]`."""

    item: str
    locator: str = ""
    location: Location = Location(file="")


class Claim(Noun):
    """One asserting paragraph under `## Claims`."""

    id: str
    text: str
    """Markdown, without its id and without the closing "So what"."""
    so_what: str = ""
    speaker: str = ""
    """The role who can speak to this claim on site; else the narrative's speaker can."""
    citations: tuple[Citation, ...] = ()
    lines: tuple[int, int] = (0, 0)
    """The file's first and last line of the claim, counted from 1."""
    location: Location = Location(file="")


class Passage(Noun):
    """A free-text part of the narrative under a heading of its own."""

    heading: str
    text: str
    citations: tuple[Citation, ...] = ()
    lines: tuple[int, int] = (0, 0)
    """The file's first and last line of the text, counted from 1."""


class Narrative(Noun):
    """One statement's narrative: `evidence/narrative/<statement>.md`."""

    statement: str
    judgement: str
    confidence: Confidence
    speaker: str = ""
    """The role who can speak to it on site."""
    claims: tuple[Claim, ...] = ()
    passages: tuple[Passage, ...] = ()
    location: Location = Location(file="")

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Return every citation, in the order of the text."""
        parts: tuple[Claim | Passage, ...] = (*self.claims, *self.passages)
        return tuple(citation for part in parts for citation in part.citations)


class NarrativeHead(Noun):
    """The front matter of a narrative file."""

    statement: Id
    judgement: str
    confidence: Confidence
    speaker: str = ""
