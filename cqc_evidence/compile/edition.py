"""Coverage as an edition's files may hold it, and what a hidden item takes with it, in counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.view import View
from cqc_evidence.model.coverage import Cell, Coverage, RuleCoverage, SubCoverage
from cqc_evidence.model.narrative import Claim, Passage
from cqc_evidence.protect.figures import tells_few


def coverage_of(view: View) -> Coverage:
    """Return the coverage for an edition's files: what it hides still counts, but is not named.

    Outside the internal edition gaps, the reasons for a state, reviewers' help, what was left out, and the loops of
    hidden items stay with the council.
    """
    if view.internal:
        return view.coverage
    return view.coverage.model_copy(
        update={
            "cells": tuple(_cell(view, cell) for cell in view.coverage.cells),
            "rules": tuple(_rule(view, rule) for rule in view.coverage.rules),
            **{name: _subs(view, getattr(view.coverage, name)) for name in ("i_statements", "topics", "lenses")},
            "loops": tuple(loop for loop in view.coverage.loops if loop.item in view.items),
            "gaps": (),
            "left_out": (),
        }
    )


def held_back(view: View) -> Iterator[str]:
    """Yield how many claims, parts of the text and small numbers an edition holds back, and why; nothing is named."""
    narratives = view.narratives.values()
    texts = {
        "claim": sum(1 for one in narratives for claim in one.claims if _rests_on_hidden(view, claim)),
        "part": sum(1 for one in narratives for passage in one.passages if _rests_on_hidden(view, passage)),
    }
    for one, number in texts.items():
        if number:
            yield f"{words.count(number, one)}: the evidence behind {'it' if number == 1 else 'them'} may not be shown"
    small = _small_numbers(view)
    if small:
        yield f"{words.count(small, 'value')}: a number so small that it could tell who somebody is"


def _rests_on_hidden(view: View, text: Claim | Passage) -> bool:
    return bool(text.citations) and all(citation.item in view.hidden for citation in text.citations)


def _small_numbers(view: View) -> int:
    """Count measured values and cited figures that the public edition hides; an item's measured ones once."""
    if view.edition != "public":
        return 0
    measured = {name for result in view.results for name in result.items}
    cited = {citation.item for one in view.narratives.values() for citation in one.citations} - measured
    figures = sum(
        1
        for name in cited & view.items.keys()
        for figure in view.items[name].figures
        if (figure.comparator or figure.denominator is not None)
        and tells_few(figure, published=bool(view.items[name].source.public_url))
    )
    return figures + sum(1 for result in view.results if result.hidden)


def _shown(view: View, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in view.items)


def _cell(view: View, cell: Cell) -> Cell:
    challenges = tuple(
        one.model_copy(update={"answered_by": _shown(view, one.answered_by)})
        for one in cell.challenges
        if one.item in view.items
    )
    names = {"evidence": _shown(view, cell.evidence), "challenged_by": _shown(view, cell.challenged_by)}
    return cell.model_copy(update={**names, "challenges": challenges, "help": "", "reasons": (), "faults": ()})


def _rule(view: View, rule: RuleCoverage) -> RuleCoverage:
    phases = {name: phase for name, phase in rule.phases.items() if name in view.items}
    names = {"kept_by": _shown(view, rule.kept_by), "broken_by": _shown(view, rule.broken_by)}
    return rule.model_copy(update={**names, "phases": phases})


def _subs(view: View, found: tuple[SubCoverage, ...]) -> tuple[SubCoverage, ...]:
    return tuple(one.model_copy(update={"evidence": _shown(view, one.evidence)}) for one in found)
