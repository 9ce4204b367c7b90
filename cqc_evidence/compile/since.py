"""What changed between two positions, as a report for the council's own people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cqc_evidence.compile import words
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.dates import in_words
from cqc_evidence.model.difference import Change, Detail, Difference, Side, StatementDifference
from cqc_evidence.model.pack import Block, Cover, Heading, ListBlock, Pack, Paragraph, Section, Table, TableCell
from cqc_evidence.model.project import Project
from cqc_evidence.version import __version__

_SORTS = {"new": "New", "gone": "No longer there", "changed": "Changed"}
_PARTS = (
    ("claims", "Claims"), ("passages", "Other parts of the narrative"), ("numbers", "Numbers"), ("items", "Evidence"), ("gaps_closed", "Gaps closed"),
    ("gaps_opened", "Gaps opened"), ("gaps_changed", "Gaps that changed"), ("improvements", "Areas for improvement"),
)  # fmt: skip


def compile_since(project: Project, coverage: Coverage, found: Difference, title: str) -> Pack:
    """Return the report as a document; it names everything, so it is internal.

    Args:
        project: the later position's project.
        coverage: the later position's coverage.
        found: what changed.
        title: such as “Changes since submission”.
    """
    return Pack(
        cover=Cover(
            title=title,
            council=project.settings.council,
            notice="For the council's own people: it names evidence and gaps that other editions do not show.",
            facts=(
                ("From", _side(found.before)),
                ("To", _side(found.after)),
                ("Compiled", f"{in_words(project.today)} with cqc-evidence {__version__}"),
            ),
        ),
        edition="internal",
        header=f"{title} · internal",
        as_at=project.as_at,
        today=project.today,
        framework=project.framework.quality.id,
        tool_version=__version__,
        sections=tuple(_sections(found)),
        evidence=(),
        coverage=coverage,
    )


def _side(side: Side) -> str:
    digest = f", digest {side.digest}" if side.digest else ""
    return f"{side.label}, as at {in_words(side.as_at)}{digest}"


def _sections(found: Difference) -> Iterator[Section]:
    yield Section(id="since", level=1, title="What changed, in short", blocks=tuple(_short(found)), page_break=True)
    for one in found.statements:
        yield Section(id=f"since-{one.statement}", level=2, title=one.title, blocks=tuple(_statement(one)))
    if found.elsewhere:
        table = _table("since-elsewhere", "What belongs to no statement", found.elsewhere)
        yield Section(id="since-other", level=2, title="What belongs to no statement", blocks=(table,))


def _short(found: Difference) -> Iterator[Block]:
    if found.before.framework != found.after.framework:
        text = f"The framework is another one: {found.before.framework}, then {found.after.framework}. Only what has the same id is compared."
        yield Paragraph(role="note", inlines=words.plain(text))
    if found.nothing:
        yield Paragraph(role="lead", inlines=words.plain("Nothing changed."))
        return
    opened, closed = (
        sum(len(getattr(one, name)) for one in found.statements) for name in ("gaps_opened", "gaps_closed")
    )
    told = f"{words.count(len(found.statements), 'quality statement')} changed; {words.count(closed, 'gap')} closed, {opened} opened."
    yield Paragraph(role="lead", inlines=words.plain(told))
    header = ("Quality statement", "States", "Gaps closed", "Gaps opened", "Claims", "Numbers", "Evidence")
    yield Table(
        id="table-since", caption="What changed, statement by statement",
        description="One row for each quality statement that changed, with how many states, gaps, claims, numbers and items did.",
        header=header, rows=tuple(_counts(one) for one in found.statements), widths=(22, 13, 13, 13, 13, 13, 13),
    )  # fmt: skip


def _counts(one: StatementDifference) -> tuple[TableCell, ...]:
    parts = (one.states, one.gaps_closed, one.gaps_opened, one.claims, one.numbers, one.items)
    counts = tuple(TableCell(inlines=words.plain(str(len(part)) if part else "–")) for part in parts)
    return (TableCell(inlines=words.plain(one.title), header=True), *counts)


def _statement(one: StatementDifference) -> Iterator[Block]:
    if one.judgement:
        yield Heading(level=3, text="Judgement", id=f"since-{one.statement}-judgement")
        yield ListBlock(entries=tuple((Paragraph(inlines=words.plain(_detail(detail))),) for detail in one.judgement))
    if one.states:
        rows = tuple(
            tuple(
                TableCell(inlines=words.plain(text), header=not number)
                for number, text in enumerate((cell.category, cell.before, cell.after, cell.because))
            )
            for cell in one.states
        )
        yield Table(
            id=f"table-since-{one.statement}-states", caption=f"{one.title}: states that changed",
            description="Each evidence category whose state changed, with the earlier and the present state and the reason.",
            header=("Evidence category", "Was", "Is", "Because"), rows=rows, widths=(24, 14, 14, 48),
        )  # fmt: skip
    for name, title in _PARTS:
        if changes := getattr(one, name):
            yield _table(f"since-{one.statement}-{name.replace('_', '-')}", f"{one.title}: {title.lower()}", changes)


def _table(ident: str, caption: str, changes: Iterable[Change]) -> Table:
    return Table(
        id=f"table-{ident}", caption=caption,
        description="One row for each thing that is new, changed or no longer there, with what changed about it.",
        header=("What", "How", "Was and is"), rows=tuple(_row(change) for change in changes), widths=(38, 14, 48),
    )  # fmt: skip


def _row(change: Change) -> tuple[TableCell, ...]:
    title = f"{change.title} ({change.name})" if change.title else change.name
    told = "; ".join(_detail(detail) for detail in change.details)
    return (
        TableCell(inlines=words.plain(title), header=True),
        TableCell(inlines=words.plain(_SORTS[change.sort])),
        TableCell(inlines=words.plain(told)),
    )


def _detail(detail: Detail) -> str:
    return f"{detail.what}: “{detail.before or 'nothing'}” → “{detail.after or 'nothing'}”"
