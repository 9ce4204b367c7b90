"""Bookmark names: which places of the pack a link can reach, and what Word calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cqc_evidence.model.pack import Chart, Cite, GapBlock, Heading, ListBlock, Notice, Paragraph, Quote, Table
from cqc_evidence.model.region import bookmark_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cqc_evidence.model.pack import Block, Inline, Pack


def bookmark_names(pack: Pack) -> dict[str, str]:
    """Return the bookmark of every id in the pack; an id that stands twice means its first place."""
    names: dict[str, str] = {}
    for section in pack.sections:
        names.setdefault(section.id, bookmark_name("section", section.id))
        for kind, ident in _places(section.blocks):
            if ident not in names:
                names[ident] = bookmark_name(kind, ident)
    return names


def _places(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """Yield kind and id of each place a link may point at, in the order of the text."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _paragraph_places(block)
        elif isinstance(block, Table):
            yield from _table_places(block)
        elif isinstance(block, Chart | GapBlock):
            yield block.type, block.id
        elif isinstance(block, Heading):
            if block.id:
                yield "heading", block.id
        elif isinstance(block, ListBlock):
            for entry in block.entries:
                yield from _places(entry)
        elif isinstance(block, Quote | Notice):
            yield from _places(block.blocks)


def _paragraph_places(paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    if paragraph.id:
        yield ("claim" if paragraph.role == "claim" else "text"), paragraph.id
    yield from _marks(paragraph.inlines)


def _table_places(table: Table) -> Iterator[tuple[str, str]]:
    yield "table", table.id
    for row in table.rows:
        for cell in row:
            if cell.id:
                yield ("evidence" if cell.id.startswith("evidence-") else "row"), cell.id
            yield from _marks(cell.inlines)


def _marks(inlines: Iterable[Inline]) -> Iterator[tuple[str, str]]:
    for inline in inlines:
        if isinstance(inline, Cite) and inline.mark:
            yield "cite", inline.mark
