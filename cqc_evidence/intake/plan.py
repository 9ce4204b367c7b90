"""What an import would change: decided whole, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

from cqc_evidence.intake.candidates import Candidate, Origin, candidates_of
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.framework import Kind
from cqc_evidence.model.intake import CandidateRecord, Document, Imported
from cqc_evidence.model.slug import free_name, slug
from cqc_evidence.protect.scan import Scanner
from cqc_evidence.read.logs import IMPORTS, log_line
from cqc_evidence.store.item_text import item_text
from cqc_evidence.store.journal import ABSENT, Change

SOURCES = "evidence/sources/"
INBOX = "evidence/inbox/"
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""What Windows allows in no file name."""


class Standing(NamedTuple):
    """What a project holds when an import begins."""

    imported: tuple[Imported, ...]
    log: bytes
    """The log of imports as it is."""
    sources: Mapping[str, str]
    """Each file in `evidence/sources/` by its name → sha256; empty text where it was not hashed."""
    inbox: Mapping[str, str]
    """Each candidate's file → sha256."""
    items: Mapping[str, Item]
    """Items and candidates by id."""
    kinds: Mapping[str, Kind]
    scanner: Scanner
    today: date


class Plan(NamedTuple):
    """What one document's import does."""

    original: str
    outcome: Literal["new", "known", "new-version"]
    changes: tuple[Change, ...]
    candidates: tuple[Item, ...]
    unchanged: int
    """Extracts of an earlier version that stand in this one as they were."""
    document: str
    """Where the original lies, below `evidence/`."""
    record: Imported | None = None


def known_as(data: bytes, standing: Standing) -> Imported | None:
    """Return the import in which these very bytes were taken in."""
    digest = sha256(data).hexdigest()
    return next((one for one in standing.imported if one.sha256 == digest), None)


def plan_import(original: str, data: bytes, document: Document, standing: Standing) -> Plan:
    """Return what taking in one document changes.

    The same bytes change nothing. A later version of a document proposes only what is new in it: a
    candidate of the earlier version that nobody has touched gives way, and an item that was made
    from it is named in `supersedes`.
    """
    if (known := known_as(data, standing)) is not None:
        return Plan(original, "known", (), (), 0, known.document)
    digest = sha256(data).hexdigest()
    earlier = _earlier(original, document, standing)
    name = _source_name(original, digest, standing)
    origin = Origin(f"sources/{name}", digest, original)
    taken = {*standing.items, *(one.id for before in standing.imported for one in before.candidates)}
    found = candidates_of(document, origin, standing.kinds, taken, standing.scanner)
    stood = {one.fingerprint: one for one in earlier.candidates} if earlier else {}
    fresh = [one for one in found if one.fingerprint not in stood]
    kept = tuple(stood[one.fingerprint] for one in found if one.fingerprint in stood)
    replaced = _replaced(fresh, kept, earlier, standing)
    items = tuple(_superseding(one, replaced) for one in fresh)
    folder = _folder(original, digest, standing)
    files = {f"{INBOX}{folder}/{item.id}.md": item_text(item).encode() for item in items}
    record = Imported(
        document=origin.document,
        original=original,
        sha256=digest,
        on=standing.today,
        version_of=earlier.sha256 if earlier else "",
        candidates=(*kept, *_records(fresh, files)),
    )
    changes = tuple(_changes(name, data, files, replaced, record, standing))
    return Plan(original, "new-version" if earlier else "new", changes, items, len(kept), origin.document, record)


def after(standing: Standing, plan: Plan) -> Standing:
    """Return what a project holds once a plan has been carried out."""
    sources, inbox, items = dict(standing.sources), dict(standing.inbox), dict(standing.items)
    log = standing.log
    for change in plan.changes:
        digest = sha256(change.data).hexdigest() if change.data is not None else ""
        if change.file.startswith(SOURCES):
            sources[change.file.removeprefix(SOURCES)] = digest
        elif change.file == IMPORTS and change.data is not None:
            log = change.data
        elif change.data is None:
            inbox.pop(change.file, None)
            items.pop(PurePosixPath(change.file).stem, None)
        else:
            inbox[change.file] = digest
    items.update({item.id: item for item in plan.candidates})
    imported = (*standing.imported, *((plan.record,) if plan.record else ()))
    return standing._replace(imported=imported, log=log, sources=sources, inbox=inbox, items=items)


def _changes(  # one sort of change each
    name: str, data: bytes, files: dict[str, bytes], replaced: _Replaced, record: Imported, standing: Standing
) -> Iterator[Change]:
    if name not in standing.sources:
        yield Change(f"{SOURCES}{name}", data, ABSENT)
    for file, text in files.items():
        yield Change(file, text, ABSENT)
    for file in replaced.untouched:
        yield Change(file, None, standing.inbox[file])
    before = sha256(standing.log).hexdigest() if standing.log else ABSENT
    log = standing.log if not standing.log or standing.log.endswith(b"\n") else standing.log + b"\n"
    yield Change(IMPORTS, log + log_line(record), before)


def _records(fresh: list[Candidate], files: dict[str, bytes]) -> tuple[CandidateRecord, ...]:
    written = dict(zip((one.item.id for one in fresh), files.values(), strict=True))
    return tuple(
        CandidateRecord(
            id=one.item.id,
            locator=one.item.source.locator,
            fingerprint=one.fingerprint,
            sha256=sha256(written[one.item.id]).hexdigest(),
        )
        for one in fresh
    )


class _Replaced(NamedTuple):
    """What a new version's extracts stand in for."""

    untouched: tuple[str, ...]
    """Candidates' files that nobody has changed; they go away."""
    accepted: dict[str, str]
    """New candidate → the item that was made from what stood in its place."""


def _replaced(
    fresh: list[Candidate], kept: tuple[CandidateRecord, ...], earlier: Imported | None, standing: Standing
) -> _Replaced:
    if earlier is None:
        return _Replaced((), {})
    still = {one.id for one in kept}
    gone = {one.locator: one for one in earlier.candidates if one.id not in still}
    by_hash = {digest: file for file, digest in standing.inbox.items()}
    untouched = tuple(by_hash[one.sha256] for one in gone.values() if one.sha256 in by_hash)
    waiting = {PurePosixPath(file).stem for file in standing.inbox}
    accepted = {
        one.item.id: gone[one.item.source.locator].id
        for one in fresh
        if one.item.source.locator in gone
        and gone[one.item.source.locator].id in standing.items
        and gone[one.item.source.locator].id not in waiting
    }
    return _Replaced(untouched, accepted)


def _superseding(one: Candidate, replaced: _Replaced) -> Item:
    old = replaced.accepted.get(one.item.id)
    return one.item.model_copy(update={"supersedes": (old,)}) if old else one.item


def _earlier(original: str, document: Document, standing: Standing) -> Imported | None:
    """Return the latest import of which this document is a new version: the same name, and something in common."""
    of_name = [one for one in standing.imported if one.original == original]
    if not of_name:
        return None
    last = of_name[-1]
    places = {extract.locator for extract in document.extracts}
    return last if not last.candidates or places & {one.locator for one in last.candidates} else None


def _source_name(original: str, digest: str, standing: Standing) -> str:
    """Return the name that the original keeps; a second document of one name gets eight digits of its hash."""
    path = PurePosixPath(original)
    name = _NOT_IN_NAMES.sub("-", path.name).rstrip(". ") or "document"
    same_bytes = [one for one, known in standing.sources.items() if known == digest]
    if same_bytes:
        return same_bytes[0]
    if name.casefold() not in {one.casefold() for one in standing.sources}:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem if dot else name}-{digest[:8]}{dot}{ending if dot else ''}"


def _folder(original: str, digest: str, standing: Standing) -> str:
    stem = slug(PurePosixPath(original).stem) or "document"
    taken = {PurePosixPath(file).parent.name for file in standing.inbox}
    return free_name(stem, taken) if stem in taken else stem or digest[:8]
