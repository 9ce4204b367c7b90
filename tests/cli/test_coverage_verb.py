"""`cqc-evidence coverage`: the grid and the gaps, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from cqc_evidence.model.coverage import STATES
from tests.cli.support import DAY, cqc, widest
from tests.support import item_text, write_files

TODAY = ("--today", DAY)


@pytest.fixture
def measured(pristine_example: Path) -> dict[str, list[dict[str, str]]]:
    """Return the coverage of the example as programs read it."""
    found: dict[str, list[dict[str, str]]] = json.loads(
        cqc(*TODAY, "coverage", "--format", "json", at=pristine_example).out
    )
    return found


def test_the_grid_says_for_each_cell_its_state_and_what_the_evidence_says(
    pristine_example: Path, measured: dict[str, list[dict[str, str]]]
) -> None:
    out = cqc(*TODAY, "coverage", at=pristine_example).out
    rows = dict(re.findall(r"^([a-z]+(?:-[a-z]+)?) +(\S .*(?:\n +\w.*)?)$", out, re.MULTILINE))
    assert len(rows) == 9
    for statement, words in rows.items():
        states, _, says = words.partition("\n")
        cells = [cell for cell in measured["cells"] if cell["statement"] == statement]
        assert re.findall("|".join(STATES), states) == [cell["state"] for cell in cells]
        assert says.split() == [cell["says"] for cell in cells if cell["says"] != "nothing"]


def test_a_state_is_told_by_word_and_shape_and_not_by_colour_alone(pristine_example: Path) -> None:
    out = cqc("--no-colour", "coverage", at=pristine_example, colour=True).out
    assert "\x1b[" not in out
    for sign in ("▲ missing", "◆ stale", "◐ thin", "● covered"):
        assert sign in out
    assert "\x1b[31m▲ missing\x1b[0m" in cqc("coverage", at=pristine_example, colour=True).out


def test_the_heaviest_gaps_come_with_reason_and_remedy_and_the_rest_is_counted(
    pristine_example: Path, measured: dict[str, list[dict[str, str]]]
) -> None:
    out = cqc(*TODAY, "coverage", at=pristine_example).out
    gaps = measured["gaps"]
    assert f"{len(gaps)} gaps; the 10 heaviest:" in out
    assert re.findall(r"^(gap-\S+)", out, re.MULTILINE) == [gap["id"] for gap in gaps[:10]]
    assert out.count("  because:        ") == out.count("  would close it: ") == 10
    assert out.endswith("All of them: cqc-evidence coverage --gaps\n")


def test_with_gaps_every_gap_is_listed(pristine_example: Path, measured: dict[str, list[dict[str, str]]]) -> None:
    out = cqc(*TODAY, "coverage", "--gaps", at=pristine_example).out
    assert re.findall(r"^(gap-\S+)", out, re.MULTILINE) == [gap["id"] for gap in measured["gaps"]]
    words = " ".join(out.split())
    for gap in measured["gaps"]:
        assert " ".join(gap["because"].split()) in words
        assert " ".join(gap["help"].split()) in words


def test_json_is_the_coverage_file_of_the_build(pristine_example: Path, tmp_path: Path) -> None:
    cqc(*TODAY, "build", "--format", "json", "--out", tmp_path, at=pristine_example)
    typed = cqc(*TODAY, "coverage", "--format", "json", at=pristine_example)
    assert typed.out == (tmp_path / "coverage.json").read_text(encoding="utf-8")


def test_csv_holds_every_cell_and_reads_back(pristine_example: Path, measured: dict[str, list[dict[str, str]]]) -> None:
    typed = cqc(*TODAY, "coverage", "--format", "csv", at=pristine_example)
    rows = list(csv.DictReader(io.StringIO(typed.out), strict=True))
    assert [(row["statement"], row["category"], row["state"], row["says"]) for row in rows] == [
        (cell["statement"], cell["category"], cell["state"], cell["says"]) for cell in measured["cells"]
    ]
    assert [row["reasons"] for row in rows] == ["; ".join(cell["reasons"]) for cell in measured["cells"]]
    assert [row["help"] for row in rows] == [cell["help"] for cell in measured["cells"]]


def test_csv_with_gaps_holds_every_gap_and_reads_back(
    pristine_example: Path, measured: dict[str, list[dict[str, str]]]
) -> None:
    typed = cqc(*TODAY, "coverage", "--format", "csv", "--gaps", at=pristine_example)
    rows = list(csv.DictReader(io.StringIO(typed.out), strict=True))
    for key in ("id", "risk", "state", "because", "help"):
        assert [row[key] for row in rows] == [gap[key] for gap in measured["gaps"]]


def test_as_at_changes_what_is_fresh(pristine_example: Path, measured: dict[str, list[dict[str, str]]]) -> None:
    later = json.loads(cqc("coverage", "--format", "json", "--as-at", "2029-01-01", at=pristine_example).out)
    assert later["as_at"] == "2029-01-01"
    assert {cell["state"] for cell in later["cells"]} == {"missing", "stale"}
    assert {cell["state"] for cell in measured["cells"]} > {"missing", "stale"}


def test_an_accepted_gap_says_so_and_stays_a_gap(small: Path) -> None:
    decided = "accepted_gaps:\n  - {gap: gap-equity-partners, reason: next year, who: Director, until: 2025-12-31}\n"
    write_files(small, {"evidence/decisions.yaml": decided})
    out = cqc("--today", "2025-06-01", "coverage", "--gaps", at=small).out
    assert re.search(r"^gap-equity-partners  missing, \w+ risk  \(accepted\)$", out, re.MULTILINE)


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_a_bad_file_does_not_stop_it(small: Path, form: str) -> None:
    write_files(small, {"evidence/broken.md": "---\nid: [", "evidence/other.md": item_text("other")})
    assert cqc("coverage", "--format", form, at=small).code == 0


def test_it_fits_into_80_columns(pristine_example: Path) -> None:
    out = cqc("coverage", "--gaps", at=pristine_example).out
    assert widest(out) <= 80
    assert not re.search(r" $", out, re.MULTILINE)
