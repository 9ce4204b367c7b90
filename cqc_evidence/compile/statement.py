"""One quality statement: what CQC asks, what the council says, what stands behind it, what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.compile import gap_blocks, words
from cqc_evidence.compile.claims import ClaimWriter, part_of
from cqc_evidence.compile.evidence_list import evidence_table, figures_table
from cqc_evidence.compile.numbers import has_numbers, measured_items, numbers_of
from cqc_evidence.compile.plan import improvement_table
from cqc_evidence.compile.view import View
from cqc_evidence.measure.coverage.parts import rule_names
from cqc_evidence.model.coverage import Gap, RuleCoverage
from cqc_evidence.model.evidence import Tag
from cqc_evidence.model.framework import Statement
from cqc_evidence.model.pack import (
    Badge,
    Block,
    Heading,
    Inline,
    ListBlock,
    Notice,
    Paragraph,
    Quote,
    Region,
    Section,
    Table,
    TableCell,
    Text,
)  # fmt: skip
from cqc_evidence.model.region import fingerprint

_PARTS = (
    ("people", "What people tell us"),
    ("work", "What we do and the difference it makes"),
    ("partners", "What staff and partners say"),
)


def statement_section(view: View, statement: Statement) -> Section:
    """Return a statement's section, in the order of CQC's own report page."""
    return Section(
        id=f"statement-{statement.id}",
        level=2,
        title=statement.title.text,
        blocks=tuple(_blocks(view, statement)),
    )


def _blocks(view: View, statement: Statement) -> Iterator[Block]:
    yield from _asked(view, statement)
    yield from _judgement(view, statement)
    yield _cells_table(view, statement)
    claims = ClaimWriter(view, statement)
    for part, title in _PARTS:
        written = tuple(claims.blocks(part))
        gaps = [gap for gap in _gaps(view, statement, "cell") if part_of(gap.category) == part]
        if written or gaps:
            yield Heading(level=3, text=title, id=f"{statement.id}-{part}")
        yield from written
        yield from gap_blocks.full(view, gaps)
        if part == "work":
            yield from _numbers(view, statement)
    yield from claims.passages()
    yield from _rules(view, statement)
    yield from _silent(view, statement)
    yield from _improvements(view, statement)
    yield from evidence_table(view, statement)


def _numbers(view: View, statement: Statement) -> Iterator[Block]:
    """What was measured, then the figures that the evidence itself gives."""
    figures = tuple(figures_table(view, statement, measured_items(view, statement)))
    if figures or has_numbers(view, statement):
        yield Heading(level=3, text="The numbers", id=f"{statement.id}-numbers")
    yield from numbers_of(view, statement)
    yield from figures


def _gaps(view: View, statement: Statement, *about: str) -> list[Gap]:
    if not view.internal:
        return []
    return [gap for gap in view.gaps[statement.id] if gap.about in about]


def _asked(view: View, statement: Statement) -> Iterator[Block]:
    """The We statement, the I statements and whether each is heard."""
    number = len(view.framework.statements)
    yield Paragraph(
        role="meta",
        inlines=words.plain(
            f"Quality statement {statement.number} of {number} · as at {view.as_at} · {words.EDITION_WORDS[view.edition]}"
        ),
    )
    yield Quote(
        blocks=(Paragraph(inlines=words.plain(statement.we.text)),),
        source="We statement, Care Quality Commission",
    )
    if statement.duty.text:
        yield Paragraph(role="note", inlines=words.plain(f"In law: {statement.duty.text}"))
    heard = {found.id: found for found in view.coverage.i_statements if found.statement == statement.id}
    if not statement.i_statements:
        yield Paragraph(role="note", inlines=words.plain("CQC sets no I statement here."))
        return
    entries = []
    for fact in statement.i_statements:
        found = heard[fact.id]
        line: list[Inline] = [Text(text=f"“{fact.text}” "), words.state_badge(found.state)]
        if found.evidence and (references := view.references(found.evidence, most=3)):
            line += [Text(text=" "), *references]
        if any(
            fact.id in tag.i_statements and tag.stance == "challenges" for tag in _tags(view, statement, found.evidence)
        ):
            line += [Text(text=" "), Badge(mark="challenge", word="people say the opposite")]
        entries.append((Paragraph(inlines=tuple(line)),))
    yield Paragraph(role="label", inlines=words.plain("I statements (Think Local Act Personal, Making It Real)"))
    yield ListBlock(entries=tuple(entries))
    yield from gap_blocks.compact(view, _gaps(view, statement, "i_statement"))


def _tags(view: View, statement: Statement, items: tuple[str, ...]) -> list[Tag]:
    return [tag for name in items if name in view.items for tag in view.tags(view.items[name], statement.id)]


def _judgement(view: View, statement: Statement) -> Iterator[Block]:
    yield Heading(level=3, text="Our judgement", id=f"{statement.id}-judgement")
    narrative = view.narratives.get(statement.id)
    if narrative is None:
        text = "No judgement has been written for this statement."
        yield Notice(title="No judgement yet", blocks=(Paragraph(inlines=words.plain(text)),))
        return
    cite = ClaimWriter(view, statement).citer("judgement")
    region = Region(id=f"{statement.id}/judgement", base=fingerprint(narrative.judgement))
    yield Paragraph(role="lead", inlines=view.markdown.inlines(narrative.judgement, cite), region=region)
    speaker = f" · {narrative.speaker} can speak to it" if narrative.speaker else ""
    yield Paragraph(
        role="meta",
        inlines=(words.strong(f"Confidence: {narrative.confidence}"), Text(text=speaker)),
    )


def _cells_table(view: View, statement: Statement) -> Table:
    """Return what stands behind a statement; why a state is what it is stays with the council."""
    rows = []
    for category in view.framework.quality.categories:
        cell = view.cells.get((statement.id, category.id))
        if cell is None:
            continue
        told = f"; {words.count(len(cell.challenged_by), 'challenge')}" if cell.challenged_by else ""
        hidden = sum(1 for name in cell.challenged_by if name not in view.items)
        told += f", {hidden:,} not shown" if hidden else ""
        because = "; ".join(cell.reasons) if view.internal else f"{cell.independent} of {cell.wanted}"
        rows.append(
            (
                TableCell(inlines=words.plain(category.title.text), header=True),
                TableCell(inlines=(words.state_badge(cell.state),), mark=cell.state),
                TableCell(inlines=words.plain(because)),
                TableCell(inlines=(words.says_badge(cell.says), Text(text=told))),
            )
        )
    title = statement.title.text
    why = "why" if view.internal else "how many independent recent items there are of how many wanted"
    return Table(
        id=f"table-cells-{statement.id}",
        caption=f"{title}: what stands behind it",
        description=f"For each evidence category of {title}: how far it is covered, {why}, and what the evidence says.",
        header=("Evidence category", "State", "Because" if view.internal else "Independent, recent", "What it says"),
        rows=tuple(rows),
        widths=(26, 16, 38, 20) if view.internal else (34, 20, 22, 24),
    )


def _rules(view: View, statement: Statement) -> Iterator[Block]:
    """Golden rules kept and broken."""
    found = [rule for rule in view.coverage.rules if rule.statement == statement.id]
    if not found:
        return
    title = statement.title.text
    yield Heading(level=3, text="Golden rules kept and broken", id=f"{statement.id}-rules")
    yield Table(
        id=f"table-rules-{statement.id}",
        caption=f"{title}: golden rules",
        description=f"Each golden rule mapped to {title}, what shows it kept and what shows it broken.",
        header=("Golden rule", "Mapped", "Kept", "Broken"),
        rows=tuple(_rule_row(view, rule) for rule in found),
        widths=(40, 14, 23, 23),
    )
    yield from gap_blocks.compact(view, _gaps(view, statement, "rule"))


def _rule_row(view: View, rule: RuleCoverage) -> tuple[TableCell, ...]:
    titles = {one.id: one.title for found in view.framework.conversations.rule_sets for one in found.rules}
    return (
        TableCell(inlines=words.plain(titles.get(rule.rule, rule.rule)), header=True),
        TableCell(inlines=words.plain("by Partners4Change" if rule.basis == "marked" else "our reading")),
        TableCell(inlines=_shown(view, rule, Badge(mark="kept", word="kept"))),
        TableCell(inlines=_shown(view, rule, Badge(mark="broken", word="broken"))),
    )


def _shown(view: View, rule: RuleCoverage, badge: Badge) -> tuple[Inline, ...]:
    items = rule.kept_by if badge.mark == "kept" else rule.broken_by
    shown = [name for name in items if name in view.items]
    if not shown:
        return words.plain("by evidence not in this edition" if items else "not shown")
    names = rule_names(view.framework)[rule.rule]
    tags = [tag for name in shown for tag in view.tags(view.items[name], rule.statement)]
    kept = [tag for tag in tags if names & set(tag.rules) and tag.stance != "challenges"]
    broken = [tag for tag in tags if names & set(tag.breaks)]
    told = {tag.phase for tag in (kept if badge.mark == "kept" else broken)}
    phases: list[str] = [phase for phase in ("before", "during", "after") if phase in told]
    when = f" ({words.listed(phases)} the innovation)" if phases else ""
    return (badge, Text(text=" "), *view.references(shown, most=4), Text(text=when))


def _silent(view: View, statement: Statement) -> Iterator[Block]:
    """Lenses and topics that nothing speaks to."""
    gaps = _gaps(view, statement, "lens", "topic")
    if gaps:
        yield Heading(level=3, text="What the evidence is silent about", id=f"{statement.id}-silent")
        yield from gap_blocks.compact(view, gaps)


def _improvements(view: View, statement: Statement) -> Iterator[Block]:
    gaps = {gap.id for gap in view.gaps[statement.id]}
    found = [one for one in view.project.improvements if one.gap in gaps or f"gap-{statement.id}-" in one.gap]
    if found:
        yield Heading(level=3, text="Areas for improvement", id=f"{statement.id}-improvement")
        yield improvement_table(
            view, found, f"table-improvement-{statement.id}", f"{statement.title.text}: areas for improvement"
        )
