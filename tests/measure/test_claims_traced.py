"""Tracing: every line to mend, and what a claim or a figure rests on."""

from __future__ import annotations

from datetime import date

from cqc_evidence.measure import measure_coverage
from cqc_evidence.measure.claims.trace import known, trace
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.data import Observation
from cqc_evidence.model.dates import Period
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.ledger import Place, Trace
from cqc_evidence.model.location import Location
from cqc_evidence.model.packs import PackRecord
from cqc_evidence.model.project import (
    AccuracyFile,
    Comment,
    Correction,
    DecisionsFile,
    EvidenceRequest,
    Improvement,
    InformationReturn,
    IrEvidence,
    IrItem,
    Project,
    Triangulation,
)
from cqc_evidence.model.result import Provenance, Result
from tests.measure.build import item, narrative, project, tag

PERIOD = "2020-08/2020-11"
SHARE = {
    "id": "share", "label": "Increases", "value": 10.7, "unit": "percent", "numerator": 31, "denominator": 289,
    "period": PERIOD, "comparator": "28.9 the old way",
}  # fmt: skip
CLAIMS = (
    "\n## Claims\n\n"
    "- {#learning-1} An increase followed 31 of 289 (10.7%) [@reviews, p. 4]. So what: it is rarer than 28.9%.\n"
    "- {#learning-2} Forty people said so, 40 in all [@other].\n\n"
    "## How we know\n\nReviews were counted, 10.7% of them [@reviews].\n"
)


def reviews(**keys: object) -> Item:
    shape = {"kind": "metric", "voice": "organisation", "figures": [SHARE], "ir_refs": ("IR9",)}
    tags = tag(
        category="processes",
        rules=["work-collaboratively"],
        says="Care went up after 10.7%.",
        so_what="Rarer than before.",
    )
    return item("reviews", tags, **{**shape, **keys})


def row(period: str = PERIOD, **keys: object) -> Observation:
    shape = {
        "metric": "package-change", "group": "community", "period": Period.parse(period), "item": "reviews",
        "location": Location(file="evidence/data/aggregate-reviews.csv", line=2),
    }  # fmt: skip
    return Observation.model_validate({**shape, **keys})


def result(**keys: object) -> Result:
    shape = {
        "metric": "package-change", "title": "What followed", "group": "community", "period": Period.parse(PERIOD),
        "unit": "percent", "value": 0.107, "verdict": "none", "basis": "quoted", "provenance": Provenance(engine="tables"), "sentence": "It was 10.7 %.",
        "items": ("reviews",),
    }  # fmt: skip
    return Result.model_validate({**shape, **keys})


def made(*more: Item, **keys: object) -> Project:
    words = narrative("learning", CLAIMS, judgement="An increase follows one review in ten, 10.7% [@reviews].")
    return project(keys.pop("first", None) or reviews(), *more, narratives=(words,), **keys)  # type: ignore[arg-type]


def traced(subject: str, of: Project | None = None, rows: tuple[Observation, ...] = (), **keys: object) -> Trace:
    of = of or made()
    found = trace(of, measure_coverage(of), subject, rows, (result(),), **keys)  # type: ignore[arg-type]
    assert found is not None
    return found


def names(places: tuple[Place, ...], kind: str) -> list[str]:
    return [place.name for place in places if place.kind == kind]


def test_an_item_lists_every_claim_passage_judgement_row_and_metric_that_rests_on_it() -> None:
    found = traced("reviews", rows=(row(numerator=31, denominator=289), row(item="other", value=1)))
    assert names(found.rests_on_it, "claim") == ["learning-1"]
    assert names(found.rests_on_it, "passage") == ["How we know"]
    assert names(found.rests_on_it, "judgement") == ["learning"]
    rows = [place.text for place in found.rests_on_it if place.kind == "table row"]
    assert rows == ["community, 2020-08/2020-11, 31 of 289"]
    assert names(found.rests_on_it, "metric") == ["package-change"]
    assert names(found.rests_on_it, "golden rule") == ["work-collaboratively"]
    assert found.rests_on[0].text == "Paper about reviews"


def test_a_row_s_value_is_told_as_it_is_printed_or_else_as_it_is() -> None:
    found = traced("reviews", rows=(row(value=0.107, printed="10.7%"), row(value=7.0), row()))
    rows = [place.text for place in found.rests_on_it if place.kind == "table row"]
    assert rows == ["community, 2020-08/2020-11, 10.7%", "community, 2020-08/2020-11, 7", "community, 2020-08/2020-11"]


def test_an_item_lists_what_is_made_from_it_and_every_register_that_names_it() -> None:
    action = {"action": "Count again", "from": ["reviews"]}
    of = made(
        item("later", derived_from=["reviews"], actions=[action]),
        item("newest", supersedes=["reviews"]),
        improvements=(Improvement(id="imp-1", gap="g", action="Count", shown_by=("reviews",)), Improvement(id="imp-2", gap="g", action="Ask")),
        requests=(EvidenceRequest(who="Quality lead", topic="reviews", items=("reviews",)), EvidenceRequest(who="Nobody")),
        information_return=InformationReturn(
            items=(
                IrItem(number="IR9", asks="Counts of reviews"),
                IrItem(number="IR10", asks="More", evidence=(IrEvidence(item="reviews"),)),
                IrItem(number="IR11", asks="Else"),
            )
        ),
        accuracy=AccuracyFile(
            corrections=(Correction(place="page 3", draft="9%", correction="10.7%", items=("reviews",)), Correction(place="page 4", draft="", correction=""))
        ),
        decisions=DecisionsFile(
            triangulated=(
                Triangulation(claim="learning-1", who="Quality lead", on=date(2021, 6, 1)),
                Triangulation(claim="learning-2", who="Quality lead", on=date(2021, 6, 1)),
            )
        ),
        packs=(
            PackRecord(pack="aa", edition="cqc", built=date(2021, 5, 1), as_at=date(2021, 4, 30), files=(), added=("reviews",)),
            PackRecord(pack="bb", edition="cqc", built=date(2021, 6, 1), as_at=date(2021, 5, 31), files=(), removed=("reviews",)),
        ),
    )  # fmt: skip
    found = traced("reviews", of).rests_on_it
    assert names(found, "item") == ["later", "newest"]
    assert names(found, "action") == ["later"]
    assert names(found, "improvement") == ["imp-1"]
    assert names(found, "request") == ["Quality lead"]
    assert names(found, "information return") == ["IR9", "IR10"]
    assert names(found, "correction") == ["page 3"]
    assert names(found, "confirmation") == ["learning-1"]
    assert names(found, "pack") == ["aa"]
    assert [place.name for place in traced("later", of).rests_on if place.kind == "item"] == ["reviews"]


def test_a_personal_item_is_named_and_none_of_its_words_are_shown() -> None:
    secret = reviews(
        sensitivity="personal", title="Amira told us 10.7%", actions=[{"action": "Ring Amira", "from": ["reviews"]}]
    )
    of = made(first=secret)
    for subject in ("reviews", "reviews.share", "learning-1", "10.7%"):
        found = traced(subject, of)
        assert "Amira" not in found.model_dump_json()
        assert "Care went up" not in found.model_dump_json()
    assert traced("reviews", of).rests_on == ()


def test_a_claim_tells_its_items_its_numbers_its_speaker_and_what_was_said_of_it() -> None:
    of = made(
        comments=(
            Comment(about="learning-1", who="Reader", text="Since when?"),
            Comment(about="learning-2", who="Nobody", text="Else"),
        ),
        decisions=DecisionsFile(
            triangulated=(
                Triangulation(claim="learning-1", who="Quality lead", on=date(2021, 6, 1)),
                Triangulation(claim="learning-2", who="Else", on=date(2021, 6, 1)),
            )
        ),
    )
    claim = of.narratives[0].claims[0]
    here = Diagnostic(
        rule="claim-on-stale-evidence", severity=Severity.WARNING, message="nothing fresh", because="b", help="h",
        location=claim.location,
    )  # fmt: skip
    there = here.model_copy(update={"location": claim.location.model_copy(update={"line": 99})})
    found = traced("learning-1", of, problems=(here, there))
    assert found.title == "An increase followed 31 of 289 (10.7%)."
    assert names(found.rests_on, "item") == ["reviews"]
    assert [place.text for place in found.rests_on if place.kind == "tag"] == ["supports: Care went up after 10.7%."]
    assert names(found.rests_on, "speaker") == ["Director"]
    figures = [place.text for place in found.rests_on if place.kind == "figure"]
    assert figures == [f"{number} ← Increases: 10.7 percent" for number in ("31", "289", "10.7%", "28.9%")]
    assert names(found.rests_on_it, "confirmation") == ["learning-1"]
    assert names(found.rests_on_it, "comment") == ["Reader"]
    assert names(found.rests_on_it, "mark") == ["claim-on-stale-evidence"]


def test_a_number_that_only_a_metric_holds_leads_to_the_metric_and_one_that_nothing_holds_says_so() -> None:
    bare = made(first=reviews(figures=()))
    found = traced("learning-1", bare)
    assert [place.text for place in found.rests_on if place.kind == "metric"] == ["10.7% ← It was 10.7 %."]
    assert names(found.rests_on, "number") == ["31", "289", "28.9%"]
    assert names(traced("learning-2", bare).rests_on, "number") == ["40"]


def test_a_claim_tells_only_what_its_items_say_of_its_own_statement() -> None:
    twice = reviews(tags=(tag(category="processes", says="Here."), tag("equity", "processes", says="Elsewhere.")))
    assert [place.text for place in traced("learning-1", made(first=twice)).rests_on if place.kind == "tag"] == [
        "supports: Here."
    ]


def test_a_claim_without_a_speaker_names_none() -> None:
    of = made()
    words = of.narratives[0].model_copy(update={"speaker": ""})
    assert names(traced("learning-1", of.model_copy(update={"narratives": (words,)})).rests_on, "speaker") == []


def test_a_figure_lists_the_lines_that_print_it_and_only_rows_of_its_period() -> None:
    improvements = (
        Improvement(id="tied", gap="g", action="a", latest="10.7% now", shown_by=("reviews",)),
        Improvement(id="measured", gap="g", action="a", baseline="10.7% then", metric="package-change"),
        Improvement(id="loose", gap="g", action="a", latest="10.7% of calls"),
    )
    other = item(
        "other",
        figures=[
            {"id": "f", "value": 3, "unit": "percent", "comparator": "10.7 in the reviews"},
            {"id": "g", "value": 4, "unit": "people"},
        ],
    )
    of = made(other, item("secret", sensitivity="personal"), improvements=improvements)
    found = traced("reviews.share", of, rows=(row(numerator=31), row("2019-08/2019-11", numerator=31)))
    assert names(found.rests_on_it, "claim") == ["learning-1"]
    assert names(found.rests_on_it, "sentence") == ["reviews"]
    assert names(found.rests_on_it, "improvement") == ["tied", "measured"]
    assert len(names(found.rests_on_it, "table row")) == 1
    assert names(found.elsewhere, "figure") == ["other.f"]
    assert names(found.elsewhere, "improvement") == ["loose"]


def test_a_comparator_belongs_to_the_figure_that_holds_its_number() -> None:
    """Else the old number would go on standing there when that figure changes."""
    old = {"id": "old", "value": 28.9, "unit": "per cent", "period": "2020-04/2020-07"}
    of = made(first=reviews(figures=[SHARE, old]))
    assert "28.9% ← old: 28.9 per cent" in [place.text for place in traced("learning-1", of).rests_on]
    changed = made(first=reviews(figures=[SHARE, {**old, "value": 31.2}]))
    assert names(traced("learning-1", changed).rests_on, "number") == ["28.9%"]


def test_a_number_lists_figures_that_hold_it_and_places_that_print_it() -> None:
    found = traced("10.7 %", rows=(row(value=0.107),))
    assert [place.name for place in found.rests_on] == ["reviews.share"]
    assert names(found.rests_on_it, "claim") == ["learning-1"]
    assert len(names(found.rests_on_it, "table row")) == 1
    assert names(traced("11%").rests_on_it, "claim") == ["learning-1"], "a rounder number finds the exact one"


def test_what_nobody_knows_is_nothing_and_every_name_can_be_asked_for() -> None:
    of = made()
    coverage: Coverage = measure_coverage(of)
    assert trace(of, coverage, "nonsuch") is None
    assert trace(of, coverage, "reviews.nonsuch") is None
    assert trace(of, coverage, "5 of 7") is None, "two numbers are not one"
    assert known(of) == ("reviews", "learning-1", "learning-2", "reviews.share")


def test_a_long_line_is_cut_and_says_so() -> None:
    found = traced("long", made(item("long", title="word " * 60)))
    assert found.title.startswith("word word")
    place = next(
        one
        for one in traced(
            "later", made(item("long", title="word " * 60), item("later", derived_from=["long"]))
        ).rests_on
        if one.kind == "item"
    )
    assert place.text.endswith("…")
    assert len(place.text) <= 160
