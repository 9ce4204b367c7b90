"""Extracts of a document → candidates: items without tags, to be looked at by a person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import NamedTuple

from cqc_evidence.model.dates import period_in_words
from cqc_evidence.model.evidence import Item, Source, Voice
from cqc_evidence.model.framework import Kind
from cqc_evidence.model.intake import Document, Extract
from cqc_evidence.model.slug import free_name, slug
from cqc_evidence.protect.scan import Scanner
from cqc_evidence.protect.words import words_of_item

_LONGEST_TITLE = 120
_STEM = 36
_USUAL_KIND = "staff-account"


class Origin(NamedTuple):
    """The document that candidates point into."""

    document: str
    """Where the original lies, below `evidence/`."""
    sha256: str
    original: str
    """The name it came under."""


class Candidate(NamedTuple):
    """A candidate with what it was made from."""

    item: Item
    fingerprint: str


def fingerprint(extract: Extract) -> str:
    """Return what tells whether two extracts hold the same, wherever they stand."""
    held = extract.model_dump(mode="json", exclude={"locator", "heading", "date"}, exclude_defaults=True)
    return sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:16]


def candidates_of(
    document: Document, origin: Origin, kinds: Mapping[str, Kind], taken: set[str], scanner: Scanner
) -> tuple[Candidate, ...]:
    """Return one candidate an extract; `taken` holds the ids that are used, and gets the new ones.

    A candidate in whose words something personal is found is marked `personal`, so that it cannot
    leave the council before somebody has looked.
    """
    stem = slug(PurePosixPath(origin.original).stem, _STEM) or slug(document.title, _STEM) or "document"
    return tuple(
        Candidate(
            _candidate(extract, document, origin, kinds, _name(stem, extract, taken), scanner), fingerprint(extract)
        )
        for extract in document.extracts
    )


def _name(stem: str, extract: Extract, taken: set[str]) -> str:
    place = slug(f"x {extract.locator}").removeprefix("x-")[:30].strip("-")
    name = free_name(f"{stem}-{place}" if place else stem, taken)
    taken.add(name)
    return name


def _candidate(  # what an item is made of
    extract: Extract, document: Document, origin: Origin, kinds: Mapping[str, Kind], name: str, scanner: Scanner
) -> Item:
    kind = extract.kind or document.kind or _USUAL_KIND
    body = f"**{extract.heading}**\n\n{extract.text}" if extract.heading and extract.text else extract.text
    title = extract.title or _first_words(extract.text) or extract.locator
    item = Item(
        id=name,
        kind=kind,
        title=title,
        date=extract.date or document.date,
        voice=extract.voice or document.voice or _usual_voice(kind, kinds),
        verbatim=extract.verbatim,
        reported_by=extract.reported_by,
        owner=extract.owner,
        n=extract.n,
        invited=extract.invited,
        method=extract.method,
        interviewer=extract.interviewer,
        source=_source(extract, document, origin),
        sites=extract.sites,
        lenses=extract.lenses,
        ir_refs=extract.ir_refs,
        review_by=extract.review_by,
        figures=extract.figures,
        actions=extract.actions,
        tags=extract.tags,
        body=body.strip("\n"),
    )
    return item.model_copy(update={"sensitivity": "personal"}) if _is_personal(item, scanner) else item


def _usual_voice(kind: str, kinds: Mapping[str, Kind]) -> Voice:
    return kinds[kind].default_voice if kind in kinds else "organisation"


def _source(extract: Extract, document: Document, origin: Origin) -> Source:
    known = extract.source or Source()
    name = document.title or PurePosixPath(origin.original).name
    dated = f", {period_in_words(document.date)}" if document.date.known else ""
    return known.model_copy(
        update={
            "citation": known.citation or f"{name}{dated}",
            "locator": known.locator or extract.locator,
            "document": origin.document,
            "sha256": origin.sha256,
        }
    )


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= _LONGEST_TITLE:
        return line
    return line[: _LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _is_personal(item: Item, scanner: Scanner) -> bool:
    return any(scanner.find(words) for _, words in words_of_item(item))
