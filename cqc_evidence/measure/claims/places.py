"""Places of a project, each with one line of what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cqc_evidence.model.data import Observation
from cqc_evidence.model.evidence import Figure, Item
from cqc_evidence.model.ledger import Place
from cqc_evidence.model.location import Location
from cqc_evidence.model.narrative import Claim, Narrative, Passage
from cqc_evidence.model.result import Result

_LONG = 160
_CITED = re.compile(r"\s*\[@[^\[\]]*\]")
BODY = "text"
"""What the sentence of an item's body is called."""


def one_line(text: str) -> str:
    """Return the beginning of a text in one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONG else flat[: _LONG - 1].rstrip() + "…"


def _bare(text: str) -> str:
    """Return a text without its references, which would fill the line."""
    return _CITED.sub("", text)


def claim_place(narrative: Narrative, claim: Claim) -> Place:
    """Return a claim's place."""
    return Place(
        kind="claim", name=claim.id or "claim", statement=narrative.statement, text=one_line(_bare(claim.text)),
        location=claim.location,
    )  # fmt: skip


def passage_place(narrative: Narrative, passage: Passage) -> Place:
    """Return the place of a narrative's free text."""
    where = narrative.location.model_copy(update={"line": max(1, passage.lines[0])})
    return Place(
        kind="passage", name=passage.heading or "In our words", statement=narrative.statement,
        text=one_line(_bare(passage.text)), location=where,
    )  # fmt: skip


def judgement_place(narrative: Narrative) -> Place:
    """Return a judgement's place."""
    return Place(
        kind="judgement", name=narrative.statement, statement=narrative.statement, text=one_line(_bare(narrative.judgement)),
        location=narrative.location.at("judgement"),
    )  # fmt: skip


def item_place(item: Item) -> Place:
    """Return an item's place; of a personal one without its words."""
    text = "" if item.sensitivity == "personal" else one_line(item.title)
    return Place(kind="item", name=item.id, text=text, location=item.location)


def sentences(item: Item) -> Iterator[tuple[str, Location, str]]:
    """Yield each sentence of an item that a pack prints, and its text: path in words, place, words; none of a personal one."""
    if item.sensitivity == "personal":
        return
    yield "title", item.location.at("title"), item.title
    for index, tag in enumerate(item.tags):
        yield f"says, for {tag.statement}", item.location.at("tags", index, "says"), tag.says
        yield f"so what, for {tag.statement}", item.location.at("tags", index, "so_what"), tag.so_what
    yield BODY, item.location.at("body"), item.body


def figure_place(item: Item, figure: Figure) -> Place:
    """Return a figure's place."""
    index = item.figures.index(figure)
    text = (
        ""
        if item.sensitivity == "personal"
        else one_line(f"{figure.label or figure.id}: {figure.value:g} {figure.unit}")
    )
    return Place(
        kind="figure", name=f"{item.id}.{figure.id}", text=text, location=item.location.at("figures", index, "value")
    )


def row_place(row: Observation) -> Place:
    """Return the place of a row of totals."""
    counts = [f"{value:g}" for value in (row.numerator, row.denominator) if value is not None]
    value = row.printed or (" of ".join(counts) if counts else f"{row.value:g}" if row.value is not None else "")
    text = ", ".join(part for part in (row.group, row.breakdown, row.part, row.period.text, value) if part)
    return Place(kind="table row", name=row.metric, text=one_line(text), location=row.location)


def result_place(result: Result) -> Place:
    """Return a metric's result."""
    return Place(kind="metric", name=result.metric, text=one_line(result.sentence))
