"""A progress line for long builds, only when a person watches."""

from __future__ import annotations

import sys

import click


class Progress:
    """One line on the error stream that is overwritten and goes away in the end."""

    def __init__(self, verb: str, *, slow_after: int = 0) -> None:
        """Say `verb` before each step; `slow_after` steps pass before anything is shown."""
        self.verb = verb
        self.slow_after = slow_after
        self.watched = sys.stderr.isatty()
        self._width = 0

    def step(self, what: str) -> None:
        """Show one named step."""
        self._show(f"{self.verb} {what} …")

    def count(self, done: int, total: int) -> None:
        """Show how far a count has come, as a bar."""
        if total > self.slow_after:
            filled = 30 * done // total
            self._show(f"{self.verb} [{'#' * filled}{'-' * (30 - filled)}] {done:,} of {total:,}")

    def done(self) -> None:
        """Take the line away."""
        if self.watched and self._width:
            click.echo("\r" + " " * self._width + "\r", nl=False, err=True)

    def _show(self, line: str) -> None:
        if self.watched:
            click.echo("\r" + line.ljust(self._width), nl=False, err=True)
            self._width = max(self._width, len(line))
