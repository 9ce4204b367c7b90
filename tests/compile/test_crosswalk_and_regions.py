"""The crosswalk in the pack, and what of a narrative is marked for its way home."""

from __future__ import annotations

from pathlib import Path

from cqc_evidence.compile import compile_pack
from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.pack import Badge, Break, Cite, Link, ListBlock, Pack, Paragraph, Section, Text
from cqc_evidence.model.region import fingerprint, markdown_of, region_bookmark
from cqc_evidence.read import read_project
from tests.support import NARRATIVE, TODAY, item_text, make_project

OPEN = "sensitivity: public"
LIST = (
    "list: list.xlsx\nitems:\n  - {number: '1.1', asks: Minutes, owner: Team manager, evidence: [{item: weekly-reflection, locator: page 9}]}\n"
    "  - {number: '1.2', asks: Strategy, not_held: It is being written}\n  - {number: '1.3', asks: Rota}\n  - {number: '1.4', asks: All of it}\n"
)


def pack_of(root: Path, files: dict[str, str | bytes], edition: Edition = "internal") -> Pack:
    project = read_project(make_project(root, files), today=TODAY)
    return compile_pack(project, measure_coverage(project), (), edition)


def section(pack: Pack, name: str) -> Section:
    return next(one for one in pack.sections if one.id == name)


def many() -> dict[str, str | bytes]:
    source = '{citation: Notes, public_url: "https://example.org/n"}'
    items = {f"evidence/n{at}.md": item_text(f"n{at}", OPEN, "ir_refs: ['1.4']", source=source) for at in range(8)}
    return {"evidence/information-return.yaml": LIST, **items}


def test_the_crosswalk_leads_from_the_list_to_section_and_link(tmp_path: Path) -> None:
    text = section(pack_of(tmp_path, many()), "crosswalk").model_dump_json()
    assert "2 of 4 items are answered; 1 not held, 1 unmet." in text
    assert ", page 9" in text
    assert "public link" in text
    assert "https://example.org/n" in text
    assert "Not held: It is being written" in text
    assert "Minutes (Team manager)" in text
    assert " and 2 more" in text


def test_others_see_what_is_answered_and_how_much_is_not(tmp_path: Path) -> None:
    text = section(pack_of(tmp_path, many(), "cqc"), "crosswalk").model_dump_json()
    assert "2 of 4 items are answered." in text
    assert "2 items of the list are not answered in this edition." in text
    assert "It is being written" not in text
    assert "Team manager" not in text


def regions(pack: Pack) -> dict[str, Paragraph]:
    found: dict[str, Paragraph] = {}

    def walk(blocks: object) -> None:
        for block in blocks:  # type: ignore[attr-defined]
            if isinstance(block, Paragraph) and block.region:
                found[block.region.id] = block
            if isinstance(block, ListBlock):
                for entry in block.entries:
                    walk(entry)

    for one in pack.sections:
        walk(one.blocks)
    return found


def test_each_part_that_the_council_wrote_is_marked_and_nothing_else(tmp_path: Path) -> None:
    narrative = (
        NARRATIVE
        + "\n## How we know\n\nFirst words.\n\n- one thing\n- another [@weekly-reflection]\n\n## A table\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    found = regions(pack_of(tmp_path, {"evidence/narrative/learning.md": narrative}))
    assert set(found) == {
        "learning/judgement", "learning-1", "learning-1/so-what", "learning/passage-1/1", "learning/passage-1/2", "learning/passage-1/3",
    }  # fmt: skip
    claim = found["learning-1"]
    assert claim.region is not None
    assert markdown_of(claim.inlines[: claim.region.last]) == "Staff met every week [@weekly-reflection]."
    so_what = found["learning-1/so-what"]
    assert so_what.region is not None
    assert markdown_of(so_what.inlines[so_what.region.first :]) == "they tried new ways."
    assert markdown_of(found["learning/passage-1/3"].inlines) == "another [@weekly-reflection]"


def test_words_become_the_markdown_that_a_file_would_hold() -> None:
    inlines = (
        Text(text="Staff "), Text(text="", strong=True), Text(text="met "), Text(text="every", strong=True), Text(text=" week", emphasis=True),
        Text(text=" both ", strong=True, emphasis=True), Text(text="x*y", code=True), Text(text="  "), Text(text=" a_b [c] "), Break(),
        Cite(item="one", label="P1"), Cite(item="two", label="P2", locator="p. 4"), Badge(mark="weak", word="Weak"),
        Link(href="https://example.org", text="a [link]"),
    )  # fmt: skip
    assert markdown_of(inlines) == (
        "Staff met **every** *week* ***both*** `x*y` a\\_b \\[c\\] [@one; @two, p. 4][a \\[link\\]](https://example.org)"
    )
    assert len(region_bookmark("a" * 300, fingerprint("x"), "y")) <= 40


def test_blanks_have_no_marks() -> None:
    assert markdown_of((Text(text="a"), Text(text=" ", strong=True), Text(text="b"))) == "a b"


def test_an_index_of_everything_says_nothing_of_what_is_not_there(tmp_path: Path) -> None:
    from cqc_evidence.compile.bundle_index import Line, compile_index

    project = read_project(make_project(tmp_path), today=TODAY)
    line = Line("1", "Minutes", "1-01 a.txt", "Minutes of March", "page 2", "https://example.org/m")
    whole = compile_index(project, measure_coverage(project), (line,), (), 0).model_dump_json()
    assert "Not in this bundle" not in whole
    lacking = compile_index(project, measure_coverage(project), (), ("it holds personal data",), 2).model_dump_json()
    assert "1 document or item: it holds personal data." in lacking
    assert "2 numbers of the list have no document here." in lacking
