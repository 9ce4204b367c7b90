"""Figures that tell of so few people that a reader may know whom."""

from __future__ import annotations

import re

from cqc_evidence.model.evidence import Figure
from cqc_evidence.protect.small import is_small

_NUMBER = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?![\d.,]*\s*(?:%|per ?cent|percent))", re.IGNORECASE)
_PEOPLE = "people"


def tells_few(figure: Figure, *, published: bool) -> bool:
    """Return whether a figure tells of one to seven people and is not published yet.

    That may be its value, the number it was counted from, what is left over when one is taken from the other, or a
    number in what it is compared with.
    """
    if published:
        return False
    part, whole = figure.numerator, figure.denominator
    parts = [part, whole, whole - part if part is not None and whole is not None else None]
    if is_small(figure.value, figure.unit) or any(is_small(one, _PEOPLE) for one in parts):
        return True
    counts = (float(found.replace(",", "")) for found in _NUMBER.findall(figure.comparator))
    return figure.unit != "percent" and any(is_small(one, figure.unit) for one in counts)
