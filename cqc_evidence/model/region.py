"""Fingerprints of what the council wrote, so that an edit is told from a text that stayed as it was."""

from __future__ import annotations

from hashlib import sha256

_HEX = 12


def fingerprint(text: str) -> str:
    r"""Return 12 hex digits of a text's sha256; how its lines are broken does not matter.

    >>> fingerprint("Two colleagues joined.")
    '4e736cea0b3e'
    >>> fingerprint("Two  colleagues\njoined. ") == fingerprint("Two colleagues joined.")
    True
    """
    return sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:_HEX]
