"""What somebody may see, and what they saw when they signed."""

from __future__ import annotations

from hashlib import sha256

from cqc_evidence.measure.signed import Parts
from cqc_evidence.model.evidence import Item
from cqc_evidence.web.app import may


def readable(item: Item) -> bool:
    """Return whether who asks may read an item's words: a reader sees of a personal item only that it is there."""
    return item.sensitivity != "personal" or may("quality-lead", "manager", "reviewer")


def seen_of(parts: Parts) -> str:
    """Return the fingerprint of everything that is signed, so that nobody signs what they did not see."""
    return sha256(repr((sorted(parts.material.items()), sorted(parts.wording.items()))).encode()).hexdigest()
