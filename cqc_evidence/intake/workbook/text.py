r"""Any text ↔ a cell's text that every spreadsheet program gives back as it was.

A spreadsheet file cannot hold control characters, reads `_x0041_` as a letter, and XlsxWriter takes
a text between `<r>` and `</r>` for markup. An invisible character, U+2060, stands before what takes
the place of such a thing; where it stands itself, it stands twice. Nothing else is touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_UNITS = 32_767
"""What a cell can hold, in UTF-16 units."""
_E = "\u2060"
_GAP = f"{_E}\u2063"
"""Parts what would be read as one; nothing when read."""
_PICTURES = 0x2400
"""Unicode's pictures of the control characters follow one another from here."""
_DELETE, _FFFE, _FFFF = "\u2421", "\u2422", "\u2423"
_STAND_INS = {
    **{chr(code): _E + chr(_PICTURES + code) for code in range(0x20) if chr(code) not in "\t\n"},
    "\x7f": _E + _DELETE,
    "\ufffe": _E + _FFFE,
    "\uffff": _E + _FFFF,
}
_MEANS = {stand_in[1]: character for character, stand_in in _STAND_INS.items()} | {_E: _E, _GAP[1]: ""}
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_ESCAPE_LIKE = re.compile("(?<=_x[0-9a-fA-F]{4})(?=_)")
_MARKUP_LIKE = "<r>"
_WRITTEN = re.compile(f"{_E}([{''.join(map(re.escape, _MEANS))}])")
_OTHER_LINE_ENDS = re.compile("\r\n?")


def fit(text: str) -> str:
    r"""Return a cell's text that the file can hold and that no program reads as something else.

    What is fit stays as it is.
    """
    if _UNSAFE.search(text):
        text = _UNSAFE.sub(lambda found: _STAND_INS[found[0]], text)
    if "_x" in text:
        text = _ESCAPE_LIKE.sub(_GAP, text)
    return f"<{_GAP}{text[1:]}" if text.startswith(_MARKUP_LIKE) else text


def written(text: str) -> str:
    r"""Return any text as a cell shall hold it.

    >>> written("Café talks: 3 < 4")
    'Café talks: 3 < 4'
    """
    return fit(text.replace(_E, _E + _E) if _E in text else text)


def meant(cell: str) -> str:
    r"""Return the text that a cell stands for: `meant(written(text)) == text` for every text.

    >>> meant(written("_x0041_ and \x0b"))
    '_x0041_ and \x0b'
    """
    if "\r" in cell:
        cell = _OTHER_LINE_ENDS.sub("\n", cell)
    return _WRITTEN.sub(lambda found: _MEANS[found[1]], cell) if _E in cell else cell


def units(text: str) -> int:
    """Return a text's length as Excel counts it.

    >>> units("👩")
    2
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


_ENTRY = re.compile(rf"((?:{_E}[\s\S]|[^;\n])*)(?:[;\n]|$)")
_ENTRY_OR_COMMA = re.compile(rf"((?:{_E}[\s\S]|[^;,\n])*)(?:[;,\n]|$)")
_PARTING = re.compile(f"[;,\n{_E}]")


def joined(entries: Iterable[str]) -> str:
    """Return a list as one cell shows it.

    >>> joined(["early-intervention", "locality teams"])
    'early-intervention; locality teams'
    """
    return "; ".join(map(_entry, entries))


def _entry(text: str) -> str:
    """Return an entry in which nothing parts entries, with a mark at an edge that is blank or empty."""
    safe = _PARTING.sub(lambda found: _E + found[0], text)
    first = _GAP if not text or text[0].isspace() else ""
    last = _GAP if text and text[-1].isspace() else ""
    return first + safe + last


def parted(cell: str, *, by_comma: bool = False) -> tuple[str, ...]:
    """Return the entries of a list; `parted(joined(entries)) == entries` for every list.

    A new line parts as well as a semicolon, and a comma where no entry can hold one.

    >>> parted("one; two ;; three")
    ('one', 'two', 'three')
    """
    pattern = _ENTRY_OR_COMMA if by_comma else _ENTRY
    found = (entry.strip() for entry in pattern.findall(cell))
    return tuple(re.sub(f"{_E}([\\s\\S])", _plain, entry) for entry in found if entry)


def _plain(found: re.Match[str]) -> str:
    return "" if found[1] == _GAP[1] else found[1]
