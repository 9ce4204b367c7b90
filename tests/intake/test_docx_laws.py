"""Laws of reading Word: no word is lost without a note, and no file, however odd, raises anything."""

from __future__ import annotations

import re

from docx.document import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.model.intake import Document
from tests.intake.word import add_table, bold, built, raw, read

SIZES = st.integers(1, 14)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[str, int, list[int]]:
    """Draw a block of a document: what it is, its level or width, how many words each of its texts has."""
    sort = draw(st.sampled_from(["paragraph", "heading", "bold", "bullet", "table", "learned"]))
    if sort == "table":
        width = draw(st.integers(1, 3))
        return (
            sort,
            width,
            draw(st.lists(SIZES, min_size=width, max_size=3 * width).map(lambda one: one[: len(one) // width * width])),
        )
    return sort, draw(st.integers(1, 3)), [draw(SIZES)]


def _numbered(held: list[tuple[str, int, list[int]]]) -> list[tuple[str, int, list[str]]]:
    """Return blocks in which no word stands twice."""
    count = iter(range(10_000))
    return [
        (sort, level, [" ".join(f"Word{next(count)}x" for _ in range(size)) for size in sizes])
        for sort, level, sizes in held
    ]


def _told_places(document: Document) -> int:
    """Return how many places the notes name as left out."""
    notes = [note for note in document.notes if "too short" in note or "not taken in" in note]
    return sum(
        len(re.findall(r"(?:paragraph|row) \d+(?=[,)]| and)", note))
        + sum(map(int, re.findall(r" and (\d+) more", note)))
        for note in notes
    )


@given(st.lists(blocks(), max_size=12), st.sampled_from(["notes.docx", "interview.docx", "mih.docx"]))
def test_no_word_is_lost_without_a_note(sizes: list[tuple[str, int, list[int]]], name: str) -> None:
    held = _numbered(sizes)
    document = read(built(lambda word: [_write(word, one) for one in held]), name)
    told = set(
        re.findall(
            r"Word\d+x",
            " ".join(
                [document.title, *(one.text for one in document.extracts), *(one.heading for one in document.extracts)]
            ),
        )
    )
    lines = [
        (sort, " ".join(each[at : at + (level if sort == "table" else 1)]))
        for sort, level, each in held
        for at in range(0, len(each), level if sort == "table" else 1)
    ]
    lost = [(sort, line) for sort, line in lines if not told.issuperset(line.split())]
    text = [line for sort, line in lost if sort not in {"heading", "bold"}]
    assert len(text) <= _told_places(document)
    assert all(len(line.split()) < 6 for line in text)
    assert not lost or _told_places(document)


def _write(word: WordDocument, block: tuple[str, int, list[str]]) -> None:
    sort, level, each = block
    if sort == "table":
        add_table(word, [each[at : at + level] for at in range(0, len(each), level)])
    elif sort == "heading":
        word.add_heading(each[0], level)
    elif sort == "learned":
        word.add_heading("What we learned", level)
        word.add_paragraph(each[0], style="List Bullet")
    elif sort == "bold":
        bold(word, each[0])
    else:
        word.add_paragraph(each[0], style="List Bullet" if sort == "bullet" else None)


NAMES = ("p", "r", "t", "tbl", "tr", "tc", "tcPr", "trPr", "pPr", "rPr", "ins", "del", "moveFrom", "moveTo", "sdt", "sdtContent", "hyperlink",
         "txbxContent", "numPr", "numId", "ilvl", "outlineLvl", "gridSpan", "gridBefore", "vMerge", "hMerge", "fldChar", "footnoteReference",
         "br", "sym", "pStyle", "vanish", "commentReference", "ffData", "ddList", "altChunk")  # fmt: skip
VALUES = (
    "",
    "0",
    "1",
    "-1",
    "7",
    "99999999999",
    "²",
    "continue",
    "restart",
    "begin",
    "separate",
    "end",
    "H1",
    "Round",
    "F0FC",
)
SAID = (
    "Action",
    "Who",
    "Present:",
    "Apologies:",
    "A Specimen, B Specimen",
    "Date:",
    "5 March 2026",
    "31/02/2026",
    "Done 5/3",
    "?",
    "- x",
    "What we learned:",
)


def _element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def made(name: str, value: str, held: list[str]) -> str:
        sort = "w:fldCharType" if name == "fldChar" else "w:val"
        return f'<w:{name} {sort}="{value}" w:id="{value}">{"".join(held)}</w:{name}>'

    return st.builds(made, st.sampled_from(NAMES), st.sampled_from(VALUES), st.lists(inside, max_size=5))


ODD = st.recursive(
    st.sampled_from(SAID).map(lambda said: f"<w:p><w:r><w:t>{said}</w:t></w:r></w:p>"), _element, max_leaves=25
)


@given(st.lists(ODD, max_size=6), st.sampled_from(["notes.docx", "interview.docx"]))
def test_odd_xml_is_read_as_far_as_it_goes(body: list[str], name: str) -> None:
    document = read(raw("".join(body)), name)
    assert document.extracts or "nothing-found" in {one.rule for one in document.problems}
    assert all(one.locator for one in document.extracts)


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_file_with_wrong_bytes_is_read_or_named_as_damaged(changes: list[tuple[int, int]]) -> None:
    data = bytearray(raw("<w:p><w:r><w:t>A worker stayed with the family for six weeks</w:t></w:r></w:p>"))
    for place, value in changes:
        data[place % len(data)] = value
    document = read(bytes(data))
    assert document.extracts or document.problems
