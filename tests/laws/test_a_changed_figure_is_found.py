"""A law of the claim ledger: when one figure of one item changes, every line that shows the old one is named.

Held for every figure of the worked example, as `check` finds it afterwards and as `trace` lists it beforehand.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from cqc_evidence.check.claim_numbers import number_without_figure, numbers_disagree, sentence_without_figure
from cqc_evidence.check.items import figure_disagrees
from cqc_evidence.check.registry import Subject
from cqc_evidence.measure.claims.numbers import numbers_in, sort_of
from cqc_evidence.measure.claims.trace import trace
from cqc_evidence.model.evidence import Figure, Item
from cqc_evidence.model.project import Project
from cqc_evidence.read import read_project

REPO = Path(__file__).parents[2]
RULES = (number_without_figure, sentence_without_figure, numbers_disagree, figure_disagrees)


@cache
def example() -> tuple[Project, Subject]:
    project = read_project(REPO, today=date(2021, 6, 15))
    subject = Subject(project)
    return project, subject


FIGURES = [f"{item.id}.{figure.id}" for item in example()[0].items for figure in item.figures]


def changed(project: Project, name: str, figure: Figure) -> Project:
    """Return the project with one figure of one item changed."""
    items = []
    for item in project.items:
        figures = tuple(figure if item.id == name and one.id == figure.id else one for one in item.figures)
        items.append(item.model_copy(update={"figures": figures}))
    return project.model_copy(update={"items": tuple(items)})


def named_by_check(project: Project, before: Subject) -> set[tuple[str, object]]:
    """Return each place that the rules about numbers name: file, and key path, line or row."""
    subject = Subject(project, before.coverage)
    subject.__dict__["observations"] = before.observations
    places = [place for rule in RULES for found in rule(subject) for place in (found.location, *found.related)]
    return {(place.file, _within(place.path, place.line, place.place)) for place in places}


def _within(path: tuple[str | int, ...], line: int, place: str) -> object:
    return place or (path[:1] if path[:1] == ("body",) else path) or line


def to_mend(subject: str) -> set[tuple[str, object]]:
    """Return each claim, sentence and table row that `trace` says shows a figure."""
    project, before = example()
    found = trace(project, before.coverage, subject, before.observations, before.results)
    assert found is not None
    wanted = ("claim", "judgement", "passage", "sentence", "table row")
    return {
        (place.location.file, _within(place.location.path, place.location.line, place.location.place))
        for place in found.rests_on_it
        if place.kind in wanted and place.location is not None
    }


def figure_of(subject: str) -> tuple[Item, Figure]:
    name, _, ident = subject.rpartition(".")
    item = next(item for item in example()[0].items if item.id == name)
    return item, next(figure for figure in item.figures if figure.id == ident)


@pytest.mark.parametrize("subject", FIGURES)
def test_check_names_every_line_that_shows_a_figure_that_changed(subject: str) -> None:
    project, before = example()
    item, figure = figure_of(subject)
    new = figure.model_copy(update={"value": figure.value * 3 + 1234567, "numerator": None, "denominator": None})
    missed = to_mend(subject) - named_by_check(changed(project, item.id, new), before)
    assert missed <= shown_by_another(item, figure), f"{subject} changed, and nobody is told of {missed}"


def shown_by_another(item: Item, figure: Figure) -> set[tuple[str, object]]:
    """Return the lines that print the number for another figure of the same item, so that they may stay."""
    others = [other for other in item.figures if other.id != figure.id]
    alike = [
        other
        for other in others
        if other.value == figure.value
        or figure.value in (other.numerator, other.denominator)
        or {figure.numerator, figure.denominator} & {other.value, other.numerator, other.denominator} - {None}
        or any(number.fits(figure.value) for number in numbers_in(other.comparator))
        or any(number.fits(other.value) for number in numbers_in(figure.comparator))
    ]
    return to_mend(f"{item.id}.{figure.id}") if alike else set()


def test_trace_and_check_are_not_silent_about_everything() -> None:
    shown = [subject for subject in FIGURES if to_mend(subject)]
    assert len(shown) > len(FIGURES) * 3 // 4


def test_trace_finds_each_number_that_a_claim_of_the_example_prints() -> None:
    """Looked for by plain text, without the reader of numbers that trace itself uses."""
    project, _ = example()
    for subject in FIGURES:
        item, figure = figure_of(subject)
        text = f"{figure.value:g}%" if sort_of(figure.unit) == "percent" else f"{figure.value:g}"
        for narrative in project.narratives:
            for claim in narrative.claims:
                prints = f" {text} " in f" {claim.text} " or f"({text})" in claim.text
                alone = [one.item for one in claim.citations] == [item.id]
                if prints and alone:
                    assert (claim.location.file, claim.location.line) in to_mend(subject), (subject, claim.id)
