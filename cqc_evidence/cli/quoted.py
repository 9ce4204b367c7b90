"""A text as YAML that comes back as it was typed."""

from __future__ import annotations

import json
import re

_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What JSON writes as it is and YAML does not read, or reads as a line's end."""


def quoted(text: str) -> str:
    r"""Return text in quotation marks; a JSON string is a YAML string, but for a few characters.

    >>> quoted('a "b"\x85')
    '"a \\"b\\"\\u0085"'
    """
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
