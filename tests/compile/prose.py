"""A section of a pack as text that a person reads from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from cqc_evidence.model.pack import (
    Badge,
    Block,
    Chart,
    Cite,
    CodeBlock,
    GapBlock,
    Heading,
    Inline,
    Link,
    ListBlock,
    Notice,
    Paragraph,
    Quote,
    Section,
    Table,
    Text,
)

_WIDTH = 110
_LEAD = {"body": "", "lead": "", "note": "Note. ", "so-what": "→ ", "meta": "", "claim": "", "label": ""}


def prose(section: Section) -> str:
    """Return the section as wrapped text."""
    lines = [f"{'#' * section.level} {section.title}", ""]
    for block in section.blocks:
        lines += [*_block(block, ""), ""]
    return "\n".join(lines).rstrip() + "\n"


def _block(block: Block, indent: str) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _wrapped(_LEAD[block.role] + _line(block.inlines), indent)
        case Heading():
            yield f"{'#' * block.level} {block.text}"
        case ListBlock():
            yield from _list(block, indent)
        case Quote():
            yield from _framed(block.blocks, f"{indent}> ")
            yield f"{indent}> ({block.source})"
        case CodeBlock():
            yield block.text
        case Table():
            yield from _table(block, indent)
        case Chart() | GapBlock():
            yield from _chart(block, indent) if isinstance(block, Chart) else _gap(block, indent)
        case Notice():
            yield f"{indent}! {block.title}"
            yield from _framed(block.blocks, f"{indent}! ")


def _framed(blocks: tuple[Block, ...], indent: str) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, indent)


def _list(block: ListBlock, indent: str) -> Iterator[str]:
    for number, entry in enumerate(block.entries, 1):
        mark = f"{number}. " if block.ordered else "- "
        for place, inner in enumerate(entry):
            inside = "\n".join(_block(inner, indent + "  "))
            yield inside if place else f"{indent}{mark}{inside.lstrip()}"


def _table(block: Table, indent: str) -> Iterator[str]:
    yield f"[{block.caption}]"
    yield _wrapped(" | ".join(block.header), indent)
    for row in block.rows:
        yield _wrapped(" | ".join(_line(cell.inlines) for cell in row), f"{indent}  ")


def _chart(block: Chart, indent: str) -> Iterator[str]:
    yield _wrapped(f"[chart: {block.title}] {block.alt}", indent)
    if block.note:
        yield _wrapped(f"Below it: {block.note}", indent)


def _gap(block: GapBlock, indent: str) -> Iterator[str]:
    shape = "△" if block.compact else "▲"
    yield _wrapped(
        f"{shape} GAP {block.id} · {block.title} · {block.state_word} · {block.risk} risk ({block.risk_because})",
        indent,
    )
    yield _wrapped(block.because, f"{indent}  ")
    for text in (f"Would close it: {block.help}" if block.help else "", block.owner, block.accepted):
        if text:
            yield _wrapped(text, f"{indent}  ")


def _line(inlines: tuple[Inline, ...]) -> str:
    return "".join(_inline(one) for one in inlines)


def _inline(one: Inline) -> str:
    match one:
        case Text():
            return _text(one)
        case Link():
            return f"<{one.text}>"
        case Cite():
            return f"[{one.label}{', ' if one.locator else ''}{one.locator}]"
        case Badge():
            return f"({one.word})"
    return " / "


def _text(one: Text) -> str:
    """Return words with their marks, and white space outside them."""
    words = one.text.strip()
    mark = "`" if one.code else "**" if one.strong else ""
    return one.text.replace(words, f"{mark}{words}{mark}") if words else one.text


def _wrapped(text: str, indent: str) -> str:
    return fill(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
