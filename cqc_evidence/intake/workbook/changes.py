"""What a person changed in a round-trip workbook, told apart from what changed in the project meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cqc_evidence.intake.workbook.apply import (
    Applied,
    AppliedChildren,
    Row,
    apply_children,
    apply_row,
    filled,
    made,
    same_date,
    with_values,
)
from cqc_evidence.intake.workbook.cells import (
    child_cells,
    children_cells,
    content_sha256,
    item_cells,
    list_mark,
    mark,
)
from cqc_evidence.intake.workbook.columns import CHILDREN, ITEM_COLUMNS, Child
from cqc_evidence.intake.workbook.owners import ChildRow, new_key, owned
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.slug import free_name, slug
from cqc_evidence.model.workbook import (
    Clash,
    EditedItem,
    ExportedItem,
    FieldChange,
    WorkbookChanges,
    WorkbookRead,
    WorkbookRow,
    WorkbookSheet,
)
from cqc_evidence.read.privacy import hush

_ID_COLUMN = "id"
_PERSONAL = "personal"
_PRINTED = ("public", "official", "")


def changes(rows: WorkbookRead, items: tuple[Item, ...]) -> WorkbookChanges:
    """Return what was edited, added and deleted in a workbook since it was exported.

    Each cell is compared with the project's item and with what the workbook remembers of its
    export. What only one side changed is taken from that side; what both changed, each in its own
    way, is a clash, and the project's stays. A bad cell changes nothing; the rest of its row counts.

    Args:
        rows: the workbook as it stands.
        items: the project's items now.
    """
    if rows.items is None:
        return WorkbookChanges(notes=rows.notes, problems=rows.problems)
    return _Comparison(rows, rows.items, items).result()


class _Comparison:
    """Compares one workbook with one project."""

    def __init__(self, read: WorkbookRead, sheet: WorkbookSheet, items: tuple[Item, ...]) -> None:
        self.read = read
        self.sheet = sheet
        self.theirs: dict[str, Item] = {}
        for item in items:
            self.theirs.setdefault(item.id, item)
        self.rows = owned(read, sheet)
        self.problems = [*read.problems, *self.rows.problems]
        self.notes: list[str] = []
        self.clashes: list[Clash] = []
        self.deleted: list[str] = []
        self.unchanged = 0

    def result(self) -> WorkbookChanges:
        edited = tuple(one for name, base in self.read.exported.items() if (one := self._known(name, base)))
        new = tuple(self._all_new())
        return WorkbookChanges(
            edited=edited,
            new=new,
            deleted=tuple(self.deleted),
            clashes=tuple(self.clashes),
            unchanged=self.unchanged,
            notes=(*self.read.notes, *self.notes),
            problems=tuple(self.problems),
        )

    def _known(self, name: str, base: ExportedItem) -> EditedItem | None:
        """Return an exported item with its changes, if there are any."""
        rows, item = self.rows.known.get(name, []), self.theirs.get(name)
        if item is None:
            self.clashes.extend(self._gone(name, rows, base))
        elif not rows:
            self._deleted(item, base)
        elif len(rows) > 1 or not (found := self._edited(item, rows[0], base)):
            self.unchanged += 1
        else:
            return found
        return None

    def _gone(self, name: str, rows: Sequence[WorkbookRow], base: ExportedItem) -> Iterable[Clash]:
        """Yield that somebody edited an item which the project no longer has."""
        for row in rows:
            if any(mark(text) != base.cells.get(key, "") for key, text in _field_cells(row).items()):
                where = Row(self.read, self.sheet, row).where(_ID_COLUMN)
                yield Clash(item=name, field="", in_workbook="edited", in_project="no longer there", place=where)

    def _deleted(self, item: Item, base: ExportedItem) -> None:
        if content_sha256(item) == base.sha256:
            self.deleted.append(item.id)
        else:
            self.clashes.append(Clash(item=item.id, field="", in_workbook="row deleted", in_project="changed"))

    def _edited(self, item: Item, row: WorkbookRow, base: ExportedItem) -> EditedItem | None:
        fields = self._fields(item, row, base)
        lists = [found for child in CHILDREN if (found := self._list(child, item, base))]
        if not fields and not lists:
            return None
        applied = apply_row(Row(self.read, self.sheet, row), ITEM_COLUMNS, Item, fields, item_cells(item))
        nouns = {one.child.field: one.applied.nouns for one in lists}
        new = with_values(item, applied.values).model_copy(update=nouns)
        hidden = item.sensitivity == _PERSONAL or _perhaps_personal(row)
        self._add(hidden, (applied, *(one.applied for one in lists)))
        changed = [*_field_changes(item, new), *(change for one in lists for change in _list_changes(one, item))]
        return EditedItem(item=new, changed=tuple(_masked(one, hidden) for one in changed)) if changed else None

    def _add(self, hidden: bool, applied: Iterable[Applied | AppliedChildren]) -> None:  # noqa: FBT001  # what it says
        for one in applied:
            self.problems.extend(_hushed(problem) if hidden else problem for problem in one.problems)
            self.notes.extend(one.notes)

    def _fields(self, item: Item, row: WorkbookRow, base: ExportedItem) -> dict[str, str]:
        """Return the cells that the person changed and nobody else did; what both changed becomes a clash."""
        theirs = item_cells(item)
        found: dict[str, str] = {}
        for key, text in _field_cells(row).items():
            if text == theirs[key] or mark(text) == base.cells.get(key, ""):
                continue
            here = Row(self.read, self.sheet, row)
            if same_date(here, key, text, theirs[key]):
                continue
            if mark(theirs[key]) == base.cells.get(key, ""):
                found[key] = text
            else:
                self._clash(item, key, text, theirs[key], here.where(key))
        return found

    def _clash(self, item: Item, field: str, ours: str, theirs: str, where: str) -> None:
        hidden = item.sensitivity == _PERSONAL
        self.clashes.append(
            Clash(
                item=item.id,
                field=field,
                in_workbook="" if hidden else ours,
                in_project="" if hidden else theirs,
                place=where,
            )
        )

    def _list(self, child: Child, item: Item, base: ExportedItem) -> _List | None:
        """Return an item's tags, figures or actions where the person changed them and nobody else did."""
        if child.field not in self.read.children:
            return None
        theirs = children_cells(child, item)
        rows = _numbered(self.read, child, self.rows.children[child.field].get(item.id, []), theirs)
        ours = [filled(self.read, child, one, theirs) for one in rows]
        remembered = base.cells.get(child.field, "")
        if ours == theirs or list_mark(ours) == remembered:
            return None
        if list_mark(theirs) != remembered:
            where = self.read.children[child.field].name
            self._clash(item, child.field, _summary(child, ours), _summary(child, theirs), where)
            return None
        return _List(child, apply_children(self.read, child, rows, getattr(item, child.field), theirs))

    def _all_new(self) -> Iterable[Item]:
        """Yield each new item, with an id that no other has."""
        taken = {*self.theirs, *self.read.exported, *self.read.not_exported}
        for row in self.rows.new:
            item = self._new(row, taken)
            if item is not None:
                taken.add(item.id)
                yield item

    def _new(self, row: WorkbookRow, taken: set[str]) -> Item | None:
        here = Row(self.read, self.sheet, row)
        applied = apply_row(here, ITEM_COLUMNS, Item, row.cells, {})
        lists = {
            field: apply_children(self.read, child, found[new_key(row)], (), ())
            for child in CHILDREN
            if new_key(row) in (found := self.rows.children.get(field := child.field, {}))
        }
        self._add(_perhaps_personal(row), (applied, *lists.values()))
        if not applied.sound:
            return None
        name, complaint = _name(here, applied.values, taken)
        self.problems.extend(complaint)
        nouns = {field: one.nouns for field, one in lists.items()}
        values = {("source", "citation"): "", **applied.values}
        return made(Item, values, **{"id": name, "tags": (), **nouns})


def _perhaps_personal(row: WorkbookRow) -> bool:
    """Return whether a row's words must not be printed: a misspelt word hides rather than shows."""
    return row.text("sensitivity").casefold() not in _PRINTED


def _hushed(problem: Diagnostic) -> Diagnostic:
    """Return a problem of a personal item without any of its words."""
    return hush(problem).model_copy(
        update={"help": "look at the cell; its words are not shown, for the item is personal"}
    )


class _List(NamedTuple):
    """Changed tags, figures or actions of an item."""

    child: Child
    applied: AppliedChildren


def _field_cells(row: WorkbookRow) -> dict[str, str]:
    return {column.key: row.cells[column.key] for column in ITEM_COLUMNS if column.key in row.cells}


def _numbered(
    read: WorkbookRead, child: Child, rows: Sequence[ChildRow], theirs: Sequence[Mapping[str, str]]
) -> list[ChildRow]:
    """Return rows in which each number stands once: of copies, the one that is as it was keeps it."""
    if len({one.number for one in rows if one.number}) == sum(1 for one in rows if one.number):
        return list(rows)
    keepers: dict[int, ChildRow] = {}
    for one in rows:
        if one.number and one.number <= len(theirs):
            as_it_was = filled(read, child, one, theirs) == theirs[one.number - 1]
            if one.number not in keepers or as_it_was:
                keepers[one.number] = one
    kept = [keepers[number] for number in sorted(keepers)]
    return [*kept, *(ChildRow(one.row, None) for one in rows if not any(one is keeper for keeper in kept))]


def _name(here: Row, values: Mapping[tuple[str, ...], Any], taken: set[str]) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return a new item's id: the one that the person wrote if it is one and free, else one of kind and title."""
    wished = here.row.text(_ID_COLUMN)
    if wished and slug(wished, len(wished)) == wished and wished not in taken:
        return wished, ()
    made_up = slug(f"{values['kind',]} {values['title',]}") or "item"
    name = free_name(made_up, taken)
    if not wished:
        return name, ()
    what = f'the id "{wished}" belongs to another item' if wished in taken else f'"{wished}" cannot be an id'
    return name, (here.problem(_ID_COLUMN, what, f'leave it empty; the item was given the id "{name}"'),)


def _field_changes(old: Item, new: Item) -> Iterable[FieldChange]:
    before, after = item_cells(old), item_cells(new)
    return (FieldChange(field=key, old=text, new=after[key]) for key, text in before.items() if after[key] != text)


def _list_changes(one: _List, item: Item) -> Iterable[FieldChange]:
    """Yield each changed cell of an item's tags, figures or actions, and each that is new or gone."""
    child = one.child
    old = children_cells(child, item)
    new = [child_cells(child, noun) for noun in one.applied.nouns]
    numbers = one.applied.numbers
    for number, cells in enumerate(old, 1):
        if number not in numbers:
            yield FieldChange(field=f"{child.field} {number}", old=_in_short(child, cells))
            continue
        after = new[numbers.index(number)]
        for key, text in cells.items():
            if after[key] != text:
                yield FieldChange(field=f"{child.field} {number}: {key}", old=text, new=after[key])
    for at, (before, cells) in enumerate(zip(numbers, new, strict=True), 1):
        if before is None:
            yield FieldChange(field=f"{child.field} {at}", new=_in_short(child, cells))


def _summary(child: Child, rows: Iterable[Mapping[str, str]]) -> str:
    return "\n".join(_in_short(child, cells) for cells in rows)


def _in_short(child: Child, cells: Mapping[str, str]) -> str:
    """Return a tag, figure or action in one line."""
    return "; ".join(f"{key}: {cells[key]}" for column in child.columns if cells[key := column.key])


def _masked(change: FieldChange, hidden: bool) -> FieldChange:  # noqa: FBT001  # what it says
    return FieldChange(field=change.field) if hidden else change
