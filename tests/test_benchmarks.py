"""The projects that speed is measured on are real projects, and the same ones every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from cqc_evidence.model.diagnostic import Severity
from tests.support import findings, read

FOLDER = Path(__file__).resolve().parents[1] / "benchmarks"
ITEMS = 20

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the benchmarks are in the repository only")


@pytest.fixture
def corpus(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script that makes projects up; it stands beside the package, not in it."""
    monkeypatch.syspath_prepend(str(FOLDER))
    yield import_module("corpus")
    for name in ("corpus", "plans", "sentences", "report", "child", "browser", "intake", "web"):
        sys.modules.pop(name, None)


@pytest.fixture
def project(corpus: ModuleType, tmp_path: Path) -> Path:
    """A project of twenty specimens."""
    corpus.write(tmp_path, ITEMS)
    return tmp_path


def test_a_made_up_project_has_no_error_and_all_its_items(project: Path) -> None:
    understood = read(project)
    assert len(understood.items) == ITEMS
    assert {len(narrative.claims) for narrative in understood.narratives} == {6}
    assert len(understood.narratives) == len(understood.framework.statements)
    assert not [problem for problem in findings(project) if problem.severity is Severity.ERROR]


def test_a_made_up_project_is_the_same_every_time_whatever_the_order_of_hashes(tmp_path: Path) -> None:
    for folder, order in (("one", "1"), ("other", "2")):
        command = [sys.executable, str(FOLDER / "corpus.py"), str(tmp_path / folder), "--items", str(ITEMS)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": order})
    made = [
        {path.relative_to(tmp_path / folder): path.read_bytes() for path in (tmp_path / folder).rglob("*.*")}
        for folder in ("one", "other")
    ]
    assert made[0] == made[1]
    assert len(made[0]) > ITEMS


def test_a_larger_project_begins_with_the_items_of_a_smaller_one(corpus: ModuleType) -> None:
    items = [dict(found for found in corpus.files(size) if "/specimen-0" in found[0]) for size in (ITEMS, 2 * ITEMS)]
    assert len(items[1]) == 2 * ITEMS
    assert items[0].items() <= items[1].items()


def test_every_specimen_says_that_it_is_one_in_sixty_to_a_hundred_and_twenty_words(corpus: ModuleType) -> None:
    for file, text in corpus.files(200):
        if "/specimen-0" in file:
            body = text.split("---\n", 2)[2]
            assert 'title: "Specimen item ' in text
            assert 60 <= len(re.findall(r"[A-Za-z’']+", body)) <= 120, file


def test_a_revised_item_is_cited_and_differs_only_in_that_it_says_so(corpus: ModuleType) -> None:
    file, text = corpus.changed_item(ITEMS, 1)
    files = dict(corpus.files(ITEMS))
    assert text.replace(", revised 1 times", "") == files[file]
    assert text != files[file]
    name = Path(file).stem
    assert any(f"@{name}" in words for place, words in files.items() if "/narrative/" in place)


@pytest.mark.usefixtures("corpus")
def test_a_target_is_met_or_not_met_in_words() -> None:
    report, child = import_module("report"), import_module("child")
    results = {
        1_000: {
            task: [child.Sample(0.5, 1.0, 90.0)] for task in (report.COLD, report.CHANGED, report.CHECK, report.HELP)
        }
    }
    rows = [row for row in report.verdicts(results).splitlines() if " 1,000 |" in row]
    assert [row.rsplit("|", 2)[1].strip() for row in rows] == ["met", "not met", "not met", "not met"]
    assert "not measured" in report.verdicts(results)


@pytest.mark.usefixtures("corpus")
def test_the_tables_take_the_place_between_the_markers_and_leave_the_rest(tmp_path: Path) -> None:
    report = import_module("report")
    page = tmp_path / "speed.md"
    page.write_text(f"# Speed\n\n{report.BEGIN}\nold\n{report.END}\n\nAfter.\n", encoding="utf-8")
    report.put(page, "new")
    assert page.read_text(encoding="utf-8") == f"# Speed\n\n{report.BEGIN}\nnew\n{report.END}\n\nAfter.\n"


@pytest.mark.usefixtures("corpus")
def test_the_page_has_tables_of_its_own_in_the_same_file(tmp_path: Path) -> None:
    report = import_module("report")
    page = tmp_path / "speed.md"
    page.write_text(
        f"<!-- web: begin -->\nold\n<!-- web: end -->\n{report.BEGIN}\nkept\n{report.END}\n", encoding="utf-8"
    )
    report.put(page, "new", "web")
    assert (
        page.read_text(encoding="utf-8")
        == f"<!-- web: begin -->\nnew\n<!-- web: end -->\n{report.BEGIN}\nkept\n{report.END}\n"
    )


@pytest.mark.usefixtures("corpus")
def test_a_page_is_quick_enough_or_not_in_words_at_ten_thousand_items_only() -> None:
    web = import_module("web")
    found = {
        web.HOME: web.Times([0.1, 0.2, 0.9], 0.1),
        web.ITEM: web.Times([0.2] * 3, 0.1),
        "memory": web.Times([90.0], 0.0),
    }
    told = web.table(10_000, 5, found)
    assert "the server held 90 MB" in told
    assert [row.rsplit("|", 2)[1].strip() for row in told.splitlines() if row.startswith(("| where", "| an"))] == [
        "met",
        "not met",
    ]
    assert "met" not in web.table(1_000, 5, found).rpartition("result")[2]


@pytest.mark.usefixtures("corpus")
def test_a_form_is_sent_back_as_a_browser_would_send_it() -> None:
    form = import_module("browser").Form
    page = """<form><input name="q"></form><form><input type="hidden" name="token" value="a&amp;b"><input name="title" value="Old">
      <textarea name="body">\nTwo\nlines</textarea><select name="kind"><option value="x">X<option value="y" selected>Y</select>
      <input type="checkbox" name="rules" value="one" checked><input type="checkbox" name="rules" value="two"><button>Save</button></form>"""
    assert form(page, "title").with_field("title", "New") == [
        ("token", "a&b"), ("title", "New"), ("body", "Two\nlines"), ("kind", "y"), ("rules", "one"),
    ]  # fmt: skip
