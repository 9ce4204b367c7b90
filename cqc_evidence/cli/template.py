"""`template`: what the council's own Word template brings, what is added, and what is left aside."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import hanging, say, tell


@click.command("template")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@global_options
@click.pass_obj
def command(context: Context, file: Path | None, form: str) -> int:
    """Say what the council's own Word template brings to a pack, what is added, and what is left aside.

    Without FILE, the template that this project uses. A template gives styles and the page, never text, and nothing in it
    is ever run.
    """
    from cqc_evidence.read.shipped import resolve  # noqa: PLC0415  # not for --help
    from cqc_evidence.write.templates import DOCX  # noqa: PLC0415

    path = file or resolve(context.root(), DOCX)
    report = _report(path.read_bytes())
    if form == "json":
        click.echo(json.dumps({"file": path.name, **report}, ensure_ascii=False, indent=1))
    else:
        _tell(context, path.name, report)
    return int(bool(report["refused"]))


def _report(data: bytes) -> dict[str, list[str] | str]:
    """Return what a template is: why it is refused, else its styles and what is ignored."""
    from cqc_evidence.write.docx.shell import open_shell  # noqa: PLC0415  # loads python-docx
    from cqc_evidence.write.docx.template import ignored_parts, styles_of, unusable_template, worked_around  # noqa: PLC0415

    if refused := unusable_template(data):
        return {"refused": list(refused), "page": "", "styles": [], "added": [], "ignored": [], "problems": []}
    styles = styles_of(data)
    page = open_shell(data).page
    # Twentieths of a point → millimetres.
    size = f"{page.width * 25.4 / 1440:.0f} × {page.height * 25.4 / 1440:.0f} mm"
    margins = ", ".join(f"{side * 25.4 / 1440:.0f}" for side in (page.top, page.right, page.bottom, page.left))
    return {
        "refused": [], "page": f"{size}, margins {margins} mm (top, right, bottom, left)", "styles": list(styles.there),
        "added": list(styles.missing), "ignored": list(ignored_parts(data)),
        "problems": list(worked_around(data)),
    }  # fmt: skip


def _tell(context: Context, name: str, report: dict[str, list[str] | str]) -> None:
    if report["refused"]:
        for sentence in report["refused"]:
            tell(context, f"{name} cannot be used: {sentence} The shipped template stands in for it.")
        return
    say(context, name, bold=True)
    labels = (
        ("Page", "page"),
        ("Its own styles", "styles"),
        ("Added, as the house has them", "added"),
        ("Left aside", "ignored"),
    )
    for label, key in labels:
        value = report[key]
        words = value if isinstance(value, str) else ", ".join(value)
        for line in hanging(f"  {label}: ", words or "none", more="    "):
            say(context, line)
    for sentence in report["problems"]:
        tell(context, f"Note: {sentence}")
