"""What the information return asks for, and the evidence that answers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cqc_evidence.model.evidence import Item
from cqc_evidence.model.project import IrItem, Project


class Answer(NamedTuple):
    """An item that answers something, with the place in it."""

    item: Item
    locator: str


class Crossed(NamedTuple):
    """One thing that is asked for."""

    asked: IrItem
    answers: tuple[Answer, ...]

    @property
    def state(self) -> str:
        """`met`, `not held` (the council says why), or `unmet`."""
        if self.answers:
            return "met"
        return "not held" if self.asked.not_held else "unmet"


def crosswalk(project: Project, items: Mapping[str, Item]) -> tuple[Crossed, ...]:
    """Return everything on the council's list with what answers it, in the list's order.

    An item answers when the register names it or its own `ir_refs` name the number.

    Args:
        project: what was read.
        items: the items that may be shown, by id.
    """
    by_ref: dict[str, list[Item]] = {}
    for item in items.values():
        for reference in item.ir_refs:
            by_ref.setdefault(reference, []).append(item)
    found = []
    for asked in project.information_return.items:
        answers = {
            one.item: Answer(items[one.item], one.locator or items[one.item].source.locator)
            for one in asked.evidence
            if one.item in items
        }
        for item in by_ref.get(asked.number, ()):
            answers.setdefault(item.id, Answer(item, item.source.locator))
        found.append(Crossed(asked, tuple(answers.values())))
    return tuple(found)
