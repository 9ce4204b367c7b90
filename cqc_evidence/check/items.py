"""Rules about what an item holds."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.evidence import Figure

_HALF = 0.5 + 1e-9
"""Half a point, and what binary fractions lose."""
_PERCENT = 100


@rule("figure-disagrees", Severity.WARNING)
def figure_disagrees(subject: Subject) -> Iterator[Finding]:
    """A percentage does not follow from its own numerator and denominator.

    The printed value may be rounded to a whole number or a decimal; more than half a point apart
    is a slip. A figure that the source prints without what it was worked out from
    is `basis: quoted`.
    """
    for item in subject.project.items:
        for index, figure in enumerate(item.figures):
            worked_out = _percentage(figure)
            if worked_out is not None and abs(worked_out - figure.value) > _HALF:
                yield Finding(
                    f"{_number(figure.value)} % does not follow from {_number(figure.numerator)} of {_number(figure.denominator)}",
                    f"that would be {worked_out:.1f} %",
                    "check both against the source; keep what it prints and say so in the label",
                    item.location.at("figures", index, "value"),
                )


def _number(value: float | None) -> str:
    """Return a number as the source prints it, a million as 1000000 and not as 1e+06."""
    return f"{value:.12g}"


def _percentage(figure: Figure) -> float | None:
    if figure.unit != "percent" or figure.numerator is None or not figure.denominator:
        return None
    return _PERCENT * figure.numerator / figure.denominator


@rule("more-than-all", Severity.ERROR)
def more_than_all(subject: Subject) -> Iterator[Finding]:
    """A count is larger than what it is a part of.

    Often numerator and denominator are exchanged. A denominator of 0 means that nobody was asked:
    then leave the figure out.
    """
    for item in subject.project.items:
        for index, figure in enumerate(item.figures):
            whole, part = figure.denominator, figure.numerator
            if whole is not None and part is not None and (part > whole or whole <= 0):
                key = "numerator" if whole > 0 else "denominator"
                yield Finding(
                    f"{_number(part)} cannot be a part of {_number(whole)}",
                    "a numerator is counted among its denominator, and nothing is a part of nobody",
                    "exchange them, or check them against the source",
                    item.location.at("figures", index, key),
                )


@rule("missing-detail", Severity.WARNING)
def missing_detail(subject: Subject) -> Iterator[Finding]:
    """An item lacks a detail that a reviewer asks for of its kind, such as how many people were asked.

    Without the number, a reader cannot tell two voices from two hundred. Leave the key out when
    the source does not say, and expect the question.
    """
    for item in subject.project.items:
        kind = subject.framework.kind(item.kind)
        missing = [key for key in (kind.wants if kind else ()) if getattr(item, key, "?") in (None, "", ())]
        if missing:
            yield Finding(
                f"{_listed(missing)} not given",
                f"a reviewer asks for this of evidence of the kind {item.kind}",
                "add it if the source says; if it does not, say so in the text",
                item.location.at("kind"),
            )


def _listed(keys: list[str]) -> str:
    quoted = [f'"{key}"' for key in keys]
    return f"{quoted[0]} is" if len(keys) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]} are"


@rule("repeated-figure", Severity.ERROR)
def repeated_figure(subject: Subject) -> Iterator[Finding]:
    """Two figures of one item have the same id, so a claim could mean either."""
    for item in subject.project.items:
        seen: set[str] = set()
        for index, figure in enumerate(item.figures):
            if figure.id in seen:
                yield Finding(
                    f'the figure id "{figure.id}" stands twice',
                    "a claim leans on a figure by its id",
                    "give one of them another id",
                    item.location.at("figures", index, "id"),
                )
            seen.add(figure.id)
