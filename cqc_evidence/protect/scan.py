"""Finding personal data in text: by rule, on this machine, with every place in the text as it was written.

Names without a title cannot be found by rule; a council's deny list and a person who checks names do the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category, combining, normalize

from cqc_evidence.model.protect import ProtectSettings
from cqc_evidence.protect import checks
from cqc_evidence.protect.checks import Span, View


class Found(NamedTuple):
    """A piece of personal data; the places count characters of the text that was searched."""

    sort: str
    start: int
    end: int


SORTS: dict[str, str] = {
    "nhs-number": "an NHS number",
    "national-insurance-number": "a National Insurance number",
    "e-mail": "an e-mail address",
    "system-id": "a person's number in a council or hospital system",
    "date-of-birth": "a date of birth",
    "postcode": "a full postcode",
    "phone": "a telephone number",
    "deny-list": "a name or place from the council's deny list",
    "titled-name": "a name with a title",
}
"""Sort → words for people; the surest first."""
_RANK = {sort: rank for rank, sort in enumerate(SORTS)}


def masked(text: str, found: Found) -> str:  # noqa: ARG001  # callers have the text at hand; no part of it may come out
    """Return what was found in words that a message may print: the sort, never the value.

    >>> masked("NHS 943 476 5919", Found("nhs-number", 4, 16))
    'an NHS number'
    """
    return SORTS[found.sort]


class Folded(NamedTuple):
    """A text with one spelling for each sign, and the way back to the places of the original."""

    text: str
    starts: tuple[list[int], list[int]] | None
    """Places from which the two texts differ by a new amount: in the folded text, in the original."""
    ends: tuple[list[int], list[int]] | None

    def original(self, start: int, end: int) -> Span:
        """Return the place in the original of a place in the folded text."""
        if not self.starts or not self.ends:
            return start, end
        return _back(self.starts, start), _back(self.ends, end)


def _back(steps: tuple[list[int], list[int]], place: int) -> int:
    index = bisect_right(steps[0], place) - 1
    return steps[1][index] + place - steps[0][index] if index >= 0 else place


_ODD = re.compile(r"[^ -%'-)+-;=-\[\]-_a-}]")
"""Where something strange may begin; all else is plain already."""
_STRANGE = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});|</?(?:b|i|em|strong|u|span|sup|sub|mark|br|wbr) ?/?>"
    r"|\\(?=[!-/:-@\[-`{-~])|[*`~]|[\u0300-\u036f]{1,8}|[^\x00-\x7f]|[\t\r\f\v]|\n[ \t]{0,3}>[> \t]{0,4}"
)
_KEPT = {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u0130": "I"}


def _plain(found: re.Match[str]) -> str:
    """Return the plain spelling of a strange piece; empty when it only decorates or hides."""
    piece = found[0]
    if piece[0] == "&":
        piece = unescape(piece)
    elif piece[0] == "<":
        return "\n" if piece[1:3].lower() == "br" else ""
    elif piece[0] in "\\*`~":
        return ""
    elif piece[0] == "\n":
        return "\n"
    return "".join(map(_sign, piece))


def _sign(sign: str) -> str:
    if sign in _KEPT:
        return _KEPT[sign]
    kind = category(sign)
    if kind == "Zs" or sign in "\t\f\v":
        return " "
    if kind in ("Zl", "Zp") or sign == "\u0085":
        return "\n"
    if kind in ("Cf", "Mn", "Me") or sign == "\r":
        return ""
    if kind == "Pd" or sign == "\u2212":
        return "-"
    if kind == "Nd":
        return str(int(sign))
    wide = normalize("NFKC", sign) if "\uff00" <= sign <= "\uffef" else sign
    return wide if len(wide) == 1 else sign


def fold(text: str) -> Folded:
    """Return a text with plain spaces, hyphens, digits and apostrophes, and without hidden signs and emphasis.

    >>> fold("**943**&nbsp;476").text
    '943 476'
    """
    pieces: list[str] = []
    starts: tuple[list[int], list[int]] = ([], [])
    ends: tuple[list[int], list[int]] = ([], [])
    done = length = 0
    for odd in _ODD.finditer(text):
        found = _STRANGE.match(text, odd.start()) if odd.start() >= done else None
        if not found:
            continue
        start, end = found.span()
        new = _plain(found)
        pieces += (text[done:start], new)
        length += start - done + len(new)
        done = end
        if len(new) == end - start:
            continue
        starts[0].append(length)
        starts[1].append(end)
        # What is left out behind a find is not part of it: the end moves only with the next sign. Accents belong to their letter.
        shift = 0 if new or combining(found[0][0]) else 1
        ends[0].append(length + shift)
        ends[1].append(end + shift)
    if not done:
        return Folded(text, None, None)
    return Folded("".join((*pieces, text[done:])), starts, ends)


def key_of(value: str) -> str:
    """Return a value as allowances are compared: without spaces, hyphens, brackets, full stops and case.

    >>> key_of("(020) 7946-0000") == key_of("+44 20 7946 0000"), key_of("Mr. Specimen") == key_of("mr specimen")
    (True, True)
    """
    plain = fold(value).text
    if "@" in plain:
        return re.sub(r"[\s()<>]", "", plain).casefold()
    key = re.sub(r"[\s\-()\[\].,_]", "", plain).casefold()
    digits = key.removeprefix("+")
    return checks.national_number(key) if digits.isdigit() and len(digits) >= len("0163296012") else key


_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def _token(word: str) -> str:
    """Return a word without case, accents, apostrophes and the s of the possessive."""
    low = word.casefold().removesuffix("'s").replace("'", "")
    return low if low.isascii() else "".join(sign for sign in normalize("NFKD", low) if category(sign) != "Mn")


class DenyList:
    """Names and places to find as whole words, in any case, with or without accents and hyphens."""

    def __init__(self, entries: Iterable[str]) -> None:
        """Take in a list's entries; the longest list is looked through as fast as the shortest."""
        self._known = {words for entry in entries for words in _spellings(fold(entry).text)}
        self._lengths: dict[str, set[int]] = {}
        for words in self._known:
            self._lengths.setdefault(words[0], set()).add(len(words))
        self._marks = frozenset(max(words, key=len) for words in self._known)
        """A word of each entry that no text with the entry lacks: the longest, because "the" is everywhere."""

    def find(self, plain: str, low: str) -> Iterator[Span]:
        """Yield the places of entries in folded text, the longest first at each place."""
        if not self._known or self._marks.isdisjoint(_quick_tokens(low)):
            return
        places = [found.span() for found in _TOKEN.finditer(plain)]
        tokens = [_token(plain[start:end]) for start, end in places]
        at = 0
        while at < len(tokens):
            width = self._width(plain, places, tokens, at)
            if width:
                start, end = places[at + width - 1]
                yield places[at][0], end - 2 * plain[start:end].casefold().endswith("'s")
            at += width or 1

    def _width(self, plain: str, places: list[Span], tokens: list[str], at: int) -> int:
        for width in sorted(self._lengths.get(tokens[at], ()), reverse=True):
            if tuple(tokens[at : at + width]) in self._known:
                together = places[at : at + width]
                if all(_JOINS.fullmatch(plain, left[1], right[0]) for left, right in pairwise(together)):
                    return width
        return 0


def _spellings(entry: str) -> set[tuple[str, ...]]:
    """Return an entry as words: as it is, with its apostrophes as spaces, and in one word when that is a long one."""
    tokens = tuple(map(_token, _TOKEN.findall(entry)))
    apart = tuple(map(_token, _TOKEN.findall(entry.replace("'", " "))))
    together = "".join(tokens)
    return {tokens, apart, (together,) if len(together) >= _LONG else tokens} - {()}


_JOINS = re.compile(r"[\s\-,.'_/]{1,3}")
"""What may stand between the words of one entry."""
_LONG = 6
"""Letters from which words may be run together: "in a" is not Ina."""
_WORD = re.compile(r"\w+")


def _quick_tokens(low: str) -> list[str]:
    if low.isascii() and "'" not in low:
        return _WORD.findall(low)
    return [word if word.isascii() and "'" not in word else _token(word) for word in _TOKEN.findall(low)]


class Scanner:
    """Finds personal data by a council's settings; made once, used for many texts."""

    def __init__(self, settings: ProtectSettings, deny: tuple[str, ...] = ()) -> None:
        """Make ready to search.

        Args:
            settings: what the council allows, and the shapes of its own systems' numbers.
            deny: the entries of its deny list.
        """
        self._allowed = frozenset(key_of(value) for value in settings.allow)
        self._names = tuple(name for name in map(_name_words, settings.allow) if name)
        self._longest = 2 * max((len(value) for value in settings.allow), default=0)
        self._templates = _templates(settings.system_ids)
        self._templates_have_digits = all("#" in shape for shape in settings.system_ids)
        self._deny = DenyList(deny)
        self._seen: dict[str, list[Found]] = {}
        """Short texts that were searched before: owners, citations and places are the same in many items."""

    def find(self, text: str) -> list[Found]:
        """Return all personal data in a text: sorted, none overlapping another, allowed values left out.

        Where two overlap, the one that holds the other stays; else the surer sort, in the order of `SORTS`.
        """
        if len(text) > _SHORT:
            return self._find(text)
        found = self._seen.get(text)
        if found is None:
            found = self._find(text)
            if len(self._seen) < _MOST_SEEN:
                self._seen[text] = found
        return found

    def _find(self, text: str) -> list[Found]:
        folded = fold(text)
        raw = folded.text
        plain = raw.replace("_", " ")
        spans = [
            (start, -end, _RANK[sort])
            for sort, start, end in self._candidates(raw, plain)
            if not self._is_allowed(sort, raw if sort == "e-mail" else plain, start, end)
        ]
        names = tuple(SORTS)
        return [Found(names[rank], *folded.original(start, -end)) for start, end, rank in _apart(spans)]

    def _candidates(self, raw: str, plain: str) -> Iterator[tuple[str, int, int]]:
        low = plain.lower()
        has_digits = _DIGIT.search(plain) is not None
        if has_digits:
            view = View(plain, low)
            finders = _WITH_DIGITS if _EIGHT_DIGITS.search(plain) else _WITH_FEW_DIGITS
            for sort, find in finders:
                yield from ((sort, *span) for span in find(view))
        if any(hint in low for hint in _AT_HINTS):
            yield from (("e-mail", *span) for span in checks.find_mails(raw))
        yield from (("titled-name", *span) for span in checks.find_titled_names(plain))
        if self._templates and (has_digits or not self._templates_have_digits):
            yield from (("system-id", *found.span()) for found in self._templates.finditer(plain))
        yield from (("deny-list", *span) for span in self._deny.find(plain, low))

    def _is_allowed(self, sort: str, text: str, start: int, end: int) -> bool:
        key = key_of(text[start:end])
        if key in self._allowed or (sort == "e-mail" and "@" + key.rpartition("@")[2] in self._allowed):
            return True
        if sort != "titled-name" or not self._names:
            return False
        words = _name_words(text[start : start + self._longest])
        return any(words[: len(name)] == name for name in self._names)


_SHORT = 300
_MOST_SEEN = 20_000
_DIGIT = re.compile(r"\d")
_EIGHT_DIGITS = re.compile(r"(?:\d\D*){7}\d")
"""Fewer make neither an NHS number nor a telephone number."""
_AT_HINTS = ("@", "at)", "at]", "at}", "at )", "at ]", " dot ")
_WITH_DIGITS = (
    ("nhs-number", checks.find_nhs_numbers),
    ("national-insurance-number", checks.find_insurance_numbers),
    ("postcode", checks.find_postcodes),
    ("phone", checks.find_phones),
    ("date-of-birth", checks.find_births),
    ("system-id", checks.find_system_ids),
)
_WITH_FEW_DIGITS = tuple(pair for pair in _WITH_DIGITS if pair[0] not in ("nhs-number", "phone"))


def _name_words(value: str) -> tuple[str, ...]:
    return tuple(_token(word) for word in _TOKEN.findall(fold(value).text))


def _templates(shapes: Iterable[str]) -> re.Pattern[str] | None:
    """Return one pattern for a council's own shapes of numbers; a template is never a regular expression."""
    signs = {"#": r"\d", "?": r"[^\W\d_]", " ": r"[ \n]{1,3}"}
    known = sorted({fold(shape).text.replace("_", " ").strip() for shape in shapes} - {""}, key=len, reverse=True)
    if not known:
        return None
    each = "|".join("".join(signs.get(sign) or re.escape(sign) for sign in shape) for shape in known)
    return re.compile(rf"(?<![^\W_])(?:{each})(?![^\W_])", re.IGNORECASE)


def _apart(spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return spans (start, minus end, rank) of which none overlaps another."""
    kept: list[tuple[int, int, int]] = []
    for span in sorted(spans):
        last = kept[-1] if kept else None
        if last is None or span[0] >= -last[1]:
            kept.append(span)
        elif -span[1] > -last[1] and span[2] < last[2]:
            kept[-1] = span
    return kept
