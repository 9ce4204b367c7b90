"""Word documents: passages under their headings, bullets, answers, forms, and nothing lost on the way."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from docx.document import Document as WordDocument

from cqc_evidence.model.intake import Document
from tests.intake.word import (
    bold,
    built,
    bullet,
    outlined,
    paragraph,
    raw,
    read,
    repacked,
    run,
    specimen_minutes,
    table,
)

LONG = "A worker stayed with the family for six weeks and nobody was passed on to anybody else in that time."
OTHER = "The neighbour who drives on Wednesdays had offered before, and until then nobody had thought of asking her."


def texts(document: Document) -> list[str]:
    return [one.text for one in document.extracts]


def headings(document: Document) -> list[str]:
    return [one.heading for one in document.extracts]


def test_a_passage_stands_under_its_headings() -> None:
    document = read(
        raw(
            paragraph("Specimen notes", style="H1") + paragraph("What we saw", style="H2") + paragraph(LONG)
            + paragraph("Another site", style="Ours") + paragraph(OTHER) + paragraph("End", style="Outlined") + paragraph(LONG)
        )
    )  # fmt: skip
    assert document.title == "Specimen notes"
    assert [(one.locator, one.heading) for one in document.extracts] == [
        ("paragraph 3", "Specimen notes > What we saw"),
        ("paragraph 5", "Specimen notes > Another site"),
        ("paragraph 7", "End"),
    ]


def test_a_style_that_is_based_on_itself_is_ordinary_text() -> None:
    assert headings(read(raw(paragraph(LONG, style="Round")))) == [""]


def test_an_empty_paragraph_is_not_counted() -> None:
    document = read(raw(paragraph() + paragraph(" ") + paragraph(LONG, OTHER) + paragraph() + paragraph(OTHER, LONG)))
    assert [one.locator for one in document.extracts] == ["paragraph 1", "paragraph 2"]


@pytest.mark.parametrize(
    "heading", ["What we learned", "What changed?", "Decisions", "Actions agreed", "You said, we did"]
)
def test_each_bullet_below_what_was_learned_or_decided_is_its_own(heading: str) -> None:
    document = read(
        raw(paragraph(heading, style="H1") + bullet("Ring back the same day") + bullet("Same worker throughout"))
    )
    assert [(one.locator, one.text, one.heading) for one in document.extracts] == [
        ("paragraph 2", "Ring back the same day", heading),
        ("paragraph 3", "Same worker throughout", heading),
    ]


def test_other_bullets_stay_together() -> None:
    document = read(raw(paragraph("The room", style="H1") + bullet("It has a kettle") + bullet("It is warm in winter")))
    assert texts(document) == ["It has a kettle\n\nIt is warm in winter"]


def test_a_bullet_keeps_what_is_set_in_below_it() -> None:
    document = read(
        raw(
            paragraph("What we learned", style="H1")
            + bullet("Ring back")
            + bullet("the same day", 1)
            + bullet("Listen")
        )
    )
    assert [(one.locator, one.text) for one in document.extracts] == [
        ("paragraphs 2 to 3", "Ring back\n\n- the same day"), ("paragraph 4", "Listen"),
    ]  # fmt: skip


@pytest.mark.parametrize("lead", ["What we learned:", "Decisions", "We agreed:"])
def test_a_plain_line_that_leads_a_list_in_is_its_heading(lead: str) -> None:
    document = read(raw(paragraph(LONG) + paragraph(lead) + bullet("Ring back the same day") + paragraph(OTHER)))
    assert [(one.text, one.heading) for one in document.extracts] == [
        (LONG, ""), ("Ring back the same day", lead.rstrip(":")), (OTHER, ""),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["• ", "- ", "– ", "1. ", "o\t"])
def test_bullets_that_were_typed_are_bullets(mark: str) -> None:
    document = read(raw(paragraph("What changed", style="H1") + paragraph(f"{mark}Ring back the same day")
                        + paragraph(f"{mark}Same worker throughout")))  # fmt: skip
    assert len(document.extracts) == 2


def test_a_bold_line_heads_what_follows_it() -> None:
    document = read(
        built(lambda word: (word.add_paragraph(OTHER), bold(word, "What we saw"), word.add_paragraph(LONG)))
    )
    assert headings(document) == ["", "What we saw"]


def test_a_document_all_in_bold_loses_nothing() -> None:
    lines = ["Specimen", "We rang back", "She was glad of it", "He came with us to the allotment"]
    document = read(raw("".join(paragraph(run(line, "<w:b/>")) for line in lines)))
    told = " ".join([document.title, *texts(document), *headings(document)])
    assert all(line in told for line in lines)


def test_a_sentence_in_a_heading_style_with_nothing_below_it_is_text() -> None:
    document = read(
        raw(
            paragraph("Specimen", style="H1")
            + paragraph(LONG, style="H2")
            + paragraph("Next", style="H1")
            + paragraph(OTHER)
        )
    )
    assert [(one.text, one.heading) for one in document.extracts] == [(LONG, "Specimen"), (OTHER, "Next")]


def test_a_whole_paragraph_in_a_heading_style_is_text() -> None:
    document = read(
        raw(paragraph("Specimen", style="H1") + paragraph(f"{LONG} {OTHER}", style="H2") + paragraph(OTHER))
    )
    assert headings(document) == ["Specimen"]
    assert LONG in texts(document)[0]


def test_bullets_in_bold_are_no_headings() -> None:
    both = [bullet(run(text, "<w:b/>")) for text in ("Ring back the same day", "Same worker throughout")]
    document = read(raw(paragraph("What we learned", style="H1") + "".join(both) + paragraph(OTHER)))
    assert texts(document) == ["Ring back the same day", "Same worker throughout", OTHER]


def test_a_bullet_as_long_as_a_page_is_cut() -> None:
    document = read(raw(paragraph("What we learned", style="H1") + bullet(f"{LONG} " * 20)))
    assert len(document.extracts) > 2
    assert {one.heading for one in document.extracts} == {"What we learned"}


def test_a_bold_line_that_begins_a_document_is_its_title_unless_it_heads_what_was_learned() -> None:
    for line, title, heading in (("Larkfield", "Larkfield", ""), ("What we learned", "", "What we learned")):
        document = read(raw(paragraph(run(line, "<w:b/>")) + paragraph(LONG)))
        assert (document.title, headings(document)) == (title, [heading])


def test_styles_are_found_without_the_list_of_parts() -> None:
    data = repacked(
        raw(paragraph("What we saw", style="H1") + paragraph(LONG)),
        lambda name, inside: None if name.endswith("document.xml.rels") else inside,
    )
    assert headings(read(data)) == ["What we saw"]


def test_a_part_that_lies_outside_the_file_is_not_looked_for() -> None:
    data = repacked(
        raw(paragraph("What we saw", style="H1") + paragraph(LONG)),
        lambda _, inside: inside.replace(b'Target="styles.xml"', b'Target="styles.xml" TargetMode="External"'),
    )
    assert headings(read(data)) == [""]


def test_a_short_heading_with_nothing_below_it_is_told() -> None:
    document = read(raw(paragraph(LONG) + paragraph("The end", style="H1")))
    assert texts(document) == [LONG]
    assert any("too short" in note and "paragraph 2" in note for note in document.notes)


INTERVIEW = (
    paragraph("What matters to you?")
    + paragraph("My garden.")
    + paragraph("I grew up in one.")
    + paragraph(run("What changed?", "<w:b/>"))
    + paragraph("Nothing yet.")
)


@pytest.mark.parametrize("name", ["Specimen interview.docx", "story of difference.docx"])
def test_a_question_keeps_its_answer(name: str) -> None:
    document = read(raw(INTERVIEW), name)
    assert [(one.locator, one.text) for one in document.extracts] == [
        ("paragraphs 1 to 3", "**What matters to you?**\n\nMy garden.\n\nI grew up in one."),
        ("paragraphs 4 to 5", "**What changed?**\n\nNothing yet."),
    ]


def test_each_part_of_a_long_answer_has_its_question() -> None:
    document = read(raw(paragraph("What matters to you?") + paragraph(LONG) * 15), "interview.docx")
    assert len(document.extracts) > 1
    assert all(text.startswith("**What matters to you?**\n\n") for text in texts(document))


@pytest.mark.parametrize(
    ("body", "date"),
    [
        (paragraph("Notes, 5 March 2026") + paragraph(LONG), "2026-03-05"),
        (paragraph("Date of meeting: 5th March 2026") + paragraph("Written 9 March 2026"), "2026-03-05"),
        (table(("Meeting date", "05/03/2026", "Venue", "Specimen House")), "2026-03-05"),
        (paragraph("March 2026") + paragraph(LONG), "2026-03"),
        (paragraph(LONG) + paragraph("Next meeting: 19 March 2026"), "unknown"),
        (paragraph(LONG) + table(("Action", "Date"), ("Ask", "5 March 2026")), "unknown"),
    ],
)
def test_the_date_is_the_one_that_the_document_states(body: str, date: str) -> None:
    assert str(read(raw(body)).date) == date


def test_the_date_may_stand_in_the_page_header_or_in_the_name() -> None:
    assert str(read(raw(paragraph(LONG), hdr=paragraph("Huddle 5 March 2026"))).date) == "2026-03-05"
    assert str(read(raw(paragraph(LONG)), "sub/Huddle 2026-03-05.docx").date) == "2026-03-05"


def test_a_title_that_a_program_gave_is_no_title() -> None:
    def fill(word: WordDocument) -> None:
        word.core_properties.title = "Microsoft Word - Document1"
        word.add_heading("Specimen huddle", 0)
        word.add_paragraph(LONG)

    document = read(built(fill))
    assert (document.title, document.kind, texts(document)) == ("Specimen huddle", "huddle", [LONG])


def test_the_kind_is_the_one_the_person_named() -> None:
    assert read(raw(paragraph(LONG)), "huddle.docx", kind="reflection").kind == "reflection"


def test_a_table_of_contents_is_not_read_twice() -> None:
    document = read(
        raw(
            paragraph("What we saw at Larkfield in the spring 3", style="Toc")
            + paragraph("What we saw", style="H1")
            + paragraph(LONG)
        )
    )
    assert [(one.locator, one.text) for one in document.extracts] == [("paragraph 3", LONG)]


def test_a_document_without_text_says_so() -> None:
    assert [one.rule for one in read(raw(paragraph())).problems] == ["nothing-found"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", raw("<w:p>")[:400], raw("<w:p>"), raw("</w:body><w:body>")[:-30]])
def test_a_broken_file_is_named_as_damaged(data: bytes) -> None:
    document = read(data)
    assert [(one.rule, one.location.file) for one in document.problems] == [("damaged-file", "notes.docx")]
    assert document.extracts == ()


def test_broken_styles_do_not_lose_the_text() -> None:
    document = read(raw(paragraph(LONG), styles="<w:style>"))
    assert texts(document) == [LONG]
    assert any("word/styles.xml" in note for note in document.notes)


def test_what_libreoffice_writes_reads_alike(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    held = specimen_minutes()
    for name, data in held.items():
        (tmp_path / name).write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    subprocess.run(
        [office, "--headless", profile, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out"),
         *(str(tmp_path / name) for name in held)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    if not (tmp_path / "out").is_dir():
        pytest.skip("LibreOffice is installed without Writer")
    for name, data in held.items():
        again = read((tmp_path / "out" / name).read_bytes(), name)
        assert outlined(again) == outlined(read(data, name))
        assert again.problems == ()
