"""Whatever a file holds: an item, or a problem with a place; never a crash, never silence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.read.items import read_item
from cqc_evidence.read.narratives import read_narrative
from tests.support import ITEM, NARRATIVE, item_text


def rules(data: bytes | str) -> list[str]:
    """Return the names of the problems of an item's file."""
    _, found = read_item(data.encode() if isinstance(data, str) else data, "evidence/a.md")
    return [problem.rule for problem in found]


def changed(text: str, changes: list[tuple[int, int, bytes]]) -> bytes:
    """Return a file with some stretches of its bytes replaced."""
    data = text.encode()
    for start, length, new in changes:
        at = start % (len(data) + 1)
        data = data[:at] + new + data[at + length :]
    return data


noise = st.binary(max_size=6) | st.sampled_from([b"---\n", b": ", b"\n", b"\t", b"&a ", b"*a", b"!x ", b"[", b"{", b"'", b"\xa3", b"\xff\xfe", b"\r", b"personal", b"## Claims\n", b"[@", b"]", b"{#a}"])  # fmt: skip
changes = st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 12), noise), max_size=5)


@given(st.binary(max_size=200) | st.builds(changed, st.just(ITEM), changes))
def test_any_bytes_give_an_item_or_a_located_problem(data):
    item, found = read_item(data, "evidence/a.md")
    assert item is not None or found
    for problem in found:
        assert problem.location.file == "evidence/a.md"
        assert 1 <= problem.location.line <= data.count(b"\n") + data.count(b"\r") + 1
        assert problem.location.column >= 1
        assert problem.message
        assert problem.because
        assert problem.help


@given(st.binary(max_size=200) | st.builds(changed, st.just(NARRATIVE), changes))
def test_any_bytes_give_a_narrative_or_a_located_problem(data):
    narrative, found = read_narrative(data, "evidence/narrative/a.md")
    assert narrative is not None or found
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    for citation in narrative.citations if narrative and not found else ():
        where = citation.location
        assert text.split("\n")[where.line - 1][where.column - 1 : where.end_column - 1] == f"@{citation.item}"


@settings(max_examples=40)
@given(st.text(st.characters(exclude_characters="\0"), max_size=300))
def test_the_text_below_the_front_matter_may_be_anything(body):
    plain = body.replace("\r\n", "\n").replace("\r", "\n")
    item, found = read_item(item_text("a", body=body).encode("utf-8", "ignore"), "evidence/a.md")
    assert found == ()
    assert item.body == plain.encode("utf-8", "ignore").decode().strip("\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_byte_order_mark_change_nothing(end, mark):
    plain, _ = read_item(ITEM.encode(), "evidence/a.md")
    other, found = read_item(mark + ITEM.replace("\n", end).encode(), "evidence/a.md")
    assert (other, found) == (plain, ())


@pytest.mark.parametrize("codec", ["cp1252", "utf-16"])
def test_text_in_another_encoding_is_read_and_told(codec):
    text = item_text("a", title="A grant of £200 – “well spent”")
    item, found = read_item(text.encode(codec), "evidence/a.md")
    assert item.title == "A grant of £200 – “well spent”"
    assert [problem.rule for problem in found] == ["wrong-encoding"]


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfe\x00\xd8", b"\xfe\xff\xd8\x00", b"---\n\x00\n---\n", b"---\nid: \x81\n---\n", b"%PDF-1.7\n\x9d\x8f"],
)
def test_what_is_no_text_in_any_encoding_is_binary(data):
    assert rules(data) == ["binary-file"]


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\xff\xfe", "\u3000\u00a0\n".encode()]
)
def test_what_holds_nothing_is_empty(data):
    assert rules(data) == ["empty-file"]


def test_a_wrong_encoding_never_hides_that_there_are_no_keys():
    assert rules("---\n- £\n---\n".encode("cp1252")) == ["wrong-encoding", "bad-yaml"]


def test_yaml_does_not_guess_at_what_was_typed():
    item, found = read_item(item_text("a", "sites: [0123, no, 12:30, 1_000]", title="no").encode(), "f")
    assert found == ()
    assert item.title == "no"
    assert item.sites == ("0123", "no", "12:30", "1_000")


@pytest.mark.parametrize(
    "broken", ["{category: processes}", "words", "{statement: [a]}", "{statement: a, colour: red}", "~", "[]"]
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_bad_tag_does_not_lose_the_others(broken, place):
    tags = ["{statement: learning}", "{statement: governance}"]
    tags.insert(place, broken)
    item, found = read_item(item_text("a", tags=f"[{', '.join(tags)}]").encode(), "f")
    assert [tag.statement for tag in item.tags] == ["learning", "governance"]
    assert found


def test_one_bad_figure_and_one_bad_action_do_not_lose_the_others():
    lines = [
        "figures: [{id: a, value: many, unit: calls}, {id: b, value: 2, unit: calls}]",
        "actions: [{owner: Director}, {action: Talk}]",
    ]
    item, found = read_item(item_text("a", *lines).encode(), "f")
    assert [figure.id for figure in item.figures] == ["b"]
    assert [action.action for action in item.actions] == ["Talk"]
    assert [problem.rule for problem in found] == ["bad-value", "missing-key"]


def test_a_key_that_means_nothing_is_left_out_alone():
    item, found = read_item(item_text("a", "onwer: Director").encode(), "f")
    assert item is not None
    assert [problem.rule for problem in found] == ["unknown-key"]


@pytest.mark.parametrize(
    "line",
    [
        "permision: {basis: withdrawn}", "permissions: {basis: withdrawn}", "Permission: {basis: withdrawn}", "permisson: {}",
        "PERMISSION: {basis: withdrawn}", "permission: {bassis: withdrawn}", "permission: {basis: withdrawn, untill: 2020-01-01}", "permission: withdrawn",
        "permission: {basis: withdrwan}", "permission: {until: soon}", "permission: [withdrawn]", "permission:",
        "permission: {basis: }", "permission: {basis: given, scope: }", "permission: {scope: [internl]}",
        "sensitivity: privat", "sensitivty: personal", "sensitivity:", "stauts: withdrawn", "untill: 2020-01-01", "scpoe: [internal]",
        "permission: {basis: given}\npermission: {basis: withdrawn}", "sensitivity: public\nsensitivity: personal",
        "permission: {basis: given, basis: withdrawn}", "permission: &a {basis: withdrawn}",
    ],
)  # fmt: skip
def test_a_fault_near_a_key_that_keeps_evidence_out_leaves_the_item_out(line):
    item, found = read_item(item_text("a", line).encode(), "f")
    assert item is None
    assert found


@pytest.mark.parametrize("line", ["supersedes: [Old One]", "derived_from: [[a]]", "lenses: [{a: b}]"])
def test_a_fault_in_a_list_of_names_leaves_the_item_out_for_nobody_knows_what_was_meant(line):
    item, found = read_item(item_text("a", line).encode(), "f")
    assert item is None
    assert found


def test_the_text_keeps_the_blanks_of_its_first_line():
    item, _ = read_item(item_text("a", body="    indented\n\n  last  ").encode(), "f")
    assert item.body == "    indented\n\n  last  "


@pytest.mark.parametrize("line", ["status: withdrwan", "status: [accepted]"])
def test_a_wrong_status_leaves_the_item_out(line):
    item, _ = read_item(item_text("a", line, status="").encode(), "f")
    assert item is None


def test_keys_that_the_reader_sets_itself_cannot_be_set():
    item, found = read_item(
        item_text("a", "location: {file: /etc/passwd}", "body: Other words", body="Words.").encode(), "f"
    )
    assert (item.location.file, item.body) == ("f", "Words.")
    assert [problem.rule for problem in found] == ["bad-value", "bad-value"]


def test_a_repeated_key_that_guards_nothing_keeps_the_first_value():
    item, found = read_item(item_text("a", "owner: One", "owner: Two").encode(), "f")
    assert item.owner == "One"
    assert [problem.rule for problem in found] == ["repeated-key"]


def test_every_problem_is_told_not_only_the_first():
    text = item_text("A", "colour: red", "n: many", date="soon", voice="all", tags="[{stance: suports}]")
    assert sorted(rules(text)) == [
        "bad-date",
        "bad-id",
        "bad-value",
        "missing-key",
        "unknown-key",
        "unknown-value",
        "unknown-value",
    ]


def test_a_very_large_number_is_refused_in_plain_words():
    _, found = read_item(item_text("a", f"n: {'9' * 5000}").encode(), "f")
    assert found[0].message.startswith("a smaller number belongs here")
