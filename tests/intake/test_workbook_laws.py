"""Laws of the round trip: nothing that nobody touched ever changes, whatever stands in it."""

from __future__ import annotations

import shutil
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cqc_evidence.intake.workbook.cells import children_cells, item_cells
from cqc_evidence.intake.workbook.columns import CHILDREN, ITEM_COLUMNS
from cqc_evidence.intake.workbook.door import is_ours, problem_copy, read_workbook
from cqc_evidence.intake.workbook.long import REST
from cqc_evidence.intake.workbook.text import fit, joined, meant, parted, units, written
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.workbook import WorkbookChanges
from tests.intake.items import items_a_person_could_type, sets_of_items, texts
from tests.intake.workbooks import FILE, add, edited, exported, put_text, read_back, reorder, through_libreoffice
from tests.measure.build import item, tag

_SLOW = settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # making an example smaller takes minutes of workbooks
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def nothing_but(found: WorkbookChanges) -> dict[str, Any]:
    """Return everything that was found besides items that stay as they are."""
    return found.model_dump(exclude={"unchanged"}, exclude_defaults=True)


def content(item: Item) -> dict[str, Any]:
    """Return an item's content, wherever its file lies."""
    return item.model_dump(exclude={"location"})


@given(texts() | st.text(st.sampled_from("\u2060\u2063_x0041<r>;, \n\t\x0b\x7f\uffff\u240b\u2421")))
def test_any_text_comes_back_from_a_cell(text: str) -> None:
    cell = written(text)
    assert meant(cell) == text
    assert fit(cell) == cell


@given(st.lists(texts(12), max_size=4).map(tuple))
def test_any_list_comes_back_from_a_cell(entries: tuple[str, ...]) -> None:
    assert parted(joined(entries)) == parted(joined(entries), by_comma=True) == entries


@_SLOW
@given(sets_of_items(personal=True))
def test_an_export_that_nobody_edited_changes_nothing(items: tuple[Item, ...]) -> None:
    found = read_back(exported(*items), *items)
    assert nothing_but(found) == {}
    assert found.unchanged == sum(item.sensitivity != "personal" for item in items)


@_SLOW
@given(sets_of_items(3), st.randoms())
def test_sorting_rows_and_moving_columns_change_nothing(items: tuple[Item, ...], chance: Any) -> None:
    shuffled = lambda found: chance.sample(found, len(found))  # noqa: E731  # one word for two places
    moves = [reorder(sheet, shuffled, shuffled) for sheet in ("Items", "Tags", "Figures", "Actions", "Long texts")]
    assert nothing_but(read_back(edited(exported(*items), *moves), *items)) == {}


@_SLOW
@given(items_a_person_could_type(), items_a_person_could_type(), st.data())
def test_exactly_the_edited_cells_change_and_every_other_field_stays(
    old: Item, wish: Item, data: st.DataObject
) -> None:
    wish = wish.model_copy(update={"id": old.id})
    changed, edits = old, []
    for key in data.draw(st.lists(st.sampled_from([one.key for one in ITEM_COLUMNS]), max_size=6, unique=True)):
        edits.append(put_text("Items", 2, key, shown(item_cells(wish)[key])))
        changed = with_field(changed, key, wish)
    for child in CHILDREN:
        mine, theirs = getattr(changed, child.field), getattr(wish, child.field)
        if mine and theirs:
            keys = [one.key for one in child.columns if not one.key.startswith("reported_back")]
            for key in data.draw(st.lists(st.sampled_from(keys), max_size=3, unique=True)):
                edits.append(put_text(child.sheet, 2, key, shown(children_cells(child, wish)[0][key])))
                mine = (with_field(mine[0], key, theirs[0]), *mine[1:])
            changed = changed.model_copy(update={child.field: mine})
    found = read_back(edited(exported(old), *edits), old)
    if content(changed) == content(old):
        assert nothing_but(found) == {}
        return
    assert found.problems == ()
    (one,) = found.edited
    assert content(one.item) == content(changed)
    assert {change.field for change in one.changed} == fields_apart(old, changed)


def shown(text: str) -> str:
    """Return a cell's text that a person can type into one cell."""
    assume(units(written(text)) < 16_000 and not text.endswith(REST))
    return text


def with_field(noun: Any, key: str, other: Any) -> Any:
    """Return a noun with one field of another, by plain copying."""
    first, _, rest = key.replace("from", "from_").partition(".") if key == "from" else key.partition(".")
    value = getattr(other, first)
    if rest:
        value = getattr(noun, first).model_copy(update={rest: getattr(value, rest)})
    return noun.model_copy(update={first: value})


def fields_apart(old: Item, new: Item) -> set[str]:
    """Return the names of the fields in which two items differ."""
    before, now = item_cells(old), item_cells(new)
    found = {key for key in before if before[key] != now[key]}
    for child in CHILDREN:
        rows = zip(children_cells(child, old), children_cells(child, new), strict=True)
        found |= {
            f"{child.field} {at}: {key}" for at, (one, two) in enumerate(rows, 1) for key in one if one[key] != two[key]
        }
    return found


@_SLOW
@given(st.lists(items_a_person_could_type(), max_size=4, unique_by=lambda item: item.id))
def test_the_rows_alone_tell_every_field_of_every_item_but_its_reviews(items: list[Item]) -> None:
    found = read_workbook(exported(*items), FILE)
    assert found.problems == ()
    assert [content(item) for item in found.items] == [{**content(item), "reviews": ()} for item in items]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@settings(_SLOW, max_examples=3, suppress_health_check=list(HealthCheck))
@given(sets_of_items(12, personal=True))
def test_libreoffice_saves_it_without_a_change(
    tmp_path_factory: pytest.TempPathFactory, items: tuple[Item, ...]
) -> None:
    saved = through_libreoffice(exported(*items), tmp_path_factory.getbasetemp())
    assert nothing_but(read_back(saved, *items)) == {}


_SHEETS = st.sampled_from(("Guide", "Items", "Tags", "Figures", "Actions", "Long texts", "Lists", "About"))
_TYPED = st.one_of(
    texts(12).map(fit),
    st.none(),
    st.booleans(),
    st.integers(-9, 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1950, 1, 1)),
)


@_SLOW
@given(sets_of_items(3), st.lists(st.tuples(_SHEETS, st.integers(1, 8), st.integers(1, 34), _TYPED), max_size=8))
def test_whatever_is_typed_anywhere_is_a_change_or_a_problem_and_never_an_accident(
    items: tuple[Item, ...], typed: list[Any]
) -> None:
    def vandal(book: Workbook) -> None:
        for sheet, row, at, value in typed:
            book[sheet].cell(row, at).value = value

    bad = edited(exported(*items), vandal)
    found = read_back(bad, *items)
    assert all(one.location.file == FILE and one.help for one in found.problems)
    ids = {item.id for item in items}
    for one in found.edited:
        assert Item.model_validate(one.item.model_dump(by_alias=True)) == one.item
        assert one.item.id in ids
    assert not {one.id for one in found.new} & ids
    assert is_ours(problem_copy(bad, found.problems))


def test_tags_keep_their_order_when_rows_are_sorted_and_the_item_is_edited() -> None:
    old = item("specimen-one", tag(says="First."), tag("equity", "processes", says="Second."))
    backwards = reorder("Tags", lambda rows: rows[::-1], list)
    (one,) = read_back(edited(exported(old), backwards, put_text("Items", 2, "owner", "Director")), old).edited
    assert one.item == old.model_copy(update={"owner": "Director"})


def test_of_two_rows_with_one_id_neither_edits_the_item() -> None:
    old = item("specimen-one")
    twice = add("Items", id="specimen-one", title="Other", kind="huddle", date="2020", voice="staff")
    found = read_back(edited(exported(old), put_text("Items", 2, "owner", "Director"), twice), old)
    assert (found.edited, found.new, found.deleted, found.unchanged, len(found.problems)) == ((), (), (), 1, 1)


def test_a_file_that_is_no_workbook_is_damaged_and_nothing_else() -> None:
    found = read_back(b"PK\x03\x04 cut short", *())
    assert [problem.rule for problem in found.problems] == ["damaged-file"]
    assert nothing_but(found).keys() == {"problems"}
