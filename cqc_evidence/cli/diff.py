"""`diff`: what changed between two positions, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import hanging, say, show_problem, tell

if TYPE_CHECKING:
    from cqc_evidence.archive.position import Position
    from cqc_evidence.model.difference import Change, Detail, Difference, StatementDifference
    from cqc_evidence.model.project import Project

_SIGNS = {"new": "+", "gone": "−", "changed": "~"}
_AROUND = 6
"""Words on each side of a change that are shown with it."""


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", required=False, default="")
@click.option("--format", "form", type=click.Choice(["text", "json", "docx"]), default="text", show_default=True)
@click.option("--title", default="Changes since submission", show_default=True, help="The Word report's title.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Where the Word report goes; else out/changes.docx."
)
@global_options
@click.pass_obj
def command(context: Context, before: str, after: str, form: str, title: str, out: Path | None) -> int:
    """Tell what changed from A to B: items, claims, numbers, states, gaps closed and opened.

    A and B are snapshots, project folders or git revisions (git:NAME). Without B, A is compared with this project as it
    is now.
    """
    from cqc_evidence.archive.difference import difference  # noqa: PLC0415  # not for --help

    with TemporaryDirectory(prefix="cqc-evidence-") as folder:
        positions = []
        for number, name in enumerate((before, after)):
            position = _position(context, name, Path(folder) / str(number))
            if position is None:
                return 1
            positions.append(position)
        found = difference(positions[0], positions[1])
        if form == "json":
            click.echo(found.model_dump_json(indent=1))
        elif form == "docx":
            _report(context, positions[1], found, title, out)
        else:
            _tell(context, found)
    return 0


def _position(context: Context, name: str, folder: Path) -> Position | None:
    """Return one side of the comparison; nothing, after its problems were shown, when a snapshot does not hold.

    Raises:
        click.UsageError: when nothing of that name is there.
    """
    if not name:
        return _measured(load(context), "this project now")
    root = context.root() if _in_project(context) else None
    path = _snapshot(root, name)
    if path is not None:
        return _frozen(context, path, folder)
    given = Path(name)
    if (given / "project.yaml").is_file():
        return _measured(_read(context, given.resolve()), f"folder {given.name or name}")
    return _revision(context, name, folder)


def _in_project(context: Context) -> bool:
    from cqc_evidence.read import find_root  # noqa: PLC0415  # not for --help

    return find_root(context.project or Path.cwd()) is not None


def _snapshot(root: Path | None, name: str) -> Path | None:
    from cqc_evidence.archive.read import find_snapshot  # noqa: PLC0415  # not for --help

    if root is not None:
        return find_snapshot(root, name)
    return Path(name) if Path(name).is_file() else None


def _read(context: Context, root: Path) -> Project:
    from cqc_evidence.read import read_project  # noqa: PLC0415  # not for --help

    return read_project(root, today=context.day(), as_at=context.as_at)


def _measured(project: Project, label: str) -> Position:
    from cqc_evidence.archive.position import Position  # noqa: PLC0415  # not for --help
    from cqc_evidence.measure import measure_coverage, measure_project  # noqa: PLC0415

    coverage = measure_coverage(project)
    return Position(label, project, coverage, measure_project(project, coverage).results)


def _frozen(context: Context, path: Path, folder: Path) -> Position | None:
    """Return a snapshot's position: its evidence as it was read then, its coverage and metrics as they were measured then."""
    from dataclasses import replace  # noqa: PLC0415  # not for --help

    from cqc_evidence.archive.read import metrics_of, open_snapshot, project_of  # noqa: PLC0415

    opened = open_snapshot(path)
    if opened.snapshot is None:
        for problem in opened.problems:
            show_problem(context, problem)
        tell(context, f"{path.name} does not hold, so nothing can be compared with it.")
        return None
    snapshot = opened.snapshot
    position = _measured(project_of(snapshot, folder), f"snapshot {snapshot.manifest.name}")
    coverage, metrics = snapshot.coverage, metrics_of(snapshot)
    return replace(
        position,
        coverage=position.coverage if coverage is None else coverage,
        results=position.results if metrics is None else metrics,
        digest=snapshot.manifest.content[:16],
    )


def _revision(context: Context, name: str, folder: Path) -> Position:
    from cqc_evidence.archive.revision import NoRevisionError, lay_out  # noqa: PLC0415  # not for --help

    root = context.root()
    folder.mkdir()
    try:
        commit = lay_out(root, name.removeprefix("git:"), folder)
    except NoRevisionError as error:
        message = f"“{name}” is no snapshot of this project, no project folder, and {error}"
        raise click.UsageError(message) from error
    return _measured(_read(context, folder.resolve()), f"git {name.removeprefix('git:')} ({commit[:10]})")


def _report(context: Context, after: Position, found: Difference, title: str, out: Path | None) -> None:
    from cqc_evidence.compile.since import compile_since  # noqa: PLC0415  # not for --help
    from cqc_evidence.store.atomic import write_all  # noqa: PLC0415
    from cqc_evidence.write import find_templates  # noqa: PLC0415
    from cqc_evidence.write.docx import write_docx  # noqa: PLC0415

    path = out or context.root() / "out" / "changes.docx"
    report = compile_since(after.project, after.coverage, found, title)
    templates = find_templates(after.project.root)
    write_all(path.parent, {path.name: write_docx(report, templates.docx, templates.css)})
    say(context, f"  {path.name}  {path.stat().st_size / 1000:,.0f} kB")


def _tell(context: Context, found: Difference) -> None:
    tell(
        context,
        f"From {found.before.label} (as at {found.before.as_at}) to {found.after.label} (as at {found.after.as_at}):",
    )
    if found.before.framework != found.after.framework:
        tell(context, f"The framework is another one: {found.before.framework}, then {found.after.framework}.")
    if found.nothing:
        say(context, "Nothing changed.")
    for statement in found.statements:
        _statement(context, statement)
    if found.elsewhere:
        _list(context, "What belongs to no statement", found.elsewhere)


def _statement(context: Context, found: StatementDifference) -> None:
    say(context)
    say(context, found.title, bold=True)
    for detail in found.judgement:
        _detail(context, detail, "  ")
    for cell in found.states:
        because = f" ({cell.because})" if cell.because else ""
        tell_in(context, "  ", f"{cell.category}: {cell.before} → {cell.after}{because}")
    _list(context, "Gaps closed", found.gaps_closed)
    _list(context, "Gaps opened", found.gaps_opened)
    _list(context, "Gaps that changed", found.gaps_changed)
    _list(context, "Claims", found.claims)
    _list(context, "Other parts of the narrative", found.passages)
    _list(context, "Numbers", found.numbers)
    _list(context, "Evidence", found.items)
    _list(context, "Areas for improvement", found.improvements)


def _list(context: Context, title: str, changes: tuple[Change, ...]) -> None:
    if not changes:
        return
    say(context, f"  {title}")
    for change in changes:
        name = f"{_SIGNS[change.sort]} {change.name}"
        tell_in(context, "    ", f"{name}: {change.title}" if change.title and change.sort != "changed" else name)
        for detail in change.details:
            _detail(context, detail, "        ")


def _detail(context: Context, detail: Detail, indent: str) -> None:
    if not detail.before or not detail.after:
        told = f"set to “{detail.after}”" if detail.after else f"taken out (was “{detail.before}”)"
        tell_in(context, indent, f"{detail.what}: {told}")
    elif " " in detail.before and " " in detail.after:
        tell_in(context, indent, f"{detail.what}: {' … '.join(word_changes(detail.before, detail.after))}")
    else:
        tell_in(context, indent, f"{detail.what}: {detail.before} → {detail.after}")


def word_changes(before: str, after: str) -> Iterator[str]:
    """Yield each stretch of words that differs, with some words around it: `fell from [-33%-] {+34%+} to 25%`.

    >>> list(word_changes("it fell from 33% to 25%", "it fell from 34% to 25%"))
    ['it fell from [-33%-] {+34%+} to 25%']
    """
    old, new = before.split(), after.split()
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND):
        words: list[str] = []
        for what, old_start, old_end, new_start, new_end in group:
            if what == "equal":
                words += old[old_start:old_end]
                continue
            if old_end > old_start:
                words.append(f"[-{' '.join(old[old_start:old_end])}-]")
            if new_end > new_start:
                words.append(f"{{+{' '.join(new[new_start:new_end])}+}}")
        yield " ".join(words)


def tell_in(context: Context, indent: str, text: str) -> None:
    """Print a sentence behind an indent."""
    for line in hanging(indent, text):
        say(context, line)
