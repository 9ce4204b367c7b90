"""All problems of a project, with allowances applied and each place pinpointed."""

from __future__ import annotations

from collections.abc import Iterable

from cqc_evidence.check.registry import Subject, catalogue
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location
from cqc_evidence.model.project import AllowedFinding, Project
from cqc_evidence.read import pinpoint

_DECISIONS = "evidence/decisions.yaml"


def check_project(project: Project) -> tuple[Diagnostic, ...]:
    """Return every problem of a project in the order of files and lines.

    Findings that the council allows (rule and file, with reason and end date) are taken out;
    an allowance that has ended, or that nothing needs, is a finding itself.
    """
    subject = Subject(project)
    found = [
        Diagnostic(rule=page.name, severity=page.severity, **finding._asdict())
        for page in catalogue().values()
        if page.check is not None
        for finding in page.check(subject)
    ]
    kept, used = _allow((*project.problems, *found), project)
    kept += list(_allowances(project, used))
    return pinpoint(project.root, kept)


def _allow(found: Iterable[Diagnostic], project: Project) -> tuple[list[Diagnostic], set[int]]:
    """Return what is left, and which allowances were used."""
    kept: list[Diagnostic] = []
    used: set[int] = set()
    for problem in found:
        matches = [
            index
            for index, allowed in enumerate(project.decisions.allowed)
            if (allowed.rule, allowed.file) == (problem.rule, problem.location.file)
        ]
        used.update(matches)
        if not any(_in_force(project.decisions.allowed[index], project) for index in matches):
            kept.append(problem)
    return kept, used


def _in_force(allowed: AllowedFinding, project: Project) -> bool:
    return allowed.until >= project.today


def _allowances(project: Project, used: set[int]) -> Iterable[Diagnostic]:
    pages = catalogue()
    for index, allowed in enumerate(project.decisions.allowed):
        where = Location(file=_DECISIONS, path=("allowed", index, "rule"))
        if allowed.rule not in pages or index not in used:
            finding = (
                "unused-allowance", f'nothing needs the allowance of "{allowed.rule}" for {allowed.file}',
                "an allowance that nothing needs may hide the next problem", "delete it, or mend its rule or file name",
            )  # fmt: skip
        elif not _in_force(allowed, project):
            finding = (
                "expired-allowance", f'the allowance of "{allowed.rule}" for {allowed.file} has ended',
                f"it was given until {allowed.until}", "mend the problem, or decide again with a new end date",
            )  # fmt: skip
        else:
            continue
        name, message, because, advice = finding
        yield Diagnostic(
            rule=name, severity=Severity.WARNING, message=message, because=because, help=advice, location=where
        )
