"""`new`: one evidence file from its form."""

from __future__ import annotations

import textwrap
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.quoted import quoted
from cqc_evidence.cli.render import say
from cqc_evidence.model.data import TABLES
from cqc_evidence.model.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cqc_evidence.model.framework import Framework, Kind

# A line that begins with "#" waits for its value: an empty number or word would be a mistake.
_EXTRA = {
    "n": "# n: 12                         # how many people answered or were interviewed",
    "invited": "# invited: 40                   # how many were asked",
    "method": "# method: telephone             # how they were asked: telephone, online form, in person",
    "interviewer": "# interviewer: independent      # independent or team",
    "figures": "figures: []                     # {id: waiting-2026-03, label: …, value: 12.5, unit: percent, numerator: , denominator: , period: 2026-03}",
    "actions": "actions: []                     # {raised: 2026-03, action: …, owner: …, done: 2026-03-20, reported_back: {to: staff, date: 2026-04}, effect: found}",
    "owner": "# owner: Team manager           # a role, not a name",
    "review_by": "# review_by: 2026-09-30         # after this day it is not fresh",
    "verbatim": "verbatim: false                 # true only for the person's own words",
}


@click.command("new")
@click.argument("kind")
@click.option("--title", default="", help="What it shows, in one sentence.")
@click.option("--id", "name", default="", help="The item's id; else made from kind and title.")
@click.option("--statement", default="", help="The quality statement of its first tag.")
@global_options
@click.pass_obj
def command(context: Context, kind: str, title: str, name: str, statement: str) -> int:
    """Write one evidence file of KIND from its form, or an empty table, for you to fill in.

    Kinds are, among others: making-it-happen, reflection, interview, story-of-difference,
    staff-survey, metric. "cqc-evidence explain KIND" says what a reviewer looks for. Tables for
    measuring are conversations, requests, reviews, packages, cld and aggregate: an Excel
    workbook with drop-downs, in evidence/data.
    """
    if kind in TABLES:
        return _table(context, kind)
    from cqc_evidence.cli.load import load  # noqa: PLC0415  # not for --help

    project = load(context)
    found = project.framework.kind(kind)
    if found is None:
        kinds = [one.id for one in project.framework.conversations.kinds]
        near = get_close_matches(kind, kinds, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"use one of: {', '.join(kinds)}"
        message = f'there is no kind of evidence "{kind}"; {hint}'
        raise click.UsageError(message)
    _check_statement(project.framework, statement)
    wanted = slug(name or f"{kind} {title}") or kind
    taken = {item.id for item in project.items}
    path, chosen = _free(project.root / "evidence" / kind, wanted, taken)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(_form(found, chosen, title, statement, project.framework)))
    shown = path.relative_to(project.root).as_posix()
    say(context, f"Wrote {shown}. Fill it in, then: cqc-evidence check {shown}")
    return 0


def _table(context: Context, name: str) -> int:
    """Write an empty workbook for a table; one that is there already stays."""
    from cqc_evidence.data.contracts import CONTRACTS  # noqa: PLC0415  # not for --help
    from cqc_evidence.data.template import blank_workbook  # noqa: PLC0415

    path = context.root() / "evidence" / "data" / f"{name}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(blank_workbook(CONTRACTS[name]))
    except FileExistsError as error:
        message = f"evidence/data/{name}.xlsx is there already: fill it in, or rename it to {name}-2025.xlsx first"
        raise click.UsageError(message) from error
    say(context, f"Wrote evidence/data/{name}.xlsx. Fill it in, then: cqc-evidence measure")
    return 0


def _check_statement(framework: Framework, statement: str) -> None:
    known = [one.id for one in framework.statements]
    if statement and statement not in known:
        near = get_close_matches(statement, known, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"use one of: {', '.join(known)}"
        message = f'there is no quality statement "{statement}"; {hint}'
        raise click.UsageError(message)


def _free(folder: Path, wanted: str, taken: set[str]) -> tuple[Path, str]:
    """Return a file and an id that nobody has."""
    for number in range(1, 10_000):
        name = wanted if number == 1 else f"{wanted}-{number}"
        if name not in taken and not (folder / f"{name}.md").exists():
            return folder / f"{name}.md", name
    raise AssertionError(wanted)


def _form(kind: Kind, name: str, title: str, statement: str, framework: Framework) -> Iterator[str]:
    rules = ", ".join(rule.id for rule in framework.rules.rules[:3])
    yield "---"
    yield from (f"# {line}" for line in textwrap.wrap(kind.worth_knowing, 100))
    yield f"id: {name}"
    yield f"kind: {kind.id:<26}# {kind.title}"
    yield f"title: {quoted(title or 'What this shows, in one sentence')}"
    yield "date: unknown                   # 2026-03-12, 2026-03, 2026, 2025-04/2026-03 or unknown: never sharper than the source"
    yield f"voice: {kind.default_voice:<25}# person, carer, family, staff, leader, partner, provider or organisation"
    yield "source:"
    yield '  citation: ""                  # the document, with its date'
    yield '  locator: ""                   # the place in it: a heading, a page, table 1 row 4'
    yield "sensitivity: official           # public, official or personal"
    yield "permission: {basis: not-needed} # for a person's words: {basis: given, scope: [internal, cqc], until: 2027-03-31, names_checked_by: a role}"
    yield "status: proposed                # accepted once somebody else has read it"
    for key in dict.fromkeys((*kind.wants, *(("verbatim",) if kind.own_words_for else ()))):
        if key in _EXTRA:
            yield _EXTRA[key]
    yield "tags:"
    yield f"  - statement: {statement or framework.statements[0].id:<17}# or: {', '.join(one.id for one in framework.statements)}"
    yield f"    category: {kind.category:<18}# people, staff-and-leaders, partners or processes"
    yield "    stance: supports            # supports, challenges or context"
    yield f"    rules: []                   # golden rules it shows kept, such as {rules}"
    yield "    breaks: []                  # golden rules it shows broken"
    yield '    says: ""                    # what it says about the statement, in one sentence'
    yield '    so_what: ""                 # what follows, and what it does not show'
    yield "---"
    yield ""
