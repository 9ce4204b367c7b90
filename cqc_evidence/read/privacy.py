"""Personal items: their text is never printed, not even to say what is wrong with it."""

from __future__ import annotations

import re

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Item
from cqc_evidence.read.validate import all_keys

_PERSONAL = re.compile(
    r""":\s*                        # a key's value, perhaps on the next line
        (?:[!&>|][^\s,}]*\s+)*      # behind a tag, an anchor or the sign of a block
        ["']?personal["']?
        \s*(?:$|[,}\#])             # and nothing else
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_QUOTED = re.compile('".*"', re.DOTALL)
_HIDDEN = '"…"'


def is_personal(raw: str) -> bool:
    """Return whether a file's text must not be printed.

    Any key whose whole value is the word personal is enough, so that a misspelt key or a file that
    cannot be read hides rather than shows.
    """
    return _PERSONAL.search(raw) is not None


def hush(problem: Diagnostic) -> Diagnostic:
    """Return a problem of a personal item without any words of the item.

    What a message quotes comes from the file, unless it is the name of a key.
    """
    changed = {"message": _hide(problem.message)}
    if problem.rule == "bad-id":
        changed["help"] = _hide(problem.help)
    return problem.model_copy(update=changed)


def _hide(words: str) -> str:
    known = all_keys(Item)
    if all(part in known for part in words.split('"')[1::2]):
        return words
    return _QUOTED.sub(_HIDDEN, words)
