"""The council's claims, each with its evidence, its weight and its "so what"."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.claim_marks import weight_of
from cqc_evidence.compile.markdown import Citer
from cqc_evidence.compile.regions import with_regions
from cqc_evidence.compile.view import View
from cqc_evidence.model.framework import Statement
from cqc_evidence.model.narrative import Citation, Claim
from cqc_evidence.model.pack import Block, Heading, Inline, Paragraph, Region
from cqc_evidence.model.region import fingerprint

_PART_OF = {"people": "people", "staff-and-leaders": "partners", "partners": "partners"}


def part_of(category: str) -> str:
    """Return the part of a statement's section in which a category stands; what has no place of its own is our work."""
    return _PART_OF.get(category, "work")


class ClaimWriter:
    """Writes one statement's claims; a claim stands where the first item it cites stands."""

    def __init__(self, view: View, statement: Statement) -> None:
        """Look the narrative up; there may be none."""
        self.view = view
        self.statement = statement
        self.narrative = view.narratives.get(statement.id)

    def citer(self, place: str) -> Citer:
        """Return what puts a reference in the place of a citation."""
        return lambda item, locator: self.view.cite(item, locator, self.statement.id, place)

    def blocks(self, part: str) -> Iterator[Block]:
        """Yield the claims that belong to one part of the section."""
        for claim in self.narrative.claims if self.narrative else ():
            if self._part(claim) == part:
                yield from self._claim(claim)

    def passages(self) -> Iterator[Block]:
        """Yield the narrative's free-text parts under their own headings."""
        for number, passage in enumerate(self.narrative.passages if self.narrative else (), 1):
            title = passage.heading or "In our words"
            yield Heading(level=3, text=title, id=f"{self.statement.id}-passage-{number}")
            if self._all_hidden(passage.citations):
                text = "This part is not shown in this edition, because the evidence behind it may not be."
                yield Paragraph(role="note", inlines=words.plain(text))
            else:
                blocks = self.view.markdown.blocks(passage.text, self.citer(title))
                yield from with_regions(blocks, f"{self.statement.id}/passage-{number}", passage.text)

    def _all_hidden(self, citations: tuple[Citation, ...]) -> bool:
        return bool(citations) and all(citation.item in self.view.hidden for citation in citations)

    def _part(self, claim: Claim) -> str:
        for citation in claim.citations:
            item = self.view.counted.get(citation.item)
            if item is not None and (categories := self.view.categories(item, self.statement.id)):
                return part_of(categories[0])
        return "work"

    def _claim(self, claim: Claim) -> Iterator[Block]:
        if self._all_hidden(claim.citations):
            text = "A claim is not shown in this edition, because the evidence behind it may not be."
            yield Paragraph(role="note", inlines=words.plain(text), id=f"claim-{claim.id}" if claim.id else "")
            return
        place = claim.id or "claim"
        own = self.view.markdown.inlines(claim.text, self.citer(place))
        inlines: list[Inline] = [*own, *weight_of(self.view, self.statement, claim)]
        region = Region(id=claim.id, base=fingerprint(claim.text), last=len(own)) if claim.id else None
        ident = f"claim-{claim.id}" if claim.id else ""
        yield Paragraph(role="claim", inlines=tuple(inlines), id=ident, region=region)
        if claim.so_what:
            so_what = self.view.markdown.inlines(claim.so_what, self.citer(place))
            region = Region(id=f"{claim.id}/so-what", base=fingerprint(claim.so_what), first=1) if claim.id else None
            yield Paragraph(role="so-what", inlines=(words.strong("So what: "), *so_what), region=region)
