"""What the columns of an action log hold, by the many ways in which people head them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TITLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("number", (r"no", r"number", r"ref(?:erence)?", r"#", r"id", r"(?:item|action) (?:no|ref|id|number)")),
    (
        "reported",
        (
            r"(?:date |when |how )?(?:reported|fed|report|feed) ?back.*",
            r"feedback (?:given|to|loop)\b.*",
            r"(?:who (?:was|has been|have we) |when |people |staff )?told\b.*",
            r"shared with\b.*",
            r"communicated\b.*",
            r"closing the loop",
            r"loop closed.*",
            r"how (?:was|is) it (?:fed|reported) back",
        ),
    ),
    (
        "effect",
        (
            r"(?:[\w'’-]+ ){0,3}(?:effects?|impacts?|differences?|benefits?|outcomes?|results?)(?: .{0,40})?",
            r"so what",
            r"did it (?:help|work).*",
        ),
    ),
    (
        "owner",
        (
            r"(?:by |action )?who(?:m)?(?: .{0,30})?",
            r"(?:action |lead )?owners?",
            r"owned by",
            r"(?:action )?lead(?: \w+)?",
            r"(?:person |people |officer )?responsib\w*(?: .{0,20})?",
            r"assigned(?: to)?",
            r"named (?:person|lead)",
            r"accountable",
            r"action(?:ed)? by",
        ),
    ),
    (
        "due",
        (
            r"(?:by )?when(?: .{0,20})?",
            r"by",
            r".{0,30}\bby when",
            r"(?:date )?due(?: date| by)?",
            r"deadline",
            r"target(?: date)?",
            r"time ?(?:scales?|frame)",
            r"to be (?:done|completed) by",
            r"complet(?:e|ion) by",
            r"(?:planned |target |expected )(?:completion|end)(?: date)?",
            r"date for (?:completion|action)",
            r"review(?: date)?",
        ),
    ),
    (
        "done",
        (
            r"(?:date |action )?(?:done|completed?|closed|finished|completion|achieved)(?: \(?date\)?| on| y/n)?",
            r"date of completion",
        ),
    ),
    (
        "status",
        (
            r"(?:latest |current |action |progress ?/ ?|progress and )?(?:updates?|status|progress|rag(?: rating)?)(?: .{0,30})?",
            r"where are we.*",
            r"what(?: has|['’]s)? happened",
            r"comments?",
            r"notes?",
        ),
    ),
    (
        "raised",
        (
            r"(?:date )?(?:raised|agreed|opened|logged|added|identified|set)(?: on| at| date)?",
            r"from",
            r"dates?",
            r"source",
            r"(?:raised|came) from",
            r"where (?:it|this) came from",
            r"meeting(?: date)?",
            r"date of meeting",
        ),
    ),
    (
        "issue",
        (
            r"(?:issues?|problems?|concerns?|topics?|themes?|barriers?|feedback|discussion|item|subject|questions?)(?: .{0,30})?",
            r"you said",
            r"agenda item",
            r"what (?:we|staff|people|you) (?:heard|said|told us)",
        ),
    ),
    (
        "action",
        (
            r"(?:[\w'’-]+ ){0,3}actions?(?: (?:to|for|we|needed|required|agreed|taken|points?|log|plan|description)\b.*)?",
            r"tasks?(?: .{0,20})?",
            r"what",
            r"we did",
            r"what (?:will|needs to|is to|are we going to|we will|we['’]ll|we did|did we do)\b.*",
            r"next steps?",
            r"to do",
            r"(?:agreed )?(?:solutions?|decisions?)(?: .{0,20})?",
        ),
    ),
)
"""What a column holds → its titles; the first that fits counts."""
_PATTERNS = tuple((role, re.compile("|".join(titles), re.IGNORECASE)) for role, titles in _TITLES)
_LONGEST = 9
_BESIDE = frozenset(("owner", "due", "done", "status", "raised", "reported", "effect", "issue"))
"""What an action stands beside in an action log."""


def role_of(title: str) -> str:
    """Return what a column holds by its title; empty where the title says nothing that is known.

    >>> role_of("By whom?"), role_of("By when"), role_of("Date raised"), role_of("Colour")
    ('owner', 'due', 'raised', '')
    """
    words = " ".join(title.split()).strip(" :?.*").lower()
    if not words or len(words.split()) > _LONGEST:
        return ""
    return next((role for role, pattern in _PATTERNS if pattern.fullmatch(words)), "")


def action_columns(titles: Sequence[str]) -> tuple[str, ...]:
    """Return what each column of an action log holds, or nothing where the row heads no action log."""
    roles = tuple(role_of(title) for title in titles)
    known, said = sum(role != "" for role in roles), sum(title.strip() != "" for title in titles)
    if "action" not in roles or not _BESIDE.intersection(roles) or known * 2 < said:
        return ()
    return roles
