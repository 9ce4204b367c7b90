"""One expression a metric, the same on every engine: DuckDB, Spark, Databricks, PostgreSQL."""

from __future__ import annotations

from cqc_evidence.engine.expressions.conversations import c1_to_c2, c1_to_c3, c3_share
from cqc_evidence.engine.expressions.packages import package_change
from cqc_evidence.engine.expressions.repeats import repeat_requests, repeat_requests_forward
from cqc_evidence.engine.expressions.reviews import still_open_share, unplanned_review_change
from cqc_evidence.engine.expressions.spans import last_day
from cqc_evidence.engine.expressions.support import lt_conversion_new, new_lt_starts_per_week, reablement_share
from cqc_evidence.engine.expressions.waits import front_door_already_known, time_to_first_conversation, waiting
from cqc_evidence.engine.kinds import Expression

EXPRESSIONS: dict[str, Expression] = {
    "lt-conversion-new": lt_conversion_new,
    "repeat-requests": repeat_requests,
    "repeat-requests-forward": repeat_requests_forward,
    "new-lt-starts-per-week": new_lt_starts_per_week,
    "reablement-share": reablement_share,
    "c1-to-c2": c1_to_c2,
    "c1-to-c3": c1_to_c3,
    "c3-share": c3_share,
    "unplanned-review-change": unplanned_review_change,
    "still-open-share": still_open_share,
    "package-change": package_change,
    "time-to-first-conversation": time_to_first_conversation,
    "waiting": waiting,
    "front-door-already-known": front_door_already_known,
}
"""A metric's id → how its counts come out of row-level tables."""

NEEDS: dict[str, dict[str, tuple[str, ...]]] = {
    "lt-conversion-new": {"cld": ("Service_Type",), "requests": ("outcome", "already_known")},
    "repeat-requests-forward": {"cld": ("Service_Type",), "requests": ("outcome",)},
    "new-lt-starts-per-week": {"cld": ("Service_Type",)},
    "reablement-share": {"cld": ("Service_Type",)},
    "time-to-first-conversation": {"requests": ("first_conversation",)},
    "waiting": {"requests": ("first_conversation",)},
    "front-door-already-known": {"requests": ("already_known",)},
}
"""Columns that a metric cannot do without, beyond those that its table must have in any way."""

BESIDE: dict[str, tuple[str, ...]] = {
    "package-change": ("conversations", "reviews"),
}
"""Tables that a metric needs at least one of, beside the one it is worked out from."""

__all__ = ["BESIDE", "EXPRESSIONS", "NEEDS", "last_day"]
