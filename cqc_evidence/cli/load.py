"""Reading a project for a verb: its cache, its progress bar."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from cqc_evidence.cli.main import Context
from cqc_evidence.cli.progress import Progress
from cqc_evidence.model.project import Project
from cqc_evidence.read import read_project
from cqc_evidence.read.cache import ItemCache
from cqc_evidence.version import __version__

_SLOW_AFTER = 500
"""Files that are read before anybody wonders."""


def load(context: Context, *, cached: bool = True) -> Project:
    """Return the project at the dates the person asked for."""
    root = context.root()
    cache = ItemCache(cache_file(root), __version__) if cached else None
    watch = Progress("Reading", slow_after=_SLOW_AFTER)
    project = read_project(root, today=context.day(), as_at=context.as_at, cache=cache, progress=watch.count)
    watch.done()
    return project


def cache_file(root: Path) -> Path:
    """Return a file in the person's own cache folder, never on the share."""
    from platformdirs import user_cache_path  # noqa: PLC0415  # only when something is read

    name = sha256(str(root).encode()).hexdigest()[:16]
    return user_cache_path("cqc-evidence", appauthor=False) / f"{name}.sqlite"
