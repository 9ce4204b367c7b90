"""README and docs say what the program does: what they tell people to type is typed, what they list is complete."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import cqc_evidence
from cqc_evidence.check import catalogue
from cqc_evidence.cli.main import VERBS, main
from cqc_evidence.measure.coverage import cells
from cqc_evidence.model.coverage import STATES
from cqc_evidence.model.evidence import Item

ROOT = Path(__file__).resolve().parents[1]
CI = ROOT / ".ci"
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
FIRST_SIX = {"jinja2", "markdown", "pandas", "pydantic", "python-docx", "pyyaml"}
LARGEST_PICTURE = {"pack.png": 300_000, "web-home.png": 150_000, "web-tag.png": 150_000}
LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
UNKIND = re.compile(
    r"\b(cases?|caseloads?|service[ -]users?|referrals?|pathways?|sign-?post\w*|triag\w+)\b", re.IGNORECASE
)
OFFICIAL = "Safe systems, pathways and transitions"
MACHINE = re.compile(r"/tmp\b|/home/|/root\b|/work\b|\bseeds?\b")  # noqa: S108  # these words must not be there

pytestmark = pytest.mark.skipif(
    not CI.is_dir(), reason="the tools that make and run the docs are in the repository only"
)


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[ModuleType, ModuleType]]:
    """The modules that make the docs and run their examples."""
    monkeypatch.syspath_prepend(str(CI))
    yield import_module("make_docs"), import_module("run_examples")
    for name in ("make_docs", "run_examples", "key_meanings"):
        sys.modules.pop(name, None)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def everything() -> str:
    return "\n".join(read(name) for name in NAMES)


def prose(text: str) -> str:
    """Return a page without its blocks, so that only our own sentences and links are left."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#{1,6} (.+)$", prose(text), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_page_tells_people_to_type_works_and_prints_what_it_says(
    name: str, tools: tuple[ModuleType, ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "reader"
    folder.mkdir()
    wrong = tools[1].run_page(read(name), ROOT, folder)
    told = "\n\n".join(f"$ {one.command}\n{one.printed}" for one in wrong)
    assert not wrong, f"python .ci/make_docs.py --outputs renews what is printed:\n{told}"


def test_the_pages_have_examples_to_run(tools: tuple[ModuleType, ModuleType]) -> None:
    steps = [step for name in NAMES for step in tools[1].steps(read(name))]
    typed = [command for step in steps if step.language == "console" for command, _, _ in tools[1].commands(step.text)]
    assert len(typed) > 15
    assert sum(step.language == "python" for step in steps) >= 4
    assert all(command.startswith(("cqc-evidence ", "cd ")) for command in typed)


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("one\ntwo\n", "one\ntwo\n", True),
        ("one\n…\n", "one\ntwo\nthree\n", True),
        ("…\nthree\n", "one\ntwo\nthree\n", True),
        ("pack  12 kB\n", "pack  907 kB\n", True),
        ("out/pack.json\n", "out\\pack.json\n", True),
        ("one two\nthree\n", "one\n  two three\n", True),
        ("…\ntwo\n…\n", "one\ntwo\nthree\n", True),
        ("…\nwo\n…\n", "one\ntwo\nthree\n", False),
        ("one\n", "one\ntwo\n", False),
        ("…\ntwo\n", "one\ntwo\nthree\n", False),
        ("", "one\n", False),
    ],
)
def test_an_example_is_compared_word_by_word(
    shown: str,
    printed: str,
    same: bool,  # noqa: FBT001  # a column of the table above
    tools: tuple[ModuleType, ModuleType],
) -> None:
    assert tools[1].matches(shown, printed) is same


def test_renewing_an_example_keeps_what_the_page_leaves_out(tools: tuple[ModuleType, ModuleType]) -> None:
    assert tools[1].renewed("one\n…\n", "1\n2\n3\n") == "1\n…\n"
    assert tools[1].renewed("…\nlast\n", "1\n2\n3\n") == "…\n3\n"
    assert tools[1].renewed("old\n…\npicked\n…\nold\n", "1\n2\n3\n") == "1\n…\npicked\n…\n3\n"
    assert tools[1].renewed("", "1\n2\n") == "1\n2\n"


def test_the_made_pages_are_what_the_code_says(tools: tuple[ModuleType, ModuleType]) -> None:
    stale = [path.name for path, text in tools[0].pages().items() if path.read_text(encoding="utf-8") != text]
    assert not stale, "python .ci/make_docs.py makes them"


def test_every_verb_and_every_option_is_in_the_docs() -> None:
    text = everything()
    for verb in (verb for verbs in VERBS.values() for verb in verbs):
        assert f"cqc-evidence {verb}" in text or f"`{verb}`" in text, verb
        command = main.get_command(main.make_context("cqc-evidence", ["--help"], resilient_parsing=True), verb)
        assert command is not None
        for option in (param.opts[0] for param in command.params if param.opts[0].startswith("--")):
            assert option in text, f"{verb} {option}"


def test_every_rule_has_its_page_with_its_severity() -> None:
    page = read("docs/rules.md")
    for rule in catalogue().values():
        assert f"### {rule.name}\n\n*{rule.severity.value}*\n\n{rule.text}\n" in page, rule.name


def test_every_public_name_is_in_the_python_page() -> None:
    page = read("docs/python.md")
    missing = [name for name in cqc_evidence.__all__ if not re.search(rf"`{name}\b", page)]
    assert not missing


def test_every_key_of_an_item_is_explained() -> None:
    page = read("docs/formats.md")
    keys = {field.alias or name for name, field in Item.model_fields.items()} - {"body", "location"}
    missing = {key for key in keys if f"| `{key}` |" not in page and f"| **`{key}`** |" not in page}
    assert not missing


def test_every_state_and_every_absent_voice_is_explained() -> None:
    page = " ".join(read("docs/reading-the-gaps.md").split())
    missing = [words for words in (*STATES, *cells._VOICES.values()) if words not in page]
    assert not missing


@pytest.mark.parametrize(
    "words",
    [
        "no item is tagged here",
        "no item supports it; ",
        "the newest item ends on ",
        "of unknown date",
        "past the review date",
        "no item has a known date",
        "fresh and independent",
        " no longer fresh)",
        " in what is fresh",
        "only documents that say what should happen, nothing that shows what did",
        "there are enough only with ",
        " not yet accepted",
        " independent, fresh and accepted; ",
    ],
)
def test_the_reasons_of_a_state_are_explained_in_the_words_that_people_read(words: str) -> None:
    page = " ".join(read("docs/reading-the-gaps.md").split())
    code = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "cqc_evidence" / "measure" / "coverage").glob("*.py")
    )
    assert words.strip(" )") in page
    assert words in code, "the program no longer says so"


def test_the_readme_commands_are_those_that_the_checks_run() -> None:
    lines = read("README.md").splitlines()
    build = [line for line in lines if re.match(r"python3 -m venv .*cqc-evidence build", line)]
    test = [line for line in lines if re.match(r"python3 -m venv .*pytest", line)]
    assert build == ["python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/cqc-evidence build"]
    assert test == ["python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/python -m pytest"]
    assert "py -m venv .venv; .venv\\Scripts\\pip install .; .venv\\Scripts\\cqc-evidence build" in lines
    runner = (CI / "run").read_text(encoding="utf-8")
    assert "^python3 -m venv .*cqc-evidence build' README.md" in runner
    assert "^python3 -m venv .*pytest' README.md" in runner


@pytest.mark.parametrize("name", [*NAMES, "CHANGELOG.md"])
def test_every_link_leads_somewhere(name: str) -> None:
    page = ROOT / name
    for found in LINK.finditer(prose(read(name))):
        target, _, anchor = found["target"].partition("#")
        if target.startswith(("http://", "https://")):
            continue
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), found["target"]
        if anchor:
            assert anchor in anchors(path.read_text(encoding="utf-8")), found["target"]


@pytest.mark.parametrize("name", [*NAMES, "CHANGELOG.md"])
def test_our_own_words_do_not_make_people_into_files(name: str) -> None:
    found = UNKIND.findall(prose(read(name)).replace(OFFICIAL, ""))
    assert not found


@pytest.mark.parametrize("name", [*NAMES, "CHANGELOG.md"])
def test_no_page_names_a_folder_of_somebody_s_machine(name: str) -> None:
    assert not MACHINE.findall(read(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_page_has_one_title_and_is_linked(name: str) -> None:
    headings = re.findall(r"^# .+$", prose(read(name)), flags=re.MULTILINE)
    assert len(headings) == 1
    if name != "README.md":
        leaf = name.removeprefix("docs/").removeprefix("decisions/")
        assert re.search(rf"\(([\w./]*/)?{re.escape(leaf)}(#[\w-]+)?\)", everything()), "nothing leads to it"


def test_every_further_dependency_has_a_decision() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    names = {re.split(r"[<>=!~\[ ;]", wanted)[0].lower() for wanted in project["dependencies"]}
    titles = "\n".join(
        page.read_text(encoding="utf-8").split("\n", 1)[0] for page in (DOCS / "decisions").glob("0*.md")
    )
    missing = {name for name in names - FIRST_SIX if name not in titles}
    assert not missing


def test_a_decision_is_half_a_page_with_context_decision_and_consequences() -> None:
    for page in sorted((DOCS / "decisions").glob("0*.md")):
        text = page.read_text(encoding="utf-8")
        assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == ["Context", "Decision", "Consequences"], page.name
        assert len(text.split()) <= 320, page.name


def test_the_changelog_speaks_of_this_version() -> None:
    text = read("CHANGELOG.md")
    assert "## [Unreleased]" in text
    assert cqc_evidence.__version__ in text


@pytest.mark.parametrize(("name", "largest"), LARGEST_PICTURE.items())
def test_a_picture_is_small_enough_to_load_at_once(name: str, largest: int) -> None:
    picture = DOCS / "pictures" / name
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size <= largest
    assert f"pictures/{name})" in everything()
