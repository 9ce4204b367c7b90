"""What row-level tables come to, and what is said where they cannot be counted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from cqc_evidence.engine.elsewhere import SAYS_NO_SPARK, URL_VARIABLE, Unavailable, connect_spark, connect_url
from cqc_evidence.engine.observe import ROW_LEVEL
from cqc_evidence.engine.periods import period_of
from cqc_evidence.model.data import DataFile
from cqc_evidence.model.diagnostic import Diagnostic
from tests.engine.conftest import Observe, told

pytest.importorskip("ibis", reason='row-level tables need the extra: pip install "cqc-evidence[data]"')
pytest.importorskip("duckdb")
Put = Callable[[str, str], DataFile]
LOG = """
    Person ID,Conversation,Start,End,Site
    1,C1,02/03/2020,05/03/2020,Specimen North
    1,C2,2020-03-02,,Specimen North
    2,c1,2020-03-31,2020-04-01,
    3,C1,2020-06-30,2020-06-30,Specimen South
"""


def lines(problems: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{one.location}: {one.message} [{one.rule}]" for one in problems]


def test_conversations_1_are_followed_up_by_month_and_site(put: Put, observe: Observe) -> None:
    seen = observe(put("conversations.csv", LOG), only="c1-to-c2")
    assert told(seen) == [
        "all 2020-03 numerator=1 denominator=2",
        "all 2020-06 without full follow-up numerator=1",
        "Specimen North 2020-03 numerator=1 denominator=1",
        "Specimen South 2020-06 without full follow-up numerator=1",
    ]
    assert seen.engine == "duckdb"
    assert "ibis" in seen.version
    assert str(seen.observations[0].location).startswith("evidence/data/conversations.csv")


def test_several_files_of_one_table_count_together(put: Put, observe: Observe) -> None:
    more = "person,conversation,start\n4,C3,2020-03-09"
    files = put("conversations.csv", LOG), put("conversations-2020.csv", more)
    assert told(observe(*files, only="c3-share"))[0] == "all 2020-03 numerator=1 denominator=4"


def test_a_wait_is_told_for_each_month_and_the_longest_is_marked_as_one_persons(put: Put, observe: Observe) -> None:
    seen = observe(
        put("requests.csv", """
            person_id,received,first_conversation,outcome
            1,2020-01-10,2020-02-10,
            2,2020-01-20,,still open
            3,2020-01-25,,ended early
            4,2020-02-10,2020-02-10,advice only
        """),
        only="waiting",
    )  # fmt: skip
    assert told(seen) == [
        "all 2020-01 longest wait numerator=1 denominator=2 value=21",
        "all 2020-01 middle wait denominator=2 value=16",
        "all 2020-01 number waiting numerator=2",
        "all 2020-02 longest wait numerator=1 denominator=1 value=21",
        "all 2020-02 middle wait denominator=1 value=21",
        "all 2020-02 number waiting numerator=1",
    ]
    assert {one.note for one in seen.observations if one.part == "longest wait"} == {"one person's wait"}


def test_weeks_are_whole_and_belong_to_the_month_of_their_monday(put: Put, observe: Observe) -> None:
    seen = observe(
        put("cld.csv", """
            Reporting_Period_Start_Date,Reporting_Period_End_Date,LA_Person_Unique_Identifier,Event_Type,Event_Start_Date,Service_Type
            2020-03-01,2020-04-30,1,Service,2020-04-01,Long Term Support: Community
            2020-03-01,2020-04-30,1,Service,2020-03-30,Long Term Support: Nursing Care
            2020-03-01,2020-04-30,2,Service,2020-04-30,Long Term Support: Prison
        """),
        only="new-lt-starts-per-week",
    )  # fmt: skip
    assert told(seen) == ["all 2020-03 numerator=1 denominator=5", "all 2020-04 numerator=0 denominator=3"]


def test_a_metric_takes_the_first_of_its_tables_that_has_what_it_needs(put: Put, observe: Observe) -> None:
    requests = put("requests.csv", "person_id,received\n1,2019-01-01\n1,2020-03-01")
    services = put("cld.csv", "LA_Person_Unique_Identifier,Event_Type,Event_Start_Date\n1,Request,2020-01-01")
    seen = observe(requests, services, only="lt-conversion-new")
    assert told(seen) == []
    assert lines(seen.problems) == [
        "evidence/data/cld.csv:1:1: “New people going on to long-term support” is not counted [not-counted]"
    ]
    assert seen.problems[0].because == "there is no column Service_Type in the cld table"
    assert told(observe(requests, only="repeat-requests")) == [
        "all 2019-01/2019-03 without full history numerator=1",
        "all 2020-01/2020-03 numerator=0 denominator=1",
    ]


def test_the_whole_table_is_one_period_where_the_metric_has_no_grain(put: Put, observe: Observe) -> None:
    seen = observe(put("conversations.csv", LOG), only="still-open-share")
    assert told(seen)[0] == "all 2020-03-02/2020-06-30 numerator=1 denominator=4"
    packages = put("packages.csv", "person_id,from,gross_weekly,status\n1,2019-01-01,£100.10,active\n1,2020-03-10,50,")
    seen = observe(packages, put("conversations.csv", LOG), only="package-change")
    assert "all 2020-03-02/2020-06-30 average weekly change denominator=1 value=50" in told(seen)
    assert told(observe(packages, only="package-change")) == []


def test_other_files_are_left_alone_and_nothing_is_opened(put: Put, observe: Observe) -> None:
    assert observe(put("aggregate.csv", "metric\nx")) == ((), "", "", ())


def test_without_the_extra_the_reader_is_told_what_to_install(
    put: Put, observe: Observe, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = put("conversations.csv", LOG)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    (problem,) = observe(log).problems
    assert problem.because == 'row-level tables need the extra: pip install "cqc-evidence[data]"'
    monkeypatch.setitem(sys.modules, "ibis", None)
    assert connect_url("duckdb://") == Unavailable(problem.because)
    assert connect_spark() == Unavailable(SAYS_NO_SPARK)


def test_spark_is_asked_to_stay_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    import ibis

    settings: dict[str, str] = {}

    class Builder:
        def appName(self, _: str) -> Builder:  # noqa: N802  # Spark's name
            return self

        def master(self, where: str) -> Builder:
            settings["master"] = where
            return self

        def config(self, key: str, value: str) -> Builder:
            settings[key] = value
            return self

        def getOrCreate(self) -> str:  # noqa: N802  # Spark's name
            return "a session"

    spark = SimpleNamespace(SparkSession=SimpleNamespace(builder=Builder()))
    monkeypatch.setitem(sys.modules, "pyspark", SimpleNamespace(sql=spark))
    monkeypatch.setitem(sys.modules, "pyspark.sql", spark)
    monkeypatch.setitem(vars(ibis), "pyspark", SimpleNamespace(connect=lambda session: (session, "connected")))
    assert connect_spark() == ("a session", "connected")
    assert settings["master"] == "local[2]"
    assert settings["spark.driver.bindAddress"] == "127.0.0.1"


def test_an_amount_of_memory_that_is_none_is_told(put: Put, observe: Observe) -> None:
    (problem,) = observe(put("conversations.csv", LOG), memory="plenty").problems
    assert problem.because == '"plenty" is no amount of memory: write it as 512MB or 2GB'


class Backend:
    """A database of the council's own, with tables whose names begin with v_."""

    name, version = "postgres", "16"

    def __init__(self, *, broken: str = "") -> None:
        import duckdb

        self.broken, self.closed, self.connection = broken, False, duckdb.connect()
        self.connection.execute("""CREATE TABLE v_conversations AS SELECT * FROM (VALUES
            ('1', 'C1', DATE '2020-03-02'), ('1', 'C3', DATE '2020-04-02'), ('2', 'C1', DATE '2020-09-01')
        ) rows(person_id, conversation, start)""")

    def list_tables(self) -> list[str]:
        if self.broken == "list":
            message = "password=secret"
            raise PermissionError(message)
        return ["v_conversations", "other"]

    def table(self, name: str) -> Any:
        import ibis

        return ibis.table({"person_id": "string", "conversation": "string", "start": "date"}, name=name)

    def to_pyarrow(self, expression: Any) -> Any:
        import ibis

        if self.broken == "count":
            message = "password=secret"
            raise PermissionError(message)
        return self.connection.sql(str(ibis.to_sql(expression, dialect="duckdb"))).to_arrow_table()

    def disconnect(self) -> None:
        self.connection.close()
        self.closed = True


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Callable[[Backend], Backend]:
    def use(backend: Backend) -> Backend:
        monkeypatch.setenv(URL_VARIABLE, "postgres://lead:secret@database/care")
        monkeypatch.setenv("CQC_EVIDENCE_DATA_PREFIX", "v_")
        monkeypatch.setattr("cqc_evidence.engine.connect.connect_url", lambda _: backend)
        return backend

    return use


def test_a_council_can_have_its_rows_counted_where_they_are(
    put: Put, observe: Observe, elsewhere: Callable[[Backend], Backend], monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = elsewhere(Backend())
    seen = observe(put("conversations.csv", LOG), only="c1-to-c3")
    assert seen.problems == ()
    assert told(seen) == ["all 2020-03 numerator=1 denominator=1", "all 2020-09 without full follow-up numerator=1"]
    assert (seen.engine, backend.closed) == ("postgres", True)
    monkeypatch.setenv("CQC_EVIDENCE_DATA_PREFIX", "w_")
    elsewhere(Backend())
    monkeypatch.setenv("CQC_EVIDENCE_DATA_PREFIX", "w_")
    assert observe(only="c1-to-c3").observations == ()


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("list", "project.yaml:1:1: row-level tables are not counted [no-engine]"),
        (
            "count",
            "conversations:1:1: “Conversations 1 that became conversations 3” is not counted [not-counted]",
        ),
    ],
)
def test_what_the_councils_database_refuses_is_told_without_its_words(
    broken: str, line: str, observe: Observe, elsewhere: Callable[[Backend], Backend]
) -> None:
    elsewhere(Backend(broken=broken))
    seen = observe(only="c1-to-c3")
    assert lines(seen.problems) == [line]
    assert "secret" not in seen.problems[0].model_dump_json()


def test_a_database_that_cannot_be_reached_is_told_without_its_address(
    observe: Observe, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in ("postgres://lead:secret@127.0.0.1:1/none", "nonsense://secret"):
        monkeypatch.setenv(URL_VARIABLE, address)
        (problem,) = observe().problems
        assert "secret" not in problem.model_dump_json()
        assert problem.rule == "no-engine"


def test_a_metric_the_engine_stops_at_is_told_and_the_others_go_on(
    put: Put, observe: Observe, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cqc_evidence.engine import observe as module

    def broken(tables: Any, _: Any) -> Any:
        return tables["conversations"].select(number=tables["conversations"].site.cast("int64"))

    monkeypatch.setattr(module, "EXPRESSIONS", {**module.EXPRESSIONS, "c3-share": broken})
    seen = observe(put("conversations.csv", LOG))
    assert lines(seen.problems) == [
        "evidence/data/conversations.csv:1:1: “Conversations that are conversation 3” is not counted [not-counted]"
    ]
    assert {one.metric for one in seen.observations} == {"c1-to-c2", "c1-to-c3", "still-open-share"}


@pytest.mark.parametrize(
    ("grain", "last", "period"),
    [
        ("as-given", date(2020, 4, 2), "2020-04-01/2020-04-02"),
        ("as-given", None, "2020-04-01"),
        ("as-given", date(2019, 1, 1), "2020-04-01"),
        ("week", None, "2020-04-01/2020-04-07"),
    ],
)
def test_a_period_is_written_as_people_write_it(grain: str, last: date | None, period: str) -> None:
    assert str(period_of(date(2020, 4, 1), grain, last)) == period


def test_every_row_level_table_is_known() -> None:
    from cqc_evidence.model.data import TABLES

    assert set(ROW_LEVEL) == set(TABLES) - {"aggregate"}
