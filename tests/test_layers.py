"""Rooms have one-way doors: model ← read ← measure ← check ← compile ← write ← cli."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "cqc_evidence"


def lint(folder: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the package in a folder."""
    pytest.importorskip("importlinter", reason="import-linter is not installed")
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()",
         "--config", str(ROOT / "pyproject.toml"), "--cache-dir", str(cache)],
        cwd=folder, capture_output=True, encoding="utf-8", timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def contract() -> list[str]:
    """Return the rooms, from right to left; two shells stand side by side and know nothing of each other."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers: list[str] = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [room for layer in layers for room in layer.split(" | ")]


def test_every_import_goes_one_way(tmp_path: Path) -> None:
    ran = lint(ROOT, tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "1 kept, 0 broken" in ran.stdout


def test_every_room_is_in_the_contract() -> None:
    rooms = {f"cqc_evidence.{path.name}" for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert set(contract()) == rooms


def test_a_door_that_opens_the_wrong_way_is_found(tmp_path: Path) -> None:
    package = tmp_path / "cqc_evidence"
    for name in ("", *(room.removeprefix("cqc_evidence.") for room in contract())):
        (package / name).mkdir(exist_ok=True, parents=True)
        (package / name / "__init__.py").write_text('"""A room."""\n', encoding="utf-8")
    assert lint(tmp_path, tmp_path / "a").returncode == 0
    (package / "model" / "clock.py").write_text("import cqc_evidence.write\n", encoding="utf-8")
    ran = lint(tmp_path, tmp_path / "b")
    assert ran.returncode == 1
    assert "cqc_evidence.model.clock -> cqc_evidence.write" in ran.stdout


def test_the_two_shells_do_not_know_each_other(tmp_path: Path) -> None:
    package = tmp_path / "cqc_evidence"
    for name in ("", *(room.removeprefix("cqc_evidence.") for room in contract())):
        (package / name).mkdir(exist_ok=True, parents=True)
        (package / name / "__init__.py").write_text('"""A room."""\n', encoding="utf-8")
    (package / "cli" / "serve.py").write_text("import cqc_evidence.web\n", encoding="utf-8")
    ran = lint(tmp_path, tmp_path / "a")
    assert ran.returncode == 1
    assert "cqc_evidence.cli.serve -> cqc_evidence.web" in ran.stdout
