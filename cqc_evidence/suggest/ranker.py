"""Which quality statements, golden rules and category a text points at.

Three things are added up. The words of `framework/signals.yaml`: a phrase weighs more than a word, and a
word that stands under many statements less than one that stands under one. The official wording
of each statement, much more lightly. And, once a statement has five accepted tags, the words by which the
council's own accepted evidence differs from statement to statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import exp, log
from typing import NamedTuple

from cqc_evidence.model.framework import Framework, Statement
from cqc_evidence.model.suggestion import Suggested, Suggestion
from cqc_evidence.suggest.learned import Learned
from cqc_evidence.suggest.words import Stems, stems_of, tells

_MOST = 3
_LONGEST_PHRASE = 5
_PHRASE = (0.0, 1.0, 1.7, 2.2, 2.5, 2.7)
"""Weight of a term by its number of words."""
_OFFICIAL = 0.25
"""Weight of a word of a statement's official wording against one of the signals."""
_AGAIN = 0.35
"""What a further occurrence of a term adds, against the first."""
_LEARNED = 0.6
_SHOWN = 5
_SPREAD = 1.0
Group = tuple[str, str]
"""What is suggested: `("statement", "equity")`."""


class _Weighed(NamedTuple):
    """What one term adds to one group."""

    group: Group
    weight: float


class Ranker:
    """Ranks texts; made once for a framework, asked as often as wanted."""

    def __init__(self, framework: Framework, accepted: Iterable[tuple[str, tuple[str, ...]]] = ()) -> None:
        """Weigh every term.

        Args:
            framework: its signals and official wording.
            accepted: texts that people have tagged, each with its statements.
        """
        self._terms = _terms(framework)
        self._learned = Learned(accepted)

    def suggest(self, text: str) -> Suggestion:
        """Return what a text points at; nothing for a text without a telling word."""
        found = self._score(stems_of(text))
        statements = _ranked(found, "statement")
        rules = _ranked(found, "rule")
        category = _ranked(found, "category")
        return Suggestion(statements=statements, rules=rules, category=category[0] if category else None)

    def _score(self, text: Stems) -> dict[Group, dict[str, float]]:
        """Return for each group what each term adds, by the words of the text."""
        found: dict[Group, dict[str, float]] = defaultdict(dict)
        for start in range(len(text.stems)):
            for length in range(1, min(_LONGEST_PHRASE, len(text.stems) - start) + 1):
                weighed = self._terms.get(text.stems[start : start + length])
                if weighed is None:
                    continue
                words = " ".join(text.words[start : start + length])
                for group, weight in weighed:
                    before = found[group].get(words, 0.0)
                    found[group][words] = before + (weight * _AGAIN if before else weight)
        for statement, words, weight in self._learned.weigh(text):
            adding = found["statement", statement]
            adding[words] = adding.get(words, 0.0) + _LEARNED * weight
        return found


def _terms(framework: Framework) -> Mapping[tuple[str, ...], tuple[_Weighed, ...]]:
    under: dict[tuple[str, tuple[str, ...]], dict[str, float]] = defaultdict(dict)
    sizes: dict[str, set[str]] = defaultdict(set)
    for signal in framework.signals.signals:
        sizes[signal.about].add(signal.id)
        for term in signal.terms:
            stems = stems_of(term).stems[:_LONGEST_PHRASE]
            under[signal.about, stems][signal.id] = _PHRASE[len(stems)] if stems else 0.0
    for statement in framework.statements:
        for stem in set(_official(statement)):
            under["statement", (stem,)].setdefault(statement.id, _OFFICIAL)
    terms: dict[tuple[str, ...], list[_Weighed]] = defaultdict(list)
    for (about, stems), ids in under.items():
        rare = _rarity(sum(ids.values()) / max(ids.values(), default=1.0) if stems else 1.0, len(sizes[about]))
        terms[stems] += [_Weighed((about, name), weight * rare) for name, weight in ids.items()]
    terms.pop((), None)
    return {stems: tuple(weighed) for stems, weighed in terms.items()}


def _rarity(holders: float, of: int) -> float:
    """Return 1 for a term of one group, falling to a tenth for one that all share."""
    return max(0.1, log(of / holders) / log(of)) if of > 1 else 1.0


def _official(statement: Statement) -> tuple[str, ...]:
    facts = (statement.title, statement.we, *statement.variants, *statement.i_statements, *statement.topics)
    found = stems_of(" ".join(fact.text for fact in facts))
    return tuple(stem for stem, word in zip(found.stems, found.words, strict=True) if tells(word))


def _ranked(found: Mapping[Group, Mapping[str, float]], about: str) -> tuple[Suggested, ...]:
    """Return the best groups of one sort, with scores that add up to at most 1."""
    sums = {name: sum(words.values()) for (kind, name), words in found.items() if kind == about}
    sums = {name: value for name, value in sums.items() if value > 0}
    if not sums:
        return ()
    top = max(sums.values())
    shares = {name: exp((value - top) / _SPREAD) for name, value in sums.items()}
    total = sum(shares.values())
    best = sorted(sums, key=lambda name: (-sums[name], name))[:_MOST]
    return tuple(
        Suggested(id=name, score=round(shares[name] / total, 3), because=_because(found[about, name])) for name in best
    )


def _because(words: Mapping[str, float]) -> tuple[str, ...]:
    """Return the weightiest words; a word inside a longer one that is shown already is not repeated."""
    shown: list[str] = []
    for word in sorted(words, key=lambda one: (-words[one], one)):
        if words[word] > 0 and not any(f" {word} " in f" {other} " for other in shown):
            shown.append(word)
    return tuple(shown[:_SHOWN])
