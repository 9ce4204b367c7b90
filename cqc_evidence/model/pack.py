"""The pack as one document tree; Word, HTML and JSON are written from it and from nothing else."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from cqc_evidence.model.base import Noun
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.result import Result

Mark = Literal["missing", "stale", "thin", "unreviewed", "covered", "supports", "mixed", "concerns", "nothing",
               "kept", "broken", "high", "medium", "low", "challenge", "unsupported", "none-set",
               "evidenced", "reported", "weak", "triangulated"]  # fmt: skip
"""What a mark stands for; its word is always printed, its shape and colour only help."""


class Text(Noun):
    """Plain words."""

    type: Literal["text"] = "text"
    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False


class Link(Noun):
    """A link out (`http`, `https`, `mailto`) or to a block of this pack (`#id`)."""

    type: Literal["link"] = "link"
    href: str
    text: str


class Cite(Noun):
    """A claim's reference to the evidence register, such as [P1]; linked both ways."""

    type: Literal["cite"] = "cite"
    item: str
    label: str
    locator: str = ""
    mark: str = ""
    """Id of this very place, so that the register can point back at it."""


class Badge(Noun):
    """A state in a word and a shape."""

    type: Literal["badge"] = "badge"
    mark: Mark
    word: str


class Break(Noun):
    """A new line inside a paragraph."""

    type: Literal["break"] = "break"


Inline = Annotated[Text | Link | Cite | Badge | Break, Field(discriminator="type")]
Inlines = tuple[Inline, ...]


class Region(Noun):
    """Words of the council's own in a paragraph, and where they come from."""

    id: str
    """`<statement>/judgement`, `<claim id>`, `<claim id>/so-what` or `<statement>/passage-<number>`."""
    base: str
    """Fingerprint of the words as they stood in the file: `model/region.py`."""
    first: int = 0
    """Number of the first inline that belongs to it."""
    last: int | None = None
    """Number of the first inline behind it; all that follow belong to it when not given."""


class Paragraph(Noun):
    """A paragraph with a role that the writers style."""

    type: Literal["paragraph"] = "paragraph"
    role: Literal["body", "lead", "note", "so-what", "meta", "claim", "label"] = "body"
    inlines: Inlines
    id: str = ""
    region: Region | None = None
    """What of it the council wrote, so that an edit in Word finds its way home."""


class Heading(Noun):
    """A heading inside a section; sections bring their own."""

    type: Literal["heading"] = "heading"
    level: int = Field(ge=1, le=6)
    text: str
    id: str = ""


class ListBlock(Noun):
    """A list; each entry is blocks."""

    type: Literal["list"] = "list"
    ordered: bool = False
    entries: tuple[tuple[Block, ...], ...]


class Quote(Noun):
    """Words that are not ours: official wording, or a person's."""

    type: Literal["quote"] = "quote"
    blocks: tuple[Block, ...]
    source: str = ""


class CodeBlock(Noun):
    """Preformatted text."""

    type: Literal["code"] = "code"
    text: str


class TableCell(Noun):
    """A cell of a table."""

    inlines: Inlines = ()
    id: str = ""
    mark: Mark | None = None
    """Shades the cell; the word stands in the inlines."""
    header: bool = False
    sort: str = ""
    """What to sort by where it is not the text."""


class Table(Noun):
    """A table with a caption, a header row and a description for people who cannot see it."""

    type: Literal["table"] = "table"
    id: str
    caption: str
    description: str
    header: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    widths: tuple[int, ...]
    """Relative widths of the columns."""
    interactive: bool = False
    """Whether HTML offers sorting and filtering."""
    empty: str = "Nothing to list."


class ChartPoint(Noun):
    """One value of a chart, with its interval where it has one."""

    label: str
    """What stands on the axis: a period, or a group."""
    value: float
    low: float | None = None
    high: float | None = None
    day: int | None = None
    """Where it stands in time, as the calendar's ordinal of its first day."""
    words: str = ""
    """The value as people read it; drawn beside the point where there is room."""
    special: bool = False
    """Whether a rule marks the point as unlikely to be chance."""


class ChartSeries(Noun):
    """Values that belong together; in a `parts` chart, one part across all groups."""

    name: str
    points: tuple[ChartPoint, ...]


class ChartLine(Noun):
    """A line across a chart: the centre, a limit, or a value to compare with; from one point to another."""

    role: Literal["centre", "limit", "comparator"]
    label: str
    value: float
    words: str = ""
    """The value as people read it."""
    first: int = 0
    """Number of the point where it begins, from 0."""
    last: int | None = None
    """Number of the point where it ends; the last one when not given."""


class Chart(Noun):
    """A chart as data; writers draw it, with `alt` for people who cannot see it. A table holds the same numbers."""

    type: Literal["chart"] = "chart"
    id: str
    kind: Literal["over-time", "intervals", "parts"]
    """A line of points over time; a dot with whiskers for each group; bars whose parts add up to 100 per cent."""
    title: str
    alt: str
    unit: str
    """What the value axis shows: `percent` (values are shares from 0 to 1), `a week`, `days`, `GBP a year`."""
    series: tuple[ChartSeries, ...]
    lines: tuple[ChartLine, ...] = ()
    note: str = ""
    """What stands below the picture, such as `Trial limits: fewer than 12 points`."""
    table: str = ""
    """Id of the table that holds its numbers."""


class GapBlock(Noun):
    """A marked gap, in the place where the evidence would stand."""

    type: Literal["gap"] = "gap"
    id: str
    title: str
    state: Mark
    state_word: str
    """`STALE, thin`: the worst state in capitals, then the others."""
    risk: Mark
    risk_because: str
    because: str
    help: str
    owner: str = ""
    accepted: str = ""
    compact: bool = False
    """One line instead of a box; a small gap beside a bigger one."""


class Notice(Noun):
    """A box the reader must not miss."""

    type: Literal["notice"] = "notice"
    title: str
    blocks: tuple[Block, ...]


Block = Annotated[
    Paragraph | Heading | ListBlock | Quote | CodeBlock | Table | Chart | GapBlock | Notice,
    Field(discriminator="type"),
]
Blocks = tuple[Block, ...]


class Section(Noun):
    """A part of the pack under a heading of level 1 or 2; level-2 sections follow their level 1."""

    id: str
    level: Literal[1, 2]
    title: str
    blocks: Blocks = ()
    landscape: bool = False
    page_break: bool = False


class Cover(Noun):
    """What stands on the first page."""

    title: str
    council: str
    notice: str
    facts: tuple[tuple[str, str], ...]
    """Label and value: status, as at, edition, framework."""


class RegisterEntry(Noun):
    """One item as the register of the JSON and Excel files lists it."""

    id: str
    label: str
    kind: str
    title: str
    date: str
    voice: str
    status: str
    statements: tuple[str, ...]
    categories: tuple[str, ...]
    stances: tuple[str, ...]
    citation: str
    locator: str
    document: str
    public_url: str
    ir_refs: tuple[str, ...]
    cited_by: tuple[str, ...]
    """Claims that rest on it."""
    fresh: bool
    file: str


class ClaimEntry(Noun):
    """One claim as the ledger of the JSON and Excel files lists it."""

    id: str
    statement: str
    text: str
    """Its words without marks of any sort."""
    so_what: str
    speaker: str
    items: tuple[str, ...]
    """Ids of the items it cites that this edition may show."""
    not_shown: int = 0
    """How many items it cites that this edition may not show."""
    marks: tuple[str, ...] = ()
    """Names of the rules that find it weak, such as `unsupported-claim`."""
    triangulated: bool = False
    """Whether a person confirmed that independent evidence of several categories says the same."""
    triangulated_by: str = ""


class ImprovementEntry(Noun):
    """One area for improvement as the Excel file lists it."""

    id: str
    statement: str
    gap: str
    action: str
    why: str
    owner: str
    due: str
    measure: str
    baseline: str
    target: str
    latest: str
    status: str
    shown_by: tuple[str, ...] = ()


class RequestEntry(Noun):
    """One thing that somebody was asked for, as the Excel file lists it."""

    id: str
    """`request-<number>`, by its place in the file."""
    who: str
    gap: str
    topic: str
    due: str
    overdue: bool
    chased: str
    received: str
    note: str
    items: tuple[str, ...] = ()
    """Ids of the items that came of it."""


class Definition(Noun):
    """A word and what this pack means by it."""

    group: str
    term: str
    meaning: str


class Pack(Noun):
    """The whole document with what it was made from."""

    cover: Cover
    edition: Edition
    header: str = Field(default="", exclude=True)
    """What heads each page of a letter that is no edition; empty for a pack."""
    sheet: bool = Field(default=False, exclude=True)
    """Whether it is one page without cover and contents."""
    as_at: date
    today: date
    framework: str
    tool_version: str
    sections: tuple[Section, ...]
    evidence: tuple[RegisterEntry, ...]
    claims: tuple[ClaimEntry, ...] = ()
    improvements: tuple[ImprovementEntry, ...] = ()
    definitions: tuple[Definition, ...] = ()
    requests: tuple[RequestEntry, ...] = Field(default=(), exclude=True)
    """What was asked for, for the workbook alone; empty outside the internal edition."""
    coverage: Coverage
    metrics: tuple[Result, ...] = ()
    """What the metrics came to, as this edition may show it."""
    problems: tuple[Diagnostic, ...] = ()
    """The errors left in the project; empty outside the internal edition."""
