"""One file read again: always what reading the whole project would give."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.read import read_project
from cqc_evidence.read.again import with_file
from cqc_evidence.read.registers import REGISTERS
from tests.support import TODAY, item_text, make_project, write_files

NARRATIVE = "---\nstatement: equity\njudgement: Specimen. It shows little.\nconfidence: low\n---\n\n## Claims\n\n- {#equity-1} Specimen [@one].\n"
CONTENTS = {
    "evidence/a.md": (item_text("one"), item_text("one", title="Other words"), item_text("two", kind="no-such-kind"), "no front matter", ""),
    "evidence/b/c.md": (item_text("one"), item_text("three", date="2025-13"), item_text("four", sensitivity="personal")),
    "evidence/README.md": ("Not an item.", item_text("five")),
    "evidence/narrative/equity.md": (NARRATIVE, NARRATIVE.replace("little", "much"), "---\nstatement: equity\n---\n", "no front matter"),
    "evidence/narrative/equity-LAPTOP.md": (NARRATIVE,),
    "evidence/comments.yaml": ("comments: []\n", "comments:\n  - {about: equity, who: mo, text: Specimen}\n", "comments: 5\n", "\tbroken"),
    "evidence/decisions.yaml": ("accepted_gaps:\n  - {gap: gap-equity-people, reason: Specimen, who: Lead, until: 2030-01-01}\n", "accepted_gaps:\n  - {gap: 5}\n", "# nothing yet\n"),
    "evidence/requests.yaml": ("requests:\n  - {gap: gap-equity-people, who: Team manager, due: 2030-01-01}\n", "unknown: 1\n"),
    "evidence/sign-offs.yaml": ("sign_offs:\n  - {about: equity, role: director, who: dee, on: 2025-01-01, material: {}, wording: {}}\n", "sign_offs: []\n"),
    "evidence/improvement.yaml": ("improvements:\n  - {id: one, gap: gap-equity-people, action: Specimen}\n", ""),
    "evidence/information-return.yaml": ('items:\n  - {number: "1", asks: Specimen}\n',),
    "evidence/factual-accuracy.yaml": ("corrections: []\n", "received: yesterday\n"),
}  # fmt: skip
STEP = st.sampled_from(sorted(CONTENTS)).flatmap(
    lambda file: st.tuples(st.just(file), st.none() | st.sampled_from(CONTENTS[file]))
)


@settings(max_examples=40, deadline=None)
@given(st.lists(STEP, min_size=1, max_size=6))
def test_a_project_whose_files_are_read_again_one_by_one_is_the_one_that_a_whole_reading_gives(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str | None]]
) -> None:
    root = make_project(tmp_path_factory.mktemp("again") / "project")
    known = read_project(root, today=TODAY)
    for file, content in steps:
        if content is None:
            (root / file).unlink(missing_ok=True)
        else:
            write_files(root, {file: content})
        again = with_file(known, file)
        whole = read_project(root, today=TODAY)
        if again is None:
            assert file == "evidence/README.md"
            again = whole
        assert again == whole, file
        known = again


@pytest.mark.parametrize("file", sorted(REGISTERS))
def test_every_register_has_contents_in_these_tests(file: str) -> None:
    assert file in CONTENTS


@pytest.mark.parametrize(
    "file",
    ["project.yaml", "framework/mapping.yaml", "evidence/data/aggregate.csv", "evidence/inbox/a.md", "evidence/a.txt"],
)
def test_a_file_on_which_more_hangs_asks_for_a_whole_reading(tmp_path: Path, file: str) -> None:
    assert with_file(read_project(make_project(tmp_path), today=TODAY), file) is None
