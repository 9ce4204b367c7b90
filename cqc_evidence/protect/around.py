"""What the words around a number say of it: a person's, or an invoice's."""

from __future__ import annotations

import re

from cqc_evidence.protect import patterns as p

_BEFORE = 48
_AFTER = 32


def sentence_before(plain: str, start: int) -> str:
    """Return what stands before a place in its sentence and line, in small letters, at most 48 characters."""
    before = plain[max(0, start - _BEFORE) : start]
    cut = p.FORMER_SENTENCE.match(before)
    return (before[cut.end() :] if cut else before).lower()


def sentence_after(plain: str, end: int) -> str:
    """Return what stands behind a place in its sentence and line, in small letters, at most 32 characters."""
    after = plain[end : end + _AFTER]
    cut = p.NEXT_SENTENCE.search(after)
    return (after[: cut.start()] if cut else after).lower()


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((found.end() for found in pattern.finditer(text)), default=-1)


def is_called_a_thing(plain: str, start: int) -> bool:
    """Return whether a word such as "invoice no." stands straight before a place."""
    before = sentence_before(plain, start)
    end = _last_end(p.THING_LOW, before)
    return end >= 0 and p.CALLED.match(before, end) is not None


def is_among_things(plain: str, start: int, end: int) -> bool:
    """Return whether the words around a number speak of money, goods, property or clocks rather than of a person."""
    before = sentence_before(plain, start)
    person, thing = _last_end(p.PERSON_LOW, before), _last_end(p.THING_LOW, before)
    if person >= 0 or thing >= 0:
        return thing > person
    after = sentence_after(plain, end)
    next_person, next_thing = p.PERSON_LOW.search(after), p.THING_LOW.search(after)
    if next_person and next_thing:
        return next_thing.start() < next_person.start()
    return next_thing is not None


def is_glued(plain: str, start: int, end: int) -> bool:
    """Return whether a number is part of something longer: a decimal, a price, a code, an address on the web."""
    before, after = plain[max(0, start - 2) : start], plain[end : end + 2]
    solid = plain[start:end].isdigit()
    if before and (before[-1].isalnum() or before[-1] in "/#=£$€&@"):
        return True
    if len(before) > 1 and (
        (before[1] in ".:-" and before[0].isdigit()) or (before[1] == "-" and before[0].isupper() and solid)
    ):
        return True
    return bool(after) and (after[0].isalpha() or after[0] in "%@=&" or (after[0] in ".-/:" and after[1:].isdigit()))
