"""Inlines → runs of WordprocessingML text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from cqc_evidence.model.pack import Badge, Cite, Link, Text
from cqc_evidence.write.clean import clean
from cqc_evidence.write.docx.marks import LOOKS, shading
from cqc_evidence.write.docx.xml import run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cqc_evidence.model.pack import Inline
    from cqc_evidence.write.docx.draft import Draft

_HARD = "\u00a0"
_LONGEST_ADDRESS = 2000
"""Word opens no document with an address above 2,083 characters."""
_ADDRESS = re.compile(
    r"(https?://([A-Za-z0-9._~%-]+(:[^\s@/?#\[\]]*)?@)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.?(:\d{1,5})?([/?#][^\s]*)?"
    r"|mailto:[^\s@?:/]+@[A-Za-z0-9.-]+(\?[^\s]*)?)",
    re.IGNORECASE,
)
_SAFE = "/?#@!$&'()*+,;=:~%-._"


def inlines_xml(draft: Draft, inlines: Iterable[Inline], *, bold: bool = False) -> str:
    """Return the runs of a paragraph."""
    return "".join([_inline(draft, inline, bold=bold) for inline in inlines])


def _inline(draft: Draft, inline: Inline, *, bold: bool) -> str:
    if isinstance(inline, Text):
        return _text(draft, inline, bold=bold)
    if isinstance(inline, Cite):
        return _cite(draft, inline)
    if isinstance(inline, Link):
        return _link(draft, inline, bold=bold)
    if isinstance(inline, Badge):
        return badge_xml(draft, inline)
    return "<w:r><w:br/></w:r>"


def _text(draft: Draft, text: Text, *, bold: bool) -> str:
    properties = f'<w:rStyle w:val="{draft.style("code")}"/>' if text.code else ""
    if text.strong or bold:
        properties += "<w:b/><w:bCs/>"
    if text.emphasis:
        properties += "<w:i/><w:iCs/>"
    return run(text.text, properties)


def _cite(draft: Draft, cite: Cite) -> str:
    label = cite.label.strip("[]")
    shown = f"[{label}, {cite.locator}]" if cite.locator else f"[{label}]"
    return draft.bookmark(cite.mark, _internal(draft, f"evidence-{cite.item}", shown, "reference"))


def _internal(draft: Draft, ident: str, shown: str, style: str) -> str:
    """Return a link to a place of this document, or plain words when there is no such place."""
    name = draft.names.get(ident)
    if name is None:
        return run(shown)
    inside = run(shown, f'<w:rStyle w:val="{draft.style(style)}"/>')
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{inside}</w:hyperlink>'


def _link(draft: Draft, link: Link, *, bold: bool) -> str:
    if link.href.startswith("#"):
        return _internal(draft, link.href[1:], link.text, "hyperlink")
    address = safe_address(link.href)
    if not address:
        return run(link.text, "<w:b/><w:bCs/>" if bold else "")
    inside = run(link.text, f'<w:rStyle w:val="{draft.style("hyperlink")}"/>')
    return f'<w:hyperlink r:id="{draft.link(address)}" w:history="1">{inside}</w:hyperlink>'


def safe_address(href: str) -> str:
    """Return an address that Word accepts, or nothing.

    One address that is no URI makes Word call the whole document damaged; so what is not plainly
    http, https or mailto is not linked at all.

    >>> safe_address("https://example.org/a b")
    'https://example.org/a%20b'
    >>> safe_address("javascript:alert(1)")
    ''
    """
    address = quote(clean(href).strip(), safe=_SAFE)
    address = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", address)
    if len(address) > _LONGEST_ADDRESS or address.count("#") > 1:
        return ""
    return address if _ADDRESS.fullmatch(address) else ""


def badge_xml(draft: Draft, badge: Badge) -> str:
    """Return a state as its shape and its word; the tint behind only helps."""
    look = LOOKS[badge.mark]
    properties = (
        f'<w:rStyle w:val="{draft.style("badge")}"/><w:color w:val="{look.ink}"/>{shading(badge.mark)}'
    )  # fmt: skip
    # Hard spaces, so that shape and word are never parted by a line end.
    return run(f"{_HARD}{look.shape}{_HARD}{badge.word}{_HARD}", properties)
