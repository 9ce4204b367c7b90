"""Tables in Word that are no action logs: forms, boxes, rows of text."""

from __future__ import annotations

from cqc_evidence.model.intake import Document
from tests.intake.word import bullet, cell, paragraph, raw, read, row, run, table

LONG = "A worker stayed with the family for six weeks and nobody was passed on to anybody else in that time."


def texts(document: Document) -> list[str]:
    return [one.text for one in document.extracts]


def test_questions_and_answers_in_a_table_stay_together() -> None:
    form = table(("What matters to you?", "My garden, and the bus."), ("What has changed since then?", LONG))
    assert texts(read(raw(form), "interview.docx")) == [
        "What matters to you? My garden, and the bus.", f"What has changed since then? {LONG}",
    ]  # fmt: skip


def test_a_row_of_an_ordinary_table_is_told_with_its_titles() -> None:
    document = read(
        raw(
            paragraph("Sites", style="H1")
            + table(("Site", "What the data says"), ("Larkfield", "44 conversations open, 31 before"), ("A", "none"))
        )
    )
    assert [(one.locator, one.text, one.heading) for one in document.extracts] == [
        ("table 1 row 2", "Site: Larkfield; What the data says: 44 conversations open, 31 before", "Sites"),
        ("table 1 row 3", "Site: A; What the data says: none", "Sites"),
    ]


def test_a_row_of_few_words_is_left_out_and_told() -> None:
    document = read(raw(paragraph(LONG) + table(("Site", "Rooms"), ("Larkfield", "3"))))
    assert texts(document) == [LONG]
    assert any("table 1 row 2" in note for note in document.notes)


def test_a_form_is_read_by_its_labels() -> None:
    form = table(("Date:", "5 March 2026"), ("What happened?", LONG), ("Site:", "Larkfield"))
    document = read(raw(form))
    assert str(document.date) == "2026-03-05"
    assert [(one.locator, one.text) for one in document.extracts] == [("table 1 row 2", f"What happened? {LONG}")]


def test_two_labels_beside_one_another_are_two() -> None:
    form = table(
        ("Date:", "5 March 2026", "Venue:", "Specimen House, in the large room"),
        ("Present:", "A Specimen, B Specimen", "Apologies:", "None"),
    )
    document = read(raw(form))
    assert [(one.title, one.n, one.invited) for one in document.extracts] == [
        ("2 people attended, none sent apologies", 2, 2)
    ]


def test_a_list_in_a_form_is_read_item_by_item() -> None:
    form = table(row("Date:", "5 March 2026"), row("What did we learn?", cell(bullet("Ring back"), bullet("Listen first"))),
                 row("What changed?", cell(paragraph("The form went.") + bullet("Nobody fills it in"))))  # fmt: skip
    assert [(one.locator, one.text, one.heading) for one in read(raw(form)).extracts] == [
        ("table 1 row 2, paragraph 1", "Ring back", "What did we learn?"),
        ("table 1 row 2, paragraph 2", "Listen first", "What did we learn?"),
        ("table 1 row 3, paragraph 1", "The form went.", "What changed?"),
        ("table 1 row 3, paragraph 2", "Nobody fills it in", "What changed?"),
    ]


def test_a_box_around_a_text_is_read_as_text() -> None:
    box = table(row(cell(paragraph("What we learned", style="H1"), bullet("Ring back"), bullet("Listen first"))))
    assert [(one.locator, one.text, one.heading) for one in read(raw(box)).extracts] == [
        ("table 1 row 1, paragraph 2", "Ring back", "What we learned"),
        ("table 1 row 1, paragraph 3", "Listen first", "What we learned"),
    ]


def test_a_table_in_a_table_in_a_table_is_read() -> None:
    held = paragraph(LONG)
    for _ in range(40):
        held = table(row(cell(held)))
    assert texts(read(raw(held))) == [LONG]


def test_a_form_whose_labels_are_bold_is_read_by_them() -> None:
    rows = [
        row(cell(paragraph(run(label, "<w:b/>"))), said)
        for label, said in (("Story", "Short"), ("Difference", "She goes out again on Wednesdays"))
    ]
    assert texts(read(raw(table(*rows)))) == ["Difference: She goes out again on Wednesdays"]


def test_the_head_of_minutes_is_no_evidence_even_without_colons() -> None:
    head = table(("Date", "5 March 2026"), ("Chair", "A Specimen, who is the practice lead of the Larkfield site"))
    document = read(raw(head + paragraph(LONG)))
    assert (str(document.date), texts(document)) == ("2026-03-05", [LONG])
    assert any("table 1 row 1, table 1 row 2" in note for note in document.notes)


def test_a_title_of_two_columns_is_not_the_head_of_minutes() -> None:
    document = read(raw(table(("Date", "What we saw"), ("5 March", "He came with us to the allotment"))))
    assert texts(document) == ["Date: 5 March; What we saw: He came with us to the allotment"]


def test_a_header_that_is_repeated_is_no_row_of_text() -> None:
    header = ("The site we went to", "What the data says")
    document = read(
        raw(table(header, ("Larkfield", "44 conversations are open"), header, ("Ashby", "31 conversations are open")))
    )
    assert [one.locator for one in document.extracts] == ["table 1 row 2", "table 1 row 4"]


def test_a_row_that_begins_further_in_keeps_its_columns() -> None:
    moved = row("He came with us to the allotment", properties='<w:gridBefore w:val="1"/>')
    document = read(raw(table(("Site", "What we saw", "Who"), moved)))
    assert texts(document) == ["What we saw: He came with us to the allotment"]


def test_a_cell_that_is_joined_to_the_one_on_its_left_says_nothing_of_its_own() -> None:
    joined = cell("not seen by anybody", properties="<w:hMerge/>")
    document = read(raw(table(("Site", "What we saw", "Who"), row("He came with us to the allotment", joined, "Team"))))
    assert texts(document) == ["Site: He came with us to the allotment; Who: Team"]


def test_a_paragraph_that_runs_into_a_table_stands_before_it() -> None:
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    document = read(
        raw(paragraph(LONG, properties=mark) + table(("Site", "We saw"), ("Ashby", "that 31 conversations are open")))
    )
    assert [one.locator for one in document.extracts] == ["paragraph 1", "table 1 row 2"]
