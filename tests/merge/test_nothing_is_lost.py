"""What people do to a pack in Word beside changing a word: nothing of it is lost, and nothing lands in the wrong place."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from cqc_evidence.merge.changes import changes
from cqc_evidence.read import read_project
from cqc_evidence.store.journal import ConflictError
from tests.cli.support import cqc
from tests.merge.documents import FILE, NARRATIVE, W, edited, project, word_pack
from tests.merge.test_round_trip import DAY, merged, narrative, paragraph
from tests.support import TODAY, item_text


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return word_pack(project(tmp_path_factory.mktemp("pack")))


def behind(one: Any, style: str = "") -> Any:
    """Return a new paragraph behind another one, as the Enter key makes it."""
    from docx.text.paragraph import Paragraph

    new = copy.deepcopy(one._p)
    for child in list(new):
        if not child.tag.endswith("}pPr"):
            new.remove(child)
    one._p.addnext(new)
    found = Paragraph(new, one._parent)
    if style:
        found.style = style
    return found


def test_a_text_that_enter_parted_keeps_both_halves_and_its_reference(pack: bytes, tmp_path: Path) -> None:
    def change(document: Any) -> None:
        one = paragraph(document, "First words")
        second = behind(one)
        one.runs[0].text = "First words"
        second.add_run("of the text ")
        for child in list(one.runs[0]._r.itersiblings()):
            if not child.tag.endswith("bookmarkEnd"):
                second._p.append(child)

    root = project(tmp_path / "p")
    typed = merged(root, edited(pack, change), "--yes")
    assert "Nothing comes home." in typed.out, "only the Enter key was pressed"
    assert narrative(root) == NARRATIVE


@pytest.mark.parametrize(
    ("start", "style", "line"),
    [
        ("Two colleagues", "Normal", "joined [@second]; nobody left. Typed behind it.\n"),
        ("So what: they", "Normal", "So what: they tried new ways. Typed behind it.\n"),
        ("another thing", "", "- another thing Typed behind it.\n"),
        ("We learn from", "Normal", "what people think of it. Typed behind it."),
    ],
)
def test_a_paragraph_typed_behind_a_part_comes_home_with_it(
    pack: bytes, tmp_path: Path, start: str, style: str, line: str
) -> None:
    root = project(tmp_path / "p")
    data = edited(pack, lambda document: behind(paragraph(document, start), style).add_run("Typed behind it."))
    assert merged(root, data, "--yes").code == 0
    assert line in narrative(root)


def test_a_claim_without_an_id_does_not_join_the_claim_before_it(tmp_path: Path) -> None:
    text = NARRATIVE.replace("nobody left.\n", "nobody left.\n- This claim has no id [@second].\n")
    root = project(tmp_path / "p", text)
    typed = merged(root, word_pack(root), "--yes")
    assert "Nothing comes home." in typed.out
    assert narrative(root) == text


def test_a_reference_typed_in_an_older_pack_means_what_it_meant_there(pack: bytes, tmp_path: Path) -> None:
    root = project(tmp_path / "p", NARRATIVE.replace("{#learning-1} Staff", "{#learning-1} [@aaa] Staff"))
    (root / "evidence" / "aaa.md").write_text(item_text("aaa", "sensitivity: public", date="2020-01"), encoding="utf-8")
    data = edited(pack, lambda document: paragraph(document, "another thing").add_run(" [S2]"))
    merged(root, data, "--yes")
    assert "- another thing [@second]\n" in narrative(root), "S2 is another item in today's project"


def test_a_file_that_changes_while_somebody_thinks_about_the_question_is_left_alone(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    found = read_project(root, today=TODAY)
    newer = NARRATIVE.replace("## Claims\n", "## Claims\n\n- {#learning-0} Typed meanwhile [@second].\n")
    (root / FILE).write_text(newer, encoding="utf-8")
    with pytest.raises(ConflictError):
        changes(found, {"learning": {"learning-2": "New words."}}, (), "edited.docx")
    assert narrative(root) == newer


@pytest.mark.parametrize(
    "words", ["## Claims ", "# One ", "1. First ", "2) Second ", "> said ", "- a ", "+ b ", ": c "]
)
@pytest.mark.parametrize("start", ["First words", "Two colleagues", "We learn from"])
def test_words_that_look_like_signs_of_markdown_stay_words(pack: bytes, tmp_path: Path, words: str, start: str) -> None:
    root = project(tmp_path / "p")
    data = edited(pack, lambda document: paragraph(document, start).runs[0].__setattr__("text", words))
    assert merged(root, data, "--yes").code == 0
    again = merged(root, data, "--yes")
    assert again.code == 0, again.out
    assert "Nothing comes home." in again.out, "the project now says what the document says"
    assert cqc(*DAY, "check", at=root).code == 0


@pytest.mark.parametrize("start", ["Two colleagues", "another thing", "We learn from"])
def test_a_file_with_line_ends_of_two_sorts_keeps_both(tmp_path: Path, start: str) -> None:
    root = project(tmp_path / "p")
    mixed = NARRATIVE.replace("confidence: partial", "confidence: partial", 1).encode()
    head, line, rest = mixed.partition(b"First words of the text [@second].\n")
    mixed = head + line.replace(b"\n", b"\r\n") + rest
    (root / FILE).write_bytes(mixed)
    merged(root, edited(word_pack(root), lambda document: paragraph(document, start).add_run(" More.")), "--yes")
    found = (root / FILE).read_bytes()
    assert b"More." in found
    assert found.count(b"\r\n") == 1
    assert b"First words of the text [@second].\r\n" in found


def test_a_part_whose_words_are_all_taken_out_is_told_to_be_gone(pack: bytes, tmp_path: Path) -> None:
    def change(document: Any) -> None:
        one = paragraph(document, "Two colleagues")._p
        for child in list(one):
            if child.tag in (f"{{{W}}}r", f"{{{W}}}hyperlink"):
                one.remove(child)

    root = project(tmp_path / "p")
    typed = merged(root, edited(pack, change), "--yes")
    assert "learning-2: not in the document any more; the project keeps it" in " ".join(typed.out.split())
    assert narrative(root) == NARRATIVE
