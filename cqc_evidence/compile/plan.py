"""The improvement plan: by owner, then by date; called embedded only where that is shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from cqc_evidence.compile import words
from cqc_evidence.compile.requests import by_date, gap_names, is_overdue, what_of
from cqc_evidence.compile.view import View
from cqc_evidence.measure.embedded import embedded
from cqc_evidence.model.dates import Period, in_words, period_in_words
from cqc_evidence.model.pack import Block, Inline, Inlines, Paragraph, Table, TableCell, Text
from cqc_evidence.model.project import EvidenceRequest, Improvement

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
    yield Paragraph(role="lead", inlines=words.plain(_sums(view)))
    for number, owner in enumerate(sorted(owners, key=lambda name: (not name, name)), 1):
        found = sorted(owners[owner], key=lambda one: (one.due.end or _LAST if one.due else _LAST, one.id))
        title = f"Actions of: {owner or 'owner not set'}"
        yield improvement_table(view, found, f"table-plan-{number}", title, sources=True)


def _sums(view: View) -> str:
    """Return how many actions there are, how far they are, and what is wrong with the plan itself."""
    those = view.project.improvements
    far = Counter("embedded" if _is_embedded(view, one) else _before_embedded(one) for one in those)
    steps = [f"{far[step]} {step}" for step in ("planned", "started", "done", "embedded") if far[step]]
    told = [f"{words.count(len(those), 'action')}: {', '.join(steps)}."]
    if unset := sum(1 for one in those if not one.owner):
        told.append(f"{words.count(unset, 'action')} {'has' if unset == 1 else 'have'} no owner yet.")
    if late := sum(1 for one in those if _overdue(view, one)):
        is_past = "is past its due date" if late == 1 else "are past their due dates"
        told.append(f"{words.count(late, 'action')} {is_past} on {in_words(view.project.today)}.")
    return " ".join(told)


def _before_embedded(one: Improvement) -> str:
    return "done" if one.status == "embedded" else one.status


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
            TableCell(inlines=words.plain(_due(view, one)), sort=one.due.text if one.due else ""),
            TableCell(inlines=words.plain(_measure(one))),
            TableCell(inlines=words.plain(_status(view, one))),
        )
        for one in found
    )
    return Table(
        id=table, caption=caption,
        description="Each action with its owner, due date, measure and status.",
        header=("Action and why", "Owner", "Due", "Measure", "Status"),
        rows=rows, widths=(41, 12, 13, 19, 15),
    )  # fmt: skip


def _due(view: View, one: Improvement) -> str:
    if one.due is None:
        return "not set"
    return f"{period_in_words(one.due)} (overdue)" if _overdue(view, one) else period_in_words(one.due)


def _status(view: View, one: Improvement) -> str:
    """Return how far an action is and, once it is done, since when."""
    status = status_of(view, one)
    if one.done is None or one.status in ("planned", "started"):
        return status
    return f"{status}; done {period_in_words(one.done)}" if status == "embedded" else _dated(status, one.done)


def _dated(status: str, done: Period) -> str:
    return status.replace("done", f"done {period_in_words(done)}", 1)


def status_of(view: View, one: Improvement) -> str:
    """Return an action's status; embedded is said only where the measure moved and a later item shows it."""
    if one.status != "embedded":
        return one.status
    return "embedded" if _is_embedded(view, one) else _NOT_YET


def _is_embedded(view: View, one: Improvement) -> bool:
    """Return whether embedded may be said; every edition says the same, from all that was measured."""
    return one.status == "embedded" and not _lacks(view, one)


def _lacks(view: View, one: Improvement) -> tuple[str, ...]:
    return embedded(one, view.counted, view.framework, view.measured_all).lacks


def _what(view: View, one: Improvement, *, sources: bool) -> tuple[Inline, ...]:
    found: list[Inline] = [words.strong(one.action)]
    if one.why:
        found.append(Text(text=f" {one.why}", emphasis=True))
    if view.internal:
        found.append(Text(text=f" ({one.gap})", code=True))
    if one.shown_by and (references := view.references(one.shown_by, most=3)):
        found += [Text(text=" Shown by "), *references, Text(text=".")]
    if view.internal and one.status == "embedded" and (lacks := _lacks(view, one)):
        found.append(Text(text=f" To be called embedded it lacks {'; and '.join(lacks)}.", emphasis=True))
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
    """Return what was asked for, of whom, and whether it has come; by person, what is due first."""
    names = gap_names(view.framework)
    asked = sorted(view.project.requests, key=lambda one: (one.who.casefold(), bool(one.received), by_date(one)))
    return Table(
        id="table-requests", caption="Evidence asked for",
        description="Who was asked for which evidence, when it is due, when they were reminded and when it came.",
        header=("Asked of", "For", "Due", "Reminded", "Received"),
        rows=tuple(_request(view, one, names) for one in asked), widths=(20, 41, 13, 13, 13),
    )  # fmt: skip


def _request(view: View, one: EvidenceRequest, names: Mapping[str, str]) -> tuple[TableCell, ...]:
    due = _when(one.due) + (" (overdue)" if is_overdue(one, view.project) else "")
    came = list(words.plain(_when(one.received)))
    if references := view.references(one.items, most=3):
        came += [Text(text=" "), *references]
    return (
        TableCell(inlines=words.plain(one.who), header=True),
        TableCell(inlines=_asked_for(one, names)),
        TableCell(inlines=words.plain(due), sort=one.due.text if one.due else ""),
        TableCell(inlines=words.plain(_when(one.chased))),
        TableCell(inlines=tuple(came)),
    )


def _asked_for(one: EvidenceRequest, names: Mapping[str, str]) -> Inlines:
    found = words.plain(what_of(one, names) or "not given")
    return (*found, Text(text=f" ({one.gap})", code=True)) if one.gap else found


def _when(period: Period | None) -> str:
    return period_in_words(period) if period else "no"
