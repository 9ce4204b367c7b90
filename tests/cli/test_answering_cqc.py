"""The information return and the factual-accuracy check, as a quality lead types them."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from cqc_evidence.write.bundle import MOST_NAME, safe_name, too_long
from tests.cli.support import cqc
from tests.documents.docx_linter import lint_docx
from tests.support import item_text, make_project

LIST = "Information return,,\n,,\nRef,Evidence required,Lead,Quality statement\n1.1,Minutes of reflection,Team manager,Learning\n1.2,Strategy,Director,\n1.2,Another strategy,,\n,Nobody numbered this,,\nIR7,Case tracking list,,\n"
OPEN = "sensitivity: public"


def sourced(name: str, document: str, *lines: str, **changes: str) -> str:
    """Return an item that points into a document."""
    source = f'{{citation: "{name}", locator: "page 2", document: sources/{document}}}'
    return item_text(name, *lines, source=source, **changes)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(
        tmp_path / "project",
        {
            "evidence/minutes.md": sourced(
                "minutes", "Minutes: March?.txt".replace(":", "").replace("?", ""), OPEN, 'ir_refs: ["1.1"]'
            ),
            "evidence/sources/Minutes March.txt": "Minutes",
            "evidence/secret.md": sourced("secret", "secret.txt", "sensitivity: personal", 'ir_refs: ["1.1"]'),
            "evidence/sources/secret.txt": "Secret",
            "evidence/linked.md": item_text(
                "linked", OPEN, 'ir_refs: ["1.2"]', source='{citation: Strategy, public_url: "https://example.org/s"}'
            ),
            "evidence/changed.md": item_text(
                "changed",
                OPEN,
                'ir_refs: ["1.2"]',
                source=f"{{citation: Old, document: sources/old.txt, sha256: {'0' * 64}}}",
            ),
            "evidence/sources/old.txt": "Old",
        },
    )


def with_list(root: Path) -> None:
    (root / "list.csv").write_text(LIST, encoding="utf-8")
    cqc("crosswalk", "list.csv", at=root)


def test_the_council_s_own_list_is_taken_in_with_every_problem_told(root: Path) -> None:
    (root / "list.csv").write_text(LIST, encoding="utf-8")
    typed = cqc("crosswalk", "list.csv", at=root)
    assert typed.code == 1, "the list has two problems"
    told = " ".join((typed.out + typed.err).split())
    assert "the number 1.2 stands here and at row 5" in told
    assert "this row has no number: “Nobody numbered this”" in told
    assert "IR7 asks for people's records: keep that list out of this project" in told
    assert "evidence/information-return.yaml: 4 items of list.csv." in typed.out
    assert "Information return: 4 items, 2 met, 2 unmet." in typed.out
    text = (root / "evidence" / "information-return.yaml").read_text(encoding="utf-8")
    assert "statement: learning" in text
    assert "owner: Team manager" in text


def test_evidence_that_somebody_named_stays_when_the_list_comes_again(root: Path) -> None:
    with_list(root)
    path = root / "evidence" / "information-return.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "    asks: Case tracking list\n", "    asks: Case tracking list\n    not_held: It is sent another way\n"
        ),
        encoding="utf-8",
    )
    (root / "list.csv").write_text("Ref,Evidence required\n1.1,Minutes of all teams\n", encoding="utf-8")
    typed = cqc("crosswalk", "list.csv", at=root)
    assert "Not on the list any more, kept because you named evidence or a reason: IR7." in " ".join(typed.out.split())
    text = path.read_text(encoding="utf-8")
    assert "asks: Minutes of all teams" in text
    assert "owner: Team manager" in text, "what the new list does not say stays"
    assert "It is sent another way" in text
    assert "Strategy" not in text


def test_a_list_in_excel_with_headings_of_its_own_is_understood_when_they_are_named(root: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["What CQC wants", "Code"])
    sheet.append(["Minutes of reflection", "A-3"])
    book.save(root / "list.xlsx")
    refused = cqc("crosswalk", "list.xlsx", at=root)
    assert refused.code == 1
    assert "no column of numbers" in refused.out + refused.err
    typed = cqc("crosswalk", "list.xlsx", "--number", "Code", "--asks", "What CQC wants", at=root)
    assert "A-3  Minutes of reflection" in typed.out


def test_the_crosswalk_is_printed_for_programs(root: Path) -> None:
    with_list(root)
    told = json.loads(cqc("crosswalk", "--format", "json", at=root).out)
    assert [(row["number"], row["state"]) for row in told] == [
        ("1.1", "met"), ("1.2", "met"), ("no number: Nobody numbered this", "unmet"), ("IR7", "unmet"),
    ]  # fmt: skip
    assert {one["item"] for one in told[0]["evidence"]} == {"minutes", "secret"}
    assert [one["title"] for one in told[0]["evidence"] if one["item"] == "secret"] == [""], (
        "a personal title is not printed"
    )
    table = cqc("crosswalk", "--format", "csv", at=root).out
    assert "IR7,Case tracking list,unmet,,,," in table
    assert "▲ unmet" in cqc("crosswalk", at=root).out


def test_without_a_list_people_are_told_how_to_get_one(tmp_path: Path) -> None:
    told = " ".join(cqc("crosswalk", at=make_project(tmp_path)).out.split())
    assert "cqc-evidence crosswalk information-return.xlsx" in told


def test_a_bundle_holds_what_may_be_sent_numbered_with_an_index(root: Path) -> None:
    with_list(root)
    typed = cqc("bundle", at=root)
    assert typed.code == 1, "something was left out"
    told = " ".join(typed.out.split())
    assert "Left out: secret, for 1.1: it holds personal data." in told
    assert "Left out: changed, for 1.2: its document is not the one that was taken in." in told
    folder = root / "out" / "bundle"
    assert {path.name for path in folder.iterdir()} == {"00 Index.docx", "00 Index.xlsx", "1.1-01 Minutes March.txt"}
    assert (folder / "1.1-01 Minutes March.txt").read_text(encoding="utf-8") == "Minutes"
    assert lint_docx((folder / "00 Index.docx").read_bytes()) == []
    with ZipFile(folder / "00 Index.docx") as package:
        index = package.read("word/document.xml").decode()
    assert "1.1-01 Minutes March.txt" in index
    assert "secret" not in index
    assert "it holds personal data" in index, "why, and no name"
    assert not [path for path in (root / "out").iterdir() if path.name.endswith(".part")]


def test_a_bundle_never_mixes_with_an_old_one(root: Path) -> None:
    with_list(root)
    cqc("bundle", at=root)
    typed = cqc("bundle", at=root)
    assert typed.code == 1
    assert "two bundles are never mixed" in typed.err


def test_a_bundle_can_be_one_zip_the_same_each_time(root: Path) -> None:
    with_list(root)
    cqc("bundle", "--zip", "--out", "one.zip", at=root)
    cqc("bundle", "--zip", "--out", "two.zip", at=root)
    one, two = ((root / name).read_bytes() for name in ("one.zip", "two.zip"))
    assert one == two
    with ZipFile(BytesIO(one)) as package:
        assert "1.1-01 Minutes March.txt" in package.namelist()


def test_a_path_that_sharepoint_does_not_take_is_told_before_anything_is_written(root: Path) -> None:
    with_list(root)
    typed = cqc("bundle", "--folder-length", "390", at=root)
    assert typed.code == 1
    assert "too long for SharePoint" in " ".join(typed.out.split())
    assert not (root / "out" / "bundle").exists()


def test_a_document_that_a_forbidden_item_shares_is_left_out(root: Path) -> None:
    (root / "evidence" / "story.md").write_text(
        sourced("story", "Minutes March.txt", "sensitivity: personal"), encoding="utf-8"
    )
    with_list(root)
    assert "also stands behind story" in " ".join(cqc("bundle", at=root).out.split())


def test_without_a_list_documents_are_numbered_by_statement(tmp_path: Path) -> None:
    root = make_project(
        tmp_path,
        {
            "evidence/minutes.md": sourced("minutes", "a.txt", OPEN), "evidence/sources/a.txt": "A",
            "evidence/macro.md": sourced("macro", "b.docm", OPEN), "evidence/sources/b.docm": "B",
            "evidence/gone.md": sourced("gone", "c.txt", OPEN),
        },
    )  # fmt: skip
    told = " ".join(cqc("bundle", at=root).out.split())
    assert "its document can run a program" in told
    assert "its document is missing" in told
    assert (root / "out" / "bundle" / "9-01 a.txt").is_file()


def test_personal_data_in_the_index_stops_the_bundle(root: Path) -> None:
    (root / "list.csv").write_text("Ref,Evidence required\n1.1,Ring 020 7946 0018\n", encoding="utf-8")
    cqc("crosswalk", "list.csv", at=root)
    typed = cqc("bundle", at=root)
    assert typed.code == 1
    assert "personal data would reach its index" in " ".join(typed.out.split())
    assert not (root / "out" / "bundle").exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a/b:c*?.docx", "a-b-c.docx"),
        ("nul.txt", "nul-.txt"),
        (" . ", "document"),
        ("~$lock.docx", "$lock.docx"),
        ("x" * 300 + ".pdf", None),
    ],
)
def test_a_name_is_one_that_windows_and_sharepoint_take(name: str, safe: str | None) -> None:
    found = safe_name(name)
    assert safe is None or found == safe
    assert len(found) <= MOST_NAME
    assert safe_name(name, {found.upper()}) != found, "whatever the case of its letters"
    assert too_long((found,), "y" * 400) == (found,)


def accuracy(root: Path, *corrections: str, received: str = "received: 2025-06-02\n") -> None:
    lines = "".join(
        f"  - {{place: page 3, draft: Staff never meet., correction: They meet every week., {one}}}\n"
        for one in corrections
    )
    text = f"snapshot: first\n{received}corrections:\n{lines}"
    (root / "evidence" / "factual-accuracy.yaml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with a snapshot."""
    root = make_project(
        tmp_path_factory.mktemp("accuracy") / "project",
        {"evidence/count.md": item_text("count", OPEN, "figures: [{id: s, label: Repeat requests, value: 25, unit: percent, numerator: 1, denominator: 4}]"),
         "evidence/story.md": item_text("story", kind="interview", voice="person"),
         "evidence/mine.md": item_text("mine", "sensitivity: personal")},
    )  # fmt: skip
    assert cqc("--today", "2025-06-01", "snapshot", "first", at=root).code == 0
    return root


def test_corrections_stand_in_a_table_with_the_evidence_as_it_stood(frozen: Path) -> None:
    import docx

    accuracy(frozen, "items: [weekly-reflection, count], because: The notes show it.")
    (frozen / "evidence" / "count.md").write_text(item_text("count", OPEN, title="Rewritten since"), encoding="utf-8")
    typed = cqc("--today", "2025-06-03", "accuracy", at=frozen)
    assert typed.code == 1
    assert "count changed since the snapshot; the table shows it as it stood." in " ".join(typed.out.split())
    data = (frozen / "out" / "factual-accuracy.docx").read_bytes()
    assert lint_docx(data) == []
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("Repeat requests: 25 %, 1 of 4" in text for text in cells)
    assert not any("Rewritten since" in text for text in cells)
    assert any("16 June 2025 (10 working days; bank holidays not counted)" in text for text in cells)
    assert any(text == "They meet every week. The notes show it." for text in cells)


def test_evidence_that_a_correction_cannot_lean_on_is_told(frozen: Path) -> None:
    accuracy(frozen, "items: [story]", "items: [later]", "because: So.", received="")
    told = " ".join(cqc("accuracy", at=frozen).out.split())
    assert "story may not be sent to CQC: permission to use it has not been given." in told
    assert "later was not in the snapshot, or did not count then." in told
    assert "page 3: no evidence is named." in told


def test_what_is_missing_for_a_table_of_corrections_is_asked_for(frozen: Path, tmp_path: Path) -> None:
    assert "there are no corrections yet" in cqc("accuracy", at=make_project(tmp_path)).err
    accuracy(frozen, "items: [weekly-reflection]")
    path = frozen / "evidence" / "factual-accuracy.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("snapshot: first\n", ""), encoding="utf-8")
    assert "which snapshot?" in cqc("accuracy", at=frozen).err
    assert "There are: first." in cqc("accuracy", "--snapshot", "other", at=frozen).err
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"PK")
    assert "the snapshot does not hold" in cqc("accuracy", "--snapshot", str(bad), at=frozen).out


def test_personal_data_stops_the_table_of_corrections(frozen: Path) -> None:
    accuracy(frozen, "items: [weekly-reflection], because: Ring 020 7946 0018")
    typed = cqc("accuracy", "--out", "none.docx", at=frozen)
    assert typed.code == 1
    assert "personal data would reach it" in typed.out
    assert not (frozen / "none.docx").exists()


def test_the_evidence_for_a_line_is_found_as_it_stood(frozen: Path) -> None:
    typed = cqc("find", "Repeat requests came to 25%", "--snapshot", "first", at=frozen)
    assert typed.code == 0
    assert "In snapshot first, as at 2025-03-31" in " ".join(typed.out.split())
    assert "item count  evidence/count.md" in typed.out
    assert "figures: Repeat requests: 25 %, 1 of 4" in typed.out
    told = json.loads(cqc("find", "staff met every week", "--format", "json", at=frozen).out)
    assert {(one["kind"], one["name"]) for one in told} >= {("item", "weekly-reflection"), ("claim", "learning-1")}
    assert "mine" not in {one["name"] for one in told}, "a personal item is not looked at"


def test_a_line_that_nothing_speaks_to_is_told(frozen: Path) -> None:
    assert "Nothing speaks to it." in cqc("find", "zebras", at=frozen).out
    bad = frozen.parent / "bad.zip"
    bad.write_bytes(b"PK")
    assert cqc("find", "staff", "--snapshot", str(bad), at=frozen).code == 1
