"""Row-level tables: what cannot be as it stands is told by row and column, and never by person."""

from __future__ import annotations

import pytest

from cqc_evidence.check.tables_rows import (
    conversation_without_first,
    ends_before_start,
    flag_all_alike,
    repeated_row,
    starts_in_the_future,
)
from tests.check.tables_made import found, table, told


@pytest.mark.parametrize(
    ("name", "head", "last"),
    [
        ("conversations", "person_id,start,end", "“end” is 2 days before “start”"),
        ("reviews", "person_id,start,end", "“end” is 2 days before “start”"),
        ("packages", "person_id,from,to", "“to” is 2 days before “from”"),
        ("requests", "person_id,received,first_conversation", "“first_conversation” is 2 days before “received”"),
        (
            "cld",
            "LA_Person_Unique_Identifier,Event_Start_Date,Event_End_Date",
            "“Event_End_Date” is 2 days before “Event_Start_Date”",
        ),
    ],
)
def test_what_ends_before_it_starts_is_told_with_its_row_and_column(name: str, head: str, last: str):
    rows = f"{head}\np,2020-03-03,2020-03-01\np,2020-03-03,2020-03-03\np,2020-03-03,\np,,2020-03-03"
    column = last[1 : last.index("”")]
    assert told(ends_before_start, table(name, rows)) == [f"{name}.csv, row 2, column {column}: {last}"]


def test_one_day_is_said_in_the_singular():
    (line,) = told(ends_before_start, table("reviews", "person_id,start,end\np,2020-03-03,2020-03-02"))
    assert line.endswith("“end” is 1 day before “start”")


def test_a_start_after_today_is_told():
    rows = "person_id,start\np,2025-06-01\np,2025-06-02\np,2026-06-01\np,"
    assert told(starts_in_the_future, table("reviews", rows)) == [
        "reviews.csv, row 3, column start: “start” is 1 day after today",
        "reviews.csv, row 4, column start: “start” is 365 days after today",
    ]


LOG = """
person_id,conversation,start
a,C1,2020-01-02
a,C2,2020-01-02
a,C1,2020-06-01
a,C3,2020-02-01
b,C3,2020-02-01
b,C1,2020-02-02
c,C2,2020-02-01
,C2,2020-02-01
d,C2,
d,,2020-02-01
"""


def test_a_conversation_2_or_3_without_a_conversation_1_before_it_is_told():
    assert told(conversation_without_first, table("conversations", LOG)) == [
        "conversations.csv, row 6, column conversation: this conversation 3 has no conversation 1 before it",
        "conversations.csv, row 8, column conversation: this conversation 2 has no conversation 1 at all",
    ]


def test_the_conversation_1_may_stand_in_another_file():
    earlier = table("conversations", "person_id,conversation,start\nb,C1,2019-01-02\nc,C1,2019-01-02", "2019.csv")
    assert told(conversation_without_first, table("conversations", LOG), earlier) == []


def test_no_finding_ever_names_a_person():
    tables = [
        table("conversations", LOG.replace("\nc,", "\nzqx,").replace("\nb,", "\nzqx,")),
        table("reviews", "person_id,start,end\nzqx,2030-03-03,2020-03-01\nzqx,2030-03-03,2020-03-01"),
    ]
    for check in (conversation_without_first, ends_before_start, repeated_row, starts_in_the_future):
        findings = found(check, *tables)
        assert findings
        assert "zqx" not in str(findings)


def flags(name: str, column: str, *words: str) -> list[str]:
    """Return what is said of one column with these words."""
    rows = "\n".join(f"p,{word}" for word in words)
    return told(flag_all_alike, table(name, f"person_id,{column}\n{rows}"))


def test_a_column_with_one_answer_in_thirty_rows_is_told():
    assert flags("reviews", "planned", *["planned"] * 30, "") == [
        "reviews.csv, row 2, column planned: every one of 30 rows has “planned” in the column planned"
    ]
    assert flags("requests", "already_known", *["no"] * 40) == [
        "requests.csv, row 2, column already_known: every one of 40 rows has “no” in the column already_known"
    ]
    assert "“yes”" in flags("requests", "already_known", *["yes"] * 40)[0]


@pytest.mark.parametrize(
    ("name", "column", "words"),
    [
        ("reviews", "planned", ["planned"] * 29),
        ("reviews", "planned", ["planned"] * 40 + ["unplanned"]),
        ("reviews", "site", ["North"] * 40),
        ("reviews", "planned", [""] * 40),
        ("packages", "status", ["active"] * 40),
    ],
)
def test_few_rows_both_answers_and_other_columns_are_left_alone(name: str, column: str, words: list[str]):
    assert flags(name, column, *words) == []


def test_a_row_that_is_the_same_in_every_column_is_told_with_the_first():
    first = table("reviews", "person_id,start\na,2020-01-02\nb,2020-01-02\na,2020-01-02\na,2020-01-02")
    second = table("reviews", "person_id,start,site\nb,2020-01-02,\nb,2020-01-02,North", "evidence/data/reviews-2.csv")
    assert told(repeated_row, first, second) == [
        "reviews.csv, row 4: this row is the same in every column as row 2",
        "reviews.csv, row 5: this row is the same in every column as row 2",
        "reviews-2.csv, row 2: this row is the same in every column as evidence/data/reviews.csv, row 3",
    ]


def test_rows_of_different_sorts_of_tables_are_never_the_same():
    rows = "person_id,start\na,2020-01-02"
    assert told(repeated_row, table("reviews", rows), table("conversations", rows)) == []
