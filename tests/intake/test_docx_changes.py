"""What nobody has decided about, what is hidden, and what stands beside the text of a Word document."""

from __future__ import annotations

import pytest

from cqc_evidence.model.intake import Document
from tests.intake.word import cell, paragraph, raw, read, row, run, table

LONG = "A worker stayed with the family for six weeks"
AUTHOR = 'w:id="1" w:author="Specimen"'


def text_of(*inside: str, **parts: str) -> str:
    """Return what is read of one paragraph, among others that are not looked at."""
    document = read(raw(paragraph(*inside), **parts))
    return "\n".join(one.text for one in document.extracts)


def inserted(inside: str) -> str:
    return f"<w:ins {AUTHOR}>{inside}</w:ins>"


def deleted(text: str) -> str:
    return f"<w:del {AUTHOR}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def told(document: Document, rule: str) -> list[tuple[str, str]]:
    return [(one.message, one.location.place) for one in document.problems if one.rule == rule]


def test_tracked_changes_are_read_as_accepted_and_told_once_with_the_first_place() -> None:
    document = read(
        raw(
            paragraph(LONG) + paragraph("She was ", deleted("not "), inserted(run("very ")), "glad that nobody passed her on")
            + paragraph("And ", inserted(run("so ")), "was he, as far as we could tell")
        )
    )  # fmt: skip
    assert "She was very glad that nobody passed her on" in document.extracts[0].text
    assert "And so was he" in document.extracts[0].text
    assert told(document, "tracked-changes") == [
        ("tracked changes (2 insertions, 1 deletion) were read as accepted", "paragraph 2")
    ]


def test_moved_text_is_read_once() -> None:
    gone = f"<w:moveFrom {AUTHOR}>{run('for six weeks ')}</w:moveFrom>"
    here = f"<w:moveTo {AUTHOR}>{run(' for six weeks')}</w:moveTo>"
    document = read(raw(paragraph("A worker stayed ", gone, "with the family", here)))
    assert [one.text for one in document.extracts] == [LONG]
    assert told(document, "tracked-changes") == [("tracked changes (1 move) were read as accepted", "paragraph 1")]


def test_a_deleted_paragraph_is_not_counted_and_the_text_around_it_joins_nothing() -> None:
    mark = f"<w:rPr><w:del {AUTHOR}/></w:rPr>"
    document = read(
        raw(paragraph(LONG) + paragraph(deleted("No longer true"), properties=mark) + paragraph("He was glad of it"))
    )
    assert document.extracts[0].text == f"{LONG}\n\nHe was glad of it"
    assert document.extracts[0].locator == "paragraphs 1 to 2"


def test_paragraphs_whose_break_is_deleted_are_one() -> None:
    mark = f"<w:rPr><w:del {AUTHOR}/></w:rPr>"
    document = read(raw(paragraph("A worker stayed ", properties=mark) + paragraph("with the family for six weeks")))
    assert [(one.text, one.locator) for one in document.extracts] == [(LONG, "paragraph 1")]


@pytest.mark.parametrize(("change", "rows"), [("ins", ["2", "3"]), ("del", ["2"])])
def test_a_row_that_was_inserted_is_read_and_one_that_was_deleted_is_not(change: str, rows: list[str]) -> None:
    changed = row("Buy a kettle", "Team", properties=f"<w:{change} {AUTHOR}/>")
    document = read(raw(table(("Action", "Who"), ("Ask for a room", "Team"), changed)))
    assert [one.locator for one in document.extracts] == [f"table 1 row {number}" for number in rows]
    assert len(told(document, "tracked-changes")) == 1


def test_a_change_in_a_table_has_the_row_as_its_place() -> None:
    document = read(raw(table(("Action", "Who"), row("Ask for a room", cell(paragraph(inserted(run("Team"))))))))
    assert told(document, "tracked-changes")[0][1] == "table 1 row 2"
    assert document.extracts[0].actions[0].owner == "Team"


@pytest.mark.parametrize(("number", "words"), [(1, "1 comment"), (3, "3 comments")])
def test_comments_are_counted_and_not_read(number: int, words: str) -> None:
    mark = '<w:r><w:commentReference w:id="0"/></w:r>'
    document = read(
        raw(
            paragraph(LONG) + paragraph("He was glad of it", mark * number),
            comments=f"<w:comment>{paragraph('Is that so?')}</w:comment>",
        )
    )
    assert told(document, "comments-inside") == [(f"{words} in the margin not taken in", "paragraph 2")]
    assert "Is that so" not in document.extracts[0].text


@pytest.mark.parametrize("properties", ["<w:vanish/>", '<w:vanish w:val="1"/>', '<w:rStyle w:val="Secret"/>'])
def test_hidden_text_is_not_read(properties: str) -> None:
    assert text_of(LONG, run(" and told nobody", properties)) == LONG


@pytest.mark.parametrize("properties", ['<w:vanish w:val="0"/>', '<w:vanish w:val="false"/>', "<w:webHidden/>"])
def test_text_that_is_not_hidden_after_all_is_read(properties: str) -> None:
    assert text_of("A worker stayed with the family ", run("for six weeks", properties)) == LONG


def test_a_hidden_row_is_not_read() -> None:
    hidden = row("Nobody may see this line of ours", properties="<w:hidden/>")
    assert read(raw(paragraph(LONG) + table(hidden))).extracts[0].text == LONG


def field(result: str, instruction: str = "HYPERLINK x") -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"{mark.format('begin')}<w:r><w:instrText>{instruction}</w:instrText></w:r>{mark.format('separate')}{run(result)}{mark.format('end')}"


@pytest.mark.parametrize(
    "wrapped",
    [
        f"<w:hyperlink>{run('with the family ')}</w:hyperlink>",
        f"<w:smartTag><w:smartTagPr/>{run('with the family ')}</w:smartTag>",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('with the family ')}</w:sdtContent></w:sdt>",
        f'<w:fldSimple w:instr="REF x">{run("with the family ")}</w:fldSimple>',
        field("with the family "),
        f"<w:customXml><w:customXmlPr/>{run('with the family ')}</w:customXml>",
        f"<w:dir>{run('with the family ')}</w:dir>",
        inserted(f"<w:hyperlink>{run('with the family ')}</w:hyperlink>"),
        '<m:oMath><m:r><m:t xml:space="preserve">with the family </m:t></m:r></m:oMath>',
        "<w:ruby><w:rt>" + run("notes") + "</w:rt><w:rubyBase>" + run("with the family ") + "</w:rubyBase></w:ruby>",
    ],
    ids=[
        "link",
        "smart tag",
        "content control",
        "simple field",
        "field",
        "custom",
        "direction",
        "inserted link",
        "formula",
        "ruby",
    ],
)
def test_text_is_read_out_of_whatever_it_is_wrapped_in(wrapped: str) -> None:
    assert text_of("A worker stayed ", wrapped, "for six weeks") == LONG


def test_a_field_that_is_not_closed_loses_no_more_than_its_paragraph() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    document = read(raw(paragraph("We saw ", begun, "PAGE") + paragraph(LONG)))
    assert LONG in document.extracts[0].text


def test_a_whole_section_in_a_content_control_is_read() -> None:
    inside = (
        paragraph("What we saw", style="H1") + paragraph(LONG) + table(("Action", "Who"), ("Ask for a room", "Team"))
    )
    document = read(raw(f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"))
    assert [(one.locator, one.heading) for one in document.extracts] == [
        ("paragraph 2", "What we saw"), ("table 1 row 2", "What we saw"),
    ]  # fmt: skip


def test_a_row_and_a_cell_in_content_controls_are_read() -> None:
    held = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    rows = row("Action", "Who") + held.format(f"<w:tr>{cell('Ask for a room')}{held.format(cell('Team'))}</w:tr>")
    (extract,) = read(raw(f"<w:tbl>{rows}</w:tbl>")).extracts
    assert (extract.actions[0].action, extract.actions[0].owner) == ("Ask for a room", "Team")


def test_what_a_form_asks_people_to_type_is_no_text() -> None:
    asked = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click or tap here')}</w:sdtContent></w:sdt>"
    )
    assert text_of(LONG, asked) == LONG


def box(inside: str) -> str:
    shape = f"<wps:wsp><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp>"
    old = f"<w:pict><v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict>"
    return f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{shape}</w:drawing></mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"


def test_a_text_box_is_read_once_after_the_paragraph_it_hangs_on() -> None:
    document = read(
        raw(paragraph("He was glad of it. ", box(paragraph(LONG) + paragraph("She was too"))) + paragraph("So were we"))
    )
    assert [(one.locator, one.text) for one in document.extracts] == [
        ("paragraphs 1 to 4", f"He was glad of it.\n\n{LONG}\n\nShe was too\n\nSo were we")
    ]


def test_an_old_text_box_is_read_where_there_is_no_new_one() -> None:
    empty = "<w:r><mc:AlternateContent><mc:Choice Requires='x'/><mc:Fallback><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    assert text_of(empty.format(paragraph(LONG))) == LONG


def test_footnotes_and_endnotes_stand_in_brackets_behind_the_words_they_belong_to() -> None:
    marks = ('<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:r><w:endnoteReference w:id="3"/></w:r>')
    found = text_of(
        LONG, marks[0], run(" and more"), marks[1],
        footnotes=f'<w:footnote w:id="0"><w:p/></w:footnote><w:footnote w:id="2">{paragraph("Seven, says the team.")}</w:footnote>',
        endnotes=f'<w:endnote w:id="3">{paragraph("In spring.")}</w:endnote>',
    )  # fmt: skip
    assert found == f"{LONG} [footnote: Seven, says the team.] and more [endnote: In spring.]"


def test_breaks_tabs_and_hard_hyphens_are_spaces_and_hyphens() -> None:
    assert text_of(
        "A worker",
        "<w:r><w:tab/></w:r>",
        "stayed",
        "<w:r><w:br/></w:r>",
        "day",
        "<w:r><w:noBreakHyphen/></w:r>",
        "long with him",
    ) == ("A worker stayed\nday-long with him")


@pytest.mark.parametrize(
    ("sign", "shown"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✓"),
        (('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>'
         '<w:r><w:fldChar w:fldCharType="end"/></w:r>'), "☒"),
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData></w:fldChar></w:r>', "☐"),
        (('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="no"/><w:listEntry w:val="yes"/>'
         '</w:ddList></w:ffData></w:fldChar></w:r>'), "yes"),
    ],
)  # fmt: skip
def test_ticks_and_choices_are_read(sign: str, shown: str) -> None:
    assert text_of(f"{LONG} ", sign) == f"{LONG} {shown}"


def test_pictures_and_attached_documents_are_told() -> None:
    document = read(
        raw(
            paragraph(LONG)
            + paragraph('<w:r><w:drawing><a:blip r:embed="r9"/></w:drawing></w:r>')
            + '<w:altChunk r:id="r8"/>'
        )
    )
    assert [note.partition(" (")[2].rstrip(")") for note in document.notes] == [
        "1; the first: after paragraph 1", "1; the first: paragraph 1",
    ]  # fmt: skip


def test_page_headers_are_not_evidence() -> None:
    document = read(raw(paragraph(LONG), hdr=paragraph("Specimen council, nobody may copy this header line")))
    assert [one.text for one in document.extracts] == [LONG]
