"""Every rule has a page; what the page shows is what a person sees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cqc_evidence.check import catalogue
from tests.rules_pages import FOLDER, SECTIONS, as_expected, cases_of, outcome, rewrite
from tests.support import findings, make_project

PAGES = sorted(FOLDER.glob("*.md"))
CASES = [case for page in PAGES for case in cases_of(page)]


def test_every_rule_has_a_page_and_every_page_a_rule():
    assert {page.stem for page in PAGES} == set(catalogue())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_names_its_rule_says_why_and_has_its_three_sections(page: Path):
    first, second, third, *_ = page.read_text(encoding="utf-8").split("\n")
    assert first == f"# {page.stem}"
    assert second == ""
    assert re.fullmatch(r"[A-Z].*[^ ].*\.", third), "one sentence why the rule is there"
    found = {case.section for case in cases_of(page)}
    assert found == set(SECTIONS), "each section has a case"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_shows_the_rule_firing_and_keeping_quiet(page: Path):
    for case in cases_of(page):
        if case.section != "Edge":
            assert (case.expected == "nothing") == (case.section == "Must not fire"), case.name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_tells_what_is_found_and_where(case, tmp_path, refresh_golden):
    if refresh_golden:
        pytest.skip("the pages are being written anew")
    assert as_expected(outcome(case, tmp_path), case.expected) == case.expected


def test_refreshing_writes_what_is_found_into_the_pages(tmp_path, refresh_golden):
    if not refresh_golden:
        pytest.skip("only with --refresh-golden")
    for page in PAGES:
        texts = []
        for case in cases_of(page):
            root = tmp_path / case.name
            texts.append((case.span, as_expected(outcome(case, root), case.expected)))
        rewrite(page, texts)


def test_the_base_project_of_the_pages_has_no_error_and_no_warning(tmp_path):
    found = findings(make_project(tmp_path))
    assert [str(problem.location) for problem in found if problem.severity != "note"] == []


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_rule_has_a_manual_page_in_its_docstring(name: str):
    page = catalogue()[name]
    assert page.summary.endswith((".", "!")), "the summary is a sentence"
    assert page.summary.split("\n")[0] == page.text.split("\n")[0]
