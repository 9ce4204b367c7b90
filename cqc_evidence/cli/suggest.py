"""`suggest`: which statements, golden rules and category a text points at, and why; nothing is applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from cqc_evidence.cli.framework import Known, find_framework
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import hanging, printable, say, show_problem

if TYPE_CHECKING:
    from cqc_evidence.model.diagnostic import Diagnostic
    from cqc_evidence.model.suggestion import Suggested, Suggestion

_PLAIN = (".txt", ".md")


class Text(NamedTuple):
    """A text to be looked at."""

    file: str
    locator: str
    text: str
    personal: bool = False
    """Whether none of its words may be printed."""


@click.command("suggest")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--inbox", is_flag=True, help="Every candidate in evidence/inbox.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or for programs."
)
@global_options
@click.pass_obj
def command(context: Context, files: tuple[Path, ...], form: str, *, inbox: bool) -> int:
    """Suggest quality statements, golden rules and a category for each text.

    A text or item file is one text; of a Word, Excel, e-mail or PDF file each passage is one. At most three
    statements and rules are shown, with a score and the words that made it so. Nothing is applied: "cqc-evidence
    accept" writes the tags that you choose.
    """
    from cqc_evidence.suggest.ranker import Ranker  # noqa: PLC0415  # not for --help
    from cqc_evidence.suggest.texts import accepted_texts  # noqa: PLC0415

    if not files and not inbox:
        message = "name a file, or --inbox for the candidates that wait"
        raise click.UsageError(message)
    known = find_framework(context)
    ranker = Ranker(known.framework, accepted_texts(known.project.items if known.project else ()))
    problems: list[Diagnostic] = []
    texts = [*_inbox(context, known, inbox=inbox), *_texts(files, problems)]
    for one in texts:
        suggestion = ranker.suggest(one.text)
        if form == "json":
            click.echo(_json(one, suggestion))
        else:
            for line in _lines(one, suggestion):
                say(context, line)
    for problem in problems:
        show_problem(context, problem, err=True)
    if inbox and not texts and form == "text":
        say(context, "No candidate waits. Bring some in: cqc-evidence import FILE")
    return int(bool(problems))


def _inbox(context: Context, known: Known, *, inbox: bool) -> Iterator[Text]:
    from cqc_evidence.read.inbox import read_inbox  # noqa: PLC0415  # not for --help
    from cqc_evidence.suggest.texts import text_of  # noqa: PLC0415

    if not inbox:
        return
    root = known.project.root if known.project else context.root()
    for waiting in read_inbox(root):
        if waiting.item is not None:
            personal = waiting.item.sensitivity == "personal"
            yield Text(waiting.file, waiting.item.source.locator, text_of(waiting.item), personal)


def _texts(files: Iterable[Path], problems: list[Diagnostic]) -> Iterator[Text]:
    others = [path for path in files if path.suffix.lower() not in _PLAIN]
    for path in files:
        if path.suffix.lower() in _PLAIN:
            yield from _plain(path, problems)
    if others:
        yield from _passages(others, problems)


def _plain(path: Path, problems: list[Diagnostic]) -> Iterator[Text]:
    """Yield a text file, or the words of an item's file."""
    from cqc_evidence.model.diagnostic import has_errors  # noqa: PLC0415  # not for --help
    from cqc_evidence.read import text  # noqa: PLC0415
    from cqc_evidence.read.items import read_item  # noqa: PLC0415
    from cqc_evidence.suggest.texts import text_of  # noqa: PLC0415

    data, failed = text.read_bytes(path, str(path))
    raw, found = ("", failed) if failed else text.decode(data, str(path))
    if has_errors(found):
        problems.extend(found)
        return
    item = read_item(data, str(path))[0] if raw.startswith("---\n") else None
    if item is None:
        yield Text(str(path), "", raw)
    else:
        yield Text(str(path), item.source.locator, text_of(item), item.sensitivity == "personal")


def _passages(files: Iterable[Path], problems: list[Diagnostic]) -> Iterator[Text]:
    """Yield each passage of other documents."""
    from cqc_evidence.intake.safety.guard import guard, read_document  # noqa: PLC0415  # only for documents
    from cqc_evidence.intake.safety.importers import importer_for  # noqa: PLC0415
    from cqc_evidence.intake.safety.options import ReadOptions  # noqa: PLC0415
    from cqc_evidence.intake.safety.worker import Worker  # noqa: PLC0415
    from cqc_evidence.model.diagnostic import has_errors  # noqa: PLC0415

    with Worker() as worker:
        for path in files:
            file = str(path)
            data, found = read_document(path, file, None)
            found += guard(data, file) if data else ()
            if has_errors(found):
                problems.extend(found)
                continue
            document = worker.read(importer_for(file, data), data, file, ReadOptions())
            problems.extend(one for one in document.problems if has_errors((one,)))
            yield from (
                Text(file, extract.locator, f"{extract.title}\n{extract.text}") for extract in document.extracts
            )


def _json(one: Text, suggestion: Suggestion) -> str:
    import json  # noqa: PLC0415  # only for programs

    def plain(found: Suggested) -> dict[str, object]:
        return {"id": found.id, "score": found.score, "because": [] if one.personal else list(found.because)}

    category = suggestion.category
    answer: dict[str, object] = {"file": one.file}
    if one.locator:
        answer["locator"] = one.locator
    answer |= {
        "statements": [plain(found) for found in suggestion.statements],
        "rules": [plain(found) for found in suggestion.rules],
        "category": plain(category) if category else {},
    }
    return json.dumps(answer, ensure_ascii=False)


def _lines(one: Text, suggestion: Suggestion) -> Iterator[str]:
    yield printable(f"{one.file}, {one.locator}" if one.locator else one.file)
    for number, found in enumerate(suggestion.statements, start=1):
        yield from hanging(f"  {number}  {found.id:<16} {found.score:>4.0%}  ", _because(one, found))
    if not suggestion.statements:
        yield "  no word of it points at a quality statement"
    for found in suggestion.rules[:1]:
        yield from hanging(f"     rule: {found.id}  ", _because(one, found))
    if suggestion.category is not None:
        yield from hanging(f"     category: {suggestion.category.id}  ", _because(one, suggestion.category))
    yield ""


def _because(one: Text, found: Suggested) -> str:
    return "(personal: its words are not shown)" if one.personal else ", ".join(found.because)
