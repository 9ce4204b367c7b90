"""The contracts as the documents show them."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.data.contracts import CONTRACTS
from cqc_evidence.model.data import Column, Contract


def contracts_page() -> str:
    """Return every table with its columns as Markdown, in the order of `CONTRACTS`."""
    return "\n".join(line for contract in CONTRACTS.values() for line in _contract(contract))


def _contract(contract: Contract) -> Iterator[str]:
    yield f"## {contract.title}: `{contract.name}`"
    yield ""
    source = f" Source: {contract.source}." if contract.source else ""
    yield f"One row is {contract.row}.{source}"
    yield ""
    yield "| column | holds | meaning |"
    yield "|---|---|---|"
    yield from (_column(column) for column in contract.columns)
    yield ""


def _column(column: Column) -> str:
    name = f"**`{column.name}`**" if column.required else f"`{column.name}`"
    holds = ", ".join(column.choices) if column.choices else column.type
    example = f" Such as `{column.example}`." if column.example else ""
    return f"| {name} | {holds} | {column.meaning}{example} |"
