"""What is taken from a document → the files it changes, whole; nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from cqc_evidence.merge.answers import Accepted, Answer, Note, Remark
from cqc_evidence.model.project import Project
from cqc_evidence.store.journal import ABSENT, Change, ConflictError
from cqc_evidence.store.narrative import rewritten
from cqc_evidence.store.register import appended

DECISIONS, IMPROVEMENT, COMMENTS = "evidence/decisions.yaml", "evidence/improvement.yaml", "evidence/comments.yaml"
_FREE = 1_000


def changes(
    project: Project, words: Mapping[str, Mapping[str, str]], taken: Iterable[Answer], file: str
) -> list[Change]:
    """Return the new content of each file that changes.

    Args:
        project: what was read; files must still be what they were then.
        words: statement → region → its new Markdown.
        taken: answers to gaps and comments, none of which the project has yet.
        file: the document's name.

    Raises:
        ValueError: when a file cannot be changed as it stands.
        ConflictError: when a file was changed since the project was read.
        OSError: when a file cannot be read.
    """
    found = []
    narratives = {one.statement: one for one in reversed(project.narratives)}
    for statement, regions in words.items():
        name = narratives[statement].location.file
        data = (project.root / name).read_bytes()
        # The lines of each claim were counted when the project was read; somebody may have thought about the question since.
        if sha256(data).hexdigest() != project.inputs[name]:
            raise ConflictError((name,))
        found.append(_change(name, data, rewritten(data, narratives[statement], regions)))
    entries = _entries(project, taken, file)
    for name, key in ((DECISIONS, "accepted_gaps"), (IMPROVEMENT, "improvements"), (COMMENTS, "comments")):
        if entries[name]:
            there = _read(project.root / name)
            new = appended(there or b"", key, entries[name])
            found.append(Change(name, new, ABSENT if there is None else sha256(there).hexdigest()))
    return found


def _change(name: str, data: bytes, new: bytes) -> Change:
    return Change(name, new, sha256(data).hexdigest())


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _entries(project: Project, taken: Iterable[Answer], file: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    ids = {one.id for one in project.improvements}
    for answer in taken:
        if isinstance(answer, Accepted):
            entry = {
                "gap": answer.gap,
                "reason": answer.reason,
                "who": answer.who or "not named",
                "until": answer.until,
            }
            found[DECISIONS].append(entry)
        elif isinstance(answer, Note):
            ident = _free(f"imp-{answer.gap.removeprefix('gap-')}", ids)
            ids.add(ident)
            said = ", ".join(
                part for part in (f"comment of {answer.who}" if answer.who else "comment", answer.day, file) if part
            )
            found[IMPROVEMENT].append(
                {"id": ident, "gap": answer.gap, "action": answer.text, "status": "planned", "source": said}
            )
        else:
            found[COMMENTS].append(_remark(answer, file))
    return found


def _remark(remark: Remark, file: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"about": remark.about, "who": remark.who or "not named", "text": remark.text}
    if remark.day:
        from datetime import date  # noqa: PLC0415  # only for a dated comment

        entry["date"] = date.fromisoformat(remark.day)
    return {**entry, "file": file}


def _free(wanted: str, taken: set[str]) -> str:
    return next(
        name for number in range(1, _FREE) if (name := wanted if number == 1 else f"{wanted}-{number}") not in taken
    )


def new_answers(project: Project, found: Iterable[Answer]) -> tuple[tuple[Answer, ...], tuple[Answer, ...]]:
    """Return the answers that the project does not have yet, and those that it has: the same file may come twice."""
    fresh: list[Answer] = []
    known: list[Answer] = []
    for answer in found:
        (known if _is_known(project, answer) or answer in fresh else fresh).append(answer)
    return tuple(fresh), tuple(known)


def _is_known(project: Project, answer: Answer) -> bool:
    if isinstance(answer, Accepted):
        return any(one.gap == answer.gap and one.until >= answer.until for one in project.decisions.accepted_gaps)
    if isinstance(answer, Note):
        return any(one.gap == answer.gap and one.action == answer.text for one in project.improvements)
    return any(one.about == answer.about and one.text == answer.text for one in project.comments)
