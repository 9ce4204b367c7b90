"""Corrections: what was frozen is shown as it stood, and only while it may be sent today."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from cqc_evidence.cli.accuracy import labels_of
from tests.cli.support import DAY, REPO, cqc
from tests.support import item_text, make_project

GIVEN = "permission: {basis: given, until: 2025-12-31, names_checked_by: Lead}"
TOLD = "What Mrs A told us"
FIGURES = ", ".join(f"{{id: f{number}, label: Part {number}, value: {number}, unit: count}}" for number in range(1, 5))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with a snapshot, and corrections that lean on a story and on a sum of money."""
    root = make_project(tmp_path_factory.mktemp("accuracy") / "project", {
        "evidence/story.md": item_text("story", GIVEN, "verbatim: true", kind="interview", voice="person", title=TOLD),
        "evidence/sum.md": item_text("sum", "figures: [{id: s, label: Spent, value: 4926780, unit: GBP}]"),
        "evidence/parts.md": item_text("parts", f"figures: [{FIGURES}]"),
    })  # fmt: skip
    assert cqc("--today", "2025-06-01", "snapshot", "first", at=root).code == 0
    (root / "evidence" / "factual-accuracy.yaml").write_text(
        "snapshot: first\ncorrections:\n  - {place: page 3, draft: Nothing., correction: Much., items: [story, sum, parts]}\n"
        "  - {place: page 4, draft: Nothing., correction: Much., items: [story]}\n",
        encoding="utf-8",
    )
    return root


def cells(root: Path) -> list[str]:
    import docx

    document = docx.Document(BytesIO((root / "out" / "factual-accuracy.docx").read_bytes()))
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def test_what_may_still_be_sent_stands_with_every_digit_and_the_label_of_the_pack(root: Path) -> None:
    assert cqc("--today", "2025-06-03", "accuracy", at=root).code == 0
    whole = "\n".join(cells(root))
    assert TOLD in whole
    assert "Spent: £4,926,780" in whole
    assert "Part 3: 3; and 1 more figure" in whole
    assert "[P1] Notes, January 2025, page 1, story" in whole


@pytest.mark.parametrize(
    ("day", "now", "why"),
    [
        ("2025-06-03", GIVEN.replace("basis: given", "basis: withdrawn"), "permission to use it was withdrawn"),
        ("2025-06-03", "sensitivity: personal", "it holds personal data"),
        ("2025-06-03", "", "it is not in the project any more, nor is the leave to use it"),
        ("2026-01-05", GIVEN, "permission to use it ended on 31 December 2025"),
    ],
)
def test_a_story_that_was_taken_back_since_the_snapshot_is_not_printed(
    root: Path, day: str, now: str, why: str
) -> None:
    path = root / "evidence" / "story.md"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace(GIVEN, now), encoding="utf-8")
    if not now:
        path.unlink()
    try:
        typed = cqc("--today", day, "accuracy", at=root)
    finally:
        path.write_text(before, encoding="utf-8")
    assert typed.code == 1
    assert f"page 3: story may not be sent to CQC: {why}." in " ".join(typed.out.split())
    whole = "\n".join(cells(root))
    assert TOLD not in whole
    assert "The evidence cannot be shown." in whole, "of the correction that leans on nothing else"


def test_what_tells_of_nobody_stands_though_its_file_is_gone(root: Path) -> None:
    path = root / "evidence" / "sum.md"
    before = path.read_bytes()
    path.unlink()
    try:
        typed = cqc("--today", "2025-06-03", "accuracy", at=root)
    finally:
        path.write_bytes(before)
    assert "sum is not in the project any more; the table shows it as it stood." in " ".join(typed.out.split())
    assert "Spent: £4,926,780" in "\n".join(cells(root))


@pytest.mark.parametrize("data", [b"no json", b"[1]", b'{"evidence": [1]}', b'{"evidence": [{}]}'])
def test_a_pack_that_this_version_cannot_read_gives_no_labels(data: bytes) -> None:
    assert labels_of(SimpleNamespace(files={"pack/pack.json": data})) == {}  # type: ignore[arg-type]  # all it needs


@pytest.mark.parametrize("verb", [("accuracy",), ("find", "spent", "--snapshot", "first")])
def test_a_snapshot_that_leads_out_of_its_folder_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, verb: tuple[str, ...]
) -> None:
    def refuse(*_: object) -> None:
        message = "a name in this snapshot leads out of its folder"
        raise ValueError(message)

    monkeypatch.setattr("cqc_evidence.archive.read.project_of", refuse)
    typed = cqc(*verb, at=root)
    assert typed.code == 1
    assert "leads out of its folder" in typed.err


def test_a_sum_is_found_however_its_thousands_are_written(tmp_path: Path) -> None:
    text = item_text("sum", "figures: [{id: s, label: Spent, value: 4926780, unit: GBP}]")
    root = make_project(tmp_path, {"evidence/sum.md": text})
    for line in ("4,926,780 was spent", "4926780 was spent"):
        assert "figures: Spent: £4,926,780" in cqc("find", line, at=root).out


def test_a_measured_number_is_found_with_its_sentence_and_its_table() -> None:
    """In the worked example, which is only read here."""
    line = "Repeat requests, looking back, community, were 33%"
    told = json.loads(cqc("--today", DAY, "find", line, "--format", "json", at=REPO).out)
    numbers = [one for one in told if one["kind"] == "number"]
    assert numbers[0]["name"] == "repeat-requests"
    assert numbers[0]["title"].startswith("Repeat requests, looking back, community, March 2017 to March 2019: 33 %")
    assert numbers[0]["file"]
