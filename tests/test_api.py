"""What other people's Python may lean on."""

from __future__ import annotations

import ast
import re
import textwrap
from pathlib import Path

import pytest

import cqc_evidence as cqc
from tests.support import make_project

SOURCE = Path(cqc.__file__).read_text(encoding="utf-8")


def test_the_names_are_sorted_and_each_is_there_once() -> None:
    assert cqc.__all__ == sorted(set(cqc.__all__))


@pytest.mark.parametrize("name", cqc.__all__)
def test_every_public_name_can_be_had_and_explains_itself(name: str) -> None:
    found = getattr(cqc, name)
    assert name == "__version__" or (found.__doc__ or "").strip()
    assert dir(cqc) == cqc.__all__


def test_type_checkers_see_the_same_names() -> None:
    """The names imported for type checkers, the table of homes and `__all__` are one list."""
    guarded = next(node for node in ast.parse(SOURCE).body if isinstance(node, ast.If))
    seen = {
        alias.name: node.module for node in guarded.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert set(seen) | {"__version__"} == set(cqc.__all__)
    assert seen == {name: f"cqc_evidence.{home}" for name, home in cqc._HOMES.items()}


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'cqc_evidence' has no attribute 'readproject'"):
        cqc.readproject  # noqa: B018  # asking is the test
    assert not hasattr(cqc, "read_projects")


def test_the_example_in_the_docstring_builds_a_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_project(tmp_path))
    example = "".join(re.findall(r"^(?:    .*|)\n", cqc.__doc__ or "", re.MULTILINE))
    names: dict[str, object] = {}
    exec(textwrap.dedent(example), names)  # noqa: S102  # our own words
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "coverage.json", "manifest.json", "pack.json", "self-assessment.docx", "self-assessment.html",
    ]  # fmt: skip
    assert isinstance(names["coverage"], cqc.Coverage)
    assert isinstance(names["pack"], cqc.Pack)


def test_the_version_is_the_one_of_the_installed_package() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+([a-z]+\d+)?", cqc.__version__)
