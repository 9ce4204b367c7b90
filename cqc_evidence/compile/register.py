"""The register of the whole pack: items with their text, source and claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from cqc_evidence.compile import words
from cqc_evidence.compile.view import View
from cqc_evidence.measure.coverage.cells import newest_first
from cqc_evidence.measure.coverage.eligible import category_of
from cqc_evidence.measure.coverage.fresh import is_fresh
from cqc_evidence.model.dates import period_in_words
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.pack import (
    Block,
    Break,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    RegisterEntry,
    Table,
    TableCell,
    Text,
)

_SHARED = 3
"""Items of one citation from which on the citation stands once, above the register."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def register_table(view: View) -> Iterator[Block]:
    """Yield the pack's evidence register: each item with its text, its source and the claims that rest on it."""
    listed = sorted((view.items[name] for name in view.registered), key=lambda item: _natural(view.labels[item.id]))
    shared = _shared_sources(listed)
    if shared:
        yield Paragraph(role="label", inlines=words.plain("Sources named by a letter"))
        yield ListBlock(
            entries=tuple(
                (Paragraph(inlines=(words.strong(f"Source {letter}: "), Text(text=citation))),)
                for citation, letter in shared.items()
            )
        )
    yield Table(
        id="table-register",
        caption="Evidence register",
        description="Each item with its text, its source and the claims that rest on it.",
        header=("Ref", "Evidence", "Source", "Cited in"),
        rows=tuple(_register_row(view, item, shared) for item in listed),
        widths=(6, 58, 21, 15),
        interactive=True,
        empty="No evidence is shown in this edition.",
    )
    left = len(view.items) - len(listed)
    if left:
        verb = "item stands" if left == 1 else "items stand"
        where = "the register of the Excel and JSON files" if view.internal else "the council's register"
        yield Paragraph(role="note", inlines=words.plain(f"{left:,} more {verb} in {where}."))


def _natural(label: str) -> tuple[str, int]:
    letter = label.rstrip("0123456789")
    return letter, int(label.removeprefix(letter))


def _register_row(view: View, item: Item, shared: Mapping[str, str]) -> tuple[TableCell, ...]:
    kind = view.framework.kind(item.kind)
    about = f"{kind.title if kind else item.kind} · {period_in_words(item.date)} · voice: {item.voice}"
    about += f", reported by {item.reported_by}" if item.reported_by else ""
    about += "" if item.status == "accepted" else f" · {item.status}"
    body = view.markdown.inlines(_body(item), lambda name, _: _mention(view, name))
    text: tuple[Inline, ...] = (words.strong(item.title), Break(), words.emphasis(about))
    return (
        TableCell(
            inlines=(Text(text=view.labels[item.id]),),
            id=f"evidence-{item.id}",
            header=True,
            sort=_sortable(view.labels[item.id]),
        ),
        TableCell(inlines=(*text, Break(), *body) if body else text),
        TableCell(inlines=tuple(_source(item, shared))),
        TableCell(inlines=tuple(_cited_in(view, item.id))),
    )


def _mention(view: View, item: str) -> Inline:
    """Return what stands for a citation inside an item's own text: a link only where the register lists it."""
    if item in view.registered:
        return view.reference(item)
    return Text(text=f"[{item}]" if item in view.items or view.internal else "[evidence not in this edition]")


def _sortable(label: str) -> str:
    letter, digits = _natural(label)
    return f"{letter}{digits:06}"


def _body(item: Item) -> str:
    return "(The text is personal and is not printed.)" if item.sensitivity == "personal" else item.body


def _shared_sources(listed: list[Item]) -> dict[str, str]:
    """Return a letter for each citation that several items share, the most used first."""
    counts = Counter(item.source.citation for item in listed if item.source.citation)
    often = sorted(
        (citation for citation, number in counts.items() if number >= _SHARED), key=lambda one: (-counts[one], one)
    )
    return dict(zip(often, _LETTERS, strict=False))


def _source(item: Item, shared: Mapping[str, str]) -> Iterator[Inline]:
    source = item.source
    citation = f"Source {shared[source.citation]}" if source.citation in shared else source.citation
    yield Text(text=", ".join(part for part in (citation, source.locator, source.document) if part))
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
        months = [
            cells[key].months
            for key in zip((tag.statement for tag in item.tags), categories, strict=True)
            if key in cells
        ]
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
