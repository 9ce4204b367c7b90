"""Words to avoid are seen where a text uses them in its own voice, and nowhere else."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.model.framework import Fact, Language, LanguageTerm
from cqc_evidence.protect.language import LanguageScanner, Spotted, spot

FILE = Path(__file__).parents[2] / "framework" / "language.yaml"
LANGUAGE = Language.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
TITLES = ("Safe systems, pathways and transitions", "Pathways")
SCANNER = LanguageScanner(LANGUAGE, TITLES)


def words(text: str) -> list[str]:
    """Return the text of each hit."""
    return [text[hit.start : hit.end] for hit in SCANNER.spot(text)]


@pytest.mark.parametrize("word", [
    "case", "Case", "CASELOADS", "service user", "Service-Users", "service\nusers", "service\u00a0user", "service‑user", "referral", "re-referral", "was referred",
    "hard to reach", "hard-to-reach", "hard–to reach", "pathways", "triaged", "sign-posting", "the person’s outcomes", "the person's outcomes", "case management",
])  # fmt: skip
def test_a_word_is_seen_in_all_its_forms(word):
    assert words(f"Then {word}, it was said.") == [word]


def test_the_longest_form_is_the_one_that_is_named():
    assert words("a care pathway and service user journey") == ["care pathway", "service user journey"]
    assert SCANNER.spot("case management")[0].term.term == "case"


def test_a_hit_carries_its_term_with_the_reason_and_better_words():
    (hit,) = spot("a referral", LANGUAGE)
    assert hit == Spotted(next(term for term in LANGUAGE.terms if term.term == "referral"), 2, 10)
    assert hit.term.instead


@pytest.mark.parametrize(
    "text", ["showcase", "encased", "casein", "refer", "pathwayfinder", "use_case_2", "a triageur"]
)
def test_a_part_of_a_word_is_no_hit(text):
    assert words(text) == []


@pytest.mark.parametrize("text", [
    "“a long referral”", 'He said "the referral was late".', "‘I don’t want a referral’", "> a referral\n> and a case", "`case`", "```\ncase\n```", "~~~\ncase\n~~~",
    "https://specimen.example/case/1", "www.specimen.example/referral", "[here](referral/case.md)", "[@case, p. 4]", "[@a; @case]", "@case said", "{#case-1}",
    "case@specimen.example", "“one line\nof a case”",
])  # fmt: skip
def test_quotations_code_addresses_and_citations_are_left_alone(text):
    assert words(text) == []


@pytest.mark.parametrize(("text", "hit"), [
    ("‘referral’ in one word", "referral"), ("“open case", "case"), ("“a” case “b”", "case"), ("> quoted\n\na case", "case"), ("carers’ case ’", "case"),
    ("```\nx\n```\ncase", "case"), ("[@a] case [@b]", "case"), ('5" case', "case"), ("“one\n\ncase”", "case"),
])  # fmt: skip
def test_what_stands_beside_a_quotation_is_the_writers_own(text, hit):
    assert words(text) == [hit]


def test_official_titles_are_left_alone():
    assert words("## Safe systems, pathways and transitions") == []
    assert words("In safe systems, pathways and transitions we see pathways.") == ["pathways"]
    assert words("## Pathways\n\nOur pathways.") == ["pathways"]


@pytest.mark.parametrize("text", ["in this case", "Just in case", "case studies", "case-by-case", "worst case", "breast screening", "bus journey", "case\nlaw", "the business case for it"])  # fmt: skip
def test_a_phrase_that_the_file_allows_is_left_alone(text):
    assert words(f"So {text} here.") == []


def test_a_phrase_allows_only_the_word_it_stands_under():
    terms = (
        LanguageTerm(term="case", why="w", instead="i", unless=("case referral",)),
        LanguageTerm(term="referral", why="w", instead="i"),
    )
    found = spot("a case referral", Language(source=Fact(), terms=terms))
    assert [hit.term.term for hit in found] == ["referral"]


@pytest.mark.parametrize("term", LANGUAGE.terms, ids=lambda term: term.term)
def test_every_form_in_the_file_is_seen_and_every_exception_is_not(term):
    scanner = LanguageScanner(LANGUAGE)
    for form in (term.term, *term.forms):
        assert [hit.term for hit in scanner.spot(f"x {form.upper()} y")] == [term]
    for phrase in term.unless:
        assert not [hit for hit in scanner.spot(f"x {phrase} y") if hit.term == term]


def test_a_file_without_words_sees_nothing():
    assert spot("a case", Language(source=Fact(), terms=())) == []


@given(
    st.lists(
        st.sampled_from(
            [
                "case",
                " ",
                "“",
                "”",
                '"',
                "‘",
                "’",
                "`",
                "\n",
                "> ",
                "[",
                "]",
                "@",
                "in",
                "service",
                "user",
                "-",
                "https://",
                "#",
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_hits_stand_in_the_text_in_order_and_apart(text):
    hits = SCANNER.spot(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(left.end <= right.start for left, right in pairwise(hits))


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_curly_quotation_hides_its_words_whatever_stands_around_it(before, after):
    text = f"{before}\n\n“A case, he said.”\n\n{after}"
    start = len(before) + len("\n\n“A ")
    assert not [hit for hit in SCANNER.spot(text) if hit.start == start]


@pytest.mark.parametrize("unit", ["“", "‘a ", "case ", "`", "[a", "@", "> case\n", "“case ", "hard to "])
def test_a_long_text_of_anything_is_read_to_its_end(unit):
    text = unit * (200_000 // len(unit))
    assert all(hit.end <= len(text) for hit in SCANNER.spot(text))
