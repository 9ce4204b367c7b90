"""YAML is text with places: nothing is guessed, nothing is expanded, nothing ends the program."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.read import yaml_tree
from cqc_evidence.read.yaml_tree import parse


@pytest.fixture(params=["quick", "everywhere"], autouse=True)
def _each_reader(request, monkeypatch):
    """Run every test with PyYAML's quick reader and with the one it has everywhere."""
    if request.param == "everywhere":
        monkeypatch.setattr(yaml_tree, "_C_PARSER", None)
        monkeypatch.setattr(yaml_tree, "_Loader", yaml.SafeLoader)
        monkeypatch.setattr(yaml_tree, "_Composer", yaml_tree._composer())


@pytest.mark.parametrize(
    "text", ["0123", "no", "12:30", "1_000", "1e3", "0x1F", "2025-01-02", ".inf", "Yes", "=", "<<"]
)
def test_a_value_stays_the_text_that_was_typed(text):
    assert parse(f"a: {text}", "f").data == {"a": text}


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL", " # a comment"])
def test_a_key_with_nothing_behind_it_counts_as_absent(nothing):
    assert parse(f"a: {nothing}\nb: x", "f").data == {"b": "x"}


def test_quotation_marks_make_nothing_a_text():
    assert parse("a: ''\nb: 'null'\nc: [~, '']", "f").data == {"a": "", "b": "null", "c": [None, ""]}


@pytest.mark.parametrize("deep", [41, 1_000, 100_000])
@pytest.mark.parametrize("opened", ["[", "{a: ", "- ", "? "])
def test_bottomless_nesting_is_refused_at_once(opened, deep):
    begun = time.perf_counter()
    tree = parse(opened * deep, "f")
    assert time.perf_counter() - begun < 2
    assert [problem.message for problem in tree.problems] == ["this cannot be read: it is nested too deeply"]
    assert tree.data is None


def test_bottomless_indentation_is_refused():
    text = "\n".join(" " * depth + "a:" for depth in range(200))
    assert "nested too deeply" in parse(text, "f").problems[0].message


@pytest.mark.parametrize(
    "text", ["a: [{b: [{c: [d]}]}]", " " * 60 + "a: b", "a: [" + "[x], " * 60 + "]", "a: >\n" + " " * 50 + "far"]
)
def test_what_is_wide_but_not_deep_is_read(text):
    assert parse(text, "f").problems == ()


def test_billion_laughs_are_never_expanded():
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    begun = time.perf_counter()
    tree = parse("\n".join(lines), "f")
    assert time.perf_counter() - begun < 1
    assert tree.data is None
    assert {problem.rule for problem in tree.problems} == {"yaml-alias"}


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ("a: 'x\nb: c\n", "1:4", "this quotation mark is never closed"),
        ('a: "x\n---\nb: c\n', "2:1|1:4", "this quotation mark is never closed"),
        ("a: b: c\n", "1:5", "a colon stands where none is expected"),
        ("a: [1, 2\nb: c\n", "1:4", "this bracket is never closed, or a comma is missing"),
        ("a: {b: c\n", "1:4", "this bracket is never closed, or a comma is missing"),
        ("- a\nb: c\n", "2:1", "this line does not fit with those around it"),
        ("a: @x\n", "1:4", "a value cannot begin with @"),
        ("a: b\nfoo\nc: d\n", "2:1", "this line is not a key with its value"),
        ("a:\n\t- b\n", "2:1", "a tab stands here"),
        ("a: b\n--- c\n", "2:1", 'a line of "---" begins a second part'),
        ("a: x\nb: \x07\n", "2:4", "an invisible control character stands here"),
        ("{", "1:1|1:2", "this bracket is never closed, or a comma is missing"),
        ("a: [", "1:1|1:5", "this bracket is never closed, or a comma is missing"),
        ("a: }\n", "1:4", "it does not follow the form|this does not fit|this line does not fit"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words_at_its_place(text, place, why):
    (problem,) = parse(text, "f").problems
    assert f"{problem.location.line}:{problem.location.column}" in place.split("|")
    assert any(words in problem.message for words in why.split("|"))


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
def test_a_line_end_that_no_editor_counts_does_not_shift_the_places(separator):
    tree = parse(f"a: one{separator}two\nb: three\n", "f")
    assert tree.data == {"a": "one two", "b": "three"}
    assert str(tree.place(("b",))) == "f:2:4"


def test_a_place_is_the_value_or_the_nearest_thing_above_it():
    tree = parse("a:\n  - b: [c, d]\n    e: f\n", "f", first_line=1)
    places = {
        path: str(tree.place(path))
        for path in [(), ("a",), ("a", 0), ("a", 0, "b"), ("a", 0, "b", 1), ("a", 0, "x"), ("a", 9), ("a", 0, "e", "x")]
    }
    assert places == {
        (): "f:2:1", ("a",): "f:2:1", ("a", 0): "f:3:5", ("a", 0, "b"): "f:3:8", ("a", 0, "b", 1): "f:3:12",
        ("a", 0, "x"): "f:3:5", ("a", 9): "f:2:1", ("a", 0, "e", "x"): "f:4:8",
    }  # fmt: skip
    assert str(tree.place(("a", 0, "e"), key=True)) == "f:4:5"
    assert tree.place(("a", 0, "b")).end_column == 14, "a list on one line is underlined to its end"


def test_what_is_missing_from_a_group_is_shown_by_the_groups_key():
    assert str(parse("a: b\nc:\n  d: e\n", "f").place(("c", "x"))) == "f:2:1"


def test_a_key_is_found_or_not():
    tree = parse("a: {b: c}\nd: e\n", "f")
    assert str(tree.key(("a", "b"))) == "f:1:5"
    assert tree.key(("a", "c")) is None
    assert tree.key(("d", "c")) is None


def test_a_list_inside_a_list_has_a_place_of_its_own():
    assert str(parse("a:\n  - - b\n    - c\n", "f").place(("a", 0))) == "f:2:5"


def test_nothing_at_all_is_nothing():
    tree = parse("# only a comment\n", "f")
    assert (tree.data, tree.node, tree.problems) == (None, None, ())
    assert str(tree.place(("a",))) == "f:1:1"


def test_a_key_that_is_no_word_is_told_and_the_rest_is_read():
    tree = parse("? [a]\n: b\nc: d\n", "f")
    assert tree.data == {"c": "d"}
    assert [problem.rule for problem in tree.problems] == ["bad-yaml"]


yamlish = st.text(
    st.sampled_from([*"abc:-?[]{}&*!|>'\"#%@` \t\n,.0\\", "\u2028", "é", "😀", "\x07", "\ud800"]), max_size=60
)


@given(st.text(max_size=60) | yamlish)
def test_any_text_gives_data_or_a_located_problem(text):
    tree = parse(text, "f")
    assert tree.data is not None or tree.problems or tree.node is None or tree.node.value in yaml_tree._NOTHING
    for problem in tree.problems:
        assert problem.location.line >= 1
        assert problem.location.column >= 1


keys = st.text(st.sampled_from("abc-"), min_size=1, max_size=4)
values = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(keys, values, min_size=1, max_size=4), st.sampled_from([True, False, None]))
def test_what_a_program_writes_is_read_back_with_a_place_for_every_value(data, flow):
    text = yaml.dump(data, allow_unicode=True, default_style='"', default_flow_style=flow, width=1000)
    tree = parse(text, "f")
    assert tree.data == data
    lines = text.split("\n")
    for key, value in data.items():
        if isinstance(value, str) and value.isalnum() and "\\" not in text:
            where = tree.place((key,))
            assert lines[where.line - 1][where.column - 1 : where.end_column - 1] == f'"{value}"'
