"""Minutes in Word: each row of the action log is an action, and attendance a number without names."""

from __future__ import annotations

import pytest

from cqc_evidence.model.dates import Period
from cqc_evidence.model.evidence import Action, ReportedBack
from cqc_evidence.model.intake import Document
from tests.intake.word import (
    ACTIONS,
    cell,
    outlined,
    paragraph,
    raw,
    read,
    row,
    specimen_making_it_happen,
    specimen_reflection,
    table,
)

MIH = "Specimen MIH 12 March 2026.docx"
HEADER = ("Action", "Who", "By when", "Update")
LAPTOPS = ("New laptops for the Larkfield site", "Team manager", "30/04/2026", "Ongoing")
ROOM = ("Ask the library for a room", "Practice lead", "ASAP", "Done 10/03/2026")


def log(*rows: str | tuple[str, ...], header: tuple[str, ...] = HEADER, before: str = "") -> Document:
    return read(raw(before + table(header, *rows)), MIH)


def actions(document: Document) -> list[Action]:
    return [action for one in document.extracts for action in one.actions]


def places(document: Document) -> list[str]:
    return [one.locator for one in document.extracts]


def only(*cells: str, header: tuple[str, ...] = HEADER) -> Action:
    (action,) = actions(log(cells, header=header))
    return action


def test_a_making_it_happen_meeting_reads_as_its_people_would_tell_it() -> None:
    document = read(specimen_making_it_happen(), "MIH notes.docx")
    assert (document.kind, str(document.date)) == ("making-it-happen", "2026-03-12")
    assert document.title == "Specimen: Making it Happen, Larkfield site"
    assert outlined(document) == (
        "[paragraphs 5 to 6] 7 people attended, 2 sent apologies\n"
        "7 people attended, 2 sent apologies. The names are in the document.\n\n"
        "[paragraph 8] Open first conversations rose from 31 to 44 in four weeks.\n"
        "(What the data says)\n"
        "Open first conversations rose from 31 to 44 in four weeks. Workers said that nobody had been told when "
        "somebody would ring them back, and that two people had rung three times.\n\n"
        "[paragraph 10] People ring again because nobody tells them when we will ring back.\n"
        "(What we learned)\n"
        "People ring again because nobody tells them when we will ring back.\n\n"
        "[paragraph 11] A laptop that takes ten minutes to start costs a visit a day.\n"
        "(What we learned)\n"
        "A laptop that takes ten minutes to start costs a visit a day.\n\n"
        "[paragraph 12] Families thank us when the same worker stays.\n"
        "(What we learned)\n"
        "Families thank us when the same worker stays.\n\n"
        "[table 1 row 2] Two colleagues join the Larkfield site to take new conversations\n"
        "(Actions)\n"
        "Raised: Reflection, 5 March; Action: Two colleagues join the Larkfield site to take new conversations; "
        "Who: Team managers; By when: ASAP; Update: Done 16 March 2026; Reported back: Team huddle, 18 March; "
        "Effect: Too early to say\n\n"
        "[table 1 row 3] Let workers agree spends up to £250 without asking a panel\n"
        "(Actions)\n"
        "Raised: Reflection, 5 March; Action: Let workers agree spends up to £250 without asking a panel; "
        "Who: Assistant director; By when: end of April; Update: Complete\n\n"
        "[table 1 row 4] Laptops that start in under a minute\n"
        "(Actions)\n"
        "Raised: Huddle, 3 March; Action: Laptops that start in under a minute; Who: B Specimen (IT); "
        "By when: 30/04/2026; Update: Ongoing: ten of forty replaced; Reported back: Not yet\n\n"
        "[table 1 row 5] Ask the Larkfield library for a room on Tuesdays\n"
        "(Actions)\n"
        "Raised: 12/02/2026; Action: Ask the Larkfield library for a room on Tuesdays; Who: BS; "
        "Update: Done 02/03/2026; Reported back: Staff; Effect: No change"
    )
    assert {one.kind for one in document.extracts if one.actions} == {"making-it-happen"}
    assert document.problems == ()


def test_an_action_holds_only_what_its_row_says() -> None:
    first, second, third, fourth = actions(read(specimen_making_it_happen()))
    assert first == Action(
        action="Two colleagues join the Larkfield site to take new conversations",
        raised=Period.parse("2026-03-05"),
        owner="Team managers",
        done=Period.parse("2026-03-16"),
        reported_back=ReportedBack(to="Team huddle", date=Period.parse("2026-03-18")),
        effect="too-early",
    )
    assert (second.owner, second.done, second.reported_back, second.effect) == ("Assistant director", None, None, None)
    assert (third.owner, third.done, third.reported_back) == ("IT", None, None)
    assert (fourth.owner, str(fourth.raised), str(fourth.done), fourth.effect) == (
        "",
        "2026-02-12",
        "2026-03-02",
        "none",
    )


def test_it_is_said_where_an_owner_was_left_out_but_not_who() -> None:
    document = read(specimen_making_it_happen())
    (note,) = (one for one in document.notes if "owner" in one)
    assert "table 1 row 4, table 1 row 5" in note
    assert "Specimen" not in note


@pytest.mark.parametrize("written", ["", "tbc", "TBA", "-", "n/a", "Team manager", "All staff"])
def test_nothing_is_said_of_an_owner_who_is_no_name(written: str) -> None:
    assert log(("Ask the library for a room", written, "", "")).notes == ()


@pytest.mark.parametrize(
    ("written", "owner"),
    [
        ("Team manager", "Team manager"), ("All", "All"), ("HR / IT", "HR / IT"), ("Wetherby Vale team", "Wetherby Vale team"),
        ("Head of commissioning for the north", "Head of commissioning for the north"), ("tbc", ""), ("", ""),
        ("B Specimen", ""), ("BS", ""), ("Mrs Specimen", ""), ("bea", ""), ("B Specimen, practice lead", "practice lead"),
        ("Bea (TM)", "TM"), ("Bea and the team", "the team"), ("Bea team manager", "team manager"), ("Team Manager Bea", "Team Manager"),
    ],
)  # fmt: skip
def test_an_owner_is_a_role_never_a_name(written: str, owner: str) -> None:
    assert only("Ask for a room", written, "", "").owner == owner


@pytest.mark.parametrize(
    ("written", "raised"),
    [
        ("12/02/2026", "2026-02-12"), ("3 March", "2026-03-03"), ("3rd of March", "2026-03-03"), ("March", "2026-03"),
        ("Feb 2026", "2026-02"), ("Huddle 3 March 10am", "2026-03-03"), ("2025", "2025"), ("5/3", "2026-03-05"),
        ("ASAP", ""), ("ongoing", ""), ("done", ""), ("w/c 9 March 2026", ""), ("9-11 March 2026", ""), ("3 March and 5 March", ""),
        ("20 December", ""), ("31/02/2026", ""),
    ],
)  # fmt: skip
def test_a_date_is_never_sharper_than_it_was_written(written: str, raised: str) -> None:
    found = only("Ask for a room", written, header=("Action", "Raised")).raised
    assert str(found or "") == raised


def test_a_day_without_a_year_stays_without_a_date_where_the_meeting_has_none() -> None:
    document = read(raw(table(HEADER, ("Ask for a room", "Team", "", "Done 3 March"))), "notes.docx")
    assert [one.done for one in actions(document)] == [None]
    assert "Done 3 March" in document.extracts[0].text


@pytest.mark.parametrize(
    ("written", "done"),
    [
        ("Done 10/03/2026", "2026-03-10"), ("Two rooms seen. Completed 10 March", "2026-03-10"), ("Done", ""), ("Complete", ""),
        ("10/03/2026", ""), ("Not done 10/03/2026", ""), ("To be done by 10 March", ""), ("Done by 30 April", ""), ("3/4 done", ""),
        ("80% complete 10 March", ""), ("2 March: asked; 10 March: done", "2026-03-10"), ("Will be done 10 March 2026?", ""),
    ],
)  # fmt: skip
def test_done_needs_a_date_beside_it(written: str, done: str) -> None:
    assert str(only("Ask for a room", "", "", written).done or "") == done


def test_a_date_alone_in_a_column_for_what_is_done_is_when_it_was_done() -> None:
    assert str(only("Ask for a room", "10/03/2026", header=("Action", "Date completed")).done) == "2026-03-10"


@pytest.mark.parametrize(
    ("title", "written", "back"),
    [
        ("Reported back", "Team huddle 18 March", ("Team huddle", "2026-03-18")), ("Fed back", "the family", ("the family", "")),
        ("Fed back to staff?", "Yes, 18 March", ("staff", "2026-03-18")), ("Told", "Not yet", None), ("Told", "", None),
        ("Reported back", "18/03/2026", None), ("Reported back", "Bea", None), ("Reported back", "Will tell staff", None),
    ],
)  # fmt: skip
def test_reporting_back_says_to_whom(title: str, written: str, back: tuple[str, str] | None) -> None:
    found = only("Ask for a room", written, header=("Action", title)).reported_back
    assert (found and (found.to, str(found.date or ""))) == back


@pytest.mark.parametrize(
    ("written", "effect"),
    [
        ("Too early to say", "too-early"), ("No change", "none"), ("none", "none"), ("No difference so far.", "none"),
        ("Effect found", "found"), ("It made a real difference to waits", "found"), ("Fewer calls?", None), ("Nobody asked", None),
        ("None of the families complained", None), ("No", None), ("", None),
    ],
)  # fmt: skip
def test_an_effect_is_taken_only_from_plain_words(written: str, effect: str | None) -> None:
    document = log(("Ask for a room", written), header=("Action", "What difference did it make?"))
    assert actions(document)[0].effect == effect
    assert written in document.extracts[0].text


@pytest.mark.parametrize(
    "header",
    [
        ("Action", "Who", "When", "Update"), ("AGREED ACTION", "Owner", "Due date", "Status"), ("What will we do?", "By whom", "By when", "Progress"),
        ("Actions to be taken", "Lead", "Deadline", "RAG"), ("Task", "Responsible", "Target date", "Comments"), ("We did", "", "", "You said"),
    ],
)  # fmt: skip
def test_an_action_log_is_known_by_its_header(header: tuple[str, ...]) -> None:
    document = log(("Ask the library for a room", "Team", "", ""), header=header)
    assert [one.action for one in actions(document)] == ["Ask the library for a room"]


def test_a_table_of_something_else_holds_no_actions() -> None:
    document = log(("Larkfield", "31 conversations open, 44 a month later"), header=("Site", "What the data says"))
    assert actions(document) == []


def test_a_merged_cell_says_the_same_in_every_row() -> None:
    start, go_on = cell("Team manager", properties='<w:vMerge w:val="restart"/>'), cell(properties="<w:vMerge/>")
    document = log(row("Ask for a room", start, "", ""), row("Buy a kettle", go_on, "", ""))
    assert [one.owner for one in actions(document)] == ["Team manager", "Team manager"]


def test_an_action_that_runs_over_several_rows_is_one() -> None:
    start, go_on = cell("Ask for a room", properties='<w:vMerge w:val="restart"/>'), cell(properties="<w:vMerge/>")
    document = log(row(start, "Team", "", "Asked twice"), row(go_on, "", "", "Done 10/03/2026"), ROOM)
    assert places(document) == ["table 1 rows 2 to 3", "table 1 row 4"]
    assert document.extracts[0].text.endswith("Update: Asked twice; Done 10/03/2026")
    assert str(actions(document)[0].done) == "2026-03-10"


def test_a_row_across_the_table_heads_the_actions_below_it() -> None:
    document = log(LAPTOPS, row(cell("The north", properties='<w:gridSpan w:val="4"/>')), ROOM)
    assert [(one.locator, one.heading) for one in document.extracts] == [
        ("table 1 row 2", ""),
        ("table 1 row 4", "The north"),
    ]


def test_a_cell_over_two_columns_does_not_shift_the_others() -> None:
    both = cell("Team manager, by the summer", properties='<w:gridSpan w:val="2"/>')
    (action,) = actions(log(row("Ask for a room", both, "Done 10/03/2026")))
    assert str(action.done) == "2026-03-10"


def test_a_header_cell_over_two_columns_is_told() -> None:
    wide = cell("Update", properties='<w:gridSpan w:val="2"/>')
    document = read(raw(table(row("Action", "Who", wide), ("Ask for a room", "Team", "Asked", "Done 10/03/2026"))), MIH)
    assert [(one.rule, str(one.location)) for one in document.problems] == [("merged-cells", f"{MIH}, table 1 row 1")]


def test_a_header_that_is_repeated_is_no_action() -> None:
    assert places(log(LAPTOPS, HEADER, ROOM)) == ["table 1 row 2", "table 1 row 4"]


def test_an_empty_row_counts_but_says_nothing() -> None:
    assert places(log(LAPTOPS, ("", "", "", ""), ROOM)) == ["table 1 row 2", "table 1 row 4"]


def test_a_log_goes_on_after_a_page_break() -> None:
    page_break = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    document = read(raw(table(HEADER, LAPTOPS) + page_break + table(ROOM)), MIH)
    assert [(one.locator, one.actions[0].owner) for one in document.extracts] == [
        ("table 1 row 2", "Team manager"), ("table 2 row 1", "Practice lead"),
    ]  # fmt: skip


def test_a_table_behind_other_text_is_no_part_of_the_log() -> None:
    document = read(
        raw(table(HEADER, LAPTOPS) + paragraph("Sites and their rooms") + table(("Larkfield", "a", "b", "c"))), MIH
    )
    assert len(actions(document)) == 1


def test_a_log_inside_another_table_is_read() -> None:
    document = read(raw(table(row(cell("Our meeting", table(HEADER, LAPTOPS))))), MIH)
    assert [(one.locator, len(one.actions)) for one in document.extracts] == [("table 2 row 2", 1)]


def test_a_log_below_the_head_of_the_minutes_in_one_table_is_read() -> None:
    head = [("Date:", "12 March 2026", "", ""), ("Present:", "A Specimen, B Specimen", "", "")]
    document = read(raw(table(*head, HEADER, LAPTOPS)), "notes.docx")
    assert str(document.date) == "2026-03-12"
    assert places(document) == ["table 1 row 2", "table 1 row 4"]


def test_actions_written_below_one_another_are_read() -> None:
    form = table(("Meeting", "Larkfield"), ("Action", "Ask for a room"), ("Who", "Practice lead"), ("Update", "Done 10/03/2026"),
                 ("Action", "Buy a kettle"), ("Who", "Team manager"))  # fmt: skip
    document = read(raw(form), MIH)
    assert [(one.locator, one.actions[0].owner) for one in document.extracts] == [
        ("table 1 rows 2 to 4", "Practice lead"), ("table 1 rows 5 to 6", "Team manager"),
    ]  # fmt: skip


def test_a_row_without_an_action_is_kept_as_text() -> None:
    document = log(("", "", "", "Nobody could say who had asked for it"), ("None", "", "", ""))
    assert [(one.locator, one.actions) for one in document.extracts] == [("table 1 row 2", ())]
    assert any("table 1 row 3" in note for note in document.notes)


def test_a_kind_that_the_person_named_is_the_kind_of_the_actions_too() -> None:
    document = read(raw(table(HEADER, LAPTOPS)), MIH, kind="practice-audit")
    assert {document.kind, document.extracts[0].kind} == {"practice-audit"}


def test_several_meetings_in_one_document_keep_their_days() -> None:
    document = read(
        raw(
            paragraph("Making it Happen 26 March 2026", style="H1") + table(HEADER, ("Ask for a room", "", "", "Done 20 March"))
            + paragraph("Making it Happen 5 January 2026", style="H1") + table(HEADER, ("Buy a kettle", "", "", "Done 3 January"))
        ), "log.docx",
    )  # fmt: skip
    assert [str(one.date or document.date) for one in document.extracts] == ["2026-03-26", "2026-01-05"]
    assert [str(one.done) for one in actions(document)] == ["2026-03-20", "2026-01-03"]


def test_a_reflection_without_styles_reads_as_well() -> None:
    document = read(specimen_reflection(), "notes.docx")
    assert (document.kind, str(document.date)) == ("reflection", "2026-03-05")
    assert [(one.locator, one.heading) for one in document.extracts] == [
        ("table 1 rows 1 to 2", ""),
        ("paragraph 5", "A conversation we talked about"),
        ("paragraph 7", "What we learned"),
        ("paragraph 8", "What we learned"),
        ("paragraph 10", "What got in the way"),
        ("paragraph 12", "What got in the way > Decisions"),
        ("paragraph 13", "What got in the way > Decisions"),
    ]


@pytest.mark.parametrize(
    ("lines", "n", "invited"),
    [
        (["Present: A Specimen, B Specimen and C Specimen"], 3, None),
        (["Attendees: A Specimen (chair), B Specimen (OT, north)", "Apologies: C Specimen"], 2, 3),
        (["Present: A Specimen, Team Manager, B Specimen, Social Worker; C Specimen", "Apologies: none"], 3, 3),
        (["In attendance - A Specimen; B Specimen + 3 others"], 5, None),
        (["Attended: 14 people", "Apologies for absence were received from A Specimen and B Specimen."], 14, 16),
        (["Present:", "A Specimen", "B Specimen", "Apologies:", "C Specimen"], 2, 3),
        (["Present (12): the names are on the sheet"], 12, None),
        (["Present: A Specimen, B Specimen. Apologies: C Specimen"], 2, 3),
    ],
)
def test_attendance_is_a_number_without_names(lines: list[str], n: int, invited: int | None) -> None:
    document = read(raw("".join(paragraph(line) for line in lines)), MIH)
    (extract,) = document.extracts
    assert (extract.n, extract.invited) == (n, invited)
    assert "Specimen" not in extract.model_dump_json()
    assert "Specimen" not in "".join(document.notes)


def test_a_list_below_a_heading_for_those_present_is_counted() -> None:
    names = "".join(paragraph(f"{letter} Specimen, social worker") for letter in "ABCD")
    document = read(
        raw(paragraph("Attendance", style="H1") + names + paragraph("Notes", style="H1") + paragraph("We met.")), MIH
    )
    assert (document.extracts[0].n, document.extracts[0].locator) == (4, "paragraphs 1 to 5")


@pytest.mark.parametrize(
    ("rows", "n", "invited"),
    [
        ([("Present", "Apologies"), ("A Specimen\nB Specimen", "C Specimen")], 2, 3),
        ([("Name", "Role"), ("A Specimen", "OT"), ("B Specimen", "PSW")], 2, None),
        ([("Name", "Attended"), ("A Specimen", "Y"), ("B Specimen", "Apologies"), ("P Specimen", "✓")], 2, 3),
        ([("Present", "Role"), ("A Specimen", "OT"), ("P Specimen", "PSW"), ("B Specimen", "OT")], 3, None),
    ],
)
def test_a_table_of_people_is_counted(rows: list[tuple[str, ...]], n: int, invited: int | None) -> None:
    (extract,) = read(raw(table(*rows)), MIH).extracts
    assert (extract.locator, extract.n, extract.invited) == ("table 1", n, invited)
    assert "Specimen" not in extract.text


def test_a_list_that_cannot_be_counted_is_told_and_not_copied() -> None:
    document = read(raw(paragraph("Present: the whole team") + paragraph("We talked about rooms for an hour.")), MIH)
    assert [one.locator for one in document.extracts] == ["paragraph 2"]
    assert any("could not be counted" in note and "(paragraph 1)" in note for note in document.notes)


def test_a_sentence_about_the_present_is_no_attendance() -> None:
    said = "Present: we are still waiting for the room that the library promised us in the spring"
    assert [one.n for one in read(raw(paragraph(said)), MIH).extracts] == [None]


def test_a_log_of_sixty_rows_gives_sixty_actions_each_with_its_row() -> None:
    document = read(raw(table(ACTIONS[0], *ACTIONS[1:] * 15)), MIH)
    assert places(document) == [f"table 1 row {number}" for number in range(2, 62)]
    assert len(actions(document)) == 60
