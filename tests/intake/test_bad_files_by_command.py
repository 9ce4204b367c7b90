"""Every bad file, through the command: one clear problem each, and the good files beside them are taken in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cqc_evidence.read.inbox import read_inbox
from tests.cli.support import Typed, contents, cqc
from tests.intake.bad_files import BAD
from tests.support import make_project

GOOD = (
    "Specimen reflection\n\nStaff said that people waited less long for a first conversation than in the year before.\n"
)
HARMLESS = ("outside-link", "formula-inside", "merged-cells", "empty-sheet", "other-separator", "wrong-encoding")
"""Problems with which a file is still taken in."""


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Typed]:
    """Import every bad file and a good one before, between and after them."""
    folder = tmp_path_factory.mktemp("bad")
    project, incoming = make_project(folder / "project"), folder / "incoming"
    for number, bad in enumerate(BAD):
        place = incoming / f"{number:03}"
        place.mkdir(parents=True)
        (place / bad.file).write_bytes(bad.make())
    for name in ("000 good.txt", "050 good.txt", "999 good.txt"):
        (incoming / name).write_text(f"{name}\n{GOOD}", encoding="utf-8")
    with (incoming / "huge.docx").open("wb") as huge:
        huge.truncate(200 * 1024 * 1024)
    (incoming / "linked.txt").symlink_to(incoming / "000 good.txt")
    return project, cqc("import", incoming, "--format", "json", at=project)


def test_each_bad_file_gets_its_problem_with_its_place(typed: tuple[Path, Typed]) -> None:
    told = {one["file"]: one for one in json.loads(typed[1].out)}
    for number, bad in enumerate(BAD):
        one = told[f"{number:03}/{bad.file}"]
        rules = [problem["rule"] for problem in one["problems"]]
        assert bad.rule in rules, (bad.label, rules)
        assert all(problem["location"]["file"] == one["file"] for problem in one["problems"]), bad.label
        assert all(problem["message"] and problem["because"] and problem["help"] for problem in one["problems"])
        if bad.rule not in HARMLESS:
            assert rules.count(bad.rule) == 1, bad.label
    assert [one["rule"] for one in told["huge.docx"]["problems"]] == ["too-large"]
    assert [one["rule"] for one in told["linked.txt"]["problems"]] == ["link-elsewhere"]


def test_the_good_files_are_taken_in_and_nothing_raw_reaches_anybody(typed: tuple[Path, Typed]) -> None:
    _, ran = typed
    assert ran.code == 1
    assert ran.err == ""
    told = {one["file"]: one["outcome"] for one in json.loads(ran.out)}
    assert [told[name] for name in ("000 good.txt", "050 good.txt", "999 good.txt")] == ["new"] * 3
    for word in ("Traceback", "BadZipFile", "KeyError", "Exception", "lxml", "zlib"):
        assert word not in ran.out


def test_what_was_not_taken_in_left_nothing(typed: tuple[Path, Typed]) -> None:
    project, ran = typed
    refused = [one for one in json.loads(ran.out) if one["outcome"] == "refused"]
    assert len(refused) > 20
    assert all(one["document"] == "" and one["candidates"] == [] for one in refused)
    kept = {path.name for path in (project / "evidence/sources").iterdir()}
    taken = {one["document"].removeprefix("sources/") for one in json.loads(ran.out) if one["document"]}
    assert kept == taken
    assert all(one.item is not None for one in read_inbox(project))
    assert not [name for name in contents(project) if ".part" in name or name.startswith(".")]
