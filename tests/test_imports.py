"""What is not needed is not loaded: help and check are quick on every machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {
    "pandas",
    "numpy",
    "ibis",
    "duckdb",
    "pyarrow",
    "matplotlib",
    "docx",
    "jinja2",
    "markdown",
    "xlsxwriter",
    "lxml",
    "playwright",
    "python_calamine",
    "pypdf",
    "ruamel",
    "openpyxl",
    "snowballstemmer",
    "filelock",
}
PAGE = {"flask", "flask_wtf", "werkzeug", "wtforms", "waitress", "authlib", "requests"}
NOT_FOR_HELP = HEAVY | PAGE | {"pydantic", "yaml", "sqlite3", "platformdirs", "cqc_evidence.model", "cqc_evidence.read"}
TYPED = """
import json, sys
sys.argv = ["cqc-evidence", *json.loads(sys.argv[1])]
from cqc_evidence.cli.main import run
try:
    run()
except SystemExit as left:
    print("\\n" + json.dumps([left.code, sorted(sys.modules)]))
"""


def loaded(code: str, *arguments: str, at: Path) -> list[object]:
    """Run Python anew and return what its last line says, as JSON."""
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=at, capture_output=True, encoding="utf-8", timeout=60, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    found: list[object] = json.loads(ran.stdout.splitlines()[-1])
    return found


def modules_of(*arguments: str, at: Path = ROOT) -> set[str]:
    """Return what a command has loaded when it ends."""
    code, modules = loaded(TYPED, json.dumps(arguments), at=at)
    assert code in (0, 1)
    assert isinstance(modules, list)
    return set(modules)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_loads_next_to_nothing(option: str, tmp_path: Path) -> None:
    assert modules_of(option, at=tmp_path) & NOT_FOR_HELP == set()


@pytest.mark.parametrize(
    "verb", ["check", "build", "coverage", "measure", "new", "explain", "import", "suggest", "accept", "export"]
)
def test_the_help_of_a_verb_loads_no_heavy_library(verb: str, tmp_path: Path) -> None:
    assert modules_of(verb, "--help", at=tmp_path) & HEAVY == set()


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("coverage",),
        ("coverage", "--format", "json"),
        ("measure",),
        ("measure", "--format", "json"),
        ("explain", "c1-to-c3"),
        ("explain", "equity"),
        ("show", "evidence/narrative/equity.md"),
        ("schema", "item"),
    ],
)
def test_a_verb_that_writes_no_document_loads_no_heavy_library(command: tuple[str, ...]) -> None:
    assert modules_of(*command) & HEAVY == set()


@pytest.mark.parametrize(
    ("form", "loads"),
    [
        ("json", set()),
        ("html", {"jinja2", "matplotlib", "numpy"}),
        ("docx", {"docx", "lxml", "matplotlib", "numpy"}),
        ("xlsx", {"xlsxwriter"}),
    ],
)
def test_a_build_loads_only_what_its_format_needs(
    form: str, loads: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers = {"pandas", "numpy", "matplotlib", "docx", "jinja2", "xlsxwriter"}
    # A picture that is kept from an earlier build is not drawn again.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = modules_of("build", "--format", form, "--out", str(tmp_path))
    assert found & writers == loads & writers


def test_importing_the_package_loads_nothing_of_ours_but_its_version() -> None:
    before, after = loaded(
        "import json, sys, importlib, typing; before = sorted(sys.modules); import cqc_evidence; print(json.dumps([before, sorted(sys.modules)]))",
        at=ROOT,
    )
    assert isinstance(before, list)
    assert isinstance(after, list)
    assert set(after) - set(before) - {"__future__"} == {"cqc_evidence", "cqc_evidence.version"}


def imported(which: str, at: Path) -> tuple[int, set[str]]:
    """Import every module whose name passes a test, and return how many there are and what was loaded."""
    code = (
        "import json, pkgutil, importlib, cqc_evidence\n"
        "names = [one.name for one in pkgutil.walk_packages(cqc_evidence.__path__, 'cqc_evidence.') if not one.name.endswith('__main__')]\n"
        f"names = [name for name in names if {which}]\n"
        "for name in names: importlib.import_module(name)\n"
        "import sys; print(json.dumps([len(names), sorted(sys.modules)]))"
    )
    # Walking through packages loads them: the web page's own would come along when others are walked.
    count, modules = loaded(code, at=at)
    assert isinstance(count, int)
    assert isinstance(modules, list)
    return count, set(modules)


def test_no_module_does_anything_when_it_is_imported(tmp_path: Path) -> None:
    count, modules = imported("not name.startswith('cqc_evidence.web.')", tmp_path)
    assert count > 300
    assert modules & (HEAVY | PAGE) == set()
    assert list(tmp_path.iterdir()) == []


def test_the_web_page_loads_only_what_makes_pages(tmp_path: Path) -> None:
    pytest.importorskip("flask", reason="Flask is not installed")
    count, modules = imported("name.startswith('cqc_evidence.web')", tmp_path)
    assert count > 30
    assert modules & HEAVY == {"jinja2"}
    assert "authlib" not in modules
    assert list(tmp_path.iterdir()) == []
