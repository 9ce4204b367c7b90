"""The conductor: one page that says what a pack is made of, in order."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.compile import front
from cqc_evidence.compile.back import back_sections
from cqc_evidence.compile.edition import coverage_of
from cqc_evidence.compile.ledger import claim_entries
from cqc_evidence.compile.lists import definition_entries, improvement_entries, request_entries
from cqc_evidence.compile.register import register_entries
from cqc_evidence.compile.scores import scores_section
from cqc_evidence.compile.statement import statement_section
from cqc_evidence.compile.view import View
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.pack import Pack, Section
from cqc_evidence.model.project import Project
from cqc_evidence.model.result import Result
from cqc_evidence.version import __version__


def compile_pack(
    project: Project,
    coverage: Coverage,
    problems: tuple[Diagnostic, ...] = (),
    edition: Edition = "internal",
    earlier: Coverage | None = None,
    results: tuple[Result, ...] = (),
) -> Pack:
    """Return the pack of one edition as a document tree.

    Args:
        project: what was read.
        coverage: what was measured, once, on everything the council may use internally.
        problems: every finding; the internal edition lists the errors on its honesty page.
        edition: internal shows gaps; cqc and public show only what they may.
        earlier: the coverage of an earlier pack, to tell what has changed since.
        results: what the metrics came to.
    """
    view = View(project, coverage, problems, edition, results)
    statements = tuple(_statements(view))
    return Pack(
        cover=front.cover(view, __version__),
        edition=edition,
        as_at=project.as_at,
        today=project.today,
        framework=project.framework.quality.id,
        tool_version=__version__,
        sections=(
            front.summary(view),
            front.grid(view),
            front.honesty(view),
            *scores_section(view),
            *statements,
            *back_sections(view, earlier),
        ),
        evidence=register_entries(view),
        claims=claim_entries(view),
        improvements=improvement_entries(view),
        definitions=definition_entries(view),
        requests=request_entries(view),
        coverage=coverage_of(view),
        metrics=view.results,
        problems=tuple(problem for problem in problems if problem.severity is Severity.ERROR) if view.internal else (),
    )


def _statements(view: View) -> Iterator[Section]:
    """Yield each theme's heading and its statements; claims are written here, before the register points back."""
    for theme in view.framework.quality.themes:
        found = [statement for statement in view.framework.statements if statement.theme == theme.id]
        if found:
            yield Section(
                id=f"theme-{theme.id}", level=1, title=f"Theme {theme.number}: {theme.title.text}", page_break=True
            )
            yield from (statement_section(view, statement) for statement in found)
