"""What stands between a pack and the world: nothing personal leaves, each pack is logged, old ones are called back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.main import Context
from cqc_evidence.cli.render import counted, show_problem, tell

if TYPE_CHECKING:
    from cqc_evidence.model.coverage import Coverage
    from cqc_evidence.model.diagnostic import Diagnostic
    from cqc_evidence.model.pack import Pack
    from cqc_evidence.model.project import Project
    from cqc_evidence.write.templates import Templates


def stop_leaks(
    context: Context, project: Project, pack: Pack, found: Iterable[Diagnostic], templates: Templates
) -> bool:
    """Return whether a pack must not be written because something personal would reach it, and say where.

    The places to mend are shown where the search of the project knows them; else the part of the pack.
    """
    from cqc_evidence.protect.gate import PERSONAL_DATA, leaks, scanner_of  # noqa: PLC0415  # not for --help
    from cqc_evidence.read import pinpoint  # noqa: PLC0415

    if pack.edition == "internal":
        return False
    scanner = scanner_of(project)
    leaking = leaks(pack, scanner) + tuple(_in_looks(templates, scanner))
    if not leaking:
        return False
    shown = {entry.file for entry in pack.evidence}
    hidden = {item.location.file for item in project.items} - shown
    places = [one for one in found if one.rule == PERSONAL_DATA and one.location.file not in hidden]
    for problem in pinpoint(project.root, places) or leaking:
        show_problem(context, problem)
    number = counted(len(places or leaking), "place")
    tell(context, f"The {pack.edition} edition was not written: personal data would reach it, in {number}.")
    return True


def _in_looks(templates: Templates, scanner: object) -> Iterable[Diagnostic]:
    """Yield what stands in a council's own style sheet, which the HTML file holds as it is."""
    from cqc_evidence.model.diagnostic import Diagnostic, Severity  # noqa: PLC0415  # not for --help
    from cqc_evidence.model.location import Location  # noqa: PLC0415
    from cqc_evidence.protect.gate import BECAUSE, HELP, PERSONAL_DATA  # noqa: PLC0415
    from cqc_evidence.protect.scan import SORTS, Scanner  # noqa: PLC0415

    assert isinstance(scanner, Scanner)  # noqa: S101  # named here only so that --help need not load it
    for file, data in templates.files.items():
        for one in scanner.find(data.decode("utf-8", "replace"))[:1] if file.endswith(".css") else ():
            yield Diagnostic(
                rule=PERSONAL_DATA, severity=Severity.ERROR, message=f"{SORTS[one.sort]} stands in the style sheet",
                because=BECAUSE, help=HELP, location=Location(file=file),
            )  # fmt: skip


def log_pack(project: Project, pack: Pack, files: Mapping[str, bytes]) -> None:
    """Write a pack into the log before its files are there, so that no pack is ever out without being known.

    Raises:
        click.ClickException: when the log cannot be written; then the pack is not written either.
    """
    from cqc_evidence.model.packs import PackRecord, next_record  # noqa: PLC0415  # not for --help
    from cqc_evidence.read.logs import PACKS, log_line, read_log  # noqa: PLC0415
    from cqc_evidence.store.journal import ABSENT, BusyError, Change, ConflictError, commit, locked  # noqa: PLC0415
    from cqc_evidence.write.files import record_of  # noqa: PLC0415

    path = project.root / PACKS
    try:
        with locked(project.root):
            earlier, _ = read_log(project.root, PACKS, PackRecord)
            record = next_record(earlier, record_of(pack, files), (entry.id for entry in pack.evidence))
            if record is None:
                return
            before = path.read_bytes() if path.is_file() else b""
            start = before if not before or before.endswith(b"\n") else before + b"\n"
            expected = sha256(before).hexdigest() if path.is_file() else ABSENT
            commit(project.root, [Change(PACKS, start + log_line(record), expected)])
    except (BusyError, ConflictError, OSError) as error:
        message = f"the pack was not written, because it could not be entered in {PACKS}: {error or 'another build is at work'}"
        raise click.ClickException(message) from error


def recall_note(project: Project, coverage: Coverage, templates: Templates) -> dict[str, bytes]:
    """Return the recall note as a Word file, or nothing when no earlier pack has to be called back."""
    from cqc_evidence.check.people import recalled  # noqa: PLC0415  # not for --help
    from cqc_evidence.check.registry import Subject  # noqa: PLC0415

    if not project.packs:
        return {}
    from cqc_evidence.compile.recall import compile_recall  # noqa: PLC0415  # only when there are earlier packs

    note = compile_recall(project, coverage, recalled(Subject(project, coverage)))
    if note is None:
        return {}
    from cqc_evidence.write.docx import write_docx  # noqa: PLC0415

    return {"recall-note.docx": write_docx(note, templates.docx)}
