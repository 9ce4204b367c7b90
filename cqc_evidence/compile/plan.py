"""The improvement plan: by owner, then by date; called embedded only where that is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from cqc_evidence.compile import words
from cqc_evidence.compile.view import View
from cqc_evidence.measure.embedded import embedded
from cqc_evidence.model.pack import Block, Inline, Paragraph, Table, TableCell, Text
from cqc_evidence.model.project import Improvement

_LAST = date.max
_NOT_YET = "done; not yet shown to be embedded"


def plan_blocks(view: View) -> Iterator[Block]:
    """Yield the plan, and in the internal edition what was asked of whom."""
    yield from _actions(view)
    if view.internal and view.project.requests:
        yield _requests(view)


def _actions(view: View) -> Iterator[Block]:
    owners: dict[str, list[Improvement]] = defaultdict(list)
    for improvement in view.project.improvements:
        owners[improvement.owner].append(improvement)
    if not owners:
        file = " in evidence/improvement.yaml" if view.internal else ""
        yield Paragraph(inlines=words.plain(f"No area for improvement is recorded{file}."))
        return
    told = _sums(view)
    if told:
        yield Paragraph(role="lead", inlines=words.plain(told))
    for number, owner in enumerate(sorted(owners, key=lambda name: (not name, name)), 1):
        found = sorted(owners[owner], key=lambda one: (one.due.end or _LAST if one.due else _LAST, one.id))
        title = f"Actions of: {owner or 'owner not set'}"
        yield improvement_table(view, found, f"table-plan-{number}", title, sources=True)


def _sums(view: View) -> str:
    those = view.project.improvements
    unset = sum(1 for one in those if not one.owner)
    late = sum(1 for one in those if _overdue(view, one))
    told = []
    if unset:
        told.append(f"{words.count(unset, 'action')} {'has' if unset == 1 else 'have'} no owner yet")
    if late:
        told.append(f"{words.count(late, 'action')} {'is' if late == 1 else 'are'} past the due date")
    return f"{'; '.join(told)}." if told else ""


def _overdue(view: View, one: Improvement) -> bool:
    due = one.due.end if one.due else None
    return one.status in ("planned", "started") and due is not None and due < view.project.today


def improvement_table(
    view: View, found: list[Improvement], table: str, caption: str, *, sources: bool = False
) -> Table:
    """Return areas for improvement as a table; what is not set says so, and where it comes from if wanted."""
    rows = tuple(
        (
            TableCell(inlines=_what(view, one, sources=sources)),
            TableCell(inlines=words.plain(one.owner or "not set")),
            TableCell(inlines=words.plain(_due(view, one))),
            TableCell(inlines=words.plain(_measure(one))),
            TableCell(inlines=words.plain(status_of(view, one))),
        )
        for one in found
    )
    return Table(
        id=table, caption=caption,
        description="Each action with its owner, due date, measure and status.",
        header=("Action and why", "Owner", "Due", "Measure", "Status"),
        rows=rows, widths=(40, 13, 11, 25, 11),
    )  # fmt: skip


def _due(view: View, one: Improvement) -> str:
    if one.due is None:
        return "not set"
    return f"{one.due.text} (overdue)" if _overdue(view, one) else one.due.text


def status_of(view: View, one: Improvement) -> str:
    """Return an action's status; embedded is said only where the measure moved and a later item shows it."""
    if one.status != "embedded":
        return one.status
    found = embedded(one, view.counted, view.framework, view.results)
    if found.holds:
        return "embedded"
    return f"{_NOT_YET} (lacks {' and '.join(found.lacks)})" if view.internal else _NOT_YET


def _what(view: View, one: Improvement, *, sources: bool) -> tuple[Inline, ...]:
    found: list[Inline] = [words.strong(one.action)]
    if one.why:
        found.append(Text(text=f" {one.why}", emphasis=True))
    if view.internal:
        found.append(Text(text=f" ({one.gap})", code=True))
    if one.shown_by and (references := view.references(one.shown_by, most=3)):
        found += [Text(text=" Shown by "), *references, Text(text=".")]
    if sources and one.source:
        found.append(Text(text=f" Source: {one.source}.", emphasis=True))
    return tuple(found)


def _measure(one: Improvement) -> str:
    parts = [one.measure] if one.measure else []
    parts += [
        f"{name}: {text}" for name, text in (("from", one.baseline), ("to", one.target), ("latest", one.latest)) if text
    ]
    return "; ".join(parts) or "not set"


def _requests(view: View) -> Table:
    """Return what was asked for, of whom, and whether it has come."""
    rows = tuple(
        (
            TableCell(inlines=words.plain(one.who), header=True),
            TableCell(inlines=words.plain(", ".join(part for part in (one.topic, one.gap) if part) or "not given")),
            *(
                TableCell(inlines=words.plain(when.text if when else "no"))
                for when in (one.due, one.chased, one.received)
            ),
        )
        for one in view.project.requests
    )
    return Table(
        id="table-requests", caption="Evidence asked for",
        description="Who was asked for which evidence, when it is due, when they were reminded and when it came.",
        header=("Asked of", "For", "Due", "Reminded", "Received"), rows=rows, widths=(20, 41, 13, 13, 13),
    )  # fmt: skip
