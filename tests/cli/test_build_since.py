"""`build --since`: what changed since an earlier pack, told in the pack and in the manifest."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from tests.cli.support import DAY, REPO, cqc


def build(out: Path, *more: object) -> int:
    return cqc("--project", REPO, "--today", DAY, "build", "--out", out, "--format", "json", *more).code


def test_an_earlier_pack_is_compared_and_stands_in_the_manifest(tmp_path: Path) -> None:
    assert build(tmp_path / "then", "--as-at", "2020-03-31") == 1  # claims cite what came later
    before = tmp_path / "then" / "coverage.json"
    assert build(tmp_path / "now", "--since", before) == 0
    pack = (tmp_path / "now" / "pack.json").read_text(encoding="utf-8")
    assert "Compared with the position as at 31 March 2020" in pack
    manifest = json.loads((tmp_path / "now" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"]["(earlier) coverage.json"] == sha256(before.read_bytes()).hexdigest()


def test_a_file_that_is_no_coverage_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    told = cqc("--project", REPO, "build", "--since", REPO / "README.md", "--out", tmp_path / "out")
    assert told.code == 2
    assert "README.md is not the coverage.json of an earlier pack" in " ".join(told.err.split())
    assert not (tmp_path / "out").exists()
