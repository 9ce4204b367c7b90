"""What a document holds beside what the project would write now → what was changed in Word, what clashes, what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from cqc_evidence.merge.word import Comment, Document, Returned, Tracked
from cqc_evidence.model.pack import Badge, Block, Inline, ListBlock, Notice, Pack, Paragraph, Quote, Text
from cqc_evidence.model.region import bookmark_name, fingerprint, markdown_of

Verdict = Literal["same", "changed", "clash", "older", "gone", "there already", "fixed"]
"""`changed`: in Word alone. `clash`: in Word and in the project. `older`: in the project alone, since the pack was made.
`fixed`: changed in Word, but it holds what only the file can say."""
_SHORT = 8
_HIDDEN = "evidence not in this edition"


class Expected(NamedTuple):
    """A region as the project would write it now."""

    id: str
    statement: str
    base: str
    text: str
    """Its words as Markdown."""
    fixed: bool
    """Whether it holds something that cannot come back from Word: a reference to evidence that is hidden or lost."""


class Compared(NamedTuple):
    """A region's fate."""

    id: str
    statement: str
    verdict: Verdict
    before: str
    """What the project says now."""
    after: str
    """What the document says."""
    tracked: tuple[Tracked, ...] = ()
    comments: tuple[Comment, ...] = ()


def regions_of(pack: Pack) -> dict[str, Expected]:
    """Return every region of a pack by its id."""
    found: dict[str, Expected] = {}
    for section in pack.sections:
        statement = section.id.removeprefix("statement-")
        for paragraph in _paragraphs(section.blocks):
            region = paragraph.region
            if region is not None:
                own = paragraph.inlines[region.first : region.last]
                found[region.id] = Expected(region.id, statement, region.base, markdown_of(own), _is_fixed(own))
    return found


def ours_in(pack: Pack) -> frozenset[str]:
    """Return, as Markdown, the paragraphs of a pack that are no region: nobody typed them in Word."""
    return frozenset(
        markdown_of(paragraph.inlines)
        for section in pack.sections
        for paragraph in _paragraphs(section.blocks)
        if paragraph.region is None
    )


def _is_fixed(inlines: Iterable[Inline]) -> bool:
    return any(isinstance(one, Badge) or (isinstance(one, Text) and _HIDDEN in one.text) for one in inlines)


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, ListBlock):
            for entry in block.entries:
                yield from _paragraphs(entry)
        elif isinstance(block, Quote | Notice):
            yield from _paragraphs(block.blocks)


def compare(document: Document, expected: Mapping[str, Expected]) -> tuple[Compared, ...]:
    """Return what became of each region that is in the project or in the document, in the project's order."""
    marks = {bookmark_name("region", name).partition("_")[2]: one for name, one in expected.items()}
    found = [_compared(one, document.regions.get(mark), document.comments) for mark, one in marks.items()]
    found += [_lost(returned, document.comments) for mark, returned in document.regions.items() if mark not in marks]
    return tuple(found)


def _compared(one: Expected, returned: Returned | None, comments: Mapping[str, Comment]) -> Compared:
    if returned is None:
        return Compared(one.id, one.statement, "gone", one.text, "")
    text = words_of(returned)
    beside = tuple(comments[name] for name in dict.fromkeys(returned.comments) if name in comments)
    # Its paragraph may still be there when all its words were taken out: it is gone all the same.
    verdict = _verdict(one, returned, text) if text else "gone"
    return Compared(one.id, one.statement, verdict, one.text, text, tuple(returned.tracked), beside)


def words_of(returned: Returned) -> str:
    """Return a region's words as Markdown; paragraphs that the Enter key made are one again."""
    return " ".join(text for inlines in returned.paragraphs if (text := markdown_of(inlines)))


def _verdict(one: Expected, returned: Returned, text: str) -> Verdict:
    current = one.base[:_SHORT] == returned.base
    if text == one.text:
        return "same" if current else "there already"
    if fingerprint(text)[:_SHORT] == returned.written:
        return "older"
    if one.fixed or _HIDDEN in text:
        return "fixed"
    return "changed" if current else "clash"


def _lost(returned: Returned, comments: Mapping[str, Comment]) -> Compared:
    """Return a region that the project no longer has: its claim was taken out, or it is another project's."""
    text = words_of(returned)
    beside = tuple(comments[name] for name in dict.fromkeys(returned.comments) if name in comments)
    edited = fingerprint(text)[:_SHORT] != returned.written
    return Compared("", "", "clash" if edited else "older", "", text, tuple(returned.tracked), beside)
