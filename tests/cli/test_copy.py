"""`cqc-evidence copy NAME`: a shipped file into the project, to change it there."""

from __future__ import annotations

from pathlib import Path

import pytest

from cqc_evidence.read import shipped
from tests.cli.support import contents, cqc

FILES = [f"{folder}/{path.name}" for folder in ("framework", "templates") for path in sorted(shipped(folder).iterdir())]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        *((file, file) for file in FILES),
        ("expectations.yaml", "framework/expectations.yaml"),
        ("expectations", "framework/expectations.yaml"),
        ("framework\\mapping.yaml", "framework/mapping.yaml"),
        ("reference.docx", "templates/reference.docx"),
        ("pack", "templates/pack.css"),
    ],
)
def test_a_file_comes_by_its_whole_or_its_short_name(small: Path, name: str, file: str) -> None:
    typed = cqc("copy", name, at=small)
    assert typed.code == 0
    assert f"{file} is now in the project" in typed.out
    assert (small / file).read_bytes() == shipped(file).read_bytes()


def test_a_copied_file_wins_over_the_shipped_one(small: Path) -> None:
    cqc("copy", "pack.css", at=small)
    (small / "templates" / "pack.css").write_text("/* ours */", encoding="utf-8")
    cqc("build", "--format", "html", at=small)
    assert "<style>/* ours */</style>" in (small / "out" / "self-assessment.html").read_text(encoding="utf-8")


def test_a_file_that_is_there_is_never_overwritten(small: Path) -> None:
    cqc("copy", "mapping", at=small)
    (small / "framework" / "mapping.yaml").write_text("mine", encoding="utf-8")
    before = contents(small)
    typed = cqc("copy", "mapping", at=small)
    assert typed.code == 1
    assert "framework/mapping.yaml is already in the project; nothing was changed" in typed.err
    assert contents(small) == before


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("expectation", 'did you mean "expectations"?'),
        ("framework/maping.yaml", 'did you mean "framework/mapping.yaml"?'),
        ("zzz", "there are: framework/cqc-la-2025.yaml,"),
        ("../project.yaml", "nothing is shipped under"),
        ("evidence/decisions.yaml", "nothing is shipped under"),
    ],
)
def test_a_wrong_name_gets_the_nearest_one_and_brings_nothing(small: Path, name: str, hint: str) -> None:
    before = contents(small)
    typed = cqc("copy", name, at=small)
    assert typed.code == 2
    assert hint in typed.err
    assert contents(small) == before
