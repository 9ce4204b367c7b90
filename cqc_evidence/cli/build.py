"""`build`: the pack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.progress import Progress
from cqc_evidence.cli.render import counted, say, show_problem, tell, totals
from cqc_evidence.model.coverage import STATES, Coverage
from cqc_evidence.model.dates import in_words
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.project import Project

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Pack
    from cqc_evidence.write import Templates, Written

_ALL = ("docx", "html", "xlsx", "json")


@click.command("build")
@click.option(
    "--edition",
    type=click.Choice(["internal", "cqc", "public"]),
    help="Who it is for; else project.yaml says (internal).",
)
@click.option(
    "--format",
    "forms",
    default="docx,html,json",
    show_default=True,
    help="docx, html, xlsx, json (with commas), or all; pdf is asked for by name.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Where to write; else out/ in the project."
)
@click.option(
    "--since",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The coverage.json of an earlier pack, to tell what changed.",
)
@click.option("--browser", default="", help="The Edge, Chrome or Chromium that prints the PDF; else the one installed.")
@click.option("--no-cache", is_flag=True, help="Read every file anew.")
@global_options
@click.pass_obj
def command(  # noqa: PLR0913  # one for each option
    context: Context,
    edition: str | None,
    forms: str,
    out: Path | None,
    since: Path | None,
    browser: str,
    *,
    no_cache: bool,
) -> int:
    """Write the self-assessment in Word and HTML, with every gap marked.

    The internal edition is always written; it lists the errors on its honesty page, and the
    exit code is 1 when there are any. The cqc and public editions refuse on errors, and when
    personal data would reach them. Each pack is logged in evidence/packs.jsonl before it is written.
    """
    from cqc_evidence.check import find_problems  # noqa: PLC0415  # not for --help
    from cqc_evidence.cli.gate import log_pack, recall_note, stop_leaks  # noqa: PLC0415
    from cqc_evidence.compile import compile_pack  # noqa: PLC0415
    from cqc_evidence.measure import measure_coverage, measure_project  # noqa: PLC0415  # not for --help
    from cqc_evidence.read import pinpoint  # noqa: PLC0415
    from cqc_evidence.write import find_templates  # noqa: PLC0415
    from cqc_evidence.write.files import put  # noqa: PLC0415

    formats = _formats(forms)
    earlier, digest = _earlier(since)
    project = load(context, cached=not no_cache)
    chosen = cast("Edition", edition or project.settings.edition)
    templates = find_templates(project.root)
    coverage = measure_coverage(project)
    measured = measure_project(project, coverage)
    found = (*find_problems(project, coverage), *templates.problems, *measured.problems)
    errors = list(pinpoint(project.root, [problem for problem in found if problem.severity is Severity.ERROR]))
    if errors and chosen != "internal":
        return _refuse(context, errors, chosen)
    problems = (*errors, *(problem for problem in found if problem.severity is not Severity.ERROR))
    pack = compile_pack(project, coverage, problems, chosen, earlier, measured.results)
    if stop_leaks(context, project, pack, found, templates):
        return 1
    watch = Progress("Writing")
    files, unprinted = _made(pack, templates, formats, {**project.inputs, **digest}, watch, browser)
    note = recall_note(project, coverage, templates)
    log_pack(project, pack, files)
    written = _write(lambda: put(out or project.root / "out", {**files, **note}))
    watch.done()
    _tell(context, project, coverage, written)
    shown = (*errors, *(one for one in measured.problems if one.severity is not Severity.ERROR))
    code = _problems(context, problems, shown)
    if unprinted:
        tell(context, f"The PDF was not written: {unprinted}.")
    return code or int(bool(unprinted))


def _made(  # what files are made from
    pack: Pack, templates: Templates, formats: tuple[str, ...], inputs: dict[str, str], watch: Progress, browser: str
) -> tuple[dict[str, bytes], str]:
    """Return a pack's files, and why there is no PDF among them where one was wanted: the others are made in any case."""
    from cqc_evidence.write.files import make_files  # noqa: PLC0415  # not for --help

    if "pdf" not in formats:
        return make_files(pack, templates, formats, inputs, progress=watch.step), ""
    from cqc_evidence.write.pdf import NoBrowserError, find_browser  # noqa: PLC0415  # only for a PDF

    try:
        return make_files(pack, templates, formats, inputs, progress=watch.step, browser=find_browser(browser)), ""
    except NoBrowserError as error:
        others = tuple(name for name in formats if name != "pdf")
        if not others:
            message = f"the PDF was not written: {error}."
            raise click.ClickException(message) from error
        return make_files(pack, templates, others, inputs, progress=watch.step), str(error)


def _earlier(since: Path | None) -> tuple[Coverage | None, dict[str, str]]:
    """Return the coverage of an earlier pack, and what the manifest says of it."""
    if since is None:
        return None, {}
    from pydantic import ValidationError  # noqa: PLC0415  # only when there is one

    try:
        data = since.read_bytes()
        return Coverage.model_validate_json(data), {"(earlier) coverage.json": sha256(data).hexdigest()}
    except (OSError, ValidationError) as error:
        message = f"{since.name} is not the coverage.json of an earlier pack of this version"
        raise click.UsageError(message) from error


def _formats(forms: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip() for part in forms.split(",") if part.strip()))
    if "all" in names:
        names = tuple(dict.fromkeys((*_ALL, *(name for name in names if name != "all"))))
    from importlib.metadata import entry_points  # noqa: PLC0415  # only a build asks

    known = (*_ALL, "pdf", *(entry.name for entry in entry_points(group="cqc_evidence.writers")))
    for name in names:
        if name not in known:
            message = f'there is no format "{name}": use {", ".join(known)}, or all'
            raise click.UsageError(message)
    if not names:
        message = f"name a format: {', '.join(known)}, or all"
        raise click.UsageError(message)
    return names


def _write(write: Callable[[], tuple[Written, ...]]) -> tuple[Written, ...]:
    """Write, and say in plain words when Windows will not let us."""
    from cqc_evidence.store.atomic import FileInUseError  # noqa: PLC0415  # not for --help

    try:
        return write()
    except FileInUseError as error:
        message = f"{error.path.name} is open in another program. Close it there and build again."
        raise click.ClickException(message) from error
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        message = f"the pack could not be written: {error.strerror or error}{where}"
        raise click.ClickException(message) from error


def _refuse(context: Context, errors: list[Diagnostic], edition: Edition) -> int:
    for problem in errors:
        show_problem(context, problem)
    tell(
        context,
        f"The {edition} edition was not written: {totals(errors)}. Mend them, or allow them in evidence/decisions.yaml.",
    )
    return 1


def _tell(context: Context, project: Project, coverage: Coverage, written: Iterable[Written]) -> None:
    """Say what was read, where the council stands, and what was written."""
    states = Counter(cell.state for cell in coverage.cells)
    told = ", ".join(f"{states[state]} {state}" for state in reversed(STATES) if states[state])
    high = sum(1 for gap in coverage.gaps if gap.risk == "high")
    read = f"{counted(len(project.items), 'evidence item')}, {counted(len(project.narratives), 'narrative')}"
    tell(context, f"{project.settings.council}: {read}, as at {in_words(project.as_at)}.")
    tell(
        context,
        f"Coverage: {told} of {len(coverage.cells)}. {counted(len(coverage.gaps), 'gap')}, {high} with high risk.",
    )
    for file in written:
        say(context, f"  {_shown(file.path)}  {file.size / 1000:,.0f} kB")


def _shown(path: Path) -> str:
    """Return a path as short as it can be from where the person stands."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _problems(context: Context, problems: tuple[Diagnostic, ...], shown: tuple[Diagnostic, ...]) -> int:
    """Show the errors, and what only counting finds; count the rest, and return the exit code."""
    for problem in shown:
        show_problem(context, problem)
    if problems:
        say(context, f"{totals(problems).capitalize()}: cqc-evidence check lists them.")
    return int(any(problem.severity is Severity.ERROR for problem in shown))
