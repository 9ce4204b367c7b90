"""What looks like a personal identifier and is none: two sets with different sentences.

Both were written before the patterns, by the hand that wrote the patterns: their figures are the best that can be hoped for.
`later` holds a third set, written afterwards.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.protect.planted import MONTHS, Made

TEN = "123456789"


def _clock(made: Made) -> str:
    return f"{made.between(0, 23):02}{made.one(':', '.')}{made.between(0, 59):02}"


def _money(made: Made) -> str:
    return made.one(f"£{made.between(1, 999)},{made.digits(3)}.{made.digits(2)}", f"£{made.digits(7, TEN)}", f"£{made.between(1, 99)}.{made.digits(2)}")  # fmt: skip


def _years(made: Made) -> str:
    year = made.between(1990, 2026)
    return made.one(f"{year}–{year + 1}", f"{year}/{(year + 1) % 100:02}", f"{year} to {year + 3}", f"{year}-{year + 1} {year + 2}-{year + 3}")  # fmt: skip


def _recent(made: Made) -> str:
    return made.date(made.recent())


def _code(made: Made) -> str:
    """Return what has the shape of a postcode but cannot be one."""
    shape = made.one(
        "QS1 2AB", "XK7 4RT", "VB3 9LL", "A1 1AA", "JX12 3DE", "ZQ4 1AA", "KB2 7PT", "UR5 5LN", "M4 5AM", "E17 6PM"
    )
    return made.one(shape, shape.replace(" ", ""))


FIRST: tuple[Callable[[Made], str], ...] = (
    lambda made: f"The huddle met on {_recent(made)} and again on {_recent(made)}.",
    lambda made: f"From {_recent(made)} {_clock(made)} to {_clock(made)} the room is booked.",
    lambda made: f"Open {_clock(made)}-{_clock(made)}, then {_clock(made)} to {_clock(made)}.",
    lambda made: f"It cost {_money(made)} against {_money(made)} the year before.",
    lambda made: f"Budget code {made.digits(5)}-{made.digits(4)}-{made.digits(4)} was overspent by {made.digits(2, TEN)}%.",
    lambda made: f"Cost centre {made.digits(10, TEN)} is closed.",
    lambda made: f"Invoice {made.digits(10, TEN)} was paid on {_recent(made)}.",
    lambda made: f"Invoice no. {made.digits(3, TEN)} {made.digits(3)} {made.digits(4)} was paid twice.",
    lambda made: f"Order number: {made.digits(10, TEN)} (two hoists).",
    lambda made: f"PO {made.digits(10, TEN)} covers the equipment.",
    lambda made: f"Purchase orders {made.digits(10, TEN)} and {made.digits(10, TEN)} were merged.",
    lambda made: f"Our ref {made.digits(10, TEN)}, your ref {made.digits(8)}.",
    lambda made: f"The supplier quoted {made.digits(10, TEN)} on the delivery note.",
    lambda made: f"Ticket {made.digits(10, TEN)} is with the help desk.",
    lambda made: f"UPRN {made.digits(made.between(10, 12), TEN)} is the day centre.",
    lambda made: f"Logged at {made.between(1500000000, 1899999999)} (Unix time).",
    lambda made: f"timestamp={made.between(1500000000, 1899999999)};",
    lambda made: f"ISBN {made.isbn()}, chapter {made.between(1, 12)}.",
    lambda made: f"Read it: {made.isbn()}.",
    lambda made: f"ISBN-13 978-{made.digits(1)}-{made.digits(5)}-{made.digits(3)}-{made.digits(1)}",
    lambda made: f"{made.between(1, 99)}.{made.digits(1)}% of {made.digits(3, TEN)} answers, up from {made.between(1, 99)}%.",
    lambda made: f"Mosaic version {made.between(5, 20)}.{made.between(0, 9)}.{made.digits(4)} was installed.",
    lambda made: f"Mosaic went live in {made.between(2005, 2024)} and holds {made.digits(5, TEN)} people.",
    lambda made: f"Mosaic {made.between(2015, 2026)} upgrade, see page {made.between(1, 90)}.",
    lambda made: f"A record number of {made.digits(4, TEN)} carers replied.",
    lambda made: f"Swift action on {made.digits(4, TEN)} reviews.",
    lambda made: f"LAS {_years(made)} programme plan",
    lambda made: f"The ombudsman's decision {made.between(17, 24)} {made.digits(3)} {made.digits(3)} found no fault.",
    lambda made: f"LGSCO case number {made.between(17, 24)}{made.digits(6)} is published.",
    lambda made: f"Room {made.one(*'ABE')}{made.between(1, 30)}, {made.between(1, 4)}th floor.",
    lambda made: f"Use the {made.one('E17', 'B12', 'S10')} form for {made.between(1, 9)} days.",
    lambda made: f"Code {_code(made)} is the grab rail.",
    lambda made: f"Take junction {made.between(1, 30)} of the M{made.between(1, 62)} {made.between(1, 9)}th exit.",
    lambda made: f"Section {made.between(1, 80)}({made.between(1, 9)})({made.one(*'abc')}) of the Care Act 2014, s.{made.between(1, 79)}.",
    lambda made: f"In {_years(made)} and {_years(made)} waits fell.",
    lambda made: f"Call the council on {made.one('020 7946 0000', '(020) 7946 0000', '02079460000', '01632 960000', '+44 20 7946 0000')}.",
    lambda made: f"Write to {made.one('adults', 'hub.team', 'jo.specimen')}@testshire.gov.uk or enquiries@partner.example.",
    lambda made: f"Town Hall, Mock Square, {made.one('TS1 1AA', 'ts1 1aa', 'TS11AA')}.",
    lambda made: f"{made.one('Mr Justice Munby', 'Dr Foster', 'Sir Walter Placeholder')} {made.one('said', 'reports', 'Report')} that in {made.between(1990, 2024)}.",
    lambda made: f"The novel “Mr Specimen’s Progress” was read in group {made.between(1, 9)}.",
    lambda made: f"{made.one('Mrs Sample’s Bakery', 'Sir John Mock Hospital', 'Dr Dummy Health Centre', 'Mr Wheel Ltd', 'Dame Ann Test School')} has {made.between(2, 90)} places.",
    lambda made: f"We met on MS {made.one('Teams', 'Forms', 'Word', 'Excel', 'Office')} in week {made.between(1, 52)}.",
    lambda made: f"In that decision {made.one('Mr X', 'Mrs Y', 'Miss B', 'Ms C')} waited {made.between(2, 50)} weeks.",
    lambda made: f"Part {made.one('DA', 'FE', 'QR', 'UX', 'AO', 'BG', 'GB', 'ZZ')}{made.digits(6)}{made.one(*'ABCD')} is out of stock.",
    lambda made: f"Sort code {made.digits(2)}-{made.digits(2)}-{made.digits(2)}, account {made.digits(8)}.",
    lambda made: f"VAT number GB {made.digits(3)} {made.digits(4)} {made.digits(2)}; charity {made.digits(7, TEN)}; company 0{made.digits(7)}.",
    lambda made: f"Helpline {made.one('0300', '0800', '0808')} {made.digits(3)} {made.digits(4)}, or 111, or 999.",
    lambda made: f"See https://example.org/{made.digits(10, TEN)}/page-{made.between(1, 99)} and doi 10.{made.digits(4)}/{made.digits(7)}.",
    lambda made: f"Barcode {made.digits(13)} and tracking number {made.digits(10, TEN)}{made.digits(2)}GB.",
    lambda made: f"As [@mih-open-{made.between(1, 99)}, p. {made.between(1, 9)}] and @TestshireCares show; {made.between(2, 9)} @ £{made.between(1, 9)}.50.",
    lambda made: f"logo@{made.between(2, 3)}x.png, pack-{made.digits(8)}.zip, v{made.between(0, 9)}.{made.between(0, 99)}.{made.between(0, 9)}",
    lambda made: f"At {made.between(50, 55)}.{made.digits(7)}, -{made.between(0, 3)}.{made.digits(10)} on the map.",
    lambda made: f"Server 192.168.{made.between(0, 255)}.{made.between(0, 255)} was down {made.between(1, 9)} days.",
    lambda made: f"{made.between(1, 9)},{made.digits(3)},{made.digits(3)},{made.digits(3)} seconds, or {made.digits(3, TEN)} {made.digits(3)} hours.",
    lambda made: f"The site was born on {_recent(made)}, out of a huddle.",
    lambda made: f"The Three Conversations were born in {made.between(2014, 2018)}; reviewed {_recent(made)}.",
    lambda made: f"It was signed on {_recent(made)}. Born of need, it grew.",
    lambda made: f"Van {made.one('AB', 'LM', 'WX')}{made.between(10, 73)} {made.one('CDE', 'KLM', 'XYZ')} was serviced.",
    lambda made: f"Grid reference SU {made.digits(5)} {made.digits(5)}.",
    lambda made: f"{made.between(1, 28)} {made.one(*MONTHS)}: {made.digits(4, TEN)} contacts, {made.digits(4, TEN)} calls, {made.digits(3, TEN)} letters.",
    lambda made: f"Laptop | {made.digits(10, TEN)} | asset | {made.between(1, 9)}",
    lambda made: f"Rows {made.digits(3, TEN)} {made.digits(3, TEN)} {made.digits(3, TEN)} {made.digits(4, TEN)} of the table.",
    lambda made: f"Version 0.{made.digits(10)} of the weights, p = 0.0{made.digits(3)}.",
    lambda made: f"Dear Sir or Madam, do not miss the {made.between(1, 9)} Dr-led talks.",
    lambda made: f"Quarter {made.between(1, 4)}: {made.digits(2)} {made.digits(2)} {made.digits(2)} {made.digits(2)} {made.digits(2)} {made.digits(2)}.",
)  # fmt: skip

SECOND: tuple[Callable[[Made], str], ...] = (
    lambda made: f"Minutes of {_recent(made)}; next meeting {_recent(made)} at {_clock(made)}.",
    lambda made: f"{_recent(made)} {_clock(made)} – {_clock(made)} lunch – {_clock(made)} close",
    lambda made: f"Spend rose from {_money(made)} to {_money(made)} ({made.between(1, 99)}.{made.digits(1)}%).",
    lambda made: f"Credit note {made.digits(10, TEN)} replaces invoice number {made.digits(10, TEN)}.",
    lambda made: f"We raised requisition {made.digits(10, TEN)} with procurement.",
    lambda made: f"Paid against {made.digits(10, TEN)} from the grant.",
    lambda made: f"The contract reference is {made.digits(10, TEN)} ({_years(made)}).",
    lambda made: f"Quote job number {made.digits(10, TEN)} to the contractor.",
    lambda made: f"Ledger code: {made.digits(3, TEN)}-{made.digits(3)}-{made.digits(4)}.",
    lambda made: f"Parcel {made.digits(10, TEN)} came late.",
    lambda made: f"Meter serial {made.digits(10, TEN)}, reading {made.digits(5)}.",
    lambda made: f"Unique property reference: {made.digits(10, TEN)}.",
    lambda made: f"epoch {made.between(1600000000, 1899999999)} = {_recent(made)}",
    lambda made: f"(Specimen Press, {made.between(1990, 2024)}, {made.isbn()})",
    lambda made: f"ISBN: {(isbn := made.isbn())[0]}-{isbn[1:4]}-{isbn[4:9]}-{isbn[9]}",
    lambda made: f"ISSN {made.digits(4)}-{made.digits(4)}, vol. {made.between(1, 60)}, pp. {made.digits(3, TEN)}–{made.digits(3, TEN)}.",
    lambda made: f"Eclipse release {made.between(2018, 2026)}.{made.between(1, 4)}, {made.digits(4, TEN)} licences.",
    lambda made: f"Liquidlogic replaced Swift in {made.between(2010, 2020)}; {made.digits(5, TEN)} records moved.",
    lambda made: f"Case law: R (Specimen) v Testshire [{made.between(2005, 2024)}] EWCA Civ {made.digits(4, TEN)}.",
    lambda made: f"Court of Protection case no. {made.digits(8, TEN)} is published in full.",
    lambda made: f"Desk {made.one(*'CDKL')}{made.between(1, 20)} {made.between(1, 4)}nd row.",
    lambda made: f"Size {made.one('S1', 'L2', 'M3')} {made.between(2, 9)}cm rail, code {_code(made)}.",
    lambda made: f"Model {made.one('B2 4XR', 'N15 3TD', 'HP12 7LN')} hoist, ordered {_recent(made)}.",
    lambda made: f"Paper {made.one('A4', 'A3')} {made.between(1, 9)}mm, form SS{made.between(1, 9)}.",
    lambda made: f"Regulation {made.between(1, 30)}, paragraph {made.between(1, 9)}.{made.between(1, 40)}.{made.between(1, 9)} of the statutory guidance.",
    lambda made: f"Between {_years(made)} the share went from {made.between(1, 99)} to {made.between(1, 99)} per cent.",
    lambda made: f"Our duty line is {made.one('020 7946 0000', '+44 (0)20 7946 0000', '01632-960-000', '0044 1632 960000')} all day.",
    lambda made: f"Contact: {made.one('Hub', 'DUTY', 'a.b')}@TESTSHIRE.gov.uk (weekdays {_clock(made)}–{_clock(made)})",
    lambda made: f"As {made.one('Mr. Justice Munby', 'Mr Justice Munby', 'Dr. Foster')} wrote in {made.between(1995, 2024)}",
    lambda made: f"{made.one('Miss Mock’s Tearoom', 'Sir Ivor Sample Foundation', 'Prof Dummy Library', 'Dr Test Street', 'Mr Fixture Limited')} gave {_money(made)}.",
    lambda made: f"The MS {made.one('Society', 'Access', 'Outlook', 'Planner')} group has {made.digits(2, TEN)} members.",
    lambda made: f"The report calls them {made.one('Mr A', 'Mrs D', 'Ms E', 'Mr and Mrs F')} and is dated {_recent(made)}.",
    lambda made: f"Licence {made.one('IQ', 'VA', 'NK', 'TN')} {made.digits(2)} {made.digits(2)} {made.digits(2)} {made.one(*'ABCD')}.",
    lambda made: f"Serial {made.one('AB', 'LE', 'SK')}{made.digits(6)}{made.one(*'EFGH')} was returned.",
    lambda made: f"Pay band {made.between(1, 9)}, spine points {made.between(10, 50)}-{made.between(10, 50)}, code {made.digits(4)} {made.digits(4)} {made.digits(4)}.",
    lambda made: f"Freephone 0800 {made.digits(3)} {made.digits(3)}; text 8{made.digits(4)}; internal extension {made.digits(4)}.",
    lambda made: f"www.example.org/report?id={made.digits(10, TEN)}&page={made.between(1, 9)}",
    lambda made: f"sha256 {made.digits(4)}ab{made.digits(10, TEN)}cd{made.digits(6)}",
    lambda made: f"| {_recent(made)} | {made.digits(4)} | {made.digits(3)} | {made.digits(4)} | {made.between(1, 100)}% |",
    lambda made: f"See [@story-{made.between(1, 99)}; @survey-{made.between(2018, 2026)}] and #{made.digits(10, TEN)}.",
    lambda made: f"photo@{made.between(1, 4)}x.jpg and git@{made.digits(3)} in {made.digits(7)}",
    lambda made: f"{made.digits(3, TEN)} 000 hours, {made.digits(1, TEN)} {made.digits(3)} {made.digits(3)} pounds",
    lambda made: f"The idea for the hub was born on {_recent(made)}.",
    lambda made: f"We marked the service’s first birthday with {made.between(20, 90)} people and plan the next review for {_recent(made)}.",
    lambda made: f"Registered births fell to {made.digits(4, TEN)} by {_recent(made)}.",
    lambda made: f"Flight LS {made.digits(4)}, seat {made.between(1, 30)}{made.one(*'ABC')}, gate {made.between(1, 60)}.",
    lambda made: f"Scores {made.digits(2)}.{made.digits(2)} {made.digits(2)}.{made.digits(2)} {made.digits(2)}.{made.digits(2)} {made.digits(2)}.{made.digits(2)}",
    lambda made: f"Transaction {made.digits(10, TEN)} | {_recent(made)} | {_money(made)}",
    lambda made: f"Population {made.digits(3, TEN)} {made.digits(3)} in {made.between(2011, 2024)}, {made.digits(4, TEN)} over 85.",
    lambda made: f"Doctors, sisters and {made.between(2, 40)} sirs came; miss Tuesday and you miss lunch.",
    lambda made: f"Phase {made.between(1, 5)}, week {made.between(1, 52)}, day {made.between(1, 7)}: {made.digits(3)}/{made.digits(3)}/{made.digits(4)}.",
)  # fmt: skip

OTHER_TEMPLATES: dict[str, tuple[str, ...]] = {
    "nhs-number": (
        "nhs num {} checked with the surgery", "The hospital has her as {}.", "They read {} out over the telephone.", "NHS: {};",
        "Discharge letter for {} came on Monday.", "{}\nlives with her sister", "patient no {}", "Wrong file: {} belongs to the other brother.",
    ),
    "national-insurance-number": (
        "Nat. Ins. {}", "He has {} on his wage slip.", "Pension letter, {}, filed.", "{}", "NI No.: {} / claim open", "was told {} is hers",
    ),
    "postcode": (
        "flat 2, 17 Sample Road, {}", "{} is where the family is.", "She said {}; we checked.", "address: 9 Mock Close {} (key safe)",
        "Walks from {} to the shop every day.", "Sampleton, {}, United Kingdom",
    ),
    "phone": (
        "Sister’s number {}", "call {} before ten", "mob {}", "You can get him on {} or not at all.", "Next of kin: {}.", "| son | {} | evenings |",
    ),
    "e-mail": ("reply-to: {}", "her address is {} now", "[{}]", "Sent by {}, copied to nobody.", "“{}”", "E: {} | M: none"),
    "date-of-birth": (
        "Date of birth {} (checked)", "d.o.b {}", "D.O.B {}", "Born: {}", "He was born in Sampleton on {}.", "birth date {}", "DoB={}",
        "({}, date of birth)", "notes-dob-{}.docx", "Her birthday, {}, was quiet.",
    ),
    "system-id": (
        "Mosaic {} opened", "mosaic number {}", "LiquidLogic ID: {}", "LAS no {}", "Client no. {}", "person number {}", "Framework-i ID {}",
        "SWIFT number {}", "Eclipse ID {}", "record number: {}", "hospital no: {}", "Case Number {}.", "client_id: {}", "P No. {}",
    ),
    "titled-name": (
        "According to {}, nobody rang.", "{} and her husband", "It was {} who asked.", "- {}: wants to swim again", "(with {})",
        "Letter from {} of Sampleton", "“{} was kind”, he said.",
    ),
    "deny-list": ("Visit to {}.", "for {}: nothing new", "{} – see plan", "Rang {}; then tea.", "“{}”", "minutes-{}-v2.docx"),
}  # fmt: skip
