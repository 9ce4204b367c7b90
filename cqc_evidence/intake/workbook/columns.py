"""The columns of the round-trip workbook: what each holds, how it is shown, where it stands in an item."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, get_args

from cqc_evidence.model.base import Noun
from cqc_evidence.model.evidence import (
    Action,
    Basis,
    Edition,
    Effect,
    Figure,
    Item,
    Permission,
    Phase,
    Sensitivity,
    Stance,
    Status,
    Tag,
    Voice,
)

SCHEMA = 1
"""Raised when an older program could misread a newer workbook."""
MARK = "cqc-evidence workbook"
GUIDE, ITEMS, LONG, LISTS, ABOUT, PROBLEMS = "Guide", "Items", "Long texts", "Lists", "About", "Problems"

Shape = Literal["text", "word", "words", "list", "day", "period", "whole", "number", "yes-no"]
Look = Literal["must", "id", "usual", "aside"]


class Column(NamedTuple):
    """One column of a sheet."""

    key: str
    """Its name in an item's file, with a full stop between levels: `permission.until`."""
    title: str
    shape: Shape = "text"
    width: int = 16
    words: str = ""
    """Name of the list that its words come from."""
    look: Look = "usual"
    hidden: bool = False
    guard: bool = False
    """Whether it keeps evidence out of a pack: it is never emptied, and a row with a bad one never taken."""

    @property
    def path(self) -> tuple[str, ...]:
        """Return the attributes that lead to the value inside its noun."""
        return tuple(f"{step}_" if step == "from" else step for step in self.key.split("."))

    @property
    def needed(self) -> bool:
        """Return whether nobody else can fill it in."""
        return self.look == "must"


class Child(NamedTuple):
    """A sheet with several rows an item."""

    field: str
    """The item's attribute."""
    sheet: str
    noun: type[Noun]
    columns: tuple[Column, ...]


ID = Column("id", "Item id", width=30, look="id")
ROW_HASH = Column("row", "Row mark", width=10, look="id", hidden=True)
"""First 16 hex digits of what the item held: knows a row whose id was lost."""
ITEM = Column("item", "Item id", width=30, look="id")
ITEM_TITLE = Column("item_title", "Item title", width=36, look="aside")
"""For the reader's eye; never read."""
CHILD_MARK = Column("row", "Row mark", width=10, look="id", hidden=True)
"""`item#number`: knows a row wherever it was moved."""
PROBLEM = Column("problem", "Problem", width=60, look="aside")

ITEM_COLUMNS = (
    Column("title", "Title", width=44, look="must"),
    Column("kind", "Kind", "word", 20, "kinds", "must"),
    Column("date", "Date", "period", 18, look="must"),
    Column("voice", "Voice", "word", 13, "voices", "must"),
    Column("owner", "Owner", width=20),
    Column("status", "Status", "word", 16, "statuses", guard=True),
    Column("sensitivity", "Sensitivity", "word", 12, "sensitivities", guard=True),
    Column("permission.basis", "Permission", "word", 13, "permissions", guard=True),
    Column("permission.scope", "Permission for", "words", 22, "editions", guard=True),
    Column("permission.until", "Permission until", "day", 13),
    Column("permission.names_checked_by", "Names checked by", width=18),
    Column("source.citation", "Citation", width=40),
    Column("source.locator", "Locator", width=24),
    Column("source.document", "Document", width=26),
    Column("source.public_url", "Public link", width=26),
    Column("lenses", "Lenses", "words", 20, "lenses"),
    Column("ir_refs", "Information return", "list", 16),
    Column("sites", "Sites", "list", 20),
    Column("n", "n (answers)", "whole", 9),
    Column("invited", "Invited", "whole", 9),
    Column("method", "Method", width=22),
    Column("interviewer", "Interviewer", "word", 13, "interviewers"),
    Column("verbatim", "Own words", "yes-no", 10, "yes_no"),
    Column("reported_by", "Reported by", width=18),
    Column("review_by", "Review by", "day", 12),
    Column("next_due", "Next due", "day", 12),
    Column("supersedes", "Supersedes", "words", 24),
    Column("derived_from", "Derived from", "words", 24),
    Column("submitted_by", "Submitted by", width=18),
    Column("body", "Text", width=60),
    Column("source.sha256", "Document sha256", width=12, hidden=True),
)
TAG_COLUMNS = (
    Column("statement", "Statement", "word", 20, "statements", "must"),
    Column("category", "Category", "word", 18, "categories"),
    Column("stance", "Stance", "word", 12, "stances"),
    Column("rules", "Rules kept", "words", 26, "rules"),
    Column("breaks", "Rules broken", "words", 26, "rules"),
    Column("phase", "Phase", "word", 9, "phases"),
    Column("topics", "Topics", "words", 24, "topics"),
    Column("i_statements", "I statements", "words", 24, "i_statements"),
    Column("says", "Says", width=50),
    Column("so_what", "So what", width=50),
)
FIGURE_COLUMNS = (
    Column("id", "Figure id", "text", 22, look="must"),
    Column("label", "Label", width=36),
    Column("value", "Value", "number", 12, look="must"),
    Column("unit", "Unit", width=14, look="must"),
    Column("numerator", "Numerator", "number", 12),
    Column("denominator", "Denominator", "number", 12),
    Column("period", "Period", "period", 18),
    Column("comparator", "Comparator", width=24),
    Column("basis", "Basis", "word", 12, "bases"),
)
ACTION_COLUMNS = (
    Column("action", "Action", width=50, look="must"),
    Column("raised", "Raised", "period", 16),
    Column("from", "From", "words", 24),
    Column("owner", "Owner", width=20),
    Column("done", "Done", "period", 16),
    Column("reported_back.to", "Reported back to", width=18),
    Column("reported_back.date", "Reported back on", "period", 16),
    Column("effect", "Effect", "word", 12, "effects"),
)
CHILDREN = (
    Child("tags", "Tags", Tag, TAG_COLUMNS),
    Child("figures", "Figures", Figure, FIGURE_COLUMNS),
    Child("actions", "Actions", Action, ACTION_COLUMNS),
)
LONG_COLUMNS = (
    Column("item", "Item id", width=30, look="id"),
    Column("field", "Field", width=20, look="id"),
    Column("part", "Part", width=10, look="id"),
    Column("text", "Text", width=100),
    Column("mark", "Row mark", width=10, look="id", hidden=True),
)
"""The mark is that of what the text's own cell showed, so that a change there is noticed."""
SHEETS: dict[str, tuple[Column, ...]] = {
    ITEMS: (ID, *ITEM_COLUMNS, ROW_HASH, PROBLEM),
    **{child.sheet: (ITEM, ITEM_TITLE, *child.columns, CHILD_MARK, PROBLEM) for child in CHILDREN},
    LONG: (*LONG_COLUMNS, PROBLEM),
}
"""Every column that a sheet may have; `Problem` stands only in a copy with problems."""


def _words_of(noun: type[Noun], field: str) -> tuple[str, ...]:
    """Return the words that a field of a noun allows besides nothing."""
    annotation: Any = noun.model_fields[field].annotation
    inner = [one for part in get_args(annotation) for one in get_args(part)]
    return tuple(inner or get_args(annotation))


FIXED_WORDS: dict[str, tuple[str, ...]] = {
    "voices": get_args(Voice),
    "statuses": get_args(Status),
    "sensitivities": get_args(Sensitivity),
    "permissions": _words_of(Permission, "basis"),
    "editions": (*get_args(Edition), "none"),
    "interviewers": _words_of(Item, "interviewer"),
    "yes_no": ("yes", "no"),
    "stances": get_args(Stance),
    "phases": get_args(Phase),
    "bases": get_args(Basis),
    "effects": get_args(Effect),
}
"""Lists that are the same in every project."""
PROJECT_WORDS = ("kinds", "lenses", "statements", "categories", "rules", "topics", "i_statements")
"""Lists that the project's framework gives."""
NOBODY = "none"
"""What a permission for no edition at all shows: an empty cell would look like a forgotten one."""
