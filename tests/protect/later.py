"""A third set, written when the patterns were done: what a stranger's sentences do to the figures.

On first sight of it recall was 0.997 and precision 0.41 (NHS numbers 0.18, postcodes 0.11; all else 1.0). Words that it showed to be
missing ("remittance", "item") are known now, so it is unseen no more, and its figures are too good as well.
Every kind of look-alike comes 333 times among 10,000, beside 40 planted of a sort: one kind that is taken for an NHS number once in
twenty times ("Agresso 4597172467") and one that has all of a postcode ("rail S3 8FT") stay, because no rule can tell them.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.protect.lookalikes import TEN
from tests.protect.planted import MONTHS, Made

TEMPLATES: dict[str, tuple[str, ...]] = {
    "nhs-number": (
        "Spoke to GP practice re {} and asked for a summary.", "Carer’s assessment for {} done at home", "hospital discharge {} (ward 4)", "ID bracelet read {}",
        "Please merge {} with the older entry", "Consent form signed – {} – filed", "{} wants to stay at home", "NHS Number\n{}\nConversation 3", "nhs no. {}",
    ),
    "national-insurance-number": ("DWP letter quotes {}", "NI: {}", "{} (from payslip)", "her number, {}, had been swapped", "Universal Credit claim {}"),
    "postcode": (
        "Mum lives at Flat 3, Mock House, {}", "Deliver the bed to {} by noon", "{}\nEngland", "lives near {}", "moved from {} last year", "visit 2pm {}",
        "new address = {}",
    ),
    "phone": ("Daughter: {}", "He answers {} only in the evening", "Call back {} asap", "Text her ({})", "landline {}; no mobile", "ph {}", "{}\nAsk for the warden"),
    "e-mail": ("Email {} for dates", "He writes from {}", "from: {}\nto: duty", "contact={}", "{}?", "Reply to {}!"),
    "date-of-birth": (
        "DOB - {}", "Her DOB was {}", "Born {} in Mocktown", "date of birth ({})", "D.O.B {} / lives with son", "He gave his date of birth as {}", "birthday {}",
        "DOB:\n{}",
    ),
    "system-id": (
        "Mosaic person ID {}", "On Liquidlogic ({})", "LAS ID: {}", "Client ref {}", "Eclipse no {}", "case no. {}", "AIS ID {}", "Hospital No. {}",
        "Carefirst ID {} closed", "Person number: {}", "Swift person {}",
    ),
    "titled-name": (
        "Visited {} at home.", "Discussed with {}, her GP", "{} cried.", "Why did {} wait?", "To: {}", "Daughter of {}", "I met {} twice", "\t{} – thanks",
    ),
    "deny-list": ("the {} family", "Story ({})", "with {} and others", "{}: a story", "Re: {}", "For {}/team"),
}  # fmt: skip


def _day(made: Made) -> str:
    return made.date(made.recent())


THIRD: tuple[Callable[[Made], str], ...] = (
    lambda made: f"Approved by panel {_day(made)}, start {_day(made)}, {made.between(2, 40)} hrs a week at £{made.between(10, 30)}.{made.digits(2)}.",
    lambda made: f"Standing order {made.digits(10, TEN)} set up.",
    lambda made: f"The hoist’s warranty number is {made.digits(10, TEN)}.",
    lambda made: f"Agresso {made.digits(10, TEN)} posted {_day(made)}.",
    lambda made: f"SharePoint list item {made.digits(10, TEN)}",
    lambda made: f"Total hits {made.digits(10, TEN)} since launch.",
    lambda made: f"Teams meeting ID: {made.digits(3, TEN)} {made.digits(3)} {made.digits(3)} {made.digits(2)}",
    lambda made: f"Zoom {made.digits(3, TEN)} {made.digits(4)} {made.digits(4)}, passcode {made.digits(6)}",
    lambda made: f"Remittance {made.digits(10, TEN)} and remittance {made.digits(10, TEN)}",
    lambda made: f"FOI {made.digits(7, TEN)}, answered {_day(made)}.",
    lambda made: f"IBAN GB{made.digits(2)} MOCK {made.digits(4)} {made.digits(4)} {made.digits(4)} {made.digits(2)}",
    lambda made: f"Bus {made.between(1, 99)} at {made.between(0, 23)}:{made.digits(2)}, then {made.between(0, 23)}.{made.digits(2)}pm from stop {made.one('K', 'D', 'B')}{made.between(1, 9)}.",
    lambda made: f"ASCOF 2B part {made.between(1, 2)}, {made.between(40, 99)}.{made.digits(1)} (CI {made.between(30, 60)}.{made.digits(1)}–{made.between(61, 99)}.{made.digits(1)})",
    lambda made: f"n = {made.digits(4, TEN)}, p < 0.0{made.digits(2)}, chi-squared {made.digits(2)}.{made.digits(3)}",
    lambda made: f"Grab rail S{made.between(1, 9)} {made.between(1, 9)}FT and wedge L{made.between(1, 9)} {made.between(1, 9)}IN",
    lambda made: f"Locker N{made.between(1, 20)}, shelf {made.between(1, 9)}AB.",
    lambda made: f"Ward B{made.between(1, 9)} {made.between(1, 9)} beds.",
    lambda made: f"The Carer’s Strategy {made.between(2018, 2026)}-{made.between(27, 33)}, page {made.between(1, 90)}, ISBN 0 {made.digits(3)} {made.digits(5)} {made.digits(1)}",
    lambda made: f"Ring-fenced grant {made.digits(2, TEN)},{made.digits(3)},{made.digits(3)} for {made.between(2020, 2026)}/{made.digits(2)}",
    lambda made: f"{made.one('Dr', 'Prof', 'Sir')} and other titles: drop them in section {made.between(1, 20)}.",
    lambda made: f"{made.one('Mrs Doe’s Kitchen', 'Mr Mock Memorial Hall', 'Dame Sample Lane', 'St Mock Hospice', 'Miss Test Nursery')}, {made.between(2, 90)} volunteers",
    lambda made: f"Ms Office {made.between(2013, 2024)} and MS Project {made.between(2013, 2024)}",
    lambda made: f"Mosaic training for {made.digits(4, TEN)} staff; Eclipse go-live {_day(made)}",
    lambda made: f"case notes {made.between(2019, 2026)}, case number trends {made.between(2010, 2018)}-{made.between(2019, 2026)}",
    lambda made: f"Our town was born of coal; the pit shut on {_day(made)}.",
    lambda made: f"World Birth Day {made.between(2018, 2026)}; {made.between(1, 28)} {made.one(*MONTHS)} lunch",
    lambda made: f"user@{made.one('localhost', 'printer', 'vm')}:{made.digits(4)} and {made.between(2, 9)}@home sessions",
    lambda made: f"0{made.between(1, 9)}/{made.between(10, 12)} + {made.digits(2)}/{made.digits(2)} = {made.digits(3)}",
    lambda made: f"Phone calls: 0{made.digits(1)}% before, {made.digits(5, TEN)} {made.digits(6, TEN)} after",
    lambda made: f"Kiosk PIN {made.digits(4)}, door {made.digits(6)}#, alarm {made.digits(5)}*",
)  # fmt: skip
