"""An evidence log, one row an item → extracts with what the log's keeper wrote about them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import cast

from cqc_evidence.intake.passages import title_of
from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.intake.tables.header import Row, Table
from cqc_evidence.intake.tables.log_cells import Cell, cell_date, names_only, resolve
from cqc_evidence.intake.tables.log_words import role_of
from cqc_evidence.model.dates import Period
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Source, Tag, Voice
from cqc_evidence.model.intake import Document, Extract

MOST_ITEMS = 10_000
"""Items of one log; a council that holds more keeps them in several."""
_LONGEST_TITLE = 120
_FEWEST_CELLS = 2
_WEB = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
_WITHIN = re.compile(r"https?://[^/]*(?:sharepoint|onedrive|teams\.|localhost|intranet)", re.IGNORECASE)
"""Links that open only inside the council."""
_SAID = frozenset(("title", "text", "says"))


def read_evidence_log(table: Table, options: ReadOptions) -> Document:
    """Return one extract a row; rows that are alike count once, and a value of no use is a problem at its cell."""
    roles = tuple(role_of(title) for title in table.titles)
    extracts: list[Extract] = []
    problems: list[Diagnostic] = []
    seen: set[tuple[str, ...]] = set()
    passed: Counter[str] = Counter()
    for row in table.rows:
        reason = _passed_over(row, roles, seen) or ("too many" if len(extracts) == MOST_ITEMS else "")
        seen.add(row.cells)
        if reason:
            passed[reason] += 1
            continue
        extract, found = _Entry(table, row, roles).read()
        extracts.append(extract)
        problems.extend(found)
    return Document(kind=options.kind, extracts=tuple(extracts), notes=tuple(_told(passed)), problems=tuple(problems))


def _passed_over(row: Row, roles: tuple[str, ...], seen: set[tuple[str, ...]]) -> str:
    """Return why a row is no item of its own, if it is none."""
    if row.cells in seen:
        return "same as another"
    filled = [role for role, cell in zip(roles, row.cells, strict=True) if cell]
    if len(filled) < min(_FEWEST_CELLS, len(roles)):
        return "heading"
    return "" if _SAID & set(filled) else "nothing said"


def _told(passed: Counter[str]) -> Iterator[str]:
    words = {
        "same as another": "the same as an earlier row, and counted once",
        "heading": "passed over: only one cell is filled, as in a heading",
        "nothing said": "passed over: no title and no summary",
        "too many": f"not taken: {MOST_ITEMS:,} were, the others must come in parts",
    }
    for reason, number in sorted(passed.items()):
        yield f"{number:,} {'row' if number == 1 else 'rows'} {words[reason]}"


class _Entry:
    """One row of a log, while it is read."""

    def __init__(self, table: Table, row: Row, roles: tuple[str, ...]) -> None:
        self._table = table
        self._row = row
        self._cells: dict[str, list[Cell]] = {}
        self._problems: list[Diagnostic] = []
        self._lines: list[str] = []
        self._review: date | None = None
        for position, role in enumerate(roles):
            if row.cells[position]:
                cell = Cell(
                    table.grid.file, table.place(row, position), table.columns[position].title, row.cells[position]
                )
                self._cells.setdefault(_true_role(role, cell.text), []).append(cell)

    def read(self) -> tuple[Extract, list[Diagnostic]]:
        """Return the row as an extract, and the problems of its cells."""
        title, text, says = (self._all(role) for role in ("title", "text", "says"))
        if len(title) > _LONGEST_TITLE:
            title, text = "", "\n\n".join(filter(None, (title, text)))
        kind, voice = self._one("kind"), self._one("voice")
        extract = Extract(
            locator=self._locator(),
            title=" ".join((title or title_of(text or says)).split()),
            kind=kind,
            voice=cast("Voice", voice) if voice else None,
            date=self._date("date"),
            owner=" ".join(self._all("owner").split()),
            tags=self._tags(" ".join(says.split())),
            source=self._source(),
            sites=self._listed("site"),
            ir_refs=self._listed("ir_refs"),
        )
        self._keep()
        text = "\n\n".join(filter(None, (text, *self._lines)))
        return extract.model_copy(update={"text": text, "review_by": self._review}), self._problems

    def _locator(self) -> str:
        sheet = self._table.grid.sheet
        return f"{sheet} row {self._row.number}" if sheet else f"row {self._row.number}"

    def _all(self, role: str) -> str:
        """Return what stands in all columns of a role."""
        return "\n\n".join(cell.text for cell in self._cells.get(role, ()))

    def _listed(self, role: str) -> tuple[str, ...]:
        parts = (" ".join(part.split()) for part in re.split(r"[;,\n]", self._all(role)))
        return tuple(dict.fromkeys(filter(None, parts)))

    def _as_text(self, *roles: str) -> None:
        """Keep cells that have no place of their own as "Column: value"."""
        self._lines.extend(f"{cell.title}: {cell.text}" for role in roles for cell in self._cells.get(role, ()))

    def _ids(self, role: str) -> tuple[str, ...]:
        """Return the ids that a role's cells name; what names none is a problem."""
        ids: list[str] = []
        for cell in self._cells.get(role, ()):
            found, problems = resolve(role, cell)
            ids.extend(found)
            self._problems.extend(problems)
        return tuple(dict.fromkeys(ids))

    def _one(self, role: str) -> str:
        """Return the first id of a role; where there are more, the cell is kept in the text too."""
        ids = self._ids(role)
        if len(ids) > 1:
            self._as_text(role)
        return ids[0] if ids else ""

    def _date(self, role: str) -> Period | None:
        """Return the date in a role's first cell; further ones are kept in the text."""
        first, *more = self._cells.get(role, ()) or (None,)
        self._lines.extend(f"{cell.title}: {cell.text}" for cell in more if cell is not None)
        if first is None:
            return None
        period, problems = cell_date(first)
        self._problems.extend(problems)
        return period

    def _tags(self, says: str) -> tuple[Tag, ...]:
        """Return a tag for each statement and category; without a statement, what was written stays in the text."""
        statements, categories = self._ids("statement"), self._ids("category")
        rules, breaks = self._ids("rules"), self._ids("breaks")
        if not statements:
            self._as_text("category", "rules", "breaks", "says", "so_what")
        return tuple(
            Tag(
                statement=statement,
                category=category,
                rules=rules,
                breaks=breaks,
                says=says,
                so_what=" ".join(self._all("so_what").split()),
            )
            for statement in statements
            for category in categories or ("",)
        )

    def _source(self) -> Source | None:
        """Return where the row says it comes from; a link that opens only inside the council stays in the text."""
        citation, locator = (", ".join(self._all(role).split("\n\n")) for role in ("source", "locator"))
        links = [cell for cell in self._cells.get("url", ()) if _is_public(cell.text)]
        self._lines.extend(f"{cell.title}: {cell.text}" for cell in self._cells.get("url", ()) if cell not in links[:1])
        source = Source(
            citation=" ".join(citation.split()),
            locator=" ".join(locator.split()),
            public_url=links[0].text if links else "",
        )
        return source if source != Source() else None

    def _keep(self) -> None:
        """Keep in the text what an extract has no place for; a value that cannot be right is a problem instead."""
        for role in ("status", "permission"):
            if self._ids(role):
                self._as_text(role)
        if self._cells.get("review"):
            period, problems = cell_date(self._cells["review"][0])
            self._problems.extend(problems)
            if period and period.is_day:
                self._review = period.start
            elif period:
                self._lines.append(f"{self._cells['review'][0].title}: {period}")
        self._as_text("")


def _true_role(role: str, text: str) -> str:
    """Return what a cell holds: "category" may be CQC's, or the kind of evidence, and people use either word for both."""
    other = {"category": "kind", "kind": "category"}.get(role, "")
    return other if other and not names_only(role, text) and names_only(other, text) else role


def _is_public(link: str) -> bool:
    return _WEB.fullmatch(link) is not None and _WITHIN.match(link) is None
