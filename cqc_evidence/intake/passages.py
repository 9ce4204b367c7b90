"""Paragraphs → passages that a person can weigh, and what a document's name and first lines say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from cqc_evidence.model.dates import Period
from cqc_evidence.model.intake import UNKNOWN, Extract

MOST_WORDS = 120
"""A passage longer than this is hard to tag with one statement."""
_ROOM = 1.2
"""A paragraph a little longer than a passage stays whole: its writer meant it as one thought."""
_FULL = 20
"""From this many words a passage can stand alone; a shorter one takes in its neighbour."""
_FRAGMENT = 6
_TITLE = 100
_ABBREVIATIONS = ("mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "no.", "e.g.", "i.e.", "etc.", "vs.", "approx.", "inc.")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£])")
_NOISE = re.compile(
    r"[-–—|\s]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*|[-–—_=*·•.\s]+"
    r"|(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[\w\s'’.-]{0,40}[,!.]?"
    r"|(?:(?:many )?thanks(?: (?:again|very much|so much|in advance|all))?|thank you(?: (?:very much|again))?|cheers"
    r"|(?:(?:with )?(?:kind|kindest|best|warm|warmest|many) )?(?:regards|wishes)|kind regards|all the best|best"
    r"|yours (?:sincerely|faithfully|truly)|speak soon|sent from my \w+(?: \w+)?)\s*[,!.]?",
    re.IGNORECASE,
)
"""Page numbers, rules, greetings and leave-takings."""


class Paragraph(NamedTuple):
    """One paragraph of a document, as a person would count it."""

    number: int
    """Counts from 1, on its page where the document has pages."""
    text: str
    heading: str = ""
    """The headings above it, joined with " > "."""
    page: int = 0
    """0 where the document has no pages of its own."""


def passages(paragraphs: Iterable[Paragraph]) -> tuple[Extract, ...]:
    """Return passages of two to about 120 words, never across a heading, each with its place.

    Short paragraphs are joined to their neighbours, long ones cut between sentences; page numbers,
    greetings and leave-takings are left out.

    >>> [(one.locator, one.title) for one in passages([Paragraph(3, "Two colleagues joined. Waits fell at once.")])]
    [('paragraph 3', 'Two colleagues joined.')]
    """
    wanted = (one._replace(text=_tidy(one.text)) for one in paragraphs)
    kept = (one for one in wanted if not is_noise(one.text))
    return tuple(
        extract for _, section in groupby(kept, key=lambda one: one.heading) for extract in _section(list(section))
    )


def is_noise(text: str) -> bool:
    """Return whether a line says nothing: a page number, a greeting, a leave-taking, a rule."""
    return not text.strip() or _NOISE.fullmatch(text.strip()) is not None


def as_passage(run: Sequence[Paragraph]) -> Extract:
    """Return one passage of neighbouring paragraphs, however long they are."""
    text = "\n\n".join(one.text for one in run)
    return Extract(locator=locator(run[0], run[-1]), title=title_of(text), text=text, heading=run[0].heading)


def locator(first: Paragraph, last: Paragraph) -> str:
    """Return a place as a person would say it.

    >>> locator(Paragraph(12, ""), Paragraph(14, ""))
    'paragraphs 12 to 14'
    >>> locator(Paragraph(2, "", page=3), Paragraph(2, "", page=3))
    'page 3, paragraph 2'
    """
    if first.page != last.page:
        return f"{locator(first, first)} to {locator(last, last)}"
    place = (
        f"paragraph {first.number}" if first.number == last.number else f"paragraphs {first.number} to {last.number}"
    )
    return f"page {first.page}, {place}" if first.page else place


def title_of(text: str) -> str:
    """Return the first sentence, cut at a word where it is longer than 100 characters."""
    first = next(iter(sentences(" ".join(text[: 10 * _TITLE].split()))), "")
    if len(first) <= _TITLE:
        return first
    cut = first[: _TITLE - 1]
    whole = cut if first[_TITLE - 1] == " " else cut.rpartition(" ")[0] or cut
    return whole.rstrip(" ,;:–—-") + "…"


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text; a title or a shortened word ends none.

    >>> list(sentences("Mrs. Specimen rang. She was heard."))
    ['Mrs. Specimen rang.', 'She was heard.']
    """
    start = 0
    for found in _SENTENCE_END.finditer(text):
        if text[start : found.end()].rstrip().lower().endswith(_ABBREVIATIONS):
            continue
        yield text[start : found.end()].strip()
        start = found.end()
    if rest := text[start:].strip():
        yield rest


def _tidy(text: str) -> str:
    """Return a paragraph with single spaces; its own line breaks stay."""
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def _words(run: Iterable[Paragraph]) -> int:
    return sum(len(one.text.split()) for one in run)


def _section(paragraphs: list[Paragraph]) -> Iterator[Extract]:
    """Yield the passages under one heading."""
    for run in _joined(paragraphs):
        if len(run) == 1 and _words(run) > MOST_WORDS * _ROOM:
            yield from _parts(run[0])
        elif _words(run) > 1:
            yield as_passage(run)


def _joined(paragraphs: list[Paragraph]) -> list[list[Paragraph]]:
    """Return neighbours together: what is too short to stand alone goes with what follows, else with what came before."""
    runs: list[list[Paragraph]] = []
    for one in paragraphs:
        if runs and _words(runs[-1]) < _FULL and _fit(runs[-1], [one]):
            runs[-1].append(one)
        else:
            runs.append([one])
    if len(runs) > 1 and _words(runs[-1]) < _FULL and _fit(runs[-2], runs[-1]):
        runs[-2:] = [runs[-2] + runs[-1]]
    return runs


def _fit(before: list[Paragraph], after: list[Paragraph]) -> bool:
    """Return whether two runs make one passage; a fragment always finds room beside a paragraph that is not cut."""
    counts = _words(before), _words(after)
    limit = MOST_WORDS * _ROOM if min(counts) < _FRAGMENT else MOST_WORDS
    return sum(counts) <= limit


def _parts(one: Paragraph) -> Iterator[Extract]:
    """Yield a long paragraph in parts of about equal length, cut between sentences."""
    pieces = list(_pieces(one.text))
    total = sum(len(piece.split()) for piece in pieces)
    wanted = total / -(-total // MOST_WORDS)
    parts: list[list[str]] = [[]]
    done = 0
    for piece in pieces:
        if parts[-1] and done >= wanted * len(parts):
            parts.append([])
        parts[-1].append(piece)
        done += len(piece.split())
    for number, part in enumerate(parts, 1):
        text = " ".join(part)
        place = f"{locator(one, one)}, part {number} of {len(parts)}" if len(parts) > 1 else locator(one, one)
        yield Extract(locator=place, title=title_of(text), text=text, heading=one.heading)


def _pieces(text: str) -> Iterator[str]:
    """Yield sentences; one without an end in sight is cut at a word."""
    for sentence in sentences(text):
        words = sentence.split()
        for start in range(0, len(words), MOST_WORDS):
            yield " ".join(words[start : start + MOST_WORDS])


_KINDS: tuple[tuple[str, str], ...] = (
    ("process-document", r"polic(?:y|ies)|procedures?|protocols?|practice guid\w*|operating (?:model|manual|guid\w*)"),
    ("making-it-happen", r"making it happen|mih"),
    ("healthwatch", r"healthwatch"),
    ("ombudsman-decision", r"ombudsman|lgsco"),
    ("safeguarding-board", r"safeguarding adults? (?:board|reviews?)|sab|sar"),
    ("external-review", r"peer (?:review|challenge)|external review|inspection report"),
    ("co-production", r"co-?production"),
    ("huddle", r"huddles?"),
    ("staff-survey", r"(?:staff|employee|practitioner|workforce|colleague|team)s?(?: \w+)? (?:survey|questionnaire)"),
    (
        "people-survey",
        (
            r"ascs|sace|adult social care survey|survey of adult carers"
            r"|(?:people|person|residents?|carers?|users?|customers?|telephone)(?: \w+)? (?:survey|questionnaire)"
        ),
    ),
    (
        "partner-feedback",
        r"partners?(?: \w+)? (?:feedback|survey|questionnaire|views)|feedback from (?:\w+ )?partners?",
    ),
    ("practice-audit", r"audits?"),
    ("complaint-or-compliment", r"complaints?|compliments?"),
    ("story-of-difference", r"stor(?:y|ies)"),
    ("interview", r"interviews?|interviewee"),
    ("reflection", r"reflections?|reflective"),
)
"""Kind → the words in a name or title that tell it; the first that is found counts."""
_KIND_WORDS = tuple((kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _KINDS)
_TOP = 15
"""Lines at the top of a document in which its kind and date stand."""
_HEADER_WORDS = 14
"""A longer line is text, and a word or date in it is not about the document."""


def kind_of(name: str, text: str) -> str:
    """Return the likely kind of a document, by its file name, else by its first short lines.

    >>> kind_of("MIH_notes_12-03.docx", "")
    'making-it-happen'
    """
    stem = re.sub(r"(?<=[a-z])(?=[A-Z0-9])|[\W_]+", " ", name.rpartition("/")[2].rpartition(".")[0] or name)
    for words in (stem, *(re.sub(r"[-_]+", " ", line) for line in _header(text, 5))):
        for kind, pattern in _KIND_WORDS:
            if pattern.search(words):
                return kind
    return "staff-account"


def _header(text: str, most: int = _TOP) -> list[str]:
    """Return the short lines at the top of a text."""
    lines = [line.strip() for line in text[:5000].splitlines() if line.strip()]
    return [line for line in lines[:most] if len(line.split()) <= _HEADER_WORDS]


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_AND = r"\s*(?:-|–|—|/|&|to|and|until)\s*"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"(?P<more>\b\d{{1,2}}(?:st|nd|rd|th)?{_AND})?\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[\s_-]+{_MONTH}\b\.?,?[\s_-]*(?P<year>\d{{4}}|\d{{2}}(?!\d))",
        rf"(?P<more>[a-z]{{3,9}}{_AND})?(?<![a-z]){_MONTH}\.?[\s_-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,\s+(?P<year>\d{{4}})(?!\d)",
        r"(?<![\d.v])(?P<day>\d{1,2})(?P<sep>[-/._])(?P<number>\d{1,2})(?P=sep)(?P<year>\d{4}|(?:(?<=\d\d.)|(?<=/))\d{2})(?![\d.])",
        r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<sep>[-/._]?)(?P<number>\d{2})(?P=sep)(?P<day>\d{2})(?!\d)",
        rf"(?P<more>\b[a-z]{{3,9}}{_AND})?(?<![a-z]){_MONTH}\b\.?,?[\s_-]+(?P<year>\d{{4}})(?!\d)",
        r"(?<![\d-])(?P<year>(?:19|20)\d{2})-(?P<number>0[1-9]|1[0-2])(?![\d-])",
    )
)
"""The ways of writing a day, then those of writing a month."""
_ANOTHER_DATE = re.compile(
    r"next|review|due|deadline|birth|\bborn|\bd\.?o\.?b\b|until|expire|published|printed|version", re.IGNORECASE
)
"""A line with one of these words dates something else, or somebody."""


def date_of(text: str) -> Period:
    """Return the date that the top of a text (or a file name) states; unknown where it states none, or two.

    >>> date_of("Huddle notes, 12 March 2026")
    Period('2026-03-12')
    >>> date_of("March to May 2026")
    Period('unknown')
    """
    for line in _header(text):
        found = set() if _ANOTHER_DATE.search(line) else _dates_in(line)
        if found:
            return found.pop() if len(found) == 1 else UNKNOWN
    return UNKNOWN


def _dates_in(line: str) -> set[Period]:
    """Return the dates of a line; one that cannot be told counts as unknown."""
    found: set[Period] = set()
    line = re.sub(r"_(?=\D)|(?<=\D)_", " ", line)
    for pattern in _DATES:
        for match in pattern.finditer(line):
            found.add(_period(match.groupdict()))
        line = pattern.sub(" ", line)
    return found


def _period(parts: dict[str, str | None]) -> Period:
    """Return what one date says, never sharper than it was written."""
    more = (parts.get("more") or "").strip().lower()
    if more and (more[0].isdigit() or more[:3] in _MONTHS):
        return UNKNOWN
    month = _MONTHS.index(name[:3].lower()) + 1 if (name := parts.get("month")) else int(parts.get("number") or 0)
    year = int(parts["year"] or 0)
    year += 2000 if year < 100 else 0  # noqa: PLR2004  # a year of two digits is of this century
    try:
        day = date(year, month, int(parts.get("day") or 1))
    except ValueError:
        return UNKNOWN
    return Period.parse(day.isoformat() if parts.get("day") else f"{day:%Y-%m}")
