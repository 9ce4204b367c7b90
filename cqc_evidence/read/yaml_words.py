"""What the YAML reader complains of, in words for people who never heard of YAML."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

_QUOTE_IT = 'put a text with ": " or " #" in quotation marks'
_LINE_UP = "indent the keys of one group by the same number of spaces, and close every quotation mark"


class Words(NamedTuple):
    """Why a text cannot be read, and what to do about it."""

    why: str
    advice: str
    opened: bool = False
    """Whether the place to look at is where the broken thing began, not where reading stopped."""


_OTHER = Words(
    "it does not follow the form of keys and values", f"{_QUOTE_IT}, indent with spaces, close every bracket"
)
CONTROL = Words(
    "an invisible control character stands here", "delete the character between the letters, or type the line again"
)
DEEP = Words("it is nested too deeply", "close every bracket; no key of a project needs more than a few levels")

_TABLE: tuple[tuple[str, Words], ...] = (
    ("maximum nesting depth", DEEP),
    ("mapping values are not allowed", Words("a colon stands where none is expected", f"{_QUOTE_IT}; indent the keys of one group alike")),
    ("quoted scalar|end of stream", Words("this quotation mark is never closed", "close it at the end of the text", opened=True)),
    ("found unexpected document", Words("this quotation mark is never closed", "close it at the end of the text", opened=True)),
    ("unknown escape", Words("a backslash in double quotation marks means something special", "use single quotation marks, or / instead of \\")),
    ("while parsing a flow", Words("this bracket is never closed, or a comma is missing", "close the bracket, and put commas between its entries", opened=True)),
    ("simple key", Words("this line is not a key with its value", "write it as key: value, or join it to the text above in quotation marks", opened=True)),
    ("another document", Words('a line of "---" begins a second part', "keep one part; take the line out")),
    ("expected key", Words("this does not fit with what stands before it", _LINE_UP)),
    ("block", Words("this line does not fit with those around it", _LINE_UP)),
)  # fmt: skip


def words_for(error: yaml.MarkedYAMLError, text: str) -> Words:
    """Return what to tell people about an error that has a place."""
    said = f"{error.context or ''} {error.problem or ''}"
    character = _character(error, text)
    if character == "\t":
        return Words("a tab stands here", "indent with spaces, never with the Tab key")
    if "cannot start any token" in said:
        return Words(f"a value cannot begin with {character}", "put the text in quotation marks")
    for needles, words in _TABLE:
        if all(needle in said for needle in needles.split("|")):
            return words
    return _OTHER


def _character(error: yaml.MarkedYAMLError, text: str) -> str:
    """Return the character at which reading stopped, or nothing at the end of the text."""
    mark: Any = error.problem_mark
    lines = text.split("\n")
    line: str = lines[mark.line] if mark.line < len(lines) else ""
    at: int = mark.column
    return line[at : at + 1]
