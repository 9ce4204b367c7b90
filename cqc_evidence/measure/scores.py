"""The council's own scores: their sum, and what CQC's published arithmetic makes of them. Never a prediction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cqc_evidence.model.base import Noun
from cqc_evidence.model.framework import Scoring
from cqc_evidence.model.project import SelfScore


class OwnScores(Noun):
    """What a set of scores comes to; an overall only when every statement has one."""

    total: int
    percent: int | None
    """Per cent of the most there could be, rounded up to a whole number as CQC publishes it."""
    rating: str | None
    """In small letters, such as `requires improvement`."""
    flags: tuple[str, ...] = ()


def add_up(scores: Sequence[int | None], scoring: Scoring, titles: Sequence[str]) -> OwnScores:
    """Return what scores come to.

    Args:
        scores: one for each statement, in the framework's order; `None` where there is none yet.
        scoring: the framework's scale and bands; a score is 1 to the length of the scale.
        titles: the statements' titles, for the flags.

    Raises:
        ValueError: when there are not as many scores as titles, or one is not on the scale.

    >>> from cqc_evidence.model.framework import Band, Fact
    >>> scoring = Scoring(scale=(Fact(),) * 4, bands=(Band(rating="Good", at_least=63),), rule=Fact())
    >>> add_up([3, 3], scoring, ["Equity", "Safeguarding"]).percent
    75
    """
    if len(scores) != len(titles):
        message = f"{len(titles)} scores are wanted, in the statements' order; there are {len(scores)}"
        raise ValueError(message)
    most = len(scoring.scale)
    given = [score for score in scores if score is not None]
    if any(not 1 <= score <= most for score in given):
        message = f"a score is a whole number from 1 to {most}"
        raise ValueError(message)
    total = sum(given)
    flags = tuple(
        f"{title}: a score of 1 goes with a notice to the Secretary of State"
        for title, score in zip(titles, scores, strict=True)
        if score == 1
    )
    if len(given) < len(titles):
        return OwnScores(total=total, percent=None, rating=None, flags=flags)
    # Whole numbers only: -(-a // b) rounds up exactly, where a share in floating point might not.
    percent = -(-100 * total // (most * len(titles)))
    return OwnScores(total=total, percent=percent, rating=_rating(percent, scoring), flags=flags)


def _rating(percent: int, scoring: Scoring) -> str | None:
    reached = [band for band in scoring.bands if percent >= band.at_least]
    return max(reached, key=lambda band: band.at_least).rating.lower() if reached else None


def differences(scores: Iterable[SelfScore], titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return a line for each statement that two readers score differently, stronger where they are far apart.

    Args:
        scores: the council's own, with the second reader's where there is one.
        titles: statement → its title; a statement without one is called by its id.
    """
    return tuple(
        f"{titles.get(score.statement, score.statement)}: two readers give {score.score} and {score.second_score}"
        + ("" if apart == 1 else ", which is far apart: settle it before anybody uses either")
        for score in scores
        if (apart := divergence(score))
    )


def divergence(score: SelfScore) -> int | None:
    """Return by how much two readers differ, or nothing when there was no second one."""
    return None if score.second_score is None else abs(score.score - score.second_score)
