"""All problems of a project, with allowances applied and each place pinpointed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cqc_evidence.check.allowances import NEVER, RULES
from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import RulePage, Subject, catalogue
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.project import Project
from cqc_evidence.read import pinpoint


def check_project(project: Project, coverage: Coverage | None = None) -> tuple[Diagnostic, ...]:
    """Return every problem of a project in the order of files and lines.

    Findings that the council allows (rule and file, with reason and end date) are taken out;
    an allowance that has ended, or that nothing needs, is a finding itself. `coverage` saves
    measuring it again where it is known.
    """
    return pinpoint(project.root, find_problems(project, coverage))


def find_problems(project: Project, coverage: Coverage | None = None) -> tuple[Diagnostic, ...]:
    """Return every problem in no order, placed only by file and key: `pinpoint` finds line and column."""
    pages = catalogue()
    subject = Subject(project, coverage)
    found = [
        _diagnostic(page, finding)
        for page in pages.values()
        if page.check is not None
        for finding in page.check(subject)
    ]
    kept, used = _allow((*project.problems, *subject.table_problems, *found), project)
    kept += [
        _diagnostic(pages[name], finding) for name in RULES for finding in RULES[name](project, used, tuple(pages))
    ]
    return tuple(kept)


def _diagnostic(page: RulePage, finding: Finding) -> Diagnostic:
    return Diagnostic(rule=page.name, severity=page.severity, **finding._asdict())


def _allow(found: Iterable[Diagnostic], project: Project) -> tuple[list[Diagnostic], set[int]]:
    """Return what is left, and which allowances were used, be they in force or not."""
    kept: list[Diagnostic] = []
    used: set[int] = set()
    for problem in found:
        matches = list(_matches(problem, project))
        used.update(matches)
        if not any(project.decisions.allowed[index].until >= project.today for index in matches):
            kept.append(problem)
    return kept, used


def _matches(problem: Diagnostic, project: Project) -> Iterator[int]:
    for index, allowed in enumerate(project.decisions.allowed):
        same = (allowed.rule, allowed.file) == (problem.rule, problem.location.file)
        if same and problem.rule not in NEVER:
            yield index
