"""Rules about the definitions of metrics in `framework/metrics.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.metric import Metric
from cqc_evidence.read.problems import did_you_mean

_CAUSAL = re.compile(
    r"\b(?:caus(?:e|es|ed|ing)|(?:led|leads|leading) to|result(?:s|ed|ing)? in|(?:as a )?result of|because of|due to|"
    r"owing to|thanks(?: to)?|(?:effects?|impacts?) of|(?:reduced|increased|improved|achieved|prevented) by)\b",
    re.IGNORECASE,
)
"""Words that say that one thing brought about another."""
_DENIED = re.compile(r"\b(?:not|never|no|nor|neither|cannot|nobody|without)\b|n[’']t\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;!?]\s")


@rule("repeated-metric", Severity.ERROR)
def repeated_metric(subject: Subject) -> Iterator[Finding]:
    """Two definitions have the same id, so a table's row could mean either; only the first counts."""
    seen: set[str] = set()
    for index, metric in enumerate(subject.framework.metrics.metrics):
        if metric.id in seen:
            yield Finding(
                f'the metric id "{metric.id}" stands twice',
                "rows of tables name a metric by its id; only the first counts",
                "give one of them another id, or delete it",
                subject.framework.location("metrics", "metrics", index, "id"),
            )
        seen.add(metric.id)


@rule("no-balancing-metric", Severity.ERROR)
def no_balancing_metric(subject: Subject) -> Iterator[Finding]:
    """A metric where lower is better has none to read beside it.

    Less long-term support may be good practice or need that is not met; the number alone cannot tell. A balancing
    metric, such as requests that come back or what people say, stands beside it in the pack. A metric does not balance
    itself.
    """
    for index, metric in enumerate(subject.framework.metrics.metrics):
        if metric.direction == "lower" and not set(metric.balancing) - {metric.id}:
            yield Finding(
                f"{metric.id} counts lower as better and has no balancing metric",
                "fewer may be good practice or need that is not met",
                "add balancing: [repeat-requests-forward, feedback-positive], or set direction: none",
                subject.framework.location(
                    "metrics", "metrics", index, "balancing" if metric.balancing else "direction"
                ),
            )


@rule("unknown-metric-reference", Severity.ERROR)
def unknown_metric_reference(subject: Subject) -> Iterator[Finding]:
    """A metric that is not there is named: as balancing another, or where project.yaml begins a chart anew."""
    metrics = subject.framework.metrics.metrics
    ids = tuple(metric.id for metric in metrics)
    for index, metric in enumerate(metrics):
        for place, name in enumerate(metric.balancing):
            if name not in ids:
                where = subject.framework.location("metrics", "metrics", index, "balancing", place)
                yield Finding(
                    f'no metric has the id "{name}"', "balancing names other metrics by their id",
                    did_you_mean(name, ids, "define it, or take it out"), where,
                )  # fmt: skip
    for index, rebase in enumerate(subject.project.settings.metrics.rebase):
        if rebase.metric not in ids:
            where = subject.project.where("project.yaml", "metrics", "rebase", index, "metric")
            yield Finding(
                f'no metric has the id "{rebase.metric}"', "a chart is begun anew for a metric named by its id",
                did_you_mean(rebase.metric, ids, "check the id, or take it out"), where,
            )  # fmt: skip


@rule("causal-words", Severity.ERROR)
def causal_words(subject: Subject) -> Iterator[Finding]:
    """A definition says that one thing brought about another, and its words stand in the pack beside every number.

    Counts beside each other, before and after, cannot show cause: other things changed as well. A title, what is
    counted, and a caveat say what was seen. A caveat that says cause cannot be shown may use the word.
    """
    for index, metric in enumerate(subject.framework.metrics.metrics):
        for path, words in _words(metric):
            said = _causal(words, caveat=path[0] == "caveats")
            if said:
                yield Finding(
                    f"“{said}” says that one thing brought about another",
                    "counts before and after, or side by side, cannot show cause",
                    "say what was counted, “associated with”, or “over the same period”",
                    subject.framework.location("metrics", "metrics", index, *path),
                )


def _words(metric: Metric) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each text of a definition that stands in a pack, with its place."""
    yield ("title",), metric.title
    yield ("counts",), metric.counts
    yield ("of",), metric.of
    yield ("comparator", "note"), metric.comparator.note
    for place, caveat in enumerate(metric.caveats):
        yield ("caveats", place), caveat


def _causal(words: str, *, caveat: bool) -> str:
    """Return the first causal words, or nothing; in a caveat, a sentence that denies them is left alone."""
    for sentence in _SENTENCE.split(words):
        found = _CAUSAL.search(sentence)
        if found and not (caveat and _DENIED.search(sentence[: found.start()])):
            return found[0]
    return ""
