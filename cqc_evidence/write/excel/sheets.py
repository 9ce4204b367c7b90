"""What stands in each sheet of the workbook, as plain rows; ready for Excel's own tables and for Power BI."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cqc_evidence.model.dates import Period
from cqc_evidence.model.pack import Pack, RequestEntry
from cqc_evidence.write.excel.results import numbers
from cqc_evidence.write.excel.table import (
    DAY,
    GAP_STATES,
    ITEM_STATUSES,
    NUMBER,
    RISKS,
    RULE_BASES,
    SAYS,
    STANCES,
    STATE,
    STATES,
    STATUSES,
    YES_NO,
    Column,
    Sheet,
    Value,
    joined,
    yes,
)

_MOST_NAMES = 8
"""How many ids a cell lists where a table of its own relates them all."""


def sheets_of(pack: Pack) -> tuple[Sheet, ...]:
    """Return the sheets of an edition in their order; only the internal one shows gaps, reasons, loops and requests."""
    internal = pack.edition == "internal"
    found: list[Sheet] = [_grid(pack)]
    if internal:
        found += [_cells(pack), _gaps(pack)]
    found += [_claims(pack), _links(pack), _evidence(pack), _tags(pack), _plan(pack)]
    if internal:
        found.append(_requests(pack))
    found.append(numbers(pack))
    if internal:
        found += [_rules(pack), _loops(pack)]
    return (*found, _definitions(pack))


def _grid(pack: Pack) -> Sheet:
    titles = {one.id.removeprefix("statement-"): one.title for one in pack.sections}
    cells = {(cell.statement, cell.category): cell for cell in pack.coverage.cells}
    categories = tuple(dict.fromkeys(category for _, category in cells))
    rows = tuple(
        (
            name,
            titles.get(name, name),
            *(cells[name, one].state if (name, one) in cells else "" for one in categories),
            *(cells[name, one].says if (name, one) in cells else "" for one in categories),
        )
        for name in dict.fromkeys(statement for statement, _ in cells)
    )
    columns = (
        Column("statement", width=18),
        Column("title", width=42),
        *(Column(one, STATE, 17, STATES) for one in categories),
        *(Column(f"{one} says", width=13, words=SAYS) for one in categories),
    )
    return Sheet(
        "Grid",
        "tblGrid",
        "One quality statement: how well each category is covered, and what its evidence says.",
        columns,
        rows,
    )


def _cells(pack: Pack) -> Sheet:
    columns = (
        Column("cell", width=30), Column("statement", width=18), Column("category", width=18),
        Column("state", STATE, 13, STATES), Column("says", width=11, words=SAYS), Column("reasons", width=50), Column("help", width=50),
        Column("level", width=10), Column("independent", NUMBER, 13), Column("wanted", NUMBER, 10), Column("items", NUMBER, 9),
        Column("challenges", NUMBER, 12), Column("evidence", width=70), Column("challenged by", width=60),
    )  # fmt: skip
    rows = tuple(
        (
            f"{one.statement}-{one.category}", one.statement, one.category, one.state, one.says, "; ".join(one.reasons), one.help,
            one.level, one.independent, one.wanted, len(one.evidence), len(one.challenged_by),
            joined(one.evidence, _MOST_NAMES), joined(one.challenged_by, _MOST_NAMES),
        )
        for one in pack.coverage.cells
    )  # fmt: skip
    about = "One statement and category: the state, every reason, what would close it."
    return Sheet("Cells", "tblCells", about, columns, rows, printed=10)


def _gaps(pack: Pack) -> Sheet:
    columns = (
        Column("id", width=26), Column("risk", width=9, words=RISKS), Column("state", STATE, 13, GAP_STATES),
        Column("statement", width=17), Column("title", width=32), Column("because", width=38), Column("help", width=46),
        Column("action", width=28), Column("owner", width=16), Column("due by", DAY, 12), Column("status", width=11, words=STATUSES),
        Column("accepted", width=11, words=YES_NO), Column("about", width=13), Column("cell", width=28), Column("category", width=18),
        Column("subject", width=24), Column("risk because", width=36), Column("accepted until", DAY, 12), Column("accepted by", width=16),
        Column("accepted because", width=30), Column("plan", width=24), Column("asked of", width=20), Column("asked by", DAY, 12), Column("received", width=12),
    )  # fmt: skip
    about = "One gap: what is missing, how much it weighs, what would close it, who acts by when."
    return Sheet("Gaps", "tblGaps", about, columns, tuple(_gap_rows(pack)), printed=11)


def _gap_rows(pack: Pack) -> Iterator[tuple[Value, ...]]:
    plan = {one.id: one for one in pack.improvements}
    for gap in pack.coverage.gaps:
        mine, accepted = plan.get(gap.action or ""), gap.accepted
        asked = [one for one in pack.requests if one.gap == gap.id]
        days = [day for one in asked if (day := _ends(one.due)[1])]
        yield (
            gap.id, gap.risk, gap.state, gap.statement, gap.title, gap.because, gap.help,
            mine.action if mine else "", mine.owner if mine else "", _ends(mine.due)[1] if mine else None, mine.status if mine else "",
            yes(bool(accepted)), gap.about, f"{gap.statement}-{gap.category}" if gap.about == "cell" else "", gap.category,
            gap.subject, gap.risk_because, accepted.until if accepted else None, accepted.who if accepted else "",
            accepted.reason if accepted else "", gap.action, joined(tuple(dict.fromkeys(one.who for one in asked))), min(days, default=None),
            joined(tuple(one.received for one in asked if one.received)),
        )  # fmt: skip


def _claims(pack: Pack) -> Sheet:
    internal = pack.edition == "internal"
    columns = (
        Column("claim", width=24), Column("statement", width=18), Column("text", width=60), Column("so what", width=40),
        Column("speaker", width=20), Column("triangulated", width=14, words=YES_NO), Column("cites", NUMBER, 9),
        Column("not shown", NUMBER, 12), Column("items", width=34),
        *((Column("weaknesses", width=30), Column("confirmed by", width=18)) if internal else ()),
    )  # fmt: skip
    rows = tuple(
        (
            one.id, one.statement, one.text, one.so_what, one.speaker, yes(one.triangulated), len(one.items), one.not_shown,
            "; ".join(one.items), *(("; ".join(one.marks), one.triangulated_by) if internal else ()),
        )
        for one in pack.claims
    )  # fmt: skip
    return Sheet("Claims", "tblClaims", "One claim of the council, with who can speak to it.", columns, rows, printed=9)


def _links(pack: Pack) -> Sheet:
    columns = (Column("claim", width=28), Column("item", width=50))
    rows = tuple((one.id, name) for one in pack.claims for name in one.items)
    return Sheet("Links", "tblLinks", "One claim and one item that it cites.", columns, rows)


def _evidence(pack: Pack) -> Sheet:
    columns = (
        Column("id", width=30), Column("label", width=9), Column("title", width=46), Column("date", width=18), Column("voice", width=13),
        Column("kind", width=18), Column("statements", width=24), Column("citation", width=34), Column("locator", width=26),
        Column("claims", width=24), Column("begins", DAY, 12), Column("ends", DAY, 12),
        Column("status", width=12, words=ITEM_STATUSES), Column("fresh", width=9, words=YES_NO),
        Column("categories", width=24), Column("stances", width=20), Column("document", width=30), Column("public url", width=40),
        Column("information return", width=19), Column("file", width=40),
    )  # fmt: skip
    rows = tuple(
        (
            one.id, one.label, one.title, one.date, one.voice, one.kind, _once(one.statements), one.citation, one.locator,
            "; ".join(one.cited_by), *_ends(one.date), one.status, yes(one.fresh), _once(one.categories), _once(one.stances),
            one.document, one.public_url, "; ".join(one.ir_refs), one.file,
        )
        for one in pack.evidence
    )  # fmt: skip
    about = "One evidence item that this edition may show."
    return Sheet("Evidence", "tblEvidence", about, columns, rows, printed=10)


def _tags(pack: Pack) -> Sheet:
    columns = (
        Column("item", width=34), Column("cell", width=32), Column("statement", width=18), Column("category", width=18),
        Column("stance", width=12, words=STANCES),
    )  # fmt: skip
    rows = tuple(
        (one.id, f"{statement}-{category}", statement, category, stance)
        for one in pack.evidence
        for statement, category, stance in dict.fromkeys(zip(one.statements, one.categories, one.stances, strict=False))
    )
    return Sheet("Tags", "tblTags", "One item and one place in the grid that it speaks to.", columns, rows)


def _plan(pack: Pack) -> Sheet:
    internal = pack.edition == "internal"
    columns = (
        Column("id", width=24), Column("statement", width=18), Column("action", width=44), Column("why", width=36), Column("owner", width=18),
        Column("due", width=12), Column("status", width=11, words=STATUSES), Column("measure", width=26), Column("baseline", width=22),
        Column("target", width=20), Column("latest", width=22), Column("due by", DAY, 12), Column("shown by", width=30),
        *((Column("gap", width=34),) if internal else ()),
    )  # fmt: skip
    rows = tuple(
        (
            one.id, one.statement, one.action, one.why, one.owner, one.due, one.status, one.measure, one.baseline, one.target,
            one.latest, _ends(one.due)[1], "; ".join(one.shown_by), *((one.gap,) if internal else ()),
        )
        for one in pack.improvements
    )  # fmt: skip
    about = "One area for improvement: action, owner, due, measure, status."
    return Sheet("Improvement plan", "tblPlan", about, columns, rows, printed=11)


def _requests(pack: Pack) -> Sheet:
    columns = (
        Column("id", width=14), Column("asked of", width=22), Column("gap", width=34), Column("topic", width=44), Column("due", width=14),
        Column("overdue", width=11, words=YES_NO), Column("chased", width=14), Column("received", width=14), Column("note", width=40),
        Column("items", width=30), Column("due by", DAY, 12),
    )  # fmt: skip
    rows = tuple(_request_row(one) for one in pack.requests)
    about = "One thing that somebody was asked for: by when, reminded, received."
    return Sheet("Requests", "tblRequests", about, columns, rows, printed=9)


def _request_row(one: RequestEntry) -> tuple[Value, ...]:
    return (
        one.id, one.who, one.gap, one.topic, one.due, yes(one.overdue), one.chased, one.received, one.note, "; ".join(one.items),
        _ends(one.due)[1],
    )  # fmt: skip


def _rules(pack: Pack) -> Sheet:
    columns = (
        Column("statement", width=18), Column("rule", width=34), Column("basis", width=11, words=RULE_BASES),
        Column("kept", NUMBER, 8), Column("broken", NUMBER, 9), Column("kept by", width=60), Column("broken by", width=60),
    )  # fmt: skip
    rows = tuple(
        (
            one.statement, one.rule, one.basis, len(one.kept_by), len(one.broken_by), joined(one.kept_by, _MOST_NAMES),
            joined(one.broken_by, _MOST_NAMES),
        )
        for one in pack.coverage.rules
    )  # fmt: skip
    return Sheet("Golden rules", "tblRules", "One golden rule of one statement, kept and broken.", columns, rows)


def _loops(pack: Pack) -> Sheet:
    columns = (
        Column("item", width=36), Column("action", width=60), Column("steps", NUMBER, 9), Column("of", NUMBER, 6),
        Column("nothing shows", width=36), Column("days", NUMBER, 8),
    )  # fmt: skip
    rows = tuple(
        (one.item, one.action, one.steps, one.of, "; ".join(one.missing_steps), one.days) for one in pack.coverage.loops
    )
    about = "One action of Making it Happen, with the steps that are evidenced."
    return Sheet("Loops", "tblLoops", about, columns, rows)


def _definitions(pack: Pack) -> Sheet:
    columns = (Column("term", width=34), Column("meaning", width=90), Column("group", width=24))
    rows = tuple((one.term, one.meaning, one.group) for one in pack.definitions)
    return Sheet("Definitions", "tblDefinitions", "One word and what this workbook means by it.", columns, rows)


def _once(words: tuple[str, ...]) -> str:
    return "; ".join(dict.fromkeys(words))


def _ends(text: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of a date as it was written; none when it is unknown."""
    try:
        period = Period.parse(text)
    except ValueError:
        return None, None
    return period.start, period.end
