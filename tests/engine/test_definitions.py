"""Definitions at their edges, one by one, as somebody would check them with a pencil."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cqc_evidence.engine.expressions import EXPRESSIONS
from cqc_evidence.engine.fill import Filled
from cqc_evidence.engine.kinds import RESULT
from cqc_evidence.engine.observe import job_of
from cqc_evidence.model.data import DataFile
from cqc_evidence.read.data_files import data_file
from tests.engine.conftest import Observe, told
from tests.engine.tables import KINDS, unbound

pytest.importorskip("ibis", reason='row-level tables need the extra: pip install "cqc-evidence[data]"')
pytest.importorskip("duckdb")
Put = Callable[[str, str], DataFile]
CLD = "Reporting_Period_End_Date,LA_Person_Unique_Identifier,Event_Type,Event_Start_Date,Event_End_Date,Service_Type"
LONG, MAX = "Long Term Support: Community", "Short Term Support: ST-Max"


def events(*rows: str, until: str = "2021-12-31") -> str:
    """Return a client level data table: `person day kind [end]`, kind being request, long or max."""
    lines = [CLD]
    for row in rows:
        person, day, kind, *end = row.split()
        service = {"long": LONG, "max": MAX}.get(kind, "")
        lines.append(f"{until},{person},{'Service' if service else 'Request'},{day},{''.join(end)},{service}")
    return "\n".join(lines)


def counts(put: Put, observe: Observe, only: str, *rows: str, until: str = "2021-12-31") -> list[str]:
    seen = observe(put("cld.csv", events(*rows, until=until)), only=only, grain="year")
    assert seen.problems == ()
    return [line.removeprefix("all 2020-04/2021-03 ") for line in told(seen)]


@pytest.mark.parametrize(
    ("second", "denominator"),
    [("2020-05-05", 1), ("2020-05-06", 2)],
)
def test_a_request_up_to_four_days_after_another_is_the_same_request(
    second: str, denominator: int, put: Put, observe: Observe
) -> None:
    found = counts(put, observe, "lt-conversion-new", "1 2020-05-01 request", f"1 {second} request")
    assert found == [f"numerator=0 denominator={denominator}"]


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("2020-05-01 long", ["numerator=1 denominator=1"]),
        ("2020-07-31 long", ["numerator=1 denominator=1"]),
        ("2020-08-01 long", ["numerator=0 denominator=1"]),
        ("2020-04-30 long", []),
        ("2020-04-01 long 2020-05-01", []),
        ("2020-04-01 long 2020-04-30", ["numerator=0 denominator=1"]),
        ("2020-05-02 max", ["numerator=0 denominator=1"]),
    ],
)
def test_new_people_go_on_to_long_term_support_from_the_day_itself_to_the_91st_after(
    service: str, expected: list[str], put: Put, observe: Observe
) -> None:
    assert counts(put, observe, "lt-conversion-new", "1 2020-05-01 request", f"1 {service}") == expected


@pytest.mark.parametrize(("until", "expected"), [
    ("2020-07-31", ["numerator=1 denominator=1"]), ("2020-07-30", ["without full follow-up numerator=1"]),
])  # fmt: skip
def test_who_cannot_be_followed_to_the_end_of_the_window_is_in_no_share(
    until: str, expected: list[str], put: Put, observe: Observe
) -> None:
    rows = ("1 2020-05-01 request", "1 2020-05-02 long")
    assert counts(put, observe, "lt-conversion-new", *rows, until=until) == expected


@pytest.mark.parametrize(("second", "hits"), [("2020-05-11", 0), ("2020-05-12", 1)])
def test_reablement_with_a_gap_of_one_day_goes_on(second: str, hits: int, put: Put, observe: Observe) -> None:
    rows = ("1 2020-05-11 request", "1 2020-05-01 max 2020-05-10", f"1 {second} max")
    assert counts(put, observe, "reablement-share", *rows) == [f"numerator={hits} denominator=1"]


@pytest.mark.parametrize(("service", "expected"), [
    ("2020-07-31 long", []), ("2020-08-01 long", ["numerator=1 denominator=1"]), ("2020-04-01 long", []),
])  # fmt: skip
def test_looking_forward_only_requests_without_long_term_support_count(
    service: str, expected: list[str], put: Put, observe: Observe
) -> None:
    rows = ("1 2020-05-01 request", "1 2021-05-01 request", f"1 {service}")
    found = counts(put, observe, "repeat-requests-forward", *rows, until="2022-04-30")
    assert [line for line in found if "2021-04" not in line] == expected


def test_a_councils_first_start_is_in_the_group_of_its_day(put: Put, observe: Observe) -> None:
    text = events("1 2020-05-06 long", "1 2020-05-04 long", "2 2020-05-04 long", until="2020-05-17").splitlines()
    codes = ("LA_Code", "E1", "E2", "E1")
    file = put("cld.csv", "\n".join(f"{code},{line}" for code, line in zip(codes, text, strict=True)))
    seen = observe(file, only="new-lt-starts-per-week", grain="week", parameters={"group": "LA_Code"})
    assert [line for line in told(seen) if "05-04" in line] == [
        "all 2020-05-04/2020-05-10 numerator=2 denominator=1",
        "E1 2020-05-04/2020-05-10 numerator=1 denominator=1",
        "E2 2020-05-04/2020-05-10 numerator=1 denominator=1",
    ]


@pytest.mark.parametrize(("last", "expected"), [
    ("2020-07-31", "numerator=0 denominator=1"), ("2020-07-30", "without full follow-up numerator=1"),
])  # fmt: skip
def test_a_conversation_is_followed_to_the_91st_day(last: str, expected: str, put: Put, observe: Observe) -> None:
    file = put("conversations.csv", f"person_id,conversation,start\n1,C1,2020-05-01\n2,C2,{last}")
    assert told(observe(file, only="c1-to-c2"))[0] == f"all 2020-05 {expected}"


@pytest.mark.parametrize(("last", "expected"), [
    ("2020-05-31", "increase numerator=1 denominator=1"), ("2020-05-30", "without full follow-up numerator=1"),
])  # fmt: skip
def test_a_package_is_looked_at_on_the_30th_day_after_the_end(
    last: str, expected: str, put: Put, observe: Observe
) -> None:
    log = put("conversations.csv", f"person_id,conversation,start,end\n1,C3,2020-04-20,2020-05-01\n2,C1,{last},")
    packages = put("packages.csv", "person_id,from,to,gross_weekly\n1,2020-04-19,2020-04-30,10\n1,2020-05-01,,20")
    lines = [
        line.removeprefix(f"all 2020-04-20/{last} ") for line in told(observe(log, packages, only="package-change"))
    ]
    assert expected in lines


def test_a_last_day_can_be_set(put: Put, observe: Observe) -> None:
    file = put("conversations.csv", "person_id,conversation,start,end\n1,C1,2020-05-01,2099-01-01")
    plain = observe(file, only="c1-to-c2")
    set_ = observe(file, only="c1-to-c2", parameters={"window_days": 91, "last_day": "2020-05-31"})
    assert told(plain) == ["all 2020-05 numerator=0 denominator=1"]
    assert told(set_) == ["all 2020-05 without full follow-up numerator=1"]


@pytest.mark.parametrize("metric", sorted(EXPRESSIONS))
def test_every_metric_can_be_counted_over_the_whole_of_each_of_its_tables(
    metric: str, put: Put, observe: Observe
) -> None:
    files = {
        "cld": put("cld.csv", events("1 2020-05-01 request", "1 2020-05-04 long", "1 2020-05-04 max", "2 2020-05-04 request")),
        "requests": put("requests.csv", "person_id,received,first_conversation,already_known,outcome\n1,2020-05-01,2020-05-09,no,advice only\n2,2020-05-02,,yes,still open"),
        "conversations": put("conversations.csv", "person_id,conversation,start,end\n1,C1,2020-05-01,2020-05-09"),
        "reviews": put("reviews.csv", "person_id,start,end,planned,outcome\n1,2020-05-01,2020-05-09,unplanned,increase"),
        "packages": put("packages.csv", "person_id,from,gross_weekly\n1,2020-04-01,100"),
    }  # fmt: skip
    seen = observe(*files.values(), only=metric, grain="as-given")
    assert seen.problems == ()
    assert {str(one.period)[:4] for one in seen.observations} == {"2020"}
    for table in ("requests", "conversations"):
        alone = observe(files[table], only=metric, grain="as-given")
        assert {one.metric for one in alone.observations} <= {metric}


@pytest.mark.parametrize("metric", sorted(EXPRESSIONS))
def test_every_expression_can_be_said_in_the_sql_of_postgresql(metric: str) -> None:
    import ibis

    result = EXPRESSIONS[metric](unbound(), {})
    assert tuple(result.columns) == RESULT
    assert "SELECT" in ibis.to_sql(result, dialect="postgres")


@pytest.mark.parametrize("metric", sorted(EXPRESSIONS))
def test_tables_with_nothing_but_what_they_must_have_give_counts_or_none(metric: str) -> None:
    import ibis

    must = {
        "cld": ("LA_Person_Unique_Identifier", "Event_Type", "Event_Start_Date", "Service_Type"),
        "requests": ("person_id", "received"),
        "conversations": ("person_id", "conversation", "start"),
        "reviews": ("person_id", "start", "planned"),
        "packages": ("person_id", "from", "gross_weekly"),
    }
    tables = {name: unbound()[name].select(*must[name]) for name in KINDS}
    assert ibis.to_sql(EXPRESSIONS[metric](tables, {}), dialect="duckdb")


def test_a_workbook_is_counted_as_a_csv_file_is(tmp_path: Path, observe: Observe) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (("person_id", "conversation", "start"), (4711, "C1", "1/5/2020"), ("4711", "C3", "2020-05-01")):
        book.active.append(row)
    path = tmp_path / "evidence" / "data" / "conversations.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    seen = observe(data_file(path, "evidence/data/conversations.xlsx"), only="c1-to-c3", parameters={"window_days": 0})
    assert told(seen) == ["all 2020-05 numerator=1 denominator=1"]


def test_a_metric_without_its_tables_is_no_job(metrics: dict[str, Any]) -> None:
    assert job_of(metrics["c3-share"], Filled({})) is None
    assert job_of(metrics["package-change"], Filled({"packages": ("person_id",)})) is None
    lacking = job_of(metrics["lt-conversion-new"], Filled({"requests": ("person_id",)}))
    assert getattr(lacking, "because", "") == "there is no column outcome in the requests table"
