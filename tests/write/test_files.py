"""`write_pack`: names, editions, formats of other packages, and no trace of a build that failed."""

from __future__ import annotations

import importlib.metadata
import json
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.pack import Pack
from cqc_evidence.read import shipped
from cqc_evidence.write import Templates, find_templates, write_pack
from cqc_evidence.write.files import FORMATS
from tests.write.sample_pack import sample_pack

GROUP = "cqc_evidence.writers"
PACK = sample_pack()


@pytest.fixture(scope="module")
def templates() -> Templates:
    return find_templates(shipped())


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def edition_of(edition: Edition) -> Pack:
    return PACK.model_copy(update={"edition": edition})


@pytest.mark.parametrize(("edition", "suffix"), [("internal", ""), ("cqc", "-cqc"), ("public", "-public")])
def test_an_edition_gives_every_file_its_suffix(
    tmp_path: Path, templates: Templates, edition: Edition, suffix: str
) -> None:
    written = write_pack(edition_of(edition), tmp_path, templates, FORMATS)
    assert [file.path.name for file in written] == [
        f"self-assessment{suffix}.docx", f"self-assessment{suffix}.html", f"coverage{suffix}.xlsx",
        f"coverage{suffix}.json", f"pack{suffix}.json", f"manifest{suffix}.json",
    ]  # fmt: skip
    assert [file.size for file in written] == [file.path.stat().st_size for file in written]
    assert names(tmp_path) == {file.path.name for file in written}


def test_editions_lie_side_by_side_in_one_folder(tmp_path: Path, templates: Templates) -> None:
    write_pack(PACK, tmp_path, templates, ("json",))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    write_pack(edition_of("public"), tmp_path, templates, ("json",))
    assert {path: path.read_bytes() for path in before} == before
    assert len(names(tmp_path)) == 6


@pytest.mark.parametrize("broken", ["docx", "html", "xlsx", "json", "manifest"])
def test_a_writer_that_fails_leaves_every_earlier_file_as_it_was(
    tmp_path: Path, templates: Templates, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    write_pack(PACK, tmp_path, templates, FORMATS)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    place = {
        "docx": "cqc_evidence.write.docx.write_docx", "html": "cqc_evidence.write.html.write_html",
        "xlsx": "cqc_evidence.write.excel.write_xlsx", "json": "cqc_evidence.write.files.write_pack_json",
        "manifest": "cqc_evidence.write.files.write_manifest",
    }[broken]  # fmt: skip

    def fail(*_: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr(place, fail)
    changed = PACK.model_copy(update={"cover": PACK.cover.model_copy(update={"title": "Another"})})
    with pytest.raises(ZeroDivisionError):
        write_pack(changed, tmp_path, templates, FORMATS)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_nothing_is_made_when_a_format_is_not_known(tmp_path: Path, templates: Templates) -> None:
    with pytest.raises(KeyError, match="odt"):
        write_pack(PACK, tmp_path / "out", templates, ("docx", "odt"))
    assert not (tmp_path / "out").exists()


def test_each_file_is_told_before_it_is_written(tmp_path: Path, templates: Templates) -> None:
    told: list[str] = []
    write_pack(PACK, tmp_path, templates, ("html", "json"), progress=told.append)
    assert told == ["self-assessment.html", "coverage.json", "pack.json"]


def headline(pack: Pack) -> bytes:
    """Write a pack as another package might."""
    return pack.cover.title.encode()


@pytest.fixture
def other_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that another package is installed which brings the formats `txt` and `docx`."""
    here = f"{__name__}:{headline.__name__}"
    entries = EntryPoints(EntryPoint(name, here, GROUP) for name in ("txt", "docx"))
    installed = importlib.metadata.entry_points

    def pretended(**wanted: str) -> EntryPoints:
        return entries.select(**wanted) if wanted.get("group") == GROUP else installed(**wanted)

    monkeypatch.setattr("cqc_evidence.write.files.entry_points", pretended)
    monkeypatch.setattr("importlib.metadata.entry_points", pretended)


@pytest.mark.usefixtures("other_package")
def test_another_package_brings_a_format_by_an_entry_point(tmp_path: Path, templates: Templates) -> None:
    write_pack(edition_of("cqc"), tmp_path, templates, ("txt",))
    assert (tmp_path / "self-assessment-cqc.txt").read_bytes() == PACK.cover.title.encode()
    assert (
        "self-assessment-cqc.txt" in json.loads((tmp_path / "manifest-cqc.json").read_text(encoding="utf-8"))["outputs"]
    )


@pytest.mark.usefixtures("other_package")
def test_another_package_cannot_take_the_place_of_a_format_of_ours(tmp_path: Path, templates: Templates) -> None:
    write_pack(PACK, tmp_path, templates, ("docx",))
    assert (tmp_path / "self-assessment.docx").read_bytes().startswith(b"PK")


@pytest.mark.usefixtures("other_package")
def test_the_command_line_takes_a_format_of_another_package(tmp_path: Path) -> None:
    from tests.cli.support import cqc
    from tests.support import make_project

    project = make_project(tmp_path)
    assert cqc("build", "--format", "txt", at=project).code == 0
    assert (project / "out" / "self-assessment.txt").is_file()
    assert "docx, html, xlsx, json, pdf, txt" in cqc("build", "--format", "odt", at=project).err


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_pack_gives_the_same_bytes(tmp_path: Path, templates: Templates, form: str) -> None:
    for name in ("first", "second"):
        write_pack(sample_pack(), tmp_path / name, templates, (form,))
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_the_pack_reads_back_from_its_two_json_files(tmp_path: Path, templates: Templates) -> None:
    write_pack(PACK, tmp_path, templates, ("json",))
    content = json.loads((tmp_path / "pack.json").read_text(encoding="utf-8"))
    content["coverage"] = json.loads((tmp_path / "coverage.json").read_text(encoding="utf-8"))
    assert Pack.model_validate_json(json.dumps(content)) == PACK
