"""What stands in each sheet of the round-trip workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from cqc_evidence.intake.workbook.cells import children_cells, content_sha256, item_cells, mark, marks_of, row_mark
from cqc_evidence.intake.workbook.columns import (
    ABOUT,
    CHILDREN,
    FIXED_WORDS,
    GUIDE,
    ITEMS,
    LISTS,
    LONG,
    LONG_COLUMNS,
    MARK,
    PROBLEM,
    PROJECT_WORDS,
    SCHEMA,
    SHEETS,
    Child,
)
from cqc_evidence.intake.workbook.long import Long, beginning, is_long, parts_of
from cqc_evidence.intake.workbook.paint import Grid
from cqc_evidence.intake.workbook.text import meant, written
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.project import Project

_MOST_ID = 255
"""No file name is longer, and an id must fit into a cell."""


class Standing(NamedTuple):
    """Which items go into the workbook, and which do not."""

    items: tuple[Item, ...]
    personal: tuple[str, ...]
    repeated: tuple[str, ...]


def standing(project: Project) -> Standing:
    """Return the items that go into the workbook: the first of each id, unless any of that id is personal."""
    firsts: dict[str, Item] = {}
    repeated: dict[str, None] = {}
    personal: dict[str, None] = {}
    for item in project.items:
        if item.id in firsts:
            repeated[item.id] = None
        if item.sensitivity == "personal" or len(item.id) > _MOST_ID:
            personal[item.id] = None
        firsts.setdefault(item.id, item)
    items = tuple(item for name, item in firsts.items() if name not in personal)
    return Standing(items, tuple(personal), tuple(name for name in repeated if name not in personal))


def sheets(project: Project, found: Standing) -> list[Grid]:
    """Return every sheet in its order."""
    long: list[Long] = []
    items = _items(found.items, long)
    children = [_children(child, found.items, long) for child in CHILDREN]
    return [_guide(project, found), items, *children, _long(long), _lists(project), _about(found)]


def _titles(sheet: str) -> list[str]:
    return [column.title for column in SHEETS[sheet] if column is not PROBLEM]


def _items(items: Iterable[Item], long: list[Long]) -> Grid:
    rows = [_titles(ITEMS)]
    for item in items:
        cells = (_cell(text, item.id, key, long) for key, text in item_cells(item).items())
        rows.append([item.id, *cells, row_mark(content_sha256(item))])
    return Grid(ITEMS, rows)


def _children(child: Child, items: Iterable[Item], long: list[Long]) -> Grid:
    rows = [_titles(child.sheet)]
    for item in items:
        for number, found in enumerate(children_cells(child, item), 1):
            where = f"{child.sheet} {number}: "
            cells = [_cell(text, item.id, where + key, long) for key, text in found.items()]
            rows.append([item.id, beginning(item.title, 200, ""), *cells, f"{item.id}#{number}"])
    return Grid(child.sheet, rows)


def _cell(text: str, item: str, field: str, long: list[Long]) -> str:
    """Return a cell's text; of a long one the beginning, and the whole is noted."""
    if not is_long(text):
        return written(text)
    long.append(Long(item, field, text))
    return beginning(text)


def _long(long: Iterable[Long]) -> Grid:
    rows = [[column.title for column in LONG_COLUMNS]]
    for one in long:
        parts = parts_of(one.text)
        shown = mark(meant(beginning(one.text)))
        rows.extend([one.item, one.field, f"{at} of {len(parts)}", part, shown] for at, part in enumerate(parts, 1))
    return Grid(LONG, rows)


def _lists(project: Project) -> Grid:
    words = {**FIXED_WORDS, **_project_words(project)}
    return Grid(LISTS, [list(words), *map(list, zip_longest(*words.values(), fillvalue=""))])


def _project_words(project: Project) -> dict[str, tuple[str, ...]]:
    """Return the words that the framework allows, in its order, by the name of their list."""
    framework = project.framework
    found: tuple[Iterator[str], ...] = (
        (kind.id for kind in framework.conversations.kinds),
        (lens.id for lens in framework.expectations.lenses),
        (statement.id for statement in framework.statements),
        (category.id for category in framework.quality.categories),
        (rule.id for rule in framework.rules.rules),
        (topic.id for statement in framework.statements for topic in statement.topics),
        (one.id for statement in framework.statements for one in statement.i_statements),
    )
    return {name: tuple(dict.fromkeys(words)) for name, words in zip(PROJECT_WORDS, found, strict=True)}


def _about(found: Standing) -> Grid:
    rows = [[MARK, "schema", str(SCHEMA), ""], ["Item id", "State", "sha256", "Cells"]]
    for item in found.items:
        marks = " ".join(f"{key}:{digits}" for key, digits in marks_of(item).items())
        rows.append([item.id, "exported", content_sha256(item), marks])
    rows.extend([name, "not exported", "", ""] for name in found.personal if len(name) <= _MOST_ID)
    return Grid(ABOUT, rows, head=1)


def _guide(project: Project, found: Standing) -> Grid:
    lines = (
        f"{project.settings.council}: evidence items to edit",
        f"1. {_counted(len(found.items))} in this workbook: one row each in the sheet Items; one row a tag, figure or action in Tags, Figures and Actions.",
        "2. Change what you like in the white cells. A cell with a small arrow offers a list of words: choose one of them.",
        "3. Dark columns must be filled. Grey ones (item id, item title) are for finding your way: leave them as they are.",
        "4. Write a date as 2019-07-18, 2019-07 or 2019, a time between two as 2020-04/2021-03, or the word unknown; never more than the source says.",
        "5. Part several words in one cell by a semicolon: people-are-experts; no-hand-offs.",
        "6. New item: add a row and leave its item id empty. New tag, figure or action: add a row with the id of its item (of a new item, its title).",
        "7. Deleting a row in Items only proposes to withdraw the item: nothing is deleted, its file stays. In Tags, Figures and Actions it takes that one away.",
        "8. You may sort, filter and move rows and columns. A text too long for a cell stands in parts in the sheet Long texts: change it there.",
        f"9. {_left_out(len(found.personal))} Put nothing into this workbook by which a person can be known.",
        "10. Save it as .xlsx, close it, and type: cqc-evidence import FILE. Each change is shown, and each cell that is not understood is named.",
    )
    return Grid(GUIDE, [[written(line)] for line in lines])


def _counted(number: int) -> str:
    return "1 item" if number == 1 else f"{number:,} items"


def _left_out(number: int) -> str:
    if not number:
        return "Items marked personal are never in this workbook; there are none now."
    if number == 1:
        return "1 item marked personal is not in this workbook, and stays as it is."
    return f"{number:,} items marked personal are not in this workbook, and stay as they are."
