"""The local key, the empty workbooks, the schemas and the page of tables."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cqc_evidence.data.contracts import CONTRACTS
from cqc_evidence.data.frictionless import table_schema
from cqc_evidence.data.key import FOLDER, local_key
from cqc_evidence.data.page import contracts_page
from cqc_evidence.data.template import GUIDE, blank_workbook
from cqc_evidence.model.data import TABLES
from tests.cli.support import REPO, cqc
from tests.data.tables import read, values
from tests.support import write_files

EVERY = sorted(CONTRACTS)


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(tmp_path / "keys"))
    return tmp_path / "keys"


def test_the_key_is_made_once_for_its_owner_alone(keys: Path) -> None:
    first = local_key()
    assert local_key() == first
    assert len(first) == 32
    assert [path.name for path in keys.iterdir()] == ["person-key"]
    if os.name == "posix":
        assert stat.S_IMODE((keys / "person-key").stat().st_mode) == 0o600


def test_a_broken_key_is_made_anew(keys: Path) -> None:
    keys.mkdir()
    (keys / "person-key").write_bytes(b"short")
    assert len(local_key()) == 32
    assert local_key() == local_key()


def test_two_programs_at_once_agree_on_one_key(keys: Path) -> None:
    code = "from cqc_evidence.data.key import local_key; print(local_key().hex())"
    runs = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=REPO, env={**os.environ, FOLDER: str(keys)})
        for _ in range(4)
    ]  # fmt: skip
    told = {run.communicate(timeout=60)[0].strip() for run in runs}
    assert local_key().hex() in told
    assert len(local_key()) == 32


def test_every_table_has_a_contract_and_one_name_a_column() -> None:
    assert tuple(CONTRACTS) == TABLES
    for contract in CONTRACTS.values():
        names = [column.name for column in contract.columns]
        assert len(set(names)) == len(names)
        assert all(column.meaning.endswith(".") for column in contract.columns)
        assert all(bool(column.choices) == (column.type == "choice") for column in contract.columns)


@pytest.mark.parametrize("name", EVERY)
def test_an_empty_workbook_reads_back_as_no_rows_and_no_problems(name: str, tmp_path: Path) -> None:
    data = blank_workbook(CONTRACTS[name])
    table, found = read(tmp_path, f"{name}.xlsx", data)
    assert found == ()
    assert table.rows == ()
    assert table.columns == tuple(column.name for column in CONTRACTS[name].columns)
    assert blank_workbook(CONTRACTS[name]) == data


@pytest.mark.parametrize("name", EVERY)
def test_an_empty_workbook_helps_whoever_fills_it_in(name: str) -> None:
    book = load_workbook(io.BytesIO(blank_workbook(CONTRACTS[name])))
    sheet = book[name]
    assert sheet.freeze_panes == "A2"
    lists = {
        str(one.sqref).split(":")[0]: one.formula1
        for one in sheet.data_validations.dataValidation
        if one.type == "list"
    }
    for cell, column in zip(sheet[1], CONTRACTS[name].columns, strict=True):
        assert cell.value == column.name
        assert column.meaning in cell.comment.text
        assert cell.comment.text.startswith("Must be filled in. ") == column.required
        if column.choices and len(",".join(column.choices)) <= 255:
            assert lists[f"{cell.column_letter}2"] == f'"{",".join(column.choices)}"'
    told = [cell.value for row in book[GUIDE].iter_rows() for cell in row]
    assert all(column.meaning in told for column in CONTRACTS[name].columns)


def test_a_filled_in_workbook_gives_its_values(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(blank_workbook(CONTRACTS["reviews"])))
    book["reviews"].append(["P1", date(2026, 3, 12), None, "unplanned", "increase", "North", "site"])
    target = io.BytesIO()
    book.save(target)
    table, found = read(tmp_path, "reviews.xlsx", target.getvalue())
    assert found == ()
    assert {name: value for name, value in values(table)[0].items() if name != "person_id"} == {
        "start": date(2026, 3, 12), "end": None, "planned": "unplanned", "outcome": "increase", "team": "North", "site": "site",
    }  # fmt: skip


@pytest.mark.parametrize("name", EVERY)
def test_the_schema_of_a_table_has_each_column_with_what_it_may_hold(name: str) -> None:
    schema = table_schema(CONTRACTS[name])
    fields = {field["name"]: field for field in schema["fields"]}  # type: ignore[index, attr-defined]
    for column in CONTRACTS[name].columns:
        field = fields[column.name]
        limits = field.get("constraints", {})
        assert limits.get("required", False) == column.required
        assert tuple(limits.get("enum", ())) == column.choices
        assert field["type"] in {"string", "integer", "number", "date", "boolean"}
    assert json.loads(cqc("schema", f"table-{name}").out) == schema


def test_the_page_of_tables_says_what_the_contracts_say() -> None:
    page = (REPO / "docs" / "tables.md").read_text(encoding="utf-8")
    assert contracts_page().strip() in page


def test_new_writes_an_empty_table_and_never_over_one(tmp_path: Path) -> None:
    write_files(tmp_path, {"project.yaml": "council: Wetherby Vale Council\n"})
    assert "Wrote evidence/data/reviews.xlsx." in cqc("new", "reviews", at=tmp_path).out
    before = (tmp_path / "evidence" / "data" / "reviews.xlsx").read_bytes()
    again = cqc("new", "reviews", at=tmp_path)
    assert again.code == 2
    assert "is there already" in again.err
    assert (tmp_path / "evidence" / "data" / "reviews.xlsx").read_bytes() == before
