"""Coverage and pack as JSON; the tree's own field names are the format."""

from __future__ import annotations

from cqc_evidence.model.pack import Pack


def write_coverage_json(pack: Pack) -> bytes:
    """Return `coverage.json`."""
    return pack.coverage.model_dump_json(indent=1, by_alias=True).encode() + b"\n"


def write_pack_json(pack: Pack) -> bytes:
    """Return `pack.json`: the document tree, the register and the problems; coverage has a file of its own."""
    return pack.model_dump_json(indent=1, by_alias=True, exclude={"coverage"}).encode() + b"\n"
