"""Tags that somebody wrote into the document itself stay whole when a manager chooses no other statement."""

from __future__ import annotations

from pathlib import Path

from werkzeug.datastructures import MultiDict

from cqc_evidence.model.evidence import Item, Tag
from cqc_evidence.protect.gate import scanner_of
from cqc_evidence.web.inbox import Candidate
from cqc_evidence.web.tagging import Answers, tagged
from tests.support import item_text, make_project, read


def made(tmp_path: Path, **answers: str) -> Item:
    project = read(make_project(tmp_path, {"evidence/row.md": item_text("row", status="proposed")}))
    statement = next(one for one in project.framework.statements if one.i_statements)
    own = Tag(statement=statement.id, category="people", i_statements=(statement.i_statements[0].id,), says="Specimen.")
    row = next(item for item in project.items if item.id == "row").model_copy(update={"tags": (own,)})
    candidate = Candidate("evidence/inbox/log/row.md", "0" * 64, row)
    item, reasons = tagged(candidate, (), Answers(MultiDict(answers)), "mo", (project.framework, scanner_of(project)))
    assert item is not None, reasons
    return item


def test_what_the_log_says_stays_with_its_i_statements(tmp_path: Path) -> None:
    item = made(tmp_path)
    assert item.tags[0].i_statements
    assert item.tags[0].says == "Specimen."
    assert item.submitted_by == "mo"


def test_another_statement_takes_the_place_of_the_logs_tag(tmp_path: Path) -> None:
    item = made(tmp_path, statement="learning")
    assert [(tag.statement, tag.i_statements) for tag in item.tags] == [("learning", ())]
