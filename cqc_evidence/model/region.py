"""What the council wrote in a pack: how it is marked in Word, and how an edit is told from a text that stayed as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from cqc_evidence.model.pack import Break, Cite, Inline, Link, Text

_HEX = 12
_SHORT = 8
_ESCAPED = re.compile(r"([\\`*_\[\]])")
_SPACES = re.compile(r"\s+")


def fingerprint(text: str) -> str:
    r"""Return 12 hex digits of a text's sha256; how its lines are broken does not matter.

    >>> fingerprint("Two colleagues joined.")
    '4e736cea0b3e'
    >>> fingerprint("Two  colleagues\njoined. ") == fingerprint("Two colleagues joined.")
    True
    """
    return sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:_HEX]


def bookmark_name(kind: str, ident: str) -> str:
    """Return the Word bookmark of an id: letters, digits and underscores, 40 at most.

    Word takes no hyphens and no long names, so the id itself cannot be the name.

    >>> bookmark_name("gap", "gap-equity-partners")
    'gap_0d02c955f01c'
    """
    return f"{kind}_{sha256(ident.encode('utf-8', 'replace')).hexdigest()[:_HEX]}"


def region_bookmark(ident: str, base: str, written: str) -> str:
    """Return a region's bookmark: its id, the text it was written from, and the words as they were written.

    >>> region_bookmark("learning-1", fingerprint("Staff met."), "Staff met.")
    'region_15dc54460ae8_30e6ff2b_30e6ff2b'
    """
    return f"{bookmark_name('region', ident)}_{base[:_SHORT]}_{fingerprint(written)[:_SHORT]}"


def markdown_of(inlines: Iterable[Inline]) -> str:
    """Return words as the Markdown that a narrative would hold, in one line: the same words always give the same text.

    References become `[@item, locator]`, those side by side one pair of brackets.
    """
    parts: list[str] = []
    for inline in _joined(inlines):
        if isinstance(inline, Text):
            parts.append(_styled(inline))
        elif isinstance(inline, Cite):
            parts.append(f"[@{inline.item}{f', {inline.locator}' if inline.locator else ''}]")
        elif isinstance(inline, Link):
            parts.append(f"[{_plain(inline.text)}]({inline.href})")
        elif isinstance(inline, Break):
            parts.append(" ")
    return _SPACES.sub(" ", "".join(parts)).strip().replace("][@", "; @")


def _joined(inlines: Iterable[Inline]) -> Iterable[Inline]:
    """Yield inlines with texts of one style put together, so that how they were cut leaves no trace."""
    waiting: Text | None = None
    for inline in inlines:
        if isinstance(inline, Text):
            if not inline.text:
                continue
            if waiting is not None and _style(waiting) == _style(inline):
                waiting = waiting.model_copy(update={"text": waiting.text + inline.text})
                continue
        if waiting is not None:
            yield waiting
        waiting = inline if isinstance(inline, Text) else None
        if waiting is None:
            yield inline
    if waiting is not None:
        yield waiting


def _style(text: Text) -> tuple[bool, bool, bool]:
    return (text.strong, text.emphasis, text.code)


def _styled(text: Text) -> str:
    """Return words with their marks; spaces at the ends stay outside, as Markdown wants."""
    words = text.text.strip()
    if not words:
        return text.text
    before, _, after = text.text.partition(words)
    if text.code:
        return f"{before}`{words}`{after}"
    mark = "***" if text.strong and text.emphasis else "**" if text.strong else "*" if text.emphasis else ""
    return f"{before}{mark}{_plain(words)}{mark}{after}"


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\\\1", text)
