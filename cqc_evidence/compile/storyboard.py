"""A story-board: one statement on one page, for staff who will be asked about it."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.markdown import words as plain_words
from cqc_evidence.compile.plan import status_of
from cqc_evidence.compile.view import View
from cqc_evidence.model.framework import Statement
from cqc_evidence.model.narrative import Claim
from cqc_evidence.model.pack import (
    Block,
    Cover,
    Heading,
    Inline,
    ListBlock,
    Pack,
    Paragraph,
    Quote,
    Section,
    Table,
    TableCell,
    Text,
)
from cqc_evidence.version import __version__

_MOST_CLAIMS = 4
_MOST_WORDS = 46
_MOST_GAPS = 3
_MOST_ACTIONS = 2
_NOBODY = "nobody named yet"


def compile_storyboard(view: View, statement: Statement) -> Pack:
    """Return one statement as a document of one page.

    It takes the strongest claims first: triangulated, then with people's experience, then with the most evidence. What an
    edition hides is not on it.
    """
    return Pack(
        cover=Cover(
            title=statement.title.text, council=view.project.settings.council, notice="",
            facts=(("As at", view.as_at), ("Compiled", f"with cqc-evidence {__version__}")),
        ),
        edition=view.edition, header=f"Story-board · {words.EDITION_WORDS[view.edition]}",
        sheet=True, as_at=view.project.as_at, today=view.project.today, framework=view.framework.quality.id,
        tool_version=__version__,
        sections=(Section(id=f"storyboard-{statement.id}", level=1, title=statement.title.text, blocks=tuple(_blocks(view, statement))),),
        evidence=(), coverage=view.coverage.model_copy(update={"gaps": (), "left_out": (), "cells": (), "loops": ()}),
    )  # fmt: skip


def _blocks(view: View, statement: Statement) -> Iterator[Block]:
    yield Quote(
        blocks=(Paragraph(inlines=words.plain(_short(statement.we.text, _MOST_WORDS))),),
        source="We statement, Care Quality Commission",
    )
    narrative = view.narratives.get(statement.id)
    if narrative is None:
        yield Paragraph(role="lead", inlines=words.plain("No judgement has been written for this statement yet."))
    else:
        yield Paragraph(role="lead", inlines=words.plain(_text(view, narrative.judgement)))
        speaker = narrative.speaker or _NOBODY
        yield Paragraph(
            role="meta", inlines=words.plain(f"Confidence: {narrative.confidence} · can speak to it: {speaker}")
        )
        claims = _strongest(view, statement, narrative.claims)
        if claims:
            yield _claims(view, claims, narrative.speaker)
    yield from _rules(view, statement)
    yield from _improving(view, statement)
    yield from _not_to_claim(view, statement)


def _strongest(view: View, statement: Statement, claims: tuple[Claim, ...]) -> list[Claim]:
    """Return the claims to tell, best supported first; one whose evidence is hidden here is not among them."""

    def weight(claim: Claim) -> tuple[int, int, int]:
        items = {one.item for one in claim.citations if one.item in view.items}
        people = any("people" in view.categories(view.items[name], statement.id) for name in items)
        return (-int(claim.id in view.triangulated), -int(people), -len(items))

    shown = [claim for claim in claims if any(one.item in view.items for one in claim.citations)]
    whole = [claim for claim in shown if not any(one.item in view.hidden for one in claim.citations)]
    return sorted(whole, key=weight)[:_MOST_CLAIMS]


def _claims(view: View, claims: list[Claim], speaker: str) -> Table:
    rows = tuple(
        (
            TableCell(inlines=words.plain(_short(_text(view, claim.text), _MOST_WORDS)), header=True),
            TableCell(inlines=words.plain(_labels(view, claim))),
            TableCell(inlines=words.plain(claim.speaker or speaker or _NOBODY)),
        )
        for claim in claims
    )
    return Table(
        id="table-storyboard", caption="What we can say, and who can speak to it",
        description="One claim a row, with the references of its evidence in the pack and the role who can speak to it.",
        header=("What we can say", "Evidence", "Who can speak to it"), rows=rows, widths=(66, 14, 20),
    )  # fmt: skip


def _labels(view: View, claim: Claim) -> str:
    names = dict.fromkeys(one.item for one in claim.citations if one.item in view.items)
    return " ".join(view.labels[name] for name in names)


def _text(view: View, text: str) -> str:
    return " ".join(
        "".join(plain_words(view.markdown.inlines(text, lambda _item, _locator: Text(text=""))))
        .replace(" .", ".")
        .replace(" ,", ",")
        .split()
    )


def _short(text: str, most: int) -> str:
    found = text.split()
    return text if len(found) <= most else " ".join(found[:most]).rstrip(".,;:") + " …"


def _rules(view: View, statement: Statement) -> Iterator[Block]:
    titles = {rule.id: rule.title for rule in view.framework.rules.rules}
    found = [rule for rule in view.coverage.rules if rule.statement == statement.id]
    kept = [titles.get(rule.rule, rule.rule) for rule in found if any(name in view.items for name in rule.kept_by)]
    broken = [titles.get(rule.rule, rule.rule) for rule in found if any(name in view.items for name in rule.broken_by)]
    told: list[Inline] = []
    if kept:
        told += [words.strong("Golden rules our evidence shows kept: "), Text(text=f"{words.listed(kept)}. ")]
    if broken:
        told += [words.strong("Shown broken, too: "), Text(text=f"{words.listed(broken)}.")]
    if told:
        yield Paragraph(inlines=tuple(told))


def _improving(view: View, statement: Statement) -> Iterator[Block]:
    found = [one for one in view.project.improvements if one.gap.startswith(f"gap-{statement.id}-")]
    if not found:
        return
    yield Heading(level=2, text="What we are improving", id=f"storyboard-{statement.id}-improving")
    entries = []
    for one in found[:_MOST_ACTIONS]:
        when = f", by {one.due.text}" if one.due else ""
        told = f"{_short(one.action, _MOST_WORDS).rstrip('.')} ({one.owner or 'owner not set'}{when}; {status_of(view, one)})."
        entries.append((Paragraph(inlines=words.plain(told)),))
    yield ListBlock(entries=tuple(entries))


def _not_to_claim(view: View, statement: Statement) -> Iterator[Block]:
    """What nothing stands behind yet; for the council's own people only."""
    gaps = [gap for gap in view.gaps[statement.id] if gap.risk == "high"] if view.internal else []
    if not gaps:
        return
    yield Heading(level=2, text="What we cannot claim yet", id=f"storyboard-{statement.id}-gaps")
    told = [_gap(statement, gap.title, gap.because) for gap in gaps[:_MOST_GAPS]]
    if len(gaps) > _MOST_GAPS:
        told.append(f"{words.count(len(gaps) - _MOST_GAPS, 'more gap')} with high risk in the pack.")
    entries = [(Paragraph(inlines=words.plain(text)),) for text in told]
    yield ListBlock(entries=tuple(entries))


def _gap(statement: Statement, title: str, because: str) -> str:
    about = title.removeprefix(f"{statement.title.text}: ")
    told = f"{about[:1].upper()}{about[1:]}: {_short(because, _MOST_WORDS // 2)}"
    return told if told.endswith(("…", ".")) else f"{told}."
