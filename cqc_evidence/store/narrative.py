"""One narrative's file with some of its words changed; every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cqc_evidence.model.narrative import Claim, Narrative, Passage
from cqc_evidence.read.narratives import chunks
from cqc_evidence.store.edit import edited_head, halves

_MARK = "\ufeff"
_OPENING = re.compile(r"[ \t]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(?:\{#[^}\n]*\}[ \t]*)?")
_SIGN = re.compile(r"\A(\d*)([#>]|[-+*](?=\s|\Z)|(?<=\d)[.)](?=\s|\Z))")
"""What would make a heading, a quotation or a list of a line."""
_SO_WHAT = re.compile(r"(?:^|\s)(?:\*\*|\*)?So what:(?:\*\*|\*)?\s*", re.DOTALL)


def rewritten(data: bytes, narrative: Narrative, words: Mapping[str, str]) -> bytes:
    """Return a narrative's bytes with the words of some regions changed.

    Args:
        data: the file as it is; it was read as `narrative`.
        narrative: what was read.
        words: region → its new Markdown: `<statement>/judgement`, `<claim>`, `<claim>/so-what`,
            `<statement>/passage-<n>/<k>`.

    Raises:
        ValueError: when a region is not in the file, or the file cannot be changed as it stands.
    """
    text = data.decode("utf-8")
    mark = _MARK if text.startswith(_MARK) else ""
    lines = text.removeprefix(_MARK).split("\n")
    left = {region: _inside_a_line(new) for region, new in words.items()}
    pieces: list[_Piece] = []
    for claim in narrative.claims:
        said, meant = left.pop(claim.id, None), left.pop(f"{claim.id}/so-what", None)
        if claim.id and (said is not None or meant is not None):
            pieces.append(_claim(lines, claim, said, meant))
    for number, passage in enumerate(narrative.passages, 1):
        pieces += _passage(lines, passage, f"{narrative.statement}/passage-{number}", left)
    for piece in sorted(pieces, reverse=True):
        # From the end of the file upwards, so that no change moves a place that is still to be changed.
        inner, last = (lines[at].endswith("\r") * "\r" for at in (piece.first, piece.last - 1))
        ends = [inner] * (len(piece.lines) - 1) + [last]
        lines[piece.first : piece.last] = [f"{line}{end}" for line, end in zip(piece.lines, ends, strict=True)]
    judgement = f"{narrative.statement}/judgement"
    if judgement in left:
        lines = _judged(lines, narrative.judgement, left.pop(judgement))
    if left:
        message = f"there is no {', '.join(sorted(left))} in this file"
        raise ValueError(message)
    return (mark + "\n".join(lines)).encode()


def _inside_a_line(new: str) -> str:
    r"""Return words that begin with no sign of a heading, list or quotation: in Word they were words.

    >>> _inside_a_line("1. First"), _inside_a_line("# One"), _inside_a_line("1.5 people")
    ('1\\. First', '\\# One', '1.5 people')
    """
    return _SIGN.sub(r"\1\\\2", new, count=1)


def _judged(lines: list[str], was: str, becomes: str) -> list[str]:
    """Return a file's lines with another judgement; the fences, the text below and each line's end stay."""
    head, _ = halves("\n".join(line.removesuffix("\r") for line in lines))
    count = head.count("\n")
    windows = "\r" * lines[0].endswith("\r")
    new = edited_head(head, {"judgement": was}, {"judgement": becomes}).removesuffix("\n").split("\n")
    return [lines[0], *(f"{line}{windows}" for line in new), *lines[count + 1 :]]


class _Piece(NamedTuple):
    """Lines of the file, counted from 0, and what comes in their place."""

    first: int
    last: int
    lines: list[str]


def _claim(lines: list[str], claim: Claim, said: str | None, meant: str | None) -> _Piece:
    """Return a claim with its new words; its id, its sign and what is not changed stay."""
    first, last = claim.lines[0] - 1, claim.lines[1]
    block = "\n".join(line.removesuffix("\r") for line in lines[first:last])
    opening = _OPENING.match(block)
    start = opening.end() if opening else 0
    so_what = _SO_WHAT.search(block, start)
    end = so_what.start() if so_what else len(block)
    own = block[start:end] if said is None else said
    if so_what is None:
        rest = "" if meant is None else f" So what: {meant}"
    else:
        rest = so_what.group() + (block[so_what.end() :] if meant is None else meant)
        rest = rest if rest[:1].isspace() else f" {rest}"
    return _Piece(first, last, f"{block[:start]}{own}{rest}".split("\n"))


def _passage(lines: list[str], passage: Passage, name: str, words: dict[str, str]) -> Iterator[_Piece]:
    for number, chunk in enumerate(chunks(passage.text), 1):
        new = words.pop(f"{name}/{number}", None)
        if new is None:
            continue
        first, last = passage.lines[0] - 1 + chunk.first, passage.lines[0] + chunk.last
        opening = _OPENING.match(lines[first])
        yield _Piece(first, last, [f"{opening.group() if opening else ''}{new}"])
