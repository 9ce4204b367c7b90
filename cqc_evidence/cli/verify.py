"""`verify`: is a snapshot still what it was?"""

from __future__ import annotations

from pathlib import Path

import click

from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import as_json, counted, say, show_problem, tell

_SHORTEST = 8


@click.command("verify")
@click.argument("snapshot", metavar="NAME|FILE")
@click.option("--expect", default="", help="The digest you wrote down when it was made.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@global_options
@click.pass_obj
def command(context: Context, snapshot: str, expect: str, form: str) -> int:
    """Work out every fingerprint of a snapshot again; exit 1, with the place, where anything differs."""
    from cqc_evidence.archive.problems import broken  # noqa: PLC0415  # not for --help
    from cqc_evidence.archive.read import open_snapshot  # noqa: PLC0415

    path = snapshot_path(context, snapshot)
    opened = open_snapshot(path)
    problems = list(opened.problems)
    if opened.snapshot is not None and expect:
        content = opened.snapshot.manifest.content
        if len(expect) < _SHORTEST or not content.startswith(expect.lower()):
            told = f"the digest is {content[:16]}, not {expect}: this is another snapshot than the one you wrote down"
            problems.append(broken(path.name, told, "manifest.json"))
    if form == "json":
        click.echo(as_json(problems))
        return int(bool(problems))
    for problem in problems:
        show_problem(context, problem)
    if problems or opened.snapshot is None:
        tell(context, f"{path.name} does not hold: {counted(len(problems), 'difference')}.")
        return 1
    manifest = opened.snapshot.manifest
    tell(context, f"{path.name} holds: {counted(len(manifest.files), 'file')}, each as it was on {manifest.made}.")
    say(context, f"  {manifest.council}, as at {manifest.as_at}, {', '.join(manifest.editions)}")
    say(context, f"  digest {manifest.content[:16]}")
    return 0


def snapshot_path(context: Context, name: str) -> Path:
    """Return the file of a snapshot by its name or path.

    Raises:
        click.UsageError: when there is none, with those that there are.
    """
    from cqc_evidence.archive.read import FOLDER, find_snapshot  # noqa: PLC0415  # not for --help
    from cqc_evidence.read import find_root  # noqa: PLC0415

    root = find_root(context.project or Path.cwd())
    path = Path(name) if Path(name).is_file() else None
    if root is not None:
        path = find_snapshot(root, name)
    if path is None:
        there = sorted(one.stem for one in (root / FOLDER).glob("*.zip")) if root else []
        names = f"There are: {', '.join(there)}." if there else "Make one: cqc-evidence snapshot submission-2026-03"
        message = f"there is no snapshot “{name}”. {names}"
        raise click.UsageError(message)
    return path
