"""Dates are never sharper than their source, and never wrong."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from cqc_evidence.model.dates import Day, Period, add_months, in_words, period_in_words

PERIOD = TypeAdapter(Period)
DAY = TypeAdapter(Day)


def part(day: date, sharpness: int) -> str:
    """Return a day, its month or its year as text."""
    return day.isoformat()[: (4, 7, 10)[sharpness]]


parts = st.builds(part, st.dates(), st.integers(0, 2))


@given(st.lists(parts, min_size=1, max_size=2))
def test_a_period_starts_no_later_than_it_ends_or_is_refused_with_what_to_do(texts):
    text = "/".join(texts)
    try:
        period = Period.parse(text)
    except ValueError as error:
        assert str(error).endswith("put the earlier date first")  # noqa: PT017  # both outcomes are lawful
        assert len(texts) == 2
    else:
        assert period.start is not None
        assert period.end is not None
        assert period.start <= period.end


@given(parts)
def test_a_date_covers_all_its_days_and_no_other(text):
    period = Period.parse(text)
    assert period.start.isoformat().startswith(text)
    assert period.end.isoformat().startswith(text)
    for outside in (period.start.toordinal() - 1, period.end.toordinal() + 1):
        if 1 <= outside <= date.max.toordinal():
            assert not date.fromordinal(outside).isoformat().startswith(text)


@given(parts | st.just("unknown"), st.sampled_from(["", " ", "\t"]))
def test_a_period_is_written_as_it_was_read(text, blank):
    period = Period.parse(f"{blank}{text}{blank}")
    assert str(period) == text
    assert PERIOD.validate_json(PERIOD.dump_json(period)) == period
    assert hash(PERIOD.validate_python(period)) == hash(period)
    assert repr(period) == f"Period('{text}')"
    assert period != text


@given(st.text(max_size=25) | st.from_regex(r"\d{4}-\d\d-\d\d(/\d{4})?", fullmatch=True))
def test_any_text_is_a_period_or_is_refused_in_plain_words(text):
    try:
        period = Period.parse(text)
    except ValueError as error:
        assert ": " in str(error), "what is wrong, then what to do"  # noqa: PT017
    else:
        assert re.fullmatch(PERIOD.json_schema()["pattern"], period.text, re.ASCII), "editors accept what we accept"
        assert period.known == (period.text != "unknown")


@pytest.mark.parametrize("text", ["2025", "2025-01", "2025-01-31", "2024-04/2025-03", "unknown"])
def test_editors_are_told_the_forms_that_a_date_may_have(text):
    schema = PERIOD.json_schema()
    assert re.fullmatch(schema["pattern"], text)
    assert "unknown" in schema["description"]


def test_an_unknown_date_is_no_day_and_never_later():
    unknown = Period.parse("unknown")
    assert (unknown.known, unknown.is_day, unknown.start, unknown.end) == (False, False, None, None)
    assert not unknown.starts_after(date.min)


def test_only_one_exact_day_is_a_day():
    assert Period.parse("2025-02-28").is_day
    assert Period.parse("2025-02-28/2025-02-28").is_day
    assert not Period.parse("2025-02").is_day


@given(parts, st.dates())
def test_a_period_starts_after_a_day_only_when_all_of_it_does(text, day):
    period = Period.parse(text)
    assert period.starts_after(day) == (period.start > day)


@pytest.mark.parametrize("text", ["٢٠٢٥-٠١", "2025-1-1", "2025/2026/2027", "unknown/2025", "2025-04/", "", "12:30", "20250101", "0000"])  # fmt: skip
def test_what_only_looks_like_a_date_is_refused(text):
    with pytest.raises(ValueError, match=r"not a date|in the calendar"):
        Period.parse(text)


@pytest.mark.parametrize("value", [20250101, None, ["2025"], 3.5])
def test_only_text_is_a_period(value):
    with pytest.raises(ValidationError, match="this is not a date"):
        PERIOD.validate_python(value)


def test_a_day_is_one_exact_day():
    assert DAY.validate_python("2025-02-28 ") == date(2025, 2, 28)
    assert DAY.validate_python(date(2025, 2, 28)) == date(2025, 2, 28)
    with pytest.raises(ValidationError, match='"2025-02" is not a day: write it as'):
        DAY.validate_python("2025-02")
    with pytest.raises(ValidationError, match="this is not a day"):
        DAY.validate_python(2020)
    with pytest.raises(ValidationError, match="there is no 2025-02-29 in the calendar"):
        DAY.validate_python("2025-02-29")


@given(st.dates(), st.integers(-40_000, 140_000))
def test_adding_months_keeps_the_day_or_takes_the_months_last_and_never_leaves_the_calendar(day, months):
    later = add_months(day, months)
    index = day.year * 12 + day.month - 1 + months
    if 12 <= index < 120_000:
        assert later.year * 12 + later.month - 1 == index
        assert later.day == day.day or (
            later.day < day.day and (later + timedelta(days=1)).day == 1 if later < date.max else True
        )
    else:
        assert later in (date.min, date.max)


def test_dates_are_printed_as_british_people_write_them():
    assert in_words(date(2021, 5, 31)) == "31 May 2021"
    assert period_in_words(Period.parse("2021-05-31")) == "31 May 2021"
    assert period_in_words(Period.parse("2021-05")) == "May 2021"
    assert period_in_words(Period.parse("2020/2021-03")) == "2020 to March 2021"
    assert period_in_words(Period.parse("unknown")) == "date unknown"


def test_a_date_written_by_hand_is_told_whole():
    with pytest.raises(ValueError, match=r'"31/05/2021" is not a date'):
        Period.parse("31/05/2021")
