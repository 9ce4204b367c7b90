"""Comments that people wrote in Word → gaps accepted for a time, notes for improvement, comments on claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from cqc_evidence.merge.compare import Compared
from cqc_evidence.merge.word import Comment, Document
from cqc_evidence.model.region import bookmark_name

OURS = "cqc-evidence"
"""The author of the comments that a pack brings with it."""
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_ACCEPT = re.compile(
    r"accept(?:ed)?\s*(?:it\s*)?(?:,|:)?\s*(?:until|till|to)\s+(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]+\s+\d{4})"
    r"\s*[:,.;–-]*\s*(?P<reason>.*)",
    re.IGNORECASE | re.DOTALL,
)
_LABELS = ("State:", "Because:", "Would close it:", "Accepted:")
"""What the paragraphs of our own comments begin with, behind the title."""
_GAP_STYLES = frozenset(("gap", "gap title", "gap small"))


class Accepted(NamedTuple):
    """A gap that somebody decided to live with."""

    gap: str
    who: str
    until: date
    reason: str


class Note(NamedTuple):
    """What somebody would do about a gap."""

    gap: str
    who: str
    day: str
    text: str


class Remark(NamedTuple):
    """A comment on a claim or a judgement."""

    about: str
    who: str
    day: str
    text: str


Answer = Accepted | Note | Remark


def answers(document: Document, gaps: Iterable[str], compared: tuple[Compared, ...]) -> tuple[Answer, ...]:
    """Return what people wrote in comments, in the document's order.

    Args:
        document: what came back.
        gaps: ids of the gaps that a pack marks.
        compared: the regions, with the comments that stand in them.
    """
    marks = {bookmark_name("gap", gap): gap for gap in gaps}
    gap_of, ours = _places(document, marks)
    found: list[Answer] = []
    for ident, comment in document.comments.items():
        gap = gap_of.get(ident) or gap_of.get(comment.answers) or ""
        if comment.who != OURS:
            text = " ".join(comment.paragraphs)
            if gap and text:
                found.append(_answer(gap, comment, text))
        elif gap and ident in ours:
            added = [text for text in comment.paragraphs[1:] if not text.startswith(_LABELS)]
            if added:
                found.append(_answer(gap, replace(comment, who=""), " ".join(added)))
    found += _remarks(document, gap_of, compared)
    return tuple(found)


def _places(document: Document, marks: Mapping[str, str]) -> tuple[dict[str, str], set[str]]:
    """Return comment → the gap in whose block it stands, and which of them begin there."""
    found: dict[str, str] = {}
    begun: set[str] = set()
    gap = ""
    for paragraph in document.paragraphs:
        named = next((marks[mark] for mark in paragraph.bookmarks if mark in marks), "")
        gap = named or (gap if paragraph.style in _GAP_STYLES else "")
        for ident in paragraph.comments if gap else ():
            found.setdefault(ident, gap)
            begun.add(ident)
    return found, begun


def _answer(gap: str, comment: Comment, text: str) -> Answer:
    accepted = _ACCEPT.match(text.strip())
    until = _day(accepted["day"]) if accepted else None
    if accepted and until is not None and accepted["reason"].strip():
        return Accepted(gap, comment.who, until, accepted["reason"].strip())
    return Note(gap, comment.who, comment.day, text.strip())


def _day(text: str) -> date | None:
    try:
        if "-" in text:
            return date.fromisoformat(text)
        if "/" in text:
            day, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        day_text, name, year_text = text.split()
        return date(int(year_text), _MONTHS[name[:3].lower()], int(re.sub(r"\D", "", day_text)))
    except (ValueError, KeyError):
        return None


def _remarks(document: Document, gap_of: Mapping[str, str], compared: tuple[Compared, ...]) -> Iterator[Remark]:
    seen: set[str] = set()
    for one in compared:
        for comment in one.comments:
            if not one.id or comment.who == OURS or comment.id in seen or comment.id in gap_of:
                continue
            seen.add(comment.id)
            replies = [
                other for other in document.comments.values() if other.answers == comment.id and other.who != OURS
            ]
            for said in (comment, *replies):
                if said.paragraphs and (said is comment or said.id not in seen):
                    seen.add(said.id)
                    yield Remark(one.id.removesuffix("/so-what"), said.who, said.day, " ".join(said.paragraphs))
