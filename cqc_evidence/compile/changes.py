"""What has changed since an earlier pack: states, gaps, evidence."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.view import View
from cqc_evidence.model.coverage import Cell, Coverage
from cqc_evidence.model.dates import in_words
from cqc_evidence.model.pack import Block, Paragraph, Section, Table, TableCell

_NONE_NAMED = (
    "No earlier pack was named. “cqc-evidence build --since FILE”, with the coverage.json of an earlier pack, shows here "
    "which states changed, which gaps closed or opened, and how much evidence is new."
)


def changes_section(view: View, earlier: Coverage | None) -> tuple[Section, ...]:
    """Return the section, or none where there is nothing to tell people outside the council."""
    if earlier is None and not view.internal:
        return ()
    blocks = tuple(_changes(view, earlier)) if earlier else (Paragraph(inlines=words.plain(_NONE_NAMED)),)
    return (Section(id="changes", level=1, title="Changes since the last pack", blocks=blocks),)


def _changes(view: View, earlier: Coverage) -> Iterator[Block]:
    yield Paragraph(role="lead", inlines=words.plain(f"{_sums(view, earlier)}."))
    if earlier.framework != view.coverage.framework:
        text = (
            f"The earlier pack was measured against {earlier.framework}; only statements with the same id are compared."
        )
        yield Paragraph(role="note", inlines=words.plain(text))
    before = {(cell.statement, cell.category): cell for cell in earlier.cells}
    changed = [
        (was, cell)
        for cell in view.coverage.cells
        if (was := before.get((cell.statement, cell.category))) is not None and was.state != cell.state
    ]
    yield Table(
        id="table-changes", caption=f"States that changed since {in_words(earlier.as_at)}",
        description="Each quality statement and category whose state changed, with the earlier and the present state.",
        header=("Quality statement", "Evidence category", "Was", "Is", *(("Because",) if view.internal else ())),
        rows=tuple(_row(view, was, cell) for was, cell in changed),
        widths=(24, 20, 13, 13, 30) if view.internal else (36, 30, 17, 17),
        empty="No state has changed.",
    )  # fmt: skip


def _sums(view: View, earlier: Coverage) -> str:
    now, then = _evidence(view.coverage), _evidence(earlier)
    told = f"Compared with the position as at {in_words(earlier.as_at)}: {words.count(len(now - then), 'item')} new"
    told += f", {len(then - now)} no longer behind any cell"
    if view.internal:
        open_now, open_then = ({gap.id for gap in one.gaps} for one in (view.coverage, earlier))
        told += f"; {words.count(len(open_then - open_now), 'gap')} closed, {len(open_now - open_then)} opened"
    return told


def _evidence(coverage: Coverage) -> set[str]:
    return {name for cell in coverage.cells for name in (*cell.evidence, *cell.challenged_by)}


def _row(view: View, was: Cell, cell: Cell) -> tuple[TableCell, ...]:
    statement = next(one.title.text for one in view.framework.statements if one.id == cell.statement)
    category = next(one.title.text for one in view.framework.quality.categories if one.id == cell.category)
    return (
        TableCell(inlines=words.plain(statement), header=True),
        TableCell(inlines=words.plain(category)),
        TableCell(inlines=(words.state_badge(was.state),), mark=was.state),
        TableCell(inlines=(words.state_badge(cell.state),), mark=cell.state),
        *((TableCell(inlines=words.plain("; ".join(cell.reasons))),) if view.internal else ()),
    )
