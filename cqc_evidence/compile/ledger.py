"""The claim ledger: every claim with what it rests on, as the JSON and Excel files list it."""

from __future__ import annotations

import re

from cqc_evidence.compile.claim_marks import weaknesses
from cqc_evidence.compile.markdown import words
from cqc_evidence.compile.view import View
from cqc_evidence.model.narrative import Claim, Narrative
from cqc_evidence.model.pack import ClaimEntry, Text

_BEFORE_STOP = re.compile(r"\s+([.,;:!?])")


def claim_entries(view: View) -> tuple[ClaimEntry, ...]:
    """Return every claim in the order of the statements; what an edition hides is counted and not named."""
    return tuple(
        _entry(view, narrative, claim)
        for statement in view.framework.statements
        if (narrative := view.narratives.get(statement.id)) is not None
        for claim in narrative.claims
    )


def _entry(view: View, narrative: Narrative, claim: Claim) -> ClaimEntry:
    items = dict.fromkeys(citation.item for citation in claim.citations)
    hidden = [name for name in items if name in view.hidden]
    withheld = bool(items) and len(hidden) == len(items)
    return ClaimEntry(
        id=claim.id,
        statement=narrative.statement,
        text="" if withheld else _plain(view, claim.text),
        so_what="" if withheld else _plain(view, claim.so_what),
        speaker="" if withheld else claim.speaker or narrative.speaker,
        items=tuple(name for name in items if name in view.items),
        not_shown=len(hidden),
        marks=weaknesses(view, claim),
        triangulated=claim.id in view.triangulated,
        triangulated_by=view.triangulated.get(claim.id, "") if view.internal else "",
    )


def _plain(view: View, text: str) -> str:
    """Return a text without references and marks; no blank is left where a reference stood."""
    bare = " ".join("".join(words(view.markdown.inlines(text, lambda _item, _locator: Text(text="")))).split())
    return _BEFORE_STOP.sub(r"\1", bare)
