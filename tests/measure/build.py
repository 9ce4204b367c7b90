"""Projects made in memory: the shipped framework, and items that say only what a test is about."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.coverage import Cell, Coverage, Gap, RuleCoverage, SubCoverage
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.narrative import Narrative
from cqc_evidence.model.project import Project, Settings
from cqc_evidence.read.framework import read_framework
from cqc_evidence.read.narratives import read_narrative

ROOT = Path(__file__).resolve().parents[2]
AS_AT = date(2021, 5, 31)
TODAY = date(2021, 6, 15)
PLACE = ("learning", "people")
"""The smallest cell of the shipped expectations: one item of twelve months in a person's voice."""


@cache
def framework(rules: str = "p4c-2024") -> Framework:
    """Return the shipped framework, read once."""
    return read_framework(ROOT / "nowhere", Settings(council="Testshire", rules=rules)).framework


def expecting(*place: str, of: Framework | None = None, **changes: object) -> Framework:
    """Return the framework with one cell's expectation changed."""
    of = of or framework()
    cells = [
        cell.model_copy(update=changes) if (cell.statement, cell.category) == place else cell
        for cell in of.expectations.cells
    ]
    return with_expectations(of, cells=tuple(cells))


def with_expectations(of: Framework | None = None, **changes: object) -> Framework:
    """Return the framework with a part of its expectations changed."""
    of = of or framework()
    return of.model_copy(update={"expectations": of.expectations.model_copy(update=changes)})


def tag(statement: str = PLACE[0], category: str = PLACE[1], **keys: object) -> dict[str, object]:
    """Return a tag as an item's file holds it."""
    return {"statement": statement, "category": category, **keys}


def item(name: str, *tags: dict[str, object], **keys: object) -> Item:
    """Return a fresh, accepted item of its own source, tagged to the smallest cell unless tags are given."""
    shape: dict[str, object] = {
        "id": name,
        "kind": "interview",
        "title": f"What {name} tells",
        "date": "2021-03",
        "voice": "person",
        "source": {"citation": f"Paper about {name}"},
        "sensitivity": "public",
        "permission": {"basis": "given", "names_checked_by": "Practice lead"},
        "status": "accepted",
        "tags": tags or (tag(),),
        "location": {"file": f"evidence/{name}.md"},
    }
    return Item.model_validate({**shape, **keys})


def narrative(statement: str, claims: str, judgement: str = "We listen.", confidence: str = "low") -> Narrative:
    """Return a narrative read from Markdown, as its file would give it."""
    head = f'---\nstatement: {statement}\njudgement: "{judgement}"\nconfidence: {confidence}\nspeaker: Director\n---\n'
    found, _ = read_narrative((head + claims).encode(), f"evidence/narrative/{statement}.md")
    assert found is not None
    return found


def project(*items: Item, settings: dict[str, object] | None = None, **keys: object) -> Project:
    """Return a project of these items as at 31 May 2021."""
    council = Settings.model_validate({"council": "Testshire", **(settings or {})})
    shape: dict[str, object] = {
        "root": ROOT / "nowhere",
        "settings": council,
        "framework": framework(council.rules),
        "as_at": AS_AT,
        "today": TODAY,
        "items": items,
    }
    return Project.model_validate({**shape, **keys})


def measured(*items: Item, **keys: object) -> Coverage:
    """Return what these items cover."""
    return measure_coverage(project(*items, **keys))  # type: ignore[arg-type]


def cell(*items: Item, place: tuple[str, str] = PLACE, **keys: object) -> Cell:
    """Return one measured cell: the smallest one unless another place is given."""
    return measured(*items, **keys).cell(*place)


def rule_of(coverage: Coverage, statement: str, rule: str) -> RuleCoverage:
    """Return one golden rule of one statement."""
    return next(found for found in coverage.rules if (found.statement, found.rule) == (statement, rule))


def sub_of(found: tuple[SubCoverage, ...], statement: str, name: str) -> SubCoverage:
    """Return one I statement, topic or lens of one statement."""
    return next(one for one in found if (one.statement, one.id) == (statement, name))


def gap_of(coverage: Coverage, name: str) -> Gap | None:
    """Return a gap by its id, or nothing when there is none."""
    return next((gap for gap in coverage.gaps if gap.id == name), None)
