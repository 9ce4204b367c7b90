"""What was asked for, as the internal workbook lists it."""

from __future__ import annotations

from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.pack import Pack
from tests.compile.packs import packed
from tests.measure.build import item, project, tag

ASKED = (
    {"who": "Principal social worker", "topic": "Carers' own words", "due": "2021-05", "chased": "2021-05-20", "items": ["came", "never-came"]},
    {"who": "Partnership manager", "gap": "gap-equity-partners", "due": "2021-05-01", "received": "2021-05-03", "note": "By telephone"},
    {"who": "Data team"},
)  # fmt: skip


def asked(edition: Edition = "internal") -> Pack:
    return packed(project(item("came", tag()), requests=ASKED), edition)


def test_each_request_says_who_what_by_when_and_whether_it_came() -> None:
    first, second, third = asked().requests
    assert (first.id, first.who, first.topic, first.due, first.chased, first.received) == (
        "request-1", "Principal social worker", "Carers' own words", "2021-05", "2021-05-20", "",
    )  # fmt: skip
    assert (second.gap, second.received, second.note) == ("gap-equity-partners", "2021-05-03", "By telephone")
    assert (third.id, third.due, third.items) == ("request-3", "", ())


def test_what_has_not_come_by_its_date_is_overdue() -> None:
    assert [one.overdue for one in asked().requests] == [True, False, False]


def test_only_items_that_are_there_are_named() -> None:
    assert asked().requests[0].items == ("came",)


def test_requests_stay_in_the_internal_workbook_alone() -> None:
    assert asked("cqc").requests == asked("public").requests == ()
    assert "Principal social worker" in asked().model_dump_json(), "the plan speaks of it"
    assert "request-1" not in asked().model_dump_json()
