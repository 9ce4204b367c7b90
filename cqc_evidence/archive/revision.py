"""A project as a git revision has it, laid into an empty folder. Git itself is asked; nothing of the project is changed."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

_SECONDS = 120


class NoRevisionError(ValueError):
    """Why there is no such revision, in plain words."""


def lay_out(root: Path, revision: str, folder: Path) -> str:
    """Write a project's files as a revision has them into a folder; return the revision's full name.

    Raises:
        NoRevisionError: when there is no git, no repository, or no such revision.
    """
    git = shutil.which("git")
    if git is None:
        message = "git is not installed here"
        raise NoRevisionError(message)
    found = _ask(git, root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found is None:
        message = f"git knows no revision “{revision}” here"
        raise NoRevisionError(message)
    commit = found.decode().strip()
    packed = _ask(git, root, "archive", "--format=tar", commit, ".")
    if packed is None:
        message = f"git cannot give the files of “{revision}”"
        raise NoRevisionError(message)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter=_safe)  # noqa: S202  # the filter is Python's own `data`, which refuses what leads out
    if not (folder / "project.yaml").is_file():
        message = f"there was no project.yaml at “{revision}”"
        raise NoRevisionError(message)
    return commit


def _safe(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo | None:
    """Return what may be written, or nothing for a link that leads out of the folder: no evidence is lost by it."""
    try:
        return tarfile.data_filter(member, folder)
    except tarfile.FilterError:
        return None


def _ask(git: str, root: Path, *arguments: str) -> bytes | None:
    """Return what git prints, or nothing when it refuses; no shell, no hooks, no asking back."""
    try:
        ran = subprocess.run(  # noqa: S603  # a program found on the path, with fixed words and a commit it has named
            [git, "-C", str(root), *arguments], capture_output=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return ran.stdout if ran.returncode == 0 else None
