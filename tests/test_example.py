"""The shipped worked example and the second project: honest, consistent, and built alike everywhere."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cqc_evidence.check import check_project
from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.evidence import Figure, Item
from cqc_evidence.model.project import Project
from tests.compile.packs import example, medway
from tests.measure.build import ROOT

PROJECTS = pytest.mark.parametrize("found", [example(), medway()], ids=["harrow", "medway"])
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_CITATION = re.compile(r"\[@[^\]]*\]")
_NAMES = frozenset((
    "1f7b7d5bb15d9715", "41f5946ca353af31", "58b7c913cfd77709", "7f2cc2d8db905052",
    "8a8ae63ee3a6ea5a", "ad24ccdc996e07de", "b16370a17fc3ac26", "b882e8d9023f9c77",
    "ba61b41615bf9080", "c3bd34c6f097b33d", "c773f5fb4bf41c65", "e10d850954a8e611",
))  # fmt: skip
"""Hashes of the names of people in the published papers, so that this file names nobody either."""


# Sound and honest


@PROJECTS
def test_there_is_no_error(found: Project) -> None:
    assert [one for one in check_project(found) if one.severity is Severity.ERROR] == []
    assert found.left_out == ()


def test_the_example_has_forty_to_sixty_items_and_says_where_each_comes_from() -> None:
    assert 40 <= len(example().items) <= 60
    for one in example().items:
        assert one.source.citation
        assert one.source.locator
        assert one.source.public_url.startswith("http")
        assert all(tag.says and tag.so_what for tag in one.tags)
        assert one.body.strip()


def test_nothing_in_the_example_is_personal_or_waits_for_permission() -> None:
    assert {(one.sensitivity, one.permission.basis, one.status) for one in example().items} == {
        ("public", "not-needed", "accepted")
    }


def test_safeguarding_is_missing_altogether_and_no_partner_is_heard() -> None:
    cells = measure_coverage(example()).cells
    assert {one.state for one in cells if one.statement == "safeguarding"} == {"missing"}
    partners = [one for one in cells if one.category == "partners"]
    assert len(partners) == 9
    assert all(one.state == "missing" and one.says == "nothing" and not one.evidence for one in partners)


def test_few_cells_are_covered_and_every_state_is_earned() -> None:
    states = [one.state for one in measure_coverage(example()).cells]
    assert {"missing", "stale", "thin", "covered"} <= set(states)
    assert states.count("covered") < states.count("missing")


def test_the_narratives_say_what_cannot_be_shown() -> None:
    for one in example().narratives:
        assert "cannot yet show" in one.judgement
        assert one.confidence != "strong"
        assert not one.speaker, "nobody has offered to speak to a worked example"


def _against(name: str) -> Item:
    found = next(one for one in example().items if one.id == name)
    assert any(tag.stance == "challenges" for tag in found.tags)
    return found


def test_weekly_starts_were_back_at_where_they_began() -> None:
    found = _against("metric-weekly-starts-2021-03")
    before = next(one for one in example().items if one.id == "metric-weekly-starts-2019-03")
    assert 7.2 in {figure.value for figure in found.figures} & {figure.value for figure in before.figures}


def test_the_second_site_did_not_visit_the_first() -> None:
    assert "did not take the chance to see how it worked" in _against("account-second-site").tags[0].says


def test_decreases_fell_as_well_as_increases() -> None:
    values = {figure.id: figure.value for figure in _against("metric-reviews-decreases-fell").figures}
    assert values["reviews-decrease-new"] < values["reviews-decrease-old"]


def test_early_interviews_are_critical_and_break_rules() -> None:
    _against("interview-early-hard-to-navigate")
    assert "no-hand-offs" in {rule for tag in _against("interview-early-criticism").tags for rule in tag.breaks}


def test_every_challenge_is_cited_in_a_narrative() -> None:
    cited = {citation.item for one in example().narratives for citation in one.citations}
    assert {one.id for one in example().items if any(tag.stance == "challenges" for tag in one.tags)} <= cited


# Numbers


def _agrees(figure: Figure) -> bool:
    """Return whether a percentage is its numerator over its denominator, rounded as it is written."""
    if figure.numerator is None or figure.denominator is None or figure.unit != "percent":
        return True
    decimals = len(f"{figure.value:g}".partition(".")[2])
    return abs(100 * figure.numerator / figure.denominator - figure.value) <= 0.5 * 10**-decimals + 1e-9


@PROJECTS
def test_every_figure_agrees_with_what_it_was_counted_from(found: Project) -> None:
    figures = [figure for one in found.items for figure in one.figures]
    assert [figure.id for figure in figures if not _agrees(figure)] == []
    counted = [figure for figure in figures if figure.numerator is not None]
    assert len(counted) >= 3
    assert all(figure.denominator and 0 <= (figure.numerator or 0) <= figure.denominator for figure in counted)
    assert all(figure.basis == "quoted" for figure in figures if figure.unit == "percent" and figure.numerator is None)


def _numbers(text: str) -> set[float]:
    return {float(one.replace(",", "").rstrip(".")) for one in _NUMBER.findall(_CITATION.sub("", text))}


def _stated(items: list[Item]) -> set[float]:
    """Return every number in the figures, texts and dates of some items."""
    return {
        number
        for one in items
        for number in _numbers(
            json.dumps(one.model_dump(mode="json", exclude={"location", "id", "source"}), ensure_ascii=False)
        )
    }


@PROJECTS
def test_every_number_of_a_claim_stands_in_an_item_it_cites(found: Project) -> None:
    items = {one.id: one for one in found.items}
    claims = [claim for one in found.narratives for claim in one.claims]
    astray = {
        claim.id: missing
        for claim in claims
        if (
            missing := _numbers(f"{claim.text} {claim.so_what}") - _stated([items[one.item] for one in claim.citations])
        )
    }
    assert astray == {}
    assert sum(len(_numbers(claim.text)) for claim in claims) > 20


@PROJECTS
def test_every_number_of_a_judgement_or_free_text_stands_in_an_item_of_the_narrative(found: Project) -> None:
    items = {one.id: one for one in found.items}
    for one in found.narratives:
        stated = _stated([items[citation.item] for citation in one.citations])
        assert _numbers(one.judgement) <= stated
        assert all(_numbers(passage.text) <= stated for passage in one.passages)


# Nobody is named


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()[:16]


def test_nobody_is_named() -> None:
    folders = [ROOT / "evidence", ROOT / "framework", ROOT / "tests" / "projects"]
    files = [
        ROOT / "project.yaml",
        *(path for folder in folders for path in folder.rglob("*") if path.suffix in (".md", ".yaml")),
    ]
    assert len(files) > 90
    words = {word for path in files for word in re.findall(r"[A-Z][a-z]+", path.read_text(encoding="utf-8"))}
    assert not {word for word in words if _hash(word) in _NAMES}
    assert _hash("Harrow") not in _NAMES
    assert len(_NAMES) == 12


# The same bytes everywhere


def _copy(to: Path, *, backwards: bool) -> Path:
    """Copy the example file by file, in either order, so that the disk lists them otherwise."""
    files = sorted(
        path for name in ("evidence", "framework", "templates") for path in (ROOT / name).rglob("*") if path.is_file()
    )
    for path in (*(files[::-1] if backwards else files), ROOT / "project.yaml"):
        target = to / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return to


def _build(root: Path, out: Path, **environment: str) -> dict[str, bytes]:
    options = ["--project", str(root), "--as-at", "2021-05-31", "--today", "2021-06-01"]
    done = subprocess.run(
        [sys.executable, "-m", "cqc_evidence", *options, "build", "--no-cache", "--format", "all", "--out", str(out)],
        cwd=out.parent, env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_two_builds_are_alike_in_every_byte_from_any_folder_clock_zone_and_language(tmp_path: Path) -> None:
    here = _build(ROOT, tmp_path / "one", TZ="UTC", LANG="C.UTF-8", PYTHONHASHSEED="1")
    assert set(here) == {
        "self-assessment.docx",
        "self-assessment.html",
        "coverage.xlsx",
        "coverage.json",
        "pack.json",
        "manifest.json",
    }
    there = _copy(tmp_path / "a copy elsewhere, with spaces", backwards=True)
    other = _build(there, tmp_path / "two", TZ="Pacific/Kiritimati", LANG="de_DE.UTF-8", LC_ALL="C", PYTHONHASHSEED="2")
    assert [name for name in here if here[name] != other.get(name)] == []
    assert str(tmp_path).encode() not in b"".join(
        data for name, data in here.items() if name.endswith((".json", ".html"))
    )


def test_medway_builds_through_the_command_line_under_six_rules(tmp_path: Path) -> None:
    root = tmp_path / "medway"
    shutil.copytree(ROOT / "tests" / "projects" / "medway-2017", root)
    built = _build(root, tmp_path / "out")
    assert json.loads(built["coverage.json"])["rule_set"] == "medway-2018"
    assert {"self-assessment.docx", "self-assessment.html"} <= set(built)
