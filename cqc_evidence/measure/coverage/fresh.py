"""Whether an item is recent enough for a cell."""

from __future__ import annotations

from datetime import date

from cqc_evidence.model.dates import add_months, in_words
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.framework import FreshUntil


def fresh_until(item: Item, months: int, overrides: tuple[FreshUntil, ...], as_at: date) -> date | None:
    """Return the last day on which an item is fresh; `None` when its date is unknown.

    Freshness counts from the earlier of the item's end and as-at. Some kinds follow a date of
    their own (an official statistic its next publication, a policy its review date), and a
    review date that comes sooner always wins.
    """
    if item.date.end is None:
        return None
    until = add_months(min(item.date.end, as_at), months)
    for override in overrides:
        own: date | None = getattr(item, override.until)
        if item.kind in override.kinds and own is not None:
            until = add_months(own, override.plus_months)
    if item.review_by is not None:
        until = min(until, item.review_by)
    return until


def is_fresh(item: Item, months: int, overrides: tuple[FreshUntil, ...], as_at: date) -> bool:
    """Return whether an item is fresh on `as_at`; an item of unknown date never is."""
    until = fresh_until(item, months, overrides, as_at)
    return until is not None and until >= as_at


def why_stale(items: tuple[Item, ...], months: int, as_at: date) -> str:
    """Return in words why none of the items is fresh."""
    overdue = sum(1 for item in items if item.review_by is not None and item.review_by < as_at)
    ends = [item.date.end for item in items if item.date.end is not None]
    reasons = [_age(min(max(ends), as_at), months, as_at) if ends else "no item has a known date"]
    if ends and len(ends) < len(items):
        reasons.append(f"{len(items) - len(ends)} of unknown date")
    if overdue:
        reasons.append(f"{overdue} past the review date")
    return "; ".join(reasons)


def _age(newest: date, months: int, as_at: date) -> str:
    """Return why the newest item is not fresh: its age, or else a date of its own that has passed."""
    if add_months(newest, months) < as_at:
        return f"nothing is from the last {months} months: the newest item ends on {in_words(newest)}"
    return f"the newest item ends on {in_words(newest)}, but its review date or the next publication has passed"
