"""The framework a verb works with: the project's, or the shipped one outside any project."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from cqc_evidence.cli.main import Context

if TYPE_CHECKING:
    from cqc_evidence.model.framework import Framework
    from cqc_evidence.model.project import Project


class Known(NamedTuple):
    """What a verb knows."""

    framework: Framework
    project: Project | None


def find_framework(context: Context) -> Known:
    """Return the project's framework, or the shipped one outside any project.

    Raises:
        click.UsageError: when a project was named and is not there.
    """
    from cqc_evidence.cli.load import load  # noqa: PLC0415  # not for --help
    from cqc_evidence.model.project import Settings  # noqa: PLC0415
    from cqc_evidence.read import shipped  # noqa: PLC0415
    from cqc_evidence.read.framework import read_framework  # noqa: PLC0415

    try:
        context.root()
    except click.UsageError:
        if context.project is not None:
            raise
        return Known(read_framework(shipped(), Settings(council="")).framework, None)
    project = load(context)
    return Known(project.framework, project)
