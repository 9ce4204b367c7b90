"""`requests`: what evidence was asked for, as messages ready to send."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, say, tell
from cqc_evidence.write.clean import plain_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cqc_evidence.model.coverage import Coverage
    from cqc_evidence.model.project import EvidenceRequest, Project

_RULE = "-" * 60


@click.command("requests")
@click.option("--who", default="", help="Only what this person was asked for; with --ask, whom to ask.")
@click.option("--ask", default="", metavar="GAP|TOPIC", help="Ask for something new: a gap's id, or a topic in words.")
@click.option("--due", default="", metavar="DATE", help="With --ask: by when.")
@click.option(
    "--chased", is_flag=True, help="Note that you sent these messages today: a reminder for all that is open."
)
@click.option("--received", default="", metavar="GAP|TOPIC", help="Note that this came today.")
@click.option("--item", "items", multiple=True, metavar="ID", help="With --received: the item made of it; may repeat.")
@click.option("--open", "only_open", is_flag=True, help="Leave out what has come (json, csv); messages always do.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@global_options
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917  # one argument for each option; click calls by name
    context: Context, who: str, ask: str, due: str, received: str, items: tuple[str, ...], form: str,
    *, chased: bool, only_open: bool,
) -> int:  # fmt: skip
    """Print what evidence was asked for and has not come: a message for each person, ready to paste into an e-mail.

    --ask, --chased and --received write into evidence/requests.yaml; you can as well write there by hand. Nothing is sent.
    """
    from cqc_evidence.cli import requests_kept as kept  # noqa: PLC0415  # not for --help
    from cqc_evidence.measure import measure_coverage  # noqa: PLC0415

    kept.refuse_mixture(who=who, ask=ask, due=due, received=received, items=items, chased=chased)
    project = load(context)
    kept.refuse_broken(project)
    if received:
        tell(context, kept.note_received(project, who, received, items))
        return 0
    coverage = measure_coverage(project)
    if ask:
        told = kept.note_asked(project, coverage, who, ask, due)
        if form == "text":
            tell(context, told)
            say(context)
        project = load(context)
    if who:
        who = kept.known_person(project, who)
    if form == "text":
        _messages(context, project, coverage, who)
    else:
        chosen = [one for one in project.requests if who in ("", one.who) and not (only_open and one.received)]
        entries = _entries(project, coverage, chosen)
        click.echo(
            _as_csv(entries) if form == "csv" else json.dumps(entries, ensure_ascii=False, indent=1), nl=form == "json"
        )
    if chased:
        told = kept.note_chased(project, coverage, who)
        if form == "text":
            say(context, _RULE)
            tell(context, told)
    return 0


def _messages(context: Context, project: Project, coverage: Coverage, who: str) -> None:
    from cqc_evidence.compile.requests import messages, not_needed  # noqa: PLC0415  # not for --help
    from cqc_evidence.protect.gate import scanner_of  # noqa: PLC0415

    found = [one for one in messages(project, coverage) if who in ("", one.who)]
    if not found:
        tell(context, "Nothing is waited for. Ask for something:")
        say(context, '  cqc-evidence requests --ask gap-equity-people --who "Team manager" --due 2026-03-31')
    scanner = scanner_of(project)
    for number, one in enumerate(found):
        if number:
            say(context, _RULE)
        late = f", {one.overdue} overdue" if one.overdue else ""
        say(context, f"To: {one.who} ({counted(one.open, 'thing')} open{late})", bold=True)
        say(context, f"Subject: {one.subject}", bold=True)
        say(context)
        click.echo(one.text)
        if scanner.find(one.text):
            say(context)
            tell(context, "Look before you send this: something in it may tell who a person is (cqc-evidence check).")
    for request in not_needed(project, coverage):
        if who in ("", request.who):
            say(context)
            tell(context, f"{request.gap} is closed by now, so {request.who} is not asked for it again.")


def _entries(project: Project, coverage: Coverage, chosen: Sequence[EvidenceRequest]) -> list[dict[str, Any]]:
    from cqc_evidence.compile.requests import gap_names, is_overdue, what_of  # noqa: PLC0415  # not for --help

    names = gap_names(project.framework)
    still = {gap.id for gap in coverage.gaps}
    return [
        {
            "who": one.who, "what": what_of(one, names), "gap": one.gap, "topic": one.topic,
            **{key: value.text if (value := getattr(one, key)) else "" for key in ("due", "chased", "received")},
            "overdue": is_overdue(one, project), "gap_open": one.gap in still, "items": list(one.items), "note": one.note,
        }
        for one in chosen
    ]  # fmt: skip


def _as_csv(entries: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    keys = (
        "who", "what", "gap", "topic", "due", "chased", "received", "overdue", "gap_open", "items", "note",
    )  # fmt: skip
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(keys)
    for one in entries:
        told = {**one, "items": " ".join(one["items"])}
        writer.writerow([plain_cell(str(told[key])) for key in keys])
    return out.getvalue()
