"""The specimen project: real file types of a council that does not exist, from the documents to a pack."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from cqc_evidence.read.inbox import read_inbox
from tests.cli.support import REPO, Typed, cqc
from tests.intake.specimens import FOLDER

pypdf = pytest.importorskip("pypdf", reason="the extra that reads PDFs is not installed")
DAY = ("--today", "2026-04-20")


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Typed]:
    """Return the project after its documents were taken in, and what was printed; nobody changes it."""
    project = Path(shutil.copytree(FOLDER.parent, tmp_path_factory.mktemp("specimen") / "project"))
    return project, cqc(*DAY, "import", "documents", at=project)


@pytest.fixture
def project(taken: tuple[Path, Typed], tmp_path: Path) -> Path:
    return Path(shutil.copytree(taken[0], tmp_path / "project"))


def text_in(path: Path) -> str:
    data = path.read_bytes()
    if path.suffix in (".docx", ".xlsx"):
        with ZipFile(io.BytesIO(data)) as package:
            return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    if path.suffix == ".pdf":
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return data.decode()


def test_the_documents_are_of_every_sort_and_each_is_stamped() -> None:
    found = sorted(FOLDER.iterdir())
    sorts = [path.suffix for path in found]
    assert {".docx", ".xlsx", ".eml", ".pdf", ".txt"} == set(sorts)
    assert sorts.count(".docx") == 2
    assert [path.name for path in found if "Specimen" not in text_in(path)] == []


def test_nothing_fictional_is_in_the_worked_example() -> None:
    for path in sorted((REPO / "evidence").rglob("*")):
        if path.is_file() and path.suffix != ".jsonl":
            assert not re.search(
                "specimen|wetherby|larkfield|stonebeck", path.read_text(encoding="utf-8"), re.IGNORECASE
            ), path


def test_every_document_is_taken_in_and_each_mistake_has_its_place(taken: tuple[Path, Typed]) -> None:
    project, typed = taken
    assert typed.code == 1, "the log holds two mistakes on purpose"
    assert "8 files: 8 taken in." in typed.out
    assert re.findall(r"^  (Evidence log.xlsx > .*)$", typed.out, re.MULTILINE) == [
        "Evidence log.xlsx > Evidence log!C6",
        "Evidence log.xlsx > Evidence log!E6",
    ]
    kept = {path.name: path.read_bytes() for path in (project / "evidence/sources").iterdir()}
    assert kept == {path.name: path.read_bytes() for path in FOLDER.iterdir()}


def test_minutes_become_actions_counts_and_passages_with_their_places(taken: tuple[Path, Typed]) -> None:
    found = {one.item.source.locator: one.item for one in read_inbox(taken[0]) if one.item and "mih" in one.file}
    action = found["table 1 row 3"].actions[0]
    assert (action.owner, str(action.raised), action.done) == ("Assistant director", "2026-03-05", None)
    assert found["paragraphs 5 to 6"].n == 7
    assert found["paragraphs 5 to 6"].invited == 9
    assert found["paragraph 8"].body.startswith("**What the data says**")


def test_a_survey_tells_shares_before_and_after_and_nobody_who_answered(taken: tuple[Path, Typed]) -> None:
    project, typed = taken
    found = [one.item for one in read_inbox(project) if one.item and "staff-survey-2026" in one.file]
    trust = next(item for item in found if item.title.startswith("Do you feel trusted"))
    agree = trust.figures[0]
    assert (agree.value, agree.numerator, agree.denominator, agree.comparator) == (75, 18, 24, "52 % before (12 of 23)")
    assert "left out because they can tell who answered: ID, Start time, Email, Name" in typed.out
    texts = "".join(path.read_text(encoding="utf-8") for path in (project / "evidence/inbox").rglob("*.md"))
    assert "specimen.person" not in texts
    assert "Specimen Person" not in texts


def test_suggestions_name_the_right_statement_for_what_people_said(taken: tuple[Path, Typed]) -> None:
    typed = cqc("suggest", "--inbox", "--format", "json", at=taken[0])
    found = [json.loads(line) for line in typed.out.splitlines()]
    assert len(found) == len(list(read_inbox(taken[0])))
    leaving = next(one for one in found if "healthwatch" in one["file"] and "page 2" in one["locator"])
    assert leaving["statements"][0]["id"] == "safe-systems"
    language = next(one for one in found if "healthwatch" in one["file"] and "page 1, paragraph 2" in one["locator"])
    assert "equity" in [one["id"] for one in language["statements"]]


def test_from_documents_to_a_pack_for_cqc(project: Path) -> None:
    names = {Path(one.file).stem for one in read_inbox(project)}
    action = next(name for name in names if name.endswith("table-1-row-3"))
    carer = next(name for name in names if name.startswith("carer-interview-paragraphs-8"))
    assert (
        cqc(
            *DAY,
            "accept",
            action,
            "--statement",
            "governance",
            "--reviewed",
            "--says",
            "Panels were dropped.",
            at=project,
        ).code
        == 0
    )
    given = (
        "--permission",
        "given",
        "--scope",
        "internal,cqc",
        "--until",
        "2027-03-31",
        "--names-checked-by",
        "Practice lead",
    )
    people = ("--statement", "assessing-needs:people", "--voice", "carer", "--own-words", "--reviewed")
    assert cqc(*DAY, "accept", carer, *people, *given, at=project).code == 0
    built = cqc(*DAY, "build", "--edition", "cqc", at=project)
    assert built.code == 0, built.out + built.err
    pack = json.loads((project / "out/pack-cqc.json").read_text(encoding="utf-8"))
    assert {entry["id"] for entry in pack["evidence"]} == {action, carer}
    public = cqc(*DAY, "build", "--edition", "public", at=project)
    assert public.code == 0
    shown = json.loads((project / "out/pack-public.json").read_text(encoding="utf-8"))["evidence"]
    assert shown == [], "neither is marked public"
