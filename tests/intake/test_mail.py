"""E-mails as they come out of Outlook and others."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from cqc_evidence.intake.plain.html_text import _without_declarations, html_text
from cqc_evidence.intake.plain.mail import read_mail
from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.model.intake import Document

LONG = "The team rang back on the same day, and the person said that it helped them to plan the week ahead."


def mail(text: str = LONG, html: str = "", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "P <p@specimen.invalid>", "To": "q@specimen.invalid", "Subject": "Waits fell", "Date": "Thu, 12 Mar 2026 23:30:00 +0000", **headers}.items():  # fmt: skip
        message[name] = value
    if text:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message


def read(message: EmailMessage | bytes, file: str = "mail.eml") -> Document:
    return read_mail(message if isinstance(message, bytes) else bytes(message), file, ReadOptions())


def text_of(document: Document) -> str:
    return "\n\n".join(one.text for one in document.extracts)


def test_the_subject_is_the_title_and_the_day_of_sending_the_date() -> None:
    found = read(mail(Subject="RE: FW: Partner feedback, spring"))
    assert (found.title, str(found.date), found.kind) == ("Partner feedback, spring", "2026-03-12", "partner-feedback")
    assert [(one.locator, one.text) for one in found.extracts] == [("paragraph 1", LONG)]


def test_a_mail_that_says_no_more_is_a_staff_account_without_a_date() -> None:
    found = read(mail(Date="some day"))
    assert (found.kind, str(found.date)) == ("staff-account", "unknown")


def test_the_plain_part_is_read_before_the_html_part() -> None:
    assert text_of(read(mail(html="<p>Something else altogether was written in this part.</p>"))) == LONG


def test_html_is_read_as_its_text() -> None:
    html = f"<html><head><title>T</title><style>p {{}}</style></head><body><p>Hi,</p><p>{LONG}</p><script>alert('x')</script><ul><li>Waits fell &amp; stayed low</li></ul></body></html>"
    found = text_of(read(mail(text="", html=html)))
    assert found == f"{LONG}\n\n- Waits fell & stayed low"


@pytest.mark.parametrize("earlier", [
    "\n> Somebody else wrote this here long ago.\n> And this.\n",
    "\nOn Mon, 2 Mar 2026 at 10:00, P <p@specimen.invalid> wrote:\n\nSomebody else wrote this here long ago.\n",
    "\n-----Original Message-----\nSomebody else wrote this here long ago.\n",
    "\nFrom: P\nSent: 2 March 2026 10:00\nTo: Q\nSubject: Waits\n\nSomebody else wrote this here long ago.\n",
    "\n*From:* P\n*Sent:* 2 March 2026\n\nSomebody else wrote this here long ago.\n",
])  # fmt: skip
def test_earlier_mails_are_left_out_and_said_so(earlier: str) -> None:
    found = read(mail(LONG + "\n" + earlier))
    assert text_of(found) == LONG
    assert "earlier e-mails quoted in this one were left out" in found.notes


def test_an_answer_below_a_quotation_is_kept() -> None:
    assert text_of(read(mail(f"On Monday Specimen wrote:\n> Somebody else wrote this.\n\n{LONG}\n"))) == LONG


def test_a_block_quote_in_html_is_an_earlier_mail() -> None:
    html = f"<div>{LONG}</div><blockquote><div>Somebody else wrote this.</div><div>And this.</div></blockquote>"
    assert text_of(read(mail(text="", html=html))) == LONG


@pytest.mark.parametrize("signature", [
    "\n-- \nP Specimen\n01632 960123\n", "\nKind regards\n\nP Specimen\nTeam manager\n01632 960123\n", "\nMany thanks,\nP\n", "\nSent from my iPhone\n",
    "\nThis e-mail and any attachments are confidential and meant only for whom they name.\n",
])  # fmt: skip
def test_signatures_and_notices_are_left_out_and_said_so(signature: str) -> None:
    found = read(mail(f"Hi all,\n\n{LONG}\n{signature}"))
    assert text_of(found) == LONG
    assert "the signature and standard notices were left out" in found.notes


def test_no_address_is_copied() -> None:
    found = read(mail(f"{LONG} Ask anna.specimen@specimen.invalid about it.", Subject="Note for bo@specimen.invalid"))
    assert "@" not in found.model_dump_json()
    assert "Ask [address left out] about it." in text_of(found)
    assert "1 e-mail address in the text was left out" in found.notes


def test_attachments_are_named_and_not_opened() -> None:
    message = mail()
    message.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="minutes.docx")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="report.pdf")
    (note,) = read(message).notes
    assert note.startswith("2 attachments were not opened (minutes.docx, report.pdf)")


def test_a_mail_that_only_passes_another_on_says_what_to_do() -> None:
    (problem,) = read(mail("FYI\n\n---------- Forwarded message ---------\nFrom: P\n\nLong ago.\n")).problems
    assert problem.rule == "nothing-found"
    assert "save the earlier e-mail itself" in problem.help


def test_a_text_with_the_ending_of_a_mail_is_named() -> None:
    assert [one.rule for one in read(b"Just some notes.\nNothing more.").problems] == ["wrong-extension"]


def test_an_encoding_that_nobody_knows_is_read_letter_by_letter() -> None:
    data = bytes(mail()).replace(b'charset="utf-8"', b'charset="x-specimen"')
    assert text_of(read(data)) == LONG


def test_a_heading_beyond_all_reason_is_not_parsed() -> None:
    data = b"Subject: a\nContent-Type: text/plain" + b';\n a="b"' * 20_000 + b"\n\nhello"
    assert [one.rule for one in read(data).problems] == ["damaged-file"]


def test_a_mail_of_more_text_than_a_book_is_refused() -> None:
    assert [one.rule for one in read(mail("The team rang back.\n\n" * 300_000)).problems] == ["too-large"]


@pytest.mark.parametrize("html", [
    "<a " * 200_000, "<!--" * 200_000, "<![CDATA[" * 100_000, "<a b='" * 200_000, "</" * 200_000, "<?" * 200_000, "<a <a>" * 100_000, "<" * 400_000,
    "&" * 400_000, "&#" * 200_000, "<script>" * 100_000, "<script></" * 100_000, "<blockquote>" * 100_000, "<a b=\"'>" * 100_000, "< a" * 200_000,
])  # fmt: skip
def test_html_that_never_ends_does_not_hold_the_run_up(html: str) -> None:
    plain = _without_declarations(html + "<p>x<")
    assert "<!" not in plain
    assert "<?" not in plain
    assert "<" not in plain[plain.rfind(">") + 1 :]
    assert len(html_text(html + "<p>x")) <= len(html) + 10
