"""The report of what changed, and the day by which corrections are due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cqc_evidence.compile.accuracy import due_by
from cqc_evidence.compile.since import compile_since
from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.difference import CellChange, Change, Detail, Difference, Side, StatementDifference
from tests.support import project_of


def test_a_report_of_changes_has_a_part_for_each_sort(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    side = Side(
        label="snapshot one", as_at=date(2025, 1, 1), council="Testshire Council", framework="cqc-la-2025", digest="abc"
    )
    change = Change(
        name="learning-1", title="Staff met.", sort="changed", details=(Detail(what="words", before="", after="New."),)
    )
    statement = StatementDifference(
        statement="learning", title="Learning", claims=(change,), judgement=(Detail(what="confidence", before="low", after="partial"),),
        states=(CellChange(category="people", before="missing", after="thin", because="one item"),),
        gaps_closed=(Change(name="gap-learning-people", sort="gone"),),
    )  # fmt: skip
    found = Difference(
        before=side, after=side, statements=(statement,), elsewhere=(Change(name="loose", title="Loose", sort="new"),)
    )
    text = compile_since(project, measure_coverage(project), found, "Changes").model_dump_json()
    for words in ("1 quality statement changed; 1 gap closed, 0 opened.", "confidence: “low” → “partial”", "words: “nothing” → “New.”",
                  "digest abc"):  # fmt: skip
        assert words in text


@pytest.mark.parametrize(
    ("received", "due"), [("2026-03-02", "2026-03-16"), ("2026-03-06", "2026-03-20"), ("2026-03-07", "2026-03-20")]
)
def test_corrections_are_due_ten_working_days_later(received: str, due: str) -> None:
    assert due_by(date.fromisoformat(received)).isoformat() == due
