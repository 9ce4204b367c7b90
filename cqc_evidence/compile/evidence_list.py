"""Evidence as people look it up: a statement's list and figures, and the register of the whole pack."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.view import View
from cqc_evidence.model.dates import period_in_words
from cqc_evidence.model.evidence import Figure, Item
from cqc_evidence.model.framework import Statement
from cqc_evidence.model.pack import (
    Block,
    Heading,
    Inline,
    Link,
    Paragraph,
    Table,
    TableCell,
    Text,
)  # fmt: skip
from cqc_evidence.protect.figures import tells_few

_MOST_FIGURES = 8
_NOT_SHOWN = "not shown: a small number"


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
        widths=(6, 38, 15, 14, 27),
    )
    if total > len(listed):
        whole = len(view.registered) == len(view.items)
        elsewhere = "the register of the Excel and JSON files" if view.internal else "the council's register"
        where = "the evidence register" if whole else elsewhere
        more = words.count(total - len(listed), "more item")
        yield Paragraph(role="note", inlines=words.plain(f"{more} in {where}."))


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
    stances = {tag.stance for tag in view.tags(item, statement.id)}
    if "challenges" in stances:
        yield words.strong("Supports and challenges. " if "supports" in stances else "Challenges. ")
    elif stances == {"context"}:
        yield words.strong("Context. ")
    yield Text(text=item.title)


def _where(item: Item) -> Iterator[Inline]:
    source = item.source
    place = source.locator or source.document or source.citation or "published source"
    yield Link(href=source.public_url, text=place) if source.public_url else Text(text=place)


def figures_table(view: View, statement: Statement, measured: frozenset[str] = frozenset()) -> Iterator[Block]:
    """Yield the figures that the claims lean on and that can be weighed: those compared with, or counted from, something.

    A bare count says little in a table; it stands in the text of its item. What was `measured` from an item's own table
    stands above it already.
    """
    cited = [(item, figure) for item in _cited(view, statement) if item.id not in measured for figure in item.figures]
    figures = [(item, figure) for item, figure in cited if figure.comparator or figure.denominator is not None]
    figures.sort(key=lambda pair: not pair[1].comparator)
    if not figures:
        return
    shown = figures[:_MOST_FIGURES]
    yield Table(
        id=f"table-figures-{statement.id}",
        caption=f"{statement.title.text}: figures in the evidence",
        description="Each figure with its value, what it was counted from, its period and what it is compared with.",
        header=("Ref", "Measure", "Value", "From", "Period", "Compared with"),
        rows=tuple(_figure_row(view, item, figure) for item, figure in shown),
        widths=(7, 30, 13, 14, 16, 20),
    )
    more = (
        f" {words.count(len(cited) - len(shown), 'more figure')} in the evidence cited."
        if len(cited) > len(shown)
        else ""
    )
    note = f"Figures stand beside the work over the same period; they are associations.{more}"
    yield Paragraph(role="note", inlines=words.plain(note))


def _cited(view: View, statement: Statement) -> list[Item]:
    """Return the items a statement's claims cite, in the order of the claims."""
    narrative = view.narratives.get(statement.id)
    names = dict.fromkeys(citation.item for citation in narrative.citations) if narrative else ()
    return [view.items[name] for name in names if name in view.items]


def _figure_row(view: View, item: Item, figure: Figure) -> tuple[TableCell, ...]:
    small = view.edition == "public" and tells_few(figure, published=bool(item.source.public_url))
    value = words.with_unit(figure.value, figure.unit)
    return (
        TableCell(inlines=(view.reference(item.id),), header=True),
        TableCell(inlines=words.plain(figure.label or figure.id.replace("-", " "))),
        TableCell(inlines=words.plain(_NOT_SHOWN if small else value)),
        TableCell(inlines=words.plain(_NOT_SHOWN if small else _counted_from(figure))),
        TableCell(inlines=words.plain(period_in_words(figure.period or item.date))),
        TableCell(
            inlines=words.plain(_NOT_SHOWN if small and figure.comparator else figure.comparator or "none given")
        ),
    )


def _counted_from(figure: Figure) -> str:
    if figure.basis == "quoted":
        return "as printed"
    if figure.numerator is not None and figure.denominator is not None:
        return f"{words.number(figure.numerator)} of {words.number(figure.denominator)}"
    return "not given"
