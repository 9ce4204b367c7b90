"""The front of the pack: cover, one-page summary, grid, and what the evidence does and does not cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.edition import held_back
from cqc_evidence.compile.view import View
from cqc_evidence.model.coverage import Cell, Gap
from cqc_evidence.model.dates import in_words, period_in_words
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.framework import Category, Statement
from cqc_evidence.model.pack import (
    Badge,
    Block,
    Cover,
    Heading,
    Inline,
    Inlines,
    Link,
    ListBlock,
    Paragraph,
    Section,
    Table,
    TableCell,
    Text,
)  # fmt: skip

_MOST_ERRORS = 20


def cover(view: View, tool_version: str) -> Cover:
    """Return the first page."""
    settings, framework = view.project.settings, view.framework
    return Cover(
        title=settings.title,
        council=settings.council,
        notice=settings.notice,
        facts=(
            ("Status", settings.status),
            ("As at", view.as_at),
            (
                "Edition",
                words.EDITION_WORDS[view.edition].capitalize() if view.internal else words.EDITION_WORDS[view.edition],
            ),
            ("Framework", f"{framework.quality.title.text} ({framework.quality.id})"),
            ("Golden rules", f"{framework.rules.title} ({framework.rules.id})"),
            ("Compiled", f"{in_words(view.project.today)} with cqc-evidence {tool_version}"),
        ),
    )


def summary(view: View) -> Section:
    """Return the one-page summary: a judgement for each statement."""
    return Section(id="summary", level=1, title="Summary", blocks=tuple(_summary(view)), page_break=True)


def _summary(view: View) -> Iterator[Block]:
    states = Counter(cell.state for cell in view.coverage.cells)
    told = words.listed(
        [f"{states[state]} {words.STATE_WORDS[state].lower()}" for state, _ in words.STATE_MEANINGS if states[state]]
    )
    judged = sum(1 for statement in view.framework.statements if statement.id in view.narratives)
    yield Paragraph(
        role="lead",
        inlines=words.plain(
            f"{judged} of {words.count(len(view.framework.statements), 'quality statement')} have a judgement; "
            f"{_counted(view)}. Of {words.count(len(view.coverage.cells), 'place')} "
            f"where evidence is looked for, {told}. Covered means enough to judge by, not good."
        ),
    )
    yield Table(
        id="table-summary",
        caption="Our judgement of each quality statement",
        description="Each quality statement with the council's judgement, its confidence, and how many of its cells are covered.",
        header=("Quality statement", "Our judgement", "Confidence", "Covered"),
        rows=tuple(_summary_row(view, statement) for statement in view.framework.statements),
        widths=(17, 57, 14, 12),
    )


def _counted(view: View) -> str:
    """Return how much evidence there is; outside the council, how much of it this edition shows."""
    number = words.count(len(view.items), "evidence item")
    if view.internal:
        return f"{number} counted as at {view.as_at}"
    verb = "is" if len(view.items) == 1 else "are"
    return f"{number} {verb} shown, as at {view.as_at}{_more(view)}"


def _more(view: View) -> str:
    """Return how many items bear the states without being shown, where there are any."""
    hidden = len(view.hidden)
    return f"; {hidden:,} more {'counts' if hidden == 1 else 'count'} and may not be shown" if hidden else ""


def _summary_row(view: View, statement: Statement) -> tuple[TableCell, ...]:
    cells = [cell for cell in view.coverage.cells if cell.statement == statement.id]
    covered = sum(1 for cell in cells if cell.state == "covered")
    narrative = view.narratives.get(statement.id)
    judgement = narrative.judgement if narrative else "No judgement has been written."
    return (
        TableCell(inlines=(_to(statement),), header=True),
        TableCell(inlines=view.markdown.inlines(judgement, lambda name, _: view.reference(name))),
        TableCell(inlines=words.plain(narrative.confidence if narrative else "none")),
        TableCell(inlines=words.plain(f"{covered} of {len(cells)}")),
    )


def _to(statement: Statement) -> Link:
    return Link(href=f"#statement-{statement.id}", text=statement.title.text)


def grid(view: View) -> Section:
    """Return the grid of statements × categories on a landscape page."""
    columns = [
        category
        for category in view.framework.quality.categories
        if any(cell.category == category.id for cell in view.coverage.cells)
    ]
    rows = tuple(_grid_row(view, statement, columns) for statement in view.framework.statements)
    table = Table(
        id="table-grid",
        caption=f"Coverage of each quality statement by evidence category, as at {view.as_at}",
        description=(
            "One row for each quality statement, one column for each evidence category. Each cell gives the state, "
            "what the evidence says, and how many independent recent items there are of how many wanted."
        ),
        header=("Quality statement", *(category.title.text for category in columns)),
        rows=rows,
        widths=(24, *(19 for _ in columns)),
        interactive=True,
    )
    states = _legend([(words.state_badge(state), text) for state, text in words.STATE_MEANINGS])
    says = _legend([(words.says_badge(mark), text) for mark, text in words.SAYS_MEANINGS])
    counts = Text(text="“2 of 3”: two independent, recent items of the three that are wanted.")
    blocks: tuple[Block, ...] = (
        table,
        Paragraph(role="note", inlines=states),
        Paragraph(role="note", inlines=(*says, counts)),
    )
    return Section(id="grid", level=1, title="Coverage grid", blocks=blocks, landscape=True, page_break=True)


def _legend(entries: list[tuple[Badge, str]]) -> Inlines:
    found: list[Inline] = []
    for badge, text in entries:
        found += [badge, Text(text=f" {text}. ")]
    return tuple(found)


def _grid_row(view: View, statement: Statement, columns: list[Category]) -> tuple[TableCell, ...]:
    cells: list[TableCell] = [TableCell(inlines=(_to(statement),), header=True)]
    for category in columns:
        cell = view.cells.get((statement.id, category.id))
        cells.append(_grid_cell(view, cell) if cell else TableCell(inlines=words.plain("nothing expected")))
    return tuple(cells)


def _grid_cell(view: View, cell: Cell) -> TableCell:
    found: list[Inline] = [words.state_badge(cell.state)]
    if cell.says != "nothing":
        found += [Text(text=" "), words.says_badge(cell.says)]
    found += [Text(text=f" {cell.independent}\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}{cell.wanted}")]
    if view.internal and cell.state != "covered":
        found += [Text(text=" "), Link(href=f"#gap-{cell.statement}-{cell.category}", text="why")]
    return TableCell(inlines=tuple(found), mark=cell.state, sort=f"{_ORDER[cell.state]}{cell.independent:03}")


_ORDER = {state: place for place, (state, _) in enumerate(words.STATE_MEANINGS)}


def honesty(view: View) -> Section:
    """Return the page that says what the evidence covers and what it does not."""
    return Section(
        id="honesty",
        level=1,
        title="What the evidence covers, and what it does not",
        blocks=tuple(_honesty(view)),
        page_break=True,
    )


def _honesty(view: View) -> Iterator[Block]:
    rows = tuple(
        (TableCell(inlines=words.plain(name), header=True), TableCell(inlines=value)) for name, value in _facts(view)
    )
    yield Table(
        id="table-honesty",
        caption="The evidence behind this pack in figures",
        description="Counts and dates of the evidence, the voices heard and not heard, and what was left out.",
        header=("What", "How much"),
        rows=rows,
        widths=(34, 66),
    )
    if view.internal:
        yield from _heaviest(view)
        yield from _errors(view)


def _facts(view: View) -> Iterator[tuple[str, Inlines]]:
    items = list(view.items.values())
    shown = "" if view.internal else f" shown{_more(view)}"
    yield "Evidence items that count", words.plain(f"{len(items):,}{shown}")
    if view.internal:
        yield "Not yet accepted", words.plain(f"{sum(1 for item in items if item.status != 'accepted'):,}")
    yield from _dates(items)
    yield "Voices heard", words.plain(_voices(items, heard=True) or "none")
    yield "Voices not heard", words.plain(_voices(items, heard=False) or "none")
    yield "In people's own words", words.plain(words.count(sum(1 for item in items if item.in_own_words), "item"))
    yield "Largest single source", words.plain(_largest_source(items))
    yield "Evidence that challenges us", words.plain(_challenges(view))
    if view.internal:
        yield "Open gaps", words.plain(_gap_counts(view))
    yield "Closed loops", words.plain(_loops(view))
    yield "Claims that rest on nothing", words.plain(str(_unsupported(view)))
    yield "Left out", words.plain(_left_out(view))
    if back := "; ".join(held_back(view)):
        yield "Held back", words.plain(back)
    unverified = sum(1 for problem in view.problems if problem.rule == "to-verify")
    if view.internal and unverified:
        yield (
            "Framework data to verify",
            words.plain(f"{words.count(unverified, 'entry', 'entries')}; “cqc-evidence check” lists them"),
        )


def _dates(items: list[Item]) -> Iterator[tuple[str, Inlines]]:
    dated = sorted((item for item in items if item.date.end), key=lambda item: (item.date.end, item.id))
    if dated:
        yield "Oldest and newest", words.plain(f"{period_in_words(dated[0].date)}; {period_in_words(dated[-1].date)}")
    yield "Date unknown", words.plain(words.count(len(items) - len(dated), "item"))


def _voices(items: list[Item], *, heard: bool) -> str:
    counts = Counter(item.voice for item in items)
    if heard:
        found = [
            f"{words.VOICE_WORDS[voice]} ({number})"
            for voice, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        ]
    else:
        found = [text for voice, text in words.VOICE_WORDS.items() if voice not in counts]
    return words.listed(found)


def _largest_source(items: list[Item]) -> str:
    counts = Counter(
        item.source.document or item.source.citation for item in items if item.source.document or item.source.citation
    )
    if not counts:
        return "none named"
    name, number = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return f"{number:,} of {words.count(len(items), 'item')} come from {name}"


def _challenges(view: View) -> str:
    challenged = [cell for cell in view.coverage.cells if cell.challenged_by]
    items = {name for cell in challenged for name in cell.challenged_by}
    answered = {challenge.item for cell in challenged for challenge in cell.challenges if challenge.answered_by}
    where = words.count(len(challenged), "cell")
    told = f"{words.count(len(items), 'item')} in {where}; {len(answered)} answered by an action that was done"
    hidden = sum(1 for name in items if name not in view.items)
    return f"{told}; {hidden:,} not shown in this edition" if hidden else told


def _gap_counts(view: View) -> str:
    risks = Counter(gap.risk for gap in view.coverage.gaps)
    told = words.listed([f"{risks[risk]} {word.lower()}" for risk, word in words.RISK_WORDS.items() if risks[risk]])
    accepted = sum(1 for gap in view.coverage.gaps if gap.accepted)
    return f"{len(view.coverage.gaps)} ({told} risk); {accepted} accepted for a time" if told else "none"


def _loops(view: View) -> str:
    loops = [loop for loop in view.coverage.loops if loop.item in view.items]
    whole = sum(1 for loop in loops if loop.steps == loop.of)
    return (
        f"{words.count(len(loops), 'action')} recorded, {whole} evidenced through all {loops[0].of} steps"
        if loops
        else "none recorded"
    )


def _unsupported(view: View) -> int:
    return sum(
        1
        for narrative in view.narratives.values()
        for claim in narrative.claims
        if not any(citation.item in view.counted for citation in claim.citations)
    )


def _left_out(view: View) -> str:
    reasons = Counter(left.because for left in view.coverage.left_out)
    reasons.update(view.hidden.values())
    told = [f"{words.count(number, 'item')}: {why}" for why, number in sorted(reasons.items())]
    if view.project.left_out and view.internal:
        told.append(f"{words.count(len(view.project.left_out), 'file')} could not be understood")
    return "; ".join(told) or "nothing"


def _heaviest(view: View) -> Iterator[Block]:
    first: dict[str, Gap] = {}
    for gap in view.coverage.gaps:
        if gap.risk == "high":
            first.setdefault(gap.statement, gap)
    heavy = list(first.values())
    if heavy:
        number = sum(1 for gap in view.coverage.gaps if gap.risk == "high")
        title = f"The heaviest gap of each statement ({number} gaps have high risk)"
        yield Heading(level=2, text=title, id="heaviest-gaps")
        entries = tuple(
            (Paragraph(inlines=(Link(href=f"#{gap.id}", text=gap.title), Text(text=f": {gap.because}."))),)
            for gap in heavy
        )
        yield ListBlock(ordered=True, entries=entries)


def _errors(view: View) -> Iterator[Block]:
    errors = [problem for problem in view.problems if problem.severity is Severity.ERROR]
    yield Heading(level=2, text="Errors left in the project", id="errors-left")
    if not errors:
        yield Paragraph(inlines=words.plain("None."))
        return
    entries = tuple(
        (Paragraph(inlines=(Text(text=f"{problem.location.file}, line {problem.location.line}: ", strong=True),
                            Text(text=f"{problem.message} ({problem.rule})"))),)
        for problem in errors[:_MOST_ERRORS]
    )  # fmt: skip
    yield ListBlock(entries=entries)
    if len(errors) > _MOST_ERRORS:
        yield Paragraph(
            role="note", inlines=words.plain(f"{len(errors) - _MOST_ERRORS} more: “cqc-evidence check” lists them.")
        )
