"""An evidence log: what its keeper wrote, row by row, and which cells cannot be right."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.intake.tables import log_words
from cqc_evidence.intake.tables.log_words import Vocabulary, looks_like_a_log, role_of
from cqc_evidence.intake.tables.read import read_table_file
from cqc_evidence.model.evidence import Source
from cqc_evidence.model.intake import Document, Extract
from tests.intake.sheets import LOG_ROWS, LOG_TITLES, csv_file, log_rows, specimen_log, workbook
from tests.measure.build import framework


def read(data: bytes, file: str = "log.xlsx") -> Document:
    return read_table_file(data, file, ReadOptions())


def row(**cells: str) -> Document:
    """Return a log of one item; a column's title is the key, with spaces for underlines."""
    told = {"Evidence": "Two colleagues join", "Date": "2026-03", "Lead": "Manager", **cells}
    return read(csv_file([[title.replace("_", " ") for title in told], list(told.values())]), "log.csv")


def item(**cells: str) -> Extract:
    (extract,) = row(**cells).extracts
    return extract


def problem(**cells: str) -> tuple[str, str]:
    (found,) = row(**cells).problems
    assert (found.rule, str(found.location)) == ("bad-cell", "log.csv, row 2")
    return found.message, found.help


def test_a_row_becomes_an_item_with_the_tags_that_were_written():
    first = read(specimen_log()).extracts[0]
    assert (first.locator, first.title) == ("Evidence log row 4", LOG_ROWS[0][1])
    assert (first.kind, first.voice, first.owner) == ("making-it-happen", "staff", "Team manager")
    assert first.date is not None
    assert first.date.text == "2026-03-12"
    assert [(one.statement, one.category, one.rules) for one in first.tags] == [
        ("assessing-needs", "processes", ("no-hand-offs",)),
        ("learning", "processes", ("no-hand-offs",)),
    ]
    assert first.tags[0].says == "The build-up was seen on a Thursday and answered the next week."
    assert first.tags[0].so_what == "Nobody was passed on to another team."
    assert first.source == Source(citation="Specimen: Making it Happen notes, March 2026", locator="table 1 row 4")
    assert first.text == "Ref: E1"
    assert str(first.review_by) == "2027-03-12"


def test_a_value_of_no_use_is_named_by_its_cell_and_the_rest_of_the_row_goes_on():
    found = read(specimen_log())
    assert [(str(one.location), one.message, one.help) for one in found.problems] == [
        ("log.xlsx > Evidence log!C6", "there is no 31/02/2026 in the calendar, the day first", "write it as 12/03/2026 (day, month, year), 2026-03, 2026 or unknown"),
        ("log.xlsx > Evidence log!E6", '"partnerships and comunities" is not a quality statement', 'did you mean "partnerships and communities"?'),
    ]  # fmt: skip
    third = found.extracts[2]
    assert (third.kind, third.voice, third.date, third.tags) == ("partner-feedback", "partner", None, ())
    assert "Evidence category: Partners" in third.text
    assert "What it shows: The ward sister knows whom to ring." in third.text


@pytest.mark.parametrize(
    ("written", "statements"),
    [
        ("QS1; QS3", ["assessing-needs", "equity"]),
        ("1, 3 and 9", ["assessing-needs", "equity", "learning"]),
        ("qs 4/QS 5", ["care-provision", "partnerships"]),
        ("Care provision, integration and continuity, Safeguarding", ["care-provision", "safeguarding"]),
        ("Governance, management and sustainability\nLearning, improvement & innovation", ["governance", "learning"]),
        ("QS6: Safe systems, pathways and transitions", ["safe-systems"]),
        ("QS3 – Equity (our own name for it)", ["equity"]),
        ("Supporting people to live healthier lives", ["healthier-lives"]),
        ("partnerships + SAFEGUARDING", ["partnerships", "safeguarding"]),
        ("QS1 and QS1", ["assessing-needs"]),
    ],
)
def test_statements_are_known_by_number_title_and_usual_name(written, statements):
    found = row(Quality_statement=written)
    assert [tag.statement for tag in found.extracts[0].tags] == statements
    assert found.problems == ()


@pytest.mark.parametrize("written", ["Theme 1", "Learning disability service", "QS12", "1 person", "see notes"])
def test_words_that_only_sound_like_a_statement_make_no_tag(written):
    assert item(Quality_statement=written).tags == ()
    assert problem(Quality_statement=written)[0].startswith(f'"{written.lower()}" is not a quality statement')


def test_one_wrong_statement_does_not_lose_the_right_one():
    found = row(QS="QS1 and QS12; safegarding")
    assert [tag.statement for tag in found.extracts[0].tags] == ["assessing-needs"]
    assert [one.help for one in found.problems][1] == 'did you mean "safeguarding"?'


@pytest.mark.parametrize(("title", "written", "kind", "category"), [
    ("Type", "MIH", "making-it-happen", ""),
    ("Category of evidence", "Staff survey", "staff-survey", ""),
    ("Category", "Story", "story-of-difference", ""),
    ("Category", "Processes", "", "processes"),
    ("Kind", "People's experience", "", "people"),
    ("Evidence category", "Feedback from staff and leaders", "", "staff-and-leaders"),
])  # fmt: skip
def test_category_is_read_as_what_its_value_is(title, written, kind, category):
    found = item(QS="QS1", **{title: written})
    assert (found.kind, found.tags[0].category) == (kind, category)


@pytest.mark.parametrize(("written", "date"), [
    ("12/03/2026", "2026-03-12"), ("1/3/26", "2026-03-01"), ("2026-03-12", "2026-03-12"), ("March 2026", "2026-03"),
    ("2026", "2026"), ("2025/26", "2025-04/2026-03"), ("2025-04/2026-03", "2025-04/2026-03"), ("Unknown", "unknown"),
    ("12 March 2026", "2026-03-12"), ("12.03.2026", "2026-03-12"),
])  # fmt: skip
def test_dates_are_read_the_british_way_and_stay_as_sharp_as_they_were(written, date):
    found = item(Date=written).date
    assert found is not None
    assert found.text == date


@pytest.mark.parametrize(
    "written", ["31/02/2026", "03/25/2026", "soon", "March to May 2026", "45000", "2026-13", "9999/00"]
)
def test_a_date_that_is_none_is_not_guessed(written):
    assert item(Date=written).date is None
    assert problem(Date=written)[1].startswith("write it as 12/03/2026")


def test_a_message_does_not_repeat_what_can_tell_who_somebody_is():
    assert "specimen.example" not in problem(Date="one@specimen.example")[0]
    assert "7946" not in problem(Voice="020 7946 0123")[0]


def test_columns_that_are_not_known_stay_in_the_text():
    assert item(Colour="blue", Summary="It went well").text == "It went well\n\nColour: blue"


def test_what_a_candidate_cannot_hold_stays_in_the_text_once_it_is_checked():
    found = row(Status="Acepted", Permission="Given", Review_date="1/9/2026")
    assert found.extracts[0].text == "Permission: Given"
    assert str(found.extracts[0].review_by) == "2026-09-01"
    assert row(Review_date="2026-09").extracts[0].text == "Review date: 2026-09", "a month is no day"
    assert [one.help for one in found.problems] == ['did you mean "accepted"?']


def test_a_public_link_is_a_source_and_one_within_the_council_stays_in_the_text():
    open_to_all, within = "https://specimen.example/report", "https://wetherby-vale.sharepoint.com/x"
    assert item(Link=open_to_all).source == Source(public_url=open_to_all)
    assert (item(Link=within).source, item(Link=within).text) == (None, f"Link: {within}")
    assert item(Link=r"S:\Evidence\notes.docx").source is None


def test_references_and_sites_are_lists():
    found = item(IR_ref="IR12; IR14", Innovation_site="North, South")
    assert (found.ir_refs, found.sites) == (("IR12", "IR14"), ("North", "South"))


def test_rules_kept_and_broken_go_to_the_tag():
    (tag,) = item(QS="1", Golden_rules="Stick like glue; start with strengths", Golden_rules_broken="no hand-offs").tags
    assert (tag.rules, tag.breaks) == (("stick-like-glue", "start-with-strengths"), ("no-hand-offs",))


def test_each_statement_gets_each_category():
    tags = item(QS="1;2", Evidence_category="People; Partners").tags
    wanted = product(("assessing-needs", "healthier-lives"), ("people", "partners"))
    assert [(tag.statement, tag.category) for tag in tags] == list(wanted)


def test_a_long_title_becomes_text_and_its_first_sentence_the_title():
    found = item(Evidence="They were heard. " + "It took a while. " * 12)
    assert found.title == "They were heard."
    assert found.text.startswith("They were heard. It took a while.")


def test_a_log_without_titles_takes_the_first_sentence_of_its_summary():
    rows = [["Summary", "When", "Lead"], ["They were heard. It took a while.", "2026", "Manager"]]
    assert [one.title for one in read(csv_file(rows), "log.csv").extracts] == ["They were heard."]


def test_rows_that_are_alike_count_once_and_headings_are_no_items():
    rows = [*log_rows()[2:], LOG_ROWS[0], ["", "Theme 2"], ["E9", *[""] * 11, "Team manager"]]
    found = read(csv_file([list(one) + [""] * (len(LOG_TITLES) - len(one)) for one in rows]), "log.csv")
    assert len(found.extracts) == 3
    assert found.notes == (
        "1 row passed over: only one cell is filled, as in a heading",
        "1 row passed over: no title and no summary",
        "1 row the same as an earlier row, and counted once",
    )


def test_more_items_than_a_log_should_hold_are_named(monkeypatch):
    monkeypatch.setattr("cqc_evidence.intake.tables.log.MOST_ITEMS", 2)
    found = read(specimen_log())
    assert (len(found.extracts), found.problems) == (2, ())
    assert "1 row not taken: 2 were, the others must come in parts" in found.notes


def test_a_log_is_known_by_three_titles_one_of_which_tells_what_the_evidence_is():
    assert looks_like_a_log(["Evidence", "Date", "Owner/Lead"])
    assert looks_like_a_log(["WHEN?", "Summary", "QS"])
    assert not looks_like_a_log(["Date", "Owner", "Status"])
    assert not looks_like_a_log(["Evidence", "Date", "Colour"])
    assert not looks_like_a_log(["Start time", "Completion time", "What helped?"])


@pytest.mark.parametrize("words", [
    log_words.STATEMENTS, log_words.CATEGORIES, log_words.KINDS, log_words.VOICES, log_words.RULES, log_words.STATUSES,
    log_words.PERMISSIONS,
])  # fmt: skip
def test_every_word_in_the_lists_stands_for_its_own_id(words):
    known = Vocabulary(words)
    for one, phrases in words.items():
        for phrase in (one, *phrases.split(";")):
            assert known.resolve(phrase) == ((one,), ()), phrase


def test_every_title_in_the_list_has_one_role():
    titles = [title.strip() for titles in log_words.HEADERS.values() for title in titles.split(";")]
    assert len(titles) == len(set(titles))
    assert all(role_of(title) for title in titles)


def test_the_words_are_those_of_the_framework():
    known = framework()
    assert set(log_words.STATEMENTS) == {one.id for one in known.statements}
    titles = {one.id: one.title for one in known.conversations.kinds}
    assert set(log_words.KINDS) == set(titles)
    assert {one: Vocabulary(log_words.KINDS).resolve(title).ids for one, title in titles.items()} == {
        one: (one,) for one in titles
    }


@given(st.permutations(range(len(LOG_TITLES))))
@settings(max_examples=30)
def test_the_order_of_the_columns_changes_nothing(order):
    moved = [[row_[at] for at in order] for row_ in (LOG_TITLES, *LOG_ROWS)]
    plain, other = read(workbook({"Sheet1": [LOG_TITLES, *LOG_ROWS]})), read(workbook({"Sheet1": moved}))

    def held(one: Extract) -> tuple[str, list[str]]:
        return one.model_copy(update={"text": ""}).model_dump_json(), sorted(one.text.split("\n\n"))

    assert list(map(held, plain.extracts)) == list(map(held, other.extracts))
    assert sorted(one.message for one in plain.problems) == sorted(one.message for one in other.problems)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=len(LOG_TITLES), max_size=len(LOG_TITLES)))
def test_whatever_stands_in_a_row_it_is_read_or_named(cells):
    assert isinstance(read(csv_file([LOG_TITLES, cells], encoding="utf-16"), "log.csv"), Document)
