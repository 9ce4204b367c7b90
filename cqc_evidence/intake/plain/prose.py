"""Plain text and Markdown → passages; an interview's question stays with its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from typing import NamedTuple

from cqc_evidence.intake.passages import (
    MOST_WORDS,
    Paragraph,
    as_passage,
    date_of,
    is_noise,
    kind_of,
    passages,
    title_of,
)
from cqc_evidence.intake.problems import at, nothing_found
from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.model.dates import Period
from cqc_evidence.model.evidence import OWN_VOICES, Voice
from cqc_evidence.model.intake import Document, Extract
from cqc_evidence.read.text import decode

_FRONT_MATTER = re.compile(r"---\n(?:[^\n]*\n){0,200}?---\n")
_HASHES = re.compile(r"(#{1,6})\s+(\S[^\n]{0,200}?)\s*#*")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_ITEM = re.compile(r"(?:[-*+•·‣▪–]|\d{1,3}[.)]|[a-z][.)])\s+\S")
_HEADING_WORDS = 12
_CAPITAL_WORDS = 8
_WRAPPED = range(45, 101)
"""Characters of a line that an editor broke at its margin; other lines end where their writer ended them."""
_SPEAKER = re.compile(
    r"\*{0,2}(?P<who>[A-Za-z][A-Za-z '’-]{0,30}?)\s?\d{0,2}\*{0,2}\s?[:–]\*{0,2}\s+(?=\S)|(?P<letter>[QA])\d{0,2}[.)]\s+(?=\S)"
)
_ASKS = frozenset(("q", "question", "interviewer", "facilitator", "int", "me"))
_SPEAKS: dict[str, Voice | None] = {
    **dict.fromkeys(("a", "answer", "interviewee", "respondent", "participant", "reply", "response"), None),
    **dict.fromkeys(("person", "the person", "resident", "person drawing on care", "person with care and support"), "person"),
    **dict.fromkeys(("carer", "unpaid carer", "family carer"), "carer"),
    **dict.fromkeys(("family", "family member", "relative", "daughter", "son", "wife", "husband", "mother", "father"), "family"),
    **dict.fromkeys(("staff", "worker", "practitioner", "social worker", "colleague", "team member"), "staff"),
    **dict.fromkeys(("manager", "leader", "director"), "leader"),
    **dict.fromkeys(("partner",), "partner"),
    **dict.fromkeys(("provider",), "provider"),
}  # fmt: skip
"""Who answers → whose voice it is; a bare "A:" does not say."""


class Block(NamedTuple):
    """A heading or a paragraph, in the order of the text."""

    text: str
    level: int = 0
    """Of a heading, from 1; 0 for a paragraph."""


def read_prose(data: bytes, file: str, options: ReadOptions) -> Document:
    """Return the passages of a .txt or .md file.

    Headings are lines with `#`, underlined lines and short lines in capitals.
    """
    text, found = decode(data, file)
    notes: tuple[str, ...] = ()
    if front := _FRONT_MATTER.match(text):
        text, notes = text[front.end() :], ('the lines between the two "---" at the top were left out',)
    blocks = list(_blocks(text))
    paragraphs = list(_paragraphs(blocks))
    talk = _is_interview(paragraphs)
    extracts = tuple(_exchanges(paragraphs)) if talk else passages(paragraphs)
    kind = kind_of(file, text)
    return Document(
        kind=options.kind or ("interview" if talk and kind == "staff-account" else kind),
        title=next((block.text for block in blocks[:1] if block.level), "") or name_of(file),
        date=stated_date(text, file),
        extracts=extracts,
        notes=notes,
        problems=found if extracts or found else (nothing_found(at(file)),),
    )


def name_of(file: str) -> str:
    """Return a file's name as words.

    >>> name_of("2026/Huddle_notes-March.docx")
    'Huddle notes March'
    """
    return re.sub(r"[_\s-]+", " ", PurePosixPath(file).stem).strip() or file


def stated_date(text: str, file: str) -> Period:
    """Return the date at the top of a text, else the one in its file's name."""
    top = date_of(text)
    return top if top.known else date_of(PurePosixPath(file).stem)


def _blocks(text: str) -> Iterator[Block]:
    """Yield headings and paragraphs."""
    first = True
    for filled, group in groupby(text.splitlines(), key=lambda line: bool(line.strip())):
        if filled:
            yield from _split([line.strip() for line in group], first=first)
            first = False


def _split(lines: list[str], *, first: bool) -> Iterator[Block]:
    """Yield what stands between two blank lines; a short first line alone is the text's title."""
    if first and len(lines) == 1 and _is_title(lines[0]):
        yield Block(lines[0].lstrip("# "), 1)
        return
    waiting: list[str] = []
    for number, line in enumerate(lines):
        under = lines[number + 1] if number + 1 < len(lines) else ""
        level, words = _heading(line, under, alone=not waiting)
        if level:
            yield from _lines(waiting)
            yield Block(words, level)
            waiting = []
        elif not _UNDERLINE.fullmatch(line):
            waiting.append(line)
    yield from _lines(waiting)


def _is_title(line: str) -> bool:
    few = len(line.split()) <= _HEADING_WORDS
    return few and not line.endswith((".", "!", "?", ",", ":")) and not _ITEM.match(line) and not is_noise(line) and not _SPEAKER.match(line)  # fmt: skip


def _heading(line: str, under: str, *, alone: bool) -> tuple[int, str]:
    """Return a heading's level and words; level 0 for any other line."""
    if hashes := _HASHES.fullmatch(line):
        return len(hashes[1]), hashes[2]
    words = line.split()
    if under and _UNDERLINE.fullmatch(under) and len(words) <= _HEADING_WORDS and not _UNDERLINE.fullmatch(line):
        return (1 if under.startswith("=") else 2), line
    capitals = line.isupper() and sum(letter.isalpha() for letter in line) > 3  # noqa: PLR2004  # "MIH" is no heading
    if alone and capitals and len(words) <= _CAPITAL_WORDS and not line.endswith((".", "!", "?")):
        return 2, line.rstrip(":")
    return 0, ""


def _lines(lines: Sequence[str]) -> Iterator[Block]:
    """Yield the paragraphs of some lines: broken lines are joined, list items and turns of a talk are not."""
    waiting = ""
    last = 0
    for line in lines:
        table = line.startswith("|") and waiting.startswith("|")
        goes_on = last in _WRAPPED and not _ITEM.match(line) and not _SPEAKER.match(line)
        if waiting and (table or goes_on):
            waiting += ("\n" if table else " ") + line
        else:
            if waiting:
                yield Block(waiting)
            waiting = line
        last = len(line)
    if waiting:
        yield Block(waiting)


def _paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Yield the paragraphs, each under the headings above it; only paragraphs are counted."""
    above: list[Block] = []
    number = 0
    for block in blocks:
        if block.level:
            above = [*(one for one in above if one.level < block.level), block]
        else:
            number += 1
            yield Paragraph(number, block.text, " > ".join(one.text for one in above))


def _who(paragraph: Paragraph) -> str:
    """Return who speaks, in small letters; empty when nobody is named."""
    found = _SPEAKER.match(paragraph.text)
    who = (found["who"] or found["letter"]).lower().strip() if found else ""
    return who if who in _ASKS or who in _SPEAKS else ""


def _is_interview(paragraphs: Sequence[Paragraph]) -> bool:
    """Return whether questions are asked and answered."""
    speakers = {_who(one) for one in paragraphs}
    return bool(speakers & _ASKS) and bool(speakers & _SPEAKS.keys())


def _exchanges(paragraphs: Sequence[Paragraph]) -> Iterator[Extract]:
    """Yield each question with its answer, and what stands outside the talk as passages."""
    run: list[Paragraph] = []
    for one in paragraphs:
        if run and (one.heading != run[-1].heading or (_who(one) in _ASKS and not _only_asked(run))):
            yield from _exchange(run)
            run = []
        run.append(one)
    yield from _exchange(run)


def _only_asked(run: Sequence[Paragraph]) -> bool:
    return all(_who(one) in _ASKS for one in run)


def _exchange(run: list[Paragraph]) -> Iterator[Extract]:
    """Yield one exchange; a long answer is cut, and each part keeps the question."""
    if not run or not _who(run[0]):
        yield from passages(run)
        return
    asked = next((number for number, one in enumerate(run) if _who(one) not in _ASKS), len(run))
    answer = run[asked:]
    if not answer:
        return
    update = _speaker(answer)
    if sum(len(one.text.split()) for one in run) <= 2 * MOST_WORDS:
        yield as_passage(run).model_copy(update={"title": _title(run[:asked], answer), **update})
        return
    question = "\n\n".join(one.text for one in run[:asked])
    for part in passages(answer):
        text = f"{question}\n\n{part.text}".strip()
        yield part.model_copy(update={"text": text, "title": title_of(_said(part.text)), **update})


def _speaker(answer: Sequence[Paragraph]) -> dict[str, object]:
    """Return whose voice an answer is, if the notes say so and say only one."""
    voices = {_SPEAKS[who] for one in answer if (who := _who(one)) in _SPEAKS}
    voice = voices.pop() if len(voices) == 1 else None
    return {"voice": voice, "reported_by": "interviewer" if voice in OWN_VOICES else ""}


def _title(question: Sequence[Paragraph], answer: Sequence[Paragraph]) -> str:
    """Return what an answer says; a very short one only makes sense behind its question."""
    said = " ".join(_said(one.text) for one in answer)
    asked = " ".join(_said(one.text) for one in question)
    return title_of(said) if len(said.split()) > 3 else title_of(f"{asked} – {said}".replace("? –", " –", 1))  # noqa: PLR2004  # "yes, I did"


def _said(text: str) -> str:
    """Return a turn without its speaker."""
    found = _SPEAKER.match(text)
    return text[found.end() :] if found else text
