"""Every complaint of the validator becomes a sentence, with the keys that would have been right."""

from __future__ import annotations

import pytest

from cqc_evidence.model.evidence import Item
from cqc_evidence.model.framework import Expectations
from cqc_evidence.model.project import Settings, Thresholds
from cqc_evidence.read import yaml_tree
from cqc_evidence.read.validate import all_keys, known_keys, validate


@pytest.mark.parametrize(
    ("place", "keys"),
    [(("permission",), ["basis", "scope", "until", "names_checked_by"]), (("actions", 3, "reported_back"), ["to", "date"]),
     (("title",), []), (("nothing",), []), (("title", "deeper"), [])],
)  # fmt: skip
def test_the_keys_allowed_at_a_place_are_known(place, keys):
    assert known_keys(Item, place) == keys


def test_the_keys_that_no_file_holds_are_not_offered():
    assert {"from", "names_checked_by", "i_statements"} <= all_keys(Item)
    assert not {"from_", "body", "location", "snippet"} & all_keys(Item)


@pytest.mark.parametrize(
    ("model", "text", "messages"),
    [
        (Settings, "council: T\nthresholds: {newest_per_cell: -1}", ['a number from 0 belongs here, not "-1"']),
        (Settings, "council: T\nthresholds: {newest_per_cell: [1]}", ["a whole number belongs here"]),
        (Thresholds, "newest_per_cell: 1.5", ['a whole number belongs here, not "1.5"']),
        (Settings, "council: {a: b}", ["one text belongs here"]),
        (Settings, "council: T\nthresholds: []", ["a group of keys belongs here"]),
        (Settings, "council: T\nedition: {a: b}", ["a list or a group of keys is not allowed here"]),
        (Settings, "council: T\nrules: [a]", ["one text belongs here"]),
        (Settings, "council: T\nas_at: [a]", ["this is not a day"]),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(model, text, messages):
    tree = yaml_tree.parse(text, "project.yaml")
    noun, found = validate(model, tree, tree.data)
    assert noun is None
    assert [problem.message for problem in found] == messages


def test_a_table_of_risks_that_is_no_table_is_told():
    tree = yaml_tree.parse(
        "source: {text: a}\ncells: []\nrisk: {required: high, expected: {}, rule: low, i_statement: low, topic: low, lens: low}",
        "f",
    )
    _, found = validate(Expectations, tree, tree.data)
    assert [(str(problem.location), problem.message) for problem in found] == [
        ("f:3:18", 'a group of keys belongs here, not "high"')
    ]


def test_an_error_that_nobody_foresaw_is_still_placed(monkeypatch):
    monkeypatch.setattr("cqc_evidence.read.validate._TYPES", {})
    tree = yaml_tree.parse("council: T\nthresholds: {newest_per_cell: many}", "project.yaml")
    _, (problem,) = validate(Settings, tree, tree.data)
    assert str(problem.location) == "project.yaml:2:31"
    assert problem.message.startswith("input should be a valid integer")
