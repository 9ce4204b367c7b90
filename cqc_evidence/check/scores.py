"""Rules about the council's own scores."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.measure.scores import divergence
from cqc_evidence.model.diagnostic import Severity

DECISIONS = "evidence/decisions.yaml"
_GOOD = 3
"""From here on a score says that there are no shortfalls."""


@rule("repeated-score", Severity.ERROR)
def repeated_score(subject: Subject) -> Iterator[Finding]:
    """A statement is scored twice. A second reader's score stands beside the first, as `second_score`."""
    seen: set[str] = set()
    for index, score in enumerate(subject.project.decisions.scores):
        if score.statement in seen:
            yield Finding(
                f"{score.statement} has a score already",
                "each statement has one score, and at most one second reader's",
                "take one out, or write the second reader's as second_score, second_reason and second_who",
                subject.project.where(DECISIONS, "scores", index, "statement"),
            )
        seen.add(score.statement)


@rule("score-without-reason", Severity.WARNING)
def score_without_reason(subject: Subject) -> Iterator[Finding]:
    """A score has no reason, or its second reader gave none or is the first one again."""
    for index, score in enumerate(subject.project.decisions.scores):
        where = subject.project.where(DECISIONS, "scores", index)
        because = "a score without a reason cannot be questioned, or defended"
        if not score.reason.strip():
            yield Finding(f"the score of {score.statement} has no reason", because, "write why", where.at("reason"))
        if score.second_score is None:
            continue
        if not score.second_reason.strip():
            told = f"the second reader's score of {score.statement} has no reason"
            yield Finding(told, because, "ask the second reader why", where.at("second_score"))
        if score.second_who.strip().lower() in ("", score.who.strip().lower()):
            yield Finding(
                f"the second score of {score.statement} is not another person's",
                "a second reader is somebody else, who does not see the first score",
                "write the second reader's role as second_who",
                where.at("second_who" if score.second_who else "second_score"),
            )


@rule("scores-differ", Severity.NOTE)
def scores_differ(subject: Subject) -> Iterator[Finding]:
    """Two readers score a statement differently. Talk it over; the difference says where the evidence is unclear."""
    for index, score in enumerate(subject.project.decisions.scores):
        apart = divergence(score)
        if apart:
            yield Finding(
                f"two readers score {score.statement} {score.score} and {score.second_score}",
                "a difference shows where the evidence can be read in two ways",
                "read the evidence together before the next draft"
                if apart == 1
                else "settle it before anybody uses either score",
                subject.project.where(DECISIONS, "scores", index, "second_score"),
            )


@rule("lowest-score", Severity.WARNING)
def lowest_score(subject: Subject) -> Iterator[Finding]:
    """A statement is scored 1: significant shortfalls. In CQC's assessment that goes with a notice to the Secretary of State."""
    for index, score in enumerate(subject.project.decisions.scores):
        if score.score == 1:
            yield Finding(
                f"{score.statement} is scored 1",
                "in CQC's assessment a 1 goes with a notice to the Secretary of State",
                "tell the director now, and show what is being done in evidence/improvement.yaml",
                subject.project.where(DECISIONS, "scores", index, "score"),
            )


@rule("score-above-evidence", Severity.NOTE)
def score_above_evidence(subject: Subject) -> Iterator[Finding]:
    """A statement is scored 3 or 4, and the council's own confidence is low or nobody is heard.

    The score may be right. A reviewer would ask what it rests on.
    """
    confidence = {one.statement: one.confidence for one in subject.project.narratives}
    people = {cell.statement: cell.state for cell in subject.coverage.cells if cell.category == "people"}
    for index, score in enumerate(subject.project.decisions.scores):
        why = []
        if confidence.get(score.statement) == "low":
            why.append("its judgement has low confidence")
        if people.get(score.statement) in ("missing", "stale"):
            why.append(f"people's experience is {people[score.statement]}")
        if score.score >= _GOOD and why:
            yield Finding(
                f"{score.statement} is scored {score.score}, and {' and '.join(why)}",
                "a reviewer would ask what the score rests on",
                "name the evidence in the reason, or close the gap first",
                subject.project.where(DECISIONS, "scores", index, "score"),
            )


@rule("scores-missing", Severity.NOTE)
def scores_missing(subject: Subject) -> Iterator[Finding]:
    """Some statements are scored and others are not, so there is no overall."""
    scored = {score.statement for score in subject.project.decisions.scores}
    missing = [name for name in subject.statements if name not in scored]
    if scored and missing:
        yield Finding(
            f"not scored: {', '.join(missing)}",
            "there is an overall only when every statement is scored",
            "score them too, or leave the overall out",
            subject.project.where(DECISIONS, "scores"),
        )
