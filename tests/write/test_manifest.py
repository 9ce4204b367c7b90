"""The manifest tells the truth: anybody can work it out again."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest

import cqc_evidence as cqc
from cqc_evidence.model.evidence import Edition
from cqc_evidence.read import shipped
from cqc_evidence.write.manifest import write_manifest
from tests.support import make_project, write_files
from tests.write.sample_pack import sample_pack

TODAY = date(2025, 6, 1)
FORMATS = ("docx", "html", "xlsx", "json")


def build(root: Path, out: Path, edition: Edition = "internal") -> dict[str, Any]:
    """Build a project in every format and return its manifest."""
    project = cqc.read_project(root, today=TODAY)
    pack = cqc.compile_pack(project, cqc.measure_coverage(project), cqc.check_project(project), edition)
    cqc.write_pack(pack, out, cqc.find_templates(root), FORMATS, project.inputs)
    suffix = "" if edition == "internal" else f"-{edition}"
    found: dict[str, Any] = json.loads((out / f"manifest{suffix}.json").read_text(encoding="utf-8"))
    return found


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


@pytest.mark.parametrize("edition", ["internal", "cqc", "public"])
def test_every_output_is_there_with_the_hash_it_has(tmp_path: Path, edition: Edition) -> None:
    out = tmp_path / "out"
    manifest = build(make_project(tmp_path / "mine"), out, edition)
    suffix = "" if edition == "internal" else f"-{edition}"
    assert set(manifest["outputs"]) | {f"manifest{suffix}.json"} == {path.name for path in out.iterdir()}
    for name, said in manifest["outputs"].items():
        if name.endswith((".docx", ".xlsx")):
            with ZipFile(out / name) as package:
                assert said == {"parts": {part: digest(package.read(part)) for part in package.namelist()}}
        else:
            assert said == {"sha256": digest((out / name).read_bytes())}


def test_every_file_that_was_read_is_there_with_the_hash_it_has(tmp_path: Path) -> None:
    own = {"templates/pack.css": b":root{--ink:#000000}\r\n", "evidence/decisions.yaml": b"accepted_gaps: []\r\n"}
    root = make_project(tmp_path / "mine", own)
    inputs = build(root, tmp_path / "out")["inputs"]
    for name, said in inputs.items():
        place = root / name if (root / name).is_file() else shipped(name)
        assert said == digest(place.read_bytes()), name
    mine = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    framework = {f"framework/{path.name}" for path in shipped("framework").glob("*.yaml")}
    assert mine <= set(inputs)
    assert framework | {"templates/reference.docx"} <= set(inputs)
    assert list(inputs) == sorted(inputs)


def test_a_change_of_one_letter_in_one_input_shows(tmp_path: Path) -> None:
    root = make_project(tmp_path / "mine")
    before = build(root, tmp_path / "out")
    path = root / "evidence" / "weekly-reflection.md"
    write_files(
        root, {"evidence/weekly-reflection.md": path.read_text(encoding="utf-8").replace("every week.", "each week.")}
    )
    after = build(root, tmp_path / "out")
    changed = {name for name in after["inputs"] if after["inputs"][name] != before["inputs"][name]}
    assert changed == {"evidence/weekly-reflection.md"}
    assert after["outputs"] != before["outputs"]


def test_it_says_what_the_pack_is_and_by_which_days_it_was_judged(tmp_path: Path) -> None:
    manifest = build(make_project(tmp_path / "mine"), tmp_path / "out", "cqc")
    said = {key: value for key, value in manifest.items() if key not in ("inputs", "outputs")}
    assert said == {
        "tool": "cqc-evidence", "tool_version": cqc.__version__, "framework": "cqc-la-2025", "rules": "p4c-2024",
        "as_at": "2025-03-31", "today": "2025-06-01", "edition": "cqc",
    }  # fmt: skip


def test_the_same_parts_zipped_in_another_way_have_the_same_hashes(tmp_path: Path) -> None:
    build(make_project(tmp_path / "mine"), tmp_path / "out")
    packed = (tmp_path / "out" / "self-assessment.docx").read_bytes()
    with (
        ZipFile(tmp_path / "out" / "self-assessment.docx") as package,
        ZipFile(tmp_path / "stored.docx", "w", ZIP_STORED) as stored,
    ):
        for name in reversed(package.namelist()):
            stored.writestr(name, package.read(name))
    again = (tmp_path / "stored.docx").read_bytes()
    assert again != packed
    pack = sample_pack()
    assert write_manifest(pack, {}, {"a.docx": again}) == write_manifest(pack, {}, {"a.docx": packed})


def test_names_beyond_ascii_stay_readable() -> None:
    written = write_manifest(sample_pack(), {"evidence/zoë.md": "0"}, {})
    assert "evidence/zoë.md".encode() in written
    assert written.endswith(b"}\n")


def test_evidence_that_an_edition_does_not_show_is_not_named(tmp_path: Path) -> None:
    hidden = """---
id: told-in-confidence
kind: reflection
title: Told in confidence
date: 2025-02
voice: staff
source: {citation: Notes, locator: page 1}
status: accepted
sensitivity: personal
tags:
  - {statement: learning, says: Something}
---
"""
    root = make_project(tmp_path / "mine", {"evidence/told-in-confidence.md": hidden.encode()})
    inside = build(root, tmp_path / "out")["inputs"]
    outside = build(root, tmp_path / "out", "cqc")["inputs"]
    assert "evidence/told-in-confidence.md" in inside
    assert "confidence" not in json.dumps(outside)
    assert sorted(outside.values()) == sorted(inside.values())
