"""`schema`: JSON Schemas, so that editors complete and check."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.model.data import TABLES

if TYPE_CHECKING:
    from cqc_evidence.model.base import Noun

NAMES = (
    "item", "narrative", "project", "improvement", "decisions", "requests", "framework", "three-conversations",
    "mapping", "expectations", "language", "signals", "metrics", "comments", "information-return",
    "factual-accuracy", "sign-offs", "coverage", "pack", "results",
)  # fmt: skip


TABLE_NAMES = tuple(f"table-{name}" for name in TABLES)


@click.command("schema")
@click.argument("name", required=False, type=click.Choice((*NAMES, *TABLE_NAMES)), metavar="[NAME]")
@global_options
@click.pass_obj
def command(_context: Context, name: str | None) -> int:
    """Print the JSON Schema of one kind of file, or of all.

    Names are the kinds of file, and table-reviews and the like for a Frictionless Table Schema of a table.
    """
    if name in TABLE_NAMES:
        click.echo(_dump(_table(name)))
        return 0
    nouns = _nouns()
    if name:
        click.echo(_dump(_schema(name, nouns[name])))
    else:
        click.echo(_dump({one: _schema(one, noun) for one, noun in nouns.items()}))
    return 0


def _table(name: str) -> dict[str, object]:
    from cqc_evidence.data.contracts import CONTRACTS  # noqa: PLC0415  # not for --help
    from cqc_evidence.data.frictionless import table_schema  # noqa: PLC0415

    return table_schema(CONTRACTS[name.removeprefix("table-")])


def _nouns() -> dict[str, type[Noun]]:
    from cqc_evidence.model import coverage, evidence, framework, metric, narrative, pack, project, result  # noqa: PLC0415  # not for --help

    nouns: tuple[type[Noun], ...] = (
        evidence.Item, narrative.NarrativeHead, project.Settings, project.ImprovementFile, project.DecisionsFile,
        project.RequestsFile, framework.QualityFramework, framework.ThreeConversations, framework.Mapping,
        framework.Expectations, framework.Language, framework.Signals, metric.MetricsFile, project.CommentsFile,
        project.InformationReturn, project.AccuracyFile, project.SignOffsFile,
        coverage.Coverage, pack.Pack, result.Result,
    )  # fmt: skip
    return dict(zip(NAMES, nouns, strict=True))


def _schema(name: str, noun: type[Noun]) -> dict[str, object]:
    from cqc_evidence.cli.described import describe  # noqa: PLC0415  # not for --help

    schema = noun.model_json_schema(
        by_alias=True, mode="serialization" if name in ("coverage", "pack", "results") else "validation"
    )
    describe(schema, noun)
    if name == "item":
        for key in ("body", "location"):
            schema["properties"].pop(key)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"cqc-evidence:{name}", **schema}


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
