"""Problems and counts as people read them on a screen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

import click

from cqc_evidence.cli.main import Context
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_WIDEST = 160


def say(context: Context, text: str = "", **style: object) -> None:
    """Print a line, in colour only when a person watches and wants it."""
    click.secho(text, color=None if context.colour else False, **style)  # type: ignore[arg-type]


def styled(context: Context, text: str, **style: object) -> str:
    """Return text with colour, or plain."""
    return click.style(text, **style) if context.colour else text  # type: ignore[arg-type]


def show_problem(context: Context, problem: Diagnostic) -> None:
    """Print one problem: what, where with the line and a caret, because, help."""
    colour = _COLOURS[problem.severity]
    head = styled(context, f"{problem.severity.value}:", fg=colour, bold=True)
    say(context, f"{head} {problem.message}  {styled(context, f'[{problem.rule}]', dim=True)}")
    say(context, f"  {problem.location}")
    for line in _excerpt(problem.location):
        say(context, f"  {line}")
    say(context, f"  because: {problem.because}")
    say(context, f"  help:    {problem.help}")
    for place in problem.related:
        say(context, f"  see:     {place}")
    say(context)


def _excerpt(where: Location) -> list[str]:
    """Return the line and a caret under the place; nothing when the line must not be shown."""
    if not where.snippet.strip():
        return []
    start = max(0, where.column - 1 - _WIDEST // 2) if where.column > _WIDEST else 0
    text = where.snippet[start : start + _WIDEST].replace("\t", " ")
    gutter = f"{where.line} | "
    width = max(1, min(where.end_column, start + len(text) + 1) - where.column)
    return [f"{gutter}{text}", f"{' ' * (len(gutter) - 2)}| {' ' * (where.column - 1 - start)}{'^' * width}"]


def totals(problems: Iterable[Diagnostic]) -> str:
    """Return how many of each severity there are."""
    counts = Counter(problem.severity for problem in problems)
    if not counts:
        return "no problems"
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
    return ", ".join(
        f"{counts[severity]} {name}{'' if counts[severity] == 1 else 's'}" for severity, name in names.items() if counts[severity]
    )


def as_json(problems: Iterable[Diagnostic]) -> str:
    """Return problems for other programs."""
    return json.dumps([problem.model_dump(mode="json") for problem in problems], ensure_ascii=False, indent=1)
