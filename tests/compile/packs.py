"""Packs of the shipped example and of projects made in memory, and ways to look into them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from pydantic import BaseModel

from cqc_evidence.check import check_project
from cqc_evidence.compile import compile_pack
from cqc_evidence.measure import measure_coverage, measure_project
from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.pack import Badge, Cite, GapBlock, Link, Pack, Section, Table, Text
from cqc_evidence.model.project import Project
from cqc_evidence.read import read_project
from tests.measure.build import ROOT

DAY = date(2021, 6, 1)


@cache
def example() -> Project:
    """Return the shipped worked example."""
    return read_project(ROOT, today=DAY)


@cache
def medway() -> Project:
    """Return the second project, which uses six golden rules."""
    return read_project(ROOT / "tests" / "projects" / "medway-2017", today=DAY)


def packed(project: Project, edition: Edition = "internal") -> Pack:
    """Return the pack of a project."""
    coverage = measure_coverage(project)
    results = measure_project(project, coverage).results
    return compile_pack(project, coverage, check_project(project), edition, None, results)


@cache
def example_pack(edition: Edition = "internal") -> Pack:
    """Return the example's pack."""
    return packed(example(), edition)


def parts(thing: object) -> Iterator[BaseModel]:
    """Yield everything that stands in a pack, section or block, from the outside inwards, in order."""
    if isinstance(thing, tuple):
        for one in thing:
            yield from parts(one)
    elif isinstance(thing, BaseModel):
        yield thing
        for name in type(thing).model_fields:
            yield from parts(getattr(thing, name))


def words(thing: object) -> str:
    """Return what stands in plain words in a pack, section or block."""
    found: list[str] = []
    for one in parts(thing):
        if isinstance(one, Text | Link):
            found.append(one.text)
        elif isinstance(one, Badge):
            found.append(one.word)
        elif isinstance(one, Cite):
            found.append(one.label)
    return "".join(found).replace("\N{NO-BREAK SPACE}", " ")


def section(pack: Pack, name: str) -> Section:
    """Return a section by its id."""
    return next(one for one in pack.sections if one.id == name)


def table(thing: object, name: str) -> Table:
    """Return a table by its id."""
    return next(one for one in parts(thing) if isinstance(one, Table) and one.id == name)


def facts(pack: Pack) -> dict[str, str]:
    """Return the honesty page as name and value."""
    return {words(row[0]): words(row[1]) for row in table(pack, "table-honesty").rows}


def gap_blocks(thing: object) -> list[GapBlock]:
    """Return every marked gap."""
    return [one for one in parts(thing) if isinstance(one, GapBlock)]
