"""`trace`: every place that rests on an item, a claim, a figure or a number, and what it rests on itself."""

from __future__ import annotations

from collections.abc import Sequence

from cqc_evidence.measure.claims.numbers import numbers_in
from cqc_evidence.measure.claims.traced_claim import trace_claim
from cqc_evidence.measure.claims.traced_item import trace_item
from cqc_evidence.measure.claims.traced_number import trace_figure, trace_number
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.data import Observation
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.ledger import Trace
from cqc_evidence.model.project import Project
from cqc_evidence.model.result import Result


def trace(
    project: Project,
    coverage: Coverage,
    subject: str,
    observations: Sequence[Observation] = (),
    results: Sequence[Result] = (),
    problems: Sequence[Diagnostic] = (),
) -> Trace | None:
    """Return what rests on a subject and what it rests on; nothing when the project does not know it.

    Args:
        project: what was read.
        coverage: what was measured.
        subject: an item's id, a claim's id, `item.figure`, or a number as a sentence prints it, such as `25%`.
        observations: the rows of the tables of totals.
        results: what the metrics came to.
        problems: what check found, for the marks of a claim.
    """
    items = {item.id: item for item in reversed(project.items)}
    if subject in items:
        return trace_item(project, coverage, items[subject], observations, results)
    for narrative in project.narratives:
        for claim in narrative.claims:
            if claim.id == subject:
                return trace_claim(project, narrative, claim, results, problems)
    name, _, figure_id = subject.rpartition(".")
    if name in items:
        figure = next((one for one in items[name].figures if one.id == figure_id), None)
        if figure is not None:
            return trace_figure(project, items[name], figure, observations, results)
    numbers = numbers_in(subject)
    if len(numbers) == 1:
        return trace_number(project, numbers[0], observations, results)
    return None


def known(project: Project) -> tuple[str, ...]:
    """Return every name that can be traced."""
    figures = (f"{item.id}.{figure.id}" for item in project.items for figure in item.figures)
    claims = (claim.id for narrative in project.narratives for claim in narrative.claims if claim.id)
    return (*(item.id for item in project.items), *claims, *figures)
