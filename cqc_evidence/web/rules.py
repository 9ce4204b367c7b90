"""Who may open what: one line a page. A page without a line is open to nobody."""

from __future__ import annotations

from typing import NamedTuple

from cqc_evidence.web.people.person import Role


class Need(NamedTuple):
    """What a page asks of a person."""

    roles: frozenset[Role] | None
    """Roles of which one is enough; nothing where anybody may come, signed in or not."""
    writes: bool = False
    """Whether it is there to change the project: neither its form nor what is sent with it belongs to a page for reading only."""


_ALL: frozenset[Role] = frozenset(("quality-lead", "manager", "reviewer", "reader"))
OPEN = Need(None)
SEE = Need(_ALL)
WORK = Need(frozenset(("quality-lead", "manager", "reviewer")))
"""See what holds personal text: originals, candidates, packs."""
TAG = Need(frozenset(("quality-lead", "manager")), writes=True)
JUDGE = Need(frozenset(("quality-lead", "reviewer")), writes=True)
LEAD = Need(frozenset(("quality-lead",)), writes=True)
SPEAK = Need(frozenset(("quality-lead", "manager", "reviewer")), writes=True)

RULES: dict[str, Need] = {
    # Signing in
    "open": OPEN,
    "sign_in": OPEN,
    "signed_in": OPEN,
    "sign_out": OPEN,
    "home.widths_of_columns": OPEN,
    "home.colours": OPEN,
    # Where we stand
    "home.show": SEE,
    "home.grid_csv": SEE,
    "home.gaps": SEE,
    "home.gaps_csv": SEE,
    "home.gap": SEE,
    "home.loops": SEE,
    "home.problems": SEE,
    "search.show": SEE,
    # What there is
    "things.statement": SEE,
    "things.preview": SEE,
    "things.claim": SEE,
    "things.rule": SEE,
    "things.metrics": SEE,
    "things.metric": SEE,
    "items.listed": SEE,
    "items.listed_csv": SEE,
    "items.show": SEE,
    "items.document": WORK,
    # Taking in and tagging
    "upload.show": TAG,
    "tag.inbox": WORK,
    "tag.next_one": TAG,
    "tag.one": TAG,
    "tag.skip": TAG,
    "tag.set_aside": TAG,
    # Changing
    "edit.item": TAG,
    "edit.statement": TAG,
    "edit.live": TAG,
    "edit.undo": SPEAK,
    # Reviewing
    "review.queue": SEE,
    "review.item": JUDGE,
    "review.sign": JUDGE,
    "review.accept_gap": JUDGE,
    "review.ask": SPEAK,
    "review.comment": SPEAK,
    # What happened
    "history.show": WORK,
    "history.twins": SEE,
    "history.twin": TAG,
    # Packs
    "build.show": WORK,
    "build.start": LEAD,
    "build.job": WORK,
    "build.download": WORK,
}
