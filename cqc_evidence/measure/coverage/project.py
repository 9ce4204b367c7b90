"""The whole measurement in one call."""

from __future__ import annotations

from cqc_evidence.measure.coverage.cells import measure_cells
from cqc_evidence.measure.coverage.eligible import gather
from cqc_evidence.measure.coverage.gaps import Measured, find_gaps
from cqc_evidence.measure.coverage.parts import (
    measure_i_statements,
    measure_lenses,
    measure_loops,
    measure_rules,
    measure_topics,
)  # fmt: skip
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.project import Project


def measure_coverage(project: Project) -> Coverage:
    """Return what a project's evidence covers as at its date.

    The rules are those of `framework/expectations.yaml`; nothing about what counts as covered
    is decided in code. Coverage is measured once, on everything the council may use internally,
    whatever edition is built.
    """
    evidence = gather(project)
    cells = measure_cells(project, evidence)
    rules = measure_rules(project, evidence)
    i_statements = measure_i_statements(project, evidence)
    topics = measure_topics(project, evidence)
    lenses = measure_lenses(project, evidence)
    return Coverage(
        as_at=project.as_at,
        framework=project.framework.quality.id,
        rule_set=project.framework.rule_set,
        cells=cells,
        rules=rules,
        i_statements=i_statements,
        topics=topics,
        lenses=lenses,
        loops=measure_loops(project, evidence),
        gaps=find_gaps(project, Measured(cells, rules, i_statements, topics, lenses)),
        left_out=evidence.left_out,
    )
