"""Tables: rows as text, because python-docx's cells rebuild the whole table at each call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cqc_evidence.write.docx.inlines import inlines_xml
from cqc_evidence.write.docx.marks import shading
from cqc_evidence.write.docx.paragraphs import paragraph_xml
from cqc_evidence.write.docx.xml import escape, field, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cqc_evidence.model.pack import Table, TableCell
    from cqc_evidence.write.docx.draft import Draft

_LETTER = 108
"""Width of a wide-ish letter at 9 points, in twentieths of a point."""
_MARGINS = 190
_LONGEST_WORD = 16
"""Longer words may break: a column is never made wider than this many letters for one word."""
_SAMPLE = 200
"""Rows looked at to find the longest word; a register of thousands has the same words throughout."""
_WHOLE = 5000
"""Word's 100 per cent, in fiftieths."""
_SHORT = 6
"""A table of so few rows stays on one page."""


def table_xml(draft: Draft, table: Table) -> str:
    """Return a caption and its table; a table without rows is a sentence under its caption."""
    draft.tables += 1
    number = run("Table ") + field("SEQ Table \\* ARABIC", str(draft.tables))
    caption = draft.bookmark(table.id, number) + run(f". {table.caption}")
    below_heading = draft.heading_at == len(draft.out)
    head = paragraph_xml(draft.style("caption"), caption, keep_next=True, before=0 if below_heading else None)
    if not table.rows:
        return head + paragraph_xml(draft.style("note"), run(table.empty))
    columns = max(len(table.header), *map(len, table.rows))
    widths = column_widths(table, columns, draft.page.text_width(landscape=draft.landscape))
    draft.after_table = True
    return "".join([head, _opening(draft, table, widths), _header(draft, table, widths),
                    *_rows(draft, table, widths), "</w:tbl>"])  # fmt: skip


def column_widths(table: Table, columns: int, room: int) -> list[int]:
    """Return the width of each column in twentieths of a point; they add up to `room`.

    The table's own shares hold, but a column has at least the room of its longest word, taken from
    the columns that have more than they need: words are never broken letter by letter.
    """
    shares = [*table.widths[:columns], *[1] * (columns - len(table.widths))]
    shares = [max(share, 0) for share in shares]
    total = sum(shares) or columns
    wide = [room * share / total for share in shares]
    least = [_LETTER * letters + _MARGINS for letters in _longest_words(table, columns)]
    wide = _at_least(wide, least, room)
    rounded = [int(width) for width in wide]
    rounded[-1] += room - sum(rounded)
    return rounded


def _at_least(wide: Sequence[float], least: Sequence[float], room: int) -> list[float]:
    """Widen the columns below their least, at the cost of the others in proportion to their spare room."""
    if sum(least) >= room:
        return [room * need / sum(least) for need in least]
    short = sum(max(0.0, need - width) for width, need in zip(wide, least, strict=True))
    spare = sum(max(0.0, width - need) for width, need in zip(wide, least, strict=True))
    if not short:
        return list(wide)
    return [
        need if width < need else width - (width - need) * short / spare
        for width, need in zip(wide, least, strict=True)
    ]


def _longest_words(table: Table, columns: int) -> list[int]:
    longest = [0] * columns
    for column, title in enumerate(table.header):
        longest[column] = _longest(title)
    for row in table.rows[:_SAMPLE]:
        for column, cell in enumerate(row):
            for inline in cell.inlines:
                words = _longest(_shown(inline))
                longest[column] = max(longest[column], words)
    return longest


def _longest(text: str) -> int:
    """Return the length of the longest piece that has no place to break."""
    pieces = text.replace("-", "- ").replace("/", "/ ").split()
    return min(max(map(len, pieces), default=0), _LONGEST_WORD)


def _shown(inline: object) -> str:
    """Return what an inline shows, with room for the sign of a badge or the brackets of a reference."""
    word = getattr(inline, "word", "")
    if word:
        return f"mm{word.split(' ')[0]}"
    label = getattr(inline, "label", "")
    return f"[{label}]" if label else getattr(inline, "text", "")


def _opening(draft: Draft, table: Table, widths: Sequence[int]) -> str:
    row_heads = all(row and row[0].header for row in table.rows)
    look = f"06{'A' if row_heads else '2'}0"
    grid = "".join([f'<w:gridCol w:w="{width}"/>' for width in widths])
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{draft.style("cqc table")}"/><w:tblW w:w="{_WHOLE}" w:type="pct"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{look}" w:firstRow="1" w:lastRow="0" '
        f'w:firstColumn="{int(row_heads)}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(table.caption)}"/><w:tblDescription w:val="{escape(table.description)}"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _cell_opening(widths: Iterable[int]) -> list[str]:
    return [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>' for width in widths]


def _header(draft: Draft, table: Table, widths: Sequence[int]) -> str:
    """Return the header row, which Word repeats on each page."""
    style = draft.style("table header")
    titles = [*table.header, *[""] * (len(widths) - len(table.header))]
    cells = [
        f"{opening}</w:tcPr>{paragraph_xml(style, run(title) if title else '')}</w:tc>"
        for opening, title in zip(_cell_opening(widths), titles, strict=True)
    ]
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _rows(draft: Draft, table: Table, widths: Sequence[int]) -> Iterable[str]:
    openings = _cell_opening(widths)
    style = f'<w:pStyle w:val="{draft.style("table text")}"/>'
    plain = f"<w:p><w:pPr>{style}</w:pPr>"
    kept = f"<w:p><w:pPr>{style}<w:keepNext/></w:pPr>"
    last = len(table.rows) - 1
    for number, row in enumerate(table.rows):
        paragraph = kept if last < _SHORT and number < last else plain
        cells = [_cell(draft, cell, opening, paragraph) for cell, opening in zip(row, openings, strict=False)]
        cells += [f"{opening}</w:tcPr>{plain}</w:p></w:tc>" for opening in openings[len(row) :]]
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(draft: Draft, cell: TableCell, opening: str, paragraph: str) -> str:
    shade = shading(cell.mark) if cell.mark else ""
    content = inlines_xml(draft, cell.inlines, bold=cell.header)
    return f"{opening}{shade}</w:tcPr>{paragraph}{draft.bookmark(cell.id, content)}</w:p></w:tc>"
