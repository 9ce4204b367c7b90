"""Words that the Three Conversations ask us not to use of people: where a text uses them in its own voice.

A hit is a warning for the writer. Left alone are quotations, code, addresses on the web, citations, official titles, and the
phrases that a term's `unless` lists.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from cqc_evidence.model.framework import Language, LanguageTerm

_GAP = r"(?:[\s\u00ad\-‐‑–]{1,3}|\s?\n[ >]{0,4})"
_WORDS = re.compile(r"[^\s\-‐‑–]+")
_NOT_OURS = re.compile(
    r"^```[^\n]*\n.*?(?:^```|\Z)|^~~~[^\n]*\n.*?(?:^~~~|\Z)"  # fenced code
    r"|^[ ]{0,3}>[^\n]*"  # a block quote's line
    r"|(?P<ticks>`{1,3})(?:(?!(?P=ticks))[^\n]){1,400}(?P=ticks)"
    r"|“(?:[^“”\n]|\n(?!\s*\n)){0,2000}”"
    r"|(?<![\w\"])\"(?:[^\"\n]|\n(?!\s*\n)){1,2000}\"(?!\w)"
    r"|‘(?:[^‘’\n\s]|’(?=\w)){1,80}\s(?:[^‘’\n]|’(?=\w)|\n(?!\s*\n)){0,2000}’(?!\w)"
    r"|(?:https?://|www\.|mailto:)[^\s<>)\]]{1,2000}|\]\([^()\s]{1,2000}\)"
    r"|[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6}"
    r"|\[[^\[\]\n]{0,80}@[^\[\]\n]{1,200}\]|(?<!\w)@[\w:.\-]{1,100}"
    r"|\{#[^{}\n]{1,100}\}",
    re.MULTILINE | re.DOTALL,
)
"""Quotations, code, addresses, citations and ids: not the writer's own words."""


class Spotted(NamedTuple):
    """A term, and where the text uses it or one of its forms."""

    term: LanguageTerm
    start: int
    end: int


class LanguageScanner:
    """Looks for the words of one `framework/language.yaml`; made once, used for many texts."""

    def __init__(self, language: Language, titles: tuple[str, ...] = ()) -> None:
        """Build the pattern.

        Args:
            language: the words, their forms and where they are fine.
            titles: official titles and their other names, which stay as they are.
        """
        self._language = language
        self._titles = titles
        self._terms = {_key(form): term for term in reversed(language.terms) for form in (term.term, *term.forms)}
        self._pattern = _any_of(self._terms)

    def spot(self, text: str) -> list[Spotted]:
        """Return the terms that a text uses in its own voice, in the order of the text."""
        if self._pattern is None:
            return []
        hits = [Spotted(self._terms[_key(found[0])], *found.span()) for found in self._pattern.finditer(text)]
        if not hits:
            return []
        skipped = _Spans(found.span() for found in _NOT_OURS.finditer(text))
        named = self._named(text)
        return [hit for hit in hits if not (skipped.hold(hit) or named.hold(hit) or self._is_fine(text, hit))]

    def _named(self, text: str) -> _Spans:
        return _Spans(
            found.span()
            for pattern in (self._long_titles, self._short_titles)
            if pattern
            for found in pattern.finditer(text)
        )

    def _is_fine(self, text: str, hit: Spotted) -> bool:
        """Return whether a phrase of the term's `unless` holds the hit."""
        pattern, reach = self._unless.get(hit.term.term, (None, 0))
        if pattern is None:
            return False
        start = max(0, hit.start - reach)
        near = text[start : hit.end + reach]
        return any(
            found.start() + start <= hit.start and hit.end <= found.end() + start for found in pattern.finditer(near)
        )

    @cached_property
    def _unless(self) -> dict[str, tuple[re.Pattern[str] | None, int]]:
        return {
            term.term: (_any_of(term.unless), 10 + max(map(len, term.unless)))
            for term in self._language.terms
            if term.unless
        }

    @cached_property
    def _long_titles(self) -> re.Pattern[str] | None:
        return _any_of(title for title in self._titles if len(_WORDS.findall(title)) > 1)

    @cached_property
    def _short_titles(self) -> re.Pattern[str] | None:
        """A title of one word is a title only where it is the whole heading or line."""
        words = [_phrase(title) for title in self._titles if len(_WORDS.findall(title)) == 1]
        if not words:
            return None
        return re.compile(
            rf"^[ ]{{0,3}}(?:#{{1,6}}[ ]+|\*\*)?(?:{'|'.join(words)})[\s*#:]*$", re.IGNORECASE | re.MULTILINE
        )


def spot(text: str, language: Language, titles: tuple[str, ...] = ()) -> list[Spotted]:
    """Return the words of a language file that a text uses in its own voice.

    For many texts make one `LanguageScanner`: it builds its pattern only once.
    """
    return LanguageScanner(language, titles).spot(text)


class _Spans:
    """Places in a text, sorted, to ask whether one of them holds another."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)

    def hold(self, hit: Spotted) -> bool:
        index = bisect_right(self._spans, (hit.start, len(self._spans) and self._spans[-1][1] + hit.end)) - 1
        return any(start <= hit.start and hit.end <= end for start, end in self._spans[max(0, index - 1) : index + 1])


def _key(form: str) -> str:
    """Return a form as it is looked up: small letters, spaces for hyphens and line ends."""
    return " ".join(_WORDS.findall(form.casefold().replace("\u00ad", "").replace("’", "'").replace(">", "")))


def _phrase(form: str) -> str:
    """Return a pattern for a phrase in which spaces and hyphens are alike."""
    return _GAP.join(re.escape(word).replace("’", "'").replace("'", "['’]") for word in _WORDS.findall(form))


def _any_of(forms: Iterable[str]) -> re.Pattern[str] | None:
    """Return one pattern for phrases, the longest first, grouped by their first letter so that most words fail at once."""
    known = sorted({form for form in forms if form.strip()}, key=lambda form: (form[0].casefold(), -len(form), form))
    if not known:
        return None
    groups = (
        (first, "|".join(_phrase(form)[len(re.escape(form[0])) :] for form in same))
        for first, same in groupby(known, key=lambda form: form[0].casefold())
    )
    each = "|".join(f"{re.escape(first)}(?:{rest})" for first, rest in groups)
    return re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE)
