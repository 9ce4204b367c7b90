"""Rules about tables point at cells, write numbers as people do, and never list without end."""

from __future__ import annotations

import pytest

from cqc_evidence.check.tables import negative_count, share_above_one
from cqc_evidence.check.tables_known import Known, cell
from cqc_evidence.model.data import Observation
from cqc_evidence.model.dates import Period
from cqc_evidence.model.location import Location
from tests.check.tables_made import Made, aggregate, found, told, worked_example


def shares(count: int, file: str = "") -> object:
    """Return a table with many shares that are above one."""
    rows = "\n".join(f"c3-share,group {number},2017,7" for number in range(count))
    return aggregate(f"metric,group,period,value\n{rows}", file)


def test_ten_findings_of_a_file_are_told_and_then_how_many_more_there_are():
    lines = told(share_above_one, shares(12), shares(3, "evidence/data/aggregate-2.csv"))  # type: ignore[arg-type]
    assert len(lines) == 10 + 3 + 1
    assert lines[-1] == "aggregate.csv, further rows: the same is found in 2 more places of this file"


@pytest.mark.parametrize(("count", "last"), [(10, "700 %"), (11, "1 more place of this file")])
def test_the_rest_is_told_only_where_there_is_one(count: int, last: str):
    lines = told(share_above_one, shares(count))  # type: ignore[arg-type]
    assert lines[-1].endswith(last)


def test_a_cell_of_a_workbook_is_named_as_excel_names_it():
    table = aggregate("metric,period,numerator\nc3-share,2017,-1", "evidence/data/aggregate.xlsx", sheet="Sheet1")
    assert told(negative_count, table) == ["aggregate.xlsx > Sheet1!C2: −1 stands in the column numerator"]


def test_with_several_sheets_of_one_file_row_and_column_are_named():
    tables = [
        aggregate("metric,period,numerator\nc3-share,2017,-1", "evidence/data/aggregate.xlsx", sheet=sheet)
        for sheet in ("Sheet1", "Sheet2")
    ]
    assert told(negative_count, *tables)[0].startswith("aggregate.xlsx, row 2, column numerator:")


def test_a_number_that_is_in_no_table_keeps_its_own_place():
    here = Location(file="evidence/talks.md", line=3)
    one = Observation(metric="c3-share", period=Period.parse("2017"), location=here)
    assert cell(Made(worked_example(), ()), one, "value") == here


def test_the_words_of_the_last_finding_say_what_to_do():
    finding = found(share_above_one, shares(20))[-1]  # type: ignore[arg-type]
    assert (finding.because, finding.help) == ("only the first 10 are listed", "mend those, then check again")


def test_definitions_are_known_by_id_and_by_the_name_of_their_part_rows():
    known = Known(worked_example().framework.metrics.metrics)
    assert "package-full-year" in known
    assert "package-change" in known
    assert "nothing-at-all" not in known
    assert known.parts("package-change") == ("increase", "no change", "decrease", "still going on", "left out")
    assert known.parts("c3-share") == ()
    assert known.total("c3-share") == "total"


def test_part_rows_may_have_a_name_that_is_no_metrics_id():
    found_ = next(one for one in worked_example().framework.metrics.metrics if one.id == "unplanned-review-change")
    assert found_.formula is not None
    other = found_.model_copy(update={"formula": found_.formula.model_copy(update={"rows": "review-rows"})})
    known = Known([other])
    row = Observation(metric="review-rows", part="total", period=Period.parse("2017"))
    assert known.metric(row) == other
    assert "review-rows" in known.names
    assert set(known.spellings("review-rows")) >= {"increase", "total"}


def test_of_two_metrics_that_share_out_one_part_the_first_is_meant():
    found_ = next(one for one in worked_example().framework.metrics.metrics if one.id == "package-change")
    second = found_.model_copy(update={"id": "package-change-again"})
    row = Observation(metric="package-change", part="increase", period=Period.parse("2017"))
    assert Known([found_, second]).metric(row) == found_
    assert Known([second, found_]).metric(row) == second
