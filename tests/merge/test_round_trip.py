"""What somebody changed in Word comes home word for word; what they did not change stays byte for byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.support import Typed, cqc
from tests.documents.docx_linter import lint_docx
from tests.merge.documents import FILE, NARRATIVE, W, edited, part, project, with_parts, with_xml, word_pack
from tests.support import make_project

DAY = ("--today", "2025-06-01")


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return word_pack(project(tmp_path_factory.mktemp("pack")))


def merged(root: Path, data: bytes, *words: str) -> Typed:
    """Return what merging a document into a project prints."""
    path = root.parent / "edited.docx"
    path.write_bytes(data)
    return cqc(*DAY, "merge", str(path), *words, at=root)


def narrative(root: Path) -> str:
    return (root / FILE).read_text(encoding="utf-8")


def paragraph(document: Any, start: str) -> Any:
    """Return the claim, so-what or text that begins like this; not a table's cell."""
    return next(one for one in document.paragraphs if one.text.startswith(start))


def test_the_pack_with_its_bookmarks_is_a_sound_document(pack: bytes) -> None:
    assert lint_docx(pack) == []
    assert part(pack, "word/document.xml").count("region_") == 7


def test_a_pack_that_nobody_changed_changes_nothing(pack: bytes, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    for data in (pack, edited(pack, lambda _document: None)):
        typed = merged(root, data, "--yes")
        assert typed.code == 0
        assert "7 parts of the narrative came back as it was." in " ".join(typed.out.split())
        assert "Nothing comes home." in typed.out
        assert narrative(root) == NARRATIVE


@pytest.mark.parametrize(
    ("start", "change", "before", "after"),
    [
        ("Staff met", lambda one: one.runs[0].__setattr__("text", "All staff met "), "} Staff met *every*", "} All staff met *every*"),
        ("Staff met", lambda one: one.runs[-1].__setattr__("text", " lesson – the “first”."), "lesson. So what", "lesson – the “first”. So what"),
        ("Two colleagues", lambda one: one.add_run(" We shall see."), "nobody left.", "nobody left. We shall see."),
        ("So what: they", lambda one: one.runs[-1].__setattr__("text", "they tried ten new ways."), "they tried new ways.", "they tried ten new ways."),
        ("First words", lambda one: one.runs[0].__setattr__("text", "The first words of it "), "First words of the text ", "The first words of it "),
        ("another thing", lambda one: one.add_run(", and a third"), "- another thing", "- another thing, and a third"),
    ],
)  # fmt: skip
def test_an_edit_comes_home_and_all_else_stays(
    pack: bytes, tmp_path: Path, start: str, change: Any, before: str, after: str
) -> None:
    root = project(tmp_path / "p")
    typed = merged(root, edited(pack, lambda document: change(paragraph(document, start))), "--yes")
    assert typed.code == 0, typed.out + typed.err
    assert "Written: 1 change." in typed.out
    expected = (
        NARRATIVE.replace("Two colleagues\n  joined", "Two colleagues joined") if start.startswith("Two") else NARRATIVE
    )
    assert narrative(root) == expected.replace(before, after)


def test_a_judgement_comes_home_and_the_comments_beside_it_stay(pack: bytes, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    data = edited(pack, lambda document: paragraph(document, "We learn from").add_run(" A new sentence."))
    merged(root, data, "--yes")
    assert "what people think of it. A new sentence." in narrative(root)
    assert "# Who may change this: the quality lead." in narrative(root)
    assert "confidence: partial   # reviewed in March" in narrative(root)
    assert narrative(root).split("---\n", 2)[2] == NARRATIVE.split("---\n", 2)[2]


def test_bold_italic_and_signs_of_markdown_come_home(pack: bytes, tmp_path: Path) -> None:
    def change(document: Any) -> None:
        one = paragraph(document, "another thing")
        one.add_run(" that is ")
        one.add_run("bold").bold = True
        one.add_run(" and ")
        one.add_run("not *so* [sure]").italic = True

    root = project(tmp_path / "p")
    merged(root, edited(pack, change), "--yes")
    assert "- another thing that is **bold** and *not \\*so\\* \\[sure\\]*\n" in narrative(root)
    assert "Nothing comes home." in merged(root, word_pack(root)).out, "the new pack says the same"


def test_a_reference_that_somebody_types_is_a_citation_and_one_taken_out_is_gone(pack: bytes, tmp_path: Path) -> None:
    def change(document: Any) -> None:
        paragraph(document, "another thing").add_run(" [S1]")
        two = paragraph(document, "Two colleagues")
        for link in two._p.findall(f"{{{W}}}hyperlink"):
            two._p.remove(link)

    root = project(tmp_path / "p")
    merged(root, edited(pack, change), "--yes")
    assert "- another thing [@weekly-reflection]\n" in narrative(root)
    assert "Two colleagues joined ; nobody left." in narrative(root)


def test_nothing_is_written_unasked(pack: bytes, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    data = edited(pack, lambda document: paragraph(document, "another thing").add_run("!"))
    typed = merged(root, data)
    assert "learning/passage-1/3: changed in Word" in typed.out
    assert "another [-thing-] {+thing!+}" in typed.out
    assert "Nothing was written. To take 1 change: the same command with --yes." in " ".join(typed.out.split())
    assert narrative(root) == NARRATIVE
    told = json.loads(merged(root, data, "--format", "json").out)
    assert {one["verdict"] for one in told["regions"]} == {"same", "changed"}


def test_an_edit_meets_a_project_that_changed_too(pack: bytes, tmp_path: Path) -> None:
    root = project(tmp_path / "p", NARRATIVE.replace("Two colleagues", "Three colleagues"))
    data = edited(pack, lambda document: paragraph(document, "Two colleagues").add_run(" Truly."))
    typed = merged(root, data, "--yes")
    assert typed.code == 1
    assert "changed in Word, and in the project since the pack was made" in " ".join(typed.out.split())
    assert "Three colleagues" in narrative(root)
    assert merged(root, data, "--yes", "--take", "ours").code == 0
    assert "Three colleagues" in narrative(root)
    merged(root, data, "--yes", "--take", "word")
    assert "Two colleagues joined [@second]; nobody left. Truly." in narrative(root)


def test_an_older_pack_that_nobody_changed_overwrites_nothing(pack: bytes, tmp_path: Path) -> None:
    newer = NARRATIVE.replace("Two colleagues", "Three colleagues")
    root = project(tmp_path / "p", newer)
    typed = merged(root, pack, "--yes", "--take", "word")
    assert typed.code == 0
    assert "1 part changed in the project only." in " ".join(typed.out.split())
    assert narrative(root) == newer


def test_a_part_deleted_in_word_stays_in_the_project(pack: bytes, tmp_path: Path) -> None:
    def change(document: Any) -> None:
        one = paragraph(document, "Two colleagues")._p
        one.getparent().remove(one)

    root = project(tmp_path / "p")
    typed = merged(root, edited(pack, change), "--yes")
    assert "learning-2: not in the document any more; the project keeps it" in " ".join(typed.out.split())
    assert narrative(root) == NARRATIVE


def test_tracked_changes_count_as_made_and_name_their_author(pack: bytes, tmp_path: Path) -> None:
    xml = part(pack, "word/document.xml")
    run = (
        xml[xml.index('<w:t xml:space="preserve">another thing</w:t>') - len("<w:r>") :].partition("</w:r>")[0]
        + "</w:r>"
    )
    stamp = 'w:author="Ann Reader" w:date="2025-05-20T10:00:00Z"'
    tracked = (
        f'<w:del w:id="901" {stamp}><w:r><w:delText xml:space="preserve">another thing</w:delText></w:r></w:del>'
        f'<w:ins w:id="902" {stamp}><w:r><w:t xml:space="preserve">quite another thing</w:t></w:r></w:ins>'
    )
    root = project(tmp_path / "p")
    typed = merged(root, with_xml(pack, run, tracked), "--yes")
    text = " ".join(typed.out.split())
    assert "tracked: Ann Reader has put in “quite another thing” on 2025-05-20" in text
    assert "tracked: Ann Reader has taken out “another thing” on 2025-05-20" in text
    assert "- quite another thing\n" in narrative(root)


def comment(ident: int, who: str, text: str, para: str) -> str:
    space = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    return (
        f'<w:comment {space} w:id="{ident}" w:author="{who}" w:date="2025-05-20T10:00:00Z" w:initials="A">'
        f'<w:p w14:paraId="{para}"><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
    )


def with_replies(pack: bytes, *texts: str) -> bytes:
    """Return the pack with replies to the comment on a gap, as Word writes them."""
    comments = part(pack, "word/comments.xml")
    at = comments.index("<w:comment ")
    space = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    head = comments[:at] + comments[at:].replace("<w:p>", f'<w:p {space} w14:paraId="0A0A0A01">', 1)
    more = "".join(comment(900 + at, "Ben Director", text, f"0B0B0B0{at}") for at, text in enumerate(texts))
    extended = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        + "".join(
            f'<w15:commentEx w15:paraId="0B0B0B0{at}" w15:paraIdParent="0A0A0A01" w15:done="0"/>'
            for at in range(len(texts))
        )
        + "</w15:commentsEx>"
    )
    return with_parts(
        pack,
        {
            "word/comments.xml": head.replace("</w:comments>", f"{more}</w:comments>").encode(),
            "word/commentsExtended.xml": extended.encode(),
        },
    )


def test_answers_to_a_gap_become_an_accepted_gap_and_an_improvement(pack: bytes, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    data = with_replies(
        pack, "", "Accept until 2027-03-31: we ask again in spring.", "The team manager asks ten people."
    )
    typed = merged(root, data, "--yes")
    assert typed.code == 0, typed.out + typed.err
    assert "Written: 2 changes." in typed.out
    decisions = (root / "evidence" / "decisions.yaml").read_text(encoding="utf-8")
    assert "reason: we ask again in spring." in decisions
    assert "who: Ben Director" in decisions
    assert "until: 2027-03-31" in decisions
    plan = (root / "evidence" / "improvement.yaml").read_text(encoding="utf-8")
    assert "action: The team manager asks ten people." in plan
    assert "status: planned" in plan
    assert cqc(*DAY, "check", at=root).code == 0, "what was written is read without errors"
    again = merged(root, data, "--yes")
    assert "Nothing comes home." in again.out
    assert (root / "evidence" / "decisions.yaml").read_text(encoding="utf-8") == decisions, "nothing is added twice"


@pytest.mark.parametrize(
    "text",
    [
        "Accepted, until 31 March 2027 - we wait",
        "accept till 31/03/2027: we wait",
        "ACCEPT UNTIL 31st March 2027. we wait",
    ],
)
def test_people_write_the_day_as_they_are_used_to(pack: bytes, tmp_path: Path, text: str) -> None:
    root = project(tmp_path / "p")
    merged(root, with_replies(pack, text), "--yes")
    decisions = (root / "evidence" / "decisions.yaml").read_text(encoding="utf-8")
    assert "until: 2027-03-31" in decisions
    assert "reason: we wait" in decisions


@pytest.mark.parametrize("text", ["Accept until soon: no", "Accept until 2027-03-31", "Accept until 45 March 2027: no"])
def test_what_is_no_acceptance_is_a_note(pack: bytes, tmp_path: Path, text: str) -> None:
    root = project(tmp_path / "p")
    merged(root, with_replies(pack, text), "--yes")
    assert text in (root / "evidence" / "improvement.yaml").read_text(encoding="utf-8")


def test_a_comment_on_a_claim_is_kept_with_who_and_when(pack: bytes, tmp_path: Path) -> None:
    xml = part(pack, "word/document.xml")
    at = xml.index('<w:t xml:space="preserve">Two colleagues joined ')
    start = xml.rindex("<w:r>", 0, at)
    changed = xml[:start] + '<w:commentRangeStart w:id="950"/>' + xml[start:]
    end = changed.index("</w:p>", start)
    changed = (
        changed[:end] + '<w:commentRangeEnd w:id="950"/><w:r><w:commentReference w:id="950"/></w:r>' + changed[end:]
    )
    comments = part(pack, "word/comments.xml").replace(
        "</w:comments>", comment(950, "Ann Reader", "Since when?", "0C0C0C01") + "</w:comments>"
    )
    root = project(tmp_path / "p")
    data = with_parts(pack, {"word/document.xml": changed.encode(), "word/comments.xml": comments.encode()})
    typed = merged(root, data, "--yes")
    assert "comment of Ann Reader: Since when?" in typed.out
    kept = (root / "evidence" / "comments.yaml").read_text(encoding="utf-8")
    assert "about: learning-2" in kept
    assert "who: Ann Reader" in kept
    assert "date: 2025-05-20" in kept
    assert narrative(root) == NARRATIVE
    assert "Nothing comes home." in merged(root, data, "--yes").out


def test_what_is_not_ours_is_told(pack: bytes, tmp_path: Path) -> None:
    import docx

    root = project(tmp_path / "p")
    path = tmp_path / "letter.docx"
    docx.Document().save(path)
    typed = cqc("merge", str(path), at=root)
    assert typed.code == 1
    assert "this document holds no part of a pack" in " ".join((typed.out + typed.err).split())
    other = make_project(tmp_path / "other")
    for file in (other / "evidence" / "narrative").iterdir():
        file.unlink()
    told = merged(other, pack)
    assert told.code == 1
    assert "the pack of another project" in " ".join((told.out + told.err).split())


@pytest.mark.parametrize("kind", ["macros", "damaged", "cut short", "no body", "text"])
def test_a_document_that_cannot_be_opened_is_told_and_nothing_changes(pack: bytes, tmp_path: Path, kind: str) -> None:
    root = project(tmp_path / "p")
    data = {
        "macros": lambda: with_parts(pack, {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        "damaged": lambda: with_parts(pack, {"word/document.xml": b"<w:document"}),
        "cut short": lambda: pack[: len(pack) // 2],
        "no body": lambda: with_parts(pack, {"word/comments.xml": b"<w:comments"}),
        "text": lambda: b"These are notes, not a document.",
    }[kind]()
    typed = merged(root, data, "--yes")
    assert typed.code == 1
    assert "mistake of ours" not in typed.err
    assert narrative(root) == NARRATIVE


def test_a_part_that_leans_on_hidden_evidence_is_changed_in_the_file(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    item = root / "evidence" / "weekly-reflection.md"
    item.write_text(
        item.read_text(encoding="utf-8").replace(
            "status: accepted", "status: accepted\npermission: {basis: given, scope: [internal]}"
        ),
        encoding="utf-8",
    )
    text = narrative(root).replace("[@weekly-reflection, p. 4]", "[@weekly-reflection; @second]")
    (root / FILE).write_text(text, encoding="utf-8")
    pack = word_pack(root, "cqc")
    assert "Nothing comes home." in merged(root, pack).out
    data = edited(pack, lambda document: paragraph(document, "Staff met").runs[0].__setattr__("text", "All staff met "))
    typed = merged(root, data, "--yes")
    assert typed.code == 1
    assert "change the file instead" in " ".join(typed.out.split())
    assert narrative(root) == text
