"""Which paragraphs of a narrative's free text are marked, so that an edit in Word finds its way home."""

from __future__ import annotations

from cqc_evidence.model.pack import Block, Blocks, ListBlock, Paragraph, Region
from cqc_evidence.model.region import fingerprint
from cqc_evidence.read.narratives import chunks


def with_regions(blocks: Blocks, ident: str, text: str) -> Blocks:
    """Return a passage's blocks, each paragraph and bullet a region of its own: `<ident>/<number>`.

    A passage with anything else in it (a table, a heading, a list within a list) has none: which lines a paragraph came
    from could not be told, and an edit must not land in the wrong place.
    """
    pieces = chunks(text)
    if _count(blocks) != len(pieces):
        return blocks
    regions = iter(
        Region(id=f"{ident}/{number}", base=fingerprint(piece.text)) for number, piece in enumerate(pieces, 1)
    )

    def marked(block: Block) -> Block:
        if isinstance(block, Paragraph):
            return block.model_copy(update={"region": next(regions)})
        assert isinstance(block, ListBlock)  # noqa: S101  # counted above
        return block.model_copy(update={"entries": tuple(tuple(map(marked, entry)) for entry in block.entries)})

    return tuple(map(marked, blocks))


def _count(blocks: Blocks) -> int:
    """Return how many paragraphs there are, or -1 where there is anything but paragraphs and plain lists."""
    number = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            number += 1
        elif isinstance(block, ListBlock) and all(
            len(entry) == 1 and isinstance(entry[0], Paragraph) for entry in block.entries
        ):
            number += len(block.entries)
        else:
            return -1
    return number
