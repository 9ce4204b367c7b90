"""Take every item behind people's experience out of the example: all nine cells turn to missing, in every format alike."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree, html

from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.coverage import STATES
from tests.compile.packs import example
from tests.measure.build import ROOT

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STATE = re.compile("|".join(STATES), re.IGNORECASE)


def _behind() -> set[str]:
    """Return the files of every item that is tagged to people's experience."""
    kinds = {kind.id: kind.category for kind in example().framework.conversations.kinds}
    return {
        one.location.file
        for one in example().items
        if any((tag.category or kinds[one.kind]) == "people" for tag in one.tags)
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a build of the example without those items."""
    root = tmp_path_factory.mktemp("without")
    for name in ("evidence", "framework"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "project.yaml", root)
    for file in _behind():
        (root / file).unlink()
    done = subprocess.run(
        [sys.executable, "-m", "cqc_evidence", "--project", str(root), "--today", "2021-06-01", "build", "--no-cache"],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1, "the narratives cite what is gone, and the build says so"
    assert "no item has the id" in done.stdout + done.stderr
    return root / "out"


def _json(out: Path) -> dict[tuple[str, str], str]:
    cells = json.loads((out / "coverage.json").read_text(encoding="utf-8"))["cells"]
    return {(one["statement"], one["category"]): one["state"] for one in cells}


def _states(rows: list[list[str]]) -> dict[tuple[str, str], str]:
    """Return the states of a grid as it is printed."""
    statements = {one.title.text: one.id for one in example().framework.statements}
    categories = {one.title.text: one.id for one in example().framework.quality.categories}
    columns = [categories.get(name, "") for name in rows[0]]
    found = {}
    for row in rows[1:]:
        for column, text in list(zip(columns, row, strict=True))[1:]:
            state = _STATE.search(text)
            assert state is not None, text
            found[statements[row[0]], column] = state.group().lower()
    return found


def _word(out: Path) -> dict[tuple[str, str], str]:
    with ZipFile(out / "self-assessment.docx") as package:
        body = etree.fromstring(package.read("word/document.xml"))
    for table in body.iter(f"{W}tbl"):
        rows = [["".join(cell.itertext(f"{W}t")) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        if rows[0][1:] == [one.title.text for one in example().framework.used_categories]:
            return _states(rows)
    raise AssertionError("no grid")  # noqa: EM101, TRY003  # read once, by whom it concerns


def _html(out: Path) -> dict[tuple[str, str], str]:
    page = html.fromstring((out / "self-assessment.html").read_text(encoding="utf-8"))
    (grid,) = page.xpath("//table[@id='table-grid' or ancestor::*[@id='table-grid']]")
    return _states(
        [[" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")] for row in grid.iter("tr")]
    )


def test_all_nine_cells_of_peoples_experience_turn_to_missing(built: Path) -> None:
    people = [state for (_, category), state in _json(built).items() if category == "people"]
    assert people == ["missing"] * 9
    assert any(cell.state != "missing" for cell in measure_coverage(example()).cells if cell.category == "people")


def test_no_other_cell_is_improved(built: Path) -> None:
    after = _json(built)
    for cell in measure_coverage(example()).cells:
        assert STATES.index(after[cell.statement, cell.category]) <= STATES.index(cell.state)  # type: ignore[arg-type]


def test_word_and_html_show_what_the_coverage_file_says(built: Path) -> None:
    assert len(_json(built)) == 36
    assert _word(built) == _html(built) == _json(built)


def test_the_claims_that_rested_on_them_are_marked(built: Path) -> None:
    page = html.fromstring((built / "self-assessment.html").read_text(encoding="utf-8")).text_content()
    assert "cites interview-early-criticism, which cannot be used" in page
    assert "Unsupported: no evidence stands behind this claim" in page


def test_each_missing_cell_is_a_marked_gap_in_word_and_html(built: Path) -> None:
    page = html.fromstring((built / "self-assessment.html").read_text(encoding="utf-8"))
    with ZipFile(built / "self-assessment.docx") as package:
        comments = etree.fromstring(package.read("word/comments.xml"))
        body = "".join(etree.fromstring(package.read("word/document.xml")).itertext(f"{W}t"))
    assert len(comments) > 0
    for one in example().framework.statements:
        name = f"gap-{one.id}-people"
        (block,) = page.xpath(f"//*[@id='{name}']")
        assert "MISSING" in block.text_content()
        assert name in body
