"""`requests`: what evidence was asked for, as messages ready to send."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import click

from cqc_evidence.cli.keep import keep
from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, say, tell
from cqc_evidence.write.clean import plain_cell

if TYPE_CHECKING:
    from cqc_evidence.model.project import EvidenceRequest, Project

FILE = "evidence/requests.yaml"


@click.command("requests")
@click.option("--who", default="", help="Only what this person was asked for; with --ask, whom to ask.")
@click.option("--ask", default="", metavar="GAP|TOPIC", help="Ask for something new: a gap's id, or a topic in words.")
@click.option("--due", default="", metavar="DATE", help="With --ask: by when.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@global_options
@click.pass_obj
def command(context: Context, who: str, ask: str, due: str, form: str) -> int:
    """Print what evidence was asked for and has not come: a message for each person, ready to paste into an e-mail.

    With --ask, something new is written into evidence/requests.yaml; the days on which you reminded them and on which it
    came are written there by hand (chased, received).
    """
    project = load(context)
    if ask:
        _ask(project, who, ask, due)
        tell(context, f"{FILE}: {who} is asked for {ask}.")
        project = load(context)
    if form == "json":
        click.echo(json.dumps([_as_dict(project, one) for one in _chosen(project, who)], ensure_ascii=False, indent=1))
        return 0
    if form == "csv":
        click.echo(_as_csv(project, _chosen(project, who)), nl=False)
        return 0
    from cqc_evidence.compile.requests import messages  # noqa: PLC0415  # not for --help
    from cqc_evidence.measure import measure_coverage  # noqa: PLC0415

    found = [one for one in messages(project, measure_coverage(project)) if who in ("", one.who)]
    if not found:
        tell(
            context,
            "Nothing is waited for. Ask for something: cqc-evidence requests --ask gap-equity-people --who “Team manager” --due 2026-03-31",
        )
    for number, one in enumerate(found):
        if number:
            say(context, "-" * 60)
        late = f", {one.overdue} overdue" if one.overdue else ""
        say(context, f"To: {one.who} ({counted(one.open, 'thing')} open{late})", bold=True)
        say(context)
        click.echo(one.text)
    return 0


def _chosen(project: Project, who: str) -> list[EvidenceRequest]:
    return [one for one in project.requests if who in ("", one.who)]


def _ask(project: Project, who: str, ask: str, due: str) -> None:
    """Write a new request into the register.

    Raises:
        click.UsageError: when it is not said whom to ask, or the gap or the day cannot be.
    """
    from cqc_evidence.check.registers import possible_gaps  # noqa: PLC0415  # not for --help
    from cqc_evidence.read.problems import did_you_mean  # noqa: PLC0415
    from cqc_evidence.store.journal import ABSENT, Change  # noqa: PLC0415
    from cqc_evidence.store.register import appended  # noqa: PLC0415

    if not who:
        message = "say whom to ask: --who “Team manager”"
        raise click.UsageError(message)
    known = possible_gaps(project.framework)
    if ask.startswith("gap-") and ask not in known:
        message = f"there is no gap “{ask}”: {did_you_mean(ask, known, 'cqc-evidence coverage --gaps lists them')}"
        raise click.UsageError(message)
    entry: dict[str, Any] = {"who": who, ("gap" if ask in known else "topic"): ask}
    if due:
        try:
            entry["due"] = date.fromisoformat(due)
        except ValueError as error:
            message = f"“{due}” is not a day: write it as 2026-03-31"
            raise click.UsageError(message) from error
    path = project.root / FILE
    data = path.read_bytes() if path.is_file() else None
    before = ABSENT if data is None else sha256(data).hexdigest()
    keep(project.root, lambda: [Change(FILE, appended(data or b"", "requests", [entry]), before)])


def _as_dict(project: Project, one: EvidenceRequest) -> dict[str, object]:
    from cqc_evidence.compile.requests import is_overdue  # noqa: PLC0415  # not for --help

    days = {key: value.text if (value := getattr(one, key)) else "" for key in ("due", "chased", "received")}
    return {
        "who": one.who, "gap": one.gap, "topic": one.topic, **days, "overdue": is_overdue(one, project),
        "items": list(one.items), "note": one.note,
    }  # fmt: skip


def _as_csv(project: Project, requests: list[EvidenceRequest]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    keys = ("who", "gap", "topic", "due", "chased", "received", "overdue", "items", "note")
    writer.writerow(keys)
    for one in requests:
        told = _as_dict(project, one)
        told["items"] = " ".join(one.items)
        writer.writerow([plain_cell(str(told[key])) for key in keys])
    return out.getvalue()
