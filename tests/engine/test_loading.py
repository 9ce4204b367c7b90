"""Files as councils have them come in as the contract's types; what cannot be read is told with its row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cqc_evidence.data.cells import read_cell
from cqc_evidence.data.contracts import CONTRACTS
from cqc_evidence.engine.connect import duckdb_store, open_duckdb
from cqc_evidence.engine.elsewhere import Unavailable
from cqc_evidence.engine.expressions.costs import cld_weekly_cost
from cqc_evidence.engine.load import Loaded, Wrong, create, load_file
from cqc_evidence.model.data import DataFile
from cqc_evidence.model.project import MetricSettings
from tests.engine.conftest import Observe

pytest.importorskip("ibis", reason='row-level tables need the extra: pip install "cqc-evidence[data]"')
pytest.importorskip("duckdb")


@pytest.fixture
def duck() -> Iterator[Any]:
    with open_duckdb("128MB") as connection:
        assert not isinstance(connection, Unavailable)
        for contract in CONTRACTS.values():
            create(connection, contract)
        yield connection


def load(duck: Any, table: str, path: Path, content: str | bytes) -> Loaded:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(duck, table, path)


def read(duck: Any, table: str, path: Path) -> Loaded:
    return load_file(
        duck, path.parent, DataFile(file=path.name, table=table, sha256="", size=1), b"key", MetricSettings()
    )


def test_dates_numbers_and_answers_are_read_as_people_write_them(duck: Any, tmp_path: Path) -> None:
    days = ["2020-02-29", "29/02/2020", "29/2/20", "29-02-2020", "29-2-20", "29.02.2020",
            "2020-02-29 00:00:00", "29/02/2020 00:00", "2020-02-29T09:30:00"]  # fmt: skip
    text = "person_id,from,gross_weekly\n" + "".join(f'{row},{day},"£1,234.50"\n' for row, day in enumerate(days))
    assert load(duck, "packages", tmp_path / "packages.csv", text).wrong == ()
    rows = duck.execute('SELECT DISTINCT "from", gross_weekly FROM packages').fetchall()
    assert rows == [(date(2020, 2, 29), 1234.5)]
    answers = ["Yes", "y", "TRUE", "1", "no", "N", "false", "0", ""]
    text = "person_id,received,already known\n" + "".join(f"7,2020-01-01,{answer}\n" for answer in answers)
    load(duck, "requests", tmp_path / "requests.csv", text)
    found = [row[0] for row in duck.execute("SELECT already_known FROM requests ORDER BY row_").fetchall()]
    assert found == [True] * 4 + [False] * 4 + [None]


def test_numbers_of_a_large_file_are_those_of_a_small_one(duck: Any, tmp_path: Path) -> None:
    texts = ["1", "1.5", ".5", "1,234", "1,234.50", "12,345,678", "£312.50", "£ 312.50", "-24", "−24", "+3", "1,2", "29 388", "12 50",
             "1,23,456", "12a", "£", "", "1e3", "--1"]  # fmt: skip
    column = CONTRACTS["packages"].column("gross_weekly")
    assert column is not None
    rows = "".join(f'{row},2020-01-01,"{text}"\n' for row, text in enumerate(texts))
    load(duck, "packages", tmp_path / "packages.csv", "person_id,from,gross_weekly\n" + rows)
    found = [row[0] for row in duck.execute("SELECT gross_weekly FROM packages ORDER BY row_").fetchall()]
    assert dict(zip(texts, found, strict=True)) == {text: read_cell(column, text, b"key").value for text in texts}


def test_choices_are_known_in_other_spellings_and_other_words_count_as_empty(duck: Any, tmp_path: Path) -> None:
    text = "person_id;received;outcome\n1;2020-01-01;Long Term Support\n1;2020-01-01;ADVICE-ONLY\n1;2020-01-01;gone\n"
    told = load(duck, "requests", tmp_path / "requests.csv", text)
    found = duck.execute("SELECT outcome FROM requests ORDER BY row_").fetchall()
    assert found == [("long-term support",), ("advice only",), (None,)]
    assert told.wrong == (Wrong("outcome", 1, 4),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_the_encoding_of_the_file_does_not_matter(encoding: str, duck: Any, tmp_path: Path) -> None:
    text = "person_id,received,site\n1,2020-01-01,Café\n".encode(encoding)
    assert load(duck, "requests", tmp_path / "requests.csv", text).rows == 1
    assert duck.execute("SELECT site FROM requests").fetchall() == [("Café",)]


def test_a_name_with_stars_and_brackets_is_one_file(duck: Any, tmp_path: Path) -> None:
    (tmp_path / "requests-2.csv").write_text("person_id,received\n9,2020-01-01\n", encoding="utf-8")
    told = load(duck, "requests", tmp_path / "requests-[2]'.csv", "person_id,received\n1,2020-01-01\n2,2020-01-01\n")
    assert told.rows == 2


def test_empty_lines_are_no_rows_and_short_lines_are(duck: Any, tmp_path: Path) -> None:
    text = "person_id,received,site\n1,2020-01-01\n,,\n\n2,2020-01-02,North\n"
    assert load(duck, "requests", tmp_path / "requests.csv", text).rows == 2


def test_cells_that_are_no_date_are_counted_with_their_first_row(duck: Any, tmp_path: Path) -> None:
    text = "person_id,from,gross_weekly\n1,2020-01-01,5\n1,30/02/2020,x\n1,soon,7\n"
    assert load(duck, "packages", tmp_path / "packages.csv", text).wrong == (
        Wrong("from", 2, 3), Wrong("gross_weekly", 1, 3),
    )  # fmt: skip


def test_a_file_without_a_column_it_must_have_is_not_loaded(duck: Any, tmp_path: Path) -> None:
    assert (
        load(duck, "requests", tmp_path / "requests.csv", "person_id,site\n1,North\n").problems[0].rule
        == "missing-column"
    )


def test_a_file_that_is_no_table_is_told_by_the_sort_of_error(duck: Any, tmp_path: Path) -> None:
    told = load(duck, "requests", tmp_path / "requests.parquet", b"Ann Specimen")
    assert told.failure
    assert "Ann" not in told.failure


def test_a_parquet_file_comes_in_with_its_own_types(duck: Any, tmp_path: Path) -> None:
    path = tmp_path / "requests.parquet"
    duck.execute(f"""COPY (SELECT 12 AS "Person", TIMESTAMP '2020-01-02 10:00:00' AS received, true AS already_known,
        '03/01/2020' AS first_conversation, 'Still Open' AS outcome) TO '{path.as_posix()}' (FORMAT parquet)""")  # our own path
    assert read(duck, "requests", path).rows == 1
    found = duck.execute("SELECT received, already_known, first_conversation, outcome FROM requests").fetchall()
    assert found == [(date(2020, 1, 2), True, date(2020, 1, 3), "still open")]


def test_rows_of_a_file_too_big_to_be_read_by_hand_are_checked_by_the_engine(
    tmp_path: Path, duck: Any, observe: Observe
) -> None:
    path = tmp_path / "evidence" / "data" / "reviews.parquet"
    path.parent.mkdir(parents=True)
    duck.execute(f"""COPY (SELECT CASE WHEN i <> 7 THEN i END AS person_id, DATE '2020-01-02' AS start,
        CASE WHEN i > 38 THEN '2019-12-31' WHEN i = 5 THEN 'soon' END AS "end",
        CASE WHEN i = 3 THEN 'surprise' ELSE 'unplanned' END AS planned
        FROM range(40) rows(i)) TO '{path.as_posix()}' (FORMAT parquet)""")  # noqa: S608  # our own path
    broken, other = path.with_name("reviews-2.parquet"), path.with_name("reviews-3.parquet")
    broken.write_bytes(b"none")
    duck.execute(f"COPY (SELECT 1 AS person_id) TO '{other.as_posix()}' (FORMAT parquet)")
    files = [
        DataFile(file=f"evidence/data/{one.name}", table="reviews", sha256="", size=1) for one in (path, broken, other)
    ]
    seen = observe(*files, only="unplanned-review-change")
    assert [f"{one.location}: {one.message} [{one.rule}, {one.severity}]" for one in seen.problems] == [
        "evidence/data/reviews.parquet, row 7, column end: 1 cell is not a date, the first of them here [wrong-value, error]",
        "evidence/data/reviews.parquet, row 5, column planned: 1 cell is not one of the choices, the first of them here [wrong-value, error]",
        "evidence/data/reviews-2.parquet:1:1: this table cannot be read: the engine says InvalidInputException [unreadable-table, error]",
        'evidence/data/reviews-3.parquet, row 1, column 1: the column "start" is not there [missing-column, error]',
        'evidence/data/reviews-3.parquet, row 1, column 1: the column "planned" is not there [missing-column, error]',
        "evidence/data/reviews.parquet, row 9, column person_id: 1 row has no person_id, the first of them here [missing-value, error]",
        "evidence/data/reviews.parquet, row 41, column end: 1 row ends before it starts, the first of them here [ends-before-start, error]",
        "evidence/data/reviews.parquet, row 2, column planned: every one of 39 rows has the same answer in the column planned [flag-all-alike, warning]",
    ]


def test_a_column_that_is_the_same_everywhere_is_told(tmp_path: Path, duck: Any, observe: Observe) -> None:
    path = tmp_path / "evidence" / "data" / "requests.parquet"
    path.parent.mkdir(parents=True)
    file = DataFile(file="evidence/data/requests.parquet", table="requests", sha256="", size=1)
    for rows, expected in ((29, []), (30, ["every one of 30 rows has the same answer in the column already_known"])):
        duck.execute(f"""COPY (SELECT i AS person_id, DATE '2020-01-02' AS received, false AS already_known
            FROM range({rows}) rows(i)) TO '{path.as_posix()}' (FORMAT parquet)""")  # noqa: S608  # our own path
        assert [one.message for one in observe(file, only="front-door-already-known").problems] == expected


@pytest.mark.parametrize(
    ("cost", "frequency", "units", "weekly"),
    [
        (100, "Weekly", None, 100), (100, "weekly", 2, 200), (100, "Fortnightly", None, 50), (100, "4-weekly", 1, 25),
        (100, "4 Weekly", 1, 25), (52, "Monthly", 1, 12), (52, "Quarterly", None, 4), (52, "Annually", None, 1),
        (20, "Hourly", 10, 200), (20, "Per session", 3, 60), (20, "Hourly", None, None), (500, "One-off", 1, None),
        (500, None, 1, None), (None, "Weekly", 1, None),
    ],
)  # fmt: skip
def test_a_weekly_cost_follows_its_frequency(
    cost: float | None, frequency: str | None, units: float | None, weekly: float | None, duck: Any
) -> None:
    duck.execute(
        "INSERT INTO cld (Unit_Cost, Cost_Frequency_Unit_Type, Planned_Units_Per_Week) VALUES (?, ?, ?)",
        [cost, frequency, units],
    )
    store = duckdb_store(duck, [CONTRACTS["cld"]])
    answer = store.ask(cld_weekly_cost(store.tables["cld"]).select("weekly_cost"))
    assert answer == [(weekly,)]
