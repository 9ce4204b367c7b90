"""The shape of each mark: the same sign in Word and in HTML, so that colour is never needed."""

from __future__ import annotations

from cqc_evidence.model.pack import Mark

SHAPES: dict[Mark, str] = {
    "missing": "▲",
    "stale": "◆",
    "thin": "◐",
    "unreviewed": "○",
    "covered": "●",
    "supports": "+",
    "mixed": "±",
    "concerns": "−",
    "nothing": "·",
    "kept": "✓",
    "broken": "✗",
    "high": "■■■",
    "medium": "■■",
    "low": "■",
    "challenge": "⚑",
    "unsupported": "△",
    "none-set": "–",
    "evidenced": "✓",
    "reported": "◧",
    "weak": "◌",
    "triangulated": "✓✓",
}
