"""Each number that the council prints in its own words, with the items that are cited for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cqc_evidence.measure.claims.numbers import Number, numbers_in
from cqc_evidence.model.narrative import Claim, Narrative, Passage
from cqc_evidence.model.project import Improvement
from cqc_evidence.model.result import Result
from cqc_evidence.read.narratives import CITATION, citation_parts


class Said(NamedTuple):
    """A number in a sentence of a narrative."""

    number: Number
    near: tuple[str, ...]
    """Items that the next reference behind it cites; those of the last one where none follows."""
    cited: tuple[str, ...]
    """All items that the sentence's claim, passage or judgement cites."""


def said_in_claim(claim: Claim) -> Iterator[Said]:
    """Yield the numbers of a claim and of its so-what."""
    cited = tuple(dict.fromkeys(citation.item for citation in claim.citations))
    for text in (claim.text, claim.so_what):
        yield from _said(text, cited)


def said_in_passage(passage: Passage) -> Iterator[Said]:
    """Yield the numbers of a passage."""
    yield from _said(passage.text, tuple(dict.fromkeys(citation.item for citation in passage.citations)))


def said_in_judgement(narrative: Narrative) -> Iterator[Said]:
    """Yield the numbers of a judgement, which may lean on whatever its statement's claims cite."""
    own = tuple(name for found in CITATION.finditer(narrative.judgement) for name, _ in citation_parts(found.group(1)))
    cited = tuple(dict.fromkeys((*own, *(citation.item for citation in narrative.citations))))
    yield from (Said(number, cited, cited) for number in numbers_in(narrative.judgement))


def said_in_improvement(one: Improvement, results: Iterable[Result]) -> Iterator[tuple[str, Said]]:
    """Yield the numbers of an area's baseline and latest, with their keys; their evidence is what shows it and what its metric rests on."""
    measured = (name for result in results if one.metric and result.metric == one.metric for name in result.items)
    tied = tuple(dict.fromkeys((*one.shown_by, *measured)))
    for key, text in (("baseline", one.baseline), ("latest", one.latest)):
        yield from ((key, Said(number, tied, tied)) for number in numbers_in(text))


def _said(text: str, cited: tuple[str, ...]) -> Iterator[Said]:
    groups = [
        (found.start(), tuple(name for name, _ in citation_parts(found.group(1)))) for found in CITATION.finditer(text)
    ]
    for number in numbers_in(text):
        behind = [names for start, names in groups if start >= number.end]
        near = behind[0] if behind else groups[-1][1] if groups else cited
        yield Said(number, near, cited)
