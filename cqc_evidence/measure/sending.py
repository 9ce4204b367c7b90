"""May a piece of evidence be sent today, whatever pack or snapshot it stood in?"""

from __future__ import annotations

from datetime import date

from cqc_evidence.measure.coverage.eligible import why_not
from cqc_evidence.model.evidence import Edition, Item
from cqc_evidence.model.framework import Framework
from cqc_evidence.protect.permission import why_hidden


def why_not_sent(item: Item, edition: Edition, framework: Framework, today: date) -> str:
    """Return why an item may not be sent to the readers of an edition today, or nothing when it may.

    Only leave counts here: an item that a newer one supersedes still shows how things stood, and one whose period comes later
    still forbids its document to whoever may not see it.
    """
    return why_not(item, frozenset(), date.max, today) or why_hidden(item, edition, framework)
