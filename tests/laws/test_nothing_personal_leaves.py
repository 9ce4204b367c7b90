"""Laws of the CQC and public editions: nothing that tells who somebody is leaves, and nothing without permission.

Projects are generated with identifiers planted wherever somebody may write them, and the real command builds both
editions. Either it refuses and writes nothing, or nothing planted is in any file of it.
"""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.support import cqc
from tests.protect.planted import planted
from tests.support import NARRATIVE, SETTINGS, item_text, make_project

EDITIONS = ("cqc", "public")
PLANTED = [
    (one.text[one.start : one.end], one.sort)
    for one in planted(seed=417, each=12)
    if one.sort not in ("deny-list", "system-id") and "\n" not in one.text[one.start : one.end]
]
"""Identifiers of every sort that can be told without a list or a form of the council's own."""
BIRD = "kingfisher"
PLACES = (
    "title", "body", "owner", "citation", "locator", "says", "so_what", "action", "figure", "site", "reported_by",
    "claim", "judgement", "speaker", "claim speaker", "passage", "improvement", "accepted gap", "request", "comment", "asked", "not held", "correction",
    "triangulated", "council", "notice", "local risk",
    "framework",
)  # fmt: skip
NOT_SHOWN = {
    "personal": ("sensitivity: personal", {}),
    "no permission": ("permission: {basis: not-needed}", {"kind": "interview", "voice": "person"}),
    "unchecked": ("permission: {basis: given, scope: [internal, cqc, public]}", {"kind": "story-of-difference"}),
    "withdrawn": ("permission: {basis: withdrawn}", {}),
    "expired": ("permission: {basis: given, until: 2025-01-01}", {}),
    "internal only": ("permission: {basis: given, scope: [internal]}", {}),
    "own words": ("verbatim: true", {"kind": "people-survey", "voice": "carer"}),
    "proposed": ("lenses: []", {"status": "proposed"}),
}
"""Why an item must not be in either edition → a line of its front matter and changed keys."""


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def project_with(root: Path, place: str, secret: str) -> Path:
    """Write a project in which a secret stands in one place that an edition may show."""

    def at(*places: str) -> str:
        return f"told by {secret} today" if place in places else "told at the meeting"

    lines = [
        "sensitivity: public",
        f"owner: {quoted(at('owner'))}",
        f"reported_by: {quoted(at('reported_by'))}",
        f"sites: [{quoted(at('site'))}]",
        f"figures: [{{id: share, label: {quoted(at('figure'))}, value: 20, unit: percent, comparator: 10 before}}]",
        f"actions: [{{action: {quoted(at('action'))}, done: 2025-01-20}}]",
    ]
    item = item_text(
        "shown", *lines, body=at("body"), title=quoted(at("title")),
        source=f"{{citation: {quoted(at('citation'))}, locator: {quoted(at('locator'))}}}",
        tags=f"[{{statement: learning, says: {quoted(at('says'))}, so_what: {quoted(at('so_what'))}}}]",
    )  # fmt: skip
    narrative = (
        f"---\nstatement: learning\njudgement: {quoted(at('judgement'))}\nconfidence: partial\nspeaker: {quoted(at('speaker'))}\n---\n\n"
        f"## Claims\n\n- {{#learning-1 speaker='{at('claim speaker')}'}} Staff met, {at('claim')} [@shown; @weekly-reflection]. So what: more.\n\n## Elsewhere\n\n{at('passage')}\n"
    )
    files: dict[str, str | bytes] = {
        "project.yaml": f"{SETTINGS}notice: {quoted(at('notice'))}\nlocal_risks: [{{statement: learning, reason: {quoted(at('local risk'))}}}]\n",
        "evidence/shown.md": item,
        "evidence/narrative/learning.md": narrative,
        "evidence/improvement.yaml": f"improvements: [{{id: imp, gap: gap-equity-people, action: {quoted(at('improvement'))}}}]\n",
        "evidence/requests.yaml": f"requests: [{{who: {quoted(at('request'))}, gap: gap-equity-people}}]\n",
        "evidence/decisions.yaml": (
            f"accepted_gaps: [{{gap: gap-equity-people, reason: {quoted(at('accepted gap'))}, who: Director, until: 2026-01-01}}]\n"
            f"triangulated: [{{claim: learning-1, who: {quoted(at('triangulated'))}, on: 2025-05-01}}]\n"
        ),
        "evidence/comments.yaml": f"comments: [{{about: learning-1, who: Reader, text: {quoted(at('comment'))}}}]\n",
        "evidence/information-return.yaml": (
            f"items: [{{number: '1', asks: {quoted(at('asked'))}, evidence: [{{item: shown}}]}}, "
            f"{{number: '2', asks: More, not_held: {quoted(at('not held'))}}}]\n"
        ),
        "evidence/factual-accuracy.yaml": (
            f"corrections: [{{place: p. 1, draft: It was, correction: {quoted(at('correction'))}, items: [shown]}}]\n"
        ),
    }
    if place == "council":
        files["project.yaml"] = SETTINGS.replace("Testshire Council", quoted(f"Council of {secret}"))
    if place == "framework":
        shipped = (Path(__file__).parents[2] / "framework" / "cqc-la-2025.yaml").read_text(encoding="utf-8")
        files["framework/cqc-la-2025.yaml"] = shipped.replace(
            'text: "Leadership"', f"text: {quoted(f'Leadership {secret}')}", 1
        )
    return make_project(root, files)


def written(root: Path) -> str:
    """Return every text of every file in `out/`; of a Word file that of its parts, with and without markup."""
    found: list[str] = []
    for path in sorted((root / "out").glob("*")):
        if path.suffix in (".docx", ".xlsx"):
            with ZipFile(path) as package:
                parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
        else:
            parts = [path.read_text(encoding="utf-8")]
        found += [*parts, *(re.sub(r"<[^>]*>", "", part) for part in parts)]
    return "\n".join(found)


def plain(text: str) -> str:
    """Return letters and digits only, so that no spelling hides anything."""
    return re.sub(r"[\W_]", "", text).casefold()


@pytest.mark.parametrize("edition", EDITIONS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(PLACES), secret=st.sampled_from(PLANTED))
def test_no_pack_holds_a_planted_identifier(edition: str, place: str, secret: tuple[str, str]) -> None:
    text, sort = secret
    if sort == "date-of-birth":
        text = f"born {text}"
    with TemporaryDirectory() as folder:
        root = project_with(Path(folder) / "project", place, text)
        typed = cqc("--today", "2025-06-01", "build", "--edition", edition, "--format", "all", at=root)
        assert typed.code in (0, 1), typed.err
        assert "mistake of ours" not in typed.err
        out = written(root) if (root / "out").exists() else ""
        assert (typed.code == 0) == bool(out), "written whole or not at all"
        assert plain(text) not in plain(out), f"{sort} in {place}: {text}"
        assert text not in typed.out + typed.err, "nor is it printed"


@pytest.mark.parametrize("edition", EDITIONS)
@settings(max_examples=12)
@given(reasons=st.lists(st.sampled_from(sorted(NOT_SHOWN)), min_size=1, max_size=4, unique=True))
def test_no_pack_holds_an_item_that_may_not_be_shown(edition: str, reasons: list[str]) -> None:
    secret = f"{BIRD} told it"
    items = {}
    for number, reason in enumerate(reasons):
        line, changed = NOT_SHOWN[reason]
        keys = {"title": secret, "source": f"{{citation: {BIRD}, locator: {BIRD}}}", **changed}
        lines = [line] if line.startswith("sensitivity") else ["sensitivity: public", line]
        tags = f"[{{statement: learning, says: {BIRD} says}}]"
        items[f"evidence/hidden/{BIRD}-{number}.md"] = item_text(
            f"{BIRD}-{number}", *lines, body=secret, tags=tags, **keys
        )
    with TemporaryDirectory() as folder:
        root = make_project(Path(folder) / "project", {**items, "evidence/narrative/learning.md": NARRATIVE})
        typed = cqc("--today", "2025-06-01", "build", "--edition", edition, "--format", "all", at=root)
        assert typed.code == 0, typed.out + typed.err
        assert BIRD not in written(root)
        counted = sum(1 for _ in re.finditer("Left out", written(root)))
        assert counted, "the honesty page counts what is left out"


def test_the_same_project_without_a_secret_is_built(tmp_path: Path) -> None:
    root = project_with(tmp_path / "project", "nowhere", "")
    for edition in EDITIONS:
        assert cqc("--today", "2025-06-01", "build", "--edition", edition, at=root).code == 0
    assert "told at the meeting" in written(root)
