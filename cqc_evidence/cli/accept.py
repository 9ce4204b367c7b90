"""`accept`: a candidate becomes an evidence item with the tags that a person chose."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, say, tell

if TYPE_CHECKING:
    from cqc_evidence.intake.accept import Choice
    from cqc_evidence.model.project import Project
    from cqc_evidence.read.inbox import Waiting
    from cqc_evidence.store.journal import Change


@click.command("accept")
@click.argument("candidates", nargs=-1, required=True)
@click.option("--pick", type=click.IntRange(1, 3), multiple=True, help="Take a suggestion by its number in “suggest”.")
@click.option("--statement", multiple=True, metavar="ID[:CATEGORY]", help="A quality statement; several may be named.")
@click.option("--rule", multiple=True, metavar="ID", help="A golden rule that it shows kept.")
@click.option("--breaks", multiple=True, metavar="ID", help="A golden rule that it shows broken.")
@click.option("--stance", type=click.Choice(["supports", "challenges", "context"]), default=None, help="Else supports.")
@click.option("--says", default="", help="What it says about the statement, in one sentence.")
@click.option("--so-what", default="", help="What follows, and what it does not show.")
@click.option("--title", default="", help="What it shows, in one sentence.")
@click.option("--kind", default="", help="The kind of evidence.")
@click.option("--voice", default="", help="Whose voice is heard.")
@click.option("--date", "day", default="", help="When it happened, never sharper than the source.")
@click.option("--own-words", is_flag=True, help="The text is the person's, carer's or family's own words.")
@click.option("--sensitivity", default="", help="public, official or personal.")
@click.option("--permission", type=click.Choice(["not-needed", "given"]), default=None, help="Leave to use it.")
@click.option("--scope", default="", help="Which editions may show it, with commas: internal,cqc,public.")
@click.option("--until", default="", help="The last day of permission.")
@click.option("--names-checked-by", default="", help="The role that looked for names and details.")
@click.option("--reviewed", is_flag=True, help="Somebody else has read it: it counts as accepted, not as proposed.")
@click.option("--reject", is_flag=True, help="Take the candidates out of the inbox; the original stays.")
@global_options
@click.pass_obj
def command(
    context: Context,
    /,
    candidates: tuple[str, ...],
    pick: tuple[int, ...],
    *,
    reject: bool,
    **said: Any,  # noqa: ANN401  # one option each, of any sort
) -> int:
    """Make CANDIDATES (files in evidence/inbox, or their ids) evidence items, with the tags that you choose.

    An item is proposed until somebody else has read it: then --reviewed. A story or an interview is not accepted
    without permission and a check for names. Nothing is suggested here: see "cqc-evidence suggest --inbox".
    """
    from cqc_evidence.store.journal import BusyError, ConflictError, commit, locked  # noqa: PLC0415  # not for --help

    project = load(context)
    try:
        with locked(project.root):
            waiting = _found(project.root, candidates)
            changes, said_of = _reject(waiting) if reject else _accept(project, waiting, pick, said)
            commit(project.root, changes)
    except (BusyError, ConflictError) as error:
        message = "the files are being changed by somebody else; try again"
        raise click.ClickException(message) from error
    for line in said_of:
        tell(context, line)
    if not reject:
        say(context, f"{counted(len(waiting), 'candidate')} accepted. Next: cqc-evidence check")
    return 0


def _found(root: Path, names: Iterable[str]) -> list[Waiting]:
    """Return the candidates that were named.

    Raises:
        click.UsageError: for a name that no candidate has, or a candidate that cannot be read.
    """
    from difflib import get_close_matches  # noqa: PLC0415  # only for a misspelt name

    from cqc_evidence.read.inbox import read_inbox  # noqa: PLC0415  # not for --help

    known: dict[str, Waiting] = {}
    for one in read_inbox(root):
        known[one.file] = known[PurePosixPath(one.file).stem] = one
        if one.item is not None:
            known[one.item.id] = one
    found = []
    for name in names:
        named = known.get(name) or known.get(_from_here(name, root))
        if named is None:
            near = get_close_matches(name, known, n=1)
            hint = f'did you mean "{near[0]}"?' if near else "cqc-evidence suggest --inbox lists them"
            message = f'no candidate is called "{name}"; {hint}'
            raise click.UsageError(message)
        if named.item is None:
            message = f"{named.file} cannot be read as a candidate any more: mend it, or import the original again"
            raise click.ClickException(message)
        found.append(named)
    return list(dict.fromkeys(found))


def _from_here(name: str, root: Path) -> str:
    path = Path(name).resolve()
    return path.relative_to(root.resolve()).as_posix() if path.is_relative_to(root.resolve()) else name


def _reject(waiting: list[Waiting]) -> tuple[list[Change], list[str]]:
    from cqc_evidence.store.journal import Change  # noqa: PLC0415  # not for --help

    changes = [Change(one.file, None, one.sha256) for one in waiting]
    return changes, [
        f"{one.file} is out of the inbox; importing the original again will not bring it back." for one in waiting
    ]


def _accept(
    project: Project, waiting: list[Waiting], pick: tuple[int, ...], said: dict[str, Any]
) -> tuple[list[Change], list[str]]:
    from cqc_evidence.intake.accept import choose, file_of  # noqa: PLC0415  # not for --help
    from cqc_evidence.protect.gate import scanner_of  # noqa: PLC0415
    from cqc_evidence.store.edit import edited  # noqa: PLC0415
    from cqc_evidence.store.journal import ABSENT, Change  # noqa: PLC0415

    changes: list[Change] = []
    lines: list[str] = []
    scanner, picked = scanner_of(project), _picked(project, waiting, pick)
    for one in waiting:
        assert one.item is not None  # noqa: S101  # `_found` has seen to it
        item, reasons = choose(one.item, _choice(said, picked.get(one.file, ())), project.framework, scanner)
        if item is None:
            message = f"{one.file} was not accepted:\n" + "\n".join(f"  - {reason}" for reason in reasons)
            raise click.ClickException(message)
        target = file_of(project.root, item)
        data = edited((project.root / one.file).read_bytes(), one.item, item)
        changes += [Change(target, data, ABSENT), Change(one.file, None, one.sha256)]
        lines.append(f"{target}: {item.status}, {', '.join(tag.statement for tag in item.tags)}")
        if item.sensitivity == "personal":
            lines.append("  It is marked personal, so no edition but the internal one will show it.")
    return changes, lines


def _picked(project: Project, waiting: list[Waiting], pick: tuple[int, ...]) -> dict[str, tuple[str, ...]]:
    """Return for each candidate the statements whose numbers were picked."""
    from cqc_evidence.suggest.ranker import Ranker  # noqa: PLC0415  # only when something is picked
    from cqc_evidence.suggest.texts import accepted_texts, text_of  # noqa: PLC0415

    if not pick:
        return {}
    ranker = Ranker(project.framework, accepted_texts(project.items))
    found = {}
    for one in waiting:
        statements = [named.id for named in ranker.suggest(text_of(one.item)).statements] if one.item else []
        if max(pick) > len(statements):
            message = f"only {counted(len(statements), 'statement')} suggested for {one.file}: pick a lower number, or name a statement"
            raise click.UsageError(message)
        found[one.file] = tuple(statements[number - 1] for number in pick)
    return found


def _choice(said: dict[str, Any], picked: tuple[str, ...]) -> Choice:
    from cqc_evidence.intake.accept import Choice  # noqa: PLC0415  # not for --help

    fields = {
        "title": said["title"],
        "kind": said["kind"],
        "voice": said["voice"],
        "date": said["day"],
        "sensitivity": said["sensitivity"],
    }
    scope = tuple(part.strip() for part in said["scope"].split(",") if part.strip())
    permission = {
        "basis": said["permission"],
        "scope": scope,
        "until": said["until"],
        "names_checked_by": said["names_checked_by"],
    }
    return Choice(
        statements=(*picked, *said["statement"]),
        rules=said["rule"],
        breaks=said["breaks"],
        stance=said["stance"] or "",
        says=said["says"],
        so_what=said["so_what"],
        fields={key: value for key, value in fields.items() if value}
        | ({"verbatim": True} if said["own_words"] else {}),
        permission={key: value for key, value in permission.items() if value},
        reviewed=said["reviewed"],
    )
