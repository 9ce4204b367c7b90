"""The workbook comes back: each thing a manager may do in Excel, and what is made of it."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from cqc_evidence.intake.workbook.door import is_ours
from cqc_evidence.model.workbook import WorkbookChanges
from tests.intake.workbooks import add, after, column, delete, edited, exported, put, read_back
from tests.measure.build import item, tag

ONE = item("specimen-one", tag(says="They were heard.", rules=["no-hand-offs"]), tag("equity", "processes"), owner="Lead",
           figures=[{"id": "share", "value": 25, "unit": "percent"}], sites=["north", "south"], body="Words about it.",
           actions=[{"action": "Mend it", "done": "2021-04", "reported_back": {"to": "staff"}}], n=12)  # fmt: skip
TWO = item("specimen-two", date="2019-07", status="proposed", permission={"basis": "given", "until": "2022-03-31"})
SECRET = item("specimen-secret", sensitivity="personal", title="Nobody may read this")


def fields(found: WorkbookChanges) -> dict[str, tuple[str, str]]:
    """Return each changed field of the one edited item, old and new."""
    assert not found.problems, found.problems
    (one,) = found.edited
    return {change.field: (change.old, change.new) for change in one.changed}


def said(found: WorkbookChanges) -> list[tuple[str, str, str]]:
    """Return each problem as place, message and help."""
    return [(one.location.place, one.message, one.help) for one in found.problems]


def only(found: tuple[Any, ...]) -> Any:
    """Return the one thing there is."""
    (one,) = found
    return one


def test_an_edited_cell_is_told_with_its_old_and_new_value() -> None:
    found = after((ONE, TWO), put("Items", 2, "Owner", "Director"), put("Items", 2, "Sites", "north; west"))
    assert fields(found) == {"owner": ("Lead", "Director"), "sites": ("north; south", "north; west")}
    assert only(found.edited).item.sites == ("north", "west")
    assert found.unchanged == 1


def test_the_workbook_holds_no_reviews_and_an_edited_row_keeps_those_of_its_item() -> None:
    review = {"verdict": "accepted", "who": "Reviewer-in-the-file", "on": "2021-06-01", "note": "Read-it-twice"}
    reviewed = item("specimen-one", tag(), owner="Lead", reviews=[review])
    cells = [str(cell.value) for sheet in load_workbook(BytesIO(exported(reviewed))) for row in sheet for cell in row]
    assert not [text for text in cells if "Reviewer-in-the-file" in text or "Read-it-twice" in text]
    found = only(after(reviewed, put("Items", 2, "Owner", "Director"), put("Items", 2, "Status", "rejected")).edited)
    assert (found.item.owner, found.item.status, found.item.reviews) == ("Director", "rejected", reviewed.reviews)
    assert [change.field for change in found.changed] == ["owner", "status"]


def test_an_emptied_cell_empties_its_field() -> None:
    found = after(ONE, put("Items", 2, "Owner", None), put("Items", 2, "n (answers)", None))
    assert fields(found) == {"owner": ("Lead", ""), "n": ("12", "")}
    assert only(found.edited).item.n is None


def test_cells_of_tags_figures_and_actions_are_told_by_their_number() -> None:
    found = after(
        ONE,
        put("Tags", 3, "So what", "It matters."),
        put("Figures", 2, "Value", 26.5),
        put("Actions", 2, "Reported back on", "2021-05"),
    )
    assert fields(found) == {
        "tags 2: so_what": ("", "It matters."),
        "figures 1: value": ("25", "26.5"),
        "actions 1: reported_back.date": ("", "2021-05"),
    }


def test_a_row_that_is_gone_proposes_a_withdrawal_and_nothing_more() -> None:
    found = after((ONE, TWO), delete("Items", 2))
    assert found.deleted == ("specimen-one",)
    assert (found.edited, found.new, found.problems, found.unchanged) == ((), (), (), 1)


def test_a_row_that_was_only_emptied_counts_as_gone() -> None:
    def empty(book: Workbook) -> None:
        for cell in book["Items"][2]:
            cell.value = cell.value if cell.column == column(book["Items"], "Row mark") else None

    assert after((ONE, TWO), empty).deleted == ("specimen-one",)


def test_a_tag_whose_row_is_gone_is_taken_away() -> None:
    found = after(ONE, delete("Tags", 3))
    assert fields(found) == {"tags 2": ("statement: equity; category: processes; stance: supports", "")}
    assert len(only(found.edited).item.tags) == 1


def test_a_new_row_becomes_an_item_with_an_id_of_its_kind_and_title() -> None:
    row = {
        "title": "Café talks",
        "kind": "Interview",
        "date": "2021-05",
        "voice": "Carer",
        "sites": "north, east; west",
    }
    found = after(
        ONE, add("Items", **row), add("Items", **row), add("Tags", item="interview-of-mine", statement="equity")
    )
    assert [new.id for new in found.new] == ["interview-cafe-talks", "interview-cafe-talks-2"]
    assert (found.new[0].voice, found.new[0].status, found.new[0].sites) == (
        "carer",
        "proposed",
        ("north, east", "west"),
    )
    assert said(found)[0][1] == 'no item has the id "interview-of-mine"'


def test_a_new_item_may_bring_its_id_and_its_tags_by_id_or_title() -> None:
    row = {"kind": "huddle", "date": "unknown", "voice": "staff"}
    found = after(
        ONE,
        add("Items", id="my-own", title="Mine", **row),
        add("Items", title="Yours", **row),
        add("Tags", item="my-own", statement="equity"),
        add("Figures", item="Yours", id="all", value="3", unit="people"),
    )
    assert found.problems == ()
    assert [(new.id, len(new.tags), len(new.figures)) for new in found.new] == [
        ("my-own", 1, 0),
        ("huddle-yours", 0, 1),
    ]


def test_a_new_tag_is_added_behind_the_others() -> None:
    found = after(ONE, add("Tags", item="specimen-one", statement="Care provision", says="New."))
    assert fields(found) == {"tags 3": ("", "statement: care-provision; stance: supports; says: New.")}


def test_a_copied_tag_row_is_a_new_tag_and_the_old_one_stays() -> None:
    copied = {
        "item": "specimen-one",
        "statement": "learning",
        "category": "people",
        "stance": "supports",
        "row": "specimen-one#1",
    }
    found = after(ONE, add("Tags", **copied, says="Another."))
    (change,) = only(found.edited).changed
    assert change.field == "tags 3"
    assert only(found.edited).item.tags[:2] == ONE.tags


def test_a_copied_item_row_without_its_id_is_a_new_item() -> None:
    def copy(book: Workbook) -> None:
        sheet = book["Items"]
        sheet.append([None, *(cell.value for cell in sheet[2][1:])])

    found = after(ONE, copy)
    assert (only(found.new).title, found.unchanged, found.deleted) == (ONE.title, 1, ())


@pytest.mark.parametrize(
    ("title", "value", "message", "advice"),
    [
        ("Kind", "intervew", '"intervew" is not allowed here', 'did you mean "interview"?'),
        ("Voice", "persn", '"persn" is not allowed here', 'did you mean "person"?'),
        ("Date", "18/07/2020", '"18/07/2020" is not written as a date', "write 2020-07-18, if that is the day"),
        ("Date", "2020-02-30", "there is no 2020-02-30 in the calendar", "check it against the source"),
        ("Review by", "2020", '"2020" is not a day', "write it as 2020-07-18"),
        ("n (answers)", "about 12", 'a whole number belongs here, not "about 12"', "write digits only, such as 12"),
        ("Own words", "maybe", 'yes or no belongs here, not "maybe"', "write yes or no"),
        ("Supersedes", "Old One", '"Old One" cannot be an id', 'did you mean "old-one"?'),
        ("Permission for", "cqc; press", '"press" is not allowed here', "use one of: internal, cqc, public, none"),
        ("Permission for", "none; cqc", '"none" cannot stand beside other words', "write none, or the editions that may use it"),
        ("Title", None, '"Title" is empty', "fill it in; what stood there is kept"),
        ("Sensitivity", None, '"Sensitivity" is empty', "choose a word from the list"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_and_keeps_its_old_value_while_the_row_goes_on(
    title: str, value: Any, message: str, advice: str
) -> None:
    found = after(ONE, put("Items", 2, title, value), put("Items", 2, "Owner", "Director"))
    ((place, what, help_),) = said(found)
    assert place.startswith("Items!")
    assert (what, help_) == (message, advice)
    assert only(found.problems).rule == "bad-cell"
    assert only(found.edited).item == ONE.model_copy(update={"owner": "Director"})


def test_the_place_is_where_the_column_stands_now() -> None:
    found = after(ONE, lambda book: book["Tags"].insert_cols(1), put("Tags", 3, "Statement", "equty"))
    assert [one[0] for one in said(found)] == ["Tags!D3"]


def test_a_new_row_with_something_missing_is_not_taken() -> None:
    found = after(
        ONE,
        add("Items", title="No kind", date="2020"),
        add("Items", title="T", kind="huddle", date="2020", voice="staff", sensitivity="persnal"),
    )
    assert found.new == ()
    assert [(place[:6], what) for place, what, _ in said(found)] == [
        ("Items!", '"Kind" is empty'), ("Items!", '"Voice" is empty'), ("Items!", '"…" is not allowed here'),
    ]  # fmt: skip


def test_numbers_dates_and_true_as_excel_writes_them_are_what_was_meant() -> None:
    found = after(
        ONE,
        put("Items", 2, "n (answers)", 12.0),
        put("Items", 2, "Invited", 30.0),
        put("Items", 2, "Own words", value=True),
        put("Items", 2, "Review by", datetime(2026, 7, 18)),  # noqa: DTZ001
        put("Items", 2, "Date", datetime(2020, 7, 1)),  # noqa: DTZ001
    )
    assert fields(found) == {
        "invited": ("", "30"), "verbatim": ("no", "yes"), "review_by": ("", "2026-07-18"), "date": ("2021-03", "2020-07-01"),
    }  # fmt: skip
    assert (
        only(found.notes)
        == "Items!D2 holds a date of Excel's own and was read as 2020-07-01; if only the month is known, write 2020-07"
    )


def test_a_month_that_excel_made_a_day_of_is_still_that_month() -> None:
    found = after(TWO, put("Items", 2, "Date", datetime(2019, 7, 1)))  # noqa: DTZ001
    assert (found.edited, found.notes, found.unchanged) == ((), (), 1)


def test_a_formula_is_named_by_its_cell_and_changes_nothing() -> None:
    def formula(book: Workbook) -> None:
        book["Items"]["B2"] = "=1+1"
        book["Tags"]["C2"] = '=HYPERLINK("http://example.org")'

    found = after(ONE, formula)
    assert [(one.rule, one.location.place) for one in found.problems] == [
        ("formula-inside", "Items!B2"),
        ("formula-inside", "Tags!C2"),
    ]
    assert (found.edited, found.unchanged) == ((), 1)


def test_an_id_that_stands_twice_is_named_and_neither_row_is_taken() -> None:
    found = after(ONE, add("Items", id="specimen-one", title="Another", kind="huddle", date="2020", voice="staff"))
    assert said(found) == [
        ("Items!A3", 'the id "specimen-one" stands twice (also in Items!A2); neither row was taken in',
         "empty the item id of the row that is new, or delete one of them"),
    ]  # fmt: skip
    assert (found.edited, found.new, found.deleted) == ((), (), ())


@pytest.mark.parametrize("value", [None, "renamed"])
def test_a_changed_id_does_not_lose_its_item(value: str | None) -> None:
    found = after(ONE, put("Items", 2, "Item id", value), put("Items", 2, "Owner", "Director"))
    assert said(found) == [
        ("Items!A2", 'the id of this row was "specimen-one"', 'put "specimen-one" back: an id never changes')
    ]
    assert (only(found.edited).item.owner, found.deleted, found.new) == ("Director", (), ())


def test_a_row_of_no_item_is_named_with_the_nearest_id() -> None:
    found = after(
        ONE,
        add("Actions", item="specimen-on", action="Mend"),
        put("Tags", 2, "Item id", "specimen-onee"),
        add("Figures", value="3"),
    )
    assert said(found) == [
        ("Tags!A2", 'no item has the id "specimen-onee"', 'put "specimen-one" back; to take the row away, delete all of it'),
        ("Figures!A3", "this row does not say which item it belongs to", "copy the id of its item from the sheet Items"),
        ("Actions!A3", 'no item has the id "specimen-on"', 'did you mean "specimen-one"?'),
    ]  # fmt: skip
    assert found.edited == ()


def test_a_personal_item_is_never_taken_for_deleted_and_takes_no_rows() -> None:
    found = after((ONE, SECRET), add("Tags", item="specimen-secret", statement="equity"))
    assert (found.deleted, found.edited) == ((), ())
    assert [one[1] for one in said(found)] == ['the item "specimen-secret" is not in this workbook']


def test_no_words_of_an_item_that_becomes_personal_are_shown() -> None:
    found = after(
        ONE,
        put("Items", 2, "Sensitivity", "personal"),
        put("Items", 2, "Title", "Specimen Name"),
        put("Items", 2, "Date", "Specimen Day"),
    )
    assert only(found.edited).item.sensitivity == "personal"
    assert {(one.field, one.old, one.new) for one in only(found.edited).changed} == {
        ("title", "", ""),
        ("sensitivity", "", ""),
    }
    assert "Specimen" not in found.problems[0].message + found.problems[0].help


def test_what_only_the_project_changed_stays_and_other_fields_are_merged() -> None:
    now = ONE.model_copy(update={"owner": "Somebody new", "tags": ONE.tags[:1]})
    found = read_back(edited(exported(ONE), put("Items", 2, "Title", "Better")), now)
    assert fields(found) == {"title": (ONE.title, "Better")}
    assert only(found.edited).item == now.model_copy(update={"title": "Better"})
    assert read_back(exported(ONE), now).edited == ()


def test_what_both_changed_is_a_clash_that_names_both_and_the_project_wins() -> None:
    now = ONE.model_copy(update={"owner": "Director", "tags": ONE.tags[:1]})
    found = read_back(edited(exported(ONE), put("Items", 2, "Owner", "Manager"), put("Tags", 2, "Says", "Else.")), now)
    assert next((one.field, one.in_workbook, one.in_project, one.place) for one in found.clashes) == (
        "owner",
        "Manager",
        "Director",
        "Items!F2",
    )
    assert [one.field for one in found.clashes] == ["owner", "tags"]
    assert found.edited == ()


def test_the_same_change_on_both_sides_is_no_clash() -> None:
    now = ONE.model_copy(update={"owner": "Director"})
    found = read_back(edited(exported(ONE), put("Items", 2, "Owner", "Director")), now)
    assert (found.edited, found.clashes, found.unchanged) == ((), (), 1)


def test_an_item_changed_in_the_project_and_deleted_in_the_workbook_is_a_clash() -> None:
    found = read_back(edited(exported(ONE), delete("Items", 2)), ONE.model_copy(update={"owner": "X"}))
    assert (found.deleted, only(found.clashes).in_workbook) == ((), "row deleted")


def test_an_item_that_the_project_no_longer_has_is_a_clash_only_when_it_was_edited() -> None:
    data = exported(ONE)
    assert read_back(data).clashes == ()
    assert only(read_back(edited(data, put("Items", 2, "Owner", "X"))).clashes).in_project == "no longer there"


def test_columns_that_came_and_went_are_told_and_empty_nothing() -> None:
    found = after(
        ONE, lambda book: book["Items"].delete_cols(column(book["Items"], "Owner")), put_title("Items", "Titel")
    )
    assert [(one.severity.value, one.message) for one in found.problems] == [
        ("warning", 'the column "Titel" is not known; it was not taken in'),
        ("warning", 'the column "Title" is missing'),
        ("warning", 'the column "Owner" is missing'),
    ]
    assert found.problems[0].help == 'did you mean "Title"?'
    assert found.edited == ()


def put_title(sheet: str, title: str) -> Any:
    """Return an edit that writes another title over the one in the second column."""
    return lambda book: book[sheet].cell(1, 2, title)


@pytest.mark.parametrize("sheet", ["Items", "About"])
def test_without_what_it_needs_nothing_is_told_and_nothing_counts_as_deleted(sheet: str) -> None:
    found = after(ONE, lambda book: book.remove(book[sheet]))
    assert [one.rule for one in found.problems] == ["damaged-file"]
    assert (found.deleted, found.edited, found.unchanged) == ((), (), 0)


@pytest.mark.parametrize("sheet", ["Tags", "Figures", "Actions"])
def test_a_sheet_that_is_gone_takes_nothing_away(sheet: str) -> None:
    found = after(ONE, lambda book: book.remove(book[sheet]))
    assert [one.message for one in found.problems] == [f'the sheet "{sheet}" or its row of titles is missing']
    assert found.edited == ()


LONG = ONE.model_copy(update={"body": "Specimen words. " * 5_000})


def test_a_long_text_is_changed_in_its_parts() -> None:
    found = after(LONG, put("Long texts", 2, "Text", "Begun anew. "))
    assert only(found.edited).item.body.startswith("Begun anew. Specimen words.")


def test_a_long_text_may_be_replaced_by_a_short_one_in_its_own_cell() -> None:
    assert only(after(LONG, put("Items", 2, "Text", "Short now.")).edited).item.body == "Short now."


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (delete("Long texts", 3), 'the parts of this text in the sheet "Long texts" are not all there'),
        (put("Items", 2, "Text", "Other … whole text in sheet Long texts"),
         "this cell shows only how a long text begins; what was changed in it was not taken in"),
    ],
)  # fmt: skip
def test_a_long_text_is_never_lost_in_half(edit: Any, message: str) -> None:
    found = after(LONG, edit)
    assert ([one[1] for one in said(found)], found.edited) == ([message], ())


def test_only_a_workbook_of_ours_is_ours() -> None:
    other = BytesIO()
    Workbook().save(other)
    assert is_ours(exported(ONE))
    assert is_ours(edited(exported(ONE)))
    assert not any(is_ours(data) for data in (other.getvalue(), b"", b"PK\x03\x04 cut short", b"id,title\n"))
