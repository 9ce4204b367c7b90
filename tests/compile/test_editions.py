"""What the cqc and public editions hold back, in every format, and how it counts all the same."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest

from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.evidence import Edition, Item
from cqc_evidence.model.pack import Cite, Pack, Text
from cqc_evidence.model.project import Project
from cqc_evidence.write import find_templates, write_pack
from tests.compile.packs import facts, packed, parts, section, table, words
from tests.measure.build import ROOT, gap_of, item, narrative, project, tag

NEEDS = "assessing-needs"
BIRD = "kingfisher"
_OFFICIAL = {"sensitivity": "official"}
HIDDEN: dict[str, dict[str, object]] = {
    "scope": {"permission": {"basis": "given", "scope": ["internal"]}},
    "personal": {"sensitivity": "personal"},
    "waiting": {"status": "proposed"},
}
"""Reasons for which neither outside edition may show an item."""


def _secret(**keys: object) -> Item:
    """Return an item in which every text is a secret."""
    return item(
        f"{BIRD}-item",
        tag(NEEDS, says=f"{BIRD} says", so_what=f"{BIRD} so", rules=["no-hand-offs"], topics=["timely"], i_statements=["coordinated"]),
        tag(NEEDS, stance="challenges", breaks=["work-collaboratively"], says=f"{BIRD} challenge", phase="before"),
        **{
            "title": f"{BIRD} title", "body": f"{BIRD} body", "owner": f"{BIRD} owner", "voice": "carer", "ir_refs": [f"{BIRD}-ir"],
            "lenses": ["unpaid-carers"],
            "source": {"citation": f"{BIRD} citation", "locator": f"{BIRD} locator", "public_url": f"https://example.org/{BIRD}"},
            "figures": [{"id": f"{BIRD}-figure", "label": f"{BIRD} figure", "value": 1, "unit": "percent", "comparator": BIRD}],
            "actions": [{"action": f"{BIRD} action", "owner": BIRD, "done": "2021-04", "from": [f"{BIRD}-item", "open"]}],
            "location": {"file": f"evidence/stories/{BIRD}.md"},
            **keys,
        },
    )  # fmt: skip


def _project(**keys: object) -> Project:
    shown = item(
        "open",
        tag(NEEDS, stance="challenges"),
        body=f"See [@{BIRD}-item].",
        actions=[{"action": "Ask", "from": [f"{BIRD}-item"]}],
    )
    claims = (
        f"## Claims\n\n- {{#n-1}} {BIRD} claim [@{BIRD}-item]. So what: {BIRD}.\n- {{#n-2}} Open claim [@open; @{BIRD}-item].\n\n"
        f"## In the words of one\n\n{BIRD} passage [@{BIRD}-item].\n\n## Elsewhere\n\nOpen passage [@open; @{BIRD}-item].\n"
    )
    return project(
        _secret(**keys), shown, narratives=(narrative(NEEDS, claims, judgement=f"Open judgement [@{BIRD}-item]."),)
    )


@cache
def _outside(edition: Edition, why: str) -> tuple[Project, Pack]:
    found = _project(**HIDDEN.get(why, _OFFICIAL))
    return found, packed(found, edition)


EVERY = [(edition, why) for edition in ("cqc", "public") for why in HIDDEN] + [("public", "official")]


def _files(pack: Pack, found: Project) -> dict[str, str]:
    """Return the text of everything that a build writes, zipped parts taken apart."""
    with TemporaryDirectory() as folder:
        write_pack(pack, Path(folder), find_templates(ROOT), ("docx", "html", "xlsx", "json"), found.inputs)
        texts: dict[str, str] = {}
        for path in sorted(Path(folder).iterdir()):
            data = path.read_bytes()
            if path.suffix in (".docx", ".xlsx"):
                with ZipFile(io.BytesIO(data)) as package:
                    texts |= {
                        f"{path.name}/{name}": package.read(name).decode("utf-8", "replace")
                        for name in package.namelist()
                    }
            else:
                texts[path.name] = data.decode()
    return texts


@pytest.mark.parametrize(("edition", "why"), EVERY)
def test_nothing_of_a_hidden_item_is_in_the_document(edition: Edition, why: str) -> None:
    _, pack = _outside(edition, why)
    assert BIRD not in pack.model_dump_json()
    assert [entry.id for entry in pack.evidence] == ["open"]


@pytest.mark.parametrize(("edition", "why"), [("cqc", "scope"), ("public", "official")])
def test_nothing_of_a_hidden_item_is_in_any_file(edition: Edition, why: str) -> None:
    found, pack = _outside(edition, why)
    files = _files(pack, found)
    assert {name.split("/", maxsplit=1)[0] for name in files} == {
        f"{stem}-{edition}.{ending}"
        for stem, ending in (
            ("self-assessment", "docx"),
            ("self-assessment", "html"),
            ("coverage", "xlsx"),
            ("coverage", "json"),
            ("pack", "json"),
            ("manifest", "json"),
        )
    }
    assert [name for name, text in files.items() if BIRD in text] == []


def test_the_same_search_finds_it_in_every_file_of_the_internal_edition() -> None:
    found = _project()
    names = {name.split("/", maxsplit=1)[0] for name, text in _files(packed(found), found).items() if BIRD in text}
    assert names == {"self-assessment.docx", "self-assessment.html", "coverage.xlsx", "coverage.json", "pack.json"}


@pytest.mark.parametrize(("edition", "why"), EVERY)
def test_what_is_hidden_counts_all_the_same(edition: Edition, why: str) -> None:
    found, pack = _outside(edition, why)
    inside = measure_coverage(found)
    told, kept = (
        [(one.statement, one.category, one.state, one.says, one.independent, one.wanted) for one in cells]
        for cells in (pack.coverage.cells, inside.cells)
    )
    assert told == kept
    assert pack.coverage.cell(NEEDS, "people").evidence == ()
    assert pack.coverage.cell(NEEDS, "people").challenged_by == ("open",)
    assert inside.cell(NEEDS, "people").evidence == (f"{BIRD}-item",)
    assert {one.state for one in pack.coverage.topics} == {one.state for one in inside.topics}
    assert gap_of(inside, f"gap-{NEEDS}-rule-work-collaboratively") is not None


@pytest.mark.parametrize(("edition", "why", "words_of_why"), [
    ("cqc", "scope", "permission does not cover this edition"), ("public", "scope", "permission does not cover this edition"),
    ("cqc", "personal", "it holds personal data"), ("cqc", "waiting", "it has not been accepted yet"),
    ("public", "official", "it is not marked public"),
])  # fmt: skip
def test_the_honesty_page_says_how_many_are_left_out_and_why(edition: Edition, why: str, words_of_why: str) -> None:
    _, pack = _outside(edition, why)
    assert facts(pack)["Left out"] == f"1 item: {words_of_why}"
    assert facts(pack)["Evidence items that count"] == "1 shown; 1 more counts and may not be shown"
    assert "1 evidence item is shown, as at 31 May 2021; 1 more counts and may not be shown. Of 36" in words(
        pack.sections
    )
    assert facts(pack)["Held back"] == (
        "1 claim: the evidence behind it may not be shown; 1 part: the evidence behind it may not be shown"
    )


def test_an_official_item_may_stand_in_the_cqc_edition() -> None:
    pack = packed(_project(**_OFFICIAL), "cqc")
    assert BIRD in words(pack.sections)
    assert {entry.id for entry in pack.evidence} == {"open", f"{BIRD}-item"}


@pytest.mark.parametrize("edition", ["cqc", "public"])
def test_a_claim_and_a_passage_that_rest_on_hidden_evidence_alone_say_that_they_are_held_back(edition: Edition) -> None:
    _, pack = _outside(edition, "scope")
    told = words(section(pack, f"statement-{NEEDS}"))
    assert "A claim is not shown in this edition, because the evidence behind it may not be." in told
    assert "This part is not shown in this edition, because the evidence behind it may not be." in told
    assert (
        "Open claim P1[evidence not in this edition]" in told or "Open claim P2[evidence not in this edition]" in told
    )
    assert "Open passage" in told
    assert "Unsupported" not in told


def test_a_claim_on_hidden_and_lost_evidence_is_not_called_unsupported() -> None:
    told = narrative(NEEDS, "## Claims\n\n- {#n-1} So [@one; @gone].\n")
    text = words(packed(project(item("one", tag(NEEDS), **HIDDEN["scope"]), narratives=(told,)), "cqc").sections)
    assert "So [evidence not in this edition]cites evidence, which cannot be used" in text
    assert "no evidence stands behind this claim" not in text


def test_a_held_back_claim_without_an_id_makes_no_place() -> None:
    found = project(
        item("one", tag(NEEDS), **HIDDEN["scope"]),
        narratives=(narrative(NEEDS, "## Claims\n\n- So [@one].\n- Too [@one].\n"),),
    )
    assert not [one for one in parts(packed(found, "cqc").sections) if getattr(one, "id", "") == "claim-"]


def test_several_claims_and_challenges_that_are_held_back_are_counted() -> None:
    found = project(
        item("one", tag(NEEDS, stance="challenges"), **HIDDEN["scope"]), item("two", tag(NEEDS)), item("three", tag(NEEDS)),
        narratives=(narrative(NEEDS, "## Claims\n\n- {#n-1} So [@one].\n- {#n-2} Too [@one].\n- {#n-3} Also [@two].\n"),),
    )  # fmt: skip
    pack = packed(found, "cqc")
    assert facts(pack)["Held back"] == "2 claims: the evidence behind them may not be shown"
    assert facts(pack)["Evidence that challenges us"] == (
        "1 item in 1 cell; 0 answered by an action that was done; 1 not shown in this edition"
    )
    assert "2 evidence items are shown, as at 31 May 2021; 1 more counts" in words(pack.sections)
    assert "mixed; 1 challenge, 1 not shown" in words(table(pack, f"table-cells-{NEEDS}"))
    assert "Held back" not in facts(packed(found))


FEW = {"id": "few", "label": "Waiting", "value": 3, "unit": "people", "denominator": 9, "comparator": "4 before"}


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({}, "1 value: a number so small that it could tell who somebody is"),
        ({"source": {"citation": "Board", "locator": "1", "public_url": "https://example.org/board"}}, None),
    ],
    ids=["not published", "published"],
)
def test_small_numbers_that_the_public_edition_hides_are_counted(keys: dict[str, object], told: str | None) -> None:
    bare = {"id": "bare", "label": "Bare", "value": 2, "unit": "people"}
    found = project(
        item("one", tag(NEEDS), sensitivity="public", figures=[FEW, bare], **keys),
        narratives=(narrative(NEEDS, "## Claims\n\n- {#n-1} So [@one].\n"),),
    )
    assert facts(packed(found, "public")).get("Held back") == told
    assert words(packed(found, "public").sections).count("not shown: a small number") == (3 if told else 0)
    assert "Held back" not in facts(packed(found, "cqc"))


def test_an_edition_that_shows_everything_holds_nothing_back() -> None:
    told = facts(packed(_project(**_OFFICIAL), "cqc"))
    assert (told["Left out"], told["Evidence items that count"]) == ("nothing", "2 shown")
    assert not {"Held back", "Not yet accepted", "Open gaps"} & told.keys()


def test_references_keep_their_numbers_in_every_edition() -> None:
    labels = [
        {
            one.item: one.label
            for one in parts(packed(_project(**HIDDEN["scope"]), edition).sections)
            if isinstance(one, Cite)
        }
        for edition in ("internal", "cqc", "public")
    ]
    assert labels[1] == labels[2] == {"open": labels[0]["open"]}


def test_a_rule_kept_by_hidden_evidence_says_so_and_a_hidden_item_in_a_text_is_not_named() -> None:
    _, pack = _outside("cqc", "scope")
    rows = {words(row[0]): [words(one) for one in row[2:]] for row in table(pack, f"table-rules-{NEEDS}").rows}
    assert rows["No hand-offs"] == ["by evidence not in this edition", "not shown"]
    assert rows["Work collaboratively"] == ["not shown", "by evidence not in this edition"]
    register = words(table(pack, "table-register"))
    assert "See [evidence not in this edition]." in register


def test_an_item_whose_permission_ended_is_named_to_the_council_only() -> None:
    gone = _secret(permission={"basis": "withdrawn"})
    base = _project()
    found = base.model_copy(update={"items": (gone, *base.items[1:])})
    assert f"cites {BIRD}-item, which cannot be used" in words(packed(found).sections)
    outside = packed(
        found.model_copy(update={"narratives": (narrative(NEEDS, f"## Claims\n\n- {{#n-1}} So [@{BIRD}-item].\n"),)}),
        "cqc",
    )
    assert BIRD not in outside.model_dump_json()
    assert "cites evidence, which cannot be used" in words(outside.sections)


def test_a_loop_is_shown_where_its_item_is_and_names_only_shown_items() -> None:
    _, pack = _outside("cqc", "scope")
    rows = [[words(one) for one in row] for row in table(pack, "table-loops").rows]
    assert [row[2] for row in rows] == ["Ask (not shown to be done)"]
    assert [loop.item for loop in pack.coverage.loops] == ["open"]


def test_the_outside_editions_keep_findings_and_what_was_left_out_to_the_council() -> None:
    found = _project(figures=[{"id": "twice", "value": 1, "unit": "count"}] * 2, **HIDDEN["scope"])
    inside, outside = packed(found), packed(found, "cqc")
    assert [problem.rule for problem in inside.problems] == ["repeated-figure"]
    assert outside.problems == ()
    assert "Errors left in the project" not in words(outside.sections)
    assert {cell.help for cell in outside.coverage.cells} == {""}
    assert outside.coverage.left_out == ()


def test_the_cover_says_which_edition_it_is() -> None:
    told = {
        edition: dict(packed(_project(), edition).cover.facts)["Edition"] for edition in ("internal", "cqc", "public")
    }  # type: ignore[arg-type]
    assert told == {"internal": "Internal", "cqc": "FOR CQC", "public": "PUBLIC"}
    assert any(isinstance(one, Text) and "PUBLIC" in one.text for one in parts(packed(_project(), "public").sections))


def test_the_internal_edition_prints_no_personal_text() -> None:
    pack = packed(_project(sensitivity="personal"))
    assert f"{BIRD} body" not in json.dumps(pack.model_dump(mode="json"))
    assert "(The text is personal and is not printed.)" in words(table(pack, "table-register"))
