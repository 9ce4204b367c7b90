"""`merge`: what somebody changed in the Word pack comes home, shown first, written only when it is wanted."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.diff import word_changes
from cqc_evidence.cli.keep import keep
from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, hanging, say, show_problem, tell
from cqc_evidence.model.diagnostic import Severity

if TYPE_CHECKING:
    from cqc_evidence.merge.answers import Answer
    from cqc_evidence.merge.compare import Compared
    from cqc_evidence.merge.word import Document
    from cqc_evidence.model.diagnostic import Diagnostic
    from cqc_evidence.model.evidence import Edition
    from cqc_evidence.model.pack import Pack
    from cqc_evidence.model.project import Project

_SAID = {
    "changed": "changed in Word",
    "clash": "changed in Word, and in the project since the pack was made",
    "fixed": "changed in Word, but it refers to evidence that this edition hides or that cannot be used: change the file instead",
    "gone": "not in the document any more; the project keeps it",
}


@click.command("merge")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option(
    "--take", type=click.Choice(["word", "ours"]), default=None,
    help="Where both sides changed: take Word's words, or keep the project's. Else such a place is left alone and told.",
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@global_options
@click.pass_obj
def command(context: Context, file: Path, take: str | None, form: str, *, yes: bool) -> int:
    """Bring home what somebody changed in the Word pack: judgements, claims, answers to gaps, comments.

    Everything is shown first, statement by statement. Nothing is overwritten silently: where the project changed too,
    the place is left alone until you say which side to take. Tracked changes count as made.
    """
    project = load(context)
    document, pack, problems = _open(project, file)
    for problem in problems:
        show_problem(context, problem)
    if document is None or pack is None:
        return 1
    compared, fresh, known = _understood(project, document, pack)
    if form == "json":
        click.echo(json.dumps(_as_json(compared, fresh), ensure_ascii=False, indent=1, default=str))
    else:
        _show(context, compared, fresh, len(known))
    words = _words(compared, take)
    wanted = sum(len(one) for one in words.values()) + len(fresh)
    stay = sum(1 for one in compared if one.verdict == "fixed" or (one.verdict == "clash" and take is None))
    if not wanted:
        if form == "text":
            tell(context, "Nothing comes home." if not stay else "Nothing comes home as it stands.")
        return int(bool(stay))
    if not _agreed(context, wanted, yes=yes, form=form):
        return int(bool(stay))
    from cqc_evidence.merge.changes import changes  # noqa: PLC0415  # not for --help

    keep(project.root, lambda: changes(project, words, fresh, file.name))
    if form == "text":
        tell(context, f"Written: {counted(wanted, 'change')}. cqc-evidence check tells what follows from them.")
    return int(bool(stay))


def _open(project: Project, file: Path) -> tuple[Document | None, Pack | None, list[Diagnostic]]:
    """Return what the document holds and what the project would write now, or why nothing comes back."""
    from cqc_evidence.intake.safety.guard import guard, read_document  # noqa: PLC0415  # not for --help
    from cqc_evidence.merge.compare import ours_in, regions_of  # noqa: PLC0415
    from cqc_evidence.merge.problems import not_ours  # noqa: PLC0415
    from cqc_evidence.merge.word import read_word  # noqa: PLC0415
    from cqc_evidence.model.region import bookmark_name  # noqa: PLC0415

    data, found = read_document(file, file.name)
    problems = [*found, *(guard(data, file.name) if data else ())]
    if not data or any(problem.severity is Severity.ERROR for problem in problems):
        return None, None, problems
    pack = _pack(project, _edition(data))
    items = {bookmark_name("evidence", f"evidence-{entry.id}"): entry.id for entry in pack.evidence}
    try:
        document = read_word(data, items, ours_in(pack))
    except (ValueError, KeyError) as error:
        problems.append(
            not_ours(file.name, f"this document cannot be read: {error}", "open it in Word and save it again")
        )
        return None, None, problems
    marks = {bookmark_name("region", name).partition("_")[2] for name in regions_of(pack)}
    if not document.regions:
        help_ = "name the Word file that cqc-evidence build wrote, edited in place"
        problems.append(not_ours(file.name, "this document holds no part of a pack", help_))
    elif not marks & document.regions.keys():
        help_ = "run merge in the project that the pack was made from, with --project"
        problems.append(
            not_ours(file.name, "this is the pack of another project, or every claim has got another id since", help_)
        )
    return (None, None, problems) if problems and problems[-1].rule == "not-our-pack" else (document, pack, problems)


def _edition(data: bytes) -> Edition:
    """Return the edition that a document says it is, in its properties; else internal."""
    from io import BytesIO  # noqa: PLC0415  # not for --help
    from zipfile import ZipFile  # noqa: PLC0415

    from cqc_evidence.write.docx.front import EDITIONS  # noqa: PLC0415

    with ZipFile(BytesIO(data)) as package:
        core = (
            package.read("docProps/core.xml").decode("utf-8", "replace")
            if "docProps/core.xml" in package.namelist()
            else ""
        )
    editions: tuple[Edition, ...] = ("internal", "cqc", "public")
    return next((edition for edition in editions if f">{EDITIONS[edition]}, as at" in core), "internal")


def _pack(project: Project, edition: Edition) -> Pack:
    from cqc_evidence.compile import compile_pack  # noqa: PLC0415  # not for --help
    from cqc_evidence.measure import measure_coverage  # noqa: PLC0415

    return compile_pack(project, measure_coverage(project), (), edition)


def _understood(
    project: Project, document: Document, pack: Pack
) -> tuple[tuple[Compared, ...], tuple[Answer, ...], tuple[Answer, ...]]:
    """Return each region's fate, the answers that are new, and those that the project has already."""
    from cqc_evidence.check.registers import possible_gaps  # noqa: PLC0415  # not for --help
    from cqc_evidence.merge.answers import answers  # noqa: PLC0415
    from cqc_evidence.merge.changes import new_answers  # noqa: PLC0415
    from cqc_evidence.merge.compare import compare, regions_of  # noqa: PLC0415

    compared = compare(document, regions_of(pack))
    fresh, known = new_answers(project, answers(document, possible_gaps(project.framework), compared))
    return compared, fresh, known


def _words(compared: Iterable[Compared], take: str | None) -> dict[str, dict[str, str]]:
    """Return what is to be written: statement → region → words."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for one in compared:
        if one.id and one.after and (one.verdict == "changed" or (one.verdict == "clash" and take == "word")):
            found[one.statement][one.id] = one.after
    return found


def _agreed(context: Context, wanted: int, *, yes: bool, form: str) -> bool:
    if yes:
        return True
    import sys  # noqa: PLC0415  # only where somebody may be asked

    if form == "json" or not sys.stdin.isatty():
        if form == "text":
            tell(context, f"Nothing was written. To take {counted(wanted, 'change')}: the same command with --yes.")
        return False
    return click.confirm(f"Take {counted(wanted, 'change')}?", default=False)


def _show(context: Context, compared: tuple[Compared, ...], fresh: tuple[Answer, ...], known: int) -> None:
    statement = ""
    for one in compared:
        if one.verdict not in _SAID and not (one.verdict == "clash" or one.tracked or one.comments):
            continue
        if one.statement != statement:
            statement = one.statement
            say(context)
            say(context, statement or "Not in the project any more", bold=True)
        _region(context, one)
    _answers(context, fresh)
    same = sum(1 for one in compared if one.verdict == "same")
    older = sum(1 for one in compared if one.verdict == "older")
    say(context)
    tell(
        context,
        f"{counted(same, 'part')} of the narrative came back as it was."
        + (f" {counted(older, 'part')} changed in the project only." if older else ""),
    )
    if known:
        tell(context, f"{counted(known, 'answer')} or comment was here already.")


def _region(context: Context, one: Compared) -> None:
    said = _SAID.get(one.verdict, "as it was")
    if not one.id:
        said = "changed in Word, but the project has no such claim any more"
    for line in hanging("  ", f"{one.id or 'a claim'}: {said}"):
        say(context, line)
    if one.verdict in ("changed", "clash", "fixed"):
        shown = list(word_changes(one.before, one.after)) if one.before else [one.after]
        for line in hanging("    ", " … ".join(shown)):
            say(context, line)
    for change in one.tracked:
        for line in hanging(
            "    ",
            f"tracked: {change.who or 'somebody'} has {change.sort} “{change.text}”{f' on {change.day}' if change.day else ''}",
        ):
            say(context, line)
    for comment in one.comments:
        for line in hanging("    ", f"comment of {comment.who or 'somebody'}: {' '.join(comment.paragraphs)}"):
            say(context, line)


def _answers(context: Context, fresh: tuple[Answer, ...]) -> None:
    from cqc_evidence.merge.answers import Accepted, Note  # noqa: PLC0415  # not for --help

    if fresh:
        say(context)
        say(context, "Answers and comments", bold=True)
    for answer in fresh:
        who = answer.who or "somebody"
        if isinstance(answer, Accepted):
            told = f"{answer.gap}: {who} accepts it until {answer.until}: {answer.reason}"
        elif isinstance(answer, Note):
            told = f"{answer.gap}: an area for improvement, by {who}: {answer.text}"
        else:
            told = f"{answer.about}: comment of {who}: {answer.text}"
        for line in hanging("  ", told):
            say(context, line)


def _as_json(compared: tuple[Compared, ...], fresh: tuple[Answer, ...]) -> dict[str, object]:
    regions = [
        {
            "region": one.id, "statement": one.statement, "verdict": one.verdict, "before": one.before, "after": one.after,
            "tracked": [vars(change) for change in one.tracked],
            "comments": [{"who": comment.who, "day": comment.day, "text": " ".join(comment.paragraphs)} for comment in one.comments],
        }
        for one in compared
    ]  # fmt: skip
    answers = [{"kind": type(answer).__name__.lower(), **answer._asdict()} for answer in fresh]
    return {"regions": regions, "answers": answers}
