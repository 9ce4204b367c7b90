"""The council's own scores, in the internal edition only."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.view import View
from cqc_evidence.measure.scores import OwnScores, add_up, differences, divergence
from cqc_evidence.model.pack import Block, ListBlock, Paragraph, Section, Table, TableCell
from cqc_evidence.model.project import SelfScore

_OWN = (
    "These scores are the council's own. They follow CQC's published arithmetic and do not predict what CQC will say. "
    "They are in the internal edition only."
)


def scores_section(view: View) -> tuple[Section, ...]:
    """Return the section, or none where nothing is scored or the edition is not the council's own."""
    if not view.internal or not view.project.decisions.scores or view.framework.quality.scoring is None:
        return ()
    return (Section(id="own-scores", level=1, title="Our own scores", blocks=tuple(_blocks(view))),)


def _blocks(view: View) -> Iterator[Block]:
    scores: dict[str, SelfScore] = {}
    for score in view.project.decisions.scores:
        scores.setdefault(score.statement, score)
    statements = view.framework.statements
    scoring = view.framework.quality.scoring
    assert scoring is not None  # noqa: S101  # asked for above
    given = [scores[one.id].score if one.id in scores else None for one in statements]
    found = add_up(given, scoring, [one.title.text for one in statements])
    yield Paragraph(role="lead", inlines=words.plain(_overall(found, sum(1 for one in given if one), len(given))))
    yield Paragraph(role="note", inlines=words.plain(_OWN))
    yield Table(
        id="table-own-scores", caption="Our own scores, with the reason and the second reader's",
        description="Each quality statement with the council's own score, its reason, and what a second reader gave.",
        header=("Quality statement", "Score", "Reason", "Second reader"),
        rows=tuple(_row(one.title.text, scores.get(one.id)) for one in statements), widths=(26, 8, 36, 30),
    )  # fmt: skip
    titles = {one.id: one.title.text for one in statements}
    if flags := (*found.flags, *differences(scores.values(), titles)):
        yield ListBlock(entries=tuple((Paragraph(inlines=words.plain(f"{flag}.")),) for flag in flags))


def _overall(found: OwnScores, given: int, wanted: int) -> str:
    if found.percent is None:
        return f"{given} of {wanted} statements are scored. There is an overall only when all are."
    rating = f", which is in the band “{found.rating}”" if found.rating else ""
    return f"{found.total} points, {found.percent} per cent{rating}: our own calculation."


def _row(title: str, score: SelfScore | None) -> tuple[TableCell, ...]:
    if score is None:
        return tuple(TableCell(inlines=words.plain(text), header=text == title) for text in (title, "none", "", ""))
    reason = " ".join(part for part in (score.reason, f"({score.who})") if part)
    return (
        TableCell(inlines=words.plain(title), header=True),
        TableCell(inlines=words.plain(str(score.score))),
        TableCell(inlines=words.plain(reason)),
        TableCell(inlines=words.plain(_second(score))),
    )


def _second(score: SelfScore) -> str:
    if score.second_score is None:
        return "not read by a second person"
    differs = "differs: " if divergence(score) else ""
    who = f" ({score.second_who})" if score.second_who else ""
    return f"{differs}{score.second_score}{who}. {score.second_reason}".rstrip()
