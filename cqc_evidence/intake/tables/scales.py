"""Answers that stand on a scale: which way up it goes, and which of them agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_MORE = ("completely", "totally", "extremely", "strongly", "very", "definitely", "highly")
_LESS = ("mostly", "fairly", "quite", "tend to", "somewhat", "slightly", "probably", "partly", "a little", "not very")
_DEGREES = {word: number for number, word in enumerate((*_MORE, "", *_LESS))}
_MIDDLE = r"neither\b.*|neutral|undecided|unsure|not sure|mixed|in between"
_BESIDE = re.compile(
    r"n/?a|not applicable|don'?t know|do not know|prefer not to (?:say|answer)|no (?:opinion|answer|view)|not answered|can'?t say"
)
_NUMBERED = re.compile(r"^\d{1,2}\s*[-–—.:=)]\s*(?=\D)")
_FITS = 0.9
"""Share of the answers that must stand on a scale, so that a stray one does not hide it."""
_FAR = 100
_MOST_ANSWERS = 60
"""More different answers than any scale has, however they are spelt."""
_BESIDE_RANK = 10 * _FAR


class Scale(NamedTuple):
    """One way of asking how much."""

    word: str
    """What the upper answers say: "agree"."""
    saying: str
    """The same after "18 of 24": "are satisfied"."""
    ranks: Mapping[str, int] | None = None
    """Answer → its place, for scales of single words; below 100 is the upper end."""
    root: str = ""
    """For scales of one word in degrees: "agree"."""
    opposite: str = ""

    def rank(self, answer: str) -> int | None:
        """Return an answer's place from the upper end, below 100 when it agrees; nothing when it is not on the scale."""
        plain = _plain(answer)
        if _BESIDE.fullmatch(plain):
            return _BESIDE_RANK
        if self.ranks is not None:
            return self.ranks.get(plain)
        if re.fullmatch(_MIDDLE, plain):
            return _FAR
        if (degree := _degree(plain, self.root)) is not None:
            return degree if plain != f"not very {self.root}" else _FAR + 1
        degree = _degree(plain, self.opposite)
        return None if degree is None else 2 * _FAR - degree

    def agrees(self, answer: str) -> bool:
        """Return whether an answer stands at the upper end."""
        rank = self.rank(answer)
        return rank is not None and rank < _FAR


def _plain(answer: str) -> str:
    return _NUMBERED.sub("", " ".join(answer.lower().replace("’", "'").split())).rstrip(".!")


def _degree(plain: str, root: str) -> int | None:
    pattern = rf"(?:(.+) )?(?:{root})"
    found = re.fullmatch(pattern, plain)
    return _DEGREES.get(found[1] or "") if found else None


def _ranks(upper: str, middle: str, lower: str) -> dict[str, int]:
    parts = ((0, upper), (_FAR, middle), (2 * _FAR, lower))
    return {word.strip(): start + at for start, words in parts for at, word in enumerate(words.split(";"))}


SCALES = (
    Scale("agree", "agree", root="agree", opposite="disagree"),
    Scale("satisfied", "are satisfied", root="satisfied", opposite="dissatisfied|unsatisfied"),
    Scale("likely", "say likely", root="likely", opposite="unlikely"),
    Scale("confident", "are confident", root="confident", opposite="unconfident|not confident|not at all confident"),
    Scale(
        "always or often",
        "say always or often",
        _ranks(
            "always; almost always; nearly always; very often; usually; most of the time; often; frequently; mostly",
            "sometimes; occasionally; some of the time; about half the time",
            "rarely; seldom; not often; hardly ever; almost never; never",
        ),
    ),
    Scale(
        "good or better",
        "say good or better",
        _ranks(
            "excellent; outstanding; very good; good",
            "fair; ok; okay; average; adequate; satisfactory; neither good nor bad; neither good nor poor",
            "poor; not good; bad; very poor; very bad; terrible",
        ),
    ),
    Scale(
        "yes",
        "say yes",
        _ranks(
            "yes; yes definitely; yes, definitely; yes completely; yes, completely; yes always; yes, always; true",
            "yes, to some extent; to some extent; partly; in part; sometimes; maybe; unsure; not sure; undecided",
            "not really; no; no, not at all; not at all; no never; never; false",
        ),
    ),
)


def scale_of(counts: Mapping[str, int]) -> Scale | None:
    """Return the scale on which nearly all answers stand, if there is one.

    >>> scale_of({"Strongly agree": 3, "Disagree": 1}).word
    'agree'
    """
    total = sum(counts.values())
    if len(counts) > _MOST_ANSWERS:
        return None
    for scale in SCALES:
        ranks = {answer: scale.rank(answer) for answer in counts}
        placed = sum(number for answer, number in counts.items() if ranks[answer] is not None)
        if placed >= total * _FITS and any(
            rank is not None and rank not in {_FAR, _BESIDE_RANK} for rank in ranks.values()
        ):
            return scale
    return None


def in_order(answers: Iterable[str], scale: Scale | None, counts: Mapping[str, int]) -> list[str]:
    """Return answers in the order of their scale, numbers from the smallest, all else from the most given."""
    listed = list(answers)
    if scale is not None:
        ranks = {one: rank if (rank := scale.rank(one)) is not None else 2 * _BESIDE_RANK for one in listed}
        return sorted(listed, key=lambda one: (ranks[one], one))
    if all(is_number(one) for one in listed):
        return sorted(listed, key=lambda one: (float(one), one))
    return sorted(listed, key=lambda one: (-counts[one], one))


def is_number(text: str) -> bool:
    """Return whether a text is an ordinary number, as an answer may be."""
    return re.fullmatch(r"-?\d{1,9}(?:\.\d{1,6})?", text, re.ASCII) is not None
