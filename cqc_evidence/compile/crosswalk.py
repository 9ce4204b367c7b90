"""The information return crosswalk: what CQC asks for → the evidence, with its section and its link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.view import View
from cqc_evidence.measure.crosswalk import Answer, Crossed, crosswalk
from cqc_evidence.model.pack import Badge, Block, Inline, Link, Paragraph, Table, TableCell, Text

_ASKS = (
    "CQC asks for existing documents and to be pointed to the relevant section. This table leads from each "
    "information return reference to the evidence."
)
_MOST = 6


def crosswalk_blocks(view: View) -> Iterator[Block]:
    """Yield the section: by the council's list where there is one, else by the references that items carry."""
    yield Paragraph(inlines=words.plain(_ASKS))
    if view.project.information_return.items:
        yield from _by_list(view)
    else:
        yield _by_references(view)


def _by_list(view: View) -> Iterator[Block]:
    rows = crosswalk(view.project, view.items)
    states = [row.state for row in rows]
    met = states.count("met")
    told = f"{met} of {words.count(len(rows), 'item')} are answered"
    if view.internal:
        told += f"; {states.count('not held')} not held, {states.count('unmet')} unmet"
    yield Paragraph(role="lead", inlines=words.plain(f"{told}."))
    shown = [row for row in rows if view.internal or row.state == "met"]
    yield Table(
        id="table-crosswalk", caption="Information return: what is asked for, and the evidence",
        description="Each item of the information return with the evidence that answers it, the section, and the link where it is public.",
        header=("No.", "Asked for", "Evidence, section and link", "State"), rows=tuple(_row(view, row) for row in shown),
        widths=(10, 34, 42, 14), empty="Nothing on the list is answered in this edition.",
    )  # fmt: skip
    if len(shown) < len(rows):
        left = words.count(len(rows) - len(shown), "item")
        yield Paragraph(role="note", inlines=words.plain(f"{left} of the list are not answered in this edition."))


def _row(view: View, row: Crossed) -> tuple[TableCell, ...]:
    mark = {"met": "evidenced", "not held": "reported", "unmet": "missing"}[row.state]
    badge = Badge.model_validate({"mark": mark, "word": row.state})
    found = list(_answers(view, row))
    if not found and row.asked.not_held and view.internal:
        found = [Text(text=f"Not held: {row.asked.not_held}")]
    asks = " ".join(
        part for part in (row.asked.asks, f"({row.asked.owner})" if row.asked.owner and view.internal else "") if part
    )
    return (
        TableCell(inlines=words.plain(row.asked.number), header=True),
        TableCell(inlines=words.plain(asks)),
        TableCell(inlines=tuple(found)),
        TableCell(inlines=(badge,), mark=badge.mark),
    )


def _answers(view: View, row: Crossed) -> Iterator[Inline]:
    for number, answer in enumerate(row.answers[:_MOST]):
        if number:
            yield Text(text="; ")
        yield from _answer(view, answer)
    if len(row.answers) > _MOST:
        yield Text(text=f" and {len(row.answers) - _MOST} more")


def _answer(view: View, answer: Answer) -> Iterator[Inline]:
    yield view.reference(answer.item.id)
    if answer.locator:
        yield Text(text=f", {answer.locator}")
    url = answer.item.source.public_url
    if url:
        yield Text(text=", ")
        yield Link(href=url, text="public link")


def _by_references(view: View) -> Table:
    references: dict[str, list[str]] = defaultdict(list)
    for item in view.items.values():
        for reference in item.ir_refs:
            references[reference].append(item.id)
    return Table(
        id="table-crosswalk", caption="Information return references and the evidence for each",
        description="Each information return reference with the evidence items that carry it.",
        header=("Information return reference", "Evidence"),
        rows=tuple(
            (TableCell(inlines=words.plain(reference), header=True), TableCell(inlines=view.references(references[reference], most=12)))
            for reference in sorted(references)
        ),
        widths=(40, 60),
        empty=f"No evidence item carries an information return reference yet{' (key ir_refs)' if view.internal else ''}.",
    )  # fmt: skip
