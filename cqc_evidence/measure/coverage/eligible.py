"""Which items count at all, and for which statement and category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from cqc_evidence.model.coverage import LeftOut
from cqc_evidence.model.dates import in_words
from cqc_evidence.model.evidence import Item, Tag
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.project import Project


class Counted(NamedTuple):
    """An item that counts, with one of its tags and the category the tag puts it in."""

    item: Item
    tag: Tag
    category: str


class Evidence(NamedTuple):
    """All that counts, by where it counts."""

    items: Mapping[str, Item]
    """Every item that counts, by id."""
    tags: tuple[Counted, ...]
    by_cell: Mapping[tuple[str, str], tuple[Counted, ...]]
    by_statement: Mapping[str, tuple[Counted, ...]]
    left_out: tuple[LeftOut, ...]


def why_not(item: Item, superseded: frozenset[str], as_at: date, today: date) -> str:
    """Return why an item does not count, or nothing when it does."""
    if item.status in ("rejected", "withdrawn"):
        return f"it is {item.status}"
    if item.id in superseded:
        return "a newer item supersedes it"
    if item.permission.basis == "withdrawn":
        return "permission to use it was withdrawn"
    if item.permission.until is not None and item.permission.until < today:
        return f"permission to use it ended on {in_words(item.permission.until)}"
    if "internal" not in item.permission.scope:
        return "permission does not cover internal use"
    if item.date.starts_after(as_at):
        return f"its period begins after {in_words(as_at)}"
    return ""


def gather(project: Project) -> Evidence:
    """Sort a project's items by where they count."""
    items, left_out = standing(project)
    tags = tuple(counted for item in items.values() for counted in _counted(item, project.framework))
    return Evidence(items, tags, _by_cell(tags, project.framework), _by_statement(tags), left_out)


def standing(project: Project) -> tuple[dict[str, Item], tuple[LeftOut, ...]]:
    """Return the items that count, by id, and why the others do not; of two items with one id, the first counts."""
    superseded = _superseded(project.items, project.as_at)
    items: dict[str, Item] = {}
    left_out: list[LeftOut] = []
    for item in sorted(project.items, key=attrgetter("id", "location.file")):
        because = why_not(item, superseded, project.as_at, project.today)
        if not because and item.id in items:
            because = "another item has the same id"
        if because:
            left_out.append(LeftOut(item=item.id, because=because))
        else:
            items[item.id] = item
    return items, tuple(left_out)


def category_of(tag: Tag, item: Item, framework: Framework) -> str:
    """Return the tag's category, or its kind's usual one; nothing for a kind nobody knows."""
    if tag.category:
        return tag.category
    kind = framework.kind(item.kind)
    return kind.category if kind else ""


def wants_own_words(item: Item, category: str, framework: Framework) -> bool:
    """Return whether this kind counts in this category only in the person's own words, and these are not."""
    kind = framework.kind(item.kind)
    return kind is not None and category in kind.own_words_for and not item.in_own_words


def _superseded(items: tuple[Item, ...], as_at: date) -> frozenset[str]:
    """Return what a standing item supersedes; a rejected, withdrawn or later one replaces nothing.

    What was replaced stays replaced when permission for the newer telling ends: a person who
    takes a story back does not mean to have the older telling shown again.
    """
    return frozenset(
        old
        for item in items
        if item.status not in ("rejected", "withdrawn") and not item.date.starts_after(as_at)
        for old in item.supersedes
        if old != item.id
    )


def _counted(item: Item, framework: Framework) -> list[Counted]:
    return [Counted(item, tag, category_of(tag, item, framework)) for tag in item.tags]


def _by_cell(tags: tuple[Counted, ...], framework: Framework) -> dict[tuple[str, str], tuple[Counted, ...]]:
    """Sort tags by cell; support that needs the person's own words counts only in them, a challenge always."""
    found: defaultdict[tuple[str, str], list[Counted]] = defaultdict(list)
    for counted in tags:
        if counted.tag.stance != "challenges" and wants_own_words(counted.item, counted.category, framework):
            continue
        found[counted.tag.statement, counted.category].append(counted)
    return {key: tuple(values) for key, values in found.items()}


def _by_statement(tags: tuple[Counted, ...]) -> dict[str, tuple[Counted, ...]]:
    found: defaultdict[str, list[Counted]] = defaultdict(list)
    for counted in tags:
        found[counted.tag.statement].append(counted)
    return {key: tuple(values) for key, values in found.items()}
