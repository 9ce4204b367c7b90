"""Make the parts of `docs/` that repeat the code, so that they cannot fall behind it.

`docs/rules.md` is written whole from the catalogue of rules. In `docs/formats.md` the tables of keys,
between `<!-- keys: … -->` and `<!-- /keys -->`, are written from the models.

Run from the repository root: `python .ci/make_docs.py`. With `--check` nothing is written and the exit
code says whether the pages are what the code says. With `--outputs` the printed output shown in README
and docs is renewed as well, from real runs.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Literal, Union, get_args, get_origin

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from cqc_evidence.model.base import Noun

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "docs" / "rules.md"
FORMATS = ROOT / "docs" / "formats.md"
HIDDEN = frozenset(("body", "location"))
"""Fields that reading fills in and no file holds."""
KEYS = re.compile(r"(<!-- keys: (?P<names>[A-Za-z, ]+) -->\n).*?(<!-- /keys -->)", re.DOTALL)
SEVERITIES = {
    "error": "Errors: the pack would be wrong",
    "warning": "Warnings: a reviewer would ask",
    "note": "Notes: good to know",
}
INTRO = """\
<!-- Made by .ci/make_docs.py from the code. Change the rule's docstring, not this page. -->

# Rules

`cqc-evidence check` lists every problem of a project at once. Each problem carries the name of a rule,
in square brackets. This page says what each rule means. On your own machine, `cqc-evidence explain
unknown-statement` prints the same text.

- An **error** means that the pack would be wrong. The internal edition is still built and lists it; the
  CQC and public editions are not built.
- A **warning** means that a reviewer would ask. The pack is built.
- A **note** is good to know.

A finding that is right to leave can be allowed for a time, with a reason: see
[decisions.yaml](formats.md#evidencedecisionsyaml).
"""
SIMPLE = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "`true` or `false`",
    "date": "day, such as `2026-03-31`",
    "Period": "date, never sharper than the source",
}
PLACES = {
    "Source": "source", "Permission": "permission", "Figure": "figures", "Tag": "tags", "Action": "actions",
    "ReportedBack": "reported_back", "WordBudgets": "word_budgets", "Thresholds": "thresholds", "LocalRisk": "local_risks",
    "Acceptance": "accepted", "Challenge": "challenges", "ProtectSettings": "protect", "ColumnMap": "surveys", "MetricSettings": "metrics", "Beside": "metrics", "Rebase": "metrics",
    "IrItem": "items", "IrEvidence": "evidence", "Correction": "corrections", "Triangulation": "triangulated", "Formula": "formula", "Comparator": "comparator", "SpcSettings": "spc", "Suppression": "suppression", "Fact": "metricsyaml", "Review": "reviews", "SigningSettings": "sign_off", "SignOff": "evidencesign-offsyaml",
}  # fmt: skip
"""Where `docs/formats.md` explains a group of keys."""


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them; return the exit code."""
    sys.path[:0] = [str(ROOT), str(ROOT / ".ci")]
    made = pages()
    stale = [path for path, text in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what the code says: python .ci/make_docs.py")
        return int(bool(stale))
    for path in stale:
        path.write_text(made[path], encoding="utf-8", newline="\n")
        print(f"wrote {path.relative_to(ROOT)}")
    if "--outputs" in arguments:
        from run_examples import renew  # noqa: PLC0415  # found only after the path is set

        for path in renew(ROOT):
            print(f"renewed the output shown in {path.relative_to(ROOT)}")
    return 0


def pages() -> dict[Path, str]:
    """Return each made page with the text that the code asks for."""
    return {RULES: rules_page(), FORMATS: formats_page(FORMATS.read_text(encoding="utf-8"))}


def rules_page() -> str:
    """Return `docs/rules.md`: every rule under its severity, with its page text."""
    found = _rules()
    parts = [INTRO]
    taking_in = _intake()
    for severity, title in SEVERITIES.items():
        names = [name for name, (weight, _) in found.items() if weight == severity]
        parts.append(f"## {title}\n")
        parts.append(", ".join(f"[{name}](#{name})" for name in names) + "\n")
        parts += [f"### {name}\n\n*{severity}*\n\n{found[name][1]}\n" for name in names]
    parts.append("## When documents are taken in\n")
    parts.append(
        "These are told by `cqc-evidence import`, not by `check`. A file with an error is not taken in; the others are.\n"
    )
    parts.append(", ".join(f"[{name}](#{name})" for name in taking_in) + "\n")
    parts += [f"### {name}\n\n{text}\n" for name, text in taking_in.items()]
    parts.append("## When rows are counted\n")
    parts.append(
        "These are told by `cqc-evidence measure`; `check` tells only of a table that is too large for it. The other metrics go on.\n"
    )
    counting = _engine()
    parts.append(", ".join(f"[{name}](#{name})" for name in counting) + "\n")
    parts += [f"### {name}\n\n{text}\n" for name, text in counting.items()]
    return "\n".join(parts)


def _intake() -> dict[str, str]:
    """Return the problems of taking documents in, by name."""
    from inspect import getdoc  # noqa: PLC0415  # only here

    from cqc_evidence.intake.problems import PROBLEMS  # noqa: PLC0415  # found only after the path is set

    return {name: getdoc(function) or "" for name, function in sorted(PROBLEMS.items())}


def _engine() -> dict[str, str]:
    """Return the problems of counting rows, by name."""
    from inspect import getdoc  # noqa: PLC0415  # only here

    from cqc_evidence.data.problems import LARGE  # noqa: PLC0415  # found only after the path is set
    from cqc_evidence.engine.problems import PROBLEMS  # noqa: PLC0415

    return {name: getdoc(function) or "" for name, function in sorted((PROBLEMS | LARGE).items())}


def _rules() -> dict[str, tuple[str, str]]:
    """Return rule → severity and text, by name; rules of other packages are left out."""
    from cqc_evidence.check import catalogue  # noqa: PLC0415  # found only after the path is set
    from cqc_evidence.cli.explain import other_pages  # noqa: PLC0415
    from cqc_evidence.write.templates import PAGES  # noqa: PLC0415

    own = {
        name: page
        for name, page in catalogue().items()
        if page.check is None or page.check.__module__.startswith("cqc_evidence.")
    }
    outside = {name: ("warning", text) for name, text in {**PAGES, **other_pages()}.items()}
    return dict(sorted({**outside, **{name: (page.severity.value, page.text) for name, page in own.items()}}.items()))


def formats_page(page: str) -> str:
    """Return `docs/formats.md` with its key tables written anew."""
    return KEYS.sub(lambda found: f"{found[1]}{_tables(found['names'])}{found[3]}", page)


def _tables(names: str) -> str:
    models = _models()
    return "\n".join(table(models[name.strip()]) for name in names.split(",")) + "\n"


def _models() -> dict[str, type[Noun]]:
    from cqc_evidence.model import coverage, evidence, intake, metric, narrative, packs, project, protect  # noqa: PLC0415  # found only after the path is set
    from cqc_evidence.model.base import Noun  # noqa: PLC0415

    rooms = (evidence, narrative, project, coverage, protect, intake, packs, metric)
    return {
        name: noun
        for room in rooms
        for name, noun in vars(room).items()
        if isinstance(noun, type) and issubclass(noun, Noun)
    }


def table(model: type[Noun]) -> str:
    """Return a table of a model's keys: key, what it holds, meaning."""
    rows = [row(model, name, field) for name, field in model.model_fields.items() if name not in HIDDEN]
    return "\n".join(("| key | holds | meaning |", "|---|---|---|", *rows, ""))


def row(model: type[Noun], name: str, field: FieldInfo) -> str:
    """Return one key's row; a key that must be there is bold.

    Raises:
        KeyError: when nobody has said what the key means.
    """
    from key_meanings import MEANINGS  # noqa: PLC0415  # found only after the path is set

    from cqc_evidence.cli.described import meanings  # noqa: PLC0415

    key = field.alias or name
    shown = f"**`{key}`**" if field.is_required() else f"`{key}`"
    meaning = MEANINGS.get((model.__name__, key)) or " ".join(meanings(model).get(name, "").split())
    if not meaning:
        raise KeyError(model.__name__, key)
    return f"| {shown} | {_holds(field.annotation)} | {meaning} |"


def _holds(annotation: object) -> str:
    """Return a type in plain words."""
    arguments = [part for part in get_args(annotation) if part is not type(None) and part is not ...]
    origin = get_origin(annotation)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in arguments)
    if origin in (Union, UnionType):
        return _holds(arguments[0])
    if origin is tuple:
        inner = _holds(arguments[0])
        return f"list, {inner}" if inner.startswith(("`", "keys")) else f"list of {inner}s"
    if origin is dict:
        return "keys and texts"
    if origin is not None:  # Annotated: its first argument is the type
        return _holds(arguments[0])
    name = getattr(annotation, "__name__", str(annotation))
    return SIMPLE.get(name) or f"keys: see [{PLACES[name]}](#{PLACES[name]})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
