"""What each key of a project's files means, in a line: the words of the tables in `docs/formats.md`.

A key that has no line here takes its model's own docstring. `.ci/make_docs.py` refuses a key with neither.
"""

from __future__ import annotations

_ITEM = {
    "id": "Its name for ever: unique, never used again for something else. Small letters, digits, single hyphens.",
    "kind": "The sort of evidence: `making-it-happen`, `interview`, `metric` and so on. `explain KIND` tells more.",
    "title": "What it shows, in one sentence.",
    "date": "When it happened or was measured, not when you filed it.",
    "voice": "Whose voice is heard. It decides whether a wanted voice is present.",
    "source": "Where it comes from, so that a reader finds the very place.",
    "tags": "One for each quality statement it speaks to. Only tags put evidence behind a statement.",
    "owner": "Who answers for it: a role, not a name.",
    "submitted_by": "Who sent it in. Nobody accepts or signs off what they submitted.",
    "verbatim": "`true` only when the text holds the person's, carer's or family's own words.",
    "reported_by": "Who retells it when it is not verbatim, such as `interviewer`. Kept for the record.",
    "ir_refs": "References of the information return that it answers; the pack lists them in its crosswalk.",
    "sites": "Innovation sites or teams it is about. Kept for the record.",
    "lenses": "Groups whose experience it shows: `unpaid-carers`, `transitions`, `equity`, `self-funders`.",
    "sensitivity": "Who may read it. `personal` stays in the internal edition, which prints its title and tags but not its text.",
    "permission": "Leave to use it.",
    "status": "`proposed` until somebody else has read it; then `accepted`.",
    "reviews": "Who read it and what they decided, oldest first. Never printed in a pack.",
    "review_by": "After this day it is not fresh.",
    "next_due": "For an official statistic: when its next publication is due. It stays fresh until then, plus three months.",
    "supersedes": "Ids of older items that this one replaces; they stop counting.",
    "derived_from": "Ids of items it was made from. The two count as one source.",
    "figures": "Every number that a claim may lean on.",
    "actions": "The closed loop: what was raised, done, reported back, and its effect.",
    "n": "How many people answered, or how many records were read.",
    "invited": "How many were asked.",
    "method": "How they were asked: telephone, online form, in person.",
    "interviewer": "Whether somebody outside the team asked.",
}
_SOURCE = {
    "citation": "The document with its version and date.",
    "sha256": "The document's fingerprint. Kept for the record.",
    "public_url": "The whole web address, when the document is public.",
}
_PERMISSION = {
    "basis": "`withdrawn` takes the item out of every new pack.",
    "scope": "Which editions may show it.",
    "until": "The last day of permission; afterwards the item no longer counts.",
    "names_checked_by": "The role that looked for names and details. A story or an interview is not accepted without it.",
}
_FIGURE = {
    "id": "Its name inside the item.",
    "label": "What was counted or measured, in words.",
    "value": "The number, without sign or comma: `12.5`.",
    "unit": "`percent`, `percentage points`, `count`, `GBP`, `GBP per week`, or a word of your own.",
    "numerator": "What was counted.",
    "denominator": "What it was counted among.",
    "period": "When it was measured; else the item's date.",
    "comparator": "What to compare it with, such as `33 before` or the England figure.",
}
_TAG = {
    "statement": "The quality statement.",
    "rules": "Golden rules that it shows kept.",
    "breaks": "Golden rules that it shows broken.",
    "phase": "Before, during or after the new way of working.",
    "topics": "Sub-topics of the statement that it speaks to.",
    "i_statements": "I statements that it speaks to.",
    "stance": "Whether it speaks for the council, against it, or only explains.",
    "says": "What it says about the statement, in one sentence of your own.",
    "so_what": "What follows from it, and what it does not show.",
}
_ACTION = {
    "action": "What was agreed.",
    "raised": "When it was raised.",
    "from": "Ids of the items that raised it. A challenge named here counts as answered once the action is done.",
    "owner": "Who does it: a role.",
    "done": "When it was done.",
    "reported_back": "Who was told, and when.",
    "effect": "What came of it. `too-early` leaves the step open.",
}
_NARRATIVE = {
    "statement": "The quality statement. One file each.",
    "judgement": "What the council says of itself, in two sentences.",
    "confidence": "How sure the council is.",
    "speaker": "The role that can speak to it when CQC visits.",
}
_SETTINGS = {
    "metrics": "How your metrics are worked out.",
    "council": "The council's name, for the cover.",
    "title": "The title on the cover.",
    "status": "Draft, for sign-off, signed off: your own words.",
    "as_at": "The day the evidence is judged by; without it, the day of the build.",
    "framework": "The framework file, by its name without `.yaml`.",
    "rules": "The set of golden rules that your tags use.",
    "edition": "The edition that `build` writes when you name none.",
    "word_budgets": "How long texts may be.",
    "thresholds": "Numbers you may set.",
    "local_risks": "Statements whose gaps weigh more in your council.",
    "protect": "What the search for personal data takes for what: see [Protecting people](protecting-people.md).",
}
_BUDGETS = {
    "statement": "Words that a narrative may have before `check` warns.",
    "summary": "Words for the summary. Kept for the record.",
}
_PROTECT = {
    "allow": "Values that are no personal data: telephone numbers and addresses of the council's own, `@council.gov.uk`, names of public people. Spaces, hyphens, brackets and capitals make no difference.",
    "system_ids": "Forms of the numbers that your systems give to people: `#` is a digit, `?` a letter.",
    "deny_list": "Path of a text file outside the project with names that must not reach a pack, one a line.",
}
_PACK_LOG = {
    "edition": "The edition.",
    "built": "The day that governed permission.",
    "as_at": "The day that the evidence was judged by.",
    "files": "The names of its files.",
}
_COLUMNS = {"surveys": "One entry for each header row that was met."}
_RISK = {"statement": "The quality statement.", "reason": "Why it weighs more here."}
_IMPROVEMENT = {
    "id": "Its name.",
    "gap": "Id of the gap that it answers.",
    "action": "What will be done.",
    "why": "Why it matters.",
    "owner": "Who answers for it: a role. Absent, the pack says “not set”.",
    "due": "When it is due.",
    "measure": "How you will know.",
    "baseline": "Where you start.",
    "target": "Where you want to be.",
    "latest": "Where you are.",
    "status": "`embedded` means that it is done and has held.",
    "source": "Where the plan is written down. Kept for the record.",
}
_DECISION = {
    "reason": "Why.",
    "who": "Who decided: a role.",
    "until": "The last day of the decision.",
}
_REQUEST = {
    "who": "Who is asked: a role.",
    "gap": "Id of the gap it would close; the pack shows the request beside the gap.",
    "topic": "What it is about, when it is about no gap.",
    "due": "When it is due.",
    "chased": "When you reminded them. Kept for the record.",
    "received": "When it came. Kept for the record.",
}
_CELL = {
    "statement": "The quality statement.",
    "category": "The evidence category.",
    "level": "Whether the framework file requires or expects evidence here.",
    "state": "The worst state that has a reason.",
    "says": "What the evidence says: supports, mixed, concerns or nothing.",
    "challenged_by": "Ids of the items that speak against the council here.",
    "challenges": "The same, each with the items whose action answered it.",
    "wanted": "How many independent items are wanted.",
    "help": "What would close the gap.",
}
_GAP = {
    "id": "Its stable name.",
    "about": "What is missing: evidence in a cell, a golden rule, an I statement, a topic or a lens.",
    "statement": "The quality statement.",
    "category": "The evidence category, for a cell.",
    "title": "The gap in words.",
    "state": "The state of what is missing.",
    "risk": "How much it weighs.",
    "risk_because": "Why it weighs so much.",
    "because": "Every reason.",
    "help": "What would close it.",
    "accepted": "Who lives with it for a time, and why.",
}
_METRIC = {
    "id": "Its name, in tables and on the command line.",
    "title": "What it is called in a pack.",
    "kind": "What is worked out: a share of a whole, several parts of one whole, a count over weeks, a count, a middle value, an average carried over a year, or nothing (`quoted`).",
    "grain": "How long one period of a row-level table is.",
    "statements": "Quality statements it belongs to; the first one shows it in full.",
    "rules": "Golden rules it bears on.",
    "parameters": "Settings of the counting, such as `window_days`.",
    "formula": "How the value comes out of the parts of a table of totals.",
    "direction": "Which way is better.",
    "comparator": "What a value is set beside.",
    "interval": "The method of the 95 % interval.",
    "spc": "How a series over time is charted.",
    "suppression": "What the public edition hides and rounds.",
    "source": "Where the definition comes from.",
}
MEANINGS: dict[tuple[str, str], str] = {
    (model, key): text
    for model, keys in {
        "Item": _ITEM,
        "Source": _SOURCE,
        "Permission": _PERMISSION,
        "Figure": _FIGURE,
        "Tag": _TAG,
        "Action": _ACTION,
        "ReportedBack": {"to": "Who was told: staff, the person, partners.", "date": "When. Without a date the step does not count."},
        "NarrativeHead": _NARRATIVE,
        "Settings": _SETTINGS,
        "Metric": _METRIC,
        "Formula": {"numerator": "Parts whose sum is shared out.", "denominator": "Parts whose sum it is a share of.", "less": "Parts that are taken off the denominator."},
        "Comparator": {"note": "What to say of it."},
        "SpcSettings": {"use": "Whether a series gets limits."},
        "Suppression": {"hide_below": "Counts from 1 to one less than this are hidden.", "round_to": "Other counts are rounded to this."},
        "MetricSettings": {"rebase": "Dated reasons to begin a chart's limits anew."},
        "Beside": {"group": "A group of your tables.", "with": "The group to set it beside."},
        "Rebase": {"metric": "The metric.", "begins": "From when on.", "because": "The reason, which the chart shows."},
        "ProtectSettings": _PROTECT,
        "PackRecord": _PACK_LOG,
        "ColumnsFile": _COLUMNS,
        "WordBudgets": _BUDGETS,
        "LocalRisk": _RISK,
        "Improvement": _IMPROVEMENT,
        "AcceptedGap": {"gap": "Id of the gap.", **_DECISION},
        "AllowedFinding": {"rule": "Name of the rule.", "file": "The file with the finding, from the project's root.", **_DECISION},
        "SelfScore": {
            "statement": "The quality statement.", "score": "Your own score, 1 to 4. It is kept and never printed in a pack.",
            "reason": "Why.", "who": "Who decided: a role.",
        },
        "EvidenceRequest": _REQUEST,
        "Cell": _CELL,
        "Gap": _GAP,
    }.items()
    for key, text in keys.items()
}  # fmt: skip
"""Model and key → the meaning."""
