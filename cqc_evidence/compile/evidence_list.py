"""Evidence as people look it up: a statement's list and figures, and the register of the whole pack."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.view import View
from cqc_evidence.measure.cells import newest_first
from cqc_evidence.measure.eligible import category_of
from cqc_evidence.measure.fresh import is_fresh
from cqc_evidence.model.dates import period_in_words
from cqc_evidence.model.evidence import Figure, Item
from cqc_evidence.model.framework import Statement
from cqc_evidence.model.pack import (
    Block,
    Break,
    Heading,
    Inline,
    Link,
    Paragraph,
    RegisterEntry,
    Table,
    TableCell,
    Text,
)  # fmt: skip

_MOST_FIGURES = 8
_STANCES = {"challenges": "Challenges. ", "context": "Context. "}


def evidence_table(view: View, statement: Statement) -> Iterator[Block]:
    """Yield the statement's evidence list, and the number of items it does not list."""
    listed = view.listed(statement)
    total = len(view.by_statement.get(statement.id, ()))
    if not listed:
        return
    yield Heading(level=3, text="Evidence", id=f"{statement.id}-evidence")
    title = statement.title.text
    yield Table(
        id=f"table-evidence-{statement.id}",
        caption=f"{title}: evidence list",
        description=f"Items behind {title}: reference, title, date, category and where to find it.",
        header=("Ref", "Evidence", "Date", "Category", "Where"),
        rows=tuple(_row(view, item, statement) for item in listed),
        widths=(7, 42, 16, 15, 20),
    )
    if total > len(listed):
        more = words.count(total - len(listed), "more item")
        yield Paragraph(role="note", inlines=words.plain(f"{more} in the register of the Excel and JSON files."))


def _row(view: View, item: Item, statement: Statement) -> tuple[TableCell, ...]:
    titles = {category.id: category.title.text for category in view.framework.quality.categories}
    categories = dict.fromkeys(titles.get(name, name) for name in view.categories(item, statement.id))
    return (
        TableCell(inlines=(view.reference(item.id),), header=True),
        TableCell(inlines=tuple(_titled(view, item, statement))),
        TableCell(inlines=words.plain(period_in_words(item.date)), sort=item.date.text),
        TableCell(inlines=words.plain(", ".join(categories))),
        TableCell(inlines=tuple(_where(item))),
    )


def _titled(view: View, item: Item, statement: Statement) -> Iterator[Inline]:
    stances = dict.fromkeys(tag.stance for tag in view.tags(item, statement.id))
    if "supports" not in stances:
        yield words.strong("".join(_STANCES[stance] for stance in stances))
    yield Text(text=item.title)


def _where(item: Item) -> Iterator[Inline]:
    source = item.source
    place = source.locator or source.document or source.citation or "published source"
    yield Link(href=source.public_url, text=place) if source.public_url else Text(text=place)


def figures_table(view: View, statement: Statement) -> Iterator[Block]:
    """Yield the figures that the claims lean on; every value has its period and comparator, or says so.

    Figures that are compared with something, or counted from something, come first.
    """
    figures = [(item, figure) for item in _cited(view, statement) for figure in item.figures]
    figures.sort(key=lambda pair: (not pair[1].comparator, pair[1].numerator is None))
    if not figures:
        return
    yield Heading(level=3, text="The numbers", id=f"{statement.id}-numbers")
    yield Table(
        id=f"table-figures-{statement.id}",
        caption=f"{statement.title.text}: figures in the evidence",
        description="Each figure with its value, what it was counted from, its period and what it is compared with.",
        header=("Ref", "Measure", "Value", "From", "Period", "Compared with"),
        rows=tuple(_figure_row(view, item, figure) for item, figure in figures[:_MOST_FIGURES]),
        widths=(7, 30, 13, 14, 16, 20),
    )
    more = f" {words.count(len(figures) - _MOST_FIGURES, 'more figure')} in the evidence cited." if len(figures) > _MOST_FIGURES else ""
    note = f"Figures stand beside the work over the same period; they do not show that one caused the other.{more}"
    yield Paragraph(role="note", inlines=words.plain(note))


def _cited(view: View, statement: Statement) -> list[Item]:
    """Return the items a statement's claims cite, in the order of the claims."""
    narrative = view.narratives.get(statement.id)
    names = dict.fromkeys(citation.item for citation in narrative.citations) if narrative else ()
    return [view.items[name] for name in names if name in view.items]


def _figure_row(view: View, item: Item, figure: Figure) -> tuple[TableCell, ...]:
    return (
        TableCell(inlines=(view.reference(item.id),), header=True),
        TableCell(inlines=words.plain(figure.label or figure.id.replace("-", " "))),
        TableCell(inlines=words.plain(words.with_unit(figure.value, figure.unit))),
        TableCell(inlines=words.plain(_counted_from(figure))),
        TableCell(inlines=words.plain(period_in_words(figure.period or item.date))),
        TableCell(inlines=words.plain(figure.comparator or "none given")),
    )


def _counted_from(figure: Figure) -> str:
    if figure.basis == "quoted":
        return "as printed"
    if figure.numerator is not None and figure.denominator is not None:
        return f"{words.number(figure.numerator)} of {words.number(figure.denominator)}"
    return "not given"


def register_table(view: View) -> Iterator[Block]:
    """Yield the pack's evidence register: every item that something refers to, with its text and the claims that rest on it."""
    listed = sorted((view.items[name] for name in view.referenced), key=lambda item: _natural(view.labels[item.id]))
    yield Table(
        id="table-register",
        caption="Evidence register",
        description="Each item with its text, its source and the claims that rest on it.",
        header=("Ref", "Evidence", "Source", "Cited in"),
        rows=tuple(_register_row(view, item) for item in listed),
        widths=(7, 52, 25, 16),
        interactive=True,
        empty="No evidence is shown in this edition.",
    )
    left = len(view.items) - len(listed)
    if left:
        verb = "item stands" if left == 1 else "items stand"
        yield Paragraph(role="note", inlines=words.plain(f"{left:,} more {verb} in the register of the Excel and JSON files."))


def _natural(label: str) -> tuple[str, int]:
    return label[:1], int(label[1:])


def _register_row(view: View, item: Item) -> tuple[TableCell, ...]:
    kind = view.framework.kind(item.kind)
    about = f"{kind.title if kind else item.kind} · {period_in_words(item.date)} · voice: {item.voice}"
    about += "" if item.status == "accepted" else f" · {item.status}"
    body = view.markdown.inlines(_body(item), lambda name, _: _mention(view, name))
    text: tuple[Inline, ...] = (words.strong(item.title), Break(), words.emphasis(about))
    return (
        TableCell(inlines=(Text(text=view.labels[item.id]),), id=f"evidence-{item.id}", header=True, sort=_sortable(view.labels[item.id])),
        TableCell(inlines=(*text, Break(), *body) if body else text),
        TableCell(inlines=tuple(_source(item))),
        TableCell(inlines=tuple(_cited_in(view, item.id))),
    )


def _mention(view: View, item: str) -> Inline:
    """Return what stands for a citation inside an item's own text: a link only where the register lists it."""
    return view.reference(item) if item in view.referenced else Text(text=f"[{item}]")


def _sortable(label: str) -> str:
    letter, digits = _natural(label)
    return f"{letter}{digits:06}"


def _body(item: Item) -> str:
    return "(The text is personal and is not printed.)" if item.sensitivity == "personal" else item.body


def _source(item: Item) -> Iterator[Inline]:
    source = item.source
    yield Text(text=", ".join(part for part in (source.citation, source.locator, source.document) if part))
    if source.public_url:
        yield Break()
        yield Link(href=source.public_url, text="published source")


def _cited_in(view: View, item: str) -> Iterator[Inline]:
    first = dict(reversed(view.marks.get(item, [])))
    if not first:
        yield Text(text="not cited")
    for number, (place, mark) in enumerate(reversed(first.items())):
        if number:
            yield Text(text=", ")
        yield Link(href=f"#{mark}", text=place)


def register_entries(view: View) -> tuple[RegisterEntry, ...]:
    """Return every item that the edition may show, newest first, for the JSON and Excel files."""
    cells = {(cell.statement, cell.category): cell for cell in view.framework.expectations.cells}
    overrides = view.framework.expectations.fresh_until
    entries = []
    for item in newest_first(view.items.values()):
        categories = tuple(category_of(tag, item, view.framework) for tag in item.tags)
        months = [cells[key].months for key in zip((tag.statement for tag in item.tags), categories, strict=True) if key in cells]
        fresh = any(is_fresh(item, month, overrides, view.project.as_at) for month in set(months))
        source = item.source
        entries.append(
            RegisterEntry(
                id=item.id,
                label=view.labels[item.id],
                kind=item.kind,
                title=item.title,
                date=item.date.text,
                voice=item.voice,
                status=item.status,
                statements=tuple(tag.statement for tag in item.tags),
                categories=categories,
                stances=tuple(tag.stance for tag in item.tags),
                citation=source.citation,
                locator=source.locator,
                document=source.document,
                public_url=source.public_url,
                ir_refs=item.ir_refs,
                cited_by=tuple(dict.fromkeys(place for place, _ in view.marks.get(item.id, []))),
                fresh=fresh,
                file=item.location.file,
            )
        )
    return tuple(entries)
