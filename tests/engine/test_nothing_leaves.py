"""Rows come in once; after that nothing outside can be read or written, and nobody's identifier is in the engine."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from hmac import digest
from pathlib import Path
from typing import Any

import pytest

from cqc_evidence.data.cells import read_cell
from cqc_evidence.data.contracts import CONTRACTS
from cqc_evidence.engine.connect import lock, open_duckdb
from cqc_evidence.engine.load import Loaded, create, load_file, load_table
from cqc_evidence.model.data import DataFile, DataTable, Row
from cqc_evidence.model.project import MetricSettings

duckdb = pytest.importorskip("duckdb", reason='row-level tables need the extra: pip install "cqc-evidence[data]"')
pytest.importorskip("ibis")
KEY = b"specimen key"
LOG = "Person,Told by,received,outcome\n 47  11 ,Ann Specimen,2020-01-02,still open\n"
FILE = DataFile(file="requests.csv", table="requests", sha256="", size=1)
NUMBER = int.from_bytes(digest(KEY, b"47 11", "sha256")[:8])


def load(connection: Any, folder: Path, key: bytes = KEY, text: str = LOG, number: int = 0) -> Loaded:
    (folder / "requests.csv").write_text(text, encoding="utf-8")
    return load_file(connection, folder, FILE, key, MetricSettings(), number)


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[Any]:
    with open_duckdb("128MB") as connection:
        assert not isinstance(connection, tuple)
        create(connection, CONTRACTS["requests"])
        assert load(connection, tmp_path).rows == 1
        lock(connection)
        yield connection


@pytest.mark.parametrize(
    "statement",
    [
        "FROM read_csv('{outside}')",
        "FROM read_text('{outside}')",
        "FROM glob('{folder}/*')",
        "FROM sniff_csv('{outside}')",
        "COPY requests TO '{folder}/out.csv'",
        "COPY requests TO '{folder}/out.parquet'",
        "EXPORT DATABASE '{folder}/all'",
        "ATTACH '{folder}/other.duckdb'",
        "ATTACH 'https://example.org/other.duckdb'",
        "FROM read_csv('https://example.org/rows.csv')",
        "INSTALL httpfs",
        "INSTALL spatial FROM community",
        "LOAD httpfs",
        "LOAD '{folder}/own.duckdb_extension'",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET temp_directory = '{folder}'",
        "SET memory_limit = '64GB'",
        "SET allowed_directories = ['{folder}']",
        "RESET enable_external_access",
    ],
)
def test_after_loading_nothing_outside_can_be_read_or_written(loaded: Any, statement: str, tmp_path: Path) -> None:
    folder = tmp_path / "outside"
    folder.mkdir()
    outside = folder / "secret.csv"
    outside.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(duckdb.Error):
        loaded.execute(statement.format(outside=outside.as_posix(), folder=folder.as_posix())).fetchall()
    assert [path.name for path in folder.iterdir()] == ["secret.csv"]


def test_no_extension_is_installed_or_loaded_by_itself(loaded: Any) -> None:
    settings = dict(loaded.execute("SELECT name, value FROM duckdb_settings()").fetchall())
    assert settings["autoinstall_known_extensions"] == settings["autoload_known_extensions"] == "false"
    assert settings["enable_external_access"] == "false"
    assert settings["lock_configuration"] == "true"
    with pytest.raises(duckdb.Error):
        loaded.execute("FROM read_xlsx('specimen.xlsx')")


def test_only_the_contracts_columns_come_in_and_people_are_numbers(loaded: Any) -> None:
    assert loaded.execute("SELECT person_id FROM requests").fetchall() == [(NUMBER,)]
    everything = str(loaded.execute("FROM requests").fetchall()) + str(loaded.execute("DESCRIBE requests").fetchall())
    assert all(word not in everything for word in ("Ann", "47", "Told"))
    assert loaded.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall() == []


@pytest.mark.parametrize("heading", ["Name", "NHS Number", "Date of birth", "Postcode"])
def test_a_table_with_a_column_that_tells_who_people_are_is_refused(heading: str, tmp_path: Path) -> None:
    with open_duckdb("128MB") as connection:
        assert not isinstance(connection, tuple)
        create(connection, CONTRACTS["requests"])
        told = load(connection, tmp_path, text=LOG.replace("Told by", heading))
        assert connection.execute("SELECT count(*) FROM requests").fetchall() == [(0,)]
    assert (told.rows, told.columns) == (0, ())
    assert [one.rule for one in told.problems] == ["personal-column"]


@pytest.mark.parametrize("length", [1, 32, 64, 65, 200])
def test_a_person_has_one_number_whoever_reads_the_file(length: int, tmp_path: Path) -> None:
    key = b"k" * length
    column = CONTRACTS["requests"].columns[0]
    row = Row(number=2, values={"person_id": read_cell(column, " 47  11 ", key).value, "site": "North"})
    with open_duckdb("128MB") as connection:
        assert not isinstance(connection, tuple)
        create(connection, CONTRACTS["requests"])
        load_table(
            connection, DataTable(file=FILE, columns=("person_id", "site"), rows=(row, Row(number=3, values={}))), 7
        )
        load(connection, tmp_path, key, number=8)
        load(connection, tmp_path, key + b"other", number=9)
        rows = connection.execute("SELECT person_id, site, file_, row_ FROM requests ORDER BY file_, row_").fetchall()
    assert rows[0][1:] == ("North", 7, 2)
    assert rows[1] == (None, None, 7, 3)
    assert rows[2][0] == rows[0][0] != rows[3][0]


def test_a_whole_number_is_the_same_identifier_with_and_without_its_decimal(tmp_path: Path) -> None:
    file = DataFile(file="requests.parquet", table="requests", sha256="", size=1)
    found = set()
    with open_duckdb("128MB") as connection:
        assert not isinstance(connection, tuple)
        create(connection, CONTRACTS["requests"])
        for kind in ("DOUBLE", "BIGINT", "VARCHAR", "FLOAT"):
            place = (tmp_path / file.file).as_posix()
            connection.execute(
                f"COPY (SELECT 4711::{kind} AS person_id, DATE '2020-01-01' AS received) TO '{place}' (FORMAT parquet)"
            )
            load_file(connection, tmp_path, file, KEY, MetricSettings())
        found = set(connection.execute("SELECT person_id FROM requests").fetchall())
    assert found == {(int.from_bytes(digest(KEY, b"4711", "sha256")[:8]),)}


def test_what_does_not_fit_goes_to_a_private_folder_that_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with open_duckdb("100MB", threads=1) as connection:
        assert not isinstance(connection, tuple)
        lock(connection)
        connection.execute("CREATE TABLE many AS SELECT hash(i) AS a, md5(i::VARCHAR) AS b FROM range(3000000) r(i)")
        (folder,) = tmp_path.iterdir()
        assert folder.stat().st_mode & 0o077 == 0
        assert any(folder.iterdir()), "nothing was put on the disk: the table is too small for this test"
        (count,) = connection.execute("SELECT count(*) FROM (FROM many ORDER BY b, a OFFSET 2999999)").fetchall()
        assert count == (1,)
    assert list(tmp_path.iterdir()) == []
