"""The audit trail: whatever is done to a chain's lines is found, at its line; and a chain's file has a name for every machine."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cqc_evidence.model.audit import Said
from cqc_evidence.read.audit import BrokenChainError, broken, broken_chains, read_chain, tail
from cqc_evidence.store.audit import appended, chain_of
from cqc_evidence.store.journal import commit, locked

WHEN = datetime(2026, 11, 25, 14, 30, 21, tzinfo=UTC)
FILE = "evidence/audit/a.jsonl"


def chain(root: Path, many: int, who: str = "jo", text: str = "words") -> bytes:
    """Return a chain of so many lines, written as a program writes it: some alone, some together."""
    with locked(root):
        for number in range(0, many, 2):
            said = [
                Said(did="edited", about=f"item-{n}", changes={"title": (n, f"{text} {n}")})
                for n in range(number, min(number + 2, many))
            ]
            change, _ = appended(root, said, who, "laptop", WHEN)
            commit(root, [change])
    return (root / chain_of(who, "laptop")).read_bytes()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return chain(tmp_path_factory.mktemp("project"), 7)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return chain(tmp_path_factory.mktemp("other"), 7, who="sam")


def lines_of(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def found_at(data: bytes) -> int:
    found = broken(data, FILE)
    return found.line if found else 0


def test_a_chain_as_it_was_written_is_whole_and_tells_each_change(whole: bytes) -> None:
    assert broken(whole, FILE) is None
    lines = list(read_chain(whole))
    assert [line.n for line in lines] == [1, 2, 3, 4, 5, 6, 7]
    assert [line.said.about for line in lines] == [f"item-{n}" for n in range(7)]
    assert {line.when for line in lines} == {"2026-11-25T14:30:21Z"}


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_flipped_byte_is_found_at_its_line(whole: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(1, 255))
    changed = whole[:place] + bytes([whole[place] ^ other]) + whole[place + 1 :]
    assert found_at(changed) == whole.count(b"\n", 0, place) + 1


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_chain_that_is_cut_off_inside_a_line_is_found_at_its_last_line(whole: bytes, data: st.DataObject) -> None:
    ends = {place + 1 for place, byte in enumerate(whole) if byte == ord("\n")}
    place = data.draw(st.integers(1, len(whole) - 1).filter(lambda place: place not in ends))
    assert found_at(whole[:place]) == whole.count(b"\n", 0, place) + 1


@pytest.mark.parametrize("gone", range(6))
def test_a_line_that_was_taken_out_is_found_at_its_place(whole: bytes, gone: int) -> None:
    lines = lines_of(whole)
    assert found_at(b"".join(lines[:gone] + lines[gone + 1 :])) == gone + 1


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 7), st.integers(0, 6))
def test_a_line_of_somebody_else_that_was_put_in_is_found_at_its_place(
    whole: bytes, foreign: bytes, place: int, taken: int
) -> None:
    lines = lines_of(whole)
    line = lines_of(foreign)[taken]
    found = found_at(b"".join([*lines[:place], line, *lines[place:]]))
    first = place == 0 and taken == 0
    assert found == (2 if first else place + 1), "a first line fits in front; the next one then does not follow it"


@pytest.mark.parametrize("twice", range(7))
def test_a_line_that_stands_twice_is_found_at_the_second(whole: bytes, twice: int) -> None:
    lines = lines_of(whole)
    assert found_at(b"".join([*lines[: twice + 1], *lines[twice:]])) == twice + 2


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=2, max_size=2, unique=True))
def test_two_lines_that_were_swapped_are_found_at_the_first(whole: bytes, pair: list[int]) -> None:
    one, other = sorted(pair)
    lines = lines_of(whole)
    lines[one], lines[other] = lines[other], lines[one]
    assert found_at(b"".join(lines)) == one + 1


def test_a_line_that_was_written_anew_with_its_own_hash_is_found_at_the_next(tmp_path: Path, whole: bytes) -> None:
    lines = lines_of(whole)
    lines[3] = lines_of(chain(tmp_path, 7, text="other words"))[3]
    assert found_at(b"".join(lines)) == 4, "its line before is another one there"


def test_only_the_chain_that_was_changed_is_named(tmp_path: Path) -> None:
    chain(tmp_path, 3)
    data = chain(tmp_path, 3, who="sam")
    file = chain_of("sam", "laptop")
    (tmp_path / file).write_bytes(data.replace(b"words 1", b"wards 1"))
    assert [(one.file, one.line) for one in broken_chains(tmp_path)] == [(file, 2)]


def test_a_chain_that_cannot_be_opened_is_named_and_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain(tmp_path, 1)

    def locked_away(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", locked_away)
    (found,) = broken_chains(tmp_path)
    assert (found.line, found.why) == (1, "it cannot be opened: Permission denied")


@pytest.mark.parametrize("length", [10, 4_000, 4_096, 5_000, 262_000, 300_000])
def test_a_next_line_is_joined_to_the_last_however_long_that_is(tmp_path: Path, length: int) -> None:
    data = chain(tmp_path, 3, text="x" * length)
    found = tail(tmp_path / chain_of("jo", "laptop"))
    assert (found.size, found.n) == (len(data), 3)
    assert found.hash == list(read_chain(data))[-1].hash
    assert broken(chain(tmp_path, 1), FILE) is None


def test_a_chain_that_begins_has_nothing_before_it(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    assert tail(empty) == tail(tmp_path / "not-there.jsonl") == (0, 0, "")


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda _data: b"\n",
        lambda _data: b"\n\n\n",
        lambda _data: b"\x00" * 9_000,
        lambda _data: b"no line at all\n",
        lambda data: data[:-1],
        lambda data: data[:-20],
        lambda data: data + b"\n",
        lambda data: data + b"{}\n",
        lambda data: data + b"x",
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data[:-30] + b"0" + data[-29:],
    ],
)  # fmt: skip
def test_nothing_is_joined_to_a_chain_whose_end_is_odd_and_nothing_is_changed(tmp_path: Path, spoilt) -> None:
    path = tmp_path / chain_of("jo", "laptop")
    data = spoilt(chain(tmp_path, 3))
    path.write_bytes(data)
    with pytest.raises(BrokenChainError, match="not whole") as caught:
        appended(tmp_path, [Said(did="edited", about="a")], "jo", "laptop", WHEN)
    assert caught.value.file == path.name
    assert path.read_bytes() == data
    assert broken(data, FILE) is not None


NAMES = st.one_of(
    st.text(max_size=90),
    st.sampled_from(["CON", "aux", "..", "/", "C:\\x", "a\0b", "İstanbul", "名前", " ", "nul.", "x" * 500]),
)


@settings(max_examples=200, deadline=None)
@given(NAMES, NAMES)
def test_every_name_gives_a_file_that_every_machine_can_hold(who: str, machine: str) -> None:
    file = chain_of(who, machine)
    assert re.fullmatch(
        r"evidence/audit/[a-z0-9]([a-z0-9-]*[a-z0-9])?-on-[a-z0-9]([a-z0-9-]*[a-z0-9])?-[0-9a-f]{4}\.jsonl", file
    )
    assert len(file) < 160
    assert chain_of(who, machine) == file, "the same person comes back to the same chain"


@pytest.mark.parametrize(
    "other", ["jo-bloggs", "Jo.Bloggs", "JO BLOGGS", "jo bloggs ", "Jö Bloggs".replace("ö", "o") + "!"]
)
def test_two_people_whose_names_look_alike_have_chains_of_their_own(other: str) -> None:
    assert chain_of("Jo Bloggs", "laptop") != chain_of(other, "laptop")
    assert chain_of("jo", "a-on-b") != chain_of("jo-on-a", "b")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=40), st.text(max_size=40), st.text(max_size=200))
def test_any_words_in_a_line_come_back_as_they_were(tmp_path: Path, who: str, about: str, text: str) -> None:
    with locked(tmp_path):
        change, lines = appended(
            tmp_path, [Said(did="edited", about=about, changes={"body": ("", text)})], who, "laptop", WHEN
        )
    path = tmp_path / "one.jsonl"
    path.write_bytes(change.data or b"")
    assert broken(path.read_bytes(), FILE) is None
    assert list(read_chain(path.read_bytes())) == list(lines)
