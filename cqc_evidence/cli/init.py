"""`init`: a project in a new folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.quoted import quoted
from cqc_evidence.cli.render import say

_FOLDERS = ("evidence/sources", "evidence/data", "evidence/inbox", "evidence/narrative", "out")
_SETTINGS = """\
# Everything a council sets for its own pack.

council: {council}
title: Adult social care self-assessment
status: Draft
# as_at: 2026-03-31          # the day the evidence is judged by; without it, the day of the build
framework: cqc-la-2025       # a file in framework/, or the shipped one
rules: p4c-2024              # a set of golden rules in three-conversations.yaml
edition: internal            # internal, cqc or public
word_budgets:
  statement: 700             # words a narrative may have
  summary: 400
thresholds:
  newest_per_cell: 3         # items listed beside those that a claim cites
local_risks: []              # statements that weigh more here: {{statement: safeguarding, reason: …}}
"""
_NOT_OURS = ("packs.jsonl", "imports.jsonl", "audit")
"""What a project remembers of itself is no part of the example."""
_REGISTERS = {
    "evidence/improvement.yaml": "# Areas for improvement: id, gap, why, action, owner, due, measure, baseline, target, latest,\n"
    "# status (planned, started, done, embedded). “cqc-evidence coverage --gaps” lists the gaps.\nimprovements: []\n",
    "evidence/decisions.yaml": "# What the council has decided to live with for a time, each with reason, who and until.\n"
    "accepted_gaps: []   # {gap: gap-equity-partners, reason: …, who: Director, until: 2026-09-30}\n"
    "allowed: []         # {rule: missing-detail, file: evidence/…, reason: …, who: …, until: …}\n"
    "scores: []          # {statement: equity, score: 2, reason: …, who: …}\n",
    "evidence/requests.yaml": "# Evidence asked for: who, gap or topic, due, chased, received.\nrequests: []\n",
    ".gitattributes": "* text=auto eol=lf\n*.docx binary\n*.xlsx binary\n*.pdf binary\n*.eml binary\n",
    "out/.gitignore": "*\n!.gitignore\n",
}


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--example", is_flag=True, help="Begin with the worked example, to look around in.")
@click.option("--council", default="Your council", help="The council's name.")
@global_options
@click.pass_obj
def command(context: Context, folder: Path, *, example: bool, council: str) -> int:
    """Start a project in a new folder. Nothing that is there is ever overwritten."""
    if (folder / "project.yaml").exists() or (folder / "evidence").exists():
        message = f"{folder} already holds a project; nothing was changed"
        raise click.ClickException(message)
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    if example:
        _copy_example(folder)
    else:
        _write_new(folder / "project.yaml", _SETTINGS.format(council=quoted(council)))
    for name, text in _REGISTERS.items():
        _write_new(folder / name, text)
    typed = f'"{folder}"' if " " in str(folder) else str(folder)
    say(context, f"A project is ready in {folder}.")
    if example:
        say(context, "It holds a worked example compiled from published papers.")
    what = "build" if example else 'new making-it-happen --title "What we learned in March"'
    say(context, f"Next: cqc-evidence --project {typed} {what}")
    return 0


def _copy_example(folder: Path) -> None:
    from cqc_evidence.read import shipped  # noqa: PLC0415  # not for --help

    shutil.copyfile(shipped("project.yaml"), folder / "project.yaml")
    for path in sorted(shipped("evidence").rglob("*")):
        inside = path.relative_to(shipped("evidence"))
        target = folder / "evidence" / inside
        if path.is_file() and inside.parts[0] not in _NOT_OURS and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _write_new(path: Path, text: str) -> None:
    if not path.exists():
        path.write_text(text, encoding="utf-8", newline="\n")
