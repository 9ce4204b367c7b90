"""Problems and counts as people read them on a screen."""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable

import click

from cqc_evidence.cli.main import Context
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_NARROWEST = 60
_USUAL = 80
_WIDEST = 120
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def say(context: Context, text: str = "", *, bold: bool = False, err: bool = False) -> None:
    """Print a line, in colour only when a person watches and wants it."""
    click.echo(styled(context, text, bold=True) if bold else text, err=err, color=None if context.colour else False)


def tell(context: Context, text: str) -> None:
    """Print a sentence, broken where the screen ends."""
    for line in hanging("", text):
        say(context, line)


def styled(context: Context, text: str, **style: object) -> str:
    """Return text with colour, or plain."""
    return click.style(text, **style) if context.colour else text  # type: ignore[arg-type]


def width() -> int:
    """Return how many columns a line may take: those of the screen, 80 where nobody watches."""
    columns = shutil.get_terminal_size((_USUAL, 24)).columns if sys.stdout.isatty() else _USUAL
    return max(_NARROWEST, min(_WIDEST, columns))


def printable(text: str) -> str:
    """Return text that cannot command a terminal: each control character becomes one mark."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", " "))


def hanging(label: str, text: str, *, more: str | None = None) -> list[str]:
    """Return a label and a text, broken between words; further lines begin below the text, or with `more`."""
    words = textwrap.TextWrapper(
        width=width(), initial_indent=label, subsequent_indent=" " * len(label) if more is None else more,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return words.wrap(printable(text)) or [label.rstrip()]


def counted(number: int, what: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "gap"), counted(1200, "gap")
    ('1 gap', '1,200 gaps')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def show_problem(context: Context, problem: Diagnostic, *, err: bool = False) -> None:
    """Print one problem: what, where with the line and a caret, because, help."""
    severity, rule = f"{problem.severity.value}:", f"[{problem.rule}]"
    head = hanging("", f"{severity} {problem.message}  {rule}", more="  ")
    head[0] = head[0].replace(severity, styled(context, severity, fg=_COLOURS[problem.severity], bold=True), 1)
    head[-1] = styled(context, rule, dim=True).join(head[-1].rsplit(rule, 1))
    lines = [*head, f"  {problem.location}", *(f"  {line}" for line in _excerpt(problem.location))]
    lines += hanging("  because: ", problem.because) + hanging("  help:    ", problem.help)
    lines += [f"  see:     {place}" for place in problem.related]
    for line in (*lines, ""):
        say(context, line, err=err)


def _excerpt(where: Location) -> list[str]:
    """Return the line and a caret under the place; nothing when the line must not be shown.

    Of a line longer than the screen, the part around the place is shown.
    """
    if not where.snippet.strip():
        return []
    gutter = f"{where.line} | "
    line, room = printable(where.snippet), width() - len(gutter) - len("  ")
    first, last = where.column - 1, max(where.column, where.end_column - 1)
    start = 0 if last <= room else max(0, min(first - room // 4, len(line) - room))
    text = line[start : start + room]
    text = ("…" if start else "") + text[bool(start) :]
    text = text[:-1] + "…" if start + room < len(line) else text
    carets = max(1, min(last, start + len(text)) - first)
    return [f"{gutter}{text}", f"{' ' * (len(gutter) - 2)}| {' ' * (first - start)}{'^' * carets}"]


def totals(problems: Iterable[Diagnostic]) -> str:
    """Return how many of each severity there are."""
    counts = Counter(problem.severity for problem in problems)
    if not counts:
        return "no problems"
    return ", ".join(counted(counts[severity], severity.value) for severity in Severity if counts[severity])


def as_json(problems: Iterable[Diagnostic]) -> str:
    """Return problems for other programs."""
    return json.dumps([problem.model_dump(mode="json") for problem in problems], ensure_ascii=False, indent=1)
