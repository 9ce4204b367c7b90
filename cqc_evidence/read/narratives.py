"""`evidence/narrative/<statement>.md` → claims with their citations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.model.narrative import Citation, Claim, Narrative, NarrativeHead, Passage
from cqc_evidence.read import front_matter, problems, text, yaml_tree
from cqc_evidence.read.salvage import faults, without
from cqc_evidence.read.validate import validate
from cqc_evidence.read.yaml_tree import Tree

CITATION = re.compile(r"\[(@[^\[\]\n]+(?:\n[^\[\]\n]+)?)\]")
_ONE = re.compile(r"@(?P<id>[A-Za-z0-9][A-Za-z0-9_-]*)(?:,\s*(?P<locator>[^;]*))?")
_CLAIM_ID = re.compile(r"\{#([^}\s]+)(?:\s+speaker=(?:\"([^\"}\n]*)\"|'([^'}\n]*)'))?\s*\}\s*")
_BULLET = re.compile(r"[-*+]\s+|\d+[.)]\s+")
_SO_WHAT = re.compile(r"(?:^|\s)(?:\*\*|\*)?So what:(?:\*\*|\*)?\s*(.*)\Z", re.DOTALL)
_HEADING = re.compile(r"##[ \t]+(.*)")


class _Block(NamedTuple):
    """A paragraph or bullet with the file's line on which it begins."""

    text: str
    line: int
    columns: tuple[int, ...]
    """For each of its lines, the file's column at which it begins."""

    def place(self, at: int, width: int, file: str) -> Location:
        """Return the place of `width` characters at an offset of the text."""
        before = self.text[:at]
        down = before.count("\n")
        column = at - (before.rfind("\n") + 1) + self.columns[down]
        return Location(file=file, line=self.line + down, column=column, end_column=column + width)


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
    found += tree.problems
    if tree.data is None:
        return None, found if tree.problems else (
            *found,
            problems.bad_yaml(Location(file=file, line=2), "the front matter holds no keys", problems.FORM_ADVICE),
        )
    head, more = _head(tree)
    found += more
    if head is None:
        return None, found
    claims, passages = _body(parts.body, parts.body_line, file)
    narrative = Narrative(**head.model_dump(), claims=claims, passages=passages, location=Location(file=file))
    return narrative, found + tuple(_without_id(narrative))


def _without_id(narrative: Narrative) -> Iterator[Diagnostic]:
    """Yield a problem for each claim without an id, with one that is free."""
    taken = {claim.id for claim in narrative.claims}
    free = (name for number in count(1) if (name := f"{narrative.statement}-{number}") not in taken)
    return (problems.claim_without_id(claim.location, next(free)) for claim in narrative.claims if not claim.id)


def _head(tree: Tree) -> tuple[NarrativeHead | None, tuple[Diagnostic, ...]]:
    """Return the front matter; a key that means nothing here is reported and left out alone."""
    head, found = validate(NarrativeHead, tree, tree.data)
    if head is None and isinstance(tree.data, dict):
        bad = faults(NarrativeHead, tree.data)
        if set(bad.keys.values()) == {"extra_forbidden"}:
            return NarrativeHead.model_validate(without(tree.data, bad)), found
    return head, found


def _body(body: str, first_line: int, file: str) -> tuple[tuple[Claim, ...], tuple[Passage, ...]]:
    claims: list[Claim] = []
    passages: list[Passage] = []
    for heading, line, lines in _parts(body, first_line):
        if heading.lower() == "claims":
            claims += [_claim(block, file) for block in _blocks(lines, line)]
        elif passage := _passage(heading, lines, line, file):
            passages.append(passage)
    return tuple(claims), tuple(passages)


def _parts(body: str, first_line: int) -> Iterator[tuple[str, int, list[str]]]:
    """Yield each `##` heading with the line its text begins on and its lines."""
    heading, start, lines = "", first_line, list[str]()
    for number, line in enumerate(body.split("\n"), first_line):
        if found := _HEADING.match(line):
            yield heading, start, lines
            heading, start, lines = found.group(1).strip().rstrip("#").strip(), number + 1, []
        else:
            lines.append(line)
    yield heading, start, lines


def _blocks(lines: list[str], first_line: int) -> Iterator[_Block]:
    """Yield paragraphs and bullets; an indented or plain following line belongs to its block."""
    current: list[tuple[str, int]] = []
    for number, line in enumerate((*lines, ""), first_line):
        bullet = _BULLET.match(line)
        if current and (bullet or not line.strip()):
            words = "\n".join(piece for piece, _ in current)
            yield _Block(words, number - len(current), tuple(column for _, column in current))
            current = []
        if line.strip():
            start = bullet.end() if bullet else len(line) - len(line.lstrip())
            current.append((line[start:].strip(), start + 1))


class Chunk(NamedTuple):
    """A paragraph or a bullet of a text, with the lines of the text on which it stands, counted from 0."""

    text: str
    first: int
    last: int


def chunks(text: str) -> tuple[Chunk, ...]:
    r"""Return the paragraphs and bullets of a text, without their signs.

    >>> [one.text for one in chunks("First.\n\n- one\n- two")]
    ['First.', 'one', 'two']
    """
    return tuple(
        Chunk(block.text, block.line, block.line + block.text.count("\n")) for block in _blocks(text.split("\n"), 0)
    )


def _claim(block: _Block, file: str) -> Claim:
    words = block.text
    found = _CLAIM_ID.match(words)
    name = found.group(1) if found else ""
    words = words[found.end() :] if found else words
    so_what = _SO_WHAT.search(words)
    claim_text = words[: so_what.start()] if so_what else words
    return Claim(
        id=name,
        text=claim_text.strip(),
        so_what=so_what.group(1).strip() if so_what else "",
        speaker=((found.group(2) or found.group(3) or "") if found else "").strip(),
        citations=_citations(block, file),
        lines=(block.line, block.line + block.text.count("\n")),
        location=block.place(0, len(name) + 3 if name else len(words.split("\n", 1)[0]), file),
    )


def _passage(heading: str, lines: list[str], first_line: int, file: str) -> Passage | None:
    """Return the text under a heading without the blank lines around it, or `None` when there is none."""
    content = "\n".join(lines)
    blank = len(content) - len(content.lstrip("\n"))
    content = content.strip("\n")
    if not content.strip():
        return None
    block = _Block(content, first_line + blank, (1,) * (content.count("\n") + 1))
    last = block.line + content.count("\n")
    return Passage(heading=heading, text=content, citations=_citations(block, file), lines=(block.line, last))


def _citations(block: _Block, file: str) -> tuple[Citation, ...]:
    return tuple(
        Citation(item=one.group("id"), locator=(one.group("locator") or "").strip(), location=where)
        for group in CITATION.finditer(block.text)
        for one in _ONE.finditer(group.group(1))
        for where in (block.place(group.start(1) + one.start(), len(one.group("id")) + 1, file),)
    )


def citation_parts(inside: str) -> Iterator[tuple[str, str]]:
    """Yield item and locator of each citation inside one pair of brackets.

    >>> list(citation_parts("@a, p. 4; @b"))
    [('a', 'p. 4'), ('b', '')]
    """
    for one in _ONE.finditer(inside):
        yield one.group("id"), (one.group("locator") or "").strip()


def citations_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield item and locator of each citation in a text.

    >>> list(citations_in("As told [@a, p. 4] and seen [@b]."))
    [('a', 'p. 4'), ('b', '')]
    """
    for group in CITATION.finditer(text):
        yield from citation_parts(group.group(1))
