"""`cqc-evidence`: the verbs, grouped by what a person wants to do. Each is loaded only when it is used."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from keyword import iskeyword
from pathlib import Path

import click

from cqc_evidence.version import __version__

VERBS: dict[str, dict[str, str]] = {
    "Start": {
        "init": "Start a project in a new folder.",
        "new": "Write one evidence file from its form.",
        "copy": "Bring a shipped framework or template file into the project.",
        "template": "Say what the council's own Word template brings, and what is added.",
    },
    "Take evidence in": {
        "import": "Take in Word, Excel, e-mail and PDF files: candidates, each with its place.",
        "suggest": "Suggest statements, golden rules and categories, with the words that made it so.",
        "accept": "Make a candidate an evidence item, with the tags you choose.",
        "export": "Write a workbook to edit all items in Excel; import reads it back.",
    },
    "See where you stand": {
        "check": "List every problem, with its place and what to do.",
        "measure": "Work out the metrics: value, interval, comparison, one sentence each.",
        "coverage": "Show the grid of statements and categories, and the gaps.",
        "explain": "Explain a rule, statement, golden rule or kind of evidence.",
        "show": "Show what was understood of a file.",
        "trace": "Show every place that rests on an item, a claim or a number.",
        "score": "Add the council's own scores up, as CQC publishes.",
    },
    "Make the pack": {
        "build": "Write the self-assessment in Word and HTML, with every gap marked.",
        "merge": "Bring home what somebody changed in the Word pack.",
    },
    "Work together": {
        "serve": "Open the project in a browser: tag, review, sign, build.",
    },
    "Get it done": {
        "requests": "Print what evidence was asked for, as messages ready to send.",
        "storyboard": "Write one page a statement for staff who will be asked about it.",
    },
    "Answer CQC": {
        "crosswalk": "Lead from CQC's information return to the evidence.",
        "bundle": "Put the documents that answer it into one numbered folder.",
        "find": "Find the evidence for a line of CQC's draft report.",
        "accuracy": "Write the table of corrections to CQC's draft report.",
    },
    "Freeze and compare": {
        "snapshot": "Freeze the evidence and the pack as they stand, in one file.",
        "verify": "Show that a snapshot is still what it was.",
        "diff": "Tell what changed since a snapshot, a folder or a git revision.",
    },
    "For other programs": {
        "schema": "Print the JSON Schema of each kind of file.",
    },
}
_OUR_BUG = 3
_COLLECT_SELDOM = (200_000, 20, 20)
"""A run makes many small frozen things and few circles: looking for circles often takes a fifth of the time."""


class Context:
    """The global options, wherever they stood on the command line."""

    def __init__(self) -> None:
        """Begin with nothing given."""
        self.project: Path | None = None
        self.as_at: date | None = None
        self.today: date | None = None
        self.colour = True

    def day(self) -> date:
        """Return the day that governs permission: `--today`, else the clock."""
        return self.today or date.today()  # noqa: DTZ011  # people mean the day where they are

    def root(self) -> Path:
        """Return the project's folder.

        Raises:
            click.UsageError: when there is none here, with what to type.
        """
        from cqc_evidence.read import find_root  # noqa: PLC0415  # not for --help

        start = self.project or Path.cwd()
        root = find_root(start) if self.project is None or start.is_dir() else None
        if root is None:
            where = f"in {start}" if self.project else "here or in any folder above"
            message = (
                f"there is no project {where} (no project.yaml). Start one: cqc-evidence init my-evidence --example"
            )
            raise click.UsageError(message)
        return root


def _day(value: str | date) -> date:
    """Return a day of the command line, or say how it is written."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        message = f'"{value}" is not a day: write it as 2021-05-31'
        raise click.BadParameter(message) from error


def _set(name: str) -> Callable[[click.Context, click.Parameter, object], object]:
    def remember(ctx: click.Context, _param: click.Parameter, value: object) -> object:
        if value is not None and value is not False:
            setattr(ctx.ensure_object(Context), name, False if name == "colour" else value)
        return value

    return remember


_GLOBAL: tuple[tuple[tuple[str, ...], dict[str, object]], ...] = (
    (
        ("--project",),
        {"type": click.Path(path_type=Path), "help": "The project's folder; else found from here upwards."},
    ),
    (
        ("--as-at",),
        {"type": _day, "metavar": "DATE", "help": "The day the evidence is judged by; else project.yaml says."},
    ),
    (("--today",), {"type": _day, "metavar": "DATE", "help": "The day that governs permission; else the clock."}),
    (("--no-colour", "--no-color"), {"is_flag": True, "default": None, "help": "Print without colour."}),
)


def global_options(command: Callable[..., object]) -> Callable[..., object]:
    """Let a verb take the global options too, so that they work before and after it."""
    for names, settings in reversed(_GLOBAL):
        key = "colour" if names[0] == "--no-colour" else names[0].lstrip("-").replace("-", "_")
        command = click.option(*names, expose_value=False, callback=_set(key), **settings)(command)  # type: ignore[arg-type]
    return command


class Verbs(click.Group):
    """A group that knows its verbs' names and loads only the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's own signature
        """Return all verbs in the order of the help."""
        return [verb for verbs in VERBS.values() for verb in verbs]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one verb; an unknown one gets the nearest name."""
        names = self.list_commands(ctx)
        if cmd_name in names:
            module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
            command: click.Command = import_module(f"cqc_evidence.cli.{module}").command
            return command
        from difflib import get_close_matches  # noqa: PLC0415  # only for a misspelt verb

        near = get_close_matches(cmd_name, names, n=1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        message = f'there is no command "{cmd_name}".{hint}'
        raise click.UsageError(message, ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Print the verbs by what a person wants to do."""
        for title, verbs in VERBS.items():
            with formatter.section(title):
                formatter.write_dl(list(verbs.items()))


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="cqc-evidence")
@global_options
def main() -> None:
    """Compile evidence of Three Conversations work into a CQC self-assessment.

    Nothing leaves your machine. In a project's folder: "cqc-evidence build".
    """


def run() -> None:
    """Run the command line; exit 0 when all is well, 1 on problems, 2 on wrong use, 3 on a bug of ours."""
    gc.set_threshold(*_COLLECT_SELDOM)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = main.main(prog_name="cqc-evidence", standalone_mode=False, obj=Context())
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(1)
    except OSError as error:
        file = f" ({error.filename})" if error.filename else ""
        click.echo(f"Error: the computer refused: {error.strerror or type(error).__name__}{file}", err=True)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  # the one place where anything of ours is told, without the text of evidence
        sys.exit(_bug(error))
    sys.exit(code if isinstance(code, int) else 0)


def _bug(error: Exception) -> int:
    """Tell of a bug without printing anything that may stand in the evidence."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(
            f"  {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno} in {trace.tb_frame.f_code.co_name}"
        )
        trace = trace.tb_next
    click.echo(f"This is a mistake of ours, not yours: {type(error).__name__}. Your files are as they were.", err=True)
    click.echo("Please send us these lines (they hold nothing of your evidence):", err=True)
    click.echo("\n".join([f"  cqc-evidence {__version__}, Python {sys.version.split()[0]}", *frames[-8:]]), err=True)
    return _OUR_BUG
