"""A law of the claim ledger: when one figure of one item changes, every line that shows the old one is named.

Held for every value and every count of every figure of the worked example, as `check` finds it afterwards and as `trace`
lists it beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from cqc_evidence.check.claim_numbers import number_without_figure, numbers_disagree, sentence_without_figure
from cqc_evidence.check.items import figure_disagrees
from cqc_evidence.check.registry import Subject
from cqc_evidence.measure.claims.numbers import sort_of
from cqc_evidence.measure.claims.trace import trace
from cqc_evidence.model.evidence import Figure, Item
from cqc_evidence.model.location import Location
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
PARTS = [
    (f"{item.id}.{figure.id}", part)
    for item in example()[0].items
    for figure in item.figures
    for part in ("value", "numerator", "denominator")
    if getattr(figure, part) is not None
]


Line = tuple[str, object]


def changed(project: Project, name: str, figure: Figure) -> Project:
    """Return the project with one figure of one item changed."""
    items = []
    for item in project.items:
        figures = tuple(figure if item.id == name and one.id == figure.id else one for one in item.figures)
        items.append(item.model_copy(update={"figures": figures}))
    return project.model_copy(update={"items": tuple(items)})


def named_by_check(project: Project) -> set[Line]:
    """Return each place that the rules about numbers name: file, and key path, line or row."""
    before = example()[1]
    subject = Subject(project, before.coverage)
    subject.__dict__["observations"] = before.observations
    places = [place for rule in RULES for found in rule(subject) for place in (found.location, *found.related)]
    return {_line(place) for place in places}


def _line(place: Location) -> Line:
    return place.file, place.place or (place.path[:1] if place.path[:1] == ("body",) else place.path) or place.line


def shown(project: Project, subject: str) -> set[Line]:
    """Return each claim, sentence and table row that `trace` says shows a figure."""
    before = example()[1]
    found = trace(project, before.coverage, subject, before.observations, before.results)
    assert found is not None
    wanted = ("claim", "judgement", "passage", "sentence", "table row")
    return {_line(place.location) for place in found.rests_on_it if place.kind in wanted and place.location is not None}


def figure_of(subject: str) -> tuple[Item, Figure]:
    name, _, ident = subject.rpartition(".")
    item = next(item for item in example()[0].items if item.id == name)
    return item, next(figure for figure in item.figures if figure.id == ident)


@pytest.mark.parametrize(("subject", "part"), PARTS)
def test_check_names_every_line_that_shows_a_figure_that_changed(subject: str, part: str) -> None:
    project, _ = example()
    item, figure = figure_of(subject)
    old = getattr(figure, part)
    after = changed(project, item.id, figure.model_copy(update={part: old * 3 + 1234567}))
    to_mend = shown(project, subject) - shown(after, subject)
    missed = {line for line in to_mend - named_by_check(after) if not held_besides(line, item, figure, old)}
    assert not missed, f"the {part} of {subject} changed, and nobody is told of {missed}"


def held_besides(line: Line, item: Item, figure: Figure, old: float) -> bool:
    """Return whether the line prints the number for another figure too, so that it stays true: in a value or a count, never in a comparator."""
    project, _ = example()
    cited = {
        citation.item
        for narrative in project.narratives
        for claim in narrative.claims
        if line == _line(claim.location)
        for citation in claim.citations
    }
    others = [other for other in item.figures if other.id != figure.id]
    others += [other for one in project.items if one.id in cited - {item.id} for other in one.figures]
    rows = [row for row in example()[1].observations if row.item in cited - {item.id} and row.value is not None]
    told = {abs(value) for other in others for value in _values(other)} | {100 * abs(row.value or 0) for row in rows}
    return abs(old) in told


def _values(figure: Figure) -> Iterator[float]:
    yield from (value for value in (figure.value, figure.numerator, figure.denominator) if value is not None)


def test_few_lines_are_excused() -> None:
    """A number that stands in one figure only has nowhere to hide, and most do."""
    alone = [
        (subject, part)
        for subject, part in PARTS
        if not held_besides(("", ""), *figure_of(subject), getattr(figure_of(subject)[1], part))
    ]
    assert len(alone) > len(PARTS) // 2


def test_trace_is_not_silent_about_everything() -> None:
    project, _ = example()
    assert sum(1 for subject in FIGURES if shown(project, subject)) > len(FIGURES) * 3 // 4


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
                    assert (claim.location.file, claim.location.line) in shown(project, subject), (subject, claim.id)
