"""The numbers of one statement that were measured from tables and items: sentences, a chart with its data, caveats.

A metric stands in full where it is first at home; other statements point there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cqc_evidence.compile import words
from cqc_evidence.compile.charts import chart_of
from cqc_evidence.compile.view import View
from cqc_evidence.measure.metrics.counted import starts
from cqc_evidence.measure.metrics.shown import amount, count, decimals_of, ends, points, when
from cqc_evidence.model.framework import Statement
from cqc_evidence.model.metric import Metric
from cqc_evidence.model.pack import Block, Heading, Inline, Link, ListBlock, Paragraph, Table, TableCell, Text
from cqc_evidence.model.result import Result

_BETWEEN = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_MOST_ROWS = 24
_MOST_SENTENCES = 4
NOT_CAUSES = "Numbers stand beside the work over the same period. They are associations; none shows what came of what."


def numbers_of(view: View, statement: Statement) -> Iterator[Block]:
    """Yield what was measured for a statement; nothing when no metric belongs here or none has a result."""
    own = [(metric, found) for metric in _metrics(view) if (found := view.measured.get(metric.id))]
    home = [(metric, found) for metric, found in own if _home(view, metric) == statement.id]
    for metric, found in home:
        yield from _metric(view, metric, found)
    elsewhere = [
        metric for metric, _ in own if statement.id in metric.statements and _home(view, metric) != statement.id
    ]
    if elsewhere:
        links: list[Inline] = [Text(text="Measured as well, and shown elsewhere: ")]
        for place, metric in enumerate(elsewhere):
            links += [Text(text="; ")] if place else []
            links.append(Link(href=f"#metric-{metric.id}", text=metric.title))
        yield Paragraph(role="note", inlines=(*links, Text(text=".")))
    if home:
        yield Paragraph(role="note", inlines=words.plain(NOT_CAUSES))


def has_numbers(view: View, statement: Statement) -> bool:
    """Return whether any metric with a result belongs to a statement."""
    return any(statement.id in metric.statements and view.measured.get(metric.id) for metric in _metrics(view))


def measured_items(view: View, statement: Statement) -> frozenset[str]:
    """Return the items whose numbers are shown in full here, worked out from a table."""
    return frozenset(
        name
        for metric in _metrics(view)
        if _home(view, metric) == statement.id
        for one in view.measured.get(metric.id, ())
        for name in one.items
    )


def _metrics(view: View) -> tuple[Metric, ...]:
    return view.framework.metrics.metrics


def _home(view: View, metric: Metric) -> str:
    """Return the statement that shows a metric in full: the first of its own that there is."""
    known = {statement.id for statement in view.framework.statements}
    return next((name for name in metric.statements if name in known), "")


def _metric(view: View, metric: Metric, found: Sequence[Result]) -> Iterator[Block]:
    yield Heading(level=4, text=metric.title, id=f"metric-{metric.id}")
    yield Paragraph(role="meta", inlines=words.plain(_definition(metric)))
    entries = [(Paragraph(inlines=_told(view, one)),) for one in _worth_telling(metric, found)]
    if entries:
        yield ListBlock(entries=tuple(entries))
    chart = chart_of(metric, found)
    if chart:
        yield chart if len(found) > 1 else chart.model_copy(update={"table": ""})
    shown = _in_table(found)
    if len(found) > 1:
        yield _table(view, metric, shown, len(found))
    yield Paragraph(role="note", inlines=words.plain(_caveats(view, metric, shown)))


def _definition(metric: Metric) -> str:
    of = f", out of {metric.of}" if metric.of and metric.kind in ("share", "median", "full-year") else ""
    if metric.kind == "parts" and metric.formula:
        of = f" {words.listed(list(metric.formula.numerator))}, each out of {metric.of}"
    quoted = " Quoted, never computed." if metric.kind == "quoted" else ""
    better = {
        "lower": "Lower is better, with care.",
        "higher": "Higher is better.",
        "none": "Neither way is better by itself.",
    }
    return f"What is counted: {metric.counts}{of}.{quoted} {better[metric.direction]}"


def _worth_telling(metric: Metric, found: Sequence[Result]) -> list[Result]:
    """Return the results told in a sentence: the latest of each whole group, those that are compared first.

    Of parts of a whole the first is told; its sentence speaks of the opposite one too.
    """
    first = found[0].part if metric.kind == "parts" else None
    whole = [
        one
        for one in found
        if one.latest and not one.breakdown and first in (None, one.part) and (one.value is not None or one.hidden)
    ]
    compared = [one for one in whole if one.comparison or len(one.earlier) > 1]
    set_beside = {(one.part, one.comparison.with_) for one in compared if one.comparison}
    others = [one for one in whole if one not in compared and (one.part, one.group) not in set_beside]
    return [*compared, *others][:_MOST_SENTENCES]


def _told(view: View, one: Result) -> tuple[Inline, ...]:
    """Return a result's sentence without the metric's title, which stands above it."""
    sentence = one.sentence.removeprefix(f"{one.title}, ")
    sentence = sentence[:1].upper() + sentence[1:]
    references = view.references(one.items, most=2)
    return (Text(text=f"{sentence} "), *references) if references else words.plain(sentence)


def _in_table(found: Sequence[Result]) -> list[Result]:
    """Return the values of whole groups, the latest of them; a breakdown stands here only where there is no whole."""
    whole = {(one.part, one.group, one.period) for one in found if not one.breakdown}
    shown = [one for one in found if not one.breakdown or (one.part, one.group, one.period) not in whole]
    return shown[-_MOST_ROWS:]


def _table(view: View, metric: Metric, shown: Sequence[Result], of: int) -> Table:
    more = f" {words.count(of - len(shown), 'more value')} in the JSON file." if of > len(shown) else ""
    return Table(
        id=f"table-metric-{metric.id}",
        caption=f"{metric.title}: the data",
        description=f"Each value with what it was counted from, its 95 % interval and what it stands beside.{more}",
        header=("Who and when", "Value", "From", "95 % interval", "Difference", "Finding", "Ref"),
        rows=tuple(_row(view, metric, one) for one in shown),
        widths=(22, 10, 12, 14, 20, 15, 7),
        empty="Nothing to show.",
    )


def _row(view: View, metric: Metric, one: Result) -> tuple[TableCell, ...]:
    places = decimals_of(one.printed, one.unit, one.value)
    value = (
        amount(one.value, one.unit, places)
        if one.value is not None
        else (one.hidden and "not shown") or "not available"
    )
    name = ", ".join((*one.who, when(one.period)))
    return (
        TableCell(inlines=words.plain(name), header=True, sort=f"{one.part} {one.group} {starts(one.period)}"),
        TableCell(inlines=words.plain(_together(value)), sort=f"{one.value if one.value is not None else -1:020.6f}"),
        TableCell(inlines=words.plain(_from(metric, one))),
        TableCell(inlines=words.plain(_together(_interval(one, places)))),
        TableCell(inlines=words.plain(_beside(one))),
        TableCell(inlines=words.plain("not compared" if one.comparison is None else one.verdict)),
        TableCell(inlines=view.references(one.items, most=2) or words.plain("none")),
    )


def _together(text: str) -> str:
    """Return a value whose sign of per cent stays on its line."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def _from(metric: Metric, one: Result) -> str:
    if one.hidden:
        return "not shown"
    if one.numerator is not None and one.denominator is not None:
        return f"{count(one.numerator)} {'in' if metric.kind == 'rate' else 'of'} {count(one.denominator)}"
    counts = one.numerator if one.numerator is not None else one.denominator
    return f"n = {count(counts)}" if counts is not None else "n not available"


def _interval(one: Result, places: int) -> str:
    if one.interval is None:
        return "not shown" if one.hidden else "not available"
    low, high = (amount(end, one.unit, places) for end in one.interval)
    return f"{low} to {high}"


def _beside(one: Result) -> str:
    beside = one.comparison
    if beside is None:
        return "none"
    places = 0 if one.unit.startswith("GBP") else 1
    size = points(beside.difference, one.unit, places).replace("percentage points", "points")
    way = "same" if not beside.difference else f"{size} {_way(beside.difference)}"
    if beside.interval is None:
        return f"{way}, beside {beside.with_}"
    low, high = ends(beside.interval, one.unit, places)
    return f"{way} ({low} to {high}), beside {beside.with_}"


def _way(difference: float) -> str:
    return "lower" if difference < 0 else "higher"


def _caveats(view: View, metric: Metric, found: Sequence[Result]) -> str:
    caveats = dict.fromkeys(part for one in found for caveat in one.caveats for part in _sentences(caveat))
    parts = ["Caveats: " + " ".join(caveats)] if caveats else []
    names = {other.id: other.title for other in _metrics(view)}
    beside = [
        f"{names[name]}{'' if view.measured.get(name) else ' (no data yet)'}"
        for name in metric.balancing
        if name in names
    ]
    if beside:
        parts.append(f"Read beside it: {words.listed(beside)}.")
    made = found[0].provenance
    files = list(dict.fromkeys(each.file for one in found for each in one.provenance.files))
    if view.internal and files:
        parts.append(f"Worked out from {words.listed(files)}; engine: {made.engine}.")
    return " ".join(parts)


def _sentences(caveat: str) -> list[str]:
    """Return a caveat's sentences, so that what the notes of two rows have in common is told once."""
    text = caveat[:1].upper() + caveat[1:]
    return _BETWEEN.split(text if text.endswith((".", "!", "?")) else f"{text}.")
