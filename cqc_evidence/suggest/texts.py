"""What of an item is read for a suggestion, and what the council's accepted items teach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cqc_evidence.model.evidence import Item

_HEADINGS = re.compile(r"\A\*\*[^\n]*\*\*\n\n")


def text_of(item: Item) -> str:
    """Return an item's words: its title, its text, and what it says.

    The headings over a candidate's text, which stand in bold before it, are left out: they say what a meeting has always
    on its agenda, such as "What we learned".
    """
    said = (words for tag in item.tags for words in (tag.says, tag.so_what))
    done = (action.action for action in item.actions)
    body = _HEADINGS.sub("", item.body)
    return "\n".join(words for words in (item.title, body, *said, *done) if words)


def accepted_texts(items: Iterable[Item]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each accepted item's words with the statements that people tagged it to.

    Personal items teach nothing: their words must not turn up as a reason elsewhere.
    """
    for item in items:
        statements = tuple(dict.fromkeys(tag.statement for tag in item.tags if tag.stance != "context"))
        if item.status == "accepted" and item.sensitivity != "personal" and statements:
            yield text_of(item), statements
