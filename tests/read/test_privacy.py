"""The text of a personal item is never printed, not even to say what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.check import check_project
from cqc_evidence.model.location import Location
from cqc_evidence.read.items import read_item
from cqc_evidence.read.privacy import hush, is_personal
from cqc_evidence.read.problems import missing_key, unknown_key, unknown_value
from tests.support import findings, item_text, make_project, read

WORDS = "Ada Example of Mill Lane"
WRONG = {
    "id": f"{WORDS}",
    "kind": f"{WORDS}",
    "date": f"{WORDS}",
    "voice": f"{WORDS}",
    "status": f'"he said ""{WORDS}"" twice"',
    "source": f"{WORDS}",
    "title": f"[{WORDS}]",
    "tags": f"[{{statement: {WORDS}, category: {WORDS}, rules: [{WORDS}], stance: {WORDS}}}]",
    "n": f"{WORDS}",
    "verbatim": f"{WORDS}",
    "lenses": f"[{WORDS}]",
    "supersedes": f"[{WORDS}]",
    "figures": f"[{{id: {WORDS}, value: {WORDS}}}]",
    "actions": f"[{{action: a, done: {WORDS}, from: [{WORDS}]}}]",
    "review_by": f"{WORDS}",
    "permission": f"{{basis: {WORDS}, until: {WORDS}}}",
}
BROKEN = [
    f"{WORDS}: yes", f"owner: {WORDS}: late", f'owner: "{WORDS}', f"owner: [{WORDS}", f"owner: &{WORDS}", f"owner: !{WORDS} x",
    f"owner: *{WORDS[:3]}", f"owner: one\nowner: {WORDS}", f"? [{WORDS}]\n: x", f"{WORDS}", f"owner: |x {WORDS}",
    f"? {WORDS}\n: 1\n? {WORDS}\n: 2",
]  # fmt: skip
WAYS = ["sensitivity: personal", "sensitivity:   'personal'", 'sensitivity: "Personal"  # yes', "sensitivity:\n  personal",
        "sensitivity: >-\n  personal", "sensitivty: personal", "sensitivity: !!str personal", "SENSITIVITY: PERSONAL"]  # fmt: skip


def words_of(problems: object) -> str:
    """Return everything that could be printed of problems, but for the file's name."""
    return "\n".join(
        f"{problem.message}\n{problem.because}\n{problem.help}\n{problem.location.snippet}\n"
        + "\n".join(place.snippet for place in problem.related)
        for problem in problems
    )


def leaks(words: str) -> list[str]:
    """Return the parts of the secret that words hold."""
    return [part for part in (*WORDS.split(), "ada-example") if part != "of" and part.lower() in words.lower()]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_value_of_a_personal_item_is_not_printed(tmp_path, key, way):
    text = item_text("story", way, **{key: WRONG[key]})
    root = make_project(tmp_path, {"evidence/story.md": text.encode()})
    project = read(root)
    assert any(problem.location.file == "evidence/story.md" for problem in check_project(project)), "something is wrong"
    assert leaks(words_of(project.problems)) == []
    assert leaks(words_of(check_project(project))) == []


@pytest.mark.parametrize("line", BROKEN)
def test_a_personal_item_that_cannot_be_read_is_not_printed(tmp_path, line):
    root = make_project(tmp_path, {"evidence/story.md": item_text("story", "sensitivity: personal", line, body=WORDS)})
    assert any(problem.location.file == "evidence/story.md" for problem in read(root).problems)
    assert leaks(words_of((*read(root).problems, *findings(root)))) == []


def test_a_flow_of_keys_hides_as_well():
    text = f"---\n{{id: story, sensitivity: personal, kind: {WORDS}, voice: {WORDS}}}\n---\n"
    _, found = read_item(text.encode(), "f")
    assert found
    assert leaks(words_of(found)) == []


def test_notes_without_front_matter_are_not_printed(tmp_path):
    root = make_project(tmp_path, {"evidence/story.md": f"{WORDS} told us.\n", "evidence/people.csv": f"{WORDS}\n"})
    assert leaks(words_of(findings(root))) == []


def test_an_item_that_is_not_personal_shows_its_line(tmp_path):
    root = make_project(tmp_path, {"evidence/story.md": item_text("story", voice="everybody")})
    (found,) = [problem for problem in findings(root) if problem.rule == "unknown-value"]
    assert found.message == '"everybody" is not allowed here'
    assert found.location.snippet == "voice: everybody"


@pytest.mark.parametrize(
    "text", ["says: Personal budgets helped", "title: A personal story", "sensitivity: official", "note: 'impersonal'"]
)
def test_the_word_personal_in_a_sentence_hides_nothing(text):
    assert not is_personal(text)


def test_the_name_of_a_key_is_not_a_secret():
    where = Location(file="f")
    assert hush(missing_key(where, "statement", ' in "tags"')).message == 'the key "statement" is missing in "tags"'
    assert hush(unknown_key(where, WORDS, ["owner"])).message == 'unknown key "…"'
    assert hush(unknown_value(where, 'a" and "b', ["owner"])).message == '"…" is not allowed here'


secret = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=12).map(
    lambda text: f"Zq{text}qZ"
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(sorted(WRONG)), secret, st.sampled_from(['"', "'", ""])), max_size=4), secret)
def test_no_message_of_reading_a_personal_item_holds_its_words(wrong, line):
    changes = {key: f"{quote}{value}{quote}" for key, value, quote in wrong}
    _, found = read_item(item_text("story", "sensitivity: personal", line, **changes).encode(), "f")
    for words in (line, *(value for _, value, _ in wrong)):
        assert words not in words_of(found)
