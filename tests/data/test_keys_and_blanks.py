"""The key at odd moments; empty workbooks and schemas on every machine, and what their examples say."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cqc_evidence.data.contracts import CONTRACTS
from cqc_evidence.data.frictionless import table_schema
from cqc_evidence.data.key import FOLDER, local_key
from cqc_evidence.data.page import contracts_page
from cqc_evidence.data.template import blank_workbook
from tests.cli.support import REPO, cqc, process
from tests.data.tables import read, values
from tests.support import write_files

EVERY = sorted(CONTRACTS)
_KEY_OF_ANOTHER = b"o" * 32
_FIELD = {"name", "type", "description", "example", "trueValues", "falseValues", "constraints"}
_SCHEMA = {"$schema", "name", "title", "description", "fields", "missingValues"}
_CONSTRAINTS = {"required": bool, "enum": list, "pattern": str}
Link = Callable[[Path, Path], None]


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the key of this test is."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "keys"))
    return tmp_path / "keys" / "person-key"


def _no_links(_fresh: Path, _to: Path) -> None:
    raise OSError(1, "this drive has no links")


@pytest.mark.parametrize("link", [os.link, _no_links])
def test_whoever_is_first_has_made_the_key(key: Path, monkeypatch: pytest.MonkeyPatch, link: Link) -> None:
    def another_is_first(fresh: Path, to: Path) -> None:
        key.write_bytes(_KEY_OF_ANOTHER)
        link(fresh, to)

    monkeypatch.setattr(os, "link", another_is_first)
    assert local_key() == _KEY_OF_ANOTHER
    assert list(key.parent.iterdir()) == [key]


def test_a_drive_without_links_has_a_key_too(key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _no_links)
    assert local_key() == local_key()
    assert list(key.parent.iterdir()) == [key]


def test_programs_that_start_together_have_one_key(key: Path) -> None:
    code = "import sys; from cqc_evidence.data.key import local_key; sys.stdin.read(1); print(local_key().hex())"
    runs = [
        subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPO)
        for _ in range(4)
    ]  # fmt: skip
    for run in runs:
        assert run.stdin
        run.stdin.write("x")
        run.stdin.flush()
    told = {run.communicate(timeout=60)[0].strip() for run in runs}
    assert told == {local_key().hex()}
    assert list(key.parent.iterdir()) == [key]


def test_a_key_is_there_whole_or_not_at_all(key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        local_key()
    assert list(key.parent.iterdir()) == []


def test_another_folder_has_another_key(key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = local_key()
    monkeypatch.setenv(FOLDER, str(tmp_path / "elsewhere"))
    assert local_key() != first
    assert (tmp_path / "elsewhere" / "person-key").read_bytes() == local_key()
    assert key.read_bytes() == first


def test_an_empty_workbook_is_the_same_on_every_machine() -> None:
    code = (
        "from hashlib import sha256; from cqc_evidence.data.contracts import CONTRACTS\n"
        "from cqc_evidence.data.template import blank_workbook\n"
        "print(*(sha256(blank_workbook(CONTRACTS[name])).hexdigest() for name in sorted(CONTRACTS)))"
    )
    place = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "de_DE.UTF-8"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=REPO, capture_output=True, text=True, check=True, env={**os.environ, **place}
    )
    assert run.stdout.split() == [sha256(blank_workbook(CONTRACTS[name])).hexdigest() for name in EVERY]
    for name in EVERY:
        made = load_workbook(io.BytesIO(blank_workbook(CONTRACTS[name]))).properties
        assert made.created == made.modified == datetime(2020, 1, 1)  # noqa: DTZ001  # Excel has no zones


@pytest.mark.parametrize("name", EVERY)
def test_each_column_of_an_empty_workbook_takes_what_it_asks_for(name: str) -> None:
    sheet = load_workbook(io.BytesIO(blank_workbook(CONTRACTS[name])))[name]
    rules = {str(one.sqref).split(":")[0]: one for one in sheet.data_validations.dataValidation}
    forms = {"date": "yyyy-mm-dd", "number": "General", "whole number": "0"}
    for place, column in enumerate(CONTRACTS[name].columns, 1):
        letter = sheet.cell(1, place).column_letter
        assert sheet.column_dimensions[letter].number_format == forms.get(column.type, "@")
        rule = rules.get(f"{letter}2")
        asked = {"date": "date", "yes or no": "list", "choice": "list"}.get(column.type)
        assert (rule.type if rule else None) == asked
        assert not rule or rule.allow_blank


@pytest.mark.parametrize("name", EVERY)
def test_the_examples_of_a_table_are_read_as_they_are_written(name: str, tmp_path: Path) -> None:
    columns = CONTRACTS[name].columns
    book = load_workbook(io.BytesIO(blank_workbook(CONTRACTS[name])))
    book[name].append([column.example or None for column in columns])
    target = io.BytesIO()
    book.save(target)
    table, found = read(tmp_path, f"{name}.xlsx", target.getvalue())
    assert found == ()
    (row,) = values(table)
    filled = {name for name, value in row.items() if value is not None}
    assert filled == {column.name for column in columns if column.example}


@pytest.mark.parametrize("name", EVERY)
def test_the_schema_of_a_table_has_the_shape_of_a_table_schema(name: str) -> None:
    schema: dict[str, Any] = table_schema(CONTRACTS[name])
    assert set(schema) == _SCHEMA
    for field in schema["fields"]:
        assert set(field) <= _FIELD
        assert all(isinstance(field[key], str) and field[key] for key in ("name", "type", "description"))
        assert ("trueValues" in field) == ("falseValues" in field) == (field["type"] == "boolean")
        limits = field.get("constraints", {"required": True})
        assert limits
        assert all(isinstance(value, _CONSTRAINTS[key]) and value for key, value in limits.items())


def test_the_schema_of_totals_knows_a_period_from_what_is_none() -> None:
    schema: dict[str, Any] = table_schema(CONTRACTS["aggregate"])
    (pattern,) = [field["constraints"]["pattern"] for field in schema["fields"] if field["name"] == "period"]
    assert all(re.search(pattern, text) for text in ("2020", "2020-03", "2020-04/2021-03", "2020-21", "unknown"))
    assert not any(re.search(pattern, text) for text in ("Q1 2020", "20", "2020-04 to 2021-03", "unknown since 2020"))


def test_the_page_of_tables_ends_in_exactly_the_contracts() -> None:
    page = (REPO / "docs" / "tables.md").read_text(encoding="utf-8")
    assert page[page.index("\n## Conversations: ") :].strip() == contracts_page().strip()


@pytest.mark.parametrize("name", EVERY)
def test_new_writes_the_empty_workbook_of_each_table(name: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"project.yaml": "council: Wetherby Vale Council\n"})
    assert cqc("new", name, at=tmp_path).code == 0
    made = tmp_path / "evidence" / "data" / f"{name}.xlsx"
    assert made.read_bytes() == blank_workbook(CONTRACTS[name])
    mine = b"the council's own rows"
    made.write_bytes(mine)
    assert cqc("new", name, at=tmp_path).code == 2
    assert [path.read_bytes() for path in made.parent.iterdir()] == [mine]


def test_the_real_command_makes_a_table_that_checks_without_a_problem(tmp_path: Path) -> None:
    write_files(tmp_path, {"project.yaml": "council: Wetherby Vale Council\n"})
    made = process("new", "reviews", at=tmp_path)
    assert (made.returncode, b"Traceback" in made.stderr) == (0, False)
    told = process("check", at=tmp_path)
    assert b"reviews.xlsx" not in told.stdout
