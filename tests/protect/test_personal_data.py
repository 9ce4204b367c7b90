"""Personal data is found where it stands, in whatever way it is spelt, and what only looks like it is left alone."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.model.protect import ProtectSettings
from cqc_evidence.protect import patterns
from cqc_evidence.protect.scan import SORTS, Found, Scanner, fold, masked
from tests.protect.planted import DENY, SETTINGS, TEMPLATES, planted

SCANNER = Scanner(SETTINGS, DENY)
BARE = Scanner(ProtectSettings())


def seen(text: str, scanner: Scanner = BARE) -> list[tuple[str, str]]:
    """Return the sort and the text of each find."""
    return [(found.sort, text[found.start : found.end]) for found in scanner.find(text)]


@pytest.mark.parametrize("text", [
    "943 476 5919", "943-476-5919", "943.476.5919", "943\u00a0476\u00a05919", "943\u2009476\u20095919", "943\u2011476\u20115919",
    "943–476–5919", "943 476\n5919", "943 476<br>5919", "943&nbsp;476&nbsp;5919", "943&#32;476&#32;5919", "943\u200b476\u200b5919",
    "９４３ ４７６ ５９１９", "943\u00ad 476 5919", "9434765919",
])  # fmt: skip
def test_an_nhs_number_is_found_in_every_spelling(text):
    assert seen(f"She said {text} twice.") == [("nhs-number", text)]


@pytest.mark.parametrize("text", [
    "NHS_9434765919.docx", "NHSNo9434765919", "nhs:9434765919;", "https://specimen.example/?nhs=9434765919", "age 84 943 476 5919 lives",
    "9434765919 is her NHS number", "Order came. 9434765919 is his.", "NHS No: 9 4 3 4 7 6 5 9 1 9", "NHS 9434 765 919", "CHI 0101011237",
    "In order to help (9434765919) we rang", "**943** 476 5919", "Ann,9434765919,Specimen", "> so 943 476\n> 5919 it is",
])  # fmt: skip
def test_an_nhs_number_is_found_beside_labels_in_file_names_and_in_rows(text):
    assert [sort for sort, _ in seen(text)] == ["nhs-number"]


@pytest.mark.parametrize("text", [
    "NHS number 943 476 5918", "Invoice no. 943 476 5919", "PO 9434765919", "invoices 4010232137 and 9434765919", "£9434765919", "9434765919%",
    "0.9434765919", "the supplier quoted 9434765919", "https://specimen.example/9434765919", "INV-9434765919", "ISBN 0198526636", "Read 0198526636",
    "1712345678", "412 530 943 476 5919", "94347659190", "9434765919 (order number)", "sha 12ab9434765919cd", "000 000 0000",
])  # fmt: skip
def test_ten_digits_of_another_kind_are_no_nhs_number(text):
    assert seen(text) == []


@pytest.mark.parametrize("text", [
    "AB123456C", "AB 12 34 56 C", "ab 12 34 56 c", "AB-12-34-56-C", "AB\u00a012\u00a034\u00a056\u00a0C", "AB 123456 C", "AB 123 456 C", "CE_12_34_56_A",
])  # fmt: skip
def test_a_national_insurance_number_is_found(text):
    assert seen(f"He has {text}.") == [("national-insurance-number", text)]


def test_behind_its_label_it_may_lack_its_letter_and_its_capitals():
    assert seen("NINO: AB 12 34 56") == [("national-insurance-number", "AB 12 34 56")]
    assert seen("NI number ab123456c") == [("national-insurance-number", "ab123456c")]


@pytest.mark.parametrize("prefix", ["BG", "GB", "NK", "KN", "TN", "NT", "ZZ", "DA", "FE", "QQ", "AO", "UX", "VA", "AI"])
def test_letters_that_are_never_given_make_no_national_insurance_number(prefix):
    assert seen(f"{prefix}123456C or {prefix} 12 34 56 C") == []


@pytest.mark.parametrize("text", ["AB123456E", "ab123456c", "part number AB123456C", "XAB123456C", "AB1234567C"])
def test_codes_of_almost_that_shape_are_left_alone(text):
    assert seen(text) == []


@pytest.mark.parametrize("text", [
    "E17 4QR", "E174QR", "e17 4qr", "EC1A 1BB", "W1A 0AX", "SW1A 1AA", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "BS1\u00a04DJ", "SE1\n9GT", "E17&nbsp;4QR",
])  # fmt: skip
def test_a_full_postcode_is_found(text):
    assert seen(f"at {text}, they") == [("postcode", text)]


@pytest.mark.parametrize("text", [
    "the E17 form", "at M4 5AM", "QS1 2AB", "VB1 2AB", "XK7 4RT", "A1 1AA", "ZZ9 9ZZ", "M4 2nd exit", "w1 3hr visit", "B1 1st", "E17", "SW1A", "E1 4CC", "Z1 1AA",
    "model B2 4XR", "product code SW1 2AB", "e174qr", "BS12345", "B1A 1AA", "E01 1AA",
])  # fmt: skip
def test_what_only_resembles_a_postcode_is_left_alone(text):
    assert seen(text) == []


@pytest.mark.parametrize("glue", ["\n", " ", ", ", "; ", " and ", "\n\n"])
def test_nhs_numbers_in_a_column_or_a_list_are_all_found(glue):
    assert len(seen(glue.join(["943 476 5919", "943 476 5870", "943 476 5919"]))) == 3


def test_ten_digits_that_are_not_given_in_england_are_believed_beside_somebody_only():
    assert seen("2340000068 was there") == []
    assert seen("she said 2340000068") == [("nhs-number", "2340000068")]
    assert seen("234 000 0068 was there") == [("nhs-number", "234 000 0068")]


def test_there_are_124_postcode_areas():
    assert len(patterns.AREAS) == 124
    assert not {area[0] for area in patterns.AREAS} & set("QVX")


@pytest.mark.parametrize("text", [
    "020 7946 0123", "(020) 7946 0123", "02079460123", "020-7946-0123", "020.7946.0123", "0207 946 0123", "01632 960123", "01632 960 123", "07700 900123",
    "07700900123", "+44 7700 900123", "+447700900123", "+44 (0)1632 960123", "(+44) 1632 960123", "0044 1632 960123", "44 7700 900123",
    "07700\u00a0900\u00a0123", "07700–900–123", "07700 900\n123", "+353 20 910 0123", "01632&nbsp;960123",
])  # fmt: skip
def test_a_telephone_number_is_found(text):
    assert seen(f"or {text}, they") == [("phone", text)]


def test_a_number_that_lost_its_zero_in_a_spreadsheet_is_found_by_its_label():
    assert seen("mobile: 7700900123") == [("phone", "7700900123")]
    assert seen("7700900123") == []


def test_two_numbers_joined_by_a_comma_are_two():
    assert seen("07700900123,07700900124") == [("phone", "07700900123"), ("phone", "07700900124")]


@pytest.mark.parametrize("text", [
    "01-02-2024 10:30", "01.02.2024 12.30", "01 02 03 04 05 06", "£01632960123", "order no. 01632 960123", "0.1632960123", "2019-2020 2021-2022", "0800 1111",
    "0300 123 4567", "0808 157 0123", "SU 01501 39791", "01632 960", "section 01", "44 76 05 32 47 08", "01632 9601234", "/01632960123",
])  # fmt: skip
def test_dates_prices_references_and_help_lines_are_no_persons_telephone(text):
    assert seen(text) == []


@pytest.mark.parametrize("text", [
    "ann@specimen.example", "ann_mock@specimen.example", "ann.o'mock+care@post.specimen.example", "zoë@exämple.example", "ann (at) specimen.example",
    "ann[at]specimen[dot]example", "ann.mock at specimen dot example", "ann.mock @ specimen.example", "ann＠specimen.example", "ANN@SPECIMEN.EXAMPLE",
    "ann\\_mock@specimen.example", "ann&#64;specimen.example",
])  # fmt: skip
def test_an_e_mail_address_is_found(text):
    assert seen(f"to {text}, then") == [("e-mail", text)]
    assert seen(f"mailto:{text}") == [("e-mail", text)]


@pytest.mark.parametrize(
    "text",
    [
        "[@mih-open, p. 4]",
        "@TestshireCares",
        "5 @ £3.50",
        "logo@2x.png",
        "look at the dot",
        "Find us @ specimen.example",
        "a@b",
    ],
)
def test_citations_and_pictures_are_no_address(text):
    assert seen(text) == []


@pytest.mark.parametrize("text", [
    "DOB {}", "D.O.B.: {}", "d.o.b.{}", "Date of birth | {} |", "She was born on {}", "born in Sampleton on {}", "His birthday is {}", "Specimen_J_DOB_{}.docx",
    "{} (DOB)", "{} is her date of birth", "{} is her date of birth - 14/04/2024", "Reviewed 14/04/2024, born {}, moved 1/2/2020", "14/04/2024 DOB: {}", "{} (DOB), seen 14/04/2024",
])  # fmt: skip
@pytest.mark.parametrize("date", ["12/03/1950", "12-03-1950", "12.3.50", "12 March 1950", "12th of March, 1950", "March 12, 1950", "1950-03-12", "12 Mar 50", "12 03 1950"])  # fmt: skip
def test_a_full_date_beside_a_word_of_birth_is_found(text, date):
    assert seen(text.format(date)) == [("date-of-birth", date)]


def test_dates_of_birth_in_the_plural_are_all_found():
    assert [value for _, value in seen("DOBs: 12/03/1950, 13/04/1951 and 1 May 1952.")] == [
        "12/03/1950",
        "13/04/1951",
        "1 May 1952",
    ]


@pytest.mark.parametrize("text", [
    "The huddle met on 12 March 2024.", "The project was born on 12 March 2019.", "born in 1950", "They were born. On 12 March 2024 we met.", "DOB 45/45/1950",
    "Registered births: 12/03/2024", "newborn 12/03/2024", "She was born in this town and has lived here since, 12/03/2024",
])  # fmt: skip
def test_a_date_alone_or_of_a_project_is_innocent(text):
    assert seen(text) == []


@pytest.mark.parametrize(("text", "value"), [
    ("Mosaic ID 1234567", "1234567"), ("Liquidlogic number: 98765", "98765"), ("LAS 1234567 was", "1234567"), ("Framework-i ID 4567", "4567"),
    ("person_id=12345", "12345"), ("client ID P123456", "P123456"), ("hospital number H1234567", "H1234567"), ("case number CN/12345", "CN/12345"),
    ("P number 123456", "123456"), ("record no 4521", "4521"), ("Mosaic ID: 123 456 7", "123 456 7"), ("CareFirst no. 20231 is", "20231"),
])  # fmt: skip
def test_a_number_of_a_system_is_found_behind_its_label(text, value):
    assert seen(text) == [("system-id", value)]


def test_every_number_of_a_list_is_found():
    assert [value for _, value in seen("client IDs 12345, 12346 and 12347")] == ["12345", "12346", "12347"]


@pytest.mark.parametrize("text", [
    "Mosaic 2024 upgrade", "Mosaic version 10.4.1234", "a record number of 4500 carers", "swift action on 1200 reviews", "LAS 2021-2022", "Eclipse 20000 users",
    "LGSCO case number 21012345", "the case numbers 2019 and 2020", "record number 4,500", "Mosaic £12000", "Mosaic in 2023", "person 3",
])  # fmt: skip
def test_a_year_a_version_and_a_published_decision_are_no_number_of_a_person(text):
    assert seen(text) == []


def test_a_council_gives_the_shapes_of_its_own_numbers():
    scanner = Scanner(ProtectSettings(system_ids=("TSH#######", "(??) ##.#", "plain words")))
    assert seen("TSH1234567, tsh7654321; TSH123456 no", scanner) == [
        ("system-id", "TSH1234567"),
        ("system-id", "tsh7654321"),
    ]
    assert seen("see TSH12345678", scanner) == []
    assert seen("Plain words and plain  words", scanner) == [
        ("system-id", "Plain words"),
        ("system-id", "plain  words"),
    ]
    assert seen("1234567 ab 12x3", scanner) == []


@pytest.mark.parametrize("text", [
    "Mrs O'Neill-Specimen", "Mrs O’Neill-Specimen", "Mr. J. Specimen", "Mr J.R. Specimen", "Dr Anne-Marie de Souza", "MRS SPECIMEN", "Mr J SPECIMEN", "mr specimen",
    "Mr and Mrs Specimen", "Rev. Dr. Ann Specimen", "Mr\u00a0Specimen", "Mr\nSpecimen", "Mx Specimen", "Cllr Ann Specimen", "Sir Ann Specimen", "Prof van der Mock",
    "Mr d'Mock", "Miss Żaneta Specimen", "Mr Li",
])  # fmt: skip
def test_a_name_with_a_title_is_found(text):
    assert seen(f"then {text} said") == [("titled-name", text)]


def test_the_possessive_and_what_follows_are_no_part_of_a_name():
    assert seen("Mrs Specimen’s sister") == [("titled-name", "Mrs Specimen")]
    assert seen("Mr Specimen. Then") == [("titled-name", "Mr Specimen")]
    assert seen("Mr_Specimen_notes.docx") == [("titled-name", "Mr_Specimen")]


@pytest.mark.parametrize("text", [
    "Mr X", "Mrs Y’s", "Ms B.", "Dear Sir or Madam", "do not miss Tuesday", "MS Teams", "MS Word", "MR scan", "DR plan", "the Dr said", "Mrs Mock’s Bakery",
    "Sir John Mock Hospital", "Mr Wheel Ltd", "Mr Specimen’s Law", "sister", "250 ms Delay", "Mr.", "mr and", "RMrs Mock",
])  # fmt: skip
def test_letters_places_firms_laws_and_programs_are_no_names(text):
    assert seen(text) == []


def test_a_deny_list_is_found_in_any_case_with_or_without_accents_hyphens_and_apostrophes():
    for text in (
        "jean luc PRETENDE",
        "Jean–Luc Pretendé",
        "JeanLuc",
        "O’Sample",
        "o sample",
        "OSample",
        "Zebedee",
        "Zebe\u00addee",
        "E\u0301",
    ):
        scanner = Scanner(ProtectSettings(), ("Jean-Luc Pretendé", "Jean-Luc", "O'Sample", "zebedee", "é"))
        assert seen(f"and {text}’s friend", scanner) == [("deny-list", text)]


def test_a_deny_list_finds_whole_words_only():
    scanner = Scanner(ProtectSettings(), ("Ina", "Ann Mock", ""))
    assert seen("in a room; Inabel; Ann; Mock Ann; annmocker", scanner) == []
    assert seen("notes_ina_2.docx", scanner) == [("deny-list", "ina")]


def test_the_longest_entry_of_a_deny_list_wins():
    assert seen("Ann Mock Lane", Scanner(ProtectSettings(), ("Ann", "Ann Mock", "Ann Mock Lane"))) == [
        ("deny-list", "Ann Mock Lane")
    ]


@pytest.mark.parametrize("text", [
    "020 7946 0000", "(020) 7946-0000", "+44 20 7946 0000", "01632 960000", "jo@testshire.gov.uk", "Jo.Mock@TESTSHIRE.gov.uk", "ts1 1aa", "TS11AA",
    "Mr Justice Munby", "Mr. Justice Munby", "Dr Foster", "Dr Foster Report", "enquiries@partner.example", "Mr Specimen’s Progress",
])  # fmt: skip
def test_what_a_council_allows_is_never_found(text):
    assert seen(f"see {text} there", SCANNER) == []


def test_what_only_begins_or_ends_like_an_allowed_value_is_found():
    assert [sort for sort, _ in seen("jo@testshire.gov.uk.example, enquiry@partner.example", SCANNER)] == [
        "e-mail",
        "e-mail",
    ]
    assert [sort for sort, _ in seen("Mr Specimen, 020 7946 0001", SCANNER)] == ["titled-name", "phone"]


def test_of_two_finds_in_one_place_the_larger_stays_and_else_the_surer():
    assert seen("Mrs Zebedee Mock", SCANNER) == [("titled-name", "Mrs Zebedee Mock")]
    assert seen("zebedee@specimen.example", SCANNER) == [("e-mail", "zebedee@specimen.example")]
    assert seen("patient NHS number 9434765919") == [("nhs-number", "9434765919")]


@pytest.mark.parametrize("sentence", planted(3, 3), ids=lambda sentence: sentence.sort)
def test_a_message_says_the_sort_and_never_the_value(sentence):
    for found in SCANNER.find(sentence.text):
        words = masked(sentence.text, found)
        assert words == SORTS[found.sort]
        assert sentence.text[found.start : found.end] not in words


def test_the_pieces_of_personal_data_come_in_the_order_of_the_text():
    text = "Mrs Specimen, born 12/03/1950, E17 4QR, NHS 943 476 5919, ann@specimen.example"
    assert [sort for sort, _ in seen(text)] == ["titled-name", "date-of-birth", "postcode", "nhs-number", "e-mail"]


def test_folding_leads_back_to_the_original():
    folded = fold("a&nbsp;**b** c\u200bd e\u0301.")
    assert folded.text == "a b cd e."
    assert folded.original(2, 3) == (9, 10)
    assert folded.original(7, 8) == (17, 19)


SIGNS = st.sampled_from([
    "943", "476", "5919", "9434765919", " ", "\n", "*", "**", "_", "&nbsp;", "&", "Mr", "Mrs ", "Specimen", "O’", "born", "DOB", "12/03/1950", "@", "(at)", ".",
    "example", "01632", "+44", "960123", "E17", "4QR", "AB", "12", "C", "Mosaic ID", "Zebedee", "\u200b", "\u00ad", "e\u0301", "-", "–", "<b>", "\\", "é", ",", "NHS",
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(SIGNS, max_size=24).map("".join))


@given(TEXTS)
def test_finds_stand_in_the_original_text_in_order_and_apart(text):
    found = SCANNER.find(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


ONES = [("nhs-number", "943 476 5919"), ("national-insurance-number", "AB 12 34 56 C"), ("postcode", "E17 4QR"), ("phone", "01632 960123"),
        ("e-mail", "ann@specimen.example"), ("titled-name", "Mrs O’Mock"), ("deny-list", "Orla Quillfeather"), ("system-id", "TSH-123456")]  # fmt: skip


@given(st.sampled_from(ONES), st.text(max_size=80), st.text(max_size=80))
def test_an_identifier_is_found_at_its_place_whatever_stands_around_it(one, before, after):
    sort, value = one
    text = f"{before}\n\n{value}\n\n{after}"
    start = len(before) + 2
    assert Found(sort, start, start + len(value)) in SCANNER.find(text)


QUIET = st.text(st.characters(exclude_categories=["Nd", "No", "Nl", "Cs"], exclude_characters="@＠﹫&("), max_size=120)


@given(QUIET)
def test_without_digits_addresses_and_titles_there_is_nothing_but_the_deny_list(text):
    if not patterns.TITLE.search(fold(text).text):
        assert {one.sort for one in SCANNER.find(f"{text} Zebedee")} <= {"deny-list"}


@given(
    st.sampled_from(["020 7946 0000", "Dr Foster", "TS1 1AA", "anybody@testshire.gov.uk", "Mr Justice Munby"]),
    QUIET,
    QUIET,
)
def test_an_allowed_value_is_not_found_whatever_stands_around_it(value, before, after):
    text = f"{before}\n\n{value}\n\n{after}"
    start = len(before) + 2
    assert not any(one.start < start + len(value) and one.end > start for one in Scanner(SETTINGS).find(text))


@pytest.mark.parametrize(
    "unit",
    ["a", "1", "0 ", "@", "Mr A ", "&#", "a dot ", "the the "],
)
def test_a_megabyte_of_anything_is_searched_to_its_end(unit):
    text = unit * (1_000_000 // len(unit))
    found = Scanner(SETTINGS, (*DENY, "the the the cat")).find(text)
    assert all(one.end <= len(text) for one in found)


def test_a_deny_list_of_thousands_is_one_table_and_no_long_pattern():
    rng = Random(5)  # noqa: S311  # the same ones every time
    names = tuple(f"Mock{rng.randint(0, 10**9)} Specimen{number}" for number in range(5000))
    assert seen(f"we met {names[4321].lower()} there", Scanner(ProtectSettings(), names)) == [
        ("deny-list", names[4321].lower())
    ]


def test_every_sort_has_its_words_and_its_planted_sentences():
    assert set(SORTS) == set(TEMPLATES)


def test_searching_loads_no_heavy_library():
    code = "import sys, cqc_evidence.protect.scan, cqc_evidence.protect.small, cqc_evidence.protect.language; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, timeout=60
    ).stdout.split()
    assert not {"pandas", "numpy", "docx", "lxml", "python_calamine", "pypdf", "xlsxwriter", "ruamel"} & set(loaded)
