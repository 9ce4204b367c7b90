"""`copy`: a shipped file into the project, to change it there."""

from __future__ import annotations

import shutil
from difflib import get_close_matches

import click

from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import say


@click.command("copy")
@click.argument("name")
@global_options
@click.pass_obj
def command(context: Context, name: str) -> int:
    """Bring a shipped framework or template file into the project.

    NAME is a file such as expectations.yaml, or framework/expectations.yaml. The project's own
    copy then wins over the shipped one.
    """
    from cqc_evidence.read import shipped  # noqa: PLC0415  # not for --help

    root = context.root()
    files = {
        f"{folder}/{path.name}": path
        for folder in ("framework", "templates")
        for path in sorted(shipped(folder).iterdir())
        if path.is_file() and not path.name.startswith(".")
    }
    short = {file.rsplit("/", 1)[-1]: file for file in files} | {path.stem: file for file, path in files.items()}
    file = name.replace("\\", "/") if name.replace("\\", "/") in files else short.get(name, "")
    if not file:
        near = get_close_matches(name, [*files, *short], n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"there are: {', '.join(files)}"
        message = f'nothing is shipped under "{name}"; {hint}'
        raise click.UsageError(message)
    target = root / file
    if target.exists():
        message = f"{file} is already in the project; nothing was changed"
        raise click.ClickException(message)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(files[file], target)
    say(context, f"{file} is now in the project and wins over the shipped one. Delete it to go back.")
    return 0
