"""A project at one time, to be held against another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.difference import Side
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.narrative import Narrative
from cqc_evidence.model.project import Project
from cqc_evidence.model.result import Result


@dataclass(frozen=True)
class Position:
    """A project at one time, with what was measured then."""

    label: str
    project: Project
    coverage: Coverage
    results: tuple[Result, ...] = ()
    digest: str = ""
    items: Mapping[str, Item] = field(init=False)

    def __post_init__(self) -> None:
        """Know the items by id; of two with one id, the first."""
        object.__setattr__(self, "items", {item.id: item for item in reversed(self.project.items)})

    @property
    def side(self) -> Side:
        """What a difference says of this position."""
        project = self.project
        return Side(
            label=self.label, as_at=project.as_at, council=project.settings.council,
            framework=project.framework.quality.id, digest=self.digest,
        )  # fmt: skip

    def narrative(self, statement: str) -> Narrative | None:
        """Return a statement's narrative."""
        those = (one for one in self.project.narratives if one.statement == statement)
        return min(those, key=lambda one: one.location.file, default=None)
