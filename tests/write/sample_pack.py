"""A small, rich pack: every block, inline and mark of `model/pack.py`, for the tests of the writers.

Nothing in it is real: the council is invented and so are the figures.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, get_args

from cqc_evidence.model.coverage import Acceptance, Cell, Coverage, Gap, Says
from cqc_evidence.model.pack import (
    Badge,
    Block,
    Blocks,
    Break,
    Cite,
    CodeBlock,
    Cover,
    GapBlock,
    Heading,
    Inlines,
    Link,
    ListBlock,
    Mark,
    Notice,
    Pack,
    Paragraph,
    Quote,
    RegisterEntry,
    Section,
    Table,
    TableCell,
    Text,
)

if TYPE_CHECKING:
    from cqc_evidence.model.framework import CellState

AS_AT = date(2021, 5, 31)
MARKS: tuple[Mark, ...] = get_args(Mark)
STATEMENTS = (
    ("assessing-needs", "Assessing needs"),
    ("healthier-lives", "Supporting people to live healthier lives"),
    ("equity", "Equity in experience and outcomes"),
    ("care-provision", "Care provision, integration and continuity"),
    ("partnerships", "Partnerships and communities"),
    ("safe-systems", "Safe systems, pathways and transitions"),
    ("safeguarding", "Safeguarding"),
    ("governance", "Governance, management and sustainability"),
    ("learning", "Learning, improvement and innovation"),
)
CATEGORIES = (
    ("people", "People's experience"),
    ("staff-and-leaders", "Staff and leaders"),
    ("partners", "Partners"),
    ("processes", "Processes"),
)
CYCLE: tuple[CellState, ...] = ("missing", "stale", "thin", "unreviewed", "covered")
SAYS: tuple[Says, ...] = ("nothing", "concerns", "mixed", "supports", "supports")


def text(words: str) -> Inlines:
    """Return plain words as inlines."""
    return (Text(text=words),)


def paragraph(words: str) -> Paragraph:
    """Return a body paragraph of plain words."""
    return Paragraph(inlines=text(words))


def empty_coverage() -> Coverage:
    """Return a coverage in which nothing was measured."""
    return Coverage(
        as_at=AS_AT, framework="cqc-la-2025", rule_set="p4c-2024",
        cells=(), rules=(), i_statements=(), topics=(), lenses=(), loops=(), gaps=(),
    )  # fmt: skip


def pack_of(*blocks: Block) -> Pack:
    """Return a pack whose only section holds `blocks`."""
    return sample_pack().model_copy(
        update={
            "sections": (Section(id="only", level=1, title="Only section", blocks=blocks),),
            "coverage": empty_coverage(),
            "evidence": (),
        },
    )


def sample_pack() -> Pack:
    """Return the rich, small pack; every call returns an equal one."""
    return Pack(
        cover=_cover(),
        edition="internal",
        as_at=AS_AT,
        today=date(2021, 6, 7),
        framework="cqc-la-2025",
        tool_version="0.0.0",
        sections=(
            Section(id="summary", level=1, title="Summary", blocks=_summary(), page_break=True),
            Section(id="grid", level=1, title="Coverage at a glance", blocks=(_grid(),), landscape=True),
            Section(id="honesty", level=1, title="What this evidence does not show", blocks=_honesty()),
            Section(id="theme-1", level=1, title="How we work with people", page_break=True),
            Section(id="assessing-needs", level=2, title="Assessing needs", blocks=_statement()),
            Section(id="equity", level=2, title="Equity in experience and outcomes", blocks=_equity()),
            Section(id="evidence", level=1, title="Evidence register", blocks=(_register(),)),
            Section(id="marks", level=1, title="Definitions", blocks=_definitions()),
        ),
        evidence=_entries(),
        coverage=_coverage(),
    )


def _cover() -> Cover:
    return Cover(
        title="Adult social care self-assessment",
        council="Borough of Exampleton & District",
        notice="A worked example made of invented evidence. It is not a submission.",
        facts=(
            ("Status", "Draft"),
            ("As at", "31 May 2021"),
            ("Edition", "INTERNAL"),
            ("Framework", "CQC local authority assessment, 2025"),
        ),
    )


def _summary() -> Blocks:
    return (
        Paragraph(
            role="lead",
            inlines=text("People meet fewer handovers. We cannot yet show how long people wait."),
        ),
        Notice(
            title="Read this first",
            blocks=(
                paragraph("Two statements have nothing behind them from people themselves."),
                ListBlock(entries=((paragraph("Equity: nobody was asked."),), (paragraph("Learning."),))),
            ),
        ),
        Paragraph(
            inlines=(
                Text(text="Of the 36 cells "),
                Text(text="seven are covered", strong=True),
                Text(text="; the rest "),
                Text(text="are marked", emphasis=True),
                Text(text=" with the reason. The grid is made by "),
                Text(text="cqc-evidence coverage", code=True),
                Text(text=". See "),
                Link(href="#grid", text="the grid"),
                Text(text=", the "),
                Link(href="https://example.org/framework?a=1&b=2", text="framework"),
                Text(text=" or write to "),
                Link(href="mailto:quality@example.org", text="the quality team"),
                Text(text="."),
            ),
        ),
        ListBlock(
            ordered=True,
            entries=(
                (paragraph("What people told us comes first."), paragraph("In their own words.")),
                (paragraph("Then what staff saw."), ListBlock(entries=((paragraph("in reflections"),),))),
                (paragraph("Then the numbers."),),
            ),
        ),
    )


def _grid() -> Table:
    return Table(
        id="table-grid",
        caption="Quality statements by evidence category, as at 31 May 2021",
        description="One row a quality statement, one column an evidence category; each cell says its state.",
        header=("Quality statement", *(title for _, title in CATEGORIES)),
        rows=tuple(_grid_row(row, title) for row, (_, title) in enumerate(STATEMENTS)),
        widths=(3, 2, 2, 2, 2),
        interactive=True,
    )


def _grid_row(row: int, title: str) -> tuple[TableCell, ...]:
    cells = (_grid_cell(_state(row, column), SAYS[(row + column) % 5]) for column in range(len(CATEGORIES)))
    return (TableCell(inlines=text(title), header=True, sort=str(row)), *cells)


def _state(row: int, column: int) -> CellState:
    return CYCLE[(row + 2 * column) % len(CYCLE)]


def _grid_cell(state: CellState, says: Says) -> TableCell:
    return TableCell(
        inlines=(Badge(mark=state, word=state), Break(), Text(text=f"says: {says}")),
        mark=state,
        sort=str(CYCLE.index(state)),
    )


def _honesty() -> Blocks:
    return (
        Paragraph(role="note", inlines=text("Oldest item: July 2019. Three items await review.")),
        Table(
            id="table-problems", caption="Errors left", description="What the check found; nothing was left.",
            header=("Where", "What"), rows=(), widths=(1, 2), empty="No errors are left.",
        ),
    )  # fmt: skip


def _statement() -> Blocks:
    return (
        Quote(
            blocks=(paragraph("We make care work better by assessing needs with people."),),
            source="Invented wording in the manner of a We statement",
        ),
        Heading(level=3, text="Our judgement", id="assessing-needs-judgement"),
        Paragraph(
            role="lead",
            inlines=(
                Text(text="Staff prefer listening to form-filling. "),
                Text(text="Confidence: ", strong=True),
                Badge(mark="low", word="low"),
                Text(text=" (one main source)."),
            ),
        ),
        Heading(level=3, text="What people tell us", id="assessing-needs-people"),
        Paragraph(
            role="claim",
            id="assessing-needs-1",
            inlines=(
                Text(text="Early on, people described being passed from person to person "),
                Cite(item="interviews-early", label="P1", locator="p. 4", mark="cite-assessing-needs-1-1"),
                Text(text=". "),
                Badge(mark="challenge", word="challenges"),
                Text(text=" "),
                Badge(mark="broken", word="breaks “no hand-offs”"),
            ),
        ),
        Paragraph(role="so-what", inlines=text("So what: direction encouraging; n is not published.")),
        Paragraph(
            role="claim",
            id="assessing-needs-2",
            inlines=(
                Text(text="Two colleagues joined and the build-up of open conversations fell "),
                Cite(item="mih-open", label="M1", mark="cite-assessing-needs-2-1"),
                Text(text=" "),
                Cite(item="interviews-early", label="P1", mark="cite-assessing-needs-2-2"),
                Text(text=". "),
                Badge(mark="kept", word="keeps “no hand-offs”"),
            ),
        ),
        Paragraph(role="meta", inlines=text("Loop: 4 of 5 steps; reporting back not evidenced.")),
        *_gaps(),
        Heading(level=3, text="The numbers"),
        _numbers(),
        Heading(level=4, text="How they were counted"),
        CodeBlock(text="repeat requests = second request < 12 months\n  / all requests & carers' requests"),
    )


def _gaps() -> Blocks:
    return (
        Paragraph(role="label", inlines=text("Gaps")),
        GapBlock(
            id="gap-assessing-needs-people", title="Assessing needs: people's experience", state="stale",
            state_word="STALE, thin", risk="high",
            risk_because="required, and a statutory duty (Care Act 2014, section 9)",
            because="The 2019 interviews exceed 12 months; no carer's voice.",
            help="Independent interviews, including carers.",
        ),
        GapBlock(
            id="gap-assessing-needs-partners", title="Assessing needs: partners", state="missing",
            state_word="MISSING", risk="medium", risk_because="expected", because="No partner was asked.",
            help="Ask the hospital discharge team.", owner="Head of adult social care, due: September 2021",
            accepted="Partners are asked in September (Director, until 30 September 2021)",
        ),
        GapBlock(
            id="gap-assessing-needs-lens-unpaid-carers", title="Unpaid carers", state="thin",
            state_word="THIN", risk="low", risk_because="expected", because="One item only.",
            help="A carers' survey.", compact=True,
        ),
    )  # fmt: skip


def _numbers() -> Table:
    values = ("33 %", "25 %", "\N{MINUS SIGN}8 points", "not available")
    source = TableCell(inlines=(Cite(item="mih-open", label="M1", mark="cite-table-numbers-1"),))
    name = TableCell(inlines=text("Repeat requests"), header=True)
    return Table(
        id="table-numbers",
        caption="Repeat requests",
        description="Share of repeat requests before and after; a wide table of six columns.",
        header=("Measure", "Before", "After", "Difference", "95 % interval", "Source"),
        rows=((name, *(TableCell(inlines=text(value)) for value in values), source),),
        widths=(3, 1, 1, 1, 2, 1),
    )


def _equity() -> Blocks:
    return (
        Paragraph(inlines=(*text("Nothing stands behind it. "), Badge(mark="unsupported", word="unsupported"))),
        paragraph("Text stays text: {{ 7 * 7 }} <script>alert(1)</script> & “quotes” 👩🏽‍🦽 مرحبا بالعالم."),
        Paragraph(inlines=(Link(href="javascript:alert(1)", text="a link that must not work"),)),
        Paragraph(inlines=(*text("First line"), Break(), *text("second line"))),
    )


def _register() -> Table:
    early = ("P1", "Interviews with people, early phase", "July 2019", "person")
    mih = ("M1", "A build-up of open first conversations", "September 2019", "staff")
    return Table(
        id="table-evidence",
        caption="Evidence cited in this pack",
        description="One row an item: reference, title, date, who speaks, and where it is cited.",
        header=("Reference", "Title", "Date", "Voice", "Source", "Cited in"),
        rows=(
            _register_row("interviews-early", early, ("cite-assessing-needs-1-1", "cite-assessing-needs-2-2")),
            _register_row("mih-open", mih, ("cite-assessing-needs-2-1", "cite-table-numbers-1")),
        ),
        widths=(1, 4, 2, 1, 3, 2),
        interactive=True,
    )


def _register_row(item: str, words: tuple[str, str, str, str], marks: tuple[str, ...]) -> tuple[TableCell, ...]:
    label, title, when, voice = words
    back: list[Link | Text] = []
    for number, mark in enumerate(marks, start=1):
        back += [Text(text=" "), Link(href=f"#{mark}", text=f"claim {number}")]
    source = (Link(href="https://example.org/story.pdf", text="Story of change"), Text(text=", p. 4"))
    return (
        TableCell(inlines=text(label), id=f"evidence-{item}", header=True),
        TableCell(inlines=text(title)),
        TableCell(inlines=text(when), sort="2019-07" if when == "July 2019" else "2019-09"),
        TableCell(inlines=text(voice)),
        TableCell(inlines=source),
        TableCell(inlines=tuple(back[1:])),
    )


def _definitions() -> Blocks:
    rows = tuple(
        (
            TableCell(inlines=text(mark), header=True),
            TableCell(inlines=(Badge(mark=mark, word=mark.replace("-", " ")),), mark=mark),
        )
        for mark in MARKS
    )
    return (
        Table(
            id="table-marks",
            caption="Marks",
            description="Each mark with its shape and word.",
            header=("Name", "Shown as"),
            rows=rows,
            widths=(1, 1),
        ),
        Paragraph(role="meta", inlines=text("Made by cqc-evidence.")),
    )


def _entries() -> tuple[RegisterEntry, ...]:
    early = RegisterEntry(
        id="interviews-early", label="P1", kind="interview", title="Interviews with people, early phase",
        date="2019-07", voice="person", status="accepted", statements=("assessing-needs",),
        categories=("people",), stances=("challenges",), citation="Story of change", locator="p. 4",
        document="", public_url="https://example.org/story.pdf", ir_refs=("IR12",), fresh=False,
        cited_by=("assessing-needs-1", "assessing-needs-2"), file="evidence/interviews-early.md",
    )  # fmt: skip
    mih = {
        "id": "mih-open", "label": "M1", "kind": "making-it-happen", "date": "2019-09", "voice": "staff",
        "title": "A build-up of open first conversations", "categories": ("processes",),
        "stances": ("supports",), "cited_by": ("assessing-needs-2",), "file": "evidence/mih-open.md",
    }  # fmt: skip
    return (early, early.model_copy(update=mih))


def _coverage() -> Coverage:
    cells = tuple(
        Cell(
            statement=statement, category=category, level="required", state=_state(row, column),
            reasons=("an invented reason",), says=SAYS[(row + column) % 5], evidence=(), challenged_by=(),
            independent=0, wanted=2, help="Ask people.",
        )
        for row, (statement, _) in enumerate(STATEMENTS)
        for column, (category, _) in enumerate(CATEGORIES)
    )  # fmt: skip
    gap = Gap(
        id="gap-assessing-needs-people", about="cell", statement="assessing-needs", category="people",
        title="Assessing needs: people's experience", state="stale", risk="high", risk_because="required",
        because="The 2019 interviews exceed 12 months; no carer's voice.", help="Independent interviews.",
        accepted=Acceptance(reason="Asked in September", who="Director", until=date(2021, 9, 30)),
    )  # fmt: skip
    return empty_coverage().model_copy(update={"cells": cells, "gaps": (gap,)})
