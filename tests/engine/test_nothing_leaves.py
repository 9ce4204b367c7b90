"""Rows come in once; after that nothing outside can be read or written, and nobody's identifier is in the engine."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cqc_evidence.engine.connect import lock, open_duckdb
from cqc_evidence.engine.load import create, load_file, load_rows
from tests.engine.contracts import contract_of

duckdb = pytest.importorskip("duckdb", reason='row-level tables need the extra: pip install "cqc-evidence[data]"')
pytest.importorskip("ibis")
KEY = b"specimen key"
LOG = "Person,NHS number,Name,received,outcome\n 4711 ,9434765919,Ann Specimen,2020-01-02,still open\n"


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[Any]:
    path = tmp_path / "requests.csv"
    path.write_text(LOG, encoding="utf-8")
    with open_duckdb("128MB") as connection:
        assert not isinstance(connection, tuple)
        create(connection, contract_of("requests"))
        assert load_file(connection, contract_of("requests"), path, 0, KEY).rows == 1
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
    expected = int(sha256(KEY + b"4711").hexdigest()[:16], 16)
    assert loaded.execute("SELECT person_id FROM requests").fetchall() == [(expected,)]
    everything = str(loaded.execute("FROM requests").fetchall()) + str(loaded.execute("DESCRIBE requests").fetchall())
    assert all(word not in everything for word in ("Ann", "4711", "9434765919", "Name", "NHS"))
    held = loaded.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    assert held in ([], [("incoming",)])
    with pytest.raises(duckdb.Error):
        loaded.execute("FROM incoming").fetchall()


def test_another_key_makes_another_number(tmp_path: Path) -> None:
    path = tmp_path / "requests.csv"
    path.write_text(LOG, encoding="utf-8")
    found = set()
    with open_duckdb("128MB") as connection:
        assert not isinstance(connection, tuple)
        create(connection, contract_of("requests"))
        for key in (b"one", b"other", b"one"):
            load_file(connection, contract_of("requests"), path, 0, key)
        found = set(connection.execute("SELECT person_id FROM requests").fetchall())
    assert len(found) == 2


def test_rows_read_elsewhere_have_the_same_numbers(tmp_path: Path) -> None:
    hashed = sha256(KEY + b"4711").hexdigest()[:16]
    with open_duckdb("128MB") as connection:
        assert not isinstance(connection, tuple)
        create(connection, contract_of("requests"))
        told = load_rows(connection, contract_of("requests"), [(2, {"person_id": hashed, "site": "North"}), (3, {})], 7)
        path = tmp_path / "requests.csv"
        path.write_text(LOG, encoding="utf-8")
        load_file(connection, contract_of("requests"), path, 8, KEY)
        rows = connection.execute("SELECT person_id, site, file_, row_ FROM requests ORDER BY file_, row_").fetchall()
    assert rows[0][0] == rows[2][0]
    assert rows[1] == (None, None, 7, 3)
    assert (told.rows, set(told.columns)) == (2, {"person_id", "site"})


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
