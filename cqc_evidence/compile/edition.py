"""Coverage as an edition's files may hold it."""

from __future__ import annotations

from collections.abc import Iterable

from cqc_evidence.compile.view import View
from cqc_evidence.model.coverage import Cell, Coverage, RuleCoverage, SubCoverage


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
