"""What an edition may show of results: nothing that rests on hidden evidence; in the public one, no small counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from cqc_evidence.measure.metrics.sentences import sentence
from cqc_evidence.measure.statistics import wilson
from cqc_evidence.model.evidence import Edition, Item
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.metric import Metric
from cqc_evidence.model.result import Result
from cqc_evidence.protect.disclosure import hide_series, hide_small, public_share

_SMALL = "a small number"


def results_of_edition(
    results: Iterable[Result], items: Mapping[str, Item], framework: Framework, edition: Edition
) -> tuple[Result, ...]:
    """Return results as an edition may show them.

    A result whose evidence the edition does not show is left out. The public edition hides counts as the metric's
    `suppression` says and rounds the others, unless all of them are published and linked.

    Args:
        results: what was measured.
        items: the evidence that the edition shows.
        framework: the definitions.
        edition: internal, cqc or public.
    """
    if edition == "internal":
        return tuple(results)
    found = [_unnamed(one) for one in results if all(name in items for name in one.items)]
    if edition == "cqc":
        return tuple(found)
    small = _hidden_parts(found, framework)
    return tuple(_public(one, framework.metric(one.metric), items, small) for one in found)


def _unnamed(one: Result) -> Result:
    """Return a result whose files are told by their hash alone: a file's name may say more than it should."""
    made = one.provenance
    files = tuple(file.model_copy(update={"file": "a table of the council's own"}) for file in made.files)
    return one.model_copy(update={"provenance": made.model_copy(update={"files": files})})


def _published(one: Result, items: Mapping[str, Item]) -> bool:
    return bool(one.items) and all(items[name].source.public_url for name in one.items if name in items)


def _public(
    one: Result, metric: Metric | None, items: Mapping[str, Item], small: frozenset[tuple[str, str, str, str, str]]
) -> Result:
    if metric is None or _published(one, items) or (one.numerator is None and one.denominator is None):
        return one
    if _place(one) in small:
        return _not_shown(metric, one)
    return _rounded(metric, one)


def _rounded(metric: Metric, one: Result) -> Result:
    """Return a result from rounded counts; a comparison and a series would give the true ones away."""
    rules = {"hide_below": metric.suppression.hide_below, "round_to": metric.suppression.round_to}
    if metric.kind in ("share", "parts") and one.numerator is not None and one.denominator is not None:
        share = public_share(round(one.numerator), round(one.denominator), interval=wilson, **rules)
        if share.hidden:
            return _not_shown(metric, one)
        changed = {"value": share.share, "numerator": share.numerator, "denominator": share.denominator}
        return _told(metric, one, {**changed, "interval": share.interval})
    count = round(one.numerator if one.numerator is not None else one.denominator or 0)
    (cell,) = hide_series([count], **rules)
    if cell.hidden or cell.number is None:
        return _not_shown(metric, one)
    if metric.kind == "count" and one.value == one.numerator:
        return _told(metric, one, {"value": float(cell.number), "numerator": cell.number, "interval": None})
    if metric.kind == "rate" and one.denominator:
        value = cell.number / one.denominator
        return _told(metric, one, {"value": value, "numerator": cell.number, "interval": None})
    return _told(metric, one, {"denominator": cell.number, "interval": None})


def _told(metric: Metric, one: Result, changed: Mapping[str, object]) -> Result:
    plain = {"comparison": None, "spc": None, "earlier": (), "verdict": "rounded for publication"}
    shown = one.model_copy(update={**plain, **changed})
    return shown.model_copy(update={"sentence": sentence(metric, shown)})


def _not_shown(metric: Metric, one: Result) -> Result:
    empty = {"value": None, "numerator": None, "denominator": None, "interval": None, "printed": ""}
    return _told(metric, one, {**empty, "hidden": _SMALL, "verdict": "not shown"})


def _place(one: Result) -> tuple[str, str, str, str, str]:
    return (one.metric, one.part, one.group, one.breakdown, one.period.text)


def _hidden_parts(found: Sequence[Result], framework: Framework) -> frozenset[tuple[str, str, str, str, str]]:
    """Return the results to hide where parts of one whole stand together: never exactly one of them."""
    tables: dict[tuple[str, str, str, str], list[Result]] = defaultdict(list)
    for one in found:
        if one.part and one.numerator is not None and one.denominator is not None:
            tables[one.metric, one.group, one.breakdown, one.period.text].append(one)
    hidden: set[tuple[str, str, str, str, str]] = set()
    for (name, *_), parts in tables.items():
        metric = framework.metric(name)
        counts = [round(one.numerator or 0) for one in parts]
        if metric is None or metric.kind != "parts":
            continue
        rules = metric.suppression
        row = hide_small(
            [[*counts, sum(counts)]], row_totals=True, column_totals=False, hide_below=rules.hide_below,
            round_to=rules.round_to,
        )[0]  # fmt: skip
        hidden.update(_place(one) for one, cell in zip(parts, row, strict=False) if cell.hidden)
    return frozenset(hidden)
