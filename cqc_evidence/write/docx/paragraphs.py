"""One paragraph as WordprocessingML text, its properties in the order the schema wants."""

from __future__ import annotations

from typing import NamedTuple


class Frame(NamedTuple):
    """What surrounds a block: a box's style, an indent, a list's number."""

    style: str = ""
    """Style of the box the block stands in; empty outside a box."""
    indent: int = 0
    right: int = 0
    hanging: int = 0
    number: int = 0
    """Numbering of the list the block begins an entry of; 0 for none."""
    depth: int = 0
    """How many lists surround the block."""


def paragraph_xml(  # noqa: PLR0913 - one argument a paragraph property
    style: str,
    content: str,
    *,
    frame: Frame = Frame(),  # noqa: B008 - a frozen value
    keep_next: bool = False,
    new_page: bool = False,
    tabs: str = "",
    before: int | None = None,
    after: int | None = None,
) -> str:
    """Return a `w:p`; `style` is a style id, `content` its runs, `tabs` a `w:tabs` of its own."""
    parts = [f'<w:p><w:pPr><w:pStyle w:val="{style}"/>' if style else "<w:p><w:pPr>"]
    if keep_next:
        parts.append("<w:keepNext/>")
    if new_page:
        parts.append("<w:pageBreakBefore/>")
    if frame.number:
        level = min(frame.depth, _LEVELS) - 1
        parts.append(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{frame.number}"/></w:numPr>')
    parts.append(tabs)
    if before is not None or after is not None:
        first = "" if before is None else f' w:before="{before}"'
        last = "" if after is None else f' w:after="{after}"'
        parts.append(f"<w:spacing{first}{last}/>")
    if frame.indent or frame.right:
        left = f' w:left="{frame.indent}"' if frame.indent else ""
        right = f' w:right="{frame.right}"' if frame.right else ""
        hanging = f' w:hanging="{frame.hanging}"' if frame.hanging else ""
        parts.append(f"<w:ind{left}{right}{hanging}/>")
    parts.append(f"</w:pPr>{content}</w:p>")
    return "".join(parts).replace("<w:pPr></w:pPr>", "", 1)


_LEVELS = 9
"""Word's lists go nine deep; what is deeper keeps the ninth's sign."""


def flat_xml(section: str = "") -> str:
    """Return a paragraph without height; with a `w:sectPr` in `section` it ends a Word section."""
    spacing = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{spacing}{section}</w:pPr></w:p>"
