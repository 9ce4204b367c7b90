"""The one place where text is made fit for XML and HTML."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OTHER_LINE_ENDS = re.compile("\r\n?")


def clean(text: str) -> str:
    r"""Return `text` without the characters that no XML or HTML file may hold.

    Tab and newline stay; control characters, lone surrogates, U+FFFE and U+FFFF go. Old line
    ends become newlines, as every parser reads them.

    >>> clean("pasted\x0b from Word\r\n")
    'pasted from Word\n'
    """
    if "\r" in text:
        text = _OTHER_LINE_ENDS.sub("\n", text)
    return _FORBIDDEN.sub("", text)


def plain_cell(cell: str) -> str:
    """Return a cell of a CSV file that Excel does not take for a formula.

    >>> plain_cell("=1+1"), plain_cell("Minutes")
    ("'=1+1", 'Minutes')
    """
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
