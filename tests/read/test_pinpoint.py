"""A key path becomes the line and column a person looks at, in words that fit on a screen."""

from __future__ import annotations

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.read import pinpoint
from tests.support import findings, item_text, make_project


def problem(where: Location, message: str = "wrong", **more: object) -> Diagnostic:
    """Return a problem at a place."""
    return Diagnostic(rule="r", severity="error", message=message, because="b", help="h", location=where, **more)


def placed(root, file: str, *path: str | int) -> Location:
    """Return where a key stands."""
    return pinpoint(root, [problem(Location(file=file, path=path))])[0].location


def test_a_place_gets_its_line_column_width_and_text(tmp_path):
    where = placed(make_project(tmp_path), "evidence/weekly-reflection.md", "tags", 0, "statement")
    assert (str(where), where.end_column, where.snippet) == (
        "evidence/weekly-reflection.md:10:16",
        24,
        "  - statement: learning",
    )


def test_places_are_found_in_registers_and_in_shipped_files(tmp_path):
    root = make_project(tmp_path)
    assert str(placed(root, "project.yaml", "as_at")) == "project.yaml:2:8"
    assert placed(root, "framework/mapping.yaml", "pairs", 0, "rule").snippet.lstrip().startswith("rule:")


def test_the_first_key_of_a_register_has_a_place_too(tmp_path):
    where = placed(make_project(tmp_path), "project.yaml", "council")
    assert (str(where), where.end_column) == ("project.yaml:1:10", 27)


def test_a_key_that_was_placed_on_the_first_line_stays_there(tmp_path):
    root = make_project(tmp_path, {"project.yaml": "councel: A\ncouncil: B\n"})
    (found,) = [one for one in findings(root) if one.rule == "unknown-key"]
    assert (found.location.column, found.location.end_column) == (1, 8)


def test_a_problem_of_a_whole_file_shows_none_of_its_text(tmp_path):
    root = make_project(tmp_path)
    assert pinpoint(root, [problem(Location(file="project.yaml"))])[0].location.snippet == ""


def test_a_file_that_is_gone_or_is_no_text_has_no_place_to_show(tmp_path):
    root = make_project(tmp_path, {"evidence/a.md": b"\x00", "evidence/b.txt": "a: b"})
    for file in ("evidence/gone.md", "evidence/a.md", "evidence/b.txt"):
        assert str(placed(root, file, "a")) == f"{file}:1:1"


def test_a_place_beyond_the_end_of_its_file_has_no_text(tmp_path):
    where = Location(file="project.yaml", line=99, column=3)
    assert pinpoint(make_project(tmp_path), [problem(where)])[0].location == where


def test_places_beside_a_problem_are_found_too(tmp_path):
    root = make_project(tmp_path, {"evidence/a.md": item_text("talks"), "evidence/b.md": item_text("talks")})
    (found,) = [one for one in findings(root) if one.rule == "duplicate-id"]
    assert [str(place) for place in found.related] == ["evidence/a.md:2:5"]


def test_problems_come_in_the_order_of_files_lines_and_columns(tmp_path):
    root = make_project(tmp_path)
    later = [problem(Location(file="project.yaml", path=(key,))) for key in ("as_at", "council")]
    assert [one.location.line for one in pinpoint(root, later)] == [1, 2]


def test_what_would_move_the_cursor_or_break_the_line_is_printed_as_a_blank(tmp_path):
    root = make_project(tmp_path, {"evidence/a.md": item_text("a", tags='[{statement: "a\\x1b[2Jb\\nc"}]')})
    (found,) = [one for one in findings(root) if one.rule == "unknown-statement"]
    assert found.message == 'unknown quality statement "a [2Jb c"'


def test_a_line_with_a_control_character_is_shown_with_a_blank_in_its_place(tmp_path):
    root = make_project(tmp_path, {"evidence/a.md": item_text("a", "owner: one\x1b[2Jtwo")})
    (found,) = [one for one in findings(root) if one.rule == "bad-yaml"]
    assert found.location.snippet == "owner: one [2Jtwo"
    assert found.location.column == 11


def test_a_very_long_value_is_cut_in_the_middle(tmp_path):
    root = make_project(tmp_path, {"evidence/a.md": item_text("a", tags=f"[{{statement: {'x' * 5_000}}}]")})
    (found,) = [one for one in findings(root) if one.rule == "unknown-statement"]
    assert len(found.message) < 510
    assert found.message.endswith('x"')
