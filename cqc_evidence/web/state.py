"""What is known of a project at one moment, with the ways through it that pages need."""

from __future__ import annotations

import threading
from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.framework import Category, Framework, GoldenRule, Statement
from cqc_evidence.model.narrative import Claim, Narrative
from cqc_evidence.model.project import Project


class Said(NamedTuple):
    """A claim with the narrative that it stands in."""

    narrative: Narrative
    claim: Claim


class State:
    """A project with its coverage; what is asked for often is worked out once."""

    def __init__(self, project: Project, earlier: Coverage | None) -> None:
        """Hold a project; `earlier` is the coverage before the last change, for while it is counted anew."""
        self.project = project
        self.earlier = earlier
        self.coverage: Coverage | None = None
        self._lock = threading.Lock()

    def counted(self, coverage: Coverage) -> None:
        """Take the coverage that was counted of this very project."""
        self.coverage = coverage

    @property
    def framework(self) -> Framework:
        """The project's framework."""
        return self.project.framework

    @cached_property
    def items(self) -> dict[str, Item]:
        """Items by id; of two with one id the first, and a personal one before any other: then readers see neither."""
        found = {item.id: item for item in self.project.items}
        if len(found) < len(self.project.items):
            ordered = sorted(self.project.items, key=lambda item: item.sensitivity != "personal")
            found.update({item.id: item for item in reversed(ordered)})
        return found

    @cached_property
    def twins(self) -> dict[str, tuple[Item, ...]]:
        """Ids that several files hold: the copies a sync client makes when two people change one file."""
        if len(self.items) == len(self.project.items):
            return {}
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.project.items:
            found[item.id].append(item)
        return {name: tuple(those) for name, those in found.items() if len(those) > 1}

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Quality statements by id."""
        return {one.id: one for one in self.framework.statements}

    @cached_property
    def categories(self) -> dict[str, Category]:
        """Evidence categories by id."""
        return {one.id: one for one in self.framework.quality.categories}

    @cached_property
    def rules(self) -> dict[str, GoldenRule]:
        """Golden rules of the chosen set by id."""
        return {one.id: one for one in self.framework.rules.rules}

    @cached_property
    def narratives(self) -> dict[str, Narrative]:
        """Narratives by statement; of two for one statement, the first."""
        found: dict[str, Narrative] = {}
        for narrative in sorted(self.project.narratives, key=lambda one: one.location.file):
            found.setdefault(narrative.statement, narrative)
        return found

    @cached_property
    def claims(self) -> dict[str, Said]:
        """Claims by id."""
        return {claim.id: Said(one, claim) for one in self.project.narratives for claim in one.claims if claim.id}

    @cached_property
    def cited_by(self) -> dict[str, tuple[Said, ...]]:
        """Item → the claims that rest on it."""
        found: dict[str, dict[str, Said]] = defaultdict(dict)
        for said in self.claims.values():
            for citation in said.claim.citations:
                found[citation.item][said.claim.id] = said
        return {name: tuple(those.values()) for name, those in found.items()}

    @cached_property
    def led_to(self) -> dict[str, tuple[str, ...]]:
        """Item → the items that name it as what they replace, derive from, or act on."""
        found: dict[str, list[str]] = defaultdict(list)
        for item in self.project.items:
            for name in dict.fromkeys(
                (*item.supersedes, *item.derived_from, *(one for action in item.actions for one in action.from_))
            ):
                found[name].append(item.id)
        return {name: tuple(those) for name, those in found.items()}
