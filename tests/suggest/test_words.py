"""Words are brought together by their stems, and the words themselves are kept to be shown."""

from __future__ import annotations

from cqc_evidence.suggest.words import stems_of, tells


def test_forms_of_one_word_have_one_stem() -> None:
    assert len(set(stems_of("assess assesses assessed assessing").stems)) == 1
    assert stems_of("Carer's carers CARER’S").stems == ("carer", "carer", "carer")


def test_the_words_stand_beside_their_stems() -> None:
    found = stems_of("People’s reviews, 12 overdue")
    assert found.words == ("people's", "reviews", "12", "overdue")
    assert len(found.stems) == len(found.words)


def test_small_words_tell_nothing_alone() -> None:
    assert not tells("people's")
    assert not tells("the")
    assert tells("advocacy")


def test_no_text_has_no_stems() -> None:
    assert stems_of("… — !").stems == ()
