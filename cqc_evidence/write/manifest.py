"""The manifest: what a pack was made from and what it is, so that anybody can tell whether two are the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

from cqc_evidence.model.pack import Pack

_ZIPPED = (".docx", ".xlsx")


def write_manifest(pack: Pack, inputs: Mapping[str, str], outputs: Mapping[str, bytes]) -> bytes:
    """Return `manifest.json`: versions, dates, and the sha256 of every input and output.

    Word and Excel files are zipped, and two machines may zip alike content differently: their
    hashes are of the parts inside.
    """
    content = {
        "tool": "cqc-evidence",
        "tool_version": pack.tool_version,
        "framework": pack.framework,
        "rules": pack.coverage.rule_set,
        "as_at": pack.as_at.isoformat(),
        "today": pack.today.isoformat(),
        "edition": pack.edition,
        "inputs": dict(sorted(inputs.items())),
        "outputs": {name: _hashes(name, data) for name, data in sorted(outputs.items())},
    }
    return json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n"


def _hashes(name: str, data: bytes) -> dict[str, object]:
    if not name.endswith(_ZIPPED):
        return {"sha256": sha256(data).hexdigest()}
    with ZipFile(BytesIO(data)) as package:
        parts = {part: sha256(package.read(part)).hexdigest() for part in sorted(package.namelist())}
    return {"parts": parts}
