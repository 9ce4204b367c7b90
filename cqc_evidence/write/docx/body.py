"""The pack's sections → the text of `word/document.xml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cqc_evidence.model.pack import Chart, CodeBlock, GapBlock, Heading, ListBlock, Notice, Paragraph, Quote, Table
from cqc_evidence.model.region import markdown_of, region_bookmark
from cqc_evidence.write.docx.charts import chart_xml
from cqc_evidence.write.docx.draft import Entry
from cqc_evidence.write.docx.gaps import gap_xml
from cqc_evidence.write.docx.inlines import inlines_xml
from cqc_evidence.write.docx.paragraphs import Frame, flat_xml, paragraph_xml
from cqc_evidence.write.docx.tables import table_xml
from cqc_evidence.write.docx.xml import run, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cqc_evidence.model.pack import Block, Section
    from cqc_evidence.write.docx.draft import Draft

_STYLES = {
    "body": "normal", "lead": "lead", "note": "note", "so-what": "so what",
    "meta": "meta", "claim": "claim", "label": "label",
}  # fmt: skip
_STEP = 340
"""How far each list is indented."""
_BOX = 284
_DEEPEST = 4
"""The house has four levels of heading."""
_LISTED = 2
"""The table of contents lists two."""
_AFTER_TABLE = 200
_NOWHERE = Frame()


def sections_xml(
    draft: Draft, sections: Sequence[Section], break_before: Callable[[bool], str], *, first_here: bool = False
) -> None:
    """Write every section into the draft.

    `break_before(landscape)` gives the `w:sectPr` that ends pages of that direction; `first_here` says that nothing stands
    before the first section.
    """
    for number, section in enumerate(sections):
        turned = section.landscape != draft.landscape
        if turned:
            draft.out.append(flat_xml(break_before(draft.landscape)))
            draft.landscape = section.landscape
            draft.after_table = False
        # The first section follows the table of contents; a turned one has a new page already.
        new_page = (section.page_break or number == 0) and not turned and not (first_here and number == 0)
        draft.section_level = section.level
        _heading(draft, section.level, section.title, section.id, new_page=new_page, on_top=new_page or turned)
        blocks_xml(draft, section.blocks)
    if draft.after_table:
        # Word wants a paragraph after the last table.
        draft.out.append(flat_xml())


def blocks_xml(draft: Draft, blocks: Sequence[Block], frame: Frame = _NOWHERE) -> None:
    """Write blocks into the draft, inside a box or a list where the frame says so."""
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        _block(draft, block, following, frame)


def _block(draft: Draft, block: Block, following: Block | None, frame: Frame) -> None:
    if isinstance(block, Paragraph):
        _paragraph(draft, block, following, frame)
    elif isinstance(block, Table):
        draft.out.append(table_xml(draft, block))
    elif isinstance(block, Chart):
        draft.out.append(chart_xml(draft, block))
        draft.after_table = False
    elif isinstance(block, GapBlock):
        _gap(draft, block)
    elif isinstance(block, Heading):
        _heading(draft, max(block.level, draft.section_level + 1), block.text, block.id)
    elif isinstance(block, ListBlock):
        _list(draft, block, frame)
    elif isinstance(block, Quote):
        _quote(draft, block)
    elif isinstance(block, CodeBlock):
        _add(draft, "code block", _code(block.text), frame._replace(style="", number=0))
    elif isinstance(block, Notice):
        _notice(draft, block)


def _add(draft: Draft, style: str, content: str, frame: Frame, *, keep_next: bool = False) -> None:
    """Write one paragraph, with room above where a table stands before it."""
    before = _AFTER_TABLE if draft.after_table else None
    draft.after_table = False
    name = frame.style or style
    ident = "" if name == "normal" else draft.style(name)
    draft.out.append(paragraph_xml(ident, content, frame=frame, keep_next=keep_next, before=before))


def _paragraph(draft: Draft, block: Paragraph, following: Block | None, frame: Frame) -> None:
    content = draft.bookmark(block.id, _with_region(draft, block))
    style = _STYLES[block.role]
    if frame.number and style == "normal":
        style = "list bullet" if frame.number == draft.bullets else "list number"
    # A claim and what follows from it are read together.
    together = block.role == "claim" and isinstance(following, Paragraph) and following.role in {"so-what", "meta"}
    _add(draft, style, content, frame, keep_next=together)


def _with_region(draft: Draft, block: Paragraph) -> str:
    """Return a paragraph's runs, with a bookmark around what the council wrote of it: an edit in Word comes home by it."""
    region = block.region
    if region is None:
        return inlines_xml(draft, block.inlines)
    own = block.inlines[region.first : region.last]
    name = region_bookmark(region.id, region.base, markdown_of(own))
    before = inlines_xml(draft, block.inlines[: region.first])
    after = inlines_xml(draft, block.inlines[region.last :]) if region.last is not None else ""
    return f"{before}{draft.named_bookmark(name, inlines_xml(draft, own))}{after}"


def _gap(draft: Draft, block: GapBlock) -> None:
    """Write a gap; Word joins boxes that touch, so a flat paragraph parts two of them."""
    draft.after_table = False
    if draft.gap_at == len(draft.out) and not block.compact:
        draft.out.append(flat_xml())
    draft.out.append(gap_xml(draft, block))
    draft.gap_at = len(draft.out)


def _heading(
    draft: Draft, level: int, text: str, ident: str, *, new_page: bool = False, on_top: bool = False,
) -> None:  # fmt: skip
    """Write a heading; no level is skipped, so that the outline can be walked by ear."""
    level = min(level, draft.level + 1, _DEEPEST)
    draft.level = level
    draft.after_table = False
    content = draft.bookmark(ident, run(text))
    if level <= _LISTED:
        name = f"_Toc{len(draft.contents) + 1:08d}"
        draft.contents.append(Entry(level, text, name))
        content = draft.named_bookmark(name, content)
    style = draft.style(f"heading {level}")
    draft.out.append(paragraph_xml(style, content, new_page=new_page, before=0 if on_top else None))
    draft.heading_at = len(draft.out)


def _list(draft: Draft, block: ListBlock, frame: Frame) -> None:
    """Write a list; the first paragraph of an entry bears its number, the others stand below it."""
    number = draft.new_ordered_list() if block.ordered else draft.bullets
    base = frame.indent or (_BOX if frame.style else 0)
    inside = Frame(frame.style, base + _STEP, frame.right, depth=frame.depth + 1)
    first = inside._replace(number=number, hanging=_STEP)
    for entry in block.entries:
        blocks_xml(draft, entry[:1], first)
        blocks_xml(draft, entry[1:], inside)


def _quote(draft: Draft, block: Quote) -> None:
    blocks_xml(draft, block.blocks, Frame("quote"))
    if block.source:
        _add(draft, "quote source", run(f"— {block.source}"), _NOWHERE)
    elif draft.out:
        draft.after_table = True


def _notice(draft: Draft, block: Notice) -> None:
    _add(draft, "notice title", run(block.title), _NOWHERE)
    blocks_xml(draft, block.blocks, Frame("notice"))
    draft.after_table = True


def _code(text: str) -> str:
    """Return preformatted text: lines and tabs stay where they are."""
    lines = text.rstrip("\n").split("\n")
    shown = ["<w:tab/>".join(words(part) if part else "" for part in line.split("\t")) for line in lines]
    return f"<w:r>{'<w:br/>'.join(shown)}</w:r>"
