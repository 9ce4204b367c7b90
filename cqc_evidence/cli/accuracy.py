"""`accuracy`: the table of corrections to CQC's draft report, against a frozen snapshot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, say, show_problem, tell
from cqc_evidence.cli.verify import snapshot_path

if TYPE_CHECKING:
    from cqc_evidence.archive.read import Snapshot
    from cqc_evidence.model.evidence import Item
    from cqc_evidence.model.project import Project


@click.command("accuracy")
@click.option("--snapshot", default="", help="The snapshot; else evidence/factual-accuracy.yaml names it.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="The Word file; else out/factual-accuracy.docx."
)
@global_options
@click.pass_obj
def command(context: Context, snapshot: str, out: Path | None) -> int:
    """Write the table of corrections to CQC's draft report in Word, each with the evidence as it stood.

    The corrections stand in evidence/factual-accuracy.yaml. Each is held against a frozen snapshot: evidence that was not
    in it, or that may not be sent, is named here and not printed, and the exit code is 1.
    """
    project = load(context)
    name = snapshot or project.accuracy.snapshot
    if not project.accuracy.corrections:
        message = "there are no corrections yet: write them in evidence/factual-accuracy.yaml (docs: factual accuracy)"
        raise click.UsageError(message)
    if not name:
        message = "which snapshot? Name it as snapshot: NAME in evidence/factual-accuracy.yaml, or with --snapshot"
        raise click.UsageError(message)
    from cqc_evidence.archive.read import open_snapshot, project_of  # noqa: PLC0415  # not for --help

    opened = open_snapshot(snapshot_path(context, name))
    if opened.snapshot is None:
        for problem in opened.problems:
            show_problem(context, problem)
        tell(context, "Nothing was written: the snapshot does not hold.")
        return 1
    with TemporaryDirectory(prefix="cqc-evidence-") as folder:
        try:
            frozen = project_of(opened.snapshot, Path(folder) / "inputs")
        except ValueError as error:
            message = f"nothing was written: {error}"
            raise click.ClickException(message) from error
        return _write(context, project, opened.snapshot, frozen, out)


def _write(context: Context, project: Project, snapshot: Snapshot, frozen: Project, out: Path | None) -> int:
    from cqc_evidence.compile.accuracy import compile_accuracy  # noqa: PLC0415  # not for --help
    from cqc_evidence.measure import measure_coverage  # noqa: PLC0415
    from cqc_evidence.measure.coverage.eligible import standing  # noqa: PLC0415
    from cqc_evidence.protect.gate import leaks, scanner_of  # noqa: PLC0415
    from cqc_evidence.store.atomic import write_all  # noqa: PLC0415
    from cqc_evidence.write import find_templates  # noqa: PLC0415
    from cqc_evidence.write.docx import write_docx  # noqa: PLC0415

    items = standing(frozen)[0]
    refused = {name: why for name, item in items.items() if (why := _refused(project, item))}
    shown = {name: item for name, item in items.items() if name not in refused}
    told = list(_problems(project, items, refused))
    for sentence in told:
        tell(context, sentence)
    document = compile_accuracy(
        project, measure_coverage(project), project.accuracy, snapshot.manifest, shown, labels_of(snapshot)
    )
    if found := leaks(document, scanner_of(project)):
        for problem in found:
            show_problem(context, problem)
        tell(context, "The table was not written: personal data would reach it.")
        return 1
    path = out or project.root / "out" / "factual-accuracy.docx"
    templates = find_templates(project.root)
    write_all(path.parent, {path.name: write_docx(document, templates.docx, templates.css)})
    say(
        context,
        f"  {path.name}  {path.stat().st_size / 1000:,.0f} kB, {counted(len(project.accuracy.corrections), 'correction')}",
    )
    return int(bool(told))


def _refused(project: Project, item: Item) -> str:
    """Return why an item of the snapshot may not be sent today: leave that was taken back since counts, not leave of that day."""
    from cqc_evidence.measure.sending import why_not_sent  # noqa: PLC0415  # not for --help
    from cqc_evidence.protect.permission import asks_permission  # noqa: PLC0415

    now = [one for one in project.items if one.id == item.id]
    reasons = (why_not_sent(one, "cqc", project.framework, project.today) for one in (item, *now))
    gone = not now and asks_permission(item, project.framework)
    return next(filter(None, reasons), "") or (
        "it is not in the project any more, nor is the leave to use it" if gone else ""
    )


def labels_of(snapshot: Snapshot) -> dict[str, str]:
    """Return how the pack in a snapshot names its items, by id: as CQC's edition does, else as the internal one."""
    data = snapshot.files.get("pack/pack-cqc.json") or snapshot.files.get("pack/pack.json", b"{}")
    try:
        return {str(one["id"]): str(one["label"]) for one in json.loads(data).get("evidence", ())}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _problems(project: Project, items: dict[str, Item], refused: dict[str, str]) -> Iterator[str]:
    """Yield a sentence for each piece of evidence that a correction cannot lean on, and for what changed since."""
    now = {item.id: item for item in reversed(project.items)}
    for one in project.accuracy.corrections:
        if not one.items:
            yield f"{one.place}: no evidence is named."
        for name in dict.fromkeys(one.items):
            if name not in items:
                yield f"{one.place}: {name} was not in the snapshot, or did not count then. A correction shows how things stood at the time of the assessment."
            elif name in refused:
                yield f"{one.place}: {name} may not be sent to CQC: {refused[name]}."
            elif name not in now:
                yield f"{one.place}: {name} is not in the project any more; the table shows it as it stood."
            elif now[name].model_dump(exclude={"location"}) != items[name].model_dump(exclude={"location"}):
                yield f"{one.place}: {name} changed since the snapshot; the table shows it as it stood."
