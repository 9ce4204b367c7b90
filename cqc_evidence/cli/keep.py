"""Writing into a project's own files from a verb: all of it or none, and in plain words when it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cqc_evidence.store.journal import Change


def keep(root: Path, changes: Callable[[], Sequence[Change]]) -> None:
    """Write changes that are thought out while nobody else writes.

    Raises:
        click.ClickException: when they cannot be written; then nothing was.
    """
    from cqc_evidence.store.journal import BusyError, ConflictError, commit, locked  # noqa: PLC0415  # not for --help

    try:
        with locked(root):
            commit(root, changes())
    except ConflictError as error:
        message = f"nothing was written: {error} was changed in the meantime. Type the command again"
        raise click.ClickException(message) from error
    except (BusyError, ValueError, OSError) as error:
        message = f"nothing was written: {error or 'another command is at work in this project'}"
        raise click.ClickException(message) from error
