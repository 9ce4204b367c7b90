"""Whether what has a shape is personal data: sums, real letters, real dates, and the words around it.

Each `find_…` takes a `View` and yields the places (start, end) of one sort in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from cqc_evidence.protect import around
from cqc_evidence.protect import patterns as p

Span = tuple[int, int]
_BIRTH_REACH = 25
"""Characters between a label of birth and its date."""
_ENGLISH = "4679"
"""First digits of NHS numbers given in England and Wales, and the 9 of examples and tests."""
_DIGITS = re.compile(r"\d+")
_BRITISH = re.compile(r"0(?:(?:1[1-9]|2[03489]|7\d)\d{8}|1[1-9]\d{7})\Z")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")


class View(NamedTuple):
    """Folded text twice, as it is and in small letters; both have the same length."""

    plain: str
    low: str


def digits_of(text: str) -> str:
    """Return the digits of a text.

    >>> digits_of("943 476-5919")
    '9434765919'
    """
    return "".join(_DIGITS.findall(text))


def passes_mod_11(digits: str) -> bool:
    """Return whether ten digits end in the check digit of an NHS number.

    Source: NHS Data Dictionary, NHS NUMBER. Weights 10 to 2; the tenth digit fills up to a multiple of 11.

    >>> passes_mod_11("9434765919"), passes_mod_11("9434765918")
    (True, False)
    """
    return sum((10 - place) * int(digit) for place, digit in enumerate(digits)) % 11 == 0 and len(set(digits)) > 1


def is_insurance_number(value: str) -> bool:
    """Return whether a text of the shape is a number that could have been given.

    In small letters without spaces it is taken for something else.

    >>> is_insurance_number("AB 12 34 56 C"), is_insurance_number("GB123456A"), is_insurance_number("ab123456c")
    (True, False, False)
    """
    if value[:2].upper() in p.NO_INSURANCE_PREFIX:
        return False
    return len(value) > len("AB123456C") or value == value.upper()


def is_postcode(area: str, district: str, gap: str, inward: str) -> bool:
    """Return whether the parts of a text of the shape make a postcode that could be real.

    >>> is_postcode("SW", "1A", " ", "1AA"), is_postcode("QS", "1", " ", "2AB"), is_postcode("M", "4", " ", "2nd")
    (True, False, False)
    """
    upper, capitals = area.upper(), inward[1:].isupper()
    if upper not in p.AREAS or (district == "0" and upper not in p.ZERO_DISTRICTS):
        return False
    if district[-1].isalpha() and upper + district[0] not in p.LETTERED_DISTRICTS:
        return False
    if not capitals and inward[1:].lower() in p.NOT_INWARD:
        return False
    return bool(gap) or (capitals and area.isupper())


def national_number(value: str) -> str:
    """Return a telephone number's digits as dialled in Britain; one from abroad keeps its own.

    >>> national_number("+44 (0)20 7946 0123"), national_number("0044 1632 960123")
    ('02079460123', '01632960123')
    """
    digits = digits_of(value).removeprefix("00")
    return (
        "0" + digits[2:].lstrip("0") if _is_dialled_from_abroad(value) and digits.startswith("44") else digits_of(value)
    )


def _is_dialled_from_abroad(value: str) -> bool:
    return value.lstrip("( ").startswith(("+", "0044", "44"))


def is_phone(value: str) -> bool:
    """Return whether a text of the shape is a landline, a mobile or a number from abroad.

    Numbers that begin 03, 05, 08 or 09 belong to organisations, never to a person, and are left alone.

    >>> is_phone("020 7946 0123"), is_phone("01-02-2024 10"), is_phone("0300 123 4567"), is_phone("+44 7700 900123")
    (True, False, False, True)
    """
    national, groups = national_number(value), _DIGITS.findall(value)
    if not national.startswith("0"):
        return value.startswith("+")
    if not _BRITISH.match(national) or (len(national) < len("01632960123") and national[:5] not in p.SHORT_CODES):
        return False
    if _is_dialled_from_abroad(value) or len(groups) == 1:
        return _is_dialled_from_abroad(value) or len(national) == len("01632960123")
    return len(groups) <= 5 and len(groups[0]) >= 3  # noqa: PLR2004  # 01 02 03 is a list or a date


def is_date(text: str) -> bool:
    """Return whether a text of the shape of a date has a day and a month that exist.

    >>> is_date("12/03/1950"), is_date("45/03/1950"), is_date("31 january 1950")
    (True, False, True)
    """
    groups = _DIGITS.findall(text)
    if len(groups) == 1:
        groups = [text[:2], text[2:4], text[4:]]
    if len(groups) == 2:  # noqa: PLR2004  # the month is a word
        return 1 <= int(min(groups, key=len)) <= 31  # noqa: PLR2004
    if len(groups[0]) == 4:  # noqa: PLR2004  # the year comes first
        groups = groups[::-1]
    day, month, year = (int(one) for one in groups)
    low, high = sorted((day, month))
    return 1 <= low <= 12 and high <= 31 and (year < 100 or 1850 <= year <= 2100)  # noqa: PLR2004


def find_nhs_numbers(view: View) -> Iterator[Span]:
    """Yield NHS numbers.

    All ISBN-10s and one other ten-digit number in eleven pass the sum. So ten digits are believed at once behind the
    letters NHS; in groups of 3, 3 and 4 unless called an invoice or the like; without groups, unless they begin with 0 or
    1 (clocks, books), hang on something longer, or stand among words of money and goods. Those that begin with 2, 3, 5 or 8
    are not given in England: without groups they are believed beside a word for somebody only.
    """
    plain = view.plain
    for found in p.NHS.finditer(plain):
        start, end = found.span()
        digits = digits_of(found[0])
        if passes_mod_11(digits) and (_is_labelled_nhs(view, start, end) or _is_likely_nhs(plain, start, end, digits)):
            yield start, end
    if "nhs" in view.low or "n.h.s" in view.low:
        yield from (
            found.span(1) for found in p.NHS_SPREAD_LOW.finditer(view.low) if passes_mod_11(digits_of(found[1]))
        )


def _is_labelled_nhs(view: View, start: int, end: int) -> bool:
    before = around.sentence_before(view.plain, start)
    return p.STRICT_PERSON_LOW.search(before) is not None or p.NHS_BEHIND_LOW.match(view.low, end) is not None


def _is_likely_nhs(plain: str, start: int, end: int, digits: str) -> bool:
    if around.is_glued(plain, start, end):
        return False
    if [len(group) for group in _DIGITS.findall(plain[start:end])] == [3, 3, 4]:
        among_columns = p.COLUMN_BEFORE.search(plain[max(0, start - 5) : start]) or p.COLUMN_AFTER.match(plain, end)
        return digits[0] != "0" and not among_columns and not around.is_called_a_thing(plain, start)
    if digits[0] in "01" or around.is_among_things(plain, start, end):
        return False
    near = around.sentence_before(plain, start) + around.sentence_after(plain, end)
    if p.SOMEBODY_LOW.search(near):
        return True
    return digits[0] in _ENGLISH and not p.ANYTHING_LOW.search(near)


def find_insurance_numbers(view: View) -> Iterator[Span]:
    """Yield National Insurance numbers."""
    for found in p.INSURANCE.finditer(view.plain) if p.INSURANCE_END.search(view.plain) else ():
        grouped = len(found[0]) > len("AB123456C")
        if is_insurance_number(found[0]) and (grouped or not around.is_called_a_thing(view.plain, found.start())):
            yield found.span()
    for found in (
        p.INSURANCE_SHORT_LOW.finditer(view.low) if any(hint in view.low for hint in p.INSURANCE_HINTS) else ()
    ):
        if found[1][:2].upper() not in p.NO_INSURANCE_PREFIX:
            yield found.span(1)


def find_postcodes(view: View) -> Iterator[Span]:
    """Yield full postcodes, unless they are called a part, a model or the like."""
    plain = view.plain
    for found in p.POSTCODE.finditer(plain) if p.INWARD.search(plain) else ():
        start = found.start()
        area, district, gap, inward = found.groups()
        if not gap and found[0].islower() and p.ADDRESS_LOW.search(view.low[max(0, start - 40) : start]):
            gap = " "
        if is_postcode(area, district, gap, inward) and not around.is_called_a_thing(plain, start):
            yield found.span()


def find_phones(view: View) -> Iterator[Span]:
    """Yield telephone numbers of people."""
    plain = view.plain
    done = 0
    for first in p.PHONE_START.finditer(plain):
        found = p.PHONE.match(plain, first.start()) if first.start() >= done else None
        if not found or not is_phone(found[0]):
            continue
        start, done = found.span()
        end = done
        labelled = p.PHONE_LABEL_LOW.search(view.low[max(0, start - 30) : start])
        extended = p.EXTENSION_LOW.match(view.low, end)
        start += found[0][0] == "(" and found[0].count("(") > found[0].count(")")
        if labelled or not (
            around.is_glued(plain, start, end if not extended else extended.end())
            or around.is_called_a_thing(plain, start)
        ):
            yield start, end
    yield from (found.span(1) for found in p.PHONE_BARE_LOW.finditer(view.low))


def find_mails(raw: str) -> Iterator[Span]:
    """Yield e-mail addresses, also written with (at) and (dot); the text keeps its underscores."""
    for at in p.AT.finditer(raw):
        local = p.LOCAL_PART.search(raw[max(0, at.start() - 64) : at.start()])
        domain = p.DOMAIN.match(raw, at.end())
        if not local or not domain or domain[1].rsplit(".", 1)[-1].lower() in p.NOT_DOMAINS:
            continue
        name = local[0].lstrip("!#$%&'*+-/=?^{|}~.").rsplit("=", 1)[-1].rsplit("/", 1)[-1]
        spaced = at[0] == " @" or domain[0][0] == " "
        if name and (not spaced or any(sign in name for sign in "._-")):
            yield at.start() - len(name), domain.end()


def find_births(view: View) -> Iterator[Span]:
    """Yield full dates that stand by a word of birth; each such word has one date."""
    low = view.low
    if not any(hint in low for hint in p.BIRTH_HINTS):
        return
    labels = [found for found in p.BIRTH_LOW.finditer(low) if not _is_born_thing(low, found)]
    dates = [found.span() for found in p.DATE_LOW.finditer(low) if is_date(found[0])] if labels else []
    taken = set()
    for label in labels:
        index = bisect_left(dates, label.span())
        before, after = dates[index - 1 : index], dates[index : index + 1]
        chosen = _date_of(low, label.span(), before[0] if before else None, after[0] if after else None)
        while chosen and chosen not in taken:
            taken.add(chosen)
            yield chosen
            chosen = _next_of_many(low, label[0], dates, chosen)


def _next_of_many(low: str, label: str, dates: list[Span], last: Span) -> Span | None:
    """Return the date joined to the last one by "and" or a comma, behind a label in the plural."""
    index = bisect_right(dates, last)
    if index < len(dates) and label.startswith(("dates", "birth", "d")) and label.endswith(("s", "dates of birth")):
        return dates[index] if p.JOINS_LOW.fullmatch(low, last[1], dates[index][0]) else None
    return None


def _is_born_thing(low: str, label: re.Match[str]) -> bool:
    before = low[max(0, label.start() - 60) : label.start()]
    return label[0] == "born" and p.NOT_PEOPLE_BORN_LOW.search(before) is not None


def _date_of(low: str, label: Span, before: Span | None, after: Span | None) -> Span | None:
    """Return the date that a word of birth speaks of: the one straight before or behind it, else the nearer one."""
    ahead = low[before[1] : label[0]] if before and label[0] - before[1] <= _BIRTH_REACH else None
    behind = low[label[1] : after[0]] if after and after[0] - label[1] <= _BIRTH_REACH else None
    if ahead is not None and p.IS_BIRTH_LOW.match(ahead):
        return before
    if behind is not None and p.STRAIGHT_LOW.match(behind):
        return after
    near = [
        (len(between) + _BIRTH_REACH * (")" in between or "\n" in between), date)
        for date, between in ((after, behind), (before, ahead))
        if date and between is not None and not _breaks(between) and not low[date[0] : date[1]].isdigit()
    ]
    return min(near, key=lambda one: one[0])[1] if near else None


def _breaks(between: str) -> bool:
    """Return whether a date and a word of birth are parted by the end of a sentence or by another number."""
    return re.search(r"[.!?;][\s,]|\d", between) is not None


def find_system_ids(view: View) -> Iterator[Span]:
    """Yield numbers that a council's or a hospital's system gives to a person, behind the name of the system or "client ID"."""
    low = view.low
    for found in p.SYSTEM_LOW.finditer(low) if p.SYSTEM_VALUE.search(low) else ():
        if not _is_system_id(view, found):
            continue
        yield found.span("value")
        more = p.SYSTEM_MORE_LOW.match(low, found.end())
        while more and not _YEAR.match(more[1]):
            yield more.span(1)
            more = p.SYSTEM_MORE_LOW.match(low, more.end())


def _is_system_id(view: View, found: re.Match[str]) -> bool:
    low, value, label = view.low, found["value"], found["label"]
    counted = p.COUNTED_LOW.match(low, found.end()) is not None
    year = _YEAR.match(value) is not None
    grouped = len(_DIGITS.findall(value)) > 1
    if not label:
        return found["bare"] is not None and view.plain[found.start()].isupper() and not (counted or year or grouped)
    if (grouped or label.endswith("s")) and (counted or year):
        return False
    return not p.PUBLISHED_LOW.search(around.sentence_before(view.plain, found.start()))


def find_titled_names(plain: str) -> Iterator[Span]:
    """Yield names with a title: "Mrs O'Neill-Smith", "Mr. J. Smith", "Dr Anne-Marie de Souza".

    A title with a letter ("Mr X") is somebody already made anonymous, and is left alone; so are names of places and firms
    ("Mrs Beeton's Bakery") and of laws ("Mr Smith's Law").
    """
    done = 0
    for found in p.TITLE.finditer(plain):
        start = found.start()
        if start < done or (start and plain[start - 1].isalnum()):
            continue
        end = _name_end(plain, found)
        if end:
            done = end
            yield start, end


def _name_end(plain: str, title: re.Match[str]) -> int:
    """Return where the name behind a title ends, or 0 when there is none."""
    words: list[str] = []
    joined = p.JOINED_TITLES.match(plain, title.end())
    at = joined.end() if joined else title.end()
    end = 0
    for _ in range(8):
        part = p.NAME_PART.match(plain, at)
        if not part or (not part["gap"] and plain[at - 1] != "." and not part["initial"]):
            break
        gap = part["gap"]
        if words and ("\n" in gap or "." in gap or (part["initial"] and plain[part.end() : part.end() + 1] != ".")):
            break
        if part["low"]:
            if not words and title[0] in ("mr", "mrs") and part["low"].islower() and part["low"] not in p.NOT_LOW_NAMES:
                return part.end()
            break
        at = part.end()
        if part["word"] and (words or part["word"].lower() not in p.TITLE_WORDS):
            words.append(part["word"].lower())
            end = at
    if not words or words[0] in p.NOT_NAMES or any(word in p.INSTITUTIONS for word in words[1:]):
        return 0
    follows = p.AFTER_NAME.match(plain, end)
    return 0 if follows and follows[1].lower() in p.INSTITUTIONS else end
