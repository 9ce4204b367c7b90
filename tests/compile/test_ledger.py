"""The claim ledger of a pack: every claim with what it rests on, and what is said of it in each edition."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import cast

import pytest

from cqc_evidence.compile import compile_pack
from cqc_evidence.measure import measure_coverage
from cqc_evidence.measure.claims.triangulate import confirmations, lacking, mark_of
from cqc_evidence.measure.coverage.eligible import standing
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.evidence import Edition, Item
from cqc_evidence.model.pack import Badge, ClaimEntry, Pack
from cqc_evidence.model.project import DecisionsFile, Project, Triangulation
from tests.compile.packs import parts
from tests.measure.build import framework, item, narrative, project, tag

CLAIMS = "\n## Claims\n\n- {#learning-1} People and counts say so [@told; @counted].\n- {#learning-2} Nobody says so.\n"


def counted(**keys: object) -> Item:
    shape = {"kind": "metric", "voice": "organisation", "source": {"citation": "Counts"}}
    return item("counted", tag(category="processes", topics=["same"]), **{**shape, **keys})


def told(**keys: object) -> Item:
    return item("told", tag(topics=["same"]), **keys)


def confirmed(*items: Item, text: str | None = None, claims: str = CLAIMS, claim: str = "learning-1") -> Project:
    words = narrative("learning", claims)
    mark = mark_of(words.claims[0]) if text is None else text
    by = Triangulation(claim=claim, who="Quality lead", on=date(2021, 6, 1), text=mark)
    return project(*(items or (told(), counted())), narratives=(words,), decisions=DecisionsFile(triangulated=(by,)))


@cache
def pack_of(edition: Edition = "internal") -> Pack:
    of = confirmed()
    claim = of.narratives[0].claims[0]
    rules = ("claim-on-stale-evidence", "claim-on-one-source", "claim-on-one-voice", "no-locator")
    problems = tuple(
        Diagnostic(rule=rule, severity=Severity.WARNING, message="m", because="b", help="h", location=claim.location)
        for rule in rules
    )
    return compile_pack(of, measure_coverage(of), problems, edition)


def entry(edition: Edition = "internal", name: str = "learning-1") -> ClaimEntry:
    return next(one for one in pack_of(edition).claims if one.id == name)


def badges(edition: Edition) -> list[str]:
    return [part.word for part in parts(pack_of(edition).sections) if isinstance(part, Badge)]


def test_a_confirmed_claim_is_marked_in_every_edition_and_by_whom_only_inside() -> None:
    for edition in ("internal", "cqc", "public"):
        assert "Triangulated" in badges(cast("Edition", edition))
        assert entry(cast("Edition", edition)).triangulated
    assert entry().triangulated_by == "Quality lead"
    assert entry("cqc").triangulated_by == ""


def test_a_weak_claim_says_why_inside_and_nowhere_else() -> None:
    assert "Weak: nothing fresh behind it, one source" in badges("internal")
    assert entry().marks == ("claim-on-stale-evidence", "claim-on-one-source", "claim-on-one-voice")
    for edition in ("cqc", "public"):
        assert not [word for word in badges(cast("Edition", edition)) if word.startswith("Weak")]
        assert entry(cast("Edition", edition)).marks == ()


def test_a_claim_without_evidence_is_marked_in_every_edition() -> None:
    for edition in ("internal", "cqc", "public"):
        assert "Unsupported: no evidence stands behind this claim" in badges(cast("Edition", edition))


def test_a_confirmation_lapses_when_the_claim_s_words_change() -> None:
    (before,) = confirmations(confirmed(), standing(confirmed())[0])
    assert before.holds
    of = confirmed(text="0123456789ab")
    (after,) = confirmations(of, standing(of)[0])
    assert after.lapsed
    assert not after.holds


def test_a_confirmation_of_no_claim_holds_nothing() -> None:
    of = confirmed(claim="learning-9")
    (found,) = confirmations(of, standing(of)[0])
    assert found.claim is None
    assert not found.holds


def test_of_two_claims_with_one_id_the_first_is_meant() -> None:
    of = confirmed(claims=CLAIMS + "- {#learning-1} Somebody else.\n")
    (found,) = confirmations(of, standing(of)[0])
    assert found.claim is not None
    assert found.claim.text.startswith("People and counts")


@pytest.mark.parametrize(
    ("items", "lacks"),
    [
        ((told(), counted()), ()),
        ((told(),), ("evidence of a second category", "a second independent source")),
        ((counted(),), ("evidence of a second category", "people's experience", "a second independent source")),
        ((told(), counted(derived_from=["told"])), ("a second independent source",)),
        (
            (told(), item("else", tag(category="processes", topics=["another"]))),
            ("one topic that all of it is tagged to",),
        ),
        ((), ("evidence of a second category", "people's experience", "a second independent source")),
    ],
)
def test_what_a_claim_lacks_to_be_triangulated_is_told(items: tuple[Item, ...], lacks: tuple[str, ...]) -> None:
    assert lacking(list(items), "learning", framework()) == lacks
