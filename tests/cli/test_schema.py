"""`cqc-evidence schema`: what editors complete and check by agrees with what is shipped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from cqc_evidence.cli.schema import NAMES
from tests.cli.json_schema import faults
from tests.cli.support import DAY, REPO, cqc

PROJECTS = {"example": REPO, "medway-2017": REPO / "tests" / "projects" / "medway-2017"}
REGISTERS = {
    "evidence/improvement.yaml": "improvement",
    "evidence/decisions.yaml": "decisions",
    "evidence/requests.yaml": "requests",
}
FRAMEWORK = {"cqc-la-2025": "framework"}


class _Editor(yaml.SafeLoader):
    """YAML as an editor reads it: a date is text, and only true and false are yes or no (YAML 1.2)."""


_Editor.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in found
        if tag.rsplit(":", 1)[1] != "timestamp" and (first in "tfTF" or not tag.endswith("bool"))
    ]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def schema(name: str) -> dict[str, Any]:
    """Return one schema as the command prints it."""
    found: dict[str, Any] = json.loads(cqc("schema", name).out)
    return found


def files() -> list[tuple[str, str, str]]:
    """Return project, file and schema of everything a person could write."""
    found = []
    for project, root in PROJECTS.items():
        found.append((project, "project.yaml", "project"))
        for path in sorted((root / "evidence").rglob("*")):
            name = path.relative_to(root).as_posix()
            if name in REGISTERS:
                found.append((project, name, REGISTERS[name]))
            elif name.endswith(".md"):
                found.append((project, name, "narrative" if "/narrative/" in name else "item"))
        framework = sorted(path.stem for path in (root / "framework").glob("*.yaml"))
        found += [(project, f"framework/{name}.yaml", FRAMEWORK.get(name, name)) for name in framework]
    return found


def content(path: Path) -> object:
    """Return the YAML of a file, or of its front matter."""
    text = path.read_text(encoding="utf-8")
    return yaml.load(text.split("\n---\n")[0].removeprefix("---\n") if path.suffix == ".md" else text, _Editor)  # noqa: S506  # a SafeLoader


def test_every_file_that_is_shipped_follows_its_schema() -> None:
    schemas = {name: schema(name) for name in {name for _, _, name in files()}}
    wrong = {
        (project, file): found
        for project, file, name in files()
        if (found := list(faults(content(PROJECTS[project] / file), schemas[name])))
    }
    assert len(files()) > 80
    assert wrong == {}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("item", {"voice": "stff"}), ("item", {"colour": "red"}), ("item", {"tags": "learning"}), ("item", {"review_by": "soon"}),
        ("item", {"date": 5.5}), ("item", {"kind": None}), ("narrative", {"confidence": "high"}), ("project", {"edition": "secret"}),
        ("improvement", {"improvements": [{"id": "a"}]}), ("decisions", {"scores": [{"statement": "a", "score": 5, "reason": "", "who": ""}]}),
    ],
)  # fmt: skip
def test_a_mistake_that_the_reader_finds_is_found_by_the_schema_too(name: str, change: dict[str, object]) -> None:
    file = next(PROJECTS[project] / file for project, file, sort in files() if sort == name)
    value = content(file)
    assert isinstance(value, dict)
    assert list(faults({**value, **change}, schema(name)))


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_names_itself_and_explains_its_keys(name: str) -> None:
    found = schema(name)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["$id"] == f"cqc-evidence:{name}"
    assert found["type"] == "object"
    assert found["properties"]


def test_all_schemas_come_at_once_when_none_is_named() -> None:
    every = json.loads(cqc("schema").out)
    assert tuple(every) == NAMES
    assert every["item"] == schema("item")


def test_an_item_has_no_keys_that_only_the_program_knows() -> None:
    assert not {"body", "location"} & set(schema("item")["properties"])


def test_what_a_build_writes_follows_its_schema(pristine_example: Path, tmp_path: Path) -> None:
    cqc("--today", DAY, "build", "--format", "json", "--out", tmp_path, at=pristine_example)
    assert list(faults(json.loads((tmp_path / "coverage.json").read_text(encoding="utf-8")), schema("coverage"))) == []
    pack = json.loads((tmp_path / "pack.json").read_text(encoding="utf-8"))
    wanted = schema("pack")
    wanted["required"] = [key for key in wanted["required"] if key != "coverage"]
    assert list(faults(pack, wanted)) == []


def test_an_unknown_name_is_wrong_use() -> None:
    typed = cqc("schema", "items")
    assert typed.code == 2
    assert "'item'" in typed.err
