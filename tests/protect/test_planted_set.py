"""How much of a planted set is found, and how much of what is found was planted."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from cqc_evidence.protect.scan import SORTS, Scanner
from tests.protect import later
from tests.protect.lookalikes import FIRST, OTHER_TEMPLATES, SECOND
from tests.protect.planted import DENY, SETTINGS, Made, Sentence, innocents, planted

SCANNER = Scanner(SETTINGS, DENY)
EACH = 40
INNOCENT = 10_000
TRUE_CODES, TRUE_HITS, FALSE_HITS = "planted", "found", "false"


def figures(sentences: list[Sentence]) -> Counter[tuple[str, str]]:
    """Return for each sort how many were planted, how many of them found, and how many other finds there were."""
    counts: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        counts[TRUE_CODES, sentence.sort] += 1
        right = False
        for found in SCANNER.find(sentence.text):
            if found.sort == sentence.sort and sentence.start <= found.start and found.end <= sentence.end:
                right = True
            else:
                counts[FALSE_HITS, found.sort] += 1
        counts[TRUE_HITS, sentence.sort] += right
    return counts


def shares(counts: Counter[tuple[str, str]], *sorts: str) -> tuple[float, float]:
    """Return recall and precision."""
    there, right, wrong = (sum(counts[what, sort] for sort in sorts) for what in (TRUE_CODES, TRUE_HITS, FALSE_HITS))
    return right / there, right / (right + wrong)


def shown(
    name: str, counts: Counter[tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> dict[str, tuple[float, float]]:
    """Print recall and precision of each sort and of all, and return them."""
    rows = {"all": shares(counts, *SORTS)} | {sort: shares(counts, sort) for sort in SORTS}
    with capsys.disabled():
        print(f"\n{name}: {len(SORTS) * EACH} planted among {INNOCENT} look-alikes")  # noqa: T201  # the figures are asked for
        for sort, (recall, precision) in rows.items():
            print(f"  {sort:26} recall {recall:.3f}  precision {precision:.3f}")  # noqa: T201
    return rows


SETS = {
    "first set": lambda: planted(1, EACH) + innocents(2, INNOCENT, FIRST),
    "second set, other sentences and seed": lambda: (
        planted(77, EACH, OTHER_TEMPLATES) + innocents(78, INNOCENT, SECOND)
    ),
}


@pytest.mark.parametrize("name", SETS)
def test_planted_identifiers_are_found_and_look_alikes_are_not(name, capsys):
    rows = shown(name, figures(SETS[name]()), capsys)
    assert all(recall >= 0.99 and precision >= 0.95 for recall, precision in rows.values()), rows


def test_in_sentences_written_after_the_patterns_all_is_found_and_two_sorts_are_less_precise(capsys):
    sentences = planted(501, EACH, later.TEMPLATES) + innocents(502, INNOCENT, later.THIRD)
    rows = shown("third set, written after the patterns and once used to better them", figures(sentences), capsys)
    assert all(recall >= 0.99 for recall, _ in rows.values()), rows
    assert all(
        precision >= 0.95 for sort, (_, precision) in rows.items() if sort not in ("nhs-number", "postcode", "all")
    ), rows


def test_planted_identifiers_are_found_between_look_alikes(capsys):
    rng = Random(5)  # noqa: S311  # the same ones every time
    around = innocents(43, 4000, FIRST + SECOND)
    counts: Counter[tuple[str, str]] = Counter()
    for sentence in planted(41, 150) + planted(42, 150, OTHER_TEMPLATES):
        before, after, glue = rng.choice(around).text, rng.choice(around).text, rng.choice((" ", "\n", " – ", ", "))
        start = len(before) + len(glue) + sentence.start
        end = start + sentence.end - sentence.start
        found = SCANNER.find(f"{before}{glue}{sentence.text}{glue}{after}")
        counts[TRUE_CODES, sentence.sort] += 1
        counts[TRUE_HITS, sentence.sort] += any(
            one.sort == sentence.sort and start <= one.start and one.end <= end for one in found
        )
    with capsys.disabled():
        print(f"\nbetween two look-alikes: recall {shares(counts, *SORTS)[0]:.4f}")  # noqa: T201
    assert all(shares(counts, sort)[0] >= 0.98 for sort in SORTS), counts


def test_of_bare_ten_digit_numbers_about_one_in_twenty_five_is_taken_for_an_nhs_number():
    made = Made(Random(9))  # noqa: S311
    hits = sum(bool(SCANNER.find(f"The number is {made.digits(10)} here.")) for _ in range(2000))
    assert 0.02 < hits / 2000 < 0.06, (
        "one in eleven passes the sum, four in ten of those begin as numbers given in England do"
    )


def test_every_planted_sentence_has_its_identifier_where_it_says():
    for sentence in planted(1, EACH) + planted(77, EACH, OTHER_TEMPLATES):
        assert 0 <= sentence.start < sentence.end <= len(sentence.text)
        assert sentence.text[sentence.start] not in " \n"
