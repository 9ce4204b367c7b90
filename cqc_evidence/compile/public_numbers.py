"""What an edition may show of results: nothing that rests on hidden evidence; in the public one, no small counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cqc_evidence.compile.public_tables import Place, impossible, place_of, places_to_hide
from cqc_evidence.measure.metrics.counted import LEFT_OUT
from cqc_evidence.measure.metrics.sentences import sentence
from cqc_evidence.measure.statistics import wilson
from cqc_evidence.model.evidence import Edition, Item
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.metric import Metric
from cqc_evidence.model.result import Result
from cqc_evidence.protect.disclosure import hide_series, public_share

_SMALL = "a small number"
_UNEQUAL = re.compile(r"\A(Follow-up was unequal): .* cannot be compared as equals\.\Z", re.DOTALL)
_LEFT_OUT = re.compile(rf"\A(.*: |)[\d,]+ left out, ({'|'.join(LEFT_OUT)})\.\Z", re.DOTALL)
_AVERAGE = re.compile(r"The average is printed to .* which alone allows ")
"""Its two ends, set apart, give the true count."""


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
    hidden = places_to_hide(found, framework, lambda one: _published(one, items))
    return tuple(_public(one, framework.metric(one.metric), items, hidden) for one in found)


def _unnamed(one: Result) -> Result:
    """Return a result whose files are told by their hash alone: a file's name may say more than it should."""
    made = one.provenance
    files = tuple(file.model_copy(update={"file": "a table of the council's own"}) for file in made.files)
    return one.model_copy(update={"provenance": made.model_copy(update={"files": files})})


def _published(one: Result, items: Mapping[str, Item]) -> bool:
    return bool(one.items) and all(items[name].source.public_url for name in one.items if name in items)


def _public(one: Result, metric: Metric | None, items: Mapping[str, Item], hidden: frozenset[Place]) -> Result:
    if metric is None or _published(one, items) or (one.numerator is None and one.denominator is None):
        return one
    if place_of(one) in hidden or impossible(metric, one) or _worked_out(metric, one):
        return _not_shown(metric, one)
    return _rounded(metric, one)


def _worked_out(metric: Metric, one: Result) -> bool:
    """Return whether a share as printed, times its whole, is a small count."""
    if metric.kind not in ("share", "parts") or one.numerator is not None or one.value is None or not one.denominator:
        return False
    count = round(one.value * one.denominator)
    rest = round(one.denominator) - count
    return any(0 < number < metric.suppression.hide_below for number in (count, rest))


def _rounded(metric: Metric, one: Result) -> Result:
    """Return a result from rounded counts; a comparison and a series would give the true ones away."""
    rules = {"hide_below": metric.suppression.hide_below, "round_to": metric.suppression.round_to}
    if metric.kind in ("share", "parts") and one.numerator is not None and one.denominator is not None:
        share = public_share(round(one.numerator), round(one.denominator), interval=wilson, **rules)
        changed = {"value": share.share, "numerator": share.numerator, "denominator": share.denominator}
        return _told(metric, one, {**changed, "interval": share.interval, "hidden": share.hidden})
    count = round(one.numerator if one.numerator is not None else one.denominator or 0)
    (cell,) = hide_series([count], **rules)
    plain = {"interval": None, "hidden": _SMALL if cell.hidden else ""}
    number = None if cell.number is None else float(cell.number)
    if metric.kind == "count" and one.value == one.numerator:
        return _told(metric, one, {**plain, "value": number, "numerator": cell.number})
    if metric.kind == "rate" and one.denominator:
        value = None if number is None else number / one.denominator
        return _told(metric, one, {**plain, "value": value, "numerator": cell.number})
    return _told(metric, one, {**plain, "value": None if cell.hidden else one.value, "denominator": cell.number})


def _told(metric: Metric, one: Result, changed: Mapping[str, object]) -> Result:
    plain: dict[str, object] = {"comparison": None, "spc": None, "earlier": (), "verdict": "rounded for publication"}
    plain["caveats"] = tuple(_without_counts(caveat) for caveat in one.caveats if not _AVERAGE.match(caveat))
    shown = one.model_copy(update={**plain, **changed})
    return shown.model_copy(update={"sentence": sentence(metric, shown)})


def _without_counts(caveat: str) -> str:
    """Return a caveat of ours without the true counts in it."""
    return _UNEQUAL.sub(r"\1: the two cannot be compared as equals.", _LEFT_OUT.sub(r"\1some left out, \2.", caveat))


def _not_shown(metric: Metric, one: Result) -> Result:
    empty = {"value": None, "numerator": None, "denominator": None, "interval": None, "printed": ""}
    return _told(metric, one, {**empty, "hidden": _SMALL, "verdict": "not shown"})
