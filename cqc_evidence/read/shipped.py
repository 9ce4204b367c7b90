"""Files that come with the product: framework data, templates and the worked example."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str = "") -> Path:
    """Return the path of a shipped file or folder, such as `framework/mapping.yaml`.

    An installed wheel holds them below `cqc_evidence/starter/`; a checkout (and an editable
    install, which does not see what the wheel adds) holds them beside the package.
    """
    starter = _PACKAGE / "starter"
    return (starter if starter.is_dir() else _PACKAGE.parent) / name


def resolve(root: Path, file: str) -> Path:
    """Return a project's file, or the shipped one for `framework/` and `templates/`."""
    own = root / file
    borrowed = file.startswith(("framework/", "templates/")) and not own.is_file()
    return shipped(file) if borrowed else own
