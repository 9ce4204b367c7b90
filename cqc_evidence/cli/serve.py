"""`serve`: the project in a browser."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from cqc_evidence.cli.load import cache_file
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.version import __version__

_NEEDED = ("flask", "flask_wtf", "waitress")


@click.command("serve")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; others than this machine's need --settings.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8042, show_default=True, help="The port; 0 takes any that is free."
)
@click.option("--edit/--read-only", default=True, help="Whether people may change things (the default), or only read.")
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
@click.option(
    "--as", "name", default="", metavar="NAME", help="The name under which your changes are kept; else your login name."
)
@click.option(
    "--settings",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The settings of a council's server, where people sign in.",
)
@global_options
@click.pass_obj
def command(  # noqa: PLR0913  # one argument an option
    context: Context, host: str, port: int, name: str, settings: Path | None, *, edit: bool, no_open: bool
) -> int:
    """Open the project in a browser, to tag, review and build.

    Prints the address first; it works once, in one browser. Everybody on a council's server signs in instead: docs/serving-on-a-server.md.
    """
    if any(find_spec(module) is None for module in _NEEDED):
        message = 'the web page needs one more install: pip install "cqc-evidence[web]"'
        raise click.ClickException(message)
    from cqc_evidence.read.cache import ItemCache  # noqa: PLC0415  # not for --help

    # The command line starts the web page as it would start another program: it knows nothing of it but this door.
    page = import_module("cqc_evidence.web.serve")
    root = context.root()
    kept = cache_file(root)
    options = page.Options(
        root=root, cache=ItemCache(kept, __version__), search=kept.with_suffix(".search.sqlite"), host=host, port=port, edit=edit,
        open_browser=not no_open, as_at=context.as_at, today=context.today, name=name.strip(), settings=settings,
    )  # fmt: skip
    try:
        page.serve(options, click.echo)
    except page.NotServedError as error:
        raise click.ClickException(str(error)) from error
    return 0
