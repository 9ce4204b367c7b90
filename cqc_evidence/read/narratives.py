"""`evidence/narrative/<statement>.md` → claims with their citations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.model.narrative import Citation, Claim, Narrative, NarrativeHead, Passage
from cqc_evidence.read import front_matter, problems, text, yaml_tree
from cqc_evidence.read.validate import validate

CITATION = re.compile(r"\[(@[^\[\]\n]+(?:\n[^\[\]\n]+)?)\]")
_ONE = re.compile(r"@(?P<id>[A-Za-z0-9][A-Za-z0-9_-]*)(?:,\s*(?P<locator>[^;]*))?")
_CLAIM_ID = re.compile(r"\{#([^}\s]+)\}\s*")
_BULLET = re.compile(r"[-*+]\s+|\d+[.)]\s+")
_SO_WHAT = re.compile(r"(?:^|\s)(?:\*\*|\*)?So what:(?:\*\*|\*)?\s*(.*)\Z", re.DOTALL)
_HEADING = re.compile(r"##\s+(.*?)\s*#*\s*$")


class _Block(NamedTuple):
    """A paragraph or bullet with the file's line on which it begins."""

    text: str
    line: int
    column: int


def read_narrative(data: bytes, file: str) -> tuple[Narrative | None, tuple[Diagnostic, ...]]:
    """Return the narrative, or nothing and each reason with its place."""
    raw, found = text.decode(data, file)
    if not raw:
        return None, found
    parts, more = front_matter.split(raw, file)
    found += more
    if parts is None:
        return None, found
    tree = yaml_tree.parse(parts.head, file, first_line=1)
    head, more = validate(NarrativeHead, tree, tree.data) if not tree.problems else (None, ())
    found += tree.problems + more
    if head is None:
        return None, found
    claims, passages, more = _body(parts.body, parts.body_line, file)
    where = Location(file=file)
    return Narrative(**head.model_dump(), claims=claims, passages=passages, location=where), found + more


def _body(body: str, first_line: int, file: str) -> tuple[tuple[Claim, ...], tuple[Passage, ...], tuple[Diagnostic, ...]]:
    claims: list[Claim] = []
    passages: list[Passage] = []
    found: list[Diagnostic] = []
    for heading, line, lines in _parts(body, first_line):
        if heading.lower() == "claims":
            for block in _blocks(lines, line):
                claim = _claim(block, file)
                claims.append(claim)
                if not claim.id:
                    found.append(problems.claim_without_id(claim.location))
        elif content := "\n".join(lines).strip("\n"):
            passages.append(Passage(heading=heading, text=content, citations=_citations(content, file, line, 1)))
    return tuple(claims), tuple(passages), tuple(found)


def _parts(body: str, first_line: int) -> Iterator[tuple[str, int, list[str]]]:
    """Yield each `##` heading with the line its text begins on and its lines."""
    heading, start, lines = "", first_line, list[str]()
    for number, line in enumerate(body.split("\n"), first_line):
        if found := _HEADING.match(line):
            yield heading, start, lines
            heading, start, lines = found.group(1), number + 1, []
        else:
            lines.append(line)
    yield heading, start, lines


def _blocks(lines: list[str], first_line: int) -> Iterator[_Block]:
    """Yield paragraphs and bullets; an indented or plain following line belongs to its block."""
    current: list[str] = []
    start = column = 0
    for number, line in enumerate(lines, first_line):
        bullet = _BULLET.match(line)
        if current and (bullet or not line.strip()):
            yield _Block("\n".join(current), start, column)
            current = []
        if not line.strip():
            continue
        if not current:
            start, column = number, (bullet.end() if bullet else 0) + 1
        current.append(line[bullet.end() :] if bullet else line.strip())
    if current:
        yield _Block("\n".join(current), start, column)


def _claim(block: _Block, file: str) -> Claim:
    words = block.text
    found = _CLAIM_ID.match(words)
    name = found.group(1) if found else ""
    words = words[found.end() :] if found else words
    so_what = _SO_WHAT.search(words)
    claim_text = words[: so_what.start()] if so_what else words
    where = Location(file=file, line=block.line, column=block.column, end_column=block.column + len(name) + 3)
    return Claim(
        id=name,
        text=claim_text.strip(),
        so_what=so_what.group(1).strip() if so_what else "",
        citations=_citations(block.text, file, block.line, block.column),
        location=where if name else where.model_copy(update={"end_column": block.column}),
    )


def _citations(words: str, file: str, line: int, column: int) -> tuple[Citation, ...]:
    return tuple(
        Citation(item=one.group("id"), locator=(one.group("locator") or "").strip(), location=where)
        for group in CITATION.finditer(words)
        for one in _ONE.finditer(group.group(1))
        for where in (_place(words, group.start(1) + one.start(), len(one.group("id")) + 1, file, line, column),)
    )


def _place(words: str, at: int, width: int, file: str, line: int, column: int) -> Location:
    before = words[:at]
    down = before.count("\n")
    across = at - (before.rfind("\n") + 1) + (column if not down else 1)
    return Location(file=file, line=line + down, column=across, end_column=across + width)


def citation_parts(inside: str) -> Iterator[tuple[str, str]]:
    """Yield item and locator of each citation inside one pair of brackets.

    >>> list(citation_parts("@a, p. 4; @b"))
    [('a', 'p. 4'), ('b', '')]
    """
    for one in _ONE.finditer(inside):
        yield one.group("id"), (one.group("locator") or "").strip()
