"""`cqc-evidence trace`: every line to mend, with its file and line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.support import cqc
from tests.support import item_text, make_project

FIGURE = "figures: [{id: share, label: Came again, value: 25, unit: percent}]"
ITEM = item_text("count", FIGURE, title="A quarter came again, 25%")
NARRATIVE = """\
---
statement: learning
judgement: We learn from one another every week.
confidence: partial
speaker: Practice lead
---

## Claims

- {#learning-1} In the year 25% came again [@count]. So what: fewer had to ask twice.
- {#learning-2} They met [@weekly-reflection].
"""


def counted(folder: Path) -> Path:
    return make_project(folder, {"evidence/count.md": ITEM, "evidence/narrative/learning.md": NARRATIVE})


def test_an_item_is_told_with_every_line_that_rests_on_it(tmp_path: Path) -> None:
    typed = cqc("trace", "count", at=counted(tmp_path))
    assert typed.code == 0
    assert typed.out.startswith("item count\nA quarter came again, 25%\n\nRests on it\n  Claims (1)\n")
    assert "    learning-1  evidence/narrative/learning.md:10\n      In the year 25% came again.\n" in typed.out
    assert "\nIt rests on\n  Source (1)\n" in typed.out
    assert "lines to look at when it changes." in typed.out or "1 line to look at" in typed.out


def test_a_figure_is_told_with_its_claim_and_its_title(tmp_path: Path) -> None:
    typed = cqc("trace", "count.share", at=counted(tmp_path))
    assert "evidence/narrative/learning.md:10" in typed.out
    assert "title: A quarter came again, 25%" in typed.out
    assert "2 lines to look at when it changes." in typed.out


def test_a_claim_is_told_with_the_figure_behind_its_number_and_what_check_finds(tmp_path: Path) -> None:
    root = make_project(
        tmp_path,
        {"evidence/count.md": ITEM, "evidence/narrative/learning.md": NARRATIVE.replace("25% came", "26% came")},
    )
    typed = cqc("trace", "learning-1", at=root)
    assert "What check finds (1)\n    number-without-figure" in typed.out
    assert "Numbers without a figure (1)\n    26%\n      no figure of its evidence holds this number" in typed.out
    assert "Practice lead\n      can speak to it" in typed.out
    assert "No line has to change with it." in typed.out


def test_a_number_is_told_with_its_figures_and_where_it_is_printed(tmp_path: Path) -> None:
    typed = cqc("trace", "25%", at=counted(tmp_path))
    assert typed.out.startswith("25%\n\nFigures that hold it\n  Figures (1)\n    count.share  evidence/count.md:")
    assert "Places that print it\n  Claims (1)\n" in typed.out


def test_what_nothing_rests_on_says_so(tmp_path: Path) -> None:
    typed = cqc("trace", "learning-2", at=counted(tmp_path))
    assert "No line has to change with it." in typed.out


def test_programs_get_the_same_places(tmp_path: Path) -> None:
    found = json.loads(cqc("trace", "count.share", "--format", "json", at=counted(tmp_path)).out)
    places = [
        (one["kind"], one["location"]["file"], one["location"]["line"])
        for one in found["rests_on_it"]
        if one["location"]
    ]
    assert ("claim", "evidence/narrative/learning.md", 10) in places
    assert ("sentence", "evidence/count.md", 4) in places


def test_a_misspelt_name_gets_the_nearest(tmp_path: Path) -> None:
    typed = cqc("trace", "coumt", at=counted(tmp_path))
    assert typed.code == 2
    assert 'nothing here is called “coumt”: did you mean "count"?' in " ".join(typed.err.split())


def test_the_same_number_elsewhere_stands_apart(tmp_path: Path) -> None:
    improvement = "improvements:\n- {id: imp, gap: gap-learning-people, action: Ask., latest: 25% of calls}\n"
    root = make_project(tmp_path, {"evidence/count.md": ITEM, "evidence/improvement.yaml": improvement})
    typed = cqc("trace", "count.share", at=root)
    assert "The same number elsewhere, tied to it by nothing else\n  Areas for improvement (1)\n    imp" in typed.out


def test_the_screen_shows_twelve_of_a_kind_and_counts_the_rest(tmp_path: Path) -> None:
    more = {f"evidence/made-{n:02}.md": item_text(f"made-{n:02}", "derived_from: [count]") for n in range(15)}
    typed = cqc("trace", "count", at=make_project(tmp_path, {"evidence/count.md": ITEM, **more}))
    assert "Items (15)" in typed.out
    assert "… and 3 more (--format json lists all)" in typed.out


def test_no_word_of_a_personal_item_reaches_the_screen(tmp_path: Path) -> None:
    secret = item_text("count", FIGURE, "sensitivity: personal", title="Amira came again 25%", body="Amira.")
    root = make_project(tmp_path, {"evidence/count.md": secret, "evidence/narrative/learning.md": NARRATIVE})
    for subject in ("count", "count.share", "learning-1", "25%"):
        assert "Amira" not in "".join(cqc("trace", subject, at=root)[1:])
