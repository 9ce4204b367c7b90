"""What somebody may see, and what they saw when they signed."""

from __future__ import annotations

from hashlib import sha256

from cqc_evidence.measure.signed import Parts, may_accept, may_sign
from cqc_evidence.model.evidence import Item, Source
from cqc_evidence.model.project import Project
from cqc_evidence.web.asking import may, me


def readable(item: Item) -> bool:
    """Return whether who asks may read an item's words: a reader sees of a personal item only that it is there."""
    return item.sensitivity != "personal" or may("quality-lead", "manager", "reviewer")


def as_readable(project: Project) -> Project:
    """Return a project as who asks may read it: of a personal item nothing but what it is counted by."""
    if may("quality-lead", "manager", "reviewer"):
        return project
    personal = {item.id for item in project.items if item.sensitivity == "personal"}
    items = tuple(_without_words(item) if item.id in personal else item for item in project.items)
    return project.model_copy(update={"items": items})


def _without_words(item: Item) -> Item:
    tags = tuple(tag.model_copy(update={"says": "", "so_what": ""}) for tag in item.tags)
    return Item(
        id=item.id, kind=item.kind, title="A personal item", date=item.date, voice=item.voice, source=Source(citation="not shown"), tags=tags, verbatim=item.verbatim,
        sensitivity="personal", permission=item.permission.model_copy(update={"names_checked_by": ""}), status=item.status, location=item.location,
    )  # fmt: skip


def seen_of(parts: Parts) -> str:
    """Return the fingerprint of everything that is signed, so that nobody signs what they did not see."""
    return sha256(repr((sorted(parts.material.items()), sorted(parts.wording.items()))).encode()).hexdigest()


def why_not_accept(item: Item) -> str:
    """Return why whoever asks may not accept an item, or nothing: they are known by their name and by their address."""
    return may_accept(item, me().known_as) or may_accept(item, me().id)


def why_not_sign(project: Project, about: str, role: str) -> str:
    """Return why whoever asks may not sign, or nothing: they are known by their name and by their address."""
    return may_sign(project, about, role, me().known_as) or may_sign(project, about, role, me().id)
