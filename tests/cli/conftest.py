"""Projects to type commands in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.support import cqc
from tests.support import item_text, make_project


@pytest.fixture(scope="session")
def pristine_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the worked example as `init --example` writes it; nobody changes it."""
    folder = tmp_path_factory.mktemp("example") / "project"
    assert cqc("init", folder, "--example").code == 0
    return folder


@pytest.fixture
def example(pristine_example: Path, tmp_path: Path) -> Path:
    """Return a worked example of one's own."""
    return Path(shutil.copytree(pristine_example, tmp_path / "example"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a project with one item, one narrative and nothing wrong."""
    return make_project(tmp_path / "small")


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Return a project with a misspelt statement, the error that everybody makes first."""
    tags = "[{statement: lerning, says: Staff met.}]"
    return make_project(tmp_path / "wrong", {"evidence/notes/misspelt.md": item_text("misspelt", tags=tags)})
