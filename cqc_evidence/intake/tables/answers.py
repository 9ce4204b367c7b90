"""Answers of a survey → counts of what was ticked, and passages of what was written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cqc_evidence.intake.passages import title_of
from cqc_evidence.intake.tables.columns import SHORT_ANSWER, choices, is_multiple
from cqc_evidence.intake.tables.scales import Scale, in_order, scale_of
from cqc_evidence.model.evidence import Figure
from cqc_evidence.model.intake import Extract
from cqc_evidence.model.slug import free_name, slug

LONGEST_TITLE = 120
_ANSWER_IN_TITLE = 40
_MOST_SHOWN = 50
OTHER = "Another answer"
"""Stands for answers in somebody's own words: one person gave them, and they could tell who it was."""
MASK = "[left out]"


class Counted(NamedTuple):
    """How a question was answered."""

    n: int
    """People who answered."""
    counts: dict[str, int]
    """Answer → people who gave it, in the order in which it is shown."""
    scale: Scale | None
    multiple: bool
    """Whether one person could give several."""

    @property
    def agreeing(self) -> int:
        """Return how many stand at the upper end of the scale."""
        scale = self.scale
        return sum(number for answer, number in self.counts.items() if scale is not None and scale.agrees(answer))


def count(values: Iterable[str], masker: Masker) -> Counted:
    """Return the counts of a question's answers; capitals and spaces make no difference.

    Args:
        values: the column's cells; those without a letter or digit are no answer.
        masker: knows what can tell who answered; an answer with that in it is counted as another answer.
    """
    given = Counter(" ".join(value.split()) for value in values if any(map(str.isalnum, value)))
    multiple = is_multiple(given)
    each = {value: choices(value) if multiple else [value] for value in given}
    spelt: dict[str, Counter[str]] = {}
    for value, people in given.items():
        for key, answer in {answer.casefold(): answer for answer in each[value]}.items():
            spelt.setdefault(key, Counter())[answer] += people
    rank = sorted(spelt, key=lambda key: (-spelt[key].total(), key))
    kept = {key for key in rank[:_MOST_SHOWN] if _is_shown(key, spelt[key].total(), masker)}
    counts = {_spelling(spelt[key]): spelt[key].total() for key in kept}
    other = sum(number for value, number in given.items() if any(one.casefold() not in kept for one in each[value]))
    scale = scale_of(counts)
    ordered = {answer: counts[answer] for answer in in_order(counts, scale, counts)}
    if other:
        ordered[OTHER] = ordered.get(OTHER, 0) + other
    return Counted(given.total(), ordered, scale, multiple)


def _is_shown(key: str, number: int, masker: Masker) -> bool:
    return (number > 1 or len(key.split()) <= SHORT_ANSWER) and not masker.names_somebody(key)


def _spelling(spelt: Counter[str]) -> str:
    """Return the way most people wrote an answer."""
    return min(spelt, key=lambda answer: (-spelt[answer], answer))


def percent(part: int, whole: int, decimals: int = 0) -> str:
    """Return a share as a British reader expects it, halves going up.

    >>> percent(5, 8), percent(1, 3, 1)
    ('63', '33.3')
    """
    scaled = (part * 100 * 10**decimals * 2 + whole) // (2 * whole)
    return str(scaled) if not decimals else f"{scaled / 10**decimals:.{decimals}f}"


def closed_extract(question: str, counted: Counted, locator: str) -> Extract:
    """Return a question with set answers: its counts, as a table and as figures."""
    return Extract(
        locator=locator,
        title=_title(question, counted),
        text=_table(counted),
        heading=question,
        n=counted.n,
        figures=tuple(_figures(counted)),
    )


def _title(question: str, counted: Counted) -> str:
    """Return the question with its leading share, in at most 120 characters."""
    if counted.scale is not None:
        part, says = counted.agreeing, counted.scale.saying
    else:
        answer, part = max(counted.counts.items(), key=lambda pair: pair[1])
        says = f"say “{_cut(answer, _ANSWER_IN_TITLE)}”"
    share = f"{part} of {counted.n} {says} ({percent(part, counted.n)} %)"
    asked = _cut(question, LONGEST_TITLE - len(share) - 2)
    return f"{asked}{'' if asked.endswith(('?', '.', '!', '…', ':')) else ':'} {share}"


def _cut(text: str, longest: int) -> str:
    """Return text cut at a word where it is too long."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:–—-") + "…"


def _table(counted: Counted) -> str:
    rows = (
        f"| {_cell(answer)} | {number} | {percent(number, counted.n, 1)} |" for answer, number in counted.counts.items()
    )
    more = "\n\nMore than one answer could be given." if counted.multiple else ""
    return "\n".join(("| Answer | Number | % |", "| --- | ---: | ---: |", *rows)) + more


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _figures(counted: Counted) -> Iterator[Figure]:
    """Yield the share of those who agree, then that of each answer."""
    shares = list(counted.counts.items())
    scale = counted.scale
    agree = [answer for answer in counted.counts if scale is not None and scale.agrees(answer)]
    taken: set[str] = set()
    if scale is not None and (scale.ranks is None or scale.word != "yes" or len(agree) > 1):
        shares.insert(0, (f"{scale.word.capitalize()}, all together", counted.agreeing))
    for label, number in shares:
        name = free_name(slug(label) or slug(f"answer {label}") or "answer", taken)
        taken.add(name)
        yield Figure(
            id=name,
            label=label,
            value=float(percent(number, counted.n, 1)),
            unit="percent",
            numerator=number,
            denominator=counted.n,
        )


def free_extract(question: str, answer: str, locator: str, *, verbatim: bool) -> Extract:
    """Return an answer in somebody's own words."""
    return Extract(locator=locator, title=title_of(answer), text=answer, heading=question, verbatim=verbatim)


class Masker:
    """Takes out of an answer what stands in a column that is left out: nobody signs a survey to be quoted by name."""

    def __init__(self, columns: Sequence[Sequence[str]]) -> None:
        """Take in the cells of the columns that are left out."""
        values = {" ".join(value.casefold().split()) for column in columns for value in column}
        self._masked = frozenset(value for value in values if _tells(value))
        self._longest = max((len(value.split()) for value in self._masked), default=0)

    def names_somebody(self, answer: str) -> bool:
        """Return whether a name or an address of anybody stands in an answer."""
        return any(True for _ in self._spans(answer))

    def mask(self, answer: str, own: Iterable[str]) -> str:
        """Return an answer without the names and addresses of anybody, or any value of the person's `own` row."""
        for start, end in reversed(list(self._spans(answer))):
            answer = f"{answer[:start]}{MASK}{answer[end:]}"
        for value in own:
            if _is_word(value):
                answer = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", MASK, answer, flags=re.IGNORECASE)
        return answer

    def _spans(self, answer: str) -> Iterator[tuple[int, int]]:
        """Yield where masked texts stand, the longest first, none over another."""
        words = [(found.start(), found.end()) for found in re.finditer(r"\S+", answer)] if self._masked else []
        first = 0
        while first < len(words):
            lasts = range(min(first + self._longest, len(words)), first, -1)
            ends = (last for last in lasts if _bare(answer[words[first][0] : words[last - 1][1]]) in self._masked)
            if last := next(ends, 0):
                yield words[first][0], words[last - 1][1]
            first = last or first + 1


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(".,;:!?()[]\"'“”‘’<>")


def _tells(value: str) -> bool:
    """Return whether a value names somebody wherever it stands: an address, or a name of several words."""
    return "@" in value or (len(value.split()) > 1 and _is_word(value))


def _is_word(value: str) -> bool:
    return len(value) > 2 and any(map(str.isalpha, value)) and value.casefold() != "anonymous"  # noqa: PLR2004  # initials
