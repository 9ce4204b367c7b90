"""Leave to use what people have told: whether it is needed, whether it is there, and whom it lets see."""

from __future__ import annotations

from cqc_evidence.model.evidence import Edition, Item
from cqc_evidence.model.framework import Framework

NOT_GIVEN = "permission to use it has not been given"
NOT_CHECKED = "nobody has checked it for names"


def asks_permission(item: Item, framework: Framework) -> bool:
    """Return whether an item may be used only with permission and after a check for names.

    That is so for the kinds that the framework says (stories and interviews) and for everything in people's own
    words. What is published already, and linked, asks nobody again.
    """
    if item.source.public_url:
        return False
    kind = framework.kind(item.kind)
    return item.in_own_words or (kind is not None and kind.asks_permission)


def lacking(item: Item, framework: Framework) -> tuple[str, ...]:
    """Return what an item lacks before it may be accepted: permission, the check for names, both or nothing."""
    if not asks_permission(item, framework):
        return ()
    given = item.permission.basis == "given"
    return ((NOT_GIVEN,) if not given else ()) + ((NOT_CHECKED,) if not item.permission.names_checked_by else ())


def why_hidden(item: Item, edition: Edition, framework: Framework) -> str:
    """Return why an item that counts is not shown in an edition, or nothing when it is."""
    if edition == "internal":
        return ""
    if edition not in item.permission.scope:
        return "permission does not cover this edition"
    if item.sensitivity == "personal":
        return "it holds personal data"
    if edition == "public" and item.sensitivity != "public":
        return "it is not marked public"
    if item.status != "accepted":
        return "it has not been accepted yet"
    return next(iter(lacking(item, framework)), "")
