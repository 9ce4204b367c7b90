"""Browsers keep 4 kB of a cookie: whatever people do, theirs stays below, so that nobody is locked out of their own page."""

from __future__ import annotations

import random
import string

import pytest

from cqc_evidence.read.items import read_item
from tests.support import item_text
from tests.web.council import HOME, candidate, opened
from tests.web.test_hidden_fields import fields

CHANCE = random.Random(1)  # noqa: S311  # chance, not secrecy


def words(length: int) -> str:
    """Return letters that no cookie can be made shorter with."""
    return "".join(CHANCE.choices(string.ascii_letters, k=length))


NAMES = [f"p{''.join(CHANCE.choices(string.ascii_lowercase, k=55))}" for _ in range(70)]


@pytest.fixture
def council(tmp_path):
    files = {f"evidence/inbox/many/{name}.md": candidate(name) for name in NAMES}
    with opened(tmp_path, {"evidence/mine.md": item_text("mine", status="proposed", body="Specimen."), **files}) as one:
        yield one


def cookie(sender) -> int:
    return max((len(one.value) for one in sender.client._cookies.values()), default=0)


def test_skipping_many_passages_keeps_the_cookie_small_and_each_is_left_for_later(council):
    manager = council.sender("manager")
    for name in NAMES:
        assert manager.post(f"/tag/{name}/skip").status_code == 303
    assert 0 < cookie(manager) < 2_500
    shown = manager.get("/tag").location.rpartition("/")[2]
    assert shown not in NAMES[-55:]


def test_a_passage_that_is_not_there_cannot_be_skipped(council):
    manager = council.sender("manager")
    for _ in range(20):
        assert manager.post(f"/tag/{words(800)}/skip").status_code == 404
    assert cookie(manager) < 300


def test_a_title_as_long_as_a_book_is_told_cut(council):
    manager = council.sender("manager")
    long = words(50_000)
    form = fields(manager.get("/item/mine/edit").text)
    assert manager.post("/item/mine/edit", {**form, "title": long}).status_code == 303
    item, _ = read_item((council.root / "evidence/mine.md").read_bytes(), "evidence/mine.md")
    assert item.title == long
    reviewer = council.sender("reviewer")
    page = reviewer.get("/item/mine").text
    sha = page.partition('name="sha256" value="')[2][:64]
    assert (
        reviewer.post("/item/mine/review", {"verdict": "rejected", "note": "Too long.", "sha256": sha}).status_code
        == 303
    )
    assert cookie(reviewer) < 2_500
    assert f"{long[:200]}" in reviewer.get("/").text


def test_who_is_asked_is_told_cut(council):
    lead = council.sender("quality-lead")
    lead.post("/gap/gap-learning-people/ask", {"who": words(4_000), "due": "2025-12-01"})
    assert cookie(lead) < 2_500
    assert lead.client.get("/", base_url=HOME).status_code == 200
