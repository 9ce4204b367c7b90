"""What stands in each sheet of the workbook, as plain rows; ready for Excel's own tables and for Power BI."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cqc_evidence.model.dates import Period
from cqc_evidence.model.pack import Pack

Value = str | float | date | None
TEXT, NUMBER, DAY, STATE = "text", "number", "day", "state"
STATES = ("missing", "stale", "thin", "unreviewed", "covered")
RISKS = ("high", "medium", "low")
STATUSES = ("planned", "started", "done", "embedded")


class Column(NamedTuple):
    """One column: its title, what it holds, how wide it is, and the words it offers."""

    title: str
    sort: str = TEXT
    width: int = 16
    words: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """One sheet with one Excel table."""

    name: str
    table: str
    """The table's name in Excel and Power BI."""
    about: str
    """What one row is, for the first sheet."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def sheets_of(pack: Pack) -> tuple[Sheet, ...]:
    """Return the sheets of an edition in their order; only the internal one shows gaps, reasons and loops."""
    internal = pack.edition == "internal"
    titles = _titles(pack)
    found: list[Sheet] = [_grid(pack, titles)]
    if internal:
        found += [_cells(pack), _gaps(pack)]
    found += [_claims(pack), _links(pack), _evidence(pack), _plan(pack), _numbers(pack)]
    if internal:
        found += [_rules(pack), _loops(pack)]
    return (*found, _definitions(pack))


def _titles(pack: Pack) -> dict[str, str]:
    return {
        section.id.removeprefix("statement-"): section.title
        for section in pack.sections
        if section.id.startswith("statement-")
    }


def _grid(pack: Pack, titles: dict[str, str]) -> Sheet:
    cells = pack.coverage.cells
    categories = tuple(dict.fromkeys(cell.category for cell in cells))
    state = {(cell.statement, cell.category): cell.state for cell in cells}
    statements = dict.fromkeys(cell.statement for cell in cells)
    rows = tuple(
        (name, titles.get(name, name), *(state.get((name, category), "") for category in categories))
        for name in statements
    )
    columns = (
        Column("statement", width=18),
        Column("title", width=38),
        *(Column(one, STATE, 18, STATES) for one in categories),
    )
    return Sheet("Grid", "tblGrid", "One quality statement: the state of its evidence in each category.", columns, rows)


def _cells(pack: Pack) -> Sheet:
    columns = (
        Column("cell", width=30), Column("statement", width=18), Column("category", width=18), Column("level", width=10),
        Column("state", STATE, 13, STATES), Column("reasons", width=60), Column("says", width=11),
        Column("independent", NUMBER, 12), Column("wanted", NUMBER, 9), Column("evidence", width=40),
        Column("challenged by", width=30), Column("help", width=60),
    )  # fmt: skip
    rows = tuple(
        (
            f"{one.statement}-{one.category}", one.statement, one.category, one.level, one.state, "; ".join(one.reasons),
            one.says, one.independent, one.wanted, "; ".join(one.evidence), "; ".join(one.challenged_by), one.help,
        )
        for one in pack.coverage.cells
    )  # fmt: skip
    return Sheet(
        "Cells", "tblCells", "One statement and category: the state, every reason, what would close it.", columns, rows
    )


def _gaps(pack: Pack) -> Sheet:
    columns = (
        Column("id", width=34), Column("risk", width=9, words=RISKS), Column("state", STATE, 13, STATES),
        Column("statement", width=18), Column("about", width=12), Column("category", width=16), Column("subject", width=18),
        Column("title", width=40), Column("because", width=50), Column("help", width=50), Column("risk because", width=36),
        Column("accepted until", DAY, 15), Column("accepted by", width=16), Column("accepted because", width=30),
        Column("action", width=24), Column("owner", width=18), Column("due", width=12),
        Column("status", width=12, words=STATUSES),
    )  # fmt: skip
    plan = {one.id: one for one in pack.improvements}
    rows = []
    for gap in pack.coverage.gaps:
        mine = plan.get(gap.action or "")
        accepted = gap.accepted
        rows.append((
            gap.id, gap.risk, gap.state, gap.statement, gap.about, gap.category, gap.subject, gap.title, gap.because, gap.help,
            gap.risk_because, accepted.until if accepted else None, accepted.who if accepted else "",
            accepted.reason if accepted else "", gap.action or "", mine.owner if mine else "", mine.due if mine else "",
            mine.status if mine else "",
        ))  # fmt: skip
    return Sheet(
        "Gaps",
        "tblGaps",
        "One gap: what is missing, how much it weighs, what would close it, who acts.",
        columns,
        tuple(rows),
    )


def _claims(pack: Pack) -> Sheet:
    columns = (
        Column("claim", width=24), Column("statement", width=18), Column("text", width=70), Column("so what", width=50),
        Column("speaker", width=20), Column("items", NUMBER, 8), Column("not shown", NUMBER, 11), Column("triangulated", width=13, words=("yes", "no")),
        Column("confirmed by", width=18), Column("weaknesses", width=36),
    )  # fmt: skip
    rows = tuple(
        (
            one.id, one.statement, one.text, one.so_what, one.speaker, len(one.items), one.not_shown,
            "yes" if one.triangulated else "no", one.triangulated_by, "; ".join(one.marks),
        )
        for one in pack.claims
    )  # fmt: skip
    return Sheet("Claims", "tblClaims", "One claim of the council, with who can speak to it.", columns, rows)


def _links(pack: Pack) -> Sheet:
    columns = (Column("claim", width=24), Column("item", width=40))
    rows = tuple((one.id, name) for one in pack.claims for name in one.items)
    return Sheet("Links", "tblLinks", "One claim and one item that it cites: relates the two tables.", columns, rows)


def _evidence(pack: Pack) -> Sheet:
    columns = (
        Column("id", width=36), Column("label", width=8), Column("kind", width=20), Column("title", width=60),
        Column("date", width=18), Column("begins", DAY, 12), Column("ends", DAY, 12), Column("voice", width=13),
        Column("status", width=12), Column("fresh", width=8, words=("yes", "no")), Column("statements", width=30),
        Column("categories", width=24), Column("stances", width=14), Column("citation", width=40), Column("locator", width=30),
        Column("document", width=30), Column("public url", width=40), Column("information return", width=18),
        Column("claims", width=30), Column("file", width=40),
    )  # fmt: skip
    rows = tuple(
        (
            one.id, one.label, one.kind, one.title, one.date, *_ends(one.date), one.voice, one.status, "yes" if one.fresh else "no",
            "; ".join(one.statements), "; ".join(one.categories), "; ".join(one.stances), one.citation, one.locator,
            one.document, one.public_url, "; ".join(one.ir_refs), "; ".join(one.cited_by), one.file,
        )
        for one in pack.evidence
    )  # fmt: skip
    return Sheet("Evidence", "tblEvidence", "One evidence item that this edition may show.", columns, rows)


def _ends(text: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of a date as it was written; none when it is unknown."""
    try:
        period = Period.parse(text)
    except ValueError:
        return None, None
    return period.start, period.end


def _plan(pack: Pack) -> Sheet:
    columns = (
        Column("id", width=26), Column("statement", width=18), *((Column("gap", width=34),) if pack.edition == "internal" else ()),
        Column("action", width=60), Column("why", width=50), Column("owner", width=20), Column("due", width=12), Column("measure", width=36),
        Column("baseline", width=24), Column("target", width=24), Column("latest", width=24),
        Column("status", width=12, words=STATUSES), Column("shown by", width=30),
    )  # fmt: skip
    rows = tuple(
        (
            one.id, one.statement, *((one.gap,) if pack.edition == "internal" else ()), one.action, one.why, one.owner, one.due,
            one.measure, one.baseline, one.target, one.latest, one.status, "; ".join(one.shown_by),
        )
        for one in pack.improvements
    )  # fmt: skip
    return Sheet(
        "Improvement plan", "tblPlan", "One area for improvement: action, owner, due, measure, status.", columns, rows
    )


def _numbers(pack: Pack) -> Sheet:
    columns = (
        Column("metric", width=26), Column("title", width=44), Column("part", width=16), Column("group", width=24),
        Column("breakdown", width=20), Column("period", width=18), Column("unit", width=12), Column("value", NUMBER, 12),
        Column("numerator", NUMBER, 12), Column("denominator", NUMBER, 12), Column("low", NUMBER, 10), Column("high", NUMBER, 10),
        Column("compared with", width=24), Column("difference", NUMBER, 12), Column("difference low", NUMBER, 14),
        Column("difference high", NUMBER, 14), Column("verdict", width=26), Column("basis", width=11), Column("sentence", width=80),
    )  # fmt: skip
    return Sheet(
        "Numbers", "tblNumbers", "One value of one metric; shares are from 0 to 1.", columns, tuple(_results(pack))
    )


def _results(pack: Pack) -> Iterator[tuple[Value, ...]]:
    for one in pack.metrics:
        beside = one.comparison
        low, high = one.interval or (None, None)
        apart = beside.interval if beside and beside.interval else (None, None)
        yield (
            one.metric, one.title, one.part, one.group, one.breakdown, one.period.text, one.unit, one.value, one.numerator,
            one.denominator, low, high, beside.with_ if beside else "", beside.difference if beside else None, *apart,
            one.verdict, one.basis, one.sentence,
        )  # fmt: skip


def _rules(pack: Pack) -> Sheet:
    columns = (
        Column("statement", width=18), Column("rule", width=38), Column("basis", width=11, words=("marked", "inferred")),
        Column("kept by", width=50), Column("broken by", width=50),
    )  # fmt: skip
    rows = tuple(
        (one.statement, one.rule, one.basis, "; ".join(one.kept_by), "; ".join(one.broken_by))
        for one in pack.coverage.rules
    )
    return Sheet("Golden rules", "tblRules", "One golden rule of one statement, kept and broken.", columns, rows)


def _loops(pack: Pack) -> Sheet:
    columns = (
        Column("item", width=36), Column("action", width=60), Column("steps", NUMBER, 8), Column("of", NUMBER, 6),
        Column("nothing shows", width=36), Column("days", NUMBER, 8),
    )  # fmt: skip
    rows = tuple(
        (one.item, one.action, one.steps, one.of, "; ".join(one.missing_steps), one.days) for one in pack.coverage.loops
    )
    return Sheet(
        "Loops", "tblLoops", "One action of Making it Happen, with the steps that are evidenced.", columns, rows
    )


def _definitions(pack: Pack) -> Sheet:
    columns = (Column("group", width=24), Column("term", width=34), Column("meaning", width=90))
    rows = tuple((one.group, one.term, one.meaning) for one in pack.definitions)
    return Sheet("Definitions", "tblDefinitions", "One word and what this workbook means by it.", columns, rows)
