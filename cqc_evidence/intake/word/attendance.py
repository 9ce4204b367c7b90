"""Who came to a meeting → how many; the names stay in the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from cqc_evidence.intake.word.roles import is_role
from cqc_evidence.model.intake import Extract

Side = Literal["present", "apologies"]
_PRESENT = (
    r"(?:(?:staff|members|those|people|who was) )?(?:present|attendees?|in attendance|attendance|attended(?: by)?"
    r"|attending|participants?|who was there|who came)"
)
_APOLOGIES = r"(?:apologies|apols)(?: for absence)?(?: (?:were |was )?(?:received|sent|given))?(?: from)?"
_LABEL = re.compile(rf"(?P<present>{_PRESENT})|(?P<apologies>{_APOLOGIES})", re.IGNORECASE)
_LINE = re.compile(
    rf"(?:(?P<present>{_PRESENT})(?: \((?P<n>\d{{1,3}})\))?\s*(?::|\s[–—-]\s|\t)"
    rf"|(?P<apologies>(?:apologies|apols)(?: for absence)?(?:\s*(?::|\s[–—-]\s|\t)|(?: (?:were |was )?(?:received|sent))? from\b:?)))"
    r"\s*(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_BOTH = re.compile(
    r"(?P<present>.*?)[;,.\n]?\s*\bapolog(?:ies|y)(?: from)?:?\s+(?P<apologies>.+)", re.IGNORECASE | re.DOTALL
)
_SAID = re.compile(
    r"\(?\s*(\d{1,3})\s*(?:people|staff|colleagues|members|practitioners|attendees|attended|were present|present|in total|apologies)?\b[\s.)]*",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"\W*(?:none(?: received)?|nil|n/?a|no apologies|no one|nobody)?\W*", re.IGNORECASE)
_MORE = re.compile(
    r"(?:plus|\+|and)?\s*(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:others?|more|guests?|[a-z].*)",
    re.IGNORECASE,
)
_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WHOLE = re.compile(r"\b(?:all|whole|everyone|everybody|various|most|et al|full)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_TAIL = re.compile(r"\s[–—-]\s|\s*:\s")
_SMALLER = re.compile(r",|\+|\s&\s|\band\b|\s/\s|\t")
_MOST_WORDS = 6
"""A part with more words than this is no name."""
_TICKED = re.compile(
    r"(?:(?:y|yes|x|p|present|attended|in person|online|teams|virtual(?:ly)?)|[✓☒☑✔])(?:\s*\(.*\))?", re.IGNORECASE
)
_AWAY = re.compile(
    r"(?:a|apols?|apolog(?:y|ies)(?: sent)?|absent|no|n|☐|(?:annual |on )?leave|al|-)(?:\s*\(.*\))?", re.IGNORECASE
)
_APOLOGY = re.compile(r"a(?:pol\w*)?\b(?!nnual)", re.IGNORECASE)


class Attendance(NamedTuple):
    """How many came, and how many sent apologies; None where nothing is said."""

    present: int | None = None
    apologies: int | None = None

    @property
    def known(self) -> bool:
        """Return whether anything could be counted."""
        return self.present is not None or self.apologies is not None


def label_of(text: str) -> Side | None:
    """Return whether a text only heads a list of people.

    >>> label_of("Attendees:"), label_of("Apologies for absence"), label_of("Present the plan")
    ('present', 'apologies', None)
    """
    found = _LABEL.fullmatch(" ".join(text.split()).strip(" :–—-.*"))
    if found is None:
        return None
    return "present" if found.group("present") else "apologies"


def attendance_in(text: str) -> Attendance | None:
    """Return what a line such as "Present: …" says; None where it is another line.

    >>> attendance_in("Present: A Specimen, B Specimen and C Specimen. Apologies: D Specimen")
    Attendance(present=3, apologies=1)
    """
    found = _LINE.match(text)
    if found is None:
        return None
    rest = found.group("rest")
    if found.group("apologies"):
        return Attendance(apologies=count_people(rest)) if is_list(rest) else None
    both = _BOTH.fullmatch(rest)
    if both and is_list(both.group("present")):
        return Attendance(count_people(both.group("present")), count_people(both.group("apologies")))
    return (
        Attendance(present=int(found.group("n")) if found.group("n") else count_people(rest)) if is_list(rest) else None
    )


def is_list(text: str) -> bool:
    """Return whether a text can be a list of people rather than sentences."""
    parts = [part for part in re.split(r"[,;\n\t]|\band\b|[–—]", _without_brackets(text)) if part.strip()]
    return not parts or sum(len(part.split()) for part in parts) <= _MOST_WORDS * len(parts)


def _without_brackets(text: str) -> str:
    return _BRACKETS.sub(" ", text)


def count_people(text: str) -> int | None:
    """Return how many people a text lists or states; None where it cannot be told.

    >>> count_people("A Specimen (chair, north), B Specimen, Team Manager; C Specimen")
    3
    >>> count_people("A Specimen, Team Manager, B Specimen, Social Worker")
    2
    >>> count_people("14 people"), count_people("none"), count_people("the whole team")
    (14, 0, None)
    """
    if _NOBODY.fullmatch(text):
        return 0
    if said := _SAID.fullmatch(text.strip()):
        return int(said.group(1))
    plain = _without_brackets(text)
    chunks = [chunk for chunk in re.split(r";" if ";" in plain else r"\n", plain) if re.search(r"[^\W_]", chunk)]
    if len(chunks) == 1:
        return _in_one(chunks[0])
    counts = [_in_one(chunk, least=1) for chunk in chunks]
    return None if None in counts else sum(count or 0 for count in counts)


def _in_one(chunk: str, least: int = 0) -> int | None:
    """Return how many people one line lists; a role beside a name counts with it."""
    if ";" not in chunk and least and _TAIL.search(chunk):
        return least
    names = roles = more = 0
    for part in (part.strip(" .") for part in _SMALLER.split(chunk)):
        if not re.search(r"[^\W_]", part):
            continue
        if said := _MORE.fullmatch(part):
            number = said.group(1).lower()
            more += int(number) if number.isdigit() else _NUMBERS.index(number)
        elif _WHOLE.search(part):
            return None
        elif is_role(part):
            roles += 1
        else:
            names += 1
    return max((names or (roles if not least else 0)) + more, least)


def attendance_of_rows(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> Attendance | None:
    """Return what a table of people says, by its column for those present; None where it has no such column."""
    sides = [label_of(title) for title in titles]
    if "present" not in sides:
        return None
    cells = [[cell.strip() for cell in row] for row in rows]
    present = [row[sides.index("present")] for row in cells if len(row) > sides.index("present")]
    away = (
        [row[sides.index("apologies")] for row in cells if len(row) > sides.index("apologies")]
        if "apologies" in sides
        else []
    )
    if all(_is_tick(cell) for cell in present):
        sent = sum(_APOLOGY.match(cell) is not None for cell in present) + sum(
            _TICKED.fullmatch(cell) is not None for cell in away
        )
        return Attendance(sum(_TICKED.fullmatch(cell) is not None for cell in present), sent if sent or away else None)
    return Attendance(_sum(present), _sum(away) if away else None)


def _is_tick(cell: str) -> bool:
    return not cell or bool(_TICKED.fullmatch(cell) or _AWAY.fullmatch(cell))


def _sum(cells: Iterable[str]) -> int | None:
    counts = [count_people(cell) for cell in cells if cell.strip()]
    return None if None in counts else sum(count or 0 for count in counts)


def together(found: Iterable[Attendance]) -> Attendance:
    """Return what several lines of one meeting say together."""
    lines = list(found)
    return Attendance(_first(one.present for one in lines), _first(one.apologies for one in lines))


def _first(numbers: Iterator[int | None]) -> int | None:
    return next((number for number in numbers if number is not None), None)


def attendance_extract(found: Attendance, locator: str, heading: str) -> Extract:
    """Return how many attended, without a name."""
    title = " ".join(_sentence(found)) + "."
    return Extract(
        locator=locator,
        title=title.rstrip("."),
        text=f"{title} The names are in the document.",
        heading=heading,
        n=found.present,
        invited=None if found.present is None or found.apologies is None else found.present + found.apologies,
    )


def _sentence(found: Attendance) -> Iterator[str]:
    if found.present is not None:
        yield f"{found.present} {'person' if found.present == 1 else 'people'} attended" + (
            "," if found.apologies is not None else ""
        )
    if found.apologies is not None:
        sent = "none" if found.apologies == 0 else str(found.apologies)
        yield (
            f"{sent} sent apologies"
            if found.present is not None
            else f"{sent} {'person' if found.apologies == 1 else 'people'} sent apologies"
        )
