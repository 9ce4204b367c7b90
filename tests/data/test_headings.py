"""Which headings are understood, and which make a table be refused because they tell who people are."""

from __future__ import annotations

from pathlib import Path

import pytest

from cqc_evidence.data.headings import tells_who
from tests.data.tables import lines, read, rules

REFUSED = (
    "Name", "name", "Full name", "full_name", "FullName", "First name", "FirstName", "Last Name", "Surname", "surname", "Forename",
    "Forenames name", "Client name", "Person name", "Service user name", "Carer name", "Worker name", "Preferred name", "NHS number",
    "NHS_Number", "NHSNumber", "NHS no", "nhs", "NHS ID", "Address", "address line 1", "Address_Line_2", "Post code", "Postcode",
    "POSTCODES", "UPRN", "Date of birth", "DateOfBirth", "DOB", "DoB", "d_o_b", "Birth date", "E-mail", "Email address", "Phone",
    "telephone number", "Mobile", "Mobile number", "NI number", "National Insurance number", "GP practice", "Religion", "Sexuality", "D.O.B.", "Address1", "Contact number", "Next of kin", "Maiden name", "Known as",
    "NHSNo", "N.H.S. number", "NHS\nnumber", "Home address", "PostCode1", "DateofBirth", "Date.of.Birth", "Year of birth", "Tel", "Tel no",
    "Phone1", "Landline", "Email1", "NINO", "Surname1", "Nickname", "Initials", "House number", "Sexual orientation", "clientname",
)  # fmt: skip
ALLOWED = (
    "Team name", "Site name", "Service name", "Provider name", "Council name", "LA name", "group name", "outcome", "start", "planned",
    "person_id", "LA_Person_Unique_Identifier", "Event_Description", "route", "metric", "denominator", "printed", "weeks", "notes",
    "Reporting_Period_Start_Date", "Unit_Cost", "age band", "ethnicity", "Primary_Support_Reason", "product name", "Rename",
)  # fmt: skip


@pytest.mark.parametrize("heading", REFUSED)
def test_a_heading_that_tells_who_people_are_is_known(heading: str) -> None:
    assert tells_who(heading)


@pytest.mark.parametrize("heading", ALLOWED)
def test_a_heading_that_tells_of_nobody_is_let_through(heading: str) -> None:
    assert not tells_who(heading)


def test_nothing_of_a_table_with_names_is_read(tmp_path: Path) -> None:
    table, found = read(
        tmp_path,
        "reviews.csv",
        lines(("person_id", "Surname", "start", "planned"), ("P1", "Specimen", "2020-01-01", "planned")),
    )
    assert (table.rows, table.columns, rules(found)) == ((), (), ["personal-column"])
    assert "Specimen" not in found[0].model_dump_json()


def test_an_allowed_heading_lets_the_table_in_but_is_still_not_read(tmp_path: Path) -> None:
    text = lines(("person_id", "Scheme name", "start", "planned"), ("P1", "Specimen", "2020-01-01", "planned"))
    table, found = read(tmp_path, "reviews.csv", text, allowed=["scheme_name"])
    assert rules(found) == ["unknown-column"]
    assert "Specimen" not in table.model_dump_json()


@pytest.mark.parametrize("heading", ["PERSON_ID", "Person id", " person-id ", "Mosaic ID"])
def test_a_heading_is_understood_with_other_letters_and_spaces(tmp_path: Path, heading: str) -> None:
    table, found = read(tmp_path, "reviews.csv", lines((heading, "Start", "planned"), ("P1", "2020-01-01", "planned")))
    assert found == ()
    assert table.columns == ("person_id", "start", "planned")


def test_columns_without_a_heading_are_passed_over(tmp_path: Path) -> None:
    table, found = read(
        tmp_path, "reviews.csv", lines(("person_id", "", "start", "planned"), ("P1", "x", "2020-01-01", "planned"))
    )
    assert found == ()
    assert len(table.rows) == 1
