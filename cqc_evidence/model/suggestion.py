"""What a text may be evidence for: always several, always with the words that made it so."""

from __future__ import annotations

from cqc_evidence.model.base import Noun


class Suggested(Noun):
    """One quality statement, golden rule or category."""

    id: str
    score: float
    """From 0 to 1, among its like; it compares the suggestions for one text and says nothing about how good the text is."""
    because: tuple[str, ...]
    """The words of the text that made it so, the weightiest first."""


class Suggestion(Noun):
    """What is suggested for one text; nothing of it is applied."""

    statements: tuple[Suggested, ...] = ()
    """At most three, best first; none when no word of the text points anywhere."""
    rules: tuple[Suggested, ...] = ()
    """At most three."""
    category: Suggested | None = None
