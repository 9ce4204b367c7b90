"""Long lists come a page at a time; a suggestion points to two statements; work asked for on the page is dated as the page is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from cqc_evidence.model.suggestion import Suggested, Suggestion
from cqc_evidence.web.inbox import Candidate, Queued
from cqc_evidence.web.paging import paged
from cqc_evidence.web.site import Dates
from tests.support import item_text, make_project
from tests.support import read as read_all
from tests.web.opened import Opened


@pytest.mark.parametrize(
    ("asked", "length", "shown", "page", "more"),
    [
        ("/", 0, range(0), 1, False),
        ("/", 50, range(50), 1, False),
        ("/", 51, range(50), 1, True),
        ("/?page=2", 51, range(50, 51), 2, False),
        ("/?page=2", 100, range(50, 100), 2, False),
        ("/?page=2", 101, range(50, 100), 2, True),
        ("/?page=9", 51, range(0), 9, False),
        ("/?page=0", 51, range(50), 1, True),
        ("/?page=-3", 51, range(50), 1, True),
        ("/?page=two", 51, range(50), 1, True),
    ],
)
def test_a_page_of_a_list_is_the_one_that_the_address_asks_for(
    asked: str,
    length: int,
    shown: range,
    page: int,
    more: bool,  # noqa: FBT001  # a table
) -> None:
    with Flask("a page").test_request_context(asked):
        found = paged(range(length))
    assert (list(found.shown), found.page, found.more, found.total) == (list(shown), page, more, length)


def test_a_passage_waits_for_the_two_statements_that_its_words_point_to_most(tmp_path: Path) -> None:
    item = read_all(make_project(tmp_path, {"evidence/row.md": item_text("row")})).items[0]
    found = tuple(Suggested(id=name, score=0.3, because=()) for name in ("equity", "learning", "governance"))
    queued = Queued(Candidate("evidence/inbox/row.md", "", item), Suggestion(statements=found), 0.0)
    assert [name for name in ("equity", "learning", "governance", "safeguarding") if queued.points_to(name)] == [
        "equity",
        "learning",
    ]


def test_dates_that_somebody_fixed_are_handed_to_the_verbs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    assert Dates(date(2021, 5, 31), date(2021, 6, 1)).arguments == ("--today", "2021-06-01", "--as-at", "2021-05-31")
    opened = Opened(make_project(tmp_path / "project"), tmp_path, today=date(2025, 6, 1))
    asked: list = []
    monkeypatch.setattr(opened.web.jobs, "start", asked.append)
    lead = opened.person("lead")
    lead.send("/packs", lead.form(lead.get("/packs"), "/packs"))
    assert "--today 2025-06-01" in " ".join(asked[0].arguments)
    assert "--as-at" not in asked[0].arguments
