"""Suggestions on passages in the manner of assessment reports and councils' own texts.

All passages are invented; no council, person or provider is named. `unseen.tsv` was written by somebody who had
not seen the signals, and the signals were not changed after it; `seen.tsv` was written so too, and then used
to find words that were missing.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from cqc_evidence.model.framework import Framework, Language, Signal, Signals
from cqc_evidence.model.project import Settings
from cqc_evidence.read import shipped
from cqc_evidence.read.framework import read_framework
from cqc_evidence.suggest.ranker import Ranker

FOLDER = Path(__file__).parent


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read_framework(shipped(), Settings(council="")).framework


@pytest.fixture(scope="module")
def ranker(framework: Framework) -> Ranker:
    return Ranker(framework)


def passages(name: str) -> list[tuple[str, str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [(label, text) for label, _, text in (line.partition("\t") for line in lines)]


def shares(ranker: Ranker, labelled: list[tuple[str, str]]) -> tuple[float, float]:
    """Return how often the first suggestion is right, and how often one of three is."""
    found = [(label, [one.id for one in ranker.suggest(text).statements]) for label, text in labelled]
    first = sum(names[:1] == [label] for label, names in found)
    three = sum(label in names for label, names in found)
    return first / len(found), three / len(found)


@pytest.mark.parametrize(
    ("name", "least", "first", "three"), [("unseen.tsv", 90, 0.75, 0.95), ("seen.tsv", 200, 0.85, 0.97)]
)
def test_the_right_statement_is_among_the_suggestions(  # a row of the table
    name: str, least: int, first: float, three: float, ranker: Ranker, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled = passages(name)
    assert len(labelled) >= least
    right = shares(ranker, labelled)
    with capsys.disabled():
        print(f"\n{name}: {len(labelled)} passages, first right {right[0]:.3f}, one of three {right[1]:.3f}")  # noqa: T201  # the figures are the point
    assert right[0] >= first
    assert right[1] >= three


def test_each_statement_has_its_share_of_passages(framework: Framework) -> None:
    for name in ("unseen.tsv", "seen.tsv"):
        counts = Counter(label for label, _ in passages(name))
        assert set(counts) == {statement.id for statement in framework.statements}
        assert min(counts.values()) >= 10


def test_a_suggestion_shows_the_words_of_the_text_that_made_it_so(ranker: Ranker) -> None:
    found = ranker.suggest("Carers' reviews were overdue, and the waiting list had grown.")
    assert found.statements[0].id == "assessing-needs"
    assert set(found.statements[0].because) >= {"reviews", "waiting list"}
    assert all(0 < one.score <= 1 for one in found.statements)
    assert [one.score for one in found.statements] == sorted((one.score for one in found.statements), reverse=True)


def test_golden_rules_and_the_category_are_suggested_too(ranker: Ranker) -> None:
    found = ranker.suggest("My mum was passed around from one team to another until the same worker stayed with us.")
    assert found.rules[0].id == "no-hand-offs"
    assert found.category is not None
    assert found.category.id == "people"
    assert "my mum" in found.category.because


@pytest.mark.parametrize("text", ["", "12.5 %", "… — !", "the and of with"])
def test_a_text_without_a_telling_word_gets_no_suggestion(text: str, ranker: Ranker) -> None:
    found = ranker.suggest(text)
    assert found.statements == ()
    assert found.category is None


def test_at_most_three_are_suggested(ranker: Ranker) -> None:
    text = " ".join(text for _, text in passages("unseen.tsv"))
    found = ranker.suggest(text)
    assert len(found.statements) == 3
    assert len(found.rules) <= 3


ODD = "The Thursday bench is where neighbours bring what went wrong and take home a plan."
"""Words of one council that no list knows."""


def test_five_accepted_texts_teach_the_words_of_a_council(framework: Framework) -> None:
    taught = [(f"{ODD} ({number})", ("safeguarding",)) for number in range(5)]
    others = [(f"Managers met on Monday in room {number}.", ("governance",)) for number in range(5)]
    new = "Again on the Thursday bench: neighbours bring what worries them."
    before = Ranker(framework).suggest(new).statements
    after = Ranker(framework, [*taught, *others]).suggest(new).statements
    assert after[0].id == "safeguarding"
    assert [one.id for one in before][:1] != ["safeguarding"]
    assert {"bench", "thursday"} & set(after[0].because)


def test_four_accepted_texts_teach_nothing_yet(framework: Framework) -> None:
    taught = [(ODD, ("safeguarding",))] * 4
    assert Ranker(framework, taught).suggest(ODD) == Ranker(framework).suggest(ODD)


def test_accepted_tags_make_suggestions_better_where_the_signals_are_poor(framework: Framework) -> None:
    poor = Signals(
        source=framework.signals.source, signals=(Signal(about="statement", id="equity", terms=("equity",)),)
    )
    bare = framework.model_copy(update={"signals": poor})
    labelled = passages("seen.tsv")
    taught = [(text, (label,)) for label, text in labelled]
    before, after = shares(Ranker(bare), passages("unseen.tsv")), shares(Ranker(bare, taught), passages("unseen.tsv"))
    assert after[0] > before[0] + 0.1
    assert after[1] > before[1]


def test_a_term_under_every_statement_tells_nothing_much(framework: Framework) -> None:
    names = [statement.id for statement in framework.statements]
    every = tuple(Signal(about="statement", id=name, terms=("zebra",)) for name in names)
    one = Signal(about="statement", id="equity", terms=("zebra", "quagga"))
    signals = Signals(source=framework.signals.source, signals=(*every[:2], one, *every[3:]))
    found = Ranker(framework.model_copy(update={"signals": signals})).suggest("A zebra and a quagga.").statements
    assert found[0].id == "equity"
    assert found[0].because[0] == "quagga"


def test_the_words_to_avoid_may_be_signals_all_the_same(framework: Framework) -> None:
    """What older notes say is what they say; a suggestion is not a text of ours."""
    terms = {term for signal in framework.signals.signals for term in signal.terms}
    avoided: Language = framework.language
    assert {term.term for term in avoided.terms} & terms
