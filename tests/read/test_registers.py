"""Registers, settings and framework files lose what is wrong in them and nothing else."""

from __future__ import annotations

import sys

import pytest

from cqc_evidence.read.salvage import place_in_file
from cqc_evidence.read.shipped import resolve, shipped
from tests.support import findings, item_text, make_project, project_of, read

GAP = "{gap: gap-learning-people, reason: Later, who: Director, until: 2026-01-01}"


def test_a_bad_entry_is_left_out_alone(tmp_path):
    project = project_of(
        tmp_path, {"evidence/decisions.yaml": f"accepted_gaps: [{{gap: a}}, {GAP}, word]\nscores: many\n"}
    )
    assert [one.gap for one in project.decisions.accepted_gaps] == ["gap-learning-people"]
    assert sorted(problem.rule for problem in project.problems) == [
        "bad-value",
        "bad-value",
        "missing-key",
        "missing-key",
        "missing-key",
    ]
    assert project.left_out == ()


@pytest.mark.parametrize("content", ["- a\n", "words\n", "a: [\n", "\x00", ""])
def test_a_register_that_cannot_be_understood_is_told_and_counts_as_empty(tmp_path, content):
    project = project_of(tmp_path, {"evidence/decisions.yaml": content})
    assert project.decisions.accepted_gaps == ()
    assert project.left_out == ("evidence/decisions.yaml",)
    assert [problem.location.file for problem in project.problems] == ["evidence/decisions.yaml"]


@pytest.mark.parametrize("content", ["# nothing yet\n", "accepted_gaps:\n", "{}\n", "~\n"])
def test_a_register_that_says_nothing_is_no_problem(tmp_path, content):
    project = project_of(tmp_path, {"evidence/decisions.yaml": content})
    assert (project.problems, project.left_out) == ((), ())


def test_every_register_is_read(tmp_path):
    project = project_of(tmp_path, {
        "evidence/decisions.yaml": f"accepted_gaps: [{GAP}]\n",
        "evidence/improvement.yaml": "improvements: [{id: ask, gap: gap-learning-people, action: Ask}]\n",
        "evidence/requests.yaml": "requests: [{who: Carers, due: 2025-06}]\n",
    })  # fmt: skip
    assert (len(project.decisions.accepted_gaps), len(project.improvements), len(project.requests)) == (1, 1, 1)


def test_a_setting_that_cannot_be_understood_loses_only_itself(tmp_path):
    project = project_of(
        tmp_path,
        {
            "project.yaml": "council: Testshire\nas_at: soon\nword_budgets: {statement: many}\ncolour: red\nstatus: Final\n"
        },
    )
    assert (project.settings.council, project.settings.status, project.settings.as_at) == ("Testshire", "Final", None)
    assert len(project.problems) == 3


@pytest.mark.parametrize("content", ["", "words", "council: [a]\n", "# only a comment\n", "status: Final\n"])
def test_a_project_that_names_no_council_is_told_and_read(tmp_path, content):
    project = project_of(tmp_path, {"project.yaml": content})
    assert project.settings.council == "(council not named)"
    assert {problem.location.file for problem in project.problems} == {"project.yaml"}
    assert len(project.items) == 1


def test_the_projects_own_framework_file_comes_before_the_shipped_one(tmp_path):
    own = (shipped() / "framework/language.yaml").read_text(encoding="utf-8").replace("terms:", "terms:  # ours", 1)
    project = project_of(tmp_path, {"framework/language.yaml": own})
    assert project.framework.shipped == ("quality", "conversations", "mapping", "expectations", "signals", "metrics")
    assert resolve(tmp_path, "framework/language.yaml") == tmp_path / "framework/language.yaml"
    assert resolve(tmp_path, "framework/mapping.yaml") == shipped("framework/mapping.yaml")
    assert resolve(tmp_path, "evidence/gone.md") == tmp_path / "evidence/gone.md", "evidence is never borrowed"


@pytest.mark.parametrize("content", ["", "[", "terms: words\n", "\x00", "# nothing\n"])
def test_an_own_framework_file_that_cannot_be_understood_is_told_and_the_shipped_one_stands_in(tmp_path, content):
    project = project_of(tmp_path, {"framework/language.yaml": content})
    assert "language" in project.framework.shipped
    assert project.framework.language.terms
    assert {problem.location.file for problem in project.problems} == {"framework/language.yaml"}


def test_golden_rules_that_are_none_are_told_and_the_shipped_ones_stand_in(tmp_path):
    project = project_of(
        tmp_path, {"framework/three-conversations.yaml": "conversations: []\nrule_sets: []\nkinds: []\n"}
    )
    assert [problem.message for problem in project.problems] == ["at least one entry belongs here"]
    assert project.framework.rules.id == "p4c-2024"


def test_a_framework_that_is_not_there_is_replaced_by_the_shipped_one(tmp_path):
    project = project_of(tmp_path, {"project.yaml": "council: T\nframework: cqc-la-2042\nrules: nobodys\n"})
    assert project.framework.quality.id == "cqc-la-2025"
    assert project.framework.rule_set == project.framework.conversations.rule_sets[0].id


def test_an_own_framework_that_cannot_be_understood_is_told_with_its_own_problems(tmp_path):
    root = make_project(
        tmp_path, {"project.yaml": "council: T\nframework: ours\n", "framework/ours.yaml": "id: ours\nthemes: no\n"}
    )
    assert read(root).framework.quality.id == "cqc-la-2025"
    assert {"bad-value", "missing-key", "unknown-framework"} <= {problem.rule for problem in findings(root)}


def test_a_wheel_holds_the_shipped_files_beside_its_code(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[shipped.__module__], "_PACKAGE", tmp_path / "cqc_evidence")
    assert shipped("project.yaml") == tmp_path / "project.yaml"
    (tmp_path / "cqc_evidence/starter").mkdir(parents=True)
    assert shipped("project.yaml") == tmp_path / "cqc_evidence/starter/project.yaml"


@pytest.mark.parametrize(("index", "left_out", "place"), [(0, set(), 0), (0, {0}, 1), (1, {0, 2}, 3), (2, {5}, 2)])
def test_an_entry_is_counted_as_the_file_has_it(index, left_out, place):
    assert place_in_file(index, left_out) == place


def test_a_fingerprint_that_looks_like_a_number_stays_as_it_is(tmp_path):
    marks = "{figures: 012345678901, tags: 12345678e901, 'passage So: far': 1e5}"
    entry = f"{{about: learning, role: director, who: Bo, on: 2025-05-01, material: {marks}, wording: {{}}}}"
    project = project_of(tmp_path, {"evidence/sign-offs.yaml": f"sign_offs: [{entry}, word]\n"})
    (one,) = project.sign_offs
    assert one.material == {"figures": "012345678901", "tags": "12345678e901", "passage So: far": "1e5"}
    assert [problem.rule for problem in project.problems] == ["bad-value"]


def test_a_sign_off_behind_one_that_was_left_out_is_still_pointed_at(tmp_path):
    entry = "{about: lerning, role: director, who: Bo, on: 2025-05-01, material: {}, wording: {}}"
    root = make_project(tmp_path, {"evidence/sign-offs.yaml": f"sign_offs:\n  - word\n  - {entry}\n"})
    assert [(one.rule, one.location.line) for one in findings(root) if one.severity != "note"] == [
        ("bad-value", 2),
        ("unknown-sign-off", 3),
    ]


def test_a_name_in_a_review_s_note_is_found_and_the_reviewer_s_own_is_not(tmp_path):
    review = "reviews: [{verdict: accepted, who: Mrs Specimen, on: 2025-02-01, note: Ask Mrs Specimen again.}]"
    root = make_project(tmp_path, {"evidence/noted.md": item_text("noted", review)})
    assert [one.location.path for one in findings(root) if one.rule == "personal-data"] == [("reviews", 0, "note")]
