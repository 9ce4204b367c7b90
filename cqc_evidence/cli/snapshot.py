"""`snapshot`: what a pack was made from and what it was, frozen in one file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.progress import Progress
from cqc_evidence.cli.render import counted, say, tell
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.evidence import Edition

if TYPE_CHECKING:
    from cqc_evidence.model.coverage import Coverage
    from cqc_evidence.model.diagnostic import Diagnostic
    from cqc_evidence.model.project import Project
    from cqc_evidence.model.result import Result
    from cqc_evidence.model.snapshot import Refused, SnapshotManifest

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}(?<!\.)")
_NOT_A_NAME = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
)
_EDITIONS: tuple[Edition, ...] = ("internal", "cqc", "public")
_FORMATS = ("docx", "html", "xlsx", "json")


@click.command("snapshot")
@click.argument("name")
@click.option("--note", default="", help="A sentence to keep with it, such as who it was sent to.")
@global_options
@click.pass_obj
def command(context: Context, name: str, note: str) -> int:
    """Freeze the evidence and the pack as they stand, in out/snapshots/NAME.zip.

    It holds every file that the pack is made from, all editions that can be made, and the fingerprint of each. It is
    the council's own record: everything internal is in it. A snapshot is never overwritten.
    """
    from cqc_evidence.archive.freeze import inputs_of, sealed, zipped  # noqa: PLC0415  # not for --help
    from cqc_evidence.store.atomic import write_new  # noqa: PLC0415

    _refuse_name(name)
    project = load(context)
    path = project.root / "out" / "snapshots" / f"{name}.zip"
    if path.exists():
        message = f"there is a snapshot “{name}” already. It is never overwritten: choose another name."
        raise click.ClickException(message)
    watch = Progress("Freezing")
    made, refused, errors = _packs(project, watch)
    manifest = _manifest(project, name, note, errors)
    editions = tuple(edition for edition in _EDITIONS if edition not in {one.edition for one in refused})
    manifest = manifest.model_copy(update={"editions": editions, "refused": refused})
    files = {**inputs_of(project), **made}
    manifest = sealed(manifest, files)
    write_new(path, zipped(manifest, files))
    watch.done()
    _tell(context, path, manifest, counted(len(files), "file"))
    return 0


def _refuse_name(name: str) -> None:
    if not _NAME.fullmatch(name) or name.split(".", 1)[0].lower() in _NOT_A_NAME:
        message = f"“{name}” cannot be a file's name everywhere: use letters, digits, hyphens and dots, as in submission-2026-03"
        raise click.UsageError(message)


def _manifest(project: Project, name: str, note: str, errors: int) -> SnapshotManifest:
    from cqc_evidence.model.snapshot import SnapshotManifest  # noqa: PLC0415  # not for --help
    from cqc_evidence.version import __version__  # noqa: PLC0415

    return SnapshotManifest(
        name=name, note=note, council=project.settings.council, made=project.today, as_at=project.as_at,
        framework=project.framework.quality.id, rules=project.framework.rules.id, tool_version=__version__,
        errors=errors,
    )  # fmt: skip


def _packs(project: Project, watch: Progress) -> tuple[dict[str, bytes], tuple[Refused, ...], int]:
    """Return every edition's files by their names in a snapshot, the editions that cannot be made, and how many errors there are."""
    from cqc_evidence.check import find_problems  # noqa: PLC0415  # not for --help
    from cqc_evidence.measure import measure_coverage, measure_project  # noqa: PLC0415
    from cqc_evidence.model.snapshot import Refused  # noqa: PLC0415
    from cqc_evidence.write import find_templates  # noqa: PLC0415

    templates = find_templates(project.root)
    coverage = measure_coverage(project)
    measured = measure_project(project, coverage)
    found = (*find_problems(project, coverage), *templates.problems, *measured.problems)
    errors = sum(1 for problem in found if problem.severity is Severity.ERROR)
    files: dict[str, bytes] = {}
    refused: list[Refused] = []
    for edition in _EDITIONS:
        if edition != "internal" and errors:
            refused.append(Refused(edition=edition, because=counted(errors, "error")))
            continue
        made = _edition(project, coverage, found, edition, measured.results, watch)
        if made is None:
            refused.append(Refused(edition=edition, because="personal data would reach it"))
        else:
            files |= made
    return files, tuple(refused), errors


def _edition(  # what a pack is compiled from
    project: Project,
    coverage: Coverage,
    found: tuple[Diagnostic, ...],
    edition: Edition,
    results: tuple[Result, ...],
    watch: Progress,
) -> dict[str, bytes] | None:
    """Return one edition's files, or nothing where personal data would reach it."""
    from cqc_evidence.compile import compile_pack  # noqa: PLC0415  # not for --help
    from cqc_evidence.model.snapshot import PACK  # noqa: PLC0415
    from cqc_evidence.protect.gate import leaks, scanner_of  # noqa: PLC0415
    from cqc_evidence.write import find_templates  # noqa: PLC0415
    from cqc_evidence.write.files import make_files  # noqa: PLC0415

    pack = compile_pack(project, coverage, found, edition, None, results)
    if edition != "internal" and leaks(pack, scanner_of(project)):
        return None
    made = make_files(pack, find_templates(project.root), _FORMATS, project.inputs, progress=watch.step)
    return {f"{PACK}{name}": data for name, data in made.items()}


def _tell(context: Context, path: Path, manifest: SnapshotManifest, files: str) -> None:
    for one in manifest.refused:
        tell(context, f"The {one.edition} edition is not in it: {one.because}.")
    tell(context, f"Frozen: {manifest.name}, {files}, {', '.join(manifest.editions)}.")
    say(context, f"  out/snapshots/{path.name}  {path.stat().st_size / 1000:,.0f} kB")
    say(context, f"  digest {manifest.content[:16]}")
    tell(
        context,
        "Write the digest into your minutes or the e-mail you send: “cqc-evidence verify "
        f"{manifest.name} --expect {manifest.content[:16]}” then shows that this is the same. Send the pack, not the "
        "snapshot: everything internal is in it.",
    )
