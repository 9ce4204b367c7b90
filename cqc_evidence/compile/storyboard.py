"""A story-board: one statement on one page, for staff who will be asked about it."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from cqc_evidence.compile import board_parts as parts
from cqc_evidence.compile import words
from cqc_evidence.compile.view import View
from cqc_evidence.model.framework import Statement
from cqc_evidence.model.pack import (
    Block,
    Break,
    Cover,
    Heading,
    Inlines,
    ListBlock,
    Pack,
    Paragraph,
    Quote,
    Section,
)  # fmt: skip
from cqc_evidence.version import __version__


class _Part(NamedTuple):
    """What one part of the page could hold, best first."""

    name: str
    blocks: tuple[Paragraph, ...]
    head: str = ""
    more: tuple[str, str] = ("", "")
    """What one and several that found no room are called; nothing where they are not counted."""
    listed: bool = False


_ROOM = (
    ("judgement", 1), ("claims", 1), ("gaps", 1), ("people", 1), ("doing", 1), ("claims", 2), ("number", 1), ("rules", 1),
    ("claims", 3), ("people", 2), ("claims", 4), ("gaps", 3), ("doing", 2), ("asked", 1),
)  # fmt: skip
"""Who is given room first, and up to how many."""
_PAGE = 675.0
"""Points of height below the title that a page of the shipped template holds, less a little for what is counted."""
_TITLE = (27.0, 32)
"""Height of a line of the title, and its letters."""
_HEAD = 44.0
_SOURCE = 20.0
_LINES = {
    "lead": (66, 17.5, 8.0),
    "body": (80, 14.5, 6.0),
    "meta": (96, 12.5, 6.0),
    "claim": (80, 14.5, 7.0),
    "note": (90, 13.0, 6.0),
}
"""Role → letters in a line, height of a line, room below; measured with a wide typeface, so that narrower ones fit, too."""


def compile_storyboard(view: View, statement: Statement) -> Pack:
    """Return one statement as a document of one page.

    It takes the strongest claims first: those that no rule finds weak, triangulated ones, those with people's experience,
    those with the most evidence. What an edition hides is not on it. No claim is cut: one that finds no room is counted.
    """
    title = statement.title.text
    return Pack(
        cover=Cover(
            title=title, council=view.project.settings.council, notice="",
            facts=(("Status", f"{view.project.settings.status} · as at {view.as_at}"),),
        ),
        edition=view.edition, header=f"Story-board · {words.EDITION_WORDS[view.edition]}",
        sheet=True, as_at=view.project.as_at, today=view.project.today, framework=view.framework.quality.id,
        tool_version=__version__,
        sections=(Section(id=f"storyboard-{statement.id}", level=1, title=title, blocks=tuple(_page(view, statement))),),
        evidence=(), coverage=view.coverage.model_copy(update={"gaps": (), "left_out": (), "cells": (), "loops": ()}),
    )  # fmt: skip


def _page(view: View, statement: Statement) -> Iterator[Block]:
    """Yield what the page holds, in the order in which it is read."""
    found = tuple(_parts(view, statement))
    taken = _filled(found, len(statement.title.text))
    for part in found:
        those = [block for at, block in enumerate(part.blocks) if (part.name, at) in taken]
        if those and part.head:
            yield Heading(level=2, text=part.head, id=f"storyboard-{statement.id}-{part.name}")
        yield from _shown(part, those)
        left = len(part.blocks) - len(those)
        if left and part.more[0] and (those or part.name == "claims"):
            told = f"{words.count(left, *part.more)} in the pack."
            yield Paragraph(role="meta", inlines=words.plain(told))


def _parts(view: View, statement: Statement) -> Iterator[_Part]:
    """Yield the parts of the page in the order in which they are read."""
    claims = parts.tellable(view, statement)
    yield _Part("asked", (Paragraph(inlines=words.plain(statement.we.text)),))
    yield _Part("judgement", parts.judgement(view, statement))
    yield _Part(
        "claims",
        tuple(parts.claim(view, statement, one) for one in claims),
        "What we can say",
        ("more claim", "more claims"),
    )
    yield _Part("number", parts.number(view, statement, claims))
    yield _Part("people", parts.people_say(view, statement), "What people say", listed=True)
    yield _Part("rules", parts.rules(view, statement))
    more = ("more area for improvement", "more areas for improvement")
    yield _Part("doing", parts.improving(view, statement), "What we are improving", more, listed=True)
    more = ("more gap with high risk", "more gaps with high risk")
    yield _Part("gaps", parts.not_to_claim(view, statement), "What we must not claim", more, listed=True)


def _shown(part: _Part, those: list[Paragraph]) -> Iterator[Block]:
    if part.name == "asked" and those:
        yield Quote(blocks=tuple(those), source="We statement, Care Quality Commission")
    elif part.listed and those:
        yield ListBlock(entries=tuple((one,) for one in those))
    else:
        yield from those


def _filled(found: tuple[_Part, ...], title: int) -> frozenset[tuple[str, int]]:
    """Return the blocks that find room on one page, by their part's name and their place in it."""
    by_name = {part.name: part for part in found}
    left = _PAGE - _TITLE[0] * ceil(title / _TITLE[1])
    taken: dict[tuple[str, int], None] = {}
    for name, most in _ROOM:
        part = by_name[name]
        for at, block in enumerate(part.blocks[:most]):
            new = (name, at) not in taken
            head = _HEAD if part.head and not any(begun == name for begun, _ in taken) else 0
            need = height(block) + head + (_SOURCE if name == "asked" else 0)
            if new and (need <= left or name == "judgement"):
                taken[name, at] = None
                left -= need
    return frozenset(taken)


def height(block: Paragraph) -> float:
    """Return how many points a paragraph takes, at most."""
    wide, line, below = _LINES[block.role]
    return below + line * sum(ceil(max(1, len(text)) / wide) for text in _texts(block.inlines))


def _texts(inlines: Inlines) -> list[str]:
    """Return the text of each line that a paragraph itself begins."""
    found = [""]
    for one in inlines:
        if isinstance(one, Break):
            found.append("")
        else:
            found[-1] += getattr(one, "text", "") or getattr(one, "word", "")
    return found
