"""Lines of a Word document under their headings → extracts: attendance, answers, bullets, passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from cqc_evidence.intake.passages import (
    MOST_WORDS,
    Paragraph,
    as_passage,
    date_of,
    is_noise,
    locator,
    passages,
    sentences,
    title_of,
)
from cqc_evidence.intake.word.attendance import (
    Attendance,
    attendance_extract,
    attendance_in,
    count_people,
    is_list,
    label_of,
    together,
)
from cqc_evidence.intake.word.blocks import words_in
from cqc_evidence.intake.word.outline import JOIN, Entry, is_topic
from cqc_evidence.model.dates import Period
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.intake import Extract

_FEWEST_WORDS = 6
"""A line of fewer words that stands alone, without a heading, says nothing."""
_QUESTION_WORDS = 40
_DATE_WORDS = 6
_HEAD = re.compile(
    r"(?:(?:meeting )?dates?|times?|venue|location|place|where|chair(?:ed by|person)?|minutes?(?: taken)?(?: by)?|note ?taker"
    r"|notes (?:taken )?by|facilitat(?:or|ed by)|author|version|circulation|distribution|(?:date of )?next meeting"
    r"|date of (?:the )?(?:meeting|session|reflection|huddle|interview)|team|completed by|interviewer|interviewed by)\s*",
    re.IGNORECASE,
)
_HEAD_LINE = re.compile(rf"{_HEAD.pattern}(?::|\t|\s[–—-]\s).*", re.IGNORECASE | re.DOTALL)
_HEAD_WORDS = 14
_ASKED = re.compile(r"(?:q(?:uestion)?\s*\d*|int(?:erviewer)?)\s*[:.)]", re.IGNORECASE)
_WITH_QUESTIONS = frozenset(("interview", "story-of-difference"))


class Reading(NamedTuple):
    """What is known of a document before its text is taken apart."""

    file: str
    kind: str
    """The document's kind of evidence."""
    action_kind: str
    """The kind of the rows of an action log."""
    date: Period
    """The document's date."""

    @property
    def asks(self) -> bool:
        """Return whether questions are part of the text."""
        return self.kind in _WITH_QUESTIONS

    def on(self, heading: str) -> Period:
        """Return the date of what stands under a heading: the last day that the headings name, else the document's."""
        return _day_in(heading) or self.date


@lru_cache(maxsize=1024)
def _day_in(heading: str) -> Period | None:
    days = (date_of(part) for part in reversed(heading.split(JOIN)))
    return next((day for day in days if day.is_day), None)


class Found(NamedTuple):
    """What was made of a part of a document."""

    extracts: tuple[Extract, ...] = ()
    noted: tuple[tuple[str, str], ...] = ()
    """What happened and where, such as ("owner", "table 1 row 4"); told once a document."""
    problems: tuple[Diagnostic, ...] = ()


def all_of(found: Iterable[Found]) -> Found:
    """Return what several parts hold together."""
    parts = list(found)
    return Found(
        tuple(chain.from_iterable(one.extracts for one in parts)),
        tuple(chain.from_iterable(one.noted for one in parts)),
        tuple(chain.from_iterable(one.problems for one in parts)),
    )


def is_head(label: str) -> bool:
    """Return whether a label stands in the head of minutes: date, place, who writes.

    >>> is_head("Venue:"), is_head("What helped?")
    (True, False)
    """
    return _HEAD.fullmatch(label.strip(" :?")) is not None


def read_lines(entries: Sequence[Entry], reading: Reading, place: str = "") -> Found:
    """Return what lines say that no table interrupts.

    Args:
        entries: the lines.
        reading: what is known of the document.
        place: what to put before the place of each, such as "table 1 row 4"; empty for the body.
    """
    return all_of(_groups(entries, reading, place))


def _groups(entries: Sequence[Entry], reading: Reading, place: str) -> Iterator[Found]:
    plain: list[Entry] = []
    at = 0
    while at < len(entries):
        taken, found = _special(entries, at, reading, place)
        if not taken:
            if not entries[at].label:
                plain.append(entries[at])
            at += 1
            continue
        yield from _plain(plain, place)
        plain = []
        yield found
        at += taken
    yield from _plain(plain, place)


def _special(entries: Sequence[Entry], at: int, reading: Reading, place: str) -> tuple[int, Found]:
    """Return how many lines from here are more than a passage, and what they say."""
    entry = entries[at]
    text = entry.line.text
    if label_of(text) or attendance_in(text):
        return _attendance(entries, at, place)
    if _is_head_line(text):
        return 1, Found(noted=(("head", _spot(place, entry)),))
    if reading.asks and _is_question(text):
        return _answered(entries, at, place)
    if entry.line.listed and is_topic(entry.heading) and not is_noise(text):
        return _bullet(entries, at, place)
    return 0, Found()


def _is_head_line(text: str) -> bool:
    words = words_in(text)
    return (words <= _HEAD_WORDS and _HEAD_LINE.fullmatch(text) is not None) or (
        words <= _DATE_WORDS and date_of(text).known
    )


def _spot(place: str, first: Entry, last: Entry | None = None) -> str:
    """Return where lines stand, as a person would say it."""
    inside = locator(Paragraph(first.line.number, ""), Paragraph((last or first).line.number, ""))
    return f"{place}, {inside}" if place else inside


def _attendance(entries: Sequence[Entry], at: int, place: str) -> tuple[int, Found]:
    """Return how many came, from lines such as "Present: …" or a list below such a line."""
    lines: list[Attendance] = []
    end = at
    while end < len(entries):
        said, after = _one_side(entries, end)
        if said is None or (said.present is not None and any(one.present is not None for one in lines)):
            break
        lines.append(said)
        end = after
    where = _spot(place, entries[at], entries[end - 1]) if end > at else ""
    counted = together(lines)
    if counted.known:
        return end - at, Found((attendance_extract(counted, where, _above(entries[at])),), (("names", where),))
    return (end - at, Found(noted=(("uncounted", where),))) if lines else (0, Found())


def _above(entry: Entry) -> str:
    """Return the headings above a line, without itself."""
    return entry.heading.rpartition(JOIN)[0] if entry.label else entry.heading


def _one_side(entries: Sequence[Entry], at: int) -> tuple[Attendance | None, int]:
    """Return what one line, or a list below its label, says, and where the next line begins."""
    text = entries[at].line.text
    if (said := attendance_in(text)) is not None:
        return said, at + 1
    side = label_of(text)
    names = list(_names_below(entries, at)) if side else []
    if not names:
        follows = entries[at].label and at + 1 < len(entries) and attendance_in(entries[at + 1].line.text)
        return (Attendance(), at + 1) if follows else (None, at)
    number = count_people("\n".join(names))
    return Attendance(present=number) if side == "present" else Attendance(apologies=number), at + 1 + len(names)


def _names_below(entries: Sequence[Entry], at: int) -> Iterator[str]:
    """Yield the lines below a label for as long as they can be a list of people."""
    listed = at + 1 < len(entries) and entries[at + 1].line.listed
    heading = entries[at].heading
    for entry in entries[at + 1 :]:
        text = entry.line.text
        sentence = text.endswith(".") and "," not in text
        other = sentence or label_of(text) or attendance_in(text) or _is_head_line(text) or entry.heading != heading
        if other or entry.line.listed != listed or not is_list(text) or text.endswith((":", "?")):
            return
        yield text


def _is_question(text: str) -> bool:
    if words_in(text) > _QUESTION_WORDS:
        return False
    return _ASKED.match(text) is not None or (text.endswith("?") and len(list(sentences(text))) == 1)


def _answered(entries: Sequence[Entry], at: int, place: str) -> tuple[int, Found]:
    """Return a question with its answer; a long answer in parts, the question before each."""
    question = entries[at]
    end = at + 1
    while end < len(entries) and _is_answer(entries[end], question):
        end += 1
    answers = [Paragraph(one.line.number, one.line.text, question.heading) for one in entries[at + 1 : end]]
    if not answers:
        return 0, Found()
    whole = as_passage(answers)
    parts = passages(answers) if words_in(whole.text) > 2 * MOST_WORDS else (whole,)
    where = _spot(place, question, entries[end - 1])
    extracts = tuple(
        one.model_copy(
            update={
                "locator": where if len(parts) == 1 else f"{place}, {one.locator}" if place else one.locator,
                "text": f"**{question.line.text}**\n\n{one.text}",
            }
        )
        for one in parts
    )
    return end - at, Found(extracts)


def _is_answer(entry: Entry, question: Entry) -> bool:
    text = entry.line.text
    special = _is_question(text) or label_of(text) or attendance_in(text) or _is_head_line(text)
    return not special and entry.heading == question.heading


def _bullet(entries: Sequence[Entry], at: int, place: str) -> tuple[int, Found]:
    """Return one item of a list, with the items that are set in below it."""
    first = entries[at]
    end = at + 1
    while end < len(entries) and _is_below(entries[end], first):
        end += 1
    if end == at + 1 and words_in(first.line.text) > MOST_WORDS:
        return 0, Found()
    below = "".join(f"\n- {' '.join(one.line.text.split())}" for one in entries[at + 1 : end])
    text = f"{first.line.text}\n{below}" if below else first.line.text
    where = _spot(place, first, entries[end - 1])
    return end - at, Found((Extract(locator=where, title=title_of(first.line.text), text=text, heading=first.heading),))


def _is_below(entry: Entry, first: Entry) -> bool:
    return entry.line.listed and entry.line.depth > first.line.depth and entry.heading == first.heading


def _plain(entries: Sequence[Entry], place: str) -> Iterator[Found]:
    """Yield the passages of ordinary lines, and note what is too short for one."""
    start = 0
    for end in range(1, len(entries) + 1):
        if end < len(entries) and entries[end].heading == entries[start].heading:
            continue
        section = entries[start:end]
        start = end
        kept = [
            Paragraph(one.line.number, one.line.text, one.heading) for one in section if not is_noise(one.line.text)
        ]
        made = _weighed(kept, passages(kept))
        fewer = sum(words_in(one.text) for one in made) < sum(words_in(one.text) for one in kept)
        left = section if fewer else [one for one in section if is_noise(one.line.text)]
        extracts = (
            tuple(one.model_copy(update={"locator": f"{place}, {one.locator}"}) for one in made) if place else made
        )
        yield Found(extracts, tuple(("short", _spot(place, one)) for one in left))


def _weighed(lines: Sequence[Paragraph], made: tuple[Extract, ...]) -> tuple[Extract, ...]:
    """Return the passages of a section; a fragment counts only together with the headings above it."""
    if len(made) > 1 or not lines:
        return made
    whole = as_passage(lines)
    if words_in(whole.heading) + words_in(whole.text) >= _FEWEST_WORDS:
        return made or (whole,)
    return made if whole.heading else ()
